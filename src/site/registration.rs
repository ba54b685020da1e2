//! What a public site of an authority states of itself on every page: who runs it, its registrations, and the tags by which its pages are
//! counted and checked. 《政府网站发展指引》（国办发〔2017〕47号）, its annex on the design of pages, asks for them; docs/public-site.md lists each.
//! Nothing here is made up: what the workspace does not state stands on no page, and `check` says what is missing.

use serde::Serialize;

use super::page_frame::PageFrame;
use crate::model::Workspace;
use crate::model::workspace::Registration;

/// One statement of the foot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    text: String,
    /// Where it can be looked up; empty where nowhere.
    href: String,
}

/// One tag in the head of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tag {
    name: &'static str,
    content: String,
}

/// The statements of the foot, in the order in which public sites have them. Links lead to the registers, and nothing is asked of those.
pub fn statements(workspace: &Workspace) -> Vec<Statement> {
    let Some(site) = &workspace.config.site else { return Vec::new() };
    let Registration { sponsor, operator, contact, site_code, icp, police, mark, report, .. } = site;
    let said = |label: &str, text: &Option<crate::model::Text>| {
        text.as_ref().map(|text| Statement { text: format!("{label}{text}"), href: String::new() })
    };
    let link = |label: &str, href: &Option<crate::model::Text>| {
        href.as_ref().map(|href| Statement { text: label.to_owned(), href: href.value.clone() })
    };
    let icp = icp.as_ref().map(|icp| Statement { text: icp.value.clone(), href: "https://beian.miit.gov.cn/".to_owned() });
    let police = police.as_ref().map(|police| {
        let number: String = police.chars().filter(char::is_ascii_digit).collect();
        Statement { text: police.value.clone(), href: format!("https://beian.mps.gov.cn/#/query/webSearch?code={number}") }
    });
    let all = [
        said("主办单位：", sponsor),
        said("承办单位：", operator),
        said("联系方式：", contact),
        said("网站标识码：", site_code),
        icp,
        police,
        link("党政机关网站标识", mark),
        link("我为政府网站找错", report),
    ];
    all.into_iter().flatten().collect()
}

/// The code of the site in the register of government sites.
pub fn site_code(workspace: &Workspace) -> String {
    workspace.config.site.as_ref().and_then(|site| site.site_code.as_ref()).map_or_else(String::new, |code| code.value.clone())
}

/// The tags of a page: of the site on every page, of its section, and of what stands on it where it `is_text`, one of its own.
pub fn tags(is_text: bool, frame: &PageFrame) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut add = |name: &'static str, content: &str| {
        if !content.is_empty() {
            tags.push(Tag { name, content: content.to_owned() });
        }
    };
    add("SiteName", &frame.shared.site);
    let host = frame.url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    add("SiteDomain", host);
    add("SiteIDCode", &frame.shared.site_code);
    // The way to a page begins with the bureau; what comes then is the section.
    let own = frame.crumbs.len() == 1;
    let section = if own { frame.here.as_str() } else { frame.crumbs.get(1).map_or("", |link| link.label.as_str()) };
    add("ColumnName", section);
    if own {
        let named = format!("{}{section}", frame.shared.name);
        add("ColumnDescription", if frame.description.is_empty() { &named } else { &frame.description });
    }
    if is_text {
        add("ArticleTitle", &frame.here);
        add("PubDate", &frame.published);
        add("ContentSource", &frame.shared.name);
        add("Url", &frame.url);
    }
    tags
}
