//! The code of what a printed piece shows, and the comparison of facts that programs of different schemes have written down.
//!
//! The facts themselves come from the piece's view ([`crate::print::facts`]), so they cannot say other things than the piece.

use crate::print::facts::one_line;
pub use crate::print::facts::{Fact, SCHEME, THERE};

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
    let mut sorted: Vec<[String; 2]> = facts.iter().map(|fact| [one_line(&fact.label), one_line(&fact.text)]).collect();
    sorted.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    sorted.iter().flatten().for_each(|text| add(&mut hasher, text));
    hasher.finalize().to_hex().get(..16).unwrap_or_default().to_owned()
}

fn add(hasher: &mut blake3::Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
}

/// Letters and digits of codes: Crockford's, in which nothing looks like another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code of what a piece shows: `7K3-M9Q-XA2`, 45 bits. Two points never share one, also when they show the same.
#[must_use]
pub fn code(bureau: &str, piece: &str, facts: &[Fact]) -> String {
    let mut hasher = blake3::Hasher::new();
    add(&mut hasher, bureau);
    add(&mut hasher, piece);
    for fact in facts {
        add(&mut hasher, &fact.label);
        add(&mut hasher, &fact.text);
    }
    let hash = hasher.finalize();
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

    #[test]
    fn facts_of_two_schemes_are_compared_in_any_order_and_without_what_is_none_any_more() {
        let old = vec![fact("版次", "2023年4月版"), fact("坐标", "北纬 38.6000°"), fact("书名", "指南"), fact("核对", "一")];
        let now = [fact("核对", "一"), fact("书名", "指南")];
        assert_eq!(comparable(&without_retired(old.clone(), 1)), comparable(&now));
        assert_ne!(comparable(&without_retired(old, SCHEME)), comparable(&now));
        assert_ne!(comparable(&[fact("书名", "指南")]), comparable(&now));
    }
}
