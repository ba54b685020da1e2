//! Whether somebody is there: the table of hours that pages ask, linked data, the calendar, the page and the sign say the same of every day.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime};
use compact_calendar::CompactCalendar;
use serde_json::Value;
use yizhan::model::hours::Hours;

use super::support::{Workspace, sample, yizhan};

/// Every minute from the first of January 2026 to the end of 2027, and of the night after it.
#[derive(PartialEq)]
struct Minutes(Vec<bool>);

impl Minutes {
    fn new() -> Self {
        Self(vec![false; 1440 * 732])
    }

    /// Takes in the minutes of a stretch; whether some of them were there.
    fn fill(&mut self, day: NaiveDate, from: i64, to: i64) -> bool {
        let start = usize::try_from(at(day)).unwrap();
        let range = start + usize::try_from(from).unwrap()..start + usize::try_from(to).unwrap();
        let before = self.0[range.clone()].contains(&true);
        self.0[range].fill(true);
        before
    }

    fn clear(&mut self, day: NaiveDate) {
        let start = usize::try_from(at(day)).unwrap();
        self.0[start..start + 1440].fill(false);
    }

    fn with(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one |= other);
        self
    }
}

const ORDINARY: [&str; 9] = [
    "Mo-Fr 08:30-11:30,14:30-17:30; PH off",
    "Oct 01-Apr 30 Mo-Fr 08:30-12:00,14:30-17:30; May 01-Sep 30 Mo-Fr 08:30-12:00,15:00-18:00; PH off",
    "Mo-Fr 09:00-17:00; PH 09:00-12:00",
    "Mo-Fr 08:30-17:00; Dec 31 08:30-11:00; PH off",
    "Mo-Sa 08:30-11:30; Sa 14:00-16:00; PH off",
    "24/7",
    "Fr,Sa 20:00-26:00; PH off",
    "Mo-Fr 08:30-11:30; Sa 09:00-11:00 \"需预约\"; PH off",
    "Mo-Fr 08:30-17:00; Feb 10-Feb 16 off; PH off",
];

const SPECIAL: [&str; 6] = [
    "",
    "{name: 午间不打烊, hours: 'Mo-Fr 11:30-14:30; PH off'}",
    "{name: 周六预约办理, hours: 'Sa 09:00-11:30; PH off', note: 打电话预约}",
    "{name: 延时办, hours: 'Sa 09:00-11:30'}, {name: 午间不打烊, hours: 'May 01-Sep 30 Mo-Fr 11:00-15:00; Oct 01-Apr 30 Mo-Fr 11:00-14:30; PH off'}",
    "{name: 局长接待日, hours: 'Sa[1] 09:00-11:00; PH off'}",
    "{name: 上门服务, hours: 'Su 09:00-11:00'}",
];

/// When a point is open by the table of hours: to everybody, and to those with an appointment.
fn table(site: &Path, bureau: &str, place: usize) -> Option<(Minutes, Minutes)> {
    let text = fs::read_to_string(site.join(bureau).join("hours.js")).unwrap();
    let data: Value = serde_json::from_str(text.trim().strip_prefix("yizhan.hours(")?.strip_suffix(");")?).unwrap();
    let first: NaiveDate = data["from"].as_str()?.parse().unwrap();
    let (patterns, letters) = (data["list"][place]["p"].as_array()?, data["list"][place]["d"].as_str()?);
    let (mut open, mut booked) = (Minutes::new(), Minutes::new());
    for (day, letter) in first.iter_days().zip(letters.chars()) {
        let pattern = patterns[letter.to_digit(36)? as usize].as_str()?;
        for part in pattern.split(',').filter(|p| !p.is_empty()) {
            let mut fields = part.split('|');
            let (from, to) = fields.next()?.split_once('-')?;
            let into = if fields.next() == Some("b") { &mut booked } else { &mut open };
            let twice = into.fill(day, minute(from), minute(to));
            assert!(!twice || minute(to) > 1440 || pattern.starts_with("00:00"), "{part} overlaps on {day}");
        }
    }
    Some((open, booked))
}

fn at(day: NaiveDate) -> i64 {
    (day - NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()).num_minutes()
}

fn minute(clock: &str) -> i64 {
    let (more, clock) = clock.strip_prefix("次日").map_or((0, clock), |rest| (1440, rest));
    let (hour, minute) = clock.split_once(':').unwrap();
    more + hour.parse::<i64>().unwrap() * 60 + minute.parse::<i64>().unwrap()
}

/// When linked data says that a point is open, on these days.
fn linked(page: &str, days: &[NaiveDate]) -> Minutes {
    let json = page.split("<script type=\"application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: Value = serde_json::from_str(json).unwrap();
    let list = |key: &str| data[key].as_array().cloned().unwrap_or_default();
    let (weekly, special) = (list("openingHoursSpecification"), list("specialOpeningHoursSpecification"));
    let holds = |one: &Value, day: NaiveDate| {
        let end = |key: &str| one[key].as_str().map(|d| d.parse::<NaiveDate>().unwrap());
        let named = one["dayOfWeek"]
            .as_array()
            .is_none_or(|names| names.iter().any(|name| name.as_str().unwrap().starts_with(&day.weekday().to_string())));
        named && end("validFrom").is_none_or(|from| from <= day) && end("validThrough").is_none_or(|to| day <= to)
    };
    let mut found = Minutes::new();
    for day in days {
        let own: Vec<&Value> = special.iter().filter(|one| holds(one, *day)).collect();
        let list = if own.is_empty() { weekly.iter().filter(|one| holds(one, *day)).collect() } else { own };
        for one in list {
            let (from, mut to) = (minute(one["opens"].as_str().unwrap()), minute(one["closes"].as_str().unwrap()));
            if (from, to) == (0, 0) {
                continue;
            }
            // The last minute of a day, and a time of the next one.
            to += i64::from(to == 1439) + if to < from { 1440 } else { 0 };
            found.fill(*day, from, to);
        }
    }
    found
}

/// How much of two sets differs, as people read it.
fn differ(one: &Minutes, other: &Minutes) -> String {
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let list: Vec<i64> = (0..).zip(one.0.iter().zip(&other.0)).filter(|(_, (a, b))| a != b).map(|(m, _)| m).collect();
    let day = |minute: Option<&i64>| minute.map(|m| start + Duration::minutes(*m));
    format!("{} minutes differ, from {:?} to {:?}", list.len(), day(list.first()), day(list.last()))
}

/// Everything that stands on a page, as one line.
fn plain(page: &str) -> String {
    let mut out = String::new();
    let mut tag = false;
    for c in page.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag && !c.is_whitespace() && c != '\u{2060}' => out.push(c),
            _ => {}
        }
    }
    out
}

/// Compares all that is said of the points of a site; gives how many say when they are open.
fn compare(site: &Path, bureau: &str, years: [i32; 2]) -> usize {
    let days: Vec<NaiveDate> =
        NaiveDate::from_ymd_opt(years[0], 1, 1).unwrap().iter_days().take_while(|d| d.year() <= years[1]).collect();
    let calendar = fs::read_to_string(site.join(bureau).join("data/calendar.ics")).unwrap_or_default().replace("\r\n ", "");
    let mut said = 0;
    for entry in fs::read_dir(site.join(bureau).join("points")).unwrap().flatten() {
        // The table of all points says nothing to search engines.
        if entry.file_name() == "_compare" {
            continue;
        }
        let Ok(page) = fs::read_to_string(entry.path().join("index.html")) else { continue };
        let Some(place) = page.split("data-hours=\"").nth(1).and_then(|rest| rest.split('"').next()) else { continue };
        let name = page.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap();
        let Some((open, booked)) = table(site, bureau, place.parse().unwrap()) else { continue };
        said += 1;
        let told = linked(&page, &days);
        assert!(told == open, "{name}: {}", differ(&told, &open));
        // What the calendar says of a point is a time at which it serves.
        for event in calendar.split("BEGIN:VEVENT").filter(|e| e.contains(&format!("（{name}）")) && !e.contains("上门")) {
            let time = |key: &str| {
                let text = event.split(key).nth(1).unwrap().split("\r\n").next().unwrap();
                NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").unwrap() + Duration::hours(8)
            };
            let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
            let minute = |key: &str| usize::try_from((time(key) - start).num_minutes()).unwrap();
            let away = ["流动", "电话"].iter().any(|word| event.contains(word));
            let served = (minute("DTSTART:")..minute("DTEND:")).all(|m| open.0[m] || booked.0[m]);
            assert!(served || away, "{name}: {event}");
        }
    }
    said
}

#[test]
fn page_sign_linked_data_and_calendar_say_the_same_of_every_day() {
    let w = Workspace::new();
    w.write(
        "calendar.yaml",
        "years:\n  - {year: 2026, holidays: [{name: 元旦, from: 2026-01-01, to: 2026-01-03}, {name: 国庆节, from: 2026-10-01, to: 2026-10-07}], workdays: [2026-01-04, 2026-10-10]}\n  - {year: 2027, holidays: [{name: 春节, from: 2027-02-05, to: 2027-02-12}]}\n",
    );
    w.edit("content/one/bureau.yaml", "edition: \"2026-04\"", "edition: \"2025-04\"\nprint: {pieces: [hours-sign]}");
    fs::remove_file(w.path().join("content/one/points/east.yaml")).unwrap();
    let mut written: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (n, ordinary) in ORDINARY.iter().enumerate() {
        for (m, special) in SPECIAL.iter().enumerate() {
            let id = format!("p{n}-{m}");
            w.write(
                &format!("content/one/points/{id}.yaml"),
                format!("id: {id}\nname: {n}号镇{m}号站\nchannel: town\nphone: 0477-0000001\nhours: '{ordinary}'\nspecial: [{special}]\n"),
            );
            written.insert(id, ((*ordinary).to_owned(), (*special).to_owned()));
        }
    }
    w.run(&["build"]).expect(0);
    let site = w.path().join("output/site");
    assert_eq!(compare(&site, "one", [2026, 2027]), written.len());

    // The table against the rules themselves, on days that are no make-up workdays.
    let (mut holidays, mut free) = (CompactCalendar::default(), BTreeSet::new());
    for (from, to) in [("2026-01-01", "2026-01-03"), ("2026-10-01", "2026-10-07"), ("2027-02-05", "2027-02-12")] {
        let (from, to): (NaiveDate, NaiveDate) = (from.parse().unwrap(), to.parse().unwrap());
        for day in from.iter_days().take_while(|day| *day <= to) {
            holidays.insert(day);
            free.insert(day);
        }
    }
    let holidays = Arc::new(holidays);
    let make_up: Vec<NaiveDate> = vec!["2026-01-04".parse().unwrap(), "2026-10-10".parse().unwrap()];
    let facts = fs::read_to_string(w.path().join("output/print/one/editions.jsonl")).unwrap();
    for (id, (ordinary, special)) in &written {
        let page = fs::read_to_string(site.join("one/points").join(id).join("index.html")).unwrap();
        let place = page.split("data-hours=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
        let (open, booked) = table(&site, "one", place).unwrap();
        let services = special.split("hours: '").skip(1).map(|rest| rest.split('\'').next().unwrap());
        let mut wanted = Minutes::new();
        for (text, own) in [(ordinary.as_str(), true)].into_iter().chain(services.map(|text| (text, false))) {
            let hours = Hours::parse(text).unwrap().with_holidays(&holidays);
            for day in NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().iter_days().take_while(|d| d.year() < 2028) {
                let kept = !own && (special.contains("上门") || (!text.contains("PH") && free.contains(&day)));
                if !kept && !make_up.contains(&day) {
                    for span in hours.day(day) {
                        wanted.fill(day, minute(&span.from), minute(&span.to));
                    }
                }
            }
        }
        let mut got = open.with(&booked);
        for day in &make_up {
            got.clear(*day);
            wanted.clear(*day);
        }
        assert!(got == wanted, "{id} {ordinary} {special}: {}", differ(&got, &wanted));

        // What the sign says of times and exceptions stands on the page.
        let sign: Value = facts
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .find(|one| one["piece"].as_str().is_some_and(|p| p.contains(&format!("{id}/"))))
            .unwrap_or_else(|| panic!("a sign of {id}"));
        let page = plain(&page);
        let mut compared = 0;
        for fact in sign["shows"].as_array().unwrap() {
            // The label names day or service, the text the times; that there is such a row is no word of it.
            let (label, text) = (fact["label"].as_str().unwrap(), fact["text"].as_str().unwrap());
            if ["时间", "节假日和例外", "特色服务"].contains(&label.split('/').next().unwrap()) {
                for words in label
                    .split('/')
                    .skip(1)
                    .filter(|part| *part != "说明")
                    .chain(text.split('；').filter(|t| !["有", "休息"].contains(t)))
                {
                    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
                    assert!(page.contains(&words), "{id}: {label} {text} is on the sign and not on the page");
                    compared += 1;
                }
            }
        }
        assert!(compared > 0, "{sign}");
    }
    // Single days that open are no days off.
    let page = |id: &str| plain(&fs::read_to_string(site.join("one/points").join(id).join("index.html")).unwrap());
    assert!(page("p2-0").contains("法定节假日09:00—12:00") && page("p3-0").contains("12月31日08:30—11:00"));
    // The hours are those of the calendar's years and not of the edition's.
    for id in written.keys() {
        let page = fs::read_to_string(site.join("one/points").join(id).join("index.html")).unwrap();
        assert!(page.contains("\"validFrom\":\"2026-") && !page.contains("\"validFrom\":\"2025-"), "{id}: {page}");
    }
}

#[test]
fn the_sample_says_the_same_of_every_day() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out");
    yizhan(&sample(), &["build", "--only", "site,data", "-o", &output.to_string_lossy()]).expect(0);
    let site = output.join("site");
    let mut said = 0;
    for bureau in fs::read_dir(&site).unwrap().flatten().filter(|e| e.path().join("hours.js").exists()) {
        said += compare(&site, &bureau.file_name().to_string_lossy(), [2026, 2027]);
    }
    assert!(said > 10, "{said}");
}
