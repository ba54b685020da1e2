//! The desk (工作台): the bureau's own program as a page on this machine. It shows and changes a workspace by the same operations as the command line.
//!
//! It listens on 127.0.0.1 alone. Its address carries a secret that becomes a cookie ([`access`]); one desk serves a workspace for each user of the machine
//! ([`single`]); it ends by itself some time after its last page was closed ([`presence`]).

mod access;
mod answers;
mod api;
mod arrive;
mod catalog;
mod client;
mod events;
mod fields;
mod holidays;
mod make;
mod mark;
mod presence;
mod records;
mod single;
mod site;
mod state;
mod then;

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::ConnectionLimits;
use super::connection::Setup;
use super::guard::{Hosts, guarded};
use super::server::{Plan, Server};
use crate::diagnostic::{Diagnostic, Lang, codes};
use crate::ops::Caller;
use crate::say;

/// What the pages may load: nothing from outside, no script and no style within them. A page of the site is shown in a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// How long the desk waits for a page.
#[derive(Debug, Clone)]
pub struct Idle {
    /// For the first one.
    pub first: Duration,
    /// After the last one was closed.
    pub last: Duration,
}

impl Default for Idle {
    fn default() -> Self {
        Self { first: Duration::from_mins(10), last: Duration::from_mins(1) }
    }
}

/// What is to be opened.
pub struct Request {
    /// The workspace.
    pub root: PathBuf,
    /// The port; the system chooses one where none is named.
    pub port: Option<u16>,
    /// Language of what is said.
    pub lang: Lang,
    /// Who asks, and on which day.
    pub caller: fn(PathBuf) -> Caller,
    /// Opens a file or folder with the system's own program, and tells whether that went well; none where nobody sits before the machine.
    pub open: Option<fn(&Path) -> bool>,
    /// A folder of the user's own, where the desk leaves its address for a second start; none where there is no such folder.
    pub own_folder: Option<PathBuf>,
    /// Whether Ctrl+C ends it.
    pub signals: bool,
    /// Limits of connections.
    pub limits: ConnectionLimits,
    /// When it ends by itself.
    pub idle: Idle,
}

/// A desk that is open.
pub enum Desk {
    /// It was opened now.
    Opened {
        /// The server.
        server: Server,
        /// Its address with the secret, for the browser.
        url: String,
        /// Keeps a second desk away as long as this one is open.
        place: Option<single::Place>,
    },
    /// It was open already, at this address.
    There(String),
}

/// Opens the desk, or finds the one that is open.
///
/// # Errors
/// If the port is taken, or the system gives no socket, thread or random bytes.
pub fn open(request: Request) -> Result<Desk, Box<Diagnostic>> {
    let mut place = match request.own_folder.as_deref().map(|folder| single::claim(folder, &request.root)) {
        Some(single::Claim::Taken(url)) => return Ok(Desk::There(url)),
        Some(single::Claim::Ours(place)) => Some(place),
        Some(single::Claim::Unknown) | None => None,
    };
    let port = request.port.unwrap_or(0);
    let listener =
        listen(port, place.as_ref().map_or(0, |place| place.kept.port)).map_err(|error| Box::new(no_port(port, &error)))?;
    let address = listener.local_addr().map_err(|error| Box::new(no_port(port, &error)))?;
    let access = access::Access::new().ok_or_else(|| {
        let message = say!("系统没有给随机数，工作台打不开", "the system gives no random bytes, so the desk cannot open");
        Box::new(Diagnostic::nowhere(&codes::WRITE, message))
    })?;
    let url = format!("http://{address}/?key={}", access.key);
    let mut hosts = Hosts::new(80);
    for name in ["127.0.0.1", "localhost"] {
        hosts.add(name, Some(address.port()));
    }
    let (end, ends) = watch::channel(false);
    let end = Arc::new(end);
    let keep = place.as_ref().map(|place| place.kept.clone());
    let state = Arc::new(state::State::new(&request, keep, ends.clone()));
    let router = access::behind(access, request.lang, |folder| api::router(folder, Arc::clone(&state)));
    let says = say!("请双击程序打开工作台", "start the program to open the desk");
    let plan = Plan {
        listener,
        router: guarded(router, hosts, POLICY, &says),
        setup: Setup { limits: request.limits.clone(), tls: None, end: ends.clone() },
        end: Arc::clone(&end),
        signals: request.signals,
    };
    let beside = move || {
        tokio::spawn(presence::end_when_left(Arc::clone(&state), request.idle, end));
        tokio::task::spawn_blocking(move || state.watch());
        std::future::ready(())
    };
    let server = Server::start(plan, beside).map_err(|error| Box::new(no_port(port, &error)))?;
    if let Some(place) = &mut place {
        place.tell(&url);
        place.keep(address.port());
    }
    Ok(Desk::Opened { server, url, place })
}

/// A socket on this machine: on the port that is wanted, or else on the one of last time, so that the browser knows the desk again and finds what it kept for it.
fn listen(wanted: u16, last: u16) -> std::io::Result<TcpListener> {
    let again = (wanted == 0 && last != 0).then(|| TcpListener::bind((Ipv4Addr::LOCALHOST, last)).ok()).flatten();
    again.map_or_else(|| TcpListener::bind((Ipv4Addr::LOCALHOST, wanted)), Ok)
}

fn no_port(port: u16, error: &std::io::Error) -> Diagnostic {
    let message = if error.kind() == std::io::ErrorKind::AddrInUse {
        say!("端口 {port} 被占用", "port {port} is taken")
    } else {
        say!("工作台打不开", "the desk cannot open").because_of(error)
    };
    Diagnostic::nowhere(&codes::WRITE, message)
        .help(say!("不写 --port，由系统选一个", "leave --port out, and the system chooses one"))
}
