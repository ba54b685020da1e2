//! What is still to be done, for the screen 开始: what a bureau lacks, each with the place where it is filled in; what has changed since it was given to print;
//! and which days come near.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use super::look::Look;
use crate::audit::rectify::rectifications;
use crate::audit::score_all;
use crate::diagnostic::{Bilingual, Lang, Severity};
use crate::model::plan::Deadline;
use crate::model::{Bureau, Point, Workspace};
use crate::ops::Caller;
use crate::publish::editions::is_ordered;
use crate::publish::jobs;
use crate::say;

/// How many points are named beside a number.
const NAMED: usize = 3;
/// The month in which the days off of the next year are published.
const NEXT_YEAR: u32 = 11;
/// How many days ahead a deadline is told.
const AHEAD: i64 = 60;

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// 必须改: nothing can be published before.
    Must,
    /// 还没有: pages and prints have a gap there.
    Lacks,
    /// 最好有: it goes without.
    Better,
}

/// Where it is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "to", rename_all = "kebab-case")]
pub enum Goal {
    /// A field of the bureau's own file: the way to it.
    Bureau {
        /// Keys, one within the other.
        field: Vec<&'static str>,
    },
    /// The calendar.
    Calendar,
    /// The sheet of items.
    Catalog,
    /// The sheet of points.
    Points,
    /// A field of a point.
    Point {
        /// Its id.
        id: String,
        /// The key.
        field: &'static str,
    },
    /// The list of findings.
    Problems,
    /// No screen of the desk shows it yet.
    Nowhere,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// How much it matters.
    pub level: Level,
    /// What is missing, with its number.
    pub says: String,
    /// How many records lack it.
    pub count: usize,
    /// The first of them by name.
    pub names: Vec<String>,
    /// Where it is filled in; for several points the first.
    pub goal: Goal,
}

/// What one bureau lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfBureau {
    /// Its id.
    pub id: String,
    /// What it lacks, the worst first.
    pub lacks: Vec<Lack>,
}

/// What a workspace lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Todo {
    /// What is of all bureaus together.
    pub whole: Vec<Lack>,
    /// The bureaus that work for themselves. A sample is complete as it is, and what is only adopted by others publishes nothing.
    pub bureaus: Vec<OfBureau>,
}

/// What is missing in a workspace as it was read.
#[must_use]
pub fn todo(look: &Look, caller: &Caller, lang: Lang) -> Todo {
    let must = look.found.count(Severity::Error);
    let mut whole = List { lang, lacks: Vec::new() };
    if must > 0 {
        whole.add(Level::Must, &say!("有 {must} 个问题必须先改", "{must} findings must be mended first"), Goal::Problems);
    }
    let Ok(workspace) = &look.workspace else { return Todo { whole: whole.lacks, bureaus: Vec::new() } };
    let own: Vec<&Bureau> = workspace.bureaus.iter().filter(|b| !b.file.sample && !b.file.reference).collect();
    if !own.is_empty() {
        calendar(workspace, caller.today, &mut whole);
    }
    let bureaus = own.into_iter().map(|bureau| OfBureau { id: bureau.id.to_string(), lacks: of_bureau(bureau, lang) });
    Todo { bureaus: bureaus.collect(), whole: whole.lacks }
}

struct List {
    lang: Lang,
    lacks: Vec<Lack>,
}

impl List {
    fn add(&mut self, level: Level, says: &Bilingual, goal: Goal) {
        let says = says.get(self.lang).to_owned();
        self.lacks.push(Lack { level, says, count: 1, names: Vec::new(), goal });
    }

    fn points(&mut self, level: Level, points: &[&Point], field: &'static str, says: impl FnOnce(usize) -> Bilingual) {
        let Some(first) = points.first() else { return };
        self.lacks.push(Lack {
            level,
            says: says(points.len()).get(self.lang).to_owned(),
            count: points.len(),
            names: points.iter().take(NAMED).map(|point| point.name.value.clone()).collect(),
            goal: Goal::Point { id: first.id.to_string(), field },
        });
    }
}

fn calendar(workspace: &Workspace, today: NaiveDate, list: &mut List) {
    let has = |year: i32| workspace.calendar.iter().flat_map(|c| &c.years).any(|y| i32::try_from(y.year.value) == Ok(year));
    let (year, next) = (today.year(), today.year() + 1);
    if !has(year) {
        list.add(
            Level::Lacks,
            &say!("节假日里没有 {year} 年，网站不知道哪天放假", "the calendar lacks {year}: the site cannot tell days off"),
            Goal::Calendar,
        );
    }
    if today.month() >= NEXT_YEAR && !has(next) {
        list.add(
            Level::Better,
            &say!(
                "节假日里还没有 {next} 年，国务院的通知一般 11 月公布",
                "the calendar lacks {next}; its notice is published in November"
            ),
            Goal::Calendar,
        );
    }
}

fn of_bureau(bureau: &Bureau, lang: Lang) -> Vec<Lack> {
    let mut list = List { lang, lacks: Vec::new() };
    let file = &bureau.file;
    let field = |keys: &[&'static str]| Goal::Bureau { field: keys.to_vec() };
    let catalog = bureau.catalog.as_ref();
    match catalog {
        None => list.add(Level::Lacks, &say!("还没有服务清单", "there is no catalog yet"), Goal::Catalog),
        Some(catalog) => {
            if catalog.items.is_empty() {
                list.add(Level::Lacks, &say!("服务清单里还没有事项", "the catalog has no items yet"), Goal::Catalog);
            }
            if catalog.channels.is_empty() {
                list.add(Level::Lacks, &say!("服务清单里还没有渠道", "the catalog has no channels yet"), Goal::Catalog);
            }
        }
    }
    if bureau.every_point().next().is_none() {
        list.add(Level::Lacks, &say!("还没有服务点", "there are no points yet"), Goal::Points);
    }
    if file.numbers().is_empty() {
        list.add(Level::Lacks, &say!("没有写咨询电话", "there is no enquiry phone"), field(&["hotline"]));
    }
    if file.complaint_numbers().is_empty() {
        list.add(Level::Lacks, &say!("没有写投诉电话", "there is no complaint phone"), field(&["complaint_phone"]));
    }
    points(bureau, &mut list);
    if file.brand.as_ref().and_then(|brand| brand.mark.as_ref()).is_none() {
        let says = say!("没有放官方标志，印刷品上留着空框", "there is no official mark: prints keep an empty box");
        list.add(Level::Better, &says, field(&["brand", "mark"]));
    }
    if file.division_code.is_none() {
        list.add(Level::Better, &say!("没有写行政区划代码", "there is no division code"), field(&["division_code"]));
    }
    let without: Vec<_> = catalog.iter().flat_map(|c| &c.items).filter(|item| bureau.guide(item.id.as_str()).is_none()).collect();
    if !without.is_empty() {
        let count = without.len();
        list.lacks.push(Lack {
            level: Level::Better,
            says: say!("{count} 个事项还没有办事指南，不影响印和发布", "{count} items have no guide; nothing waits for it")
                .get(lang)
                .to_owned(),
            count,
            names: without.iter().take(NAMED).map(|item| item.name.value.clone()).collect(),
            goal: Goal::Nowhere,
        });
    }
    list.lacks.sort_by_key(|lack| lack.level);
    list.lacks
}

/// What points lack that people need to find them, by the same rules as the check.
fn points(bureau: &Bureau, list: &mut List) {
    let unassigned: Vec<&Point> = bureau.unassigned.iter().filter(|point| point.in_service()).collect();
    list.points(Level::Lacks, &unassigned, "channel", |n| {
        say!("{n} 个服务点还没有选渠道，哪里也不显示", "{n} points have no channel yet and are shown nowhere")
    });
    let those = |lacks: &dyn Fn(&Point) -> bool| -> Vec<&Point> {
        bureau.points.iter().filter(|point| point.in_service() && lacks(point)).collect()
    };
    let hours = those(&|point| point.hours.is_none() && point.hours_note.is_none());
    list.points(Level::Lacks, &hours, "hours", |n| say!("{n} 个服务点没有服务时间", "{n} points lack opening hours"));
    // The bureau's own number serves every point; where it is missing too, that is said above.
    let phone = those(&|point| !bureau.file.numbers().is_empty() && point.numbers().is_empty());
    list.points(Level::Better, &phone, "phone", |n| {
        say!("{n} 个服务点没有自己的电话，印的是本局的", "{n} points have no phone of their own and show the bureau's")
    });
    let address = those(&|point| bureau.has_door(point) && point.address.is_none());
    list.points(Level::Lacks, &address, "address", |n| say!("{n} 个服务点没有地址", "{n} points lack an address"));
    let place = those(&|point| bureau.has_door(point) && point.location.is_none());
    list.points(Level::Better, &place, "location", |n| {
        say!("{n} 个服务点没有标位置，地图上没有它们", "{n} points have no place on the map")
    });
}

/// Prints of a point, or of the whole bureau, that are not what hangs there any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The point; 全局 for the bureau's own pieces.
    pub name: String,
    /// Its id, where it is a point's.
    pub point: Option<String>,
    /// The kinds of pieces.
    pub pieces: Vec<&'static str>,
}

/// What a bureau gave to print, against what it would print today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Printed {
    /// The bureau's id.
    pub id: String,
    /// The last day on which something was given to print: 2026-05-12.
    pub last: String,
    /// What must be printed again.
    pub changed: Vec<Changed>,
    /// How many pieces were printed and still are as they should be.
    pub same: usize,
    /// How many pieces were never given to print.
    pub never: usize,
}

/// A day that comes near, or has passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The bureau's id.
    pub bureau: String,
    /// The last day: 2026-05-12.
    pub day: String,
    /// How many days are left; less than none where it has passed.
    pub left: i64,
    /// What is to be done.
    pub says: String,
    /// Where: the point, or the plan.
    pub of: String,
}

/// What takes longer to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Later {
    /// Bureaus that have recorded what they gave to print.
    pub printed: Vec<Printed>,
    /// What is due, the earliest first.
    pub due: Vec<Due>,
}

/// What has changed since the last print, and what is due.
#[must_use]
pub fn later(look: &Look, caller: &Caller) -> Later {
    let Ok(workspace) = &look.workspace else { return Later { printed: Vec::new(), due: Vec::new() } };
    let own = || workspace.bureaus.iter().filter(|bureau| !bureau.file.reference);
    let mut due: Vec<Due> = own().flat_map(|bureau| tasks(bureau, caller.today)).collect();
    if own().any(|bureau| !bureau.inspections.is_empty()) {
        due.extend(to_be_mended(workspace, caller.today));
    }
    due.retain(|one| one.left <= AHEAD);
    due.sort_by(|one, other| (one.left, &one.of, &one.says).cmp(&(other.left, &other.of, &other.says)));
    Later { printed: own().filter_map(|bureau| printed(workspace, bureau)).collect(), due }
}

fn printed(workspace: &Workspace, bureau: &Bureau) -> Option<Printed> {
    let last = bureau.print_runs.iter().map(|run| run.date.value).max()?;
    let recorded: BTreeSet<&str> = bureau.print_runs.iter().map(|run| run.piece.as_str()).collect();
    let mut changed: Vec<Changed> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let (mut same, mut never) = (0, 0);
    // Another format of a book has the code of the book.
    for job in jobs(workspace, bureau).iter().filter(|job| !job.is_variant()) {
        if !recorded.contains(job.path.as_str()) {
            never += 1;
        } else if is_ordered(bureau, job) {
            same += 1;
        } else {
            let name = job.group();
            let at = *places.entry(name.clone()).or_insert_with(|| {
                changed.push(Changed { name, point: job.point.map(|point| point.id.to_string()), pieces: Vec::new() });
                changed.len() - 1
            });
            if let Some(group) = changed.get_mut(at).filter(|group| !group.pieces.contains(&job.piece.zh)) {
                group.pieces.push(job.piece.zh);
            }
        }
    }
    Some(Printed { id: bureau.id.to_string(), last: last.to_string(), changed, same, never })
}

/// Tasks of the plan that are not done.
fn tasks(bureau: &Bureau, today: NaiveDate) -> impl Iterator<Item = Due> {
    // As the check reads it: a deadline without a year is of the edition's.
    let year = Some(bureau.file.edition.date.year());
    let plan = bureau
        .plan
        .iter()
        .flat_map(|plan| plan.groups.iter().flat_map(move |group| group.tasks.iter().map(move |task| (plan, task))));
    plan.filter(|(_, task)| !task.is_done()).filter_map(move |(plan, task)| {
        let Deadline::By(day) = Deadline::parse(task.deadline.as_ref()?, year) else { return None };
        let says = task.title.as_ref().unwrap_or(&task.text).value.clone();
        Some(Due {
            bureau: bureau.id.to_string(),
            day: day.to_string(),
            left: (day - today).num_days(),
            says,
            of: plan.title.value.clone(),
        })
    })
}

/// What inspections found and nobody has mended yet.
fn to_be_mended(workspace: &Workspace, today: NaiveDate) -> Vec<Due> {
    let scored = score_all(workspace);
    let all: Vec<_> = scored.iter().collect();
    let open = rectifications(&all);
    let due = open.iter().filter(|one| one.ended.is_none()).filter_map(|one| {
        let day = one.deadline()?;
        let of = one.scored;
        Some(Due {
            bureau: of.bureau.id.to_string(),
            day: day.to_string(),
            left: (day - today).num_days(),
            says: one.mend.what.value.clone(),
            of: of.point.name.value.clone(),
        })
    });
    due.collect()
}
