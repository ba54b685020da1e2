//! A scoring standard from its file; what its name says of id and version.

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span, codes};
use crate::model::Id;
use crate::model::standard::{Standard, StandardFile};
use crate::say;
use crate::source::decode::Decode;
use crate::source::{Folder, parse_document};

/// Reads a standard. Its id is the name of its file.
pub(super) fn standard(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Option<Standard> {
    let source = folder.sources.get(file)?;
    let text = folder.sources.text(file)?;
    let name = source.path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (id, kept) = stem.split_once('@').map_or((stem, None), |(id, version)| (id, Some(version)));
    if !Id::is_valid(id) {
        let message = say!("文件名“{name}”不能作标准的编号", "the file name “{name}” cannot be the id of a standard");
        let help = say!(
            "用小写英文字母、数字和连字符，如 village-stars.yaml；旧版本写成 village-stars@2021.yaml",
            "use lower-case letters, digits and hyphens, such as village-stars.yaml; village-stars@2021.yaml keeps an old version"
        );
        out.push(Diagnostic::new(&codes::BAD_VALUE, Span::file(file), message).help(help));
    }
    let node = parse_document(file, text, 0, out)?;
    let file = StandardFile::decode(&node, out)?;
    if let Some(version) = kept.filter(|v| *v != file.version.value) {
        let own = &file.version.value;
        let message =
            say!("文件名说是版本 {version}，里面写的是 {own}", "the file's name says version {version}, its text {own}");
        let help = say!("改文件名为 {id}@{own}.yaml", "rename the file to {id}@{own}.yaml");
        out.push(Diagnostic::new(&codes::BAD_VALUE, file.version.span, message).help(help));
    }
    Some(Standard { id: id.to_owned(), kept: kept.is_some(), file })
}
