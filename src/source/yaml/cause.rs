//! Why a YAML text cannot be parsed: first the slips that clerks make, looked for on the lines around the place, then the parser's
//! own reason in plain words.

use granit_parser::{ErrorKind, ScanError};

use super::explain::explain;
use crate::diagnostic::{Bilingual, Diagnostic, FileId, Span, codes};
use crate::say;
use crate::source::limits;

/// The finding for a syntax error of a text that begins at byte `base` of its file.
pub fn of(error: &ScanError, file: FileId, text: &str, base: usize) -> Diagnostic {
    let mut offset = error.marker().byte_offset().unwrap_or(0).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    // At the end of the text there is no character to point at: the last one that was written is shown.
    if offset == text.len() {
        offset = text.trim_end().char_indices().next_back().map_or(0, |(i, _)| i);
    }
    let width = text[offset..].chars().next().map_or(1, char::len_utf8);
    let at = Span::new(file, base + offset, base + offset + width);
    if let ErrorKind::RecursionLimitExceeded = error.kind() {
        return Diagnostic::new(&codes::TOO_COMPLEX, at, say!("嵌套超过 {} 层", "nested deeper than {} levels", limits::DEPTH))
            .help(say!("检查缩进和括号", "check the indentation and the brackets"));
    }
    if let Some(finding) = likely(file, text, base, offset) {
        return finding;
    }
    let message = Bilingual {
        zh: format!("YAML 写法有误：{}", explain(error.kind())),
        en: format!("the YAML cannot be parsed: {}", error.info()),
    };
    Diagnostic::new(&codes::SYNTAX, at, message).help(say!(
        "检查这一行和上一行：键后面是半角冒号加空格，下级比上级多缩进两个空格，文字里有 : # [ {{ 等符号时整段加引号",
        "look at this line and the one before: a colon and a space after a key, two more spaces for each level, quotes around text that holds : # [ {{"
    ))
}

/// What a clerk most likely did on the line of a syntax error or one of those before it.
fn likely(file: FileId, text: &str, base: usize, offset: usize) -> Option<Diagnostic> {
    // The parser may stop at the end of a value whose next line is the one that is wrong.
    let next = text[offset..].find('\n').map_or(offset, |i| offset + i + 1);
    let mut line_start = text[..next].rfind('\n').map_or(0, |i| i + 1);
    for _ in 0..4 {
        let line = text[line_start..].lines().next().unwrap_or("");
        if let Some(found) = on_line(file, line, base + line_start) {
            return Some(found);
        }
        if line_start == 0 {
            break;
        }
        line_start = text[..line_start - 1].rfind('\n').map_or(0, |i| i + 1);
    }
    None
}

/// The slip on a line that begins at byte `at` of the file.
fn on_line(file: FileId, line: &str, at: usize) -> Option<Diagnostic> {
    let indent = line.len() - line.trim_start_matches(|c| matches!(c, ' ' | '\t') || is_odd_space(c)).len();
    if let Some(i) = line[..indent].find(|c| c == '\t' || is_odd_space(c)) {
        let width = line[i..].chars().next().map_or(1, char::len_utf8);
        return Some(indentation(Span::new(file, at + i, at + i + width)));
    }
    if is_glued_dash(&line[indent..]) {
        return Some(no_space_after_dash(Span::new(file, at + indent, at + indent + 1)));
    }
    let body = line[indent..].trim_start_matches("- ");
    let start = at + line.len() - body.len();
    let key: String = body.chars().take_while(|c| !":：\"'“#{[ ".contains(*c)).collect();
    let after = &body[key.len()..];
    if !key.is_empty() && after.starts_with('：') {
        return Some(full_width_colon(Span::new(file, start + key.len(), start + key.len() + 3), &key));
    }
    let value = body.split_once(": ").map_or("", |(_, v)| v);
    if (value.starts_with('“') && value.len() > 3 && !value.trim_end().ends_with('”')) || value.starts_with('”') {
        let i = line.len() - value.len();
        return Some(curly_quotes(Span::new(file, at + i, at + i + 3)));
    }
    if let Some(i) = bare_dash(line) {
        return Some(
            Diagnostic::new(
                &codes::SYNTAX,
                Span::new(file, at + i, at + i + 1),
                say!("单独一个“-”不能直接作值", "a bare - cannot be a value"),
            )
            .help(say!("加上引号：\"-\"", "write \"-\" in quotes")),
        );
    }
    glued_key(body).map(|key| no_space_after_colon(Span::new(file, start + key.len(), start + key.len() + 1), key))
}

/// The word before a colon that no space follows, which is one text to YAML. A time (08:30) or an address (https://…) is meant so.
pub fn glued_key(text: &str) -> Option<&str> {
    let (key, rest) = text.split_once(':')?;
    let word = key.starts_with(char::is_alphabetic) && key.chars().all(|c| c.is_alphanumeric() || c == '_');
    (word && !rest.is_empty() && !rest.starts_with([' ', '/', '\r', '\n'])).then_some(key)
}

/// Whether a line begins with a dash of a list that no space follows.
pub fn is_glued_dash(body: &str) -> bool {
    body.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c| !matches!(c, ' ' | '-' | '\r' | '\n')))
}

/// Where a dash stands alone as a value, in a block or between brackets: the sign for "not offered", which YAML takes for a list.
fn bare_dash(line: &str) -> Option<usize> {
    line.match_indices('-').map(|(i, _)| i).find(|i| {
        let (before, after) = (&line[..*i], &line[i + 1..]);
        let value = before.trim_end().ends_with(['[', ',']) || (before.ends_with(' ') && before.trim_end().ends_with(':'));
        let rest = after.trim_start();
        value && (rest.is_empty() || rest.starts_with([',', '}', ']']) || (rest.starts_with('#') && after.starts_with(' ')))
    })
}

/// A key with a full-width colon, here or where the decoder finds text in place of a mapping.
pub fn full_width_colon(at: Span, key: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::FULL_WIDTH_COLON,
        at,
        say!("「{key}」后面用了全角冒号“：”", "a full-width colon “：” follows `{key}`"),
    )
    .help(say!("改为半角冒号加空格：{key}: …", "write a plain colon and a space: `{key}: …`"))
    .mend(say!("改为半角冒号", "write a plain colon"), at, ": ", false)
}

/// A space that is none to YAML: full-width, no-break, of other widths, or of no width at all.
pub fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{3000}' | '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{feff}')
}

/// Full-width or no-break spaces or tabs as indentation.
pub fn indentation(at: Span) -> Diagnostic {
    Diagnostic::new(
        &codes::INDENTATION,
        at,
        say!("缩进用了全角空格、不间断空格或制表符", "the line is indented with a full-width space, a no-break space or a tab"),
    )
    .help(say!("改用半角空格，每级两个", "indent with plain spaces, two for each level"))
}

/// A key whose colon no space follows, here or where the decoder finds text in place of a mapping.
pub fn no_space_after_colon(at: Span, key: &str) -> Diagnostic {
    Diagnostic::new(&codes::SYNTAX, at, say!("「{key}」的冒号后面缺少空格", "a space is missing after the colon of `{key}`"))
        .help(say!("写成 {key}: …", "write `{key}: …`"))
        .mend(say!("补上空格", "add the space"), at, ": ", false)
}

/// A dash of a list that no space follows: to YAML its line goes on with the text of the line before, in silence.
pub fn no_space_after_dash(at: Span) -> Diagnostic {
    Diagnostic::new(&codes::SYNTAX, at, say!("“-”后面缺少空格", "a space is missing after the dash"))
        .help(say!("写成“- 内容”；若是文字，整段加引号", "write `- …`; if it is text, put the whole of it in quotes"))
}

/// Curly quotes where straight ones belong.
pub fn curly_quotes(at: Span) -> Diagnostic {
    Diagnostic::new(&codes::CURLY_QUOTES, at, say!("用了弯引号“ ”", "curly quotes “ ” stand here"))
        .help(say!("改为直引号 \" \"，或去掉引号", "write straight quotes \" \", or none"))
}
