//! Owns the fonts that print may use and their order: embedded faces, the workspace's own, then the
//! system's, the last looked for only when a character is in none of the others.
//! Must not know any document, view or template.

#[cfg(feature = "print")]
mod set;

use std::path::{Path, PathBuf};

#[cfg(feature = "print")]
pub use set::{FontSet, is_usable};

/// The embedded faces, by their path in the theme.
pub const EMBEDDED: [&str; 4] =
    ["fonts/NotoSansSC-Regular.otf", "fonts/NotoSansSC-Bold.otf", "fonts/NotoSerifSC-Regular.otf", "fonts/NotoSerifSC-Bold.otf"];

/// A font larger than this is not opened: system folders hold stranger things than fonts.
const MAX_FONT_BYTES: u64 = 64 << 20;

/// The characters that a set of fonts has, one bit each.
pub struct Coverage(Vec<u64>);

impl Coverage {
    /// Of code points.
    #[must_use]
    pub fn of(codes: impl IntoIterator<Item = u32>) -> Self {
        let mut bits = vec![0_u64; (u32::from(char::MAX) / 64) as usize + 1];
        for (word, bit) in codes.into_iter().map(place) {
            if let Some(bits) = bits.get_mut(word) {
                *bits |= bit;
            }
        }
        Self(bits)
    }

    /// Whether a font has a character.
    #[must_use]
    pub fn has(&self, character: char) -> bool {
        let (word, bit) = place(u32::from(character));
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

/// The word of a code point, and its bit in it.
fn place(code: u32) -> (usize, u64) {
    ((code / 64) as usize, 1 << (code % 64))
}

/// The font files in a folder, below it too, in order of path so that every run chooses the same.
#[must_use]
pub fn files_in(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .max_depth(6)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && is_font(entry.path()))
        .filter(|entry| entry.metadata().is_ok_and(|meta| meta.len() <= MAX_FONT_BYTES))
        .map(walkdir::DirEntry::into_path)
        .collect()
}

fn is_font(path: &Path) -> bool {
    path.extension()
        .and_then(|ext| ext.to_str())
        .is_some_and(|ext| ["otf", "ttf", "otc", "ttc"].iter().any(|known| ext.eq_ignore_ascii_case(known)))
}

/// A build without the engine cannot open fonts, and says nothing of them.
#[cfg(not(feature = "print"))]
#[must_use]
pub fn is_usable(_: std::borrow::Cow<'static, [u8]>) -> bool {
    true
}
