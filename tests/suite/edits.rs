//! Edits through the operations that every front door calls: sentences of the history in the words of a clerk; rows come, go and move; what somebody else changed
//! meanwhile is a conflict; changes of one field within a minute are one entry of the history.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDate};
use yizhan::diagnostic::Lang;
use yizhan::ops::edit::{self, Change, Edit, Kindly, OPERATION, Request};
use yizhan::ops::form;
use yizhan::ops::history::{self, State};
use yizhan::ops::values::{Said, Step};
use yizhan::ops::{Access, Answers, Caller, Session, Stop, undo};
use yizhan::say;

use super::rich::rich;
use super::support::Workspace;

pub fn caller(root: &Path, who: &str, second: i64) -> Caller {
    let now: DateTime<FixedOffset> = DateTime::parse_from_rfc3339("2026-06-01T09:00:00+08:00").unwrap();
    Caller {
        root: root.to_owned(),
        who: who.to_owned(),
        host: "test".to_owned(),
        today: NaiveDate::from_ymd_opt(2026, 6, 1).unwrap(),
        now: now + chrono::TimeDelta::seconds(second),
        patience: Duration::from_secs(5),
    }
}

pub fn open(w: &Workspace, who: &str, second: i64) -> Session {
    Session::open(&caller(w.path(), who, second), Access::Write(say!("测试", "a test"))).map_err(said).unwrap()
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub fn said(stop: Stop) -> String {
    stop.found.iter().map(|d| format!("{} {}", d.code.id, d.message.zh)).collect::<Vec<_>>().join("；")
}

/// Every question is answered with its first choice.
pub fn yes(plan: &yizhan::ops::Plan) -> Answers {
    let mut answers = Answers::default();
    for question in &plan.questions {
        answers.add(&format!("{}={}", question.id, question.choices[0].word));
    }
    answers
}

pub fn way(at: &str) -> Vec<Step> {
    let step = |word: &str| match (word.parse(), word.strip_prefix('#')) {
        (Ok(index), _) => Step::Index(index),
        (_, Some(id)) => Step::Record { id: id.to_owned() },
        _ => Step::Key(word.to_owned()),
    };
    at.split('.').filter(|w| !w.is_empty()).map(step).collect()
}

pub fn json(text: &str) -> Said {
    serde_json::from_str(text).unwrap()
}

pub fn set(at: &str, before: &str, after: &str) -> Change {
    let some = |text: &str| (!text.is_empty()).then(|| json(text));
    Change { at: way(at), kind: Kindly::Set, before: some(before), after: some(after), to: None }
}

pub fn plan(session: &Session, path: &str, changes: Vec<Change>) -> Result<Edit, String> {
    edit::plan(session, &Request { path: path.to_owned(), changes }, Lang::Zh).map_err(said)
}

/// Makes changes, and gives the sentence of the history.
pub fn make(w: &Workspace, (who, second): (&str, i64), path: &str, changes: Vec<Change>) -> Edit {
    let session = open(w, who, second);
    let edit = plan(&session, path, changes).unwrap();
    assert!(edit.conflicts.is_empty(), "{:?}", edit.conflicts);
    if !edit.plan.is_empty() {
        session.commit(&edit.plan, &yes(&edit.plan)).map_err(said).unwrap();
    }
    edit
}

pub fn take_back(w: &Workspace, second: i64) {
    let session = open(w, "撤", second);
    let request = undo::Request::default();
    let first = undo::plan(&session, &request, &Answers::default()).map_err(said).unwrap();
    session.commit(&first.plan, &yes(&first.plan)).map_err(said).unwrap();
}

pub fn text(w: &Workspace, path: &str) -> String {
    std::fs::read_to_string(w.path().join(path)).unwrap()
}

/// The rich workspace, with a file of every kind.
pub fn every_kind() -> (Workspace, BTreeMap<&'static str, &'static str>) {
    let w = rich();
    w.write("calendar.yaml", "# 日历\nyears: [{year: 2026, holidays: [{name: 国庆节, from: 2026-10-01, to: 2026-10-07}]}]\n");
    w.write("content/one/programme.yaml", "title: 方案\n# 服务\nservices: [{name: 延时办, text: 延时}]\n");
    w.write("content/one/villages.yaml", "# 村\nvillages: [{name: 东村, lat: 38.6, lon: 108.8}]\n");
    w.write(
        "checklists/star.yaml",
        "title: 评定标准\nsource: 测办发〔2026〕4号\nversion: \"2026\"\ntotal: 10\nsections:\n  - title: 环境\n    criteria:\n      # 招牌\n      - {id: sign, title: 有招牌, marks: 10, rule: yes_no}\n",
    );
    w.write(
        "content/one/inspections/a.yaml",
        "# 记录\nstandard: star\nversion: \"2026\"\npoint: east\nround: site\ndate: 2026-05-02\ninspectors: [张示例]\nfindings: {sign: {met: true}}\n",
    );
    let paths = BTreeMap::from([
        ("workspace", "yizhan.yaml"),
        ("bureau", "content/one/bureau.yaml"),
        ("catalog", "content/one/catalog.yaml"),
        ("point", "content/one/points/east.yaml"),
        ("guide", "content/one/guides/enrol.md"),
        ("handbook", "content/one/handbooks/book.yaml"),
        ("notice", "content/one/notices/move.md"),
        ("leaflet", "content/one/leaflets/join.md"),
        ("panel", "content/one/panels/first.md"),
        ("campaign", "content/one/campaigns/near.yaml"),
        ("plan", "content/one/plan.yaml"),
        ("programme", "content/one/programme.yaml"),
        ("villages", "content/one/villages.yaml"),
        ("calendar", "calendar.yaml"),
        ("standard", "checklists/star.yaml"),
        ("inspection", "content/one/inspections/a.yaml"),
    ]);
    (w, paths)
}

/// A table of 60 rows and 10 columns is pasted into items that have none of it yet.
#[test]
fn a_large_table_is_pasted_in_a_moment() {
    let (w, _) = every_kind();
    let rows: String = (0..60).map(|at| format!("  - id: item-{at}  # 第 {at} 项\n    name: 事项{at}\n")).collect();
    w.write(CATALOG, format!("title: 清单\nchannels: [{{id: hall, name: 大厅, tier: county}}]\nitems:\n{rows}"));
    let columns =
        ["number", "category", "handling", "frequency", "limit", "note", "code", "depth.hall", "more.设定依据", "more.备注"];
    let value = |column: &str, row: usize| match column {
        "handling" => "\"即办件\"".to_owned(),
        "limit" => "\"5个工作日\"".to_owned(),
        "depth.hall" => "\"办结\"".to_owned(),
        _ => format!("\"{column} {row}\""),
    };
    let cells = |row: usize| columns.map(|column| set(&format!("items.#item-{row}.{column}"), "", &value(column, row)));
    let begun = std::time::Instant::now();
    let edit = make(&w, ("甲", 0), CATALOG, (0..60).flat_map(cells).collect());
    let took = begun.elapsed();
    assert_eq!(edit.plan.says.zh, "服务清单：改了 600 处（60 条）");
    let text = text(&w, CATALOG);
    assert_eq!(text.matches("# 第 ").count(), 60);
    assert!(
        text.contains("  - id: item-7  # 第 7 项\n    name: 事项7\n    number: number 7\n    category: category 7\n"),
        "{text}"
    );
    assert!(
        text.contains("handling: on-the-spot\n    frequency: frequency 7\n    depth: {hall: 办结}\n    limit: 5个工作日\n"),
        "{text}"
    );
    assert!(took < Duration::from_secs(5), "{took:?}");
}

const EAST: &str = "content/one/points/east.yaml";
const CATALOG: &str = "content/one/catalog.yaml";
const BUREAU: &str = "content/one/bureau.yaml";

#[test]
fn the_history_says_it_in_the_words_of_a_clerk() {
    let (w, _) = every_kind();
    for (second, path, change, sentence, points) in [
        (
            0,
            EAST,
            set("phone", r#""0477-0000001""#, r#""0477-0000010""#),
            "东镇医保服务站：电话由“0477-0000001”改为“0477-0000010”",
            1,
        ),
        (100, EAST, set("note", "", r#""下雨天也开""#), "东镇医保服务站：说明填为“下雨天也开”", 1),
        (200, EAST, set("tagline", r#""家门口办医保""#, ""), "东镇医保服务站：一句话介绍清空（原来是“家门口办医保”）", 1),
        (
            300,
            EAST,
            set("staff.0.role", r#""综合柜员""#, r#""引导员""#),
            "东镇医保服务站·张示例：岗位由“综合柜员”改为“引导员”",
            1,
        ),
        (
            400,
            CATALOG,
            set("items.#enrol.depth.town", r#""办结""#, r#""帮办""#),
            "参保登记：办理深度（镇服务站）由“办结”改为“帮办”",
            2,
        ),
        (
            500,
            CATALOG,
            set("items.#enrol.handling", r#""即办件""#, r#""promised""#),
            "参保登记：办件类型由“即办件”改为“承诺件”",
            2,
        ),
        (600, BUREAU, set("brand.primary", "\"#0B4A8F\"", "\"#123456\""), "测试局：标识·主色由“#0B4A8F”改为“#123456”", 2),
        (700, "yizhan.yaml", set("review_months", "", "6"), "工作区：复核月数填为“6”", 0),
    ] {
        let edit = make(&w, ("甲", second), path, vec![change]);
        assert_eq!(edit.plan.says.zh, sentence);
        assert_eq!((edit.reach.files, edit.reach.points), (1, points), "{sentence}");
    }
    assert!(text(&w, "yizhan.yaml").contains("review_months: 6\n"));
    // A table that is pasted is one change.
    let cell =
        |item: &str, channel: &str, before: &str, after: &str| set(&format!("items.#{item}.depth.{channel}"), before, after);
    let edit = make(
        &w,
        ("甲", 800),
        CATALOG,
        vec![
            cell("enrol", "hall", r#""办结""#, r#""受理""#),
            cell("move", "town", r#""-""#, r#""帮办""#),
            cell("care", "hall", r#""受理（15天内办结）""#, r#""办结""#),
        ],
    );
    assert_eq!(edit.plan.says.zh, "服务清单：改了 3 处（3 条）");
    assert_eq!(edit.reach.words().zh, "会改 1 个文件、2 个服务点");
}

#[test]
fn rows_come_and_go_and_move() {
    let (w, _) = every_kind();
    let before = text(&w, CATALOG);
    let insert =
        |at: &str, after: &str| Change { at: way(at), kind: Kindly::Insert, before: None, after: Some(json(after)), to: None };
    let edit = make(
        &w,
        ("甲", 0),
        CATALOG,
        vec![insert("items.1", r#"{"name": "门诊慢特病", "id": "chronic", "depth": {"hall": "办结"}}"#)],
    );
    assert_eq!(edit.plan.says.zh, "服务清单：事项加上“门诊慢特病”");
    assert_eq!(
        text(&w, CATALOG),
        before.replace("  - {id: care", "  - {id: chronic, name: 门诊慢特病, depth: {hall: 办结}}\n  - {id: care")
    );
    let moving = Change { at: way("items.#chronic"), kind: Kindly::Move, before: None, after: None, to: Some(3) };
    let edit = make(&w, ("甲", 100), CATALOG, vec![moving]);
    assert_eq!(edit.plan.says.zh, "服务清单：事项“门诊慢特病”移到第 4 行");
    assert_eq!(text(&w, CATALOG), format!("{before}  - {{id: chronic, name: 门诊慢特病, depth: {{hall: 办结}}}}\n"));
    let gone = |id: &str, seen: &str| Change {
        at: way(&format!("items.#{id}")),
        kind: Kindly::Remove,
        before: Some(json(seen)),
        after: None,
        to: None,
    };
    let seen = r#"{"id": "chronic", "name": "门诊慢特病", "depth": {"hall": "办结"}}"#;
    let edit = make(&w, ("甲", 200), CATALOG, vec![gone("chronic", seen)]);
    assert_eq!(edit.plan.says.zh, "服务清单：事项删去“门诊慢特病”");
    assert!(edit.plan.questions.is_empty());
    assert_eq!(text(&w, CATALOG), before);
    // Others name this one: what hangs on it is said before.
    let session = open(&w, "甲", 300);
    let care = form::record(&session.workspace, &session.found, (CATALOG, &way("items.#enrol")), Lang::Zh).map_err(said).unwrap();
    let removal = Change { at: way("items.#enrol"), kind: Kindly::Remove, before: Some(care.values), after: None, to: None };
    let edit = plan(&session, CATALOG, vec![removal]).unwrap();
    assert_eq!(edit.plan.questions.len(), 1);
    assert!(edit.plan.questions[0].what.zh.contains("enrol"), "{}", edit.plan.questions[0].what.zh);
    drop(session);
    // A point that is alone in its file takes the file with it, and a new one gets its own.
    let session = open(&w, "甲", 400);
    let west =
        form::record(&session.workspace, &session.found, ("content/one/points/west.yaml", &[]), Lang::Zh).map_err(said).unwrap();
    drop(session);
    let removal = Change { at: Vec::new(), kind: Kindly::Remove, before: Some(west.values), after: None, to: None };
    let edit = make(&w, ("甲", 500), "content/one/points/west.yaml", vec![removal]);
    assert_eq!(edit.plan.says.zh, "删去服务点“西镇医保服务站”");
    assert!(!w.path().join("content/one/points/west.yaml").exists());
    let new = set("", "", r#"{"name": "南镇医保服务站", "channel": "town", "id": "south", "phone": "0477-0000011"}"#);
    let edit = make(&w, ("甲", 600), "content/one/points/south.yaml", vec![new]);
    assert_eq!(edit.plan.says.zh, "加了服务点“南镇医保服务站”");
    assert_eq!(
        text(&w, "content/one/points/south.yaml"),
        "id: south\nname: 南镇医保服务站\nchannel: town\nphone: \"0477-0000011\"\n"
    );
    let notice = set("", "", r#"{"title": "停办公告", "date": "2026-06-02"}"#);
    make(&w, ("甲", 700), "content/one/notices/stop.md", vec![notice]);
    assert_eq!(text(&w, "content/one/notices/stop.md"), "---\ntitle: 停办公告\ndate: 2026-06-02\n---\n");
}

/// Files of Windows editors: a mark at the head, two characters at each line's end. Both stay, in what is new too.
#[test]
fn the_mark_at_the_head_and_the_ends_of_lines_stay() {
    let (w, _) = every_kind();
    let old = format!("\u{feff}{}", text(&w, EAST).replace('\n', "\r\n"));
    w.write(EAST, &old);
    let note = set("note", "", r#""一\n二""#);
    make(&w, ("甲", 0), EAST, vec![note, set("staff.1.role", r#""引导员""#, r#""导办员""#)]);
    let new = text(&w, EAST);
    assert!(new.starts_with("\u{feff}id: east\r\n") && !new.replace("\r\n", "").contains('\n'), "{new:?}");
    assert_eq!(new.replace("note: \"一\\n二\"\r\n", "").replace("导办员", "引导员"), old);
    take_back(&w, 100);
    assert_eq!(text(&w, EAST), old);
}

/// A file of several points with Chinese keys: records are found by their ids, new keys and words come in the file's language, and the last point that goes
/// takes the file with it.
#[test]
fn files_of_several_records_and_chinese_keys() {
    let (w, _) = every_kind();
    let path = "content/one/points/more.yaml";
    let old = "# 两个点\n\n# 北边\n- 编号: north\n  名称: 北镇医保服务站\n  渠道: town\n  人员:\n    - 姓名: 王示例\n      党员: 否\n\n# 村里\n- 编号: hill\n  名称: 山村医保服务点\n  渠道: town\n";
    w.write(path, old);
    let edit = make(
        &w,
        ("甲", 0),
        path,
        vec![
            set("#hill.status", "", r#""suspended""#),
            set("#north.staff.0.party_member", r#""否""#, "true"),
            set("#hill.location.lat", "", "38.5"),
            set("#hill.location.lon", "", "108.5"),
        ],
    );
    assert_eq!(edit.plan.says.zh, "服务点：改了 4 处（2 条）");
    assert_eq!(edit.reach.points, 2);
    let new = old.replace("党员: 否", "党员: 是").replace(
        "山村医保服务点\n  渠道: town\n",
        "山村医保服务点\n  渠道: town\n  位置: {纬度: 38.5, 经度: 108.5}\n  状态: 暂停\n",
    );
    assert_eq!(text(&w, path), new);
    let shown = |at: &str| {
        let session = open(&w, "看", 1);
        form::record(&session.workspace, &session.found, (path, &way(at)), Lang::Zh).map_err(said).unwrap().values
    };
    assert_eq!(
        serde_json::to_string(&shown("#hill")).unwrap(),
        r#"{"id":"hill","name":"山村医保服务点","channel":"town","location":{"lat":"38.5","lon":"108.5"},"status":"暂停"}"#
    );
    // Seen as it was before somebody put another one above it, a record is still the same.
    let insert = Change {
        at: way("0"),
        kind: Kindly::Insert,
        before: None,
        after: Some(json(r#"{"id": "lake", "name": "湖村医保服务点", "channel": "town"}"#)),
        to: None,
    };
    make(&w, ("乙", 100), path, vec![insert]);
    let removal = |seen: Said, at: &str| Change { at: way(at), kind: Kindly::Remove, before: Some(seen), after: None, to: None };
    let edit = make(&w, ("甲", 200), path, vec![removal(shown("#hill"), "1")]);
    assert_eq!(edit.plan.says.zh, "删去服务点“山村医保服务点”");
    assert_eq!(text(&w, path).matches("编号").count(), 2);
    assert!(text(&w, path).contains("# 两个点\n") && !text(&w, path).contains("# 村里"));
    make(&w, ("甲", 300), path, vec![removal(shown("#north"), "#north")]);
    make(&w, ("甲", 400), path, vec![removal(shown("#lake"), "#lake")]);
    assert!(!w.path().join(path).exists());
}

#[test]
fn what_others_changed_is_a_conflict_and_what_is_so_already_is_nothing() {
    let (w, _) = every_kind();
    make(&w, ("乙", 0), EAST, vec![set("phone", r#""0477-0000001""#, r#""0477-0000020""#)]);
    let session = open(&w, "甲", 10);
    let edit = plan(&session, EAST, vec![set("phone", r#""0477-0000001""#, r#""0477-0000030""#)]).unwrap();
    assert!(edit.plan.is_empty());
    let [conflict] = edit.conflicts.as_slice() else { panic!("{:?}", edit.conflicts) };
    assert_eq!(
        (conflict.field.as_str(), &conflict.mine, &conflict.theirs),
        ("东镇医保服务站：电话", &json("\"0477-0000030\""), &json("\"0477-0000020\""))
    );
    assert_eq!((conflict.who.as_deref(), conflict.when.as_deref()), (Some("乙"), Some("2026-06-01T09:00:00+08:00")));
    // Another field is no conflict, nor is what somebody else wrote just so.
    assert!(!plan(&session, EAST, vec![set("note", "", "\"x\"")]).unwrap().plan.is_empty());
    let same = plan(&session, EAST, vec![set("phone", r#""0477-0000001""#, r#""0477-0000020""#)]).unwrap();
    assert!(same.plan.is_empty() && same.conflicts.is_empty());
    // A record that is gone, and one that others were put before.
    let gone = plan(&session, CATALOG, vec![set("items.#none.name", "\"a\"", "\"b\"")]).unwrap();
    assert!(gone.conflicts[0].gone);
    drop(session);
    w.edit(EAST, "phone: 0477-0000020", "phone: 0477-0000021");
    let session = open(&w, "甲", 20);
    let edit = plan(&session, EAST, vec![set("phone", "", r#""0477-0000030""#)]).unwrap();
    assert_eq!((edit.conflicts.len(), edit.conflicts[0].who.clone()), (1, None));
}

#[test]
fn what_has_a_finding_is_saved_and_what_would_lose_the_record_is_not() {
    let (w, _) = every_kind();
    let session = open(&w, "甲", 0);
    let edit = plan(&session, EAST, vec![set("reviewed.date", r#""2026-05-01""#, r#""去年""#)]);
    assert!(edit.unwrap_err().contains("日期"));
    let edit = plan(&session, CATALOG, vec![set("items.#enrol.limit", r#""1个工作日""#, r#""很快""#)]).unwrap();
    assert_eq!(edit.findings.len(), 1);
    assert_eq!(edit.findings[0].at, way("items.0.limit"));
    assert!(edit.findings[0].must && edit.findings[0].says.contains("很快"));
    for (path, change) in [
        (BUREAU, set("name", r#""测试医疗保障局""#, "")),
        (BUREAU, set("edition", r#""2026-04""#, r#""春天""#)),
        (CATALOG, set("items.#enrol.name", r#""参保登记""#, "")),
    ] {
        assert!(plan(&session, path, vec![change]).is_err(), "{path}");
    }
    session.commit(&edit.plan, &Answers::default()).map_err(said).unwrap();
    drop(session);
    let session = open(&w, "甲", 10);
    let record =
        form::record(&session.workspace, &session.found, (CATALOG, &way("items.#enrol")), Lang::Zh).map_err(said).unwrap();
    assert_eq!(record.findings.iter().map(|f| f.at.clone()).collect::<Vec<_>>(), vec![way("items.0.limit")]);
}

/// Git has a commit for each, and the history shows one item all the same.
#[test]
fn commits_of_one_entry_are_one_item() {
    let (w, _) = every_kind();
    w.edit("yizhan.yaml", "title: 测试\n", "title: 测试\nhistory: git\n");
    for (second, before, after) in [(0, "", "\"一\""), (10, "\"一\"", "\"一二\""), (20, "\"一二\"", "\"一二三\"")] {
        make(&w, ("甲", second), EAST, vec![set("note", before, after)]);
    }
    make(&w, ("甲", 500), EAST, vec![set("tagline", r#""家门口办医保""#, "\"近\"")]);
    let session = open(&w, "看", 501);
    let items =
        history::history(&session, &history::Request { limit: 50, ..history::Request::default() }).map_err(said).unwrap().items;
    assert_eq!(items.iter().map(|item| item.number).collect::<Vec<_>>(), [Some(4), Some(3)], "{items:?}");
    assert!(items.iter().all(|item| item.commit.is_some()) && items[0].commit != items[1].commit);
    assert_eq!(items[1].says.zh, "东镇医保服务站：说明填为“一二三”");
}

#[test]
fn changes_of_one_field_within_a_minute_are_one_entry() {
    let (w, _) = every_kind();
    let before = text(&w, EAST);
    let phone = |before: &str, after: &str| vec![set("phone", &format!("\"{before}\""), &format!("\"{after}\""))];
    make(&w, ("甲", 0), EAST, phone("0477-0000001", "0477-000001"));
    make(&w, ("甲", 20), EAST, phone("0477-000001", "0477-00001"));
    make(&w, ("甲", 79), EAST, phone("0477-00001", "0477-0000040"));
    let shown = |second: i64| {
        let session = open(&w, "看", second);
        history::history(&session, &history::Request { limit: 50, ..history::Request::default() }).map_err(said).unwrap().items
    };
    let items = shown(80);
    assert_eq!(items.len(), 1, "{items:?}");
    assert_eq!((items[0].number, &items[0].state), (Some(3), &State::Open));
    // It tells what was there before the first of them.
    assert_eq!(items[0].says.zh, "东镇医保服务站：电话由“0477-0000001”改为“0477-0000040”");
    let past = yizhan::ops::desk::past::past(&caller(w.path(), "看", 80), None, 3, Lang::Zh).map_err(said).unwrap();
    let [field] = past.files[0].fields.as_slice() else { panic!("{past:?}") };
    assert_eq!((field.before.as_deref(), field.after.as_deref()), (Some("0477-0000001"), Some("0477-0000040")));
    // The one that went into it is not undone by itself, but with all of them.
    let session = open(&w, "甲", 81);
    let one = undo::plan(&session, &undo::Request { entry: Some("1".to_owned()) }, &Answers::default()).map_err(said).unwrap();
    assert_eq!(one.plan.undoes, Some(3));
    drop(session);
    take_back(&w, 82);
    assert_eq!(text(&w, EAST), before);
    assert_eq!(shown(83).len(), 2);
    // And back again.
    let session = open(&w, "甲", 84);
    let again = undo::plan(&session, &undo::Request { entry: Some("4".to_owned()) }, &Answers::default()).map_err(said).unwrap();
    session.commit(&again.plan, &yes(&again.plan)).map_err(said).unwrap();
    drop(session);
    assert!(text(&w, EAST).contains("phone: 0477-0000040\n"));
    // Another person, another field, a minute later, or something else in between: entries of their own.
    make(&w, ("甲", 100), EAST, phone("0477-0000040", "0477-0000041"));
    make(&w, ("乙", 101), EAST, phone("0477-0000041", "0477-0000042"));
    make(&w, ("乙", 102), EAST, vec![set("note", "", "\"x\"")]);
    make(&w, ("乙", 103), EAST, phone("0477-0000042", "0477-0000043"));
    make(&w, ("乙", 163), EAST, phone("0477-0000043", "0477-0000044"));
    w.edit(EAST, "note: x", "note: y");
    make(&w, ("乙", 164), EAST, phone("0477-0000044", "0477-0000045"));
    assert_eq!(shown(200).iter().filter(|item| item.state == State::Open).count(), 8);
    assert_eq!(OPERATION, "edit");
    // Somebody saves the file between the reading and the commit: both stay, and are undone apart.
    make(&w, ("丙", 300), EAST, phone("0477-0000045", "0477-0000046"));
    let session = open(&w, "丙", 310);
    let edit = plan(&session, EAST, phone("0477-0000046", "0477-0000047")).unwrap();
    assert!(edit.plan.continues.is_some());
    w.edit(EAST, "note: y", "note: z");
    session.commit(&edit.plan, &Answers::default()).map_err(said).unwrap();
    drop(session);
    take_back(&w, 320);
    let now = text(&w, EAST);
    assert!(now.contains("note: z\n") && now.contains("phone: 0477-0000046\n"), "{now}");
}
