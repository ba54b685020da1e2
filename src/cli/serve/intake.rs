//! `yizhan serve --intake`: a page in the bureau's own network to which inspectors hand in what their forms exported. Each has a number of their
//! own; what arrives is checked exactly like a file that somebody imports.
//!
//! Nothing else is given out here, neither the site nor what was handed in.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::{self, Read};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use super::http::{Request, TEXT, read, say, unescaped};
use crate::cli::caller::caller_in;
use crate::cli::{FAILED, Screen};
use crate::diagnostic::{Bilingual, Diagnostic, Lang, codes};
use crate::ops::Outcome;
use crate::ops::intake::{Intake, IntakeResult, Options, accept as take_in};
use crate::sandbox::Reader;
use crate::say as words;
use crate::tables::Doubt;

/// The page, with its script and style.
const PAGE: &str = include_str!("intake.html");
/// Largest upload, in bytes: forty photos of a phone's form are 20 MB.
const MOST_BYTES: usize = 128 << 20;
/// Connections at a time.
const MOST_CONNECTIONS: usize = 16;
/// Uploads of one inspector in an hour.
const MOST_UPLOADS: usize = 120;
/// Wrong numbers from one address before it has to wait, and from all of them before nobody is let in any more.
const MOST_WRONG: usize = 8;
const MOST_WRONG_IN_ALL: usize = 200;
/// How long an address has to wait.
const WAIT: Duration = Duration::from_mins(15);
/// Who says nothing for so long has gone; a slow phone sends something all the time.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest that the head of a request, and a file, may take.
const FOR_A_HEAD: Duration = Duration::from_secs(10);
const FOR_A_FILE: Duration = Duration::from_mins(15);
/// Digits of a number.
const DIGITS: usize = 8;

/// Who may hand in, and what has come so far.
struct Desk {
    root: PathBuf,
    reader: Reader,
    lang: Lang,
    /// Names by number.
    inspectors: BTreeMap<String, String>,
    /// One file is taken in after the other.
    door: Mutex<()>,
    seen: Mutex<Seen>,
    log: mpsc::Sender<String>,
}

#[derive(Default)]
struct Seen {
    wrong: BTreeMap<IpAddr, Vec<Instant>>,
    wrong_in_all: usize,
    uploads: BTreeMap<String, Vec<Instant>>,
}

/// Runs until it is stopped.
pub fn run(root: PathBuf, address: SocketAddr, names: &[String], screen: &mut Screen<'_>) -> u8 {
    let listener = match TcpListener::bind(address) {
        Ok(listener) => listener,
        Err(error) => {
            screen.finding(
                Diagnostic::nowhere(
                    &codes::WRITE,
                    words!("不能在 {address} 上等候：{error}", "cannot listen on {address}: {error}"),
                )
                .help(words!(
                    "写这台电脑自己的地址和一个空的端口，如 192.168.1.5:8080",
                    "name an address of this machine and a free port, such as 192.168.1.5:8080"
                )),
            );
            return FAILED;
        }
    };
    if address.ip().is_unspecified() {
        screen.finding(
            Diagnostic::nowhere(
                &codes::WRITE,
                words!("{address} 不是一个能连的地址", "{address} is no address that a phone could reach"),
            )
            .help(words!(
                "写这台电脑在局里网络上的地址，如 192.168.1.5:8080",
                "name this machine's address in the bureau's network, such as 192.168.1.5:8080"
            )),
        );
        return FAILED;
    }
    let Some(inspectors) = numbers(names) else {
        screen
            .finding(Diagnostic::nowhere(&codes::WRITE, words!("这台电脑给不出随机数", "this machine gives no random numbers")));
        return FAILED;
    };
    let address = listener.local_addr().unwrap_or(address);
    let url = format!("http://{address}/");
    screen.print(&format!("{url}\n"));
    for (number, name) in &inspectors {
        let own = format!("{url}#{number}");
        screen.print(&format!("\n{name}　{number}\n{}", crate::qr::terminal(&own)));
    }
    if !address.ip().is_loopback() {
        screen.note(&words!(
            "网络里看得到内容：没有加密，只在局里自己的网络里用",
            "it is not encrypted: use it in the bureau's own network only"
        ));
    }
    screen.note(&words!(
        "收到的和导入文件一样检查；按 Ctrl+C 结束",
        "what arrives is checked like an imported file; end with Ctrl+C"
    ));
    let (log, lines) = mpsc::channel();
    let desk = Desk {
        root,
        reader: screen.reader.clone(),
        lang: screen.lang,
        inspectors,
        door: Mutex::default(),
        seen: Mutex::default(),
        log,
    };
    thread::spawn(move || accept(&listener, &Arc::new(desk)));
    // What is said comes from here alone, a line at a time.
    for line in lines {
        screen.print(&line);
    }
    FAILED
}

fn accept(listener: &TcpListener, desk: &Arc<Desk>) {
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming().flatten() {
        if open.fetch_add(1, Ordering::SeqCst) >= MOST_CONNECTIONS {
            open.fetch_sub(1, Ordering::SeqCst);
            let mut stream = stream;
            let _ = stream.set_write_timeout(Some(FOR_A_HEAD));
            let _ = say(&mut stream, "503 Service Unavailable", TEXT, "现在交的人太多，过一会儿再交\n".as_bytes(), true);
            continue;
        }
        let (desk, open) = (Arc::clone(desk), Arc::clone(&open));
        thread::spawn(move || {
            // A phone that has gone away sends it again.
            let _ = answer(stream, &desk);
            open.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

/// A number of its own for each name.
fn numbers(names: &[String]) -> Option<BTreeMap<String, String>> {
    let mut map = BTreeMap::new();
    for name in names {
        loop {
            let mut bytes = [0; 8];
            getrandom::fill(&mut bytes).ok()?;
            let number = format!("{:08}", u64::from_le_bytes(bytes) % 10_u64.pow(u32::try_from(DIGITS).unwrap_or(8)));
            if let Entry::Vacant(slot) = map.entry(number) {
                slot.insert(name.clone());
                break;
            }
        }
    }
    Some(map)
}

/// A stream that is read to the end in a stretch of time, however slowly a part of it comes.
struct Timed<'s> {
    stream: &'s TcpStream,
    until: Instant,
}

impl Read for Timed<'_> {
    fn read(&mut self, part: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left.min(PATIENCE)))?;
        (&mut &*self.stream).read(part)
    }
}

fn answer(mut stream: TcpStream, desk: &Desk) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    let peer = stream.peer_addr()?.ip();
    let head = read(&mut Timed { stream: &stream, until: Instant::now() + FOR_A_HEAD })?;
    let request = match head {
        Ok(Some(request)) => request,
        Ok(None) => return Ok(()),
        Err(status) => return say(&mut stream, status, TEXT, b"", true),
    };
    // Another site must not reach it through a name of its own (DNS rebinding).
    let host = request.host.rsplit_once(':').map_or(request.host.as_str(), |(name, _)| name);
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if host != "localhost" && host.parse::<IpAddr>().is_err() {
        return say(&mut stream, "403 Forbidden", TEXT, b"", true);
    }
    let path = request.target.split(['?', '#']).next().unwrap_or_default();
    match (request.method.as_str(), path) {
        ("GET" | "HEAD", "/") => say(&mut stream, "200 OK", "text/html; charset=utf-8", PAGE.as_bytes(), request.method == "GET"),
        // A wrong number is told before the phone sends megabytes.
        ("POST", "/hello") => match desk.admit(number(&request), peer, false) {
            Ok(who) => say(&mut stream, "200 OK", TEXT, who.as_bytes(), true),
            Err((status, why)) => say(&mut stream, status, TEXT, why.get(desk.lang).as_bytes(), true),
        },
        ("POST", "/upload") => upload(&mut stream, &request, peer, desk),
        (_, "/" | "/hello" | "/upload") => say(&mut stream, "405 Method Not Allowed", TEXT, b"", true),
        _ => say(&mut stream, "404 Not Found", TEXT, b"", true),
    }
}

/// The number that a page sends. A page of another site cannot send this header without being asked first, and is never allowed to.
fn number(request: &Request) -> &str {
    request.headers.get("x-number").map_or("", String::as_str)
}

fn upload(stream: &mut TcpStream, request: &Request, peer: IpAddr, desk: &Desk) -> io::Result<()> {
    let lang = desk.lang;
    let header = |name: &str| request.headers.get(name).map(String::as_str).unwrap_or_default();
    let who = match desk.admit(number(request), peer, true) {
        Ok(who) => who,
        Err((status, why)) => return say(stream, status, TEXT, why.get(lang).as_bytes(), true),
    };
    let Ok(length) = header("content-length").parse::<usize>() else {
        return say(stream, "411 Length Required", TEXT, b"", true);
    };
    if length > MOST_BYTES {
        let limit = MOST_BYTES >> 20;
        let why = words!("文件超过 {limit} MiB，没有收", "the file is larger than {limit} MiB and was not taken");
        return say(stream, "413 Content Too Large", TEXT, why.get(lang).as_bytes(), true);
    }
    let mut bytes = request.body.clone();
    bytes.truncate(length);
    let left = (length - bytes.len()) as u64;
    Timed { stream, until: Instant::now() + FOR_A_FILE }.take(left).read_to_end(&mut bytes)?;
    if bytes.len() < length {
        return Ok(());
    }
    let name = decoded(header("x-name"));
    let outcome = {
        let _one = desk.door.lock().unwrap_or_else(PoisonError::into_inner);
        take_in(&caller_in(desk.root.clone()), &name, &bytes, &Options::new(desk.reader.clone()))
    };
    let (status, text) = told(&outcome);
    // Nobody listens any more when the program ends.
    let _ = desk.log.send(format!("{who}　{name}　{}\n", text.get(lang)));
    say(stream, status, TEXT, text.get(lang).as_bytes(), true)
}

/// What became of it, for the inspector. What stands in other records is not told.
fn told(outcome: &Outcome<Intake>) -> (&'static str, Bilingual) {
    let ok = "200 OK";
    let result = match outcome {
        Ok(intake) => &intake.result,
        Err(_) => {
            return (
                "500 Internal Server Error",
                words!("电脑上出了问题，请局里的人看一眼", "something is wrong on the machine: ask at the bureau"),
            );
        }
    };
    match result {
        IntakeResult::Accepted { result, doubts, .. } => {
            let list = |pick: fn(&Bilingual) -> &str| -> String {
                let line = |d: &Doubt| format!("\n{} {}", d.place, pick(&d.says)).replace("\n ", "\n");
                doubts.iter().map(line).collect()
            };
            let (zh, en) = if doubts.is_empty() { ("", "") } else { ("\n请看一眼：", "\nplease look:") };
            let says = Bilingual {
                zh: format!("收下了：{result}{zh}{}", list(|b| &b.zh)),
                en: format!("taken in: {result}{en}{}", list(|b| &b.en)),
            };
            (ok, says)
        }
        IntakeResult::Unchanged { .. } => (ok, words!("已经收过，没有改动", "known already, nothing changed")),
        IntakeResult::Conflict { .. } | IntakeResult::SetAside { .. } => (
            "409 Conflict",
            words!(
                "这个服务点这一轮已有另一份记录，或者手机的时间不对。文件留下了，由局里处理",
                "there is another record of this round, or the clock of the phone is wrong; the file is kept, and the bureau decides"
            ),
        ),
        IntakeResult::Refused(reasons) => {
            let list = |pick: fn(&Bilingual) -> &str| {
                reasons.iter().map(|r| format!("{}（{}）", pick(&r.says), pick(&r.help))).collect::<Vec<_>>().join("\n")
            };
            (
                "422 Unprocessable Content",
                Bilingual { zh: format!("没有收：\n{}", list(|b| &b.zh)), en: format!("not taken in:\n{}", list(|b| &b.en)) },
            )
        }
    }
}

impl Desk {
    /// Whose number it is. Guessing is slow, and then impossible.
    fn admit(&self, number: &str, peer: IpAddr, uploads: bool) -> Result<&str, (&'static str, Bilingual)> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let wrong = seen.wrong.entry(peer).or_default();
        wrong.retain(|at| now.duration_since(*at) < WAIT);
        let many = "429 Too Many Requests";
        if wrong.len() >= MOST_WRONG {
            let minutes = WAIT.as_secs() / 60;
            return Err((many, words!("编号错得太多，{minutes} 分钟后再试", "too many wrong numbers: wait {minutes} minutes")));
        }
        if seen.wrong_in_all >= MOST_WRONG_IN_ALL {
            return Err((
                many,
                words!(
                    "有人在猜编号，已经停收，请局里重新启动",
                    "somebody is guessing numbers: the bureau must start the program again"
                ),
            ));
        }
        // Each is compared in full, so that the time taken tells nothing.
        let mut found = None;
        for (own, name) in &self.inspectors {
            let differ = own.bytes().zip(number.bytes()).fold(own.len() ^ number.len(), |d, (a, b)| d | usize::from(a ^ b));
            if differ == 0 {
                found = Some(name.as_str());
            }
        }
        let Some(name) = found else {
            seen.wrong.entry(peer).or_default().push(now);
            seen.wrong_in_all += 1;
            if seen.wrong_in_all == MOST_WRONG_IN_ALL {
                let says = words!(
                    "有人在猜编号（最后来自 {peer}），已经停收。重新启动会换新编号",
                    "somebody is guessing numbers, last from {peer}: nothing is taken any more until the program is started again"
                );
                let _ = self.log.send(format!("{}\n", says.get(self.lang)));
            }
            return Err(("403 Forbidden", words!("编号不对", "the number is wrong")));
        };
        if uploads {
            let own = seen.uploads.entry(number.to_owned()).or_default();
            own.retain(|at| now.duration_since(*at) < Duration::from_hours(1));
            if own.len() >= MOST_UPLOADS {
                return Err((many, words!("一小时里交得太多，过一会儿再交", "too many uploads in an hour: wait a while")));
            }
            own.push(now);
        }
        Ok(name)
    }
}

/// A name as the page sends it, in percent signs; without what no name holds.
fn decoded(text: &str) -> String {
    let bytes = unescaped(text).unwrap_or_default();
    let name = String::from_utf8_lossy(&bytes).chars().filter(|c| !c.is_control()).take(100).collect::<String>();
    let name = Path::new(&name).file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    if name.is_empty() { "upload.zip".to_owned() } else { name }
}
