//! The JSON Schema of a kind of file, from the same definition that reads it; or all of them, into a workspace for editors.

use serde_json::{Map, Value, json};

use super::kinds::{KINDS, Kind, Schema};
use super::lookup::refuse;
use super::{FileEdit, Outcome, Plan, Session, there};
use crate::say;
use crate::source::decode::nearest;

/// Where the schemas of a workspace lie, for editors.
pub const FOLDER: &str = ".vscode/schema";

/// Settings of VS Code.
const SETTINGS: &str = ".vscode/settings.json";

/// The schema of a kind of file.
///
/// # Errors
/// When there is no such kind.
pub fn of_kind(kind: &str) -> Outcome<String> {
    let Some(Kind { name, schema, .. }) = KINDS.iter().find(|known| known.name == kind) else {
        let names: Vec<&str> = KINDS.iter().map(|known| known.name).collect();
        let near = nearest(kind, names.iter().copied()).unwrap_or_default();
        let help = if near.is_empty() { names.join("、") } else { near.to_owned() };
        return Err(refuse(
            say!("没有这种文件：{kind}", "there is no such kind: {kind}"),
            say!("可以写：{help}", "known: {help}"),
        )
        .into());
    };
    Ok(text(name, *schema))
}

/// Every schema, and settings for VS Code, by their paths in a workspace.
#[must_use]
pub fn files() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> =
        KINDS.iter().map(|kind| (format!("{FOLDER}/{}.json", kind.name), text(kind.name, kind.schema))).collect();
    let files: Map<String, Value> = KINDS
        .iter()
        .filter_map(|kind| Some((format!("./{FOLDER}/{}.json", kind.name), Value::from(kind.for_editors?))))
        .collect();
    let whole = json!({"files.encoding": "utf8", "yaml.schemas": files});
    all.push((SETTINGS.to_owned(), serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"));
    all
}

/// What writes every schema into a workspace; and whether the settings of the editor are among it, which are made only where there are none.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn plan(session: &Session) -> Outcome<(Plan, bool)> {
    let mut plan = Plan::new("schema", say!("写入编辑器用的 JSON Schema", "write the JSON Schemas for editors"));
    let mut settings = false;
    for (path, text) in files() {
        let there = there::now(session.root(), &path)?;
        match there {
            // What somebody set up for the editor stays.
            Some(_) if path == SETTINGS => {}
            Some(bytes) if bytes == text.as_bytes() => {}
            Some(bytes) => plan.files.push(FileEdit::bytes(path, &bytes, text.into_bytes())),
            None => {
                settings |= path == SETTINGS;
                plan.files.push(FileEdit::create(path, text.into_bytes()));
            }
        }
    }
    Ok((plan, settings))
}

fn text(name: &str, schema: Schema) -> String {
    let mut defs = Map::new();
    let root = schema(&mut defs);
    let mut whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("yizhan {name}"),
        "$defs": defs,
    });
    if let (Value::Object(whole), Value::Object(root)) = (&mut whole, root) {
        whole.extend(root);
    }
    // A `Value` has string keys only, so this cannot fail.
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}
