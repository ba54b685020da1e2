//! A table of places as points: new ones for a file of their own, and what changes in those that are there.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

mod changes;
mod channels;
pub mod coordinates;
mod hours;
mod keys;
mod layout;
pub mod links;
mod words;

use super::catalog::new_id;
use super::find::{Column, squeezed, tidy};
use super::heads;
use super::hours::HoursColumn;
use super::memory::{Memory, shape};
use super::phones::Phone;
use super::phones::column::{self, Part};
use super::sections::{Line, Section, guessed, sections};
use super::{Sheet, Uncertain};
use crate::diagnostic::Bilingual;
use crate::model::coordinates::in_china;
use crate::model::personal::{HELD_BACK, without};
use crate::model::{Bureau, Id, Point};
use crate::say;
use crate::yaml_write::value::New;
pub use changes::changes;
use channels::{Channels, channel_named};
use coordinates::{Position, Systems};
use hours::HoursColumns;
pub use keys::key;
use layout::Columns;
use words::Words;

/// What a column holds: its key in the file, and its name in Chinese as our own workbooks write it.
pub const COLUMNS: [[&str; 2]; 13] = [
    ["id", "编号"],
    ["name", "名称"],
    ["channel", "渠道"],
    ["address", "地址"],
    ["phone", "电话"],
    ["complaint_phone", "投诉电话"],
    ["hours", "服务时间"],
    ["hours_note", "服务时间说明"],
    ["lat", "纬度"],
    ["lon", "经度"],
    ["crs", "坐标系"],
    ["note", "说明"],
    ["more", "其他栏目"],
];

/// What a key of a point is called in a file, in both languages: of a column, or of what its cells say beside it.
#[must_use]
pub fn names(key: &'static str) -> [&'static str; 2] {
    let beside = [
        ["location", "位置"],
        ["place", "坐标"],
        ["phone_label", "电话名称"],
        ["phone_contact", "电话联系人"],
        ["phone_public", "电话公开"],
        ["more_phones", "其他电话"],
        ["special", "特色服务"],
        ["public_mobiles", "可公布手机号"],
    ];
    COLUMNS.into_iter().chain(beside).find(|names| names[0] == key).unwrap_or([key, key])
}

/// The words by which somebody says what a column is.
const WORDS: [(&str, &str); 7] = [
    ("name", "网点名称"),
    ("channel", "渠道"),
    ("address", "地址"),
    ("phone", "电话"),
    ("complaint_phone", "投诉电话"),
    ("hours", "服务时间"),
    ("note", "说明"),
];

/// A table that was understood.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its sheet.
    pub sheet: String,
    /// Each column that was read: its letters, its head, and what it is taken for.
    pub mapping: Vec<(String, String, String)>,
    /// The points, in the order of their rows.
    pub points: Vec<Row>,
    /// How many rows with a name were left out: nobody knows which point they are, or they are there twice.
    pub skipped: usize,
    /// What a person should look at.
    pub doubts: Vec<Uncertain>,
    /// Each different phrase of hours, and the sentence of what it was understood as.
    pub hours: Vec<[String; 2]>,
    /// First and last day of summer hours that were answered for this table.
    pub summer: Option<[(u32, u32); 2]>,
}

/// A point.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Where it stands.
    pub place: String,
    /// Its id: of a point that is there, or made from the name.
    pub id: String,
    /// Whether the bureau has it.
    pub known: bool,
    /// Whether nobody knows its channel yet.
    pub open: bool,
    /// Its values by key; blank ones are not there.
    pub values: Vec<(&'static str, New)>,
}

/// Reads the sheets that hold tables of points, each by its own heads. `wanted` names one sheet. None where no head names points.
#[must_use]
pub fn read_points_table(sheets: &[Sheet], wanted: Option<&str>, bureau: &Bureau, memory: &mut Memory<'_, '_>) -> Option<Table> {
    let mut doubts: Vec<Uncertain> = Vec::new();
    let needed = |column: &Column| key(&column.name) == Some("name");
    let mut found = sections(
        sheets,
        wanted,
        &|name| key(name).is_some() || heads::is_town(&heads::plain(name)) || heads::is_number(&heads::plain(name)),
        &needed,
        &mut doubts,
    );
    let mut answers: HashMap<usize, &'static str> = HashMap::new();
    if found.is_empty() {
        found = guessed(sheets, wanted);
        let first = found.first()?;
        let shape = shape(&first.columns);
        for column in
            first.columns.iter().filter(|c| key(&c.name).is_none() && !heads::is_number(&heads::plain(&c.name))).take(12)
        {
            let place = first.sheet.place(first.head.0, column.at);
            if let Some(word) = memory.column(&shape, place, column, &first.samples(column.at), &WORDS) {
                answers.insert(column.at, word);
            }
        }
        if !answers.values().any(|word| *word == "name") {
            return None;
        }
        found.retain(|section| super::memory::shape(&section.columns) == shape);
        doubts.retain(|doubt| !found.iter().any(|section| section.sheet.name == doubt.place));
    }
    let mut table = Table { sheet: String::new(), ..Table::default() };
    let mut names: HashMap<String, Vec<&Point>> = HashMap::new();
    for point in bureau.every_point() {
        let name = bureau.written(point, "name").unwrap_or(&point.name);
        names.entry(squeezed(name)).or_default().push(point);
    }
    let mut taken = Taken::default();
    let mut asked = Channels::default();
    let laid: Vec<Columns> = found.iter().map(|section| layout::columns(section, &answers, memory)).collect();
    let phones = phone_columns(&found, &laid, bureau, memory);
    let words = Words::ask(&found, &laid, bureau, memory);
    let mut hours = HoursColumns::default();
    let mut systems = Systems::default();
    let summer = bureau.file.summer.as_ref().map(|t| t.as_str());
    for (section, columns) in found.iter().zip(&laid) {
        if !table.sheet.split('、').any(|name| name == section.sheet.name) {
            table.sheet = [table.sheet.as_str(), section.sheet.name.as_str()]
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
                .join("、");
        }
        for line in columns.mapping() {
            if !table.mapping.contains(&line) {
                table.mapping.push(line);
            }
        }
        let whole = Channels::of_table(section, columns, bureau, memory, &mut doubts);
        let known = |row: usize| {
            let text = |key: &str| section.sheet.text(row, columns.at(key));
            bureau.any_point(text("id").trim()).or_else(|| names.get(&squeezed(&tidy(text("name"))))?.first().copied())
        };
        let system = systems.of(section, columns, &known, memory);
        let mut group = String::new();
        let mut carried: HashMap<usize, String> = HashMap::new();
        for line in &section.lines {
            match line {
                Line::Group(_, title) => {
                    title.clone_into(&mut group);
                    carried.clear();
                }
                Line::Name(row, at) => doubts.push(Uncertain {
                    place: section.sheet.place(*row, *at),
                    message: say!("这一行只有一格有字，没有读", "only one cell of the row holds something; it was not read"),
                }),
                Line::Row(row) => {
                    let group = group.as_str();
                    let reader = Reader {
                        section,
                        sheet: section.sheet,
                        row: *row,
                        columns,
                        bureau,
                        names: &names,
                        whole: whole.as_deref(),
                        group,
                        phones: &phones,
                        words: &words,
                        system,
                    };
                    let column = hours.of(section, columns, summer);
                    reader.point(&mut table, &mut taken, (&mut asked, memory, &mut carried, column), &mut doubts);
                }
            }
        }
    }
    table.hours = hours.sentences();
    table.summer = hours.answered_summer();
    table.doubts = doubts;
    Some(table)
}

/// A name without personal numbers, for an id: that stands in addresses of pages.
fn nameless(name: &str) -> String {
    without(name, |_| false).map_or_else(|| name.to_owned(), |(text, _)| text.replace(HELD_BACK, ""))
}

/// The columns of phones by their key, with what was answered about their mobiles.
type PhoneColumns = HashMap<&'static str, column::Column>;

fn phone_columns(found: &[Section<'_>], laid: &[Columns], bureau: &Bureau, memory: &mut Memory<'_, '_>) -> PhoneColumns {
    let public: HashSet<String> = bureau
        .points
        .iter()
        .flat_map(|p| p.numbers().into_iter().chain(p.complaint_numbers()))
        .map(|n| column::key(&n.text))
        .collect();
    let settled = |phone: &Phone| public.contains(&column::key(&phone.text()));
    let mut columns = PhoneColumns::new();
    for key in ["phone", "complaint_phone"] {
        let parts: Vec<Part<'_>> = found
            .iter()
            .zip(laid)
            .filter(|(_, own)| own.at(key) != usize::MAX)
            .map(|(section, own)| Part {
                sheet: section.sheet,
                rows: section.lines.iter().filter_map(|l| if let Line::Row(row) = l { Some(*row) } else { None }).collect(),
                column: own.at(key),
                more: if key == "phone" { own.phones.clone() } else { Vec::new() },
            })
            .collect();
        columns.insert(key, column::Column::read(&parts, &settled, &mut |ask| memory.ask_once(ask)));
    }
    columns
}

/// What rows have taken already.
#[derive(Default)]
struct Taken {
    /// Ids.
    ids: HashSet<String>,
    /// Where each name stood last.
    names: HashMap<String, String>,
}

/// One row.
struct Reader<'r> {
    section: &'r Section<'r>,
    sheet: &'r Sheet,
    row: usize,
    columns: &'r Columns,
    bureau: &'r Bureau,
    /// The points that are there by their names without spaces.
    names: &'r HashMap<String, Vec<&'r Point>>,
    /// The channel of all rows that say none.
    whole: Option<&'r str>,
    /// The title that the row stands under.
    group: &'r str,
    phones: &'r PhoneColumns,
    words: &'r Words,
    /// The system of coordinates of all rows that name none.
    system: Option<&'static str>,
}

impl Reader<'_> {
    fn at(&self, key: &str) -> usize {
        self.columns.at(key)
    }

    fn text(&self, key: &str) -> String {
        if key == "hours" {
            return self.columns.hours(self.section, self.row);
        }
        let text = self.columns.said(self.section, self.row, key).trim();
        if matches!(text, "-" | "—" | "——" | "/" | "无") { String::new() } else { text.to_owned() }
    }

    fn doubt(&self, key: &str, says: Bilingual, doubts: &mut Vec<Uncertain>) {
        let at = self.at(key);
        let place =
            if at == usize::MAX { format!("{}!{}", self.sheet.name, self.row + 1) } else { self.sheet.place(self.row, at) };
        doubts.push(Uncertain { place, message: says });
    }

    fn point(
        &self,
        table: &mut Table,
        taken: &mut Taken,
        (asked, memory, carried, hours): (&mut Channels, &mut Memory<'_, '_>, &mut HashMap<usize, String>, &mut HoursColumn),
        doubts: &mut Vec<Uncertain>,
    ) {
        let mut more = self.columns.more(self.section, self.row, carried, self.group);
        let name = tidy(&self.text("name"));
        if name.is_empty() {
            self.doubt("name", say!("这一行没有名称，没有读", "the row has no name and was not read"), doubts);
            return;
        }
        let mut point = Row { place: format!("{}!{}", self.sheet.name, self.row + 1), ..Row::default() };
        let written = self.text("id");
        let by_id = self.bureau.any_point(&written);
        let of_name = self.names.get(&squeezed(&name)).map_or(&[][..], Vec::as_slice);
        if by_id.is_none() && of_name.len() > 1 {
            let ids = of_name.iter().map(|p| p.id.as_str()).collect::<Vec<_>>().join("、");
            table.skipped += 1;
            self.doubt(
                "name",
                say!(
                    "有几个网点都叫“{name}”（{ids}），不知道是哪一个，没有读；写上编号",
                    "several points are called “{name}” ({ids}): the row was not read; give it an id"
                ),
                doubts,
            );
            return;
        }
        let known = by_id.or_else(|| of_name.first().copied());
        point.known = known.is_some();
        point.id = match known {
            Some(known) => known.id.to_string(),
            None if Id::is_valid(&written) => written,
            None => new_id(&nameless(&name), &|id| taken.ids.contains(id) || self.bureau.any_point(id).is_some()),
        };
        if !taken.ids.insert(point.id.clone()) {
            table.skipped += 1;
            self.doubt("name", say!("“{name}”写了两次，只读第一次", "“{name}” is there twice; the first is read"), doubts);
            return;
        }
        // Two rows of one name may be one point.
        if let Some(first) = taken.names.insert(squeezed(&name), point.place.clone()) {
            self.doubt(
                "name",
                say!(
                    "“{name}”和 {first} 同名，当作两个网点（{id}）；是同一个的，删去一行",
                    "“{name}” stands at {first} as well and is read as another point ({id}); if it is the same one, remove a row",
                    id = point.id
                ),
                doubts,
            );
        }
        point.values.push(("name", New::Text(name)));
        let channel = self.channel(known, asked, memory, doubts);
        point.open = channel.is_empty() && known.is_none_or(|known| known.channel.is_missing());
        point.values.push(("channel", New::Text(channel)));
        point.values.push(("address", New::Text(self.text("address"))));
        for key in ["phone", "complaint_phone"] {
            point.values.extend(self.phones(key, known, doubts));
        }
        point.values.extend(self.hours_values(known, hours, memory, doubts));
        if let Some(place) = self.location(&mut more, doubts) {
            point.values.push(("location", place));
        }
        point.values.push(("note", New::Text(self.text("note"))));
        self.unhidden(known, &mut point, doubts);
        point.values.extend(self.words.public(&point.values, known).map(|list| ("public_mobiles", list)));
        point.values.push(("more", New::Map(self.kept(more))));
        point.values.retain(|(_, new)| !new.is_empty());
        table.points.push(point);
    }

    /// Words that an export has shortened and somebody has changed: written as they are, they would lose the number that the file has.
    fn unhidden(&self, known: Option<&Point>, point: &mut Row, doubts: &mut Vec<Uncertain>) {
        let Some(known) = known else { return };
        point.values.retain(|(key, new)| {
            let New::Text(text) = new else { return true };
            let lost = text.contains(HELD_BACK) && self.bureau.written(known, key).is_some();
            let shown = [&known.address, &known.hours_note, &known.note].into_iter().flatten().chain([&known.name]);
            if lost && !shown.into_iter().any(|own| squeezed(own) == squeezed(text)) {
                let says = say!(
                    "这一格里的号码导出时隐去了，改动没有读；在网点的文件里改",
                    "the export left a number of this cell out: the change was not read; make it in the file of the point"
                );
                self.doubt(key, says, doubts);
            }
            !lost
        });
    }

    /// The channel of a row: by its cell, by the title that it stands under, by the whole table.
    fn channel(
        &self,
        known: Option<&Point>,
        asked: &mut Channels,
        memory: &mut Memory<'_, '_>,
        doubts: &mut Vec<Uncertain>,
    ) -> String {
        let written = self.text("channel");
        let channels = self.bureau.catalog.as_ref().map_or(&[][..], |c| &c.channels);
        if written.is_empty() {
            let by_title = channel_named(channels, self.group).map(|c| c.id.to_string());
            return by_title
                .or_else(|| self.whole.filter(|_| known.is_none_or(|known| known.channel.is_missing())).map(ToOwned::to_owned))
                .unwrap_or_default();
        }
        if let Some(known) = channel_named(channels, &written) {
            return known.id.to_string();
        }
        if let Some(id) = self.whole.filter(|_| !self.columns.says_channel) {
            return id.to_owned();
        }
        let place = self.sheet.place(self.row, self.at("channel"));
        if let Some(id) = asked.of_word(&written, place, (self.section, self.bureau), memory) {
            return id;
        }
        // Where there are channels, it was asked which one it is.
        if channels.is_empty() {
            let says = say!(
                "清单里还没有渠道：“{written}”照原样留着，网点先不写渠道",
                "the catalog has no channels yet: “{written}” is kept as it stands, the point has no channel for now"
            );
            self.doubt("channel", says, doubts);
        }
        String::new()
    }

    /// What has no key of ours, and the class that a point has in the bureau's own words.
    fn kept(&self, mut more: Vec<(String, String)>) -> Vec<(String, String)> {
        let channels = self.bureau.catalog.as_ref().map_or(&[][..], |c| &c.channels);
        let class = tidy(&self.text("channel"));
        if !class.is_empty() && channel_named(channels, &class).is_none() {
            let head =
                self.columns.keys.iter().find(|(key, ..)| *key == "channel").map_or("类别", |(_, _, head)| head.as_str());
            more.push((head.to_owned(), class));
        }
        more
    }

    /// The phones of a cell. What is not certain in it is a doubt each.
    fn phones(&self, key: &str, known: Option<&Point>, doubts: &mut Vec<Uncertain>) -> Vec<(&'static str, New)> {
        let Some(column) = self.phones.get(key) else { return Vec::new() };
        let Some(cell) = column.cell(self.sheet, self.row, self.at(key)) else { return Vec::new() };
        for says in &cell.doubts {
            let line = |text: &str| text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
            self.doubt(key, Bilingual { zh: line(&says.zh), en: line(&says.en) }, doubts);
        }
        if key == "phone" { column.enquiry(cell, known) } else { column.complaint(cell, known) }
    }

    /// Where the point lies. What cannot be read in a column of both coordinates is kept under its head.
    fn location(&self, more: &mut Vec<(String, String)>, doubts: &mut Vec<Uncertain>) -> Option<New> {
        let (lat, lon, place) = (self.text("lat"), self.text("lon"), self.text("place"));
        let found = if lat.is_empty() && lon.is_empty() {
            if place.is_empty() {
                return None;
            }
            let Some(found) = coordinates::pair(&place) else {
                let shown = tidy(&place);
                let head =
                    self.columns.keys.iter().find(|(key, ..)| *key == "place").map_or("坐标", |(_, _, head)| head.as_str());
                let says = say!(
                    "“{shown}”读不成坐标，照原样留在“{head}”里",
                    "“{shown}” cannot be read as coordinates and is kept as “{head}”"
                );
                self.doubt("place", says, doubts);
                if !more.iter().any(|(known, _)| known == head) {
                    more.push((head.to_owned(), shown));
                }
                return None;
            };
            found
        } else {
            let read = coordinates::single(&lat, true).zip(coordinates::single(&lon, false));
            let Some((lat, lon)) = read else {
                let says = say!("经纬度“{lat}，{lon}”不是两个数，没有读", "“{lat}, {lon}” are not two numbers and were not read");
                self.doubt("lat", says, doubts);
                return None;
            };
            Position { lat, lon, system: None }
        };
        let degrees = |text: &str| Decimal::from_str_exact(text).ok().and_then(|d| d.to_f64());
        let Position { lat, lon, system } = found;
        if !degrees(&lat).zip(degrees(&lon)).is_some_and(|(y, x)| in_china(y, x)) {
            let says = say!(
                "坐标 {lat}，{lon} 不在国内，没有读；看看纬度和经度是不是写反了",
                "{lat}, {lon} do not lie in China and were not read: perhaps latitude and longitude are swapped"
            );
            self.doubt("lat", says, doubts);
            return None;
        }
        let written = self.text("crs");
        let own = coordinates::system(&written).map(ToOwned::to_owned).or(Some(written.to_lowercase()).filter(|w| !w.is_empty()));
        let system = own.or_else(|| system.or(self.system).map(ToOwned::to_owned)).unwrap_or_default();
        Some(New::Place([lat, lon, system]))
    }
}
