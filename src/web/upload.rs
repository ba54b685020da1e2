//! The upload page: inspectors hand in what their forms exported, each with an access code of their own. What arrives is checked exactly like a
//! file that somebody imports.
//!
//! Nothing else is given out here, neither the site nor what was handed in; but for the form, where it is asked for, in a folder that nobody guesses.

mod accept;
mod form_pages;
mod handlers;
mod page;
mod rates;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use chrono::NaiveDate;
use tokio::sync::{Mutex as AsyncMutex, Semaphore, watch};
use tokio_rustls::TlsAcceptor;

pub use accept::{Accept, Accepted, Answer, by_import};
pub use rates::RateLimits;

use super::ConnectionLimits;
use super::connection::Setup;
use super::guard::{Hosts, guarded};
use super::server::{Plan, Server};
use super::tls::{Certificate, prepare};
use crate::diagnostic::{Bilingual, Diagnostic, Lang, codes};
use crate::ops::inspection::web_form::ServedForm;
use crate::say;

/// Digits of an access code.
const DIGITS: usize = 8;

/// Limits of what is handed in.
#[derive(Debug, Clone)]
pub struct UploadLimits {
    /// Of connections.
    pub connections: ConnectionLimits,
    /// Largest file, in bytes: forty photos of a phone's form are 20 MB.
    pub file_bytes: usize,
    /// Bytes of files in memory at a time; a file that finds no room waits.
    pub memory_bytes: usize,
    /// The longest that a file may take to arrive.
    pub file_time: Duration,
    /// The longest without a byte of it.
    pub stall: Duration,
    /// Files that wait for their turn to be taken in.
    pub waiting: usize,
    /// The longest that one waits.
    pub wait: Duration,
    /// Files that were dealt with from one inspector in an hour.
    pub uploads_per_hour: usize,
    /// Wrong codes from one address in `wrong_time` before it is told to wait.
    pub wrong_per_address: usize,
    /// How long they are remembered.
    pub wrong_time: Duration,
    /// Wrong codes in all before nothing is taken any more until the program is started again with other codes.
    pub wrong_in_all: usize,
    /// How much later each further wrong code of an address is answered, up to ten times that.
    pub slow_down: Duration,
}

impl Default for UploadLimits {
    fn default() -> Self {
        Self {
            connections: ConnectionLimits { end: Duration::from_secs(10), ..ConnectionLimits::default() },
            file_bytes: 128 << 20,
            memory_bytes: 512 << 20,
            file_time: Duration::from_mins(15),
            stall: Duration::from_secs(30),
            waiting: 64,
            wait: Duration::from_mins(2),
            uploads_per_hour: 120,
            wrong_per_address: 8,
            wrong_time: Duration::from_mins(15),
            wrong_in_all: 200,
            slow_down: Duration::from_secs(1),
        }
    }
}

/// What is to be taken in, and from whom.
pub struct Request {
    /// The workspace.
    pub root: PathBuf,
    /// Where to listen.
    pub address: SocketAddr,
    /// Names of the inspectors; each gets a code.
    pub inspectors: Vec<String>,
    /// The form that is handed out besides, if any.
    pub form: Option<ServedForm>,
    /// Further names under which the page may be asked for, such as that of a gateway.
    pub hosts: Vec<String>,
    /// The certificate, if it is to be encrypted.
    pub certificate: Option<Certificate>,
    /// Language of answers.
    pub lang: Lang,
    /// Today, for a certificate that is made.
    pub today: NaiveDate,
    /// Whether Ctrl+C ends it.
    pub signals: bool,
    /// Limits.
    pub limits: UploadLimits,
    /// What takes a file in.
    pub accept: Accept,
}

/// What happens while it runs.
#[derive(Debug, Clone)]
pub enum Event {
    /// A file was dealt with.
    Received {
        /// Whose code it came with.
        inspector: String,
        /// Name of the file.
        file: String,
        /// What the inspector was told.
        answer: Bilingual,
    },
    /// A file could not be dealt with, for a reason that the bureau has to mend.
    Trouble {
        /// Whose code it came with.
        inspector: String,
        /// Name of the file.
        file: String,
        /// Why.
        reason: Bilingual,
    },
    /// Too many wrong codes: nothing is taken any more.
    Closed(Bilingual),
}

/// An upload page that is open.
pub struct Upload {
    /// The server.
    pub server: Server,
    /// Its address for a phone.
    pub url: String,
    /// The address of the form, where one is handed out.
    pub form_url: Option<String>,
    /// Access codes with the names they belong to.
    pub access_codes: BTreeMap<String, String>,
    /// Fingerprint of the certificate, with TLS.
    pub fingerprint: Option<String>,
    /// Whether phones will warn of the certificate.
    pub self_signed: bool,
}

/// Called with what happens, from any thread.
pub type Say = Arc<dyn Fn(Event) + Send + Sync>;

/// What the handlers share.
struct UploadServer {
    root: PathBuf,
    lang: Lang,
    limits: UploadLimits,
    /// Names by access code.
    access_codes: BTreeMap<String, String>,
    rates: Mutex<RateLimits>,
    /// One file is taken in at a time.
    import_lock: Arc<AsyncMutex<()>>,
    waiting: Semaphore,
    /// In KiB.
    memory: Arc<Semaphore>,
    /// How long the last one took, in milliseconds.
    last_took: AtomicU64,
    end: watch::Receiver<bool>,
    accept: Accept,
    say: Say,
    page: page::Page,
}

/// Opens the page.
///
/// # Errors
/// If the address cannot be used, or the certificate is wrong.
pub fn start(request: Request, say: Say) -> Result<Upload, Box<Diagnostic>> {
    let listener = listen(request.address)?;
    let address = listener.local_addr().unwrap_or(request.address);
    let Some(access_codes) = access_codes(&request.inspectors) else {
        let message = say!("这台电脑给不出随机数", "this machine gives no random numbers");
        return Err(Box::new(Diagnostic::nowhere(&codes::WRITE, message)));
    };
    let mut names = vec![address.ip().to_string(), "localhost".to_owned()];
    let mut hosts = Hosts::new(if request.certificate.is_some() { 443 } else { 80 });
    for name in &names {
        hosts.add(name, Some(address.port()));
    }
    for host in &request.hosts {
        let (name, port) = split(host);
        hosts.add(name, port);
        names.push(name.to_owned());
    }
    let self_signed = request.certificate == Some(Certificate::SelfSigned);
    let tls = request.certificate.as_ref().map(|c| prepare(c, &names, request.today)).transpose()?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let url = format!("{scheme}://{address}/");
    let (end, ends) = watch::channel(false);
    let import_lock = Arc::new(AsyncMutex::new(()));
    let limits = request.limits;
    let page = page::Page::new(limits.file_bytes);
    let policy = page.policy.clone();
    let shared = Arc::new(UploadServer {
        root: request.root,
        lang: request.lang,
        access_codes: access_codes.clone(),
        rates: Mutex::default(),
        import_lock: Arc::clone(&import_lock),
        waiting: Semaphore::new(limits.waiting),
        memory: Arc::new(Semaphore::new(limits.memory_bytes >> 10)),
        last_took: AtomicU64::new(0),
        end: ends.clone(),
        accept: request.accept,
        say,
        page,
        limits: limits.clone(),
    });
    let router = Router::new()
        .route("/", get(handlers::page))
        .route("/hello", post(handlers::hello))
        .route("/upload", post(handlers::upload))
        .fallback(handlers::nothing)
        .method_not_allowed_fallback(handlers::wrong_method)
        .with_state(shared);
    let form_url = request.form.as_ref().map(|form| format!("{url}{}", form_pages::address(form)));
    let router = match request.form {
        Some(form) => form_pages::with(router, form),
        None => router,
    };
    let fingerprint = tls.as_ref().map(|tls| tls.fingerprint.clone());
    let plan = Plan {
        listener,
        router: guarded(router, hosts, &policy, &say!("请用 {url} 打开", "open {url}")),
        setup: Setup { limits: limits.connections, tls: tls.map(|tls| (TlsAcceptor::from(tls.config), url.clone())), end: ends },
        end: Arc::new(end),
        signals: request.signals,
    };
    let last = move || async move {
        // What is being taken in is finished.
        let _ = tokio::time::timeout(Duration::from_secs(30), import_lock.lock()).await;
    };
    let server = Server::start(plan, last).map_err(|error| Box::new(cannot_listen(address, &error)))?;
    Ok(Upload { server, url, form_url, access_codes, fingerprint, self_signed })
}

fn listen(address: SocketAddr) -> Result<TcpListener, Box<Diagnostic>> {
    if address.ip().is_unspecified() {
        let message = say!("{address} 不是一个能连的地址", "{address} is not an address that a phone can connect to");
        let help = say!(
            "写这台电脑在局里网络上的地址，如 192.168.1.5:8080",
            "name this machine's address in the bureau's network, such as 192.168.1.5:8080"
        );
        return Err(Box::new(Diagnostic::nowhere(&codes::WRITE, message).help(help)));
    }
    TcpListener::bind(address).map_err(|error| Box::new(cannot_listen(address, &error)))
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> Diagnostic {
    let message = say!("不能在 {address} 上等候", "cannot listen on {address}").because_of(error);
    Diagnostic::nowhere(&codes::WRITE, message).help(say!(
        "写这台电脑自己的地址和一个空的端口，如 192.168.1.5:8080",
        "name an address of this machine and a free port, such as 192.168.1.5:8080"
    ))
}

/// A name and its port, if it has one.
fn split(host: &str) -> (&str, Option<u16>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') || name.ends_with(']') => match port.parse() {
            Ok(port) => (name, Some(port)),
            Err(_) => (host, None),
        },
        _ => (host, None),
    }
}

/// A code of its own for each name.
fn access_codes(names: &[String]) -> Option<BTreeMap<String, String>> {
    let mut map = BTreeMap::new();
    for name in names {
        loop {
            let mut bytes = [0; 8];
            getrandom::fill(&mut bytes).ok()?;
            let code = format!("{:08}", u64::from_le_bytes(bytes) % 10_u64.pow(u32::try_from(DIGITS).unwrap_or(8)));
            if let Entry::Vacant(slot) = map.entry(code) {
                slot.insert(name.clone());
                break;
            }
        }
    }
    Some(map)
}
