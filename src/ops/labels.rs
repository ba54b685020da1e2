//! What fields are called for people: the Chinese key that `record!` has beside the English one, so that a list of changes, a question and a file say the same word.

use crate::diagnostic::Bilingual;
use crate::model::bureau::BureauFile;
use crate::model::catalog::{Catalog, Channel, Group, Item};
use crate::model::guide::GuideFile;
use crate::model::inspection::{Finding, InspectionFile};
use crate::model::plan::{Plan, PlanGroup, Task};
use crate::model::point::Point;
use crate::model::standard::{Criterion, FactDef, Grade, Parameter, Section, StandardFile};
use crate::source::decode::{Field, Record};

/// The fields of a record.
pub type Fields = &'static [Field];

/// Fields of a point.
pub const POINT: &[Fields] = &[Point::FIELDS];
/// Fields of a catalog: of an item, then of what stands beside the items.
pub const CATALOG: &[Fields] = &[Item::FIELDS, Channel::FIELDS, Group::FIELDS, Catalog::FIELDS];
/// Fields of a plan: of a task, then of its group.
pub const PLAN: &[Fields] = &[Task::FIELDS, PlanGroup::FIELDS, Plan::FIELDS];
/// Fields of a standard: of a criterion, then of what stands above and beside it.
pub const STANDARD: &[Fields] =
    &[Criterion::FIELDS, Section::FIELDS, StandardFile::FIELDS, Grade::FIELDS, FactDef::FIELDS, Parameter::FIELDS];
/// Fields of a guide.
pub const GUIDE: &[Fields] = &[GuideFile::FIELDS];
const RECORD: &[Fields] = &[InspectionFile::FIELDS, Finding::FIELDS];
const BUREAU: &[Fields] = &[BureauFile::FIELDS];

/// The field of a key, by its name in both languages. A key with a dot names an entry of the field: `depth.bank`. One that no record has stays as it is written.
#[must_use]
pub fn field(records: &[Fields], key: &str) -> Bilingual {
    let (name, entry) = key.split_once('.').map_or((key, None), |(name, entry)| (name, Some(entry)));
    let alias = records.iter().flat_map(|fields| fields.iter()).find(|f| f.name == name || f.alias == name).map(|f| f.alias);
    let zh = match (alias, entry) {
        (None, _) => key.to_owned(),
        (Some(alias), None) => alias.to_owned(),
        (Some(alias), Some(entry)) => format!("{alias}（{entry}）"),
    };
    Bilingual { zh, en: key.to_owned() }
}

/// The field of a place in a file: the last key of a path such as `[east].phone`, after the ids of the records that it lies in.
#[must_use]
pub fn of_place(path: &str, place: &str) -> Bilingual {
    let within = |folder: &str| path.contains(&format!("/{folder}/"));
    let name = path.rsplit('/').next().unwrap_or(path);
    let records = match name {
        "catalog.yaml" => CATALOG,
        "plan.yaml" => PLAN,
        "bureau.yaml" => BUREAU,
        _ if within("points") => POINT,
        _ if within("guides") => GUIDE,
        _ if within("inspections") => RECORD,
        _ if path.starts_with("checklists/") => STANDARD,
        _ => &[],
    };
    let known = |key: &str| records.iter().flat_map(|fields| fields.iter()).any(|f| f.name == key || f.alias == key);
    let segments: Vec<&str> = place.split('.').collect();
    // `items[enrol].depth.hall`: the last key that the record knows, with what it is an entry of.
    let bare = |segment: &str| segment.split('[').next().unwrap_or_default().to_owned();
    let Some(at) = segments.iter().rposition(|segment| known(&bare(segment))) else {
        return Bilingual { zh: place.to_owned(), en: place.to_owned() };
    };
    let key = segments.get(at..).unwrap_or_default().join(".");
    let key = if segments.len() == at + 1 { bare(&key) } else { key };
    let owner: Vec<&str> = segments.iter().take(at).filter_map(|s| s.split_once('[')?.1.strip_suffix(']')).collect();
    let said = field(records, &key);
    match owner.last() {
        None => said,
        Some(owner) => Bilingual { zh: format!("{owner} 的{}", said.zh), en: format!("{} of {owner}", said.en) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_the_word_of_its_record() {
        for (path, place, zh, en) in [
            ("content/a/points/east.yaml", "phone", "电话", "phone"),
            ("content/a/points/all.yaml", "[east].hours", "east 的服务时间", "hours of east"),
            ("content/a/catalog.yaml", "items[enrol].depth.hall", "enrol 的办理深度（hall）", "depth.hall of enrol"),
            ("content/a/catalog.yaml", "items[enrol].clients[0]", "enrol 的服务对象", "clients of enrol"),
            ("notes.yaml", "phone", "phone", "phone"),
        ] {
            assert_eq!(of_place(path, place), Bilingual { zh: zh.to_owned(), en: en.to_owned() }, "{place}");
        }
        assert_eq!(field(POINT, "电话").zh, "电话");
        assert_eq!(field(STANDARD, "marks").zh, "分值");
    }
}
