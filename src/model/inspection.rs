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
use crate::source::decode::{Decode, Shape, bad_number, bad_value, scalar};
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

    fn shape() -> Shape {
        Vec::<Text>::shape()
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
        standard = "标准": Text { "检查": "选用的是哪份标准", as Standard },
        /// Version of the standard that this was scored under.
        version = "标准版本": Text { "检查": "写标准的版本，如：2026" },
        /// Point, by id.
        point = "服务点": Text { "检查": "选检查的是哪个服务点", as Point },
        /// Round.
        round = "轮次": Spanned<Round> { "检查": "选是第几轮" },
        /// Day.
        date = "日期": Date { "检查": "写检查的日期" },
        /// The campaign that the rounds belong to, such as 2026; the year of the day unless stated.
        campaign = "批次": Option<Text> { "检查": "写是哪一批，如：2026；空着就是当年" },
        /// Set when this record corrects an earlier one of the same round.
        revision = "更正": Option<Revision> { "更正": "这份是更正以前的记录时才写" },
        /// Who inspected.
        inspectors = "检查人": People { "检查": "写检查人，一人一行" },
        /// Who of the point was there.
        attended = "陪同": Vec<Text> { "检查": "写陪同的人，一人一行" },
        /// Facts as found, by the standard's words. They go before those of earlier rounds, and before what the point declared; a blank
        /// one was not measured in this round.
        facts = "数据": Dict<Option<FactValue>> { "结果": "写现场查到的数据" },
        /// Findings by criterion id; a blank one is unknown.
        findings = "检查情况": Dict<Option<Finding>> { "结果": "一个评分项写一块" },
        /// What each inspector found, where they scored apart.
        sheets = "分别评分": Vec<Sheet> { "结果": "几个人分别打分时，一人写一块" },
        /// How the sheets become one result.
        merge = "合并方式": Option<Spanned<Merge>> { "结果": "选几个人的分怎么合起来" },
        /// Criteria that need not be met, each with a reason.
        waivers = "豁免": Vec<Waiver> { "结果": "同意不做的项，写上原因" },
        /// The result may stand on the public site: point, grade, date, standard, nothing else.
        published = "公示": bool { "公示": "结果可以上网站选“是”" },
        /// The filled form or workbook that the record was taken in from. Two files of one form are two states of it, not two findings.
        form = "表单": Option<Text> { "收件": "程序自己记，收到的是哪个文件" },
        /// Fingerprint of what was taken in, before anybody added to it: the same file again is then known.
        received = "收件指纹": Option<Text> { "收件": "程序自己记，用来认出同一份文件" },
        /// Who handed it in over the upload page: the name that the access code belongs to.
        received_by = "提交人": Option<Text> { "收件": "程序自己记，是谁交来的" },
        /// When the form was exported last, as its phone says; of two states of a form the later counts.
        exported = "导出时间": Option<Text> { "收件": "程序自己记，什么时候导出的" },
        /// Where the form was filled in, if the phone was allowed to tell.
        position = "定位": Option<Position> { "收件": "程序自己记，在哪里填的" },
        /// Signatures drawn on the form.
        signatures = "签名": Vec<Signature> { "检查": "签名的图片" },
        /// The record is invented.
        sample = "示例": bool { "其他": "只是演示、内容不是真的，就选“是”" },
        /// Internal remark.
        note = "备注": Option<Text> { "其他": "写内部的备注", as Lines },
    }
}

record! {
    /// A place as a phone measures it, in WGS-84.
    pub struct Position = "定位" {
        /// Degrees north.
        latitude = "纬度": Spanned<Decimal> { "定位": "程序自己记" },
        /// Degrees east.
        longitude = "经度": Spanned<Decimal> { "定位": "程序自己记" },
        /// Metres around it within which the phone believes to be.
        accuracy = "精度": Option<Spanned<Decimal>> { "定位": "程序自己记" },
        /// When it was measured.
        taken = "时间": Option<Text> { "定位": "程序自己记" },
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
        name = "姓名": Text { "签名": "写谁签的" },
        /// For whom.
        role = "身份": Signer { "签名": "选以什么身份签的" },
        /// The picture; its path begins at the record's folder.
        file = "文件": Text { "签名": "签名的图片", as Picture },
    }
}

record! {
    /// A correction: who changed what an earlier record of the same round says, when and why.
    pub struct Revision = "更正" {
        /// 2 for the first correction, and so on.
        number = "序号": Spanned<u32> { "更正": "第一次更正写 2，再更正写 3" },
        /// Day of the correction.
        date = "日期": Date { "更正": "写更正的日期" },
        /// Who corrected.
        by = "更正人": Text { "更正": "写谁更正的" },
        /// Why.
        reason = "原因": Text { "更正": "写为什么更正" },
        /// Fingerprint of the record that it replaces, twelve digits or more; a record that was changed afterwards is then found out.
        replaces = "替代": Option<Text> { "更正": "程序自己记，更正的是哪一份" },
    }
}

record! {
    /// What one inspector found, before the sheets were merged.
    pub struct Sheet = "分别评分" {
        /// Who.
        inspector = "检查人": Text { "分别评分": "写是谁打的分" },
        /// Findings by criterion id.
        findings = "检查情况": Dict<Option<Finding>> { "分别评分": "一个评分项写一块" },
    }
}

record! {
    /// What was found about one criterion.
    pub struct Finding = "检查情况" {
        /// Marks given, where the rule leaves them to people or to another body.
        marks = "得分": Option<Spanned<Decimal>> { "结果": "写给几分" },
        /// Met or not, where the rule asks yes or no.
        met = "符合": Option<bool> { "结果": "做到了选“是”" },
        /// How often each fault was found; `{}` when it was looked at and there is none.
        faults = "扣分情形": Option<Dict<FaultCount>> { "结果": "写每种问题有几次；看过没有问题写 0" },
        /// What is missing; `[]` when it was looked at and nothing is.
        missing = "缺少": Option<Vec<Text>> { "结果": "写缺什么，一样一行" },
        /// The outcome of a sample.
        sample = "抽查": Option<SampleFound> { "结果": "写抽查了几个、不合格几个" },
        /// Why; owed when marks are lost.
        reason = "原因": Option<Text> { "结果": "写为什么扣分", as Lines },
        /// What shows it: a file, a photo, a register.
        evidence = "佐证": Vec<Text> { "佐证": "写靠什么证明，如：台账、照片" },
        /// Photos.
        photos = "照片": Vec<Photo> { "佐证": "放照片" },
        /// Why the criterion does not apply here.
        not_applicable = "不适用": Option<Reason> { "结果": "这一项对这里不适用时，写为什么" },
        /// A decision of the bureau where the standard leaves the marks open.
        ruling = "裁定": Option<Ruling> { "结果": "标准没有写明、由局里决定的分" },
        /// What is to be mended.
        mend = "整改": Option<Mend> { "整改": "要整改的写在这里" },
    }
}

record! {
    /// A photo of what was found.
    pub struct Photo = "照片" {
        /// The file; its path begins at the record's folder.
        file = "文件": Text { "照片": "放照片", as Picture },
        /// What it shows.
        caption = "说明": Option<Text> { "照片": "写照片上是什么" },
        /// When it was taken, where the file itself does not say.
        taken = "时间": Option<Text> { "照片": "写什么时候拍的" },
    }
}

record! {
    /// The outcome of a sample.
    pub struct SampleFound = "抽查" {
        /// How many were looked at.
        checked = "抽查数": Count { "抽查": "写一共看了几个" },
        /// How many failed.
        failed = "不合格": Count { "抽查": "写不合格几个" },
    }
}

record! {
    /// A decision of the bureau where the standard leaves the marks open. The report shows it as one.
    pub struct Ruling = "裁定" {
        /// Marks.
        marks = "得分": Spanned<Decimal> { "裁定": "写给几分" },
        /// On what ground.
        basis = "依据": Text { "裁定": "写根据什么" },
        /// Who decided.
        by = "裁定人": Option<Text> { "裁定": "写谁决定的" },
    }
}

record! {
    /// A finding to mend (整改).
    pub struct Mend = "整改" {
        /// What to do.
        what = "内容": Text { "整改": "写要改什么", as Lines },
        /// Who.
        owner = "责任人": Option<Text> { "整改": "写谁负责" },
        /// Until when.
        deadline = "期限": Option<Date> { "整改": "写哪天以前改好" },
    }
}

record! {
    /// A criterion that need not be met, for a reason and a time.
    pub struct Waiver = "豁免" {
        /// Criterion, by id.
        criterion = "评分项": Text { "豁免": "选是哪个评分项" },
        /// Why.
        reason = "原因": Text { "豁免": "写为什么" },
        /// Last day.
        expires = "有效期至": Date { "豁免": "写到哪天为止" },
        /// Who allowed it.
        by = "批准": Option<Text> { "豁免": "写谁批准的" },
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

    fn shape() -> Shape {
        Shape::Line
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

    fn shape() -> Shape {
        Shape::own("fault-count", &[Count::shape, Dict::<Count>::shape])
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

    fn shape() -> Shape {
        Shape::Whole
    }
}
