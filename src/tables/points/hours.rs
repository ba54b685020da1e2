//! The hours of the rows of a list of points: each column is read once, what it leaves open is asked once, and what rules cannot say stands beside them as
//! words.

use super::super::Uncertain;
use super::super::hours::{HoursColumn, Reading, Service};
use super::super::letters;
use super::super::memory::Memory;
use super::super::sections::Section;
use super::Reader;
use super::layout::Columns;
use crate::diagnostic::Bilingual;
use crate::model::Point;
use crate::model::hours::Hours;
use crate::say;
use crate::yaml_write::tree::Tree;
use crate::yaml_write::value::New;

/// The columns of hours of all sections, each with its place.
#[derive(Default)]
pub struct HoursColumns {
    list: Vec<(String, HoursColumn)>,
}

impl HoursColumns {
    /// The column of a section. The dates of summer hours are the bureau's, or those that were answered for another column.
    pub fn of(&mut self, section: &Section<'_>, columns: &Columns, summer: Option<&str>) -> &mut HoursColumn {
        let at = columns.at("hours");
        let column = if at == usize::MAX { String::new() } else { letters(at) };
        let place = format!("{}!{column}", section.sheet.name);
        let at = self.list.iter().position(|(own, _)| *own == place).unwrap_or_else(|| {
            let answered = self.answered_summer().map(super::super::hours::summer_text);
            let column = HoursColumn::new(place.clone(), summer.or(answered.as_deref()));
            self.list.push((place, column));
            self.list.len() - 1
        });
        &mut self.list[at].1
    }

    /// Every different phrase with the sentence of what it was understood as.
    pub fn sentences(&self) -> Vec<[String; 2]> {
        let mut all: Vec<[String; 2]> = Vec::new();
        for pair in self.list.iter().flat_map(|(_, column)| column.sentences()) {
            if !all.contains(&pair) {
                all.push(pair);
            }
        }
        all
    }

    /// The dates of summer hours that were answered.
    pub fn answered_summer(&self) -> Option<[(u32, u32); 2]> {
        self.list.iter().find_map(|(_, column)| column.answered_summer())
    }
}

impl Reader<'_> {
    /// What the hours, the words beside them and the services give to a point.
    pub(super) fn hours_values(
        &self,
        known: Option<&Point>,
        column: &mut HoursColumn,
        memory: &mut Memory<'_, '_>,
        doubts: &mut Vec<Uncertain>,
    ) -> Vec<(&'static str, New)> {
        let reading = self.hours(known, column, memory, doubts);
        let mut values =
            vec![("hours", New::Text(reading.hours.clone())), ("hours_note", New::Text(self.hours_note(known, &reading)))];
        values.extend(special(known, &reading).map(|special| ("special", special)));
        values
    }

    fn hours(
        &self,
        known: Option<&Point>,
        column: &mut HoursColumn,
        memory: &mut Memory<'_, '_>,
        doubts: &mut Vec<Uncertain>,
    ) -> Reading {
        let text = self.text("hours");
        // What the file has and a workbook of ours brought back is understood already.
        let same = known.and_then(|p| p.hours.as_ref()).is_some_and(|old| old.trim() == text);
        if text.is_empty() || (same && Hours::parse(&text).is_ok()) {
            return Reading { hours: text, holidays_said: true, ..Reading::default() };
        }
        let mut reading = column.read(&text, &mut |ask| memory.ask_once(ask));
        let nothing = reading.hours.is_empty();
        // Words that give no hours are no remark on the hours that are there.
        let keeps = nothing && known.is_some_and(|p| p.hours.is_some());
        for why in &reading.doubts {
            let Bilingual { zh, en } = why.says();
            let says = if keeps {
                say!("{zh}；没有读，现有的时间不变", "{en}; the hours that are there stay as they are")
            } else if nothing {
                say!(
                    "{zh}；时间没有写，原文记在“服务时间说明”里",
                    "{en}; no hours are written, the words are kept in `hours_note`"
                )
            } else {
                Bilingual { zh, en }
            };
            self.doubt("hours", says, doubts);
        }
        if keeps {
            reading.note.clear();
            reading.services.clear();
        }
        // A cell that says nothing of holidays does not open the point on them.
        let shut = known.and_then(|p| p.hours.as_ref()).is_some_and(|old| old.contains("PH off"));
        if shut && !reading.holidays_said && !nothing {
            self.doubt(
                "hours",
                say!("没有写节假日，照现有的保留“法定节假日休息”", "nothing is said of holidays: PH off is kept"),
                doubts,
            );
            reading.hours.push_str("; PH off");
        }
        reading
    }

    /// The words beside the hours: those of their own column, and those that the hours themselves cannot say.
    fn hours_note(&self, known: Option<&Point>, reading: &Reading) -> String {
        let own = self.text("hours_note");
        let mut parts: Vec<String> = [own.clone(), reading.note.clone()].into_iter().filter(|t| !t.is_empty()).collect();
        if own.contains(&reading.note) {
            parts.truncate(1);
        }
        // Services that a point with others cannot be given by a table are words here.
        if let Some(known) = known.filter(|p| !p.special.is_empty()) {
            let missing = reading.services.iter().filter(|s| !known.special.iter().any(|k| k.name.trim() == s.name));
            parts.extend(missing.map(|s| if s.note.is_empty() { s.name.clone() } else { format!("{}：{}", s.name, s.note) }));
        }
        parts.join("；")
    }
}

/// The services of their own that hours name, for a point that has none yet.
fn special(known: Option<&Point>, reading: &Reading) -> Option<New> {
    if reading.services.is_empty() || known.is_some_and(|p| !p.special.is_empty()) {
        return None;
    }
    let record = |s: &Service| {
        let keys = [("name", &s.name), ("hours", &s.hours), ("note", &s.note)];
        Tree::Map(keys.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k.to_owned(), Tree::text(v))).collect())
    };
    Some(New::Yaml(Tree::List(reading.services.iter().map(record).collect()).flow()))
}
