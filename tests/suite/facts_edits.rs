//! For generated edits of every text of every kind of file: a piece whose printed text changes gets another code and stands in the change
//! notice with what changed, and one whose text does not keeps its code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use rayon::prelude::*;
use yizhan::diagnostic::{Diagnostics, Severity};
use yizhan::load::load;
use yizhan::model::Workspace as Model;
use yizhan::publish::difference::difference;
use yizhan::publish::pieces::Job;
use yizhan::publish::print_state::{self, PrintState};
use yizhan::publish::{Prints, Renderable, Renderers};
use yizhan::source::{Node, Value, parse_document, parse_front_matter};
use yizhan::theme::Theme;

use super::rich::rich;
use super::support::{Workspace, squeezed};

/// The workspace that is recorded in fixtures, with phones of every kind and a note on hours besides.
fn numbered() -> Workspace {
    let w = rich();
    let more = "phone_label: 综合窗口\nmore_phones: [{number: 0477-0000007, extension: 12, label: 备案窗口}]\nhours_note: 逢农历二、七集日下午也开\ncomplaint_phone";
    w.edit("content/one/points/east.yaml", "complaint_phone", more);
    let several = "hotline: [0477-0000000, {number: 0477-0000009, extension: 1, label: 夜间}]";
    w.edit("content/one/bureau.yaml", "hotline: 0477-0000000", several);
    // Columns that are kept under their own heads and chosen for print.
    w.edit("content/one/bureau.yaml", "print: {", "print: {item_heads: [设定依据], point_heads: [医院等级], ");
    w.edit("content/one/catalog.yaml", "code: TS0001", "code: TS0001, more: {设定依据: 社会保险法}");
    w.edit("content/one/points/east.yaml", "kind: 公交站}", "kind: 公交站, lines: 一路车, way: 下车向北}");
    let pictured = "picture: ../handbooks/hall.png\npicture_text: 大厅\nlink: https";
    w.edit("content/one/campaigns/near.yaml", "link: https", pictured);
    w.edit("content/one/points/east.yaml", "complaint_phone", "more: {医院等级: 三级甲等}\ncomplaint_phone");
    w
}

/// Words of a closed list, each with another one.
const WORDS: [(&str, &str); 8] = [
    ("true", "false"),
    ("active", "suspended"),
    ("即办件", "承诺件"),
    ("承诺件", "即办件"),
    ("办结", "受理"),
    ("帮办", "代办"),
    ("required", "optional"),
    ("a3", "a2"),
];

/// A text with another last character: a digit for a digit, a Chinese character for any other.
fn changed(text: &str) -> Option<String> {
    if let Some((_, other)) = WORDS.iter().find(|(word, _)| *word == text) {
        return Some((*other).to_owned());
    }
    if let Some(number) = text.strip_suffix("个工作日") {
        return Some(format!("{number}1个工作日"));
    }
    let (at, last) = text.char_indices().rfind(|(_, c)| c.is_ascii_digit() || ('一'..='龥').contains(c))?;
    let other = match last.to_digit(10) {
        Some(digit) => char::from_digit((digit + 1) % 10, 10)?,
        None if last == '新' => '旧',
        None => '新',
    };
    Some(format!("{}{other}{}", &text[..at], &text[at + last.len_utf8()..]))
}

/// One edit: the file, the place of what is written there, and what stands there instead.
struct Edit {
    file: String,
    at: std::ops::Range<usize>,
    to: String,
}

fn is_yaml(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "yaml")
}

/// An edit of every text of every file.
fn edits(model: &Model) -> Vec<Edit> {
    fn scalars(node: &Node, found: &mut Vec<std::ops::Range<usize>>) {
        match &node.value {
            Value::Scalar { .. } => found.push(node.span.start as usize..node.span.end as usize),
            Value::List(list) => list.iter().for_each(|one| scalars(one, found)),
            Value::Map(entries) => entries.iter().for_each(|entry| scalars(&entry.value, found)),
            Value::Null => {}
        }
    }
    let mut all = Vec::new();
    for (id, source) in model.folder.sources.iter() {
        let mut places = Vec::new();
        let mut body = 0;
        let mut out = Diagnostics::new();
        let node = if is_yaml(&source.path) {
            body = source.text.len();
            parse_document(id, &source.text, 0, &mut out)
        } else if source.text.starts_with("---") {
            let (node, from) = parse_front_matter(id, &source.text, &mut out);
            body = from;
            node
        } else {
            None
        };
        if let Some(node) = &node {
            scalars(node, &mut places);
        }
        let mut at = body;
        for line in source.text[body..].split_inclusive('\n') {
            places.push(at..at + line.trim_end().len());
            at += line.len();
        }
        let edit =
            |at: std::ops::Range<usize>| Some(Edit { to: changed(&source.text[at.clone()])?, file: source.path.clone(), at });
        all.extend(places.into_iter().filter_map(edit));
    }
    all
}

/// What one piece is at one time.
struct Piece {
    code: String,
    /// What its template gets, without the code and the edition.
    view: String,
}

fn view(job: &Job<'_>) -> String {
    let (document, _) = job.document().unwrap();
    let mut json = document.json();
    json["stamp"] = serde_json::Value::Null;
    json["edition"] = serde_json::Value::Null;
    json.to_string()
}

fn pieces(prints: &Prints<'_>) -> BTreeMap<String, Piece> {
    let own = prints.jobs.par_iter().filter(|job| !job.is_variant());
    own.map(|job| (job.path.clone(), Piece { code: job.code().unwrap().to_owned(), view: view(job) })).collect()
}

/// What a piece says, without the code and the edition that it bears.
fn text(job: &Job<'_>, tools: &Renderers<'_>) -> String {
    let pdf = job.draft(false).make(tools).unwrap_or_else(|found| panic!("{}: {found:?}", job.path));
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), pdf).unwrap();
    let done = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(file.path()).arg("-").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = squeezed(&String::from_utf8(done.stdout).unwrap());
    text.replace(job.code().unwrap(), "CODE").replace(&job.bureau.file.edition.zh(), "EDITION")
}

/// How many of the pieces that an edit changes are set, at most: the others are the same in another size.
const SET: usize = 3;

#[test]
fn a_changed_text_is_a_changed_code_and_the_other_way_round() {
    let w = numbered();
    let loaded = |what: &str| -> Option<Model> {
        let (model, found) = load(w.path());
        let wrong: Vec<_> = found.iter().filter(|d| d.severity == Severity::Error).collect();
        assert!(!what.is_empty() || wrong.is_empty(), "{wrong:?}");
        if wrong.is_empty() { model.ok() } else { None }
    };
    let before = loaded("").unwrap();
    let theme = Theme::of(w.path());
    let prints = Prints::of(&before);
    let tools = Renderers::new(&before, &theme);
    let (old, old_state) = (pieces(&prints), print_state::of_jobs(&prints.jobs));
    let old_texts: BTreeMap<String, String> =
        prints.jobs.par_iter().filter(|job| !job.is_variant()).map(|job| (job.path.clone(), text(job, &tools))).collect();

    let (mut wrong, mut kinds, mut done, mut set) = (Vec::new(), BTreeSet::new(), 0, 0);
    for edit in edits(&before) {
        let file = w.path().join(&edit.file);
        let kept = fs::read_to_string(&file).unwrap();
        let was = kept[edit.at.clone()].to_owned();
        w.write(&edit.file, format!("{}{}{}", &kept[..edit.at.start], edit.to, &kept[edit.at.end..]));
        // An edit that is a finding is no content.
        if let Some(after) = loaded("edited") {
            let what = format!("{}: {was} → {}", edit.file, edit.to);
            let count = compare(&what, &after, &theme, &old, &old_state, &old_texts, &mut wrong);
            done += 1;
            set += count;
            if count > 0 {
                kinds.insert(edit.file.split('/').nth(2).unwrap_or(&edit.file).to_owned());
            }
        }
        w.write(&edit.file, kept);
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(done >= 150 && set >= 200, "{done} edits, {set} documents set");
    let wanted = ["bureau.yaml", "campaigns", "catalog.yaml", "guides", "handbooks", "leaflets", "panels", "plan.yaml", "points"];
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).filter(|kind| wanted.contains(kind)).collect();
    assert_eq!(kinds, wanted);
}

/// What is wrong between two times; how many documents were set to see it.
fn compare(
    what: &str,
    after: &Model,
    theme: &Theme,
    old: &BTreeMap<String, Piece>,
    old_state: &[PrintState],
    old_texts: &BTreeMap<String, String>,
    wrong: &mut Vec<String>,
) -> usize {
    let prints = Prints::of(after);
    let tools = Renderers::new(after, theme);
    let found = difference(old_state, &print_state::of_jobs(&prints.jobs));
    let (new, mut set) = (pieces(&prints), Vec::new());
    for job in prints.jobs.iter().filter(|job| !job.is_variant()) {
        let (Some(was), Some(is)) = (old.get(&job.path), new.get(&job.path)) else { continue };
        let coded = was.code != is.code;
        let told = found.reprint.iter().any(|r| r.piece == job.path);
        let said = found.changed.values().flat_map(BTreeMap::values).flatten().any(|name| *name == job.name_zh());
        if coded != told || coded != said {
            wrong.push(format!("{what}: {}: code changed {coded}, in the list {told}, with what changed {said}", job.path));
        }
        match (was.view == is.view, coded) {
            // The same view sets the same text.
            (true, true) => wrong.push(format!("{what}: {}: another code for the same view", job.path)),
            (true, false) => {}
            // Where the code does not tell, the text decides.
            (false, false) => set.push((job, false)),
            (false, true) => {
                if set.iter().filter(|(_, coded)| *coded).count() < SET {
                    set.push((job, true));
                }
            }
        }
    }
    let found: Vec<String> = set
        .par_iter()
        .filter_map(|(job, coded)| {
            let changed = text(job, &tools) != old_texts[&job.path];
            // What a QR code leads to is printed, and is no text.
            let link = what.contains("https://");
            (changed != *coded && !(link && *coded))
                .then(|| format!("{what}: {}: text changed {changed}, code changed {coded}", job.path))
        })
        .collect();
    wrong.extend(found);
    set.len()
}

/// Keys that the workspace leaves out: ids and what refers to them, numbers, yes or no, files, and what no print shows.
const LEFT_OUT: [&str; 50] = [
    "Point.aliases",
    "Task.more",
    "PhoneNumber.contact",
    "PhoneNumber.public",
    "Point.phone_contact",
    "Point.phone_public",
    "Annex.called",
    "Annex.clause",
    "Annex.headed",
    "Annex.listed_as",
    "Annex.missing",
    "Annex.number",
    "Application.form",
    "Application.values",
    "Application.year",
    "BoundaryFile.crs",
    "BoundaryFile.file",
    "BoundaryFile.source",
    "Brand.fonts",
    "Brand.mark",
    "BureauFile.adopts",
    "BureauFile.boundary",
    "BureauFile.division_code",
    "BureauFile.reference",
    "BureauFile.sources",
    "BureauFile.standards",
    "BureauFile.summer",
    "Catalog.claims",
    "Channel.claims",
    "Claim.channel",
    "Claim.clause",
    "Claim.incomplete",
    "Claim.quote",
    "GroupClaim.clause",
    "GuideFile.part_of",
    "Item.formerly",
    "Material.file",
    "NameUse.clause",
    "NameUse.of",
    "NameUse.text",
    "Plan.claims",
    "Point.applications",
    "Point.formerly",
    "Point.public_mobiles",
    "PrintChoice.pieces",
    "SourceDocument.annexes",
    "SourceDocument.date",
    "SourceDocument.names",
    "SourceDocument.number",
    "SourceDocument.title",
];

/// A new key of a file that is printed is edited too: the workspace has every one.
#[test]
fn the_workspace_of_these_edits_has_every_key() {
    fn keys(node: &Node, found: &mut BTreeSet<String>) {
        for entry in node.entries() {
            found.insert(entry.key.value.clone());
            keys(&entry.value, found);
        }
        node.items().iter().for_each(|one| keys(one, found));
    }
    let w = numbered();
    let (model, _) = load(w.path());
    let model = model.unwrap_or_else(|_| panic!("a workspace"));
    let mut missing = BTreeSet::new();
    for (kind, folder) in [
        ("bureau", "bureau.yaml"),
        ("catalog", "catalog.yaml"),
        ("point", "points/"),
        ("guide", "guides/"),
        ("handbook", "handbooks/book.yaml"),
        ("leaflet", "leaflets/"),
        ("panel", "panels/"),
        ("campaign", "campaigns/"),
        ("plan", "plan.yaml"),
    ] {
        let mut used = BTreeSet::new();
        for (id, source) in model.folder.sources.iter().filter(|(_, s)| s.path.starts_with(&format!("content/one/{folder}"))) {
            let mut out = Diagnostics::new();
            let node = if is_yaml(&source.path) {
                parse_document(id, &source.text, 0, &mut out)
            } else {
                parse_front_matter(id, &source.text, &mut out).0
            };
            if let Some(node) = &node {
                keys(node, &mut used);
            }
        }
        let schema: serde_json::Value = serde_json::from_str(&w.run(&["schema", kind]).expect(0).out).unwrap();
        let records = schema["$defs"].as_object().unwrap().iter();
        let all = records
            .flat_map(|(record, of)| of["properties"].as_object().into_iter().flatten().map(move |(key, _)| (record, key)));
        for (record, key) in all.filter(|(_, key)| key.is_ascii()) {
            let name = format!("{record}.{key}");
            if !used.contains(key) && !LEFT_OUT.contains(&name.as_str()) {
                missing.insert(name);
            }
        }
    }
    assert_eq!(missing, BTreeSet::new(), "write them in rich.rs, or say in LEFT_OUT that no print shows them");
}
