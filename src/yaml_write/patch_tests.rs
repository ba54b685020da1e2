//! What changes of a text do to it, place by place and by chance.

use super::*;

fn text(word: &str) -> Tree {
    Tree::Text(word.to_owned())
}

/// `a.0.b` as steps; `name|名称` for a key in two languages.
fn way(place: &str) -> Vec<Step> {
    let key = |word: &str| Step::Key(Key { names: word.split('|').map(ToOwned::to_owned).collect(), order: None });
    place.split('.').filter(|w| !w.is_empty()).map(|w| w.parse().map_or_else(|_| key(w), Step::Index)).collect()
}

fn one(yaml: &str, place: &str, op: Op) -> Result<String, PatchError> {
    patch(yaml, Part::Whole, &[Patch { at: way(place), op }])
}

fn map(entries: &[(&str, Tree)]) -> Tree {
    Tree::Map(entries.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect())
}

const POINTS: &str = "\
# 全部服务点
- id: east   # 东
  name: '东镇站'
  phone: \"0477-0000001\"
  # 周一到周五
  hours: Mo-Fr 08:30-17:30
  note: |
    第一行
    第二行

# 西边的
- {id: west, name: 西镇站, aliases: [甲, 乙]}

- id: north
  staff:
    - name: 张示例
      # 组长
      role: 综合柜员
    - name: 李示例
  landmarks: []
  location:
";

#[test]
fn a_value_changes_in_the_manner_it_was_written_in() {
    for (place, new, from, to) in [
        ("0.name", "东镇 站", "'东镇站'", "'东镇 站'"),
        ("0.phone", "0477-0000009", "\"0477-0000001\"", "\"0477-0000009\""),
        ("0.id", "oest", "id: east   # 东", "id: oest   # 东"),
        ("0.note", "一\n\n二", "    第一行\n    第二行", "    一\n\n    二"),
        ("0.note", "一行", "|\n    第一行\n    第二行", "一行"),
        ("1.name", "西镇: 站", "西镇站", "\"西镇: 站\""),
        ("1.aliases.1", "丙", "[甲, 乙]", "[甲, 丙]"),
        ("2.staff.0.role", "引导员\n兼保洁", "综合柜员", "|\n        引导员\n        兼保洁"),
    ] {
        assert_eq!(one(POINTS, place, Op::Set(text(new))).unwrap(), POINTS.replace(from, to), "{place}");
        let crlf = |t: &str| t.replace('\n', "\r\n");
        assert_eq!(one(&crlf(POINTS), place, Op::Set(text(new))).unwrap(), crlf(&POINTS.replace(from, to)), "{place}");
    }
}

#[test]
fn what_is_not_there_comes_where_it_belongs() {
    let ordered = |names: &[&str], before: &[&str]| {
        let own = |list: &[&str]| list.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        Step::Key(Key { names: own(names), order: Some(own(before)) })
    };
    let set = |yaml: &str, at: Vec<Step>, new: Tree| patch(yaml, Part::Whole, &[Patch { at, op: Op::Set(new) }]).unwrap();
    // Behind the nearest of those before it, with what belongs to that.
    let new = set(POINTS, vec![Step::Index(0), ordered(&["address", "地址"], &["phone", "name", "id"])], text("东镇1号"));
    assert_eq!(new, POINTS.replace("\"0477-0000001\"\n", "\"0477-0000001\"\n  address: 东镇1号\n"));
    // None of those is there: at the head.
    let new = set("# 头\nb: 1\n# 丙\nc: 2\n", vec![ordered(&["a"], &[])], text("x"));
    assert_eq!(new, "# 头\na: x\nb: 1\n# 丙\nc: 2\n");
    let new = set("# 头\n\n# 乙\nb: 1\n", vec![ordered(&["a"], &[])], text("x"));
    assert_eq!(new, "# 头\n\na: x\n# 乙\nb: 1\n");
    // In the language of its neighbours, and between braces too.
    let new = set("名称: 甲\n", vec![ordered(&["note", "说明"], &["name", "名称"])], text("x"));
    assert_eq!(new, "名称: 甲\n说明: x\n");
    let new = set(POINTS, vec![Step::Index(1), ordered(&["phone", "电话"], &["name", "id"])], text("1, 2"));
    assert_eq!(new, POINTS.replace("西镇站,", "西镇站, phone: \"1, 2\","));
    // With the records that it lies in, where there is none or nothing.
    let new =
        set(POINTS, vec![Step::Index(2), ordered(&["location"], &[]), ordered(&["lat"], &[])], Tree::Bare("38.6".to_owned()));
    assert_eq!(new, POINTS.replace("  location:\n", "  location: {lat: 38.6}\n"));
    let new = set("name: 甲 # 名\n# 尾\n", vec![ordered(&["brand"], &["name"]), ordered(&["primary"], &[])], text("#0B4A8F"));
    assert_eq!(new, "name: 甲 # 名\nbrand: {primary: \"#0B4A8F\"}\n# 尾\n");
    for (empty, wanted) in [("", "a: x\n"), ("# 说明\n", "# 说明\na: x\n"), ("# 说明", "# 说明\na: x\n"), ("{}\n", "a: x\n")]
    {
        assert_eq!(set(empty, vec![ordered(&["a"], &[])], text("x")), wanted, "{empty:?}");
    }
    // A remark behind an empty key stays on its line.
    let list = Tree::List(vec![map(&[("a", text("1")), ("b", text("2")), ("c", text("3"))])]);
    assert_eq!(set("x:   # 空\ny: 1\n", way("x"), list), "x:   # 空\n  - a: \"1\"\n    b: \"2\"\n    c: \"3\"\ny: 1\n");
}

#[test]
fn keys_and_entries_go_with_their_remarks() {
    for (place, from, to) in [
        ("0.hours", "  # 周一到周五\n  hours: Mo-Fr 08:30-17:30\n", ""),
        ("0.id", "- id: east   # 东\n  name", "- name"),
        ("0.note", "  note: |\n    第一行\n    第二行\n", ""),
        ("1", "# 西边的\n- {id: west, name: 西镇站, aliases: [甲, 乙]}\n\n", ""),
        ("1.id", "{id: west, name", "{name"),
        ("1.aliases", ", aliases: [甲, 乙]", ""),
        ("1.aliases.0", "[甲, 乙]", "[乙]"),
        ("1.aliases.1", "[甲, 乙]", "[甲]"),
        ("2.staff.0", "    - name: 张示例\n      # 组长\n      role: 综合柜员\n", ""),
        ("2.staff.0.name", "- name: 张示例\n      # 组长\n", "-\n      # 组长\n"),
        ("2.staff.1", "    - name: 李示例\n", ""),
        ("2.staff.1.name", "- name: 李示例", "- {}"),
        ("2.location", "  location:\n", ""),
    ] {
        assert_eq!(one(POINTS, place, Op::Remove).unwrap(), POINTS.replace(from, to), "{place}");
    }
    for (yaml, place, wanted) in [
        ("a: 1\n", "a", "{}\n"),
        ("- x\n", "0", "[]\n"),
        ("a:\n  b: 1\nc: 2\n", "a.b", "a: {}\nc: 2\n"),
        ("a:  # 一\n  - 1\nc: 2\n", "a.0", "a: []  # 一\nc: 2\n"),
        ("a: [1]\n", "a.0", "a: []\n"),
        ("a: {b: 1}", "a.b", "a: {}"),
        ("a: 1\nb: 2", "b", "a: 1"),
    ] {
        assert_eq!(one(yaml, place, Op::Remove).unwrap(), wanted, "{yaml:?}");
    }
}

#[test]
fn entries_come_and_move() {
    let item = map(&[("id", text("new")), ("name", text("新站"))]);
    for (place, from, to) in [
        ("0", "- id: east ", "- id: new\n  name: 新站\n\n- id: east "),
        ("1", "# 西边的\n", "- {id: new, name: 新站}\n\n# 西边的\n"),
        ("3", "  location:\n", "  location:\n\n- id: new\n  name: 新站\n"),
        ("2.staff.2", "    - name: 李示例\n", "    - name: 李示例\n    - id: new\n      name: 新站\n"),
        ("2.landmarks.0", "landmarks: []", "landmarks: [{id: new, name: 新站}]"),
        ("2.windows.0", "  location:\n", "  location:\n  windows: [{id: new, name: 新站}]\n"),
    ] {
        let wanted = POINTS.replace(from, to);
        assert_eq!(one(POINTS, place, Op::Insert(item.clone())).unwrap(), wanted, "{place}");
    }
    assert_eq!(one(POINTS, "1.aliases.0", Op::Insert(text("丙"))).unwrap(), POINTS.replace("[甲", "[丙, 甲"));
    assert_eq!(one(POINTS, "1.aliases.2", Op::Insert(text("丙"))).unwrap(), POINTS.replace("乙]", "乙, 丙]"));
    assert_eq!(one("", "0", Op::Insert(text("甲"))), Err(PatchError::Refused(0)));
    let list = "x:\n# 一\n- a # 甲\n- b\n# 三\n- c";
    for (from, to, wanted) in [
        (0, 2, "x:\n- b\n# 三\n- c\n# 一\n- a # 甲"),
        (2, 0, "x:\n# 三\n- c\n# 一\n- a # 甲\n- b"),
        (0, 1, "x:\n- b\n# 一\n- a # 甲\n# 三\n- c"),
        (1, 1, list),
    ] {
        assert_eq!(one(list, &format!("x.{from}"), Op::Move(to)).unwrap(), wanted, "{from} {to}");
    }
    assert_eq!(one("x: [a, {b: 1}, c]\n", "x.2", Op::Move(0)).unwrap(), "x: [c, a, {b: 1}]\n");
    assert_eq!(one("x: [a, {b: 1}, c]\n", "x.0", Op::Move(1)).unwrap(), "x: [{b: 1}, a, c]\n");
}

#[test]
fn front_matter_changes_and_the_text_below_stays() {
    let guide = "---\nitem: enrol\nfee: 不收费\n---\n\n# 标题\n\n--- \nitem: x\n";
    let set = |text: &str, place: &str, new: Tree| patch(text, Part::FrontMatter, &[Patch { at: way(place), op: Op::Set(new) }]);
    assert_eq!(set(guide, "fee", text("免费")).unwrap(), guide.replace("不收费", "免费"));
    assert_eq!(set(guide, "title", text("参保")).unwrap(), guide.replace("不收费\n", "不收费\ntitle: 参保\n"));
    assert_eq!(set("---\n---\n正文\n", "item", text("a")).unwrap(), "---\nitem: a\n---\n正文\n");
    assert_eq!(set("---\n# 空\n---\n正文\n", "item", text("a")).unwrap(), "---\n# 空\nitem: a\n---\n正文\n");
    assert_eq!(set("正文\n", "item", text("a")), Err(PatchError::Unreadable));
    let crlf = guide.replace('\n', "\r\n");
    assert_eq!(set(&crlf, "fee", text("免费")).unwrap(), crlf.replace("不收费", "免费"));
}

#[test]
fn what_others_share_is_refused() {
    for (yaml, place) in [
        ("a: &x 1\nb: *x\n", "a"),
        ("a: &x 1\nb: *x\n", "b"),
        ("a: &x {c: 1}\nb: *x\n", "b.c"),
        ("a: &x {c: 1}\nb:\n  <<: *x\n  d: 2\n", "b.<<.c"),
        ("a: 1\na: 2\n", "a"),
    ] {
        assert_eq!(one(yaml, place, Op::Set(text("9"))), Err(PatchError::Refused(0)), "{yaml}");
    }
    assert_eq!(one("a: 1\n", "a.b", Op::Set(text("x"))), Err(PatchError::NoPlace(0)));
    assert_eq!(one("a: [1\n", "a", Op::Set(text("x"))), Err(PatchError::Unreadable));
    // The one that cannot be made is named, and nothing is changed.
    let both = [("b", "1"), ("a", "2")].map(|(place, new)| Patch { at: way(place), op: Op::Set(text(new)) });
    assert_eq!(patch("a: &x 1\nb: 0\nc: *x\n", Part::Whole, &both), Err(PatchError::Refused(1)));
}

#[test]
fn a_whole_value_changes_only_where_it_differs() {
    let yaml = "items:\n  # 甲\n  - id: a # 一\n    name: 甲\n  # 乙\n  - id: b\n    name: '乙'\n";
    let record = |id: &str, name: &str| map(&[("id", text(id)), ("name", text(name))]);
    for (new, wanted) in [
        (vec![record("a", "甲"), record("b", "丙")], yaml.replace("'乙'", "'丙'")),
        (vec![record("b", "乙")], "items:\n  # 乙\n  - id: b\n    name: '乙'\n".to_owned()),
        (
            vec![record("a", "甲"), record("c", "丙"), record("b", "乙")],
            yaml.replace("  # 乙", "  - id: c\n    name: 丙\n  # 乙"),
        ),
        (vec![], "items: []\n".to_owned()),
    ] {
        let patches = towards(yaml, Part::Whole, &way("items"), &Tree::List(new));
        assert_eq!(patch(yaml, Part::Whole, &patches).unwrap(), wanted);
    }
}

/// Throws dice, the same ones each time.
struct Dice(u64);

impl Dice {
    fn of(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }

    fn word(&mut self) -> String {
        let words =
            ["甲", "b", "0477-1", "12", "a: b", "是", "一\n二", " x", "#", "-", "", "“引”", "it's", "C:\\n", "[", "~", "08:30"];
        words[self.of(words.len())].to_owned()
    }

    fn tree(&mut self, depth: usize) -> Tree {
        match self.of(if depth > 2 { 4 } else { 7 }) {
            0..=3 => Tree::Text(self.word()),
            4 => Tree::List((0..self.of(4)).map(|_| self.tree(depth + 1)).collect()),
            5 => {
                Tree::List((0..self.of(3)).map(|at| map(&[("id", text(&format!("n{at}"))), ("w", text(&self.word()))])).collect())
            }
            _ => Tree::Map((0..self.of(4)).map(|at| (format!("k{at}"), self.tree(depth + 1))).collect()),
        }
    }
}

/// Every place of a document.
fn places(value: &Json, at: &mut Vec<Step>, out: &mut Vec<Vec<Step>>) {
    if !at.is_empty() {
        out.push(at.clone());
    }
    let mut below = |step: Step, inner: &Json| {
        at.push(step);
        places(inner, at, out);
        at.pop();
    };
    match value {
        Json::Object(map) => map.iter().for_each(|(key, inner)| below(Step::key(key), inner)),
        Json::Array(list) => list.iter().enumerate().for_each(|(index, inner)| below(Step::Index(index), inner)),
        _ => {}
    }
}

/// A document that grows and shrinks by chance: nothing is refused, and remarks go only with what they belong to.
#[test]
fn chances_are_never_refused() {
    let mut dice = Dice(16);
    let mut made = 0;
    for round in 0..150 {
        let mut yaml = POINTS.to_owned();
        if round % 3 == 1 {
            yaml = yaml.replace('\n', "\r\n");
        }
        for _ in 0..12 {
            let mut all = Vec::new();
            places(&said(&yaml, Part::Whole).unwrap(), &mut Vec::new(), &mut all);
            if all.is_empty() {
                break;
            }
            let at = all[dice.of(all.len())].clone();
            let is_item = matches!(at.last(), Some(Step::Index(_)));
            let op = match dice.of(4) {
                0 => Op::Remove,
                1 if is_item => Op::Insert(dice.tree(0)),
                2 if is_item => Op::Move(0),
                _ => Op::Set(dice.tree(0)),
            };
            let remarks = |t: &str| t.lines().filter(|l| l.trim_start().starts_with("# ")).count();
            let change = Patch { at, op };
            let new = patch(&yaml, Part::Whole, std::slice::from_ref(&change));
            let new = new.unwrap_or_else(|error| panic!("{error}: {change:?}\n{yaml}"));
            if matches!(change.op, Op::Insert(_) | Op::Move(_)) {
                assert_eq!(remarks(&new), remarks(&yaml), "{change:?}\n{yaml}\n{new}");
            }
            assert_eq!(new.contains("\r\n"), yaml.contains("\r\n") && new.contains('\n'));
            yaml = new;
            made += 1;
        }
    }
    assert!(made > 1_000, "{made}");
}
