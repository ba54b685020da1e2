//! Bad input of inspections (issue 3, section 4), through the front door: each slip is found at its place, in both languages, with what to
//! write instead; nothing is guessed and nothing lost.

use serde_json::Value;

use super::support::{POINT, Run, Workspace};

/// One criterion of each kind that a record answers in its own way. Lines are counted in tests: `facts` is line 8 of the record.
pub const STANDARD: &str = "\
title: 测试标准
source: 测试文件
version: \"1\"
total: 40
not_applicable: full_marks
applies_to: {tiers: [town]}
facts:
  面积: {unit: 平方米}
  工作人员: {}
  参保率: {unit: '%'}
  办件: {unit: 件}
  全部办件: {unit: 件}
grades: [{name: 合格, at_least: 24}]
below_grades: 不合格
sections:
  - title: 场所
    marks: 40
    criteria:
      - {id: sign, title: 标识, marks: 5, quote: 有标识。, evidence: [photo], rule: manual}
      - {id: space, title: 场地, marks: 5, quote: 五十平方米以上。, evidence: [data], rule: {at_least: {fact: 面积, value: 50, below: zero}}}
      - {id: staff, title: 人员, marks: 5, quote: 两人以上。, evidence: [data], rule: {at_least: {fact: 工作人员, value: 2, below: zero}}}
      - {id: open, title: 开门, marks: 5, quote: 准时开门。, evidence: [photo], rule: yes_no}
      - {id: service, title: 服务, marks: 5, quote: 投诉每次扣1分。, evidence: [document], rule: {deduct: {faults: [{name: 投诉, each: 1}], floor: 0}}}
      - {id: desk, title: 设备, marks: 5, quote: 缺一件扣1分。, evidence: [photo], rule: {each_missing: {things: [电脑, 打印机], each: 1}}}
      - {id: share, title: 办件率, marks: 5, quote: 百分之五以上。, evidence: [data], rule: {ratio: {of: [办件], over: [办件, 全部办件], at_least: 5%, below: zero}}}
      - {id: enrolled, title: 参保率, marks: 5, quote: 百分之九十五以上。, evidence: [data], rule: {at_least: {fact: 参保率, value: 95%, below: zero}}}
";

/// A record without a slip; every criterion is met.
pub const RECORD: &str = "\
standard: test
version: \"1\"
point: east
round: site
date: 2026-10-08
inspectors: [张示例]
facts:
  面积: 60
  工作人员: 2
  参保率: 96
  办件: 10
  全部办件: 90
findings:
  sign: {marks: 5}
  open: {met: 是}
  service: {faults: {投诉: 0}}
  desk: {missing: []}
";

pub const SITE: &str = "content/one/inspections/site.yaml";
/// A record of another point, without a slip: whatever is wrong with the first, this one is scored.
pub const OTHER: &str = "content/one/inspections/west.yaml";

/// A workspace with the standard and a record for each of two points.
pub fn inspected() -> Workspace {
    let w = Workspace::new();
    w.write("checklists/test.yaml", STANDARD);
    w.write("content/one/points/west.yaml", POINT.replace("id: east", "id: west").replace("东镇", "西镇"));
    w.write(SITE, RECORD).write(OTHER, RECORD.replace("point: east", "point: west"));
    w
}

/// The result of a record, as its JSON.
pub fn score(w: &Workspace, file: &str) -> Value {
    let run = w.run(&["inspect", "score", file, "--format", "json"]).expect(0);
    serde_json::from_str(&run.out).unwrap()
}

/// The state and marks of a criterion.
pub fn of<'a>(outcome: &'a Value, id: &str) -> (&'a str, &'a str) {
    let list = outcome["criteria"].as_array().unwrap();
    let one = list.iter().find(|c| c["id"] == id).unwrap();
    (one["state"].as_str().unwrap(), one["awarded"].as_str().unwrap_or("?"))
}

/// What `check` says in a language, as `CODE file:line:column message ⇒ help`.
pub fn said(w: &Workspace, lang: &str) -> Vec<String> {
    let run: Run = w.run(&["check", "--format", "json", "--lang", lang]);
    let text = |f: &Value, key: &str| f[key].as_str().unwrap_or_default().to_owned();
    let one = |f: &Value| {
        let place = format!("{}:{}:{}", text(f, "file"), f["line"], f["column"]);
        format!("{} {place} {} ⇒ {}", text(f, "code"), text(f, "message"), text(f, "help"))
    };
    run.findings().iter().map(one).collect()
}

/// Asserts one finding in both languages, and that the other point is scored all the same.
pub fn finds(w: &Workspace, place: &str, zh: &str, en: &str) {
    for (lang, wanted) in [("zh", zh), ("en", en)] {
        let found = said(w, lang);
        assert_eq!(found, [format!("{place} {wanted}")], "{lang}");
    }
    assert_eq!(score(w, OTHER)["grade"], "合格");
}

/// The same for a slip that is an error: the record itself then has no result that could be taken for one.
pub fn refuses(w: &Workspace, place: &str, zh: &str, en: &str) {
    finds(w, place, zh, en);
    let run = w.run(&["inspect", "score", SITE]).expect(1);
    assert_eq!(run.out, "", "a result in spite of the error");
    assert!(run.err.contains(place.split(' ').next().unwrap()), "{}", run.err);
}

/// A record with one slip.
fn slip(from: &str, to: &str) -> Workspace {
    let w = inspected();
    w.edit(SITE, from, to);
    w
}

#[test]
fn a_record_without_a_slip_is_complete() {
    let w = inspected();
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
    let outcome = score(&w, SITE);
    assert_eq!((&outcome["total"], &outcome["grade"], &outcome["state"]), (&"40".into(), &"合格".into(), &"met".into()));
}

#[test]
fn missing_facts_are_listed_and_keep_the_grade_open() {
    for (without, id) in [
        ("  面积: 60\n", "space"),
        ("  工作人员: 2\n", "staff"),
        ("  全部办件: 90\n", "share"),
        ("  desk: {missing: []}\n", "desk"),
    ] {
        let w = slip(without, "");
        assert_eq!(said(&w, "zh"), Vec::<String>::new());
        let outcome = score(&w, SITE);
        // 35 marks are enough for the grade; what was not looked at still is no pass.
        assert_eq!((&outcome["grade"], &outcome["state"]), (&Value::Null, &"unknown".into()));
        assert_eq!(outcome["range"], serde_json::json!(["35", "40"]));
        assert_eq!(outcome["unknown"], serde_json::json!([id]));
        assert_eq!(of(&outcome, id), ("unknown", "?"));
        let text = w.run(&["inspect", "score", SITE]).expect(0).out;
        assert!(text.contains("待补数据"), "{text}");
    }
    // Blank is the same as absent.
    let w = slip("  面积: 60\n", "  面积:\n");
    assert_eq!(score(&w, SITE)["unknown"], serde_json::json!(["space"]));
    // Nothing over nothing is no share.
    let w = slip("  办件: 10\n  全部办件: 90\n", "  办件: 0\n  全部办件: 0\n");
    assert_eq!(score(&w, SITE)["unknown"], serde_json::json!(["share"]));
}

#[test]
fn marks_out_of_bounds() {
    refuses(
        &slip("sign: {marks: 5}", "sign: {marks: 5.2}"),
        "C404 content/one/inspections/site.yaml:14:17",
        "“标识”得5.2分，超过满分5分 ⇒ 最高写 5",
        "“标识” has 5.2 marks, more than 5 ⇒ 5 is the most",
    );
    refuses(
        &slip("sign: {marks: 5}", "sign: {marks: -1}"),
        "C404 content/one/inspections/site.yaml:14:17",
        "“标识”的得分是负数 ⇒ 最低写 0",
        "“标识” has negative marks ⇒ 0 is the least",
    );
    finds(
        &slip("sign: {marks: 5}", "sign: {marks: 4}"),
        "C404 content/one/inspections/site.yaml:14:17",
        "“标识”扣了分，没有写原因 ⇒ 加一行 reason",
        "“标识” lost marks without a reason ⇒ add `reason`",
    );
}

#[test]
fn numbers_that_are_none() {
    let marks = "content/one/inspections/site.yaml:14:17";
    for (written, code, zh, en) in [
        ("五", "M208", "“五”不是数 ⇒ 写成 5 或 0.5", "“五” is not a number ⇒ write 5 or 0.5"),
        ("5分", "M208", "“5分”不是数 ⇒ 只写数字，不写单位：5", "“5分” is not a number ⇒ write the number without unit: 5"),
        ("５", "M207", "“５”用了全角字符 ⇒ 改为半角：5", "“５” holds full-width characters ⇒ write 5"),
        (
            "５分",
            "M207",
            "“５分”用了全角字符 ⇒ 只写数字，不写单位：5",
            "“５分” holds full-width characters ⇒ write the number without unit: 5",
        ),
        ("４．５", "M207", "“４．５”用了全角字符 ⇒ 改为半角：4.5", "“４．５” holds full-width characters ⇒ write 4.5"),
    ] {
        refuses(&slip("sign: {marks: 5}", &format!("sign: {{marks: {written}}}")), &format!("{code} {marks}"), zh, en);
    }
    let count = "content/one/inspections/site.yaml:16:26";
    for (written, code, zh, en) in [
        ("-1", "M208", "“-1”不是次数 ⇒ 写 0 或以上的整数，如 2", "“-1” is not a count ⇒ write a whole number from 0, such as 2"),
        (
            "1.5",
            "M208",
            "“1.5”不是次数 ⇒ 写 0 或以上的整数，如 2",
            "“1.5” is not a count ⇒ write a whole number from 0, such as 2",
        ),
        ("２", "M207", "“２”用了全角字符 ⇒ 改为半角：2", "“２” holds full-width characters ⇒ write 2"),
        ("2次", "M208", "“2次”不是次数 ⇒ 只写数字，不写单位：2", "“2次” is not a count ⇒ write the number without unit: 2"),
        (
            "几次",
            "M208",
            "“几次”不是次数 ⇒ 写 0 或以上的整数，如 2",
            "“几次” is not a count ⇒ write a whole number from 0, such as 2",
        ),
    ] {
        let w = slip("{投诉: 0}", &format!("{{投诉: {written}}}"));
        refuses(&w, &format!("{code} {count}"), zh, en);
    }
}

#[test]
fn facts_that_are_no_numbers() {
    for (from, to, place, zh, en) in [
        (
            "面积: 60",
            "面积: 六十",
            "C404 8:7",
            "“面积”的单位是平方米，这里应是数 ⇒ 只写数字，不写单位，如 98.5",
            "“面积” is in 平方米, so a number belongs here ⇒ write the number without unit, such as 98.5",
        ),
        (
            "面积: 60",
            "面积: -60",
            "C404 8:7",
            "“面积”不能是负数 ⇒ 写 0 或以上的数",
            "“面积” cannot be negative ⇒ write 0 or more",
        ),
        (
            "工作人员: 2",
            "工作人员: 两人",
            "C404 9:9",
            "“工作人员”要和数比较，这里应是数 ⇒ 只写数字，如 2",
            "“工作人员” is compared with a number, so a number belongs here ⇒ write the number alone, such as 2",
        ),
        (
            "工作人员: 2",
            "工作人员: [甲, 乙]",
            "C404 9:10",
            "“工作人员”要和数比较，这里应是数 ⇒ 只写数字，如 2",
            "“工作人员” is compared with a number, so a number belongs here ⇒ write the number alone, such as 2",
        ),
    ] {
        let (code, at) = place.split_once(' ').unwrap();
        refuses(&slip(from, to), &format!("{code} {SITE}:{at}"), zh, en);
    }
    for (from, to, at, half) in [
        ("工作人员: 2", "工作人员: ２", "9:9", "2"),
        ("面积: 60", "面积: ６０．５", "8:7", "60.5"),
        ("参保率: 96", "参保率: ９６％", "10:8", "96%"),
    ] {
        let text = to.split_once(": ").unwrap().1;
        let (zh, en) =
            (format!("“{text}”用了全角字符 ⇒ 改为半角：{half}"), format!("“{text}” holds full-width characters ⇒ write {half}"));
        refuses(&slip(from, to), &format!("M207 {SITE}:{at}"), &zh, &en);
    }
    // What the point declares is read with the same eyes.
    let w = inspected();
    w.write("content/one/points/east.yaml", format!("{POINT}facts: {{面积: ６０}}\n"));
    finds(
        &w,
        "M207 content/one/points/east.yaml:7:13",
        "“６０”用了全角字符 ⇒ 改为半角：60",
        "“６０” holds full-width characters ⇒ write 60",
    );
}

#[test]
fn names_that_nothing_knows() {
    for (from, to, place, zh, en) in [
        (
            "  sign: {marks: 5}",
            "  sing: {marks: 5}",
            "C404 14:3",
            "标准里没有评分项“sing” ⇒ 是不是想写 sign？",
            "the standard has no criterion `sing` ⇒ did you mean `sign`?",
        ),
        (
            "  面积: 60",
            "  面机: 60",
            "C404 8:3",
            "标准没有用到数据“面机” ⇒ 是不是想写 面积？",
            "the standard has no fact “面机” ⇒ did you mean `面积`?",
        ),
        (
            "{投诉: 0}",
            "{投拆: 1}",
            "C404 16:22",
            "标准没有扣分情形“投拆” ⇒ 是不是想写 投诉？",
            "the standard has no fault “投拆” ⇒ did you mean `投诉`?",
        ),
        (
            "{投诉: 0}",
            "{打架斗殴: 1}",
            "C404 16:22",
            "标准没有扣分情形“打架斗殴” ⇒ 名称照标准的扣分情形写",
            "the standard has no fault “打架斗殴” ⇒ use the standard's names",
        ),
        (
            "missing: []",
            "missing: [打印]",
            "C404 17:20",
            "标准没有列“打印” ⇒ 是不是想写 打印机？",
            "the standard does not list “打印” ⇒ did you mean `打印机`?",
        ),
        (
            "point: east",
            "point: eats",
            "M206 3:8",
            "没有服务点“eats” ⇒ 是不是想写 east？",
            "there is no point `eats` ⇒ did you mean `east`?",
        ),
        (
            "standard: test",
            "standard: tset",
            "M206 1:11",
            "没有标准“tset” ⇒ 是不是想写 test？",
            "there is no standard `tset` ⇒ did you mean `test`?",
        ),
    ] {
        let (code, at) = place.split_once(' ').unwrap();
        refuses(&slip(from, to), &format!("{code} {SITE}:{at}"), zh, en);
    }
}

#[test]
fn a_standard_is_only_for_its_kind_of_point() {
    let w = inspected();
    w.edit("content/one/points/east.yaml", "channel: town", "channel: hall");
    refuses(
        &w,
        "C404 content/one/inspections/site.yaml:3:8",
        "这个标准不适用于“东镇医保服务站”：只适用于乡镇级服务点，这里是县级 ⇒ 换一个标准或服务点",
        "the standard is not for the point “东镇医保服务站”: 只适用于乡镇级服务点，这里是县级 ⇒ choose another standard or point",
    );
    // A channel is told by the name that people know, not by its id.
    let w = inspected();
    w.edit("content/one/points/east.yaml", "channel: town", "channel: hall");
    w.edit("checklists/test.yaml", "tiers: [town]", "channels: [town]");
    refuses(
        &w,
        "C404 content/one/inspections/site.yaml:3:8",
        "这个标准不适用于“东镇医保服务站”：只适用于镇站，这里是大厅 ⇒ 换一个标准或服务点",
        "the standard is not for the point “东镇医保服务站”: 只适用于镇站，这里是大厅 ⇒ choose another standard or point",
    );
}

#[test]
fn a_criterion_that_is_for_others_says_for_whom() {
    let w = inspected();
    w.edit("checklists/test.yaml", "rule: yes_no}", "rule: yes_no, when: {channels: [hall, online]}}");
    let outcome = score(&w, SITE);
    assert_eq!(of(&outcome, "open"), ("not_applicable", "5"));
    // The catalog has no channel `online`: nobody invents a name for it.
    let reason = "不适用：只适用于大厅、渠道online，这里是镇站";
    assert!(outcome["criteria"].as_array().unwrap().iter().any(|c| c["reason"] == reason), "{outcome}");
}

#[test]
fn days_that_are_none() {
    refuses(
        &slip("2026-10-08", "2026-12-02"),
        "C411 content/one/inspections/site.yaml:5:7",
        "日期 2026-12-02 还没有到 ⇒ 核对年月日；今天是 2026-12-01",
        "the day 2026-12-02 has not come yet ⇒ check the date; today is 2026-12-01",
    );
    let at = "content/one/inspections/site.yaml:5:7";
    let w = slip("2026-10-08", "2026-02-30");
    refuses(&w, &format!("M208 {at}"), "“2026-02-30”不是日期 ⇒ 写成 2026-05-01", "“2026-02-30” is not a date ⇒ write 2026-05-01");
    let w = slip("2026-10-08", "2026年1０月8日");
    refuses(
        &w,
        &format!("M207 {at}"),
        "“2026年1０月8日”用了全角字符 ⇒ 改为半角：2026年10月8日",
        "“2026年1０月8日” holds full-width characters ⇒ write 2026年10月8日",
    );
    // Today itself has come.
    assert_eq!(said(&slip("2026-10-08", "2026-12-01"), "zh"), Vec::<String>::new());
}

#[test]
fn not_applicable_needs_words() {
    refuses(
        &slip("sign: {marks: 5}", "sign: {not_applicable: 是}"),
        "M208 content/one/inspections/site.yaml:14:26",
        "“是”不是不适用的原因 ⇒ 写出原因，如 本村没有自助设备间",
        "“是” is not a reason ⇒ write why, such as “no room for a terminal”",
    );
    let w = slip("sign: {marks: 5}", "sign: {not_applicable: 借用村委会标识}");
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
    assert_eq!(of(&score(&w, SITE), "sign"), ("not_applicable", "5"));
}
