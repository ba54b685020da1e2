//! The preview: the built site on this machine alone, rebuilt on change, and pages that reload themselves.

mod files;
pub(super) mod watch;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use futures_util::stream;
use tokio::sync::watch as channel;

use super::ConnectionLimits;
use super::connection::{Setup, ended};
use super::guard::{Hosts, guarded};
use super::respond::{respond, without_errors};
use super::server::{Plan, Server};
use crate::diagnostic::{Diagnostic, Diagnostics, Format, Lang, Severity, SourceMap, codes, render};
use crate::ops::{Caller, reading};
use crate::publish::{BuildError, Options, Part, Progress, SPARE_FROM, Selection, build, may_be_written};
use crate::say;
use crate::theme::Theme;

/// The first port that is tried, and how many after it.
const PORTS: std::ops::Range<u16> = 8000..8100;
/// How often the files are looked at.
const INTERVAL: Duration = Duration::from_millis(60);
/// How often an open page hears that the server is there.
const ALIVE: Duration = Duration::from_secs(15);
/// What pages get in addition: it reloads them, and shows what is wrong with the workspace over the last good page.
const LIVE: &str = include_str!("preview/live.js");
/// What a page may load; a page that states its own policy keeps it.
const POLICY: &str = "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What is to be previewed.
pub struct Request {
    /// The workspace.
    pub root: PathBuf,
    /// The output folder.
    pub output: PathBuf,
    /// The port; 0 lets the system choose, none takes the first free one from 8000.
    pub port: Option<u16>,
    /// Printed pieces and reports too.
    pub all: bool,
    /// Language of what is wrong.
    pub lang: Lang,
    /// Who builds, and on which day.
    pub caller: fn(PathBuf) -> Caller,
    /// Whether Ctrl+C ends it.
    pub signals: bool,
    /// Limits of connections.
    pub limits: ConnectionLimits,
}

/// A preview that is running.
pub struct Preview {
    /// The server.
    pub server: Server,
    /// Its address for a browser.
    pub url: String,
    /// What stopped the first build, as `yizhan check` says it; empty when all is well.
    pub errors: String,
}

/// The newest build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Build {
    /// Counts builds.
    version: u64,
    /// What stopped it; empty when all is well.
    errors: String,
}

/// What the handlers share.
struct Site {
    folder: PathBuf,
    builds: channel::Receiver<Build>,
    end: channel::Receiver<bool>,
}

/// Nobody watches a build that a page waits for.
struct Silent;

impl Progress for Silent {
    fn start(&self, _: usize) {}
    fn made(&self, _: &str) {}
}

/// Builds once, and serves from then on. What is wrong in the files is shown in place of the pages until it is corrected; what no edit of a file corrects stops it.
///
/// # Errors
/// If the output cannot be written, there is no workspace, its records are locked, the port is taken, or the system gives no socket or thread.
pub fn start(request: Request) -> Result<Preview, Box<Diagnostic>> {
    let listener = listen(request.port)?;
    may_be_written(&request.output)?;
    let before = watch::look(&request.root, &request.output);
    let Made { errors, hopeless } = make(&request);
    if let Some(finding) = hopeless {
        return Err(Box::new(finding));
    }
    let (newest, builds) = channel::channel(Build { version: 1, errors: errors.clone() });
    let (end, ends) = channel::channel(false);
    let end = Arc::new(end);
    let address = listener.local_addr().map_err(|error| Box::new(no_socket(&error)))?;
    let mut hosts = Hosts::new(80);
    for name in ["127.0.0.1", "localhost", "::1"] {
        hosts.add(name, Some(address.port()));
    }
    let site = Arc::new(Site { folder: request.output.join("site"), builds, end: ends.clone() });
    let url = format!("http://{address}/");
    let plan = Plan {
        listener,
        router: router(site, hosts, &url),
        setup: Setup { limits: request.limits.clone(), tls: None, end: ends.clone() },
        end,
        signals: request.signals,
    };
    let beside = move || {
        tokio::task::spawn_blocking(move || {
            let ended = || *ends.borrow();
            watch::until(&request.root, &request.output, before, INTERVAL, ended, || {
                let errors = make(&request).errors;
                newest.send_modify(|build| {
                    build.version += 1;
                    build.errors = errors;
                });
            });
        });
        std::future::ready(())
    };
    let server = Server::start(plan, beside).map_err(|error| Box::new(no_socket(&error)))?;
    Ok(Preview { server, url, errors })
}

/// A socket on this machine alone: nobody else in the network reaches it.
fn listen(port: Option<u16>) -> Result<TcpListener, Box<Diagnostic>> {
    let bind = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let found = match port {
        Some(port) => bind(port),
        None => PORTS.into_iter().find_map(|port| bind(port).ok()).ok_or_else(|| io::ErrorKind::AddrInUse.into()),
    };
    found.map_err(|error: io::Error| {
        let asked = port.map_or_else(|| format!("{}–{}", PORTS.start, PORTS.end - 1), |p| p.to_string());
        let message = match (error.kind(), port) {
            (io::ErrorKind::AddrInUse, Some(_)) => say!("端口 {asked} 被占用", "port {asked} is taken"),
            (io::ErrorKind::AddrInUse, None) => say!("端口 {asked} 都被占用", "all ports {asked} are taken"),
            _ => say!("端口 {asked} 用不了", "port {asked} cannot be used").because_of(&error),
        };
        let taken = Diagnostic::nowhere(&codes::WRITE, message);
        let help = say!("用 --port 另选一个，--port 0 由系统选", "choose another with --port; with --port 0 the system does");
        Box::new(taken.help(help))
    })
}

fn no_socket(error: &io::Error) -> Diagnostic {
    Diagnostic::nowhere(&codes::WRITE, say!("服务器起不来", "the server cannot start").because_of(error))
}

fn router(site: Arc<Site>, hosts: Hosts, url: &str) -> Router {
    let script = || async { respond(StatusCode::OK, "text/javascript; charset=utf-8", LIVE) };
    let router = Router::new()
        .route("/_yizhan/live.js", get(script))
        .route("/_yizhan/events", get(events))
        .fallback(files::answer)
        .with_state(site);
    guarded(router, hosts, POLICY, &say!("请用 {url} 打开", "open {url}"))
}

/// Tells a page of every build: what is wrong, or that it is to reload. A page that says which build it shows hears at once of a newer one.
async fn events(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> impl IntoResponse {
    let shown = query.as_deref().and_then(|q| q.strip_prefix("known=")).and_then(|n| n.parse::<u64>().ok());
    let builds = site.builds.clone();
    let first = builds.borrow().clone();
    let known = shown.filter(|shown| *shown <= first.version && first.errors.is_empty()).unwrap_or(first.version);
    let pending = if first.errors.is_empty() { None } else { Some(first) };
    let stream = stream::unfold((builds, known, pending), move |(mut builds, known, pending)| {
        let end = site.end.clone();
        async move {
            let build = if pending.is_some() { pending } else { newer(&mut builds, known, &end).await }?;
            Some((Ok(event(&build)), (builds, build.version, None)))
        }
    });
    let alive = KeepAlive::new().interval(ALIVE).text("still here");
    Sse::new(without_errors(stream)).keep_alive(alive)
}

/// Waits for a build after `known`; none when the server ends. A stream must watch that itself, or the server would wait for it.
async fn newer(builds: &mut channel::Receiver<Build>, known: u64, end: &channel::Receiver<bool>) -> Option<Build> {
    tokio::select! {
        newer = builds.wait_for(|build| build.version > known) => newer.ok().map(|build| build.clone()),
        () = ended(end) => None,
    }
}

fn event(build: &Build) -> Event {
    let version = build.version.to_string();
    // An event without data is not heard, and a carriage return would end a line of it.
    let (name, data) =
        if build.errors.is_empty() { ("made", version.clone()) } else { ("errors", build.errors.replace('\r', "")) };
    Event::default().event(name).id(version).data(data)
}

/// What a build came to.
#[derive(Default)]
struct Made {
    /// What stopped it as text, nothing when the site is made.
    errors: String,
    /// What stops every build until somebody does something outside of the files that are watched.
    hopeless: Option<Diagnostic>,
}

impl Made {
    /// What stopped it; `may_end` where another program does, which ends by itself.
    fn stopped(found: &Diagnostics, sources: &SourceMap, lang: Lang, may_end: bool) -> Self {
        let stays = |d: &&Diagnostic| {
            d.severity == Severity::Error
                && (d.code.could_not_run() || [&codes::LOCKED, &codes::NOT_A_WORKSPACE].contains(&d.code))
        };
        Self { errors: errors(found, sources, lang), hopeless: found.iter().find(stays).filter(|_| !may_end).cloned() }
    }
}

/// Builds.
fn make(request: &Request) -> Made {
    let caller = (request.caller)(request.root.clone());
    let (loaded, mut found) = match reading::workspace(&caller) {
        Ok(reading) => reading.got,
        Err(stop) => return Made::stopped(&stop.found, &stop.sources, request.lang, true),
    };
    let workspace = match loaded {
        Ok(workspace) => workspace,
        Err(folder) => return Made::stopped(&found, &folder.sources, request.lang, false),
    };
    let parts = if request.all { Vec::new() } else { vec![Part::Site, Part::Data] };
    let options = Options {
        output: request.output.clone(),
        selection: Selection { parts, ..Selection::default() },
        today: caller.today,
        jobs: 0,
        spare_from: SPARE_FROM,
    };
    match build(&workspace, &Theme::of(Path::new(&request.root)), &options, &Silent, &mut found) {
        Ok(_) => Made::default(),
        Err(error) => {
            let may_end = matches!(error, BuildError::Busy(_));
            Made::stopped(&found, &workspace.folder.sources, request.lang, may_end)
        }
    }
}

fn errors(found: &Diagnostics, sources: &SourceMap, lang: Lang) -> String {
    let mut errors = Diagnostics::new();
    found.iter().filter(|d| d.severity == Severity::Error).for_each(|d| errors.push(d.clone()));
    errors.sort(sources);
    render(&errors, sources, lang, Format::Text { color: false })
}
