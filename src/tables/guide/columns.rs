//! Tables that their heads tell: materials, steps, conditions with proofs, questions and answers; and what each column is.

use super::vocabulary::{Field, plain_label};

/// A column of a table of materials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Running number.
    Number,
    /// Name of the material; of a step or a condition its text; a question.
    Name,
    /// Copies.
    Copies,
    /// 原件, 复印件 …
    Form,
    /// How many originals.
    Originals,
    /// How many copies on paper.
    Duplicates,
    /// Who issues it.
    Issuer,
    /// Whether it must be brought.
    Need,
    /// What may be brought instead.
    Alternatives,
    /// A pledge will do.
    Pledge,
    /// When it is needed.
    When,
    /// Remark.
    Note,
    /// Who does it.
    By,
    /// Limit of a step.
    Limit,
    /// The proof that a condition needs.
    Proof,
    /// An answer.
    Answer,
}

/// A table that a head tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// Materials.
    Materials,
    /// Steps.
    Steps,
    /// Conditions with proofs.
    Conditions,
    /// Questions and answers.
    Questions,
}

impl TableKind {
    /// The part of the guide that it is.
    pub fn field(self) -> Field {
        match self {
            Self::Materials => Field::Materials,
            Self::Steps => Field::Steps,
            Self::Conditions => Field::Conditions,
            Self::Questions => Field::Questions,
        }
    }

    /// What a head of a column means in it.
    pub fn column(self, head: &str) -> Option<Column> {
        const NUMBERS: [&str; 3] = ["序号", "编号", "号"];
        let (name, _) = plain_label(head);
        let name = name.as_str();
        if NUMBERS.contains(&name) {
            return Some(Column::Number);
        }
        let table: &[(Column, &[&str])] = match self {
            Self::Materials => &[
                (
                    Column::Name,
                    &[
                        "材料名称",
                        "申请材料名称",
                        "申请材料",
                        "材料",
                        "名称",
                        "提交材料名称",
                        "材料清单",
                        "提交材料",
                        "所需材料",
                        "申报材料",
                        "资料名称",
                    ],
                ),
                (Column::Copies, &["份数", "数量", "材料份数", "提交份数", "纸质份数", "所需份数"]),
                (
                    Column::Form,
                    &[
                        "形式",
                        "材料形式",
                        "材料类型",
                        "原件/复印件",
                        "原件或复印件",
                        "纸质/电子",
                        "材料规格",
                        "提交形式",
                        "介质",
                        "材料要求形式",
                    ],
                ),
                (Column::Originals, &["原件", "原件份数"]),
                (Column::Duplicates, &["复印件", "复印件份数"]),
                (
                    Column::Issuer,
                    &[
                        "出具单位",
                        "来源",
                        "来源渠道",
                        "材料来源",
                        "出具机构",
                        "材料出具单位",
                        "出具部门",
                        "提供单位",
                        "材料来源渠道",
                        "获取途径",
                        "材料获取渠道",
                    ],
                ),
                (
                    Column::Need,
                    &[
                        "要求",
                        "必要性",
                        "是否必要",
                        "材料必要性",
                        "是否必须",
                        "是否必需",
                        "是否必备",
                        "必备/容缺",
                        "必要程度",
                        "是否必交",
                    ],
                ),
                (Column::Alternatives, &["可替代材料", "替代材料"]),
                (Column::Pledge, &["可承诺", "告知承诺", "是否承诺", "是否可承诺", "是否告知承诺"]),
                (Column::When, &["何时需要", "适用情形", "适用条件", "使用情形", "情形"]),
                (Column::Note, &["说明", "备注", "材料说明", "填报须知", "受理标准", "材料要求", "具体要求", "有关要求"]),
            ],
            Self::Steps => &[
                (
                    Column::Name,
                    &[
                        "内容",
                        "步骤",
                        "环节",
                        "办理环节",
                        "办理步骤",
                        "步骤内容",
                        "办理内容",
                        "流程",
                        "环节名称",
                        "步骤名称",
                        "办理流程",
                    ],
                ),
                (
                    Column::By,
                    &["办理人", "责任人", "办理主体", "办理人员", "责任岗位", "办理岗位", "经办人", "责任单位", "办理单位"],
                ),
                (Column::Limit, &["时限", "办理时限", "办理期限", "环节时限", "办结时限"]),
                (Column::Note, &["说明", "备注", "审查标准", "办理结果", "具体要求"]),
            ],
            Self::Conditions => &[
                (Column::Name, &["条件", "办理条件", "受理条件", "申请条件", "内容"]),
                (Column::Proof, &["证明", "证明材料", "所需证明"]),
            ],
            Self::Questions => &[
                (Column::Name, &["问题", "问", "常见问题", "咨询问题", "提问"]),
                (Column::Answer, &["答案", "答", "解答", "回答", "答复", "问题解答"]),
            ],
        };
        table.iter().find(|(_, names)| names.contains(&name)).map(|(column, _)| *column)
    }

    /// The kind of table that begins with these heads, and the columns. The heads that nothing is known of stay as they are.
    pub fn of_head(heads: &[String]) -> Option<(Self, Vec<Option<Column>>)> {
        [Self::Materials, Self::Questions, Self::Steps, Self::Conditions].into_iter().find_map(|kind| {
            let columns: Vec<Option<Column>> = heads.iter().map(|head| kind.column(head)).collect();
            let has = |column: Column| columns.contains(&Some(column));
            let named = columns.iter().filter(|c| **c == Some(Column::Name)).count();
            let told = columns.iter().flatten().filter(|c| !matches!(c, Column::Name | Column::Number)).count();
            let certain =
                heads.iter().any(|head| matches!(plain_label(head).0.as_str(), "材料名称" | "申请材料名称" | "资料名称"));
            let fits = match kind {
                Self::Materials => named == 1 && (told > 0 || certain),
                Self::Questions => named == 1 && has(Column::Answer),
                Self::Steps => named >= 1 && (has(Column::By) || has(Column::Limit)),
                Self::Conditions => named == 1 && has(Column::Proof),
            };
            fits.then_some((kind, columns))
        })
    }
}
