//! What each kind of rule says: its record with the names of its keys.

use rust_decimal::Decimal;

use super::Rule;
use crate::diagnostic::Spanned;
use crate::model::point::FactValue;
use crate::model::standard::{Amount, Scope};
use crate::model::{Dict, Text};
use crate::{choice, record};

choice! {
    /// What happens below the threshold. Left out where the document leaves it open.
    pub enum Below = "未达标" {
        /// No marks.
        Zero = "zero" | "不得分",
        /// Marks in proportion to the threshold.
        Proportional = "proportional" | "按比例得分",
        /// Inspectors give less than full marks, with a reason.
        Manual = "manual" | "酌情评分",
    }
}

choice! {
    /// What a step that is not complete counts.
    pub enum Partial = "不满一级" {
        /// Nothing.
        Ignore = "ignore" | "不计",
        /// A whole step.
        Whole = "whole" | "按一级计",
        /// Its share.
        Share = "share" | "按比例计",
    }
}

record! {
    /// Marks by judgement.
    pub struct Manual = "酌情评分" {
        /// Facts shown beside the marks; they decide nothing.
        facts = "数据": Vec<Text>,
        /// What to look at.
        guide = "评定要点": Option<Text>,
    }
}

record! {
    /// A yes-or-no question.
    pub struct YesNo = "是否" {
        /// Fact that answers it; the finding does unless stated.
        fact = "数据": Option<Text>,
    }
}

record! {
    /// A fact against a number.
    pub struct Threshold = "界限" {
        /// Fact.
        fact = "数据": Text,
        /// Number, or the name of a parameter.
        value = "数值": Amount,
        /// What happens when it is not met.
        below = "未达标": Option<Spanned<Below>>,
    }
}

record! {
    /// A fact between two numbers.
    pub struct Between = "介于" {
        /// Fact.
        fact = "数据": Text,
        /// Lower number.
        from = "从": Amount,
        /// Upper number.
        to = "到": Amount,
        /// The lower number itself does not count.
        exclude_from = "不含下限": bool,
        /// The upper number itself does not count.
        exclude_to = "不含上限": bool,
        /// What happens when it is not met.
        below = "未达标": Option<Spanned<Below>>,
    }
}

record! {
    /// A fact equal to a value.
    pub struct Equals = "等于" {
        /// Fact.
        fact = "数据": Text,
        /// Number, word, or 是 / 否.
        value = "数值": FactValue,
        /// What happens when it is not met.
        below = "未达标": Option<Spanned<Below>>,
    }
}

record! {
    /// (sum of `of`) ÷ (sum of `over`) against one number.
    pub struct Ratio = "比率" {
        /// Facts of the numerator.
        of = "分子": Vec<Text>,
        /// Facts of the denominator.
        over = "分母": Vec<Text>,
        /// Met from this number up, inclusive.
        at_least = "不少于": Option<Amount>,
        /// Met above this number.
        more_than = "超过": Option<Amount>,
        /// Met up to this number, inclusive.
        at_most = "不超过": Option<Amount>,
        /// Met below this number.
        less_than = "不足": Option<Amount>,
        /// What happens when it is not met.
        below = "未达标": Option<Spanned<Below>>,
    }
}

record! {
    /// Deductions per fault. The score never falls below `floor`, 0 unless stated (扣完为止).
    pub struct Deduct = "扣分" {
        /// Kinds of faults.
        faults = "扣分情形": Vec<Fault>,
        /// Most that is taken off altogether.
        cap = "最多扣": Option<Spanned<Decimal>>,
        /// Fewest marks that remain.
        floor = "最低得分": Option<Spanned<Decimal>>,
    }
}

record! {
    /// One kind of fault.
    pub struct Fault = "扣分情形" {
        /// Name, by which the record counts it.
        name = "名称": Text,
        /// Marks off each time.
        each = "每次扣": Option<Spanned<Decimal>>,
        /// Instead of `each`: marks off each time by who found it, such as `{自查: 2, 镇: 5, 市: 15}`.
        found_by = "发现主体": Dict<Spanned<Decimal>>,
        /// Another fault of which this one is a part, so that it cannot be counted more often:
        /// 逾期未整改每项扣1分，再次督促仍未整改的另扣3分.
        within = "其中": Option<Text>,
        /// Most that this kind takes off.
        cap = "最多扣": Option<Spanned<Decimal>>,
    }
}

record! {
    /// A list of things that must be there.
    pub struct EachMissing = "缺项扣分" {
        /// The things.
        things = "应有": Vec<Text>,
        /// Fact that lists what is there; the finding's `missing` does unless stated, and goes first where both are.
        fact = "数据": Option<Text>,
        /// Marks off per missing thing. Absent: one missing thing means not met.
        each = "每缺扣": Option<Spanned<Decimal>>,
        /// Most that is taken off.
        cap = "最多扣": Option<Spanned<Decimal>>,
        /// Without `each`: what happens when something is missing.
        below = "未达标": Option<Spanned<Below>>,
    }
}

record! {
    /// A ladder over a fact, or over a quotient.
    pub struct Tiers = "分档" {
        /// Fact.
        fact = "数据": Option<Text>,
        /// Facts of the numerator.
        of = "分子": Vec<Text>,
        /// Facts of the denominator.
        over = "分母": Vec<Text>,
        /// Levels.
        levels = "档": Vec<Level>,
        /// What happens below the lowest level.
        below = "未达标": Option<Spanned<Below>>,
    }
}

record! {
    /// One level of a ladder.
    pub struct Level = "档" {
        /// From this number up, inclusive.
        at_least = "不少于": Option<Amount>,
        /// Above this number.
        more_than = "超过": Option<Amount>,
        /// Marks.
        marks = "得分": Spanned<Decimal>,
    }
}

record! {
    /// Marks that change with every step from a base.
    pub struct Steps = "逐级" {
        /// Fact.
        fact = "数据": Option<Text>,
        /// Facts of the numerator.
        of = "分子": Vec<Text>,
        /// Facts of the denominator.
        over = "分母": Vec<Text>,
        /// The number at which `at_base` marks are given.
        base = "基数": Amount,
        /// Marks at the base; full marks unless stated.
        at_base = "基数得分": Option<Spanned<Decimal>>,
        /// Size of a step.
        every = "每": Amount,
        /// Marks more per step above the base.
        gain = "每级加": Option<Spanned<Decimal>>,
        /// Marks less per step below the base.
        lose = "每级扣": Option<Spanned<Decimal>>,
        /// What an incomplete step counts. Left out where the document leaves it open.
        partial = "不满一级": Option<Spanned<Partial>>,
        /// Without `lose`: what happens below the base.
        below = "未达标": Option<Spanned<Below>>,
    }
}

record! {
    /// Marks that another body gives.
    pub struct External = "外部评分" {
        /// The body.
        by = "评分单位": Text,
        /// Fact that holds its score; the finding's marks do unless stated.
        fact = "数据": Option<Text>,
        /// Full marks of its scale, when it is not this criterion's: 满意度 by 100, here worth 30.
        out_of = "满分": Option<Spanned<Decimal>>,
    }
}

record! {
    /// A rule for some points.
    pub struct Case = "分类" {
        /// Which points; all that are left unless stated.
        when = "适用条件": Option<Scope>,
        /// The rule.
        rule = "规则": Box<Rule>,
    }
}

record! {
    /// A sample.
    pub struct Sample = "抽查" {
        /// How many are looked at.
        size = "抽查数": Spanned<u32>,
        /// How many of them may fail, 0 unless stated.
        failed_at_most = "最多不合格": Option<Spanned<u32>>,
        /// Marks off for each that fails beyond those.
        each_failed = "每个扣": Option<Spanned<Decimal>>,
        /// Without `each_failed`: what happens when too many fail.
        below = "未达标": Option<Spanned<Below>>,
    }
}
