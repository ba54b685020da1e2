//! The stylesheet and the script as readers get them: without the comments and the indentation of their sources, which a phone would
//! load with every first visit. Whole lines are dropped and nothing within a line is touched, so no rule or statement can change.

/// `assets/site.css`: the tokens and then the rules.
#[must_use]
pub fn stylesheet(tokens: &str, rules: &str) -> String {
    format!("{}{}", lean(tokens), lean(rules))
}

/// A script of the theme. One with a template literal stays as it is: its lines may be part of a text.
#[must_use]
pub fn script(text: &str) -> String {
    if text.contains('`') { text.to_owned() } else { lean(text) }
}

/// Drops indentation, empty lines, lines that are a comment, and comments that fill several whole lines.
fn lean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if inside {
            // What stands behind the end of a comment would need a parser to tell apart; the theme has nothing there.
            if let Some((_, rest)) = line.split_once("*/") {
                inside = false;
                push(&mut out, rest.trim());
            }
            continue;
        }
        if let Some(comment) = line.strip_prefix("/*") {
            match comment.split_once("*/") {
                Some((_, rest)) => push(&mut out, rest.trim()),
                None => inside = true,
            }
        } else if !line.starts_with("//") {
            push(&mut out, line);
        }
    }
    out
}

fn push(out: &mut String, line: &str) {
    if !line.is_empty() {
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_whole_lines_go_and_nothing_else() {
        let css = "/* Head\n   two */\n.a {\n  color: red; /* stays */\n}\n\n/* x */ .b { }\n";
        assert_eq!(stylesheet("", css), ".a {\ncolor: red; /* stays */\n}\n.b { }\n");
        let js = "// why\nvar a = 60 + +m; // stays\n  /** Words. */\n  var b = '// no comment';\n";
        assert_eq!(script(js), "var a = 60 + +m; // stays\nvar b = '// no comment';\n");
        let literal = "var a = `x\n  // y`;\n";
        assert_eq!(script(literal), literal);
    }
}
