//! The one escaper of texts for XML and HTML. It must not know what it is written into.

/// Appends a text as it may stand between tags and in an attribute: the five characters that mean something there are escaped, and what XML 1.0
/// cannot hold, such as control characters, falls away.
pub fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
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
    use super::escaped;

    #[test]
    fn a_text_stays_a_text() {
        assert_eq!(escaped("<b x=\"1\" y='2'>甲&乙</b>"), "&lt;b x=&quot;1&quot; y=&#39;2&#39;&gt;甲&amp;乙&lt;/b&gt;");
        assert_eq!(escaped("a\u{0}b\u{b}c\u{85}d\u{ffff}e\tf\ng"), "abcde\tf\ng");
    }
}
