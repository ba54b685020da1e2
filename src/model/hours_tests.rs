//! What the sample's hours must read as; the seasons and the director's day are those of 北仑's document.

use super::*;

fn hours(text: &str) -> Hours {
    Hours::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn says(text: &str, expected: &[&str]) {
    assert_eq!(hours(text).describe(), expected, "{text}");
}

#[test]
fn describes_plain_rules() {
    says("Mo-Fr 08:30-11:30,14:30-17:30; PH off", &["周一至周五 08:30—11:30、14:30—17:30", "法定节假日休息"]);
    says("Sa,Su 09:00-12:00", &["周六、周日 09:00—12:00"]);
    says("Sa-Su off", &["周六、周日休息"]);
    says("Mo-Su 08:00-20:00", &["每天 08:00—20:00"]);
    says("24/7", &["每天全天"]);
    says("08:00-20:00", &["每天 08:00—20:00"]);
    says("Mo,We,Fr 08:30-11:30", &["周一、周三、周五 08:30—11:30"]);
    says("Fr-Mo 08:30-11:30", &["周五至周一 08:30—11:30"]);
    says("Mo-Fr 18:00-26:00", &["周一至周五 18:00—次日02:00"]);
    says("Mo-Fr 18:00+", &["周一至周五 18:00起"]);
}

#[test]
fn describes_seasons_and_nth_weekdays() {
    says(
        "May 01-Sep 30 Mo-Fr 11:30-13:30; Oct 01-Apr 30 Mo-Fr 11:30-13:00",
        &["5月1日至9月30日 周一至周五 11:30—13:30", "10月1日至4月30日 周一至周五 11:30—13:00"],
    );
    says("Mo[1] 09:00-11:00", &["每月第一个周一 09:00—11:00"]);
    says("Fr[-1] 14:30-17:30", &["每月最后一个周五 14:30—17:30"]);
    says("We[1,3] 09:00-11:00", &["每月第一、三个周三 09:00—11:00"]);
    says("Sa 08:30-11:30 \"需预约\"", &["周六 08:30—11:30（需预约）"]);
    says("Jul-Aug Mo-Fr 08:00-12:00", &["7月至8月 周一至周五 08:00—12:00"]);
    says("2026 Jan 01-2026 Mar 31 Mo 09:00-10:00", &["2026年1月1日至2026年3月31日 周一 09:00—10:00"]);
    says("Mo-Fr 08:30-11:30 || \"电话预约\"", &["周一至周五 08:30—11:30", "其他时间：电话预约"]);
}

#[test]
fn one_week_for_a_plain_place() {
    let week = hours("Mo-Fr 08:30-11:30,14:30-17:30; PH off").week();
    assert_eq!(week[0].text(), "08:30—11:30，14:30—17:30");
    assert_eq!(week[6].text(), "休息");
    assert_eq!(week[6].name, "周日");
}

#[test]
fn a_week_per_season() {
    let seasons = hours("May 01-Sep 30 Mo-Fr 11:30-13:30; Oct 01-Apr 30 Mo-Fr 11:30-13:00").seasons();
    let seen: Vec<_> = seasons.iter().map(|s| (s.label.as_str(), s.week[0].text())).collect();
    assert_eq!(seen, [("5月1日至9月30日", "11:30—13:30".to_owned()), ("10月1日至4月30日", "11:30—13:00".to_owned()),]);
}

#[test]
fn a_year_without_seasons_has_one_without_label() {
    let seasons = hours("Mo-Fr 08:30-17:00; Jan 01 off").seasons();
    assert_eq!(seasons.len(), 1, "{seasons:?}");
    assert_eq!(seasons[0].label, "");
}

#[test]
fn the_directors_day_is_no_part_of_the_ordinary_week() {
    let week = hours("Mo[1] 09:00-11:00").week();
    assert!(week.iter().all(|day| day.spans.is_empty()));
}

#[test]
fn slips_are_explained() {
    let error = |text: &str| Hours::parse(text).expect_err(text);
    assert!(error("Mo-Fr 08：30-11：30").contains("半角的 :"));
    assert!(error("周一至周五 08:30-11:30").contains("Mo Tu We"));
    assert!(error("Mo-Fr 08:30~11:30").contains("起止之间"));
    assert!(error("Mo-Fr 8点").contains("第"));
    assert!(error("  ").contains("空的"));
}

/// A week is drawn only where it is true in every week: `We[3]` looks like every Wednesday in the week that is drawn.
#[test]
fn a_year_is_drawn_as_weeks_only_where_weeks_are_true() {
    let weekly = |text: &str| hours(text).weekly().map(|(seasons, words)| (seasons.len(), words));
    for (text, seasons, words) in [
        ("Mo-Fr 08:30-11:30,14:30-17:30; PH off", 1, &["法定节假日休息"][..]),
        ("24/7", 1, &[]),
        ("May 01-Sep 30 Mo-Fr 08:30-12:00; Oct 01-Apr 30 Mo-Fr 08:30-11:30; PH off", 2, &["法定节假日休息"]),
        ("Mo-Fr 08:30-17:00; Feb 10-20 off", 1, &["2月10日至2月20日休息"]),
        ("Mo-Fr 08:30-17:00; Sa off; Dec 31 off", 1, &["12月31日休息"]),
        ("Mo-Fr 08:30-17:00; 2026 Oct 01-07 off", 1, &["2026年10月1日至2026年10月7日休息"]),
        ("Mo-Su,PH 08:00-20:00", 1, &["每天、法定节假日 08:00—20:00"]),
    ] {
        assert_eq!(weekly(text), Some((seasons, words.iter().map(ToString::to_string).collect())), "{text}");
    }
    for text in [
        "We[3] 09:00-11:00",
        "Mo-Fr 08:30-17:00; Mo[1] off",
        "week 1-53/2 Mo 09:00-11:00",
        "2026 Mo-Fr 08:30-17:00",
        "sunrise-sunset",
        "Mo-Fr 18:00+",
        "PH off",
        "Mo-Fr 08:30-11:30 || \"电话预约\"",
    ] {
        assert_eq!(weekly(text), None, "{text}");
    }
}
