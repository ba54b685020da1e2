//! A wording as statements about marks: what is taken off for what and how often, what is given, limits. Every clause becomes part of a statement,
//! stands as something that is asked for, or is open.

use rust_decimal::Decimal;

use super::clauses::{Before, Clause, speaks};
use super::numbers;
use super::patterns::{
    ADDS, APART, BASE, CAP, CAP_END, CAP_LAST, DOUBLE, EXEMPT, FLOOR, FRAME, FULL_AT, GIVES, HALF, HARMLESS, INTRO, JUDGED,
    LABEL, MINUS, NOTHING, OFF, PART, RISK, SANCTION, SCALED, SHARE, STATED, TO_THE_END, VETO, part,
};
use crate::diagnostic::Bilingual;
use crate::say;

/// How often a deduction counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// A state: once.
    Once,
    /// Something that happens, and the words do not say how often it counts.
    Event,
    /// Each time.
    Each,
}

/// Marks that are taken off, or given on top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// What for, as the name of a fault.
    pub name: String,
    /// What for, in the words of its own clause and sentence.
    pub before: String,
    /// How many.
    pub marks: Decimal,
    /// How often.
    pub times: Times,
    /// For each step of what is measured.
    pub step: Option<Step>,
    /// 各扣: each of what is listed.
    pub each_of: bool,
    /// 超过5件的，超出部分…: for those beyond so many of the deduction before.
    pub beyond: Option<Decimal>,
    /// 其中…加扣: the deduction that it is on top of.
    pub within: Option<String>,
    /// What is counted stands before what it is for: 每次迟到.
    pub prefixed: bool,
    /// 每2次: what fewer count is not said.
    pub some: bool,
    /// Which sentence.
    pub sentence: usize,
}

/// 每下降1个百分点, 每低1分.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its size.
    pub every: Decimal,
    /// Downwards.
    pub down: bool,
    /// % or 分.
    pub unit: &'static str,
}

/// What a limit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// It does not say.
    Unsaid,
    /// Each fault by itself: 单项.
    Single,
    /// All together: 合计, 本项.
    All,
}

/// One statement about marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// Taken off.
    Off(Amount),
    /// No marks at all; what for.
    Nothing(String),
    /// Marks that are given, None for all; what for.
    Gives(String, Option<Decimal>),
    /// On top.
    Adds(Amount),
    /// At most so much.
    Cap(Scope, Decimal, usize),
    /// Never below.
    Floor(Decimal),
    /// In proportion; what for, and what the share is of.
    Share(String, String),
    /// Somebody else's marks of a hundred.
    Scaled(String, Decimal),
    /// 一票否决; what for.
    Veto(String),
    /// 不扣分; what for.
    Exempt(String),
    /// 以50%为基数.
    Base(Decimal),
    /// A share of the marks off.
    Portion(String, Decimal, Times),
    /// So many marks in all.
    Stated(Decimal),
}

/// Why words did not become part of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The very words.
    pub words: String,
    /// Why.
    pub why: Bilingual,
    /// What they may mean, where it is one of a few things; empty where nobody can list them.
    pub readings: Vec<Alternative>,
    /// One answer may hold for all wordings of the sheet that are open in this way.
    pub shared: bool,
}

/// One of the things that open words may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// As a sentence.
    pub says: Bilingual,
    /// The rule that says it.
    pub reading: super::Reading,
}

/// A wording in statements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// What it says of marks, in order.
    pub statements: Vec<Statement>,
    /// What is asked for, clause by clause, with the number of its sentence.
    pub asked: Vec<(usize, String)>,
    /// What is not understood.
    pub open: Vec<Open>,
    /// 加分项: stands before it.
    pub bonus: bool,
}

/// Reads clauses as statements.
pub fn statements(clauses: &[Clause]) -> Said {
    let mut reader = Reader::default();
    for clause in clauses {
        reader.clause(clause);
    }
    reader.flush();
    reader.last();
    reader.said
}

#[derive(Default)]
pub struct Reader {
    pub(super) said: Said,
    pub(super) sentence: usize,
    /// Clauses of this sentence that no statement has taken.
    pub(super) pending: Vec<String>,
    /// 迟到、早退分别计算: each deduction of the sentence is for each of these.
    pub(super) apart: Option<String>,
    /// What stands behind the last statement and belongs to none.
    behind: Vec<String>,
}

fn open(words: &str, why: Bilingual) -> Open {
    Open { words: words.to_owned(), why, readings: Vec::new(), shared: false }
}

impl Reader {
    pub(super) fn flush(&mut self) {
        for text in std::mem::take(&mut self.pending) {
            self.pass(text);
        }
    }

    /// A clause that belongs to no statement: what is asked for, if it says nothing of marks.
    fn pass(&mut self, text: String) {
        if !self.said.statements.is_empty() {
            if RISK.fits(&text) {
                self.open(&text, say!("它会改变扣多少，规则里没有", "it changes what is taken off, and no rule says it"));
            }
            self.behind.push(text.clone());
        }
        self.said.asked.push((self.sentence, text));
    }

    /// What stands at the end may only be what is known to say nothing of marks.
    fn last(&mut self) {
        for text in std::mem::take(&mut self.behind) {
            if !HARMLESS.fits(&text) && !RISK.fits(&text) {
                self.open(
                    &text,
                    say!(
                        "它在分数后面，和分数有没有关系看不出来",
                        "it stands behind the marks, and whether it concerns them cannot be told"
                    ),
                );
            }
        }
    }

    fn open(&mut self, words: &str, why: Bilingual) {
        self.said.open.push(open(words, why));
    }

    fn clause(&mut self, clause: &Clause) {
        if clause.before == Before::Stop {
            self.flush();
            self.sentence += 1;
            self.apart = None;
        }
        let text = clause.text.as_str();
        if clause.introduces {
            if matches!(text, "加分项" | "加分" | "加分项目" | "附加分" | "奖励加分") {
                self.said.bonus = true;
                return;
            }
            if INTRO.fits(text) && (speaks(text) || text.contains("评分") || text.contains("扣分")) {
                self.flush();
                return;
            }
        }
        if FRAME.fits(text) {
            return;
        }
        if SANCTION.fits(text) {
            return self.open(text, say!("这不是扣分，规则里写不出", "this is no deduction, and rules cannot say it"));
        }
        if JUDGED.fits(text) && speaks(text) && !DOUBLE.fits(text) && !TO_THE_END.fits(text) {
            let judged = ["酌情", "视", "适当", "情节", "左右", "根据"].iter().any(|w| text.contains(w));
            return self.open(
                text,
                if judged {
                    say!("由检查人看情况给分", "it is left to the inspectors' judgement")
                } else {
                    say!("规则里写不出这句话", "rules cannot say this")
                },
            );
        }
        if let Some(statement) = self.statement(clause) {
            match statement {
                Ok(statement) => {
                    self.said.statements.push(statement);
                    self.behind.clear();
                }
                Err(why) => self.open(text, why),
            }
            return;
        }
        if speaks(text) {
            return self.open(text, say!("这句话的分数没有读懂", "what it says of marks is not understood"));
        }
        if let Some(found) = APART.parts(text) {
            let list = part(&found, "before");
            if list.contains('、') {
                self.apart = Some(list.to_owned());
            }
        }
        self.pending.push(text.to_owned());
        if clause.introduces {
            self.flush();
        }
    }

    /// The statement of a clause; None where it makes none, an error where it is one that cannot be read.
    fn statement(&mut self, clause: &Clause) -> Option<Result<Statement, Bilingual>> {
        let text = clause.text.as_str();
        let unknown = || say!("分数没有读懂", "the marks are not understood");
        if TO_THE_END.fits(text) {
            return Some(Ok(Statement::Floor(Decimal::ZERO)));
        }
        if let Some(found) = NOTHING.parts(text) {
            let (name, _) = self.condition(part(&found, "before"), true);
            return Some(Ok(Statement::Nothing(format!("{name}{}", part(&found, "note")))));
        }
        // 以95%为满分.
        if let Some(found) = FULL_AT.parts(text) {
            return Some(Ok(Statement::Gives(format!("{}达到{}%", part(&found, "noun"), part(&found, "value")), None)));
        }
        if let Some(found) = STATED.parts(text) {
            return Some(numbers::marks(part(&found, "marks")).map(Statement::Stated).ok_or_else(unknown));
        }
        if let Some(found) = FLOOR.parts(text) {
            return Some(numbers::marks(part(&found, "marks")).map(Statement::Floor).ok_or_else(unknown));
        }
        if let Some(found) = BASE.parts(text) {
            return Some(numbers::marks(part(&found, "value")).map(Statement::Base).ok_or_else(unknown));
        }
        if let Some(found) = CAP_END.parts(text).or_else(|| CAP.parts(text)).or_else(|| CAP_LAST.parts(text)) {
            return Some(self.cap(found.name("scope").map_or("", |m| m.as_str()), part(&found, "marks")));
        }
        if let Some(found) = SCALED.parts(text) {
            return Some(
                numbers::marks(part(&found, "marks"))
                    .map(|n| Statement::Scaled(part(&found, "by").to_owned(), n))
                    .ok_or_else(unknown),
            );
        }
        if let Some(found) = EXEMPT.parts(text) {
            return Some(Ok(Statement::Exempt(self.condition(part(&found, "before"), false).0)));
        }
        if let Some(found) = VETO.parts(text) {
            return Some(Ok(Statement::Veto(self.condition(part(&found, "before"), true).0)));
        }
        if let Some(found) = SHARE.parts(text) {
            let (name, _) = self.condition(part(&found, "before"), false);
            return Some(Ok(Statement::Share(name, part(&found, "of").to_owned())));
        }
        if let Some(found) = HALF.parts(text) {
            return Some(self.portion(part(&found, "before"), Some(Decimal::new(5, 1))));
        }
        if let Some(found) = PART.parts(text) {
            let percent = ["percent", "percent2", "percent3"].map(|name| part(&found, name)).concat();
            let share =
                Decimal::from_str_exact(&percent).ok().filter(|n| *n <= Decimal::from(100)).map(|n| n / Decimal::from(100));
            let before = ["before", "before3"].map(|name| part(&found, name)).concat();
            return Some(self.portion(&before, share));
        }
        if let Some(found) = DOUBLE.parts(text) {
            return Some(self.double(part(&found, "before")));
        }
        if let Some(found) = OFF.parts(text).or_else(|| MINUS.parts(text)) {
            let number = match part(&found, "marks") {
                "" => part(&found, "bare"),
                number => number,
            };
            let how = part(&found, "how");
            let amount = self.amount(part(&found, "before"), how, number, part(&found, "times"), part(&found, "note"));
            return Some(amount.map(Statement::Off));
        }
        if let Some(found) = ADDS.parts(text) {
            let amount =
                self.amount(part(&found, "before"), part(&found, "how"), part(&found, "marks"), part(&found, "times"), "");
            return Some(amount.map(Statement::Adds));
        }
        if let Some(found) = GIVES.parts(text).filter(|f| !part(f, "before").ends_with(['不', '可', '应'])) {
            let number = part(&found, "marks");
            let marks = if number.is_empty() { None } else { Some(numbers::marks(number)) };
            if marks == Some(None) {
                return Some(Err(unknown()));
            }
            let (before, _) = self.condition(part(&found, "before"), false);
            return Some(Ok(Statement::Gives(before, marks.flatten())));
        }
        self.label(clause)
    }

    /// B类2分 behind A类事项漏办每件扣3分; marks behind a bound: 50㎡以上3分.
    fn label(&mut self, clause: &Clause) -> Option<Result<Statement, Bilingual>> {
        let found = LABEL.parts(&clause.text);
        if let Some(found) = found {
            let before = part(&found, "before");
            if let Some(Statement::Off(last)) = self.said.statements.last()
                && clause.before != Before::Stop
                && self.pending.is_empty()
                && before.ends_with(['类', '级', '等', '档', '次'])
                && let Some(marks) = numbers::marks(part(&found, "marks"))
            {
                let amount = Amount { name: before.to_owned(), before: before.to_owned(), marks, ..last.clone() };
                return Some(Ok(Statement::Off(amount)));
            }
        }
        // 30-50㎡2分: what is before the marks is a bound and nothing else.
        let text = clause.text.strip_suffix('分')?;
        let digits = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let marks = numbers::marks(text.get(digits.len()..)?)?;
        numbers::bound(digits)?;
        Some(Ok(Statement::Gives(digits.to_owned(), Some(marks))))
    }
}
