//! Where the title of a paper breaks: lines of about one length, no word torn apart, no line that begins with 的.
//!
//! Must not know how wide a character is drawn: widths are counted in Chinese characters.

use unicode_width::UnicodeWidthStr;

/// Marks that stay on one line with what they enclose.
const PAIRS: [(char, char); 5] = [('“', '”'), ('《', '》'), ('〈', '〉'), ('（', '）'), ('〔', '〕')];

/// How many characters of the title's size stand in one line: 156 mm at 22 pt, with one to spare.
pub const TITLE_LINE: usize = 19;

/// Words of such titles. A break inside one is worse than lines of unequal length.
const WORDS: &str = "医疗保障局 医疗保障 医疗 保障 医保 经办 服务站 服务点 服务 示范点 示范 星级 评定 验收 评分 标准 村级 镇级 县级 现场核查 现场 核查 镇审核 \
    审核 自评 复查 检查 情况 结果 通报 公示 通知 整改 名单 关于 年度 季度 工作 事项 窗口 基层 便民 专项 建设 示范服务点 医保服务圈";

/// Marks that may not begin a line.
const NOT_FIRST: &str = "的了和与及、，。；：？！）》〉〕】”’%年月日号";

/// Marks that may not end a line.
const NOT_LAST: &str = "（《〈〔【“‘第";

/// The lines of a title, none longer than `most` characters where that can be.
#[must_use]
pub fn lines(title: &str, most: usize) -> Vec<String> {
    let width = |text: &str| text.width_cjk().div_ceil(2);
    let whole = width(title);
    if whole <= most {
        return vec![title.to_owned()];
    }
    let count = whole.div_ceil(most);
    let mut rest = title;
    let mut made = Vec::new();
    for left in (2..=count).rev() {
        // What is left, shared out evenly: that is where the best break lies.
        let ideal = width(rest).div_ceil(left);
        let fits = |at: &usize| {
            let (line, after) = rest.split_at(*at);
            width(line) <= most && width(after) <= most * (left - 1)
        };
        let cost = |at: usize| {
            let line = width(&rest[..at]);
            // Of two breaks equally near, the one with the longer first line.
            line.abs_diff(ideal) * 2 + badness(rest, at) + usize::from(line < ideal)
        };
        let places = rest.char_indices().map(|(at, _)| at).skip(1).filter(fits);
        let Some(at) = places.min_by_key(|at| cost(*at)) else { break };
        let (line, after) = rest.split_at(at);
        made.push(line.to_owned());
        rest = after;
    }
    made.push(rest.to_owned());
    made
}

/// How bad a break before the byte `at` is; 0 where it is good.
fn badness(text: &str, at: usize) -> usize {
    let (before, after) = text.split_at(at);
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return 0 };
    let inside_number = last.is_ascii_alphanumeric() && first.is_ascii_alphanumeric();
    if NOT_FIRST.contains(first) || NOT_LAST.contains(last) || inside_number {
        return 100;
    }
    let torn = |word: &str| text.match_indices(word).any(|(start, found)| start < at && at < start + found.len());
    let open = |(a, b): &(char, char)| before.matches(*a).count() > before.matches(*b).count();
    40 * usize::from(WORDS.split(' ').any(torn)) + 30 * usize::from(PAIRS.iter().any(open))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_titles_stay_whole() {
        assert_eq!(lines("医保经办服务整改通知", TITLE_LINE), ["医保经办服务整改通知"]);
        assert_eq!(lines("", TITLE_LINE), [""]);
    }

    #[test]
    fn long_titles_break_between_words() {
        let broken = |title: &str| lines(title, TITLE_LINE).join("/");
        assert_eq!(
            broken("关于2026年村级医保经办服务星级评定现场核查情况的通报"),
            "关于2026年村级医保经办服务/星级评定现场核查情况的通报"
        );
        assert_eq!(
            broken("关于2026年芜湖市医疗保障经办示范服务点建设现场核查情况的通报"),
            "关于2026年芜湖市医疗保障经办/示范服务点建设现场核查情况的通报"
        );
    }

    #[test]
    fn a_quoted_name_stays_whole() {
        assert_eq!(
            lines("2026年芜湖市“15分钟医保服务圈”示范点建设结果公示", TITLE_LINE),
            ["2026年芜湖市“15分钟医保服务圈”", "示范点建设结果公示"]
        );
    }

    #[test]
    fn nothing_is_lost_whatever_the_title() {
        for title in ["一二三四五六七八九十".repeat(6), "a".repeat(200), "的".repeat(70), "（《“".repeat(30)] {
            let made = lines(&title, TITLE_LINE);
            assert_eq!(made.concat(), title);
            assert!(made.iter().all(|line| !line.is_empty()), "{made:?}");
        }
    }
}
