//! Whom to call and where the bureau is: its phones, its complaint phones, its address, on one page that the search leads to.

use serde::Serialize;

use crate::site::format::{Link, Phone, phones};
use crate::site::page_frame::PageFrame;
use crate::site::site_context::{Section, SiteContext};

/// What the page is called.
pub const TITLE: &str = "联系我们";

/// `about/index.html` of a bureau.
#[derive(Debug, Serialize)]
pub struct ContactView {
    #[serde(skip)]
    pub(in crate::site) chrome: PageFrame,
    bureau: String,
    hotlines: Vec<Phone>,
    complaints: Vec<Phone>,
    address: String,
    /// Where else to look: points, special services, handbooks.
    lists: Vec<Link>,
}

/// What the search says beside the page: the first phone or the address; nothing where the bureau has given neither, and then there is no page.
pub fn note(scope: &SiteContext) -> Option<String> {
    let file = &scope.bureau.file;
    let phone = file.numbers().into_iter().chain(file.complaint_numbers()).next().map(|n| n.text);
    phone.or_else(|| file.address.as_ref().map(|a| a.value.clone()))
}

/// The view of the page.
pub fn contact_view(scope: &SiteContext) -> ContactView {
    let file = &scope.bureau.file;
    let mut chrome = scope.chrome(Section::Home, Some(TITLE));
    // It lies beside the sections, so that it is named here.
    TITLE.clone_into(&mut chrome.here);
    chrome.title = format!("{TITLE} · {}", scope.bureau.short_name());
    chrome.description = format!("{}的咨询电话、投诉电话和地址。", file.name.value);
    let lists = [Section::Points, Section::Services, Section::Handbooks].into_iter().filter(|s| scope.has(*s));
    ContactView {
        bureau: file.name.value.clone(),
        hotlines: phones(file.numbers()),
        complaints: phones(file.complaint_numbers()),
        address: file.address.as_ref().map(|a| a.value.clone()).unwrap_or_default(),
        lists: lists.map(|s| Link::new(scope.label(s), format!("../{}/index.html", SiteContext::folder(s)))).collect(),
        chrome,
    }
}
