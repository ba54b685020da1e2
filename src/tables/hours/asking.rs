//! A column of hours: each phrase is read once, and what none of them says is asked once for all of them.

use std::collections::HashMap;

use super::{Given, GivenDays, Need, Reading, read};
use crate::say;
use crate::tables::ask::{Ask, Reading as Answer};

/// Dates that summer hours usually have: the word of an answer, first and last day.
const SUMMERS: [(&str, [(u32, u32); 2]); 6] = [
    ("0501-0930", [(5, 1), (9, 30)]),
    ("0601-0930", [(6, 1), (9, 30)]),
    ("0501-1031", [(5, 1), (10, 31)]),
    ("0601-0831", [(6, 1), (8, 31)]),
    ("0701-0831", [(7, 1), (8, 31)]),
    ("0401-1031", [(4, 1), (10, 31)]),
];

/// A column.
pub struct HoursColumn {
    place: String,
    given: Given,
    asked: Vec<Need>,
    known: HashMap<String, Reading>,
    order: Vec<String>,
}

impl HoursColumn {
    /// A column by its place, such as 清单!C, and the dates of the bureau's summer hours where it has told them: May 01-Sep 30.
    #[must_use]
    pub fn new(place: String, summer: Option<&str>) -> Self {
        let given = Given { summer: summer.and_then(super::summer_of), ..Given::default() };
        Self { place, given, asked: Vec::new(), known: HashMap::new(), order: Vec::new() }
    }

    /// What a phrase means. `answer` is asked what no phrase says, once for the column.
    pub fn read(&mut self, text: &str, answer: &mut dyn FnMut(Ask) -> Option<&'static str>) -> Reading {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let mut reading = read(text, &self.given);
        for need in reading.needs.clone() {
            if !self.asked.contains(&need) {
                self.asked.push(need);
                self.ask(need, text, answer);
                reading = read(text, &self.given);
            }
        }
        self.order.push(text.to_owned());
        self.known.insert(text.to_owned(), reading.clone());
        reading
    }

    /// Every different phrase with the sentence of what it was understood as.
    #[must_use]
    pub fn sentences(&self) -> Vec<[String; 2]> {
        let one = |text: &String| Some([text.split_whitespace().collect::<Vec<_>>().join(" "), self.known.get(text)?.sentence()]);
        self.order.iter().filter_map(one).collect()
    }

    /// The dates of summer hours that were answered for this column.
    #[must_use]
    pub fn answered_summer(&self) -> Option<[(u32, u32); 2]> {
        self.given.summer.filter(|_| self.asked.contains(&Need::Summer))
    }

    fn ask(&mut self, need: Need, text: &str, answer: &mut dyn FnMut(Ask) -> Option<&'static str>) {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let place = self.place.clone();
        match need {
            Need::Days => {
                let readings = vec![
                    Answer {
                        word: "workdays",
                        says: say!("周一至周五，法定节假日休息", "Monday to Friday, closed on public holidays"),
                    },
                    Answer { word: "daily", says: say!("每天", "every day") },
                    Answer { word: "daily-off", says: say!("每天，法定节假日休息", "every day but public holidays") },
                    Answer {
                        word: "weekdays",
                        says: say!("周一至周五，节假日不写", "Monday to Friday; nothing is said of holidays"),
                    },
                ];
                let what = say!(
                    "“{words}”没有写哪几天。这一列里没有写哪几天的，都是哪几天？",
                    "“{words}” does not say on which days. Which days are meant in this column where none are written?"
                );
                let otherwise = say!("这些格只把原文记在“服务时间说明”里", "those cells are kept as words in `hours_note`");
                let word = answer(Ask { place, what, readings, otherwise });
                self.given.days = match word {
                    Some("workdays") => Some(GivenDays::Workdays),
                    Some("daily") => Some(GivenDays::Daily),
                    Some("daily-off") => Some(GivenDays::DailyNoHolidays),
                    Some("weekdays") => Some(GivenDays::Weekdays),
                    _ => None,
                };
            }
            Need::Summer => {
                let readings = SUMMERS
                    .iter()
                    .map(|(word, [(m, d), (n, e)])| Answer {
                        word,
                        says: say!(
                            "夏季从{m}月{d}日到{n}月{e}日，其余是冬季",
                            "summer from {m}/{d} to {n}/{e}, winter is the rest"
                        ),
                    })
                    .collect();
                let what = say!("“{words}”没有写夏季从哪天到哪天。", "“{words}” does not say when summer begins and ends.");
                let otherwise = say!(
                    "只写两季都开的时间，原文记在“服务时间说明”里",
                    "only the hours shared by both seasons are used, and the words are kept in `hours_note`"
                );
                let word = answer(Ask { place, what, readings, otherwise });
                self.given.summer = SUMMERS.iter().find(|(own, _)| Some(*own) == word).map(|(_, days)| *days);
            }
            Need::Market => {
                let readings = vec![
                    Answer {
                        word: "solar",
                        says: say!("公历：每月这些日子都开", "the solar calendar: open on those days of every month"),
                    },
                    Answer { word: "lunar", says: say!("农历：原文照样显示", "the lunar calendar: shown as words") },
                ];
                let what = say!("“{words}”按公历还是农历？", "by which calendar is “{words}”?");
                let otherwise = say!("原文记在“服务时间说明”里", "kept as words in `hours_note`");
                self.given.solar_markets = answer(Ask { place, what, readings, otherwise }).map(|word| word == "solar");
            }
        }
    }
}
