//! The columns of a list of points: which one holds which value, which ones say the hours together, and what is kept as it stands.

use std::collections::HashMap;

use super::super::find::{Column, tidy};
use super::super::heads::{self, has};
use super::super::letters;
use super::super::memory::Memory;
use super::super::nested::BELOW;
use super::super::sections::Section;
use super::super::twice::{Twice, kept_from};
use super::{COLUMNS, channels, coordinates, key, names};

/// The columns of a section.
pub struct Columns {
    /// Key, place, head.
    pub keys: Vec<(&'static str, usize, String)>,
    /// Columns that say the hours together: what stands before each time, and the place.
    parts: Vec<(String, usize)>,
    /// Further columns of phones, with their heads.
    pub phones: Vec<(usize, String)>,
    /// Keys that two columns hold.
    twice: Vec<Twice>,
    /// Place and head of what has no key.
    kept: Vec<(usize, String)>,
    /// Whether the column of channels says channels, or some class of the bureau's own.
    pub says_channel: bool,
}

/// The heads of our own workbook.
const OURS: [&str; 12] =
    ["编号", "名称", "渠道", "地址", "电话", "投诉电话", "服务时间", "服务时间说明", "纬度", "经度", "坐标系", "说明"];

/// What each column is.
pub fn columns(section: &Section<'_>, answers: &HashMap<usize, &'static str>, memory: &mut Memory<'_, '_>) -> Columns {
    let mut own = Columns {
        keys: Vec::new(),
        parts: Vec::new(),
        phones: Vec::new(),
        twice: Vec::new(),
        kept: Vec::new(),
        says_channel: true,
    };
    let twice = |c: &Column| section.columns.iter().filter(|other| other.name == c.name).count() > 1;
    let head = |c: &Column| {
        let lowest =
            (section.head.0..section.head.1).rev().map(|row| section.sheet.text(row, c.at)).find(|text| !text.is_empty());
        let lowest = tidy(lowest.unwrap_or(&c.name));
        c.above.last().filter(|_| twice(c)).map_or(lowest.clone(), |above| format!("{above}{lowest}"))
    };
    // 名称 and 地址 under 网点: the head above says of what.
    let under = |c: &Column| c.above.iter().any(|above| key(above) == Some("hours"));
    let both = section.columns.iter().any(|c| key(&c.name) == Some("name") && heads::plain(&c.name) != "单位");
    // 类型 beside 渠道 is a class of the bureau's own.
    let classed = section.columns.iter().any(|c| matches!(heads::plain(&c.name).as_str(), "渠道" | "channel"));
    let kept = kept_from(&section.columns, &OURS);
    for column in &section.columns {
        if column.at >= kept {
            own.kept.push((column.at, head(column)));
            continue;
        }
        let found = match answers.get(&column.at) {
            Some(word) => COLUMNS.iter().map(|[key, _]| *key).find(|key| key == word),
            None if under(column) && !section.values(column.at).is_empty() => {
                let over = column.above.iter().rev().find(|above| key(above) == Some("hours")).map_or("", String::as_str);
                let days = heads::bracketed(over);
                own.parts.push((format!("{days} {}", column.name).trim().to_owned(), column.at));
                continue;
            }
            // A coordinate in one column.
            None if classed
                && key(&column.name) == Some("channel")
                && !matches!(heads::plain(&column.name).as_str(), "渠道" | "channel") =>
            {
                None
            }
            None => key(&column.name).filter(|k| *k != "name" || !both || heads::plain(&column.name) != "单位"),
        };
        match found {
            Some(key) if key != "more" && !own.keys.iter().any(|(k, ..)| *k == key) => {
                own.keys.push((key, column.at, head(column)));
            }
            // 手机 beside 电话: what is kept as it stands is published, and this is not.
            Some("phone") => own.phones.push((column.at, head(column))),
            _ if heads::is_number(&heads::plain(&column.name)) => {}
            _ => own.kept.push((column.at, head(column))),
        }
    }
    better_hours(section, &mut own);
    one_place(section, &mut own);
    twice_named(section, &mut own, memory);
    if let Some((_, at, _)) = own.keys.iter().find(|(key, ..)| *key == "channel") {
        let values = section.values(*at);
        own.says_channel = values.is_empty() || !values.iter().all(|text| channels::is_no_channel(text));
    }
    own
}

/// Second columns of a key: 地址 beside 详细地址. What they keep is decided row by row.
fn twice_named(section: &Section<'_>, own: &mut Columns, memory: &mut Memory<'_, '_>) {
    let name = |at: usize| section.columns.iter().find(|c| c.at == at).map_or("", |c| c.name.as_str());
    let kept = kept_from(&section.columns, &OURS);
    for (at, head) in own.kept.clone().into_iter().filter(|(at, _)| *at < kept) {
        let Some(key) = key(name(at)).filter(|key| matches!(*key, "name" | "address" | "hours" | "hours_note")) else { continue };
        let first = own.keys.iter().find(|(k, ..)| *k == key).map(|(_, at, head)| (*at, head.clone()));
        let Some((first, before)) = first.filter(|_| !own.twice.iter().any(|t| t.key == key)) else { continue };
        // 单位 beside 名称 is somebody else's name.
        if key == "name" && heads::plain(name(at)) == "单位" {
            continue;
        }
        own.twice.push(Twice::ask(section, key, (first, at), [before, head], memory));
        own.kept.retain(|(other, _)| *other != at);
    }
}

/// A column of both coordinates is read where its cells are some, and where no two columns hold them; else it is kept as it stands.
fn one_place(section: &Section<'_>, own: &mut Columns) {
    let has = |key: &str| own.keys.iter().any(|(k, ..)| *k == key);
    let Some((_, at, head)) = own.keys.iter().find(|(key, ..)| *key == "place").cloned() else { return };
    let both = has("lat") && has("lon");
    if both || !section.values(at).iter().any(|text| coordinates::pair(text).is_some()) {
        own.keys.retain(|(key, ..)| *key != "place");
        own.kept.push((at, head));
        own.kept.sort();
    }
}

/// Two columns of hours, such as 夏季 and 冬季: both say them together.
fn better_hours(section: &Section<'_>, own: &mut Columns) {
    let name = |at: usize| section.columns.iter().find(|c| c.at == at).map_or(String::new(), |c| c.name.clone());
    let Some((_, first, _)) = own.keys.iter().find(|(key, ..)| *key == "hours").cloned() else { return };
    let label = |at: usize| {
        let name = name(at);
        ["上午", "下午", "晚上", "周末", "工作日", "双休日", "节假日", "周六", "周日", "夏季", "冬季", "夏令", "冬令"]
            .into_iter()
            .find(|word| name.contains(*word))
            .map(ToOwned::to_owned)
    };
    let others: Vec<usize> =
        own.kept.iter().map(|(at, _)| *at).filter(|at| key(&name(*at)) == Some("hours") && label(*at).is_some()).collect();
    if let Some(word) = label(first).filter(|_| !others.is_empty()) {
        own.keys.retain(|(key, ..)| *key != "hours");
        own.kept.retain(|(at, _)| !others.contains(at));
        own.parts.push((word, first));
        own.parts.extend(others.iter().filter_map(|at| Some((label(*at)?, *at))));
    }
}

impl Columns {
    /// The place of a key; none has the largest.
    pub fn at(&self, key: &str) -> usize {
        let own = self.keys.iter().find(|(k, ..)| *k == key).map(|(_, at, _)| *at);
        own.or_else(|| self.parts.first().filter(|_| key == "hours").map(|(_, at)| *at)).unwrap_or(usize::MAX)
    }

    /// What a row says of a key.
    pub fn said<'s>(&self, section: &Section<'s>, row: usize, key: &str) -> &'s str {
        let at = self.twice.iter().find(|t| t.key == key).map_or(Some(self.at(key)), |t| t.column(section, row));
        at.map_or("", |at| section.sheet.text(row, at))
    }

    /// The hours of a row, as one text: what the heads say and what the cells say.
    pub fn hours(&self, section: &Section<'_>, row: usize) -> String {
        let blank = |text: &str| matches!(text, "" | "-" | "—" | "——" | "/" | "无" | "休息");
        if self.parts.is_empty() {
            let text = self.said(section, row, "hours").trim();
            let head =
                section.columns.iter().find(|c| c.at == self.at("hours")).map_or(String::new(), |c| heads::bracketed(&c.name));
            // 服务时间（周一至周五）: the days stand in the head.
            let days = has(&head, &["周", "星期", "工作日", "每天", "每日"])
                && !has(text, &["周", "星期", "工作日", "每天", "每日", "24"]);
            return if blank(text) {
                String::new()
            } else if days {
                format!("{head} {text}")
            } else {
                text.to_owned()
            };
        }
        let mut said = String::new();
        for (before, at) in &self.parts {
            let text = section.sheet.text(row, *at).trim();
            if blank(text) {
                continue;
            }
            // The days are said once.
            let (days, part) = before.rsplit_once(' ').unwrap_or(("", before));
            if said.is_empty() && !days.is_empty() {
                said = format!("{days} ");
            } else if !said.is_empty() {
                said.push('，');
            }
            said.push_str(part);
            said.push_str(text);
        }
        said
    }

    /// What has no key, by its head. A town that covers several rows counts for each of them.
    pub fn more(
        &self,
        section: &Section<'_>,
        row: usize,
        carried: &mut HashMap<usize, String>,
        group: &str,
    ) -> Vec<(String, String)> {
        let mut more: Vec<(String, String)> = Vec::new();
        for (at, head) in &self.kept {
            let mut text = tidy(section.sheet.text(row, *at));
            let town = section.columns.iter().any(|c| c.at == *at && heads::is_town(&heads::plain(&c.name)));
            if town && text.is_empty() {
                text = carried.get(at).cloned().unwrap_or_default();
            } else if town {
                carried.insert(*at, text.clone());
            }
            if !matches!(text.as_str(), "" | "-" | "—" | "——" | "/") && !more.iter().any(|(h, _)| h == head) {
                more.push((head.clone(), text));
            }
        }
        for (head, text) in self.twice.iter().flat_map(|t| t.kept(section, row)) {
            if !more.iter().any(|(h, _)| *h == head) {
                more.push((head, text));
            }
        }
        if !group.is_empty() && !more.iter().any(|(_, text)| group.contains(text.as_str())) {
            let bare = super::super::find::unnumbered(group);
            // Of titles within titles the last says where it is.
            let last = super::super::find::unnumbered(group.rsplit(BELOW).next().unwrap_or(group));
            let town = heads::ends(last, &["镇", "乡", "街道", "苏木", "开发区", "园区"]);
            more.push((if town { "乡镇" } else { "分组" }.to_owned(), if town { last } else { bare }.to_owned()));
            if town && last.len() < bare.len() {
                more.push(("分组".to_owned(), bare.to_owned()));
            }
        }
        more
    }

    /// Column, head, what it is taken for.
    pub fn mapping(&self) -> Vec<(String, String, String)> {
        let zh = |key: &'static str| names(key)[1].to_owned();
        let mut all: Vec<(usize, String, String)> =
            self.keys.iter().map(|(key, at, head)| (*at, head.clone(), zh(key))).collect();
        let second = |t: &Twice| (t.second, t.heads[1].clone(), zh(t.key));
        all.extend(self.twice.iter().map(second));
        all.extend(self.phones.iter().map(|(at, head)| (*at, head.clone(), "其他电话".to_owned())));
        all.extend(self.parts.iter().map(|(before, at)| (*at, before.clone(), zh("hours"))));
        all.extend(self.kept.iter().map(|(at, head)| (*at, head.clone(), "照原样保留".to_owned())));
        all.sort();
        all.into_iter().map(|(at, head, what)| (letters(at), head, what)).collect()
    }
}
