//! Numbers that are a person's own within words: mobiles and numbers of identity cards, however they are written. What is published has none of them
//! before somebody says so.

use std::ops::Range;

/// What stands in the place of such a number wherever words are shown.
pub const HELD_BACK: &str = "（号码不公开）";

/// A number that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personal {
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// Its digits alone; a card may end with X.
    pub digits: String,
}

impl Personal {
    /// Whether it is a mobile, which somebody may publish; a card's number never is.
    #[must_use]
    pub fn is_mobile(&self) -> bool {
        self.digits.len() == MOBILE
    }
}

const MOBILE: usize = 11;
const CARD: usize = 18;
/// So many signs may stand between the groups of one number.
const MOST_BETWEEN: usize = 3;

/// A character as it is read: full width counts as half.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        'Ｘ' | 'ｘ' | 'x' => 'X',
        other => other,
    }
}

/// What may stand between the groups of a number.
fn is_between(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '－'
                | '–'
                | '—'
                | '‑'
                | '‐'
                | '−'
                | '─'
                | '.'
                | '．'
                | '·'
                | '•'
                | '_'
                | '*'
                | '\u{200b}'
                | '\u{2060}'
                | '\u{feff}'
        )
}

/// Digits that stand together.
struct Run {
    at: Range<usize>,
    digits: String,
}

/// Runs of digits that only signs between groups keep apart.
fn groups(text: &str) -> Vec<Vec<Run>> {
    let mut all: Vec<Vec<Run>> = vec![Vec::new()];
    // Signs since the last digit; none where something else stood there.
    let mut between: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let (end, c) = (at + c.len_utf8(), plain(c));
        let last = all.last_mut().filter(|group| !group.is_empty());
        if c.is_ascii_digit() || (c == 'X' && between == Some(0)) {
            match (last, between) {
                (Some(group), Some(0)) => {
                    if let Some(run) = group.last_mut() {
                        run.at.end = end;
                        run.digits.push(c);
                    }
                }
                (Some(group), Some(_)) => group.push(Run { at: at..end, digits: c.to_string() }),
                _ => all.push(vec![Run { at: at..end, digits: c.to_string() }]),
            }
            between = Some(0);
        } else {
            between = between.map(|n| n + 1).filter(|n| is_between(c) && *n <= MOST_BETWEEN);
        }
    }
    all
}

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    digits.len() == MOBILE
        && bytes.first() == Some(&b'1')
        && bytes.get(1).is_some_and(|d| (b'3'..=b'9').contains(d))
        && !digits.contains('X')
}

/// A number of an identity card: 17 digits with a day of birth within, and a digit or X.
fn is_card(digits: &str) -> bool {
    let part = |range: Range<usize>| digits.get(range).and_then(|p| p.parse::<u32>().ok());
    let body = digits.get(..CARD - 1).is_some_and(|body| body.bytes().all(|b| b.is_ascii_digit()));
    digits.len() == CARD
        && body
        && part(6..10).is_some_and(|year| (1900..=2100).contains(&year))
        && part(10..12).is_some_and(|month| (1..=12).contains(&month))
        && part(12..14).is_some_and(|day| (1..=31).contains(&day))
}

/// The mobile that a run of digits is, without 86 or a 0 before it.
fn mobile_of(digits: &str) -> Option<&str> {
    let bare =
        ["0086", "086", "86", "0"].into_iter().find_map(|before| digits.strip_prefix(before).filter(|rest| is_mobile(rest)));
    bare.or_else(|| is_mobile(digits).then_some(digits))
}

/// Every such number of a text, in their order.
#[must_use]
pub fn numbers(text: &str) -> Vec<Personal> {
    let mut found = Vec::new();
    // Nearly every text has too few digits for any.
    if text.chars().filter(|c| plain(*c).is_ascii_digit()).count() < MOBILE {
        return found;
    }
    for group in groups(text) {
        let mut from = 0;
        while from < group.len() {
            let taken = at(&group, from);
            let Some((count, list)) = taken else {
                from += 1;
                continue;
            };
            if let (Some(first), Some(last)) = (group.get(from), group.get(from + count - 1)) {
                let at = first.at.start..last.at.end;
                found.extend(list.into_iter().map(|digits| Personal { at: at.clone(), digits }));
            }
            from += count;
        }
    }
    found
}

/// What begins at a run: how many runs it takes, and the numbers that it is.
fn at(group: &[Run], from: usize) -> Option<(usize, Vec<String>)> {
    let rest = group.get(from..)?;
    let mut digits = String::new();
    for (count, run) in (1..).zip(rest) {
        digits.push_str(&run.digits);
        if digits.len() > 2 * CARD {
            break;
        }
        // Groups of a date are short: 15 2023-10-15. Digits one by one are a number that somebody spaced.
        let parts = rest.get(..count)?;
        let whole = parts.iter().skip(1).all(|r| r.digits.len() > 2) || parts.iter().all(|r| r.digits.len() == 1);
        if !whole {
            continue;
        }
        if let Some(mobile) = mobile_of(&digits) {
            return Some((count, vec![mobile.to_owned()]));
        }
        if is_card(&digits) {
            return Some((count, vec![digits]));
        }
        // Two or three that nobody has kept apart.
        let several = digits.len() > MOBILE && digits.len().is_multiple_of(MOBILE) && count == 1;
        let parts: Vec<String> =
            digits.as_bytes().chunks(MOBILE).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
        if several && parts.iter().all(|part| is_mobile(part)) {
            return Some((count, parts));
        }
    }
    None
}

/// A text without the numbers that nobody has published, and those numbers; `None` for a text without any. `is_public` is asked about digits
/// alone.
#[must_use]
pub fn without(text: &str, is_public: impl Fn(&str) -> bool) -> Option<(String, Vec<String>)> {
    let held: Vec<Personal> = numbers(text).into_iter().filter(|n| !(n.is_mobile() && is_public(&n.digits))).collect();
    if held.is_empty() {
        return None;
    }
    let (mut out, mut end) = (String::new(), 0);
    for number in &held {
        // Two numbers without anything between them stand at one place.
        if number.at.start >= end {
            out.push_str(text.get(end..number.at.start).unwrap_or_default());
            out.push_str(HELD_BACK);
            end = number.at.end;
        }
    }
    out.push_str(text.get(end..).unwrap_or_default());
    Some((out, held.into_iter().map(|n| n.digits).collect()))
}

/// The digits of a number, as [`without`] compares them.
#[must_use]
pub fn digits(text: &str) -> String {
    numbers(text).first().map_or_else(|| text.chars().map(plain).filter(char::is_ascii_digit).collect(), |n| n.digits.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        numbers(text).into_iter().map(|n| n.digits).collect()
    }

    #[test]
    fn mobiles_however_they_are_written() {
        for text in [
            "13812345678",
            "请联系李青13812345678",
            "138-1234-5678（李）",
            "138 1234 5678",
            "１３８１２３４５６７８",
            "138－1234－5678",
            "138—12345678",
            "1381234 5678",
            "+86 138 1234 5678",
            "+8613812345678",
            "(86)13812345678",
            "8613812345678",
            "013812345678",
            "1 3 8 1 2 3 4 5 6 7 8",
            "138\u{a0}1234\u{3000}5678",
            "138\u{200b}12345678",
            "0576-80001234/13812345678",
            "电话：138.1234.5678。",
            "1381234-5678转8012",
        ] {
            assert_eq!(found(text), ["13812345678"], "{text}");
        }
        assert_eq!(found("13812345678、13900001111"), ["13812345678", "13900001111"]);
        assert_eq!(found("1381234567813900001111"), ["13812345678", "13900001111"]);
        assert_eq!(found("33010219800101123X"), ["33010219800101123X"]);
        assert_eq!(found("身份证：330102 19800101 1235"), ["330102198001011235"]);
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "0576-80001234",
            "0576 8000 1234",
            "12393",
            "400-800-1234",
            "2023-10-15 08:30",
            "15 2023-10-15",
            "13-17 2023年",
            "12345678901",
            "91330100MA27XYZ123",
            "000000000000",
            "138123456789012",
            "统一编码 331002000000",
            "6222020000000000000",
            "8:30-11:30，14:30-17:30",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn words_lose_what_nobody_has_published() {
        let allowed = |number: &str| number == "13900001111";
        let (text, held) = without("李青 138-1234-5678，值班 139 0000 1111", allowed).unwrap();
        assert_eq!(
            (text.as_str(), held.as_slice()),
            ("李青 （号码不公开），值班 139 0000 1111", &["13812345678".to_owned()][..])
        );
        assert_eq!(without("值班 13900001111", allowed), None);
        let (text, held) = without("1381234567813700001111", allowed).unwrap();
        assert_eq!((text.as_str(), held.len()), (HELD_BACK, 2));
    }
}
