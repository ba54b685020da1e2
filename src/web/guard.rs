//! What holds for every request and every answer: the names under which a server may be asked, and the security headers.
//!
//! A page of another site that gives its own name this machine's address (DNS rebinding) asks under that name, and is refused.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::uri::Authority;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use super::respond::words;
use crate::diagnostic::Bilingual;

/// The names and ports under which a server may be asked.
#[derive(Debug, Clone, Default)]
pub struct Hosts {
    list: Vec<(String, Option<u16>)>,
    default_port: u16,
}

impl Hosts {
    /// No name yet. The default port is what an address without one means: 80, or 443 with TLS.
    pub fn new(default_port: u16) -> Self {
        Self { list: Vec::new(), default_port }
    }

    /// Adds a name or address; without a port every port will do, as behind a gateway.
    pub fn add(&mut self, name: &str, port: Option<u16>) {
        self.list.push((plain(name), port));
    }

    /// Whether an authority, as in `Host`, is one of these.
    fn admits(&self, authority: &str) -> bool {
        let Ok(authority) = authority.trim().parse::<Authority>() else { return false };
        let port = match authority.port() {
            Some(port) if port.as_str().is_empty() => self.default_port,
            Some(port) => port.as_u16(),
            // A colon with something that is no port number.
            None if authority.as_str().len() > authority.host().len() => return false,
            None => self.default_port,
        };
        let name = plain(authority.host());
        !authority.as_str().contains('@') && self.list.iter().any(|(own, at)| *own == name && at.is_none_or(|at| at == port))
    }

    /// Whether a request asks for this server, and does not come from a page of another one.
    fn admit(&self, request: &Request) -> bool {
        let headers = request.headers();
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        if !host.to_str().is_ok_and(|host| self.admits(host)) {
            return false;
        }
        // `GET http://name/ HTTP/1.1`, as proxies are asked.
        if request.uri().authority().is_some_and(|authority| !self.admits(authority.as_str())) {
            return false;
        }
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            return true;
        }
        let elsewhere = headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
        let origin = headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
        let from_here = origin.is_none_or(|origin| origin.split_once("://").is_some_and(|(_, name)| self.admits(name)));
        !elsewhere && from_here
    }
}

/// A name in one spelling: lower case, an IPv6 address without brackets, without the dot of a root.
fn plain(name: &str) -> String {
    let name = name.trim().trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase();
    name.parse::<IpAddr>().map_or(name, |address| address.to_string())
}

struct Guard {
    hosts: Hosts,
    policy: HeaderValue,
    refusal: String,
}

/// Puts a router behind the check of names, and gives every answer its headers. The policy is for answers that bring none of their own.
pub fn guarded(router: Router, hosts: Hosts, policy: &str, refusal: &Bilingual) -> Router {
    let policy = HeaderValue::from_str(policy).unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    let refusal = format!("{}\n{}\n", refusal.zh, refusal.en);
    router.layer(from_fn_with_state(Arc::new(Guard { hosts, policy, refusal }), check))
}

async fn check(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response =
        if guard.hosts.admit(&request) { next.run(request).await } else { words(StatusCode::FORBIDDEN, &guard.refusal) };
    secure(response.headers_mut(), &guard.policy);
    response
}

/// The security headers, where an answer has none of its own.
pub fn secure(headers: &mut HeaderMap, policy: &HeaderValue) {
    headers.entry(CONTENT_SECURITY_POLICY).or_insert_with(|| policy.clone());
    headers.entry(X_FRAME_OPTIONS).or_insert(HeaderValue::from_static("DENY"));
    let fixed = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::Hosts;

    #[test]
    fn only_listed_names_with_the_right_port_are_admitted() {
        let mut hosts = Hosts::new(80);
        hosts.add("127.0.0.1", Some(8000));
        hosts.add("localhost", Some(8000));
        hosts.add("::1", Some(8000));
        hosts.add("Intake.Bureau.example", None);
        for good in [
            "127.0.0.1:8000",
            "LOCALHOST:8000",
            "[::1]:8000",
            "[0:0::1]:8000",
            "intake.bureau.example",
            "intake.bureau.example.:8443",
        ] {
            assert!(hosts.admits(good), "{good}");
        }
        for bad in [
            "",
            ":8000",
            "127.0.0.1",
            "127.0.0.1:8001",
            "192.168.1.5:8000",
            "evil.example:8000",
            "localhost.evil.example:8000",
            "a@localhost:8000",
            "localhost:8000:1",
            "localhost:x",
            "localhost:99999",
            "[::1",
            "::1:8000",
            "[::2]:8000",
            "localhost:8000/",
            "2130706433:8000",
        ] {
            assert!(!hosts.admits(bad), "{bad}");
        }
        let mut standard = Hosts::new(443);
        standard.add("192.168.1.5", Some(443));
        assert!(standard.admits("192.168.1.5") && standard.admits("192.168.1.5:443") && !standard.admits("192.168.1.5:80"));
    }
}
