//! Owns QR codes: one text in, one SVG path out, the same for screen and print.
//! Must not know what the text means, nor where the picture goes.

use qrcodegen::{QrCode, QrCodeEcc};
use serde::Serialize;

/// White modules on each side. The standard asks for four, and phones mind.
pub const QUIET: i32 = 4;

/// A QR code as one filled path in a square view box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QrPath {
    /// Side of the view box in modules, quiet zone included.
    pub size: i32,
    /// The `d` attribute of an SVG path, dark modules only; fill it with ink on paper.
    pub d: String,
}

/// How much of a code may be lost or covered and still read. A code that is read from further away, or that hangs where it gets scratched,
/// needs more; a small one needs larger modules instead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Level {
    /// 7 %: small codes that are read from a hand's breadth.
    Low,
    /// 15 %: what lies on a desk or hangs at arm's length.
    #[default]
    Medium,
    /// 25 %: what is read from some steps away, or wears.
    Quartile,
    /// 30 %: a roll-up or a door plate outdoors.
    High,
}

impl Level {
    fn ecc(self) -> QrCodeEcc {
        match self {
            Self::Low => QrCodeEcc::Low,
            Self::Medium => QrCodeEcc::Medium,
            Self::Quartile => QrCodeEcc::Quartile,
            Self::High => QrCodeEcc::High,
        }
    }
}

/// The text does not fit into the largest QR code (about 2,300 bytes at this correction level).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QrTooLong;

impl std::fmt::Display for QrTooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the text is too long for a QR code")
    }
}

impl std::error::Error for QrTooLong {}

/// Draw `text`; the level rises by itself where the size of the code has room for more.
/// Runs of dark modules in a row become one rectangle, which keeps the path short.
///
/// # Errors
/// When the text is longer than a QR code can hold.
pub fn svg_path(text: &str, level: Level) -> Result<QrPath, QrTooLong> {
    let code = QrCode::encode_text(text, level.ecc()).map_err(|_| QrTooLong)?;
    let side = code.size();
    let mut d = String::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let start = x;
            while x < side && code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                let run = x - start;
                d.push_str(&format!("M{} {}h{run}v1h-{run}z", start + QUIET, y + QUIET));
            }
            x += 1;
        }
    }
    Ok(QrPath { size: side + 2 * QUIET, d })
}

/// The code for a terminal, two rows of modules to a line. What is light in a code is drawn, for terminals are dark. Empty where the text is too
/// long.
#[must_use]
pub fn terminal(text: &str) -> String {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Low) else { return String::new() };
    let (from, to) = (-QUIET / 2, code.size() + QUIET / 2);
    let mut out = String::new();
    let mut y = from;
    while y < to {
        for x in from..to {
            out.push(match (code.get_module(x, y), code.get_module(x, y + 1) || y + 1 >= to) {
                (false, false) => '█',
                (false, true) => '▀',
                (true, false) => '▄',
                (true, true) => ' ',
            });
        }
        out.push('\n');
        y += 2;
    }
    out
}

impl QrPath {
    /// A whole SVG document, for embedding where a path alone will not do.
    #[must_use]
    pub fn svg(&self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {0}\" shape-rendering=\"crispEdges\">\
             <rect width=\"{0}\" height=\"{0}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{1}\"/></svg>",
            self.size, self.d
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paint the path's rectangles on a grid: an independent reading of what was drawn.
    fn paint(qr: &QrPath, scale: u32) -> image::GrayImage {
        let side = u32::try_from(qr.size).unwrap() * scale;
        let mut picture = image::GrayImage::from_pixel(side, side, image::Luma([255]));
        for part in qr.d.split('z').filter(|p| !p.is_empty()) {
            let (place, rest) = part.trim_start_matches('M').split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (x, y): (u32, u32) = (x.parse().unwrap(), y.parse().unwrap());
            let run: u32 = rest.split_once('v').unwrap().0.parse().unwrap();
            for px in x * scale..(x + run) * scale {
                for py in y * scale..(y + 1) * scale {
                    picture.put_pixel(px, py, image::Luma([0]));
                }
            }
        }
        picture
    }

    #[test]
    fn a_phone_reads_back_what_was_drawn() {
        for text in [
            "https://yibao.example.cn/wushen/points/galutu/",
            "https://yibao.example.cn/乌审旗/嘎鲁图镇医保服务站/?from=wall",
            "x",
        ] {
            let qr = svg_path(text, Level::Medium).unwrap();
            let picture = paint(&qr, 4);
            let (width, height) = picture.dimensions();
            let found = rxing::helpers::detect_multiple_in_luma(picture.into_raw(), width, height).unwrap();
            assert_eq!(found.iter().map(rxing::RXingResult::getText).collect::<Vec<_>>(), [text]);
        }
    }

    #[test]
    fn the_quiet_zone_is_white() {
        let qr = svg_path("yizhan", Level::Medium).unwrap();
        assert_eq!(qr.size, 21 + 8);
        assert!(qr.d.starts_with("M4 4h7v1h-7z"));
        assert!(qr.svg().contains("viewBox=\"0 0 29 29\""));
    }

    #[test]
    fn too_long_is_an_error_not_a_panic() {
        assert_eq!(svg_path(&"长".repeat(2000), Level::Low), Err(QrTooLong));
    }
}
