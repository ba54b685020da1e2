//! Fonts as Typst chooses from them: those whose bytes are at hand, then faces of the system that are read when a document first needs them.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

use super::{Coverage, files_in};

/// Where the systems that we know keep their fonts.
const SYSTEM_FOLDERS: [&str; 5] =
    ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:\\Windows\\Fonts"];

/// Fonts in order of preference, with the index that Typst chooses from.
pub struct FontSet {
    book: LazyHash<FontBook>,
    slots: Vec<Slot>,
}

/// Whether data is a font that can be used.
#[must_use]
pub fn is_usable(data: Cow<'static, [u8]>) -> bool {
    Font::iter(Bytes::new(data)).next().is_some()
}

enum Slot {
    Ready(Font),
    /// A face on disk whose data is read when a document first needs it.
    OnDisk {
        path: PathBuf,
        index: u32,
        font: OnceLock<Option<Font>>,
    },
}

impl FontSet {
    /// Fonts whose bytes are at hand. Data that is no font is passed over.
    #[must_use]
    pub fn from_bytes(files: impl IntoIterator<Item = Cow<'static, [u8]>>) -> Self {
        let fonts: Vec<Font> = files.into_iter().flat_map(|data| Font::iter(Bytes::new(data))).collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), slots: fonts.into_iter().map(Slot::Ready).collect() }
    }

    /// The same fonts, followed by every face in the system's folders.
    #[must_use]
    pub fn with_system(&self) -> Self {
        let mut infos = Vec::new();
        let mut slots = Vec::new();
        for (index, slot) in self.slots.iter().enumerate() {
            if let (Slot::Ready(font), Some(info)) = (slot, self.book.info(index)) {
                slots.push(Slot::Ready(font.clone()));
                infos.push(info.clone());
            }
        }
        for path in system_files() {
            let Ok(data) = std::fs::read(&path) else { continue };
            for (index, info) in (0_u32..).zip(FontInfo::iter(&data)) {
                infos.push(info);
                slots.push(Slot::OnDisk { path: path.clone(), index, font: OnceLock::new() });
            }
        }
        Self { book: LazyHash::new(FontBook::from_infos(infos)), slots }
    }

    /// What Typst chooses from.
    #[must_use]
    pub fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The characters that these fonts have.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        Coverage::of((0..self.len()).filter_map(|index| self.book.info(index)).flat_map(|info| info.coverage.iter()))
    }

    /// The font at an index of the book.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Font> {
        match self.slots.get(index)? {
            Slot::Ready(font) => Some(font.clone()),
            Slot::OnDisk { path, index, font } => {
                font.get_or_init(|| Font::new(Bytes::new(std::fs::read(path).ok()?), *index)).clone()
            }
        }
    }

    /// The first family whose name begins with one of `names`.
    #[must_use]
    pub fn family(&self, names: &[&str]) -> Option<String> {
        let mut families = self.book.families().map(|(family, _)| family);
        families.find(|family| names.iter().any(|name| family.starts_with(name))).map(ToOwned::to_owned)
    }

    /// How many faces there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is no face at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }
}

fn system_files() -> Vec<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let own = [".fonts", ".local/share/fonts", "Library/Fonts"];
    SYSTEM_FOLDERS
        .iter()
        .map(PathBuf::from)
        .chain(home.iter().flat_map(|home| own.iter().map(|folder| home.join(folder))))
        .flat_map(|folder| files_in(&folder))
        .collect()
}
