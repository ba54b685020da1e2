//! A service point (服务站, 服务点, 窗口): one place with address, hours, staff, windows.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value as Json, json};

use super::application::Application;
use super::hours::Hours;
use super::{Date, Depth, Dict, Id, Phones, Text};
use crate::diagnostic::{Diagnostics, FileId, Span, Spanned};
use crate::say;
use crate::source::decode::{Decode, bad_value, half_width, wrong_type};
use crate::source::{Node, Value};
use crate::{choice, record};

choice! {
    /// Whether a point is open to the public at all.
    pub enum Status = "状态" {
        /// In service.
        Active = "active" | "启用",
        /// Closed for a time.
        Suspended = "suspended" | "暂停",
        /// Closed for good.
        Closed = "closed" | "撤销",
    }
}

record! {
    /// One place where people are served (`points/*.yaml`, one or a list in a file).
    pub struct Point = "服务点" {
        /// Stable id.
        id = "编号": Id,
        /// Name on the door.
        name = "名称": Text,
        /// Other names that people search for it by: short ones, and those that it had.
        aliases = "别名": Vec<Text>,
        /// Name of the town or village, as its door plate needs it; found in the point's name when absent.
        place = "地名": Option<Text>,
        /// Channel of the catalog. A point without one is kept, and is on no list, page or piece until it has one.
        channel = "渠道": ChannelRef,
        /// Postal address.
        address = "地址": Option<Text>,
        /// How to get there.
        directions = "到达方式": Option<Text>,
        /// Coordinates.
        location = "位置": Option<Location>,
        /// Things nearby that people know, for the sketch of the way.
        landmarks = "路标": Vec<Landmark>,
        /// Ids that it had before: their pages lead on to the present one, so that printed codes still do.
        formerly = "曾用编号": Vec<Id>,
        /// Enquiry phone: one number, or a list.
        phone = "电话": Option<Phones>,
        /// What the number in `phone` is for, such as 医保窗口; shown beside it.
        phone_label = "电话名称": Option<Text>,
        /// Who answers there. Never published.
        phone_contact = "电话联系人": Option<Text>,
        /// false where the number in `phone` is not to be published, such as somebody's mobile.
        phone_public = "电话公开": Option<bool>,
        /// Further enquiry phones.
        more_phones = "其他电话": Option<Phones>,
        /// Complaint phone, where it differs from the bureau's: one number, or a list.
        complaint_phone = "投诉电话": Option<Phones>,
        /// Opening hours in the syntax of OpenStreetMap.
        hours = "服务时间": Option<Text>,
        /// What `hours` cannot say, in words, shown beside them: 农历逢二、七开放, 16:30 停止取号.
        hours_note = "服务时间说明": Option<Text>,
        /// What this point's window does in one line, for its desk card; made from the catalog when absent.
        tagline = "一句话介绍": Option<Text>,
        /// Hours for special services.
        special = "特色服务": Vec<SpecialHours>,
        /// People on duty.
        staff = "人员": Vec<Staff>,
        /// Windows, each with a number and what it does, for their signs; the number of windows alone stands in the facts.
        windows = "窗口": Vec<Window>,
        /// Facts that inspections use, keyed by the standard's words.
        facts = "数据": Dict<FactValue>,
        /// active, suspended or closed.
        status = "状态": Option<Spanned<Status>>,
        /// Why and since when it is not active.
        status_reason = "状态说明": Option<Text>,
        /// Items beyond the channel's column.
        adds = "增加事项": Vec<Override>,
        /// Items of the column that this point does not handle.
        omits = "减少事项": Vec<Override>,
        /// Items with another depth, window or phone here.
        overrides = "调整事项": Vec<Override>,
        /// Link or code of the government's service rating (好差评).
        rating = "好差评": Option<Text>,
        /// Applications for a title, each a form of the bureau's programme. Internal: they bear names.
        applications = "申报": Vec<Application>,
        /// Last review of this file.
        reviewed = "复核": Option<Review>,
        /// Remark for readers.
        note = "说明": Option<Text>,
        /// Mobiles within the words of this file that may be published; any other is left out wherever the words are shown.
        public_mobiles = "可公布手机号": Vec<Text>,
        /// What the bureau's own table says besides, each under the head that its column has there, such as 医院等级.
        more = "其他栏目": Dict<Text>,
    }
}

record! {
    /// Where a point lies.
    pub struct Location = "位置" {
        /// Latitude in degrees.
        lat = "纬度": Spanned<Decimal>,
        /// Longitude in degrees.
        lon = "经度": Spanned<Decimal>,
        /// wgs84, gcj02 or bd09.
        crs = "坐标系": Option<Text>,
    }
}

record! {
    /// Something near a point that people know: a bus stop, a school, a market.
    pub struct Landmark = "路标" {
        /// Name, as it stands on the spot.
        name = "名称": Text,
        /// Latitude in degrees, in the coordinate system of the point; without coordinates it is named and not drawn.
        lat = "纬度": Option<Spanned<Decimal>>,
        /// Longitude in degrees.
        lon = "经度": Option<Spanned<Decimal>>,
        /// What it is, such as 公交站.
        kind = "类型": Option<Text>,
        /// What stops there, such as 12路、37路.
        lines = "线路": Option<Text>,
        /// How to get from there to the point, such as 下车往回走，过桥就到.
        way = "怎么走": Option<Text>,
    }
}

impl Landmark {
    /// Where it lies, as written; none unless both coordinates are.
    #[must_use]
    pub fn written(&self) -> Option<(&Spanned<Decimal>, &Spanned<Decimal>)> {
        self.lat.as_ref().zip(self.lon.as_ref())
    }

    /// Whether people get off there.
    #[must_use]
    pub fn is_stop(&self) -> bool {
        let named = self.kind.as_ref().map_or(self.name.as_str(), |kind| kind.as_str());
        self.lines.is_some() || ["站", "码头", "渡口"].iter().any(|end| named.ends_with(end))
    }
}

record! {
    /// Hours of one special service.
    pub struct SpecialHours = "特色服务时间" {
        /// Name, such as 午间不打烊.
        name = "名称": Text,
        /// Opening hours in the syntax of OpenStreetMap.
        hours = "时间": Option<Text>,
        /// Remark, such as 需电话预约.
        note = "说明": Option<Text>,
    }
}

record! {
    /// One window of a point.
    pub struct Window = "窗口" {
        /// Number, such as 1 or A2.
        number = "窗口号": Text,
        /// What it does, such as 参保登记; 医保综合受理 when absent.
        name = "名称": Option<Text>,
        /// Remark, such as 老年人优先.
        note = "说明": Option<Text>,
        /// Link or code of this window's own service rating, where it has one.
        rating = "好差评": Option<Text>,
    }
}

record! {
    /// One person on duty.
    pub struct Staff = "人员" {
        /// Name.
        name = "姓名": Text,
        /// Post, such as 综合柜员.
        role = "岗位": Option<Text>,
        /// Party member: the badge carries the mark.
        party_member = "党员": bool,
        /// Picture of the person, for badge and staff board only.
        photo = "照片": Option<Text>,
        /// Phone that is private unless `public` is set.
        phone = "电话": Option<Text>,
        /// Name, post and phone may be published, on the website and on signs; not the photo.
        public = "公开": bool,
    }
}

record! {
    /// A point's difference from its channel's column.
    pub struct Override = "事项调整" {
        /// Item id.
        item = "事项": Text,
        /// Depth here.
        depth = "办理深度": Option<Depth>,
        /// Window here.
        window = "窗口": Option<Text>,
        /// Phone here: one number, or a list.
        phone = "电话": Option<Phones>,
        /// Why.
        reason = "原因": Option<Text>,
    }
}

record! {
    /// Who looked at the file last, and when.
    pub struct Review = "复核" {
        /// Day.
        date = "日期": Date,
        /// Department.
        by = "复核人": Option<Text>,
    }
}

/// The channel of a point, by its id. It may be missing until somebody knows it: such points stand in `Bureau::unassigned`, so that whatever is made has
/// whole points only.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelRef(Text);

impl ChannelRef {
    /// Whether nobody has said which channel it is.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl std::ops::Deref for ChannelRef {
    type Target = Text;

    fn deref(&self) -> &Text {
        &self.0
    }
}

impl Decode for ChannelRef {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        Text::decode(node, out).map(Self)
    }

    fn absent() -> Option<Self> {
        Some(Self(Spanned::new(String::new(), Span::file(FileId(0)))))
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        Text::schema(defs)
    }
}

impl Staff {
    /// Name and post: 陈素问（医保专管员）.
    #[must_use]
    pub fn with_role(&self) -> String {
        match &self.role {
            Some(role) => format!("{}（{}）", self.name.value, role.value),
            None => self.name.value.clone(),
        }
    }
}

impl SpecialHours {
    /// When, one line per rule. What the ordinary hours already say, such as 法定节假日休息, is not said again; a text that nobody understands
    /// stands as it is.
    #[must_use]
    pub fn times(&self, ordinary: &[String]) -> Vec<String> {
        let Some(text) = &self.hours else { return Vec::new() };
        let mut lines = Hours::parse(text).map_or_else(|_| vec![text.value.clone()], |hours| hours.describe());
        lines.retain(|line| !ordinary.contains(line));
        lines
    }
}

impl Point {
    /// Whether an id is this point's, now or formerly.
    #[must_use]
    pub fn is_called(&self, id: &str) -> bool {
        self.id.as_str() == id || self.formerly.iter().any(|old| old.as_str() == id)
    }

    /// The link to the government's service rating (好差评); none where the bureau gave a code that is no link.
    #[must_use]
    pub fn rating_link(&self) -> Option<&str> {
        let written = self.rating.as_ref()?.trim();
        (written.starts_with("https://") || written.starts_with("http://")).then_some(written)
    }

    /// The hours in words, one line per rule, and what their note says. A text that nobody understands stands as it was written.
    #[must_use]
    pub fn hours_in_words(&self) -> Vec<String> {
        let written = self.hours.as_ref().map(|text| text.as_str());
        let mut lines =
            written.map_or_else(Vec::new, |text| Hours::parse(text).map_or_else(|_| vec![text.to_owned()], |h| h.describe()));
        lines.extend(self.hours_note.as_ref().map(|note| note.value.clone()));
        lines
    }

    /// Whether people can go there: not suspended and not closed.
    #[must_use]
    pub fn in_service(&self) -> bool {
        self.status.is_none_or(|status| status.value == Status::Active)
    }

    /// How many windows the facts state: a whole number, and no more than anybody has. None where they state none, or no such number.
    #[must_use]
    pub fn stated_windows(&self) -> Option<usize> {
        match self.facts.get("windows")? {
            FactValue::Number(number) if number.value.is_integer() => number.value.to_usize().filter(|n| *n <= MOST_WINDOWS),
            _ => None,
        }
    }

    /// How many windows there are: those that the file names, or as many as its facts state.
    #[must_use]
    pub fn window_count(&self) -> usize {
        if self.windows.is_empty() { self.stated_windows().unwrap_or(0) } else { self.windows.len().min(MOST_WINDOWS) }
    }
}

/// Longest link that is printed as a QR code, in bytes: a longer one would need modules too small to scan.
pub const LONGEST_LINK: usize = 600;

/// A text that is a link which a QR code can hold: http or https, a host, no blank.
#[must_use]
pub fn link(text: &str) -> Option<&str> {
    let text = text.trim();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let whole = !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace);
    (whole && text.len() <= LONGEST_LINK).then_some(text)
}

/// More windows than this are a slip of the pen.
pub const MOST_WINDOWS: usize = 99;

/// A fact about a point: a number, a text, or a list of things. Numbers stay exact.
#[derive(Debug, Clone, PartialEq)]
pub enum FactValue {
    /// A number, such as 98.5.
    Number(Spanned<Decimal>),
    /// 是 or 否.
    YesNo(Spanned<bool>),
    /// Any other text.
    Text(Text),
    /// A list of things, such as zones.
    List(Vec<Text>),
}

/// The half-width form of a number in full-width digits, which would pass as a word that no rule can compare.
#[must_use]
pub fn full_width_number(text: &str) -> Option<String> {
    let half = half_width(text);
    let number = half.trim().trim_end_matches('%').trim_end();
    (half != text && Decimal::from_str_exact(number).is_ok()).then_some(half)
}

impl Decode for FactValue {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Scalar { text, plain } => Some(match (text.trim(), plain) {
                ("true" | "是" | "有", _) => Self::YesNo(Spanned::new(true, node.span)),
                ("false" | "否" | "无", _) => Self::YesNo(Spanned::new(false, node.span)),
                (text, _) => {
                    if let Ok(number) = Decimal::from_str_exact(text) {
                        return Some(Self::Number(Spanned::new(number, node.span)));
                    }
                    if full_width_number(text).is_some() {
                        out.push(bad_value(node.span, text, &say!("数", "a number"), &say!("写成 5", "write 5")));
                    }
                    Self::Text(Spanned::new(text.to_owned(), node.span))
                }
            }),
            Value::List(_) => Vec::<Text>::decode(node, out).map(Self::List),
            _ => {
                out.push(wrong_type(node, &say!("数、文字或列表", "a number, a text or a list")));
                None
            }
        }
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": ["number", "string", "boolean", "array"]})
    }
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn a_link_is_one_that_a_code_can_hold() {
        assert_eq!(link(" https://hcp.example/w?id=1 "), Some("https://hcp.example/w?id=1"));
        for other in ["HCP-0001", "https://", "http:///x", "https://a b", "www.example", "ftp://x", ""] {
            assert_eq!(link(other), None, "{other}");
        }
        assert_eq!(link(&format!("https://hcp.example/{}", "x".repeat(600))), None);
    }
}
