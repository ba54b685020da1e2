//! The requests of the upload page: the page itself, whose code it is, and a file.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_LENGTH, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use futures_util::StreamExt as _;
use percent_encoding::percent_decode_str;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{sleep, timeout};

use super::accept::{Accepted, Answer};
use super::rates::Refusal;
use super::{Event, UploadLimits, UploadServer};
use crate::diagnostic::Bilingual;
use crate::say;
use crate::web::connection::{Peer, ended};
use crate::web::respond::{HTML, later, respond, words};

type Shared = State<Arc<UploadServer>>;

/// The header of the access code. A page of another site cannot send it without being asked first, and is never allowed to.
const ACCESS_CODE: &str = "x-access-code";
/// Its name in pages that were opened before it was renamed.
const NUMBER: &str = "x-number";
/// The header of a file's name.
const NAME: &str = "x-name";
/// After so many seconds a problem on the bureau's machine may be mended.
const TROUBLE: u64 = 30;

/// The page, with its script and style.
pub async fn page(State(server): Shared) -> Response {
    respond(StatusCode::OK, HTML, server.page.text.clone())
}

/// Nothing else is here.
pub async fn nothing() -> Response {
    words(StatusCode::NOT_FOUND, "没有这个页面\nthere is no such page\n")
}

/// Another method than the one that is meant.
pub async fn wrong_method() -> Response {
    words(StatusCode::METHOD_NOT_ALLOWED, "这里只收交来的文件\nfiles are handed in here\n")
}

/// Whose code it is: a wrong one is told before the phone sends megabytes.
pub async fn hello(State(server): Shared, Extension(Peer(peer)): Extension<Peer>, headers: HeaderMap) -> Response {
    match server.admit(code(&headers), peer).await {
        Ok(who) => words(StatusCode::OK, who),
        Err(response) => response,
    }
}

/// A file.
pub async fn upload(State(server): Shared, Extension(Peer(peer)): Extension<Peer>, headers: HeaderMap, body: Body) -> Response {
    match server.receive(peer, &headers, body).await {
        Ok(response) | Err(response) => response,
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().trim()
}

fn code(headers: &HeaderMap) -> &str {
    let name = if headers.contains_key(ACCESS_CODE) { ACCESS_CODE } else { NUMBER };
    text(headers, name)
}

impl UploadServer {
    fn words(&self, status: StatusCode, text: &Bilingual) -> Response {
        words(status, text.get(self.lang))
    }

    fn later(&self, text: &Bilingual, seconds: u64) -> Response {
        later(StatusCode::SERVICE_UNAVAILABLE, text.get(self.lang), seconds)
    }

    /// Whose code it is, or the answer to a wrong one.
    async fn admit(&self, code: &str, peer: std::net::IpAddr) -> Result<&str, Response> {
        let admitted = {
            let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
            rates.admit(&self.access_codes, code, peer, &self.limits)
        };
        let refusal = match admitted {
            Ok(name) => return Ok(name),
            Err(refusal) => refusal,
        };
        match refusal {
            Refusal::TooManyWrong(wait) => tokio::select! {
                () = sleep(wait) => {}
                () = ended(&self.end) => {}
            },
            Refusal::Closed(true) => (self.say)(Event::Closed(say!(
                "有人在猜编号（最后来自 {peer}），已经停收。重新启动会换新编号",
                "somebody is guessing access codes, last from {peer}: nothing is taken any more until the program is started again"
            ))),
            _ => {}
        }
        Err(self.refuse(&refusal))
    }

    fn refuse(&self, refusal: &Refusal) -> Response {
        let status = if *refusal == Refusal::Wrong { StatusCode::FORBIDDEN } else { StatusCode::TOO_MANY_REQUESTS };
        let mut response = self.words(status, &refusal.says(&self.limits));
        // Only what comes right by itself is to be tried again: not a wrong code.
        if let Refusal::TooMany(wait) = refusal {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        response
    }

    async fn receive(self: &Arc<Self>, peer: std::net::IpAddr, headers: &HeaderMap, body: Body) -> Result<Response, Response> {
        let code = code(headers);
        let inspector = self.admit(code, peer).await?.to_owned();
        self.rates().may_upload(code, &self.limits).map_err(|refusal| self.refuse(&refusal))?;
        let length = text(headers, CONTENT_LENGTH.as_str()).parse::<usize>().map_err(|_| {
            self.words(StatusCode::LENGTH_REQUIRED, &say!("没有说文件多大，没有收", "the size of the file is not stated"))
        })?;
        if length > self.limits.file_bytes {
            let limit = self.limits.file_bytes >> 20;
            let why = say!("文件超过 {limit} MiB，没有收", "the file is larger than {limit} MiB and was not taken");
            return Err(self.words(StatusCode::PAYLOAD_TOO_LARGE, &why));
        }
        // A phone that has to wait for room is not read meanwhile: its network waits with it.
        let room = self.room(length).await?;
        let bytes = read(body, length, &self.limits).await.map_err(|why| self.words(StatusCode::REQUEST_TIMEOUT, &why))?;
        let name = file_name(text(headers, NAME));
        let accepted = self.in_turn(inspector, name, bytes, room).await?;
        if accepted.answer != Answer::Later {
            self.rates().uploaded(code);
        }
        let status = match accepted.answer {
            Answer::Taken => StatusCode::OK,
            Answer::Kept => StatusCode::CONFLICT,
            Answer::Refused => StatusCode::UNPROCESSABLE_ENTITY,
            Answer::Later => return Err(self.later(&accepted.says, TROUBLE)),
        };
        Ok(self.words(status, &accepted.says))
    }

    fn rates(&self) -> std::sync::MutexGuard<'_, super::RateLimits> {
        self.rates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Room in memory for a file.
    async fn room(&self, length: usize) -> Result<OwnedSemaphorePermit, Response> {
        let kib = u32::try_from(length.div_ceil(1024)).unwrap_or(u32::MAX);
        match timeout(self.limits.wait, Arc::clone(&self.memory).acquire_many_owned(kib)).await {
            Ok(Ok(room)) => Ok(room),
            _ => Err(self.behind()),
        }
    }

    /// Waits for the file's turn and has it taken in. From then on it is taken in whether or not the phone is still there.
    async fn in_turn(
        self: &Arc<Self>,
        inspector: String,
        file: String,
        bytes: Vec<u8>,
        room: OwnedSemaphorePermit,
    ) -> Result<Accepted, Response> {
        let _waiting = self.waiting.try_acquire().map_err(|_| self.behind())?;
        let turn = tokio::select! {
            turn = timeout(self.limits.wait, Arc::clone(&self.import_lock).lock_owned()) => turn.map_err(|_| self.behind())?,
            () = ended(&self.end) => {
                return Err(self.later(&say!("局里的电脑正在停收，稍后自动再交", "the bureau is closing: trying again later"), TROUBLE));
            }
        };
        let (server, who, name) = (Arc::clone(self), inspector.clone(), file.clone());
        let done = tokio::task::spawn_blocking(move || {
            let begun = Instant::now();
            let accepted = (server.accept)(&server.root, &name, &bytes, &who);
            let took = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            server.last_took.store(took, Ordering::Relaxed);
            let (inspector, file) = (who, name);
            (server.say)(match accepted.trouble.clone() {
                Some(reason) => Event::Trouble { inspector, file, reason },
                None => Event::Received { inspector, file, answer: accepted.says.clone() },
            });
            drop((turn, room));
            accepted
        });
        done.await.map_err(|_| {
            let reason = say!("程序读它时出错", "the program failed while reading it");
            (self.say)(Event::Trouble { inspector, file, reason });
            let why = say!(
                "局里的电脑读不了这个文件，没有收。请把文件直接交给局里",
                "the bureau's machine cannot read this file, and it was not taken in: hand the file to the bureau"
            );
            self.words(StatusCode::INTERNAL_SERVER_ERROR, &why)
        })
    }

    /// The answer when more comes than can be taken in.
    fn behind(&self) -> Response {
        let took = Duration::from_millis(self.last_took.load(Ordering::Relaxed)).as_secs();
        let seconds = (took * 4).clamp(3, 60);
        let why = say!(
            "现在交的人太多，还没有收，{seconds} 秒后自动再交",
            "too many are handing in: it was not taken in yet, trying again in {seconds} seconds"
        );
        self.later(&why, seconds)
    }
}

/// The whole body, as long as it keeps coming.
async fn read(body: Body, length: usize, limits: &UploadLimits) -> Result<Vec<u8>, Bilingual> {
    let until = Instant::now() + limits.file_time;
    let mut bytes = Vec::with_capacity(length.min(1 << 20));
    let mut parts = body.into_data_stream();
    while bytes.len() < length {
        let left = until.saturating_duration_since(Instant::now()).min(limits.stall);
        match timeout(left, parts.next()).await {
            Ok(Some(Ok(part))) => bytes.extend_from_slice(&part),
            Ok(_) => return Err(say!("文件没有传完，自动再交", "the file did not arrive whole: trying again")),
            Err(_) => {
                return Err(say!("文件传得太慢，没有传完，自动再交", "the file came too slowly and not whole: trying again"));
            }
        }
    }
    bytes.truncate(length);
    Ok(bytes)
}

/// A name as the page sends it, in percent signs; without what no name holds.
fn file_name(text: &str) -> String {
    let name = percent_decode_str(text).decode_utf8_lossy();
    let name = name.chars().filter(|c| !c.is_control()).take(100).collect::<String>();
    let name = Path::new(&name.replace('\\', "/")).file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    if name.is_empty() { "upload.zip".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_name_from_a_phone_never_is_a_path() {
        for (sent, name) in [
            ("a.zip", "a.zip"),
            ("..%2F..%2F%E4%B8%80.zip", "一.zip"),
            ("..%5Cc.zip", "c.zip"),
            ("%00%0a%1b[31m.zip", "[31m.zip"),
            ("", "upload.zip"),
            ("%2E%2E", "upload.zip"),
            ("100%", "100%"),
        ] {
            assert_eq!(file_name(sent), name, "{sent}");
        }
    }
}
