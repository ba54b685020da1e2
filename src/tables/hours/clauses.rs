//! Clauses: what each of them says, in which part of the year and on which days. A clause that is not understood to its last character is quoted, and where it
//! may change the others nothing is certain.

use super::clock::{Clock, Part, Span};
use super::dates::Season;
use super::days::{ALL, Days, Unsayable};
use super::pieces::{Piece, pieces};
use super::said::{Said, Statement, What, When, Which};
use super::text::Phrase;
use super::tokens::{Tok, Token};
use super::why::Why;
use super::words::Word;

#[derive(Clone, Default)]
pub(super) struct Context {
    pub(super) season: Option<Season>,
    pub(super) season_first: bool,
    pub(super) rest_of_year: bool,
    pub(super) days: Option<Days>,
    pub(super) used: bool,
    pub(super) words: String,
    pub(super) part: Option<Part>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Last {
    Nothing,
    Statement,
    Service { opened: bool },
}

/// What a clause holds.
#[derive(Default)]
pub(super) struct Clause {
    pub(super) days: Option<Days>,
    pub(super) season: Option<Season>,
    pub(super) season_first: bool,
    pub(super) part: Option<Part>,
    pub(super) parts: usize,
    pub(super) spans: Vec<Span>,
    pub(super) until: Option<Clock>,
    pub(super) time: Option<Clock>,
    pub(super) other: bool,
    pub(super) colon: bool,
    pub(super) words: Vec<(Word, String)>,
    pub(super) text: String,
}

impl Clause {
    pub(super) fn has(&self, word: Word) -> bool {
        self.words.iter().any(|(w, _)| *w == word)
    }

    pub(super) fn word(&self, word: Word) -> Option<String> {
        self.words.iter().find(|(w, _)| *w == word).map(|(_, text)| text.clone())
    }

    pub(super) fn is_bare(&self) -> bool {
        self.spans.is_empty() && self.until.is_none() && self.time.is_none() && !self.has(Word::AllDay)
    }
}

pub(super) struct Reader<'p> {
    pub(super) text: &'p Phrase,
    pub(super) said: Said,
    pub(super) context: Context,
    pub(super) group: usize,
    pub(super) depth: usize,
    pub(super) last: Last,
    pub(super) postfix: bool,
    pub(super) shut_last: bool,
}

/// What tokens say.
pub fn read(text: &Phrase, tokens: &[Token]) -> Said {
    let mut reader = Reader {
        text,
        said: Said::default(),
        context: Context::default(),
        group: 0,
        depth: 0,
        last: Last::Nothing,
        postfix: false,
        shut_last: false,
    };
    let mut stack: Vec<Context> = Vec::new();
    for piece in pieces(tokens) {
        match piece {
            Piece::Open => {
                stack.push(reader.context.clone());
                reader.depth += 1;
            }
            Piece::Close => {
                let used = reader.context.used;
                if let Some(context) = stack.pop() {
                    reader.context = Context { part: None, used: context.used || used, ..context };
                    reader.group += 1;
                }
                reader.depth = reader.depth.saturating_sub(1);
            }
            Piece::Sentence | Piece::Comma => {}
            Piece::Behind(tokens) => reader.behind(&tokens),
            Piece::Unclear(tokens) => {
                let clause = reader.gathered(&tokens);
                reader.fatal(Why::Either(clause.text));
            }
            Piece::Clause(tokens) => reader.clause(&tokens),
        }
    }
    reader.dangling();
    reader.said
}

impl Reader<'_> {
    pub(super) fn doubt(&mut self, why: Why) {
        if !self.said.doubts.contains(&why) {
            self.said.doubts.push(why);
        }
    }

    pub(super) fn fatal(&mut self, why: Why) {
        self.doubt(why);
        self.said.fatal = true;
    }

    pub(super) fn gathered(&mut self, tokens: &[Token]) -> Clause {
        let ends = |f: fn(&Token) -> usize, t: Option<&Token>| t.map_or(0, f);
        let text = self.text.words(ends(|t| t.from, tokens.first()), ends(|t| t.to, tokens.last()));
        let mut clause = Clause { part: self.context.part.take(), text, ..Clause::default() };
        for token in tokens {
            match &token.tok {
                Tok::Days(days) => match &mut clause.days {
                    Some(there) => there.and(days),
                    None => clause.days = Some(days.clone()),
                },
                Tok::Season(season) => {
                    clause.season_first = clause.days.is_none() && self.context.days.is_none();
                    clause.season = Some(season.clone());
                }
                Tok::Part(part) => {
                    clause.part = Some(*part);
                    clause.parts += 1;
                }
                Tok::Span(span) => {
                    let mut span = *span;
                    if let Some(part) = clause.part.take().filter(|_| span.from.part.is_none()) {
                        span.from.part = Some(part);
                    }
                    clause.spans.push(span);
                }
                Tok::Until(clock) => {
                    let mut clock = *clock;
                    clock.part = clock.part.or(clause.part);
                    clause.until = Some(clock);
                }
                Tok::Time(clock) => clause.time = Some(*clock),
                Tok::Word(word) => clause.words.push((*word, self.text.words(token.from, token.to))),
                Tok::Other => clause.other = true,
                Tok::Colon => clause.colon = true,
                _ => {}
            }
            clause.colon &= matches!(token.tok, Tok::Colon | Tok::Soft);
        }
        clause
    }

    pub(super) fn clause(&mut self, tokens: &[Token]) {
        let mut clause = self.gathered(tokens);
        if clause.has(Word::Note) {
            if !clause.spans.is_empty() {
                self.doubt(Why::Unknown(clause.text.clone()));
            }
            self.said.notes.push(clause.text);
        } else if clause.has(Word::Elsewhere) {
            self.fatal(Why::Elsewhere(clause.text));
        } else if clause.has(Word::Suspended) {
            self.fatal(Why::Suspended(clause.text));
        } else if clause.other {
            self.unknown(tokens, clause);
        } else if clause.has(Word::Makeup) {
            self.makeup(clause);
        } else if clause.has(Word::Duty) && clause.is_bare() {
            self.duty(clause);
        } else if clause.has(Word::Limited) && clause.days.is_none() {
            self.said.notes.push(clause.text);
        } else if clause.has(Word::Service) {
            self.service(&clause);
        } else if clause.has(Word::Appoint) && clause.is_bare() {
            self.appointment(&clause);
        } else if clause.until.is_some() || clause.has(Word::Extend) || clause.has(Word::Earlier) {
            self.until(&mut clause);
        } else if clause.has(Word::Closed) || clause.has(Word::Except) {
            self.shut(clause);
        } else if clause.time.is_some() {
            self.fatal(Why::Unknown(clause.text));
        } else if !clause.is_bare() {
            self.open(clause, None, false);
        } else if clause.has(Word::WholeDay) {
            self.vague(&clause);
        } else if clause.has(Word::Usual) {
            self.usual(clause);
        } else {
            self.setting(clause);
        }
    }

    /// The days, the season and the group of what a clause says.
    pub(super) fn settle(&mut self, clause: &Clause) -> (When, Which) {
        if clause.days.is_some() || clause.season.is_some() || clause.has(Word::Rest) {
            self.group += 1;
        }
        let seasons = self.context.season.is_some() || self.said.statements.iter().any(|s| matches!(s.when, When::Season(_)));
        if let Some(season) = &clause.season {
            self.context.season = Some(season.clone());
            self.context.season_first = clause.season_first;
            self.context.rest_of_year = false;
        } else if clause.days.is_some()
            && !self.context.season_first
            && self.context.season.is_some()
            && clause.days != self.context.days
        {
            self.context.season = None;
        }
        let mut rest = false;
        if clause.has(Word::Rest) {
            if seasons {
                (self.context.season, self.context.rest_of_year) = (None, true);
            } else {
                rest = clause.days.is_none();
            }
        }
        if let Some(days) = &clause.days {
            if self.context.days.as_ref().is_none_or(|there| there.week != days.week || !days.is_plain()) {
                self.dangling();
            }
            self.context.days = Some(days.clone());
        }
        self.context.used = true;
        let when = match &self.context.season {
            _ if clause.has(Word::Both) => When::Each,
            Some(season) => When::Season(season.clone()),
            None if self.context.rest_of_year => When::Rest,
            None => When::Year,
        };
        let which = match &self.context.days {
            _ if rest => Which::Rest,
            Some(days) => Which::Said(days.clone()),
            None => Which::Unsaid,
        };
        (when, which)
    }

    pub(super) fn push(&mut self, what: What, clause: &Clause) {
        let (when, which) = self.settle(clause);
        if let Which::Said(days) = &which
            && let Some(why) = days.unsayable
        {
            self.unsayable(why, days.week, clause);
            return;
        }
        let words = clause.text.clone();
        self.shut_last = false;
        self.said.statements.push(Statement { what, when, which, words, behind: false, group: self.group });
        self.last = Last::Statement;
    }

    pub(super) fn unsayable(&mut self, why: Unsayable, week: u8, clause: &Clause) {
        self.said.unsure |= week;
        self.doubt(Why::Unsayable(why, clause.text.clone()));
        self.last = Last::Nothing;
    }

    pub(super) fn open(&mut self, clause: Clause, comment: Option<String>, extra: bool) {
        let comment = comment.or_else(|| [Word::Appoint, Word::Duty, Word::Limited].into_iter().find_map(|w| clause.word(w)));
        if clause.part.is_some() {
            self.fatal(Why::NoTimes(clause.text));
            return;
        }
        let (group, all_day) = (self.group, clause.has(Word::AllDay));
        let both = clause.has(Word::Both);
        let same = clause.days.is_none() && clause.season.is_none() && !clause.has(Word::Rest) && !both;
        if same
            && !extra
            && comment.is_none()
            && !all_day
            && let Some(Statement { what: What::Open { spans, comment: None, extra: false, all_day: false }, words, .. }) =
                self.said.statements.last_mut().filter(|s| s.group == group)
        {
            spans.extend(clause.spans);
            words.push('，');
            words.push_str(&clause.text);
            self.last = Last::Statement;
            return;
        }
        let what = What::Open { spans: clause.spans.clone(), all_day, comment, extra };
        self.push(what, &clause);
    }

    /// Days or a season in brackets behind times.
    pub(super) fn behind(&mut self, tokens: &[Token]) {
        let clause = self.gathered(tokens);
        let last = self.said.statements.last_mut().filter(|s| s.when == When::Year && self.last == Last::Statement);
        match (&clause.season, &clause.days, last) {
            (Some(season), None, Some(last)) => {
                last.when = When::Season(season.clone());
                last.behind = true;
            }
            (None, Some(_), Some(_)) => self.setting(clause),
            (None, None, Some(Statement { what: What::Open { spans, .. }, .. })) if clause.part.is_some() => {
                match spans.last_mut() {
                    Some(span) if span.from.part.is_none() => span.from.part = clause.part,
                    _ => self.fatal(Why::Either(clause.text)),
                }
            }
            _ => self.fatal(Why::Either(clause.text)),
        }
        self.group += 1;
    }

    /// Days or a season without times: for what follows, or for what stood before.
    pub(super) fn setting(&mut self, clause: Clause) {
        let orphans = self.said.statements.iter().any(|s| s.which == Which::Unsaid && matches!(s.what, What::Open { .. }));
        if let Some(days) = clause.days.clone() {
            if days.always && !orphans && (self.context.days.is_some() || !self.said.statements.is_empty()) {
                self.said.always = true;
                return;
            }
            if orphans && self.context.days.is_none() && !clause.colon && clause.part.is_none() && clause.season.is_none() {
                if let Some(why) = days.unsayable {
                    self.said.statements.retain(|s| s.which != Which::Unsaid);
                    self.unsayable(why, days.week, &clause);
                    return;
                }
                for statement in self.said.statements.iter_mut().filter(|s| s.which == Which::Unsaid) {
                    statement.which = Which::Said(days.clone());
                }
                self.postfix = true;
                self.group += 1;
                return;
            }
        }
        if clause.days.is_none()
            && clause.season.is_none()
            && clause.part.is_none()
            && !clause.has(Word::Rest)
            && !clause.has(Word::Both)
        {
            return;
        }
        let (had, used) = (self.context.days.is_some(), self.context.used);
        self.settle(&clause);
        self.context.used = clause.days.is_none() && (used || !had);
        self.context.part = clause.part;
        if clause.days.is_some() {
            self.context.words = clause.text;
        } else if clause.part.is_some() {
            self.context.words.push_str(&clause.text);
        }
    }

    /// Days without times at the end.
    pub(super) fn dangling(&mut self) {
        if let Some(days) = self.context.days.clone().filter(|_| !self.context.used) {
            self.context.used = true;
            match days.unsayable {
                Some(why) => {
                    self.said.unsure |= days.week;
                    self.doubt(Why::Unsayable(why, self.context.words.clone()));
                }
                None if days.week == ALL && days.always => self.said.always = true,
                None => self.fatal(Why::NoTimes(self.context.words.clone())),
            }
        }
        if self.postfix && self.said.statements.iter().any(|s| s.which == Which::Unsaid) && self.depth == 0 {
            let words = self.said.statements.iter().find(|s| s.which == Which::Unsaid).map(|s| s.words.clone());
            self.fatal(Why::Unknown(words.unwrap_or_default()));
        }
    }
}
