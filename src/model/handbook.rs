//! A handbook (业务指南): the printed booklet on the counter, composed of chapters, guides and generated lists.

use super::{Id, Text};
use crate::diagnostic::FileId;
use crate::source::markdown::Block;
use crate::{choice, record};

/// What the names of a handbook's other forms add to its id: large print, and the sheets to fold and staple.
pub const FORMS: [&str; 2] = [LARGE, BOOKLET];
/// Large print.
pub const LARGE: &str = "-large";
/// The sheets of the booklet.
pub const BOOKLET: &str = "-booklet";

choice! {
    /// A list that a handbook makes from the catalog or the points.
    pub enum ListKind = "清单" {
        /// Items with their depth in the bureau's own hall.
        Items = "items" | "服务事项",
        /// For each channel, its items with their depth.
        Channels = "channels" | "按渠道",
        /// Points with address, phone and hours.
        Points = "points" | "服务点",
    }
}

record! {
    /// A handbook (`handbooks/*.yaml`).
    pub struct HandbookFile = "业务指南" {
        /// Stable id, the name of the PDF.
        id = "编号": Id { "手册": "程序自己编，一般不用改" },
        /// Title as published.
        title = "标题": Text { "手册": "写手册的名字" },
        /// Subtitle.
        subtitle = "副标题": Option<Text> { "手册": "写副标题，如：窗口版" },
        /// Text on the imprint page.
        imprint = "版本说明": Option<Text> { "手册": "写版本说明，印在扉页背面", as Lines },
        /// Chapters in order.
        chapters = "章节": Vec<ChapterFile> { "手册": "一章写一行，顺序就是印出来的顺序" },
        /// The text is a sample.
        sample = "示例": bool { "其他": "只是演示、内容不是真的，就选“是”" },
    }
}

record! {
    /// One chapter: a Markdown file, guides, or a generated list, in this order.
    pub struct ChapterFile = "章节" {
        /// Title.
        title = "标题": Text { "章节": "写这一章的标题" },
        /// Markdown file, relative to the handbook's.
        file = "文件": Option<Text> { "章节": "这一章的文字放在哪个文件里", as File },
        /// Guides by item id; `all` for every guide.
        guides = "指南": Vec<Text> { "章节": "选放进哪些办事指南", as Item },
        /// A generated list.
        list = "清单": Option<ListKind> { "章节": "要自动排一份清单时，选是哪一种" },
    }
}

/// A handbook with the texts of its chapters.
#[derive(Debug, Clone, PartialEq)]
pub struct Handbook {
    /// The file.
    pub front: HandbookFile,
    /// Text of each chapter, in the order of `front.chapters`; empty where the chapter has no file.
    pub texts: Vec<Vec<Block>>,
    /// Every file that it is made from, its own first.
    pub files: Vec<FileId>,
}
