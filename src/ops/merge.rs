//! Two changes to one file: the operation's and one that somebody saved meanwhile. Fields that only one of them touched merge; a field that
//! both touched is a question. What cannot be told apart by fields is merged by lines, and only if no line was touched by both.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::labels::of_place;
use super::merge_lines::merged as merged_lines;
use super::{Answers, Choice, Question};
use crate::diagnostic::{Bilingual, Diagnostics, FileId};
use crate::disk::hash;
use crate::say;
use crate::source::parse_document;
use crate::yaml_write::edit::meaning;

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merge {
    /// These bytes hold both changes; none to take the file away.
    Into(Option<Vec<u8>>),
    /// A person must decide.
    Ask(Vec<Question>),
}

/// The answer that keeps what the operation wants.
pub const MINE: &str = "mine";
/// The answer that keeps what somebody saved meanwhile.
pub const THEIRS: &str = "theirs";

/// What is asked about two changes, in the words of whoever merges: the first choice takes `mine`, the second `theirs`.
pub trait Words {
    /// About a whole file. `sides` tells whether mine and theirs are there at all.
    fn file(&self, sides: [bool; 2]) -> (Bilingual, [Choice; 2]);
    /// About one field: what it is called, what it was, and what mine and theirs make of it; none where it is deleted.
    fn field(&self, name: &Bilingual, was: Option<&str>, sides: [Option<&str>; 2]) -> (Bilingual, [Choice; 2]);
}

/// The words of an operation whose files somebody saved while it ran.
#[derive(Debug, Clone, Copy)]
pub struct Commit;

impl Commit {
    fn choices() -> [Choice; 2] {
        [
            Choice { word: MINE, says: say!("按这次操作写", "what this operation writes") },
            Choice { word: THEIRS, says: say!("留下别人改的", "what the other person saved") },
        ]
    }
}

impl Words for Commit {
    fn file(&self, _: [bool; 2]) -> (Bilingual, [Choice; 2]) {
        let what = say!(
            "读了以后有人改过这个文件，两边的改动合不到一起。留哪一份？",
            "somebody changed this file after it was read, and the two changes cannot be merged. Which one counts?"
        );
        (what, Self::choices())
    }

    fn field(&self, name: &Bilingual, _: Option<&str>, sides: [Option<&str>; 2]) -> (Bilingual, [Choice; 2]) {
        let ([mine, theirs], Bilingual { zh, en }) = (sides.map(shown), name);
        let what = Bilingual {
            zh: format!("“{zh}”两边都改了：这次操作写{}，这期间别人写了{}。留哪个？", mine.zh, theirs.zh),
            en: format!(
                "both changed `{en}`: this operation to {}, somebody else meanwhile to {}. Which one counts?",
                mine.en, theirs.en
            ),
        };
        (what, Self::choices())
    }
}

/// Longest value that a question shows in full, in characters.
const LONGEST: usize = 60;

/// A value as a question shows it.
#[must_use]
pub fn shown(value: Option<&str>) -> Bilingual {
    let Some(text) = value else { return say!("（没有）", "(nothing)") };
    let cut: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let more = if text.chars().count() > LONGEST { "…" } else { "" };
    say!("“{cut}{more}”", "“{cut}{more}”")
}

/// Merges what an operation wants (`mine`) with what lies there now (`theirs`), both made from `base`. Without a base there is nothing to tell
/// the two changes apart by, and the whole file is one question.
#[must_use]
pub fn merge(path: &str, base: Option<&str>, [mine, theirs]: [Option<&[u8]>; 2], answers: &Answers, words: &dyn Words) -> Merge {
    if mine == theirs {
        return Merge::Into(mine.map(<[u8]>::to_vec));
    }
    let texts = (base, mine.and_then(text), theirs.and_then(text));
    if let (Some(base), Some(mine), Some(theirs)) = texts {
        // A byte-order mark is no field.
        let (mine, theirs) = (mine.trim_start_matches('\u{feff}'), theirs);
        let (mark, theirs) = theirs.strip_prefix('\u{feff}').map_or(("", theirs), |rest| ("\u{feff}", rest));
        match of_texts(path, base, [mine, theirs], answers, words) {
            Ok(merged) => return Merge::Into(Some(format!("{mark}{merged}").into_bytes())),
            Err(questions) if !questions.is_empty() => return Merge::Ask(questions),
            Err(_) => {}
        }
    }
    let question = question(path, path, words.file([mine.is_some(), theirs.is_some()]), [mine, theirs]);
    match is_mine(&question, answers) {
        Some(true) => Merge::Into(mine.map(<[u8]>::to_vec)),
        Some(false) => Merge::Into(theirs.map(<[u8]>::to_vec)),
        None => Merge::Ask(vec![question]),
    }
}

/// Whether the answer to a question takes mine; none where there is no answer.
fn is_mine(question: &Question, answers: &Answers) -> Option<bool> {
    answers.to(question).map(|word| question.choices.first().is_some_and(|first| first.word == word))
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

fn question(path: &str, place: &str, (what, choices): (Bilingual, [Choice; 2]), sides: [Option<&[u8]>; 2]) -> Question {
    let mut state = path.as_bytes().to_vec();
    state.extend(place.as_bytes());
    for side in sides {
        state.extend(side.map(hash).unwrap_or_default());
    }
    Question { id: Question::id_of(&state), place: place.to_owned(), what, choices: choices.to_vec(), otherwise: None }
}

fn is_yaml(path: &str) -> bool {
    matches!(path.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).as_deref(), Some("yaml" | "yml"))
}

/// The fields of a text by their path; none where it cannot be read.
fn fields(text: &str) -> Option<BTreeMap<String, String>> {
    let mut found = Diagnostics::new();
    let node = parse_document(FileId(0), text, 0, &mut found)?;
    if found.has_errors() {
        return None;
    }
    let mut map = BTreeMap::new();
    walk(&meaning(&node), &mut String::new(), &mut map);
    Some(map)
}

fn walk(value: &Json, at: &mut String, out: &mut BTreeMap<String, String>) {
    let length = at.len();
    match value {
        Json::Object(map) if !map.is_empty() => {
            for (key, inner) in map {
                if !at.is_empty() {
                    at.push('.');
                }
                at.push_str(key);
                walk(inner, at, out);
                at.truncate(length);
            }
        }
        Json::Array(list) if !list.is_empty() => {
            for (index, inner) in list.iter().enumerate() {
                // A record of a list is known by its id, so that one which was put before it does not make it another.
                let name = ["id", "编号"].iter().find_map(|key| inner.get(key)?.as_str());
                at.push_str(&name.map_or_else(|| format!("[{index}]"), |name| format!("[{name}]")));
                walk(inner, at, out);
                at.truncate(length);
            }
        }
        Json::String(text) => {
            out.insert(at.clone(), text.clone());
        }
        other => {
            out.insert(at.clone(), other.to_string());
        }
    }
}

/// What differs from `base`: new values by field, none for those that are gone.
fn changed<'s>(base: &'s BTreeMap<String, String>, now: &'s BTreeMap<String, String>) -> BTreeMap<&'s str, Option<&'s str>> {
    let mut map: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (key, value) in now {
        if base.get(key) != Some(value) {
            map.insert(key, Some(value));
        }
    }
    for key in base.keys().filter(|key| !now.contains_key(*key)) {
        map.insert(key, None);
    }
    map
}

/// The merged text; else the questions, or none where the whole file is one.
fn of_texts(
    path: &str,
    base: &str,
    [mine, theirs]: [&str; 2],
    answers: &Answers,
    words: &dyn Words,
) -> Result<String, Vec<Question>> {
    if !is_yaml(path) {
        // No fields to go by: lines, and only where no line was touched by both.
        return diffy::merge(base, mine, theirs).map_err(|_| Vec::new());
    }
    let read = [base, mine, theirs].map(fields);
    // A file that does not read, perhaps half an edit: nothing is put into it.
    let [Some(was), Some(my), Some(their)] = &read else { return Err(Vec::new()) };
    let (my_changes, their_changes) = (changed(was, my), changed(was, their));
    let mut wanted: BTreeMap<String, String> = was.clone();
    for (key, value) in &their_changes {
        put(&mut wanted, key, *value);
    }
    let mut open = Vec::new();
    let mut all_mine = true;
    let mut all_theirs = true;
    for (key, value) in &my_changes {
        if let Some(other) = their_changes.get(key).filter(|other| *other != value) {
            let place = format!("{path} {key}");
            let asked = words.field(&of_place(path, key), was.get(*key).map(String::as_str), [*value, *other]);
            let question = question(path, &place, asked, [value.map(str::as_bytes), other.map(str::as_bytes)]);
            match is_mine(&question, answers) {
                Some(true) => all_theirs = false,
                Some(false) => {
                    all_mine = false;
                    continue;
                }
                None => {
                    open.push(question);
                    continue;
                }
            }
        }
        put(&mut wanted, key, *value);
    }
    if !open.is_empty() {
        return Err(open);
    }
    let holds = |text: &str| fields(text).as_ref() == Some(&wanted);
    // By lines; where both touched one line, a text that one of them wrote may hold it all.
    let merged = diffy::merge(base, mine, theirs).ok();
    let close = merged_lines(base, mine, theirs);
    let candidates = [merged.as_deref(), close.as_deref(), all_mine.then_some(mine), all_theirs.then_some(theirs)];
    candidates.into_iter().flatten().find(|text| holds(text)).map(str::to_owned).ok_or_else(Vec::new)
}

fn put(map: &mut BTreeMap<String, String>, key: &str, value: Option<&str>) {
    match value {
        Some(value) => {
            map.insert(key.to_owned(), value.to_owned());
        }
        None => {
            map.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "name: 东镇站\nphone: '1'\nhours: Mo\naddress: 东镇1号\nnote: 无\n";

    #[expect(clippy::unnecessary_wraps, reason = "a side of a merge may be gone")]
    fn bytes(text: &str) -> Option<&[u8]> {
        Some(text.as_bytes())
    }

    #[test]
    fn fields_that_only_one_touched_merge() {
        let mine = BASE.replace("phone: '1'", "phone: '2'");
        let theirs = BASE.replace("note: 无", "note: 有 # 谁");
        let merged = merge("a.yaml", Some(BASE), [bytes(&mine), bytes(&theirs)], &Answers::default(), &Commit);
        let wanted = BASE.replace("phone: '1'", "phone: '2'").replace("note: 无", "note: 有 # 谁");
        assert_eq!(merged, Merge::Into(Some(wanted.into_bytes())));
    }

    #[test]
    fn a_field_that_both_touched_is_a_question_and_its_answer_counts() {
        let mine = BASE.replace("phone: '1'", "phone: '2'");
        let theirs = BASE.replace("phone: '1'", "phone: '3'");
        let Merge::Ask(asked) = merge("a.yaml", Some(BASE), [bytes(&mine), bytes(&theirs)], &Answers::default(), &Commit) else {
            panic!("merged without asking");
        };
        assert_eq!(asked.len(), 1);
        assert_eq!(asked[0].place, "a.yaml phone");
        for (word, wanted) in [(MINE, &mine), (THEIRS, &theirs)] {
            let mut answers = Answers::default();
            answers.add(&format!("{}={word}", asked[0].id));
            let merged = merge("a.yaml", Some(BASE), [bytes(&mine), bytes(&theirs)], &answers, &Commit);
            assert_eq!(merged, Merge::Into(Some(wanted.clone().into_bytes())), "{word}");
        }
    }

    #[test]
    fn neighbouring_lines_and_texts_that_do_not_read_are_never_guessed() {
        // Both add the same key, far apart: each text reads, the merged one would have it twice.
        let mine = format!("staff: 甲\n{BASE}");
        let theirs = format!("{BASE}staff: 乙\n");
        assert!(matches!(
            merge("a.yaml", Some(BASE), [bytes(&mine), bytes(&theirs)], &Answers::default(), &Commit),
            Merge::Ask(_)
        ));
        // Markdown: one line changed by both.
        assert!(matches!(
            merge("a.md", Some("一\n"), [bytes("二\n"), bytes("三\n")], &Answers::default(), &Commit),
            Merge::Ask(_)
        ));
        // A file that somebody made meanwhile.
        assert!(matches!(merge("a.yaml", None, [bytes("a: 1\n"), bytes("a: 2\n")], &Answers::default(), &Commit), Merge::Ask(_)));
        // The same twice is no question.
        assert_eq!(
            merge("a.yaml", None, [bytes("a: 1\n"), bytes("a: 1\n")], &Answers::default(), &Commit),
            Merge::Into(Some(b"a: 1\n".to_vec()))
        );
    }
}
