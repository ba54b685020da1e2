//! Owns photos on their way to print: turned as the camera says, made small enough for a report, and what the file tells about itself.
//! Must not know reports or the disk.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader};
use sha2::{Digest, Sha256};

use super::report::PhotoFile;
use crate::source::{guarded, pixel_limits};

/// Longest side in pixels: two stand in a row, each 75 mm wide, so that this prints at about 340 dots per inch.
const SIDE: u32 = 1000;
/// Quality of the JPEG that print embeds.
const QUALITY: u8 = 80;

/// What a photo's file says by itself.
#[must_use]
pub fn look(bytes: &[u8]) -> PhotoFile {
    let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    PhotoFile { taken: guarded(|| taken(bytes)).flatten(), sha256 }
}

/// The day and minute at which the camera took it, `2026-06-10 09:31`.
fn taken(bytes: &[u8]) -> Option<String> {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok()?;
    let field = exif.get_field(exif::Tag::DateTimeOriginal, exif::In::PRIMARY)?;
    let exif::Value::Ascii(texts) = &field.value else { return None };
    let at = exif::DateTime::from_ascii(texts.first()?).ok()?;
    // A camera whose clock was never set says zeros.
    (at.year > 0).then(|| format!("{:04}-{:02}-{:02} {:02}:{:02}", at.year, at.month, at.day, at.hour, at.minute))
}

/// The photo as print embeds it: upright, no longer than a thousand pixels, JPEG, and nothing but its pixels. None where it is no picture.
#[must_use]
pub fn fitted(bytes: &[u8]) -> Option<Vec<u8>> {
    guarded(|| drawn(bytes)).flatten()
}

fn drawn(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut picture = upright(bytes)?;
    if picture.width().max(picture.height()) > SIDE {
        picture = picture.resize(SIDE, SIDE, FilterType::Triangle);
    }
    let mut out = Vec::new();
    // White under what is transparent, as paper is.
    let flat = on_white(&picture);
    flat.write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)).ok()?;
    Some(out)
}

/// A part of an upright picture, in parts of its width and height.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Part {
    /// From the left edge.
    pub x: f64,
    /// From the upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// A portrait is three wide and four high on every badge and board.
const PORTRAIT: (u32, u32) = (3, 4);
/// Width of a kept portrait in pixels: the widest that is printed is some 70 mm, at 300 dots per inch.
const PORTRAIT_WIDTH: u32 = 840;
/// Quality of the JPEG that is kept.
const KEPT: u8 = 88;

/// A portrait as it is kept: upright, three wide and four high, nothing but its pixels. `part` is widened or narrowed to that shape about its middle; without
/// one it is as much of the picture as fits, with the upper edge, where heads are. None where it is no picture.
#[must_use]
pub fn cut(bytes: &[u8], part: Option<Part>) -> Option<Vec<u8>> {
    guarded(|| cut_out(bytes, part)).flatten()
}

fn cut_out(bytes: &[u8], part: Option<Part>) -> Option<Vec<u8>> {
    let picture = upright(bytes)?;
    let (width, height) = (picture.width(), picture.height());
    let (x, y, w, h) = area(width, height, part);
    let mut picture = picture.crop_imm(x, y, w, h);
    if w > PORTRAIT_WIDTH {
        picture = picture.resize_exact(PORTRAIT_WIDTH, PORTRAIT_WIDTH * PORTRAIT.1 / PORTRAIT.0, FilterType::Triangle);
    }
    let mut out = Vec::new();
    on_white(&picture).write_with_encoder(JpegEncoder::new_with_quality(&mut out, KEPT)).ok()?;
    Some(out)
}

/// The pixels that are kept: left, top, width, height.
fn area(width: u32, height: u32, part: Option<Part>) -> (u32, u32, u32, u32) {
    let pixels = |value: f64, of: u32| {
        let whole = (value.clamp(0.0, 1.0) * f64::from(of)).round();
        // Within 0 and `of`.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let whole = whole as u32;
        whole
    };
    let (left, top, wide, high, chosen) = match part {
        Some(p) => (pixels(p.x, width), pixels(p.y, height), pixels(p.w, width).max(1), pixels(p.h, height).max(1), true),
        None => (0, 0, width, height, false),
    };
    // The shape within what was chosen.
    let w = wide.min(high * PORTRAIT.0 / PORTRAIT.1).max(1);
    let h = (w * PORTRAIT.1 / PORTRAIT.0).clamp(1, high.max(1));
    let x = (left + (wide - w) / 2).min(width.saturating_sub(w));
    let down = if chosen { (high - h) / 2 } else { (high - h) / 6 };
    let y = (top + down).min(height.saturating_sub(h));
    (x, y, w.min(width), h.min(height))
}

/// A picture the right way up.
fn upright(bytes: &[u8]) -> Option<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.limits(pixel_limits());
    let mut decoder = reader.into_decoder().ok()?;
    let turn = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if let Some(turn) = turn {
        picture.apply_orientation(turn);
    }
    Some(picture)
}

/// A white picture, for a photo that cannot be read any more.
#[must_use]
pub fn blank() -> Option<Vec<u8>> {
    let mut out = Vec::new();
    DynamicImage::ImageRgb8(image::RgbImage::from_pixel(40, 30, image::Rgb([255; 3])))
        .write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))
        .ok()?;
    Some(out)
}

fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.to_rgb8());
    }
    let mut sheet = image::RgbaImage::from_pixel(picture.width(), picture.height(), image::Rgba([255; 4]));
    image::imageops::overlay(&mut sheet, &picture.to_rgba8(), 0, 0);
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(sheet).to_rgb8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        image::RgbaImage::from_pixel(width, height, image::Rgba([10, 20, 30, 0]))
            .write_to(&mut out, image::ImageFormat::Png)
            .unwrap();
        out.into_inner()
    }

    #[test]
    fn photos_fit_and_what_is_transparent_is_white() {
        let small = image::load_from_memory(&fitted(&png(3000, 1500)).unwrap()).unwrap().to_rgb8();
        assert_eq!((small.width(), small.height()), (1000, 500));
        assert!(small.get_pixel(5, 5).0.iter().all(|c| *c > 250), "{:?}", small.get_pixel(5, 5));
        assert_eq!(fitted(b"no picture"), None);
        let facts = look(&png(2, 2));
        assert_eq!((facts.taken, facts.sha256.len()), (None, 64));
    }
}
