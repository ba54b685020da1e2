//! A wording as statements about marks: what is taken off for what and how often, what is given, limits. Every clause becomes part of a statement,
//! stands as something that is asked for, or is open.

use rust_decimal::Decimal;

use super::clauses::{Before, Clause, speaks};
use super::numbers::{self, Op, counted};
use super::patterns::{
    ADDS, APART, BASE, CAP, CAP_END, CAP_LAST, DOUBLE, EACH_FIRST, EACH_FULL, EACH_LAST, EACH_PURE, EACH_SOME, EVENT, EXEMPT,
    FAULTY, FAULTY_START, FLOOR, FRAME, FROM, GIVES, GOES_ON, HALF, HARMLESS, INTRO, JUDGED, LABEL, LEANS, MEASURED, MINUS,
    NOTHING, OFF, ONE_AFTER, ONE_FIRST, ONE_LAST, ONE_UNKNOWN, ONE_WORD, PART, RISK, SANCTION, SCALED, SHARE, STATED, STEP_ANY,
    STEP_DOWN, STEP_UP, TO_THE_END, VETO, part,
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
    /// For each step of a share: its size, and whether downwards.
    pub step: Option<(Decimal, bool)>,
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
struct Reader {
    said: Said,
    sentence: usize,
    /// Clauses of this sentence that no statement has taken.
    pending: Vec<String>,
    /// 迟到、早退分别计算: each deduction of the sentence is for each of these.
    apart: Option<String>,
    /// What stands behind the last statement and belongs to none.
    behind: Vec<String>,
}

fn open(words: &str, why: Bilingual) -> Open {
    Open { words: words.to_owned(), why, readings: Vec::new() }
}

impl Reader {
    fn flush(&mut self) {
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
        if let Some(found) = NOTHING.parts(text) {
            let (name, _) = self.condition(part(&found, "before"), true);
            return Some(Ok(Statement::Nothing(format!("{name}{}", part(&found, "note")))));
        }
        if TO_THE_END.fits(text) {
            return Some(Ok(Statement::Floor(Decimal::ZERO)));
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
            let percent = format!("{}{}", part(&found, "percent"), part(&found, "percent2"));
            let share =
                Decimal::from_str_exact(&percent).ok().filter(|n| *n <= Decimal::from(100)).map(|n| n / Decimal::from(100));
            return Some(self.portion(part(&found, "before"), share));
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

    /// A share of the criterion's marks that is taken off.
    fn portion(&mut self, before: &str, share: Option<Decimal>) -> Result<Statement, Bilingual> {
        let share = share.ok_or_else(|| say!("扣多大一部分没有读懂", "how large a part is taken off is not understood"))?;
        let (name, whole) = self.condition(before, true);
        let times = times_of(if whole.is_empty() { &name } else { &whole }, "")?;
        Ok(Statement::Portion(name, share, times))
    }

    fn cap(&mut self, scope: &str, marks: &str) -> Result<Statement, Bilingual> {
        let cannot = || say!("这个上限在规则里写不出", "rules cannot say this limit");
        let marks = numbers::marks(marks).ok_or_else(|| say!("分数没有读懂", "the marks are not understood"))?;
        let scope = scope.trim_end_matches(['的', '但', '可']).trim_start_matches(['但', '且']);
        let pure = |words: &[&str]| {
            let mut rest = scope;
            while let Some(shorter) = words.iter().find_map(|w| rest.strip_prefix(w)).filter(|_| !rest.is_empty()) {
                rest = shorter;
            }
            rest.is_empty()
        };
        let all = [
            "本项",
            "该项",
            "此项",
            "本小项",
            "该小项",
            "小项",
            "本条",
            "两项",
            "三项",
            "四项",
            "各项",
            "以上",
            "上述",
            "合计",
            "共计",
            "共",
            "总",
            "总计",
            "累计",
            "全年",
            "年度",
            "扣分",
            "加分",
            "全部",
        ];
        let single = ["单项", "每项", "每小项", "各单项", "单个", "最多", "累计", "扣分", "每种情形", "每类"];
        let scope = match scope {
            "" | "累计" | "扣分" | "累计扣分" | "全年累计" => Scope::Unsaid,
            _ if pure(&single) => Scope::Single,
            _ if pure(&all) => Scope::All,
            _ => return Err(cannot()),
        };
        Ok(Statement::Cap(scope, marks, self.sentence))
    }

    /// 超出部分 speaks of a number of the deduction before.
    fn beyond(&mut self, before: &str) -> Result<Option<Decimal>, Bilingual> {
        if let Some(found) = FROM.parts(before)
            && let Some(Statement::Off(last)) = self.said.statements.last()
            && last.times == Times::Each
        {
            let number = counted(part(&found, "number")).filter(|n| *n > Decimal::ONE);
            let number = number.ok_or_else(|| say!("从第几次起没有读懂", "from which one on is not understood"))?;
            // 超过3次的，从第4次起: the same number twice.
            if self
                .pending
                .last()
                .and_then(|t| numbers::bound(t))
                .is_some_and(|b| b.op == Op::MoreThan && b.value + Decimal::ONE == number)
            {
                self.pending.pop();
            }
            return Ok(Some(number - Decimal::ONE));
        }
        if !["超出部分", "超过部分", "超出的部分", "超过的部分"].iter().any(|w| before.contains(w)) {
            return Ok(None);
        }
        let counted = matches!(self.said.statements.last(), Some(Statement::Off(o)) if o.times == Times::Each);
        let limit = self
            .pending
            .last()
            .and_then(|text| numbers::bound(text))
            .filter(|b| b.op == Op::MoreThan && b.noun.is_empty() && b.value.is_integer());
        match limit.filter(|_| counted && self.pending.len() == 1) {
            Some(limit) => {
                self.pending.clear();
                Ok(Some(limit.value))
            }
            None => Err(say!("超出多少以后没有读懂", "beyond how many is not understood")),
        }
    }

    fn double(&mut self, before: &str) -> Result<Statement, Bilingual> {
        let same = self.said.statements.iter().rev().find_map(|s| match s {
            Statement::Off(amount) if amount.sentence == self.sentence && amount.step.is_none() => Some(amount.clone()),
            _ => None,
        });
        let Some(last) = same.filter(|_| self.pending.is_empty()) else {
            return Err(say!("加倍的是哪一项没有写", "what is doubled is not said"));
        };
        let name = named(before);
        Ok(Statement::Off(Amount { name, before: before.to_owned(), marks: last.marks * Decimal::TWO, ..last }))
    }

    fn amount(&mut self, before: &str, how: &str, marks: &str, times: &str, note: &str) -> Result<Amount, Bilingual> {
        let marks = numbers::marks(marks).ok_or_else(|| say!("分数没有读懂", "the marks are not understood"))?;
        if marks.is_zero() {
            return Err(say!("扣 0 分，没有意义", "no marks are taken off"));
        }
        // 未参加 is no 加扣.
        let (before, how) = match how.strip_prefix('加') {
            Some(rest) if before.ends_with(['参', '增', '施', '附', '添', '追', '叠', '强']) => {
                (format!("{before}加"), rest)
            }
            _ => (before.to_owned(), how),
        };
        let (before, own) = match before.strip_suffix("各") {
            Some(rest) => (rest, true),
            None => (before.as_str(), false),
        };
        let on_top = how.contains('加') || how.contains('另') || how.contains('再');
        let first = !self.said.statements.iter().any(|s| matches!(s, Statement::Off(_) | Statement::Nothing(_)));
        if on_top && first {
            return Err(say!("在什么之上另扣没有写", "what this is on top of is not said"));
        }
        if before.contains("除外")
            || before.contains("例外")
            || self.pending.last().is_some_and(|p| LEANS.fits(before) && p.contains("除外"))
        {
            return Err(say!("例外的另有分数", "an exception has marks of its own"));
        }
        let inner = before.starts_with("其中");
        let beyond = self.beyond(before)?;
        let each_of = own || how.contains('各') || how.contains("分别");
        let (mut joined, whole) = self.condition(before, true);
        let apart = self.apart.clone().filter(|list| joined.contains(list.as_str()));
        let each_of = each_of || apart.is_some();
        if let Some(list) = apart {
            joined = list;
        }
        let text = if whole.is_empty() { joined.as_str() } else { whole.as_str() };
        let note_ok = note.is_empty() || ["除外", "不含", "不计", "不包括", "含", "以"].iter().any(|w| note.contains(w));
        if !note_ok {
            return Err(say!("括号里的话没有读懂", "the words in brackets are not understood"));
        }
        let mut amount = Amount {
            name: format!("{}{note}", named(&joined)),
            before: text.to_owned(),
            marks,
            times: Times::Once,
            step: None,
            each_of,
            beyond,
            within: None,
            prefixed: false,
            some: false,
            sentence: self.sentence,
        };
        for (pattern, down) in [(&STEP_DOWN, true), (&STEP_UP, false)] {
            if let Some(found) = pattern.parts(text) {
                let every = counted(part(&found, "every"))
                    .ok_or_else(|| say!("每一级是多少没有读懂", "the size of a step is not understood"))?;
                part(&found, "before").clone_into(&mut amount.before);
                amount.step = Some((every, down));
                amount.times = Times::Each;
                return Ok(amount);
            }
        }
        if STEP_ANY.fits(text) {
            return Err(say!("逐级计分的写法没有读懂", "this way of counting steps is not understood"));
        }
        if amount.name.is_empty() {
            return Err(say!("扣什么没有写", "what it is taken off for is not said"));
        }
        if let Some(last) = self.said.statements.iter().rev().find_map(|s| match s {
            Statement::Off(o) if o.sentence == self.sentence => Some(o.clone()),
            _ => None,
        }) {
            if on_top && inner && last.times == Times::Each {
                // 每笔扣2分，其中拆分的加扣1分: for each of these, on top.
                amount.within = Some(last.name);
                amount.times = Times::Each;
                return Ok(amount);
            }
            // 每次迟到扣1分、早退扣1分: what is counted is said once.
            let plain = times.is_empty() && !text.contains('每') && !counts(text) && !text.chars().any(|c| c.is_ascii_digit());
            if last.prefixed
                && plain
                && ["发现", "出现"].iter().any(|w| last.before.contains(w))
                && text.starts_with(['无', '不'])
            {
                return Err(say!(
                    "前面数的是几例，管不管这一项看不出来",
                    "whether it is counted as the one before cannot be told"
                ));
            }
            let carried = last.prefixed && plain && !FAULTY_START.fits(text) && text.chars().count() <= 8;
            if carried {
                amount.times = last.times;
                amount.prefixed = true;
                return Ok(amount);
            }
            if on_top && last.times == Times::Each && !counts(text) {
                amount.times = Times::Event;
                return Ok(amount);
            }
        }
        amount.prefixed = EACH_FIRST.fits(text) || ONE_FIRST.fits(&ONE_WORD.without(text));
        amount.some = times.is_empty() && !EACH_FULL.fits(text) && EACH_SOME.fits(text);
        amount.times = if amount.some { Times::Each } else { times_of(text, times)? };
        Ok(amount)
    }

    /// The name of what a statement is about, from its own clause and those before it that belong to it; and all these words as they stand.
    fn condition(&mut self, before: &str, take: bool) -> (String, String) {
        let mut parts: Vec<String> = Vec::new();
        let own = before.trim_start_matches("其中");
        if !own.is_empty() {
            parts.push(own.to_owned());
        }
        let mut lean = own.is_empty() || LEANS.fits(own);
        while let Some(last) = self.pending.last() {
            let whole = parts.first().is_some_and(|first| GOES_ON.fits(first));
            if !(lean || whole) {
                break;
            }
            let last = last.clone();
            self.pending.pop();
            lean = LEANS.fits(&last) || GOES_ON.fits(&last);
            parts.insert(0, last);
        }
        if take || !parts.is_empty() {
            // What is left of the sentence is asked for.
            self.flush();
        }
        if (parts.is_empty() || parts.iter().all(|p| LEANS.fits(p))) && self.apart.is_some() {
            parts.insert(0, self.apart.clone().unwrap_or_default());
        }
        // Nothing in this sentence: it is about what was asked for before.
        if parts.iter().all(|p| LEANS.fits(p))
            && let Some((sentence, text)) = self.said.asked.last().cloned()
            && take
        {
            let name = if FAULTY.fits(&text) || sentence == self.sentence { text } else { format!("不符合“{text}”") };
            parts.insert(0, name);
        }
        let whole = parts.join("，");
        // 不得分解住院 is asked for; the fault is not to do it.
        if let Some(first) =
            parts.first_mut().filter(|p| ["不得", "应", "必须", "严禁", "禁止", "须"].iter().any(|w| p.starts_with(w)))
        {
            *first = format!("违反“{first}”");
        }
        // Counters alone do not make a name.
        let mut names: Vec<&str> = parts.iter().map(String::as_str).filter(|p| !LEANS.fits(p)).collect();
        if names.is_empty() {
            names = parts.iter().map(String::as_str).collect();
        }
        (names.join("，"), whole)
    }
}

/// How often a deduction counts.
fn times_of(text: &str, behind: &str) -> Result<Times, Bilingual> {
    if !behind.is_empty() || EACH_FULL.fits(text) {
        return Ok(Times::Each);
    }
    if text.split('，').any(|clause| before_counter(clause).is_some() || EACH_FIRST.fits(clause)) {
        return Ok(Times::Each);
    }
    if text.contains('每') && !["未每", "没每", "不每", "没有每"].iter().any(|w| text.contains(w)) {
        // 未做到每日清扫 describes; 每月例会缺席 does not stand alone.
        let negated = text.split('每').next().is_some_and(|before| before.contains(['未', '没', '不', '无', '对', '非']));
        if !negated && !counts(text) {
            return Err(say!("“每”是说每次都扣，还是说要求，看不出来", "whether “每” counts or describes cannot be told"));
        }
    }
    if counts(text) {
        return Ok(Times::Each);
    }
    if text.split('，').any(|clause| clause.starts_with("一类") || ONE_UNKNOWN.fits(&ONE_WORD.without(&without_negation(clause))))
    {
        return Err(say!("“一”后面的是不是一个一个地数，看不出来", "whether what follows “一” is counted cannot be told"));
    }
    if text.split('，').any(|clause| EVENT.fits(clause)) { Ok(Times::Event) } else { Ok(Times::Once) }
}

/// What stands before 每次, 每人每次 at the end of a clause. 未每周检查, 未落实每日消毒制度 describe what was not done and count nothing.
fn before_counter(clause: &str) -> Option<&str> {
    let found = EACH_LAST.parts(clause)?;
    let (before, each) = (part(&found, "before"), part(&found, "each"));
    let describes = before.ends_with(['未', '没', '不', '无', '有', '非'])
        || !(before.is_empty() || before.ends_with('的') || EACH_PURE.fits(each));
    (!describes).then_some(before)
}

/// 没有一名 counts nothing.
fn without_negation(clause: &str) -> String {
    clause.replace("没有", "无")
}

/// 缺席一次, 发现一例, 一处不符合: they count, though 每 does not stand there.
fn counts(text: &str) -> bool {
    text.split('，').any(|clause| {
        let clause = ONE_WORD.without(&without_negation(clause));
        ONE_FIRST.fits(&clause) || ONE_AFTER.fits(&clause) || ONE_LAST.fits(&clause)
    })
}

/// The name of a fault: without 的 at its end and the counter before it, and nothing else lost.
pub fn named(text: &str) -> String {
    let text = text.trim_end_matches(['，', '、', ',']);
    let text = before_counter(text).filter(|before| !before.is_empty()).unwrap_or(text);
    let text = text.trim_end_matches(['的', '，', '、']);
    // 每缺一项 is called 缺一项; 每个村未…, 每份不合格 keep their 每.
    match text.strip_prefix('每').filter(|rest| !MEASURED.fits(rest)) {
        Some(rest) => rest.to_owned(),
        None => text.to_owned(),
    }
}
