//! A PNG chunk by chunk: pixels, palette, animation and colours stay. Texts, EXIF, the time of the last change and what stands behind the end fall away.

use std::io::Cursor;

use image::ImageFormat;
use img_parts::Bytes;
use img_parts::png::Png;

use super::upright;

/// What draws the picture.
const DRAWN: [&[u8; 4]; 8] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"acTL", b"fcTL", b"fdAT", b"IEND"];
/// What tells how its colours and its size are meant.
const MEANT: [&[u8; 4]; 10] = [b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"pHYs"];

fn chunks(bytes: &[u8]) -> Option<Png> {
    let png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    (png.chunks().last()?.kind() == *b"IEND").then_some(png)
}

/// Whether it has several frames: those are never turned.
pub fn is_animated(bytes: &[u8]) -> bool {
    chunks(bytes).is_some_and(|png| png.chunk_by_type(*b"acTL").is_some())
}

/// The picture; none where it is cut off.
pub fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut png = chunks(bytes)?;
    png.chunks_mut().retain(|chunk| DRAWN.iter().chain(&MEANT).any(|kept| **kept == chunk.kind()));
    Some(png.encoder().bytes().to_vec())
}

/// The picture with its pixels upright.
pub fn turned(bytes: &[u8], turn: u8) -> Option<Vec<u8>> {
    let mut out = Cursor::new(Vec::new());
    upright(bytes, turn)?.write_to(&mut out, ImageFormat::Png).ok()?;
    let mut png = chunks(&out.into_inner())?;
    // What belongs to the old form of the pixels (sBIT, bKGD) is left behind.
    let kept = |kind: [u8; 4]| MEANT.iter().any(|k| **k == kind) && kind != *b"sBIT" && kind != *b"bKGD";
    let meant: Vec<_> = chunks(bytes)?.chunks().iter().filter(|chunk| kept(chunk.kind())).cloned().collect();
    png.chunks_mut().retain(|chunk| DRAWN.iter().any(|drawn| **drawn == chunk.kind()));
    png.chunks_mut().splice(1..1, meant);
    Some(png.encoder().bytes().to_vec())
}
