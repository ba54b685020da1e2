//! What a clerk can get wrong in a file: each is a finding at its place, with what to write instead, and nothing panics.

use super::support::{self, CATALOG, GUIDE, POINT, Workspace, expect};

#[cfg(unix)]
#[path = "input/links.rs"]
mod links;
#[path = "input/markdown.rs"]
mod markdown;
#[path = "input/pictures.rs"]
pub mod pictures;
#[path = "input/syntax.rs"]
mod syntax;
#[path = "input/values.rs"]
mod values;

#[test]
fn a_right_workspace_has_no_findings() {
    expect(&Workspace::new().findings(), &[]);
}

#[test]
fn unknown_key_names_the_near_one() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "address:", "adress:");
    let run = w.run(&["check", "--format", "json"]).expect(1);
    let found = run.findings();
    assert_eq!(found[0]["code"], "M201");
    assert_eq!((found[0]["line"].as_u64(), found[0]["column"].as_u64()), (Some(4), Some(1)));
    assert_eq!(found[0]["help"], "did you mean `address`?");
}

#[test]
fn chinese_keys_mean_the_same() {
    let w = Workspace::new();
    w.write(
        "content/one/points/east.yaml",
        "编号: east\n名称: 东镇医保服务站\n渠道: town\n地址: 东镇1号\n电话: 0477-0000001\n服务时间: \"Mo-Fr 08:30-11:30\"\n",
    );
    expect(&w.findings(), &[]);
    w.edit("content/one/points/east.yaml", "电话", "电活");
    expect(&w.findings(), &["M201 content/one/points/east.yaml:5:1 a `Point` has no key `电活`"]);
}

#[test]
fn missing_key_names_the_item() {
    let w = Workspace::new();
    w.edit("content/one/catalog.yaml", "    name: 参保登记\n", "");
    expect(&w.findings(), &["M202 content/one/catalog.yaml:6:5 the key `name` of “enrol” is missing", "C316 "]);
}

#[test]
fn wrong_type_says_what_it_should_be() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "address: 东镇1号", "address: [东镇1号]");
    expect(&w.findings(), &["M203 content/one/points/east.yaml:4:10 this should be a text, but it is a list"]);
}

#[test]
fn duplicate_key_and_duplicate_id() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "address: 东镇1号", "address: 东镇1号\naddress: 东镇2号");
    expect(&w.findings(), &["M204 content/one/points/east.yaml:5:1"]);
    let w = Workspace::new();
    w.write("content/one/points/west.yaml", POINT);
    expect(&w.findings(), &["M205 content/one/points/west.yaml:1:5 the point id east is used twice"]);
}

#[test]
fn dangling_reference_names_the_near_one() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "channel: town", "channel: twon");
    let run = w.run(&["check", "--format", "json"]).expect(1);
    assert_eq!(run.findings()[0]["code"], "M206");
    assert_eq!(run.findings()[0]["help"], "did you mean `town`?");
}

#[test]
fn full_width_colon() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "address: ", "address：");
    expect(&w.findings(), &["Y106 content/one/points/east.yaml:4:8"]);
    // A whole file of them is text to YAML, and still says what is wrong.
    w.write("content/one/points/east.yaml", "编号：east\n名称：东镇\n");
    let found = w.findings();
    assert!(found[0].starts_with("Y106 content/one/points/east.yaml:1:3"), "{found:?}");
}

#[test]
fn full_width_digits() {
    let w = Workspace::new();
    w.edit("content/one/bureau.yaml", "\"2026-04\"", "２０２６-０４");
    let run = w.run(&["check", "--format", "json"]).expect(1);
    assert_eq!(run.findings()[0]["code"], "M207");
    assert_eq!(run.findings()[0]["help"], "write 2026-04");
}

#[test]
fn full_width_spaces_and_tabs_as_indentation() {
    for indent in ["\u{3000}\u{3000}", "\t"] {
        let w = Workspace::new();
        w.edit("content/one/catalog.yaml", "    name: 参保登记", &format!("{indent}name: 参保登记"));
        let found = w.findings();
        assert!(found[0].starts_with("Y107 content/one/catalog.yaml:7:1"), "{found:?}");
    }
}

#[test]
fn curly_quotes_where_straight_ones_belong() {
    let w = Workspace::new();
    w.edit("content/one/bureau.yaml", "\"2026-04\"", "“2026-04”");
    expect(&w.findings(), &["Y108 content/one/bureau.yaml:4:10"]);
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "\"Mo-Fr 08:30-11:30,14:30-17:30; PH off\"", "“Mo-Fr 08:30-11:30”");
    expect(&w.findings(), &["C320 content/one/points/east.yaml:6:8"]);
}

#[test]
fn curly_quotes_in_a_text_are_fine() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "name: 东镇医保服务站", "name: 东镇医保服务站\ntagline: “医保+”就在身边");
    expect(&w.findings(), &[]);
}

#[test]
fn gbk_file_says_how_to_save_it() {
    let w = Workspace::new();
    w.write("content/one/points/east.yaml", b"id: east\nname: \xb6\xab\xd5\xf2\n");
    expect(&w.findings(), &["Y102 content/one/points/east.yaml:2:7 the file is not UTF-8, perhaps GBK (ANSI)"]);
    w.write("content/one/points/east.yaml", b"\xff\xfei\x00d\x00");
    expect(&w.findings(), &["Y102 content/one/points/east.yaml:1:1 the file is not UTF-8, perhaps UTF-16"]);
}

#[test]
fn byte_order_mark_and_crlf_are_accepted_and_keep_places_right() {
    let w = Workspace::new();
    for (file, text) in [("catalog.yaml", CATALOG), ("points/east.yaml", POINT), ("guides/enrol.md", GUIDE)] {
        w.write(&format!("content/one/{file}"), format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    expect(&w.findings(), &[]);
    w.edit("content/one/points/east.yaml", "address:", "adress:");
    expect(&w.findings(), &["M201 content/one/points/east.yaml:4:1"]);
}

#[test]
fn empty_file() {
    let w = Workspace::new();
    w.write("content/one/points/west.yaml", "");
    expect(&w.findings(), &["Y103 content/one/points/west.yaml:1:1 the file is empty"]);
    w.write("content/one/points/west.yaml", "\u{feff}\n\n");
    expect(&w.findings(), &["Y103 "]);
}

#[test]
fn file_too_large_states_the_limit() {
    let w = Workspace::new();
    w.write("content/one/points/west.yaml", "#".repeat((16 << 20) + 1));
    expect(&w.findings(), &["Y104 content/one/points/west.yaml:1:1 the file has 16777217 bytes, the limit is 16 MiB"]);
}

#[test]
fn alias_bomb_ends_soon() {
    let w = Workspace::new();
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (i, name) in ('b'..='i').enumerate() {
        let last = char::from(b'a' + u8::try_from(i).unwrap());
        bomb.push_str(&format!("{name}: &{name} [{}]\n", vec![format!("*{last}"); 10].join(", ")));
    }
    w.write("content/one/points/west.yaml", bomb);
    let found = w.findings();
    assert!(found[0].starts_with("Y109 content/one/points/west.yaml:"), "{found:?}");
}

#[test]
fn deep_nesting_ends_soon() {
    let w = Workspace::new();
    w.write("content/one/points/west.yaml", format!("a: {}{}", "[".repeat(5000), "]".repeat(5000)));
    let found = w.findings();
    assert!(found[0].starts_with("Y109 content/one/points/west.yaml:1:"), "{found:?}");
    let w = Workspace::new();
    w.write("content/one/guides/enrol.md", format!("{GUIDE}\n{} tief\n", ">".repeat(5000)));
    assert!(w.findings()[0].starts_with("Y109 content/one/guides/enrol.md:"));
}

#[test]
fn paths_that_leave_the_workspace() {
    for path in ["../../../../etc/passwd.png", "/etc/passwd.png", "C:\\\\x.png"] {
        let w = Workspace::new();
        w.write("content/one/guides/enrol.md", format!("{GUIDE}\n![x]({path})\n"));
        let found = w.findings();
        assert!(found[0].starts_with("Y110 content/one/guides/enrol.md:9:1"), "{path}: {found:?}");
    }
}

#[cfg(unix)]
#[test]
fn symbolic_link_is_not_followed() {
    let w = Workspace::new();
    std::os::unix::fs::symlink("/etc", w.path().join("content/one/points/etc")).unwrap();
    expect(&w.findings(), &["Y111 content/one/points/etc:1:1"]);
}

#[test]
fn pictures_that_are_none() {
    let w = Workspace::new();
    w.write("content/one/guides/enrol.md", format!("{GUIDE}\n![图](a.png)\n\n![图](b.png)\n"));
    w.write("content/one/guides/b.png", "this is text");
    expect(
        &w.findings(),
        &[
            "Y114 content/one/guides/enrol.md:9:1 the picture “a.png” does not exist",
            "Y114 content/one/guides/enrol.md:11:1 the picture “b.png” is no picture",
        ],
    );
}

#[test]
fn html_is_taken_out_with_a_warning() {
    let w = Workspace::new();
    w.write(
        "content/one/guides/enrol.md",
        format!("{GUIDE}\n<script>alert(1)</script>\n\n文字<b onclick=x>粗</b>\n\n[点](javascript:alert(1))\n"),
    );
    let found = w.findings();
    expect(
        &found,
        &[
            "Y113 content/one/guides/enrol.md:9:1",
            "Y113 content/one/guides/enrol.md:11:3",
            "Y113 content/one/guides/enrol.md:13:1 the link “javascript:alert(1)” is not allowed",
        ],
    );
    w.run(&["build", "--only", "site"]).expect(0);
    let page = std::fs::read_to_string(w.path().join("output/site/one/items/enrol/index.html")).unwrap();
    assert!(!page.contains("alert(1)") && !page.contains("onclick"), "{page}");
    assert!(page.contains("文字粗"));
}

#[test]
fn missing_front_matter() {
    let w = Workspace::new();
    w.write("content/one/guides/enrol.md", "# 参保登记\n\n正文。\n");
    expect(&w.findings(), &["Y112 content/one/guides/enrol.md:1:1"]);
    w.write("content/one/guides/enrol.md", "---\nitem: enrol\n\n正文。\n");
    expect(&w.findings(), &["Y112 content/one/guides/enrol.md:1:1 the front matter has no end"]);
}

#[test]
fn all_findings_come_in_one_run() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "address:", "adress:");
    w.edit("content/one/points/east.yaml", "phone: 0477-0000001", "phone: 12");
    w.edit("content/one/catalog.yaml", "handling: 即办件", "handling: 即办");
    w.write("content/one/guides/enrol.md", "没有信息块\n");
    w.write("content/two/points/x.yaml", "id: x\n");
    let found = w.findings();
    for code in ["M201", "C319", "M208", "Y112", "Y117"] {
        assert!(found.iter().any(|f| f.starts_with(code)), "{code} is missing from {found:#?}");
    }
}

#[test]
fn nothing_panics_on_mangled_files() {
    // Every file of the small workspace, cut off and with each of a few characters put in at many places.
    for (file, text) in [("catalog.yaml", CATALOG), ("points/east.yaml", POINT), ("guides/enrol.md", GUIDE)] {
        let w = Workspace::new();
        let places: Vec<usize> = text.char_indices().map(|(i, _)| i).step_by(9).collect();
        for (n, place) in places.iter().enumerate() {
            let odd = ["：", "\t", "“", "{", "*", "&a ", "\u{0}", "- ", "---\n"][n % 9];
            w.write(&format!("content/one/{file}"), format!("{}{odd}{}", &text[..*place], &text[*place..]));
            assert!(w.run(&["check"]).status < 2, "{file} with {odd:?} at {place}");
            w.write(&format!("content/one/{file}"), &text[..*place]);
            assert!(w.run(&["check"]).status < 2, "{file} cut at {place}");
        }
    }
}

#[test]
fn anchors_count_against_the_budget() {
    // Each anchor keeps what stands below it: thirty of them around one big list would keep it thirty times.
    let w = Workspace::new();
    let open: String = (0..30).map(|i| format!("&a{i} [")).collect();
    w.write("content/one/points/west.yaml", format!("a: {open}{}{}\n", "x, ".repeat(20_000), "]".repeat(30)));
    expect(&w.findings(), &["Y109 content/one/points/west.yaml:1:"]);
    // A long text is many nodes: else a few names would stand for gigabytes.
    w.write("content/one/points/west.yaml", format!("a: &a \"{}\"\nb: [{}]\n", "长".repeat(400_000), "*a, ".repeat(9_000)));
    expect(&w.findings(), &["Y109 content/one/points/west.yaml:1:"]);
    // An honest anchor is fine.
    w.write("content/one/points/west.yaml", format!("- &e\n  {}- *e\n", POINT.replace('\n', "\n  ").trim_end_matches(' ')));
    let found = w.findings();
    assert!(found.iter().all(|f| f.starts_with("M205")), "{found:?}");
}

#[test]
fn content_is_a_folder_of_its_own() {
    for written in [".", "./", "a/.."] {
        let w = Workspace::new();
        w.edit("yizhan.yaml", "allow:", &format!("content: {written}\nallow:"));
        let found = w.run(&["check", "--format", "json"]).expect(1).findings();
        assert_eq!((found[0]["code"].as_str(), found.len()), (Some("M208"), 1), "{written}: {found:?}");
        assert!(found[0]["help"].as_str().unwrap().contains("content"), "{found:?}");
    }
    let w = Workspace::new();
    w.edit("yizhan.yaml", "allow:", "content: contents\nallow:");
    expect(&w.findings(), &["Y117 yizhan.yaml:3:10 the folder contents does not exist"]);
}

#[test]
fn files_beside_the_bureaus_are_stray() {
    let w = Workspace::new();
    w.write("content/loose.yaml", POINT);
    w.write("content/README.md", "# 说明\n");
    expect(&w.findings(), &["Y116 content/loose.yaml:1:1 nothing reads content/loose.yaml"]);
}

#[test]
fn a_bad_optional_key_leaves_the_record() {
    let w = Workspace::new();
    // Were the point dropped, its phone would wait for the next run.
    w.edit("content/one/points/east.yaml", "phone: 0477-0000001", "phone: 12\nstatus: 开着\nlocation: 东边");
    w.edit("content/one/catalog.yaml", "handling: 即办件", "handling: 即办");
    let found = w.findings();
    for start in [
        "M208 content/one/points/east.yaml:6:9",
        "M203 content/one/points/east.yaml:7:11",
        "C319 content/one/points/east.yaml:5:8",
        "M208 content/one/catalog.yaml:10:15",
    ] {
        assert!(found.iter().any(|f| f.starts_with(start)), "{start} is missing from {found:#?}");
    }
    // Nor is there a follow-up that the item of the guide is unknown.
    assert!(!found.iter().any(|f| f.starts_with("C316") || f.starts_with("M206")), "{found:#?}");
}

#[test]
fn an_ending_that_the_system_hides() {
    let w = Workspace::new();
    w.write("content/one/points/west.yaml.txt", "id: west\n");
    let run = w.run(&["check", "--format", "json"]).expect(0);
    let found = run.findings();
    assert_eq!(found[0]["code"], "Y116");
    assert_eq!(found[0]["message"], "nothing reads content/one/points/west.yaml.txt: it ends with .txt");
}

#[test]
fn a_bureau_cannot_have_the_name_of_the_sites_own_folder() {
    let w = Workspace::new();
    w.write("content/assets/bureau.yaml", "name: 某局\nedition: \"2026\"\n");
    expect(&w.findings(), &["M208 content/assets/bureau.yaml:1:1"]);
}

#[test]
fn documents_of_an_office_are_not_passed_over() {
    let w = Workspace::new();
    w.write("content/one/points/名单.xlsx", "x");
    w.write("content/one/guides/old/a.docx", "x");
    w.write("content/one/notices/b.DOCX", "x");
    let found = w.findings();
    expect(&found, &["Y116 ", "Y116 "]);
    assert!(
        found.iter().any(|f| f.contains("points/名单.xlsx")) && found.iter().any(|f| f.contains("notices/b.DOCX")),
        "{found:?}"
    );
}

#[test]
fn numbers_as_people_write_them_get_no_false_advice() {
    for (written, help) in
        [("\"1,200\"", "write 1200"), ("0.12万", "work it out to one number"), ("十二", "write a whole number, such as 12")]
    {
        let w = Workspace::new();
        w.write("content/one/villages.yaml", format!("villages: [{{name: 村, lat: 38.0, lon: 108.0, population: {written}}}]\n"));
        let said = w.run(&["check", "--lang", "en"]).expect(1).out;
        assert!(said.contains(help), "{written}: {said}");
    }
}
