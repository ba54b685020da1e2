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
        id = "编号": Id,
        /// Title as published.
        title = "标题": Text,
        /// Subtitle.
        subtitle = "副标题": Option<Text>,
        /// Text on the imprint page.
        imprint = "版本说明": Option<Text>,
        /// Chapters in order.
        chapters = "章节": Vec<ChapterFile>,
        /// The text is a sample.
        sample = "示例": bool,
    }
}

record! {
    /// One chapter: a Markdown file, guides, or a generated list, in this order.
    pub struct ChapterFile = "章节" {
        /// Title.
        title = "标题": Text,
        /// Markdown file, relative to the handbook's.
        file = "文件": Option<Text>,
        /// Guides by item id; `all` for every guide.
        guides = "指南": Vec<Text>,
        /// A generated list.
        list = "清单": Option<ListKind>,
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
