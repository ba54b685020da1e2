//! Owns what no line of print breaks: a time at its dash, a name within one of its words. Times are joined in the texts of a view, by a word
//! joiner that the finished document loses again; names come to the templates with their words. Must not know any view.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value as Json};

use crate::model::plate::words;

/// No line breaks at it, and it has no width.
pub const JOINER: char = '\u{2060}';

/// The keys of a view whose texts are names that stand large, and may take two lines.
const NAMES: [&str; 4] = ["point", "bureau", "plate", "name"];
/// Keys of addresses: their texts are looked up as they are.
const ADDRESSES: [&str; 4] = ["url", "path", "src", "href"];

/// 08:30—11:30, 8:30-11:30, 8:30至11:30; a dash between any other two numbers.
static RANGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(\d[:：]\d\d) ?(—|–|-|－|~|～|至|到) ?(\d{1,2}[:：]\d\d)|(\d)(—)(\d)").ok());

/// Keeps every time of the texts of a view on one line.
pub fn keep_times(view: &mut Json) {
    match view {
        Json::String(text) => {
            if let Some(joined) = joined(text) {
                *text = joined;
            }
        }
        Json::Array(list) => list.iter_mut().for_each(keep_times),
        Json::Object(map) => {
            map.iter_mut().filter(|(key, _)| !ADDRESSES.contains(&key.as_str())).for_each(|(_, value)| keep_times(value));
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

fn joined(text: &str) -> Option<String> {
    let range = RANGE.as_ref()?;
    let dash = |c: char| matches!(c, '—' | '–' | '-' | '－' | '~' | '～' | '至' | '到');
    if !text.contains(|c: char| c.is_ascii_digit()) || !text.contains(dash) || !range.is_match(text) {
        return None;
    }
    let replacement = format!("$1$4{JOINER}$2$5{JOINER}$3$6");
    // Three times in a row share their middle one: the second round joins what the first has passed.
    let once = range.replace_all(text, replacement.as_str()).into_owned();
    Some(range.replace_all(&once, replacement.as_str()).into_owned())
}

/// The names of a view that have several words, each with them: a line breaks between two and not within one.
#[must_use]
pub fn names(view: &Json) -> Json {
    let mut found = Map::new();
    collect(view, 0, &mut found);
    Json::Object(found)
}

fn collect(view: &Json, depth: usize, found: &mut Map<String, Json>) {
    match view {
        Json::Object(map) => {
            for (key, value) in map {
                match value {
                    Json::String(name) if NAMES.contains(&key.as_str()) && !found.contains_key(name) => {
                        let words = words(name);
                        if words.len() > 1 {
                            found.insert(name.clone(), words.into());
                        }
                    }
                    // Zones and people are one step down; what is deeper are rows of lists.
                    Json::Array(_) if depth == 0 => collect(value, 1, found),
                    _ => {}
                }
            }
        }
        Json::Array(list) => list.iter().for_each(|entry| collect(entry, depth, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_hold_together_and_nothing_else_does() {
        for (text, wanted) in [
            ("周一至周五 08:30—11:30，14:30—17:30", "周一至周五 08:30+—+11:30，14:30+—+17:30"),
            ("工作日11:30-13:00（冬令时）", "工作日11:30+-+13:00（冬令时）"),
            ("每周六的8:30 至 11:30", "每周六的8:30+至+11:30"),
            ("2—3个工作日", "2+—+3个工作日"),
            ("0477-0000001", "0477-0000001"),
            ("2026-05-01", "2026-05-01"),
            ("周一至周五", "周一至周五"),
        ] {
            let mut view = json!({"text": text, "url": "https://a.example/8:30-11:30"});
            keep_times(&mut view);
            assert_eq!(view["text"].as_str().unwrap().replace(JOINER, "+"), wanted);
            assert_eq!(view["url"], "https://a.example/8:30-11:30");
        }
    }

    #[test]
    fn names_come_with_their_words() {
        let found = names(
            &json!({"point": "东镇东村医保服务站", "rows": [{"name": "西镇便民服务中心", "rows": [{"name": "南镇服务站"}]}]}),
        );
        assert_eq!(found["东镇东村医保服务站"].as_array().unwrap().len(), words("东镇东村医保服务站").len(), "{found}");
        assert!(found.get("南镇服务站").is_none() && found.get("西镇便民服务中心").is_some(), "{found}");
    }
}
