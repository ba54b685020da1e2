//! The words of hours, apart from days and times: what each does. Longer words stand before those that they begin with; what stands nowhere here is quoted and
//! not guessed at.

use std::sync::LazyLock;

/// What a word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// 休息: shut in what is named.
    Closed,
    /// 除外: shut in what is named.
    Except,
    /// 照常: as on other days.
    Usual,
    /// 其余: what was not named.
    Rest,
    /// 均为: in every season.
    Both,
    /// 延长至: ends later.
    Extend,
    /// 提前至: ends earlier.
    Earlier,
    /// 延时服务: a service with hours or words of its own.
    Service,
    /// 预约: only by appointment.
    Appoint,
    /// 值班, a remark on the times beside it.
    Duty,
    /// 停止取号, a remark that changes no hours.
    Note,
    /// 只办咨询, a remark on the times beside it that changes no hours.
    Limited,
    /// 办公, 营业: says nothing.
    Filler,
    /// 机关作息时间: hours that stand elsewhere.
    Elsewhere,
    /// 暂停服务: a state.
    Suspended,
    /// 24小时.
    AllDay,
    /// 调休上班日: the program has a rule for them.
    Makeup,
    /// 全天: nobody knows from when to when.
    WholeDay,
}

/// 次日.
pub const NEXT_DAY: &[&str] = &["次日", "翌日", "第二天", "第二日", "次晨", "次"];

/// Each word with what it does: the lists of `words.txt`.
pub static WORDS: LazyLock<Vec<(&str, Word)>> = LazyLock::new(|| {
    let mut what = Word::Filler;
    let mut out = Vec::new();
    for entry in include_str!("words.txt").split_whitespace() {
        match entry.strip_prefix('[').and_then(|e| e.strip_suffix(']')) {
            Some(name) => what = Word::ALL.iter().find(|(own, _)| *own == name).map_or(Word::Filler, |(_, word)| *word),
            None => out.push((entry, what)),
        }
    }
    out
});

impl Word {
    /// Every word with its name in `words.txt`.
    const ALL: [(&'static str, Self); 18] = [
        ("AllDay", Self::AllDay),
        ("WholeDay", Self::WholeDay),
        ("Service", Self::Service),
        ("Elsewhere", Self::Elsewhere),
        ("Suspended", Self::Suspended),
        ("Usual", Self::Usual),
        ("Closed", Self::Closed),
        ("Except", Self::Except),
        ("Extend", Self::Extend),
        ("Earlier", Self::Earlier),
        ("Appoint", Self::Appoint),
        ("Duty", Self::Duty),
        ("Limited", Self::Limited),
        ("Note", Self::Note),
        ("Rest", Self::Rest),
        ("Both", Self::Both),
        ("Filler", Self::Filler),
        ("Makeup", Self::Makeup),
    ];
}

/// The last words of what is a counter or a kind of business with hours of its own.
pub const COUNTERS: &[&str] = &[
    "窗口",
    "柜台",
    "柜面",
    "大厅",
    "门诊",
    "急诊",
    "药房",
    "药店",
    "住院部",
    "服务区",
    "自助区",
    "自助机",
    "自助终端",
    "自助厅",
    "自助",
    "人工",
    "对公",
    "对私",
    "个人",
    "单位",
    "业务",
    "中心",
    "服务点",
    "服务站",
    "网点",
    "便民点",
    "室",
    "厅",
    "科",
    "台",
    "银行",
    "企业",
    "现场",
    "线上",
    "网上",
    "线下",
    "热线",
    "窗",
];

/// Signs that words take something away: with one of them nothing beside them is certain.
pub const NEGATIVE: &[char] = &['不', '停', '休', '除', '闭', '暂', '仅', '只', '未', '无', '非', '限', '改', '取'];

/// Signs that words say of days or times what nobody here understands: 25日后, 约, 如遇.
pub const VAGUE: &[char] = &[
    '后', '前', '起', '止', '至', '到', '以', '每', '隔', '半', '约', '左', '右', '次', '若', '如', '遇', '逢', '或', '可', '能',
    '除', '早', '晚', '日', '天', '周', '月', '年', '时', '点',
];
