//! What can be written behind `yizhan import` and `yizhan export`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};

use crate::cli::answers::force;
use crate::cli::arguments::base;
use crate::diagnostic::Lang;

/// What can be brought in and out.
const KINDS: [&str; 5] = ["catalog", "points", "plan", "standard", "guide"];

fn what(lang: Lang) -> Arg {
    Arg::new("what")
        .value_name(lang.pick("内容", "WHAT"))
        .required(true)
        .value_parser(PossibleValuesParser::new(KINDS))
        .hide_possible_values(true)
        .help(lang.pick(
            "catalog（服务清单）、points（服务网点）、plan（工作计划、量化表）、standard（评分标准）或 guide（办事指南，只用 Word）",
            "Content: catalog, points, plan, standard, or guide (Word only)",
        ))
}

fn bureau(lang: Lang) -> Arg {
    Arg::new("bureau").long("bureau").value_name(lang.pick("局", "BUREAU")).help(
        lang.pick(
            "哪个局的（编号或名称）；只有一个局时不用写",
            "Which bureau's (id or name); not needed where there is only one",
        ),
    )
}

/// `import`.
pub fn import(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    base(
        lang,
        "import",
        t(
            "从 Excel、CSV、Word 读进服务清单、网点、计划、评分标准或办事指南",
            "Import a catalog, points, a plan, a standard or guides from Excel, CSV or Word",
        ),
    )
    .arg(what(lang))
    .arg(Arg::new("file").value_name(t("文件", "FILE")).required(true).value_parser(value_parser!(PathBuf)).help(t(
        ".xlsx、.xls、.ods、.csv（UTF-8 或 GBK）或 .docx",
        "Input file: .xlsx, .xls, .ods, .csv (UTF-8 or GBK) or .docx",
    )))
    .arg(bureau(lang))
    .arg(
        Arg::new("sheet")
            .long("sheet")
            .value_name(t("工作表", "SHEET"))
            .help(t("只读这个工作表；Word 里是 表1、表2", "Read only this sheet; in a Word file 表1, 表2 …")),
    )
    .arg(Arg::new("id").long("id").value_name(t("编号", "ID")).help(t(
        "评分标准的编号，即文件名，或指南的事项；不写就按标题、名称认",
        "Id of the standard, which is its file name, or the item of the guide [default: found by title or name]",
    )))
    .arg(
        Arg::new("source")
            .long("source")
            .value_name(t("文件", "DOCUMENT"))
            .help(t("评分标准出自哪个文件：名称和文号", "The document that a standard is from: its name and number")),
    )
    .arg(Arg::new("write").long("write").action(ArgAction::SetTrue).help(t(
        "写进文件；不加只显示读懂了什么、会改什么",
        "Write the files; without it, dry run: show what was read and what would change",
    )))
    .args(crate::cli::answers::arguments(lang))
}

/// `export`.
pub fn export(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    base(
        lang,
        "export",
        t(
            "把服务清单、网点、计划、评分标准写成 Excel，办事指南写成 Word，改完可以再读回来",
            "Export a catalog, points, a plan or a standard to a workbook, a guide to Word; each can be imported again",
        ),
    )
    .arg(what(lang))
    .arg(
        Arg::new("name")
            .value_name(t("标准或事项", "NAME"))
            .required_if_eq_any([("what", "standard"), ("what", "guide")])
            .help(t("哪个评分标准，或哪个事项的指南（编号或名称）", "Which standard, or which item's guide (id or name)")),
    )
    .arg(bureau(lang))
    .arg(force(lang))
    .arg(
        Arg::new("output")
            .short('o')
            .long("output")
            .value_name(t("文件", "FILE"))
            .required_if_eq_any([("what", "catalog"), ("what", "points"), ("what", "plan"), ("what", "standard")])
            .value_parser(value_parser!(PathBuf))
            .help(t(
                "写成的 .xlsx 文件；指南是 .docx，不写就用事项编号",
                "Output file: .xlsx; of a guide .docx [default: the item's id]",
            )),
    )
}
