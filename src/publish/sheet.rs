//! Score sheets to fill in by hand: those of re-inspections as artifacts, and one by itself for the command line.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::artifact::{Artifact, Audience, Part, Renderable};
use super::brand::Brand;
use super::document::{MakeView, Print};
use super::drafts;
use super::list::print_draft;
use super::paths::record_path;
use super::renderers::Renderers;
use crate::audit::Scored;
use crate::audit::rectify::calls_for_recheck;
use crate::diagnostic::{Diagnostic, FileId, codes};
use crate::model::inspection::Round;
use crate::model::{Bureau, Workspace};
use crate::print::OutputForm;
use crate::print::form_codes::FormCodesScope;
use crate::print::score_sheet::SheetScope;
use crate::say;
use crate::theme::Theme;

/// Score sheets as PDFs, one for each scope.
///
/// # Errors
/// Findings that stop one of them, such as a character without a glyph, or a re-inspection of which nothing is left to look at.
pub fn sheets_of(workspace: &Workspace, theme: &Theme, scopes: &[SheetScope<'_>]) -> Result<Vec<Vec<u8>>, Vec<Diagnostic>> {
    // Fonts and templates are read once for all of them.
    let renderers = Renderers::new(workspace, theme);
    scopes.iter().map(|scope| sheet_of(workspace, &renderers, scope)).collect()
}

/// The sheet with the codes of a round's form, as a PDF.
///
/// # Errors
/// Findings that stop it, such as a character without a glyph.
pub fn form_codes_of(workspace: &Workspace, theme: &Theme, scope: &FormCodesScope<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let renderers = Renderers::new(workspace, theme);
    let print = Print {
        document: Some(drafts::form_codes(scope)),
        document_id: format!("form-codes-{}-{}.pdf", scope.standard.id, scope.round.word()),
        bureau: scope.bureau,
        brand: Arc::new(Brand::of(workspace, scope.bureau)),
        sources: vec![scope.standard.file.span.file],
        finish: OutputForm::Archive,
    };
    print.make(&renderers)
}

fn sheet_of(workspace: &Workspace, renderers: &Renderers<'_>, order: &SheetScope<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let Some(document) = drafts::score_sheet(order) else {
        return Err(vec![
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("没有要检查的项", "there is nothing to look at"))
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
    let of = order.point.map_or(String::new(), |p| format!("-{}", p.id));
    let document_id = format!("score-sheet-{}{of}.pdf", order.standard.id);
    let print = Print {
        document: Some(document),
        document_id,
        bureau,
        brand: Arc::new(Brand::default()),
        sources,
        finish: OutputForm::Archive,
    };
    print.make(renderers)
}

/// The rounds of one point under one standard in one campaign.
type Rounds<'a> = Vec<&'a Scored<'a>>;

/// The sheet of the next re-inspection for every chain whose last round on site calls for one: what it left, with what was found.
pub fn recheck_sheets<'a>(workspace: &'a Workspace, bureau: &'a Bureau, scored: &'a [Scored<'a>], list: &mut Vec<Artifact<'a>>) {
    let mut chains: BTreeMap<_, Rounds<'a>> = BTreeMap::new();
    for one in scored {
        chains.entry(one.chain()).or_default().push(one);
    }
    let brand = Arc::new(Brand::of(workspace, bureau));
    for mut rounds in chains.into_values() {
        rounds.sort_by_key(|s| (s.record.round.value, s.record.date.value));
        // What a self-assessment or a town's review finds is looked at on site anyway.
        let Some(&last) = rounds.last().filter(|s| s.record.round.value >= Round::Site) else { continue };
        if !calls_for_recheck(&last.outcome) {
            continue;
        }
        let (standard, point) = (last.standard, last.point);
        let path = format!("{}-recheck-sheet.pdf", record_path(last));
        let mut sources: Vec<FileId> = vec![bureau.file.span.file, point.span.file, standard.file.span.file];
        sources.extend(rounds.iter().map(|s| s.record.span.file));
        sources.extend(bureau.catalog.as_ref().map(|c| c.span.file));
        sources.sort_unstable();
        sources.dedup();
        let order =
            SheetScope { standard, bureau: Some(bureau), point: Some(point), round: Some(Round::Recheck), earlier: rounds };
        let make: MakeView<'a> = Box::new(move |_| drafts::score_sheet(&order));
        let draft = print_draft(workspace, bureau, &brand, &path, &sources, make);
        list.push(Artifact {
            path,
            public_path: None,
            audience: Audience::Internal,
            part: Part::Reports,
            bureau: Some(&bureau.id),
            point: Some(&point.id),
            edition: None,
            code: None,
            sources,
            draft,
        });
    }
}
