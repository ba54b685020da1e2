//! The values of a guide's fields from the sections that name them. What a field cannot hold goes to the guide's text, with a doubt.

use std::collections::BTreeMap;

use super::columns::TableKind;
use super::markdown;
use super::sections::{GridCell, Part, Section};
use super::values::{self, Line, is_nothing, lines, one_text, record, told};
use super::vocabulary::{Field, own_name, plain_label};
use crate::diagnostic::Bilingual;
use crate::model::date::parse_date;
use crate::say;
use crate::tables::Uncertain;
use crate::tables::ask::{Ask, Asker, Reading};
use crate::tables::word::document::{Block, Document, Paragraph};
use crate::yaml_write::tree::Tree;

/// Makes values of sections; what a field cannot hold goes to the text.
pub(super) struct Making<'d, 'a> {
    pub(super) document: &'d Document,
    pub(super) asker: &'d mut Asker<'a>,
    pub(super) doubts: Vec<Uncertain>,
    pub(super) rest: Vec<Section>,
}

impl Making<'_, '_> {
    fn doubt(&mut self, section: &Section, message: Bilingual) {
        self.doubts.push(Uncertain { place: section.place.clone(), message });
    }

    /// The section goes to the text, as it stands.
    fn whole_to_text(&mut self, section: &Section) {
        self.rest.push(section.clone());
    }

    /// Pictures and notes that stand in a field are text; the field keeps its words.
    fn beside(&mut self, sections: &[Section]) {
        for section in sections {
            let paragraphs = section.parts.iter().flat_map(paragraphs_of);
            let (mut pictures, mut notes) = (Vec::new(), Vec::new());
            for paragraph in paragraphs {
                for piece in &paragraph.pieces {
                    if piece.picture.is_some() {
                        pictures.push(piece.clone());
                    }
                    if let Some(note) = piece.note {
                        notes.extend(self.document.notes.get(note - 1).cloned());
                    }
                }
            }
            let label = plain_label(&section.label).0;
            if !pictures.is_empty() {
                self.doubt(
                    section,
                    say!(
                        "“{label}”里有图片，放在正文的同名小标题下",
                        "“{label}” has pictures: they go to the text under a heading of that name"
                    ),
                );
                let line = Paragraph { pieces: pictures, ..Paragraph::default() };
                self.rest.push(Section { parts: vec![Part::Line(line)], ..section.clone() });
            }
            for note in notes {
                self.doubt(
                    section,
                    say!("“{label}”里有脚注“{note}”，没有读进这一栏", "a note in “{label}” is not read into the field: “{note}”"),
                );
            }
        }
    }

    /// The lines of all sections of a field. A table in it goes to the text.
    pub(super) fn lines(&mut self, sections: &[Section]) -> Vec<Line> {
        self.beside(sections);
        let mut out = Vec::new();
        for section in sections {
            let (grids, rest): (Vec<Part>, Vec<Part>) =
                section.parts.iter().cloned().partition(|p| matches!(p, Part::Grid(rows) if rows.len() > 1));
            if !grids.is_empty() {
                let label = plain_label(&section.label).0;
                self.doubt(
                    section,
                    say!(
                        "“{label}”里有表格，放在正文的同名小标题下",
                        "“{label}” has a table: it goes to the text under a heading of that name"
                    ),
                );
                self.rest.push(Section { parts: grids, ..section.clone() });
            }
            out.extend(lines(&rest));
        }
        out
    }

    pub(super) fn text(&mut self, sections: &[Section]) -> String {
        markdown::joined(self.lines(sections).into_iter().map(|line| line.text))
    }

    pub(super) fn entries(&mut self, sections: Option<&Vec<Section>>) -> Vec<Tree> {
        let lines = sections.map(|s| self.lines(s)).unwrap_or_default();
        lines.into_iter().filter(|line| !is_nothing(&line.text)).map(|line| Tree::text(&line.text)).collect()
    }

    /// Tables that a head tells, of the kind that is wanted, apart from the rest.
    fn tables(sections: &[Section], kind: TableKind) -> (Vec<Vec<Vec<GridCell>>>, Vec<Section>) {
        let (mut tables, mut rest) = (Vec::new(), Vec::new());
        for section in sections {
            let mut other = Vec::new();
            for part in &section.parts {
                match part {
                    Part::Grid(rows) if told(rows).is_some_and(|(found, _)| found == kind) => tables.push(rows.clone()),
                    part => other.push(part.clone()),
                }
            }
            rest.push(Section { parts: other, ..section.clone() });
        }
        (tables, rest)
    }

    pub(super) fn conditions(&mut self, sections: Option<&Vec<Section>>) -> Vec<Tree> {
        let Some(sections) = sections else { return Vec::new() };
        let (tables, rest) = Self::tables(sections, TableKind::Conditions);
        let mut out = self.entries(Some(&rest));
        for rows in tables {
            out.extend(told(&rows).map(|(_, columns)| values::conditions(&rows, &columns)).unwrap_or_default());
        }
        out
    }

    pub(super) fn materials(&mut self, sections: Option<&Vec<Section>>) -> Vec<Tree> {
        let Some(sections) = sections else { return Vec::new() };
        let (tables, mut rest) = Self::tables(sections, TableKind::Materials);
        let mut out = Vec::new();
        for rows in &tables {
            out.extend(told(rows).map(|(_, columns)| values::materials(rows, &columns)).unwrap_or_default());
        }
        if tables.is_empty() {
            out.extend(
                self.lines(&rest).iter().filter(|line| !is_nothing(&line.text)).map(|line| values::material_of_line(&line.text)),
            );
            return out;
        }
        self.beside(sections);
        // Words beside the table say something of all materials.
        rest.retain(|section| section.parts.iter().any(|part| !matches!(part, Part::Line(p) if is_nothing(&p.text()))));
        for section in rest {
            let label = plain_label(&section.label).0;
            self.doubt(&section, say!("“{label}”表外的话放进正文", "what stands beside the table of “{label}” goes to the text"));
            self.whole_to_text(&section);
        }
        out
    }

    pub(super) fn steps(&mut self, sections: Option<&Vec<Section>>) -> Vec<Tree> {
        let Some(sections) = sections else { return Vec::new() };
        let (tables, rest) = Self::tables(sections, TableKind::Steps);
        let mut out = Vec::new();
        for line in self.lines(&rest) {
            // 申请→受理→办结 is three steps.
            let text = ["——>", "-->", "—>", "->", "⇒", "➔", "➢", "⟶"]
                .iter()
                .fold(line.text.clone(), |text, arrow| text.replace(arrow, "→"));
            let parts: Vec<&str> = text.split('→').map(str::trim).filter(|t| !t.is_empty()).collect();
            if parts.len() > 2 {
                out.extend(parts.into_iter().map(Tree::text));
            } else if !is_nothing(&line.text) {
                out.push(Tree::text(&line.text));
            }
        }
        for rows in tables {
            out.extend(told(&rows).map(|(_, columns)| values::steps(&rows, &columns)).unwrap_or_default());
        }
        out
    }

    /// Both limits. One that does not say which it is, is asked about once for the file.
    pub(super) fn limits(&mut self, fields: &BTreeMap<Field, Vec<Section>>) -> Option<Tree> {
        let (mut statutory, mut promised) = (None, None);
        for (field, slot) in [(Field::Statutory, &mut statutory), (Field::Promised, &mut promised)] {
            for section in fields.get(&field).into_iter().flatten() {
                let text = one_text(&section.parts);
                if is_nothing(&text) {
                    continue;
                }
                match values::limit(&text, &plain_label(&section.label).1) {
                    Some(limit) => *slot = Some(limit),
                    None => self.open_limit(section, &text),
                }
            }
        }
        for section in fields.get(&Field::Limits).into_iter().flatten() {
            let text = one_text(&section.parts);
            if is_nothing(&text) {
                continue;
            }
            let (first, second) = values::limits(&text);
            if first.is_some() || second.is_some() {
                let both =
                    [("法定", &first), ("承诺", &second)].iter().all(|(word, limit)| limit.is_some() || !text.contains(word));
                if !both {
                    self.open_limit(section, &text);
                }
                statutory = statutory.or(first);
                promised = promised.or(second);
                continue;
            }
            let Some(limit) = values::limit(&text, &plain_label(&section.label).1) else {
                self.open_limit(section, &text);
                continue;
            };
            let label = plain_label(&section.label).0;
            let word = self.asker.ask(Ask {
                place: "全文".to_owned(),
                what: say!(
                    "“{label}”没有写是法定的还是承诺的",
                    "“{label}” does not say whether it is the statutory or the promised limit"
                ),
                readings: vec![
                    Reading {
                        word: "promised",
                        says: say!("承诺办结时限（如 {limit}）", "the promised limit (such as {limit})"),
                    },
                    Reading {
                        word: "statutory",
                        says: say!("法定办结时限（如 {limit}）", "the statutory limit (such as {limit})"),
                    },
                ],
                otherwise: say!("原话放进正文，不写成时限", "its words go to the text, and no limit is written"),
            });
            match word {
                Some("promised") => promised = promised.or(Some(limit)),
                Some("statutory") => statutory = statutory.or(Some(limit)),
                _ => self.whole_to_text(section),
            }
        }
        let limit = |limit: Option<String>| Tree::text(&limit.unwrap_or_default());
        let made = record(vec![("statutory", limit(statutory)), ("promised", limit(promised))]);
        matches!(&made, Tree::Map(entries) if !entries.is_empty()).then_some(made)
    }

    fn open_limit(&mut self, section: &Section, text: &str) {
        self.doubt(
            section,
            say!("“{text}”不能写成一个时限，原话放进正文", "“{text}” is not one limit: its words go to the text"),
        );
        self.whole_to_text(section);
    }

    pub(super) fn fee(&mut self, sections: &[Section]) -> String {
        let mut out: Vec<String> = Vec::new();
        for section in sections {
            let text = self.text(std::slice::from_ref(section));
            let asks = plain_label(&section.label).0 == "是否收费";
            let text = match text.as_str() {
                "否" | "不" | "×" => "不收费".to_owned(),
                "是" if asks => "收费".to_owned(),
                "无" if !asks => "不收费".to_owned(),
                other => other.to_owned(),
            };
            if !is_nothing(&text) && !out.contains(&text) {
                out.push(text);
            }
        }
        markdown::joined(out.into_iter())
    }

    /// Who can be asked: under a label of its own the label says what a number is for.
    pub(super) fn contacts(&mut self, sections: Option<&Vec<Section>>) -> Vec<Tree> {
        let mut out = Vec::new();
        for section in sections.into_iter().flatten() {
            let label = plain_label(&section.label).0;
            for line in self.lines(std::slice::from_ref(section)) {
                if is_nothing(&line.text) {
                    continue;
                }
                let named = label == own_name(Field::Contacts) || line.text.contains(&label);
                let text = if named { line.text } else { format!("{label}：{}", line.text) };
                out.push(Tree::text(&text));
            }
        }
        out
    }

    pub(super) fn questions(&mut self, sections: Option<&Vec<Section>>) -> Vec<Tree> {
        let Some(sections) = sections else { return Vec::new() };
        let (tables, rest) = Self::tables(sections, TableKind::Questions);
        let mut out = Vec::new();
        for rows in tables {
            out.extend(told(&rows).map(|(_, columns)| values::questions(&rows, &columns)).unwrap_or_default());
        }
        for section in &rest {
            let lines: Vec<(String, bool)> = section
                .parts
                .iter()
                .filter_map(|part| match part {
                    Part::Line(p) => {
                        let bold =
                            !p.text().is_empty() && p.pieces.iter().all(|piece| piece.bold || piece.text.trim().is_empty());
                        Some((p.text().replace('\n', " "), p.heading.is_some() || bold))
                    }
                    Part::Grid(_) => None,
                })
                .filter(|(text, _)| !text.is_empty())
                .collect();
            let tables = section.parts.iter().any(|part| matches!(part, Part::Grid(_)));
            if lines.is_empty() && !tables {
                continue;
            }
            if let Some(list) = values::asked(&lines).filter(|_| !tables) {
                self.beside(std::slice::from_ref(section));
                out.extend(list);
                continue;
            }
            let label = plain_label(&section.label).0;
            let message = say!(
                "“{label}”分不出问和答，放进正文",
                "questions and answers of “{label}” cannot be told apart: they go to the text"
            );
            self.doubt(section, message);
            self.whole_to_text(section);
        }
        out
    }

    pub(super) fn reviewed(&mut self, sections: Option<&Vec<Section>>) -> Option<(&'static str, Tree)> {
        let sections = sections?;
        let text = self.text(sections);
        if let Some(date) = parse_date(&text) {
            return Some(("reviewed", Tree::Bare(date.to_string())));
        }
        for section in sections {
            self.doubt(section, say!("“{text}”不是一个日期，放进正文", "“{text}” is no date: it goes to the text"));
            self.whole_to_text(section);
        }
        None
    }
}

/// The paragraphs of a part, those in cells among them.
fn paragraphs_of(part: &Part) -> Vec<&Paragraph> {
    let blocks = match part {
        Part::Line(paragraph) => return vec![paragraph],
        Part::Grid(rows) => rows.iter().flatten().flat_map(|cell| &cell.blocks),
    };
    blocks.filter_map(|block| if let Block::Paragraph(p) = block { Some(p) } else { None }).collect()
}
