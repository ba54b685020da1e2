//! The words of tables of items: what columns are called, and what stands in the cells of a channel. These are the stated rules by which a
//! table is read.

use crate::diagnostic::{FileId, Span, Spanned};
use crate::model::depth::DepthKind;
use crate::model::{Depth, Tier};
use crate::source::decode::half_width;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The id that our own workbooks carry.
    Id,
    /// The printed number.
    Number,
    /// The name.
    Name,
    /// The group.
    Group,
    /// Who can apply.
    Clients,
    /// 公共服务 …
    Category,
    /// 即办件, 承诺件.
    Handling,
    /// 高 …
    Frequency,
    /// The longest time.
    Limit,
    /// A code.
    Code,
    /// A remark.
    Note,
}

/// What our own workbooks call the columns.
pub const NAMES: [(Field, &str); 11] = [
    (Field::Id, "编号"),
    (Field::Number, "序号"),
    (Field::Name, "事项名称"),
    (Field::Group, "分组"),
    (Field::Clients, "服务对象"),
    (Field::Category, "事项类型"),
    (Field::Handling, "办件类型"),
    (Field::Frequency, "办理频次"),
    (Field::Limit, "办理时限"),
    (Field::Code, "编码"),
    (Field::Note, "备注"),
];

/// The level of a channel by the words of its name: a guess, which is named as a doubt.
#[must_use]
pub fn tier(name: &str) -> Tier {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match () {
        () if has(&["线上", "网上", "网络", "手机", "APP", "电话", "平台"]) => Tier::Online,
        () if has(&["医院", "卫生", "诊所", "药店", "药房", "银行", "金融", "保险", "企业", "邮"]) => {
            Tier::Partner
        }
        () if has(&["村", "社区", "嘎查", "居"]) => Tier::Village,
        () if has(&["乡", "镇", "街道", "苏木"]) => Tier::Town,
        () if has(&["县", "市", "区", "旗", "大厅", "中心", "窗口", "局"]) => Tier::County,
        () => Tier::Partner,
    }
}

/// What a cell of a channel says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mapped {
    /// Nothing: nobody has said whether the item is offered.
    Blank,
    /// `-`: not offered. Written as `-`, `—`, `/`, `×`, 无, 不办.
    None,
    /// Offered, and not said how deep: a mark such as √ or ○. Becomes 未注明.
    Mark(char),
    /// A published depth.
    Depth(String),
    /// A text that is no depth that anybody knows; it is kept as published.
    Odd(String),
}

/// Reads a cell of a channel.
#[must_use]
pub fn depth(text: &str) -> Mapped {
    // Digits in full width become ordinary ones; brackets and words stay as published.
    let plain: String = half_width_digits(text).chars().filter(|c| !c.is_whitespace()).collect();
    let mut chars = plain.chars();
    match (chars.next(), chars.next()) {
        (None, _) => return Mapped::Blank,
        (Some(mark @ ('√' | '✓' | '✔' | '○' | '●' | '◯' | '◎' | '★' | '☆' | 'Y' | 'y' | '有' | '是')), None) =>
        {
            return Mapped::Mark(mark);
        }
        _ => {}
    }
    if matches!(plain.as_str(), "–" | "\\" | "x" | "X" | "✕" | "✗" | "否" | "不办" | "不办理" | "--" | "ㄨ") {
        return Mapped::None;
    }
    let depth = Depth::parse(Spanned::new(plain.clone(), Span::file(FileId(0))));
    match depth.kind {
        DepthKind::None => Mapped::None,
        DepthKind::Unknown => Mapped::Odd(plain),
        _ => Mapped::Depth(plain),
    }
}

/// Digits in full width as ordinary ones, all else as it is.
#[must_use]
pub fn half_width_digits(text: &str) -> String {
    text.chars()
        .map(|c| if ('０'..='９').contains(&c) { half_width(&c.to_string()).chars().next().unwrap_or(c) } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_a_channel() {
        for (text, wanted) in [
            ("", Mapped::Blank),
            (" — ", Mapped::None),
            ("/", Mapped::None),
            ("×", Mapped::None),
            ("不办", Mapped::None),
            ("√", Mapped::Mark('√')),
            ("○", Mapped::Mark('○')),
            ("受理（１５天内办结）", Mapped::Depth("受理（15天内办结）".to_owned())),
            ("办 结", Mapped::Depth("办结".to_owned())),
            ("结办", Mapped::Odd("结办".to_owned())),
        ] {
            assert_eq!(depth(text), wanted, "{text}");
        }
    }

    #[test]
    fn levels_by_names() {
        for (name, wanted) in [
            ("旗政务服务中心综合窗口", Tier::County),
            ("苏木镇党群服务中心", Tier::Town),
            ("嘎查村卫生室", Tier::Partner),
            ("村", Tier::Village),
            ("线上办理（电话、网络、平台）", Tier::Online),
            ("别的", Tier::Partner),
        ] {
            assert_eq!(tier(name), wanted, "{name}");
        }
    }
}
