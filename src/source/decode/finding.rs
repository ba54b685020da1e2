//! The findings that decoders share: what is wrong with a value, where, and what to write instead.

use rust_decimal::Decimal;

use crate::diagnostic::{Bilingual, Diagnostic, Span, codes};
use crate::say;
use crate::source::node::{Node, Value};
use crate::source::yaml::{curly_quotes, full_width_colon, glued_key, no_space_after_colon};

/// The name most like a misspelt one, when it is close enough to be meant.
pub fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    all_nearest(word, names).into_iter().next()
}

/// All names that are equally near to a word, each once, in their order.
#[must_use]
pub fn all_nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let long = word.chars().count();
    let near: Vec<(usize, &str)> = names
        .map(|name| (strsim::damerau_levenshtein(word, name), name))
        .filter(|(distance, name)| {
            let most = if long.max(name.chars().count()) <= 4 { 1 } else { long.max(3) / 3 + 1 };
            // With one or two characters every other word is "near" unless something is shared.
            *distance <= most && name.chars().any(|c| word.contains(c))
        })
        .collect();
    let least = near.iter().map(|(distance, _)| *distance).min();
    let mut list: Vec<&str> = Vec::new();
    for (distance, name) in near {
        if Some(distance) == least && !list.contains(&name) {
            list.push(name);
        }
    }
    list
}

/// A value of the wrong type; `expected` completes "should be …".
#[must_use]
pub fn wrong_type(node: &Node, expected: &Bilingual) -> Diagnostic {
    let (zh, en) = match &node.value {
        Value::Null => ("空值", "nothing"),
        Value::Scalar { .. } => ("一个值", "a single value"),
        Value::List(_) => ("一个列表", "a list"),
        Value::Map(_) => ("一组键", "a mapping"),
    };
    let span = Span { end: node.span.end.min(node.span.start + 60).max(node.span.start), ..node.span };
    Diagnostic::new(
        &codes::WRONG_TYPE,
        span,
        Bilingual {
            zh: format!("这里应是{}，写的是{zh}", expected.zh),
            en: format!("this should be {}, but it is {en}", expected.en),
        },
    )
}

/// A value where keys belong; `expected` completes "should be …". A text such as `名称：东镇` or `名称:东镇` is a key whose colon is
/// full-width or lacks its space.
#[must_use]
pub fn not_a_mapping(node: &Node, expected: &Bilingual) -> Diagnostic {
    let text = node.text().unwrap_or_default();
    match text.split_once('：') {
        Some((key, _)) if !key.contains(['\n', ' ', '，', '。']) => full_width_colon(node.span.part(key.len(), 3), key),
        _ => match glued_key(text) {
            Some(key) => no_space_after_colon(node.span.part(key.len(), 1), key),
            None => wrong_type(node, expected),
        },
    }
}

/// A value in a wrong form; `form` says the right one.
#[must_use]
pub fn bad_value(span: Span, text: &str, what: &Bilingual, form: &Bilingual) -> Diagnostic {
    if text.contains(['“', '”']) {
        return curly_quotes(span);
    }
    let half = half_width(text);
    if half != text && half.chars().any(|c| c.is_ascii_digit()) {
        return Diagnostic::new(
            &codes::FULL_WIDTH_DIGITS,
            span,
            say!("“{text}”用了全角字符", "“{text}” holds full-width characters"),
        )
        .help(say!("改为半角：{half}", "write {half}"))
        .instead(Some(&half));
    }
    Diagnostic::new(
        &codes::BAD_VALUE,
        span,
        Bilingual { zh: format!("“{text}”不是{}", what.zh), en: format!("“{text}” is not {}", what.en) },
    )
    .help(form.clone())
}

/// A number in a wrong form. Of `5分` and `５分` the help keeps the number.
#[must_use]
pub fn bad_number(span: Span, text: &str, what: &Bilingual, form: &Bilingual) -> Diagnostic {
    let plain = bad_value(span, text, what, form);
    let half = half_width(text.trim());
    // 1,200 and 1 200 are numbers as people write them.
    let joined: String = half.chars().filter(|c| !matches!(c, ',' | ' ' | '\'' | '_')).collect();
    if joined != half && Decimal::from_str_exact(&joined).is_ok() {
        return plain.help(say!("写成 {joined}", "write {joined}")).instead(Some(&joined));
    }
    let number: String = half.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    let unit = half.chars().nth(number.chars().count());
    // What 万 and degrees mean is for the writer to work out: 0.12万, 35°12′.
    if !number.is_empty() && unit.is_some_and(|c| "万亿千百十°′″度".contains(c)) {
        return plain.help(say!("先换算成一个数，只写数字", "work it out to one number, and write that alone"));
    }
    // `2026-05` and `5.` are no number with a unit behind it.
    if number.is_empty() || unit.is_none_or(|c| c.is_ascii() && !c.is_whitespace()) || Decimal::from_str_exact(&number).is_err() {
        return plain;
    }
    plain.help(say!("只写数字，不写单位：{number}", "write the number without unit: {number}"))
}

/// Full-width digits, letters and signs as their half-width forms.
#[must_use]
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c) {
            n @ 0xFF01..=0xFF5E => char::from_u32(n - 0xFEE0).unwrap_or(c),
            0x3000 => ' ',
            _ => c,
        })
        .collect()
}
