//! `yizhan diff`: what changed between two versions, and what must be reprinted.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};

use super::arguments::base;
use super::caller::{caller, stopped};
use super::{FAILED, FINE, Screen};
use crate::diagnostic::Lang;
use crate::ops::diff::{Compared, Request, compare, markdown, write_notice};
use crate::publish::difference::Difference;

/// The command's arguments.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let base = |name, about| base(lang, name, about);
    base(
        "diff",
        t("比较两个时候的印刷品：改了什么、谁要重印什么", "Compare two versions: what changed and what must be reprinted"),
    )
    .arg(Arg::new("old").value_name(t("旧", "OLD")).required(true).help(t(
        "输出文件夹、manifest.json、工作区文件夹或 git 版本",
        "Output folder, manifest.json, workspace folder or git revision",
    )))
    .arg(
        Arg::new("new")
            .value_name(t("新", "NEW"))
            .help(t("同上，默认是工作区现在的样子", "Same as OLD [default: current state of the workspace]")),
    )
    .arg(
        Arg::new("format")
            .long("format")
            .value_name(t("格式", "FORMAT"))
            .default_value("text")
            .hide_default_value(true)
            .value_parser(PossibleValuesParser::new(["text", "markdown", "json"]))
            .hide_possible_values(true)
            .help(t("text（默认）、markdown 或 json", "Output format: text, markdown or json [default: text]")),
    )
    .arg(
        Arg::new("output")
            .short('o')
            .long("output")
            .value_name(t("文件", "FILE"))
            .value_parser(value_parser!(PathBuf))
            .help(t("写成变更通知：.pdf、.docx 或 .md", "Write the change notice: .pdf, .docx or .md")),
    )
    .arg(super::answers::force(lang))
}

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some(old) = matches.get_one::<String>("old").cloned() else { return FAILED };
    let caller = caller(matches);
    let compared = match compare(&caller, &Request { old, new: matches.get_one::<String>("new").cloned() }) {
        Ok(compared) => compared,
        Err(stop) => return stopped(&stop, screen),
    };
    if let Some(file) = matches.get_one::<PathBuf>("output") {
        return match write_notice(&caller, &compared, file, matches.get_flag("force")) {
            Ok(()) => {
                screen.saved(file);
                FINE
            }
            Err(stop) => stopped(&stop, screen),
        };
    }
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => screen.print(&json(&compared.found)),
        Some("markdown") => screen.print(&markdown(&compared.notice())),
        _ => screen.print(&text(&compared)),
    }
    FINE
}

fn text(compared: &Compared) -> String {
    let found = &compared.found;
    let name_of = |id: &str| compared.name_of(id);
    let mut text = format!("{}\n", found.summary());
    let mut bureau = "";
    let mut group = "";
    for (id, changes) in &found.changed {
        text.push_str(&format!("\n{}　改了什么\n", name_of(id)));
        for (change, names) in changes {
            text.push_str(&format!("  {}（{}件）\n", change.zh(), names.len()));
        }
    }
    for piece in &found.reprint {
        if piece.bureau != bureau {
            text.push_str(&format!("\n{}　要印什么\n", name_of(&piece.bureau)));
            (bureau, group) = (&piece.bureau, "");
        }
        if piece.group != group {
            text.push_str(&format!("  {}\n", piece.group));
            group = &piece.group;
        }
        let name = piece.name.strip_prefix(group).unwrap_or(&piece.name).trim();
        let codes = [piece.old.as_deref(), piece.new.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" → ");
        text.push_str(&format!("    {}  {name}  {codes}  print/{}/{}.pdf\n", piece.what(), piece.bureau, piece.piece));
    }
    text
}

fn json(found: &Difference) -> String {
    let changes: Vec<_> = found
        .changed
        .iter()
        .flat_map(|(bureau, changes)| {
            changes.iter().map(move |(change, names)| {
                serde_json::json!({"bureau": bureau, "what": change.label, "old": change.old, "new": change.new, "pieces": names})
            })
        })
        .collect();
    let reprint: Vec<_> = found
        .reprint
        .iter()
        .map(|r| serde_json::json!({"bureau": r.bureau, "point": r.group, "name": r.name, "file": format!("print/{}/{}.pdf", r.bureau, r.piece), "old": r.old, "new": r.new}))
        .collect();
    let whole = serde_json::json!({"changes": changes, "reprint": reprint});
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}
