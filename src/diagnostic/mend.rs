//! What would settle a finding, as an edit that a program can make: a button in the desk.

use super::{Bilingual, Diagnostic, Span};
use crate::say;

/// A replacement that settles a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// What it does, in the words of a button.
    pub says: Bilingual,
    /// What is replaced.
    pub span: Span,
    /// What stands there then.
    pub text: String,
    /// Whether the text is a value, which is quoted where YAML wants it; else it stands as it is.
    pub is_value: bool,
}

impl Diagnostic {
    /// Offers to write something else in the place that the finding is about. One finding may offer several.
    #[must_use]
    pub fn instead(self, text: Option<&str>) -> Self {
        let Some((text, span)) = text.zip(self.span) else { return self };
        self.mend(say!("改为“{text}”", "write “{text}”"), span, text, true)
    }

    /// Offers a replacement of a value, or of the very characters of a span.
    #[must_use]
    pub fn mend(mut self, says: Bilingual, span: Span, text: impl Into<String>, is_value: bool) -> Self {
        self.mends.push(Mend { says, span, text: text.into(), is_value });
        self
    }
}
