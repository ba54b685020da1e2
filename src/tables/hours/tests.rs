//! How single kinds are read; the meaning of whole phrases is held by `tests/suite/hours.rs`.

use super::{Given, GivenDays, Need, Service, read, summer_of, summer_text};

fn with(text: &str, given: &Given) -> String {
    read(text, given).hours
}

#[test]
fn what_nobody_said_is_asked_and_the_answer_used() {
    let days = |days| Given { days: Some(days), ..Given::default() };
    let text = "8:30-12:00，14:00-17:30";
    assert_eq!(read(text, &Given::default()).needs, [Need::Days]);
    assert_eq!(with(text, &Given::default()), "");
    assert_eq!(with(text, &days(GivenDays::Daily)), "Mo-Su 08:30-12:00,14:00-17:30");
    assert_eq!(with(text, &days(GivenDays::DailyNoHolidays)), "Mo-Su 08:30-12:00,14:00-17:30; PH off");
    assert_eq!(with(text, &days(GivenDays::Workdays)), "Mo-Fr 08:30-12:00,14:00-17:30; PH off");
    assert_eq!(with(text, &days(GivenDays::Weekdays)), "Mo-Fr 08:30-12:00,14:00-17:30");
    // What a phrase says itself is not overruled.
    assert_eq!(with("周六 9:00-12:00", &days(GivenDays::Workdays)), "Sa 09:00-12:00");
    assert_eq!(with("8:30-17:00，周六9:00-12:00", &days(GivenDays::Workdays)), "Mo-Fr 08:30-17:00; Sa 09:00-12:00; PH off");
}

#[test]
fn summer_without_dates_is_asked_and_the_answer_used() {
    let summer = Given { summer: summer_of("May 01-Sep 30"), ..Given::default() };
    let text = "周一至周五 夏季8:00-12:00,15:00-18:00；冬季8:00-12:00,14:30-17:30";
    assert_eq!(read(text, &Given::default()).needs, [Need::Summer]);
    assert_eq!(with(text, &Given::default()), "Mo-Fr 08:00-12:00,15:00-17:30");
    assert_eq!(with(text, &summer), "Mo-Fr 08:00-12:00,14:30-17:30; May 01-Sep 30 Mo-Fr 08:00-12:00,15:00-18:00");
    assert_eq!(summer_of("May 01-Sep 30").map(summer_text).as_deref(), Some("May 01-Sep 30"));
    assert_eq!(summer_of("五月"), None);
}

#[test]
fn market_days_are_asked_and_the_answer_used() {
    let text = "逢五逢十赶集日 8:00-12:00";
    assert_eq!(read(text, &Given::default()).needs, [Need::Market]);
    let solar = Given { solar_markets: Some(true), ..Given::default() };
    assert!(with(text, &solar).starts_with("Jan 05,Jan 10,Jan 15,Jan 20,Jan 25,Jan 30,Feb 05"));
    let lunar = read(text, &Given { solar_markets: Some(false), ..Given::default() });
    assert!(lunar.hours.is_empty() && lunar.note == text && lunar.needs.is_empty());
}

#[test]
fn services_get_their_names() {
    let service =
        |name: &str, hours: &str, note: &str| Service { name: name.to_owned(), hours: hours.to_owned(), note: note.to_owned() };
    for (text, wanted) in [
        ("周一至周五 8:30-17:00，午间不打烊", service("午间不打烊", "", "")),
        ("周一至周五8:30-17:00，延时服务17:00-18:00（需预约）", service("延时服务", "Mo-Fr 17:00-18:00", "需预约")),
        ("周一至周五8:30-17:00，周六错时服务9:00-11:00", service("错时服务", "Sa 09:00-11:00", "")),
    ] {
        assert_eq!(read(text, &Given::default()).services, [wanted], "{text}");
    }
}

#[test]
fn rules_are_rules_and_a_time_alone_is_none() {
    assert_eq!(with("Mo-Fr 08:30-11:30; PH off", &Given::default()), "Mo-Fr 08:30-11:30; PH off");
    assert_eq!(with("24/7", &Given::default()), "24/7");
    assert_eq!(with("08:30-17:30", &Given::default()), "");
}

#[test]
fn the_sentence_says_what_was_understood() {
    let reading = read("工作日8:30-17:30，午间不打烊，16:30停止取号", &Given::default());
    assert_eq!(reading.sentence(), "周一至周五 08:30—17:30；法定节假日休息；午间不打烊；说明：16:30停止取号");
}
