//! YAML events to the spanned tree, within limits. Why a text cannot be parsed is for `cause` to say.

mod cause;
mod explain;
mod plain;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use granit_parser::{Event, Parser, ScalarStyle};

use super::node::{Entry, Node, Value};
use super::{control, limits};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span, Spanned, codes};
use crate::say;

pub(super) use cause::{curly_quotes, full_width_colon, glued_key, indentation, is_odd_space, no_space_after_colon};

/// Reads one YAML text. `base` is the byte at which `text` begins in its file. `None` when nothing of it can be used.
pub fn parse_document(file: FileId, text: &str, base: usize, out: &mut Diagnostics) -> Option<Node> {
    let text = control::cleaned(file, text, base, out);
    let text = text.as_ref();
    if text.trim().is_empty() {
        out.push(
            Diagnostic::new(&codes::EMPTY_FILE, Span::file(file), say!("文件是空的", "the file is empty"))
                .help(say!("填写内容，或删除这个文件", "fill it in, or delete the file")),
        );
        return None;
    }
    let mut reader = Reader { file, base, text, anchors: HashMap::new(), unused: BTreeMap::new(), weight: 0, nodes: 0, out };
    let options = granit_parser::options! {
        emit_comments: false,
        block_nesting_limit: limits::DEPTH,
        flow_nesting_limit: limits::DEPTH,
    };
    let mut events = Parser::new_from_str_with_options(text, options);
    let root = reader.document(&mut events);
    if root.is_some() {
        for at in std::mem::take(&mut reader.unused).into_values() {
            reader.mark_or_text(at, '&');
        }
    }
    root
}

/// Splits a Markdown file into its front matter, read as YAML, and the byte at which the body begins.
/// A file without front matter is a finding; the body is then the whole text.
pub fn parse_front_matter(file: FileId, text: &str, out: &mut Diagnostics) -> (Option<Node>, usize) {
    let first_end = text.find('\n').map_or(text.len(), |i| i + 1);
    if text[..first_end].trim_end() == "---" {
        let mut at = first_end;
        for line in text[first_end..].split_inclusive('\n') {
            if line.trim_end() == "---" {
                let body = at + line.len();
                return (parse_document(file, &text[first_end..at], first_end, out), body);
            }
            at += line.len();
        }
    }
    let missing = if text[..first_end].trim_end() == "---" {
        say!("开头的信息块没有结束", "the front matter has no end")
    } else {
        say!("文件开头缺少信息块", "the file does not begin with front matter")
    };
    out.push(Diagnostic::new(&codes::NO_FRONT_MATTER, Span::new(file, 0, first_end.saturating_sub(1)), missing).help(say!(
        "第一行写 ---，接着每个键一行（指南写 item: 事项编号，公告写 title: 标题、date: 日期，明白纸写 title: 标题），再用一行 --- 结束，然后写正文",
        "write --- on the first line, then a line for each key (`item:` in a guide, `title:` and `date:` in a notice), then another --- before the text"
    )));
    (None, 0)
}

struct Reader<'a> {
    file: FileId,
    base: usize,
    text: &'a str,
    anchors: HashMap<usize, Node>,
    /// Values with an anchor that no alias asked for so far.
    unused: BTreeMap<usize, Span>,
    /// Weight of what anchors keep and aliases add.
    weight: usize,
    nodes: usize,
    out: &'a mut Diagnostics,
}

/// The reading of this file ends: the reason has been reported.
struct Stop;

type Events<'a> = Parser<'a, granit_parser::StrInput<'a>>;

impl<'a> Reader<'a> {
    fn document(&mut self, events: &mut Events<'a>) -> Option<Node> {
        let mut root = None;
        loop {
            match self.next(events) {
                Ok(Some((Event::StreamEnd, _)) | None) => {
                    if root.is_none() {
                        self.out.push(plain::nothing_but_remarks(self.file));
                    }
                    return root;
                }
                Ok(Some((Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _))) => {}
                Ok(Some((event, span))) => {
                    if root.is_some() {
                        self.out.push(
                            Diagnostic::new(
                                &codes::SYNTAX,
                                self.span(span),
                                say!("一个文件里有两份文档", "the file holds a second document"),
                            )
                            .help(say!("去掉中间的 ---，或分成两个文件", "remove the --- between them, or make two files")),
                        );
                        return root;
                    }
                    match self.node(event, span, events) {
                        Ok(node) => root = Some(node),
                        Err(Stop) => return None,
                    }
                }
                Err(Stop) => return None,
            }
        }
    }

    fn next(&mut self, events: &mut Events<'a>) -> Result<Option<(Event<'a>, granit_parser::Span)>, Stop> {
        match events.next() {
            None => Ok(None),
            Some(Ok(pair)) => Ok(Some(pair)),
            Some(Err(error)) => {
                self.out.push(cause::of(&error, self.file, self.text, self.base));
                Err(Stop)
            }
        }
    }

    fn node(&mut self, event: Event<'a>, span: granit_parser::Span, events: &mut Events<'a>) -> Result<Node, Stop> {
        let at = self.span(span);
        self.nodes += 1;
        if self.nodes > limits::NODES {
            return self.too_complex(at);
        }
        let (anchor, node) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                if anchor != 0 {
                    self.unused.insert(anchor, at);
                }
                if tag.is_some_and(|tag| tag.handle() != "tag:yaml.org,2002:") {
                    self.mark_or_text(at, '!');
                }
                (anchor, Node { span: at, value: self.scalar(text, style, at) })
            }
            Event::SequenceStart(_, anchor, _) => {
                let mut list = Vec::new();
                let end = loop {
                    match self.next(events)? {
                        Some((Event::SequenceEnd, span)) => break self.span(span),
                        Some((event, span)) => list.push(self.node(event, span, events)?),
                        None => break at,
                    }
                };
                let last = list.last().map_or(end.end, |n: &Node| n.span.end);
                let end = last.max(at.end).max(self.bracket(end));
                (anchor, Node { span: Span { end, ..at }, value: Value::List(list) })
            }
            Event::MappingStart(_, anchor, _) => {
                let mut entries: Vec<Entry> = Vec::new();
                let closing = loop {
                    let (event, span) = match self.next(events)? {
                        Some((Event::MappingEnd, span)) => break self.bracket(self.span(span)),
                        None => break 0,
                        Some(pair) => pair,
                    };
                    let key = self.node(event, span, events)?;
                    let Some((event, span)) = self.next(events)? else { break 0 };
                    let value = self.node(event, span, events)?;
                    let span = key.span;
                    if value.is_null() {
                        self.remark_for_value(span);
                    }
                    match key.value {
                        Value::Scalar { text, .. } => entries.push(Entry { key: Spanned::new(text, span), value }),
                        _ => self.out.push(
                            Diagnostic::new(&codes::SYNTAX, span, say!("键必须是文字", "a key must be text"))
                                .help(say!("文字里有 {{ 或 [ 时请加引号", "quote a text that holds {{ or [")),
                        ),
                    }
                };
                let start = entries.first().map_or(at.start, |e| e.key.span.start);
                let end = entries.last().map_or(at.end, |e| e.value.span.end.max(e.key.span.end)).max(closing);
                (anchor, Node { span: Span { start: start.min(at.start.max(start)), end, ..at }, value: Value::Map(entries) })
            }
            Event::Alias(id) => {
                self.unused.remove(&id);
                let Some(weight) = self.anchors.get(&id).map(Node::weight) else { return self.too_complex(at) };
                self.charge(weight, at)?;
                let Some(target) = self.anchors.get(&id) else { return self.too_complex(at) };
                (0, target.clone())
            }
            _ => (0, Node { span: at, value: Value::Null }),
        };
        if anchor != 0 {
            self.charge(node.weight(), at)?;
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    /// The end of the bracket that closes a list or mapping on one line; 0 where it ends without one.
    fn bracket(&self, end: Span) -> u32 {
        if matches!(self.slice(end), Some("}" | "]")) { end.end } else { 0 }
    }

    /// Takes from the budget that anchors and aliases share: nested anchors each keep a copy of what stands below them.
    fn charge(&mut self, weight: usize, at: Span) -> Result<(), Stop> {
        self.weight = self.weight.saturating_add(weight);
        if self.weight > limits::ALIAS_NODES { self.too_complex(at) } else { Ok(()) }
    }

    fn scalar(&mut self, text: Cow<'a, str>, style: ScalarStyle, at: Span) -> Value {
        let plain = style == ScalarStyle::Plain;
        if plain && !text.is_empty() {
            self.remark_or_text(at);
        }
        if plain && matches!(text.as_ref(), "" | "~" | "null") {
            return Value::Null;
        }
        if plain && let Some(raw) = self.slice(at) {
            self.swallowed_lines(raw, at);
        }
        let mut text = text.into_owned();
        plain::visible(&mut text);
        if style != ScalarStyle::Literal
            && let Some(raw) = self.slice(at).filter(|raw| raw.contains('\n'))
        {
            text = plain::joined(&text, raw);
        }
        // Those that stand in the file itself have been reported: these come from escapes.
        if let Some(c) = text.chars().find(|c| control::is_unwanted(*c)) {
            self.out.push(control::finding(at, c));
            text.retain(|c| !control::is_unwanted(c));
        }
        Value::Scalar { text, plain }
    }

    /// Lines that were meant as new ones but are, to YAML, more of the text above them: those that begin with a full-width space, or
    /// with a dash and no space.
    fn swallowed_lines(&mut self, raw: &str, at: Span) {
        let mut start = 0;
        for line in raw.split_inclusive('\n') {
            let body = line.trim_start_matches(' ');
            let i = start + line.len() - body.len();
            if let Some(odd) = body.chars().next().filter(|c| start > 0 && is_odd_space(*c)) {
                self.out.push(indentation(at.part(i, odd.len_utf8())));
                return;
            }
            if start > 0 && cause::is_glued_dash(body) {
                self.out.push(cause::no_space_after_dash(at.part(i, 1)));
                return;
            }
            start += line.len();
        }
    }

    fn too_complex<T>(&mut self, at: Span) -> Result<T, Stop> {
        self.out.push(
            Diagnostic::new(
                &codes::TOO_COMPLEX,
                at,
                say!(
                    "锚点和别名带出的内容过多（上限 {} 个节点）",
                    "anchors and aliases hold too much (limit: {} nodes)",
                    limits::ALIAS_NODES
                ),
            )
            .help(say!("不用 & 和 * 别名，直接写出内容", "write the content out instead of using & and * aliases")),
        );
        Err(Stop)
    }

    fn span(&self, span: granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }

    fn slice(&self, at: Span) -> Option<&'a str> {
        self.text.get((at.start as usize).checked_sub(self.base)?..(at.end as usize).checked_sub(self.base)?)
    }
}
