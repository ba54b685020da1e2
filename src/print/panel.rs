//! Owns the view of `panel.typ`: a rule that hangs on the wall, and which of its paragraphs are numbered clauses.
//! Must not know how large it is set or on how many sheets.

use std::collections::BTreeMap;

use serde::Serialize;

use super::common::{Context, Sheet, text_or_empty};
use super::facts::{Collector, Facts, facts};
use super::prose::{printed, tree};
use crate::model::publicity::Panel;
use crate::source::markdown::{Block, Inline};

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
    pub blocks: Vec<PanelBlock>,
}

facts! {
    PanelView {
        sheet: open,
        headline: fact("标题"),
        source: fact("来源"),
        sample: fact("示例"),
        blocks: fact("正文"),
    }
}

/// A block of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum PanelBlock {
    /// A paragraph that begins with its number.
    Clause(Clause),
    /// Any other.
    Other(Block),
}

impl Facts for PanelBlock {
    fn collect(&self, facts: &mut Collector) {
        match self {
            Self::Clause(Clause { t: _, text, c }) => facts.text(&format!("{text}{}", printed(c))),
            Self::Other(block) => block.collect(facts),
        }
    }
}

/// A numbered clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// What tells templates that it is one.
    pub t: &'static str,
    /// Its number: 第一条.
    pub text: String,
    /// What it says.
    pub c: Vec<Inline>,
}

/// The view of a panel; `pictures` are the assets of its pictures, by path.
#[must_use]
pub fn panel_view(ctx: &Context<'_>, panel: &Panel, pictures: &BTreeMap<String, String>) -> PanelView {
    let front = &panel.front;
    PanelView {
        sheet: ctx.sheet(format!("上墙制度：{}", front.title.value)),
        headline: front.title.value.clone(),
        source: text_or_empty(front.source.as_ref()),
        sample: if front.sample { "示例文字，以正式公布的制度为准".to_owned() } else { String::new() },
        blocks: tree(&panel.body, pictures, 1).into_iter().map(as_clause).collect(),
    }
}

/// A paragraph that begins with 第一条, 一、, （一） or 1、 as a clause, whose lines hang behind that number; any other block as it is.
fn as_clause(block: Block) -> PanelBlock {
    let Block::Paragraph { c } = &block else { return PanelBlock::Other(block) };
    // Numbers often stand in bold: **第一条** 为了……
    let (bold, text) = match c.first() {
        Some(Inline::Text { s }) => (None, s),
        Some(Inline::Strong { c: inner }) => match inner.first() {
            Some(Inline::Text { s }) => (Some(inner), s),
            _ => return PanelBlock::Other(block),
        },
        _ => return PanelBlock::Other(block),
    };
    let Some((number, rest)) = split_number(text) else { return PanelBlock::Other(block) };
    let (number, rest) = (number.to_owned(), rest.to_owned());
    let mut line: Vec<Inline> = c.get(1..).unwrap_or_default().to_vec();
    match bold {
        None => line.insert(0, Inline::Text { s: rest }),
        Some(inner) if rest.is_empty() && inner.len() == 1 => {
            // The space that stood between the bold number and its text.
            if let Some(Inline::Text { s } | Inline::Code { s }) = line.first_mut() {
                *s = s.trim_start().to_owned();
            }
        }
        Some(inner) => {
            let others = inner.get(1..).unwrap_or_default().iter().cloned();
            line.insert(0, Inline::Strong { c: std::iter::once(Inline::Text { s: rest }).chain(others).collect() });
        }
    }
    PanelBlock::Clause(Clause { t: "clause", text: number, c: line })
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
        let text = |s: &str| Inline::Text { s: s.to_owned() };
        let strong = |s: &str| Inline::Strong { c: vec![text(s)] };
        let clause = |number: &str, c: Vec<Inline>| PanelBlock::Clause(Clause { t: "clause", text: number.to_owned(), c });
        let of = |c: Vec<Inline>| as_clause(Block::Paragraph { c });
        assert_eq!(of(vec![text("一、接待。"), strong("要点")]), clause("一、", vec![text("接待。"), strong("要点")]));
        assert_eq!(of(vec![strong("第一条"), text(" 接待。")]), clause("第一条", vec![text("接待。")]));
        assert_eq!(of(vec![strong("第一条 接待"), text("人。")]), clause("第一条", vec![strong("接待"), text("人。")]));
        let other = Block::Paragraph { c: vec![text("第一位接待的人员负责。")] };
        assert_eq!(as_clause(other.clone()), PanelBlock::Other(other));
        let json = serde_json::to_value(clause("一、", vec![text("接待。")])).unwrap();
        assert_eq!(json, serde_json::json!({"t": "clause", "text": "一、", "c": [{"t": "text", "s": "接待。"}]}));
    }
}
