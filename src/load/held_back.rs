//! Mobiles and numbers of identity cards within the words of points: whatever is made shows words without them, until `public_mobiles` says that somebody
//! agreed. The words are cut here, so that nothing that is made afterwards can say what they held.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::kept::private_heads;
use crate::model::personal::{digits, without};
use crate::model::workspace::HeldBack;
use crate::model::{Bureau, Point, Text};

/// Takes personal numbers out of the words of every point, and keeps what stood there.
pub fn hold_back(bureau: &mut Bureau) {
    let allowed = published(bureau);
    let mut held: BTreeMap<String, Vec<HeldBack>> = BTreeMap::new();
    for point in bureau.points.iter_mut().chain(&mut bureau.unassigned) {
        let own: BTreeSet<String> = point.public_mobiles.iter().map(|n| digits(n)).collect();
        let is_public = |number: &str| own.contains(number) || allowed.contains(number);
        let mut kept = Vec::new();
        for (key, text) in words(point) {
            if let Some((shown, numbers)) = without(text, is_public) {
                let written = Text::new(std::mem::replace(&mut text.value, shown), text.span);
                kept.push(HeldBack { key, written, numbers });
            }
        }
        if !kept.is_empty() {
            held.entry(point.id.to_string()).or_default().append(&mut kept);
        }
    }
    bureau.held_back = held;
    bureau.private_heads.points = private_heads(bureau.every_point().map(|p| &p.more));
    bureau.private_heads.items = private_heads(bureau.catalog.iter().flat_map(|c| &c.items).map(|i| &i.more));
}

/// Numbers that the bureau publishes as phones.
fn published(bureau: &Bureau) -> BTreeSet<String> {
    let mut all: Vec<String> = bureau.file.numbers().into_iter().chain(bureau.file.complaint_numbers()).map(|n| n.text).collect();
    for point in &bureau.points {
        all.extend(point.numbers().into_iter().chain(point.complaint_numbers()).map(|n| n.text));
        all.extend(point.staff.iter().filter(|s| s.public).filter_map(|s| s.phone.as_ref()).map(|t| t.value.clone()));
    }
    all.iter().map(|text| digits(text)).collect()
}

/// The words of a point that stand on pages and pieces, by the key that they stand under.
fn words(point: &mut Point) -> Vec<(&'static str, &mut Text)> {
    let own = [
        ("place", &mut point.place),
        ("address", &mut point.address),
        ("directions", &mut point.directions),
        ("hours_note", &mut point.hours_note),
        ("phone_label", &mut point.phone_label),
        ("tagline", &mut point.tagline),
        ("status_reason", &mut point.status_reason),
        ("note", &mut point.note),
    ];
    let mut all: Vec<(&'static str, &mut Text)> = vec![("name", &mut point.name)];
    all.extend(own.into_iter().filter_map(|(key, text)| Some((key, text.as_mut()?))));
    for one in &mut point.special {
        all.push(("special", &mut one.name));
        all.extend(one.note.as_mut().map(|t| ("special", t)));
    }
    for one in &mut point.windows {
        all.extend([one.name.as_mut(), one.note.as_mut()].into_iter().flatten().map(|t| ("windows", t)));
    }
    for one in &mut point.staff {
        all.extend(one.role.as_mut().map(|t| ("staff", t)));
    }
    all.extend(point.aliases.iter_mut().map(|alias| ("aliases", alias)));
    for one in &mut point.landmarks {
        all.push(("landmarks", &mut one.name));
        all.extend([one.lines.as_mut(), one.way.as_mut()].into_iter().flatten().map(|t| ("landmarks", t)));
    }
    for one in point.adds.iter_mut().chain(&mut point.omits).chain(&mut point.overrides) {
        all.extend([one.window.as_mut(), one.reason.as_mut()].into_iter().flatten().map(|t| ("overrides", t)));
    }
    all
}
