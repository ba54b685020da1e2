//! A WebP chunk by chunk (RFC 9649): frames, transparency and the colour profile stay, EXIF, XMP, unknown chunks and what stands behind the end fall away.

use image::ImageEncoder;
use image::codecs::webp::WebPEncoder;

use super::{colour_profile, upright};

/// What draws the picture, and its colour profile.
const KEPT: [&[u8; 4]; 7] = [b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"];
/// What may stand in a frame of an animation.
const IN_FRAME: [&[u8; 4]; 3] = [b"ALPH", b"VP8 ", b"VP8L"];
/// A frame begins with its place, size and time.
const FRAME_HEAD: usize = 16;
/// The bits of VP8X that promise EXIF and XMP.
const PROMISES: u8 = 0b0000_1100;

type Chunk<'b> = ([u8; 4], &'b [u8]);

/// The chunks of a file, or of a frame. The byte that makes an odd one even may be missing at the end.
fn chunks(mut rest: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let mut list = Vec::new();
    while !rest.is_empty() {
        let kind: [u8; 4] = rest.get(..4)?.try_into().ok()?;
        let length = usize::try_from(u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?)).ok()?;
        let end = length.checked_add(8)?;
        list.push((kind, rest.get(8..end)?));
        rest = rest.get(end + length % 2..).unwrap_or_default();
    }
    Some(list)
}

fn of_file(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    if !bytes.starts_with(b"RIFF") || bytes.get(8..12)? != b"WEBP" {
        return None;
    }
    let length = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    chunks(bytes.get(12..length.checked_add(8)?.min(bytes.len()))?)
}

fn push((kind, contents): Chunk<'_>, out: &mut Vec<u8>) -> Option<()> {
    out.extend(kind);
    out.extend(u32::try_from(contents.len()).ok()?.to_le_bytes());
    out.extend_from_slice(contents);
    out.extend((contents.len() % 2 == 1).then_some(0));
    Some(())
}

/// Whether it has several frames: those are never turned.
pub fn is_animated(bytes: &[u8]) -> bool {
    of_file(bytes).is_some_and(|list| list.iter().any(|(kind, _)| kind == b"ANIM" || kind == b"ANMF"))
}

/// The picture; none where it is cut off.
pub fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = b"WEBP".to_vec();
    for (kind, contents) in of_file(bytes)?.into_iter().filter(|(kind, _)| KEPT.contains(&kind)) {
        match &kind {
            b"VP8X" => {
                let mut contents = contents.to_vec();
                *contents.first_mut()? &= !PROMISES;
                push((kind, &contents), &mut body)?;
            }
            b"ANMF" => {
                let mut frame = contents.get(..FRAME_HEAD)?.to_vec();
                for chunk in chunks(contents.get(FRAME_HEAD..)?)?.into_iter().filter(|(kind, _)| IN_FRAME.contains(&kind)) {
                    push(chunk, &mut frame)?;
                }
                push((kind, &frame), &mut body)?;
            }
            _ => push((kind, contents), &mut body)?,
        }
    }
    let mut out = b"RIFF".to_vec();
    out.extend(u32::try_from(body.len()).ok()?.to_le_bytes());
    out.append(&mut body);
    Some(out)
}

/// The picture with its pixels upright, kept without loss.
pub fn turned(bytes: &[u8], turn: u8) -> Option<Vec<u8>> {
    let picture = upright(bytes, turn)?;
    let mut out = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut out);
    if let Some(profile) = colour_profile(bytes) {
        encoder.set_icc_profile(profile).ok()?;
    }
    picture.write_with_encoder(encoder).ok()?;
    Some(out)
}
