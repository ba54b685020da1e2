//! What a bureau has to say for a time: other hours, a system that is down, a desk that has moved.

use serde::Serialize;

use super::target;
use crate::model::Point;
use crate::model::date::date_zh;
use crate::model::publicity::Notice;
use crate::site::format::Link;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};
use crate::source::markdown;

/// `notices/index.html`.
#[derive(Debug, Serialize)]
pub struct NoticesView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    notices: Vec<NoticeRow>,
}

/// One notice in a list.
#[derive(Debug, Serialize)]
pub struct NoticeRow {
    title: String,
    href: String,
    date: String,
    /// The last day on which it holds, `2026-11-28`, for the script that knows the day; empty where it holds for good.
    until: String,
}

/// `notices/ID/index.html`.
#[derive(Debug, Serialize)]
pub struct NoticeView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    title: String,
    date: String,
    until: String,
    until_zh: String,
    /// The text as sanitised HTML.
    text: String,
    /// The points that it is about; none where it is about all.
    points: Vec<Link>,
}

/// The bureau's notices, the newest first.
pub fn newest<'a>(scope: &SiteContext<'a>) -> Vec<&'a Notice> {
    let mut list: Vec<&Notice> = scope.bureau.notices.iter().collect();
    list.sort_by(|a, b| b.front.date.value.cmp(&a.front.date.value).then_with(|| a.id.as_str().cmp(b.id.as_str())));
    list
}

/// The notices that name a point.
pub fn of_point(scope: &SiteContext, point: &Point) -> Vec<NoticeRow> {
    let named = |notice: &&Notice| notice.front.points.iter().any(|id| id.as_str() == point.id.as_str());
    newest(scope).into_iter().filter(named).map(|notice| row(notice, "../../notices/")).collect()
}

/// One row; `up` leads from the page to the folder of notices.
pub fn row(notice: &Notice, up: &str) -> NoticeRow {
    NoticeRow {
        title: notice.front.title.value.clone(),
        href: format!("{up}{}/index.html", notice.id),
        date: date_zh(notice.front.date.value),
        until: until(notice),
    }
}

fn until(notice: &Notice) -> String {
    notice.front.until.map(|day| day.value.to_string()).unwrap_or_default()
}

/// The view of all notices.
pub fn index(scope: &SiteContext) -> NoticesView {
    NoticesView {
        chrome: scope.chrome(Section::Notices, None),
        notices: newest(scope).into_iter().map(|notice| row(notice, "")).collect(),
    }
}

/// The view of one notice.
pub fn notice_view(scope: &SiteContext, notice: &Notice) -> NoticeView {
    let mut chrome = scope.chrome(Section::Notices, Some(&notice.front.title));
    chrome.published = notice.front.date.value.to_string();
    let root = chrome.shared.root.clone();
    let text = markdown::to_html(&notice.body, 0, &|src: &str| target(&root, &[], src));
    chrome.description = markdown::words(&notice.body).chars().take(80).collect();
    let points = notice.front.points.iter().filter_map(|id| scope.bureau.point(id));
    NoticeView {
        title: notice.front.title.value.clone(),
        date: date_zh(notice.front.date.value),
        until: until(notice),
        until_zh: notice.front.until.map(|day| date_zh(day.value)).unwrap_or_default(),
        text,
        points: points.map(|p| Link::new(p.name.value.clone(), format!("../../points/{}/index.html", p.id))).collect(),
        chrome,
    }
}
