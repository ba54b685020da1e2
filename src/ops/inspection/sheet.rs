//! Score sheets to fill in, on paper or as workbooks, blank or prefilled for points; a re-inspection's has only what the last round left.

use std::path::{Path, PathBuf};

use super::visit::{earlier, not_for, nothing_to_look_at, refusal};
use super::{campaign_or_year, found, no_errors_in, source_files};
use crate::audit::{Scored, score_all, standard_fingerprint};
use crate::diagnostic::{Diagnostic, codes};
use crate::exchange::score_sheet_xlsx::{Blank, score_sheet_xlsx};
use crate::model::Workspace;
use crate::model::inspection::Round;
use crate::ops::lookup::{self, Lookup, refuse};
use crate::ops::outputs::{OutputFiles, not_made};
use crate::ops::{Outcome, Session};
use crate::print::score_sheet::SheetScope;
use crate::publish::sheets_of;
use crate::say;
use crate::theme::Theme;

/// What stands for a point's id or name in the name of a file.
const MARKS: [(&str, Part); 4] = [("{id}", Part::Id), ("{编号}", Part::Id), ("{name}", Part::Name), ("{名称}", Part::Name)];

#[derive(Clone, Copy)]
enum Part {
    Id,
    Name,
}

/// Which sheets are made.
#[derive(Debug, Clone, Default)]
pub struct SheetRequest {
    /// The standard, by id or name.
    pub standard: String,
    /// The points, by ids or names with commas; without them the sheet is blank.
    pub points: Option<String>,
    /// The bureau; not needed where the points tell.
    pub bureau: Option<String>,
    /// The round, where it is known.
    pub round: Option<Round>,
    /// The campaign; this year's otherwise.
    pub campaign: Option<String>,
    /// A file; for points also a folder, or a name with `{id}` or `{name}` in it.
    pub output: PathBuf,
}

/// What a file's name asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// To print.
    Paper,
    /// To fill in with a spreadsheet.
    Workbook,
}

/// The sheets, a file each.
///
/// # Errors
/// When a name is not there, the standard is not for a point, records are encrypted, or a file that a sheet is made from has an error.
pub fn sheet(session: &Session, request: &SheetRequest) -> Outcome<OutputFiles> {
    session.needs_records()?;
    let workspace = &session.workspace;
    let scored = score_all(workspace);
    let campaign = campaign_or_year(request.campaign.as_deref(), &session.caller);
    // A name that no sheet can have is told before anything else.
    found(whole_name(request))?;
    let scopes = found(scopes(request, workspace, &campaign, &scored))?;
    let (places, in_folder) = found(places(request, &scopes))?;
    let mut about = Vec::new();
    for scope in &scopes {
        about.push(scope.standard.file.span.file);
        about.extend(scope.point.map(|p| p.span.file));
        about.extend(scope.bureau.and_then(|b| b.catalog.as_ref()).map(|c| c.span.file));
        about.extend(scope.earlier.iter().flat_map(|s| source_files(s)));
    }
    no_errors_in(&about, session)?;
    let kind = places.first().map_or(Kind::Paper, |(_, kind)| *kind);
    let bytes = match kind {
        Kind::Paper => sheets_of(workspace, &Theme::of(session.root()), &scopes),
        Kind::Workbook => scopes.iter().map(|scope| workbook(workspace, scope, &campaign)).collect(),
    };
    let bytes = bytes.map_err(|findings| not_made(findings, &workspace.folder.sources))?;
    Ok(OutputFiles::new(places.into_iter().map(|(path, _)| path).zip(bytes).collect()).making_folders(in_folder))
}

/// What every sheet is for.
fn scopes<'a>(
    request: &SheetRequest,
    workspace: &'a Workspace,
    campaign: &str,
    scored: &'a [Scored<'a>],
) -> Lookup<Vec<SheetScope<'a>>> {
    let standard = lookup::standard(workspace, &request.standard)?;
    let bureau = lookup::bureau_if_named(workspace, request.bureau.as_deref())?;
    let round = request.round;
    let Some(list) = &request.points else {
        if round == Some(Round::Recheck) {
            return Err(refuse(
                say!("复查表要写服务点", "the sheet of a re-inspection needs a point"),
                say!(
                    "写成 yizhan inspect sheet 标准 服务点 --round recheck",
                    "write inspect sheet STANDARD POINT --round recheck"
                ),
            ));
        }
        return Ok(vec![SheetScope { standard, bureau, point: None, round, earlier: Vec::new() }]);
    };
    let mut scopes = Vec::new();
    for (bureau, point) in lookup::points(workspace, bureau, list)? {
        if let Some(why) = refusal(standard, bureau, point) {
            return Err(not_for(standard, bureau, point, &why));
        }
        // Prefilled with the rounds before it, before that on site unless another is named.
        let asked = round.unwrap_or(Round::Site);
        let earlier = earlier(scored, standard, bureau, point, asked, campaign);
        if let Some(finding) = nothing_to_look_at(point, asked, campaign, &earlier) {
            return Err(finding);
        }
        scopes.push(SheetScope { standard, bureau: Some(bureau), point: Some(point), round, earlier });
    }
    Ok(scopes)
}

fn kind(output: &Path) -> Option<Kind> {
    match output.extension()?.to_string_lossy().to_ascii_lowercase().as_str() {
        "pdf" => Some(Kind::Paper),
        "xlsx" => Some(Kind::Workbook),
        _ => None,
    }
}

/// Whether the path names a folder: one that is there, or one that is written as a folder.
fn is_folder(output: &Path) -> bool {
    output.is_dir() || output.as_os_str().to_string_lossy().ends_with(['/', '\\'])
}

fn has_mark(output: &Path) -> bool {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    MARKS.iter().any(|(mark, _)| name.contains(mark))
}

/// Refuses a name that says of no sheet what it is. For several points a name without an ending is a folder that is still to be made.
fn whole_name(request: &SheetRequest) -> Lookup<()> {
    let output = &request.output;
    if has_mark(output) && request.points.is_none() {
        return Err(refuse(
            say!("文件名里用了 {{编号}} 或 {{名称}}，要写服务点", "a file name with {{id}} or {{name}} needs points"),
            say!("写成 yizhan inspect sheet 标准 服务点 -o 文件名", "write inspect sheet STANDARD POINT -o FILE"),
        ));
    }
    let folder = is_folder(output) || (request.points.is_some() && output.extension().is_none() && !has_mark(output));
    if kind(output).is_some() || folder {
        return Ok(());
    }
    let shown = output.display();
    let message = say!("{shown} 不是 .pdf 或 .xlsx 文件名", "{shown}: the file name must end in .pdf or .xlsx");
    let help = say!(
        "打印手填写成 -o 评分表.pdf，用 Excel 填写成 -o 评分表.xlsx",
        "write -o sheet.pdf to fill it in by hand, -o sheet.xlsx to do so in a spreadsheet"
    );
    Err(Box::new(Diagnostic::nowhere(&codes::WRITE, message).help(help)))
}

/// Where each sheet goes, and whether folders are made for them.
fn places(request: &SheetRequest, scopes: &[SheetScope<'_>]) -> Lookup<(Vec<(PathBuf, Kind)>, bool)> {
    let output = &request.output;
    if let (Some(kind), false) = (kind(output), is_folder(output)) {
        let named: Vec<PathBuf> = scopes.iter().map(|scope| with_marks(output, scope)).collect();
        let twice = named.iter().enumerate().find(|(index, path)| named.iter().take(*index).any(|other| other == *path));
        return match twice {
            None => Ok((named.into_iter().map(|path| (path, kind)).collect(), has_mark(output))),
            Some(_) => Err(refuse(
                say!("几个服务点的评分表要放进几个文件", "the sheets of several points need a file each"),
                say!(
                    "写成 -o 文件夹/，或者 -o 文件夹/{{编号}}.xlsx（{{编号}} 换成各个服务点的编号，{{名称}} 换成名称）",
                    "write -o FOLDER/, or -o FOLDER/{{id}}.xlsx ({{id}} becomes each point's id, {{name}} its name)"
                ),
            )),
        };
    }
    // In a folder they are to be printed; a pattern that ends in .xlsx makes workbooks.
    let mut bureaus: Vec<&str> = scopes.iter().filter_map(|s| s.bureau).map(|b| b.id.as_str()).collect();
    bureaus.dedup();
    let several = bureaus.len() > 1;
    let named = |scope: &SheetScope<'_>| {
        let mut parts = vec![scope.standard.id.clone()];
        parts.extend(scope.round.map(|round| round.word().to_owned()));
        parts.extend(scope.bureau.filter(|_| several).map(|b| b.id.to_string()));
        parts.extend(scope.point.map(|point| point.id.to_string()));
        (output.join(format!("{}.pdf", parts.join("-"))), Kind::Paper)
    };
    Ok((scopes.iter().map(named).collect(), true))
}

/// The path with the point's id and name where they are marked.
fn with_marks(output: &Path, scope: &SheetScope<'_>) -> PathBuf {
    let (Some(name), Some(point)) = (output.file_name().and_then(|name| name.to_str()), scope.point) else {
        return output.to_owned();
    };
    let mut name = name.to_owned();
    for (mark, part) in MARKS {
        let text = match part {
            Part::Id => point.id.to_string(),
            // What no file name may hold.
            Part::Name => point.name.value.replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "-"),
        };
        name = name.replace(mark, &text);
    }
    output.with_file_name(name)
}

fn workbook(workspace: &Workspace, scope: &SheetScope<'_>, campaign: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let blank = Blank {
        standard: scope.standard,
        fingerprint: standard_fingerprint(workspace, scope.standard),
        bureau: scope.bureau,
        point: scope.point,
        round: scope.round,
        campaign: campaign.to_owned(),
        earlier: scope.earlier.clone(),
    };
    match score_sheet_xlsx(&blank) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(vec![
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("没有要检查的项", "there is nothing to look at"))
                .help(say!("上一轮各项都已达标，不需要复查", "the last round met everything: no re-inspection is needed")),
        ]),
        Err(_) => {
            let message = say!("工作簿做不出来", "the workbook cannot be made");
            Err(vec![Diagnostic::nowhere(&codes::WRITE, message).help(say!(
                "多半是有一格太长：Excel 一格最多 32767 字，缩短再试",
                "most likely a cell is too long: Excel takes 32767 characters; shorten it and try again"
            ))])
        }
    }
}
