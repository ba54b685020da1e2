//! Whether one file becomes a record: it is read, held against the workspace as it is now, scored anew and compared; only then anything is
//! written, and never over what is there.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use crate::audit::{Outcome, fingerprint, score_all, standard_fingerprint, summary};
use crate::cli::today;
use crate::diagnostic::{Bilingual, Diagnostic, Severity, codes};
use crate::intake::package::{is_package, read as read_package, read_text, sha256};
use crate::intake::tree::Tree;
use crate::intake::workbook::{Placed, origin, read as read_workbook};
use crate::intake::{Arrived, Reason, Reasons};
use crate::load::{load, load_with};
use crate::model::inspection::InspectionFile;
use crate::model::standard::Standard;
use crate::model::{Bureau, Workspace};
use crate::say;
use crate::source::parse_document;
use crate::tables::pictures::pictures;
use crate::tables::{self, Doubt};

/// How a file is taken in.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The bureau, for what does not name one.
    pub bureau: Option<String>,
    /// A second record of a round corrects the first: who says so, and why.
    pub revise: Option<(String, String)>,
    /// Where a form reckoned otherwise, the rules here count.
    pub rescored: bool,
}

/// What became of a file.
#[derive(Debug)]
pub enum Fate {
    /// It is a record now.
    Written {
        /// Path in the workspace.
        path: String,
        /// Point and result in a few words.
        result: String,
        /// What a person should look at.
        doubts: Vec<Doubt>,
    },
    /// The same record is there.
    Known {
        /// Path in the workspace.
        path: String,
    },
    /// A later export of the same form is there.
    Older {
        /// Path in the workspace.
        path: String,
    },
    /// Another record of the same round is there.
    Conflict {
        /// Why, and how to settle it.
        reason: Reason,
    },
    /// It cannot be taken in.
    Refused(Reasons),
    /// The workspace itself cannot be used.
    Stopped(Box<Diagnostic>),
}

/// Takes a file in.
pub fn take(root: &Path, name: &str, bytes: &[u8], options: &Options) -> Fate {
    let workspace = match load(root) {
        (Ok(workspace), _) => workspace,
        (Err(_), found) => {
            let first = found.iter().next().cloned();
            let plain = || Diagnostic::nowhere(&codes::NOT_A_WORKSPACE, say!("工作区读不出来", "the workspace cannot be read"));
            return Fate::Stopped(Box::new(Diagnostic { span: None, related: Vec::new(), ..first.unwrap_or_else(plain) }));
        }
    };
    match arrived(name, bytes, &workspace, options).and_then(|arrived| candidate(arrived, &workspace, options)) {
        Ok(candidate) => candidate.settle(root, name, options),
        Err(reasons) => Fate::Refused(reasons),
    }
}

/// What the file holds, by its contents.
fn arrived(name: &str, bytes: &[u8], workspace: &Workspace, options: &Options) -> Result<Arrived, Reasons> {
    if is_package(name, bytes) {
        return read_package(bytes);
    }
    if bytes.trim_ascii_start().starts_with(b"{") {
        return read_text(bytes);
    }
    let sheets = tables::read(name, bytes).map_err(|why| vec![Reason::new(why.says, why.help)])?;
    let Some(origin) = origin(bytes) else {
        return Err(vec![Reason::new(
            say!(
                "不是本程序做的评分表，认不出是哪个标准、哪一轮",
                "it is no score sheet of this program: its standard and round cannot be told"
            ),
            say!(
                "导入表单导出的 .zip，或者 yizhan inspect sheet … -o 评分表.xlsx 做的表",
                "import the .zip that a form exported, or a sheet made by `yizhan inspect sheet … -o sheet.xlsx`"
            ),
        )]);
    };
    let (found, doubts) = pictures(bytes);
    let placed: Vec<Placed> = found
        .iter()
        .map(|p| Placed { sheet: p.sheet.clone(), row: p.cell.0, place: p.place(), bytes: p.bytes.to_vec() })
        .collect();
    let named = options.bureau.as_deref().and_then(|id| workspace.bureau(id));
    let mut arrived = read_workbook(&origin, &sheets, &placed, workspace, named)?;
    arrived.doubts.extend(doubts);
    Ok(arrived)
}

/// What makes a record a correction of another.
struct Revision {
    number: u32,
    by: String,
    reason: String,
    /// Fingerprint of what it replaces.
    replaces: String,
}

/// A record that belongs to a bureau and a standard of the workspace.
struct Candidate<'w> {
    workspace: &'w Workspace,
    bureau: &'w Bureau,
    standard: &'w Standard,
    arrived: Arrived,
}

fn candidate<'w>(arrived: Arrived, workspace: &'w Workspace, options: &Options) -> Result<Candidate<'w>, Reasons> {
    let mut wrong = Reasons::new();
    let word = |key: &str| arrived.record.word(key).unwrap_or_default().to_owned();
    let (id, version, point) = (word("standard"), word("version"), word("point"));
    let named = if arrived.bureau.is_empty() { options.bureau.clone().unwrap_or_default() } else { arrived.bureau.clone() };
    let by_point: Vec<&Bureau> = workspace.bureaus.iter().filter(|b| b.point(&point).is_some()).collect();
    let bureau = workspace.bureau(&named).or(match by_point.as_slice() {
        [one] if named.is_empty() => Some(*one),
        _ => None,
    });
    match bureau {
        None => wrong.push(Reason::new(
            say!("没有局“{named}”", "there is no bureau `{named}`"),
            say!("在那个局的工作区里导入，或者加 --bureau", "import it in the workspace of that bureau, or add --bureau"),
        )),
        Some(bureau) if bureau.point(&point).is_none() => wrong.push(Reason::new(
            say!("局“{0}”没有服务点“{point}”", "the bureau `{0}` has no point `{point}`", bureau.id),
            say!("核对服务点的编号；改过编号的，先改回来", "check its id; if it was changed, change it back first"),
        )),
        Some(_) => {}
    }
    let standard = workspace.standard_of(&id, &version);
    if standard.is_none() {
        let now = workspace.standard(&id).map(|s| s.version.value.clone());
        wrong.push(match now {
            Some(now) => Reason::new(
                say!(
                    "表单用的是“{id}”的版本 {version}，现在的标准是 {now}",
                    "the form is of version {version} of `{id}`, which is now {now}"
                ),
                say!("把那一版存为 {id}@{version}.yaml 再导入", "keep that version as {id}@{version}.yaml and import again"),
            ),
            None => Reason::new(
                say!("没有标准“{id}”", "there is no standard `{id}`"),
                say!("核对 checklists 里的文件名", "check the names of the files in checklists"),
            ),
        });
    }
    match (bureau, standard) {
        (Some(bureau), Some(standard)) if wrong.is_empty() => Ok(Candidate { workspace, bureau, standard, arrived }),
        _ => Err(wrong),
    }
}

impl Candidate<'_> {
    fn word(&self, key: &str) -> &str {
        self.arrived.record.word(key).unwrap_or_default()
    }

    /// The bureau's folder of records, in the workspace.
    fn folder(&self) -> String {
        let path = self.workspace.path_of(self.bureau.file.span);
        let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{own}/inspections")
    }

    /// Pictures by their contents: the same one twice is one file, and a name that a phone chose never becomes a path.
    fn name_pictures(&mut self) -> BTreeMap<String, Vec<u8>> {
        let point = self.word("point").to_owned();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut files = BTreeMap::new();
        for picture in &self.arrived.pictures {
            let hash = sha256(&picture.bytes);
            let file = format!("photos/{point}/{}.{}", hash.get(..16).unwrap_or(&hash), picture.kind);
            names.insert(picture.name.clone(), file.clone());
            files.insert(file, picture.bytes.clone());
        }
        self.arrived.record.each("file", &mut |name| {
            if let Some(file) = names.get(name) {
                name.clone_from(file);
            }
        });
        files
    }

    /// The records of the same round, oldest first.
    fn slot(&self) -> Vec<&InspectionFile> {
        let campaign = self.arrived.record.word("campaign").map(str::to_owned);
        let day = self.word("date").to_owned();
        let campaign = campaign.unwrap_or_else(|| day.get(..4).unwrap_or_default().to_owned());
        let round = self.word("round");
        let mut list: Vec<&InspectionFile> = self
            .bureau
            .inspections
            .iter()
            .filter(|r| r.point.value == self.word("point") && r.standard.value == self.standard.id)
            .filter(|r| r.version.value == self.standard.version.value && r.campaign() == campaign)
            .filter(|r| r.round.value.word() == round || r.round.value.zh() == round)
            .collect();
        list.sort_by_key(|r| r.revision_number());
        list
    }

    fn settle(mut self, root: &Path, name: &str, options: &Options) -> Fate {
        let files = self.name_pictures();
        if let Some(exported) = self.arrived.exported.clone() {
            self.arrived.record.set("exported", Tree::text(&exported));
        }
        let meaning = essence(&self.arrived.record);
        let slot = self.slot();
        for record in &slot {
            if self.tree_of(record).is_some_and(|tree| essence(&tree) == meaning) {
                return Fate::Known { path: self.workspace.path_of(record.span).to_owned() };
            }
        }
        let mut revision = None;
        if let Some(last) = slot.last() {
            let path = self.workspace.path_of(last.span).to_owned();
            let form = last.form.as_ref().map(|f| f.value.as_str());
            let same_form = form.is_some() && form == self.arrived.record.word("form");
            if same_form && last.exported.as_ref().is_some_and(|old| is_later(&old.value, self.arrived.exported.as_deref())) {
                return Fate::Older { path };
            }
            let why = match (&options.revise, same_form) {
                (Some((by, reason)), _) => Some((by.clone(), reason.clone())),
                (None, true) => {
                    let by = names(&self.arrived.record, "inspectors");
                    Some((by, "同一张表单改后再次导出".to_owned()))
                }
                (None, false) => None,
            };
            let Some((by, reason)) = why else { return self.conflict(last, &path, name) };
            let print = fingerprint(self.workspace, last);
            let replaces = print.get(..12).unwrap_or(&print).to_owned();
            revision = Some(Revision { number: last.revision_number() + 1, by, reason, replaces });
        }
        self.write(root, name, &files, revision.as_ref(), options)
    }

    /// The record of a file as it stands there.
    fn tree_of(&self, record: &InspectionFile) -> Option<Tree> {
        let text = self.workspace.folder.sources.slice(record.span);
        let column = self.workspace.folder.sources.position(record.span).column.saturating_sub(1);
        let margin = " ".repeat(column);
        let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix(margin.as_str()).unwrap_or(line)).collect();
        let mut found = crate::diagnostic::Diagnostics::new();
        Tree::of(&parse_document(record.span.file, &lines.join("\n"), 0, &mut found)?)
    }

    fn conflict(&self, last: &InspectionFile, path: &str, name: &str) -> Fate {
        let inspectors = last.inspectors.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("、");
        let (round, day) = (last.round.value.zh(), last.date.value);
        let point = self.bureau.point(self.word("point")).map_or("", |p| p.name.value.as_str());
        let reason = Reason::new(
            say!(
                "“{point}”的{round}已有一份不一样的记录：{path}（{day}，{inspectors}）",
                "there is another record of this round for “{point}”: {path} ({day}, {inspectors})"
            ),
            say!(
                "以新的为准：yizhan inspect import {name} --revise --by 更正人 --reason 原因；两人分别评分的，把两份合成一份，写在 sheets 里；另一批的，表里写 campaign",
                "if this one counts: yizhan inspect import {name} --revise --by WHO --reason WHY; two inspectors who scored apart are one record with `sheets`; another campaign has its own `campaign`"
            ),
        );
        Fate::Conflict { reason }
    }

    fn write(
        self,
        root: &Path,
        name: &str,
        files: &BTreeMap<String, Vec<u8>>,
        revision: Option<&Revision>,
        options: &Options,
    ) -> Fate {
        let folder = self.folder();
        let mut tail = String::new();
        let mut record = ordered(&self.arrived.record);
        if let Some(Revision { number, by, reason, replaces }) = revision {
            tail = format!("-r{number}");
            let entries = [
                ("number", Tree::Bare(number.to_string())),
                ("date", Tree::Bare(today().to_string())),
                ("by", Tree::text(by)),
                ("reason", Tree::text(reason)),
                ("replaces", Tree::text(replaces)),
            ];
            let entries = entries.map(|(key, value)| (key.to_owned(), value));
            if let Tree::Map(keys) = &mut record {
                keys.insert(0, ("revision".to_owned(), Tree::Map(entries.into())));
            }
        }
        let shown = name.replace(|c: char| c.is_control(), "");
        let text = format!("# 由 {shown} 导入。记录只追加、不改动：更正写成新的一份。\n{}", record.yaml());
        let stem = format!("{}-{}-{}-{}{tail}", self.word("point"), self.standard.id, self.word("date"), self.word("round"));
        let free = (1..1000).map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") });
        let Some(stem) = free.into_iter().find(|s| !root.join(&folder).join(format!("{s}.yaml")).exists()) else {
            return Fate::Refused(vec![Reason::new(
                say!("同名的记录太多", "too many records have this name"),
                say!("整理 {folder}", "tidy up {folder}"),
            )]);
        };
        let path = format!("{folder}/{stem}.yaml");
        let mut undo = Vec::new();
        if let Err(error) = put(&root.join(&folder), files, &mut undo) {
            return stopped(&folder, &error, &undo);
        }
        match judged(root, &path, &text, &self, options) {
            Ok((result, mut doubts)) => {
                doubts.splice(0..0, self.arrived.doubts.iter().cloned());
                if self.arrived.standard_hash != standard_fingerprint(self.workspace, self.standard)
                    && !self.arrived.standard_hash.is_empty()
                {
                    doubts.push(Doubt {
                        place: String::new(),
                        says: say!(
                            "做表以后标准的文字改过，版本号没有变；已按现在的标准计分",
                            "the standard was changed since under the same version; it is scored by what it says now"
                        ),
                    });
                }
                match create(&root.join(&path), &text) {
                    Ok(()) => Fate::Written { path, result, doubts },
                    Err(error) => stopped(&path, &error, &undo),
                }
            }
            Err(reasons) => {
                remove(&undo);
                Fate::Refused(reasons)
            }
        }
    }
}

/// What the record would mean and be worth in the workspace, or what is wrong with it.
fn judged(
    root: &Path,
    path: &str,
    text: &str,
    candidate: &Candidate<'_>,
    options: &Options,
) -> Result<(String, Vec<Doubt>), Reasons> {
    let (loaded, mut found) = load_with(root, &[(path.to_owned(), text.to_owned())]);
    let Ok(workspace) = loaded else { return Err(vec![broken()]) };
    crate::check::check(&workspace, today(), &mut found);
    let scored = score_all(&workspace);
    let mine = scored.iter().find(|s| workspace.path_of(s.record.span) == path);
    let mut about: Vec<_> = mine.map(super::super::behind).unwrap_or_default();
    let own = workspace.folder.sources.iter().map(|(id, _)| id).find(|id| workspace.folder.sources.path(*id) == path);
    about.extend(own);
    let mut errors = Reasons::new();
    let mut doubts = Vec::new();
    for finding in found.iter() {
        let Some(span) = finding.span.filter(|s| about.contains(&s.file)) else { continue };
        let line = line_of(&workspace, span);
        if finding.severity == Severity::Error {
            let help = finding.help.clone().unwrap_or_else(|| say!("在表里改正后再导入", "mend it there and import it again"));
            errors.push(Reason::at(&line, &finding.message, help));
        } else if Some(span.file) == own {
            doubts.push(Doubt { place: line, says: finding.message.clone() });
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let Some(mine) = mine else { return Err(vec![broken()]) };
    let differences = candidate.arrived.claims.differences(&mine.outcome);
    // A phone reckons by the same rules: where it came to something else, somebody must know why before it counts.
    if !differences.is_empty() && !candidate.arrived.claims.float && !options.rescored {
        let help = || {
            say!(
                "多半是标准、填报数据或前一轮在做表单以后改过；核对后加 --rescored，以这里的得分为准",
                "the standard, the declared facts or the round before probably changed since; check it, then add --rescored to let this result count"
            )
        };
        return Err(differences.into_iter().map(|says| Reason::new(says, help())).collect());
    }
    doubts.extend(differences.into_iter().map(|says| Doubt { place: String::new(), says }));
    Ok((result(&mine.outcome, &mine.point.name.value), doubts))
}

fn broken() -> Reason {
    Reason::new(
        say!("放进工作区后读不回来", "in the workspace it does not read back"),
        say!(
            "先运行 yizhan check，改正标准和服务点里的错误",
            "run `yizhan check` first, and mend the errors in the standard and the point"
        ),
    )
}

/// The line that a finding is about, as a place.
fn line_of(workspace: &Workspace, span: crate::diagnostic::Span) -> String {
    let line = workspace.folder.sources.position(span).line;
    let text = workspace.folder.sources.text(span.file).unwrap_or_default();
    let text = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim();
    format!("{}:{line} {}", workspace.folder.sources.path(span.file), text.chars().take(60).collect::<String>())
}

/// 松塘村便民服务中心 95.5分，三星.
fn result(outcome: &Outcome, point: &str) -> String {
    let total = summary::total(outcome);
    let total = if total.is_empty() { String::new() } else { format!(" {total}分，") };
    format!("{point}{total}{}", if total.is_empty() { format!(" {}", outcome.result_zh()) } else { outcome.result_zh() })
}

/// What makes two records the same: not when they were exported, nor how often they were corrected.
fn essence(tree: &Tree) -> serde_json::Value {
    let mut tree = tree.clone();
    for key in ["revision", "exported"] {
        tree.remove(key);
    }
    tree.meaning()
}

/// Whether the first day and time comes after the second. Times that cannot be read do not.
fn is_later(old: &str, new: Option<&str>) -> bool {
    let read = |text: &str| chrono::DateTime::parse_from_rfc3339(text.trim()).ok();
    matches!((read(old), new.and_then(read)), (Some(old), Some(new)) if old > new)
}

fn names(record: &Tree, key: &str) -> String {
    match record.get(key) {
        Some(Tree::List(list)) => {
            let list = list.iter().filter_map(|t| if let Tree::Text(t) | Tree::Bare(t) = t { Some(t.as_str()) } else { None });
            list.collect::<Vec<_>>().join("、")
        }
        _ => String::new(),
    }
}

/// The keys in the order of a record; others at the end, where they are found out.
fn ordered(record: &Tree) -> Tree {
    const ORDER: [&str; 15] = [
        "standard",
        "version",
        "point",
        "round",
        "date",
        "campaign",
        "form",
        "exported",
        "inspectors",
        "attended",
        "position",
        "facts",
        "findings",
        "waivers",
        "signatures",
    ];
    let Tree::Map(entries) = record else { return record.clone() };
    let mut entries = entries.clone();
    entries.sort_by_key(|(key, _)| ORDER.iter().position(|o| o == key).unwrap_or(ORDER.len()));
    Tree::Map(entries)
}

/// Writes the pictures that are not there; what was written is noted, to be taken away again.
fn put(folder: &Path, files: &BTreeMap<String, Vec<u8>>, undo: &mut Vec<std::path::PathBuf>) -> std::io::Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        if path.exists() {
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        undo.push(path.clone());
        fs::write(&path, bytes)?;
    }
    Ok(())
}

/// Writes a record whole, or not at all, and never over another.
fn create(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Temporary files are for their owner alone; a record is read by the same people as its neighbours.
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644))?;
    }
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

fn remove(undo: &[std::path::PathBuf]) {
    for path in undo {
        let _ = fs::remove_file(path);
        // The folder of a point that has nothing else.
        if let Some(parent) = path.parent() {
            let _ = fs::remove_dir(parent);
        }
    }
}

fn stopped(path: &str, error: &std::io::Error, undo: &[std::path::PathBuf]) -> Fate {
    remove(undo);
    let message: Bilingual = say!("写不进 {path}：{error}", "{path} cannot be written: {error}");
    Fate::Stopped(Box::new(Diagnostic::nowhere(&codes::WRITE, message)))
}

/// An unpacked package as a zip again.
pub fn pack(folder: &Path) -> Result<Vec<u8>, Reason> {
    let failed = |error: &dyn std::fmt::Display| {
        Reason::new(
            say!("文件夹读不出来：{error}", "the folder cannot be read: {error}"),
            say!("导入原来的 .zip", "import the .zip that it came from"),
        )
    };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut left = crate::intake::MOST_BYTES;
    for entry in walkdir::WalkDir::new(folder).max_depth(2).sort_by_file_name() {
        let entry = entry.map_err(|e| failed(&e))?;
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let size = entry.metadata().map_err(|e| failed(&e))?.len();
        left = left.checked_sub(size).ok_or_else(|| failed(&"too large"))?;
        let bytes = fs::read(entry.path()).map_err(|e| failed(&e))?;
        zip.start_file(name, stored).map_err(|e| failed(&e))?;
        zip.write_all(&bytes).map_err(|e| failed(&e))?;
    }
    Ok(zip.finish().map_err(|e| failed(&e))?.into_inner())
}
