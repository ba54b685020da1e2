//! The build itself: choose, compare, make, stage, swap.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::artifact::{Artifact, Audience, Draft, Part};
use super::cache::{Cache, Made, Spare};
use super::manifest::{self, Entry, hex};
use super::staging::{MANIFEST, Staging, WasOld, hash};
use super::{Tools, artifacts, ratings};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::Workspace;
use crate::say;
use crate::theme::Theme;

/// From how many artifacts on a spare folder is kept, so that an edit is quick. A smaller output is put together anew in no time.
pub const SPARE_FROM: usize = 4_000;
/// A file that people may keep in the output folder; every build leaves it there.
const README: &str = "README.md";

/// Which artifacts a build makes; the others stay as the last build left them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these parts; all when empty.
    pub parts: Vec<Part>,
    /// Only this bureau.
    pub bureau: Option<String>,
    /// Only this point.
    pub point: Option<String>,
}

impl Selection {
    fn takes(&self, artifact: &Artifact<'_>) -> bool {
        (self.parts.is_empty() || self.parts.contains(&artifact.part))
            && self.bureau.as_deref().is_none_or(|b| artifact.bureau == Some(b))
            && self.point.as_deref().is_none_or(|p| artifact.point == Some(p))
    }
}

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
    /// Bureaus, points and items.
    pub counts: [usize; 3],
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
        let bytes = fs::read(workspace.folder.root.join(path)).unwrap_or_default();
        hasher.update(path.as_bytes()).update(&[0]).update(blake3::hash(&bytes).as_bytes());
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

/// A build that made nothing. Why stands among the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// One artifact of a run: nothing when it was not chosen, else what was made and whether it is new; or the findings that stopped it.
type Done = Result<Option<(Made, bool)>, Vec<Diagnostic>>;

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
) -> Result<Summary, Stopped> {
    let cache_file = Cache::file(&workspace.folder.root, &options.output);
    let cache = trusted_cache(&cache_file, &options.output);
    let inputs = inputs_key(workspace, theme, options);
    if let Some(cache) = cache.as_ref().filter(|c| c.inputs == inputs && !out.has_errors() && intact(c, &options.output)) {
        Staging::sweep(&options.output);
        return Ok(Summary { warnings: cache.warnings, counts: cache.counts, made: 0, ..summary(&cache.artifacts) });
    }

    crate::check::check(workspace, options.today, out);
    if out.has_errors() {
        return Err(Stopped);
    }
    let scored = crate::audit::score_all(workspace);
    let ratings = ratings(&scored);
    let mut all = artifacts(workspace, theme, &ratings, &scored);
    all.sort_by(|a, b| a.path.cmp(&b.path));
    if leaks(&all, out) || unknown_choice(&options.selection, &all, workspace, out) {
        return Err(Stopped);
    }
    if cache.is_none() && !usable(&options.output) {
        out.push(foreign(&options.output));
        return Err(Stopped);
    }

    let tools = Tools::new(workspace, theme);
    let known = cache.as_ref().map(Cache::by_path).unwrap_or_default();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.jobs)
        .build()
        .map_err(|error| stop(out, write_error(&options.output, &error.to_string())))?;
    let spare = cache.as_ref().and_then(|c| c.spare.as_ref());
    let staging = Staging::begin(&options.output, spare).map_err(|error| stop(out, staging_error(&options.output, &error)))?;
    let write = |error: &io::Error| write_error(&options.output, &error.to_string());

    let wanted: Vec<&str> = all.iter().map(|a| a.path.as_str()).collect();
    staging.prepare(&wanted, known.keys().copied()).map_err(|e| stop(out, write(&e)))?;
    progress.start(all.len());
    let run = Run { tools: &tools, known: &known, options, staging: &staging, progress };
    let made: Vec<Done> = pool.install(|| all.par_iter().map(|a| run.one(a)).collect());

    let mut list = Vec::with_capacity(made.len());
    let mut fresh = 0;
    let mut failed = false;
    for one in made {
        match one {
            Ok(None) => {}
            Ok(Some((made, new))) => {
                fresh += usize::from(new);
                list.push(made);
            }
            Err(findings) => {
                failed = true;
                for finding in findings {
                    out.push(finding);
                }
            }
        }
    }
    if failed {
        return Err(Stopped);
    }

    let by_path: HashMap<&str, &Artifact<'_>> = all.iter().map(|a| (a.path.as_str(), a)).collect();
    let manifest = manifest_bytes(&list, &by_path, workspace);
    let warnings = out.len();
    let counts = [
        workspace.bureaus.iter().filter(|b| !b.file.reference).count(),
        workspace.bureaus.iter().map(|b| b.points.len()).sum(),
        workspace.bureaus.iter().filter(|b| !b.file.reference).filter_map(|b| b.catalog.as_ref()).map(|c| c.items.len()).sum(),
    ];
    let mut files: Vec<&str> = list.iter().map(|m| m.path.as_str()).collect();
    files.push(MANIFEST);
    let finish = || -> io::Result<(Vec<String>, Option<WasOld>)> {
        staging.write(MANIFEST, &manifest)?;
        let strangers = carry_strangers(&options.output, &known, &staging)?;
        // A spare from an output that no cache knows would hold nobody knows what.
        let worth = list.len() >= options.spare_from && (cache.is_some() || !options.output.exists());
        Ok((strangers, pool.install(|| staging.commit(worth, &files))?))
    };
    let (strangers, spare) = finish().map_err(|e| stop(out, write(&e)))?;
    let spare = spare.map(|WasOld(old)| match (&cache, old) {
        (Some(before), true) => Spare { manifest: before.manifest.clone(), stale: differences(before, &list) },
        _ => Spare { manifest: hash(&manifest), stale: Vec::new() },
    });
    let cache =
        Cache { program: program(), inputs, manifest: hash(&manifest), spare, strangers, warnings, counts, artifacts: list };
    cache.write(&cache_file);
    Ok(Summary { made: fresh, warnings, counts, ..summary(&cache.artifacts) })
}

/// The paths at which the last output has something else than the new one, or only one of them has something.
fn differences(before: &Cache, now: &[Made]) -> Vec<String> {
    let old: HashMap<&str, &str> = before.artifacts.iter().map(|m| (m.path.as_str(), m.sha256.as_str())).collect();
    let new: HashSet<&str> = now.iter().map(|m| m.path.as_str()).collect();
    let changed = now.iter().filter(|m| old.get(m.path.as_str()) != Some(&m.sha256.as_str())).map(|m| m.path.clone());
    let gone = before.artifacts.iter().filter(|m| !new.contains(m.path.as_str())).map(|m| m.path.clone());
    changed.chain(gone).chain(before.strangers.iter().cloned()).collect()
}

fn stop(out: &mut Diagnostics, finding: Diagnostic) -> Stopped {
    out.push(finding);
    Stopped
}

/// What the making of one artifact needs.
struct Run<'r> {
    tools: &'r Tools<'r>,
    known: &'r HashMap<&'r str, &'r Made>,
    options: &'r Options,
    staging: &'r Staging,
    progress: &'r dyn Progress,
}

impl Run<'_> {
    /// Takes one artifact over from the last build where its fingerprint still holds, or makes it. `true` when it was made; nothing
    /// when it was not chosen and is not there.
    fn one(&self, artifact: &Artifact<'_>) -> Done {
        let path = artifact.path.as_str();
        let failed = |error: &io::Error| vec![write_error(&self.options.output, &error.to_string())];
        let on_disk = |m: &Made| fs::metadata(self.options.output.join(&m.path)).is_ok_and(|f| f.len() == m.bytes);
        let before = self.known.get(path).copied().filter(|m| on_disk(m));
        let result = if self.options.selection.takes(artifact) {
            let draft = (artifact.draft)();
            let fingerprint = fingerprint(artifact, draft.as_ref(), self.tools);
            if let Some(kept) = before.filter(|m| m.fingerprint == fingerprint) {
                Some((kept.clone(), false))
            } else {
                let bytes = draft.make(self.tools)?;
                self.staging.write(path, &bytes).map_err(|e| failed(&e))?;
                let sha256 = hex(&Sha256::digest(&bytes));
                Some((Made { path: path.to_owned(), fingerprint, bytes: bytes.len() as u64, sha256 }, true))
            }
        } else {
            before.map(|kept| (kept.clone(), false))
        };
        if let Some((_, false)) = result {
            self.staging.keep(path).map_err(|e| failed(&e))?;
        }
        self.progress.made(path);
        Ok(result)
    }
}

fn fingerprint(artifact: &Artifact<'_>, draft: &dyn Draft, tools: &Tools<'_>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes()).update(artifact.path.as_bytes());
    draft.fingerprint(&mut hasher, tools);
    hasher.finalize().to_hex().to_string()
}

/// The cache, when the output folder is the one that it knows.
fn trusted_cache(file: &Path, output: &Path) -> Option<Cache> {
    let cache = Cache::read(file)?;
    let manifest = fs::read(output.join(MANIFEST)).ok()?;
    (hash(&manifest) == cache.manifest && cache.program == program()).then_some(cache)
}

/// Whether every file of the last build is still there with its size.
fn intact(cache: &Cache, output: &Path) -> bool {
    cache.artifacts.par_iter().all(|m| fs::metadata(output.join(&m.path)).is_ok_and(|f| f.len() == m.bytes))
}

/// Whether a folder may become the output: it is not there, holds nothing but a README, or was made by an earlier build.
fn usable(output: &Path) -> bool {
    match fs::read_dir(output) {
        Err(error) => error.kind() == io::ErrorKind::NotFound,
        Ok(entries) => {
            let names: HashSet<_> = entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
            names.contains(MANIFEST) || names.iter().all(|n| n == README || n.starts_with(".git"))
        }
    }
}

/// Files that people put into the output folder stay there: a build removes only what a build made. Gives their paths.
fn carry_strangers(output: &Path, known: &HashMap<&str, &Made>, staging: &Staging) -> io::Result<Vec<String>> {
    let mut carried = Vec::new();
    if !output.exists() {
        return Ok(carried);
    }
    // Without a cache the manifest tells which files an earlier build made; without both only the folder's own files are people's.
    let listed = if known.is_empty() { manifest::paths(&output.join(MANIFEST)) } else { None };
    let depth = if known.is_empty() && listed.is_none() { 1 } else { usize::MAX };
    for entry in WalkDir::new(output).max_depth(depth).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        let Ok(below) = entry.path().strip_prefix(output) else { continue };
        let path = below.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let ours = known.contains_key(path.as_str()) || listed.as_ref().is_some_and(|l| l.contains(&path));
        if path != MANIFEST && !ours && !staging.path(&path).exists() {
            staging.adopt(&path)?;
            carried.push(path);
        }
    }
    Ok(carried)
}

fn manifest_bytes(list: &[Made], by_path: &HashMap<&str, &Artifact<'_>>, workspace: &Workspace) -> Vec<u8> {
    let entries: Vec<Entry<'_>> = list
        .iter()
        .filter_map(|made| {
            let artifact = by_path.get(made.path.as_str())?;
            Some(Entry {
                path: &made.path,
                audience: artifact.audience.word(),
                bytes: made.bytes,
                sha256: &made.sha256,
                edition: artifact.edition,
                sources: artifact.sources.iter().map(|f| workspace.folder.sources.path(*f)).collect(),
            })
        })
        .collect();
    manifest::to_bytes(&entries)
}

fn summary(list: &[Made]) -> Summary {
    let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
    for made in list {
        let kind = match (made.path.split('/').next(), made.path.rsplit('.').next()) {
            (Some("print"), _) => "print",
            (Some("reports"), _) => "reports",
            (_, Some("html")) => "pages",
            _ => "other",
        };
        *by_kind.entry(kind).or_default() += 1;
    }
    let of = |kind: &str| by_kind.get(kind).copied().unwrap_or_default();
    Summary { pages: of("pages"), prints: of("print"), reports: of("reports"), artifacts: list.len(), ..Summary::default() }
}

/// Nothing internal lies under the public site.
fn leaks(all: &[Artifact<'_>], out: &mut Diagnostics) -> bool {
    let mut any = false;
    for artifact in all.iter().filter(|a| a.audience == Audience::Internal && a.path.starts_with("site/")) {
        any = true;
        let path = &artifact.path;
        out.push(Diagnostic::nowhere(
            &codes::LEAK,
            say!("内部文件 {path} 不能放在公开目录", "{path} is internal and cannot lie under the site"),
        ));
    }
    any
}

/// `--bureau` and `--point` name something that is there.
fn unknown_choice(selection: &Selection, all: &[Artifact<'_>], workspace: &Workspace, out: &mut Diagnostics) -> bool {
    let mut any = false;
    let mut unknown = |zh: &str, en: &str, name: &str, known: Vec<&str>| {
        any = true;
        let near = crate::source::decode::nearest(name, known.iter().copied()).unwrap_or_default().to_owned();
        let finding = Diagnostic::nowhere(&codes::DANGLING, say!("没有{zh}“{name}”", "there is no {en} “{name}”"));
        out.push(if near.is_empty() { finding } else { finding.help(say!("是不是 {near}？", "did you mean {near}?")) });
    };
    if let Some(name) = &selection.bureau
        && workspace.bureau(name).is_none()
    {
        unknown("局", "bureau", name, workspace.bureaus.iter().map(|b| b.id.as_str()).collect());
    } else if let Some(name) = &selection.point
        && !all.iter().any(|a| selection.takes(a))
    {
        unknown("服务点", "point", name, workspace.bureaus.iter().flat_map(|b| &b.points).map(|p| p.id.as_str()).collect());
    }
    any
}

fn write_error(output: &Path, error: &str) -> Diagnostic {
    let shown = output.display();
    Diagnostic::nowhere(&codes::WRITE, say!("写不进 {shown}：{error}", "{shown} cannot be written: {error}"))
        .help(say!("关闭打开着的文件，检查磁盘空间和权限", "close open files, and check free space and permissions"))
}

fn staging_error(output: &Path, error: &io::Error) -> Diagnostic {
    if error.kind() == io::ErrorKind::WouldBlock {
        let shown = output.display();
        return Diagnostic::nowhere(&codes::WRITE, say!("另一个生成正在写 {shown}", "another build is writing {shown}"))
            .help(say!("等它结束再试", "wait until it has ended"));
    }
    write_error(output, &error.to_string())
}

fn foreign(output: &Path) -> Diagnostic {
    let shown = output.display();
    Diagnostic::nowhere(
        &codes::WRITE,
        say!("{shown} 里有别的文件，不像是输出文件夹", "{shown} holds other files and does not look like an output folder"),
    )
    .help(say!("用 -o 指定一个新的或空的文件夹", "name a new or empty folder with -o"))
}
