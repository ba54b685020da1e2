//! An SVG that every page and sheet can show: well-formed, nothing in it runs, and nothing in it leads outside. A page and a PDF must look
//! the same without a network, and a drawing must not tell anybody who looks at it.

use roxmltree::{Document, Node, ParsingOptions};

use super::{Fault, fault, save_again};
use crate::say;
use crate::source::limits;

/// Whether an SVG can be shown.
pub fn look(bytes: &[u8]) -> Result<(), Fault> {
    let malformed = || fault(say!("不是写法正确的 SVG", "is no well-formed SVG"), save_again());
    let text = std::str::from_utf8(bytes).map_err(|_| malformed())?.trim_start_matches('\u{feff}');
    let options = ParsingOptions { allow_dtd: true, nodes_limit: limits::SVG_NODES, ..Default::default() };
    let document = Document::parse_with_options(text, options).map_err(|_| malformed())?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some("http://www.w3.org/2000/svg") {
        return Err(malformed());
    }
    if !is_alone(text.get(..root.range().start).unwrap_or_default()) {
        return Err(leads_outside());
    }
    let mut open = vec![(document.root(), 0)];
    while let Some((node, depth)) = open.pop() {
        if depth > limits::SVG_DEPTH {
            return Err(fault(say!("里的元素嵌套过深", "is nested too deeply"), save_again()));
        }
        if node.pi().is_some_and(|pi| pi.target.eq_ignore_ascii_case("xml-stylesheet")) {
            return Err(leads_outside());
        }
        if node.is_element() {
            element(node)?;
        }
        open.extend(node.children().map(|child| (child, depth + 1)));
    }
    Ok(())
}

fn element(node: Node<'_, '_>) -> Result<(), Fault> {
    if is_program(node) {
        return Err(fault(
            say!("里有程序", "holds a program"),
            say!(
                "去掉 script 元素、on 开头的属性和 javascript 链接，或另存为 PNG",
                "take out script elements, attributes that begin with `on` and javascript links, or save it as PNG"
            ),
        ));
    }
    let name = node.tag_name().name();
    if name.eq_ignore_ascii_case("foreignObject") {
        return Err(fault(
            say!("里嵌有网页内容（foreignObject）", "holds a piece of a web page (foreignObject)"),
            say!("在绘图软件里把文字改成普通文本或轮廓，或另存为 PNG", "turn it into plain text or outlines, or save it as PNG"),
        ));
    }
    // A comment inside cuts a style into pieces that belong together.
    let style = || node.descendants().filter(Node::is_text).filter_map(|n| n.text()).collect::<String>();
    if attributes_lead_outside(node) || (name.eq_ignore_ascii_case("style") && style_leads_outside(&style())) {
        return Err(leads_outside());
    }
    Ok(())
}

/// Whether an element runs something: a script, an attribute for an event (also one that an animation sets), a script as a link.
fn is_program(node: Node<'_, '_>) -> bool {
    node.tag_name().name().eq_ignore_ascii_case("script")
        || node.attributes().any(|attribute| {
            let value: String = attribute.value().chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(16).collect();
            starts(attribute.name(), "on")
                || (attribute.name() == "attributeName" && starts(&value, "on"))
                || starts(&value, "javascript:")
                || starts(&value, "data:text/")
        })
}

/// Whether an attribute of an element, or a value that an animation gives to one, leads outside.
fn attributes_lead_outside(node: Node<'_, '_>) -> bool {
    // `xlink:href` is set by its prefix, whatever that is called.
    let sets_link = node.attribute("attributeName").is_some_and(|set| set.rsplit(':').next() == Some("href"));
    node.attributes().any(|attribute| match attribute.name() {
        "href" | "src" | "base" => !is_inside(attribute.value()),
        "to" | "from" | "by" | "values" if sets_link => attribute.value().split(';').any(|value| !is_inside(value)),
        // What drawing programs note for themselves has a namespace: `sodipodi:docname="image(1).svg"`.
        _ => attribute.namespace().is_none() && style_leads_outside(attribute.value()),
    })
}

/// Whether a reference stays in the file: a part of it, or a picture that it holds. A drawing inside a drawing would not be looked at.
fn is_inside(reference: &str) -> bool {
    let reference = reference.trim();
    let picture = starts(reference, "data:image/") && !starts(reference, "data:image/svg");
    reference.is_empty() || reference.starts_with('#') || picture
}

/// Whether a style refers to anything outside: `@import`, `url(…)` of an address or a file, or a function that takes one as a text.
fn style_leads_outside(style: &str) -> bool {
    // Most attributes are numbers: what is looked for has one of these signs, or a back-slash hides it.
    if !style.contains(['(', '@', '\\']) {
        return false;
    }
    let style = plain(style).to_ascii_lowercase();
    let mut urls = style.match_indices("url(").map(|(at, start)| style.get(at + start.len()..).unwrap_or_default());
    let other = ["@import", "image-set("].into_iter().any(|word| style.contains(word));
    other
        || urls.any(|rest| {
            !is_inside(rest.trim_start().trim_start_matches(['"', '\'']).split([')', '"', '\'']).next().unwrap_or(rest))
        })
}

/// A style without the back-slashes that may hide its letters: `\75 rl(` is `url(`.
fn plain(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut letters = style.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        let mut code = String::new();
        while let Some(digit) = letters.next_if(|c| code.len() < 6 && c.is_ascii_hexdigit()) {
            code.push(digit);
        }
        if code.is_empty() {
            out.extend(letters.next());
        } else {
            letters.next_if(char::is_ascii_whitespace);
            out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
        }
    }
    out
}

/// Whether what stands before the root names nothing outside. The document types of W3C are what drawing programs write; nobody loads them.
fn is_alone(head: &str) -> bool {
    let Some((_, doctype)) = without_comments(head).split_once("<!DOCTYPE").map(|(a, b)| (a.to_owned(), b.to_owned())) else {
        return true;
    };
    let (id, entities) = doctype.split_once('[').unwrap_or((&doctype, ""));
    let words: Vec<&str> = id.split_whitespace().collect();
    let external = words.iter().any(|w| matches!(*w, "SYSTEM" | "PUBLIC"));
    let known = id.contains("\"-//W3C//DTD SVG");
    // An entity of its own text is fine; one that names a file is not, nor one that is a piece of the document type.
    let loads = entities.split("<!ENTITY").skip(1).any(|entity| {
        let mut words = entity.split_whitespace();
        let name = words.next().unwrap_or_default();
        name == "%" || matches!(words.next(), Some("SYSTEM" | "PUBLIC"))
    });
    (!external || known) && !loads
}

fn without_comments(head: &str) -> String {
    let mut out = String::new();
    let mut rest = head;
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    out + rest
}

/// The fault of a drawing whose embedded picture is of no kind that is known: nobody can say what else it holds.
pub fn foreign_picture() -> Fault {
    fault(
        say!("里嵌的图片读不出来", "embeds a picture that cannot be read"),
        say!(
            "嵌入的图片换成 PNG、JPEG、GIF 或 WebP，或整张另存为 PNG",
            "embed a PNG, JPEG, GIF or WebP instead, or save the whole drawing as PNG"
        ),
    )
}

fn starts(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

fn leads_outside() -> Fault {
    fault(
        say!("引用了文件以外的内容", "refers to something outside itself"),
        say!(
            "在绘图软件里把链接的图片、字体和样式嵌入文件（链接也要去掉），或另存为 PNG",
            "embed linked pictures, fonts and styles in a drawing program and take out links, or save it as PNG"
        ),
    )
}
