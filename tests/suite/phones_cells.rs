//! The labelled values of single cells (`tests/corpora/cells.yaml`), read through the front door. Nothing may be wrong in silence, and the figures
//! never fall.

use std::fs;

use rust_xlsxwriter::{Format, Workbook};
use yizhan::diagnostic::{Diagnostics, FileId};
use yizhan::source::{Node, parse_document};

use super::support::{Workspace, told_in_readmes};

fn parsed(text: &str) -> Node {
    let mut found = Diagnostics::new();
    parse_document(FileId(0), text, 0, &mut found).unwrap()
}

fn text(node: &Node, key: &str) -> String {
    node.get(&[key]).and_then(Node::text).unwrap_or_default().to_owned()
}

fn texts(node: &Node, key: &str) -> Vec<String> {
    let Some(value) = node.get(&[key]) else { return Vec::new() };
    match value.text() {
        Some(text) => vec![text.to_owned()],
        None => value.items().iter().filter_map(|n| n.text().map(ToOwned::to_owned)).collect(),
    }
}

/// All that a record says, without blanks.
fn dump(node: &Node) -> String {
    let own = node.text().unwrap_or_default().split_whitespace().collect::<String>();
    let inner = node.items().iter().chain(node.entries().iter().map(|e| &e.value)).map(dump);
    std::iter::once(own).chain(inner).collect::<Vec<_>>().join("|")
}

/// Digits and extension of a number that can be dialled.
fn dialled(text: &str) -> Option<(String, String)> {
    let (number, extension) = text.split_once('转').unwrap_or((text, ""));
    let plain = |t: &str| t.chars().all(|c| c.is_ascii_digit() || c == '-');
    (plain(number) && plain(extension) && !number.is_empty()).then(|| (number.replace('-', ""), extension.to_owned()))
}

struct Kind {
    import: &'static str,
    fields: &'static [&'static str],
    heads: &'static [&'static str],
    second: &'static str,
    file: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind {
        import: "points",
        fields: &["phone", "location"],
        heads: &["名称", "渠道", "电话", "纬度", "经度"],
        second: "town",
        file: "points/imported.yaml",
    },
    Kind {
        import: "catalog",
        fields: &["code", "limit", "handling"],
        heads: &["事项名称", "服务对象", "编码", "办理时限", "办件类型"],
        second: "某某",
        file: "catalog.yaml",
    },
    Kind {
        import: "plan",
        fields: &["deadline", "done"],
        heads: &["工作任务", "责任单位", "完成时限", "是否完成"],
        second: "某某",
        file: "plan.yaml",
    },
];

fn column(field: &str) -> u16 {
    match field {
        "location" | "limit" | "done" => 3,
        "handling" => 4,
        _ => 2,
    }
}

/// The records of a file, each by the row that it was made from.
fn records(node: &Node, kind: &str) -> Vec<(String, Node)> {
    let list: Vec<&Node> = match kind {
        "points" => node.items().iter().collect(),
        "catalog" => node.get(&["items"]).unwrap().items().iter().collect(),
        _ => node.get(&["groups"]).unwrap().items().iter().flat_map(|g| g.get(&["tasks"]).unwrap().items()).collect(),
    };
    list.into_iter().map(|n| (format!("{}{}", text(n, "name"), text(n, "text")), n.clone())).collect()
}

/// right, wrong (in silence), or open.
fn judged(label: &Node, record: Option<&Node>, doubt: Option<&str>) -> (&'static str, String) {
    let field = text(label, "field");
    let got: Vec<String> = match (record, field.as_str()) {
        (None, _) => Vec::new(),
        (Some(record), "location") => record.get(&["location"]).map_or(Vec::new(), |l| vec![text(l, "lat"), text(l, "lon")]),
        (Some(record), "handling") => {
            let word = text(record, "handling");
            vec![match word.as_str() {
                "on-the-spot" => "即办件".to_owned(),
                "promised" => "承诺件".to_owned(),
                _ => word,
            }]
        }
        (Some(record), "done") => vec![match text(record, "done").as_str() {
            "true" | "是" => "是".to_owned(),
            _ => "否".to_owned(),
        }],
        (Some(record), field) => vec![text(record, field)],
    };
    let got: Vec<String> = got.into_iter().filter(|t| !t.is_empty()).collect();
    let same = |wanted: &[String]| match field.as_str() {
        "phone" => got.len() == 1 && dialled(&got[0]).is_some() && dialled(&got[0]) == dialled(&wanted[0]),
        "location" => {
            got.len() == 2
                && got.iter().zip(wanted).all(|(a, b)| (a.parse::<f64>().unwrap() - b.parse::<f64>().unwrap()).abs() < 0.0002)
        }
        _ => got == wanted,
    };
    let said = record.map(dump).unwrap_or_default() + &doubt.unwrap_or_default().split_whitespace().collect::<String>();
    let kept = texts(label, "keep").iter().all(|k| said.contains(k.as_str()));
    let shown = got.join("，");
    let right = texts(label, "right");
    let certain = texts(label, "certain");
    let blank = got.is_empty() || (field == "done" && got == ["否"]);
    let class = if !right.is_empty() {
        let fits = same(&right) || texts(label, "accept").iter().any(|w| same(std::slice::from_ref(w)));
        match (fits && kept, blank, doubt.is_some()) {
            (true, ..) => "right",
            (false, true, true) if !text(label, "doubt_ok").is_empty() => "right",
            (false, _, true) => "open",
            (false, _, false) => "wrong",
        }
    } else if doubt.is_some() {
        if blank || (!certain.is_empty() && same(&certain)) { "right" } else { "open" }
    } else if !certain.is_empty() && !texts(label, "keep").is_empty() && kept && same(&certain) {
        "right"
    } else {
        "wrong"
    };
    (class, shown)
}

#[test]
fn labelled_cells_are_right_or_doubted() {
    let labels = parsed(include_str!("../corpora/cells.yaml"));
    let labels = labels.get(&["cells"]).unwrap().items();
    let (mut right, mut open, mut wrong, mut told) = (0, 0, 0, Vec::new());
    for kind in &KINDS {
        let part: Vec<&Node> = labels.iter().filter(|l| kind.fields.contains(&text(l, "field").as_str())).collect();
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("表").unwrap();
        for (at, head) in (0..).zip(kind.heads) {
            sheet.write_string(0, at, *head).unwrap();
        }
        for (row, label) in (1..).zip(&part) {
            sheet.write_string(row, 0, format!("行{}", text(label, "id"))).unwrap();
            sheet.write_string(row, 1, kind.second).unwrap();
            for (at, value) in (column(&text(label, "field"))..).zip(texts(label, "cell")) {
                match text(label, "type").as_str() {
                    "number" | "float" => {
                        let format = Format::new().set_num_format(text(label, "fmt"));
                        sheet.write_number_with_format(row, at, value.parse::<f64>().unwrap(), &format).unwrap();
                    }
                    "date" => {
                        let day = rust_xlsxwriter::ExcelDateTime::parse_from_str(&value).unwrap();
                        sheet.write_datetime_with_format(row, at, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
                    }
                    _ => drop(sheet.write_string(row, at, value).unwrap()),
                }
            }
        }
        let w = Workspace::new();
        w.write("cells.xlsx", book.save_to_buffer().unwrap());
        let out = w.run(&["import", kind.import, "cells.xlsx", "--lang", "zh", "--write"]).expect(0).out;
        let node = parsed(&fs::read_to_string(w.path().join("content/one").join(kind.file)).unwrap());
        let records = records(&node, kind.import);
        for (row, label) in (2..).zip(&part) {
            let field = text(label, "field");
            let places = (column(&field)..=column(&field) + u16::from(field == "location"))
                .map(|at| format!("表!{}{row} ", yizhan::tables::letters(usize::from(at))));
            let places: Vec<String> = places.collect();
            let doubt = out.lines().find(|line| places.iter().any(|place| line.trim_start().starts_with(place.as_str())));
            let name = format!("行{}", text(label, "id"));
            let record = records.iter().find(|(own, _)| *own == name).map(|(_, record)| record);
            let (class, got) = judged(label, record, doubt);
            match class {
                "right" => right += 1,
                "open" => open += 1,
                _ => wrong += 1,
            }
            if class != "right" {
                told.push(format!("{class} {}: {} gave {got}; {doubt:?}", text(label, "id"), texts(label, "cell").join(" | ")));
            }
        }
    }
    assert_eq!((labels.len(), right, open, wrong), (53, 53, 0, 0), "{}", told.join("\n"));
    told_in_readmes("single values, mostly phones", "单个的值，多数是电话", [labels.len(), right, wrong, 0, open]);
}
