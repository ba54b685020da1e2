//! A catalog, the points, the plan or a standard as a workbook for clerks, which [`super::table_import`] reads back.

use super::lookup;
use super::table_import::Kind;
use super::{Outcome, Session, Stop};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::exchange::{Carried, Readers, catalog_xlsx, plan_xlsx, points_xlsx, standard_xlsx};
use crate::model::standard::Standard;
use crate::say;
use crate::source::{Node, parse_document};
use crate::tables::standard::roundtrip;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// What is written out.
    pub kind: Kind,
    /// Whose it is; needed where there are several bureaus.
    pub bureau: Option<String>,
    /// Which standard.
    pub standard: Option<String>,
}

/// The bytes of the workbook.
///
/// # Errors
/// When what is named is not there.
pub fn workbook(session: &Session, request: &Request) -> Outcome<Vec<u8>> {
    let workspace = &session.workspace;
    let made = if request.kind == Kind::Standard {
        let standard = lookup::standard(workspace, request.standard.as_deref().unwrap_or_default())?;
        of_standard(session, standard)
    } else {
        let bureau = lookup::bureau_or_only(workspace, request.bureau.as_deref())?;
        let missing = |file: &str| {
            let id = &bureau.id;
            Stop::failed(Diagnostic::nowhere(&codes::MISSING_FILE, say!("{id} 还没有 {file}", "{id} has no {file} yet")))
        };
        match request.kind {
            Kind::Catalog => {
                catalog_xlsx(bureau, bureau.catalog.as_ref().ok_or_else(|| missing("catalog.yaml"))?, Readers::Clerks)
            }
            Kind::Plan => plan_xlsx(bureau, bureau.plan.as_ref().ok_or_else(|| missing("plan.yaml"))?),
            Kind::Points | Kind::Standard | Kind::Guide => points_xlsx(bureau),
        }
    };
    made.map_err(|_| {
        let message = say!("工作簿做不出来", "the workbook cannot be made");
        Stop::failed(Diagnostic::nowhere(&codes::WRITE, message).help(say!(
            "多半是有一格太长：Excel 一格最多 32767 字，缩短再试",
            "most likely a cell is too long: Excel takes 32767 characters; shorten it and try again"
        )))
    })
}

/// The workbook of a standard, with its file in it.
fn of_standard(session: &Session, standard: &Standard) -> Result<Vec<u8>, String> {
    let file = standard.file.span.file;
    let text = session.workspace.folder.sources.text(file).unwrap_or_default();
    let node = parse_document(file, text, 0, &mut Diagnostics::new());
    let sections = node.as_ref().and_then(|n| n.get(&["sections", "项目"])).map_or(&[][..], Node::items);
    let criteria = sections.iter().filter_map(|s| s.get(&["criteria", "评分项"])).flat_map(Node::items);
    let carried = Carried {
        exact: criteria.map(roundtrip::exact).collect(),
        hidden: (roundtrip::HIDDEN, roundtrip::hidden(&standard.id, text)),
    };
    standard_xlsx(standard, &carried)
}
