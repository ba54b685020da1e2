//! Files that nothing reads: misspelt folders, hidden endings, tables and articles of an office, records that are encrypted. Each is said, and none is
//! guessed to be something else.

use std::path::Path;

use super::{Kind, find, is_kind};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span, codes};
use crate::model::Bureau;
use crate::say;
use crate::source::Folder;

/// Files that lie where nothing reads them: most often a misspelt folder.
pub fn stray(folder: &Folder, files: &[(FileId, &str)], bureau: &Bureau, out: &mut Diagnostics) {
    let mut used: Vec<FileId> = bureau.handbooks.iter().flat_map(|h| h.files.iter().copied()).collect();
    // One that is named and cannot be read has been reported as that.
    let boundary = bureau.file.boundary.as_ref().map(|b| &b.file);
    let named = |name: &str| folder.sources.text(bureau.file.span.file).is_some_and(|text| text.contains(name));
    let boundary = boundary.and_then(|file| folder.resolve(file, file.span, &mut Diagnostics::new()));
    used.extend(boundary.and_then(|path| find(folder, &path)));
    for (id, rest) in files {
        let known =
            matches!(
                *rest,
                "bureau.yaml" | "catalog.yaml" | "plan.yaml" | "programme.yaml" | "villages.yaml" | "imports.yaml" | "README.md"
            ) || (["points/", "inspections/", "handbooks/", "editions/", "campaigns/"].iter().any(|f| rest.starts_with(f))
                && is_kind(rest, Kind::Yaml))
                || (["guides/", "notices/", "leaflets/", "panels/"].iter().any(|f| rest.starts_with(f))
                    && is_kind(rest, Kind::Markdown))
                || used.contains(id)
                || (rest.ends_with(".geojson") && named(rest))
                || folder.sources.text(*id).is_none();
        if !known {
            out.push(not_used(folder, *id).help(say!(
                "文件放在 points、guides、handbooks、inspections、notices、leaflets、panels、campaigns 文件夹里，扩展名用 .yaml 或 .md",
                "files belong in the folders points, guides, handbooks, inspections, notices, leaflets, panels or campaigns and end with .yaml or .md"
            )));
        }
    }
}

/// Files that are YAML or Markdown to their writer and something else to the system, which hides the end of their names:
/// `town.yaml.txt`.
pub fn hidden_endings(folder: &Folder, content: &str, out: &mut Diagnostics) {
    for path in folder.assets.keys().filter(|p| p.starts_with(&format!("{content}/"))) {
        let lower = path.to_ascii_lowercase();
        let Some(meant) = lower.strip_suffix(".txt").filter(|rest| is_kind(rest, Kind::Yaml) || is_kind(rest, Kind::Markdown))
        else {
            continue;
        };
        let name = path.get(..meant.len()).unwrap_or(meant);
        out.push(
            Diagnostic::in_file(
                &codes::STRAY_FILE,
                path,
                None,
                say!("{path} 没有用上：多了 .txt", "nothing reads {path}: it ends with .txt"),
            )
            .help(say!(
                "改名为 {name}（先在系统里打开“显示文件扩展名”）",
                "rename it to {name}; let the system show endings first"
            )),
        );
    }
}

/// Tables and articles of an office that were put where only YAML and Markdown are read.
pub fn documents(folder: &Folder, content: &str, out: &mut Diagnostics) {
    const ENDINGS: [&str; 8] = ["doc", "docx", "wps", "xls", "xlsx", "et", "csv", "ods"];
    const FOLDERS: [&str; 9] =
        ["points", "guides", "notices", "leaflets", "panels", "handbooks", "inspections", "campaigns", "editions"];
    for path in folder.assets.keys().filter(|p| p.starts_with(&format!("{content}/"))) {
        let path = Path::new(path);
        let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        let own = path.parent().and_then(Path::file_name).and_then(|n| n.to_str()).unwrap_or_default();
        if !(ENDINGS.contains(&ending.as_str()) && FOLDERS.contains(&own)) {
            continue;
        }
        let shown = path.display();
        out.push(
            Diagnostic::in_file(
                &codes::STRAY_FILE,
                shown.to_string(),
                None,
                say!("{shown} 没有用上：这里只读 .yaml 和 .md", "nothing reads {shown}: only .yaml and .md are read here"),
            )
            .help(say!(
                "表格用 yizhan import 读进来；文章另存为纯文本，改成 .md",
                "read tables in with `yizhan import`; save articles as text and name them .md"
            )),
        );
    }
}

/// Files beside the bureaus' folders, which belong to none of them.
pub fn loose(folder: &Folder, content: &str, bureaus: &[Bureau], out: &mut Diagnostics) {
    let used: Vec<FileId> = bureaus.iter().flat_map(|b| &b.handbooks).flat_map(|h| h.files.iter().copied()).collect();
    for (id, file) in folder.sources.iter().filter(|(_, f)| f.usable) {
        let Some(name) = file.path.strip_prefix(content).and_then(|rest| rest.strip_prefix('/')) else { continue };
        let readme = name.starts_with("README") && is_kind(name, Kind::Markdown);
        if !name.contains('/') && !readme && !used.contains(&id) {
            out.push(not_used(folder, id).help(say!(
                "放进某个局的文件夹，如 {content}/局的编号/points/{name}",
                "put it into a bureau's folder, such as {content}/BUREAU/points/{name}"
            )));
        }
    }
}

fn not_used(folder: &Folder, file: FileId) -> Diagnostic {
    let path = folder.sources.path(file);
    Diagnostic::new(&codes::STRAY_FILE, Span::file(file), say!("{path} 没有用上", "nothing reads {path}"))
}

/// Records that are locked (`inspect lock`). An error: a site that is built without them would lose its ratings in silence.
pub fn locked(folder: &Folder, content: &str, out: &mut Diagnostics) {
    let below = format!("{content}/");
    let is_locked = |path: &&String| {
        let rest = path.strip_prefix(&below).and_then(|rest| rest.split_once('/'));
        rest.is_some_and(|(_, rest)| rest.starts_with("inspections/"))
            && Path::new(path.as_str()).extension().is_some_and(|e| e == "age")
    };
    let count = folder.assets.keys().filter(is_locked).count();
    if count > 0 {
        out.push(
            Diagnostic::nowhere(
                &codes::LOCKED,
                say!("检查记录锁着：{count} 个文件没有读", "records of inspections are locked: {count} files were not read"),
            )
            .help(say!(
                "用 yizhan inspect unlock --identity 钥匙文件 打开；不管检查结果的人用没有 inspections 的副本",
                "open them with `yizhan inspect unlock --identity KEY`; who has no part in inspections works on a copy without them"
            )),
        );
    }
}
