//! Notices, leaflets, wall panels and campaigns: files that are known by their names.

use std::path::Path;

use super::decode_file;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span, codes};
use crate::model::Id;
use crate::model::publicity::{Campaign, CampaignFile, Leaflet, Notice, Panel};
use crate::say;
use crate::source::Folder;

/// `leaflets/ID.md`.
pub fn leaflet(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Option<Leaflet> {
    let id = id(folder, file, out);
    let (front, body) = super::with_front_matter(folder, file, out)?;
    Some(Leaflet { id: id?, front, body, file })
}

/// `notices/ID.md`.
pub fn notice(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Option<Notice> {
    let id = id(folder, file, out);
    let (front, body) = super::with_front_matter(folder, file, out)?;
    Some(Notice { id: id?, front, body, file })
}

/// `panels/ID.md`.
pub fn panel(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Option<Panel> {
    let id = id(folder, file, out);
    let (front, body) = super::with_front_matter(folder, file, out)?;
    Some(Panel { id: id?, front, body, file })
}

/// `campaigns/ID.yaml`.
pub fn campaign(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Option<Campaign> {
    let id = id(folder, file, out);
    let front: CampaignFile = decode_file(folder, file, out)?;
    if let Some(picture) = &front.picture {
        folder.picture(picture, picture.span, out);
    }
    Some(Campaign { id: id?, front, file })
}

/// The id of a file: its name without ending. It becomes the name of what is printed.
fn id(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Option<Id> {
    let path = folder.sources.path(file);
    let stem = Path::new(path).file_stem().and_then(|s| s.to_str()).unwrap_or_default();
    if Id::is_valid(stem) {
        return Some(Id::of_name(stem, Span::file(file)));
    }
    out.push(
        Diagnostic::new(
            &codes::BAD_VALUE,
            Span::file(file),
            say!("文件名“{stem}”不能作编号", "the file name “{stem}” cannot be an id"),
        )
        .help(say!(
            "文件名用小写英文字母、数字和连字符（最多 64 个），如 first-inquiry；标题写在文件里",
            "name the file with lower-case letters, digits and hyphens (64 at most), such as first-inquiry; its title stands in it"
        )),
    );
    None
}
