//! What was not taken in, kept in the workspace with its reasons in words: nothing that an inspector brought is ever lost.

use std::fs;
use std::io;
use std::path::Path;

use super::Fate;
use crate::cli::today;
use crate::intake::Reason;
use crate::intake::package::sha256;

/// Where a fate keeps its file, in the workspace.
pub fn folder(fate: &Fate) -> &'static str {
    match fate {
        Fate::Conflict { .. } => "intake/conflicts",
        _ => "intake/refused",
    }
}

/// Keeps a file that was not taken in; one that was kept earlier goes once it is taken in.
pub fn keep(root: &Path, name: &str, bytes: &[u8], fate: &Fate) -> io::Result<()> {
    let name = safe(name);
    let (stem, kind) = name.rsplit_once('.').unwrap_or((name.as_str(), "bin"));
    let hash = sha256(bytes);
    let own = format!("{stem}-{}", hash.get(..8).unwrap_or_default());
    match fate {
        Fate::Written { .. } | Fate::Known { .. } | Fate::Older { .. } => {
            for kept in ["intake/conflicts", "intake/refused"] {
                for kind in [kind, "txt"] {
                    match fs::remove_file(root.join(kept).join(format!("{own}.{kind}"))) {
                        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                        _ => {}
                    }
                }
            }
            Ok(())
        }
        Fate::Conflict { reason, .. } => write(root, folder(fate), &own, kind, bytes, std::slice::from_ref(reason)),
        Fate::Refused(reasons) => write(root, folder(fate), &own, kind, bytes, reasons),
        Fate::Stopped(_) => Ok(()),
    }
}

fn write(root: &Path, folder: &str, own: &str, kind: &str, bytes: &[u8], reasons: &[Reason]) -> io::Result<()> {
    let folder = root.join(folder);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("{own}.{kind}")), bytes)?;
    // Notepad of old Windows needs the mark and its own line ends.
    let mut text = format!("\u{feff}{own}.{kind} 没有收下（{}）\r\n\r\n", today());
    for (i, Reason { says, help }) in reasons.iter().enumerate() {
        text.push_str(&format!("{}. {}\r\n   改法：{}\r\n", i + 1, says.zh, help.zh));
    }
    text.push_str("\r\nNot taken in:\r\n");
    for (i, Reason { says, help }) in reasons.iter().enumerate() {
        text.push_str(&format!("{}. {}\r\n   help: {}\r\n", i + 1, says.en, help.en));
    }
    fs::write(folder.join(format!("{own}.txt")), text)
}

/// A name that any file system takes.
fn safe(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).take(80).collect();
    let plain = plain.trim_matches(['.', ' ']).to_owned();
    if plain.is_empty() { "file".to_owned() } else { plain }
}
