//! The acceptance report of one record.

use std::path::Path;

use super::select::Selected;
use crate::audit::unsourced;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::ops::outputs::{OutputFiles, not_made};
use crate::ops::{Outcome, Session, Stop};
use crate::publish::report_of;
use crate::say;
use crate::theme::Theme;

/// The report of the record that was selected, in the form that the file's name asks for.
///
/// # Errors
/// When several records were selected, the name asks for no form that there is, or the report cannot be made.
pub fn report(session: &Session, selected: &Selected<'_>, output: &Path) -> Outcome<OutputFiles> {
    let records = selected.records();
    let [one] = records.as_slice() else {
        let found = Diagnostic::nowhere(&codes::RECORD_MISMATCH, say!("文件里有几份记录", "the file holds several records"));
        return Err(Stop::failed(found.help(say!(
            "加 --point 服务点编号；全部报告用 yizhan build --only reports",
            "add `--point ID`; `yizhan build --only reports` makes all reports"
        ))));
    };
    let is = |kind: &str| output.extension().is_some_and(|e| e.eq_ignore_ascii_case(kind));
    if !is("pdf") && !is("docx") {
        let shown = output.display();
        let message = say!("{shown} 不是 .pdf 或 .docx 文件名", "{shown}: the file name must end in .pdf or .docx");
        return Err(Stop::failed(
            Diagnostic::nowhere(&codes::WRITE, message)
                .help(say!("写成 -o 报告.pdf 或 -o 报告.docx", "write -o report.pdf or -o report.docx")),
        ));
    }
    let workspace = &session.workspace;
    if !one.standard.has_source() {
        let mut found = Diagnostics::new();
        found.push(unsourced(one.standard));
        return Err(Stop::content(found, workspace.folder.sources.clone()));
    }
    let theme = Theme::of(session.root());
    let bytes = report_of(workspace, &theme, &selected.all, one, is("docx"))
        .map_err(|findings| not_made(findings, &workspace.folder.sources))?;
    // Photos are read while it is made.
    session.is_as_read()?;
    Ok(OutputFiles::new(vec![(output.to_owned(), bytes)]))
}
