//! `yizhan inspect report`: the acceptance report of one record.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::made::deliver;
use crate::audit::Scored;
use crate::cli::{FAILED, Screen};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Workspace;
use crate::publish::report_of;
use crate::say;
use crate::theme::Theme;

/// Runs the command.
/// `scored` are the records of the file, `all` those of the workspace.
pub fn run(
    matches: &ArgMatches,
    workspace: &Workspace,
    root: &Path,
    scored: &[&Scored<'_>],
    all: &[Scored<'_>],
    screen: &mut Screen<'_>,
) -> u8 {
    let (Some(output), [one, rest @ ..]) = (matches.get_one::<PathBuf>("output"), scored) else { return FAILED };
    if !rest.is_empty() {
        screen.finding(
            Diagnostic::nowhere(&codes::RECORD_MISMATCH, say!("文件里有几份记录", "the file holds several records")).help(say!(
                "加 --point 服务点编号；全部报告用 yizhan build --only reports",
                "add `--point ID`; `yizhan build --only reports` makes all reports"
            )),
        );
        return FAILED;
    }
    let is = |kind: &str| output.extension().is_some_and(|e| e.eq_ignore_ascii_case(kind));
    if !is("pdf") && !is("docx") {
        let shown = output.display();
        let message = say!("{shown} 不是 .pdf 或 .docx 文件名", "{shown} is no name of a .pdf or .docx file");
        screen.finding(
            Diagnostic::nowhere(&codes::WRITE, message)
                .help(say!("写成 -o 报告.pdf 或 -o 报告.docx", "write -o report.pdf or -o report.docx")),
        );
        return FAILED;
    }
    let theme = Theme::of(root);
    let made = report_of(workspace, &theme, all, one, is("docx"));
    deliver(made.map(|bytes| vec![(output.clone(), bytes)]), workspace, screen)
}
