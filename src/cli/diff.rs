//! `yizhan diff`: what changed between two versions, and what must be reprinted.

use std::path::PathBuf;

use clap::ArgMatches;

use super::caller::{caller, stopped};
use super::{FAILED, FINE, Screen};
use crate::ops::diff::{Compared, Request, compare, markdown, write_notice};
use crate::publish::difference::Difference;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some(old) = matches.get_one::<String>("old").cloned() else { return FAILED };
    let caller = caller(matches);
    let compared = match compare(&caller, &Request { old, new: matches.get_one::<String>("new").cloned() }) {
        Ok(compared) => compared,
        Err(stop) => return stopped(&stop, screen),
    };
    if let Some(file) = matches.get_one::<PathBuf>("output") {
        return match write_notice(&caller.root, &compared, file, matches.get_flag("force")) {
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
