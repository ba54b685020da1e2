//! One request, one answer: files of the site, and what tells an open page to load itself again. GET and HEAD only, nothing outside the
//! folder of the site, and only for who names this machine: another site must not reach it through a name of its own (DNS rebinding).

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::State;

/// A longer head is no browser's.
const MOST_HEAD: usize = 16 << 10;
/// Who says nothing for so long has gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// What pages get besides: it loads them again, and shows what is wrong with the workspace over the last good page.
const LIVE: &str = include_str!("live.js");

/// A plain text.
pub const TEXT: &str = "text/plain; charset=utf-8";

/// The head of a request, and what of its body has come along.
#[derive(Debug, Default)]
pub struct Request {
    /// GET, POST …
    pub method: String,
    /// The path with its query.
    pub target: String,
    /// Whom the reader believes to speak to.
    pub host: String,
    /// Other headers by their names in lower case, the last of each.
    pub headers: BTreeMap<String, String>,
    /// The beginning of the body.
    pub body: Vec<u8>,
}

/// Reads the head of a request; nothing when the reader closed, and the status to answer with when it is none.
///
/// # Errors
/// When the reader has gone.
pub fn read(stream: &mut impl Read) -> io::Result<Result<Option<Request>, &'static str>> {
    let mut head = Vec::new();
    let mut part = [0; 2048];
    loop {
        let read = stream.read(&mut part)?;
        if read == 0 {
            return Ok(Ok(None));
        }
        head.extend_from_slice(part.get(..read).unwrap_or_default());
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(&head) {
            Ok(httparse::Status::Complete(end)) => {
                let text = |h: &httparse::Header<'_>| std::str::from_utf8(h.value).unwrap_or_default().trim().to_owned();
                let headers: BTreeMap<String, String> =
                    request.headers.iter().map(|h| (h.name.to_ascii_lowercase(), text(h))).collect();
                return Ok(Ok(Some(Request {
                    method: request.method.unwrap_or_default().to_owned(),
                    target: request.path.unwrap_or_default().to_owned(),
                    host: headers.get("host").cloned().unwrap_or_default(),
                    headers,
                    body: head.get(end..).unwrap_or_default().to_vec(),
                })));
            }
            Ok(httparse::Status::Partial) if head.len() <= MOST_HEAD => {}
            _ => return Ok(Err("400 Bad Request")),
        }
    }
}

/// Reads a request and answers it.
///
/// # Errors
/// When the reader has gone.
pub fn answer(mut stream: TcpStream, state: &State) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let request = match read(&mut stream)? {
        Ok(Some(request)) => request,
        Ok(None) => return Ok(()),
        Err(status) => return say(&mut stream, status, TEXT, b"", true),
    };
    let (target, host) = (request.target.as_str(), request.host.as_str());
    let body = match request.method.as_str() {
        "GET" => true,
        "HEAD" => false,
        _ => return say(&mut stream, "405 Method Not Allowed", TEXT, b"", true),
    };
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if !matches!(name, "127.0.0.1" | "localhost") {
        return say(&mut stream, "403 Forbidden", TEXT, b"127.0.0.1\n", body);
    }
    let path = target.split(['?', '#']).next().unwrap_or_default();
    match path {
        "/_yizhan/live.js" => say(&mut stream, "200 OK", "text/javascript; charset=utf-8", LIVE.as_bytes(), body),
        "/_yizhan/events" if body => events(&mut stream, state),
        _ => file(&mut stream, state, path, body),
    }
}

/// Tells the page of every build: what is wrong, or that it is to load again.
fn events(stream: &mut TcpStream, state: &State) -> io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n")?;
    let first = state.now();
    let mut known = first.version;
    if !first.errors.is_empty() {
        event(stream, "errors", &first.errors)?;
    }
    loop {
        let now = state.after(known);
        if now.version == known {
            stream.write_all(b": still here\n\n")?;
        } else if now.errors.is_empty() {
            event(stream, "made", "")?;
        } else {
            event(stream, "errors", &now.errors)?;
        }
        known = now.version;
    }
}

fn event(stream: &mut TcpStream, name: &str, text: &str) -> io::Result<()> {
    let lines: String = text.lines().map(|line| format!("data: {line}\n")).collect();
    let lines = if lines.is_empty() { "data:\n".to_owned() } else { lines };
    stream.write_all(format!("event: {name}\n{lines}\n").as_bytes())
}

fn file(stream: &mut TcpStream, state: &State, path: &str, body: bool) -> io::Result<()> {
    let Some(found) = inside(&state.site, path) else { return missing(stream, state, body) };
    if found.is_dir() {
        if path.ends_with('/') {
            return match fs::read(found.join("index.html")) {
                Ok(bytes) => page(stream, "200 OK", &bytes, body),
                Err(_) => missing(stream, state, body),
            };
        }
        // Links on the page count from its folder.
        let head =
            format!("HTTP/1.1 301 Moved Permanently\r\nLocation: {path}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return stream.write_all(head.as_bytes());
    }
    match fs::read(&found) {
        Ok(bytes) if found.extension().is_some_and(|e| e == "html") => page(stream, "200 OK", &bytes, body),
        Ok(bytes) => say(stream, "200 OK", kind(&found), &bytes, body),
        Err(_) => missing(stream, state, body),
    }
}

/// The bytes that a text with percent signs stands for; nothing where a sign is not followed by two digits.
pub fn unescaped(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            let hex = tail.get(..2).and_then(|h| std::str::from_utf8(h).ok())?;
            bytes.push(u8::from_str_radix(hex, 16).ok()?);
            rest = tail.get(2..)?;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    Some(bytes)
}

/// The file below the site that an address names; none where it leads out, by dots or by a link.
fn inside(site: &Path, path: &str) -> Option<PathBuf> {
    let bytes = unescaped(path)?;
    let path = String::from_utf8(bytes).ok()?;
    let plain = |part: &str| !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
    if !path.starts_with('/') || !path.split('/').all(plain) {
        return None;
    }
    let root = site.canonicalize().ok()?;
    let found = root.join(path.trim_matches('/')).canonicalize().ok()?;
    found.starts_with(&root).then_some(found)
}

fn missing(stream: &mut TcpStream, state: &State, body: bool) -> io::Result<()> {
    let bytes =
        fs::read(state.site.join("404.html")).unwrap_or_else(|_| b"<!doctype html><title>404</title><body>404</body>".to_vec());
    page(stream, "404 Not Found", &bytes, body)
}

/// A page, with the script that loads it again. The file on the disk stays as it is.
fn page(stream: &mut TcpStream, status: &str, bytes: &[u8], body: bool) -> io::Result<()> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.replacen("</body>", "<script src=\"/_yizhan/live.js\"></script></body>", 1);
    say(stream, status, "text/html; charset=utf-8", text.as_bytes(), body)
}

/// Sends an answer.
///
/// # Errors
/// When the reader has gone.
pub fn say(stream: &mut TcpStream, status: &str, kind: &str, bytes: &[u8], body: bool) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        bytes.len()
    );
    stream.write_all(head.as_bytes())?;
    if body { stream.write_all(bytes) } else { Ok(()) }
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()).unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "geojson" => "application/geo+json; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "pdf" => "application/pdf",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        _ => "application/octet-stream",
    }
}
