//! What people find at a door on single days, and the same days as weeks.

use super::*;
use crate::model::workspace::Calendar;
use crate::model::{Bureau, Workspace};

fn workspace(point: &str, year: &str) -> Workspace {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: String| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("yizhan.yaml", "title: 站\n".to_owned());
    write("calendar.yaml", format!("years: [{year}]\n"));
    write("content/a/bureau.yaml", "name: 局\nedition: \"2026\"\n".to_owned());
    write("content/a/points/p.yaml", format!("id: p\nname: 点\nchannel: c\n{point}"));
    let (workspace, findings) = crate::load::load(folder.path());
    workspace.unwrap_or_else(|_| panic!("{:?}", findings.iter().map(|f| &f.message.zh).collect::<Vec<_>>()))
}

fn first(workspace: &Workspace) -> (&Bureau, &Calendar) {
    (&workspace.bureaus[0], workspace.calendar.as_ref().unwrap())
}

fn on(point: &str, year: &str, date: &str) -> Vec<String> {
    let workspace = workspace(point, year);
    let (bureau, calendar) = first(&workspace);
    let days = CalendarDays::of(calendar).unwrap().openings(&PointHours::of(&bureau.points[0]).unwrap());
    let date: NaiveDate = date.parse().unwrap();
    days.iter().find(|(day, _)| *day == date).unwrap().1.iter().map(Opening::pattern).collect()
}

const YEAR: &str = "{year: 2026, holidays: [{name: 国庆节, from: 2026-10-01, to: 2026-10-07}], workdays: [2026-10-10]}";

#[test]
fn services_count_and_never_twice() {
    let point = "hours: 'Mo-Fr 08:30-11:30,14:30-17:30; PH off'\nspecial:\n  - {name: 午间不打烊, hours: 'Mo-Fr 11:00-14:30; PH off'}\n  - {name: 周六办, hours: 'Sa 09:00-11:30', note: 请提前预约}\n  - {name: 上门服务, hours: 'Su 09:00-11:30'}\n";
    let wednesday = ["08:30-11:30", "11:30-14:30|s|午间不打烊", "14:30-17:30"];
    assert_eq!(on(point, YEAR, "2026-09-30"), wednesday);
    assert_eq!(on(point, YEAR, "2026-10-01"), [""; 0]);
    assert_eq!(on(point, YEAR, "2026-10-10"), wednesday, "a Saturday on which people work");
    assert_eq!(on(point, YEAR, "2026-10-17"), ["09:00-11:30|b|周六办"]);
    assert_eq!(on(point, YEAR, "2026-10-18"), [""; 0], "nobody opens a door for a visit to a home");
}

#[test]
fn a_service_that_says_nothing_of_holidays_keeps_them() {
    let service = |hours: &str| format!("hours: 'Mo-Fr 08:30-11:30; PH off'\nspecial: [{{name: 值守, hours: '{hours}'}}]\n");
    assert_eq!(on(&service("Sa 09:00-12:00"), YEAR, "2026-10-03"), [""; 0]);
    assert_eq!(on(&service("Sa,PH 09:00-12:00"), YEAR, "2026-10-05"), ["09:00-12:00|s|值守"]);
    // The second Friday was yesterday, and is not held again on the Saturday that is worked as a Friday.
    assert_eq!(on(&service("Fr[2] 14:00-15:00"), YEAR, "2026-10-09"), ["08:30-11:30", "14:00-15:00|s|值守"]);
    assert_eq!(on(&service("Fr[2] 14:00-15:00"), YEAR, "2026-10-10"), ["08:30-11:30"]);
}

#[test]
fn appointments_are_told_from_open_doors() {
    for (words, needs) in
        [("周六预约办理", true), ("请提前预约", true), ("无需预约", false), ("免预约", false), ("午间不打烊", false)]
    {
        assert_eq!(needs_appointment(words), needs, "{words}");
    }
    let point = "hours: 'Mo-Fr 08:30-11:30; Sa 09:00-11:00 \"需预约\"; PH off'\n";
    assert_eq!(on(point, YEAR, "2026-10-17"), ["09:00-11:00|b||需预约"]);
}

#[test]
fn weeks_and_their_exceptions_are_all_days() {
    let year = "{year: 2026, holidays: [{name: 国庆节, from: 2026-10-01, to: 2026-10-07}], workdays: [2026-10-10]}, {year: 2027}";
    let workspace = workspace(
        "hours: 'Oct 01-Apr 30 Mo-Fr 08:30-11:30; May 01-Sep 30 Mo-Fr 08:00-11:30; Dec 31 08:30-10:00; PH off'\n",
        year,
    );
    let (bureau, calendar) = first(&workspace);
    let (calendar, point) = (CalendarDays::of(calendar).unwrap(), PointHours::of(&bureau.points[0]).unwrap());
    let days = calendar.openings(&point);
    let weeks = calendar.weeks(&point, &days);
    let ends: Vec<String> = weeks.periods.iter().map(|p| format!("{}/{}", p.from, p.through)).collect();
    assert_eq!(
        ends,
        [
            "2026-01-01/2026-04-30",
            "2026-05-01/2026-09-30",
            "2026-10-01/2027-04-30",
            "2027-05-01/2027-09-30",
            "2027-10-01/2027-12-31"
        ]
    );
    let exceptions: Vec<String> =
        weeks.exceptions.iter().map(|e| format!("{}/{} {}", e.from, e.through, e.openings.len())).collect();
    assert_eq!(
        exceptions,
        ["2026-10-01/2026-10-07 0", "2026-10-10/2026-10-10 1", "2026-12-31/2026-12-31 1", "2027-12-31/2027-12-31 1"]
    );
}

#[test]
fn times_after_midnight() {
    assert_eq!((minutes("次日02:00"), minutes("24:00"), minutes("上午")), (Some(1560), Some(1440), None));
    assert_eq!((clock(1560).as_str(), clock(1440).as_str(), clock(510).as_str()), ("次日02:00", "24:00", "08:30"));
}
