//! How deep a channel handles an item (办理深度), read from the published word, which is kept.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::limit::Limit;
use crate::diagnostic::{Diagnostics, Spanned};
use crate::say;
use crate::source::Node;
use crate::source::decode::{Decode, half_width, scalar};

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
}
