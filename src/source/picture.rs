//! Whether bytes are a picture that every page and every sheet can show: of the kind that the name says, whole, of a usable size, in the
//! colours of screens, without a program inside and without anything outside. It looks at bytes alone; finding the file is for `files`.

mod colours;
mod svg;

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
        "svg" => return svg::look(bytes).map(|()| (0, 0)),
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
    if format == ImageFormat::Jpeg && colours::components(bytes) == Some(4) {
        return Err(colours::for_print());
    }
    let mut decoder = reader.into_decoder().map_err(|_| broken())?;
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
    colours::profile(decoder.icc_profile().ok().flatten().as_deref())?;
    if format == ImageFormat::Jpeg && !is_whole_jpeg(bytes) {
        return Err(broken());
    }
    DynamicImage::from_decoder(decoder).map(|_| (w, h)).map_err(|_| broken())
}

/// The kind of a photo by its contents alone (jpg, png, webp), when it is whole and of a usable size. For pictures that come from outside under
/// names that say nothing.
///
/// # Errors
/// Why it cannot be used.
pub fn picture_kind(bytes: &[u8]) -> Result<&'static str, Fault> {
    let kind = match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => "jpg",
        Ok(ImageFormat::Png) => "png",
        Ok(ImageFormat::WebP) => "webp",
        _ => return Err(no_picture()),
    };
    if bytes.len() as u64 > limits::ASSET_BYTES {
        let limit = limits::ASSET_BYTES >> 20;
        return Err(fault(say!("超过 {limit} MiB", "is larger than {limit} MiB"), save_again()));
    }
    look(bytes, kind).map(|_| kind)
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

fn fault(says: Bilingual, help: Bilingual) -> Fault {
    Fault { says, help }
}

fn no_picture() -> Fault {
    fault(say!("不是图片", "is no picture"), save_again())
}

fn save_again() -> Bilingual {
    say!("用看图或绘图软件打开，另存为 PNG、JPEG 或 SVG", "open it in a picture editor and save it as PNG, JPEG or SVG")
}
