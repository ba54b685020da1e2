//! Whether bytes hold a name: as they are, in the encodings that Chinese programs write, and in the parts of a zip, which workbooks and Word files are too.

use std::io::{Cursor, Read};

use aho_corasick::AhoCorasick;
use encoding_rs::GBK;
use zip::ZipArchive;

/// Most bytes that are unpacked of one file, and how deep zips lie in zips.
const MOST_UNPACKED: u64 = 512 << 20;
const DEEPEST: usize = 2;
/// Most parts of a zip.
const MOST_PARTS: usize = 20_000;

/// What was seen in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It holds what is looked for.
    Holds,
    /// It does not.
    Clean,
    /// It could not be looked into.
    Closed,
}

/// A name that is looked for, and what comes in its place.
#[derive(Debug, Clone)]
pub struct Needle {
    /// The name.
    pub name: String,
    /// What comes in its place in the name of a file.
    pub token: String,
    /// Longer names that have it in them: 张三 is not 张三丰.
    longer: Vec<String>,
    /// The name as other programs write it.
    encoded: Option<AhoCorasick>,
}

impl Needle {
    /// Looks for a name; `all` are the names that there are.
    pub fn new<'n>(name: &str, token: &str, all: impl Iterator<Item = &'n String>) -> Self {
        let longer = all.filter(|other| other.as_str() != name && other.contains(name)).cloned().collect();
        let wide: Vec<u16> = name.encode_utf16().collect();
        let mut forms: Vec<Vec<u8>> = vec![
            wide.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
            wide.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
            // As JSON may write it.
            wide.iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>().into_bytes(),
            wide.iter().map(|unit| format!("\\u{unit:04X}")).collect::<String>().into_bytes(),
        ];
        let (gbk, _, lossy) = GBK.encode(name);
        if !lossy && !name.is_ascii() {
            forms.push(gbk.into_owned());
        }
        Self { name: name.to_owned(), token: token.to_owned(), longer, encoded: AhoCorasick::new(&forms).ok() }
    }

    /// Where the name stands in a text, by itself.
    pub fn places(&self, text: &str) -> Vec<usize> {
        let hidden = |at: usize| {
            self.longer
                .iter()
                .any(|other| text.match_indices(other.as_str()).any(|(start, _)| start <= at && at < start + other.len()))
        };
        // Letters beside it make another word of a name in letters.
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let within_word = |at: usize| {
            let before = text.get(..at).and_then(|t| t.chars().next_back());
            let after = text.get(at + self.name.len()..).and_then(|t| t.chars().next());
            self.name.is_ascii() && (letter(before) || letter(after))
        };
        text.match_indices(self.name.as_str()).map(|(at, _)| at).filter(|at| !hidden(*at) && !within_word(*at)).collect()
    }

    /// The text with something else in the place of the name.
    pub fn replaced(&self, text: &str, new: &str) -> String {
        let mut out = text.to_owned();
        for at in self.places(text).into_iter().rev() {
            out.replace_range(at..at + self.name.len(), new);
        }
        out
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        let binary = [&b"PK"[..], b"\xff\xd8", b"\x89PNG", b"RIFF"].into_iter().any(|head| bytes.starts_with(head));
        if binary {
            // Four bytes may stand side by side by chance.
            return !self.name.is_ascii() && !self.places(&String::from_utf8_lossy(bytes)).is_empty();
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if !self.places(text).is_empty() => true,
            Ok(_) => self.encoded.as_ref().is_some_and(|forms| forms.is_match(bytes)),
            Err(_) => {
                self.encoded.as_ref().is_some_and(|forms| forms.is_match(bytes))
                    || !self.places(&String::from_utf8_lossy(bytes)).is_empty()
            }
        }
    }
}

/// Looks for any of the names in a file.
pub fn look(bytes: &[u8], needles: &[Needle]) -> Seen {
    let mut left = MOST_UNPACKED;
    within(bytes, &|part| needles.iter().any(|needle| needle.is_in(part)), DEEPEST, &mut left)
}

/// Whether a file holds any of these texts, as they are.
pub fn holds_any(bytes: &[u8], texts: &[String]) -> bool {
    let Ok(matcher) = AhoCorasick::new(texts) else { return false };
    let mut left = MOST_UNPACKED;
    within(bytes, &|part| matcher.is_match(part), DEEPEST, &mut left) == Seen::Holds
}

fn within(bytes: &[u8], holds: &dyn Fn(&[u8]) -> bool, depth: usize, left: &mut u64) -> Seen {
    if holds(bytes) {
        return Seen::Holds;
    }
    if !bytes.starts_with(b"PK") {
        return Seen::Clean;
    }
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Seen::Closed };
    if archive.len() > MOST_PARTS || depth == 0 {
        return Seen::Closed;
    }
    let mut seen = Seen::Clean;
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index(index) else {
            seen = Seen::Closed;
            continue;
        };
        let named = entry.name().is_ok_and(|name| holds(name.as_bytes()));
        let mut part = Vec::new();
        let read = entry.take(*left + 1).read_to_end(&mut part);
        let fits = left.checked_sub(part.len() as u64);
        let inner = match (read, fits) {
            _ if named => Seen::Holds,
            (Ok(_), Some(rest)) => {
                *left = rest;
                within(&part, holds, depth - 1, left)
            }
            _ => Seen::Closed,
        };
        match inner {
            Seen::Holds => return Seen::Holds,
            Seen::Closed => seen = Seen::Closed,
            Seen::Clean => {}
        }
        if fits.is_none() {
            return Seen::Closed;
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn needle() -> Needle {
        Needle::new("王芳", "已删除", ["王芳".to_owned(), "王芳华".to_owned()].iter())
    }

    fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_name_is_found_wherever_a_file_may_have_it() {
        let long = "字".repeat(4000);
        let text = format!("{long}王芳{long}");
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases = [
            text.clone().into_bytes(),
            wide,
            GBK.encode(&text).0.into_owned(),
            b"{\"name\":\"\\u738b\\u82b3\"}".to_vec(),
            zipped("record.json", text.as_bytes()),
            zipped("photos/王芳.jpg", b""),
            zipped("a.zip", &zipped("b.xml", text.as_bytes())),
        ];
        for (number, bytes) in cases.iter().enumerate() {
            assert_eq!(look(bytes, &[needle()]), Seen::Holds, "case {number}");
        }
    }

    #[test]
    fn another_name_is_not_it_and_a_closed_file_is_told() {
        assert_eq!(look("王芳华在场".as_bytes(), &[needle()]), Seen::Clean);
        assert_eq!(look(&zipped("a.txt", "王芳华".as_bytes()), &[needle()]), Seen::Clean);
        assert_eq!(look(b"PK\x03\x04 broken", &[needle()]), Seen::Closed);
        assert_eq!(needle().replaced("王芳、王芳华、王芳", "已删除"), "已删除、王芳华、已删除");
    }
}
