//! The small phrases that papers share: standards as they are quoted, days of a round, counts.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::audit::Scored;
use crate::audit::show;
use crate::model::date::date_zh;
use crate::model::standard::Standard;

/// 《村级医保经办服务星级评定标准》（温医保联发〔2023〕3号，附件）.
#[must_use]
pub fn cited(standard: &Standard) -> String {
    format!("《{}》（{}）", standard.title.value, standard.source.value)
}

/// 村级医保经办服务星级评定标准 → 村级医保经办服务星级评定; a bracket at the end, such as （试行版）, falls away.
#[must_use]
pub fn subject(standard: &Standard) -> &str {
    let title = standard.title.value.as_str();
    let plain = match title.strip_suffix('）').and_then(|rest| rest.rsplit_once('（')) {
        Some((plain, _)) => plain,
        None => title,
    };
    plain.strip_suffix("标准").unwrap_or(plain)
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

/// `35%`, or `约33.33%` where it does not come out even.
#[must_use]
pub fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "—".to_owned();
    }
    let (part, whole) = (Decimal::from(part), Decimal::from(whole));
    let rounded = (part * Decimal::ONE_HUNDRED / whole).round_dp(1);
    format!("{}%", show(rounded))
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
