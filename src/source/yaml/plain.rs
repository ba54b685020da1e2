//! What YAML makes of values that were meant otherwise: remarks that cut a text, marks that are not shown, characters that no one sees, and
//! lines that are put together.

use super::Reader;
use crate::diagnostic::{Diagnostic, FileId, Span, codes};
use crate::say;
use crate::source::markdown::is_cjk;

impl Reader<'_> {
    /// `address: #8号楼` is nothing to YAML.
    pub(super) fn remark_for_value(&mut self, key: Span) {
        let Some(rest) = self.text.get((key.end as usize).saturating_sub(self.base)..) else { return };
        let colon = rest.len() - rest.trim_start_matches([' ', '"', '\'']).len();
        if rest[colon..].starts_with(':') {
            self.remark_or_text(Span { end: key.end + u32::try_from(colon).unwrap_or(0) + 1, ..key });
        }
    }

    /// `东镇 #8号楼` is `东镇` to YAML. A remark that is meant has a space behind its sign.
    pub(super) fn remark_or_text(&mut self, at: Span) {
        let Some(rest) = self.text.get((at.end as usize).saturating_sub(self.base)..) else { return };
        let line = rest.lines().next().unwrap_or("");
        let remark = line.trim_start_matches([' ', '\t']);
        let blank = line.len() - remark.len();
        let words = remark.strip_prefix('#').filter(|words| blank > 0 && words.starts_with(|c: char| c.is_alphanumeric()));
        if words.is_some() {
            let start = at.end as usize + blank;
            let place = Span::new(self.file, start, start + remark.trim_end().len());
            self.out.push(
                Diagnostic::new(
                    &codes::REMARK_OR_TEXT,
                    place,
                    say!("“{}”成了注释，没有读进来", "“{}” is a comment and was not read", remark.trim_end()),
                )
                .help(say!(
                    "是内容时，整个值加引号：\"… #…\"；是注释时，# 后面空一格",
                    "if it belongs to the value, put the whole of it in quotes: \"… #…\"; if it is a comment, put a space after #"
                )),
            );
        }
    }

    /// A word behind `!` or `&` says to YAML of what kind a value is, or how it is called: it is not a part of the value.
    pub(super) fn mark_or_text(&mut self, at: Span, sign: char) {
        let end = (at.start as usize).saturating_sub(self.base);
        let Some(before) = self.text.get(..end) else { return };
        let Some(start) = before.rfind(sign) else { return };
        let word = before[start..].split_whitespace().next().unwrap_or("");
        let place = Span::new(self.file, self.base + start, self.base + start + word.len());
        self.out.push(
            Diagnostic::new(&codes::REMARK_OR_TEXT, place, say!("“{word}”没有读进来", "“{word}” was not read"))
                .help(say!("文字以 {sign} 开头时，整个值加引号", "put a value that begins with {sign} in quotes")),
        );
    }
}

/// A file that holds remarks alone.
pub(super) fn nothing_but_remarks(file: FileId) -> Diagnostic {
    Diagnostic::new(&codes::EMPTY_FILE, Span::file(file), say!("文件里只有注释", "the file holds comments only"))
        .help(say!("填写内容，或删除这个文件", "fill it in, or delete the file"))
}

/// Takes out what has no width, and makes no-break spaces plain ones: they come with what is pasted, and a number or an id that holds one is another.
pub(super) fn visible(text: &mut String) {
    if text.contains(['\u{200b}', '\u{feff}', '\u{a0}']) {
        *text =
            text.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{feff}')).map(|c| if c == '\u{a0}' { ' ' } else { c }).collect();
    }
}

/// Lines that YAML put together with a space: between two Chinese characters there is none, as in Markdown.
pub(super) fn joined(text: &str, raw: &str) -> String {
    const NEAR: usize = 12;
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    let mut above = "";
    for line in raw.lines() {
        let line = line.trim().trim_matches(['"', '\'']);
        let (last, first) = (above.chars().next_back(), line.chars().next());
        if let (Some(last), Some(first)) = (last, first)
            && is_cjk(last)
            && is_cjk(first)
        {
            let tail = above.char_indices().rev().nth(NEAR - 1).map_or(above, |(i, _)| &above[i..]);
            let head = line.char_indices().nth(NEAR).map_or(line, |(i, _)| &line[..i]);
            if let Some(i) = rest.find(&format!("{tail} {head}")) {
                result.push_str(&rest[..i + tail.len()]);
                rest = &rest[i + tail.len() + 1..];
            }
        }
        above = line;
    }
    result + rest
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn chinese_lines_are_joined_without_a_space() {
        assert_eq!(joined("参保人 在窗口 提交 材料", "参保人 在窗口\n  提交 材料"), "参保人 在窗口提交 材料");
        assert_eq!(joined("甲 abc 乙", "甲\n  abc\n  乙"), "甲 abc 乙");
        assert_eq!(joined("甲。 乙\n丙", "甲。\n  乙\n\n  丙"), "甲。乙\n丙");
    }
}
