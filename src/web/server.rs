//! A running server: a thread with a runtime that accepts connections within limits, and an end that waits for what has begun.

use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

use super::connection::{Setup, ended, serve};
use super::guard::secure;
use super::respond::later;

/// After so many seconds a client that was turned away should try again.
const SOON: u64 = 3;

/// A running server. It ends when it is told to, when it is dropped, or by Ctrl+C if it listens to that.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    end: Arc<watch::Sender<bool>>,
    thread: Option<JoinHandle<()>>,
}

/// What a server needs to run.
pub struct Plan {
    /// The socket.
    pub listener: std::net::TcpListener,
    /// What it answers.
    pub router: Router,
    /// Shared by its connections.
    pub setup: Setup,
    /// Ends the server.
    pub end: Arc<watch::Sender<bool>>,
    /// Whether Ctrl+C ends it.
    pub signals: bool,
}

impl Server {
    /// Starts a server. What is given is called inside its runtime, to start what runs beside it; what that gives back runs at the end, once no
    /// request is open any more.
    ///
    /// # Errors
    /// If the system gives no thread or socket.
    pub fn start<L>(plan: Plan, beside: impl FnOnce() -> L + Send + 'static) -> io::Result<Self>
    where
        L: Future<Output = ()> + Send + 'static,
    {
        let address = plan.listener.local_addr()?;
        plan.listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let end = Arc::clone(&plan.end);
        let (listening, begun) = std::sync::mpsc::channel();
        let thread = thread::Builder::new().name("web".to_owned()).spawn(move || {
            runtime.block_on(async move {
                // Whoever is told the address may end the server at once.
                let interrupts = plan.signals.then(Interrupts::new);
                let _ = listening.send(());
                let last = beside();
                run(plan, interrupts, last).await;
            });
            runtime.shutdown_timeout(Duration::from_millis(500));
        })?;
        // It is gone where the runtime could not be made; then there is nothing to wait for.
        let _ = begun.recv();
        Ok(Self { address, end, thread: Some(thread) })
    }

    /// Tells it to end. Requests that have begun are finished, within a limit.
    pub fn end(&self) {
        self.end.send_replace(true);
    }

    /// Waits until it has ended.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn run(plan: Plan, interrupts: Option<Interrupts>, last: impl Future<Output = ()>) {
    let Plan { listener, router, setup, end, signals: _ } = plan;
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    let setup = Arc::new(setup);
    let (hurry, mut hurried) = watch::channel(false);
    if let Some(mut interrupts) = interrupts {
        tokio::spawn(async move {
            interrupts.next().await;
            end.send_replace(true);
            interrupts.next().await;
            hurry.send_replace(true);
            // The channel lives as long as the runtime.
            std::future::pending::<()>().await;
        });
    } else {
        tokio::spawn(async move {
            let _keep = hurry;
            std::future::pending::<()>().await;
        });
    }
    let total = setup.limits.connections + setup.limits.turned_away;
    let slots = Arc::new(Semaphore::new(total));
    tokio::select! {
        () = accept(&listener, &router, &setup, &slots) => {}
        () = ended(&setup.end) => {}
    }
    drop(listener);
    let open = async {
        let all = u32::try_from(total).unwrap_or(u32::MAX);
        let _ = timeout(setup.limits.end, slots.acquire_many(all)).await;
        last.await;
    };
    tokio::select! {
        () = open => {}
        // Ctrl+C a second time.
        _ = hurried.wait_for(|now| *now) => {}
    }
}

/// Ctrl+C, and the system's wish for an end: caught from the moment that it is made.
struct Interrupts {
    #[cfg(unix)]
    terminate: Option<tokio::signal::unix::Signal>,
    #[cfg(unix)]
    interrupt: Option<tokio::signal::unix::Signal>,
}

impl Interrupts {
    fn new() -> Self {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Self { terminate: signal(SignalKind::terminate()).ok(), interrupt: signal(SignalKind::interrupt()).ok() }
        }
        #[cfg(not(unix))]
        Self {}
    }

    /// Waits for the next one.
    async fn next(&mut self) {
        #[cfg(unix)]
        if let (Some(terminate), Some(interrupt)) = (&mut self.terminate, &mut self.interrupt) {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

async fn accept(listener: &TcpListener, router: &Router, setup: &Arc<Setup>, slots: &Arc<Semaphore>) {
    let limits = &setup.limits;
    let counts = Arc::new(Mutex::new(Counts::default()));
    let busy = busy();
    loop {
        let Ok(slot) = Arc::clone(slots).acquire_owned().await else { return };
        let Ok((stream, peer)) = listener.accept().await else {
            // Such as too many open files: the next moment may be better.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (seat, others, here) = Counts::enter(&counts, peer.ip());
        if here >= limits.per_address + limits.turned_away.div_ceil(2) {
            continue;
        }
        let full = here >= limits.per_address || others >= limits.connections;
        let router = if full { busy.clone() } else { router.clone() };
        let setup = Arc::clone(setup);
        tokio::spawn(async move {
            serve(stream, peer.ip(), router, &setup).await;
            drop((seat, slot));
        });
    }
}

/// The answer to those beyond the limits.
fn busy() -> Router {
    Router::new().fallback(async || {
        let text = "同时连接的太多，几秒后自动再试\ntoo many connections: trying again in a few seconds\n";
        let mut response = later(axum::http::StatusCode::SERVICE_UNAVAILABLE, text, SOON);
        let policy = axum::http::HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
        secure(response.headers_mut(), &policy);
        response
    })
}

/// Open connections.
#[derive(Default)]
struct Counts {
    all: usize,
    by_address: BTreeMap<IpAddr, usize>,
}

/// One of them, until it is dropped.
struct Seat {
    counts: Arc<Mutex<Counts>>,
    address: IpAddr,
}

impl Counts {
    /// Counts a connection in; with how many others there are, in all and from its address.
    fn enter(counts: &Arc<Mutex<Self>>, address: IpAddr) -> (Seat, usize, usize) {
        let mut now = counts.lock().unwrap_or_else(PoisonError::into_inner);
        let others = now.all;
        now.all += 1;
        let here = now.by_address.entry(address).or_default();
        let before = *here;
        *here += 1;
        drop(now);
        (Seat { counts: Arc::clone(counts), address }, others, before)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut now = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        now.all = now.all.saturating_sub(1);
        if let Some(here) = now.by_address.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                now.by_address.remove(&self.address);
            }
        }
    }
}
