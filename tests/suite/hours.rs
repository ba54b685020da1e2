//! Hours as people write them: labelled phrases, compared by what they mean on every minute of two years, and the questions of a table.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use compact_calendar::CompactCalendar;
use serde_json::Value as Json;
use yizhan::model::hours::Hours;
use yizhan::tables::hours::{Given, Reading, read};
use yizhan::yaml_write::{edit::meaning, value::parsed};

use super::support::{Workspace, sample, told_in_readmes};

/// Phrases, and the calendar that they are compared by.
struct Corpus {
    phrases: Vec<Json>,
    holidays: BTreeSet<NaiveDate>,
    workdays: BTreeSet<NaiveDate>,
    calendar: Arc<CompactCalendar>,
}

fn file(name: &str) -> Json {
    meaning(&parsed(&fs::read_to_string(sample().join("tests/corpora").join(name)).unwrap()).unwrap())
}

fn corpus(name: &str) -> Corpus {
    let calendar = file("hours.yaml")["calendar"].clone();
    let days = |key: &str| -> BTreeSet<NaiveDate> {
        calendar[key].as_array().unwrap().iter().map(|day| day.as_str().unwrap().parse().unwrap()).collect()
    };
    let (holidays, workdays) = (days("holidays"), days("workdays"));
    let mut compact = CompactCalendar::default();
    for day in &holidays {
        compact.insert(*day);
    }
    let phrases = file(name)["phrases"].as_array().unwrap().clone();
    Corpus { phrases, holidays, workdays, calendar: Arc::new(compact) }
}

impl Corpus {
    /// The minutes of a year in which hours are open, from its first: days that are not compared are left out.
    fn open(&self, text: &str, year: i32, unsaid: bool) -> Vec<(NaiveDate, u32)> {
        let hours = Hours::parse(text).unwrap_or_else(|why| panic!("{text}: {why}")).with_holidays(&self.calendar);
        let mut out = Vec::new();
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        for day in first.iter_days().take_while(|day| day.year() == year) {
            if self.workdays.contains(&day) || (unsaid && self.holidays.contains(&day)) {
                continue;
            }
            let mut minutes: Vec<u32> = hours.day(day).iter().flat_map(|s| minute(&s.from)..minute(&s.to)).collect();
            minutes.sort_unstable();
            minutes.dedup();
            out.extend(minutes.into_iter().map(|m| (day, m)));
        }
        out
    }

    fn same(&self, got: &str, wanted: &str, unsaid: bool) -> bool {
        got == wanted || [2026, 2028].into_iter().all(|year| self.open(got, year, unsaid) == self.open(wanted, year, unsaid))
    }

    /// What became of a phrase.
    fn judged(&self, phrase: &Json) -> &'static str {
        let text = |key: &str| phrase[key].as_str();
        let reading = read(text("phrase").unwrap(), &Given::default());
        let got = reading.hours.as_str();
        let unsaid = text("holidays").is_none_or(|h| h == "unsaid");
        let list = |key: &str| phrase[key].as_array().cloned().unwrap_or_default();
        let accepted: Vec<String> = list("accept").iter().map(|a| a.as_str().unwrap().to_owned()).collect();
        if let Some(osm) = text("osm") {
            let same = !got.is_empty() && accepted.iter().map(String::as_str).chain([osm]).any(|w| self.same(got, w, unsaid));
            let kept = list("keep").iter().all(|word| shown(&reading).contains(&squeezed(word.as_str().unwrap())));
            return match (same && kept, got.is_empty(), reading.doubts.is_empty()) {
                (true, ..) => "right",
                (false, true, false) => "open",
                (false, true, true) => "lost",
                (false, false, false) => "doubted",
                (false, false, true) => "silently wrong",
            };
        }
        let fair = got.is_empty() || accepted.iter().map(String::as_str).chain(text("certain")).any(|w| self.same(got, w, true));
        // What nobody can say exactly is kept in its own words.
        let kept = reading.note.is_empty()
            || squeezed(&reading.note) == squeezed(text("phrase").unwrap())
            || got == text("certain").unwrap_or("");
        match (reading.doubts.is_empty(), fair) {
            (false, true) if kept => "right",
            (false, _) => "doubted",
            (true, _) if got.is_empty() => "lost",
            (true, _) => "silently wrong",
        }
    }

    #[track_caller]
    fn all_right(&self) {
        let wrong: Vec<String> = self
            .phrases
            .iter()
            .filter_map(|phrase| Some((phrase, self.judged(phrase))).filter(|(_, class)| *class != "right"))
            .map(|(phrase, class)| {
                format!("{class}: {} → {:?}", phrase["phrase"], read(phrase["phrase"].as_str().unwrap(), &Given::default()))
            })
            .collect();
        assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), self.phrases.len(), wrong.join("\n"));
    }
}

/// 08:30, 次日02:00 as minutes.
fn minute(clock: &str) -> u32 {
    let (rest, more) = clock.strip_prefix("次日").map_or((clock, 0), |rest| (rest, 1440));
    let (hour, minute) = rest.split_once(':').unwrap();
    more + hour.parse::<u32>().unwrap() * 60 + minute.parse::<u32>().unwrap()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"，,；;：:（）()—-~～－".contains(*c)).collect()
}

/// All words of a reading.
fn shown(reading: &Reading) -> String {
    let services = reading.services.iter().map(|s| format!("{}{}", s.name, s.note)).collect::<String>();
    squeezed(&format!("{}{}{services}", reading.hours, reading.note))
}

#[test]
fn labelled_phrases_are_read_as_they_are_meant() {
    let corpus = corpus("hours.yaml");
    assert!(corpus.phrases.len() >= 116);
    corpus.all_right();
}

#[test]
fn further_phrases_are_read_as_they_are_meant() {
    let corpus = corpus("hours-more.yaml");
    assert!(corpus.phrases.len() >= 203);
    corpus.all_right();
    let n = corpus.phrases.len() + self::corpus("hours.yaml").phrases.len();
    told_in_readmes("phrases of hours", "服务时间的写法", [n, n, 0, 0, 0]);
}

const MORNING_AND_AFTERNOON: &str = "08:30-12:00,14:00-17:30";

/// Every way of naming days with every way of writing times, in every order, with every remark: the rules are the same.
#[test]
fn days_times_orders_and_remarks_in_every_combination() {
    let days = [
        ("周一至周五", "Mo-Fr"),
        ("星期一到星期五", "Mo-Fr"),
        ("周一～周五", "Mo-Fr"),
        ("每周一至周六", "Mo-Sa"),
        ("周一、三、五", "Mo,We,Fr"),
        ("周二、周四", "Tu,Th"),
        ("每天", "Mo-Su"),
        ("周六日", "Sa-Su"),
        ("双休日", "Sa-Su"),
        ("礼拜六", "Sa"),
        ("周 一 至 周 五", "Mo-Fr"),
        ("逢周三", "We"),
        ("周1至周5", "Mo-Fr"),
        ("周一到周三及周五", "Mo-We,Fr"),
    ];
    let times = [
        ("8:30-17:30", "08:30-17:30"),
        ("8：30—12：00，14：00—17：30", MORNING_AND_AFTERNOON),
        ("上午8:30-12:00，下午2:00-5:30", MORNING_AND_AFTERNOON),
        ("8点半到12点、2点到5点半", MORNING_AND_AFTERNOON),
        ("早8:30至晚5:30", "08:30-17:30"),
        ("0830-1200 1400-1730", MORNING_AND_AFTERNOON),
        ("8:30-5:30", "08:30-17:30"),
        ("上午八点三十分至十二点 下午两点至五点半", MORNING_AND_AFTERNOON),
        ("8:30~12:00/14:00~17:30", MORNING_AND_AFTERNOON),
        ("上午8时30分-12时；下午14时-17时30分", MORNING_AND_AFTERNOON),
        ("8:30-12:0014:00-17:30", MORNING_AND_AFTERNOON),
        ("8:30—12:00\n14:00—17:30", MORNING_AND_AFTERNOON),
        ("14:00-16:00", "14:00-16:00"),
    ];
    let remarks = [
        ("", ""),
        ("（法定节假日除外）", "; PH off"),
        ("，国家法定节假日休息", "; PH off"),
        ("，节假日照常", ""),
        ("；午间不打烊", ""),
        ("，16:20停止取号", ""),
        ("（咨询电话：0574-88123456）", ""),
        ("。", ""),
    ];
    for (day, week) in days {
        for (time, minutes) in times {
            for (remark, holidays) in remarks {
                for order in [
                    format!("{day}{time}"),
                    format!("{day} {time}"),
                    format!("{day}：{time}"),
                    format!("{day}\n{time}"),
                    format!("{time}（{day}）"),
                    format!("{time}，{day}"),
                    format!("{day}（{time}）"),
                ] {
                    let reading = read(&format!("{order}{remark}"), &Given::default());
                    assert_eq!(reading.hours, format!("{week} {minutes}{holidays}"), "{order}{remark}");
                    assert!(reading.doubts.is_empty(), "{order}{remark}: {reading:?}");
                }
            }
        }
    }
}

/// What a second statement does to the first, behind every mark and in brackets.
#[test]
fn a_second_statement_adds_or_takes_away() {
    let second = [
        ("周六9:00-12:00", "Mo-Fr {t}; Sa 09:00-12:00"),
        ("双休日 9点到11点", "Mo-Fr {t}; Sa-Su 09:00-11:00"),
        ("周六、日休息", "Mo-Fr {t}"),
        ("周五下午不办公", "Mo-Th {t}; Fr 08:30-12:00"),
        ("周三下午学习，不对外办公", "Mo-Tu,Th-Fr {t}; We 08:30-12:00"),
        ("周五上午休息", "Mo-Th {t}; Fr 14:00-17:30"),
        ("周三除外", "Mo-Tu,Th-Fr {t}"),
        ("周二延长至19:00", "Mo,We-Fr {t}; Tu 08:30-12:00,14:00-19:00"),
        ("周五提前至16:30下班", "Mo-Th {t}; Fr 08:30-12:00,14:00-16:30"),
        ("每月第二个周六9:00-12:00", "Mo-Fr {t}; Sa[2] 09:00-12:00"),
        ("每月最后一个周五下午闭馆", "Mo-Fr {t}; Fr[-1] 08:30-12:00"),
        ("7月、8月下午3:00-6:00", "Mo-Fr {t}; Jul,Aug Mo-Fr 08:30-12:00,15:00-18:00"),
        ("夏季（6月1日-8月31日）下午15:00-18:00", "Mo-Fr {t}; Jun 01-Aug 31 Mo-Fr 08:30-12:00,15:00-18:00"),
        ("7月1日至7月31日休息", "Mo-Fr {t}; Jul 01-Jul 31 off"),
        ("周末照常", "Mo-Su {t}"),
    ];
    for (day, holidays) in [("周一至周五", ""), ("星期一至星期五 ", ""), ("工作日：", "; PH off")] {
        for time in ["8:30-12:00，14:00-17:30", "上午8:30-12:00，下午2:00-5:30", "8：30—12：00 2：00—5：30"] {
            for (more, wanted) in second {
                let wanted = wanted.replace("{t}", MORNING_AND_AFTERNOON) + holidays;
                for text in ["，", "；", "。", "\n", " "].map(|mark| format!("{day}{time}{mark}{more}")) {
                    assert_eq!(read(&text, &Given::default()).hours, wanted, "{text}");
                }
                let text = format!("{day}{time}（{more}）");
                assert_eq!(read(&text, &Given::default()).hours, wanted, "{text}");
            }
        }
    }
}

/// Whatever stands in a phrase: characters left out, doubled or exchanged never end the program, and what is written reads.
#[test]
fn damaged_phrases_never_end_the_program() {
    for name in ["hours.yaml", "hours-more.yaml"] {
        for phrase in &corpus(name).phrases {
            let letters: Vec<char> = phrase["phrase"].as_str().unwrap().chars().collect();
            for at in (0..letters.len()).step_by(3) {
                let (before, after) = letters.split_at(at);
                for middle in ["", "一", "（", "）", "8", "：", "至", " "] {
                    let text: String = before.iter().collect::<String>() + middle + &after.iter().skip(1).collect::<String>();
                    let reading = read(&text, &Given::default());
                    assert!(reading.hours.is_empty() || Hours::parse(&reading.hours).is_ok(), "{text}: {reading:?}");
                    assert!(!reading.hours.is_empty() || !reading.doubts.is_empty(), "{text}: {reading:?}");
                }
            }
        }
    }
}

fn table(rows: &[&str]) -> String {
    let rows: String = rows.iter().enumerate().map(|(n, hours)| format!("第{n}村服务点,镇站,\"{hours}\"\r\n")).collect();
    format!("名称,渠道,服务时间\r\n{rows}")
}

fn answer_of(out: &str, word: &str) -> String {
    let line = out.lines().find(|l| l.contains(&format!("={word} "))).unwrap_or_else(|| panic!("{word}\n{out}"));
    line.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn a_table_asks_once_for_what_its_hours_do_not_say() {
    let w = Workspace::new();
    let hours =
        ["8:30-17:30", "9:00-12:00", "周一至周五 夏季8:00-12:00；冬季8:30-12:00", "工作日8:30-17:00，午间不打烊，16:30停止取号"];
    w.write("t.csv", table(&hours));
    let run = w.run(&["import", "points", "t.csv", "--lang", "zh"]).expect(0);
    // One question for both cells without days, one for the season; the sentences of all.
    assert_eq!(run.out.matches("=workdays").count(), 1, "{}", run.out);
    assert!(run.out.contains("周一至周五 08:30—17:00；法定节假日休息；午间不打烊；说明：16:30停止取号"), "{}", run.out);
    for cell in ["t!C2", "t!C3", "t!C4"] {
        assert!(run.out.contains(cell) || run.out.contains(&cell[1..]), "{cell}\n{}", run.out);
    }
    assert!(
        run.out.lines().skip_while(|l| !l.starts_with("要你定的")).all(|l| unicode_width::UnicodeWidthStr::width(l) <= 80),
        "{}",
        run.out
    );
    let (days, summer) = (answer_of(&run.out, "workdays"), answer_of(&run.out, "0501-0930"));
    w.run(&["import", "points", "t.csv", "--write", "--answer", &days, "--answer", &summer]).expect(0);
    let points = fs::read_to_string(w.path().join("content/one/points/imported.yaml")).unwrap();
    for line in [
        "hours: Mo-Fr 08:30-17:30; PH off",
        "hours: Mo-Fr 09:00-12:00; PH off",
        "hours: Mo-Fr 08:30-12:00; May 01-Sep 30 Mo-Fr 08:00-12:00",
        "hours_note: 16:30停止取号",
        "special: [{name: 午间不打烊}]",
    ] {
        assert!(points.contains(line), "{line}\n{points}");
    }
    // The dates of the summer are the bureau's from then on: nobody is asked again, and nothing changes.
    let bureau = fs::read_to_string(w.path().join("content/one/bureau.yaml")).unwrap();
    assert!(bureau.contains("summer: May 01-Sep 30"), "{bureau}");
    let again = w.run(&["import", "points", "t.csv", "--lang", "zh", "--answer", &days]).expect(0);
    assert!(!again.out.contains("0501-0930") && again.err.contains("一样"), "{}{}", again.out, again.err);
    assert!(w.findings().iter().all(|f| f.starts_with('C')), "{:?}", w.findings());
}

#[test]
fn what_hours_cannot_say_is_shown_as_words() {
    let w = Workspace::new();
    let file = "content/one/points/east.yaml";
    let old = fs::read_to_string(w.path().join(file)).unwrap();
    w.write(file, format!("{}\nhours_note: 逢农历二、七集日下午也开\n", old.trim_end()));
    assert!(w.findings().iter().all(|f| f.starts_with('C')), "{:?}", w.findings());
    w.run(&["build"]).expect(0);
    let page = fs::read_to_string(w.path().join("output/site/one/points/east/index.html"));
    let found = page.unwrap_or_else(|_| walk(&w.path().join("output"), "points/east/index.html"));
    assert!(found.contains("逢农历二、七集日下午也开"), "{found}");
    // It goes out in the workbook and comes back without a change.
    w.run(&["export", "points", "-o", "out.xlsx"]).expect(0);
    let run = w.run(&["import", "points", "out.xlsx", "--lang", "zh"]).expect(0);
    assert!(run.err.contains("一样"), "{}{}", run.out, run.err);
}

fn walk(folder: &std::path::Path, end: &str) -> String {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            let text = walk(&path, end);
            if !text.is_empty() {
                return text;
            }
        } else if path.to_string_lossy().replace('\\', "/").ends_with(end) {
            return fs::read_to_string(path).unwrap();
        }
    }
    String::new()
}
