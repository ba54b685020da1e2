//! Number formats of .xlsx that are made of zeros: a phone or a code that was typed as a number and is shown with the zeros at its beginning, such as
//! `000000000000` and `0000\-00000000` (ECMA-376, 18.8.30).

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::package::Package;

/// Fewer zeros than this show a small number in two digits, and no code.
const FEWEST_ZEROS: usize = 5;

/// The formats of zeros by the index of their style, as they show a number: zeros, and what stands between them.
pub fn by_style(package: &mut Package<'_>) -> BTreeMap<usize, String> {
    let Some(text) = package.text("xl/styles.xml") else { return BTreeMap::new() };
    if !text.contains("numFmt ") {
        return BTreeMap::new();
    }
    let Ok(document) = Document::parse(&text) else { return BTreeMap::new() };
    let named = |node: &Node<'_, '_>, name: &str| node.tag_name().name() == name;
    let formats: BTreeMap<&str, String> = document
        .descendants()
        .filter(|n| named(n, "numFmt"))
        .filter_map(|n| Some((n.attribute("numFmtId")?, zeros(n.attribute("formatCode")?)?)))
        .collect();
    let styles = document.descendants().find(|n| named(n, "cellXfs"));
    let each = styles.into_iter().flat_map(|n| n.children().filter(|n| named(n, "xf")).collect::<Vec<_>>()).enumerate();
    each.filter_map(|(at, n)| Some((at, formats.get(n.attribute("numFmtId")?)?.clone()))).collect()
}

/// A format that is made of zeros alone, without its quotes.
fn zeros(code: &str) -> Option<String> {
    let first = code.split(';').next()?;
    let plain: String = first.chars().filter(|c| !matches!(c, '\\' | '"')).collect();
    let made = plain.chars().all(|c| matches!(c, '0' | '-' | ' ' | '(' | ')'));
    (made && plain.chars().filter(|c| *c == '0').count() >= FEWEST_ZEROS).then_some(plain)
}

/// A whole number as the format shows it.
pub fn shown(format: &str, digits: &str) -> String {
    let mut rest: Vec<char> = digits.chars().collect();
    let mut out: Vec<char> = Vec::new();
    let first = format.find('0').unwrap_or(0);
    for (at, c) in format.char_indices().rev() {
        if c != '0' {
            out.push(c);
            continue;
        }
        out.push(rest.pop().unwrap_or('0'));
        // What has no zero of its own stands before the first.
        if at == first {
            out.extend(rest.drain(..).rev());
        }
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{shown, zeros};

    #[test]
    fn zeros_of_an_area_are_shown() {
        for (code, digits, wanted) in [
            ("000000000000", "57680001234", Some("057680001234")),
            ("0000\\-00000000", "57680001234", Some("0576-80001234")),
            ("\"(\"0000\")\" 00000000", "57680001234", Some("(0576) 80001234")),
            ("00000", "123456", Some("123456")),
            ("0", "5", None),
            ("0.00", "5", None),
            ("#,##0", "5", None),
            ("yyyy", "5", None),
            ("00", "5", None),
        ] {
            assert_eq!(zeros(code).map(|format| shown(&format, digits)).as_deref(), wanted, "{code}");
        }
    }
}
