//! Counters: 综合窗口：…；缴费窗口：…. Where several have hours of their own, only what all of them share is certain.

use super::text::Phrase;
use super::tokens::{Tok, Token};
use super::words::{COUNTERS, Word};

/// Tokens with the name of the counter that they are about; empty for the point as a whole.
pub struct Section {
    /// The counter.
    pub name: String,
    /// What is said of it.
    pub tokens: Vec<Token>,
}

/// The sections of a phrase.
pub fn sections(text: &Phrase, tokens: &[Token]) -> Vec<Section> {
    let mut out = vec![Section { name: String::new(), tokens: Vec::new() }];
    // In a bracket a counter ends with it.
    let mut bracket: Option<usize> = None;
    let mut depth = 0_usize;
    let mut begins = true;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token.tok {
            Tok::Open => depth += 1,
            Tok::Close => {
                depth = depth.saturating_sub(1);
                if bracket == Some(depth) {
                    bracket = None;
                    out.push(Section { name: String::new(), tokens: Vec::new() });
                }
            }
            _ => {}
        }
        if begins && let Some((name, end)) = label(text, tokens, at) {
            if depth > 0 && bracket.is_none() {
                bracket = Some(depth - 1);
            }
            out.push(Section { name, tokens: Vec::new() });
            at = end;
            begins = false;
            continue;
        }
        if begins && let Some((name, end)) = all_day(text, tokens, at) {
            let hours = tokens.get(end).cloned().into_iter().collect();
            out.push(Section { name, tokens: hours });
            at = end + 1;
            while tokens.get(at).is_some_and(|t| !matches!(t.tok, Tok::Hard(_) | Tok::Open | Tok::Close)) {
                at += 1;
            }
            // What follows is of the point again.
            out.push(Section { name: String::new(), tokens: Vec::new() });
            begins = false;
            continue;
        }
        begins = matches!(token.tok, Tok::Hard(_) | Tok::Open | Tok::Close) || (begins && token.is_soft());
        if let Some(section) = out.last_mut() {
            section.tokens.push(token.clone());
        }
        at += 1;
    }
    // What stands without a counter is one section.
    let mut whole = Section { name: String::new(), tokens: Vec::new() };
    let mut named: Vec<Section> = Vec::new();
    for section in out {
        if section.name.is_empty() { whole.tokens.extend(section.tokens) } else { named.push(section) }
    }
    if whole.tokens.iter().any(|t| !t.is_soft() && !matches!(t.tok, Tok::Hard(_) | Tok::Open | Tok::Close)) || named.is_empty() {
        named.insert(0, whole);
    }
    named
}

/// 24小时自助区: a counter behind its hours.
fn all_day(text: &Phrase, tokens: &[Token], at: usize) -> Option<(String, usize)> {
    let start = at + usize::from(tokens.get(at)?.tok == Tok::Other);
    let hours = tokens.get(start).filter(|t| t.tok == Tok::Word(Word::AllDay))?;
    let behind = tokens
        .get(start + 1..)?
        .iter()
        .take_while(|t| matches!(t.tok, Tok::Other | Tok::Word(Word::Filler | Word::Service)))
        .count();
    let last = tokens.get(start + behind)?;
    let name = text.words(tokens.get(at)?.from, last.to);
    let ends = tokens.get(start + behind + 1).is_none_or(|t| matches!(t.tok, Tok::Hard(_) | Tok::Open | Tok::Close));
    let named = COUNTERS.iter().any(|c| name.ends_with(c)) || name.contains("自助") || name.contains("急诊");
    (behind > 0 && ends && named && hours.from < last.to).then_some((name, start))
}

/// The name of a counter in front of its hours, and where those begin.
fn label(text: &Phrase, tokens: &[Token], at: usize) -> Option<(String, usize)> {
    let mut end = at;
    let mut words = false;
    while let Some(token) = tokens.get(end) {
        match token.tok {
            Tok::Other => words = true,
            Tok::Soft | Tok::Word(Word::Filler | Word::Service | Word::Note) if words || token.tok != Tok::Soft => {}
            _ => break,
        }
        end += 1;
    }
    let colon = tokens.get(end).is_some_and(|t| t.tok == Tok::Colon);
    let hours =
        tokens.get(end + usize::from(colon)..).unwrap_or_default().iter().find(|t| !t.is_soft()).is_some_and(Token::is_hours);
    let (first, last) = (tokens.get(at)?, tokens.get(end.checked_sub(1)?)?);
    let name = text.words(first.from, last.to);
    let name = name.trim().to_owned();
    let counter = COUNTERS.iter().any(|c| name.ends_with(c)) || (colon && words);
    (words && hours && counter && end > at).then_some((name, end + usize::from(colon)))
}
