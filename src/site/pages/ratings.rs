//! Published ratings: point, result and date, under the standard. Nothing else of an inspection may come here.

use serde::Serialize;

use crate::site::Rating;
use crate::site::chrome::Chrome;
use crate::site::scope::{Scope, Section};

/// `ratings/index.html`.
#[derive(Debug, Serialize)]
pub struct RatingsView {
    pub(in crate::site) chrome: Chrome,
    lead: String,
    groups: Vec<StandardGroup>,
}

/// The results under one standard.
#[derive(Debug, Serialize)]
pub struct StandardGroup {
    anchor: String,
    title: String,
    source: String,
    /// The publication list without extension, seen from this page; offered as PDF and for Word.
    list: String,
    rows: Vec<ResultRow>,
}

/// One result.
#[derive(Debug, Serialize)]
pub struct ResultRow {
    name: String,
    /// Empty when the point is not in the workspace any more.
    href: String,
    result: String,
    date: String,
}

/// The view of all ratings, by standard and campaign in the order in which they were given.
pub fn view(scope: &Scope) -> RatingsView {
    let mut groups: Vec<StandardGroup> = Vec::new();
    for rating in &scope.ratings {
        let row = row(scope, rating);
        let list = format!("../{}", rating.list);
        match groups.iter_mut().find(|g| g.list == list) {
            Some(group) => group.rows.push(row),
            None => groups.push(StandardGroup {
                anchor: format!("s{}", groups.len() + 1),
                title: format!("{}（{}）", rating.standard, rating.campaign),
                source: rating.source.as_ref().map(|s| format!("依据：{s}")).unwrap_or_default(),
                list,
                rows: vec![row],
            }),
        }
    }
    RatingsView {
        chrome: scope.chrome(Section::Ratings, None), lead: format!("已公布 {} 个结果。", scope.ratings.len()), groups
    }
}

fn row(scope: &Scope, rating: &Rating) -> ResultRow {
    let point = scope.bureau.point(&rating.point);
    ResultRow {
        name: point.map_or_else(|| rating.point.clone(), |p| p.name.value.clone()),
        href: point.map(|p| format!("../points/{}/index.html", p.id)).unwrap_or_default(),
        result: rating.result.clone(),
        date: rating.date.clone(),
    }
}
