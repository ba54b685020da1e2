//! Old browsers: nothing that they do not know stands in our styles and scripts without what they show instead. The list is in `docs/browsers.md`.
//!
//! A browser drops a declaration or a whole rule that it does not understand. So a declaration is fine when the same rule has an older one of the
//! same property before it, and a selector when nothing else hangs on its rule.

use std::fs;

use super::support::sample;

/// What Chromium 64 or Safari 12 does not know in a value; the rule needs an older declaration of the same property first.
const VALUES: [&str; 17] = [
    "min(",
    "max(",
    "clamp(",
    "subgrid",
    "anywhere",
    "sticky",
    "env(",
    "color-mix(",
    "oklch(",
    "lab(",
    "light-dark(",
    "dvh",
    "svh",
    "lvh",
    "revert",
    "round(",
    "\" / \"",
];
/// What they do not know in a selector, so that they drop the rule.
const SELECTORS: [&str; 8] = [":is(", ":where(", ":has(", ":focus-visible", ":focus-within", "::part(", ":user-invalid", "&"];
/// Of these, those that no rule may rest on alone: what they style would have no style at all.
const NEVER: [&str; 3] = [":is(", ":where(", "&"];
/// At-rules that they know.
const AT_RULES: [&str; 6] = ["@media", "@supports", "@page", "@font-face", "@keyframes", "@charset"];

/// What stands in a script and stops it altogether, or is not there: Chromium 64 and Safari 12.
const SCRIPT: [&str; 28] = [
    "?.",
    "??",
    "||=",
    "&&=",
    "catch {",
    "**=",
    ".flat(",
    ".flatMap(",
    ".at(",
    ".replaceAll(",
    "Object.fromEntries",
    "Object.hasOwn",
    ".matchAll(",
    "globalThis",
    "structuredClone",
    "queueMicrotask",
    "ResizeObserver",
    "IntersectionObserver",
    "AbortController",
    "(?<",
    "static {",
    "BigInt",
    "allSettled",
    "Promise.any",
    ".replaceChildren(",
    ".findLast(",
    "import(",
    ".randomUUID(",
];
/// What the form's script may not use: Chromium 92 and Safari 15.4 know what it does use.
const FORM: [&str; 10] = [
    "Object.groupBy",
    ".toSorted(",
    ".toReversed(",
    ".findLast(",
    ".hasOwn(",
    "static {",
    "Promise.withResolvers",
    "(?<=",
    "(?<!",
    "Array.fromAsync",
];

/// The text without comments.
fn bare(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

/// What is wrong in a style sheet, a line each.
fn css_slips(css: &str) -> Vec<String> {
    let mut found = Vec::new();
    blocks(&bare(css), false, &mut found);
    found
}

/// Goes through what stands on one level: at-rules with blocks, and rules.
fn blocks(css: &str, guarded: bool, found: &mut Vec<String>) {
    let mut rest = css;
    while let Some((head, after)) = rest.split_once('{') {
        let head = head.rsplit(';').next().unwrap_or_default().trim();
        let mut depth = 1;
        let end = after
            .char_indices()
            .find(|(_, c)| {
                depth += i32::from(*c == '{') - i32::from(*c == '}');
                depth == 0
            })
            .map_or(after.len(), |(at, _)| at);
        let body = &after[..end];
        rest = after.get(end + 1..).unwrap_or_default();
        if head.starts_with('@') {
            let name = head.split([' ', '(']).next().unwrap_or_default();
            if !AT_RULES.contains(&name) {
                found.push(format!("{name} is not known"));
            }
            if head.contains(">=") || head.contains("<=") {
                found.push(format!("a range in {head}"));
            }
            if body.contains('{') {
                blocks(body, guarded || name == "@supports", found);
            } else {
                rule(head, body, found);
            }
            continue;
        }
        if !guarded {
            let new = |one: &str| SELECTORS.iter().any(|s| one.contains(s));
            let list = parts(head, ',');
            let some = list.iter().filter(|one| new(one)).count();
            if NEVER.iter().any(|s| head.contains(s)) || (some > 0 && some < list.len()) {
                found.push(format!("the whole rule is dropped: {head}"));
            }
        }
        if !guarded {
            rule(head, body, found);
        }
    }
}

/// A text cut where a character stands outside of brackets.
fn parts(text: &str, at: char) -> Vec<String> {
    let mut out = vec![String::new()];
    let (mut depth, mut quoted) = (0, false);
    for c in text.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        quoted ^= c == '"';
        if c == at && depth == 0 && !quoted {
            out.push(String::new());
        } else if let Some(last) = out.last_mut() {
            last.push(c);
        }
    }
    out
}

/// The declarations of one rule.
fn rule(head: &str, body: &str, found: &mut Vec<String>) {
    let list: Vec<(String, String)> = parts(body, ';')
        .iter()
        .filter_map(|one| one.split_once(':').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())))
        .collect();
    // `minmax(` is old, `min(` is not.
    let holds = |value: &str, word: &str| {
        value.match_indices(word).any(|(at, _)| !value[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
    };
    let new = |name: &str, value: &str| {
        VALUES.iter().any(|word| holds(value, word)) || (name == "text-decoration" && value.split(' ').count() > 2)
    };
    let before = |at: usize, name: &str| list[..at].iter().any(|(n, v)| n == name && !new(n, v));
    let shows = |what: &str| list.iter().any(|(name, value)| name == "display" && value.contains(what));
    for (at, (name, value)) in list.iter().enumerate() {
        if name.starts_with("--") {
            continue;
        }
        let logical = ["margin-", "padding-", "border-", "inset-"].iter().any(|p| name.starts_with(p))
            && (name.contains("-inline") || name.contains("-block"));
        if logical || name == "inset" {
            found.push(format!("{head}: {name} has no older form"));
        }
        let older = match name.as_str() {
            "gap" => Some("grid-gap"),
            "column-gap" => Some("grid-column-gap"),
            "row-gap" => Some("grid-row-gap"),
            _ => None,
        };
        let columns = name == "column-gap" && list.iter().any(|(n, _)| n == "columns");
        if let Some(older) = older.filter(|_| !columns)
            && (shows("flex") || !list[..at].iter().any(|(n, v)| n == older && v == value))
        {
            found.push(format!("{head}: {name} without {older}, or in a row that is no grid"));
        }
        if name == "position" && value == "sticky" {
            if !list[..at].iter().any(|(_, v)| v == "-webkit-sticky") {
                found.push(format!("{head}: sticky without -webkit-sticky"));
            }
        } else if name == "overflow-wrap" && value == "anywhere" {
            if !list[..at].iter().any(|(n, v)| n == "word-break" && v == "break-word") {
                found.push(format!("{head}: overflow-wrap: anywhere without word-break"));
            }
        } else if value != "-webkit-sticky" && new(name, value) && !before(at, name) {
            found.push(format!("{head}: {name}: {value} has no older form before it"));
        }
    }
}

/// A script without comments and texts: what stands in them does nothing.
fn code(script: &str) -> String {
    let (mut out, mut letters) = (String::new(), script.chars().peekable());
    let mut last = ' ';
    while let Some(c) = letters.next() {
        match (c, letters.peek()) {
            ('/', Some('/')) => while letters.next_if(|c| *c != '\n').is_some() {},
            ('/', Some('*')) => {
                let mut star = false;
                letters.next();
                for c in letters.by_ref() {
                    if star && c == '/' {
                        break;
                    }
                    star = c == '*';
                }
            }
            ('\'' | '"', _) => {
                let mut escaped = false;
                for next in letters.by_ref() {
                    if !escaped && (next == c || next == '\n') {
                        break;
                    }
                    escaped = !escaped && next == '\\';
                }
                out.push_str("''");
            }
            // A pattern: it stays, but a quote in it begins no text.
            ('/', _) if "(=,:!&|?{};[".contains(last) => {
                out.push('/');
                let (mut escaped, mut class) = (false, false);
                for next in letters.by_ref() {
                    out.push(next);
                    if (!escaped && !class && next == '/') || next == '\n' {
                        break;
                    }
                    class = !escaped && (next == '[' || (class && next != ']'));
                    escaped = !escaped && next == '\\';
                }
            }
            _ => out.push(c),
        }
        if !c.is_whitespace() {
            last = c;
        }
    }
    out
}

/// What of a list a script uses, in the line where it stands.
fn script_slips(script: &str, unknown: &[&str]) -> Vec<String> {
    let uses = |line: &str, word: &str| {
        line.match_indices(word).any(|(at, _)| {
            let next = line[at + word.len()..].chars().next();
            // `a ?.5 : b` is a number, and `(?<name>` no look behind.
            match word {
                "?." => next.is_some_and(|c| !c.is_ascii_digit()),
                _ => true,
            }
        })
    };
    code(script)
        .lines()
        .flat_map(|line| {
            unknown.iter().filter(|word| uses(line, word)).map(|word| format!("{word} in {}", line.trim())).collect::<Vec<_>>()
        })
        .collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(sample().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

#[test]
fn old_browsers_know_our_styles_or_something_older_beside_them() {
    for path in ["themes/default/site/tokens.css", "themes/default/site/site.css", "themes/default/form/form.css"] {
        let found = css_slips(&read(path));
        assert!(found.is_empty(), "{path}:\n{}", found.join("\n"));
    }
}

#[test]
fn old_browsers_know_our_scripts() {
    for path in ["themes/default/site/site.js", "themes/default/site/search/find.js", "themes/default/site/search/form.js"] {
        let found = script_slips(&read(path), &SCRIPT);
        assert!(found.is_empty(), "{path}: {}", found.join("\n"));
    }
    for folder in ["themes/default/form", "themes/default/form/engine"] {
        for file in fs::read_dir(sample().join(folder)).unwrap().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if name.ends_with(".js") && name != "vendor.js" {
                let found = script_slips(&read(&format!("{folder}/{name}")), &FORM);
                assert!(found.is_empty(), "{name}:\n{}", found.join("\n"));
            }
        }
    }
}

#[test]
fn what_old_browsers_do_not_know_is_found() {
    for (css, wanted) in [
        ("a { margin-inline: 1px; }", "margin-inline"),
        ("a { padding-block: 1px 2px; }", "padding-block"),
        ("a { inset: 0; }", "inset"),
        ("a { display: flex; gap: 1px; }", "gap"),
        ("a { display: flex; grid-gap: 1px; gap: 1px; }", "gap"),
        ("a { display: grid; gap: 1px; }", "grid-gap"),
        ("a { column-gap: 1px; }", "grid-column-gap"),
        ("a { width: min(1px, 2px); }", "width"),
        ("a { grid-template-columns: repeat(auto-fit, minmax(min(100%, 2rem), 1fr)); }", "grid-template-columns"),
        ("a { grid-template-columns: subgrid; }", "subgrid"),
        ("a { position: sticky; }", "sticky"),
        ("a { overflow-wrap: anywhere; }", "word-break"),
        ("a :is(b, c) { color: red; }", "dropped"),
        ("a, b:focus-visible { color: red; }", "dropped"),
        ("@layer x { a { color: red; } }", "@layer"),
        ("@media (width >= 1px) { a { color: red; } }", "range"),
        ("@media print { a { display: flex; gap: 1px; } }", "gap"),
    ] {
        let found = css_slips(css);
        assert!(found.iter().any(|slip| slip.contains(wanted)), "{css}: {found:?}");
    }
    for css in [
        "a { width: 1px; width: min(1px, 2px); } /* b { gap: 1px; } */",
        "a { display: grid; grid-gap: 1px; gap: 1px; }",
        "a { columns: 3; column-gap: 1px; }",
        "a:focus-visible, b:focus-visible { color: red; }",
        "@supports selector(:has(*)) { a:is(b, c) { color: red; } }",
        "a { grid-template-columns: repeat(auto-fill, minmax(2rem, 1fr)); }",
        "a { grid-template-columns: 2em minmax(0, 1fr); grid-template-columns: subgrid; }",
    ] {
        assert!(css_slips(css).is_empty(), "{css}: {:?}", css_slips(css));
    }
    for (script, wanted) in [
        ("var a = b?.c;", "?."),
        ("var a = b ?? c;", "??"),
        ("try { a(); } catch { b(); }", "catch {"),
        ("var a = 'x'; b.flat();", ".flat("),
        ("var a = /'/.test(b); c.at(-1);", ".at("),
        ("var a = /(?<=b)c/;", "(?<"),
    ] {
        let found = script_slips(script, &SCRIPT);
        assert!(found.iter().any(|slip| slip.starts_with(wanted)), "{script}: {found:?}");
    }
    for script in ["// a?.b", "var a = 'b?.c';", "/* ?? */ var a = b ? .5 : 1;", "try { a(); } catch (e) { b(); }"] {
        assert!(script_slips(script, &SCRIPT).is_empty(), "{script}: {:?}", script_slips(script, &SCRIPT));
    }
}
