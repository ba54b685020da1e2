//! What records of inspections hold about people, and whether a public file says it: names, phones, remarks. The last lock of a door that has
//! others: pages are never made from a record but for what is released.
//!
//! What the bureau says in public itself, such as a name on a notice or a phone of a point, is not private because a record says it too.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

use super::{Artifact, Audience};
use crate::diagnostic::{Diagnostic, FileId, codes};
use crate::model::inspection::InspectionFile;
use crate::model::personal;
use crate::model::{Bureau, Workspace};
use crate::say;
use crate::theme::Theme;

/// Fewest characters of a remark, and most of its beginning, that are looked for: 无 is no secret.
const REMARK: std::ops::Range<usize> = 8..60;
/// Fewest digits of a phone number.
const PHONE_DIGITS: usize = 7;
/// Kinds of files that are looked through. Printed pieces are made from the same views as pages.
const TEXTS: [&str; 8] = ["html", "json", "geojson", "csv", "xml", "txt", "ics", "js"];

/// What must not stand in a public file.
pub struct Private {
    words: Vec<String>,
    matcher: Option<AhoCorasick>,
}

impl Private {
    /// Everything private in the records of a workspace.
    #[must_use]
    pub fn of(workspace: &Workspace) -> Self {
        let records: Vec<&InspectionFile> = workspace.bureaus.iter().flat_map(|b| &b.inspections).collect();
        let files: BTreeSet<FileId> = records.iter().map(|r| r.span.file).collect();
        let mut words = BTreeSet::new();
        for record in &records {
            collect(record, workspace.folder.sources.slice(record.span), &mut words);
        }
        if !words.is_empty() {
            let all: Vec<String> = words.iter().cloned().collect();
            if let Ok(matcher) = AhoCorasick::new(&all) {
                let mut said = |text: &[u8]| {
                    for found in matcher.try_find_overlapping_iter(text).into_iter().flatten() {
                        if let Some(word) = all.get(found.pattern().as_usize()) {
                            words.remove(word);
                        }
                    }
                };
                let others = workspace.folder.sources.iter().filter(|(id, _)| !files.contains(id));
                others.for_each(|(_, file)| said(file.text.as_bytes()));
                // 局里, 村委会: what our own pages say is nobody's name.
                let ours = Theme::default();
                ours.list("site/").iter().filter_map(|path| ours.get(path)).for_each(|text| said(&text));
            }
        }
        // Numbers that the bureau keeps to itself. Their own file says them; that makes none of them public.
        words.extend(kept(workspace));
        let words: Vec<String> = words.into_iter().collect();
        let matcher = if words.is_empty() { None } else { AhoCorasick::new(&words).ok() };
        Self { words, matcher }
    }

    /// The finding that stops a public file which says something private.
    #[must_use]
    pub fn leak(&self, artifact: &Artifact<'_>, bytes: &[u8]) -> Option<Diagnostic> {
        let kind = artifact.path.rsplit_once('.').map_or("", |(_, kind)| kind);
        if artifact.audience != Audience::Public || !TEXTS.contains(&kind) {
            return None;
        }
        let found = self.matcher.as_ref()?.find(bytes)?;
        let word = self.words.get(found.pattern().as_usize())?;
        let path = &artifact.path;
        Some(
            Diagnostic::nowhere(
                &codes::LEAK,
                say!(
                    "公开的 {path} 里有检查记录里的或注明不公开的“{word}”",
                    "{path} is public and says “{word}”, which a record of an inspection holds or which is marked as not public"
                ),
            )
            .help(say!(
                "检查记录里的姓名、电话、备注不公开：从公开的内容里删去",
                "names, phones and remarks of records are not public: remove it from what is"
            )),
        )
    }
}

/// The private phones of points, but for those that are published elsewhere.
fn kept(workspace: &Workspace) -> BTreeSet<String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (mut private, mut public) = (BTreeSet::new(), BTreeSet::new());
    for bureau in &workspace.bureaus {
        public.extend(bureau.file.numbers().iter().chain(&bureau.file.complaint_numbers()).map(|n| digits(&n.text)));
        for point in bureau.every_point() {
            public.extend(point.numbers().iter().chain(&point.complaint_numbers()).map(|n| digits(&n.text)));
            public.extend(point.public_mobiles.iter().map(|n| digits(n)));
            public.extend(point.staff.iter().filter(|s| s.public).filter_map(|s| s.phone.as_ref()).map(|t| digits(t)));
            let complaint = point.complaint_phone.iter().flat_map(|p| p.all().iter().cloned());
            private.extend(point.every_phone().into_iter().chain(complaint).filter(|n| !n.is_public()).map(|n| n.number.value));
        }
    }
    // Columns of the bureau's own table, kept as they stand.
    for text in workspace.bureaus.iter().flat_map(Bureau::every_point).flat_map(|p| p.more.iter()).map(|(_, text)| text) {
        private.extend(personal::numbers(text).into_iter().map(|number| number.digits));
    }
    let card = |text: &String| (text.len() == 18).then(|| text.clone());
    let open: Vec<&String> = private.iter().filter(|text| !public.contains(&digits(text))).collect();
    open.into_iter().flat_map(|text| phones(text).into_iter().chain(card(text))).collect()
}

fn collect(record: &InspectionFile, text: &str, words: &mut BTreeSet<String>) {
    let mut name = |text: &str| {
        if is_name(text.trim()) {
            words.insert(text.trim().to_owned());
        }
    };
    record.inspectors.iter().chain(&record.attended).chain(&record.received_by).for_each(|t| name(t));
    record.sheets.iter().for_each(|s| name(&s.inspector));
    record.signatures.iter().for_each(|s| name(&s.name));
    record.revision.iter().for_each(|r| name(&r.by));
    record.waivers.iter().filter_map(|w| w.by.as_ref()).for_each(|by| name(by));
    let findings = record.all_findings().filter_map(|(_, f)| f.as_ref());
    findings.filter_map(|f| f.mend.as_ref()?.owner.as_ref()).for_each(|owner| name(owner));
    for remark in record.note.iter().filter(|n| n.chars().count() >= REMARK.start) {
        words.insert(remark.trim().chars().take(REMARK.end).collect());
    }
    words.extend(phones(text));
}

/// Whether it may be a person's name and no office: 村委会, 站长, 经办人员 and 局里 stand on pages of their own accord.
fn is_name(text: &str) -> bool {
    const OFFICES: [&str; 22] = [
        "长", "员", "会", "局", "站", "心", "任", "记", "部", "生", "委", "办", "所", "组", "科", "院", "里", "处", "室", "方",
        "司", "者",
    ];
    let characters = text.chars().count();
    let foreign = text.contains('·') && characters <= 20;
    ((2..=4).contains(&characters) || foreign) && !OFFICES.iter().any(|office| text.ends_with(office))
}

/// Numbers that can be dialled: digits with hyphens between them, no day and no fingerprint.
fn phones(text: &str) -> Vec<String> {
    let mut list = Vec::new();
    for part in text.split(|c: char| !(c.is_ascii_digit() || c == '-')) {
        let part = part.trim_matches('-');
        let digits = part.chars().filter(char::is_ascii_digit).count();
        let mobile = digits == 11 && part.starts_with('1');
        let line = part.starts_with('0') && part.contains('-') && (PHONE_DIGITS + 3..=12).contains(&digits);
        if mobile || line {
            list.push(part.to_owned());
        }
        // However somebody writes it.
        if mobile {
            let plain: String = part.chars().filter(char::is_ascii_digit).collect();
            let cut = |from: usize, to: usize| plain.get(from..to).unwrap_or_default();
            list.push(format!("{}-{}-{}", cut(0, 3), cut(3, 7), cut(7, 11)));
            list.push(format!("{} {} {}", cut(0, 3), cut(3, 7), cut(7, 11)));
            list.push(plain);
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::{is_name, phones};

    #[test]
    fn offices_are_no_names() {
        assert!(["张示例", "欧阳示例", "古丽·示例", "王芳"].into_iter().all(is_name));
        assert!(!["村委会", "站长", "经办人员", "局里", "温岭市医疗保障局", "王", ""].into_iter().any(is_name));
    }

    #[test]
    fn phones_are_told_from_days_and_fingerprints() {
        let text = "日期 2026-06-08，电话 138-0000-0001、13800000002、0477-0000003；编号 20260608；00112233445566778899";
        let found = phones(text);
        for wanted in ["138-0000-0001", "13800000001", "13800000002", "138 0000 0002", "0477-0000003"] {
            assert!(found.iter().any(|f| f == wanted), "{wanted}: {found:?}");
        }
        assert!(!found.iter().any(|f| f.contains("2026") || f.contains("0011")), "{found:?}");
    }
}
