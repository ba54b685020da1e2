//! Links and pictures that the parser did not see because of spaces or full-width brackets, and lines that it took for the address of a link.

use std::ops::Range;

use super::{Kind, Scan};

/// As far from its brackets a link is looked for.
const REACH: usize = 2000;
/// Most lines that are looked at as addresses of links.
const MOST_DEFINITIONS: usize = 200;

impl<'t> Scan<'t, '_> {
    /// `![图](窗口 照片.png)` gets its angle brackets; full-width brackets are a doubt.
    pub(super) fn unfound_links(&mut self) {
        let text = self.text;
        for (at, _) in text.match_indices("](") {
            if !self.is_covered(at) && !self.is_link(at) {
                self.angle_brackets(at);
            }
        }
        for (at, _) in text.match_indices("]（") {
            let Some(open) = self.opening(at) else { continue };
            let inside = self.reach(at).split(['（', '）', ')']).nth(1).unwrap_or("");
            let picture = text[..open].ends_with('!');
            if (picture || is_address(inside)) && !self.is_covered(at) {
                self.doubt(open - usize::from(picture), at + 1 - open + usize::from(picture), Kind::WideBrackets);
            }
        }
    }

    fn is_link(&self, at: usize) -> bool {
        let i = self.links.partition_point(|r| r.start <= at);
        self.links[i.saturating_sub(2)..i].iter().any(|r| r.contains(&at))
    }

    /// The bracket that opens the words of a link, on the same line.
    fn opening(&self, at: usize) -> Option<usize> {
        let from = self.text.ceil_char_boundary(at.saturating_sub(REACH));
        let before = &self.text[from..at];
        let line = before.rfind('\n').map_or(0, |i| i + 1);
        before[line..].rfind('[').map(|i| from + line + i)
    }

    /// The rest of the line, as far as it is looked at.
    fn reach(&self, at: usize) -> &'t str {
        let rest = &self.text[at..self.text.floor_char_boundary(at + REACH)];
        rest.lines().next().unwrap_or("")
    }

    fn angle_brackets(&mut self, at: usize) {
        let text = self.text;
        let Some(open) = self.opening(at) else { return };
        let from = at + 2;
        let Some(inside) = balanced(self.reach(from)) else { return };
        // A title may follow the path.
        let path = match inside.trim_end().strip_suffix('"').and_then(|rest| rest.rfind(" \"")) {
            Some(i) => &inside[..i],
            None => inside,
        };
        let path = path.trim_end();
        let blank = path.len() - path.trim_start().len();
        let path = path.trim_start();
        let certain = text[..open].ends_with('!') || is_address(path);
        if path.contains([' ', '\t']) && !path.contains(['<', '>', '"']) && certain && !text[..open].ends_with('\\') {
            self.edit(from + blank, 0, "<");
            self.edit(from + blank + path.len(), 0, ">");
        }
    }

    /// A reference to a footnote that is not there is shown as it is.
    pub(super) fn notes(&mut self) {
        let text = self.text;
        for (at, _) in text.match_indices("[^").take(MOST_DEFINITIONS) {
            let Some((label, rest)) = self.reach(at + 2).split_once(']') else { continue };
            if !label.is_empty() && !rest.starts_with(':') && !self.is_covered(at) && !text.contains(&format!("[^{label}]:")) {
                self.doubt(at, label.len() + 3, Kind::NoNote(label.to_owned()));
            }
        }
    }

    /// `[注]: 本表自印发之日起执行` is a line of text, unless it leads somewhere and something refers to it.
    pub(super) fn definitions(&mut self) {
        let text = self.text;
        let mut above = false;
        let mut at = 0;
        let mut count = 0;
        for line in text.split_inclusive('\n') {
            let body = line.trim_start_matches([' ', '\t', '>']);
            let start = at + line.len() - body.len();
            at += line.len();
            let before = std::mem::take(&mut above);
            let Some((label, rest)) = body.strip_prefix('[').and_then(|b| b.split_once("]:")) else { continue };
            if label.is_empty() || label.starts_with('^') || label.contains(['[', ']']) || self.is_covered(start) {
                continue;
            }
            count += 1;
            if count > MOST_DEFINITIONS {
                return;
            }
            let used = text.matches(&format!("[{label}]")).nth(1).is_some();
            if !used || !is_address(rest.split_whitespace().next().unwrap_or("")) {
                self.edit(start, 0, "\\");
                if before {
                    self.break_before(start);
                }
                above = true;
            } else if before {
                self.edit(self.line_start(start), 0, "\n");
            }
        }
    }
}

/// Whether a line may hold a link whose path has a space.
pub fn with_blank(line: &str) -> bool {
    line.split("](").skip(1).any(|rest| rest.find([' ', '\t']).is_some_and(|blank| rest.find(')').is_none_or(|end| blank < end)))
}

/// What stands before the bracket that closes.
fn balanced(text: &str) -> Option<&str> {
    let mut depth = 0;
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(&text[..i]),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether words look like an address or a path.
fn is_address(words: &str) -> bool {
    let ending: Range<usize> = 1..6;
    words.contains('/')
        || words.starts_with(['#', '<'])
        || words.starts_with("mailto:")
        || words.starts_with("tel:")
        || words.rsplit_once('.').is_some_and(|(name, end)| {
            !name.is_empty() && ending.contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}
