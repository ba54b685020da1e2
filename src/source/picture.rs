//! Whether bytes are a picture that every page and every sheet can show: of the kind that the name says, whole, of a usable size, and
//! without a program inside. It looks at bytes alone; finding the file is for `files`.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};

use super::limits;
use crate::diagnostic::Bilingual;
use crate::say;

/// A picture that was read and is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Path relative to the root.
    pub path: String,
    /// Width in pixels; for SVG 0.
    pub width: usize,
    /// Height in pixels; for SVG 0.
    pub height: usize,
}

/// Why a picture cannot be used.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Completes “the picture …”.
    pub says: Bilingual,
    /// What to do.
    pub help: Bilingual,
}

/// Width and height of a picture with this extension (in lower case); zeros for SVG.
pub fn look(bytes: &[u8], extension: &str) -> Result<(usize, usize), Fault> {
    let named = match extension {
        "svg" => return svg(bytes).map(|()| (0, 0)),
        "png" => ImageFormat::Png,
        "jpg" | "jpeg" => ImageFormat::Jpeg,
        "gif" => ImageFormat::Gif,
        "webp" => ImageFormat::WebP,
        other => {
            return Err(fault(say!("的类型 .{other} 不能用", "has the kind .{other}, which cannot be used"), save_again()));
        }
    };
    let Ok(reader) = ImageReader::new(Cursor::new(bytes)).with_guessed_format() else { return Err(no_picture()) };
    let Some(format) = reader.format() else { return Err(no_picture()) };
    if format != named {
        let kind = kind(format);
        return Err(fault(
            say!("其实是 {kind}，与扩展名不符", "is a {kind}, its name says otherwise"),
            say!("把扩展名改对，或另存为 .{extension}", "correct the extension, or save it as .{extension}"),
        ));
    }
    let broken = || fault(say!("不完整或已损坏", "is cut off or damaged"), save_again());
    let decoder = reader.into_decoder().map_err(|_| broken())?;
    let (width, height) = decoder.dimensions();
    let (w, h) = (width as usize, height as usize);
    let size = say!("尺寸 {w}×{h} 不能用", "has an unusable size, {w}×{h}");
    if w.max(h) > limits::PICTURE_SIDE || w.min(h) == 0 {
        let most = limits::PICTURE_SIDE;
        return Err(fault(size, say!("缩小到每边 {most} 像素以内", "make it smaller, at most {most} pixels a side")));
    }
    if decoder.total_bytes() > limits::PICTURE_BYTES {
        return Err(fault(
            size,
            say!("像素太多，缩小到每边 4000 像素以内", "it has too many pixels: make it at most 4000 a side"),
        ));
    }
    if format == ImageFormat::Jpeg && !is_whole_jpeg(bytes) {
        return Err(broken());
    }
    DynamicImage::from_decoder(decoder).map(|_| (w, h)).map_err(|_| broken())
}

fn kind(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "PNG",
        ImageFormat::Jpeg => "JPEG",
        ImageFormat::Gif => "GIF",
        ImageFormat::WebP => "WebP",
        other => other.to_mime_type(),
    }
}

/// A decoder fills what a cut-off JPEG lacks with grey. Whole ones have the end mark after the last start of picture data.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let last = |mark: u8| bytes.windows(2).rposition(|pair| pair == [0xFF, mark]);
    last(0xD9) > last(0xDA)
}

/// An SVG must be well-formed, and a page must be able to show it without running anything.
fn svg(bytes: &[u8]) -> Result<(), Fault> {
    let malformed = || fault(say!("不是写法正确的 SVG", "is no well-formed SVG"), save_again());
    let text = std::str::from_utf8(bytes).map_err(|_| malformed())?;
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: limits::SVG_NODES, ..Default::default() };
    let document =
        roxmltree::Document::parse_with_options(text.trim_start_matches('\u{feff}'), options).map_err(|_| malformed())?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some("http://www.w3.org/2000/svg") {
        return Err(malformed());
    }
    let mut open = vec![(root, 0)];
    while let Some((node, depth)) = open.pop() {
        if depth > limits::SVG_DEPTH {
            return Err(fault(say!("里的元素嵌套过深", "is nested too deeply"), save_again()));
        }
        if is_program(node) {
            return Err(fault(
                say!("里有程序", "holds a program"),
                say!(
                    "去掉 script 元素、on 开头的属性和 javascript 链接，或另存为 PNG",
                    "take out script elements, attributes that begin with `on` and javascript links, or save it as PNG"
                ),
            ));
        }
        open.extend(node.children().filter(roxmltree::Node::is_element).map(|child| (child, depth + 1)));
    }
    Ok(())
}

/// Whether an element runs something: a script, an attribute for an event (also one that an animation sets), a script as a link.
fn is_program(node: roxmltree::Node<'_, '_>) -> bool {
    let starts = |text: &str, with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    node.tag_name().name().eq_ignore_ascii_case("script")
        || node.attributes().any(|attribute| {
            let value: String = attribute.value().chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(16).collect();
            starts(attribute.name(), "on")
                || (attribute.name() == "attributeName" && starts(&value, "on"))
                || starts(&value, "javascript:")
                || starts(&value, "data:text/")
        })
}

fn fault(says: Bilingual, help: Bilingual) -> Fault {
    Fault { says, help }
}

fn no_picture() -> Fault {
    fault(say!("不是图片", "is no picture"), save_again())
}

fn save_again() -> Bilingual {
    say!("用看图或绘图软件打开，另存为 PNG、JPEG 或 SVG", "open it in a picture editor and save it as PNG, JPEG or SVG")
}
