//! `yizhan inspect forget`: takes the personal data of a point's people, or of one person, out of the records: names, signatures, photos, the
//! place of a phone. What was found and what it was worth stays, and a remark says that something was taken out.
//!
//! It changes records, which nothing else does; so it shows what it would change, refuses where a result would become another one, and writes only
//! with `--write`.

mod places;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::Path;

use clap::ArgMatches;

use super::choice::{Answer, refuse};
use crate::audit::{fingerprint, score_all};
use crate::cli::files::replace;
use crate::cli::{FAILED, FINE, Screen, today, workspace_folder};
use crate::diagnostic::{Diagnostic, FileId, codes};
use crate::load::{load, load_with};
use crate::model::Workspace;
use crate::model::inspection::InspectionFile;
use crate::say;
use places::{Cut, names_of, of_person, of_point};

/// What stands where a name was.
const GONE: &str = "已删除";
/// A chain of corrections is no longer than this.
const MOST_STEPS: usize = 100;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let root = workspace_folder(matches);
    let what = matches.get_one::<String>("what").map_or("", |t| t.trim());
    let workspace = match load(&root) {
        (Ok(workspace), found) => {
            if let Some(locked) = super::locked(&found) {
                screen.finding(locked);
                return FAILED;
            }
            workspace
        }
        (Err(folder), found) => {
            screen.findings(&found, &folder.sources);
            return FAILED;
        }
    };
    let plan = match Plan::of(&workspace, &root, what) {
        Ok(plan) => plan,
        Err(finding) => {
            screen.finding(*finding);
            return FAILED;
        }
    };
    screen.print(&plan.words());
    for path in &plan.elsewhere {
        screen.note(&say!(
            "{path} 里也有，那里要删自己改（公布的内容，或者注释）",
            "{path} has it too, in what is published or in a remark: change that yourself"
        ));
    }
    if root.join("intake").is_dir() {
        screen.note(&say!(
            "没有收下的文件在 intake/ 里，里面的姓名、照片没有动，用不着的自己删",
            "files that were not taken in lie in intake/ with their names and photos: delete those that nobody needs"
        ));
    }
    if !matches.get_flag("write") {
        screen.note(&say!(
            "还没有改。确认后加 --write；改了不能恢复，git 历史和备份里的要另外清理",
            "nothing is changed yet: --write does. It cannot be undone; what git and backups keep is for you to clear"
        ));
        return FINE;
    }
    match plan.write(&root) {
        Ok(()) => {
            screen.note(&say!(
                "改好了。重新运行 yizhan build，旧的报告会换掉",
                "done. Run `yizhan build` again, so that old reports are replaced"
            ));
            FINE
        }
        Err((path, error)) => {
            screen
                .finding(Diagnostic::nowhere(&codes::WRITE, say!("写不进 {path}：{error}", "{path} cannot be written: {error}")));
            FAILED
        }
    }
}

/// What is to be taken out.
struct Plan {
    what: String,
    /// New texts by path.
    texts: BTreeMap<String, String>,
    /// The lines that change, as they are, with their path.
    lines: Vec<String>,
    /// Pictures to be blanked, by their path in the workspace.
    pictures: BTreeSet<String>,
    /// Where else the name stands.
    elsewhere: BTreeSet<String>,
}

impl Plan {
    fn of(workspace: &Workspace, root: &Path, what: &str) -> Answer<Self> {
        let records: Vec<&InspectionFile> = workspace.bureaus.iter().flat_map(|b| &b.inspections).collect();
        let at_point: Vec<&InspectionFile> = records.iter().filter(|r| r.point.value == what).copied().collect();
        let all = names_of(&records);
        let mut cuts: BTreeMap<FileId, Vec<Cut>> = BTreeMap::new();
        let mut pictures = BTreeSet::new();
        if at_point.is_empty() && what.chars().count() >= 2 {
            for record in &records {
                of_person(workspace, record, what, &all, &mut cuts, &mut pictures);
            }
        }
        for record in &at_point {
            of_point(workspace, record, &all, &mut cuts, &mut pictures);
        }
        cuts.retain(|_, list| !list.is_empty());
        if cuts.is_empty() && pictures.is_empty() {
            return Err(refuse(
                say!("检查记录里没有“{what}”", "no record holds “{what}”"),
                say!("写服务点的编号，或者记录里的姓名全名", "write the id of a point, or a name in full as records have it"),
            ));
        }
        let mut plan =
            Self { what: what.to_owned(), texts: BTreeMap::new(), lines: Vec::new(), pictures, elsewhere: BTreeSet::new() };
        for (file, list) in cuts {
            let path = workspace.folder.sources.path(file).to_owned();
            let text = workspace.folder.sources.text(file).unwrap_or_default();
            let mut rows: Vec<usize> =
                list.iter().map(|c| text.get(..c.from).unwrap_or_default().matches('\n').count()).collect();
            rows.sort_unstable();
            rows.dedup();
            plan.lines.extend(
                rows.iter().map(|row| format!("{path}:{}　{}", row + 1, text.lines().nth(*row).unwrap_or_default().trim())),
            );
            let count = list.len();
            let remark =
                format!("# {}：按要求删除个人信息 {count} 处（yizhan inspect forget）。检查所见和得分没有改。\n", today());
            plan.texts.insert(path, remark + &cut(text, list));
        }
        plan.follow(workspace, root);
        plan.holds(workspace, root)?;
        if at_point.is_empty() {
            plan.look_elsewhere(workspace);
        }
        Ok(plan)
    }

    fn texts(&self) -> Vec<(String, String)> {
        self.texts.iter().map(|(path, text)| (path.clone(), text.clone())).collect()
    }

    /// Corrections name the fingerprint of what they replace. It is another one now, so they follow, step by step along each chain.
    fn follow(&mut self, workspace: &Workspace, root: &Path) {
        let records = |w: &Workspace| w.bureaus.iter().map(|b| b.inspections.len()).sum::<usize>();
        for _ in 0..MOST_STEPS {
            let (loaded, _) = load_with(root, &self.texts());
            let Ok(again) = loaded else { return };
            if records(&again) != records(workspace) {
                return;
            }
            let old: Vec<&InspectionFile> = workspace.bureaus.iter().flat_map(|b| &b.inspections).collect();
            let new: Vec<&InspectionFile> = again.bureaus.iter().flat_map(|b| &b.inspections).collect();
            let renamed: Vec<(String, String)> =
                old.iter().zip(&new).map(|(a, b)| (fingerprint(workspace, a), fingerprint(&again, b))).collect();
            let mut changed = false;
            for (before, after) in old.iter().zip(&new) {
                let replaces = |r: &InspectionFile| r.revision.as_ref().and_then(|r| r.replaces.clone());
                let (Some(was), Some(is)) = (replaces(before), replaces(after)) else { continue };
                let written = was.trim().to_ascii_lowercase();
                let Some((_, now)) = renamed.iter().find(|(old, _)| written.len() >= 12 && old.starts_with(&written)) else {
                    continue;
                };
                let wanted = now.get(..written.len()).unwrap_or(now);
                if is.trim() != wanted {
                    let path = again.path_of(after.span).to_owned();
                    let text = again.folder.sources.text(after.span.file).unwrap_or_default();
                    let (from, to) = (is.span.start as usize, is.span.end as usize);
                    let cuts = vec![Cut { from, to, new: format!("'{wanted}'") }];
                    self.texts.insert(path, cut(text, cuts));
                    changed = true;
                    // Places after it have moved: the others in the next step.
                    break;
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// Every result stays what it was.
    fn holds(&self, workspace: &Workspace, root: &Path) -> Answer<()> {
        let results = |w: &Workspace| -> Vec<String> {
            score_all(w)
                .iter()
                .map(|s| {
                    let marks: Vec<String> =
                        s.outcome.criteria().map(|c| format!("{} {} {} {}", c.id, c.low, c.high, c.state.word())).collect();
                    format!(
                        "{} {} {:?} {:?} {}",
                        s.point.id,
                        s.record.round.value.word(),
                        s.outcome.total,
                        s.outcome.grade,
                        marks.join(",")
                    )
                })
                .collect()
        };
        let (loaded, _) = load_with(root, &self.texts());
        let same = loaded.is_ok_and(|again| results(&again) == results(workspace));
        if same {
            return Ok(());
        }
        let what = &self.what;
        Err(refuse(
            say!("删去“{what}”会改变检查结果，没有改", "taking “{what}” out would change a result: nothing was changed"),
            say!(
                "这几个字也是评分用的词；自己在记录里改",
                "these characters are words of the scoring too: change the records yourself"
            ),
        ))
    }

    /// Other files, and remarks in records, that have the name.
    fn look_elsewhere(&mut self, workspace: &Workspace) {
        for (_, file) in workspace.folder.sources.iter() {
            let text = self.texts.get(&file.path).map_or(file.text.as_str(), String::as_str);
            if text.contains(self.what.as_str()) {
                self.elsewhere.insert(file.path.clone());
            }
        }
    }

    fn words(&self) -> String {
        let mut text = format!("{}\n", self.what);
        for line in self.lines.iter().chain(&self.pictures) {
            text.push_str(&format!("  {line}\n"));
        }
        text
    }

    fn write(&self, root: &Path) -> Result<(), (String, std::io::Error)> {
        for path in &self.pictures {
            let kind = path.rsplit_once('.').map_or("", |(_, kind)| kind);
            replace(&root.join(path), &blank(kind).unwrap_or_default()).map_err(|e| (path.clone(), e))?;
        }
        for (path, text) in &self.texts {
            replace(&root.join(path), text.as_bytes()).map_err(|e| (path.clone(), e))?;
        }
        Ok(())
    }
}

/// A text with stretches replaced. Where two overlap, the first counts.
fn cut(text: &str, mut list: Vec<Cut>) -> String {
    list.sort_by_key(|c| (c.from, std::cmp::Reverse(c.to)));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for Cut { from, to, new } in list {
        if from < at {
            continue;
        }
        out.push_str(text.get(at..from).unwrap_or_default());
        out.push_str(&new);
        at = to;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// A small white picture of the kind that the name says: the place of what was taken out stays whole.
#[must_use]
pub fn blank(kind: &str) -> Option<Vec<u8>> {
    let format = image::ImageFormat::from_extension(kind)?;
    let mut out = Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(image::RgbImage::from_pixel(40, 30, image::Rgb([255; 3]))).write_to(&mut out, format).ok()?;
    Some(out.into_inner())
}
