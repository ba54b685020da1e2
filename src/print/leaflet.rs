//! Owns the view of `leaflet.typ`: the leaflet to take home, folded in three.
//! Must not know its panels, columns or sizes of type.

use std::collections::BTreeMap;

use serde::Serialize;

use super::common::{Context, Phone, QrView, Sheet, label, text_or_empty};
use super::facts::facts;
use super::prose::tree;
use crate::model::date::date_zh;
use crate::model::publicity::Leaflet;
use crate::source::markdown::{self, Block};

/// Everything that the leaflet shows.
#[derive(Clone, Debug, Serialize)]
pub struct LeafletView {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Title on the cover.
    pub headline: String,
    /// Subtitle, or empty.
    pub subtitle: String,
    /// Whom it is for, or empty.
    pub audience: String,
    /// 示例 when the text is a sample, else empty.
    pub sample: String,
    /// 2026年5月1日核对, or empty.
    pub reviewed: String,
    /// The short answer, a sentence each.
    pub short: Vec<String>,
    /// The headings of the text, to find one's way.
    pub contents: Vec<String>,
    /// Address of the bureau's own hall, or empty.
    pub address: String,
    /// Enquiry and complaint phones.
    pub contacts: Vec<Phone>,
    /// Leads to the bureau's pages.
    pub qr: Option<QrView>,
    /// Words beside the code.
    pub qr_label: String,
    /// The text, a Markdown tree.
    pub blocks: Vec<Block>,
}

facts! {
    LeafletView {
        sheet: open,
        headline: fact("标题"),
        subtitle: fact("副标题"),
        audience: fact("给谁看"),
        sample: fact("示例"),
        reviewed: fact("核对"),
        short: fact("要点"),
        contents: fact("目录"),
        address: fact("地址"),
        contacts: open,
        qr: fact("二维码"),
        qr_label: fact("二维码说明", 2),
        blocks: fact("正文"),
    }
}

/// The view of a leaflet; `pictures` are the assets of its pictures, by path.
#[must_use]
pub fn leaflet_view(ctx: &Context<'_>, leaflet: &Leaflet, pictures: &BTreeMap<String, String>) -> LeafletView {
    let front = &leaflet.front;
    let qr = ctx.qr("");
    LeafletView {
        sheet: ctx.sheet(format!("明白纸：{}", front.title.value)),
        headline: front.title.value.clone(),
        subtitle: text_or_empty(front.subtitle.as_ref()),
        audience: text_or_empty(front.audience.as_ref()),
        sample: if front.sample { "示例".to_owned() } else { String::new() },
        reviewed: front.reviewed.as_ref().map_or_else(String::new, |d| format!("{}核对", date_zh(d.value))),
        short: front.short.iter().map(|t| t.value.clone()).collect(),
        contents: contents(&leaflet.body),
        address: text_or_empty(ctx.bureau.file.address.as_ref()),
        contacts: ctx.phones(),
        qr_label: label(qr.as_ref(), "扫码看办事指南和服务点"),
        qr,
        blocks: tree(&leaflet.body, pictures, 1),
    }
}

/// The headings of the highest level that a text has. One alone is no table of contents.
fn contents(body: &[Block]) -> Vec<String> {
    let headings: Vec<(u8, String)> = body
        .iter()
        .filter_map(|block| match block {
            Block::Heading { level, c } => Some((*level, markdown::plain(c))),
            _ => None,
        })
        .collect();
    let highest = headings.iter().map(|(level, _)| *level).min();
    let top: Vec<String> = headings.into_iter().filter(|(level, _)| Some(*level) == highest).map(|(_, text)| text).collect();
    if top.len() > 1 { top } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::markdown::Inline;

    fn heading(level: u8, text: &str) -> Block {
        Block::Heading { level, c: vec![Inline::Strong { c: vec![Inline::Text { s: text.to_owned() }] }] }
    }

    #[test]
    fn the_contents_are_the_highest_headings() {
        assert_eq!(contents(&[heading(2, "甲"), heading(3, "乙"), heading(2, "丙")]), ["甲", "丙"]);
        assert!(contents(&[heading(2, "甲"), heading(3, "乙")]).is_empty());
        assert!(contents(&[]).is_empty());
    }
}
