//! What changed between two versions of a workspace, and what must be reprinted. A version is an output, a workspace, or a revision of the git
//! repository that the workspace lies in.

use std::path::Path;

use super::lookup::refuse;
use super::outputs::OutputFiles;
use super::session::open;
use super::{Access, Caller, Outcome, Stop, git, reading};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Severity, codes};
use crate::disk::git::{GitError, Repository};
use crate::load::{WORKSPACE_FILE, load};
use crate::model::Workspace;
use crate::paper::{Block, Paper};
use crate::publish::difference::{Difference, difference};
use crate::publish::print_state::{self, PrintState};
use crate::publish::{Prints, notice_bytes};
use crate::say;
use crate::theme::Theme;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// An output folder, a manifest.json, a workspace folder or a git revision.
    pub old: String,
    /// The same; without it the workspace as it is now.
    pub new: Option<String>,
}

/// What was found.
#[derive(Debug)]
pub struct Compared {
    /// The differences.
    pub found: Difference,
    names: Vec<(String, String)>,
}

impl Compared {
    /// What people call a bureau.
    #[must_use]
    pub fn name_of(&self, id: &str) -> String {
        let named = self.names.iter().find(|(bureau, name)| bureau == id && !name.is_empty());
        named.map_or_else(|| id.to_owned(), |(_, name)| name.clone())
    }

    /// The change notice as a document.
    #[must_use]
    pub fn notice(&self) -> Paper {
        self.found.notice(&|id| self.name_of(id))
    }
}

/// Compares two versions.
///
/// # Errors
/// Why one of them cannot be read.
pub fn compare(caller: &Caller, request: &Request) -> Outcome<Compared> {
    let before = version(&request.old, caller);
    let after = request.new.as_ref().map_or_else(|| of_workspace(caller, &caller.root), |new| version(new, caller));
    match (before, after) {
        (Ok(before), Ok(after)) => {
            let names = after.iter().chain(&before).map(|p| (p.bureau.clone(), p.bureau_name.clone())).collect();
            Ok(Compared { found: difference(&before, &after), names })
        }
        (before, after) => Err(Stop::all([before.err(), after.err()].into_iter().flatten().map(|finding| *finding).collect())),
    }
}

type Found<T> = Result<T, Box<Diagnostic>>;

/// What a word names.
fn version(word: &str, caller: &Caller) -> Found<Vec<PrintState>> {
    let path = Path::new(word);
    if path.join(WORKSPACE_FILE).is_file() {
        return of_workspace(caller, path);
    }
    if path.exists() {
        return print_state::of_output(path).ok_or_else(|| {
            refuse(
                say!(
                    "{word} 不是输出文件夹、manifest.json 或工作区",
                    "{word} is not an output folder, a manifest.json or a workspace"
                ),
                say!("写 yizhan build 的输出文件夹，如 output", "name an output folder of `yizhan build`, such as output"),
            )
        });
    }
    of_revision(word, &caller.root)
}

/// A workspace as it is now; what was interrupted in it is finished first.
fn of_workspace(caller: &Caller, root: &Path) -> Found<Vec<PrintState>> {
    let caller = Caller { root: root.to_owned(), ..caller.clone() };
    match open(&caller, Access::Read) {
        Ok(session) => prints(root, &session.workspace, &session.found),
        // Somebody writes, or what was interrupted cannot be finished: that is said as it is.
        Err(stop) => Err(stop
            .found
            .iter()
            .find(|finding| finding.code.could_not_run() || finding.code == &codes::BUSY)
            .map_or_else(|| not_readable(root), |finding| Box::new(finding.clone()))),
    }
}

fn not_readable(root: &Path) -> Box<Diagnostic> {
    let shown = root.display();
    refuse(
        say!("{shown} 不是能读的工作区", "{shown} is not a workspace that can be read"),
        say!("用 yizhan check -C {shown} 查看", "see `yizhan check -C {shown}`"),
    )
}

fn prints(root: &Path, workspace: &Workspace, found: &Diagnostics) -> Found<Vec<PrintState>> {
    // What is locked is opened, and not corrected.
    if let Some(locked) = found.iter().find(|d| d.code == &codes::LOCKED) {
        return Err(Box::new(locked.clone()));
    }
    // With errors something would be missing, and look as if it had been taken down.
    if let Some(error) = found.iter().find(|d| d.severity == Severity::Error) {
        let (shown, first) = (root.display(), &error.message);
        return Err(refuse(
            Bilingual {
                zh: format!("{shown} 有错误，不能比较：{}", first.zh), en: format!("{shown} has errors: {}", first.en)
            },
            say!("用 yizhan check -C {shown} 查看并改正", "correct what `yizhan check -C {shown}` lists"),
        ));
    }
    Ok(print_state::of_jobs(&Prints::of(workspace).jobs))
}

/// The workspace as it was in a revision of its git repository, written into a folder of its own.
fn of_revision(revision: &str, root: &Path) -> Found<Vec<PrintState>> {
    let refused = |error: &GitError| {
        let why = match error {
            GitError::NoRevision { shallow: false } => {
                say!("没有这个文件夹，git 里也没有这个版本", "there is no such folder, nor such a revision in git")
            }
            error => git::words(error),
        };
        refuse(
            say!("“{revision}”不能比较", "“{revision}” cannot be compared").because(&why),
            say!(
                "写输出文件夹、manifest.json、工作区文件夹，或 git 的版本，如 HEAD~1；有哪些版本见 yizhan history",
                "name an output folder, a manifest.json, a workspace folder, or a git revision such as HEAD~1; `yizhan history` lists revisions"
            ),
        )
    };
    let repository = match Repository::around(root) {
        Ok(Some(repository)) => repository,
        Ok(None) => {
            return Err(refuse(
                say!(
                    "没有文件夹“{revision}”，工作区也不在 git 仓库里",
                    "there is no folder “{revision}”, and the workspace is in no git repository"
                ),
                say!(
                    "写输出文件夹、manifest.json 或工作区文件夹",
                    "name an output folder, a manifest.json or a workspace folder"
                ),
            ));
        }
        Err(error) => return Err(refused(&error)),
    };
    let folder = tempfile::tempdir().map_err(|error| {
        let message = say!("临时文件夹用不了", "the folder for temporary files cannot be used").because_of(&error);
        let help = say!("检查磁盘空间和权限", "check free space and rights");
        Box::new(Diagnostic::nowhere(&codes::WRITE, message).help(help))
    })?;
    repository.unpack(revision, folder.path()).map_err(|error| refused(&error))?;
    if !folder.path().join(WORKSPACE_FILE).is_file() {
        return Err(refused(&GitError::NotInRevision));
    }
    let (loaded, found) = load(folder.path());
    match loaded {
        Ok(workspace) => prints(Path::new(revision), &workspace, &found),
        Err(_) => Err(not_readable(Path::new(revision))),
    }
}

/// Writes the change notice, in the form that the file's ending asks for.
///
/// # Errors
/// When the form is not known, a file is in the way, or the disk does not allow it.
pub fn write_notice(caller: &Caller, compared: &Compared, file: &Path, force: bool) -> Outcome<()> {
    let ending = file.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    let bytes = match ending.as_str() {
        "md" => markdown(&compared.notice()).into_bytes(),
        "pdf" | "docx" => {
            let (loaded, _) = reading::workspace(caller)?.got;
            let workspace = loaded.map_err(|_| {
                Stop::from(refuse(
                    say!("变更通知要用工作区的模板和字体", "the notice needs the templates and fonts of a workspace"),
                    say!("加 -C 工作区", "add -C WORKSPACE"),
                ))
            })?;
            notice_bytes(&workspace, &Theme::of(&caller.root), &compared.notice(), ending == "docx").map_err(Stop::all)?
        }
        _ => {
            return Err(refuse(
                say!("变更通知只能写成 .pdf、.docx 或 .md", "the notice is a .pdf, a .docx or a .md"),
                say!("写 -o 变更通知.pdf", "write -o notice.pdf"),
            )
            .into());
        }
    };
    OutputFiles::new(vec![(file.to_owned(), bytes)]).write(&caller.root, force)?;
    Ok(())
}

/// A document as Markdown.
#[must_use]
pub fn markdown(paper: &Paper) -> String {
    let cell = |text: &String| text.replace('|', "\\|").replace('\n', " ");
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
