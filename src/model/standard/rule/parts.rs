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
        facts = "数据": Vec<Text> { "评分": "写打分时要一起看的数据，不直接算分" },
        /// What to look at.
        guide = "评定要点": Option<Text> { "评分": "写打分时看什么" },
    }
}

record! {
    /// A yes-or-no question.
    pub struct YesNo = "是否" {
        /// Fact that answers it; the finding does unless stated.
        fact = "数据": Option<Text> { "评分": "写用哪个数据回答；空着就由检查人回答" },
    }
}

record! {
    /// A fact against a number.
    pub struct Threshold = "界限" {
        /// Fact.
        fact = "数据": Text { "评分": "写用哪个数据，如：办件量" },
        /// Number, or the name of a parameter.
        value = "数值": Amount { "评分": "写要达到的数，如：100、5%" },
        /// What happens when it is not met.
        below = "未达标": Option<Spanned<Below>> { "评分": "选达不到时怎么给分；文件没有写明就空着" },
    }
}

record! {
    /// A fact between two numbers.
    pub struct Between = "介于" {
        /// Fact.
        fact = "数据": Text { "评分": "写用哪个数据，如：办件量" },
        /// Lower number.
        from = "从": Amount { "评分": "写从多少起，如：60" },
        /// Upper number.
        to = "到": Amount { "评分": "写到多少为止，如：100" },
        /// The lower number itself does not count.
        exclude_from = "不含下限": bool { "评分": "不含下限的数选“是”" },
        /// The upper number itself does not count.
        exclude_to = "不含上限": bool { "评分": "不含上限的数选“是”" },
        /// What happens when it is not met.
        below = "未达标": Option<Spanned<Below>> { "评分": "选达不到时怎么给分；文件没有写明就空着" },
    }
}

record! {
    /// A fact equal to a value.
    pub struct Equals = "等于" {
        /// Fact.
        fact = "数据": Text { "评分": "写用哪个数据，如：办件量" },
        /// Number, word, or 是 / 否.
        value = "数值": FactValue { "评分": "写要等于什么，如：是、5" },
        /// What happens when it is not met.
        below = "未达标": Option<Spanned<Below>> { "评分": "选达不到时怎么给分；文件没有写明就空着" },
    }
}

record! {
    /// (sum of `of`) ÷ (sum of `over`) against one number.
    pub struct Ratio = "比率" {
        /// Facts of the numerator.
        of = "分子": Vec<Text> { "评分": "写分子是哪些数据，几个就加起来" },
        /// Facts of the denominator.
        over = "分母": Vec<Text> { "评分": "写分母是哪些数据，几个就加起来" },
        /// Met from this number up, inclusive.
        at_least = "不少于": Option<Amount> { "评分": "写不少于多少，含这个数，如：95%" },
        /// Met above this number.
        more_than = "超过": Option<Amount> { "评分": "写要超过多少，不含这个数" },
        /// Met up to this number, inclusive.
        at_most = "不超过": Option<Amount> { "评分": "写不超过多少，含这个数" },
        /// Met below this number.
        less_than = "不足": Option<Amount> { "评分": "写要不足多少，不含这个数" },
        /// What happens when it is not met.
        below = "未达标": Option<Spanned<Below>> { "评分": "选达不到时怎么给分；文件没有写明就空着" },
    }
}

record! {
    /// Deductions per fault. The score never falls below `floor`, 0 unless stated (扣完为止).
    pub struct Deduct = "扣分" {
        /// Kinds of faults.
        faults = "扣分情形": Vec<Fault> { "扣分": "一种问题写一行" },
        /// Most that is taken off altogether.
        cap = "最多扣": Option<Spanned<Decimal>> { "扣分": "写一共最多扣几分" },
        /// Fewest marks that remain.
        floor = "最低得分": Option<Spanned<Decimal>> { "扣分": "写最低剩几分；空着就是扣完为止" },
    }
}

record! {
    /// One kind of fault.
    pub struct Fault = "扣分情形" {
        /// Name, by which the record counts it.
        name = "名称": Text { "扣分": "写是什么问题，如：台账不全" },
        /// Marks off each time.
        each = "每次扣": Option<Spanned<Decimal>> { "扣分": "写每发现一次扣几分" },
        /// Instead of `each`: marks off each time by who found it, such as `{自查: 2, 镇: 5, 市: 15}`.
        found_by = "发现主体": Dict<Spanned<Decimal>> { "扣分": "谁发现的扣分不一样时，一样写一行" },
        /// Another fault of which this one is a part, so that it cannot be counted more often:
        /// 逾期未整改每项扣1分，再次督促仍未整改的另扣3分.
        within = "其中": Option<Text> { "扣分": "它是另一种问题里的一部分时，写那一种的名字" },
        /// Most that this kind takes off.
        cap = "最多扣": Option<Spanned<Decimal>> { "扣分": "写这一种最多扣几分" },
    }
}

record! {
    /// A list of things that must be there.
    pub struct EachMissing = "缺项扣分" {
        /// The things.
        things = "应有": Vec<Text> { "扣分": "写应当有的东西，一样一行" },
        /// Fact that lists what is there; the finding's `missing` does unless stated, and goes first where both are.
        fact = "数据": Option<Text> { "扣分": "写哪个数据列出了现有的；空着就由检查人写缺什么" },
        /// Marks off per missing thing. Absent: one missing thing means not met.
        each = "每缺扣": Option<Spanned<Decimal>> { "扣分": "写每缺一样扣几分；空着就是缺一样也不算达到" },
        /// Most that is taken off.
        cap = "最多扣": Option<Spanned<Decimal>> { "扣分": "写最多扣几分" },
        /// Without `each`: what happens when something is missing.
        below = "未达标": Option<Spanned<Below>> { "扣分": "选达不到时怎么给分；文件没有写明就空着" },
    }
}

record! {
    /// A ladder over a fact, or over a quotient.
    pub struct Tiers = "分档" {
        /// Fact.
        fact = "数据": Option<Text> { "分档": "写用哪个数据，如：办件量" },
        /// Facts of the numerator.
        of = "分子": Vec<Text> { "分档": "按比率分档时，写分子是哪些数据" },
        /// Facts of the denominator.
        over = "分母": Vec<Text> { "分档": "按比率分档时，写分母是哪些数据" },
        /// Levels.
        levels = "档": Vec<Level> { "分档": "一档写一行" },
        /// What happens below the lowest level.
        below = "未达标": Option<Spanned<Below>> { "分档": "选达不到时怎么给分；文件没有写明就空着" },
    }
}

record! {
    /// One level of a ladder.
    pub struct Level = "档" {
        /// From this number up, inclusive.
        at_least = "不少于": Option<Amount> { "档": "写从多少起，含这个数，如：90%" },
        /// Above this number.
        more_than = "超过": Option<Amount> { "档": "写要超过多少，不含这个数" },
        /// Marks.
        marks = "得分": Spanned<Decimal> { "档": "写到这一档给几分" },
    }
}

record! {
    /// Marks that change with every step from a base.
    pub struct Steps = "逐级" {
        /// Fact.
        fact = "数据": Option<Text> { "逐级": "写用哪个数据，如：办件量" },
        /// Facts of the numerator.
        of = "分子": Vec<Text> { "逐级": "按比率算时，写分子是哪些数据" },
        /// Facts of the denominator.
        over = "分母": Vec<Text> { "逐级": "按比率算时，写分母是哪些数据" },
        /// The number at which `at_base` marks are given.
        base = "基数": Amount { "逐级": "写从哪个数算起，如：80%" },
        /// Marks at the base; full marks unless stated.
        at_base = "基数得分": Option<Spanned<Decimal>> { "逐级": "写刚好到这个数给几分；空着就是满分" },
        /// Size of a step.
        every = "每": Amount { "逐级": "写每差多少算一级，如：1%" },
        /// Marks more per step above the base.
        gain = "每级加": Option<Spanned<Decimal>> { "逐级": "写每高一级加几分" },
        /// Marks less per step below the base.
        lose = "每级扣": Option<Spanned<Decimal>> { "逐级": "写每低一级扣几分" },
        /// What an incomplete step counts. Left out where the document leaves it open.
        partial = "不满一级": Option<Spanned<Partial>> { "逐级": "选不满一级时怎么算；文件没有写明就空着" },
        /// Without `lose`: what happens below the base.
        below = "未达标": Option<Spanned<Below>> { "逐级": "选达不到时怎么给分；文件没有写明就空着" },
    }
}

record! {
    /// Marks that another body gives.
    pub struct External = "外部评分" {
        /// The body.
        by = "评分单位": Text { "外部评分": "写由谁评分，如：第三方调查机构" },
        /// Fact that holds its score; the finding's marks do unless stated.
        fact = "数据": Option<Text> { "外部评分": "写哪个数据是它的分；空着就由检查人填" },
        /// Full marks of its scale, when it is not this criterion's: 满意度 by 100, here worth 30.
        out_of = "满分": Option<Spanned<Decimal>> { "外部评分": "写它的满分，和这里的满分不一样时才写，如：100" },
    }
}

record! {
    /// A rule for some points.
    pub struct Case = "分类" {
        /// Which points; all that are left unless stated.
        when = "适用条件": Option<Scope> { "分类": "写哪些服务点按这一条；空着就是其余的" },
        /// The rule.
        rule = "规则": Box<Rule> { "分类": "选怎么给分" },
    }
}

record! {
    /// A sample.
    pub struct Sample = "抽查" {
        /// How many are looked at.
        size = "抽查数": Spanned<u32> { "抽查": "写抽查几个，如：10" },
        /// How many of them may fail, 0 unless stated.
        failed_at_most = "最多不合格": Option<Spanned<u32>> { "抽查": "写最多允许几个不合格；空着就是一个也不行" },
        /// Marks off for each that fails beyond those.
        each_failed = "每个扣": Option<Spanned<Decimal>> { "抽查": "写每多一个不合格扣几分" },
        /// Without `each_failed`: what happens when too many fail.
        below = "未达标": Option<Spanned<Below>> { "抽查": "选达不到时怎么给分；文件没有写明就空着" },
    }
}
