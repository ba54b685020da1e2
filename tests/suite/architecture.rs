//! The direction of the modules (DESIGN.md, ARCHITECTURE.md): what each may use, read off the `use crate::` lines and paths.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// What each module may use, itself apart.
const MAY_USE: [(&str, &[&str]); 18] = [
    ("diagnostic", &[]),
    ("xml", &[]),
    ("source", &["diagnostic", "xml"]),
    ("model", &["diagnostic", "source"]),
    ("audit", &["diagnostic", "source", "model"]),
    ("check", &["diagnostic", "source", "model", "audit"]),
    ("load", &["diagnostic", "source", "model", "audit"]),
    ("paper", &["diagnostic", "source", "model", "audit"]),
    ("qr", &[]),
    ("theme", &[]),
    ("site", &["diagnostic", "source", "model", "audit", "qr", "xml"]),
    ("print", &["diagnostic", "source", "model", "audit", "paper", "qr"]),
    ("exchange", &["diagnostic", "model", "audit", "paper", "xml"]),
    ("form", &["diagnostic", "model", "audit", "xml"]),
    ("tables", &["diagnostic", "source", "model"]),
    ("intake", &["diagnostic", "source", "model", "audit", "exchange", "tables"]),
    ("publish", &["diagnostic", "source", "model", "audit", "check", "paper", "exchange", "site", "print", "theme", "qr"]),
    (
        "cli",
        &[
            "diagnostic",
            "source",
            "model",
            "audit",
            "check",
            "paper",
            "exchange",
            "form",
            "site",
            "print",
            "theme",
            "load",
            "publish",
            "tables",
            "intake",
            "qr",
        ],
    ),
];

fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = WalkDir::new(&root).into_iter().flatten().filter(|e| e.path().extension().is_some_and(|x| x == "rs"));
    files
        .map(|e| {
            let name = e.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(e.path()).unwrap())
        })
        .collect()
}

#[test]
fn modules_keep_their_direction() {
    let mut wrong = Vec::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| !file.contains("tests")) {
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let module = file.split(['/', '.']).next().unwrap_or_default().to_owned();
        let Some((_, may)) = MAY_USE.iter().find(|(name, _)| *name == module) else { continue };
        for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
            for part in line.split("crate::").skip(1) {
                let used: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let known = MAY_USE.iter().any(|(name, _)| *name == used);
                if known && used != module && !may.contains(&used.as_str()) {
                    wrong.push(format!("{file}:{}: {module} may not use {used}", number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_some_modules_touch_the_disk() {
    let allowed = ["source/files.rs", "theme.rs", "print/fonts.rs", "publish/", "cli/"];
    for (file, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let touches = code.contains("std::fs") || code.contains("use std::fs");
        let test = file.contains("tests");
        assert!(!touches || test || allowed.iter().any(|a| file.starts_with(a)), "{file} touches the disk");
    }
}

#[test]
fn every_module_says_what_it_owns() {
    for (file, text) in sources() {
        assert!(text.starts_with("//! "), "{file} does not begin with what it owns");
    }
}
