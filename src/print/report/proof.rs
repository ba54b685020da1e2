//! What stands behind the marks of a report, as tables of final text: facts as declared and as found, inspectors side by side, what the
//! tool knows, rectifications, waivers, revisions; and the photos.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Context;
use crate::audit::rectify::rectifications;
use crate::audit::{CriterionOutcome, Found, Outcome, PerInspector, Scored, State, fingerprint, known, show, summary};
use crate::diagnostic::Diagnostics;
use crate::model::date::date_zh;
use crate::model::inspection::{InspectionFile, Merge, Photo, Round, Signer};

/// What a cell says where two values do not agree; the template sets it in bold.
const DIFFERS: &str = "不一致";
/// Digits of a fingerprint in a table; the whole one stands at the end of the report.
const SHORT: usize = 12;

/// A table of the report.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Grid {
    /// Heading.
    pub title: String,
    /// A sentence above the table, or empty.
    pub lead: String,
    /// Heads with the share of the width that each takes, in thousandths.
    pub columns: Vec<(String, u16)>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<String>>,
}

/// A photo as it prints.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PhotoView {
    /// Path of the picture among the document's files.
    pub path: String,
    /// 照片1　2.1 设立标识
    pub title: String,
    /// What it shows; may be empty.
    pub caption: String,
    /// When it was taken, and the fingerprint of the file.
    pub proof: String,
    /// The path of the file in the workspace.
    #[serde(skip)]
    pub file: String,
}

/// What the file of a photo says by itself.
#[derive(Clone, Debug, Default)]
pub struct PhotoFile {
    /// When it was taken, `2026-06-10 09:31`.
    pub taken: Option<String>,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// Looks at the file of a photo by its path in the workspace; none where it cannot be read.
pub type Source<'a> = dyn Fn(&str) -> Option<PhotoFile> + 'a;

/// All tables of a report that have something to say.
pub fn grids(context: &Context<'_>, scored: &Scored<'_>, chain: &[&Scored<'_>]) -> Vec<Grid> {
    let list = [
        facts(&scored.outcome),
        per_inspector(scored),
        Some(offered(scored)),
        Some(mends(scored, chain)),
        Some(waivers(scored)),
        revisions(context, scored),
    ];
    list.into_iter().flatten().filter(|grid| !grid.rows.is_empty()).collect()
}

fn column(head: &str, permille: u16) -> (String, u16) {
    (head.to_owned(), permille)
}

/// The same share for each of several columns.
fn shared<'a>(heads: impl ExactSizeIterator<Item = &'a str>, permille: u16) -> Vec<(String, u16)> {
    let each = u16::try_from(heads.len()).map_or(0, |n| permille / n.max(1));
    heads.map(|head| column(head, each)).collect()
}

/// Facts as the point declared them and as each round found them. Without anything declared or found before there is nothing to compare.
fn facts(outcome: &Outcome) -> Option<Grid> {
    let mut list: Vec<&Found> = Vec::new();
    for found in outcome.criteria().flat_map(|c| &c.found) {
        if !list.iter().any(|f| f.name == found.name) {
            list.push(found);
        }
    }
    list.retain(|f| f.declared.is_some() || !f.rounds.is_empty());
    let rounds: BTreeSet<Round> = list.iter().flat_map(|f| f.rounds.iter().map(|(round, _)| *round)).collect();
    let compared = list.iter().any(|f| f.declared.is_some()) || rounds.len() > 1;
    if !compared {
        return None;
    }
    let mut columns = vec![column("数据", 280)];
    columns
        .extend(shared(std::iter::once("服务点填报").chain(rounds.iter().map(|r| r.zh())).collect::<Vec<_>>().into_iter(), 560));
    columns.push(column("比较", 160));
    let value = |text: Option<&String>| text.map_or_else(|| "—".to_owned(), Clone::clone);
    let rows = list.iter().map(|found| {
        let mut cells = vec![found.name.clone(), value(found.declared.as_ref())];
        cells.extend(rounds.iter().map(|round| {
            // A re-inspection may have been made twice: the last one counts.
            value(found.rounds.iter().rev().find(|(r, _)| r == round).map(|(_, text)| text))
        }));
        let known = usize::from(found.declared.is_some()) + found.rounds.len();
        cells.push(match (found.differs, known) {
            (true, _) => DIFFERS.to_owned(),
            (false, 2..) => "一致".to_owned(),
            _ => "—".to_owned(),
        });
        cells
    });
    Some(Grid {
        title: "填报与查实".to_owned(),
        lead: "各轮数据不一致的，以最后一轮为准。".to_owned(),
        columns,
        rows: rows.collect(),
    })
}

/// What each inspector gave, and what became of it.
fn per_inspector(scored: &Scored<'_>) -> Option<Grid> {
    let names: Vec<&str> = scored.record.sheets.iter().map(|s| s.inspector.as_str()).collect();
    if names.is_empty() {
        return None;
    }
    let mut columns = vec![column("项目", 260)];
    columns.extend(shared(names.clone().into_iter(), 600));
    columns.push(column("合并后", 140));
    let rows = numbered(&scored.outcome).filter(|(_, c)| !c.per_inspector.is_empty()).map(|(number, c)| {
        let mut cells = vec![format!("{number} {}", c.title)];
        cells.extend(
            names.iter().map(|name| c.per_inspector.iter().find(|a| a.inspector == *name).map_or_else(|| "—".to_owned(), one)),
        );
        cells.push(c.awarded.map_or_else(|| summary::state(c).to_owned(), show));
        cells
    });
    let how = match scored.record.merge.as_ref().map(|m| m.value) {
        Some(Merge::Mean) => "各项取检查人评分的平均。",
        Some(Merge::Lowest) => "各项取检查人评分中最低的。",
        Some(Merge::Discussed) => "检查人商定后记分。",
        None => "没有写明怎样合并，意见不一的项目待定。",
    };
    Some(Grid { title: "检查人分别评分".to_owned(), lead: how.to_owned(), columns, rows: rows.collect() })
}

/// 4.5（工作牌没有电话）, or the state where there are no marks.
fn one(finding: &PerInspector) -> String {
    let marks = finding.awarded.map_or_else(|| finding.state.zh().to_owned(), show);
    let plain = finding.state == State::Met;
    if plain || finding.reason.is_empty() { marks } else { format!("{marks}（{}）", finding.reason) }
}

/// What the tool knows by itself. It was offered to the inspectors and decided nothing.
fn offered(scored: &Scored<'_>) -> Grid {
    let facts = known::of_standard(scored.standard, scored.bureau, scored.point);
    Grid {
        title: "系统佐证".to_owned(),
        lead: "以下是本局资料所载，供核对，不作为达标的依据。".to_owned(),
        columns: vec![column("种类", 200), column("资料所载", 800)],
        rows: facts.into_iter().map(|f| vec![f.kind.zh().to_owned(), f.text]).collect(),
    }
}

/// What is to be mended, and what has been, over the rounds so far.
fn mends(scored: &Scored<'_>, chain: &[&Scored<'_>]) -> Grid {
    let number = |c: &CriterionOutcome| {
        numbered(&scored.outcome).find(|(_, own)| own.id == c.id).map_or_else(String::new, |(number, _)| format!("{number} "))
    };
    let rows = rectifications(chain).into_iter().map(|r| {
        let progress = match r.ended_zh() {
            Some(ended) => ended,
            None if r.scored.record.span != scored.record.span => format!("{}提出，尚未复查", r.scored.record.round.zh()),
            None => "待整改".to_owned(),
        };
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "—".to_owned());
        vec![
            format!("{}{}", number(r.criterion), r.criterion.title),
            r.mend.what.value.clone(),
            or_dash(r.mend.owner.as_ref().map(|o| o.value.clone())),
            or_dash(r.deadline().map(date_zh)),
            progress,
        ]
    });
    Grid {
        title: "整改".to_owned(),
        lead: String::new(),
        columns: vec![
            column("项目", 220),
            column("整改内容", 290),
            column("责任人", 120),
            column("期限", 210),
            column("情况", 160),
        ],
        rows: rows.collect(),
    }
}

fn waivers(scored: &Scored<'_>) -> Grid {
    let day = scored.record.date.value;
    let records = scored.earlier.iter().copied().chain(std::iter::once(scored.record));
    let title = |id: &str| scored.standard.criterion(id).map_or(id.to_owned(), |c| c.title.value.clone());
    let rows = records.flat_map(|r| &r.waivers).map(|w| {
        let expires = w.expires.value;
        let until = if expires < day { format!("{}，已过期", date_zh(expires)) } else { date_zh(expires) };
        let by = w.by.as_ref().map_or_else(|| "—".to_owned(), |b| b.value.clone());
        vec![title(&w.criterion), w.reason.value.clone(), by, until]
    });
    Grid {
        title: "豁免".to_owned(),
        lead: String::new(),
        columns: vec![column("项目", 240), column("原因", 370), column("批准", 140), column("有效期至", 250)],
        rows: rows.collect(),
    }
}

/// Every version of the record, so that nothing is changed in silence.
fn revisions(context: &Context<'_>, scored: &Scored<'_>) -> Option<Grid> {
    if scored.replaced.is_empty() {
        return None;
    }
    let row = |record: &InspectionFile| {
        let print: String = fingerprint(context.workspace, record).chars().take(SHORT).collect();
        let Some(r) = &record.revision else {
            let who: Vec<&str> = record.inspectors.iter().map(|t| t.as_str()).collect();
            return vec!["原记录".to_owned(), date_zh(record.date.value), who.join("、"), "—".to_owned(), print];
        };
        let number = format!("第{}次更正", r.number.value.saturating_sub(1));
        vec![number, date_zh(r.date.value), r.by.value.clone(), r.reason.value.clone(), print]
    };
    let rows = scored.replaced.iter().copied().chain(std::iter::once(scored.record)).map(row);
    Some(Grid {
        title: "更正记录".to_owned(),
        lead: "原记录和每次更正都保留，本报告按最后一次更正。".to_owned(),
        columns: vec![
            column("记录", 130),
            column("日期", 210),
            column("何人", 150),
            column("原因", 310),
            column("指纹（前12位）", 200),
        ],
        rows: rows.collect(),
    })
}

/// Criteria with the numbers that the report gives them: 5.1.
fn numbered(outcome: &Outcome) -> impl Iterator<Item = (String, &CriterionOutcome)> {
    let sections = outcome.sections.iter().enumerate();
    sections.flat_map(|(i, s)| s.criteria.iter().enumerate().map(move |(j, c)| (format!("{}.{}", i + 1, j + 1), c)))
}

/// The photos of all criteria, each file once.
pub fn photos(context: &Context<'_>, outcome: &Outcome, source: &Source<'_>) -> Vec<PhotoView> {
    let mut list: Vec<PhotoView> = Vec::new();
    for (number, c) in numbered(outcome) {
        for photo in &c.photos {
            // What is wrong with a photo was said when the record was read.
            let found = context.workspace.folder.resolve(&photo.file, photo.file.span, &mut Diagnostics::new());
            let Some(file) = found else { continue };
            if list.iter().any(|p| p.file == file) {
                continue;
            }
            let Some(own) = source(&file) else { continue };
            let title = format!("照片{}　{number} {}", list.len() + 1, c.title);
            list.push(photo_view(photo, file, title, &own, list.len()));
        }
    }
    list
}

fn photo_view(photo: &Photo, file: String, title: String, own: &PhotoFile, place: usize) -> PhotoView {
    let taken = match (&photo.taken, &own.taken) {
        (Some(said), _) => format!("拍摄时间（记录所写）：{}", said.value),
        (None, Some(taken)) => format!("拍摄时间（照片所载）：{taken}"),
        (None, None) => "拍摄时间：没有记载".to_owned(),
    };
    let digits: String = own.sha256.chars().take(SHORT).collect();
    PhotoView {
        // Few and fixed names: the engine remembers each.
        path: format!("/photo-{place}.jpg"),
        title,
        caption: photo.caption.as_ref().map_or_else(String::new, |c| c.value.clone()),
        proof: format!("{taken}；文件指纹：{digits}"),
        file,
    }
}

/// One line to sign on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SignatureView {
    /// 检查人, or 检查人（张示例） where it is signed.
    pub role: String,
    /// Name of the picture for the template; empty where nobody signed on the form.
    pub path: String,
    /// The picture's file in the workspace.
    #[serde(skip)]
    pub file: String,
}

impl SignatureView {
    /// For a document without the picture.
    #[must_use]
    pub fn words(&self) -> &'static str {
        if self.path.is_empty() { "" } else { "（已在检查表单上签名）" }
    }
}

/// The lines to sign on. Who signed on the form has what was drawn on the line; the others sign on paper.
pub fn signatures(context: &Context<'_>, record: &InspectionFile) -> Vec<SignatureView> {
    let mut list = Vec::new();
    let blank = |role: &str| SignatureView { role: role.to_owned(), ..SignatureView::default() };
    for (before, role, signer) in [("检查组长", "检查人", Signer::Inspector), ("服务点负责人", "陪同人员", Signer::Host)]
    {
        list.push(blank(before));
        let own = record.signatures.iter().filter(|s| s.role == signer);
        let drawn = own.filter_map(|s| {
            // What is wrong with a picture was said when the record was read.
            let file = context.workspace.folder.resolve(&s.file, s.file.span, &mut Diagnostics::new())?;
            Some((format!("{role}（{}）", s.name.value), file))
        });
        let drawn: Vec<(String, String)> = drawn.collect();
        if drawn.is_empty() {
            list.push(blank(role));
        }
        for (role, file) in drawn {
            list.push(SignatureView { role, path: format!("/signature-{}.jpg", list.len()), file });
        }
    }
    list
}

/// What the code on the report says: whose record it is, and its fingerprint.
pub fn identity(scored: &Scored<'_>, fingerprint: &str) -> String {
    let record = scored.record;
    format!(
        "yizhan:{}/{}/{}@{}/{}-{}/r{}#{fingerprint}",
        scored.bureau.id,
        scored.point.id,
        scored.standard.id,
        record.version.value,
        record.date.value,
        record.round.word(),
        record.revision_number(),
    )
}
