//! A bureau's mark as print gets it: the file's picture, unchanged, under a name that templates know.

use std::fs;

use crate::diagnostic::Diagnostics;
use crate::model::{Bureau, Workspace};
use crate::print::Asset;
use crate::print::common::MarkView;

/// The mark of a bureau, if its file is there.
#[derive(Debug, Default)]
pub struct Brand {
    /// What a view says of it.
    pub view: Option<MarkView>,
    /// Its bytes.
    pub asset: Option<Asset>,
    /// Hash of its file.
    pub hash: [u8; 32],
}

impl Brand {
    /// Reads the mark of a bureau. A mark that cannot be used was a finding when the workspace was read, and stops the build there.
    #[must_use]
    pub fn of(workspace: &Workspace, bureau: &Bureau) -> Self {
        let Some(written) = bureau.file.brand.as_ref().and_then(|b| b.mark.as_ref()) else { return Self::default() };
        let mut reported = Diagnostics::new();
        let Some(picture) = workspace.folder.picture(written, written.span, &mut reported) else { return Self::default() };
        let Ok(bytes) = fs::read(workspace.folder.root.join(&picture.path)) else { return Self::default() };
        let kind = picture.path.rsplit('.').next().unwrap_or("png").to_ascii_lowercase();
        let path = match kind.as_str() {
            "svg" => "/mark.svg",
            "jpg" | "jpeg" => "/mark.jpg",
            "gif" => "/mark.gif",
            "webp" => "/mark.webp",
            _ => "/mark.png",
        };
        let hash = *blake3::hash(&bytes).as_bytes();
        Self {
            view: Some(MarkView { path: path.to_owned(), alt: "中国医疗保障官方标志".to_owned() }),
            asset: Some(Asset { path: path.to_owned(), bytes: workspace.folder.published(&picture.path).into() }),
            hash,
        }
    }
}
