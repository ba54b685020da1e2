//! The action plan (量化表, 主要措施): tasks with deadlines and responsible units.

use chrono::{Datelike, NaiveDate};

use super::{Dict, Text};
use crate::diagnostic::Spanned;
use crate::record;

record! {
    /// A plan (`plan.yaml`).
    pub struct Plan = "工作计划" {
        /// Title as published.
        title = "标题": Text { "计划": "照文件写标题" },
        /// Document and annex.
        source = "来源": Option<Text> { "计划": "写出自哪份文件的哪个附件" },
        /// What the groups are called: 下沉模式, 措施类别.
        group_word = "分组名称": Option<Text> { "计划": "写各组叫什么，如：措施类别" },
        /// A number of groups that the text claims.
        claims = "所称数目": Option<GroupClaim> { "计划": "文件里写了共有几组时记在这里，程序会核对" },
        /// Groups in order.
        groups = "分组": Vec<PlanGroup> { "计划": "一组写一块" },
    }
}

record! {
    /// How many groups another part of the document lists.
    pub struct GroupClaim = "所称分组数" {
        /// The number.
        groups = "分组数": Spanned<u32> { "核对": "写文件里说的组数，如：6" },
        /// Clause.
        clause = "条款": Option<Text> { "核对": "写在第几条" },
    }
}

record! {
    /// One mode or field of the plan.
    pub struct PlanGroup = "计划分组" {
        /// Title as published.
        title = "标题": Text { "分组": "照文件写标题" },
        /// Where (站点设置).
        setting = "站点设置": Option<Text> { "分组": "写设在哪里", as Lines },
        /// What is required (标准要求).
        requirement = "标准要求": Option<Text> { "分组": "写标准要求", as Lines },
        /// Tasks in order.
        tasks = "任务": Vec<Task> { "分组": "一项任务写一行" },
    }
}

record! {
    /// One task (推进措施).
    pub struct Task = "任务" {
        /// Printed number.
        number = "序号": Option<Text> { "任务": "照文件写序号" },
        /// Short title, where the document gives one.
        title = "标题": Option<Text> { "任务": "有短标题时写" },
        /// Text as published.
        text = "内容": Text { "任务": "照文件写内容", as Lines },
        /// Deadline as printed (完成时限).
        deadline = "完成时限": Option<Text> { "任务": "照文件写完成时限，如：2026年4月底" },
        /// Responsible units (责任部门).
        responsible = "责任单位": Vec<Text> { "任务": "写责任单位，一个一行" },
        /// Cooperating units (配合部门).
        cooperating = "配合单位": Vec<Text> { "任务": "写配合单位，一个一行" },
        /// Whether the task is done.
        done = "已完成": bool { "任务": "做完了选“是”" },
        /// Remark.
        note = "说明": Option<Text> { "任务": "写要说明的", as Lines },
        /// What the bureau's own table says besides, each under the head that its column has there, such as 工作目标.
        more = "其他栏目": Dict<Text> { "任务": "你们自己表格里的其他栏目，如：工作目标" },
    }
}

impl Task {
    /// Whether it is done: the file says so, or its printed deadline does.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.done || self.says_done()
    }

    /// Whether the printed deadline is 已完成.
    #[must_use]
    pub fn says_done(&self) -> bool {
        self.deadline.as_ref().is_some_and(|d| Deadline::parse(d, None) == Deadline::Done)
    }
}

/// What a printed deadline says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// 已完成.
    Done,
    /// A last day.
    By(NaiveDate),
    /// No day at all, on purpose: 长期坚持, 立即, 每月5日前.
    Standing,
    /// Year and part, but no month: 2023年月底.
    Vague,
    /// No such day: 2023年44月底.
    Impossible,
}

impl Deadline {
    /// Reads `2023年4月底`, `2022年9月底前`, `2022年底`, `2022-2025年`, `11月20日前` (with the year of the plan), `已完成`.
    #[must_use]
    pub fn parse(text: &str, year: Option<i32>) -> Self {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if matches!(text.as_str(), "已完成" | "完成") {
            return Self::Done;
        }
        if ["长期", "持续", "立即", "即日", "常态", "每年", "每月", "每季", "每周", "适时"].iter().any(|w| text.starts_with(w))
        {
            return Self::Standing;
        }
        if let Some(date) = super::date::parse_date(&text) {
            return Self::By(date);
        }
        // A period ends with its last year or month: 2022-2025年, 2022年6月—2022年9月.
        let text = match text.rsplit_once(['-', '—', '至']) {
            Some((_, to)) if to.contains('年') => to.to_owned(),
            _ => text,
        };
        let (year, rest) = match text.split_once('年') {
            Some((y, rest)) => (y.parse().ok(), rest),
            None => (year, text.as_str()),
        };
        let Some(year) = year.filter(|y| (1949..=2200).contains(y)) else { return Self::Vague };
        let rest = ["以前", "之前", "前完成", "前", "内"].iter().find_map(|end| rest.strip_suffix(end)).unwrap_or(rest);
        if matches!(rest, "" | "底" | "末" | "年底") {
            return NaiveDate::from_ymd_opt(year, 12, 31).map_or(Self::Impossible, Self::By);
        }
        let Some((month, day)) = rest.rsplit_once('月') else { return Self::Vague };
        // 5-7月, 4月至6月: the last month counts.
        let month = month.rsplit(['-', '—', '至']).next().unwrap_or(month);
        if month.is_empty() {
            return Self::Vague;
        }
        let Some(month) = month.parse::<u32>().ok().filter(|m| (1..=12).contains(m)) else { return Self::Impossible };
        let date = match day {
            "底" | "末" | "" | "份" | "下旬" => last_of_month(year, month),
            "中旬" => NaiveDate::from_ymd_opt(year, month, 20),
            "初" | "上旬" => NaiveDate::from_ymd_opt(year, month, 10),
            day => day.trim_end_matches(['日', '号']).parse().ok().and_then(|d| NaiveDate::from_ymd_opt(year, month, d)),
        };
        date.map_or(Self::Impossible, Self::By)
    }
}

fn last_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt().filter(|d| d.year() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> Deadline {
        Deadline::By(NaiveDate::from_ymd_opt(y, m, d).unwrap())
    }

    #[test]
    fn deadlines_as_the_documents_print_them() {
        for (text, wanted) in [
            ("2023年4月底", day(2023, 4, 30)),
            ("2022年9月底前", day(2022, 9, 30)),
            ("2022年底前", day(2022, 12, 31)),
            ("2022-2025年", day(2025, 12, 31)),
            ("2024年2月", day(2024, 2, 29)),
            ("2022年4月25日前", day(2022, 4, 25)),
            ("11月20日前", day(2023, 11, 20)),
            ("4月下旬", day(2023, 4, 30)),
            ("4月底以前", day(2023, 4, 30)),
            ("12月31日前完成", day(2023, 12, 31)),
            ("1-3月", day(2023, 3, 31)),
            ("4月至6月", day(2023, 6, 30)),
            ("2022年6月—2022年9月", day(2022, 9, 30)),
            ("2023-04-30", day(2023, 4, 30)),
            ("长期坚持", Deadline::Standing),
            ("每月5日前", Deadline::Standing),
            ("已完成", Deadline::Done),
            ("完成", Deadline::Done),
            ("2023年月底", Deadline::Vague),
            ("尽快", Deadline::Vague),
            ("2023年44月底", Deadline::Impossible),
            ("2023年2月30日", Deadline::Impossible),
            ("2023年0月底", Deadline::Impossible),
        ] {
            assert_eq!(Deadline::parse(text, Some(2023)), wanted, "{text}");
        }
    }
}
