//! What a reader can search for in a bureau: `search.js`, a script that the search loads when somebody begins to type. It must not hold
//! anything that no page shows.
//!
//! A row is `[kind, href, title, note, pinyin, words, text]`: the pinyin has the readings of each character of the title, the words are
//! other names (found like the title, but not typed by sound), the text is what the page says.

use serde::Serialize;

use super::site_context::{Section, SiteContext};
use crate::model::guide::{Condition, Material, Step};
use crate::model::phones::line;
use crate::model::{Guide, Item, Point, pinyin};
use crate::source::markdown;

/// What kind of page a row leads to: the results stand under these heads.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// A service item.
    Item,
    /// A service point.
    Point,
    /// Anything else: channels, special services, the plan, handbooks.
    Page,
}

/// One page that can be found.
#[derive(Debug, Serialize)]
struct Row(Kind, String, String, String, String, String, String);

/// More rows than this are split: the first file has items and pages, the others so many points each.
const MOST_ROWS: usize = 5_000;

/// The files of a bureau's index, each with its name: the first is loaded when somebody begins to type, and names the others.
#[must_use]
pub fn scripts(scope: &SiteContext<'_>) -> Vec<(String, Vec<u8>)> {
    let mut rows: Vec<Row> = scope.items().iter().map(|item| of_item(scope, item)).collect();
    rows.extend(pages(scope));
    let points: Vec<Row> = scope.bureau.points.iter().map(|point| of_point(scope, point)).collect();
    if rows.len() + points.len() <= MOST_ROWS {
        rows.extend(points);
        return vec![(NAME.to_owned(), script(&rows, &[]))];
    }
    let parts: Vec<(String, Vec<u8>)> = points
        .chunks(MOST_ROWS)
        .enumerate()
        .map(|(number, part)| (format!("search-{}.js", number + 1), script(part, &[])))
        .collect();
    let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    let first = script(&rows, &names);
    std::iter::once((NAME.to_owned(), first)).chain(parts).collect()
}

/// The names of the files, without making them.
#[must_use]
pub fn names(scope: &SiteContext<'_>) -> Vec<String> {
    let other = scope.items().len() + pages(scope).len();
    let points = scope.bureau.points.len();
    let parts = if other + points <= MOST_ROWS { 0 } else { points.div_ceil(MOST_ROWS) };
    std::iter::once(NAME.to_owned()).chain((1..=parts).map(|n| format!("search-{n}.js"))).collect()
}

/// The first file of an index.
const NAME: &str = "search.js";

fn script(rows: &[Row], more: &[&str]) -> Vec<u8> {
    // Rows are texts only, so this cannot fail.
    let rows = serde_json::to_string(rows).unwrap_or_default();
    let more = serde_json::to_string(more).unwrap_or_default();
    format!("yizhan.index({rows},{more});\n").into_bytes()
}

/// The readings of each character, alternatives with a stroke between: `can/shen bao deng ji`. What has no reading is a dot.
fn sounds(title: &str) -> String {
    let each = |readings: &Vec<String>| if readings.is_empty() { ".".to_owned() } else { readings.join("/") };
    pinyin::readings(title).iter().map(each).collect::<Vec<_>>().join(" ")
}

fn row(kind: Kind, href: String, title: &str, note: String, words: &[&str], text: String) -> Row {
    let words = words.iter().filter(|w| !w.is_empty()).copied().collect::<Vec<_>>().join("、");
    Row(kind, href, title.to_owned(), note, sounds(title), words, text)
}

fn of_item(scope: &SiteContext<'_>, item: &Item) -> Row {
    let guide = scope.guide(&item.id);
    let promised = guide.and_then(|g| g.front.limits.as_ref()).and_then(|l| l.promised.as_ref());
    let note = match (promised, &item.handling) {
        (Some(limit), _) => limit.zh(),
        (None, Some(handling)) => handling.zh().to_owned(),
        (None, None) => String::new(),
    };
    let group = item.group.as_ref().and_then(|id| scope.catalog()?.groups.iter().find(|g| g.id == *id));
    let mut words: Vec<&str> = item.keywords.iter().map(|k| k.as_str()).collect();
    words.extend(group.map(|g| g.title.as_str()));
    words.extend(guide.and_then(|g| g.front.title.as_ref()).map(|t| t.as_str()));
    let text = guide.map(of_guide).unwrap_or_default();
    row(Kind::Item, format!("items/{}/index.html", item.id), &item.name, note, &words, text)
}

/// What a guide says, one thing a line, without its contacts.
fn of_guide(guide: &Guide) -> String {
    let front = &guide.front;
    let mut lines: Vec<String> = Vec::new();
    lines.extend(front.summary.iter().chain(&front.audience).chain(&front.fee).chain(&front.result).map(|t| t.value.clone()));
    let mut say = |conditions: &[Condition], materials: &[Material], steps: &[Step]| {
        lines.extend(conditions.iter().map(|c| c.text.value.clone()));
        for material in materials {
            lines.push(material.name.value.clone());
            lines.extend(material.alternatives.iter().map(|a| a.value.clone()));
        }
        lines.extend(steps.iter().map(|s| s.text.value.clone()));
    };
    say(&front.conditions, &front.materials, &front.steps);
    for variant in &front.variants {
        say(&[], &variant.materials, &variant.steps);
    }
    lines.extend(front.faq.iter().flat_map(|f| [f.ask.value.clone(), f.answer.value.clone()]));
    lines.push(markdown::words(&guide.body));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn of_point(scope: &SiteContext<'_>, point: &Point) -> Row {
    let channel = scope.catalog().and_then(|c| c.channel(&point.channel)).map(|c| c.name.as_str());
    let address = point.address.as_ref().map(|a| a.value.clone()).unwrap_or_default();
    let state = super::pages::points::state(point);
    let note = if state.is_empty() { address.clone() } else { state.to_owned() };
    let mut text: Vec<&str> = vec![&address];
    let phones = line(&point.numbers());
    text.push(&phones);
    text.extend(point.directions.as_ref().map(|d| d.as_str()));
    text.extend(point.landmarks.iter().map(|l| l.name.as_str()));
    text.extend(point.special.iter().map(|s| s.name.as_str()));
    text.retain(|line| !line.is_empty());
    row(
        Kind::Point,
        format!("points/{}/index.html", point.id),
        &point.name,
        note,
        &[channel.unwrap_or_default()],
        text.join("\n"),
    )
}

/// Channels, special services, the plan and the handbooks.
fn pages(scope: &SiteContext<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    let page = |href: String, title: &str, note: &str, text: String| row(Kind::Page, href, title, note.to_owned(), &[], text);
    if let Some(catalog) = scope.catalog() {
        for channel in &catalog.channels {
            let text = channel.note.as_ref().map(|n| n.value.clone()).unwrap_or_default();
            rows.push(page(format!("channels/{}/index.html", channel.id), &channel.name, "服务渠道", text));
        }
    }
    if let Some(programme) = &scope.bureau.programme {
        for (index, service) in programme.services.iter().enumerate() {
            let href = format!("services/index.html#{}", super::pages::services::anchor(index));
            let text = service.rule.as_ref().map(|r| r.value.clone()).unwrap_or_default();
            rows.push(page(href, &service.name, "特色服务", text));
        }
    }
    if let Some(plan) = &scope.bureau.plan {
        let text = plan
            .groups
            .iter()
            .flat_map(|g| &g.tasks)
            .flat_map(|t| t.title.iter().chain([&t.text]))
            .map(|t| t.value.clone())
            .collect::<Vec<_>>()
            .join("\n");
        rows.push(page("plan/index.html".to_owned(), &plan.title, scope.label(Section::Plan), text));
    }
    for notice in &scope.bureau.notices {
        let href = format!("notices/{}/index.html", notice.id);
        rows.push(page(href, &notice.front.title, scope.label(Section::Notices), markdown::words(&notice.body)));
    }
    for book in &scope.bureau.handbooks {
        for (index, chapter) in book.front.chapters.iter().enumerate() {
            let href = format!("handbooks/{}/index.html", super::pages::chapter::folder(book, index));
            let text = book.texts.get(index).map(|text| markdown::words(text)).unwrap_or_default();
            rows.push(page(href, &chapter.title, &format!("《{}》", book.front.title), text));
        }
    }
    rows
}
