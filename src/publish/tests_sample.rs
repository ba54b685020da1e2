//! What the sample's pieces show: every key of every view has a name for readers or is known to be silent.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value as Json;

use super::list::Prints;
use super::shows::{NAMES, SILENT};
use crate::load::load;

/// Keys that `shows` reads in a way of its own: names of rows and pairs.
const OWN: [&str; 5] = ["k", "v", "label", "number", "word"];

fn keys(value: &Json, found: &mut BTreeSet<String>) {
    match value {
        Json::Array(list) => list.iter().for_each(|entry| keys(entry, found)),
        Json::Object(map) => {
            for (key, inner) in map {
                if SILENT.contains(&key.as_str()) {
                    continue;
                }
                found.insert(key.clone());
                keys(inner, found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_key_of_every_piece_has_a_name_and_no_two_pieces_a_code() {
    let (workspace, _) = load(Path::new(env!("CARGO_MANIFEST_DIR")));
    let workspace = workspace.unwrap();
    let prints = Prints::of(&workspace);
    let (mut found, mut codes, mut kinds) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for job in &prints.jobs {
        let (document, issue) = job.document().unwrap();
        keys(&document.view, &mut found);
        kinds.insert(job.piece.id);
        assert!(job.is_form() || codes.insert((job.bureau.id.to_string(), issue.code)), "{} shares its code", job.path);
        assert!(!issue.shows.is_empty(), "{} shows nothing", job.path);
    }
    let unnamed: Vec<&String> =
        found.iter().filter(|k| !OWN.contains(&k.as_str()) && !NAMES.iter().any(|(name, _)| name == k)).collect();
    assert_eq!(unnamed, Vec::<&String>::new(), "name them in NAMES, or SILENT where they show nothing");
    let missing: Vec<&str> = crate::print::piece::all().map(|p| p.id).filter(|id| !kinds.contains(id)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "the sample has every kind of piece");
}
