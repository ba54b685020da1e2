//! Published ratings: point, result and date, under the standard. Nothing else of an inspection may come here.

use serde::Serialize;

use crate::site::Rating;
use crate::site::format::Link;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `ratings/index.html`.
#[derive(Debug, Serialize)]
pub struct RatingsView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    lead: String,
    groups: Vec<StandardGroup>,
}

/// The results under one standard.
#[derive(Debug, Serialize)]
pub struct StandardGroup {
    anchor: String,
    title: String,
    source: String,
    /// The publication list in its forms: PDF and for Word.
    lists: Vec<Link>,
    /// Its path without extension.
    #[serde(skip)]
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
pub fn ratings_view(scope: &SiteContext) -> RatingsView {
    let mut groups: Vec<StandardGroup> = Vec::new();
    for rating in &scope.ratings {
        let row = row(scope, rating);
        match groups.iter_mut().find(|g| g.list == rating.list) {
            Some(group) => group.rows.push(row),
            None => groups.push(StandardGroup {
                anchor: format!("s{}", groups.len() + 1),
                title: format!("{}（{}）", rating.standard, rating.campaign),
                source: rating.source.as_ref().map(|s| format!("依据：{s}")).unwrap_or_default(),
                lists: lists(scope, &rating.list),
                list: rating.list.clone(),
                rows: vec![row],
            }),
        }
    }
    RatingsView {
        chrome: scope.chrome(Section::Ratings, None), lead: format!("已公布 {} 个结果。", scope.ratings.len()), groups
    }
}

/// The forms of a list that there are.
fn lists(scope: &SiteContext, list: &str) -> Vec<Link> {
    [("PDF", "pdf"), ("Word", "docx")]
        .into_iter()
        .map(|(label, ending)| (label, format!("{list}.{ending}")))
        .filter(|(_, path)| scope.has_file(path))
        .map(|(label, path)| Link::new(label, format!("../{path}")))
        .collect()
}

fn row(scope: &SiteContext, rating: &Rating) -> ResultRow {
    let point = scope.bureau.point(&rating.point);
    ResultRow {
        name: point.map_or_else(|| rating.point.clone(), |p| p.name.value.clone()),
        href: point.map(|p| format!("../points/{}/index.html", p.id)).unwrap_or_default(),
        result: rating.result.clone(),
        date: rating.date.clone(),
    }
}
