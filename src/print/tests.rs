//! Documents from hand-made views, through the real templates and the embedded fonts.

use std::collections::BTreeMap;

use crate::source::markdown::{Block, Inline};
use crate::theme::Theme;

use super::catalog_matrix::{CatalogMatrix, MatrixCell, MatrixChannel, MatrixGroup, MatrixPart, MatrixRow};
use super::common::{LegendEntry, MarkView, Pair, Phone, QrView, Sheet};
use super::desk_card::{Asked, DeskCard};
use super::handbook::{ChannelPart, Chapter, Format, HandbookView, ItemRow, Part};
use super::notice::Notice;
use super::plan_table::{Head, PlanGroup, PlanRow, PlanTable};
use super::rendering::TEMPLATES;
use super::report::{Criterion, ReportView, Section};
use super::service_list::{Group, Row, ServiceList};
use super::steps::{MaterialGroup, MaterialRow};
use serde::Serialize;

use super::{Asset, Meta, OutputForm, Pdf, RenderError, Shared, report};

fn shared() -> Shared {
    let theme = Theme::default();
    Shared::new(&|path| theme.get(path), Vec::new(), false).unwrap()
}

fn meta() -> Meta {
    Meta { document_id: "print/test.pdf".to_owned(), date: (2023, 4, 1) }
}

/// Sets a view as a build would: as JSON, with the drawing of its code beside it.
fn render(shared: &Shared, template: &str, view: &impl Serialize, assets: &[Asset], meta: &Meta) -> Result<Pdf, RenderError> {
    let mut view = serde_json::to_value(view).unwrap();
    if let Some(map) = view.as_object_mut() {
        map.insert("press".to_owned(), false.into());
        map.insert("stamp".to_owned(), serde_json::Value::Null);
    }
    let assets: Vec<Asset> = assets.iter().cloned().chain([super::common::codes(&view)]).collect();
    super::render(shared, template, view.to_string().into_bytes(), &assets, meta, OutputForm::Archive)
}

fn text(words: &str) -> String {
    words.to_owned()
}

fn list(items: usize, name: &str) -> ServiceList {
    let row = |no: usize| Row {
        no: no.to_string(),
        name: text(name),
        sign: ["disc", "half", "dot", "ring", "other", "dash"][no % 6],
        words: text("受理（15天内办结）"),
        handling: text("承诺件"),
        limit: text("15个工作日"),
        note: String::new(),
        bring: String::new(),
        qr: None,
    };
    ServiceList {
        format: super::service_list::Format::A4,
        title: text("嘎鲁图镇医保服务站 服务清单"),
        bureau: text("乌审旗医疗保障局"),
        primary: String::new(),
        mark: None,
        point: text("嘎鲁图镇医保服务站"),
        summary: format!("共 {items} 项"),
        address: "嘎鲁图镇示例路12号".repeat(6),
        edition: text("2023年4月版"),
        qr: QrView::of(Some(text("https://yibao.example.cn/wushen/points/galutu/"))),
        qr_label: text("扫码看本点网页"),
        groups: vec![Group { title: text("一、参保登记"), rows: (1..=items).map(row).collect() }].into(),
        legend: vec![LegendEntry { sign: "disc", words: text("办结：在这里办完") }],
        hours: vec![text("周一至周五 08:30—11:30")],
        special: Vec::new(),
        elsewhere: Vec::new(),
        online: Vec::new(),
        phones: vec![Phone { label: text("投诉电话"), number: text("0477-0000099") }],
    }
}

fn notice(materials: usize) -> Notice {
    let row = |no: usize| MaterialRow {
        name: format!("第{no}件材料"),
        detail: text("原件 1份"),
        need: text("必需"),
        special: false,
        note: text("出具：定点医药机构"),
    };
    Notice {
        title: text("一次性告知单：门诊费用报销"),
        bureau: text("乌审旗医疗保障局"),
        primary: text("#1D6B3A"),
        mark: None,
        item: text("门诊费用报销"),
        summary: String::new(),
        sample: text("示例"),
        edition: text("2023年4月版"),
        reviewed: text("2026年5月1日核对"),
        qr: None,
        qr_label: String::new(),
        facts: Pair::of("收费", "不收费").into_iter().collect(),
        conditions: vec![text("参保在有效期内")],
        materials: vec![MaterialGroup { title: String::new(), rows: (1..=materials).map(row).collect() }],
        steps: Vec::new(),
        places: Vec::new(),
        hours: String::new(),
        more: String::new(),
        notes: Vec::new(),
        basis: Vec::new(),
        contacts: Vec::new(),
    }
}

fn report() -> ReportView {
    let criterion = |state: &'static str| Criterion {
        no: text("1.1"),
        title: text("办件总量"),
        quote: text("村级办件率在5%以上得25分"),
        found: text("120 ÷ 2450 = 4.90%"),
        awarded: text("0"),
        maximum: text("25"),
        lost: text("−25"),
        state,
        state_words: report::state_words(state).to_owned(),
        ..Criterion::default()
    };
    let states = ["met", "not_met", "unknown", "not_applicable", "waived"];
    ReportView {
        title: text("星级评定验收报告"),
        bureau: text("温岭市医疗保障局"),
        result: text("未定（待补数据）"),
        total: text("52.5"),
        maximum: text("100"),
        arithmetic: vec![text("= 52.5 分")],
        sections: vec![Section { title: text("办件数量"), rows: states.map(criterion).into(), ..Section::default() }],
        signatures: vec![super::report::SignatureView { role: text("检查组长"), ..super::report::SignatureView::default() }],
        ..ReportView::default()
    }
}

#[test]
fn the_theme_has_every_template_and_font() {
    let shared = shared();
    assert_eq!(shared.fonts().len(), 4);
    assert!(TEMPLATES.contains(&"catalog-matrix"));
}

#[test]
fn one_item_and_four_hundred_fit_their_pages() {
    let shared = shared();
    let short = render(&shared, "service-list", &list(1, "职工参保登记"), &[], &meta()).unwrap();
    let name = "符合资助条件的救助对象参加城乡居民基本医疗保险个人缴费补贴及其他很长的事项名称";
    let long = render(&shared, "service-list", &list(400, name), &[], &meta()).unwrap();
    assert_eq!(short.pages, 1);
    assert!((20..60).contains(&long.pages), "{} pages", long.pages);
    assert_eq!((short.warnings, long.warnings), (vec![], vec![]));
}

#[test]
fn the_same_view_gives_the_same_bytes_on_any_thread() {
    let shared = shared();
    let make = || render(&shared, "service-list", &list(30, "职工参保登记"), &[], &meta()).unwrap().bytes;
    let first = make();
    let (left, right) = rayon::join(make, make);
    assert!(first == left && first == right);
    assert!(String::from_utf8_lossy(&first).contains("pdfaid:conformance"));
}

#[test]
fn a_notice_shrinks_to_one_page_before_it_takes_a_second() {
    let shared = shared();
    for (materials, pages) in [(1, 1..=1), (12, 1..=1), (25, 1..=1), (120, 2..=9)] {
        let pdf = render(&shared, "notice", &notice(materials), &[], &meta()).unwrap();
        assert!(pages.contains(&pdf.pages), "{materials} materials on {} pages", pdf.pages);
    }
}

#[test]
fn a_character_without_a_glyph_is_named_with_its_neighbours() {
    let shared = shared();
    let found = render(&shared, "service-list", &list(2, "嘎鲁图镇𰻝面馆"), &[], &meta());
    let Err(RenderError::Missing(glyphs)) = found else { panic!("the character was not found") };
    assert_eq!(glyphs.len(), 1, "{glyphs:?}");
    assert_eq!(glyphs[0].character, '𰻝');
    assert!(glyphs[0].context.contains("镇𰻝面"), "{}", glyphs[0].context);
}

#[test]
fn text_of_a_clerk_is_never_markup() {
    let shared = shared();
    let name = "#panic(\"x\") *粗* $x$ <b> \\ [ ] _ ` @ = - + / //";
    assert!(render(&shared, "service-list", &list(1, name), &[], &meta()).is_ok());
}

#[test]
fn a_card_without_items_and_a_report_of_every_state_are_set() {
    let shared = shared();
    let line = text("医保业务，请在这里询问");
    let mut card = DeskCard {
        format: super::desk_card::Format::A5,
        title: text("台卡"),
        bureau: text("北仑区医疗保障局"),
        primary: String::new(),
        mark: None,
        point: text("示例窗口"),
        line,
        edition: text("2024年4月版"),
        qr: None,
        qr_label: String::new(),
        legend: Vec::new(),
        hours: vec![text("周一至周五 08:30—11:30")],
        special: Vec::new(),
        phones: Vec::new(),
        complaint: String::new(),
        details: Vec::new(),
        address: String::new(),
        asked: Vec::new(),
    };
    assert_eq!(render(&shared, "desk-card", &card, &[], &meta()).unwrap().pages, 1);
    let asked =
        Asked { name: text("职工参保登记"), sign: "disc", words: text("办结"), bring: "带：身份证".repeat(9) };
    card.asked = vec![asked; 5];
    assert_eq!(render(&shared, "desk-card", &card, &[], &meta()).unwrap().pages, 1);
    card.format = super::desk_card::Format::A6;
    card.point = "示例街道社区卫生服务中心".repeat(9);
    card.line = "这里办理很多事情".repeat(9);
    assert_eq!(render(&shared, "desk-card", &card, &[], &meta()).unwrap().pages, 1);
    assert!(render(&shared, "report", &report(), &[], &meta()).is_ok());
}

#[test]
fn the_bureaus_own_mark_is_placed() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 60 20'><rect width='60' height='20' fill='#00f'/></svg>";
    let asset = Asset { path: text("/mark.svg"), bytes: svg.as_bytes().into() };
    let mut view = list(3, "职工参保登记");
    view.mark = Some(MarkView { path: text("/mark.svg"), alt: text("中国医疗保障官方标志") });
    let shared = shared();
    assert!(render(&shared, "service-list", &view, &[asset], &meta()).is_ok());
    assert!(render(&shared, "service-list", &view, &[], &meta()).is_err(), "a mark that is not given");
}

#[test]
fn a_handbook_sets_every_kind_of_block() {
    let word = |s: &str| vec![Inline::Text { s: text(s) }];
    let paragraph = |s: &str| Block::Paragraph { c: word(s) };
    let blocks = vec![
        Block::Heading { level: 2, c: word("什么时候到账") },
        Block::Paragraph {
            c: vec![
                Inline::Strong { c: word("带齐材料，") },
                Inline::Emphasis { c: word("再来") },
                Inline::Deleted { c: word("旧") },
                Inline::Code { s: text("a_b") },
                Inline::Break,
                Inline::Link { href: text("https://yibao.example.cn/"), c: word("网站") },
                Inline::Link { href: text("../points/"), c: word("服务点") },
                Inline::Image { src: text("content/lost.png"), alt: text("没有的图") },
            ],
        },
        Block::Bullets { items: vec![vec![paragraph("一"), Block::Numbers { start: 3, items: vec![vec![paragraph("甲")]] }]] },
        Block::Table {
            align: vec!["left", "right"], head: vec![word("情形"), word("比例")], rows: vec![vec![word("一级医院")]]
        },
        Block::Quote { c: vec![paragraph("引文")] },
        Block::Code { text: text("x\n  y") },
        Block::Rule,
    ];
    let row = |name: &str, anchor: &str| ItemRow { row: list(1, name).groups[0].rows[0].clone(), anchor: text(anchor) };
    let channels = Part::Channels {
        note: text("说明"),
        channels: vec![ChannelPart {
            name: text("镇站"),
            count: text("2项"),
            rows: vec![row("甲", "place-1"), row("乙", "place-2")],
        }],
    };
    let chapter = |n: usize| Chapter {
        title: format!("第{n}部分"),
        // The picture has no asset.
        parts: vec![Part::Blocks { blocks: super::prose::tree(&blocks, &BTreeMap::new(), 1) }],
    };
    let mut chapters: Vec<Chapter> = (1..=11).map(chapter).collect();
    chapters.push(Chapter { title: text("按渠道"), parts: vec![channels] });
    let mut view = HandbookView {
        format: Format::BOOK,
        variant: String::new(),
        title: text("业务指南"),
        subtitle: String::new(),
        sample: text("示例文本"),
        bureau: text("温岭市医疗保障局"),
        primary: String::new(),
        mark: None,
        edition: text("2023年版"),
        qr: None,
        qr_label: String::new(),
        imprint: Vec::new(),
        imprint_note: String::new(),
        index: super::book_index::letters(&chapters),
        chapters,
        contacts: Vec::new(),
    };
    let pdf = render(&shared(), "handbook", &view, &[], &meta()).unwrap();
    // Cover, imprint, contents, then each chapter on a right page, the index on the left page after the last, and the back.
    assert_eq!((pdf.pages, pdf.warnings), (4 + 12 * 2 + 2, vec![]));
    assert!(String::from_utf8_lossy(&pdf.bytes).contains("/Outlines"));
    view.format = Format::LARGE;
    view.chapters.truncate(1);
    view.index.clear();
    let pdf = render(&shared(), "handbook", &view, &[], &meta()).unwrap();
    assert!(pdf.pages.is_multiple_of(2) && pdf.warnings.is_empty(), "{} {:?}", pdf.pages, pdf.warnings);
}

fn sheet(title: &str) -> Sheet {
    Sheet {
        title: text(title), bureau: text("示例医疗保障局"), primary: String::new(), mark: None, edition: text("2023年4月版")
    }
}

#[test]
fn a_matrix_holds_one_item_and_four_hundred_under_one_channel_and_sixteen() {
    let shared = shared();
    let long = "符合资助条件的救助对象参加城乡居民基本医疗保险个人缴费补贴和其他很长很长的名称";
    let matrix = |items: usize, channels: usize| CatalogMatrix {
        sheet: sheet("服务事项清单"),
        summary: text("摘要"),
        source: text("示例发〔2023〕1号，附件2"),
        note: String::new(),
        legend: vec![LegendEntry { sign: "disc", words: text("办结：在这里办完") }],
        parts: vec![MatrixPart {
            caption: String::new(),
            channels: (0..channels)
                .map(|n| MatrixChannel { name: text(if n % 3 == 0 { long } else { "镇站" }), count: text("9项") })
                .collect(),
            handled: true,
            groups: vec![MatrixGroup {
                title: text("一、参保登记"),
                rows: (1..=items)
                    .map(|no| MatrixRow {
                        no: no.to_string(),
                        name: text(if no % 4 == 0 { long } else { "缴费" }),
                        handling: text("承诺件"),
                        note: text("设定依据：条例第一条"),
                        cells: (0..channels)
                            .map(|_| MatrixCell {
                                pair: Pair { k: text("镇站"), v: text("受理（15个工作日内办结）") },
                                head: text("镇站"),
                            })
                            .collect(),
                        signs: vec!["half"; channels],
                    })
                    .collect(),
            }],
        }],
    };
    for (items, channels, pages) in [(1, 1, 1..=1), (32, 10, 1..=3), (60, 16, 2..=8), (400, 16, 12..=60), (400, 1, 8..=30)] {
        let pdf = render(&shared, "catalog-matrix", &matrix(items, channels), &[], &meta()).unwrap();
        assert!(pages.contains(&pdf.pages), "{items} items, {channels} channels: {} pages", pdf.pages);
        assert_eq!(pdf.warnings, Vec::<String>::new());
    }
}

#[test]
fn a_plan_of_any_length_is_set_and_a_task_longer_than_a_page_breaks() {
    let shared = shared();
    let plan = |groups: usize, words: usize| PlanTable {
        sheet: sheet("工作量化表"),
        summary: text("摘要"),
        source: String::new(),
        heads: vec![Head { column: "deadline", head: "完成时限" }, Head { column: "responsible", head: "责任单位" }],
        groups: (1..=groups)
            .map(|no| PlanGroup {
                no: no.to_string(),
                title: text("医保+公立医院"),
                setting: text("所有医院"),
                requirement: "按照要求统一规范服务事项，".repeat(words),
                rows: (1..=3)
                    .map(|no| PlanRow {
                        no: no.to_string(),
                        name: String::new(),
                        text: "开展业务培训，".repeat(words),
                        note: String::new(),
                        deadline: text("2023年4月底"),
                        responsible: text("医保局、卫健局"),
                        cooperating: String::new(),
                    })
                    .collect(),
            })
            .collect(),
    };
    for (groups, words, pages) in [(1, 1, 1..=1), (11, 9, 1..=3), (60, 9, 6..=20), (2, 1500, 6..=60)] {
        let pdf = render(&shared, "plan-table", &plan(groups, words), &[], &meta()).unwrap();
        assert!(pages.contains(&pdf.pages), "{groups} groups of {words}: {} pages", pdf.pages);
        assert_eq!(pdf.warnings, Vec::<String>::new());
    }
}

#[test]
fn an_unknown_template_is_an_error() {
    assert!(matches!(render(&shared(), "no-such-template", &(), &[], &meta()), Err(RenderError::Template(_))));
}

/// For a press: colour runs over the edge of a leaflet, and its folds are marked on both sides.
#[test]
fn a_leaflet_is_made_for_a_press() {
    let shared = shared();
    let view = |press: bool| {
        serde_json::json!({
            "title": "明白纸：参保", "bureau": "乌审旗医疗保障局", "primary": "", "mark": null, "edition": "2023年4月版", "press": press, "stamp": null,
            "headline": "参保", "subtitle": "", "audience": "城乡居民", "sample": "", "reviewed": "", "short": ["先问。"], "contents": [],
            "address": "", "contacts": [], "qr": null, "qr_label": "", "blocks": [{"t": "p", "c": [{"t": "text", "s": "一句话。"}]}],
        })
    };
    let make = |press: bool, finish| {
        super::render(&shared, "leaflet", view(press).to_string().into_bytes(), &[], &meta(), finish).unwrap()
    };
    let (proof, press) = (make(false, OutputForm::Archive), make(true, OutputForm::Press(&super::piece::LEAFLET)));
    assert_eq!((proof.pages, press.pages), (2, 2));
    assert_eq!((proof.warnings, press.warnings), (vec![], vec![]));
}

#[test]
fn a_paper_is_set_whatever_its_text() {
    use crate::paper::{Block, Paper};
    let shared = shared();
    let set = |paper: &Paper| {
        render(&shared, "paper", &super::paper::paper_view(paper), &[], &meta()).map(|pdf| (pdf.pages, pdf.warnings))
    };
    assert_eq!(set(&Paper::default()).unwrap(), (1, vec![]));
    let wild = "甲\u{1}\u{b}乙\n丙\t丁 #panic() <x> *y* $z$";
    let rows = vec![(wild.to_owned(), String::new())];
    let heads = [1, 2, 3].map(|level| Block::heading(level, wild));
    let blocks = [heads.as_slice(), &[Block::paragraph(wild.repeat(200)), Block::PageBreak, Block::Fields { rows }]].concat();
    let paper = Paper { title: wild.repeat(9), to: text(wild), blocks, issuer: wild.repeat(3), remark: text(wild) };
    let (pages, warnings) = set(&paper).unwrap();
    assert!(pages > 5 && warnings.is_empty(), "{pages} {warnings:?}");
}
