//! What a clerk reads: previews, questions, names, lists. Words that tell what happens next, in both languages, and nothing that ends in an empty list.

use std::fs;

use super::inspections::{RECORD, SITE, STANDARD};
use super::support::{POINT, Run, Workspace};

const EAST: &str = "content/one/points/east.yaml";
/// A change, a cell that is not read, a column that nobody knows, a point whose channel nobody knows.
const TABLE: &str = "名称,渠道,电话,服务时间,负责人\n东镇医保服务站,镇站,0477-0000009,看情况,张三\n北村医保服务点,村级,,,\n";

/// The answers that a run offers: `ID=WORD`.
fn offered(run: &Run, word: &str) -> Vec<String> {
    let text = format!("{}{}", run.out, run.err);
    let words = text.split("--answer ").skip(1).filter_map(|rest| rest.split_whitespace().next());
    words.filter(|answer| answer.ends_with(&format!("={word}"))).map(str::to_owned).collect()
}

fn with_record() -> Workspace {
    let w = Workspace::new();
    w.write("checklists/test.yaml", STANDARD).write(SITE, RECORD);
    w
}

#[test]
fn a_preview_says_what_becomes_of_the_doubts() {
    let w = Workspace::new();
    w.write("a.csv", TABLE);
    let zh = w.run(&["import", "points", "a.csv", "--lang", "zh"]).expect(0);
    assert!(
        zh.out.contains("改动 2 处：")
            && zh.out.contains("存疑 1 处，请看一眼：")
            && zh.out.contains("“村级”是清单里的哪个渠道？"),
        "{}",
        zh.out
    );
    assert!(zh.out.contains("没有读的 0 行；还没有渠道的 1 个"), "{}", zh.out);
    assert!(zh.err.contains("存疑的 2 处先看一眼") && zh.err.contains("没有读的格子不会写进文件"), "{}", zh.err);
    assert!(!zh.err.contains("没有问题就加 --write"), "{}", zh.err);
    let en = w.run(&["import", "points", "a.csv"]).expect(0);
    assert!(en.err.contains("doubts first (2)") && en.err.contains("not taken over"), "{}", en.err);
    let done = w.run(&["import", "points", "a.csv", "--write", "--lang", "zh"]).expect(0);
    assert!(done.err.contains("存疑的 2 处照上面说的处理"), "{}", done.err);
    let text = fs::read_to_string(w.path().join(EAST)).unwrap();
    assert!(text.contains("0477-0000009") && text.contains("Mo-Fr 08:30-11:30,14:30-17:30"), "{text}");
    // Without a doubt it is as short as it was.
    w.write("b.csv", "名称,电话\n东镇医保服务站,0477-0000008\n");
    let zh = w.run(&["import", "points", "b.csv", "--lang", "zh"]).expect(0);
    assert!(zh.err.contains("没有问题就加 --write") && !zh.out.contains("存疑"), "{}{}", zh.out, zh.err);
}

#[test]
fn quiet_leaves_what_is_in_doubt_and_the_outcome() {
    let w = Workspace::new();
    w.write("a.csv", TABLE);
    let run = w.run(&["import", "points", "a.csv", "-q", "--lang", "zh"]).expect(0);
    assert!(run.out.starts_with("存疑 1 处") && !run.out.contains("读懂了") && !run.out.contains("改动"), "{}", run.out);
    assert!(run.err.contains("还没有写入"), "{}", run.err);
    let run = w.run(&["import", "points", "a.csv", "-q", "--write", "--lang", "zh"]).expect(0);
    assert!(run.err.contains(&format!("改好了：{EAST}")) && !run.out.contains("读懂了"), "{}{}", run.out, run.err);
    let run = w.run(&["rename", "point", "east", "dong", "-q", "--lang", "zh"]).expect(0);
    assert!(run.out.is_empty() && run.err.contains("还没有改"), "{}{}", run.out, run.err);
    let run = w.run(&["undo", "-q", "--write", "--lang", "zh"]).expect(0);
    assert!(run.out.is_empty() && run.err.contains("撤销好了。要恢复：yizhan undo 2 --write"), "{}{}", run.out, run.err);
}

#[test]
fn changes_name_fields_in_the_language_that_is_asked_for() {
    let w = Workspace::new();
    w.write("checklists/test.yaml", STANDARD);
    w.write("points.csv", "名称,电话,服务时间\n东镇医保服务站,0477-0000009,Mo-Fr 09:00-11:30; PH off\n");
    w.write("catalog.csv", "序号,事项名称,事项类型,大厅,镇站\n1,参保登记,扩展服务,受理,办结\n");
    w.write("standard.csv", "项目,评分项,评分标准,分值\n场所（40分）,标识,有标识。,6\n");
    w.write(
        "content/one/plan.yaml",
        "title: 工作计划\ngroups:\n  - title: 甲\n    tasks: [{number: \"1\", text: 设点, deadline: 长期}]\n",
    );
    w.write("plan.csv", "分组,任务序号,推进措施,完成时限\n甲,1,设点,12月底\n");
    for (kind, file, zh, en) in [
        ("points", "points.csv", &["电话", "服务时间"][..], &["phone", "hours"][..]),
        ("catalog", "catalog.csv", &["事项类型", "办理深度（大厅）"], &["category", "depth.hall"]),
        ("standard", "standard.csv", &["分值"], &["marks"]),
        ("plan", "plan.csv", &["完成时限"], &["deadline"]),
    ] {
        let arguments = |lang| ["import", kind, file, if kind == "standard" { "--id=test" } else { "-v" }, "--lang", lang];
        for (lang, words, others) in [("zh", zh, en), ("en", en, zh)] {
            let run = w.run(&arguments(lang)).expect(0);
            let head = if lang == "zh" { "改动 " } else { "changes: " };
            let list = run.out.split(head).nth(1).unwrap_or_else(|| panic!("{}", run.out));
            let list: Vec<&str> = list.lines().skip(1).take_while(|line| line.contains('→')).collect();
            for word in words {
                assert!(list.iter().any(|line| line.split_whitespace().any(|cell| cell == *word)), "{word}: {list:?}");
            }
            for word in others {
                assert!(list.iter().all(|line| line.split_whitespace().all(|cell| cell != *word)), "{word}: {list:?}");
            }
        }
    }
}

#[test]
fn an_undo_asks_what_was_changed_by_whom_and_what_each_answer_does() {
    let w = Workspace::new();
    let phone = |number: &str| {
        w.write("a.csv", format!("名称,电话\n东镇医保服务站,{number}\n")).run(&["import", "points", "a.csv", "--write"])
    };
    phone("0477-0000008").expect(0);
    phone("0477-0000009").expect(0);
    let zh = w.run(&["undo", "1", "--lang", "zh"]).expect(0);
    for words in ["第 1 项操作把“电话”由“0477-0000001”改成“0477-0000008”", "后来第 2 项（", "导入服务点", "又改成“0477-0000009”"]
    {
        assert!(zh.out.contains(words), "{words} is not in\n{}", zh.out);
    }
    assert!(zh.out.contains("恢复成“0477-0000001”") && zh.out.contains("留下现在的“0477-0000009”"), "{}", zh.out);
    assert!(!zh.out.contains("别人") && zh.err.contains("有 1 个问题要回答"), "{}{}", zh.out, zh.err);
    let en = w.run(&["undo", "1"]).expect(0);
    assert!(en.out.contains("operation 1 changed `phone` from “0477-0000001” to “0477-0000008”"), "{}", en.out);
    assert!(en.out.contains("back to “0477-0000001”") && en.out.contains("keep “0477-0000009”"), "{}", en.out);
    // Asked once: in the list, or where it stops the writing.
    let stopped = w.run(&["undo", "1", "--write", "--lang", "zh"]).expect(1);
    let all = format!("{}{}", stopped.out, stopped.err);
    assert_eq!(all.matches("第 1 项操作把").count(), 1, "{all}");
    // By hand: nobody is named.
    w.edit(EAST, "0477-0000009", "0477-0000007");
    let zh = w.run(&["undo", "1", "--lang", "zh"]).expect(0);
    assert!(zh.out.contains("后来有人（没有用本程序）又改成“0477-0000007”"), "{}", zh.out);
    // A mistyped id and a mistyped word are refused with what there is.
    let answer = offered(&zh, "back").remove(0);
    let id = answer.split('=').next().unwrap();
    let before = fs::read(w.path().join(EAST)).unwrap();
    for wrong in ["00000000=back".to_owned(), format!("{id}=bakc")] {
        for write in [&["--write"][..], &[]] {
            let run = w.run(&[&["undo", "1", "--answer", &wrong, "--lang", "zh"], write].concat()).expect(2);
            assert!(run.err.contains(&wrong) && run.err.contains(&format!("{id}=back | {id}=keep")), "{}", run.err);
        }
    }
    assert_eq!(fs::read(w.path().join(EAST)).unwrap(), before);
    w.run(&["undo", "1", "--write", "--answer", &answer]).expect(0);
}

#[test]
fn an_answer_to_nothing_is_refused_by_every_command() {
    let w = with_record();
    w.write("a.csv", "名称,电话\n东镇医保服务站,0477-0000009\n").write("answers.txt", "abcd=mine\n");
    w.run(&["import", "points", "a.csv", "--write"]).expect(0);
    w.write("a.csv", "名称,电话\n东镇医保服务站,0477-0000008\n");
    let before = super::history::content(&w);
    for command in [
        &["import", "points", "a.csv"][..],
        &["import", "points", "a.csv", "--write"],
        &["rename", "point", "east", "dong"],
        &["rename", "point", "east", "dong", "--write"],
        &["undo"],
        &["undo", "--write"],
        &["inspect", "lock", "--new-key", "../key-of-nobody.txt"],
    ] {
        for given in [&["--answer", "abcd=mine"][..], &["--answers", "answers.txt"]] {
            let run = w.run(&[command, given, &["--lang", "zh"]].concat()).expect(2);
            assert!(run.err.contains("没有问题可以这样回答：abcd=mine"), "{command:?}: {}", run.err);
            assert!(run.err.contains("现在没有要回答的问题"), "{command:?}: {}", run.err);
        }
        let run = w.run(&[command, &["--answer", "abcd=mine"]].concat()).expect(2);
        assert!(run.err.contains("nothing is asked now"), "{command:?}: {}", run.err);
    }
    assert_eq!(super::history::content(&w), before);
    assert!(!w.path().join("../key-of-nobody.txt").exists());
}

#[test]
fn names_that_are_equally_near_are_all_listed_with_their_town() {
    let w = Workspace::new();
    let village = |id: &str, name: &str, town: &str| format!("id: {id}\nname: {name}\nchannel: town\naddress: {town}\n");
    w.write("content/one/points/a.yaml", village("shang", "上河村医保服务点", "甲镇1号"));
    w.write("content/one/points/b.yaml", village("xia", "下河村医保服务点", "乙镇1号"));
    let sheet = |word: &str, lang: &str| w.run(&["inspect", "sheet", "test", word, "-o", "x.xlsx", "--lang", lang]).expect(2).err;
    w.write("checklists/test.yaml", STANDARD);
    let zh = sheet("中河村医保服务点", "zh");
    for words in [
        "是不是想写其中一个：",
        "shang（上河村医保服务点，测试医疗保障局，甲镇1号）",
        "xia（下河村医保服务点，测试医疗保障局，乙镇1号）",
    ] {
        assert!(zh.contains(words), "{words} is not in\n{zh}");
    }
    assert!(sheet("中河村医保服务点", "en").contains("did you mean one of these: shang"));
    // One character is a part of a name like any other.
    assert!(sheet("河", "zh").contains("“河”对得上 2 个服务点"));
    w.run(&["inspect", "sheet", "test", "下", "-o", "{id}.xlsx"]).expect(0);
    assert!(w.path().join("xia.xlsx").is_file());
    // A letter is not.
    assert!(sheet("x", "zh").contains("没有服务点“x”"));
}

#[test]
fn a_folder_gives_its_record_or_says_which_there_are() {
    let w = with_record();
    for folder in ["content/one/inspections", "content", "./content/one", "."] {
        let run = w.run(&["inspect", "score", folder, "--lang", "zh"]).expect(0);
        assert!(run.out.contains("东镇医保服务站"), "{folder}: {}", run.out);
    }
    w.run(&["inspect", "report", "content", "-o", "r.docx"]).expect(0);
    w.write("content/one/points/west.yaml", POINT.replace("id: east", "id: west").replace("东镇", "西镇"));
    w.write("content/one/inspections/west.yaml", RECORD.replace("point: east", "point: west"));
    let run = w.run(&["inspect", "score", "content", "--lang", "zh"]).expect(2);
    for words in ["content 里有 2 份检查记录", SITE, "content/one/inspections/west.yaml（西镇医保服务站，现场核查）"]
    {
        assert!(run.err.contains(words), "{words} is not in\n{}", run.err);
    }
    let run = w.run(&["inspect", "score", "content", "--point", "西"]).expect(0);
    assert!(run.out.contains("西镇医保服务站") && !run.out.contains("东镇"), "{}", run.out);
    let run = w.run(&["inspect", "score", "content/one/points", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("没有检查记录"), "{}", run.err);
}

#[test]
fn a_round_has_its_chinese_names() {
    let w = Workspace::new();
    w.write("checklists/test.yaml", STANDARD);
    for (word, round) in [
        ("自评", "自评"),
        ("镇审核", "镇审核"),
        ("镇（街道）审核", "镇审核"),
        ("核查", "现场核查"),
        ("现场评估", "现场核查"),
        ("site", "现场核查"),
    ] {
        let folder = format!("forms-{word}");
        let run = w.run(&["inspect", "form", "--standard", "test", "--round", word, "-o", &folder]).expect(0);
        assert!(run.out.contains(&format!("-{round}-东镇医保服务站.html")), "{word}: {}", run.out);
    }
    let run = w.run(&["inspect", "form", "--standard", "test", "--round", "二审", "-o", "x", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("自评、镇审核、现场核查、复查"), "{}", run.err);
    w.write(SITE, RECORD.replace("round: site", "round: 核查"));
    assert!(w.run(&["inspect", "score", SITE, "--lang", "zh"]).expect(0).out.contains("现场核查"));
}

#[test]
fn nothing_ends_in_an_empty_list() {
    let w = Workspace::new();
    let standard = |lang: &str| w.run(&["inspect", "new", "星级", "east", "--lang", lang]).expect(2).err;
    assert!(standard("zh").contains("还没有评分标准：用 yizhan import standard 文件.docx"), "{}", standard("zh"));
    assert!(standard("en").contains("`yizhan import standard FILE`"), "{}", standard("en"));
    fs::remove_file(w.path().join(EAST)).unwrap();
    w.write("checklists/test.yaml", STANDARD);
    let run = w.run(&["inspect", "new", "test", "east", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("yizhan import points"), "{}", run.err);
    fs::remove_dir_all(w.path().join("content/one")).unwrap();
    let run = w.run(&["build", "--bureau", "东", "--lang", "zh"]);
    assert!(run.status != 0 && run.err.contains("还没有局"), "{}", run.err);
    w.write("a.csv", "名称,电话\n东镇医保服务站,0477-0000008\n");
    let run = w.run(&["import", "points", "a.csv", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("工作区里没有局"), "{}", run.err);
    for text in [run.err, standard("zh")] {
        assert!(text.lines().all(|line| !line.trim_end().ends_with(['：', ':'])), "{text}");
    }
}

#[test]
fn warnings_of_the_standard_do_not_bury_a_result() {
    let w = with_record();
    w.edit("checklists/test.yaml", ", quote: 有标识。", "").edit("checklists/test.yaml", ", floor: 0", "");
    w.edit(SITE, "inspectors: [张示例]", "inspectors: []");
    let check = w.run(&["check", "--lang", "zh"]).expect(0);
    assert!(check.out.contains("C407") && check.out.contains("C408"), "{}", check.out);
    // Where the list is empty is where somebody writes.
    assert!(check.out.contains(&format!("{SITE}:6:13")), "{}", check.out);
    for command in [&["inspect", "score", SITE][..], &["inspect", "report", SITE, "-o", "r.docx"]] {
        let run = w.run(&[command, &["--lang", "zh"]].concat()).expect(0);
        assert!(!run.err.contains("C407") && !run.err.contains("C408"), "{}", run.err);
        assert!(run.err.contains("另有 2 个提醒，用 yizhan check 看") && run.err.contains("C404"), "{}", run.err);
    }
    let run = w.run(&["inspect", "score", SITE]).expect(0);
    assert!(run.err.contains("warnings about the standard and the point: 2; `yizhan check` lists them"), "{}", run.err);
    // An error of the standard stays whole, and stops it.
    w.edit("checklists/test.yaml", "total: 40", "total: 41");
    let run = w.run(&["inspect", "score", SITE]).expect(1);
    assert!(run.err.contains("C401"), "{}", run.err);
}

#[test]
fn a_redaction_names_what_was_saved_elsewhere() {
    let w = with_record();
    let elsewhere = tempfile::tempdir().unwrap();
    let path = |name: &str| elsewhere.path().join(name).to_string_lossy().into_owned();
    for name in ["report.docx", "report.pdf", "张示例.docx"] {
        w.run(&["inspect", "report", SITE, "-o", &path(name)]).expect(0);
    }
    w.run(&["export", "points", "-o", &path("points.xlsx")]).expect(0);
    fs::remove_file(path("张示例.docx")).unwrap();
    w.run(&["inspect", "report", SITE, "-o", &path("张示例.docx")]).expect(0);
    for write in [&[][..], &["--write"]] {
        let run = w.run(&[&["inspect", "redact", "张示例", "--lang", "zh"], write].concat()).expect(0);
        let of = |name: &str| run.err.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
        assert!(of("report.docx").contains("另存的，里面也有") && of("report.docx").contains("自己删掉"), "{}", run.err);
        assert!(of("report.pdf").contains("看不到里面有没有"), "{}", run.err);
        assert!(of("points.xlsx").is_empty(), "{}", run.err);
    }
    assert!(elsewhere.path().join("report.docx").is_file(), "what lies elsewhere is left alone");
    // What is kept of where things were saved does not keep the name.
    let kept = super::support::tree(&w.path().join(".yizhan"));
    assert!(kept.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("张示例")), "{:?}", kept.keys());
    // That the bytes are ours is known still.
    w.run(&["export", "points", "-o", &path("points.xlsx")]).expect(0);
}

#[test]
fn sheets_and_lists_say_each_thing_once() {
    let w = Workspace::new();
    w.write("checklists/test.yaml", STANDARD.replace("title: 测试标准", "title: 星级评定评分表"));
    w.run(&["inspect", "sheet", "test", "east", "-o", "a.pdf"]).expect(0);
    let text = super::support::pdf_text(&w.path().join("a.pdf"));
    assert!(text.contains("星级评定评分表") && !text.contains("评分表评分表"), "{text}");
    // A wording without 扣完为止 is shown without it, one with it has it.
    w.write(
        "b.csv",
        "项目,评分项,评分标准,分值\n服务,推诿,发现推诿的，每次扣1分。,10\n服务,投诉,有投诉的，每次扣1分，扣完为止。,10\n",
    );
    let run = w.run(&["import", "standard", "b.csv", "--id", "b", "--lang", "zh"]).expect(0);
    let line = |word: &str| run.out.lines().find(|l| l.contains(word) && l.contains("每次扣1分")).unwrap_or_default().to_owned();
    assert!(!line("推诿").is_empty() && !line("推诿").contains("扣完为止"), "{}", run.out);
    assert!(line("投诉").contains("扣完为止"), "{}", run.out);
    // Paths begin with the name of a folder.
    let run = w.run(&["inspect", "new", "test", "east", "--lang", "zh"]).expect(0);
    assert!(run.out.starts_with("content/one/inspections/") && !run.err.contains("./"), "{}{}", run.out, run.err);
    let run = w.run(&["check", "--links", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("output/site 里没有网页") && !run.err.contains("./"), "{}", run.err);
    // Many places of a kind are one line.
    w.write("content/one/notices/n.md", "---\ntitle: 停电\ndate: 2026-05-01\npoints: [east, east, east]\n---\n\n正文。");
    let run = w.run(&["rename", "point", "east", "dong", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("公告 3 处　content/one/notices/n.md\n"), "{}", run.out);
    // A finding without a place has no frame of an excerpt, and its help looks as any other.
    for (lang, help) in [("zh", "\n改法：是不是想写 east？\n"), ("en", "\nhelp: did you mean `east`?\n")] {
        let run = w.run(&["rename", "point", "esat", "dong", "--lang", lang]).expect(2);
        assert!(run.err.contains(help) && run.err.lines().all(|line| line.trim() != "|"), "{}", run.err);
    }
}

#[test]
fn help_lists_commands_in_the_order_of_the_work() {
    let w = Workspace::new();
    let order = |arguments: &[&str], names: &[&str]| {
        let text = w.run(arguments).expect(0).out;
        let at: Vec<usize> = names
            .iter()
            .map(|name| {
                text.lines()
                    .position(|line| line.trim_start().split(' ').next() == Some(*name))
                    .unwrap_or_else(|| panic!("{name}: {text}"))
            })
            .collect();
        assert!(at.is_sorted(), "{names:?}: {at:?}\n{text}");
    };
    order(&["--help"], &["new", "import", "check", "build", "print-order", "inspect", "history", "undo", "schema"]);
    order(&["inspect", "--help"], &["new", "sheet", "form", "import", "score", "report", "circular", "status", "redact", "lock"]);
    // What a command has of its own comes before what every command has.
    order(&["import", "--help"], &["--bureau", "--write", "-C", "-q,", "-h,"]);
}
