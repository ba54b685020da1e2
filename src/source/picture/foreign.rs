//! What a file is that somebody took for a picture and that no page shows, by how it begins, and what to do with it: photos of phones in kinds of their
//! own, pictures of office programs, films. It must not know where the file came from.

use crate::diagnostic::Bilingual;
use crate::say;

/// A kind of file that is shown nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Photos of an iPhone and of some other phones.
    Heic,
    /// The same container with another codec.
    Avif,
    /// A bitmap of Windows.
    Bmp,
    /// TIFF, and the raw photos that are built on it.
    Tiff,
    /// A drawing of an office program: EMF or WMF, packed or not.
    Metafile,
    /// JPEG 2000 or JPEG XL.
    NewJpeg,
    /// A picture of an editor with its layers.
    Layers,
    /// An icon.
    Icon,
    /// A film.
    Film,
    /// A PDF.
    Pdf,
}

/// How long a list of compatible kinds may be that is looked through.
const MOST_BRANDS: usize = 256;

/// What the bytes are, where they are certainly one of these.
#[must_use]
pub fn foreign(bytes: &[u8]) -> Option<Foreign> {
    let at = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
    if at(4, 8) == b"ftyp" {
        return Some(container(bytes));
    }
    let starts = |beginning: &[u8]| bytes.starts_with(beginning);
    // Two letters alone begin many a text: in a bitmap bytes of zero follow the length.
    if starts(b"BM") && at(6, 10) == [0; 4] {
        return Some(Foreign::Bmp);
    }
    if starts(b"II*\0") || starts(b"MM\0*") {
        return Some(Foreign::Tiff);
    }
    let emf = starts(&[1, 0, 0, 0]) && at(40, 44) == b" EMF";
    let wmf = starts(&[0xD7, 0xCD, 0xC6, 0x9A]) || starts(&[1, 0, 9, 0, 0, 3]);
    // What office programs pack is a drawing (.emz, .wmz); a packed SVG is one too.
    if emf || wmf || starts(&[0x1F, 0x8B]) {
        return Some(Foreign::Metafile);
    }
    if starts(b"\0\0\0\x0CjP  ") || starts(b"\0\0\0\x0CJXL ") || starts(&[0xFF, 0x0A]) || starts(&[0xFF, 0x4F, 0xFF, 0x51]) {
        return Some(Foreign::NewJpeg);
    }
    if starts(b"8BPS") {
        return Some(Foreign::Layers);
    }
    if starts(&[0, 0, 1, 0]) && at(5, 6) == [0] && at(4, 5) != [0] {
        return Some(Foreign::Icon);
    }
    starts(b"%PDF").then_some(Foreign::Pdf)
}

/// What a container of the kind of MP4 holds, by the names at its beginning.
fn container(bytes: &[u8]) -> Foreign {
    let length = bytes.get(..4).map_or(0, |l| l.iter().fold(0_usize, |all, byte| all << 8 | usize::from(*byte)));
    let names = bytes.get(8..length.clamp(12, MOST_BRANDS).min(bytes.len())).unwrap_or_default();
    let mut brands = names.chunks_exact(4).enumerate().filter(|(at, _)| *at != 1).map(|(_, name)| name);
    let is_avif = |name: &[u8]| matches!(name, b"avif" | b"avis");
    let is_heic = |name: &[u8]| {
        matches!(name, b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" | b"mif1" | b"msf1")
    };
    if brands.clone().any(is_avif) {
        Foreign::Avif
    } else if brands.any(is_heic) {
        Foreign::Heic
    } else {
        Foreign::Film
    }
}

impl Foreign {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> Bilingual {
        match self {
            Self::Heic => say!("HEIC 照片（苹果和一些安卓手机的格式）", "a HEIC photo"),
            Self::Avif => say!("AVIF 图片", "an AVIF picture"),
            Self::Bmp => say!("BMP 位图", "a BMP bitmap"),
            Self::Tiff => say!("TIFF（或相机原片 RAW）", "a TIFF (or a raw photo)"),
            Self::Metafile => say!("EMF/WMF 图形（Office 的矢量图）", "an EMF or WMF drawing of an office program"),
            Self::NewJpeg => say!("JPEG 2000 或 JPEG XL", "a JPEG 2000 or JPEG XL"),
            Self::Layers => say!("PSD（Photoshop 文件）", "a PSD (a file of Photoshop)"),
            Self::Icon => say!("ICO 图标", "an ICO icon"),
            Self::Film => say!("视频", "a film"),
            Self::Pdf => say!("PDF", "a PDF"),
        }
    }

    /// What to do.
    #[must_use]
    pub fn help(self) -> Bilingual {
        match self {
            Self::Heic => say!(
                "在手机“设置—相机—格式”里选“兼容性最佳”，以后拍的就是 JPEG；已经拍的，在电脑或手机上另存为 JPEG",
                "choose “Most Compatible” in the phone's camera formats for the next photos; save those that are there as JPEG"
            ),
            Self::Metafile => say!(
                "在 Office 或 WPS 里右键这张图，“另存为图片”，选 PNG",
                "right-click it in the office program, choose “Save as Picture” and PNG"
            ),
            Self::Film => say!("从视频里截一张图，存为 JPEG", "take a still from it and save it as JPEG"),
            Self::Pdf => say!("截成图片，存为 PNG 或 JPEG", "take a picture of the page and save it as PNG or JPEG"),
            _ => say!("用“画图”或看图软件打开，另存为 PNG 或 JPEG", "open it in a picture editor and save it as PNG or JPEG"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_their_beginning() {
        let emf = [&[1, 0, 0, 0][..], &[0; 36], b" EMF"].concat();
        for (bytes, wanted) in [
            (&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], Some(Foreign::Heic)),
            (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", Some(Foreign::Avif)),
            (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", Some(Foreign::Film)),
            (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Some(Foreign::Film)),
            (b"BM\x36\0\0\0\0\0\0\0\x36\0", Some(Foreign::Bmp)),
            ("BM编码,名称\n".as_bytes(), None),
            (b"II*\0\x08\0\0\0", Some(Foreign::Tiff)),
            (&emf, Some(Foreign::Metafile)),
            (b"\x1f\x8b\x08", Some(Foreign::Metafile)),
            (b"%PDF-1.7", Some(Foreign::Pdf)),
            (b"\0\0\x01\0\x01\0\x10\x10", Some(Foreign::Icon)),
            (b"\xff\xd8\xff\xe0", None),
            (b"", None),
            (b"ftyp", None),
        ] {
            assert_eq!(foreign(bytes), wanted, "{bytes:?}");
        }
    }
}
