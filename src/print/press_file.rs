//! Owns what a print shop's program looks for in a PDF and the PDF writer leaves out: the bleed box, and grey as the black plate alone
//! instead of a calibrated grey, which a shop's conversion spreads over four plates. It works on the bytes that our own writer made: objects
//! in plain sight, and one table of their places at the end. Must not know pages or documents.

use std::ops::Range;

use super::piece::BLEED;

/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;

/// The file with a `BleedBox` beside each `TrimBox`, and with `DeviceGray` for grey. None where it is not as our writer makes it.
#[must_use]
pub fn finished(pdf: &[u8]) -> Option<Vec<u8>> {
    let table = Table::read(pdf)?;
    let mut edits: Vec<(Range<usize>, Vec<u8>)> = Vec::new();
    for object in &table.objects {
        let bytes = pdf.get(object.clone())?;
        let (body, end) = (find(bytes, b" obj\n")? + 5, find(bytes, b"\nendobj")?);
        let said = bytes.get(body..end.max(body))?;
        if let Some(profile) = said.strip_prefix(b"[/ICCBased ") {
            let number = digits(profile)?;
            if table.head(pdf, number)?.windows(4).any(|w| w == b"/N 1") {
                edits.push((object.start + body..object.start + end, b"/DeviceGray".to_vec()));
            }
        } else if said.starts_with(b"<<") && find(head(said), b"/Type/Page/").is_some() {
            let trim = find(said, b"/TrimBox[")? + 9;
            let close = trim + find(said.get(trim..)?, b"]")?;
            let text = std::str::from_utf8(said.get(trim..close)?).ok()?;
            let sides: Vec<f64> = text.split(' ').filter_map(|side| side.parse().ok()).collect();
            let [left, bottom, right, top] = sides[..] else { return None };
            let by = BLEED * POINTS;
            let at = object.start + body + close + 1;
            let bleed = [left - by, bottom - by, right + by, top + by].map(|side| format!("{side:.4}")).join(" ");
            edits.push((at..at, format!("/BleedBox[{bleed}]").into_bytes()));
        }
    }
    table.rewritten(pdf, &edits)
}

/// The places of objects in a file.
struct Table {
    /// Where the table begins.
    at: usize,
    /// Where the first entry begins.
    entries: usize,
    /// Where each object that is in use begins, by its number; none for free ones.
    starts: Vec<Option<usize>>,
    /// From where to where each object reaches, in the order of the file.
    objects: Vec<Range<usize>>,
}

impl Table {
    fn read(pdf: &[u8]) -> Option<Self> {
        let mark = b"startxref\n";
        let last = pdf.windows(mark.len()).rposition(|window| window == mark)?;
        let at = digits(pdf.get(last + mark.len()..)?)?;
        let first = b"xref\n0 ";
        let rest = pdf.get(at..)?.strip_prefix(first)?;
        let count = digits(rest)?;
        let entries = at + first.len() + find(rest, b"\n")? + 1;
        let mut starts = Vec::with_capacity(count);
        for number in 0..count {
            let entry = pdf.get(entries + number * 20..entries + number * 20 + 20)?;
            starts.push(if entry.get(17) == Some(&b'n') { Some(digits(entry)?) } else { None });
        }
        let mut sorted: Vec<usize> = starts.iter().flatten().copied().collect();
        sorted.sort_unstable();
        let ends = sorted.iter().skip(1).copied().chain([at]);
        let objects = sorted.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
        Some(Self { at, entries, starts, objects })
    }

    /// What an object says before its stream.
    fn head<'p>(&self, pdf: &'p [u8], number: usize) -> Option<&'p [u8]> {
        let start = self.starts.get(number).copied().flatten()?;
        let object = self.objects.iter().find(|object| object.start == start)?;
        Some(head(pdf.get(object.clone())?))
    }

    /// The file with some edits, which are in the order of the file, and a table that is true again.
    fn rewritten(&self, pdf: &[u8], edits: &[(Range<usize>, Vec<u8>)]) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(pdf.len() + edits.len() * 80);
        let mut done = 0;
        for (range, bytes) in edits {
            out.extend_from_slice(pdf.get(done..range.start)?);
            out.extend_from_slice(bytes);
            done = range.end;
        }
        out.extend_from_slice(pdf.get(done..self.at)?);
        let moved = |place: usize| {
            let before = edits.iter().take_while(|(range, _)| range.end <= place);
            before.fold(place, |place, (range, bytes)| place + bytes.len() - range.len())
        };
        let at = out.len();
        out.extend_from_slice(pdf.get(self.at..self.entries)?);
        for (number, start) in self.starts.iter().enumerate() {
            let entry = pdf.get(self.entries + number * 20..self.entries + number * 20 + 20)?;
            if let Some(start) = start {
                out.extend_from_slice(format!("{:010}", moved(*start)).as_bytes());
                out.extend_from_slice(entry.get(10..)?);
            } else {
                out.extend_from_slice(entry);
            }
        }
        let rest = pdf.get(self.entries + self.starts.len() * 20..)?;
        let mark = b"startxref\n";
        let last = rest.windows(mark.len()).rposition(|window| window == mark)?;
        out.extend_from_slice(rest.get(..last + mark.len())?);
        out.extend_from_slice(format!("{at}\n%%EOF").as_bytes());
        Some(out)
    }
}

/// What stands before a stream.
fn head(object: &[u8]) -> &[u8] {
    object.get(..find(object, b"stream\n").unwrap_or(object.len())).unwrap_or(object)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// The number at the start.
fn digits(bytes: &[u8]) -> Option<usize> {
    let text: Vec<u8> = bytes.iter().copied().take_while(u8::is_ascii_digit).collect();
    std::str::from_utf8(&text).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "%PDF-1.7\n%x\n1 0 obj\n<</Type/Pages/Count 1/Kids[4 0 R]>>\nendobj\n\n2 0 obj\n[/ICCBased 5 0 R]\nendobj\n\n\
        4 0 obj\n<</Type/Page/MediaBox[0 0 100 100]/TrimBox[30 30 70 70]/Parent 1 0 R>>\nendobj\n\n\
        5 0 obj\n<</Length 3/N 1>>\nstream\nabc\nendstream\nendobj\n\n";

    fn file() -> String {
        let place = |number: usize| FILE.find(&format!("{number} 0 obj")).unwrap();
        let entry = |number: usize| format!("{:010} 00000 n\r\n", place(number));
        format!(
            "{FILE}xref\n0 6\n0000000003 65535 f\r\n{}{}0000000000 00001 f\r\n{}{}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{}\n%%EOF",
            entry(1),
            entry(2),
            entry(4),
            entry(5),
            FILE.len()
        )
    }

    #[test]
    fn boxes_and_black_are_added_and_every_place_is_true() {
        let done = String::from_utf8(finished(file().as_bytes()).unwrap()).unwrap();
        assert!(done.contains("/TrimBox[30 30 70 70]/BleedBox[21.4961 21.4961 78.5039 78.5039]/Parent"), "{done}");
        assert!(done.contains("2 0 obj\n/DeviceGray\nendobj"), "{done}");
        let table = Table::read(done.as_bytes()).unwrap();
        for number in [1, 2, 4, 5] {
            let start = table.starts[number].unwrap();
            assert!(done[start..].starts_with(&format!("{number} 0 obj\n")), "{number}: {done}");
        }
        assert_eq!(table.starts[3], None);
    }

    #[test]
    fn what_is_no_file_of_ours_is_left_alone() {
        assert_eq!(finished(b"no pdf"), None);
        assert_eq!(finished(file().replace("xref\n0 6", "xref\n1 6").as_bytes()), None);
        assert_eq!(finished(file().replace("/TrimBox[30 30 70 70]", "").as_bytes()), None);
    }
}
