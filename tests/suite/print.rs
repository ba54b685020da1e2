//! What PDFs say and what they are: text, page size, fonts, tags, archive standard.

use std::path::Path;
use std::process::Command;

use super::codes;
use super::support::{Workspace, pdf_info, pdf_text};

/// Asserts what every printed piece must be.
fn well_made(file: &Path, size: &str) {
    let info = pdf_info(file);
    for wanted in ["Tagged:          yes", "Encrypted:       no", size] {
        assert!(info.contains(wanted), "{}: no {wanted:?} in\n{info}", file.display());
    }
    assert!(info.lines().any(|l| l.starts_with("Title:") && l.len() > 20), "{info}");
    let fonts = Command::new("pdffonts").arg(file).output().unwrap();
    let fonts = String::from_utf8(fonts.stdout).unwrap();
    assert!(fonts.lines().count() > 2, "{fonts}");
    for line in fonts.lines().skip(2) {
        let flags: Vec<&str> = line.split_whitespace().rev().take(5).collect();
        // From the right: object generation, object, unicode, subset, embedded.
        assert_eq!(&flags[2..5], ["yes", "yes", "yes"], "{}: {line}", file.display());
    }
    let bytes = std::fs::read(file).unwrap();
    assert!(bytes.windows(12).any(|w| w == b"pdfaid:part>" || w == b"pdfaid:part="), "{} is no PDF/A", file.display());
    let qpdf = Command::new("qpdf").arg("--check").arg(file).output().unwrap();
    assert!(qpdf.status.success(), "{}", String::from_utf8_lossy(&qpdf.stdout));
}

const A4: &str = "595.276 x 841.89 pts (A4)";

#[test]
fn every_piece_of_a_point() {
    let w = Workspace::new();
    w.run(&["build", "--only", "print"]).expect(0);
    let list = w.path().join("output/print/one/points/east/service-list.pdf");
    well_made(&list, A4);
    let text = pdf_text(&list);
    for said in
        ["东镇医保服务站", "参保登记", "办结", "2026年4月版", "0477-0000001", "0477-0000002", "周一至周五", "08:30", "第1页共1页"]
    {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    let card = w.path().join("output/print/one/points/east/desk-card.pdf");
    well_made(&card, "841.89");
    let text = pdf_text(&card);
    for said in ["东镇医保服务站", "参保登记", "0477-0000001", "投诉"] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    let notice = w.path().join("output/print/one/notices/enrol.pdf");
    well_made(&notice, A4);
    assert!(pdf_info(&notice).contains("Pages:           1"));
    let text = pdf_text(&notice);
    for said in ["参保登记", "身份证", "0477-0000000", "0477-0000002"] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
}

/// A notice sheet stays on one A4 page while that is legible, and never loses a material.
#[test]
fn notices_of_any_length() {
    for count in [1, 8, 16, 60] {
        let w = Workspace::new();
        let materials: String =
            (1..=count).map(|i| format!("  - {{name: 第{i}份需要携带的证明材料, copies: 2, issuer: 某某部门}}\n")).collect();
        w.write(
            "content/one/guides/enrol.md",
            format!("---\nitem: enrol\nmaterials:\n{materials}reviewed: 2026-05-01\n---\n\n正文。\n"),
        );
        w.run(&["build", "--only", "print"]).expect(0);
        let notice = w.path().join("output/print/one/notices/enrol.pdf");
        let text = pdf_text(&notice);
        for i in 1..=count {
            assert!(text.contains(&format!("第{i}份需要携带的证明材料")), "{count} materials: the {i}th is lost");
        }
        if count <= 16 {
            assert!(pdf_info(&notice).contains("Pages:           1"), "{count} materials do not fit one page");
        }
    }
}

/// A long list breaks between rows, repeats its head, and keeps every item.
#[test]
fn service_lists_of_any_length() {
    for count in [1, 40, 200] {
        let w = Workspace::new();
        let items: String = (1..=count)
            .map(|i| {
                let name = if i % 7 == 0 {
                    format!("基本医疗保险参保人员享受门诊慢特病病种待遇认定及其变更登记事项{i}号")
                } else {
                    format!("事项{i}号")
                };
                format!("  - {{id: item-{i}, name: {name}, handling: 即办件, depth: {{town: 办结, hall: 办结}}}}\n")
            })
            .collect();
        w.write("content/one/catalog.yaml", format!("title: 清单\nchannels: [{{id: hall, name: 大厅, tier: county}}, {{id: town, name: 镇站, tier: town}}]\nitems:\n{items}"));
        std::fs::remove_file(w.path().join("content/one/guides/enrol.md")).unwrap();
        w.run(&["build", "--only", "print"]).expect(0);
        let list = w.path().join("output/print/one/points/east/service-list.pdf");
        let text = pdf_text(&list);
        for i in 1..=count {
            assert!(text.contains(&format!("事项{i}号")), "{count} items: the {i}th is lost");
        }
        let pages: usize = pdf_info(&list).lines().find_map(|l| l.strip_prefix("Pages:")).unwrap().trim().parse().unwrap();
        assert_eq!(text.matches("办理深度").count(), pages, "the head is repeated on each of {pages} pages");
        assert!(text.contains(&format!("第{pages}页共{pages}页")));
    }
}

/// The code on a service list leads to the point's page: it is read back from a picture of the page.
#[test]
fn the_code_leads_to_the_points_page() {
    let w = Workspace::new();
    w.run(&["build", "--only", "print"]).expect(0);
    for piece in ["service-list", "desk-card"] {
        let pdf = w.path().join(format!("output/print/one/points/east/{piece}.pdf"));
        let codes = codes::on(&pdf, 1);
        assert!(codes.iter().any(|c| c == "https://test.example/one/points/east/"), "{piece}: {codes:?}");
    }
}
