//! Guides (办事指南) in a Word file: which sections belong to which guide, and what each field says. What is no field is the guide's text; nothing is left out. What
//! may be two things is asked; what is not certain is an [`Uncertain`].

pub mod markdown;
pub mod sections;
pub mod values;
pub mod vocabulary;

use std::collections::BTreeMap;

use super::Uncertain;
use super::ask::{Ask, Asker, Reading};
use super::word::document::{Block, Document, Paragraph};
use crate::model::date::parse_date;
use crate::say;
use crate::yaml_write::tree::Tree;
use sections::{GridCell, Kind, Part, Section, sections};
use values::{Line, is_nothing, lines, one_text, record, told};
use vocabulary::{Field, TableKind, own_name, plain_label, situation, titled};

/// One guide, as far as the file says it.
#[derive(Debug, Clone, Default)]
pub struct GuideDraft {
    /// Where it begins.
    pub place: String,
    /// What the item may be called, the most certain first.
    pub names: Vec<String>,
    /// Its code or id.
    pub code: String,
    /// Fields of the front matter by their keys, in the order of the model.
    pub front: Vec<(&'static str, Tree)>,
    /// What else it says, as Markdown.
    pub body: String,
    /// The text is marked as such, so that it is all of the guide's text.
    pub whole_body: bool,
    /// Numbers of the pictures that the text shows, each as [`markdown::picture`] names it.
    pub pictures: Vec<usize>,
    /// Place, label, what it is taken for.
    pub mapping: Vec<(String, String, String)>,
    /// What a person should look at.
    pub doubts: Vec<Uncertain>,
}

/// The guides of a file. `is_item` tells whether a name is certainly that of an item.
#[must_use]
pub fn read_guides(document: &Document, is_item: &dyn Fn(&str) -> bool, asker: &mut Asker<'_>) -> Vec<GuideDraft> {
    let all = sections(document);
    let mut found: Vec<Builder> = Vec::new();
    let mut now = Builder::default();
    for (at, section) in all.iter().enumerate() {
        if now.begins_another(section, all.get(at + 1..).unwrap_or_default(), is_item) {
            found.push(std::mem::take(&mut now));
        }
        now.take(section, is_item);
    }
    found.push(now);
    // A title over all guides of a file is none itself.
    found.retain(|one| !one.fields.is_empty());
    found.into_iter().map(|one| one.finish(document, asker)).collect()
}

/// A variant that is being read.
#[derive(Default)]
struct Situation {
    name: String,
    fields: BTreeMap<Field, Vec<Section>>,
}

/// A guide that is being read.
#[derive(Default)]
struct Builder {
    place: String,
    /// By its label; by the title or heading above it.
    labelled: Vec<String>,
    headed: Vec<String>,
    fields: BTreeMap<Field, Vec<Section>>,
    situations: Vec<Situation>,
    in_situation: bool,
    rest: Vec<Section>,
    mapping: Vec<(String, String, String)>,
}

/// The table of a place; nothing for a place in the text.
fn table_of(place: &str) -> Option<&str> {
    place.split_once('!').map(|(table, _)| table)
}

impl Builder {
    /// Whether a section begins another guide.
    fn begins_another(&self, section: &Section, after: &[Section], is_item: &dyn Fn(&str) -> bool) -> bool {
        if self.fields.is_empty() {
            return false;
        }
        match section.field {
            Some(Field::Name) => {
                let same_table = table_of(&section.place).is_some() && table_of(&section.place) == table_of(&self.place);
                let only_code = self.fields.keys().all(|f| matches!(f, Field::Code | Field::Title | Field::PartOf));
                !self.labelled.is_empty() || !(same_table || only_code)
            }
            Some(_) => false,
            None if section.kind == Kind::Label || section.label.is_empty() => false,
            None if situation(&section.label).is_some() => false,
            None => {
                let (name, _) = plain_label(&section.label);
                if section.kind == Kind::Title || is_item(&name) || titled(&section.label).is_some_and(|t| is_item(&t)) {
                    return true;
                }
                // What comes below is there already: the heading is the name of another guide.
                let next = after.iter().find_map(|s| s.field).filter(|f| *f != Field::Other);
                let between = after.iter().take_while(|s| s.field.is_none()).any(|s| !s.parts.is_empty());
                !between
                    && section.parts.is_empty()
                    && next.is_some_and(|f| f == Field::Name || self.fields.contains_key(&f) && f != Field::Contacts)
            }
        }
    }

    fn take(&mut self, section: &Section, is_item: &dyn Fn(&str) -> bool) {
        // In which case something applies is said of a situation, and of nothing else.
        let field = section.field.filter(|f| *f != Field::Other && (*f != Field::When || self.in_situation));
        let mut says = |what: &str| self.mapping.push((section.place.clone(), section.label.clone(), what.to_owned()));
        if let Some(name) = situation(&section.label).filter(|_| field.is_none() && section.kind != Kind::Label) {
            says("情形");
            self.situations.push(Situation { name, fields: BTreeMap::new() });
            self.in_situation = true;
            self.keep(section);
            return;
        }
        match field {
            Some(field) => {
                says(own_name(field));
                if self.fields.is_empty() {
                    self.place.clone_from(&section.place);
                }
                let of_situation = matches!(
                    field,
                    Field::When | Field::Materials | Field::Steps | Field::Limits | Field::Statutory | Field::Promised
                );
                if self.in_situation && of_situation {
                    if let Some(last) = self.situations.last_mut() {
                        last.fields.entry(field).or_default().push(section.clone());
                    }
                    return;
                }
                self.in_situation = false;
                if field == Field::Name {
                    self.labelled.push(one_text(&section.parts));
                }
                self.fields.entry(field).or_default().push(section.clone());
            }
            None => {
                let name = plain_label(&section.label).0;
                let heads = section.kind != Kind::Label && !section.label.is_empty() && section.field.is_none();
                if heads && (section.kind == Kind::Title || self.fields.is_empty() || is_item(&name)) {
                    if self.fields.is_empty() {
                        self.place.clone_from(&section.place);
                    }
                    says("标题");
                    let name = titled(&section.label).unwrap_or(name);
                    if !name.is_empty() {
                        self.headed.insert(0, name);
                    }
                    self.keep(section);
                    return;
                }
                self.in_situation = false;
                says("正文");
                self.rest.push(section.clone());
            }
        }
    }

    /// What stands below a heading that is no label of the text is text too.
    fn keep(&mut self, section: &Section) {
        if !section.parts.is_empty() {
            self.rest.push(Section { label: String::new(), ..section.clone() });
        }
    }

    fn finish(self, document: &Document, asker: &mut Asker<'_>) -> GuideDraft {
        let mut made = Making { document, asker, doubts: Vec::new(), rest: Vec::new() };
        let mut front: Vec<(&'static str, Tree)> = Vec::new();
        let mut names = self.labelled;
        names.extend(self.headed);
        let mut fields = self.fields;
        let code = fields.remove(&Field::Code).map(|s| made.text(&s)).unwrap_or_default();
        let free = fields.remove(&Field::Text);
        let texts = |key: &'static str, field: Field, made: &mut Making<'_, '_>| {
            let text = fields.get(&field).map(|s| made.text(s)).filter(|t| !is_nothing(t));
            text.map(|text| (key, Tree::text(&text)))
        };
        front.extend(texts("title", Field::Title, &mut made));
        front.extend(texts("summary", Field::Summary, &mut made));
        front.extend(texts("audience", Field::Audience, &mut made));
        let list = |key: &'static str, list: Vec<Tree>| (!list.is_empty()).then_some((key, Tree::List(list)));
        front.extend(list("conditions", made.conditions(fields.get(&Field::Conditions))));
        front.extend(list("materials", made.materials(fields.get(&Field::Materials))));
        front.extend(list("steps", made.steps(fields.get(&Field::Steps))));
        front.extend(made.limits(&fields).map(|limits| ("limits", limits)));
        let variants = self.situations.iter().map(|one| {
            let when = one.fields.get(&Field::When).map(|s| made.text(s)).unwrap_or_default();
            record(vec![
                ("name", Tree::text(&one.name)),
                ("when", Tree::text(&when)),
                ("materials", Tree::List(made.materials(one.fields.get(&Field::Materials)))),
                ("steps", Tree::List(made.steps(one.fields.get(&Field::Steps)))),
                ("limits", made.limits(&one.fields).unwrap_or(Tree::Map(Vec::new()))),
            ])
        });
        let variants: Vec<Tree> = variants.collect();
        front.extend(list("variants", variants));
        if let Some(fee) = fields.get(&Field::Fee).map(|s| made.fee(s)).filter(|t| !t.is_empty()) {
            front.push(("fee", Tree::text(&fee)));
        }
        front.extend(texts("result", Field::Result, &mut made));
        front.extend(list("basis", made.entries(fields.get(&Field::Basis))));
        front.extend(list("contacts", made.contacts(fields.get(&Field::Contacts))));
        front.extend(list("faq", made.questions(fields.get(&Field::Questions))));
        let online: Vec<Line> = fields.get(&Field::Online).map(|s| made.lines(s)).unwrap_or_default();
        let online = online.iter().flat_map(|line| {
            let plain = line.numbered || line.text.contains("//");
            if plain { vec![line.text.clone()] } else { values::listed(&line.text) }
        });
        front.extend(list("online", online.filter(|t| !is_nothing(t)).map(|t| Tree::text(&t)).collect()));
        front.extend(made.reviewed(fields.get(&Field::Reviewed)));
        if fields.get(&Field::Sample).is_some_and(|s| matches!(made.text(s).as_str(), "是" | "√" | "true")) {
            front.push(("sample", Tree::Bare("true".to_owned())));
        }
        front.extend(texts("part_of", Field::PartOf, &mut made));
        let mut rest = self.rest;
        rest.append(&mut made.rest);
        let whole_body = free.is_some();
        let (body, pictures) = body(&rest, free.as_deref().unwrap_or_default(), document);
        GuideDraft {
            place: self.place,
            names,
            code,
            front,
            body,
            whole_body,
            pictures,
            mapping: self.mapping,
            doubts: made.doubts,
        }
    }
}

/// Makes values of sections; what a field cannot hold goes to the text.
struct Making<'d, 'a> {
    document: &'d Document,
    asker: &'d mut Asker<'a>,
    doubts: Vec<Uncertain>,
    rest: Vec<Section>,
}

impl Making<'_, '_> {
    fn doubt(&mut self, section: &Section, message: crate::diagnostic::Bilingual) {
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
    fn lines(&mut self, sections: &[Section]) -> Vec<Line> {
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

    fn text(&mut self, sections: &[Section]) -> String {
        markdown::joined(self.lines(sections).into_iter().map(|line| line.text))
    }

    fn entries(&mut self, sections: Option<&Vec<Section>>) -> Vec<Tree> {
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

    fn conditions(&mut self, sections: Option<&Vec<Section>>) -> Vec<Tree> {
        let Some(sections) = sections else { return Vec::new() };
        let (tables, rest) = Self::tables(sections, TableKind::Conditions);
        let mut out = self.entries(Some(&rest));
        for rows in tables {
            out.extend(told(&rows).map(|(_, columns)| values::conditions(&rows, &columns)).unwrap_or_default());
        }
        out
    }

    fn materials(&mut self, sections: Option<&Vec<Section>>) -> Vec<Tree> {
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

    fn steps(&mut self, sections: Option<&Vec<Section>>) -> Vec<Tree> {
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
    fn limits(&mut self, fields: &BTreeMap<Field, Vec<Section>>) -> Option<Tree> {
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

    fn fee(&mut self, sections: &[Section]) -> String {
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
    fn contacts(&mut self, sections: Option<&Vec<Section>>) -> Vec<Tree> {
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

    fn questions(&mut self, sections: Option<&Vec<Section>>) -> Vec<Tree> {
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
            match values::asked(&lines).filter(|_| !tables) {
                Some(list) => {
                    self.beside(std::slice::from_ref(section));
                    out.extend(list);
                }
                None => {
                    let label = plain_label(&section.label).0;
                    self.doubt(
                        section,
                        say!(
                            "“{label}”分不出问和答，放进正文",
                            "questions and answers of “{label}” cannot be told apart: they go to the text"
                        ),
                    );
                    self.whole_to_text(section);
                }
            }
        }
        out
    }

    fn reviewed(&mut self, sections: Option<&Vec<Section>>) -> Option<(&'static str, Tree)> {
        let sections = sections?;
        let text = self.text(sections);
        match parse_date(&text) {
            Some(date) => Some(("reviewed", Tree::Bare(date.to_string()))),
            None => {
                for section in sections {
                    self.doubt(section, say!("“{text}”不是一个日期，放进正文", "“{text}” is no date: it goes to the text"));
                    self.whole_to_text(section);
                }
                None
            }
        }
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

/// The words of a block and of the tables within it.
fn inner_words(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => paragraph.words().replace('\n', " "),
        Block::Table(table) => {
            let cells = table.rows.iter().flatten().flat_map(|cell| &cell.blocks).map(inner_words);
            cells.filter(|w| !w.is_empty()).collect::<Vec<_>>().join("；")
        }
    }
}

/// The text of a guide: what stands before all labels, then sections with their labels, short ones together, then what is marked as the text.
fn body(rest: &[Section], free: &[Section], document: &Document) -> (String, Vec<usize>) {
    let mut writer = markdown::Writer::default();
    let short = |section: &&Section| {
        section.kind == Kind::Label
            && matches!(section.parts.as_slice(), [Part::Line(p)] if p.text().chars().count() <= 30 && p.pieces.iter().all(|p| p.picture.is_none() && p.note.is_none()))
    };
    for section in rest.iter().filter(|s| s.label.is_empty()) {
        writer.parts(&section.parts);
    }
    let together: Vec<&Section> = rest.iter().filter(|s| !s.label.is_empty()).filter(short).collect();
    if !together.is_empty() {
        writer.heading(2, "其他信息");
        let cell = |text: &str| GridCell {
            text: text.to_owned(),
            blocks: vec![Block::Paragraph(Paragraph {
                pieces: vec![super::word::document::Piece { text: text.to_owned(), ..Default::default() }],
                ..Paragraph::default()
            })],
            ..GridCell::default()
        };
        let mut rows = vec![vec![cell("项目"), cell("内容")]];
        rows.extend(together.iter().map(|s| vec![cell(&plain_label(&s.label).0), cell(&one_text(&s.parts))]));
        writer.parts(&[Part::Grid(rows)]);
    }
    for section in rest.iter().filter(|s| !s.label.is_empty()).filter(|s| !short(s)) {
        // A label that holds nothing says nothing; a heading may stand over others.
        if section.kind == Kind::Label && section.parts.is_empty() {
            continue;
        }
        let level = if section.kind == Kind::Heading { section.level.max(2) } else { 2 };
        let text = vocabulary::without_number(&section.label).0.trim_end_matches(['：', ':']);
        writer.heading(level, text);
        writer.parts(&section.parts);
    }
    for section in free {
        writer.parts(&section.parts);
    }
    writer.finish(&document.notes)
}
