//! `yizhan inspect sheet`: a score sheet to fill in, on paper or as a workbook, blank or prefilled for a point; a re-inspection's has only
//! what the last round left.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::super::{FAILED, FINDINGS, Screen, today};
use super::choice::{self, Answer, refuse};
use super::made::deliver;
use super::visit::{broken, earlier, not_for, nothing_to_look_at, refusal};
use crate::audit::{Scored, score_all, standard_fingerprint};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::exchange::score_sheet_xlsx::{Blank, score_sheet_xlsx};
use crate::model::Workspace;
use crate::model::inspection::Round;
use crate::print::score_sheet::SheetRequest;
use crate::publish::sheet_of;
use crate::say;
use crate::theme::Theme;

/// Runs the command.
pub fn run(matches: &ArgMatches, workspace: &Workspace, root: &Path, found: Diagnostics, screen: &mut Screen<'_>) -> u8 {
    let Some(output) = matches.get_one::<PathBuf>("output") else { return FAILED };
    let scored = score_all(workspace);
    let asked = kind(output).and_then(|kind| Ok((kind, order(matches, workspace, &scored)?)));
    let (kind, order) = match asked {
        Ok(asked) => asked,
        Err(finding) => {
            screen.finding(*finding);
            return FAILED;
        }
    };
    let mut about = vec![order.standard.file.span.file];
    about.extend(order.point.map(|p| p.span.file));
    about.extend(order.bureau.and_then(|b| b.catalog.as_ref()).map(|c| c.span.file));
    about.extend(order.earlier.iter().flat_map(|s| super::behind(s)));
    if broken(&about, workspace, found, screen) {
        return FINDINGS;
    }
    let made = match kind {
        Kind::Paper => sheet_of(workspace, &Theme::of(root), &order),
        // Answers may stand in one that is there.
        Kind::Workbook if output.exists() => {
            let shown = output.display();
            screen.finding(*refuse(
                say!("{shown} 已经有了，没有改动", "{shown} exists and was left alone"),
                say!("换一个文件名，或者先把它移走", "name another file, or move this one away first"),
            ));
            return FAILED;
        }
        Kind::Workbook => workbook(workspace, &order, matches),
    };
    deliver(made.map(|bytes| vec![(output.clone(), bytes)]), workspace, screen)
}

enum Kind {
    /// To print.
    Paper,
    /// To fill in with a spreadsheet.
    Workbook,
}

/// What the file's name asks for; another name would hold what it does not say.
fn kind(output: &Path) -> Answer<Kind> {
    let kind = output.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    match kind.as_str() {
        "pdf" => Ok(Kind::Paper),
        "xlsx" => Ok(Kind::Workbook),
        _ => {
            let shown = output.display();
            let message = say!("{shown} 不是 .pdf 或 .xlsx 文件名", "{shown} is no name of a .pdf or .xlsx file");
            let help = say!(
                "打印手填写成 -o 评分表.pdf，用 Excel 填写成 -o 评分表.xlsx",
                "write -o sheet.pdf to fill it in by hand, -o sheet.xlsx to do so in a spreadsheet"
            );
            Err(Box::new(Diagnostic::nowhere(&codes::WRITE, message).help(help)))
        }
    }
}

fn workbook(workspace: &Workspace, order: &SheetRequest<'_>, matches: &ArgMatches) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let blank = Blank {
        standard: order.standard,
        fingerprint: standard_fingerprint(workspace, order.standard),
        bureau: order.bureau,
        point: order.point,
        round: order.round,
        campaign: campaign(matches),
        earlier: order.earlier.clone(),
    };
    match score_sheet_xlsx(&blank) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(vec![
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("没有要检查的项", "there is nothing to look at"))
                .help(say!("上一轮各项都已达标，不需要复查", "the last round met everything: no re-inspection is needed")),
        ]),
        Err(why) => {
            let message = say!("工作簿做不出来：{why}", "the workbook cannot be made: {why}");
            Err(vec![Diagnostic::nowhere(&codes::WRITE, message)])
        }
    }
}

/// The campaign that is named, else this year's.
fn campaign(matches: &ArgMatches) -> String {
    matches.get_one::<String>("campaign").cloned().unwrap_or_else(|| today().format("%Y").to_string())
}

fn order<'a>(matches: &ArgMatches, workspace: &'a Workspace, scored: &'a [Scored<'a>]) -> Answer<SheetRequest<'a>> {
    let standard = choice::standard(matches, workspace)?;
    let round = choice::round(matches);
    if !matches.contains_id("point") {
        let bureau = choice::bureau(matches, workspace)?;
        if round == Some(Round::Recheck) {
            return Err(refuse(
                say!("复查表要写服务点", "the sheet of a re-inspection needs a point"),
                say!(
                    "写成 yizhan inspect sheet 标准 服务点 --round recheck",
                    "write inspect sheet STANDARD POINT --round recheck"
                ),
            ));
        }
        return Ok(SheetRequest { standard, bureau, point: None, round, earlier: Vec::new() });
    }
    let (bureau, point) = choice::point(matches, workspace)?;
    if let Some(why) = refusal(standard, bureau, point) {
        return Err(not_for(standard, bureau, point, &why));
    }
    let campaign = campaign(matches);
    // Prefilled with the rounds before it, before that on site unless another is named.
    let asked = round.unwrap_or(Round::Site);
    let earlier = earlier(scored, standard, bureau, point, asked, &campaign);
    if let Some(finding) = nothing_to_look_at(point, asked, &campaign, &earlier) {
        return Err(finding);
    }
    Ok(SheetRequest { standard, bureau: Some(bureau), point: Some(point), round, earlier })
}
