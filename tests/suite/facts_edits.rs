//! For generated edits of every text of every kind of file: a piece whose printed text changes gets another code and stands in the change
//! notice with what changed, and one whose text does not keeps its code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use rayon::prelude::*;
use yizhan::diagnostic::{Diagnostics, Severity};
use yizhan::load::load;
use yizhan::model::Workspace as Model;
use yizhan::publish::difference::difference;
use yizhan::publish::pieces::Job;
use yizhan::publish::snapshot::{self, Printed};
use yizhan::publish::{Draft, Prints, Tools};
use yizhan::source::{Node, Value, parse_document, parse_front_matter};
use yizhan::theme::Theme;

use super::input::pictures::picture;
use super::support::{Workspace, squeezed};

/// Every kind of file with as much in it as it can hold, and as few pieces as show it.
fn rich() -> Workspace {
    let w = Workspace::new();
    w.write("yizhan.yaml", "title: 测试\nbase_url: https://test.example\nallow: [{code: C317, reason: 测试}]\n");
    w.write(
        "content/one/bureau.yaml",
        "name: 测试医疗保障局\nshort_name: 测试局\nhotline: 0477-0000000\ncomplaint_phone: 0477-0000002\naddress: 测试路8号\nedition: \"2026-04\"\n\
         brand: {primary: \"#0B4A8F\"}\nprint: {town_plate: \"{place}医疗保障服务站\", village_plate: \"{place}医保服务点\"}\nnote: 网页上的说明\n",
    );
    w.write(
        "content/one/catalog.yaml",
        "title: 服务清单\nsource: 测办发〔2026〕1号\nnote: 依法公布\nchannels:\n  - {id: hall, name: 政务服务大厅, short_name: 大厅, tier: county}\n\
         \x20 - {id: town, name: 镇服务站, tier: town}\ngroups: [{id: join, title: 参保}]\nitems:\n\
         \x20 - {id: enrol, name: 参保登记, number: \"1\", group: join, clients: [自然人], category: 公共服务, handling: 即办件, depth: {hall: 办结, town: 办结}, note: 网页说明}\n\
         \x20 - {id: care, name: 长期护理保险, number: \"2\", clients: [自然人], category: 公共服务, handling: 承诺件, depth: {hall: 受理（15天内办结）, town: 帮办}}\n",
    );
    w.write(
        "content/one/points/east.yaml",
        "id: east\nname: 东镇医保服务站\nplace: 东镇\nchannel: town\naddress: 东镇1号\ndirections: 出站向东。\nlocation: {lat: 38.6, lon: 108.8, crs: wgs84}\n\
         landmarks: [{name: 东镇小学, lat: 38.601, lon: 108.801, kind: 学校}, {name: 老街口, lat: 38.599, lon: 108.799, kind: 公交站}]\n\
         phone: 0477-0000001\ncomplaint_phone: 0477-0000003\nhours: \"Mo-Fr 08:30-11:30,14:30-17:30; PH off\"\ntagline: 家门口办医保\n\
         special: [{name: 午间不打烊, hours: \"Mo-Fr 11:30-13:00\", note: 需预约}]\n\
         staff: [{name: 张示例, role: 综合柜员, party_member: true, photo: photos/a.png}, {name: 李示例, role: 引导员, phone: 0477-0000004, public: true}]\n\
         windows: [{number: \"1\", name: 参保缴费, note: 老人优先}, {number: 综合窗, name: 其他业务, rating: HCP-0003}]\n\
         rating: https://hcp.example/w?id=7\nfacts: {zones: [引导咨询区, 等候区]}\n\
         overrides: [{item: enrol, depth: 办结（帮办）, window: 一号窗口, phone: 0477-0000005, reason: 人手足}]\n",
    );
    w.write("content/one/points/photos/a.png", picture(image::ImageFormat::Png));
    w.write(
        "content/one/points/west.yaml",
        "id: west\nname: 西镇医保服务站\nchannel: town\naddress: 西镇2号\nlocation: {lat: 38.62, lon: 108.8}\nphone: 0477-0000006\n",
    );
    w.write(
        "content/one/guides/enrol.md",
        "---\nitem: enrol\nsummary: 怎样参保\naudience: 城乡居民\nconditions: [{text: 户籍在本地, proof: 户口簿}]\n\
         materials:\n  - {name: 身份证, copies: 1, form: 原件, issuer: 公安局, need: required, alternatives: [社保卡], when: 本人办理, note: 在有效期内}\n\
         steps: [{text: 到窗口提交, by: 申请人, limit: 1个工作日}]\nlimits: {statutory: 20个工作日, promised: 5个工作日}\n\
         variants: [{name: 委托办理, when: 本人不能到场, materials: [{name: 委托书}], steps: [{text: 出示委托书}]}]\n\
         fee: 不收费\nresult: 参保凭证\nbasis: [测医保发〔2025〕3号]\ncontacts: [0477-0000007]\nfaq: [{ask: 要排队吗, answer: 不用}]\nonline: [手机应用]\n\
         reviewed: 2026-05-01\n---\n\n指南正文。\n",
    );
    w.write(
        "content/one/plan.yaml",
        "title: 工作量化表\nsource: 测办发〔2026〕2号\ngroup_word: 模式\ngroups:\n  - title: 医保加医院\n    setting: 所有医院\n    requirement: 统一规范\n    tasks:\n\
         \x20     - {number: \"1\", title: 培训, text: 开展业务培训, deadline: 2026年4月底, responsible: [医保局], cooperating: [卫健局], note: 每月一次}\n",
    );
    w.write(
        "content/one/handbooks/text.md",
        "开头见[网址](https://a.example/one)。\n\n## 第一节\n\n- 列表甲\n- 列表乙\n\n| 项 | 数 |\n|---|---|\n| 行甲 | 九 |\n\n3. 第三步\n4. 第四步\n\n> 引文\n\n![大厅照片](hall.png)\n\n文字里的图![小图](hall.png)在这里。\n",
    );
    w.write("content/one/handbooks/hall.png", picture(image::ImageFormat::Png));
    w.write(
        "content/one/handbooks/book.yaml",
        "id: book\ntitle: 业务指南\nsubtitle: 窗口版\nimprint: 内部使用\nchapters:\n  - {title: 说明, file: text.md}\n  - {title: 指南, guides: [enrol], list: items}\n\
         \x20 - {title: 渠道, list: channels}\n  - {title: 地点, list: points}\n",
    );
    w.write(
        "content/one/panels/first.md",
        "---\ntitle: 首问负责制\nsource: 测办发〔2026〕3号\nnumber: 1\n---\n\n第一条　首位接待者负责。\n\n职责以内当场办理。\n",
    );
    w.write(
        "content/one/leaflets/join.md",
        "---\ntitle: 参保缴费，就近办\nsubtitle: 家门口\naudience: 居民\nshort: [就近都能办。, 先打电话。]\nreviewed: 2026-05-01\n---\n\n## 到哪里办\n\n东镇。\n\n## 带什么\n\n身份证。\n",
    );
    w.write(
        "content/one/campaigns/near.yaml",
        "title: 医保就在身边\nslogan: 一生守护\nlead: 就近都能办。\npoints: [{title: 登记, text: 当场办结。}]\nsteps: [带证件。]\nlink: https://a.example/near\nsizes: [a3, rollup]\n",
    );
    w.write("content/one/notices/move.md", "---\ntitle: 搬迁公告\ndate: 2026-05-01\npoints: [east]\n---\n\n只在网页上。\n");
    w
}

/// Words of a closed list, each with another one.
const WORDS: [(&str, &str); 6] =
    [("即办件", "承诺件"), ("承诺件", "即办件"), ("办结", "受理"), ("帮办", "代办"), ("required", "optional"), ("a3", "a2")];

/// A text with another last character: a digit for a digit, a Chinese character for any other.
fn changed(text: &str) -> Option<String> {
    if let Some((_, other)) = WORDS.iter().find(|(word, _)| *word == text) {
        return Some((*other).to_owned());
    }
    if let Some(number) = text.strip_suffix("个工作日") {
        return Some(format!("{number}1个工作日"));
    }
    let (at, last) = text.char_indices().filter(|(_, c)| c.is_ascii_digit() || ('一'..='龥').contains(c)).next_back()?;
    let other = match last.to_digit(10) {
        Some(digit) => char::from_digit((digit + 1) % 10, 10)?,
        None if last == '新' => '旧',
        None => '新',
    };
    Some(format!("{}{other}{}", &text[..at], &text[at + last.len_utf8()..]))
}

/// One edit: the file, the place of what is written there, and what stands there instead.
struct Edit {
    file: String,
    at: std::ops::Range<usize>,
    to: String,
}

/// An edit of every text of every file.
fn edits(model: &Model) -> Vec<Edit> {
    fn scalars(node: &Node, found: &mut Vec<std::ops::Range<usize>>) {
        match &node.value {
            Value::Scalar { .. } => found.push(node.span.start as usize..node.span.end as usize),
            Value::List(list) => list.iter().for_each(|one| scalars(one, found)),
            Value::Map(entries) => entries.iter().for_each(|entry| scalars(&entry.value, found)),
            Value::Null => {}
        }
    }
    let mut all = Vec::new();
    for (id, source) in model.folder.sources.iter() {
        let mut places = Vec::new();
        let mut body = 0;
        let mut out = Diagnostics::new();
        let node = if source.path.ends_with(".yaml") {
            body = source.text.len();
            parse_document(id, &source.text, 0, &mut out)
        } else if source.text.starts_with("---") {
            let (node, from) = parse_front_matter(id, &source.text, &mut out);
            body = from;
            node
        } else {
            None
        };
        node.iter().for_each(|node| scalars(node, &mut places));
        let mut at = body;
        for line in source.text[body..].split_inclusive('\n') {
            places.push(at..at + line.trim_end().len());
            at += line.len();
        }
        let edit =
            |at: std::ops::Range<usize>| Some(Edit { to: changed(&source.text[at.clone()])?, file: source.path.clone(), at });
        all.extend(places.into_iter().filter_map(edit));
    }
    all
}

/// What one piece is at one time.
struct Piece {
    code: String,
    /// What its template gets, without the code and the edition.
    view: String,
}

fn view(job: &Job<'_>) -> String {
    let (document, _) = job.document().unwrap();
    let mut json = document.json();
    json["stamp"] = serde_json::Value::Null;
    json["edition"] = serde_json::Value::Null;
    json.to_string()
}

fn pieces(prints: &Prints<'_>) -> BTreeMap<String, Piece> {
    let own = prints.jobs.par_iter().filter(|job| !job.is_form());
    own.map(|job| (job.path.clone(), Piece { code: job.code().unwrap().to_owned(), view: view(job) })).collect()
}

/// What a piece says, without the code and the edition that it bears.
fn text(job: &Job<'_>, tools: &Tools<'_>) -> String {
    let pdf = job.draft(false).make(tools).unwrap_or_else(|found| panic!("{}: {found:?}", job.path));
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), pdf).unwrap();
    let done = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(file.path()).arg("-").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = squeezed(&String::from_utf8(done.stdout).unwrap());
    text.replace(job.code().unwrap(), "CODE").replace(&job.bureau.file.edition.zh(), "EDITION")
}

/// How many of the pieces that an edit changes are set, at most: the others are the same in another size.
const SET: usize = 3;

#[test]
fn a_changed_text_is_a_changed_code_and_the_other_way_round() {
    let w = rich();
    let loaded = |what: &str| -> Option<Model> {
        let (model, found) = load(w.path());
        let wrong: Vec<_> = found.iter().filter(|d| d.severity == Severity::Error).collect();
        assert!(!what.is_empty() || wrong.is_empty(), "{wrong:?}");
        if wrong.is_empty() { model.ok() } else { None }
    };
    let before = loaded("").unwrap();
    let theme = Theme::of(w.path());
    let prints = Prints::of(&before);
    let tools = Tools::new(&before, &theme);
    let (old, old_state) = (pieces(&prints), snapshot::of_jobs(&prints.jobs));
    let old_texts: BTreeMap<String, String> =
        prints.jobs.par_iter().filter(|job| !job.is_form()).map(|job| (job.path.clone(), text(job, &tools))).collect();

    let (mut wrong, mut kinds, mut done, mut set) = (Vec::new(), BTreeSet::new(), 0, 0);
    for edit in edits(&before) {
        let file = w.path().join(&edit.file);
        let kept = fs::read_to_string(&file).unwrap();
        let was = kept[edit.at.clone()].to_owned();
        w.write(&edit.file, format!("{}{}{}", &kept[..edit.at.start], edit.to, &kept[edit.at.end..]));
        // An edit that is a finding is no content.
        if let Some(after) = loaded("edited") {
            let what = format!("{}: {was} → {}", edit.file, edit.to);
            let count = compare(&what, &after, &theme, &old, &old_state, &old_texts, &mut wrong);
            done += 1;
            set += count;
            if count > 0 {
                kinds.insert(edit.file.split('/').nth(2).unwrap_or(&edit.file).to_owned());
            }
        }
        w.write(&edit.file, kept);
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(done >= 150 && set >= 200, "{done} edits, {set} documents set");
    let wanted = ["bureau.yaml", "campaigns", "catalog.yaml", "guides", "handbooks", "leaflets", "panels", "plan.yaml", "points"];
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).filter(|kind| wanted.contains(kind)).collect();
    assert_eq!(kinds, wanted);
}

/// What is wrong between two times; how many documents were set to see it.
fn compare(
    what: &str,
    after: &Model,
    theme: &Theme,
    old: &BTreeMap<String, Piece>,
    old_state: &[Printed],
    old_texts: &BTreeMap<String, String>,
    wrong: &mut Vec<String>,
) -> usize {
    let prints = Prints::of(after);
    let tools = Tools::new(after, theme);
    let found = difference(old_state, &snapshot::of_jobs(&prints.jobs));
    let (new, mut set) = (pieces(&prints), Vec::new());
    for job in prints.jobs.iter().filter(|job| !job.is_form()) {
        let (Some(was), Some(is)) = (old.get(&job.path), new.get(&job.path)) else { continue };
        let coded = was.code != is.code;
        let told = found.reprint.iter().any(|r| r.piece == job.path);
        let said = found.changed.values().flat_map(BTreeMap::values).flatten().any(|name| *name == job.name_zh());
        if coded != told || coded != said {
            wrong.push(format!("{what}: {}: code changed {coded}, in the list {told}, with what changed {said}", job.path));
        }
        match (was.view == is.view, coded) {
            // The same view sets the same text.
            (true, true) => wrong.push(format!("{what}: {}: another code for the same view", job.path)),
            (true, false) => {}
            // Where the code does not tell, the text decides.
            (false, false) => set.push((job, false)),
            (false, true) => {
                if set.iter().filter(|(_, coded)| *coded).count() < SET {
                    set.push((job, true));
                }
            }
        }
    }
    let found: Vec<String> = set
        .par_iter()
        .filter_map(|(job, coded)| {
            let changed = text(job, &tools) != old_texts[&job.path];
            // What a QR code leads to is printed, and is no text.
            let link = what.contains("https://");
            (changed != *coded && !(link && *coded))
                .then(|| format!("{what}: {}: text changed {changed}, code changed {coded}", job.path))
        })
        .collect();
    wrong.extend(found);
    set.len()
}
