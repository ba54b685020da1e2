//! The command line: arguments, language, progress, exit status. One file per subcommand.
//!
//! Nothing here prints by itself: every command writes to the streams that it is given, and ends with 0 (fine), 1 (findings at or
//! above the denied level) or 2 (could not run).

mod answers;
mod arguments;
mod build;
mod caller;
mod check;
mod columns;
mod desk;
mod diff;
mod export;
mod history;
mod import;
pub(crate) mod inspect;
mod language;
mod manual;
mod new;
mod print_order;
mod progress;
mod rename;
mod schema;
mod screen;
mod serve;
mod undo;
mod usage;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::ArgMatches;

use crate::diagnostic::{Diagnostics, Format, Lang};
use crate::sandbox::Reader;
pub use screen::Screen;
use screen::Stream;

/// Exit status: everything is fine.
pub const FINE: u8 = 0;
/// Exit status: there are findings at or above the denied level.
pub const FINDINGS: u8 = 1;
/// Exit status: the command could not run.
pub const FAILED: u8 = 2;

/// Runs the program with its arguments (the first is its own name). `reader` reads the bytes of strangers.
pub fn run(arguments: &[OsString], reader: &Reader, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let lang = language::language(arguments);
    let (mut out, mut err) = (Stream::new(out), Stream::new(err));
    let status = run_on(arguments, lang, reader, &mut out, &mut err);
    let lost = out.finish();
    if let Some(error) = &lost {
        let mut screen = Screen { out: &mut std::io::sink(), err: &mut err, lang, reader, quiet: false, verbose: false };
        screen.finding(screen::unwritten(error));
    }
    if lost.is_some() || err.finish().is_some() { FAILED } else { status }
}

/// Runs the program on streams that never fail.
fn run_on(arguments: &[OsString], lang: Lang, reader: &Reader, out: &mut Stream<'_>, err: &mut Stream<'_>) -> u8 {
    // `yizhan` alone asks what there is, and so does `yizhan help`, of a command too.
    let asked = language::help_for(arguments);
    let arguments = asked.as_deref().unwrap_or(arguments);
    if arguments.len() < 2 && desk::is_double_click() {
        return desk::run_alone(&mut Screen { out, err, lang, reader, quiet: false, verbose: false });
    }
    if arguments.len() < 2 {
        let _ = out.write_all(arguments::command(lang).render_help().to_string().as_bytes());
        return FAILED;
    }
    let matches = match arguments::command(lang).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            let (text, status) = usage::explain(&error, arguments, lang);
            let _ = if status == FINE { out.write_all(text.as_bytes()) } else { err.write_all(text.as_bytes()) };
            return status;
        }
    };
    let (verbose, quiet) = (matches.get_flag("verbose"), matches.get_flag("quiet"));
    let mut screen = Screen { out, err, lang, reader, quiet, verbose };
    let made_good = match caller::make_good(&matches, &mut screen) {
        Ok(made_good) => made_good,
        Err(status) => return status,
    };
    match matches.subcommand() {
        Some(("new", m)) => new::run(m, &mut screen),
        Some(("check", m)) => check::run(m, &mut screen),
        Some(("build", m)) => build::run(m, &mut screen),
        Some(("desk", m)) => desk::run(m, &mut screen),
        Some(("serve", m)) => serve::run(m, &mut screen),
        Some(("print-order", m)) => print_order::run(m, &mut screen),
        Some(("diff", m)) => diff::run(m, &mut screen),
        Some(("history", m)) => history::run(m, &mut screen),
        Some(("undo", m)) => undo::run(m, made_good, &mut screen),
        Some(("inspect", m)) => inspect::run(m, &mut screen),
        Some(("import", m)) => import::run(m, &mut screen),
        Some(("export", m)) => export::run(m, &mut screen),
        Some(("rename", m)) => rename::run(m, &mut screen),
        Some(("schema", m)) => schema::run(m, &mut screen),
        Some(("completions", m)) => manual::completions(m, &mut screen),
        Some(("man", m)) => manual::man(m, &mut screen),
        _ => FAILED,
    }
}

/// The workspace that `-C` names, the current folder otherwise.
fn workspace_folder(matches: &ArgMatches) -> PathBuf {
    matches.get_one::<PathBuf>("workspace").cloned().unwrap_or_else(|| PathBuf::from("."))
}

/// The day of `SOURCE_DATE_EPOCH`, else today.
fn today() -> chrono::NaiveDate {
    crate::publish::source_date().unwrap_or_else(|| chrono::Local::now().date_naive())
}

/// Text with colours when people look at the stream that it goes to.
fn text_format(stream: &impl anstream::stream::RawStream) -> Format {
    Format::Text { color: anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never }
}

/// The status of a command that findings stopped: it could not run, or the content is wrong.
fn stopped(found: &Diagnostics) -> u8 {
    if found.iter().any(|d| d.code.could_not_run()) { FAILED } else { FINDINGS }
}
