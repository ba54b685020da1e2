//! The history on the desk: going back by several changes at once, records as they were, what became of one that was open, narrowing by person and record; and a journal
//! that is damaged.

use std::collections::BTreeMap;
use std::fs;

use yizhan::diagnostic::Lang;
use yizhan::disk::journal;
use yizhan::ops::desk::then::Which;
use yizhan::ops::desk::then::as_was::{AsWas, Side, as_was};
use yizhan::ops::desk::then::timeline::{Request as Asked, Timeline, timeline};
use yizhan::ops::desk::then::trace::{Fate, Trace, trace};
use yizhan::ops::desk::{Look, find, look, overview, past};
use yizhan::ops::edit::{self, Change, Kindly};
use yizhan::ops::history::{State, states};
use yizhan::ops::rewind::{self, ALL, OWN, Rewind};
use yizhan::ops::{Access, Answers, Session, undo};
use yizhan::say;

use super::edits::{caller, every_kind, make, open, said, set, text, way, yes};
use super::history::content;
use super::support::Workspace;

const EAST: &str = "content/one/points/east.yaml";
const WEST: &str = "content/one/points/west.yaml";
const CATALOG: &str = "content/one/catalog.yaml";

fn seen(w: &Workspace) -> Look {
    look(&caller(w.path(), "看", 9000)).map_err(said).unwrap()
}

/// Changes of two people, one after the other, with the content before each.
fn several() -> (Workspace, Vec<BTreeMap<String, Vec<u8>>>) {
    several_in(every_kind().0)
}

fn several_in(w: Workspace) -> (Workspace, Vec<BTreeMap<String, Vec<u8>>>) {
    let mut before = Vec::new();
    let steps: [(&str, &str, Change); 5] = [
        ("王", EAST, set("phone", r#""0477-0000001""#, r#""0477-0000011""#)),
        ("李", EAST, set("address", r#""东镇1号""#, r#""东镇新街9号""#)),
        ("王", CATALOG, set("items.#enrol.depth.town", r#""办结""#, r#""帮办""#)),
        ("王", EAST, set("phone", r#""0477-0000011""#, r#""0477-0000012""#)),
        ("李", WEST, Change { at: Vec::new(), kind: Kindly::Remove, before: None, after: None, to: None }),
    ];
    for (second, (who, path, mut change)) in (0_i64..).zip(steps) {
        before.push(content(&w));
        if change.kind == Kindly::Remove {
            let session = open(&w, who, 0);
            let record =
                yizhan::ops::form::record(&session.workspace, &session.found, (path, &[]), Lang::Zh).map_err(said).unwrap();
            change.before = Some(record.values);
        }
        make(&w, (who, second * 100), path, vec![change]);
    }
    before.push(content(&w));
    (w, before)
}

fn back(w: &Workspace, who: &str, (entry, with_it): (u64, bool), answers: &Answers) -> Result<Rewind, String> {
    let session = open(w, who, 5000);
    let plan = rewind::plan(&session, rewind::Request { entry, with_it }, answers).map_err(said)?;
    if plan.undo.plan.questions.iter().all(|question| answers.to(question).is_some()) {
        session.commit(&plan.undo.plan, answers).map_err(said)?;
    }
    Ok(plan)
}

fn answer(plan: &Rewind, word: &str) -> Answers {
    let mut answers = yes(&plan.undo.plan);
    for question in plan.undo.plan.questions.iter().filter(|question| question.choices.iter().any(|choice| choice.word == word)) {
        answers.add(&format!("{}={word}", question.id));
    }
    answers
}

#[test]
fn going_back_gives_every_byte_of_then_as_one_entry_and_can_be_undone() {
    let (w, before) = several();
    let now = content(&w);
    for (entry, with_it, wanted) in [(1, true, 0), (3, true, 2), (3, false, 3), (4, false, 4)] {
        let asked = back(&w, "王", (entry, with_it), &Answers::default()).unwrap();
        assert_eq!(content(&w), now, "nothing is done before it is known whether what 李 did goes too");
        let [question] = asked.undo.plan.questions.as_slice() else { panic!("{:?}", asked.undo.plan.questions) };
        let theirs = before[wanted..5].len() - [0, 2, 3].iter().filter(|own| **own >= wanted).count();
        assert_eq!(question.what.zh, format!("其中 {theirs} 处是李改的。也一起撤销吗？"));
        assert_eq!(asked.changes, 5 - wanted);
        let done = back(&w, "王", (entry, with_it), &answer(&asked, ALL)).unwrap();
        assert_eq!(content(&w), before[wanted], "back to {entry}");
        assert!(done.undo.plan.says.zh.contains(&format!("撤销 {} 处改动", 5 - wanted)), "{}", done.undo.plan.says.zh);
        let (entries, _) = journal::entries(w.path());
        let last = entries.last().unwrap().number;
        let states = states(w.path(), &entries);
        assert!((wanted as u64 + 1..=5).all(|number| states[&number] == State::Undone(last)), "{states:?}");
        // The way forward again.
        let redo = overview::overview(&seen(&w), &caller(w.path(), "王", 9000), Lang::Zh).redo.expect("it can be brought back");
        assert_eq!(redo.entry, last);
        let session = open(&w, "王", 6000);
        let again =
            undo::plan(&session, &undo::Request { entry: Some(last.to_string()) }, &Answers::default()).map_err(said).unwrap();
        session.commit(&again.plan, &yes(&again.plan)).map_err(said).unwrap();
        drop(session);
        assert_eq!(content(&w), now, "and forward to the byte");
        let (entries, _) = journal::entries(w.path());
        assert!((1..=5).all(|number| yizhan::ops::history::states(w.path(), &entries)[&number] == State::Open));
    }
}

#[test]
fn only_ones_own_changes_go_where_that_is_wanted() {
    let (w, before) = several();
    let asked = back(&w, "王", (1, true), &Answers::default()).unwrap();
    let done = back(&w, "王", (1, true), &answer(&asked, OWN)).unwrap();
    assert_eq!((done.changes, done.people.as_slice()), (3, [("王".to_owned(), 3)].as_slice()));
    let east = text(&w, EAST);
    assert!(east.contains("0477-0000001") && east.contains("东镇新街9号"), "what 李 wrote in the same file stays: {east}");
    assert_eq!(content(&w)[CATALOG], before[0][CATALOG]);
    assert!(!w.path().join(WEST).exists(), "what 李 took away stays away");
}

#[test]
fn what_somebody_edited_besides_stays_or_is_a_question() {
    // Another field, by an editor: it stays, where git knows the file as the program left it.
    let (w, _) = every_kind();
    w.edit("yizhan.yaml", "title: 测试\n", "title: 测试\nhistory: git\n");
    let (w, before) = several_in(w);
    w.edit(EAST, "tagline: 家门口办医保", "tagline: 编辑器写的");
    let asked = back(&w, "李", (1, true), &Answers::default()).unwrap();
    back(&w, "李", (1, true), &answer(&asked, ALL)).unwrap();
    let was = String::from_utf8(before[0][EAST].clone()).unwrap();
    assert_eq!(text(&w, EAST), was.replace("tagline: 家门口办医保", "tagline: 编辑器写的"));
    // The same field: which one counts?
    let (w, _) = every_kind();
    w.edit("yizhan.yaml", "title: 测试\n", "title: 测试\nhistory: git\n");
    let (w, _) = several_in(w);
    w.edit(EAST, "phone: 0477-0000012", "phone: 0477-0000099");
    let asked = back(&w, "李", (1, true), &Answers::default()).unwrap();
    let about = asked.undo.plan.questions.iter().find(|question| question.what.zh.contains("0477-0000099")).expect("it is asked");
    assert!(about.what.zh.contains("没有用本程序"), "{}", about.what.zh);
    back(&w, "李", (1, true), &answer(&asked, undo::KEEP)).unwrap();
    assert!(text(&w, EAST).contains("0477-0000099"));
    // Without git nobody knows what of the file was edited: the whole file is asked about, and stays where it should.
    let (w, _) = several();
    w.edit(EAST, "tagline: 家门口办医保", "tagline: 编辑器写的");
    let there = text(&w, EAST);
    let asked = back(&w, "李", (1, true), &Answers::default()).unwrap();
    assert!(asked.undo.plan.questions.iter().any(|question| question.place == EAST), "{:?}", asked.undo.plan.questions);
    back(&w, "李", (1, true), &answer(&asked, undo::KEEP)).unwrap();
    assert_eq!(text(&w, EAST), there);
}

#[test]
fn nobody_goes_back_over_what_must_not_come_back() {
    let (w, _) = several();
    let (entries, _) = journal::entries(w.path());
    let mut entry = entries[2].clone();
    entry.final_because = Some(["里面的个人信息已经抹去".to_owned(), "redacted".to_owned()]);
    fs::write(journal::folder_of(w.path(), 3).join("entry.json"), journal::to_bytes(&entry).unwrap()).unwrap();
    let why = back(&w, "王", (1, true), &Answers::default()).unwrap_err();
    assert!(why.contains("退不到那么早") && why.contains("个人信息已经抹去"), "{why}");
    assert!(back(&w, "王", (4, true), &Answers::default()).is_ok());
}

fn then(w: &Workspace, path: &str, at: &str, of: (u64, Side)) -> AsWas {
    let which = Which { path: path.to_owned(), at: way(at) };
    as_was(&caller(w.path(), "看", 9000), &seen(w), &which, of).map_err(said).unwrap()
}

#[test]
fn an_entry_names_the_records_that_it_changed() {
    let (w, _) = several();
    let seen = seen(&w);
    let records = |entry: u64| {
        let past =
            past::past(&caller(w.path(), "看", 9000), seen.workspace.as_ref().ok(), entry, Lang::Zh).map_err(said).unwrap();
        past.files.into_iter().flat_map(|file| file.records).map(|one| (one.name, one.at)).collect::<Vec<_>>()
    };
    assert_eq!(records(1), [("东镇医保服务站".to_owned(), way("#east"))]);
    assert_eq!(records(3), [("参保登记".to_owned(), way("items.#enrol"))]);
    assert_eq!(records(5), [("西镇医保服务站".to_owned(), way("#west"))]);
}

#[test]
fn a_record_as_it_was_beside_what_it_is_and_one_field_of_it_put_back() {
    let (w, _) = several();
    let was = then(&w, EAST, "", (1, Side::Before));
    let differs: Vec<_> =
        was.fields.iter().filter(|f| !f.same).map(|f| (f.name.as_str(), f.was.as_str(), f.now.as_str())).collect();
    assert_eq!(differs, [("地址", "东镇1号", "东镇新街9号"), ("电话", "0477-0000001", "0477-0000012")]);
    let hours = was.fields.iter().find(|field| field.name == "服务时间").unwrap();
    assert!(hours.was.contains("周一至周五") && hours.change.is_none(), "{}", hours.was);
    assert!(
        was.fields.iter().any(|field| field.now.contains("张示例") && field.now.contains("综合柜员")),
        "people with their fields"
    );
    assert_eq!(was.fields.iter().find(|field| field.name == "渠道").unwrap().now, "镇服务站", "names, never ids");
    // The entry's other side.
    assert_eq!(then(&w, EAST, "", (1, Side::After)).fields.iter().find(|f| f.name == "电话").unwrap().was, "0477-0000011");
    // One field back, the other stays.
    let phone = was.fields.iter().find(|field| field.name == "电话").unwrap().change.clone().unwrap();
    make(&w, ("王", 800), EAST, vec![phone]);
    assert!(text(&w, EAST).contains("phone: 0477-0000001") && text(&w, EAST).contains("东镇新街9号"));
    // A row of a list, at a moment at which another file was written.
    let item = then(&w, CATALOG, "items.#enrol", (1, Side::Before));
    let differs: Vec<_> =
        item.fields.iter().filter(|f| !f.same).map(|f| (f.name.as_str(), f.was.as_str(), f.now.as_str())).collect();
    assert_eq!(differs, [("办理深度·镇服务站", "办结", "帮办")]);
    make(&w, ("王", 900), CATALOG, vec![item.fields.iter().find(|field| !field.same).unwrap().change.clone().unwrap()]);
    assert!(text(&w, CATALOG).contains("depth: {hall: 办结, town: 办结}, note"));
}

#[test]
fn a_record_that_is_gone_is_put_back_from_how_it_was() {
    let (w, before) = several();
    let was = then(&w, WEST, "", (5, Side::Before));
    assert_eq!((was.now, was.then, was.name.as_str()), (false, "there", "西镇医保服务站"));
    make(&w, ("王", 800), &was.path, vec![was.whole.unwrap()]);
    let back = then(&w, WEST, "", (5, Side::Before));
    assert!(back.now && back.fields.iter().all(|field| field.same), "{:?}", back.fields);
    assert!(before[0].contains_key(WEST));
    // And one out of a list.
    let session = open(&w, "王", 900);
    let record = yizhan::ops::form::record(&session.workspace, &session.found, (CATALOG, &way("items.#care")), Lang::Zh)
        .map_err(said)
        .unwrap();
    drop(session);
    let removal = Change { at: way("items.#care"), kind: Kindly::Remove, before: Some(record.values), after: None, to: None };
    make(&w, ("王", 900), CATALOG, vec![removal]);
    let last = *journal::numbers(w.path()).last().unwrap();
    let was = then(&w, CATALOG, "items.#care", (last, Side::Before));
    assert!(!was.now && !was.fields.is_empty());
    make(&w, ("王", 1000), CATALOG, vec![was.whole.unwrap()]);
    assert!(text(&w, CATALOG).contains("长期护理保险"));
    assert_eq!(then(&w, CATALOG, "items.#care", (last, Side::After)).then, "absent");
}

fn traced(w: &Workspace, path: &str, at: &str, name: &str) -> Trace {
    let which = Which { path: path.to_owned(), at: way(at) };
    trace(&caller(w.path(), "看", 9000), &seen(w), &which, name, Lang::Zh).map_err(said).unwrap()
}

#[test]
fn what_became_of_a_record_is_said_in_words() {
    let (w, _) = several();
    let here = traced(&w, EAST, "", "东镇医保服务站");
    assert_eq!((here.fate, here.says.as_str()), (Fate::Here, ""));
    let gone = traced(&w, WEST, "", "西镇医保服务站");
    assert_eq!((gone.fate, gone.entry, gone.own), (Fate::Gone, Some(5), false));
    assert_eq!(gone.says, "李 9:06 把“西镇医保服务站”删掉了。");
    // Another name.
    make(&w, ("李", 600), EAST, vec![set("name", r#""东镇医保服务站""#, r#""东镇便民中心""#)]);
    let renamed = traced(&w, EAST, "", "东镇医保服务站");
    assert_eq!((renamed.fate, renamed.name.as_str(), renamed.entry), (Fate::Renamed, "东镇便民中心", Some(6)));
    assert_eq!(renamed.says, "李 9:10 把“东镇医保服务站”改名为“东镇便民中心”。");
    // Another id: the way leads on to it.
    w.run(&["rename", "point", "east", "dong-zhen", "--write"]).expect(0);
    let moved = traced(&w, EAST, "#east", "东镇便民中心");
    assert_eq!((moved.fate, moved.at.as_slice()), (Fate::Moved, way("#dong-zhen").as_slice()));
    assert!(moved.says.ends_with("换了“东镇便民中心”的编号。"), "{}", moved.says);
    // Another file, by an editor.
    let there = text(&w, EAST);
    fs::remove_file(w.path().join(EAST)).unwrap();
    w.write("content/one/points/all.yaml", format!("- {}", there.replace('\n', "\n  ").trim_end()));
    let moved = traced(&w, EAST, "#dong-zhen", "东镇便民中心");
    assert_eq!((moved.fate, moved.path.as_str()), (Fate::Moved, "content/one/points/all.yaml"));
    // Gone without this program.
    fs::remove_file(w.path().join("content/one/points/all.yaml")).unwrap();
    let gone = traced(&w, EAST, "#dong-zhen", "东镇便民中心");
    assert_eq!((gone.fate, gone.says.as_str(), gone.entry), (Fate::Gone, "有人在别的程序里把“东镇便民中心”删掉了。", None));
}

fn listed(w: &Workspace, who: Option<&str>, record: Option<(&str, &str)>, limit: usize) -> Timeline {
    let record = record.map(|(path, at)| Which { path: path.to_owned(), at: way(at) });
    let asked = Asked { limit, who: who.map(str::to_owned), record };
    timeline(&caller(w.path(), "看", 9000), &seen(w), &asked, Lang::Zh).map_err(said).unwrap()
}

#[test]
fn the_history_is_narrowed_by_person_and_by_record() {
    let (w, _) = several();
    let numbers = |list: &Timeline| list.lines.iter().filter_map(|line| line.entry).collect::<Vec<_>>();
    let all = listed(&w, None, None, 50);
    assert_eq!((numbers(&all), all.people.as_slice()), (vec![5, 4, 3, 2, 1], ["李".to_owned(), "王".to_owned()].as_slice()));
    let his = listed(&w, Some("李"), None, 1);
    assert_eq!((numbers(&his), his.more), (vec![5], true), "as many as are asked for, of those that fit");
    let of_east = listed(&w, None, Some((EAST, "")), 50);
    assert_eq!((numbers(&of_east), of_east.name.as_deref()), (vec![4, 2, 1], Some("东镇医保服务站")));
    assert_eq!(numbers(&listed(&w, Some("王"), Some((EAST, "#east")), 50)), [4, 1]);
    assert_eq!(numbers(&listed(&w, None, Some((CATALOG, "items.#enrol")), 50)), [3]);
    assert_eq!(numbers(&listed(&w, None, Some((CATALOG, "items.#care")), 50)), [] as [u64; 0], "another row of the same file");
    assert_eq!(numbers(&listed(&w, None, Some((WEST, "#west")), 50)), [5], "also of one that is gone");
    // Under another id it is the same record.
    w.run(&["rename", "point", "east", "dong-zhen", "--write"]).expect(0);
    assert_eq!(numbers(&listed(&w, None, Some((EAST, "#dong-zhen")), 50)).len(), 4);
}

/// What can happen to the files of a journal.
/// Its name, and how it is done.
type Damage = (&'static str, fn(&Workspace));
const DAMAGES: [Damage; 8] = [
    ("cut", |w| {
        let path = journal::folder_of(w.path(), 3).join("entry.json");
        let bytes = fs::read(&path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    }),
    ("garbage", |w| fs::write(journal::folder_of(w.path(), 3).join("entry.json"), [0xff, 0, 0xfe, 7]).unwrap()),
    ("empty", |w| fs::write(journal::folder_of(w.path(), 3).join("entry.json"), "").unwrap()),
    ("missing", |w| fs::remove_file(journal::folder_of(w.path(), 3).join("entry.json")).unwrap()),
    ("a folder", |w| {
        let path = journal::folder_of(w.path(), 3).join("entry.json");
        fs::remove_file(&path).unwrap();
        fs::create_dir(path).unwrap();
    }),
    ("of another", |w| {
        let copy = journal::folder_of(w.path(), 2).join("entry.json");
        _ = fs::copy(copy, journal::folder_of(w.path(), 3).join("entry.json")).unwrap();
    }),
    ("what was kept is gone", |w| fs::remove_file(journal::folder_of(w.path(), 3).join("old-0")).unwrap()),
    ("what was kept is another", |w| fs::write(journal::folder_of(w.path(), 3).join("old-0"), "x").unwrap()),
];

#[test]
fn a_damaged_history_shows_what_can_be_read_and_stops_nothing() {
    for (name, damage) in DAMAGES {
        let (w, before) = several();
        damage(&w);
        let list = listed(&w, None, None, 50);
        let readable: Vec<u64> = list.lines.iter().filter_map(|line| line.entry).collect();
        let is_lost = !readable.contains(&3);
        assert_eq!(readable.iter().filter(|number| **number != 3).count(), 4, "{name}: the others are there: {readable:?}");
        assert_eq!(
            list.notes.iter().any(|note| note.contains("第 3 项")),
            is_lost,
            "{name}: what cannot be read is said: {:?}",
            list.notes
        );
        let seen = seen(&w);
        let who = caller(w.path(), "王", 9000);
        assert!(overview::overview(&seen, &who, Lang::Zh).undo.is_some(), "{name}");
        for number in readable {
            past::past(&who, seen.workspace.as_ref().ok(), number, Lang::Zh).map_err(said).unwrap();
            then(&w, CATALOG, "items.#enrol", (number, Side::Before));
        }
        listed(&w, None, Some((CATALOG, "items.#enrol")), 50);
        assert_eq!(traced(&w, WEST, "", "西镇").entry, Some(5), "{name}");
        // Work goes on, and gets a number of its own.
        make(&w, ("王", 700), EAST, vec![set("note", "", "\"接着做\"")]);
        assert_eq!(journal::entries(w.path()).0.last().unwrap().number, 6, "{name}");
        let session = open(&w, "王", 800);
        let last =
            undo::plan(&session, &undo::Request { entry: Some("6".to_owned()) }, &Answers::default()).map_err(said).unwrap();
        session.commit(&last.plan, &yes(&last.plan)).map_err(said).unwrap();
        drop(session);
        // Going back over it does not guess: it asks about an entry that nobody can read, and stops at bytes that are not there.
        match back(&w, "王", (1, true), &Answers::default()) {
            Ok(asked) => {
                assert!(is_lost && asked.undo.plan.questions.iter().any(|q| q.what.zh.contains("第 3 项的记录坏了")), "{name}");
                back(&w, "王", (1, true), &answer(&asked, ALL)).unwrap();
                let now = content(&w);
                assert_eq!((&now[EAST], &now[WEST]), (&before[0][EAST], &before[0][WEST]), "{name}: the rest goes back");
                assert_eq!(now[CATALOG], before[5][CATALOG], "{name}: what nobody knows stays");
            }
            Err(why) => assert!(!is_lost && why.contains("没有留下"), "{name}: {why}"),
        }
    }
}

#[test]
fn a_journal_that_cannot_be_read_at_all_leaves_the_desk_open() {
    let (w, _) = several();
    fs::remove_dir_all(journal::folder(w.path())).unwrap();
    assert!(listed(&w, None, None, 50).lines.is_empty());
    assert_eq!(traced(&w, WEST, "", "西镇医保服务站").says, "有人在别的程序里把“西镇医保服务站”删掉了。");
    make(&w, ("王", 700), EAST, vec![set("note", "", "\"接着做\"")]);
    assert_eq!(listed(&w, None, None, 50).lines.len(), 1);
    // Objects of git that are damaged.
    w.edit("yizhan.yaml", "title: 测试\n", "title: 测试\nhistory: git\n");
    make(&w, ("王", 900), EAST, vec![set("note", "\"接着做\"", "\"再做\"")]);
    make(&w, ("王", 1000), EAST, vec![set("tagline", r#""家门口办医保""#, "\"近\"")]);
    for entry in
        walkdir::WalkDir::new(w.path().join(".git/objects")).into_iter().flatten().filter(|entry| entry.file_type().is_file())
    {
        let _ = fs::remove_file(entry.path());
    }
    let list = listed(&w, None, None, 50);
    assert!(list.lines.len() >= 2 && list.notes.iter().any(|note| note.contains("git")), "{list:?}");
    make(&w, ("王", 1100), EAST, vec![set("note", "\"再做\"", "\"还在做\"")]);
}

#[test]
fn the_search_finds_records_and_fields_by_name_pinyin_and_initials() {
    let (w, _) = every_kind();
    let seen = seen(&w);
    let first = |words: &str| {
        let hits = find::find(&seen, words, &["历史".to_owned(), "服务清单".to_owned()], false).hits;
        hits.first().map(|hit| (format!("{:?}", hit.what), hit.name.clone(), hit.id.clone()))
    };
    let hit = |what: &str, name: &str, id: &str| Some((what.to_owned(), name.to_owned(), id.to_owned()));
    for words in ["东镇", "dongzhen", "dzyb", "dongz"] {
        assert_eq!(first(words), hit("Point", "东镇医保服务站", "east"), "{words}");
    }
    for words in ["参保登记", "cbdj", "CanBaoDengJi"] {
        assert_eq!(first(words), hit("Item", "参保登记", "enrol"), "{words}");
    }
    assert_eq!(first("tsdh"), hit("Field", "投诉电话", "complaint_phone"));
    assert_eq!(first("lishi"), hit("Place", "历史", "0"));
    assert_eq!(first("测试医疗保障局"), hit("Bureau", "测试医疗保障局", "one"));
    assert_eq!(first("怎么办"), hit("Text", "参保登记怎么办", "enrol"));
    assert_eq!((first("   "), first("没有这种东西")), (None, None));
    // Only what a history can be narrowed to.
    assert!(
        find::find(&seen, "dh", &["电话".to_owned()], true)
            .hits
            .iter()
            .all(|hit| !matches!(hit.what, find::What::Field | find::What::Place))
    );
}

#[test]
fn an_edit_of_a_record_that_is_gone_is_never_lost_in_silence() {
    let (w, _) = several();
    let session = open(&w, "王", 800);
    let request = edit::Request { path: CATALOG.to_owned(), changes: vec![set("items.#nobody.name", "\"甲\"", "\"乙\"")] };
    let edit = edit::plan(&session, &request, Lang::Zh).map_err(said).unwrap();
    assert!(edit.plan.is_empty() && edit.conflicts[0].gone);
    drop(session);
    let session = Session::open(&caller(w.path(), "王", 801), Access::Write(say!("测试", "a test"))).map_err(said).unwrap();
    let request = edit::Request { path: WEST.to_owned(), changes: vec![set("phone", r#""0477-0000006""#, r#""0477-0000066""#)] };
    let edit = edit::plan(&session, &request, Lang::Zh).map_err(said).unwrap();
    assert!(edit.plan.is_empty() && edit.conflicts[0].gone, "with its file the record is gone, too");
}
