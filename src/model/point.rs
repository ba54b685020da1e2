//! A service point (服务站, 服务点, 窗口): one place with address, hours, staff, windows.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::application::Application;
use super::{Date, Depth, Dict, Id, Text};
use crate::diagnostic::{Diagnostics, Spanned};
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
        /// Channel of the catalog.
        channel = "渠道": Text,
        /// Postal address.
        address = "地址": Option<Text>,
        /// How to get there.
        directions = "到达方式": Option<Text>,
        /// Coordinates.
        location = "位置": Option<Location>,
        /// Things nearby that people know, for the sketch of the way.
        landmarks = "路标": Vec<Landmark>,
        /// Enquiry phone.
        phone = "电话": Option<Text>,
        /// Complaint phone, where it differs from the bureau's.
        complaint_phone = "投诉电话": Option<Text>,
        /// Opening hours in the syntax of OpenStreetMap.
        hours = "服务时间": Option<Text>,
        /// What this point's window does in one line, for its desk card; made from the catalog when absent.
        tagline = "一句话介绍": Option<Text>,
        /// Hours for special services.
        special = "特色服务": Vec<SpecialHours>,
        /// People on duty.
        staff = "人员": Vec<Staff>,
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
        /// Latitude in degrees, in the coordinate system of the point.
        lat = "纬度": Spanned<Decimal>,
        /// Longitude in degrees.
        lon = "经度": Spanned<Decimal>,
        /// What it is, such as 公交站.
        kind = "类型": Option<Text>,
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
        /// The phone may be published.
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
        /// Phone here.
        phone = "电话": Option<Text>,
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

impl Point {
    /// The link to the government's service rating (好差评); none where the bureau gave a code that is no link.
    #[must_use]
    pub fn rating_link(&self) -> Option<&str> {
        let written = self.rating.as_ref()?.trim();
        (written.starts_with("https://") || written.starts_with("http://")).then_some(written)
    }

    /// Whether people can go there: not suspended and not closed.
    #[must_use]
    pub fn in_service(&self) -> bool {
        self.status.is_none_or(|status| status.value == Status::Active)
    }
}

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
