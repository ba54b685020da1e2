//! A busy afternoon: 24 inspectors hand in 400 results a minute, while others hang on with half a request. None is lost, none is refused without
//! words that say when to try again. `YIZHAN_LOAD=full` runs the whole two minutes; otherwise it is a few seconds of the same.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Cursor, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use yizhan::audit::{Place, score, show, standard_fingerprint};
use yizhan::diagnostic::{Diagnostics, FileId};
use yizhan::model::Workspace as Model;
use yizhan::model::inspection::InspectionFile;
use yizhan::source::decode::Decode;
use yizhan::source::parse_document;
use yizhan::submission::package::sha256;

use super::support::{POINT, Workspace};

const CLIENTS: usize = 24;
/// Between two uploads, of whichever client.
const PACE: Duration = Duration::from_millis(150);

const STANDARD: &str = "\
title: 标准
source: 测试
version: \"1\"
total: 10
grades: [{name: 好, at_least: 6}, {name: 差, at_least: 0}]
sections:
  - title: 一
    marks: 10
    criteria:
      - {id: a, title: 甲, marks: 5, quote: 甲, evidence: [photo], rule: manual}
      - {id: b, title: 乙, marks: 5, quote: 乙, evidence: [photo], rule: {deduct: {faults: [{name: 缺牌, each: 1}], floor: 0}}}
";

fn workspace() -> Workspace {
    let w = Workspace::new();
    w.write("checklists/s.yaml", STANDARD);
    for n in 0..CLIENTS {
        let point = POINT
            .replace("id: east", &format!("id: p{n}"))
            .replace("东镇", &format!("东镇{n}村"))
            .replace("0477-0000001", &format!("0477-00010{n:02}"));
        w.write(&format!("content/one/points/p{n}.yaml"), point);
    }
    w
}

/// A photo as a phone makes it: some hundred kilobytes that no compression makes smaller.
fn photo(seed: usize) -> Vec<u8> {
    let mut state = seed as u64 + 1;
    let noise = image::RgbImage::from_fn(420, 320, |_, _| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let [.., a, b, c] = state.to_be_bytes().map(|b| b);
        image::Rgb([a, b, c])
    });
    let mut bytes = Cursor::new(Vec::new());
    noise.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// A result as a form exports it, for a point and a campaign of its own.
fn result(model: &Model, point: usize, campaign: usize, photo: &[u8]) -> Vec<u8> {
    let form = format!("{:032x}", (campaign << 16) + point + 1);
    // Another photo for each, as the end of a JPEG may be followed by anything.
    let photo = [photo, &form.as_bytes()[20..], &[0xff, 0xd9]].concat();
    let record = json!({
        "standard": "s", "version": "1", "point": format!("p{point}"), "round": "site", "date": "2026-06-08",
        "campaign": format!("c{campaign}"), "form": form, "inspectors": [format!("检查人{point}")],
        "findings": {
            "a": {"marks": "4", "reason": "少一样", "photos": [{"file": "photos/a-1.jpg"}]},
            "b": {"faults": {"缺牌": 1}, "reason": "门口缺牌"},
        },
    });
    let mut found = Diagnostics::new();
    let node = parse_document(FileId(0), &record.to_string(), 0, &mut found).unwrap();
    let decoded = InspectionFile::decode(&node, &mut found).unwrap();
    let standard = model.standard("s").unwrap();
    let bureau = model.bureau("one").unwrap();
    let at = bureau.point(&decoded.point).unwrap();
    let outcome = score(standard, &decoded, at, Place::of(bureau, at));
    let criteria: serde_json::Map<String, Json> = outcome
        .criteria()
        .map(|c| (c.id.clone(), json!({"state": c.state.word(), "low": show(c.low), "high": show(c.high)})))
        .collect();
    let mut parts = BTreeMap::from([("photos/a-1.jpg", photo), ("record.json", record.to_string().into_bytes())]);
    let files: serde_json::Map<String, Json> =
        parts.iter().map(|(name, bytes)| ((*name).to_owned(), json!({"sha256": sha256(bytes), "size": bytes.len()}))).collect();
    let manifest = json!({
        "format": "yizhan-inspection", "formatVersion": 1, "bureau": "one", "standardHash": standard_fingerprint(model, standard),
        "form": record["form"], "made": "2026-06-08T10:00:00+08:00", "program": "yizhan", "files": files,
        "outcome": {
            "total": outcome.total.map(show), "low": show(outcome.low), "high": show(outcome.high), "grade": outcome.grade,
            "state": outcome.state.word(), "criteria": criteria,
        },
    });
    parts.insert("manifest.json", manifest.to_string().into_bytes());
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(name, stored).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A running upload page, stopped when the test ends.
struct Page {
    child: Child,
    address: String,
    codes: Vec<String>,
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn open(root: &Path) -> Page {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yizhan"));
    command.args(["serve", "--intake", "--listen", "127.0.0.1:0", "-q", "--lang", "zh", "-C"]).arg(root);
    for n in 0..CLIENTS {
        command.args(["--inspector", &format!("检查人{n}")]);
    }
    command.env("SOURCE_DATE_EPOCH", "1796083200").stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.find_map(|l| l.strip_prefix("http://").map(|a| a.trim_end_matches('/').to_owned())).unwrap();
    let mut codes = vec![String::new(); CLIENTS];
    for _ in 0..CLIENTS {
        let (n, code) = lines
            .find_map(|l| {
                l.strip_prefix("检查人")
                    .and_then(|l| l.split_once('　'))
                    .map(|(n, code)| (n.parse::<usize>().unwrap(), code.to_owned()))
            })
            .unwrap();
        codes[n] = code;
    }
    std::thread::spawn(move || lines.for_each(drop));
    Page { child, address, codes }
}

/// Hands in a file as the page does, until it is taken in: how often it was told to wait, and how long it took.
fn hand_in(page: &Page, code: &str, body: &[u8]) -> (usize, Duration) {
    let begun = Instant::now();
    let mut told = 0;
    loop {
        let mut stream = TcpStream::connect(&page.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(5))).unwrap();
        let (address, length) = (&page.address, body.len());
        let head = format!(
            "POST /upload HTTP/1.1\r\nHost: {address}\r\nX-Access-Code: {code}\r\nX-Name: a.zip\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        if answer.starts_with("HTTP/1.1 200") {
            assert!(answer.contains("收下了"), "{answer}");
            return (told, begun.elapsed());
        }
        let after =
            answer.lines().find_map(|line| line.strip_prefix("Retry-After: ")).and_then(|after| after.trim().parse().ok());
        let Some(after) = after.filter(|_| answer.starts_with("HTTP/1.1 503")) else { panic!("{answer}") };
        assert!(answer.contains("自动再"), "{answer}");
        told += 1;
        std::thread::sleep(Duration::from_secs(after));
    }
}

/// What a process has used of the processor, where the system tells.
fn processor_time(id: u32) -> Duration {
    let Ok(line) = std::fs::read_to_string(format!("/proc/{id}/stat")) else { return Duration::ZERO };
    let after_name = line.rsplit_once(')').map_or("", |(_, rest)| rest);
    let hundredths = after_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum::<u64>();
    Duration::from_millis(hundredths * 10)
}

#[allow(clippy::print_stdout)]
#[test]
fn four_hundred_results_a_minute_from_24_inspectors_are_all_taken_in() {
    let full = std::env::var("YIZHAN_LOAD").is_ok_and(|load| load == "full");
    let rounds = if full { 800_usize.div_ceil(CLIENTS) } else { 2 };
    let w = workspace();
    let (model, _) = yizhan::load::load(w.path());
    let Ok(model) = model else { panic!("a workspace") };
    let photo = photo(1);
    let page = open(w.path());
    // Some hang on with half a request all the while.
    let hanging: Vec<TcpStream> = (0..12)
        .map(|_| {
            let mut stream = TcpStream::connect(&page.address).unwrap();
            stream.write_all(b"POST /upload HTTP/1.1\r\nHo").unwrap();
            stream
        })
        .collect();
    let begun = Instant::now();
    let handed: Vec<(usize, Duration)> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|n| {
                let (page, model, photo) = (&page, &model, &photo);
                scope.spawn(move || {
                    let mut handed = Vec::new();
                    for round in 0..rounds {
                        let body = result(model, n, round, photo);
                        let due = PACE * u32::try_from(round * CLIENTS + n).unwrap();
                        std::thread::sleep(due.saturating_sub(begun.elapsed()));
                        handed.push(hand_in(page, &page.codes[n], &body));
                    }
                    handed
                })
            })
            .collect();
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    let took = begun.elapsed();
    drop(hanging);
    let folder = w.path().join("content/one/inspections");
    let records =
        std::fs::read_dir(&folder).unwrap().flatten().filter(|e| e.path().extension().is_some_and(|x| x == "yaml")).count();
    let told: usize = handed.iter().map(|(told, _)| told).sum();
    let mut times: Vec<Duration> = handed.iter().map(|(_, took)| *took).collect();
    times.sort();
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    let summary = format!(
        "{} uploads in {took:.1?}, {records} records; told to wait {told} times; median {:.2?}, 95th of 100 {:.2?}, longest {:.2?}",
        handed.len(),
        at(50),
        at(95),
        at(100)
    );
    println!("{summary}; processor time of the server {:.1?}", processor_time(page.child.id()));
    assert_eq!(records, rounds * CLIENTS, "{summary}");
    assert!(!w.path().join("intake").exists(), "nothing was refused or in conflict: {summary}");
    // Whose code each came with is on its record, and the workspace is whole.
    for n in 0..CLIENTS {
        let record = std::fs::read_to_string(folder.join(format!("p{n}-s-2026-06-08-site.yaml"))).unwrap();
        assert!(record.contains(&format!("received_by: 检查人{n}\n")), "{record}");
    }
    let check = w.run(&["check", "--format", "json"]);
    assert!(!check.findings().iter().any(|f| f["severity"] == "error"), "{}", check.out);
}
