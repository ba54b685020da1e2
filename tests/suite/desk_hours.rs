//! Hours as painted weeks: every text of the corpora and of the sample means the same after it went through the weeks, or is not drawn at all.

use std::fs;

use serde_json::Value as Json;
use walkdir::WalkDir;
use yizhan::model::hours::Hours;
use yizhan::tables::hours::painted::{Stretch, painted, same};
use yizhan::tables::hours::{Given, read};
use yizhan::yaml_write::{edit::meaning, value::parsed};

use super::support::sample;

/// Every text of hours that a value holds, under whatever key.
fn texts(value: &Json, out: &mut Vec<String>) {
    match value {
        Json::String(text) => out.push(text.clone()),
        Json::Array(list) => list.iter().for_each(|one| texts(one, out)),
        Json::Object(map) => map.values().for_each(|one| texts(one, out)),
        _ => {}
    }
}

fn corpus() -> Vec<String> {
    let mut all = Vec::new();
    for name in ["hours.yaml", "hours-more.yaml"] {
        let file = meaning(&parsed(&fs::read_to_string(sample().join("tests/corpora").join(name)).unwrap()).unwrap());
        for phrase in file["phrases"].as_array().unwrap() {
            for key in ["osm", "accept", "certain", "known"] {
                texts(&phrase[key], &mut all);
            }
            let words = phrase["text"].as_str().or_else(|| phrase["phrase"].as_str()).unwrap_or_default();
            all.push(read(words, &Given::default()).hours);
        }
    }
    for entry in WalkDir::new(sample().join("content")).into_iter().flatten() {
        let is_yaml = entry.path().extension().is_some_and(|end| end == "yaml");
        if !is_yaml {
            continue;
        }
        for line in fs::read_to_string(entry.path()).unwrap().lines() {
            let Some((_, text)) = line.split_once("hours: ") else { continue };
            all.push(text.trim_matches(['"', '\'', '}']).to_owned());
        }
    }
    all.retain(|text| Hours::parse(text).is_ok());
    all.sort();
    all.dedup();
    all
}

#[test]
fn every_text_means_the_same_after_the_weeks_or_is_not_drawn() {
    let all = corpus();
    assert!(all.len() > 150, "{}", all.len());
    let mut left: Vec<&str> = Vec::new();
    for text in &all {
        let Some(week) = painted(text) else {
            left.push(text);
            continue;
        };
        let again = week.text().unwrap_or_else(|why| panic!("{text}: {why:?} {week:?}"));
        assert!(same(text, &again), "{text} became {again}");
        // Written once, it stays as it is.
        let twice = painted(&again).and_then(|week| week.text().ok());
        assert_eq!(twice.as_deref(), Some(again.as_str()), "{text}");
    }
    // What weeks cannot say stays a text; most of it can be drawn.
    assert!(left.len() * 10 < all.len(), "{} of {}: {left:?}", left.len(), all.len());
}

#[test]
fn one_more_stretch_is_one_more_stretch() {
    // A quarter of an hour on Sunday at night, wherever nothing is open then: nothing else moves.
    let extra = Stretch { from: 1410, to: 1425, note: String::new() };
    let mut tried = 0;
    for text in corpus() {
        let Some(mut week) = painted(&text) else { continue };
        let free = |day: &Vec<Stretch>| day.iter().all(|stretch| stretch.to < extra.from) && !day.is_empty();
        if !week.kept.is_empty() || !week.seasons.iter().all(|season| free(&season.week[6])) {
            continue;
        }
        for season in &mut week.seasons {
            season.week[6].push(extra.clone());
        }
        let wider = week.text().unwrap_or_else(|why| panic!("{text}: {why:?}"));
        assert!(!same(&text, &wider), "{text} → {wider}");
        let mut back = painted(&wider).unwrap_or_else(|| panic!("{wider}"));
        for season in &mut back.seasons {
            assert_eq!(season.week[6].pop(), Some(extra.clone()), "{wider}");
        }
        let again = back.text().unwrap();
        assert!(same(&text, &again), "{text} → {wider} → {again}");
        tried += 1;
    }
    assert!(tried > 20, "{tried}");
}
