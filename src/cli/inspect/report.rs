//! `yizhan inspect report`: the acceptance report of one record.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::audit::Scored;
use crate::cli::{FAILED, FINE, Screen, stopped};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, codes};
use crate::model::Workspace;
use crate::publish::report_of;
use crate::say;
use crate::theme::Theme;

/// Runs the command.
pub fn run(matches: &ArgMatches, workspace: &Workspace, root: &Path, scored: &[&Scored<'_>], screen: &mut Screen<'_>) -> u8 {
    let (Some(output), [one, rest @ ..]) = (matches.get_one::<PathBuf>("output"), scored) else { return FAILED };
    if !rest.is_empty() {
        screen.finding(
            Diagnostic::nowhere(&codes::RECORD_MISMATCH, say!("文件里有几份记录", "the file holds several records")).help(say!(
                "每份记录写成一个文件，或用 yizhan build --only reports",
                "give each record its own file, or use `yizhan build --only reports`"
            )),
        );
        return FAILED;
    }
    let is_pdf = |p: &Path| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf"));
    if !is_pdf(output) {
        let shown = output.display();
        screen.finding(
            Diagnostic::nowhere(&codes::WRITE, say!("{shown} 不是 .pdf 文件名", "{shown} is no name of a .pdf file"))
                .help(say!("写成 -o 报告.pdf", "write -o report.pdf")),
        );
        return FAILED;
    }
    let theme = Theme::of(root);
    let written = report_of(workspace, &theme, one).and_then(|bytes| {
        fs::write(output, bytes).map_err(|error| {
            let shown = output.display();
            let message: Bilingual = say!("写不进 {shown}：{error}", "{shown} cannot be written: {error}");
            vec![Diagnostic::nowhere(&codes::WRITE, message)]
        })
    });
    match written {
        Ok(()) => FINE,
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
