//! YAML events to the spanned tree, and the reasons behind syntax errors that clerks make: full-width colons, full-width or tab
//! indentation, curly quotes.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle};

use super::limits;
use super::node::{Entry, Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span, Spanned, codes};
use crate::say;

/// Reads one YAML text. `base` is the byte at which `text` begins in its file. `None` when nothing of it can be used.
pub fn parse_document(file: FileId, text: &str, base: usize, out: &mut Diagnostics) -> Option<Node> {
    if text.trim().is_empty() {
        out.push(
            Diagnostic::new(&codes::EMPTY_FILE, Span::file(file), say!("文件是空的", "the file is empty"))
                .help(say!("填写内容，或删除这个文件", "fill it in, or delete the file")),
        );
        return None;
    }
    let mut reader = Reader { file, base, text, anchors: HashMap::new(), alias_nodes: 0, nodes: 0, out };
    let options = granit_parser::options! {
        emit_comments: false,
        block_nesting_limit: limits::DEPTH,
        flow_nesting_limit: limits::DEPTH,
    };
    let mut events = Parser::new_from_str_with_options(text, options);
    reader.document(&mut events)
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
        "第一行写 ---，接着写 item: 事项编号 等各行，再用一行 --- 结束，然后写正文",
        "write --- on the first line, then lines such as `item: ID`, then another --- before the text"
    )));
    (None, 0)
}

struct Reader<'a> {
    file: FileId,
    base: usize,
    text: &'a str,
    anchors: HashMap<usize, Node>,
    alias_nodes: usize,
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
                Ok(Some((Event::StreamEnd, _)) | None) => return root,
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
                self.syntax_error(&error);
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
            Event::Scalar(text, style, anchor, _) => (anchor, Node { span: at, value: self.scalar(text, style, at) }),
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
                (anchor, Node { span: Span { end: last.max(at.end), ..at }, value: Value::List(list) })
            }
            Event::MappingStart(_, anchor, _) => {
                let mut entries: Vec<Entry> = Vec::new();
                loop {
                    let (event, span) = match self.next(events)? {
                        Some((Event::MappingEnd, _)) | None => break,
                        Some(pair) => pair,
                    };
                    let key = self.node(event, span, events)?;
                    let Some((event, span)) = self.next(events)? else { break };
                    let value = self.node(event, span, events)?;
                    let span = key.span;
                    match key.value {
                        Value::Scalar { text, .. } => entries.push(Entry { key: Spanned::new(text, span), value }),
                        _ => self.out.push(
                            Diagnostic::new(&codes::SYNTAX, span, say!("键必须是文字", "a key must be text"))
                                .help(say!("文字里有 {{ 或 [ 时请加引号", "quote a text that holds {{ or [")),
                        ),
                    }
                }
                let start = entries.first().map_or(at.start, |e| e.key.span.start);
                let end = entries.last().map_or(at.end, |e| e.value.span.end.max(e.key.span.end));
                (anchor, Node { span: Span { start: start.min(at.start.max(start)), end, ..at }, value: Value::Map(entries) })
            }
            Event::Alias(id) => {
                let Some(target) = self.anchors.get(&id).cloned() else { return self.too_complex(at) };
                self.alias_nodes += target.size();
                if self.alias_nodes > limits::ALIAS_NODES {
                    return self.too_complex(at);
                }
                (0, target)
            }
            _ => (0, Node { span: at, value: Value::Null }),
        };
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn scalar(&mut self, text: Cow<'a, str>, style: ScalarStyle, at: Span) -> Value {
        let plain = style == ScalarStyle::Plain;
        if plain && matches!(text.as_ref(), "" | "~" | "null") {
            return Value::Null;
        }
        // A line that begins with a full-width space is no new line to YAML: it would end up inside the value above it, in silence.
        if plain
            && let Some(raw) = self.slice(at)
            && let Some(i) = raw.find("\n\u{3000}")
        {
            self.out.push(indentation(at.part(i + 1, 3)));
        }
        Value::Scalar { text: text.into_owned(), plain }
    }

    fn too_complex<T>(&mut self, at: Span) -> Result<T, Stop> {
        self.out.push(
            Diagnostic::new(
                &codes::TOO_COMPLEX,
                at,
                say!("别名展开后内容过多（上限 {} 个节点）", "aliases expand to too much (limit: {} nodes)", limits::ALIAS_NODES),
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

    fn syntax_error(&mut self, error: &granit_parser::ScanError) {
        let mut offset = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        if let ErrorKind::RecursionLimitExceeded = error.kind() {
            let at = Span::new(self.file, self.base + offset, self.base + offset + 1);
            self.out.push(
                Diagnostic::new(&codes::TOO_COMPLEX, at, say!("嵌套超过 {} 层", "nested deeper than {} levels", limits::DEPTH))
                    .help(say!("检查缩进和括号", "check the indentation and the brackets")),
            );
            return;
        }
        if let Some(finding) = self.likely_cause(offset) {
            self.out.push(finding);
            return;
        }
        let info = error.info();
        let mut finding = Diagnostic::new(
            &codes::SYNTAX,
            Span::new(self.file, self.base + offset, self.base + offset + 1),
            say!("YAML 写法有误：{}", "the YAML cannot be parsed: {}", explain(error.kind(), &info)),
        );
        finding.message.en = format!("the YAML cannot be parsed: {info}");
        self.out.push(finding.help(say!(
            "检查这一行和上一行：键后面是半角冒号加空格，下级比上级多缩进两个空格，文字里有 : # [ {{ 等符号时整段加引号",
            "look at this line and the one before: a colon and a space after a key, two more spaces for each level, quotes around text that holds : # [ {{"
        )));
    }

    /// What a clerk most likely did on the line of a syntax error or the one before it.
    fn likely_cause(&self, offset: usize) -> Option<Diagnostic> {
        // The parser may stop at the end of a value whose next line is the one that is wrong.
        let next = self.text[offset..].find('\n').map_or(offset, |i| offset + i + 1);
        let mut line_start = self.text[..next].rfind('\n').map_or(0, |i| i + 1);
        for _ in 0..4 {
            let line = self.text[line_start..].lines().next().unwrap_or("");
            if let Some(found) = self.line_cause(line, self.base + line_start) {
                return Some(found);
            }
            if line_start == 0 {
                break;
            }
            line_start = self.text[..line_start - 1].rfind('\n').map_or(0, |i| i + 1);
        }
        None
    }

    fn line_cause(&self, line: &str, at: usize) -> Option<Diagnostic> {
        let indent = line.len() - line.trim_start_matches([' ', '\t', '\u{3000}']).len();
        if let Some(i) = line[..indent].find(['\t', '\u{3000}']) {
            let width = line[i..].chars().next().map_or(1, char::len_utf8);
            return Some(indentation(Span::new(self.file, at + i, at + i + width)));
        }
        let body = line[indent..].trim_start_matches("- ");
        let start = at + line.len() - body.len();
        let key: String = body.chars().take_while(|c| !":：\"'“#{[ ".contains(*c)).collect();
        if !key.is_empty() && body[key.len()..].starts_with('：') {
            return Some(full_width_colon(Span::new(self.file, start + key.len(), start + key.len() + 3), &key));
        }
        let value = body.split_once(": ").map_or("", |(_, v)| v);
        if (value.starts_with('“') && value.len() > 3 && !value.trim_end().ends_with('”')) || value.starts_with('”') {
            let i = line.len() - value.len();
            return Some(curly_quotes(Span::new(self.file, at + i, at + i + 3)));
        }
        None
    }
}

/// A key with a full-width colon, here or where the decoder finds text in place of a mapping.
pub(super) fn full_width_colon(at: Span, key: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::FULL_WIDTH_COLON,
        at,
        say!("「{key}」后面用了全角冒号“：”", "a full-width colon “：” follows `{key}`"),
    )
    .help(say!("改为半角冒号加空格：{key}: …", "write a plain colon and a space: `{key}: …`"))
}

/// Full-width spaces or tabs as indentation.
pub(super) fn indentation(at: Span) -> Diagnostic {
    Diagnostic::new(
        &codes::INDENTATION,
        at,
        say!("缩进用了全角空格或制表符", "the line is indented with a full-width space or a tab"),
    )
    .help(say!("改用半角空格，每级两个", "indent with plain spaces, two for each level"))
}

/// Curly quotes where straight ones belong.
pub(super) fn curly_quotes(at: Span) -> Diagnostic {
    Diagnostic::new(&codes::CURLY_QUOTES, at, say!("用了弯引号“ ”", "curly quotes “ ” stand here"))
        .help(say!("改为直引号 \" \"，或去掉引号", "write straight quotes \" \", or none"))
}

fn explain(kind: &ErrorKind, info: &str) -> String {
    match kind {
        ErrorKind::UnclosedQuotedScalar => "引号没有配对".to_owned(),
        ErrorKind::UnclosedFlowCollection { open } => format!("“{open}”没有配对的结束括号"),
        ErrorKind::MismatchedFlowCollectionEnd { .. } | ErrorKind::MisplacedFlowCollectionEnd => "括号不配对".to_owned(),
        ErrorKind::UnexpectedEofFlowSequence | ErrorKind::UnexpectedEofFlowMapping => "括号没有写完".to_owned(),
        ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockMappingKey => "缩进不齐".to_owned(),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => "这里缺少“键: 值”中的冒号".to_owned(),
        ErrorKind::UnknownAnchor => "别名 * 没有对应的 &".to_owned(),
        ErrorKind::UnexpectedCharacter { character } => format!("这里不能用“{character}”"),
        _ => format!("（{info}）"),
    }
}
