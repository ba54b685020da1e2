//! From the parser's events to the tree, with an explicit stack: nothing that is nested can exhaust the program's own.

mod addresses;
mod tags;

use std::collections::{BTreeMap, HashMap};

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Parser, Tag, TagEnd};

use super::doubt::{Doubt, Kind};
use super::emphasis::{is_stand_in, resolve, restore, stand_in};
use super::inline::{SOFT, tidy};
use super::mend::{Mended, OPTIONS, mend};
use super::{Block, Inline};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span, codes};
use crate::say;
use crate::source::{Folder, limits};

/// Where the text stands.
pub struct Context<'a> {
    pub folder: &'a Folder,
    pub file: FileId,
    pub from: usize,
}

/// Most doubts of one text that are said.
const MOST_DOUBTS: usize = 100;

/// Reads a Markdown text.
pub fn blocks(text: &str, context: &Context<'_>, out: &mut Diagnostics) -> Vec<Block> {
    let mut doubts = Vec::new();
    let mended = mend(text, &mut doubts);
    let text = stand_in(&mended.text);
    let mut builder = Builder {
        context,
        text: &text,
        mended: &mended,
        stack: vec![Frame::default()],
        dropped: 0,
        silent: None,
        html: String::new(),
        numbers: HashMap::new(),
        notes: BTreeMap::new(),
        doubts: Vec::new(),
        out,
    };
    for (event, range) in Parser::new_ext(&text, OPTIONS).into_offset_iter() {
        builder.event(event, range);
    }
    let mut root = builder.stack.into_iter().next().unwrap_or_default();
    root.close_inlines(&mut builder.doubts);
    root.blocks.extend(builder.notes.into_values().flatten());
    root.blocks.shrink_to_fit();
    for doubt in &mut builder.doubts {
        let end = mended.place(doubt.at + doubt.len);
        doubt.at = mended.place(doubt.at);
        doubt.len = end.saturating_sub(doubt.at);
    }
    doubts.append(&mut builder.doubts);
    doubts.sort_by_key(|doubt| doubt.at);
    doubts.truncate(MOST_DOUBTS);
    for doubt in doubts {
        let at = context.from + doubt.at;
        builder.out.push(doubt.finding(Span::new(context.file, at, at + doubt.len)));
    }
    root.blocks
}

/// What an open element holds so far.
#[derive(Default)]
struct Frame {
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    items: Vec<Vec<Block>>,
    cells: Vec<Vec<Inline>>,
    head: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
    align: Vec<&'static str>,
    target: String,
    title: String,
    start: Option<u64>,
    /// Whether a number of the list was said to be another one.
    miscounted: bool,
    note: usize,
    /// Where the stand-ins of the running text stand.
    marks: Vec<usize>,
}

impl Frame {
    /// Loose text of a tight list item becomes a paragraph.
    fn close_inlines(&mut self, doubts: &mut Vec<Doubt>) {
        if !self.inlines.is_empty() {
            let c = self.line(doubts);
            self.blocks.push(Block::Paragraph { c });
        }
    }

    /// The running text so far.
    fn line(&mut self, doubts: &mut Vec<Doubt>) -> Vec<Inline> {
        tidy(resolve(std::mem::take(&mut self.inlines), &std::mem::take(&mut self.marks), doubts))
    }
}

/// A footnote begins with its number.
fn numbered(number: usize, mut blocks: Vec<Block>) -> Vec<Block> {
    let mark = format!("[{number}] ");
    match blocks.first_mut() {
        Some(Block::Paragraph { c }) => match c.first_mut() {
            Some(Inline::Text { s }) => s.insert_str(0, &mark),
            _ => c.insert(0, Inline::Text { s: mark }),
        },
        _ => blocks.insert(0, Block::Paragraph { c: vec![Inline::Text { s: mark }] }),
    }
    blocks
}

struct Builder<'a, 'o> {
    context: &'a Context<'a>,
    /// What is parsed.
    text: &'a str,
    /// Where it stands in the file.
    mended: &'a Mended<'a>,
    stack: Vec<Frame>,
    /// Elements opened beyond the limit of nesting, whose ends must be passed over.
    dropped: usize,
    /// The element of raw HTML whose text must not be shown: `script` or `style`.
    silent: Option<&'static str>,
    html: String,
    /// The number of each footnote by its label, in the order in which they are met.
    numbers: HashMap<String, usize>,
    /// The footnotes, which stand at the end of the text.
    notes: BTreeMap<usize, Vec<Block>>,
    doubts: Vec<Doubt>,
    out: &'o mut Diagnostics,
}

impl Builder<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let place = |at| self.context.from + self.mended.place(at);
        let span = Span::new(self.context.file, place(range.start), place(range.end));
        match event {
            Event::Start(tag) => self.start(tag, &range, span),
            Event::End(end) => self.end(end, &range, span),
            Event::Text(s) => {
                if self.silent.is_none()
                    && let Some(top) = self.stack.last_mut()
                {
                    top.marks.extend(s.char_indices().filter(|(_, c)| is_stand_in(*c)).map(|(i, _)| range.start + i));
                    let mut s = s.into_string();
                    // Nobody sees them, and no search finds a word that holds one.
                    if s.contains(['\u{200b}', '\u{feff}']) {
                        s.retain(|c| !matches!(c, '\u{200b}' | '\u{feff}'));
                    }
                    top.inlines.push(Inline::Text { s });
                }
            }
            Event::Code(s) => self.inline(Inline::Code { s: restore(&s) }),
            Event::SoftBreak => self.inline(Inline::Text { s: SOFT.to_owned() }),
            Event::HardBreak => self.inline(Inline::Break),
            Event::Rule => self.block(Block::Rule),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => self.inline_html(&html, span),
            Event::FootnoteReference(label) => {
                let number = self.number(&label);
                self.inline(Inline::Text { s: format!("[{number}]") });
            }
            Event::TaskListMarker(done) => self.inline(Inline::Text { s: if done { "■ " } else { "□ " }.to_owned() }),
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.to_owned()).or_insert(next)
    }

    fn inline(&mut self, inline: Inline) {
        if let Some(top) = self.stack.last_mut() {
            top.inlines.push(inline);
        }
    }

    fn block(&mut self, block: Block) {
        if let Some(top) = self.stack.last_mut() {
            top.close_inlines(&mut self.doubts);
            top.blocks.push(block);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>, span: Span) {
        if self.dropped > 0 || self.stack.len() >= limits::DEPTH {
            if self.dropped == 0 {
                self.out.push(Diagnostic::new(
                    &codes::TOO_COMPLEX,
                    span,
                    say!("嵌套超过 {} 层", "nested deeper than {} levels", limits::DEPTH),
                ));
            }
            self.dropped += 1;
            return;
        }
        let mut frame = Frame::default();
        match tag {
            Tag::List(start) => frame.start = start,
            Tag::Table(align) => {
                frame.align = align
                    .into_iter()
                    .map(|a| match a {
                        Alignment::None => "none",
                        Alignment::Left => "left",
                        Alignment::Center => "center",
                        Alignment::Right => "right",
                    })
                    .collect();
            }
            Tag::Link { dest_url, title, .. } => {
                frame.target = self.link(&dest_url, span);
                self.untold(&title, range);
            }
            Tag::Image { dest_url, title, .. } => {
                frame.target = self.picture(&dest_url, span);
                frame.title = restore(&title);
            }
            Tag::Item => self.count(range.start),
            Tag::HtmlBlock => self.html.clear(),
            Tag::FootnoteDefinition(label) => {
                frame.note = self.number(&label);
                frame.target = restore(&label);
            }
            _ => {}
        }
        // A block that begins inside a tight list item ends the item's loose text.
        self.stack.push(frame);
    }

    fn end(&mut self, end: TagEnd, range: &Range<usize>, span: Span) {
        if self.dropped > 0 {
            self.dropped -= 1;
            return;
        }
        if self.stack.len() < 2 {
            return;
        }
        let Some(mut frame) = self.stack.pop() else { return };
        frame.items.shrink_to_fit();
        frame.cells.shrink_to_fit();
        frame.rows.shrink_to_fit();
        if self.silent.is_some() && !matches!(end, TagEnd::Link | TagEnd::Image | TagEnd::Emphasis | TagEnd::Strong) {
            // What was opened and never closed hides no more than its paragraph.
            self.silent = None;
        }
        let mut c = || frame.line(&mut self.doubts);
        match end {
            TagEnd::Paragraph => {
                let c = c();
                self.block(Block::Paragraph { c });
            }
            TagEnd::Heading(level) => {
                let c = c();
                self.block(Block::Heading { level: level as u8, c });
            }
            TagEnd::BlockQuote(_) => {
                frame.close_inlines(&mut self.doubts);
                self.block(Block::Quote { c: frame.blocks });
            }
            TagEnd::CodeBlock => {
                let text: String =
                    frame.inlines.iter().map(|i| if let Inline::Text { s } = i { s.as_str() } else { "" }).collect();
                self.block(Block::Code { text: restore(text.trim_end()) });
            }
            TagEnd::HtmlBlock => self.html_block(range, span),
            TagEnd::FootnoteDefinition => {
                frame.close_inlines(&mut self.doubts);
                let blocks = numbered(frame.note, frame.blocks);
                if let Some(first) = self.notes.get_mut(&frame.note) {
                    first.extend(blocks);
                    let len = range.len().min(frame.target.len() + 4);
                    self.doubts.push(Doubt { at: range.start, len, kind: Kind::NoteTwice(frame.target) });
                } else {
                    self.notes.insert(frame.note, blocks);
                }
            }
            TagEnd::List(_) => self.block(match frame.start {
                Some(start) => Block::Numbers { start, items: frame.items },
                None => Block::Bullets { items: frame.items },
            }),
            TagEnd::Item => {
                frame.close_inlines(&mut self.doubts);
                frame.blocks.shrink_to_fit();
                if let Some(list) = self.stack.last_mut() {
                    list.items.push(frame.blocks);
                }
            }
            TagEnd::Table => self.block(Block::Table { align: frame.align, head: frame.head, rows: frame.rows }),
            TagEnd::TableHead => {
                if let Some(table) = self.stack.last_mut() {
                    table.head = frame.cells;
                }
            }
            TagEnd::TableRow => {
                if let Some(table) = self.stack.last_mut() {
                    table.rows.push(frame.cells);
                }
            }
            TagEnd::TableCell => {
                let c = c();
                if let Some(row) = self.stack.last_mut() {
                    row.cells.push(c);
                }
            }
            TagEnd::Emphasis => {
                let c = c();
                self.inline(Inline::Emphasis { c });
            }
            TagEnd::Strong => {
                let c = c();
                self.inline(Inline::Strong { c });
            }
            TagEnd::Strikethrough => {
                let c = c();
                self.inline(Inline::Deleted { c });
            }
            TagEnd::Link => {
                let c = c();
                if frame.target.is_empty() {
                    for inline in c {
                        self.inline(inline);
                    }
                } else {
                    self.inline(Inline::Link { href: frame.target, c });
                }
            }
            TagEnd::Image => {
                let mut alt = super::inline::plain(&c());
                if alt.is_empty() {
                    alt = frame.title;
                } else {
                    self.untold(&frame.title, range);
                }
                if !frame.target.is_empty() {
                    self.inline(Inline::Image { src: frame.target, alt });
                }
            }
            _ => {
                frame.close_inlines(&mut self.doubts);
                for block in frame.blocks {
                    self.block(block);
                }
            }
        }
    }

    /// A title that is written behind an address is not shown.
    fn untold(&mut self, title: &str, range: &Range<usize>) {
        if !title.is_empty() {
            self.doubts.push(Doubt { at: range.start, len: range.len(), kind: Kind::Title(restore(title)) });
        }
    }

    /// The number of an item as it is written is the one that is shown, or a doubt: once for a list. `1. 1. 1.` counts by itself.
    fn count(&mut self, at: usize) {
        let digits: String = self.text[at..].chars().take_while(char::is_ascii_digit).collect();
        let Some(list) = self.stack.last_mut() else { return };
        let (Some(start), Ok(written)) = (list.start, digits.parse::<u64>()) else { return };
        let shown = start.saturating_add(list.items.len() as u64);
        if written != shown && written != start && !list.miscounted {
            list.miscounted = true;
            self.doubts.push(Doubt { at, len: digits.len(), kind: Kind::Number { written, shown } });
        }
    }
}
