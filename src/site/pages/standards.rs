//! The standards by which a bureau looks at its points, for everybody: what is asked, in the document's own words, with marks and grades. Nothing
//! of an inspection comes here.

use serde::Serialize;

use crate::model::standard::{Criterion, Grade, Modality, Section as Part};
use crate::model::{Standard, Text};
use crate::site::format::Link;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `standards/index.html`.
#[derive(Debug, Serialize)]
pub struct StandardsView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    lead: String,
    standards: Vec<Row>,
}

/// One standard in the list.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    href: String,
    note: String,
}

/// `standards/ID/index.html`.
#[derive(Debug, Serialize)]
pub struct StandardView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    title: String,
    lead: String,
    sections: Vec<SectionView>,
    grades: Vec<GradeRow>,
    /// Below the lowest grade.
    below: String,
    ratings: Option<Link>,
    origin: Vec<String>,
}

/// One section.
#[derive(Debug, Serialize)]
struct SectionView {
    title: String,
    /// Marks and share, as they print; may be empty.
    marks: String,
    criteria: Vec<CriterionRow>,
}

/// One criterion.
#[derive(Debug, Serialize)]
struct CriterionRow {
    title: String,
    marks: String,
    /// How strongly it binds, where that is less than a must; or that it decides alone.
    tag: &'static str,
    /// The document's words.
    quote: String,
    /// How it is looked at, and where it stands.
    notes: Vec<String>,
}

/// One grade.
#[derive(Debug, Serialize)]
struct GradeRow {
    name: String,
    marks: String,
}

/// The standards that a bureau publishes: those that it names, or else those that it inspects by, and all where the workspace has one bureau.
pub fn published<'a>(scope: &SiteContext<'a>) -> Vec<&'a Standard> {
    let (workspace, bureau) = (scope.workspace, scope.bureau);
    let mut ids: Vec<&str> = Vec::new();
    if let Some(named) = &bureau.file.standards {
        ids.extend(named.iter().map(|id| id.trim()));
    } else {
        let alone = workspace.bureaus.iter().filter(|b| !b.file.reference).count() == 1;
        let used = |id: &str| alone || bureau.inspections.iter().any(|record| record.standard.as_str() == id);
        ids.extend(workspace.standards.iter().map(|s| s.id.as_str()).filter(|id| used(id)));
    }
    let mut found: Vec<&Standard> = Vec::new();
    for id in ids {
        if let Some(standard) = workspace.standard(id).filter(|s| !found.iter().any(|f| f.id == s.id)) {
            found.push(standard);
        }
    }
    found
}

/// The folder of a standard below `standards/`.
pub fn folder(standard: &Standard) -> String {
    // A name of a file may hold what an address must not.
    standard.id.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' }).collect()
}

/// The list of standards.
pub fn index(scope: &SiteContext) -> StandardsView {
    let rows = scope.standards.iter().map(|standard| Row {
        name: standard.title.value.clone(),
        href: format!("{}/index.html", folder(standard)),
        note: counted(standard),
    });
    StandardsView {
        chrome: scope.chrome(Section::Standards, None),
        lead: "检查网点、评定网点照这些标准。写什么就查什么，谁都可以对照。".to_owned(),
        standards: rows.collect(),
    }
}

/// `21 条，满分 100 分`.
fn counted(standard: &Standard) -> String {
    let count = standard.criteria().count();
    match &standard.total {
        Some(total) => format!("{count} 条，满分 {} 分", total.value.normalize()),
        None => format!("{count} 条，不打分"),
    }
}

/// The view of one standard.
pub fn standard_view(scope: &SiteContext, standard: &Standard) -> StandardView {
    let mut chrome = scope.chrome(Section::Standards, Some(&standard.title));
    let lead = format!("{}。", counted(standard));
    chrome.description = format!("{}：{lead}", standard.title);
    let rated = scope.ratings.iter().any(|r| r.standard == standard.title.value);
    StandardView {
        chrome,
        title: standard.title.value.clone(),
        lead,
        // Notes of a standard are for those who inspect by it: what its editors found in the document stands there.
        sections: standard.sections.iter().map(section).collect(),
        grades: standard.grades.iter().map(grade).collect(),
        below: words(standard.below_grades.as_ref()),
        ratings: rated.then(|| Link::new("看评定结果", "../../ratings/index.html")),
        origin: standard
            .has_source()
            .then(|| format!("依据：{}", standard.source))
            .into_iter()
            .chain([format!("版本：{}", standard.version)])
            .collect(),
    }
}

fn words(text: Option<&Text>) -> String {
    text.map(|t| t.value.clone()).unwrap_or_default()
}

fn section(section: &Part) -> SectionView {
    let marks = section.marks.as_ref().map(|m| format!("{} 分", m.value.normalize()));
    let clause = section.clause.as_ref().map(|c| format!("条款 {c}"));
    SectionView {
        title: section.title.value.clone(),
        marks: marks.into_iter().chain(clause).collect::<Vec<_>>().join(" · "),
        criteria: section.criteria.iter().map(criterion).collect(),
    }
}

fn criterion(criterion: &Criterion) -> CriterionRow {
    let tag = match criterion.modality.as_ref().map(|m| m.value) {
        _ if criterion.veto => "一票否决",
        Some(Modality::Should) => "鼓励",
        Some(Modality::May) => "可以",
        Some(Modality::Must) | None => "",
    };
    let looked: Vec<&str> = criterion.evidence.iter().map(|e| e.zh()).collect();
    let mut notes = Vec::new();
    if !looked.is_empty() {
        notes.push(format!("怎么查：{}", looked.join("、")));
    }
    notes.extend(criterion.clause.as_ref().map(|c| format!("条款：{c}")));
    CriterionRow {
        title: criterion.title.value.clone(),
        marks: criterion.marks.as_ref().map(|m| format!("{} 分", m.value.normalize())).unwrap_or_default(),
        tag,
        quote: words(criterion.quote.as_ref()),
        notes,
    }
}

fn grade(grade: &Grade) -> GradeRow {
    let least = grade.at_least.as_ref().map(|m| format!("{} 分以上", m.value.normalize()));
    let more = grade.more_than.as_ref().map(|m| format!("{} 分以上（不含）", m.value.normalize()));
    GradeRow { name: grade.name.value.clone(), marks: least.or(more).unwrap_or_default() }
}

/// What a standard asks, for the search.
pub fn text(standard: &Standard) -> String {
    let lines = standard.criteria().flat_map(|c| [Some(&c.title), c.quote.as_ref()]);
    lines.flatten().map(|t| t.value.clone()).collect::<Vec<_>>().join("\n")
}
