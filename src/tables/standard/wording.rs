//! The words of single cells of score sheets: sums, places to sign, lines that belong together, titles from wordings, kinds of evidence.

use rust_decimal::Decimal;

use super::super::find::{squeezed, tidy, unnumbered};
use super::super::{Sheet, Uncertain};
use super::marks::{heading, number};
use crate::say;

/// A longer text in a row of its own is a remark.
pub const LONGEST_HEADING: usize = 40;
/// A title that is made from a wording.
const LONGEST_TITLE: usize = 20;

/// 合计, 小计 and the like; whether it is the sum of all.
pub fn sum_word(text: &str) -> Option<bool> {
    let text = squeezed(text);
    let short = text.chars().count() <= 12;
    let whole = ["合计", "总计", "总分", "总得分", "得分合计", "合计得分"].iter().any(|word| text.starts_with(word));
    match () {
        () if short && text.starts_with("小计") => Some(false),
        () if short && whole => Some(true),
        () => None,
    }
}

/// 检查人签字：, 年 月 日.
pub fn signature(text: &str) -> bool {
    let text = squeezed(text);
    let words = [
        "签字",
        "签名",
        "盖章",
        "检查人",
        "评分人",
        "考核人",
        "考核组",
        "检查组",
        "被检查单位",
        "被考核单位",
        "检查日期",
        "考核日期",
        "检查时间",
        "考核时间",
        "填表人",
        "填报单位",
        "日期",
        "年月日",
    ];
    let place =
        text.ends_with(':') || text.ends_with("年月日") || ["(签字)", "(签名)", "(盖章)"].iter().any(|word| text.contains(word));
    text.chars().count() <= LONGEST_HEADING
        && place
        && words.iter().any(|word| text.starts_with(word) || text.contains(&format!("{word}:")) || text.ends_with(word))
}

/// A cell of several lines as one: a line that ends without a mark keeps its distance.
pub fn flat(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines().map(tidy).filter(|l| !l.is_empty()) {
        if !out.is_empty() && !out.ends_with(['。', '；', ';', '，', '、', '：', '）', ')', '！']) {
            out.push(' ');
        }
        out.push_str(&line);
    }
    out
}

/// Full marks that only the wording tells: 满分5分, or the only 得5分. It is said.
pub fn in_words(raw: &str, place: &str, doubts: &mut Vec<Uncertain>) -> Option<Decimal> {
    let plain = squeezed(raw);
    let after = |word: &str| -> Vec<Decimal> {
        let digits = |rest: &str| rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect::<String>();
        plain
            .split(word)
            .skip(1)
            .filter_map(|rest| rest.get(digits(rest).len()..)?.starts_with('分').then(|| number(&digits(rest)))?)
            .collect()
    };
    let (word, marks) = match (after("满分").as_slice(), after("得").as_slice()) {
        ([marks], _) => ("满分", *marks),
        ([], [marks]) => ("得", *marks),
        _ => return None,
    };
    doubts.push(Uncertain {
        place: place.to_owned(),
        message: say!("分值按原文“{word}{marks}分”读，请核对", "the marks are read from “{word}{marks}分”: please check"),
    });
    Some(marks)
}

/// A title from the beginning of a wording, to its first pause outside of brackets.
pub fn short(quote: &str) -> String {
    let text = unnumbered(quote);
    let mut depth = 0_usize;
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth = depth.saturating_sub(1),
            '，' | '。' | '；' | '：' | ',' | ';' | ':' | '\n' if depth == 0 && at > 0 => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let whole = heading(text.get(..end).unwrap_or(text)).0;
    if whole.chars().count() <= LONGEST_TITLE {
        return whole;
    }
    // Too long: without what is in brackets at its end, then cut.
    let bare = whole.split(['（', '(']).next().filter(|b| !b.is_empty()).unwrap_or(&whole);
    bare.trim().chars().take(LONGEST_TITLE).collect()
}

/// What shows it, by the words that sheets use.
pub fn evidence(sheet: &Sheet, row: usize, at: Option<usize>, doubts: &mut Vec<Uncertain>) -> Vec<&'static str> {
    let Some(at) = at else { return Vec::new() };
    let text = squeezed(sheet.text(row, at));
    let words: [(&str, &[&str]); 6] = [
        ("document", &["材料", "资料", "台账", "文件", "记录", "档案", "document"]),
        ("photo", &["照片", "图片", "影像", "photo"]),
        ("observation", &["现场查看", "实地", "现场检查", "察看", "现场", "查看现场", "observation"]),
        ("interview", &["询问", "访谈", "走访", "问卷", "抽问", "interview"]),
        ("data", &["系统", "数据", "后台", "导出", "data"]),
        ("trial", &["试办", "暗访", "拨打", "体验", "trial"]),
    ];
    // 现场试办 is a trial and nothing else.
    let text = text.replace("现场试办", "试办");
    let found: Vec<&str> =
        words.iter().filter(|(_, words)| words.iter().any(|w| text.contains(w))).map(|(word, _)| *word).collect();
    if found.is_empty() && !matches!(text.as_str(), "" | "-" | "—" | "/") {
        doubts.push(Uncertain {
            place: sheet.place(row, at),
            message: say!(
                "佐证“{text}”认不出是哪一种，没有读；可以写：材料、照片、现场查看、询问、系统数据、现场试办",
                "the evidence “{text}” is of no known kind and was not read"
            ),
        });
    }
    found
}
