//! The site's decisions, on a small workspace and with the real theme.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value as Json;

use super::{Available, Engine, Page, PrintFile, Rating, pages};
use crate::model::Workspace;

mod theme;

const THEME: [(&str, &str); 34] = [
    ("404.html", include_str!("../../themes/default/site/404.html")),
    ("about.html", include_str!("../../themes/default/site/about.html")),
    ("accessibility.html", include_str!("../../themes/default/site/accessibility.html")),
    ("base.html", include_str!("../../themes/default/site/base.html")),
    ("top.html", include_str!("../../themes/default/site/top.html")),
    ("bottom.html", include_str!("../../themes/default/site/bottom.html")),
    ("changes.html", include_str!("../../themes/default/site/changes.html")),
    ("channel.html", include_str!("../../themes/default/site/channel.html")),
    ("channels.html", include_str!("../../themes/default/site/channels.html")),
    ("chapter.html", include_str!("../../themes/default/site/chapter.html")),
    ("compare.html", include_str!("../../themes/default/site/compare.html")),
    ("contact.html", include_str!("../../themes/default/site/contact.html")),
    ("filter.html", include_str!("../../themes/default/site/filter.html")),
    ("forms.html", include_str!("../../themes/default/site/forms.html")),
    ("handbooks.html", include_str!("../../themes/default/site/handbooks.html")),
    ("home.html", include_str!("../../themes/default/site/home.html")),
    ("item.html", include_str!("../../themes/default/site/item.html")),
    ("items.html", include_str!("../../themes/default/site/items.html")),
    ("moved.html", include_str!("../../themes/default/site/moved.html")),
    ("notice.html", include_str!("../../themes/default/site/notice.html")),
    ("notices.html", include_str!("../../themes/default/site/notices.html")),
    ("parts.html", include_str!("../../themes/default/site/parts.html")),
    ("plan.html", include_str!("../../themes/default/site/plan.html")),
    ("point.html", include_str!("../../themes/default/site/point.html")),
    ("points.html", include_str!("../../themes/default/site/points.html")),
    ("portal.html", include_str!("../../themes/default/site/portal.html")),
    ("ratings.html", include_str!("../../themes/default/site/ratings.html")),
    ("reach.html", include_str!("../../themes/default/site/reach.html")),
    ("reach-town.html", include_str!("../../themes/default/site/reach-town.html")),
    ("search.html", include_str!("../../themes/default/site/search.html")),
    ("services.html", include_str!("../../themes/default/site/services.html")),
    ("standard.html", include_str!("../../themes/default/site/standard.html")),
    ("standards.html", include_str!("../../themes/default/site/standards.html")),
    ("sitemap.html", include_str!("../../themes/default/site/sitemap.html")),
];

/// What lies beside the pages here: a service list of one point in its large form, and one data file.
static AVAILABLE: LazyLock<Available> = LazyLock::new(|| {
    let mut available = Available::new();
    available.add_bureau("qi");
    available.add_file("qi/data/catalog.csv");
    let path = "print/points/zhen/service-list-a3.pdf".to_owned();
    available.add_print("qi", "zhen", PrintFile { piece: "service-list-a3", name: "服务清单（A3）", path });
    available
});

const BUREAU: &str =
    "name: 示例旗医疗保障局\nshort_name: 示例医保\nhotline: \"0477-0000000\"\nedition: \"2026-05\"\nsample: true\n";

const CATALOG: &str = "\
title: 服务清单
channels:
  - {id: hall, name: 旗综合窗口, tier: county}
  - {id: town, name: 苏木镇窗口, tier: town}
  - {id: village, name: 嘎查村窗口, tier: village}
items:
  - id: transfer
    name: 转移接续
    clients: [自然人]
    handling: 即办件
    frequency: 高
    depth: {hall: 办结, town: 受理（15天内办结）, village: 办结}
  - id: query
    name: 信息查询 <b>
    depth: {hall: 结办, town: 办结（帮办）}
";

const POINTS: &str = "\
- id: qi
  name: 旗大厅
  channel: hall
  phone: 0477-0000001
  hours: \"Mo-Fr 08:30-11:30,14:30-17:30; PH off\"
  staff: [{name: 甲乙丙, phone: \"138-0000-9999\"}]
  facts: {室内面积: 98.765}
- id: zhen
  name: 甲镇服务站
  channel: town
  hours: \"May 01-Sep 30 Mo-Fr 09:00-12:00; Oct 01-Apr 30 Mo-Fr 09:00-11:00\"
  overrides: [{item: transfer, depth: 办结, window: 2号窗口}]
- id: er
  name: 乙镇服务站
  channel: town
  omits: [{item: query, reason: 没有设备}]
- id: guan
  name: 丙镇服务站
  channel: town
  status: closed
  status_reason: 2026年3月并入甲镇
";

const GUIDE: &str = "\
---
item: transfer
conditions: [已在转入地参保]
materials:
  - {name: 身份证件, form: 原件, copies: 1, issuer: 公安机关, alternatives: [医保电子凭证]}
  - {name: 参保凭证, need: 容缺}
variants:
  - {name: 委托他人办理, materials: [{name: 委托书}]}
limits: {statutory: 45个工作日, promised: 15个工作日}
fee: 不收费。
contacts: [综合窗口 0477-0000077]
---
## 说明

示例文字。
";

struct Site {
    workspace: Workspace,
    _folder: tempfile::TempDir,
}

/// A workspace of one bureau with the files given, each a path below the bureau and its text.
fn site(files: &[(&str, &str)]) -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &Path, text: &str| {
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(path, text).expect("a file");
    };
    write(&folder.path().join("yizhan.yaml"), "title: 示例站\n");
    for (path, text) in files {
        write(&folder.path().join("content/qi").join(path), text);
    }
    let (workspace, findings) = crate::load::load(folder.path());
    let messages: Vec<_> = findings.iter().map(|f| f.message.zh.clone()).collect();
    let workspace = workspace.unwrap_or_else(|_| panic!("{messages:?}"));
    Site { workspace, _folder: folder }
}

fn whole() -> Site {
    site(&[("bureau.yaml", BUREAU), ("catalog.yaml", CATALOG), ("points/all.yaml", POINTS), ("guides/transfer.md", GUIDE)])
}

fn view_of(pages: &[Page], path: &str) -> Json {
    let page = pages.iter().find(|p| p.path == path).unwrap_or_else(|| panic!("no page {path}"));
    let view = page.view();
    let mut json = serde_json::to_value(&view).expect("a view");
    let frame =
        [serde_json::to_value(view.chrome()), serde_json::to_value(&*view.chrome().shared)].map(|part| part.expect("a frame"));
    json["chrome"] = frame.iter().flat_map(|part| part.as_object().expect("a frame").clone()).collect();
    json
}

/// The texts under a key of each entry of a list.
fn each(list: &Json, key: &str) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|entry| entry[key].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn only_sections_with_content_are_made_and_linked() {
    let site = site(&[("bureau.yaml", BUREAU), ("points/all.yaml", POINTS)]);
    let pages = pages(&site.workspace, &[], &[], &AVAILABLE);
    let paths: Vec<_> = pages.iter().map(|p| p.path.as_str()).collect();
    assert!(paths.contains(&"qi/points/zhen/index.html"), "{paths:?}");
    for section in ["items", "channels", "plan", "ratings", "services", "handbooks"] {
        assert!(!paths.iter().any(|p| p.contains(section)), "{section} in {paths:?}");
    }
    let home = view_of(&pages, "qi/index.html");
    assert_eq!(each(&home["chrome"]["nav"], "label"), ["搜索", "服务网点"]);
}

#[test]
fn a_bureau_that_is_only_adopted_has_no_page() {
    let site = site(&[("bureau.yaml", "name: 全国\nedition: \"2020-01\"\nreference: true\n"), ("catalog.yaml", CATALOG)]);
    assert_eq!(
        pages(&site.workspace, &[], &[], &AVAILABLE).len(),
        5,
        "the portal, the pages about the site, its map, and the page for lost addresses"
    );
}

#[test]
fn places_come_deepest_and_nearest_first() {
    let site = whole();
    let view = view_of(&pages(&site.workspace, &[], &[], &AVAILABLE), "qi/items/transfer/index.html");
    let places = &view["places"];
    assert_eq!(each(places, "word"), ["办结", "受理"]);
    // 甲镇 differs from its column and stands under its own depth; the closed station stands nowhere.
    assert_eq!(each(&places[0]["channels"], "name"), ["嘎查村窗口", "苏木镇窗口", "旗综合窗口"]);
    assert_eq!(each(&places[0]["channels"][1]["points"], "name"), ["甲镇服务站"]);
    assert_eq!(each(&places[1]["channels"][0]["points"], "name"), ["乙镇服务站"]);
    assert_eq!(places[1]["channels"][0]["rest"], "（15天内办结）");
}

#[test]
fn a_slip_is_published_as_printed_and_stands_by_itself() {
    let site = whole();
    let pages = pages(&site.workspace, &[], &[], &AVAILABLE);
    let items = view_of(&pages, "qi/items/index.html");
    let cells = &items["groups"][0]["rows"][1]["cells"];
    assert_eq!(each(cells, "word"), ["结办", "办结", ""]);
    assert_eq!(each(cells, "sign"), ["other", "disc", "dash"]);
    assert_eq!(cells[1]["rest"], "（帮办）");
    assert!(!each(&items["marks"], "word").contains(&"结办".to_owned()), "the legend explains no slip");
}

/// 北仑's document names 2 of 16 items for one channel and says nothing at all about another.
#[test]
fn what_a_document_does_not_say_is_not_published_as_no() {
    let catalog = "\
title: 延伸事项
channels:
  - {id: hall, name: 经办窗口, tier: county}
  - {id: hospital, name: 合作医疗机构, tier: partner, claims: [{items: 16, incomplete: true}]}
  - {id: village, name: 村窗口, tier: village}
items:
  - {id: a, name: 门诊费用报销, depth: {hospital: 未注明, village: \"-\"}}
  - {id: b, name: 住院费用报销, depth: {hospital: 未注明, village: 办结}}
";
    let point = "{id: yi, name: 示例医院专窗, channel: hospital}";
    let site = site(&[("bureau.yaml", BUREAU), ("catalog.yaml", catalog), ("points/yi.yaml", point)]);
    let pages = pages(&site.workspace, &[], &[], &AVAILABLE);
    let items = view_of(&pages, "qi/items/index.html");
    assert_eq!(each(&items["channels"], "count"), ["没有写", "16 项，列名 2 项", "1 项"]);
    let cells = &items["groups"][0]["rows"][0]["cells"];
    let blank: Vec<_> = cells.as_array().expect("cells").iter().map(|c| c["blank"] == true).collect();
    assert_eq!(blank, [true, false, false], "a printed dash is an answer, silence is none");
    assert_eq!(items["channels"][1]["selected"], true, "a phone shows the fullest column first");
    let point = view_of(&pages, "qi/points/yi/index.html");
    assert_eq!(point["summary"], "合作医疗机构，文件称能办 16 项，列出名称的 2 项。");
}

#[test]
fn an_item_says_who_how_long_and_what_it_costs() {
    let site = whole();
    let pages = pages(&site.workspace, &[], &[], &AVAILABLE);
    let view = view_of(&pages, "qi/items/transfer/index.html");
    assert_eq!(view["summary"], "自然人可以办，15个工作日内办结，不收费。");
    assert_eq!(view["pending"], "");
    assert_eq!(each(&view["phones"], "text"), ["0477-0000077"]);
    assert_eq!(each(&view["materials"], "title"), ["", "委托他人办理，另外带"]);
    let first = &view["materials"][0]["list"];
    assert_eq!(first[0]["notes"][0], "原件 1 份，公安机关出具");
    assert_eq!(first[0]["alternatives"][0], "医保电子凭证");
    assert_eq!(first[1]["need"], "可以后补");
    let without = view_of(&pages, "qi/items/query/index.html");
    assert!(without["pending"].as_str().is_some_and(|t| t.contains("没有公布")));
    assert_eq!(each(&without["phones"], "text"), ["0477-0000000"]);
}

#[test]
fn a_point_shows_what_it_does_in_its_own_way() {
    let site = whole();
    let pages = pages(&site.workspace, &[], &[], &AVAILABLE);
    let own = view_of(&pages, "qi/points/zhen/index.html");
    assert_eq!(own["summary"], "苏木镇窗口，能办 2 项，其中办结 2 项。");
    assert_eq!(own["groups"][0]["items"][0]["note"], "2号窗口");
    assert_eq!(own["groups"][0]["items"][1]["note"], "帮办");
    assert_eq!(each(&own["downloads"], "label"), ["服务清单（A3）"], "only what is there is linked");
    assert_eq!(each(&own["downloads"], "href"), ["../../../qi/print/points/zhen/service-list-a3.pdf"]);
    let less = view_of(&pages, "qi/points/er/index.html");
    assert_eq!(each(&less["groups"], "word"), ["受理"], "what it omits is not there");
    let closed = view_of(&pages, "qi/points/guan/index.html");
    assert_eq!(closed["state"], "已撤销：2026年3月并入甲镇");
    assert_eq!(closed["downloads"], Json::Array(Vec::new()));
}

#[test]
fn equal_days_share_a_row_of_the_week() {
    let site = whole();
    let pages = pages(&site.workspace, &[], &[], &AVAILABLE);
    let plain = view_of(&pages, "qi/points/qi/index.html");
    assert_eq!(each(&plain["seasons"][0]["days"], "name"), ["周一至周五", "周六、周日"]);
    assert_eq!(plain["hours_notes"][0], "法定节假日休息");
    let seasons = view_of(&pages, "qi/points/zhen/index.html");
    assert_eq!(each(&seasons["seasons"], "label"), ["5月1日至9月30日", "10月1日至4月30日"]);
    assert_eq!(each(&seasons["seasons"][0]["days"], "name"), ["周一至周五", "周六、周日"]);
}

#[test]
fn a_published_rating_is_all_that_is_seen_of_an_inspection() {
    let site = whole();
    let ratings = [Rating {
        bureau: "qi".to_owned(),
        point: "zhen".to_owned(),
        standard: "星级评定标准".to_owned(),
        source: None,
        campaign: "2026".to_owned(),
        list: "ratings/village-2026".to_owned(),
        result: "三星".to_owned(),
        date: "2026年5月1日".to_owned(),
    }];
    let pages = pages(&site.workspace, &ratings, &[], &AVAILABLE);
    let view = view_of(&pages, "qi/ratings/index.html");
    let row = view["groups"][0]["rows"][0].as_object().expect("a row");
    let keys: BTreeSet<&str> = row.keys().map(String::as_str).collect();
    assert_eq!(keys, BTreeSet::from(["name", "href", "result", "date"]));
    assert_eq!(view_of(&pages, "qi/points/zhen/index.html")["rating"]["label"], "评定结果：三星（2026年5月1日）");
}

fn engine() -> Engine {
    Engine::new(THEME).unwrap_or_else(|error| panic!("{error}"))
}

fn html(page: &Page, engine: &Engine) -> String {
    let bytes = page.view().render(engine).unwrap_or_else(|error| panic!("{}: {error}", page.path));
    String::from_utf8(bytes).expect("UTF-8")
}
