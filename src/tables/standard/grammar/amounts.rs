//! What is taken off or given: for what, how many marks, under which limit, on top of what.

use rust_decimal::Decimal;

use super::clauses::speaks;
use super::counting::{counts, named, times_of};
use super::numbers::{self, Op, counted};
use super::patterns::{
    EACH_FIRST, EACH_FULL, EACH_SOME, FAULTY, FAULTY_START, FROM, GOES_ON, LEANS, LOOKS, ONE_FIRST, ONE_WORD, STEP_ANY,
    STEP_DOWN, STEP_UP, part,
};
use super::statements::{Amount, Reader, Said, Scope, Statement, Step, Times};
use crate::diagnostic::Bilingual;
use crate::say;

impl Said {
    /// 得2分 under 加分项: what is given is on top.
    pub(super) fn given_on_top(&mut self) {
        if self.statements.iter().any(|s| !matches!(s, Statement::Gives(_, Some(_)) | Statement::Cap(..) | Statement::Stated(_)))
        {
            return;
        }
        for statement in &mut self.statements {
            let Statement::Gives(text, Some(marks)) = statement else { continue };
            let Ok(times) = times_of(text, "") else { continue };
            *statement = Statement::Adds(Amount {
                name: named(text),
                before: text.clone(),
                marks: *marks,
                times,
                step: None,
                each_of: false,
                beyond: None,
                within: None,
                prefixed: false,
                some: false,
                sentence: 0,
            });
        }
    }
}

impl Reader {
    /// A share of the criterion's marks that is taken off.
    pub(super) fn portion(&mut self, before: &str, share: Option<Decimal>) -> Result<Statement, Bilingual> {
        let share = share.ok_or_else(|| say!("扣多大一部分没有读懂", "how large a part is taken off is not understood"))?;
        let (name, whole) = self.condition(before, true);
        let times = times_of(if whole.is_empty() { &name } else { &whole }, "")?;
        Ok(Statement::Portion(name, share, times))
    }

    pub(super) fn cap(&mut self, scope: &str, marks: &str) -> Result<Statement, Bilingual> {
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
    pub(super) fn beyond(&mut self, before: &str) -> Result<Option<Decimal>, Bilingual> {
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

    pub(super) fn double(&mut self, before: &str) -> Result<Statement, Bilingual> {
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

    pub(super) fn amount(&mut self, before: &str, how: &str, marks: &str, times: &str, note: &str) -> Result<Amount, Bilingual> {
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
        let note = if LOOKS.fits(note) && !speaks(note) { "" } else { note };
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
                let unit = if part(&found, "unit") == "分" { "分" } else { "%" };
                amount.step = Some(Step { every, down, unit });
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
    pub(super) fn condition(&mut self, before: &str, take: bool) -> (String, String) {
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
        // 应扣未扣 names the fault itself.
        let fault = |p: &str| p.starts_with('应') && p.contains(['未', '没']);
        if let Some(first) = parts
            .first_mut()
            .filter(|p| ["不得", "应", "必须", "严禁", "禁止", "须"].iter().any(|w| p.starts_with(w)) && !fault(p))
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
