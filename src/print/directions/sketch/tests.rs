//! Sketches of all kinds of surroundings: what is drawn, where, and that nothing lies on anything else.

use proptest::prelude::*;

use super::*;

fn mark(name: &str, east: f64, north: f64, other: bool) -> Mark {
    let sort = if other { Sort::Other } else { Sort::Landmark };
    Mark { name: name.to_owned(), offset: (east, north), sort }
}

fn sorted(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by(|a, b| distance(a.offset).total_cmp(&distance(b.offset)));
    marks
}

#[test]
fn north_is_up_and_east_is_right() {
    let landmarks = sorted(vec![mark("北门小学", 0.0, 300.0, false), mark("东桥公交站", 200.0, 0.0, false)]);
    let sketch = draw("东镇医保服务站", &landmarks, &[]).unwrap();
    let find = |name: &str| sketch.marks.iter().find(|m| m.lines.concat() == name).unwrap();
    let (school, stop) = (find("北门小学"), find("东桥公交站"));
    assert!(school.y < sketch.here.y && (school.x - sketch.here.x).abs() < 0.01);
    assert!(stop.x > sketch.here.x && (stop.y - sketch.here.y).abs() < 0.01);
    // Both axes have one scale, and the bar has it too.
    let one = (sketch.here.y - school.y) / 300.0;
    assert!(((stop.x - sketch.here.x) / 200.0 - one).abs() < 1e-9);
    assert_eq!(sketch.scale.says, "500米");
    assert!((sketch.scale.length / 500.0 - one).abs() < 1e-9);
}

#[test]
fn a_single_dot_is_no_sketch() {
    assert_eq!(draw("东镇医保服务站", &[], &[]), None);
    // Neither is one with everything at the same place.
    assert_eq!(draw("东镇医保服务站", &[], &[mark("西镇", 3.0, 2.0, true)]), None);
}

#[test]
fn what_is_far_does_not_squeeze_what_is_near() {
    let landmarks = [mark("公交站", 150.0, 0.0, false), mark("小学", 0.0, 300.0, false)];
    let others = [mark("近处的点", 500.0, 500.0, true), mark("远处的点", 9000.0, 0.0, true)];
    let sketch = draw("本点", &landmarks, &others).unwrap();
    let names: Vec<String> = sketch.marks.iter().map(|m| m.lines.concat()).collect();
    assert_eq!(names, ["公交站", "小学", "近处的点"]);
    // Without landmarks the nearest point gives the scale.
    let others = [mark("甲", 6000.0, 0.0, true), mark("乙", 0.0, 8000.0, true), mark("丙", 19_500.0, 0.0, true)];
    let sketch = draw("本点", &[], &others).unwrap();
    assert_eq!(sketch.marks.len(), 2);
}

#[test]
fn names_break_where_chinese_may_break() {
    assert_eq!(broken("东镇小学"), ["东镇小学"]);
    let lines = broken("嘎鲁图镇社区卫生服务中心医保服务窗口（二楼）");
    assert_eq!(lines.concat(), "嘎鲁图镇社区卫生服务中心医保服务窗口（二楼）");
    assert!(lines.iter().all(|l| !l.starts_with('）') && !l.ends_with('（')), "{lines:?}");
    assert!(broken("BRT快速公交2号线Wushen Station东站").iter().any(|l| l.contains("Wushen")));
    let long = broken(&"很长的名称".repeat(40));
    assert_eq!(long.len(), LINES);
    assert!(long.last().unwrap().ends_with('…'));
    assert!(broken(&"x".repeat(200)).iter().all(|l| letters(l) <= LETTERS + 2.7));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]
    /// However many places there are and wherever they lie: no name lies on another, on a mark, on a line or beyond the frame.
    #[test]
    fn nothing_overlaps(
        near in proptest::collection::vec((-900.0..900.0_f64, -900.0..900.0_f64, 2_usize..40), 0..12),
        far in proptest::collection::vec((-4000.0..4000.0_f64, -4000.0..4000.0_f64, 2_usize..40), 0..8),
    ) {
        let marks = |list: Vec<(f64, f64, usize)>, other: bool| {
            sorted(list.into_iter().map(|(x, y, n)| mark(&"名".repeat(n), x, y, other)).collect())
        };
        let Some(sketch) = draw("本点的名称比较长一些", &marks(near, false), &marks(far, true)) else { return Ok(()) };
        let all: Vec<&Drawn> = std::iter::once(&sketch.here).chain(&sketch.marks).collect();
        for (at, one) in all.iter().enumerate() {
            prop_assert!(one.label.on_sheet());
            let lines: f64 = one.lines.iter().map(|l| letters(l) * one.em).fold(0.0, f64::max);
            prop_assert!(lines <= one.label.w);
            for (other_at, other) in all.iter().enumerate() {
                prop_assert!(!one.label.meets(Area::around((other.x, other.y), other.radius)));
                if at != other_at {
                    prop_assert!(!one.label.meets(other.label));
                    prop_assert!(other.leader.is_none_or(|end| !one.label.is_crossed(((other.x, other.y), end))));
                }
            }
        }
    }
}

#[test]
fn what_lies_at_an_edge_is_drawn_too() {
    // The farther of the two gives the scale, and lies in a corner.
    for (east, north) in [(480.0, -480.0), (480.0, 480.0), (-480.0, 480.0), (-480.0, -480.0), (900.0, 0.0), (0.0, -600.0)] {
        let others = sorted(vec![
            mark("图克镇卫生院医保服务窗口", -100.0, 350.0, true),
            mark("旗第二人民医院医保服务窗口", east, north, true),
        ]);
        assert_eq!(draw("图克镇党群服务中心医保服务站", &[], &others).unwrap().marks.len(), 2, "{east} {north}");
    }
}
