//! The rooms of ARCHITECTURE.md: what each may use, and who may touch the disk, start processes, ask the clock or know the command line. Read off the
//! parsed paths of every file, in whatever form they are written; what stands in tests does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use walkdir::WalkDir;

/// What each room may use, itself apart, from the lowest to the highest.
const MAY_USE: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("qr", &[]),
    ("theme", &[]),
    ("disk", &[]),
    ("xml", &[]),
    ("source", &["diagnostic", "xml"]),
    ("model", &["diagnostic", "source"]),
    ("yaml_write", &["diagnostic", "source"]),
    ("audit", &["diagnostic", "source", "model"]),
    ("load", &["diagnostic", "source", "model"]),
    ("paper", &["model", "audit"]),
    ("tables", &["diagnostic", "source", "model", "yaml_write"]),
    ("check", &["diagnostic", "source", "model", "audit"]),
    ("exchange", &["diagnostic", "model", "audit", "paper", "xml"]),
    ("form", &["diagnostic", "model", "audit", "xml"]),
    ("site", &["diagnostic", "source", "model", "xml"]),
    ("print", &["diagnostic", "source", "model", "audit", "paper", "qr"]),
    ("submission", &["diagnostic", "source", "model", "audit", "exchange", "tables", "yaml_write"]),
    ("sandbox", &["diagnostic", "tables", "submission"]),
    (
        "publish",
        &["diagnostic", "source", "model", "audit", "check", "paper", "exchange", "site", "print", "theme", "qr", "disk"],
    ),
    (
        "ops",
        &[
            "diagnostic",
            "disk",
            "source",
            "model",
            "yaml_write",
            "audit",
            "load",
            "paper",
            "tables",
            "check",
            "exchange",
            "form",
            "print",
            "submission",
            "sandbox",
            "publish",
            "theme",
        ],
    ),
    ("web", &["diagnostic", "ops", "publish", "theme", "tables", "sandbox"]),
    ("cli", &["diagnostic", "disk", "model", "audit", "tables", "submission", "sandbox", "publish", "theme", "ops", "web", "qr"]),
];

/// Names that only some files may use, with the files and the reason.
const ONLY: &[(&[&str], &[&str], &str)] = &[
    (
        &["std::fs", "std::fs::"],
        &["source/files.rs", "theme.rs", "print/fonts/", "publish/", "disk/", "ops/", "web/", "cli/"],
        "touches the disk",
    ),
    (&["std::process::Command"], &["sandbox/parent.rs"], "starts a process"),
    (&["chrono::Local", "chrono::Utc::now", "std::time::SystemTime::now"], &["cli/"], "asks the clock: the day is handed in"),
    (&["clap"], &["cli/"], "knows the arguments of a command line"),
    (&["crate::cli"], &["cli/", "main.rs"], "knows the command line"),
    (&["axum", "hyper", "tokio"], &["web/"], "knows the web"),
    (&["gix"], &["disk/git/"], "knows git"),
];

/// A path that a file uses: its parts from the crate's root, and the line.
type Used = (Vec<String>, usize);

struct Paths {
    /// Parts of the module that is being read.
    module: Vec<String>,
    used: Vec<Used>,
}

impl Paths {
    fn add(&mut self, parts: Vec<String>, span: Span) {
        let absolute = match parts.first().map(String::as_str) {
            Some("crate" | "yizhan") => {
                let mut parts = parts;
                "crate".clone_into(&mut parts[0]);
                parts
            }
            Some("super" | "self") => {
                let mut module = self.module.clone();
                let mut rest = parts.as_slice();
                while let [first, tail @ ..] = rest {
                    match first.as_str() {
                        "super" => {
                            module.pop();
                        }
                        "self" => {}
                        _ => break,
                    }
                    rest = tail;
                }
                ["crate".to_owned()].into_iter().chain(module).chain(rest.iter().cloned()).collect()
            }
            _ => parts,
        };
        self.used.push((absolute, span.start().line));
    }

    fn tree(&mut self, tree: &syn::UseTree, before: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.tree(&path.tree, before);
                before.pop();
            }
            syn::UseTree::Name(name) => self.add([before.clone(), vec![name.ident.to_string()]].concat(), name.ident.span()),
            syn::UseTree::Rename(name) => self.add([before.clone(), vec![name.ident.to_string()]].concat(), name.ident.span()),
            syn::UseTree::Glob(glob) => self.add(before.clone(), glob.star_token.spans[0]),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.tree(item, before)),
        }
    }

    /// Paths in the arguments of macros, which are only tokens.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut parts: Vec<(String, Span)> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.flush(&mut parts);
                    }
                    parts.push((ident.to_string(), ident.span()));
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.flush(&mut parts);
                    colons = 0;
                    self.tokens(group.stream());
                }
                _ => {
                    self.flush(&mut parts);
                    colons = 0;
                }
            }
        }
        self.flush(&mut parts);
    }

    fn flush(&mut self, parts: &mut Vec<(String, Span)>) {
        if let (true, Some((_, span))) = (parts.len() > 1, parts.first()) {
            let span = *span;
            self.add(parts.iter().map(|(part, _)| part.clone()).collect(), span);
        }
        parts.clear();
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| {
        let text = quote(a);
        text.contains("cfg") && text.contains("test") || a.path().is_ident("test")
    })
}

fn quote(attribute: &syn::Attribute) -> String {
    match &attribute.meta {
        syn::Meta::List(list) => {
            format!("{} {}", list.path.get_ident().map(ToString::to_string).unwrap_or_default(), list.tokens)
        }
        _ => String::new(),
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            syn::Item::Const(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if !is_test(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.content.is_some() {
            self.module.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.module.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if let (true, Some(first)) = (parts.len() > 1, path.segments.first()) {
            self.add(parts, first.ident.span());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.visit_path(&item.path);
        self.tokens(item.tokens.clone());
    }
}

/// Every file of the program with its room and the paths that it uses.
fn files() -> BTreeMap<String, (String, Vec<Used>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = WalkDir::new(&root).into_iter().flatten().filter(|e| e.path().extension().is_some_and(|x| x == "rs"));
    let mut all = BTreeMap::new();
    for entry in entries {
        let name = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        // Files of tests are modules under `#[cfg(test)]` of their parents.
        if name.split('/').any(|part| part.starts_with("tests") || part.ends_with("_tests.rs")) {
            continue;
        }
        let module: Vec<String> = name
            .trim_end_matches(".rs")
            .split('/')
            .filter(|part| !matches!(*part, "mod" | "lib" | "main"))
            .map(str::to_owned)
            .collect();
        let room = name.split(['/', '.']).next().unwrap_or_default().to_owned();
        let parsed = syn::parse_file(&fs::read_to_string(entry.path()).unwrap()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut paths = Paths { module, used: Vec::new() };
        paths.visit_file(&parsed);
        all.insert(name, (room, paths.used));
    }
    all
}

#[test]
fn rooms_keep_their_direction_and_every_allowed_arrow_is_used() {
    let mut wrong = Vec::new();
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    let files = files();
    for (file, (room, used)) in files.iter().filter(|(file, _)| !matches!(file.as_str(), "lib.rs" | "main.rs")) {
        let Some((own, may)) = MAY_USE.iter().find(|(name, _)| name == room) else {
            wrong.push(format!("{file}: the room {room} is not in the table"));
            continue;
        };
        for (path, line) in used.iter().filter(|(path, _)| path[0] == "crate") {
            let Some((other, _)) = path.get(1).and_then(|p| MAY_USE.iter().find(|(name, _)| name == p)) else { continue };
            if other == own {
                continue;
            }
            if may.contains(other) {
                seen.insert((own, other));
            } else {
                wrong.push(format!("{file}:{line}: {own} may not use {other}"));
            }
        }
    }
    for (room, may) in MAY_USE {
        wrong.extend(
            may.iter().filter(|other| !seen.contains(&(room, *other))).map(|other| format!("nothing in {room} uses {other}")),
        );
        // The table goes upwards.
        let height = |name: &str| MAY_USE.iter().position(|(own, _)| *own == name);
        wrong.extend(may.iter().filter(|o| height(o) >= height(room)).map(|o| format!("{o} does not stand below {room}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_architecture_says_the_same() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let said: Vec<(String, Vec<String>)> = text
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split(" | ");
            let room = cells.next()?.strip_suffix('`')?.to_owned();
            let may = cells.nth(1)?.strip_suffix(" |")?;
            MAY_USE.iter().any(|(own, _)| *own == room).then(|| {
                let may = if may == "nothing of ours" { Vec::new() } else { may.split(", ").map(str::to_owned).collect() };
                (room, may)
            })
        })
        .collect();
    let table: Vec<(String, Vec<String>)> =
        MAY_USE.iter().map(|(room, may)| ((*room).to_owned(), may.iter().map(|m| (*m).to_owned()).collect())).collect();
    assert_eq!(said, table);
}

#[test]
fn disk_processes_clock_and_command_line_have_their_places() {
    let mut wrong = Vec::new();
    let mut used_places: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (file, (_, used)) in files() {
        for (names, places, what) in ONLY {
            for (path, line) in &used {
                let path = path.join("::");
                if !names.iter().any(|name| path == *name || path.starts_with(&format!("{name}::"))) {
                    continue;
                }
                let mut own = places.iter().filter(|place| file.starts_with(**place)).peekable();
                if own.peek().is_none() {
                    wrong.push(format!("{file}:{line}: {what} ({path})"));
                }
                used_places.extend(own.map(|place| (*place, *what)));
            }
        }
    }
    for (_, places, what) in ONLY {
        wrong.extend(places.iter().filter(|p| !used_places.contains(&(p, what))).map(|p| format!("nothing in {p} {what}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_test_sees_paths_in_every_form() {
    let text = "
        use super::{a::B, super::c};
        use crate::{d, e::{self, F as G}};
        fn f() { let _ = say!(\"x\", crate::h::I); std::fs::read(1); }
        #[cfg(test)] mod tests { use crate::forbidden::X; }
        mod inner { use super::super::j::K; }
    ";
    let mut paths = Paths { module: vec!["room".to_owned(), "file".to_owned()], used: Vec::new() };
    paths.visit_file(&syn::parse_file(text).unwrap());
    let found: Vec<String> = paths.used.iter().map(|(path, _)| path.join("::")).collect();
    for wanted in [
        "crate::room::a::B",
        "crate::c",
        "crate::d",
        "crate::e::self",
        "crate::e::F",
        "crate::h::I",
        "std::fs::read",
        "crate::room::j::K",
    ] {
        assert!(found.iter().any(|f| f == wanted), "{wanted} is not in {found:?}");
    }
    assert!(!found.iter().any(|f| f.contains("forbidden")), "{found:?}");
}

#[test]
fn every_file_says_what_it_owns() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in WalkDir::new(&root).into_iter().flatten().filter(|e| e.path().extension().is_some_and(|x| x == "rs")) {
        let text = fs::read_to_string(entry.path()).unwrap();
        assert!(text.starts_with("//! "), "{} does not begin with what it owns", entry.path().display());
    }
}
