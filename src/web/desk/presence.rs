//! Whether anybody looks at the desk: it ends by itself some time after its last page was closed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::Idle;
use super::state::State;

/// How often it is looked whether a page is open.
const LOOK: Duration = Duration::from_millis(200);

/// How many pages are open.
#[derive(Debug, Default)]
pub struct Presence {
    open: AtomicUsize,
    was_open: AtomicBool,
}

impl Presence {
    /// Counts a page in, until what it gives is dropped.
    pub fn enter(self: &Arc<Self>) -> Page {
        self.open.fetch_add(1, Ordering::SeqCst);
        self.was_open.store(true, Ordering::SeqCst);
        Page(Arc::clone(self))
    }
}

/// A page that is open.
pub struct Page(Arc<Presence>);

impl Drop for Page {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Ends the server when nobody has looked at it for long enough.
pub async fn end_when_left(state: Arc<State>, idle: Idle, end: Arc<watch::Sender<bool>>) {
    let mut left = Instant::now();
    loop {
        sleep(LOOK).await;
        let presence = &state.presence;
        if presence.open.load(Ordering::SeqCst) > 0 {
            left = Instant::now();
            continue;
        }
        let patience = if presence.was_open.load(Ordering::SeqCst) { idle.last } else { idle.first };
        if left.elapsed() >= patience {
            end.send_replace(true);
            return;
        }
    }
}
