//! The end of every command that makes files: they are written and named, or it is said why there are none.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::{FINE, Screen, stopped};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::Workspace;
use crate::say;

/// Files with their bytes, or the findings that stopped them.
pub type Made = Result<Vec<(PathBuf, Vec<u8>)>, Vec<Diagnostic>>;

/// Writes what was made, and prints each path.
pub fn deliver(made: Made, workspace: &Workspace, screen: &mut Screen<'_>) -> u8 {
    let written = made.and_then(|files| {
        for (path, bytes) in &files {
            fs::write(path, bytes).map_err(|error| not_written(path, &error))?;
        }
        Ok(files)
    });
    match written {
        Ok(files) => {
            for (path, _) in files {
                screen.print(&format!("{}\n", path.display()));
            }
            FINE
        }
        Err(findings) => {
            let mut list = Diagnostics::new();
            for finding in findings {
                list.push(finding);
            }
            screen.findings(&list, &workspace.folder.sources);
            stopped(&list)
        }
    }
}

/// Why a file or folder cannot be written.
pub fn not_written(path: &Path, error: &std::io::Error) -> Vec<Diagnostic> {
    let shown = path.display();
    vec![Diagnostic::nowhere(&codes::WRITE, say!("写不进 {shown}：{error}", "{shown} cannot be written: {error}"))]
}
