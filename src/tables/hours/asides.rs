//! Clauses that are more than days and times: what is shut, services, appointments, words that nobody knows.

use super::clauses::{Clause, Last, Reader};
use super::days::{Days, Unsayable};
use super::said::{Named, Statement, What, Which};
use super::tokens::{Tok, Token};
use super::why::Why;
use super::words::{NEGATIVE, VAGUE, Word};

/// 节假日另行通知: the ordinary days are certain all the same.
fn told_later(others: &str, clause: &Clause) -> bool {
    let later = ["另行", "通知", "公告", "为准", "规定执行", "另定", "另外安排"].iter().any(|w| others.contains(w));
    let holidays = clause.days.as_ref().is_none_or(|d| d.week == 0 && (d.holidays || d.unsayable == Some(Unsayable::Feast)));
    let bare = clause.is_bare() && clause.season.is_none() && clause.parts == 0;
    later && bare && (holidays || clause.has(Word::Makeup))
}

impl Reader<'_> {
    /// Words that nobody knows, among others.
    pub(super) fn unknown(&mut self, tokens: &[Token], mut clause: Clause) {
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
    pub(super) fn limited(&self, tokens: &[Token]) -> Option<String> {
        let last = tokens.iter().rposition(|t| matches!(t.tok, Tok::Span(_)))?;
        let (before, behind) = tokens.split_at(last + 1);
        let (first, end) = (behind.first()?, behind.last()?);
        let known = before.iter().all(|t| t.tok != Tok::Other);
        let words = behind.iter().all(|t| t.is_soft() || matches!(t.tok, Tok::Other | Tok::Word(Word::Filler)));
        (known && words).then(|| self.text.words(first.from, end.to))
    }

    /// Weekend days on which people work: on those a point is as on the weekday before, unless somebody says otherwise.
    pub(super) fn makeup(&mut self, clause: Clause) {
        let otherwise = !clause.is_bare() || clause.has(Word::Closed) && !clause.has(Word::Except);
        if otherwise {
            self.doubt(Why::Unsayable(Unsayable::Feast, clause.text.clone()));
            self.said.notes.push(clause.text);
        }
    }

    /// 中午有人值班: nobody knows from when to when.
    pub(super) fn duty(&mut self, clause: Clause) {
        if let Some(days) = &clause.days {
            self.said.unsure |= if clause.parts == 0 { days.week } else { 0 };
            self.doubt(Why::NoTimes(clause.text.clone()));
        }
        self.said.notes.push(clause.text);
    }

    pub(super) fn service(&mut self, clause: &Clause) {
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

    pub(super) fn appointment(&mut self, clause: &Clause) {
        let alone = clause.days.is_none() && clause.parts == 0 && clause.season.is_none();
        if self.depth > 0 && alone {
            match self.last {
                Last::Service { opened } => {
                    if let Some(service) = self.said.services.last_mut() {
                        service.note.clone_from(&clause.text);
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

    pub(super) fn until(&mut self, clause: &mut Clause) {
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

    pub(super) fn shut(&mut self, clause: Clause) {
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

    pub(super) fn usual(&mut self, clause: Clause) {
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
    pub(super) fn aside(&mut self, what: What, clause: &Clause) {
        let context = self.context.clone();
        self.context.used |= clause.days.is_some();
        self.push(what, clause);
        let whole = !matches!(&self.said.statements.last(), Some(Statement { what: What::Shut(Some(_), _), .. }));
        if clause.season.is_some() || (clause.days.is_some() && (context.days.is_some() || whole)) {
            self.context = context;
            self.group += 1;
        }
    }

    pub(super) fn vague(&mut self, clause: &Clause) {
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
}
