//! The command line itself: help in columns, `-C` on either side, completions, the manual, old names of commands.

use std::collections::BTreeSet;
use std::fs;

use unicode_width::UnicodeWidthStr as _;

use crate::support::{Workspace, yizhan};

/// Every command, as the words that call it.
fn commands() -> Vec<Vec<String>> {
    let help = |words: &[String]| {
        let folder = tempfile::tempdir().unwrap();
        let all: Vec<&str> = ["--lang", "en"].into_iter().chain(words.iter().map(String::as_str)).chain(["--help"]).collect();
        yizhan(folder.path(), &all).expect(0).out
    };
    let mut found = vec![Vec::new()];
    let mut at = 0;
    while at < found.len() {
        let own = found[at].clone();
        let listed = help(&own);
        let block = listed.split("Commands:\n").nth(1).unwrap_or_default();
        for line in block.lines().take_while(|line| !line.is_empty()) {
            let name = line.split_whitespace().next().unwrap().to_owned();
            found.push(own.iter().cloned().chain([name]).collect());
        }
        at += 1;
    }
    assert!(found.len() > 20, "{found:?}");
    found
}

/// The columns at which the explanations of a help begin, by block.
fn columns(help: &str) -> Vec<BTreeSet<usize>> {
    let mut blocks = vec![BTreeSet::new()];
    for line in help.lines() {
        if line.is_empty() {
            blocks.push(BTreeSet::new());
        }
        let Some(entry) = line.strip_prefix("  ").filter(|rest| !rest.starts_with("          ")) else { continue };
        let entry_text = entry.trim_start();
        let Some(gap) = entry_text.find("  ") else { continue };
        let (name, rest) = entry_text.split_at(gap);
        let blanks = rest.len() - rest.trim_start().len();
        let before = line.len() - entry_text.len();
        blocks.last_mut().unwrap().insert(before + name.width() + blanks);
    }
    blocks
}

#[test]
fn the_columns_of_every_help_line_up_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    for command in commands() {
        for lang in ["zh", "en"] {
            let words: Vec<&str> =
                ["--lang", lang].into_iter().chain(command.iter().map(String::as_str)).chain(["--help"]).collect();
            let help = yizhan(folder.path(), &words).expect(0).out;
            let blocks = columns(&help);
            assert!(blocks.iter().any(|b| !b.is_empty()), "{help}");
            assert!(blocks.iter().all(|columns| columns.len() <= 1), "{command:?} {lang}: {blocks:?}\n{help}");
        }
    }
}

#[test]
fn help_is_in_one_language_and_in_plain_english() {
    let folder = tempfile::tempdir().unwrap();
    for command in commands() {
        let help = |lang| {
            let words: Vec<&str> =
                ["--lang", lang].into_iter().chain(command.iter().map(String::as_str)).chain(["--help"]).collect();
            yizhan(folder.path(), &words).expect(0).out
        };
        let english = help("en").to_lowercase();
        for phrase in
            ["unless given", " anew", "reckon", "beside", "how often", "is no ", "is none", "who has", "mended", "goes before"]
        {
            assert!(!english.contains(phrase), "{command:?}: {phrase}\n{english}");
        }
        let chinese = help("zh");
        for word in ["Usage", "Commands:", "Options:", "Arguments:", "alias", "default:"] {
            assert!(!chinese.contains(word), "{command:?}: {word}\n{chinese}");
        }
    }
}

#[test]
fn the_workspace_is_named_before_or_after_the_command() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "phone: 0477-0000001", "phone: 12");
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = w.path().to_str().unwrap();
    let wanted = w.run(&["check"]).out;
    assert!(wanted.contains("C319"), "{wanted}");
    for arguments in [&["-C", folder, "check"][..], &["check", "-C", folder]] {
        assert_eq!(yizhan(elsewhere.path(), arguments).expect(0).out, wanted, "{arguments:?}");
    }
    for arguments in [
        &["-C", folder, "inspect", "status"][..],
        &["inspect", "-C", folder, "status"],
        &["inspect", "status", "-C", folder],
        &["-C", folder, "import", "points", "none.xlsx"],
        &["import", "points", "none.xlsx", "-C", folder],
    ] {
        let run = yizhan(elsewhere.path(), arguments);
        assert!(!run.err.contains("yizhan.yaml") && !run.out.contains("yizhan.yaml"), "{arguments:?}: {}{}", run.out, run.err);
    }
    // The nearer one counts.
    let other = Workspace::new();
    let run = yizhan(elsewhere.path(), &["-C", other.path().to_str().unwrap(), "check", "-C", folder]);
    assert_eq!(run.expect(0).out, wanted);
}

#[test]
fn completions_know_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for (shell, sign) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef yizhan"),
        ("fish", "complete -c yizhan"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let out = yizhan(folder.path(), &["completions", shell]).expect(0).out;
        assert!(out.contains(sign), "{shell}: {}", &out[..out.len().min(300)]);
        for word in ["print-order", "status", "--recipient", "redact"] {
            assert!(out.contains(word.trim_start_matches("--")), "{shell} lacks {word}");
        }
    }
    let run = yizhan(folder.path(), &["completions", "sh"]).expect(2);
    assert!(run.err.contains("cannot be “sh”") && run.err.contains("bash"), "{}", run.err);
}

#[test]
fn the_manual_has_a_page_of_every_command_and_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let first = yizhan(folder.path(), &["man"]).expect(0).out;
    assert!(first.contains(".TH yizhan 1") && first.contains("print\\-order"), "{first}");
    yizhan(folder.path(), &["man", "-o", "man1"]).expect(0);
    for command in commands() {
        let name = ["yizhan".to_owned()].into_iter().chain(command).collect::<Vec<_>>().join("-");
        let page = fs::read_to_string(folder.path().join(format!("man1/{name}.1"))).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{name}");
    }
    yizhan(folder.path(), &["man", "-o", "man1"]).expect(0);
    fs::write(folder.path().join("man1/yizhan-build.1"), "mine").unwrap();
    yizhan(folder.path(), &["man", "-o", "man1"]).expect(2);
    assert_eq!(fs::read_to_string(folder.path().join("man1/yizhan-build.1")).unwrap(), "mine");
}

#[test]
fn commands_keep_their_old_names() {
    let folder = tempfile::tempdir().unwrap();
    for (old, new) in [("kit", "form"), ("forget", "redact")] {
        let help = |name: &str| yizhan(folder.path(), &["--lang", "en", "inspect", name, "--help"]).expect(0).out;
        assert_eq!(help(old), help(new));
        let listed = yizhan(folder.path(), &["--lang", "en", "inspect", "--help"]).expect(0).out;
        let line = listed.lines().find(|l| l.trim_start().starts_with(new)).unwrap_or_else(|| panic!("{listed}"));
        assert!(line.contains(&format!("[alias: {old}]")), "{line}");
    }
    for words in [&["help", "build"][..], &["--lang", "zh", "help", "inspect", "sheet"]] {
        let plain: Vec<&str> = words.iter().copied().filter(|w| *w != "help").chain(["--help"]).collect();
        assert_eq!(yizhan(folder.path(), words).expect(0).out, yizhan(folder.path(), &plain).expect(0).out);
    }
    let w = Workspace::new();
    for name in ["forget", "redact"] {
        let run = w.run(&["inspect", name, "nobody"]);
        assert!(run.status < 2 || !run.err.is_empty(), "{}", run.err);
        assert!(!run.err.contains("unknown command"), "{}", run.err);
    }
}
