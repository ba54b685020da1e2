//! What of a workspace never goes into git, nor anywhere else where it could not be taken back: what is known of people, and the program's own
//! files. One place for every command that must know it.

/// Folders that hold such files, wherever they lie: records of inspections with their photos, what was handed in, what the program makes
/// and keeps.
const FOLDERS: [&str; 5] = [".yizhan", ".git", "intake", "inspections", "output"];

/// Whether a file of the workspace (a path with `/` between its parts) must stay out of git.
#[must_use]
pub fn is_private(path: &str) -> bool {
    let mut parts: Vec<&str> = path.split('/').collect();
    let name = parts.pop().unwrap_or_default().to_lowercase();
    let key = matches!(name.rsplit_once('.').map(|(_, ending)| ending), Some("age" | "key" | "pem"));
    key || parts.iter().any(|folder| FOLDERS.iter().any(|private| folder.eq_ignore_ascii_case(private)))
}

/// Whether bytes hold a secret key, by whatever name: neither `age` nor TLS keys belong into a history.
#[must_use]
pub fn holds_key(bytes: &[u8]) -> bool {
    const MARKS: [&[u8]; 2] = [b"AGE-SECRET-KEY-", b"PRIVATE KEY-----"];
    MARKS.iter().any(|mark| bytes.windows(mark.len()).any(|part| part.eq_ignore_ascii_case(mark)))
}

#[cfg(test)]
mod tests {
    use super::{holds_key, is_private};

    #[test]
    fn records_what_was_handed_in_and_keys_are_private_and_content_is_not() {
        for path in [
            "content/one/inspections/2026/a.yaml",
            "内容/局/inspections/photos/张三.jpg",
            "intake/2026/x.zip",
            ".yizhan/history/000001/entry.json",
            "output/site/index.html",
            "content/one/Inspections/a.yaml",
            "content/one/points/a.yaml.age",
            "keys/bureau.KEY",
        ] {
            assert!(is_private(path), "{path}");
        }
        for path in ["yizhan.yaml", "content/one/points/east.yaml", "content/one/guides/inspections.md", "checklists/output.yaml"]
        {
            assert!(!is_private(path), "{path}");
        }
        assert!(holds_key(b"# made today\nAGE-SECRET-KEY-1QQQ\n"));
        assert!(!holds_key(b"name: AGE\n"));
    }
}
