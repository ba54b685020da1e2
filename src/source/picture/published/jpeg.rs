//! A JPEG segment by segment (ITU T.81, annex B): tables, frames and scans draw the picture, and the marks for their colours (JFIF, ICC, Adobe) stay.
//! All other application data, comments, and whatever stands behind the end fall away.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder as _};

use super::{colour_profile, upright};
use crate::source::picture::colours::components;

/// How well the pixels of a turned picture are kept, of 100: nobody sees a difference from there on.
const QUALITY: u8 = 95;

/// A picture with this many bytes of EXIF says one thing: which way up it is. Big-endian TIFF with one entry, 0x0112.
fn upright_entry(turn: u8) -> Vec<u8> {
    let mut exif = b"\xFF\xE1\x00\x22Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([turn, 0, 0, 0, 0, 0, 0]);
    exif
}

/// The picture; none where it has no picture data or no end, as one that is cut off.
pub fn stripped(bytes: &[u8], turn: Option<u8>) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    let (mut head, mut body) = (vec![0xFF, 0xD8], Vec::with_capacity(bytes.len()));
    let mut at = 2;
    let mut has_data = false;
    loop {
        let (mark, kind) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        match (mark, kind) {
            // A fill byte, or what a decoder skips too: bytes between segments, and marks that stand alone.
            (0xFF, 0xFF) => at += 1,
            (0xFF, 0x00 | 0x01 | 0xD0..=0xD8) => at += 2,
            (0xFF, 0xD9) if has_data => {
                head.extend(turn.map(upright_entry).unwrap_or_default());
                head.append(&mut body);
                head.extend([0xFF, 0xD9]);
                return Some(head);
            }
            (0xFF, 0xD9) => return None,
            (0xFF, _) => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let contents = bytes.get(at + 4..at + 2 + length.max(2))?;
                match kind {
                    0xE0 if head.len() == 2 => head.extend(jfif(contents).unwrap_or_default()),
                    0xE2 if contents.starts_with(b"ICC_PROFILE\0") => segment(kind, contents, &mut body),
                    0xEE if contents.starts_with(b"Adobe") => segment(kind, contents.get(..12).unwrap_or(contents), &mut body),
                    0xC0..=0xCF | 0xDA..=0xDF => segment(kind, contents, &mut body),
                    _ => {}
                }
                at += 2 + length.max(2);
                if kind == 0xDA {
                    has_data = true;
                    let end = end_of_scan(bytes, at)?;
                    body.extend_from_slice(bytes.get(at..end)?);
                    at = end;
                }
            }
            _ => at += 1,
        }
    }
}

/// The picture with its pixels upright, encoded again: positions in the old data belong to its old sides.
pub fn turned(bytes: &[u8], turn: u8) -> Option<Vec<u8>> {
    // Cut off or not is seen in the file as it is: a decoder fills up what lacks.
    stripped(bytes, None)?;
    let picture = match upright(bytes, turn)? {
        grey @ DynamicImage::ImageLuma8(_) => grey,
        other => DynamicImage::ImageRgb8(other.to_rgb8()),
    };
    let mut out = Cursor::new(Vec::new());
    let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    // The profile of four colours says nothing of the three that they became.
    if let Some(profile) = colour_profile(bytes).filter(|_| components(bytes) != Some(4)) {
        encoder.set_icc_profile(profile).ok()?;
    }
    picture.write_with_encoder(encoder).ok()?;
    stripped(&out.into_inner(), None)
}

/// Where picture data ends: at a mark that is neither a stuffed byte nor a restart.
fn end_of_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

/// Version and pixel density, without the thumbnail that may follow.
fn jfif(contents: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let plain = contents.get(..12).filter(|c| c.starts_with(b"JFIF\0"))?;
    segment(0xE0, &[plain, &[0, 0]].concat(), &mut out);
    Some(out)
}

fn segment(kind: u8, contents: &[u8], out: &mut Vec<u8>) {
    // It was read from a length of two bytes, and only ever becomes shorter.
    let length = u16::try_from(contents.len() + 2).unwrap_or(u16::MAX);
    out.extend([0xFF, kind]);
    out.extend(length.to_be_bytes());
    out.extend_from_slice(contents);
}
