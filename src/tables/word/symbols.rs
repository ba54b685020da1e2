//! Characters of the typefaces of symbols (Wingdings and its like, Symbol) in Unicode, as far as people use them in Chinese forms; and letters that Word draws
//! small and high.

/// Circled numbers.
pub const CIRCLED: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

/// Whether a typeface draws symbols in place of letters.
pub fn is_symbols(font: &str) -> bool {
    let font = font.to_lowercase();
    font.starts_with("wingdings") || font == "webdings" || font == "symbol"
}

/// A character of a typeface of symbols; none where we do not know it.
pub fn symbol(font: &str, code: u32) -> Option<char> {
    // The private place of Unicode and the code of the typeface itself are the same.
    let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let font = font.to_lowercase();
    let numbered = |first: u32, marks: &str| code.checked_sub(first).and_then(|at| marks.chars().nth(at as usize));
    match font.as_str() {
        "wingdings" => Some(match code {
            0x20 => ' ',
            0xFC => '√',
            0xFB => '×',
            0xFE => '☑',
            0xFD => '☒',
            0x6F | 0x70 | 0x71 | 0x72 | 0xA8 => '□',
            0x6C | 0x9F | 0xA0 => '●',
            0xA1 | 0xA2 => '○',
            0x6E | 0xA7 => '■',
            0x74 | 0x75 | 0x77 => '◆',
            0x76 => '❖',
            0xAB | 0xB6 => '★',
            0xD8 => '➢',
            0xE0 | 0xE8 | 0xF0 => '→',
            0xDF | 0xE7 | 0xEF => '←',
            0xE1 | 0xE9 | 0xF1 => '↑',
            0xE2 | 0xEA | 0xF2 => '↓',
            0x28 | 0x29 => '☎',
            0x2A => '✉',
            0x80 => '⓪',
            0x8B => '⓿',
            0x81..=0x8A => return numbered(0x81, CIRCLED),
            0x8C..=0x95 => return numbered(0x8C, "❶❷❸❹❺❻❼❽❾❿"),
            _ => return None,
        }),
        "wingdings 2" | "wingdings2" => Some(match code {
            0x20 => ' ',
            0x50 => '√',
            0x4F => '×',
            0x52 => '☑',
            0x51 | 0x53 | 0x54 => '☒',
            0x2A | 0xA3 => '□',
            0x98 => '●',
            0xA2 => '■',
            0x69 => '⓪',
            0x6A..=0x73 => return numbered(0x6A, CIRCLED),
            0x75 => '⓿',
            0x76..=0x7F => return numbered(0x76, "❶❷❸❹❺❻❼❽❾❿"),
            _ => return None,
        }),
        "webdings" => Some(match code {
            0x20 => ' ',
            0x61 => '√',
            0x72 => '×',
            0x63 => '□',
            0x67 => '■',
            0x6E => '●',
            0x33 => '←',
            0x34 => '→',
            _ => return None,
        }),
        "symbol" => Some(match code {
            0x2D => '-',
            0x61 => 'α',
            0x62 => 'β',
            0x6D => 'μ',
            0x20..=0x21 | 0x23 | 0x25..=0x26 | 0x28..=0x29 | 0x2B..=0x3F | 0x5B | 0x5D | 0x7B..=0x7D => char::from_u32(code)?,
            0xA3 => '≤',
            0xB3 => '≥',
            0xB9 => '≠',
            0xB4 => '×',
            0xB8 => '÷',
            0xB1 => '±',
            0xB0 => '°',
            0xB7 => '•',
            0xD6 => '√',
            0xAE => '→',
            0xAC => '←',
            0xAD => '↑',
            0xAF => '↓',
            0xE5 => '∑',
            _ => return None,
        }),
        // An ordinary typeface: the code is Unicode's, as long as it says anything.
        _ => char::from_u32(code).filter(|c| !c.is_control() && !('\u{E000}'..='\u{F8FF}').contains(c)),
    }
}

/// Digits that stand high or low are others than those on the line.
pub fn shifted(text: &str, high: bool) -> Option<String> {
    let digits = if high { "⁰¹²³⁴⁵⁶⁷⁸⁹" } else { "₀₁₂₃₄₅₆₇₈₉" };
    let one = |c: char| c.to_digit(10).and_then(|d| digits.chars().nth(d as usize));
    if text.is_empty() { None } else { text.chars().map(one).collect() }
}

/// A number or a sign in a circle or a box, as fields draw them.
pub fn enclosed(frame: &str, inner: &str) -> Option<String> {
    match (frame, inner) {
        ("○" | "〇" | "◯" | "O" | "o", number) => {
            let number: usize = number.parse().ok()?;
            number.checked_sub(1).and_then(|at| CIRCLED.chars().nth(at)).map(String::from)
        }
        ("□" | "☐", "√" | "✓" | "✔") => Some("☑".to_owned()),
        ("□" | "☐", "×" | "✗" | "X" | "x") => Some("☒".to_owned()),
        _ => None,
    }
}
