//! Score sheets as they circulate, read through the front door: what each gives, what is doubted; and standards that go out and come back.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde_json::Value as Json;

use super::support::{Workspace, expect, sample};
use super::tables::{put, row, word};

fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name("评分表").unwrap());
    book.save_to_buffer().unwrap()
}

fn plain(rows: &[&[&str]]) -> Vec<u8> {
    book(|sheet| put(sheet, rows))
}

/// A cell that begins a merge downwards, and one that goes on from above.
fn begins(text: &str) -> String {
    let lines: String = text.split('\n').map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect();
    format!("<w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>{lines}</w:tc>")
}

const ON: &str = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>";

fn lines(text: &str) -> String {
    let lines: String = text.split('\n').map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect();
    format!("<w:tc>{lines}</w:tc>")
}

/// What `import standard --write` says of a file, and the standard that it writes.
fn reading(name: &str, bytes: &[u8]) -> (String, String) {
    let w = Workspace::new();
    w.write(name, bytes);
    let run = w.run(&["import", "standard", name, "--id", "new", "--write", "--lang", "zh"]);
    assert!(run.status == 0 && !run.err.contains("panicked"), "{name}: {}{}", run.out, run.err);
    let yaml = fs::read_to_string(w.path().join("checklists/new.yaml")).unwrap();
    (format!("{}{}", run.out, run.err), yaml)
}

/// What it is, name, bytes, words that are said, and parts of the file that is written.
type Case<'c> = (&'c str, &'c str, Vec<u8>, Vec<&'c str>, Vec<&'c str>);

#[test]
#[allow(clippy::too_many_lines)]
fn nasty_score_sheets_and_what_each_gives() {
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let cases: Vec<Case> = vec![
        (
            "Word: merged cells, marks in headings and wordings, a table that goes on with its head",
            "a.docx",
            {
                let head = row(&["序号", "项目", "分项", "评分标准"]);
                let first = head.clone()
                    + &row(&[&begins("1"), &begins("场所\n(7分)"), "标识", "门口有标识。(3分)"])
                    + &row(&[ON, ON, "设置", &lines("有专门区域。(2分)\n配有终端。(2分)")]);
                let second = head + &row(&["2", "人员 (3分)", "培训", "参加培训。(3分)"]);
                word(&format!(
                    "<w:p><w:r><w:t>某市村级服务点评定标准（10分）</w:t></w:r></w:p><w:tbl>{first}</w:tbl><w:p/><w:tbl>{second}</w:tbl>"
                ))
            },
            vec!["项目 2 个，评分项 4 条，分值相加 10", "《某市村级服务点评定标准》", "由检查人评分的 4 条"],
            vec![
                "title: 某市村级服务点评定标准\n",
                "total: 10\n",
                "  - title: 场所\n    marks: 7\n    criteria:\n      - id: biao-shi\n        title: 标识\n        marks: 3\n        quote: 门口有标识。(3分)\n        rule: manual\n",
                "title: 设置（1）\n        marks: 2\n        quote: 有专门区域。(2分)\n",
                "title: 设置（2）\n        marks: 2\n        quote: 配有终端。(2分)\n",
                "  - title: 人员\n    marks: 3\n",
            ],
        ),
        (
            "Word: a table that goes on without a head, and one that is something else",
            "a.docx",
            {
                let first = row(&["项目", "考核内容", "分值", "扣分标准", "得分"])
                    + &row(&[&begins("管理"), "制度上墙", "4", "未上墙的扣4分", ""]);
                let second = row(&[ON, "台账齐全", "6", "每缺一项扣1分，扣完为止", ""]);
                word(&format!("<w:tbl>{first}</w:tbl><w:p/><w:tbl>{second}</w:tbl><w:tbl>{}</w:tbl>", row(&["签字", "日期"])))
            },
            vec!["表2", "没有表头，当作前一张的续表来读", "表3", "没有认得出的表头"],
            vec![
                "rule: {deduct: {faults: [{name: 未上墙, each: 4, cap: 4}]}}",
                "rule: {deduct: {faults: [{name: 缺一项, each: 1}], floor: 0}}",
                "total: 10\n",
            ],
        ),
        (
            "a head of two rows, group rows with marks, a sum, places to sign",
            "a.xlsx",
            book(|s| {
                put(
                    s,
                    &[
                        &["附件3"],
                        &["某县服务站考核细则"],
                        &["序号", "考核内容", "分值", "评分办法", "得分", ""],
                        &["", "", "", "", "自评", "复核"],
                        &["一、场所建设（20分）"],
                        &["1", "有固定场所", "12", "没有不得分", "", ""],
                        &["2", "配备桌椅、电脑、打印机", "8", "每缺一项扣2分", "", ""],
                        &["二、人员（10分）"],
                        &["3", "有专人", "10", "酌情扣1-3分", "", ""],
                        &["", "合计", "30", "", "", ""],
                        &["检查人签字：", "", "", "日期：", "", ""],
                    ],
                );
                for (at, text) in [(0, "序号"), (1, "考核内容"), (2, "分 值"), (3, "评分\n办法")] {
                    s.merge_range(2, at, 3, at, text, &Format::new()).unwrap();
                }
                s.merge_range(2, 4, 2, 5, "得分", &Format::new()).unwrap();
                s.merge_range(4, 0, 4, 5, "一、场所建设（20分）", &Format::new()).unwrap();
            }),
            vec!["项目 2 个，评分项 3 条，分值相加 30", "“酌情扣1-3分”没有读成规则", "评分表!B9", "当作签字栏"],
            vec![
                "total: 30\n",
                "  - title: 场所建设\n    marks: 20\n",
                "title: 有固定场所\n        marks: 12\n        quote: 有固定场所 没有不得分\n        rule: yes_no\n",
                "rule: {each_missing: {things: [桌椅, 电脑, 打印机], each: 2}}",
                "  - title: 人员\n    marks: 10\n",
            ],
        ),
        (
            "CSV in GBK, blank cells where others merge, digits in full width, evidence",
            "a.csv",
            gbk(
                "项目,项目分值,评分项目,分值,评分标准,佐证材料,备注\r\n场所,５,标识,２分,有标识,照片,\r\n,,设备,３分,\"设备齐全，每缺1件扣１分\",查看台账和现场,看实物\r\n人员,5,培训,5,参加培训,看看,\r\n合计,,,10,,,\r\n",
            ),
            vec!["项目 2 个，评分项 3 条", "佐证“看看”认不出"],
            vec![
                "  - title: 场所\n    marks: 5\n",
                "marks: 2\n        quote: 有标识\n        rule: manual\n        evidence: [photo]\n",
                "rule: {deduct: {faults: [{name: 缺1件, each: 1}]}}\n        evidence: [document, observation]\n        note: 看实物\n",
            ],
        ),
        (
            "a sum that is wrong, a section that does not add up",
            "a.xlsx",
            plain(&[
                &["项目", "评分项", "分值", "评分标准"],
                &["场所（9分）", "标识", "5", "有标识"],
                &["", "设备", "5", "有设备"],
                &["合计", "", "12", ""],
            ]),
            vec!["评分表!A2", "“场所”写的是 9 分，各项相加是 10 分", "总分写的是 12，各项相加是 10"],
            vec!["total: 12\n", "marks: 9\n"],
        ),
        (
            "marks that are missing, or no number",
            "a.xlsx",
            plain(&[
                &["序号", "项目", "评分项", "分值", "评分标准"],
                &["1", "场所（10分）", "标识", "5", "有标识"],
                &["2", "", "设备", "", "有设备"],
                &["3", "", "网络", "若干", "有网络"],
                &["4", "", "电话", "", "有电话，得2分"],
            ]),
            vec![
                "“设备”没有分值",
                "评分表!D4",
                "分值“若干”不是一个数",
                "分值按原文“得2分”读，请核对",
                "“场所”写的是 10 分，各项相加是 7 分",
            ],
            vec!["title: 设备\n        quote: 有设备\n        rule: manual\n", "title: 电话\n        marks: 2\n"],
        ),
        (
            "marks merged over several rows, a row broken by a page",
            "a.xlsx",
            book(|s| {
                put(
                    s,
                    &[
                        &["序号", "项目", "考核内容", "分值"],
                        &["1", "服务", "一次性告知", ""],
                        &["", "", "首问负责", ""],
                        &["2", "管理", "台账", "4"],
                        &["", "", "按月装订", ""],
                    ],
                );
                for (from, to, at, text) in [(1, 2, 0, "1"), (1, 2, 1, "服务"), (1, 2, 3, "6分")] {
                    s.merge_range(from, at, to, at, text, &Format::new()).unwrap();
                }
            }),
            vec!["评分项 2 条，分值相加 10", "接在上一条后面"],
            vec!["marks: 6\n", "quote: 台账 按月装订\n"],
        ),
        (
            "grades in a table of their own below, a note, an unknown column",
            "a.xlsx",
            plain(&[
                &["项目", "评分标准", "分值", "主管领导"],
                &["场所", "有场所", "60", "甲"],
                &["人员", "有人员", "40", "乙"],
                &["注：本表试行一年。"],
                &[],
                &["等级", "分数"],
                &["优秀", "90分以上"],
                &["良好", "75-89分"],
                &["不合格", "60分以下"],
                &["一般", "看情况"],
            ]),
            vec!["不认识的列“主管领导”", "“一般：看情况”像是等级，没有读懂", "60～75 分之间哪一档也不是"],
            vec!["total: 100\nsections:\n"],
        ),
        (
            "grades in a sentence, tables on two sheets with other columns",
            "a.xlsx",
            {
                let mut book = Workbook::new();
                put(
                    book.add_worksheet().set_name("一").unwrap(),
                    &[
                        &["2024年某区评定办法"],
                        &["85分以上为三星，75分（含）以上评为二星"],
                        &["项目", "评分标准", "分值"],
                        &["场所", "有场所", "90"],
                    ],
                );
                put(book.add_worksheet().set_name("二").unwrap(), &[&["类别", "考核要点", "标准分"], &["人员", "有人员", "10"]]);
                book.save_to_buffer().unwrap()
            },
            vec!["一、二", "列和前面的不一样", "三星≥85、二星≥75"],
            vec!["version: \"2024\"\n", "  - name: 三星\n    at_least: 85\n", "title: 有人员\n"],
        ),
        (
            "bonus, veto, marks that differ from the wording's",
            "a.xlsx",
            plain(&[
                &["项目", "评分项", "评分标准", "分值"],
                &["服务", "投诉", "发生重大投诉的一票否决（5分）", "6"],
                &["服务", "两条", "有制度（2分）有台账（3分）", "6"],
                &["加分项", "创新", "有创新做法的，每项加1分", "3"],
            ]),
            vec![
                "veto: true",
                "分值是 6，原文里写 5 分",
                "分值是 6，原文里的分数相加是 5",
                "有创新做法 3 → 加 3 分",
                "分值相加 12",
            ],
            vec![
                "rule: {steps: {fact: 有创新做法, base: 0, at_base: 0, every: 1, gain: 1}}\n        bonus: true\n",
                "facts:\n  有创新做法: {}\n",
                "total: 12\n",
            ],
        ),
        (
            "no marks at all",
            "a.xlsx",
            plain(&[&["序号", "检查项目", "检查内容"], &["1", "场所", "有固定场所"], &["2", "人员", "有专人"]]),
            vec!["没有找到分值"],
            vec!["title: 场所\n        quote: 有固定场所\n        rule: manual\n"],
        ),
    ];
    assert!(cases.len() >= 8);
    let mut wrong = Vec::new();
    for (what, name, bytes, said, written) in cases {
        let (out, yaml) = reading(name, &bytes);
        let missing =
            said.iter().filter(|words| !out.contains(**words)).chain(written.iter().filter(|part| !yaml.contains(**part)));
        let missing: Vec<_> = missing.collect();
        if !missing.is_empty() {
            wrong.push(format!("{what}: no {missing:#?} in\n{yaml}\n{out}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn what_is_no_score_sheet_is_refused() {
    let w = Workspace::new();
    w.write("a.xlsx", plain(&[&["姓名", "电话"], &["甲", "1"]]));
    w.write("b.xlsx", plain(&[&["项目", "分值"], &["场所", "5"]]));
    for (arguments, status, words) in [
        (&["import", "standard", "a.xlsx"][..], 2, "没有找到这样的表"),
        (&["import", "standard", "b.xlsx", "--id", "不行"], 2, "不能作编号"),
        (&["import", "standard", "b.xlsx"], 0, "还没有写入"),
        (&["export", "standard", "no", "-o", "x.xlsx"], 2, "没有标准"),
        (&["export", "standard", "-o", "x.xlsx"], 2, "缺少 <标准或事项>"),
    ] {
        let run = w.run(&[arguments, &["--lang", "zh"]].concat());
        assert!(
            run.status == status && format!("{}{}", run.out, run.err).contains(words),
            "{arguments:?}\n{}{}",
            run.out,
            run.err
        );
    }
    assert!(!w.path().join("checklists").exists(), "nothing is written without --write");
}

/// The table of the published document, as Word has it.
fn wenling() -> Vec<u8> {
    let head = row(&["序号", "项目", "分项", "评分标准"]);
    let one = |number: &str, section: &str, rows: &[(&str, &str)]| -> String {
        rows.iter()
            .enumerate()
            .map(|(i, (item, text))| {
                let (number, section) = if i == 0 { (begins(number), begins(section)) } else { (ON.to_owned(), ON.to_owned()) };
                row(&[&number, &section, item, &lines(text)])
            })
            .collect()
    };
    let first = head.clone()
        + &one(
            "1",
            "组织机构\n(8分)",
            &[
                ("班子重视", "村(社区)两委班子高度重视村级医保经办服务点建设,提供必要的工作支持,并落实专人分管。(5分)"),
                ("人员落实", "有专门的经办人员负责医保业务,及时为服务对象提供医保咨询和办理服务。(3分)"),
            ],
        )
        + &one(
            "2",
            "工作场所\n(17分)",
            &[
                ("设立标识", "村(社区)医保经办点门口有“医保经办服务点”的标志,室内挂有“中国医疗保障”标识。(2分)"),
                (
                    "设置合理",
                    "设置专门的医保服务区域,安排专人负责,统一设置工作牌,显示岗位人员照片、姓名、电话等。(2分)\n配有OCR等自助服务终端。(2分)",
                ),
                ("环境整洁", "布局整齐干净,办公桌整洁,电脑、打印机等物品摆放有序,经办人员与服务对象视线无遮挡。(2分)"),
                (
                    "宣传浓厚",
                    "摆放《温岭市基本医疗保险业务指南》、《温岭市基本医疗保险待遇享受指南》等宣传材料。(3分)\n开展医保政策、业务经办服务、基金监管、医保电子凭证等宣传。(6分)",
                ),
            ],
        )
        + &one(
            "3",
            "人员素质\n(15分)",
            &[
                (
                    "业务熟悉",
                    "把握和熟悉医保政策及相关经办流程,服务对象咨询问题时,做到准确、完整、不遗漏回复,遇到问题能及时向上咨询反馈。(5分)\n参加上级组织的业务培训。(3分)",
                ),
                (
                    "行为规范",
                    "服务对象交谈时,视线应关注对方,微笑亲切、态度诚恳、服务热情、表述清晰、耐心倾听,禁止使用“不知道、我不管”等服务语言禁忌。(2分)",
                ),
                ("遵纪守法", "严格遵守医疗保障信息安全保密制度,做好网络信息安全工作,不得违规操作,泄露单位或参保人信息。(5分)"),
            ],
        );
    let second = head
        + &one(
            "4",
            "服务质量\n(15分)",
            &[
                ("医保业务就近办", "落实医保事项服务向基层延伸全覆盖，做到应办尽办。(3分)"),
                (
                    "首问责任制",
                    "经办人员不得因医保业务不熟等原因，拒绝为单位或参保人办理医保相关业务，或直接将参保人推诿至市医保中心或其他医保经办点。不得因参保人户籍或单位地址不属于本辖区，而拒绝为其办理相关医保业务。(6分)",
                ),
                ("一次性告知制度", "单位或参保人办理医保相关业务时，需一次性告知其业务办理的相关资料，及办结时间。(6分)"),
            ],
        )
        + &one(
            "5",
            "办件数量\n(45分)",
            &[
                (
                    "参保办理",
                    "掌握辖区人员参保情况，建立未参保人员台账，点对点宣传动员，确保应保尽保，参保率达到规定要求。(20分)",
                ),
                ("政务 2.0 办件总量", "村级办件率在 5%以上得 25 分。(25分)"),
            ],
        );
    word(&format!(
        "<w:p><w:r><w:t>附件：</w:t></w:r></w:p><w:p><w:r><w:t>村级医保经办服务星级评定标准</w:t></w:r></w:p><w:tbl>{first}</w:tbl><w:tbl>{second}</w:tbl>"
    ))
}

/// Titles, marks and quotes of a standard, without spaces.
fn told(yaml: &str) -> Vec<(String, String, String)> {
    let node = yizhan::yaml_write::value::parsed(yaml).unwrap();
    let squeeze = yizhan::tables::find::squeezed;
    let text = |n: &yizhan::source::Node, key: &str| n.get(&[key]).and_then(|n| n.text()).map(squeeze).unwrap_or_default();
    let mut list = Vec::new();
    for section in node.get(&["sections"]).unwrap().items() {
        list.push((text(section, "title"), text(section, "marks"), String::new()));
        for c in section.get(&["criteria"]).unwrap().items() {
            let title = text(c, "title");
            list.push((title.split('(').next().unwrap_or_default().to_owned(), text(c, "marks"), text(c, "quote")));
        }
    }
    list
}

#[test]
fn the_published_score_sheet_of_a_city() {
    let bytes = wenling();
    let (said, yaml) = reading("wenling.docx", &bytes);
    assert!(
        said.contains("项目 5 个，评分项 17 条，分值相加 100") && said.contains("《村级医保经办服务星级评定标准》"),
        "{said}"
    );
    let ours = fs::read_to_string(sample().join("checklists/wenling-village-stars.yaml")).unwrap();
    assert_eq!(told(&yaml), told(&ours));
    // Only the last says how marks are given; what happens below it does not say, and neither does the rule.
    assert!(yaml.contains("rule: {at_least: {fact: 村级办件率, value: 5%}}") && said.contains("读成规则的 1 条"), "{said}");
    assert!(said.contains("村级办件率 4% → 待定（"), "{said}");
    // Beside the standard that is there it changes nothing.
    let w = Workspace::new();
    w.write("checklists/stars.yaml", &ours).write("wenling.docx", &bytes);
    let run = w.run(&["import", "standard", "wenling.docx", "--write", "--lang", "zh"]).expect(0);
    assert!(run.err.contains("和现有的内容一样"), "{}{}", run.out, run.err);
    assert_eq!(fs::read_to_string(w.path().join("checklists/stars.yaml")).unwrap(), ours);
}

fn meaning(yaml: &str) -> Json {
    yizhan::yaml_write::edit::meaning(&yizhan::yaml_write::value::parsed(yaml).unwrap())
}

#[test]
fn every_standard_of_the_sample_goes_out_and_comes_back_as_it_was() {
    for entry in fs::read_dir(sample().join("checklists")).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        let before = fs::read_to_string(&path).unwrap();
        let w = Workspace::new();
        let file = format!("checklists/{id}.yaml");
        w.write(&file, &before);
        w.run(&["export", "standard", &id, "-o", "out.xlsx"]).expect(0);
        let run = w.run(&["import", "standard", "out.xlsx", "--write", "--lang", "zh"]).expect(0);
        assert!(run.err.contains("和现有的内容一样"), "{id}\n{}{}", run.out, run.err);
        assert_eq!(fs::read_to_string(w.path().join(&file)).unwrap(), before, "{id}");
        // The same standard where its file is gone.
        fs::remove_file(w.path().join(&file)).unwrap();
        w.run(&["import", "standard", "out.xlsx", "--write"]).expect(0);
        let after = fs::read_to_string(w.path().join(&file)).unwrap();
        assert_eq!(meaning(&after), meaning(&before), "{id}");
        assert_eq!(after, before, "{id}: comments too");
    }
}

const STANDARD: &str = "\
# 头
title: 评定标准
source: 某文件
version: \"1\"
total: 10
rounding: {digits: 2, mode: half_up, before_grade: true}
not_applicable: exclude_and_rescale
parameters:
  次数: {source: 另行规定}   # 待定
grades:
  - {name: 好, at_least: 8}
below_grades: 不评
sections:
  - title: 服务
    marks: 10
    criteria:
      - id: tell
        title: 告知
        marks: 4
        quote: 一次性告知，每少一次扣1分。
        rule: {deduct: {faults: [{name: 少告知, each: 1}], floor: 0}}   # 人写的
        evidence: [document]
      - id: calm
        title: 态度
        marks: 6
        quote: 态度好
        rule: manual
        evidence: [observation]
";

/// The rows of a sheet of a workbook.
fn rows_of(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    use calamine::Reader as _;
    let mut book = calamine::open_workbook_auto(path).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|r| r.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn what_a_clerk_changes_in_the_workbook_and_what_stays() {
    let w = Workspace::new();
    w.write("checklists/std.yaml", STANDARD);
    w.run(&["export", "standard", "std", "-o", "out.xlsx"]).expect(0);
    let mut rows = rows_of(&w.path().join("out.xlsx"), "评分标准");
    assert_eq!(rows[1][..8], ["编号", "项目", "项目分值", "评分项", "分值", "原文", "条款", "规则"]);
    assert_eq!(rows[2][7], "少告知，每次扣1分；扣完为止");
    assert!(rows[2][13].contains("rule: {deduct: {faults: [{name: 少告知, each: 1}], floor: 0}}"), "{:?}", rows[2]);
    // Another number in the wording, a comma in the other, a copied row, a new section.
    rows[2][5] = "一次性告知，每少一次扣2分。".to_owned();
    rows[3][5] = "态度好。".to_owned();
    rows[3][8] = "现场查看、询问".to_owned();
    rows[3][9] = "鼓励".to_owned();
    let mut copied = rows[2].clone();
    (copied[0], copied[3], copied[5]) = (String::new(), "导办".to_owned(), "有人导办。".to_owned());
    rows.push(copied);
    let other = ["", "场所", "", "标识", "", "有标识。", "", "", "照片", "", "", "", "", ""];
    rows.push(other.map(ToOwned::to_owned).to_vec());
    let parameters = rows_of(&w.path().join("out.xlsx"), "参数");
    let hidden = rows_of(&w.path().join("out.xlsx"), "yizhan");
    let mut book = Workbook::new();
    let fill = |sheet: &mut Worksheet, rows: &[Vec<String>]| {
        let rows: Vec<Vec<&str>> = rows.iter().map(|r| r.iter().map(String::as_str).collect()).collect();
        put(sheet, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
    };
    fill(book.add_worksheet().set_name("评分标准").unwrap(), &rows);
    let mut parameters = parameters;
    parameters[2][1] = "3".to_owned();
    fill(book.add_worksheet().set_name("参数").unwrap(), &parameters);
    fill(book.add_worksheet().set_name("yizhan").unwrap(), &hidden);
    w.write("new.xlsx", book.save_to_buffer().unwrap());
    let run = w.run(&["import", "standard", "new.xlsx", "--write", "--lang", "zh"]).expect(0);
    let after = fs::read_to_string(w.path().join("checklists/std.yaml")).unwrap();
    let wanted = STANDARD
        .replace("  次数: {source: 另行规定}   # 待定", "  次数: {source: 另行规定, value: 3}   # 待定")
        .replace("每少一次扣1分。", "每少一次扣2分。")
        .replace("{name: 少告知, each: 1}], floor: 0}}   # 人写的", "{name: 少一次, each: 2}]}}   # 人写的")
        .replace("quote: 态度好\n", "quote: 态度好。\n")
        .replace("evidence: [observation]\n", "evidence: [observation, interview]\n        modality: should\n      - id: dao-ban\n        title: 导办\n        marks: 4\n        quote: 有人导办。\n        rule: {deduct: {faults: [{name: 少告知, each: 1}], floor: 0}}\n        evidence: [document]\n  - title: 场所\n    criteria:\n      - id: biao-shi\n        title: 标识\n        quote: 有标识。\n        rule: manual\n        evidence: [photo]\n");
    assert_eq!(after, wanted, "{}", run.out);
    assert!(run.out.contains("少告知，每次扣1分；扣完为止") && run.out.contains("少一次，每次扣2分"), "{}", run.out);
    // An old workbook says that the file is newer.
    let run = w.run(&["import", "standard", "out.xlsx", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("导出这个表以后，std 的文件又改过"), "{}", run.out);
}

#[test]
fn a_rule_of_a_person_stays_while_the_wording_does() {
    let w = Workspace::new();
    w.write("checklists/std.yaml", STANDARD);
    let sheet = |quote: &str| {
        plain(&[
            &["评定标准"],
            &["项目", "评分项", "评分标准", "分值"],
            &["服务（10分）", "告知", quote, "4"],
            &["", "态度", "态度好", "6"],
        ])
    };
    w.write("a.xlsx", sheet("一次性告知，每少一次，扣1分"));
    let run = w.run(&["import", "standard", "a.xlsx", "--write", "--lang", "zh"]).expect(0);
    assert!(run.err.contains("和现有的内容一样"), "{}{}", run.out, run.err);
    // A word is mended: the rule stays, and somebody should look.
    w.write("a.xlsx", sheet("一次性全告知，每少一次扣1分"));
    let run = w.run(&["import", "standard", "a.xlsx", "--lang", "zh"]).expect(0);
    assert!(run.out.contains("tell 的原文改了，规则没有动") && !run.out.contains("tell  规则"), "{}", run.out);
    expect(&w.findings().into_iter().filter(|f| f.contains("Y1") || f.contains("M2")).collect::<Vec<_>>(), &[]);
}

#[test]
fn the_workbook_opens_in_libreoffice() {
    let w = Workspace::new();
    w.write("checklists/std.yaml", STANDARD);
    w.run(&["export", "standard", "std", "-o", "out.xlsx"]).expect(0);
    let run = |to: &str| {
        std::process::Command::new("soffice")
            .args([
                "--headless",
                &format!("-env:UserInstallation=file://{}/office", w.path().display()),
                "--convert-to",
                to,
                "--outdir",
            ])
            .arg(w.path().join("made"))
            .arg(w.path().join("out.xlsx"))
            .output()
    };
    let Ok(done) = run("xlsx") else { return };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let made = rows_of(&w.path().join("made/out.xlsx"), "评分标准");
    let ours = rows_of(&w.path().join("out.xlsx"), "评分标准");
    assert_eq!(made[..4], ours[..4]);
    // What it saved comes back as it was.
    fs::copy(w.path().join("made/out.xlsx"), w.path().join("saved.xlsx")).unwrap();
    let run = w.run(&["import", "standard", "saved.xlsx", "--write", "--lang", "zh"]).expect(0);
    assert!(run.err.contains("和现有的内容一样"), "{}{}", run.out, run.err);
}

#[test]
fn facts_of_new_rules_are_defined_in_the_standard_that_is_there() {
    let sheet = |wording: &str| {
        plain(&[&["项目", "评分项", "评分标准", "分值"], &["服务", "满意", wording, "5"], &["服务", "台账", "无台账扣1分", "5"]])
    };
    for (facts, wanted) in
        [("", "facts: {满意度: {unit: \"%\"}}"), ("facts:\n  件数: {unit: 件}\n", "\n  满意度: {unit: \"%\"}\n")]
    {
        let w = Workspace::new();
        w.write("checklists/std.yaml", format!(
            "title: 甲\nsource: 某文件\nversion: '1'\ntotal: 10\n{facts}sections:\n  - title: 服务\n    criteria:\n      - {{id: a, title: 满意, marks: 5, quote: 群众满意。, rule: manual, evidence: [document]}}\n      - {{id: b, title: 台账, marks: 5, quote: 无台账扣1分, rule: manual, evidence: [document]}}\n"
        ));
        w.write("a.xlsx", sheet("满意度达到95%得5分，每下降1个百分点扣1分"));
        w.run(&["import", "standard", "a.xlsx", "--id", "std", "--write"]).expect(0);
        let yaml = fs::read_to_string(w.path().join("checklists/std.yaml")).unwrap();
        let plain = yaml.replace('\'', "\"").replace("unit: %", "unit: \"%\"");
        assert!(plain.contains(wanted) && yaml.contains("steps: {fact: 满意度"), "{yaml}");
        let found = w.run(&["check", "--format", "json"]).findings();
        assert!(!found.iter().any(|f| f["code"] == "C403"), "{found:#?}");
    }
}
