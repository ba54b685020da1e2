//! What stands round every page: names, navigation, place in the site, sample notice, foot.
//! It must not know what the page itself says.

use serde::Serialize;

use super::format::{Link, Phone};
use super::registration::{Statement, Tag};

/// Head and foot of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageFrame {
    /// From the page to `site/`: `../../`, or empty.
    pub root: String,
    /// From the page to the first page of its bureau, or of the portal.
    pub home: String,
    /// From the page to the table of hours, for pages that say whether a point is open now; empty where there is none.
    pub open: String,
    /// Title of the window.
    pub title: String,
    /// The page's own address; empty where nobody knows where the site will lie.
    pub url: String,
    /// The picture that stands for the page where somebody shares it; empty where nobody knows where the site will lie.
    pub image: String,
    /// From the page to the bureau's phones and address; empty where it has given none, and on the portal.
    pub contact: String,
    /// From the page to what has changed; empty where nothing is told, and on the portal.
    pub changes: String,
    /// Where the page leads on to by itself; empty on every page that is one.
    pub moved: String,
    /// The feed of the bureau, from the page; may be empty.
    pub feed: String,
    /// Search engines leave it out.
    pub hidden: bool,
    /// What the page is about as JSON-LD, for search engines; may be empty.
    pub data: String,
    /// One sentence for search engines; may be empty.
    pub description: String,
    /// The bureau's name, or the portal's title.
    pub name: String,
    /// The bureau's mark; may be empty.
    pub mark: String,
    /// Enquiry phones.
    pub hotlines: Vec<Phone>,
    /// Complaint phones.
    pub complaints: Vec<Phone>,
    /// Sections of the bureau that have content.
    pub nav: Vec<NavLink>,
    /// The way from the bureau's first page to here, without here.
    pub crumbs: Vec<Link>,
    /// Name of this page at the end of the way.
    pub here: String,
    /// Notice that the content is a sample; may be empty.
    pub sample: String,
    /// Lines of the foot.
    pub foot: Vec<String>,
    /// Who runs the site, and its registrations.
    pub statements: Vec<Statement>,
    /// The code of the site in the register of government sites; may be empty.
    pub site_code: String,
    /// The day of what stands here, `2026-04-01`: the edition's, or a notice's own; empty on pages of no bureau.
    pub published: String,
    /// What the page is for who counts and checks public sites.
    pub tags: Vec<Tag>,
    /// From the page to the portal; empty on the portal itself.
    pub portal: String,
    /// The portal's title.
    pub site: String,
}

/// One section in the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NavLink {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// The value of `aria-current`: `page` on the section's own page, `true` below it, otherwise empty.
    pub current: &'static str,
}

/// The way up from a page: `../` once per folder it lies in.
pub fn up(levels: usize) -> String {
    "../".repeat(levels)
}
