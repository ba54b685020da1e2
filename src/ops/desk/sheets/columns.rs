//! Columns and groups of the catalog's sheet: added, named, ordered and taken out, each as one entry of the history. What hangs on a column or a group is counted
//! and asked about before it goes.

use serde::{Deserialize, Serialize};

use super::apply::{Changed, Work};
use super::items::item;
use crate::diagnostic::{Bilingual, Lang};
use crate::load::AsIf;
use crate::ops::edit::{self, Kindly};
use crate::ops::holds::new_errors;
use crate::ops::lookup::refuse;
use crate::ops::undo::ANYWAY;
use crate::ops::values::{Said, Step};
use crate::ops::{Choice, Outcome, Question, Session, Stop};
use crate::say;

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Doing {
    /// A channel comes.
    AddChannel {
        /// Its name as published.
        name: String,
        /// What stands in its head, where that is shorter.
        #[serde(default)]
        short_name: String,
        /// Its level, by the word that a file has for it.
        tier: String,
        /// The channel before which it stands; the last one where none is named.
        #[serde(default)]
        before: Option<String>,
    },
    /// Channels get another place.
    MoveChannels {
        /// Their ids, in their order.
        channels: Vec<String>,
        /// The channel before which they stand; none at the end.
        before: Option<String>,
    },
    /// A channel goes, with what is written in its column.
    RemoveChannel {
        /// Its id.
        channel: String,
        /// The channel that its points get.
        #[serde(default)]
        points_to: Option<String>,
    },
    /// A group comes.
    AddGroup {
        /// Its title.
        title: String,
        /// The group before which it stands; the last one where none is named.
        #[serde(default)]
        before: Option<String>,
    },
    /// A group is called otherwise.
    RenameGroup {
        /// Its id.
        group: String,
        /// The title that the person saw.
        was: String,
        /// Its new title.
        title: String,
    },
    /// A group gets another place, with its items.
    MoveGroup {
        /// Its id.
        group: String,
        /// The group before which it stands; none at the end.
        before: Option<String>,
    },
    /// A group goes; its items stay.
    RemoveGroup {
        /// Its id.
        group: String,
    },
    /// A column of the bureau's own is called otherwise.
    RenameHead {
        /// Its head.
        head: String,
        /// Its new head.
        name: String,
    },
    /// A column of the bureau's own goes, with what is written in it.
    RemoveHead {
        /// Its head.
        head: String,
    },
}

/// Plans it.
///
/// # Errors
/// When what it is about is gone, a name is missing or taken, or points still have the channel.
pub fn plan(session: &Session, bureau: &str, doing: &Doing, lang: Lang) -> Outcome<Changed> {
    let mut work = Work::of(session, bureau, lang)?;
    let asked = match doing {
        Doing::AddChannel { name, short_name, tier, before } => {
            work.add_channel([name.trim(), short_name.trim(), tier.trim()], before.as_deref())?;
            None
        }
        Doing::MoveChannels { channels, before } => {
            work.move_channels(channels, before.as_deref())?;
            None
        }
        Doing::RemoveChannel { channel, points_to } => Some(work.remove_channel(channel, points_to.as_deref())?),
        Doing::AddGroup { title, before } => {
            work.add_group(title.trim(), before.as_deref())?;
            None
        }
        Doing::RenameGroup { group, was, title } => {
            work.rename_group(group, was, title.trim())?;
            None
        }
        Doing::MoveGroup { group, before } => {
            work.move_group(group, before.as_deref())?;
            None
        }
        Doing::RemoveGroup { group } => work.remove_group(group)?,
        Doing::RenameHead { head, name } => {
            work.rename_head(head, name.trim())?;
            None
        }
        Doing::RemoveHead { head } => Some(work.remove_head(head)?),
    };
    let mut changed = work.finish(|files| say!("改了 {files} 个文件", "{files} files changed"))?;
    // Each file by itself would ask about what the others mend: all of them together are what counts.
    changed.plan.questions.clear();
    if let Some(what) = asked.filter(|_| !changed.plan.is_empty()) {
        changed.plan.questions.push(confirm(session, &changed, what));
    }
    Ok(changed)
}

/// Asks whether something goes, with what hangs on it and the errors that the workspace would have.
fn confirm(session: &Session, changed: &Changed, what: Bilingual) -> Question {
    let texts: Vec<(String, String)> = changed
        .plan
        .files
        .iter()
        .filter_map(|file| Some((file.path.clone(), String::from_utf8(file.new_bytes()?.to_vec()).ok()?)))
        .collect();
    let errors = new_errors(session, &AsIf { texts: &texts, pictures: None, gone: &[] });
    let mut what = what;
    if !errors.is_empty() {
        let count = errors.len();
        let list = |pick: fn(&Bilingual) -> &str| errors.iter().map(|e| format!("\n  {}", pick(&e.message))).collect::<String>();
        what.zh.push_str(&format!("还有 {count} 处用着它，要一处一处处理：{}", list(|b| &b.zh)));
        what.en.push_str(&format!(" {count} places still use it: {}", list(|b| &b.en)));
    }
    Question {
        id: Question::id_of(format!("{}{}", changed.plan.says.zh, what.zh).as_bytes()),
        place: changed.plan.files.first().map(|file| file.path.clone()).unwrap_or_default(),
        what,
        choices: vec![Choice { word: ANYWAY, says: say!("删掉", "remove it") }],
        otherwise: None,
    }
}

impl Work<'_> {
    fn rename_head(&mut self, head: &str, name: &str) -> Outcome<()> {
        let (path, written) = self.catalog_file()?;
        let items: Vec<&Said> = with_head(&written, head);
        if items.is_empty() {
            return Err(gone(head));
        }
        if name == head {
            return Ok(());
        }
        if name.is_empty() {
            return Err(nameless());
        }
        if !with_head(&written, name).is_empty() {
            return Err(taken(name));
        }
        for one in items {
            let more = one.get("more").map(Said::entries).unwrap_or_default();
            let renamed = more.iter().map(|(own, said)| (if own == head { name } else { own }.to_owned(), said.clone()));
            let (before, after) = (Some(Said::Map(more.to_vec())), Some(Said::Map(renamed.collect())));
            let at = item(one.word("id"), &["more".to_owned()]);
            self.push(&path, edit::Change { at, kind: Kindly::Set, before, after, to: None });
        }
        self.printed_heads(|own| if own == head { Some(name.to_owned()) } else { Some(own.to_owned()) })?;
        self.says = Some(say!("服务清单：“{head}”这一列改名为“{name}”", "catalog: column “{head}” renamed to “{name}”"));
        Ok(())
    }

    fn remove_head(&mut self, head: &str) -> Outcome<Bilingual> {
        let (path, written) = self.catalog_file()?;
        let items: Vec<&Said> = with_head(&written, head);
        let count = items.len();
        if count == 0 {
            return Err(gone(head));
        }
        for one in items {
            let before = one.at(&["more".to_owned(), head.to_owned()]).cloned();
            let at = item(one.word("id"), &["more".to_owned(), head.to_owned()]);
            self.push(&path, edit::Change { at, kind: Kindly::Remove, before, after: None, to: None });
        }
        self.printed_heads(|own| (own != head).then(|| own.to_owned()))?;
        self.says = Some(say!("服务清单：删掉“{head}”这一列（{count} 格）", "catalog: column “{head}” removed ({count} cells)"));
        Ok(say!(
            "“{head}”这一列有 {count} 格写了内容，会一起删掉。",
            "{count} cells of the column “{head}” are filled in and go with it."
        ))
    }

    /// The heads that the bureau has chosen for print follow.
    fn printed_heads(&mut self, of: impl Fn(&str) -> Option<String>) -> Outcome<()> {
        let path = self.workspace.path_of(self.bureau.file.span).to_owned();
        let written = self.written(&path)?;
        let way = ["print".to_owned(), "item_heads".to_owned()];
        let Some(was) = written.at(&way).filter(|said| !said.is_empty()) else { return Ok(()) };
        let heads: Vec<String> = match was {
            Said::Text(one) => vec![one.clone()],
            other => other.items().iter().filter_map(Said::line).collect(),
        };
        let is: Vec<Said> = heads.iter().filter_map(|head| of(head)).map(Said::Text).collect();
        let at = way.into_iter().map(Step::Key).collect();
        let after = Some(Said::List(is)).filter(|said| !said.is_empty());
        if after.as_ref() != Some(was) {
            let before = Some(was.clone());
            self.push(&path, edit::Change { at, kind: Kindly::Set, before, after, to: None });
        }
        Ok(())
    }
}

/// The items that have something under a head of the bureau's own.
fn with_head<'s>(written: &'s Said, head: &str) -> Vec<&'s Said> {
    let items = written.get("items").map(Said::items).unwrap_or_default();
    items.iter().filter(|item| item.at(&["more".to_owned(), head.to_owned()]).is_some()).collect()
}

/// What it is about is not there any more.
pub(super) fn gone(name: &str) -> Stop {
    refuse(
        say!("“{name}”已经没有了，没有改", "“{name}” is gone: nothing was changed"),
        say!("看一眼新的表", "look at the newest sheet"),
    )
    .into()
}

/// A name is missing.
pub(super) fn nameless() -> Stop {
    refuse(say!("还没有写名称", "the name is missing"), say!("先写名称", "write a name first")).into()
}

/// A name is taken.
pub(super) fn taken(name: &str) -> Stop {
    refuse(
        say!("已经有“{name}”了，没有改", "there is a “{name}” already: nothing was changed"),
        say!("换一个名称", "choose another name"),
    )
    .into()
}
