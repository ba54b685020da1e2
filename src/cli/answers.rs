//! Answers to the questions of an operation, from `--answer ID=CHOICE` and `--answers FILE`; and how what was done is told.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::Screen;
use crate::diagnostic::{Diagnostic, Lang, codes};
use crate::ops::{Answers, Done, Outcome, Stop};
use crate::say;

/// The arguments of every command whose operation may ask something.
pub fn arguments(lang: Lang) -> [Arg; 2] {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    [
        Arg::new("answer")
            .long("answer")
            .value_name(t("问题=回答", "ID=CHOICE"))
            .action(ArgAction::Append)
            .help(t("回答一个问题；可以写几次", "Answer a question; may be given several times")),
        Arg::new("answers")
            .long("answers")
            .value_name(t("文件", "FILE"))
            .value_parser(value_parser!(PathBuf))
            .help(t("回答写在文件里，一行一个 问题=回答", "Read answers from a file, one ID=CHOICE a line")),
    ]
}

/// The argument of every command that makes files.
pub fn force(lang: Lang) -> Arg {
    Arg::new("force").long("force").action(ArgAction::SetTrue).help(lang.pick(
        "覆盖已有的文件，即使它不是本程序写的或后来改过",
        "Overwrite existing files, even if this program did not write them or they were edited since",
    ))
}

/// The answers that were given.
pub fn answers(matches: &ArgMatches) -> Outcome<Answers> {
    let mut answers = Answers::default();
    let wrong = |text: &str| {
        Stop::failed(
            Diagnostic::nowhere(&codes::BAD_VALUE, say!("“{text}”不是回答", "“{text}” is not an answer"))
                .help(say!("写成 问题=回答，如 3f9a1c22=mine", "write ID=CHOICE, such as 3f9a1c22=mine")),
        )
    };
    if let Some(path) = matches.get_one::<PathBuf>("answers") {
        let shown = path.display();
        let text = std::fs::read_to_string(path).map_err(|error| {
            Stop::failed(Diagnostic::nowhere(
                &codes::UNREADABLE,
                say!("{shown} 读不出来", "{shown} cannot be read").because_of(&error),
            ))
        })?;
        answers.add_file(&text).map_err(|line| wrong(&format!("{shown}:{line}")))?;
    }
    for text in matches.get_many::<String>("answer").into_iter().flatten() {
        if !answers.add(text) {
            return Err(wrong(text));
        }
    }
    Ok(answers)
}

/// Tells what else is to be said of what was done, and how it is undone.
pub fn done(done: &Done, screen: &mut Screen<'_>) {
    done.notes.iter().for_each(|note| screen.note(note));
    let number = done.entry.number;
    if done.entry.final_because.is_none() && !done.entry.files.is_empty() {
        screen.note(&say!("要撤销：yizhan undo {number} --write", "to undo it: yizhan undo {number} --write"));
    }
}
