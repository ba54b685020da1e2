//! From the elements of a story (body, cell, header, note) to paragraphs and tables, with what is shown and nothing else.

use std::collections::BTreeMap;

use roxmltree::{Document as Xml, Node};

use super::document::{Block, Paragraph, Piece};
use super::fields::{Drawn, Field};
use super::graphics::mathematics;
use super::numbering::Numbering;
use super::styles::{Look, Styles};
use super::symbols::{is_symbols, shifted, symbol};
use super::{attribute, child, flag, value};
use crate::diagnostic::Bilingual;
use crate::say;
use crate::tables::Uncertain;
use crate::tables::package::Link;

/// How deep elements may lie in each other.
pub(super) const MOST_DEPTH: usize = 150;
/// How deep tables may lie in each other.
const MOST_TABLES_DEEP: usize = 5;
/// Drawings that Word draws by itself, and we read.
const KNOWN: [&str; 9] = ["wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "w16", "a14"];
/// What is left out with a doubt is quoted up to here.
const QUOTED: usize = 30;

/// Reads the stories of one file.
pub struct Reader<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    pub(super) links: &'a BTreeMap<String, Link>,
    /// The words of notes by kind and id.
    notes: BTreeMap<(&'static str, String), String>,
    fields: Vec<Field>,
    doubts: Vec<Uncertain>,
    taken: Vec<String>,
    pub(super) pictures: Vec<String>,
    pub(super) tables: usize,
    paragraphs: usize,
    pub(super) cell: Vec<String>,
    pub(super) depth: usize,
    pub(super) tables_deep: usize,
    comments: usize,
    prompts: usize,
    /// More tables than anybody reads.
    pub too_many: bool,
}

/// What a paragraph collects.
#[derive(Default)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    /// Boxes that hang on it.
    pub(super) boxes: Vec<Block>,
    link: String,
}

impl Line {
    fn push(&mut self, text: &str, (bold, italic): (bool, bool), link: &str) {
        if text.is_empty() {
            return;
        }
        let link = if link.is_empty() { self.link.as_str() } else { link };
        match self.pieces.last_mut() {
            Some(last)
                if (last.bold, last.italic) == (bold, italic)
                    && last.link == link
                    && last.picture.is_none()
                    && last.note.is_none() =>
            {
                last.text.push_str(text);
            }
            _ => self.pieces.push(Piece { text: text.to_owned(), bold, italic, link: link.to_owned(), ..Piece::default() }),
        }
    }
}

pub(super) fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

impl<'a> Reader<'a> {
    pub fn new(styles: &'a Styles, numbering: Numbering, links: &'a BTreeMap<String, Link>) -> Self {
        Self {
            styles,
            numbering,
            links,
            notes: BTreeMap::new(),
            fields: Vec::new(),
            doubts: Vec::new(),
            taken: Vec::new(),
            pictures: Vec::new(),
            tables: 0,
            paragraphs: 0,
            cell: Vec::new(),
            depth: 0,
            tables_deep: 0,
            comments: 0,
            prompts: 0,
            too_many: false,
        }
    }

    /// Reads the notes of one kind, before the text that has their marks.
    pub fn notes(&mut self, kind: &'static str, part: Option<&Xml<'_>>) {
        let notes = part.map(|xml| xml.root_element().children().filter(|n| name(*n) == kind));
        for note in notes.into_iter().flatten() {
            let Some(id) = attribute(note, "id") else { continue };
            let words = self.story(note).iter().map(Block::words).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
            if !words.is_empty() {
                self.notes.insert((kind, id.to_owned()), words);
            }
        }
        self.paragraphs = 0;
    }

    /// What was seen, the notes in the order of their marks, and the pictures that are wanted.
    pub fn finish(mut self) -> (Vec<Uncertain>, Vec<String>, Vec<String>) {
        let place = "全文".to_owned();
        if self.comments > 0 {
            let count = self.comments;
            let message = say!(
                "有 {count} 条批注，没有读：看一眼要不要改",
                "{count} comments are not read: see whether they ask for a change"
            );
            self.doubts.push(Uncertain { place: place.clone(), message });
        }
        if self.prompts > 0 {
            let count = self.prompts;
            let message = say!(
                "有 {count} 处控件还没有填，只有提示文字，当作空的",
                "{count} controls are not filled in and show a prompt: taken as blank"
            );
            self.doubts.push(Uncertain { place, message });
        }
        (self.doubts, self.taken, self.pictures)
    }

    pub(super) fn doubt(&mut self, message: Bilingual) {
        let place = self.cell.last().cloned().unwrap_or_else(|| format!("第{}段", self.paragraphs));
        let doubt = Uncertain { place, message };
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }

    /// Whether there is room to go one deeper.
    pub(super) fn deeper(&mut self) -> bool {
        if self.depth >= MOST_DEPTH {
            self.doubt(say!("里面套得太深，没有读", "what lies so deep is not read"));
            return false;
        }
        self.depth += 1;
        true
    }

    /// The paragraphs and tables of a story.
    pub(super) fn story(&mut self, story: Node<'_, '_>) -> Vec<Block> {
        // A field that was begun elsewhere hides nothing here.
        let outer = std::mem::take(&mut self.fields);
        let mut blocks = Vec::new();
        let mut carried = Line::default();
        self.blocks(story, &mut blocks, &mut carried);
        if !carried.pieces.is_empty() {
            blocks.push(Block::Paragraph(Paragraph { pieces: carried.pieces, ..Paragraph::default() }));
        }
        blocks.append(&mut carried.boxes);
        self.fields = outer;
        blocks
    }

    fn blocks(&mut self, parent: Node<'_, '_>, blocks: &mut Vec<Block>, carried: &mut Line) {
        if !self.deeper() {
            return;
        }
        for node in parent.children() {
            match name(node) {
                "p" => self.paragraph(node, blocks, carried),
                "tbl" if self.tables_deep >= MOST_TABLES_DEEP => {
                    self.doubt(say!("表套得太深，没有读", "the table lies too deep in others and is not read"));
                }
                "tbl" => {
                    let table = self.table(node);
                    blocks.push(Block::Table(table));
                }
                "sdt" => {
                    if let Some(content) = self.control(node) {
                        self.blocks(content, blocks, carried);
                    }
                }
                "customXml" | "smartTag" | "ins" | "moveTo" => self.blocks(node, blocks, carried),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.blocks(chosen, blocks, carried);
                    }
                }
                "altChunk" | "subDoc" => {
                    self.doubt(say!("这里插着另一个文件，没有读", "another file is put in here and is not read"));
                }
                "oMathPara" | "oMath" => {
                    let text = mathematics(node, 0);
                    blocks.push(Block::Paragraph(Paragraph {
                        pieces: vec![Piece { text, ..Piece::default() }],
                        ..Paragraph::default()
                    }));
                }
                _ => {}
            }
        }
        self.depth -= 1;
    }

    /// The content of a control; nothing where it only holds a prompt.
    fn control<'n, 'x>(&mut self, control: Node<'n, 'x>) -> Option<Node<'n, 'x>> {
        let prompt = child(control, "sdtPr").and_then(|p| flag(p, "showingPlcHdr")).unwrap_or(false);
        let tick = child(control, "sdtPr").is_some_and(|p| child(p, "checkbox").is_some());
        let content = child(control, "sdtContent")?;
        if prompt && !tick {
            let said = content.descendants().any(|n| name(n) == "t" && n.text().is_some_and(|t| !t.trim().is_empty()));
            self.prompts += usize::from(said);
            return None;
        }
        Some(content)
    }

    fn paragraph(&mut self, node: Node<'_, '_>, blocks: &mut Vec<Block>, carried: &mut Line) {
        if self.cell.is_empty() {
            self.paragraphs += 1;
        }
        let properties = child(node, "pPr");
        let style = self.styles.of_paragraph(properties);
        let mark = properties.and_then(|p| child(p, "rPr"));
        // Its mark was deleted, or nobody sees it: what it holds goes on in the next paragraph.
        let joined = mark.is_some_and(|m| ["del", "moveFrom"].iter().any(|n| child(m, n).is_some()))
            || self.styles.look(mark, style).hidden;
        self.content(node, style, carried);
        if self.fields.last().is_some_and(|f| !f.result && !f.instruction.trim().is_empty()) {
            self.doubt(say!("这里的域没有写完，有的字可能没有读到", "a field does not end here: words of it may not be read"));
            self.fields.retain(|f| f.result);
        }
        if joined {
            return;
        }
        let line = std::mem::take(carried);
        let mut paragraph = Paragraph {
            heading: self.styles.heading(properties, style),
            contents: self.styles.contents(style),
            quote: self.styles.quote(style),
            pieces: line.pieces,
            ..Paragraph::default()
        };
        if let Some((id, level, by)) = self.numbers(properties, style)
            && let Some(label) = self.numbering.next(id, level, by)
        {
            paragraph.list = Some(label.level);
            paragraph.number = label.text;
            if let Some(format) = label.unknown {
                self.doubt(say!(
                    "自动编号的样式（{format}）不认识，写成了 1、2、3",
                    "a style of automatic numbers ({format}) is not known: they are written as 1, 2, 3"
                ));
            }
        }
        blocks.push(Block::Paragraph(paragraph));
        blocks.extend(line.boxes);
    }

    /// The list of a paragraph: its id, the level, and the style that brings it where it is not its own.
    fn numbers<'n>(
        &self,
        properties: Option<Node<'n, '_>>,
        style: Option<&'n str>,
    ) -> Option<(&'n str, Option<u8>, Option<&'n str>)>
    where
        'a: 'n,
    {
        let own = properties.and_then(|p| child(p, "numPr"));
        let level = own.and_then(|n| value(n, "ilvl")).and_then(|v| v.parse().ok());
        let by_style = self.styles.numbers(style);
        let (id, level, by) = match (own.and_then(|n| value(n, "numId")), by_style) {
            (Some(id), _) => (id, Some(level.unwrap_or(0)), None),
            (None, Some((id, deeper, by))) => (id, level.or(deeper), Some(by)),
            (None, None) => return None,
        };
        (id != "0").then_some((id, level, by))
    }

    /// What stands in a paragraph, or in something within one.
    fn content(&mut self, parent: Node<'_, '_>, style: Option<&str>, line: &mut Line) {
        if !self.deeper() {
            return;
        }
        for node in parent.children() {
            match name(node) {
                "r" => self.run(node, style, line),
                "hyperlink" => {
                    let target = attribute(node, "id").and_then(|id| self.links.get(id)).filter(|l| l.outside);
                    let outer = std::mem::replace(&mut line.link, target.map(|l| l.target.clone()).unwrap_or_default());
                    self.content(node, style, line);
                    line.link = outer;
                }
                "smartTag" | "customXml" | "ins" | "moveTo" | "fldSimple" | "dir" | "bdo" | "rubyBase" => {
                    self.content(node, style, line);
                }
                "sdt" => {
                    if let Some(content) = self.control(node) {
                        self.content(content, style, line);
                    }
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.content(chosen, style, line);
                    }
                }
                "oMath" | "oMathPara" => line.push(&mathematics(node, 0), (false, false), ""),
                "subDoc" => self.doubt(say!("这里插着另一个文件，没有读", "another file is put in here and is not read")),
                _ => {}
            }
        }
        self.depth -= 1;
    }

    /// A run: letters that look alike, and what stands among them.
    fn run(&mut self, run: Node<'_, '_>, style: Option<&str>, line: &mut Line) {
        let letters = child(run, "rPr");
        let look = self.styles.look(letters, style);
        // A deletion of a run may be written on itself.
        if letters.is_some_and(|l| child(l, "del").is_some() || child(l, "moveFrom").is_some()) {
            return;
        }
        let high = letters.and_then(|l| value(l, "vertAlign"));
        self.parts(run, &look, high, style, line);
    }

    fn parts(&mut self, run: Node<'_, '_>, look: &Look, high: Option<&str>, style: Option<&str>, line: &mut Line) {
        for node in run.children() {
            match name(node) {
                "fldChar" => self.field(node, look, line),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|f| !f.result) {
                        field.instruction.push_str(node.text().unwrap_or_default());
                    }
                }
                _ if self.fields.iter().any(|f| !f.result) => {}
                // The mark of a note that stands in hidden letters is hidden with them; a picture too.
                _ if look.hidden => {}
                "t" => {
                    let text = self.letters(node, look);
                    let text = match high {
                        Some("superscript") => shifted(&text, true).unwrap_or(text),
                        Some("subscript") => shifted(&text, false).unwrap_or(text),
                        _ => text,
                    };
                    self.show(&text, look, line);
                }
                "tab" | "ptab" => self.show("\t", look, line),
                "br" | "cr" => self.show("\n", look, line),
                "noBreakHyphen" => self.show("-", look, line),
                "sym" => {
                    let text = self.sign(node);
                    self.show(&text, look, line);
                }
                "ruby" => {
                    if let Some(base) = child(node, "rubyBase") {
                        self.content(base, style, line);
                    }
                }
                "footnoteReference" => self.note("footnote", node, line),
                "endnoteReference" => self.note("endnote", node, line),
                "commentReference" => self.comments += 1,
                "drawing" | "pict" | "object" => self.graphic(node, line),
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node)
                        && self.deeper()
                    {
                        self.parts(chosen, look, high, style, line);
                        self.depth -= 1;
                    }
                }
                _ => {}
            }
        }
    }

    /// Shows text, unless it is struck through: whoever struck it means that it no longer holds.
    fn show(&mut self, text: &str, look: &Look, line: &mut Line) {
        if text.is_empty() {
            return;
        }
        if look.struck {
            if !text.trim().is_empty() {
                let words: String = text.chars().take(QUOTED).collect();
                self.doubt(say!("划掉的字“{words}”没有读", "words that are struck through are not read: “{words}”"));
            }
            return;
        }
        for field in &mut self.fields {
            field.shown |= !text.trim().is_empty();
        }
        let link = self.fields.iter().rev().find_map(Field::link).unwrap_or_default().to_owned();
        line.push(text, (look.bold, look.italic), &link);
    }

    /// The letters of a run as they are drawn.
    fn letters(&mut self, node: Node<'_, '_>, look: &Look) -> String {
        let text = node.text().unwrap_or_default();
        let ticked = || {
            let controls = node.ancestors().filter(|n| name(*n) == "sdt").filter_map(|n| child(n, "sdtPr"));
            let mut boxes = controls.filter_map(|p| child(p, "checkbox"));
            boxes.next().map(|b| flag(b, "checked").unwrap_or(false))
        };
        if text.chars().count() == 1
            && !text.chars().all(char::is_alphanumeric)
            && let Some(ticked) = ticked()
        {
            return if ticked { "☑" } else { "□" }.to_owned();
        }
        let symbols = is_symbols(&look.font);
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            let code = u32::from(c);
            let private = (0xF020..=0xF0FF).contains(&code);
            match c {
                '\u{2011}' => out.push('-'),
                '\u{AD}' => {}
                // A typeface of symbols draws its own signs for Latin letters; Chinese ones are drawn with another.
                _ if private || symbols && (0x21..=0xFF).contains(&code) => match symbol(&look.font, code) {
                    Some(sign) => out.push(sign),
                    None => out.push(self.unknown(&look.font, code)),
                },
                '\n' | '\r' => out.push(' '),
                c => out.push(c),
            }
        }
        out
    }

    /// `w:sym`: a character by its code in a typeface.
    fn sign(&mut self, node: Node<'_, '_>) -> String {
        let mut controls = node.ancestors().filter(|n| name(*n) == "sdt").filter_map(|n| child(n, "sdtPr"));
        if let Some(tick) = controls.find_map(|p| child(p, "checkbox")) {
            return if flag(tick, "checked").unwrap_or(false) { "☑" } else { "□" }.to_owned();
        }
        let font = attribute(node, "font").unwrap_or_default();
        let Some(code) = attribute(node, "char").and_then(|c| u32::from_str_radix(c, 16).ok()) else { return String::new() };
        symbol(font, code).unwrap_or_else(|| self.unknown(font, code)).to_string()
    }

    fn unknown(&mut self, font: &str, code: u32) -> char {
        let font = if font.is_empty() { "?" } else { font };
        let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
        self.doubt(say!(
            "有一个符号读不出来（{font} 的 {code:X}），写成了 �",
            "a sign cannot be read ({code:X} of {font}): it is written as �"
        ));
        '\u{FFFD}'
    }

    fn note(&mut self, kind: &'static str, node: Node<'_, '_>, line: &mut Line) {
        let id = attribute(node, "id").unwrap_or_default().to_owned();
        let Some(words) = self.notes.get(&(kind, id)).cloned() else { return };
        if !self.cell.is_empty() {
            let shown: String = words.chars().take(QUOTED * 2).collect();
            self.doubt(say!("这里有脚注“{shown}”，没有读进这一格", "a note here is not read into the cell: “{shown}”"));
        }
        self.taken.push(words);
        line.pieces.push(Piece { note: Some(self.taken.len()), link: line.link.clone(), ..Piece::default() });
    }

    /// A field begins, goes on with its result, or ends.
    fn field(&mut self, node: Node<'_, '_>, look: &Look, line: &mut Line) {
        match attribute(node, "fldCharType") {
            Some("begin") => {
                let tick = child(node, "ffData").and_then(|data| child(data, "checkBox"));
                let ticked = tick.map(|t| flag(t, "checked").or_else(|| flag(t, "default")).unwrap_or(false));
                self.fields.push(Field { ticked, ..Field::default() });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.result = true;
                }
            }
            Some("end") => {
                let Some(field) = self.fields.pop() else { return };
                if look.hidden || self.fields.iter().any(|f| !f.result) {
                    return;
                }
                match field.drawn() {
                    Drawn::Nothing => {}
                    Drawn::Text(text) => self.show(&text, look, line),
                    Drawn::Unknown => {
                        let words: String = field.instruction.trim().chars().take(QUOTED * 2).collect();
                        self.doubt(say!("有一处域读不出来：{words}", "a field cannot be read: {words}"));
                    }
                }
            }
            _ => {}
        }
    }
}

/// Of content in several forms the one that Word shows, once.
pub(super) fn chosen<'a, 'd>(both: Node<'a, 'd>) -> Option<Node<'a, 'd>> {
    let known = |n: &Node<'_, '_>| attribute(*n, "Requires").unwrap_or_default().split_whitespace().all(|r| KNOWN.contains(&r));
    let mut choices = both.children().filter(|n| name(*n) == "Choice");
    choices.find(known).or_else(|| child(both, "Fallback"))
}
