//! A table of places as points: new ones for a file of their own, and what changes in those that are there.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::ask::Asker;
use super::catalog::new_id;
use super::find::{self, squeezed, tidy};
use super::hours::{HoursColumn, Reading};
use super::{Sheet, Uncertain, letters};
use crate::diagnostic::Bilingual;
use crate::model::coordinates::in_china;
use crate::model::hours::Hours;
use crate::model::{Bureau, Id, Point};
use crate::say;
use crate::source::decode::half_width;
use crate::yaml_write::tree::Tree;
use crate::yaml_write::value::New;

/// What a column holds: its key in the file, its name in Chinese, and the names of columns, without spaces. The first is what our own
/// workbooks write.
pub const COLUMNS: [([&str; 2], &[&str]); 12] = [
    (["id", "编号"], &["编号", "id", "网点编号"]),
    (["name", "名称"], &["名称", "网点名称", "服务点名称", "服务网点", "服务点", "单位名称", "机构名称", "name"]),
    (["channel", "渠道"], &["渠道", "服务渠道", "网点类型", "类型", "类别", "channel"]),
    (["address", "地址"], &["地址", "详细地址", "网点地址", "服务地址", "address"]),
    (["phone", "电话"], &["电话", "联系电话", "服务电话", "咨询电话", "phone"]),
    (["complaint_phone", "投诉电话"], &["投诉电话", "监督电话"]),
    (["hours", "服务时间"], &["服务时间", "工作时间", "营业时间", "上班时间", "hours"]),
    (["hours_note", "服务时间说明"], &["服务时间说明", "hours_note"]),
    (["lat", "纬度"], &["纬度", "lat"]),
    (["lon", "经度"], &["经度", "lon", "lng"]),
    (["crs", "坐标系"], &["坐标系", "crs"]),
    (["note", "说明"], &["说明", "备注", "note"]),
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

/// Reads the first sheet that holds a table of points. `wanted` names one sheet.
#[must_use]
pub fn read_points_table(sheets: &[Sheet], wanted: Option<&str>, bureau: &Bureau, asker: &mut Asker<'_>) -> Option<Table> {
    let key = |name: &str| COLUMNS.iter().find(|(_, names)| names.contains(&name)).map(|(key, _)| key[0]);
    let mut doubts: Vec<Uncertain> = Vec::new();
    for sheet in sheets.iter().filter(|s| wanted.is_none_or(|name| s.name == name)) {
        doubts.extend(sheet.doubts.iter().cloned());
        let Some(found) = find::table(sheet, &|name| key(&name.to_lowercase()).is_some(), &mut doubts) else { continue };
        let columns: Vec<(&str, usize, String)> =
            found.columns.iter().filter_map(|c| Some((key(&c.name.to_lowercase())?, c.at, c.name.clone()))).collect();
        if !columns.iter().any(|(key, ..)| *key == "name") {
            continue;
        }
        let mut table = Table { sheet: sheet.name.clone(), ..Table::default() };
        for column in found.columns.iter().filter(|c| key(&c.name.to_lowercase()).is_none()) {
            doubts.push(Uncertain {
                place: sheet.place(found.head.0, column.at),
                message: say!("不认识的列“{}”，没有读", "the column “{}” is not known and was not read", column.name),
            });
        }
        let zh = |key: &str| COLUMNS.iter().find(|(names, _)| names[0] == key).map_or("", |(names, _)| names[1]);
        table.mapping = columns.iter().map(|(key, at, head)| (letters(*at), head.clone(), zh(key).to_owned())).collect();
        let mut names: HashMap<String, Vec<&Point>> = HashMap::new();
        for point in &bureau.points {
            names.entry(squeezed(&point.name)).or_default().push(point);
        }
        let mut taken: HashSet<String> = HashSet::new();
        let column = columns.iter().find(|(key, ..)| *key == "hours").map_or_else(String::new, |(_, at, _)| letters(*at));
        let mut hours = HoursColumn::new(format!("{}!{column}", sheet.name), bureau.file.summer.as_ref().map(|t| t.as_str()));
        for row in &found.rows {
            let reader = Reader { sheet, row: *row, columns: &columns, bureau, names: &names };
            reader.point(&mut table, &mut taken, &mut hours, asker, &mut doubts);
        }
        table.hours = hours.sentences();
        table.summer = hours.answered_summer();
        table.doubts = doubts;
        return Some(table);
    }
    None
}

/// One row.
struct Reader<'r> {
    sheet: &'r Sheet,
    row: usize,
    columns: &'r [(&'r str, usize, String)],
    bureau: &'r Bureau,
    /// The points that are there by their names without spaces.
    names: &'r HashMap<String, Vec<&'r Point>>,
}

impl Reader<'_> {
    fn at(&self, key: &str) -> usize {
        self.columns.iter().find(|(k, ..)| *k == key).map_or(usize::MAX, |(_, at, _)| *at)
    }

    fn text(&self, key: &str) -> String {
        let text = self.sheet.text(self.row, self.at(key)).trim();
        if matches!(text, "-" | "—" | "/" | "无") { String::new() } else { text.to_owned() }
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
        hours: &mut HoursColumn,
        asker: &mut Asker<'_>,
        doubts: &mut Vec<Uncertain>,
    ) {
        let name = tidy(&self.text("name"));
        if name.is_empty() {
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
        let channel = self.channel(doubts);
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
            point.values.push((key, New::Text(self.phone(key, doubts))));
        }
        let reading = self.hours(known, hours, asker, doubts);
        point.values.push(("hours", New::Text(reading.hours.clone())));
        point.values.push(("hours_note", New::Text(self.hours_note(known, &reading))));
        if let Some(special) = special(known, &reading) {
            point.values.push(("special", special));
        }
        if let Some(place) = self.location(doubts) {
            point.values.push(("location", place));
        }
        point.values.push(("note", New::Text(self.text("note"))));
        point.values.retain(|(_, new)| *new != New::Text(String::new()));
        table.points.push(point);
    }

    fn channel(&self, doubts: &mut Vec<Uncertain>) -> String {
        let written = squeezed(&self.text("channel"));
        let channels = self.bureau.catalog.as_ref().map_or(&[][..], |c| &c.channels);
        if written.is_empty() {
            return String::new();
        }
        let same = |text: &str| squeezed(text) == written;
        let known =
            channels.iter().find(|c| c.id.as_str() == written || same(&c.name) || c.short_name.as_ref().is_some_and(|s| same(s)));
        if known.is_none() {
            let names = channels.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join("、");
            let says = if names.is_empty() {
                say!("清单里还没有渠道，“{written}”没有读", "the catalog has no channels yet: “{written}” was not read")
            } else {
                say!(
                    "清单里没有渠道“{written}”，没有读；有：{names}",
                    "the catalog has no channel “{written}”, which was not read; it has {names}"
                )
            };
            self.doubt("channel", says, doubts);
        }
        known.map_or(String::new(), |c| c.id.to_string())
    }

    /// A phone in half width. A cell that was a number may have lost the zero of its area.
    fn phone(&self, key: &str, doubts: &mut Vec<Uncertain>) -> String {
        let text = half_width(&self.text(key)).replace([' ', '－', '—', '–'], "-").replace("--", "-");
        let number = self.sheet.cell(self.row, self.at(key)).is_some_and(|c| c.number);
        if number && !text.starts_with('1') && text.len() > 8 {
            self.doubt(
                key,
                say!(
                    "电话 {text} 存成了数字，区号前面的 0 可能丢了，没有读",
                    "the phone {text} is a number: the zero of its area may be lost; it was not read"
                ),
                doubts,
            );
            return String::new();
        }
        text
    }

    fn hours(
        &self,
        known: Option<&Point>,
        column: &mut HoursColumn,
        asker: &mut Asker<'_>,
        doubts: &mut Vec<Uncertain>,
    ) -> Reading {
        let text = self.text("hours");
        // What the file has and a workbook of ours brought back is understood already.
        let same = known.and_then(|p| p.hours.as_ref()).is_some_and(|old| old.trim() == text);
        if text.is_empty() || (same && Hours::parse(&text).is_ok()) {
            return Reading { hours: text, holidays_said: true, ..Reading::default() };
        }
        let mut reading = column.read(&text, asker);
        let nothing = reading.hours.is_empty();
        // Words that give no hours are no remark on the hours that are there.
        let keeps = nothing && known.is_some_and(|p| p.hours.is_some());
        for why in &reading.doubts {
            let Bilingual { zh, en } = why.says();
            let says = if keeps {
                say!("{zh}；没有读，现有的时间不变", "{en}; the hours that are there stay as they are")
            } else if nothing {
                say!(
                    "{zh}；时间没有写，原文记在“服务时间说明”里",
                    "{en}; no hours are written, the words are kept in `hours_note`"
                )
            } else {
                Bilingual { zh, en }
            };
            self.doubt("hours", says, doubts);
        }
        if keeps {
            reading.note.clear();
            reading.services.clear();
        }
        // A cell that says nothing of holidays does not open the point on them.
        let shut = known.and_then(|p| p.hours.as_ref()).is_some_and(|old| old.contains("PH off"));
        if shut && !reading.holidays_said && !nothing {
            self.doubt(
                "hours",
                say!("没有写节假日，照现有的保留“法定节假日休息”", "nothing is said of holidays: PH off is kept"),
                doubts,
            );
            reading.hours.push_str("; PH off");
        }
        reading
    }

    /// The words beside the hours: those of their own column, and those that the hours themselves cannot say.
    fn hours_note(&self, known: Option<&Point>, reading: &Reading) -> String {
        let own = self.text("hours_note");
        let mut parts: Vec<String> = [own.clone(), reading.note.clone()].into_iter().filter(|t| !t.is_empty()).collect();
        if own.contains(&reading.note) {
            parts.truncate(1);
        }
        // Services that a point with others cannot be given by a table are words here.
        if let Some(known) = known.filter(|p| !p.special.is_empty()) {
            let missing = reading.services.iter().filter(|s| !known.special.iter().any(|k| k.name.trim() == s.name));
            parts.extend(missing.map(|s| if s.note.is_empty() { s.name.clone() } else { format!("{}：{}", s.name, s.note) }));
        }
        parts.join("；")
    }

    fn location(&self, doubts: &mut Vec<Uncertain>) -> Option<New> {
        let (lat, lon) = (half_width(&self.text("lat")), half_width(&self.text("lon")));
        if lat.is_empty() && lon.is_empty() {
            return None;
        }
        let degrees = |text: &str| Decimal::from_str_exact(text).ok().and_then(|d| d.to_f64());
        let Some((y, x)) = degrees(&lat).zip(degrees(&lon)) else {
            self.doubt(
                "lat",
                say!("经纬度“{lat}，{lon}”不是两个数，没有读", "“{lat}, {lon}” are not two numbers and were not read"),
                doubts,
            );
            return None;
        };
        if !in_china(y, x) {
            self.doubt(
                "lat",
                say!(
                    "坐标 {lat}，{lon} 不在国内，没有读；看看纬度和经度是不是写反了",
                    "{lat}, {lon} do not lie in China and were not read: perhaps latitude and longitude are swapped"
                ),
                doubts,
            );
            return None;
        }
        Some(New::Place([lat, lon, self.text("crs").to_lowercase()]))
    }
}

/// The services of their own that hours name, for a point that has none yet.
fn special(known: Option<&Point>, reading: &Reading) -> Option<New> {
    if reading.services.is_empty() || known.is_some_and(|p| !p.special.is_empty()) {
        return None;
    }
    let record = |s: &super::hours::Service| {
        let keys = [("name", &s.name), ("hours", &s.hours), ("note", &s.note)];
        Tree::Map(keys.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k.to_owned(), Tree::text(v))).collect())
    };
    Some(New::Yaml(Tree::List(reading.services.iter().map(record).collect()).flow()))
}

/// What a row changes in a point that is there: key, old and new as texts.
#[must_use]
pub fn changes<'r>(row: &'r Row, point: &Point) -> Vec<(&'static str, String, &'r New)> {
    let text = |t: &Option<crate::model::Text>| t.as_ref().map(|t| t.value.clone()).unwrap_or_default();
    let old = |key: &str| match key {
        "name" => point.name.value.clone(),
        "channel" => point.channel.value.clone(),
        "address" => text(&point.address),
        "phone" => text(&point.phone),
        "complaint_phone" => text(&point.complaint_phone),
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
        _ => true,
    };
    row.values.iter().filter(|(key, new)| differs(key, new)).map(|(key, new)| (*key, old(key), new)).collect()
}
