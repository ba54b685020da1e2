//! The JSON Schema of a kind of file, from the same definition that reads it; or all of them, into a workspace for editors.

use serde_json::{Map, Value, json};

use super::lookup::refuse;
use super::{FileEdit, Outcome, Plan, Session, there};
use crate::model::handbook::HandbookFile;
use crate::model::inspection::InspectionFile;
use crate::model::publicity::{CampaignFile, LeafletFile, NoticeFile, PanelFile};
use crate::model::standard::StandardFile;
use crate::model::villages::Villages;
use crate::model::workspace::Calendar;
use crate::model::{BureauFile, Catalog, Config, Plan as TaskPlan, Point, Programme, guide::GuideFile};
use crate::say;
use crate::source::decode::{Decode, nearest};

type Schema = fn(&mut Map<String, Value>) -> Value;

/// Every kind of file with its record.
const KINDS: [(&str, Schema); 16] = [
    ("workspace", Config::schema),
    ("bureau", BureauFile::schema),
    ("catalog", Catalog::schema),
    ("point", Vec::<Point>::schema),
    ("guide", GuideFile::schema),
    ("handbook", HandbookFile::schema),
    ("notice", NoticeFile::schema),
    ("leaflet", LeafletFile::schema),
    ("panel", PanelFile::schema),
    ("campaign", CampaignFile::schema),
    ("plan", TaskPlan::schema),
    ("programme", Programme::schema),
    ("villages", Villages::schema),
    ("calendar", Calendar::schema),
    ("standard", StandardFile::schema),
    ("inspection", Vec::<InspectionFile>::schema),
];

/// Where the schemas of a workspace lie, for editors.
pub const FOLDER: &str = ".vscode/schema";

/// Settings of VS Code.
const SETTINGS: &str = ".vscode/settings.json";

/// Which files are of which kind, for editors that ask by path. Front matter of Markdown is read by none.
const FILES: [(&str, &str); 12] = [
    ("workspace", "yizhan.yaml"),
    ("calendar", "calendar.yaml"),
    ("bureau", "content/*/bureau.yaml"),
    ("catalog", "content/*/catalog.yaml"),
    ("plan", "content/*/plan.yaml"),
    ("programme", "content/*/programme.yaml"),
    ("villages", "content/*/villages.yaml"),
    ("point", "content/*/points/**/*.yaml"),
    ("handbook", "content/*/handbooks/*.yaml"),
    ("campaign", "content/*/campaigns/*.yaml"),
    ("inspection", "content/*/inspections/**/*.yaml"),
    ("standard", "checklists/*.yaml"),
];

/// The schema of a kind of file.
///
/// # Errors
/// When there is no such kind.
pub fn of_kind(kind: &str) -> Outcome<String> {
    let Some((name, schema)) = KINDS.iter().find(|(name, _)| *name == kind) else {
        let names = KINDS.map(|(name, _)| name);
        let near = nearest(kind, names.into_iter()).unwrap_or_default();
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
        KINDS.iter().map(|(name, schema)| (format!("{FOLDER}/{name}.json"), text(name, *schema))).collect();
    let files: Map<String, Value> =
        FILES.iter().map(|(kind, files)| (format!("./{FOLDER}/{kind}.json"), Value::from(*files))).collect();
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
