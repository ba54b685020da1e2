//! Mappings with known keys: sorting their entries into fields, and their JSON Schema.

use serde_json::{Map, Value as Json, json};

use super::shape::{Asked, Shape};
use super::{Decode, Text, nearest, not_a_mapping};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Span, codes};
use crate::say;
use crate::source::node::{Node, Value};
use crate::source::yaml::{curly_quotes, full_width_colon, glued_key, indentation, is_odd_space, no_space_after_colon};

/// One key of a record, for the decoder and the schema.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// English key.
    pub name: &'static str,
    /// Chinese key.
    pub alias: &'static str,
    /// Meaning, from the docstring.
    pub doc: &'static str,
    /// Whether the key must be written.
    pub required: fn() -> bool,
    /// JSON Schema of the value.
    pub schema: fn(&mut Map<String, Json>) -> Json,
    /// What the value looks like to somebody who fills it in.
    pub shape: fn() -> Shape,
    /// How a form asks for it.
    pub asked: Asked,
}

/// A record: a mapping with known keys.
pub trait Record: Decode {
    /// English name, as in the schema.
    const NAME: &'static str;
    /// Chinese name, as in messages.
    const TITLE: &'static str;
    /// Meaning, from the docstring.
    const DOC: &'static str;
    /// The keys in the order of the definition.
    const FIELDS: &'static [Field];
}

/// The keys of one mapping, sorted into a record's fields. Used by the `record!` macro.
pub struct RecordReader<'n> {
    span: Span,
    label: String,
    title: &'static str,
    fields: &'static [Field],
    values: Vec<Option<&'n Node>>,
}

impl<'n> RecordReader<'n> {
    /// Sorts the mapping's entries into fields; unknown and repeated keys become findings.
    pub fn new<R: Record>(node: &'n Node, out: &mut Diagnostics) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            let expected =
                Bilingual { zh: format!("{}的若干行“键: 值”", R::TITLE), en: format!("the keys of a `{}`", R::NAME) };
            out.push(not_a_mapping(node, &expected));
            return None;
        };
        let mut values: Vec<Option<&Node>> = vec![None; R::FIELDS.len()];
        let mut first: Vec<Option<Span>> = vec![None; R::FIELDS.len()];
        for entry in entries {
            let Some(i) = R::FIELDS.iter().position(|f| f.name == entry.key.value || f.alias == entry.key.value) else {
                out.push(unknown_key::<R>(&entry.key));
                continue;
            };
            match (first.get_mut(i), values.get_mut(i)) {
                (Some(Some(span)), _) => out.push(duplicate_key(&entry.key, *span)),
                (Some(seen), Some(value)) => {
                    *seen = Some(entry.key.span);
                    *value = Some(&entry.value);
                }
                _ => {}
            }
        }
        let label = node
            .get(&["id", "编号"])
            .or_else(|| node.get(&["name", "名称"]))
            .or_else(|| node.get(&["title", "标题"]))
            .and_then(Node::text)
            .unwrap_or_default()
            .to_owned();
        Some(Self { span: node.span, label, title: R::TITLE, fields: R::FIELDS, values })
    }

    /// Reads one field by its English name.
    pub fn take<T: Decode>(&mut self, name: &str, out: &mut Diagnostics) -> Option<T> {
        let i = self.fields.iter().position(|f| f.name == name)?;
        let written = self.values.get(i).copied().flatten();
        match (written, T::absent()) {
            // A value that cannot be read has its finding. The record goes on without it when it may be left out: what else is
            // wrong comes in the same run, and nothing that refers to the record is reported in error.
            (Some(node), absent) if !node.is_null() => T::decode(node, out).or(absent),
            (_, Some(absent)) => Some(absent),
            (written, None) => {
                let field = self.fields.get(i)?;
                let at = written.map_or(Span { end: self.span.start + 1, ..self.span }, |n| n.span);
                let (zh_of, en_of) = match self.label.as_str() {
                    "" => (String::new(), String::new()),
                    label => (format!("“{label}”"), format!(" of “{label}”")),
                };
                out.push(
                    Diagnostic::new(
                        &codes::MISSING_KEY,
                        at,
                        Bilingual {
                            zh: format!("{}{zh_of}缺少「{}」（{}）", self.title, field.alias, field.name),
                            en: format!("the key `{}`{en_of} is missing", field.name),
                        },
                    )
                    .help(say!("加一行 {}: …", "add a line `{}: …`", field.name))
                    .on_form(say!("填上“{}”", "fill in “{}”", field.alias)),
                );
                None
            }
        }
    }
}

fn unknown_key<R: Record>(key: &Text) -> Diagnostic {
    if let Some(odd) = key.chars().next().filter(|c| c.is_whitespace() || is_odd_space(*c)) {
        return indentation(key.span.part(0, odd.len_utf8()));
    }
    if let Some((name, _)) = key.split_once('：') {
        return full_width_colon(key.span.part(name.len(), 3), name);
    }
    if let Some(name) = glued_key(key) {
        return no_space_after_colon(key.span.part(name.len(), 1), name);
    }
    if key.contains(['“', '”']) {
        return curly_quotes(key.span);
    }
    let names = R::FIELDS.iter().flat_map(|f| [f.name, f.alias]);
    let message =
        Bilingual { zh: format!("{}没有「{key}」这个键", R::TITLE), en: format!("a `{}` has no key `{key}`", R::NAME) };
    let near = nearest(key, names);
    let help = if let Some(near) = near {
        say!("是不是想写 {near}？", "did you mean `{near}`?")
    } else {
        let zh: Vec<String> = R::FIELDS.iter().map(|f| format!("{}（{}）", f.name, f.alias)).collect();
        let en: Vec<&str> = R::FIELDS.iter().map(|f| f.name).collect();
        Bilingual { zh: format!("可以用的键：{}", zh.join("、")), en: format!("known keys: {}", en.join(", ")) }
    };
    Diagnostic::new(&codes::UNKNOWN_KEY, key.span, message).help(help).instead(near)
}

pub(super) fn duplicate_key(key: &Text, first: Span) -> Diagnostic {
    Diagnostic::new(&codes::DUPLICATE_KEY, key.span, say!("「{key}」写了两次", "`{key}` is written twice"))
        .related(first, say!("第一次在这里", "first here"))
        .help(say!("留下一个，删去另一个", "keep one, delete the other"))
}

/// The schema of a record: defined once, referred to everywhere.
pub fn record_schema<R: Record>(defs: &mut Map<String, Json>) -> Json {
    if !defs.contains_key(R::NAME) {
        // Stands in while the fields are described, so that a record may hold itself.
        defs.insert(R::NAME.to_owned(), Json::Null);
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in R::FIELDS {
            let mut schema = (field.schema)(defs);
            if let Json::Object(object) = &mut schema {
                object.insert("description".to_owned(), Json::from(field.doc.trim()));
                // What an editor shows first, whichever of the two names stands in the file.
                object.insert("title".to_owned(), Json::from(field.alias));
            }
            properties.insert(field.name.to_owned(), schema.clone());
            properties.insert(field.alias.to_owned(), schema);
            if (field.required)() {
                required.push(json!({"anyOf": [{"required": [field.name]}, {"required": [field.alias]}]}));
            }
        }
        let mut object = json!({
            "title": R::TITLE,
            "description": R::DOC.trim(),
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        });
        if let (Json::Object(map), false) = (&mut object, required.is_empty()) {
            map.insert("allOf".to_owned(), Json::Array(required));
        }
        defs.insert(R::NAME.to_owned(), object);
    }
    json!({"$ref": format!("#/$defs/{}", R::NAME)})
}
