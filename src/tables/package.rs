//! The parts of an .xlsx and how they point to each other (ECMA-376, parts 1 and 2): what the reader of workbooks does not tell of is looked
//! up here. Nothing is trusted: each part has a limit, and a part that is missing or no XML is none.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use roxmltree::{Document, Node};
use zip::ZipArchive;

/// Largest XML part that is looked through, in bytes.
const MOST_TEXT: u64 = 64 << 20;

/// An .xlsx as parts.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

/// A sheet of the workbook.
pub struct SheetPart {
    /// What it is called.
    pub name: String,
    /// Its part.
    pub path: String,
    /// Nobody sees it.
    pub hidden: bool,
}

/// Where a part points to.
pub struct Link {
    /// The last word of its type: drawing, image.
    pub kind: String,
    /// The part, or an address outside.
    pub target: String,
    /// It lies outside the file.
    pub outside: bool,
}

impl<'b> Package<'b> {
    /// None where it is no such package.
    pub fn open(bytes: &'b [u8]) -> Option<Self> {
        ZipArchive::new(Cursor::new(bytes)).ok().map(|archive| Self { archive })
    }

    /// Whether there is such a part.
    pub fn has(&self, path: &str) -> bool {
        self.archive.index_for_name(path).is_some()
    }

    /// A part of at most `most` bytes; none where there is no such part, or where it is larger.
    pub fn bytes(&mut self, path: &str, most: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let part = self.archive.by_name(path).ok()?;
        part.take(most + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= most).then_some(bytes)
    }

    /// A part of text.
    pub fn text(&mut self, path: &str) -> Option<String> {
        String::from_utf8(self.bytes(path, MOST_TEXT)?).ok()
    }

    /// The links of a part by their ids.
    pub fn links(&mut self, path: &str) -> BTreeMap<String, Link> {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let Some(text) = self.text(&format!("{folder}/_rels/{file}.rels")) else { return BTreeMap::new() };
        let Ok(document) = Document::parse(&text) else { return BTreeMap::new() };
        let link = |node: Node<'_, '_>| {
            let outside = node.attribute("TargetMode") == Some("External");
            let target = node.attribute("Target")?;
            let target = if outside { target.to_owned() } else { resolved(folder, target) };
            let kind = node.attribute("Type").and_then(|t| t.rsplit('/').next()).unwrap_or_default().to_owned();
            Some((node.attribute("Id")?.to_owned(), Link { kind, target, outside }))
        };
        document.descendants().filter(|n| n.tag_name().name() == "Relationship").filter_map(link).collect()
    }

    /// The sheets in their order.
    pub fn sheets(&mut self) -> Vec<SheetPart> {
        let Some(book) = self.text("xl/workbook.xml") else { return Vec::new() };
        let links = self.links("xl/workbook.xml");
        let Ok(book) = Document::parse(&book) else { return Vec::new() };
        let sheet = |node: Node<'_, '_>| {
            // Its id with the numbers (sheetId) has no prefix; that of the link has.
            let link = node.attributes().find(|a| a.name() == "id").and_then(|a| links.get(a.value()))?;
            let hidden = node.attribute("state").is_some_and(|state| state != "visible");
            Some(SheetPart { name: node.attribute("name")?.to_owned(), path: link.target.clone(), hidden })
        };
        book.descendants().filter(|n| n.tag_name().name() == "sheet").filter_map(sheet).collect()
    }
}

/// A target as seen from a folder: ../media/image1.png from xl/drawings is xl/media/image1.png. It never leaves the package.
fn resolved(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The `<c …>` of a sheet, each with its tag and what it holds. Sheets are long and a tree of one would be ten times as long, so the text
/// is cut where the format has it (ECMA-376, 18.3.1.4).
pub fn cells(sheet: &str) -> impl Iterator<Item = (&str, &str)> {
    sheet.split("<c ").skip(1).filter_map(|rest| {
        let (tag, inner) = rest.split_once('>')?;
        let inner = if tag.ends_with('/') { "" } else { inner.split("</c>").next().unwrap_or_default() };
        Some((tag, inner))
    })
}

/// The value of an attribute in the text of a tag.
pub fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest.get(..at).and_then(|t| t.chars().next_back());
        let after = rest.get(at + name.len()..)?;
        if before.is_none_or(char::is_whitespace)
            && let Some(value) = after.strip_prefix("=\"")
        {
            return value.split('"').next();
        }
        rest = after;
    }
}

/// Row and column, from 0, of a place such as B2.
pub fn place(name: &str) -> Option<(usize, usize)> {
    let at = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at(at);
    let mut column = 0_usize;
    for letter in letters.bytes() {
        if !letter.is_ascii_uppercase() {
            return None;
        }
        column = column.checked_mul(26)?.checked_add(usize::from(letter - b'A') + 1)?;
    }
    let row: usize = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_and_places() {
        assert_eq!(resolved("xl/drawings", "../media/image1.png"), "xl/media/image1.png");
        assert_eq!(resolved("xl", "/xl/a.xml"), "xl/a.xml");
        assert_eq!(resolved("xl", "../../../../etc/passwd"), "etc/passwd");
        assert_eq!(
            [place("B2"), place("AA10"), place("A0"), place("2"), place("é1")],
            [Some((1, 1)), Some((9, 26)), None, None, None]
        );
        assert_eq!(attribute("s=\"1\" vm=\"2\" r=\"B2\"", "r"), Some("B2"));
        assert_eq!(attribute("xr=\"1\"", "r"), None);
        let all: Vec<_> = cells("<row><c r=\"A1\"/><c r=\"B1\" t=\"str\"><f>X</f></c><cols></row>").collect();
        assert_eq!(all, [("r=\"A1\"/", ""), ("r=\"B1\" t=\"str\"", "<f>X</f>")]);
    }
}
