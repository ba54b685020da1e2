//! Stretches of a text that are replaced where they stand; all else stays as it is.

use crate::diagnostic::Span;

/// A stretch of a file with what comes in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// First byte.
    pub from: usize,
    /// Byte after the last.
    pub to: usize,
    /// What comes there.
    pub new: String,
}

impl Cut {
    /// What comes in the place of a span.
    #[must_use]
    pub fn of(span: Span, new: &str) -> Self {
        Self { from: span.start as usize, to: span.end as usize, new: new.to_owned() }
    }
}

/// A text with stretches replaced. Where two overlap, the first counts.
#[must_use]
pub fn cut(text: &str, mut list: Vec<Cut>) -> String {
    list.sort_by_key(|c| (c.from, std::cmp::Reverse(c.to)));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for Cut { from, to, new } in list {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_replaced_in_the_order_of_the_text() {
        let of = |from: usize, to: usize, new: &str| Cut { from, to, new: new.to_owned() };
        assert_eq!(cut("abcdef", vec![of(4, 5, "E"), of(1, 3, "-"), of(2, 4, "lost"), of(6, 6, "!")]), "a-dEf!");
        assert_eq!(cut("甲乙", Vec::new()), "甲乙");
    }
}
