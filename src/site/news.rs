//! What is new at a bureau: notices, its edition, reviewed guides, and what was given to print, from the dates in its files and never from the clock.
//! The first page shows the newest, `feed.xml` (Atom, RFC 4287) the newest thirty.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;

use super::site_context::SiteContext;
use crate::xml::escape;

/// One thing that is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The day.
    pub date: NaiveDate,
    /// What it is.
    pub title: String,
    /// Path from the bureau's folder, with `index.html`.
    pub href: String,
}

/// The feed has no more entries.
const MOST: usize = 30;

/// Notices and what has changed, the newest first.
#[must_use]
pub fn news(scope: &SiteContext<'_>) -> Vec<News> {
    let notices = scope.bureau.notices.iter().map(|notice| News {
        date: notice.front.date.value,
        title: notice.front.title.value.clone(),
        href: format!("notices/{}/index.html", notice.id),
    });
    newest(changes(scope).into_iter().chain(notices).collect())
}

fn newest(mut list: Vec<News>) -> Vec<News> {
    list.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.href.cmp(&b.href)));
    list.truncate(MOST);
    list
}

/// What has changed, the newest first: editions, guides, prints.
#[must_use]
pub fn changes(scope: &SiteContext<'_>) -> Vec<News> {
    let bureau = scope.bureau;
    let mut list: Vec<News> = Vec::new();
    for guide in &bureau.guides {
        let item = scope.catalog().and_then(|c| c.item(&guide.front.item));
        if let Some((item, reviewed)) = item.zip(guide.front.reviewed.as_ref()) {
            let href = format!("items/{}/index.html", item.id);
            list.push(News { date: reviewed.value, title: format!("《{}》办事指南核对过", item.name), href });
        }
    }
    let mut runs: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for run in &bureau.print_runs {
        *runs.entry(run.date.value).or_default() += 1;
    }
    for (date, count) in runs {
        list.push(News { date, title: format!("{count} 种印刷品换了新版"), href: "v/index.html".to_owned() });
    }
    if let Some(catalog) = scope.catalog().filter(|c| !c.items.is_empty()) {
        let title = format!("{}（{}）", catalog.title, bureau.file.edition.zh());
        list.push(News { date: bureau.file.edition.date, title, href: "items/index.html".to_owned() });
    }
    newest(list)
}

/// The feed; none where there is nothing to say or nobody knows where the site will lie: an entry must name its page.
#[must_use]
pub fn feed(scope: &SiteContext<'_>) -> Option<Vec<u8>> {
    let list = news(scope);
    let newest = list.first()?.date;
    let at = |href: &str| {
        let below = href.strip_suffix("index.html").unwrap_or(href);
        scope.workspace.url(&format!("{}/{below}", scope.bureau.id))
    };
    let (home, own) = (at("")?, at("feed.xml")?);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n",
    );
    element(&mut xml, "title", &format!("{} 更新", scope.bureau.file.name));
    element(&mut xml, "id", &own);
    let _ = writeln!(xml, "<updated>{}</updated>", time(newest));
    xml.push_str("<author>");
    element(&mut xml, "name", &scope.bureau.file.name);
    xml.push_str("</author>\n");
    link(&mut xml, "self", &own);
    link(&mut xml, "alternate", &home);
    for entry in &list {
        let href = at(&entry.href)?;
        xml.push_str("<entry>\n");
        element(&mut xml, "title", &entry.title);
        // The same page is new again another day.
        element(&mut xml, "id", &format!("{href}#{}", entry.date));
        let _ = writeln!(xml, "<updated>{}</updated>", time(entry.date));
        link(&mut xml, "alternate", &href);
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    Some(xml.into_bytes())
}

/// Midnight in China, where all of this takes place.
fn time(date: NaiveDate) -> String {
    format!("{date}T00:00:00+08:00")
}

fn element(xml: &mut String, name: &str, text: &str) {
    let _ = write!(xml, "<{name}>");
    escape(xml, text);
    let _ = writeln!(xml, "</{name}>");
}

fn link(xml: &mut String, rel: &str, href: &str) {
    let _ = write!(xml, "<link rel=\"{rel}\" href=\"");
    escape(xml, href);
    xml.push_str("\"/>\n");
}
