//! A guide (办事指南): what an applicant needs for one item.
//!
//! Real guides branch: materials, steps and limits may differ per way (window, app, post) and per situation. A plain guide stays
//! plain; a branching one lists `variants`, each holding only what differs.

use serde_json::{Map, Value as Json, json};

use super::{Date, Id, Limit, Text};
use crate::diagnostic::{Diagnostics, FileId, Spanned};
use crate::source::decode::{Decode, Shape};
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
        item = "事项": Id { "事项": "选这份指南讲的是哪个事项", as Item },
        /// Title, when it differs from the item's name.
        title = "标题": Option<Text> { "事项": "标题和事项名称不一样时才写" },
        /// One sentence: what this is for.
        summary = "摘要": Option<Text> { "事项": "用一句话说这件事是办什么的" },
        /// Who can apply, in words.
        audience = "适用对象": Option<Text> { "谁能办": "写谁能办，如：本地参保的城乡居民" },
        /// Conditions.
        conditions = "办理条件": Vec<Condition> { "谁能办": "一个条件写一行，要证明的写上证明" },
        /// What to bring.
        materials = "申请材料": Vec<Material> { "带什么": "一份材料写一行" },
        /// What happens.
        steps = "办理流程": Vec<Step> { "怎么办": "一步写一行，如：到窗口提交材料" },
        /// Limits.
        limits = "办理时限": Option<Limits> { "怎么办": "写法定时限和承诺时限" },
        /// What differs per way or situation.
        variants = "情形": Vec<Variant> { "怎么办": "委托办理、网上办理等不一样的地方写在这里" },
        /// Fee, such as 不收费.
        fee = "收费": Option<Text> { "怎么办": "写收不收费，如：不收费" },
        /// What the applicant gets.
        result = "办理结果": Option<Text> { "怎么办": "写办完拿到什么，如：参保凭证" },
        /// Legal basis.
        basis = "依据": Vec<Text> { "依据和咨询": "一份文件写一行，写上文号" },
        /// Where to ask.
        contacts = "联系方式": Vec<Text> { "依据和咨询": "写到哪里问、打什么电话" },
        /// Questions that people ask.
        faq = "常见问题": Vec<Question> { "依据和咨询": "写大家常问的问题和回答" },
        /// Online ways, by name.
        online = "网上办理": Vec<Text> { "怎么办": "写网上从哪里办，如：国家医保服务平台" },
        /// Day of the last review.
        reviewed = "复核日期": Option<Date> { "其他": "写最近一次核对的日期" },
        /// The text is a sample and no published guide.
        sample = "示例": bool { "其他": "只是演示、不是正式公布的，就选“是”" },
        /// Number of the main item (主项) that this is a part (子项) of.
        part_of = "主项": Option<Text> { "事项": "是某个主项下面的子项时，写主项的序号" },
    }
}

record! {
    /// A condition with the proof that it names. A plain text is a condition without a proof.
    pub struct ConditionRecord = "办理条件" {
        /// The condition.
        text = "内容": Text { "条件": "写条件，如：在本地参保" },
        /// The proof that it needs, by the material's name.
        proof = "证明": Option<Text> { "条件": "写用哪份材料证明，如：户口簿" },
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

    fn shape() -> Shape {
        Shape::own("condition", &[Text::shape, ConditionRecord::shape])
    }
}

record! {
    /// One thing to bring (申请材料).
    pub struct Material = "申请材料" {
        /// Name.
        name = "名称": Text { "材料": "写材料名称，如：居民身份证" },
        /// Number of copies.
        copies = "份数": Option<Spanned<u32>> { "材料": "写要几份，如：1" },
        /// 原件, 复印件, 原件及复印件, 电子件.
        form = "形式": Option<Text> { "材料": "写要原件还是复印件" },
        /// The empty form to fill in, a .docx, .xlsx or .pdf file beside the guide; the site offers it.
        file = "表格": Option<Text> { "材料": "有空白表格可以下载时放在这里", as File },
        /// Who issues it.
        issuer = "出具单位": Option<Text> { "材料": "写由谁出具，如：公安机关" },
        /// required, optional or later.
        need = "要求": Option<Spanned<Need>> { "材料": "必须带的选“必需”，可以后补的选“容缺”" },
        /// What may be brought instead (A 或 B).
        alternatives = "可替代材料": Vec<Text> { "材料": "写可以用什么代替，如：社会保障卡" },
        /// May be replaced by a written pledge (告知承诺).
        pledge = "可承诺": bool { "材料": "可以写承诺书代替的选“是”" },
        /// When it is needed, such as 委托他人办理时.
        when = "何时需要": Option<Text> { "材料": "写什么时候才要，如：委托他人办理时" },
        /// Remark.
        note = "说明": Option<Text> { "材料": "写要注意的，如：在有效期内" },
    }
}

record! {
    /// One step.
    pub struct StepRecord = "步骤" {
        /// What happens.
        text = "内容": Text { "步骤": "写这一步做什么" },
        /// Who does it.
        by = "办理人": Option<Text> { "步骤": "写谁来做，如：申请人、窗口人员" },
        /// Limit of this step.
        limit = "时限": Option<Spanned<Limit>> { "步骤": "写这一步多久办完，如：1个工作日" },
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

    fn shape() -> Shape {
        Shape::own("step", &[Text::shape, StepRecord::shape])
    }
}

record! {
    /// Statutory and promised limit. 工作日 and 天 are different units.
    pub struct Limits = "办理时限" {
        /// 法定办结时限.
        statutory = "法定": Option<Spanned<Limit>> { "时限": "写法定时限，如：20个工作日" },
        /// 承诺办结时限.
        promised = "承诺": Option<Spanned<Limit>> { "时限": "写承诺时限，如：5个工作日" },
    }
}

record! {
    /// What differs in one way or situation.
    pub struct Variant = "情形" {
        /// Name, such as 委托他人办理 or 网上办理.
        name = "名称": Text { "情形": "写是什么情形，如：委托他人办理" },
        /// In which case.
        when = "适用": Option<Text> { "情形": "写什么时候用，如：本人不能到场" },
        /// Materials beside the guide's own.
        materials = "申请材料": Vec<Material> { "情形": "写要另外带的材料" },
        /// Steps in place of the guide's own.
        steps = "办理流程": Vec<Step> { "情形": "步骤不一样时，一步写一行" },
        /// Limits in place of the guide's own.
        limits = "办理时限": Option<Limits> { "情形": "时限不一样时才写" },
    }
}

record! {
    /// A question and its answer.
    pub struct Question = "常见问题" {
        /// Question.
        ask = "问": Text { "问答": "写群众怎么问" },
        /// Answer.
        answer = "答": Text { "问答": "写回答", as Lines },
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
