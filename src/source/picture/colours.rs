//! The colours of a picture: screens and office printers want RGB or grey. What is made for a press (CMYK) is shown by each program otherwise.

use super::{Fault, fault};
use crate::diagnostic::Bilingual;
use crate::say;

/// The number of colour components of a JPEG, out of its frame header: 1 is grey, 3 is colour, 4 is CMYK or YCCK.
pub fn components(bytes: &[u8]) -> Option<u8> {
    // After the two bytes of the start, segments follow each other: 0xFF, a kind, a length of two bytes that counts itself.
    let mut at = 2;
    loop {
        let (mark, kind) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        if mark != 0xFF {
            return None;
        }
        match kind {
            // A fill byte before a mark, and marks that stand alone.
            0xFF => at += 1,
            0x01 | 0xD0..=0xD8 => at += 2,
            // A frame header: length, precision, height, width, components. C4, C8 and CC are tables.
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return bytes.get(at + 9).copied(),
            // The end, or picture data without a frame.
            0xD9 | 0xDA => return None,
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                at += 2 + length.max(2);
            }
        }
    }
}

/// Whether an embedded colour profile is of RGB or grey. The colour space stands at bytes 16 to 20 of a profile (ICC.1, 7.2.6).
pub fn profile(icc: Option<&[u8]>) -> Result<(), Fault> {
    let Some(icc) = icc else { return Ok(()) };
    match icc.get(16..20) {
        Some(b"RGB " | b"GRAY") => Ok(()),
        Some(b"CMYK") => Err(for_print()),
        _ => Err(fault(say!("的颜色特性文件不能用", "has a colour profile that cannot be used"), save_as_srgb())),
    }
}

/// The fault of a picture whose colours are those of a press.
pub fn for_print() -> Fault {
    fault(
        say!(
            "的颜色是 CMYK（印刷色），网页和办公打印会变色",
            "has the colours of a press (CMYK), which pages and office printers change"
        ),
        save_as_srgb(),
    )
}

fn save_as_srgb() -> Bilingual {
    say!(
        "在看图或绘图软件里把颜色改成 RGB（sRGB）后另存",
        "change its colours to RGB (sRGB) in a picture editor and save it again"
    )
}
