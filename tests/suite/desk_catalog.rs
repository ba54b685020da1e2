//! The catalog's sheet through the operations of the desk: channels and groups as columns and headings, columns of the bureau's own, whole tables that are pasted, and
//! the sheet as a workbook. Each change is one entry of the history, and an undo gives back every byte.

use serde_json::{Value, json};
use yizhan::diagnostic::Lang;
use yizhan::ops::desk::sheets::{self, Change, Changed, Of, Row, catalog, columns, export};
use yizhan::ops::desk::{holidays, look, mark, site};
use yizhan::ops::history::{self, Request};
use yizhan::ops::table_import::{ImportPlan, Kind, pasted::read_pasted};
use yizhan::ops::{Answers, Session};
use yizhan::tables::pasted::Pasted;

use super::edits::{caller, open, said, take_back, text, yes};
use super::support::Workspace;

const CATALOG: &str = "content/one/catalog.yaml";
const BUREAU: &str = "content/one/bureau.yaml";

/// A catalog with two groups, three channels, a column of the bureau's own, and remarks that must stay.
const TEXT: &str = "title: 清单
# 渠道
channels:
  - {id: hall, name: 旗中心, tier: county}
  # 镇级，照附件2
  - id: town
    name: 苏木镇服务站
    short_name: 镇级
    tier: town
    claims:
      - {items: 2, clause: 三（一）, quote: 苏木镇服务站可办2项}
  - {id: clinic, name: 卫生院, tier: partner}
groups:
  - {id: a, title: 公共服务}
  - {id: b, title: 扩展服务}
items:
  # 第一项
  - id: one
    name: 参保登记
    group: a
    handling: on-the-spot
    depth: {hall: 办结, town: 办结, clinic: 办结}
    more: {设定依据: 甲号文, 备注栏: 甲}
  - id: two
    name: 信息变更
    group: a
    handling: on-the-spot
    depth: {hall: 办结, town: \"-\"}
  - id: three
    name: 门诊报销
    group: b
    handling: promised
    depth: {hall: 受理（25天内办结）, clinic: 受理}
    more: {设定依据: 乙号文}
claims:
  - {channel: 零售药店, items: 12}
";

fn workspace() -> Workspace {
    let w = Workspace::new();
    w.write(CATALOG, TEXT);
    for (id, name, channel) in [("east", "东站", "town"), ("west", "西站", "town"), ("main", "大厅", "hall")] {
        w.write(
            &format!("content/one/points/{id}.yaml"),
            format!("# {name}\nid: {id}\nname: {name}\nchannel: {channel}\nhours: Mo-Fr 09:00-17:00\n"),
        );
    }
    w
}

fn doing(value: Value) -> columns::Doing {
    serde_json::from_value(value).unwrap()
}

fn plan(session: &Session, value: Value) -> Result<Changed, String> {
    columns::plan(session, "one", &doing(value), Lang::Zh).map_err(said)
}

/// Does it, answering every question with yes, and gives the sentence of the history.
fn act(w: &Workspace, second: i64, value: Value) -> String {
    let session = open(w, "王示例", second);
    let changed = plan(&session, value).unwrap();
    assert!(changed.conflicts.is_empty(), "{:?}", changed.conflicts);
    session.commit(&changed.plan, &yes(&changed.plan)).map_err(said).unwrap();
    changed.plan.says.zh
}

/// Does it and takes it back: one entry, one undo, every byte as before.
fn and_back(w: &Workspace, second: i64, value: Value) -> (String, String) {
    let files = || {
        let paths =
            [CATALOG, BUREAU, "content/one/points/east.yaml", "content/one/points/west.yaml", "content/one/points/main.yaml"];
        paths.map(|path| text(w, path))
    };
    let before = files();
    let says = act(w, second, value);
    let after = text(w, CATALOG);
    take_back(w, second + 1);
    assert_eq!(files(), before, "{says}");
    (says, after)
}

fn table(w: &Workspace) -> catalog::CatalogTable {
    catalog::table(&look(&caller(w.path(), "王示例", 0)).map_err(said).unwrap(), "one", Lang::Zh).map_err(said).unwrap()
}

fn heads(w: &Workspace) -> Vec<String> {
    let all = table(w).table.columns;
    all.into_iter().filter(|column| column.moves).map(|column| column.id).collect()
}

/// The rows as people see them: headings in brackets.
fn rows(w: &Workspace) -> Vec<String> {
    let row = |row: &Row| match row {
        Row::Record { cells, .. } => cells["name"].clone(),
        Row::Group { group, .. } => format!("[{group}]"),
    };
    table(w).table.rows.iter().map(row).collect()
}

#[test]
fn a_channel_comes_as_a_column_with_an_id_of_the_programs_own() {
    let w = workspace();
    let (says, after) = and_back(
        &w,
        10,
        json!({"do": "add-channel", "name": "嘎查村服务点", "short_name": "村级", "tier": "village", "before": "clinic"}),
    );
    assert_eq!(says, "服务清单：加了“嘎查村服务点”这一列");
    assert!(after.contains("name: 嘎查村服务点") && after.contains("# 镇级，照附件2"), "{after}");
    act(&w, 20, json!({"do": "add-channel", "name": "嘎查村服务点", "tier": "village", "before": "clinic"}));
    assert_eq!(heads(&w)[2].strip_prefix("depth:ga-cha-cun"), Some("-fu-wu-dian"), "{:?}", heads(&w));
    let session = open(&w, "王示例", 30);
    for (value, wanted) in [
        (json!({"do": "add-channel", "name": " ", "tier": "village"}), "还没有写名称"),
        (json!({"do": "add-channel", "name": "银行", "tier": ""}), "还没有选是哪一级的"),
        (json!({"do": "add-channel", "name": "镇级", "tier": "town"}), "已经有“镇级”了"),
    ] {
        let refused = plan(&session, value).map(|_| ()).unwrap_err();
        assert!(refused.contains(wanted), "{refused}");
    }
}

#[test]
fn channels_move_and_keep_their_remarks() {
    let w = workspace();
    let (says, after) = and_back(&w, 10, json!({"do": "move-channels", "channels": ["town"], "before": null}));
    assert_eq!(says, "服务清单：“镇级”移到最后");
    let order: Vec<usize> =
        ["id: hall", "id: clinic", "# 镇级，照附件2", "id: town"].map(|part| after.find(part).unwrap()).to_vec();
    assert!(order.is_sorted(), "{after}");
    act(&w, 20, json!({"do": "move-channels", "channels": ["town", "clinic"], "before": "hall"}));
    assert_eq!(heads(&w), ["depth:town", "depth:clinic", "depth:hall"]);
}

#[test]
fn a_channel_that_points_have_does_not_go_by_itself() {
    let w = workspace();
    let session = open(&w, "王示例", 10);
    let refused = plan(&session, json!({"do": "remove-channel", "channel": "town"})).map(|_| ()).unwrap_err();
    assert!(refused.contains("“苏木镇服务站”还有 2 个服务点，没有删：东站、西站"), "{refused}");
    drop(session);
    let session = open(&w, "王示例", 11);
    let asked = plan(&session, json!({"do": "remove-channel", "channel": "town", "points_to": "hall"})).unwrap();
    let question = &asked.plan.questions[0];
    assert_eq!(question.what.zh, "“苏木镇服务站”这一列有 2 格、1 句文件里说的项数，会一起删掉。2 个服务点改归“旗中心”。");
    drop(session);
    let (says, after) = and_back(&w, 20, json!({"do": "remove-channel", "channel": "town", "points_to": "hall"}));
    assert_eq!(says, "服务清单：删掉“苏木镇服务站”这一列（2 格），2 个服务点改归“旗中心”");
    assert!(!after.contains("town"), "{after}");
    act(&w, 30, json!({"do": "remove-channel", "channel": "town", "points_to": "hall"}));
    assert!(text(&w, "content/one/points/east.yaml").contains("channel: hall"));
    assert!(text(&w, "content/one/points/main.yaml").contains("# 大厅"));
    assert!(
        yizhan::ops::desk::sheets::catalog::table(&look(&caller(w.path(), "王", 0)).map_err(said).unwrap(), "one", Lang::Zh)
            .is_ok()
    );
    let errors = look(&caller(w.path(), "王", 0)).map_err(said).unwrap();
    assert_eq!(errors.found.count(yizhan::diagnostic::Severity::Error), 0);
    // One without points asks all the same: its cells go with it.
    let session = open(&w, "王示例", 40);
    let asked = plan(&session, json!({"do": "remove-channel", "channel": "clinic"})).unwrap();
    assert_eq!(asked.plan.questions[0].what.zh, "“卫生院”这一列有 2 格，会一起删掉。");
}

#[test]
fn groups_come_are_renamed_move_with_their_items_and_go_without_them() {
    let w = workspace();
    assert_eq!(rows(&w), ["[公共服务]", "参保登记", "信息变更", "[扩展服务]", "门诊报销"]);
    let (says, _) = and_back(&w, 10, json!({"do": "add-group", "title": "其他服务", "before": "b"}));
    assert_eq!(says, "服务清单：加了分组“其他服务”");
    act(&w, 20, json!({"do": "add-group", "title": "其他服务", "before": "b"}));
    assert_eq!(
        rows(&w),
        ["[公共服务]", "参保登记", "信息变更", "[其他服务]", "[扩展服务]", "门诊报销"],
        "an empty group has its heading"
    );
    let (says, after) = and_back(&w, 30, json!({"do": "rename-group", "group": "a", "was": "公共服务", "title": "基本服务"}));
    assert_eq!(says, "服务清单：分组“公共服务”改名为“基本服务”");
    assert!(after.contains("{id: a, title: 基本服务}"), "{after}");
    let session = open(&w, "王示例", 40);
    let late = plan(&session, json!({"do": "rename-group", "group": "a", "was": "早先的名称", "title": "基本服务"})).unwrap();
    assert_eq!(late.conflicts.len(), 1, "somebody else was there first");
    drop(session);
    act(&w, 50, json!({"do": "move-group", "group": "a", "before": null}));
    assert_eq!(rows(&w), ["[其他服务]", "[扩展服务]", "门诊报销", "[公共服务]", "参保登记", "信息变更"]);
    let (says, after) = and_back(&w, 60, json!({"do": "remove-group", "group": "a"}));
    assert_eq!(says, "服务清单：删掉分组“公共服务”");
    assert!(after.contains("参保登记") && !after.contains("group: a"), "{after}");
    let session = open(&w, "王示例", 70);
    let asked = plan(&session, json!({"do": "remove-group", "group": "a"})).unwrap();
    assert_eq!(asked.plan.questions[0].what.zh, "分组“公共服务”有 2 项。只删分组，事项都留着，不再属于哪一组。");
}

fn change(w: &Workspace, second: i64, value: Value) {
    let session = open(w, "王示例", second);
    let change: Change = serde_json::from_value(value).unwrap();
    let changed = sheets::plan(&session, (Of::Catalog, "one"), &change, Lang::Zh).map_err(said).unwrap();
    assert!(changed.conflicts.is_empty(), "{:?}", changed.conflicts);
    session.commit(&changed.plan, &yes(&changed.plan)).map_err(said).unwrap();
}

#[test]
fn an_item_that_is_put_below_another_heading_belongs_to_that_group() {
    let w = workspace();
    let before = text(&w, CATALOG);
    let wanted: [(Value, &[&str]); 4] = [
        // Behind the heading of the second group.
        (json!({"rows": ["one"], "before": "three"}), &["[公共服务]", "信息变更", "[扩展服务]", "参保登记", "门诊报销"]),
        // At the very end.
        (json!({"rows": ["one"], "before": null}), &["[公共服务]", "信息变更", "[扩展服务]", "门诊报销", "参保登记"]),
        // Before a heading is the end of the group above it.
        (json!({"rows": ["three"], "before": "group:b:0"}), &["[公共服务]", "参保登记", "信息变更", "门诊报销", "[扩展服务]"]),
        // Above everything is the first group.
        (json!({"rows": ["three"], "before": "group:a:0"}), &["[公共服务]", "门诊报销", "参保登记", "信息变更", "[扩展服务]"]),
    ];
    for (turn, (moved, wanted)) in (1..).zip(wanted) {
        change(&w, turn * 100, json!({"says": "移动", "moved": moved}));
        assert_eq!(rows(&w), wanted, "{moved}");
        take_back(&w, turn * 100 + 10);
        assert_eq!(text(&w, CATALOG), before, "{moved}");
    }
    // A new row stands in the group whose heading is above it, also where that has no item yet.
    change(&w, 900, json!({"says": "移动", "moved": {"rows": ["three"], "before": "group:b:0"}}));
    change(&w, 910, json!({"says": "插入", "inserted": [{"id": "new-1", "after": "group:b:0", "cells": {"name": "新事项"}}]}));
    assert_eq!(rows(&w), ["[公共服务]", "参保登记", "信息变更", "门诊报销", "[扩展服务]", "新事项"]);
}

#[test]
fn a_column_of_the_bureaus_own_is_renamed_in_its_place_and_goes_when_it_is_asked() {
    let w = workspace();
    let bureau = text(&w, BUREAU);
    w.write(BUREAU, format!("{}\nprint:\n  # 印在清单上\n  item_heads: [设定依据]\n", bureau.trim_end()));
    let (says, after) = and_back(&w, 10, json!({"do": "rename-head", "head": "设定依据", "name": "依据文件"}));
    assert_eq!(says, "服务清单：“设定依据”这一列改名为“依据文件”");
    assert!(after.contains("more: {依据文件: 甲号文, 备注栏: 甲}"), "{after}");
    act(&w, 20, json!({"do": "rename-head", "head": "设定依据", "name": "依据文件"}));
    assert!(text(&w, BUREAU).contains("# 印在清单上\n  item_heads: [依据文件]"), "{}", text(&w, BUREAU));
    let session = open(&w, "王示例", 30);
    let refused = plan(&session, json!({"do": "rename-head", "head": "依据文件", "name": "备注栏"})).map(|_| ()).unwrap_err();
    assert!(refused.contains("已经有“备注栏”了"), "{refused}");
    let asked = plan(&session, json!({"do": "remove-head", "head": "依据文件"})).unwrap();
    assert_eq!(asked.plan.questions[0].what.zh, "“依据文件”这一列有 2 格写了内容，会一起删掉。");
    drop(session);
    let (_, after) = and_back(&w, 40, json!({"do": "remove-head", "head": "依据文件"}));
    assert!(after.contains("备注栏: 甲") && !after.contains("依据文件"), "{after}");
}

#[test]
fn every_change_of_columns_is_one_entry_of_the_history() {
    let w = workspace();
    act(&w, 10, json!({"do": "add-channel", "name": "银行", "tier": "partner"}));
    act(&w, 20, json!({"do": "move-channels", "channels": ["clinic"], "before": "hall"}));
    act(&w, 30, json!({"do": "remove-channel", "channel": "town", "points_to": "hall"}));
    let session = open(&w, "王示例", 40);
    let all = history::history(&session, &Request { limit: 10, path: None, who: None }).map_err(said).unwrap();
    let says: Vec<&str> = all.items.iter().map(|item| item.says.zh.as_str()).collect();
    assert_eq!(
        says,
        [
            "服务清单：删掉“苏木镇服务站”这一列（2 格），2 个服务点改归“旗中心”",
            "服务清单：“卫生院”移到“旗中心”前面",
            "服务清单：加了“银行”这一列",
        ]
    );
}

#[test]
fn claims_stand_beside_what_is_counted() {
    let w = workspace();
    let claim = |w: &Workspace| {
        let claims = table(w).claims;
        claims.into_iter().map(|c| (c.name, c.clause, c.claimed, c.counted, c.state)).collect::<Vec<_>>()
    };
    let gone = ("零售药店".to_owned(), "正文".to_owned(), 12, None, "due");
    let town = |counted, state| ("苏木镇服务站".to_owned(), "正文三（一）".to_owned(), 2, Some(counted), state);
    assert_eq!(claim(&w), [town(1, "due"), gone.clone()]);
    change(&w, 10, json!({"says": "改", "cells": [{"row": "two", "column": "depth:town", "before": "-", "after": "办结"}]}));
    assert_eq!(claim(&w), [town(2, ""), gone]);
}

fn pasted(rows: &[&[&str]], covered: &[[usize; 4]]) -> Pasted {
    let rows = rows.iter().map(|row| row.iter().map(|text| (*text).to_owned()).collect()).collect();
    Pasted { above: Vec::new(), rows, covered: covered.to_vec() }
}

fn read(session: &Session, table: &Pasted, answers: Answers) -> Result<ImportPlan, String> {
    read_pasted(session, (Kind::Catalog, "one"), std::slice::from_ref(table), answers).map_err(said)
}

/// A table as it circulates: a title over all columns, two lines of heads, groups as merged cells.
fn whole() -> Pasted {
    pasted(
        &[
            &["某某旗医疗保障公共服务事项清单", "", "", "", ""],
            &["序号", "事项类型", "事项名称", "服务渠道", ""],
            &["", "", "", "旗中心", "苏木镇服务站"],
            &["1", "公共服务", "参保登记", "办结", "办结"],
            &["2", "", "信息变更", "办结", "-"],
            &["3", "扩展服务", "门诊报销", "受理（25天内办结）", "-"],
        ],
        &[
            [0, 1, 0, 0],
            [0, 2, 0, 0],
            [0, 3, 0, 0],
            [0, 4, 0, 0],
            [2, 0, 1, 0],
            [2, 1, 1, 1],
            [2, 2, 1, 2],
            [1, 4, 1, 3],
            [4, 1, 3, 1],
        ],
    )
}

#[test]
fn a_whole_table_is_pasted_where_there_is_no_catalog_yet() {
    let w = Workspace::new();
    std::fs::remove_file(w.path().join(CATALOG)).unwrap();
    let empty = table(&w);
    assert!(empty.table.rows.is_empty() && empty.path == CATALOG, "{empty:?}");
    let session = open(&w, "王示例", 10);
    let plan = read(&session, &whole(), Answers::default()).unwrap();
    assert!(plan.blocked.is_none() && plan.stuck.is_none(), "{plan:?}");
    assert_eq!(plan.title, "某某旗医疗保障公共服务事项清单");
    session.commit(&plan.plan, &Answers::default()).map_err(said).unwrap();
    drop(session);
    let there = table(&w);
    assert_eq!(rows(&w).iter().filter(|row| !row.starts_with('[')).collect::<Vec<_>>(), ["参保登记", "信息变更", "门诊报销"]);
    let Row::Record { cells, .. } = there.table.rows.last().unwrap() else { panic!("{there:?}") };
    assert!(cells.values().any(|text| text == "受理（25天内办结）"), "{cells:?}");
    // The merged cell counts for every row that it covers.
    assert!(text(&w, CATALOG).matches("公共服务").count() >= 2, "{}", text(&w, CATALOG));
    take_back(&w, 20);
    assert!(!w.path().join(CATALOG).exists(), "one entry, and an undo takes all of it away");
}

#[test]
fn a_table_that_is_none_is_refused_in_words_and_changes_nothing() {
    let w = workspace();
    let session = open(&w, "王示例", 10);
    let phones = pasted(&[&["姓名", "科室", "手机"], &["甲", "基金科", "1"]], &[]);
    match read(&session, &phones, Answers::default()) {
        Err(refused) => assert!(refused.contains("没有找到这样的表"), "{refused}"),
        Ok(plan) => assert!(plan.blocked.is_some() && plan.plan.is_empty(), "{plan:?}"),
    }
    assert_eq!(text(&w, CATALOG), TEXT);
}

#[test]
fn rows_and_channels_come_where_there_is_no_catalog_yet() {
    let w = Workspace::new();
    std::fs::remove_file(w.path().join(CATALOG)).unwrap();
    change(
        &w,
        10,
        json!({"says": "插入", "inserted": [{"id": "new-1", "after": null, "cells": {"name": "参保登记", "handling": "即办件"}}]}),
    );
    assert_eq!(rows(&w), ["参保登记"]);
    take_back(&w, 20);
    assert!(!w.path().join(CATALOG).exists());
    act(&w, 30, json!({"do": "add-channel", "name": "旗中心", "tier": "county"}));
    assert_eq!(heads(&w).len(), 1);
}

#[test]
fn the_sheet_as_it_is_seen_is_a_workbook_that_reads_back() {
    let w = workspace();
    let look = look(&caller(w.path(), "王示例", 0)).map_err(said).unwrap();
    let request = export::Request {
        columns: ["name", "depth:clinic", "depth:hall", "more:设定依据", "nothing"].map(str::to_owned).to_vec(),
        rows: ["three", "one", "gone"].map(str::to_owned).to_vec(),
    };
    let made = export::workbook(&look, (Of::Catalog, "one"), &request, Lang::Zh).map_err(said).unwrap();
    assert!(made.name.ends_with("服务清单（一部分）.xlsx"), "{}", made.name);
    let sheets = yizhan::tables::read_sheets("a.xlsx", &made.bytes).unwrap();
    let cells = |row: usize| {
        sheets[0].rows[row].iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    assert_eq!(cells(1), ["服务事项", "分组", "卫生院", "旗中心", "设定依据"]);
    assert_eq!(cells(2), ["门诊报销", "扩展服务", "受理", "受理（25天内办结）", "乙号文"]);
    assert_eq!(cells(3), ["参保登记", "公共服务", "办结", "办结", "甲号文"]);
}

/// A picture of one colour.
fn png(width: u32, height: u32, pixel: [u8; 4]) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let picture = image::RgbaImage::from_pixel(width, height, image::Rgba(pixel));
    image::DynamicImage::ImageRgba8(picture).write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

#[test]
fn a_mark_is_kept_as_it_is_with_its_key_and_both_go_with_one_undo() {
    let w = workspace();
    let before = text(&w, BUREAU);
    let put = |second: i64, name: &str, bytes: &[u8]| {
        let session = open(&w, "王示例", second);
        let request = mark::Request { bureau: "one".to_owned(), name: name.to_owned(), bytes: bytes.to_vec() };
        let (plan, mark) = mark::plan(&session, &request, Lang::Zh).map_err(said)?;
        session.commit(&plan, &Answers::default()).map_err(said)?;
        Ok::<_, String>((plan.says.zh, mark))
    };
    let white = png(300, 100, [255, 255, 255, 255]);
    let (says, mark) = put(10, "标志 最终版(2).png", &white).unwrap();
    assert!(says.ends_with("：放上标志"), "{says}");
    let notes: Vec<&str> = mark.notes.iter().map(|note| note.zh.as_str()).collect();
    assert!(notes[0].contains("只有 300×100 像素") && notes[1].contains("白底"), "{notes:?}");
    assert_eq!(std::fs::read(w.path().join("content/one/mark.png")).unwrap(), white, "kept as it is");
    assert!(text(&w, BUREAU).contains("mark: mark.png"));
    let shown = mark::mark(&look(&caller(w.path(), "王示例", 0)).map_err(said).unwrap(), "one").map_err(said).unwrap();
    assert_eq!(shown.unwrap().0.size, Some((300, 100)));
    // Another one of the same kind takes its place.
    let clear = png(900, 300, [0, 90, 160, 0]);
    let (says, mark) = put(20, "新.png", &clear).unwrap();
    assert!(says.ends_with("：换了标志") && mark.notes.is_empty(), "{says} {:?}", mark.notes);
    assert_eq!(std::fs::read(w.path().join("content/one/mark.png")).unwrap(), clear);
    take_back(&w, 30);
    assert_eq!(std::fs::read(w.path().join("content/one/mark.png")).unwrap(), white);
    take_back(&w, 40);
    assert!(!w.path().join("content/one/mark.png").exists());
    assert_eq!(text(&w, BUREAU), before);
    // SVG is a kind too; what is none is named, with what to do.
    put(50, "a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 3 1\"><path d=\"M0 0h3v1z\"/></svg>").unwrap();
    assert!(text(&w, BUREAU).contains("mark: mark.svg"));
    take_back(&w, 60);
    for (name, bytes, wanted) in [
        ("标志.pdf", &b"%PDF-1.7\n%..."[..], "“标志.pdf”"),
        ("标志.txt", &b"hello"[..], "不是图片"),
        ("坏.png", white.get(..60).unwrap(), "不完整"),
    ] {
        let refused = put(70, name, bytes).map(|_| ()).unwrap_err();
        assert!(refused.contains(wanted) && refused.contains("没有放上"), "{refused}");
    }
    assert_eq!(text(&w, BUREAU), before);
}

#[test]
fn a_page_of_the_site_is_made_by_itself() {
    let w = workspace();
    let look = look(&caller(w.path(), "王示例", 0)).map_err(said).unwrap();
    let pages = site::Pages::default();
    let page = site::file(&look, 1, &pages, "one/index.html").map_err(said).unwrap().unwrap();
    assert!(String::from_utf8_lossy(&page).contains("<html"));
    assert!(site::file(&look, 1, &pages, "assets/site.css").map_err(said).unwrap().is_some());
    for path in ["nothing.html", "../yizhan.yaml", "one/../../yizhan.yaml", "manifest.json"] {
        assert!(site::file(&look, 1, &pages, path).map_err(said).unwrap().is_none(), "{path}");
    }
}

#[test]
fn a_year_of_holidays_comes_from_the_text_of_the_notice() {
    let w = workspace();
    let file = "calendar.yaml";
    w.write(file, "# 每年年底改\nsample: true\nyears:\n  - year: 2025\n    holidays: [{name: 元旦, from: 2025-01-01}]\n  # 明年的\n  - year: 2027\n    holidays: [{name: 元旦, from: 2027-01-01}]\n");
    let before = text(&w, file);
    let notice = "关于2026年部分节假日安排的通知\n一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。\n二、清明节：4月5日（周日）放假。";
    let take = |second: i64, text: &str| {
        let session = open(&w, "王示例", second);
        let request = holidays::Request { text: text.to_owned(), year: None };
        let planned = holidays::plan(&session, &request, Lang::Zh).map_err(said)?;
        session.commit(&planned.plan, &Answers::default()).map_err(said)?;
        Ok::<_, String>((planned.plan.says.zh, planned.year))
    };
    let (says, year) = take(10, notice).unwrap();
    assert_eq!(says, "节假日：按通知写了 2026 年（2 个假期，1 天调休上班）");
    assert_eq!(year.holidays[0], ("元旦".to_owned(), "1月1日（周四）至1月3日（周六）".to_owned(), 3));
    assert!(year.sample && !year.replaces && year.workdays == ["1月4日（周日）"], "{year:?}");
    let after = text(&w, file);
    let order: Vec<usize> = ["year: 2025", "year: 2026", "# 明年的", "year: 2027"].map(|part| after.find(part).unwrap()).to_vec();
    assert!(order.is_sorted(), "{after}");
    assert_eq!(look(&caller(w.path(), "王", 0)).map_err(said).unwrap().found.count(yizhan::diagnostic::Severity::Error), 0);
    // The same year once more takes the place of what is there.
    let (_, year) = take(20, "关于2026年部分节假日安排的通知\n一、元旦：1月1日（周四）放假。").unwrap();
    assert!(year.replaces);
    assert_eq!(text(&w, file).matches("year: 2026").count(), 1);
    assert!(!text(&w, file).contains("2026-01-04"), "{}", text(&w, file));
    take_back(&w, 30);
    take_back(&w, 40);
    assert_eq!(text(&w, file), before);
    let refused = take(50, "关于2026年部分节假日安排的通知\n一、元旦：1月1日（周五）放假。").map(|_| ()).unwrap_err();
    assert!(refused.contains("2026 年这一天是周四"), "{refused}");
    // Where there is no calendar yet, it comes with its first year.
    std::fs::remove_file(w.path().join(file)).unwrap();
    take(60, notice).unwrap();
    assert!(text(&w, file).contains("2026-01-03"));
}

#[test]
fn every_key_of_the_workspace_the_bureau_and_the_calendar_has_a_field() {
    for kind in ["workspace", "bureau", "calendar", "catalog"] {
        let form = yizhan::ops::form::form(kind).map_err(said).unwrap();
        let shape = yizhan::ops::kinds::Kind::named(kind).unwrap().record;
        let shown = |record: &str| {
            let groups = form.records[record].groups.iter().flat_map(|group| &group.fields);
            groups.map(|field| (field.key, field.title, field.hint)).collect::<Vec<_>>()
        };
        let own = shown(shape.name);
        for field in shape.fields {
            let at = own.iter().find(|(key, ..)| *key == field.name).unwrap_or_else(|| panic!("{kind}: {}", field.name));
            assert!(!at.1.is_empty() && !at.2.is_empty(), "{kind}: {} says what to write", field.name);
        }
        for record in form.records.keys() {
            assert!(!shown(record).is_empty(), "{kind}: {record}");
        }
    }
}

#[test]
fn a_whole_table_is_pasted_where_every_row_was_removed_before() {
    for items in ["", "items: []\n", "items:\n"] {
        let w = Workspace::new();
        w.write(CATALOG, format!("# 先有渠道\ntitle: 清单\nchannels:\n  - {{id: hall, name: 旗中心, tier: county}}\n  - {{id: town, name: 苏木镇服务站, tier: town}}\n{items}"));
        let session = open(&w, "王示例", 10);
        let plan = read(&session, &whole(), Answers::default()).unwrap();
        assert!(plan.stuck.is_none() && plan.blocked.is_none(), "{items:?} {:?} {:?}", plan.stuck, plan.blocked);
        session.commit(&plan.plan, &Answers::default()).map_err(said).unwrap();
        drop(session);
        assert_eq!(heads(&w), ["depth:hall", "depth:town"], "{items:?}: the channels are known again");
        assert!(rows(&w).contains(&"门诊报销".to_owned()), "{items:?}");
        assert!(text(&w, CATALOG).starts_with("# 先有渠道"), "{}", text(&w, CATALOG));
    }
    // Rows that were taken out one after the other leave the sheet as empty.
    let w = workspace();
    change(&w, 10, json!({"says": "删除", "removed": ["one", "two", "three"]}));
    let session = open(&w, "王示例", 20);
    let plan = read(&session, &whole(), Answers::default()).unwrap();
    assert!(plan.stuck.is_none(), "{:?}\n{}", plan.stuck, text(&w, CATALOG));
}
