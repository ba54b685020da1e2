//! The arguments of `yizhan inspect`, one function per subcommand.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, Command, value_parser};

use crate::cli::answers::{arguments as answers, force};
use crate::cli::arguments::base;
use crate::diagnostic::Lang;
use crate::model::inspection::Round;

/// `inspect` with its subcommands.
pub fn command(lang: Lang) -> Command {
    let about = lang
        .pick("检查验收：打分、出报告、通报和各种表", "Inspections: score records, create reports, circulars and score sheets");
    base(lang, "inspect", about)
        .subcommand_required(true)
        .subcommand(new(lang))
        .subcommand(sheet(lang))
        .subcommand(form(lang))
        .subcommand(import(lang))
        .subcommand(score(lang))
        .subcommand(report(lang))
        .subcommand(circular(lang))
        .subcommand(status(lang))
        .subcommand(redact(lang))
        .subcommand(lock(lang))
        .subcommand(unlock(lang))
}

fn score(lang: Lang) -> Command {
    base(lang, "score", lang.pick("给一份检查记录打分", "Score an inspection record"))
        .arg(record(lang))
        .arg(only_point(lang))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name(lang.pick("格式", "FORMAT"))
                .default_value("text")
                .hide_default_value(true)
                .value_parser(PossibleValuesParser::new(["text", "json"]))
                .hide_possible_values(true)
                .help(lang.pick("text（默认）或 json", "Output format: text or json [default: text]")),
        )
        .arg(Arg::new("rescore").long("rescore").action(ArgAction::SetTrue).help(lang.pick(
            "旧版本的记录也按标准的现行版本试算",
            "Score a record of an older version under the current version of its standard",
        )))
}

fn new(lang: Lang) -> Command {
    base(lang, "new", lang.pick("新建一份待填的检查记录", "Create a record to fill in"))
        .arg(standard(lang))
        .arg(point(lang))
        .arg(round(
            lang,
            "self（自评）、town（镇审核）、site（现场核查，默认）或 recheck（复查）",
            "Round: self, town, site or recheck [default: site]",
        ))
        .arg(bureau(lang))
        .arg(campaign(lang, "批次，默认今年", "Campaign [default: this year]"))
        .args(correction(lang))
        .arg(output(lang.pick("文件", "FILE")).required(false).help(
            lang.pick(
                "写到哪个文件，默认放进局的 inspections 文件夹",
                "The file [default: one in the bureau's inspections folder]",
            ),
        ))
}

fn sheet(lang: Lang) -> Command {
    base(
        lang,
        "sheet",
        lang.pick(
            "做一份评分表：PDF 打印手填，Excel 填好可以导入",
            "Create a score sheet: a PDF to fill in by hand, or a workbook that can be imported",
        ),
    )
    .arg(standard(lang))
    .arg(Arg::new("point").value_name(lang.pick("服务点", "POINT")).help(
        lang.pick(
            "服务点的编号或名称；几个用逗号隔开，每个一份",
            "Ids or names of points, several with commas: a sheet for each",
        ),
    ))
    .arg(round(
        lang,
        "self（自评）、town（镇审核）、site（现场核查）或 recheck（复查，只列上次没有达标的）",
        "Round: self, town, site or recheck (only what was not met in the last round)",
    ))
    .arg(bureau(lang))
    .arg(campaign(lang, "批次，默认今年", "Campaign [default: this year]"))
    .arg(output(lang.pick("文件", "FILE")).help(lang.pick(
        "评分表文件，.pdf 或 .xlsx；几个服务点写文件夹，或带 {编号}、{名称} 的文件名",
        "The sheet's file, .pdf or .xlsx; for several points a folder, or a file name with {id} or {name}",
    )))
    .arg(force(lang))
}

fn import(lang: Lang) -> Command {
    let about = lang.pick(
        "收下交回的检查结果：表单导出的 .zip、填好的 .xlsx，或者装着它们的文件夹",
        "Import results: the .zip of a form, a completed .xlsx, or a folder of both",
    );
    base(lang, "import", about)
        .arg(
            Arg::new("file")
                .required(true)
                .num_args(1..)
                .value_name(lang.pick("文件", "FILE"))
                .value_parser(value_parser!(PathBuf))
                .help(lang.pick("文件或文件夹", "Files or folders")),
        )
        .arg(bureau(lang))
        .args(correction(lang))
        .args(answers(lang))
        .arg(
            Arg::new("dry-run")
                .long("dry-run")
                .action(ArgAction::SetTrue)
                .help(lang.pick("只看会怎样，什么也不改", "Show what would happen and change nothing")),
        )
        .arg(Arg::new("rescored").long("rescored").action(ArgAction::SetTrue).help(lang.pick(
            "表单上的得分和这里重算的不一样时，以这里的为准",
            "If the score on a form differs from the score calculated here, use the one calculated here",
        )))
}

fn redact(lang: Lang) -> Command {
    let about = lang.pick(
        "从检查记录里删去个人信息：一个服务点的，或者一个人的",
        "Redact personal data in records: of the people of a point, or of one person",
    );
    base(lang, "redact", about)
        .visible_alias("forget")
        .arg(
            Arg::new("what")
                .required(true)
                .value_name(lang.pick("服务点或姓名", "POINT|PERSON"))
                .help(lang.pick("服务点的编号或全名，或者一个人的姓名", "Id or full name of a point, or name of a person")),
        )
        .arg(bureau(lang))
        .arg(
            Arg::new("write").long("write").action(ArgAction::SetTrue).help(
                lang.pick("真的删；不写只列出会删什么", "Apply the changes; without it, dry run: list what would be redacted"),
            ),
        )
}

fn lock(lang: Lang) -> Command {
    let about = lang.pick("锁上检查记录和照片，有钥匙的人才打得开（age 格式）", "Encrypt records and photos (age)");
    base(lang, "lock", about)
        .arg(
            Arg::new("recipient")
                .long("recipient")
                .value_name(lang.pick("公钥", "KEY"))
                .action(ArgAction::Append)
                .help(lang.pick("谁打得开：age1 开头的公钥，可以写几次", "Public key that can decrypt them, age1… (repeatable)")),
        )
        .arg(
            Arg::new("new-key")
                .long("new-key")
                .value_name(lang.pick("文件", "FILE"))
                .value_parser(value_parser!(PathBuf))
                .help(lang.pick("新做一把钥匙，写进这个文件", "Create a new key and write it to this file")),
        )
        .arg(
            Arg::new("identity")
                .long("identity")
                .value_name(lang.pick("钥匙文件", "FILE"))
                .value_parser(value_parser!(PathBuf))
                .help(lang.pick(
                    "已有的钥匙：锁给它的主人，也用来看已经锁着的",
                    "A key that exists: encrypt for its owner, and compare with what is encrypted",
                )),
        )
        .args(answers(lang))
}

fn unlock(lang: Lang) -> Command {
    base(lang, "unlock", lang.pick("打开锁着的检查记录", "Open locked records"))
        .arg(
            Arg::new("identity")
                .long("identity")
                .required(true)
                .value_name(lang.pick("钥匙文件", "FILE"))
                .value_parser(value_parser!(PathBuf))
                .help(lang.pick("钥匙文件", "The file with the key")),
        )
        .args(answers(lang))
}

/// A correction: that it is one, by whom, and why.
fn correction(lang: Lang) -> [Arg; 3] {
    [
        Arg::new("revise").long("revise").action(ArgAction::SetTrue).help(lang.pick(
            "更正这一轮已有的记录：写成新的一份，原来的不动",
            "Correct the record of this round: a new record is created, the old one is kept",
        )),
        Arg::new("by")
            .long("by")
            .value_name(lang.pick("更正人", "WHO"))
            .help(lang.pick("更正人", "Name of the person who corrects")),
        Arg::new("reason")
            .long("reason")
            .value_name(lang.pick("原因", "WHY"))
            .help(lang.pick("更正的原因", "Reason for the correction")),
    ]
}

fn form(lang: Lang) -> Command {
    let about = lang.pick(
        "做一套手机上填的检查表单：每个服务点一个网页文件，不联网也能用",
        "Create forms to fill in on a phone: one HTML file per point, usable offline",
    );
    base(lang, "form", about)
        .visible_alias("kit")
        .arg(named_standard(lang))
        .args(of_form(lang))
        .arg(web(lang))
        .arg(Arg::new("at").long("at").value_name(lang.pick("网址", "ADDRESS")).requires("web").help(lang.pick(
            "--web 的文件夹放到哪个网址；写过一次就记住",
            "Address of the folder of --web on the server; it is remembered",
        )))
        .arg(
            Arg::new("inspector")
                .long("inspector")
                .value_name(lang.pick("姓名", "NAME"))
                .action(ArgAction::Append)
                .requires("web")
                .help(lang.pick(
                    "二维码单上给谁单独一个码，扫了就带上姓名；可以写几次",
                    "Add a QR code for this inspector, which brings the name along; repeatable",
                )),
        )
        .arg(output(lang.pick("文件夹", "DIR")).required(false).required_unless_present("web").help(
            lang.pick("放进哪个文件夹；有 --web 时放二维码单", "Folder for the files; with --web, for the sheet with QR codes"),
        ))
        .arg(force(lang))
}

/// Of which round a form is, for other commands that hand one out.
pub fn of_form(lang: Lang) -> [Arg; 4] {
    [
        points(lang),
        bureau(lang),
        round(lang, FORM_ROUND.0, FORM_ROUND.1),
        campaign(lang, "批次，默认今年", "Campaign [default: this year]"),
    ]
}

/// What `--round` of a form may be.
const FORM_ROUND: (&str, &str) = (
    "self（自评）、town（镇审核）、site（现场核查，默认）或 recheck（复查，只列上次没有达标的）",
    "Round: self, town, site or recheck (only what was not met in the last round) [default: site]",
);

fn points(lang: Lang) -> Arg {
    Arg::new("points").long("points").value_name(lang.pick("服务点", "A,B")).help(lang.pick(
        "服务点的编号或名称，用逗号隔开；默认全部适用的",
        "Ids or names of points, with commas [default: all that the standard is for]",
    ))
}

fn web(lang: Lang) -> Arg {
    Arg::new("web").long("web").value_name(lang.pick("文件夹", "DIR")).value_parser(value_parser!(PathBuf)).help(lang.pick(
        "做成一页网页，放进网站的这个文件夹：手机扫码打开，添加到主屏幕，不联网也能填",
        "Create a page for a web server in this folder: phones scan its code, keep it on the home screen, and use it offline",
    ))
}

fn circular(lang: Lang) -> Command {
    let about = lang.pick(
        "通报一轮的结果：PDF、Word、Excel 和公示名单",
        "Create the circular of a round: PDF, Word, Excel, and the publication list",
    );
    base(lang, "circular", about)
        .arg(named_standard(lang))
        .arg(bureau(lang))
        .arg(campaign(lang, "批次，默认最新的", "Campaign [default: the newest]"))
        .arg(round(lang, "轮次，默认查得最全的一轮", "The round [default: the one with the most points]"))
        .arg(output(lang.pick("文件夹", "DIR")).help(lang.pick("放进哪个文件夹", "Folder for the files")))
        .arg(force(lang))
}

fn status(lang: Lang) -> Command {
    let about = lang.pick(
        "列出各服务点的轮次、等级和待整改事项，逾期的在前",
        "List rounds, grades and open corrective actions, overdue first",
    );
    base(lang, "status", about).arg(bureau(lang)).arg(
        Arg::new("standard")
            .long("standard")
            .value_name(lang.pick("标准", "STANDARD"))
            .help(lang.pick("只看这个标准的（编号或名称）", "Only of this standard (id or name)")),
    )
}

fn report(lang: Lang) -> Command {
    let about = lang.pick("把一份检查记录做成验收报告（PDF 或 Word）", "Create the acceptance report of a record: PDF or Word");
    base(lang, "report", about)
        .arg(record(lang))
        .arg(only_point(lang))
        .arg(output(lang.pick("文件", "FILE")).help(lang.pick("报告文件，.pdf 或 .docx", "The report's file, .pdf or .docx")))
        .arg(force(lang))
}

fn record(lang: Lang) -> Arg {
    Arg::new("record").required(true).value_name(lang.pick("记录", "RECORD")).value_parser(value_parser!(PathBuf)).help(
        lang.pick(
            "检查记录文件（inspections 文件夹里的 .yaml），或只有一份记录的文件夹",
            "Record file (.yaml in an inspections folder), or a folder with one record",
        ),
    )
}

fn only_point(lang: Lang) -> Arg {
    Arg::new("only-point").long("point").value_name(lang.pick("服务点", "POINT")).help(lang.pick(
        "文件里有几份记录时，只要这个服务点的（编号或名称）",
        "Of a file with several records, only that of this point (id or name)",
    ))
}

/// The standard as an option.
fn named_standard(lang: Lang) -> Arg {
    Arg::new("standard")
        .long("standard")
        .required(true)
        .value_name(lang.pick("标准", "STANDARD"))
        .help(lang.pick("标准的编号或名称", "The standard's id or name"))
}

fn standard(lang: Lang) -> Arg {
    Arg::new("standard").required(true).value_name(lang.pick("标准", "STANDARD")).help(
        lang.pick("标准的名称或编号（checklists 里的文件名）", "The standard's name or id (the name of its file in checklists)"),
    )
}

fn point(lang: Lang) -> Arg {
    Arg::new("point")
        .required(true)
        .value_name(lang.pick("服务点", "POINT"))
        .help(lang.pick("服务点的编号或名称", "The point's id or name"))
}

fn bureau(lang: Lang) -> Arg {
    Arg::new("bureau")
        .long("bureau")
        .value_name(lang.pick("局", "BUREAU"))
        .help(lang.pick("哪个局的（编号或名称）", "Of this bureau (id or name)"))
}

fn campaign(lang: Lang, zh: &'static str, en: &'static str) -> Arg {
    Arg::new("campaign").long("campaign").value_name(lang.pick("批次", "CAMPAIGN")).help(lang.pick(zh, en))
}

fn round(lang: Lang, zh: &'static str, en: &'static str) -> Arg {
    Arg::new("round")
        .long("round")
        .value_name(lang.pick("轮次", "ROUND"))
        .value_parser(PossibleValuesParser::new(
            Round::ALL.map(|r| PossibleValue::new(lang.pick(r.zh(), r.word())).aliases(r.spellings().iter().copied())),
        ))
        .hide_possible_values(true)
        .help(lang.pick(zh, en))
}

fn output(name: &'static str) -> Arg {
    Arg::new("output").short('o').long("output").required(true).value_name(name).value_parser(value_parser!(PathBuf))
}
