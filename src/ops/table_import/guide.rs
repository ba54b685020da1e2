//! Guides from a Word file: which item each belongs to, what it changes in the guide that is there, and its pictures.

use std::collections::BTreeSet;
use std::fs;

use super::{Request, Source, Understood};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, SourceFile, codes};
use crate::model::catalog::Item;
use crate::model::guide::GuideFile;
use crate::model::{Bureau, Guide};
use crate::ops::guide_fields::{front, meaning, merged, words, yaml};
use crate::ops::lookup::refuse;
use crate::ops::{FileEdit, Outcome, Stop};
use crate::say;
use crate::source::decode::Record;
use crate::source::markdown;
use crate::source::{Folder, parse_front_matter};
use crate::tables::Uncertain;
use crate::tables::ask::{Ask, Asker, Reading};
use crate::tables::guide::markdown::picture;
use crate::tables::guide::{GuideDraft, read_guides};
use crate::tables::word::document::Document;
use crate::yaml_write::tree::Tree;

/// As many items are offered for a name.
const OFFERED: [&str; 6] = ["1", "2", "3", "4", "5", "6"];

/// Reads the guides of a file and compares them with those that are there.
pub fn read(source: &Source<'_>, request: &Request, document: &Document, asker: &mut Asker<'_>) -> Outcome<Understood> {
    let items = items_of(source.bureau)?;
    let is_item = |name: &str| items.iter().any(|item| same(&item.name, name));
    let drafts = read_guides(document, &is_item, asker);
    if drafts.is_empty() {
        let message = say!("{} 里没有读出办事指南", "no guide was found in {}", source.name);
        return Err(Stop::failed(Diagnostic::nowhere(&codes::BAD_VALUE, message).help(say!(
            "要有写明各部分的小标题或表格，如 事项名称、受理条件、申请材料、办理流程、办理时限",
            "it needs headings or a table that name the parts, such as 事项名称, 受理条件, 申请材料, 办理流程, 办理时限"
        ))));
    }
    let mut made = Understood {
        preview: vec![["事项", "编号", "读到的栏", "正文"].map(ToOwned::to_owned).to_vec()],
        doubts: document.doubts.clone(),
        ..Understood::default()
    };
    let margins: Vec<&str> =
        document.margins.iter().map(|m| m.words.as_str()).filter(|w| w.chars().any(char::is_alphabetic)).collect();
    if !margins.is_empty() {
        let shown: String = margins.join("；").chars().take(60).collect();
        let message =
            say!("页眉页脚“{shown}”不是指南的内容，没有读", "headers and footers are no part of a guide and not read: “{shown}”");
        made.doubts.push(Uncertain { place: "全文".to_owned(), message });
    }
    let (count, mut taken) = (drafts.len(), BTreeSet::new());
    let mut settled = 0;
    for draft in drafts {
        made.mapping.extend(draft.mapping.iter().cloned());
        made.doubts.extend(draft.doubts.iter().cloned());
        let found = match &request.id {
            Some(id) if count == 1 => Some(named(&items, id)?),
            Some(_) => return Err(several(count)),
            None => item_of(&draft, &items, asker, &mut made.doubts),
        };
        let fields = draft.front.len();
        let text = if draft.body.is_empty() { String::new() } else { format!("{} 字", draft.body.chars().count()) };
        let name = draft.names.first().cloned().unwrap_or_default();
        let Some(item) = found else {
            made.preview.push(vec![name, "？".to_owned(), fields.to_string(), text]);
            continue;
        };
        made.preview.push(vec![item.name.value.clone(), item.id.to_string(), fields.to_string(), text]);
        if !taken.insert(item.id.to_string()) {
            let id = &item.id;
            let message = say!(
                "{id} 的指南在这个文件里不止一份，只用了第一份",
                "the file has more than one guide of {id}: only the first is taken"
            );
            made.doubts.push(Uncertain { place: draft.place.clone(), message });
            continue;
        }
        settled += 1;
        guide(source, document, item, draft, asker, &mut made)?;
    }
    made.count = say!("办事指南 {count} 份，对上清单事项的 {settled} 份", "{count} guides, {settled} of them matched with items");
    Ok(made)
}

fn items_of(bureau: &Bureau) -> Outcome<Vec<&Item>> {
    if let Some(catalog) = &bureau.catalog {
        return Ok(catalog.items.iter().collect());
    }
    let id = &bureau.id;
    Err(Stop::failed(
        Diagnostic::nowhere(&codes::MISSING_FILE, say!("{id} 还没有服务清单", "{id} has no catalog yet"))
            .help(say!("先导入清单：yizhan import catalog 文件", "import the catalog first: yizhan import catalog FILE")),
    ))
}

fn several(count: usize) -> Stop {
    refuse(
        say!("文件里有 {count} 份指南，--id 只能用于一份", "the file has {count} guides: --id is for one"),
        say!("去掉 --id，照问题回答", "leave --id out and answer the questions"),
    )
    .into()
}

fn named<'c>(items: &[&'c Item], id: &str) -> Outcome<&'c Item> {
    let found = items.iter().find(|item| item.id.as_str() == id || same(&item.name, id));
    found.copied().ok_or_else(|| {
        refuse(
            say!("清单里没有事项“{id}”", "the catalog has no item “{id}”"),
            say!("写清单里的编号或名称", "write an id or a name of the catalog"),
        )
        .into()
    })
}

/// A name as it is compared: without room, in one width of brackets.
fn bare(name: &str) -> String {
    let one = |c: char| match c {
        '(' => '（',
        ')' => '）',
        ',' => '，',
        c => c,
    };
    name.chars().filter(|c| !c.is_whitespace() && !"“”\"《》\u{200B}\u{FEFF}".contains(*c)).map(one).collect()
}

fn same(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

/// The item of a guide: by its code, by its name, else by an answer.
fn item_of<'c>(draft: &GuideDraft, items: &[&'c Item], asker: &mut Asker<'_>, doubts: &mut Vec<Uncertain>) -> Option<&'c Item> {
    let code = draft.code.trim();
    let of_code = |item: &&&Item| item.id.as_str() == code || item.code.as_ref().is_some_and(|c| c.value == code);
    let by_code = items.iter().find(of_code).filter(|_| !code.is_empty()).copied();
    let named = draft.names.iter().map(|name| items.iter().filter(|item| same(&item.name, name)).copied().collect::<Vec<_>>());
    let by_name = named.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    match (by_code, by_name.as_slice()) {
        (Some(item), []) => return Some(item),
        (Some(item), found) if found.iter().any(|f| f.id == item.id) => return Some(item),
        (None, [item]) => return Some(item),
        _ => {}
    }
    let name = draft.names.first().cloned().unwrap_or_default();
    let mut offered: Vec<&Item> = by_code.into_iter().chain(by_name).collect();
    if offered.is_empty() {
        let wanted = bare(&name);
        let mut near: Vec<(u32, &Item)> =
            items.iter().map(|item| (likeness(&wanted, &bare(&item.name)), *item)).filter(|(l, _)| *l > 300).collect();
        near.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
        offered.extend(near.into_iter().map(|(_, item)| item));
    }
    offered.truncate(OFFERED.len());
    if offered.is_empty() {
        let message = say!(
            "清单里没有像“{name}”的事项，这份指南没有写：只有这一份时用 --id 写明事项，或先把事项加进清单",
            "the catalog has no item like “{name}”, and this guide is not written: name the item with --id where it is the only one, or add it to the catalog first"
        );
        doubts.push(Uncertain { place: draft.place.clone(), message });
        return None;
    }
    let readings = OFFERED.iter().zip(&offered).map(|(word, item)| {
        let (id, name) = (&item.id, &item.name);
        Reading { word, says: say!("{name}（{id}）", "{name} ({id})") }
    });
    let word = asker.ask(Ask {
        place: draft.place.clone(),
        what: say!("指南“{name}”是清单里的哪个事项？", "which item of the catalog is the guide “{name}” of?"),
        readings: readings.collect(),
        otherwise: say!("这份指南不写，其余照写", "this guide is not written; the others are"),
    })?;
    let at = OFFERED.iter().position(|known| *known == word)?;
    offered.get(at).copied()
}

/// How much two names are alike, in thousandths: what they share counts, and what one has of the other.
fn likeness(one: &str, other: &str) -> u32 {
    if one.is_empty() || other.is_empty() {
        return 0;
    }
    let within = if one.contains(other) || other.contains(one) { 500 } else { 0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1")]
    let like = (strsim::normalized_damerau_levenshtein(one, other) * 1000.0) as u32;
    like.max(within)
}

/// One guide against the one that is there.
fn guide(
    source: &Source<'_>,
    document: &Document,
    item: &Item,
    mut draft: GuideDraft,
    asker: &mut Asker<'_>,
    made: &mut Understood,
) -> Outcome<()> {
    let id = item.id.to_string();
    pictures(source, document, &id, &mut draft, made);
    // A title that is the name of the item says nothing.
    draft.front.retain(|(key, value)| *key != "title" || !matches!(value, Tree::Text(t) if same(t, &item.name)));
    let path = format!("{}/guides/{id}.md", source.folder());
    let Some(there) = source.bureau.guide(&id) else {
        let mut text = format!("---\n{}", yaml("item", &Tree::text(&id), false));
        text.extend(draft.front.iter().map(|(key, value)| yaml(key, value, false)));
        text.push_str("---\n");
        if !draft.body.is_empty() {
            text.push_str(&format!("\n{}\n", draft.body));
        }
        readable(&path, &text)?;
        made.fresh.push((id, item.name.value.clone()));
        made.files.push(FileEdit::create(path, text.into_bytes()));
        return Ok(());
    };
    let sources = &source.workspace.folder.sources;
    let Some(file) = sources.get(there.file) else { return Ok(()) };
    let before = front(&there.front, sources);
    let mut changes = Vec::new();
    for (key, value) in &draft.front {
        let old = before.get(key);
        let new = old.map_or_else(|| value.clone(), |old| merged(old, value));
        if old.is_none_or(|old| meaning(key, old) != meaning(key, &new)) {
            let said = old.map(|old| words(old, Some(&new))).unwrap_or_default();
            made.changes.push([id.clone(), (*key).to_owned(), said, words(&new, old)]);
            changes.push((*key, new));
        }
    }
    let body = new_body(there, &draft, file, &path, asker);
    if let Some(body) = &body {
        let old = markdown::words(&there.body).chars().take(40).collect::<String>();
        let new = body.chars().take(40).collect::<String>();
        made.changes.push([id.clone(), "正文".to_owned(), old.replace('\n', " "), new.replace('\n', " ")]);
    }
    if changes.is_empty() && body.is_none() {
        return Ok(());
    }
    match rewritten(file, &changes, body.as_deref()) {
        Some(text) => {
            readable(&file.path, &text)?;
            made.files.push(FileEdit::text(file, &text));
        }
        None => made.stuck = Some(file.path.clone()),
    }
    Ok(())
}

/// The text that the guide is to have; none where it stays.
fn new_body(there: &Guide, draft: &GuideDraft, file: &SourceFile, path: &str, asker: &mut Asker<'_>) -> Option<String> {
    if draft.body.is_empty() {
        return None;
    }
    let (_, start) = parse_front_matter(there.file, &file.text, &mut Diagnostics::new());
    let old = file.text.get(start..).unwrap_or_default().trim();
    let (before, after) = (blocks(path, old), blocks(path, &draft.body));
    if before == after {
        return None;
    }
    if before.is_empty() || draft.whole_body {
        return Some(draft.body.clone());
    }
    if before.ends_with(&after) {
        return None;
    }
    let count = old.chars().count();
    let word = asker.ask(Ask {
        place: path.to_owned(),
        what: say!(
            "指南已有正文（{count} 字），和 Word 里的不同",
            "the guide has a text already ({count} characters), and that of the Word file differs"
        ),
        readings: vec![
            Reading {
                word: "word", says: say!("用 Word 里的代替现有正文", "the text of the Word file takes its place")
            },
            Reading { word: "both", says: say!("接在现有正文后面", "it is added behind the present text") },
        ],
        otherwise: say!("正文不动，只改上面各栏", "the text stays, and only the fields above change"),
    });
    match word {
        Some("word") => Some(draft.body.clone()),
        Some("both") => Some(format!("{old}\n\n{}", draft.body)),
        _ => None,
    }
}

/// A text as its blocks.
fn blocks(path: &str, text: &str) -> Vec<markdown::Block> {
    let mut folder = Folder::default();
    let file = folder.sources.add(SourceFile::new(path.to_owned(), text.to_owned(), true, [0; 32]));
    markdown::parse(&folder, file, 0, &mut Diagnostics::new())
}

/// That a file that is to be written reads back.
fn readable(path: &str, text: &str) -> Outcome<()> {
    let end = text.split_inclusive('\n').skip(1).position(|line| line.trim_end() == "---");
    let front: String = text.split_inclusive('\n').skip(1).take(end.unwrap_or(0)).collect();
    crate::ops::read_back::reads_back::<GuideFile>(
        path,
        &front,
        &say!("在 Word 里改正后再导入", "correct it in Word and import it again"),
    )?;
    Ok(())
}

/// The file with some fields and maybe another text: the lines of each field are replaced, all others stay. None where that is not certain to say what is meant.
fn rewritten(file: &SourceFile, changes: &[(&str, Tree)], body: Option<&str>) -> Option<String> {
    let text = &file.text;
    let read = |text: &str| {
        let mut folder = Folder::default();
        let id = folder.sources.add(SourceFile::new(file.path.clone(), text.to_owned(), true, [0; 32]));
        let (node, start) = parse_front_matter(id, text, &mut Diagnostics::new());
        let guide = <GuideFile as crate::source::decode::Decode>::decode(&node?, &mut Diagnostics::new())?;
        Some((front(&guide, &folder.sources), start))
    };
    let mut folder = Folder::default();
    let id = folder.sources.add(SourceFile::new(file.path.clone(), text.clone(), true, [0; 32]));
    let (node, start) = parse_front_matter(id, text, &mut Diagnostics::new());
    let node = node?;
    let chinese = node.entries().first().is_some_and(|e| !e.key.value.is_ascii());
    let line_of = |at: usize| text.get(..at).map_or(0, |before| before.rfind('\n').map_or(0, |n| n + 1));
    // The closing line of the front matter.
    let close = line_of(text.get(..start)?.trim_end().len());
    let starts: Vec<usize> = node.entries().iter().map(|e| e.key.span.start as usize).collect();
    let (mut edits, mut added): (Vec<(usize, usize, String)>, String) = (Vec::new(), String::new());
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    for (key, value) in changes {
        let alias = GuideFile::FIELDS.iter().find(|f| f.name == *key).map_or("", |f| f.alias);
        let new = yaml(key, value, chinese).replace('\n', newline);
        match node.entries().iter().position(|e| e.key.value == *key || e.key.value == alias) {
            None => added.push_str(&new),
            Some(at) => {
                let from = *starts.get(at)?;
                if line_of(from) != from {
                    return None;
                }
                let end = starts.get(at + 1).copied().unwrap_or(close);
                // Comments and blank lines before the next field are its own.
                let mut to = from;
                let mut here = from;
                for line in text.get(from..end)?.split_inclusive('\n') {
                    here += line.len();
                    if !line.trim().is_empty() && !line.starts_with('#') {
                        to = here;
                    }
                }
                edits.push((from, to, new));
            }
        }
    }
    edits.push((close, close, added));
    edits.sort_by_key(|(from, ..)| *from);
    let (mut out, mut at) = (String::new(), 0);
    for (from, to, new) in &edits {
        out.push_str(text.get(at..*from)?);
        out.push_str(new);
        at = *to;
    }
    out.push_str(text.get(at..start)?);
    match body {
        Some(body) => out.push_str(&format!("\n{body}\n").replace('\n', newline)),
        None => out.push_str(text.get(start..)?),
    }
    let (mut meant, _) = read(text)?;
    for (key, value) in changes {
        meant.set(key, value.clone());
    }
    let (after, _) = read(&out)?;
    (meaning("", &meant) == meaning("", &after)).then_some(out)
}

/// Puts the pictures of the text beside the guide, and writes their places into it.
fn pictures(source: &Source<'_>, document: &Document, id: &str, draft: &mut GuideDraft, made: &mut Understood) {
    let folder = &source.workspace.folder;
    let mut next = 0;
    for number in draft.pictures.clone() {
        let mark = format!("![]({})", picture(number));
        let Some(found) = document.pictures.get(number) else { continue };
        let name = found.path.rsplit('/').next().unwrap_or_default();
        if found.kind.is_empty() {
            let unknown = || say!("不在文件里，或者太大", "is not in the file, or too large");
            let why = found.note.clone().unwrap_or_else(unknown);
            let message = Bilingual {
                zh: format!("图片 {name} {}，没有取出来；存好的放进指南的文件夹，再写进正文", why.zh),
                en: format!(
                    "the picture {name} {}; it was not taken out: save it beside the guide and put it into the text",
                    why.en
                ),
            };
            made.doubts.push(Uncertain { place: draft.place.clone(), message });
            draft.body = draft.body.replace(&mark, "");
            continue;
        }
        if let Some(note) = &found.note {
            let message = Bilingual { zh: format!("图片 {name} {}", note.zh), en: format!("the picture {name} {}", note.en) };
            made.doubts.push(Uncertain { place: draft.place.clone(), message });
        }
        let ending = &found.kind;
        // A file that holds the very picture already, or a name that is free.
        let (path, there) = loop {
            next += 1;
            let path = format!("{}/guides/{id}-{next}.{ending}", source.folder());
            match folder.assets.get(&path) {
                None if made.files.iter().all(|f| f.path != path) => break (path, false),
                Some(_) if fs::read(folder.root.join(&path)).is_ok_and(|bytes| bytes == found.bytes) => break (path, true),
                _ => {}
            }
        };
        let file = path.rsplit('/').next().unwrap_or_default();
        draft.body = draft.body.replace(&mark, &format!("![图{next}]({file})"));
        if !there {
            made.files.push(FileEdit::create(path.clone(), found.bytes.clone()));
        }
    }
    draft.body = draft.body.trim().to_owned();
}
