//! What a request names: a bureau, a point, a standard, by id or by name. An exact id counts first, then one that it had before, then an exact name, then a part of a name that only one
//! has. A name that several have is answered with where each is, and one that nobody has with those most like it; neither is ever guessed.
//!
//! It must not know who asks: arguments of a command line and fields of a page come here as plain texts.

mod matching;

use crate::diagnostic::{Bilingual, Diagnostic, codes};
use crate::model::standard::Standard;
use crate::model::{Bureau, Id, Point, Workspace};
use crate::say;
use matching::{Entry, Kind, ambiguous, exactly, find, is_id, matching};

/// What was looked for, or the finding why there is none.
pub type Lookup<T> = Result<T, Box<Diagnostic>>;

/// A point with its bureau.
pub type Place<'a> = (&'a Bureau, &'a Point);

/// The finding that what was asked for is not there.
#[must_use]
pub fn refuse(message: Bilingual, help: Bilingual) -> Box<Diagnostic> {
    Box::new(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message).help(help))
}

/// The standard that is named, in its current version.
///
/// # Errors
/// When none or several have the name.
pub fn standard<'a>(workspace: &'a Workspace, word: &str) -> Lookup<&'a Standard> {
    let mut entries: Vec<Entry<'a, &'a Standard>> = Vec::new();
    for standard in &workspace.standards {
        if entries.iter().all(|e| e.id != standard.id)
            && let Some(current) = workspace.standard(&standard.id)
        {
            let place = format!("版本 {}", current.version.value);
            let (id, names) = (&current.id, vec![current.title.value.as_str()]);
            entries.push(Entry { item: current, id, former: Vec::new(), names, place, bureau: None });
        }
    }
    find(word, Kind::Standard, &entries)
}

/// The bureau that is named.
///
/// # Errors
/// When none or several have the name.
pub fn bureau<'a>(workspace: &'a Workspace, word: &str) -> Lookup<&'a Bureau> {
    let entry = |bureau: &'a Bureau| {
        let names = vec![bureau.file.name.as_str(), bureau.short_name()];
        Entry { item: bureau, id: bureau.id.as_str(), former: Vec::new(), names, place: String::new(), bureau: None }
    };
    let all: Vec<Entry<'a, &'a Bureau>> = workspace.bureaus.iter().map(entry).collect();
    // A folder that only lends its catalog is seldom meant: by its name it is found where no bureau has that.
    let (own, lent): (Vec<_>, Vec<_>) = all.into_iter().partition(|e| !e.item.file.reference || is_id(e.id, word));
    match find(word, Kind::Bureau, &own) {
        Err(finding) => match matching(&lent, word).as_deref() {
            Some([one]) => Ok(one.item),
            _ => Err(finding),
        },
        found => found,
    }
}

/// The bureau that is named, if one is.
///
/// # Errors
/// When none or several have the name.
pub fn bureau_if_named<'a>(workspace: &'a Workspace, word: Option<&str>) -> Lookup<Option<&'a Bureau>> {
    word.map(|word| bureau(workspace, word)).transpose()
}

/// The bureau that is named, or the only one that has a folder of its own.
///
/// # Errors
/// When none or several have the name, or none is named and there are several.
pub fn bureau_or_only<'a>(workspace: &'a Workspace, word: Option<&str>) -> Lookup<&'a Bureau> {
    let all: Vec<&Bureau> = workspace.bureaus.iter().filter(|b| !b.file.reference).collect();
    match (bureau_if_named(workspace, word)?, all.as_slice()) {
        (Some(bureau), _) => Ok(bureau),
        (None, [only]) => Ok(only),
        (None, _) => {
            let names = all.iter().map(|b| format!("{}（{}）", b.id, b.short_name())).collect::<Vec<_>>().join("、");
            if names.is_empty() {
                return Err(refuse(say!("工作区里没有局", "the workspace has no bureau"), Kind::Bureau.none()));
            }
            Err(refuse(
                say!("要写明哪个局", "say which bureau"),
                say!("加 --bureau，可以写：{names}", "add --bureau with one of {names}"),
            ))
        }
    }
}

/// The point that is named, of one bureau or of all; also one that has no channel yet.
///
/// # Errors
/// When none or several have the name.
pub fn any_point<'a>(workspace: &'a Workspace, of: Option<&Bureau>, word: &str) -> Lookup<Place<'a>> {
    find(word, Kind::Point, &points_of(workspace, of))
}

/// The point that is named, of one bureau or of all. Something is to be made of it: it has a channel.
///
/// # Errors
/// When none or several have the name, or it has no channel yet.
pub fn point<'a>(workspace: &'a Workspace, of: Option<&Bureau>, word: &str) -> Lookup<Place<'a>> {
    find(word, Kind::Point, &points_of(workspace, of)).and_then(with_channel)
}

/// Of a point without a channel nothing is made.
fn with_channel(place: Place<'_>) -> Lookup<Place<'_>> {
    let (bureau, point) = place;
    if !point.channel.is_missing() {
        return Ok(place);
    }
    let name = &point.name.value;
    let channels = bureau.catalog.as_ref().map_or(&[][..], |c| &c.channels);
    let choices = channels.iter().map(|c| format!("{}（{}）", c.id, c.name.value)).collect::<Vec<_>>().join("、");
    Err(refuse(
        say!("“{name}”还没有渠道", "“{name}” has no channel yet"),
        if choices.is_empty() {
            say!(
                "先导入服务清单，再在它的文件里加一行 channel: …",
                "import a catalog first, then add a line `channel: …` to its file"
            )
        } else {
            say!("在它的文件里加一行 channel: …，可以写：{choices}", "add a line `channel: …` to its file, with one of {choices}")
        },
    ))
}

/// The point whose id, former id or whole name a word is; none where it is no point's. A part of a name counts for nothing here.
///
/// # Errors
/// When it is several points'.
pub fn point_exactly<'a>(workspace: &'a Workspace, of: Option<&Bureau>, word: &str) -> Lookup<Option<Place<'a>>> {
    match exactly(&points_of(workspace, of), word).as_deref() {
        None => Ok(None),
        Some([one]) => Ok(Some(one.item)),
        Some(many) => Err(ambiguous(word, Kind::Point, many)),
    }
}

/// The points of a list with commas, each once, in the order of the list.
///
/// # Errors
/// When the list is empty, or one of its names is nobody's or several's.
pub fn points<'a>(workspace: &'a Workspace, of: Option<&Bureau>, list: &str) -> Lookup<Vec<Place<'a>>> {
    let entries = points_of(workspace, of);
    // A name may itself hold a comma.
    if let Some([whole]) = exactly(&entries, list).as_deref() {
        return Ok(vec![with_channel(whole.item)?]);
    }
    let mut found: Vec<Place<'a>> = Vec::new();
    for word in list.split([',', '，', '、']).map(str::trim).filter(|word| !word.is_empty()) {
        let (bureau, point) = with_channel(find(word, Kind::Point, &entries)?)?;
        if !found.iter().any(|(b, p)| b.id == bureau.id && p.id == point.id) {
            found.push((bureau, point));
        }
    }
    if found.is_empty() {
        return Err(refuse(
            say!("没有写服务点", "no point is named"),
            say!("写编号或名称，几个用逗号隔开", "write ids or names, several with commas"),
        ));
    }
    Ok(found)
}

/// The finding that there are no points at all.
#[must_use]
pub fn no_points() -> Box<Diagnostic> {
    refuse(say!("工作区里没有服务点", "the workspace has no points"), Kind::Point.none())
}

/// One of these points: such as those that a file has records of.
///
/// # Errors
/// When none or several have the name.
pub fn point_among<'a>(among: impl Iterator<Item = Place<'a>>, word: &str) -> Lookup<Place<'a>> {
    let mut entries: Vec<Entry<'a, Place<'a>>> = Vec::new();
    for (bureau, point) in among {
        if !entries.iter().any(|e| e.item.0.id == bureau.id && e.item.1.id == point.id) {
            entries.push(entry(bureau, point));
        }
    }
    find(word, Kind::Point, &entries)
}

/// What `--bureau` and `--point` choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The id of the bureau; none for all.
    pub bureau: Option<String>,
    /// The points, each with its bureau; empty for all.
    pub points: Vec<(String, String)>,
}

/// The bureau and the points that are named: of a build, or of an order.
///
/// # Errors
/// When a name is nobody's or several's.
pub fn chosen(workspace: &Workspace, bureau: Option<&str>, list: Option<&str>) -> Lookup<Chosen> {
    let bureau = bureau_if_named(workspace, bureau)?;
    let named = list.map(|list| points(workspace, bureau, list)).transpose()?.unwrap_or_default();
    Ok(Chosen {
        bureau: bureau.map(|b| b.id.to_string()),
        points: named.into_iter().map(|(b, p)| (b.id.to_string(), p.id.to_string())).collect(),
    })
}

fn points_of<'a>(workspace: &'a Workspace, of: Option<&Bureau>) -> Vec<Entry<'a, Place<'a>>> {
    let bureaus = workspace.bureaus.iter().filter(|b| of.is_none_or(|one| one.id == b.id));
    bureaus.flat_map(|bureau| bureau.every_point().map(move |point| entry(bureau, point))).collect()
}

fn entry<'a>(bureau: &'a Bureau, point: &'a Point) -> Entry<'a, Place<'a>> {
    let address = point.address.as_ref().map_or(String::new(), |a| format!("，{}", a.value));
    let mut names = vec![point.name.as_str()];
    names.extend(point.place.as_ref().map(|place| place.as_str()));
    let (id, place) = (point.id.as_str(), format!("{}{address}", bureau.short_name()));
    let former = point.formerly.iter().map(Id::as_str).collect();
    Entry { item: (bureau, point), id, former, names, place, bureau: Some(bureau.id.as_str()) }
}
