//! Owns the search for characters that no font could show, before anything is set, and what is said of one.
//! Must not know where the text came from: the caller finds the file by the context.

use std::collections::BTreeSet;

/// Characters kept on each side of a missing one, enough to find its place in a file.
const CONTEXT: usize = 12;

/// A character without a glyph, and the text that it stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingGlyph {
    /// The character.
    pub character: char,
    /// The text around it as it was set: part of one line, so look for a piece of it that is
    /// whole in the source, at least the character itself.
    pub context: String,
    /// The first page that it stands on, from 1.
    pub page: usize,
}

impl std::fmt::Display for MissingGlyph {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (U+{:04X}) in “{}”", self.character, u32::from(self.character), self.context)
    }
}

/// The characters of a text that fonts do not have, sorted, each context once. Nothing is set: a check before any document is made.
#[must_use]
pub fn uncovered(text: &str, has: &dyn Fn(char) -> bool) -> BTreeSet<MissingGlyph> {
    text.char_indices()
        .filter(|(_, c)| is_printed(*c) && !has(*c))
        .map(|(at, character)| MissingGlyph { character, context: around(text, at, at + character.len_utf8()), page: 1 })
        .collect()
}

/// Whether a character needs a glyph: not white space, not a control character, and none of those that only steer how others are set
/// (`Default_Ignorable_Code_Point` of Unicode), which a typesetter takes out.
#[must_use]
pub fn is_printed(character: char) -> bool {
    let ignorable = matches!(u32::from(character),
        0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFF8 | 0x1BCA0..=0x1BCA3
        | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF);
    !character.is_whitespace() && !character.is_control() && !ignorable
}

/// The cluster with some characters before and after it.
#[must_use]
pub fn around(text: &str, start: usize, end: usize) -> String {
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let from = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
    let upto = after.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| end + at);
    text.get(from..upto).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_is_cut_at_characters() {
        let text = "苏木镇党群服务中心综合窗口𰻝面馆旁";
        let start = text.find('𰻝').unwrap();
        let end = start + '𰻝'.len_utf8();
        assert_eq!(around(text, start, end), "木镇党群服务中心综合窗口𰻝面馆旁");
        assert_eq!(around("𰻝", 0, 4), "𰻝");
    }
}
