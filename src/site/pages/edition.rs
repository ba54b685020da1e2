//! The page of one printed edition, `v/CODE/`: whether the print that bears this code is current, by what it was superseded since when,
//! and what has changed. And the list of all of them.

use serde::Serialize;

use crate::site::format::Link;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};
use crate::site::{Edition, EditionState, WHOLE};

/// `v/CODE/index.html`.
#[derive(Debug, Serialize)]
pub struct EditionView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    code: String,
    name: String,
    /// `current`, `superseded` or `withdrawn`.
    state: &'static str,
    /// 现行有效 …
    verdict: String,
    /// Since when, or empty.
    since: String,
    /// What to do.
    advice: String,
    /// The page of the edition that took its place.
    next: Option<Link>,
    /// The file to print.
    file: Option<Link>,
    changes: Vec<String>,
    /// Said instead of a list of changes; or empty.
    no_changes: String,
}

/// `v/index.html`.
#[derive(Debug, Serialize)]
pub struct EditionsView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    lead: String,
    groups: Vec<Group>,
}

/// The editions of one point, or of the bureau.
#[derive(Debug, Serialize)]
pub struct Group {
    title: String,
    /// Whether any of them was ever given to print.
    ordered: bool,
    rows: Vec<Row>,
}

/// One current edition.
#[derive(Debug, Serialize)]
pub struct Row {
    name: String,
    code: String,
    since: String,
}

/// The page of one code.
pub fn edition_view(scope: &SiteContext, edition: &Edition) -> EditionView {
    let mut chrome = scope.chrome(Section::Editions, Some(&edition.code));
    let (state, verdict, advice) = match edition.state {
        EditionState::Current => match &edition.by {
            None => ("current", "现行有效：这就是最新的一版。".to_owned(), String::new()),
            // The same under a code of today's program, as far as the older record tells.
            Some(code) => (
                "current",
                "现行有效：登记过的内容都没有改。".to_owned(),
                format!(
                    "同样的内容，现在印的版本码是 {code}。当时没有登记医保局名称、图例和提示语，拿不准时请与现行的一版对照。"
                ),
            ),
        },
        EditionState::Superseded => {
            let by = edition.by.as_deref().unwrap_or_default();
            ("superseded", format!("已被 {by} 版取代。"), "请取下这一张，换上现行的一版。".to_owned())
        }
        EditionState::Withdrawn => ("withdrawn", "已停用：现在不再印发这种材料。".to_owned(), "请取下这一张。".to_owned()),
    };
    chrome.description = format!("{}，版本 {}：{verdict}", edition.name, edition.code);
    chrome.hidden = true;
    let since = match (edition.state, &edition.since, &edition.ordered) {
        (EditionState::Current, Some(day), _) => format!("{day}起付印。"),
        (EditionState::Superseded, Some(day), Some(ordered)) => format!("这一版{ordered}付印，新版自{day}起。"),
        (EditionState::Superseded, None, Some(ordered)) => format!("这一版{ordered}付印；新版还没有付印。"),
        _ => String::new(),
    };
    EditionView {
        code: edition.code.clone(),
        name: edition.name.clone(),
        state,
        verdict,
        since,
        advice,
        next: edition.by.as_ref().map(|code| Link::new(format!("看现行的 {code} 版"), format!("../{code}/index.html"))),
        file: edition
            .file
            .as_ref()
            .filter(|path| scope.has_file(path))
            .map(|path| Link::new("下载现行的一版（PDF）".to_owned(), format!("../../{path}"))),
        no_changes: if edition.state == EditionState::Superseded && edition.changes.is_empty() {
            "改了什么，请问医保局。".to_owned()
        } else {
            String::new()
        },
        changes: edition.changes.clone(),
        chrome,
    }
}

/// The list of all current codes, so that one that is typed by hand can be found.
pub fn index(scope: &SiteContext, editions: &[&Edition]) -> EditionsView {
    let mut groups: Vec<Group> = Vec::new();
    let mut current: Vec<&&Edition> = editions.iter().filter(|e| e.state == EditionState::Current).collect();
    current.sort_by(|a, b| (a.group != WHOLE, &a.group, &a.name).cmp(&(b.group != WHOLE, &b.group, &b.name)));
    for edition in current {
        let row = Row {
            name: edition.name.strip_prefix(&edition.group).unwrap_or(&edition.name).trim().to_owned(),
            code: edition.code.clone(),
            since: edition.since.clone().unwrap_or_default(),
        };
        match groups.last_mut().filter(|g| g.title == edition.group) {
            Some(group) => {
                group.ordered |= edition.since.is_some();
                group.rows.push(row);
            }
            None => groups.push(Group { title: edition.group.clone(), ordered: edition.since.is_some(), rows: vec![row] }),
        }
    }
    let old = editions.iter().filter(|e| e.state != EditionState::Current).count();
    let old = if old > 0 {
        format!("另有 {old} 个旧版本，扫旧材料上的码可以看到它改了什么。")
    } else {
        String::new()
    };
    EditionsView {
        chrome: scope.chrome(Section::Editions, None),
        lead: format!("每张印刷品上都有一个版本码。码在下面，就是现行的一版。{old}"),
        groups,
    }
}
