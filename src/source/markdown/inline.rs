//! Lines of running text put together: what stands between two lines of a file, texts that touch, and the plain words.

use super::Inline;

/// Whether a character is written without spaces around it: Chinese characters, their punctuation, full-width forms.
#[must_use]
pub fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x303E | 0x3041..=0x33FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF | 0x2014 | 0x2018..=0x201D | 0x2026 | 0x00B7)
}

/// Marks a soft line break until its two neighbours are known.
pub const SOFT: &str = "\u{E7FF}";

/// Joins neighbouring texts and turns each soft line break into nothing between two Chinese characters, else into a space.
pub fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut result: Vec<Inline> = Vec::with_capacity(inlines.len());
    let mut soft = false;
    for inline in inlines {
        if matches!(&inline, Inline::Text { s } if s == SOFT) {
            soft = true;
            continue;
        }
        if std::mem::take(&mut soft) {
            let joined = matches!((result.last().and_then(last_char), first_char(&inline)),
                (Some(a), Some(b)) if is_cjk(a) && is_cjk(b));
            if !joined && !result.is_empty() {
                push(&mut result, Inline::Text { s: " ".to_owned() });
            }
        }
        push(&mut result, inline);
    }
    // Ten thousand guides are kept at a time: what a growing list set aside is given back.
    for inline in &mut result {
        if let Inline::Text { s } = inline {
            s.shrink_to_fit();
        }
    }
    result.shrink_to_fit();
    result
}

/// Adds to a line; texts that touch become one.
pub fn push(result: &mut Vec<Inline>, inline: Inline) {
    match (result.last_mut(), inline) {
        (Some(Inline::Text { s: last }), Inline::Text { s }) if last != SOFT && s != SOFT => last.push_str(&s),
        (_, inline) => result.push(inline),
    }
}

fn last_char(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text { s } | Inline::Code { s } => s.chars().last(),
        Inline::Strong { c } | Inline::Emphasis { c } | Inline::Deleted { c } | Inline::Link { c, .. } => {
            c.last().and_then(last_char)
        }
        Inline::Break | Inline::Image { .. } => None,
    }
}

fn first_char(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text { s } | Inline::Code { s } => s.chars().next(),
        Inline::Strong { c } | Inline::Emphasis { c } | Inline::Deleted { c } | Inline::Link { c, .. } => {
            c.first().and_then(first_char)
        }
        Inline::Break | Inline::Image { .. } => None,
    }
}

/// The plain words of running text.
#[must_use]
pub fn plain(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|i| match i {
            Inline::Text { s } | Inline::Code { s } => s.clone(),
            Inline::Strong { c } | Inline::Emphasis { c } | Inline::Deleted { c } | Inline::Link { c, .. } => plain(c),
            Inline::Break => " ".to_owned(),
            Inline::Image { alt, .. } => alt.clone(),
        })
        .collect()
}
