//! The handbooks: their chapters, and the PDFs to read or to print.

use serde::Serialize;

use super::chapter::folder;
use crate::site::format::{FileLink, Link};
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `handbooks/index.html`.
#[derive(Debug, Serialize)]
pub struct HandbooksView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    lead: String,
    books: Vec<Book>,
    /// Leaflets to take home.
    leaflets: Vec<FileLink>,
}

/// One handbook.
#[derive(Debug, Serialize)]
pub struct Book {
    title: String,
    note: String,
    chapters: Vec<Link>,
    downloads: Vec<FileLink>,
}

/// The view of the handbooks.
pub fn handbooks_view(scope: &SiteContext) -> HandbooksView {
    let chrome = scope.chrome(Section::Handbooks, None);
    let books = scope.bureau.handbooks.iter().map(|book| {
        let front = &book.front;
        let subtitle = front.subtitle.as_ref().map(|s| s.value.clone());
        let sample = front.sample.then(|| "正文是示例，不作办事依据。".to_owned());
        let file = |label: String, piece: &str| {
            let file = scope.print(&front.id, &[piece])?;
            Some(FileLink::pdf(label, format!("{}{}/{}", chrome.shared.root, scope.bureau.id, file.path)))
        };
        Book {
            title: format!("《{}》", front.title),
            note: [subtitle, sample].into_iter().flatten().collect::<Vec<_>>().join("。"),
            chapters: front
                .chapters
                .iter()
                .enumerate()
                .map(|(index, c)| Link::new(c.title.value.clone(), format!("{}/index.html", folder(book, index))))
                .collect(),
            downloads: [
                file(format!("阅读《{}》", front.title), "handbook"),
                file("大字版，A4".to_owned(), "handbook-large"),
                file("自己装订：A4双面打印，短边翻转，对折骑缝订".to_owned(), "handbook-booklet"),
            ]
            .into_iter()
            .flatten()
            .collect(),
        }
    });
    let leaflets = scope.bureau.leaflets.iter().filter_map(|leaflet| {
        let file = scope.print(&leaflet.id, &["leaflet"])?;
        Some(FileLink::pdf(leaflet.front.title.as_str(), format!("{}{}/{}", chrome.shared.root, scope.bureau.id, file.path)))
    });
    HandbooksView {
        lead: "服务点柜台上放的小册子和明白纸，内容相同。".to_owned(),
        books: books.collect(),
        leaflets: leaflets.collect(),
        chrome,
    }
}
