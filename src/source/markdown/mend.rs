//! A Markdown text as its writer meant it, before it is parsed: an indented paragraph is no code, `##标题` is a heading, lines that begin with
//! `1、` stay lines, a path may hold spaces, and no line is taken for the definition of a link that nothing leads to.
//!
//! Only what is certain is changed, as a list of edits, so that every place in the mended text is known in the file; the rest is a doubt.

mod lines;
mod links;
mod table;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::doubt::{Doubt, Kind};
use crate::source::limits;

/// What of Markdown is read.
pub const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_TASKLISTS);

/// A text, and where its parts stand in the one that was written.
pub struct Mended<'t> {
    pub text: Cow<'t, str>,
    /// Places in the mended text and in the written one, in order; between two of them both go on in step.
    places: Vec<(usize, usize)>,
}

impl Mended<'_> {
    /// Where a byte of the mended text stands in the written one.
    pub fn place(&self, at: usize) -> usize {
        let i = self.places.partition_point(|(new, _)| *new <= at);
        let Some((new, old)) = i.checked_sub(1).and_then(|i| self.places.get(i)) else { return at };
        let next = self.places.get(i).map_or(usize::MAX, |(_, old)| *old);
        (old + (at - new)).min(next)
    }
}

/// Some bytes at a place that give way to others.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edit {
    at: usize,
    remove: usize,
    insert: String,
}

/// Mends a text; what is not certain is added to the doubts, at places of the written text.
pub fn mend<'t>(text: &'t str, doubts: &mut Vec<Doubt>) -> Mended<'t> {
    let same = Mended { text: Cow::Borrowed(text), places: Vec::new() };
    if !worth_a_look(text) {
        return same;
    }
    let mut scan = Scan::new(text, doubts);
    scan.run();
    let mut edits = scan.edits;
    if edits.is_empty() {
        return same;
    }
    edits.sort();
    edits.dedup();
    let mut new = String::with_capacity(text.len() + edits.len() * 4);
    let mut places = Vec::with_capacity(edits.len() * 2);
    let mut last = 0;
    for edit in edits {
        if edit.at < last {
            continue;
        }
        new.push_str(&text[last..edit.at]);
        places.push((new.len(), edit.at));
        new.push_str(&edit.insert);
        last = edit.at + edit.remove;
        places.push((new.len(), last));
    }
    new.push_str(&text[last..]);
    Mended { text: Cow::Owned(new), places }
}

/// Whether a text holds anything that is mended or doubted: most paragraphs, lists, tables and links do not, and are parsed once.
fn worth_a_look(text: &str) -> bool {
    let mut blank = true;
    let mut strokes = table::Strokes::default();
    text.contains("]（")
        || text.contains("[^")
        || text.lines().any(|line| {
            let body = line.trim_start_matches([' ', '\t', '>']);
            let above_blank = std::mem::replace(&mut blank, body.is_empty());
            let odd = match body.chars().next() {
                Some('\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '＃' | '`' | '~' | '=') => true,
                Some('#') => !body.trim_start_matches('#').starts_with(' '),
                Some('-') if body.trim_end().trim_matches('-').is_empty() => !above_blank,
                Some('[') => body.contains("]:"),
                Some('0'..='9') if lines::year(body) => true,
                _ => false,
            };
            let inner = body.trim_start_matches(['-', '+', '*', ' ']);
            odd || (inner.len() < body.len() && inner.starts_with(['\u{3000}', '\u{a0}', '＃', '#', '`', '~']))
                || line.starts_with('\t')
                || line.starts_with("    ")
                || line.trim_start().strip_prefix('>').is_some_and(lines::compares)
                || (!above_blank && lines::begins_entry(body.trim_start_matches("**")))
                || strokes.differ(body)
                || links::with_blank(body)
        })
}

struct Scan<'t, 'd> {
    text: &'t str,
    doubts: &'d mut Vec<Doubt>,
    edits: Vec<Edit>,
    /// Code and HTML, where signs mean nothing.
    covered: Vec<Range<usize>>,
    /// Links and pictures that the parser found.
    links: Vec<Range<usize>>,
    /// Where the contents of each open item of a list begin in a line.
    columns: Vec<usize>,
    /// Whether the next text begins a paragraph or an item.
    fresh: bool,
    /// The first line of a paragraph that begins with a stroke.
    stroke: Option<usize>,
    table: Option<table::Seen>,
    /// Where the quotation ends that was looked at last: those within it were looked at with it.
    quoted_until: usize,
}

impl<'t, 'd> Scan<'t, 'd> {
    fn new(text: &'t str, doubts: &'d mut Vec<Doubt>) -> Self {
        Self {
            text,
            doubts,
            edits: Vec::new(),
            covered: Vec::new(),
            links: Vec::new(),
            columns: Vec::new(),
            fresh: false,
            stroke: None,
            table: None,
            quoted_until: 0,
        }
    }

    fn run(&mut self) {
        let mut in_code = false;
        let mut in_heading = false;
        for (event, range) in Parser::new_ext(self.text, OPTIONS).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                    in_code = true;
                    if self.text[range.clone()].is_ascii() {
                        self.covered.push(range);
                    } else {
                        self.indented(&range);
                    }
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    in_code = true;
                    self.fence(&info, &range);
                    self.covered.push(range);
                }
                Event::End(TagEnd::CodeBlock) => in_code = false,
                _ if in_code => {}
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) | Event::Code(_) => self.covered.push(range),
                Event::Start(Tag::Heading { .. }) => {
                    in_heading = true;
                    self.heading(&range);
                }
                Event::End(TagEnd::Heading(_)) => in_heading = false,
                Event::Start(Tag::Paragraph) => {
                    self.fresh = true;
                    self.stroke = None;
                }
                Event::Start(Tag::Item) => {
                    self.fresh = true;
                    self.stroke = None;
                    if lines::year(&self.text[range.clone()]) {
                        self.edit(range.start + 4, 0, "\\");
                    }
                    let column = if self.columns.len() < limits::DEPTH { self.column(range.start) } else { 0 };
                    self.columns.push(column);
                }
                Event::End(TagEnd::Item | TagEnd::FootnoteDefinition) => drop(self.columns.pop()),
                Event::Start(Tag::FootnoteDefinition(_)) => self.columns.push(4),
                Event::Start(Tag::BlockQuote(_)) if range.start >= self.quoted_until => {
                    self.quoted_until = range.end;
                    self.quote(&range);
                }
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                    self.fresh = false;
                    self.links.push(range);
                }
                Event::Start(Tag::Table(columns)) => {
                    self.fresh = false;
                    self.table = Some(table::Seen::new(range, columns.len()));
                }
                Event::Start(Tag::TableRow) => self.row(range.start),
                Event::End(TagEnd::Table) => self.widen(),
                Event::Text(_) if std::mem::take(&mut self.fresh) && !in_heading && self.table.is_none() => {
                    self.line(range.start, None);
                }
                Event::SoftBreak if !in_heading => self.line(range.end, Some(range.start)),
                Event::Start(_) => self.fresh = false,
                _ => {}
            }
        }
        self.unfound_links();
        self.definitions();
        self.notes();
    }

    fn edit(&mut self, at: usize, remove: usize, insert: impl Into<String>) {
        self.edits.push(Edit { at, remove, insert: insert.into() });
    }

    fn doubt(&mut self, at: usize, len: usize, kind: Kind) {
        self.doubts.push(Doubt { at, len, kind });
    }

    fn is_covered(&self, at: usize) -> bool {
        let i = self.covered.partition_point(|r| r.start <= at);
        i.checked_sub(1).and_then(|i| self.covered.get(i)).is_some_and(|r| r.contains(&at))
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |i| i + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |i| at + i);
        end - usize::from(self.text[at..end].ends_with('\r'))
    }

    /// Breaks the line before the one that begins at `at`, so that this one stays a line of its own.
    fn break_before(&mut self, at: usize) {
        let line_start = self.line_start(at);
        let Some(before) = self.text[..line_start].strip_suffix('\n') else { return };
        let end = before.strip_suffix('\r').unwrap_or(before).len();
        if !before.trim_end().is_empty() && !self.text[..end].ends_with(['\\', '\n']) {
            self.edit(end, 0, "\\");
        }
    }
}
