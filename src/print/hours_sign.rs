//! Owns the view of `hours-sign.typ`: opening hours on the door. Must not know how the sign is set.

use serde::Serialize;

use super::common::{self, Context, Phone, QrView, Sheet};
use super::facts::facts;
use crate::model::hours::{DAY_NAMES, DayHours, Hours};
use crate::model::point::SpecialHours;
use crate::model::{Bureau, Point};
use crate::qr::Level;

/// Everything that the sign shows.
#[derive(Clone, Debug, Serialize)]
pub struct HoursSign {
    /// What every piece says of itself.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Name on the door.
    pub point: String,
    /// The ordinary week of each part of the year; empty where no week says it.
    pub seasons: Vec<SeasonOnSign>,
    /// The hours in words, where no week says them; as written, where nobody understands them.
    pub hours: Vec<String>,
    /// Holidays, and closures of a few days.
    pub holidays: Vec<String>,
    /// Special services.
    pub special: Vec<Service>,
    /// What to do when it is closed.
    pub closed: Vec<String>,
    /// The point's phone and the bureau's.
    pub phones: Vec<Phone>,
    /// Leads to the bureau's site.
    pub qr: Option<QrView>,
}

facts! {
    HoursSign {
        sheet: open,
        point: fact("名称"),
        seasons: fact("时间"),
        hours: fact("时间"),
        holidays: fact("节假日和例外"),
        special: fact("特色服务"),
        closed: fact("不在服务时间"),
        phones: open,
        qr: fact("二维码"),
    }
}

/// One part of the year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeasonOnSign {
    /// 5月1日至9月30日; empty when the year is all one.
    pub title: String,
    /// Days with the same hours stand together.
    pub days: Vec<Days>,
}

facts! {
    SeasonOnSign {
        title: row,
        days: open,
    }
}

/// Days of the week with the same hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Days {
    /// 周一至周五.
    pub name: String,
    /// 08:30—11:30 and so on; 休息.
    pub times: Vec<String>,
}

facts! {
    Days {
        name: row,
        times: open,
    }
}

/// One special service.
#[derive(Clone, Debug, Serialize)]
pub struct Service {
    /// 午间不打烊.
    pub name: String,
    /// When, one line per rule.
    pub times: Vec<String>,
    /// Remark.
    pub note: String,
}

facts! {
    Service {
        name: row,
        times: open,
        note: fact("说明"),
    }
}

/// Whether a point has a door, and its hours are known.
#[must_use]
pub fn printable(bureau: &Bureau, point: &Point) -> bool {
    let said = [&point.hours, &point.hours_note].into_iter().flatten().any(|text| !text.trim().is_empty());
    bureau.has_door(point) && said
}

/// The sign of a point; none where its hours are not known.
#[must_use]
pub fn hours_sign_view(ctx: &Context<'_>, point: &Point) -> Option<HoursSign> {
    if !printable(ctx.bureau, point) {
        return None;
    }
    let written = point.hours.as_ref().filter(|h| !h.trim().is_empty()).map(|h| h.as_str());
    let weekly = written.and_then(|text| Hours::parse(text).ok()).and_then(|hours| hours.weekly());
    let words = common::hours(written);
    let (seasons, mut holidays, mut hours) = match weekly {
        Some((seasons, beside)) => {
            let on_sign = |s: crate::model::hours::Season| SeasonOnSign { title: s.label, days: together(&s.week) };
            (seasons.into_iter().map(on_sign).collect(), beside, Vec::new())
        }
        None => (Vec::new(), Vec::new(), words.clone()),
    };
    let note = point.hours_note.as_ref().map(|note| note.value.clone());
    if written.is_some() {
        holidays.extend(note);
    } else {
        hours.extend(note);
    }
    let qr = ctx.qr("").map(|qr| qr.at(Level::Quartile));
    let own = point.numbers();
    let mut others = ctx.bureau.file.numbers();
    others.retain(|other| own.iter().all(|own| own.text != other.text));
    let phones: Vec<Phone> = Phone::each("本点电话", &own).into_iter().chain(Phone::each("医保局电话", &others)).collect();
    Some(HoursSign {
        sheet: ctx.sheet(format!("{} 服务时间牌", point.name.value)),
        point: point.name.value.clone(),
        seasons,
        hours,
        holidays,
        special: point.special.iter().map(|entry| service(entry, &words)).collect(),
        closed: closed(qr.is_some(), !phones.is_empty()),
        phones,
        qr,
    })
}

/// Days with the same hours together: 周一至周五, 周六、周日, 每天.
fn together(week: &[DayHours; 7]) -> Vec<Days> {
    let mut found: Vec<(usize, usize, &DayHours)> = Vec::new();
    for (index, day) in week.iter().enumerate() {
        match found.last_mut() {
            Some((_, last, first)) if first.spans == day.spans => *last = index,
            _ => found.push((index, index, day)),
        }
    }
    let name = |day: usize| DAY_NAMES.get(day).copied().unwrap_or_default();
    let days = |from: usize, to: usize| match to - from {
        0 => name(from).to_owned(),
        1 => format!("{}、{}", name(from), name(to)),
        6 => "每天".to_owned(),
        _ => format!("{}至{}", name(from), name(to)),
    };
    let times = |day: &DayHours| {
        if day.spans.is_empty() {
            vec!["休息".to_owned()]
        } else {
            day.spans.iter().map(crate::model::hours::Span::text).collect()
        }
    };
    found.into_iter().map(|(from, to, day)| Days { name: days(from, to), times: times(day) }).collect()
}

fn service(entry: &SpecialHours, ordinary: &[String]) -> Service {
    Service { name: entry.name.value.clone(), times: entry.times(ordinary), note: common::text_or_empty(entry.note.as_ref()) }
}

fn closed(site: bool, phones: bool) -> Vec<String> {
    let lines = [
        site.then(|| "扫码看医保局网站：办什么、带什么、到哪里办。".to_owned()),
        phones.then(|| "要来之前，可以先打电话问清楚。".to_owned()),
    ];
    lines.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(text: &str) -> Vec<Days> {
        together(&Hours::parse(text).unwrap().week())
    }

    fn days(name: &str, times: &[&str]) -> Days {
        Days { name: name.to_owned(), times: times.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn days_with_the_same_hours_stand_together() {
        assert_eq!(
            week("Mo-Fr 08:30-11:30,14:30-17:30"),
            [days("周一至周五", &["08:30—11:30", "14:30—17:30"]), days("周六、周日", &["休息"])]
        );
        assert_eq!(week("24/7"), [days("每天", &["全天"])]);
        assert_eq!(
            week("Mo,We 09:00-12:00"),
            [
                days("周一", &["09:00—12:00"]),
                days("周二", &["休息"]),
                days("周三", &["09:00—12:00"]),
                days("周四至周日", &["休息"]),
            ]
        );
    }

    #[test]
    fn what_to_do_when_it_is_closed_names_only_what_is_there() {
        assert!(closed(false, false).is_empty());
        assert_eq!(closed(true, false).len(), 1);
        assert_eq!(closed(true, true).len(), 2);
    }
}
