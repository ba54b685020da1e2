//! One reading of the workspace with all its findings, as every screen of the desk sees it.

use std::path::Path;

use crate::diagnostic::{Bilingual, Diagnostics, SourceMap};
use crate::load::WORKSPACE_FILE;
use crate::model::Workspace;
use crate::ops::reading::{self, Reading};
use crate::ops::{Caller, Outcome, Session};
use crate::source::Folder;
use crate::theme::Theme;

/// A workspace as it was read, and everything that is wrong with it: the same findings as `yizhan check`.
#[derive(Debug)]
pub struct Look {
    /// The workspace; only its files where it cannot be read as one.
    pub workspace: Result<Workspace, Folder>,
    /// The findings, in the order of files and places.
    pub found: Diagnostics,
    /// What was made good before it could be read.
    pub notes: Vec<Bilingual>,
}

impl Look {
    /// The files that were read.
    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        match &self.workspace {
            Ok(workspace) => &workspace.folder.sources,
            Err(folder) => &folder.sources,
        }
    }
}

/// Whether a folder is a workspace.
#[must_use]
pub fn is_workspace(folder: &Path) -> bool {
    folder.join(WORKSPACE_FILE).is_file()
}

/// Every finding of a workspace that is open.
#[must_use]
pub fn checked(session: &Session) -> Diagnostics {
    let mut found = session.found.clone();
    crate::publish::preflight(&session.workspace, &Theme::of(session.root()), session.caller.today, &mut found);
    found.sort(&session.workspace.folder.sources);
    found
}

/// Reads the workspace and checks it.
///
/// # Errors
/// When somebody keeps writing, or an interrupted operation cannot be finished.
pub fn look(caller: &Caller) -> Outcome<Look> {
    let Reading { got: (workspace, mut found), notes, state: _ } = reading::workspace(caller)?;
    match &workspace {
        Ok(workspace) => {
            crate::publish::preflight(workspace, &Theme::of(&caller.root), caller.today, &mut found);
            found.sort(&workspace.folder.sources);
        }
        Err(folder) => found.sort(&folder.sources),
    }
    Ok(Look { workspace, found, notes })
}
