//! The first sheet of a filled workbook: who inspected, when, and which point. It must not know answers.

use super::Origin;
use crate::model::inspection::Round;
use crate::model::standard::Standard;
use crate::model::{Bureau, Point, Workspace};
use crate::say;
use crate::submission::cells::{day, people};
use crate::submission::{Reason, Reasons};
use crate::tables::Sheet;
use crate::yaml_write::tree::Tree;

/// The first sheet: who, when, about which point.
pub struct Head<'a> {
    /// What the workbook was made from.
    pub origin: &'a Origin,
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Where the point is looked for.
    pub workspace: &'a Workspace,
}

impl<'a> Head<'a> {
    fn row(&self, key: &str) -> Option<usize> {
        (0..self.sheet.rows.len()).find(|row| self.sheet.text(*row, 0) == key)
    }

    /// What is written beside a key; nothing where it is blank.
    pub fn text(&self, key: &str) -> Option<String> {
        let row = self.row(key)?;
        let text = self.sheet.text(row, 2).trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    fn place(&self, key: &str) -> String {
        self.row(key).map_or_else(|| self.sheet.name.clone(), |row| self.sheet.place(row, 2))
    }

    /// The point that is named.
    pub fn point(&self, named: Option<&'a Bureau>) -> Result<(&'a Bureau, &'a Point), Box<Reason>> {
        let bureau = self.workspace.bureau(self.origin.get("bureau")).or(named);
        let own = self.origin.get("point");
        let written = if own.is_empty() { self.text("head|point").unwrap_or_default() } else { own.to_owned() };
        // A choice from the list reads 名称（编号）.
        let id = written.strip_suffix('）').and_then(|t| t.rsplit_once('（')).map_or(written.as_str(), |(_, id)| id).trim();
        let is_it = |p: &&Point| p.id.as_str() == id || p.name.value == written.trim();
        let bureaus = self.workspace.bureaus.iter().filter(|b| bureau.is_none_or(|one| one.id == b.id));
        let found: Vec<(&Bureau, &Point)> = bureaus.flat_map(|b| b.points.iter().filter(is_it).map(move |p| (b, p))).collect();
        match found.as_slice() {
            [one] => self.is_meant(*one).map(|()| *one),
            [] if written.is_empty() => Err(Box::new(Reason::at(
                &self.place("head|point"),
                &say!("没有写是哪个服务点", "the point is not named"),
                say!("选一个，或者写服务点的编号", "choose one, or write its id"),
            ))),
            [] => Err(Box::new(Reason::at(
                &self.place("head|point"),
                &say!("没有服务点“{written}”", "there is no point “{written}”"),
                say!("写服务点的编号，如 songtang", "write the point's id, such as songtang"),
            ))),
            _ => Err(Box::new(Reason::at(
                &self.place("head|point"),
                &say!("“{written}”不止一个服务点", "“{written}” is more than one point"),
                say!("写编号；几个局都有的，导入时加 --bureau", "write its id; where several bureaus have it, add --bureau"),
            ))),
        }
    }

    /// A sheet that was made for one point, and says another on its face, was copied for the next village: whose answers it holds nobody knows.
    fn is_meant(&self, (bureau, point): (&Bureau, &Point)) -> Result<(), Box<Reason>> {
        let shown = self.text("head|point").unwrap_or_default();
        let own = format!("{}（{}）", point.name.value, point.id);
        if self.origin.get("point").is_empty() || shown.is_empty() || shown == own || shown == point.name.value {
            return Ok(());
        }
        let (id, of) = (&point.id, &bureau.id);
        Err(Box::new(Reason::at(
            &self.place("head|point"),
            &say!("写的是“{shown}”，这张表是为“{own}”做的", "it says “{shown}”, and the sheet was made for “{own}”"),
            say!(
                "每个服务点做一张：yizhan inspect sheet 标准 服务点 -o 文件.xlsx；确实是 {id} 的，把这一格改回来",
                "make a sheet for each point with `yizhan inspect sheet`; if it is {of}/{id}, put this cell back"
            ),
        )))
    }

    /// The head of a record.
    pub fn record(&self, standard: &Standard, point: &Point, wrong: &mut Reasons) -> Vec<(String, Tree)> {
        let fixed = self.origin.get("round");
        let round = if fixed.is_empty() { self.text("head|round").unwrap_or_default() } else { fixed.to_owned() };
        let known = Round::named(&round);
        if known.is_none() {
            let says = if round.is_empty() {
                say!("没有写轮次", "the round is missing")
            } else {
                say!("不认识轮次“{round}”", "the round “{round}” is not known")
            };
            let help = say!("写自评、镇审核、现场核查或复查", "write self, town, site or recheck");
            wrong.push(Reason::at(&self.place("head|round"), &says, help));
        }
        let shown = self.text("head|round").unwrap_or_default();
        if let Some(round) = known.filter(|r| !fixed.is_empty() && !shown.is_empty() && shown != r.zh() && shown != r.word()) {
            let zh = round.zh();
            wrong.push(Reason::at(
                &self.place("head|round"),
                &say!("写的是“{shown}”，这张表是{zh}的", "it says “{shown}”, and the sheet was made for another round"),
                say!(
                    "另一轮的另做一张表；确实是{zh}的，把这一格改回来",
                    "make another sheet for another round, or put this cell back"
                ),
            ));
        }
        let written = self.text("head|date").unwrap_or_default();
        let date = day(&written);
        if date.is_none() {
            let says = if written.is_empty() {
                say!("没有写检查日期", "the day of the inspection is missing")
            } else {
                say!("检查日期“{written}”读不懂", "the day of the inspection cannot be read: “{written}”")
            };
            let help = say!("写成 2026-06-08", "write it as 2026-06-08");
            wrong.push(Reason::at(&self.place("head|date"), &says, help));
        }
        let inspectors = people(&self.text("head|inspectors").unwrap_or_default());
        if inspectors.is_empty() {
            wrong.push(Reason::at(
                &self.place("head|inspectors"),
                &say!("没有写检查人", "the inspectors are not named"),
                say!("写姓名，几个人用顿号隔开", "write their names with 、 between them"),
            ));
        }
        let day = date.unwrap_or_default();
        let campaign = self.origin.get("campaign");
        let campaign = if campaign.is_empty() { day.format("%Y").to_string() } else { campaign.to_owned() };
        let bare = |text: String| Tree::Bare(text);
        let entries = [
            ("standard", Tree::text(&standard.id)),
            ("version", Tree::text(&standard.version.value)),
            ("point", Tree::text(point.id.as_str())),
            ("round", bare(known.map_or(String::new(), |r| r.word().to_owned()))),
            ("date", bare(day.to_string())),
            ("campaign", Tree::text(&campaign)),
            ("inspectors", Tree::texts(&inspectors)),
            ("attended", Tree::texts(&people(&self.text("head|attended").unwrap_or_default()))),
        ];
        entries.map(|(key, value)| (key.to_owned(), value)).into()
    }
}
