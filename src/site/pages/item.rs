//! One item: what to bring, where to go, what happens, and the rest. Decides the order and the words; the guide gives the facts.

use serde::Serialize;

use super::places::{Near, Place, near, places};
use super::{forms, target};
use crate::model::guide::{Guide, Limits, Material, Need, Step};
use crate::model::{Catalog, Item};
use crate::site::format::{self, Fact, FileLink, Phone, phone_in};
use crate::site::linked;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};
use crate::source::markdown;

/// A longer description of who may apply does not fit the line under the title.
const LONGEST_AUDIENCE: usize = 18;

/// `items/ID/index.html`.
#[derive(Debug, Serialize)]
pub struct ItemView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    name: String,
    /// Who, how long, what it costs, in one line.
    summary: String,
    /// What the item is for.
    about: String,
    /// Said in place of materials and steps when there is no guide.
    pending: String,
    materials: Vec<MaterialGroup>,
    places: Vec<Place>,
    near: Option<Near>,
    steps: Vec<StepGroup>,
    conditions: Vec<String>,
    facts: Vec<Fact>,
    phones: Vec<Phone>,
    /// The guide's own text as sanitised HTML.
    body: String,
    faq: Vec<Answer>,
    downloads: Vec<FileLink>,
    origin: Vec<String>,
}

/// Things to bring in one situation; the title is empty for what everyone brings.
#[derive(Debug, Serialize)]
pub struct MaterialGroup {
    title: String,
    list: Vec<MaterialRow>,
}

/// One thing to bring.
#[derive(Debug, Serialize)]
pub struct MaterialRow {
    name: String,
    alternatives: Vec<String>,
    /// Word of a tag, empty for what must be brought.
    need: &'static str,
    /// The tag takes the colour of things that may wait.
    soft: bool,
    notes: Vec<String>,
    /// The empty form.
    file: Option<FileLink>,
}

/// Steps of one situation.
#[derive(Debug, Serialize)]
pub struct StepGroup {
    title: String,
    list: Vec<StepRow>,
}

/// One step.
#[derive(Debug, Serialize)]
pub struct StepRow {
    title: String,
    limit: String,
    text: String,
}

/// A question and its answer.
#[derive(Debug, Serialize)]
pub struct Answer {
    question: String,
    answer: String,
}

/// What a guide says, for a page of its item or a chapter of a handbook.
#[derive(Debug, Serialize)]
pub struct GuideText {
    about: String,
    materials: Vec<MaterialGroup>,
    steps: Vec<StepGroup>,
    conditions: Vec<String>,
    facts: Vec<Fact>,
    phones: Vec<Phone>,
    body: String,
    faq: Vec<Answer>,
}

/// The text of a guide. `root` leads from the page to `site/`, `shift` moves the guide's own headings down.
pub fn guide_text(scope: &SiteContext, item: Option<&Item>, guide: &Guide, root: &str, shift: u8) -> GuideText {
    let front = &guide.front;
    GuideText {
        about: front.summary.as_ref().map(|t| t.value.clone()).unwrap_or_default(),
        materials: materials(Some(guide), root),
        steps: steps(Some(guide)),
        conditions: front.conditions.iter().map(|c| c.text.value.clone()).collect(),
        facts: item.map(|item| facts(scope, item, Some(guide))).unwrap_or_default(),
        phones: phones(scope, Some(guide)),
        body: markdown::to_html(&guide.body, shift, &|src| target(root, &guide.forms, src)),
        faq: front.faq.iter().map(|q| Answer { question: q.ask.value.clone(), answer: q.answer.value.clone() }).collect(),
    }
}

/// The view of an item.
pub fn item_view(scope: &SiteContext, catalog: &Catalog, item: &Item) -> ItemView {
    let guide = scope.guide(&item.id);
    let front = guide.map(|g| &g.front);
    let mut chrome = scope.chrome(Section::Items, Some(&item.name));
    let summary = summary(item, guide);
    chrome.description = format!("{}：{summary}", item.name);
    let root = chrome.shared.root.clone();
    chrome.data = linked::service(scope, catalog, item);
    ItemView {
        name: item.name.value.clone(),
        summary,
        about: front.and_then(|f| f.summary.as_ref()).map(|t| t.value.clone()).unwrap_or_default(),
        pending: if guide.is_some() {
            String::new()
        } else {
            "这一项的办事指南还没有公布。带什么、怎么办，请先打电话问清楚。".to_owned()
        },
        materials: materials(guide, &root),
        near: near(scope, catalog, item),
        places: places(scope, catalog, item),
        steps: steps(guide),
        conditions: front.map(|f| f.conditions.iter().map(|c| c.text.value.clone()).collect()).unwrap_or_default(),
        facts: facts(scope, item, guide),
        phones: phones(scope, guide),
        body: guide.map(|g| markdown::to_html(&g.body, 1, &|src| target(&root, &g.forms, src))).unwrap_or_default(),
        faq: front
            .map(|f| f.faq.iter().map(|q| Answer { question: q.ask.value.clone(), answer: q.answer.value.clone() }).collect())
            .unwrap_or_default(),
        downloads: scope
            .print(&item.id, &["notice"])
            .map(|file| FileLink::pdf(file.name, format!("{root}{}/{}", scope.bureau.id, file.path)))
            .into_iter()
            .chain(guide.iter().flat_map(|g| &g.forms).map(|form| forms::link(form, &root)))
            .collect(),
        origin: origin(catalog, guide),
        chrome,
    }
}

/// Who, how long, what it costs.
fn summary(item: &Item, guide: Option<&Guide>) -> String {
    let front = guide.map(|g| &g.front);
    let audience = front.and_then(|f| f.audience.as_ref()).filter(|a| a.chars().count() <= LONGEST_AUDIENCE);
    let who = match audience {
        Some(audience) => Some(audience.value.clone()),
        None if item.clients.is_empty() => None,
        None => Some(format!("{}可以办", format::list(&item.clients))),
    };
    let promised = front.and_then(|f| f.limits.as_ref()).and_then(|l| l.promised.as_ref());
    let long = match (promised, &item.handling) {
        (Some(limit), _) if limit.amount == 0 => Some(limit.zh()),
        (Some(limit), _) => Some(format!("{}内办结", limit.zh())),
        (None, Some(handling)) => Some(handling.zh().to_owned()),
        (None, None) => None,
    };
    let cost = front.and_then(|f| f.fee.as_ref()).map(|f| f.trim_end_matches('。').to_owned());
    let parts: Vec<String> = [who, long, cost].into_iter().flatten().filter(|p| !p.is_empty()).collect();
    if parts.is_empty() { String::new() } else { format!("{}。", parts.join("，")) }
}

fn materials(guide: Option<&Guide>, root: &str) -> Vec<MaterialGroup> {
    let Some(guide) = guide else { return Vec::new() };
    let own = ("", &guide.front.materials, String::new());
    let beside = if guide.front.materials.is_empty() { "" } else { "，另外带" };
    let variants = guide.front.variants.iter().map(|v| (v.name.as_str(), &v.materials, when(v.when.as_ref())));
    std::iter::once(own)
        .chain(variants)
        .filter(|(_, list, _)| !list.is_empty())
        .map(|(name, list, when)| MaterialGroup {
            title: if name.is_empty() { String::new() } else { format!("{name}{when}{beside}") },
            list: list.iter().map(|m| material(m, guide, root)).collect(),
        })
        .collect()
}

fn when(text: Option<&crate::model::Text>) -> String {
    text.map(|t| format!("（{t}）")).unwrap_or_default()
}

fn material(material: &Material, guide: &Guide, root: &str) -> MaterialRow {
    let copies = match (&material.form, &material.copies) {
        (Some(form), Some(copies)) => Some(format!("{form} {copies} 份")),
        (Some(form), None) => Some(form.value.clone()),
        (None, Some(copies)) => Some(format!("{copies} 份")),
        (None, None) => None,
    };
    // `用人单位填写盖章` says already what is done with it.
    let says_how = |text: &str| ["出具", "填写", "盖章", "签字", "提供", "自备", "打印"].iter().any(|verb| text.contains(verb));
    let issuer = material.issuer.as_ref().map(|i| if says_how(i) { i.value.clone() } else { format!("{i}出具") });
    let first: Vec<String> = [copies, issuer].into_iter().flatten().collect();
    let mut notes = Vec::new();
    if !first.is_empty() {
        notes.push(first.join("，"));
    }
    notes.extend(material.when.as_ref().map(|w| format!("{w}要带")));
    notes.extend(material.pledge.then(|| "可以用书面承诺代替".to_owned()));
    notes.extend(material.note.as_ref().map(|n| n.value.clone()));
    let (need, soft) = match material.need.as_ref().map(|n| n.value) {
        Some(Need::Later) => ("可以后补", true),
        Some(Need::Optional) => ("有就带", true),
        Some(Need::Required) | None => ("", false),
    };
    MaterialRow {
        name: material.name.value.clone(),
        alternatives: material.alternatives.iter().map(|a| a.value.clone()).collect(),
        need,
        soft,
        notes,
        file: material.file.as_ref().and_then(|written| guide.form(written)).map(|form| forms::link(form, root)),
    }
}

fn steps(guide: Option<&Guide>) -> Vec<StepGroup> {
    let Some(guide) = guide else { return Vec::new() };
    let own = (String::new(), &guide.front.steps);
    let variants = guide.front.variants.iter().map(|v| (format!("{}{}", v.name, when(v.when.as_ref())), &v.steps));
    std::iter::once(own)
        .chain(variants)
        .filter(|(_, list)| !list.is_empty())
        .map(|(title, list)| StepGroup { title, list: list.iter().map(step).collect() })
        .collect()
}

fn step(step: &Step) -> StepRow {
    StepRow {
        title: step.by.as_ref().map(|b| b.value.clone()).unwrap_or_default(),
        limit: step.limit.as_ref().map(|l| l.zh()).unwrap_or_default(),
        text: step.text.value.clone(),
    }
}

fn facts(scope: &SiteContext, item: &Item, guide: Option<&Guide>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let front = guide.map(|g| &g.front);
    facts.extend(Fact::list("服务对象", &item.clients));
    facts.extend(front.and_then(|f| f.audience.as_ref()).and_then(|a| Fact::maybe("适用对象", Some(a))));
    facts.extend(Fact::maybe("事项类型", item.category.as_ref()));
    facts.extend(item.handling.as_ref().map(|h| Fact::new("办件类型", h.zh())));
    if let Some(front) = front {
        facts.extend(front.limits.as_ref().and_then(|l| limit_fact("办理时限", l)));
        for variant in &front.variants {
            facts.extend(variant.limits.as_ref().and_then(|l| limit_fact(&variant.name, l)));
        }
        facts.extend(Fact::maybe("收费", front.fee.as_ref()));
        facts.extend(Fact::maybe("办理结果", front.result.as_ref()));
        facts.extend(Fact::list("网上办理入口", &front.online));
        if !front.basis.is_empty() {
            facts.push(Fact { label: "依据".to_owned(), lines: front.basis.iter().map(|b| b.value.clone()).collect() });
        }
        facts.extend(Fact::maybe("主项", front.part_of.as_ref()));
    }
    facts.extend(Fact::maybe("事项编码", item.code.as_ref()));
    facts.extend(Fact::maybe("说明", item.note.as_ref()));
    facts.extend(Fact::kept(&item.more, &scope.bureau.private_heads.items));
    facts
}

fn limit_fact(label: &str, limits: &Limits) -> Option<Fact> {
    let lines: Vec<String> = [("法定", &limits.statutory), ("承诺", &limits.promised)]
        .into_iter()
        .filter_map(|(word, limit)| limit.as_ref().map(|l| format!("{word} {}", l.zh())))
        .collect();
    (!lines.is_empty()).then(|| Fact { label: label.to_owned(), lines })
}

/// The guide's own contacts that hold a phone number, otherwise the bureau's hotline.
fn phones(scope: &SiteContext, guide: Option<&Guide>) -> Vec<Phone> {
    let own: Vec<Phone> = guide.map(|g| g.front.contacts.iter().filter_map(|c| phone_in(c)).collect()).unwrap_or_default();
    if !own.is_empty() {
        return own;
    }
    format::phones(scope.bureau.file.numbers())
}

fn origin(catalog: &Catalog, guide: Option<&Guide>) -> Vec<String> {
    let mut lines: Vec<String> = catalog.source.iter().map(|s| format!("事项和办理深度的依据：{s}")).collect();
    if let Some(guide) = guide {
        if guide.front.sample {
            lines.push("这份指南是示例，不作办事依据。".to_owned());
        }
        lines.extend(guide.front.reviewed.as_ref().map(|d| format!("复核日期：{}", crate::model::date::date_zh(d.value))));
    }
    lines
}
