//! `yizhan print-order`: what to print, how often, how big.

use std::path::PathBuf;

use clap::ArgMatches;

use super::caller::{caller, stopped};
use super::progress::Bar;
use super::{FAILED, FINE, Screen};
use crate::ops::print_order::{Request, run as order};
use crate::say;

/// Runs the command.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let Some(folder) = matches.get_one::<PathBuf>("output") else { return FAILED };
    let request = Request {
        bureau: matches.get_one::<String>("bureau").cloned(),
        points: matches.get_one::<String>("point").cloned(),
        folder: folder.clone(),
        changed: matches.get_flag("changed"),
        record: !matches.get_flag("no-record"),
        force: matches.get_flag("force"),
    };
    let bar = Bar::new(screen.lang, screen.quiet);
    let ordered = order(&caller(matches), &request, &bar);
    bar.finish();
    let ordered = match ordered {
        Ok(ordered) => ordered,
        Err(stop) => return stopped(&stop, screen),
    };
    for path in &ordered.files {
        screen.saved(path);
    }
    for (name, count) in &ordered.recorded {
        screen.note(&say!(
            "{name}：登记了 {count} 个版本；再运行 yizhan build，网页上就查得到",
            "{name}: {count} editions recorded; run `yizhan build` again so that their pages say so"
        ));
    }
    if let Some(done) = &ordered.done {
        super::answers::done(done, screen);
    }
    if ordered.files.is_empty() {
        screen.note(&say!("没有要印的：上次付印以后没有改动", "nothing to print: nothing has changed since the last order"));
    }
    FINE
}
