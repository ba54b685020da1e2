//! What the disk, the network, git and age say reaches people in words of both languages, and never as the system or a library wrote it. Every cause is put in the way
//! of a command here; `system_words_source.rs` reads the source.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::kills::with_record;
use super::support::{Run, Workspace, tree, yizhan};

/// What no clerk should read.
const RAW: [&str; 12] = [
    "os error",
    "No such file",
    "Is a directory",
    "Not a directory",
    "File exists",
    "Permission denied",
    "Operation not permitted",
    "File name too long",
    "No space left",
    "valid UTF-8",
    "Bech32",
    "input=",
];

/// Runs a command in both languages: it must end so, say these words, nothing raw, and change no file.
fn refused(w: &Workspace, arguments: &[&str], status: i32, zh: &[&str], en: &[&str]) {
    let before = content(w.path());
    for (lang, words) in [("zh", zh), ("en", en)] {
        let run = w.run(&[arguments, &["--lang", lang]].concat());
        let said = format!("{}{}", run.out, run.err);
        assert_eq!(run.status, status, "{arguments:?} {lang}: {said}");
        for word in words {
            assert!(said.contains(word), "{arguments:?} {lang} does not say “{word}”: {said}");
        }
        for raw in RAW {
            assert!(!said.contains(raw), "{arguments:?} {lang} says “{raw}”: {said}");
        }
    }
    assert!(content(w.path()) == before, "{arguments:?} changed a file");
}

fn content(root: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut all = tree(root);
    all.retain(|path, _| !path.starts_with(".yizhan/") && !path.starts_with(".git/"));
    all
}

/// A container of Office 97 with a part of some name.
fn old(part: &str) -> Vec<u8> {
    let wide = part.encode_utf16().flat_map(u16::to_le_bytes);
    [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].into_iter().chain(wide).chain([0; 600]).collect()
}

fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const WORD: &str =
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p/></w:body></w:document>";

#[test]
fn a_wrong_file_is_called_what_it_is_and_what_to_do_with_it() {
    let w = Workspace::new();
    let docx = zip(&[("[Content_Types].xml", "<x/>"), ("word/document.xml", WORD)]);
    w.write("in/picture.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    w.write("in/empty.xlsx", b"").write("in/report.xlsx", b"%PDF-1.7").write("in/letter.docx", docx);
    w.write("in/letter.doc", old("WordDocument")).write("in/letter.wps", old("WordDocument"));
    w.write("in/table.et", old("Tables")).write("in/letter.xls", old("WordDocument"));
    w.write("in/slides.ppt", old("PowerPoint Document"));
    w.write("in/other.zip", zip(&[("a.txt", "x")])).write("in/other.xlsx", zip(&[("a.txt", "x")]));
    w.write("in/result.zip", zip(&[("record.json", "{}"), ("manifest.json", "{}")]));
    for (file, zh, en) in [
        ("in", ["in 是文件夹", "写里面的 .xlsx"], ["in is a folder", "one file at a time"]),
        ("in/none.xlsx", ["没有文件 none.xlsx", "检查文件名"], ["there is no file none.xlsx", "check its name"]),
        (
            "in/picture.xlsx",
            ["picture.xlsx：这是一张图片", "录成 Excel 表"],
            ["picture.xlsx: this is a picture", "type it into a workbook"],
        ),
        ("in/empty.xlsx", ["empty.xlsx：文件是空的", "再发一次"], ["empty.xlsx: the file is empty", "sent again"]),
        (
            "in/report.xlsx",
            ["report.xlsx：这是 PDF", "原来的 Word 或 Excel"],
            ["report.xlsx: this is a PDF", "the Word or Excel file"],
        ),
        (
            "in/letter.doc",
            ["letter.doc：这是老格式", "另存为 .docx"],
            ["letter.doc: this is a document of the old kind", "save it as .docx"],
        ),
        (
            "in/letter.wps",
            ["letter.wps：这是老格式", "另存为 .docx"],
            ["letter.wps: this is a document of the old kind", "save it as .docx"],
        ),
        (
            "in/letter.xls",
            ["letter.xls：这是老格式", "另存为 .docx"],
            ["letter.xls: this is a document of the old kind", "save it as .docx"],
        ),
        ("in/table.et", ["table.et：这是 WPS 表格文件", "另存为 .xlsx"], ["table.et: this is a WPS table", "save it as .xlsx"]),
        ("in/slides.ppt", ["slides.ppt：这是演示文稿", "复制到 Excel"], ["slides.ppt: these are slides", "into a workbook"]),
        ("in/other.zip", ["other.zip：这是压缩包", "先解开"], ["other.zip: this is a zip", "unpack it first"]),
        ("in/other.xlsx", ["other.xlsx：这是压缩包", "先解开"], ["other.xlsx: this is a zip", "unpack it first"]),
        (
            "in/result.zip",
            ["result.zip：这是检查表单导出的结果", "yizhan inspect import"],
            ["result.zip: this is what a form exported", "`yizhan inspect import`"],
        ),
    ] {
        refused(&w, &["import", "catalog", file, "--write"], 2, &zh, &en);
    }
    for (file, status, zh, en) in [
        ("in/none.xlsx", 2, ["没有文件 in/none.xlsx", "核对路径"], ["there is no file in/none.xlsx", "check its path"]),
        (
            "in/picture.xlsx",
            1,
            ["picture.xlsx：这是一张图片，不是检查结果", "填好的 .xlsx"],
            ["picture.xlsx: this is a picture and not the result", "a filled .xlsx"],
        ),
        ("in/empty.xlsx", 1, ["empty.xlsx：文件是空的", "填好的 .xlsx"], ["empty.xlsx: the file is empty", "a filled .xlsx"]),
        (
            "in/report.xlsx",
            1,
            ["report.xlsx：这是 PDF，不是检查结果", "填好的 .xlsx"],
            ["report.xlsx: this is a PDF and not the result", "a filled .xlsx"],
        ),
        (
            "in/letter.docx",
            1,
            ["letter.docx：这是文字文件，不是检查结果", "填回原来的 .xlsx"],
            ["letter.docx: this is a text document", "back into that .xlsx"],
        ),
        (
            "in/letter.wps",
            1,
            ["letter.wps：这是文字文件，不是检查结果", "填回原来的 .xlsx"],
            ["letter.wps: this is a text document", "back into that .xlsx"],
        ),
        (
            "in/table.et",
            1,
            ["table.et：评分表只收 .xlsx，这是.et", "另存为 .xlsx"],
            ["taken as .xlsx only; this is .et", "save it as .xlsx"],
        ),
        (
            "in/other.zip",
            1,
            ["other.zip：这个压缩包不是检查表单导出的", "表单导出的 .zip"],
            ["other.zip: this zip was not exported", "that a form exported"],
        ),
    ] {
        refused(&w, &["inspect", "import", file, "--dry-run"], status, &zh, &en);
    }
}

#[test]
fn a_wrong_key_is_called_what_is_wrong_with_it_and_never_shown() {
    let w = Workspace::new();
    let keys = tempfile::tempdir().unwrap();
    let place = |name: &str| keys.path().join(name).to_string_lossy().into_owned();
    let secret = "AGE-SECRET-KEY-1QQPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQG";
    fs::create_dir(place("folder")).unwrap();
    fs::write(place("mistyped"), format!("# key\n{secret}\n")).unwrap();
    fs::write(place("public"), "age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq\n").unwrap();
    fs::write(place("picture"), [0xFF, 0xD8, 0xFF]).unwrap();
    fs::write(place("text"), "x\n").unwrap();
    for (file, zh, en) in [
        ("folder", "是文件夹，不是钥匙文件", "is a folder and not a key file"),
        ("none", "没有钥匙文件", "there is no key file"),
        ("mistyped", "不完整，或者抄错了", "is incomplete or mistyped"),
        ("public", "里是公钥，公钥打不开", "holds a public key"),
        ("picture", "不是钥匙文件", "is not a key file"),
        ("text", "里没有钥匙", "holds no key"),
    ] {
        let file = place(file);
        refused(&w, &["inspect", "unlock", "--identity", &file], 2, &[zh, &file], &[en, &file]);
        refused(&w, &["inspect", "lock", "--identity", &file], 2, &[zh, &file], &[en, &file]);
    }
    refused(&w, &["inspect", "lock", "--recipient", "age1abc"], 2, &["公钥“age1abc”不完整"], &["“age1abc” is incomplete"]);
    let shown = w.run(&["inspect", "lock", "--recipient", secret, "--lang", "zh"]).expect(2);
    assert!(shown.err.contains("是钥匙，不是公钥") && !shown.err.contains("QQPQYQ"), "{}", shown.err);
    let far = place("no/key.txt");
    refused(
        &w,
        &["inspect", "lock", "--new-key", &far],
        2,
        &["的文件夹用不了：没有这个文件或文件夹"],
        &["there is no such file or folder"],
    );
    // Nothing is open: no key either, and that is said.
    for (lang, words) in [("zh", "钥匙也没有做"), ("en", "no key was made")] {
        let run = w.run(&["inspect", "lock", "--new-key", &place("new"), "--lang", lang]).expect(0);
        assert!(run.err.contains(words), "{}", run.err);
        assert!(!Path::new(&place("new")).exists());
    }
    // A key that is not the one.
    let (locked, _outside) = with_record();
    yizhan(locked.path(), &["inspect", "lock", "--new-key", &place("one")]).expect(0);
    let (other, _outside) = with_record();
    yizhan(other.path(), &["inspect", "lock", "--new-key", &place("two")]).expect(0);
    let wrong = ["inspect", "unlock", "--identity", &place("two")];
    refused(&locked, &wrong, 1, &["不是用这把钥匙锁的"], &["it was not encrypted for this key"]);
}

#[test]
fn a_disk_that_does_not_allow_it_is_said_with_the_place_and_what_to_do() {
    let w = Workspace::new();
    w.write("taken", "x").write("in.csv", "编码,名称\n");
    fs::create_dir(w.path().join("folder")).unwrap();
    fs::create_dir(w.path().join("folder.xlsx")).unwrap();
    let long = format!("{}.xlsx", "长".repeat(100));
    refused(
        &w,
        &["build", "-o", "taken/out"],
        2,
        &["写不进 taken/out：taken 是文件，不是文件夹", "换一个输出文件夹"],
        &["taken is a file and not a folder"],
    );
    refused(
        &w,
        &["new", "taken/new"],
        2,
        &["taken 是文件，不是文件夹", "换一个能写的地方"],
        &["taken is a file and not a folder"],
    );
    refused(&w, &["new", "taken"], 2, &["taken 是文件，不是文件夹"], &["taken is a file and not a folder"]);
    refused(&w, &["export", "catalog", "-o", &long], 2, &["名字太长", &long], &["the name is too long", &long]);
    refused(
        &w,
        &["export", "catalog", "-o", "folder.xlsx"],
        2,
        &["folder.xlsx 不是普通文件"],
        &["folder.xlsx is not a regular file"],
    );
    refused(
        &w,
        &["import", "catalog", "in.csv", "--answers", "folder"],
        2,
        &["folder 读不出来：它是文件夹"],
        &["it is a folder"],
    );
    refused(
        &w,
        &["import", "catalog", "in.csv", "--answers", "none"],
        2,
        &["none 读不出来：没有这个文件"],
        &["there is no such file"],
    );
    refused(
        &w,
        &["serve", "--intake", "--inspector", "甲", "--tls", "none", "none"],
        2,
        &["none 读不出来：没有这个文件"],
        &["there is no such file"],
    );
    let arguments = ["serve", "--intake", "--inspector", "甲", "--listen"];
    refused(
        &w,
        &[&arguments[..], &["here"]].concat(),
        2,
        &["--listen", "192.168.1.5:8080", "yizhan serve --help"],
        &["ADDRESS:PORT"],
    );
    refused(&w, &[&arguments[..], &["192.0.2.1:80"]].concat(), 2, &["这台电脑没有这个地址"], &["does not have this address"]);
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = held.local_addr().unwrap().to_string();
    refused(&w, &[&arguments[..], &[&address]].concat(), 2, &["这个端口已经被别的程序占用"], &["another program uses this port"]);
    if cfg!(target_os = "linux") {
        // Nobody makes a file there, not even the system's own account.
        for arguments in [
            &["build", "-o", "/sys/out"][..],
            &["new", "/sys/new"],
            &["man", "-o", "/sys/man"],
            &["export", "catalog", "-o", "/sys/a.xlsx"],
        ] {
            refused(&w, arguments, 2, &["写不进 /sys/", "没有权限"], &["there is no permission"]);
        }
    }
    // The disk fills up at any step.
    for (lang, words) in [("zh", "磁盘满了"), ("en", "the disk is full")] {
        let run = faulty(&w, "full@1", &["schema", "--write", "--lang", lang]);
        assert!(run.status == 2 && run.err.contains(words) && !run.err.contains("os error"), "{}: {}", run.status, run.err);
        assert!(!w.path().join(".vscode").exists());
    }
    if cfg!(target_os = "linux") {
        for (lang, words) in [("zh", "结果没有写完：磁盘满了"), ("en", "completely: the disk is full")] {
            let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
            let mut command = Command::new(env!("CARGO_BIN_EXE_yizhan"));
            let done = command.args(["schema", "point", "--lang", lang]).stdout(full).output().unwrap();
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            assert!(done.status.code() == Some(2) && said.contains(words), "{said}");
        }
    }
}

/// Who the system's own account is, to whom nothing is forbidden.
#[cfg(unix)]
fn all_is_allowed(w: &Workspace) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let place = w.path().join("closed");
    fs::write(&place, "x").unwrap();
    fs::set_permissions(&place, fs::Permissions::from_mode(0o000)).unwrap();
    let allowed = fs::read(&place).is_ok();
    fs::remove_file(&place).unwrap();
    allowed
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_or_written_is_said_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let w = Workspace::new();
    if all_is_allowed(&w) {
        return;
    }
    let mode = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    // Beside the workspace, whose files are compared.
    let brought = tempfile::tempdir().unwrap();
    let table = brought.path().join("in.csv");
    fs::write(&table, "编码,名称\n").unwrap();
    mode(&table, 0o000);
    let named = table.to_string_lossy().into_owned();
    refused(&w, &["import", "catalog", &named], 2, &["in.csv 读不出来：没有权限"], &["there is no permission"]);
    // A build that finds nothing to do would not notice it.
    w.run(&["build", "--only", "site,data"]).expect(0);
    mode(w.path(), 0o500);
    refused(&w, &["schema", "--write"], 2, &["写不进", "没有权限"], &["there is no permission"]);
    refused(&w, &["serve", "--port", "0"], 2, &["写不进", "没有权限"], &["there is no permission"]);
    refused(&w, &["serve", "--intake", "--inspector", "甲"], 2, &["写不进", "没有权限"], &["there is no permission"]);
    mode(w.path(), 0o700);
}

fn faulty(w: &Workspace, fault: &str, arguments: &[&str]) -> Run {
    let done = Command::new(env!("CARGO_BIN_EXE_yizhan"))
        .current_dir(w.path())
        .env("YIZHAN_DISK_FAULT", fault)
        .args(arguments)
        .output()
        .unwrap();
    Run {
        status: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

#[test]
fn servers_do_not_start_where_nothing_could_be_served_or_taken_in() {
    let w = Workspace::new();
    w.write("taken", "x");
    let out = ["serve", "--port", "0", "-o", "taken/out"];
    refused(&w, &out, 2, &["写不进 taken/out", "taken 是文件"], &["taken is a file"]);
    // Another folder of somebody's is not taken for the output either.
    w.write("mine/letter.txt", "x");
    refused(&w, &["serve", "--port", "0", "-o", "mine"], 2, &["mine"], &["mine"]);
    let intake = ["serve", "--intake", "--inspector", "甲"];
    w.write("intake", "x");
    refused(&w, &intake, 2, &["写不进 intake/", "不是文件夹", "再启动"], &["is a file and not a folder", "start it again"]);
    fs::remove_file(w.path().join("intake")).unwrap();
    // Locked records: neither a site without its ratings, nor results beside those that nobody can read.
    w.write("content/one/inspections/a.yaml.age", "age-encryption.org/v1\n");
    for arguments in [&["serve", "--port", "0"][..], &intake] {
        refused(
            &w,
            arguments,
            1,
            &["Y118", "检查记录锁着", "yizhan inspect unlock --identity"],
            &["records of inspections are locked"],
        );
    }
    let empty = tempfile::tempdir().unwrap();
    for arguments in [&["serve", "--port", "0"][..], &intake] {
        let run = yizhan(empty.path(), arguments);
        assert!(
            run.status == 2 && run.err.contains("yizhan.yaml") && run.out.is_empty(),
            "{arguments:?}: {}{}",
            run.out,
            run.err
        );
    }
}

#[test]
fn a_version_or_file_that_there_is_not_is_told_in_plain_words_with_what_to_write() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, words) in [("zh", "同时建了 git 仓库"), ("en", "a git repository was made")] {
        let run = yizhan(folder.path(), &["new", lang, "--lang", lang]).expect(0);
        assert!(run.err.contains(words), "{}", run.err);
        // Inside of somebody's own repository none is made, and none is told of.
        let inner = yizhan(&folder.path().join(lang), &["new", "inner", "--lang", lang]).expect(0);
        assert!(!inner.err.contains("git"), "{}", inner.err);
    }
    let root = folder.path().join("zh");
    for revision in ["nonesuch", "HEAD~9", "HEAD~", "0123456", "a..b", "x^{tree"] {
        let run = yizhan(&root, &["diff", revision, "--lang", "zh"]).expect(2);
        let line = run.err.lines().next().unwrap();
        assert_eq!(line, format!("错误[P605]: “{revision}”不能比较：没有这个文件夹，git 里也没有这个版本"));
        assert!(run.err.contains("HEAD~1；有哪些版本见 yizhan history"), "{}", run.err);
        let run = yizhan(&root, &["undo", revision, "--lang", "zh"]);
        assert!(run.status != 0 && !run.err.contains("input=") && !run.err.contains("failed"), "{}", run.err);
    }
    let near = |typed: &str, proposed: &str| {
        let run = yizhan(&root, &["history", "--file", typed, "--lang", "zh"]).expect(2);
        assert!(run.err.contains(&format!("没有文件“{typed}”")) && run.err.contains(proposed), "{}", run.err);
        let run = yizhan(&root, &["history", "--file", typed, "--lang", "en"]).expect(2);
        assert!(run.err.contains(&format!("there is no file “{typed}”")), "{}", run.err);
    };
    near("bureau.yaml", "是不是 content/my-bureau/bureau.yaml？");
    near("content/my-bureau/bureu.yaml", "是不是 content/my-bureau/bureau.yaml？");
    near("catalogue.yaml", "是不是 content/my-bureau/catalog.yaml？");
    near("qqqqqq", "如 content/局/bureau.yaml");
    // What is there and was never changed is another answer than what is not there.
    fs::write(root.join("later.txt"), "x").unwrap();
    let run = yizhan(&root, &["history", "--file", "later.txt", "--lang", "zh"]).expect(0);
    assert!(run.err.contains("还没有一次操作改过它"), "{}", run.err);
    // A folder, and a file that is gone and that the history knows, are found as before.
    assert!(yizhan(&root, &["history", "--file", "content"]).expect(0).out.contains("git"));
    fs::remove_file(root.join("calendar.yaml")).unwrap();
    assert!(yizhan(&root, &["history", "--file", "calendar.yaml"]).expect(0).out.contains("git"));
}

#[test]
fn locked_records_are_opened_and_not_corrected_before_a_comparison() {
    let w = Workspace::new();
    w.run(&["build", "--only", "site"]).expect(0);
    w.write("content/one/inspections/a.yaml.age", "age-encryption.org/v1\n");
    refused(
        &w,
        &["diff", "output"],
        2,
        &["检查记录锁着", "yizhan inspect unlock --identity"],
        &["are locked", "`yizhan inspect unlock --identity KEY`"],
    );
}

#[cfg(unix)]
#[test]
fn whoever_has_no_name_in_the_environment_has_that_of_the_account() {
    let w = Workspace::new();
    let own = String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yizhan"));
        for name in ["YIZHAN_USER", "USER", "USERNAME", "LOGNAME"] {
            command.env_remove(name);
        }
        String::from_utf8(command.current_dir(w.path()).args(arguments).output().unwrap().stdout).unwrap()
    };
    run(&["schema", "--write"]);
    let history = run(&["history"]);
    assert!(history.contains(&format!("  {}  ", own.trim())), "{history}");
}

#[test]
fn a_command_that_is_written_wrongly_is_sent_to_its_own_help() {
    let w = Workspace::new();
    for (arguments, name) in [
        (&["inspect", "import"][..], "inspect import"),
        (&["-C", ".", "inspect", "import"], "inspect import"),
        (&["inspect", "-C", "import", "sheet"], "inspect sheet"),
        (&["inspect", "nonesuch"], "inspect"),
        (&["build", "--nonesuch"], "build"),
        (&["build", "--jobs", "0"], "build"),
        (&["inspect", "kit"], "inspect form"),
        (&["rename", "point"], "rename point"),
        (&["import", "catalogue", "x"], "import"),
    ] {
        let run = w.run(&[&["--lang", "zh"], arguments].concat()).expect(2);
        assert!(run.err.ends_with(&format!("用法见 yizhan {name} --help\n")), "{arguments:?}: {}", run.err);
        let run = w.run(&[&["--lang=en"], arguments].concat()).expect(2);
        assert!(run.err.ends_with(&format!("see yizhan {name} --help\n")), "{arguments:?}: {}", run.err);
        // And that help is there.
        let words: Vec<&str> = name.split(' ').chain(["--help"]).collect();
        w.run(&words).expect(0);
    }
    let run = w.run(&["--lang", "zh", "nonesuch"]).expect(2);
    assert!(run.err.ends_with("用法见 yizhan --help\n"), "{}", run.err);
    let run = w.run(&["--lang", "zh", "build", "--jobs", "0"]).expect(2);
    assert!(run.err.contains("写 1 到 256 的整数"), "{}", run.err);
}
