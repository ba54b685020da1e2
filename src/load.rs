//! From a folder to a [`Workspace`]: which file holds which record.
//!
//! Loading never stops at the first problem; it yields what could be read and the findings. What records mean to each other is
//! `check`'s business.

mod boundary;
mod former_ids;
mod forms;
mod held_back;
mod publicity;
mod standard;
mod stray;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, SourceFile, Span, codes};
use crate::model::inspection::InspectionFile;
use crate::model::workspace::{Calendar, PrivateHeads};
use crate::model::{Bureau, BureauFile, Config, Guide, Handbook, Id, Point, Text, Workspace};
use crate::say;
use crate::source::decode::Decode;
use crate::source::markdown::Block;
use crate::source::{Folder, Node, Value, markdown, parse_document, parse_front_matter};

/// The name of the file that makes a folder a workspace.
pub const WORKSPACE_FILE: &str = "yizhan.yaml";
/// The name of the file with public holidays.
pub const CALENDAR_FILE: &str = "calendar.yaml";

/// Reads a workspace. The workspace is `None` when its own file cannot be used; the folder is there in every case, to show findings.
pub fn load(root: &Path) -> (Result<Workspace, Folder>, Diagnostics) {
    load_with(root, &[])
}

/// Reads a workspace as if it held these texts, by their paths, in the place of those that are there: what a file would mean is known before it is
/// written.
pub fn load_with(root: &Path, more: &[(String, String)]) -> (Result<Workspace, Folder>, Diagnostics) {
    load_as_if(root, &AsIf { texts: more, ..AsIf::default() })
}

/// What a workspace holds else than the disk has it.
#[derive(Debug, Clone, Copy, Default)]
pub struct AsIf<'a> {
    /// Texts by their paths, new or in the place of those that are there.
    pub texts: &'a [(String, String)],
    /// Pictures, and other files that are no text, by their paths.
    pub pictures: Option<&'a BTreeMap<String, Vec<u8>>>,
    /// Paths of files that are not there.
    pub gone: &'a [String],
}

impl AsIf<'_> {
    /// Puts it into a folder whose files were read: those of the workspace itself, or all others.
    fn put(&self, folder: &mut Folder, own: bool) {
        let is_own = |path: &str| [WORKSPACE_FILE, CALENDAR_FILE].contains(&path);
        for path in self.gone.iter().filter(|path| is_own(path) == own) {
            folder.take_away(path);
        }
        for (path, text) in self.texts.iter().filter(|(path, _)| is_own(path) == own) {
            let hash = *blake3::hash(text.as_bytes()).as_bytes();
            folder.sources.put(SourceFile::new(path.clone(), text.clone(), true, hash));
        }
        for (path, bytes) in self.pictures.into_iter().flatten().filter(|(path, _)| is_own(path) == own) {
            folder.put_picture(path, bytes);
        }
    }
}

/// Reads a workspace as if it were another in some of its files.
pub fn load_as_if(root: &Path, as_if: &AsIf<'_>) -> (Result<Workspace, Folder>, Diagnostics) {
    let mut out = Diagnostics::new();
    let mut folder = Folder::new(root);
    folder.read_parts(&[WORKSPACE_FILE, CALENDAR_FILE], &mut out);
    as_if.put(&mut folder, true);
    let Some(file) = find(&folder, WORKSPACE_FILE) else {
        if out.is_empty() {
            out.push(not_a_workspace(root));
        }
        return (Err(folder), out);
    };
    let Some(config) = decode_file::<Config>(&folder, file, &mut out) else { return (Err(folder), out) };
    let calendar = find(&folder, CALENDAR_FILE).and_then(|f| decode_file::<Calendar>(&folder, f, &mut out));

    let content = part(&folder, config.content.as_ref(), "content", &mut out);
    let checklists = part(&folder, config.checklists.as_ref(), "checklists", &mut out);
    let parts: Vec<&str> = content.iter().chain(&checklists).map(String::as_str).collect();
    folder.read_parts(&parts, &mut out);
    as_if.put(&mut folder, false);
    // What was wrong with a file that is taken as gone.
    out.retain(|d| d.span.is_none_or(|span| !folder.sources.path(span.file).is_empty()));

    let mut bureaus = Vec::new();
    if let Some(content) = &content {
        for (name, files) in bureau_files(&folder, content) {
            bureaus.extend(bureau(&folder, content, name, &files, &mut out));
        }
        stray::loose(&folder, content, &bureaus, &mut out);
        stray::hidden_endings(&folder, content, &mut out);
        stray::locked(&folder, content, &mut out);
        stray::documents(&folder, content, &mut out);
    }
    let standards = checklists
        .iter()
        .flat_map(|below| yaml_below(&folder, below))
        .filter_map(|file| standard::standard(&folder, file, &mut out))
        .collect();
    (Ok(Workspace { config, bureaus, standards, calendar, folder }), out)
}

/// A folder of the workspace that its own file may name. `None` when the name cannot be used: nothing is read in its place.
fn part(folder: &Folder, named: Option<&Text>, default: &str, out: &mut Diagnostics) -> Option<String> {
    let Some(text) = named else { return Some(default.to_owned()) };
    let path = folder.resolve(text, text.span, out)?;
    let help = say!("写一个文件夹名，如 {default}", "name a folder, such as {default}");
    if path.is_empty() {
        let message = say!("“{text}”是整个工作区，不是其中的文件夹", "“{text}” is the workspace itself, not a folder in it");
        out.push(Diagnostic::new(&codes::BAD_VALUE, text.span, message).help(help));
        return None;
    }
    if !folder.has_folder(&path) {
        let message = say!("文件夹 {path} 不存在", "the folder {path} does not exist");
        out.push(Diagnostic::new(&codes::MISSING_FILE, text.span, message).help(help));
        return None;
    }
    Some(path)
}

fn not_a_workspace(root: &Path) -> Diagnostic {
    let shown = root.display();
    Diagnostic::nowhere(
        &codes::NOT_A_WORKSPACE,
        say!("文件夹 {shown} 里没有 {WORKSPACE_FILE}", "the folder {shown} has no {WORKSPACE_FILE}"),
    )
    .help(say!(
        "进入工作区文件夹再运行，或用 -C 指定；新建用 yizhan new 文件夹名",
        "run it inside a workspace, or name one with -C; `yizhan new DIR` makes one"
    ))
}

fn find(folder: &Folder, path: &str) -> Option<FileId> {
    folder.sources.iter().find(|(_, f)| f.path == path).map(|(id, _)| id)
}

/// What a file's name says of it.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// `.yaml` or `.yml`, in any case.
    Yaml,
    /// `.md`, in any case.
    Markdown,
}

fn is_kind(path: &str, kind: Kind) -> bool {
    let extension = path.rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase());
    match kind {
        Kind::Yaml => matches!(extension.as_str(), "yaml" | "yml"),
        Kind::Markdown => extension == "md",
    }
}

/// The YAML files below a folder, in order.
fn yaml_below<'a>(folder: &'a Folder, below: &'a str) -> impl Iterator<Item = FileId> + 'a {
    folder.sources.iter().filter_map(move |(id, f)| {
        let rest = f.path.strip_prefix(below)?.strip_prefix('/')?;
        is_kind(rest, Kind::Yaml).then_some(id)
    })
}

/// The sources of each bureau's folder, by the folder's name.
fn bureau_files<'a>(folder: &'a Folder, content: &str) -> BTreeMap<&'a str, Vec<(FileId, &'a str)>> {
    let mut bureaus: BTreeMap<&str, Vec<(FileId, &str)>> = BTreeMap::new();
    for (id, file) in folder.sources.iter() {
        let below = file.path.strip_prefix(content).and_then(|p| p.strip_prefix('/'));
        if let Some((name, rest)) = below.and_then(|p| p.split_once('/')) {
            bureaus.entry(name).or_default().push((id, rest));
        }
    }
    bureaus
}

/// Reads the text of a file as one record.
pub fn decode_file<T: Decode>(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Option<T> {
    let node = parse(folder, file, out)?;
    T::decode(&node, out)
}

fn parse(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Option<Node> {
    parse_document(file, folder.sources.text(file)?, 0, out)
}

/// Reads a file that holds one record or a list of them.
fn decode_many<T: Decode>(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Vec<T> {
    match parse(folder, file, out) {
        Some(Node { value: Value::List(list), .. }) => list.iter().filter_map(|node| T::decode(node, out)).collect(),
        Some(node) => T::decode(&node, out).into_iter().collect(),
        None => Vec::new(),
    }
}

fn bureau(folder: &Folder, content: &str, name: &str, files: &[(FileId, &str)], out: &mut Diagnostics) -> Option<Bureau> {
    let place = files.first().map_or(Span::file(FileId(0)), |(f, _)| Span::file(*f));
    // `site/assets/` is everybody's: a bureau of that name would lie in the same folder.
    if !Id::is_valid(name) || name == "assets" {
        out.push(
            Diagnostic::new(
                &codes::BAD_VALUE,
                place,
                say!("文件夹名“{name}”不能作编号", "the folder name “{name}” cannot be an id"),
            )
            .help(say!("用小写英文字母、数字和连字符", "use lower-case letters, digits and hyphens")),
        );
        return None;
    }
    let one = |wanted: &str| files.iter().find(|(_, rest)| *rest == wanted).map(|(f, _)| *f);
    let Some(own) = one("bureau.yaml") else {
        out.push(
            Diagnostic::new(
                &codes::MISSING_FILE,
                place,
                say!("{content}/{name} 里缺少 bureau.yaml", "{content}/{name} lacks bureau.yaml"),
            )
            .help(say!(
                "每个局的文件夹都要有 bureau.yaml：名称、版本",
                "every bureau's folder needs a bureau.yaml: name, edition"
            )),
        );
        return None;
    };
    let file = decode_file::<BureauFile>(folder, own, out);
    if let Some(mark) = file.as_ref().and_then(|f| f.brand.as_ref()).and_then(|b| b.mark.as_ref()) {
        folder.picture(mark, mark.span, out);
    }
    if let Some(fonts) = file.as_ref().and_then(|f| f.brand.as_ref()).and_then(|b| b.fonts.as_ref()) {
        folder.resolve(fonts, fonts.span, out);
    }

    let in_folder = |part: &'static str, kind: Kind| {
        files.iter().filter(move |(_, rest)| rest.starts_with(part) && is_kind(rest, kind)).map(|(f, _)| *f)
    };
    let points: Vec<Point> = side_by_side(in_folder("points/", Kind::Yaml).collect(), out, |f, found| points(folder, f, found));
    let (unassigned, points) = points.into_iter().partition(|point| point.channel.is_missing());
    let inspections =
        side_by_side(in_folder("inspections/", Kind::Yaml).collect(), out, |f, found| inspections(folder, f, found));
    let print_runs = side_by_side(in_folder("editions/", Kind::Yaml).collect(), out, |f, found| decode_many(folder, f, found));
    let guides = side_by_side(in_folder("guides/", Kind::Markdown).collect(), out, |f, found| guide(folder, f, found));
    let handbooks = in_folder("handbooks/", Kind::Yaml).filter_map(|f| handbook(folder, f, out)).collect();
    let leaflets = in_folder("leaflets/", Kind::Markdown).filter_map(|f| publicity::leaflet(folder, f, out)).collect();
    let notices = in_folder("notices/", Kind::Markdown).filter_map(|f| publicity::notice(folder, f, out)).collect();
    let panels = in_folder("panels/", Kind::Markdown).filter_map(|f| publicity::panel(folder, f, out)).collect();
    let campaigns = in_folder("campaigns/", Kind::Yaml).filter_map(|f| publicity::campaign(folder, f, out)).collect();
    let boundary = file.as_ref().and_then(|f| f.boundary.as_ref()).and_then(|b| boundary::boundary(folder, b, out));
    let mut bureau = Bureau {
        id: Id::of_name(name, Span::file(own)),
        catalog: one("catalog.yaml").and_then(|f| decode_file(folder, f, out)),
        plan: one("plan.yaml").and_then(|f| decode_file(folder, f, out)),
        boundary,
        villages: one("villages.yaml").and_then(|f| decode_file(folder, f, out)),
        programme: one("programme.yaml").and_then(|f| decode_file(folder, f, out)),
        file: file?,
        points,
        unassigned,
        held_back: BTreeMap::new(),
        private_heads: PrivateHeads::default(),
        guides,
        handbooks,
        notices,
        leaflets,
        panels,
        campaigns,
        inspections,
        print_runs,
    };
    former_ids::resolve(&mut bureau);
    held_back::hold_back(&mut bureau);
    stray::stray(folder, files, &bureau, out);
    Some(bureau)
}

/// Reads files side by side; what each gives and its findings keep the order of the files.
fn side_by_side<T, L>(files: Vec<FileId>, out: &mut Diagnostics, read: impl Fn(FileId, &mut Diagnostics) -> L + Sync) -> Vec<T>
where
    L: IntoIterator<Item = T> + Send,
{
    let read: Vec<(L, Diagnostics)> = files
        .into_par_iter()
        .map(|file| {
            let mut found = Diagnostics::new();
            (read(file, &mut found), found)
        })
        .collect();
    let mut all = Vec::with_capacity(read.len());
    for (list, found) in read {
        all.extend(list);
        out.extend(found);
    }
    all
}

/// Reads points, and looks at the photos of the people there.
fn points(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Vec<Point> {
    let points: Vec<Point> = decode_many(folder, file, out);
    for written in points.iter().flat_map(|p| &p.staff).filter_map(|s| s.photo.as_ref()) {
        photo(folder, written, out);
    }
    points
}

/// Reads records, and looks at their photos and signatures.
fn inspections(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Vec<InspectionFile> {
    let records: Vec<InspectionFile> = decode_many(folder, file, out);
    for record in &records {
        for photo in record.all_findings().filter_map(|(_, f)| f.as_ref()).flat_map(|f| &f.photos) {
            self::photo(folder, &photo.file, out);
        }
        for signature in &record.signatures {
            self::photo(folder, &signature.file, out);
        }
    }
    records
}

/// Looks at a photo: it must be a whole picture inside the workspace, and no drawing.
fn photo(folder: &Folder, file: &Text, out: &mut Diagnostics) {
    let drawing = file.to_ascii_lowercase().ends_with(".svg");
    if folder.picture(file, file.span, out).is_some() && drawing {
        let shown = &file.value;
        let message = say!("“{shown}”是图形文件，不是照片", "“{shown}” is a drawing, not a photo");
        out.push(
            Diagnostic::new(&codes::BROKEN_IMAGE, file.span, message)
                .help(say!("照片用 .jpg、.png、.gif 或 .webp", "a photo is a .jpg, .png, .gif or .webp")),
        );
    }
}

fn guide(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Option<Guide> {
    let (front, body) = with_front_matter(folder, file, out)?;
    let forms = forms::of_guide(folder, file, &front, &body, out);
    Some(Guide { front, body, file, forms })
}

/// Reads a Markdown file with its front matter.
fn with_front_matter<T: Decode>(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Option<(T, Vec<Block>)> {
    let text = folder.sources.text(file)?;
    if text.trim().is_empty() {
        out.push(Diagnostic::new(&codes::EMPTY_FILE, Span::file(file), say!("文件是空的", "the file is empty")));
        return None;
    }
    let (front, body) = parse_front_matter(file, text, out);
    let front = front.and_then(|node| T::decode(&node, out));
    // The text is read even when the front matter is broken, so that its findings come in the same run.
    let body = markdown::parse(folder, file, body, out);
    Some((front?, body))
}

fn handbook(folder: &Folder, file: FileId, out: &mut Diagnostics) -> Option<Handbook> {
    let front = decode_file::<crate::model::handbook::HandbookFile>(folder, file, out)?;
    let mut files = vec![file];
    let mut texts = Vec::new();
    for chapter in &front.chapters {
        let Some(written) = &chapter.file else {
            texts.push(Vec::new());
            continue;
        };
        let found = folder.resolve(written, written.span, out).map(|path| (find(folder, &path), path));
        texts.push(match found {
            Some((Some(id), _)) => {
                files.push(id);
                markdown::parse(folder, id, 0, out)
            }
            Some((None, path)) => {
                out.push(
                    Diagnostic::new(
                        &codes::DANGLING,
                        written.span,
                        say!("章节文件 {path} 不存在", "the chapter's file {path} does not exist"),
                    )
                    .help(say!(
                        "检查文件名，路径从本文件所在的文件夹算起",
                        "check the name; the path begins at this file's folder"
                    )),
                );
                Vec::new()
            }
            None => Vec::new(),
        });
    }
    Some(Handbook { front, texts, files })
}
