//! Three servers: the desk ([`desk`]), a preview of the site that reloads on change ([`preview`]), and a page in the bureau's own network where
//! inspectors hand in results ([`upload`]).
//!
//! Owns sockets, HTTP, TLS and their limits, and nothing of what is served: `publish` builds the site, and one function takes a result in. No
//! terminal and no arguments here: what there is to say goes out as data, and today comes in as a function.

mod connection;
pub mod desk;
mod guard;
mod limits;
mod patient;
pub mod preview;
mod respond;
mod server;
pub mod tls;
pub mod upload;

pub use limits::ConnectionLimits;
pub use server::Server;
