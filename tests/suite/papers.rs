//! Official papers: the PDF and the .docx of one paper say the same, on the grid of GB/T 9704-2012.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use yizhan::audit::campaign::campaigns;
use yizhan::audit::score_all;
use yizhan::paper::circular::circular;
use yizhan::paper::publication::{publication, published};
use yizhan::paper::rectification::rectification;
use yizhan::paper::{Align, Bar, Bars, Block, Column, Paper, Table};
use yizhan::print::{Meta, Pdf, Shared};
use yizhan::theme::Theme;

use super::support::{pdf_info, sample, squeezed};

/// The papers of the sample's records: a circular for each round, a notice for each record that asks for something, the lists.
fn of_the_sample() -> Vec<Paper> {
    let (workspace, _) = yizhan::load::load(&sample());
    let Ok(workspace) = workspace else { panic!("the repository is a workspace") };
    let all = score_all(&workspace);
    let mut papers: Vec<Paper> = campaigns(&all).iter().map(|round| circular(round, &all)).collect();
    papers.extend(all.iter().filter_map(rectification));
    let released = published(&all);
    for bureau in &workspace.bureaus {
        let mine: Vec<_> = released.iter().copied().filter(|s| s.bureau.id == bureau.id).collect();
        papers.extend(publication(&mine));
    }
    assert!(papers.len() >= 5, "the sample makes only {} papers", papers.len());
    papers
}

/// A long table, with and without a title, and every kind of block.
fn long(rows: usize) -> Paper {
    let columns = vec![
        Column::new("名次", 120, Align::Center),
        Column::new("服务点", 520, Align::Left),
        Column::new("得分", 180, Align::Right),
        Column::new("结果", 180, Align::Left),
    ];
    let row = |i: usize| {
        let name = format!("第{i}村服务点{}", if i.is_multiple_of(7) { "（含综合窗口、流动服务车和自助终端）" } else { "" });
        vec![i.to_string(), name, format!("{}.5", 60 + i % 40), "三星".to_owned()]
    };
    let table = |caption: &str, total: Vec<String>| {
        Block::Table(Table { caption: caption.to_owned(), columns: columns.clone(), rows: (1..=rows).map(row).collect(), total })
    };
    let total = ["合计", "全部", "79.5", "—"].map(str::to_owned).to_vec();
    let bar = |name: &str, permille: u16| Bar { name: name.to_owned(), value: format!("{permille} / 1000"), permille };
    Paper {
        title: "关于2026年村级医保经办服务星级评定现场核查情况的通报".to_owned(),
        to: "各服务点".to_owned(),
        blocks: vec![
            Block::heading(1, "一、总体情况"),
            Block::heading(2, "（一）得分"),
            Block::heading(3, "1. 分部分"),
            Block::Bars(Bars {
                caption: "各部分平均".to_owned(),
                name: "部分".to_owned(),
                value: "得分".to_owned(),
                rows: vec![bar("零", 0), bar("一半", 500), bar("全部", 1000)],
            }),
            table("得分和名次", total),
            Block::paragraph("正文中有\u{1} <尖括号>、&、\"引号\"、']]>' 和 #panic(\"x\") *星* $x$ \\ [方括号] _ ` @。"),
            table("", Vec::new()),
            Block::paragraph("特此通报。"),
            Block::PageBreak,
            Block::heading(1, "回执"),
            Block::Fields {
                rows: vec![("签收人".to_owned(), String::new()), ("日期".to_owned(), "2026年7月1日".to_owned())]
            },
        ],
        issuer: "示例市医疗保障局".to_owned(),
        remark: "本件是示例。".to_owned(),
    }
}

fn pdf(paper: &Paper) -> Pdf {
    let theme = Theme::default();
    let shared = Shared::new(&|path| theme.get(path), Vec::new(), false).unwrap();
    let view = serde_json::to_vec(&yizhan::print::paper::paper_view(paper)).unwrap();
    let meta = Meta { document_id: "print/paper.pdf".to_owned(), date: (2026, 6, 30) };
    let made = yizhan::print::render(&shared, "paper", view, &[], &meta, yizhan::print::OutputForm::Archive)
        .unwrap_or_else(|e| panic!("{}: {e}", paper.title));
    assert!(made.warnings.is_empty(), "{:?}", made.warnings);
    made
}

fn run(command: &mut Command) -> String {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command.output().unwrap_or_else(|e| panic!("{name} is needed for this test and cannot be run: {e}"));
    assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// What the pages say, in the order of the text; without page numbers, and without the heads that a later page repeats.
fn text_of_pdf(file: &Path, paper: &Paper) -> String {
    let text = run(Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(file).arg("-"));
    let heads: Vec<String> = paper
        .blocks
        .iter()
        .filter_map(|block| {
            let Block::Table(table) = block else { return None };
            let mark = if table.caption.is_empty() { "续表".to_owned() } else { format!("{}（续表）", table.caption) };
            Some(table.columns.iter().fold(mark, |text, c| text + &c.head))
        })
        .collect();
    let mut whole = String::new();
    for (number, page) in (1..).zip(text.trim_end_matches('\x0c').split('\x0c')) {
        let page = squeezed(page);
        let number = format!("—{number}—");
        let page =
            page.strip_suffix(&number).or_else(|| page.strip_prefix(&number)).unwrap_or_else(|| panic!("no {number}: {page}"));
        let later = heads.iter().find_map(|head| page.strip_prefix(&squeezed(head)));
        whole.push_str(later.unwrap_or(page));
    }
    whole
}

/// What LibreOffice reads. Each call has its own profile, so that tests can run side by side.
fn text_of_docx(folder: &Path, files: &[PathBuf]) -> Vec<String> {
    run(Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
        .args(["--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"])
        .arg(folder)
        .args(files));
    let read = |file: &PathBuf| {
        let text = file.with_extension("txt");
        squeezed(&std::fs::read_to_string(&text).unwrap_or_else(|e| panic!("LibreOffice did not make {}: {e}", text.display())))
    };
    files.iter().map(read).collect()
}

#[test]
fn the_docx_says_what_the_pdf_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut papers = of_the_sample();
    papers.push(long(120));
    let mut wanted = Vec::new();
    let mut files = Vec::new();
    for (i, paper) in papers.iter().enumerate() {
        let file = folder.path().join(format!("{i}.pdf"));
        std::fs::write(&file, pdf(paper).bytes).unwrap();
        wanted.push(text_of_pdf(&file, paper));
        files.push(folder.path().join(format!("{i}.docx")));
        std::fs::write(&files[i], yizhan::exchange::docx(paper).unwrap()).unwrap();
    }
    let found = text_of_docx(folder.path(), &files);
    for ((paper, wanted), found) in papers.iter().zip(&wanted).zip(&found) {
        assert!(wanted.len() > 200 && wanted.contains(&squeezed(&paper.title)), "{wanted}");
        let same = wanted.chars().zip(found.chars()).take_while(|(a, b)| a == b).count();
        let after = |text: &str| text.chars().skip(same).take(40).collect::<String>();
        assert!(wanted == found, "{}: after {same} characters\nPDF:  {}\nWord: {}", paper.title, after(wanted), after(found));
    }
}

#[test]
fn the_pdf_is_a4_and_holds_its_fonts() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, pdf(&long(3)).bytes).unwrap();
    let info = pdf_info(&file);
    for wanted in ["Tagged:          yes", "595.276 x 841.89 pts (A4)", "Title:           关于2026年村级"] {
        assert!(info.contains(wanted), "no {wanted:?} in\n{info}");
    }
    let fonts = run(Command::new("pdffonts").arg(&file));
    assert!(fonts.lines().count() >= 4, "{fonts}");
    for line in fonts.lines().skip(2) {
        let flags: Vec<&str> = line.split_whitespace().rev().take(5).collect();
        // From the right: object generation, object, unicode, subset, embedded.
        assert_eq!(&flags[2..5], ["yes", "yes", "yes"], "{line}");
    }
}

/// The numbers of an attribute such as `yMin="…"` in the lines of `pdftotext -bbox-layout`.
fn edge(line: &str, name: &str) -> f64 {
    let value = line.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    value.and_then(|v| v.parse().ok()).unwrap_or_else(|| panic!("no {name} in {line}"))
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    // The first page has the title, two pages are filled by one paragraph: 44 lines less its indent of two characters.
    let body = "中".repeat(22 * 28 * 2 - 2);
    let blocks = vec![Block::PageBreak, Block::paragraph(body)];
    let made = pdf(&Paper { title: "题目".to_owned(), blocks, ..Paper::default() });
    assert_eq!(made.pages, 3);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("full.pdf");
    std::fs::write(&file, made.bytes).unwrap();
    for (page, first) in [("2", 26), ("3", 28)] {
        let pages = ["-f", page, "-l", page];
        let text = run(Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).args(pages).arg(&file).arg("-"));
        let counts: Vec<usize> = text.lines().map(|l| l.matches('中').count()).filter(|n| *n > 0).collect();
        assert_eq!(counts, [vec![first], vec![28; 21]].concat(), "page {page}");
        let boxes = run(Command::new("pdftotext").arg("-bbox-layout").args(pages).arg(&file).arg("-"));
        let lines: Vec<&str> = boxes.lines().filter(|l| l.contains("<word ") && l.contains('中')).collect();
        let (top, bottom) = (edge(lines[0], "yMin"), edge(lines[lines.len() - 1], "yMax"));
        let (left, right) = (edge(lines[1], "xMin"), edge(lines[1], "xMax"));
        let millimetres = |points: f64| points / 72.0 * 25.4;
        for (found, wanted) in [(top, 37.0), (bottom, 37.0 + 225.0), (left, 28.0), (right, 28.0 + 156.0)] {
            assert!((millimetres(found) - wanted).abs() < 0.3, "page {page}: {} mm, not {wanted}", millimetres(found));
        }
    }
}

/// GB/T 9704, 5.2.3: whatever tables and bars a paper has, its text stands on the lines of the grid.
#[test]
fn text_after_a_table_is_back_on_the_grid() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("grid.pdf");
    let pitch = (225.0 / 25.4 * 72.0 - 16.0) / 21.0;
    let mut papers = of_the_sample();
    papers.extend([long(3), long(9), long(20), long(70)]);
    let mut lines = 0;
    for paper in papers {
        std::fs::write(&file, pdf(&paper).bytes).unwrap();
        let boxes = run(Command::new("pdftotext").arg("-bbox").arg(&file).arg("-"));
        for word in boxes.lines().filter(|l| l.contains("<word ")) {
            let (top, bottom) = (edge(word, "yMin"), edge(word, "yMax"));
            // Text is 16 pt high; titles are larger, tables smaller.
            if (bottom - top - 16.0).abs() > 0.3 {
                continue;
            }
            lines += 1;
            let line = (top - 37.0 / 25.4 * 72.0) / pitch;
            assert!((line - line.round()).abs() < 0.05, "{}: line {line:.3}: {word}", paper.title);
        }
    }
    assert!(lines > 500, "{lines}");
}

/// 黑体 as it is in official papers: not bold. The title alone is (小标宋).
#[test]
fn the_faces_of_a_paper_are_those_of_the_standard() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("faces.pdf");
    std::fs::write(&file, pdf(&long(3)).bytes).unwrap();
    let fonts = run(Command::new("pdffonts").arg(&file));
    assert!(fonts.contains("NotoSansCJKsc-Regular") && fonts.contains("NotoSerifCJKsc-Regular"), "{fonts}");
    assert!(!fonts.contains("NotoSansCJKsc-Bold"), "{fonts}");
}

/// GB/T 9704, 7.5: the dashes beside the page number stand 7 mm below the type area; odd pages right, even ones left, a character in.
#[test]
fn the_page_number_is_seven_millimetres_below_the_type_area() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("number.pdf");
    std::fs::write(&file, pdf(&long(40)).bytes).unwrap();
    for page in ["2", "3"] {
        let out = folder.path().join(page);
        run(Command::new("pdftoppm").args(["-r", "254", "-gray", "-singlefile", "-f", page, "-l", page]).arg(&file).arg(&out));
        let bytes = std::fs::read(out.with_extension("pgm")).unwrap();
        // P5, width and height, 255, then a byte a dot: ten dots are a millimetre.
        let head: Vec<usize> =
            String::from_utf8_lossy(&bytes[..20]).split_ascii_whitespace().skip(1).take(2).map(|n| n.parse().unwrap()).collect();
        let (width, height) = (head[0], head[1]);
        let dots = &bytes[bytes.len() - width * height..];
        let dark = |x: usize, y: usize| dots[y * width + x] < 128;
        let below = 2630..height;
        let left = (0..width).find(|x| below.clone().any(|y| dark(*x, y))).unwrap();
        let right = (0..width).rev().find(|x| below.clone().any(|y| dark(*x, y))).unwrap();
        // The dash is the first thing from the left.
        let rows: Vec<usize> = below.filter(|y| dark(left + 5, *y)).collect();
        let mm = |dots: usize| f64::from(u32::try_from(dots).unwrap()) / 10.0;
        let middle = mm(rows[0] + rows[rows.len() - 1] + 1) / 2.0;
        assert!((middle - 269.0).abs() < 0.4, "page {page}: the dash is {:.2} mm below the type area", middle - 262.0);
        let character = 156.0 / 28.0;
        let (found, wanted) = if page == "3" { (mm(right), 210.0 - 26.0 - character) } else { (mm(left), 28.0 + character) };
        assert!((found - wanted).abs() < 1.0, "page {page}: {found} mm, not {wanted}");
    }
}

#[test]
fn the_head_of_a_long_table_is_on_every_page() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("long.pdf");
    let paper = long(400);
    let made = pdf(&paper);
    assert!((30..45).contains(&made.pages), "{} pages", made.pages);
    std::fs::write(&file, &made.bytes).unwrap();
    let text = run(Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(&file).arg("-"));
    let pages: Vec<String> = text.trim_end_matches('\x0c').split('\x0c').map(squeezed).collect();
    for (number, page) in (1..).zip(&pages) {
        let head = "名次服务点得分结果";
        assert_eq!(page.contains("三星"), page.contains(head), "page {number}");
        // A page that begins within a table says so; only where a table begins other text stands before its head.
        let before = page.split(head).next().unwrap_or_default();
        let later = ["得分和名次（续表）", "续表"].contains(&before);
        let begins = before.ends_with("全部1000/1000得分和名次");
        assert!(!page.contains(head) || later || begins, "page {number}: {page}");
        assert!(!begins || number < 3, "page {number}: the table begins again");
    }
    let last = pages.iter().position(|p| p.contains("示例市医疗保障局")).unwrap();
    assert!(pages[last].contains("特此通报。"), "the issuer stands alone");
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_docx_has_the_grid_styles_and_heads_that_repeat() {
    let bytes = yizhan::exchange::docx(&long(60)).unwrap();
    let document = part(&bytes, "word/document.xml");
    assert_eq!(document.matches("<w:tblHeader/>").count(), 3, "two tables and the bars");
    assert_eq!(document.matches("<w:tr>").count(), document.matches("<w:cantSplit/>").count());
    for wanted in [
        r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
        r#"w:top="2098" w:right="1474" w:bottom="1984" w:left="1587""#,
        r#"<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>"#,
        r#"<w:pStyle w:val="Title"/>"#,
        r#"<w:pStyle w:val="Heading1"/>"#,
        r#"<w:pStyle w:val="Heading2"/>"#,
        r#"<w:pStyle w:val="Heading3"/>"#,
        r#"<w:tblStyle w:val="TableGrid"/>"#,
    ] {
        assert!(document.contains(wanted), "no {wanted}");
    }
    // Every style that the text uses is there.
    let styles = part(&bytes, "word/styles.xml");
    for used in document.split("Style w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(styles.contains(&format!("w:styleId=\"{used}\"")), "no style {used}");
    }
    assert!(styles.contains(r#"w:eastAsia="zh-CN""#) && styles.contains(r#"w:eastAsia="仿宋_GB2312""#));
    assert!(part(&bytes, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    assert!(part(&bytes, "word/footer1.xml").contains("PAGE") && part(&bytes, "word/footer2.xml").contains("PAGE"));
}
