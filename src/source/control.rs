//! Characters that no one sees and no document should hold: control characters, and signs that turn the direction of the text.
//!
//! A pasted null byte would end a line in one program and be a box in another; XML (Word, Excel) refuses it altogether. Each is a
//! finding where it stands, and none gets into a value.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span, codes};
use crate::say;

/// Most findings of one file; a file that holds more of them is no text.
const MOST: usize = 20;

/// Whether a character must not reach a page: control characters but tab and line ends, directional overrides, non-characters.
pub fn is_unwanted(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Reports the unwanted characters of a text that begins at byte `base` of its file, and gives the text with spaces of the same
/// length in their place, so that places stay right.
pub fn cleaned<'a>(file: FileId, text: &'a str, base: usize, out: &mut Diagnostics) -> Cow<'a, str> {
    if !text.chars().any(is_unwanted) {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    let mut found = 0;
    for (i, c) in text.char_indices() {
        if !is_unwanted(c) {
            result.push(c);
            continue;
        }
        if found < MOST {
            out.push(finding(Span::new(file, base + i, base + i + c.len_utf8()), c));
        }
        found += 1;
        result.extend(std::iter::repeat_n(' ', c.len_utf8()));
    }
    Cow::Owned(result)
}

/// The finding for one unwanted character.
pub fn finding(at: Span, c: char) -> Diagnostic {
    let code = u32::from(c);
    Diagnostic::new(
        &codes::BAD_VALUE,
        at,
        say!("这里有看不见的控制字符 U+{code:04X}", "an invisible control character, U+{code:04X}, stands here"),
    )
    .help(say!("删去这一处，重新输入", "delete this part and type it again"))
}
