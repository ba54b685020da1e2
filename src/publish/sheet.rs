//! Score sheets to fill in by hand: one by itself, for the command line.

use std::sync::Arc;

use super::artifact::Draft;
use super::brand::Brand;
use super::drafts::{self, Print};
use super::tools::Tools;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Workspace;
use crate::print::score_sheet::Order;
use crate::say;
use crate::theme::Theme;

/// A score sheet as a PDF.
///
/// # Errors
/// Findings that stop it, such as a character without a glyph, or a re-inspection of which nothing is left to look at.
pub fn sheet_of(workspace: &Workspace, theme: &Theme, order: &Order<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let Some(document) = drafts::score_sheet(order) else {
        return Err(vec![
            Diagnostic::nowhere(
                &codes::NO_SUCH_CHOICE,
                say!("没有要检查的项", "there is nothing to look at"),
            )
            .help(say!("上一轮各项都已达标，不需要复查", "the last round met everything: no re-inspection is needed")),
        ]);
    };
    // A sheet for any bureau bears no name; the first one only lends its day and fonts.
    let Some(bureau) = order.bureau.or(workspace.bureaus.first()) else {
        return Err(vec![
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("工作区里还没有局", "the workspace has no bureau"))
                .help(say!("先写 content/局编号/bureau.yaml", "write content/ID/bureau.yaml first")),
        ]);
    };
    let mut sources = vec![order.standard.file.span.file];
    sources.extend(order.point.map(|p| p.span.file));
    sources.extend(order.earlier.iter().map(|s| s.record.span.file));
    let ident = format!("score-sheet/{}/{}", order.standard.id, order.point.map_or("", |p| p.id.as_str()));
    let print = Print { document: Some(document), ident, bureau, brand: Arc::new(Brand::default()), sources };
    print.make(&Tools::new(workspace, theme))
}
