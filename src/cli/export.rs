//! `yizhan export`: a catalog, the points, the plan or a standard as a workbook for clerks, which `yizhan import` reads back.

use std::path::PathBuf;

use clap::ArgMatches;

use super::import::{bureau_of, whole};
use super::inspect::choice::{self, Answer};
use super::{FAILED, FINE, Screen, workspace_folder};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::exchange::{Carried, catalog_xlsx, plan_xlsx, points_xlsx, standard_xlsx};
use crate::model::Workspace;
use crate::say;
use crate::source::{Node, parse_document};
use crate::tables::standard::own;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let workspace = match whole(&workspace_folder(matches), screen) {
        Ok(workspace) => workspace,
        Err(status) => return status,
    };
    let what = matches.get_one::<String>("what").map_or("", String::as_str);
    let bytes = if what == "standard" { of_standard(&workspace, matches) } else { of_bureau(&workspace, matches, what) };
    let Ok(bytes) = bytes.map_err(|finding| screen.finding(*finding)) else { return FAILED };
    let Some(path) = matches.get_one::<PathBuf>("output") else { return FAILED };
    let shown = path.display();
    if !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
        screen.finding(
            Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, say!("{shown} 不是 .xlsx", "{shown} does not end with .xlsx"))
                .help(say!("写 -o 清单.xlsx", "name it -o FILE.xlsx")),
        );
        return FAILED;
    }
    let missing = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
    if let Some(folder) = missing {
        let folder = folder.display();
        screen.finding(
            Diagnostic::nowhere(&codes::WRITE, say!("文件夹 {folder} 不存在", "the folder {folder} does not exist"))
                .help(say!("先建文件夹，或写别的地方", "make it first, or name another place")),
        );
        return FAILED;
    }
    let written = bytes.and_then(|bytes| std::fs::write(path, bytes).map_err(|error| error.to_string()));
    match written {
        Ok(()) => {
            screen.note(&say!("写好了：{shown}", "written: {shown}"));
            FINE
        }
        Err(error) => {
            screen.finding(
                Diagnostic::nowhere(&codes::WRITE, say!("写不进 {shown}：{error}", "{shown} cannot be written: {error}"))
                    .help(say!("文件如果在 Excel 里打开着，先关掉", "close it first if it is open in Excel")),
            );
            FAILED
        }
    }
}

/// The workbook of something that a bureau has.
fn of_bureau(workspace: &Workspace, matches: &ArgMatches, what: &str) -> Answer<Result<Vec<u8>, String>> {
    let bureau = bureau_of(workspace, matches)?;
    let missing = |file: &str| {
        let id = &bureau.id;
        Box::new(Diagnostic::nowhere(&codes::MISSING_FILE, say!("{id} 还没有 {file}", "{id} has no {file} yet")))
    };
    match what {
        "catalog" => bureau.catalog.as_ref().map(|catalog| catalog_xlsx(bureau, catalog)).ok_or_else(|| missing("catalog.yaml")),
        "plan" => bureau.plan.as_ref().map(|plan| plan_xlsx(bureau, plan)).ok_or_else(|| missing("plan.yaml")),
        _ => Ok(points_xlsx(bureau)),
    }
}

/// The workbook of a standard, with its file in it.
fn of_standard(workspace: &Workspace, matches: &ArgMatches) -> Answer<Result<Vec<u8>, String>> {
    let standard = choice::standard(matches, workspace)?;
    let file = standard.file.span.file;
    let text = workspace.folder.sources.text(file).unwrap_or_default();
    let node = parse_document(file, text, 0, &mut Diagnostics::new());
    let sections = node.as_ref().and_then(|n| n.get(&["sections", "项目"])).map_or(&[][..], Node::items);
    let criteria = sections.iter().filter_map(|s| s.get(&["criteria", "评分项"])).flat_map(Node::items);
    let carried = Carried { exact: criteria.map(own::exact).collect(), hidden: (own::HIDDEN, own::hidden(&standard.id, text)) };
    Ok(standard_xlsx(standard, &carried))
}
