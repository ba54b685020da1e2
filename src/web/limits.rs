//! How many connections there may be, and how long each part of one may take.

use std::time::Duration;

/// Limits of connections. Each connection carries one request, so a limit of a connection is one of a request.
#[derive(Debug, Clone)]
pub struct ConnectionLimits {
    /// Connections that are served at a time.
    pub connections: usize,
    /// Of these, from one address. Phones behind one gateway have one address, so it is far more than one person needs.
    pub per_address: usize,
    /// Connections beyond these limits that are told to try again, at a time; half of them from one address. More wait in the queue of the
    /// system, or are closed if they come from an address with too many already.
    pub turned_away: usize,
    /// Time for a TLS handshake.
    pub handshake: Duration,
    /// Time for the head of a request.
    pub head: Duration,
    /// Time without progress while an answer is sent.
    pub write: Duration,
    /// After the answer, what the client still sends is read for so long, so that the answer is not lost by a reset.
    pub linger: Duration,
    /// The same without a byte arriving.
    pub linger_idle: Duration,
    /// The same in bytes.
    pub linger_bytes: u64,
    /// Time for open requests when the server ends.
    pub end: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            connections: 256,
            per_address: 64,
            turned_away: 32,
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(10),
            write: Duration::from_secs(30),
            linger: Duration::from_mins(1),
            linger_idle: Duration::from_secs(3),
            linger_bytes: 192 << 20,
            end: Duration::from_millis(1500),
        }
    }
}
