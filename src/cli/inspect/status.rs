//! `yizhan inspect status`: points, rounds, grades and open rectifications; what is overdue comes first.

use std::collections::{BTreeMap, BTreeSet};

use clap::ArgMatches;

use crate::audit::rectify::{Progress, Rectification, rectifications};
use crate::audit::{ChainKey, Facts, Place, Scored, Truth, in_scope, score_all};
use crate::cli::columns::table;
use crate::cli::{FINE, Screen, today};
use crate::diagnostic::{Bilingual, Diagnostics, Severity, Span};
use crate::model::date::date_zh;
use crate::model::{Point, Workspace};
use crate::say;

/// Points without a record that are named.
const NAMED: usize = 20;

/// Runs the command.
pub fn run(matches: &ArgMatches, workspace: &Workspace, mut found: Diagnostics, screen: &mut Screen<'_>) -> u8 {
    let day = today();
    let bureau = matches.get_one::<String>("bureau");
    let standard = matches.get_one::<String>("standard");
    let scored = score_all(workspace);
    let mine: Vec<&Scored<'_>> = scored
        .iter()
        .filter(|s| bureau.is_none_or(|b| s.bureau.id.as_str() == b) && standard.is_none_or(|id| s.standard.id == *id))
        .collect();
    // Records that cannot be scored are missing from the list: say so.
    let files: Vec<_> = workspace.bureaus.iter().flat_map(|b| b.inspections.iter().map(|r| r.span.file)).collect();
    found.retain(|d| d.severity == Severity::Error && d.span.is_some_and(|s| files.contains(&s.file)));
    found.sort(&workspace.folder.sources);
    screen.findings(&found, &workspace.folder.sources);
    if mine.is_empty() {
        screen.note(&say!("没有检查记录", "there are no records"));
        return FINE;
    }
    let several = mine.iter().any(|s| mine.first().is_some_and(|first| first.bureau.id != s.bureau.id));
    let mut open = rectifications(&mine);
    open.retain(|r| r.ended.is_none());
    let mut left: BTreeMap<ChainKey<'_>, usize> = BTreeMap::new();
    for r in &open {
        *left.entry(r.scored.chain()).or_default() += 1;
    }
    // Overdue first, the longest first; then by deadline, those without one last.
    open.sort_by_key(|r| (r.progress(day), r.deadline().is_none(), r.deadline()));
    let mut text = String::new();
    if !open.is_empty() {
        text.push_str(&format!("{}\n", heading(&open, day).get(screen.lang)));
        let rows: Vec<Vec<String>> = open.iter().map(|r| matter(r, day, several)).collect();
        text.push_str(&table(&rows));
        text.push('\n');
    }
    let last: Vec<&&Scored<'_>> = mine.iter().filter(|s| s.last).collect();
    text.push_str(&format!(
        "{}\n",
        say!("服务点 {0} 个，最近一轮：", "{0} points, their last round:", last.len()).get(screen.lang)
    ));
    let rows: Vec<Vec<String>> =
        last.iter().map(|s| result(s, left.get(&s.chain()).copied().unwrap_or(0), &found, several)).collect();
    text.push_str(&table(&rows));
    text.push_str(&missing(workspace, &mine).iter().map(|line| format!("{}\n", line.get(screen.lang))).collect::<String>());
    screen.print(&text);
    FINE
}

/// Points that a standard is for and that no record is about, of the bureaus that work with it.
fn missing(workspace: &Workspace, mine: &[&Scored<'_>]) -> Vec<Bilingual> {
    let mut done: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for s in mine {
        done.entry((s.bureau.id.as_str(), &s.standard.id)).or_default().insert(s.point.id.as_str());
    }
    let mut lines = Vec::new();
    for ((bureau, id), points) in done {
        let (Some(bureau), Some(standard)) = (workspace.bureau(bureau), workspace.standard(id)) else { continue };
        let fits = |p: &&Point| {
            let scope = standard.applies_to.as_ref();
            let facts = Facts::new(standard, &[], *p, Place::of(bureau, p));
            p.in_service() && scope.is_none_or(|scope| in_scope(scope, facts).0 == Truth::Met)
        };
        let left: Vec<&Point> = bureau.points.iter().filter(fits).filter(|p| !points.contains(p.id.as_str())).collect();
        if left.is_empty() {
            continue;
        }
        let names: Vec<&str> = left.iter().take(NAMED).map(|p| p.name.as_str()).collect();
        let (count, title, names) = (left.len(), &standard.title.value, names.join("、"));
        let more = if count > NAMED { "…" } else { "" };
        lines.push(say!(
            "《{title}》还有 {count} 个服务点没有检查记录：{names}{more}",
            "{count} points have no record under 《{title}》: {names}{more}"
        ));
    }
    lines
}

fn heading(open: &[Rectification<'_>], day: chrono::NaiveDate) -> Bilingual {
    let late = open.iter().filter(|r| r.progress(day) == Progress::Overdue).count();
    let all = open.len();
    say!("待整改 {all} 项，其中逾期 {late} 项：", "{all} to be mended, {late} of them overdue:")
}

/// One matter: how it stands, until when, point, criterion, what, who.
fn matter(r: &Rectification<'_>, day: chrono::NaiveDate, several: bool) -> Vec<String> {
    let progress = match r.progress(day) {
        Progress::Overdue => format!("逾期{}天", r.days_late(day)),
        other => other.zh().to_owned(),
    };
    let owner = r.mend.owner.as_ref().map_or(String::new(), |o| format!("（{}）", o.value));
    vec![
        progress,
        r.deadline().map_or_else(|| "未定期限".to_owned(), |d| d.to_string()),
        named(r.scored, several),
        format!("{}：{}{owner}", r.criterion.title, r.mend.what.value),
    ]
}

/// One point: result, total, round and day, what is open. `matters` are still to be mended.
fn result(s: &Scored<'_>, matters: usize, found: &Diagnostics, several: bool) -> Vec<String> {
    let outcome = &s.outcome;
    let unknown = outcome.unknown().count();
    let mut left = Vec::new();
    if unknown > 0 {
        left.push(format!("待补{unknown}项"));
    }
    if matters > 0 {
        left.push(format!("待整改{matters}项"));
    }
    // A grade from a broken record would look like any other.
    let records = s.earlier.iter().chain(&s.replaced).map(|r| r.span).chain([s.record.span]);
    let spans: Vec<Span> = records.collect();
    let broken = found
        .iter()
        .filter_map(|d| d.span)
        .any(|at| spans.iter().any(|own| own.file == at.file && own.start <= at.start && at.start < own.end.max(own.start + 1)));
    let (grade, total) = if broken {
        ("记录有误".to_owned(), String::new())
    } else {
        (outcome.result_zh(), crate::audit::summary::total(outcome))
    };
    vec![
        grade,
        total,
        format!("{} {}", s.record.round.value.zh(), date_zh(s.record.date.value)),
        named(s, several),
        s.standard.title.value.clone(),
        left.join("，"),
    ]
}

/// The point, with its bureau where there are several.
fn named(s: &Scored<'_>, several: bool) -> String {
    let name = &s.point.name.value;
    if several { format!("{}：{name}", s.bureau.short_name()) } else { name.clone() }
}
