//! What a file is that somebody took for a table, by its contents, and what to do with it instead.

use std::io::Cursor;
use std::path::Path;

use zip::ZipArchive;

use super::{OLD, Unreadable};
use crate::diagnostic::Bilingual;
use crate::say;

/// A kind of file that may be brought in place of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is in it.
    Empty,
    /// A picture, whatever its name says.
    Picture,
    /// A PDF.
    Pdf,
    /// A text document of Word (.docx).
    Word,
    /// One of Word 97 or of WPS (.doc, .wps).
    OldWord,
    /// Slides.
    Slides,
    /// A zip that a form exported, or one like it.
    Result,
    /// Another zip.
    Zip,
}

/// What a file is, where it is certainly no workbook and no text with columns.
#[must_use]
pub fn kind_of(name: &str, bytes: &[u8]) -> Option<Kind> {
    let ending = Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    if bytes.is_empty() {
        return Some(Kind::Empty);
    }
    if is_picture(bytes) {
        return Some(Kind::Picture);
    }
    if bytes.starts_with(b"%PDF") {
        return Some(Kind::Pdf);
    }
    if bytes.starts_with(&OLD) {
        return old(&ending, bytes);
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let has = |part: &str| archive.index_for_name(part).is_some();
    if ["xl/workbook.xml", "xl/workbook.bin", "content.xml"].into_iter().any(has) {
        None
    } else if has("word/document.xml") {
        Some(Kind::Word)
    } else if has("ppt/presentation.xml") {
        Some(Kind::Slides)
    } else if archive.file_names().flatten().any(|name| is_of_a_form(&name)) {
        Some(Kind::Result)
    } else if has("[Content_Types].xml") || archive.file_names().flatten().any(|name| name.starts_with("xl/")) {
        // A package of an office program that has lost its parts: whoever opens it says what is wrong.
        None
    } else {
        Some(Kind::Zip)
    }
}

/// Whether a part has a name that a form gives, be it with a folder round it.
fn is_of_a_form(name: &str) -> bool {
    let folder = |folder: &str| name.split(['/', '\\']).rev().skip(1).any(|part| part == folder);
    name.ends_with("record.json") || name.ends_with("manifest.json") || folder("photos") || folder("signatures")
}

/// How the photos of a newer iPhone begin, and their kin.
fn is_heif(bytes: &[u8]) -> bool {
    let at = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
    at(4, 8) == b"ftyp" && [b"heic", b"heix", b"mif1", b"avif"].iter().any(|brand| at(8, 12) == brand.as_slice())
}

/// How pictures begin.
fn is_picture(bytes: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 5] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"];
    let at = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
    let heif = is_heif(bytes);
    let webp = bytes.starts_with(b"RIFF") && at(8, 12) == b"WEBP";
    // Two letters alone begin many a text: the length follows them in a bitmap.
    let bitmap = bytes.starts_with(b"BM") && at(6, 10) == [0; 4];
    BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning)) || heif || webp || bitmap
}

/// The old container holds documents, workbooks and slides alike; its parts have names. A document may hold a workbook and the other way round, so the
/// ending of the name counts first.
fn old(ending: &str, bytes: &[u8]) -> Option<Kind> {
    let has = |part: &str| {
        let wide: Vec<u8> = part.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if super::workbook::is_locked(bytes) {
        return None;
    }
    match ending {
        "doc" | "wps" | "dot" | "wpt" => Some(Kind::OldWord),
        "ppt" | "dps" => Some(Kind::Slides),
        _ if has("Workbook") => None,
        _ if has("WordDocument") => Some(Kind::OldWord),
        _ if has("PowerPoint Document") => Some(Kind::Slides),
        _ => None,
    }
}

impl Kind {
    /// What it is.
    #[must_use]
    pub fn says(self) -> Bilingual {
        match self {
            Self::Empty => say!("文件是空的（0 字节），没有传完整", "the file is empty: it did not arrive whole"),
            Self::Picture => say!("这是一张图片，不是表格", "this is a picture and not a table"),
            Self::Pdf => say!("这是 PDF，读不出表格", "this is a PDF: tables cannot be read from it"),
            Self::Word => say!("这是 Word 文件", "this is a Word file"),
            Self::OldWord => say!("这是老格式的文字文件（.doc 或 .wps）", "this is a document of the old kind (.doc or .wps)"),
            Self::Slides => say!("这是演示文稿，不是表格", "these are slides and not a table"),
            Self::Result => {
                say!("这是检查表单导出的结果，不是表格", "this is what a form exported after an inspection, not a table")
            }
            Self::Zip => say!("这是压缩包，里面不是一张表格", "this is a zip and not a table"),
        }
    }

    /// What to do where the text of a Word file is wanted.
    pub(super) fn no_document(self) -> Unreadable {
        match self {
            Self::OldWord | Self::Result | Self::Empty => self.unfit(),
            _ => Unreadable::new(
                self.says(),
                say!(
                    "要原来的 Word 文件：用 Word 或 WPS 打开，另存为 .docx",
                    "take the Word file that it was made from: open it in Word or WPS and save it as .docx"
                ),
            ),
        }
    }

    /// What to do where a table is wanted.
    pub(super) fn unfit(self) -> Unreadable {
        let help = match self {
            Self::Empty => {
                say!("让对方再发一次；用 Excel 或 WPS 打得开的才行", "have it sent again, and see that Excel or WPS opens it")
            }
            Self::Picture => say!(
                "要原来的表；只有图片的，先照着录成 Excel 表，另存为 .xlsx",
                "take the table that it was made from, or type it into a workbook and save it as .xlsx"
            ),
            Self::Pdf => say!("用原来的 Word 或 Excel 文件", "take the Word or Excel file that it was made from"),
            Self::OldWord | Self::Word => {
                say!("用 Word 或 WPS 打开，另存为 .docx", "open it in Word or WPS and save it as .docx")
            }
            Self::Slides => say!("把里面的表复制到 Excel，另存为 .xlsx", "copy its table into a workbook and save it as .xlsx"),
            Self::Result => say!("用 yizhan inspect import 收检查结果", "import it with `yizhan inspect import`"),
            Self::Zip => say!(
                "先解开，再导入里面的 .xlsx、.docx 或 .csv",
                "unpack it first, and import the .xlsx, .docx or .csv that is in it"
            ),
        };
        Unreadable::new(self.says(), help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_count_before_names() {
        let old = |part: &str| -> Vec<u8> { OLD.into_iter().chain(part.encode_utf16().flat_map(u16::to_le_bytes)).collect() };
        assert_eq!(kind_of("a.xlsx", b""), Some(Kind::Empty));
        assert_eq!(kind_of("a.xlsx", b"\x89PNG\r\n\x1a\n..."), Some(Kind::Picture));
        assert_eq!(kind_of("a.xlsx", b"\0\0\0\x18ftypheic"), Some(Kind::Picture));
        assert_eq!(kind_of("a.xls", &old("WordDocument")), Some(Kind::OldWord));
        assert_eq!(kind_of("a.wps", &old("Workbook")), Some(Kind::OldWord));
        assert_eq!(kind_of("a.et", &old("Workbook")), None);
        assert_eq!(kind_of("a.csv", "BM编码,名称\n".as_bytes()), None, "a table that begins like a bitmap");
        assert_eq!(kind_of("a.csv", b"id,name\n"), None);
    }
}
