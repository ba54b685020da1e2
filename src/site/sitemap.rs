//! What search engines ask a site for: `sitemap.xml` and `robots.txt` (sitemaps.org, RFC 9309). Only where the workspace says where the
//! site will lie: a sitemap needs whole addresses.

use std::fmt::Write as _;

use super::Page;
use crate::model::Workspace;
use crate::xml::escape;

/// No file of a sitemap has more addresses (sitemaps.org).
const MOST: usize = 50_000;

/// The files, each with its path below `site/`: the sitemap, in parts where it is long, and `robots.txt`.
#[must_use]
pub fn files(workspace: &Workspace, pages: &[Page<'_>]) -> Vec<(String, Vec<u8>)> {
    let listed: Vec<(&str, Option<String>)> = pages
        .iter()
        // Pages of editions answer a code that somebody holds; nobody searches for them.
        .filter(|page| !page.path.contains("/v/"))
        // A page that leads on names the address of another.
        .filter(|page| page.url.as_deref().is_some_and(|url| url.ends_with(page.path.trim_end_matches("index.html"))))
        .filter_map(|page| {
            // An edition is a name and not a day on which a page changed.
            Some((page.url.as_deref()?, page.dated.map(|day| day.to_string())))
        })
        .collect();
    let Some(robots) = workspace.url("sitemap.xml") else { return Vec::new() };
    let mut files = vec![("robots.txt".to_owned(), format!("User-agent: *\nAllow: /\nSitemap: {robots}\n").into_bytes())];
    if listed.len() <= MOST {
        files.push(("sitemap.xml".to_owned(), urls(&listed)));
        return files;
    }
    let mut index = head("sitemapindex");
    for (number, part) in listed.chunks(MOST).enumerate() {
        let name = format!("sitemap-{}.xml", number + 1);
        entry(&mut index, "sitemap", &workspace.url(&name).unwrap_or_default(), None);
        files.push((name, urls(part)));
    }
    index.push_str("</sitemapindex>\n");
    files.push(("sitemap.xml".to_owned(), index.into_bytes()));
    files
}

fn urls(list: &[(&str, Option<String>)]) -> Vec<u8> {
    let mut xml = head("urlset");
    for (url, date) in list {
        entry(&mut xml, "url", url, date.as_deref());
    }
    xml.push_str("</urlset>\n");
    xml.into_bytes()
}

fn head(root: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n")
}

fn entry(xml: &mut String, name: &str, url: &str, date: Option<&str>) {
    let _ = write!(xml, "<{name}><loc>");
    escape(xml, url);
    xml.push_str("</loc>");
    if let Some(date) = date {
        let _ = write!(xml, "<lastmod>{date}</lastmod>");
    }
    let _ = writeln!(xml, "</{name}>");
}
