//! The page of one printed edition, `v/CODE/`: whether the print that bears this code is current, by what it was superseded since when,
//! and what has changed. And the list of all of them.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::site::areas;
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
    heading: String,
    lead: String,
    /// From the page to the folder of codes.
    codes: &'static str,
    groups: Vec<Group>,
    /// The pages that list the rest, where there are too many for one.
    more: Vec<Link>,
}

/// More rows than this are on several pages.
const MOST_ON_ONE_PAGE: usize = 400;

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

/// A page that lists current editions.
pub struct Part<'e> {
    /// Its folder below `v/`; empty for the first one.
    pub slug: String,
    title: String,
    editions: Vec<&'e Edition>,
}

/// The pages that list current editions: first what is printed for the whole bureau, and all where they are few.
pub fn parts<'e>(scope: &SiteContext, editions: &[&'e Edition]) -> Vec<Part<'e>> {
    let mut current: Vec<&Edition> = editions.iter().copied().filter(|e| e.state == EditionState::Current).collect();
    current.sort_by(|a, b| (a.group != WHOLE, &a.group, &a.name).cmp(&(b.group != WHOLE, &b.group, &b.name)));
    let first = |editions| Part { slug: String::new(), title: String::new(), editions };
    if current.len() <= MOST_ON_ONE_PAGE {
        return vec![first(current)];
    }
    let towns = &scope.areas().towns;
    let (own, rest): (Vec<&Edition>, Vec<&Edition>) = current.into_iter().partition(|e| e.group == WHOLE);
    let mut by_town: Vec<Vec<&Edition>> = vec![Vec::new(); towns.names().len() + 1];
    for edition in rest {
        let town = edition.point.as_ref().and_then(|id| towns.of_id(id)).unwrap_or(towns.names().len());
        if let Some(there) = by_town.get_mut(town) {
            there.push(edition);
        }
    }
    let mut found = vec![first(own)];
    let mut taken = BTreeSet::new();
    for (name, there) in towns.names().iter().map(String::as_str).chain(["其他网点"]).zip(by_town) {
        let (slug, count) = (areas::slug(name, &mut taken), there.chunks(MOST_ON_ONE_PAGE).len());
        found.extend(there.chunks(MOST_ON_ONE_PAGE).enumerate().map(|(n, own)| Part {
            slug: areas::page_slug(&slug, n),
            title: areas::title(name, (n + 1, count)),
            editions: own.to_vec(),
        }));
    }
    found
}

/// The list of current codes, so that one that is typed by hand can be found: the first page, or the one at a place. `old` are not current.
pub fn index(scope: &SiteContext, parts: &[Part<'_>], at: usize, old: usize) -> EditionsView {
    let mut groups: Vec<Group> = Vec::new();
    let (title, current) = parts.get(at).map_or(("", &[][..]), |part| (part.title.as_str(), part.editions.as_slice()));
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
    let old = if old > 0 {
        format!("另有 {old} 个旧版本，扫旧材料上的码可以看到它改了什么。")
    } else {
        String::new()
    };
    let more = parts.iter().skip(1).filter(|_| at == 0);
    EditionsView {
        chrome: scope.chrome(Section::Editions, Some(title).filter(|t| !t.is_empty())),
        heading: if title.is_empty() { "印刷品版本".to_owned() } else { format!("{title}的印刷品版本") },
        codes: if at == 0 { "" } else { "../" },
        lead: if at == 0 {
            format!("每张印刷品上都有一个版本码。码在下面，就是现行的一版。{old}")
        } else {
            "码在下面，就是现行的一版。".to_owned()
        },
        more: more.map(|p| Link::new(format!("{}（{}）", p.title, p.editions.len()), format!("{}/index.html", p.slug))).collect(),
        groups,
    }
}
