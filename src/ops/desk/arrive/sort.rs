//! What a file is, by what stands in it and never by its name: a table is what it can be read as with by far the most columns understood.

use serde::{Deserialize, Serialize};

use super::{Brought, Request};
use crate::diagnostic::Bilingual;
use crate::ops::Session;
use crate::ops::table_import::{ImportPlan, Kind, Request as Import, read_book, read_import};
use crate::say;
use crate::tables::kinds::{self, kind_of};

/// What a file may be, in the order in which files are taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// The official mark of the bureau.
    Mark,
    /// A list of services.
    Catalog,
    /// A list of points.
    Points,
    /// A plan of work.
    Plan,
    /// A score sheet.
    Standard,
    /// Guides.
    Guide,
    /// A result of an inspection: a filled sheet, or what a form exported.
    Result,
    /// A photo of a point.
    Photo,
}

impl Sort {
    /// What it is called.
    #[must_use]
    pub fn words(self) -> Bilingual {
        match self {
            Self::Mark => say!("官方标志", "official mark"),
            Self::Catalog => say!("服务清单", "catalog"),
            Self::Points => say!("服务点名单", "points"),
            Self::Plan => say!("工作计划", "plan"),
            Self::Standard => say!("评分标准", "standard"),
            Self::Guide => say!("办事指南", "guides"),
            Self::Result => say!("检查结果", "result of an inspection"),
            Self::Photo => say!("照片", "photo"),
        }
    }

    /// The reader of tables and guides.
    pub(super) fn kind(self) -> Option<Kind> {
        match self {
            Self::Catalog => Some(Kind::Catalog),
            Self::Points => Some(Kind::Points),
            Self::Plan => Some(Kind::Plan),
            Self::Standard => Some(Kind::Standard),
            Self::Guide => Some(Kind::Guide),
            Self::Mark | Self::Result | Self::Photo => None,
        }
    }
}

/// What a table may be.
const TABLES: [Sort; 4] = [Sort::Catalog, Sort::Points, Sort::Plan, Sort::Standard];
/// So many columns at least must be understood, and so many more than by the next kind, or a person is asked.
const FEWEST: usize = 2;
const AHEAD: usize = 2;

/// What a file was taken for.
pub(super) struct Told {
    pub sort: Option<Sort>,
    pub may_be: Vec<Sort>,
}

impl Told {
    fn certain(sort: Sort) -> Self {
        Self { sort: Some(sort), may_be: vec![sort] }
    }
}

/// What a file is. What a person said counts.
pub(super) fn tell(session: &Session, request: &Request, file: &Brought) -> Told {
    let said = request.sorts.get(&file.id).copied();
    let mut told = by_contents(session, request, file);
    if let Some(said) = said {
        told.sort = Some(said);
    }
    told
}

fn by_contents(session: &Session, request: &Request, file: &Brought) -> Told {
    if is_svg(&file.bytes) {
        return Told::certain(Sort::Mark);
    }
    match kind_of(&file.name, &file.bytes) {
        Some(kinds::Kind::Picture) => Told { sort: None, may_be: vec![Sort::Mark, Sort::Photo] },
        Some(kinds::Kind::Result) => Told::certain(Sort::Result),
        Some(kinds::Kind::Word) => word(session, request, file),
        // Whoever reads a table says what it is in place of one, and what to do.
        Some(kinds::Kind::Empty | kinds::Kind::Pdf | kinds::Kind::OldWord | kinds::Kind::Slides | kinds::Kind::Zip) => {
            Told { sort: Some(Sort::Catalog), may_be: Vec::new() }
        }
        None => {
            if matches!(request.reader.submission(&file.name, &file.bytes), Ok(Ok(_))) {
                return Told::certain(Sort::Result);
            }
            table(session, request, file)
        }
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(2048)).unwrap_or_default();
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') && text.contains("<svg")
}

/// The kinds of table that something can be read as, with the number of columns that are understood, most first.
fn readings(session: &Session, request: &Request, file: &Brought) -> Option<Vec<(usize, Sort)>> {
    let book = file.book(&request.reader).ok()?;
    let read = |sort: Sort| {
        let kind = sort.kind()?;
        let import = asked(request, file, kind);
        let plan = read_book(session, &import, book.clone()).ok()?;
        Some((weight(&plan), sort))
    };
    let mut list: Vec<(usize, Sort)> = TABLES.into_iter().filter_map(read).collect();
    list.sort_by_key(|(understood, sort)| (std::cmp::Reverse(*understood), *sort));
    Some(list)
}

fn asked(request: &Request, file: &Brought, kind: Kind) -> Import {
    Import {
        kind,
        name: file.name.clone(),
        reader: request.reader.clone(),
        bytes: Vec::new(),
        bureau: Some(request.bureau.clone()),
        sheet: None,
        id: None,
        source: None,
        answers: request.answers.within(&super::own(file)),
    }
}

/// How many columns are understood; none where a person must first say what stands in them.
fn weight(plan: &ImportPlan) -> usize {
    if plan.blocked.is_some() {
        return 0;
    }
    plan.mapping.iter().filter(|(.., what)| !what.ends_with("照原样保留") && what != "序号").count()
}

fn table(session: &Session, request: &Request, file: &Brought) -> Told {
    let Some(list) = readings(session, request, file) else { return Told { sort: Some(Sort::Catalog), may_be: Vec::new() } };
    choose(&list)
}

fn choose(list: &[(usize, Sort)]) -> Told {
    let may_be: Vec<Sort> = list.iter().map(|(_, sort)| *sort).chain(TABLES).fold(Vec::new(), |mut all, sort| {
        if !all.contains(&sort) {
            all.push(sort);
        }
        all
    });
    let best = list.first().map_or(0, |(understood, _)| *understood);
    let next = list.get(1).map_or(0, |(understood, _)| *understood);
    let sort = list.first().filter(|_| best >= FEWEST && best >= next + AHEAD).map(|(_, sort)| *sort);
    Told { sort, may_be }
}

/// A Word file holds tables or guides.
fn word(session: &Session, request: &Request, file: &Brought) -> Told {
    let tables = readings(session, request, file).map(|list| choose(&list));
    if let Some(told) = tables.filter(|told| told.sort.is_some()) {
        return told;
    }
    let import = Import { bytes: file.bytes.clone(), ..asked(request, file, Kind::Guide) };
    if read_import(session, &import).is_ok_and(|plan| plan.blocked.is_none()) {
        return Told::certain(Sort::Guide);
    }
    Told { sort: None, may_be: [&[Sort::Guide], TABLES.as_slice()].concat() }
}
