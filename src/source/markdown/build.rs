//! From the parser's events to the tree, with an explicit stack: nothing that is nested can exhaust the program's own.

use std::collections::{BTreeMap, HashMap};

use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd};

use super::inline::{SOFT, restore, stand_in, tidy};
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

/// Reads a Markdown text.
pub fn blocks(text: &str, context: &Context<'_>, out: &mut Diagnostics) -> Vec<Block> {
    let text = stand_in(text);
    let mut builder = Builder {
        context,
        stack: vec![Frame::default()],
        dropped: 0,
        silent: None,
        html: String::new(),
        numbers: HashMap::new(),
        notes: BTreeMap::new(),
        out,
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS;
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        let span = Span::new(context.file, context.from + range.start, context.from + range.end);
        builder.event(event, span);
    }
    let mut root = builder.stack.into_iter().next().unwrap_or_default();
    root.close_inlines();
    root.blocks.extend(builder.notes.into_values().flatten());
    root.blocks.shrink_to_fit();
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
    start: Option<u64>,
    note: usize,
}

impl Frame {
    /// Loose text of a tight list item becomes a paragraph.
    fn close_inlines(&mut self) {
        if !self.inlines.is_empty() {
            self.blocks.push(Block::Paragraph { c: tidy(std::mem::take(&mut self.inlines)) });
        }
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
    out: &'o mut Diagnostics,
}

impl Builder<'_, '_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(end) => self.end(end, span),
            Event::Text(s) => {
                if self.silent.is_none() {
                    self.inline(Inline::Text { s: restore(&s) });
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
            top.close_inlines();
            top.blocks.push(block);
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
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
            Tag::Link { dest_url, .. } => frame.target = self.link(&dest_url, span),
            Tag::Image { dest_url, .. } => frame.target = self.picture(&dest_url, span),
            Tag::HtmlBlock => self.html.clear(),
            Tag::FootnoteDefinition(label) => frame.note = self.number(&label),
            _ => {}
        }
        // A block that begins inside a tight list item ends the item's loose text.
        self.stack.push(frame);
    }

    fn end(&mut self, end: TagEnd, span: Span) {
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
        let mut c = || tidy(std::mem::take(&mut frame.inlines));
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
                frame.close_inlines();
                self.block(Block::Quote { c: frame.blocks });
            }
            TagEnd::CodeBlock => {
                let text: String =
                    frame.inlines.iter().map(|i| if let Inline::Text { s } = i { s.as_str() } else { "" }).collect();
                self.block(Block::Code { text: text.trim_end().to_owned() });
            }
            TagEnd::HtmlBlock => self.html_block(span),
            TagEnd::FootnoteDefinition => {
                frame.close_inlines();
                self.notes.entry(frame.note).or_insert_with(|| numbered(frame.note, frame.blocks));
            }
            TagEnd::List(_) => self.block(match frame.start {
                Some(start) => Block::Numbers { start, items: frame.items },
                None => Block::Bullets { items: frame.items },
            }),
            TagEnd::Item => {
                frame.close_inlines();
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
                let alt = super::inline::plain(&c());
                if !frame.target.is_empty() {
                    self.inline(Inline::Image { src: frame.target, alt });
                }
            }
            _ => {
                frame.close_inlines();
                for block in frame.blocks {
                    self.block(block);
                }
            }
        }
    }

    /// A link's target, or nothing when its scheme could run a program, or when it leads to another machine without saying how.
    fn link(&mut self, target: &str, span: Span) -> String {
        let target = restore(target);
        let read = as_browsers_read(&target);
        let scheme = read.split_once(':').map(|(s, _)| s).filter(|s| !s.contains(['/', '#', '?']));
        let harmless = scheme.is_none_or(|s| ["http", "https", "mailto", "tel"].contains(&s.to_ascii_lowercase().as_str()));
        let elsewhere = read.starts_with("//");
        if harmless && !elsewhere {
            return target;
        }
        let help = if elsewhere {
            let whole = format!("https:{read}");
            say!("别的网站的网址写全，如 {whole}", "write the whole address of another site, such as {whole}")
        } else {
            say!("只用 http、https、mailto、tel 链接", "use http, https, mailto or tel links only")
        };
        self.out.push(
            Diagnostic::new(
                &codes::HTML_REMOVED,
                span,
                say!("链接“{target}”不允许，已去掉", "the link “{target}” is not allowed and was removed"),
            )
            .help(help),
        );
        String::new()
    }

    fn picture(&mut self, source: &str, span: Span) -> String {
        let picture = self.context.folder.picture(&restore(source), span, self.out);
        picture.map(|p| p.path).unwrap_or_default()
    }

    fn inline_html(&mut self, html: &str, span: Span) {
        let name: String = html.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        match (name.to_ascii_lowercase().as_str(), html.starts_with("</")) {
            ("br", _) => return self.inline(Inline::Break),
            ("", _) if html.starts_with("<!--") => return,
            ("script", false) => self.silent = Some("script"),
            ("style", false) => self.silent = Some("style"),
            (tag, true) if self.silent == Some(tag) => {
                self.silent = None;
                return;
            }
            (_, true) => return,
            _ => {}
        }
        self.removed(html.trim(), span);
    }

    /// A block of HTML keeps its words and loses its tags.
    fn html_block(&mut self, span: Span) {
        let html = std::mem::take(&mut self.html);
        let text = ammonia::Builder::empty().clean(&html).to_string();
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&");
        if !html.trim_start().starts_with("<!--") {
            self.removed(html.lines().next().unwrap_or("").trim(), span);
        }
        let words = restore(text.split_whitespace().collect::<Vec<_>>().join(" ").as_str());
        if !words.is_empty() {
            self.block(Block::Paragraph { c: vec![Inline::Text { s: words }] });
        }
    }

    fn removed(&mut self, html: &str, span: Span) {
        let shown: String = restore(html).chars().take(40).collect();
        self.out.push(
            Diagnostic::new(
                &codes::HTML_REMOVED,
                span,
                say!("不允许的 HTML“{shown}”已去掉", "HTML that is not allowed, “{shown}”, was removed"),
            )
            .help(say!("用 Markdown 写：**加粗**、列表、表格", "write Markdown: **strong**, lists, tables")),
        );
    }
}

/// An address as browsers read it (URL Standard): blanks and control characters around it fall away, tabs and line ends anywhere, and a backslash
/// is a slash.
fn as_browsers_read(address: &str) -> String {
    let around = |c: char| c <= ' ';
    address
        .trim_matches(around)
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .map(|c| if c == '\\' { '/' } else { c })
        .collect()
}
