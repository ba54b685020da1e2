//! What stands round every page: names, navigation, place in the site, sample notice, foot.
//! It must not know what the page itself says.
//!
//! A county has ten thousand pages of a few kinds, and most of what stands round them is the same on all pages of a kind. It is made, written
//! out for fingerprints and handed to the templates once ([`Shared`]); a page brings what is its own.

use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::{Context, Map, Value};

use super::engine::{Engine, TemplateError, located};
use super::format::{Link, Phone};
use super::registration::{Statement, Tag};

/// Head and foot of a page.
#[derive(Debug, Clone, Serialize)]
pub struct PageFrame {
    /// What it shares with other pages.
    #[serde(skip)]
    pub shared: Arc<Shared>,
    /// Title of the window.
    pub title: String,
    /// The page's own address; empty where nobody knows where the site will lie.
    pub url: String,
    /// Where the page leads on to by itself; empty on every page that is one.
    pub moved: String,
    /// Search engines leave it out.
    pub hidden: bool,
    /// What the page is about as JSON-LD, for search engines; may be empty.
    pub data: String,
    /// One sentence for search engines; may be empty.
    pub description: String,
    /// The way from the bureau's first page to here, without here.
    pub crumbs: Vec<Link>,
    /// Name of this page at the end of the way.
    pub here: String,
    /// The day of what stands here, `2026-04-01`: the edition's, or a notice's own; empty on pages of no bureau.
    pub published: String,
    /// What the page is for who counts and checks public sites.
    pub tags: Vec<Tag>,
}

/// What is the same round all pages that lie equally deep in one section of a bureau.
#[derive(Debug, Default, Serialize)]
pub struct Shared {
    /// From the page to `site/`: `../../`, or empty.
    pub root: String,
    /// From the page to the first page of its bureau, or of the portal.
    pub home: String,
    /// From the page to the table of hours, for pages that say whether a point is open now; empty where there is none.
    pub open: String,
    /// The picture that stands for the page where somebody shares it; empty where nobody knows where the site will lie.
    pub image: String,
    /// From the page to the bureau's phones and address; empty where it has given none, and on the portal.
    pub contact: String,
    /// From the page to what has changed; empty where nothing is told, and on the portal.
    pub changes: String,
    /// The feed of the bureau, from the page; may be empty.
    pub feed: String,
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
    /// Notice that the content is a sample; may be empty.
    pub sample: String,
    /// Lines of the foot.
    pub foot: Vec<String>,
    /// Who runs the site, and its registrations.
    pub statements: Vec<Statement>,
    /// The code of the site in the register of government sites; may be empty.
    pub site_code: String,
    /// From the page to the portal; empty on the portal itself.
    pub portal: String,
    /// The portal's title.
    pub site: String,
    /// The hash of all of this.
    #[serde(skip)]
    pub(in crate::site) hash: OnceLock<[u8; 32]>,
    /// All of this as templates know it.
    #[serde(skip)]
    pub(in crate::site) values: OnceLock<Result<Map, TemplateError>>,
}

/// The templates of what is filled once for all pages that share it, each with its name in other templates: `chrome.top`, `chrome.bottom`.
const FILLED_ONCE: [(&str, &str); 2] = [("top", "top.html"), ("bottom", "bottom.html")];

/// So many keys at least are a page's own.
const OWN: usize = 16;

impl PageFrame {
    /// What a template knows as `chrome`: everything of both, and the templates that are filled once.
    ///
    /// # Errors
    /// When such a template asks for something that there is not.
    pub fn value(&self, engine: &Engine) -> Result<Value, TemplateError> {
        let shared = self.shared.values.get_or_init(|| self.shared.values(engine)).as_ref().map_err(Clone::clone)?;
        let mut all = shared.clone();
        all.extend(map_of(self)?);
        Ok(all.into())
    }

    /// The hash of the part that it shares, for a fingerprint beside its own.
    pub fn shared_hash(&self) -> &[u8; 32] {
        // Strings and lists of them: this cannot fail.
        self.shared.hash.get_or_init(|| *blake3::hash(&serde_json::to_vec(&*self.shared).unwrap_or_default()).as_bytes())
    }
}

impl Shared {
    fn values(&self, engine: &Engine) -> Result<Map, TemplateError> {
        let all = map_of(self)?;
        let mut context = Context::new();
        context.insert_value("chrome", Value::from(all.clone()));
        let mut with_filled = all;
        // Every page adds its own part to a copy, which has the same room.
        with_filled.reserve(OWN);
        for (name, template) in FILLED_ONCE {
            let text = engine.fill(template, &context)?;
            with_filled.insert(name.into(), Value::safe_string(&text));
        }
        Ok(with_filled)
    }
}

fn map_of(record: &impl Serialize) -> Result<Map, TemplateError> {
    let value = Value::try_from_serializable(record).map_err(|error| located("base.html", &error))?;
    Ok(value.into_map().unwrap_or_default())
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
