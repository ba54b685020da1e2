//! The yearly notice of the State Council's office about public holidays, as text: which days are off, and on which weekend days people work. What its own words
//! contradict (days of the week, numbers of days) is told and not taken.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::diagnostic::Bilingual;
use crate::say;
use crate::source::decode::half_width;

/// A holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// Its name as the notice has it.
    pub name: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The year.
    pub year: i32,
    /// Days off, in the notice's order.
    pub holidays: Vec<Holiday>,
    /// Weekend days on which people work, in their order.
    pub workdays: Vec<NaiveDate>,
}

/// Days of the week as notices write them.
const DAYS: [(char, Weekday); 8] = [
    ('一', Weekday::Mon),
    ('二', Weekday::Tue),
    ('三', Weekday::Wed),
    ('四', Weekday::Thu),
    ('五', Weekday::Fri),
    ('六', Weekday::Sat),
    ('日', Weekday::Sun),
    ('天', Weekday::Sun),
];

/// The word for a day of the week: 周四.
#[must_use]
pub fn weekday_zh(day: NaiveDate) -> String {
    let word = DAYS.iter().find(|(_, own)| *own == day.weekday()).map_or(' ', |(word, _)| *word);
    format!("周{word}")
}

/// Reads a notice. `year` is the year where its words do not name one.
///
/// # Errors
/// What cannot be read, or contradicts itself; nothing is taken then.
pub fn read_notice(text: &str, year: Option<i32>) -> Result<Notice, Vec<Bilingual>> {
    let text = half_width(text);
    let Some(year) = year_of(&text).or(year) else {
        return Err(vec![say!(
            "没有写是哪一年：把标题“关于某年部分节假日安排的通知”一起贴上，或者填上年份",
            "the year is missing: paste the title of the notice too, or fill it in"
        )]);
    };
    let mut notice = Notice { year, holidays: Vec::new(), workdays: Vec::new() };
    let mut wrong = Vec::new();
    for (name, body) in parts(&text) {
        for sentence in body.split(['。', ';', '\n']) {
            let found = dates(sentence, year, &name, &mut wrong);
            if sentence.contains("放假") {
                off(&name, sentence, &found, &mut notice, &mut wrong);
            } else if sentence.contains("上班") {
                notice.workdays.extend(found.iter().map(|(day, _)| *day));
            }
        }
    }
    notice.workdays.sort_unstable();
    notice.workdays.dedup();
    for day in notice.workdays.iter().filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)) {
        let (day, week) = (day_zh(*day), weekday_zh(*day));
        wrong.push(say!(
            "调休上班的 {day} 在 {year} 年是{week}，不是周末",
            "the make-up workday {day} is no weekend day in {year}"
        ));
    }
    if notice.holidays.is_empty() && wrong.is_empty() {
        wrong.push(say!(
            "没有读到放假安排：要有“一、元旦：1月1日至3日放假”这样的句子",
            "no holidays were found: there must be sentences such as 一、元旦：1月1日至3日放假"
        ));
    }
    if wrong.is_empty() { Ok(notice) } else { Err(wrong) }
}

/// A day as people read it: 1月3日.
#[must_use]
pub fn day_zh(day: NaiveDate) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// The year that the title names: 2026年部分节假日.
fn year_of(text: &str) -> Option<i32> {
    let (before, _) = text.split_once("年部分节假日").or_else(|| text.split_once("年节假日"))?;
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    let digits: String = digits.chars().rev().collect();
    digits.parse().ok().filter(|year| (2000..2200).contains(year))
}

/// The holidays of the notice: what stands between “一、” and the colon, and what follows.
fn parts(text: &str) -> Vec<(String, String)> {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in text.lines().flat_map(|line| line.split_inclusive('。')) {
        let line = line.trim();
        let rest = line.trim_start_matches(numeral);
        let head = (rest.len() < line.len()).then(|| rest.strip_prefix('、')).flatten().or_else(|| {
            let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
            (digits.len() < line.len()).then(|| digits.strip_prefix(['.', '、'])).flatten()
        });
        match (head.and_then(|head| head.split_once(':')), parts.last_mut()) {
            (Some((name, body)), _) if name.chars().count() <= 20 => parts.push((name.trim().to_owned(), body.to_owned())),
            (_, Some((_, body))) => body.push_str(line),
            _ => {}
        }
    }
    parts
}

/// The days of a sentence, each with whether it is the end of a range; what its brackets say of the day of the week is compared.
fn dates(sentence: &str, year: i32, name: &str, wrong: &mut Vec<Bilingual>) -> Vec<(NaiveDate, bool)> {
    let chars: Vec<char> = sentence.chars().collect();
    let mut found: Vec<(NaiveDate, bool)> = Vec::new();
    let (mut at, mut number, mut of_year, mut month, mut is_end) = (0, String::new(), year, None::<u32>, false);
    while let Some(c) = chars.get(at).copied() {
        at += 1;
        match c {
            '0'..='9' => {
                number.push(c);
                continue;
            }
            '年' => of_year = number.parse().unwrap_or(year),
            '月' => month = number.parse().ok(),
            '日' | '号' if !number.is_empty() => {
                let day = number.parse().ok().zip(month).and_then(|(day, month)| NaiveDate::from_ymd_opt(of_year, month, day));
                match day {
                    Some(day) => found.push((day, std::mem::take(&mut is_end))),
                    None => {
                        wrong.push(say!("{name}：“{sentence}”里有一天读不出来", "{name}: a day of “{sentence}” cannot be read"));
                    }
                }
                of_year = year;
            }
            '至' | '到' | '-' | '—' | '~' => is_end = !found.is_empty(),
            '(' => {
                let inside: String = chars.get(at..).unwrap_or_default().iter().take_while(|c| **c != ')').collect();
                at += inside.chars().count();
                let word = inside.split(['周', '期']).next_back().and_then(|rest| rest.chars().next());
                let says = word.filter(|_| inside.contains('周') || inside.contains("星期"));
                let says = says.and_then(|word| DAYS.iter().find(|(own, _)| *own == word)).map(|(_, day)| *day);
                if let (Some(says), Some((day, _))) = (says, found.last())
                    && day.weekday() != says
                {
                    let (day, is) = (day_zh(*day), weekday_zh(*day));
                    wrong.push(say!(
                        "{name}：{day}写着“{inside}”，{year} 年这一天是{is}",
                        "{name}: {day} is called “{inside}”, but is another day of the week in {year}"
                    ));
                }
            }
            _ => {}
        }
        number.clear();
    }
    found
}

/// A sentence of days off.
fn off(name: &str, sentence: &str, found: &[(NaiveDate, bool)], notice: &mut Notice, wrong: &mut Vec<Bilingual>) {
    let ranges: Vec<(NaiveDate, NaiveDate)> = match found {
        [(day, _)] => vec![(*day, *day)],
        [(from, _), (to, true)] => vec![(*from, *to)],
        _ => Vec::new(),
    };
    let Some((from, to)) = ranges.first().copied().filter(|(from, to)| from <= to) else {
        wrong.push(say!("{name}：“{sentence}”里的日子读不准", "{name}: the days of “{sentence}” are not certain"));
        return;
    };
    let days = (to - from).num_days() + 1;
    let said = sentence.split_once('共').and_then(|(_, rest)| rest.split('天').next()?.trim().parse::<i64>().ok());
    if let Some(said) = said.filter(|said| *said != days) {
        wrong
            .push(say!("{name}写着共 {said} 天，日子却是 {days} 天", "{name} is said to have {said} days, but there are {days}"));
        return;
    }
    notice.holidays.push(Holiday { name: name.to_owned(), from, to });
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTICE: &str = "国务院办公厅关于2026年\n部分节假日安排的通知\n国办发明电〔2025〕7号\n各省、自治区、直辖市人民政府：\n经国务院批准，现将2026年部分节假日安排通知如下：\n";

    fn days(notice: &Notice) -> Vec<String> {
        let line = |h: &Holiday| format!("{} {} {}", h.name, h.from, h.to);
        notice.holidays.iter().map(line).collect()
    }

    #[test]
    fn a_notice_as_it_is_published() {
        let text = "国务院办公厅关于2026年部分节假日安排的通知\n一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。\n\
            二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。\n\
            三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n四、国庆节、中秋节：10月1日（星期四）放假1天。\n节假日期间，各地区、各部门要妥善安排好值班。";
        let notice = read_notice(text, None).unwrap();
        assert_eq!(
            days(&notice),
            [
                "元旦 2026-01-01 2026-01-03",
                "春节 2026-02-15 2026-02-23",
                "清明节 2026-04-04 2026-04-06",
                "国庆节、中秋节 2026-10-01 2026-10-01"
            ]
        );
        let workdays: Vec<String> = notice.workdays.iter().map(ToString::to_string).collect();
        assert_eq!(workdays, ["2026-01-04", "2026-02-14", "2026-02-28"]);
    }

    #[test]
    fn a_year_before_may_begin_it_and_the_year_may_be_given() {
        let text = "一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。";
        assert_eq!(days(&read_notice(text, Some(2023)).unwrap()), ["元旦 2022-12-31 2023-01-02"]);
        let missing = read_notice(text, None).unwrap_err();
        assert!(missing[0].zh.contains("没有写是哪一年"), "{missing:?}");
    }

    #[test]
    fn what_contradicts_itself_is_told_and_not_taken() {
        for (text, wanted) in [
            ("一、元旦：1月1日（周五）至3日放假，共3天。", "1月1日写着“周五”，2026 年这一天是周四"),
            ("一、元旦：1月1日至3日放假，共4天。", "元旦写着共 4 天，日子却是 3 天"),
            ("一、春节：2月30日至3月2日放假。", "有一天读不出来"),
            ("一、春节：2月20日至18日放假。", "读不准"),
            ("一、元旦：1月1日放假。1月5日上班。", "1月5日 在 2026 年是周一，不是周末"),
            ("各位：今天开会。", "没有读到放假安排"),
            (NOTICE, "没有读到放假安排"),
        ] {
            let wrong = read_notice(text, Some(2026)).unwrap_err();
            assert!(wrong.iter().any(|said| said.zh.contains(wanted)), "{text}: {wrong:?}");
        }
    }
}
