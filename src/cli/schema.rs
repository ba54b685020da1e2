//! `yizhan schema KIND`: the JSON Schema of a kind of file, from the same definition that reads it.

use clap::ArgMatches;
use serde_json::{Map, Value, json};

use super::{FAILED, FINE, Screen};
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

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
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
    screen.print(&(serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"));
    FINE
}
