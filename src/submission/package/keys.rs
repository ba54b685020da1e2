//! What a form may say: the keys of its record, one by one. Everything else is refused, by whatever name a record knows it.

use crate::say;
use crate::submission::{Reason, Reasons};
use crate::yaml_write::tree::Tree;

/// The keys that a form writes: at the top, of a finding, and of what stands in them. A record knows more, and knows its keys by Chinese names too;
/// what a phone may not decide comes in by none of them.
const KEYS: [(&str, &[&str]); 9] = [
    (
        "",
        &[
            "standard",
            "version",
            "point",
            "round",
            "date",
            "campaign",
            "form",
            "inspectors",
            "attended",
            "position",
            "facts",
            "findings",
            "waivers",
            "signatures",
            "note",
        ],
    ),
    ("position", &["latitude", "longitude", "accuracy", "taken"]),
    ("findings", &["marks", "met", "faults", "missing", "sample", "reason", "evidence", "photos", "not_applicable", "mend"]),
    ("sample", &["checked", "failed"]),
    ("photos", &["file", "caption", "taken"]),
    ("mend", &["what", "owner", "deadline"]),
    ("waivers", &["criterion", "reason", "expires", "by"]),
    ("signatures", &["name", "role", "file"]),
    ("facts", &[]),
];

fn keys_of(part: &str) -> &'static [&'static str] {
    KEYS.iter().find(|(name, _)| *name == part).map_or(&[], |(_, keys)| keys)
}

/// Refuses every key that a form may not write, with its path.
pub fn known_keys(record: &Tree, wrong: &mut Reasons) {
    only(record, "", "", wrong);
    let part = |key: &str| record.get(key).cloned().unwrap_or(Tree::Map(Vec::new()));
    only(&part("position"), "position", "position", wrong);
    for key in ["waivers", "signatures"] {
        each(&part(key), |one| only(one, key, key, wrong));
    }
    if let Tree::Map(findings) = part("findings") {
        for (id, finding) in &findings {
            let place = format!("findings.{id}");
            only(finding, "findings", &place, wrong);
            for key in ["sample", "mend"] {
                if let Some(inner) = finding.get(key) {
                    only(inner, key, &format!("{place}.{key}"), wrong);
                }
            }
            if let Some(photos) = finding.get("photos") {
                each(photos, |photo| only(photo, "photos", &format!("{place}.photos"), wrong));
            }
        }
    }
}

fn each(list: &Tree, mut see: impl FnMut(&Tree)) {
    if let Tree::List(list) = list {
        list.iter().for_each(&mut see);
    }
}

/// Refuses every other key of a mapping.
fn only(tree: &Tree, part: &str, place: &str, wrong: &mut Reasons) {
    let Tree::Map(entries) = tree else { return };
    for (key, _) in entries.iter().filter(|(key, _)| !keys_of(part).contains(&key.as_str())) {
        let path = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
        wrong.push(Reason::at(
            "record.json",
            &say!("表单里不能写“{path}”", "a form may not say `{path}`"),
            say!("公示、更正、裁定由局里在记录里写", "the bureau writes releases, corrections and rulings into the record"),
        ));
    }
}
