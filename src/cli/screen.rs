//! Where a command writes, in which language, and how much.

use std::io::Write;

use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Lang, SourceMap, render};
use crate::sandbox::Reader;

/// The streams and manners of one run.
pub struct Screen<'a> {
    /// For what was asked for.
    pub out: &'a mut dyn Write,
    /// For everything else: findings of a build, progress, summaries.
    pub err: &'a mut dyn Write,
    /// Language.
    pub lang: Lang,
    /// Who reads the bytes of strangers.
    pub reader: &'a Reader,
    /// Only findings and errors.
    pub quiet: bool,
    /// Also what else happens.
    pub verbose: bool,
}

impl Screen<'_> {
    /// Writes what was asked for. A closed pipe is no reason to fail.
    pub fn print(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
        let _ = self.out.flush();
    }

    /// Writes a line for people, unless they asked for quiet.
    pub fn note(&mut self, text: &Bilingual) {
        if !self.quiet {
            let _ = writeln!(self.err, "{}", text.get(self.lang));
        }
    }

    /// Writes findings for people.
    pub fn findings(&mut self, found: &Diagnostics, sources: &SourceMap) {
        let text = render(found, sources, self.lang, super::text_format(&std::io::stderr()));
        let _ = self.err.write_all(text.as_bytes());
    }

    /// Writes one finding that has no file.
    pub fn finding(&mut self, found: Diagnostic) {
        let mut list = Diagnostics::new();
        list.push(found);
        self.findings(&list, &SourceMap::default());
    }
}
