//! The small phrases that papers share: standards as they are quoted, days of a round, counts.

use chrono::NaiveDate;

use crate::audit::Scored;
use crate::model::date::date_zh;
use crate::model::standard::Standard;

/// 《村级医保经办服务星级评定标准》（温医保联发〔2023〕3号，附件）.
#[must_use]
pub fn cited(standard: &Standard) -> String {
    format!("《{}》（{}）", standard.title.value, standard.source.value)
}

/// The campaign as it stands in a title: 2026 → 2026年.
#[must_use]
pub fn campaign(name: &str) -> String {
    let year = name.len() == 4 && name.chars().all(|c| c.is_ascii_digit());
    if year { format!("{name}年") } else { name.to_owned() }
}

/// 2026年6月10日至6月30日, from the first to the last day of records.
#[must_use]
pub fn days<'a>(scored: impl Iterator<Item = &'a Scored<'a>>) -> String {
    let mut all: Vec<NaiveDate> = scored.map(|s| s.record.date.value).collect();
    all.sort_unstable();
    match (all.first(), all.last()) {
        (Some(first), Some(last)) if first != last => format!("{}至{}", date_zh(*first), date_zh(*last)),
        (Some(only), _) => date_zh(*only),
        _ => String::new(),
    }
}

/// The remark under a paper about invented records.
#[must_use]
pub fn sample_remark<'a>(mut scored: impl Iterator<Item = &'a Scored<'a>>) -> String {
    if scored.any(|s| s.record.sample) {
        "本件是示例，其中的服务点、人员和数字都是虚构的。".to_owned()
    } else {
        String::new()
    }
}
