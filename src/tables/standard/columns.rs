//! What the columns of score sheets are called, and what each is taken for. Which of two 项目 is the section and which the criterion is seen
//! from their order and from what is merged below.

use super::super::find::Found;
use super::super::{Sheet, Uncertain, letters};
use super::grammar;
use super::head_words::field_of_words;
use super::marks::bracketed;
use crate::say;

/// What a column holds, by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The id that our own workbooks carry.
    Id,
    /// The printed number.
    Number,
    /// A section or a criterion: which, the table as a whole says.
    Level,
    /// A criterion's title.
    Item,
    /// What is asked for.
    Wording,
    /// How it is scored.
    Scoring,
    /// How it is looked at or how it is scored: what stands in the column says which.
    Method,
    /// Full marks of a criterion.
    Marks,
    /// Full marks of a section.
    SectionMarks,
    /// What shows it.
    Evidence,
    /// Where it stands in the document.
    Clause,
    /// How strongly it binds.
    Modality,
    /// 一票否决.
    Veto,
    /// 加分项.
    Bonus,
    /// A remark.
    Note,
    /// What our own workbooks carry so that nothing is lost.
    Exact,
    /// Filled in by inspectors, or there for people to read only.
    Passed,
}

/// Names without spaces, with what is taken for what. The first of each is what our own workbooks write.
pub const NAMES: [(Field, &str, &[&str]); 17] = [
    (Field::Id, "编号", &["编号", "id"]),
    (Field::Number, "序号", &["序号", "no", "项次"]),
    (
        Field::Level,
        "项目",
        &[
            "项目",
            "考核项目",
            "评分项目",
            "评价项目",
            "考评项目",
            "检查项目",
            "评定项目",
            "评估项目",
            "评比项目",
            "一级指标",
            "大项",
            "类别",
            "考核类别",
            "评价指标",
            "考核指标",
            "评估指标",
            "指标",
            "评价维度",
            "建设项目",
        ],
    ),
    (
        Field::Item,
        "评分项",
        &[
            "评分项",
            "分项",
            "二级指标",
            "小项",
            "子项",
            "项目名称",
            "具体项目",
            "考核要点",
            "评分要点",
            "评价要点",
            "检查要点",
            "指标名称",
            "考核点",
            "评分点",
        ],
    ),
    (
        Field::Wording,
        "原文",
        &[
            "原文",
            "考核内容",
            "评分内容",
            "检查内容",
            "评价内容",
            "考评内容",
            "评定内容",
            "评估内容",
            "内容",
            "建设内容",
            "建设标准",
            "考核要求",
            "标准要求",
            "具体要求",
            "要求",
            "具体内容",
            "内容及要求",
            "三级指标",
            "工作要求",
            "建设要求",
            "指标说明",
        ],
    ),
    (
        Field::Scoring,
        "评分办法",
        &[
            "评分标准",
            "评分办法",
            "评分方法",
            "评分细则",
            "评分说明",
            "评分依据",
            "扣分标准",
            "扣分办法",
            "扣分细则",
            "考核标准",
            "考核细则",
            "计分办法",
            "计分方法",
            "计分标准",
            "评价标准",
            "评定标准",
            "考评标准",
            "检查标准",
            "评估标准",
            "赋分标准",
            "评分规则",
            "考核评分标准",
            "考核评分办法",
            "标准",
        ],
    ),
    (
        Field::Method,
        "考核办法",
        &["考核办法", "考核方法", "检查方法", "检查办法", "评价方法", "评价办法", "考评办法", "考评方法", "办法", "方法"],
    ),
    (Field::Marks, "分值", &["分值", "标准分", "满分", "分数", "标准分值", "基本分", "权重分", "应得分", "总分值", "配分"]),
    (Field::SectionMarks, "项目分值", &["项目分值", "项目满分", "大项分值", "一级指标分值"]),
    (
        Field::Evidence,
        "佐证",
        &[
            "佐证",
            "佐证材料",
            "证明材料",
            "支撑材料",
            "印证材料",
            "检查方式",
            "考核方式",
            "评价方式",
            "查验方式",
            "评分方式",
            "数据来源",
            "资料来源",
            "备查资料",
            "检查资料",
        ],
    ),
    (Field::Clause, "条款", &["条款", "依据条款", "文件条款"]),
    (Field::Modality, "约束程度", &["约束程度"]),
    (Field::Veto, "否决", &["否决", "一票否决"]),
    (Field::Bonus, "加分项", &["加分项"]),
    (Field::Note, "说明", &["说明", "备注"]),
    (Field::Exact, "精确内容", &["精确内容"]),
    (
        Field::Passed,
        "不读",
        &[
            "规则",
            "得分",
            "自评分",
            "自评得分",
            "自评",
            "考核得分",
            "考评得分",
            "评分",
            "核查分",
            "核查得分",
            "实得分",
            "实际得分",
            "扣分",
            "扣分原因",
            "扣分情况",
            "扣分理由",
            "评定得分",
            "检查得分",
            "最终得分",
            "审核得分",
            "复核得分",
            "镇审核",
            "检查情况",
            "存在问题",
            "评分情况",
            "考核结果",
            "评价结果",
            "得分情况",
            "整改情况",
            "责任人",
            "责任部门",
            "责任单位",
            "考核部门",
            "考核单位",
            "评分部门",
            "评分单位",
            "检查人",
        ],
    ),
];

/// The field of a column's name, which has no spaces and is in half width; a unit in brackets behind it says nothing.
#[must_use]
pub fn field(name: &str) -> Option<Field> {
    let name = name.to_lowercase();
    let of = |name: &str| NAMES.iter().find(|(_, _, names)| names.contains(&name)).map(|(field, ..)| *field);
    let bare = || name.strip_suffix(')')?.rsplit_once('(').map(|(bare, _)| bare);
    of(&name).or_else(|| of(bare()?)).or_else(|| field_of_words(&name)).or_else(|| field_of_words(bare()?))
}

/// What is read of a column that has no field of its own, and is kept as a remark: 责任部门, 考核单位.
pub fn kept(name: &str) -> bool {
    ["责任", "部门", "单位", "科室", "牵头", "负责", "配合"].iter().any(|word| name.contains(word)) && !name.contains("被")
}

/// What each column of one table is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles {
    pub id: Option<usize>,
    pub number: Option<usize>,
    pub section: Option<usize>,
    pub item: Option<usize>,
    /// The columns of words, and whether they say how marks are given.
    pub wording: Vec<(usize, bool)>,
    pub marks: Option<usize>,
    pub section_marks: Option<usize>,
    pub evidence: Option<usize>,
    pub clause: Option<usize>,
    pub modality: Option<usize>,
    pub veto: Option<usize>,
    pub bonus: Option<usize>,
    pub note: Option<usize>,
    pub exact: Option<usize>,
    /// Columns without a field, whose texts are kept as remarks: place and head.
    pub kept: Vec<(usize, String)>,
}

impl Roles {
    /// Whether this is a table of criteria.
    #[must_use]
    pub fn complete(&self) -> bool {
        let named = self.section.is_some() || self.item.is_some();
        (named && (self.marks.is_some() || !self.wording.is_empty())) || (!self.wording.is_empty() && self.marks.is_some())
    }
}

/// What the columns are. `grouped` says whether a row is the title of a group.
pub fn roles(sheet: &Sheet, found: &Found, grouped: &dyn Fn(usize) -> bool, doubts: &mut Vec<Uncertain>) -> Roles {
    let mut roles = Roles::default();
    let mut levels: Vec<(usize, bool)> = Vec::new();
    for column in &found.columns {
        let Some(field) = field(&column.name)
            .or_else(|| column.above.iter().rev().find_map(|name| field(name)).filter(|f| *f == Field::Passed))
        else {
            roles.kept.push((column.at, column.name.clone()));
            doubts.push(Uncertain {
                place: sheet.place(found.head.0, column.at),
                message: say!(
                    "不认识的列“{}”，内容原样记在说明里",
                    "the column “{}” is not known: what stands there is kept in the notes",
                    column.name
                ),
            });
            continue;
        };
        if field == Field::Marks && roles.marks.is_some() && roles.section_marks.is_none() {
            // 项目 分值 | 评分项 分值: the first belongs to the section.
            roles.section_marks = roles.marks.replace(column.at);
            continue;
        }
        let once = match field {
            Field::Level => {
                levels.push((column.at, false));
                continue;
            }
            Field::Item => {
                levels.push((column.at, true));
                continue;
            }
            Field::Wording | Field::Scoring => {
                roles.wording.push((column.at, field == Field::Scoring));
                continue;
            }
            Field::Method => {
                // 查资料, 看现场 is what shows it; 每缺一项扣1分 is how it is scored.
                let scores = found.rows.iter().any(|row| grammar::speaks(sheet.text(*row, column.at)));
                if scores || roles.evidence.is_some() {
                    roles.wording.push((column.at, scores));
                    continue;
                }
                &mut roles.evidence
            }
            Field::Passed => {
                if kept(&column.name) {
                    roles.kept.push((column.at, column.name.clone()));
                } else if let Some(row) = found.rows.iter().find(|row| !sheet.text(**row, column.at).is_empty()) {
                    doubts.push(Uncertain {
                        place: sheet.place(*row, column.at),
                        message: say!(
                            "“{}”这一列填了内容，没有读：填好的评分表用 yizhan inspect import",
                            "the column “{}” is filled in and was not read: filled sheets are for `yizhan inspect import`",
                            column.name
                        ),
                    });
                }
                continue;
            }
            Field::Id => &mut roles.id,
            Field::Number => &mut roles.number,
            Field::Marks => &mut roles.marks,
            Field::SectionMarks => &mut roles.section_marks,
            Field::Evidence => &mut roles.evidence,
            Field::Clause => &mut roles.clause,
            Field::Modality => &mut roles.modality,
            Field::Veto => &mut roles.veto,
            Field::Bonus => &mut roles.bonus,
            Field::Note => &mut roles.note,
            Field::Exact => &mut roles.exact,
        };
        if once.is_some() {
            doubts.push(Uncertain {
                place: sheet.place(found.head.0, column.at),
                message: say!("“{}”有两列，只读第一列", "there are two columns “{}”; the first is read", column.name),
            });
        } else {
            *once = Some(column.at);
        }
    }
    match levels.as_slice() {
        [] => {}
        [(at, true)] => roles.item = Some(*at),
        [(at, false)] if is_item(sheet, found, *at, grouped) => roles.item = Some(*at),
        [(at, false)] => roles.section = Some(*at),
        [(first, _), (second, _), more @ ..] => {
            (roles.section, roles.item) = (Some(*first), Some(*second));
            roles.wording.splice(0..0, more.iter().map(|(at, _)| (*at, false)));
        }
    }
    // Marks that are merged exactly as the sections are theirs.
    if let (Some(marks), Some(section), None) = (roles.marks, roles.section, roles.section_marks) {
        let above = |row: usize, at: usize| sheet.cell(row, at).is_some_and(|c| c.above);
        let alike = found.rows.iter().all(|row| above(*row, marks) == above(*row, section));
        let item_too = roles.item.is_some_and(|item| found.rows.iter().all(|row| above(*row, item) == above(*row, section)));
        if alike && !item_too && found.rows.iter().any(|row| above(*row, section)) {
            let inside = |row: &usize| roles.wording.iter().any(|(at, _)| !bracketed(sheet.text(*row, *at)).is_empty());
            if roles.item.is_none() && !found.rows.iter().any(inside) {
                // Nothing smaller has marks: what is called a section is a criterion of several lines.
                roles.item = roles.section.take();
            } else {
                (roles.section_marks, roles.marks) = (Some(marks), None);
            }
        }
    }
    roles
}

/// Whether the only column of levels names criteria: each row has a text of its own there, or groups have rows of their own.
fn is_item(sheet: &Sheet, found: &Found, at: usize, grouped: &dyn Fn(usize) -> bool) -> bool {
    if found.rows.iter().any(|row| grouped(*row)) {
        return true;
    }
    let texts: Vec<&str> =
        found.rows.iter().filter_map(|row| sheet.cell(*row, at)).filter(|c| !c.above).map(|c| c.text.as_str()).collect();
    let merged = found.rows.iter().any(|row| sheet.cell(*row, at).is_some_and(|c| c.above));
    let repeated = texts.windows(2).any(|pair| matches!(pair, [a, b] if a == b));
    !merged && !repeated && texts.iter().all(|text| !text.is_empty())
}

/// Each column that was read, for people: its letters, its head, and what it is taken for.
pub fn mapping(found: &Found, roles: &Roles) -> Vec<(String, String, String)> {
    let what = |at: usize, name: &str| {
        Some(match () {
            () if roles.section == Some(at) => "项目",
            () if roles.item == Some(at) => "评分项",
            () if roles.section_marks == Some(at) => "项目分值",
            () if roles.marks == Some(at) => "分值",
            () => match roles.wording.iter().find(|(own, _)| *own == at) {
                Some((_, scoring)) => ["原文", "原文，评分办法"][usize::from(*scoring)],
                None => NAMES.iter().find(|(own, ..)| field(name) == Some(*own)).map(|(_, zh, _)| *zh)?,
            },
        })
    };
    found.columns.iter().filter_map(|c| Some((letters(c.at), c.name.clone(), what(c.at, &c.name)?.to_owned()))).collect()
}
