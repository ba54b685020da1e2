//! `yizhan inspect import`: the arguments, and what is said of each file.

use std::path::Path;

use clap::ArgMatches;

use crate::cli::answers::answers;
use crate::cli::caller::{caller, stopped};
use crate::cli::{FINDINGS, FINE, Screen};
use crate::diagnostic::{Diagnostic, codes};
use crate::ops::intake::files::{bytes_of, files_of};
use crate::ops::intake::{Intake, IntakeResult, Options, accept, no_correction, preview};
use crate::ops::{Outcome, Question};
use crate::say;
use crate::submission::Reason;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    match import(matches, screen) {
        Ok(status) => status,
        Err(stop) => stopped(&stop, screen),
    }
}

fn import(matches: &ArgMatches, screen: &mut Screen<'_>) -> Outcome<u8> {
    let options = options(matches, screen)?;
    let dry = matches.get_flag("dry-run");
    let caller = caller(matches);
    let mut list = Vec::new();
    for path in matches.get_many::<std::path::PathBuf>("file").into_iter().flatten() {
        list.extend(files_of(path)?);
    }
    let (mut status, mut counts) = (FINE, [0; 4]);
    for file in &list {
        let name = name_of(file);
        let place = match bytes_of(file) {
            Ok(bytes) => {
                let intake = if dry { preview } else { accept }(&caller, &name, &bytes, &options)?;
                tell(&name, &intake, dry, screen);
                // A record that lacks something is one, and still somebody must act.
                if matches!(&intake.result, IntakeResult::Accepted { left_out, .. } if !left_out.is_empty()) {
                    status = FINDINGS;
                }
                place_of(&intake.result)
            }
            Err(reason) => {
                refused(&name, &reason, screen);
                screen.note(&say!("没有另存，原件没有动", "it was not copied; the file is as it was"));
                3
            }
        };
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
        if place > 1 {
            status = FINDINGS;
        }
    }
    // Each file may have asked something: only now it is known what no question was about.
    for finding in options.answers.unknown() {
        screen.finding(finding);
        status = FINDINGS;
    }
    if list.len() > 1 {
        let [taken, known, conflicts, refused] = counts;
        screen.note(&say!(
            "收下 {taken}，收过 {known}，冲突 {conflicts}，退回 {refused}",
            "{taken} taken in, {known} known, {conflicts} in conflict, {refused} refused"
        ));
    }
    if dry {
        screen.note(&say!("试运行，什么也没有改", "dry run: nothing was changed"));
    }
    Ok(status)
}

fn place_of(result: &IntakeResult) -> usize {
    match result {
        IntakeResult::Accepted { .. } => 0,
        IntakeResult::Unchanged { .. } | IntakeResult::SetAside { .. } => 1,
        IntakeResult::Conflict { .. } => 2,
        IntakeResult::Refused(_) => 3,
    }
}

fn options(matches: &ArgMatches, screen: &Screen<'_>) -> Outcome<Options> {
    let given = |name: &str| matches.get_one::<String>(name).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let revise = matches.get_flag("revise");
    let correction = given("by").zip(given("reason"));
    if revise && correction.is_none() {
        return Err(no_correction());
    }
    let (bureau, rescored) = (given("bureau"), matches.get_flag("rescored"));
    let answers = answers(matches)?;
    Ok(Options { bureau, revise, correction, rescored, answers, ..Options::new(screen.reader.clone()) })
}

fn name_of(file: &Path) -> String {
    file.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned())
}

fn refused(name: &str, Reason { says, help }: &Reason, screen: &mut Screen<'_>) {
    screen.finding(Diagnostic::nowhere(&codes::NOT_TAKEN_IN, says.named(name)).help(help.clone()));
}

/// One line for what became of a file, and more where somebody must act.
fn tell(name: &str, intake: &Intake, dry: bool, screen: &mut Screen<'_>) {
    intake.notes.iter().for_each(|note| screen.note(note));
    match &intake.result {
        IntakeResult::Accepted { path, result, left_out, doubts } => {
            screen.print(&format!("{path}\n"));
            screen.note(&if dry {
                say!("{name}：可以收下，{0}", "{name}: would be taken in, {0}", result)
            } else {
                say!("{name}：收下了，{0}", "{name}: taken in, {0}", result)
            });
            if !left_out.is_empty() {
                let count = left_out.len();
                screen.note(&say!(
                    "有 {count} 处没有收，原件要留着；改好后再导入一次，加 --revise --by --reason",
                    "{count} things were left out: keep the file, correct it, and import it again with --revise --by --reason"
                ));
            }
            for doubt in doubts {
                let says = if doubt.place.is_empty() { doubt.message.clone() } else { doubt.message.named(&doubt.place) };
                screen.note(&says.named(screen.lang.pick("  请看一眼", "  please look")));
            }
        }
        IntakeResult::Unchanged { path } => {
            screen.note(&say!("{name}：已经收过，没有改动（{path}）", "{name}: known already, nothing changed ({path})"));
        }
        IntakeResult::SetAside { .. } => screen.note(&say!("{name}：按回答不算", "{name}: does not count, as answered")),
        IntakeResult::Conflict { reason: Reason { says, help } } => {
            screen.finding(Diagnostic::nowhere(&codes::RECORD_CHAIN, says.named(name)).help(help.clone()));
            for Question { id, choices, .. } in &intake.questions {
                for choice in choices {
                    let word = choice.word;
                    screen.note(&choice.says.named(&format!("  --answer {id}={word}")));
                }
            }
        }
        IntakeResult::Refused(reasons) => reasons.iter().for_each(|reason| refused(name, reason, screen)),
    }
    if let Some(path) = &intake.quarantine_path {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        screen.note(&if dry {
            say!("{name} 和原因会留在 {folder} 里", "{name} and the reasons would be kept in {folder}")
        } else {
            say!("{name} 和原因留在 {folder} 里", "{name} and the reasons are kept in {folder}")
        });
    }
}
