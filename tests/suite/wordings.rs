//! Labelled wordings of score sheets (`tests/corpora/wordings`): what is open stays open, and what is certain becomes the rule that was checked by scoring every
//! case of the label with `measure.py`. A rule that changes fails here, until the script says again that it gives the right marks; `UPDATE_GOLDEN=1` writes it down.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use yizhan::diagnostic::{Diagnostics, FileId};
use yizhan::source::{Node, parse_document};
use yizhan::tables::standard::read_standard_table;
use yizhan::tables::{Cell, Sheet};

use super::support::told_in_readmes;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/wordings")
}

fn corpus() -> Node {
    let text = fs::read_to_string(folder().join("wordings.yaml")).unwrap();
    parse_document(FileId(0), &text, 0, &mut Diagnostics::new()).unwrap()
}

fn text(node: &Node, key: &str) -> String {
    node.get(&[key]).and_then(Node::text).unwrap_or_default().to_owned()
}

/// The rules of each wording, as one line: marks and rule of each criterion.
fn read(items: &[Node]) -> BTreeMap<String, Vec<String>> {
    let cell = |text: &str| Cell { text: text.to_owned(), ..Cell::default() };
    let mut rows = vec![vec![cell("序号"), cell("项目"), cell("分值"), cell("评分标准")]];
    for (n, item) in items.iter().enumerate() {
        let marks = Some(text(item, "marks")).filter(|m| m != "null").unwrap_or_default();
        rows.push(vec![
            cell(&(n + 1).to_string()),
            cell(&format!("考核点{}", text(item, "id"))),
            cell(&marks),
            cell(&text(item, "wording")),
        ]);
    }
    let sheet = Sheet { name: "表".to_owned(), rows, ..Sheet::default() };
    let table = read_standard_table(&[sheet], None).unwrap();
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in table.rows() {
        let id: String = row.title.trim_start_matches("考核点").chars().take(4).collect();
        let reading = row.rule();
        let marks = row.marks.map_or_else(|| "-".to_owned(), |m| m.to_string());
        let flags = format!("{}{}", if reading.bonus { " bonus" } else { "" }, if reading.veto { " veto" } else { "" });
        out.entry(id).or_default().push(format!("{marks}{flags} {}", reading.yaml));
    }
    out
}

#[test]
fn labelled_wordings_become_the_rules_that_were_checked() {
    let corpus = corpus();
    // As many as measure.py puts into one file: names of facts are told apart within a sheet.
    let found: BTreeMap<String, Vec<String>> = corpus.items().chunks(30).flat_map(read).collect();
    let mut wrong = Vec::new();
    let mut lines = String::new();
    let (mut certain, mut rules) = (0, 0);
    for item in corpus.items() {
        let (id, kind) = (text(item, "id"), text(item, "kind"));
        let own = found.get(&id).cloned().unwrap_or_default();
        let manual = own.iter().all(|line| line.ends_with(" manual"));
        // What is open, or what no rule can say, must not become one.
        if matches!(kind.as_str(), "manual" | "inexpressible") && !(manual && own.len() == 1) {
            wrong.push(format!("{id} {}: {own:?}", text(item, "wording")));
        }
        if kind == "rule" {
            certain += 1;
            rules += usize::from(!manual);
        }
        lines.push_str(&format!("{id}\t{}\n", own.join(" | ")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(certain > 180 && rules * 100 >= certain * 95, "{rules} of {certain} certain wordings become rules");
    let golden = folder().join("rules.tsv");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &lines).unwrap();
    }
    let before = fs::read_to_string(&golden).unwrap();
    let differs: Vec<(&str, &str)> = before.lines().zip(lines.lines()).filter(|(a, b)| a != b).take(10).collect();
    assert!(before == lines, "rules changed; run measure.py, then UPDATE_GOLDEN=1:\n{differs:#?}");
    // measure.py has found each line of the golden file right; of what is open, none became a rule.
    let n = corpus.items().len();
    told_in_readmes("wordings of criteria", "评分条款的原文", [n, n, 0, 0, 0]);
}
