//! The front matter of a guide as plain values: what an import compares with, and what an export shows. A value that only looks otherwise is the same.

use serde_json::Value as Json;

use crate::diagnostic::{SourceMap, Spanned};
use crate::model::guide::{Condition, GuideFile, Limits, Material, Need, Question, Step, Variant};
use crate::model::{Limit, Text};
use crate::source::decode::{Field, Record};
use crate::tables::guide::values::record;
use crate::yaml_write::tree::Tree;
use crate::yaml_write::value::scalar;

fn text(text: &Text) -> Tree {
    Tree::text(&text.value)
}

fn maybe(value: Option<&Text>) -> Tree {
    value.map_or_else(|| Tree::Text(String::new()), text)
}

fn texts(list: &[Text]) -> Tree {
    Tree::List(list.iter().map(text).collect())
}

/// A limit in its own words.
fn limit(limit: Option<&Spanned<Limit>>, sources: &SourceMap) -> Tree {
    let Some(limit) = limit else { return Tree::Text(String::new()) };
    let written = sources.slice(limit.span).trim().trim_matches(['"', '\'']);
    let own = Limit::parse(written) == Some(limit.value);
    Tree::text(&if own { written.to_owned() } else { limit.value.zh() })
}

fn condition(condition: &Condition) -> Tree {
    match &condition.proof {
        None => text(&condition.text),
        Some(proof) => record(vec![("text", text(&condition.text)), ("proof", text(proof))]),
    }
}

fn material(material: &Material) -> Tree {
    let need = material.need.as_ref().map(|need| match need.value {
        Need::Required => "required",
        Need::Optional => "optional",
        Need::Later => "later",
    });
    record(vec![
        ("name", text(&material.name)),
        ("copies", Tree::Bare(material.copies.as_ref().map(|c| c.value.to_string()).unwrap_or_default())),
        ("form", maybe(material.form.as_ref())),
        ("issuer", maybe(material.issuer.as_ref())),
        ("need", Tree::text(need.unwrap_or_default())),
        ("alternatives", texts(&material.alternatives)),
        ("pledge", Tree::Bare(if material.pledge { "true" } else { "" }.to_owned())),
        ("when", maybe(material.when.as_ref())),
        ("note", maybe(material.note.as_ref())),
    ])
}

fn step(step: &Step, sources: &SourceMap) -> Tree {
    if step.by.is_none() && step.limit.is_none() {
        return text(&step.text);
    }
    record(vec![("text", text(&step.text)), ("by", maybe(step.by.as_ref())), ("limit", limit(step.limit.as_ref(), sources))])
}

fn limits(limits: Option<&Limits>, sources: &SourceMap) -> Tree {
    let Some(both) = limits else { return Tree::Map(Vec::new()) };
    record(vec![("statutory", limit(both.statutory.as_ref(), sources)), ("promised", limit(both.promised.as_ref(), sources))])
}

fn variant(variant: &Variant, sources: &SourceMap) -> Tree {
    record(vec![
        ("name", text(&variant.name)),
        ("when", maybe(variant.when.as_ref())),
        ("materials", Tree::List(variant.materials.iter().map(material).collect())),
        ("steps", Tree::List(variant.steps.iter().map(|s| step(s, sources)).collect())),
        ("limits", limits(variant.limits.as_ref(), sources)),
    ])
}

fn question(question: &Question) -> Tree {
    record(vec![("ask", text(&question.ask)), ("answer", text(&question.answer))])
}

/// All fields that a guide has, in the order of the model.
pub fn front(guide: &GuideFile, sources: &SourceMap) -> Tree {
    record(vec![
        ("item", Tree::text(guide.item.as_str())),
        ("title", maybe(guide.title.as_ref())),
        ("summary", maybe(guide.summary.as_ref())),
        ("audience", maybe(guide.audience.as_ref())),
        ("conditions", Tree::List(guide.conditions.iter().map(condition).collect())),
        ("materials", Tree::List(guide.materials.iter().map(material).collect())),
        ("steps", Tree::List(guide.steps.iter().map(|s| step(s, sources)).collect())),
        ("limits", limits(guide.limits.as_ref(), sources)),
        ("variants", Tree::List(guide.variants.iter().map(|v| variant(v, sources)).collect())),
        ("fee", maybe(guide.fee.as_ref())),
        ("result", maybe(guide.result.as_ref())),
        ("basis", texts(&guide.basis)),
        ("contacts", texts(&guide.contacts)),
        ("faq", Tree::List(guide.faq.iter().map(question).collect())),
        ("online", texts(&guide.online)),
        ("reviewed", Tree::Bare(guide.reviewed.map(|d| d.value.to_string()).unwrap_or_default())),
        ("sample", Tree::Bare(if guide.sample { "true" } else { "" }.to_owned())),
        ("part_of", maybe(guide.part_of.as_ref())),
    ])
}

/// What a value says: limits by what they count, texts without room around them.
pub fn meaning(key: &str, tree: &Tree) -> Json {
    match tree {
        Tree::Text(text) | Tree::Bare(text) => {
            let limit = matches!(key, "limit" | "statutory" | "promised").then(|| Limit::parse(text)).flatten();
            Json::from(limit.map_or_else(|| text.trim().to_owned(), Limit::zh))
        }
        Tree::List(list) => list.iter().map(|one| meaning(key, one)).collect(),
        Tree::Map(entries) => Json::Object(entries.iter().map(|(k, v)| (k.clone(), meaning(k, v))).collect()),
    }
}

/// What an entry of a list is known by.
fn name(tree: &Tree) -> Option<&str> {
    match tree {
        Tree::Text(text) | Tree::Bare(text) => Some(text.as_str()),
        Tree::Map(_) => ["name", "text", "ask"].iter().find_map(|key| tree.word(key)),
        Tree::List(_) => None,
    }
}

/// What a new value is beside the old one: what the new one does not speak of stays, of entries by their names.
pub fn merged(old: &Tree, new: &Tree) -> Tree {
    match (old, new) {
        (Tree::Map(before), Tree::Map(after)) => {
            let mut out = before.clone();
            for (key, value) in after {
                match out.iter_mut().find(|(k, _)| k == key) {
                    Some((_, slot)) => *slot = merged(slot, value),
                    None => out.push((key.clone(), value.clone())),
                }
            }
            // In the order that the model has.
            out.sort_by_key(|(key, _)| ORDER.iter().position(|k| k == key).unwrap_or(ORDER.len()));
            Tree::Map(out)
        }
        (Tree::List(before), Tree::List(after)) => Tree::List(
            after
                .iter()
                .map(|one| before.iter().find(|b| name(b) == name(one)).map_or_else(|| one.clone(), |b| merged(b, one)))
                .collect(),
        ),
        // A record of which only the text is spoken of.
        (Tree::Map(_), Tree::Text(text)) if name(old) == Some(text.as_str()) => old.clone(),
        (_, new) => new.clone(),
    }
}

/// Keys of entries in their order.
const ORDER: [&str; 20] = [
    "name",
    "copies",
    "form",
    "issuer",
    "need",
    "alternatives",
    "pledge",
    "text",
    "proof",
    "by",
    "limit",
    "statutory",
    "promised",
    "ask",
    "answer",
    "when",
    "materials",
    "steps",
    "limits",
    "note",
];

/// What a value says, for people; of a list only what `other` does not have.
pub fn words(tree: &Tree, other: Option<&Tree>) -> String {
    const MOST: usize = 60;
    let text = match tree {
        Tree::Text(text) | Tree::Bare(text) => text.clone(),
        Tree::List(list) => {
            let others = match other {
                Some(Tree::List(others)) => others.as_slice(),
                _ => &[],
            };
            let own: Vec<String> = list.iter().filter(|one| !others.contains(one)).map(|one| words(one, None)).collect();
            let own = if own.is_empty() { list.iter().map(|one| words(one, None)).collect() } else { own };
            own.join("；")
        }
        Tree::Map(entries) => entries.iter().map(|(_, value)| words(value, None)).collect::<Vec<_>>().join(" "),
    };
    if text.chars().count() > MOST { text.chars().take(MOST).collect::<String>() + "…" } else { text }
}

/// The fields of what stands under a key.
fn fields_of(key: &str) -> &'static [Field] {
    match key {
        "conditions" => crate::model::guide::ConditionRecord::FIELDS,
        "materials" => Material::FIELDS,
        "steps" => crate::model::guide::StepRecord::FIELDS,
        "limits" => Limits::FIELDS,
        "variants" => Variant::FIELDS,
        "faq" => Question::FIELDS,
        _ => &[],
    }
}

/// A field as YAML lines, with Chinese keys where the file has such.
pub fn yaml(key: &str, tree: &Tree, chinese: bool) -> String {
    let mut out = String::new();
    entry(key, tree, (GuideFile::FIELDS, chinese), 0, &mut out);
    out
}

fn shown<'k>(key: &'k str, (fields, chinese): (&'static [Field], bool)) -> &'k str {
    if chinese { fields.iter().find(|f| f.name == key).map_or(key, |f| f.alias) } else { key }
}

fn entry(key: &str, tree: &Tree, of: (&'static [Field], bool), indent: usize, out: &mut String) {
    let (margin, name, inner) = (" ".repeat(indent), shown(key, of), (fields_of(key), of.1));
    match tree {
        Tree::List(list)
            if matches!(key, "variants" | "faq") || list.iter().any(|one| matches!(one, Tree::Map(_))) && key == "steps" =>
        {
            out.push_str(&format!("{margin}{name}:\n"));
            for one in list {
                match one {
                    Tree::Map(entries) => {
                        let mut text = String::new();
                        for (key, value) in entries {
                            entry(key, value, inner, indent + 4, &mut text);
                        }
                        out.push_str(&format!("{margin}  - {}", text.trim_start()));
                    }
                    other => out.push_str(&format!("{margin}  - {}\n", plain(other))),
                }
            }
        }
        Tree::List(list) if !matches!(key, "alternatives" | "online") => {
            out.push_str(&format!("{margin}{name}:\n"));
            out.extend(list.iter().map(|one| format!("{margin}  - {}\n", plain(&named(one, inner)))));
        }
        other => out.push_str(&format!("{margin}{name}: {}\n", plain(&named(other, inner)))),
    }
}

/// A value on one line, outside of brackets.
fn plain(tree: &Tree) -> String {
    match tree {
        Tree::Text(text) => scalar(text, false),
        other => other.flow(),
    }
}

/// With the names of keys that the file has.
fn named(tree: &Tree, of: (&'static [Field], bool)) -> Tree {
    match tree {
        Tree::Map(entries) => Tree::Map(entries.iter().map(|(k, v)| (shown(k, of).to_owned(), v.clone())).collect()),
        other => other.clone(),
    }
}
