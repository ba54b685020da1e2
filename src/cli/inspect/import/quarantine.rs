//! What was not taken in, kept in the workspace with its reasons in words: nothing that an inspector brought is ever lost.

use std::fs;
use std::io;
use std::path::Path;

use super::Fate;
use crate::cli::today;
use crate::submission::Reason;
use crate::submission::package::sha256;

/// Where a fate keeps its file, in the workspace.
pub fn folder(fate: &Fate) -> &'static str {
    match fate {
        Fate::Conflict { .. } => "intake/conflicts",
        _ => "intake/refused",
    }
}

/// The name under which a file is kept, and its ending. A file that comes from here has its name already.
pub fn name_of(name: &str, bytes: &[u8]) -> [String; 2] {
    const KINDS: [&str; 6] = ["zip", "xlsx", "xls", "ods", "json", "txt"];
    let name = safe(name);
    let hash = sha256(bytes);
    let tail = format!("-{}", hash.get(..8).unwrap_or_default());
    let (stem, kind) = match name.rsplit_once('.') {
        Some((stem, kind)) if KINDS.contains(&kind.to_ascii_lowercase().as_str()) => (stem, kind.to_ascii_lowercase()),
        // A folder that was packed, or a name that says nothing.
        _ => (name.as_str(), if bytes.starts_with(b"PK") { "zip" } else { "bin" }.to_owned()),
    };
    let stem = stem.strip_suffix(tail.as_str()).unwrap_or(stem);
    [format!("{stem}{tail}"), kind]
}

/// Keeps a file that was not taken in; one that was kept earlier goes once it is taken in.
pub fn keep(root: &Path, name: &str, bytes: &[u8], fate: &Fate) -> io::Result<()> {
    let [own, kind] = name_of(name, bytes);
    match fate {
        Fate::Written { .. } | Fate::Known { .. } | Fate::Older { .. } => {
            for kept in ["intake/conflicts", "intake/refused"] {
                for file in [format!("{own}.{kind}"), format!("{own}.原因.txt")] {
                    match fs::remove_file(root.join(kept).join(file)) {
                        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                        _ => {}
                    }
                }
            }
            Ok(())
        }
        Fate::Conflict { reason, .. } => write(root, folder(fate), [&own, &kind], bytes, std::slice::from_ref(reason)),
        Fate::Refused(reasons) => write(root, folder(fate), [&own, &kind], bytes, reasons),
        Fate::Stopped(_) => Ok(()),
    }
}

fn write(root: &Path, folder: &str, [own, kind]: [&str; 2], bytes: &[u8], reasons: &[Reason]) -> io::Result<()> {
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
    fs::write(folder.join(format!("{own}.原因.txt")), text)
}

/// A name that any file system takes.
fn safe(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).take(80).collect();
    let plain = plain.trim_matches(['.', ' ']).to_owned();
    if plain.is_empty() { "file".to_owned() } else { plain }
}
