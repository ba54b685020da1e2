//! The five documents' counts and facts as the sample's files hold them, read through the library.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use yizhan::load::load;
use yizhan::model::plan::Task;
use yizhan::model::{Bureau, Catalog, Plan, Programme, Text, Workspace};

use super::super::support::sample;

static SAMPLE: LazyLock<Workspace> = LazyLock::new(|| load(&sample()).0.expect("the repository is a workspace"));

pub fn workspace() -> &'static Workspace {
    &SAMPLE
}

fn bureau(id: &str) -> &'static Bureau {
    SAMPLE.bureau(id).unwrap_or_else(|| panic!("no bureau {id}"))
}

fn catalog(id: &str) -> &'static Catalog {
    bureau(id).catalog.as_ref().unwrap()
}

fn plan(id: &str) -> &'static Plan {
    bureau(id).plan.as_ref().unwrap()
}

fn programme(id: &str) -> &'static Programme {
    bureau(id).programme.as_ref().unwrap()
}

fn tasks(plan: &Plan) -> impl Iterator<Item = &Task> {
    plan.groups.iter().flat_map(|g| &g.tasks)
}

fn text(text: Option<&Text>) -> &str {
    text.map_or("", |t| t.as_str())
}

fn join(list: &[Text]) -> String {
    list.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("、")
}

#[test]
fn the_national_list_is_wushens_first_28_rows() {
    let national = catalog("national");
    assert_eq!(national.groups.len(), 10);
    let names = |catalog: &Catalog| catalog.items.iter().map(|i| i.name.value.clone()).collect::<Vec<_>>();
    let (own, adopted) = (names(catalog("wushen")), names(national));
    assert_eq!((own.len(), adopted.len()), (32, 28));
    assert_eq!(own[..28], adopted);
    let groups: BTreeSet<&str> = national.groups.iter().map(|g| g.id.as_str()).collect();
    let used: BTreeSet<&str> = national.items.iter().filter_map(|i| i.group.as_deref()).collect();
    assert_eq!(groups, used);
    assert!(SAMPLE.adopted(bureau("wushen")).is_some_and(|b| b.id.as_str() == "national"));
}

/// 乌政办发〔2023〕27号附件3, group by group, the two slips among them.
#[test]
fn the_deadlines_of_wushen_are_the_printed_ones() {
    let plan = plan("wushen");
    let printed: Vec<Vec<&str>> =
        plan.groups.iter().map(|g| g.tasks.iter().map(|t| text(t.deadline.as_ref())).collect()).collect();
    let (done, april, may) = ("已完成", "2023年4月底", "2023年5月底");
    assert_eq!(
        printed,
        [
            vec![done, done, done],
            vec![done, april, april],
            vec![april, "2023年月底", "2023年月底"],
            vec![april, april, april],
            vec![april, "2023年44月底", "2023年44月底"],
            vec![april, april],
            vec![april, april, april],
            vec![may, may, april],
            vec!["完成", may, may],
            vec![may, may, may],
            vec![may, may, april],
        ]
    );
    assert_eq!((plan.groups.len(), tasks(plan).count()), (11, 32));
    for task in tasks(plan) {
        assert_eq!(task.done, ["已完成", "完成"].contains(&text(task.deadline.as_ref())), "{}", task.text.value);
        assert!(!task.responsible.is_empty() && !task.cooperating.is_empty(), "{}", task.text.value);
    }
    let titles: Vec<&str> = plan.groups.iter().map(|g| g.title.as_str()).collect();
    assert!(titles.iter().all(|t| t.starts_with("医保+")));
    assert_eq!((titles[0], titles[10]), ("医保+政务服务中心窗口", "医保+线上服务平台"));
}

#[test]
fn five_things_to_have_and_one_to_do() {
    let names: Vec<&str> = programme("wushen")
        .requirements
        .iter()
        .filter(|r| text(r.clause.as_ref()) == "三（二）2")
        .map(|r| r.name.as_str())
        .collect();
    assert_eq!(names, ["有场所", "有人员", "有制度", "有网络", "有设备", "能办事"]);
    assert_eq!(programme("wushen").networks.len(), 10);
    assert_eq!(programme("wushen").phases.len(), 3);
}

#[test]
fn every_channel_of_wushen_has_a_point_and_the_towns_have_eight() {
    let wushen = bureau("wushen");
    let count = |channel: &str| wushen.points.iter().filter(|p| p.channel.value == channel).count();
    assert_eq!(catalog("wushen").channels.len(), 10);
    // What is done online has no place to go to.
    for channel in catalog("wushen").channels.iter().filter(|c| c.id.as_str() != "online") {
        assert!(count(&channel.id) > 0, "{}", channel.name.value);
    }
    let centres = wushen.points.iter().filter(|p| p.channel.value == "township");
    assert!(centres.clone().all(|p| p.name.contains("党群服务中心")));
    assert_eq!(centres.count(), 8);
    // 六个苏木镇: the names before 党群, two of them with a second place.
    let towns: BTreeSet<&str> = wushen
        .points
        .iter()
        .filter(|p| p.channel.value == "township")
        .filter_map(|p| p.name.split("党群服务中心").next()?.split("示例片区").next())
        .collect();
    assert_eq!(towns.len(), 6, "{towns:?}");
}

#[test]
fn gulou_has_twenty_measures_with_their_units() {
    let plan = plan("gulou");
    let groups: Vec<usize> = plan.groups.iter().map(|g| g.tasks.len()).collect();
    assert_eq!(groups, [2, 1, 3, 3, 1, 1, 1, 3, 2, 2, 1]);
    let numbers: Vec<&str> = tasks(plan).map(|t| text(t.number.as_ref())).collect();
    assert_eq!(numbers, (1..=20).map(|n| n.to_string()).collect::<Vec<_>>());
    let units: Vec<String> = tasks(plan).map(|t| join(&t.responsible)).collect();
    let (alone, streets, money) = ("鼓楼医保局", "鼓楼医保局、各街镇", "鼓楼医保局、区财政局、各街镇");
    assert_eq!(
        units,
        [
            money,
            money,
            streets,
            streets,
            streets,
            money,
            streets,
            "鼓楼医保局、区卫健局、区行政服务中心",
            streets,
            streets,
            streets,
            alone,
            alone,
            "鼓楼医保局、区卫健局",
            "鼓楼医保局、区卫健局、区发改局",
            "鼓楼医保局、区直各相关部门、各街镇",
            "鼓楼医保局、区卫健局",
            alone,
            "鼓楼医保局、区卫健局、区市场监管局、区审计局、区人社局、鼓楼公安分局",
            "鼓楼医保局、区卫健局、区市场监管局",
        ]
    );
}

#[test]
fn gulou_names_its_targets_subsidies_and_awards() {
    let gulou = programme("gulou");
    let targets: Vec<(&str, &str)> = gulou.targets.iter().map(|t| (t.value.as_str(), text(t.deadline.as_ref()))).collect();
    assert_eq!(
        targets,
        [
            ("1名", "2022年9月底前"),
            ("1名", "2022年9月底前"),
            ("全覆盖", "2022年底前"),
            ("不少于1个", ""),
            ("不少于1个", ""),
            ("不少于1个", ""),
            ("不少于1个", ""),
            ("扩大到各街镇所在地定点医疗机构", "2022 年底前"),
            ("70% 以上", "2022 年底"),
            ("至少一半", ""),
            ("全部", ""),
            ("达到 30%", ""),
        ]
    );
    let subsidies: Vec<&str> = gulou.roles.iter().map(|r| text(r.subsidy.as_ref())).collect();
    assert_eq!(subsidies, ["每人每月补助 300 元", "每人每月 200 元"]);
    let awards: Vec<(&str, &str)> = gulou.awards.iter().map(|a| (a.amount.as_str(), text(a.payer.as_ref()))).collect();
    assert_eq!(awards, ["各10万元", "各5万元", "各5万元", "各3万元"].map(|amount| (amount, "市、区两级财政")));
}

#[test]
fn beilun_claims_more_items_than_it_names() {
    let claims: BTreeMap<&str, (u32, bool)> = catalog("beilun")
        .channels
        .iter()
        .flat_map(|c| c.claims.iter().map(|claim| (c.id.as_str(), (claim.items.value, claim.incomplete))))
        .collect();
    let wanted = [("hospital", 16), ("enterprise", 17), ("pharmacy", 7), ("street", 19), ("village", 8)];
    assert_eq!(claims, wanted.map(|(channel, items)| (channel, (items, true))).into());
    for (channel, (items, _)) in claims {
        assert!(catalog("beilun").count(channel) < items as usize, "{channel}");
    }
    let services: Vec<&str> = programme("beilun").services.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(services[..5], ["舒心延时办", "周末预约办", "暖心上门办", "“局长服务日”制度", "助企办"]);
}

#[test]
fn wuhu_has_three_phases_and_a_form_of_thirteen_fields() {
    let wuhu = programme("wuhu");
    let phases: Vec<(&str, &str)> = wuhu.phases.iter().map(|p| (p.name.as_str(), text(p.period.as_ref()))).collect();
    assert_eq!(
        phases,
        [
            ("（一）申报遴选市级“示范点”", "2022年4月"),
            ("（二）全面落实建设要求", "2022年6月—2022年9月"),
            ("（三）组织开展督导评估", "2022年7月—11月"),
        ]
    );
    let fields: Vec<&str> = wuhu.forms.iter().flat_map(|f| &f.fields).map(|f| f.label.as_str()).collect();
    assert_eq!(
        fields,
        [
            "填报单位",
            "申请单位",
            "地址",
            "主管部门",
            "场所面积",
            "室内面积",
            "医保窗口数",
            "专兼职人员数",
            "联系人",
            "电话",
            "基本情况（不超过500字）",
            "示范点创建计划（不超过500字）",
            "县市区医疗保障局意见",
        ]
    );
    let limits: Vec<u32> = wuhu.forms.iter().flat_map(|f| &f.fields).filter_map(|f| f.max_characters.map(|m| m.value)).collect();
    assert_eq!(limits, [500, 500]);
}

#[test]
fn wenling_has_seventeen_criteria_and_two_handbooks() {
    let stars = SAMPLE.standard("wenling-village-stars").unwrap();
    let sums: Vec<String> = stars
        .sections
        .iter()
        .map(|s| {
            s.criteria.iter().map(|c| c.marks.as_ref().unwrap().value).sum::<rust_decimal::Decimal>().normalize().to_string()
        })
        .collect();
    assert_eq!(sums, ["8", "17", "15", "15", "45"]);
    assert_eq!(stars.sections.iter().map(|s| s.criteria.len()).sum::<usize>(), 17);
    let grades: Vec<(&str, String)> =
        stars.grades.iter().map(|g| (g.name.as_str(), g.at_least.as_ref().unwrap().value.to_string())).collect();
    assert_eq!(grades, [("三星", "85"), ("二星", "75"), ("一星", "60")].map(|(name, limit)| (name, limit.to_owned())));
    let books: Vec<&str> = bureau("wenling").handbooks.iter().map(|h| h.front.title.as_str()).collect();
    assert_eq!(books, ["温岭市基本医疗保险待遇享受指南", "温岭市基本医疗保险业务指南"]);
}
