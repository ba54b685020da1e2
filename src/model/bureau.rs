//! A bureau (医疗保障局): who publishes everything.

use super::{Edition, Phones, Text};
use crate::record;

record! {
    /// A medical-insurance bureau (`bureau.yaml`).
    pub struct BureauFile = "医保局" {
        /// Full name.
        name = "名称": Text,
        /// Short name, as in headings.
        short_name = "简称": Option<Text>,
        /// Division code (行政区划代码), six digits as text.
        division_code = "行政区划代码": Option<Text>,
        /// Enquiry phone: one number, or a list.
        hotline = "咨询电话": Option<Phones>,
        /// Complaint phone: one number, or a list.
        complaint_phone = "投诉电话": Option<Phones>,
        /// Address of the bureau's own hall.
        address = "地址": Option<Text>,
        /// First and last day of the bureau's summer hours, such as May 01-Sep 30, for tables that say 夏令时 without dates.
        summer = "夏令时": Option<Text>,
        /// Edition of what is published.
        edition = "版本": Edition,
        /// Edition that this bureau adopts, as BUREAU/EDITION: it may do better, never worse (六统一/四最).
        adopts = "采用版本": Option<Text>,
        /// Documents that the content comes from.
        sources = "来源文件": Vec<SourceDocument>,
        /// Mark and typefaces.
        brand = "标识": Option<Brand>,
        /// Which pieces are printed for points, and what stands on their doors.
        print = "印刷": Option<PrintChoice>,
        /// Ids of the standards that the site shows, `[]` for none; those that the bureau inspects by when absent.
        standards = "公开标准": Option<Vec<Text>>,
        /// Outline of the area that the bureau serves, for its maps.
        boundary = "边界": Option<BoundaryFile>,
        /// Remark for readers, shown on the bureau's pages.
        note = "说明": Option<Text>,
        /// The bureau's content is a sample; people, phones and addresses are invented.
        sample = "示例": bool,
        /// The folder only holds an edition that others adopt: no pages, no print.
        reference = "仅供采用": bool,
    }
}

record! {
    /// The official mark and the typefaces that its rule names. Both are optional: without them a labelled empty box is printed.
    pub struct Brand = "标识" {
        /// Picture of the official mark (官方标志), placed unrecoloured and unstretched.
        mark = "标志": Option<Text>,
        /// Folder of the bureau's own fonts.
        fonts = "字体": Option<Text>,
        /// The bureau's own main colour, such as #0B4A8F; dark enough for white letters on it.
        primary = "主色": Option<Text>,
    }
}

record! {
    /// Where the outline of the bureau's area is, and where it is from.
    pub struct BoundaryFile = "边界" {
        /// GeoJSON file with one or more areas, such as boundary.geojson.
        file = "文件": Text,
        /// wgs84 (unless stated), gcj02 or bd09.
        crs = "坐标系": Option<Text>,
        /// Where the line is from, printed under each map: publisher, and the review number (审图号) if it has one.
        source = "来源": Text,
    }
}

/// The pieces of a point that [`PrintChoice`] can name, in the order of orders.
pub const PIECES: [&str; 14] = [
    "service-list",
    "service-list-a3",
    "desk-card",
    "desk-card-a6",
    "door-plate",
    "hours-sign",
    "zone-signs",
    "window-signs",
    "phone-sign",
    "rating-sign",
    "badges",
    "staff-board",
    "directions",
    "qr-sheet",
];

record! {
    /// What is printed for the bureau's points.
    pub struct PrintChoice = "印刷" {
        /// The pieces to make for each point, such as service-list; all of them when nothing is named.
        pieces = "种类": Vec<Text>,
        /// Heads of the items' own columns (`more`) that are printed with each item, such as 设定依据; none when nothing is named.
        item_heads = "事项栏目": Vec<Text>,
        /// Heads of the points' own columns (`more`) that are printed with each point, such as 医院等级; none when nothing is named.
        point_heads = "网点栏目": Vec<Text>,
        /// Name on the door of a town's station, {place} for the name of the place.
        town_plate = "镇级门牌": Option<Text>,
        /// Name on the door of a village's service point, {place} for the name of the place.
        village_plate = "村级门牌": Option<Text>,
    }
}

impl Brand {
    /// The main colour as `#RRGGBB`; none where there is none, or where it is no colour.
    #[must_use]
    pub fn colour(&self) -> Option<String> {
        let written = self.primary.as_ref()?.trim();
        let digits = written.strip_prefix('#')?;
        (digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit())).then(|| format!("#{}", digits.to_ascii_uppercase()))
    }
}

record! {
    /// A document that content comes from, with the names and dates that it gives itself.
    pub struct SourceDocument = "来源文件" {
        /// Title as published.
        title = "标题": Text,
        /// Document number, such as 乌政办发〔2023〕27号.
        number = "文号": Option<Text>,
        /// Date as printed.
        date = "日期": Option<Text>,
        /// Names that the document uses for one thing, each as printed with its place.
        names = "名称写法": Vec<NameUse>,
        /// Annexes.
        annexes = "附件": Vec<Annex>,
    }
}

record! {
    /// How the document writes one name at one place.
    pub struct NameUse = "名称写法" {
        /// What is named.
        of = "对象": Text,
        /// As printed.
        text = "写法": Text,
        /// Where.
        clause = "条款": Option<Text>,
    }
}

record! {
    /// An annex: as the list of annexes has it, as its own head has it, and as the text calls it.
    pub struct Annex = "附件" {
        /// Number in the list of annexes.
        number = "序号": Text,
        /// Title in the list of annexes.
        listed_as = "目录标题": Text,
        /// Title at the head of the annex itself.
        headed = "正文标题": Option<Text>,
        /// How the text calls it, such as 附件3.
        called = "文中称": Option<Text>,
        /// The annex was not published with the document.
        missing = "缺失": bool,
        /// Clause of the text that speaks of it.
        clause = "条款": Option<Text>,
    }
}
