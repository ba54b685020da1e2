//! Operations as commits of a git repository, made without git and looked at with it: nothing but the operation's files, nothing of the owner's
//! touched, nothing private.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::history::{content, operate};
use crate::support::{POINT, Workspace, yizhan};

pub const EAST: &str = "content/one/points/east.yaml";

/// Runs git as the owner of the repository.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let (status, text) = try_git(folder, arguments);
    assert!(status, "git {arguments:?}: {text}");
    text
}

fn try_git(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let done = Command::new("git")
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .args(["-c", "user.name=主人", "-c", "user.email=owner@example.org", "-c", "core.quotePath=false"])
        .args(arguments)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    (done.status.success(), text)
}

pub fn text(workspace: &Workspace, path: &str) -> String {
    fs::read_to_string(workspace.path().join(path)).unwrap()
}

/// A workspace that asks for commits, in a repository with one commit of everything.
pub fn workspace() -> Workspace {
    let w = Workspace::new();
    w.write("yizhan.yaml", text(&w, "yizhan.yaml") + "历史: git\n");
    w.write(".gitignore", "/.yizhan\n/output\n");
    git(w.path(), &["init", "-q", "-b", "main"]);
    git(w.path(), &["add", "-A"]);
    git(w.path(), &["commit", "-qm", "主人的第一次提交"]);
    w
}

/// What the repository must always be.
pub fn sound(w: &Workspace) {
    let said = git(w.path(), &["fsck", "--strict", "--no-dangling"]);
    assert_eq!(said.lines().filter(|line| !line.starts_with("notice")).count(), 0, "{said}");
}

pub fn change(w: &Workspace, says: &str, address: &str) {
    operate(w, says, &[(EAST, Some(&text(w, EAST).replace("address: ", &format!("address: {address}"))))]);
}

#[test]
fn an_operation_is_a_commit_with_its_sentence_and_its_person() {
    let w = workspace();
    change(&w, "改地址", "新");
    sound(&w);
    assert_eq!(git(w.path(), &["status", "--porcelain"]), "");
    assert_eq!(git(w.path(), &["log", "--format=%s|%an|%aI", "-1"]).trim(), "改地址|王芳|2026-11-29T10:03:00+08:00");
    assert_eq!(git(w.path(), &["show", "--name-only", "--format=", "HEAD"]).trim(), EAST);
    assert_eq!(git(w.path(), &["show", &format!("HEAD:{EAST}")]), text(&w, EAST));
    let listed = w.run(&["history", "--lang", "zh"]).expect(0).out;
    assert!(listed.contains("主人的第一次提交") && listed.contains("git ") && listed.matches("改地址").count() == 1, "{listed}");
    // An undo is a commit too, and rewrites nothing.
    w.run(&["undo", "--write"]).expect(0);
    assert_eq!(git(w.path(), &["status", "--porcelain"]), "");
    assert_eq!(git(w.path(), &["rev-list", "--count", "HEAD"]).trim(), "3");
    assert_eq!(git(w.path(), &["diff", "HEAD~2", "HEAD", "--stat"]), "");
    sound(&w);
}

#[test]
fn without_the_key_nothing_is_committed() {
    let w = workspace();
    w.edit("yizhan.yaml", "历史: git\n", "");
    git(w.path(), &["commit", "-qam", "ohne"]);
    let before = git(w.path(), &["rev-parse", "HEAD"]);
    change(&w, "改地址", "新");
    assert_eq!(git(w.path(), &["rev-parse", "HEAD"]), before);
    assert_eq!(git(w.path(), &["status", "--porcelain"]), format!(" M {EAST}\n"));
    // When it comes back, what was done without it is still the owner's to commit.
    w.write("yizhan.yaml", text(&w, "yizhan.yaml") + "history: git\n");
    operate(&w, "改清单", &[("content/one/guides/enrol.md", Some("---\nitem: enrol\n---\n\n新。\n"))]);
    assert_eq!(git(w.path(), &["show", "--name-only", "--format=", "HEAD"]).trim(), "content/one/guides/enrol.md");
}

#[test]
fn what_the_owner_has_staged_and_changed_stays_and_his_next_commit_takes_nothing_back() {
    let w = workspace();
    // Staged by the owner: another file, the same file, a new file and a deletion; and an edit that is not staged.
    let catalog = "content/one/catalog.yaml";
    w.edit(catalog, "title: 服务清单", "title: 清单");
    git(w.path(), &["add", catalog]);
    w.write("主人的.txt", "新\n");
    git(w.path(), &["add", "主人的.txt"]);
    git(w.path(), &["rm", "-q", "--cached", "calendar.yaml"]);
    w.edit("content/one/guides/enrol.md", "正文", "改过的正文");
    let status = || git(w.path(), &["status", "--porcelain"]);
    let before = status();
    change(&w, "改地址", "新");
    operate(&w, "加一个点", &[("content/one/points/西 镇.yaml", Some("id: west\nname: 西\nchannel: town\n"))]);
    assert_eq!(status(), before, "the operation shows in the owner's status");
    assert_eq!(git(w.path(), &["show", "--name-only", "--format=", "HEAD"]).trim(), "content/one/points/西 镇.yaml");
    git(w.path(), &["commit", "-qm", "主人的"]);
    let mut changed: Vec<String> =
        git(w.path(), &["show", "--name-only", "--format=", "HEAD"]).lines().map(str::to_owned).collect();
    changed.sort();
    assert_eq!(changed, ["calendar.yaml", catalog, "主人的.txt"]);
    assert!(git(w.path(), &["show", &format!("HEAD:{EAST}")]).contains("新东镇1号"));
    git(w.path(), &["show", "HEAD:content/one/points/西 镇.yaml"]);
    // Removed by an operation: gone for the owner's next commit too.
    operate(&w, "去掉", &[("content/one/points/西 镇.yaml", None)]);
    git(w.path(), &["commit", "-qam", "主人的二"]);
    assert!(!git(w.path(), &["ls-tree", "-r", "--name-only", "HEAD"]).contains("西 镇"));
    sound(&w);
    // A staged version of the operation's own file that is no longer on the disk stays what it is.
    w.edit(EAST, "name: 东镇", "name: 大东镇");
    git(w.path(), &["add", EAST]);
    let staged = git(w.path(), &["rev-parse", &format!(":{EAST}")]);
    w.edit(EAST, "name: 大东镇", "name: 东镇");
    change(&w, "又改", "又");
    assert_eq!(git(w.path(), &["rev-parse", &format!(":{EAST}")]), staged);
    // One that is, is in the commit: the owner's next commit must not take the operation back.
    w.edit(EAST, "name: 东镇", "name: 大东镇");
    git(w.path(), &["add", EAST]);
    change(&w, "再改", "更");
    let head = git(w.path(), &["rev-parse", &format!("HEAD:{EAST}")]);
    assert_eq!(git(w.path(), &["rev-parse", &format!(":{EAST}")]), head);
    assert_eq!(git(w.path(), &["show", &format!("HEAD:{EAST}")]), text(&w, EAST));
    let message = git(w.path(), &["log", "-1", "--format=%b"]);
    assert!(message.contains("在程序以外改过的文件") && message.contains(EAST), "{message}");
}

#[test]
fn a_workspace_in_a_folder_of_a_repository_and_a_branch_without_commits() {
    let outer = tempfile::tempdir().unwrap();
    let w = Workspace::new();
    let inner = outer.path().join("医保/工作区");
    fs::create_dir_all(inner.parent().unwrap()).unwrap();
    fs::rename(w.path(), &inner).unwrap();
    fs::write(outer.path().join("other.txt"), "别的\n").unwrap();
    git(outer.path(), &["init", "-q", "-b", "main"]);
    fs::write(inner.join("yizhan.yaml"), "title: 测试\nhistory: git\n").unwrap();
    // No commit is there yet.
    fs::write(inner.join("a.csv"), "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n").unwrap();
    yizhan(&inner, &["import", "points", "a.csv", "--write"]).expect(0);
    assert_eq!(git(outer.path(), &["ls-tree", "-r", "--name-only", "HEAD"]).trim(), format!("医保/工作区/{EAST}"));
    assert_eq!(git(outer.path(), &["status", "--porcelain", "--", &format!("医保/工作区/{EAST}")]), "");
    git(outer.path(), &["add", "-A"]);
    git(outer.path(), &["commit", "-qm", "其余"]);
    fs::write(outer.path().join("other.txt"), "又改\n").unwrap();
    git(outer.path(), &["commit", "-qam", "与工作区无关"]);
    yizhan(&inner, &["undo", "--write"]).expect(0);
    assert_eq!(git(outer.path(), &["show", "--name-only", "--format=", "HEAD"]).trim(), format!("医保/工作区/{EAST}"));
    let listed = yizhan(&inner, &["history", "--lang", "zh"]).expect(0).out;
    assert!(listed.contains("其余") && !listed.contains("与工作区无关"), "{listed}");
    assert!(git(outer.path(), &["fsck", "--strict", "--no-dangling"]).lines().all(|line| line.starts_with("notice")));
    // Back for the workspace's own clean-up.
    fs::rename(&inner, w.path()).unwrap();
}

#[test]
fn nothing_private_is_in_any_object_and_no_name_in_any_message() {
    let w = workspace();
    let record = "content/one/inspections/2026/east.yaml";
    operate(
        &w,
        "记录张三丰的检查",
        &[(record, Some("inspectors: [张三丰]\n")), (EAST, Some(&POINT.replace("东镇1号", "新街9号")))],
    );
    operate(&w, "只有张三丰", &[(record, Some("inspectors: [张三丰, 李四光]\n"))]);
    operate(
        &w,
        "收到张三丰的照片",
        &[
            ("content/one/inspections/photos/张三丰.jpg", Some("张三丰的照片")),
            ("intake/2026/张三丰.zip", Some("张三丰")),
            ("content/one/points/locked.yaml.age", Some("张三丰")),
            ("content/one/钥匙.txt", Some("# 张三丰\nAGE-SECRET-KEY-1QQQQ\n")),
            ("output/site/张三丰.html", Some("张三丰")),
        ],
    );
    w.run(&["undo", "1", "--write", "--answer", "*=keep"]).expect(0);
    sound(&w);
    let objects = git(w.path(), &["cat-file", "--batch-all-objects", "--batch", "--unordered"]);
    for word in ["张三丰", "李四光", "AGE-SECRET", "inspections", "intake"] {
        assert!(!objects.contains(word), "{word} is in an object");
    }
    let log = git(w.path(), &["log", "--format=%B"]) + &fs::read_to_string(w.path().join(".git/logs/HEAD")).unwrap();
    assert!(!log.contains("张三") && log.contains("try：1 个文件"), "{log}");
}

#[test]
fn a_file_that_gitignore_leaves_out_or_that_lies_in_another_repository_is_not_committed() {
    let w = workspace();
    w.write("content/one/.gitignore", "# 草稿\n/points/draft-*.yaml\n!points/draft-ok.yaml\n");
    let draft = "content/one/points/draft-a.yaml";
    w.write("content/two/.git/keep", "");
    let new = |id: &str| format!("id: {id}\nname: 点\nchannel: town\n");
    operate(
        &w,
        "三个点",
        &[
            (draft, Some(&new("a"))),
            ("content/one/points/draft-ok.yaml", Some(&new("b"))),
            ("content/two/points/c.yaml", Some(&new("c"))),
        ],
    );
    assert_eq!(git(w.path(), &["show", "--name-only", "--format=", "HEAD"]).trim(), "content/one/points/draft-ok.yaml");
    sound(&w);
}

#[test]
fn ends_of_lines_are_those_of_the_disk_or_of_the_repository_and_the_owner_sees_no_change() {
    let crlf = POINT.replace('\n', "\r\n");
    for converts in ["false", "true"] {
        let w = Workspace::new();
        w.write("yizhan.yaml", "title: 测试\nhistory: git\n").write(EAST, &crlf).write(".gitignore", "/.yizhan\n");
        git(w.path(), &["init", "-q", "-b", "main"]);
        git(w.path(), &["config", "core.autocrlf", converts]);
        git(w.path(), &["add", "-A"]);
        git(w.path(), &["commit", "-qm", "one"]);
        for address in ["新", "更"] {
            change(&w, "改地址", address);
            assert!(text(&w, EAST).contains("\r\n"));
            assert_eq!(git(w.path(), &["status", "--porcelain"]), "", "{converts}");
            let stat = git(w.path(), &["show", "--numstat", "--format=", "HEAD"]);
            assert!(stat.starts_with("1\t1\t"), "{converts}: {stat}");
        }
        let message = git(w.path(), &["log", "-1", "--format=%b"]);
        assert!(!message.contains("在程序以外"), "{message}");
        let blob = git(w.path(), &["cat-file", "blob", &format!("HEAD:{EAST}")]);
        assert_eq!(blob.contains("\r\n"), converts == "false");
        w.run(&["undo", "--write"]).expect(0);
        w.run(&["undo", "--write"]).expect(0);
        assert_eq!(text(&w, EAST), crlf);
        assert_eq!(git(w.path(), &["diff", "--stat", "HEAD~4", "HEAD"]), "");
    }
}

#[test]
fn where_git_cannot_the_operation_stands_and_the_next_commit_catches_up() {
    let w = workspace();
    let csv = |address: &str| {
        w.write("a.csv", format!("编号,名称,渠道,地址\neast,东镇医保服务站,镇站,{address}\n"));
        w.run(&["import", "points", "a.csv", "--write", "--lang", "zh"]).expect(0)
    };
    git(w.path(), &["switch", "-q", "--detach"]);
    let before = git(w.path(), &["rev-parse", "HEAD"]);
    let run = csv("甲街1号");
    assert!(run.err.contains("没有提交到 git") && run.err.contains("不在任何分支上"), "{}", run.err);
    assert!(text(&w, EAST).contains("甲街1号"));
    assert_eq!(git(w.path(), &["rev-parse", "HEAD"]), before);
    git(w.path(), &["switch", "-q", "main"]);
    // Somebody else's git holds the index.
    w.write(".git/index.lock", "");
    let run = csv("乙街2号");
    assert!(run.err.contains("正在写 git 仓库"), "{}", run.err);
    assert_eq!(git(w.path(), &["rev-parse", "HEAD"]), before);
    fs::remove_file(w.path().join(".git/index.lock")).unwrap();
    // A merge of the owner.
    w.write(".git/MERGE_HEAD", before.as_bytes());
    assert!(csv("丙街3号").err.contains("没有做完"));
    fs::remove_file(w.path().join(".git/MERGE_HEAD")).unwrap();
    operate(&w, "别的", &[("content/one/guides/enrol.md", Some("---\nitem: enrol\n---\n\n新。\n"))]);
    assert!(git(w.path(), &["show", &format!("HEAD:{EAST}")]).contains("丙街3号"));
    let log = git(w.path(), &["log", "-1", "--format=%B"]);
    assert!(
        log.starts_with("别的\n") && log.contains("补上以前没有提交的操作") && log.matches("Yizhan-Entry").count() == 4,
        "{log}"
    );
    assert_eq!(git(w.path(), &["status", "--porcelain"]), "?? a.csv\n");
    let listed = w.run(&["history"]).expect(0).out;
    assert_eq!(listed.matches("; git ").count(), 4, "{listed}");
    sound(&w);
}

#[test]
fn two_workspaces_of_one_repository_commit_at_the_same_time() {
    let outer = tempfile::tempdir().unwrap();
    git(outer.path(), &["init", "-q", "-b", "main"]);
    let make = |name: &str| {
        let made = Workspace::new();
        let inner = outer.path().join(name);
        fs::rename(made.path(), &inner).unwrap();
        fs::write(inner.join("yizhan.yaml"), "title: 测试\nhistory: git\n").unwrap();
        inner
    };
    let both = [make("a"), make("b")];
    let threads = both.clone().map(|folder| {
        std::thread::spawn(move || {
            for round in 0..8 {
                let file = format!("{round}.csv");
                fs::write(folder.join(&file), format!("编号,名称,渠道,地址\neast,东镇医保服务站,镇站,街{round}号\n")).unwrap();
                yizhan(&folder, &["import", "points", &file, "--write"]).expect(0);
            }
        })
    });
    for thread in threads {
        thread.join().unwrap();
    }
    for name in ["a", "b"] {
        let path = format!("{name}/{EAST}");
        assert!(git(outer.path(), &["show", &format!("HEAD:{path}")]).contains("街7号"));
        assert_eq!(git(outer.path(), &["status", "--porcelain", "--", &path]), "");
    }
    let entries = git(outer.path(), &["log", "--format=%B"]).matches("Yizhan-Entry").count();
    assert!(entries >= 16, "{entries}");
    assert!(git(outer.path(), &["fsck", "--strict", "--no-dangling"]).lines().all(|line| line.starts_with("notice")));
}

#[test]
fn a_clone_knows_what_was_done() {
    let w = workspace();
    change(&w, "改地址", "新");
    change(&w, "再改地址", "更");
    let folder = tempfile::tempdir().unwrap();
    for (name, more) in [("all", &["--quiet"][..]), ("shallow", &["--quiet", "--depth=1", "--no-local"])] {
        let mut arguments = vec!["clone"];
        arguments.extend(more);
        let from = w.path().to_string_lossy().into_owned();
        arguments.extend([from.as_str(), name]);
        git(folder.path(), &arguments);
        let clone = folder.path().join(name);
        assert!(!clone.join(".yizhan").exists());
        let zh = yizhan(&clone, &["history", "--lang", "zh"]).expect(0).out;
        let en = yizhan(&clone, &["history"]).expect(0).out;
        assert!(zh.contains("王芳  再改地址\n") && en.contains("王芳  再改地址 in English\n"), "{zh}{en}");
        assert_eq!(zh.contains("  改地址\n"), name == "all", "{zh}");
        // Older versions can be compared where they are.
        let older = yizhan(&clone, &["diff", "HEAD~1", "--lang", "zh"]);
        if name == "all" {
            assert!(older.expect(0).out.contains("新东镇1号 → 更新东镇1号"));
        } else {
            let older = older.expect(2);
            assert!(older.err.contains("浅克隆"), "{}", older.err);
        }
    }
}

#[test]
fn a_new_workspace_is_a_repository_of_its_own_but_not_inside_of_another() {
    let folder = tempfile::tempdir().unwrap();
    yizhan(folder.path(), &["new", "mine"]).expect(0);
    let mine = folder.path().join("mine");
    assert_eq!(git(&mine, &["status", "--porcelain"]), "");
    assert_eq!(git(&mine, &["log", "--format=%s"]).trim(), "新建工作区");
    yizhan(&mine, &["schema", "--write"]).expect(0);
    yizhan(&mine, &["rename", "point", "dongcun", "xicun", "--write"]).expect(0);
    assert_eq!(git(&mine, &["rev-list", "--count", "HEAD"]).trim(), "2");
    assert_eq!(git(&mine, &["status", "--porcelain"]), "");
    yizhan(&mine, &["check"]).expect(0);
    // Inside of a repository nothing is made and nothing committed.
    let before = git(&mine, &["rev-parse", "HEAD"]);
    yizhan(&mine, &["new", "里面/inner"]).expect(0);
    let inner = mine.join("里面/inner");
    assert!(!inner.join(".git").exists());
    yizhan(&inner, &["rename", "point", "dongcun", "xicun", "--write"]).expect(0);
    assert_eq!(git(&mine, &["rev-parse", "HEAD"]), before);
}

#[test]
fn all_kinds_of_revisions_can_be_compared_without_git() {
    let w = workspace();
    change(&w, "改地址", "新");
    git(w.path(), &["tag", "-a", "v1", "-m", "第一版"]);
    change(&w, "再改", "更");
    let hash = git(w.path(), &["rev-parse", "--short", "HEAD~1"]);
    let nowhere = tempfile::tempdir().unwrap();
    for revision in ["HEAD~1", "HEAD^", "v1", "main~1", hash.trim(), "main@{1}"] {
        let done = Command::new(env!("CARGO_BIN_EXE_yizhan"))
            .current_dir(w.path())
            .env("PATH", nowhere.path())
            .args(["diff", revision, "--lang", "zh"])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert!(said.contains("新东镇1号 → 更新东镇1号"), "{revision}: {said}");
    }
    let bare = tempfile::tempdir().unwrap();
    git(bare.path(), &["clone", "-q", "--bare", &w.path().to_string_lossy(), "b.git"]);
    let said = yizhan(bare.path(), &["diff", "HEAD~2", "HEAD", "-C", "b.git", "--lang", "zh"]).expect(0).out;
    assert!(said.contains("东镇1号 → 更新东镇1号"), "{said}");
    let wrong = w.run(&["diff", "HEAD~9", "--lang", "zh"]).expect(2);
    assert!(wrong.err.contains("没有这个版本"), "{}", wrong.err);
    // Not over somebody's file.
    w.write("notice.md", "我的\n");
    let refused = w.run(&["diff", "HEAD~1", "-o", "notice.md"]).expect(2);
    assert!(refused.err.contains("W803"), "{}", refused.err);
    assert_eq!(text(&w, "notice.md"), "我的\n");
    w.run(&["diff", "HEAD~1", "-o", "notice.md", "--force"]).expect(0);
    w.run(&["diff", "HEAD~2", "-o", "notice.md"]).expect(0);
    assert!(text(&w, "notice.md").contains("东镇1号"));
    let before = content(&w);
    w.edit("notice.md", "东镇1号", "西镇1号");
    w.run(&["diff", "HEAD~1", "-o", "notice.md"]).expect(2);
    assert_eq!(content(&w).len(), before.len());
}

#[test]
fn undo_finds_what_the_journal_has_lost_in_git() {
    let w = workspace();
    change(&w, "改地址", "新");
    // Another field, by hand: what the operation left is in git only.
    w.edit(EAST, "0477-0000001", "0477-0000009");
    let run = w.run(&["undo", "--write", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("后来的改动留下"), "{}", run.out);
    assert_eq!(text(&w, EAST), POINT.replace("0477-0000001", "0477-0000009"));
}

#[test]
fn hundreds_of_commits_work_and_many_loose_files_are_told() {
    let w = workspace();
    for round in 0..40 {
        operate(&w, &format!("第{round}次"), &[(EAST, Some(&POINT.replace("东镇1号", &format!("{round}号"))))]);
    }
    assert_eq!(git(w.path(), &["rev-list", "--count", "HEAD"]).trim(), "41");
    let run = w.run(&["history", "--lang", "zh"]).expect(0);
    assert!(!run.err.contains("git gc"), "{}", run.err);
    for folder in 0..16_u8 {
        let folder = w.path().join(format!(".git/objects/{:02x}", folder * 17));
        fs::create_dir_all(&folder).unwrap();
        (0..80).for_each(|n| fs::write(folder.join(format!("{n:038}")), "").unwrap());
    }
    let run = w.run(&["history", "--lang", "zh"]).expect(0);
    assert!(run.err.contains("git gc"), "{}", run.err);
}
