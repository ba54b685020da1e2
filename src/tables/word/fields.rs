//! Fields of Word (17.16): of most the result is shown, of some the instruction says what is drawn.

use super::symbols::{enclosed, symbol};

/// A field that has begun.
#[derive(Debug, Default)]
pub struct Field {
    /// Its instruction is over, and what follows is shown.
    pub result: bool,
    /// Its instruction.
    pub instruction: String,
    /// It is a box of a form, and whether it is ticked.
    pub ticked: Option<bool>,
    /// Something of its result was shown.
    pub shown: bool,
}

/// What a field draws that has no result.
#[derive(Debug, PartialEq, Eq)]
pub enum Drawn {
    /// Nothing: it has a result, or it shows nothing at all.
    Nothing,
    /// This.
    Text(String),
    /// Something that cannot be read.
    Unknown,
}

impl Field {
    /// Where a hyperlink leads.
    pub fn link(&self) -> Option<&str> {
        let rest = self.instruction.trim().strip_prefix("HYPERLINK")?.trim_start();
        rest.strip_prefix('"')?.split('"').next()
    }

    /// What is drawn besides the result.
    pub fn drawn(&self) -> Drawn {
        if let Some(ticked) = self.ticked {
            return if self.shown { Drawn::Nothing } else { Drawn::Text(if ticked { "☑" } else { "□" }.to_owned()) };
        }
        if self.shown {
            return Drawn::Nothing;
        }
        let instruction = self.instruction.trim();
        let (name, rest) = instruction.split_once([' ', '\\', '\u{3000}']).unwrap_or((instruction, ""));
        let made = match name.to_ascii_uppercase().as_str() {
            "SYMBOL" => of_symbol(rest),
            "EQ" => of_equation(instruction),
            "MACROBUTTON" | "GOTOBUTTON" => rest.trim().split_once(' ').map(|(_, text)| text.trim().to_owned()),
            _ => return Drawn::Nothing,
        };
        made.map_or(Drawn::Unknown, Drawn::Text)
    }
}

/// `SYMBOL 252 \f Wingdings`
fn of_symbol(rest: &str) -> Option<String> {
    let mut words = rest.split_whitespace();
    let code = words.next()?;
    let code = code.strip_prefix("0x").map_or_else(|| code.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
    let font = rest.split_once("\\f").map_or("", |(_, f)| f.trim().trim_start_matches('"'));
    let font = font.split(['"', '\\']).next().unwrap_or_default().trim();
    symbol(font, code).map(String::from)
}

/// Signs over each other, `eq \o\ac(○,1)`, and ruby, whose base comes last: `eq \o\ad(\s\up 9(pīn),拼)`.
fn of_equation(instruction: &str) -> Option<String> {
    let text: String = instruction.chars().filter(|c| !c.is_whitespace()).collect();
    let over = text.find("\\o").and_then(|at| text.get(at..))?;
    let inner = over.split_once('(')?.1;
    let (mut parts, mut depth) = (vec![String::new()], 0_usize);
    for c in inner.chars() {
        match c {
            ')' if depth == 0 => break,
            ',' | ';' | '，' if depth == 0 => parts.push(String::new()),
            _ => {
                depth = match c {
                    '(' => depth + 1,
                    ')' => depth.saturating_sub(1),
                    _ => depth,
                };
                if let Some(last) = parts.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    let [first, second] = parts.as_slice() else { return None };
    if first.contains("\\up") {
        return Some(second.clone());
    }
    enclosed(first, second).or_else(|| enclosed(second, first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_are_drawn() {
        let drawn = |instruction: &str| Field { instruction: instruction.to_owned(), ..Field::default() }.drawn();
        let text = |t: &str| Drawn::Text(t.to_owned());
        assert_eq!(drawn(" SYMBOL 252 \\f \"Wingdings\" \\s 10.5 "), text("√"));
        assert_eq!(drawn(" eq \\o\\ac(○,3)"), text("③"));
        assert_eq!(drawn(" eq \\o\\ac(□,√)"), text("☑"));
        assert_eq!(drawn(" EQ \\* jc2 \\* \"Font:宋体\" \\* hps10 \\o\\ad(\\s\\up 9(bǎo),保)"), text("保"));
        assert_eq!(drawn(" EQ \\f(1,2)"), Drawn::Unknown);
        assert_eq!(drawn(" PAGE "), Drawn::Nothing);
        let link = Field { instruction: " HYPERLINK \"https://a.example/\" \\h".to_owned(), ..Field::default() };
        assert_eq!(link.link(), Some("https://a.example/"));
    }
}
