//! Whether bytes are a picture that every page and every sheet can show: of the kind that the name says, whole, of a usable size, in the
//! colours of screens, without a program inside and without anything outside; and its bytes as they leave the workspace ([`published`]). It looks at
//! bytes alone; finding the file is for `files`.

mod colours;
mod foreign;
mod published;
mod svg;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::limits;
use crate::diagnostic::Bilingual;
use crate::say;
pub use foreign::{Foreign, foreign};
pub use published::published;

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

/// What a reader of pictures makes of bytes; none where it panics over them. It keeps nothing between two pictures.
pub fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}

/// What a decoder may take, whatever the head of a file says.
#[must_use]
pub fn pixel_limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = u32::try_from(limits::PICTURE_SIDE).ok();
    limits.max_image_height = limits.max_image_width;
    limits.max_alloc = Some(limits::PICTURE_BYTES);
    limits
}

/// Width and height of a picture with this extension (in lower case); zeros for SVG.
///
/// # Errors
/// Why it cannot be used.
pub fn look(bytes: &[u8], extension: &str) -> Result<(usize, usize), Fault> {
    guarded(|| looked(bytes, extension)).unwrap_or_else(|| Err(broken()))
}

fn looked(bytes: &[u8], extension: &str) -> Result<(usize, usize), Fault> {
    let named = match extension {
        "svg" => {
            svg::look(bytes)?;
            return if published(bytes, extension).is_some() { Ok((0, 0)) } else { Err(svg::foreign_picture()) };
        }
        "png" => ImageFormat::Png,
        "jpg" | "jpeg" => ImageFormat::Jpeg,
        "gif" => ImageFormat::Gif,
        "webp" => ImageFormat::WebP,
        other => {
            let help = foreign(bytes).map_or_else(save_again, Foreign::help);
            return Err(fault(say!("的类型 .{other} 不能用", "has the kind .{other}, which cannot be used"), help));
        }
    };
    if let Some(foreign) = foreign(bytes) {
        return Err(no_page_shows(foreign));
    }
    let Ok(reader) = ImageReader::new(Cursor::new(bytes)).with_guessed_format() else { return Err(no_picture()) };
    let Some(format) = reader.format() else { return Err(no_picture()) };
    if format != named {
        let kind = kind(format);
        return Err(fault(
            say!("其实是 {kind}，与扩展名不符", "is a {kind}, its name says otherwise"),
            say!("把扩展名改对，或另存为 .{extension}", "correct the extension, or save it as .{extension}"),
        ));
    }
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
    decoder.set_limits(pixel_limits()).map_err(|_| broken())?;
    DynamicImage::from_decoder(decoder).map_err(|_| broken())?;
    // A decoder fills what a cut-off file lacks with grey: whole ones are built to their end.
    if published(bytes, extension).is_some() { Ok((w, h)) } else { Err(broken()) }
}

/// A picture that came from outside, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usable {
    /// Its kind: jpg, png, webp.
    pub kind: &'static str,
    /// Its bytes, where they are not those that came.
    pub converted: Option<Vec<u8>>,
    /// What was changed; completes “the picture …”.
    pub note: Option<Bilingual>,
}

/// What is kept of a picture that came from outside under a name that says nothing: it is whole, of a usable size, and a JPEG, PNG or WebP. A GIF
/// becomes a PNG.
///
/// # Errors
/// Why it cannot be used.
pub fn usable(bytes: &[u8]) -> Result<Usable, Fault> {
    let kind = match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => "jpg",
        Ok(ImageFormat::Png) => "png",
        Ok(ImageFormat::WebP) => "webp",
        Ok(ImageFormat::Gif) => "gif",
        _ => return Err(foreign(bytes).map_or_else(no_picture, no_page_shows)),
    };
    if bytes.len() as u64 > limits::ASSET_BYTES {
        let limit = limits::ASSET_BYTES >> 20;
        return Err(fault(say!("超过 {limit} MiB", "is larger than {limit} MiB"), save_again()));
    }
    look(bytes, kind)?;
    if kind != "gif" {
        return Ok(Usable { kind, converted: None, note: None });
    }
    let (png, moves) = guarded(|| still(bytes)).flatten().ok_or_else(broken)?;
    let note = if moves {
        say!("是会动的 GIF，只取了第一帧，转成了 PNG", "is a GIF that moves: its first frame was kept, as PNG")
    } else {
        say!("是 GIF，转成了 PNG", "is a GIF and was converted to PNG")
    };
    Ok(Usable { kind: "png", converted: Some(png), note: Some(note) })
}

/// The kind of a picture of pixels, as names end: png, jpg, gif, webp; none of anything else.
#[must_use]
pub fn raster_kind(bytes: &[u8]) -> Option<&'static str> {
    match image::guess_format(bytes).ok()? {
        ImageFormat::Png => Some("png"),
        ImageFormat::Jpeg => Some("jpg"),
        ImageFormat::Gif => Some("gif"),
        ImageFormat::WebP => Some("webp"),
        _ => None,
    }
}

/// Whether the corners of a picture are white and not transparent: on a colour it would stand in a white box. One that cannot be decoded has none.
#[must_use]
pub fn has_white_edge(bytes: &[u8]) -> bool {
    let decoded = guarded(|| {
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        reader.limits(pixel_limits());
        reader.decode().ok()
    });
    let Some(picture) = decoded.flatten().map(|picture| picture.to_rgba8()) else { return false };
    let (Some(right), Some(bottom)) = (picture.width().checked_sub(1), picture.height().checked_sub(1)) else { return false };
    let white = |(x, y)| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        alpha > 250 && red.min(green).min(blue) > 250
    };
    [(0, 0), (right, 0), (0, bottom), (right, bottom)].into_iter().all(white)
}

/// The first frame of a GIF as PNG, and whether there are others.
fn still(bytes: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut decoder = image::codecs::gif::GifDecoder::new(Cursor::new(bytes)).ok()?;
    decoder.set_limits(pixel_limits()).ok()?;
    let mut frames = decoder.into_frames();
    let first = frames.next()?.ok()?.into_buffer();
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(first).write_to(&mut out, ImageFormat::Png).ok()?;
    Some((out.into_inner(), frames.next().is_some()))
}

/// The fault of a file that no page shows.
fn no_page_shows(foreign: Foreign) -> Fault {
    let name = foreign.name();
    fault(
        Bilingual { zh: format!("是 {}，不能用", name.zh), en: format!("is {}, which cannot be used", name.en) },
        foreign.help(),
    )
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

fn broken() -> Fault {
    fault(say!("不完整或已损坏", "is cut off or damaged"), save_again())
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
