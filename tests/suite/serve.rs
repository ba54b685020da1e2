//! `yizhan serve` and `yizhan check --links`: what a reader gets, what nobody gets, and what is found in a built site.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::support::Workspace;

/// A running server, stopped when the test ends.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(w: &Workspace) -> Server {
    let mut child = Command::new(env!("CARGO_BIN_EXE_yizhan"))
        .args(["serve", "--port", "0", "-q", "--lang", "en", "-C"])
        .arg(w.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // What is wrong with the workspace is said before the address.
    let address = lines.find_map(|l| l.unwrap().strip_prefix("http://").map(|a| a.trim_end_matches('/').to_owned())).unwrap();
    Server { child, address }
}

impl Server {
    fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// The whole answer to a request for a path.
    fn ask(&self, method: &str, path: &str, host: &str) -> String {
        let mut answer = Vec::new();
        let _ = self.send(&format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")).read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.ask("GET", path, &self.address)
    }
}

#[test]
fn pages_and_nothing_else() {
    let w = Workspace::new();
    let s = serve(&w);
    assert!(s.address.starts_with("127.0.0.1:"), "{}", s.address);
    let page = s.get("/one/items/enrol/");
    assert!(
        page.starts_with("HTTP/1.1 200 OK") && page.contains("text/html; charset=utf-8") && page.contains("参保登记"),
        "{page}"
    );
    assert!(page.contains("/_yizhan/live.js") && page.contains("connect-src 'self'"));
    let on_disk = std::fs::read_to_string(w.path().join("output/site/one/items/enrol/index.html")).unwrap();
    assert!(!on_disk.contains("live.js"), "the file on the disk stays as it is");
    assert!(s.get("/one/items/enrol").contains("Location: /one/items/enrol/"));
    assert!(s.get("/assets/site.js").contains("text/javascript"));
    let lost = s.get("/nowhere/");
    assert!(lost.starts_with("HTTP/1.1 404") && lost.contains("没有这个页面"));
    let named = s.address.replace("127.0.0.1", "localhost");
    let head = s.ask("HEAD", "/one/", &named);
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
    assert!(s.ask("POST", "/one/", &named).starts_with("HTTP/1.1 405"));
}

#[test]
fn no_way_out_of_the_folder_and_no_other_name() {
    let w = Workspace::new();
    let s = serve(&w);
    for path in [
        "/../manifest.json",
        "/%2e%2e/manifest.json",
        "/one/..%2f..%2fmanifest.json",
        "/..%5cmanifest.json",
        "/.hidden",
        "/%00",
        "/%zz",
        "//etc/passwd",
    ] {
        let answer = s.get(path);
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {}", answer.lines().next().unwrap_or_default());
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(w.path().join("yizhan.yaml"), w.path().join("output/site/link.txt")).unwrap();
        assert!(s.get("/link.txt").starts_with("HTTP/1.1 404"), "a link leads out");
    }
    // A page of another site that has given its own name this machine's address.
    assert!(s.ask("GET", "/one/", "evil.example:8000").starts_with("HTTP/1.1 403"));
    assert!(s.ask("GET", "/one/", "").starts_with("HTTP/1.1 403"));
    let mut garbage = String::new();
    let _ = s.send("\u{1}\u{2} not http\r\n\r\n").read_to_string(&mut garbage);
    assert!(garbage.starts_with("HTTP/1.1 400"), "{garbage}");
    // Somebody who says nothing holds nobody up.
    let _silent: Vec<TcpStream> = (0..8).map(|_| TcpStream::connect(&s.address).unwrap()).collect();
    assert!(s.get("/one/").starts_with("HTTP/1.1 200"));
}

/// The next event of an open page: its name and its text.
fn next(events: &mut impl BufRead) -> (String, String) {
    let (mut name, mut text) = (String::new(), String::new());
    loop {
        let mut line = String::new();
        assert!(events.read_line(&mut line).unwrap() > 0, "the server has gone");
        if let Some(rest) = line.strip_prefix("event: ") {
            rest.trim_end().clone_into(&mut name);
        } else if let Some(rest) = line.strip_prefix("data:") {
            text.push_str(rest);
        } else if line.trim().is_empty() && !name.is_empty() {
            return (name, text);
        }
    }
}

#[test]
fn an_edit_reaches_the_open_page_and_so_does_a_slip() {
    let w = Workspace::new();
    let s = serve(&w);
    let mut events = BufReader::new(s.send(&format!("GET /_yizhan/events HTTP/1.1\r\nHost: {}\r\n\r\n", s.address)));
    let mut line = String::new();
    while line.trim() != "Connection: close" {
        line.clear();
        events.read_line(&mut line).unwrap();
    }
    w.edit("content/one/points/east.yaml", "东镇1号", "东镇2号");
    assert_eq!(next(&mut events).0, "made");
    assert!(s.get("/one/points/east/").contains("东镇2号"));
    w.edit("content/one/points/east.yaml", "address:", "adress:");
    let (name, text) = next(&mut events);
    assert!(name == "errors" && text.contains("M201") && text.contains("east.yaml"), "{name}: {text}");
    assert!(s.get("/one/points/east/").contains("东镇2号"), "the last good page stays");
    w.edit("content/one/points/east.yaml", "adress:", "address:");
    assert_eq!(next(&mut events).0, "made");
}

#[test]
fn every_answer_has_its_security_headers_and_a_page_the_policy_that_it_states() {
    let w = Workspace::new();
    let s = serve(&w);
    for (method, path, host) in [
        ("GET", "/one/", s.address.as_str()),
        ("GET", "/one", &s.address),
        ("GET", "/nowhere/", &s.address),
        ("POST", "/one/", &s.address),
        ("GET", "/one/", "evil.example"),
        ("GET", "/assets/site.js", &s.address),
        ("HEAD", "/_yizhan/live.js", &s.address),
    ] {
        let answer = s.ask(method, path, host);
        let header = |name: &str| {
            let head = answer.split("\r\n\r\n").next().unwrap();
            head.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default().to_owned()
        };
        let policy = header("Content-Security-Policy");
        assert!(policy.starts_with("default-src 'none'") && policy.ends_with("frame-ancestors 'none'"), "{path}: {answer}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header("X-Content-Type-Options"), "nosniff", "{path}");
        assert_eq!(header("Referrer-Policy"), "same-origin", "{path}");
        assert_eq!(header("Cross-Origin-Resource-Policy"), "same-origin", "{path}");
        assert_eq!(header("Cache-Control"), "no-store", "{path}");
    }
    // A theme of the bureau's own that allows something more is previewed as it will be published.
    let page = w.path().join("output/site/one/index.html");
    let text = std::fs::read_to_string(&page).unwrap();
    std::fs::write(&page, text.replace("img-src 'self' data:", "img-src 'self' https://tiles.example")).unwrap();
    assert!(s.get("/one/").contains(
        "img-src 'self' https://tiles.example; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ));
    for name in ["[::1]:1", "127.0.0.1", "127.0.0.2", "192.168.1.5", "localhost.evil.example"] {
        assert!(s.ask("GET", "/one/", name).starts_with("HTTP/1.1 403"), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn asked_to_end_it_ends_in_time_and_well_though_a_page_listens() {
    let w = Workspace::new();
    let mut s = serve(&w);
    let mut events = BufReader::new(s.send(&format!("GET /_yizhan/events HTTP/1.1\r\nHost: {}\r\n\r\n", s.address)));
    let mut line = String::new();
    events.read_line(&mut line).unwrap();
    assert!(line.starts_with("HTTP/1.1 200"), "{line}");
    let begun = std::time::Instant::now();
    // As Ctrl+C does.
    let done = Command::new("kill").args(["-INT", &s.child.id().to_string()]).status().unwrap();
    assert!(done.success());
    let status = s.child.wait().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert!(status.success(), "{status}");
}

#[cfg(unix)]
#[test]
fn the_upload_page_shows_the_fingerprint_of_its_certificate_and_ends_when_asked() {
    let w = Workspace::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_yizhan"))
        .args(["serve", "--intake", "--inspector", "张示例", "--tls", "self", "--lang", "zh", "-C"])
        .arg(w.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let url = lines.next().unwrap();
    let fingerprint = lines.next().unwrap();
    assert!(url.starts_with("https://127.0.0.1:"), "{url}");
    let digits = fingerprint.strip_prefix("SHA-256 ").unwrap();
    assert!(digits.split(':').count() == 32 && digits.split(':').all(|d| u8::from_str_radix(d, 16).is_ok()), "{fingerprint}");
    let mut notes = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let warning = notes.next().unwrap();
    assert!(warning.contains("此连接非私人连接") && warning.contains("SHA-256 指纹和上面的一样"), "{warning}");
    let reading = std::thread::spawn(move || lines.for_each(drop));
    let begun = std::time::Instant::now();
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert!(child.wait().unwrap().success() && begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    reading.join().unwrap();
    let run = w.run(&["serve", "--intake", "--inspector", "张示例", "--tls", "certificate.pem"]).expect(2);
    assert!(run.err.contains("--tls needs two files"), "{}", run.err);
    let run = w.run(&["serve", "--tls", "self"]).expect(2);
    assert!(run.err.contains("--inspector") || run.err.contains("--intake"), "{}", run.err);
}

#[test]
fn a_port_that_is_taken_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = Workspace::new().run(&["serve", "--port", &port]).expect(2);
    assert!(run.err.contains(&format!("port {port} is taken")), "{}", run.err);
}

#[test]
fn a_built_site_has_no_broken_link_and_every_slip_is_found() {
    let w = Workspace::new();
    let nothing = w.run(&["check", "--links"]).expect(2);
    assert!(nothing.err.contains("yizhan build"), "{}", nothing.err);
    w.run(&["build", "-q", "--only", "site,data"]).expect(0);
    // Leaflets and lists to print are not made here; no page may lead to them then, so the prints are made too.
    w.run(&["build", "-q"]).expect(0);
    let clean = w.run(&["check", "--links"]).expect(0);
    assert!(clean.err.contains("0 errors, 0 warnings"), "{}\n{}", clean.out, clean.err);
    let page = w.path().join("output/site/one/points/index.html");
    let text = std::fs::read_to_string(&page).unwrap();
    let slips = "<p id=\"main\"><a href=\"../nowhere/index.html\">a</a><a href=\"east/\">b</a><a href=\"east/index.html#none\">c</a>\
                 <img src=\"https://example.com/a.png\"><script>var a = '<img>';</script></p></main>";
    std::fs::write(
        &page,
        text.replace("</main>", slips).replace("<title>", "<title>x").replace("<title>x服务网点", "<title>服务事项"),
    )
    .unwrap();
    let run = w.run(&["check", "--links", "--format", "json"]).expect(1);
    let codes: Vec<String> = run.findings().iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect();
    let count = |code: &str| codes.iter().filter(|c| *c == code).count();
    assert_eq!((count("L501"), count("L502"), count("L503"), count("L505")), (3, 1, 1, 1), "{}", run.out);
    assert_eq!(count("L504"), 1, "a title that another page has: {}", run.out);
    assert!(run.findings().iter().all(|f| f["file"].is_string() && f["line"].as_u64().unwrap() > 0), "{}", run.out);
}
