//! The sample workspace: the five real documents, with every figure and every slip as published.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use yizhan::model::{Bureau, Point};
use yizhan::print::fonts::{EMBEDDED, FontSet};

use super::support::{docx_text, lines, pdf_info, pdf_text, sample, yizhan};

#[path = "sample_content.rs"]
mod content;

/// The sample, built once for all tests.
static BUILT: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("output");
    yizhan(&sample(), &["build", "-o", output.to_str().unwrap()]).expect(0);
    (folder, output)
});

/// A path in the built sample.
pub fn built(path: &str) -> PathBuf {
    BUILT.1.join(path)
}

fn findings() -> Vec<String> {
    let run = yizhan(&sample(), &["check", "--deny", "errors", "--format", "json", "--lang", "zh"]).expect(0);
    lines(&run.findings())
}

/// What the editors found of a document stands in comments and in the README of the sample: people on the street cannot do anything with it.
#[test]
fn what_people_read_says_nothing_of_its_editors() {
    let about = ["原文没有", "原文未", "原文只", "原文写", "原文：", "原文件没有"];
    let files = walkdir::WalkDir::new(sample().join("content")).into_iter().flatten().filter(|file| file.file_type().is_file());
    let mut looked = 0;
    for file in files.map(walkdir::DirEntry::into_path) {
        let kind = file.extension().and_then(|kind| kind.to_str());
        if !matches!(kind, Some("yaml" | "md")) || file.file_name().is_some_and(|name| name == "README.md") {
            continue;
        }
        looked += 1;
        let text = std::fs::read_to_string(&file).unwrap();
        let shown =
            |line: &str| if kind == Some("yaml") { line.split('#').next().unwrap_or("").to_owned() } else { line.to_owned() };
        for (at, line) in text.lines().map(shown).enumerate() {
            let found = about.iter().find(|words| line.contains(**words));
            assert!(found.is_none(), "{}:{}: {line}", file.display(), at + 1);
        }
    }
    assert!(looked > 100, "{looked}");
}

#[test]
fn every_slip_of_the_documents_is_found_at_its_own_line() {
    let found = findings();
    // Code, file, what the finding says, what the line that it points at holds.
    let slips = [
        ("C301", "wushen/catalog.yaml", "有 12 项，清单该列有 19 项", "三（一）4"),
        ("C302", "wushen/catalog.yaml", "零售药店", "零售药店"),
        ("C303", "wushen/catalog.yaml", "结办", "结办"),
        ("C305", "wushen/catalog.yaml", "异地长期居住人员备案", "异地长期居住人员备案"),
        ("C304", "wushen/catalog.yaml", "转移接续手续办理", "即办件"),
        ("C306", "wushen/catalog.yaml", "门诊费用报销", "办结"),
        ("C306", "wushen/catalog.yaml", "住院费用报销", "办结"),
        ("C307", "wushen/catalog.yaml", "受理(15天内办结）", "受理(15天内办结）"),
        ("C308", "wushen/plan.yaml", "2023年月底", "2023年月底"),
        ("C308", "wushen/plan.yaml", "2023年44月底", "2023年44月底"),
        ("C323", "wushen/bureau.yaml", "医保+1+X", "医保+1+X"),
        ("C324", "wushen/plan.yaml", "10 个分组，表格有 11 个", "10"),
        ("C325", "wuhu/bureau.yaml", "2021 年，附件目录写 2022 年", "2021"),
        ("C325", "wuhu/bureau.yaml", "正文称“附件3”", "附件3"),
        ("C325", "wuhu/bureau.yaml", "没有随文公布", "清单"),
        ("C402", "checklists/wenling-village-stars.yaml", "", ""),
    ];
    for (code, file, says, line_holds) in slips {
        let hit = found.iter().find(|f| {
            let place = f.split(' ').nth(1).unwrap_or_default();
            let mut parts = place.rsplitn(3, ':');
            let (_, line, path) = (parts.next(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let text = fs::read_to_string(sample().join(path)).unwrap_or_default();
            let at = line.parse::<usize>().ok().and_then(|n| text.lines().nth(n.checked_sub(1)?)).unwrap_or_default();
            f.starts_with(code) && path.ends_with(file) && f.contains(says) && at.contains(line_holds)
        });
        assert!(hit.is_some(), "{code} {file} {says} is not among\n{}", found.join("\n"));
    }
}

#[test]
fn the_catalog_of_wushen_has_all_320_cells() {
    let bytes = fs::read(built("site/wushen/data/catalog.csv")).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a byte-order mark");
    let rows: Vec<Vec<&str>> = text.lines().map(|l| l.split(',').collect()).collect();
    assert_eq!(rows[0][..7], ["no", "id", "name", "clients", "category", "handling", "frequent"]);
    assert_eq!(rows.len(), 33);
    assert!(rows.iter().all(|r| r.len() == 17));
    let counts: Vec<usize> = (7..17).map(|c| rows[1..].iter().filter(|r| r[c] != "-").count()).collect();
    assert_eq!(counts, [32, 27, 12, 32, 19, 12, 12, 32, 19, 22]);
    assert!(rows[1..].iter().all(|r| r[7..].iter().all(|c| !c.is_empty())));
    assert_eq!(rows[16][11], "结办");
    assert_eq!(rows[11][15], "受理(15天内办结）");
    assert_eq!(rows[30][7], "办结（帮办）");
    assert_eq!(rows[1][3], "事业法人、企业法人、非法人企业、行政机关、社会组织法人");
    assert_eq!(rows[1..].iter().filter(|r| r[6] == "高").count(), 10);
}

/// Cell by cell. The golden file was made from the table of 乌政办发〔2023〕27号附件2 as published, slips included, and not from our files:
/// only its column of ids, which the document does not have, is ours. Stray spaces before a cell's text are left out.
#[test]
fn the_depths_of_wushen_are_the_published_ones() {
    let golden = fs::read(sample().join("tests/golden/wushen-catalog.csv")).unwrap();
    let built = fs::read(built("site/wushen/data/catalog.csv")).unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for (golden, built) in text(&golden).lines().zip(text(&built).lines()) {
        assert_eq!(golden, built);
    }
    assert!(golden == built, "the files differ in their length or line ends");
}

#[test]
fn the_catalog_as_json() {
    let json: serde_json::Value = serde_json::from_slice(&fs::read(built("site/wushen/data/catalog.json")).unwrap()).unwrap();
    assert_eq!(json["items"].as_array().unwrap().len(), 32);
    assert_eq!(json["channels"].as_array().unwrap().len(), 10);
    assert_eq!(json["items"][10]["depth"]["township"]["limit"]["amount"], 15);
    assert_eq!(json["items"][15]["handling"], serde_json::Value::Null);
    assert_eq!(json["items"][29]["depth"]["village"]["modifier"], "assisted");
}

#[test]
fn every_bureau_has_its_pages() {
    for bureau in ["wushen", "beilun", "wuhu", "gulou", "wenling"] {
        assert!(built(&format!("site/{bureau}/index.html")).exists(), "{bureau}");
        assert!(built(&format!("site/{bureau}/points/index.html")).exists(), "{bureau}");
    }
    assert!(!built("site/national").exists());
    let page = |path: &str| fs::read_to_string(built(path)).unwrap();
    let plan = page("site/wushen/plan/index.html");
    assert!(plan.contains("2023年44月底") && plan.contains("惠康药店"));
    let gulou = page("site/gulou/plan/index.html");
    assert!(gulou.contains("全面应用国家医保业务标准编码") && gulou.contains("鼓楼公安分局"));
    let beilun = page("site/beilun/services/index.html");
    for said in ["舒心延时办", "局长服务日", "红马甲", "11:30", "13:00", "周六"] {
        assert!(beilun.contains(said), "{said}");
    }
}

#[test]
fn the_notices_of_the_ten_frequent_items_are_one_page_each() {
    let notices: Vec<_> = fs::read_dir(built("print/wushen/notices")).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(notices.len(), 10);
    for notice in notices {
        assert!(pdf_info(&notice).contains("Pages:           1"), "{}", notice.display());
    }
}

#[test]
fn a_service_list_says_all_that_the_town_does() {
    let text = pdf_text(&built("print/wushen/points/township-galutu/service-list.pdf"));
    assert!(text.contains("共27项") && text.contains("受理（15天内办结）") && text.contains("2023年4月版"), "{text}");
}

#[test]
fn the_two_handbooks_of_wenling() {
    for (file, title) in [("business", "温岭市基本医疗保险业务指南"), ("benefits", "温岭市基本医疗保险待遇享受指南")]
    {
        let pdf = built(&format!("print/wenling/handbooks/{file}.pdf"));
        let info = pdf_info(&pdf);
        assert!(info.contains("419.528 x 595.276 pts"), "{info}");
        let text = pdf_text(&pdf);
        assert!(text.contains(title) && text.contains("目录") && text.contains("示例"), "{title}");
        let bytes = fs::read(&pdf).unwrap();
        assert!(bytes.windows(9).any(|w| w == b"/Outlines"), "{title} has no bookmarks");
    }
}

#[test]
fn the_reports_show_grade_arithmetic_and_what_is_missing() {
    let mut reports: Vec<PathBuf> = walkdir::WalkDir::new(built("reports"))
        .into_iter()
        .flatten()
        .map(walkdir::DirEntry::into_path)
        .filter(|p| !p.to_string_lossy().contains("/circulars/"))
        .filter(|p| ["-self.pdf", "-town.pdf", "-site.pdf", "-recheck.pdf"].iter().any(|end| p.to_string_lossy().ends_with(end)))
        .collect();
    reports.sort();
    // Sixty villages in four rounds, and a record of each other bureau's.
    assert!(reports.len() >= 3 * 60 + 20 + 5, "{}", reports.len());
    let all: Vec<String> = reports.iter().map(|r| pdf_text(r)).collect();
    assert!(all.iter().any(|t| t.contains("三星")));
    assert!(all.iter().any(|t| t.contains("待补数据")));
    assert!(all.iter().any(|t| t.contains("98.5") && t.contains("100")));
    for (path, text) in reports.iter().zip(&all) {
        assert!(text.contains("签字") || text.contains("签名"), "{}", path.display());
        assert!(text.contains("第1页") && text.contains("记录指纹"), "{}", path.display());
    }
    // Nothing of an inspection lies under the site but what was published.
    for entry in
        walkdir::WalkDir::new(built("site")).into_iter().flatten().filter(|e| e.path().extension().is_some_and(|x| x == "html"))
    {
        let html = fs::read_to_string(entry.path()).unwrap();
        assert!(!html.contains("检查人") && !html.contains("陪同"), "{}", entry.path().display());
    }
}

fn all_points() -> impl Iterator<Item = &'static Point> {
    content::workspace().bureaus.iter().flat_map(|b: &Bureau| &b.points)
}

/// Names and phones of the sample's people that must not be published.
fn private() -> BTreeSet<&'static str> {
    let mut private = BTreeSet::new();
    for person in all_points().flat_map(|p| &p.staff).filter(|s| !s.public) {
        private.insert(person.name.as_str());
        private.extend(person.phone.as_ref().map(|p| p.as_str()));
    }
    for record in content::workspace().bureaus.iter().flat_map(|b| &b.inspections) {
        private.extend(record.inspectors.iter().chain(&record.attended).map(|t| t.as_str()));
    }
    // Who agreed to stand on the page of the point may have been there when it was inspected, too.
    for person in all_points().flat_map(|p| &p.staff).filter(|s| s.public) {
        private.remove(person.name.as_str());
    }
    private
}

/// Where places begin like people: 示例丁 is a person, 示例丁嘎查 is none, and a cell of a table may end right after it.
fn like_people(private: &BTreeSet<&str>) -> BTreeSet<String> {
    let villages = || content::workspace().bureaus.iter().flat_map(|b| &b.villages).flat_map(|v| &v.villages).map(|v| &v.name);
    let places = || all_points().flat_map(|p| [Some(&p.name), p.address.as_ref()]).flatten().chain(villages());
    let after = |place: &str, name: &str| {
        let rest = place.split_once(name)?.1;
        Some(name.chars().chain(rest.chars().take(2)).collect::<String>())
    };
    private.iter().flat_map(|name| places().filter_map(|place| after(place, name))).collect()
}

#[test]
fn no_file_of_the_site_names_staff_or_inspectors() {
    let private = private();
    assert!(private.len() > 50, "{private:?}");
    let places = like_people(&private);
    assert!(places.iter().all(|p| !private.contains(p.as_str())), "{places:?}");
    let mut kinds = BTreeSet::new();
    let files = walkdir::WalkDir::new(built("site")).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    for path in files.map(walkdir::DirEntry::into_path) {
        kinds.insert(path.extension().unwrap_or_default().to_string_lossy().into_owned());
        // What a PDF says is compressed; a name may also run over a line.
        let said = if path.extension().is_some_and(|e| e == "pdf") {
            pdf_text(&path)
        } else if path.extension().is_some_and(|e| e == "docx") {
            docx_text(&path).concat()
        } else {
            String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned()
        };
        let text = places.iter().fold(said, |text, place| text.replace(place.as_str(), " "));
        for told in &private {
            assert!(!text.contains(told), "{} holds {told}", path.display());
        }
    }
    assert!(["html", "csv", "json", "geojson", "pdf", "docx"].iter().all(|kind| kinds.contains(*kind)), "{kinds:?}");
}

#[test]
fn no_print_of_an_inspected_point_names_an_inspector() {
    let mut looked = 0;
    for bureau in &content::workspace().bureaus {
        for record in &bureau.inspections {
            let folder = built(&format!("print/{}/points/{}", bureau.id, record.point.value));
            let staff: BTreeSet<&str> = bureau.points.iter().flat_map(|p| &p.staff).map(|s| s.name.as_str()).collect();
            for entry in fs::read_dir(folder).unwrap() {
                let text = pdf_text(&entry.unwrap().path());
                for inspector in record.inspectors.iter().filter(|i| !staff.contains(i.as_str())) {
                    assert!(!text.contains(inspector.as_str()), "{} names {}", record.point.value, inspector.value);
                    looked += 1;
                }
            }
        }
    }
    assert!(looked >= 10, "{looked}");
}

/// GB/T 2312 whole, 通用规范汉字表 whole, and the signs that print requires.
#[test]
fn the_embedded_faces_have_every_character_of_the_two_chinese_sets() {
    let list = fs::read_to_string(sample().join("tests/golden/characters.txt")).unwrap();
    let wanted: BTreeSet<char> =
        list.lines().filter(|l| !l.starts_with('#')).flat_map(str::chars).chain(' '..='~').filter(|c| !c.is_control()).collect();
    assert!("㑇㕮䃅鿍啊齄".chars().all(|c| wanted.contains(&c)));
    assert!(wanted.len() > 6763 + 1467 + 681, "{}", wanted.len());
    for file in EMBEDDED {
        let data = fs::read(sample().join("themes/default").join(file)).unwrap();
        let fonts = FontSet::from_bytes([data.into()]);
        assert_eq!(fonts.len(), 1, "{file}");
        let covered = &fonts.book().info(0).unwrap().coverage;
        let lacking: String = wanted.iter().filter(|c| !covered.contains(u32::from(**c))).collect();
        assert_eq!(lacking, "", "{file} lacks these");
    }
}
