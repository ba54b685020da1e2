//! The pictures of a package: which of them can be used, and what becomes of the record without the others.

use super::{Parts, again};
use crate::diagnostic::Bilingual;
use crate::say;
use crate::source::{Fault, usable};
use crate::submission::{Picture, Reason, Reasons};
use crate::tables::Uncertain;
use crate::yaml_write::tree::Tree;

/// The pictures that the record names, each a whole picture by its contents. One that nothing names was left behind and is no harm; one that cannot be
/// used is left out of the record, and the rest comes in.
pub fn pictures(parts: &mut Parts, record: &mut Tree, wrong: &mut Reasons) -> Pictures {
    let mut names: Vec<String> = Vec::new();
    record.each("file", &mut |name| {
        if !names.contains(name) {
            names.push(name.clone());
        }
    });
    let mut found = Pictures::default();
    for name in names {
        let is_text = name == "record.json" || name == "manifest.json";
        let Some(bytes) = parts.remove(&name).filter(|_| !is_text) else {
            wrong.push(Reason::at("record.json", &say!("说到的“{name}”不在压缩包里", "`{name}` is not in the zip"), again()));
            continue;
        };
        match usable(&bytes) {
            Ok(picture) => {
                if let Some(Bilingual { zh, en }) = picture.note {
                    let message = Bilingual { zh: format!("图片{zh}"), en: format!("the picture {en}") };
                    found.doubts.push(Uncertain { place: name.clone(), message });
                }
                let bytes = picture.converted.unwrap_or(bytes);
                found.list.push(Picture { name, kind: picture.kind.into(), bytes });
            }
            Err(Fault { says, help }) => {
                record.without_entries("file", &name);
                found.left_out.push(name.clone());
                let message = Bilingual {
                    zh: format!("图片{}，这张没有收；{}", says.zh, help.zh),
                    en: format!("the picture {}; it was left out: {}", says.en, help.en),
                };
                found.doubts.push(Uncertain { place: name, message });
            }
        }
    }
    found
}

/// The pictures of a package.
#[derive(Default)]
pub struct Pictures {
    /// Those that can be used.
    pub list: Vec<Picture>,
    /// The names of the others.
    pub left_out: Vec<String>,
    /// What was changed, and why the others are left out.
    pub doubts: Vec<Uncertain>,
}
