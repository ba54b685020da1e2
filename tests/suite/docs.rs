//! What the documentation shows to be copied is read by the program as it stands.

use std::fs;

use super::support::{Workspace, expect, sample, yizhan};

/// The blocks of a page that are fenced with this word after `yaml`.
fn blocks(page: &str, word: &str) -> Vec<String> {
    let text = fs::read_to_string(sample().join(page)).unwrap();
    let fence = format!("```yaml {word}\n");
    text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// The names of facts that a rule uses, as they stand after `fact:` and in the lists of a quotient.
fn facts(rule: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in rule.split("fact: ").skip(1) {
        names.push(part.split([',', '}', '\n']).next().unwrap_or_default().trim().to_owned());
    }
    for key in ["of: [", "over: ["] {
        let lists = rule.split(key).skip(1).filter_map(|part| part.split(']').next());
        names.extend(lists.flat_map(|list| list.split(", ")).map(str::to_owned));
    }
    names.retain(|name| !name.is_empty());
    names.sort();
    names.dedup();
    names
}

#[test]
fn every_rule_of_the_guide_to_standards_checks_clean() {
    let rules = blocks("docs/standards.md", "rule");
    assert!(rules.len() >= 18, "{}", rules.len());
    let workspace = Workspace::new();
    for (i, rule) in rules.iter().enumerate() {
        let unit = |name: &str| if name == "参保率" { "{unit: \"%\"}" } else { "{}" };
        let facts: String = facts(rule).iter().map(|name| format!("  {name}: {}\n", unit(name))).collect();
        let facts = if facts.is_empty() { String::new() } else { format!("facts:\n{facts}") };
        let rule: String = rule.lines().map(|line| format!("        {line}\n")).collect();
        let text = format!(
            concat!(
                "title: 规则{i}\nsource: 试\nversion: \"1\"\ntotal: 100\nbelow_grades: 不合格\ngrades: [{{name: 合格, at_least: 60}}]\n{facts}",
                "sections:\n  - title: 部分\n    marks: 100\n    criteria:\n      - id: a\n        title: 项\n        marks: 100\n        clause: 一\n",
                "        quote: 原文\n        evidence: [document]\n{rule}"
            ),
            i = i,
            facts = facts,
            rule = rule
        );
        // A ladder gives the document's own marks, not a hundred.
        let text = if text.contains("tiers:\n") && text.contains("marks: 6") {
            text.replace(": 100\n", ": 6\n").replace("at_least: 60}", "at_least: 4}")
        } else {
            text
        };
        workspace.write(&format!("checklists/rule-{i}.yaml"), text);
    }
    expect(&workspace.findings(), &[]);
}

#[test]
fn the_frame_of_the_guide_checks_but_for_facts_that_nothing_uses() {
    let frames = blocks("docs/standards.md", "standard");
    let [frame] = frames.as_slice() else { panic!("one frame, not {}", frames.len()) };
    let workspace = Workspace::new();
    workspace.write("checklists/frame.yaml", frame);
    let found = workspace.findings();
    assert!(!found.is_empty() && found.iter().all(|f| f.starts_with("C409 ")), "{found:#?}");
}

#[test]
fn the_first_five_minutes_are_as_the_readme_says() {
    let folder = tempfile::tempdir().unwrap();
    yizhan(folder.path(), &["new", "my-bureau"]).expect(0);
    let root = folder.path().join("my-bureau");
    let english = fs::read_to_string(sample().join("README.md")).unwrap();
    let chinese = fs::read_to_string(sample().join("README.zh-CN.md")).unwrap();
    let build = |lang: &str| yizhan(&root, &["build", "--lang", lang]).expect(0).err;
    let said = build("en");
    let counts = said.split("done: ").nth(1).unwrap().split(" · ").take(2).collect::<Vec<_>>().join(", ");
    assert!(english.contains(&format!("yizhan build              # {counts}\n")), "{counts}");
    let counts = build("zh").split("完成 ").nth(1).unwrap().split(" · ").take(2).collect::<Vec<_>>().join(" · ");
    assert!(chinese.contains(&format!("yizhan build              # {counts}\n")), "{counts}");
    // The slip, and the new phone.
    let point = root.join("content/my-bureau/points/town.yaml");
    let text = fs::read_to_string(&point).unwrap();
    fs::write(&point, text.replace("  电话: ", "  电话：")).unwrap();
    let wrong = yizhan(&root, &["check", "--lang", "en"]).expect(1).out;
    let shown = english.split("$ yizhan check\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(wrong.replace('\\', "/").contains(shown.trim_end()), "{wrong}");
    fs::write(&point, text.replace("电话: 0000-0000003", "电话: 0000-0000009")).unwrap();
    let again = build("en");
    let made = again.split(" · ").find(|part| part.ends_with("made now")).unwrap();
    assert!(english.contains(&format!("(`{made}`)")), "{made}");
}

#[test]
#[cfg(unix)]
fn advisories_fail_when_one_applies_and_say_so_when_they_cannot_be_had() {
    use std::os::unix::fs::PermissionsExt as _;
    let script = sample().join("tests/advisories");
    // fetch ends with the first number, check with the second.
    for (fetch, check, status, said) in [(1, 1, 0, "NOT CHECKED"), (0, 1, 1, ""), (0, 0, 0, "checked here")] {
        let folder = tempfile::tempdir().unwrap();
        let cargo = folder.path().join("cargo");
        let text = format!(
            "#!/bin/sh\n[ \"$1 $2\" = \"deny fetch\" ] && exit {fetch}\n[ {check} = 0 ] && echo checked here\n[ \"$*\" = \"deny check --disable-fetch advisories\" ] && exit {check}\nexit 9\n"
        );
        fs::write(&cargo, text).unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
        let done = std::process::Command::new(&script).env("PATH", path).output().unwrap();
        let out = String::from_utf8(done.stdout).unwrap();
        assert_eq!(done.status.code(), Some(status), "{fetch} {check}: {out}");
        assert!(out.contains(said), "{fetch} {check}: {out}");
    }
    let all = fs::read_to_string(sample().join("tests/all")).unwrap();
    assert!(all.contains("\ntests/advisories\n"));
}

/// Both READMEs tell the figures that `cargo bench --bench figures -- --write` has written down, for this version, and no others.
#[test]
fn the_figures_of_the_readmes_are_those_that_were_measured() {
    let told = fs::read_to_string(sample().join("benches/figures.tsv")).unwrap();
    let (head, rows) = told.split_once('\n').unwrap();
    let (version, day) = head.strip_prefix("# ").and_then(|head| head.split_once('\t')).unwrap();
    assert_eq!(version, env!("CARGO_PKG_VERSION"), "measure this version: cargo bench --bench figures -- --write");
    for (file, named, place) in
        [("README.md", format!("version {version}, {day}"), 0), ("README.zh-CN.md", format!("{version} 版，{day}"), 1)]
    {
        let text = fs::read_to_string(sample().join(file)).unwrap();
        let table = text.split("<!-- figures -->\n").nth(1).and_then(|rest| rest.split("<!-- /figures -->").next()).unwrap();
        let mut lines = table.lines();
        assert!(lines.next().unwrap().contains(&named), "{file}");
        let shown: Vec<String> = lines.skip(1).map(ToOwned::to_owned).collect();
        let measured: Vec<String> = rows
            .lines()
            .map(|row| {
                let cells: Vec<&str> = row.split('\t').collect();
                format!("| {} | {} |", cells[place], cells[2..].join(" | "))
            })
            .collect();
        assert_eq!(shown, measured, "{file}");
    }
}
