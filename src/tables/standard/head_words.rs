//! What the head of a column means by its words, where it is none of the usual names: 考核细则及评分原则, 考评内容和要求, 标准分值(满分).
//! A head is taken apart into the words of the field; what is left over makes it unknown.

use super::columns::Field;

/// Words that say what is done: 考核, 评分 …. They change nothing but between what is asked for and how it is scored.
const VERBS: [&str; 22] = [
    "考核", "考评", "评分", "评价", "评定", "评估", "评比", "评审", "检查", "测评", "督查", "督导", "验收", "达标", "计分",
    "扣分", "赋分", "打分", "得分", "加分", "创建", "认定",
];
/// Words that say nothing by themselves.
const EMPTY: [&str; 18] = [
    "工作", "具体", "主要", "建设", "服务", "管理", "实施", "年度", "及", "和", "与", "、", "/", "或", "的", "各", "目标", "任务",
];

/// What is at the core of a head, the last of it deciding.
const CORES: [(&str, Core); 47] = [
    ("项目", Core::Level),
    ("指标", Core::Level),
    ("类别", Core::Level),
    ("类型", Core::Level),
    ("维度", Core::Level),
    ("方面", Core::Level),
    ("环节", Core::Level),
    ("大类", Core::Level),
    ("一级", Core::Level),
    ("大项", Core::Level),
    ("二级", Core::Item),
    ("小项", Core::Item),
    ("子项", Core::Item),
    ("分项", Core::Item),
    ("要点", Core::Item),
    ("三级", Core::Wording),
    ("四级", Core::Wording),
    ("内容", Core::Wording),
    ("要求", Core::Wording),
    ("描述", Core::Wording),
    ("解释", Core::Wording),
    ("标准", Core::Scoring),
    ("细则", Core::Scoring),
    ("原则", Core::Scoring),
    ("规则", Core::Scoring),
    ("依据", Core::Scoring),
    ("办法", Core::Method),
    ("方法", Core::Method),
    ("方式", Core::Evidence),
    ("途径", Core::Evidence),
    ("材料", Core::Evidence),
    ("资料", Core::Evidence),
    ("台账", Core::Evidence),
    ("来源", Core::Evidence),
    ("分值", Core::Marks),
    ("满分", Core::Marks),
    ("标准分值", Core::Marks),
    ("基本分值", Core::Marks),
    ("基础分值", Core::Marks),
    ("标准分", Core::Marks),
    ("基本分", Core::Marks),
    ("基础分", Core::Marks),
    ("配分", Core::Marks),
    ("权重", Core::Marks),
    ("分数", Core::Marks),
    ("备注", Core::Note),
    ("说明", Core::Note),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Core {
    Level,
    Item,
    Wording,
    Scoring,
    Method,
    Evidence,
    Marks,
    Note,
}

/// The field of a head, if all of it is words of the field.
pub fn field_of_words(head: &str) -> Option<Field> {
    let (mut rest, mut core, mut scores) = (head, None, false);
    while !rest.is_empty() {
        // The longest word first: 标准分 is no 标准.
        let found = CORES.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
        if let Some((word, kind)) = found {
            // 评分标准及分值: marks are in a column of their own, so both words cannot be meant.
            if core == Some(Core::Marks) && *kind != Core::Marks {
                return None;
            }
            core = Some(*kind);
            rest = rest.get(word.len()..)?;
        } else if let Some(word) =
            VERBS.iter().chain(&EMPTY).filter(|word| rest.starts_with(**word)).max_by_key(|word| word.len())
        {
            scores |= matches!(*word, "评分" | "计分" | "扣分" | "赋分" | "打分" | "得分" | "加分");
            rest = rest.get(word.len()..)?;
        } else {
            return None;
        }
    }
    Some(match core? {
        Core::Level => Field::Level,
        Core::Item => Field::Item,
        // 评分要求, 扣分内容 say how marks are given.
        Core::Wording | Core::Method if scores => Field::Scoring,
        Core::Wording => Field::Wording,
        Core::Scoring => Field::Scoring,
        Core::Method => Field::Method,
        Core::Evidence => Field::Evidence,
        Core::Marks => Field::Marks,
        Core::Note => Field::Note,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_by_their_words() {
        for (head, field) in [
            ("考核细则及评分原则", Some(Field::Scoring)),
            ("考评内容和要求", Some(Field::Wording)),
            ("标准分值", Some(Field::Marks)),
            ("考核评价指标", Some(Field::Level)),
            ("工作目标任务要求", Some(Field::Wording)),
            ("检查方式方法", Some(Field::Method)),
            ("评分方法", Some(Field::Scoring)),
            ("验收办法", Some(Field::Method)),
            ("印证资料", None),
            ("负责科室", None),
            ("", None),
        ] {
            assert_eq!(field_of_words(head), field, "{head}");
        }
    }
}
