//! Numbers that Word counts (17.9): which list and level a paragraph belongs to, how far it has counted, and how the number is written.

use std::collections::{HashMap, HashSet};

use roxmltree::{Document as Xml, Node};

use super::styles::Styles;
use super::symbols::{CIRCLED, symbol};
use super::{attribute, child, flag, value};

/// Levels of a list.
const LEVELS: usize = 9;

/// A level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: i64,
    format: String,
    text: String,
    /// Signs of which typeface.
    font: String,
    /// Restarts after this level, from 1; 0 never.
    restart: Option<usize>,
    /// All numbers of it in digits.
    legal: bool,
    /// The style that has this level.
    style: String,
    /// Nobody sees the number.
    hidden: bool,
}

/// A list of paragraphs.
#[derive(Debug, Clone, Default)]
struct List {
    /// Which counter it has: lists of one kind count on together.
    counter: String,
    levels: HashMap<usize, Level>,
    /// Where it begins to count by itself.
    starts: HashMap<usize, i64>,
}

/// All lists, and how far they have counted.
#[derive(Debug, Default)]
pub struct Numbering {
    lists: HashMap<String, List>,
    counters: HashMap<String, [Option<i64>; LEVELS]>,
    begun: HashSet<(String, usize)>,
}

/// What stands before a paragraph of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Label {
    /// As it is shown; nothing for a dot.
    pub text: String,
    /// The level, from 0.
    pub level: u8,
    /// How it should have been written, where we do not know that.
    pub unknown: Option<String>,
}

impl Numbering {
    /// The lists of the part, if there is one.
    pub fn of(part: Option<&Xml<'_>>, styles: &Styles) -> Self {
        let Some(xml) = part else { return Self::default() };
        let named = |name: &'static str| xml.root_element().children().filter(move |n| n.tag_name().name() == name);
        let kinds: HashMap<&str, Node<'_, '_>> =
            named("abstractNum").filter_map(|n| Some((attribute(n, "abstractNumId")?, n))).collect();
        let of_list: HashMap<&str, &str> =
            named("num").filter_map(|n| Some((attribute(n, "numId")?, value(n, "abstractNumId")?))).collect();
        let mut lists = HashMap::new();
        for num in named("num") {
            let (Some(id), Some(mut kind)) = (attribute(num, "numId"), value(num, "abstractNumId")) else { continue };
            // A list that only names a style has its levels in the list of that style.
            if let Some(style) = kinds.get(kind).and_then(|n| value(*n, "numStyleLink")) {
                let linked = styles.numbers(Some(style)).and_then(|(other, ..)| of_list.get(other));
                let by_name = || kinds.iter().find(|(_, n)| value(**n, "styleLink") == Some(style)).map(|(id, _)| id);
                kind = linked.or_else(by_name).copied().unwrap_or(kind);
            }
            let mut list = List { counter: kind.to_owned(), ..List::default() };
            let levels = kinds.get(kind).into_iter().flat_map(Node::children).filter(|n| n.tag_name().name() == "lvl");
            list.levels.extend(levels.filter_map(level));
            for over in num.children().filter(|n| n.tag_name().name() == "lvlOverride") {
                let Some(at) = attribute(over, "ilvl").and_then(|v| v.parse().ok()).filter(|at| *at < LEVELS) else { continue };
                list.levels.extend(child(over, "lvl").and_then(level));
                if let Some(start) = value(over, "startOverride").and_then(|v| v.parse().ok()) {
                    list.starts.insert(at, start);
                }
            }
            lists.insert(id.to_owned(), list);
        }
        Self { lists, ..Self::default() }
    }

    /// The next number of a list. `style` is the style that brings the list, where the paragraph does not.
    pub fn next(&mut self, id: &str, level: Option<u8>, style: Option<&str>) -> Option<Label> {
        let list = self.lists.get(id)?;
        let by_style = || list.levels.iter().find(|(_, l)| style.is_some_and(|s| l.style == s)).map(|(at, _)| *at);
        let at = level.map(usize::from).or_else(by_style).unwrap_or(0).min(LEVELS - 1);
        let own = list.levels.get(&at)?;
        let counts = self.counters.entry(list.counter.clone()).or_default();
        let begins = list.starts.get(&at).filter(|_| self.begun.insert((id.to_owned(), at)));
        let (before, rest) = counts.split_at_mut(at);
        let (now, below) = rest.split_first_mut()?;
        *now = Some(match (begins, *now) {
            (Some(start), _) => *start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => own.start,
        });
        for (more, count) in below.iter_mut().enumerate() {
            let deeper = list.levels.get(&(at + 1 + more)).and_then(|l| l.restart);
            // 0 never restarts; else only where a level up to that one has counted.
            if deeper.is_none_or(|after| after > 0 && at < after) {
                *count = None;
            }
        }
        let start = |at: usize| list.levels.get(&at).map_or(1, |l| l.start);
        for (upper, count) in before.iter_mut().enumerate() {
            count.get_or_insert_with(|| start(upper));
        }
        let counts = *counts;
        let mut label = Label { text: String::new(), level: u8::try_from(at).unwrap_or(0), unknown: None };
        if own.hidden || own.format == "none" && !own.text.contains('%') {
            label.text = if own.hidden { String::new() } else { own.text.clone() };
            return Some(label);
        }
        if own.format == "bullet" {
            label.text = bullet(own);
            return Some(label);
        }
        let mut signs = own.text.chars().peekable();
        while let Some(c) = signs.next() {
            let number = if c == '%' { signs.peek().and_then(|d| d.to_digit(10)).filter(|d| *d > 0) } else { None };
            let Some(number) = number else {
                label.text.push(c);
                continue;
            };
            signs.next();
            let which = number as usize - 1;
            let format = list.levels.get(&which).map_or("decimal", |l| l.format.as_str());
            let count = counts.get(which).copied().flatten().unwrap_or(1);
            let shown = written(count, if own.legal && format != "none" { "decimal" } else { format });
            if shown.is_none() {
                label.unknown = Some(format.to_owned());
            }
            label.text.push_str(&shown.unwrap_or_else(|| count.to_string()));
        }
        Some(label)
    }
}

fn level(node: Node<'_, '_>) -> Option<(usize, Level)> {
    let at = attribute(node, "ilvl")?.parse().ok().filter(|at| *at < LEVELS)?;
    let letters = child(node, "rPr");
    let fonts = letters.and_then(|r| child(r, "rFonts"));
    // Newer formats stand beside an older one that stands in for them.
    let format = value(node, "numFmt").or_else(|| {
        let both = child(node, "AlternateContent")?;
        ["Choice", "Fallback"].into_iter().find_map(|name| value(child(both, name)?, "numFmt"))
    });
    Some((
        at,
        Level {
            start: value(node, "start").and_then(|v| v.parse().ok()).unwrap_or(0),
            format: format.unwrap_or("decimal").to_owned(),
            text: value(node, "lvlText").unwrap_or_default().to_owned(),
            font: fonts.and_then(|f| attribute(f, "ascii")).unwrap_or_default().to_owned(),
            restart: value(node, "lvlRestart").and_then(|v| v.parse().ok()),
            legal: flag(node, "isLgl").unwrap_or(false),
            style: value(node, "pStyle").unwrap_or_default().to_owned(),
            hidden: letters.and_then(|r| flag(r, "vanish")).unwrap_or(false),
        },
    ))
}

/// A sign before entries says something only where it is a tick or a box.
fn bullet(level: &Level) -> String {
    let sign = level.text.chars().next().and_then(|c| symbol(&level.font, u32::from(c)));
    sign.filter(|c| "√×☑☒□✓✔✗☐".contains(*c)).map(String::from).unwrap_or_default()
}

/// A number as a format writes it; none for formats that we do not know.
fn written(number: i64, format: &str) -> Option<String> {
    let from = |marks: &str| {
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        marks.chars().nth(at).map(String::from).or_else(|| Some(number.to_string()))
    };
    Some(match format {
        "none" => String::new(),
        "decimal" | "decimalHalfWidth" | "numberInDash" => number.to_string(),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => number
            .to_string()
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xFEE0).filter(|_| c.is_ascii_digit()).unwrap_or(c))
            .collect(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => return from(CIRCLED),
        "decimalEnclosedFullstop" => return from("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
        "decimalEnclosedParen" => return from("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
        "ideographEnclosedCircle" => return from("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
        "ideographTraditional" => return from("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => return from("子丑寅卯辰巳午未申酉戌亥"),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" | "koreanDigital2" => digits(number),
        "chineseCounting" | "taiwaneseCounting" if number >= 100 => digits(number),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => counted(number, "〇一二三四五六七八九", ["", "十", "百", "千"], true)?,
        "chineseLegalSimplified" => counted(number, "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"], false)?,
        "ideographLegalTraditional" => counted(number, "零壹貳參肆伍陸柒捌玖", ["", "拾", "佰", "仟"], false)?,
        "lowerLetter" => letters(number, b'a')?,
        "upperLetter" => letters(number, b'A')?,
        "lowerRoman" => roman(number)?.to_lowercase(),
        "upperRoman" => roman(number)?,
        _ => return None,
    })
}

/// 一〇五: each digit by itself.
fn digits(number: i64) -> String {
    number.to_string().chars().filter_map(|c| "〇一二三四五六七八九".chars().nth(c.to_digit(10)? as usize)).collect()
}

/// 一百零五; 十一 and not 一十一 where `short`.
fn counted(number: i64, digits: &str, units: [&str; 4], short: bool) -> Option<String> {
    let number = usize::try_from(number).ok().filter(|n| *n < 10_000)?;
    let digit = |d: usize| digits.chars().nth(d);
    if number == 0 {
        return digit(0).map(String::from);
    }
    let zero = if short { '零' } else { digit(0)? };
    let (mut out, mut gap) = (String::new(), false);
    for (place, unit) in units.iter().enumerate().rev() {
        let d = number / 10_usize.pow(u32::try_from(place).ok()?) % 10;
        if d == 0 {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push(zero);
        }
        if !(short && d == 1 && place == 1 && out.is_empty()) {
            out.push(digit(d)?);
        }
        out.push_str(unit);
    }
    Some(out)
}

/// a … z, aa, bb: as Word does it.
fn letters(number: i64, first: u8) -> Option<String> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    let letter = char::from(first + u8::try_from(at % 26).ok()?);
    Some(std::iter::repeat_n(letter, (at / 26 + 1).min(30)).collect())
}

fn roman(number: i64) -> Option<String> {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = (1..4000).contains(&number).then_some(number)?;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_they_are_written() {
        for (number, format, wanted) in [
            (3, "chineseCounting", "三"),
            (10, "chineseCountingThousand", "十"),
            (11, "japaneseCounting", "十一"),
            (21, "chineseCounting", "二十一"),
            (105, "chineseCountingThousand", "一百零五"),
            (105, "chineseCounting", "一〇五"),
            (110, "chineseCountingThousand", "一百一十"),
            (12, "chineseLegalSimplified", "壹拾贰"),
            (3, "decimalEnclosedCircleChinese", "③"),
            (4, "upperRoman", "IV"),
            (27, "lowerLetter", "aa"),
            (2, "ideographTraditional", "乙"),
            (7, "decimalZero", "07"),
            (12, "decimalFullWidth", "１２"),
        ] {
            assert_eq!(written(number, format).as_deref(), Some(wanted), "{format}");
        }
        assert_eq!(written(1, "hebrew1"), None);
    }
}
