//! Guides (办事指南) in a Word file: which sections belong to which guide, and what each field says. What is no field is the guide's text; nothing is left out. What
//! may be two things is asked; what is not certain is an [`Uncertain`].

mod columns;
mod making;
pub(crate) mod markdown;
mod sections;
pub(crate) mod values;
mod vocabulary;

use std::collections::BTreeMap;

use super::Uncertain;
use super::ask::Asker;
use super::word::document::{Block, Document, Paragraph};
use crate::yaml_write::tree::Tree;
use making::Making;
use sections::{GridCell, Kind, Part, Section, sections};
use values::{Line, is_nothing, one_text, record};
use vocabulary::{Field, own_name, plain_label, situation, titled};

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
        let Some(field) = field else {
            let name = plain_label(&section.label).0;
            let heads = section.kind != Kind::Label && !section.label.is_empty() && section.field.is_none();
            if !heads || !(section.kind == Kind::Title || self.fields.is_empty() || is_item(&name)) {
                self.in_situation = false;
                says("正文");
                self.rest.push(section.clone());
                return;
            }
            if self.fields.is_empty() {
                self.place.clone_from(&section.place);
            }
            says("标题");
            let name = titled(&section.label).unwrap_or(name);
            // A heading that may be the name of the item, and has text of its own, is a heading of the text too.
            if section.kind == Kind::Heading && !is_item(&name) && !section.parts.is_empty() {
                self.rest.push(section.clone());
            } else {
                self.keep(section);
            }
            if !name.is_empty() {
                self.headed.insert(0, name);
            }
            return;
        };
        says(own_name(field));
        if self.fields.is_empty() {
            self.place.clone_from(&section.place);
        }
        let of_situation =
            matches!(field, Field::When | Field::Materials | Field::Steps | Field::Limits | Field::Statutory | Field::Promised);
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
