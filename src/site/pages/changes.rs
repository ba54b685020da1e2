//! What has changed, in words and by days: what printed editions say now and did not say before, guides that were looked over, notices, the
//! edition of the catalog. Made from the dates in files and never from the clock.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use crate::model::date::date_zh;
use crate::site::format::Link;
use crate::site::news;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};
use crate::site::{Edition, WHOLE};

/// More days or lines than these are no longer read.
const MOST: usize = 300;
/// So many points are named before they are only counted.
const NAMED: usize = 3;

/// `changes/index.html`.
#[derive(Debug, Serialize)]
pub struct ChangesView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    lead: String,
    days: Vec<Day>,
    /// What has changed in the workspace and was not given to print yet.
    pending: Vec<Line>,
    /// Said where older ones are left out.
    more: String,
}

/// What changed on one day.
#[derive(Debug, Serialize)]
struct Day {
    date: String,
    anchor: String,
    links: Vec<Link>,
    lines: Vec<Line>,
}

/// One change, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Line {
    text: String,
    at: String,
}

/// A change with all places that have it.
struct Said<'e> {
    key: &'e str,
    text: &'e str,
    groups: BTreeSet<&'e str>,
}

/// Whether there is anything to tell.
pub fn exists(scope: &SiteContext) -> bool {
    !news::news(scope).is_empty()
}

/// The view of all changes, the newest first.
pub fn changes_view(scope: &SiteContext, editions: &[&Edition]) -> ChangesView {
    let mut days: BTreeMap<NaiveDate, (Vec<Link>, Vec<Line>)> = BTreeMap::new();
    for entry in news::news(scope) {
        days.entry(entry.date).or_default().0.push(Link::new(entry.title, format!("../{}", entry.href)));
    }
    // The same sentence about many points is one line: where each says it.
    let mut said: BTreeMap<Option<NaiveDate>, Vec<Said<'_>>> = BTreeMap::new();
    for edition in editions {
        for step in &edition.steps {
            let lines = said.entry(step.date).or_default();
            for change in &step.changes {
                match lines.iter_mut().find(|said| said.key == change.key) {
                    Some(said) => {
                        // The shortest name of a thing is the plainest.
                        if change.text.chars().count() < said.text.chars().count() {
                            said.text = &change.text;
                        }
                        said.groups.insert(&edition.group);
                    }
                    None => lines.push(Said {
                        key: &change.key,
                        text: &change.text,
                        groups: BTreeSet::from([edition.group.as_str()]),
                    }),
                }
            }
        }
    }
    let mut pending = Vec::new();
    for (date, lines) in said {
        let lines = lines.into_iter().map(|said| Line { text: said.text.to_owned(), at: place(&said.groups) });
        match date {
            Some(date) => days.entry(date).or_default().1.extend(lines),
            None => pending.extend(lines),
        }
    }
    pending.truncate(MOST);
    let mut left = MOST;
    let mut shown = Vec::new();
    let mut more = String::new();
    for (date, (links, mut lines)) in days.into_iter().rev() {
        if left == 0 {
            more = format!("{}以前的不再列出。", date_zh(date));
            break;
        }
        lines.truncate(left);
        left = left.saturating_sub(lines.len().max(1));
        shown.push(Day { date: date_zh(date), anchor: format!("d{date}"), links, lines });
    }
    ChangesView {
        chrome: scope.chrome(Section::Changes, None),
        lead: "事项、网点、电话、时间改了什么，哪天改的。最近的在前面。".to_owned(),
        days: shown,
        pending,
        more,
    }
}

/// Where a change is.
fn place(groups: &BTreeSet<&str>) -> String {
    let points: Vec<&str> = groups.iter().copied().filter(|g| *g != WHOLE).collect();
    match points.as_slice() {
        [] => String::new(),
        few if few.len() <= NAMED => few.join("、"),
        [first, ..] => format!("{first}等 {} 个网点", points.len()),
    }
}
