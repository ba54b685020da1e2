//! What holds for every page of the real theme: it renders, its links lead somewhere, nothing internal is on it, and its colours
//! can be read.

use std::collections::{BTreeMap, BTreeSet};

use super::{AVAILABLE, THEME, engine, html, whole};
use crate::site::format::{keep, phone_in};
use crate::site::{Engine, pages};

const TOKENS: &str = include_str!("../../../themes/default/site/tokens.css");
const POLICY: &str = "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'";

/// The values of an attribute in a page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Where a relative link leads, seen from a page.
fn resolve(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// What stands round a page is written once for all pages that share it: a view that writes it again costs as much as the page.
#[test]
fn no_view_writes_its_frame() {
    let site = whole();
    for page in &pages(&site.workspace, &[], &[], &AVAILABLE) {
        let view = serde_json::to_value(page.view()).unwrap();
        assert!(view.get("chrome").is_none(), "{}", page.path);
    }
}

#[test]
fn every_link_leads_to_a_page_a_file_or_a_phone() {
    let site = whole();
    let (pages, engine) = (pages(&site.workspace, &[], &[], &AVAILABLE), engine());
    let paths: BTreeSet<&str> = pages.iter().map(|p| p.path.as_str()).collect();
    for page in &pages {
        let html = html(page, &engine);
        let ids: BTreeSet<&str> = values(&html, "id").into_iter().collect();
        for link in values(&html, "href") {
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            if target.is_empty() {
                assert!(ids.contains(anchor), "{}: #{anchor}", page.path);
                continue;
            }
            let outside = ["tel:", "geo:", "https://"].iter().any(|scheme| target.starts_with(scheme));
            // The page for lost addresses names everything from the root of the host.
            let to =
                if page.path == "404.html" { target.trim_start_matches('/').to_owned() } else { resolve(&page.path, target) };
            let known = outside
                || paths.contains(to.as_str())
                || ["assets/site.css", "assets/icon.png"].contains(&to.as_str())
                || AVAILABLE.has_file(&to);
            assert!(known, "{} links to {link}", page.path);
        }
    }
}

#[test]
fn no_page_shows_what_is_internal_or_asks_the_network_for_anything() {
    let site = whole();
    let engine = engine();
    for page in pages(&site.workspace, &[], &[], &AVAILABLE) {
        let html = html(&page, &engine);
        for secret in ["138-0000-9999", "甲乙丙", "98.765", "没有设备"] {
            assert!(!html.contains(secret), "{}: {secret}", page.path);
        }
        // The one script is the site's own file.
        let html = html.replacen("assets/site.js\"></script>", "\">", 1).replacen("<script src=", "<link href=", 1);
        // A link to a map is followed by people alone.
        let html = ["https://uri.amap.com/", "https://api.map.baidu.com/", "https://apis.map.qq.com/"]
            .iter()
            .fold(html, |html, map| html.replace(&format!("<a class=\"inline-tel\" href=\"{map}"), ""));
        // What search engines read is no program, and names the vocabulary of its words.
        let html = html.replacen("<script type=\"application/ld+json\">", "", 1).replacen("https://schema.org", "", 1);
        for outside in ["http://", "https://", "<script", " style=", "src=\"//"] {
            assert!(!html.contains(outside), "{}: {outside}", page.path);
        }
        assert!(html.contains(POLICY) && html.contains("lang=\"zh-CN\""), "{}", page.path);
        assert_eq!(html.matches("<h1").count(), 1, "{}", page.path);
    }
}

#[test]
fn what_clerks_write_is_text_and_never_markup() {
    let site = whole();
    let pages = pages(&site.workspace, &[], &[], &AVAILABLE);
    let page = pages.iter().find(|p| p.path == "qi/items/query/index.html").expect("a page");
    let html = html(page, &engine());
    assert!(html.contains("信息查询 &lt;b&gt;") && !html.contains("信息查询 <b>"));
}

#[test]
fn a_broken_template_is_named_with_its_line() {
    let broken = Engine::new([("x.html", "<p>\n{% if %}</p>")]).err().expect("an error");
    assert_eq!((broken.template.as_str(), broken.position.map(|at| at.line)), ("x.html", Some(2)));
    let engine = Engine::new([("x.html", "\n\n{{ nobody }}")]).expect("a template");
    let error = engine.render("x.html", &serde_json::json!({})).expect_err("an error");
    assert_eq!((error.template.as_str(), error.position.map(|at| at.line)), ("x.html", Some(3)), "{error}");
}

#[test]
fn a_workspace_may_override_one_template() {
    let files = THEME.iter().filter(|(name, _)| *name != "404.html").copied().chain([("404.html", "<h1>自己的</h1>")]);
    let engine = Engine::new(files).expect("templates");
    let site = whole();
    let pages = pages(&site.workspace, &[], &[], &AVAILABLE);
    let page = pages.iter().find(|p| p.path == "404.html").expect("a page");
    assert_eq!(html(page, &engine), "<h1>自己的</h1>");
}

#[test]
fn ranges_stay_on_one_line_and_phones_are_found() {
    assert_eq!(keep("周一 08:30—11:30"), "周一 08:30\u{2060}—\u{2060}11:30");
    assert_eq!(keep("基本—医疗"), "基本—医疗");
    let phone = phone_in("综合窗口：0477-0000077（工作日）").expect("a phone");
    assert_eq!((phone.label.as_str(), phone.dial.as_str()), ("综合窗口：（工作日）", "04770000077"));
    assert!(phone_in("3号窗口").is_none());
}

/// The colours of one block of the tokens.
fn colours(block: &str) -> BTreeMap<&str, [f64; 3]> {
    let line = |line: &'static str| -> Option<(&'static str, [f64; 3])> {
        let (name, rest) = line.trim().strip_prefix("--")?.split_once(": #")?;
        let digits = rest.get(..6)?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok().map(f64::from);
        Some((name, [part(0)?, part(2)?, part(4)?]))
    };
    let at = TOKENS.find(block).expect("the block");
    let end = TOKENS[at..].find("}\n").expect("its end") + at;
    TOKENS[at..end].lines().filter_map(line).collect()
}

/// Contrast as WCAG 2 reckons it.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |colour: [f64; 3]| {
        let linear = colour.map(|v| if v <= 10.0 { v / 255.0 / 12.92 } else { ((v / 255.0 + 0.055) / 1.055).powf(2.4) });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05
    };
    let (a, b) = (light(a), light(b));
    if a > b { a / b } else { b / a }
}

#[test]
fn every_pair_of_colours_can_be_read() {
    let text = [
        ("ink", "paper"),
        ("ink", "ground"),
        ("quiet", "paper"),
        ("quiet", "ground"),
        ("primary", "paper"),
        ("primary", "ground"),
        ("primary", "tint"),
        ("due", "paper"),
        ("due", "due-tint"),
        ("fault", "paper"),
        ("good", "paper"),
    ];
    for block in [":root {\n  --ink", "@media (prefers-color-scheme: dark)"] {
        let colours = colours(block);
        let of = |name: &str| colours.get(name).copied().unwrap_or_else(|| panic!("{name} in {block}"));
        for (front, back) in text {
            let found = contrast(of(front), of(back));
            assert!(found >= 4.5, "{front} on {back} in {block}: {found:.2}");
        }
        let edge = contrast(of("edge"), of("paper"));
        assert!(edge >= 3.0, "the edge of a box in {block}: {edge:.2}");
    }
}
