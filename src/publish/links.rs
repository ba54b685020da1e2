//! What is wrong with a built site, page by page: links and anchors that lead nowhere, pictures without words for those who cannot see them,
//! ids and titles that stand twice, and anything that would ask another machine. It reads the output alone and knows no workspace.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use html5gum::{DefaultEmitter, Span as TagSpan, StartTag, Token, Tokenizer};
use rayon::prelude::*;

use crate::diagnostic::{Bilingual, Code, Diagnostic, Diagnostics, SourceFile, SourceMap, Span, codes};
use crate::say;

/// Where something stands in a page, in bytes.
type At = (usize, usize);

/// What one page holds.
#[derive(Default)]
struct Page {
    text: String,
    title: Option<(String, At)>,
    ids: BTreeSet<String>,
    twice: Vec<(String, At)>,
    /// Addresses that the page leads to.
    links: Vec<(String, At)>,
    /// Addresses that a browser asks for when it shows the page.
    asked: Vec<(String, At)>,
    unseen: Vec<At>,
}

/// Every finding about the site in a folder, with the text of the pages that have one. None where no page lies there.
#[must_use]
pub fn check(site: &Path) -> Option<(Diagnostics, SourceMap, usize)> {
    let files: BTreeSet<String> = walkdir::WalkDir::new(site)
        .into_iter()
        .flatten()
        .filter(|e| e.file_type().is_file())
        .filter_map(|e| Some(e.path().strip_prefix(site).ok()?.to_string_lossy().replace('\\', "/")))
        .collect();
    let pages: BTreeMap<&str, Page> = files
        .par_iter()
        .filter(|path| Path::new(path).extension().is_some_and(|e| e == "html"))
        .filter_map(|path| Some((path.as_str(), read(std::fs::read_to_string(site.join(path)).ok()?))))
        .collect();
    if pages.is_empty() {
        return None;
    }
    let root = pages.get(LOST).and_then(root_of);
    let found: Vec<(&str, Vec<Slip>)> = pages
        .par_iter()
        .map(|(path, page)| (*path, slips(path, page, root.as_deref(), &pages, &files)))
        .filter(|(_, slips)| !slips.is_empty())
        .collect();
    let mut by_page: BTreeMap<&str, Vec<Slip>> = found.into_iter().collect();
    titles(&pages, &mut by_page);
    let (mut out, mut sources) = (Diagnostics::new(), SourceMap::default());
    for (path, slips) in by_page {
        let Some(page) = pages.get(path) else { continue };
        let file = sources.add(SourceFile::new(path.to_owned(), page.text.clone(), true, [0; 32]));
        for (code, (start, end), message, help) in slips {
            out.push(Diagnostic::new(code, Span::new(file, start, end), message).help(help));
        }
    }
    Some((out, sources, pages.len()))
}

/// Code, place, what is wrong, what to do.
type Slip = (&'static Code, At, Bilingual, Bilingual);

/// The page that a server shows under every address that is lost: it alone names its files from the root of the host.
const LOST: &str = "404.html";

/// Where the site lies on its host, by the style sheet of the page for lost addresses.
fn root_of(page: &Page) -> Option<String> {
    page.asked.iter().find_map(|(address, _)| Some(address.strip_suffix("assets/site.css")?.to_owned()))
}

/// Reads one page.
fn read(text: String) -> Page {
    let mut page = Page::default();
    let mut in_title = None;
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // What stands in a script or a title is text and no tags.
    emitter.naively_switch_states(true);
    let tokens = Tokenizer::new_with_emitter(&text, emitter);
    for token in tokens {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                if &**tag.name == b"title" && page.title.is_none() {
                    in_title = Some(tag.span);
                }
                start(&mut page, &tag);
            }
            Token::String(words) => {
                if let Some(TagSpan { start, end }) = in_title.take() {
                    page.title = Some((String::from_utf8_lossy(&words).into_owned(), (start, end)));
                }
            }
            Token::EndTag(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.text = text;
    page
}

fn start(page: &mut Page, tag: &StartTag<usize>) {
    let at = (tag.span.start, tag.span.end);
    let value = |name: &str| tag.attributes.get(name.as_bytes()).map(|v| String::from_utf8_lossy(v).into_owned());
    if let Some(id) = value("id")
        && !page.ids.insert(id.clone())
    {
        page.twice.push((id, at));
    }
    let href = value("href").map(|href| (href, at));
    let src = value("src").map(|src| (src, at));
    match &**tag.name {
        b"a" | b"area" => page.links.extend(href),
        b"link" if value("rel").is_none_or(|rel| !matches!(rel.as_str(), "canonical" | "alternate")) => page.asked.extend(href),
        b"img" => {
            if value("alt").is_none() {
                page.unseen.push(at);
            }
            page.asked.extend(src);
        }
        b"script" | b"iframe" | b"source" | b"video" | b"audio" | b"embed" | b"input" => page.asked.extend(src),
        _ => {}
    }
}

fn slips(path: &str, page: &Page, root: Option<&str>, pages: &BTreeMap<&str, Page>, files: &BTreeSet<String>) -> Vec<Slip> {
    let mut found: Vec<Slip> = Vec::new();
    for (id, at) in &page.twice {
        let message = say!("编号 {id} 在这一页出现两次", "the id {id} is used twice in this page");
        found.push((
            &codes::ID_TWICE,
            *at,
            message,
            say!("链接只会跳到第一个；换一个编号", "a link reaches the first only: choose another"),
        ));
    }
    for at in &page.unseen {
        let help = say!("写 alt；只是装饰就写 alt=\"\"", "write alt; for mere decoration write alt=\"\"");
        found.push((&codes::NO_ALT, *at, say!("图片没有替代文字", "a picture has no alternative text"), help));
    }
    for (address, at) in &page.asked {
        if outside(address) {
            let message = say!("页面会向别的网站要 {address}", "the page asks another machine for {address}");
            found.push((&codes::ASKS_OUTSIDE, *at, message, say!("把文件放进主题里", "put the file into the theme")));
        }
    }
    for (address, at) in page.links.iter().chain(&page.asked) {
        if outside(address)
            || ["mailto:", "tel:", "geo:", "data:", "javascript:"].iter().any(|scheme| address.starts_with(scheme))
        {
            continue;
        }
        let (file, anchor) = address.split_once('#').map_or((address.as_str(), None), |(f, a)| (f, Some(a)));
        let file = file.split('?').next().unwrap_or_default();
        let target = match root.filter(|root| path == LOST && root.starts_with('/')) {
            _ if file.is_empty() => Some(path.to_owned()),
            // Seen from another folder, an address without a root leads to another place.
            Some(root) => file.strip_prefix(root).map(decoded),
            None => resolve(path, file),
        };
        match target.filter(|t| files.contains(t)) {
            None => {
                let message = say!("链接 {address} 指向的文件不存在", "the link {address} leads to a file that does not exist");
                let file = address.split(['#', '?']).next().unwrap_or_default();
                let made = file.rsplit('/').next().is_some_and(|name| name.contains('.') && !name.ends_with("html"));
                let help = if made {
                    say!(
                        "文件没有做出来：不加 --only 再运行 yizhan build；是正文里自己写的链接，就改正",
                        "the file was not made: run `yizhan build` without --only; correct the link if a text contains it"
                    )
                } else {
                    say!(
                        "文件夹要写到 index.html，这样不用服务器也能打开",
                        "name index.html of a folder, so that it opens without a server too"
                    )
                };
                found.push((&codes::BROKEN_LINK, *at, message, help));
            }
            Some(target) => {
                let known = |anchor: &str| pages.get(target.as_str()).is_none_or(|p| p.ids.contains(&decoded(anchor)));
                if let Some(anchor) = anchor.filter(|a| !a.is_empty() && !known(a)) {
                    let message = say!("{target} 里没有 #{anchor} 这个位置", "{target} has no place #{anchor}");
                    found.push((
                        &codes::BROKEN_LINK,
                        *at,
                        message,
                        say!("改链接，或加上这个编号", "correct the link, or add the id"),
                    ));
                }
            }
        }
    }
    found
}

/// Pages with one title: a reader with many open tabs cannot tell them apart.
fn titles<'p>(pages: &'p BTreeMap<&'p str, Page>, by_page: &mut BTreeMap<&'p str, Vec<Slip>>) {
    let mut first: HashMap<&str, &str> = HashMap::new();
    for (path, page) in pages {
        let Some((title, at)) = &page.title else {
            let message = say!("这一页没有标题", "this page has no title");
            by_page.entry(path).or_default().push((&codes::SAME_TITLE, (0, 0), message, say!("写 <title>", "write <title>")));
            continue;
        };
        match first.get(title.as_str()) {
            Some(other) => {
                let message = say!("标题“{title}”和 {other} 的一样", "the title “{title}” is that of {other}");
                let help = say!("两样东西的名称要能区分", "give the two different names");
                by_page.entry(path).or_default().push((&codes::SAME_TITLE, *at, message, help));
            }
            None => {
                first.insert(title, path);
            }
        }
    }
}

fn outside(address: &str) -> bool {
    let address = address.trim_start().replace('\\', "/");
    let scheme = address.split(':').next().unwrap_or_default();
    address.starts_with("//") || scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// The path below the site that an address on a page leads to; none where it leads above it.
fn resolve(page: &str, address: &str) -> Option<String> {
    let address = decoded(address);
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// `%E6%9D%91` as 村.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = (*byte == b'%').then(|| text.get(at + 1..at + 3)).flatten().and_then(|h| u8::from_str_radix(h, 16).ok());
        out.push(hex.unwrap_or(*byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}
