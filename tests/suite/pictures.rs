//! Pages look as they did: rendered small and compared with stored pictures in `tests/golden/pages/`.
//!
//! Tolerance: the mean difference of grey is at most 2 of 255, and no square of 12×12 pixels differs by more than 36 in the mean. That lets
//! another version of the renderer pass, which shifts edges by parts of a pixel, and stops a line that moved. `UPDATE_GOLDEN=1` stores anew:
//! look at what changed before it is committed.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use image::GrayImage;

use super::sample::built;
use super::support::sample;

/// Pieces of the sample, and the page of each.
const PAGES: [(&str, u32); 18] = [
    ("print/wushen/points/township-galutu/service-list.pdf", 1),
    ("print/wushen/points/township-galutu/desk-card.pdf", 1),
    ("print/wushen/points/township-galutu/desk-card-a6.pdf", 1),
    ("print/wushen/points/township-galutu/door-plate.pdf", 1),
    ("print/wushen/points/township-galutu/directions.pdf", 1),
    ("print/beilun/points/hall/hours-sign.pdf", 1),
    ("print/beilun/points/hall/window-signs.pdf", 1),
    ("print/beilun/points/hall/badges.pdf", 1),
    ("print/beilun/points/hall/staff-board.pdf", 1),
    ("print/beilun/points/hall/phone-sign.pdf", 1),
    ("print/beilun/points/hall/qr-sheet.pdf", 1),
    ("print/beilun/posters/toolbox-a3.pdf", 1),
    ("print/beilun/posters/toolbox-rollup.pdf", 1),
    ("print/wushen/notices/chronic-disease.pdf", 1),
    ("print/wushen/handbooks/guide.pdf", 1),
    ("print/wushen/handbooks/guide-booklet.pdf", 2),
    ("print/wushen/catalog-matrix.pdf", 1),
    ("print/wushen/plan.pdf", 1),
];
/// Longer side of a stored picture in pixels.
const SIDE: &str = "300";
const MEAN: f64 = 2.0;
const SQUARE: u32 = 12;
const SQUARE_MEAN: f64 = 36.0;

fn drawn(pdf: &str, page: u32, folder: &std::path::Path) -> GrayImage {
    let stem = folder.join(pdf.replace('/', "-"));
    let number = page.to_string();
    let done = Command::new("pdftoppm")
        .args(["-gray", "-png", "-singlefile", "-scale-to", SIDE, "-f", &number, "-l", &number])
        .arg(built(pdf))
        .arg(&stem)
        .status()
        .unwrap();
    assert!(done.success(), "{pdf}");
    let file = PathBuf::from(format!("{}.png", stem.display()));
    image::open(&file).unwrap().to_luma8()
}

/// The mean difference of grey, over the page and in its worst square.
fn difference(a: &GrayImage, b: &GrayImage) -> (f64, f64) {
    let (mut sum, mut worst) = (0.0, 0.0_f64);
    for top in (0..a.height()).step_by(SQUARE as usize) {
        for left in (0..a.width()).step_by(SQUARE as usize) {
            let (mut part, mut count) = (0.0, 0.0);
            for y in top..(top + SQUARE).min(a.height()) {
                for x in left..(left + SQUARE).min(a.width()) {
                    part += f64::from(a.get_pixel(x, y)[0].abs_diff(b.get_pixel(x, y)[0]));
                    count += 1.0;
                }
            }
            sum += part;
            worst = worst.max(part / count);
        }
    }
    (sum / f64::from(a.width() * a.height()), worst)
}

#[test]
fn pages_look_as_they_did() {
    let folder = tempfile::tempdir().unwrap();
    let golden = sample().join("tests/golden/pages");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut faults = Vec::new();
    for (pdf, page) in PAGES {
        let now = drawn(pdf, page, folder.path());
        let file = golden.join(format!("{}.png", pdf.trim_start_matches("print/").trim_end_matches(".pdf").replace('/', "-")));
        if update {
            fs::create_dir_all(&golden).unwrap();
            now.save(&file).unwrap();
            continue;
        }
        let Ok(was) = image::open(&file) else {
            faults.push(format!("{} is missing", file.display()));
            continue;
        };
        let was = was.to_luma8();
        if was.dimensions() != now.dimensions() {
            faults.push(format!("{pdf}: {:?} was {:?}", now.dimensions(), was.dimensions()));
            continue;
        }
        let (mean, worst) = difference(&was, &now);
        if mean > MEAN || worst > SQUARE_MEAN {
            faults.push(format!("{pdf}: mean {mean:.2}, worst square {worst:.1}"));
        }
    }
    assert!(faults.is_empty(), "{}\nlook, then store anew with UPDATE_GOLDEN=1", faults.join("\n"));
}

#[test]
fn a_line_that_moves_is_seen_and_a_soft_edge_is_not() {
    let page = |line: u32, grey: u8| {
        GrayImage::from_fn(200, 300, |x, y| image::Luma([if y / 6 == line && x > 20 && x < 180 { grey } else { 255 }]))
    };
    let (mean, worst) = difference(&page(10, 0), &page(10, 8));
    assert!(mean <= MEAN && worst <= SQUARE_MEAN, "{mean} {worst}");
    let (_, worst) = difference(&page(10, 0), &page(11, 0));
    assert!(worst > SQUARE_MEAN, "{worst}");
}
