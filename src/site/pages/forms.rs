//! The empty forms that guides offer, all on one page: people who know what they need look here first.

use serde::Serialize;

use super::picture_path;
use crate::model::guide::Form;
use crate::site::format::FileLink;
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// `forms/index.html`.
#[derive(Debug, Serialize)]
pub struct FormsView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    lead: String,
    items: Vec<ItemForms>,
}

/// The forms of one item.
#[derive(Debug, Serialize)]
struct ItemForms {
    name: String,
    href: String,
    /// Said of a guide that is a sample.
    note: &'static str,
    files: Vec<FileLink>,
}

/// A form to take away; `root` leads from the page to `site/`.
pub fn link(form: &Form, root: &str) -> FileLink {
    FileLink {
        label: form.name.clone(),
        kind: form.file.kind,
        size: size(form.file.size),
        href: format!("{root}{}", picture_path(&form.file.path)),
    }
}

/// `24 KB`, `1.2 MB`.
fn size(bytes: u64) -> String {
    let kilo = bytes.div_ceil(1000);
    if kilo < 1000 { format!("{kilo} KB") } else { format!("{}.{} MB", kilo / 1000, kilo % 1000 / 100) }
}

/// The forms of all items, in the order of the catalog.
pub fn forms_view(scope: &SiteContext) -> FormsView {
    let chrome = scope.chrome(Section::Forms, None);
    let items: Vec<ItemForms> = scope
        .items()
        .iter()
        .filter_map(|item| {
            let guide = scope.guide(&item.id).filter(|guide| !guide.forms.is_empty())?;
            Some(ItemForms {
                name: item.name.value.clone(),
                href: format!("../items/{}/index.html", item.id),
                note: if guide.front.sample { "表格是示例，办事时用窗口发的。" } else { "" },
                files: guide.forms.iter().map(|form| link(form, &chrome.shared.root)).collect(),
            })
        })
        .collect();
    let count: usize = items.iter().map(|i| i.files.len()).sum();
    FormsView {
        lead: format!("{count} 张空白表格，可以在家填好带来。每张表用在哪一项，点事项名称看。"), items, chrome
    }
}
