//! What running text becomes on a page.

use super::support::{GUIDE, Workspace};

/// The page of the one item, made from a guide's text.
fn page(body: &str) -> String {
    let w = Workspace::new();
    w.write("content/one/guides/enrol.md", format!("{GUIDE}\n{body}\n"));
    w.run(&["build", "--only", "site"]).expect(0);
    std::fs::read_to_string(w.path().join("output/site/one/items/enrol/index.html")).unwrap()
}

#[test]
fn headings_have_ids_of_their_own() {
    let html = page("## 说明\n\n甲\n\n## 说明\n\n乙\n\n## ！？\n\n## 说明-2\n\n## 说明");
    for id in ["id=\"说明\"", "id=\"说明-2\"", "id=\"说明-2-2\"", "id=\"说明-3\""] {
        assert_eq!(html.matches(id).count(), 1, "{id} in {html}");
    }
    assert!(!html.contains("id=\"\""), "{html}");
}

#[test]
fn footnotes_and_task_lists() {
    let html = page("带身份证[^1]，再带照片[^b]。\n\n[^b]: 一寸\n[^1]: 原件\n\n- [ ] 身份证\n- [x] 照片");
    assert!(html.contains("带身份证[1]，再带照片[2]。"), "{html}");
    assert!(html.contains("<p>[1] 原件</p>\n<p>[2] 一寸</p>"), "{html}");
    assert!(!html.contains("原件\">"), "{html}");
    assert!(html.contains("<li>□ 身份证</li>") && html.contains("<li>■ 照片</li>"), "{html}");
}
