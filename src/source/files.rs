//! Walking a workspace's folders and reading its files, within limits and never outside the workspace.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::form_file::{FormFile, cleaned, form_kind, tells_names};
use super::limits;
use super::picture::{Fault, Picture, look, published};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, FileId, SourceFile, SourceMap, Span, codes};
use crate::say;

/// The files of a workspace: texts that were read, and other files that were only found.
#[derive(Debug, Default)]
pub struct Folder {
    /// The workspace's root.
    pub root: PathBuf,
    /// YAML, Markdown and GeoJSON files that could be read.
    pub sources: SourceMap,
    /// Every other file by its path relative to the root, with its size in bytes.
    pub assets: BTreeMap<String, u64>,
    /// What was found of each picture that something showed: it is decoded once, however many pages show it.
    looked: Mutex<BTreeMap<String, Looked>>,
}

/// Width and height of a picture, or why it cannot be used.
type Looked = Result<(usize, usize), Fault>;

/// By the hash of the contents and the kind that the name says.
type Decoded = BTreeMap<([u8; 32], String), Looked>;

/// What was found of pictures in this process, by their contents and kind. A server reads the same workspace again and again, and decoding the
/// photos of all records for each result that is handed in would soon take minutes.
static DECODED: LazyLock<Mutex<Decoded>> = LazyLock::new(Mutex::default);
/// As many are remembered.
const MOST_DECODED: usize = 100_000;

enum Read {
    Text(SourceFile),
    Bad(SourceFile, Box<dyn Fn(FileId) -> Diagnostic + Send>),
    Gone(Diagnostic),
}

impl Folder {
    /// A workspace's folder, of which nothing has been read.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), ..Self::default() }
    }

    /// Reads all YAML, Markdown and GeoJSON files of the named folders (or files), in the order of their paths.
    pub fn read_parts(&mut self, parts: &[&str], out: &mut Diagnostics) {
        let texts = self.walk(parts, out);
        let read: Vec<Read> = texts.into_par_iter().map(|(path, file, size)| read_text(path, &file, size)).collect();
        for one in read {
            match one {
                Read::Text(file) => {
                    self.sources.add(file);
                }
                Read::Bad(file, finding) => {
                    let id = self.sources.add(file);
                    out.push(finding(id));
                }
                Read::Gone(finding) => out.push(finding),
            }
        }
    }

    /// The files below the named parts: texts to read; everything else is noted as an asset.
    fn walk(&mut self, parts: &[&str], out: &mut Diagnostics) -> Vec<(String, PathBuf, u64)> {
        let root = self.root.clone();
        let mut texts: Vec<(String, PathBuf, u64)> = Vec::new();
        for part in parts {
            // What leads to the part may be a link as well as what lies below it.
            if let Some(link) = self.link_on(part) {
                self.report_link(&link, out);
                continue;
            }
            let start = root.join(part);
            if start.symlink_metadata().is_err() {
                continue;
            }
            for entry in WalkDir::new(&start).follow_links(false).follow_root_links(false).sort_by_file_name() {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(error) => {
                        let path = error.path().map(|p| relative(&root, p)).unwrap_or_default();
                        out.push(Diagnostic::in_file(
                            &codes::UNREADABLE,
                            path.clone(),
                            None,
                            say!("{path} 读不出来", "{path} cannot be read").because_of(&error.into()),
                        ));
                        continue;
                    }
                };
                let path = relative(&root, entry.path());
                if path.split('/').any(|name| name.starts_with('.') && name.len() > 1) {
                    continue;
                }
                if entry.path_is_symlink() {
                    self.report_link(&path, out);
                    continue;
                }
                if !entry.file_type().is_file() {
                    continue;
                }
                let size = entry.metadata().map_or(0, |m| m.len());
                match extension(&path).as_str() {
                    "yaml" | "yml" | "md" | "geojson" => texts.push((path, entry.into_path(), size)),
                    _ => {
                        self.assets.insert(path, size);
                    }
                }
            }
        }
        texts
    }

    fn report_link(&mut self, path: &str, out: &mut Diagnostics) {
        let id = self.sources.add(unusable(path.to_owned(), String::new(), [0; 32]));
        out.push(linked(path, Span::file(id)));
    }

    /// The first part of a path in the workspace that is a symbolic link.
    fn link_on(&self, path: &str) -> Option<String> {
        let mut file = self.root.clone();
        let mut so_far = Vec::new();
        for name in path.split('/').filter(|name| !name.is_empty()) {
            file.push(name);
            so_far.push(name);
            if file.symlink_metadata().ok()?.is_symlink() {
                return Some(so_far.join("/"));
            }
        }
        None
    }

    /// Whether the workspace has a folder of this path.
    #[must_use]
    pub fn has_folder(&self, path: &str) -> bool {
        self.link_on(path).is_none() && self.root.join(path).is_dir()
    }
}

fn linked(path: &str, at: Span) -> Diagnostic {
    Diagnostic::new(&codes::SYMLINK, at, say!("{path} 是符号链接，没有读", "{path} is a symbolic link and was not read"))
        .help(say!("把文件本身放进来", "put the file itself here"))
}

fn read_text(path: String, file: &Path, size: u64) -> Read {
    let parts = || say!("分成几个文件", "split it into several files");
    let (limit, help) = match extension(&path).as_str() {
        "md" => (limits::MARKDOWN_BYTES, parts()),
        "geojson" => (
            limits::GEOJSON_BYTES,
            say!("在地图软件里把边界简化后再导出", "simplify the outline in a map program and export it again"),
        ),
        _ => (limits::YAML_BYTES, parts()),
    };
    if size > limit {
        return Read::Bad(
            unusable(path, String::new(), [0; 32]),
            Box::new(move |id| {
                Diagnostic::new(
                    &codes::TOO_LARGE,
                    Span::file(id),
                    say!("文件有 {size} 字节，上限是 {} MiB", "the file has {size} bytes, the limit is {} MiB", limit >> 20),
                )
                .help(help.clone())
            }),
        );
    }
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            return Read::Gone(Diagnostic::in_file(
                &codes::UNREADABLE,
                path.clone(),
                None,
                say!("{path} 读不出来", "{path} cannot be read").because_of(&error),
            ));
        }
    };
    let hash = *blake3::hash(&bytes).as_bytes();
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Read::Text(SourceFile::new(path, text, true, hash))
        }
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
            // The readable beginning is kept, so that the finding can show the line.
            let text = String::from_utf8_lossy(bytes.get(..valid).unwrap_or(&[])).into_owned();
            let guess = if utf16 { "UTF-16" } else { "GBK（ANSI）" };
            let guess_en = if utf16 { "UTF-16" } else { "GBK (ANSI)" };
            Read::Bad(
                unusable(path, text, hash),
                Box::new(move |id| {
                    Diagnostic::new(
                        &codes::NOT_UTF8,
                        Span::new(id, valid, valid),
                        say!("文件不是 UTF-8 编码，可能是 {guess}", "the file is not UTF-8, perhaps {guess_en}"),
                    )
                    .help(say!("用记事本打开，另存为，编码选“UTF-8”", "open it in an editor and save it with the encoding UTF-8"))
                }),
            )
        }
    }
}

/// Looks at a picture, unless this process has seen the same bytes before.
fn decoded(bytes: &[u8], kind: String) -> Looked {
    let known = || DECODED.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (*blake3::hash(bytes).as_bytes(), kind);
    if let Some(looked) = known().get(&key) {
        return looked.clone();
    }
    let looked = look(bytes, &key.1);
    let mut list = known();
    if list.len() >= MOST_DECODED {
        list.clear();
    }
    list.insert(key, looked.clone());
    looked
}

fn unusable(path: String, text: String, hash: [u8; 32]) -> SourceFile {
    SourceFile::new(path, text, false, hash)
}

fn extension(path: &str) -> String {
    path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default()
}

/// A path relative to the root with forward slashes.
fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

impl Folder {
    /// Resolves a path that a file wrote, relative to that file's folder. It may not leave the workspace: `..` beyond the root,
    /// absolute paths, drive letters and symbolic links are findings.
    pub fn resolve(&self, written: &str, at: Span, out: &mut Diagnostics) -> Option<String> {
        let from = self.sources.path(at.file);
        let mut parts: Vec<&str> = from.split('/').collect();
        parts.pop();
        let clean = written.trim().replace('\\', "/");
        let absolute = clean.starts_with('/') || clean.chars().nth(1) == Some(':');
        let mut inside = !absolute;
        for part in clean.split('/') {
            match part {
                "" | "." => {}
                ".." => inside &= parts.pop().is_some(),
                name => parts.push(name),
            }
        }
        if !inside {
            out.push(
                Diagnostic::new(
                    &codes::OUTSIDE,
                    at,
                    say!("路径“{written}”指到工作区以外", "the path “{written}” leads out of the workspace"),
                )
                .help(say!(
                    "把文件放进工作区，写相对路径，如 images/map.png",
                    "put the file into the workspace and write a relative path such as images/map.png"
                )),
            );
            return None;
        }
        let path = parts.join("/");
        if let Some(link) = self.link_on(&path) {
            out.push(linked(&link, at));
            return None;
        }
        Some(path)
    }

    /// The bytes of a picture as they leave the workspace, without its metadata. One that has vanished or been spoilt since it was looked at has none,
    /// and nothing that nobody looked at goes out.
    #[must_use]
    pub fn published(&self, path: &str) -> Vec<u8> {
        let out = |bytes: Vec<u8>| match form_kind(path) {
            Some(_) => cleaned(&bytes, path),
            None => published(&bytes, &extension(path)),
        };
        fs::read(self.root.join(path)).ok().and_then(out).unwrap_or_default()
    }

    /// Looks at an empty form: it must be inside the workspace, exist, be small enough, and be a whole Word, Excel or PDF file.
    pub fn form(&self, written: &str, at: Span, out: &mut Diagnostics) -> Option<FormFile> {
        let path = self.resolve(written, at, out)?;
        let mut refuse = |zh: &str, en: &str, help: Bilingual| {
            let message = Bilingual { zh: format!("表格“{written}”{zh}"), en: format!("the form “{written}” {en}") };
            out.push(Diagnostic::new(&codes::BROKEN_FORM, at, message).help(help));
            None
        };
        let Some(size) = self.assets.get(&path).copied() else {
            let help = say!("把文件放到这份指南旁边，检查文件名", "put the file beside the guide, and check its name");
            return refuse("不存在", "does not exist", help);
        };
        let Some(kind) = form_kind(&path) else {
            let help = say!("另存为 .docx、.xlsx 或 PDF", "save it as .docx, .xlsx or PDF");
            return refuse("是很多电脑和手机打不开的格式", "is of a kind that many computers and phones cannot open", help);
        };
        let bytes = if size > limits::ASSET_BYTES { None } else { fs::read(self.root.join(&path)).ok() };
        let Some(bytes) = bytes.filter(|bytes| cleaned(bytes, &path).is_some()) else {
            let help = say!("用编辑它的软件打开看看，再存一次", "open it in its editor and save it again");
            return refuse(&format!("打不开，或不是{kind}文件"), &format!("cannot be read, or is no {kind} file"), help);
        };
        if tells_names(&bytes, &path) {
            out.push(
                Diagnostic::new(
                    &codes::FORM_TELLS_NAMES,
                    at,
                    say!(
                        "表格“{written}”里留着作者、修订或批注的人名",
                        "the form “{written}” has names of authors, revisions or comments in it"
                    ),
                )
                .help(say!(
                    "接受修订、删去批注，或用“检查文档”去掉个人信息，再存一次",
                    "accept revisions, delete comments, or remove personal information in its editor, and save it again"
                )),
            );
        }
        Some(FormFile { path, size, kind })
    }

    /// Looks at a picture: it must be inside the workspace, exist, be small enough, and be a whole PNG, JPEG, GIF, WebP or SVG.
    pub fn picture(&self, written: &str, at: Span, out: &mut Diagnostics) -> Option<Picture> {
        let path = self.resolve(written, at, out)?;
        // The lock is held while a picture is decoded, so that only one large one is in memory at a time.
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        match looked.entry(path.clone()).or_insert_with(|| self.look(&path)) {
            Ok((width, height)) => Some(Picture { path, width: *width, height: *height }),
            Err(Fault { says, help }) => {
                let message = Bilingual {
                    zh: format!("图片“{written}”{}", says.zh),
                    en: format!("the picture “{written}” {}", says.en),
                };
                out.push(Diagnostic::new(&codes::BROKEN_IMAGE, at, message).help(help.clone()));
                None
            }
        }
    }

    /// Takes a picture as if it lay in the folder, in the place of what may be there.
    pub fn put_picture(&mut self, path: &str, bytes: &[u8]) {
        let size = bytes.len() as u64;
        self.assets.insert(path.to_owned(), size);
        let looked = if size > limits::ASSET_BYTES { Err(too_large()) } else { look(bytes, &extension(path)) };
        self.looked.get_mut().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), looked);
    }

    /// Takes a file as if it were not there.
    pub fn take_away(&mut self, path: &str) {
        self.sources.remove(path);
        self.assets.remove(path);
    }

    fn look(&self, path: &str) -> Looked {
        let check = || say!("检查文件名和大小写", "check its name and its upper and lower case");
        let Some(size) = self.assets.get(path) else {
            return Err(Fault { says: say!("不存在", "does not exist"), help: check() });
        };
        if *size > limits::ASSET_BYTES {
            return Err(too_large());
        }
        match fs::read(self.root.join(path)) {
            Ok(bytes) => decoded(&bytes, extension(path)),
            Err(_) => Err(Fault { says: say!("读不出来", "cannot be read"), help: check() }),
        }
    }
}

fn too_large() -> Fault {
    let limit = limits::ASSET_BYTES >> 20;
    Fault {
        says: say!("超过 {limit} MiB", "is larger than {limit} MiB"),
        help: say!("把图片缩小后另存", "make the picture smaller and save it again"),
    }
}
