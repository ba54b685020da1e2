//! Points as one short text: most of a county's points are called and lie like the one before.
//! Must not know what is searched.
//!
//! A line is `id|name|channel|address|aliases|state`, what is empty at its end left out. An id begins with how many characters it shares with the
//! one before (one digit to base 36), a name likewise, then a letter for its ending in the list of endings or `-`; an address with how many
//! it shares with the address before (`p`) or with the point's own name (`n`). A channel is its place in the catalog, `-` where it has none.

use std::collections::BTreeMap;

use crate::model::Point;
use crate::site::pages::points::state;
use crate::site::site_context::SiteContext;

/// Endings have a letter each.
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// From so many names the endings are taken, spread over the list: more would not tell more.
const LOOKED_AT: usize = 400;
/// The most that one digit says.
const MOST: usize = 35;

/// The endings and the lines.
pub fn points(scope: &SiteContext<'_>, points: &[Point]) -> [String; 2] {
    let names: Vec<String> = points.iter().map(|p| clean(&p.name)).collect();
    let endings = endings(&names);
    let channels: Vec<&str> = scope.catalog().map_or(&[][..], |c| &c.channels).iter().map(|c| c.id.as_str()).collect();
    let (mut last_id, mut last_name, mut last_address) = (String::new(), String::new(), String::new());
    let lines = points.iter().zip(names).map(|(point, name)| {
        let id = point.id.to_string();
        let address = point.address.as_ref().map(|a| clean(a)).unwrap_or_default();
        let ending = endings.iter().enumerate().filter(|(_, e)| name.ends_with(e.as_str())).max_by_key(|(_, e)| e.len());
        let stem = ending.map_or(name.as_str(), |(_, e)| name.strip_suffix(e.as_str()).unwrap_or(&name));
        let letter = ending.and_then(|(at, _)| LETTERS.chars().nth(at)).unwrap_or('-');
        let ((same, stem), (same_id, rest)) = (after(stem, &last_name), after(&id, &last_id));
        let (with_name, with_last) = (after(&address, &name), after(&address, &last_address));
        let (from, (shared, own)) = if with_name.0 >= with_last.0 { ('n', with_name) } else { ('p', with_last) };
        let channel = channels.iter().position(|c| *c == point.channel.as_str());
        let channel = channel.map_or_else(|| "-".to_owned(), |at| at.to_string());
        let aliases = point.aliases.iter().map(|a| clean(a)).collect::<Vec<_>>().join("、");
        let place = if address.is_empty() { String::new() } else { format!("{}{from}{own}", digit(shared)) };
        let state = state(point);
        let line = format!("{}{rest}|{}{letter}{stem}|{channel}|{place}|{aliases}|{state}", digit(same_id), digit(same));
        (last_id, last_name, last_address) = (id, name, address);
        line.trim_end_matches('|').to_owned()
    });
    let lines = lines.collect::<Vec<_>>().join("\n");
    [endings.join("|"), lines]
}

/// A text in which the signs that part fields and lines stand for nothing.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || c == '|' { ' ' } else { c }).collect()
}

/// How many characters a text shares with another from the start, and the rest of it.
fn after<'a>(text: &'a str, other: &str) -> (usize, &'a str) {
    let shared = text.chars().zip(other.chars()).take(MOST).take_while(|(a, b)| a == b).count();
    let at = text.char_indices().nth(shared).map_or(text.len(), |(at, _)| at);
    (shared, text.get(at..).unwrap_or_default())
}

fn digit(number: usize) -> char {
    u32::try_from(number).ok().and_then(|n| char::from_digit(n, 36)).unwrap_or('0')
}

/// The endings that save most: each is taken, and its names no longer count.
fn endings(names: &[String]) -> Vec<String> {
    let step = names.len().div_ceil(LOOKED_AT).max(1);
    let mut left: Vec<&str> = names.iter().step_by(step).map(String::as_str).collect();
    let mut found = Vec::new();
    for _ in 0..LETTERS.len() {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for name in &left {
            for (at, _) in name.char_indices().rev().skip(1).take(16) {
                *counts.entry(name.get(at..).unwrap_or_default()).or_default() += 1;
            }
        }
        let saved = |ending: &str, count: usize| (count - 1) * (ending.len() - 1);
        let best = counts.into_iter().filter(|(_, count)| *count > 2).max_by_key(|(ending, count)| saved(ending, *count));
        let Some((best, _)) = best else { break };
        found.push(best.to_owned());
        left.retain(|name| !name.ends_with(best));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shared_is_counted_in_characters() {
        assert_eq!(after("图克镇甲村", "图克镇乙村"), (3, "甲村"));
        assert_eq!(after("甲", "甲乙"), (1, ""));
        assert_eq!(after("", "甲"), (0, ""));
        assert_eq!((digit(0), digit(35)), ('0', 'z'));
    }

    #[test]
    fn an_ending_that_many_names_have_is_taken_whole() {
        let names: Vec<String> = ["甲", "乙", "丙", "丁"].iter().map(|v| format!("{v}村党群服务中心医保服务点")).collect();
        assert_eq!(endings(&names), ["村党群服务中心医保服务点"]);
        assert!(endings(&names[..2]).is_empty());
    }
}
