//! The fields of a point that have a control of their own, as the page asks for them: hours in words with their questions, places from links with the outline,
//! phones, what can be done at a point, lines of a piece that lead to fields, and a picture that becomes one change with its name.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::desk::{Desk, opened};
use super::support::sample;

const FILE: &str = "content/wushen/points/townships.yaml";

/// A desk on a copy of one bureau of the sample, which has an outline.
fn desk() -> (TempDir, TempDir, Desk) {
    let (workspace, home) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    fs::create_dir(workspace.path().join("content")).unwrap();
    for part in ["yizhan.yaml", "calendar.yaml", "content/wushen"] {
        let (from, to) = (sample().join(part), workspace.path().join(part));
        assert!(Command::new("cp").arg("-r").arg(from).arg(to).status().unwrap().success());
    }
    let desk = opened(workspace.path(), home.path(), &[]);
    (workspace, home, desk)
}

fn escaped(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect()
}

#[test]
fn a_place_is_certain_or_asked_about() {
    let (_workspace, _home, desk) = desk();
    let pasted = |text: &str| desk.get(&format!("pasted?bureau=wushen&text={}", escaped(text)));
    let sure = pasted("https://uri.amap.com/marker?position=108.842,38.605");
    assert_eq!(sure["spots"].as_array().unwrap().len(), 1, "{sure}");
    assert_eq!((&sure["spots"][0]["crs"], &sure["questions"]), (&json!("gcj02"), &json!([])));
    assert_eq!(sure["spots"][0]["inside"], json!(true));
    // Numbers alone may be of three maps.
    let open = pasted("38.605，108.842");
    let systems: Vec<&str> = open["spots"].as_array().unwrap().iter().map(|spot| spot["crs"].as_str().unwrap()).collect();
    assert_eq!(systems, ["gcj02", "bd09", "wgs84"]);
    assert!(open["questions"][0].as_str().unwrap().contains("哪里取的"), "{open}");
    // Abroad, far away, and where only the network knows.
    assert!(texts(&pasted("geo:30.28,120.15")["questions"])[0].contains("边界外面"));
    assert!(texts(&pasted("https://uri.amap.com/marker?position=38.605,108.842")["questions"])[0].contains("写反了"));
    let short = pasted("https://surl.amap.com/abc");
    assert_eq!(short["spots"], json!([]));
    assert!(short["says"].as_str().unwrap().contains("短链接") && short["help"].as_str().unwrap().contains("地址栏"), "{short}");
    // The drawing holds every point, and a place stands where the point of it stands.
    let map = desk.get("map?bureau=wushen");
    let here = map["points"].as_array().unwrap().iter().find(|point| point["id"] == "township-galutu").unwrap();
    let spot = &pasted("geo:38.598,108.836")["spots"][0];
    assert_eq!((&here["x"], &here["y"]), (&spot["x"], &spot["y"]));
    let (width, height) = (map["width"].as_f64().unwrap(), map["height"].as_f64().unwrap());
    for point in map["points"].as_array().unwrap() {
        let (x, y) = (point["x"].as_f64().unwrap(), point["y"].as_f64().unwrap());
        assert!((0.0..=width).contains(&x) && (0.0..=height).contains(&y), "{point}");
    }
    assert!(!map["rings"][0].as_array().unwrap().is_empty());
}

#[test]
fn hours_in_words_are_questions_until_they_are_certain() {
    let (_workspace, _home, desk) = desk();
    let read = |text: &str, answers: Value| {
        desk.post("hours-words", &json!({"bureau": "wushen", "text": text, "answers": answers})).json()
    };
    let sure = read("周一至周五 8:30-12:00、14:30-17:30，法定节假日休息", json!({}));
    assert_eq!(sure["text"], json!("Mo-Fr 08:30-12:00,14:30-17:30; PH off"), "{sure}");
    let open = read("8:30-12:00", json!({}));
    assert_eq!((&open["text"], &open["questions"][0]["id"]), (&json!(""), &json!("days")), "{open}");
    let answered = read("8:30-12:00", json!({"days": "daily"}));
    assert_eq!((&answered["text"], &answered["questions"]), (&json!("Mo-Su 08:30-12:00"), &json!([])), "{answered}");
    let words = read("同村委会", json!({}));
    assert_eq!((&words["text"], &words["note"]), (&json!(""), &json!("同村委会")), "{words}");
    // A week of the page is a text of the file, or says why not.
    let shown = desk.get(&format!("hours?text={}", escaped("Mo-Fr 08:30-12:00; PH off")));
    let mut week = shown["week"].clone();
    week["seasons"][0]["week"][5] = json!([{"from": 540, "to": 600}]);
    assert_eq!(desk.post("hours", &week).json()["text"], json!("Mo-Fr 08:30-12:00; Sa 09:00-10:00; PH off"));
    week["seasons"][0]["week"][5] = json!([{"from": 600, "to": 540}]);
    let refused = desk.post("hours", &week);
    assert!(refused.status >= 400 && refused.body.contains("结束要比开始晚"), "{}", refused.body);
    let others = desk.get("hours-others?bureau=wushen");
    assert!(others["points"].as_array().unwrap().iter().any(|point| point["name"] == "嘎鲁图镇党群服务中心医保服务站"));
}

#[test]
fn phones_are_read_as_they_are_typed() {
    let (_workspace, _home, desk) = desk();
    let told = desk.post("phones", &json!({"texts": ["0477-0000011转8012（医保窗口）", "13800000099", "村部"]})).json();
    let number = |at: usize| &told["told"][at]["numbers"][0];
    assert_eq!((&number(0)["extension"], &number(0)["label"]), (&json!("8012"), &json!("医保窗口")), "{told}");
    assert_eq!((&number(0)["personal"], &number(1)["personal"]), (&json!(false), &json!(true)));
    assert_eq!(told["told"][2]["numbers"], json!([]));
    assert!(!texts(&told["told"][2]["doubts"]).is_empty());
}

#[test]
fn what_can_be_done_here_counts_what_the_point_omits() {
    let (_workspace, _home, desk) = desk();
    let here = || desk.get("here?bureau=wushen&point=township-wudinghe");
    let first = here();
    let item = first["items"].as_array().unwrap().iter().find(|item| item["column"] != Value::Null).unwrap().clone();
    let at = json!([{"id": "township-wudinghe"}, "omits"]);
    let after = json!([{"item": item["id"], "reason": "网络还没有接通"}]);
    let written = desk.post("edit", &json!({"path": FILE, "changes": [{"at": at, "before": null, "after": after}]})).json();
    assert_eq!(written["done"], json!(true), "{written}");
    let then = here();
    assert_eq!(then["count"].as_u64().unwrap() + 1, first["count"].as_u64().unwrap());
    let now = then["items"].as_array().unwrap().iter().find(|one| one["id"] == item["id"]).unwrap();
    assert_eq!((&now["differs"], &now["here"], &now["reason"]), (&json!("omitted"), &Value::Null, &json!("网络还没有接通")));
    // The history calls the item by its name.
    let history = desk.get("history?limit=1");
    let at = json!([{"id": "township-wudinghe"}, "omits", 0]);
    let gone = desk.post("edit", &json!({"path": FILE, "changes": [{"at": at, "kind": "remove", "before": after[0]}]})).json();
    let says = gone["says"].as_str().unwrap();
    assert!(says.contains(item["name"].as_str().unwrap()) && !says.contains(item["id"].as_str().unwrap()), "{says} {history}");
}

#[test]
fn lines_of_a_piece_lead_to_their_fields() {
    let (_workspace, _home, desk) = desk();
    let pieces = desk.get("pieces?bureau=wushen&point=township-wudinghe");
    let drawn = |kind: &str| {
        let piece =
            pieces["pieces"].as_array().unwrap().iter().find(|piece| piece["path"].as_str().unwrap().contains(kind)).unwrap();
        desk.get(&format!("draw?bureau=wushen&path={}", escaped(piece["path"].as_str().unwrap())))
    };
    for (kind, words, key) in [
        ("desk-card", "0477-0000003", "phone"),
        ("desk-card", "08:30—12:00", "hours"),
        ("hours-sign", "无定河镇党群服务中心", "name"),
        ("service-list", "无定河镇党群服务中心", "name"),
    ] {
        let drawn = drawn(kind);
        let lines: Vec<&Value> = drawn["lines"].as_array().unwrap().iter().flat_map(|page| page.as_array().unwrap()).collect();
        let line = lines
            .iter()
            .find(|line| line["text"].as_str().unwrap().contains(words))
            .unwrap_or_else(|| panic!("{kind} {words}: {lines:?}"));
        assert_eq!(line["to"][0]["screen"], json!("points"), "{line}");
        assert_eq!(line["to"][0]["at"], json!([{"id": "township-wudinghe"}, key]), "{line}");
        for edge in ["x", "y", "w", "h"] {
            assert!((-0.01..=1.01).contains(&line[edge].as_f64().unwrap()), "{line}");
        }
    }
    // What the bureau says leads to the bureau.
    let card = drawn("desk-card");
    let lines: Vec<&Value> = card["lines"].as_array().unwrap().iter().flat_map(|page| page.as_array().unwrap()).collect();
    let line = lines.iter().find(|line| line["text"].as_str().unwrap().contains("0477-0000099")).unwrap();
    assert_eq!(line["to"][0]["screen"], json!("bureau"), "{line}");
}

#[test]
fn a_picture_and_its_name_are_one_change() {
    let (workspace, _home, desk) = desk();
    let mut png = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::from_pixel(1200, 900, Rgb([10, 90, 30]))).write_to(&mut png, ImageFormat::Png).unwrap();
    let png = png.into_inner();
    let before = fs::read_to_string(workspace.path().join(FILE)).unwrap();
    let of = json!({"path": FILE, "at": [{"id": "township-wudinghe"}, "staff", 0, "photo"], "part": {"x": 0.5, "y": 0.0, "w": 0.5, "h": 1.0}});
    let send = |of: &Value, bytes: &[u8]| -> Value {
        let mut stream = TcpStream::connect(&desk.address).unwrap();
        let head = format!(
            "POST {}api/picture?of={} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nOrigin: http://{}\r\nContent-Length: {}\r\n\r\n",
            desk.folder,
            escaped(&of.to_string()),
            desk.address,
            desk.cookie,
            desk.address,
            bytes.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap_or_else(|_| panic!("{answer}"))
    };
    let written = send(&of, &png);
    assert_eq!(written["done"], json!(true), "{written}");
    assert_eq!(written["files"].as_array().unwrap().len(), 2, "{written}");
    assert!(written["says"].as_str().unwrap().ends_with("照片放了一张"), "{written}");
    let name = fs::read_to_string(workspace.path().join(FILE)).unwrap();
    let name = name
        .split("photo: ")
        .find_map(|rest| rest.split([',', '}', '\n']).next().filter(|own| !before.contains(*own)))
        .unwrap()
        .to_owned();
    let kept = workspace.path().join("content/wushen/points").join(&name);
    let asked = desk.ask(
        "GET",
        &format!("{}api/picture?path={}&written={}", desk.folder, escaped(FILE), escaped(&name)),
        &[&format!("Cookie: {}", desk.cookie)],
        "",
    );
    assert!(asked.status == 200 && asked.head.contains("image/jpeg"), "{}", asked.head);
    for outside in ["../../../yizhan.yaml", "../../../../etc/passwd", "townships.yaml"] {
        let path = format!("{}api/picture?path={}&written={}", desk.folder, escaped(FILE), escaped(outside));
        assert_eq!(desk.ask("GET", &path, &[&format!("Cookie: {}", desk.cookie)], "").status, 404, "{outside}");
    }
    let picture = image::open(&kept).unwrap();
    assert_eq!((picture.width(), picture.height()), (600, 800), "three by four of the chosen half");
    // The same again is nothing new; what is no picture is refused in words.
    let again = json!({"path": FILE, "at": of["at"], "before": name, "part": of["part"]});
    assert_eq!(send(&again, &png)["entry"], Value::Null);
    assert!(send(&again, b"no picture")["reasons"][0]["says"].as_str().unwrap().contains("这张图"));
    let undone = desk.post("undo", &json!({"entry": written["entry"].to_string()})).json();
    assert_eq!(undone["done"], json!(true), "{undone}");
    assert_eq!(fs::read_to_string(workspace.path().join(FILE)).unwrap(), before);
    assert!(!kept.exists(), "the undo takes the picture too");
}
