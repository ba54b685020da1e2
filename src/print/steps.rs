//! Owns the parts of a guide that the notice sheet and the handbook share: facts, materials and steps,
//! each with its branches. Must not know how they are set.

use serde::Serialize;

use super::common::Pair;
use super::facts::facts;
use crate::model::guide::{Limits, Material, Need, Step, Variant};
use crate::model::{Bureau, Guide, Item};

/// Materials of one way or situation.
#[derive(Clone, Debug, Serialize)]
pub struct MaterialGroup {
    /// Title, empty for what everybody brings.
    pub title: String,
    /// The things.
    pub rows: Vec<MaterialRow>,
}

facts! {
    MaterialGroup {
        title: row,
        rows: open,
    }
}

/// One thing to bring.
#[derive(Clone, Debug, Serialize)]
pub struct MaterialRow {
    /// Name.
    pub name: String,
    /// 原件 1份.
    pub detail: String,
    /// 必需, 可选, 容缺后补, or plainer words for the same.
    pub need: String,
    /// Whether `need` differs from 必需 and should be seen.
    pub special: bool,
    /// What may be brought instead, when it is needed, who issues it.
    pub note: String,
}

facts! {
    MaterialRow {
        name: row,
        detail: fact("形式"),
        need: fact("要求"),
        special: silent("the colour of what is required of it"),
        note: fact("说明"),
    }
}

/// Steps of one way or situation.
#[derive(Clone, Debug, Serialize)]
pub struct StepGroup {
    /// Title, empty for the usual way.
    pub title: String,
    /// The steps in order.
    pub rows: Vec<StepRow>,
}

facts! {
    StepGroup {
        title: row,
        rows: open,
    }
}

/// One step.
#[derive(Clone, Debug, Serialize)]
pub struct StepRow {
    /// What happens and who does it.
    pub text: String,
    /// 5个工作日, or empty.
    pub limit: String,
}

facts! {
    StepRow {
        text: open,
        limit: fact("时限"),
    }
}

/// The fact box of a guide: who, handling, limits, fee, result, online.
#[must_use]
pub fn facts(bureau: &Bureau, item: Option<&Item>, guide: &Guide) -> Vec<Pair> {
    let front = &guide.front;
    let clients = item.map_or_else(String::new, |item| item.clients.iter().map(|c| c.as_str()).collect::<Vec<_>>().join("、"));
    let audience = front.audience.as_ref().map_or(clients, |a| a.value.clone());
    let handling = item.and_then(|i| i.handling.as_ref()).map_or("", |h| h.value.zh());
    let limit = |pick: fn(&Limits) -> Option<String>| front.limits.as_ref().and_then(pick).unwrap_or_default();
    let online = front.online.iter().map(|o| o.as_str()).collect::<Vec<_>>().join("、");
    [
        Pair::of("办理对象", audience),
        Pair::of("办件类型", handling),
        Pair::of("承诺时限", limit(|l| l.promised.as_ref().map(|p| p.value.zh()))),
        Pair::of("法定时限", limit(|l| l.statutory.as_ref().map(|s| s.value.zh()))),
        Pair::of("收费", front.fee.as_ref().map_or("", |f| f.as_str())),
        Pair::of("办理结果", front.result.as_ref().map_or("", |r| r.as_str())),
        Pair::of("网上办理", online),
    ]
    .into_iter()
    .flatten()
    .chain(item.into_iter().flat_map(|item| bureau.printed_with_item(item)).filter_map(|(head, text)| Pair::of(&head, text)))
    .collect()
}

/// The conditions as texts, each with the proof that it names.
#[must_use]
pub fn conditions(guide: &Guide) -> Vec<String> {
    guide
        .front
        .conditions
        .iter()
        .map(|c| match &c.proof {
            Some(proof) if !c.text.contains(proof.as_str()) => format!("{}（凭{}）", c.text.value, proof.value),
            _ => c.text.value.clone(),
        })
        .collect()
}

/// The guide's own materials, then those that each variant adds.
#[must_use]
pub fn materials(guide: &Guide, words: Words) -> Vec<MaterialGroup> {
    let material = |each: &Material| material(each, words);
    let own = MaterialGroup { title: String::new(), rows: guide.front.materials.iter().map(material).collect() };
    let more = guide.front.variants.iter().map(|variant| MaterialGroup {
        title: if own.rows.is_empty() { title(variant) } else { format!("{}，另带", title(variant)) },
        rows: variant.materials.iter().map(material).collect(),
    });
    let more: Vec<MaterialGroup> = more.collect();
    [own].into_iter().chain(more).filter(|group| !group.rows.is_empty()).collect()
}

/// The usual steps, then those of each variant that has its own.
#[must_use]
pub fn steps(guide: &Guide) -> Vec<StepGroup> {
    let own = StepGroup { title: String::new(), rows: guide.front.steps.iter().map(step).collect() };
    let more = guide.front.variants.iter().map(|variant| {
        let limits = variant.limits.as_ref();
        let limit = limits.and_then(|l| l.promised.as_ref()).map(|p| format!("：承诺{}", p.value.zh()));
        StepGroup {
            title: format!("{}{}", title(variant), limit.unwrap_or_default()),
            rows: variant.steps.iter().map(step).collect(),
        }
    });
    [own].into_iter().chain(more).filter(|group| !group.rows.is_empty()).collect()
}

/// A variant that changes nothing but the limits, as one line for the remarks.
#[must_use]
pub fn limit_remarks(guide: &Guide) -> Vec<String> {
    let bare = guide.front.variants.iter().filter(|v| v.steps.is_empty());
    bare.filter_map(|variant| {
        let limit = variant.limits.as_ref()?.promised.as_ref()?;
        Some(format!("{}：承诺{}", title(variant), limit.value.zh()))
    })
    .collect()
}

/// 委托他人办理（本人不能到场）.
fn title(variant: &Variant) -> String {
    match &variant.when {
        Some(when) if when.value != variant.name.value => format!("{}（{}）", variant.name.value, when.value),
        _ => variant.name.value.clone(),
    }
}

/// Whose words say how much a material is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// As the rules say it, for those who serve: 必需, 可选, 容缺后补.
    Official,
    /// As one says it to somebody at the counter, and as the website does.
    Plain,
}

fn need(need: Need, words: Words) -> &'static str {
    match (need, words) {
        (Need::Required, Words::Official) => "必需",
        (Need::Optional, Words::Official) => "可选",
        (Need::Later, Words::Official) => "容缺后补",
        (Need::Required, Words::Plain) => "必带",
        (Need::Optional, Words::Plain) => "有就带",
        (Need::Later, Words::Plain) => "可以后补",
    }
}

fn material(material: &Material, words: Words) -> MaterialRow {
    let form = material.form.as_ref().map_or("", |f| f.as_str());
    let copies = material.copies.as_ref().map_or_else(String::new, |c| format!("{}份", c.value));
    let needed = material.need.as_ref().map(|n| n.value);
    let mut notes = Vec::new();
    if let Some(when) = &material.when {
        notes.push(when.value.clone());
    }
    if !material.alternatives.is_empty() {
        let list: Vec<&str> = material.alternatives.iter().map(|a| a.as_str()).collect();
        notes.push(format!("或带：{}", list.join("、")));
    }
    if material.pledge {
        notes.push("可书面承诺代替".to_owned());
    }
    if let Some(issuer) = &material.issuer {
        notes.push(format!("出具：{}", issuer.value));
    }
    if let Some(note) = &material.note {
        notes.push(note.value.clone());
    }
    MaterialRow {
        name: material.name.value.clone(),
        detail: [form, copies.as_str()].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" "),
        need: needed.map_or("", |n| need(n, words)).to_owned(),
        special: matches!(needed, Some(Need::Optional | Need::Later)),
        note: notes.join("；"),
    }
}

fn step(step: &Step) -> StepRow {
    let by = step.by.as_ref().map_or_else(String::new, |by| format!("{}：", by.value));
    StepRow { text: format!("{by}{}", step.text.value), limit: step.limit.as_ref().map_or_else(String::new, |l| l.value.zh()) }
}
