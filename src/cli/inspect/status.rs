//! `yizhan inspect status`: points, rounds, grades and open rectifications; what is overdue comes first.

use std::collections::BTreeMap;

use clap::ArgMatches;

use crate::audit::rectify::{Progress, Rectification, rectifications};
use crate::audit::{ChainKey, Scored, score_all};
use crate::cli::columns::table;
use crate::cli::{FINE, Screen, today};
use crate::diagnostic::{Diagnostics, Severity, Span};
use crate::model::Workspace;
use crate::model::date::date_zh;
use crate::say;

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
        let rows: Vec<Vec<String>> = open.iter().map(|r| matter(r, day)).collect();
        text.push_str(&table(&rows));
        text.push('\n');
    }
    let last: Vec<&&Scored<'_>> = mine.iter().filter(|s| s.last).collect();
    text.push_str(&format!(
        "{}\n",
        say!("服务点 {0} 个，最近一轮：", "{0} points, their last round:", last.len()).get(screen.lang)
    ));
    let rows: Vec<Vec<String>> = last.iter().map(|s| result(s, left.get(&s.chain()).copied().unwrap_or(0), &found)).collect();
    text.push_str(&table(&rows));
    screen.print(&text);
    FINE
}

fn heading(open: &[Rectification<'_>], day: chrono::NaiveDate) -> crate::diagnostic::Bilingual {
    let late = open.iter().filter(|r| r.progress(day) == Progress::Overdue).count();
    let all = open.len();
    say!("待整改 {all} 项，其中逾期 {late} 项：", "{all} to be mended, {late} of them overdue:")
}

/// One matter: how it stands, until when, point, criterion, what, who.
fn matter(r: &Rectification<'_>, day: chrono::NaiveDate) -> Vec<String> {
    let progress = match r.progress(day) {
        Progress::Overdue => format!("逾期{}天", r.days_late(day)),
        other => other.zh().to_owned(),
    };
    let owner = r.mend.owner.as_ref().map_or(String::new(), |o| format!("（{}）", o.value));
    vec![
        progress,
        r.deadline().map_or_else(|| "未定期限".to_owned(), |d| d.to_string()),
        r.scored.point.name.value.clone(),
        format!("{}：{}{owner}", r.criterion.title, r.mend.what.value),
    ]
}

/// One point: result, total, round and day, what is open. `matters` are still to be mended.
fn result(s: &Scored<'_>, matters: usize, found: &Diagnostics) -> Vec<String> {
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
        s.point.name.value.clone(),
        s.standard.title.value.clone(),
        left.join("，"),
    ]
}
