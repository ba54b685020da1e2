//! What foreign bytes go through, for fuzzing: each function takes anything and must neither panic nor run away. `tests/suite/fuzz.rs` drives them with
//! a saved corpus and a seeded generator, `fuzz/` with libFuzzer.

use std::path::Path;

use yizhan::diagnostic::{Diagnostics, FileId, SourceFile};
use yizhan::model::inspection::InspectionFile;
use yizhan::model::standard::StandardFile;
use yizhan::model::{Catalog, Plan, Point};
use yizhan::source::decode::Decode;
use yizhan::source::{Folder, Node, markdown, parse_document, parse_front_matter};
use yizhan::submission::package;
use yizhan::tables::ask::Asker;
use yizhan::tables::guide::read_guides;
use yizhan::tables::standard::{changes, roundtrip, to_yaml};
use yizhan::tables::{self, pictures};
use yizhan::yaml_write::tree::Tree;
use yizhan::yaml_write::{edit, value};

/// A table of any kind, under a name that says what it is.
fn table(name: &str, bytes: &[u8]) {
    let Ok(sheets) = tables::read_sheets(name, bytes) else { return };
    // Every question is answered with its first choice.
    let first = |ask: &tables::ask::Ask| ask.readings.first().map(|r| r.word);
    let mut asker = tables::ask::Asker::new(&first);
    let mut memory = tables::memory::Memory::new("catalog", &mut asker, &[]);
    if let Some(table) = tables::catalog::read_catalog_table(&sheets, None, None, &mut memory) {
        let _ = tables::changes::fresh(&table);
    }
    if let Some(table) = tables::plan::read_plan_table(&sheets, None, &mut memory) {
        let _ = tables::plan::fresh(&table);
    }
    if let Some(table) = tables::standard::read_standard_table(&sheets, None) {
        // What is written reads back, whatever the table held.
        let text = to_yaml::fresh(&table);
        let mut found = Diagnostics::new();
        let node = parse_document(FileId(0), &text, 0, &mut found);
        let file = node.as_ref().and_then(|n| StandardFile::decode(n, &mut found));
        assert!(file.is_some() && !found.has_errors(), "{text}\n{found:?}");
        // And the same table changes nothing in it.
        if let (Some(node), Some(file)) = (node, file) {
            let _ = changes::rewritten(&table, &file, &text, &node);
        }
    }
}

/// A workbook.
pub fn xlsx(bytes: &[u8]) {
    table("a.xlsx", bytes);
    let _ = pictures::pictures(bytes);
    let _ = roundtrip::original(bytes);
}

/// A Word file.
pub fn docx(bytes: &[u8]) {
    table("a.docx", bytes);
    let Ok(document) = tables::document("a.docx", bytes) else { return };
    for guide in read_guides(&document, &|_| false, &mut Asker::new(&|_| None)) {
        // A field that was read is no empty one.
        assert!(guide.front.iter().all(|(_, value)| !value.flow().is_empty()), "{:?}", guide.front);
    }
}

/// Text with columns.
pub fn csv(bytes: &[u8]) {
    table("a.csv", bytes);
}

/// A node as one kind of record.
fn decode<T: Decode>(node: &Node) {
    let _ = T::decode(node, &mut Diagnostics::new());
}

/// A YAML file, as each kind of record.
pub fn yaml(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some(node) = parse_document(FileId(0), &text, 0, &mut Diagnostics::new()) else { return };
    decode::<StandardFile>(&node);
    decode::<InspectionFile>(&node);
    decode::<Catalog>(&node);
    decode::<Plan>(&node);
    decode::<Point>(&node);
    let line = value::one_line(&node);
    // On one line it says the same.
    if let Some(again) = value::parsed(&line) {
        assert_eq!(edit::meaning(&again), edit::meaning(&node), "{line}");
    }
}

/// A Markdown file with its front matter, as HTML and as words.
pub fn markdown(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut out = Diagnostics::new();
    let mut folder = Folder::new(Path::new("."));
    let (_, from) = parse_front_matter(FileId(0), &text, &mut out);
    let file = folder.sources.add(SourceFile::new("a.md".to_owned(), text, true, [0; 32]));
    let blocks = markdown::parse(&folder, file, from, &mut out);
    let _ = markdown::to_html(&blocks, 1, &|path| path.to_owned());
    let _ = markdown::words(&blocks);
}

/// The zip of a form, or the text that a form gives to be copied.
pub fn package(bytes: &[u8]) {
    for read in [package::read_package, package::read_text] {
        if let Ok(arrived) = read(bytes) {
            // What is written says what came.
            let text = arrived.record.yaml();
            let again = parse_document(FileId(0), &text, 0, &mut Diagnostics::new()).and_then(|node| Tree::of(&node));
            assert_eq!(again.map(|tree| tree.meaning()), Some(arrived.record.meaning()), "{text}");
        }
    }
}

/// What takes bytes.
pub type Entry = fn(&[u8]);

/// Every entry by the name of its folder in the corpus.
pub const ALL: [(&str, Entry); 6] =
    [("xlsx", xlsx), ("docx", docx), ("csv", csv), ("yaml", yaml), ("markdown", markdown), ("package", package)];
