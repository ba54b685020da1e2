//! Sheets use their paper: a list of one item as well as one of eight, labels, leaflets, and the way to a point.

use std::path::Path;

use super::extremes::{faults, pages};
use super::input::pictures::picture;
use super::support::{Workspace, expect, pdf_pages, pdf_text};

/// A village with so many items, a town centre with twelve, a hall with twenty; `places` puts them on the map.
fn village(items: usize, places: bool) -> Workspace {
    let w = Workspace::new();
    let rows: String = (0..20)
        .map(|i| {
            let village = if i < items { "办结" } else { "\"-\"" };
            let town = if i < 12 { "受理" } else { "\"-\"" };
            format!("  - {{id: i-{i}, name: 城乡居民事项{i}, depth: {{hall: 办结, town: {town}, village: {village}}}}}\n")
        })
        .collect();
    w.write(
        "content/one/catalog.yaml",
        format!(
            "title: 清单\nchannels:\n  - {{id: hall, name: 大厅, tier: county}}\n  - {{id: town, name: 镇站, tier: town}}\n  \
             - {{id: village, name: 村点, tier: village}}\nitems:\n{rows}"
        ),
    );
    std::fs::remove_file(w.path().join("content/one/guides/enrol.md")).unwrap();
    std::fs::remove_file(w.path().join("content/one/points/east.yaml")).unwrap();
    for (id, name, channel, phone, lat) in [
        ("village", "东村医保服务点", "village", "0477-0000011", "38.60"),
        ("near", "东镇医保服务站", "town", "0477-0000012", "38.61"),
        ("far", "西镇医保服务站", "town", "0477-0000013", "38.69"),
        ("hall", "县医保大厅", "hall", "0477-0000014", "38.65"),
    ] {
        let location = if places { format!("location: {{lat: {lat}, lon: 108.8}}\n") } else { String::new() };
        w.write(
            &format!("content/one/points/{id}.yaml"),
            format!(
                "id: {id}\nname: {name}\nchannel: {channel}\naddress: {name}的地址\nphone: \"{phone}\"\nhours: \"Mo-Fr 08:30-11:30,14:00-17:00; PH off\"\n{location}"
            ),
        );
    }
    w
}

fn built(w: &Workspace) {
    w.run(&["build", "--only", "print"]).expect(0);
}

/// The largest height on a page without any word, as a part of the page.
fn emptiest(file: &Path) -> f64 {
    let (_, height, words) = pages(file).into_iter().next().unwrap();
    let mut lines: Vec<(f64, f64)> = words.iter().map(|word| (word.at[1], word.at[3])).collect();
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut end, mut most) = (0.0_f64, 0.0_f64);
    for (top, bottom) in lines {
        most = most.max(top - end);
        end = end.max(bottom);
    }
    most.max(height - end) / height
}

#[test]
fn a_short_list_fills_its_sheet_and_says_everything_once() {
    for items in [1, 2, 3, 5, 8] {
        let w = village(items, true);
        // Numbers with long words beside them need the width of the sheet.
        if items % 2 == 1 {
            let more = "phone_label: 综合受理窗口\nmore_phones: [{number: 0477-0000017, extension: 12, label: 异地就医备案窗口}]\nhours: ";
            w.edit("content/one/points/village.yaml", "hours: ", more);
        }
        built(&w);
        for piece in ["service-list", "service-list-a3"] {
            let file = w.path().join(format!("output/print/one/points/village/{piece}.pdf"));
            assert_eq!(pdf_pages(&file), 1, "{piece} of {items}");
            let text = pdf_text(&file);
            for once in ["0477-0000011", "周一至周五", "0477-0000012", "0477-0000014"] {
                assert_eq!(text.matches(once).count(), 1, "{piece} of {items}: {once} in {text}");
            }
            assert!(items > 5 || text.contains("扫码看怎么办"), "{piece} of {items}: {text}");
            // The nearest of two towns, with what it has more.
            assert!(text.contains("办12项") && text.contains("办20项") && !text.contains("西镇医保服务站"), "{text}");
            let empty = emptiest(&file);
            assert!(empty < 0.2, "{piece} of {items}: {empty:.2} of the sheet is empty");
            for (width, height, words) in pages(&file) {
                assert_eq!(faults(width, height, &words, 0.16), Vec::<String>::new(), "{piece} of {items}");
            }
        }
    }
}

#[test]
fn nobody_is_sent_to_one_of_two_towns_by_guess() {
    let w = village(3, false);
    built(&w);
    let text = pdf_text(&w.path().join("output/print/one/points/village/service-list.pdf"));
    // One hall is the hall; of two towns nobody knows which is nearer.
    assert!(text.contains("县医保大厅") && !text.contains("东镇医保服务站") && !text.contains("西镇医保服务站"), "{text}");
    let hall = pdf_text(&w.path().join("output/print/one/points/hall/service-list.pdf"));
    assert!(!hall.contains("去上一级窗口"), "{hall}");
}

#[test]
fn a_sheet_of_labels_is_full() {
    for items in [1, 3, 12] {
        let w = village(items, true);
        built(&w);
        let file = w.path().join("output/print/one/points/village/qr-sheet.pdf");
        let text = pdf_text(&file);
        let labels = ["本点的时间、地址和事项", "全部网点和事项", "怎么办、带什么"].map(|note| text.matches(note).count());
        assert_eq!(labels.iter().sum::<usize>(), 15 * pdf_pages(&file), "{items}: {labels:?}");
        assert_eq!(pdf_pages(&file), 1, "{items}");
        // Each as often as any other, or once more.
        assert!(labels[0].abs_diff(labels[1]) <= 1 && labels[1].abs_diff(labels[2] / items) <= 1, "{items}: {labels:?}");
    }
}

/// Of the sections of a leaflet.
const NAMES: [&str; 7] = ["参保登记", "异地就医", "门诊报销", "生育津贴", "医疗救助", "零星报销", "关系转移"];

#[test]
fn no_list_of_a_leaflet_is_cut_across_columns() {
    for lists in [3, 4, 5, 7] {
        let w = Workspace::new();
        let text: String = (0..lists)
            .map(|i| {
                let name = NAMES[i];
                let lines = format!("- {name}，带上身份证件到窗口\n").repeat(3 + i % 3);
                format!("## {name}\n\n{name}要带的东西：\n\n{lines}\n")
            })
            .collect();
        w.write("content/one/leaflets/one.md", format!("---\ntitle: 明白纸\nreviewed: 2026-05-01\n---\n\n{text}"));
        built(&w);
        let file = w.path().join("output/print/one/leaflets/one.pdf");
        assert_eq!(pdf_pages(&file), 2);
        let (width, height, words) = pages(&file).swap_remove(1);
        let column = |x: f64| (x / width * 3.0).floor();
        let (mut used, mut lowest) = ([0.0_f64; 3], Vec::new());
        for name in &NAMES[..lists] {
            let of: Vec<_> = words.iter().filter(|word| word.text.contains(name)).collect();
            assert!(of.len() > 4, "{name} of {lists}");
            assert!(of.iter().all(|word| column(word.at[0]) == column(of[0].at[0])), "{name} of {lists} is cut");
        }
        for word in &words {
            let at = [0, 1, 2].into_iter().find(|at| column(word.at[0]) <= f64::from(*at)).unwrap_or(2);
            used[usize::try_from(at).unwrap()] = used[usize::try_from(at).unwrap()].max(word.at[3]);
        }
        lowest.extend(used.iter().map(|y| y / height));
        assert!(used.iter().all(|y| *y > height * 0.3), "columns of {lists} end at {lowest:?}");
    }
}

#[test]
fn the_way_tells_where_to_get_off_and_where_to_go_from_there() {
    let w = village(3, true);
    w.edit(
        "content/one/points/village.yaml",
        "location:",
        "landmarks:\n  - {name: 东村路口, kind: 公交站, lines: 3路、夜2路, way: 过街进巷子, lat: 38.602, lon: 108.8}\n  - {name: 老槐树, way: 看到树右转}\nlocation:",
    );
    let places = |w: &Workspace| w.findings().into_iter().filter(|found| found.starts_with("C327")).collect::<Vec<_>>();
    assert!(places(&w).is_empty(), "{:?}", places(&w));
    built(&w);
    let text = pdf_text(&w.path().join("output/print/one/points/village/directions.pdf"));
    for said in [
        "东村路口（公交站）下车",
        "3路、夜2路",
        "过街进巷子，向南约220米",
        "老槐树看到树右转",
        "从东镇医保服务站来向南约1.1公里",
        "扫码用手机地图导航",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    // Half a place is none.
    w.edit("content/one/points/village.yaml", "way: 看到树右转", "lat: 38.6");
    expect(&places(&w), &["C327 content/one/points/village.yaml:9:22 the landmark “老槐树” has one coordinate only"]);
}

#[test]
fn a_poster_has_its_picture() {
    let w = Workspace::new();
    let campaign = "title: 就近办\npoints: [{title: 参保登记, text: 当场办结。}]\nsizes: [a3, rollup]\n";
    w.write("content/one/campaigns/one.yaml", campaign);
    built(&w);
    let images = |name: &str| {
        let done = std::process::Command::new("pdfimages")
            .arg("-list")
            .arg(w.path().join(format!("output/print/one/posters/one-{name}.pdf")))
            .output()
            .unwrap();
        String::from_utf8(done.stdout).unwrap().lines().count()
    };
    let (plain_a3, plain_rollup) = (images("a3"), images("rollup"));
    w.write("content/one/campaigns/hall.jpg", picture(image::ImageFormat::Jpeg));
    w.write("content/one/campaigns/one.yaml", format!("{campaign}picture: hall.jpg\npicture_text: 服务大厅\n"));
    built(&w);
    assert!(images("a3") > plain_a3 && images("rollup") > plain_rollup);
    for name in ["a3", "rollup"] {
        assert_eq!(pdf_pages(&w.path().join(format!("output/print/one/posters/one-{name}.pdf"))), 1);
    }
    w.edit("content/one/campaigns/one.yaml", "hall.jpg", "none.jpg");
    expect(&w.findings(), &["Y114 content/one/campaigns/one.yaml:4:10 the picture “none.jpg” does not exist"]);
}

#[test]
fn where_everything_is_advice_nothing_is_done() {
    let w = village(3, true);
    let file = w.path().join("content/one/catalog.yaml");
    std::fs::write(&file, std::fs::read_to_string(&file).unwrap().replace("village: 办结", "village: 咨询")).unwrap();
    built(&w);
    let text = pdf_text(&w.path().join("output/print/one/points/village/desk-card.pdf"));
    assert!(text.contains("3项医保业务可以在这里问") && !text.contains("这里办"), "{text}");
}
