//! Papers without characters that neither a PDF nor XML can hold.

use super::{Block, Paper};

/// Control characters fall away, line ends and tabs become spaces.
fn clean(text: &mut String) {
    keep(text, ' ');
}

/// The same, but line ends stay: a cell may hold several lines.
fn clean_cell(text: &mut String) {
    keep(text, '\n');
}

fn keep(text: &mut String, line_end: char) {
    if !text.contains(|c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')) {
        return;
    }
    let kept = text.chars().filter_map(|c| match c {
        '\n' => Some(line_end),
        '\r' | '\t' => Some(' '),
        '\u{fffe}' | '\u{ffff}' => None,
        c => (!c.is_control()).then_some(c),
    });
    *text = kept.collect();
}

impl Paper {
    /// The same paper without control characters; line ends and tabs are spaces.
    #[must_use]
    pub fn cleaned(&self) -> Self {
        let mut paper = self.clone();
        for text in [&mut paper.title, &mut paper.to, &mut paper.issuer, &mut paper.remark] {
            clean(text);
        }
        for block in &mut paper.blocks {
            match block {
                Block::Heading { text, .. } | Block::Paragraph { text } => clean(text),
                Block::Table(table) => {
                    clean(&mut table.caption);
                    table.columns.iter_mut().for_each(|c| clean(&mut c.head));
                    table.rows.iter_mut().flatten().chain(&mut table.total).for_each(clean_cell);
                }
                Block::Bars(bars) => {
                    [&mut bars.caption, &mut bars.name, &mut bars.value].into_iter().for_each(clean);
                    bars.rows.iter_mut().flat_map(|b| [&mut b.name, &mut b.value]).for_each(clean);
                }
                Block::Fields { rows } => rows.iter_mut().flat_map(|(name, value)| [name, value]).for_each(clean),
                Block::Form { rows } => {
                    let cells = rows.iter_mut().flat_map(|row| &mut row.cells);
                    cells.flat_map(|cell| cell.text.iter_mut().chain(&mut cell.foot).chain([&mut cell.title])).for_each(clean);
                }
                Block::PageBreak => {}
            }
        }
        paper
    }
}
