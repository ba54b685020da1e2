//! Rules about signs: the bureau's patterns for door plates, the windows of a point, and the links of its service rating. Each keeps a
//! slip of the pen from being printed on a plate.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Span, codes};
use crate::model::plate::{self, Doubt, Slip};
use crate::model::point::{FactValue, LONGEST_LINK, MOST_WINDOWS, link};
use crate::model::{Bureau, Point, Text};
use crate::say;

/// All rules about the signs of a bureau's points.
pub fn run(bureau: &Bureau, out: &mut Diagnostics) {
    for pattern in bureau.file.print.iter().flat_map(|p| [&p.town_plate, &p.village_plate]).flatten() {
        pattern_rule(pattern, out);
    }
    for point in bureau.every_point() {
        stated(point, out);
        named(point, out);
        plate_rule(bureau, point, out);
        for rating in point.rating.iter().chain(point.windows.iter().filter_map(|w| w.rating.as_ref())) {
            rating_rule(rating, out);
        }
    }
}

/// A pattern for plates has the place in it, and no other braces (C340).
fn pattern_rule(pattern: &Text, out: &mut Diagnostics) {
    let help = say!(
        "写 {{place}} 代表地名，如 {{place}}医疗保障服务站",
        "write {{place}} for the name of the place, as in {{place}}医疗保障服务站"
    );
    match plate::slip(pattern) {
        Some(Slip::Braces(at)) => {
            let braces = pattern.get(at).unwrap_or_default();
            let message = say!("门牌写法“{pattern}”里的“{braces}”没有意思", "“{braces}” in the plate “{pattern}” means nothing");
            out.push(Diagnostic::new(&codes::BAD_PLATE, pattern.span, message).help(help));
        }
        Some(Slip::NoPlace) => {
            let message = say!(
                "门牌写法“{pattern}”没有地名，各点的门牌会一样",
                "the plate “{pattern}” names no place: all plates would be the same"
            );
            let mut found = Diagnostic::new(&codes::BAD_PLATE, pattern.span, message).help(help);
            // Such a plate can be printed, and may be meant.
            found.severity = Severity::Warning;
            out.push(found);
        }
        None => {}
    }
}

/// What a plate says is not guessed (C347): which place a name speaks of where that is not sure, and no word twice.
fn plate_rule(bureau: &Bureau, point: &Point, out: &mut Diagnostics) {
    let choice = bureau.file.print.as_ref();
    if !choice.is_none_or(|c| c.pieces.is_empty() || c.pieces.iter().any(|p| p.as_str() == "door-plate")) {
        return;
    }
    let name = &point.name.value;
    let (span, message, help) = match (plate::doubt(point, bureau.tier(point), choice), &point.place) {
        (Some(Doubt::Place), _) => {
            let place = plate::guess(name).unwrap_or("东村");
            (
                point.name.span,
                say!(
                    "从“{name}”看不出哪几个字是地名，门牌照原名印",
                    "it is not clear which part of “{name}” is the place: the door plate shows the whole name"
                ),
                say!("写明地名，如 地名: {place}", "name the place, as in place: {place}"),
            )
        }
        (Some(Doubt::Doubled(plate)), Some(place)) => (
            place.span,
            say!(
                "地名“{place}”里有医保的字，门牌会写成“{plate}”",
                "the place “{place}” names the insurance: the door plate would say “{plate}”"
            ),
            say!("只写地名，如 东村", "write the place alone, as in 东村"),
        ),
        _ => return,
    };
    out.push(Diagnostic::new(&codes::UNSURE_PLATE, span, message).help(help));
}

/// The number of windows is a whole one that a hall can have (C341): no signs are made for any other.
fn stated(point: &Point, out: &mut Diagnostics) {
    let Some((key, value)) = point.facts.iter().find(|(key, _)| key.value == "windows") else { return };
    let (span, written) = match value {
        FactValue::Number(number) => (number.span, number.value.to_string()),
        FactValue::Text(text) => (text.span, text.value.clone()),
        FactValue::YesNo(answer) => (answer.span, if answer.value { "是" } else { "否" }.to_owned()),
        FactValue::List(_) => (key.span, "…".to_owned()),
    };
    let name = &point.name.value;
    match point.stated_windows() {
        None => out.push(
            Diagnostic::new(
                &codes::BAD_WINDOWS,
                span,
                say!("“{name}”的窗口数“{written}”不能用", "“{written}” is not a valid number of windows for “{name}”"),
            )
            .help(say!("写整数，不超过 {MOST_WINDOWS}", "write a whole number, {MOST_WINDOWS} at most")),
        ),
        Some(count) if !point.windows.is_empty() && count != point.windows.len() => {
            let listed = point.windows.len();
            let first = point.windows.first().map_or(point.span, |w| w.span);
            out.push(
                Diagnostic::new(
                    &codes::BAD_WINDOWS,
                    span,
                    say!(
                        "“{name}”的数据写有 {count} 个窗口，窗口列了 {listed} 个",
                        "the facts of “{name}” state {count} windows, {listed} are listed"
                    ),
                )
                .help(say!("改成一样的数；印刷按列出的窗口", "make them agree; print follows the list"))
                .related(first, say!("窗口列在这里", "the windows are listed here")),
            );
        }
        Some(_) => {}
    }
}

/// Windows that are named have numbers of their own, and are no more than a hall can have (C341).
fn named(point: &Point, out: &mut Diagnostics) {
    let name = &point.name.value;
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for window in &point.windows {
        let number = window.number.trim();
        if number.is_empty() {
            let message = say!("“{name}”有个窗口没有号", "a window of “{name}” has no number");
            out.push(
                Diagnostic::new(&codes::BAD_WINDOWS, window.number.span, message)
                    .help(say!("写 number: 1", "write `number: 1`"))
                    .on_form(say!("填上窗口号，如 1", "fill in its number, such as 1")),
            );
        } else if let Some(first) = seen.insert(number, window.number.span) {
            let message = say!("“{name}”有两个窗口是 {number} 号", "“{name}” has two windows of the number {number}");
            let found = Diagnostic::new(&codes::BAD_WINDOWS, window.number.span, message);
            out.push(
                found
                    .help(say!("每个窗口一个号", "give each window its own"))
                    .related(first, say!("第一个在这里", "the first is here")),
            );
        }
    }
    if let Some(window) = point.windows.get(MOST_WINDOWS) {
        let count = point.windows.len();
        let message = say!("“{name}”列了 {count} 个窗口", "“{name}” lists {count} windows");
        let help = say!("最多印 {MOST_WINDOWS} 个；其余的删去", "at most {MOST_WINDOWS} are printed: remove the rest");
        out.push(Diagnostic::new(&codes::BAD_WINDOWS, window.span, message).help(help));
    }
}

/// A rating that looks like an address is one that a code can hold (C326). Any other text is the bureau's own code, printed as it is.
fn rating_rule(rating: &Text, out: &mut Diagnostics) {
    let looks = rating.contains("://") || rating.trim().to_ascii_lowercase().starts_with("www.");
    if looks && link(rating).is_none() {
        let message = say!("好差评链接“{rating}”打不开", "the rating link “{rating}” cannot be opened");
        out.push(Diagnostic::new(&codes::BAD_URL, rating.span, message).help(say!(
            "照抄评价平台给的链接，以 https:// 开头，中间没有空格，不超过 {LONGEST_LINK} 个字节",
            "copy the link of the rating platform: https:// first, no blanks, {LONGEST_LINK} bytes at most"
        )));
    }
}
