//! Guides (办事指南) come in from Word files of many layouts and go out to them. All guides are invented.

use std::fs;
use std::path::Path;

use super::support::{CATALOG, Run, Workspace, sample, yizhan};
use super::tables::{row, word};

const GUIDE: &str = "content/one/guides/enrol.md";

/// A workspace without a guide, with a second item.
fn workspace() -> Workspace {
    let w = Workspace::new();
    w.write(
        "content/one/catalog.yaml",
        format!(
            "{CATALOG}  - id: remote\n    name: 异地就医备案\n    clients: [自然人]\n    category: 公共服务\n    handling: 即办件\n    code: \"002036005001\"\n    depth: {{hall: 办结, town: 办结}}\n"
        ),
    );
    fs::remove_file(w.path().join(GUIDE)).unwrap();
    w
}

fn import(w: &Workspace, more: &[&str]) -> Run {
    let run = w.run(&[&["import", "guide", "a.docx", "--lang", "zh"], more].concat());
    Run { out: format!("{}{}", run.out, run.err), ..run }
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn bold(text: &str, rest: &str) -> String {
    format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r><w:r><w:t>{rest}</w:t></w:r></w:p>")
}

fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

/// A cell over so many columns; of several paragraphs.
fn wide(text: &str, columns: usize) -> String {
    let lines: String = text.split('\n').map(p).collect();
    format!("<w:tc><w:tcPr><w:gridSpan w:val=\"{columns}\"/></w:tcPr>{lines}</w:tc>")
}

/// A cell that begins a merge over rows, or goes on in one.
fn tall(text: &str, begins: bool) -> String {
    let merge = if begins { "<w:vMerge w:val=\"restart\"/>" } else { "<w:vMerge/>" };
    format!("<w:tc><w:tcPr>{merge}</w:tcPr>{}</w:tc>", p(text))
}

/// What every layout says, in the words of the guide's file.
const ALL: [&str; 9] = [
    "item: enrol",
    "conditions:\n  - 具有本县户籍\n  - 未在其他地区参保\n",
    "- {name: 居民身份证, copies: 1, form: 原件",
    "- {name: 户口簿, copies: 2, form: 复印件",
    "steps:\n  - 提出申请\n  - 窗口受理\n  - 当场办结\n",
    "limits: {statutory: 20个工作日, promised: 5个工作日}",
    "fee: 不收费",
    "basis:\n  - 某医保发〔2020〕1号\n",
    "contacts:\n  - 咨询电话：0477-0000001\n  - 监督电话：0477-0000002\n",
];

fn materials() -> Vec<String> {
    vec![
        row(&["序号", "材料名称", "份数", "材料形式", "来源渠道", "必要性"]),
        row(&["1", "居民身份证", "1", "原件", "公安机关", "必要"]),
        row(&["2", "户口簿", "2份", "复印件", "公安机关", "非必要"]),
    ]
}

fn layouts() -> Vec<(&'static str, String)> {
    let lines = |text: &str| text.split('\n').map(p).collect::<String>();
    vec![
        (
            "two columns",
            format!(
                "{}{}",
                p("参保登记办事指南"),
                table(&[
                    row(&["事项名称", "参保登记"]),
                    row(&["受理条件", &wide("1.具有本县户籍\n2.未在其他地区参保", 1)]),
                    row(&["申请材料", &wide("1.居民身份证（原件1份）\n2.户口簿（复印件2份）", 1)]),
                    row(&["办理流程", "提出申请→窗口受理→当场办结"]),
                    row(&["法定办结时限", "20个工作日"]),
                    row(&["承诺办结时限", "自受理之日起5个工作日"]),
                    row(&["是否收费", "否"]),
                    row(&["设定依据", "某医保发〔2020〕1号"]),
                    row(&["咨询电话", "0477-0000001"]),
                    row(&["监督电话", "0477-0000002"]),
                    row(&["办理地点", "某县政务服务中心二楼"]),
                ])
            ),
        ),
        (
            "one table with four columns and the materials in it",
            table(&[
                row(&[&wide("办 事 指 南", 7)]),
                row(&["事项名称", &wide("参保登记", 3), &wide("事项编码", 1), &wide("enrol", 2)]),
                row(&["法定办结时限（工作日）", &wide("20", 3), &wide("承诺办结时限（工作日）", 1), &wide("5", 2)]),
                row(&["受理条件", &wide("（1）具有本县户籍；（2）未在其他地区参保", 6)]),
                row(&[&tall("申请材料", true), "序号", "材料名称", "份数", "形式", "来源", "是否必要"]),
                row(&[&tall("", false), "1", "居民身份证", "1", "原件", "公安机关", "是"]),
                row(&[&tall("", false), "2", "户口簿", "2", "复印件", "公安机关", "否"]),
                row(&["办理流程", &wide("1、提出申请\n2、窗口受理\n3、当场办结", 6)]),
                row(&["收费标准", &wide("不收费", 6)]),
                row(&["设定依据", &wide("某医保发〔2020〕1号", 6)]),
                row(&["咨询电话", &wide("0477-0000001", 3), &wide("监督电话", 1), &wide("0477-0000002", 2)]),
                row(&["办理地点", &wide("某县政务服务中心二楼", 6)]),
            ]),
        ),
        (
            "typed numbers before headings",
            format!(
                "{}{}{}{}",
                p("参保登记服务指南"),
                lines("一、受理条件\n（一）具有本县户籍\n（二）未在其他地区参保\n二、申报材料\n1. 居民身份证（原件1份）；\n2. 户口簿（复印件2份）。"),
                lines("三、办理程序\n1．提出申请\n2．窗口受理\n3．当场办结\n四、办理时限\n法定时限：20个工作日；承诺时限：5个工作日。\n五、收费情况\n不收费"),
                lines("六、政策依据\n某医保发〔2020〕1号\n七、咨询电话\n0477-0000001\n八、监督电话\n0477-0000002\n九、办理地点\n某县政务服务中心二楼"),
            ),
        ),
        (
            "bold lead words",
            format!(
                "{}{}{}{}",
                bold("参保登记一次性告知单", ""),
                bold("申请条件：", "①具有本县户籍；②未在其他地区参保"),
                table(&materials()),
                [
                    bold("办理流程", "提出申请 → 窗口受理 → 当场办结"),
                    bold("法定期限：", "20个工作日"),
                    bold("承诺期限：", "5个工作日"),
                    bold("收费：", "不收费"),
                    bold("依据：", "某医保发〔2020〕1号"),
                    p("咨询电话：0477-0000001  监督电话：0477-0000002"),
                    p("办理地点：某县政务服务中心二楼"),
                ]
                .concat()
            ),
        ),
        (
            "labels in brackets",
            lines(
                "【事项名称】参保登记\n【办理条件】\n1、具有本县户籍\n2、未在其他地区参保\n【所需材料】\n①居民身份证（原件1份）\n②户口簿（复印件2份）\n【办理流程】\n第一步看这里\n【法定时限】20个工作日\n【承诺时限】五个工作日\n【收费标准】不收费\n【设定依据】某医保发〔2020〕1号\n【咨询电话】0477-0000001\n【监督电话】0477-0000002\n办理地点：某县政务服务中心二楼",
            )
            .replace(&p("第一步看这里"), &lines("1、提出申请\n2、窗口受理\n3、当场办结")),
        ),
        (
            "labels over the whole width",
            table(
                &[
                    vec![row(&[&wide("一、事项名称", 6)]), row(&[&wide("参保登记", 6)])],
                    vec![row(&[&wide("二、受理条件", 6)]), row(&[&wide("1.具有本县户籍\n2.未在其他地区参保", 6)])],
                    vec![row(&[&wide("三、申请材料", 6)])],
                    materials(),
                    vec![row(&[&wide("四、办理流程", 6)]), row(&[&wide("1.提出申请\n2.窗口受理\n3.当场办结", 6)])],
                    vec![row(&[&wide("五、办理时限", 6)]), row(&[&wide("法定20个工作日，承诺5个工作日", 6)])],
                    vec![row(&["收费", &wide("不收费", 5)]), row(&["办理依据", &wide("某医保发〔2020〕1号", 5)])],
                    vec![row(&["咨询电话", &wide("0477-0000001", 5)]), row(&["监督电话", &wide("0477-0000002", 5)])],
                    vec![row(&["办理地点", &wide("某县政务服务中心二楼", 5)])],
                ]
                .concat(),
            ),
        ),
        (
            "a label over labels",
            table(&[
                row(&["基本信息", "事项名称", &wide("参保登记", 2)]),
                row(&[&tall("办理时限", true), "法定时限", &wide("20个工作日", 2)]),
                row(&[&tall("", false), "承诺时限", &wide("5个工作日", 2)]),
                row(&["办理条件", &wide("1.具有本县户籍；2.未在其他地区参保", 3)]),
                row(&["申请材料", &wide("1.居民身份证（原件1份）；2.户口簿（复印件2份）", 3)]),
                row(&["办理环节", &wide("1.提出申请\n2.窗口受理\n3.当场办结", 3)]),
                row(&["是否收费", &wide("否", 3)]),
                row(&["法律依据", &wide("某医保发〔2020〕1号", 3)]),
                row(&[&tall("咨询投诉", true), "咨询电话", &wide("0477-0000001", 2)]),
                row(&[&tall("", false), "监督电话", &wide("0477-0000002", 2)]),
                row(&["办理地点", &wide("某县政务服务中心二楼", 3)]),
            ]),
        ),
        (
            "headings by their level, tables between them",
            [
                "受理条件|1.具有本县户籍\n2.未在其他地区参保",
                "申请材料|",
                "办理流程|提出申请\n窗口受理\n当场办结",
                "法定办结时限|20个工作日",
                "承诺办结时限|5工作日内",
                "收费|不收费",
                "依据|某医保发〔2020〕1号",
                "咨询电话|0477-0000001",
                "监督电话|0477-0000002",
                "办理地点|某县政务服务中心二楼",
            ]
            .iter()
            .map(|one| {
                let (head, text) = one.split_once('|').unwrap();
                let head = format!("<w:p><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr><w:r><w:t>{head}</w:t></w:r></w:p>");
                if text.is_empty() { format!("{head}{}", table(&materials())) } else { format!("{head}{}", lines(text)) }
            })
            .fold(
                "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>参保登记</w:t></w:r></w:p>".to_owned(),
                |all, one| all + &one,
            ),
        ),
    ]
}

#[test]
fn a_guide_is_read_from_every_layout() {
    let all = layouts();
    assert!(all.len() >= 8);
    for (what, body) in all {
        let w = workspace();
        w.write("a.docx", word(&body));
        let dry = import(&w, &[]).expect(0);
        assert!(!w.path().join(GUIDE).exists(), "{what}: nothing is written without --write");
        import(&w, &["--write"]).expect(0);
        let text = fs::read_to_string(w.path().join(GUIDE)).unwrap();
        for wanted in ALL {
            // A limit stays in its own words.
            let said = text.replace("5工作日内", "5个工作日").replace(" 5工作日", " 5个工作日").replace("20工作日", "20个工作日");
            assert!(said.contains(wanted), "{what}: no {wanted:?} in\n{text}\n{}", dry.out);
        }
        assert!(text.contains("办理地点") && text.contains("某县政务服务中心二楼"), "{what}: what is no field is text\n{text}");
        let errors: Vec<String> =
            w.findings().into_iter().filter(|f| f.contains("guides/")).filter(|f| !f.starts_with("C313")).collect();
        assert!(errors.is_empty(), "{what}: {errors:?}\n{text}");
        let again = import(&w, &[]).expect(0);
        assert!(again.out.contains("和现有的内容一样"), "{what}: the same file again changes nothing\n{}", again.out);
    }
}

#[test]
fn several_guides_in_one_file_and_what_belongs_to_none() {
    let w = workspace();
    let part = |name: &str, text: &str| {
        format!("{}{}{}{}{}", p(name), p("（一）受理条件"), p(text), p("（二）申请材料"), p("1.居民身份证"))
    };
    let body = [
        p("某县医疗保障业务办事指南"),
        p("二〇二六年"),
        part("一、参保登记", "具有本县户籍"),
        part("二、异地就医备案", "需要到外地就医"),
        part("三、门诊慢特病认定", "患规定病种"),
    ]
    .concat();
    w.write("a.docx", word(&body));
    let run = import(&w, &["--write"]).expect(0);
    assert!(run.out.contains("办事指南 3 份，对上清单事项的 2 份"), "{}", run.out);
    assert!(run.out.contains("没有像“门诊慢特病认定”的事项"), "{}", run.out);
    let read = |id: &str| fs::read_to_string(w.path().join(format!("content/one/guides/{id}.md"))).unwrap();
    assert!(read("enrol").contains("- 具有本县户籍") && read("enrol").contains("二〇二六年"), "{}", read("enrol"));
    assert!(read("remote").contains("- 需要到外地就医") && !read("remote").contains("患规定病种"), "{}", read("remote"));
    // Tables one behind the other.
    let w = workspace();
    let one = |name: &str, code: &str| {
        table(&[row(&["事项名称", name]), row(&["事项编码", code]), row(&["办理条件", "无"]), row(&["收费", "不收费"])])
    };
    w.write("a.docx", word(&format!("{}{}", one("参保登记", "1"), one("备案", "002036005001"))));
    let run = import(&w, &["--write"]).expect(0);
    assert!(run.out.contains("2 份，对上清单事项的 2 份"), "a code names an item too: {}", run.out);
}

/// The names of the questions that are asked.
fn asked(run: &Run) -> Vec<String> {
    let answers = run
        .out
        .lines()
        .filter_map(|l| l.trim().split_once('='))
        .filter(|(id, _)| id.len() == 8 && id.chars().all(|c| c.is_ascii_hexdigit()));
    let mut ids: Vec<String> = answers.map(|(id, _)| id.to_owned()).collect();
    ids.dedup();
    ids
}

#[test]
fn what_may_be_two_things_is_asked() {
    let w = workspace();
    let body =
        table(&[row(&["事项名称", "异地就医登记备案"]), row(&["办理时限", "10个工作日"]), row(&["申请材料", "居民身份证"])]);
    w.write("a.docx", word(&body));
    let run = import(&w, &["--write"]).expect(0);
    assert!(
        run.out.contains("“异地就医登记备案”是清单里的哪个事项") && run.out.contains("异地就医备案（remote）"),
        "{}",
        run.out
    );
    assert!(run.out.contains("没有写是法定的还是承诺的"), "{}", run.out);
    assert!(!w.path().join("content/one/guides/remote.md").exists(), "without an answer nothing is written");
    let ids = asked(&run);
    assert_eq!(ids.len(), 2, "{}", run.out);
    for line in run.out.lines().filter(|l| l.contains('=') || l.contains("不回答")) {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
    }
    let by = |word: &str| {
        run.out.lines().filter_map(|l| l.trim().split_once(&format!("={word} "))).map(|(id, _)| id.to_owned()).next().unwrap()
    };
    let (item, limit) = (format!("{}=1", by("1")), format!("{}=promised", by("promised")));
    let run = import(&w, &["--answer", &item, "--answer", &limit, "--write"]).expect(0);
    let text = fs::read_to_string(w.path().join("content/one/guides/remote.md")).unwrap();
    assert!(text.contains("limits: {promised: 10个工作日}"), "{text}\n{}", run.out);
    // Named, and without an answer about the limit: its words stay.
    let w = workspace();
    w.write("a.docx", word(&body));
    import(&w, &["--id", "remote", "--write"]).expect(0);
    let text = fs::read_to_string(w.path().join("content/one/guides/remote.md")).unwrap();
    assert!(!text.contains("limits:") && text.contains("| 办理时限 | 10个工作日 |"), "{text}");
    // A limit that is none keeps its words too.
    w.write("a.docx", word(&table(&[row(&["事项名称", "参保登记"]), row(&["承诺时限", "次月到账"])])));
    let run = import(&w, &["--write"]).expect(0);
    assert!(run.out.contains("“次月到账”不能写成一个时限"), "{}", run.out);
    assert!(fs::read_to_string(w.path().join(GUIDE)).unwrap().contains("次月到账"));
}

#[test]
fn a_guide_that_is_there_changes_by_field() {
    let w = workspace();
    let there = "---\n# 头\nitem: enrol\nsummary: 旧摘要   # 记\nmaterials:\n  - {name: 居民身份证, copies: 1, alternatives: [社会保障卡]}\n  - {name: 旧表}\n\n# 费用\nfee: 不收费\nreviewed: 2026-05-01\n---\n\n原来的正文。\n";
    w.write(GUIDE, there);
    let rows = [
        row(&["事项名称", "参保登记"]),
        row(&["申请材料", &wide("1.居民身份证（原件2份）\n2.新表", 1)]),
        row(&["收费", "不收费"]),
        row(&["办理结果", "登记完成"]),
        row(&["特别说明", &wide("说明一。\n说明二。", 1)]),
    ];
    w.write("a.docx", word(&table(&rows)));
    let dry = import(&w, &[]).expect(0);
    assert!(dry.out.contains("改动 2 处") && dry.out.contains("申请材料") && dry.out.contains("办理结果"), "{}", dry.out);
    assert_eq!(fs::read_to_string(w.path().join(GUIDE)).unwrap(), there);
    let run = import(&w, &["--write"]).expect(0);
    let text = fs::read_to_string(w.path().join(GUIDE)).unwrap();
    let wanted = there
        .replace(
            "{name: 居民身份证, copies: 1, alternatives: [社会保障卡]}",
            "{name: 居民身份证, copies: 2, form: 原件, alternatives: [社会保障卡]}",
        )
        .replace("{name: 旧表}", "{name: 新表}")
        .replace("2026-05-01\n---", "2026-05-01\nresult: 登记完成\n---");
    assert_eq!(text, wanted, "what the file does not speak of stays, the text too\n{}", run.out);
    // The text only with an answer.
    let id = asked(&run).first().cloned().unwrap();
    import(&w, &["--answer", &format!("{id}=both"), "--write"]).expect(0);
    let text = fs::read_to_string(w.path().join(GUIDE)).unwrap();
    assert!(text.contains("原来的正文。\n\n## 特别说明\n\n说明一。"), "{text}");
    let again = import(&w, &[]).expect(0);
    assert!(again.out.contains("和现有的内容一样") && asked(&again).is_empty(), "{}", again.out);
    w.run(&["undo", "1", "--write"]);
}

/// A picture that no page shows is named with its kind and what to do; a GIF is converted. The guide comes in.
#[test]
fn pictures_of_other_kinds_are_converted_or_named() {
    let w = workspace();
    let gif = {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbaImage::from_pixel(8, 8, image::Rgba([1, 2, 200, 255])).write_to(&mut bytes, image::ImageFormat::Gif).unwrap();
        bytes.into_inner()
    };
    let ns = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"";
    let emf = [&[1, 0, 0, 0][..], &[0; 36], b" EMF", &[0; 60]].concat();
    let files: [(&str, &[u8], &str); 4] = [
        ("a.gif", &gif, "图片 a.gif 是 GIF，转成了 PNG"),
        ("b.emf", &emf, "图片 b.emf 是 EMF/WMF 图形"),
        ("c.bmp", b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", "图片 c.bmp 是 BMP 位图"),
        ("d.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "图片 d.jpg 是 HEIC 照片"),
    ];
    let shown = |at: usize| format!("<w:p><w:r><w:drawing><a:blip r:embed=\"rId{at}\"/></w:drawing></w:r></w:p>");
    let pictures: String = (0..files.len()).map(shown).collect();
    let body = [p("参保登记办事指南"), bold("办理流程", ""), p("先看图。"), pictures, bold("收费：", "不收费")].concat();
    let document = format!("<w:document {ns}><w:body>{body}</w:body></w:document>");
    let link = |(at, (name, ..)): (usize, &(&str, &[u8], &str))| {
        format!("<Relationship Id=\"rId{at}\" Type=\"x/image\" Target=\"media/{name}\"/>")
    };
    let links: String = files.iter().enumerate().map(link).collect();
    let links =
        format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>");
    let names: Vec<String> = files.iter().map(|(name, ..)| format!("word/media/{name}")).collect();
    let mut parts: Vec<(&str, &[u8])> =
        vec![("word/document.xml", document.as_bytes()), ("word/_rels/document.xml.rels", links.as_bytes())];
    parts.extend(names.iter().zip(&files).map(|(path, (_, bytes, _))| (path.as_str(), *bytes)));
    w.write("a.docx", super::tables::packed(&parts));
    let run = import(&w, &["--write"]).expect(0);
    let said = run.out.replace(['\n', ' '], "");
    for (name, _, wanted) in files {
        assert!(said.contains(&wanted.replace(' ', "")), "{name}: {wanted} is not in\n{}", run.out);
    }
    let png = fs::read(w.path().join("content/one/guides/enrol-1.png")).unwrap();
    assert_eq!(image::load_from_memory(&png).unwrap().to_rgb8().get_pixel(3, 3).0, [1, 2, 200]);
    let text = fs::read_to_string(w.path().join(GUIDE)).unwrap();
    assert_eq!(text.matches("![").count(), 1, "{text}");
    let sheet = import(&w, &["--sheet", "表1"]).expect(2);
    assert!(sheet.err.contains("没有工作表可选") && sheet.err.contains("去掉 --sheet"), "{}", sheet.err);
}

#[test]
fn text_pictures_and_notes_come_along() {
    let w = workspace();
    let png = {
        let mut bytes = Vec::new();
        image::RgbImage::from_pixel(8, 8, image::Rgb([200, 30, 30]))
            .write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png)
            .unwrap();
        bytes
    };
    let ns = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"";
    let shown = "<w:p><w:r><w:drawing><a:blip r:embed=\"rId1\"/></w:drawing></w:r></w:p>";
    let body = [
        p("参保登记办事指南"),
        bold("办理流程", ""),
        shown.to_owned(),
        bold("收费：", "不收费"),
        bold("注意事项", ""),
        p("带*号的必填，见[附件]_1。"),
        "<w:p><w:r><w:t>第二段</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>".to_owned(),
        p("# 不是标题"),
        table(&[row(&["谁", "带什么"]), row(&["本人", "身份证|卡"])]),
    ]
    .concat();
    let document = format!("<w:document {ns}><w:body>{body}</w:body></w:document>");
    let links = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"x/image\" Target=\"media/a.png\"/></Relationships>";
    let notes =
        format!("<w:footnotes {ns}><w:footnote w:id=\"1\"><w:p><w:r><w:t>按年计</w:t></w:r></w:p></w:footnote></w:footnotes>");
    let parts: [(&str, &[u8]); 4] = [
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", links.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
        ("word/media/a.png", &png),
    ];
    w.write("a.docx", super::tables::packed(&parts));
    let run = import(&w, &["--write"]).expect(0);
    let text = fs::read_to_string(w.path().join(GUIDE)).unwrap();
    assert_eq!(fs::read(w.path().join("content/one/guides/enrol-1.png")).unwrap(), png);
    for wanted in [
        "## 办理流程\n\n![图1](enrol-1.png)",
        "## 注意事项\n\n带\\*号的必填，见\\[附件\\]\\_1。",
        "第二段[^1]",
        "[^1]: 按年计",
        "\\# 不是标题",
        "| 谁 | 带什么 |\n|---|---|\n| 本人 | 身份证\\|卡 |",
    ] {
        assert!(text.contains(wanted), "no {wanted:?} in\n{text}");
    }
    assert!(run.out.contains("“办理流程”里有图片"), "{}", run.out);
    assert!(!w.findings().iter().any(|f| f.contains("guides/enrol") && !f.starts_with("C313")), "{:?}", w.findings());
    assert!(import(&w, &[]).expect(0).out.contains("和现有的内容一样"));
}

#[test]
fn files_that_are_no_guide_are_refused_with_what_to_do() {
    for (name, bytes, wanted) in [
        ("a.doc", vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "另存为 .docx"),
        ("a.wps", vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "另存为 .docx"),
        ("a.pdf", b"%PDF-1.7\n".to_vec(), "另存为 .docx"),
        ("a.csv", b"a,b\n".to_vec(), "另存为 .docx"),
        ("a.docx", word(&p("随便写的话")), "要有写明各部分的小标题或表格"),
        ("a.docx", b"PK\x03\x04".to_vec(), ".docx"),
    ] {
        let w = workspace();
        w.write(name, bytes);
        let run = w.run(&["import", "guide", name, "--lang", "zh"]).expect(2);
        assert!(run.err.contains(wanted), "{name}: {}", run.err);
    }
}

/// Copies a folder.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn every_guide_of_the_sample_goes_out_and_comes_back_as_it_was() {
    let out = tempfile::tempdir().unwrap();
    let fresh = tempfile::tempdir().unwrap();
    for name in ["yizhan.yaml", "calendar.yaml"] {
        fs::copy(sample().join(name), fresh.path().join(name)).unwrap();
    }
    copy(&sample().join("content/wushen"), &fresh.path().join("content/wushen"));
    copy(&sample().join("content/national"), &fresh.path().join("content/national"));
    fs::remove_dir_all(fresh.path().join("content/wushen/guides")).unwrap();
    let mut count = 0;
    for entry in fs::read_dir(sample().join("content/wushen/guides")).unwrap() {
        let item = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        let file = out.path().join(format!("{item}.docx"));
        let shown = file.to_str().unwrap();
        yizhan(&sample(), &["export", "guide", &item, "--bureau", "wushen", "-o", shown]).expect(0);
        let run = yizhan(&sample(), &["import", "guide", shown, "--bureau", "wushen", "--lang", "zh"]).expect(0);
        assert!(run.err.contains("和现有的内容一样") && !run.out.contains("存疑"), "{item}: {}{}", run.out, run.err);
        // Read where there is none, it is the same guide: it goes out as the same bytes.
        yizhan(fresh.path(), &["import", "guide", shown, "--bureau", "wushen", "--write"]).expect(0);
        let again = out.path().join(format!("{item}-again.docx"));
        yizhan(fresh.path(), &["export", "guide", &item, "--bureau", "wushen", "-o", again.to_str().unwrap()]).expect(0);
        assert!(fs::read(&file).unwrap() == fs::read(&again).unwrap(), "{item}");
        count += 1;
    }
    assert!(count >= 10, "{count}");
}
