//! What a record is to those of the same round that are there already: nothing new, a later state of one form, or a question for a person.
//!
//! What differs is never dropped: a state of a form that looks older than the one that is there may come from a phone whose clock was wrong.

use chrono::{DateTime, Duration, FixedOffset, NaiveTime};

use super::candidate::Candidate;
use super::{Options, Reason};
use crate::audit::{fingerprint, round_key};
use crate::diagnostic::{Bilingual, Diagnostics};
use crate::model::inspection::InspectionFile;
use crate::ops::{Choice, Question};
use crate::say;
use crate::source::parse_document;
use crate::submission::package::sha256;
use crate::tables::Uncertain;
use crate::yaml_write::tree::Tree;

/// The answer that takes the file in, in the place of the record that is there.
pub const REPLACE: &str = "replace";
/// The answer that takes the file in, though its time cannot be.
pub const ACCEPT: &str = "accept";
/// The answer that leaves everything as it is.
pub const KEEP: &str = "keep";
/// How far a clock may be ahead.
const TOLERANCE: Duration = Duration::days(1);

/// What is to be done.
pub enum Resolution {
    /// The record at this path says the same.
    Unchanged(String),
    /// It becomes a record: the first of its round, or a correction. With what a person should look at.
    Store(Option<Revision>, Vec<Uncertain>),
    /// A person must decide.
    Ask(Box<Ask>),
}

/// What a person must decide.
pub struct Ask {
    pub reason: Reason,
    pub question: Question,
    /// What it would correct.
    pub replaces: Option<Replaced>,
    pub doubts: Vec<Uncertain>,
}

/// A record that is corrected.
pub struct Replaced {
    /// Number of the correction; 2 for the first.
    pub number: u32,
    /// Fingerprint of what it replaces.
    pub fingerprint: String,
}

/// What makes a record the correction of another.
pub struct Revision {
    pub of: Replaced,
    /// Who corrects.
    pub by: String,
    /// Why.
    pub reason: String,
}

impl Replaced {
    fn of(candidate: &Candidate<'_>, last: &InspectionFile) -> Self {
        let own = fingerprint(candidate.workspace, last);
        Self { number: last.revision_number() + 1, fingerprint: own.get(..12).unwrap_or(&own).to_owned() }
    }

    pub fn by(self, (by, reason): (String, String)) -> Revision {
        Revision { of: self, by, reason }
    }
}

impl Candidate<'_> {
    /// Decides. `quarantine_path` is where the file is kept if a person must decide, for the advice.
    pub fn resolve_duplicate(&self, options: &Options, quarantine_path: &str) -> Resolution {
        let own = self.fingerprint();
        let records = self.same_round_records();
        let ahead = self.submission.exported.as_deref().is_some_and(|time| self.is_ahead(time));
        let exported = self.submission.exported.as_deref().filter(|_| !ahead);
        let Some(last) = records.last().copied() else {
            return if ahead && !options.revise {
                Resolution::Ask(Box::new(self.clock(quarantine_path)))
            } else {
                Resolution::Store(None, self.ahead_doubt(ahead))
            };
        };
        let path = self.workspace.path_of(last.span).to_owned();
        let is_same = |record: &&&InspectionFile| self.is_same(record, &own);
        if is_same(&&last) {
            return Resolution::Unchanged(path);
        }
        let replaces = Replaced::of(self, last);
        if let (true, Some(by)) = (options.revise, &options.correction) {
            return Resolution::Store(Some(replaces.by(by.clone())), self.ahead_doubt(ahead));
        }
        let form = last.form.as_ref().map(|f| f.value.as_str());
        let same_form = form.is_some() && form == self.submission.record.word("form");
        let last_exported = last.exported.as_ref().map(|e| e.value.as_str());
        // A time that cannot be says nothing: what came before must not shut out what comes after.
        let last_ahead = last_exported.is_some_and(|time| self.is_ahead(time));
        let newer = is_later(exported, last_exported.filter(|_| !last_ahead));
        // Who goes back to an earlier state exports it again; an old file that comes again does not.
        if !newer
            && !ahead
            && let Some(known) = records.iter().find(is_same)
        {
            return Resolution::Unchanged(self.workspace.path_of(known.span).to_owned());
        }
        let reason = if ahead {
            self.ahead_reason(Some(&path), quarantine_path)
        } else if !same_form || self.submission.is_text || !self.is_same_day(last) {
            // A text comes without its pictures: it must not take the place of what has them.
            self.another(last, &path, quarantine_path)
        } else if let Some(reason) = self.of_another(&records, quarantine_path, options) {
            reason
        } else if newer || self.submission.exported.is_none() {
            let by = (names(&self.submission.record, "inspectors"), "同一张表单改后再次导出".to_owned());
            let doubts = if last_ahead { vec![distrusted(&path, last_exported.unwrap_or_default())] } else { Vec::new() };
            return Resolution::Store(Some(replaces.by(by)), doubts);
        } else {
            older(&path, exported.unwrap_or_default(), last_exported.unwrap_or_default(), quarantine_path)
        };
        let choices = vec![
            Choice {
                word: REPLACE, says: say!("以这份为准，写明 --by、--reason", "this one counts; needs --by and --reason")
            },
            keep(),
        ];
        let question = self.question(&reason, &fingerprint(self.workspace, last), choices);
        Resolution::Ask(Box::new(Ask { reason, question, replaces: Some(replaces), doubts: self.ahead_doubt(ahead) }))
    }

    fn question(&self, reason: &Reason, state: &str, choices: Vec<Choice>) -> Question {
        // Not of the words: they may say what time it is.
        let id = Question::id_of(format!("{} {state}", self.fingerprint()).as_bytes());
        let (point, day) = (self.word("point"), self.word("date"));
        Question { id, place: format!("{point} {day}"), what: reason.says.clone(), choices, otherwise: None }
    }

    /// Fingerprint of what came, pictures by their contents among it: the same file has the same, whatever the point is called by now.
    pub fn fingerprint(&self) -> String {
        let whole = sha256(comparable_content(&self.named_for(&self.submitted_point)).to_string().as_bytes());
        whole.get(..16).unwrap_or(&whole).to_owned()
    }

    /// Whether a record was taken in from the same answers, or says the same by itself. What the bureau added since is no difference.
    fn is_same(&self, record: &InspectionFile, own: &str) -> bool {
        record.received.as_ref().is_some_and(|r| r.value == own)
            || self.tree_of(record).is_some_and(|tree| comparable_content(&tree) == comparable_content(&self.named()))
    }

    /// The records of the same round, oldest first: by the very rule by which rounds are put together when they are scored. One of the same form
    /// is of the same re-inspection even if somebody changed its day.
    fn same_round_records(&self) -> Vec<&InspectionFile> {
        let Some(own) = &self.record else { return Vec::new() };
        let without_day = |record| {
            let (standard, version, point, campaign, round, _) = round_key(record);
            (standard.to_owned(), version.to_owned(), point.to_owned(), campaign, round)
        };
        let same_form =
            |r: &InspectionFile| r.form.is_some() && r.form.as_ref().map(|f| &f.value) == own.form.as_ref().map(|f| &f.value);
        let mut list: Vec<&InspectionFile> = self
            .bureau
            .inspections
            .iter()
            .filter(|r| round_key(r) == round_key(own) || (same_form(r) && without_day(r) == without_day(own)))
            .collect();
        list.sort_by_key(|r| r.revision_number());
        list
    }

    /// Re-inspections of two days are two.
    fn is_same_day(&self, last: &InspectionFile) -> bool {
        self.record.as_ref().is_none_or(|own| round_key(own) == round_key(last))
    }

    /// The record of a file as it stands there.
    fn tree_of(&self, record: &InspectionFile) -> Option<Tree> {
        let sources = &self.workspace.folder.sources;
        let text = sources.to_margin(record.span, sources.mapping(record.span));
        Tree::of(&parse_document(record.span.file, &text, 0, &mut Diagnostics::new())?)
    }

    /// Whether a time lies ahead of now by more than clocks and zones differ.
    fn is_ahead(&self, time: &str) -> bool {
        let now = self.caller.now;
        // The day of the operation may have been set by hand, for a build of another day.
        let day = self.caller.today.and_time(NaiveTime::MIN).and_local_timezone(*now.offset()).single().unwrap_or(now);
        moment(time).is_some_and(|time| time > now.max(day + Duration::days(1)) + TOLERANCE)
    }

    fn ahead_reason(&self, there: Option<&str>, quarantine_path: &str) -> Reason {
        let time = self.submission.exported.as_deref().unwrap_or_default();
        let now = self.caller.now.format("%Y-%m-%d %H:%M");
        let says = match there {
            None => say!(
                "导出时间 {time} 还没有到（现在 {now}）：手机的时钟不准，分不出先后",
                "exported at {time}, which has not come yet (now {now}): the clock of the phone is wrong"
            ),
            Some(path) => say!(
                "导出时间 {time} 还没有到（现在 {now}）：手机的时钟不准，分不出它和 {path} 哪个在后",
                "exported at {time}, which has not come yet (now {now}): the clock of the phone is wrong, and whether {path} is older cannot be told"
            ),
        };
        Reason::new(says, revise_help(quarantine_path))
    }

    /// The question about a time that cannot be, where there is nothing else to decide.
    fn clock(&self, quarantine_path: &str) -> Ask {
        let mut reason = self.ahead_reason(None, quarantine_path);
        let choices = vec![Choice { word: ACCEPT, says: say!("收下，这个时间不算", "accept it without that time") }, keep()];
        let question = self.question(&reason, "clock", choices);
        let id = &question.id;
        reason.help = say!(
            "校准手机的时钟，再导出一次；或者照收，不管这个时间：yizhan inspect import {quarantine_path} --answer {id}={ACCEPT}",
            "set the clock of the phone and export again; or accept it without that time: yizhan inspect import {quarantine_path} --answer {id}={ACCEPT}"
        );
        Ask { reason, question, replaces: None, doubts: self.ahead_doubt(true) }
    }

    fn ahead_doubt(&self, ahead: bool) -> Vec<Uncertain> {
        let time = self.submission.exported.as_deref().filter(|_| ahead);
        let doubt = |time: &str| Uncertain {
            place: String::new(),
            message: say!("导出时间 {time} 不可信，没有记下", "the export time {time} cannot be right and was not recorded"),
        };
        time.map(doubt).into_iter().collect()
    }

    /// The export time for the record; none where it cannot be right.
    pub fn believable_time(&self) -> Option<&str> {
        self.submission.exported.as_deref().filter(|time| !self.is_ahead(time))
    }

    /// A form that was handed in by one inspector is not corrected under the access code of another: whoever has the file could change what
    /// somebody else found.
    fn of_another(&self, records: &[&InspectionFile], quarantine_path: &str, options: &Options) -> Option<Reason> {
        let me = options.received_by.as_deref()?;
        let (record, other) = records.iter().rev().find_map(|r| Some((r, r.received_by.as_ref()?)))?;
        if other.value.trim() == me.trim() {
            return None;
        }
        let path = self.workspace.path_of(record.span);
        let point = self.point_name();
        Some(Reason::new(
            say!(
                "“{point}”的这张表单是{other}交的（{path}），改后的一份却用{me}的编号交来",
                "the form for “{point}” was handed in by {other} ({path}), but the changed one came with the access code of {me}"
            ),
            say!(
                "问过{other}，以新的为准：yizhan inspect import {quarantine_path} --revise --by {me} --reason 原因",
                "ask {other}; if this one counts: yizhan inspect import {quarantine_path} --revise --by {me} --reason WHY"
            ),
        ))
    }

    fn point_name(&self) -> &str {
        self.bureau.point(self.word("point")).map_or("", |p| p.name.value.as_str())
    }

    fn another(&self, last: &InspectionFile, path: &str, quarantine_path: &str) -> Reason {
        let inspectors = last.inspectors.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("、");
        let (round, day) = (last.round.value.zh(), last.date.value);
        let point = self.point_name();
        Reason::new(
            say!(
                "“{point}”的{round}已有一份不一样的记录：{path}（{day}，{inspectors}）",
                "there is another record of this round for “{point}”: {path} ({day}, {inspectors})"
            ),
            say!(
                "以新的为准：yizhan inspect import {quarantine_path} --revise --by 更正人 --reason 原因；两人分别评分的，把两份合成一份，写在 sheets 里；另一批的，重新做表并写 --campaign 批次",
                "if this one counts: yizhan inspect import {quarantine_path} --revise --by WHO --reason WHY; two inspectors who scored apart are one record with `sheets`; for another campaign make the sheet or form again with --campaign"
            ),
        )
    }
}

fn keep() -> Choice {
    Choice {
        word: KEEP, says: say!("不算，文件留在 intake/conflicts", "it does not count; the file stays in intake/conflicts")
    }
}

fn revise_help(quarantine_path: &str) -> Bilingual {
    say!(
        "校准手机的时钟，再导出一次；以这份为准的：yizhan inspect import {quarantine_path} --revise --by 更正人 --reason 原因",
        "set the clock of the phone and export again; if this one counts: yizhan inspect import {quarantine_path} --revise --by WHO --reason WHY"
    )
}

fn older(path: &str, time: &str, last: &str, quarantine_path: &str) -> Reason {
    Reason::new(
        say!(
            "是同一张表单较早的一次导出（{time}），内容和后来收的 {path}（{last}）不一样",
            "an earlier export of the same form ({time}); it differs from the later one at {path} ({last})"
        ),
        say!(
            "以后来的为准，就不用管它；手机的时钟不准、其实以这份为准的：yizhan inspect import {quarantine_path} --revise --by 更正人 --reason 原因",
            "if the later one counts, leave it; if the clock of the phone was wrong and this one counts: yizhan inspect import {quarantine_path} --revise --by WHO --reason WHY"
        ),
    )
}

fn distrusted(path: &str, time: &str) -> Uncertain {
    Uncertain {
        place: String::new(),
        message: say!(
            "{path} 的导出时间 {time} 还没有到，不可信；这一份当作后来的，写成了更正",
            "the export time {time} of {path} has not come yet and cannot be right; this one was taken for the later, as a correction"
        ),
    }
}

/// What makes two records the same: neither when they came, nor who brought them, nor how often they were corrected.
fn comparable_content(tree: &Tree) -> serde_json::Value {
    let mut tree = tree.clone();
    for key in ["revision", "exported", "received", "received_by"] {
        tree.remove(key);
    }
    tree.meaning()
}

fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text.trim()).ok()
}

/// Whether the first day and time comes after the second. Times that cannot be read do not; nothing is earlier than any.
fn is_later(new: Option<&str>, old: Option<&str>) -> bool {
    match (new.and_then(moment), old.and_then(moment)) {
        (Some(new), Some(old)) => new > old,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

fn names(record: &Tree, key: &str) -> String {
    let Some(Tree::List(list)) = record.get(key) else { return String::new() };
    let words = list.iter().filter_map(|t| if let Tree::Text(t) | Tree::Bare(t) = t { Some(t.as_str()) } else { None });
    words.collect::<Vec<_>>().join("、")
}
