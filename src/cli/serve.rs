//! `yizhan serve`: the built site over http on this machine alone, made anew after every edit, and pages that load themselves again. With
//! `--intake` another server, for what inspectors hand in.

mod http;
mod intake;
mod watch;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use clap::ArgMatches;

use super::{FAILED, Screen, today, workspace_folder};
use crate::diagnostic::{Diagnostic, Format, Lang, Severity, codes, render};
use crate::load::load;
use crate::publish::{Options, Part, Progress, SPARE_FROM, Selection, build};
use crate::say;
use crate::theme::Theme;

/// The first port that is tried, and how many after it.
const PORTS: std::ops::Range<u16> = 8000..8100;
/// More readers than this at a time wait outside: this serves one desk.
const MOST_CONNECTIONS: usize = 64;
/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(60);

/// What the server tells open pages.
pub struct State {
    /// The folder of the site.
    pub site: PathBuf,
    now: Mutex<Now>,
    changed: Condvar,
}

/// The newest build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Now {
    /// Counts builds.
    pub version: u64,
    /// What stopped it, as `yizhan check` says it; empty when all is well.
    pub errors: String,
}

impl State {
    /// The newest build, as soon as it is another than `known`; or the same after a while, so that a connection is seen to live.
    #[must_use]
    pub fn after(&self, known: u64) -> Now {
        let Ok(now) = self.now.lock() else { return Now::default() };
        let waited = self.changed.wait_timeout_while(now, Duration::from_secs(15), |now| now.version == known);
        waited.map(|(now, _)| now.clone()).unwrap_or_default()
    }

    /// The newest build.
    #[must_use]
    pub fn now(&self) -> Now {
        self.now.lock().map(|now| now.clone()).unwrap_or_default()
    }

    fn set(&self, errors: String) {
        if let Ok(mut now) = self.now.lock() {
            now.version += 1;
            now.errors = errors;
        }
        self.changed.notify_all();
    }
}

/// Nobody watches a build that a page waits for.
struct Silent;

impl Progress for Silent {
    fn start(&self, _: usize) {}
    fn made(&self, _: &str) {}
}

/// Runs the command until it is stopped.
pub fn run(matches: &ArgMatches, screen: &mut Screen<'_>) -> u8 {
    let root = workspace_folder(matches);
    if matches.get_flag("intake") {
        let local = SocketAddr::from((Ipv4Addr::LOCALHOST, matches.get_one::<u16>("port").copied().unwrap_or(0)));
        let address = matches.get_one::<SocketAddr>("listen").copied().unwrap_or(local);
        let names: Vec<String> = matches.get_many::<String>("inspector").into_iter().flatten().cloned().collect();
        return intake::run(root, address, &names, screen);
    }
    let output = matches.get_one::<PathBuf>("output").cloned().unwrap_or_else(|| root.join("output"));
    let all = matches.get_flag("print");
    let port = matches.get_one::<u16>("port").copied();
    let Some(listener) = listen(port) else {
        let asked = port.map_or_else(|| format!("{}–{}", PORTS.start, PORTS.end - 1), |p| p.to_string());
        screen.finding(
            Diagnostic::nowhere(&codes::WRITE, say!("端口 {asked} 都被占用", "port {asked} is taken"))
                .help(say!("用 --port 另选一个，--port 0 由系统选", "choose another with --port; with --port 0 the system does")),
        );
        return FAILED;
    };
    let before = watch::look(&root, &output);
    let errors = make(&root, &output, all, screen.lang);
    if !errors.is_empty() {
        screen.print(&errors);
    }
    let state =
        Arc::new(State { site: output.join("site"), now: Mutex::new(Now { version: 1, errors }), changed: Condvar::new() });
    let address = listener.local_addr().map_or_else(|_| String::new(), |a| format!("http://{a}/"));
    screen.print(&format!("{address}\n"));
    screen.note(&say!("改了文件，网页会自己刷新；按 Ctrl+C 结束", "pages load again after an edit; end with Ctrl+C"));
    let (lang, watching) = (screen.lang, Arc::clone(&state));
    thread::spawn(move || {
        watch::forever(&root, &output, before, LOOK, || watching.set(make(&root, &output, all, lang)));
    });
    accept(&listener, &state);
    FAILED
}

/// A socket on this machine alone: nobody else in the network reaches it.
fn listen(port: Option<u16>) -> Option<TcpListener> {
    let bind = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok();
    match port {
        Some(port) => bind(port),
        None => PORTS.into_iter().find_map(bind),
    }
}

fn accept(listener: &TcpListener, state: &Arc<State>) {
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming().flatten() {
        if open.fetch_add(1, Ordering::SeqCst) >= MOST_CONNECTIONS {
            // The stream is closed when it is dropped.
            open.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        let (state, open) = (Arc::clone(state), Arc::clone(&open));
        thread::spawn(move || {
            // A reader who has gone away is no matter.
            let _ = http::answer(stream, &state);
            open.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

/// Builds; gives what stopped it as text, nothing when the site is made.
fn make(root: &Path, output: &Path, all: bool, lang: Lang) -> String {
    let said = |found: &crate::diagnostic::Diagnostics, sources: &crate::diagnostic::SourceMap| {
        let mut errors = crate::diagnostic::Diagnostics::new();
        found.iter().filter(|d| d.severity == Severity::Error).for_each(|d| errors.push(d.clone()));
        errors.sort(sources);
        render(&errors, sources, lang, Format::Text { color: false })
    };
    let (loaded, mut found) = load(root);
    let workspace = match loaded {
        Ok(workspace) => workspace,
        Err(folder) => return said(&found, &folder.sources),
    };
    let options = Options {
        output: output.to_owned(),
        selection: Selection { parts: if all { Vec::new() } else { vec![Part::Site, Part::Data] }, ..Selection::default() },
        today: today(),
        jobs: 0,
        spare_from: SPARE_FROM,
    };
    match build(&workspace, &Theme::of(root), &options, &Silent, &mut found) {
        Ok(_) => String::new(),
        Err(_) => said(&found, &workspace.folder.sources),
    }
}
