//! Owns the view of `paper.typ`: an official paper as it is, with the lines of its title and what follows the issuer.
//! Must not know how it is drawn.

use serde::Serialize;

use crate::paper::title::{TITLE_LINE, lines};
use crate::paper::{Block, DATE_BLANK, Paper, closing};

/// Everything that the paper shows.
#[derive(Clone, Debug, Serialize)]
pub struct PaperView {
    /// Title of the PDF.
    pub title: String,
    /// The title as it is set, line by line.
    pub title_lines: Vec<String>,
    /// It is a form, which bears no red head: no room is left for one.
    pub form: bool,
    /// Author of the PDF.
    pub bureau: String,
    /// Whom it is addressed to, or empty.
    pub to: String,
    /// The text that the issuer signs.
    pub blocks: Vec<Block>,
    /// How many blocks at the end stay on one page with the issuer.
    pub closing: usize,
    /// Who issues it, or empty.
    pub issuer: String,
    /// The line under the issuer where the date is written.
    pub date: &'static str,
    /// What follows on pages of its own.
    pub annex: Vec<Block>,
    /// Remark at the end, or empty.
    pub remark: String,
}

/// The view of a paper.
#[must_use]
pub fn paper_view(paper: &Paper) -> PaperView {
    let paper = paper.cleaned();
    let (blocks, annex) = paper.parts();
    PaperView {
        form: paper.is_form(),
        title_lines: lines(&paper.title, TITLE_LINE),
        bureau: paper.issuer.clone(),
        blocks: blocks.to_vec(),
        closing: closing(blocks),
        date: DATE_BLANK,
        annex: annex.to_vec(),
        title: paper.title,
        to: paper.to,
        issuer: paper.issuer,
        remark: paper.remark,
    }
}
