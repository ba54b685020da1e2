//! What the head of a column means, by its words and not by a fixed list: how it is made comparable, and which words make it a time, a unit, a level.

use super::find::squeezed;

/// A head for comparing: half width, no spaces, no marks around it, no number of an enumeration, no brackets behind it.
#[must_use]
pub fn plain(head: &str) -> String {
    let text = squeezed(head).to_lowercase();
    let text = text.trim_matches(['*', ':', '：', '★', '※', '△', '#']);
    let whole = text.strip_suffix(')').and_then(|inner| inner.rsplit_once('('));
    match whole {
        Some((before, _)) if !before.is_empty() => before.to_owned(),
        _ => text.to_owned(),
    }
}

/// What stands in brackets behind a head: 办理时限（工作日） → 工作日. Empty where nothing does.
#[must_use]
pub fn bracketed(head: &str) -> String {
    let text = squeezed(head);
    let inner = text.strip_suffix(')').and_then(|inner| inner.rsplit_once('('));
    inner.filter(|(before, _)| !before.is_empty()).map_or(String::new(), |(_, inner)| inner.to_owned())
}

/// Whether a text has one of some words.
#[must_use]
pub fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether a text ends with one of some words.
#[must_use]
pub fn ends(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

/// Whether a text is made of nothing but some words: 乡镇便民服务点 is of 乡镇, 便民, 服务点; 溪口村服务点 is not.
#[must_use]
pub fn made_of(text: &str, words: &[&str]) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        // The longest word first: 服务点 before 服务.
        let longest = words.iter().filter(|word| rest.starts_with(**word)).max_by_key(|word| word.len());
        let Some(word) = longest else { return false };
        rest = rest.strip_prefix(*word).unwrap_or_default();
    }
    !text.is_empty()
}

/// Whether a head counts the rows.
#[must_use]
pub fn is_number(name: &str) -> bool {
    matches!(
        name,
        "序号"
            | "序"
            | "号"
            | "no"
            | "no."
            | "项次"
            | "行号"
            | "顺序号"
            | "项号"
            | "编码序号"
            | "事项序号"
            | "任务序号"
            | "顺序"
            | "№"
    )
}

/// Whether a head is that of a remark.
#[must_use]
pub fn is_note(name: &str) -> bool {
    matches!(
        name,
        "备注" | "说明" | "备注说明" | "附注" | "其他说明" | "注" | "备考" | "note" | "备注信息" | "补充说明" | "情况说明"
    )
}

/// Whether a head names a town, whose cells often cover those of its villages.
#[must_use]
pub fn is_town(name: &str) -> bool {
    matches!(
        name,
        "乡镇"
            | "镇"
            | "镇街"
            | "街道"
            | "乡镇街道"
            | "所属乡镇"
            | "所在乡镇"
            | "苏木镇"
            | "苏木乡镇"
            | "所属镇街"
            | "镇乡"
            | "片区"
            | "区域"
            | "所属区域"
            | "镇名"
            | "乡镇名称"
            | "镇街名称"
    )
}

/// How coarse the things are that a head names: the finest is the record, what is coarser its group. None for a head that names no things.
#[must_use]
pub fn level(name: &str) -> Option<u8> {
    // What is said of things of any kind.
    const KIND: [&str; 22] = [
        "事项", "目录", "业务", "名称", "项目", "主题", "清单", "服务", "办理", "经办", "具体", "适用", "政务", "医保", "办件",
        "公共", "实施", "任务", "指标", "项", "情形", "子项",
    ];
    let of = |first: &[&str]| {
        first.iter().any(|word| name == *word || name.strip_prefix(word).is_some_and(|rest| made_of(rest, &KIND)))
    };
    if of(&["主项", "大项", "母项", "主事项", "父项", "一级", "主目录", "第一级"]) || name == "目录" {
        return Some(10);
    }
    let ends_as = |last: &[&str]| {
        last.iter().any(|word| name.strip_suffix(word).is_some_and(|rest| rest.is_empty() || made_of(rest, &KIND)))
    };
    if of(&["四级", "最小颗粒", "第四级"]) || ends_as(&["情形", "情形名称", "情形描述"]) {
        return Some(40);
    }
    if of(&["子项", "小项", "分项", "细项", "子事项", "孙项", "三级", "子目录", "细分", "最小颗粒", "第三级"])
        || matches!(name, "业务办理项" | "办理项" | "具体事项" | "实施事项" | "业务办理项名称" | "办理项名称" | "具体事项名称")
        || ends_as(&["子项", "子项名称", "小项", "小项名称", "细项"])
    {
        return Some(30);
    }
    if of(&["中项", "二级", "第二级"]) {
        return Some(20);
    }
    None
}

/// Whether a head names a class of things beside their names: 类别, 业务板块.
#[must_use]
pub fn is_class(name: &str) -> bool {
    matches!(
        name,
        "分组" | "类别" | "大类" | "小类" | "分类" | "板块" | "版块" | "领域" | "主题" | "模块" | "类目" | "类型" | "服务领域"
    ) || (ends(name, &["类别", "分类", "大类", "小类", "板块", "领域"])
        && has(name, &["事项", "业务", "服务", "办理", "经办", "所属", "项目"]))
        || matches!(name, "业务类型" | "服务类型" | "项目类型")
}

/// Whether a head names a level, a place or a way at which something is handled.
#[must_use]
pub fn is_like_channel(name: &str) -> bool {
    let level = |c: &str| {
        matches!(
            c,
            "省级"
                | "市级"
                | "县级"
                | "区级"
                | "旗级"
                | "乡级"
                | "镇级"
                | "村级"
                | "乡镇级"
                | "街道级"
                | "社区级"
                | "县区级"
                | "县市级"
                | "镇街级"
                | "区县级"
                | "县"
                | "乡"
                | "镇"
                | "村"
                | "市"
                | "乡镇"
                | "街道"
                | "社区"
                | "嘎查村"
                | "苏木镇"
                | "旗县"
                | "区县"
                | "县市区"
                | "镇街"
                | "村居"
                | "村社"
                | "市本级"
                | "县本级"
                | "省本级"
                | "乡镇街道"
                | "村社区"
                | "苏木乡镇"
                | "旗"
                | "区"
                | "嘎查"
        )
    };
    let bare: String = squeezed(name).chars().filter(|c| !matches!(c, '(' | ')' | '、' | '/' | ',')).collect();
    level(&bare)
        || level(&plain(name))
        || ends(
            &plain(name),
            &[
                "大厅",
                "窗口",
                "服务站",
                "服务点",
                "服务中心",
                "便民中心",
                "卫生院",
                "卫生室",
                "医院",
                "药店",
                "药房",
                "银行",
                "邮政所",
                "邮政",
                "支行",
                "网点",
                "代办点",
                "一体机",
                "自助机",
                "网上",
                "线上",
                "掌上",
                "手机",
                "app",
                "小程序",
                "公众号",
                "电话",
                "线下",
                "平台",
                "工作站",
                "便民点",
                "农商行",
                "信用社",
                "政务网",
            ],
        )
}

/// Whether the heads above a column say that it is one of several channels.
#[must_use]
pub fn over_channels(above: &[String]) -> bool {
    above.iter().any(|head| {
        has(
            head,
            &[
                "渠道",
                "层级",
                "级别",
                "网点",
                "办理地点",
                "服务站点",
                "办理深度",
                "下沉",
                "权限",
                "办理方式",
                "分级",
                "合作机构",
                "经办机构",
                "办理机构",
            ],
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_without_what_is_around_them() {
        for (head, wanted, inner) in [
            ("*办理时限（工作日）", "办理时限", "工作日"),
            ("序 号", "序号", ""),
            ("村（社区）", "村", "社区"),
            ("（一）", "(一)", ""),
            ("联系电话：", "联系电话", ""),
        ] {
            assert_eq!((plain(head).as_str(), bracketed(head).as_str()), (wanted, inner), "{head}");
        }
    }

    #[test]
    fn levels_of_names() {
        for (head, wanted) in [
            ("主项", Some(10)),
            ("一级事项", Some(10)),
            ("一级目录名称", Some(10)),
            ("二级事项", Some(20)),
            ("子项名称", Some(30)),
            ("小项", Some(30)),
            ("业务办理项名称", Some(30)),
            ("办理情形", Some(40)),
            ("特殊情形说明", None),
            ("服务对象", None),
            ("备注", None),
        ] {
            assert_eq!(level(head), wanted, "{head}");
        }
    }

    #[test]
    fn channels_by_their_names() {
        for head in ["县级", "乡镇（街道）", "村（社区）", "县（市、区）", "农商银行", "自助机"] {
            assert!(is_like_channel(head), "{head}");
        }
        for head in ["是否收费", "服务对象", "承诺时限", "办理材料"] {
            assert!(!is_like_channel(head), "{head}");
        }
    }
}
