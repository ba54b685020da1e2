//! A record of an inspection (检查记录): what was found at one point, in one round, against one version of a standard.
//!
//! Internal by nature: people and notes in it never reach the public site. It must not know how marks are worked out.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::point::FactValue;
use super::{Date, Dict, Text};
use crate::diagnostic::{Diagnostics, Span, Spanned};
use crate::say;
use crate::source::Node;
use crate::source::decode::{Decode, bad_value, scalar};
use crate::{choice, record};

choice! {
    /// The rounds of one standard for one point, in order.
    pub enum Round = "轮次" {
        /// 自评: the point itself.
        SelfAssessment = "self" | "自评",
        /// 镇审核: the town's review.
        Town = "town" | "镇审核" | "镇（街道）审核",
        /// 现场核查: the bureau on site.
        Site = "site" | "现场核查" | "现场评估",
        /// 复查: what failed, once more.
        Recheck = "recheck" | "复查",
    }
}

record! {
    /// The record of one inspection (`inspections/*.yaml`, one or a list in a file).
    pub struct InspectionFile = "检查记录" {
        /// Standard, by the name of its file.
        standard = "标准": Text,
        /// Version of the standard that this was scored under.
        version = "标准版本": Text,
        /// Point, by id.
        point = "服务点": Text,
        /// Round.
        round = "轮次": Spanned<Round>,
        /// Day.
        date = "日期": Date,
        /// Who inspected.
        inspectors = "检查人": Vec<Text>,
        /// Who of the point was there.
        attended = "陪同": Vec<Text>,
        /// Facts as found, by the standard's words. They go before what the point declared; a blank one is unknown.
        facts = "数据": Dict<Option<FactValue>>,
        /// Findings by criterion id; a blank one is unknown.
        findings = "检查情况": Dict<Option<Finding>>,
        /// Criteria that need not be met, each with a reason.
        waivers = "豁免": Vec<Waiver>,
        /// The result may stand on the public site: point, grade, date, standard, nothing else.
        published = "公示": bool,
        /// The record is invented.
        sample = "示例": bool,
        /// Internal remark.
        note = "备注": Option<Text>,
    }
}

record! {
    /// What was found about one criterion.
    pub struct Finding = "检查情况" {
        /// Marks given, where the rule leaves them to people or to another body.
        marks = "得分": Option<Spanned<Decimal>>,
        /// Met or not, where the rule asks yes or no.
        met = "符合": Option<bool>,
        /// How often each fault was found; `{}` when it was looked at and there is none.
        faults = "扣分情形": Option<Dict<Count>>,
        /// What is missing; `[]` when it was looked at and nothing is.
        missing = "缺少": Option<Vec<Text>>,
        /// The outcome of a sample.
        sample = "抽查": Option<SampleFound>,
        /// Why; owed when marks are lost.
        reason = "原因": Option<Text>,
        /// What shows it: a file, a photo, a register.
        evidence = "佐证": Vec<Text>,
        /// Why the criterion does not apply here.
        not_applicable = "不适用": Option<Text>,
        /// A decision of the bureau where the standard leaves the marks open.
        ruling = "裁定": Option<Ruling>,
        /// What is to be mended.
        mend = "整改": Option<Mend>,
    }
}

record! {
    /// The outcome of a sample.
    pub struct SampleFound = "抽查" {
        /// How many were looked at.
        checked = "抽查数": Count,
        /// How many failed.
        failed = "不合格": Count,
    }
}

record! {
    /// A decision of the bureau where the standard leaves the marks open. The report shows it as one.
    pub struct Ruling = "裁定" {
        /// Marks.
        marks = "得分": Spanned<Decimal>,
        /// On what ground.
        basis = "依据": Text,
        /// Who decided.
        by = "裁定人": Option<Text>,
    }
}

record! {
    /// A finding to mend (整改).
    pub struct Mend = "整改" {
        /// What to do.
        what = "内容": Text,
        /// Who.
        owner = "责任人": Option<Text>,
        /// Until when.
        deadline = "期限": Option<Date>,
    }
}

record! {
    /// A criterion that need not be met, for a reason and a time.
    pub struct Waiver = "豁免" {
        /// Criterion, by id.
        criterion = "评分项": Text,
        /// Why.
        reason = "原因": Text,
        /// Last day.
        expires = "有效期至": Date,
        /// Who allowed it.
        by = "批准": Option<Text>,
    }
}

/// A number of times. One that cannot be read stays as unknown instead of vanishing, which would count as none.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// The number, if it could be read.
    pub value: Option<u32>,
    /// Where it stands.
    pub span: Span,
}

impl Decode for Count {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let value = match scalar(node, &say!("次数", "a count"), out) {
            Some(text) => {
                let value = text.trim().parse().ok();
                if value.is_none() {
                    let form = say!("写 0 或以上的整数，如 2", "write a whole number from 0, such as 2");
                    out.push(bad_value(node.span, text, &say!("次数", "a count"), &form));
                }
                value
            }
            None => None,
        };
        Some(Self { value, span: node.span })
    }

    fn schema(_: &mut Map<String, Json>) -> Json {
        json!({"type": "integer", "minimum": 0})
    }
}
