//! What stands around the criteria: lines above the head, notes below, text of a Word file. They may say the total, the grades, how marks are rounded, and
//! which document the standard is from.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::super::ask::{Ask, Asker, Reading};
use super::super::find::{squeezed, tidy};
use super::super::{Sheet, Uncertain};
use super::grades::{Ladder, Scale, across, hear, ladder, read_across, say_grade};
use super::marks::number;
use super::wording::sum_word;
use super::{Table, source};
use crate::diagnostic::Bilingual;
use crate::say;

/// Words for the answers to a question with a list of choices.
const WORDS: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];

/// What stands in a row of its own beside a word such as 备注.
const LABELS: [&str; 22] = [
    "注",
    "备注",
    "说明",
    "等级评定",
    "评定等级",
    "等级划分",
    "评定办法",
    "结果评定",
    "结果等次",
    "评价等级",
    "考核等次",
    "等次划分",
    "评定等次",
    "考核等级",
    "结果运用",
    "评分说明",
    "考核说明",
    "来源",
    "依据",
    "制定依据",
    "标准来源",
    "文件依据",
];

/// The only text of a row, with its column; a word such as 备注 before it is its head.
#[must_use]
pub fn aside(sheet: &Sheet, row: usize) -> Option<(usize, String)> {
    let cells = sheet.rows.get(row)?;
    if cells.iter().any(|c| c.above && !c.text.is_empty()) {
        return None;
    }
    let own: Vec<(usize, &str)> =
        cells.iter().enumerate().filter(|(_, c)| !c.left && !c.text.is_empty()).map(|(at, c)| (at, c.text.as_str())).collect();
    match own.as_slice() {
        [(at, text)] => Some((*at, (*text).to_owned())),
        [(_, label), (at, text)] => {
            let label = squeezed(label);
            LABELS.contains(&label.trim_end_matches(':')).then(|| (*at, format!("{label}：{text}")))
        }
        _ => None,
    }
}

/// Whether a row among the criteria is none of them, but says something of the whole.
#[must_use]
pub fn is_aside(sheet: &Sheet, row: usize) -> bool {
    // A sum stands in a row of its own as well, and is read there.
    across(sheet, row) || aside(sheet, row).is_some_and(|(_, text)| says(&text) || sum_word(&text).is_none() && stated(&text))
}

/// Whether words say the grades, the rounding or the source of the whole.
#[must_use]
pub fn says(text: &str) -> bool {
    let heard = hear(text, "");
    !(heard.grades.is_empty() && heard.unread.is_empty())
        || text.lines().any(|line| !source::documents(line).is_empty() || rounding(line).is_some())
}

/// 本标准总分100分, as a sentence; a title with its marks in brackets is none.
fn stated(text: &str) -> bool {
    text.lines().any(|line| total(line).is_some() && !line.contains(['（', '(']))
}

/// Reads the lines around the criteria. `inside` are the rows of tables, with their heads.
pub fn read(sheet: &Sheet, inside: &dyn Fn(usize) -> bool, table: &mut Table) {
    if table.own {
        return;
    }
    for text in &sheet.around {
        line(text, &sheet.name, table);
    }
    let mut skip = 0;
    for row in 0..sheet.rows.len() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        if inside(row) && !is_aside(sheet, row) {
            continue;
        }
        skip = read_across(sheet, row, table).saturating_sub(1);
        if let Some((at, text)) = aside(sheet, row) {
            line(&text, &sheet.place(row, at), table);
        }
    }
}

fn line(text: &str, place: &str, table: &mut Table) {
    for own in text.lines() {
        if let Some(total) = total(own).filter(|t| !table.totals.iter().any(|(_, known)| known == t)) {
            table.totals.push((place.to_owned(), total));
        }
        table.rounding = table.rounding.or_else(|| rounding(own));
        for named in source::documents(own) {
            if !table.named.iter().any(|(_, known)| source::same(known, &named)) {
                table.named.push((place.to_owned(), named));
            }
        }
    }
    let heard = hear(text, place);
    for spoken in heard.grades {
        say_grade(spoken, table);
    }
    table.unread.extend(heard.unread.into_iter().map(|words| (place.to_owned(), words)));
}

static TOTAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<before>.?.?)(?:总分值?|满分|总计|共计|合计|总成绩)(?:为|是|:|共|计|设定为|设为|设置为|按)*(?P<n>\d+(?:\.\d+)?)分(?P<behind>.?.?)").ok()
});
static HUNDRED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:实行|采用|采取|按照?|为|用|以)百分制(?:考核|评分|计分|打分|进行|计算)?(?:$|[,。;、:(])").ok()
});
static ROUNDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:总分|总得分|得分|分数|成绩|分值|结果)[^。;]{0,8}四舍五入[^。;]{0,6}(?:(?P<whole>取整|整数)|(?P<n>[一两12])位小数)|(?:总分|总得分|得分|分数|成绩|结果)[^。;]{0,6}(?:(?P<n2>[一两12])位小数|(?P<whole2>整数))[^。;]{0,6}四舍五入")
        .ok()
});

/// 总分100分, 满分为100分, 百分制: full marks of the whole, and no 每项满分10分.
fn total(text: &str) -> Option<Decimal> {
    let text = super::grades::plain(text);
    if let Some(pattern) = TOTAL.as_ref() {
        for found in pattern.captures_iter(&text) {
            let part = |name: &str| found.name(name).map_or("", |m| m.as_str());
            let own = part("before").chars().last().is_none_or(|c| {
                !"每各单项小本该条加减扣附实得自类".contains(c) || "本".contains(c) && part("before").ends_with('本')
            });
            let own =
                own && !["扣分", "加分", "附加", "本项", "该项", "单项", "奖励"].iter().any(|w| part("before").ends_with(w));
            let bound = ["以上", "以下", "及以", "(含", "至", "-"].iter().any(|w| part("behind").starts_with(w));
            if own && !bound {
                return number(part("n"));
            }
        }
    }
    HUNDRED.as_ref().is_some_and(|p| p.is_match(&text)).then(|| Decimal::from(100))
}

/// 总得分四舍五入取整数: to how many decimals.
fn rounding(text: &str) -> Option<u32> {
    let text = super::grades::plain(text);
    let found = ROUNDED.as_ref()?.captures(&text)?;
    let digits = found.name("n").or_else(|| found.name("n2")).map(|m| m.as_str());
    match digits {
        Some("一" | "1") => Some(1),
        Some(_) => Some(2),
        None => Some(0),
    }
}

/// Decides what stands around the criteria, with the answers there are. Without them nothing uncertain is taken.
pub fn settle(table: &mut Table, asker: &mut Asker<'_>) {
    if table.own {
        return;
    }
    if table.source.is_empty() {
        table.source = chosen_source(table, asker).unwrap_or_default();
    }
    stated_total(table, asker);
    let scale = Scale { total: table.total.or_else(|| Some(table.sum()).filter(|s| !s.is_zero())), step: step(table) };
    if table.spoken.is_empty() {
        for (place, words) in std::mem::take(&mut table.unread) {
            table.doubts.push(Uncertain {
                place,
                message: say!(
                    "“{words}”像是等级，没有读懂，没有写入",
                    "“{words}” looks like grades and was not understood: nothing of it is written"
                ),
            });
        }
    }
    let ladder = match ladder(&table.spoken, &table.unread, scale, asker) {
        Ok(ladder) => ladder,
        Err(told) => {
            table.doubts.extend(told.filter(|told| !table.doubts.contains(told)));
            Ladder::default()
        }
    };
    table.grades = ladder.grades;
    table.below = ladder.below;
    if ladder.rounded {
        table.rounding = Some(0);
    }
}

fn choose(asker: &mut Asker<'_>, place: &str, what: Bilingual, choices: Vec<Bilingual>, otherwise: Bilingual) -> Option<usize> {
    let readings = WORDS.iter().zip(choices).map(|(word, says)| Reading { word, says }).collect();
    let word = asker.ask(Ask { place: place.to_owned(), what, readings, otherwise })?;
    WORDS.iter().position(|w| *w == word)
}

/// The document that the sheet itself names; asked for where there are several.
fn chosen_source(table: &Table, asker: &mut Asker<'_>) -> Option<String> {
    match table.named.as_slice() {
        [] => None,
        [(_, only)] => Some(only.clone()),
        [(place, _), ..] => {
            let names: Vec<&String> = table.named.iter().map(|(_, name)| name).take(WORDS.len() - 1).collect();
            let mut choices: Vec<Bilingual> = names.iter().map(|name| say!("{name}", "{name}")).collect();
            choices.push(say!("都不是", "none of these"));
            let what =
                say!("文中提到几个文件，这份标准出自哪一个", "several documents are named; which one is this standard from");
            let otherwise = say!("来源先空着，以后在文件里填", "the source stays open, to be written in the file");
            choose(asker, place, what, choices, otherwise).and_then(|at| names.get(at).map(|name| (*name).clone()))
        }
    }
}

/// The total that sentences state, where no row of the table does.
fn stated_total(table: &mut Table, asker: &mut Asker<'_>) {
    match table.totals.as_slice() {
        [(place, stated)] => {
            if let Some(known) = table.total.filter(|known| known != stated) {
                let what =
                    say!("正文写总分 {stated} 分，表里是 {known} 分", "the text says {stated} marks in all, the table {known}");
                let choices = vec![say!("{known} 分", "{known}"), say!("{stated} 分", "{stated}")];
                let otherwise =
                    say!("照表里的 {known} 分，两处不同写在提示里", "the table's {known} counts, and the difference is told");
                if choose(asker, place, what, choices, otherwise) == Some(1) {
                    table.total = Some(*stated);
                }
            } else {
                table.total = Some(*stated);
            }
        }
        [(place, _), ..] if table.total.is_none() => {
            let all: Vec<Decimal> = table.totals.iter().map(|(_, n)| *n).take(WORDS.len()).collect();
            let what = say!("总分写了几个不同的数，哪一个是整份标准的", "several totals are stated; which one is for the whole");
            let otherwise = say!("按各项相加", "the sum of the criteria");
            let choices = all.iter().map(|n| say!("{n} 分", "{n}")).collect();
            if let Some(at) = choose(asker, place, what, choices, otherwise) {
                table.total = all.get(at).copied();
            }
        }
        _ => {}
    }
}

static DECIMALS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d\.(\d+)分|半分").ok());

/// The step that totals come in, by the marks and the wordings; none where a rule gives any share of marks.
fn step(table: &Table) -> Option<Decimal> {
    if let Some(digits) = table.rounding {
        return Some(Decimal::new(1, digits));
    }
    let mut step = Decimal::ONE;
    for row in table.rows() {
        let rule = row.rule();
        if rule.yaml.contains("proportional") || rule.yaml.contains("partial: share") {
            return None;
        }
        let text = squeezed(&row.quote);
        let half = |text: &str| {
            if text == "半分" {
                "5".to_owned()
            } else {
                text.trim_end_matches('分').rsplit('.').next().unwrap_or_default().to_owned()
            }
        };
        let decimals = DECIMALS.as_ref().into_iter().flat_map(|p| p.find_iter(&text)).map(|m| half(m.as_str()));
        let own = row.marks.map(|m| m.normalize().to_string()).and_then(|t| t.split_once('.').map(|(_, d)| d.to_owned()));
        for digits in decimals.chain(own) {
            step = step.min(if digits == "5" {
                Decimal::new(5, 1)
            } else {
                Decimal::new(1, u32::try_from(digits.len()).unwrap_or(6).min(6))
            });
        }
    }
    Some(step)
}

/// What was read around the criteria, for whoever looks at it.
#[must_use]
pub fn told(table: &Table) -> Vec<Uncertain> {
    let mut out = Vec::new();
    let read = table.named.iter().find(|(_, name)| *name == table.source);
    if let Some((place, name)) = read {
        let name = tidy(name);
        out.push(Uncertain {
            place: place.clone(),
            message: say!(
                "来源读作“{name}”；不对就加 --source",
                "the source is read as “{name}”; give --source where that is wrong"
            ),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_in_sentences() {
        for (text, wanted) in [
            ("本标准总分100分", Some(100)),
            ("满分为 100 分，得分≥90分为优秀", Some(100)),
            ("考核实行百分制，按月考核", Some(100)),
            ("总分值：120分，其中现场70分", Some(120)),
            ("每项满分10分", None),
            ("本项满分10分", None),
            ("加分合计5分", None),
            ("附加分满分10分", None),
            ("总分90分以上为优秀", None),
            ("按百分制折算后计入", None),
        ] {
            assert_eq!(total(text), wanted.map(Decimal::from), "{text}");
        }
        assert_eq!(rounding("总得分四舍五入取整数"), Some(0));
        assert_eq!(rounding("考核得分保留一位小数，四舍五入"), Some(1));
        assert_eq!(rounding("时间四舍五入取整"), None);
    }
}
