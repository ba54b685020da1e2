//! A print run (付印记录): that a piece was given to print in one edition, and what it showed. Later the page of that edition says from it
//! whether the print is current, and what has changed since.

use super::{Date, Text};
use crate::diagnostic::Spanned;
use crate::record;

record! {
    /// A piece that was given to print (`editions/*.yaml`). `yizhan print-order` writes these files; nobody edits them.
    pub struct PrintRun = "付印记录" {
        /// Path of the piece below the bureau's folder, such as points/east/service-list.
        piece = "印刷品": Text,
        /// What it is, such as 东镇医保服务站 服务清单.
        name = "名称": Text,
        /// The code that it bears.
        code = "版本码": Text,
        /// Day on which it was ordered.
        date = "日期": Date,
        /// How many copies.
        copies = "份数": Option<Spanned<u32>>,
        /// The scheme of the facts below; 1 where the record does not say it.
        scheme = "内容口径": Option<Spanned<u32>>,
        /// What it shows, one line each: what it is, a bar, and the text.
        shows = "内容": Vec<Text>,
    }
}

impl PrintRun {
    /// The scheme of what it shows.
    #[must_use]
    pub fn scheme(&self) -> u32 {
        self.scheme.as_ref().map_or(1, |scheme| scheme.value)
    }
}

/// What stands between the name of a thing and its text in [`PrintRun::shows`].
pub const BAR: &str = " | ";
