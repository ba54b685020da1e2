//! Walking a workspace's folders and reading its files, within limits and never outside the workspace.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::limits;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, SourceFile, SourceMap, Span, codes};
use crate::say;

/// The files of a workspace: texts that were read, and other files that were only found.
#[derive(Debug, Default)]
pub struct Folder {
    /// The workspace's root.
    pub root: PathBuf,
    /// YAML and Markdown files that could be read.
    pub sources: SourceMap,
    /// Every other file by its path relative to the root, with its size in bytes.
    pub assets: BTreeMap<String, u64>,
}

/// A picture that was read and looks like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Path relative to the root.
    pub path: String,
    /// Width in pixels; for SVG 0.
    pub width: usize,
    /// Height in pixels; for SVG 0.
    pub height: usize,
}

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

    /// Reads all YAML and Markdown files of the named folders (or files), in the order of their paths.
    pub fn read(&mut self, parts: &[&str], out: &mut Diagnostics) {
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
            let start = root.join(part);
            if start.symlink_metadata().is_err() {
                continue;
            }
            for entry in WalkDir::new(&start).follow_links(false).sort_by_file_name() {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(error) => {
                        let path = error.path().map(|p| relative(&root, p)).unwrap_or_default();
                        out.push(Diagnostic::nowhere(
                            &codes::UNREADABLE,
                            say!("{path} 读不出来：{error}", "{path} cannot be read: {error}"),
                        ));
                        continue;
                    }
                };
                let path = relative(&root, entry.path());
                if path.split('/').any(|name| name.starts_with('.') && name.len() > 1) {
                    continue;
                }
                if entry.path_is_symlink() {
                    let id = self.sources.add(unusable(path.clone(), String::new(), [0; 32]));
                    out.push(
                        Diagnostic::new(
                            &codes::SYMLINK,
                            Span::file(id),
                            say!("{path} 是符号链接，没有读", "{path} is a symbolic link and was not read"),
                        )
                        .help(say!("把文件本身放进来", "put the file itself here")),
                    );
                    continue;
                }
                if !entry.file_type().is_file() {
                    continue;
                }
                let size = entry.metadata().map_or(0, |m| m.len());
                match extension(&path).as_str() {
                    "yaml" | "yml" | "md" => texts.push((path, entry.into_path(), size)),
                    _ => {
                        self.assets.insert(path, size);
                    }
                }
            }
        }
        texts
    }
}

fn read_text(path: String, file: &Path, size: u64) -> Read {
    let limit = if extension(&path) == "md" { limits::MARKDOWN_BYTES } else { limits::YAML_BYTES };
    if size > limit {
        return Read::Bad(
            unusable(path, String::new(), [0; 32]),
            Box::new(move |id| {
                Diagnostic::new(
                    &codes::TOO_LARGE,
                    Span::file(id),
                    say!("文件有 {size} 字节，上限是 {} MiB", "the file has {size} bytes, the limit is {} MiB", limit >> 20),
                )
                .help(say!("分成几个文件", "split it into several files"))
            }),
        );
    }
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            return Read::Gone(Diagnostic::nowhere(
                &codes::UNREADABLE,
                say!("{path} 读不出来：{error}", "{path} cannot be read: {error}"),
            ));
        }
    };
    let hash = *blake3::hash(&bytes).as_bytes();
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Read::Text(SourceFile { path, text, usable: true, hash })
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

fn unusable(path: String, text: String, hash: [u8; 32]) -> SourceFile {
    SourceFile { path, text, usable: false, hash }
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
    /// absolute paths and drive letters are findings.
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
        Some(parts.join("/"))
    }

    /// Looks at a picture: it must be inside the workspace, exist, be small enough, and be a PNG, JPEG, GIF, WebP or SVG.
    pub fn picture(&self, written: &str, at: Span, out: &mut Diagnostics) -> Option<Picture> {
        let path = self.resolve(written, at, out)?;
        let broken = |zh: String, en: String| {
            Diagnostic::new(&codes::BROKEN_IMAGE, at, say!("图片“{written}”{zh}", "the picture “{written}” {en}")).help(say!(
                "用 PNG、JPEG 或 SVG 图片，检查文件名和大小写",
                "use a PNG, JPEG or SVG picture, and check its name and its upper and lower case"
            ))
        };
        let Some(size) = self.assets.get(&path) else {
            out.push(broken("不存在".to_owned(), "does not exist".to_owned()));
            return None;
        };
        if *size > limits::ASSET_BYTES {
            let limit = limits::ASSET_BYTES >> 20;
            out.push(broken(format!("超过 {limit} MiB"), format!("is larger than {limit} MiB")));
            return None;
        }
        let Ok(bytes) = fs::read(self.root.join(&path)) else {
            out.push(broken("读不出来".to_owned(), "cannot be read".to_owned()));
            return None;
        };
        if extension(&path) == "svg" {
            let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(1024)).unwrap_or(&[])).into_owned();
            if head.contains("<svg") {
                return Some(Picture { path, width: 0, height: 0 });
            }
            out.push(broken("不是 SVG".to_owned(), "is no SVG".to_owned()));
            return None;
        }
        match imagesize::blob_size(&bytes) {
            Ok(size) if size.width.max(size.height) <= limits::PICTURE_SIDE && size.width.min(size.height) > 0 => {
                Some(Picture { path, width: size.width, height: size.height })
            }
            Ok(size) => {
                let (w, h) = (size.width, size.height);
                out.push(broken(format!("尺寸 {w}×{h} 不能用"), format!("has an unusable size, {w}×{h}")));
                None
            }
            Err(_) => {
                out.push(broken("不是图片".to_owned(), "is no picture".to_owned()));
                None
            }
        }
    }
}
