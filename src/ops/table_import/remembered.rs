//! Answers about the columns of tables, kept with the bureau (`imports.yaml`) for the next table with the same heads. The program writes the file; whoever
//! wants to be asked again deletes it, or a part of it.

use super::Source;
use crate::diagnostic::Diagnostics;
use crate::ops::FileEdit;
use crate::source::{Node, Value, parse_document};
use crate::tables::memory::Learned;
use crate::yaml_write::value::{New, block};

/// Name of the file in the bureau's folder.
const FILE: &str = "imports.yaml";

/// What is remembered of the bureau's tables.
pub fn remembered(source: &Source<'_>) -> Vec<Learned> {
    let path = format!("{}/{FILE}", source.folder());
    let sources = &source.workspace.folder.sources;
    let Some((id, file)) = sources.iter().find(|(_, file)| file.path == path) else { return Vec::new() };
    let Some(node) = parse_document(id, &file.text, 0, &mut Diagnostics::new()) else { return Vec::new() };
    let text = |node: &Node, key: &str| match node.get(&[key]).map(|n| &n.value) {
        Some(Value::Scalar { text, .. }) => text.clone(),
        _ => String::new(),
    };
    let one =
        |n: &Node| Learned { kind: text(n, "kind"), heads: text(n, "heads"), about: text(n, "about"), word: text(n, "answer") };
    node.items().iter().map(one).collect()
}

/// The file with what was answered now; none where nothing was.
pub fn with(source: &Source<'_>, known: &[Learned], learned: &[Learned]) -> Option<FileEdit> {
    if learned.is_empty() {
        return None;
    }
    let same = |a: &Learned, b: &Learned| a.kind == b.kind && a.heads == b.heads && a.about == b.about;
    let kept = known.iter().filter(|old| !learned.iter().any(|new| same(old, new)));
    let records: Vec<String> = kept
        .chain(learned)
        .map(|l| {
            let text = |t: &str| New::Text(t.to_owned());
            block(&[("kind", text(&l.kind)), ("heads", text(&l.heads)), ("about", text(&l.about)), ("answer", text(&l.word))], "")
        })
        .collect();
    let text = format!("# 导入表格时回答过的，表头一样的表不再问。由程序写；要重新问，删掉那一条。\n{}\n", records.join("\n"));
    let path = format!("{}/{FILE}", source.folder());
    let sources = &source.workspace.folder.sources;
    Some(match sources.iter().find(|(_, file)| file.path == path) {
        Some((_, file)) if file.text == text => return None,
        Some((_, file)) => FileEdit::text(file, &text),
        None => FileEdit::create(path, text.into_bytes()),
    })
}
