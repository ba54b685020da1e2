//! What depends on a change: how many files, records and service points.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Change;
use crate::diagnostic::Bilingual;
use crate::model::{Bureau, Workspace};
use crate::ops::form::at_place;
use crate::ops::kinds::Kind;
use crate::ops::values::{Said, Step};
use crate::say;
use crate::source::Node;

/// What depends on a change, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// Files that change.
    pub files: usize,
    /// Service points that show it.
    pub points: usize,
}

impl Reach {
    /// In words: “会改 1 个文件、25 个服务点”.
    #[must_use]
    pub fn words(&self) -> Bilingual {
        let Self { files, points } = self;
        match (files, points) {
            (0, _) => say!("什么也不用改", "nothing changes"),
            (_, 0) => say!("会改 {files} 个文件", "changes {files} files"),
            _ => say!("会改 {files} 个文件、{points} 个服务点", "changes {files} files and {points} points"),
        }
    }
}

pub(super) fn of(workspace: &Workspace, kind: &Kind, path: &str, told: &[(Change, Said)], seen: Option<&Node>) -> Reach {
    let bureau = workspace.bureaus.iter().find(|b| path.starts_with(&format!("{}/", workspace.folder_of(b))));
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for (change, _) in told {
        match (kind.name, bureau) {
            ("point", _) => {
                let way = change.at.get(..1).filter(|way| !matches!(way, [Step::Key(_)])).unwrap_or(&[]);
                let node = seen.and_then(|root| at_place(root, kind.shape(), way)).map(|(node, _)| node);
                let id = node.and_then(|node| node.get(&["id", "编号"])).and_then(Node::text);
                ids.insert(id.map_or_else(|| format!("{way:?}"), ToOwned::to_owned));
            }
            ("bureau", Some(bureau)) => ids.extend(bureau.every_point().map(|p| p.id.to_string())),
            ("catalog", Some(bureau)) => ids.extend(showing(bureau, change, seen, kind)),
            _ => {}
        }
    }
    Reach { files: 1, points: ids.len() }
}

/// The points on whose lists a change of the catalog is seen.
fn showing(bureau: &Bureau, change: &Change, seen: Option<&Node>, kind: &Kind) -> Vec<String> {
    let here = |fits: &dyn Fn(&str) -> bool| {
        bureau.points.iter().filter(|p| fits(p.channel.as_str())).map(|p| p.id.to_string()).collect::<Vec<_>>()
    };
    let [Step::Key(part), entry, rest @ ..] = change.at.as_slice() else { return here(&|_| true) };
    let node =
        seen.and_then(|root| at_place(root, kind.shape(), &[Step::Key(part.clone()), entry.clone()])).map(|(node, _)| node);
    let id = node.and_then(|node| node.get(&["id", "编号"])).and_then(Node::text).unwrap_or_default();
    match (part.as_str(), rest) {
        ("items" | "事项", [Step::Key(depth), Step::Key(channel), ..]) if depth == "depth" || depth == "办理深度" => {
            here(&|own| own == channel)
        }
        ("items" | "事项", _) => {
            let item = bureau.catalog.as_ref().and_then(|catalog| catalog.item(id));
            item.map_or_else(Vec::new, |item| here(&|own| item.depth_in(own).is_some()))
        }
        ("channels" | "渠道", _) => here(&|own| own == id),
        _ => here(&|_| true),
    }
}
