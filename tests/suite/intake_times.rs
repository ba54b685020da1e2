//! Times that cannot be: a phone whose clock is ahead. Nothing that is handed in is only answered, and no wrong time shuts out what comes later.

use std::fs;
use std::path::Path;

use super::intake::{Export, small_export};
use super::kills::{content, with_standard};
use super::support::{Run, Workspace};

fn import(workspace: &Workspace, export: &Export, more: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("检查.zip");
    fs::write(&file, export.zip()).unwrap();
    let file = file.to_string_lossy().into_owned();
    workspace.run(&[&["inspect", "import", &file, "--lang", "zh"], more].concat())
}

fn kept(root: &Path, export: &Export) -> bool {
    content(root).iter().any(|(name, bytes)| name.starts_with("intake/conflicts/") && *bytes == export.zip())
}

fn records(root: &Path) -> usize {
    content(root).into_keys().filter(|n| n.contains("/inspections/") && n.ends_with(".yaml")).count()
}

fn changed(root: &Path, marks: &str, made: &str) -> Export {
    let mut export = small_export(root, 'a', "2026-06-08", made);
    export.record["findings"]["a"]["marks"] = marks.into();
    export.reckon(root);
    export.made(made)
}

#[test]
fn a_time_to_come_is_a_question_and_the_file_is_kept() {
    let workspace = with_standard();
    let root = workspace.path();
    let ahead = small_export(root, 'a', "2026-06-08", "2031-01-01T08:00:00+08:00");
    let dry = import(&workspace, &ahead, &["--dry-run"]).expect(1);
    assert!(dry.err.contains("时钟不准") && dry.err.contains("试运行"), "{}", dry.err);
    assert!(!root.join("intake").exists() && records(root) == 0);
    let run = import(&workspace, &ahead, &[]).expect(1);
    assert!(run.err.contains("2031-01-01T08:00:00+08:00 还没有到") && run.err.contains("时钟不准"), "{}", run.err);
    assert!(kept(root, &ahead) && records(root) == 0);
    // An answer takes it in, without that time; what comes later is not shut out.
    let id = run.err.split("--answer ").nth(1).unwrap().split('=').next().unwrap();
    import(&workspace, &ahead, &["--answer", &format!("{id}=accept")]).expect(0);
    assert!(!kept(root, &ahead) && records(root) == 1);
    let text = content(root).into_iter().find(|(n, _)| n.ends_with("site.yaml")).unwrap().1;
    assert!(!String::from_utf8(text).unwrap().contains("2031"));
    let run = import(&workspace, &changed(root, "3", "2026-06-09T08:00:00+08:00"), &[]).expect(0);
    assert!(run.out.trim().ends_with("-r2.yaml"), "{}{}", run.out, run.err);
    // The same contents are known, whatever the clock said.
    let run = import(&workspace, &changed(root, "3", "2033-06-09T08:00:00+08:00"), &[]).expect(0);
    assert!(run.err.contains("已经收过"), "{}", run.err);
}

#[test]
fn a_time_to_come_that_lies_in_the_workspace_shuts_nothing_out() {
    let workspace = with_standard();
    let root = workspace.path();
    let first = small_export(root, 'a', "2026-06-08", "2026-06-08T10:00:00+08:00");
    let run = import(&workspace, &first, &[]).expect(0);
    // As an older version took it in.
    workspace.edit(run.out.trim(), "2026-06-08T10:00:00+08:00", "2031-01-01T08:00:00+08:00");
    let run = import(&workspace, &changed(root, "3", "2026-06-09T08:00:00+08:00"), &[]).expect(0);
    assert!(run.out.trim().ends_with("-r2.yaml") && run.err.contains("请看一眼"), "{}{}", run.out, run.err);
    workspace.run(&["check"]).expect(0);
    // What differs and looks older is kept.
    let older = changed(root, "2", "2026-06-08T12:00:00+08:00");
    let run = import(&workspace, &older, &[]).expect(1);
    assert!(run.err.contains("较早的一次导出") && kept(root, &older), "{}", run.err);
    // Replacing needs to be said by whom and why.
    let id = run.err.split("--answer ").nth(1).unwrap().split('=').next().unwrap().to_owned();
    let answer = format!("{id}=replace");
    import(&workspace, &older, &["--answer", &answer]).expect(2);
    let run = import(&workspace, &older, &["--answer", &answer, "--by", "局里", "--reason", "手机时钟不准"]).expect(0);
    assert!(run.out.trim().ends_with("-r3.yaml") && !kept(root, &older), "{}{}", run.out, run.err);
    workspace.run(&["check"]).expect(0);
    // An answer to nothing is told.
    let run = import(&workspace, &older, &["--answer", "abcdefgh=keep"]).expect(1);
    assert!(run.err.contains("没有问题可以这样回答"), "{}", run.err);
}

#[test]
fn a_day_to_come_is_refused_and_kept() {
    let workspace = with_standard();
    let root = workspace.path();
    let ahead = small_export(root, 'a', "2027-06-08", "2026-06-08T10:00:00+08:00");
    let run = import(&workspace, &ahead, &[]).expect(1);
    assert!(run.err.contains("还没有到") && run.err.contains("intake/refused"), "{}", run.err);
    assert!(content(root).iter().any(|(n, bytes)| n.starts_with("intake/refused/") && *bytes == ahead.zip()));
}

#[test]
fn the_round_is_found_whatever_its_day_and_its_word() {
    let workspace = with_standard();
    let root = workspace.path();
    import(&workspace, &small_export(root, 'a', "2026-06-08", "2026-06-08T10:00:00+08:00"), &[]).expect(0);
    for (form, round) in [('b', "site"), ('c', "现场核查"), ('d', "现场评估")] {
        let mut other = small_export(root, form, "2026-06-20", "2026-06-20T10:00:00+08:00");
        other.record["round"] = round.into();
        other.reckon(root);
        let run = import(&workspace, &other, &[]).expect(1);
        assert!(run.err.contains("已有一份不一样的记录") && kept(root, &other), "{round}: {}", run.err);
    }
    assert_eq!(records(root), 1);
    // Two re-inspections of two days are two rounds.
    for (form, day) in [('e', "2026-07-01"), ('f', "2026-07-02")] {
        let mut again = small_export(root, form, day, "2026-07-02T10:00:00+08:00");
        again.record["round"] = "recheck".into();
        again.reckon(root);
        import(&workspace, &again, &["--rescored"]).expect(0);
    }
    workspace.run(&["check"]).expect(0);
}

#[test]
fn a_file_is_known_again_after_its_point_got_another_id() {
    let workspace = with_standard();
    let root = workspace.path();
    let first = small_export(root, 'a', "2026-06-08", "2026-06-08T10:00:00+08:00");
    let later = changed(root, "3", "2026-06-09T08:00:00+08:00");
    import(&workspace, &first, &[]).expect(0);
    workspace.run(&["rename", "point", "east", "west", "--write"]).expect(0);
    let run = import(&workspace, &first, &[]).expect(0);
    assert!(run.err.contains("已经收过"), "{}{}", run.out, run.err);
    // A later state of the same form corrects it.
    let run = import(&workspace, &later, &["--rescored"]).expect(0);
    assert!(run.out.contains("/west-") && run.out.trim().ends_with("-r2.yaml"), "{}{}", run.out, run.err);
    let run = import(&workspace, &later, &[]).expect(0);
    assert!(run.err.contains("已经收过"), "{}{}", run.out, run.err);
    workspace.run(&["check"]).expect(0);
}

#[test]
#[cfg(unix)]
fn what_comes_in_is_no_wider_open_than_its_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    for (folder, file) in [(0o700, 0o600), (0o755, 0o644), (0o750, 0o640)] {
        let workspace = with_standard();
        let root = workspace.path();
        for made in ["content/one/inspections", "intake"] {
            fs::create_dir_all(root.join(made)).unwrap();
            fs::set_permissions(root.join(made), fs::Permissions::from_mode(folder)).unwrap();
        }
        let export = small_export(root, 'a', "2026-06-08", "2026-06-08T10:00:00+08:00");
        let other = small_export(root, 'b', "2026-06-08", "2026-06-08T10:00:00+08:00");
        let outside = tempfile::tempdir().unwrap();
        for (name, export) in [("a.zip", export), ("b.zip", other)] {
            fs::write(outside.path().join(name), export.zip()).unwrap();
            let program = env!("CARGO_BIN_EXE_yizhan");
            let shell = format!("umask 000; exec '{program}' inspect import {name} -C '{}'", root.display());
            let done = std::process::Command::new("sh")
                .args(["-c", &shell])
                .current_dir(outside.path())
                .env("SOURCE_DATE_EPOCH", "1796083200")
                .output();
            assert!(done.unwrap().status.code().is_some_and(|s| s < 2));
        }
        let mut seen = 0;
        for entry in walkdir::WalkDir::new(root.join("content/one/inspections"))
            .into_iter()
            .chain(walkdir::WalkDir::new(root.join("intake")))
        {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            let wanted = if entry.file_type().is_dir() { folder } else { file };
            assert_eq!(mode, wanted, "{}: {mode:o}", entry.path().display());
            seen += 1;
        }
        assert!(seen > 6, "{seen}");
    }
}
