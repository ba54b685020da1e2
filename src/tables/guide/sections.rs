//! From the text of a Word file to labelled sections: headings, lead words, tables of two or more columns with labels, and tables that a head tells.

use super::columns::TableKind;
use super::vocabulary::{Field, field, is_group, plain_label, titled, without_number};
use crate::tables::letters;
use crate::tables::word::document::{Block, Document, Paragraph, Piece, Table, TableCell};

/// A heading of no style is at most so long.
const LONGEST_HEADING: usize = 32;
/// A label of a table is at most so long.
const LONGEST_LABEL: usize = 14;

/// What a section holds, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A paragraph.
    Line(Paragraph),
    /// A table, or rows of one; where a head tells its kind, its first row is that head.
    Grid(Vec<Vec<GridCell>>),
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GridCell {
    /// What it says, or what the cell says that covers it.
    pub text: String,
    /// What it holds.
    pub blocks: Vec<Block>,
    /// It is covered from above.
    pub above: bool,
    /// From the left.
    pub left: bool,
}

/// What begins a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The title of a guide or of the whole file.
    Title,
    /// A heading.
    Heading,
    /// A label in a table, or lead words.
    Label,
}

/// A piece of the file under one label.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Where it begins.
    pub place: String,
    /// What stands above or before it, as it is written.
    pub label: String,
    /// What that names.
    pub field: Option<Field>,
    /// Level of a heading, from 1.
    pub level: u8,
    /// What begins it.
    pub kind: Kind,
    /// What it holds.
    pub parts: Vec<Part>,
}

/// All sections in order. What stands before the first label has a section without one.
pub fn sections(document: &Document) -> Vec<Section> {
    let mut flow = Flow { list: Vec::new(), paragraphs: 0, free: false, counted: None };
    for (at, block) in document.blocks.iter().enumerate() {
        let next =
            document.blocks.get(at + 1..).unwrap_or_default().iter().find(|b| !matches!(b, Block::Paragraph(p) if is_blank(p)));
        match block {
            Block::Paragraph(paragraph) => {
                flow.paragraphs += 1;
                flow.paragraph(paragraph, next);
            }
            Block::Table(table) => flow.table(table),
        }
    }
    flow.list
}

fn is_blank(paragraph: &Paragraph) -> bool {
    paragraph.text().is_empty() && paragraph.pieces.iter().all(|p| p.picture.is_none())
}

struct Flow {
    list: Vec<Section>,
    paragraphs: usize,
    /// Everything is text of a guide until the next title.
    free: bool,
    /// The number of the last heading that is known: the next of its kind is a heading too.
    counted: Option<(u8, u32)>,
}

impl Flow {
    fn begin(&mut self, kind: Kind, label: &str, field: Option<Field>, level: u8, place: String) {
        self.free = field == Some(Field::Text);
        self.list.push(Section { place, label: label.trim().to_owned(), field, level, kind, parts: Vec::new() });
    }

    fn add(&mut self, part: Part, place: impl FnOnce() -> String) {
        if self.list.is_empty() {
            let place = place();
            self.list.push(Section { place, label: String::new(), field: None, level: 1, kind: Kind::Title, parts: Vec::new() });
        }
        if let Some(last) = self.list.last_mut() {
            last.parts.push(part);
        }
    }

    fn place(&self) -> String {
        format!("第{}段", self.paragraphs)
    }

    fn paragraph(&mut self, paragraph: &Paragraph, next: Option<&Block>) {
        if paragraph.contents || is_blank(paragraph) {
            return;
        }
        let text = paragraph.words();
        let place = self.place();
        if paragraph.heading == Some(0) {
            self.begin(Kind::Title, &text, None, 1, place);
            return;
        }
        if self.free {
            self.add(Part::Line(paragraph.clone()), || place);
            return;
        }
        let bold = !paragraph.text().is_empty() && paragraph.pieces.iter().all(|p| p.bold || p.text.trim().is_empty());
        let (bare, numbered) = without_number(&text);
        let short = bare.chars().count() <= LONGEST_HEADING && !bare.ends_with(['。', '；', '，', '：', ';', ',']);
        let number = counted(&text);
        let level = paragraph.heading.unwrap_or(number.map_or(3, |(level, _)| level.min(3)));
        // In questions and answers only a heading ends them.
        let asking = self.list.last().is_some_and(|s| s.field == Some(Field::Questions));
        let headed = paragraph.heading.is_some() || bold || numbered && level <= 2;
        if let Some(found) = field(&text).filter(|_| !asking || headed) {
            self.begin(Kind::Heading, &text, Some(found), level, place);
            self.counted = number;
            return;
        }
        if titled(&text).is_some_and(|name| !name.is_empty() || paragraph.heading.is_some())
            && (paragraph.heading.is_some() || bold || Self::starts(next) || self.list.is_empty())
        {
            self.begin(Kind::Title, &text, None, level, place);
            return;
        }
        if let Some((label, found, rest)) = lead(paragraph).filter(|_| !asking || bold) {
            self.begin(Kind::Label, &label, Some(found), level, place.clone());
            for line in split_leads(rest) {
                match line {
                    (None, rest) => self.add(Part::Line(rest), || place.clone()),
                    (Some((label, found)), rest) => {
                        self.begin(Kind::Label, &label, Some(found), level, place.clone());
                        self.add(Part::Line(rest), || place.clone());
                    }
                }
            }
            return;
        }
        // What is numbered is an entry, unless a label of a lower level follows, or it goes on counting the headings.
        let over = number.is_some_and(|(own, _)| Self::starts(next) && below(next).is_none_or(|other| other > own))
            || paragraph.list.is_some() && Self::starts(next);
        // The entries of a list that has just begun, or that counts in this way.
        let entry = self.list.last().is_some_and(|s| s.field.is_some() && s.parts.is_empty())
            || number.is_some_and(|(own, _)| self.counts(own));
        let over = over && !entry;
        let sibling = number.zip(self.counted).is_some_and(|(own, last)| own.0 == last.0 && own.1 == last.1 + 1 && !entry);
        let is_heading = paragraph.heading.is_some() || short && !asking && (bold || over || sibling);
        if is_heading {
            self.begin(Kind::Heading, &text, None, level, place);
            self.counted = if sibling { number } else { self.counted };
        } else {
            self.add(Part::Line(paragraph.clone()), || place);
        }
    }

    /// Whether the section that is open has entries with numbers of a kind.
    fn counts(&self, level: u8) -> bool {
        let parts = self.list.last().map_or(&[][..], |s| &s.parts);
        parts.iter().any(|part| matches!(part, Part::Line(p) if counted(&p.words()).is_some_and(|(own, _)| own == level)))
    }

    /// Whether what follows begins with a label of a guide, so that what stands before it is a heading.
    fn starts(next: Option<&Block>) -> bool {
        match next {
            Some(Block::Paragraph(p)) => field(&p.words()).is_some() || lead(p).is_some(),
            Some(Block::Table(table)) => {
                let rows = grid(table);
                rows.first().and_then(|r| r.first()).is_some_and(|cell| field(&cell.text).is_some())
            }
            None => false,
        }
    }

    fn table(&mut self, table: &Table) {
        let rows = grid(table);
        let place = |row: usize, column: usize| format!("{}!{}{}", table.name, letters(column), row + 1);
        let labelled = rows.iter().any(|row| {
            let own = row.iter().filter(|c| !c.left).take(3);
            own.step_by(2).any(|cell| field(&cell.text).is_some())
        });
        let told = rows.iter().any(|row| TableKind::of_head(&texts(row)).is_some());
        if self.free || !labelled && !told {
            self.add(Part::Grid(rows), || place(0, 0));
            return;
        }
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            at += self.rows(&rows, at, row, &place).max(1);
        }
    }

    /// Takes a row, or several that belong together, and says how many.
    fn rows(&mut self, rows: &[Vec<GridCell>], at: usize, row: &[GridCell], place: &dyn Fn(usize, usize) -> String) -> usize {
        let own: Vec<(usize, &GridCell)> = row.iter().enumerate().filter(|(_, c)| !c.left).collect();
        // A table that its head tells, as wide as the whole or beside a label.
        if let Some((kind, _)) = TableKind::of_head(&texts(row)) {
            let end = |next: &&Vec<GridCell>| {
                let own: Vec<&GridCell> = next.iter().filter(|c| !c.left).collect();
                let first = own.first().map_or("", |c| c.text.as_str());
                let labels = own.len() <= 2 && field(first).is_some_and(|f| f != kind.field());
                !labels && TableKind::of_head(&texts(next)).is_none()
            };
            let count = 1 + rows.get(at + 1..).unwrap_or_default().iter().take_while(end).count();
            if self.list.last().is_none_or(|s| s.field != Some(kind.field())) {
                self.begin(Kind::Label, super::vocabulary::own_name(kind.field()), Some(kind.field()), 2, place(at, 0));
            }
            let taken = rows.get(at..at + count).unwrap_or_default().to_vec();
            self.add(Part::Grid(taken), || place(at, 0));
            return count;
        }
        let Some((_, first)) = own.first() else { return 1 };
        if let [(column, only)] = own.as_slice() {
            self.whole(only, place(at, *column));
            return 1;
        }
        // Rows beside one label that covers them.
        let spans = 1 + rows.get(at + 1..).unwrap_or_default().iter().take_while(|r| r.first().is_some_and(|c| c.above)).count();
        let known = field(&first.text);
        if spans > 1 && (known.is_some() || is_label(&first.text)) {
            let width = row.iter().skip(1).take_while(|c| c.left).count() + 1;
            let beside: Vec<Vec<GridCell>> = rows
                .get(at..at + spans)
                .unwrap_or_default()
                .iter()
                .map(|r| r.get(width..).unwrap_or_default().to_vec())
                .collect();
            if known.is_some() || !is_group(&first.text) {
                self.begin(Kind::Label, &first.text, known, 2, place(at, 0));
            }
            self.beside(&beside, &|r, c| place(at + r, width + c));
            return spans;
        }
        self.pairs(&own, at, place);
        1
    }

    /// A row of one cell: a label over what follows, or a paragraph or more.
    fn whole(&mut self, cell: &GridCell, place: String) {
        if let Some(found) = field(&cell.text) {
            self.begin(Kind::Label, &cell.text, Some(found), 2, place);
        } else if is_group(&cell.text) || cell.text.is_empty() && cell.blocks.is_empty() {
        } else if titled(&cell.text).is_some() {
            self.begin(Kind::Title, &cell.text, None, 1, place);
        } else {
            for block in &cell.blocks {
                match block {
                    Block::Paragraph(paragraph) => self.paragraph(paragraph, None),
                    Block::Table(table) => self.table(table),
                }
            }
        }
    }

    /// What stands beside a label that covers several rows.
    fn beside(&mut self, rows: &[Vec<GridCell>], place: &dyn Fn(usize, usize) -> String) {
        let told = rows.iter().any(|row| TableKind::of_head(&texts(row)).is_some());
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            let own: Vec<(usize, &GridCell)> = row.iter().enumerate().filter(|(_, c)| !c.left).collect();
            if told && TableKind::of_head(&texts(row)).is_some() {
                at += self.rows(rows, at, row, place).max(1);
                continue;
            }
            match own.as_slice() {
                [(column, cell)] if !cell.above => self.cell(cell, || place(at, *column)),
                [(_, name), ..] if own.len().is_multiple_of(2) && field(&name.text).is_some() => self.pairs(&own, at, place),
                [(column, name), (_, value)] if is_label(&name.text) => {
                    let text = format!("{}：{}", name.text, value.text);
                    self.add(
                        Part::Line(Paragraph { pieces: vec![Piece { text, ..Piece::default() }], ..Paragraph::default() }),
                        || place(at, *column),
                    );
                }
                _ => self.add(Part::Grid(vec![row.clone()]), || place(at, 0)),
            }
            at += 1;
        }
    }

    /// Label and value, once or twice or more in a row.
    fn pairs(&mut self, own: &[(usize, &GridCell)], at: usize, place: &dyn Fn(usize, usize) -> String) {
        let mut rest = own;
        while let Some(((column, label), after)) = rest.split_first() {
            let known = field(&label.text);
            // A number before a label is none.
            if known.is_none() && label.text.chars().all(|c| c.is_ascii_digit()) && after.len() > 1 {
                rest = after;
                continue;
            }
            if known.is_none() && !is_label(&label.text) {
                self.cell(label, || place(at, *column));
                rest = after;
                continue;
            }
            // A label over a label, such as 办理时限 | 法定 | 20天.
            if let Some((_, below)) = after.first()
                && after.len().is_multiple_of(2)
                && field(&below.text).is_some()
            {
                rest = after;
                continue;
            }
            self.begin(Kind::Label, &label.text, known, 2, place(at, *column));
            // Where it stands last, or the next is a label too, the value is all that is left of one.
            let values = if after.len().is_multiple_of(2) && after.len() > 1 { after.len() } else { after.len().min(1) };
            for (column, value) in after.iter().take(values) {
                self.cell(value, || place(at, *column));
            }
            rest = after.get(values..).unwrap_or_default();
        }
    }

    /// What a cell holds goes to the section that is open.
    fn cell(&mut self, cell: &GridCell, place: impl Fn() -> String) {
        if cell.above {
            return;
        }
        for block in &cell.blocks {
            match block {
                Block::Paragraph(paragraph) if is_blank(paragraph) => {}
                Block::Paragraph(paragraph) => self.add(Part::Line(paragraph.clone()), &place),
                Block::Table(table) => self.add(Part::Grid(grid(table)), &place),
            }
        }
    }
}

/// Whether a text is short enough for a label and says something.
fn is_label(text: &str) -> bool {
    let (name, _) = plain_label(text);
    let count = name.chars().count();
    (2..=LONGEST_LABEL).contains(&count)
        && !name.contains(['。', '；', '，', '、', '：'])
        && !name.chars().any(|c| c.is_ascii_digit())
}

fn texts(row: &[GridCell]) -> Vec<String> {
    row.iter().filter(|c| !c.left).map(|c| c.text.clone()).collect()
}

/// A table with the text of covering cells in those that they cover.
fn grid(table: &Table) -> Vec<Vec<GridCell>> {
    let mut rows: Vec<Vec<GridCell>> = Vec::new();
    for row in &table.rows {
        let mut cells: Vec<GridCell> = Vec::new();
        for (column, cell) in row.iter().enumerate() {
            let TableCell { blocks, above, left } = cell;
            let over = if *left { cells.last() } else { rows.last().and_then(|r| r.get(column)).filter(|_| *above) };
            let text = over.map_or_else(|| cell.words(), |c| c.text.clone());
            cells.push(GridCell { text, blocks: blocks.clone(), above: *above, left: *left });
        }
        rows.push(cells);
    }
    rows.retain(|row| row.iter().any(|c| !c.text.trim().is_empty() || !c.blocks.is_empty()));
    rows
}

/// The kind of number at the beginning of a text, coarse ones first, and how far it has counted.
fn counted(text: &str) -> Option<(u8, u32)> {
    const CHINESE: &str = "一二三四五六七八九十";
    let text = text.trim();
    if !without_number(text).1 {
        return None;
    }
    let inner: String =
        text.trim_start_matches(['（', '(', '第']).chars().take_while(|c| CHINESE.contains(*c) || c.is_ascii_digit()).collect();
    let value = inner.parse().ok().or_else(|| {
        let digit = |c: char| CHINESE.chars().position(|d| d == c).and_then(|at| u32::try_from(at + 1).ok());
        match inner.chars().collect::<Vec<_>>().as_slice() {
            [one] => digit(*one),
            ['十', one] => digit(*one).map(|d| 10 + d),
            [ten, '十'] => digit(*ten).map(|d| 10 * d),
            [ten, '十', one] => digit(*ten).zip(digit(*one)).map(|(t, o)| 10 * t + o),
            _ => None,
        }
    });
    let (bracket, chinese) = (text.starts_with(['（', '(']), inner.chars().any(|c| CHINESE.contains(c)));
    let level = match (chinese, bracket) {
        (true, false) => 1,
        (true, true) => 2,
        (false, false) if inner.is_empty() => 5,
        (false, false) => 3,
        (false, true) => 4,
    };
    Some((level, value.unwrap_or(0)))
}

/// The kind of number that what follows begins with.
fn below(next: Option<&Block>) -> Option<u8> {
    match next {
        Some(Block::Paragraph(p)) => counted(&p.words()).map(|(level, _)| level),
        _ => None,
    }
}

/// Lead words of a paragraph: 受理条件：…, or in bold without a colon; with the rest of it.
fn lead(paragraph: &Paragraph) -> Option<(String, Field, Paragraph)> {
    let text: String = paragraph.pieces.iter().map(|p| p.text.as_str()).collect();
    let colon = text.char_indices().take(24).find(|(_, c)| matches!(c, '：' | ':'));
    if let Some((at, mark)) = colon
        && let Some(label) = text.get(..at)
        && let Some(found) = field(label)
    {
        return Some((label.to_owned(), found, behind(paragraph, at + mark.len_utf8())));
    }
    if let Some((label, _)) = text.trim_start().strip_prefix('【').and_then(|t| t.split_once('】'))
        && let Some(found) = field(label)
    {
        let cut = text.find('】').map_or(0, |at| at + '】'.len_utf8());
        return Some((label.to_owned(), found, behind(paragraph, cut)));
    }
    let first =
        paragraph.pieces.first().filter(|p| p.bold && paragraph.pieces.iter().any(|p| !p.bold && !p.text.trim().is_empty()))?;
    let found = field(&first.text)?;
    Some((first.text.clone(), found, behind(paragraph, first.text.len())))
}

/// What is left of a paragraph behind a byte, without colon and room.
fn behind(paragraph: &Paragraph, at: usize) -> Paragraph {
    let mut rest = Paragraph { number: String::new(), list: None, pieces: Vec::new(), ..paragraph.clone() };
    let mut skip = at;
    for piece in &paragraph.pieces {
        let cut = skip.min(piece.text.len());
        skip -= cut;
        let text = piece.text.get(cut..).unwrap_or_default();
        let text =
            if rest.pieces.is_empty() { text.trim_start_matches(['：', ':', ' ', '\t', '\u{3000}', '\u{A0}']) } else { text };
        if !text.is_empty() || piece.picture.is_some() || piece.note.is_some() {
            rest.pieces.push(Piece { text: text.to_owned(), ..piece.clone() });
        }
    }
    rest
}

/// A rest in which other labels follow on the same line: 0574-…　监督电话：….
fn split_leads(rest: Paragraph) -> Vec<(Option<(String, Field)>, Paragraph)> {
    let text: String = rest.pieces.iter().map(|p| p.text.as_str()).collect();
    let breaks = text.char_indices().filter(|(_, c)| c.is_whitespace() || matches!(c, '；' | ';'));
    let found = breaks.filter_map(|(at, c)| {
        let from = at + c.len_utf8();
        let after = text.get(from..)?;
        let (label, _) = after.split_once(['：', ':'])?;
        let found = field(label).filter(|_| !label.contains(char::is_whitespace) && without_number(label).0 == label)?;
        Some((at, from, label.to_owned(), found))
    });
    let Some((at, from, label, found)) = found.into_iter().next() else { return vec![(None, rest)] };
    let before = Paragraph {
        pieces: vec![Piece { text: text.get(..at).unwrap_or_default().to_owned(), ..Piece::default() }],
        ..rest.clone()
    };
    let after = behind(&rest, from + label.len());
    let mut out = vec![(None, before)];
    let mut more = split_leads(after).into_iter();
    if let Some((_, first)) = more.next() {
        out.push((Some((label, found)), first));
    }
    out.extend(more);
    out
}
