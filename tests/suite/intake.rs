//! What comes back from a form, taken in: the record is the form's to the last digit, the same file twice changes nothing, a later export corrects
//! the earlier one, a second phone is a conflict, and what is wrong is refused as a whole with its reasons.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use serde_json::{Value as Json, json};
use yizhan::audit::{Place, score, show, standard_fingerprint};
use yizhan::diagnostic::{Diagnostics, FileId};
use yizhan::model::inspection::InspectionFile;
use yizhan::source::decode::Decode;
use yizhan::source::parse_document;
use yizhan::submission::package::sha256;
use zip::write::SimpleFileOptions;

use super::score_workbooks::copied;
use super::support::{Run, tree, yizhan};

const FORM: &str = "00112233445566778899aabbccddeeff";
const INSPECTIONS: &str = "content/wenling/inspections";

/// The parts of what a phone exports.
#[derive(Clone)]
pub struct Export {
    pub manifest: Json,
    pub record: Json,
    pub files: BTreeMap<String, Vec<u8>>,
    bureau: &'static str,
}

/// The standard of the small workspace that results are handed in for.
pub const SMALL_STANDARD: &str = "title: 标准\nsource: 测试\nversion: \"1\"\ntotal: 5\nbelow_grades: 不合格\ngrades: [{name: 好, at_least: 1}]\nsections: [{title: 一, marks: 5, criteria: [{id: a, title: 甲, marks: 5, quote: 甲, evidence: [photo], rule: manual}]}]\n";

/// What a form of the small workspace exports: with one photo and one signature.
pub fn small_export(root: &Path, form: char, date: &str, made: &str) -> Export {
    let record = json!({
        "standard": "s", "version": "1", "point": "east", "round": "site", "date": date, "form": form.to_string().repeat(32),
        "inspectors": ["张示例"], "attended": ["金拾遗"],
        "findings": {"a": {"marks": "4", "reason": format!("{form}少一次"), "photos": [{"file": "photos/a-1.jpg"}]}},
        "signatures": [{"name": "金拾遗", "role": "host", "file": "signatures/host-1.png"}],
    });
    let files =
        BTreeMap::from([("photos/a-1.jpg".to_owned(), photo(form as u8)), ("signatures/host-1.png".to_owned(), signature())]);
    let mut export = Export { manifest: Json::Null, record, files, bureau: "one" };
    export.reckon(root);
    export.made(made)
}

pub fn photo(shade: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::from_pixel(16, 16, image::Rgb([shade, 90, 90])).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

pub fn signature() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::GrayImage::from_pixel(16, 8, image::Luma([0])).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// An export as a form of the workspace makes it: with its own result, and hashes of all parts.
pub fn export(root: &Path) -> Export {
    let record = json!({
        "standard": "wenling-village-stars", "version": "2023", "point": "juyuan", "round": "site", "date": "2026-06-08",
        "campaign": "2099", "form": FORM, "inspectors": ["张示例", "林示例"], "attended": ["金拾遗"],
        "position": {"latitude": "28.3721", "longitude": "121.3858", "accuracy": "12", "taken": "2026-06-08T09:31:00+08:00"},
        "facts": {"该村办件量": "163", "该镇办件量": "1204", "该镇市级办件量": "980"},
        "findings": {
            "leadership": {"marks": "4.5", "reason": "会议记录少一次", "photos": [{"file": "photos/leadership-1.jpg", "caption": "会议记录", "taken": "2026-06-08T09:35:00"}]},
            "signs": {"missing": []},
            "tidy": {"marks": "2"},
        },
        "signatures": [
            {"name": "张示例", "role": "inspector", "file": "signatures/inspector-1.png"},
            {"name": "金拾遗", "role": "host", "file": "signatures/host-1.png"},
        ],
    });
    let files = BTreeMap::from([
        ("photos/leadership-1.jpg".to_owned(), photo(1)),
        ("signatures/inspector-1.png".to_owned(), signature()),
        ("signatures/host-1.png".to_owned(), signature()),
    ]);
    let mut export = Export { manifest: Json::Null, record, files, bureau: "wenling" };
    export.reckon(root);
    export
}

impl Export {
    /// Fills in the manifest for what the record now says.
    pub fn reckon(&mut self, root: &Path) {
        let (workspace, _) = yizhan::load::load(root);
        let Ok(workspace) = workspace else { panic!("a workspace") };
        let mut found = Diagnostics::new();
        let node = parse_document(FileId(0), &self.record.to_string(), 0, &mut found).unwrap();
        let record = InspectionFile::decode(&node, &mut found).unwrap();
        let standard = workspace.standard(&record.standard).unwrap();
        let bureau = workspace.bureau(self.bureau).unwrap();
        let point = bureau.point(&record.point).unwrap();
        let outcome = score(standard, &record, point, Place::of(bureau, point));
        let criteria: serde_json::Map<String, Json> = outcome
            .criteria()
            .map(|c| (c.id.clone(), json!({"state": c.state.word(), "low": show(c.low), "high": show(c.high)})))
            .collect();
        self.manifest = json!({
            "format": "yizhan-inspection", "formatVersion": 1, "bureau": self.bureau,
            "standardHash": standard_fingerprint(&workspace, standard), "form": self.record["form"],
            "made": "2026-06-08T10:00:00+08:00", "program": "yizhan",
            "outcome": {
                "total": outcome.total.map(show), "low": show(outcome.low), "high": show(outcome.high), "grade": outcome.grade,
                "state": outcome.state.word(), "criteria": criteria,
            },
        });
        self.seal();
    }

    /// The hashes of the parts as they are.
    fn seal(&mut self) {
        let parts = self.parts();
        let listed: serde_json::Map<String, Json> = parts
            .iter()
            .filter(|(name, _)| *name != "manifest.json")
            .map(|(name, bytes)| (name.clone(), json!({"sha256": sha256(bytes), "size": bytes.len()})))
            .collect();
        self.manifest["files"] = Json::Object(listed);
    }

    fn parts(&self) -> BTreeMap<String, Vec<u8>> {
        let mut parts = self.files.clone();
        parts.insert("record.json".to_owned(), self.record.to_string().into_bytes());
        parts.insert("manifest.json".to_owned(), self.manifest.to_string().into_bytes());
        parts
    }

    pub fn zip(&self) -> Vec<u8> {
        zipped(self.parts().iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
    }

    pub fn made(mut self, at: &str) -> Self {
        self.manifest["made"] = Json::from(at);
        self
    }
}

pub fn zipped<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn import(root: &Path, bytes: &[u8], more: &[&str]) -> Run {
    let file = root.join("检查-橘园社区.zip");
    fs::write(&file, bytes).unwrap();
    let file = file.to_string_lossy().into_owned();
    yizhan(root, &[&["inspect", "import", &file, "--lang", "zh"], more].concat())
}

fn new_records(root: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root.join(INSPECTIONS))
        .unwrap()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.starts_with("juyuan-"))
        .collect();
    names.sort();
    names
}

#[test]
fn an_export_becomes_a_record_with_the_forms_result() {
    let folder = copied();
    let root = folder.path();
    let export = export(root);
    let run = import(root, &export.zip(), &[]).expect(0);
    let path = run.out.trim();
    assert_eq!(path, "content/wenling/inspections/juyuan-wenling-village-stars-2026-06-08-site.yaml");
    assert!(run.err.contains("收下了，云塘镇橘园"), "{}", run.err);
    let text = fs::read_to_string(root.join(path)).unwrap();
    for wanted in [
        "form: 00112233445566778899aabbccddeeff\n",
        "latitude: 28.3721, longitude: 121.3858",
        "date: 2026-06-08\n",
        "  signs: {missing: []}\n",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in\n{text}");
    }
    // A name that a phone chose is no path here.
    assert!(!text.contains("leadership-1.jpg") && text.contains("file: photos/juyuan/"), "{text}");
    let photos: Vec<Vec<u8>> = tree(&root.join(INSPECTIONS).join("photos/juyuan")).into_values().collect();
    assert_eq!(photos.len(), 2, "the two signatures are one picture");
    assert!(photos.contains(&photo(1)) && photos.contains(&signature()));
    let scored = yizhan(root, &["inspect", "score", path, "--format", "json"]).expect(0);
    let scored: Json = serde_json::from_str(&scored.out).unwrap();
    let low = &export.manifest["outcome"]["low"];
    assert_eq!(scored[0]["total"].as_str().or(scored["total"].as_str()), low.as_str());
    let check = yizhan(root, &["check"]);
    assert!(!check.err.contains("juyuan-wenling"), "{}", check.err);
    // Signatures come into the report.
    let report = root.join("report.pdf").to_string_lossy().into_owned();
    yizhan(root, &["inspect", "report", path, "-o", &report]).expect(0);
}

#[test]
fn twice_changes_nothing_later_corrects_earlier_is_left_and_another_phone_is_a_conflict() {
    let folder = copied();
    let root = folder.path();
    let first = export(root);
    import(root, &first.zip(), &[]).expect(0);
    let before = tree(root);
    let again = import(root, &first.zip(), &[]).expect(0);
    assert!(again.err.contains("已经收过") && again.out.is_empty(), "{}", again.err);
    // Exported a second time without a change.
    import(root, &first.clone().made("2026-06-08T11:00:00+08:00").zip(), &[]).expect(0);
    let files = |root: &Path| tree(root).into_iter().filter(|(n, _)| n.starts_with("content")).collect::<Vec<_>>();
    assert_eq!(files(root), before.into_iter().filter(|(n, _)| n.starts_with("content")).collect::<Vec<_>>());

    let mut later = first.clone();
    later.record["findings"]["leadership"] = json!({"marks": "4", "reason": "会议记录少两次"});
    later.files.remove("photos/leadership-1.jpg");
    later.reckon(root);
    let later = later.made("2026-06-09T08:00:00+08:00");
    let run = import(root, &later.zip(), &[]).expect(0);
    assert!(run.out.trim().ends_with("-site-r2.yaml"), "{}", run.out);
    let text = fs::read_to_string(root.join(run.out.trim())).unwrap();
    assert!(
        text.contains("revision:") && text.contains("by: 张示例、林示例") && text.contains("同一张表单改后再次导出"),
        "{text}"
    );
    assert_eq!(new_records(root).len(), 2);
    let checked = yizhan(root, &["check"]);
    assert!(!checked.err.contains("juyuan-wenling"), "{}", checked.err);

    // An export from between the two, which comes late: perhaps the clock of the phone was wrong. It is kept, and a person decides.
    let mut between = first.clone();
    between.record["findings"]["tidy"] = json!({"marks": "1.5", "reason": "地面有水"});
    between.reckon(root);
    let between = between.made("2026-06-08T15:00:00+08:00").zip();
    let run = import(root, &between, &[]).expect(1);
    assert!(run.err.contains("较早的一次导出") && run.out.is_empty(), "{}", run.err);
    assert_eq!(new_records(root).len(), 2);
    assert!(tree(&root.join("intake/conflicts")).into_values().any(|bytes| bytes == between), "it is kept");
    // An answer settles it: it does not count.
    let id = run.err.split("--answer ").nth(1).unwrap().split('=').next().unwrap();
    let run = import(root, &between, &["--answer", &format!("{id}=keep")]).expect(0);
    assert!(run.err.contains("按回答不算"), "{}", run.err);
    assert!(tree(&root.join("intake/conflicts")).into_values().any(|bytes| bytes == between), "it is kept all the same");
    fs::remove_dir_all(root.join("intake")).unwrap();

    let mut other = first.clone();
    other.record["form"] = Json::from("ffeeddccbbaa99887766554433221100");
    other.record["inspectors"] = json!(["李示例"]);
    other.reckon(root);
    let run = import(root, &other.zip(), &[]).expect(1);
    assert!(run.err.contains("已有一份不一样的记录"), "{}", run.err);
    assert_eq!(new_records(root).len(), 2);
    let kept = tree(&root.join("intake/conflicts"));
    assert!(kept.len() == 2 && kept.values().any(|bytes| *bytes == other.zip()), "the file itself is kept");
    let run = import(root, &other.zip(), &["--revise", "--by", "局里", "--reason", "以李示例的为准"]).expect(0);
    assert!(run.out.trim().ends_with("-site-r3.yaml"), "{}", run.out);
    assert_eq!(tree(&root.join("intake/conflicts")).len(), 0);
}

fn is(name: &str, kind: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == kind)
}

/// Everything in the workspace that a refused file could have changed.
fn content(root: &Path) -> Vec<(String, Vec<u8>)> {
    let ours = |name: &str| name.starts_with("intake/") || name.starts_with(".yizhan/");
    tree(root).into_iter().filter(|(name, _)| !ours(name) && !is(name, "zip")).collect()
}

#[test]
fn what_is_wrong_is_refused_whole_and_kept_with_its_reasons() {
    let folder = copied();
    let root = folder.path();
    let good = export(root);
    let changed = |change: &dyn Fn(&mut Export)| {
        let mut export = good.clone();
        change(&mut export);
        export.zip()
    };
    let sealed = |change: &dyn Fn(&mut Export)| {
        let mut export = good.clone();
        change(&mut export);
        export.seal();
        export.zip()
    };
    let parts = good.parts();
    let with = |name: &str, bytes: &[u8]| {
        let own = parts.iter().map(|(n, b)| (n.as_str(), b.as_slice()));
        zipped(own.chain([(name, bytes)]))
    };
    let twice = {
        // A zip with one name twice, by two names of equal length of which one is changed afterwards.
        let mut bytes = with("photos/leadership-2.jpg", b"x");
        let (from, to) = (b"photos/leadership-2.jpg", b"photos/leadership-1.jpg");
        while let Some(at) = bytes.windows(from.len()).position(|w| w == from) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
        bytes
    };
    let bomb = zipped([("record.json", vec![b' '; 600 << 20].as_slice())]);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("cut off", good.zip()[..400].to_vec(), "压缩包打不开"),
        ("a path out of the zip", with("../../evil.yaml", b"x"), "压缩包里不该有“../../evil.yaml”"),
        ("an absolute path", with("/etc/passwd", b"x"), "不该有“/etc/passwd”"),
        ("a path of Windows", with("photos\\..\\..\\evil.jpg", b"x"), "不该有“photos"),
        ("a drive", with("photos/C:evil.jpg", b"x"), "不该有“photos/C:evil.jpg”"),
        ("a program", with("photos/a.exe", b"MZ"), "不该有“photos/a.exe”"),
        ("deeper", with("photos/a/b.jpg", b"x"), "不该有“photos/a/b.jpg”"),
        // The reader of zips keeps one of them, and its hash tells.
        ("one name twice", twice, "校验值不符"),
        ("a bomb", bomb, "“record.json”太大"),
        ("not listed", with("photos/more.jpg", &photo(3)), "清单里没有这个文件"),
        ("no manifest", zipped([("record.json", parts["record.json"].as_slice())]), "没有 manifest.json"),
        ("a changed record", changed(&|e| e.record["findings"]["tidy"]["marks"] = Json::from("1")), "校验值不符"),
        ("a changed photo", changed(&|e| drop(e.files.insert("photos/leadership-1.jpg".into(), photo(9)))), "校验值不符"),
        ("a photo that is missing", sealed(&|e| drop(e.files.remove("photos/leadership-1.jpg"))), "不在压缩包里"),
        ("another version", sealed(&|e| e.record["version"] = Json::from("2019")), "版本 2019"),
        ("another standard", sealed(&|e| e.record["standard"] = Json::from("nothing")), "没有标准“nothing”"),
        ("another point", sealed(&|e| e.record["point"] = Json::from("nowhere")), "没有服务点“nowhere”"),
        ("another bureau", sealed(&|e| e.manifest["bureau"] = Json::from("nowhere")), "没有局“nowhere”"),
        ("released by itself", sealed(&|e| e.record["published"] = Json::from(true)), "表单里不能写“published”"),
        ("released by its Chinese name", sealed(&|e| e.record["公示"] = Json::from(true)), "表单里不能写“公示”"),
        ("handed in by somebody else", sealed(&|e| e.record["received_by"] = Json::from("李示例")), "表单里不能写“received_by”"),
        (
            "a ruling",
            sealed(&|e| e.record["findings"]["tidy"]["ruling"] = json!({"marks": "2", "basis": "x"})),
            "findings.tidy.ruling",
        ),
        (
            "a photo from elsewhere",
            sealed(&|e| e.record["findings"]["tidy"]["照片"] = json!([{"文件": "../points/a.jpg"}])),
            "表单里不能写“findings.tidy.照片”",
        ),
        ("no identity", sealed(&|e| drop(e.record.as_object_mut().unwrap().remove("form"))), "表单编号"),
        ("a format to come", sealed(&|e| e.manifest["formatVersion"] = Json::from(2)), "格式版本是 2"),
        ("no result", sealed(&|e| e.manifest["outcome"] = Json::Null), "没有表单自己的得分"),
        ("an unknown key", sealed(&|e| e.record["findings"]["tidy"]["mark"] = Json::from("1")), "mark"),
        ("a criterion that is not there", sealed(&|e| e.record["findings"]["nothing"] = json!({"marks": "1"})), "nothing"),
        ("marks beyond the limit", sealed(&|e| e.record["findings"]["tidy"]["marks"] = Json::from("99")), "99"),
        ("a day to come", sealed(&|e| e.record["date"] = Json::from("2027-01-01")), "还没有到"),
        ("another total", sealed(&|e| e.manifest["outcome"]["criteria"]["leadership"]["low"] = Json::from("5")), "按规则是4.5"),
        ("another grade", sealed(&|e| e.manifest["outcome"]["grade"] = Json::from("五星")), "等级"),
        (
            "no JSON",
            {
                let mut e = good.clone();
                e.record = Json::Null;
                e.seal();
                e.zip()
            },
            "record.json",
        ),
        ("nothing", Vec::new(), "文件是空的"),
        ("a picture", photo(5), "这是一张图片"),
        ("a text", b"hello".to_vec(), "不是本程序做的评分表"),
    ];
    let before = content(root);
    for (name, bytes, wanted) in cases {
        let run = import(root, &bytes, &[]);
        assert_eq!(run.status, 1, "{name}: {}{}", run.out, run.err);
        assert!(run.err.contains(wanted), "{name}: {wanted} is not in\n{}", run.err);
        assert!(run.err.contains("intake/refused"), "{name}: {}", run.err);
        assert!(content(root) == before, "{name}: something was written");
    }
    let kept = tree(&root.join("intake/refused"));
    assert!(kept.len() >= 62 && kept.len().is_multiple_of(2), "{}", kept.len());
    // Once it is whole, it is taken in.
    import(root, &good.zip(), &[]).expect(0);
}

#[test]
fn what_the_bureau_added_stays_and_going_back_counts() {
    let folder = copied();
    let root = folder.path();
    let first = export(root);
    let run = import(root, &first.zip(), &[]).expect(0);
    let path = root.join(run.out.trim());
    // The bureau releases it and adds a remark; the same file comes again.
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}note: 已电话核实\n")).unwrap();
    let again = import(root, &first.zip(), &[]).expect(0);
    assert!(again.err.contains("已经收过"), "{}", again.err);
    assert_eq!(new_records(root).len(), 1);
    // Another state, and then back to the first one, exported anew.
    let mut other = first.clone();
    other.record["findings"]["tidy"] = json!({"marks": "1", "reason": "地面有水"});
    other.reckon(root);
    import(root, &other.made("2026-06-08T12:00:00+08:00").zip(), &[]).expect(0);
    let back = import(root, &first.clone().made("2026-06-08T13:00:00+08:00").zip(), &[]).expect(0);
    assert!(back.out.trim().ends_with("-site-r3.yaml"), "{}{}", back.out, back.err);
    // The first file as it was is still known.
    let old = import(root, &first.zip(), &[]).expect(0);
    assert!(old.err.contains("已经收过") && old.out.is_empty(), "{}", old.err);
    // A text of the form does not take the place of what has pictures.
    let mut record = other_text(&first);
    record["exported"] = Json::from("2026-06-08T14:00:00+08:00");
    let file = root.join("复制.txt");
    fs::write(&file, format!("\u{feff}{record}")).unwrap();
    let file = file.to_string_lossy().into_owned();
    let run = yizhan(root, &["inspect", "import", &file, "--lang", "zh"]).expect(1);
    assert!(run.err.contains("已有一份不一样的记录"), "{}", run.err);
    let check = yizhan(root, &["check"]);
    assert!(!check.err.contains("juyuan-wenling"), "{}", check.err);
}

fn other_text(export: &Export) -> Json {
    let mut record = export.record.clone();
    record["findings"]["tidy"] = json!({"marks": "1.5", "reason": "略"});
    record
}

#[test]
fn a_picture_that_was_cut_off_is_written_anew() {
    let folder = copied();
    let root = folder.path();
    let export = export(root);
    let hash = sha256(&photo(1));
    let place = root.join(INSPECTIONS).join(format!("photos/juyuan/{}.jpg", &hash[..16]));
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(&place, &photo(1)[..100]).unwrap();
    import(root, &export.zip(), &[]).expect(0);
    assert_eq!(fs::read(&place).unwrap(), photo(1));
}

#[test]
fn a_difference_counts_only_when_somebody_says_so() {
    let folder = copied();
    let root = folder.path();
    let mut form = export(root);
    form.manifest["outcome"]["criteria"]["leadership"] = json!({"state": "met", "low": "5", "high": "5"});
    let run = import(root, &form.zip(), &[]).expect(1);
    assert!(run.err.contains("“班子重视”：它算的是5 符合，按规则是4.5 不符合") && run.err.contains("--rescored"), "{}", run.err);
    let run = import(root, &form.zip(), &["--rescored"]).expect(0);
    assert!(run.err.contains("请看一眼") && run.err.contains("班子重视"), "{}", run.err);
    assert_eq!(tree(&root.join("intake/refused")).len(), 0, "what was refused is taken in now");
}

#[test]
fn a_folder_an_unpacked_zip_and_a_text_are_taken_in_too() {
    let folder = copied();
    let root = folder.path();
    let export = export(root);
    // Unpacked, packed again with a folder round it, and with what a computer adds.
    let mut parts = vec![("__MACOSX/._record.json".to_owned(), b"x".to_vec()), ("检查/.DS_Store".to_owned(), b"x".to_vec())];
    parts.extend(export.parts().into_iter().map(|(name, bytes)| (format!("检查/{name}"), bytes)));
    let drop = root.join("交回");
    fs::create_dir_all(&drop).unwrap();
    fs::write(drop.join("一.zip"), zipped(parts.iter().map(|(n, b)| (n.as_str(), b.as_slice())))).unwrap();
    fs::write(drop.join("二.zip"), b"PK\x03\x04 broken").unwrap();
    fs::write(drop.join("~$三.xlsx"), b"x").unwrap();
    for (name, bytes) in export.parts() {
        let to = drop.join("四").join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
    let path = drop.to_string_lossy().into_owned();
    let run = yizhan(root, &["inspect", "import", &path, "--lang", "zh"]).expect(1);
    assert!(
        run.err.contains("一.zip：收下了") && run.err.contains("二.zip：") && run.err.contains("四：已经收过"),
        "{}",
        run.err
    );

    let text = root.join("复制.json");
    let mut record = export.record.clone();
    record["campaign"] = Json::from("2100");
    fs::write(&text, record.to_string()).unwrap();
    let text = text.to_string_lossy().into_owned();
    let run = yizhan(root, &["inspect", "import", &text, "--lang", "zh"]).expect(0);
    assert!(run.err.contains("3张照片和签名没有跟来"), "{}", run.err);
    let written = fs::read_to_string(root.join(run.out.trim())).unwrap();
    assert!(!written.contains("photos") && written.contains("marks: 4.5"), "{written}");
}

#[test]
fn nothing_of_a_folder_is_left_out_without_a_word() {
    let folder = copied();
    let root = folder.path();
    let before = tree(&root.join("content"));
    let import = |path: &Path| yizhan(root, &["inspect", "import", &path.to_string_lossy(), "--lang", "zh"]);
    let drop = root.join("交回");
    fs::create_dir_all(&drop).unwrap();
    for number in 0..10_001 {
        fs::write(drop.join(format!("{number}.zip")), b"x").unwrap();
    }
    let run = import(&drop).expect(2);
    assert!(run.err.contains("10001 个文件") && run.err.contains("分到几个文件夹里"), "{}", run.err);
    // Of a package, a folder in a folder.
    let package = root.join("包");
    for (name, bytes) in export(root).parts() {
        let to = package.join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
    let deep = package.join("photos/更深");
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("a.jpg"), b"x").unwrap();
    let run = import(&package).expect(1);
    assert!(run.err.contains("放得太深") && run.err.contains("更深"), "{}", run.err);
    assert_eq!(tree(&root.join("content")), before);
    fs::remove_dir_all(&deep).unwrap();
    import(&package).expect(0);
}

/// A running upload page, stopped when the test ends.
pub struct Desk {
    child: std::process::Child,
    address: String,
    /// The access code of the first inspector.
    pub number: String,
    /// Those of all, in their order.
    codes: Vec<String>,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Desk {
    pub fn open(root: &Path) -> Self {
        Self::open_for(root, &["张示例"])
    }

    fn open_for(root: &Path, names: &[&str]) -> Self {
        use std::io::BufRead as _;
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_yizhan"))
            .args(["serve", "--intake", "--listen", "127.0.0.1:0", "-q", "--lang", "zh", "-C"])
            .arg(root)
            .args(names.iter().flat_map(|name| ["--inspector", name]))
            .env("SOURCE_DATE_EPOCH", "1796083200")
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let address = lines.find_map(|l| l.strip_prefix("http://").map(|a| a.trim_end_matches('/').to_owned())).unwrap();
        let mut codes = BTreeMap::new();
        while codes.len() < names.len() {
            let line = lines.next().unwrap();
            if let Some((name, code)) = line.split_once('　').filter(|(name, _)| names.contains(name)) {
                assert!(code.len() == 8 && code.chars().all(|c| c.is_ascii_digit()), "{code}");
                codes.insert(name.to_owned(), code.to_owned());
            }
        }
        let codes: Vec<String> = names.iter().map(|name| codes[*name].clone()).collect();
        // The code that a phone scans, and what is said later, is read away.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address, number: codes[0].clone(), codes }
    }

    fn ask(&self, head: &str, body: &[u8]) -> String {
        use std::io::Read as _;
        let mut stream = std::net::TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(std::time::Duration::from_mins(1))).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        // A server that has heard enough closes.
        let _ = stream.write_all(body);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub fn post(&self, path: &str, number: &str, name: &str, body: &[u8]) -> String {
        let (address, length) = (&self.address, body.len());
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nX-Number: {number}\r\nX-Name: {name}\r\nContent-Length: {length}\r\n\r\n"
        );
        self.ask(&head, body)
    }
}

#[test]
fn what_is_handed_in_over_the_network_is_checked_like_a_file() {
    let folder = copied();
    let root = folder.path();
    let export = export(root);
    let desk = Desk::open(root);
    let host = format!("Host: {}\r\n\r\n", desk.address);
    let page = desk.ask(&format!("GET / HTTP/1.1\r\n{host}"), b"");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("检查人编号"), "{page}");
    // Nothing else is given out, and no other name leads here.
    for (head, wanted) in [
        (format!("GET /index.html HTTP/1.1\r\n{host}"), "404"),
        (format!("GET /../yizhan.yaml HTTP/1.1\r\n{host}"), "404"),
        (format!("GET /upload HTTP/1.1\r\n{host}"), "405"),
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(), "403"),
        (format!("POST /upload HTTP/1.1\r\nX-Number: {}\r\nContent-Length: 999999999\r\n{host}", desk.number), "413"),
        (format!("POST /upload HTTP/1.1\r\nX-Number: {}\r\n{host}", desk.number), "411"),
    ] {
        let answer = desk.ask(&head, b"");
        assert!(answer.starts_with(&format!("HTTP/1.1 {wanted}")), "{head}: {answer}");
    }
    assert!(desk.post("/hello", &desk.number, "", b"").contains("张示例"));
    let taken = desk.post("/upload", &desk.number, "..%2F..%2F%E4%B8%80.zip", &export.zip());
    assert!(taken.starts_with("HTTP/1.1 200") && taken.contains("收下了"), "{taken}");
    assert_eq!(new_records(root).len(), 1);
    let again = desk.post("/upload", &desk.number, "b.zip", &export.zip());
    assert!(again.contains("已经收过"), "{again}");
    let refused = desk.post("/upload", &desk.number, "..%5Cc.zip", b"PK\x03\x04 broken");
    assert!(refused.starts_with("HTTP/1.1 422") && refused.contains("压缩包打不开"), "{refused}");
    assert!(tree(root).keys().filter(|n| n.starts_with("intake/refused/")).count() == 2);
    // Guessing ends after a few.
    let wrong = if desk.number == "00000000" { "11111111" } else { "00000000" };
    let answers: Vec<String> = (0..10).map(|_| desk.post("/hello", wrong, "", b"")).collect();
    assert!(answers[0].starts_with("HTTP/1.1 403") && answers[9].starts_with("HTTP/1.1 429"), "{answers:?}");
    // Who has the right code and the same address is not kept out.
    assert!(desk.post("/hello", &desk.number, "", b"").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_record_says_whose_code_it_came_with_and_nobody_elses_code_corrects_it() {
    let folder = copied();
    let root = folder.path();
    let first = export(root);
    let desk = Desk::open_for(root, &["交件人甲", "交件人乙"]);
    let [one, other] = [0, 1].map(|n| desk.codes[n].clone());
    let send = |code: &str, export: &Export| desk.post("/upload", code, "a.zip", &export.zip());
    let changed = |marks: &str, at: &str| {
        let mut later = first.clone();
        later.record["findings"]["tidy"] = json!({"marks": marks, "reason": "地面有水"});
        later.reckon(root);
        later.made(at)
    };
    assert!(send(&one, &first).starts_with("HTTP/1.1 200"));
    let [path] = new_records(root).try_into().unwrap();
    let text = fs::read_to_string(root.join(INSPECTIONS).join(&path)).unwrap();
    assert!(text.contains("received_by: 交件人甲\n"), "{text}");
    // The same again is known, whoever sends it; a changed one of another's code waits for a person.
    assert!(send(&other, &first).contains("已经收过"));
    let later = changed("1.5", "2026-06-09T08:00:00+08:00");
    let answer = send(&other, &later);
    assert!(answer.starts_with("HTTP/1.1 409"), "{answer}");
    assert_eq!(new_records(root).len(), 1);
    let kept = tree(&root.join("intake/conflicts"));
    let reason =
        kept.iter().find(|(name, _)| is(name, "txt")).map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap()).unwrap();
    assert!(kept.len() == 2 && reason.contains("是交件人甲交的") && reason.contains("交件人乙的编号"), "{reason}");
    // Who handed it in corrects it, also after the bureau did.
    assert!(send(&one, &later).starts_with("HTTP/1.1 200"));
    assert_eq!(tree(&root.join("intake/conflicts")).len(), 0, "what was kept is taken in now");
    let bureau = changed("1", "2026-06-09T09:00:00+08:00");
    let run = import(root, &bureau.zip(), &["--revise", "--by", "局里", "--reason", "核对"]).expect(0);
    let text = fs::read_to_string(root.join(run.out.trim())).unwrap();
    assert!(!text.contains("received_by"), "the command line has no code: {text}");
    let last = changed("0.5", "2026-06-09T10:00:00+08:00");
    assert!(send(&other, &last).starts_with("HTTP/1.1 409"));
    assert!(send(&one, &last).starts_with("HTTP/1.1 200"));
    let check = yizhan(root, &["check"]);
    assert!(!check.err.contains("juyuan-wenling"), "{}", check.err);
    drop(desk);
    // The name is private, and is taken out with the others.
    yizhan(root, &["inspect", "forget", "交件人甲", "--write"]).expect(0);
    for (name, bytes) in tree(&root.join(INSPECTIONS)).into_iter().filter(|(n, _)| is(n, "yaml")) {
        assert!(!String::from_utf8(bytes).unwrap().contains("交件人甲"), "{name}");
    }
    let check = yizhan(root, &["check"]);
    assert!(!check.err.contains("juyuan-wenling"), "{}", check.err);
}

#[test]
fn who_handed_a_result_in_is_not_told_in_public() {
    use super::support::Workspace;
    let w = Workspace::new();
    let standard = "title: 标准\nsource: 测试\nversion: \"1\"\ntotal: 5\nbelow_grades: 不合格\ngrades: [{name: 好, at_least: 1}]\nsections: [{title: 一, marks: 5, criteria: [{id: a, title: 甲, marks: 5, quote: 甲, evidence: [photo], rule: manual}]}]\n";
    w.write("checklists/s.yaml", standard);
    let record = "standard: s\nversion: \"1\"\npoint: east\nround: site\ndate: 2026-06-01\ninspectors: [欧阳示例]\n提交人: 司马示例\npublished: true\nfindings: {a: {marks: 5}}\n";
    w.write("content/one/inspections/r.yaml", record);
    w.run(&["build", "--only", "site,data"]).expect(0);
    for (name, bytes) in tree(&w.path().join("output/site")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("司马示例"), "{name}");
    }
    let page = fs::read_to_string(super::support::sample().join("themes/default/site/base.html")).unwrap();
    w.write("themes/default/site/base.html", page.replace("</body>", "<b>司马示例</b></body>"));
    let run = w.run(&["build", "--only", "site,data", "--lang", "zh"]);
    assert!(run.status != 0 && run.err.contains("P604") && run.err.contains("司马示例"), "{}", run.err);
}

#[test]
fn a_person_is_taken_out_of_the_records_and_a_point_is_emptied_of_people() {
    let folder = copied();
    let root = folder.path();
    let first = export(root);
    import(root, &first.zip(), &[]).expect(0);
    let mut later = first.clone();
    later.record["findings"]["leadership"]["reason"] = Json::from("金拾遗说会议记录少两次");
    later.reckon(root);
    let run = import(root, &later.made("2026-06-09T08:00:00+08:00").zip(), &[]).expect(0);
    let path = run.out.trim().to_owned();

    let shown = yizhan(root, &["inspect", "forget", "金拾遗", "--lang", "zh"]).expect(0);
    assert!(shown.out.contains(&path) && shown.err.contains("还没有改"), "{}{}", shown.out, shown.err);
    assert!(shown.err.contains("content/wenling/points/juyuan.yaml 里也有"), "{}", shown.err);
    assert!(fs::read_to_string(root.join(&path)).unwrap().contains("金拾遗"));
    yizhan(root, &["inspect", "forget", "金拾遗", "--write"]).expect(0);
    for (name, bytes) in tree(&root.join(INSPECTIONS)).into_iter().filter(|(n, _)| is(n, "yaml")) {
        assert!(!String::from_utf8(bytes).unwrap().contains("金拾遗"), "{name}");
    }
    let text = fs::read_to_string(root.join(&path)).unwrap();
    assert!(
        text.contains("按要求删除个人信息") && text.contains("已删除说会议记录少两次") && text.contains("marks: 4.5"),
        "{text}"
    );
    // The chain of corrections still holds, and all pictures are pictures.
    let check = yizhan(root, &["check"]);
    assert!(!check.err.contains("juyuan-wenling"), "{}", check.err);
    assert!(tree(&root.join(INSPECTIONS).join("photos/juyuan")).into_values().any(|bytes| bytes == photo(1)));

    yizhan(root, &["inspect", "forget", "juyuan", "--write"]).expect(0);
    let text = fs::read_to_string(root.join(&path)).unwrap();
    assert!(!text.contains("28.37") && text.contains("marks: 4.5"), "{text}");
    assert!(
        tree(&root.join(INSPECTIONS).join("photos/juyuan")).into_values().all(|bytes| bytes != photo(1) && bytes != signature())
    );
    let check = yizhan(root, &["check"]);
    assert!(!check.err.contains("juyuan-wenling"), "{}", check.err);
    // The same zip does not bring them back.
    let again = import(root, &first.zip(), &[]).expect(0);
    assert!(again.err.contains("已经收过"), "{}", again.err);
    assert!(tree(&root.join(INSPECTIONS).join("photos/juyuan")).into_values().all(|bytes| bytes != photo(1)));
    let nobody = yizhan(root, &["inspect", "forget", "无此人", "--lang", "zh"]).expect(2);
    assert!(nobody.err.contains("检查记录里没有“无此人”"), "{}", nobody.err);
}

#[test]
fn a_name_within_a_name_and_words_that_score_are_left() {
    use super::support::Workspace;
    let w = Workspace::new();
    let standard = "title: 标准\nsource: 测试\nversion: \"1\"\ntotal: 5\ngrades: [{name: 好, at_least: 1}]\nsections: [{title: 一, marks: 5, criteria: [{id: a, title: 甲, marks: 5, quote: 甲, evidence: [photo], rule: {deduct: {faults: [{name: 王芳, each: 1}], floor: 0}}}]}]\n";
    w.write("checklists/s.yaml", standard);
    let record = "# 王芳和王芳华\nstandard: s\nversion: \"1\"\npoint: east\nround: site\ndate: 2026-06-01\ninspectors: [王芳, 王芳华]\nfindings: {a: {faults: {王芳: 1}, reason: 王芳华在场、王芳不在}}\n";
    w.write("content/one/inspections/r.yaml", record);
    let shown = w.run(&["inspect", "forget", "王芳", "--lang", "zh"]).expect(0);
    assert!(shown.out.contains("content/one/inspections/r.yaml:7　inspectors: [王芳, 王芳华]"), "{}", shown.out);
    assert!(shown.err.contains("content/one/inspections/r.yaml 里也有"), "{}", shown.err);
    w.run(&["inspect", "forget", "王芳", "--write"]).expect(0);
    let text = fs::read_to_string(w.path().join("content/one/inspections/r.yaml")).unwrap();
    assert!(text.contains("inspectors: [已删除, 王芳华]"), "{text}");
    assert!(text.contains("faults: {王芳: 1}, reason: 王芳华在场、已删除不在"), "{text}");
}

#[test]
fn a_build_stops_where_a_public_page_says_what_only_a_record_holds() {
    use super::support::Workspace;
    let w = Workspace::new();
    let standard = "title: 标准\nsource: 测试\nversion: \"1\"\ntotal: 5\ngrades: [{name: 好, at_least: 1}]\nsections: [{title: 一, marks: 5, criteria: [{id: a, title: 甲, marks: 5, quote: 甲, evidence: [photo], rule: manual}]}]\n";
    w.write("checklists/s.yaml", standard);
    let record = "standard: s\nversion: \"1\"\npoint: east\nround: site\ndate: 2026-06-01\ninspectors: [欧阳示例]\nnote: 站长电话 139-0000-0009\nfindings: {a: {marks: 5}}\n";
    w.write("content/one/inspections/r.yaml", record);
    w.run(&["build", "--only", "site,data"]).expect(0);
    // A theme of the bureau's own says it.
    let page = fs::read_to_string(super::support::sample().join("themes/default/site/base.html")).unwrap();
    assert!(page.contains("</body>"));
    w.write("themes/default/site/base.html", page.replace("</body>", "<b>欧阳示例</b></body>"));
    let run = w.run(&["build", "--only", "site,data", "--lang", "zh"]);
    assert!(run.status != 0 && run.err.contains("P604") && run.err.contains("欧阳示例"), "{}", run.err);
}

#[test]
fn records_are_locked_and_opened_again_and_a_wrong_key_changes_nothing() {
    let folder = copied();
    let root = folder.path();
    let export = export(root);
    import(root, &export.zip(), &[]).expect(0);
    let before = content(root);
    let keys = tempfile::tempdir().unwrap();
    let key = |name: &str| keys.path().join(name).to_string_lossy().into_owned();
    let none = yizhan(root, &["inspect", "lock", "--lang", "zh"]).expect(2);
    assert!(none.err.contains("没有写给谁"), "{}", none.err);
    let bad = yizhan(root, &["inspect", "lock", "--recipient", "age1nothing", "--lang", "zh"]).expect(2);
    assert!(bad.err.contains("公钥“age1nothing”不完整，或者抄错了"), "{}", bad.err);
    assert!(content(root) == before);

    yizhan(root, &["inspect", "lock", "--new-key", &key("own.txt")]).expect(0);
    for (name, bytes) in tree(&root.join("content")).into_iter().filter(|(n, _)| n.contains("/inspections/")) {
        assert!(is(&name, "age") && bytes.starts_with(b"age-encryption.org/v1"), "{name}");
    }
    let check = yizhan(root, &["check", "--lang", "zh"]).expect(1);
    assert!(format!("{}{}", check.out, check.err).contains("Y118"), "{}{}", check.out, check.err);
    // Nothing is asked of records that nobody can read, and nothing is taken in beside them.
    for arguments in
        [&["inspect", "status"][..], &["inspect", "forget", "金拾遗"], &["inspect", "new", "wenling-village-stars", "juyuan"]]
    {
        let run = yizhan(root, arguments);
        assert!(run.status == 1 && run.err.contains("Y118"), "{arguments:?}: {}{}", run.out, run.err);
    }
    let run = import(root, &export.zip(), &[]).expect(1);
    assert!(run.err.contains("Y118"), "{}", run.err);
    // Never over a key that is there.
    let again = yizhan(root, &["inspect", "lock", "--new-key", &key("own.txt"), "--lang", "zh"]).expect(2);
    assert!(again.err.contains("已经存在"), "{}", again.err);

    // Somebody else's key opens nothing and takes nothing away.
    let other = copied();
    yizhan(other.path(), &["inspect", "lock", "--new-key", &key("other.txt")]).expect(0);
    let locked = content(root);
    let wrong = yizhan(root, &["inspect", "unlock", "--identity", &key("other.txt"), "--lang", "zh"]).expect(1);
    assert!(wrong.err.contains("打不开"), "{}", wrong.err);
    assert!(content(root) == locked);

    yizhan(root, &["inspect", "unlock", "--identity", &key("own.txt")]).expect(0);
    assert!(content(root) == before);
    // With a public key alone.
    let text = fs::read_to_string(key("own.txt")).unwrap();
    let public = text.split_whitespace().find(|w| w.starts_with("age1")).unwrap();
    yizhan(root, &["inspect", "lock", "--recipient", public]).expect(0);
    yizhan(root, &["inspect", "unlock", "--identity", &key("own.txt")]).expect(0);
    assert!(content(root) == before);
}

/// One photo that is none, or in a kind that no page shows, is left out of what a form handed in; a GIF is converted. The rest comes in.
#[test]
fn a_photo_that_cannot_be_used_is_left_out_and_named() {
    let folder = copied();
    let root = folder.path();
    let gif = {
        let mut bytes = Cursor::new(Vec::new());
        let frame = |shade| image::Frame::new(image::RgbaImage::from_pixel(6, 6, image::Rgba([shade, 0, 0, 255])));
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        encoder.encode_frames([frame(10), frame(200)]).unwrap();
        drop(encoder);
        bytes.into_inner()
    };
    let cut = photo(8)[..300].to_vec();
    let mut e = export(root);
    for (name, bytes) in [
        ("photos/leadership-2.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()),
        ("photos/leadership-3.gif", gif),
        ("photos/leadership-4.jpg", b"MZ no picture".to_vec()),
        ("photos/leadership-5.jpg", cut),
    ] {
        e.files.insert(name.to_owned(), bytes);
        e.record["findings"]["leadership"]["photos"].as_array_mut().unwrap().push(json!({"file": name}));
    }
    e.files.insert("photos/tidy-1.jpg".to_owned(), b"MZ no picture".to_vec());
    e.record["findings"]["tidy"]["photos"] = json!([{"file": "photos/tidy-1.jpg"}]);
    e.reckon(root);
    let run = import(root, &e.zip(), &[]).expect(1);
    for wanted in [
        "photos/leadership-2.heic：图片是 HEIC",
        "photos/leadership-3.gif：图片是会动的 GIF，只取了第一帧，转成了 PNG",
        "photos/leadership-4.jpg：图片不是图片，这张没有收",
        "photos/leadership-5.jpg：图片不完整或已损坏，这张没有收",
        "photos/tidy-1.jpg：图片不是图片，这张没有收",
        "有 4 处没有收",
    ] {
        assert!(run.err.contains(wanted), "{wanted} is not in\n{}", run.err);
    }
    let text = fs::read_to_string(root.join(run.out.trim())).unwrap();
    assert_eq!(text.matches("file: photos/juyuan/").count(), 2 + 2, "two photos and two signatures: {text}");
    assert!(text.contains("tidy: {marks: 2}") && text.contains("marks: 4.5"), "{text}");
    assert!(text.contains("# 没有收的：photos/leadership-2.heic、"), "{text}");
}
