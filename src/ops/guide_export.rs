//! A guide as a Word file for whoever edits it there, laid out so that [`super::table_import`] reads every field of it back.

use super::guide_fields::front;
use super::lookup::{self, refuse};
use super::{Outcome, Session, Stop};
use crate::diagnostic::{Diagnostic, codes};
use crate::exchange::{GuidePart as Part, GuideRun as Run, GuideSheet, guide_docx};
use crate::model::guide::GuideFile;
use crate::say;
use crate::source::decode::Record;
use crate::source::markdown::{Block, Inline};
use crate::yaml_write::tree::Tree;

/// The guide of an item as a .docx, and the item's id.
///
/// # Errors
/// When there is no such bureau, item or guide.
pub fn guide(session: &Session, bureau: Option<&str>, item: &str) -> Outcome<(String, Vec<u8>)> {
    let bureau = lookup::bureau_or_only(&session.workspace, bureau)?;
    let items = bureau.catalog.as_ref().map_or(&[][..], |c| &c.items);
    let named = items.iter().find(|i| i.id.as_str() == item || i.name.value == item);
    let id = named.map_or(item, |i| i.id.as_str());
    let Some(guide) = bureau.guide(id) else {
        let all: Vec<&str> = bureau.guides.iter().map(|g| g.front.item.as_str()).collect();
        let list = all.join("、");
        let help = if all.is_empty() {
            say!(
                "先用 yizhan import guide 文件.docx 读进来，或自己写一份",
                "import one with `yizhan import guide FILE.docx`, or write one"
            )
        } else {
            say!("有指南的事项：{list}", "items with a guide: {list}")
        };
        return Err(refuse(say!("“{item}”没有办事指南", "“{item}” has no guide"), help).into());
    };
    let name = named.map_or(id, |i| i.name.value.as_str());
    let fields = front(&guide.front, &session.workspace.folder.sources);
    let sheet = sheet(name, bureau.short_name(), &fields, &guide.body);
    let bytes = guide_docx(&sheet).map_err(|_| {
        Stop::failed(Diagnostic::nowhere(&codes::WRITE, say!("Word 文件做不出来", "the Word file cannot be made")))
    })?;
    Ok((id.to_owned(), bytes))
}

fn run(text: &str) -> Vec<Run> {
    vec![Run { text: text.to_owned(), ..Run::default() }]
}

/// What a field is called in the file.
fn label(key: &str) -> &'static str {
    match key {
        "item" => "事项编号",
        "statutory" => "法定办结时限",
        "promised" => "承诺办结时限",
        key => GuideFile::FIELDS.iter().find(|f| f.name == key).map_or("", |f| f.alias),
    }
}

fn sheet(name: &str, issuer: &str, fields: &Tree, body: &[Block]) -> GuideSheet {
    let title = fields.word("title").unwrap_or(name);
    let mut made = Making::default();
    let mut rows = vec![vec![vec![run("事项名称")], vec![run(name)]]];
    let mut pair = |key: &str, value: Vec<String>| {
        if !value.is_empty() {
            rows.push(vec![vec![run(label(key))], value.iter().map(|v| run(v)).collect()]);
        }
    };
    let word = |of: &Tree, key: &str| of.word(key).map(|w| vec![w.to_owned()]).unwrap_or_default();
    for key in ["item", "title", "summary", "audience", "part_of", "fee", "result"] {
        pair(key, word(fields, key));
    }
    if let Some(limits) = fields.get("limits") {
        pair("statutory", word(limits, "statutory"));
        pair("promised", word(limits, "promised"));
    }
    for key in ["online", "basis", "contacts"] {
        pair(key, numbered(fields.get(key)));
    }
    pair("reviewed", word(fields, "reviewed"));
    pair("sample", fields.get("sample").map(|_| vec!["是".to_owned()]).unwrap_or_default());
    made.parts.push(Part::Table { shares: vec![20, 80], head: false, rows });
    if let Some(list) = list(fields, "conditions") {
        made.heading(1, label("conditions"));
        made.records(list, &[("text", "条件", 70), ("proof", "证明材料", 30)]);
    }
    made.materials(1, fields);
    made.steps(1, fields);
    for one in list(fields, "variants").unwrap_or_default() {
        made.heading(1, &format!("情形：{}", one.word("name").unwrap_or_default()));
        let limits = one.get("limits");
        let mut lines = vec![("适用", one.word("when"))];
        lines.push(("法定办结时限", limits.and_then(|l| l.word("statutory"))));
        lines.push(("承诺办结时限", limits.and_then(|l| l.word("promised"))));
        for (name, value) in lines {
            if let Some(value) = value {
                let lead = Run { text: format!("{name}："), bold: true, ..Run::default() };
                made.parts.push(Part::Paragraph(vec![lead, Run { text: value.to_owned(), ..Run::default() }]));
            }
        }
        made.materials(2, one);
        made.steps(2, one);
    }
    if let Some(list) = list(fields, "faq") {
        made.heading(1, label("faq"));
        made.table(list, &[("ask", "问题", 40), ("answer", "答案", 60)]);
    }
    if !body.is_empty() {
        made.heading(1, "正文");
        made.blocks(body, 0);
    }
    GuideSheet { title: format!("{title}办事指南"), issuer: issuer.to_owned(), parts: made.parts }
}

fn list<'t>(of: &'t Tree, key: &str) -> Option<&'t [Tree]> {
    match of.get(key)? {
        Tree::List(list) if !list.is_empty() => Some(list),
        _ => None,
    }
}

/// The texts of a list, with numbers, so that each is one entry whatever is in it.
fn numbered(list: Option<&Tree>) -> Vec<String> {
    let Some(Tree::List(list)) = list else { return Vec::new() };
    let text = |(at, one): (usize, &Tree)| match one {
        Tree::Text(text) | Tree::Bare(text) => Some(format!("{}、{text}", at + 1)),
        _ => None,
    };
    list.iter().enumerate().filter_map(text).collect()
}

#[derive(Default)]
struct Making {
    parts: Vec<Part>,
    lists: usize,
}

impl Making {
    fn heading(&mut self, level: u8, text: &str) {
        self.parts.push(Part::Heading(level, run(text)));
    }

    /// Records as a list where they only have a text, else as a table.
    fn records(&mut self, list: &[Tree], columns: &[(&str, &str, u32)]) {
        if list.iter().any(|one| matches!(one, Tree::Map(_))) {
            self.table(list, columns);
            return;
        }
        let counts = self.lists;
        self.lists += 1;
        for one in list {
            if let Tree::Text(text) | Tree::Bare(text) = one {
                self.parts.push(Part::Entry(0, Some(counts), run(text)));
            }
        }
    }

    /// Records as a table, with the columns that anything stands in.
    fn table(&mut self, list: &[Tree], columns: &[(&str, &str, u32)]) {
        let cell = |one: &Tree, key: &str| -> Vec<String> {
            match one {
                Tree::Text(text) | Tree::Bare(text) if key == "text" => vec![text.clone()],
                Tree::Map(_) => match one.get(key) {
                    Some(Tree::Bare(word)) if key == "pledge" => vec![if word == "true" { "是" } else { "否" }.to_owned()],
                    Some(Tree::Text(word)) if key == "need" => vec![
                        match word.as_str() {
                            "required" => "必需",
                            "optional" => "可选",
                            _ => "容缺后补",
                        }
                        .to_owned(),
                    ],
                    Some(Tree::Text(text) | Tree::Bare(text)) => vec![text.clone()],
                    Some(Tree::List(entries)) => {
                        let texts: Vec<String> =
                            entries.iter().filter_map(|e| if let Tree::Text(t) = e { Some(t.clone()) } else { None }).collect();
                        // Marks within an entry would part it.
                        let plain = texts.iter().all(|t| !t.contains(['、', '；', ';']));
                        if plain { texts } else { numbered(Some(&Tree::List(entries.clone()))) }
                    }
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            }
        };
        // The first two are always there, so that the head tells what the table is.
        let used: Vec<&(&str, &str, u32)> = columns
            .iter()
            .enumerate()
            .filter(|(at, (key, ..))| *at < 2 || list.iter().any(|one| !cell(one, key).is_empty()))
            .map(|(_, column)| column)
            .collect();
        let mut rows = vec![used.iter().map(|(_, head, _)| vec![run(head)]).collect::<Vec<_>>()];
        rows.extend(
            list.iter().map(|one| used.iter().map(|(key, ..)| cell(one, key).iter().map(|t| run(t)).collect()).collect()),
        );
        self.parts.push(Part::Table { shares: used.iter().map(|(.., share)| *share).collect(), head: true, rows });
    }

    fn materials(&mut self, level: u8, of: &Tree) {
        let Some(list) = list(of, "materials") else { return };
        self.heading(level, label("materials"));
        self.table(
            list,
            &[
                ("name", "材料名称", 24),
                ("copies", "份数", 8),
                ("form", "形式", 10),
                ("issuer", "出具单位", 14),
                ("need", "必要性", 9),
                ("alternatives", "可替代材料", 14),
                ("pledge", "告知承诺", 8),
                ("when", "何时需要", 12),
                ("note", "说明", 16),
            ],
        );
    }

    fn steps(&mut self, level: u8, of: &Tree) {
        let Some(list) = list(of, "steps") else { return };
        self.heading(level, label("steps"));
        if list.iter().any(|one| matches!(one, Tree::Map(_))) {
            self.table(list, &[("text", "步骤", 60), ("by", "办理人", 20), ("limit", "时限", 20)]);
        } else {
            self.records(list, &[]);
        }
    }

    /// The text, as it stands.
    fn blocks(&mut self, blocks: &[Block], level: u8) {
        for block in blocks {
            match block {
                Block::Heading { level, c } => self.parts.push(Part::Heading(*level, runs(c))),
                Block::Paragraph { c } => self.parts.push(Part::Paragraph(runs(c))),
                Block::Quote { c } => {
                    for block in c {
                        match block {
                            Block::Paragraph { c } => self.parts.push(Part::Quote(runs(c))),
                            other => self.blocks(std::slice::from_ref(other), level),
                        }
                    }
                }
                Block::Bullets { items } => items.iter().for_each(|item| self.entry(item, level, None)),
                Block::Numbers { items, .. } => {
                    let counts = self.lists;
                    self.lists += 1;
                    for item in items {
                        self.entry(item, level, Some(counts));
                    }
                }
                Block::Table { head, rows, .. } => {
                    let line = |cells: &Vec<Vec<Inline>>| cells.iter().map(|cell| vec![runs(cell)]).collect::<Vec<_>>();
                    let all: Vec<_> = std::iter::once(head).chain(rows).map(line).collect();
                    let longest = |at: usize| {
                        let long = |row: &Vec<Vec<Vec<Run>>>| {
                            row.get(at).map_or(0, |cell| cell.iter().flatten().map(|r| r.text.chars().count()).sum::<usize>())
                        };
                        u32::try_from(all.iter().map(long).max().unwrap_or(0).clamp(4, 40)).unwrap_or(4)
                    };
                    let shares = (0..head.len()).map(longest).collect();
                    self.parts.push(Part::Table { shares, head: true, rows: all });
                }
                Block::Code { text } => self.parts.push(Part::Paragraph(run(text.trim_end()))),
                Block::Rule => self.parts.push(Part::Paragraph(run("———"))),
            }
        }
    }

    fn entry(&mut self, item: &[Block], level: u8, counts: Option<usize>) {
        for (at, block) in item.iter().enumerate() {
            match block {
                Block::Paragraph { c } if at == 0 => self.parts.push(Part::Entry(level.min(8), counts, runs(c))),
                other => self.blocks(std::slice::from_ref(other), level + 1),
            }
        }
    }
}

fn runs(inlines: &[Inline]) -> Vec<Run> {
    let mut out = Vec::new();
    add(inlines, &Run::default(), &mut out);
    out
}

fn add(inlines: &[Inline], like: &Run, out: &mut Vec<Run>) {
    for inline in inlines {
        match inline {
            Inline::Text { s } | Inline::Code { s } => out.push(Run { text: s.clone(), ..like.clone() }),
            Inline::Strong { c } => add(c, &Run { bold: true, ..like.clone() }, out),
            Inline::Emphasis { c } => add(c, &Run { italic: true, ..like.clone() }, out),
            Inline::Deleted { c } => add(c, like, out),
            Inline::Link { href, c } => add(c, &Run { link: href.clone(), ..like.clone() }, out),
            Inline::Break => out.push(Run { text: "\n".to_owned(), ..like.clone() }),
            Inline::Image { alt, .. } => out.push(Run { text: format!("（图：{alt}）"), ..like.clone() }),
        }
    }
}
