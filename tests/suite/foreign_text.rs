//! What clerks write as other programs read it: calendars, spreadsheets, links of browsers.

use std::fs;

use calamine::Reader as _;

use crate::support::{CATALOG, GUIDE, POINT, Workspace};

fn read(w: &Workspace, path: &str) -> String {
    fs::read_to_string(w.path().join("output/site/one").join(path)).unwrap()
}

/// The content lines of a calendar, unfolded (RFC 5545, 3.1).
fn content_lines(calendar: &str) -> Vec<String> {
    calendar.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

#[test]
fn no_text_ends_a_line_of_the_calendar() {
    let w = Workspace::new();
    for ending in ["\\r", "\\n", "\\r\\n", "\\r\\r", "\\t"] {
        let text = format!("\"甲{ending}乙\"");
        w.write(
            "content/one/points/east.yaml",
            POINT.replace("东镇医保服务站", &text).replace("东镇1号", &text)
                + &format!("special: [{{name: {text}, hours: \"Sa[1] 09:00-11:00\", note: {text}}}]\n"),
        );
        w.write(
            "content/one/bureau.yaml",
            format!("name: 测试医疗保障局\nshort_name: \"测,试;{ending}局\"\nhotline: 0477-0000000\ncomplaint_phone: 0477-0000002\nedition: \"2026-04\"\n"),
        );
        w.run(&["build", "--only", "data"]).expect(0);
        let calendar = read(&w, "data/calendar.ics");
        assert!(!calendar.replace("\r\n", "").contains(['\r', '\n']), "{ending}: a bare line end in {calendar:?}");
        assert!(!calendar.replace("\r\n", "").chars().any(|c| c.is_control() && c != '\t'), "{ending}");
        for line in calendar.split("\r\n") {
            assert!(line.len() <= 75, "a line of {} bytes: {line}", line.len());
        }
        let lines = content_lines(&calendar);
        let known = [
            "BEGIN",
            "END",
            "VERSION",
            "PRODID",
            "CALSCALE",
            "METHOD",
            "NAME",
            "X-WR-CALNAME",
            "UID",
            "DTSTAMP",
            "DTSTART",
            "DTEND",
            "SUMMARY",
            "LOCATION",
            "DESCRIPTION",
        ];
        for line in &lines {
            let name = line.split([':', ';']).next().unwrap();
            assert!(known.contains(&name), "{ending}: {line:?} is no content line");
        }
        let named = lines.iter().find(|l| l.starts_with("NAME")).unwrap();
        assert!(named.contains("测\\,试\\;"), "{named}");
        assert!(lines.iter().any(|l| l.starts_with("SUMMARY:甲")), "{lines:?}");
    }
}

#[test]
fn no_cell_of_a_table_runs_as_a_formula() {
    let texts =
        ["=1+1", "+1", "-1+2", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM", "\\t=1", " =1", "\\r=1", "\\n=1", "　＝1", "\\ttext"];
    let mut items = String::new();
    for (number, text) in texts.iter().enumerate() {
        items.push_str(&format!("  - {{id: i{number}, name: \"{text}\", category: \"{text}\", depth: {{hall: 办结}}}}\n"));
    }
    let w = Workspace::new();
    w.write("content/one/catalog.yaml", CATALOG.replace("items:\n", &format!("items:\n{items}")));
    w.write(
        "content/one/villages.yaml",
        "source: 民政局\nvillages: [{name: \"=cmd\", lat: 38.61, lon: 109.01}, {name: \"＠村\", lat: 38.61, lon: 109.01}]\n",
    );
    w.write("content/one/points/east.yaml", format!("{POINT}location: {{lat: 38.6, lon: 109.0}}\n"));
    w.run(&["build", "--only", "data"]).expect(0);
    let mut cells = 0;
    for file in ["data/catalog.csv", "data/villages.csv"] {
        let text = read(&w, file);
        let mut table = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        for row in table.records() {
            for cell in &row.unwrap() {
                cells += 1;
                let runs =
                    cell.chars().count() > 1 && cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
                assert!(!runs && !cell.starts_with(['\t', '\r', '\n']), "{file}: {cell:?}");
            }
        }
    }
    assert!(cells > 100, "{cells}");
    // What was not at fault is as it was: the depth `-` among it.
    assert!(read(&w, "data/catalog.csv").contains("\r\n1,i0,'=1+1,,'=1+1,,,办结,-\r\n"), "{}", read(&w, "data/catalog.csv"));
    // A workbook has texts as texts: no formula, and nothing put before them.
    let file = w.path().join("output/site/one/data/catalog.xlsx");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&file).unwrap();
    let sheets = book.sheet_names();
    let mut seen = 0;
    for sheet in &sheets {
        assert!(book.worksheet_formula(sheet).unwrap().used_cells().next().is_none(), "{sheet} has a formula");
        let range = book.worksheet_range(sheet).unwrap();
        seen += range
            .used_cells()
            .filter(|(.., cell)| matches!(cell, calamine::Data::String(s) if s == "=1+1" || s == "＠SUM"))
            .count();
    }
    assert_eq!(seen, 4, "names and categories");
}

#[test]
fn links_that_lead_elsewhere_without_saying_so_are_taken_out() {
    let w = Workspace::new();
    let refused = [
        "//evil.example/a",
        "///evil.example",
        "/\\\\evil.example",
        "\\\\\\\\evil.example",
        "&#9;//evil.example",
        "/&#9;/evil.example",
        "JavaScript:alert(1)",
        "java&#10;script:alert(1)",
        "&#1;javascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
    ];
    for link in refused {
        w.write("content/one/guides/enrol.md", format!("{GUIDE}\n[点]({link})\n"));
        let found = w.findings();
        assert!(found.len() == 1 && found[0].starts_with("Y113 content/one/guides/enrol.md:9:1 the link "), "{link}: {found:?}");
        w.run(&["build", "--only", "site"]).expect(0);
        let page = read(&w, "items/enrol/index.html").to_lowercase();
        assert!(!page.contains("evil.example\"") && !page.contains("script:alert"), "{link}: {page}");
    }
    for link in
        ["https://ybj.example", "HTTP://ybj.example", "mailto:a@b.example", "tel:12345", "../points/index.html", "#h", "a/b:c"]
    {
        w.write("content/one/guides/enrol.md", format!("{GUIDE}\n[点]({link})\n"));
        assert_eq!(w.findings(), Vec::<String>::new(), "{link}");
    }
}
