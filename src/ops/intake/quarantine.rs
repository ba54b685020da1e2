//! What did not become a record, kept in the workspace with its reasons in words: nothing that an inspector brought is ever lost.

use std::fs;
use std::io;
use std::path::Path;

use super::{IntakeResult, Reason};
use crate::disk::read_if_there;
use crate::ops::{FileEdit, Plan, Session};
use crate::say;
use crate::submission::package::sha256;

/// Where a file waits for a decision.
pub const CONFLICTS: &str = "intake/conflicts";
/// Where a file lies that cannot be a record.
pub const REFUSED: &str = "intake/refused";
/// What the file with the reasons ends in.
const REASONS: &str = ".原因.txt";

/// The name under which a file is kept. A file that comes from here has its name already.
pub struct Place {
    stem: String,
    kind: String,
    /// How the name ends: it is known again by its contents.
    tail: String,
}

impl Place {
    /// The place of a file.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        const KINDS: [&str; 6] = ["zip", "xlsx", "xls", "ods", "json", "txt"];
        let hash = sha256(bytes);
        let tail = format!("-{}", hash.get(..8).unwrap_or_default());
        let (stem, kind) = match name.rsplit_once('.') {
            Some((stem, kind)) if KINDS.contains(&kind.trim_end().to_ascii_lowercase().as_str()) => {
                (stem, kind.trim_end().to_ascii_lowercase())
            }
            // A folder that was packed, or a name that says nothing.
            _ => (name, if bytes.starts_with(b"PK") { "zip" } else { "bin" }.to_owned()),
        };
        // The ending stays, however long the name before it is.
        let stem = safe(stem.strip_suffix(tail.as_str()).unwrap_or(stem));
        Self { stem: format!("{stem}{tail}"), kind, tail }
    }

    /// Its path in one of the two folders.
    pub fn path(&self, folder: &str) -> String {
        format!("{folder}/{}.{}", self.stem, self.kind)
    }

    /// The same file as it is kept already, under whatever name it came: its name without ending, and its ending.
    fn there(&self, root: &Path, folder: &str, bytes: &[u8]) -> Option<(String, String)> {
        let entries = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|e| e.file_name().into_string().ok()).collect();
        names.sort();
        let parts = names.iter().filter(|n| !n.ends_with(REASONS)).filter_map(|n| n.rsplit_once('.'));
        let mut own = parts.filter(|(stem, _)| stem.ends_with(&self.tail)).map(|(s, k)| (s.to_owned(), k.to_owned()));
        own.find(|(stem, kind)| fs::read(root.join(folder).join(format!("{stem}.{kind}"))).is_ok_and(|there| there == bytes))
    }

    /// Puts into the plan what keeps the file, or takes it out of the quarantine once it need not be kept there. Gives where it lies then.
    ///
    /// # Errors
    /// When what is there already cannot be read, with its path.
    pub fn keep(
        &self,
        session: &Session,
        bytes: &[u8],
        result: &IntakeResult,
        plan: &mut Plan,
    ) -> Result<Option<String>, (String, io::Error)> {
        let root = session.root();
        let (folder, reasons) = match result {
            IntakeResult::Accepted { .. } | IntakeResult::Unchanged { .. } => (None, &[][..]),
            IntakeResult::Conflict { reason } | IntakeResult::SetAside { reason } => {
                (Some(CONFLICTS), std::slice::from_ref(reason))
            }
            IntakeResult::Refused(reasons) => (Some(REFUSED), reasons.as_slice()),
        };
        for other in [CONFLICTS, REFUSED].into_iter().filter(|f| Some(*f) != folder) {
            if let Some((stem, kind)) = self.there(root, other, bytes) {
                plan.files.push(FileEdit::remove(format!("{other}/{stem}.{kind}"), bytes));
                let reasons = format!("{other}/{stem}{REASONS}");
                if let Some(text) = read(root, &reasons)? {
                    plan.files.push(FileEdit::remove(reasons, &text));
                }
            }
        }
        let Some(folder) = folder else { return Ok(None) };
        let (stem, kind) = if let Some(there) = self.there(root, folder, bytes) {
            there
        } else {
            let own = (self.stem.clone(), self.kind.clone());
            let free = (1..100).map(|n| if n == 1 { own.0.clone() } else { format!("{}-{n}", own.0) });
            let stem = free.into_iter().find(|s| !root.join(folder).join(format!("{s}.{}", own.1)).exists()).unwrap_or(own.0);
            plan.files.push(FileEdit::create(format!("{folder}/{stem}.{}", own.1), bytes.to_vec()));
            (stem, own.1)
        };
        let path = format!("{folder}/{stem}.{kind}");
        let set_aside = matches!(result, IntakeResult::SetAside { .. });
        let text = explanation(&format!("{stem}.{kind}"), &session.caller.today.to_string(), set_aside, reasons).into_bytes();
        let about = format!("{folder}/{stem}{REASONS}");
        match read(root, &about)? {
            Some(old) if old == text => {}
            Some(old) => plan.files.push(FileEdit::bytes(about, &old, text)),
            None => plan.files.push(FileEdit::create(about, text)),
        }
        Ok(Some(path))
    }
}

fn read(root: &Path, path: &str) -> Result<Option<Vec<u8>>, (String, io::Error)> {
    read_if_there(&root.join(path)).map_err(|error| (path.to_owned(), error))
}

/// The reasons, for whoever opens the folder.
fn explanation(name: &str, today: &str, set_aside: bool, reasons: &[Reason]) -> String {
    let decided = if set_aside { say!("，已决定不算", " (decided: it does not count)") } else { say!("", "") };
    let (zh, en) = (&decided.zh, &decided.en);
    // Notepad of old Windows needs the mark and its own line ends.
    let mut text = format!("\u{feff}{name} 没有收下（{today}）{zh}\r\n\r\n");
    for (i, Reason { says, help }) in reasons.iter().enumerate() {
        text.push_str(&format!("{}. {}\r\n   改法：{}\r\n", i + 1, says.zh, help.zh));
    }
    text.push_str(&format!("\r\nNot taken in{en}:\r\n"));
    for (i, Reason { says, help }) in reasons.iter().enumerate() {
        text.push_str(&format!("{}. {}\r\n   help: {}\r\n", i + 1, says.en, help.en));
    }
    text
}

/// The longest stem of a name, in bytes.
const MOST_BYTES_OF_A_NAME: usize = 160;

/// A name that any file system takes.
fn safe(name: &str) -> String {
    let plain = name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c });
    // In bytes, as file systems count: what is added to it must fit into 255.
    let mut used = 0;
    let fits = |c: &char| {
        used += c.len_utf8();
        used <= MOST_BYTES_OF_A_NAME
    };
    let plain: String = plain.take_while(fits).collect();
    let plain = plain.trim_matches(['.', ' ']).to_owned();
    if plain.is_empty() { "file".to_owned() } else { plain }
}
