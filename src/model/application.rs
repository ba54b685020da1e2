//! Application forms (申报表) as a bureau's document prints them, and what a point writes into one.
//!
//! It must not know how a form is set, nor what is wrong with one.

use super::phones::line;
use super::point::FactValue;
use super::{Bureau, Dict, Id, Point, Text};
use crate::diagnostic::Spanned;
use crate::{choice, record};

record! {
    /// What a point writes into a form (申报表) of its bureau's programme. What the point's file says elsewhere is filled in by itself.
    pub struct Application = "申报" {
        /// The form, by id.
        form = "申报表": Text { "申报": "选是哪张申报表" },
        /// Year of the application, such as 2026.
        year = "年度": Text { "申报": "写哪一年，如：2026" },
        /// Answers by the form's labels; a bracket at a label's end may be left out. A blank one is still to be answered.
        values = "填写": Dict<Option<Text>> { "申报": "照表上的栏目填；空着的以后再填" },
    }
}

record! {
    /// An application form with its fields, as published.
    pub struct Form = "申报表" {
        /// Id, by which a point's application names it.
        id = "编号": Option<Id> { "申报表": "程序自己编，一般不用改" },
        /// Title as the form has it. A year at its beginning, 2021年度, gives way to that of the application.
        title = "标题": Text { "申报表": "照表写标题" },
        /// Annex.
        annex = "附件": Option<Text> { "申报表": "写是哪个附件，如：附件3" },
        /// Fields.
        fields = "栏目": Vec<FormField> { "申报表": "一个栏目写一行" },
    }
}

record! {
    /// One field of a form.
    pub struct FormField = "栏目" {
        /// Label.
        label = "名称": Text { "栏目": "照表写栏目的名字" },
        /// Text printed into it.
        hint = "提示": Option<Text> { "栏目": "照表写格子里印着的提示" },
        /// Longest text, in characters; white space does not count.
        max_characters = "字数上限": Option<Spanned<u32>> { "栏目": "写最多几个字，如：500" },
        /// What the point's file already says: name, address, phone or bureau.
        from = "取自": Option<FieldSource> { "栏目": "选可以从服务点里自动填的" },
        /// The point's fact that answers it, such as `indoor_area_m2`.
        fact = "数据": Option<Text> { "栏目": "写用服务点的哪个数据来填" },
        /// Unit, printed after the fact.
        unit = "单位": Option<Text> { "栏目": "写单位，如：平方米" },
        /// Takes half a line, so that two stand side by side.
        half = "半行": bool { "栏目": "只占半行、两个并排时选“是”" },
        /// Stands above the table.
        above = "表上": bool { "栏目": "印在表格上面时选“是”" },
        /// Is written and signed by hand.
        signed = "签字": bool { "栏目": "要手写签字时选“是”" },
    }
}

choice! {
    /// What a field of a form takes from the point's file.
    pub enum FieldSource = "取自" {
        /// The point's name.
        Name = "name" | "名称",
        /// Its address.
        Address = "address" | "地址",
        /// Its enquiry phone.
        Phone = "phone" | "电话",
        /// The bureau's name.
        Bureau = "bureau" | "医保局",
    }
}

impl FormField {
    /// The label without what stands in brackets at its end: 基本情况（不超过500字） is 基本情况.
    #[must_use]
    pub fn short(&self) -> &str {
        let label = self.label.value.as_str();
        label.strip_suffix('）').and_then(|l| l.rsplit_once('（')).map_or(label, |(short, _)| short)
    }

    /// The key under which an application writes this field, and what it wrote.
    #[must_use]
    pub fn entry<'a>(&self, application: &'a Application) -> Option<&'a (Text, Option<Text>)> {
        application.values.iter().find(|(key, _)| key.value == self.label.value || key.value == self.short())
    }

    /// The application's answer, unless it left the field blank.
    #[must_use]
    pub fn answer<'a>(&self, application: &'a Application) -> Option<&'a Text> {
        self.entry(application)?.1.as_ref().filter(|text| !text.trim().is_empty())
    }

    /// What stands in this field: the application's words, else what the point's file says; `None` where neither does.
    #[must_use]
    pub fn filled(&self, bureau: &Bureau, point: &Point, application: &Application) -> Option<String> {
        if let Some(text) = self.answer(application) {
            return Some(text.value.clone());
        }
        match (self.from, &self.fact) {
            (Some(FieldSource::Name), _) => Some(point.name.value.clone()),
            (Some(FieldSource::Address), _) => point.address.as_ref().map(|t| t.value.clone()),
            (Some(FieldSource::Phone), _) => Some(line(&point.numbers())).filter(|l| !l.is_empty()),
            (Some(FieldSource::Bureau), _) => Some(bureau.file.name.value.clone()),
            (None, Some(fact)) => point.facts.get(fact).map(|value| match value {
                FactValue::Number(n) => {
                    let unit = self.unit.as_ref().map_or("", |u| u.as_str());
                    format!("{}{unit}", n.value.normalize())
                }
                FactValue::YesNo(yes) => if yes.value { "是" } else { "否" }.to_owned(),
                FactValue::Text(text) => text.value.clone(),
                FactValue::List(things) => things.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("、"),
            }),
            (None, None) => None,
        }
    }
}
