//! What a guide's file cannot say in fields, as Markdown that reads back as the same words.

use super::sections::{GridCell, Part};
use crate::tables::word::document::{Block, Paragraph, Piece};

/// How a picture is named until it has a place: [`picture`] gives its number.
const PICTURE: &str = "yizhan-picture-";

/// The name of a picture that has no place yet.
pub fn picture(number: usize) -> String {
    format!("{PICTURE}{number}")
}

/// Writes blocks, with the notes that they mark.
#[derive(Default)]
pub struct Writer {
    out: String,
    /// The numbers of notes in the order of their marks.
    pub notes: Vec<usize>,
    /// Pictures in order.
    pub pictures: Vec<usize>,
    list: Vec<(bool, u64, bool)>,
}

impl Writer {
    /// A heading.
    pub fn heading(&mut self, level: u8, text: &str) {
        self.gap();
        self.out.push_str(&format!("{} {}\n", "#".repeat(usize::from(level.clamp(1, 6))), escaped(&one_line(text), false)));
    }

    /// Parts of a section.
    pub fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Line(paragraph) => self.paragraph(paragraph),
                Part::Grid(rows) => self.grid(rows),
            }
        }
    }

    /// The text, with the words of its notes at the end.
    pub fn finish(mut self, notes: &[String]) -> (String, Vec<usize>) {
        for (at, note) in self.notes.clone().iter().enumerate() {
            let words = notes.get(note.saturating_sub(1)).map_or("", String::as_str);
            self.out.push_str(&format!("\n[^{}]: {}\n", at + 1, escaped(&one_line(words), false)));
        }
        (self.out.trim().to_owned(), self.pictures)
    }

    /// A blank line before what is another block.
    fn gap(&mut self) {
        self.list.clear();
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = self.pieces(&paragraph.pieces, false);
        if text.is_empty() && paragraph.number.is_empty() {
            return;
        }
        if let Some(level) = paragraph.heading.filter(|level| *level > 0) {
            let number = if paragraph.number.is_empty() { String::new() } else { escaped(&paragraph.number, true) };
            self.gap();
            self.out.push_str(&format!("{} {number}{}\n", "#".repeat(usize::from(level.min(6))), text.replace("\\\n", " ")));
            return;
        }
        if paragraph.quote {
            let goes_on = self.out.lines().last().is_some_and(|line| line.starts_with("> "));
            if goes_on {
                self.out.push_str(">\n");
            } else {
                self.gap();
            }
            self.out.push_str(&format!("> {}\n", guarded(&text).replace('\n', "\n> ")));
            return;
        }
        let digits = paragraph.number.trim_end_matches(['.', '、', '．']);
        let number = digits.parse::<u64>().ok().filter(|_| digits.len() < 9 && !paragraph.number.ends_with('、'));
        if let Some(level) = paragraph.list.filter(|_| paragraph.number.is_empty() || number.is_some()) {
            self.entry(usize::from(level), number, &text);
            return;
        }
        self.gap();
        let before = if paragraph.number.is_empty() { String::new() } else { paragraph.words() };
        let shown = before.strip_suffix(&paragraph.text()).unwrap_or_default();
        self.out.push_str(&format!("{}\n", guarded(&format!("{}{text}", escaped(shown, false)))));
    }

    /// An entry of a list; of one that begins to count again too, which is another list.
    fn entry(&mut self, level: usize, number: Option<u64>, text: &str) {
        let level = level.min(self.list.len());
        let last = self.list.get(level).copied();
        self.list.truncate(level + 1);
        let mut other = false;
        match last {
            Some((numbers, count, bracket)) if numbers == number.is_some() => {
                other = if number.is_some_and(|n| n != count + 1) { !bracket } else { bracket };
            }
            None if level == 0 && !self.out.is_empty() => self.out.push('\n'),
            _ => {}
        }
        let now = (number.is_some(), number.unwrap_or(0), other);
        match self.list.get_mut(level) {
            Some(slot) => *slot = now,
            None => self.list.push(now),
        }
        let mark = match number {
            Some(number) => format!("{number}{}", if other { ')' } else { '.' }),
            None => "-".to_owned(),
        };
        let margin = " ".repeat(4 * level);
        self.out.push_str(&format!("{margin}{mark} {}\n", guarded(text).replace('\n', &format!("\n{margin}    "))));
    }

    fn grid(&mut self, rows: &[Vec<GridCell>]) {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return;
        }
        self.gap();
        for (at, row) in rows.iter().enumerate() {
            let mut line = String::from("|");
            for column in 0..width {
                let text = row.get(column).map(|cell| self.cell(cell)).unwrap_or_default();
                line.push_str(&format!(" {text} |"));
            }
            self.out.push_str(&format!("{line}\n"));
            if at == 0 {
                self.out.push_str(&format!("|{}\n", "---|".repeat(width)));
            }
        }
        // Tables that lie in cells stand below.
        for cell in rows.iter().flatten() {
            for block in &cell.blocks {
                if let Block::Table(_) = block {
                    let text = super::inner_words(block);
                    self.gap();
                    self.out.push_str(&format!("{}\n", guarded(&escaped(&text, false))));
                }
            }
        }
    }

    fn cell(&mut self, cell: &GridCell) -> String {
        if cell.left {
            return String::new();
        }
        if cell.above {
            return escaped(&one_line(&cell.text), true);
        }
        let lines = cell.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => {
                let number = if paragraph.number.is_empty() { String::new() } else { escaped(&paragraph.number, true) };
                Some(format!("{number}{}", self.pieces(&paragraph.pieces, true)).replace("\\\n", " "))
            }
            Block::Table(_) => None,
        });
        joined(lines.filter(|line| !line.is_empty()))
    }

    fn pieces(&mut self, pieces: &[Piece], table: bool) -> String {
        let mut out = String::new();
        for piece in pieces {
            if let Some(number) = piece.picture {
                let at = self.pictures.iter().position(|p| *p == number).unwrap_or_else(|| {
                    self.pictures.push(number);
                    self.pictures.len() - 1
                });
                out.push_str(&format!("![]({})", picture(self.pictures.get(at).copied().unwrap_or(number))));
                continue;
            }
            if let Some(number) = piece.note {
                self.notes.push(number);
                out.push_str(&format!("[^{}]", self.notes.len()));
                continue;
            }
            let text = piece.text.replace('\t', " ");
            let inner = text.trim();
            if inner.is_empty() {
                out.push_str(if text.contains('\n') { "\n" } else { &text });
                continue;
            }
            let (start, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
            let mut made = escaped(inner, table);
            let leads = ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| piece.link.starts_with(scheme));
            if leads && !piece.link.contains(['<', '>', '\n']) {
                made = format!("[{made}](<{}>)", piece.link);
            }
            if piece.italic {
                made = format!("*{made}*");
            }
            if piece.bold {
                made = format!("**{made}**");
            }
            out.push_str(&text[..start]);
            out.push_str(&made);
            out.push_str(&text[end..]);
        }
        out.trim().replace("****", "").replace('\n', "\\\n")
    }
}

/// Lines of a cell on one line.
pub fn joined(lines: impl Iterator<Item = String>) -> String {
    let mut out = String::new();
    for line in lines {
        if !out.is_empty() && !out.ends_with(['。', '；', '！', '？', '，', '、', '：', ';']) {
            out.push('；');
        }
        out.push_str(&line);
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Signs of Markdown stay signs.
pub fn escaped(text: &str, table: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~') || c == '|' && table || c == '&' {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// What would be a heading, a list or a rule at the beginning of a line is none.
fn guarded(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let digits = line.chars().take_while(char::is_ascii_digit).count();
        let after = line.get(digits..).unwrap_or_default();
        if digits > 0 && after.starts_with(['.', ')']) {
            return format!("{}\\{after}", line.get(..digits).unwrap_or_default());
        }
        if line.starts_with(['#', '+', '-', '=', '|']) { format!("\\{line}") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}
