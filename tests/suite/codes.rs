//! Reads QR codes from a picture of a page, with the decoder of ZXing, which most phones have: from the raster as it comes, not enlarged.

use std::path::Path;
use std::process::Command;

use rxing::DecodeHints;
use rxing::helpers::detect_multiple_in_luma_with_hints;

/// Dots per inch at which a page is looked at: what an office scanner makes.
pub const RESOLUTION: u32 = 150;

/// A code that was found on a page.
pub struct Code {
    /// Where it leads.
    pub text: String,
    /// Heights of its three corners below the upper edge of the page, in millimetres.
    pub heights: Vec<f64>,
}

/// The codes of one page (from 1) of a PDF.
pub fn found(file: &Path, page: usize, resolution: u32) -> Vec<Code> {
    let folder = tempfile::tempdir().unwrap();
    let stem = folder.path().join("page");
    let (page, dots) = (page.to_string(), resolution.to_string());
    let done = Command::new("pdftoppm")
        .args(["-r", &dots, "-gray", "-png", "-singlefile", "-f", &page, "-l", &page])
        .arg(file)
        .arg(&stem)
        .status()
        .unwrap();
    assert!(done.success(), "pdftoppm {}", file.display());
    let picture = image::open(stem.with_extension("png")).unwrap().to_luma8();
    let mut found: Vec<Code> = Vec::new();
    let (width, height) = picture.dimensions();
    // A phone looks at one code at a time: so does this, through a window that moves over the page, after a look at the whole of it.
    let side = width.min(height).div_ceil(3);
    let step = (side / 2).max(1) as usize;
    let windows = (0..height).step_by(step).flat_map(|y| (0..width).step_by(step).map(move |x| (x, y, side, side)));
    for (left, top, wide, high) in std::iter::once((0, 0, width, height)).chain(windows) {
        let window = image::imageops::crop_imm(&picture, left, top, wide, high).to_image();
        let (wide, high) = window.dimensions();
        let mut hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
        for code in detect_multiple_in_luma_with_hints(window.into_raw(), wide, high, &mut hints).unwrap_or_default() {
            if found.iter().all(|known| known.text != code.getText()) {
                let height = |y: f32| (f64::from(top) + f64::from(y)) / f64::from(resolution) * 25.4;
                let heights = code.getRXingResultPoints().iter().map(|p| height(p.y)).collect();
                found.push(Code { text: code.getText().to_owned(), heights });
            }
        }
    }
    found
}

/// Where the codes of one page (from 1) lead.
pub fn on(file: &Path, page: usize) -> Vec<String> {
    found(file, page, RESOLUTION).into_iter().map(|code| code.text).collect()
}
