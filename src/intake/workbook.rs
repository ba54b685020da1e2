//! A score sheet that was filled in with a spreadsheet, back into a record. Answers are found by the keys of the first column, so that rows may
//! have been moved, columns widened, and the file saved by another program.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::claims::{Claim, Claims};
use super::tree::Tree;
use super::words::{count, day, number, several, yes_no};
use super::{Arrived, Picture, Reason, Reasons};
use crate::audit::slots::{Slot, slots};
use crate::audit::{Facts, Place, Truth, in_scope, show};
use crate::diagnostic::Bilingual;
use crate::exchange::score_sheet_xlsx::{ANSWERS, FORMAT, FRONT, HEADS, KEY_HEAD, META, NOT_APPLICABLE, column};
use crate::model::inspection::Round;
use crate::model::standard::{Criterion, Standard};
use crate::model::{Bureau, Point, Workspace};
use crate::say;
use crate::source::picture_kind;
use crate::tables::{Doubt, Sheet, raw};

/// A picture and the cell that it stands in.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Name of the sheet.
    pub sheet: String,
    /// Row from 0.
    pub row: usize,
    /// As people write the place: 评分表!N5.
    pub place: String,
    /// The picture.
    pub bytes: Vec<u8>,
}

/// What the hidden sheet says; nothing when it is no score sheet of ours.
#[must_use]
pub fn origin(bytes: &[u8]) -> Option<Origin> {
    let rows = raw(bytes, META).ok()?;
    let text = |row: &[String], at: usize| row.get(at).map_or(String::new(), |t| t.trim().to_owned());
    let (first, rest) = rows.split_first()?;
    (text(first, 0) == FORMAT).then(|| Origin(rest.iter().map(|row| (text(row, 0), text(row, 1))).collect()))
}

/// What a workbook was made from.
#[derive(Debug)]
pub struct Origin(BTreeMap<String, String>);

impl Origin {
    fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }
}

/// Reads the answers. `named` is the bureau that the command names, for a sheet that was made for any.
///
/// # Errors
/// Everything that is wrong with it, each with sheet and cell.
pub fn read(
    origin: &Origin,
    sheets: &[Sheet],
    placed: &[Placed],
    workspace: &Workspace,
    named: Option<&Bureau>,
) -> Result<Arrived, Reasons> {
    let mut wrong = Reasons::new();
    let standard = workspace.standard_of(origin.get("standard"), origin.get("version"));
    if standard.is_none() {
        let (id, version) = (origin.get("standard"), origin.get("version"));
        wrong.push(Reason::new(
            say!("没有标准“{id}”的版本 {version}", "there is no version {version} of the standard `{id}`"),
            say!(
                "把那一版存为 checklists/{id}@{version}.yaml 再导入",
                "keep that version as checklists/{id}@{version}.yaml and import again"
            ),
        ));
    }
    let find = |name: &str| {
        let found = sheets.iter().find(|s| s.name == name);
        found.ok_or_else(|| {
            Reason::new(
                say!("没有工作表“{name}”", "there is no sheet “{name}”"),
                say!("不要给工作表改名；改回“{name}”再导入", "sheets must keep their names: rename it back to “{name}”"),
            )
        })
    };
    let (front, answers) = match (find(FRONT), find(ANSWERS)) {
        (Ok(front), Ok(answers)) => (front, answers),
        (front, answers) => {
            wrong.extend([front.err(), answers.err()].into_iter().flatten());
            return Err(wrong);
        }
    };
    let Some(standard) = standard else { return Err(wrong) };
    let head = Head { origin, sheet: front, workspace };
    let (bureau, point) = match head.point(named) {
        Ok(found) => found,
        Err(reason) => {
            wrong.push(*reason);
            return Err(wrong);
        }
    };
    let table = match Table::of(answers) {
        Ok(table) => table,
        Err(reason) => {
            wrong.push(reason);
            return Err(wrong);
        }
    };
    let mut reader = Reader {
        standard,
        point,
        place: Place::of(bureau, point),
        table,
        wrong,
        doubts: Vec::new(),
        pictures: Vec::new(),
        claims: Claims { float: true, ..Claims::default() },
    };
    let mut record = head.record(standard, point, &mut reader.wrong);
    reader.photos(placed);
    let facts = reader.facts();
    let findings = reader.findings();
    reader.total(front);
    record.extend([("facts".to_owned(), facts), ("findings".to_owned(), findings)]);
    if let Some(note) = head.text("head|note") {
        record.push(("note".to_owned(), Tree::text(&note)));
    }
    let is_blank = |tree: &Tree| matches!(tree, Tree::Map(m) if m.is_empty()) || matches!(tree, Tree::List(l) if l.is_empty());
    record.retain(|(_, tree)| !is_blank(tree));
    if !record.iter().any(|(key, _)| key == "findings" || key == "facts") && reader.wrong.is_empty() {
        reader.wrong.push(Reason::new(
            say!("评分表里什么也没有填", "nothing is filled in"),
            say!(
                "在“{ANSWERS}”的黄色格子里填写，保存后再导入",
                "fill in the yellow cells of “{ANSWERS}”, save it, and import again"
            ),
        ));
    }
    if !reader.wrong.is_empty() {
        return Err(reader.wrong);
    }
    Ok(Arrived {
        bureau: bureau.id.to_string(),
        standard_hash: origin.get("standardHash").to_owned(),
        exported: None,
        record: Tree::Map(record),
        pictures: reader.pictures,
        claims: reader.claims,
        doubts: reader.doubts,
    })
}

/// The first sheet: who, when, about which point.
struct Head<'a> {
    origin: &'a Origin,
    sheet: &'a Sheet,
    workspace: &'a Workspace,
}

impl<'a> Head<'a> {
    fn row(&self, key: &str) -> Option<usize> {
        (0..self.sheet.rows.len()).find(|row| self.sheet.text(*row, 0) == key)
    }

    fn text(&self, key: &str) -> Option<String> {
        let row = self.row(key)?;
        let text = self.sheet.text(row, 2).trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    fn place(&self, key: &str) -> String {
        self.row(key).map_or_else(|| self.sheet.name.clone(), |row| self.sheet.place(row, 2))
    }

    fn point(&self, named: Option<&'a Bureau>) -> Result<(&'a Bureau, &'a Point), Box<Reason>> {
        let bureau = self.workspace.bureau(self.origin.get("bureau")).or(named);
        let own = self.origin.get("point");
        let written = if own.is_empty() { self.text("head|point").unwrap_or_default() } else { own.to_owned() };
        // A choice from the list reads 名称（编号）.
        let id = written.strip_suffix('）').and_then(|t| t.rsplit_once('（')).map_or(written.as_str(), |(_, id)| id).trim();
        let is_it = |p: &&Point| p.id.as_str() == id || p.name.value == written.trim();
        let bureaus = self.workspace.bureaus.iter().filter(|b| bureau.is_none_or(|one| one.id == b.id));
        let found: Vec<(&Bureau, &Point)> = bureaus.flat_map(|b| b.points.iter().filter(is_it).map(move |p| (b, p))).collect();
        match found.as_slice() {
            [one] => Ok(*one),
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

    fn record(&self, standard: &Standard, point: &Point, wrong: &mut Reasons) -> Vec<(String, Tree)> {
        let fixed = self.origin.get("round");
        let round = if fixed.is_empty() { self.text("head|round").unwrap_or_default() } else { fixed.to_owned() };
        let known = Round::ALL.into_iter().find(|r| r.word() == round || r.zh() == round);
        if known.is_none() {
            wrong.push(Reason::at(
                &self.place("head|round"),
                &say!("没有写轮次，或者不认识“{round}”", "the round is missing, or is not known: “{round}”"),
                say!("写自评、镇审核、现场核查或复查", "write self, town, site or recheck"),
            ));
        }
        let written = self.text("head|date").unwrap_or_default();
        let date = day(&written);
        if date.is_none() {
            wrong.push(Reason::at(
                &self.place("head|date"),
                &say!(
                    "检查日期没有写，或者读不懂：“{written}”",
                    "the day of the inspection is missing or cannot be read: “{written}”"
                ),
                say!("写成 2026-06-08", "write it as 2026-06-08"),
            ));
        }
        let inspectors = several(&self.text("head|inspectors").unwrap_or_default());
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
            ("attended", Tree::texts(&several(&self.text("head|attended").unwrap_or_default()))),
        ];
        entries.map(|(key, value)| (key.to_owned(), value)).into()
    }
}

/// The sheet of answers with its columns by their heads.
struct Table<'a> {
    sheet: &'a Sheet,
    columns: BTreeMap<u16, usize>,
    /// The row of each key.
    rows: BTreeMap<String, usize>,
}

impl<'a> Table<'a> {
    fn of(sheet: &'a Sheet) -> Result<Self, Reason> {
        let head = (0..sheet.rows.len().min(30)).find_map(|row| {
            let at = (0..sheet.width()).find(|at| sheet.text(row, *at) == KEY_HEAD)?;
            Some((row, at))
        });
        let Some((head, key)) = head else {
            let name = &sheet.name;
            return Err(Reason::at(
                name,
                &say!("找不到“{KEY_HEAD}”这一列", "the column “{KEY_HEAD}” is not there"),
                say!(
                    "恢复这一列，或者重新做一份表：yizhan inspect sheet",
                    "put the column back, or make a new sheet with `yizhan inspect sheet`"
                ),
            ));
        };
        let columns = (0_u16..).zip(HEADS).map(|(place, title)| {
            (place, (0..sheet.width()).find(|at| sheet.text(head, *at) == title).unwrap_or(usize::from(place)))
        });
        let rows = (head + 1..sheet.rows.len()).filter_map(|row| {
            let text = sheet.text(row, key).trim();
            (!text.is_empty()).then(|| (text.to_owned(), row))
        });
        Ok(Self { sheet, columns: columns.collect(), rows: rows.collect() })
    }

    fn cell(&self, row: usize, column: u16) -> (String, bool) {
        let at = self.columns.get(&column).copied().unwrap_or(usize::from(column));
        self.sheet.cell(row, at).map_or((String::new(), false), |c| (c.text.trim().to_owned(), c.number))
    }

    fn text(&self, row: usize, column: u16) -> String {
        self.cell(row, column).0
    }

    fn place(&self, row: usize, column: u16) -> String {
        self.sheet.place(row, self.columns.get(&column).copied().unwrap_or(usize::from(column)))
    }
}

struct Reader<'a> {
    standard: &'a Standard,
    point: &'a Point,
    place: Place<'a>,
    table: Table<'a>,
    wrong: Reasons,
    doubts: Vec<Doubt>,
    pictures: Vec<Picture>,
    claims: Claims,
}

impl<'a> Reader<'a> {
    /// Without a point every answer that a criterion may ask for: what the sheet does not ask is not there.
    fn any(&self) -> Facts<'a> {
        Facts::new(self.standard, &[], None, self.place)
    }

    /// The row of an answer. A single one stands in the criterion's own row.
    fn row(&self, slot: &Slot<'_>, criterion: &str) -> Option<usize> {
        let own = self.table.rows.get(&slot.key(criterion));
        let single = || matches!(slot, Slot::Marks | Slot::Met).then(|| self.table.rows.get(criterion)).flatten();
        own.or_else(single).copied()
    }

    fn bad(&mut self, row: usize, text: &str, what: &Bilingual) {
        let place = self.table.place(row, column::ANSWER);
        let says = say!("“{text}”读不懂", "“{text}” cannot be read");
        let help = Bilingual { zh: format!("写{}", what.zh), en: format!("write {}", what.en) };
        self.wrong.push(Reason::at(&place, &says, help));
    }

    fn facts(&mut self) -> Tree {
        let mut facts: Vec<(String, Tree)> = Vec::new();
        for criterion in self.standard.criteria() {
            for slot in slots(criterion, self.any()) {
                let Slot::Fact { name, yes_no } = slot else { continue };
                let Some(row) = self.row(&slot, criterion.id.as_str()) else { continue };
                let (text, float) = self.table.cell(row, column::ANSWER);
                if text.is_empty() || facts.iter().any(|(known, _)| known == name) {
                    continue;
                }
                if let Some(value) = self.fact(row, (name, yes_no), &text, float) {
                    facts.push((name.to_owned(), value));
                }
            }
        }
        Tree::Map(facts)
    }

    fn fact(&mut self, row: usize, (name, answers): (&str, bool), text: &str, float: bool) -> Option<Tree> {
        let unit = self.any().unit(name).to_owned();
        if answers {
            let value = yes_no(text);
            if value.is_none() {
                self.bad(row, text, &say!("是或否", "是 or 否"));
            }
            return value.map(|yes| Tree::Bare(if yes { "是" } else { "否" }.to_owned()));
        }
        let Some(value) = number(text, &unit, float) else {
            // A word or a list may be a fact too, where the standard compares words.
            if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '约' | '０'..='９')) {
                self.bad(row, text, &say!("一个数", "a number"));
                return None;
            }
            return Some(Tree::text(text));
        };
        if unit == "%" && !value.is_zero() && value <= Decimal::ONE && float {
            let shown = show(value);
            self.doubts.push(Doubt {
                place: self.table.place(row, column::ANSWER),
                says: say!(
                    "“{name}”按 {shown}% 读：如果是 {0}%，在表里写 {0}",
                    "“{name}” is read as {shown}%: if it is {0}%, write {0}",
                    show(value * Decimal::ONE_HUNDRED)
                ),
            });
        }
        Some(Tree::Bare(show(value)))
    }

    fn findings(&mut self) -> Tree {
        let mut findings = Vec::new();
        let criteria: Vec<&Criterion> = self.standard.criteria().collect();
        for criterion in criteria {
            let id = criterion.id.as_str();
            let mut own = self.answers(criterion);
            if let Some(row) = self.table.rows.get(id).copied() {
                self.beside(criterion, row, &mut own);
                self.claim(criterion, row);
            }
            if !own.is_empty() {
                findings.push((id.to_owned(), Tree::Map(own)));
            }
        }
        Tree::Map(findings)
    }

    /// The answers of one criterion, facts apart.
    fn answers(&mut self, criterion: &Criterion) -> Vec<(String, Tree)> {
        let id = criterion.id.as_str();
        let (mut own, mut clean) = (Vec::new(), None);
        let mut faults = Counted::default();
        let (mut things, mut sample) = (Vec::new(), [None, None]);
        for slot in slots(criterion, self.any()) {
            let Some(row) = self.row(&slot, id) else { continue };
            let (text, float) = self.table.cell(row, column::ANSWER);
            if text.is_empty() {
                continue;
            }
            match slot {
                Slot::Fact { .. } => {}
                Slot::Marks => match number(&text, "分", float) {
                    Some(marks) => own.push(("marks".to_owned(), Tree::Bare(show(marks)))),
                    None => self.bad(row, &text, &say!("分数，如 4.5", "marks, such as 4.5")),
                },
                Slot::Met => match yes_no(&text) {
                    Some(met) => own.push(("met".to_owned(), Tree::Bare(if met { "是" } else { "否" }.to_owned()))),
                    None => self.bad(row, &text, &say!("是或否", "是 or 否")),
                },
                Slot::Clean => match yes_no(&text) {
                    Some(yes) => clean = yes.then_some(row),
                    None => self.bad(row, &text, &say!("是，或者空着", "是, or nothing")),
                },
                Slot::Fault { name, by } => match count(&text) {
                    Some(times) => faults.add(name, by, times, row),
                    None => self.bad(row, &text, &say!("次数，如 2", "a count, such as 2")),
                },
                Slot::Thing { name } => match yes_no(&text) {
                    Some(there) => things.push((name, there, row)),
                    None => self.bad(row, &text, &say!("有或缺", "有 or 缺")),
                },
                Slot::Checked | Slot::Failed => match count(&text) {
                    Some(n) => {
                        if let Some(place) = sample.get_mut(usize::from(slot == Slot::Failed)) {
                            *place = Some((n, row));
                        }
                    }
                    None => self.bad(row, &text, &say!("整数，如 10", "a whole number, such as 10")),
                },
            }
        }
        let asks = |of: fn(&Slot<'_>) -> bool| slots(criterion, self.any()).iter().filter(|s| of(s)).count();
        let (faulty, listed) = (asks(|s| matches!(s, Slot::Fault { .. })) > 0, asks(|s| matches!(s, Slot::Thing { .. })));
        if faulty && let Some(faults) = self.faults(&faults, clean) {
            own.push(("faults".to_owned(), faults));
        }
        if listed > 0
            && let Some(missing) = self.missing(criterion, (&things, listed), clean)
        {
            own.push(("missing".to_owned(), missing));
        }
        match sample {
            [Some((checked, _)), Some((failed, _))] => {
                let pair = [("checked", checked), ("failed", failed)];
                let pair = pair.map(|(key, n)| (key.to_owned(), Tree::Bare(n.to_string())));
                own.push(("sample".to_owned(), Tree::Map(pair.into())));
            }
            [Some((_, row)), None] | [None, Some((_, row))] => {
                let place = self.table.place(row, column::ANSWER);
                self.wrong.push(Reason::at(
                    &place,
                    &say!("抽查了几个、几个不合格，只写了一个", "of a sample, only one of its two numbers is there"),
                    say!("两个都写；没有不合格的写 0", "write both; 0 where none failed"),
                ));
            }
            [None, None] => {}
        }
        own
    }

    fn faults(&mut self, faults: &Counted<'_>, clean: Option<usize>) -> Option<Tree> {
        if let (Some(row), Some((name, times))) = (clean, faults.first()) {
            self.contradiction(row, &say!("“{name}”有{times}次", "“{name}” was found {times} times"));
            return None;
        }
        (clean.is_some() || !faults.rows.is_empty()).then(|| faults.tree())
    }

    fn missing(
        &mut self,
        criterion: &Criterion,
        (things, asked): (&[(&str, bool, usize)], usize),
        clean: Option<usize>,
    ) -> Option<Tree> {
        let lacking: Vec<String> = things.iter().filter(|(_, there, _)| !there).map(|(name, ..)| (*name).to_owned()).collect();
        if let (Some(row), Some(first)) = (clean, lacking.first()) {
            self.contradiction(row, &say!("“{first}”又写了缺", "“{first}” is marked as missing"));
            return None;
        }
        if clean.is_some() {
            return Some(Tree::List(Vec::new()));
        }
        if things.is_empty() {
            return None;
        }
        // What was not looked at is not there for certain: one look at half a list is no list.
        if things.len() < asked {
            let (_, _, row) = things.last()?;
            let place = self.table.place(*row, column::ANSWER);
            let title = &criterion.title.value;
            let (done, left) = (things.len(), asked - things.len());
            self.wrong.push(Reason::at(
                &place,
                &say!("“{title}”填了{done}样，还有{left}样空着", "of “{title}” {done} are filled in and {left} are not"),
                say!(
                    "每样写有或缺；都有的，只写“都没有问题：是”",
                    "write 有 or 缺 for each; where all are there, 是 in the row above"
                ),
            ));
            return None;
        }
        Some(Tree::texts(&lacking))
    }

    fn contradiction(&mut self, row: usize, what: &Bilingual) {
        let place = self.table.place(row, column::ANSWER);
        let says = Bilingual {
            zh: format!("写了“都没有问题”，可是{}", what.zh),
            en: format!("it says that nothing was found, and yet {}", what.en),
        };
        self.wrong.push(Reason::at(&place, &says, say!("改掉一个", "correct one of them")));
    }

    /// What stands beside a criterion: why it does not apply, reason, evidence, what is to be mended, photos.
    fn beside(&mut self, criterion: &Criterion, row: usize, own: &mut Vec<(String, Tree)>) {
        let text = |at: u16| self.table.text(row, at);
        let (out, reason) = (text(column::NOT_APPLICABLE), text(column::REASON));
        let (evidence, mend, deadline) = (text(column::EVIDENCE), text(column::MEND), text(column::DEADLINE));
        if !reason.is_empty() {
            own.push(("reason".to_owned(), Tree::text(&reason)));
        }
        if !evidence.is_empty() {
            own.push(("evidence".to_owned(), Tree::texts(&several(&evidence))));
        }
        let photos: Vec<Tree> = self.photos_of(criterion.id.as_str());
        if !photos.is_empty() {
            own.push(("photos".to_owned(), Tree::List(photos)));
        }
        if !out.is_empty() {
            own.push(("not_applicable".to_owned(), Tree::text(&out)));
        } else if self.table.text(row, column::MARKS) == NOT_APPLICABLE && !self.is_out(criterion) {
            self.wrong.push(Reason::at(
                &self.table.place(row, column::NOT_APPLICABLE),
                &say!("得分写了不适用，没有写原因", "it says that this does not apply, and not why"),
                say!("写不适用的原因", "write the reason"),
            ));
        }
        if !mend.is_empty() {
            let mut entries = vec![("what".to_owned(), Tree::text(&mend))];
            match day(&deadline) {
                Some(day) => entries.push(("deadline".to_owned(), Tree::Bare(day.to_string()))),
                None if deadline.is_empty() => {}
                None => self.wrong.push(Reason::at(
                    &self.table.place(row, column::DEADLINE),
                    &say!("期限“{deadline}”读不懂", "the deadline “{deadline}” cannot be read"),
                    say!("写成 2026-12-31", "write it as 2026-12-31"),
                )),
            }
            own.push(("mend".to_owned(), Tree::Map(entries)));
        } else if !deadline.is_empty() {
            self.wrong.push(Reason::at(
                &self.table.place(row, column::DEADLINE),
                &say!("写了整改期限，没有写要整改什么", "there is a deadline, and nothing to mend"),
                say!("在“要整改的”里写", "write what is to be mended"),
            ));
        }
    }

    /// Whether the standard itself takes the criterion out for this point.
    fn is_out(&self, criterion: &Criterion) -> bool {
        let facts = Facts::new(self.standard, &[], self.point, self.place);
        criterion.when.as_ref().is_some_and(|scope| in_scope(scope, facts).0 == Truth::NotMet)
    }

    /// What the sheet reckoned.
    fn claim(&mut self, criterion: &Criterion, row: usize) {
        let (text, float) = self.table.cell(row, column::MARKS);
        let place = self.table.place(row, column::MARKS);
        let claim = match (criterion.marks.is_some(), text.as_str()) {
            (true, text) => number(text, "分", float).map(|m| Claim { low: Some(m), high: Some(m), ..Claim::default() }),
            (false, "符合") => Some(Claim { state: Some("met".to_owned()), ..Claim::default() }),
            (false, "不符合") => Some(Claim { state: Some("not_met".to_owned()), ..Claim::default() }),
            (false, _) => None,
        };
        if let Some(claim) = claim {
            self.claims.criteria.insert(criterion.id.to_string(), Claim { place, ..claim });
        }
    }

    fn total(&mut self, front: &Sheet) {
        let row = (0..front.rows.len()).find(|row| front.text(*row, 0) == "sum|total");
        let total = row.and_then(|row| front.cell(row, 5)).and_then(|c| number(&c.text, "分", c.number));
        self.claims.total = total.map(Some);
    }

    /// Takes the pictures whose row belongs to a criterion: its own row, or that of one of its answers.
    fn photos(&mut self, placed: &[Placed]) {
        for picture in placed {
            let of = self.criterion_at(picture).filter(|_| picture.sheet == self.table.sheet.name);
            let Some(of) = of else {
                self.doubts.push(Doubt {
                    place: picture.place.clone(),
                    says: say!("这张图片不在哪一项的行里，没有收", "this picture stands in no criterion's row and was not taken"),
                });
                continue;
            };
            match picture_kind(&picture.bytes) {
                Ok(kind) => {
                    let name = format!("{of}\u{1f}{}", self.pictures.len());
                    self.pictures.push(Picture { name, kind, bytes: picture.bytes.clone() });
                }
                Err(fault) => {
                    let says = Bilingual { zh: format!("图片{}", fault.says.zh), en: format!("the picture {}", fault.says.en) };
                    self.wrong.push(Reason::at(&picture.place, &says, fault.help));
                }
            }
        }
    }

    /// The criterion whose row, or whose answers' rows, a picture stands in: that of the nearest key above.
    fn criterion_at(&self, picture: &Placed) -> Option<String> {
        let by_row: BTreeMap<usize, &str> = self.table.rows.iter().map(|(key, row)| (*row, key.as_str())).collect();
        let above = by_row.range(..=picture.row).rev().map(|(_, key)| *key);
        let ids = || self.standard.criteria().map(|c| c.id.as_str());
        // Facts belong to the criterion above them.
        above.filter_map(|key| ids().find(|id| *id == key.split('|').next().unwrap_or_default())).map(str::to_owned).next()
    }

    fn photos_of(&self, criterion: &str) -> Vec<Tree> {
        let own = self.pictures.iter().filter(|p| p.name.split('\u{1f}').next() == Some(criterion));
        own.map(|p| Tree::Map(vec![("file".to_owned(), Tree::text(&p.name))])).collect()
    }
}

/// Faults as they were counted.
#[derive(Default)]
struct Counted<'a> {
    rows: Vec<(&'a str, Option<&'a str>, u32, usize)>,
}

impl<'a> Counted<'a> {
    fn add(&mut self, name: &'a str, by: Option<&'a str>, times: u32, row: usize) {
        self.rows.push((name, by, times, row));
    }

    fn first(&self) -> Option<(&'a str, u32)> {
        self.rows.iter().find(|(_, _, times, _)| *times > 0).map(|(name, _, times, _)| (*name, *times))
    }

    fn tree(&self) -> Tree {
        let mut all: Vec<(String, Tree)> = Vec::new();
        for (name, by, times, _) in self.rows.iter().filter(|(_, _, times, _)| *times > 0) {
            let times = Tree::Bare(times.to_string());
            match by {
                None => all.push(((*name).to_owned(), times)),
                Some(by) => match all.iter_mut().find(|(known, _)| known == name) {
                    Some((_, Tree::Map(of))) => of.push(((*by).to_owned(), times)),
                    _ => all.push(((*name).to_owned(), Tree::Map(vec![((*by).to_owned(), times)]))),
                },
            }
        }
        Tree::Map(all)
    }
}
