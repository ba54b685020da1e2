//! What the wordings of a score sheet leave open, asked through the front door: each answer is a sentence with what it scores, and each makes its own rule.

use super::standard_around::{answered, sheet};
use super::support::squeezed;

/// What the import says, without spaces and the breaks of its lines, and the standard that it writes.
fn reading(name: &str, bytes: &[u8], more: &[&str]) -> (Said, String) {
    let (out, yaml) = super::standard_around::reading(name, bytes, more);
    (Said(squeezed(&out)), yaml)
}

#[derive(Debug)]
struct Said(String);

impl Said {
    fn contains(&self, words: &str) -> bool {
        self.0.contains(&squeezed(words))
    }
}

#[test]
fn a_deduction_behind_several_marks_is_for_each_for_the_whole_or_for_the_last() {
    let bytes = sheet(&[], &[["1", "", "5", "有宣传栏（2分）、有意见箱（3分）。每缺一项扣1分"]], &[]);
    let (out, yaml) = reading("a.xlsx", &bytes, &[]);
    assert!(yaml.contains("marks: 5\n") && yaml.contains("rule: manual\n") && yaml.matches("- id:").count() == 1, "{yaml}");
    for words in ["后面的扣分对哪几样，没有写", "=1  对每一样", "=2  对整条", "=3  只对最后的“有意见箱”", "不拆开"]
    {
        assert!(out.contains(words), "{words}: {out:?}");
    }
    // The cases tell the answers apart.
    assert!(out.contains("“缺一项”3 次 → 扣 2 分，不得分") && out.contains("“缺一项”3 次 → 扣 3 分，剩 2 分"), "{out:?}");
    let words = "后面的扣分对哪几样";
    let rule = "rule: {deduct: {faults: [{name: 缺一项, each: 1}]}}";
    let each = answered(&bytes, words, "1");
    assert!(each.matches(rule).count() == 2 && each.contains("title: 有宣传栏\n        marks: 2\n"), "{each}");
    assert!(each.contains("title: 有意见箱\n        marks: 3\n"), "{each}");
    let whole = answered(&bytes, words, "2");
    assert!(whole.matches("- id:").count() == 1 && whole.contains("marks: 5\n") && whole.contains(rule), "{whole}");
    let last = answered(&bytes, words, "3");
    let (first, second) = last.split_once("title: 有意见箱").unwrap();
    assert!(first.contains("rule: manual") && second.contains(rule), "{last}");
    // Judgement in place of a deduction leaves no choice, and is told.
    let judged = sheet(&[], &[["1", "", "5", "有宣传栏（2分）、有意见箱（3分）。不到位的酌情扣分"]], &[]);
    let (out, yaml) = reading("a.xlsx", &judged, &[]);
    assert!(yaml.contains("rule: manual\n") && out.contains("没有拆开") && !out.contains("要你定的"), "{out:?}");
}

#[test]
fn titles_of_parts_that_are_taken_apart_stay_different() {
    let bytes = sheet(&[], &[["1", "设施", "5", "有宣传栏（2分）、有意见箱（3分）。每缺一项扣1分"]], &[]);
    let each = answered(&bytes, "后面的扣分对哪几样", "1");
    assert!(each.contains("title: 设施（1）\n") && each.contains("title: 设施（2）\n"), "{each}");
}

#[test]
fn a_part_of_a_step_is_asked_for_once_for_the_whole_sheet() {
    let bytes = sheet(
        &[],
        &[
            ["1", "激活", "5", "激活率达到80%得5分，每下降1个百分点扣0.5分"],
            ["2", "好评", "5", "好评率达到95%得5分，每下降2个百分点扣1分"],
            ["3", "测评", "5", "测评得分90分以上得5分，每低1分扣0.5分"],
        ],
        &[],
    );
    let (out, yaml) = reading("a.xlsx", &bytes, &[]);
    assert!(yaml.contains("{steps: {fact: 激活率, base: 80%, every: 1%, lose: 0.5}}"), "without an answer it stays open\n{yaml}");
    assert!(out.contains("要你定的 1 处") && out.contains("等 3 条：不满一级的怎样扣没有写"), "{out:?}");
    for words in [
        "激活率 79.5% → 不扣，得 5 分",
        "激活率 79.5% → 扣 0.5 分，剩 4.5 分",
        "激活率 79.5% → 扣 0.25 分，剩 4.75 分",
        "规则照写",
    ] {
        assert!(out.contains(words), "{words}: {out:?}");
    }
    for (word, partial) in [("1", "ignore"), ("2", "whole"), ("3", "share")] {
        let yaml = answered(&bytes, "不满一级的怎样扣", word);
        for rule in [
            format!("{{steps: {{fact: 激活率, base: 80%, every: 1%, lose: 0.5, partial: {partial}}}}}"),
            format!("{{steps: {{fact: 好评率, base: 95%, every: 2%, lose: 1, partial: {partial}}}}}"),
            format!("{{steps: {{fact: 测评得分, base: 90, every: 1, lose: 0.5, partial: {partial}}}}}"),
        ] {
            assert!(yaml.contains(&rule), "{rule}\n{yaml}");
        }
    }
    // Words that say it are not asked about.
    let said = sheet(&[], &[["1", "激活", "5", "激活率达到80%得5分，每下降2个百分点扣1分，不足2个百分点的不扣分"]], &[]);
    let (out, yaml) = reading("a.xlsx", &said, &[]);
    assert!(yaml.contains("partial: ignore") && !out.contains("要你定的"), "{yaml}{out:?}");
}

#[test]
fn marks_that_are_given_under_additions_are_on_top() {
    let mut rows = vec![["1", "加分项", "", ""], ["2", "表彰", "2", "获市级以上表彰的，得2分"]];
    rows.insert(0, ["1", "场所", "100", "未设窗口的扣10分"]);
    rows.insert(0, ["一、场所建设", "", "", ""]);
    rows[2] = ["二、加分项", "", "", ""];
    let (out, yaml) = reading("a.xlsx", &sheet(&[], &rows, &[]), &[]);
    assert!(yaml.contains("rule: yes_no\n        bonus: true\n") && yaml.contains("total: 100\n"), "{yaml}");
    assert!(!out.contains("要你定的"), "{out:?}");
}

#[test]
fn what_is_given_below_a_bound_is_asked_for() {
    let bytes = sheet(&[], &[["1", "激活", "5", "激活率达到80%得5分"], ["2", "差错", "5", "差错率不超过1%得5分"]], &[]);
    let (out, yaml) = reading("a.xlsx", &bytes, &[]);
    assert!(yaml.contains("rule: {at_least: {fact: 激活率, value: 80%}}\n"), "{yaml}");
    assert!(out.contains("要你定的 2 处"), "each has a question of its own\n{out:?}");
    for words in ["激活率 75% → 扣 5 分，不得分", "按达到的比例得分：激活率 75%", "由检查人评分：激活率 75% → 由检查人评"]
    {
        assert!(out.contains(words), "{words}: {out:?}");
    }
    for (word, below) in [("1", "zero"), ("2", "proportional"), ("3", "manual")] {
        let yaml = answered(&bytes, "“激活率达到80%得5分”", word);
        assert!(yaml.contains(&format!("rule: {{at_least: {{fact: 激活率, value: 80%, below: {below}}}}}\n")), "{yaml}");
        assert!(yaml.contains("rule: {at_most: {fact: 差错率, value: 1%}}\n"), "{yaml}");
    }
    // What is too high has no proportion.
    let yaml = answered(&bytes, "“差错率不超过1%得5分”", "2");
    assert!(yaml.contains("rule: {at_most: {fact: 差错率, value: 1%, below: manual}}\n"), "{yaml}");
}

#[test]
fn facts_of_two_criteria_keep_their_own_names_in_every_answer() {
    let bytes = sheet(&[], &[["1", "甲", "5", "完成率达到80%得5分"], ["2", "乙", "5", "完成率达到90%得5分"]], &[]);
    let yaml = answered(&bytes, "“完成率达到90%得5分”", "1");
    assert!(yaml.contains("{at_least: {fact: 乙：完成率, value: 90%, below: zero}}") && yaml.contains("  甲：完成率:"), "{yaml}");
}
