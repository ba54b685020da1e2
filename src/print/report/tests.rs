//! What the sample's reports say.

use std::path::Path;

use super::*;
use crate::audit::score_all;
use crate::model::inspection::Round;
use crate::print::service_list::OfChannels;

#[test]
fn the_sample_reports_say_why() {
    let workspace = crate::load::load(Path::new(env!("CARGO_MANIFEST_DIR"))).0.unwrap();
    let all = score_all(&workspace);
    let of = |id: &str| {
        let scored = all.iter().find(|s| s.point.id.as_str() == id && s.record.round.value == Round::Site).unwrap();
        let context = Context { workspace: &workspace, bureau: scored.bureau, mark: None, lists: &OfChannels::default() };
        report_view(&context, scored, &[scored], &|_| None)
    };
    let high = of("songtang");
    assert_eq!((high.result.as_str(), high.total.as_str(), high.maximum.as_str()), ("三星", "98.5", "100"));
    assert_eq!(high.arithmetic.last().unwrap(), "= 98.5 分");
    assert_eq!(high.why.first().unwrap(), "总分98.5分，达到三星（85分以上）。");
    let open = of("wangchao");
    assert_eq!((open.result.as_str(), open.total.as_str()), ("待补数据", "55.5～85.5"));
    assert_eq!(open.why.first().unwrap(), "总分在55.5～85.5分之间，等级还不能确定，可能是三星、二星、一星或没有等级。");
    assert_eq!(of("baishuli").result, "待定");
    let small = of("lingpu");
    assert!(
        small.why.iter().any(|w| w == "“室内服务场所面积”不符合：室内服务场所面积98.5平方米，不足100平方米。"),
        "{:#?}",
        small.why
    );
    let row = small.sections.iter().flat_map(|s| &s.rows).find(|r| r.title == "室内服务场所面积").unwrap();
    assert_eq!((row.no.as_str(), row.state_words.as_str()), ("3.1", "未达标"));
    let facts = of("qingyi").grids.into_iter().find(|g| g.title == "填报与查实").unwrap();
    let area = facts.rows.iter().find(|row| row.first().is_some_and(|name| name == "室内服务场所面积")).unwrap();
    assert_eq!(area.join("|"), "室内服务场所面积|136平方米|135.6平方米|不一致");
}
