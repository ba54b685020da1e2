//! What a build that was asked for a part leaves: pages never lead to what was not made.

use std::fs;

use crate::support::{CATALOG, GUIDE, POINT, Workspace};

/// A picture of one pixel.
const PIXEL: &[u8] = include_bytes!("../../content/wuhu/points/photos/qingyi-1.jpg");

/// Two bureaus with all that pages link to: prints, data, pictures, handbooks, leaflets, published ratings.
fn rich() -> Workspace {
    let w = Workspace::new();
    let placed =
        format!("{POINT}location: {{lat: 38.6, lon: 109.0}}\nspecial: [{{name: 局长接待日, hours: \"Sa[1] 09:00-11:00\"}}]\n");
    for bureau in ["one", "two"] {
        let name = if bureau == "one" { "甲" } else { "乙" };
        w.write(
            &format!("content/{bureau}/bureau.yaml"),
            format!("name: {name}医疗保障局\nhotline: 0477-0000000\ncomplaint_phone: 0477-0000002\nedition: \"2026-04\"\n"),
        );
        w.write(&format!("content/{bureau}/catalog.yaml"), CATALOG);
        w.write(&format!("content/{bureau}/points/east.yaml"), placed.replace("东镇", &format!("{name}镇")));
        w.write(&format!("content/{bureau}/guides/photo.jpg"), PIXEL);
        w.write(&format!("content/{bureau}/guides/enrol.md"), format!("{GUIDE}\n![窗口](photo.jpg)\n"));
        w.write(
            &format!("content/{bureau}/handbooks/book.yaml"),
            "id: book\ntitle: 业务指南\nchapters: [{title: 事项, list: items}]\n",
        );
        w.write(
            &format!("content/{bureau}/villages.yaml"),
            "source: 民政局\nminutes: 15\nvillages: [{name: 白沙村, lat: 38.61, lon: 109.01}]\n",
        );
        w.write(
            &format!("content/{bureau}/inspections/a.yaml"),
            "standard: s\nversion: '1'\npoint: east\nround: site\ndate: 2026-06-01\ninspectors: [甲]\nfindings: {a: {met: 是, evidence: [看过]}}\npublished: true\n",
        );
    }
    w.write(
        "checklists/s.yaml",
        "title: 标准\nsource: 文件\nversion: '1'\nsections: [{title: 甲, criteria: [{id: a, title: 场所, quote: 有场所, evidence: [photo], rule: yes_no}]}]\n",
    );
    w
}

/// Every link of the built pages leads somewhere, or there are no pages.
fn whole(w: &Workspace, output: &str, why: &str) {
    if w.path().join(output).join("site/index.html").exists() {
        let run = w.run(&["check", "--links", "-o", output]);
        assert_eq!(run.status, 0, "{why}:\n{}\n{}", run.out, run.err);
    } else {
        let pages = crate::support::tree(&w.path().join(output))
            .into_keys()
            .filter(|p| p.starts_with("site/") && p.rsplit('.').next() == Some("html"));
        assert_eq!(pages.collect::<Vec<_>>(), Vec::<String>::new(), "{why}: pages without a first page");
    }
}

/// A folder is there for the files in it.
#[track_caller]
fn no_empty_folder(w: &Workspace, output: &str) {
    let empty: Vec<_> = walkdir::WalkDir::new(w.path().join(output))
        .into_iter()
        .flatten()
        .filter(|e| e.file_type().is_dir() && fs::read_dir(e.path()).unwrap().next().is_none())
        .map(|e| e.path().to_owned())
        .collect();
    assert!(empty.is_empty(), "{empty:?}");
}

/// Every set of parts, and of kinds of pieces what stands for the kinds: alone, forms of one piece, of a point and of the bureau.
#[test]
fn every_choice_of_parts_and_pieces_is_whole() {
    let w = rich();
    let parts = ["site", "print", "data", "reports"];
    for set in 1..16_usize {
        let names: Vec<&str> = parts.iter().enumerate().filter(|(n, _)| set & (1 << n) != 0).map(|(_, name)| *name).collect();
        let (output, only) = (format!("set{set}"), names.join(","));
        w.run(&["build", "-o", &output, "--only", &only]).expect(0);
        whole(&w, &output, &only);
        no_empty_folder(&w, &output);
    }
    let bureau = fs::read_to_string(w.path().join("content/one/bureau.yaml")).unwrap();
    for pieces in
        ["", "door-plate", "service-list-a3", "desk-card, desk-card-a6", "hours-sign, phone-sign", "qr-sheet, directions"]
    {
        w.write("content/one/bureau.yaml", format!("{bureau}print: {{pieces: [{pieces}]}}\n"));
        for (output, parts) in [("p-all", &[][..]), ("p-site", &["--only", "site"]), ("p-both", &["--only", "site,print"])] {
            let _ = fs::remove_dir_all(w.path().join(output));
            let arguments: Vec<&str> = ["build", "-o", output].into_iter().chain(parts.iter().copied()).collect();
            w.run(&arguments).expect(0);
            whole(&w, output, pieces);
            no_empty_folder(&w, output);
        }
    }
}

/// A server shows the page for lost addresses under any address: what it names is where it says, seen from everywhere.
#[test]
fn the_page_for_lost_addresses_works_in_any_folder() {
    for (base, root) in [("https://test.example", "/"), ("https://test.example/yibao/zhan/", "/yibao/zhan/"), ("", "/")] {
        let w = rich();
        let base = if base.is_empty() { String::new() } else { format!("base_url: {base}\n") };
        w.write("yizhan.yaml", format!("title: 测试\n{base}allow: [{{code: C317, reason: 测试}}]\n"));
        w.run(&["build", "--only", "site"]).expect(0);
        whole(&w, "output", root);
        let page = fs::read_to_string(w.path().join("output/site/404.html")).unwrap();
        let mut named = 0;
        for address in page.split(" href=\"").chain(page.split(" src=\"")).filter_map(|rest| rest.split('"').next()) {
            if address.starts_with("<!") || ["#", "tel:", "data:"].iter().any(|plain| address.starts_with(plain)) {
                continue;
            }
            let file = address.strip_prefix(root).unwrap_or_else(|| panic!("{address} is not below {root}"));
            assert!(w.path().join("output/site").join(file).is_file(), "{address}");
            named += 1;
        }
        assert!(named > 5, "{page}");
        // And `check --links` would tell.
        fs::write(
            w.path().join("output/site/404.html"),
            page.replace(&format!("\"{root}about/index.html"), "\"about/index.html"),
        )
        .unwrap();
        let run = w.run(&["check", "--links"]);
        assert!(run.out.contains("about/index.html") || run.err.contains("about/index.html"), "{}{}", run.out, run.err);
    }
}

#[test]
fn pages_link_to_the_pieces_that_are_made_and_to_no_other() {
    let w = Workspace::new();
    let bureau = fs::read_to_string(w.path().join("content/one/bureau.yaml")).unwrap();
    for (pieces, links) in [
        ("hours-sign", &[][..]),
        ("service-list", &["service-list.pdf"][..]),
        ("service-list-a3, desk-card-a6", &["desk-card-a6.pdf", "service-list-a3.pdf"][..]),
        ("service-list, service-list-a3, desk-card", &["desk-card.pdf", "service-list.pdf"][..]),
    ] {
        w.write("content/one/bureau.yaml", format!("{bureau}print: {{pieces: [{pieces}]}}\n"));
        w.run(&["build"]).expect(0);
        whole(&w, "output", pieces);
        let page = fs::read_to_string(w.path().join("output/site/one/points/east/index.html")).unwrap();
        let mut found: Vec<&str> = page
            .split("href=\"")
            .filter_map(|rest| rest.split('"').next())
            .filter(|h| h.rsplit('.').next() == Some("pdf"))
            .collect();
        found.sort_unstable();
        let found: Vec<&str> = found.into_iter().filter_map(|href| href.rsplit('/').next()).collect();
        assert_eq!(found, links, "{pieces}");
    }
}

#[test]
fn a_kind_of_print_that_nobody_knows_is_a_finding() {
    let w = Workspace::new();
    let bureau = fs::read_to_string(w.path().join("content/one/bureau.yaml")).unwrap();
    w.write("content/one/bureau.yaml", format!("{bureau}print: {{pieces: [hours-sing]}}\n"));
    let found = w.findings();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("M206 content/one/bureau.yaml:5:18 "), "{found:?}");
}

#[test]
fn a_part_of_a_build_in_a_new_folder_has_no_link_that_leads_nowhere() {
    let w = rich();
    for (number, part) in [
        &["--bureau", "one"][..],
        &["--bureau", "one", "--point", "east"],
        &["--bureau", "two", "--point", "east"],
        &["--only", "site"],
        &["--only", "site", "--bureau", "two"],
        &["--only", "print"],
        &["--only", "data"],
        &["--only", "reports"],
        &["--only", "site,print"],
        &["--only", "site,data", "--bureau", "one"],
    ]
    .into_iter()
    .enumerate()
    {
        let output = format!("o{number}");
        let arguments: Vec<&str> = ["build", "-o", &output].into_iter().chain(part.iter().copied()).collect();
        w.run(&arguments).expect(0);
        whole(&w, &output, &part.join(" "));
        no_empty_folder(&w, &output);
    }
    // What is shown of one bureau alone is all there is.
    let portal = fs::read_to_string(w.path().join("o0/site/index.html")).unwrap();
    assert!(portal.contains("one/index.html") && !portal.contains("two/index.html"));
    assert!(
        w.path().join("o0/site/one/guides").exists()
            || w.path().join("o0/site/assets/files/content/one/guides/photo.jpg").exists()
    );
    assert!(w.path().join("o0/site/assets/site.css").exists());
}

#[test]
fn parts_that_are_built_one_after_the_other_come_together() {
    let w = rich();
    for part in [
        &["--bureau", "one"][..],
        &["--only", "site"],
        &["--only", "print"],
        &["--only", "data"],
        &["--bureau", "one", "--point", "east"],
    ] {
        let arguments: Vec<&str> = ["build", "-o", "parts"].into_iter().chain(part.iter().copied()).collect();
        w.run(&arguments).expect(0);
        whole(&w, "parts", &part.join(" "));
    }
    w.run(&["build", "-o", "parts"]).expect(0);
    w.run(&["build", "-o", "at-once"]).expect(0);
    let plain = |folder: &str| {
        let mut all = crate::support::tree(&w.path().join(folder));
        all.remove("manifest.json");
        all
    };
    assert_eq!(plain("parts"), plain("at-once"));
}
