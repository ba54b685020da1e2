//! What to print, how often, how big: the order sheet as PDF and workbook, and the job ticket for a press.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::artifact::{Artifact, Audience, Part, Renderable};
use super::brand::Brand;
use super::document::{Print, unrecorded};
use super::manifest::{self, Listed};
use super::pieces::Job;
use super::print_state::WHOLE;
use super::renderers::Renderers;
use super::staging::MANIFEST;
use crate::diagnostic::{Diagnostic, FileId, codes};
use crate::exchange::{PrintFile, PrintOrder, print_order_xlsx};
use crate::model::{Bureau, Workspace};
use crate::print::OutputForm;
use crate::print::common::{Context, Pair};
use crate::print::order::{OrderGroup, OrderRow, OrderView, kinds};
use crate::print::piece::Piece;
use crate::print::service_list::OfChannels;
use crate::say;
use crate::theme::Theme;

/// What a build left of each file of an order: bytes, hash, code.
#[derive(Debug)]
pub struct BuiltFiles {
    listed: BTreeMap<String, Listed>,
}

impl BuiltFiles {
    /// Reads the manifest of an output folder.
    #[must_use]
    pub fn read(output: &Path) -> Option<Self> {
        Some(Self { listed: manifest::read_manifest(&fs::read(output.join(MANIFEST)).ok()?)? })
    }
}

/// The pages of one of our own PDFs: its page tree stands in plain sight.
pub(super) fn pages(pdf: &[u8]) -> usize {
    const MARK: &[u8] = b"/Type/Pages/Count ";
    let counts = pdf.windows(MARK.len()).enumerate().filter(|(_, window)| *window == MARK).map(|(at, _)| {
        let digits = pdf.iter().skip(at + MARK.len()).take_while(|b| b.is_ascii_digit());
        digits.fold(0_usize, |n, b| n * 10 + usize::from(b - b'0'))
    });
    counts.max().unwrap_or(0)
}

/// The order sheet of one bureau: file names and bytes. `jobs` are the files that are ordered, as they lie in `output`.
///
/// # Errors
/// Findings that stop it: a file that is not there, or a character without a glyph.
pub fn order_of(
    workspace: &Workspace,
    theme: &Theme,
    bureau: &Bureau,
    jobs: &[Job<'_>],
    output: &Path,
    built: &BuiltFiles,
) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    let mut files = Vec::with_capacity(jobs.len());
    let mut missing = Vec::new();
    for job in jobs {
        let path = job.file(false);
        match (built.listed.get(&path), fs::read(output.join(&path))) {
            (Some(listed), Ok(bytes)) => files.push((job, path, pages(&bytes), listed.sha256.clone())),
            _ => missing.push(
                Diagnostic::nowhere(&codes::MISSING_FILE, say!("输出里没有 {path}", "the output lacks {path}"))
                    .help(say!("先运行 yizhan build", "run `yizhan build` first")),
            ),
        }
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    let rows: Vec<(String, OrderRow)> =
        files.iter().map(|(job, path, pages, sha256)| (job.group(), row(job, path.clone(), *pages, sha256.clone()))).collect();
    let context = Context { workspace, bureau, mark: None, lists: &OfChannels::default() };
    let view = order_view(&context, &jobs.iter().collect::<Vec<_>>(), rows.clone(), false);
    let brand = Brand::default();
    let document_id = format!("{}-print-order.pdf", bureau.id);
    let print = Print {
        document: Some(unrecorded("order", view.clone())),
        document_id: document_id.clone(),
        bureau,
        brand: Arc::new(brand),
        sources: vec![bureau.file.span.file],
        finish: OutputForm::Archive,
    };
    let pdf = print.make(&Renderers::new(workspace, theme))?;
    let table = PrintOrder {
        title: view.sheet.title.clone(),
        bureau: bureau.file.name.value.clone(),
        day: bureau.file.edition.date,
        kinds: view.kinds.iter().map(|k| [&k.name, &k.size, &k.sides, &k.folds, &k.paper].map(Clone::clone)).collect(),
        files: rows
            .into_iter()
            .map(|(group, r)| PrintFile {
                group,
                kind: r.name,
                of: r.of,
                path: r.file,
                code: r.code,
                pages: r.pages,
                copies: r.copies,
                sha256: r.sha256,
            })
            .collect(),
    };
    let workbook = print_order_xlsx(&table).map_err(|_| {
        let message = say!("付印单的工作簿做不出来", "the workbook of the order cannot be made");
        vec![Diagnostic::nowhere(&codes::TEMPLATE, message)]
    })?;
    Ok(vec![(document_id, pdf), (format!("{}-print-order.xlsx", bureau.id), workbook)])
}

fn row(job: &Job<'_>, file: String, pages: usize, sha256: String) -> OrderRow {
    OrderRow {
        name: job.piece.zh.to_owned(),
        // A point's pieces stand under its name.
        of: if job.point.is_some() { String::new() } else { job.of.clone() },
        file,
        code: job.code().unwrap_or_default().to_owned(),
        pages,
        copies: job.copies(),
        sha256,
    }
}

fn order_view(context: &Context<'_>, jobs: &[&Job<'_>], rows: Vec<(String, OrderRow)>, ticket: bool) -> OrderView {
    let counted: Vec<(&'static Piece, usize)> = jobs.iter().map(|job| (job.piece, job.copies())).collect();
    let mut groups: Vec<OrderGroup> = Vec::new();
    for (group, row) in rows {
        match groups.last_mut().filter(|g| g.title == group) {
            Some(last) => last.rows.push(row),
            None => groups.push(OrderGroup { title: group, rows: vec![row] }),
        }
    }
    for group in groups.iter_mut().filter(|g| g.title == WHOLE) {
        "全局共用".clone_into(&mut group.title);
    }
    let heading = if ticket { "印刷工单" } else { "付印单" };
    let copies: usize = counted.iter().map(|(_, copies)| copies).sum();
    let lead = [
        Pair::of("委托单位", context.bureau.file.name.value.clone()),
        Pair::of("版次", context.edition()),
        Pair::of("文件", format!("{}个", jobs.len())),
        Pair::of("份数合计", format!("{copies}份")),
    ];
    let notes: &[&str] = if ticket {
        &[
            "成品尺寸以裁切框（TrimBox）为准，四边各出血3毫米，出血框（BleedBox）已标在文件里；角线为裁切线，虚线为折线。",
            "彩色为sRGB（IEC 61966-2-1，ICC特性文件嵌在文件里），请贵厂按所用纸张转换成四色。黑字、灰字、10磅以下的小字和二维码为单色灰（DeviceGray），只用黑版印，不要转成四色黑。",
            "标志文件不得改色、拉伸或裁切。二维码四周的白边须保留，印后用手机试扫。",
        ]
    } else {
        &[
            "份数按窗口数、人员数和服务点数算出，可以在同名的表格里改。",
            "按100%打印，不要“适合页面”；台卡沿横线对折，两面都朝上。",
            "SHA-256 用来核对文件没有改动；印好后用手机扫一张上的版本码。",
        ]
    };
    OrderView {
        sheet: context.sheet(format!("{} {heading}", context.bureau.file.name.value)),
        heading: heading.to_owned(),
        lead: lead.into_iter().flatten().collect(),
        kinds: kinds(&counted),
        groups,
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
        ticket,
    }
}

/// The name of a job ticket beside the files that it names.
const TICKET: &str = "job-ticket.pdf";

/// Whether a path is that of a job ticket.
pub(super) fn is_ticket(path: &str) -> bool {
    path.strip_prefix("press/").and_then(|rest| rest.split_once('/')).is_some_and(|(_, name)| name == TICKET)
}

/// Whether a path is that of a file that a ticket names.
pub(super) fn is_for_press(path: &str) -> bool {
    path.starts_with("press/") && !is_ticket(path)
}

/// The job ticket of a bureau's files for a press, ready to be made once they are: it names those that the output has, and their pages.
struct Ticket<'a> {
    workspace: &'a Workspace,
    bureau: &'a Bureau,
    jobs: &'a [Job<'a>],
    path: String,
    sources: Vec<FileId>,
}

impl<'a> Ticket<'a> {
    fn print(&self, tools: &Renderers<'_>) -> Print<'a> {
        let pages = |job: &Job<'_>| tools.pages_of(&job.file(true));
        // The pages of a book in another form are for the office's own printer: a press imposes by itself.
        let jobs: Vec<&Job<'_>> = self.jobs.iter().filter(|job| !job.is_variant() && pages(job).is_some()).collect();
        let rows = jobs.iter().map(|job| (job.group(), row(job, job.file(true), pages(job).unwrap_or_default(), String::new())));
        let context = Context { workspace: self.workspace, bureau: self.bureau, mark: None, lists: &OfChannels::default() };
        Print {
            document: Some(unrecorded("order", order_view(&context, &jobs, rows.collect(), true))),
            document_id: self.path.clone(),
            bureau: self.bureau,
            brand: Arc::new(Brand::default()),
            sources: self.sources.clone(),
            finish: OutputForm::Archive,
        }
    }
}

impl Renderable for Ticket<'_> {
    fn fingerprint(&self, hasher: &mut blake3::Hasher, tools: &Renderers<'_>) {
        self.print(tools).fingerprint(hasher, tools);
    }

    fn make(&self, tools: &Renderers<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        self.print(tools).make(tools)
    }
}

/// The job ticket of a bureau's files for a press.
#[must_use]
pub fn ticket<'a>(workspace: &'a Workspace, jobs: &'a [Job<'a>]) -> Option<Artifact<'a>> {
    let bureau = jobs.first()?.bureau;
    let path = format!("press/{}/{TICKET}", bureau.id);
    let mut sources: Vec<FileId> = jobs.iter().flat_map(|job| job.sources().iter().copied()).collect();
    sources.sort_unstable();
    sources.dedup();
    let (own, of) = (path.clone(), sources.clone());
    Some(Artifact {
        path,
        public_path: None,
        audience: Audience::Internal,
        part: Part::Print,
        bureau: Some(&bureau.id),
        point: None,
        edition: Some(&bureau.file.edition.text),
        code: None,
        sources,
        draft: Box::new(move || Box::new(Ticket { workspace, bureau, jobs, path: own.clone(), sources: of.clone() })),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_from_the_page_tree() {
        assert_eq!(pages(b"<</Type/Pages/Count 46/Kids[1 0 R]>> <</Count -10>>"), 46);
        assert_eq!(pages(b"no pdf"), 0);
    }
}
