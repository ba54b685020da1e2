//! Findings: what is wrong, where, and what to write instead, and how a finding is shown.
//!
//! Owns the places in files that findings point at, the registry of codes, and one renderer per format. It must not know
//! what a workspace, a bureau or a PDF is.

mod code;
mod mend;
mod render;
mod span;
mod system;
mod text;

pub use code::{Code, all as all_codes, codes};
pub use mend::Mend;
pub use render::{Format, render};
pub use span::{FileId, FilePlace, Position, SourceFile, SourceMap, Span, Spanned};
pub use system::system_words;
pub use text::{Bilingual, Lang};

/// How bad a finding is. The order counts: an error is greater than a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something that a person should look at; what is made is still right.
    Warning,
    /// Something that cannot be used as it stands.
    Error,
}

impl Severity {
    /// The word of the JSON and SARIF formats.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding about one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// What kind of finding this is; stable across versions.
    pub code: &'static Code,
    /// The code's severity unless the finding says otherwise.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: Bilingual,
    /// Where. `None` when the file is no source, or there is none that it could be about.
    pub span: Option<Span>,
    /// Where, in a file that is no source.
    pub elsewhere: Option<Box<FilePlace>>,
    /// What to write instead.
    pub help: Option<Bilingual>,
    /// The same for somebody who fills in a form and does not see the file; `None` where [`Diagnostic::help`] does for both.
    pub on_form: Option<Bilingual>,
    /// Other places that explain this one, such as the first of two equal ids.
    pub related: Vec<(Span, Bilingual)>,
    /// Edits that would settle it; empty where a person must know what is right.
    pub mends: Vec<Mend>,
}

impl Diagnostic {
    /// A finding about a place.
    #[must_use]
    pub fn new(code: &'static Code, span: Span, message: Bilingual) -> Self {
        Self { span: Some(span), ..Self::nowhere(code, message) }
    }

    /// A finding that has no file, such as a missing folder.
    #[must_use]
    pub fn nowhere(code: &'static Code, message: Bilingual) -> Self {
        Self {
            code,
            severity: code.severity,
            message,
            span: None,
            elsewhere: None,
            help: None,
            on_form: None,
            related: Vec::new(),
            mends: Vec::new(),
        }
    }

    /// A finding about a file that is no source, such as a template of the workspace.
    #[must_use]
    pub fn in_file(code: &'static Code, path: impl Into<String>, position: Option<Position>, message: Bilingual) -> Self {
        let place = FilePlace { path: path.into(), position };
        Self { elsewhere: Some(Box::new(place)), ..Self::nowhere(code, message) }
    }

    /// The file that it is about, with line and column where they are known.
    #[must_use]
    pub fn place<'d>(&'d self, sources: &'d SourceMap) -> Option<(&'d str, Option<Position>)> {
        let read = self.span.map(|span| (sources.path(span.file), Some(sources.position(span))));
        read.or_else(|| self.elsewhere.as_ref().map(|place| (place.path.as_str(), place.position)))
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, help: Bilingual) -> Self {
        self.help = Some(help);
        self
    }

    /// Says what to do on a form, where the help speaks of keys and lines of the file.
    #[must_use]
    pub fn on_form(mut self, help: Bilingual) -> Self {
        self.on_form = Some(help);
        self
    }

    /// What to do, for somebody at a form.
    #[must_use]
    pub fn form_help(&self) -> Option<&Bilingual> {
        self.on_form.as_ref().or(self.help.as_ref())
    }

    /// Names another place that explains this one.
    #[must_use]
    pub fn related(mut self, span: Span, note: Bilingual) -> Self {
        self.related.push((span, note));
        self
    }
}

/// A growing list of findings. Loading and checking never stop at the first.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all findings of another list.
    pub fn extend(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// The findings, in the order of [`Diagnostics::sort`] or as they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Keeps the findings that the predicate accepts.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// How many findings of a severity there are.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether there is nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many findings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Orders by file, place and code, and drops exact repeats, so that every run prints the same.
    pub fn sort(&mut self, sources: &SourceMap) {
        type Key<'d> = (Option<(&'d str, u32, u32)>, Option<&'d FilePlace>, &'d str, &'d str);
        fn key<'d>(d: &'d Diagnostic, sources: &'d SourceMap) -> Key<'d> {
            let read = d.span.map(|s| (sources.path(s.file), s.start, s.end));
            (read, d.elsewhere.as_deref(), d.code.id, &d.message.zh)
        }
        self.list.sort_by(|a, b| key(a, sources).cmp(&key(b, sources)));
        self.list.dedup();
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}
