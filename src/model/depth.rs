//! How deep a channel handles an item (办理深度), read from the published word, which is kept.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::limit::Limit;
use crate::diagnostic::{Diagnostics, Spanned};
use crate::say;
use crate::source::Node;
use crate::source::decode::{Decode, Shape, Text, half_width, scalar};

/// The kinds of depth, deepest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum DepthKind {
    /// 办结: done here.
    Complete,
    /// 受理: accepted and passed on.
    Accept,
    /// 初审: first review.
    Review,
    /// 帮办: helped to do it.
    Assisted,
    /// 代办: done for the applicant.
    Proxy,
    /// 咨询: advice only.
    Advice,
    /// 未注明: offered, but the document does not say how deep.
    Unstated,
    /// A word that is not known, such as the slip 结办.
    Unknown,
    /// `-`: not offered.
    None,
}

impl DepthKind {
    /// Every word of a depth, deepest first.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("办结", Self::Complete),
        ("受理", Self::Accept),
        ("初审", Self::Review),
        ("帮办", Self::Assisted),
        ("代办", Self::Proxy),
        ("咨询", Self::Advice),
        ("未注明", Self::Unstated),
    ];

    /// Short English name for class names and template choices.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Accept => "accept",
            Self::Review => "review",
            Self::Assisted => "assisted",
            Self::Proxy => "proxy",
            Self::Advice => "advice",
            Self::Unstated => "unstated",
            Self::Unknown => "unknown",
            Self::None => "none",
        }
    }

    /// The name of the drawn sign, the same on screen and in print: shape first, colour second.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Complete => "disc",
            Self::Accept => "half",
            Self::Assisted => "dot",
            Self::Proxy => "ring",
            Self::None => "dash",
            Self::Review | Self::Advice | Self::Unstated | Self::Unknown => "other",
        }
    }

    /// What the word means, for legends. Empty for a word that nobody knows.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Complete => "在这里办完",
            Self::Accept => "收件后转办",
            Self::Review => "先审后报",
            Self::Assisted => "协助办理",
            Self::Proxy => "代为办理",
            Self::Advice => "只作解答",
            Self::Unstated => "文件没有写明办到哪一步",
            Self::Unknown | Self::None => "",
        }
    }

    /// The word.
    #[must_use]
    pub fn zh(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("-", |(word, _)| word)
    }
}

/// One cell of a catalog.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Depth {
    /// What the word means.
    pub kind: DepthKind,
    /// `15天内办结` in brackets behind it.
    pub limit: Option<Limit>,
    /// A second word in brackets: 办结（帮办）.
    pub modifier: Option<DepthKind>,
    /// As published, `-` where not offered.
    pub text: Spanned<String>,
}

impl Depth {
    /// Reads a published depth. Never fails: an unknown word has the kind [`DepthKind::Unknown`].
    #[must_use]
    pub fn parse(text: Spanned<String>) -> Self {
        let plain = half_width(text.trim());
        let (word, inside) = match plain.split_once('(') {
            Some((word, rest)) => (word.trim(), rest.trim_end_matches(')').trim()),
            None => (plain.trim(), ""),
        };
        let kind_of = |word: &str| DepthKind::WORDS.iter().find(|(w, _)| *w == word).map(|(_, kind)| *kind);
        let none = matches!(word, "" | "-" | "－" | "—" | "——" | "/" | "×" | "无");
        let modifier = kind_of(inside);
        let limit = Limit::parse(inside);
        // An unknown text in brackets is a word that nobody knows, too.
        let odd = !inside.is_empty() && modifier.is_none() && limit.is_none();
        let kind = match kind_of(word) {
            _ if none => DepthKind::None,
            Some(kind) if !odd => kind,
            _ => DepthKind::Unknown,
        };
        Self { kind, limit, modifier, text }
    }

    /// Whether the channel handles the item at all; an unknown word counts, because something was printed.
    #[must_use]
    pub fn offered(&self) -> bool {
        self.kind != DepthKind::None
    }

    /// The published word, `-` where not offered.
    #[must_use]
    pub fn published(&self) -> &str {
        if self.offered() { &self.text } else { "-" }
    }
}

impl Decode for Depth {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = scalar(node, &say!("办理深度，如 办结", "a depth such as 办结"), out)?;
        Some(Self::parse(Spanned::new(text.trim().to_owned(), node.span)))
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": "string", "examples": ["办结", "受理（15天内办结）", "办结（帮办）", "-"]})
    }

    fn shape() -> Shape {
        Shape::own("depth", &[Text::shape])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{FileId, Span};

    fn depth(text: &str) -> Depth {
        Depth::parse(Spanned::new(text.to_owned(), Span::file(FileId(0))))
    }

    #[test]
    fn every_word_has_a_sign_and_a_meaning() {
        for (word, kind) in DepthKind::WORDS {
            assert!(["disc", "half", "dot", "ring", "other"].contains(&kind.sign()), "{word}");
            assert!(!kind.meaning().is_empty(), "{word}");
        }
        assert_eq!(DepthKind::None.sign(), "dash");
    }

    #[test]
    fn published_depths_are_read_and_kept() {
        let d = depth("受理(15天内办结）");
        assert_eq!((d.kind, d.limit.map(Limit::zh)), (DepthKind::Accept, Some("15天".to_owned())));
        assert_eq!(d.published(), "受理(15天内办结）");
        assert_eq!(depth("办结（帮办）").modifier, Some(DepthKind::Assisted));
        assert_eq!(depth("结办").kind, DepthKind::Unknown);
        assert_eq!(depth("办结（随便）").kind, DepthKind::Unknown);
        for dash in ["-", "－", "—", "", "无"] {
            assert!(!depth(dash).offered(), "{dash}");
        }
        assert!(depth("结办").offered());
    }
}
