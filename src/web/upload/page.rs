//! The page: one file with its script and style, so that a phone on a bad network has it whole or not at all, and the policy that allows these
//! two and nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

const PAGE: &str = include_str!("upload.html");

/// The page, ready to be sent.
pub struct Page {
    /// Its HTML.
    pub text: String,
    /// Its policy.
    pub policy: String,
}

impl Page {
    /// The page, which knows the largest file.
    pub fn new(file_bytes: usize) -> Self {
        // A browser hashes what it has read, with line ends of one kind.
        let text = PAGE.replace("\r\n", "\n").replace("{{file_bytes}}", &file_bytes.to_string());
        let hash = |tag: &str| {
            let part = text.split_once(&format!("<{tag}>")).and_then(|(_, rest)| rest.split_once(&format!("</{tag}>")));
            STANDARD.encode(Sha256::digest(part.map_or("", |(part, _)| part).as_bytes()))
        };
        let policy = format!(
            "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            hash("script"),
            hash("style")
        );
        Self { text, policy }
    }
}
