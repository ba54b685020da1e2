//! What the tool itself knows of a point. It is offered to inspectors as evidence; it never decides anything.

use crate::model::date::date_zh;
use crate::model::standard::{Known, Standard};
use crate::model::{Bureau, Depth, DepthKind, Offer, Point};

/// One thing that is known: what it is, and what the files say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Kind.
    pub kind: Known,
    /// In Chinese, without full stop.
    pub text: String,
}

/// What the files say about a point, as far as the standard asks for it anywhere, each kind once and in the order of the kinds.
#[must_use]
pub fn of_standard(standard: &Standard, bureau: &Bureau, point: &Point) -> Vec<Fact> {
    let mut kinds: Vec<Known> = standard.criteria().flat_map(|c| c.known.iter().copied()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.into_iter().map(|kind| Fact { kind, text: known(kind, bureau, point) }).collect()
}

/// What the files say about a point.
#[must_use]
pub fn known(kind: Known, bureau: &Bureau, point: &Point) -> String {
    match kind {
        Known::Items => items(bureau, point),
        Known::Edition => format!("应张贴的清单是{}", bureau.file.edition.zh()),
        Known::Handbooks => {
            let titles: Vec<String> = bureau.handbooks.iter().map(|h| format!("《{}》", h.front.title.value)).collect();
            if titles.is_empty() {
                "没有发布业务指南".to_owned()
            } else {
                format!("已发布{}本业务指南：{}，{}", titles.len(), titles.join("、"), bureau.file.edition.zh())
            }
        }
        Known::Hours => {
            let lines = point.hours_in_words();
            if lines.is_empty() {
                "没有登记服务时间".to_owned()
            } else {
                format!("登记的服务时间：{}", lines.join("；"))
            }
        }
        Known::Staff => {
            if point.staff.is_empty() {
                return "没有登记人员".to_owned();
            }
            format!(
                "登记{}人：{}",
                point.staff.len(),
                point.staff.iter().map(crate::model::point::Staff::with_role).collect::<Vec<_>>().join("、")
            )
        }
        Known::Special => {
            let names: Vec<&str> = point.special.iter().map(|s| s.name.as_str()).collect();
            if names.is_empty() {
                "没有登记特色服务".to_owned()
            } else {
                format!("登记的特色服务：{}", names.join("、"))
            }
        }
    }
}

/// 登记办理27项（渠道“苏木镇党群服务中心”所列27项），其中办结20项、受理7项.
fn items(bureau: &Bureau, point: &Point) -> String {
    let Some(catalog) = &bureau.catalog else { return "没有服务清单".to_owned() };
    let offers = Offer::all(catalog, point);
    let channel = catalog.channels.iter().find(|c| c.id.as_str() == point.channel.value);
    let column = channel.map_or(String::new(), |channel| {
        format!(
            "（渠道“{}”所列{}项）",
            channel.name.value,
            Offer::of_channel(catalog, channel).iter().filter(|o| o.depth.is_some_and(Depth::offered)).count()
        )
    });
    let mut kinds: Vec<DepthKind> = offers.iter().map(Offer::kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let by_kind = |kind: DepthKind| format!("{}{}项", kind.zh(), offers.iter().filter(|o| o.kind() == kind).count());
    let parts: Vec<String> = kinds.into_iter().filter(|k| *k != DepthKind::Unstated).map(by_kind).collect();
    let parts = if parts.is_empty() { String::new() } else { format!("，其中{}", parts.join("、")) };
    let reviewed = point.reviewed.as_ref().map_or(String::new(), |r| format!("，{}复核", date_zh(r.date.value)));
    format!("登记办理{}项{column}{parts}{reviewed}", offers.len())
}
