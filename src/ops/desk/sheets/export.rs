//! A sheet as it is seen, as a workbook: the rows and columns that are shown, in their order. What nobody sees is not in it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Column, Of, Row, Table, catalog, points};
use crate::diagnostic::{Diagnostic, Lang, codes};
use crate::exchange::seen_xlsx;
use crate::model::Bureau;
use crate::ops::desk::live::found;
use crate::ops::desk::look::Look;
use crate::ops::{Outcome, Stop};
use crate::say;

/// What is seen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Request {
    /// The columns, in their order.
    pub columns: Vec<String>,
    /// The rows, in their order.
    pub rows: Vec<String>,
}

/// A workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workbook {
    /// What it is called.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Makes it from the files, by the rows and columns that are named: no text of the page gets into it.
///
/// # Errors
/// When there is no such bureau, or a cell is too long for a workbook.
pub fn workbook(look: &Look, (of, bureau): (Of, &str), request: &Request, lang: Lang) -> Outcome<Workbook> {
    let (_, own) = found(look, bureau)?;
    let (table, what, heading) = match of {
        Of::Catalog => (catalog::table(look, bureau, lang)?.table, "服务清单", "分组"),
        Of::Points => (points::table(look, bureau, lang)?, "服务点", "乡镇"),
    };
    let all = table.rows.iter().filter(|row| matches!(row, Row::Record { .. })).count();
    let shown = Shown::of(&table, request);
    let part = if shown.rows.len() < all { "（一部分）" } else { "" };
    let (columns, rows) = shown.sheet(own, heading);
    let title = match &own.catalog {
        Some(catalog) if of == Of::Catalog => catalog.title.value.clone(),
        _ => format!("{}{what}", own.file.name.value),
    };
    let bytes = seen_xlsx(own, (what, &title), columns, rows).map_err(|_| {
        Stop::failed(Diagnostic::nowhere(&codes::WRITE, say!("工作簿做不出来", "the workbook cannot be made")).help(say!(
            "多半是有一格太长：Excel 一格最多 32767 字，缩短再试",
            "most likely a cell is too long: Excel takes 32767 characters; shorten it and try again"
        )))
    })?;
    Ok(Workbook { name: format!("{}{what}{part}.xlsx", own.short_name()), bytes })
}

struct Shown<'t> {
    columns: Vec<&'t Column>,
    /// Each with the heading that it stands below.
    rows: Vec<(&'t str, &'t BTreeMap<String, String>)>,
}

impl<'t> Shown<'t> {
    fn of(table: &'t Table, request: &Request) -> Self {
        let columns = request.columns.iter().filter_map(|id| table.columns.iter().find(|column| column.id == *id)).collect();
        let mut below = "";
        let mut by_id: BTreeMap<&str, (&str, &BTreeMap<String, String>)> = BTreeMap::new();
        for row in &table.rows {
            match row {
                Row::Group { group, .. } => below = group,
                Row::Record { id, cells, .. } => _ = by_id.insert(id, (below, cells)),
            }
        }
        Self { columns, rows: request.rows.iter().filter_map(|id| by_id.get(id.as_str()).copied()).collect() }
    }

    /// Heads with their widths, and the texts.
    fn sheet(&self, bureau: &Bureau, heading: &str) -> (Vec<(String, f64)>, Vec<Vec<String>>) {
        let grouped = self.rows.iter().any(|(below, _)| !below.is_empty());
        let mut columns = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            // 236 pixels are some thirty characters.
            let width = if column.width == 0 { 12.0 } else { f64::from(u32::try_from(column.width).unwrap_or(100)) / 8.0 };
            columns.push((full_head(bureau, column), width));
            if at == 0 && grouped {
                columns.push((heading.to_owned(), 16.0));
            }
        }
        let row = |(below, cells): &(&str, &BTreeMap<String, String>)| {
            let mut texts = Vec::new();
            for (at, column) in self.columns.iter().enumerate() {
                texts.push(cells.get(&column.id).cloned().unwrap_or_default());
                if at == 0 && grouped {
                    texts.push((*below).to_owned());
                }
            }
            texts
        };
        (columns, self.rows.iter().map(row).collect())
    }
}

/// The head by which an import knows a column again: a channel's whole name.
fn full_head(bureau: &Bureau, column: &Column) -> String {
    let channel = column.id.strip_prefix("depth:").and_then(|id| bureau.catalog.as_ref()?.channel(id));
    channel.map_or_else(|| column.title.clone(), |channel| channel.name.value.clone())
}
