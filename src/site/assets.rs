//! The stylesheet and the script as readers get them: without the comments and the indentation of their sources, which a phone would
//! load with every first visit. Whole lines are dropped and nothing within a line is touched, so no rule or statement can change.

/// `assets/site.css`: the tokens and then the rules.
#[must_use]
pub fn stylesheet(tokens: &str, rules: &str) -> String {
    tight(&format!("{}{}", lean(tokens), lean(rules)))
}

/// Takes the spaces and ends of lines out of styles that mean nothing there; texts in quotes stay as they are.
fn tight(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let (mut quote, mut comment) = (None, false);
    for c in css.chars() {
        if let Some(open) = quote {
            out.push(c);
            if c == open {
                quote = None;
            }
            continue;
        }
        if comment {
            out.push(c);
            comment = !out.ends_with("*/");
            continue;
        }
        match c {
            '"' | '\'' => quote = Some(c),
            '\n' => {
                // A comment at the end of a line may be anywhere: a line break between two words is a space.
                if !out.ends_with([';', ',', '{', '}', ' ']) {
                    out.push(' ');
                }
                continue;
            }
            ' ' if out.ends_with([':', ';', ',', '{', '}', '>']) || out.is_empty() => continue,
            // 0.5em is .5em.
            '.' if [" 0", ":0", ",0", "(0"].iter().any(|zero| out.ends_with(zero)) => {
                out.pop();
            }
            '{' | '}' | ';' | '>' => {
                out.truncate(out.trim_end_matches(' ').len());
                if c == '}' && out.ends_with(';') {
                    out.pop();
                }
            }
            _ => {}
        }
        out.push(c);
        comment = out.ends_with("/*");
    }
    // A product of a calculation needs no spaces, and one by one is none.
    out.replace("calc(var(--u) * 1)", "var(--u)").replace("(var(--u) * ", "(var(--u)*")
}

/// Takes spaces out of the lines of a script that hold no text, no pattern and no comment. `+` and `-` keep theirs: two of them are another sign.
fn close(line: &str) -> String {
    // `<!--` begins a comment.
    if line.contains(['"', '\'', '/', '`', '\\']) || line.contains("!--") {
        return line.to_owned();
    }
    let sign = |c: char| "=,;{}():?&|<>[]!".contains(c);
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        if c == ' ' && (out.ends_with(sign) || letters.peek().is_some_and(|next| sign(*next))) {
            continue;
        }
        out.push(c);
    }
    out
}

/// A script of the theme. One with a template literal stays as it is: its lines may be part of a text.
#[must_use]
pub fn script(text: &str) -> String {
    if text.contains('`') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    lean(text).lines().for_each(|line| push(&mut out, &close(line)));
    out
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
        let css = "/* Head\n   two */\n.a {\n  color: red; /* stays */\n}\n\n/* x */ .b { }\n@media (min-width: 1rem) { .a > b:not(.c), .d:hover {\n  margin: calc(var(--u) * 2) calc(var(--u) * 1) 0.5em 10.5px; content: \"a : { }\"; } }\n";
        let wanted = ".a{color:red;/* stays */}.b{}@media (min-width:1rem){.a>b:not(.c),.d:hover{margin:calc(var(--u)*2) var(--u) .5em 10.5px;content:\"a : { }\"}}";
        assert_eq!(stylesheet("", css), wanted);
        let js = "// why\nvar a = 60 + +m; // stays\n  /** Words. */\n  var b = '// no comment';\nif (a - -b > c) { d = e ? [ 1 ] : f; }\nreturn a in b;\n";
        assert_eq!(script(js), "var a = 60 + +m; // stays\nvar b = '// no comment';\nif(a - -b>c){d=e?[1]:f;}\nreturn a in b;\n");
        let literal = "var a = `x\n  // y`;\n";
        assert_eq!(script(literal), literal);
    }
}
