//! `data/catalog.json`: the catalog for programs.

use serde_json::{Map, Value, json};

use crate::model::{Bureau, Catalog, DepthKind};

/// JSON Schema of the file.
#[must_use]
pub fn catalog_json_schema() -> Value {
    let text = json!({"type": "string"});
    let or_null = json!({"type": ["string", "null"]});
    let kinds: Vec<&str> = DepthKind::WORDS.iter().map(|(_, kind)| kind.slug()).chain([DepthKind::Unknown.slug()]).collect();
    let depth = json!({
        "type": "object",
        "required": ["text", "kind"],
        "additionalProperties": false,
        "properties": {
            "text": {"type": "string", "description": "办理深度，照文件原文"},
            "kind": {"enum": kinds},
            "limit": {
                "type": "object",
                "required": ["amount", "unit"],
                "additionalProperties": false,
                "properties": {"amount": {"type": "integer", "minimum": 0}, "unit": text},
            },
            "modifier": text,
        },
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "catalog.json：服务清单",
        "type": "object",
        "required": ["bureau", "edition", "title", "source", "channels", "items"],
        "additionalProperties": false,
        "properties": {
            "bureau": {
                "type": "object",
                "required": ["id", "name"],
                "additionalProperties": false,
                "properties": {"id": text, "name": text},
            },
            "edition": {"type": "string", "description": "版本"},
            "title": or_null,
            "source": or_null,
            "channels": {"type": "array", "items": {
                "type": "object",
                "required": ["id", "name", "tier", "items"],
                "additionalProperties": false,
                "properties": {
                    "id": text,
                    "name": text,
                    "tier": text,
                    "items": {"type": "integer", "minimum": 0, "description": "这个渠道能办的事项数"},
                },
            }},
            "items": {"type": "array", "items": {
                "type": "object",
                "required": ["no", "id", "name", "group", "clients", "category", "handling", "frequent", "guide", "depth"],
                "additionalProperties": false,
                "properties": {
                    "no": {"type": "string", "description": "序号"},
                    "id": text,
                    "name": text,
                    "group": or_null,
                    "clients": {"type": "array", "items": text, "description": "服务对象"},
                    "category": or_null,
                    "handling": or_null,
                    "frequent": {"type": "boolean", "description": "高频事项"},
                    "guide": {"type": "boolean", "description": "有办事指南"},
                    "depth": {"type": "object", "additionalProperties": depth, "description": "渠道编号：办理深度"},
                },
            }},
        },
    })
}

/// The catalog as JSON. Each depth has the published `text`, its `kind`, and where its brackets say so a `limit` of `amount` and
/// `unit` and a `modifier`.
#[must_use]
pub fn catalog_json(bureau: &Bureau, catalog: &Catalog) -> Vec<u8> {
    let channels: Vec<Value> = catalog
        .channels
        .iter()
        .map(|c| json!({"id": c.id.as_str(), "name": c.name, "tier": c.tier.word(), "items": catalog.count(&c.id)}))
        .collect();
    let items: Vec<Value> = catalog
        .items
        .iter()
        .enumerate()
        .map(|(i, item)| {
            let mut depth = Map::new();
            for channel in &catalog.channels {
                let Some(d) = item.depth_in(&channel.id) else { continue };
                let mut cell = json!({"text": d.published(), "kind": d.kind.slug()});
                if let Value::Object(cell) = &mut cell {
                    if let Some(limit) = d.limit {
                        cell.insert("limit".to_owned(), json!({"amount": limit.amount, "unit": limit.unit.zh()}));
                    }
                    if let Some(modifier) = d.modifier {
                        cell.insert("modifier".to_owned(), json!(modifier.slug()));
                    }
                }
                depth.insert(channel.id.to_string(), cell);
            }
            json!({
                "no": item.number.as_ref().map_or_else(|| (i + 1).to_string(), |n| n.value.clone()),
                "id": item.id.as_str(),
                "name": item.name,
                "group": item.group.as_ref().map(super::super::model::id::Id::as_str),
                "clients": item.clients,
                "category": item.category,
                "handling": item.handling.map(|h| h.zh()),
                "frequent": item.frequent(),
                "guide": bureau.guide(&item.id).is_some(),
                "depth": depth,
            })
        })
        .collect();
    let whole = json!({
        "bureau": {"id": bureau.id.as_str(), "name": bureau.file.name},
        "edition": bureau.file.edition.text,
        "title": catalog.title,
        "source": catalog.source,
        "channels": channels,
        "items": items,
    });
    // A `Value` has string keys only, so this cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
