//! What a point prints of its people and of the way to it: badges, staff board, directions, labels with codes.

use std::path::PathBuf;

use super::codes;
use super::input::pictures::picture;
use super::support::{POINT, Workspace, expect, pdf_info, pdf_pages, pdf_text, tree};

/// The small workspace whose point has more lines.
fn with(lines: &str) -> Workspace {
    let w = Workspace::new();
    w.write("content/one/points/east.yaml", format!("{POINT}{lines}"));
    w.write("content/one/points/photos/a.jpg", picture(image::ImageFormat::Jpeg));
    w
}

fn build(w: &Workspace) {
    w.run(&["build", "--only", "print"]).expect(0);
}

fn piece(w: &Workspace, id: &str) -> PathBuf {
    w.path().join(format!("output/print/one/points/east/{id}.pdf"))
}

const STAFF: &str = "\
staff:
  - {name: 张示例, role: 综合柜员, party_member: true, photo: photos/a.jpg, phone: 138-0000-0001}
  - {name: 李示例, photo: photos/a.jpg, phone: 138-0000-0002, public: true}
  - {name: 王示例, role: 引导员}
";

#[test]
fn badges_and_board_show_what_may_be_seen() {
    let w = with(STAFF);
    build(&w);
    for id in ["badges", "staff-board"] {
        let text = pdf_text(&piece(&w, id));
        for said in ["张示例", "李示例", "王示例", "综合柜员", "引导员", "工作人员", "138-0000-0002", "东镇医保服务站", "照片"]
        {
            assert!(text.contains(said), "{id}: {said} is not in {text}");
        }
        assert!(!text.contains("138-0000-0001"), "{id} shows a private phone");
        assert_eq!(text.matches("中共党员").count(), 1, "{id}: {text}");
        // Two of the three have a photo, so that one empty place is labelled.
        assert_eq!(text.matches("照片").count(), 1, "{id}: {text}");
        assert_eq!(text.matches("扫码核对").count(), 1, "{id}: {text}");
    }
    assert!(pdf_info(&piece(&w, "badges")).contains("595.276 x 841.89"));
    assert!(pdf_info(&piece(&w, "staff-board")).contains("1190.55 x 841.89"));
    // Each badge bears the edition, the sheet its code once more.
    assert_eq!(pdf_text(&piece(&w, "badges")).matches("版本").count(), 4);
    let board = pdf_text(&piece(&w, "staff-board"));
    assert!(board.contains("投诉电话0477-0000002") && board.contains("请监督我们的服务"), "{board}");
    // People's names and pictures are no reading for the site.
    w.run(&["build"]).expect(0);
    let public: Vec<String> = tree(&w.path().join("output/site")).into_keys().collect();
    assert!(public.iter().any(|p| p.ends_with("points/east/directions.pdf")), "{public:?}");
    assert!(!public.iter().any(|p| p.contains("badges") || p.contains("staff-board") || p.contains("photos")), "{public:?}");
    let manifest: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(w.path().join("output/manifest.json")).unwrap()).unwrap();
    for id in ["badges", "staff-board"] {
        let path = format!("print/one/points/east/{id}.pdf");
        let entry = manifest["artifacts"].as_array().unwrap().iter().find(|e| e["path"] == path.as_str()).unwrap();
        assert_eq!(entry["audience"], "internal");
    }
}

#[test]
fn any_number_of_people_with_any_names() {
    for count in [0_usize, 1, 10, 11, 40, 41] {
        let staff: String = (1..=count)
            .map(|i| {
                let name =
                    if i % 9 == 0 { "阿卜杜热合曼·买买提明·吐尔逊".to_owned() } else { format!("示例{i}") };
                format!("  - {{name: {name}, role: 岗位{i}号, phone: 0477-0000003, public: true, photo: photos/a.jpg}}\n")
            })
            .collect();
        let w = with(&if count == 0 { String::new() } else { format!("staff:\n{staff}") });
        build(&w);
        if count == 0 {
            assert!(!piece(&w, "badges").exists() && !piece(&w, "staff-board").exists());
            continue;
        }
        for (id, most) in [("badges", 10), ("staff-board", 40)] {
            assert_eq!(pdf_pages(&piece(&w, id)), count.div_ceil(most), "{id} of {count}");
            let text = pdf_text(&piece(&w, id));
            for i in 1..=count {
                assert!(text.contains(&format!("岗位{i}号")), "{id} of {count}: the {i}th is lost");
            }
        }
    }
    let long = "很长的名称".repeat(40);
    let w = with(&format!("staff: [{{name: {long}, role: {long}, party_member: true}}]\ndirections: {long}\n"));
    w.edit("content/one/points/east.yaml", "东镇医保服务站", &long);
    build(&w);
    assert_eq!((pdf_pages(&piece(&w, "badges")), pdf_pages(&piece(&w, "staff-board"))), (1, 1));
    // Whole in the name and in the way; the words below the code stand between two lines of the name.
    let text = pdf_text(&piece(&w, "directions"));
    assert_eq!(text.matches("很长").count().min(text.matches("名称").count()) / 79, 1, "{text}");
}

#[test]
fn a_photo_is_a_whole_picture_of_the_workspace() {
    let findings = |photo: &str| {
        let w = with(&format!("staff:\n  - {{name: 张示例, photo: {photo}}}\n"));
        w.write("content/one/points/photos/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        let whole = picture(image::ImageFormat::Jpeg);
        w.write("content/one/points/photos/cut.jpg", &whole[..whole.len() / 2]);
        w.write("content/one/points/photos/press.jpg", include_bytes!("input/cmyk.jpg"));
        w.findings()
    };
    let at = "content/one/points/east.yaml:8:24";
    expect(&findings("photos/a.jpg"), &[]);
    expect(&findings("photos/none.jpg"), &[&format!("Y114 {at} the picture “photos/none.jpg” does not exist")]);
    expect(&findings("photos/a.svg"), &[&format!("Y114 {at} “photos/a.svg” is a drawing, not a photo")]);
    expect(&findings("photos/cut.jpg"), &[&format!("Y114 {at} the picture “photos/cut.jpg” is cut off or damaged")]);
    expect(&findings("photos/press.jpg"), &[&format!("Y114 {at} the picture “photos/press.jpg” has the colours of a press")]);
    assert!(findings("../../../../a.jpg")[0].contains("leads out of the workspace"));
}

/// A point beside the one of the small workspace.
fn west(location: &str) -> String {
    format!("{}location: {location}\n", POINT.replace("id: east", "id: west").replace('东', "西"))
}

#[test]
fn the_way_has_words_and_distances() {
    let w = with(
        "location: {lat: 38.6, lon: 108.84}\ndirections: 从南门进。\nlandmarks:\n  - {name: 示例小学, lat: 38.603, lon: 108.84, kind: 学校}\n  - {name: 示例公交站, lat: 38.6, lon: 108.8423, kind: 公交站}\n",
    );
    w.write("content/one/points/west.yaml", west("{lat: 38.605, lon: 108.845}"));
    build(&w);
    let file = piece(&w, "directions");
    assert!(pdf_info(&file).contains("595.276 x 841.89") && pdf_pages(&file) == 1);
    let text = pdf_text(&file);
    for said in [
        "怎么走",
        "东镇1号",
        "从南门进。",
        "0477-0000001",
        "周一至周五",
        "示例小学（学校）",
        "示例公交站下车向西约200米",
        "向南约330米",
        "东北710米",
        "西镇医保服务站",
        "扫码核对",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    // Figures of a satellite's system lead nobody to a door.
    assert!(!text.contains("北纬") && !text.contains("WGS"), "{text}");
    // What a name says already is not said again.
    assert!(!text.contains("（公交站）"), "{text}");
    // A point that is closed shows nobody a way.
    w.edit("content/one/points/west.yaml", "channel: town", "channel: town\nstatus: closed\nstatus_reason: 拆迁");
    build(&w);
    assert!(!pdf_text(&file).contains("西镇医保服务站"));
}

#[test]
fn coordinates_of_several_systems_meet() {
    // One place in Beijing, as satellites and as online maps give it.
    let w = with("location: {lat: 39.911954, lon: 116.377817, crs: wgs84}\n");
    w.write("content/one/points/west.yaml", west("{lat: 39.9133455, lon: 116.3840472, crs: GCJ02}"));
    build(&w);
    let text = pdf_text(&piece(&w, "directions"));
    assert!(text.contains("西镇医保服务站同一地点"), "{text}");
    // Two dots at one place are no sketch.
    assert!(!text.contains("示意图"), "{text}");
}

#[test]
fn a_way_without_a_place_is_words() {
    let w = with("landmarks: [{name: 示例小学, lat: 38.603, lon: 108.84}]\n");
    expect(&w.findings(), &["C327 content/one/points/east.yaml:7:20 the point has no coordinates, so the landmark “示例小学”"]);
    build(&w);
    let text = pdf_text(&piece(&w, "directions"));
    assert!(
        text.contains("东镇1号") && text.contains("示例小学") && !text.contains("示意图") && !text.contains("北纬"),
        "{text}"
    );
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "address: 东镇1号\n", "");
    build(&w);
    assert!(!piece(&w, "directions").exists());
}

#[test]
fn landmarks_lie_near_their_point() {
    let findings = |landmark: &str| {
        with(&format!("location: {{lat: 38.6, lon: 108.84}}\nlandmarks:\n  - {{name: 示例桥, {landmark}}}\n")).findings()
    };
    let at = "C327 content/one/points/east.yaml:9:22 ";
    expect(&findings("lat: 38.603, lon: 108.84"), &[]);
    expect(&findings("lat: 39.603, lon: 108.84"), &[&format!("{at}the landmark “示例桥” lies 112 km from the point")]);
    expect(&findings("lat: 108.84, lon: 38.603"), &[&format!("{at}the coordinates of “示例桥” do not lie in China")]);
}

#[test]
fn labels_lead_where_they_say() {
    let w = with("rating: https://rating.example/east\n");
    let items: String = (1..=14)
        .map(|i| format!("  - {{id: item-{i}, name: 城乡居民门诊慢特病病种待遇认定及变更登记事项{i}号, depth: {{town: 办结, hall: 办结}}}}\n"))
        .collect();
    w.write("content/one/catalog.yaml", format!("{}{items}", super::support::CATALOG));
    build(&w);
    let file = piece(&w, "qr-sheet");
    assert_eq!(pdf_pages(&file), 1);
    let text = pdf_text(&file);
    for said in ["东镇医保服务站", "测试医疗保障局", "好差评", "参保登记", "事项11号", "扫码核对"] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    // Twelve items: the one of the small workspace, and eleven more.
    assert!(!text.contains("事项12号"), "{text}");
    let codes = codes::on(&piece(&w, "qr-sheet"), 1);
    for wanted in ["points/east/", "", "items/enrol/", "items/item-11/"] {
        assert!(codes.contains(&format!("https://test.example/one/{wanted}")), "{wanted}: {codes:?}");
    }
    assert!(codes.contains(&"https://rating.example/east".to_owned()), "{codes:?}");
    // The board leads to the rating too.
    w.write("content/one/points/east.yaml", format!("{POINT}{STAFF}rating: https://rating.example/east\n"));
    build(&w);
    assert!(codes::on(&piece(&w, "staff-board"), 1).contains(&"https://rating.example/east".to_owned()));
    // Without an address of the site, and with a rating that is no link, there is nothing that a code could lead to.
    w.write("yizhan.yaml", "title: 测试\nallow: [{code: C317, reason: 测试}]\n");
    w.edit("content/one/points/east.yaml", "https://rating.example/east", "窗口码01");
    build(&w);
    assert!(!file.exists());
}
