//! A table of items × channels as a catalog: which column is what, which row is which item, and what it changes in the catalog that is
//! there. The published words stay as they are; marks and blanks are read by stated rules ([`super::vocabulary`]).

use std::collections::{BTreeMap, HashMap};

use super::find::{self, Column, squeezed, tidy};
use super::vocabulary::{Field, Mapped, NAMES, depth, field, half_width_digits, tier};
use super::{Sheet, Uncertain, letters};
use crate::model::{Catalog, Id, Limit, pinyin};
use crate::say;

/// A table that was understood.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its sheets.
    pub sheets: Vec<String>,
    /// What stands above it.
    pub title: String,
    /// Each column that was read: its letters, its head, and what it is taken for.
    pub mapping: Vec<(String, String, String)>,
    /// The channels, in the order of their columns.
    pub channels: Vec<ChannelColumn>,
    /// The items, in the order of their rows.
    pub items: Vec<Row>,
    /// What a person should look at.
    pub doubts: Vec<Uncertain>,
}

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelColumn {
    /// Its id: of the catalog that is there, or made from the name.
    pub id: String,
    /// Its name as printed.
    pub name: String,
    /// Whether the catalog has it.
    pub known: bool,
    at: usize,
}

/// An item.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Where it stands: 清单!5.
    pub place: String,
    /// Its id: of the catalog that is there, or made from the name.
    pub id: String,
    /// Whether the catalog has it.
    pub known: bool,
    /// Its values by field; blank ones are not there.
    pub values: Vec<(Field, String)>,
    /// Depth by channel id, as it will be written; blank cells are not there.
    pub depth: Vec<(String, String)>,
}

impl Row {
    /// The value of a field; empty where the table has none.
    #[must_use]
    pub fn value(&self, field: Field) -> &str {
        self.values.iter().find(|(f, _)| *f == field).map_or("", |(_, text)| text)
    }
}

/// Reads the sheets that hold a table of items. Tables with the same columns go on from one another. `wanted` names one sheet.
#[must_use]
pub fn read_catalog_table(sheets: &[Sheet], wanted: Option<&str>, there: Option<&Catalog>) -> Option<Table> {
    let mut table: Option<Table> = None;
    let mut before: Vec<String> = Vec::new();
    let mut doubts: Vec<Uncertain> = Vec::new();
    for sheet in sheets.iter().filter(|s| wanted.is_none_or(|name| s.name == name)) {
        doubts.extend(sheet.doubts.iter().cloned());
        let found = find::table(sheet, &|name| field(name).is_some(), &mut doubts);
        let Some(found) = found.filter(|f| f.columns.iter().any(|c| field(&c.name) == Some(Field::Name))) else { continue };
        let names: Vec<String> = found.columns.iter().map(|c| c.name.clone()).collect();
        match &mut table {
            Some(first) if names == before => {
                first.sheets.push(sheet.name.clone());
                rows(sheet, &found, there, first);
            }
            Some(_) => doubts.push(Uncertain {
                place: sheet.name.clone(),
                message: say!(
                    "这张表的列和前面的不一样，没有读；要读它就写 --sheet {}",
                    "its columns are others than those of the table before: it was not read; --sheet {} reads it",
                    sheet.name
                ),
            }),
            None => {
                let mut first = Table { sheets: vec![sheet.name.clone()], title: found.title.clone(), ..Table::default() };
                columns(sheet, &found, there, &mut first);
                rows(sheet, &found, there, &mut first);
                before = names;
                table = Some(first);
            }
        }
    }
    let mut table = table?;
    doubts.append(&mut table.doubts);
    table.doubts = doubts;
    missing(there, &mut table);
    Some(table)
}

/// Says what each column is. A column that is no field is a channel if the catalog has it, or if its cells are depths.
fn columns(sheet: &Sheet, found: &find::Found, there: Option<&Catalog>, table: &mut Table) {
    let mut seen: Vec<Field> = Vec::new();
    for column in &found.columns {
        let lowest = (found.head.0..found.head.1).rev().map(|row| sheet.text(row, column.at)).find(|text| !text.is_empty());
        let head = tidy(lowest.unwrap_or_default());
        let place = letters(column.at);
        if let Some(field) = field(&column.name) {
            if seen.contains(&field) {
                table.doubts.push(Uncertain {
                    place: sheet.place(found.head.0, column.at),
                    message: say!("“{head}”有两列，只读第一列", "there are two columns “{head}”; the first is read"),
                });
            } else {
                seen.push(field);
                table.mapping.push((place, head, NAMES.iter().find(|(f, _)| *f == field).map_or("", |(_, n)| n[0]).to_owned()));
            }
            continue;
        }
        let known = there.and_then(|c| c.channels.iter().find(|channel| is_channel(channel, &column.name)));
        if let Some(channel) = known {
            let name = channel.name.value.clone();
            table.mapping.push((place, head, format!("渠道 {}", channel.id)));
            table.channels.push(ChannelColumn { id: channel.id.to_string(), name, known: true, at: column.at });
        } else if depths(sheet, found, column) {
            let taken: Vec<String> = table.channels.iter().map(|c| c.id.clone()).collect();
            let id = new_id(&head, &|id| taken.iter().any(|t| t == id) || there.is_some_and(|c| c.channel(id).is_some()));
            let (level, others) = (tier(&head).zh(), there.map_or(String::new(), names));
            table.doubts.push(Uncertain {
                place: sheet.place(found.head.0, column.at),
                message: if others.is_empty() {
                    say!(
                        "渠道“{head}”的层级按名称当作{level}，请核对 tier",
                        "by its name the channel “{head}” is taken for {level}: check its tier"
                    )
                } else {
                    say!(
                        "新渠道“{head}”，层级按名称当作{level}。是已有的渠道就把表头改成它的名称：{others}",
                        "a new channel “{head}”, by its name {level}; if it is one of {others}, give its column that name"
                    )
                },
            });
            table.mapping.push((place, head.clone(), format!("新渠道 {id}")));
            table.channels.push(ChannelColumn { id, name: head, known: false, at: column.at });
        } else {
            table.doubts.push(Uncertain {
                place: sheet.place(found.head.0, column.at),
                message: say!("不认识的列“{head}”，没有读", "the column “{head}” is not known and was not read"),
            });
        }
    }
}

/// The names of the channels of a catalog.
fn names(there: &Catalog) -> String {
    there.channels.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join("、")
}

fn is_channel(channel: &crate::model::catalog::Channel, name: &str) -> bool {
    let same = |text: &str| squeezed(text) == name;
    channel.id.as_str() == name || same(&channel.name) || channel.short_name.as_ref().is_some_and(|s| same(s))
}

/// Whether at least half of what a column holds are depths or marks.
fn depths(sheet: &Sheet, found: &find::Found, column: &Column) -> bool {
    let texts: Vec<&str> = found.rows.iter().map(|row| sheet.text(*row, column.at)).filter(|t| !t.is_empty()).collect();
    let good = texts.iter().filter(|t| !matches!(depth(t), Mapped::Odd(_))).count();
    // Yes and no answer any question: 是否收费 is no channel.
    let answers = texts.iter().all(|t| matches!(t.trim(), "是" | "否" | "有" | "无" | "Y" | "N"));
    !answers && good > 0 && good * 2 >= texts.len()
}

fn rows(sheet: &Sheet, found: &find::Found, there: Option<&Catalog>, table: &mut Table) {
    let place_of = |wanted: Field| found.columns.iter().find(|c| field(&c.name) == Some(wanted)).map(|c| c.at);
    let Some(name_at) = place_of(Field::Name) else { return };
    let mut group = String::new();
    let mut ids: HashMap<String, usize> = table.items.iter().enumerate().map(|(at, item)| (item.id.clone(), at)).collect();
    let mut marks: BTreeMap<char, (usize, String)> = BTreeMap::new();
    for row in &found.rows {
        let row = *row;
        let texts: Vec<&str> = (0..sheet.width())
            .filter_map(|at| sheet.cell(row, at))
            .filter(|c| !c.left)
            .map(|c| c.text.as_str())
            .filter(|t| !t.is_empty())
            .collect();
        // A row of one text is the title of a group.
        if texts.len() == 1 && table.channels.len() + found.columns.len() > 3 {
            // Unless it is merged, it may as well be a name that somebody has only begun with.
            let in_names = !sheet.text(row, name_at).is_empty() && !sheet.cell(row, name_at).is_some_and(|c| c.left);
            let merged = sheet.cell(row, name_at + 1).is_some_and(|c| c.left);
            if in_names && !merged {
                table.doubts.push(Uncertain {
                    place: sheet.place(row, name_at),
                    message: say!(
                        "这一行只有名称，当作分组的标题，没有读成事项",
                        "the row has a name only: it is taken for the title of a group, not for an item"
                    ),
                });
            }
            // A catalog that is there takes no group on such a guess.
            let guess = there.is_some() && in_names && !merged;
            group = texts.first().filter(|_| !guess).map(|t| squeezed(t)).unwrap_or_default();
            continue;
        }
        let name = tidy(sheet.text(row, name_at));
        if name.is_empty() || matches!(name.as_str(), "合计" | "总计" | "小计") {
            if !texts.is_empty() && name.is_empty() {
                table.doubts.push(Uncertain {
                    place: sheet.place(row, name_at),
                    message: say!("这一行没有事项名称，没有读", "the row has no name and was not read"),
                });
            }
            continue;
        }
        let mut item = Row { place: format!("{}!{}", sheet.name, row + 1), ..Row::default() };
        for (field, _) in &NAMES {
            let Some(at) = place_of(*field) else { continue };
            let text = sheet.text(row, at).trim();
            let text = if *field == Field::Name { name.clone() } else { half_width_digits(text) };
            if !text.is_empty() && !matches!(text.as_str(), "-" | "—" | "/") {
                item.values.push((*field, text));
            }
        }
        if !group.is_empty() && item.value(Field::Group).is_empty() {
            item.values.push((Field::Group, group.clone()));
        }
        handling(sheet, row, place_of(Field::Handling), &mut item, &mut table.doubts);
        limit(sheet, row, place_of(Field::Limit), &mut item, &mut table.doubts);
        for channel in &table.channels {
            let text = sheet.text(row, channel.at);
            let value = match depth(text) {
                Mapped::Blank => continue,
                Mapped::None => "-".to_owned(),
                Mapped::Mark(mark) => {
                    let seen = marks.entry(mark).or_insert_with(|| (0, sheet.place(row, channel.at)));
                    seen.0 += 1;
                    "未注明".to_owned()
                }
                Mapped::Depth(text) => text,
                // What the catalog has already was looked at then; `check` goes on saying it.
                Mapped::Odd(text) if there.is_some_and(|c| known_odd(c, &name, &channel.id, &text)) => text,
                Mapped::Odd(text) => {
                    table.doubts.push(Uncertain {
                        place: sheet.place(row, channel.at),
                        message: say!(
                            "不认识的办理深度“{text}”，照原文录入",
                            "“{text}” is no known depth; it is kept as published"
                        ),
                    });
                    text
                }
            };
            item.depth.push((channel.id.clone(), value));
        }
        name_it(&mut item, &name, there, &mut ids, table);
    }
    for (mark, (count, place)) in marks {
        table.doubts.push(Uncertain {
            place,
            message: say!(
                "{count} 个“{mark}”当作“未注明”：能办，没有写办到什么深度",
                "{count} × “{mark}” are taken as 未注明: offered, and not said how deep"
            ),
        });
    }
}

fn known_odd(there: &Catalog, name: &str, channel: &str, text: &str) -> bool {
    let item = there.items.iter().find(|item| squeezed(&item.name) == squeezed(name));
    item.and_then(|item| item.depth.get(channel)).is_some_and(|depth| depth.published() == text)
}

fn handling(sheet: &Sheet, row: usize, at: Option<usize>, item: &mut Row, doubts: &mut Vec<Uncertain>) {
    let written = item.value(Field::Handling).to_owned();
    let known = ["即办件", "承诺件", "on-the-spot", "promised"];
    if !written.is_empty() && !known.contains(&written.as_str()) {
        item.values.retain(|(field, _)| *field != Field::Handling);
        doubts.push(Uncertain {
            place: sheet.place(row, at.unwrap_or(0)),
            message: say!(
                "办件类型“{written}”不是即办件、承诺件，没有读",
                "“{written}” is neither 即办件 nor 承诺件 and was not read"
            ),
        });
    }
}

fn limit(sheet: &Sheet, row: usize, at: Option<usize>, item: &mut Row, doubts: &mut Vec<Uncertain>) {
    let written = item.value(Field::Limit).to_owned();
    if !written.is_empty() && Limit::parse(&written).is_none() {
        item.values.retain(|(field, _)| *field != Field::Limit);
        doubts.push(Uncertain {
            place: sheet.place(row, at.unwrap_or(0)),
            message: say!(
                "时限“{written}”读不懂，没有读；写成 15个工作日 或 即时办结",
                "the limit “{written}” was not understood and not read; write 15个工作日 or 即时办结"
            ),
        });
    }
}

/// Finds the item in the catalog, by id and else by name, or gives it an id of its own.
fn name_it(item: &mut Row, name: &str, there: Option<&Catalog>, ids: &mut HashMap<String, usize>, table: &mut Table) {
    let written = item.value(Field::Id).to_owned();
    let by_id = there.and_then(|c| c.item(&written));
    let of_name: Vec<_> = match by_id {
        Some(_) => Vec::new(),
        None => there.iter().flat_map(|c| &c.items).filter(|i| squeezed(&i.name) == squeezed(name)).collect(),
    };
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
    if let Some(known) = by_id.or_else(|| of_name.first().copied()) {
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
        item.id = new_id(name, &|id| ids.contains_key(id) || there.is_some_and(|c| c.item(id).is_some()));
    }
    let first = ids.get(&item.id).and_then(|at| table.items.get(*at));
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
    ids.insert(item.id.clone(), table.items.len());
    table.items.push(std::mem::take(item));
}

/// An id from the pinyin of a name.
#[must_use]
pub fn new_id(name: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let mut id = String::new();
    for part in pinyin::key(name).split_whitespace() {
        let part: String = part.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        // Room for a number behind it.
        if !part.is_empty() && id.len() + part.len() < 58 {
            if !id.is_empty() {
                id.push('-');
            }
            id.push_str(&part);
        }
    }
    if !Id::is_valid(&id) {
        "item".clone_into(&mut id);
    }
    if !taken(&id) {
        return id;
    }
    (2..100_000).map(|n| format!("{id}-{n}")).find(|id| !taken(id)).unwrap_or(id)
}

/// Items of the catalog that the table does not have: they stay, and somebody should know.
fn missing(there: Option<&Catalog>, table: &mut Table) {
    let gone: Vec<&str> = there
        .iter()
        .flat_map(|c| &c.items)
        .filter(|item| !table.items.iter().any(|row| row.id == item.id.as_str()))
        .map(|item| item.name.as_str())
        .collect();
    if !gone.is_empty() {
        let names = gone.join("、");
        table.doubts.push(Uncertain {
            place: table.sheets.join("、"),
            message: say!(
                "表里没有现有的 {} 个事项，保留不动：{names}",
                "{} items of the catalog are not in the table; they stay: {names}",
                gone.len()
            ),
        });
    }
}
