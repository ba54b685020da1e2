//! One connection: TLS if asked for, one request within its time, and an end that does not swallow the answer.

use std::future::poll_fn;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use axum::http::HeaderValue;
use axum::http::header::LOCATION;
use axum::{Extension, Router};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Duration, timeout};
use tokio_rustls::TlsAcceptor;

use super::ConnectionLimits;
use super::guard::secure;
use super::patient::Patient;
use super::respond::words;

/// First byte of a TLS handshake.
const HANDSHAKE: u8 = 0x16;
/// Largest head of a request.
const MOST_HEAD: usize = 32 << 10;
/// For a client that did not finish the head of its request.
const SLOW_HEAD: &[u8] = b"HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// What every connection of a server shares.
pub struct Setup {
    /// Limits.
    pub limits: ConnectionLimits,
    /// TLS, with the address that http is sent on to.
    pub tls: Option<(TlsAcceptor, String)>,
    /// Becomes true when the server ends.
    pub end: watch::Receiver<bool>,
}

/// Waits until the server ends.
pub async fn ended(end: &watch::Receiver<bool>) {
    // A sender that is gone is an end too.
    let _ = end.clone().wait_for(|end| *end).await;
}

/// Serves one connection.
pub async fn serve(stream: TcpStream, peer: IpAddr, router: Router, setup: &Setup) {
    let _ = stream.set_nodelay(true);
    let asked = Arc::new(AtomicBool::new(false));
    let router = router.layer(Extension(Peer(peer)));
    let idle = async {
        ended(&setup.end).await;
        if asked.load(Ordering::SeqCst) {
            // A request that has begun is finished; the server has a limit for that.
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = secured(stream, router, setup, Arc::clone(&asked)) => {}
        () = idle => {}
    }
}

async fn secured(stream: TcpStream, router: Router, setup: &Setup, asked: Arc<AtomicBool>) {
    let limits = &setup.limits;
    let Some((acceptor, https)) = &setup.tls else {
        return http(Patient::new(stream, limits.write), router, setup, asked).await;
    };
    let mut first = [0];
    let Ok(Ok(1)) = timeout(limits.handshake, stream.peek(&mut first)).await else { return };
    let stream = Patient::new(stream, limits.write);
    if first != [HANDSHAKE] {
        // Somebody typed the address without https.
        return http(stream, to_https(https), setup, asked).await;
    }
    if let Ok(Ok(stream)) = timeout(limits.handshake, acceptor.accept(stream)).await {
        http(stream, router, setup, asked).await;
    }
}

fn to_https(address: &str) -> Router {
    let target = HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/"));
    Router::new().fallback(move || {
        let target = target.clone();
        async move {
            let mut response = words(hyper::StatusCode::PERMANENT_REDIRECT, "https\n");
            response.headers_mut().insert(LOCATION, target);
            secure(response.headers_mut(), &HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
            response
        }
    })
}

async fn http<S>(stream: S, router: Router, setup: &Setup, asked: Arc<AtomicBool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let limits = &setup.limits;
    let service = service_fn(move |request: Request<Incoming>| {
        asked.store(true, Ordering::SeqCst);
        Box::pin(TowerToHyperService::new(router.clone()).call(request))
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .keep_alive(false)
        .title_case_headers(true)
        .max_buf_size(MOST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let done = poll_fn(|context| connection.poll_without_shutdown(context)).await;
    let mut stream = connection.into_parts().io.into_inner();
    let mut time = limits.linger;
    if done.is_err_and(|error| error.is_timeout()) {
        // Whoever sends a letter at a time has had its time.
        time = limits.linger_idle;
        let _ = timeout(time, write(&mut stream, SLOW_HEAD)).await;
    }
    tokio::select! {
        _ = timeout(time, linger(&mut stream, limits)) => {}
        () = async { ended(&setup.end).await; tokio::time::sleep(Duration::from_millis(200)).await } => {}
    }
}

async fn write<S: AsyncWrite + Unpin>(stream: &mut S, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        match poll_fn(|context| Pin::new(&mut *stream).poll_write(context, bytes)).await {
            Ok(written) if written > 0 => bytes = bytes.get(written..).unwrap_or_default(),
            _ => return,
        }
    }
}

/// Says that nothing more comes, and reads what the client has yet to send. A socket that is closed with unread bytes resets the connection, and
/// a reset takes back the answer that the client has not read yet.
async fn linger<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, limits: &ConnectionLimits) {
    if poll_fn(|context| Pin::new(&mut *stream).poll_shutdown(context)).await.is_err() {
        return;
    }
    let mut buffer = vec![0; 16 << 10];
    let mut left = limits.linger_bytes;
    while left > 0 {
        let part = poll_fn(|context| {
            let mut part = ReadBuf::new(&mut buffer);
            match Pin::new(&mut *stream).poll_read(context, &mut part) {
                Poll::Ready(Ok(())) => Poll::Ready(part.filled().len()),
                Poll::Ready(Err(_)) => Poll::Ready(0),
                Poll::Pending => Poll::Pending,
            }
        });
        match timeout(limits.linger_idle, part).await {
            Ok(read) if read > 0 => left = left.saturating_sub(read as u64),
            _ => return,
        }
    }
}
