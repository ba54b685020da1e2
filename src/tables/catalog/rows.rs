//! Which row of a table of items is which item, and what its cells say.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::Uncertain;
use super::super::find::{Column, squeezed};
use super::super::find::{tidy, unnumbered};
use super::super::heads::bracketed;
use super::super::memory::{Memory, shape};
use super::super::sections::Line;
use super::super::sections::Section;
use super::super::twice::{differ, neither, which};
use super::super::vocabulary::Field;
use super::super::vocabulary::{Mapped, depth, half_width_digits};
use super::columns::Role;
use super::columns::{Named, names_items};
use super::{Row, Table, new_id};
use crate::model::{Catalog, Id, Item, Limit};
use crate::say;

/// What is carried on from section to section.
#[derive(Default)]
pub struct State<'c> {
    group: String,
    /// Items of the table by id.
    ids: HashMap<String, usize>,
    /// Where each new item without an id of its own stands, by group and name.
    fresh: HashMap<(String, String), String>,
    /// Items that are there by name.
    names: Option<HashMap<String, Vec<&'c Item>>>,
    /// Marks, how often, and where first.
    marks: BTreeMap<char, (usize, String)>,
    /// Words that are no depth and were told.
    odd: HashSet<String>,
}

impl State<'_> {
    /// What marks were taken for.
    pub fn marks(&self, doubts: &mut Vec<Uncertain>) {
        for (mark, (count, place)) in &self.marks {
            doubts.push(Uncertain {
                place: place.clone(),
                message: say!(
                    "{count} 个“{mark}”当作“未注明”：能办，没有写办到什么深度",
                    "{count} × “{mark}” are taken as 未注明: offered, and not said how deep"
                ),
            });
        }
    }
}

/// Blank by another word.
fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "—" | "——" | "/" | "\\")
}

/// How an item is handled, by the word of a cell.
pub fn handling_of(text: &str) -> Option<&'static str> {
    Some(match squeezed(text).as_str() {
        "即办件" | "即办" | "即时" | "即时办结" | "即时办结件" | "即时办理件" | "当场办结" | "on-the-spot" => {
            "即办件"
        }
        "承诺件" | "承诺" | "承诺办结" | "承诺办结件" | "承诺办理件" | "限时办结" | "限时办结件" | "promised" => {
            "承诺件"
        }
        _ => return None,
    })
}

/// The parts of a text that lists several things by number: 1.转出2.转入.
fn listed(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = text.trim().to_owned();
    for number in 1.. {
        let at = [".", "、", "．", ")", "）"]
            .iter()
            .filter_map(|mark| rest.find(&format!("{number}{mark}")).map(|at| (at, number.to_string().len() + mark.len())))
            .min();
        match at {
            Some((at, long)) if number > 1 || at == 0 => {
                if number > 1 {
                    parts.push(
                        tidy(rest.get(..at).unwrap_or_default()).trim_end_matches(['；', ';', '，', '、', '。']).to_owned(),
                    );
                }
                rest = rest.get(at + long..).unwrap_or_default().to_owned();
            }
            _ => break,
        }
    }
    if parts.is_empty() {
        return Vec::new();
    }
    parts.push(tidy(&rest).trim_end_matches(['；', ';', '，', '、', '。']).to_owned());
    parts.retain(|p| !p.is_empty());
    parts
}

/// Reads the rows of a section into the table.
pub fn rows<'c>(
    section: &Section<'_>,
    roles: &[Named],
    there: Option<&'c Catalog>,
    memory: &mut Memory<'_, '_>,
    state: &mut State<'c>,
    table: &mut Table,
) {
    let sheet = section.sheet;
    let of = |wanted: Field| roles.iter().filter(move |n| n.role == Role::Field(wanted));
    let Some(name_at) = of(Field::Name).next().map(|n| n.at) else { return };
    let column = |at: usize| section.columns.iter().find(|c| c.at == at);
    // A coarser name stands for an item where the finer one is blank; a class never does.
    let coarse: Vec<&Named> = roles
        .iter()
        .filter(|n| n.role == Role::Level || (n.role == Role::Field(Field::Group) && column(n.at).is_some_and(names_items)))
        .collect();
    let names = section.values(name_at);
    let numbered = names.iter().filter(|t| unnumbered(t) != **t).count() * 2 >= names.len();
    let ticks: HashSet<usize> = roles
        .iter()
        .filter(|n| matches!(n.role, Role::Channel(_)) && section.values(n.at).iter().all(|t| matches!(t.trim(), "0" | "1")))
        .map(|n| n.at)
        .collect();
    let chosen = chosen(section, roles, memory);
    let mut carried: HashMap<usize, String> = HashMap::new();
    for line in &section.lines {
        let row = match line {
            Line::Row(row) => *row,
            Line::Group(row, title) => {
                carried.clear();
                title_of_group(section, (*row, name_at), title, there.is_some(), state, table);
                continue;
            }
            Line::Name(row, at) => {
                let says = if *at == name_at {
                    say!("这一行只有名称，没有读成事项", "the row has a name only and was not read as an item")
                } else {
                    say!("这一行只有一格有字，没有读", "only one cell of the row holds something; it was not read")
                };
                table.doubts.push(Uncertain { place: sheet.place(*row, *at), message: says });
                continue;
            }
        };
        let text = |at: usize| sheet.text(row, at).trim();
        let mut name = tidy(text(name_at));
        // What is blank below a title of several rows goes on from above.
        let mut own: HashMap<usize, String> = HashMap::new();
        for (place, level) in coarse.iter().map(|n| n.at).chain(of(Field::Group).map(|n| n.at)).enumerate() {
            let here = tidy(text(level));
            let covered = sheet.cell(row, level).is_some_and(|c| c.above);
            if here.is_empty() {
                if let Some(before) = carried.get(&level) {
                    own.insert(level, before.clone());
                }
                continue;
            }
            if !covered && carried.get(&level) != Some(&here) {
                // A new title ends the finer ones.
                for finer in coarse.iter().skip(place + 1) {
                    carried.remove(&finer.at);
                }
            }
            carried.insert(level, here.clone());
            own.insert(level, here);
        }
        let mut stands = name_at;
        if name.is_empty()
            && let Some(level) =
                coarse.iter().rev().find(|n| !text(n.at).is_empty() && !sheet.cell(row, n.at).is_some_and(|c| c.above))
        {
            stands = level.at;
            name = tidy(text(level.at));
            own.remove(&level.at);
        }
        if name.is_empty() {
            table.doubts.push(Uncertain {
                place: sheet.place(row, name_at),
                message: say!("这一行没有事项名称，没有读", "the row has no name and was not read"),
            });
            continue;
        }
        let mut item = Row { place: format!("{}!{}", sheet.name, row + 1), ..Row::default() };
        for named in roles {
            match &named.role {
                Role::Field(Field::Name | Field::Group) | Role::Level if named.at == stands => {}
                Role::Field(Field::Group) => {
                    if let Some(group) = own.get(&named.at).filter(|g| !is_blank(g)) {
                        item.values.push((Field::Group, group.clone()));
                    }
                }
                Role::Level => {
                    if let Some(words) = own.get(&named.at) {
                        item.keep(&named.head, words);
                    }
                }
                Role::Keep => {
                    let words = tidy(text(named.at));
                    if !is_blank(&words) {
                        item.keep(&named.head, &words);
                    }
                }
                Role::Field(field) => {
                    let words = if *field == Field::Name { String::new() } else { half_width_digits(text(named.at)) };
                    if !is_blank(&words) {
                        value(section, (row, named), *field, words, &chosen, &mut item, &mut table.doubts);
                    }
                }
                Role::Channel(channel) => {
                    let words = text(named.at);
                    let place = || sheet.place(row, named.at);
                    if let Some(value) =
                        depth_of(words, ticks.contains(&named.at), place, (there, &name, channel), state, &mut table.doubts)
                        && !item.depth.iter().any(|(c, _)| c == channel)
                    {
                        item.depth.push((channel.clone(), value));
                    }
                }
            }
        }
        if !state.group.is_empty() && item.value(Field::Group).is_empty() {
            item.values.push((Field::Group, state.group.clone()));
        }
        let parts = if coarse.is_empty() || stands != name_at { Vec::new() } else { listed(text(name_at)) };
        let bare = unnumbered(&name);
        if parts.is_empty() && numbered && bare != name {
            let digits: String = half_width_digits(&name).chars().take_while(char::is_ascii_digit).collect();
            if item.value(Field::Number).is_empty() && !digits.is_empty() {
                item.values.push((Field::Number, digits));
            }
            name = String::from(bare);
        }
        for name in if parts.is_empty() { vec![name] } else { parts } {
            let mut one = item.clone();
            one.values.insert(0, (Field::Name, name.clone()));
            name_it(one, &name, there, state, table);
        }
    }
}

/// A title between the rows.
fn title_of_group(
    section: &Section<'_>,
    (row, name_at): (usize, usize),
    title: &str,
    there: bool,
    state: &mut State<'_>,
    table: &mut Table,
) {
    let sheet = section.sheet;
    let cell = |at: usize| sheet.cell(row, at);
    // Unless it is merged or numbered, it may as well be a name that somebody has only begun with.
    let in_names = row >= section.head.1 && cell(name_at).is_some_and(|c| !c.left && !c.text.is_empty());
    let sure = cell(name_at + 1).is_some_and(|c| c.left) || unnumbered(title) != title;
    if in_names && !sure {
        table.doubts.push(Uncertain {
            place: sheet.place(row, name_at),
            message: say!(
                "这一行只有名称，当作分组的标题，没有读成事项",
                "the row has a name only: it is taken for the title of a group, not for an item"
            ),
        });
    }
    // A catalog that is there takes no group on such a guess.
    state.group = if there && in_names && !sure { String::new() } else { title.to_owned() };
}

/// Where two columns hold one field and differ in some row: the column that somebody chose.
fn chosen(section: &Section<'_>, roles: &[Named], memory: &mut Memory<'_, '_>) -> HashMap<Field, usize> {
    let mut chosen = HashMap::new();
    let mut seen: HashMap<Field, &Named> = HashMap::new();
    for named in roles {
        let Role::Field(field) = named.role else { continue };
        if matches!(field, Field::Name | Field::Group | Field::Id) {
            continue;
        }
        let Some(first) = seen.get(&field) else {
            seen.insert(field, named);
            continue;
        };
        let differ = differ(section, first.at, named.at);
        let column = |at: usize| section.columns.iter().find(|c| c.at == at);
        let Some((one, other)) = column(first.at).zip(column(named.at)).filter(|_| differ) else { continue };
        let place = section.sheet.place(section.head.0, named.at);
        let word = memory.ask(&shape(&section.columns), &other.name, which(place, one, other, neither()));
        chosen.insert(
            field,
            match word {
                Some("1") => first.at,
                Some("2") => named.at,
                _ => usize::MAX,
            },
        );
    }
    chosen
}

/// One cell of a field. A second column of the field is kept where it says something else.
fn value(
    section: &Section<'_>,
    (row, named): (usize, &Named),
    field: Field,
    words: String,
    chosen: &HashMap<Field, usize>,
    item: &mut Row,
    doubts: &mut Vec<Uncertain>,
) {
    let before = item.value(field).to_owned();
    if !before.is_empty() {
        let place = chosen.get(&field).copied();
        if squeezed(&before) == squeezed(&words) {
            return;
        }
        if place == Some(named.at) {
            // The one before gives way to the one that somebody chose.
            item.values.retain(|(f, _)| *f != field);
            item.keep(&other_head(section, row, &before, named.at), &before);
        } else {
            item.keep(&named.head, &tidy(&words));
            if place == Some(usize::MAX) {
                item.values.retain(|(f, _)| *f != field);
                item.keep(&other_head(section, row, &before, named.at), &before);
            }
            return;
        }
    }
    let (text, says) = match field {
        Field::Handling => (
            handling_of(&words).map(ToOwned::to_owned),
            say!(
                "办件类型“{words}”不是即办件、承诺件，没有读，照原样保留",
                "“{words}” is neither 即办件 nor 承诺件: it was not read and is kept as it stands"
            ),
        ),
        Field::Limit => (
            limit_of(section, named, &words),
            say!(
                "时限“{words}”读不懂，没有读，照原样保留；写成 15个工作日 或 即时办结",
                "the limit “{words}” was not understood: it was not read and is kept as it stands; write 15个工作日 or 即时办结"
            ),
        ),
        _ => {
            item.values.push((field, words));
            return;
        }
    };
    if let Some(text) = text {
        item.values.push((field, text));
    } else {
        item.keep(&named.head, &tidy(&words));
        doubts.push(Uncertain { place: section.sheet.place(row, named.at), message: says });
    }
}

/// The head of the column of a row that says some words.
fn other_head(section: &Section<'_>, row: usize, words: &str, but: usize) -> String {
    let same = |c: &&Column| c.at != but && squeezed(&half_width_digits(section.sheet.text(row, c.at))) == squeezed(words);
    section.columns.iter().find(same).map_or(String::new(), |c| c.name.clone())
}

/// A limit as files have it; a bare number takes the unit that stands in the head.
fn limit_of(section: &Section<'_>, named: &Named, words: &str) -> Option<String> {
    let bare: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    if Limit::parse(&bare).is_some() {
        return Some(bare);
    }
    let column = section.columns.iter().find(|c| c.at == named.at)?;
    let unit = bracketed(&column.name);
    let unit = unit.trim_start_matches("单位").trim_start_matches([':', '：']);
    if !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit()) && !unit.is_empty() {
        let text = if unit.starts_with(['个', '天', '日', '小', '分']) {
            format!("{bare}{unit}")
        } else {
            format!("{bare}个{unit}")
        };
        return Limit::parse(&text).is_some().then_some(text);
    }
    None
}

/// What a cell of a channel becomes; nothing for a blank one.
fn depth_of(
    words: &str,
    ticks: bool,
    place: impl Fn() -> String,
    (there, name, channel): (Option<&Catalog>, &str, &str),
    state: &mut State<'_>,
    doubts: &mut Vec<Uncertain>,
) -> Option<String> {
    let mapped = match words {
        "1" if ticks => Mapped::Mark('1'),
        "0" if ticks => Mapped::None,
        words => depth(words),
    };
    Some(match mapped {
        Mapped::Blank => return None,
        Mapped::None => "-".to_owned(),
        Mapped::Mark(mark) => {
            state.marks.entry(mark).or_insert_with(|| (0, place())).0 += 1;
            "未注明".to_owned()
        }
        Mapped::Depth(text) => text,
        // What the catalog has already was looked at then; `check` goes on saying it.
        Mapped::Odd(text) if there.is_some_and(|c| known_odd(c, name, channel, &text)) => text,
        Mapped::Odd(text) => {
            if state.odd.insert(text.clone()) {
                doubts.push(Uncertain {
                    place: place(),
                    message: say!("不认识的办理深度“{text}”，照原文录入", "“{text}” is no known depth; it is kept as published"),
                });
            }
            text
        }
    })
}

fn known_odd(there: &Catalog, name: &str, channel: &str, text: &str) -> bool {
    let item = there.items.iter().find(|item| squeezed(&item.name) == squeezed(name));
    item.and_then(|item| item.depth.get(channel)).is_some_and(|depth| depth.published() == text)
}

/// Finds the item in the catalog, by id and else by name, or gives it an id of its own. Of several of one name it is the one of its group or number.
fn name_it<'c>(mut item: Row, name: &str, there: Option<&'c Catalog>, state: &mut State<'c>, table: &mut Table) {
    let names = state.names.get_or_insert_with(|| {
        let mut names: HashMap<String, Vec<&Item>> = HashMap::new();
        for item in there.iter().flat_map(|c| &c.items) {
            names.entry(squeezed(&item.name)).or_default().push(item);
        }
        names
    });
    let written = item.value(Field::Id).to_owned();
    let by_id = there.and_then(|c| c.item(&written));
    let mut of_name: Vec<&Item> =
        if by_id.is_some() { Vec::new() } else { names.get(&squeezed(name)).cloned().unwrap_or_default() };
    let title = |i: &Item| {
        let group = i.group.as_ref().and_then(|id| there?.groups.iter().find(|g| g.id == *id));
        group.map_or(String::new(), |g| squeezed(unnumbered(&g.title)))
    };
    let group = squeezed(unnumbered(item.value(Field::Group)));
    if of_name.len() > 1 {
        let mut closer: Vec<&Item> = of_name.iter().copied().filter(|i| title(i) == group).collect();
        if closer.len() > 1 {
            let number = item.value(Field::Number);
            closer.retain(|i| !number.is_empty() && i.number.as_ref().is_some_and(|n| n.value == number));
        }
        if closer.len() > 1 {
            closer.retain(|i| !state.ids.contains_key(i.id.as_str()));
        }
        if closer.len() == 1 {
            of_name = closer;
        }
    }
    if of_name.len() > 1 {
        table.doubts.push(Uncertain {
            place: item.place.clone(),
            message: say!(
                "有几个事项都叫“{name}”，不知道是哪一个，没有读；写上编号",
                "several items are called “{name}”: the row was not read; give it an id"
            ),
        });
        return;
    }
    // The same name in another group of the table is another item.
    let other = |i: &&Item| {
        let first = state.ids.get(i.id.as_str()).and_then(|at| table.items.get(*at));
        first.is_some_and(|first| squeezed(unnumbered(first.value(Field::Group))) != group && !group.is_empty())
    };
    if let Some(known) = by_id.or_else(|| of_name.first().copied().filter(|i| !other(i))) {
        item.id = known.id.to_string();
        item.known = true;
    } else if Id::is_valid(&written) {
        item.id = written;
    } else {
        if !written.is_empty() {
            table.doubts.push(Uncertain {
                place: item.place.clone(),
                message: say!("“{written}”不能作编号，另起了一个", "“{written}” cannot be an id; another was made"),
            });
        }
        // Twice in one group is one item, or one of the two needs an id.
        if let Some(first) = state.fresh.get(&(group.clone(), squeezed(name))) {
            table.doubts.push(Uncertain {
                place: item.place.clone(),
                message: say!(
                    "“{name}”和 {first} 同名同组，只读第一次；是两个事项的话写上编号",
                    "“{name}” stands at {first} as well, in the same group; the first is read. If they are two items, give them ids"
                ),
            });
            return;
        }
        state.fresh.insert((group.clone(), squeezed(name)), item.place.clone());
        item.id = new_id(name, &|id| state.ids.contains_key(id) || there.is_some_and(|c| c.item(id).is_some()));
    }
    let first = state.ids.get(&item.id).and_then(|at| table.items.get(*at));
    if let Some(first) = first {
        table.doubts.push(Uncertain {
            place: item.place.clone(),
            message: say!(
                "“{name}”和 {} 的编号都是 {}，是同一个事项，只读第一次",
                "“{name}” and {} have the id {} and are one item; the first is read",
                first.place,
                first.id
            ),
        });
        return;
    }
    state.ids.insert(item.id.clone(), table.items.len());
    table.items.push(item);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_a_cell() {
        assert_eq!(listed("1.转出2.转入"), ["转出", "转入"]);
        assert_eq!(listed("1、参保登记；\n2、变更登记；\n3、停保"), ["参保登记", "变更登记", "停保"]);
        for text in ["参保登记", "1.参保登记", "2.转出3.转入", "15个工作日", ""] {
            assert!(listed(text).is_empty(), "{text}");
        }
    }
}
