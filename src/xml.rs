//! The one escaper of texts for XML and HTML. It must not know what it is written into.

use std::convert::Infallible;
use std::io::{self, Write};

/// Appends a text as it may stand between tags and in an attribute: the five characters that mean something there are escaped, and what XML 1.0
/// cannot hold, such as control characters, falls away.
pub fn escape(out: &mut String, text: &str) {
    let Ok(()) = pieces(text, |piece| {
        out.push_str(piece);
        Ok::<(), Infallible>(())
    });
}

/// Writes a text as [`escape`] appends it.
///
/// # Errors
/// When it cannot be written.
pub fn write_escaped(text: &str, out: &mut dyn Write) -> io::Result<()> {
    pieces(text, |piece| out.write_all(piece.as_bytes()))
}

/// The pieces of an escaped text: most texts are one.
fn pieces<E>(text: &str, mut write: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut done = 0;
    for (at, c) in text.char_indices() {
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '\t' | '\n' | '\r' => continue,
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => "",
            _ => continue,
        };
        write(text.get(done..at).unwrap_or_default())?;
        write(instead)?;
        done = at + c.len_utf8();
    }
    write(text.get(done..).unwrap_or_default())
}

/// The escaped text by itself.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, write_escaped};

    #[test]
    fn a_text_stays_a_text() {
        assert_eq!(escaped("<b x=\"1\" y='2'>甲&乙</b>"), "&lt;b x=&quot;1&quot; y=&#39;2&#39;&gt;甲&amp;乙&lt;/b&gt;");
        assert_eq!(escaped("a\u{0}b\u{b}c\u{85}d\u{ffff}e\tf\ng"), "abcde\tf\ng");
        for text in ["", "甲", "<", "a<", "<a", "&&", "甲\u{0}'乙'", "\u{ffff}"] {
            let mut written = Vec::new();
            write_escaped(text, &mut written).unwrap();
            assert_eq!(String::from_utf8(written).unwrap(), escaped(text));
        }
    }
}
