//! `yizhan desk`: who gets in, one desk for a workspace and user, its end, and what it changes, as a browser asks for it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::support::Workspace;

/// A running desk, stopped when the test ends.
pub struct Desk {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub address: String,
    /// The secret of the address that was printed.
    pub key: String,
    /// The folder behind the secret, with slashes at both ends; empty before a page was opened.
    pub folder: String,
    /// The cookie, as it is sent back.
    pub cookie: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer: its status, its head and its body.
pub struct Answer {
    /// Such as 200.
    pub status: u16,
    /// The lines before the body.
    pub head: String,
    /// The rest.
    pub body: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{}\n{}", self.head, self.body))
    }
}

fn command(workspace: &Path, home: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yizhan"));
    command.args(["desk", "--no-open", "-q", "--lang", "zh", "-C"]).arg(workspace).args(more);
    command.env("XDG_STATE_HOME", home).env("LOCALAPPDATA", home).env("YIZHAN_USER", "王示例");
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// Starts a desk; `home` is the user's own folder.
pub fn start(workspace: &Path, home: &Path, more: &[&str]) -> Desk {
    let mut child = command(workspace, home, more).spawn().unwrap();
    let line = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let (address, key) = line.strip_prefix("http://").unwrap().split_once("/?key=").unwrap();
    let (address, key) = (address.to_owned(), key.to_owned());
    Desk { child, address, key, folder: String::new(), cookie: String::new() }
}

/// The same with its page opened.
pub fn opened(workspace: &Path, home: &Path, more: &[&str]) -> Desk {
    let mut desk = start(workspace, home, more);
    let answer = desk.ask("GET", &format!("/?key={}", desk.key), &[], "");
    assert_eq!(answer.status, 303, "{}", answer.head);
    let line = |name: &str| answer.head.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
    desk.folder = line("Location: ");
    line("Set-Cookie: ").split(';').next().unwrap().clone_into(&mut desk.cookie);
    desk
}

impl Desk {
    fn stream(&self, method: &str, path: &str, headers: &[&str], body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\n");
        if !headers.iter().any(|header| header.starts_with("Host:")) {
            head += &format!("Host: {}\r\n", self.address);
        }
        for header in headers {
            head += &format!("{header}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", body.len());
        stream.write_all((head + body).as_bytes()).unwrap();
        stream
    }

    /// Asks with these headers alone.
    pub fn ask(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Answer {
        let mut bytes = Vec::new();
        let _ = self.stream(method, path, headers, body).read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn with_cookie(&self) -> String {
        format!("Cookie: {}", self.cookie)
    }

    /// What the page asks for.
    pub fn get(&self, path: &str) -> Value {
        let answer = self.ask("GET", &format!("{}api/{path}", self.folder), &[&self.with_cookie()], "");
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json()
    }

    /// What the page sends.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        let headers = [&self.with_cookie(), "Content-Type: application/json", &format!("Origin: http://{}", self.address)];
        self.ask("POST", &format!("{}api/{path}", self.folder), &headers, &body.to_string())
    }

    /// Sends something without waiting for its answer.
    pub fn send_and_forget(&self, path: &str, body: &Value) {
        let Ok(mut stream) = TcpStream::connect(&self.address) else { return };
        let body = body.to_string();
        let head = format!(
            "POST {}api/{path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.folder,
            self.address,
            self.cookie,
            body.len()
        );
        let _ = stream.write_all((head + &body).as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
    }

    /// Kills the program, as a power cut would.
    pub fn kill(&self) {
        let _ = Command::new("kill").args(["-9", &self.child.id().to_string()]).status();
    }

    /// Whether the program has ended within a time.
    pub fn has_ended(&mut self, within: Duration) -> bool {
        let until = Instant::now() + within;
        while Instant::now() < until {
            if self.child.try_wait().unwrap().is_some() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }
}

#[test]
fn only_whoever_was_given_the_address_gets_in() {
    let (w, home) = (Workspace::new(), tempfile::tempdir().unwrap());
    let desk = opened(w.path(), home.path(), &[]);
    assert!(desk.address.starts_with("127.0.0.1:"), "{}", desk.address);
    let (folder, cookie) = (desk.folder.clone(), format!("Cookie: {}", desk.cookie));
    let page = desk.ask("GET", &folder, &[&cookie], "");
    assert_eq!(page.status, 200);
    assert!(page.head.contains("default-src 'none'; script-src 'self'; style-src 'self'"), "{}", page.head);
    assert!(!page.body.contains(&desk.key), "the secret stands in no page");
    assert!(page.body.contains("工作台"));
    // The cookie is no other server's business: it is for a folder that nobody guesses.
    let enter = desk.ask("GET", &format!("/?key={}", desk.key), &[], "");
    assert!(enter.head.contains(&format!("; Path={folder}; HttpOnly; SameSite=Strict")), "{}", enter.head);
    assert!(folder.len() > 30, "{folder}");

    let overview = format!("{folder}api/overview");
    let mut shorter = desk.key.clone();
    shorter.pop();
    for (path, headers) in [
        ("/", vec![]),
        ("/?key=", vec![]),
        (&*format!("/?key={shorter}"), vec![]),
        (&*format!("/?other={}", desk.key), vec![]),
        ("/api/overview", vec![&*cookie]),
        (&*overview, vec![]),
        (&*overview, vec!["Cookie: desk=0123456789abcdef0123456789abcdef"]),
        (&*overview, vec!["Cookie: other=1; desk="]),
        (&*folder, vec![]),
        (&*format!("{folder}client/main.js"), vec![]),
        (&*format!("{folder}events"), vec![]),
        // DNS rebinding: a name of somebody else that has this machine's address.
        (&*overview, vec![&*cookie, "Host: evil.example"]),
        (&*overview, vec![&*cookie, "Host: evil.example:80"]),
    ] {
        let answer = desk.ask("GET", path, &headers, "");
        assert_eq!(answer.status, 403, "{path} {headers:?}: {}", answer.body);
        assert!(!answer.body.contains("bureaus"), "{path}: {}", answer.body);
    }
    for path in [
        "client/../main.rs",
        "client/%2e%2e/access.rs",
        "client/..%2faccess.rs",
        "client//etc/passwd",
        "client/nothing.js",
        "api/nothing",
    ] {
        let answer = desk.ask("GET", &format!("{folder}{path}"), &[&cookie], "");
        assert!(matches!(answer.status, 403 | 404), "{path}: {}", answer.status);
    }
    // Another page of this browser: it has the cookie, and says where it comes from.
    let body = json!({"name": "李示例"}).to_string();
    for (name, headers) in [
        ("another origin", vec![&*cookie, "Content-Type: application/json", "Origin: http://evil.example"]),
        ("another port", vec![&*cookie, "Content-Type: application/json", "Origin: http://127.0.0.1:1"]),
        ("no origin at all", vec![&*cookie, "Content-Type: application/json", "Origin: null"]),
        ("a form of another site", vec![&*cookie, "Content-Type: application/json", "Sec-Fetch-Site: cross-site"]),
        ("another port of this machine", vec![&*cookie, "Content-Type: application/json", "Sec-Fetch-Site: same-site"]),
        ("a plain form", vec![&*cookie, "Content-Type: text/plain"]),
        ("without the cookie", vec!["Content-Type: application/json"]),
    ] {
        let answer = desk.ask("POST", &format!("{folder}api/who"), &headers, &body);
        assert!(matches!(answer.status, 403 | 415), "{name}: {} {}", answer.status, answer.body);
    }
    assert_eq!(desk.get("overview")["who"], "王示例");
    assert_eq!(desk.post("who", &json!({"name": " 李示例 "})).json()["who"], "李示例");
}

#[test]
fn one_desk_for_a_workspace_and_user_and_it_ends_by_itself() {
    let (w, home) = (Workspace::new(), tempfile::tempdir().unwrap());
    let mut first = opened(w.path(), home.path(), &["--idle", "1"]);
    // A second double click finds the same one, whatever the way to the folder.
    let around = w.path().join("content/..");
    let second = command(&around, home.path(), &[]).output().unwrap();
    let url = String::from_utf8(second.stdout).unwrap();
    assert!(second.status.success());
    assert_eq!(url.trim(), format!("http://{}/?key={}", first.address, first.key));
    // Another user has a desk of their own, and another workspace too.
    let (other_home, other) = (tempfile::tempdir().unwrap(), Workspace::new());
    assert_ne!(start(w.path(), other_home.path(), &[]).key, first.key);
    assert_ne!(start(other.path(), home.path(), &[]).key, first.key);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for entry in walkdir::WalkDir::new(home.path().join("yizhan/desks")).into_iter().flatten() {
            let mode = entry.metadata().unwrap().permissions().mode() & 0o077;
            assert_eq!(mode, 0, "{}: others could read the secret", entry.path().display());
        }
    }
    // An open page keeps it; once that is closed it ends.
    let page = first.stream("GET", &format!("{}events", first.folder), &[&first.with_cookie()], "");
    assert!(!first.has_ended(Duration::from_secs(3)));
    drop(page);
    assert!(first.has_ended(Duration::from_secs(30)), "nobody looks at it any more");
    // The next one begins anew.
    assert_ne!(start(w.path(), home.path(), &[]).key, first.key);
}

/// All problems of an answer.
fn problems(answer: &Value) -> Vec<Value> {
    answer["groups"].as_array().unwrap().iter().flat_map(|group| group["problems"].as_array().unwrap().clone()).collect()
}

#[test]
fn every_finding_of_check_with_its_place_and_its_mend() {
    let (w, home) = (Workspace::new(), tempfile::tempdir().unwrap());
    let catalog = w.path().join("content/one/catalog.yaml");
    let whole = std::fs::read_to_string(&catalog).unwrap();
    let broken = whole.replacen("handling: ", "handlign: ", 1);
    assert_ne!(whole, broken, "the workspace of the tests has a handling type");
    std::fs::write(&catalog, &broken).unwrap();
    let desk = opened(w.path(), home.path(), &[]);
    let said = desk.get("problems");
    let list = problems(&said);
    // The same number as everywhere.
    let told = w.findings();
    assert_eq!(list.len(), told.len(), "{told:?}");
    assert_eq!(said["must"].as_u64().unwrap() + said["look"].as_u64().unwrap(), told.len() as u64);
    let overview = desk.get("overview");
    assert_eq!((&overview["must"], &overview["look"]), (&said["must"], &said["look"]));
    let wrong = list.iter().find(|one| one["says"].as_str().unwrap().contains("handlign")).unwrap();
    assert_eq!((&wrong["level"], &wrong["screen"]), (&json!("must"), &json!("catalog")), "{wrong}");
    assert_eq!(wrong["mends"], json!(["改为“handling”"]));
    assert!(!wrong["place"].as_str().unwrap().is_empty());
    assert_eq!(wrong["acceptable"], false);
    // What it would do, and then it does it.
    let request = json!({"problem": wrong["id"], "mend": 0, "dry": true});
    let planned = desk.post("mend", &request).json();
    assert_eq!((&planned["done"], &planned["files"]), (&json!(false), &json!(["content/one/catalog.yaml"])));
    assert_eq!(std::fs::read_to_string(&catalog).unwrap(), broken);
    let done = desk.post("mend", &json!({"problem": wrong["id"], "mend": 0})).json();
    assert_eq!(done["done"], true, "{done}");
    assert_eq!(std::fs::read_to_string(&catalog).unwrap(), whole, "nothing else of the file changes");
    // It is gone for everybody, and a second press says so.
    assert!(desk.get("problems")["version"].as_u64() > said["version"].as_u64());
    let again = desk.post("mend", &json!({"problem": wrong["id"], "mend": 0}));
    assert_eq!((again.status, again.json()["reasons"][0]["says"].as_str().unwrap().contains("已经没有了")), (409, true));
    // The history names it, shows what changed, and takes it back.
    let history = desk.get("history");
    let line = &history["lines"][0];
    assert_eq!((&line["entry"], &line["who"], &line["state"]), (&done["entry"], &json!("王示例"), &json!("open")));
    let past = desk.get(&format!("past?entry={}", done["entry"]));
    let fields = past["files"][0]["fields"].as_array().unwrap();
    assert!(
        fields.iter().any(|field| field["place"].as_str().unwrap().ends_with("办件类型") && field["before"].is_null()),
        "{past}"
    );
    assert_eq!(desk.get("overview")["undo"]["entry"], done["entry"]);
    let asked = desk.post("undo", &json!({"entry": done["entry"].to_string()})).json();
    // It would have an error again: that is a question, and its answer counts.
    assert_eq!((&asked["done"], asked["questions"].as_array().unwrap().len()), (&json!(false), 1), "{asked}");
    let id = asked["questions"][0]["id"].as_str().unwrap();
    let undone = desk.post("undo", &json!({"entry": done["entry"].to_string(), "answers": {id: "anyway"}})).json();
    assert_eq!(undone["done"], true, "{undone}");
    assert_eq!(std::fs::read_to_string(&catalog).unwrap(), broken);
    let overview = desk.get("overview");
    assert_eq!((&overview["redo"]["entry"], &overview["undo"]), (&undone["entry"], &Value::Null));
}

#[test]
fn what_may_stay_is_accepted_with_a_reason_and_an_error_is_not() {
    let (w, home) = (Workspace::new(), tempfile::tempdir().unwrap());
    // Brackets of two widths in one text: a warning, which may be right as it stands.
    w.edit("content/one/catalog.yaml", "{hall: 办结,", "{hall: 受理(15天内办结）,");
    let desk = opened(w.path(), home.path(), &[]);
    let before = desk.get("problems");
    let warning = problems(&before).into_iter().find(|one| one["level"] == "look").expect("a warning");
    let empty = desk.post("accept", &json!({"problem": warning["id"], "reason": " "}));
    assert_eq!(empty.status, 409, "{}", empty.body);
    let done = desk.post("accept", &json!({"problem": warning["id"], "reason": "文件原文如此"})).json();
    assert_eq!(done["done"], true, "{done}");
    let after = desk.get("problems");
    assert_eq!(problems(&after).len(), problems(&before).len() - 1);
    let accepted = after["accepted"].as_array().unwrap().last().unwrap();
    assert_eq!((&accepted["code"], &accepted["reason"]), (&warning["code"], &json!("文件原文如此")));
    assert!(!w.findings().iter().any(|line| line.contains(warning["says"].as_str().unwrap())));
    w.edit("content/one/catalog.yaml", "name: ", "nmae: ");
    let error = (0..100).find_map(|_| {
        std::thread::sleep(Duration::from_millis(100));
        problems(&desk.get("problems")).into_iter().find(|one| one["level"] == "must")
    });
    let refused = desk.post("accept", &json!({"problem": error.unwrap()["id"], "reason": "就这样"}));
    assert!(refused.body.contains("必须改"), "{}", refused.body);
}

#[test]
fn what_others_do_is_heard_at_once() {
    let (w, home) = (Workspace::new(), tempfile::tempdir().unwrap());
    let desk = opened(w.path(), home.path(), &[]);
    let mut events = BufReader::new(desk.stream("GET", &format!("{}events", desk.folder), &[&desk.with_cookie()], ""));
    let mut version = || {
        let mut line = String::new();
        while !line.starts_with("data: ") {
            line.clear();
            assert!(events.read_line(&mut line).unwrap() > 0, "the desk has gone");
        }
        line.trim_start_matches("data: ").trim().parse::<u64>().unwrap()
    };
    let first = version();
    w.edit("content/one/bureau.yaml", "name: ", "name: 新");
    assert!(version() > first);
    assert!(desk.get("overview")["bureaus"][0]["name"].as_str().unwrap().starts_with('新'));
    // A workspace that cannot be read is said in words, and the desk goes on.
    let whole = std::fs::read_to_string(w.path().join("yizhan.yaml")).unwrap();
    std::fs::remove_file(w.path().join("yizhan.yaml")).unwrap();
    let second = version();
    let overview = desk.get("overview");
    assert_eq!((&overview["readable"], overview["bureaus"].as_array().unwrap().len()), (&json!(false), 0));
    assert!(overview["must"].as_u64().unwrap() > 0);
    std::fs::write(w.path().join("yizhan.yaml"), whole).unwrap();
    assert!(version() > second);
    assert_eq!(desk.get("overview")["readable"], true);
}

#[test]
fn a_piece_is_drawn_as_it_will_be_printed() {
    let (w, home) = (Workspace::new(), tempfile::tempdir().unwrap());
    let desk = opened(w.path(), home.path(), &[]);
    let points = desk.get("pieces?bureau=one&point=east");
    let list = points["pieces"].as_array().unwrap();
    let card = list.iter().find(|one| one["path"].as_str().unwrap().ends_with("/desk-card")).unwrap();
    let drawn = desk.get(&format!("draw?bureau=one&path={}", card["path"].as_str().unwrap()));
    let pages = drawn["pages"].as_array().unwrap();
    assert!(!pages.is_empty() && pages.iter().all(|page| page.as_str().unwrap().starts_with("<svg")), "{drawn}");
    assert!(drawn["name"].as_str().unwrap().contains("台卡"), "{}", drawn["name"]);
    // Nothing in it that the policy of the page would refuse.
    for page in pages {
        let page = page.as_str().unwrap();
        assert!(!page.contains("style=") && !page.contains("<style") && !page.contains("<script"));
    }
    let cookie = desk.with_cookie();
    let path = format!("{}api/draw?bureau=one&path=points/nobody/desk-card", desk.folder);
    assert_eq!(desk.ask("GET", &path, &[&cookie], "").status, 409);
}
