//! A record of an inspection (检查记录): what was found at one point, in one round, against one version of a standard.
//!
//! Internal by nature: people and notes in it never reach the public site. It must not know how marks are worked out.

use std::ops::Deref;

use chrono::Datelike;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::point::FactValue;
use super::{Date, Dict, Text};
use crate::diagnostic::{Diagnostics, Span, Spanned};
use crate::say;
use crate::source::decode::{Decode, bad_number, bad_value, scalar};
use crate::source::{Node, Value};
use crate::{choice, record};

/// Names of people, and where the list stands: also an empty one has a place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct People {
    list: Vec<Text>,
    /// Where the list is written; none where it is not, or nothing stands behind its key.
    pub span: Option<Span>,
}

impl Deref for People {
    type Target = [Text];

    fn deref(&self) -> &[Text] {
        &self.list
    }
}

impl Decode for People {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        Vec::decode(node, out).map(|list| Self { list, span: Some(node.span) })
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn schema(defs: &mut serde_json::Map<String, serde_json::Value>) -> serde_json::Value {
        Vec::<Text>::schema(defs)
    }
}

choice! {
    /// The rounds of one standard for one point, in order.
    pub enum Round = "轮次" {
        /// 自评: the point itself.
        SelfAssessment = "self" | "自评",
        /// 镇审核: the town's review.
        Town = "town" | "镇审核" | "镇（街道）审核" | "审核",
        /// 现场核查: the bureau on site.
        Site = "site" | "现场核查" | "现场评估" | "核查",
        /// 复查: what failed, once more.
        Recheck = "recheck" | "复查",
    }
}

choice! {
    /// How the marks of inspectors who scored apart become one.
    pub enum Merge = "合并方式" {
        /// The mean of each criterion's marks.
        Mean = "mean" | "取平均" | "平均",
        /// The lowest of each criterion's marks.
        Lowest = "lowest" | "取最低" | "最低",
        /// What they agreed on, which stands in `findings`.
        Discussed = "discussed" | "商定" | "讨论商定",
    }
}

record! {
    /// The record of one inspection (`inspections/*.yaml`, one or a list in a file). Records are appended, never changed: a correction
    /// is a new record with a `revision`.
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
        /// The campaign that the rounds belong to, such as 2026; the year of the day unless stated.
        campaign = "批次": Option<Text>,
        /// Set when this record corrects an earlier one of the same round.
        revision = "更正": Option<Revision>,
        /// Who inspected.
        inspectors = "检查人": People,
        /// Who of the point was there.
        attended = "陪同": Vec<Text>,
        /// Facts as found, by the standard's words. They go before those of earlier rounds, and before what the point declared; a blank
        /// one was not measured in this round.
        facts = "数据": Dict<Option<FactValue>>,
        /// Findings by criterion id; a blank one is unknown.
        findings = "检查情况": Dict<Option<Finding>>,
        /// What each inspector found, where they scored apart.
        sheets = "分别评分": Vec<Sheet>,
        /// How the sheets become one result.
        merge = "合并方式": Option<Spanned<Merge>>,
        /// Criteria that need not be met, each with a reason.
        waivers = "豁免": Vec<Waiver>,
        /// The result may stand on the public site: point, grade, date, standard, nothing else.
        published = "公示": bool,
        /// The filled form or workbook that the record was taken in from. Two files of one form are two states of it, not two findings.
        form = "表单": Option<Text>,
        /// Fingerprint of what was taken in, before anybody added to it: the same file again is then known.
        received = "收件指纹": Option<Text>,
        /// Who handed it in over the upload page: the name that the access code belongs to.
        received_by = "提交人": Option<Text>,
        /// When the form was exported last, as its phone says; of two states of a form the later counts.
        exported = "导出时间": Option<Text>,
        /// Where the form was filled in, if the phone was allowed to tell.
        position = "定位": Option<Position>,
        /// Signatures drawn on the form.
        signatures = "签名": Vec<Signature>,
        /// The record is invented.
        sample = "示例": bool,
        /// Internal remark.
        note = "备注": Option<Text>,
    }
}

record! {
    /// A place as a phone measures it, in WGS-84.
    pub struct Position = "定位" {
        /// Degrees north.
        latitude = "纬度": Spanned<Decimal>,
        /// Degrees east.
        longitude = "经度": Spanned<Decimal>,
        /// Metres around it within which the phone believes to be.
        accuracy = "精度": Option<Spanned<Decimal>>,
        /// When it was measured.
        taken = "时间": Option<Text>,
    }
}

choice! {
    /// For whom somebody signs.
    pub enum Signer = "签名身份" {
        /// 检查人.
        Inspector = "inspector" | "检查人",
        /// 服务点在场的人.
        Host = "host" | "陪同" | "服务点",
    }
}

record! {
    /// A signature drawn on a form.
    pub struct Signature = "签名" {
        /// Who signed.
        name = "姓名": Text,
        /// For whom.
        role = "身份": Signer,
        /// The picture; its path begins at the record's folder.
        file = "文件": Text,
    }
}

record! {
    /// A correction: who changed what an earlier record of the same round says, when and why.
    pub struct Revision = "更正" {
        /// 2 for the first correction, and so on.
        number = "序号": Spanned<u32>,
        /// Day of the correction.
        date = "日期": Date,
        /// Who corrected.
        by = "更正人": Text,
        /// Why.
        reason = "原因": Text,
        /// Fingerprint of the record that it replaces, twelve digits or more; a record that was changed afterwards is then found out.
        replaces = "替代": Option<Text>,
    }
}

record! {
    /// What one inspector found, before the sheets were merged.
    pub struct Sheet = "分别评分" {
        /// Who.
        inspector = "检查人": Text,
        /// Findings by criterion id.
        findings = "检查情况": Dict<Option<Finding>>,
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
        faults = "扣分情形": Option<Dict<FaultCount>>,
        /// What is missing; `[]` when it was looked at and nothing is.
        missing = "缺少": Option<Vec<Text>>,
        /// The outcome of a sample.
        sample = "抽查": Option<SampleFound>,
        /// Why; owed when marks are lost.
        reason = "原因": Option<Text>,
        /// What shows it: a file, a photo, a register.
        evidence = "佐证": Vec<Text>,
        /// Photos.
        photos = "照片": Vec<Photo>,
        /// Why the criterion does not apply here.
        not_applicable = "不适用": Option<Reason>,
        /// A decision of the bureau where the standard leaves the marks open.
        ruling = "裁定": Option<Ruling>,
        /// What is to be mended.
        mend = "整改": Option<Mend>,
    }
}

record! {
    /// A photo of what was found.
    pub struct Photo = "照片" {
        /// The file; its path begins at the record's folder.
        file = "文件": Text,
        /// What it shows.
        caption = "说明": Option<Text>,
        /// When it was taken, where the file itself does not say.
        taken = "时间": Option<Text>,
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

impl Round {
    /// All rounds, in their order.
    pub const ALL: [Self; 4] = [Self::SelfAssessment, Self::Town, Self::Site, Self::Recheck];
}

impl InspectionFile {
    /// The campaign that the record's round belongs to.
    #[must_use]
    pub fn campaign(&self) -> String {
        self.campaign.as_ref().map_or_else(|| self.date.value.year().to_string(), |c| c.value.clone())
    }

    /// The findings of the record and of every sheet, in the order of the file.
    pub fn all_findings(&self) -> impl Iterator<Item = &(Text, Option<Finding>)> {
        self.findings.iter().chain(self.sheets.iter().flat_map(|s| &s.findings))
    }

    /// 1 for a record as it was made, 2 for its first correction.
    #[must_use]
    pub fn revision_number(&self) -> u32 {
        self.revision.as_ref().map_or(1, |r| r.number.value)
    }
}

/// Why something does not apply: words, for 是 or `true` is no reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason(pub Text);

impl std::ops::Deref for Reason {
    type Target = Text;

    fn deref(&self) -> &Text {
        &self.0
    }
}

impl Decode for Reason {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        let text = Text::decode(node, out)?;
        if matches!(text.trim(), "true" | "yes" | "是" | "y" | "√") {
            let form = say!("写出原因，如 本村没有自助设备间", "write why, such as “no room for a terminal”");
            out.push(bad_value(node.span, &text, &say!("不适用的原因", "a reason"), &form));
            return None;
        }
        Some(Self(text))
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        Text::schema(defs)
    }
}

/// How often a fault was found, altogether or by who found it.
#[derive(Debug, Clone, PartialEq)]
pub enum FaultCount {
    /// Altogether.
    Times(Count),
    /// By who found it, where the standard's amounts differ: `{自查: 1, 市: 2}`.
    FoundBy(Dict<Count>),
}

impl FaultCount {
    /// How often altogether; nothing when a number could not be read.
    #[must_use]
    pub fn times(&self) -> Option<u32> {
        match self {
            Self::Times(count) => count.value,
            Self::FoundBy(counts) => counts.iter().try_fold(0_u32, |sum, (_, c)| sum.checked_add(c.value?)),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Times(count) => Some(count.span),
            Self::FoundBy(counts) => counts.iter().next().map(|(_, c)| c.span),
        }
    }
}

impl Decode for FaultCount {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        match node.value {
            Value::Map(_) => Dict::decode(node, out).map(Self::FoundBy),
            _ => Count::decode(node, out).map(Self::Times),
        }
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        json!({"anyOf": [Count::schema(defs), Dict::<Count>::schema(defs)]})
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
                    out.push(bad_number(node.span, text, &say!("次数", "a count"), &form));
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
