//! The labelled tables of `tests/corpora/tables`: what a careful clerk says that each means, and how much of it is read. The figures only rise: a cell that
//! was right stays right, nothing is written that is wrong without a word.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;
use yizhan::diagnostic::{Diagnostics, FileId};
use yizhan::source::parse_document;
use yizhan::yaml_write::edit::meaning;

use super::support::{Workspace, told_in_readmes};

const CHANNELS: [(&str, &str); 3] = [("hall", "县医保经办大厅"), ("town", "乡镇便民服务中心"), ("village", "村级医保服务点")];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/tables")
}

fn workspace(kind: &str) -> Workspace {
    let w = Workspace::new();
    for file in ["points/east.yaml", "plan.yaml", "guides/enrol.md", "catalog.yaml"] {
        let _ = std::fs::remove_file(w.path().join("content/one").join(file));
    }
    if kind == "points" {
        let tiers = ["county", "town", "village"];
        let rows: String = CHANNELS
            .iter()
            .zip(tiers)
            .map(|((id, name), tier)| format!("  - {{id: {id}, name: {name}, tier: {tier}}}\n"))
            .collect();
        w.write(
            "content/one/catalog.yaml",
            format!("title: 清单\nchannels:\n{rows}items:\n  - {{id: one, name: 一件事, depth: {{hall: 办结}}}}\n"),
        );
    }
    w
}

fn yaml(w: &Workspace, file: &str) -> Value {
    let Ok(text) = std::fs::read_to_string(w.path().join("content/one").join(file)) else { return Value::Null };
    meaning(&parse_document(FileId(0), &text, 0, &mut Diagnostics::new()).unwrap())
}

/// Without spaces, in half width, without the number of a list in front and a count in brackets behind.
fn plain(text: &str) -> String {
    let half = |c: char| if ('！'..='～').contains(&c) { char::from_u32(c as u32 - 0xFEE0).unwrap_or(c) } else { c };
    let text: String = text.chars().map(half).filter(|c| !c.is_whitespace()).collect();
    let text = yizhan::tables::find::unnumbered(&text).to_owned();
    match text.strip_suffix(')').and_then(|t| t.rsplit_once('(')) {
        Some((before, inner)) if inner.ends_with(['项', '个']) || matches!(inner, "一" | "二") => before.to_owned(),
        _ => text,
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(s) => vec![s.clone()],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Object(map) => map.values().flat_map(texts).collect(),
        Value::Null => Vec::new(),
        other => vec![other.to_string()],
    }
}

/// Name, record, and what stands beside it: its group, its place.
fn records(w: &Workspace, kind: &str) -> Vec<(String, Value, String, usize)> {
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    let named = |v: &Value, key: &str| plain(v[key].as_str().unwrap_or_default());
    match kind {
        "points" => {
            list(&yaml(w, "points/imported.yaml")).into_iter().map(|p| (named(&p, "name"), p, String::new(), 0)).collect()
        }
        "catalog" => {
            let file = yaml(w, "catalog.yaml");
            let group = |item: &Value| {
                list(&file["groups"]).iter().find(|g| g["id"] == item["group"]).map_or(String::new(), |g| named(g, "title"))
            };
            let name =
                |id: &str| list(&file["channels"]).iter().find(|c| c["id"] == id).map_or(id.to_owned(), |c| named(c, "name"));
            let mut all = Vec::new();
            for (at, mut item) in list(&file["items"]).into_iter().enumerate() {
                let depth: serde_json::Map<String, Value> =
                    item["depth"].as_object().into_iter().flatten().map(|(c, d)| (name(c), d.clone())).collect();
                item["depth"] = Value::Object(depth);
                all.push((named(&item, "name"), item.clone(), group(&item), at + 1));
            }
            all
        }
        _ => list(&yaml(w, "plan.yaml")["groups"])
            .iter()
            .flat_map(|g| list(&g["tasks"]).into_iter().map(move |t| (named(&t, "text"), t, named(g, "title"), 0)))
            .collect(),
    }
}

/// Whether a cell was read as its label says. `open`: whether a doubt names the cell.
fn judged(kind: &str, label: &Value, found: &[(String, Value, String, usize)], title: &str, out: &str) -> &'static str {
    let field = label["field"].as_str().unwrap();
    let want = texts(&label["value"]);
    let cell = label["cell"].as_str().unwrap_or_default();
    let row =
        format!("{}!{}", cell.split('!').next().unwrap_or_default(), cell.trim_start_matches(|c: char| !c.is_ascii_digit()));
    let doubt = !cell.is_empty() && (out.contains(&format!("  {cell} ")) || out.contains(&format!("  {row} ")));
    if field == "title" {
        return if plain(title) == plain(&want[0]) { "right" } else { "wrong" };
    }
    let Some((_, record, group, place)) = found.iter().find(|(name, ..)| *name == plain(label["row"].as_str().unwrap())) else {
        return if doubt { "refused" } else { "lost" };
    };
    let value = |key: &str| texts(&record[key]);
    let got: Vec<String> = match field {
        "name" | "text" => return "right",
        "group" => vec![group.clone()],
        "number" if value("number").is_empty() && kind == "catalog" => vec![place.to_string()],
        "lat" | "lon" => texts(&record["location"][field]),
        "channel" => value("channel")
            .iter()
            .filter_map(|id| CHANNELS.iter().find(|(own, _)| own == id))
            .map(|(_, n)| (*n).to_owned())
            .collect(),
        "handling" => {
            value("handling").iter().map(|h| h.replace("on-the-spot", "即办件").replace("promised", "承诺件")).collect()
        }
        "done" => value("done").iter().map(|d| if d == "true" { "是".to_owned() } else { d.replace("false", "否") }).collect(),
        field if field.starts_with("keep:") => {
            let all = [texts(record).join("|"), group.clone()].join("|");
            let all = all.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let kept = want.iter().all(|w| all.contains(&w.chars().filter(|c| !c.is_whitespace()).collect::<String>()));
            return if kept {
                "right"
            } else if doubt {
                "refused"
            } else {
                "lost"
            };
        }
        field if field.starts_with("doubt:") => {
            let got = value(field.trim_start_matches("doubt:"));
            return if doubt && got.is_empty() {
                "right"
            } else if doubt {
                "doubted"
            } else {
                "wrong"
            };
        }
        field if field.starts_with("depth:") => {
            let head = plain(field.trim_start_matches("depth:"));
            texts(
                &record["depth"]
                    .as_object()
                    .and_then(|d| d.iter().find(|(c, _)| c.ends_with(&head)))
                    .map_or(Value::Null, |(_, v)| v.clone()),
            )
        }
        field => value(field),
    };
    let same = |t: &String| plain(t).replace("当场办结", "即时办结").replace("即办", "即时办结").replace("即时办结件", "即办件");
    let (a, b): (Vec<String>, Vec<String>) = (got.iter().map(same).collect(), want.iter().map(same).collect());
    let fits =
        a == b || (matches!(field, "address" | "note") && a.first().zip(b.first()).is_some_and(|(a, b)| a.ends_with(b.as_str())));
    match (fits, got.is_empty()) {
        (true, _) => "right",
        (false, true) => {
            if doubt {
                "refused"
            } else {
                "lost"
            }
        }
        (false, false) => {
            if doubt {
                "doubted"
            } else {
                "wrong"
            }
        }
    }
}

#[test]
fn what_the_corpus_says_is_read() {
    let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut labels: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
        .collect();
    labels.sort();
    let layouts = labels.len();
    for path in labels {
        let meta: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let (kind, file) = (meta["kind"].as_str().unwrap(), meta["file"].as_str().unwrap());
        let w = workspace(kind);
        std::fs::copy(folder().join(file), w.path().join(file)).unwrap();
        let mut call = vec!["import", kind, file, "--lang", "zh", "--write"];
        let mut run = w.run(&call);
        assert_eq!(run.status, 0, "{file}: {}{}", run.out, run.err);
        // A clerk who is asked for the channel answers: the village's, as the label has it. What was taken in without one is completed.
        let answer;
        if run.out.contains("哪个渠道") {
            let id = run
                .out
                .lines()
                .find_map(|l| l.trim().strip_suffix("村级医保服务点").and_then(|l| l.trim().split_once('=')))
                .map(|(id, word)| format!("{id}={word}"));
            answer = format!("--answer={}", id.unwrap_or_else(|| panic!("{file}: {}{}", run.out, run.err)));
            let before = records(&w, kind).len();
            call.push(&answer);
            run = w.run(&call);
            assert_eq!(records(&w, kind).len(), before, "{file}: {}", run.out);
        }
        assert_eq!(run.status, 0, "{file}: {}{}", run.out, run.err);
        let found = records(&w, kind);
        let title = yaml(&w, if kind == "catalog" { "catalog.yaml" } else { "plan.yaml" })["title"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        for label in meta["expect"].as_array().unwrap() {
            // Phones and hours have corpora of their own.
            let field = label["field"].as_str().unwrap();
            if matches!(field, "phone" | "complaint_phone" | "hours" | "keep:电话另有" | "doubt:phone") {
                continue;
            }
            let class = judged(kind, label, &found, &title, &run.out);
            *counts.entry((kind.to_owned(), class)).or_default() += 1;
            if class != "right" {
                wrong.push(format!("{class} {file} {} {field} {}", label["row"], label["value"]));
            }
        }
        // What was answered is not asked again.
        let again = w.run(&call[..6]);
        assert!(
            again.status == 0 && (again.out.contains("没有要写的") || again.err.contains("没有要写的")),
            "{file}, again: {}{}",
            again.out,
            again.err
        );
    }
    let count = |kind: &str, class: &'static str| counts.get(&(kind.to_owned(), class)).copied().unwrap_or(0);
    let figures = ["catalog", "points", "plan"].map(|kind| {
        (count(kind, "right"), count(kind, "wrong"), count(kind, "lost"), count(kind, "doubted") + count(kind, "refused"))
    });
    assert_eq!(figures, [(341, 0, 0, 0), (80, 0, 0, 0), (93, 0, 0, 0)], "{}", wrong.join("\n"));
    let sum = |of: fn(&(usize, usize, usize, usize)) -> usize| figures.iter().map(of).sum::<usize>();
    let (right, bad, lost, open) = (sum(|f| f.0), sum(|f| f.1), sum(|f| f.2), sum(|f| f.3));
    told_in_readmes(
        &format!("cells of tables, {layouts} layouts"),
        &format!("表格的单元格，{layouts} 种版式"),
        [right + bad + lost + open, right, bad, lost, open],
    );
}
