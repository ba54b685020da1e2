//! A guide (办事指南): what an applicant needs for one item.
//!
//! Real guides branch: materials, steps and limits may differ per way (window, app, post) and per situation. A plain guide stays
//! plain; a branching one lists `variants`, each holding only what differs.

use serde_json::{Map, Value as Json, json};

use super::{Date, Id, Limit, Text};
use crate::diagnostic::{Diagnostics, FileId, Spanned};
use crate::source::decode::Decode;
use crate::source::markdown::Block;
use crate::source::{FormFile, Node};
use crate::{choice, record};

choice! {
    /// Whether a material must be brought.
    pub enum Need = "材料要求" {
        /// Must be brought.
        Required = "required" | "必需" | "必要",
        /// Only in some cases.
        Optional = "optional" | "可选" | "非必要",
        /// May be handed in later (容缺).
        Later = "later" | "容缺" | "容缺后补",
    }
}

record! {
    /// The front matter of a guide (`guides/*.md`).
    pub struct GuideFile = "办事指南" {
        /// Item that the guide is about.
        item = "事项": Id,
        /// Title, when it differs from the item's name.
        title = "标题": Option<Text>,
        /// One sentence: what this is for.
        summary = "摘要": Option<Text>,
        /// Who can apply, in words.
        audience = "适用对象": Option<Text>,
        /// Conditions.
        conditions = "办理条件": Vec<Condition>,
        /// What to bring.
        materials = "申请材料": Vec<Material>,
        /// What happens.
        steps = "办理流程": Vec<Step>,
        /// Limits.
        limits = "办理时限": Option<Limits>,
        /// What differs per way or situation.
        variants = "情形": Vec<Variant>,
        /// Fee, such as 不收费.
        fee = "收费": Option<Text>,
        /// What the applicant gets.
        result = "办理结果": Option<Text>,
        /// Legal basis.
        basis = "依据": Vec<Text>,
        /// Where to ask.
        contacts = "联系方式": Vec<Text>,
        /// Questions that people ask.
        faq = "常见问题": Vec<Question>,
        /// Online ways, by name.
        online = "网上办理": Vec<Text>,
        /// Day of the last review.
        reviewed = "复核日期": Option<Date>,
        /// The text is a sample and no published guide.
        sample = "示例": bool,
        /// Number of the main item (主项) that this is a part (子项) of.
        part_of = "主项": Option<Text>,
    }
}

record! {
    /// A condition with the proof that it names. A plain text is a condition without a proof.
    pub struct ConditionRecord = "办理条件" {
        /// The condition.
        text = "内容": Text,
        /// The proof that it needs, by the material's name.
        proof = "证明": Option<Text>,
    }
}

/// A condition, written as a text or as a record with its proof.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The condition.
    pub text: Text,
    /// The proof that it names.
    pub proof: Option<Text>,
}

impl Decode for Condition {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        if node.text().is_some() {
            return Text::decode(node, out).map(|text| Self { text, proof: None });
        }
        ConditionRecord::decode(node, out).map(|c| Self { text: c.text, proof: c.proof })
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        let record = ConditionRecord::schema(defs);
        json!({"anyOf": [{"type": "string"}, record]})
    }
}

record! {
    /// One thing to bring (申请材料).
    pub struct Material = "申请材料" {
        /// Name.
        name = "名称": Text,
        /// Number of copies.
        copies = "份数": Option<Spanned<u32>>,
        /// 原件, 复印件, 原件及复印件, 电子件.
        form = "形式": Option<Text>,
        /// The empty form to fill in, a .docx, .xlsx or .pdf file beside the guide; the site offers it.
        file = "表格": Option<Text>,
        /// Who issues it.
        issuer = "出具单位": Option<Text>,
        /// required, optional or later.
        need = "要求": Option<Spanned<Need>>,
        /// What may be brought instead (A 或 B).
        alternatives = "可替代材料": Vec<Text>,
        /// May be replaced by a written pledge (告知承诺).
        pledge = "可承诺": bool,
        /// When it is needed, such as 委托他人办理时.
        when = "何时需要": Option<Text>,
        /// Remark.
        note = "说明": Option<Text>,
    }
}

record! {
    /// One step.
    pub struct StepRecord = "步骤" {
        /// What happens.
        text = "内容": Text,
        /// Who does it.
        by = "办理人": Option<Text>,
        /// Limit of this step.
        limit = "时限": Option<Spanned<Limit>>,
    }
}

/// A step, written as a text or as a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What happens.
    pub text: Text,
    /// Who does it.
    pub by: Option<Text>,
    /// Limit of this step.
    pub limit: Option<Spanned<Limit>>,
}

impl Decode for Step {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self> {
        if node.text().is_some() {
            return Text::decode(node, out).map(|text| Self { text, by: None, limit: None });
        }
        StepRecord::decode(node, out).map(|s| Self { text: s.text, by: s.by, limit: s.limit })
    }

    fn schema(defs: &mut Map<String, Json>) -> Json {
        let record = StepRecord::schema(defs);
        json!({"anyOf": [{"type": "string"}, record]})
    }
}

record! {
    /// Statutory and promised limit. 工作日 and 天 are different units.
    pub struct Limits = "办理时限" {
        /// 法定办结时限.
        statutory = "法定": Option<Spanned<Limit>>,
        /// 承诺办结时限.
        promised = "承诺": Option<Spanned<Limit>>,
    }
}

record! {
    /// What differs in one way or situation.
    pub struct Variant = "情形" {
        /// Name, such as 委托他人办理 or 网上办理.
        name = "名称": Text,
        /// In which case.
        when = "适用": Option<Text>,
        /// Materials beside the guide's own.
        materials = "申请材料": Vec<Material>,
        /// Steps in place of the guide's own.
        steps = "办理流程": Vec<Step>,
        /// Limits in place of the guide's own.
        limits = "办理时限": Option<Limits>,
    }
}

record! {
    /// A question and its answer.
    pub struct Question = "常见问题" {
        /// Question.
        ask = "问": Text,
        /// Answer.
        answer = "答": Text,
    }
}

/// A guide: its front matter and its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Guide {
    /// Front matter.
    pub front: GuideFile,
    /// The text below it.
    pub body: Vec<Block>,
    /// The file.
    pub file: FileId,
    /// The forms that it offers, in their order, each once.
    pub forms: Vec<Form>,
}

/// An empty form that a guide offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What it is called.
    pub name: String,
    /// Its address, as the guide writes it.
    pub written: String,
    /// The file.
    pub file: FormFile,
}

impl Guide {
    /// The form with an address.
    #[must_use]
    pub fn form(&self, written: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.written == written)
    }
}
