//! The servers at their limits, in this process so that a test sets them: slow and half-sent requests, too many connections, refused bodies,
//! names and origins, wrong codes, TLS, and the end.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio_rustls::rustls;
use yizhan::diagnostic::Lang;
use yizhan::ops::Caller;
use yizhan::ops::inspection::web_form::ServedForm;
use yizhan::say;
use yizhan::web::tls::Certificate;
use yizhan::web::upload::{self, Accept, Accepted, Answer, Event, Upload, UploadLimits};
use yizhan::web::{ConnectionLimits, preview};

use super::support::Workspace;

const MOMENT: Duration = Duration::from_millis(600);

fn taken(answer: Answer) -> Accepted {
    Accepted { answer, says: say!("收下了", "taken in"), trouble: None }
}

/// Takes everything in and looks at nothing.
fn everything() -> Accept {
    Arc::new(|_, _, _, _| taken(Answer::Taken))
}

/// An upload page with the access code of its one inspector, and what it said.
struct Page {
    upload: Upload,
    code: String,
    said: Arc<Mutex<Vec<Event>>>,
}

fn request(limits: UploadLimits, accept: Accept) -> upload::Request {
    upload::Request {
        root: PathBuf::new(),
        address: SocketAddr::from(([127, 0, 0, 1], 0)),
        inspectors: vec!["张示例".to_owned()],
        form: None,
        hosts: Vec::new(),
        certificate: None,
        lang: Lang::Zh,
        today: chrono::NaiveDate::from_ymd_opt(2026, 11, 29).unwrap(),
        signals: false,
        limits,
        accept,
    }
}

impl Page {
    fn open(limits: UploadLimits, accept: Accept) -> Self {
        Self::of(request(limits, accept))
    }

    fn of(request: upload::Request) -> Self {
        let said = Arc::new(Mutex::new(Vec::new()));
        let hear = Arc::clone(&said);
        let upload = upload::start(request, Arc::new(move |event| hear.lock().unwrap().push(event))).unwrap();
        let code = upload.access_codes.keys().next().unwrap().clone();
        Self { upload, code, said }
    }

    fn address(&self) -> SocketAddr {
        self.upload.server.address
    }

    fn wrong(&self) -> &'static str {
        if self.code == "00000000" { "11111111" } else { "00000000" }
    }

    fn head(&self, path: &str, code: &str, length: usize, more: &str) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nX-Access-Code: {code}\r\nX-Name: a.zip\r\nContent-Length: {length}\r\n{more}\r\n",
            self.address()
        )
    }

    fn post(&self, path: &str, code: &str, body: &[u8]) -> String {
        ask(self.address(), self.head(path, code, body.len(), "").as_bytes(), body)
    }

    fn get(&self) -> String {
        ask(self.address(), format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", self.address()).as_bytes(), b"")
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// Everything that comes until the server closes.
fn rest(mut stream: impl Read) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// Sends all of a request, as a browser does, and then reads: a reset on the way would lose the answer.
fn ask(address: SocketAddr, head: &[u8], body: &[u8]) -> String {
    let mut stream = connect(address);
    stream.write_all(head).unwrap();
    stream.write_all(body).unwrap();
    rest(stream)
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("nothing")
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    head.lines().find_map(|line| line.split_once(": ").filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

fn quick() -> UploadLimits {
    let connections = ConnectionLimits { head: MOMENT, handshake: MOMENT, linger_idle: MOMENT, ..ConnectionLimits::default() };
    UploadLimits { connections, stall: MOMENT, slow_down: Duration::from_millis(1), ..UploadLimits::default() }
}

#[test]
fn half_sent_heads_are_cut_one_by_one_and_keep_nobody_out() {
    let page = Page::open(quick(), everything());
    let mut slow = Vec::new();
    for n in 0..40 {
        let mut stream = connect(page.address());
        // Half of them say nothing at all.
        if n % 2 == 0 {
            stream.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
        }
        slow.push((Instant::now(), stream));
        let begun = Instant::now();
        assert_eq!(status(&page.get()), "200");
        assert!(begun.elapsed() < MOMENT, "somebody else was kept waiting");
        std::thread::sleep(Duration::from_millis(10));
    }
    for (begun, stream) in slow {
        let answer = rest(stream);
        assert!(answer.is_empty() || status(&answer) == "408", "{answer}");
        assert!(begun.elapsed() > MOMENT.mul_f32(0.8), "cut too early");
    }
    // A head that comes letter by letter is not a way round the limit.
    let mut stream = connect(page.address());
    let begun = Instant::now();
    while begun.elapsed() < MOMENT * 10 && stream.write_all(b"G").is_ok() {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(begun.elapsed() < MOMENT * 8, "{:?}", begun.elapsed());
}

#[test]
fn a_half_sent_body_is_answered_in_words_and_keeps_nobody_out() {
    let page = Page::open(quick(), everything());
    let half = |_| {
        let mut stream = connect(page.address());
        stream.write_all(page.head("/upload", &page.code, 5000, "").as_bytes()).unwrap();
        stream.write_all(&[b'x'; 2500]).unwrap();
        stream
    };
    let slow: Vec<TcpStream> = (0..12).map(half).collect();
    assert_eq!(status(&page.post("/upload", &page.code, b"whole")), "200");
    for stream in slow {
        let answer = rest(stream);
        assert!(status(&answer) == "408" && answer.contains("没有传完"), "{answer}");
    }
    // One that keeps coming is read, however slowly.
    let mut stream = connect(page.address());
    stream.write_all(page.head("/upload", &page.code, 10, "").as_bytes()).unwrap();
    for _ in 0..10 {
        std::thread::sleep(MOMENT / 3);
        stream.write_all(b"x").unwrap();
    }
    assert_eq!(status(&rest(stream)), "200");
}

#[test]
fn the_words_of_a_refusal_reach_who_is_still_sending() {
    let page = Page::open(quick(), everything());
    // Far more than the buffers of two sockets hold.
    let body = vec![b'x'; 40 << 20];
    for (code, length, wanted, words) in [
        (page.wrong(), body.len(), "403", "编号不对"),
        (page.code.as_str(), UploadLimits::default().file_bytes + 1, "413", "128 MiB"),
    ] {
        let head = page.head("/upload", code, length, "");
        let answer = ask(page.address(), head.as_bytes(), &body);
        assert!(status(&answer) == wanted && answer.contains(words), "{answer}");
    }
    let head = format!("POST /nowhere HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n\r\n", page.address(), body.len());
    assert_eq!(status(&ask(page.address(), head.as_bytes(), &body)), "404");
    // Who asks first is answered before it sends anything.
    let mut stream = connect(page.address());
    stream.write_all(page.head("/upload", page.wrong(), body.len(), "Expect: 100-continue\r\n").as_bytes()).unwrap();
    let answer = rest(stream);
    assert!(status(&answer) == "403" && !answer.contains("100 Continue"), "{answer}");
    let mut stream = connect(page.address());
    stream.write_all(page.head("/upload", &page.code, 3, "Expect: 100-continue\r\n").as_bytes()).unwrap();
    let mut line = [0; 25];
    stream.read_exact(&mut line).unwrap();
    assert!(line.starts_with(b"HTTP/1.1 100"), "{line:?}");
    stream.write_all(b"abc").unwrap();
    assert_eq!(status(&rest(stream)), "200");
}

#[test]
fn beyond_the_limit_everybody_is_told_when_to_try_again() {
    let mut limits = quick();
    limits.connections =
        ConnectionLimits { connections: 6, per_address: 6, turned_away: 20, head: Duration::from_secs(3), ..limits.connections };
    let page = Page::open(limits, everything());
    let open: Vec<TcpStream> = (0..6).map(|_| connect(page.address())).collect();
    std::thread::sleep(MOMENT / 4);
    for _ in 0..8 {
        let answer = page.get();
        assert_eq!(status(&answer), "503", "{answer}");
        assert!(answer.contains("几秒后自动再试") && header(&answer, "Retry-After") == Some("3"), "{answer}");
    }
    let answer = page.post("/upload", &page.code, &vec![b'x'; 5 << 20]);
    assert!(status(&answer) == "503" && header(&answer, "Retry-After").is_some(), "{answer}");
    drop(open);
    std::thread::sleep(MOMENT / 4);
    assert_eq!(status(&page.get()), "200");
}

#[cfg(target_os = "linux")]
#[test]
fn an_address_that_holds_all_it_may_does_not_keep_another_out() {
    let mut limits = quick();
    limits.connections =
        ConnectionLimits { connections: 20, per_address: 8, turned_away: 8, head: Duration::from_secs(20), ..limits.connections };
    let page = Page::open(limits, everything());
    let held: Vec<TcpStream> = (0..60).map(|_| connect(page.address())).collect();
    std::thread::sleep(MOMENT);
    let from = |source: [u8; 4]| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let stream = runtime.block_on(async {
            let socket = tokio::net::TcpSocket::new_v4().unwrap();
            socket.bind(SocketAddr::from((source, 0))).unwrap();
            socket.connect(page.address()).await.unwrap()
        });
        let mut stream = stream.into_std().unwrap();
        stream.set_nonblocking(false).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.write_all(format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", page.address()).as_bytes()).unwrap();
        rest(stream)
    };
    let begun = Instant::now();
    for last in 2..8 {
        assert_eq!(status(&from([127, 0, 0, last])), "200");
    }
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    drop(held);
}

#[test]
fn when_more_comes_than_can_be_taken_in_all_are_told_and_none_is_lost() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mine = Arc::clone(&seen);
    let slow: Accept = Arc::new(move |_, _, bytes, _| {
        std::thread::sleep(Duration::from_millis(40));
        mine.lock().unwrap().push(bytes.to_vec());
        taken(Answer::Taken)
    });
    let page = Page::open(UploadLimits { waiting: 3, wait: Duration::from_millis(100), ..quick() }, slow);
    let told: usize = std::thread::scope(|scope| {
        let sending: Vec<_> = (0..16_u8)
            .map(|n| {
                let page = &page;
                scope.spawn(move || {
                    let mut told = 0;
                    loop {
                        let answer = page.post("/upload", &page.code, &[n; 9]);
                        match status(&answer) {
                            "200" => return told,
                            "503" => {
                                assert!(answer.contains("自动再交") && header(&answer, "Retry-After").is_some(), "{answer}");
                                told += 1;
                                std::thread::sleep(Duration::from_millis(30 + 7 * u64::from(n)));
                            }
                            _ => panic!("{answer}"),
                        }
                    }
                })
            })
            .collect();
        sending.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert!(told > 0, "the limit was never reached");
    let mut seen = seen.lock().unwrap().clone();
    seen.sort();
    assert_eq!(seen, (0..16).map(|n| vec![n; 9]).collect::<Vec<_>>());
}

#[test]
fn a_file_that_makes_the_program_fail_is_told_and_the_next_one_is_taken_in() {
    let accept: Accept = Arc::new(|_, _, bytes, _| match bytes {
        b"panic" => panic!("a library does so"),
        b"stop" => Accepted { trouble: Some(say!("记录锁着", "records are locked")), ..taken(Answer::Later) },
        b"keep" => taken(Answer::Kept),
        b"refuse" => taken(Answer::Refused),
        _ => taken(Answer::Taken),
    });
    let page = Page::open(quick(), accept);
    for (body, wanted) in [("panic", "500"), ("stop", "503"), ("keep", "409"), ("refuse", "422"), ("good", "200")] {
        let answer = page.post("/upload", &page.code, body.as_bytes());
        assert!(status(&answer) == wanted && answer.split("\r\n\r\n").nth(1).is_some_and(|text| !text.is_empty()), "{answer}");
        assert_eq!(header(&answer, "Retry-After").is_some(), wanted == "503", "{answer}");
    }
    let said = page.said.lock().unwrap();
    let trouble = said.iter().filter(|event| matches!(event, Event::Trouble { .. })).count();
    assert!(trouble == 2 && said.len() == 5, "{said:?}");
}

#[test]
fn uploads_of_an_hour_and_guesses_have_their_limits() {
    let page = Page::open(UploadLimits { uploads_per_hour: 2, wrong_per_address: 3, wrong_in_all: 6, ..quick() }, everything());
    for wanted in ["200", "200", "429"] {
        let answer = page.post("/upload", &page.code, b"x");
        assert_eq!(status(&answer), wanted, "{answer}");
        let after = header(&answer, "Retry-After").and_then(|seconds| seconds.parse::<u64>().ok());
        assert!(wanted == "200" || after.is_some_and(|seconds| (3500..=3600).contains(&seconds)), "{answer}");
    }
    for wanted in ["403", "403", "403", "429", "429"] {
        let answer = page.post("/hello", page.wrong(), b"");
        assert_eq!(status(&answer), wanted, "{answer}");
        assert!(header(&answer, "Retry-After").is_none(), "a wrong code does not come right by itself: {answer}");
        assert_eq!(status(&page.post("/hello", &page.code, b"")), "200", "the right code from the same address");
    }
    let last = page.post("/hello", page.wrong(), b"");
    assert!(status(&last) == "429" && last.contains("停收"), "{last}");
    let closed = page.post("/hello", &page.code, b"");
    assert!(status(&closed) == "429" && closed.contains("停收"), "{closed}");
    let said = page.said.lock().unwrap();
    assert_eq!(said.iter().filter(|event| matches!(event, Event::Closed(_))).count(), 1, "{said:?}");
}

#[test]
fn only_listed_names_and_no_page_of_another_site() {
    let page = Page::of(upload::Request { hosts: vec!["Intake.bureau.example".to_owned()], ..request(quick(), everything()) });
    let port = page.address().port();
    let get = |host: &str| ask(page.address(), format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes(), b"");
    for good in [format!("127.0.0.1:{port}"), format!("LocalHost:{port}"), "intake.bureau.example".to_owned()] {
        assert_eq!(status(&get(&good)), "200", "{good}");
    }
    for bad in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("192.168.1.5:{port}"),
        format!("[::1]:{port}"),
        "127.0.0.1".to_owned(),
        "127.0.0.1:1".to_owned(),
        format!("127.0.0.1:{port}\r\nHost: 127.0.0.1:{port}"),
    ] {
        let answer = get(&bad);
        assert!(status(&answer) == "403" && answer.contains("请用 http://127.0.0.1"), "{bad}: {answer}");
    }
    let absolute = format!("GET http://evil.example/ HTTP/1.1\r\nHost: {}\r\n\r\n", page.address());
    assert_eq!(status(&ask(page.address(), absolute.as_bytes(), b"")), "403");
    let own = format!("Origin: http://{}\r\n", page.address());
    for (more, wanted) in [
        (own.as_str(), "200"),
        ("Origin: https://intake.bureau.example\r\n", "200"),
        ("Origin: http://evil.example\r\n", "403"),
        ("Origin: null\r\n", "403"),
        ("Sec-Fetch-Site: cross-site\r\n", "403"),
        ("Sec-Fetch-Site: same-origin\r\n", "200"),
    ] {
        let answer = ask(page.address(), page.head("/hello", &page.code, 0, more).as_bytes(), b"");
        assert_eq!(status(&answer), wanted, "{more}: {answer}");
    }
    // Every answer has its headers, refusals too; the page allows its own script and style and nothing else.
    let post = |code: &str| page.post("/upload", code, b"x");
    let lost = ask(page.address(), format!("GET /x HTTP/1.1\r\nHost: {}\r\n\r\n", page.address()).as_bytes(), b"");
    for answer in [page.get(), get("evil.example"), lost, post(&page.code), post(page.wrong())] {
        let policy = header(&answer, "Content-Security-Policy").unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{answer}");
        assert!(!policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ] {
            assert_eq!(header(&answer, name), Some(value), "{answer}");
        }
    }
}

/// A preview of the smallest workspace.
fn preview(w: &Workspace, limits: ConnectionLimits) -> preview::Preview {
    preview::start(preview::Request {
        root: w.path().to_owned(),
        output: w.path().join("output"),
        port: Some(0),
        all: false,
        lang: Lang::En,
        caller: |root| Caller {
            root,
            who: "测试员".to_owned(),
            host: "窗口一".to_owned(),
            today: chrono::NaiveDate::from_ymd_opt(2026, 11, 29).unwrap(),
            now: "2026-11-29T10:00:00+08:00".parse().unwrap(),
            patience: Duration::from_secs(5),
        },
        signals: false,
        limits,
    })
    .unwrap()
}

#[test]
fn a_preview_ends_at_once_though_pages_listen_and_requests_hang() {
    let w = Workspace::new();
    let preview = preview(&w, ConnectionLimits::default());
    let address = preview.server.address;
    let listen = |_| {
        let mut stream = connect(address);
        stream.write_all(format!("GET /_yizhan/events HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes()).unwrap();
        let mut lines = BufReader::new(stream);
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        assert!(line.contains("200"), "{line}");
        lines
    };
    let mut open: Vec<_> = (0..3).map(listen).collect();
    let mut half = connect(address);
    half.write_all(b"GET /one/ HTTP/1.1\r\nHo").unwrap();
    let begun = Instant::now();
    preview.server.end();
    preview.server.wait();
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    let mut text = String::new();
    open[0].read_to_string(&mut text).unwrap();
    assert!(text.ends_with("0\r\n\r\n"), "the stream is ended and not cut off: {text}");
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_picture_is_looked_at_again_once_its_bytes_change() {
    let w = Workspace::new();
    let picture = |color: u8| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(40, 30, image::Rgb([color, 2, 3])).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    };
    let whole = picture(1);
    w.write("content/one/mark.png", &whole);
    w.edit("content/one/bureau.yaml", "name:", "brand: {mark: mark.png}\nname:");
    let broken = || {
        let (_, found) = yizhan::load::load(w.path());
        let list: Vec<String> = found.iter().map(|d| d.message.en.clone()).collect();
        list.iter().any(|message| message.contains("mark.png"))
    };
    // In one process, as a server does: whole, cut off with the same length, whole under the same name.
    for (bytes, wanted) in
        [(whole.clone(), false), ([&whole[..60], &vec![0; whole.len() - 60]].concat(), true), (picture(2), false), (whole, false)]
    {
        w.write("content/one/mark.png", bytes);
        assert_eq!((broken(), broken()), (wanted, wanted));
    }
}

#[test]
fn what_is_being_taken_in_is_finished_before_the_end() {
    let done = Arc::new(Mutex::new(0));
    let mine = Arc::clone(&done);
    let slow: Accept = Arc::new(move |_, _, _, _| {
        std::thread::sleep(MOMENT);
        *mine.lock().unwrap() += 1;
        taken(Answer::Taken)
    });
    let page = Page::open(quick(), slow);
    let mut stream = connect(page.address());
    stream.write_all(page.head("/upload", &page.code, 1, "").as_bytes()).unwrap();
    stream.write_all(b"x").unwrap();
    std::thread::sleep(MOMENT / 3);
    page.upload.server.end();
    assert_eq!(status(&rest(stream)), "200");
    page.upload.server.wait();
    assert_eq!(*done.lock().unwrap(), 1);
}

/// Trusts the one certificate whose fingerprint people were shown.
#[derive(Debug)]
struct Fingerprint(String);

impl rustls::client::danger::ServerCertVerifier for Fingerprint {
    fn verify_server_cert(
        &self,
        certificate: &rustls::pki_types::CertificateDer<'_>,
        _: &[rustls::pki_types::CertificateDer<'_>],
        _: &rustls::pki_types::ServerName<'_>,
        _: &[u8],
        _: rustls::pki_types::UnixTime,
    ) -> Result<rustls::client::danger::ServerCertVerified, rustls::Error> {
        let own = yizhan::submission::package::sha256(certificate);
        let same = own.eq_ignore_ascii_case(&self.0.replace(':', ""));
        if same { Ok(rustls::client::danger::ServerCertVerified::assertion()) } else { Err(rustls::Error::General(own)) }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &rustls::pki_types::CertificateDer<'_>,
        signature: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = rustls::crypto::ring::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, &algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &rustls::pki_types::CertificateDer<'_>,
        signature: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = rustls::crypto::ring::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<rustls::SignatureScheme> {
        rustls::crypto::ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}

type Client = rustls::ConfigBuilder<rustls::ClientConfig, rustls::WantsVerifier>;

fn client() -> Client {
    rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
}

/// The answer over TLS, or why there is none.
fn ask_secured(config: rustls::ClientConfig, address: SocketAddr, head: &str, body: &[u8]) -> std::io::Result<String> {
    let name = rustls::pki_types::ServerName::from(address.ip());
    let mut tls = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let mut tcp = connect(address);
    let mut stream = rustls::Stream::new(&mut tls, &mut tcp);
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn pinned(fingerprint: &str) -> rustls::ClientConfig {
    let verifier = Arc::new(Fingerprint(fingerprint.to_owned()));
    client().dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth()
}

#[test]
fn with_tls_the_shown_fingerprint_is_that_of_the_certificate() {
    let page = Page::of(upload::Request { certificate: Some(Certificate::SelfSigned), ..request(quick(), everything()) });
    let fingerprint = page.upload.fingerprint.clone().unwrap();
    assert!(fingerprint.len() == 95 && page.upload.url.starts_with("https://127.0.0.1:"), "{fingerprint}");
    let address = page.address();
    let body = vec![b'x'; 3 << 20];
    let head = page.head("/upload", &page.code, body.len(), "");
    let answer = ask_secured(pinned(&fingerprint), address, &head, &body).unwrap();
    assert!(status(&answer) == "200" && answer.contains("收下了"), "{answer}");
    // The words of a refusal come through TLS too.
    let head = page.head("/upload", page.wrong(), body.len(), "");
    let answer = ask_secured(pinned(&fingerprint), address, &head, &body).unwrap();
    assert!(status(&answer) == "403" && answer.contains("编号不对"), "{answer}");
    assert!(ask_secured(pinned(&"00:".repeat(32)), address, &head, &body).is_err());
    // Who forgets https is sent on to the address that the server knows itself by, and nowhere else.
    let plain = ask(address, b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"");
    assert_eq!((status(&plain), header(&plain, "Location")), ("308", Some(page.upload.url.as_str())));
    // A handshake that does not go on is cut, and keeps nobody out.
    let mut silent = connect(address);
    silent.write_all(&[0x16, 3, 1]).unwrap();
    let begun = Instant::now();
    let head = format!("GET / HTTP/1.1\r\nHost: {address}\r\n\r\n");
    assert_eq!(status(&ask_secured(pinned(&fingerprint), address, &head, b"").unwrap()), "200");
    assert!(begun.elapsed() < MOMENT);
    rest(silent);
    assert!(begun.elapsed() > MOMENT.mul_f32(0.8) && begun.elapsed() < MOMENT * 4, "{:?}", begun.elapsed());
}

#[test]
fn a_certificate_of_the_bureau_is_used_and_a_wrong_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let (chain, key) = (folder.path().join("chain.pem"), folder.path().join("key.pem"));
    std::fs::write(&chain, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let files = |chain: &PathBuf, key: &PathBuf| upload::Request {
        certificate: Some(Certificate::Files(chain.clone(), key.clone())),
        ..request(quick(), everything())
    };
    let page = Page::of(files(&chain, &key));
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let config = client().with_root_certificates(roots).with_no_client_auth();
    let head = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", page.address());
    assert_eq!(status(&ask_secured(config, page.address(), &head, b"").unwrap()), "200");
    for (chain, key, wanted) in
        [(&key, &key, "没有证书"), (&chain, &chain, "没有可用的私钥"), (&folder.path().join("x"), &key, "读不出来")]
    {
        let refused = upload::start(files(chain, key), Arc::new(|_| {})).err().unwrap();
        assert!(refused.message.zh.contains(wanted), "{}", refused.message.zh);
    }
    let other = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    std::fs::write(&key, other.signing_key.serialize_pem()).unwrap();
    let refused = upload::start(files(&chain, &key), Arc::new(|_| {})).err().unwrap();
    assert!(refused.message.zh.contains("用不了"), "{}", refused.message.zh);
}

#[test]
fn a_form_is_handed_out_in_its_folder_alone_and_with_its_own_policy() {
    let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let form = ServedForm {
        folder: "k7w2".to_owned(),
        files: vec![file("index.html", "<p>form"), file("form.webmanifest", "{}"), file("sw.js", "self;")],
        policy: "default-src 'none'; worker-src 'self'".to_owned(),
    };
    let page = Page::of(upload::Request { form: Some(form), ..request(quick(), everything()) });
    assert_eq!(page.upload.form_url, Some(format!("{}k7w2/index.html", page.upload.url)));
    let get =
        |path: &str| ask(page.address(), format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", page.address()).as_bytes(), b"");
    let answer = get("/k7w2/index.html");
    assert!(status(&answer) == "200" && answer.ends_with("<p>form"), "{answer}");
    assert_eq!(header(&answer, "content-security-policy"), Some("default-src 'none'; worker-src 'self'; frame-ancestors 'none'"));
    assert_eq!(header(&get("/k7w2/sw.js"), "content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(header(&get("/k7w2/form.webmanifest"), "content-type"), Some("application/manifest+json; charset=utf-8"));
    for path in ["/k7w2/", "/k7w2", "/index.html", "/k7w2/../sw.js", "/k7w2/x"] {
        assert_eq!(status(&get(path)), "404", "{path}");
    }
    // The page where files are handed in stays, under its own policy, and does not tell of the form.
    let upload = page.get();
    assert!(status(&upload) == "200" && !upload.contains("k7w2"), "{upload}");
    assert!(!header(&upload, "content-security-policy").unwrap().contains("worker-src"));
}
