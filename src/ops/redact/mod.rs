//! Redaction: takes the personal data of a point's people, or of one person, out of the records and out of all that the program keeps of them: names,
//! signatures, photos, the place of a phone. What was found and what it was worth stays, and a remark says that something was taken out.
//!
//! It changes records, which nothing else does; so it shows what it would change, and refuses where a result would become another one. What the journal,
//! the outputs and the caches keep goes first, and the records, which say what to look for, change in one commit at the end: whatever interrupts it, the
//! same command again completes it.

mod places;
mod search;
mod target;
mod traces;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};

use super::cut::{Cut, cut};
use super::{Answers, FileEdit, Outcome, Plan, Session, Stop, fingerprints, git, seal};
use crate::audit::score_all;
use crate::diagnostic::{Bilingual, Diagnostic, FileId, codes, system_words};
use crate::load::load_with;
use crate::model::Workspace;
use crate::model::inspection::InspectionFile;
use crate::say;
use places::{names_of, of_comments, of_person, of_point, people_of};
use search::{Needle, Seen, look};
use target::{About, Target, is_public_word};
use traces::Traces;

/// What stands where a name was.
const GONE: &str = "已删除";
/// The operation, in the journal.
const OPERATION: &str = "inspect redact";

/// What would be taken out.
pub struct Redaction {
    target: Target,
    /// New texts by path.
    texts: BTreeMap<String, String>,
    /// The lines that change, as they are, with their path.
    pub lines: Vec<String>,
    /// Pictures to be blanked, by their path in the workspace.
    pub pictures: BTreeSet<String>,
    /// Files whose names hold a name, with their new ones.
    pub renamed: BTreeMap<String, String>,
    /// Files of the quarantine, and what an interrupted import of an older version left.
    pub removed: Vec<String>,
    /// Files of the quarantine that cannot be looked into.
    pub closed: Vec<String>,
    /// Reports that a build made of these records.
    pub reports: Vec<PathBuf>,
    /// Where else the name stands.
    pub elsewhere: BTreeSet<String>,
    /// How many operations of the journal hold something of it.
    pub operations: usize,
    /// Reports, workbooks and circulars that were saved elsewhere and hold a name: whoever has them deletes them.
    pub saved: Vec<PathBuf>,
    /// Those that cannot be looked into.
    pub unseen: Vec<PathBuf>,
    traces: Traces,
}

/// What is to be taken out of records about a point (by its id or whole name, of one bureau) or a person (by the name).
///
/// # Errors
/// When there is nothing of that name or several things of it, records are encrypted, or a result would change.
pub fn plan(session: &Session, what: &str, bureau: Option<&str>) -> Outcome<Redaction> {
    session.needs_records()?;
    let about = About::of(session, what, bureau)?;
    let with_facts = Redaction::of(session, what, &about, true)?;
    if with_facts.holds(session) {
        return Ok(with_facts);
    }
    // Words of facts may be words of the scoring.
    let without = Redaction::of(session, what, &about, false)?;
    if without.holds(session) {
        return Ok(without);
    }
    Err(refuse(
        say!("删去“{what}”会改变检查结果，没有改", "redacting “{what}” would change a result: nothing was changed"),
        say!(
            "这几个字也是评分用的词；自己在记录里改",
            "these characters are words of the scoring too: change the records yourself"
        ),
    ))
}

/// Takes it out.
///
/// # Errors
/// When the disk does not allow it. The same again goes on where it stopped.
pub fn apply(session: &Session, redaction: &Redaction) -> Outcome<Vec<Bilingual>> {
    let root = session.root();
    redaction.traces.clear_outputs().map_err(|(path, error)| not_cleared(&path, &error))?;
    let purge = || redaction.traces.purge(root, &redaction.target).map_err(|error| not_cleared(".yizhan/history", &error));
    purge()?;
    let mut plan = Plan::new(OPERATION, say!("按要求删除个人信息", "redact personal data"));
    plan.final_because = Some(say!("个人信息已按要求删除，不能恢复", "personal data was redacted and cannot be restored"));
    plan.files = redaction.edits(session)?;
    let mut notes = Vec::new();
    if !plan.is_empty() {
        notes = session.commit(&plan, &Answers::default())?.notes;
        // The commit's own entry names the files whose names held a name.
        purge()?;
    }
    Ok(notes)
}

fn not_cleared(path: &str, error: &std::io::Error) -> Stop {
    let Bilingual { zh, en } = system_words(error);
    Stop::failed(
        Diagnostic::nowhere(&codes::WRITE, say!("{path} 清不掉：{zh}", "{path} cannot be cleared: {en}"))
            .help(say!("检查权限，再运行一次：会接着做完", "check the rights and run it again: it goes on where it stopped")),
    )
}

fn refuse(message: Bilingual, help: Bilingual) -> Stop {
    Stop::failed(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(help))
}

impl Redaction {
    fn of(session: &Session, what: &str, whom: &About, facts: bool) -> Outcome<Self> {
        let workspace = &session.workspace;
        let records: Vec<&InspectionFile> = workspace.bureaus.iter().flat_map(|b| &b.inspections).collect();
        let point = matches!(whom, About::Point { .. });
        let at_point: Vec<&InspectionFile> = whom.records(workspace);
        let all = names_of(&records);
        let folders = seal::folders(session);
        let files = seal::files(session, &folders)?;
        let names: BTreeSet<String> = if point {
            people_of(&at_point)
        } else {
            Some(what.to_owned()).into_iter().filter(|name| name.chars().count() >= 2).collect()
        };
        let tokens = tokens(&files, names.len());
        let needles: Vec<Needle> = tokens.iter().zip(&names).map(|(token, name)| Needle::new(name, token, all.iter())).collect();
        let mut cuts: BTreeMap<FileId, Vec<Cut>> = BTreeMap::new();
        let mut pictures = BTreeSet::new();
        let about = if point { &at_point } else { &records };
        for record in about {
            for needle in &needles {
                of_person(workspace, record, needle, facts, &mut cuts, &mut pictures);
            }
            if point {
                of_point(workspace, record, &mut cuts, &mut pictures);
            }
        }
        let own: BTreeSet<FileId> = about.iter().map(|r| r.span.file).collect();
        for needle in &needles {
            for file in &own {
                of_comments(workspace, *file, needle, &mut cuts);
            }
        }
        cuts.retain(|_, list| !list.is_empty());
        let target = Target::new(what, whom, needles);
        let affected: BTreeSet<String> = if point {
            own.iter().map(|file| workspace.folder.sources.path(*file).to_owned()).collect()
        } else {
            cuts.keys().map(|file| workspace.folder.sources.path(*file).to_owned()).collect()
        };
        let traces = Traces::find(session, &target, &affected, &pictures);
        let mut redaction = Self {
            texts: BTreeMap::new(),
            lines: Vec::new(),
            renamed: renamed(&files, &target),
            removed: Vec::new(),
            closed: Vec::new(),
            reports: traces.reports.clone(),
            elsewhere: BTreeSet::new(),
            operations: traces.operations,
            saved: traces.saved.clone(),
            unseen: traces.unseen.clone(),
            pictures: pictures.into_iter().filter(|path| !is_blank(session.root(), path)).collect(),
            traces,
            target,
        };
        redaction.look_into_quarantine(session, &files)?;
        for (file, list) in cuts {
            redaction.change(session, file, list);
        }
        fingerprints::follow(workspace, session.root(), &mut redaction.texts)?;
        if !point && !all.contains(what) && (is_public_word(workspace, what) || !redaction.is_kept_somewhere(session, &files)) {
            return Err(target::nobody(what));
        }
        redaction.look_elsewhere(workspace);
        Ok(redaction)
    }

    /// Whether no file of the workspace would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.pictures.is_empty() && self.renamed.is_empty() && self.removed.is_empty()
    }

    /// Whether what is kept beside the records speaks of a person whom no record names any more.
    fn is_kept_somewhere(&self, session: &Session, files: &[String]) -> bool {
        let holds =
            |path: &String| seal::read_workspace_file(session, path).is_ok_and(|bytes| target::speaks_of(&bytes, &self.target));
        self.removed.iter().any(holds)
            || files.iter().any(|path| target::names(path, &self.target))
            || Traces::speak_of(session.root(), &self.target)
    }

    /// What the program cannot take out: the history of git, and copies that somebody made.
    #[must_use]
    pub fn beyond_reach(&self, session: &Session) -> Bilingual {
        let named = |message: &str| self.target.needles.iter().any(|needle| !needle.places(message).is_empty());
        if git::messages_hold(session.root(), named) == Some(true) {
            return say!(
                "git 历史的提交说明里有这个姓名，程序不改历史：要自己清理（git filter-repo 等），以前的备份也要自己清理",
                "messages of git commits hold the name, and the program does not rewrite history: clear it yourself (git filter-repo or the like), and backups made before"
            );
        }
        say!(
            "git 历史和以前的备份里可能还有，程序不改：要自己清理",
            "git history and backups made before may hold it still, and the program does not change them: they are for you to clear"
        )
    }

    /// Whether it is about a person; else about a point.
    #[must_use]
    pub fn is_of_person(&self) -> bool {
        !self.target.point
    }

    /// The new text of a file, with a remark at its head.
    fn change(&mut self, session: &Session, file: FileId, list: Vec<Cut>) {
        let sources = &session.workspace.folder.sources;
        let path = sources.path(file).to_owned();
        let text = sources.text(file).unwrap_or_default();
        let mut rows: Vec<usize> = list.iter().map(|c| text.get(..c.from).unwrap_or_default().matches('\n').count()).collect();
        rows.sort_unstable();
        rows.dedup();
        let line = |row: &usize| format!("{path}:{}　{}", row + 1, text.lines().nth(*row).unwrap_or_default().trim());
        self.lines.extend(rows.iter().map(line));
        let (count, today) = (list.len(), session.caller.today);
        let remark = format!("# {today}：按要求删除个人信息 {count} 处（yizhan inspect redact）。检查所见和得分没有改。\n");
        self.texts.insert(path, remark + &cut(text, list));
    }

    fn texts(&self) -> Vec<(String, String)> {
        self.texts.iter().map(|(path, text)| (path.clone(), text.clone())).collect()
    }

    /// Whether every result stays what it was.
    fn holds(&self, session: &Session) -> bool {
        let results = |w: &Workspace| -> Vec<String> {
            score_all(w)
                .iter()
                .map(|s| {
                    let marks: Vec<String> =
                        s.outcome.criteria().map(|c| format!("{} {} {} {}", c.id, c.low, c.high, c.state.word())).collect();
                    let (point, round) = (&s.point.id, s.record.round.value.word());
                    format!("{point} {round} {:?} {:?} {}", s.outcome.total, s.outcome.grade, marks.join(","))
                })
                .collect()
        };
        let (loaded, _) = session.read_again(|| load_with(session.root(), &self.texts()));
        loaded.is_ok_and(|again| results(&again) == results(&session.workspace))
    }

    /// What waits in the quarantine, and what an import of an older version left half-written.
    fn look_into_quarantine(&mut self, session: &Session, files: &[String]) -> Outcome<()> {
        for path in files {
            if !self.target.is_own(path) {
                continue;
            }
            if traces::is_leftover(path) {
                self.removed.push(path.clone());
                continue;
            }
            if !path.starts_with("intake/") {
                continue;
            }
            let bytes = seal::read_workspace_file(session, path)?;
            let named = self.target.needles.iter().any(|needle| !needle.places(path).is_empty());
            match (named, look(&bytes, &self.target.needles)) {
                (true, _) | (_, Seen::Holds) => self.removed.push(path.clone()),
                _ if traces::is_of_point(&bytes, &self.target) => self.removed.push(path.clone()),
                (_, Seen::Closed) => self.closed.push(path.clone()),
                (_, Seen::Clean) => {}
            }
        }
        // A file goes with its reasons, and they with it.
        let stem =
            |path: &str| path.strip_suffix(".原因.txt").or_else(|| path.rsplit_once('.').map(|(s, _)| s)).map(str::to_owned);
        let gone: BTreeSet<String> = self.removed.iter().filter_map(|path| stem(path)).collect();
        let beside = files.iter().filter(|p| p.starts_with("intake/") && stem(p).is_some_and(|s| gone.contains(&s)));
        self.removed.extend(beside.cloned());
        self.removed.sort();
        self.removed.dedup();
        let removed = &self.removed;
        self.closed.retain(|path| !removed.contains(path));
        self.renamed.retain(|path, _| !removed.contains(path));
        Ok(())
    }

    /// Other files, and what is left in records, that have the name.
    fn look_elsewhere(&mut self, workspace: &Workspace) {
        if self.target.point {
            return;
        }
        for (_, file) in workspace.folder.sources.iter() {
            let text = self.texts.get(&file.path).map_or(file.text.as_str(), String::as_str);
            if self.target.needles.iter().any(|needle| !needle.places(text).is_empty()) {
                self.elsewhere.insert(file.path.clone());
            }
        }
    }

    /// Everything that changes in the workspace.
    fn edits(&self, session: &Session) -> Outcome<Vec<FileEdit>> {
        let mut edits = Vec::new();
        let paths: BTreeSet<&String> = self.texts.keys().chain(&self.pictures).chain(self.renamed.keys()).collect();
        for path in paths.into_iter().filter(|p| !self.removed.contains(p)) {
            let kind = path.rsplit_once('.').map_or("", |(_, kind)| kind);
            let blanked = if self.pictures.contains(path) { Some(blank(kind).unwrap_or_default()) } else { None };
            let source = session.workspace.folder.sources.iter().find(|(_, file)| file.path == *path).map(|(_, file)| file);
            match (self.renamed.get(path), self.texts.get(path), source) {
                (None, Some(text), Some(source)) => edits.push(FileEdit::text(source, text)),
                (new, text, _) => {
                    let there = seal::read_workspace_file(session, path)?;
                    let bytes = text.map(|t| t.clone().into_bytes()).or(blanked).unwrap_or_else(|| there.clone());
                    match new {
                        None => edits.push(FileEdit::bytes(path, &there, bytes)),
                        Some(new) => {
                            edits.push(FileEdit::create(new, bytes));
                            edits.push(FileEdit::remove(path, &there));
                        }
                    }
                }
            }
        }
        for path in &self.removed {
            edits.push(FileEdit::remove(path, &seal::read_workspace_file(session, path)?));
        }
        Ok(edits)
    }

    /// What would change, for people.
    #[must_use]
    pub fn words(&self) -> String {
        let mut text = format!("{}\n", self.target.shown);
        for line in self.lines.iter().chain(&self.pictures) {
            text.push_str(&format!("  {line}\n"));
        }
        for (old, new) in &self.renamed {
            text.push_str(&format!("  {old} → {new}\n"));
        }
        for path in &self.removed {
            text.push_str(&format!("  － {path}\n"));
        }
        for path in &self.reports {
            text.push_str(&format!("  － {}\n", path.display()));
        }
        text
    }
}

/// So many names for what a name stands in, each one that no file has yet.
fn tokens(files: &[String], count: usize) -> Vec<String> {
    let number = |n: usize| if n == 1 { GONE.to_owned() } else { format!("{GONE}{n}") };
    let most = files.len() + count + 1;
    (1..=most).map(number).filter(|token| !files.iter().any(|path| path.contains(token))).take(count).collect()
}

/// The files of records whose names hold a name.
fn renamed(files: &[String], target: &Target) -> BTreeMap<String, String> {
    let mut map = BTreeMap::new();
    for path in files.iter().filter(|p| !p.starts_with("intake/") && target.is_own(p)) {
        let Some(at) = path.find("/inspections/").map(|at| at + "/inspections/".len()) else { continue };
        let (folder, rest) = path.split_at(at);
        let new = target.needles.iter().fold(rest.to_owned(), |name, needle| needle.replaced(&name, &needle.token));
        if new != rest {
            map.insert(path.clone(), format!("{folder}{new}"));
        }
    }
    map
}

/// Whether a picture was blanked before.
fn is_blank(root: &Path, path: &str) -> bool {
    let kind = path.rsplit_once('.').map_or("", |(_, kind)| kind);
    match (std::fs::read(root.join(path)), blank(kind)) {
        (Ok(bytes), Some(blank)) => bytes == blank,
        // One that is not there needs no blanking.
        (Err(_), _) => true,
        (Ok(_), None) => false,
    }
}

/// A small white picture of the kind that the name says: the place of what was taken out stays whole.
#[must_use]
pub fn blank(kind: &str) -> Option<Vec<u8>> {
    let format = image::ImageFormat::from_extension(kind)?;
    let mut out = Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(image::RgbImage::from_pixel(40, 30, image::Rgb([255; 3]))).write_to(&mut out, format).ok()?;
    Some(out.into_inner())
}
