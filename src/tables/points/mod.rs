//! A table of places as points: new ones for a file of their own, and what changes in those that are there.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

mod channels;
mod coordinates;
mod hours;
mod layout;

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
use crate::model::phones::PhoneNumber;
use crate::model::{Bureau, Id, Phones, Point};
use crate::say;
use crate::yaml_write::value::New;
use channels::{Channels, channel_named};
use coordinates::{Position, Systems};
use hours::HoursColumns;
use layout::Columns;

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
    ];
    COLUMNS.into_iter().chain(beside).find(|names| names[0] == key).unwrap_or([key, key])
}

/// What a head means in a list of points: a key of [`COLUMNS`].
#[must_use]
pub fn key(head: &str) -> Option<&'static str> {
    let name = heads::plain(head);
    let name = name.as_str();
    // 北纬28.4012 is a value.
    if name.chars().count() > 14 || name.chars().filter(char::is_ascii_digit).count() > 3 {
        return None;
    }
    Some(match () {
        () if matches!(name, "编号" | "id" | "网点编号") => "id",
        () if heads::is_note(name) => "note",
        () if name == "hours_note" || heads::ends(name, &["时间说明", "时间备注"]) => "hours_note",
        () if matches!(name, "渠道" | "channel" | "类型" | "类别" | "网点级别" | "网点层级" | "层级" | "级别" | "服务层级")
            || (heads::ends(name, &["渠道", "类型", "类别"])
                && heads::has(name, &["网点", "服务", "机构", "站点", "点", "单位"])) =>
        {
            "channel"
        }
        () if heads::has(name, &["投诉", "监督", "举报"]) && heads::has(name, &["电话", "热线", "号码"]) => {
            "complaint_phone"
        }
        () if name == "phone"
            || heads::ends(name, &["电话", "联系方式", "手机", "热线", "电话号码", "手机号码", "手机号", "联系号码"]) =>
        {
            "phone"
        }
        () if is_pair(name) => "place",
        () if heads::has(name, &["经度", "东经"]) || matches!(name, "lon" | "lng") => "lon",
        () if heads::has(name, &["纬度", "北纬"]) && !name.contains('经') || name == "lat" => "lat",
        () if matches!(name, "坐标系" | "crs" | "坐标系统" | "坐标类型") => "crs",
        () if matches!(name, "地址" | "address" | "位置" | "地点" | "所在地" | "住址")
            || (heads::ends(name, &["地址", "地点", "位置"]) && !heads::has(name, &["网站", "网络", "ip", "邮"])) =>
        {
            "address"
        }
        () if name == "hours"
            || (heads::ends(name, &["时间", "时段"])
                && heads::has(
                    name,
                    &[
                        "服务", "工作", "营业", "上班", "办公", "开放", "对外", "值班", "坐班", "门诊", "开门", "上门", "作息",
                        "办理", "接待",
                    ],
                )) =>
        {
            "hours"
        }
        () if is_name(name) => "name",
        () => return None,
    })
}

/// Whether a head is that of both coordinates in one column: 经纬度, 坐标（经度，纬度）, 高德坐标, GPS.
fn is_pair(name: &str) -> bool {
    if heads::has(name, &["坐标系", "坐标类型", "系统"]) {
        return false;
    }
    let both = name.contains('经') && name.contains('纬') && heads::has(name, &["经纬", "纬经", "经度", "纬度"]);
    let positions = ["坐标", "gps", "坐标点", "定位坐标", "坐标值", "坐标位置"];
    both || positions.contains(&name) || (heads::ends(name, &["坐标", "坐标点"]) && !heads::has(name, &["x", "y", "横", "纵"]))
}

/// Whether a head is that of the names of places.
fn is_name(name: &str) -> bool {
    const PLACES: [&str; 34] = [
        "点",
        "站",
        "机构",
        "单位",
        "药店",
        "药房",
        "医院",
        "网点",
        "卫生院",
        "卫生室",
        "大厅",
        "中心",
        "银行",
        "支行",
        "站点",
        "窗口",
        "场所",
        "邮政所",
        "服务点",
        "服务站",
        "代办点",
        "便民点",
        "站所",
        "点位",
        "诊所",
        "医疗机构",
        "零售药店",
        "办事处",
        "营业厅",
        "分中心",
        "工作站",
        "经办机构",
        "服务中心",
        "服务网点",
    ];
    const KIND: [&str; 32] = [
        "村级",
        "乡镇",
        "镇级",
        "县级",
        "乡级",
        "街道",
        "社区",
        "村",
        "镇",
        "定点",
        "协议",
        "合作",
        "医保",
        "便民",
        "服务",
        "基层",
        "经办",
        "代办",
        "帮办",
        "零售",
        "医药",
        "医疗",
        "双通道",
        "公共",
        "政务",
        "办理",
        "签约",
        "延伸",
        "党群",
        "下沉",
        "金融",
        "各",
    ];
    let bare =
        name.strip_suffix("名称").or_else(|| name.strip_suffix("全称")).or_else(|| name.strip_suffix('名')).unwrap_or(name);
    matches!(name, "名称" | "name") || heads::made_of(bare, &[&PLACES[..], &KIND[..]].concat()) && heads::ends(bare, &PLACES)
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
    /// How many rows with a name were left out: nobody knows their channel or which point they are, or they are there twice.
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
    for point in &bureau.points {
        names.entry(squeezed(&point.name)).or_default().push(point);
    }
    let mut taken: HashSet<String> = HashSet::new();
    let mut asked = Channels::default();
    let laid: Vec<Columns> = found.iter().map(|section| layout::columns(section, &answers)).collect();
    let phones = phone_columns(&found, &laid, bureau, memory);
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
            bureau.point(text("id").trim()).or_else(|| names.get(&squeezed(&tidy(text("name"))))?.first().copied())
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
        let text = self.sheet.text(self.row, self.at(key)).trim();
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
        taken: &mut HashSet<String>,
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
        let by_id = self.bureau.point(&written);
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
            None => new_id(&name, &|id| taken.contains(id) || self.bureau.point(id).is_some()),
        };
        if !taken.insert(point.id.clone()) {
            table.skipped += 1;
            self.doubt("name", say!("“{name}”写了两次，只读第一次", "“{name}” is there twice; the first is read"), doubts);
            return;
        }
        point.values.push(("name", New::Text(name)));
        let channel = self.channel(known, asked, memory, doubts);
        if channel.is_empty() && !point.known {
            table.skipped += 1;
            self.doubt(
                "channel",
                say!("没有认得的渠道，这个网点没有读", "without a channel that is known the point was not read"),
                doubts,
            );
            return;
        }
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
        point.values.push(("more", New::Map(self.kept(more))));
        point.values.retain(|(_, new)| !new.is_empty());
        table.points.push(point);
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
            return by_title.or_else(|| self.whole.filter(|_| known.is_none()).map(ToOwned::to_owned)).unwrap_or_default();
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
            let says = say!("清单里还没有渠道，“{written}”没有读", "the catalog has no channels yet: “{written}” was not read");
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

/// What a row changes in a point that is there: key, old and new as texts.
#[must_use]
pub fn changes<'r>(row: &'r Row, point: &Point) -> Vec<(&'static str, String, &'r New)> {
    let text = |t: &Option<crate::model::Text>| t.as_ref().map(|t| t.value.clone()).unwrap_or_default();
    let numbers = |phones: &Option<Phones>| {
        let all: Vec<String> = phones.iter().flat_map(Phones::all).map(PhoneNumber::text).collect();
        all.join("、")
    };
    let old = |key: &str| match key {
        "name" => point.name.value.clone(),
        "channel" => point.channel.value.clone(),
        "address" => text(&point.address),
        "phone" => numbers(&point.phone),
        "phone_label" => text(&point.phone_label),
        "phone_contact" => text(&point.phone_contact),
        "phone_public" => if point.phone_public == Some(false) { "false" } else { "" }.to_owned(),
        "more_phones" => numbers(&point.more_phones),
        "complaint_phone" => numbers(&point.complaint_phone),
        "hours" => text(&point.hours),
        "hours_note" => text(&point.hours_note),
        "note" => text(&point.note),
        "location" => point.location.as_ref().map(|l| format!("{}，{}", l.lat.value, l.lon.value)).unwrap_or_default(),
        _ => String::new(),
    };
    let differs = |key: &str, new: &New| match (new, &point.location) {
        (New::Text(text), _) => squeezed(text) != squeezed(&old(key)),
        (New::Place([lat, lon, crs]), Some(place)) => {
            let same = |text: &str, value: Decimal| Decimal::from_str_exact(text).is_ok_and(|d| d == value);
            let system = crs.is_empty() || place.crs.as_ref().map_or("wgs84", |c| c.as_str()).eq_ignore_ascii_case(crs);
            !(same(lat, place.lat.value) && same(lon, place.lon.value) && system)
        }
        (New::Map(map), _) => {
            map.iter().any(|(head, text)| point.more.get(head).is_none_or(|old| squeezed(old) != squeezed(text)))
        }
        _ => true,
    };
    row.values.iter().filter(|(key, new)| differs(key, new)).map(|(key, new)| (*key, old(key), new)).collect()
}
