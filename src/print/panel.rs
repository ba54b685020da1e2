//! Owns the view of `panel.typ`: a rule that hangs on the wall, and which of its paragraphs are numbered clauses.
//! Must not know how large it is set or on how many sheets.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::common::{Context, Sheet, text_or_empty};
use super::handbook::tree;
use crate::model::publicity::Panel;

/// Everything that the panel shows.
#[derive(Clone, Debug, Serialize)]
pub struct PanelView {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Title: 首问负责制.
    pub headline: String,
    /// What the rule rests on, or empty.
    pub source: String,
    /// 示例 when the text is a sample, else empty.
    pub sample: String,
    /// The text: a Markdown tree, with `clause` for a paragraph that begins with its number.
    pub blocks: Json,
}

/// The view of a panel; `pictures` are the assets of its pictures, by path.
#[must_use]
pub fn view(ctx: &Context<'_>, panel: &Panel, pictures: &BTreeMap<String, String>) -> PanelView {
    let front = &panel.front;
    let mut blocks = tree(&panel.body, pictures, 1);
    for block in blocks.as_array_mut().into_iter().flatten() {
        as_clause(block);
    }
    PanelView {
        sheet: ctx.sheet(format!("上墙制度：{}", front.title.value)),
        headline: front.title.value.clone(),
        source: text_or_empty(front.source.as_ref()),
        sample: if front.sample { "示例文字，以正式公布的制度为准".to_owned() } else { String::new() },
        blocks,
    }
}

/// Turns a paragraph that begins with 第一条, 一、, （一） or 1、 into a clause, whose lines hang behind that number.
fn as_clause(block: &mut Json) {
    if block["t"] != "p" {
        return;
    }
    let Some(inlines) = block["c"].as_array() else { return };
    let Some(first) = inlines.first() else { return };
    // Numbers often stand in bold: **第一条** 为了……
    let bold = first["t"] == "strong";
    let text = if bold { first["c"][0]["s"].as_str() } else { first["s"].as_str() };
    let Some((number, rest)) = text.and_then(split_number) else { return };
    let (number, rest) = (number.to_owned(), rest.to_owned());
    let mut c: Vec<Json> = inlines.clone();
    if let Some(place) = c.first_mut().and_then(|first| first.pointer_mut(if bold { "/c/0/s" } else { "/s" })) {
        *place = Json::String(rest.clone());
    }
    if bold && rest.is_empty() {
        c.remove(0);
        // The space that stood between the bold number and its text.
        if let Some(place) = c.first_mut().and_then(|next| next.get_mut("s")) {
            *place = Json::String(place.as_str().unwrap_or_default().trim_start().to_owned());
        }
    }
    *block = json!({"t": "clause", "text": number, "c": c});
}

/// The number that a clause begins with, and its text.
fn split_number(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let is_digit = |c: char| "〇零一二三四五六七八九十百".contains(c) || c.is_ascii_digit();
    let digits = |from: usize| -> Option<usize> {
        let rest = text.get(from..)?;
        let end = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
        // Three figures at most: what is longer is a year or an amount.
        (end > 0 && rest.get(..end)?.chars().count() <= 3).then_some(from + end)
    };
    let begins = |mark: &str| text.starts_with(mark).then_some(mark.len());
    let after = |end: usize, mark: &str| text.get(end..)?.starts_with(mark).then_some(end + mark.len());
    let end = if let Some(inner) = begins("第").and_then(digits) {
        after(inner, "条")?
    } else if let Some(inner) = begins("（").and_then(digits) {
        after(inner, "）")?
    } else {
        let inner = digits(0)?;
        after(inner, "、").or_else(|| after(inner, "．"))?
    };
    Some((text.get(..end)?, text.get(end..)?.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_clauses_are_told_from_text() {
        assert_eq!(split_number("第十二条　为了规范"), Some(("第十二条", "为了规范")));
        assert_eq!(split_number("一、首问负责"), Some(("一、", "首问负责")));
        assert_eq!(split_number("（三）限时办结"), Some(("（三）", "限时办结")));
        assert_eq!(split_number("2、当场办理"), Some(("2、", "当场办理")));
        for plain in ["第一位接待的人员", "一次性告知", "2023、2024年", "（试行）", "十分钟内办完", ""] {
            assert_eq!(split_number(plain), None, "{plain}");
        }
    }

    #[test]
    fn a_paragraph_becomes_a_clause_and_keeps_its_words() {
        let text = |s: &str| json!({"t": "text", "s": s});
        let mut plain = json!({"t": "p", "c": [text("一、接待。"), {"t": "strong", "c": [text("要点")]}]});
        as_clause(&mut plain);
        assert_eq!(plain, json!({"t": "clause", "text": "一、", "c": [text("接待。"), {"t": "strong", "c": [text("要点")]}]}));
        let mut bold = json!({"t": "p", "c": [{"t": "strong", "c": [text("第一条")]}, text(" 接待。")]});
        as_clause(&mut bold);
        assert_eq!(bold, json!({"t": "clause", "text": "第一条", "c": [text("接待。")]}));
        let mut other = json!({"t": "p", "c": [text("第一位接待的人员负责。")]});
        as_clause(&mut other);
        assert_eq!(other["t"], "p");
    }
}
