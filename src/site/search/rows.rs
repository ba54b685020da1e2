//! One row for each page that can be found: what it is called, what people say for it, what it says.
//! Must not know how the rows are written.

use crate::model::everyday::{self, Group};
use crate::model::guide::{Condition, Material, Step};
use crate::model::phones::line;
use crate::model::{Guide, Item, Point};
use crate::site::pages::{chapter, contact, services, standards};
use crate::site::site_context::{Section, SiteContext};
use crate::source::markdown;

/// Makes what a page says at length.
type Text<'a> = Box<dyn Fn() -> String + 'a>;

/// One page that can be found.
pub struct Row<'a> {
    /// 0 an item, 2 anything else; 1 are points, which are written otherwise.
    pub kind: u8,
    /// From the bureau's folder; of an item its id alone.
    pub href: String,
    /// What stands above it.
    pub title: String,
    /// What stands beside it.
    pub note: String,
    /// Words of the list.
    pub groups: Vec<Group>,
    /// Other words: the bureau's own, and its group.
    pub words: Vec<String>,
    /// Asked for often.
    pub frequent: bool,
    text: Text<'a>,
}

impl Row<'_> {
    /// What the page says.
    pub fn text(&self) -> String {
        (self.text)()
    }
}

/// Every item and page of a bureau.
pub fn all<'a>(scope: &'a SiteContext<'_>) -> Vec<Row<'a>> {
    let mut rows: Vec<Row> = scope.items().iter().map(|item| of_item(scope, item)).collect();
    rows.extend(sections(scope));
    rows.extend(pages(scope));
    rows
}

fn of_item<'a>(scope: &'a SiteContext<'_>, item: &'a Item) -> Row<'a> {
    let guide = scope.guide(&item.id);
    let promised = guide.and_then(|g| g.front.limits.as_ref()).and_then(|l| l.promised.as_ref());
    let note = match (promised, &item.handling) {
        (Some(limit), _) => limit.zh(),
        (None, Some(handling)) => handling.zh().to_owned(),
        (None, None) => String::new(),
    };
    let group = item.group.as_ref().and_then(|id| scope.catalog()?.groups.iter().find(|g| g.id == *id));
    let mut words: Vec<String> = item.keywords.iter().map(|k| k.value.clone()).collect();
    words.extend(group.map(|g| g.title.value.clone()));
    words.extend(guide.and_then(|g| g.front.title.as_ref()).map(|t| t.value.clone()));
    Row {
        kind: 0,
        href: item.id.to_string(),
        title: item.name.value.clone(),
        note,
        groups: everyday::of_item(&item.name),
        words,
        frequent: item.frequent(),
        text: Box::new(move || guide.map(of_guide).unwrap_or_default()),
    }
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

/// What a point's page says beside its name and address.
pub fn of_point(point: &Point) -> String {
    let phones = line(&point.numbers());
    let mut text: Vec<&str> = vec![&phones];
    text.extend(point.directions.as_ref().map(|d| d.as_str()));
    text.extend(point.landmarks.iter().map(|l| l.name.as_str()));
    text.extend(point.special.iter().map(|s| s.name.as_str()));
    text.retain(|line| !line.is_empty());
    text.join("\n")
}

fn page<'a>(href: String, title: &str, note: &str, groups: Vec<Group>, text: impl Fn() -> String + 'a) -> Row<'a> {
    let (title, note) = (title.to_owned(), note.to_owned());
    Row { kind: 2, href, title, note, groups, words: Vec::new(), frequent: false, text: Box::new(text) }
}

/// The first pages of sections, and whom to call.
fn sections<'a>(scope: &'a SiteContext<'_>) -> Vec<Row<'a>> {
    let sections = [
        Section::Items,
        Section::Points,
        Section::Channels,
        Section::Reach,
        Section::Services,
        Section::Plan,
        Section::Ratings,
        Section::Notices,
        Section::Handbooks,
        Section::Forms,
        Section::Standards,
        Section::Changes,
    ];
    let said = |folder: &str| everyday::of_page(folder).into_iter().collect::<Vec<_>>();
    let mut rows: Vec<Row> = sections
        .into_iter()
        .filter(|section| scope.has(*section))
        .map(|section| {
            let folder = SiteContext::folder(section);
            page(format!("{folder}/index.html"), scope.label(section), "", said(folder), String::new)
        })
        .collect();
    if let Some(note) = contact::note(scope) {
        rows.push(page("about/index.html".to_owned(), contact::TITLE, &note, said("about"), String::new));
    }
    rows
}

/// Channels, special services, the programme, the plan, notices and handbooks.
fn pages<'a>(scope: &'a SiteContext<'_>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    if let Some(catalog) = scope.catalog() {
        for channel in &catalog.channels {
            let text = move || channel.note.as_ref().map(|n| n.value.clone()).unwrap_or_default();
            // A kind of places comes after the places themselves.
            rows.push(page(
                format!("channels/{}/index.html", channel.id),
                &channel.name,
                "服务渠道",
                everyday::of_channel(&channel.name),
                text,
            ));
        }
    }
    if let Some(programme) = &scope.bureau.programme {
        let said = everyday::of_page("programme").into_iter().collect();
        let text = move || {
            let networks = programme.networks.iter().flat_map(|n| [&n.name, &n.text]);
            programme.note.iter().chain(networks).map(|t| t.value.clone()).collect::<Vec<_>>().join("\n")
        };
        rows.push(page("services/index.html".to_owned(), &programme.title, scope.label(Section::Services), said, text));
        for (index, service) in programme.services.iter().enumerate() {
            let href = format!("services/index.html#{}", services::anchor(index));
            let text = move || service.rule.as_ref().map(|r| r.value.clone()).unwrap_or_default();
            rows.push(page(href, &service.name, "特色服务", Vec::new(), text));
        }
    }
    if let Some(plan) = &scope.bureau.plan {
        let text = move || {
            let tasks = plan.groups.iter().flat_map(|g| &g.tasks).flat_map(|t| t.title.iter().chain([&t.text]));
            tasks.map(|t| t.value.clone()).collect::<Vec<_>>().join("\n")
        };
        rows.push(page("plan/index.html".to_owned(), &plan.title, scope.label(Section::Plan), Vec::new(), text));
    }
    for standard in &scope.standards {
        let href = format!("standards/{}/index.html", standards::folder(standard));
        rows.push(page(href, &standard.title, scope.label(Section::Standards), Vec::new(), move || standards::text(standard)));
    }
    for notice in &scope.bureau.notices {
        let href = format!("notices/{}/index.html", notice.id);
        let text = move || markdown::words(&notice.body);
        rows.push(page(href, &notice.front.title, scope.label(Section::Notices), Vec::new(), text));
    }
    for book in &scope.bureau.handbooks {
        for (index, entry) in book.front.chapters.iter().enumerate() {
            let href = format!("handbooks/{}/index.html", chapter::folder(book, index));
            let text = move || book.texts.get(index).map(|text| markdown::words(text)).unwrap_or_default();
            rows.push(page(href, &entry.title, &format!("《{}》", book.front.title), everyday::of_topic(&entry.title), text));
        }
    }
    rows
}
