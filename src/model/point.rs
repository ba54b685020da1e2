//! A service point (服务站, 服务点, 窗口): one place with address, hours, staff, windows.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value as Json, json};

use super::application::Application;
use super::hours::Hours;
use super::{Date, Depth, Dict, Id, Phones, Text};
use crate::diagnostic::{Diagnostics, FileId, Span, Spanned};
use crate::say;
use crate::source::decode::{Decode, Shape, bad_value, half_width, wrong_type};
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
        id = "编号": Id { "名称": "程序自己编，一般不用改；改名时编号不变" },
        /// Name on the door.
        name = "名称": Text { "名称": "写门口牌子上的全称，如：嘎鲁图镇医疗保障服务站" },
        /// Other names that people search for it by: short ones, and those that it had.
        aliases = "别名": Vec<Text> { "名称": "写群众常用的其他叫法，以前的名字也写上，方便搜到" },
        /// Name of the town or village, as its door plate needs it; found in the point's name when absent.
        place = "地名": Option<Text> { "名称": "写所在的镇或村，如：嘎鲁图镇；从名称里看得出就空着" },
        /// Channel of the catalog. A point without one is kept, and is on no list, page or piece until it has one.
        channel = "渠道": ChannelRef { "名称": "选它属于清单的哪一列，如：镇级服务站" },
        /// Postal address.
        address = "地址": Option<Text> { "地点": "写门牌地址，如：嘎鲁图镇林荫路3号便民服务中心一楼" },
        /// How to get there.
        directions = "到达方式": Option<Text> { "地点": "写怎么走，如：镇政府院内，进门左手第二间", as Lines },
        /// Coordinates.
        location = "位置": Option<Location> { "地点": "贴上地图链接，或者写经纬度" },
        /// Things nearby that people know, for the sketch of the way.
        landmarks = "路标": Vec<Landmark> { "地点": "写附近大家都知道的地方，如：镇卫生院、公交站" },
        /// Ids that it had before: their pages lead on to the present one, so that printed codes still do.
        formerly = "曾用编号": Vec<Id> { "名称": "换过编号时，旧编号记在这里，以前印的二维码才不会失效" },
        /// Enquiry phone: one number, or a list.
        phone = "电话": Option<Phones> { "电话": "写咨询电话，如：0477-0000001；有几个就写几个" },
        /// What the number in `phone` is for, such as 医保窗口; shown beside it.
        phone_label = "电话名称": Option<Text> { "电话": "写这个电话是哪里的，如：医保窗口" },
        /// Who answers there. Never published.
        phone_contact = "电话联系人": Option<Text> { "电话": "写谁接这个电话；只有内部看得到" },
        /// false where the number in `phone` is not to be published, such as somebody's mobile.
        phone_public = "电话公开": Option<bool> { "电话": "个人手机等不想公开的号码选“否”" },
        /// Further enquiry phones.
        more_phones = "其他电话": Option<Phones> { "电话": "还有别的咨询电话就写在这里" },
        /// Complaint phone, where it differs from the bureau's: one number, or a list.
        complaint_phone = "投诉电话": Option<Phones> { "电话": "投诉电话和本局的不一样时才写" },
        /// Opening hours in the syntax of OpenStreetMap.
        hours = "服务时间": Option<Text> { "服务时间": "点方格选每天几点到几点开门", as Hours },
        /// What `hours` cannot say, in words, shown beside them: 农历逢二、七开放, 16:30 停止取号.
        hours_note = "服务时间说明": Option<Text> { "服务时间": "时间表说不清的写在这里，如：逢农历二、七集日开放" },
        /// What this point's window does in one line, for its desk card; made from the catalog when absent.
        tagline = "一句话介绍": Option<Text> { "这里办什么": "用一句话介绍这个点，印在便民卡上；空着就由清单生成" },
        /// Hours for special services.
        special = "特色服务": Vec<SpecialHours> { "服务时间": "写午间不打烊、周末延时等服务和它们的时间" },
        /// People on duty.
        staff = "人员": Vec<Staff> { "人员和窗口": "一人一行，写姓名和岗位" },
        /// Windows, each with a number and what it does, for their signs; the number of windows alone stands in the facts.
        windows = "窗口": Vec<Window> { "人员和窗口": "一个窗口一行，写窗口号和办什么" },
        /// Facts that inspections use, keyed by the standard's words.
        facts = "数据": Dict<FactValue> { "检查用的数据": "写检查时要用的数，如：面积、窗口数" },
        /// active, suspended or closed.
        status = "状态": Option<Spanned<Status>> { "状态": "正常开放选“启用”；临时关门选“暂停”；不再设点选“撤销”" },
        /// Why and since when it is not active.
        status_reason = "状态说明": Option<Text> { "状态": "写从哪天起、为什么不开，如：房屋装修，3月1日恢复" },
        /// Items beyond the channel's column.
        adds = "增加事项": Vec<Override> { "这里办什么": "清单这一列里没有、这里也能办的事项" },
        /// Items of the column that this point does not handle.
        omits = "减少事项": Vec<Override> { "这里办什么": "清单这一列里有、这里办不了的事项，写上原因" },
        /// Items with another depth, window or phone here.
        overrides = "调整事项": Vec<Override> { "这里办什么": "这里办到哪一步、在哪个窗口、打哪个电话和别处不一样的事项" },
        /// Link or code of the government's service rating (好差评).
        rating = "好差评": Option<Text> { "其他": "贴上好差评的链接，或者写编码" },
        /// Applications for a title, each a form of the bureau's programme. Internal: they bear names.
        applications = "申报": Vec<Application> { "其他": "申报示范点等称号时填的表" },
        /// Last review of this file.
        reviewed = "复核": Option<Review> { "其他": "写最近一次核对的日期和科室" },
        /// Remark for readers.
        note = "说明": Option<Text> { "其他": "写给群众看的说明", as Lines },
        /// Mobiles within the words of this file that may be published; any other is left out wherever the words are shown.
        public_mobiles = "可公布手机号": Vec<Text> { "电话": "文字里出现的手机号，同意公开的写在这里；别的都不会显示" },
        /// What the bureau's own table says besides, each under the head that its column has there, such as 医院等级.
        more = "其他栏目": Dict<Text> { "其他": "你们自己表格里的其他栏目，如：医院等级" },
    }
}

record! {
    /// Where a point lies.
    pub struct Location = "位置" {
        /// Latitude in degrees.
        lat = "纬度": Spanned<Decimal> { "位置": "写纬度，如：38.605" },
        /// Longitude in degrees.
        lon = "经度": Spanned<Decimal> { "位置": "写经度，如：108.842" },
        /// wgs84, gcj02 or bd09.
        crs = "坐标系": Option<Text> { "位置": "选是从哪种地图上取的坐标；说不清就重新贴链接", as Crs },
    }
}

record! {
    /// Something near a point that people know: a bus stop, a school, a market.
    pub struct Landmark = "路标" {
        /// Name, as it stands on the spot.
        name = "名称": Text { "路标": "写那里牌子上的名字，如：镇卫生院" },
        /// Latitude in degrees, in the coordinate system of the point; without coordinates it is named and not drawn.
        lat = "纬度": Option<Spanned<Decimal>> { "路标": "写纬度；没有坐标也可以，只是不画在图上" },
        /// Longitude in degrees.
        lon = "经度": Option<Spanned<Decimal>> { "路标": "写经度，如：108.842" },
        /// What it is, such as 公交站.
        kind = "类型": Option<Text> { "路标": "写是什么，如：公交站、学校、市场" },
        /// What stops there, such as 12路、37路.
        lines = "线路": Option<Text> { "路标": "公交站写经过的线路，如：12路、37路" },
        /// How to get from there to the point, such as 下车往回走，过桥就到.
        way = "怎么走": Option<Text> { "路标": "写从那里怎么走过来，如：下车往回走，过桥就到" },
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
        name = "名称": Text { "特色服务": "写服务的名字，如：午间不打烊" },
        /// Opening hours in the syntax of OpenStreetMap.
        hours = "时间": Option<Text> { "特色服务": "点方格选什么时候", as Hours },
        /// Remark, such as 需电话预约.
        note = "说明": Option<Text> { "特色服务": "写要注意的事，如：需要电话预约" },
    }
}

record! {
    /// One window of a point.
    pub struct Window = "窗口" {
        /// Number, such as 1 or A2.
        number = "窗口号": Text { "窗口": "写窗口号，如：1 或 A2" },
        /// What it does, such as 参保登记; 医保综合受理 when absent.
        name = "名称": Option<Text> { "窗口": "写办什么，如：参保登记；空着就是医保综合受理" },
        /// Remark, such as 老年人优先.
        note = "说明": Option<Text> { "窗口": "写要说明的，如：老年人优先" },
        /// Link or code of this window's own service rating, where it has one.
        rating = "好差评": Option<Text> { "窗口": "这个窗口有自己的好差评链接时写在这里" },
    }
}

record! {
    /// One person on duty.
    pub struct Staff = "人员" {
        /// Name.
        name = "姓名": Text { "人员": "写姓名" },
        /// Post, such as 综合柜员.
        role = "岗位": Option<Text> { "人员": "写岗位，如：综合柜员" },
        /// Party member: the badge carries the mark.
        party_member = "党员": bool { "人员": "是党员就选“是”，胸牌上会有标志" },
        /// Picture of the person, for badge and staff board only.
        photo = "照片": Option<Text> { "人员": "放本人照片，只印在胸牌和公示栏上，不上网站", as Picture },
        /// Phone that is private unless `public` is set.
        phone = "电话": Option<Text> { "人员": "写电话；没有选公开，就只有内部看得到" },
        /// Name, post and phone may be published, on the website and on signs; not the photo.
        public = "公开": bool { "人员": "本人同意把姓名、岗位和电话公开，才选“是”" },
    }
}

record! {
    /// A point's difference from its channel's column.
    pub struct Override = "事项调整" {
        /// Item id.
        item = "事项": Text { "事项": "选清单里的事项", as Item },
        /// Depth here.
        depth = "办理深度": Option<Depth> { "事项": "写在这里办到哪一步，如：办结、受理、帮办" },
        /// Window here.
        window = "窗口": Option<Text> { "事项": "写在哪个窗口办，如：2号窗口" },
        /// Phone here: one number, or a list.
        phone = "电话": Option<Phones> { "事项": "这件事另有电话时写在这里" },
        /// Why.
        reason = "原因": Option<Text> { "事项": "写为什么和别处不一样，如：网络还没有接通" },
    }
}

record! {
    /// Who looked at the file last, and when.
    pub struct Review = "复核" {
        /// Day.
        date = "日期": Date { "复核": "写核对的那一天" },
        /// Department.
        by = "复核人": Option<Text> { "复核": "写核对的科室或人，如：公共服务科" },
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

    fn shape() -> Shape {
        Shape::own("channel", &[Text::shape])
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

    fn shape() -> Shape {
        Shape::own("fact", &[Text::shape, Spanned::<Decimal>::shape, bool::shape, Vec::<Text>::shape])
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
