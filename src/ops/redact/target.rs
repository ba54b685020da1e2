//! Whom a redaction is about. It cannot be undone, so nothing is guessed: a point is meant by its id, one that it had, or its whole name; a person by a name
//! that stands as a name in a record, or in what is kept of records beside them.

use super::places::names_of;
use super::refuse;
use super::search::{Needle, holds_any};
use crate::diagnostic::{Diagnostic, SourceFile, codes};
use crate::disk::private::is_private;
use crate::model::inspection::InspectionFile;
use crate::model::{Bureau, Workspace};
use crate::ops::{Outcome, Session, Stop, lookup};
use crate::say;

/// What a word means.
pub enum About {
    /// A point, or one that only records know still.
    Point {
        /// The bureau, by its id.
        bureau: String,
        /// The folder of the bureau, with a slash at its end.
        folder: String,
        /// Its id, and those that it had.
        ids: Vec<String>,
        /// As it is shown.
        shown: String,
        /// Other bureaus that have a point with one of these ids.
        namesakes: Vec<String>,
    },
    /// Whoever has the name.
    Person,
}

impl About {
    /// What a word means, of one bureau or of all.
    ///
    /// # Errors
    /// When it may mean several things.
    pub fn of(session: &Session, what: &str, bureau: Option<&str>) -> Outcome<Self> {
        let workspace = &session.workspace;
        let only = lookup::bureau_if_named(workspace, bureau)?;
        let known = lookup::point_exactly(workspace, only, what)?;
        let (own, ids, name) = if let Some((own, point)) = known {
            let ids = std::iter::once(&point.id).chain(&point.formerly).map(ToString::to_string).collect();
            (own, ids, point.name.as_str())
        } else {
            // A point that is gone, and its records are not.
            let has = |b: &&Bureau| b.inspections.iter().any(|r| r.point.value == what);
            let among: Vec<_> = workspace.bureaus.iter().filter(|b| only.is_none_or(|one| one.id == b.id)).filter(has).collect();
            match among.as_slice() {
                [] if only.is_some() => {
                    return Err(refuse(
                        say!("这个局没有服务点“{what}”", "the bureau has no point “{what}”"),
                        say!(
                            "写服务点的编号或全名；一个人的，不加 --bureau",
                            "write the id or full name of a point; for a person leave out --bureau"
                        ),
                    ));
                }
                [] => return Ok(Self::Person),
                [own] => (*own, vec![what.to_owned()], ""),
                several => {
                    let list: Vec<&str> = several.iter().map(|b| b.id.as_str()).collect();
                    return Err(refuse(
                        say!("几个局的记录里都有服务点“{what}”", "records of several bureaus have a point `{what}`"),
                        say!("加 --bureau {0}", "add --bureau {0}", list.join(" | ")),
                    ));
                }
            }
        };
        let records: Vec<&InspectionFile> = workspace.bureaus.iter().flat_map(|b| &b.inspections).collect();
        let id = ids.first().cloned().unwrap_or_default();
        if names_of(&records).contains(what) {
            let other = if id == what { name } else { id.as_str() };
            return Err(refuse(
                say!("“{what}”是服务点，也是记录里一个人的姓名", "“{what}” is a point, and the name of a person in records too"),
                say!(
                    "要删服务点的，写 {other}；要删这个人的，自己在记录里改",
                    "for the point write `{other}`; for the person change the records yourself"
                ),
            ));
        }
        let others = workspace.bureaus.iter().filter(|b| b.id != own.id);
        let same = |b: &&Bureau| {
            b.every_point().any(|p| ids.iter().any(|id| p.is_called(id)))
                || b.inspections.iter().any(|r| ids.contains(&r.point.value))
        };
        Ok(Self::Point {
            bureau: own.id.to_string(),
            folder: format!("{}/", workspace.folder_of(own)),
            shown: format!("{name}（{}/{id}）", own.id),
            namesakes: others.filter(same).map(|b| b.id.to_string()).collect(),
            ids,
        })
    }

    /// The records of the point.
    pub fn records<'w>(&self, workspace: &'w Workspace) -> Vec<&'w InspectionFile> {
        let Self::Point { bureau, ids, .. } = self else { return Vec::new() };
        let own = workspace.bureaus.iter().filter(|b| b.id.as_str() == bureau);
        own.flat_map(|b| &b.inspections).filter(|r| ids.contains(&r.point.value)).collect()
    }
}

/// Whom a redaction is about, and what is looked for.
pub struct Target {
    /// The word, where it is a person's name.
    pub what: String,
    /// As it is shown.
    pub shown: String,
    /// It is a point.
    pub point: bool,
    /// The ids of the point, now and formerly.
    pub ids: Vec<String>,
    /// The folder of the point's bureau.
    folder: Option<String>,
    /// Other bureaus with a point of that id.
    pub namesakes: Vec<String>,
    /// Everybody whose name goes.
    pub needles: Vec<Needle>,
}

impl Target {
    /// Of a word and what it means.
    pub fn new(what: &str, about: &About, needles: Vec<Needle>) -> Self {
        let what = what.to_owned();
        match about {
            About::Person => {
                Self { shown: what.clone(), what, point: false, ids: Vec::new(), folder: None, namesakes: Vec::new(), needles }
            }
            About::Point { folder, ids, shown, namesakes, .. } => Self {
                what,
                shown: shown.clone(),
                point: true,
                ids: ids.clone(),
                folder: Some(folder.clone()),
                namesakes: namesakes.clone(),
                needles,
            },
        }
    }

    /// Whether a file may be about it: the records of another bureau are not about a point.
    pub fn is_own(&self, path: &str) -> bool {
        self.folder.as_ref().is_none_or(|folder| !path.contains("/inspections/") || path.starts_with(folder.as_str()))
    }
}

/// What stands around a name that stands for itself, in the texts that are kept and in the names of files.
const BEFORE: [&str; 16] = ["\"", "'", "[", "{", " ", ",", "、", "，", ">", "：", ":", "“", "-", "_", "/", "（"];
const AFTER: [&str; 17] = ["\"", "'", "]", "}", " ", ",", "、", "，", "<", "\n", "\r", "”", "-", "_", ".", "/", "（"];

/// Whether bytes that are kept have a person's name, by itself and no part of other words. What stands in letters is seldom a name there: `site`,
/// `photos`, the id of a point.
pub fn speaks_of(bytes: &[u8], target: &Target) -> bool {
    let names = target.needles.iter().filter(|needle| !needle.name.is_ascii());
    let forms: Vec<String> = names
        .flat_map(|needle| BEFORE.iter().flat_map(move |before| AFTER.map(|after| format!("{before}{}{after}", needle.name))))
        .collect();
    !forms.is_empty() && holds_any(bytes, &forms)
}

/// Whether the name of a private file has a person's.
pub fn names(path: &str, target: &Target) -> bool {
    let own = path.split_once("/inspections").or_else(|| path.split_once('/')).map_or(path, |(_, rest)| rest);
    speaks_of(format!("/{own}").as_bytes(), target)
}

/// Whether a word is one of what is published, and not as the name of somebody there: it stands in the texts that are kept without being anybody's name.
pub fn is_public_word(workspace: &Workspace, what: &str) -> bool {
    let staff = workspace.bureaus.iter().flat_map(Bureau::every_point).flat_map(|p| &p.staff);
    let public = |(_, file): (_, &SourceFile)| !is_private(&file.path) && file.text.contains(what);
    staff.into_iter().all(|one| one.name.value.trim() != what) && workspace.folder.sources.iter().any(public)
}

/// Whether a sentence of the journal names a file that has a person's name in its own.
pub fn names_a_file(says: &str, target: &Target) -> bool {
    let is_file = |word: &&str| {
        word.rsplit_once('.')
            .is_some_and(|(_, kind)| (1..=5).contains(&kind.len()) && kind.chars().all(|c| c.is_ascii_alphanumeric()))
    };
    says.split([' ', '：', ':']).filter(is_file).any(|word| names(word, target))
}

/// There is nobody of the name.
pub fn nobody(what: &str) -> Stop {
    Stop::failed(
        Diagnostic::nowhere(
            &codes::NO_SUCH_CHOICE,
            say!("检查记录里没有“{what}”这个姓名", "no record holds “{what}” as a name"),
        )
        .help(say!(
            "写服务点的编号或全名，或者记录里的姓名全名；只写在备注、理由里的，自己改",
            "write the id or full name of a point, or a name in full as records have it; what stands only in remarks and reasons is for you to change"
        )),
    )
}
