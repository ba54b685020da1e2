//! An empty form that people take home: a Word, Excel or PDF file as it leaves the workspace, without what it tells of those who made it. Pictures are
//! `picture`'s; what a form says is nobody's here.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::guarded;

/// A form of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFile {
    /// Path relative to the root.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// What people call its kind: Word, Excel, PDF.
    pub kind: &'static str,
}

/// Parts of an office file that say who made it, for whom and with what, and what stands in their place.
const ABOUT: [(&str, &str); 3] = [
    (
        "docProps/core.xml",
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\"/>",
    ),
    ("docProps/app.xml", "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"/>"),
    ("docProps/custom.xml", "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"/>"),
];
/// No more of a part is looked through.
const MOST: u64 = 16 << 20;

/// What a file is by its ending; none where it is no form that can be handed out.
#[must_use]
pub fn form_kind(path: &str) -> Option<&'static str> {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
    match ending.as_str() {
        "docx" => Some("Word"),
        "xlsx" => Some("Excel"),
        "pdf" => Some("PDF"),
        _ => None,
    }
}

/// Whether an address in a text is a file of the workspace that may be a form, of any kind that offices use.
#[must_use]
pub fn is_form(href: &str) -> bool {
    let inside = !href.contains("://") && !href.starts_with(['#', '/']) && !href.contains(['?', '#']);
    let ending = href.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    inside && matches!(ending.as_str(), "docx" | "xlsx" | "pdf" | "doc" | "xls" | "wps" | "et" | "docm" | "xlsm")
}

/// The file without what it says of its makers; none where it is not what its ending says.
#[must_use]
pub fn cleaned(bytes: &[u8], path: &str) -> Option<Vec<u8>> {
    match form_kind(path)? {
        "PDF" => bytes.starts_with(b"%PDF-").then(|| bytes.to_vec()),
        _ => guarded(|| office(bytes)).flatten(),
    }
}

fn office(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    archive.index_for_name("[Content_Types].xml")?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).ok()?;
        let named = file.name().ok()?.into_owned();
        match ABOUT.iter().find(|(name, _)| named == *name) {
            Some((name, instead)) => {
                out.start_file(*name, SimpleFileOptions::default()).ok()?;
                out.write_all(instead.as_bytes()).ok()?;
            }
            None => out.raw_copy_file(file).ok()?,
        }
    }
    Some(out.finish().ok()?.into_inner())
}

/// What stays in a file and may name somebody: revisions and comments of an office file, the author of a PDF.
#[must_use]
pub fn tells_names(bytes: &[u8], path: &str) -> bool {
    if form_kind(path) == Some("PDF") {
        let has = |word: &[u8]| bytes.windows(word.len()).any(|w| w == word);
        return has(b"/Author(") || has(b"/Author (") || has(b"/Author<") || has(b"/Author <") || has(b"<dc:creator>");
    }
    guarded(|| {
        let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return false };
        (0..archive.len()).any(|at| {
            let Ok(file) = archive.by_index(at) else { return false };
            let Ok(name) = file.name().map(std::borrow::Cow::into_owned) else { return false };
            if name.starts_with("xl/persons/") || name.contains("comments") || name.ends_with("/people.xml") {
                return true;
            }
            let mut text = Vec::new();
            let text_part = name.starts_with("word/") && name.ends_with(".xml");
            text_part && file.take(MOST).read_to_end(&mut text).is_ok() && text.windows(10).any(|w| w == b"w:author=\"")
        })
    })
    .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn who_made_it_falls_away_and_the_form_stays() {
        let bytes = docx(&[
            ("[Content_Types].xml", "<Types/>"),
            ("docProps/core.xml", "<dc:creator>某人</dc:creator>"),
            ("word/document.xml", "<w:t>登记表</w:t>"),
        ]);
        let mut clean = ZipArchive::new(Cursor::new(cleaned(&bytes, "a.DOCX").unwrap())).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            clean.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!(read("word/document.xml"), "<w:t>登记表</w:t>");
        assert!(!read("docProps/core.xml").contains("某人"));
        assert!(!tells_names(&bytes, "a.docx"));
    }

    #[test]
    fn names_in_revisions_and_authors_of_pdfs_are_seen() {
        let bytes = docx(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:ins w:author=\"某人\"/>")]);
        assert!(tells_names(&bytes, "a.docx"));
        assert!(tells_names(b"%PDF-1.7 << /Author (x) >>", "a.pdf") && !tells_names(b"%PDF-1.7 <<>>", "a.pdf"));
        assert!(cleaned(b"no zip", "a.docx").is_none() && cleaned(b"%PDF-1.7", "a.pdf").is_some());
    }

    #[test]
    fn addresses_of_other_places_are_no_forms() {
        assert!(is_form("forms/表.docx") && is_form("../a.xls") && !is_form("https://a.example/x.pdf") && !is_form("../points/"));
    }
}
