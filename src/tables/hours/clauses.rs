//! Clauses: what each of them says, in which part of the year and on which days. A clause that is not understood to its last character is quoted, and where it
//! may change the others nothing is certain.

use super::clock::{Clock, Part, Span};
use super::dates::Season;
use super::days::{ALL, Days, Unsayable};
use super::pieces::{Piece, pieces};
use super::text::Phrase;
use super::tokens::{Tok, Token};
use super::why::Why;
use super::words::{NEGATIVE, VAGUE, Word};

/// What a statement says of its days.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Open from when to when.
    Open {
        /// The stretches, as written.
        spans: Vec<Span>,
        /// 24小时
        all_day: bool,
        /// 需预约, 值班.
        comment: Option<String>,
        /// Beside the other hours: 延时服务.
        extra: bool,
    },
    /// Shut: all day, in a part of it, or from when to when.
    Shut(Option<Part>, Vec<Span>),
    /// As on other days.
    Usual,
    /// Ends at another time; whether earlier.
    Until(Clock, bool),
}

/// On which days a statement holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Which {
    /// Those that are named.
    Said(Days),
    /// Those that are not named elsewhere.
    Rest,
    /// Nobody said.
    Unsaid,
}

/// In which part of the year.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// All year, or as long as no part of it is said to differ.
    Year,
    /// A part of it.
    Season(Season),
    /// What is left of the year.
    Rest,
    /// Every part of it that is named.
    Each,
}

/// One thing that is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What.
    pub what: What,
    /// When in the year.
    pub when: When,
    /// On which days.
    pub which: Which,
    /// Its words.
    pub words: String,
    group: usize,
}

/// A service with a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// 午间不打烊
    pub name: String,
    /// The rest of what is said of it.
    pub note: String,
    /// Its hours, where it has some of its own.
    pub spans: Vec<Span>,
    /// Its days.
    pub days: Option<Days>,
}

/// All that a phrase says.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// What is said of days and times.
    pub statements: Vec<Statement>,
    /// Words that change no hours.
    pub notes: Vec<String>,
    /// Services with names.
    pub services: Vec<Named>,
    /// What is not certain.
    pub doubts: Vec<Why>,
    /// Nothing is certain.
    pub fatal: bool,
    /// 全年无休
    pub always: bool,
    /// Only by appointment.
    pub appointment: bool,
    /// A season stood in brackets behind its times.
    pub season_behind: bool,
    /// Weekdays of which a doubt leaves nothing certain.
    pub unsure: u8,
}

#[derive(Clone, Default)]
struct Context {
    season: Option<Season>,
    season_first: bool,
    rest_of_year: bool,
    days: Option<Days>,
    used: bool,
    words: String,
    part: Option<Part>,
}

#[derive(Clone, Copy, PartialEq)]
enum Last {
    Nothing,
    Statement,
    Service { opened: bool },
}

/// What a clause holds.
#[derive(Default)]
struct Clause {
    days: Option<Days>,
    season: Option<Season>,
    season_first: bool,
    part: Option<Part>,
    parts: usize,
    spans: Vec<Span>,
    until: Option<Clock>,
    time: Option<Clock>,
    other: bool,
    colon: bool,
    words: Vec<(Word, String)>,
    text: String,
}

impl Clause {
    fn has(&self, word: Word) -> bool {
        self.words.iter().any(|(w, _)| *w == word)
    }

    fn word(&self, word: Word) -> Option<String> {
        self.words.iter().find(|(w, _)| *w == word).map(|(_, text)| text.clone())
    }

    fn is_bare(&self) -> bool {
        self.spans.is_empty() && self.until.is_none() && self.time.is_none() && !self.has(Word::AllDay)
    }
}

/// 节假日另行通知: the ordinary days are certain all the same.
fn told_later(others: &str, clause: &Clause) -> bool {
    let later = ["另行", "通知", "公告", "为准", "规定执行", "另定", "另外安排"].iter().any(|w| others.contains(w));
    let holidays = clause.days.as_ref().is_none_or(|d| d.week == 0 && (d.holidays || d.unsayable == Some(Unsayable::Feast)));
    let bare = clause.is_bare() && clause.season.is_none() && clause.parts == 0;
    later && bare && (holidays || clause.has(Word::Makeup))
}

struct Reader<'p> {
    text: &'p Phrase,
    said: Said,
    context: Context,
    group: usize,
    depth: usize,
    last: Last,
    postfix: bool,
    shut_last: bool,
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
    fn doubt(&mut self, why: Why) {
        if !self.said.doubts.contains(&why) {
            self.said.doubts.push(why);
        }
    }

    fn fatal(&mut self, why: Why) {
        self.doubt(why);
        self.said.fatal = true;
    }

    fn gathered(&mut self, tokens: &[Token]) -> Clause {
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

    fn clause(&mut self, tokens: &[Token]) {
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

    /// Words that nobody knows, among others.
    fn unknown(&mut self, tokens: &[Token], mut clause: Clause) {
        let others: String = tokens.iter().filter(|t| t.tok == Tok::Other).map(|t| self.text.words(t.from, t.to)).collect();
        let only = others.starts_with(['仅', '只', '限']);
        let negative = others.trim_start_matches(['仅', '只', '限']).contains(NEGATIVE);
        let vague = others.contains(VAGUE);
        let nothing = clause.days.is_none() && clause.season.is_none() && clause.parts == 0 && clause.is_bare();
        if clause.has(Word::Closed) && !negative && !vague && clause.is_bare() && (clause.days.is_some() || clause.parts > 0) {
            // 周五下午政治学习，不办公: the reason stands beside it.
            clause.other = false;
            self.said.notes.push(clause.text.clone());
            self.shut(clause);
        } else if let Some(comment) = self.limited(tokens).filter(|_| only && !negative && !vague && !clause.spans.is_empty()) {
            // 周六9:00-12:00仅办理缴费
            self.doubt(Why::Note(comment.clone()));
            clause.other = false;
            self.open(clause, Some(comment), false);
        } else if told_later(&others, &clause) {
            self.doubt(Why::Elsewhere(clause.text.clone()));
            self.said.notes.push(clause.text);
        } else if nothing && clause.has(Word::Appoint) {
            self.said.notes.push(clause.text);
            self.said.appointment = true;
        } else if nothing && !clause.has(Word::Closed) && !clause.has(Word::Except) && !negative {
            self.doubt(Why::Note(clause.text.clone()));
            self.said.notes.push(clause.text);
        } else if let Some(days) = clause.days.as_ref().filter(|d| d.is_plain() && !d.holidays && !negative && !vague)
            && clause.is_bare()
            && clause.season.is_none()
            && clause.until.is_none()
        {
            // 每周三上午下乡: whatever it is, it is of those days only.
            self.said.unsure |= days.week;
            self.doubt(Why::Unknown(clause.text));
        } else {
            self.fatal(Why::Unknown(clause.text));
        }
    }

    /// The words behind the last time, where all that is not known stands there.
    fn limited(&self, tokens: &[Token]) -> Option<String> {
        let last = tokens.iter().rposition(|t| matches!(t.tok, Tok::Span(_)))?;
        let (before, behind) = tokens.split_at(last + 1);
        let (first, end) = (behind.first()?, behind.last()?);
        let known = before.iter().all(|t| t.tok != Tok::Other);
        let words = behind.iter().all(|t| t.is_soft() || matches!(t.tok, Tok::Other | Tok::Word(Word::Filler)));
        (known && words).then(|| self.text.words(first.from, end.to))
    }

    /// Weekend days on which people work: on those a point is as on the weekday before, unless somebody says otherwise.
    fn makeup(&mut self, clause: Clause) {
        let otherwise = !clause.is_bare() || clause.has(Word::Closed) && !clause.has(Word::Except);
        if otherwise {
            self.doubt(Why::Unsayable(Unsayable::Feast, clause.text.clone()));
            self.said.notes.push(clause.text);
        }
    }

    /// 中午有人值班: nobody knows from when to when.
    fn duty(&mut self, clause: Clause) {
        if let Some(days) = &clause.days {
            self.said.unsure |= if clause.parts == 0 { days.week } else { 0 };
            self.doubt(Why::NoTimes(clause.text.clone()));
        }
        self.said.notes.push(clause.text);
    }

    /// The days, the season and the group of what a clause says.
    fn settle(&mut self, clause: &Clause) -> (When, Which) {
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

    fn push(&mut self, what: What, clause: &Clause) {
        let (when, which) = self.settle(clause);
        if let Which::Said(days) = &which
            && let Some(why) = days.unsayable
        {
            self.unsayable(why, days.week, clause);
            return;
        }
        let words = clause.text.clone();
        self.shut_last = false;
        self.said.statements.push(Statement { what, when, which, words, group: self.group });
        self.last = Last::Statement;
    }

    fn unsayable(&mut self, why: Unsayable, week: u8, clause: &Clause) {
        self.said.unsure |= week;
        self.doubt(Why::Unsayable(why, clause.text.clone()));
        self.last = Last::Nothing;
    }

    fn open(&mut self, clause: Clause, comment: Option<String>, extra: bool) {
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

    fn service(&mut self, clause: &Clause) {
        let name = clause.word(Word::Service).unwrap_or_default();
        let plain = clause.days.is_none()
            && clause.spans.is_empty()
            && clause.until.is_none()
            && clause.words.len() == 1
            && clause.parts == 0;
        let note = if plain { String::new() } else { clause.text.clone() };
        let days = clause.days.clone().or_else(|| self.context.days.clone());
        let mut named = Named { name, note, days, spans: clause.spans.clone() };
        let appointed = clause.has(Word::Appoint);
        let mut opened = false;
        if let Some(clock) = clause.until {
            self.push(What::Until(clock, false), clause);
        } else if !clause.spans.is_empty() && !appointed {
            let what = What::Open { spans: clause.spans.clone(), all_day: false, comment: None, extra: true };
            self.push(what, clause);
            opened = matches!(self.last, Last::Statement);
        } else if clause.time.is_some() || clause.season.is_some() {
            self.fatal(Why::Unknown(clause.text.clone()));
        }
        if !clause.spans.is_empty() {
            named.note = clause.word(Word::Appoint).unwrap_or_default();
        }
        self.said.services.push(named);
        self.last = Last::Service { opened };
    }

    fn appointment(&mut self, clause: &Clause) {
        let alone = clause.days.is_none() && clause.parts == 0 && clause.season.is_none();
        if self.depth > 0 && alone {
            match self.last {
                Last::Service { opened } => {
                    if let Some(service) = self.said.services.last_mut() {
                        service.note = clause.text.clone();
                    }
                    if opened {
                        self.said.statements.pop();
                    }
                    self.last = Last::Nothing;
                    return;
                }
                Last::Statement => {
                    if let Some(Statement { what: What::Open { comment, .. }, .. }) = self.said.statements.last_mut() {
                        *comment = Some(clause.text.clone());
                        return;
                    }
                }
                Last::Nothing => {}
            }
        }
        if let Some(days) = &clause.days {
            self.said.unsure |= if clause.parts == 0 { days.week } else { 0 };
            self.doubt(Why::NoTimes(clause.text.clone()));
        }
        self.said.appointment |= alone || clause.days.is_some();
        self.said.notes.push(clause.text.clone());
    }

    fn until(&mut self, clause: &mut Clause) {
        let told = (clause.has(Word::Extend) || clause.has(Word::Earlier)) && !clause.has(Word::Closed);
        if told && !clause.spans.is_empty() {
            let clause = std::mem::take(clause);
            self.open(clause, None, true);
            return;
        }
        match clause.until.or(clause.time).filter(|_| told) {
            Some(clock) => {
                let earlier = clause.has(Word::Earlier);
                self.push(What::Until(clock, earlier), clause);
            }
            None => self.fatal(Why::Unknown(clause.text.clone())),
        }
    }

    fn shut(&mut self, clause: Clause) {
        // 午休12:00-13:30值班: shut or not?
        if [Word::Duty, Word::Appoint, Word::Limited, Word::Usual, Word::Extend].into_iter().any(|word| clause.has(word)) {
            self.fatal(Why::Unknown(clause.text));
            return;
        }
        let part = clause.part;
        if let Some(days) = &clause.days {
            // 周一闭馆，法定节假日除外: except from which of the two?
            let only_holidays = days.holidays && days.week == 0;
            if clause.has(Word::Except) && only_holidays && self.shut_last {
                self.doubt(Why::Either(clause.text));
                return;
            }
        } else if clause.spans.is_empty()
            && part.is_none()
            && (self.context.days.is_none() || self.context.used)
            && !clause.has(Word::Rest)
            && clause.season.is_none()
        {
            // 不对外办公 behind what was shut already says it once more.
            if !matches!(self.said.statements.last(), Some(Statement { what: What::Shut(..), .. })) {
                self.fatal(Why::Unknown(clause.text));
            }
            return;
        }
        self.aside(What::Shut(part, clause.spans.clone()), &clause);
        self.shut_last =
            clause.has(Word::Closed) && !clause.has(Word::Except) && clause.days.as_ref().is_none_or(|d| !d.holidays);
    }

    fn usual(&mut self, clause: Clause) {
        match &clause.days {
            None if clause.part.is_some() => {
                self.said.services.push(Named { name: clause.text, ..Named::default() });
            }
            None => {}
            Some(days) if days.always => self.said.always = true,
            Some(_) => self.aside(What::Usual, &clause),
        }
    }

    /// What is shut or as usual is an aside: the days that were spoken of stay those.
    fn aside(&mut self, what: What, clause: &Clause) {
        let context = self.context.clone();
        self.context.used |= clause.days.is_some();
        self.push(what, clause);
        let whole = !matches!(&self.said.statements.last(), Some(Statement { what: What::Shut(Some(_), _), .. }));
        if clause.season.is_some() || (clause.days.is_some() && (context.days.is_some() || whole)) {
            self.context = context;
            self.group += 1;
        }
    }

    fn vague(&mut self, clause: &Clause) {
        let (_, which) = self.settle(clause);
        match which {
            Which::Said(Days { unsayable: Some(why), week, .. }) => self.unsayable(why, week, clause),
            Which::Said(days) if days.is_plain() => {
                self.said.unsure |= days.week;
                self.doubt(Why::NoTimes(clause.text.clone()));
            }
            _ => self.fatal(Why::NoTimes(clause.text.clone())),
        }
    }

    /// Days or a season in brackets behind times.
    fn behind(&mut self, tokens: &[Token]) {
        let clause = self.gathered(tokens);
        let last = self.said.statements.last_mut().filter(|s| s.when == When::Year && self.last == Last::Statement);
        match (&clause.season, &clause.days, last) {
            (Some(season), None, Some(last)) => {
                last.when = When::Season(season.clone());
                self.said.season_behind = true;
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
    fn setting(&mut self, clause: Clause) {
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
    fn dangling(&mut self) {
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
