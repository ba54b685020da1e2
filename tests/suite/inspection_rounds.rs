//! Rounds, corrections, waivers, sheets of several inspectors and versions, through the front door: each slip at its place, nothing
//! guessed, nothing lost.

use super::inspections::{OTHER, RECORD, SITE, STANDARD, finds, inspected, of, refuses, said, score};
use super::support::Workspace;

const RECHECK: &str = "content/one/inspections/recheck.yaml";
const SECOND: &str = "content/one/inspections/site2.yaml";

/// A re-inspection of the east point with these findings.
fn recheck(date: &str, findings: &str) -> String {
    format!(
        "standard: test\nversion: \"1\"\npoint: east\nround: recheck\ndate: {date}\ninspectors: [张示例]\nfindings: {findings}\n"
    )
}

/// The record with other findings about the sign; its eighth line, `waivers` or whatever follows, is given.
fn site(keys: &str, sign: &str) -> String {
    format!("{}{keys}", RECORD.replace("  sign: {marks: 5}\n", sign))
}

/// The record as `{…}` on one line of a list.
fn in_braces(note: &str) -> String {
    format!(
        "- {{standard: test, version: \"1\", point: east, round: site, date: 2026-10-08, inspectors: [张示例], \
         facts: {{面积: 60, 工作人员: 2, 参保率: 96, 办件: 10, 全部办件: 90}}, note: {note}, \
         findings: {{sign: {{marks: 5}}, open: {{met: 是}}, service: {{faults: {{投诉: 0}}}}, desk: {{missing: []}}}}}}\n"
    )
}

/// The fingerprint of the first record in `site.yaml`.
fn fingerprint(w: &Workspace) -> String {
    let (loaded, _) = yizhan::load::load(w.path());
    let workspace = loaded.unwrap_or_else(|_| panic!("the workspace does not load"));
    let records = || workspace.bureaus.iter().flat_map(|b| &b.inspections);
    let record = records().find(|r| workspace.path_of(r.span) == SITE).unwrap();
    yizhan::audit::fingerprint(&workspace, record)
}

#[test]
fn two_records_for_one_round() {
    let w = inspected();
    w.write(SECOND, RECORD.replace("marks: 5", "marks: 3, reason: 褪色"));
    finds(
        &w,
        "C410 content/one/inspections/site2.yaml:3:8",
        "同一批次、同一服务点的现场核查有两份记录 ⇒ 留下一份；如果是更正，加 revision（序号、日期、更正人、原因）；如果是另一批，写 campaign",
        "there are two `site` records for one point and campaign ⇒ keep one; a correction has a `revision` (number, date, by, reason), another campaign its `campaign`",
    );
    // Neither is taken for the right one.
    for file in [SITE, SECOND] {
        let run = w.run(&["inspect", "score", file]).expect(1);
        assert!(run.out.is_empty() && run.err.contains("C410"), "{}{}", run.out, run.err);
    }
    let status = w.run(&["inspect", "status", "--lang", "zh"]).expect(0);
    assert!(status.out.contains("记录有误") && status.out.contains("合格"), "{}", status.out);
    // Another campaign is no second record.
    w.edit(SECOND, "round: site", "round: site\ncampaign: 2026秋");
    assert_eq!(said(&w, "zh").iter().filter(|f| f.starts_with("C410")).count(), 0);
}

#[test]
fn corrections_follow_each_other() {
    let revision = |text: &str| {
        let w = inspected();
        w.write(SECOND, format!("{RECORD}revision: {{{text}}}\n"));
        w
    };
    let fine = "number: 2, date: 2026-10-09, by: 李示例, reason: 看错";
    assert_eq!(said(&revision(fine), "zh"), Vec::<String>::new());
    finds(
        &revision("number: 4, date: 2026-10-09, by: 李示例, reason: 看错"),
        "C410 content/one/inspections/site2.yaml:18:20",
        "更正的序号应是 2 ⇒ 写 2",
        "the number of the revision should be 2 ⇒ write 2",
    );
    // Without a reason it is no correction yet, and so a second record; the help of both says what to write.
    let found = said(&revision("number: 2, date: 2026-10-09, by: 李示例"), "zh");
    assert_eq!(found[1], "M202 content/one/inspections/site2.yaml:18:12 更正缺少「原因」（reason） ⇒ 加一行 reason: …");
    assert!(found.len() == 2 && found[0].contains("如果是更正，加 revision（序号、日期、更正人、原因）"), "{found:?}");
    // The record that was corrected points to its correction; neither result is lost or mixed up.
    let w = revision(fine);
    let run = w.run(&["inspect", "score", SITE, "--lang", "zh"]).expect(2);
    assert!(run.out.is_empty() && run.err.contains("已经更正，以 content/one/inspections/site2.yaml 为准"), "{}", run.err);
    assert_eq!(score(&w, SECOND)["grade"], "合格");
    // A correction of nothing.
    std::fs::remove_file(w.path().join(SITE)).unwrap();
    finds(
        &w,
        "C410 content/one/inspections/site2.yaml:18:12",
        "更正前的记录不在了 ⇒ 记录只追加、不改动：把原来的记录放回，更正写成新的一份",
        "the record that this corrects is gone ⇒ records are appended, never changed: put the first one back, and write the correction as another",
    );
}

#[test]
fn a_corrected_record_that_was_changed_is_found_out() {
    let revise = ["inspect", "new", "test", "east", "--round", "site", "--revise", "--by", "李示例", "--reason", "看错"];
    for text in [RECORD.to_owned(), in_braces("甲")] {
        let w = inspected();
        w.write(SITE, &text);
        let print = fingerprint(&w);
        let path = w.run(&revise).expect(0).out.trim().to_owned();
        let file = path.rsplit('/').next().unwrap();
        let place = format!("content/one/inspections/{file}");
        assert_eq!(said(&w, "zh"), Vec::<String>::new(), "{}", std::fs::read_to_string(w.path().join(&place)).unwrap());
        // A second correction follows the first, in whichever way the record is written.
        let second = w.run(&revise).expect(0).out.trim().to_owned();
        assert!(second.ends_with("-r3.yaml"), "{second}");
        let written = std::fs::read_to_string(w.path().join(&second)).unwrap();
        assert_eq!(said(&w, "zh"), Vec::<String>::new(), "{written}");
        assert_eq!(written.matches("revision").count(), 1, "{written}");
        std::fs::remove_file(w.path().join(&second)).unwrap();

        w.edit(SITE, "60", "61");
        let now = fingerprint(&w);
        let found = said(&w, "zh");
        let message = "被更正的记录后来改动过，指纹对不上 ⇒ 找回原来的记录；确认无误后指纹写";
        assert!(found.len() == 1 && found[0].starts_with(&format!("C412 {place}:")), "{found:?}");
        assert!(found[0].ends_with(&format!("{message} {}", &now[..12])), "{found:?}");
        assert_ne!(print, now);
    }
}

#[test]
fn a_correction_without_a_name_asks_for_it() {
    let w = inspected();
    for given in [&[][..], &["--by", "王示例"], &["--by", " ", "--reason", "笔误"]] {
        let run = w.run(&[&["inspect", "new", "test", "east", "--revise", "--lang", "zh"], given].concat()).expect(2);
        assert!(run.err.contains("更正要写明谁更正、为什么") && run.err.contains("--by 更正人 --reason 原因"), "{}", run.err);
        assert_eq!(said(&w, "zh"), Vec::<String>::new(), "nothing was written");
    }
}

#[test]
fn a_fingerprint_changes_with_every_character() {
    for text in [RECORD.to_owned(), format!("{RECORD}note: 备注\n"), in_braces("备注")] {
        let w = inspected();
        w.write(SITE, &text);
        let own = fingerprint(&w);
        assert_eq!(own.len(), 64);
        // White space at the end and the way in which lines end say nothing.
        w.write(SITE, text.replace('\n', "\r\n"));
        assert_eq!(fingerprint(&w), own, "CRLF");
        w.write(SITE, format!("{text}\n\n"));
        assert_eq!(fingerprint(&w), own);
        let mut changed = vec![own];
        for (from, to) in [
            ("张示例", "张示列"),
            ("2026-10-08", "2026-10-07"),
            ("marks: 5", "marks: 4"),
            ("[]", "[ ]"),
            ("[]", "[电脑]"),
            ("}", " }"),
        ] {
            // The last place where it stands, so that the very end is among them.
            let at = text.rfind(from).unwrap();
            let mut other = text.clone();
            other.replace_range(at..at + from.len(), to);
            w.write(SITE, &other);
            changed.push(fingerprint(&w));
        }
        changed.sort();
        changed.dedup();
        assert_eq!(changed.len(), 7, "{text}");
    }
}

#[test]
fn a_version_that_is_gone() {
    let w = inspected();
    w.edit(SITE, "version: \"1\"", "version: \"0\"");
    refuses(
        &w,
        "C404 content/one/inspections/site.yaml:2:10",
        "记录用的是标准版本 0，现在的标准是 1 ⇒ 旧记录只按旧版本评分：把旧版本存为 test@0.yaml；想看按现行版本得几分，用 yizhan inspect score --rescore",
        "the record is of version 0, the standard is now 1 ⇒ an old record is scored under its own version only: keep that as test@0.yaml; `yizhan inspect score --rescore` tries the current one",
    );
    let run = w.run(&["inspect", "score", SITE, "--rescore"]).expect(0);
    assert!(run.out.contains("记录用的是版本 0，这里按版本 1 试算"), "{}", run.out);
    // Kept, the old version scores its own records: there the sign was worth all.
    w.write(
        "checklists/test@0.yaml",
        STANDARD.replace("version: \"1\"", "version: \"0\"").replace("at_least: 24", "at_least: 41"),
    );
    w.edit("checklists/test@0.yaml", "total: 40", "total: 45").edit("checklists/test@0.yaml", "    marks: 40\n", "");
    w.edit("checklists/test@0.yaml", "标识, marks: 5", "标识, marks: 10");
    let outcome = score(&w, SITE);
    assert_eq!(
        (&outcome["total"], &outcome["grade"], &outcome["version"]),
        (&"40".into(), &serde_json::Value::Null, &"0".into())
    );
    assert_eq!(score(&w, OTHER)["version"], "1");
    w.edit("checklists/test@0.yaml", "version: \"0\"", "version: \"00\"");
    let found = said(&w, "zh");
    assert!(
        found[0].starts_with("M208 checklists/test@0.yaml:3:10 文件名说是版本 0，里面写的是 00 ⇒ 改文件名为 test@00.yaml"),
        "{found:?}"
    );
}

#[test]
fn waivers() {
    let waiver = |criterion: &str, expires: &str, sign: &str| {
        let w = inspected();
        w.write(SITE, site(&format!("waivers: [{{criterion: {criterion}, reason: 装修, expires: {expires}}}]\n"), sign));
        w
    };
    // On its last day it still holds.
    let w = waiver("sign", "2026-10-08", "");
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
    assert_eq!(of(&score(&w, SITE), "sign"), ("waived", "5"));
    let w = waiver("sign", "2026-10-07", "");
    finds(
        &w,
        "C404 content/one/inspections/site.yaml:17:50",
        "豁免在检查那天已经到期，不起作用 ⇒ 删去，或写新的豁免",
        "the waiver had expired on the day of the inspection and does not count ⇒ remove it, or write a new one",
    );
    let outcome = score(&w, SITE);
    assert_eq!((of(&outcome, "sign"), &outcome["grade"]), (("unknown", "?"), &serde_json::Value::Null));
    refuses(
        &waiver("sing", "2026-12-31", "  sign: {marks: 5}\n"),
        "C404 content/one/inspections/site.yaml:18:23",
        "标准里没有评分项“sing” ⇒ 是不是想写 sign？",
        "the standard has no criterion `sing` ⇒ did you mean `sign`?",
    );
}

#[test]
fn a_waiver_that_runs_out_before_the_re_inspection() {
    let with = |expires: &str, findings: &str| {
        let w = inspected();
        w.write(SITE, site(&format!("waivers: [{{criterion: sign, reason: 装修, expires: {expires}}}]\n"), ""));
        w.write(RECHECK, recheck("2026-11-05", findings));
        w
    };
    // Run out since: it must be answered, and may.
    let w = with("2026-11-04", "{}");
    let outcome = score(&w, RECHECK);
    assert_eq!((of(&outcome, "sign"), &outcome["grade"]), (("unknown", "?"), &serde_json::Value::Null));
    let w = with("2026-11-04", "{sign: {marks: 4, reason: 褪色}}");
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
    assert_eq!(of(&score(&w, RECHECK), "sign"), ("not_met", "4"));
    // Still in force: it is settled.
    let w = with("2026-11-05", "{}");
    assert_eq!(of(&score(&w, RECHECK), "sign"), ("waived", "5"));
    let w = with("2026-11-05", "{sign: {marks: 4, reason: 褪色}}");
    let found = said(&w, "zh");
    assert!(found[0].starts_with("C410 content/one/inspections/recheck.yaml:7:12 “标识”上一轮已经达标"), "{found:?}");
}

#[test]
fn a_re_inspection_answers_only_what_is_left() {
    let failed = site("", "  sign: {marks: 2, reason: 褪色}\n");
    let w = inspected();
    w.write(SITE, &failed).write(RECHECK, recheck("2026-11-05", "{sign: {marks: 5}}"));
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
    assert_eq!(score(&w, RECHECK)["total"], "40");
    w.edit(RECHECK, "sign: {marks: 5}", "sign: {marks: 5}, open: {met: 否}");
    let help = "删去这一项；上一轮记错了，就给上一轮的记录写更正（revision）";
    finds(
        &w,
        "C410 content/one/inspections/recheck.yaml:7:30",
        &format!("“开门”上一轮已经达标，不在复查范围 ⇒ {help}"),
        "“开门” was met in the round before and is out of this one's scope ⇒ remove it; if the round before was wrong, correct that record with a `revision`",
    );
    assert_eq!(w.run(&["inspect", "score", RECHECK]).expect(1).out, "");
    // The same on the sheets of inspectors who scored apart; and what no sheet lists stands as it was found.
    let sheets = "sheets: [{inspector: 甲, findings: {sign: {marks: 5}}}, {inspector: 乙, findings: {sign: {marks: 4, reason: 淡}}}]\nmerge: mean";
    w.write(RECHECK, recheck("2026-11-05", "{}").replace("findings: {}", sheets));
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
    let outcome = score(&w, RECHECK);
    assert_eq!((of(&outcome, "sign"), of(&outcome, "open")), (("not_met", "4.5"), ("met", "5")));
    w.edit(RECHECK, "{sign: {marks: 4, reason: 淡}}", "{open: {met: 否}}");
    assert!(said(&w, "zh")[0].starts_with("C410 content/one/inspections/recheck.yaml:7:82 “开门”上一轮"), "{:?}", said(&w, "zh"));
    // Nothing before it, and a day before it.
    w.write(RECHECK, recheck("2026-10-01", "{sign: {marks: 5}}"));
    finds(
        &w,
        "C410 content/one/inspections/recheck.yaml:5:7",
        "复查的日期早于现场核查 ⇒ 核对两份记录的日期",
        "a later round has an earlier day ⇒ check both days",
    );
    std::fs::remove_file(w.path().join(SITE)).unwrap();
    let found = said(&w, "zh");
    assert!(found[0].starts_with("C410 content/one/inspections/recheck.yaml:4:8 没有可以复查的记录"), "{found:?}");
}

#[test]
fn records_may_stand_in_any_order() {
    let listed = |records: &[String]| {
        let item = |r: &String| format!("- {}\n", r.trim_end().replace('\n', "\n  "));
        records.iter().map(item).collect::<String>()
    };
    let own = RECORD.replace("round: site", "round: self").replace("2026-10-08", "2026-09-01").replace("面积: 60", "面积: 80");
    let on_site = site("", "  sign: {marks: 2, reason: 褪色}\n").replace("  面积: 60\n", "");
    let again = recheck("2026-11-05", "{sign: {marks: 5}}");
    let w = inspected();
    let mut seen = Vec::new();
    for order in [[&own, &on_site, &again], [&again, &own, &on_site], [&on_site, &again, &own]] {
        w.write(SITE, listed(&order.map(Clone::clone)));
        assert_eq!(said(&w, "zh"), Vec::<String>::new());
        let all = score(&w, SITE);
        let mut all: Vec<String> = all.as_array().unwrap().iter().map(ToString::to_string).collect();
        all.sort();
        seen.push(all);
    }
    assert!(seen[0] == seen[1] && seen[1] == seen[2]);
    assert!(seen[0].iter().any(|s| s.contains("面积80平方米") && s.contains("\"round\":\"recheck\"")), "{:?}", seen[0]);
}

#[test]
fn sheets_are_merged_as_the_record_says() {
    let apart = |merge: &str, agreed: &str| {
        let sheet = |name: &str, marks: &str| {
            let findings = RECORD.split_once("findings:\n").unwrap().1;
            let findings = findings.replace("sign: {marks: 5}", &format!("sign: {{marks: {marks}, reason: 看法}}"));
            format!("  - inspector: {name}\n    findings:\n{}", findings.replace("  ", "      "))
        };
        let head = RECORD.split_once("findings:\n").unwrap().0;
        let w = inspected();
        w.write(SITE, format!("{head}sheets:\n{}{}{merge}{agreed}", sheet("甲某", "4"), sheet("乙某", "3")));
        w
    };
    refuses(
        &apart("", ""),
        "C410 content/one/inspections/site.yaml:14:5",
        "几人分别评分，没有写怎样合并 ⇒ 加一行 merge: mean（取平均）、lowest（取最低）或 discussed（商定）",
        "several inspectors scored apart, and how to merge is not said ⇒ add `merge: mean`, `lowest` or `discussed`",
    );
    let agreed = RECORD.split_once("findings:\n").unwrap().1.replace("{marks: 5}", "{marks: 4.5, reason: 商量}");
    for (merge, agreed, marks, says) in [
        ("merge: mean\n", String::new(), "3.5", ["甲某、乙某分别评分，按“取平均”合并", "(4+3)÷2=3.5"]),
        ("merge: lowest\n", String::new(), "3", ["甲某、乙某分别评分，按“取最低”合并", "4、3中取最低3"]),
        (
            "merge: discussed\n",
            format!("findings:\n{agreed}"),
            "4.5",
            ["甲某、乙某分别评分，按“商定”合并", "（商定前：甲某4分，乙某3分）"],
        ),
    ] {
        let w = apart(merge, &agreed);
        assert_eq!(said(&w, "zh"), Vec::<String>::new());
        assert_eq!(of(&score(&w, SITE), "sign"), ("not_met", marks));
        let text = w.run(&["inspect", "score", SITE]).expect(0).out;
        let plain: String = text.split_whitespace().collect();
        for words in says {
            assert!(plain.contains(words), "{words} is not in {text}");
        }
    }
}
