//! Every finding of the workspace for the screen 问题: worst first, grouped by what mends them, each with its place in words.

use std::collections::BTreeMap;

use serde::Serialize;

use super::look::Look;
use super::mend::mends;
use super::place::{Kind, Screen, kind, spot};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Lang, Severity, SourceMap};
use crate::model::Workspace;
use crate::ops::values::Step;

/// How much a finding asks of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// 必须改: it cannot be published as it stands.
    Must,
    /// 要核对: somebody should look at it.
    Look,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Its name among the findings; the same as long as the finding stays the same.
    pub id: String,
    /// How bad it is.
    pub level: Level,
    /// The code, such as C301.
    pub code: &'static str,
    /// What is wrong, in one sentence.
    pub says: String,
    /// What to do instead.
    pub help: Option<String>,
    /// The screen on which it is mended.
    pub screen: Screen,
    /// The record and field, as people call them; nothing where it is about a whole file.
    pub place: String,
    /// The file, relative to the workspace; nothing where there is none.
    pub path: String,
    /// Line in the file, from 1; 0 where it has none.
    pub line: usize,
    /// The way to the value in the file.
    pub at: Vec<Step>,
    /// What the buttons say that mend it.
    pub mends: Vec<String>,
    /// Whether it may stay as it is, with a reason.
    pub acceptable: bool,
}

/// Findings that one kind of mend settles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// What to do, in one sentence.
    pub says: String,
    /// How many there are of each.
    pub problems: Vec<Problem>,
}

/// Something that was looked at and stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Accepted {
    /// The code.
    pub code: String,
    /// The file or folder it is limited to.
    pub file: Option<String>,
    /// The words it is limited to.
    pub contains: Option<String>,
    /// Why.
    pub reason: String,
}

/// All of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problems {
    /// Worst first, then those of which there are most.
    pub groups: Vec<Group>,
    /// How many must be mended.
    pub must: usize,
    /// How many should be looked at.
    pub look: usize,
    /// What was accepted, with its reasons.
    pub accepted: Vec<Accepted>,
}

/// Every finding, for people.
#[must_use]
pub fn problems(look: &Look, lang: Lang) -> Problems {
    // The sorted keys keep the worst first; findings of one kind of mend stay in the order of their files.
    let mut groups: BTreeMap<(Level, String, String), Group> = BTreeMap::new();
    for finding in look.found.iter() {
        let problem = problem(look, finding, lang);
        let says = problem.help.clone().unwrap_or_else(|| finding.code.why(lang).to_owned());
        // What must be mended one by one has a help of its own each; the code holds it together.
        let key = (problem.level, problem.code.to_owned(), if problem.mends.is_empty() { String::new() } else { says.clone() });
        groups.entry(key).or_insert_with(|| Group { says, problems: Vec::new() }).problems.push(problem);
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.sort_by_key(|group| (group.problems.first().map(|p| p.level), std::cmp::Reverse(group.problems.len())));
    Problems {
        groups,
        must: look.found.count(Severity::Error),
        look: look.found.count(Severity::Warning),
        accepted: look.workspace.as_ref().map(accepted).unwrap_or_default(),
    }
}

/// The name of a finding: what it says about which place. A line more above it does not change it.
#[must_use]
pub fn id_of(found: &Diagnostics, sources: &SourceMap, finding: &Diagnostic) -> String {
    let place = finding.place(sources).map_or("", |(path, _)| path);
    let words = finding.span.map_or("", |span| sources.slice(span));
    let same = format!("{}\n{place}\n{words}\n{}", finding.code.id, finding.message.zh);
    let before = found.iter().take_while(|other| !std::ptr::eq(*other, finding));
    let twins = before.filter(|other| other.code == finding.code && other.message == finding.message).count();
    blake3::hash(format!("{same}\n{twins}").as_bytes()).to_hex().chars().take(16).collect()
}

fn problem(look: &Look, finding: &Diagnostic, lang: Lang) -> Problem {
    let sources = look.sources();
    let (path, position) = finding.place(sources).map_or((String::new(), None), |(path, at)| (path.to_owned(), at));
    let spot = finding
        .span
        .and_then(|span| Some((sources.get(span.file)?, span)))
        .filter(|(file, _)| kind(&file.path) != Kind::Other)
        .map(|(file, span)| spot(look.workspace.as_ref().ok(), file, crate::diagnostic::Span { file: FileId(0), ..span }))
        .unwrap_or_default();
    let level = match finding.severity {
        Severity::Error => Level::Must,
        Severity::Warning => Level::Look,
    };
    Problem {
        id: id_of(&look.found, sources, finding),
        level,
        code: finding.code.id,
        says: finding.message.get(lang).to_owned(),
        help: finding.form_help().map(|help| help.get(lang).to_owned()),
        screen: Screen::of(&path),
        place: spot.names.join("　"),
        path,
        line: position.map_or(0, |at| at.line),
        at: spot.at,
        mends: mends(finding, sources).into_iter().map(|mend| mend.says.get(lang).to_owned()).collect(),
        acceptable: level == Level::Look,
    }
}

fn accepted(workspace: &Workspace) -> Vec<Accepted> {
    let text = |text: &Option<crate::source::decode::Text>| text.as_ref().map(|text| text.value.clone());
    let of = |allow: &crate::model::workspace::Allow| Accepted {
        code: allow.code.value.clone(),
        file: text(&allow.file),
        contains: text(&allow.contains),
        reason: allow.reason.value.clone(),
    };
    workspace.config.allow.iter().map(of).collect()
}
