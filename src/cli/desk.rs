//! `yizhan desk`, and a double click on the program: opens the desk in the browser.

use std::fs;
use std::io::{IsTerminal as _, stdin, stdout};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::arguments::base;
use super::caller::{caller_in, stopped};
use super::{FINE, Screen, workspace_folder};
use crate::diagnostic::Lang;
use crate::ops::Stop;
use crate::ops::desk::is_workspace;
use crate::say;
use crate::web::ConnectionLimits;
use crate::web::desk::{self, Desk, Idle};

/// The command's arguments.
pub fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    base(lang, "desk", t("打开工作台：在浏览器里看、改、撤销", "Open the desk: see, change and undo in the browser"))
        .arg(
            Arg::new("port")
                .long("port")
                .value_name(t("端口", "PORT"))
                .value_parser(value_parser!(u16))
                .help(t("端口，默认由系统选一个空的", "Port [default: a free one, chosen by the system]")),
        )
        .arg(
            Arg::new("no-open")
                .long("no-open")
                .action(ArgAction::SetTrue)
                .help(t("只显示地址，不打开浏览器", "Only print the address; do not open a browser")),
        )
        .arg(
            Arg::new("idle").long("idle").value_name(t("秒", "SECONDS")).value_parser(value_parser!(u64)).help(t(
                "网页都关了多久以后结束，默认 60 秒",
                "Ends so long after the last page was closed [default: 60 seconds]",
            )),
        )
}

/// Runs the command until the desk ends.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let root = workspace_folder(matches);
    let idle = matches
        .get_one::<u64>("idle")
        .map_or_else(Idle::default, |seconds| Idle { last: Duration::from_secs(*seconds), ..Idle::default() });
    open(root, matches.get_one::<u16>("port").copied(), !matches.get_flag("no-open"), idle, screen)
}

/// Whether the program was started by a double click: nobody wrote a command, and nobody can read an answer.
pub fn is_double_click() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let reads = stdin().is_terminal();
    let writes = stdout().is_terminal();
    if cfg!(windows) {
        // A double click brings a window of its own; a shell's window says what its prompt looks like.
        return reads && writes && !set("PROMPT") && !set("PSExecutionPolicyPreference") && !set("TERM");
    }
    !reads && !writes && (set("DISPLAY") || set("WAYLAND_DISPLAY"))
}

/// Opens the desk on the workspace around the program or the current folder, else on the one that was open last.
pub fn run_alone(screen: &mut Screen<'_>) -> u8 {
    let here = std::env::current_dir().ok();
    let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
    let last = own_folder().and_then(|folder| fs::read_to_string(folder.join(LAST)).ok()).map(PathBuf::from);
    let found = [here, beside, last].into_iter().flatten().find(|folder| is_workspace(folder));
    open(found.unwrap_or_else(|| PathBuf::from(".")), None, true, Idle::default(), screen)
}

/// Name of the file that holds the workspace that was open last.
const LAST: &str = "last";

fn open(root: PathBuf, port: Option<u16>, browser: bool, idle: Idle, screen: &mut Screen<'_>) -> u8 {
    let own = own_folder();
    if let (Some(own), true) = (&own, is_workspace(&root)) {
        remember(own, &root);
    }
    let request = desk::Request {
        root,
        port,
        lang: screen.lang,
        caller: caller_in,
        open: browser.then_some(|path| open::that_detached(path).is_ok()),
        own_folder: own.map(|folder| folder.join("desks")),
        signals: true,
        limits: ConnectionLimits::default(),
        idle,
    };
    let (url, server) = match desk::open(request) {
        Ok(Desk::There(url)) => (url, None),
        Ok(Desk::Opened { server, url, place }) => (url, Some((server, place))),
        Err(finding) => return stopped(&Stop::from(finding), screen),
    };
    screen.print(&format!("{url}\n"));
    if browser && open::that_detached(&url).is_err() {
        screen.note(&say!("浏览器没有打开：把上面的地址贴到浏览器里", "no browser could be opened: paste the address into one"));
    }
    if let Some((server, place)) = server {
        screen.note(&say!(
            "工作台开着；关掉网页以后它自己结束，也可以按 Ctrl+C",
            "the desk is open; it ends after its page was closed, or with Ctrl+C"
        ));
        server.wait();
        drop(place);
    }
    FINE
}

/// A folder of the user's own for what is remembered between two starts.
fn own_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else {
        variable("XDG_STATE_HOME").or_else(|| variable("HOME").map(|home| home.join(".local/state")))
    };
    folder.map(|folder| folder.join("yizhan"))
}

/// Remembers the workspace that was open last. Where that cannot be written, the next double click begins at the first screen.
fn remember(own: &Path, root: &Path) {
    let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    if let Some(text) = root.to_str() {
        let _ = fs::create_dir_all(own).and_then(|()| fs::write(own.join(LAST), text));
    }
}
