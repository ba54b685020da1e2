//! What the parts of guides are called, and which field of a guide each is.

use std::sync::LazyLock;

use regex::Regex;

/// A part of a guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Which item it is about.
    Name,
    /// Its code or id.
    Code,
    /// A title of its own.
    Title,
    /// What it is for.
    Summary,
    /// Who can apply.
    Audience,
    /// Conditions.
    Conditions,
    /// What to bring.
    Materials,
    /// What happens.
    Steps,
    /// A limit that does not say which.
    Limits,
    /// The statutory one.
    Statutory,
    /// The promised one.
    Promised,
    /// Fee.
    Fee,
    /// What the applicant gets.
    Result,
    /// Legal basis.
    Basis,
    /// Where to ask and to complain.
    Contacts,
    /// Online ways.
    Online,
    /// Questions that people ask.
    Questions,
    /// Day of the last review.
    Reviewed,
    /// It is a sample.
    Sample,
    /// The main item.
    PartOf,
    /// In which case a variant applies.
    When,
    /// The text below the fields, as it stands.
    Text,
    /// A part that guides have and ours have no field for: it is text.
    Other,
}

/// Every name by its field; the first is the one that our own files have.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Name,
        &[
            "事项名称",
            "服务事项名称",
            "服务事项",
            "办理事项",
            "事项",
            "事项全称",
            "业务名称",
            "办事项目",
            "经办事项",
            "子项名称",
            "办理项名称",
        ],
    ),
    (
        Field::Code,
        &["事项编号", "事项编码", "实施编码", "事项代码", "编码", "基本编码", "国家编码", "实施清单编码", "事项实施编码"],
    ),
    (Field::Title, &["标题", "指南名称"]),
    (Field::Summary, &["摘要", "事项简介", "事项说明", "事项概述", "简介", "业务简介", "事项描述"]),
    (
        Field::Audience,
        &[
            "适用对象",
            "服务对象",
            "办理对象",
            "适用范围",
            "申请对象",
            "受理对象",
            "面向对象",
            "办理主体",
            "申请主体",
            "申办对象",
            "申请人范围",
        ],
    ),
    (
        Field::Conditions,
        &[
            "办理条件",
            "受理条件",
            "申请条件",
            "申报条件",
            "申办条件",
            "条件",
            "审批条件",
            "准予条件",
            "办事条件",
            "受理范围及条件",
        ],
    ),
    (
        Field::Materials,
        &[
            "申请材料",
            "申报材料",
            "所需材料",
            "办理材料",
            "提交材料",
            "材料清单",
            "申请材料目录",
            "申请材料清单",
            "需提交材料",
            "需提供材料",
            "所需资料",
            "申报资料",
            "办理所需材料",
            "应提交材料",
            "需要材料",
            "材料",
            "申办材料",
            "办事材料",
            "提供材料",
        ],
    ),
    (
        Field::Steps,
        &[
            "办理流程",
            "办理程序",
            "办事流程",
            "办理步骤",
            "流程",
            "服务流程",
            "经办流程",
            "办理环节",
            "业务流程",
            "办事程序",
            "受理流程",
            "办理过程",
        ],
    ),
    (Field::Limits, &["办理时限", "办结时限", "办理期限", "时限", "办结期限", "办理时效"]),
    (Field::Statutory, &["法定办结时限", "法定时限", "法定期限", "法定办理时限", "法定办结期限", "法定办理期限", "法定"]),
    (Field::Promised, &["承诺办结时限", "承诺时限", "承诺期限", "承诺办理时限", "承诺办结期限", "承诺办理期限", "承诺"]),
    (
        Field::Fee,
        &[
            "收费",
            "收费标准",
            "是否收费",
            "收费情况",
            "办理费用",
            "收费依据及标准",
            "收费标准及依据",
            "费用",
            "收费项目",
            "收费依据和标准",
        ],
    ),
    (Field::Result, &["办理结果", "审批结果", "结果名称", "办结结果", "办理结果名称", "审批结果名称", "结果"]),
    (
        Field::Basis,
        &["依据", "设定依据", "办理依据", "法律依据", "政策依据", "法定依据", "实施依据", "文件依据", "办事依据", "政策法规依据"],
    ),
    (
        Field::Contacts,
        &[
            "联系方式",
            "咨询电话",
            "联系电话",
            "咨询方式",
            "咨询渠道",
            "咨询途径",
            "监督电话",
            "监督投诉",
            "投诉电话",
            "监督投诉电话",
            "监督投诉方式",
            "投诉渠道",
            "监督投诉渠道",
            "服务热线",
            "咨询服务电话",
            "咨询投诉电话",
            "咨询及投诉电话",
            "监督方式",
            "投诉方式",
            "电话",
            "咨询",
            "办公电话",
            "窗口电话",
            "监督渠道",
        ],
    ),
    (
        Field::Online,
        &[
            "网上办理",
            "网办地址",
            "在线办理",
            "网上办理渠道",
            "网办渠道",
            "网上办理地址",
            "网上办理途径",
            "线上办理",
            "线上渠道",
            "网办途径",
        ],
    ),
    (Field::Questions, &["常见问题", "常见问题解答", "常见问题与解答", "常见问题及解答", "问答", "热点问答", "答疑", "常见问答"]),
    (Field::Reviewed, &["复核日期"]),
    (Field::Sample, &["示例"]),
    (Field::PartOf, &["主项", "主项名称", "所属主项"]),
    (Field::When, &["适用", "适用情形"]),
    (Field::Text, &["正文"]),
    (
        Field::Other,
        &[
            "办理地点",
            "办理时间",
            "受理地点",
            "受理时间",
            "办公地点",
            "办公地址",
            "办公时间",
            "办理地址",
            "窗口地址",
            "窗口位置",
            "服务时间",
            "服务地点",
            "工作时间",
            "地址",
            "时间",
            "注意事项",
            "温馨提示",
            "特别提醒",
            "特别说明",
            "备注",
            "说明",
            "办件类型",
            "事项类型",
            "办理形式",
            "办理方式",
            "服务方式",
            "实施主体",
            "实施机构",
            "受理机构",
            "受理单位",
            "承办机构",
            "决定机构",
            "通办范围",
            "到办事现场次数",
            "到现场次数",
            "权力来源",
            "行使层级",
            "联办机构",
            "结果送达",
            "送达方式",
            "结果领取方式",
            "交通指引",
            "乘车路线",
            "中介服务",
            "办理渠道",
            "数量限制",
            "禁止性要求",
            "申请方式",
            "申请接收",
            "待遇标准",
            "年审年检",
            "办理查询",
            "进度查询",
            "服务承诺",
            "运行系统",
            "预约办理",
            "物流快递",
            "网上支付",
        ],
    ),
];

/// Heads that only group what follows.
const GROUPS: [&str; 9] =
    ["基本信息", "事项信息", "办理信息", "其他信息", "基本情况", "事项基本信息", "办事信息", "服务信息", "详细信息"];

/// Numbers before headings and entries, as they are typed.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:第[一二三四五六七八九十百]+[章节条部分、]+|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[)）][、．.]?|",
        r"\d{1,3}(?:\.\d{1,2}){1,3}[、．.]?(?:\s|$)|\d{1,2}[、．）)]|\d{1,2}\.(?:\D|$)|[（(]\d{1,2}[)）][、．.]?|[①-⑳]|[⑴-⒇]|[⒈-⒛])"
    ))
    .ok()
});

/// A text without the number before it, and whether there was one.
pub fn without_number(text: &str) -> (&str, bool) {
    let text = text.trim();
    let Some(found) = NUMBER.as_ref().and_then(|n| n.find(text)) else { return (text, false) };
    // `1.` was looked at with the character behind it.
    let end = found.as_str().char_indices().next_back().filter(|(_, c)| found.as_str().contains('.') && !".、．)）".contains(*c));
    let cut = match end {
        Some((at, _)) if found.as_str().get(..at).is_some_and(|before| before.ends_with('.')) => at,
        _ => found.end(),
    };
    (text.get(cut..).unwrap_or_default().trim_start(), true)
}

/// A label without number, marks, room and remarks: （一）【受 理 条 件】： is 受理条件. The remark in brackets behind it is given too.
pub fn plain_label(text: &str) -> (String, String) {
    let text: String =
        without_number(text).0.chars().filter(|c| !c.is_whitespace() && *c != '\u{3000}' && *c != '\u{A0}').collect();
    let text = text.trim_matches(['【', '】', '[', ']', '《', '》', '：', ':', '◆', '●', '■', '★', '*', '〔', '〕', '“', '”']);
    let text = without_number(text).0;
    for (open, close) in [('（', '）'), ('(', ')')] {
        if let Some((name, remark)) =
            text.strip_suffix(close).and_then(|t| t.split_once(open)).filter(|(name, _)| !name.is_empty())
        {
            return (name.to_owned(), remark.to_owned());
        }
    }
    (text.to_owned(), String::new())
}

/// The field that a label names.
pub fn field(text: &str) -> Option<Field> {
    let (name, _) = plain_label(text);
    if name.chars().count() > 12 {
        return None;
    }
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
}

/// What a field is called in our own files.
pub fn own_name(field: Field) -> &'static str {
    NAMES.iter().find(|(one, _)| *one == field).and_then(|(_, names)| names.first()).copied().unwrap_or_default()
}

/// Whether a head only groups what follows.
pub fn is_group(text: &str) -> bool {
    GROUPS.contains(&plain_label(text).0.as_str())
}

/// The name of a situation in a heading: 情形一：单位办理 is 单位办理.
pub fn situation(text: &str) -> Option<String> {
    let (text, _) = without_number(text);
    let rest = text.strip_prefix("情形")?;
    let name = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let name = name.strip_prefix(['：', ':', '、', ' ', '　'])?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The name in the title of a guide: 职工参保登记办事指南 is 职工参保登记; empty where it is a title and names nothing.
pub fn titled(text: &str) -> Option<String> {
    const ENDINGS: [&str; 7] = ["办事指南", "服务指南", "办理指南", "业务指南", "经办指南", "一次性告知单", "指南"];
    let (text, _) = without_number(text);
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '《' | '》' | '“' | '”')).collect();
    if text.chars().count() > 45 || text.contains(['，', '。', '；', '：', ':']) {
        return None;
    }
    ENDINGS.iter().find_map(|ending| text.strip_suffix(ending)).map(|name| name.trim_end_matches(['—', '-', '的']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_as_people_write_them() {
        for (text, wanted) in [
            ("一、受理条件", Some(Field::Conditions)),
            ("（二）【申 请 材 料】：", Some(Field::Materials)),
            ("3.承诺办结时限（工作日）", Some(Field::Promised)),
            ("设定依据", Some(Field::Basis)),
            ("具有本市户籍", None),
        ] {
            assert_eq!(field(text), wanted, "{text}");
        }
        assert_eq!(plain_label("承诺办结时限（工作日）"), ("承诺办结时限".to_owned(), "工作日".to_owned()));
    }

    #[test]
    fn numbers_go_and_what_they_count_stays() {
        for (text, rest, numbered) in [
            ("1.身份证", "身份证", true),
            ("1. 身份证", "身份证", true),
            ("（1）身份证", "身份证", true),
            ("①身份证", "身份证", true),
            ("1、身份证", "身份证", true),
            ("二、身份证", "身份证", true),
            ("12393热线", "12393热线", false),
            ("3.5元", "3.5元", false),
            ("1.1 范围", "范围", true),
            ("一次性告知", "一次性告知", false),
        ] {
            assert_eq!(without_number(text), (rest, numbered), "{text}");
        }
    }

    #[test]
    fn titles_and_situations() {
        assert_eq!(titled("一、职工参保登记办事指南").as_deref(), Some("职工参保登记"));
        assert_eq!(titled("请先看办事指南，再来。"), None);
        assert_eq!(situation("情形一：单位办理").as_deref(), Some("单位办理"));
        assert_eq!(situation("情形复杂的"), None);
    }
}
