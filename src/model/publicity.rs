//! What a bureau tells, hands out and hangs up beside its services: notices (公告), leaflets (明白纸), rules on the wall (上墙制度), and publicity campaigns (宣传) with
//! their posters and roll-ups. Each is one file, and the file's name is its id.

use super::{Date, Id, Text};
use crate::diagnostic::{FileId, Spanned};
use crate::source::markdown::Block;
use crate::{choice, record};

record! {
    /// The front matter of a leaflet (`leaflets/*.md`).
    pub struct LeafletFile = "明白纸" {
        /// Title, on the cover.
        title = "标题": Text { "封面": "写标题，印在封面上" },
        /// Subtitle, below it.
        subtitle = "副标题": Option<Text> { "封面": "写副标题，印在标题下面" },
        /// Whom it is for, in words.
        audience = "给谁看": Option<Text> { "封面": "写给谁看，如：城乡居民" },
        /// The short answer, a sentence each, on the flap that is seen first.
        short = "要点": Vec<Text> { "封面": "写最要紧的几句话，一句写一行" },
        /// Day of the last review.
        reviewed = "复核日期": Option<Date> { "其他": "写最近一次核对的日期" },
        /// The text is a sample.
        sample = "示例": bool { "其他": "只是演示、内容不是真的，就选“是”" },
    }
}

record! {
    /// The front matter of a notice (`notices/*.md`).
    pub struct NoticeFile = "公告" {
        /// Title.
        title = "标题": Text { "公告": "写公告的标题" },
        /// Day of publication.
        date = "日期": Date { "公告": "写发布的日期" },
        /// Last day on which it holds; it is kept and no longer shown on first pages after that.
        until = "有效期至": Option<Date> { "公告": "写到哪天为止有效；长期有效就空着" },
        /// Ids of the points that it is about, whose pages show it; all of them when none is named.
        points = "服务点": Vec<Text> { "公告": "选和哪些服务点有关；一个也不选就是全部", as Point },
        /// The text is a sample.
        sample = "示例": bool { "其他": "只是演示、内容不是真的，就选“是”" },
    }
}

record! {
    /// The front matter of a rule on the wall (`panels/*.md`).
    pub struct PanelFile = "上墙制度" {
        /// Title, such as 首问负责制.
        title = "标题": Text { "制度": "写制度的名字，如：首问负责制" },
        /// What the rule rests on, as printed at its foot.
        source = "依据": Option<Text> { "制度": "写依据哪份文件，印在最下面" },
        /// Place among the bureau's panels, from 1 on.
        number = "序号": Option<Spanned<u32>> { "制度": "写挂在第几块，如：1" },
        /// The text is a sample.
        sample = "示例": bool { "其他": "只是演示、内容不是真的，就选“是”" },
    }
}

choice! {
    /// A size in which a campaign is printed.
    pub enum PosterSize = "海报规格" {
        /// 297 × 420 mm.
        A3 = "a3" | "A3",
        /// 420 × 594 mm.
        A2 = "a2" | "A2",
        /// 594 × 841 mm.
        A1 = "a1" | "A1",
        /// A roll-up of 800 × 2000 mm.
        Rollup = "rollup" | "易拉宝",
    }
}

record! {
    /// A publicity campaign (`campaigns/*.yaml`).
    pub struct CampaignFile = "宣传" {
        /// Title, in the largest letters.
        title = "标题": Text { "海报": "写标题，是最大的字" },
        /// The sentence to remember.
        slogan = "口号": Option<Text> { "海报": "写要让人记住的一句话" },
        /// What it is, in two or three sentences.
        lead = "导语": Option<Text> { "海报": "用两三句话说是怎么回事", as Lines },
        /// What there is to know, one by one.
        points = "要点": Vec<CampaignPoint> { "海报": "写要知道的几件事，一件一行" },
        /// What to do, step by step.
        steps = "步骤": Vec<Text> { "海报": "写要怎么做，一步一行" },
        /// A picture, in the middle of the poster: a path beside the file, at least 1500 pixels wide.
        picture = "图片": Option<Text> { "海报": "放一张大图，宽度不少于 1500 像素", as Picture },
        /// What the picture shows, in words.
        picture_text = "图片说明": Option<Text> { "海报": "用一句话说图上是什么" },
        /// Address that the code leads to, the bureau's pages unless stated.
        link = "链接": Option<Text> { "海报": "写二维码指到哪里；空着就是本局的网页", as Link },
        /// Sizes to print; all of them when nothing is named.
        sizes = "规格": Vec<PosterSize> { "海报": "选要印的尺寸；一个也不选就全印" },
        /// The text is a sample.
        sample = "示例": bool { "其他": "只是演示、内容不是真的，就选“是”" },
    }
}

record! {
    /// One thing to know.
    pub struct CampaignPoint = "要点" {
        /// In a few words.
        title = "标题": Text { "要点": "用几个字写" },
        /// In a sentence or two.
        text = "内容": Option<Text> { "要点": "用一两句话说明", as Lines },
    }
}

/// A leaflet: its front matter and its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaflet {
    /// The file's name.
    pub id: Id,
    /// Front matter.
    pub front: LeafletFile,
    /// The text below it.
    pub body: Vec<Block>,
    /// The file.
    pub file: FileId,
}

/// A notice: its front matter and its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// The file's name.
    pub id: Id,
    /// Front matter.
    pub front: NoticeFile,
    /// The text below it.
    pub body: Vec<Block>,
    /// The file.
    pub file: FileId,
}

/// A rule on the wall: its front matter and its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The file's name.
    pub id: Id,
    /// Front matter.
    pub front: PanelFile,
    /// The text below it.
    pub body: Vec<Block>,
    /// The file.
    pub file: FileId,
}

/// A publicity campaign. (The campaign of inspections, 批次, is another thing: see `audit`.)
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    /// The file's name.
    pub id: Id,
    /// What stands in it.
    pub front: CampaignFile,
    /// The file.
    pub file: FileId,
}

impl Campaign {
    /// Whether it is printed in a size.
    #[must_use]
    pub fn wants(&self, size: PosterSize) -> bool {
        self.front.sizes.is_empty() || self.front.sizes.contains(&size)
    }
}
