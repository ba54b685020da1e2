//! `yizhan inspect status`: points, rounds, grades and open corrective actions in the terminal.

use clap::ArgMatches;

use super::word;
use crate::audit::rectify::Progress;
use crate::cli::columns::table;
use crate::cli::{FINE, Screen};
use crate::diagnostic::Bilingual;
use crate::model::date::date_zh;
use crate::ops::inspection::status::{LastRound, Missing, OpenAction, PointName, StatusRequest, status};
use crate::ops::{Outcome, Session};
use crate::say;

/// Runs the command.
pub fn run(matches: &ArgMatches, session: &Session, screen: &mut Screen<'_>) -> Outcome<u8> {
    let request = StatusRequest { bureau: word(matches, "bureau"), standard: word(matches, "standard") };
    let status = status(session, &request)?;
    screen.findings(&status.found, &session.workspace.folder.sources);
    if status.points.is_empty() {
        screen.note(&say!("没有检查记录", "there are no records"));
        return Ok(FINE);
    }
    let mut text = String::new();
    if !status.open.is_empty() {
        text.push_str(&format!("{}\n", heading(&status.open).get(screen.lang)));
        let rows: Vec<Vec<String>> = status.open.iter().map(action).collect();
        text.push_str(&table(&rows));
        text.push('\n');
    }
    let count = status.points.len();
    text.push_str(&format!("{}\n", say!("服务点 {count} 个，最近一轮：", "{count} points, their last round:").get(screen.lang)));
    let rows: Vec<Vec<String>> = status.points.iter().map(last_round).collect();
    text.push_str(&table(&rows));
    text.push_str(&status.missing.iter().map(|m| format!("{}\n", missing(m).get(screen.lang))).collect::<String>());
    screen.print(&text);
    Ok(FINE)
}

fn missing(missing: &Missing) -> Bilingual {
    let Missing { standard, count, names } = missing;
    let more = if *count > names.len() { "…" } else { "" };
    let names = names.join("、");
    say!(
        "《{standard}》还有 {count} 个服务点没有检查记录：{names}{more}",
        "{count} points have no record under 《{standard}》: {names}{more}"
    )
}

fn heading(open: &[OpenAction]) -> Bilingual {
    let late = open.iter().filter(|a| a.progress == Progress::Overdue).count();
    let all = open.len();
    say!("待整改 {all} 项，其中逾期 {late} 项：", "{all} open corrective actions, {late} of them overdue:")
}

/// One action: how it stands, until when, point, criterion, what, who.
fn action(a: &OpenAction) -> Vec<String> {
    let progress = match a.progress {
        Progress::Overdue => format!("逾期{}天", a.days_late),
        other => other.zh().to_owned(),
    };
    let owner = a.owner.as_ref().map_or(String::new(), |o| format!("（{o}）"));
    vec![
        progress,
        a.deadline.map_or_else(|| "未定期限".to_owned(), |d| d.to_string()),
        named(&a.point),
        format!("{}：{}{owner}", a.criterion, a.what),
    ]
}

/// One point: result, total, round and day, what is open.
fn last_round(s: &LastRound) -> Vec<String> {
    let mut left = Vec::new();
    if s.unknown > 0 {
        left.push(format!("待补{}项", s.unknown));
    }
    if s.open > 0 {
        left.push(format!("待整改{}项", s.open));
    }
    let (grade, total) = s.result.clone().unwrap_or_else(|| ("记录有误".to_owned(), String::new()));
    vec![grade, total, format!("{} {}", s.round.zh(), date_zh(s.day)), named(&s.point), s.standard.clone(), left.join("，")]
}

/// The point, with its bureau where there are several.
fn named(point: &PointName) -> String {
    match &point.bureau {
        Some(bureau) => format!("{bureau}：{}", point.name),
        None => point.name.clone(),
    }
}
