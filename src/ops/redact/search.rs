//! Whether bytes hold a name: as they are, in the encodings that Chinese programs write, and in the parts of a zip, which workbooks and Word files are too.

use std::io::{Cursor, Read};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use aho_corasick::AhoCorasick;
use encoding_rs::GBK;
use zip::ZipArchive;

/// Most bytes that are unpacked of one file, and how deep zips lie in zips.
const MOST_UNPACKED: u64 = 256 << 20;
const DEEPEST: usize = 2;
/// Most parts of a zip.
const MOST_PARTS: usize = 20_000;
/// How much of a part is looked at at a time.
const WINDOW: usize = 64 << 10;
/// Most bytes of a zip in a zip: its list stands at its end, so it is held as a whole.
const MOST_INNER: usize = 16 << 20;

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
    /// The name as this program writes it.
    plain: Option<AhoCorasick>,
    /// The name as other programs write it.
    encoded: Option<AhoCorasick>,
    /// The most bytes that must be seen together to tell.
    reach: usize,
}

impl Needle {
    /// Looks for a name; `all` are the names that there are.
    pub fn new<'n>(name: &str, token: &str, all: impl Iterator<Item = &'n String>) -> Self {
        let longer: Vec<String> = all.filter(|other| other.as_str() != name && other.contains(name)).cloned().collect();
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
        let lengths = forms.iter().map(Vec::len).chain(longer.iter().map(String::len)).chain([name.len()]);
        Self {
            name: name.to_owned(),
            token: token.to_owned(),
            reach: lengths.max().unwrap_or_default() + 1,
            longer,
            plain: AhoCorasick::new([name]).ok(),
            encoded: AhoCorasick::new(&forms).ok(),
        }
    }

    /// Where the name stands in a text, by itself.
    pub fn places(&self, text: &str) -> Vec<usize> {
        self.standing(text.as_bytes()).collect()
    }

    /// Where the name stands in bytes, by itself.
    fn standing<'n>(&'n self, bytes: &'n [u8]) -> impl Iterator<Item = usize> + 'n {
        let hidden = move |at: usize| {
            let around = |other: &String, before: usize| {
                at.checked_sub(before).and_then(|from| bytes.get(from..)).is_some_and(|rest| rest.starts_with(other.as_bytes()))
            };
            self.longer.iter().any(|other| other.match_indices(self.name.as_str()).any(|(before, _)| around(other, before)))
        };
        // Letters beside it make another word of a name in letters.
        let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let within_word =
            move |at: usize| self.name.is_ascii() && (letter(at.checked_sub(1)) || letter(Some(at + self.name.len())));
        let found = self.plain.iter().flat_map(move |plain| plain.find_iter(bytes)).map(|found| found.start());
        found.filter(move |at| !hidden(*at) && !within_word(*at))
    }

    /// The text with something else in the place of the name.
    pub fn replaced(&self, text: &str, new: &str) -> String {
        let mut out = text.to_owned();
        for at in self.places(text).into_iter().rev() {
            out.replace_range(at..at + self.name.len(), new);
        }
        out
    }

    /// Whether the name begins within a stretch of bytes.
    fn is_in(&self, bytes: &[u8], within: &Range<usize>, binary: bool) -> bool {
        if binary {
            // Four bytes may stand side by side by chance.
            return !self.name.is_ascii() && self.standing(bytes).any(|at| within.contains(&at));
        }
        self.standing(bytes).any(|at| within.contains(&at))
            || self.encoded.as_ref().is_some_and(|forms| forms.find_iter(bytes).any(|found| within.contains(&found.start())))
    }
}

/// Looks for any of the names in a file.
pub fn look(bytes: &[u8], needles: &[Needle]) -> Seen {
    let holds = |part: &[u8], within: &Range<usize>, binary| needles.iter().any(|needle| needle.is_in(part, within, binary));
    let reach = needles.iter().map(|needle| needle.reach).max().unwrap_or_default();
    guarded(|| Search { holds: &holds, reach, left: MOST_UNPACKED }.file(bytes, DEEPEST))
}

/// Whether a file holds any of these texts, as they are.
pub fn holds_any(bytes: &[u8], texts: &[String]) -> bool {
    let Ok(matcher) = AhoCorasick::new(texts) else { return false };
    let reach = texts.iter().map(String::len).max().unwrap_or_default();
    let holds = |part: &[u8], _: &Range<usize>, _| matcher.is_match(part);
    guarded(|| Search { holds: &holds, reach, left: MOST_UNPACKED }.file(bytes, DEEPEST)) == Seen::Holds
}

/// What was seen. Where a library panics over a stranger's bytes, the file could not be looked into.
fn guarded(look: impl FnOnce() -> Seen) -> Seen {
    catch_unwind(AssertUnwindSafe(look)).unwrap_or(Seen::Closed)
}

/// Whether what is looked for begins within a stretch of bytes, which may be those of a picture or package.
type Holds<'s> = dyn Fn(&[u8], &Range<usize>, bool) -> bool + 's;

/// A search through a file and what is packed in it.
struct Search<'s> {
    holds: &'s Holds<'s>,
    /// The most bytes that must be seen together.
    reach: usize,
    /// How much may be unpacked still.
    left: u64,
}

impl Search<'_> {
    fn holds(&self, bytes: &[u8]) -> bool {
        (self.holds)(bytes, &(0..bytes.len()), is_binary(bytes))
    }

    fn file(&mut self, bytes: &[u8], depth: usize) -> Seen {
        if self.holds(bytes) {
            return Seen::Holds;
        }
        if bytes.starts_with(b"PK") { self.packed(bytes, depth) } else { Seen::Clean }
    }

    /// The parts of a zip.
    fn packed(&mut self, bytes: &[u8], depth: usize) -> Seen {
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
            if entry.name().is_ok_and(|name| self.holds(name.as_bytes())) {
                return Seen::Holds;
            }
            match self.part(entry, depth - 1) {
                Seen::Holds => return Seen::Holds,
                Seen::Closed => seen = Seen::Closed,
                Seen::Clean => {}
            }
            if self.left == 0 {
                return Seen::Closed;
            }
        }
        seen
    }

    /// One part, a window at a time. What begins near the end of a window is looked for in the next one, where all that is around it is seen.
    fn part(&mut self, mut entry: impl Read, depth: usize) -> Seen {
        let mut window: Vec<u8> = Vec::with_capacity(WINDOW + 2 * self.reach);
        let mut inner: Option<Vec<u8>> = None;
        let (mut first, mut binary) = (true, false);
        let mut from = 0;
        loop {
            let most = (WINDOW as u64).min(self.left);
            let old = window.len();
            if entry.by_ref().take(most).read_to_end(&mut window).is_err() {
                return Seen::Closed;
            }
            let fresh = window.get(old..).unwrap_or_default();
            self.left -= fresh.len() as u64;
            if self.left == 0 {
                return Seen::Closed;
            }
            let last = (fresh.len() as u64) < most;
            if first {
                binary = is_binary(fresh);
                inner = fresh.starts_with(b"PK").then(Vec::new);
            }
            if let Some(inner) = &mut inner {
                inner.extend_from_slice(fresh);
                if inner.len() > MOST_INNER {
                    return Seen::Closed;
                }
            }
            first = false;
            let to = if last { window.len() } else { window.len().saturating_sub(self.reach).max(from) };
            if (self.holds)(&window, &(from..to), binary) {
                return Seen::Holds;
            }
            if last {
                break;
            }
            // What was looked at last is what is before the rest.
            let gone = to.saturating_sub(self.reach);
            window.drain(..gone);
            from = to - gone;
        }
        inner.map_or(Seen::Clean, |inner| self.packed(&inner, depth))
    }
}

fn is_binary(bytes: &[u8]) -> bool {
    [&b"PK"[..], b"\xff\xd8", b"\x89PNG", b"RIFF"].into_iter().any(|head| bytes.starts_with(head))
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

    #[test]
    fn a_name_is_found_across_windows_and_another_is_not() {
        for before in (WINDOW - 40..WINDOW + 8).chain([2 * WINDOW - 3]) {
            let text = |name: &str| [vec![b'.'; before], name.as_bytes().to_vec(), vec![b'.'; WINDOW]].concat();
            assert_eq!(look(&zipped("a.txt", &text("王芳")), &[needle()]), Seen::Holds, "{before}");
            assert_eq!(look(&zipped("a.txt", &text("王芳华")), &[needle()]), Seen::Clean, "{before}");
            let anna = || Needle::new("Anna", "已删除", ["Marie Anna B".to_owned()].iter());
            assert_eq!(look(&zipped("a.txt", &text("Anna")), &[anna()]), Seen::Holds, "{before}");
            assert_eq!(look(&zipped("a.txt", &text("Annabel")), &[anna()]), Seen::Clean, "{before}");
            assert_eq!(look(&zipped("a.txt", &text("Marie Anna B")), &[anna()]), Seen::Clean, "{before}");
        }
    }

    /// Parts of zeros, then one with a name.
    fn padded(parts: usize, mib: usize) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_level(Some(1));
        for part in 0..parts {
            zip.start_file(format!("{part}"), options).unwrap();
            (0..mib).for_each(|_| zip.write_all(&vec![0; 1 << 20]).unwrap());
        }
        zip.start_file("last", options).unwrap();
        zip.write_all("王芳".as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn what_unpacks_to_too_much_is_closed_and_what_does_not_is_read_to_its_end() {
        assert_eq!(look(&padded(2, 120), &[needle()]), Seen::Holds);
        assert_eq!(look(&padded(3, 90), &[needle()]), Seen::Closed);
        assert_eq!(look(&zipped("a.zip", &[&b"PK"[..], &vec![0; MOST_INNER]].concat()), &[needle()]), Seen::Closed);
    }

    #[test]
    fn a_panic_over_the_bytes_of_a_stranger_closes_the_file_only() {
        assert_eq!(guarded(|| panic!("as a library may")), Seen::Closed);
    }
}
