//! A drawing written again from its tree: SVG's own elements and attributes stay. Metadata, comments, titles that no page shows, what drawing programs
//! note for themselves, names of layers that nothing refers to, and the metadata of embedded photos fall away.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;
use roxmltree::{Attribute, Document, Node, ParsingOptions};

use crate::source::limits;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Elements that tell and do not draw. A page shows a drawing as a picture, with the words beside it for those who cannot see it.
const TOLD: [&str; 3] = ["metadata", "title", "desc"];

/// Programs leave out the signs at the end of base64 or not.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

/// The drawing; none where it is not well-formed, or embeds what is no picture of a known kind.
pub fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
    let options = ParsingOptions { allow_dtd: true, nodes_limit: limits::SVG_NODES, ..Default::default() };
    let document = Document::parse_with_options(text, options).ok()?;
    let meant = references(&document);
    let mut out = String::with_capacity(text.len());
    // Without calls of itself: a tree may be deep.
    let mut steps = vec![Step::Node(document.root_element())];
    while let Some(step) = steps.pop() {
        match step {
            Step::End(name) => out.push_str(&format!("</{name}>")),
            Step::Node(node) if node.is_text() => out.push_str(&escaped(node.text().unwrap_or_default(), false)),
            Step::Node(node) if draws(node) => {
                let name = node.tag_name().name();
                out.push_str(&format!("<{name}"));
                if node == document.root_element() {
                    out.push_str(&format!(" xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\""));
                }
                for attribute in node.attributes() {
                    if let Some(name) = kept(&attribute, &meant) {
                        let value = escaped(&value(&name, attribute.value())?, true);
                        out.push_str(&format!(" {name}=\"{value}\""));
                    }
                }
                if name == "style" {
                    let style: String = node.descendants().filter(Node::is_text).filter_map(|n| n.text()).collect();
                    out.push_str(&format!(">{}</style>", escaped(&pictures(&without_comments(&style))?, false)));
                } else if node.has_children() {
                    out.push('>');
                    steps.push(Step::End(name));
                    let first = steps.len();
                    steps.extend(node.children().map(Step::Node));
                    if let Some(new) = steps.get_mut(first..) {
                        new.reverse();
                    }
                } else {
                    out.push_str("/>");
                }
            }
            Step::Node(_) => {}
        }
    }
    Some(out.into_bytes())
}

enum Step<'a> {
    Node(Node<'a, 'a>),
    End(&'a str),
}

fn draws(node: Node<'_, '_>) -> bool {
    node.is_element() && node.tag_name().namespace() == Some(SVG) && !TOLD.contains(&node.tag_name().name())
}

/// The name under which an attribute is written, where it is.
fn kept(attribute: &Attribute<'_, '_>, meant: &BTreeSet<&str>) -> Option<String> {
    let name = attribute.name();
    match attribute.namespace() {
        None if name == "id" => meant.contains(attribute.value()).then(|| name.to_owned()),
        None => (!name.starts_with("data-") && !name.starts_with("aria-")).then(|| name.to_owned()),
        Some(XLINK) => (name == "href").then(|| "xlink:href".to_owned()),
        Some(XML) => matches!(name, "space" | "lang").then(|| format!("xml:{name}")),
        Some(_) => None,
    }
}

/// The ids that something refers to: `#id` in a link or a style, `id.click` in an animation.
fn references<'d>(document: &'d Document<'d>) -> BTreeSet<&'d str> {
    let attributes = document.descendants().flat_map(|n| n.attributes()).filter(|a| a.name() != "id").map(|a| a.value());
    let styles = document.descendants().filter(|n| n.tag_name().name() == "style").flat_map(|n| n.descendants());
    let texts = attributes.chain(styles.filter_map(|n| n.text()));
    let ends = |c: char| c.is_whitespace() || "\"'(){}[],;:.>+~*|".contains(c);
    let mut all = BTreeSet::new();
    for text in texts.filter(|text| text.contains(['#', '.'])) {
        // An id may have a dot or a colon in it: a reference by itself is taken whole.
        for part in text.split('#').skip(1) {
            all.insert(part.split(ends).next().unwrap_or_default());
            all.insert(part.split(['"', '\'', ')']).next().unwrap_or_default().trim());
        }
        // Long data would only be looked through in vain.
        if text.len() < 200 {
            all.extend(text.split(';').filter_map(|part| part.trim().split_once('.')).map(|(id, _)| id));
        }
    }
    all
}

/// The value of an attribute, without what tells.
fn value(name: &str, value: &str) -> Option<String> {
    match name {
        "style" => {
            let style = without_comments(value);
            // What Inkscape notes of fonts; where a picture stands in the style, its own semicolons would cut it.
            let own = style.contains("-inkscape-") && !style.contains("data:");
            let part = |part: &&str| !part.trim_start().starts_with("-inkscape-");
            pictures(&if own { style.split(';').filter(part).collect::<Vec<_>>().join(";") } else { style })
        }
        // Several pictures in a row, with the same sign between them that they hold.
        "values" if value.contains("data:") => None,
        _ => pictures(value),
    }
}

/// A text with every picture in it (`data:image/…`) as it may leave; none where one is of no known kind.
fn pictures(text: &str) -> Option<String> {
    const START: &str = "data:image/";
    // Letters of ASCII keep their places when they become small.
    let small = text.to_ascii_lowercase();
    let mut out = String::new();
    let mut from = 0;
    for (at, _) in small.match_indices(START) {
        if at < from {
            continue;
        }
        out.push_str(text.get(from..at)?);
        let uri = text.get(at..)?;
        let uri = uri.split(['"', '\'', ')']).next()?;
        from = at + uri.len();
        let (head, data) = uri.split_once(',')?;
        let data: Vec<u8> = percent_decode_str(data).collect();
        let bytes = if head.trim_end().to_ascii_lowercase().ends_with(";base64") {
            let plain: Vec<u8> = data.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
            BASE64.decode(plain).ok()?
        } else {
            data
        };
        let kind = image::guess_format(&bytes).ok()?.to_mime_type();
        out.push_str(&format!("data:{kind};base64,{}", BASE64.encode(super::embedded(&bytes)?)));
    }
    out.push_str(text.get(from..)?);
    Some(out)
}

/// A style without what stands between `/*` and `*/`, outside of quoted texts.
fn without_comments(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut quote = None;
    let mut letters = style.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (None, '/') if letters.peek() == Some(&'*') => {
                letters.next();
                let mut last = ' ';
                for inner in letters.by_ref() {
                    if last == '*' && inner == '/' {
                        break;
                    }
                    last = inner;
                }
                out.push(' ');
                continue;
            }
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (_, '\\') => {
                out.push(letter);
                out.extend(letters.next());
                continue;
            }
            _ => {}
        }
        out.push(letter);
    }
    out
}

fn escaped(text: &str, attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            // A reader would make a space of it.
            '\n' | '\t' | '\r' if attribute => out.push_str(&format!("&#{};", u32::from(letter))),
            '\r' => out.push_str("&#13;"),
            _ => out.push(letter),
        }
    }
    out
}
