//! The kinds of rules: declarative, never an expression language. Each kind is a record and reads as one Chinese sentence.
//!
//! A rule is a mapping of one key, its kind: `ratio: {of: […], over: […], at_least: 5%}`. A kind that needs nothing else may stand
//! alone: `rule: yes_no`. This file holds the list of kinds; what each says is in [`parts`].

mod parts;

use serde_json::{Map, Value as Json, json};

use crate::diagnostic::{Bilingual, Diagnostic, Diagnostics, Spanned, codes};
use crate::say;
use crate::source::decode::{Decode, Field, RecordShape, Shape, Text, nearest, wrong_type};
use crate::source::{Node, Value};
pub use parts::{
    Below, Between, Case, Deduct, EachMissing, Equals, External, Fault, Level, Manual, Partial, Ratio, Sample, Steps, Threshold,
    Tiers, YesNo,
};

macro_rules! kinds {
    ($( $(#[doc = $doc:literal])* $Variant:ident($Ty:ty) = $word:literal | $zh:literal : $hint:literal ),* $(,)?) => {
        /// How a criterion is scored, or what a condition asks.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Rule {
            $( $(#[doc = $doc])* $Variant($Ty), )*
        }

        impl Rule {
            /// Every kind: English key, Chinese key, meaning.
            pub const KINDS: &'static [(&'static str, &'static str, &'static str)] =
                &[$( ($word, $zh, concat!($($doc),*)) ),*];

            /// Every kind as the one key of a record.
            const AS_FIELDS: &'static [Field] = &[
                $( Field {
                    name: $word,
                    alias: $zh,
                    doc: concat!($($doc),*),
                    required: || false,
                    schema: <$Ty as Decode>::schema,
                    shape: <$Ty as Decode>::shape,
                    asked: $crate::asked!("规则": $hint),
                } ),*
            ];

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
    Manual(Manual) = "manual" | "酌情评分": "由检查人看着给分，扣分要写原因",
    /// All or nothing by a yes-or-no answer.
    YesNo(YesNo) = "yes_no" | "是否": "做到给满分，做不到不给分",
    /// The number is included (不少于, 以上).
    AtLeast(Threshold) = "at_least" | "不少于": "数据不少于这个数就给分，含这个数",
    /// The number is excluded (超过).
    MoreThan(Threshold) = "more_than" | "超过": "数据超过这个数才给分，不含这个数",
    /// The number is included (不超过, 以内).
    AtMost(Threshold) = "at_most" | "不超过": "数据不超过这个数就给分，含这个数",
    /// The number is excluded (不足, 不满).
    LessThan(Threshold) = "less_than" | "不足": "数据不足这个数才给分，不含这个数",
    /// From one number to another, both included unless stated.
    Between(Between) = "between" | "介于": "数据在两个数之间就给分",
    /// Exactly this number, word or answer.
    Equals(Equals) = "equals" | "等于": "数据正好是这个数或这个词就给分",
    /// A quotient of sums against a number; cross-multiplied, never divided.
    Ratio(Ratio) = "ratio" | "比率": "两个数相除，看够不够这个比率",
    /// So much off per fault.
    Deduct(Deduct) = "deduct" | "扣分": "发现一次问题扣几分，扣完为止",
    /// Things that must be there; so much off per missing one.
    EachMissing(EachMissing) = "each_missing" | "缺项扣分": "应有的东西缺一样扣几分",
    /// A ladder: the best level that is reached gives its marks.
    Tiers(Tiers) = "tiers" | "分档": "分几档，到哪一档给哪一档的分",
    /// So much per step above or below a base.
    Steps(Steps) = "steps" | "逐级": "每高一级加分，每低一级扣分",
    /// Marks that another body gives.
    External(External) = "external" | "外部评分": "用别的单位评的分",
    /// Of a sample, at most so many may fail.
    Sample(Sample) = "sample" | "抽查": "抽查几个，允许几个不合格",
    /// Another rule for another kind of point: the first case that fits scores.
    Cases(Vec<Case>) = "cases" | "分类": "不同的服务点用不同的规则",
    /// Every condition holds.
    AllOf(Vec<Rule>) = "all_of" | "全部满足": "几个条件都做到才算",
    /// One condition holds at least.
    AnyOf(Vec<Rule>) = "any_of" | "任一满足": "几个条件做到一个就算",
    /// The condition does not hold.
    Not(Box<Rule>) = "not" | "不满足": "这个条件不成立才算",
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
        let near = nearest(&kind, names);
        let help = match near {
            Some(near) => say!("是不是想写 {near}？", "did you mean `{near}`?"),
            None => Self::kind_list(),
        };
        let message = say!("没有“{}”这种规则", "there is no kind of rule `{}`", kind.value);
        out.push(Diagnostic::new(&codes::BAD_VALUE, kind.span, message).help(help).instead(near));
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

    fn shape() -> Shape {
        Shape::own("rule", &[Text::shape, one_kind])
    }
}

impl Decode for Spanned<Rule> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        Rule::decode(node, out).map(|rule| Self::new(rule, node.span))
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        Rule::schema(defs)
    }

    fn shape() -> Shape {
        Rule::shape()
    }
}

/// A rule as a record of one key, its kind.
fn one_kind() -> Shape {
    Shape::Record(RecordShape { name: "Rule", title: "规则", doc: "One key: the kind of rule.", fields: Rule::AS_FIELDS })
}
