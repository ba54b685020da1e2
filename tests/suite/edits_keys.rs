//! Forms, and every key that they ask for: each key of each kind of file is shown, changed, saved and undone, and its file is byte for byte as before; every
//! field says what to write; every place of the sample's files can be changed alone.

use std::collections::BTreeSet;

use yizhan::diagnostic::Lang;
use yizhan::ops::edit::{Change, Kindly};
use yizhan::ops::form::{self, ShapeForm};
use yizhan::ops::kinds::KINDS;
use yizhan::ops::values::{Said, Step};
use yizhan::ops::{Access, Session};
use yizhan::source::decode::{RecordShape, Shape};

use super::edits::{caller, every_kind, json, open, plan, said, take_back, text, yes};
use super::support::Workspace;

/// A value that a shape takes, and another one; a record holds what it cannot do without.
fn some(shape: &Shape, other: bool) -> Said {
    let text = |one: &str, two: &str| Said::Text(if other { two } else { one }.to_owned());
    match shape {
        Shape::Line => text("新写的：甲 # 乙", "另写的, “丙”"),
        Shape::Number => text("12.5", "7"),
        Shape::Whole => text("3", "4"),
        Shape::Day => text("2026-03-04", "2026-03-05"),
        Shape::Flag => text("true", "false"),
        Shape::Choice(words) => Said::Text(words[usize::from(other) % words.len()].0.to_owned()),
        Shape::List(one) => Said::List(vec![some(one, other)]),
        Shape::Dict(one) => Said::Map(vec![("甲项".to_owned(), some(one, other))]),
        Shape::Record(record) if record.name == "Rule" => {
            json(if other { r#"{"manual": {"guide": "看"}}"# } else { r#"{"not": {"yes_no": {"fact": "招牌"}}}"# })
        }
        Shape::Record(record) => {
            let needed = record.fields.iter().filter(|f| (f.required)());
            let mut map: Vec<(String, Said)> = needed.map(|f| (f.name.to_owned(), some(&(f.shape)(), other))).collect();
            if map.is_empty() {
                let first = &record.fields[0];
                map.push((first.name.to_owned(), some(&(first.shape)(), other)));
            }
            Said::Map(map)
        }
        Shape::Own(own) => match own.name {
            "id" => text("new-1", "new-2"),
            "edition" => text("2027-01", "2027-02"),
            "limit" => text("3个工作日", "9天"),
            "depth" => text("办结", "受理"),
            "channel" => text("hall", "town"),
            "phones" if other => text("", "0477-0000007"),
            "phones" => json(r#"["0477-0000008", {"number": "0477-0000009", "label": "二楼"}]"#),
            "rule" => some(&own.accepts[1](), other),
            _ => some(&own.accepts[own.accepts.len() - 1](), other),
        },
    }
}

struct Walk {
    w: Workspace,
    path: &'static str,
    kind: &'static str,
    walked: BTreeSet<(String, String)>,
    slips: Vec<String>,
    round: i64,
}

impl Walk {
    fn shown(&self, at: &[Step]) -> Said {
        let session = Session::open(&caller(self.w.path(), "看", 0), Access::Read).map_err(said).unwrap();
        form::record(&session.workspace, &session.found, (self.path, at), Lang::Zh).map_or(Said::Nothing, |record| record.values)
    }

    /// Walks the keys of a record that is there.
    fn record(&mut self, record: RecordShape, at: &[Step]) {
        if self.walked.iter().any(|(name, _)| *name == record.name) {
            return;
        }
        for field in record.fields {
            self.walked.insert((record.name.to_owned(), field.name.to_owned()));
            let (shape, mut here) = ((field.shape)(), at.to_vec());
            here.push(Step::Key(field.name.to_owned()));
            let place = format!("{} {}.{}", self.kind, record.name, field.name);
            let before = self.shown(&here);
            let new = [false, true]
                .map(|other| some(&shape, other))
                .into_iter()
                .find(|new| new.tree(&shape, false) != before.tree(&shape, false))
                .unwrap();
            let old = text(&self.w, self.path);
            self.round += 1000;
            let session = open(&self.w, "写", self.round);
            let change =
                Change { at: here.clone(), kind: Kindly::Set, before: Some(before.clone()), after: Some(new.clone()), to: None };
            let made = match plan(&session, self.path, vec![change]) {
                Ok(made) if made.conflicts.is_empty() && !made.plan.is_empty() => made,
                other => {
                    self.slips.push(format!("{place}: {other:?}"));
                    continue;
                }
            };
            if !made.plan.says.zh.contains(field.alias) {
                self.slips.push(format!("{place}: {}", made.plan.says.zh));
            }
            session.commit(&made.plan, &yes(&made.plan)).map_err(said).unwrap();
            drop(session);
            let now = text(&self.w, self.path);
            let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
            let (was, is) = (lines(&old), lines(&now));
            let head = was.iter().zip(&is).take_while(|(a, b)| a == b).count();
            let tail = was[head..].iter().rev().zip(is[head..].iter().rev()).take_while(|(a, b)| a == b).count();
            let changed = was.len() - head - tail;
            if changed > 1 && (before.is_empty() || matches!(before, Said::Text(_))) {
                self.slips.push(format!("{place}: {changed} lines were changed\n{old}\n{now}"));
            }
            let shown = self.shown(&here);
            if shown.tree(&shape, false) != new.tree(&shape, false) && record.name != "Config" {
                self.slips.push(format!("{place}: {shown:?} instead of {new:?}"));
            }
            // What stands below it, while it stands there.
            if let Some(inner) = shape.as_record() {
                let mut inside = here.clone();
                match (&shown, &shape) {
                    (Said::List(_), _) | (Said::Text(_), Shape::List(_)) => {
                        inside.push(Step::Index(usize::from(matches!(&shown, Said::List(l) if l.len() > 1))));
                    }
                    _ => {}
                }
                self.record(inner, &inside);
            } else if let Shape::Dict(one) = &shape
                && let Some(inner) = one.as_record()
            {
                let inside = [here.clone(), vec![Step::Key("甲项".to_owned())]].concat();
                self.record(inner, &inside);
            } else if let Shape::Own(own) = &shape
                && let Some(Shape::Record(inner)) =
                    own.accepts.iter().map(|one| one()).find(|one| matches!(one, Shape::Record(_)))
            {
                self.record(inner, &here);
            }
            take_back(&self.w, self.round + 500);
            assert_eq!(text(&self.w, self.path), old, "{place}");
            if at.is_empty() {
                std::fs::remove_dir_all(self.w.path().join(".yizhan/history")).unwrap();
            }
        }
    }
}

fn reachable(record: RecordShape, out: &mut BTreeSet<(String, String)>) {
    fn of_shape(shape: &Shape, out: &mut BTreeSet<(String, String)>) {
        match shape {
            Shape::List(one) | Shape::Dict(one) => of_shape(one, out),
            Shape::Record(record) => reachable(*record, out),
            Shape::Own(own) => own.accepts.iter().for_each(|one| of_shape(&one(), out)),
            _ => {}
        }
    }
    if out.iter().any(|(name, _)| *name == record.name) {
        return;
    }
    for field in record.fields {
        out.insert((record.name.to_owned(), field.name.to_owned()));
    }
    for field in record.fields {
        of_shape(&(field.shape)(), out);
    }
}

/// As the desk does it: a key is shown, changed, saved and undone, and its file is byte for byte as before.
#[test]
fn every_key_of_every_kind_of_file_is_shown_changed_saved_and_undone() {
    let mut defined = BTreeSet::new();
    let mut walked = BTreeSet::new();
    let mut slips = Vec::new();
    for kind in &KINDS {
        reachable(kind.record, &mut defined);
        let (w, paths) = every_kind();
        let mut walk = Walk { w, path: paths[kind.name], kind: kind.name, walked: walked.clone(), slips: Vec::new(), round: 0 };
        walk.record(kind.record, &[]);
        walked.extend(walk.walked);
        slips.extend(walk.slips);
    }
    assert!(slips.is_empty(), "{} slips:\n{}", slips.len(), slips.join("\n"));
    let missed: Vec<_> = defined.difference(&walked).collect();
    assert!(missed.is_empty(), "{missed:?}");
    assert_eq!(defined.len(), walked.len());
}

/// Every key that a bureau's clerk meets says what to write, in her language.
#[test]
fn every_field_of_a_form_says_what_to_write() {
    for kind in &KINDS {
        let form = form::form(kind.name).map_err(said).unwrap();
        assert!(form.records.contains_key(form.record), "{}", kind.name);
        for (name, record) in &form.records {
            for field in record.groups.iter().flat_map(|group| &group.fields) {
                assert!(!field.hint.is_empty(), "{name}.{} has no hint", field.key);
                let foreign = field.hint.split(|c: char| !c.is_ascii_alphabetic()).find(|word| {
                    word.len() > 2 && !["zh", "geojson", "place", "ICP", "https", "www", "example", "gov", "git"].contains(word)
                });
                assert_eq!(foreign, None, "{name}.{}: {}", field.key, field.hint);
                assert!(!field.hint.ends_with('。'), "{name}.{}", field.key);
            }
        }
        // Records are named, and the names are there.
        let json = serde_json::to_value(&form).unwrap();
        let mut named = BTreeSet::new();
        names(&json, &mut named);
        assert!(named.iter().all(|name| form.records.contains_key(name.as_str())), "{named:?}");
    }
    let ShapeForm::Own { own, accepts } =
        &form::form("bureau").map_err(said).unwrap().records["BureauFile"].groups[0].fields[3].shape
    else {
        panic!("no control of its own")
    };
    assert_eq!((*own, accepts.len()), ("phones", 3));
}

fn names(value: &serde_json::Value, out: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) => {
            if map.get("type").and_then(|t| t.as_str()) == Some("record") {
                out.extend(map["record"].as_str().map(str::to_owned));
            }
            map.values().for_each(|inner| names(inner, out));
        }
        serde_json::Value::Array(list) => list.iter().for_each(|inner| names(inner, out)),
        _ => {}
    }
}

/// Values, keys and entries of real files: hundreds of hands have written them, with remarks, quotes, blocks and blank lines.
#[test]
fn every_place_of_the_sample_can_be_changed_alone() {
    use yizhan::yaml_write::patch::{Op, Patch, patch, said as says};
    use yizhan::yaml_write::tree::Tree;
    let (workspace, _) = yizhan::load::load(&super::support::sample());
    let workspace = workspace.unwrap_or_else(|_| panic!("the sample"));
    let (mut files, mut made) = (0, 0);
    for (_, file) in workspace.folder.sources.iter() {
        let Some(kind) = yizhan::ops::kinds::Kind::of(&workspace, &file.path) else { continue };
        files += 1;
        let mut places = Vec::new();
        every_place(&says(&file.text, kind.part).unwrap(), &mut Vec::new(), &mut places);
        let step = places.len() / 25 + 1;
        for at in places.into_iter().step_by(step) {
            let is_item = matches!(at.last(), Some(yizhan::yaml_write::patch::Step::Index(_)));
            let mut ops = vec![Op::Set(Tree::Text("改: 了 # 的".to_owned())), Op::Remove];
            ops.extend(is_item.then(|| Op::Insert(Tree::Map(vec![("id".to_owned(), Tree::Text("new".to_owned()))]))));
            for op in ops {
                let inserts = matches!(op, Op::Insert(_));
                let change = Patch { at: at.clone(), op };
                let new = patch(&file.text, kind.part, std::slice::from_ref(&change));
                let new = new.unwrap_or_else(|error| panic!("{}: {error}: {change:?}", file.path));
                let (was, is): (Vec<_>, Vec<_>) = (file.text.lines().collect(), new.lines().collect());
                let head = was.iter().zip(&is).take_while(|(a, b)| a == b).count();
                let tail = was[head..].iter().rev().zip(is[head..].iter().rev()).take_while(|(a, b)| a == b).count();
                assert!(!inserts || was.len() - head - tail <= 1, "{}: {change:?}\n{new}", file.path);
                made += 1;
            }
        }
    }
    assert!(files > 40 && made > 1_500, "{files} files, {made} changes");
}

fn every_place(
    value: &serde_json::Value,
    at: &mut Vec<yizhan::yaml_write::patch::Step>,
    out: &mut Vec<Vec<yizhan::yaml_write::patch::Step>>,
) {
    use yizhan::yaml_write::patch::Step as At;
    let mut below = |step: At, inner: &serde_json::Value| {
        at.push(step);
        out.push(at.clone());
        every_place(inner, at, out);
        at.pop();
    };
    match value {
        serde_json::Value::Object(map) => map.iter().for_each(|(key, inner)| below(At::key(key), inner)),
        serde_json::Value::Array(list) => list.iter().enumerate().for_each(|(index, inner)| below(At::Index(index), inner)),
        _ => {}
    }
}
