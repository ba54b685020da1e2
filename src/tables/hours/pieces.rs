//! Tokens as clauses, brackets and ends of sentences. Where no mark stands between two statements they are told apart by their order: days after times begin
//! another one.

use super::tokens::{Tok, Token};
use super::words::Word;

/// A piece of a phrase.
pub enum Piece {
    /// What is said.
    Clause(Vec<Token>),
    /// A bracket opens.
    Open,
    /// A bracket closes.
    Close,
    /// A comma.
    Comma,
    /// A sentence ends.
    Sentence,
    /// Days or a season in brackets behind the times that they are of.
    Behind(Vec<Token>),
    /// A season in brackets between two times, of which nobody knows whose it is.
    Unclear(Vec<Token>),
}

/// The pieces of tokens, in order.
pub fn pieces(tokens: &[Token]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut current: Vec<Token> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.tok {
            Tok::Hard(sentence) => {
                flush(&mut out, &mut current);
                out.push(if sentence { Piece::Sentence } else { Piece::Comma });
                continue;
            }
            Tok::Open | Tok::Close => {
                flush(&mut out, &mut current);
                out.push(if token.tok == Tok::Open { Piece::Open } else { Piece::Close });
                continue;
            }
            _ => {}
        }
        let noted = current.iter().any(|t| t.tok == Tok::Word(Word::Note));
        // 8:30-17:30 午休12:00-13:30: the second is what is shut.
        let next = tokens.get(at + 1..).unwrap_or_default().iter().find(|t| !t.is_soft());
        let shut = token.tok == Tok::Word(Word::Closed)
            && next.is_some_and(|t| matches!(t.tok, Tok::Span(_)))
            && current.last().is_some_and(|t| t.is_soft() || matches!(t.tok, Tok::Span(_)))
            && current.iter().any(|t| matches!(t.tok, Tok::Span(_)));
        if !noted && (shut || begins(token, &current)) {
            flush(&mut out, &mut current);
        } else if !noted && tail_belongs(token, &current) {
            let at = current
                .iter()
                .rposition(|t| is_said(t) || (token.tok == Tok::Word(Word::Note) && is_day(t)))
                .map_or(0, |at| at + 1);
            let tail = current.split_off(at);
            flush(&mut out, &mut current);
            current = tail;
        }
        current.push(token.clone());
    }
    flush(&mut out, &mut current);
    brackets(reasons(out))
}

/// （5-9月）15:00-18:00: what is in brackets is of the times behind it; after times it is of those.
fn brackets(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut rest = pieces.into_iter().peekable();
    while let Some(piece) = rest.next() {
        let ends = matches!(out.last(), Some(Piece::Open));
        let Piece::Clause(tokens) = piece else {
            out.push(piece);
            continue;
        };
        let setting = ends
            && matches!(rest.peek(), Some(Piece::Close))
            && tokens
                .iter()
                .all(|t| t.is_soft() || matches!(t.tok, Tok::Days(_) | Tok::Season(_) | Tok::Part(_) | Tok::Word(Word::Filler)));
        if !setting {
            out.push(Piece::Clause(tokens));
            continue;
        }
        let times = |t: &Token| matches!(t.tok, Tok::Span(_) | Tok::Word(Word::AllDay));
        let before = matches!(out.len().checked_sub(2).and_then(|at| out.get(at)), Some(Piece::Clause(c)) if c.iter().any(times));
        let close = rest.next();
        let after = matches!(rest.peek(), Some(Piece::Clause(c))
            if c.iter().find(|t| !t.is_soft()).is_some_and(|t| times(t) || matches!(t.tok, Tok::Part(_))));
        let season = tokens.iter().any(|t| matches!(t.tok, Tok::Season(_) | Tok::Part(_)));
        match (before, after) {
            (true, true) if season => {
                out.pop();
                out.push(Piece::Unclear(tokens));
            }
            (false, true) => {
                out.pop();
                out.push(Piece::Clause(tokens));
            }
            (true, _) => {
                out.pop();
                out.push(Piece::Behind(tokens));
            }
            (false, false) => {
                out.push(Piece::Clause(tokens));
                out.extend(close);
            }
        }
    }
    out
}

/// 下午政治学习，不对外办公: a reason and what follows from it are one clause.
fn reasons(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        let comma = matches!(out.last(), Some(Piece::Comma));
        let before = if comma { out.len().checked_sub(2) } else { out.len().checked_sub(1) };
        if let (Piece::Clause(next), Some(Piece::Clause(before))) = (&piece, before.and_then(|at| out.get_mut(at))) {
            let shuts = next.iter().all(|t| t.is_soft() || matches!(t.tok, Tok::Word(Word::Closed | Word::Filler)));
            let reason = before.iter().any(|t| t.tok == Tok::Other) && !before.iter().any(is_said);
            if shuts && reason && before.iter().any(|t| matches!(t.tok, Tok::Days(_) | Tok::Part(_))) {
                before.extend(next.iter().cloned());
                if comma {
                    out.pop();
                }
                continue;
            }
        }
        out.push(piece);
    }
    out
}

fn flush(out: &mut Vec<Piece>, current: &mut Vec<Token>) {
    while current.first().is_some_and(Token::is_soft) {
        current.remove(0);
    }
    while current.last().is_some_and(|t| t.tok == Tok::Soft) {
        current.pop();
    }
    if !current.is_empty() {
        out.push(Piece::Clause(std::mem::take(current)));
    }
}

/// Whether something was said of the days before it.
fn is_said(token: &Token) -> bool {
    matches!(
        token.tok,
        Tok::Span(_)
            | Tok::Until(_)
            | Tok::Word(
                Word::AllDay | Word::WholeDay | Word::Closed | Word::Except | Word::Usual | Word::Service | Word::Suspended
            )
    )
}

fn begins(token: &Token, current: &[Token]) -> bool {
    let said = current.iter().any(is_said);
    match token.tok {
        // 含法定节假日 belongs to its word.
        Tok::Days(_) | Tok::Season(_) | Tok::Word(Word::Rest) => {
            let word = current.iter().rev().find(|t| !t.is_soft());
            let own = word.is_some_and(|t| matches!(t.tok, Tok::Word(Word::Usual | Word::Except)))
                && current.iter().filter(|t| !t.is_soft()).count() == 1;
            // 逢集日周末照常: only on those days.
            let second = is_day(token) && current.iter().any(|t| matches!(&t.tok, Tok::Days(days) if days.unsayable.is_none()));
            (said && !own) || second
        }
        Tok::Word(Word::Service) => current.iter().any(|t| matches!(t.tok, Tok::Span(_))),
        // 周一闭馆8:30-17:00 would be shut then.
        Tok::Span(_) => {
            current.iter().any(|t| matches!(t.tok, Tok::Word(Word::Closed | Word::Except))) && current.iter().any(is_day)
        }
        _ => false,
    }
}

fn is_day(token: &Token) -> bool {
    matches!(token.tok, Tok::Days(_))
}

/// 8:30-17:00 16:30停止取号: the time belongs to the word behind it.
fn tail_belongs(token: &Token, current: &[Token]) -> bool {
    let after = current.iter().rposition(is_said).and_then(|at| current.get(at + 1..)).unwrap_or_default();
    match token.tok {
        Tok::Word(Word::Note) => {
            let days = current.iter().rposition(is_day).and_then(|at| current.get(at + 1..));
            let apart = days.is_some_and(|tail| {
                tail.first().is_some_and(|t| t.tok == Tok::Soft)
                    && !tail.iter().any(|t| matches!(t.tok, Tok::Time(_) | Tok::Until(_)))
            });
            current.iter().any(is_said) || apart
        }
        Tok::Word(Word::Appoint | Word::Closed) => {
            current.iter().any(|t| matches!(t.tok, Tok::Span(_)))
                && after.iter().any(|t| matches!(t.tok, Tok::Part(_) | Tok::Time(_)))
        }
        _ => false,
    }
}
