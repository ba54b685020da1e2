//! A bureau (医疗保障局): who publishes everything.

use super::{Edition, Phones, Text};
use crate::record;

record! {
    /// A medical-insurance bureau (`bureau.yaml`).
    pub struct BureauFile = "医保局" {
        /// Full name.
        name = "名称": Text { "名称和电话": "写单位全称，和公章一样，如：某某旗医疗保障局" },
        /// Short name, as in headings.
        short_name = "简称": Option<Text> { "名称和电话": "写简称，用在标题和牌子上，如：某某旗医保局" },
        /// Division code (行政区划代码), six digits as text.
        division_code = "行政区划代码": Option<Text> { "名称和电话": "写六位行政区划代码，如：150626；不清楚可以先空着" },
        /// Enquiry phone: one number, or a list.
        hotline = "咨询电话": Option<Phones> { "名称和电话": "写群众打来咨询的电话，如：0477-0000001；有几个就写几个" },
        /// Complaint phone: one number, or a list.
        complaint_phone = "投诉电话": Option<Phones> { "名称和电话": "写投诉电话，如：0477-0000002" },
        /// Address of the bureau's own hall.
        address = "地址": Option<Text> { "名称和电话": "写本局办事大厅的地址，如：嘎鲁图镇锡尼路8号" },
        /// First and last day of the bureau's summer hours, such as May 01-Sep 30, for tables that say 夏令时 without dates.
        summer = "夏令时": Option<Text> { "服务时间": "写夏令时从哪天到哪天，如：5月1日到9月30日；不分冬夏就空着", as Season },
        /// Edition of what is published.
        edition = "版本": Edition { "版本和来源": "写这一版的年月，如：2026-04；印出来的东西上都有它" },
        /// Edition that this bureau adopts, as BUREAU/EDITION: it may do better, never worse (六统一/四最).
        adopts = "采用版本": Option<Text> { "版本和来源": "照着上级的清单办时，选是哪个局的哪一版；自己定的就空着" },
        /// Documents that the content comes from.
        sources = "来源文件": Vec<SourceDocument> { "版本和来源": "写内容出自哪些文件，一份一行，文号和日期照原件写" },
        /// Mark and typefaces.
        brand = "标识": Option<Brand> { "标志和颜色": "放官方标志，选单位的主色" },
        /// Which pieces are printed for points, and what stands on their doors.
        print = "印刷": Option<PrintChoice> { "印什么": "选要印哪些东西，门牌上怎么写" },
        /// Ids of the standards that the site shows, `[]` for none; those that the bureau inspects by when absent.
        standards = "公开标准": Option<Vec<Text>> { "网站": "选网站上公开哪些评分标准；不选就公开检查时用的那些", as Standard },
        /// Outline of the area that the bureau serves, for its maps.
        boundary = "边界": Option<BoundaryFile> { "网站": "放本地的边界线，地图上会画出来" },
        /// Remark for readers, shown on the bureau's pages.
        note = "说明": Option<Text> { "网站": "写给群众看的一两句话，显示在本局的网页上", as Lines },
        /// The bureau's content is a sample; people, phones and addresses are invented.
        sample = "示例": bool { "其他": "只是演示、内容不是真的，就选“是”；正式使用选“否”" },
        /// The folder only holds an edition that others adopt: no pages, no print.
        reference = "仅供采用": bool { "其他": "这个文件夹只放上级的清单、供下面采用时选“是”；一般选“否”" },
    }
}

record! {
    /// The official mark and the typefaces that its rule names. Both are optional: without them a labelled empty box is printed.
    pub struct Brand = "标识" {
        /// Picture of the official mark (官方标志), placed unrecoloured and unstretched.
        mark = "标志": Option<Text> { "标志和颜色": "放官方标志的图片；颜色和比例都不会改", as Picture },
        /// Folder of the bureau's own fonts.
        fonts = "字体": Option<Text> { "标志和颜色": "规定了专用字体时，写放字体的文件夹；一般空着", as Folder },
        /// The bureau's own main colour, such as #0B4A8F; dark enough for white letters on it.
        primary = "主色": Option<Text> { "标志和颜色": "选主色，要深一些，白字放在上面才看得清，如：#0B4A8F", as Colour },
    }
}

record! {
    /// Where the outline of the bureau's area is, and where it is from.
    pub struct BoundaryFile = "边界" {
        /// GeoJSON file with one or more areas, such as boundary.geojson.
        file = "文件": Text { "边界": "放边界线文件，名字以 .geojson 结尾", as File },
        /// wgs84 (unless stated), gcj02 or bd09.
        crs = "坐标系": Option<Text> { "边界": "写这份边界用的坐标系；不清楚就问给文件的人", as Crs },
        /// Where the line is from, printed under each map: publisher, and the review number (审图号) if it has one.
        source = "来源": Text { "边界": "写边界是谁发布的，有审图号的写上审图号" },
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
        pieces = "种类": Vec<Text> { "印什么": "勾选每个服务点要印的东西；一个也不选就全印", as Piece },
        /// Heads of the items' own columns (`more`) that are printed with each item, such as 设定依据; none when nothing is named.
        item_heads = "事项栏目": Vec<Text> { "印什么": "选清单里自己加的哪几栏也印出来，如：设定依据", as ItemHead },
        /// Heads of the points' own columns (`more`) that are printed with each point, such as 医院等级; none when nothing is named.
        point_heads = "网点栏目": Vec<Text> { "印什么": "选服务点表里自己加的哪几栏也印出来，如：医院等级", as PointHead },
        /// Name on the door of a town's station, {place} for the name of the place.
        town_plate = "镇级门牌": Option<Text> { "门牌": "写镇级门牌上的字，地名的位置写 {place}，如：{place}医疗保障服务站" },
        /// Name on the door of a village's service point, {place} for the name of the place.
        village_plate = "村级门牌": Option<Text> { "门牌": "写村级门牌上的字，地名的位置写 {place}，如：{place}医保服务点" },
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
        title = "标题": Text { "文件": "照原件写文件标题" },
        /// Document number, such as 乌政办发〔2023〕27号.
        number = "文号": Option<Text> { "文件": "照原件写文号，如：乌政办发〔2023〕27号" },
        /// Date as printed.
        date = "日期": Option<Text> { "文件": "照原件写日期，如：2023年4月12日" },
        /// Names that the document uses for one thing, each as printed with its place.
        names = "名称写法": Vec<NameUse> { "核对": "原件里同一样东西有几种叫法时，一种写一行" },
        /// Annexes.
        annexes = "附件": Vec<Annex> { "核对": "一个附件写一行" },
    }
}

record! {
    /// How the document writes one name at one place.
    pub struct NameUse = "名称写法" {
        /// What is named.
        of = "对象": Text { "写法": "写说的是什么，如：镇级服务站" },
        /// As printed.
        text = "写法": Text { "写法": "照原件写它在这里的叫法" },
        /// Where.
        clause = "条款": Option<Text> { "写法": "写在第几条，如：三（一）2" },
    }
}

record! {
    /// An annex: as the list of annexes has it, as its own head has it, and as the text calls it.
    pub struct Annex = "附件" {
        /// Number in the list of annexes.
        number = "序号": Text { "附件": "写附件的序号，如：3" },
        /// Title in the list of annexes.
        listed_as = "目录标题": Text { "附件": "写附件目录里的标题" },
        /// Title at the head of the annex itself.
        headed = "正文标题": Option<Text> { "附件": "写附件正文上面的标题，和目录不一样时才写" },
        /// How the text calls it, such as 附件3.
        called = "文中称": Option<Text> { "附件": "写正文里怎么称它，如：附件3" },
        /// The annex was not published with the document.
        missing = "缺失": bool { "附件": "文件发布时没有带这个附件，就选“是”" },
        /// Clause of the text that speaks of it.
        clause = "条款": Option<Text> { "附件": "写正文哪一条提到它，如：二（三）" },
    }
}
