//! Wordings and their rules: each form in words of its own, with what must not be guessed beside it.

use rust_decimal::Decimal;

use super::{Reading, read, read_on_top};

fn of(wording: &str, marks: &str) -> Reading {
    read(wording, Decimal::from_str_exact(marks).ok())
}

#[track_caller]
fn becomes(list: &[(&str, &str, &str)]) {
    for (wording, marks, yaml) in list {
        let found = of(wording, marks);
        assert_eq!(found.yaml, *yaml, "{wording} ({marks}): {:?}", found.open);
    }
}

/// Stays with the inspectors, and quotes the words.
#[track_caller]
fn stays_open(list: &[(&str, &str, &str)]) {
    for (wording, marks, words) in list {
        let found = of(wording, marks);
        assert!(found.is_manual(), "{wording}: {}", found.yaml);
        assert!(found.open.iter().any(|o| o.words.contains(words)), "{wording}: {:?}", found.open);
    }
}

#[test]
fn a_state_counts_once_and_what_is_counted_counts_each_time() {
    becomes(&[
        ("没有值班表的，扣1分。", "5", "{deduct: {faults: [{name: 没有值班表, each: 1, cap: 1}]}}"),
        ("值班表没有上墙扣半分", "5", "{deduct: {faults: [{name: 值班表没有上墙, each: 0.5, cap: 0.5}]}}"),
        ("随访记录缺一份扣0.2分", "5", "{deduct: {faults: [{name: 随访记录缺一份, each: 0.2}]}}"),
        ("无故旷课一次扣１分", "5", "{deduct: {faults: [{name: 无故旷课一次, each: 1}]}}"),
        ("抽查病历，1份不合格扣0.5分", "5", "{deduct: {faults: [{name: 1份不合格, each: 0.5}]}}"),
        (
            "漏保一人扣0.1分、错保一人扣0.1分",
            "5",
            "{deduct: {faults: [{name: 漏保一人, each: 0.1}, {name: 错保一人, each: 0.1}]}}",
        ),
        ("投诉属实的，扣2分/次", "5", "{deduct: {faults: [{name: 投诉属实, each: 2}]}}"),
        ("未戴工牌-0.5分/人次", "5", "{deduct: {faults: [{name: 未戴工牌, each: 0.5}]}}"),
        ("工单逾期，每逾期一天，扣0.5分", "5", "{deduct: {faults: [{name: 逾期一天, each: 0.5}]}}"),
        // No counting: 一人一档, 一次性.
        ("未落实一次性告知的扣2分", "5", "{deduct: {faults: [{name: 未落实一次性告知, each: 2, cap: 2}]}}"),
        ("未建立一户一档的扣2分", "5", "{deduct: {faults: [{name: 未建立一户一档, each: 2, cap: 2}]}}"),
        ("未每月更换的扣2分", "5", "{deduct: {faults: [{name: 未每月更换, each: 2, cap: 2}]}}"),
        // Frames around a rule say nothing of their own.
        ("本项满分5分，采取倒扣制，漏报的每次扣1分", "5", "{deduct: {faults: [{name: 漏报, each: 1}]}}"),
        (
            "本项实行倒扣分制：漏报每次扣1分，该项分值扣完为止，不倒扣",
            "5",
            "{deduct: {faults: [{name: 漏报, each: 1}], floor: 0}}",
        ),
        ("漏报每次扣1分，累计扣完5分为止", "5", "{deduct: {faults: [{name: 漏报, each: 1, cap: 5}]}}"),
        (
            "一是无计划扣1分；二是无总结扣1分",
            "5",
            "{deduct: {faults: [{name: 无计划, each: 1, cap: 1}, {name: 无总结, each: 1, cap: 1}]}}",
        ),
        ("无登记簿的扣1分（查阅资料）", "5", "{deduct: {faults: [{name: 无登记簿, each: 1, cap: 1}]}}"),
        ("迟到一次以上扣1分", "5", "{deduct: {faults: [{name: 迟到一次以上, each: 1, cap: 1}]}}"),
        ("应扣未扣的，每笔扣1分", "5", "{deduct: {faults: [{name: 应扣未扣, each: 1}]}}"),
        ("栏目未更新（每季度一次）扣1分", "5", "{deduct: {faults: [{name: 栏目未更新(每季度一次), each: 1, cap: 1}]}}"),
        ("一票否决制度未建立扣1分", "5", "{deduct: {faults: [{name: 一票否决制度未建立, each: 1, cap: 1}]}}"),
        // What happens may happen again, and the words do not cap it.
        ("被县里通报的扣2分", "5", "{deduct: {faults: [{name: 被县里通报, each: 2}]}}"),
    ]);
}

#[test]
fn names_lose_no_character() {
    becomes(&[
        ("未制定实施细则扣1分", "5", "{deduct: {faults: [{name: 未制定实施细则, each: 1, cap: 1}]}}"),
        ("未参加扣1分", "5", "{deduct: {faults: [{name: 未参加, each: 1, cap: 1}]}}"),
        ("迟到、早退每人次扣0.5分", "5", "{deduct: {faults: [{name: 迟到、早退, each: 0.5}]}}"),
        ("玩手机，每人每次扣1分", "5", "{deduct: {faults: [{name: 玩手机, each: 1}]}}"),
        ("设施每缺一项扣1分（空调除外）", "5", "{deduct: {faults: [{name: 设施每缺一项(空调除外), each: 1}]}}"),
        ("有3人及以上未持证的扣2分", "5", "{deduct: {faults: [{name: 有3人及以上未持证, each: 2, cap: 2}]}}"),
        ("不得分解住院，发现一例扣2分", "5", "{deduct: {faults: [{name: 违反“不得分解住院”, each: 2}]}}"),
        (
            "①未公示扣1分；②公示不全扣0.5分。",
            "5",
            "{deduct: {faults: [{name: 未公示, each: 1, cap: 1}, {name: 公示不全, each: 0.5, cap: 0.5}]}}",
        ),
    ]);
}

#[test]
fn limits_go_where_the_words_put_them() {
    becomes(&[
        ("漏报每次扣1分，最多扣3分", "5", "{deduct: {faults: [{name: 漏报, each: 1, cap: 3}]}}"),
        (
            "漏报每次扣1分，错报每次扣2分，两项合计最多扣4分",
            "6",
            "{deduct: {faults: [{name: 漏报, each: 1}, {name: 错报, each: 2}], cap: 4}}",
        ),
        (
            "漏报、错报分别计算，每次扣1分，单项最多扣2分，合计最多扣3分",
            "5",
            "{deduct: {faults: [{name: 漏报, each: 1, cap: 2}, {name: 错报, each: 1, cap: 2}], cap: 3}}",
        ),
        ("漏报每次扣1分，扣完为止", "5", "{deduct: {faults: [{name: 漏报, each: 1}], floor: 0}}"),
        (
            "超时每件扣1分；超过4件的，超出部分每件扣2分",
            "10",
            "{deduct: {faults: [{name: 超时, each: 1, cap: 4}, {name: 超出部分, each: 2, within: 超时}]}}",
        ),
        (
            "门窗、地面、墙面不干净的各扣1分",
            "5",
            "{deduct: {faults: [{name: 门窗不干净, each: 1, cap: 1}, {name: 地面不干净, each: 1, cap: 1}, {name: 墙面不干净, each: 1, cap: 1}]}}",
        ),
        (
            "无台账、登记本的各扣1分",
            "5",
            "{deduct: {faults: [{name: 无台账, each: 1, cap: 1}, {name: 无登记本, each: 1, cap: 1}]}}",
        ),
        ("迟报每次扣1分，节假日迟报加倍扣分", "5", "{deduct: {faults: [{name: 迟报, each: 1}, {name: 节假日迟报, each: 2}]}}"),
    ]);
    stays_open(&[
        ("漏报每次扣1分，错报每次扣2分，最多扣3分", "6", "最多扣3分"),
        ("代签每次扣1分，同一人最多扣2分", "5", "同一人"),
        ("每处扣1分，本项与第3项合计不超过5分", "5", "第3项"),
        ("漏报每次扣1分，可倒扣", "5", "倒扣"),
        ("每起扣2分，取消评优资格", "5", "取消评优资格"),
    ]);
}

#[test]
fn shares_ladders_and_steps() {
    becomes(&[
        ("知晓率达到90%得5分，每下降2%扣1分", "5", "{steps: {fact: 知晓率, base: 90%, every: 2%, lose: 1}}"),
        ("办结率≥98%，每低1个百分点，扣0.5分，扣完为止", "5", "{steps: {fact: 办结率, base: 98%, every: 1%, lose: 0.5}}"),
        ("好评率达到95%以上得5分，否则不得分", "5", "{at_least: {fact: 好评率, value: 95%, below: zero}}"),
        ("差错率控制在千分之三以内的得5分，超过的不得分", "5", "{at_most: {fact: 差错率, value: 0.3%, below: zero}}"),
        (
            "好评率95%以上得6分，90%-95%得4分，90%以下不得分",
            "6",
            "{tiers: {fact: 好评率, levels: [{at_least: 95%, marks: 6}, {at_least: 90%, marks: 4}], below: zero}}",
        ),
        (
            "好评率低于95%扣1分，低于90%扣3分，低于80%不得分",
            "5",
            "{tiers: {fact: 好评率, levels: [{at_least: 95%, marks: 5}, {at_least: 90%, marks: 4}, {at_least: 80%, marks: 2}], below: zero}}",
        ),
        (
            "完成任务得5分，未完成的按比例得分",
            "5",
            "{ratio: {of: [完成数], over: [任务数], at_least: 100%, below: proportional}}",
        ),
        ("测评得分90分以上得满分，每低1分扣0.5分", "5", "{steps: {fact: 测评得分, base: 90, every: 1, lose: 0.5}}"),
        ("平均分达到85分得10分，每降低2分，扣1分", "10", "{steps: {fact: 平均分, base: 85, every: 2, lose: 1}}"),
        ("上座率以95%为满分，每低1个百分点扣0.5分", "5", "{steps: {fact: 上座率, base: 95%, every: 1%, lose: 0.5}}"),
        ("办结率95%以上不扣分，每降低1个百分点扣0.5分", "5", "{steps: {fact: 办结率, base: 95%, every: 1%, lose: 0.5}}"),
        (
            "测试成绩80分以上得5分，60-80分得3分，60分以下不得分",
            "5",
            "{tiers: {fact: 测试成绩, levels: [{at_least: 80, marks: 5}, {at_least: 60, marks: 3}], below: zero}}",
        ),
        (
            "好评率95%（含）以上得5分，90%（含）-95%得3分，90%以下不得分",
            "5",
            "{tiers: {fact: 好评率, levels: [{at_least: 95%, marks: 5}, {at_least: 90%, marks: 3}], below: zero}}",
        ),
        (
            "好评率在95%以上的不扣分，90%-95%的扣2分，90%以下的不得分",
            "5",
            "{tiers: {fact: 好评率, levels: [{at_least: 95%, marks: 5}, {at_least: 90%, marks: 3}], below: zero}}",
        ),
        (
            "好评率≥98%，得5分；≥95%且＜98%，得3分；＜95%，不得分",
            "5",
            "{tiers: {fact: 好评率, levels: [{at_least: 98%, marks: 5}, {at_least: 95%, marks: 3}], below: zero}}",
        ),
        (
            "完成全年任务100%得5分；完成95%以上不足100%的得3分；95%以下的不得分",
            "5",
            "{tiers: {fact: 完成全年任务, levels: [{at_least: 100%, marks: 5}, {at_least: 95%, marks: 3}], below: zero}}",
        ),
        ("每开展一次宣讲得1分，满分5分", "5", "{steps: {fact: 开展一次宣讲, base: 0, at_base: 0, every: 1, gain: 1}}"),
        ("服务评议达不到90分的，每低1分扣0.2分", "5", "{steps: {fact: 服务评议, base: 90, every: 1, lose: 0.2}}"),
        ("未整改的按该项分值的40%扣分", "5", "{deduct: {faults: [{name: 未整改, each: 2, cap: 2}]}}"),
        ("费用增幅不高于5%的得满分，高于5%的不得分", "5", "{at_most: {fact: 费用增幅, value: 5%, below: zero}}"),
        ("按时完成得满分，未完成不得分", "5", "yes_no"),
        ("未签协议的不得分", "5", "yes_no"),
        ("未整改扣一半分值", "5", "{deduct: {faults: [{name: 未整改, each: 2.5, cap: 2.5}]}}"),
    ]);
    stays_open(&[
        ("好评率每下降1%扣1分", "5", "每下降1%"),
        ("测试成绩80分以上得5分，60-79分得3分，其余不得分", "5", "60-79分"),
        ("好评率在95%以上的不扣分，80%-90%的扣2分", "5", "80%-90%"),
        ("药占比不超过30%，每高1%扣0.5分", "5", "每高1%"),
        ("平均办结时长控制在15个工作日以内，每超1天扣0.5分", "5", "每超1天"),
        ("每提高2%得1分，满分5分", "5", "每提高2%"),
        ("按时完成得4分", "5", "得4分"),
        ("好评率95%以上得6分，85%-90%得4分，其余不得分", "6", "85%-90%"),
        ("优秀得5分，良好得3分，较差不得分", "5", "优秀"),
    ]);
}

#[test]
fn closed_lists_are_counted_thing_by_thing() {
    becomes(&[
        ("配备桌椅、电脑、打印机；每缺一项扣1分", "5", "{each_missing: {things: [桌椅, 电脑, 打印机], each: 1}}"),
        ("年报、季报、月报每缺一项扣2分", "6", "{each_missing: {things: [年报, 季报, 月报], each: 2}}"),
        ("物资（雨衣、铁锹、手电）每少一种扣1分", "5", "{each_missing: {things: [雨衣, 铁锹, 手电], each: 1}}"),
        ("配备桌椅、电脑2种设备，每缺一种扣1分", "5", "{each_missing: {things: [桌椅, 电脑], each: 1}}"),
        ("配备桌椅、电脑等设备；每缺一项扣1分", "5", "{deduct: {faults: [{name: 缺一项, each: 1}]}}"),
        ("配备桌椅、电脑3种设备，每缺一种扣1分", "5", "{deduct: {faults: [{name: 缺一种, each: 1}]}}"),
    ]);
}

#[test]
fn judgement_and_slips_stay_open_with_their_words() {
    stays_open(&[
        ("酌情扣1-3分", "5", "酌情扣1-3分"),
        ("材料不全的扣1~2分，没有材料扣3分", "5", "扣1~2分"),
        ("差的扣l分", "5", "扣l分"),
        ("扣0，5分", "5", "扣0"),
        ("工作较差的扣1分左右", "5", "左右"),
        ("每少10平方米扣1分", "5", "每少10平方米"),
        ("缺岗1次扣1分，缺岗3次及以上扣5分", "10", "缺岗3次及以上"),
        ("逾期3次以内不扣分，超过3次的每次扣1分", "5", "3次以内不扣分"),
        ("第二次起加扣1分", "5", "加扣1分"),
    ]);
    assert!(of("有专人负责。(5分)", "5").open.is_empty(), "nothing is said about marks");
    assert!(read("每缺一项扣1分", None).is_manual(), "without full marks nothing is certain");
}

#[test]
fn what_stands_behind_the_marks_is_not_dropped() {
    let tails = [
        "第3处起翻倍",
        "重复出现的双倍",
        "逐次递增",
        "自查发现的减半",
        "整改后可返还",
        "以3处为限",
        "最多3处",
        "三处以下忽略不计",
        "以最高者计分",
        "取平均值",
        "乘以难度系数",
        "情节严重的本项清零",
        "5处及以上视为不合格",
        "可计负分",
        "不封底",
        "屡教不改者从重",
        "其余酌减",
        "依次类推",
        "内容不全减半",
    ];
    for tail in tails {
        let found = of(&format!("错漏的每处扣0.5分，{tail}"), "5");
        assert!(
            found.is_manual() && found.open.iter().any(|o| o.words.contains(tail) || tail.contains(o.words.as_str())),
            "{tail}: {found:?}"
        );
    }
    for tail in ["扣完为止", "以检查记录为准", "并限期整改", "扣分累计不超过本项分值"] {
        assert!(!of(&format!("错漏的每处扣0.5分，{tail}"), "5").is_manual(), "{tail}");
    }
    // Nor what stands in the name of a fault.
    stays_open(&[
        ("台账不全扣0.5分-2分", "5", "扣0.5分"),
        ("无计划扣2分或无总结扣1分", "5", "扣"),
        ("每件扣1分（上级交办的除外，每件扣2分）", "5", "每件扣2分"),
    ]);
    becomes(&[
        (
            "（一）无计划扣1分 （二）无总结扣1分",
            "3",
            "{deduct: {faults: [{name: 无计划, each: 1, cap: 1}, {name: 无总结, each: 1, cap: 1}]}}",
        ),
        ("每笔扣2分，其中拆分的加扣1分", "9", "{deduct: {faults: [{name: 每笔, each: 2}, {name: 拆分, each: 1, within: 每笔}]}}"),
        ("没有一名专职人员扣2分", "5", "{deduct: {faults: [{name: 没有一名专职人员, each: 2, cap: 2}]}}"),
        ("一把手未部署扣2分", "5", "{deduct: {faults: [{name: 一把手未部署, each: 2, cap: 2}]}}"),
        ("达标得3分，未达标得0分", "3", "yes_no"),
        ("未整改扣除该项分值的40%", "5", "{deduct: {faults: [{name: 未整改, each: 2, cap: 2}]}}"),
    ]);
}

#[test]
fn what_may_be_one_of_a_few_things_has_its_readings() {
    for (wording, ways) in [
        ("漏报每次扣1分，错报每次扣2分，最多扣3分", 2),
        ("每少10平方米扣1分", 2),
        ("缺岗1次扣1分，缺岗3次及以上扣5分", 2),
        ("逾期3次以内不扣分，超过3次的每次扣1分", 2),
        ("有一项不达标扣0.5分，两项不达标扣1.5分", 2),
    ] {
        let found = of(wording, "6");
        let [open] = found.open.as_slice() else { panic!("{wording}: {:?}", found.open) };
        assert_eq!(open.readings.len(), ways, "{wording}");
        let yaml: std::collections::BTreeSet<&str> = open.readings.iter().map(|r| r.reading.yaml.as_str()).collect();
        assert_eq!(yaml.len(), ways, "{wording}: readings differ");
    }
}

#[test]
fn additions_and_vetoes_are_flagged() {
    let found = of("加分项：获县级以上表彰的，每次加1分，最多加3分", "3");
    assert!(
        found.bonus && found.yaml.starts_with("{steps: {fact: 获县级以上表彰, base: 0, at_base: 0, every: 1, gain: 1}"),
        "{found:?}"
    );
    let found = of("经验被推广的加2分", "2");
    assert!(found.bonus && found.yaml == "yes_no", "{found:?}");
    let found = of("有亮点的酌情加1-3分", "3");
    assert!(found.bonus && found.is_manual(), "{found:?}");
    let found = read("发生重大事故的，一票否决", None);
    assert!(found.veto && found.yaml == "yes_no", "{found:?}");
    assert!(of("发生重大事故的，一票否决", "5").is_manual());
    assert!(read("未按期整改的，实行一票否决制", None).veto);
    assert!(!of("漏报每次扣1分", "5").bonus);
    // 得2分 under 加分项 is on top, and nothing is open about the rest.
    let full = Decimal::from_str_exact("2").ok();
    let found = read_on_top("获市级表彰的，得2分", full);
    assert!(found.bonus && found.yaml == "yes_no" && found.open.is_empty(), "{found:?}");
    assert!(read_on_top("每获一次表彰得1分", full).yaml.starts_with("{steps: {fact: 获一次表彰, base: 0"));
}

#[test]
fn facts_are_declared_and_renamed_in_the_rule() {
    let mut found = of("知晓率达到90%得5分，每下降2%扣1分", "5");
    assert_eq!(found.facts.iter().map(|f| (f.name.as_str(), f.unit.as_str())).collect::<Vec<_>>(), [("知晓率", "%")]);
    found.rename_facts(&|name| Some(format!("宣传：{name}")));
    assert_eq!(found.yaml, "{steps: {fact: 宣传：知晓率, base: 90%, every: 2%, lose: 1}}");
    let mut found = of("完成任务得5分，未完成的按比例得分", "5");
    found.rename_facts(&|name| Some(format!("甲{name}")));
    assert_eq!(found.yaml, "{ratio: {of: [甲完成数], over: [甲任务数], at_least: 100%, below: proportional}}");
}
