//! `data/catalog.csv`: the contract with scripts and spreadsheets.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::model::Catalog;

/// The columns before those of the channels.
const HEAD: [&str; 7] = ["no", "id", "name", "clients", "category", "handling", "frequent"];

/// The catalog as CSV: header `no,id,name,clients,category,handling,frequent,` and one column per channel id; UTF-8 with a
/// byte-order mark (Excel needs it to see UTF-8), lines ended by CRLF (RFC 4180), depths as published, `-` where not offered,
/// lists joined with `、`.
#[must_use]
pub fn catalog_csv(catalog: &Catalog) -> Vec<u8> {
    let mut csv = String::from("\u{feff}");
    line(&mut csv, HEAD.into_iter().chain(catalog.channels.iter().map(|c| c.id.as_str())));
    for (i, item) in catalog.items.iter().enumerate() {
        let number = item.number.as_ref().map_or_else(|| (i + 1).to_string(), |n| n.value.clone());
        let clients = item.clients.iter().map(|c| c.as_str()).collect::<Vec<_>>().join("、");
        let category = item.category.as_ref().map_or("", |c| c.as_str());
        let handling = item.handling.map_or("", |h| h.zh());
        let frequent = item.frequency.as_ref().map_or("", |f| f.as_str());
        let own = [&number, item.id.as_str(), &item.name, &clients, category, handling, frequent];
        let depths = catalog.channels.iter().map(|c| item.depth_in(&c.id).map_or("-", |d| d.published()));
        line(&mut csv, own.into_iter().chain(depths));
    }
    csv.into_bytes()
}

/// JSON Schema of a row, as an object of its cells by their heads.
#[must_use]
pub fn catalog_csv_schema() -> Value {
    let cell = |what: &str| json!({"type": "string", "description": what});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "catalog.csv 的一行：一个事项",
        "type": "object",
        "required": HEAD,
        "properties": {
            "no": cell("序号"),
            "id": cell("编号"),
            "name": cell("名称"),
            "clients": cell("服务对象，用顿号隔开"),
            "category": cell("类别"),
            "handling": cell("办理方式"),
            "frequent": cell("使用频率"),
        },
        "additionalProperties": cell("一个渠道一列：办理深度照原文，- 是不办"),
    })
}

/// Writes one row as RFC 4180 has it, ended by CRLF.
pub(super) fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing into memory cannot fail, and what was text stays text.
    let _ = writer.write_record(cells.map(|cell| harmless(cell).into_owned()));
    text.push_str(&String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default());
}

/// A cell that no spreadsheet runs as a formula: one that begins with a sign of formulas gets an apostrophe before it. Excel in Chinese takes
/// full-width signs for the plain ones, and programs differ in whether white space before a sign counts. A sign alone, as the depth `-`, is none.
fn harmless(cell: &str) -> Cow<'_, str> {
    let sign = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let runs = cell.chars().count() > 1 && (cell.trim_start().starts_with(sign) || cell.starts_with(['\t', '\r', '\n']));
    if runs { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}
