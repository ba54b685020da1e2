//! `yizhan inspect forget`: takes the personal data of a point's people, or of one person, out of the records: names, signatures, photos, the
//! place of a phone. What was found and what it was worth stays, and a remark says that something was taken out.
//!
//! It changes records, which nothing else does; so it shows what it would change, and writes only with `--write`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::Path;

use clap::ArgMatches;

use super::choice::{Answer, refuse};
use crate::audit::fingerprint;
use crate::cli::{FAILED, FINE, Screen, today, workspace_folder};
use crate::diagnostic::{Diagnostic, FileId, codes};
use crate::load::load;
use crate::model::inspection::InspectionFile;
use crate::model::{Text, Workspace};
use crate::say;

/// What stands where a name was.
const GONE: &str = "已删除";

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let root = workspace_folder(matches);
    let what = matches.get_one::<String>("what").map_or("", |t| t.trim());
    let workspace = match load(&root) {
        (Ok(workspace), _) => workspace,
        (Err(folder), found) => {
            screen.findings(&found, &folder.sources);
            return FAILED;
        }
    };
    let plan = match Plan::of(&workspace, what) {
        Ok(plan) => plan,
        Err(finding) => {
            screen.finding(*finding);
            return FAILED;
        }
    };
    screen.print(&plan.words(&workspace, screen.lang.pick("处", "places")));
    for path in &plan.elsewhere {
        screen.note(&say!(
            "{path} 里也有，那是公布的内容，要删自己改",
            "{path} names it too; that is published content: change it yourself"
        ));
    }
    if !matches.get_flag("write") {
        screen.note(&say!(
            "还没有改。确认后加 --write；改了不能恢复，git 历史和备份里的要另外清理",
            "nothing is changed yet: --write does. It cannot be undone; what git and backups keep is for you to clear"
        ));
        return FINE;
    }
    match plan.write(&root, &workspace) {
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
    /// New texts by file.
    texts: BTreeMap<FileId, String>,
    /// How often something was taken out of each file.
    counts: BTreeMap<FileId, usize>,
    /// Pictures to be blanked, by their path in the workspace.
    pictures: BTreeSet<String>,
    /// Published files that name the person.
    elsewhere: Vec<String>,
}

/// The end of a stretch of text with what comes in its place.
type Cut = (usize, usize, String);

impl Plan {
    fn of(workspace: &Workspace, what: &str) -> Answer<Self> {
        let mut plan = Self {
            what: what.to_owned(),
            texts: BTreeMap::new(),
            counts: BTreeMap::new(),
            pictures: BTreeSet::new(),
            elsewhere: Vec::new(),
        };
        let records: Vec<&InspectionFile> = workspace.bureaus.iter().flat_map(|b| &b.inspections).collect();
        let of_point: Vec<&InspectionFile> = records.iter().filter(|r| r.point.value == what).copied().collect();
        let mut cuts: BTreeMap<FileId, Vec<Cut>> = BTreeMap::new();
        if of_point.is_empty() {
            if what.chars().count() < 2 {
                return Err(nobody(what));
            }
            for record in &records {
                plan.person(workspace, record, what, &mut cuts);
            }
            plan.elsewhere = workspace
                .folder
                .sources
                .iter()
                .filter(|(id, file)| !records.iter().any(|r| r.span.file == *id) && file.text.contains(what))
                .map(|(_, file)| file.path.clone())
                .collect();
        } else {
            for record in &of_point {
                plan.point(workspace, record, &mut cuts);
            }
        }
        cuts.retain(|_, list| !list.is_empty());
        if cuts.is_empty() && plan.pictures.is_empty() {
            return Err(nobody(what));
        }
        for (file, list) in cuts {
            plan.counts.insert(file, list.len());
            plan.texts.insert(file, cut(workspace.folder.sources.text(file).unwrap_or_default(), list));
        }
        plan.remark();
        plan.follow(workspace, &records);
        Ok(plan)
    }

    /// One person: every place of the name in the record, and what that person signed.
    fn person(&mut self, workspace: &Workspace, record: &InspectionFile, name: &str, cuts: &mut BTreeMap<FileId, Vec<Cut>>) {
        let text = workspace.folder.sources.slice(record.span);
        let from = record.span.start as usize;
        let list = cuts.entry(record.span.file).or_default();
        for (at, _) in text.match_indices(name) {
            list.push((from + at, from + at + name.len(), GONE.to_owned()));
        }
        for signature in record.signatures.iter().filter(|s| s.name.value == name) {
            self.picture(workspace, &signature.file);
        }
    }

    /// All people of the point in one of its records, what they signed, photos, where the phone was, and the remark.
    fn point(&mut self, workspace: &Workspace, record: &InspectionFile, cuts: &mut BTreeMap<FileId, Vec<Cut>>) {
        let findings = || record.all_findings().filter_map(|(_, f)| f.as_ref());
        let mut names: BTreeSet<String> = record.attended.iter().map(|t| t.value.trim().to_owned()).collect();
        names.extend(record.signatures.iter().map(|s| s.name.value.trim().to_owned()));
        names.extend(findings().filter_map(|f| f.mend.as_ref()?.owner.as_ref()).map(|o| o.value.trim().to_owned()));
        names.retain(|n| n.chars().count() >= 2 && n != GONE);
        for name in &names {
            self.person(workspace, record, name, cuts);
        }
        for signature in &record.signatures {
            self.picture(workspace, &signature.file);
        }
        for photo in findings().flat_map(|f| &f.photos) {
            self.picture(workspace, &photo.file);
        }
        let list = cuts.entry(record.span.file).or_default();
        if let Some(note) = record.note.as_ref().filter(|n| n.value != GONE) {
            list.push((note.span.start as usize, note.span.end as usize, GONE.to_owned()));
        }
        if let Some(position) = &record.position {
            // Degrees of the sea off Africa, where nobody inspects: a number must stay a number.
            for value in [&position.latitude, &position.longitude].into_iter().filter(|v| !v.value.is_zero()) {
                list.push((value.span.start as usize, value.span.end as usize, "0".to_owned()));
            }
        }
    }

    fn picture(&mut self, workspace: &Workspace, file: &Text) {
        let found = workspace.folder.resolve(file, file.span, &mut crate::diagnostic::Diagnostics::new());
        self.pictures.extend(found);
    }

    /// A remark at the head of each file.
    fn remark(&mut self) {
        for (file, text) in &mut self.texts {
            let count = self.counts.get(file).copied().unwrap_or(0);
            *text =
                format!("# {}：按要求删除个人信息 {count} 处（yizhan inspect forget）。检查所见和得分没有改。\n{text}", today());
        }
    }

    /// Corrections name the fingerprint of what they replace. It is another one now, so they follow, the first of each chain first.
    fn follow(&mut self, workspace: &Workspace, records: &[&InspectionFile]) {
        let mut corrections: Vec<&InspectionFile> = records.iter().filter(|r| r.revision.is_some()).copied().collect();
        corrections.sort_by_key(|r| r.revision_number());
        let mut renamed: Vec<(String, String)> = Vec::new();
        for record in records.iter().filter(|r| r.revision.is_none()).chain(&corrections) {
            if let Some(replaces) = record.revision.as_ref().and_then(|r| r.replaces.as_ref()) {
                let written = replaces.trim().to_ascii_lowercase();
                if let Some((_, new)) = renamed.iter().find(|(old, _)| !written.is_empty() && old.starts_with(&written)) {
                    let short = new.get(..written.len().min(new.len())).unwrap_or(new).to_owned();
                    let old = workspace.folder.sources.text(record.span.file).unwrap_or_default();
                    let text = self.texts.entry(record.span.file).or_insert_with(|| old.to_owned());
                    *text = text.replace(&written, &short);
                }
            }
            if let Some(text) = self.texts.get(&record.span.file) {
                let new = Self::fingerprint_of(workspace, record, text);
                renamed.push((fingerprint(workspace, record), new));
            }
        }
    }

    /// The fingerprint of a record in the new text of its file.
    fn fingerprint_of(workspace: &Workspace, record: &InspectionFile, text: &str) -> String {
        let path = workspace.path_of(record.span).to_owned();
        let (loaded, _) = crate::load::load_with(&workspace.folder.root, &[(path.clone() + ".new.yaml", text.to_owned())]);
        let Ok(again) = loaded else { return String::new() };
        let same = |r: &&InspectionFile| {
            again.path_of(r.span) == format!("{path}.new.yaml")
                && r.point.value == record.point.value
                && r.standard.value == record.standard.value
                && r.round.value == record.round.value
                && r.campaign() == record.campaign()
                && r.revision_number() == record.revision_number()
        };
        let found = again.bureaus.iter().flat_map(|b| &b.inspections).find(same);
        found.map_or(String::new(), |r| fingerprint(&again, r))
    }

    fn words(&self, workspace: &Workspace, places: &str) -> String {
        let mut text = format!("{}\n", self.what);
        for (file, count) in &self.counts {
            text.push_str(&format!("  {}　{count} {places}\n", workspace.folder.sources.path(*file)));
        }
        for picture in &self.pictures {
            text.push_str(&format!("  {picture}\n"));
        }
        text
    }

    fn write(&self, root: &Path, workspace: &Workspace) -> Result<(), (String, std::io::Error)> {
        for path in &self.pictures {
            let kind = path.rsplit_once('.').map_or("", |(_, kind)| kind);
            let bytes = blank(kind).unwrap_or_default();
            fs::write(root.join(path), bytes).map_err(|e| (path.clone(), e))?;
        }
        for (file, text) in &self.texts {
            let path = workspace.folder.sources.path(*file);
            fs::write(root.join(path), text).map_err(|e| (path.to_owned(), e))?;
        }
        Ok(())
    }
}

fn nobody(what: &str) -> Box<Diagnostic> {
    refuse(
        say!("检查记录里没有“{what}”", "no record holds “{what}”"),
        say!("写服务点的编号，或者记录里的姓名全名", "write the id of a point, or a name in full as records have it"),
    )
}

/// A text with stretches replaced. Where two overlap, the first counts.
fn cut(text: &str, mut list: Vec<Cut>) -> String {
    list.sort_by_key(|(from, to, _)| (*from, std::cmp::Reverse(*to)));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (from, to, new) in list {
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
fn blank(kind: &str) -> Option<Vec<u8>> {
    let format = image::ImageFormat::from_extension(kind)?;
    let mut out = Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(image::RgbImage::from_pixel(40, 30, image::Rgb([255; 3]))).write_to(&mut out, format).ok()?;
    Some(out.into_inner())
}
