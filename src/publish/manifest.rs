//! `manifest.json`: every artifact with its audience, size, SHA-256, edition and the files that it is made from.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

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
pub struct Writer<'a> {
    text: String,
    /// Each source as JSON: ten thousand pages are made from few files.
    sources: HashMap<&'a str, String>,
}

impl Default for Writer<'_> {
    /// A manifest with no artifact yet.
    fn default() -> Self {
        let generator = concat!("yizhan ", env!("CARGO_PKG_VERSION"));
        Self { text: format!("{{\"generator\":\"{generator}\",\"artifacts\":["), sources: HashMap::new() }
    }
}

impl<'a> Writer<'a> {
    /// Makes room for so many bytes more: the manifest of a large county has fifty million.
    pub fn reserve(&mut self, bytes: usize) {
        self.text.reserve(bytes);
    }

    /// Adds an artifact with the files of the workspace that it is made from.
    pub fn add(&mut self, entry: &Entry<'_>, sources: impl Iterator<Item = &'a str>) {
        self.next();
        // An entry has string keys only, so this cannot fail.
        let mut line = serde_json::to_string(entry).unwrap_or_default();
        line.pop();
        self.text.push_str(&line);
        self.text.push_str(",\"sources\":[");
        for (i, source) in sources.enumerate() {
            if i > 0 {
                self.text.push(',');
            }
            let json = self.sources.entry(source).or_insert_with(|| quoted(source));
            self.text.push_str(json);
        }
        self.text.push_str("]}");
    }

    /// Adds an artifact as a manifest before this one had it.
    pub fn add_line(&mut self, line: &str) {
        self.next();
        self.text.push_str(line);
    }

    fn next(&mut self) {
        self.text.push_str(if self.text.ends_with('[') { "\n" } else { ",\n" });
    }

    /// The manifest.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        self.text.push_str("\n]}\n");
        self.text.into_bytes()
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
    let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
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
    use super::{Entry, Lines, Writer, read_manifest};

    #[test]
    fn what_is_left_keeps_its_line_whatever_its_path_is() {
        let paths = ["site/a.html", "site/b,\"audience\":.html", "print/甲.pdf"];
        let entry = |path, code| Entry { path, audience: "public", bytes: 7, sha256: "00", edition: Some("2026-04"), code };
        let mut writer = Writer::default();
        for path in paths {
            writer.add(&entry(path, Some("ABC")), ["content/a.yaml", "b\"c.yaml"].into_iter());
        }
        let first = String::from_utf8(writer.finish()).unwrap();
        let lines = Lines::of(&first);
        assert!(lines.get("site/c.html").is_none());

        let mut second = Writer::default();
        for path in paths {
            second.add_line(lines.get(path).expect(path));
        }
        second.add(&entry("site/c.html", None), std::iter::empty());
        let read = read_manifest(&second.finish()).expect("a manifest");
        assert_eq!(read.len(), 4);
        for path in paths {
            assert_eq!(read[path].sources, ["content/a.yaml", "b\"c.yaml"]);
            assert_eq!(read[path].code.as_deref(), Some("ABC"));
        }
        assert!(read["site/c.html"].sources.is_empty() && read["site/c.html"].code.is_none());
    }
}
