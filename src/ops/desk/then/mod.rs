//! One record through the history: which entries changed it, what it was, where it is now, and who took it away. A record is known by its id, also by one that it had
//! formerly and in another file of its kind; a file that is one record is known by its path.

pub mod as_was;
pub mod timeline;
pub mod trace;
mod words;

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::FileId;
use crate::disk::journal::{self, Entry, FileEntry, hex};
use crate::model::Workspace;
use crate::ops::desk::look::Look;
use crate::ops::form::{at_place, kind_of, parsed};
use crate::ops::kinds::Kind;
use crate::ops::lookup::refuse;
use crate::ops::undo;
use crate::ops::values::{Said, Step};
use crate::ops::{Caller, Outcome, Stop, there};
use crate::say;
use crate::source::decode::Shape;
use crate::source::{Node, Value};

/// A record by its file and the way to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Which {
    /// Path in the workspace.
    pub path: String,
    /// The way from the top of the file; nothing where the file is the record.
    #[serde(default)]
    pub at: Vec<Step>,
}

/// A record that is followed through versions of files.
pub(super) struct Followed<'w> {
    root: &'w Path,
    workspace: &'w Workspace,
    kind: &'static Kind,
    path: String,
    /// The way to it, with the present id.
    at: Vec<Step>,
    /// Its ids, the present one first; none where the file is the record.
    ids: Vec<String>,
}

/// The record in one version of a file.
#[derive(Debug, Clone)]
pub(super) struct Version {
    /// The way to it in that version.
    pub at: Vec<Step>,
    /// What was written.
    pub said: Said,
    /// What is expected there.
    pub shape: Shape,
}

impl Version {
    /// What it is called.
    pub(super) fn name(&self) -> Option<String> {
        ["name", "title"].iter().map(|key| self.said.word(key)).find(|name| !name.is_empty()).map(str::to_owned)
    }
}

fn workspace(look: &Look) -> Outcome<&Workspace> {
    look.workspace.as_ref().map_err(|_| -> Stop {
        refuse(say!("现在读不出来", "this cannot be read now"), say!("先到“问题”里改好", "mend the findings first")).into()
    })
}

impl<'w> Followed<'w> {
    pub(super) fn new(caller: &'w Caller, look: &'w Look, which: &Which) -> Outcome<Self> {
        let workspace = workspace(look)?;
        let kind = kind_of(workspace, &which.path)?;
        let mut own =
            Self { root: &caller.root, workspace, kind, path: which.path.clone(), at: which.at.clone(), ids: Vec::new() };
        if let Some(Step::Record { id }) = own.at.last() {
            own.ids.push(id.clone());
        } else if own.at.is_empty() && kind.many {
            // One record alone in its file is known by its id too.
            let alone = own.now()?.map(|version| version.said.word("id").to_owned()).filter(|id| !id.is_empty());
            if let Some(id) = alone {
                own.at = vec![Step::Record { id: id.clone() }];
                own.ids.push(id);
            }
        }
        if let Some(version) = own.now()? {
            own.know(&version);
        }
        Ok(own)
    }

    /// The ids that a version of it tells.
    fn know(&mut self, version: &Version) {
        if self.ids.is_empty() {
            return;
        }
        let former = version.said.get("formerly").map(|said| match said {
            Said::Text(text) => vec![text.clone()],
            other => other.items().iter().filter_map(Said::line).collect(),
        });
        for id in std::iter::once(version.said.word("id").to_owned()).chain(former.unwrap_or_default()) {
            if !id.is_empty() && !self.ids.contains(&id) {
                self.ids.push(id);
            }
        }
    }

    /// Whether a file may hold it: its own, or another one of its kind in the same bureau where records have ids.
    pub(super) fn may_hold(&self, path: &str) -> bool {
        if path == self.path {
            return true;
        }
        let bureau = |path: &str| path.splitn(3, '/').take(2).map(str::to_owned).collect::<Vec<_>>();
        let alone = self.kind.many && self.at.len() == 1;
        alone
            && bureau(path) == bureau(&self.path)
            && Kind::of(self.workspace, path).is_some_and(|kind| std::ptr::eq(kind, self.kind))
    }

    /// The record in the bytes of a file.
    pub(super) fn within(&self, bytes: &[u8]) -> Option<Version> {
        let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
        let root = parsed(self.kind, FileId(0), text).ok()??;
        self.find(&root)
    }

    fn find(&self, root: &Node) -> Option<Version> {
        let version = |at: Vec<Step>| {
            let (node, shape) = at_place(root, self.kind.shape(), &at)?;
            Some(Version { said: Said::of(node, &shape), at, shape })
        };
        let Some((Step::Record { .. }, above)) = self.at.split_last() else { return version(self.at.clone()) };
        self.ids.iter().find_map(|id| version([above, &[Step::Record { id: id.clone() }]].concat())).or_else(|| {
            // Somebody may have given it another id: then it tells the one that it had.
            let (list, _) = at_place(root, self.kind.shape(), above)?;
            let alone = Some(list).filter(|list| !matches!(list.value, Value::List(_)));
            let has_been = |node: &&Node| {
                let former = node.get(&["formerly", "曾用编号"]);
                let texts = former.into_iter().flat_map(|node| node.items().iter().chain([node])).filter_map(Node::text);
                texts.into_iter().any(|text| self.ids.iter().any(|id| id == text.trim()))
            };
            let found = list.items().iter().chain(alone).find(has_been)?;
            let id = found.get(&["id", "编号"]).and_then(Node::text)?.trim().to_owned();
            version([above, &[Step::Record { id }]].concat())
        })
    }

    /// As it is now, in its own file.
    pub(super) fn now(&self) -> Outcome<Option<Version>> {
        Ok(there::now(self.root, &self.path)?.and_then(|bytes| self.within(&bytes)))
    }

    /// As it is now, wherever that is.
    pub(super) fn anywhere(&self) -> Outcome<Option<(String, Version)>> {
        if let Some(version) = self.now()? {
            return Ok(Some((self.path.clone(), version)));
        }
        let files = self.workspace.folder.sources.iter().map(|(_, file)| file);
        let others = files.filter(|file| file.path != self.path && self.may_hold(&file.path));
        Ok(others.into_iter().find_map(|file| Some((file.path.clone(), self.within(file.text.as_bytes())?))))
    }

    /// As a file of an entry had it before, and as it left it; none where the bytes are not known.
    pub(super) fn around(&self, entries: &[Entry], entry: &Entry, path: &str) -> [Known; 2] {
        let first = journal::first_of(entries, entry);
        let index = |of: &Entry| of.files.iter().position(|file| file.path == path);
        let file = |of: &Entry| index(of).and_then(|index| of.files.get(index).cloned());
        let before = match (file(first), index(first)) {
            (Some(FileEntry { before: None, .. }), _) => Known::Without,
            (Some(_), Some(index)) => journal::before(self.root, first, index).map_or(Known::Lost, |bytes| self.known(&bytes)),
            _ => Known::Lost,
        };
        let after = match (file(entry), index(entry)) {
            (Some(FileEntry { after: None, .. }), _) => Known::Without,
            (Some(FileEntry { after: Some(wanted), .. }), Some(index)) => {
                let left = undo::after(self.root, entries, entry, index).or_else(|| {
                    let now = there::now(self.root, path).ok()??;
                    (hex(&crate::disk::hash(&now)) == wanted).then_some(now)
                });
                left.map_or(Known::Lost, |bytes| self.known(&bytes))
            }
            _ => Known::Lost,
        };
        [before, after]
    }

    fn known(&self, bytes: &[u8]) -> Known {
        self.within(bytes).map_or(Known::Without, |version| Known::Version(Box::new(version)))
    }
}

/// What is known of the record in one version of a file.
#[derive(Debug, Clone)]
pub(super) enum Known {
    /// The record.
    Version(Box<Version>),
    /// It did not hold it.
    Without,
    /// The bytes were not kept, or are damaged.
    Lost,
}

impl Known {
    pub(super) fn version(&self) -> Option<&Version> {
        match self {
            Self::Version(version) => Some(version),
            Self::Without | Self::Lost => None,
        }
    }
}

/// Whether two states of a record are the same to people.
fn same(one: &Known, other: &Known) -> bool {
    match (one, other) {
        (Known::Version(one), Known::Version(other)) => one.said == other.said,
        (Known::Without, Known::Without) => true,
        _ => false,
    }
}

impl Followed<'_> {
    /// How many records a list of a file has now.
    fn length(&self, path: &str, list: &[Step]) -> Outcome<usize> {
        let Some(bytes) = there::now(self.root, path)? else { return Ok(0) };
        let text = std::str::from_utf8(&bytes).unwrap_or_default().trim_start_matches('\u{feff}');
        let root = parsed(self.kind, FileId(0), text).ok().flatten();
        let list = root
            .as_ref()
            .and_then(|root| at_place(root, self.kind.shape(), list))
            .map_or(0, |(node, _)| if matches!(node.value, Value::List(_)) { node.items().len() } else { 1 });
        Ok(list)
    }
}

/// A record that an entry changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// The way to it.
    pub at: Vec<Step>,
    /// What it is called.
    pub name: String,
}

/// Most records that are named of one file.
const MOST: usize = 12;

/// The records in which two states of a file differ: those of its lists by their ids, and the file's own where something else differs too.
pub(super) fn touched(kind: &'static Kind, bytes: [Option<&[u8]>; 2]) -> Vec<Touched> {
    let [before, after] = bytes.map(|bytes| {
        let text = std::str::from_utf8(bytes?).ok()?.trim_start_matches('\u{feff}');
        parsed(kind, FileId(0), text).ok()?.map(|root| Said::of(&root, &kind.shape()))
    });
    let mut list = Vec::new();
    let nothing = Said::Nothing;
    let [before, after] = [before.as_ref().unwrap_or(&nothing), after.as_ref().unwrap_or(&nothing)];
    if matches!(before, Said::List(_)) || matches!(after, Said::List(_)) {
        differing([before, after], &[], &mut list);
    } else {
        let mut own = false;
        let keys: std::collections::BTreeSet<&String> =
            before.entries().iter().chain(after.entries()).map(|(key, _)| key).collect();
        for key in keys {
            let pair = [before, after].map(|said| said.get(key).unwrap_or(&nothing));
            let has_ids = pair.iter().any(|said| said.items().iter().any(|one| !one.word("id").is_empty()));
            if has_ids {
                differing(pair, &[Step::Key(key.clone())], &mut list);
            } else {
                own |= pair[0] != pair[1];
            }
        }
        if own {
            let id = [after, before].map(|said| said.word("id").to_owned()).into_iter().find(|id| kind.many && !id.is_empty());
            let at = id.map(|id| Step::Record { id }).into_iter().collect();
            list.insert(0, Touched { at, name: name_of([after, before]).unwrap_or_else(|| kind.record.title.to_owned()) });
        }
    }
    list.truncate(MOST);
    list
}

fn name_of(states: [&Said; 2]) -> Option<String> {
    let named = |said: &Said| ["name", "title"].iter().map(|key| said.word(key).to_owned()).find(|name| !name.is_empty());
    states.into_iter().find_map(named)
}

fn differing([before, after]: [&Said; 2], above: &[Step], list: &mut Vec<Touched>) {
    let records = |said: &Said| match said {
        Said::List(list) => list.iter().map(|one| (one.word("id").to_owned(), one.clone())).collect::<Vec<_>>(),
        Said::Nothing => Vec::new(),
        one => vec![(one.word("id").to_owned(), one.clone())],
    };
    let (old, new) = (records(before), records(after));
    let ids = new.iter().chain(old.iter().filter(|(id, _)| !new.iter().any(|(other, _)| other == id))).map(|(id, _)| id);
    for id in ids.filter(|id| !id.is_empty()) {
        let of = |list: &[(String, Said)]| list.iter().find(|(own, _)| own == id).map(|(_, said)| said.clone());
        let (was, is) = (of(&old), of(&new));
        if was != is {
            let nothing = Said::Nothing;
            let name = name_of([is.as_ref().unwrap_or(&nothing), was.as_ref().unwrap_or(&nothing)]);
            list.push(Touched {
                at: [above, &[Step::Record { id: id.clone() }]].concat(),
                name: name.unwrap_or_else(|| id.clone()),
            });
        }
    }
}
