//! Where links and pictures lead.

use percent_encoding::percent_decode_str;

use super::Builder;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, codes};
use crate::say;
use crate::source::markdown::emphasis::restore;

impl Builder<'_, '_> {
    /// A link's target, or nothing when its scheme could run a program, or when it leads to another machine without saying how.
    pub(super) fn link(&mut self, target: &str, span: Span) -> String {
        let target = restore(target);
        let read = as_browsers_read(&target);
        let scheme = read.split_once(':').map(|(s, _)| s).filter(|s| !s.contains(['/', '#', '?']));
        let harmless = scheme.is_none_or(|s| ["http", "https", "mailto", "tel"].contains(&s.to_ascii_lowercase().as_str()));
        let elsewhere = read.starts_with("//");
        if harmless && !elsewhere {
            return target;
        }
        let help = if elsewhere {
            let whole = format!("https:{read}");
            say!("别的网站的网址写全，如 {whole}", "write the whole address of another site, such as {whole}")
        } else {
            say!("只用 http、https、mailto、tel 链接", "use http, https, mailto or tel links only")
        };
        self.out.push(
            Diagnostic::new(
                &codes::HTML_REMOVED,
                span,
                say!("链接“{target}”不允许，已去掉", "the link “{target}” is not allowed and was removed"),
            )
            .help(help),
        );
        String::new()
    }

    pub(super) fn picture(&mut self, source: &str, span: Span) -> String {
        let mut written = restore(source);
        // Editors write %20 for a space.
        if let Ok(plain) = percent_decode_str(&written).decode_utf8()
            && plain != written
        {
            let there = |path: &str| {
                let found = self.context.folder.resolve(path, span, &mut Diagnostics::default());
                found.is_some_and(|path| self.context.folder.assets.contains_key(&path))
            };
            if !there(&written) && there(&plain) {
                written = plain.into_owned();
            }
        }
        let picture = self.context.folder.picture(&written, span, self.out);
        picture.map(|p| p.path).unwrap_or_default()
    }
}

/// An address as browsers read it (URL Standard): blanks and control characters around it fall away, tabs and line ends anywhere, and a backslash
/// is a slash.
fn as_browsers_read(address: &str) -> String {
    let around = |c: char| c <= ' ';
    address
        .trim_matches(around)
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .map(|c| if c == '\\' { '/' } else { c })
        .collect()
}
