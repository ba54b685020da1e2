//! Columns in the terminal, where a Chinese character takes two. One place for every command that shows a table.

use unicode_width::UnicodeWidthStr;

/// Columns that a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// A text filled up to a width in columns of the terminal, where a Chinese character takes two.
#[must_use]
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width()).max(1)))
}

/// A text in lines of at most `width` columns; what must not begin a line stays with the character before it.
#[must_use]
pub fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for character in text.chars() {
        let own = character.to_string().width();
        let hangs = "，。；：、！？）》”’】".contains(character);
        if used + own > width && !hangs {
            lines.push(String::new());
            used = 0;
        }
        used += own;
        if let Some(last) = lines.last_mut() {
            last.push(character);
        }
    }
    lines
}

/// Rows with columns below each other; a Chinese character takes two.
#[must_use]
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |i: usize| rows.iter().filter_map(|r| r.get(i)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::from(" ");
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(&format!(" {cell}{} ", " ".repeat(width.saturating_sub(cell.width()))));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
