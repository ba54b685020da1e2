//! HTML within Markdown: its words stay, its tags go and are said.

use std::ops::Range;

use super::Builder;
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::say;
use crate::source::markdown::doubt::{Doubt, Kind};
use crate::source::markdown::emphasis::restore;
use crate::source::markdown::{Block, Inline};

/// The tags of HTML that people paste. Whatever else stands between angle brackets is text: `a<b and c>d`.
const TAGS: [&str; 68] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "big",
    "blockquote",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "mark",
    "meta",
    "nav",
    "object",
    "ol",
    "p",
    "pre",
    "s",
    "script",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "table",
    "td",
    "u",
    "ul",
    "video",
];

impl Builder<'_, '_> {
    pub(super) fn inline_html(&mut self, html: &str, span: Span) {
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
            // No tag of HTML: words between angle brackets.
            (tag, _) if !tag.is_empty() && !TAGS.contains(&tag) => {
                return self.inline(Inline::Text { s: restore(html) });
            }
            (_, true) => return,
            _ => {}
        }
        self.removed(html.trim(), span);
    }

    /// A block of HTML keeps its words and loses its tags.
    pub(super) fn html_block(&mut self, range: &Range<usize>, span: Span) {
        let html = std::mem::take(&mut self.html);
        if html.rfind("<!--").is_some_and(|i| !html[i..].contains("-->")) {
            let first = html.lines().next().unwrap_or("").len();
            self.doubts.push(Doubt { at: range.start, len: first.min(range.len()), kind: Kind::NoCommentEnd });
        }
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
