//! A standard as a workbook that `yizhan import` reads back without loss: one row a criterion, its rule as a sentence for people, and beside it, hidden,
//! what no column shows; sheets of grades, facts and parameters; and on a hidden sheet the file itself.

use super::book::{Column, Sheet, sheets};
use crate::audit::{Facts, explain};
use crate::model::standard::{Amount, Criterion, Modality, Section, Standard};
use crate::model::{Text, standard};

/// What the workbook carries besides what people see.
pub struct Carried {
    /// For each criterion in order the keys that have no column, as YAML.
    pub exact: Vec<String>,
    /// The name of the hidden sheet and its rows.
    pub hidden: (&'static str, Vec<Vec<String>>),
}

/// The workbook.
///
/// # Errors
/// What the writer of workbooks says, in its words.
pub fn standard_xlsx(standard: &Standard, carried: &Carried) -> Result<Vec<u8>, String> {
    let facts = Facts::new(standard, &[], None, None);
    let mut exact = carried.exact.iter();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for section in &standard.sections {
        for criterion in &section.criteria {
            rows.push(row(section, criterion, facts, exact.next().cloned().unwrap_or_default()));
        }
    }
    let grades = standard.grades.iter().map(|g| {
        let number = |n: &Option<crate::diagnostic::Spanned<rust_decimal::Decimal>>| {
            n.as_ref().map_or(String::new(), |n| n.value.to_string())
        };
        vec![g.name.value.clone(), number(&g.at_least), number(&g.more_than)]
    });
    let fact_rows = standard
        .facts
        .iter()
        .map(|(name, f)| vec![name.value.clone(), written(f.unit.as_ref()), written(f.from.as_ref()), written(f.note.as_ref())]);
    let parameters = standard.parameters.iter().map(|(name, p)| {
        let value = p.value.as_ref().map_or(String::new(), |v: &Amount| v.text().to_owned());
        vec![name.value.clone(), value, written(p.source.as_ref()), written(p.note.as_ref())]
    });
    let id = &standard.id;
    let command = format!(
        "改完保存，再运行：yizhan import standard 这个文件。程序按表里带的编号认出是 {id}，先显示读懂了什么、会改什么；没有问题再加 --write 写入。"
    );
    let help = [
        command.as_str(),
        "可以改的：项目、项目分值、评分项、分值、原文、条款、佐证、约束程度、否决、加分项、说明；“等级”“数据”“参数”三张表里已有的行。",
        "“规则”一列是给人看的句子，改它不起作用：规则在评分标准的文件里改。原文里的分数改了，程序会按新的原文重新读规则，读不准的由检查人评分，并且会先说明。",
        "灰字的“编号”不要改，工作表为此加了保护（没有密码）。新加一行时编号空着；复制一行再改，新的一行带着原来那行的规则。",
        "删掉一行不会删掉评分项：要删，在文件里删。空着的格子也不会清掉已有的内容。",
        "佐证可以写几种，用顿号隔开：材料、照片、现场查看、询问、系统数据、现场试办。",
        "表里还藏着一列和一张工作表，装着没有列出来的内容（规则、适用条件、取整办法等）和文件全文，读回来时一点不丢，请不要删。",
    ];
    let all = [
        Sheet { name: "评分标准", title: &standard.title, columns: columns(), rows },
        Sheet {
            name: "等级",
            title: "等级（分数从高到低）",
            columns: vec![
                Column::new("等级", 16.0).lock(),
                Column::new("不少于", 12.0).help("这个分数算在内（以上、含本数）。"),
                Column::new("超过", 12.0).help("这个分数不算在内。"),
            ],
            rows: grades.collect(),
        },
        Sheet {
            name: "数据",
            title: "规则用到的数据",
            columns: vec![
                Column::new("数据", 30.0).lock(),
                Column::new("单位", 10.0),
                Column::new("取自", 26.0).help("服务网点文件里同一个数据的名称；填了就算网点自报的。"),
                Column::new("说明", 50.0),
            ],
            rows: fact_rows.collect(),
        },
        Sheet {
            name: "参数",
            title: "由别的文件规定的数",
            columns: vec![
                Column::new("参数", 30.0).lock(),
                Column::new("数值", 12.0).help("定下来以后填；没有数值，用到它的评分项一直待定。"),
                Column::new("来源", 50.0),
                Column::new("说明", 40.0),
            ],
            rows: parameters.collect(),
        },
    ];
    sheets(("评分标准", &standard.title, None), &all, &help, Some((carried.hidden.0, &carried.hidden.1)))
        .map_err(|error| error.to_string())
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("编号", 20.0).help("程序认评分项用的编号，不要改。新加的行不用填，导入时会起一个。").lock(),
        Column::new("项目", 16.0).help("每行都写；写一个新的名称就是新的项目。"),
        Column::new("项目分值", 9.0).help("文件给整个项目的分；程序会核对各项相加是不是这个数。"),
        Column::new("评分项", 26.0),
        Column::new("分值", 8.0).help("满分，写数字，如 5、0.5。"),
        Column::new("原文", 60.0).help("照文件原文写，一字不改。"),
        Column::new("条款", 20.0),
        Column::new("规则", 44.0).help("怎样评分，给人看的句子。改这里不起作用，规则在文件里改。").lock(),
        Column::new("佐证", 18.0)
            .choose(&["材料", "照片", "现场查看", "询问", "系统数据", "现场试办"])
            .help("几种用顿号隔开：材料、照片。"),
        Column::new("约束程度", 9.0)
            .choose(&[Modality::Must.zh(), Modality::Should.zh(), Modality::May.zh()])
            .help("必须：不符合就是不合格；鼓励：不符合只作提示；可以：只作记录。"),
        Column::new("否决", 7.0).choose(&["是", "否"]).help("一票否决：不符合就不评等级。"),
        Column::new("加分项", 7.0).choose(&["是", "否"]).help("分数加在总分之外。"),
        Column::new("说明", 40.0),
        Column::new("精确内容", 40.0).help("程序读回来用的，不要改。").lock().hide(),
    ]
}

fn written(text: Option<&Text>) -> String {
    text.map(|t| t.value.clone()).unwrap_or_default()
}

fn row(section: &Section, criterion: &Criterion, facts: Facts, exact: String) -> Vec<String> {
    let yes = |yes: bool| if yes { "是" } else { "" }.to_owned();
    let number =
        |n: &Option<crate::diagnostic::Spanned<rust_decimal::Decimal>>| n.as_ref().map_or(String::new(), |n| n.value.to_string());
    vec![
        criterion.id.to_string(),
        section.title.value.clone(),
        number(&section.marks),
        criterion.title.value.clone(),
        number(&criterion.marks),
        written(criterion.quote.as_ref()),
        written(criterion.clause.as_ref()),
        rule(criterion, facts),
        criterion.evidence.iter().map(|e| e.zh()).collect::<Vec<_>>().join("、"),
        criterion.modality.as_ref().map_or("", |m: &crate::diagnostic::Spanned<standard::Modality>| m.zh()).to_owned(),
        yes(criterion.veto),
        yes(criterion.bonus),
        written(criterion.note.as_ref()),
        exact,
    ]
}

/// The rule as a sentence, with the points that it is for.
fn rule(criterion: &Criterion, facts: Facts) -> String {
    let says = explain::rule(&criterion.rule.value, facts);
    match &criterion.when {
        Some(when) => format!("只用于{}：{says}", explain::scope_zh(when, facts)),
        None => says,
    }
}
