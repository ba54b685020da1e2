//! The kinds of rules: declarative, never an expression language. Each kind is a record and reads as one Chinese sentence.
//!
//! A rule is a mapping of one key, its kind: `ratio: {of: […], over: […], at_least: 5%}`. A kind that needs nothing else may stand
//! alone: `rule: yes_no`.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::{Amount, Scope};
use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Spanned, codes};
use crate::model::point::FactValue;
use crate::model::{Dict, Text};
use crate::source::decode::{Decode, nearest, wrong_type};
use crate::source::{Node, Value};
use crate::{choice, record, say};

macro_rules! kinds {
    ($( $(#[doc = $doc:literal])* $Variant:ident($Ty:ty) = $word:literal | $zh:literal ),* $(,)?) => {
        /// How a criterion is scored, or what a condition asks.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Rule {
            $( $(#[doc = $doc])* $Variant($Ty), )*
        }

        impl Rule {
            /// Every kind: English key, Chinese key, meaning.
            pub const KINDS: &'static [(&'static str, &'static str, &'static str)] =
                &[$( ($word, $zh, concat!($($doc),*)) ),*];

            /// The English key.
            #[must_use]
            pub fn word(&self) -> &'static str {
                match self { $( Self::$Variant(_) => $word, )* }
            }

            /// The Chinese key.
            #[must_use]
            pub fn zh(&self) -> &'static str {
                match self { $( Self::$Variant(_) => $zh, )* }
            }

            fn of_kind(kind: &str, value: &Node, out: &mut Diagnostics) -> Option<Option<Self>> {
                match kind {
                    $( $word | $zh => Some(<$Ty>::decode(value, out).map(Self::$Variant)), )*
                    _ => None,
                }
            }

            fn kind_schemas(defs: &mut Map<String, Json>) -> Vec<Json> {
                let mut list = Vec::new();
                $(
                    let one = <$Ty as Decode>::schema(defs);
                    for key in [$word, $zh] {
                        list.push(json!({
                            "type": "object",
                            "description": concat!($($doc),*).trim(),
                            "properties": {key: one.clone()},
                            "required": [key],
                            "additionalProperties": false,
                        }));
                    }
                )*
                list
            }
        }
    };
}

kinds! {
    /// Inspectors give 0 to full marks; lost marks owe a reason. Without marks: met or not.
    Manual(Manual) = "manual" | "酌情评分",
    /// All or nothing by a yes-or-no answer.
    YesNo(YesNo) = "yes_no" | "是否",
    /// The number is included (不少于, 以上).
    AtLeast(Threshold) = "at_least" | "不少于",
    /// The number is excluded (超过).
    MoreThan(Threshold) = "more_than" | "超过",
    /// The number is included (不超过, 以内).
    AtMost(Threshold) = "at_most" | "不超过",
    /// The number is excluded (不足, 不满).
    LessThan(Threshold) = "less_than" | "不足",
    /// From one number to another, both included unless stated.
    Between(Between) = "between" | "介于",
    /// Exactly this number, word or answer.
    Equals(Equals) = "equals" | "等于",
    /// A quotient of sums against a number; cross-multiplied, never divided.
    Ratio(Ratio) = "ratio" | "比率",
    /// So much off per fault.
    Deduct(Deduct) = "deduct" | "扣分",
    /// Things that must be there; so much off per missing one.
    EachMissing(EachMissing) = "each_missing" | "缺项扣分",
    /// A ladder: the best level that is reached gives its marks.
    Tiers(Tiers) = "tiers" | "分档",
    /// So much per step above or below a base.
    Steps(Steps) = "steps" | "逐级",
    /// Marks that another body gives.
    External(External) = "external" | "外部评分",
    /// Of a sample, at most so many may fail.
    Sample(Sample) = "sample" | "抽查",
    /// Another rule for another kind of point: the first case that fits scores.
    Cases(Vec<Case>) = "cases" | "分类",
    /// Every condition holds.
    AllOf(Vec<Rule>) = "all_of" | "全部满足",
    /// One condition holds at least.
    AnyOf(Vec<Rule>) = "any_of" | "任一满足",
    /// The condition does not hold.
    Not(Box<Rule>) = "not" | "不满足",
}

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

/// What a rule says of a threshold that is not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Its kind has no threshold that could have a policy.
    None,
    /// The document leaves it open.
    Open,
    /// As the standard says.
    Says(Below),
}

impl Rule {
    /// What it says of a threshold that is not reached. Every kind is named, so that a new one cannot be forgotten.
    #[must_use]
    pub fn policy(&self) -> Policy {
        let below = match self {
            Self::AtLeast(r) | Self::MoreThan(r) | Self::AtMost(r) | Self::LessThan(r) => &r.below,
            Self::Between(r) => &r.below,
            Self::Equals(r) => &r.below,
            Self::Ratio(r) => &r.below,
            Self::EachMissing(r) => &r.below,
            Self::Tiers(r) => &r.below,
            Self::Steps(r) => &r.below,
            Self::Sample(r) => &r.below,
            Self::Manual(_)
            | Self::YesNo(_)
            | Self::Deduct(_)
            | Self::External(_)
            | Self::Cases(_)
            | Self::AllOf(_)
            | Self::AnyOf(_)
            | Self::Not(_) => return Policy::None,
        };
        below.as_ref().map_or(Policy::Open, |below| Policy::Says(below.value))
    }

    /// Whether it gives marks and no answer, so that it cannot be a condition or stand where there are no marks.
    #[must_use]
    pub fn gives_marks_only(&self) -> bool {
        match self {
            Self::Deduct(_) | Self::Tiers(_) | Self::Steps(_) | Self::External(_) => true,
            Self::Manual(_)
            | Self::YesNo(_)
            | Self::AtLeast(_)
            | Self::MoreThan(_)
            | Self::AtMost(_)
            | Self::LessThan(_)
            | Self::Between(_)
            | Self::Equals(_)
            | Self::Ratio(_)
            | Self::EachMissing(_)
            | Self::Sample(_)
            | Self::Cases(_)
            | Self::AllOf(_)
            | Self::AnyOf(_)
            | Self::Not(_) => false,
        }
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

impl Rule {
    fn kind_list() -> Bilingual {
        let zh: Vec<String> = Self::KINDS.iter().map(|(word, zh, _)| format!("{zh}（{word}）")).collect();
        let en: Vec<&str> = Self::KINDS.iter().map(|(word, ..)| *word).collect();
        Bilingual { zh: format!("可以用的规则：{}", zh.join("、")), en: format!("known kinds: {}", en.join(", ")) }
    }
}

impl Decode for Rule {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let empty = |span| Node { span, value: Value::Map(Vec::new()) };
        let (kind, value) = match &node.value {
            Value::Scalar { text, .. } => (Spanned::new(text.trim().to_owned(), node.span), empty(node.span)),
            Value::Map(entries) if entries.len() == 1 => match entries.first() {
                Some(entry) if entry.value.is_null() => (entry.key.clone(), empty(entry.key.span)),
                Some(entry) => (entry.key.clone(), entry.value.clone()),
                None => return None,
            },
            _ => {
                let expected = say!("一条规则（只有一个键，键是规则的种类）", "a rule (one key, the kind of rule)");
                out.push(wrong_type(node, &expected).help(Self::kind_list()));
                return None;
            }
        };
        if let Some(rule) = Self::of_kind(&kind, &value, out) {
            return rule;
        }
        let names = Self::KINDS.iter().flat_map(|(word, zh, _)| [*word, *zh]);
        let help = match nearest(&kind, names) {
            Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
            None => Self::kind_list(),
        };
        let message = say!("没有“{}”这种规则", "there is no kind of rule `{}`", kind.value);
        out.push(Diagnostic::new(&codes::BAD_VALUE, kind.span, message).help(help));
        None
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        if !defs.contains_key("Rule") {
            // Stands in while the kinds are described: a rule may hold rules.
            defs.insert("Rule".to_owned(), Json::Null);
            let words: Vec<&str> = Self::KINDS.iter().flat_map(|(word, zh, _)| [*word, *zh]).collect();
            let mut all = vec![json!({"enum": words})];
            all.extend(Self::kind_schemas(defs));
            defs.insert("Rule".to_owned(), json!({"title": "规则", "anyOf": all}));
        }
        json!({"$ref": "#/$defs/Rule"})
    }
}

impl Decode for Spanned<Rule> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        Rule::decode(node, out).map(|rule| Self::new(rule, node.span))
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        Rule::schema(defs)
    }
}
