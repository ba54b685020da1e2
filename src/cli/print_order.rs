//! `yizhan print-order`: what to print, how often, how big. Builds first, so that the order is about files that are there.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::progress::Bar;
use super::{FAILED, FINE, Screen, stopped, today, workspace_folder};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, codes};
use crate::load::load;
use crate::model::{Bureau, Workspace};
use crate::publish::editions::is_ordered;
use crate::publish::order::{BuiltFiles, order_of, record, record_head};
use crate::publish::pieces::{self, Job};
use crate::publish::{Options, Part, SPARE_FROM, Selection, build};
use crate::say;
use crate::theme::Theme;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let root = workspace_folder(matches);
    let Some(folder) = matches.get_one::<PathBuf>("output") else { return FAILED };
    let (loaded, mut found) = load(&root);
    let workspace = match loaded {
        Ok(workspace) => workspace,
        Err(sources) => {
            found.sort(&sources.sources);
            screen.findings(&found, &sources.sources);
            return FAILED;
        }
    };
    let theme = Theme::of(&root);
    let selection = Selection {
        parts: vec![Part::Print],
        bureau: matches.get_one::<String>("bureau").cloned(),
        point: matches.get_one::<String>("point").cloned(),
        press: false,
    };
    let options =
        Options { output: root.join("output"), selection: selection.clone(), today: today(), jobs: 0, spare_from: SPARE_FROM };
    let bar = Bar::new(screen.lang, screen.quiet);
    let result = build(&workspace, &theme, &options, &bar, &mut found);
    bar.finish();
    found.retain(|d| d.severity == Severity::Error);
    if result.is_err() {
        found.sort(&workspace.folder.sources);
        screen.findings(&found, &workspace.folder.sources);
        return stopped(&found);
    }
    let Some(built) = BuiltFiles::read(&options.output) else {
        screen.finding(Diagnostic::nowhere(
            &codes::MISSING_FILE,
            say!("输出里没有 manifest.json", "the output has no manifest.json"),
        ));
        return FAILED;
    };
    let request = Request {
        workspace: &workspace,
        theme: &theme,
        output: &options.output,
        folder,
        built: &built,
        changed: matches.get_flag("changed"),
        record: !matches.get_flag("no-record"),
    };
    let mut any = false;
    for bureau in workspace.bureaus.iter().filter(|b| !b.file.reference) {
        if selection.bureau.as_deref().is_some_and(|id| bureau.id.as_str() != id) {
            continue;
        }
        let mut jobs = pieces::jobs(&workspace, bureau);
        // Another form of a book is for the office's own printer: it is not ordered beside the book.
        jobs.retain(|job| {
            !job.is_variant() && selection.point.as_deref().is_none_or(|id| job.point.is_some_and(|p| p.id.as_str() == id))
        });
        match request.of_bureau(bureau, jobs, screen) {
            Ok(ordered) => any |= ordered,
            Err(findings) => {
                let mut list = Diagnostics::new();
                for finding in findings {
                    list.push(finding);
                }
                screen.findings(&list, &workspace.folder.sources);
                return stopped(&list);
            }
        }
    }
    if !any {
        screen.note(&say!("没有要印的：上次付印以后没有改动", "nothing to print: nothing has changed since the last order"));
    }
    FINE
}

/// What is asked for, of whichever bureau.
struct Request<'r> {
    workspace: &'r Workspace,
    theme: &'r Theme,
    output: &'r Path,
    folder: &'r Path,
    built: &'r BuiltFiles,
    changed: bool,
    record: bool,
}

impl Request<'_> {
    /// Writes the order of one bureau and records it; false when there is nothing to order.
    fn of_bureau(&self, bureau: &Bureau, mut jobs: Vec<Job<'_>>, screen: &mut Screen<'_>) -> Result<bool, Vec<Diagnostic>> {
        if self.changed {
            jobs.retain(|job| !is_ordered(bureau, job));
        }
        if jobs.is_empty() {
            return Ok(false);
        }
        let files = order_of(self.workspace, self.theme, bureau, &jobs, self.output, self.built)?;
        fs::create_dir_all(self.folder).map_err(|e| not_written(self.folder, &e))?;
        for (name, bytes) in files {
            let path = self.folder.join(name);
            fs::write(&path, bytes).map_err(|e| not_written(&path, &e))?;
            screen.print(&format!("{}\n", path.display()));
        }
        if self.record {
            self.write_record(bureau, &jobs, screen)?;
        }
        Ok(true)
    }

    /// Adds to `editions/DATE.yaml` what has not been recorded yet.
    fn write_record(&self, bureau: &Bureau, jobs: &[Job<'_>], screen: &mut Screen<'_>) -> Result<(), Vec<Diagnostic>> {
        let day = today();
        let text = record(bureau, jobs, day);
        if text.is_empty() {
            return Ok(());
        }
        let own = self.workspace.path_of(bureau.file.span);
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = self.workspace.folder.root.join(folder).join("editions").join(format!("{day}.yaml"));
        let write = || -> std::io::Result<()> {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            // What was recorded before stays as it is: records are only ever added.
            let fresh = !path.exists();
            let mut file = fs::OpenOptions::new().create(true).append(true).open(&path)?;
            if fresh {
                file.write_all(record_head(day).as_bytes())?;
            }
            file.write_all(text.as_bytes())
        };
        write().map_err(|e| not_written(&path, &e))?;
        let count = text.matches("\n  code: ").count();
        let name = bureau.short_name();
        screen.note(&say!(
            "{name}：登记了 {count} 个版本；再运行 yizhan build，网页上就查得到",
            "{name}: {count} editions recorded; run `yizhan build` again so that their pages say so"
        ));
        Ok(())
    }
}

fn not_written(path: &Path, error: &std::io::Error) -> Vec<Diagnostic> {
    let shown = path.display();
    vec![Diagnostic::nowhere(&codes::WRITE, say!("写不进 {shown}：{error}", "{shown} cannot be written: {error}"))]
}
