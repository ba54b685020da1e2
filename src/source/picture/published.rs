//! A picture as it leaves the workspace: the same pixels, without what the file tells besides (places, devices, names, comments, thumbnails, films
//! behind a photo). The one place for all of them: whoever publishes or prints a picture takes its bytes from here.
//!
//! Each kind keeps a list of what draws the picture, and all else falls away, so that a kind of metadata that nobody thought of falls away too.
//! The one thing of the camera's that changes what people see, which way up the photo is, stays: a JPEG keeps that single entry, which browsers and
//! Typst both follow; PNG and WebP, where browsers differ, are turned pixel by pixel. So is a JPEG within a drawing, where Typst does not look at the entry.

mod gif;
pub(super) mod jpeg;
mod png;
mod svg;
mod webp;

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};

use super::{guarded, pixel_limits};

/// The picture without metadata; none where the file is not built as its kind demands, and so may hide something. `extension` (in lower case) tells a
/// drawing from the other kinds, which are known by their contents.
#[must_use]
pub fn published(bytes: &[u8], extension: &str) -> Option<Vec<u8>> {
    guarded(|| if extension == "svg" { svg::stripped(bytes) } else { raster(bytes) }).flatten()
}

/// The same for a picture whose kind nobody has told.
fn raster(bytes: &[u8]) -> Option<Vec<u8>> {
    match image::guess_format(bytes).ok()? {
        ImageFormat::Jpeg => jpeg::stripped(bytes, orientation(bytes)),
        ImageFormat::Gif => gif::stripped(bytes),
        ImageFormat::Png => match orientation(bytes) {
            Some(turn) if !png::is_animated(bytes) => png::turned(bytes, turn),
            _ => png::stripped(bytes),
        },
        ImageFormat::WebP => match orientation(bytes) {
            Some(turn) if !webp::is_animated(bytes) => webp::turned(bytes, turn),
            _ => webp::stripped(bytes),
        },
        _ => None,
    }
}

/// The same for a picture within a drawing. A JPEG that lies on its side is turned there: programs that draw do not agree on its entry.
fn embedded(bytes: &[u8]) -> Option<Vec<u8>> {
    match (image::guess_format(bytes).ok()?, orientation(bytes)) {
        (ImageFormat::Jpeg, Some(turn)) => jpeg::turned(bytes, turn),
        _ => raster(bytes),
    }
}

/// Which way the photo must be turned, 2 to 8 as EXIF counts; none where it stands upright, or says nothing.
fn orientation(bytes: &[u8]) -> Option<u8> {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok()?;
    let turn = exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?.value.get_uint(0)?;
    u8::try_from(turn).ok().filter(|turn| (2..=8).contains(turn))
}

/// The pixels, upright.
fn upright(bytes: &[u8], turn: u8) -> Option<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.limits(pixel_limits());
    let mut picture = DynamicImage::from_decoder(reader.into_decoder().ok()?).ok()?;
    picture.apply_orientation(Orientation::from_exif(turn)?);
    Some(picture)
}

/// The colour profile that a file carries.
fn colour_profile(bytes: &[u8]) -> Option<Vec<u8>> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.into_decoder().ok()?.icc_profile().ok().flatten()
}

#[cfg(test)]
mod tests;
