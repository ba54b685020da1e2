//! `manifest.json`: every artifact with its audience, size, SHA-256, edition and the files that it is made from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One line of the manifest.
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
    /// Files of the workspace that it is made from.
    pub sources: Vec<&'a str>,
}

/// The manifest's bytes: one artifact a line, so that two manifests can be compared with `diff`.
#[must_use]
pub fn to_bytes(entries: &[Entry<'_>]) -> Vec<u8> {
    let generator = concat!("yizhan ", env!("CARGO_PKG_VERSION"));
    let mut text = format!("{{\"generator\":\"{generator}\",\"artifacts\":[");
    for (i, entry) in entries.iter().enumerate() {
        text.push_str(if i == 0 { "\n" } else { ",\n" });
        // An entry has string keys only, so this cannot fail.
        text.push_str(&serde_json::to_string(entry).unwrap_or_default());
    }
    text.push_str("\n]}\n");
    text.into_bytes()
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
