//! The ways to narrow the list of items: by whom it is for, kind, handling, how often it is asked for, channel and depth. Each way has a page
//! of its own, which plain links lead to; where the script runs, all ways work together on the matrix itself.

use serde::Serialize;

use crate::model::{Catalog, DepthKind, Item};
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// One way to narrow, with its choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Filter {
    /// Name of the control: `channel` and `depth` are joined by the script, the others stand alone.
    pub name: &'static str,
    /// What it asks: 服务对象.
    pub label: &'static str,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The word in `data-f` of a row that has it.
    pub token: String,
    /// What it says.
    pub label: String,
    /// How many items it leaves.
    pub count: usize,
    /// Folder of its page below `items/`; for a channel, the channel's own page. An id never begins with a stroke, so none is met.
    pub href: String,
}

/// `items/_CHOICE/index.html`.
#[derive(Debug, Serialize)]
pub struct FilterView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    heading: String,
    lead: String,
    items: Vec<Row>,
    /// The other choices of the same kind.
    others: Vec<Choice>,
}

/// One item that is left.
#[derive(Debug, Serialize)]
pub struct Row {
    name: String,
    href: String,
    note: String,
}

/// The different words of a catalog's items, for each thing that is asked.
pub struct Values([Vec<String>; ASKED.len()]);

impl Values {
    /// Looks through a catalog.
    #[must_use]
    pub fn of(catalog: &Catalog) -> Self {
        Self(ASKED.map(|(_, _, of)| values(catalog, of)))
    }
}

/// What a row of the matrix has: the words that choices ask for.
#[must_use]
pub fn tokens(catalog: &Catalog, all: &Values, item: &Item) -> String {
    let mut found: Vec<String> = Vec::new();
    for ((name, _, of), values) in ASKED.iter().zip(&all.0) {
        let words = of(item);
        found.extend(values.iter().enumerate().filter(|(_, v)| words.contains(v)).map(|(i, _)| format!("{name}-{i}")));
    }
    for (place, channel) in catalog.channels.iter().enumerate() {
        if let Some(depth) = item.depth_in(&channel.id) {
            let kind = depth_token(depth.kind);
            found.extend([format!("channel-{place}"), format!("channel-{place}{kind}"), kind]);
        }
    }
    found.sort_unstable();
    found.dedup();
    found.join(" ")
}

/// The ways that a catalog can be narrowed by: only those that tell items apart.
#[must_use]
pub fn filters(catalog: &Catalog) -> Vec<Filter> {
    let mut all = Vec::new();
    for (name, label, of) in ASKED {
        let choices = values(catalog, of).into_iter().enumerate().map(|(i, value)| Choice {
            count: catalog.items.iter().filter(|item| of(item).contains(&value)).count(),
            token: format!("{name}-{i}"),
            label: value,
            href: format!("_{name}-{i}"),
        });
        all.push(Filter { name, label, choices: choices.collect() });
    }
    let channels = catalog.channels.iter().enumerate().map(|(place, channel)| Choice {
        token: format!("channel-{place}"),
        label: channel.short_name.as_ref().unwrap_or(&channel.name).value.clone(),
        count: catalog.items.iter().filter(|item| item.depth_in(&channel.id).is_some()).count(),
        href: format!("../channels/{}", channel.id),
    });
    all.push(Filter { name: "channel", label: "服务渠道", choices: channels.collect() });
    let depths = super::items::kinds(catalog).into_iter().filter(|kind| *kind != DepthKind::None).map(|kind| Choice {
        token: depth_token(kind),
        label: kind.zh().to_owned(),
        count: catalog.items.iter().filter(|item| has_depth(catalog, item, kind)).count(),
        href: format!("_{}", depth_token(kind)),
    });
    all.push(Filter { name: "depth", label: "办理深度", choices: depths.collect() });
    for filter in &mut all {
        filter.choices.retain(|choice| choice.count > 0);
    }
    // A choice that every item has narrows nothing.
    all.retain(|filter| filter.choices.len() > 1);
    all
}

/// The page of one choice, which `filter` holds.
pub fn filter_view(scope: &SiteContext, catalog: &Catalog, filter: &Filter, choice: &Choice) -> FilterView {
    let heading = format!("{}：{}", filter.label, choice.label);
    let values = Values::of(catalog);
    let has = |item: &&Item| tokens(catalog, &values, item).split(' ').any(|token| token == choice.token);
    let row = |item: &Item| Row {
        name: item.name.value.clone(),
        href: format!("../{}/index.html", item.id),
        note: catalog
            .channels
            .iter()
            .filter(|c| item.depth_in(&c.id).is_some())
            .map(|c| c.short_name.as_ref().unwrap_or(&c.name).as_str())
            .collect::<Vec<_>>()
            .join("、"),
    };
    FilterView {
        chrome: scope.chrome(Section::Items, Some(&heading)),
        heading,
        lead: format!("{} 项服务事项。", choice.count),
        items: catalog.items.iter().filter(has).map(row).collect(),
        others: filter.choices.iter().filter(|other| *other != choice).cloned().collect(),
    }
}

/// An item's own words for what is asked.
type Words = fn(&Item) -> Vec<String>;

/// What is asked of an item: name of the control, what it asks, and the item's own words.
const ASKED: [(&str, &str, Words); 4] = [
    ("client", "服务对象", |item| item.clients.iter().map(|c| c.value.clone()).collect()),
    ("category", "事项类型", |item| item.category.iter().map(|c| c.value.clone()).collect()),
    ("handling", "办件类型", |item| item.handling.iter().map(|h| h.value.zh().to_owned()).collect()),
    ("frequency", "办理频次", |item| item.frequency.iter().map(|f| f.value.clone()).collect()),
];

/// The different words that items have, in the order in which they first come.
fn values(catalog: &Catalog, of: Words) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for value in catalog.items.iter().flat_map(of) {
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

fn depth_token(kind: DepthKind) -> String {
    format!("depth-{}", kind as usize)
}

fn has_depth(catalog: &Catalog, item: &Item, kind: DepthKind) -> bool {
    catalog.channels.iter().any(|c| item.depth_in(&c.id).is_some_and(|depth| depth.kind == kind))
}
