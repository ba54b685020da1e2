//! `yizhan diff`: what changed between two times, and who must reprint what.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ArgMatches;

use super::{FAILED, FINE, Screen, workspace_folder};
use crate::diagnostic::{Bilingual, Diagnostic, Severity, codes};
use crate::load::{WORKSPACE_FILE, load};
use crate::publish::difference::{Difference, difference};
use crate::publish::print_state::{self, PrintState};
use crate::publish::{Prints, notice_bytes};
use crate::say;
use crate::theme::Theme;

/// Most bytes that one file of a revision may have.
const MOST_BYTES: u64 = 64 << 20;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let root = workspace_folder(matches);
    let (Some(old), new) = (matches.get_one::<String>("old"), matches.get_one::<String>("new")) else { return FAILED };
    let (before, after) = match (side(old, &root), new.map_or_else(|| of_workspace(&root), |new| side(new, &root))) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            for finding in [before.err(), after.err()].into_iter().flatten() {
                screen.finding(*finding);
            }
            return FAILED;
        }
    };
    let found = difference(&before, &after);
    let name_of = |id: &str| {
        let named = after.iter().chain(&before).find(|p| p.bureau == id).map(|p| p.bureau_name.clone());
        named.filter(|name| !name.is_empty()).unwrap_or_else(|| id.to_owned())
    };
    if let Some(file) = matches.get_one::<PathBuf>("output") {
        return write(file, &found, &name_of, &root, screen);
    }
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => screen.print(&json(&found)),
        Some("markdown") => screen.print(&markdown(&found, &name_of)),
        _ => screen.print(&text(&found, &name_of)),
    }
    FINE
}

type Found<T> = Result<T, Box<Diagnostic>>;

/// What a word names: an output, a manifest, a workspace, or a revision of the workspace at `root`.
fn side(word: &str, root: &Path) -> Found<Vec<PrintState>> {
    let path = Path::new(word);
    if path.join(WORKSPACE_FILE).is_file() {
        return of_workspace(path);
    }
    if path.exists() {
        return print_state::of_output(path).ok_or_else(|| {
            bad(
                &say!("{word} 不是输出文件夹、manifest.json 或工作区", "{word} is no output, manifest.json or workspace"),
                &say!("写 yizhan build 的输出文件夹，如 output", "name an output folder of `yizhan build`, such as output"),
            )
        });
    }
    of_revision(word, root)
}

fn of_workspace(root: &Path) -> Found<Vec<PrintState>> {
    let (loaded, found) = load(root);
    let shown = root.display();
    let Ok(workspace) = loaded else {
        return Err(bad(
            &say!("{shown} 不是能读的工作区", "{shown} is no workspace that can be read"),
            &say!("用 yizhan check -C {shown} 查看", "see `yizhan check -C {shown}`"),
        ));
    };
    // With errors something would be missing, and look as if it had been taken down.
    if let Some(error) = found.iter().find(|d| d.severity == Severity::Error) {
        let first = &error.message;
        return Err(bad(
            &Bilingual {
                zh: format!("{shown} 有错误，不能比较：{}", first.zh), en: format!("{shown} has errors: {}", first.en)
            },
            &say!("用 yizhan check -C {shown} 查看并改正", "mend what `yizhan check -C {shown}` lists"),
        ));
    }
    Ok(print_state::of_jobs(&Prints::of(&workspace).jobs))
}

/// The workspace as it was in a revision of its git repository, unpacked into a folder of its own.
fn of_revision(revision: &str, root: &Path) -> Found<Vec<PrintState>> {
    let no_git = || {
        bad(
            &say!("没有“{revision}”：不是文件夹，也不是 git 版本", "there is no “{revision}”: no folder, and no git revision"),
            &say!(
                "写输出文件夹、manifest.json、工作区文件夹，或 git 的版本（需要装 git）",
                "name an output folder, a manifest.json, a workspace, or a git revision (which needs git)"
            ),
        )
    };
    // A revision never begins with a hyphen; an option of git does.
    if revision.starts_with('-') {
        return Err(no_git());
    }
    let archive = Command::new("git").arg("-C").arg(root).args(["archive", "--format=zip", revision, "."]).output();
    let Some(archive) = archive.ok().filter(|done| done.status.success()) else { return Err(no_git()) };
    let broken = |error: &dyn std::fmt::Display| {
        bad(
            &say!("版本 {revision} 读不出来：{error}", "revision {revision} cannot be read: {error}"),
            &say!("检查磁盘空间和临时文件夹", "check free space and the folder for temporary files"),
        )
    };
    let folder = tempfile::tempdir().map_err(|e| broken(&e))?;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(archive.stdout)).map_err(|e| broken(&e))?;
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|e| broken(&e))?;
        let Some(name) = entry.enclosed_name().filter(|_| entry.is_file()) else { continue };
        let path = folder.path().join(name);
        let mut bytes = Vec::new();
        entry.take(MOST_BYTES).read_to_end(&mut bytes).map_err(|e| broken(&e))?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|e| broken(&e))?;
        }
        fs::write(&path, bytes).map_err(|e| broken(&e))?;
    }
    if !folder.path().join(WORKSPACE_FILE).is_file() {
        return Err(bad(
            &say!("版本 {revision} 里没有 {WORKSPACE_FILE}", "revision {revision} has no {WORKSPACE_FILE}"),
            &say!("选一个已经是工作区的版本", "choose a revision that is a workspace"),
        ));
    }
    of_workspace(folder.path())
}

fn bad(message: &Bilingual, help: &Bilingual) -> Box<Diagnostic> {
    Box::new(Diagnostic::nowhere(&codes::NO_SUCH_CHOICE, message.clone()).help(help.clone()))
}

fn text(found: &Difference, name_of: &dyn Fn(&str) -> String) -> String {
    let mut text = format!("{}\n", found.summary());
    let mut bureau = "";
    let mut group = "";
    for (id, changes) in &found.changed {
        text.push_str(&format!("\n{}　改了什么\n", name_of(id)));
        for (change, names) in changes {
            text.push_str(&format!("  {}（{}件）\n", change.zh(), names.len()));
        }
    }
    for piece in &found.reprint {
        if piece.bureau != bureau {
            text.push_str(&format!("\n{}　要印什么\n", name_of(&piece.bureau)));
            (bureau, group) = (&piece.bureau, "");
        }
        if piece.group != group {
            text.push_str(&format!("  {}\n", piece.group));
            group = &piece.group;
        }
        let name = piece.name.strip_prefix(group).unwrap_or(&piece.name).trim();
        let codes = [piece.old.as_deref(), piece.new.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" → ");
        text.push_str(&format!("    {}  {name}  {codes}  print/{}/{}.pdf\n", piece.what(), piece.bureau, piece.piece));
    }
    text
}

fn markdown(found: &Difference, name_of: &dyn Fn(&str) -> String) -> String {
    use crate::paper::Block;
    let cell = |text: &String| text.replace('|', "\\|").replace('\n', " ");
    let paper = found.notice(name_of);
    let mut text = format!("# {}\n", paper.title);
    for block in &paper.blocks {
        match block {
            Block::Heading { level, text: words } => {
                text.push_str(&format!("\n{} {words}\n", "#".repeat(usize::from(*level) + 1)));
            }
            Block::Paragraph { text: words } => text.push_str(&format!("\n{words}\n")),
            Block::Table(table) => {
                let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
                text.push('\n');
                text.push_str(&row(table.columns.iter().map(|c| c.head.clone()).collect()));
                text.push_str(&row(table.columns.iter().map(|_| "---".to_owned()).collect()));
                for cells in &table.rows {
                    text.push_str(&row(cells.iter().map(cell).collect()));
                }
            }
            _ => {}
        }
    }
    text
}

fn json(found: &Difference) -> String {
    let changes: Vec<_> = found
        .changed
        .iter()
        .flat_map(|(bureau, changes)| {
            changes.iter().map(move |(change, names)| {
                serde_json::json!({"bureau": bureau, "what": change.label, "old": change.old, "new": change.new, "pieces": names})
            })
        })
        .collect();
    let reprint: Vec<_> = found
        .reprint
        .iter()
        .map(|r| serde_json::json!({"bureau": r.bureau, "point": r.group, "name": r.name, "file": format!("print/{}/{}.pdf", r.bureau, r.piece), "old": r.old, "new": r.new}))
        .collect();
    let whole = serde_json::json!({"changes": changes, "reprint": reprint});
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}

/// Writes the change notice, in the form that the file's ending asks for.
fn write(file: &Path, found: &Difference, name_of: &dyn Fn(&str) -> String, root: &Path, screen: &mut Screen<'_>) -> u8 {
    let ending = file.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    let made = match ending.as_str() {
        "md" => Ok(markdown(found, name_of).into_bytes()),
        "pdf" | "docx" => {
            let (loaded, _) = load(root);
            match loaded {
                Ok(workspace) => notice_bytes(&workspace, &Theme::of(root), &found.notice(name_of), ending == "docx"),
                Err(_) => Err(vec![*bad(
                    &say!("变更通知要用工作区的模板和字体", "the notice needs the templates and fonts of a workspace"),
                    &say!("加 -C 工作区", "add -C WORKSPACE"),
                )]),
            }
        }
        _ => Err(vec![*bad(
            &say!("变更通知只能写成 .pdf、.docx 或 .md", "the notice is a .pdf, a .docx or a .md"),
            &say!("写 -o 变更通知.pdf", "write -o notice.pdf"),
        )]),
    };
    let written = made.and_then(|bytes| {
        fs::write(file, bytes).map_err(|error| {
            let shown = file.display();
            vec![Diagnostic::nowhere(&codes::WRITE, say!("写不进 {shown}：{error}", "{shown} cannot be written: {error}"))]
        })
    });
    match written {
        Ok(()) => {
            screen.print(&format!("{}\n", file.display()));
            FINE
        }
        Err(findings) => {
            for finding in findings {
                screen.finding(finding);
            }
            FAILED
        }
    }
}
