//! The zip that a form exports: `manifest.json` with hashes and the form's own result, `record.json`, photos, signatures. Also such a zip that
//! somebody unpacked.
//!
//! Format 1. The manifest: `format` ("yizhan-inspection"), `formatVersion` (1), `bureau`, `standardHash`, `form`, `made`, `outcome`, and `files`
//! with `sha256` and `size` of every other part. The record has those keys of a record file that a phone may decide, by their English names.

mod keys;
mod pictures;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::reported_result::ReportedResult;
use super::{Reason, Reasons, Submission};
use crate::diagnostic::{Bilingual, Diagnostics, FileId};
use crate::say;
use crate::source::{limits, parse_document};
use crate::tables::Uncertain;
use crate::yaml_write::tree::Tree;
use keys::known_keys;
use pictures::{Pictures, pictures};

/// Most parts of a package: a form of a hundred criteria with ten photos each.
const MOST_PARTS: usize = 2_000;
/// Most bytes once it is unpacked: so much in any case, and a multiple of the zip's size. Photos do not shrink.
const MOST_UNPACKED: u64 = 64 << 20;
const MOST_UNPACKED_A_BYTE: u64 = 3;

/// Endings of what may be a picture; what it is, its contents tell.
const PICTURES: [&str; 11] = ["jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "avif", "bmp", "tif", "tiff"];

/// The parts of a package by their names.
pub type Parts = BTreeMap<String, Vec<u8>>;

/// Reads a zip.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_package(bytes: &[u8]) -> Result<Submission, Reasons> {
    arrived(unpack(bytes).map_err(|reason| vec![reason])?)
}

/// Reads the record alone, as the form gives it to be copied where a phone can neither share nor save files. It comes without hashes, without the
/// form's result, and without its pictures.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_text(bytes: &[u8]) -> Result<Submission, Reasons> {
    // Editors of Windows put a mark before it, or save it in the old way.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_or_else(|_| encoding_rs::GBK.decode(bytes).0, Into::into);
    let parts = Parts::from([("record.json".to_owned(), text.trim().as_bytes().to_vec())]);
    let mut wrong = Reasons::new();
    let Some(mut record) = record(&parts, &mut wrong) else { return Err(wrong) };
    let bureau = record.word("bureau").unwrap_or_default().to_owned();
    let exported = record.word("exported").map(str::to_owned);
    record.remove("bureau");
    record.remove("exported");
    known_keys(&record, &mut wrong);
    if !record.word("form").is_some_and(is_identity) {
        wrong.push(Reason::at("record.json", &say!("没有表单编号（form）", "the identity of the form is missing"), again()));
    }
    let mut doubts = Vec::new();
    let mut names = Vec::new();
    record.each("file", &mut |name| names.push(name.clone()));
    if !names.is_empty() {
        let count = names.len();
        doubts.push(Uncertain {
            place: "record.json".to_owned(),
            message: say!(
                "只有文字，{count}张照片和签名没有跟来；照片还在手机上，能导出时再导出一次",
                "this is the text alone: {count} photos and signatures are still on the phone; export it again when that works"
            ),
        });
    }
    without_pictures(&mut record);
    relax(&mut record);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(Submission {
        bureau,
        standard_hash: String::new(),
        exported,
        is_text: true,
        record,
        pictures: Vec::new(),
        reported: ReportedResult::default(),
        cells: BTreeMap::new(),
        left_out: Vec::new(),
        doubts,
    })
}

fn without_pictures(record: &mut Tree) {
    record.remove("signatures");
    if let Some(Tree::Map(findings)) = record.get("findings").cloned() {
        let mut findings = findings;
        for (_, finding) in &mut findings {
            finding.remove("photos");
        }
        findings.retain(|(_, finding)| !matches!(finding, Tree::Map(keys) if keys.is_empty()));
        record.set("findings", Tree::Map(findings));
    }
}

/// Whether a file is the text of a record.
#[must_use]
pub fn is_text(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start().starts_with(b"{")
}

/// Whether a file is a package and not a workbook or a Word file, which are zips too. Of one that cannot be opened its name tells.
#[must_use]
pub fn is_package(name: &str, bytes: &[u8]) -> bool {
    let named = std::path::Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case("zip"));
    bytes.starts_with(b"PK")
        && ZipArchive::new(Cursor::new(bytes)).map_or(named, |zip| {
            let office = zip.index_for_name("[Content_Types].xml").is_some() || zip.index_for_name("content.xml").is_some();
            !office
        })
}

fn damaged() -> Reason {
    Reason::new(
        say!("压缩包打不开：不完整，或者已损坏", "the zip cannot be opened: it is cut off or damaged"),
        say!("在手机上打开表单，重新导出", "open the form on the phone and export it again"),
    )
}

fn too_large(most: u64) -> Reason {
    let limit = most >> 20;
    Reason::new(
        say!(
            "压缩包里的东西太多：最多 {limit} MiB、{MOST_PARTS} 个文件",
            "the zip holds too much: at most {limit} MiB and {MOST_PARTS} files"
        ),
        say!("只放一份检查表导出的内容", "it should hold what one form exported, and nothing else"),
    )
}

fn unpack(bytes: &[u8]) -> Result<Parts, Reason> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let most = MOST_UNPACKED + MOST_UNPACKED_A_BYTE * bytes.len() as u64;
    if archive.len() > MOST_PARTS {
        return Err(too_large(most));
    }
    let mut parts = Parts::new();
    let mut left = most;
    for index in 0..archive.len() {
        let entry = archive
            .by_index(index)
            .map_err(|error| if error.to_string().to_lowercase().contains("password") { locked() } else { damaged() })?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().map_err(|_| damaged())?.into_owned();
        let mut part = Vec::new();
        // The size that the zip states is not believed: what comes out is counted, for the part and for all of them.
        let own = largest(&name);
        entry.take(left.min(own) + 1).read_to_end(&mut part).map_err(|_| damaged())?;
        left = left.checked_sub(part.len() as u64).ok_or_else(|| too_large(most))?;
        if part.len() as u64 > own {
            let (limit, shown) = (own >> 20, shown(&name));
            return Err(Reason::new(
                say!("压缩包里的“{shown}”太大：最大 {limit} MiB", "`{shown}` in the zip is too large: at most {limit} MiB"),
                again(),
            ));
        }
        parts.insert(name, part);
    }
    Ok(parts)
}

/// How large a part may be: a picture, or a text.
fn largest(name: &str) -> u64 {
    let text = std::path::Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    if text { limits::YAML_BYTES } else { limits::ASSET_BYTES }
}

/// A name as it may be shown.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(120).collect()
}

fn locked() -> Reason {
    Reason::new(say!("压缩包有密码", "the zip is locked with a password"), say!("去掉密码再导入", "import it without a password"))
}

/// Checks the parts of a package and makes a record of them.
///
/// # Errors
/// Everything that is wrong with it.
pub fn arrived(parts: Parts) -> Result<Submission, Reasons> {
    let mut parts = plain_names(parts)?;
    let mut wrong = Reasons::new();
    let manifest = json(&parts, "manifest.json", &mut wrong);
    let record = record(&parts, &mut wrong);
    let (Some(manifest), Some(mut record)) = (manifest, record) else { return Err(wrong) };
    format(&manifest, &mut wrong);
    hashes(&manifest, &parts, &mut wrong);
    let word = |key: &str| manifest.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let form = record.word("form").map(str::to_owned);
    if form.as_deref() != Some(word("form").as_str()) || !form.as_ref().is_some_and(|f| is_identity(f)) {
        wrong.push(Reason::new(
            say!("表单编号（form）缺少或前后不一", "the identity of the form is missing, or differs between its parts"),
            again(),
        ));
    }
    known_keys(&record, &mut wrong);
    let reported = manifest.get("outcome").and_then(ReportedResult::of_form);
    if reported.is_none() {
        wrong.push(Reason::at(
            "manifest.json",
            &say!("没有表单自己的得分（outcome）", "the form's own result (outcome) is missing"),
            again(),
        ));
    }
    let Pictures { list, left_out, doubts } = pictures(&mut parts, &mut record, &mut wrong);
    let exported = Some(word("made")).filter(|made| !made.is_empty());
    relax(&mut record);
    match reported.filter(|_| wrong.is_empty()) {
        Some(reported) => Ok(Submission {
            bureau: word("bureau"),
            standard_hash: word("standardHash"),
            exported,
            is_text: false,
            record,
            pictures: list,
            reported,
            cells: BTreeMap::new(),
            left_out,
            doubts,
        }),
        None => Err(wrong),
    }
}

/// Numbers and the day without the quotes that JSON needs.
fn relax(record: &mut Tree) {
    if let Some(day) = record.word("date").filter(|d| d.parse::<chrono::NaiveDate>().is_ok()).map(str::to_owned) {
        record.set("date", Tree::Bare(day));
    }
    for key in ["facts", "findings", "position"] {
        if let Some(part) = record.get(key).cloned() {
            record.set(key, part.relaxed());
        }
    }
}

fn again() -> Bilingual {
    say!("在手机上打开表单，重新导出，不要改压缩包里的东西", "export it again on the phone, and change nothing inside the zip")
}

fn is_identity(form: &str) -> bool {
    form.len() == 32 && form.chars().all(|c| c.is_ascii_hexdigit())
}

/// The parts under the names that they had when they were exported. A zip that was unpacked and packed again has its folder round them, and what
/// computers leave in folders. Every other name is refused: a part may only lie where the format has a place for it.
fn plain_names(parts: Parts) -> Result<Parts, Reasons> {
    let junk = |name: &str| name.starts_with("__MACOSX/") || name.ends_with(".DS_Store") || name.ends_with("Thumbs.db");
    let around = parts.keys().filter(|name| !junk(name)).find_map(|name| name.strip_suffix("record.json"));
    let around = around.unwrap_or_default().to_owned();
    let mut plain = Parts::new();
    let mut wrong = Reasons::new();
    for (name, bytes) in parts.into_iter().filter(|(name, _)| !junk(name)) {
        if let Some(name) = name.strip_prefix(&around).filter(|name| is_place(name)) {
            plain.insert(name.to_owned(), bytes);
            continue;
        }
        let shown = shown(&name);
        wrong.push(Reason::new(
            say!("压缩包里不该有“{shown}”", "the zip should not hold `{shown}`"),
            say!(
                "只能有 record.json、manifest.json、photos/ 和 signatures/ 里的图片",
                "it holds record.json, manifest.json, and pictures in photos/ and signatures/"
            ),
        ));
    }
    if wrong.is_empty() { Ok(plain) } else { Err(wrong) }
}

fn is_place(name: &str) -> bool {
    if matches!(name, "manifest.json" | "record.json") {
        return true;
    }
    let Some((folder, file)) = name.split_once('/') else { return false };
    let clean = !file.is_empty()
        && !file.starts_with('.')
        && file.len() <= 200
        && !file.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|'])
        && !file.chars().any(char::is_control);
    let kind = file.rsplit_once('.').map(|(_, kind)| kind.to_ascii_lowercase()).unwrap_or_default();
    matches!(folder, "photos" | "signatures") && clean && PICTURES.contains(&kind.as_str())
}

fn missing(name: &str) -> Reason {
    Reason::new(
        say!("压缩包里没有 {name}", "the zip has no {name}"),
        say!("导入表单导出的 .zip，不是表单（.html）本身", "import the .zip that the form exported, not the form itself"),
    )
}

fn text<'p>(parts: &'p Parts, name: &str, wrong: &mut Reasons) -> Option<&'p str> {
    let Some(bytes) = parts.get(name) else {
        wrong.push(missing(name));
        return None;
    };
    let text = std::str::from_utf8(bytes).ok().filter(|t| t.len() as u64 <= limits::YAML_BYTES);
    if text.is_none() {
        wrong.push(Reason::at(name, &say!("不是 UTF-8 文本，或者太大", "it is no UTF-8 text, or too large"), again()));
    }
    text
}

fn json(parts: &Parts, name: &str, wrong: &mut Reasons) -> Option<Json> {
    let text = text(parts, name, wrong)?;
    serde_json::from_str(text)
        .map_err(|_| {
            wrong.push(Reason::at(name, &say!("内容坏了，读不懂", "its content is damaged and cannot be read"), again()));
        })
        .ok()
}

/// The record, by the reader that reads records: JSON is YAML, and the limits against bombs are the same.
fn record(parts: &Parts, wrong: &mut Reasons) -> Option<Tree> {
    let text = text(parts, "record.json", wrong)?;
    let mut found = Diagnostics::new();
    let node = parse_document(FileId(0), text, 0, &mut found);
    if let Some(error) = found.iter().next() {
        wrong.push(Reason::at("record.json", &error.message, again()));
        return None;
    }
    let tree = node.as_ref().and_then(Tree::of).filter(|tree| matches!(tree, Tree::Map(_)));
    if tree.is_none() {
        wrong.push(Reason::at("record.json", &say!("不是一份记录", "it is no record"), again()));
    }
    tree
}

fn format(manifest: &Json, wrong: &mut Reasons) {
    let version = manifest.get("formatVersion").and_then(Json::as_u64);
    if manifest.get("format").and_then(Json::as_str) != Some("yizhan-inspection") {
        wrong.push(Reason::at("manifest.json", &say!("不是检查表单的导出", "it is no export of an inspection form"), again()));
    } else if version != Some(1) {
        let shown = version.map_or("?".to_owned(), |v| v.to_string());
        wrong.push(Reason::at(
            "manifest.json",
            &say!("格式版本是 {shown}，这个程序只认 1", "its format is {shown}; this program knows 1"),
            say!("用和表单同一版本的 yizhan 导入", "import it with the yizhan that made the form"),
        ));
    }
}

/// Every part is as it was when it was exported, and nothing was added.
fn hashes(manifest: &Json, parts: &Parts, wrong: &mut Reasons) {
    let Some(files) = manifest.get("files").and_then(Json::as_object) else {
        wrong.push(Reason::at("manifest.json", &say!("没有文件清单（files）", "it has no list of files"), again()));
        return;
    };
    for name in files.keys().filter(|name| !parts.contains_key(*name)) {
        wrong.push(Reason::at(name, &say!("清单里有，压缩包里没有", "it is listed and not there"), again()));
    }
    for (name, bytes) in parts.iter().filter(|(name, _)| *name != "manifest.json") {
        let Some(listed) = files.get(name) else {
            wrong.push(Reason::at(name, &say!("清单里没有这个文件", "it is not in the list of files"), again()));
            continue;
        };
        let size = listed.get("size").and_then(Json::as_u64);
        let hash = listed.get("sha256").and_then(Json::as_str).unwrap_or_default();
        if size != Some(bytes.len() as u64) || !sha256(bytes).eq_ignore_ascii_case(hash) {
            let says = say!("内容和导出时不一样（校验值不符）", "it is not as it was exported: its hash differs");
            wrong.push(Reason::at(name, &says, again()));
        }
    }
}

/// SHA-256 in hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
