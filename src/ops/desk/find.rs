//! The search of the desk: records of a workspace by what people call them, in Chinese, by pinyin or by initials; and the fields that a bureau fills in.

use serde::Serialize;

use super::look::Look;
use super::place::Screen;
use crate::load::{CALENDAR_FILE, WORKSPACE_FILE};
use crate::model::pinyin::readings;
use crate::model::{Bureau, Workspace};
use crate::ops::kinds::Kind;
use crate::ops::values::Step;

/// Most answers.
const MOST: usize = 40;

/// What kind of thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Something of the page itself, such as a screen: it was handed in.
    Place,
    /// A bureau.
    Bureau,
    /// A service point.
    Point,
    /// An item of a catalog.
    Item,
    /// A group of items.
    Group,
    /// A channel.
    Channel,
    /// A guide, a handbook, a leaflet, a notice, a panel or a campaign.
    Text,
    /// A standard.
    Standard,
    /// A field of the bureau or the workspace.
    Field,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// What it is.
    pub what: What,
    /// What it is called.
    pub name: String,
    /// What tells it from others of that name: its bureau, its group.
    pub of: String,
    /// The bureau that it belongs to, by id; nothing where it belongs to all.
    pub bureau: String,
    /// Its id on its screen, of a group the id of its first item; of something that was handed in its number in the list.
    pub id: String,
    /// The screen that shows it.
    pub screen: Screen,
    /// Its file.
    pub path: String,
    /// The way to it.
    pub at: Vec<Step>,
}

/// The answers, best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hits {
    /// At most so many as fit a list.
    pub hits: Vec<Hit>,
    /// How many more there are.
    pub more: usize,
}

/// Looks for words. `places` are names that the page hands in: its screens, topics of its help.
#[must_use]
pub fn find(look: &Look, words: &str, places: &[String], records_only: bool) -> Hits {
    let wanted: Vec<String> = words.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
    if wanted.is_empty() {
        return Hits { hits: Vec::new(), more: 0 };
    }
    let mut all = Vec::new();
    if !records_only {
        for (number, name) in places.iter().enumerate() {
            all.push(Hit { id: number.to_string(), ..hit(What::Place, name, Screen::Other) });
        }
    }
    if let Ok(workspace) = &look.workspace {
        records(workspace, &mut all);
        if !records_only {
            fields(workspace, &mut all);
        }
    }
    let mut scored: Vec<(usize, usize, Hit)> =
        all.into_iter().filter_map(|hit| Some((score(&hit, &wanted)?, hit.name.chars().count(), hit))).collect();
    scored.sort_by(|one, other| (one.0, one.2.what, one.1).cmp(&(other.0, other.2.what, other.1)));
    let more = scored.len().saturating_sub(MOST);
    Hits { hits: scored.into_iter().take(MOST).map(|(.., hit)| hit).collect(), more }
}

fn hit(what: What, name: &str, screen: Screen) -> Hit {
    let name = name.trim().to_owned();
    Hit { what, name, of: String::new(), bureau: String::new(), id: String::new(), screen, path: String::new(), at: Vec::new() }
}

fn records(workspace: &Workspace, all: &mut Vec<Hit>) {
    for bureau in &workspace.bureaus {
        let own = bureau.id.to_string();
        let of = if workspace.bureaus.len() > 1 { bureau.short_name() } else { "" };
        let mut put = |what, name: &str, of: &str, id: &str, screen, path: &str, at| {
            let found = Hit {
                of: of.to_owned(),
                bureau: own.clone(),
                id: id.to_owned(),
                path: path.to_owned(),
                at,
                ..hit(what, name, screen)
            };
            all.push(found);
        };
        put(What::Bureau, &bureau.file.name, "", &own, Screen::Bureau, workspace.path_of(bureau.file.span), Vec::new());
        for point in bureau.every_point() {
            let at = vec![Step::Record { id: point.id.to_string() }];
            put(What::Point, &point.name, of, point.id.as_str(), Screen::Points, workspace.path_of(point.span), at);
        }
        if let Some(catalog) = &bureau.catalog {
            let path = workspace.path_of(catalog.span);
            let way = |list: &str, id: &str| vec![Step::Key(list.to_owned()), Step::Record { id: id.to_owned() }];
            let group =
                |id: &str| catalog.groups.iter().find(|group| group.id.as_str() == id).map(|group| group.title.value.as_str());
            for item in &catalog.items {
                let id = item.id.as_str();
                let group = item.group.as_ref().and_then(|own| group(own.as_str())).unwrap_or_default();
                let of = [of, group].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　");
                put(What::Item, &item.name, &of, id, Screen::Catalog, path, way("items", id));
            }
            for group in &catalog.groups {
                // The sheet shows rows of items: a group is where its first item is.
                let own =
                    catalog.items.iter().find(|item| item.group.as_ref().is_some_and(|own| own.as_str() == group.id.as_str()));
                let first = own.map_or("", |item| item.id.as_str());
                put(What::Group, &group.title, of, first, Screen::Catalog, path, way("groups", group.id.as_str()));
            }
            for channel in &catalog.channels {
                put(
                    What::Channel,
                    &channel.name,
                    of,
                    channel.id.as_str(),
                    Screen::Catalog,
                    path,
                    way("channels", channel.id.as_str()),
                );
            }
        }
    }
    // Texts lie one in a file: what they are called stands in it.
    for (_, file) in workspace.folder.sources.iter() {
        let screen = Screen::of(&file.path);
        let what = match screen {
            Screen::Guides | Screen::Booklets => What::Text,
            Screen::Inspections if file.path.starts_with("checklists/") => What::Standard,
            _ => continue,
        };
        let Some(kind) = Kind::of(workspace, &file.path) else { continue };
        let Ok(Some(root)) = crate::ops::form::parsed(kind, crate::diagnostic::FileId(0), &file.text) else { continue };
        let Some(name) = root.get(&["title", "标题", "name", "名称"]).and_then(crate::source::Node::text) else { continue };
        let bureau = owner(workspace, &file.path);
        let id = file.path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(stem, _)| stem);
        all.push(Hit {
            of: kind.record.title.to_owned(),
            bureau: bureau.map(|bureau| bureau.id.to_string()).unwrap_or_default(),
            id: id.to_owned(),
            path: file.path.clone(),
            ..hit(what, name, screen)
        });
    }
}

fn owner<'w>(workspace: &'w Workspace, path: &str) -> Option<&'w Bureau> {
    workspace.bureaus.iter().find(|bureau| path.starts_with(&format!("{}/", workspace.folder_of(bureau))))
}

/// The fields that stand on the screen 本局, by their names.
fn fields(workspace: &Workspace, all: &mut Vec<Hit>) {
    let own = workspace
        .bureaus
        .iter()
        .map(|bureau| ("bureau", workspace.path_of(bureau.file.span), bureau.short_name(), bureau.id.to_string()));
    let rest =
        [("workspace", WORKSPACE_FILE, "网站和全部的局", String::new()), ("calendar", CALENDAR_FILE, "节假日", String::new())];
    let files: Vec<(&str, &str, &str, String)> = own.chain(rest).collect();
    for (kind, path, of, bureau) in files {
        let Some(kind) = Kind::named(kind) else { continue };
        for field in kind.record.fields {
            all.push(Hit {
                of: of.to_owned(),
                bureau: bureau.clone(),
                id: field.name.to_owned(),
                path: path.to_owned(),
                at: vec![Step::Key(field.name.to_owned())],
                ..hit(What::Field, field.alias, Screen::Bureau)
            });
        }
    }
}

/// Lower case, without what nobody types.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How well something fits, the smaller the better; none where it does not. All words must fit it, one of them its name.
fn score(hit: &Hit, wanted: &[String]) -> Option<usize> {
    let scores = wanted.iter().map(|word| {
        fits(&hit.name, word).map(|score| (score, true)).or_else(|| fits(&hit.of, word).map(|score| (score + 5, false)))
    });
    let scores: Vec<(usize, bool)> = scores.collect::<Option<_>>()?;
    scores.iter().any(|(_, own)| *own).then(|| scores.iter().map(|(score, _)| score).sum())
}

fn fits(name: &str, word: &str) -> Option<usize> {
    let own = plain(name);
    match own.find(word) {
        Some(0) if own.len() == word.len() => return Some(0),
        Some(0) => return Some(1),
        Some(_) => return Some(2),
        None => {}
    }
    if !word.is_ascii() {
        return None;
    }
    let read = readings(name);
    let read: Vec<&[String]> = read.iter().map(Vec::as_slice).filter(|one| !one.is_empty()).collect();
    (0..read.len()).find(|from| spelled(read.get(*from..).unwrap_or_default(), word)).map(|from| if from == 0 { 3 } else { 4 })
}

/// Whether a word spells the characters from here on: each by its whole syllable or its beginning, such as `canb`, `cbdj`, `canbaodengji`.
fn spelled(read: &[&[String]], word: &str) -> bool {
    if word.is_empty() {
        return true;
    }
    let Some((first, rest)) = read.split_first() else { return false };
    first.iter().any(|reading| {
        let most = reading.bytes().zip(word.bytes()).take_while(|(one, other)| one == other).count();
        (1..=most).rev().any(|length| word.get(length..).is_some_and(|left| spelled(rest, left)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_it_is_written_spelled_or_shortened() {
        for word in ["参保登记", "登记", "cbdj", "canbaodengji", "canbdj", "canbao", "dj"] {
            assert!(fits("单位参保登记", &plain(word)).is_some(), "{word}");
        }
        for word in ["登保", "cbjd", "canba0", "xyz"] {
            assert_eq!(fits("单位参保登记", &plain(word)), None, "{word}");
        }
        assert!(fits("参保登记", "cbdj") < fits("单位参保登记", "cbdj"), "from the beginning is nearer");
        assert_eq!(fits("“双通道”药品", "stdyp"), Some(3), "marks are passed over");
    }
}
