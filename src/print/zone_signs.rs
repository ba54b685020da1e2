//! Owns the view of `zone-signs.typ`: one sign for each zone of a hall. Must not know how a sign is set.

use serde::Serialize;

use super::common::{Context, Sheet};
use super::facts::facts;
use crate::model::point::FactValue;
use crate::model::{Bureau, Point, Tier};

/// The zones of a hall where the point does not state its own: those of 芜医保〔2022〕25号, annex 1, 三（一）.
const STANDARD: [&str; 4] = ["引导咨询区", "排队叫号区", "柜台受理服务区", "等候休息区"];

/// What the known zones are for. The document calls the second one 自动排队叫号区, where a machine gives the number.
const KNOWN: [(&str, &str); 5] = [
    ("引导咨询区", "先到这里：问事项、问材料、领表格"),
    ("排队叫号区", "先取号，再等候叫号"),
    ("自动排队叫号区", "先取号，再等候叫号"),
    ("柜台受理服务区", "听到叫号，到对应的窗口办理"),
    ("等候休息区", "请坐下等候，留意叫号"),
];

/// Everything that the signs show.
#[derive(Clone, Debug, Serialize)]
pub struct ZoneSigns {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// One sign each, in the order of the point's file.
    pub zones: Vec<Zone>,
}

facts! {
    ZoneSigns {
        sheet: open,
        zones: fact("区域"),
    }
}

/// One zone.
#[derive(Clone, Debug, Serialize)]
pub struct Zone {
    /// 引导咨询区.
    pub name: String,
    /// What it is for, or empty.
    pub line: String,
}

facts! {
    Zone {
        name: row,
        line: fact("一句话介绍"),
    }
}

/// The zones of a point: those that it states, or the four of the standard in a hall of county or town.
#[must_use]
pub fn zones<'a>(bureau: &Bureau, point: &'a Point) -> Vec<&'a str> {
    let hall = matches!(bureau.tier(point), Some(Tier::County | Tier::Town));
    let names: Vec<&str> = match point.facts.get("zones") {
        Some(FactValue::List(list)) => list.iter().map(|zone| zone.as_str()).collect(),
        Some(FactValue::Text(text)) => text.value.split(['、', '，', ',', '；', ';']).collect(),
        None if hall => STANDARD.to_vec(),
        // 无, or a number of zones, names none.
        Some(FactValue::YesNo(_) | FactValue::Number(_)) | None => Vec::new(),
    };
    names.into_iter().map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// The signs of a point; none where it has no zones.
#[must_use]
pub fn zone_signs_view(ctx: &Context<'_>, point: &Point) -> Option<ZoneSigns> {
    let line = |name: &str| KNOWN.iter().find(|(known, _)| *known == name).map_or("", |(_, line)| line).to_owned();
    let zones: Vec<Zone> =
        zones(ctx.bureau, point).into_iter().map(|name| Zone { name: name.to_owned(), line: line(name) }).collect();
    (!zones.is_empty()).then(|| ZoneSigns { sheet: ctx.sheet(format!("{} 区域标识", point.name.value)), zones })
}
