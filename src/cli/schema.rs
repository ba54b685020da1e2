//! `yizhan schema`: the JSON Schema of a kind of file; or all of them, into a workspace for editors.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::arguments::base;
use super::caller::{caller, stopped};
use super::{FINE, Screen};
use crate::diagnostic::Lang;
use crate::ops::schema::{FOLDER, of_kind, plan};
use crate::ops::{Access, Answers, Outcome, Session};
use crate::say;

/// The command's arguments.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    let base = |name, about| base(lang, name, about);
    base("schema", t("输出一种文件的 JSON Schema，供编辑器提示", "Print the JSON Schema of a file kind, for editors"))
            .arg(Arg::new("write").long("write").action(ArgAction::SetTrue).help(t(
                "把全部种类写进工作区的 .vscode/schema，供编辑器提示",
                "Write the schemas of all kinds to .vscode/schema in the workspace",
            )))
            .arg(Arg::new("kind").value_name(t("种类", "KIND")).required_unless_present("write").help(t(
                "workspace、bureau、catalog、point、guide、handbook、notice、leaflet、panel、campaign、plan、programme、villages、calendar、standard、inspection",
                "File kind: workspace, bureau, catalog, point, guide, handbook, notice, leaflet, panel, campaign, plan, programme, villages, calendar, standard or inspection",
            )))
}

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let done = if matches.get_flag("write") {
        write(matches, screen)
    } else {
        of_kind(matches.get_one::<String>("kind").map_or("", String::as_str)).map(|text| screen.print(&text))
    };
    match done {
        Ok(()) => FINE,
        Err(stop) => stopped(&stop, screen),
    }
}

fn write(matches: &ArgMatches, screen: &mut Screen<'_>) -> Outcome<()> {
    let doing = say!("写入编辑器用的 JSON Schema", "writing the JSON Schemas for editors");
    let session = Session::open(&caller(matches), Access::Write(doing))?;
    session.notes.iter().for_each(|note| screen.note(note));
    let (plan, settings) = plan(&session)?;
    if !plan.is_empty() {
        super::answers::done(&session.commit(&plan, &Answers::default())?, screen);
    }
    screen.note(&if settings {
        say!(
            "写好了：{FOLDER}/ 和 .vscode/settings.json；编辑器装上 YAML 扩展就有提示",
            "written: {FOLDER}/ and .vscode/settings.json, for an editor with a YAML extension"
        )
    } else {
        say!(
            "写好了：{FOLDER}/；.vscode/settings.json 已经有了，没有改动",
            "written: {FOLDER}/; .vscode/settings.json already exists and was not overwritten"
        )
    });
    Ok(())
}
