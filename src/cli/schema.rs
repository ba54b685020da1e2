//! `yizhan schema`: the JSON Schema of a kind of file, from the same definition that reads it; or all of them, into a workspace for editors.

use std::path::Path;
use std::{fs, io};

use clap::ArgMatches;
use serde_json::{Map, Value, json};

use super::{FAILED, FINE, Screen, workspace_folder};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::handbook::HandbookFile;
use crate::model::inspection::InspectionFile;
use crate::model::publicity::{CampaignFile, LeafletFile, NoticeFile, PanelFile};
use crate::model::standard::StandardFile;
use crate::model::villages::Villages;
use crate::model::workspace::Calendar;
use crate::model::{BureauFile, Catalog, Config, Plan, Point, Programme, guide::GuideFile};
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
    ("plan", Plan::schema),
    ("programme", Programme::schema),
    ("villages", Villages::schema),
    ("calendar", Calendar::schema),
    ("standard", StandardFile::schema),
    ("inspection", Vec::<InspectionFile>::schema),
];

/// Where the schemas of a workspace lie, for editors.
const FOLDER: &str = ".vscode/schema";

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

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    if matches.get_flag("write") {
        let root = workspace_folder(matches);
        return match write_all(&root) {
            Ok(false) => {
                screen.note(&say!(
                    "写好了 {FOLDER}/；.vscode/settings.json 已经有了，没有改动",
                    "written: {FOLDER}/; .vscode/settings.json already exists and was not overwritten"
                ));
                FINE
            }
            Ok(true) => {
                screen.note(&say!(
                    "写好了 {FOLDER}/ 和 .vscode/settings.json；编辑器装上 YAML 扩展就有提示",
                    "written: {FOLDER}/ and .vscode/settings.json, for an editor with a YAML extension"
                ));
                FINE
            }
            Err(error) => {
                screen.finding(Diagnostic::nowhere(
                    &codes::WRITE,
                    say!("写不进 {FOLDER}：{error}", "{FOLDER} cannot be written: {error}"),
                ));
                FAILED
            }
        };
    }
    let kind = matches.get_one::<String>("kind").map_or("", String::as_str);
    let Some((name, schema)) = KINDS.iter().find(|(name, _)| *name == kind) else {
        let names = KINDS.map(|(name, _)| name);
        let near = nearest(kind, names.into_iter()).unwrap_or_default();
        let help = if near.is_empty() { names.join("、") } else { near.to_owned() };
        screen.finding(
            Diagnostic::nowhere(&codes::BAD_VALUE, say!("没有这种文件：{kind}", "there is no such kind: {kind}"))
                .help(say!("可以写：{help}", "known: {help}")),
        );
        return FAILED;
    };
    screen.print(&text(name, *schema));
    FINE
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

/// Writes every schema into a workspace, and settings for VS Code where it has none yet; whether it wrote those.
///
/// # Errors
/// When a file cannot be written.
pub fn write_all(root: &Path) -> io::Result<bool> {
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder)?;
    for (name, schema) in KINDS {
        fs::write(folder.join(format!("{name}.json")), text(name, schema))?;
    }
    let settings = root.join(".vscode/settings.json");
    let fresh = !settings.exists();
    if fresh {
        let files: Map<String, Value> =
            FILES.iter().map(|(kind, files)| (format!("./{FOLDER}/{kind}.json"), Value::from(*files))).collect();
        let whole = json!({"files.encoding": "utf8", "yaml.schemas": files});
        fs::create_dir_all(root.join(".vscode"))?;
        fs::write(settings, serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n")?;
    }
    Ok(fresh)
}
