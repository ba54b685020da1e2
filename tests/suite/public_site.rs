//! What a public site of an authority states of itself: registrations, tags in the head, a map for people; and `check` says what is missing.

use std::fs;

use super::support::Workspace;

const SITE: &str = "site: {sponsor: 测试局, contact: 0477-0000000, site_code: \"0000000001\", icp: 测ICP备00000001号-1, \
                    police: 测公网安备 00000000000001号, mark: 'https://mark.example/1', report: 'https://report.example/1'}\n";

fn registered(w: &Workspace) -> Vec<String> {
    w.findings().into_iter().filter(|f| f.starts_with("C346")).collect()
}

#[test]
fn a_government_site_is_asked_for_its_registrations_and_no_other() {
    let w = Workspace::new();
    assert!(registered(&w).is_empty());
    let config = fs::read_to_string(w.path().join("yizhan.yaml")).unwrap();
    let without: String = config.lines().filter(|l| !l.starts_with("base_url")).map(|l| format!("{l}\n")).collect();
    let with = |more: &str| w.write("yizhan.yaml", format!("{without}{more}")).findings();
    with("base_url: https://ybj.example.gov.cn\n");
    assert!(registered(&w).is_empty(), "the address of a new workspace");
    let found = with("base_url: https://ybj.test.gov.cn:8443/yb\n");
    let found: Vec<_> = found.iter().filter(|f| f.starts_with("C346")).collect();
    assert!(
        found.len() == 1 && found[0].contains("missing: `sponsor`, `contact`, `site_code`, `icp`, `police`, `mark`, `report`"),
        "{found:?}"
    );
    with(&format!("base_url: https://ybj.test.gov.cn\n{SITE}"));
    assert!(registered(&w).is_empty(), "{:?}", registered(&w));
    // What is given elsewhere is whole, too, and in its form.
    with("base_url: https://w.example\nsite: {sponsor: 测试局, site_code: \"12\", icp: 备案中, mark: mark.example}\n");
    let found = registered(&w);
    assert_eq!(found.len(), 4, "{found:?}");
    for said in ["missing: `contact`, `police`, `report`", "ten digits", "is not an ICP number", "is not a web address"] {
        assert!(found.iter().any(|f| f.contains(said)), "{said}: {found:?}");
    }
}

#[test]
fn every_page_states_them_and_bears_its_tags() {
    let w = Workspace::new();
    w.write("yizhan.yaml", format!("title: 测试站\nbase_url: https://ybj.test.gov.cn/yb\n{SITE}"));
    w.write("content/one/notices/closed.md", "---\ntitle: 系统停机\ndate: 2026-05-02\n---\n停一天。\n");
    w.run(&["build", "--only", "site"]).expect(0);
    let site = w.path().join("output/site");
    let mut pages = 0;
    for page in walkdir::WalkDir::new(&site).into_iter().flatten().filter(|e| e.file_name() == "index.html") {
        let html = fs::read_to_string(page.path()).unwrap();
        if html.contains("http-equiv=\"refresh\"") {
            continue;
        }
        pages += 1;
        for said in [
            "<meta name=\"SiteName\" content=\"测试站\">",
            "<meta name=\"SiteDomain\" content=\"ybj.test.gov.cn\">",
            "<meta name=\"SiteIDCode\" content=\"0000000001\">",
            "主办单位：测试局",
            "<a href=\"https://beian.miit.gov.cn/\" rel=\"noreferrer\">测ICP备00000001号-1</a>",
            "webSearch?code=00000000000001\"",
            "https://mark.example/1",
            "我为政府网站找错",
            "sitemap/index.html",
        ] {
            assert!(html.contains(said), "{}: {said}", page.path().display());
        }
    }
    assert!(pages > 10);
    let read = |path: &str| fs::read_to_string(site.join(path)).unwrap();
    let item = fs::read_dir(site.join("one/items")).unwrap().flatten().find(|e| e.path().join("index.html").exists()).unwrap();
    let item = fs::read_to_string(item.path().join("index.html")).unwrap();
    for tag in
        ["ColumnName\" content=\"服务事项", "ArticleTitle\" content=\"", "PubDate\" content=\"20", "ContentSource\" content=\""]
    {
        assert!(item.contains(tag), "{tag}\n{item}");
    }
    assert!(read("one/notices/closed/index.html").contains("PubDate\" content=\"2026-05-02\""));
    assert!(read("one/items/index.html").contains("ColumnDescription") && !read("one/items/index.html").contains("ArticleTitle"));
    let map = read("sitemap/index.html");
    assert!(map.contains("../one/items/index.html") && map.contains("../one/points/index.html"), "{map}");
}
