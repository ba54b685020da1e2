//! The code of what a printed piece shows, and the comparison of facts that programs of different schemes have written down.
//!
//! The facts themselves come from the piece's view ([`crate::print::facts`]), so they cannot say other things than the piece.

use std::borrow::Cow;

pub use crate::print::facts::{Fact, SCHEME, THERE};
use crate::print::facts::{one_line, write_text};

/// Labels of facts that an older scheme had and that are facts no longer: the name of the edition, in the imprint of a book; the coordinates on
/// 怎么走, which helped nobody. A print that still has them says nothing wrong.
const RETIRED: &[&str] = &["版次", "坐标"];

/// Facts as an older program wrote them down, without those that are facts no longer.
#[must_use]
pub fn without_retired(mut facts: Vec<Fact>, scheme: u32) -> Vec<Fact> {
    if scheme < SCHEME {
        facts.retain(|fact| !RETIRED.contains(&fact.label.as_str()));
    }
    facts
}

/// A hash of facts in any order: two schemes need not say them in the same one.
#[must_use]
pub fn comparable(facts: &[Fact]) -> String {
    let mut sorted: Vec<[Cow<'_, str>; 2]> = facts.iter().map(|fact| [one_line(&fact.label), one_line(&fact.text)]).collect();
    sorted.sort_unstable();
    let mut bytes = Vec::new();
    sorted.iter().flatten().for_each(|text| write_text(text, &mut bytes));
    blake3::hash(&bytes).to_hex().get(..16).unwrap_or_default().to_owned()
}

/// Letters and digits of codes: Crockford's, in which nothing looks like another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code of what a piece shows: `7K3-M9Q-XA2`, 45 bits. Two points never share one, also when they show the same.
#[must_use]
pub fn code(bureau: &str, piece: &str, facts: &[Fact]) -> String {
    let mut bytes = of_piece(bureau, piece);
    for fact in facts {
        write_text(&fact.label, &mut bytes);
        write_text(&fact.text, &mut bytes);
    }
    code_of(&bytes)
}

/// What a code is made of, as far as the piece is concerned: its facts follow, label and text of each.
#[must_use]
pub fn of_piece(bureau: &str, piece: &str) -> Vec<u8> {
    // Room for the facts of most pieces.
    let mut bytes = Vec::with_capacity(8 << 10);
    write_text(bureau, &mut bytes);
    write_text(piece, &mut bytes);
    bytes
}

/// The code of a piece with its facts, written one behind the other.
#[must_use]
pub fn code_of(bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes);
    let bits = hash.as_bytes().iter().take(8).fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
    let letter =
        |place: usize| ALPHABET.get(usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0)).map_or('0', |b| char::from(*b));
    let group = |from: usize| (from..from + 3).map(letter).collect::<String>();
    [group(0), group(3), group(6)].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(label: &str, text: &str) -> Fact {
        Fact { label: label.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_code_is_of_what_is_shown_and_of_its_piece() {
        let phone = |text: &str| vec![fact("电话", text)];
        let one = code("wushen", "points/a/desk-card", &phone("1"));
        assert_eq!(one, code("wushen", "points/a/desk-card", &phone("1")));
        assert_eq!(one.len(), 11);
        for other in [
            code("wushen", "points/a/desk-card", &phone("2")),
            code("wushen", "points/b/desk-card", &phone("1")),
            code("wuhu", "points/a/desk-card", &phone("1")),
        ] {
            assert_ne!(one, other);
        }
        assert!(one.chars().all(|c| c == '-' || ALPHABET.contains(&(c as u8))));
    }

    /// Codes are made without facts, and of rows that lists share: they must be those of the facts.
    #[test]
    fn a_code_is_that_of_the_facts_of_its_piece() {
        let workspace = crate::load::load(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).0.unwrap();
        let mut lists = 0;
        for bureau in workspace.bureaus.iter().filter(|b| !b.file.reference) {
            let jobs = crate::publish::pieces::jobs(&workspace, bureau);
            for job in &jobs {
                let Some(issue) = job.issue() else { continue };
                assert_eq!(issue.code, code(&bureau.id, &issue.piece, &issue.facts), "{}", job.path);
            }
            for job in crate::publish::pieces::jobs(&workspace, bureau) {
                let wanted = jobs.iter().find(|other| other.path == job.path).and_then(|other| other.code());
                assert_eq!(job.code(), wanted, "{}", job.path);
                lists += usize::from(job.piece.id == "service-list");
            }
        }
        assert!(lists > 5, "{lists} lists");
    }

    #[test]
    fn facts_of_two_schemes_are_compared_in_any_order_and_without_what_is_none_any_more() {
        let old = vec![fact("版次", "2023年4月版"), fact("坐标", "北纬 38.6000°"), fact("书名", "指南"), fact("核对", "一")];
        let now = [fact("核对", "一"), fact("书名", "指南")];
        assert_eq!(comparable(&without_retired(old.clone(), 1)), comparable(&now));
        assert_ne!(comparable(&without_retired(old, SCHEME)), comparable(&now));
        assert_ne!(comparable(&[fact("书名", "指南")]), comparable(&now));
    }
}
