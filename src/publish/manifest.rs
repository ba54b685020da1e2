//! `manifest.json`: every artifact with its audience, size, SHA-256, edition and the files that it is made from.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use crate::diagnostic::FileId;

/// One line of the manifest, without the files that it is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry<'a> {
    /// Path below the output folder.
    pub path: &'a str,
    /// `public` or `internal`.
    pub audience: &'static str,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: &'a str,
    /// Edition, where the artifact belongs to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<&'a str>,
    /// The code of the edition that a printed piece bears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'a str>,
}

/// Writes the manifest: one artifact a line, so that two manifests can be compared with `diff`.
#[derive(Debug)]
pub struct Writer {
    text: Vec<u8>,
    /// Each file as JSON: ten thousand pages are made from few files.
    sources: Vec<String>,
}

impl Writer {
    /// A manifest with no artifact yet, of a workspace with these files.
    #[must_use]
    pub fn new<'a>(sources: impl Iterator<Item = &'a str>) -> Self {
        let generator = concat!("yizhan ", env!("CARGO_PKG_VERSION"));
        let text = format!("{{\"generator\":\"{generator}\",\"artifacts\":[").into_bytes();
        Self { text, sources: sources.map(quoted).collect() }
    }

    /// Makes room for so many bytes more: the manifest of a large county has fifty million.
    pub fn reserve(&mut self, bytes: usize) {
        self.text.reserve(bytes);
    }

    /// Adds an artifact with the files of the workspace that it is made from.
    pub fn add(&mut self, entry: &Entry<'_>, sources: &[FileId]) {
        self.next();
        // An entry has string keys only, so this cannot fail.
        let _ = serde_json::to_writer(&mut self.text, entry);
        self.text.pop();
        self.text.extend_from_slice(b",\"sources\":[");
        for (i, source) in sources.iter().enumerate() {
            if i > 0 {
                self.text.push(b',');
            }
            let json = self.sources.get(source.0 as usize).map_or("\"\"", String::as_str);
            self.text.extend_from_slice(json.as_bytes());
        }
        self.text.extend_from_slice(b"]}");
    }

    /// Adds an artifact as a manifest before this one had it.
    pub fn add_line(&mut self, line: &str) {
        self.next();
        self.text.extend_from_slice(line.as_bytes());
    }

    fn next(&mut self) {
        self.text.extend_from_slice(if self.text.ends_with(b"[") { b"\n" } else { b",\n" });
    }

    /// The manifest.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.text.extend_from_slice(b"\n]}\n");
        self.text
    }
}

/// The lines of a manifest as they were written, by path: what stands in them is not read.
#[derive(Debug)]
pub struct Lines<'m>(HashMap<&'m str, &'m str>);

impl<'m> Lines<'m> {
    /// Of a manifest that [`Writer`] wrote.
    #[must_use]
    pub fn of(manifest: &'m str) -> Self {
        let path = |line: &'m str| line.strip_prefix(PATH)?.split_once(BEHIND_PATH).map(|(path, _)| path);
        let lines = manifest.lines().map(|line| line.trim_end_matches(','));
        Self(lines.filter_map(|line| Some((path(line)?, line))).collect())
    }

    /// The line of an artifact.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&'m str> {
        self.0.get(quoted(path).as_str()).copied()
    }
}

/// What stands before the path in a line of an artifact, and behind it.
const PATH: &str = "{\"path\":";
const BEHIND_PATH: &str = ",\"audience\":";

fn quoted(text: &str) -> String {
    // A text can always be written.
    serde_json::to_string(text).unwrap_or_default()
}

/// Hexadecimal digits of a hash.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for four in bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
        text.push(char::from_digit(u32::from(four), 16).unwrap_or('0'));
    }
    text
}

/// One line of a manifest that was read back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Listed {
    path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// Edition, where the artifact belongs to one.
    pub edition: Option<String>,
    /// The code of the edition that a printed piece bears.
    pub code: Option<String>,
    /// Files that it is made from.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// The lines of a manifest by path; nothing when it is not one of ours.
#[must_use]
pub fn read_manifest(bytes: &[u8]) -> Option<BTreeMap<String, Listed>> {
    #[derive(Deserialize)]
    struct Manifest {
        generator: String,
        artifacts: Vec<Listed>,
    }
    let manifest: Manifest = serde_json::from_slice(bytes).ok()?;
    let ours = manifest.generator.starts_with("yizhan ");
    ours.then(|| manifest.artifacts.into_iter().map(|l| (l.path.clone(), l)).collect())
}

#[cfg(test)]
mod tests {
    use super::{Entry, FileId, Lines, Writer, read_manifest};

    #[test]
    fn what_is_left_keeps_its_line_whatever_its_path_is() {
        let paths = ["site/a.html", "site/b,\"audience\":.html", "print/甲.pdf"];
        let entry = |path, code| Entry { path, audience: "public", bytes: 7, sha256: "00", edition: Some("2026-04"), code };
        let new = || Writer::new(["content/a.yaml", "b\"c.yaml"].into_iter());
        let mut writer = new();
        for path in paths {
            writer.add(&entry(path, Some("ABC")), &[FileId(0), FileId(1)]);
        }
        let first = String::from_utf8(writer.finish()).unwrap();
        let lines = Lines::of(&first);
        assert!(lines.get("site/c.html").is_none());

        let mut second = new();
        for path in paths {
            second.add_line(lines.get(path).expect(path));
        }
        second.add(&entry("site/c.html", None), &[]);
        let read = read_manifest(&second.finish()).expect("a manifest");
        assert_eq!(read.len(), 4);
        for path in paths {
            assert_eq!(read[path].sources, ["content/a.yaml", "b\"c.yaml"]);
            assert_eq!(read[path].code.as_deref(), Some("ABC"));
        }
        assert!(read["site/c.html"].sources.is_empty() && read["site/c.html"].code.is_none());
    }
}
