//! The build itself: choose, compare, make, stage, swap.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::artifact::{Artifact, Renderable};
use super::build_error::{BuildError, unwritable};
use super::cache::{Cache, Made, Spare};
use super::contact::{is_contact_sheet, pictured};
use super::manifest::{self, Entry, hex};
use super::order::{is_for_press, is_ticket, pages};
use super::previous_output::{Known, PreviousOutput};
use super::private::Private;
use super::refusal::{doubles, leaks, unknown_choice, unsourced};
use super::selection::{Choice, Selection};
use super::staging::{MANIFEST, SpareOf, Staging, hash};
use super::{Prints, Renderers, list, preflight, previous_output, ratings};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::disk::output_lock::OutputLock;
use crate::model::Workspace;
use crate::theme::Theme;

/// From how many artifacts on a spare folder is kept, so that an edit is quick. A smaller output is put together anew in no time.
pub const SPARE_FROM: usize = 4_000;

/// What a build is asked to do.
#[derive(Debug, Clone)]
pub struct Options {
    /// The output folder.
    pub output: PathBuf,
    /// Which artifacts.
    pub selection: Selection,
    /// Day of the check, part of what the outcome depends on.
    pub today: chrono::NaiveDate,
    /// Threads; 0 for one a core.
    pub jobs: usize,
    /// From how many artifacts on a spare folder is kept beside the output; [`SPARE_FROM`] unless there is a reason.
    pub spare_from: usize,
}

/// Watches a build. Called from many threads.
pub trait Progress: Sync {
    /// The check is over and `total` artifacts will be made.
    fn start(&self, total: usize);
    /// One more artifact is made.
    fn made(&self, path: &str);
}

/// What a build did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Pages, printed pieces, reports and data files in the output.
    pub pages: usize,
    /// Printed pieces.
    pub prints: usize,
    /// Reports.
    pub reports: usize,
    /// Everything in the output.
    pub artifacts: usize,
    /// How many were made in this run.
    pub made: usize,
    /// Warnings of the check.
    pub warnings: usize,
    /// Nothing had changed: the check was not run again, and `warnings` is what it found the last time.
    pub unchanged: bool,
}

/// Which program this is: a new one may make other bytes from the same inputs.
fn program() -> String {
    let own = std::env::current_exe().ok().and_then(|p| fs::metadata(p).ok());
    let modified = own.as_ref().and_then(|f| f.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok());
    format!("{} {} {:?}", env!("CARGO_PKG_VERSION"), own.map_or(0, |f| f.len()), modified)
}

/// Hash of everything that the outcome of a build can depend on.
fn inputs_key(workspace: &Workspace, theme: &Theme, options: &Options) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(format!("{} {:?} {:?}", options.today, options.selection, std::env::var_os("SOURCE_DATE_EPOCH")).as_bytes());
    for (_, file) in workspace.folder.sources.iter() {
        hasher.update(file.path.as_bytes()).update(&[0]).update(&file.hash);
    }
    for path in workspace.folder.assets.keys() {
        let mut own = blake3::Hasher::new();
        // A file that has vanished since counts as empty; a large one is never held as a whole.
        let _ = fs::File::open(workspace.folder.root.join(path)).and_then(|file| own.update_reader(file).map(|_| ()));
        hasher.update(path.as_bytes()).update(&[0]).update(own.finalize().as_bytes());
    }
    for path in theme.list("") {
        if theme.is_own(&path)
            && let Some(bytes) = theme.get(&path)
        {
            hasher.update(path.as_bytes()).update(&[0]).update(blake3::hash(&bytes).as_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}

/// One artifact of a run: nothing when it was not chosen and is not there; or the findings that stopped it.
type Done = Result<Option<(Made, How)>, Vec<Diagnostic>>;

/// How an artifact came into the new output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// It was made.
    Made,
    /// It was looked at and is still right.
    Kept,
    /// It was not chosen and stays as it was.
    Left,
}

/// Makes the output folder of a workspace that has been loaded. Checks it first: with errors nothing is made.
///
/// # Errors
/// Every finding that stopped the build; the previous output is then untouched. Warnings are in `out` in both cases.
pub fn build(
    workspace: &Workspace,
    theme: &Theme,
    options: &Options,
    progress: &dyn Progress,
    out: &mut Diagnostics,
) -> Result<Summary, BuildError> {
    let result = carry_out(workspace, theme, options, progress, out);
    if let Some(finding) = result.as_ref().err().and_then(BuildError::finding) {
        out.push(finding);
    }
    result
}

fn carry_out(
    workspace: &Workspace,
    theme: &Theme,
    options: &Options,
    progress: &dyn Progress,
    out: &mut Diagnostics,
) -> Result<Summary, BuildError> {
    let output = &options.output;
    let unwritable = |error: io::Error| BuildError::unwritable(output, error);
    let cache_file = Cache::file(&workspace.folder.root, output);
    let _lock = OutputLock::take(&workspace.folder.root, &cache_file.with_extension("lock"))
        .map_err(|_| BuildError::Busy(output.clone()))?;
    let program = program();
    Staging::recover(output).map_err(unwritable)?;
    let before = PreviousOutput::read(output, &cache_file, &program)?;
    let inputs = inputs_key(workspace, theme, options);
    if let Some(cache) = before.unchanged(&inputs, output).filter(|_| !out.has_errors()) {
        Staging::sweep(output);
        return Ok(Summary { warnings: cache.warnings, made: 0, unchanged: true, ..summary(&before.made) });
    }

    let tools = Renderers::new(workspace, theme);
    preflight::with_tools(&tools, options.today, out);
    if out.has_errors() {
        return Err(BuildError::Findings);
    }
    let scored = crate::audit::score_all(workspace);
    let ratings = ratings(&scored);
    let prints = Prints::of(workspace);
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(options.jobs).build().map_err(|error| unwritable(io::Error::other(error)))?;
    // The disk is asked about each file once: nobody else writes here while the lock is held.
    let known = pool.install(|| before.by_path(output));
    let there = |path: &str| known.get(path).is_some_and(|(_, whole)| *whole);
    let choice = Choice { selection: &options.selection, there: &there };
    let files = list::files(workspace, &scored, &prints, options.selection.press);
    let available = choice.available(workspace, &files, &prints.jobs);
    let mut all = files;
    list::pages(workspace, theme, &ratings, &prints.editions, &available, &mut all);
    all.sort_by(|a, b| a.path.cmp(&b.path));
    let chosen = choice.made(&all);
    let refused = leaks(&all, out) || doubles(&all, out) || unknown_choice(&options.selection, workspace, out);
    if refused || unsourced(workspace, out) {
        return Err(BuildError::Findings);
    }

    let staging = Staging::begin(output, before.spare()).map_err(unwritable)?;

    let mut wanted: Vec<&str> =
        all.iter().flat_map(|a| std::iter::once(&a.path).chain(&a.public_path)).map(String::as_str).collect();
    wanted.sort_unstable();
    // A folder is made for what is made now or kept, and for nothing else.
    let mut coming: Vec<&str> = all
        .iter()
        .zip(&chosen)
        .filter(|(artifact, chosen)| **chosen || there(&artifact.path))
        .flat_map(|(a, _)| std::iter::once(&a.path).chain(&a.public_path))
        .map(String::as_str)
        .collect();
    coming.sort_unstable();
    staging.prepare(&wanted, coming.into_iter(), &known).map_err(unwritable)?;
    progress.start(all.len());
    let private = Private::of(workspace);
    let (documents, width) = pictured(&prints.jobs, &all, &chosen);
    tools.want_pictures(documents, width);
    let run = Run { tools: &tools, known: &known, options, staging: &staging, progress, private: &private };
    let done: Vec<Done> = pool.install(|| {
        // Job tickets say how many pages the files have that are made beside them, and the contact sheet shows what is drawn along with
        // the pieces, so they come last.
        let last = |path: &str| is_ticket(path) || is_contact_sheet(path);
        let first = all.par_iter().zip(&chosen).map(|(a, chosen)| (!last(&a.path)).then(|| run.one(a, *chosen)));
        let first: Vec<Option<Done>> = first.collect();
        let rest = first.into_par_iter().zip(all.par_iter().zip(&chosen));
        rest.map(|(done, (a, chosen))| done.unwrap_or_else(|| run.one(a, *chosen))).collect()
    });
    let list = gather(&all, done, out)?;
    // What the check has said already is not said, or counted, again.
    let new = |d: &Diagnostic, out: &Diagnostics| {
        !out.iter().any(|o| o.code == d.code && o.elsewhere == d.elsewhere && o.message == d.message)
    };
    for warning in tools.take_warnings() {
        if new(&warning, out) {
            out.push(warning);
        }
    }

    let manifest = manifest_bytes(&list, before.lines.as_deref(), workspace);
    let manifest_hash = hash(&manifest);
    let warnings = out.count(Severity::Warning);
    let made: Vec<(Made, bool)> = list.into_iter().map(|(_, made, how)| (made, how == How::Made)).collect();
    let mut files: Vec<&str> = made.iter().map(|(m, _)| m.path.as_str()).collect();
    files.push(MANIFEST);
    let finish = || -> io::Result<(Vec<String>, Option<SpareOf>)> {
        staging.write(MANIFEST, &manifest)?;
        let user_files = previous_output::carry_user_files(output, &known, &wanted, &staging)?;
        Ok((user_files, pool.install(|| staging.commit(made.len() >= options.spare_from, &files))?))
    };
    let (user_files, spare) = finish().map_err(unwritable)?;
    let spare = spare.and_then(|spare| match (spare, &before.manifest) {
        (SpareOf::New, _) => Some(Spare { manifest: manifest_hash.clone(), stale: Vec::new() }),
        (SpareOf::Last, Some(last)) => {
            Some(Spare { manifest: last.clone(), stale: before.differences(&known, &made, &user_files) })
        }
        (SpareOf::Last, None) => None,
    });
    let fresh = made.iter().filter(|(m, fresh)| *fresh && !is_copy(&m.path)).count();
    let cache = Cache {
        output: std::path::absolute(output).unwrap_or_else(|_| output.clone()),
        program,
        inputs,
        manifest: manifest_hash,
        spare,
        user_files,
        warnings,
        artifacts: made.into_iter().map(|(m, _)| m).collect(),
    };
    cache.write(&cache_file);
    Ok(Summary { made: fresh, warnings, ..summary(&cache.artifacts) })
}

/// Whether a build could write to an output: asked by who will build again and again, since the first may find nothing to do.
///
/// # Errors
/// Why it could not.
pub fn may_be_written(output: &Path) -> Result<(), Box<Diagnostic>> {
    // Every build makes a folder beside the output and changes the two.
    let tried = fs::canonicalize(output).or_else(|_| std::path::absolute(output)).and_then(|whole| {
        let beside = whole.ancestors().skip(1).find(|above| above.symlink_metadata().is_ok()).unwrap_or(&whole);
        tempfile::Builder::new().prefix(".yizhan-").tempdir_in(beside).map(drop)
    });
    tried.map_err(|error| Box::new(unwritable(output, &error)))
}

/// What was made, each beside its artifact; or every finding that stopped one.
fn gather<'l, 'a>(
    all: &'l [Artifact<'a>],
    done: Vec<Done>,
    out: &mut Diagnostics,
) -> Result<Vec<(&'l Artifact<'a>, Made, How)>, BuildError> {
    let mut list = Vec::with_capacity(done.len());
    let mut failed = false;
    for (artifact, one) in all.iter().zip(done) {
        match one {
            Ok(None) => {}
            Ok(Some((made, how))) => {
                list.extend(artifact.public_path.iter().map(|path| (artifact, Made { path: path.clone(), ..made.clone() }, how)));
                list.push((artifact, made, how));
            }
            Err(findings) => {
                failed = true;
                for finding in findings {
                    // One slip of a template stops every document that uses it: it is said once.
                    let same = |d: &Diagnostic| {
                        d.code == finding.code
                            && d.span == finding.span
                            && d.elsewhere == finding.elsewhere
                            && d.message == finding.message
                    };
                    if !out.iter().any(same) {
                        out.push(finding);
                    }
                }
            }
        }
    }
    list.sort_by(|(_, a, _), (_, b, _)| a.path.cmp(&b.path));
    if failed { Err(BuildError::Findings) } else { Ok(list) }
}

/// What the making of one artifact needs.
struct Run<'r> {
    tools: &'r Renderers<'r>,
    known: &'r Known<'r>,
    options: &'r Options,
    staging: &'r Staging,
    progress: &'r dyn Progress,
    private: &'r Private,
}

impl Run<'_> {
    /// Takes one artifact over from the last build where its fingerprint still holds or it was not chosen, or makes it.
    fn one(&self, artifact: &Artifact<'_>, chosen: bool) -> Done {
        let path = artifact.path.as_str();
        let failed = |error: io::Error| vec![unwritable(&self.options.output, &error)];
        let there = |path: &str| self.known.get(path).filter(|(_, whole)| *whole).map(|(made, _)| *made);
        // Both places or none: a copy that is lost or cut is made again with its original.
        let before = there(path)
            .filter(|m| artifact.public_path.as_deref().is_none_or(|c| there(c).is_some_and(|m2| m2.sha256 == m.sha256)));
        let result = if chosen {
            let draft = (artifact.draft)();
            let fingerprint = fingerprint(artifact, draft.as_ref(), self.tools);
            if let Some(kept) = before.filter(|m| m.fingerprint == fingerprint) {
                Some((kept.clone(), How::Kept))
            } else {
                let bytes = draft.make(self.tools)?;
                if let Some(leak) = self.private.leak(artifact, &bytes) {
                    return Err(vec![leak]);
                }
                self.count_pages(path, &bytes);
                self.staging.write(path, &bytes).map_err(failed)?;
                if let Some(copy) = &artifact.public_path {
                    self.staging.double(path, copy).map_err(failed)?;
                }
                let sha256 = hex(&Sha256::digest(&bytes));
                Some((Made { path: path.to_owned(), fingerprint, bytes: bytes.len() as u64, sha256 }, How::Made))
            }
        } else {
            before.map(|kept| (kept.clone(), How::Left))
        };
        if let Some((_, How::Kept | How::Left)) = result {
            if is_for_press(path) {
                self.count_pages(path, &fs::read(self.options.output.join(path)).unwrap_or_default());
            }
            for path in std::iter::once(path).chain(artifact.public_path.as_deref()) {
                self.staging.keep(path).map_err(failed)?;
            }
        }
        self.progress.made(path);
        Ok(result)
    }

    /// Counts the pages of a file for the press, for the ticket that goes with it.
    fn count_pages(&self, path: &str, bytes: &[u8]) {
        if is_for_press(path) {
            self.tools.note_pages(path, pages(bytes));
        }
    }
}

fn fingerprint(artifact: &Artifact<'_>, draft: &dyn Renderable, tools: &Renderers<'_>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes()).update(artifact.path.as_bytes());
    draft.fingerprint(&mut hasher, tools);
    hasher.finalize().to_hex().to_string()
}

/// What was left as it was keeps its line of the last manifest: it may be of another edition and other files.
fn manifest_bytes(list: &[(&Artifact<'_>, Made, How)], last: Option<&[u8]>, workspace: &Workspace) -> Vec<u8> {
    let any_left = list.iter().any(|(_, _, how)| *how == How::Left);
    let last = last.filter(|_| any_left).and_then(|last| std::str::from_utf8(last).ok()).map(manifest::Lines::of);
    let sources = &workspace.folder.sources;
    let mut writer = manifest::Writer::new(sources.iter().map(|(_, file)| file.path.as_str()));
    // Fifty million bytes for a large county, most of them names of sources: a text of that size is not to be copied because it grows.
    let of_sources = |artifact: &Artifact<'_>| artifact.sources.iter().map(|file| sources.path(*file).len() + 3).sum::<usize>();
    writer.reserve(list.iter().map(|(artifact, made, _)| 256 + made.path.len() + of_sources(artifact)).sum());
    for (artifact, made, how) in list {
        if let Some(line) = last.as_ref().filter(|_| *how == How::Left).and_then(|lines| lines.get(&made.path)) {
            writer.add_line(line);
            continue;
        }
        let entry = Entry {
            path: &made.path,
            audience: artifact.audience.word(),
            bytes: made.bytes,
            sha256: &made.sha256,
            code: artifact.code.as_deref(),
            edition: artifact.edition,
        };
        writer.add(&entry, &artifact.sources);
    }
    writer.finish()
}

/// Whether a path is the second place of a printed piece (see [`Artifact::public_path`]).
fn is_copy(path: &str) -> bool {
    path.starts_with("site/") && path.split('/').nth(2) == Some("print")
}

fn summary(list: &[Made]) -> Summary {
    let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
    for made in list {
        let kind = match (made.path.split('/').next(), made.path.rsplit('.').next()) {
            (Some("print" | "press"), Some("pdf")) => "print",
            (Some("reports"), _) => "reports",
            (_, Some("html")) => "pages",
            _ => "other",
        };
        *by_kind.entry(kind).or_default() += 1;
    }
    let of = |kind: &str| by_kind.get(kind).copied().unwrap_or_default();
    Summary {
        pages: of("pages"),
        prints: of("print"),
        reports: of("reports"),
        artifacts: list.iter().filter(|m| !is_copy(&m.path)).count(),
        ..Summary::default()
    }
}
