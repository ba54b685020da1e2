//! The programme of a bureau: special services with their hours, roles, networks and delegation, requirements, phases, targets,
//! awards. Each part that the document has becomes one section.

use serde::Serialize;

use crate::model::application::{Form, FormField};
use crate::model::date::date_zh;
use crate::model::programme::{Network, Phase, Programme, SpecialService};
use crate::model::{Catalog, Text};
use crate::site::format::{Fact, Link};
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `services/index.html`.
#[derive(Debug, Serialize)]
pub struct ServicesView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    title: String,
    lead: String,
    sections: Vec<Part>,
    source: String,
}

/// One part of the programme: entries, or a table.
#[derive(Debug, Serialize)]
pub struct Part {
    anchor: &'static str,
    title: &'static str,
    entries: Vec<Entry>,
    table: Option<Table>,
}

/// A thing with a name, some words and some facts.
#[derive(Debug, Serialize)]
pub struct Entry {
    anchor: String,
    name: String,
    text: String,
    facts: Vec<Fact>,
    /// How many items there are, as far as the document says.
    count: String,
    /// Items by name; one of the catalog leads to its page.
    items: Vec<Link>,
    /// Where to read on.
    more: Option<Link>,
    /// What a form asks.
    fields: Vec<Field>,
}

/// One field of a form, with what is printed into it.
#[derive(Debug, Serialize)]
pub struct Field {
    label: String,
    hint: String,
}

/// A small table; every cell knows its column's head, for narrow screens.
#[derive(Debug, Serialize)]
pub struct Table {
    heads: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Debug, Serialize)]
pub struct Cell {
    label: &'static str,
    text: String,
}

/// The anchor of a special service, by its place in the programme.
pub fn anchor(index: usize) -> String {
    format!("service-{}", index + 1)
}

/// The view of a programme.
pub fn services_view(scope: &SiteContext, programme: &Programme) -> ServicesView {
    let catalog = scope.catalog();
    let entries =
        |anchor, title, entries: Vec<Entry>| (!entries.is_empty()).then_some(Part { anchor, title, entries, table: None });
    let services = programme.services.iter().enumerate().map(|(i, s)| service(scope, i, s)).collect();
    let networks = programme.networks.iter().map(|n| network(n, catalog)).collect();
    let phases = programme.phases.iter().map(phase).collect();
    let forms = programme.forms.iter().map(form).collect();
    let sections = [
        entries("services", "特色服务", services),
        table(
            "roles",
            "岗位",
            &["岗位", "位置", "职责", "人数", "补助"],
            programme.roles.iter().map(|r| {
                vec![
                    cell(Some(&r.name)),
                    cell(r.place.as_ref()),
                    cell(Some(&r.duty)),
                    cell(r.number.as_ref()),
                    cell(r.subsidy.as_ref()),
                ]
            }),
        ),
        entries("networks", "合作网络和下放", networks),
        table(
            "requirements",
            "基本要求",
            &["要求", "内容"],
            programme.requirements.iter().map(|r| vec![cell(Some(&r.name)), cell(r.text.as_ref())]),
        ),
        entries("phases", "工作阶段", phases),
        table(
            "targets",
            "目标",
            &["目标", "数值", "期限", "说明"],
            programme
                .targets
                .iter()
                .map(|t| vec![cell(Some(&t.name)), cell(Some(&t.value)), cell(t.deadline.as_ref()), cell(t.note.as_ref())]),
        ),
        table(
            "awards",
            "奖励和经费",
            &["项目", "金额", "出资"],
            programme.awards.iter().map(|a| vec![cell(Some(&a.name)), cell(Some(&a.amount)), cell(a.payer.as_ref())]),
        ),
        entries("forms", "申报表", forms),
    ];
    ServicesView {
        chrome: scope.chrome(Section::Services, None),
        title: programme.title.value.clone(),
        lead: programme.note.as_ref().map(|n| n.value.clone()).unwrap_or_default(),
        sections: sections.into_iter().flatten().collect(),
        source: programme.source.as_ref().map(|s| format!("依据：{s}")).unwrap_or_default(),
    }
}

fn cell(text: Option<&Text>) -> String {
    text.map(|t| t.value.clone()).unwrap_or_default()
}

/// A table without the columns that are empty in every row.
fn table(
    anchor: &'static str,
    title: &'static str,
    heads: &[&'static str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Option<Part> {
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return None;
    }
    let used: Vec<bool> =
        (0..heads.len()).map(|i| rows.iter().any(|row| row.get(i).is_some_and(|text| !text.is_empty()))).collect();
    let kept = |i: &usize| used.get(*i).copied().unwrap_or(false);
    let rows = rows
        .into_iter()
        .map(|row| {
            let cells = row.into_iter().zip(heads).enumerate().filter(|(i, _)| kept(i));
            cells.map(|(_, (text, label))| Cell { label, text }).collect()
        })
        .collect();
    let heads = heads.iter().enumerate().filter(|(i, _)| kept(i)).map(|(_, head)| *head).collect();
    Some(Part { anchor, title, entries: Vec::new(), table: Some(Table { heads, rows }) })
}

fn service(scope: &SiteContext, index: usize, service: &SpecialService) -> Entry {
    let mut facts = Vec::new();
    let mut times: Vec<String> = scope.hours(service.hours.as_ref()).lines;
    times.extend(service.rule.as_ref().map(|r| format!("原文：{r}")));
    if !times.is_empty() {
        facts.push(Fact { label: "时间".to_owned(), lines: times });
    }
    facts.extend(Fact::maybe("服务对象", service.audience.as_ref()));
    facts.extend(Fact::maybe("预约", service.booking.as_ref()));
    facts.extend(Fact::list("地点", &service.places));
    facts.extend(Fact::maybe("说明", service.note.as_ref()));
    Entry {
        anchor: anchor(index),
        name: service.name.value.clone(),
        text: service.text.value.clone(),
        facts,
        count: counted(service.claims.as_ref(), service.items.len()),
        items: item_links(&service.items, scope.catalog()),
        more: None,
        fields: Vec::new(),
    }
}

fn network(network: &Network, catalog: Option<&Catalog>) -> Entry {
    let mut facts = Vec::new();
    facts.extend(Fact::list("合作方", &network.partners));
    let channel = network.channel.as_ref().and_then(|id| catalog?.channel(id));
    Entry {
        anchor: String::new(),
        name: network.name.value.clone(),
        text: network.text.value.clone(),
        facts,
        count: counted(network.claims.as_ref(), network.items.len()),
        items: item_links(&network.items, catalog),
        more: channel.map(|c| Link::new(format!("{}能办什么", c.name), format!("../channels/{}/index.html", c.id))),
        fields: Vec::new(),
    }
}

fn phase(phase: &Phase) -> Entry {
    let dates = match (&phase.from, &phase.to) {
        (Some(from), Some(to)) => Some(format!("{}至{}", date_zh(from.value), date_zh(to.value))),
        (Some(from), None) => Some(format!("{}起", date_zh(from.value))),
        (None, Some(to)) => Some(format!("{}前", date_zh(to.value))),
        (None, None) => None,
    };
    // The printed period is what was published; dates stand in where the document gives only those.
    let period = phase.period.as_ref().map(|p| p.value.clone()).or(dates);
    Entry {
        anchor: String::new(),
        name: phase.name.value.clone(),
        text: phase.text.value.clone(),
        facts: period.map(|p| Fact::new("时间", p)).into_iter().collect(),
        count: String::new(),
        items: Vec::new(),
        more: None,
        fields: Vec::new(),
    }
}

/// An application form with its fields, so that people can see beforehand what will be asked.
fn form(form: &Form) -> Entry {
    let field = |field: &FormField| {
        let hint = field.hint.as_ref().map(|h| h.value.clone());
        // A label such as 基本情况（不超过500字） says it already.
        let said = |n: &u32| field.label.contains(&format!("{n}字")) || field.label.contains(&format!("{n} 字"));
        let longest = field.max_characters.as_ref().map(|n| n.value).filter(|n| !said(n)).map(|n| format!("不超过 {n} 字"));
        let rest: Vec<String> = [hint, longest].into_iter().flatten().collect();
        Field { label: field.label.value.clone(), hint: rest.join("，") }
    };
    Entry {
        anchor: String::new(),
        name: form.title.value.clone(),
        text: form.annex.as_ref().map(|a| format!("{a}，要填 {} 栏。", form.fields.len())).unwrap_or_default(),
        facts: Vec::new(),
        count: String::new(),
        items: Vec::new(),
        more: None,
        fields: form.fields.iter().map(field).collect(),
    }
}

/// How many items the document claims, and how many of them it names.
fn counted(claim: Option<&crate::model::Claim>, named: usize) -> String {
    let Some(claim) = claim else { return String::new() };
    match (claim.incomplete, named) {
        (true, 0) => format!("{} 项，文件没有列出名称", claim.items),
        (true, named) => format!("{} 项，文件写明名称的有 {named} 项", claim.items),
        (false, _) => format!("{} 项", claim.items),
    }
}

/// Items as named; a name that is also an item of the catalog leads there.
fn item_links(names: &[Text], catalog: Option<&Catalog>) -> Vec<Link> {
    let find = |name: &Text| catalog?.items.iter().find(|item| item.name.value == name.value);
    names
        .iter()
        .map(|name| {
            let href = find(name).map(|item| format!("../items/{}/index.html", item.id)).unwrap_or_default();
            Link::new(name.as_str(), href)
        })
        .collect()
}
