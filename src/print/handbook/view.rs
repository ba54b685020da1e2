//! What the booklet shows, and which of it are facts: sizes, chapters and their parts, as the template takes them.

use serde::Serialize;

use crate::print::book_index::Letter;
use crate::print::common::{MarkView, Pair, Phone, QrView};
use crate::print::facts::{Collector, Facts, facts};
use crate::print::service_list::Row;
use crate::print::steps::{MaterialGroup, StepGroup};
use crate::source::markdown::Block;

/// A size of the book, in millimetres and points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Format {
    /// Width of a page.
    pub width: f64,
    /// Height of a page.
    pub height: f64,
    /// Margins: towards the fold, outer, top, bottom.
    pub margins: [f64; 4],
    /// Size of running text.
    pub body: f64,
    /// Size of type in tables and fact boxes.
    pub table: f64,
    /// Size of titles beside those of the A5 book. They grow less than the text: a title that fills a page is no title.
    pub heads: f64,
}

impl Format {
    /// The booklet, A5.
    pub const BOOK: Self =
        Self { width: 148.0, height: 210.0, margins: [16.0, 27.0, 19.0, 17.0], body: 10.5, table: 9.0, heads: 1.0 };
    /// 大字版: A4, running text of 18 points, tables of 15.5.
    pub const LARGE: Self =
        Self { width: 210.0, height: 297.0, margins: [22.0, 30.0, 24.0, 22.0], body: 18.0, table: 15.5, heads: 1.5 };
}

/// Everything that the booklet shows.
#[derive(Clone, Debug, Serialize)]
pub struct HandbookView {
    /// The page and its type.
    pub format: Format,
    /// 大字版, or empty.
    pub variant: String,
    /// Title as published.
    pub title: String,
    /// Subtitle, or empty.
    pub subtitle: String,
    /// 示例 when the text is a sample, else empty.
    pub sample: String,
    /// Full name of the bureau.
    pub bureau: String,
    /// `#RRGGBB` of the bureau, empty for the theme's own.
    pub primary: String,
    /// The bureau's mark.
    pub mark: Option<MarkView>,
    /// 2023年4月版.
    pub edition: String,
    /// Leads to the bureau's pages.
    pub qr: Option<QrView>,
    /// Words under the code.
    pub qr_label: String,
    /// Publisher, edition, review.
    pub imprint: Vec<ImprintLine>,
    /// Text below it, or empty.
    pub imprint_note: String,
    /// Chapters in order.
    pub chapters: Vec<Chapter>,
    /// Items and guides by pinyin, with the places where they stand.
    pub index: Vec<Letter>,
    /// Phones on the back cover.
    pub contacts: Vec<Phone>,
}

facts! {
    HandbookView {
        format: silent("layout"),
        variant: fact("版式"),
        title: silent("the imprint has it"),
        subtitle: fact("副标题"),
        sample: fact("示例"),
        bureau: silent("the imprint has it"),
        primary: silent("colour"),
        mark: open,
        edition: silent("the edition itself is no content: a new one alone makes no other code"),
        qr: fact("二维码"),
        qr_label: fact("二维码说明", 2),
        imprint: via(beside_edition),
        imprint_note: fact("版本说明"),
        chapters: open,
        index: fact("索引", 2),
        contacts: open,
    }
}

/// A line of the imprint.
#[derive(Clone, Debug, Serialize)]
pub struct ImprintLine {
    /// What it says.
    #[serde(flatten)]
    pub pair: Pair,
    /// It names the edition, which is no content.
    #[serde(skip)]
    pub edition: bool,
}

/// What the imprint says beside the edition.
fn beside_edition(lines: &[ImprintLine], facts: &mut Collector) {
    for ImprintLine { pair, edition } in lines {
        if !edition {
            pair.collect(facts);
        }
    }
}

/// A chapter. It opens on a right page.
#[derive(Clone, Debug, Serialize)]
pub struct Chapter {
    /// Title.
    pub title: String,
    /// Its parts in order.
    pub parts: Vec<Part>,
}

facts! {
    Chapter {
        title: row,
        parts: open,
    }
}

/// A part of a chapter.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum Part {
    /// Running text.
    Blocks {
        /// The Markdown tree.
        blocks: Vec<Block>,
    },
    /// A guide with its fact box.
    Guide(Box<GuidePart>),
    /// The generated list of items.
    Items {
        /// Title.
        title: String,
        /// Remark above it, or empty.
        note: String,
        /// One row per item.
        rows: Vec<ItemRow>,
    },
    /// The generated list of each channel's items.
    Channels {
        /// Remark above it, or empty.
        note: String,
        /// The channels in the order of the catalog.
        channels: Vec<ChannelPart>,
    },
    /// The generated list of points.
    Points {
        /// Title.
        title: String,
        /// Remark above it, or empty.
        note: String,
        /// One row per point.
        rows: Vec<PointRow>,
    },
}

impl Facts for Part {
    fn collect(&self, facts: &mut Collector) {
        let depth = facts.depth();
        match self {
            Self::Blocks { blocks } => facts.within("正文", |facts| blocks.collect(facts)),
            Self::Guide(guide) => guide.collect(facts),
            Self::Items { title, note, rows } => {
                facts.row(title);
                facts.within("说明", |facts| facts.text(note));
                rows.collect(facts);
            }
            Self::Channels { note, channels } => {
                facts.within("说明", |facts| facts.text(note));
                channels.collect(facts);
            }
            Self::Points { title, note, rows } => {
                facts.row(title);
                facts.within("说明", |facts| facts.text(note));
                rows.collect(facts);
            }
        }
        facts.back_to(depth);
    }
}

/// A row of a list, with a place that the index leads to.
#[derive(Clone, Debug, Serialize)]
pub struct ItemRow {
    /// The item.
    #[serde(flatten)]
    pub row: Row,
    /// A name of the place, unlike any other of the book.
    pub anchor: String,
}

facts! {
    ItemRow {
        row: open,
        anchor: silent("a place that the index leads to"),
    }
}

/// One channel of the list by channel.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelPart {
    /// Name as published.
    pub name: String,
    /// 27项.
    pub count: String,
    /// Its items.
    pub rows: Vec<ItemRow>,
}

facts! {
    ChannelPart {
        name: row,
        count: fact("事项数"),
        rows: open,
    }
}

/// A guide as the booklet shows it.
#[derive(Clone, Debug, Serialize)]
pub struct GuidePart {
    /// Name of the item, or the guide's own title.
    pub title: String,
    /// A name of the place, unlike any other of the book.
    pub anchor: String,
    /// The fact box.
    pub facts: Vec<Pair>,
    /// Conditions.
    pub conditions: Vec<String>,
    /// What to bring, by situation.
    pub materials: Vec<MaterialGroup>,
    /// What happens, by way.
    pub steps: Vec<StepGroup>,
    /// The guide's text, a Markdown tree.
    pub blocks: Vec<Block>,
    /// Questions that people ask.
    pub faq: Vec<Pair>,
    /// Legal basis.
    pub basis: Vec<String>,
}

facts! {
    GuidePart {
        title: row,
        anchor: silent("a place that the index leads to"),
        facts: open,
        conditions: fact("办理条件"),
        materials: fact("材料"),
        steps: fact("步骤"),
        blocks: fact("正文"),
        faq: fact("问答"),
        basis: fact("依据"),
    }
}

/// A point in the generated list.
#[derive(Clone, Debug, Serialize)]
pub struct PointRow {
    /// Name on the door.
    pub name: String,
    /// Address, or empty.
    pub address: String,
    /// Hours in one line, or empty.
    pub hours: String,
    /// Phone, or empty.
    pub phone: String,
    /// What the bureau chose of the point's own columns, or empty.
    pub note: String,
}

facts! {
    PointRow {
        name: row,
        address: fact("地址"),
        hours: fact("时间"),
        phone: fact("电话"),
        note: fact("说明"),
    }
}
