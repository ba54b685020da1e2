//! What results come to beside each other: who is ranked, what is published, what is still to be mended, and where papers go.

use std::fs;

use serde_json::Value;

use super::support::{Workspace, pdf_text};

const STANDARD: &str = "\
title: 试评标准
source: 某医保发〔2026〕1号
version: \"1\"
total: 10
rounding: {digits: 0, mode: half_up, before_grade: true}
not_applicable: exclude_and_rescale
grades: [{name: 优, at_least: 8}, {name: 良, at_least: 5}]
below_grades: 差
sections:
  - title: 甲
    marks: 10
    criteria:
      - {id: a, title: 台账, marks: 5, clause: 一, quote: 有台账, rule: manual, evidence: [document]}
      - {id: b, title: 标识, marks: 5, clause: 二, quote: 有标识, rule: manual, evidence: [photo]}
      - {id: v, title: 基金安全, clause: 三, quote: 骗保的一票否决, veto: true, rule: yes_no, evidence: [document]}
";

/// A workspace with four points and a standard with a veto.
fn campaign() -> Workspace {
    let w = Workspace::new();
    w.write("checklists/t.yaml", STANDARD);
    for id in ["south", "west", "north"] {
        let point = super::support::POINT.replace("id: east", &format!("id: {id}")).replace("东镇", id);
        w.write(&format!("content/one/points/{id}.yaml"), point);
    }
    w
}

/// Writes a record; further keys follow the findings.
fn record(w: &Workspace, point: &str, round: &str, date: &str, findings: &str, more: &str) {
    let name = format!("content/one/inspections/{point}-{round}-{date}{}.yaml", more.len());
    let text = format!(
        "standard: t\nversion: \"1\"\npoint: {point}\nround: {round}\ndate: {date}\ninspectors: [张示例]\nfindings: {findings}\n{more}"
    );
    w.write(&name, text);
}

fn marks(a: &str, b: &str, v: &str) -> String {
    format!("{{a: {{marks: {a}, reason: 略}}, b: {{marks: {b}, reason: 略}}, v: {{met: {v}, reason: 略}}}}")
}

fn built(w: &Workspace) -> std::collections::BTreeMap<String, Vec<u8>> {
    w.run(&["build", "--only", "reports,print"]).expect(0);
    super::support::tree(&w.path().join("output"))
}

#[test]
fn a_veto_shows_the_marks_and_gives_no_place() {
    let w = campaign();
    record(&w, "east", "site", "2026-06-01", &marks("5", "5", "否"), "");
    record(&w, "south", "site", "2026-06-02", &marks("4", "4", "是"), "");
    record(&w, "west", "site", "2026-06-03", &marks("3", "3", "是"), "");
    built(&w);
    let text = pdf_text(&w.path().join("output/reports/one/circulars/t-2026-site.pdf"));
    assert!(text.contains("优1个，良1个，差0个，一票否决1个") || text.contains("一票否决1个"), "{text}");
    assert!(text.contains("最高8分（south医保服务站），最低6分（west医保服务站）"), "{text}");
    assert!(text.contains("1south医保服务站8优2west医保服务站6良—东镇医保服务站10一票否决"), "{text}");
}

#[test]
fn a_grade_that_was_lost_leaves_the_public_list() {
    let w = campaign();
    record(&w, "east", "site", "2026-06-01", &marks("4", "5", "是"), "published: true\n");
    record(&w, "south", "site", "2026-06-02", &marks("5", "5", "是"), "published: true\n");
    let list = |w: &Workspace| {
        built(w);
        pdf_text(&w.path().join("output/site/one/ratings/t-2026.pdf"))
    };
    assert!(list(&w).contains("东镇医保服务站优"));
    // Released: worse than before.
    record(&w, "east", "recheck", "2026-09-01", "{a: {marks: 0, reason: 台账丢失}}", "published: true\n");
    let text = list(&w);
    assert!(text.contains("东镇医保服务站良") && !text.contains("东镇医保服务站优"), "{text}");
    record(
        &w,
        "east",
        "recheck",
        "2026-10-01",
        "{a: {marks: 0, reason: 台账丢失}, b: {marks: 0, reason: 拆除}}",
        "published: true\n",
    );
    let run = w.run(&["check", "--format", "json", "--lang", "zh"]);
    let found: Vec<Value> = run.findings();
    assert!(found.iter().any(|f| f["code"] == "C410"), "b was met on site, so that it is out of scope: {found:?}");
}

#[test]
fn what_is_released_and_not_listed_says_why() {
    let w = campaign();
    record(&w, "east", "self", "2026-05-01", &marks("5", "5", "是"), "published: true\n");
    record(&w, "south", "site", "2026-06-01", &marks("1", "1", "是"), "published: true\n");
    let found = w.run(&["check", "--format", "json", "--lang", "zh"]).findings();
    let says: Vec<&str> = found.iter().filter(|f| f["code"] == "C414").filter_map(|f| f["message"].as_str()).collect();
    assert_eq!(says.len(), 2, "{found:?}");
    assert!(says.iter().any(|s| s.contains("自评不是局里的评定")) && says.iter().any(|s| s.contains("结果是差")), "{says:?}");
    assert!(!built(&w).keys().any(|path| path.starts_with("site/one/ratings/")));
}

#[test]
fn matters_are_counted_where_they_were_asked_for_and_end_when_they_are_waived() {
    let w = campaign();
    let mend = "mend: {what: 补台账, owner: 站长, deadline: 2026-07-01}";
    let findings = format!("{{a: {{marks: 1, reason: 缺页, {mend}}}, b: {{marks: 2, reason: 褪色, {mend}}}, v: {{met: 是}}}}");
    record(&w, "east", "site", "2026-06-01", &findings, "");
    record(&w, "south", "site", "2026-06-01", &marks("5", "5", "是"), "");
    let again = "{a: {marks: 2, reason: 仍缺页, mend: {what: 再补台账, deadline: 2026-10-01}}}";
    record(
        &w,
        "east",
        "recheck",
        "2026-09-01",
        again,
        "waivers: [{criterion: b, reason: 门面重修, by: 局长, expires: 2027-01-01}]\n",
    );
    built(&w);
    let text = pdf_text(&w.path().join("output/reports/one/circulars/t-2026-site.pdf"));
    assert!(text.contains("共提出整改事项2项，其中0项经复查已整改，1项经豁免或不适用不再要求，1项尚未确认整改。"), "{text}");
    let status = w.run(&["inspect", "status", "--lang", "zh"]).expect(0).out;
    assert!(status.contains("待整改 1 项") && status.contains("再补台账") && !status.contains("：补台账"), "{status}");
}

#[test]
fn rounding_is_about_the_total_and_not_about_each_criterion() {
    let w = campaign();
    let sheets = "sheets:\n  - {inspector: 甲, findings: {a: {marks: 4, reason: 略}, b: {marks: 3, reason: 略}, v: {met: 是}}}\n  - {inspector: 乙, findings: {a: {marks: 5}, b: {marks: 4, reason: 略}, v: {met: 是}}}\nmerge: mean\n";
    record(&w, "east", "site", "2026-06-01", "{}", sheets);
    let files: Vec<_> = fs::read_dir(w.path().join("content/one/inspections")).unwrap().map(|e| e.unwrap().path()).collect();
    let run = w.run(&["inspect", "score", files[0].to_str().unwrap(), "--format", "json"]).expect(0);
    let outcome: Value = serde_json::from_str(&run.out).unwrap();
    // 4.5 + 3.5, not 5 + 4.
    assert_eq!((&outcome["total"], &outcome["criteria"][0]["awarded"]), (&"8".into(), &"4.5".into()));
}

#[test]
fn two_campaigns_on_one_day_are_two_reports() {
    let w = campaign();
    for (name, a) in [("上半年", "5"), ("专项/2", "1")] {
        record(&w, "east", "site", "2026-06-01", &marks(a, "5", "是"), &format!("campaign: {name}\n"));
    }
    let files = built(&w);
    let reports: Vec<&String> = files.keys().filter(|p| p.ends_with("2026-06-01-site.pdf")).collect();
    assert_eq!(reports, ["reports/one/east/t-上半年-2026-06-01-site.pdf", "reports/one/east/t-专项_2f2-2026-06-01-site.pdf"]);
    // And the command makes the report of the record that it was given.
    for entry in fs::read_dir(w.path().join("content/one/inspections")).unwrap() {
        let path = entry.unwrap().path();
        let first = fs::read_to_string(&path).unwrap().contains("上半年");
        let to = w.path().join("one.pdf");
        w.run(&["inspect", "report", path.to_str().unwrap(), "-o", to.to_str().unwrap()]).expect(0);
        assert_eq!(pdf_text(&to).contains("10/10分"), first, "{}", path.display());
    }
}

#[test]
fn a_campaign_goes_on_under_the_version_that_it_was_begun_with() {
    let w = campaign();
    let findings = "{a: {marks: 1, reason: 缺页, mend: {what: 补}}, b: {marks: 5}, v: {met: 是}}";
    record(&w, "east", "site", "2026-06-01", findings, "");
    w.write("checklists/t@1.yaml", STANDARD);
    w.write("checklists/t.yaml", STANDARD.replace("version: \"1\"", "version: \"2\""));
    let made = w.run(&["inspect", "new", "t", "east", "--round", "复查"]).expect(0).out.trim().to_owned();
    assert!(made.contains("/east-t-") && made.ends_with("-recheck.yaml"), "{made}");
    assert!(fs::read_to_string(w.path().join(&made)).unwrap().contains("version: '1'"));
    assert!(w.findings().iter().all(|f| !f.starts_with("C4") || f.contains("inspector")), "{:?}", w.findings());
    built(&w);
    assert!(w.path().join("output/reports/one/east/t@1-2026-06-01-site.pdf").exists());
}

#[test]
fn marks_beyond_all_measure_are_no_end_of_the_program() {
    let w = campaign();
    let vast = "9".repeat(27);
    w.write(
        "checklists/t.yaml",
        STANDARD.replace("total: 10", &format!("total: {vast}")).replace("marks: 10", &format!("marks: {vast}")).replacen(
            "marks: 5",
            &format!("marks: {}4", "9".repeat(26)),
            1,
        ),
    );
    for (point, day) in [("east", "2026-06-01"), ("south", "2026-06-02")] {
        record(&w, point, "site", day, &marks("5", "5", "是"), "");
    }
    let run = w.run(&["build", "--only", "reports"]);
    assert!(run.status <= 1, "{} {}", run.status, run.err);
}

#[test]
fn one_slip_is_one_finding() {
    let errors = |w: &Workspace| {
        let found = w.run(&["check", "--format", "json", "--lang", "zh"]).findings();
        let errors = found.into_iter().filter(|f| f["severity"] == "error");
        errors
            .map(|f| format!("{} {}", f["message"].as_str().unwrap(), f["help"].as_str().unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    // A total that cannot be read is not also found missing by every criterion.
    let w = campaign();
    w.edit("checklists/t.yaml", "total: 10", "total: １０");
    assert_eq!(errors(&w).len(), 1, "{:?}", errors(&w));
    // A record under the wrong standard is not one slip per finding.
    let w = campaign();
    w.write("checklists/u.yaml", STANDARD.replace("id: a", "id: x").replace("id: b", "id: y").replace("id: v", "id: z"));
    record(&w, "east", "site", "2026-06-01", &marks("5", "5", "是"), "");
    let name = fs::read_dir(w.path().join("content/one/inspections")).unwrap().next().unwrap().unwrap().file_name();
    let file = format!("content/one/inspections/{}", name.to_string_lossy());
    w.edit(&file, "standard: t", "standard: u");
    let found = errors(&w);
    assert!(found.len() == 1 && found[0].contains("检查情况里没有一项是标准“u”的"), "{found:?}");
    // The name of a point instead of its id.
    w.edit(&file, "standard: u", "standard: t");
    w.edit(&file, "point: east", "point: 东镇医保服务站");
    let found = errors(&w);
    assert!(found.len() == 1 && found[0].contains("这里写编号：east"), "{found:?}");
}

#[test]
fn status_names_the_points_that_nobody_has_inspected() {
    let w = campaign();
    record(&w, "east", "site", "2026-06-01", &marks("5", "5", "是"), "");
    let text = w.run(&["inspect", "status", "--lang", "zh"]).expect(0).out;
    assert!(text.contains("《试评标准》还有 3 个服务点没有检查记录：north医保服务站、south医保服务站、west医保服务站"), "{text}");
}

#[test]
fn a_share_that_cannot_be_right_is_asked_about() {
    let w = campaign();
    let text = STANDARD
        .replace("grades:", "facts: {参保率: {unit: \"%\"}}\ngrades:")
        .replace("quote: 有台账, rule: manual", "quote: 有台账, rule: {at_least: {fact: 参保率, value: 95%, below: zero}}");
    w.write("checklists/t.yaml", text);
    let findings = "{b: {marks: 5}, v: {met: 是}}";
    for (value, asked) in [("98.3", false), ("100", false), ("0.983", true), ("198", true)] {
        record(&w, "east", "site", "2026-06-01", findings, &format!("facts: {{参保率: {value}}}\n"));
        let found = w.findings().iter().filter(|f| f.contains("is that right?")).count();
        assert_eq!(found == 1, asked, "{value}: {:?}", w.findings());
        fs::remove_dir_all(w.path().join("content/one/inspections")).unwrap();
    }
}

#[test]
fn there_is_no_circular_from_broken_files() {
    let w = campaign();
    for (point, day) in [("east", "2026-06-01"), ("south", "2026-06-02")] {
        record(&w, point, "site", day, &marks("5", "5", "是"), "");
    }
    let circular = |w: &Workspace| w.run(&["inspect", "circular", "--standard", "t", "-o", "papers"]);
    circular(&w).expect(0);
    // A point whose file cannot be read whole, and a record that vanishes because it cannot.
    for (file, text) in [("points/west.yaml", "address: [1]\n"), ("inspections/third.yaml", "standard: t\npoint: west\n")] {
        let path = format!("content/one/{file}");
        let before = fs::read_to_string(w.path().join(&path)).ok();
        w.write(&path, format!("{}{text}", before.clone().unwrap_or_default().replace("address:", "note:")));
        let run = circular(&w).expect(1);
        assert!(run.err.contains(file) || run.out.contains(file), "{file}: {} {}", run.out, run.err);
        match before {
            Some(before) => drop(w.write(&path, before)),
            None => fs::remove_file(w.path().join(&path)).unwrap(),
        }
    }
    circular(&w).expect(0);
    // Also where the workspace names its folder otherwise.
    w.edit("yizhan.yaml", "title: 测试\n", "title: 测试\ncontent: 资料\n");
    fs::rename(w.path().join("content"), w.path().join("资料")).unwrap();
    circular(&w).expect(0);
    w.write("资料/one/inspections/third.yaml", "standard: t\npoint: west\n");
    circular(&w).expect(1);
}

#[test]
fn an_empty_re_inspection_leaves_the_last_result() {
    let w = campaign();
    record(&w, "east", "site", "2026-06-01", &marks("1", "5", "是"), "");
    w.run(&["inspect", "new", "t", "east", "--round", "recheck"]).expect(0);
    let status = w.run(&["inspect", "status", "--lang", "zh"]).expect(0).out;
    assert!(status.contains("良") && status.contains('6') && !status.contains("待补数据"), "{status}");
    // The next sheet still says what was found on site.
    w.run(&["inspect", "sheet", "t", "east", "--round", "recheck", "-o", "sheet.pdf"]).expect(0);
    assert!(pdf_text(&w.path().join("sheet.pdf")).contains("失4分"));
}

#[test]
fn what_a_ruling_must_close_is_no_missing_data() {
    let open = STANDARD.replace("not_applicable: exclude_and_rescale\n", "");
    let result = |findings: &str| {
        let w = campaign();
        w.write("checklists/t.yaml", &open);
        record(&w, "east", "site", "2026-06-01", findings, "");
        w.run(&["inspect", "status", "--lang", "zh"]).expect(0).out
    };
    // The standard does not say how marks count that do not apply: nobody can bring data for that.
    let text = result("{a: {not_applicable: 没有台账}, b: {marks: 5}, v: {met: 是}}");
    assert!(text.contains("待定") && !text.contains("待补数据"), "{text}");
    let text = result("{a: {not_applicable: 没有台账}, v: {met: 是}}");
    assert!(text.contains("待补数据") && !text.contains("待定"), "{text}");
}

#[test]
fn a_new_record_tells_what_the_latest_round_found() {
    let w = campaign();
    let facts = "facts: {件数: {unit: 件}}\ngrades:";
    let text = STANDARD
        .replace("grades:", facts)
        .replace("quote: 有标识, rule: manual", "quote: 有标识, rule: {manual: {facts: [件数]}}");
    w.write("checklists/t.yaml", text);
    let findings = "{a: {marks: 1, reason: 略}, b: {marks: 2, reason: 略}, v: {met: 是}}";
    // The file of the later round comes first.
    record(&w, "east", "site", "2026-06-01", findings, "facts: {件数: 5}\n");
    record(&w, "east", "town", "2026-05-01", findings, "facts: {件数: 20}\n");
    let made = w.run(&["inspect", "new", "t", "east", "--round", "recheck"]).expect(0).out.trim().to_owned();
    let text = fs::read_to_string(w.path().join(made)).unwrap();
    assert!(text.contains("镇审核20件，现场核查5件"), "{text}");
}

#[test]
fn the_catalog_stops_a_result_only_with_errors() {
    let w = campaign();
    record(&w, "east", "site", "2026-06-01", &marks("5", "5", "是"), "");
    let file = fs::read_dir(w.path().join("content/one/inspections")).unwrap().next().unwrap().unwrap().path();
    let report = |w: &Workspace| w.run(&["inspect", "report", file.to_str().unwrap(), "-o", "one.pdf"]);
    // A remark about the catalog is no matter of the record.
    w.edit("content/one/catalog.yaml", "hall: 办结, town: 办结", "hall: 受理, town: 办结");
    assert!(w.findings().iter().any(|f| f.contains("catalog.yaml")), "{:?}", w.findings());
    let run = report(&w).expect(0);
    assert!(!run.err.contains("catalog.yaml"), "{}", run.err);
    w.edit("content/one/catalog.yaml", "tier: town", "tier: 城镇级别");
    let run = report(&w).expect(1);
    assert!(run.err.contains("catalog.yaml"), "{}", run.err);
}
