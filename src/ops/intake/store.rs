//! How a submission becomes a record with its pictures: under names of ours, and never over what is there.

use std::collections::BTreeMap;
use std::fs;

use super::candidate::Candidate;
use super::resolve_duplicate::{Replaced, Revision};
use super::trial_score::trial_score;
use super::without::Without;
use super::{IntakeResult, Options, Reason, Reasons};
use crate::audit::standard_fingerprint;
use crate::ops::redact::blank;
use crate::ops::{FileEdit, Plan};
use crate::say;
use crate::submission::package::sha256;
use crate::tables::Uncertain;
use crate::yaml_write::tree::Tree;

impl Candidate<'_> {
    /// The name of each picture in the record, by its contents: the same one twice is one file, and a name that a phone chose never becomes a path.
    fn picture_names(&self, point: &str) -> BTreeMap<&str, String> {
        let name = |picture: &crate::submission::Picture| {
            let hash = sha256(&picture.bytes);
            format!("photos/{point}/{}.{}", hash.get(..16).unwrap_or(&hash), picture.kind)
        };
        self.submission.pictures.iter().map(|picture| (picture.name.as_str(), name(picture))).collect()
    }

    /// The record with its pictures named by their contents.
    pub fn named(&self) -> Tree {
        self.named_for(self.word("point"))
    }

    /// The same for the point's id at another time.
    pub fn named_for(&self, point: &str) -> Tree {
        let names = self.picture_names(point);
        let mut record = self.submission.record.clone();
        record.set("point", Tree::text(point));
        record.each("file", &mut |name| {
            if let Some(file) = names.get(name.as_str()) {
                name.clone_from(file);
            }
        });
        record
    }

    /// Puts the record and its pictures into a plan, if it holds in the workspace.
    pub fn store(
        &self,
        name: &str,
        revision: Option<&Revision>,
        mut doubts: Vec<Uncertain>,
        options: &Options,
        plan: &mut Plan,
    ) -> Result<IntakeResult, Reasons> {
        let folder = &self.folder;
        let tail = revision.map_or(String::new(), |r| format!("-r{}", r.of.number));
        let stem = format!("{}-{}-{}-{}{tail}", self.word("point"), self.standard.id, self.word("date"), self.word("round"));
        let free = (1..1000).map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") });
        let root = &self.caller.root;
        let Some(stem) = free.into_iter().find(|s| !root.join(folder).join(format!("{s}.yaml")).exists()) else {
            return Err(vec![Reason::new(
                say!("同名的记录太多", "too many records have this name"),
                say!("整理 {folder}", "tidy up {folder}"),
            )]);
        };
        let path = format!("{folder}/{stem}.yaml");
        let pictures = self.pictures();
        let shown = pictures.iter().filter_map(|edit| Some((edit.path.clone(), edit.new_bytes()?.to_vec()))).collect();
        let mut without = Without::default();
        let (text, result, found) = loop {
            let text = self.text(name, revision, options, &without);
            match trial_score(&path, &text, &shown, self, options) {
                Ok((result, found)) => break (text, result, found),
                // The answers of a filled workbook are many people's hours: those that cannot be are left out. A form has shown what is wrong while
                // it was filled in.
                Err(rejected) if self.submission.reported.float && without.grows(&rejected.answers) => {
                    let mut rest = self.submission.record.clone();
                    without.take_out(&mut rest);
                    if rest.get("facts").is_none() && rest.get("findings").is_none() {
                        return Err(rejected.reasons);
                    }
                }
                Err(rejected) => return Err(rejected.reasons),
            }
        };
        doubts.splice(0..0, self.submission.doubts.iter().cloned().chain(without.doubts(&self.submission.cells)));
        doubts.extend(found);
        let hash = &self.submission.standard_hash;
        if !hash.is_empty() && *hash != standard_fingerprint(self.workspace, self.standard) {
            doubts.push(Uncertain {
                place: String::new(),
                message: say!(
                    "做表以后标准的文字改过，版本号没有变；已按现在的标准计分",
                    "the standard was changed since under the same version; it is scored by what it says now"
                ),
            });
        }
        plan.files.extend(pictures);
        plan.files.push(FileEdit::create(path.clone(), text.into_bytes()));
        let left_out = [self.submission.left_out.clone(), without.places(&self.submission.cells)].concat();
        Ok(IntakeResult::Accepted { path, result, left_out, doubts })
    }

    fn text(&self, name: &str, revision: Option<&Revision>, options: &Options, without: &Without) -> String {
        let mut record = self.named();
        without.take_out(&mut record);
        if let Some(time) = self.believable_time() {
            record.set("exported", Tree::text(time));
        }
        record.set("received", Tree::text(&self.fingerprint()));
        if let Some(name) = &options.received_by {
            record.set("received_by", Tree::text(name));
        }
        let mut record = ordered(&record);
        if let (Some(Revision { of: Replaced { number, fingerprint }, by, reason }), Tree::Map(keys)) = (revision, &mut record) {
            let entries = [
                ("number", Tree::Bare(number.to_string())),
                ("date", Tree::Bare(self.caller.today.to_string())),
                ("by", Tree::text(by)),
                ("reason", Tree::text(reason)),
                ("replaces", Tree::text(fingerprint)),
            ];
            let entries = entries.map(|(key, value)| (key.to_owned(), value));
            keys.insert(0, ("revision".to_owned(), Tree::Map(entries.into())));
        }
        let shown = name.replace(|c: char| c.is_control(), "");
        // Places alone: what stood there may be about people, and comments are not redacted.
        let left = [self.submission.left_out.clone(), without.places(&self.submission.cells)].concat();
        let left: Vec<String> = left.iter().map(|place| place.replace(|c: char| c.is_control(), "")).collect();
        let left =
            if left.is_empty() { String::new() } else { format!("# 没有收的：{}。原件要留着。\n", left.join("、")) };
        format!("# 由 {shown} 导入。记录只追加、不改动：更正写成新的一份。\n{left}{}", record.yaml())
    }

    /// The pictures that are not there. A file that is there and other than its name says was cut off once, and is written again; one that was blanked
    /// (`inspect redact`) stays so.
    fn pictures(&self) -> Vec<FileEdit> {
        let names = self.picture_names(self.word("point"));
        let files: BTreeMap<&String, &Vec<u8>> =
            self.submission.pictures.iter().filter_map(|p| Some((names.get(p.name.as_str())?, &p.bytes))).collect();
        let edit = |(name, bytes): (&String, &Vec<u8>)| {
            let path = format!("{}/{name}", self.folder);
            match fs::read(self.caller.root.join(&path)) {
                Ok(old) if old == *bytes || is_blanked(name, &old) => None,
                Ok(old) => Some(FileEdit::bytes(path, &old, bytes.clone())),
                Err(_) => Some(FileEdit::create(path, bytes.clone())),
            }
        };
        files.into_iter().filter_map(edit).collect()
    }
}

/// Whether a picture was taken out by `inspect redact`.
fn is_blanked(name: &str, bytes: &[u8]) -> bool {
    let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind);
    blank(kind).is_some_and(|blank| blank == bytes)
}

/// The keys in the order of a record; others at the end, where they are found out.
fn ordered(record: &Tree) -> Tree {
    const ORDER: [&str; 17] = [
        "standard",
        "version",
        "point",
        "round",
        "date",
        "campaign",
        "form",
        "exported",
        "received",
        "received_by",
        "inspectors",
        "attended",
        "position",
        "facts",
        "findings",
        "waivers",
        "signatures",
    ];
    let Tree::Map(entries) = record else { return record.clone() };
    let mut entries = entries.clone();
    entries.sort_by_key(|(key, _)| ORDER.iter().position(|o| o == key).unwrap_or(ORDER.len()));
    Tree::Map(entries)
}
