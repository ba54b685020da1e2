//! What the sections of a guide say, as values of its fields.

use std::sync::LazyLock;

use regex::Regex;

use super::columns::{Column, TableKind};
use super::markdown::joined;
use super::sections::{GridCell, Part};
use super::vocabulary::{plain_label, without_number};
use crate::model::Limit;
use crate::yaml_write::tree::Tree;

/// One line of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its text without a number.
    pub text: String,
    /// It had one.
    pub numbered: bool,
}

/// The lines of a section, in order; tables are rows of their cells.
pub fn lines(parts: &[Part]) -> Vec<Line> {
    let mut out = Vec::new();
    for part in parts {
        match part {
            Part::Line(paragraph) => {
                for text in paragraph.text().split('\n') {
                    for (text, typed) in apart(text.trim()) {
                        if !text.is_empty() {
                            out.push(Line { text: text.to_owned(), numbered: typed || !paragraph.number.is_empty() });
                        }
                    }
                }
            }
            Part::Grid(rows) => {
                for row in rows {
                    let cells: Vec<&str> =
                        row.iter().filter(|c| !c.left).map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect();
                    if !cells.is_empty() {
                        out.push(Line { text: cells.join(" ").replace('\n', " "), numbered: false });
                    }
                }
            }
        }
    }
    out
}

/// A line whose entries are numbered one behind the other: `1.甲；2.乙。`
fn apart(text: &str) -> Vec<(&str, bool)> {
    let (first, numbered) = without_number(text);
    if !numbered {
        return vec![(text, false)];
    }
    let marks: [fn(u32) -> Vec<String>; 3] = [
        |n| vec![format!("{n}."), format!("{n}、"), format!("{n}．")],
        |n| vec![format!("（{n}）"), format!("({n})")],
        |n| vec![char::from_u32(0x2460 + n - 1).map(String::from).unwrap_or_default()],
    ];
    let text = text.trim();
    for of in marks {
        if !of(1).iter().any(|mark| text.starts_with(mark.as_str())) {
            continue;
        }
        let step = |at: usize| at + text.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
        let (mut cuts, mut from) = (vec![0], step(0));
        for number in 2..=20 {
            let marks = of(number);
            let next = marks.iter().filter_map(|mark| {
                let at = from + text.get(from..)?.find(mark.as_str())?;
                // Only behind the end of a clause: 第2、3条 is no entry.
                let ends = text.get(..at)?.trim_end().ends_with(['；', ';', '。', '，', '、']);
                let digit = text.get(at + mark.len()..)?.starts_with(|c: char| c.is_ascii_digit());
                (ends && !digit).then_some(at)
            });
            let Some(at) = next.min() else { break };
            cuts.push(at);
            from = step(at);
        }
        if cuts.len() > 1 {
            cuts.push(text.len());
            return cuts
                .windows(2)
                .filter_map(|w| {
                    Some((without_number(text.get(w[0]..w[1])?.trim()).0.trim().trim_end_matches(['；', ';', '，', '、']), true))
                })
                .collect();
        }
    }
    vec![(first, true)]
}

/// The lines as one text.
pub fn one_text(parts: &[Part]) -> String {
    joined(lines(parts).into_iter().map(|line| line.text))
}

/// Whether it says that there is nothing.
pub fn is_nothing(text: &str) -> bool {
    matches!(text.trim().trim_end_matches('。'), "" | "无" | "/" | "—" | "-" | "——" | "暂无" | "没有" | "无。")
}

/// A limit as guides write it: the model's own forms, a unit that stands in the label, words around.
pub fn limit(text: &str, unit: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_end_matches(['。', '；', ';', '，']);
    if Limit::parse(text).is_some() {
        return Some(text.to_owned());
    }
    let mut bare = text.replace(['（', '(', '）', ')'], "");
    for start in ["自受理之日起", "受理之日起", "自受理申请之日起", "受理后", "自收到申请之日起", "在"]
    {
        if let Some(rest) = bare.strip_prefix(start) {
            bare = rest.to_owned();
            break;
        }
    }
    if let (true, true) = (bare.chars().all(|c| c.is_ascii_digit()), !unit.is_empty()) {
        let unit = plain_label(unit).0;
        bare = format!("{bare}{}", unit.trim_start_matches("单位").trim_start_matches('：'));
    }
    let digits = chinese_digits(&bare);
    let spot = matches!(
        digits.as_str(),
        "即办" | "即办件" | "当场" | "即时" | "即时办结" | "当场办结" | "即办即结" | "0个工作日" | "0工作日"
    );
    if spot {
        return Some("即时办结".to_owned());
    }
    Limit::parse(&digits).map(|_| digits)
}

/// 十五个工作日 as 15个工作日; anything else stays.
fn chinese_digits(text: &str) -> String {
    let end = text.char_indices().find(|(_, c)| !"一二三四五六七八九十两".contains(*c)).map_or(text.len(), |(at, _)| at);
    let (number, rest) = text.split_at(end);
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c).map(|at| at + 1).or_else(|| (c == '两').then_some(2));
    let chars: Vec<char> = number.chars().collect();
    let value = match chars.as_slice() {
        ['十'] => Some(10),
        ['十', one] => digit(*one).map(|d| 10 + d),
        [ten, '十'] => digit(*ten).map(|d| 10 * d),
        [ten, '十', one] => digit(*ten).zip(digit(*one)).map(|(t, o)| 10 * t + o),
        [one] => digit(*one),
        _ => None,
    };
    value.map_or_else(|| text.to_owned(), |value| format!("{value}{rest}"))
}

/// Limits that stand in one text: 法定：30个工作日；承诺：15个工作日.
pub fn limits(text: &str) -> (Option<String>, Option<String>) {
    let mut found = (None, None);
    let marked = [("法定", true), ("承诺", false)];
    let starts: Vec<(usize, &str, bool)> =
        marked.iter().filter_map(|(word, statutory)| Some((text.find(word)?, *word, *statutory))).collect();
    for (at, word, statutory) in &starts {
        let end = starts.iter().map(|(other, ..)| *other).filter(|other| other > at).min().unwrap_or(text.len());
        let part = text.get(at + word.len()..end).unwrap_or_default();
        let part = ["办结时限", "办理时限", "办结期限", "时限", "期限"].iter().find_map(|w| part.strip_prefix(w)).unwrap_or(part);
        let part = part.trim_matches(['：', ':', '为', ' ', '；', ';', '，', '。', '、', '\n']);
        if statutory == &true {
            found.0 = limit(part, "");
        } else {
            found.1 = limit(part, "");
        }
    }
    found
}

/// A number of copies, and the form where it stands with it: 原件1份.
fn copies(text: &str) -> Option<(u32, String)> {
    static COPIES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(原件及复印件|原件和复印件|原件、复印件|原件|复印件|电子件|电子版|扫描件)?(?:各)?([0-9]{1,3}|[一二三四五六七八九十两]{1,3})(?:份|张|件|套)?$").ok()
    });
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(half).collect();
    let found = COPIES.as_ref()?.captures(&text)?;
    let number = chinese_digits(found.get(2)?.as_str()).parse().ok()?;
    Some((number, found.get(1).map_or(String::new(), |f| f.as_str().to_owned())))
}

fn half(c: char) -> char {
    if ('０'..='９').contains(&c) { char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c) } else { c }
}

/// Whether it must be brought.
fn need(text: &str) -> Option<&'static str> {
    match text.trim().trim_end_matches('。') {
        "必需" | "必要" | "必须" | "是" | "必备" | "√" | "必交" | "必要材料" | "必须提供" | "required" => {
            Some("required")
        }
        "可选" | "非必要" | "否" | "非必需" | "非必须" | "选填" | "非必备" | "视情况" | "optional" => {
            Some("optional")
        }
        "容缺" | "容缺后补" | "可容缺" | "容缺受理" | "later" => Some("later"),
        _ => None,
    }
}

/// A list in a cell; where its lines are numbered, each is one entry.
pub fn listed(text: &str) -> Vec<String> {
    if text.lines().all(|line| without_number(line).1) {
        return text.lines().map(|line| without_number(line).0.trim().to_owned()).filter(|t| !t.is_empty()).collect();
    }
    text.split(['、', '\n', '；', ';']).map(str::trim).filter(|t| !t.is_empty()).map(ToOwned::to_owned).collect()
}

/// A record with its keys in the order of the model; keys without a value are not there.
pub fn record(entries: Vec<(&str, Tree)>) -> Tree {
    let blank = |tree: &Tree| match tree {
        Tree::Text(text) | Tree::Bare(text) => text.is_empty(),
        Tree::List(list) => list.is_empty(),
        Tree::Map(entries) => entries.is_empty(),
    };
    Tree::Map(entries.into_iter().filter(|(_, value)| !blank(value)).map(|(key, value)| (key.to_owned(), value)).collect())
}

/// A material that is written in a line: 居民身份证（原件1份）.
pub fn material_of_line(text: &str) -> Tree {
    let text = text.trim().trim_end_matches(['；', ';', '。', '，', '、']);
    for (open, close) in [('（', '）'), ('(', ')')] {
        if let Some((name, inner)) = text.strip_suffix(close).and_then(|t| t.rsplit_once(open))
            && let Some((number, form)) = copies(inner).filter(|_| !name.is_empty())
        {
            return record(vec![
                ("name", Tree::text(name)),
                ("copies", Tree::Bare(number.to_string())),
                ("form", Tree::text(&form)),
            ]);
        }
    }
    record(vec![("name", Tree::text(text))])
}

/// A table of materials: the records, and what could not be read of it, by row.
pub fn materials(rows: &[Vec<GridCell>], columns: &[Option<Column>]) -> Vec<Tree> {
    let mut out = Vec::new();
    let mut group = String::new();
    let heads = rows.first().cloned().unwrap_or_default();
    let places: Vec<usize> = heads.iter().enumerate().filter(|(_, c)| !c.left).map(|(at, _)| at).collect();
    for row in rows.iter().skip(1) {
        let own: Vec<&GridCell> = row.iter().filter(|c| !c.left).collect();
        if let [only] = own.as_slice() {
            // A row over all columns says in which case those below it are needed.
            if places.len() > 1 && !is_nothing(&only.text) {
                without_number(&only.text).0.trim_end_matches(['：', ':']).clone_into(&mut group);
            }
            continue;
        }
        let cell = |column: Column| {
            let at = columns.iter().position(|c| *c == Some(column))?;
            let text = row.get(*places.get(at)?)?.text.trim();
            (!text.is_empty()).then_some(text)
        };
        let Some(name) = cell(Column::Name).filter(|name| !is_nothing(name)) else { continue };
        let mut notes: Vec<String> = Vec::new();
        let (mut form, mut count) = (cell(Column::Form).unwrap_or_default().replace('\n', "、"), None);
        if let Some((number, _)) = copies(&form) {
            count = Some(number);
            form = form.chars().filter(|c| "原件复印及和、电子版扫描".contains(*c)).collect();
        }
        if let Some(text) = cell(Column::Copies) {
            match copies(text) {
                Some((number, named)) => {
                    count = Some(number);
                    if form.is_empty() {
                        form = named;
                    }
                }
                None => notes.push(format!("份数：{}", text.replace('\n', "；"))),
            }
        }
        let both = [(Column::Originals, "原件"), (Column::Duplicates, "复印件")].map(|(column, word)| {
            cell(column)
                .filter(|t| !is_nothing(t) && !matches!(*t, "0" | "否" | "×"))
                .map(|text| (word, copies(text).map(|c| c.0), text))
        });
        match &both {
            [None, None] => {}
            [Some((_, Some(one), _)), Some((_, Some(two), _))] if form.is_empty() => {
                "原件及复印件".clone_into(&mut form);
                if one == two {
                    count = Some(*one);
                } else {
                    notes.push(format!("原件{one}份，复印件{two}份"));
                }
            }
            [Some((word, number, text)), None] | [None, Some((word, number, text))] if form.is_empty() => {
                (*word).clone_into(&mut form);
                if number.is_some() {
                    count = *number;
                } else if !matches!(*text, "√" | "是" | "✓") {
                    notes.push(format!("{word}：{text}"));
                }
            }
            all => notes.extend(all.iter().flatten().map(|(word, _, text)| format!("{word}：{text}"))),
        }
        let needed = cell(Column::Need).map(|text| need(text).ok_or(text));
        if let Some(Err(text)) = needed {
            notes.push(text.replace('\n', "；"));
        }
        let pledge = cell(Column::Pledge);
        if let Some(text) = pledge.filter(|t| !matches!(*t, "是" | "否" | "√" | "×" | "可" | "不可") && !is_nothing(t)) {
            notes.push(format!("告知承诺：{text}"));
        }
        if let Some(note) = cell(Column::Note).filter(|note| !is_nothing(note)) {
            notes.insert(0, note.replace('\n', " "));
        }
        for (at, column) in columns.iter().enumerate().filter(|(_, c)| c.is_none()) {
            let (Some(head), Some(text)) = (places.get(at).and_then(|p| heads.get(*p)), places.get(at).and_then(|p| row.get(*p)))
            else {
                let _ = column;
                continue;
            };
            if !text.text.is_empty() && !text.left {
                notes.push(format!("{}：{}", plain_label(&head.text).0, text.text.replace('\n', " ")));
            }
        }
        let when = cell(Column::When).map_or_else(|| group.clone(), |text| text.replace('\n', " "));
        out.push(record(vec![
            ("name", Tree::text(&without_number(name).0.replace('\n', " "))),
            ("copies", Tree::Bare(count.map(|c| c.to_string()).unwrap_or_default())),
            ("form", Tree::text(&form)),
            ("issuer", Tree::text(&cell(Column::Issuer).filter(|t| !is_nothing(t)).unwrap_or_default().replace('\n', "、"))),
            ("need", Tree::text(needed.and_then(Result::ok).unwrap_or_default())),
            ("alternatives", Tree::texts(&cell(Column::Alternatives).map(listed).unwrap_or_default())),
            ("pledge", Tree::Bare(if pledge.is_some_and(|t| matches!(t, "是" | "√" | "可")) { "true" } else { "" }.to_owned())),
            ("when", Tree::text(&when)),
            ("note", Tree::text(&joined(notes.into_iter()))),
        ]));
    }
    out
}

/// A table of steps.
pub fn steps(rows: &[Vec<GridCell>], columns: &[Option<Column>]) -> Vec<Tree> {
    table(rows, columns, |cell, more| {
        let (by, time) = (cell(Column::By), cell(Column::Limit));
        let limit = time.as_deref().and_then(|t| limit(t, ""));
        let mut text = cell(Column::Name)?;
        if let (Some(time), None) = (&time, &limit)
            && !is_nothing(time)
        {
            text = format!("{text}（时限：{time}）");
        }
        for note in more {
            text = format!("{text}（{note}）");
        }
        let by = by.filter(|b| !is_nothing(b)).unwrap_or_default();
        if by.is_empty() && limit.is_none() {
            return Some(Tree::text(&text));
        }
        Some(record(vec![
            ("text", Tree::text(&text)),
            ("by", Tree::text(&by)),
            ("limit", Tree::text(&limit.unwrap_or_default())),
        ]))
    })
}

/// A table of conditions with proofs.
pub fn conditions(rows: &[Vec<GridCell>], columns: &[Option<Column>]) -> Vec<Tree> {
    table(rows, columns, |cell, _| {
        let text = cell(Column::Name)?;
        Some(match cell(Column::Proof).filter(|p| !is_nothing(p)) {
            Some(proof) => record(vec![("text", Tree::text(&text)), ("proof", Tree::text(&proof))]),
            None => Tree::text(&text),
        })
    })
}

/// A table of questions and answers.
pub fn questions(rows: &[Vec<GridCell>], columns: &[Option<Column>]) -> Vec<Tree> {
    table(rows, columns, |cell, _| {
        Some(record(vec![
            ("ask", Tree::text(&cell(Column::Name)?)),
            ("answer", Tree::text(&cell(Column::Answer).unwrap_or_default())),
        ]))
    })
}

/// The rows of a table: `make` has the cells by their columns, and what stands in columns that nothing is known of.
fn table(
    rows: &[Vec<GridCell>],
    columns: &[Option<Column>],
    make: impl Fn(&dyn Fn(Column) -> Option<String>, &[String]) -> Option<Tree>,
) -> Vec<Tree> {
    let heads = rows.first().cloned().unwrap_or_default();
    let places: Vec<usize> = heads.iter().enumerate().filter(|(_, c)| !c.left).map(|(at, _)| at).collect();
    let one = |row: &Vec<GridCell>| {
        let text =
            |at: usize| row.get(*places.get(at)?).map(|c| c.text.replace('\n', " ").trim().to_owned()).filter(|t| !t.is_empty());
        // Of several columns of one kind each says something.
        let cell = |column: Column| {
            let texts: Vec<String> =
                columns.iter().enumerate().filter(|(_, c)| **c == Some(column)).filter_map(|(at, _)| text(at)).collect();
            (!texts.is_empty()).then(|| texts.join("："))
        };
        let more: Vec<String> = columns
            .iter()
            .enumerate()
            .filter(|(_, c)| c.is_none() || **c == Some(Column::Note))
            .filter_map(|(at, _)| text(at).filter(|t| !is_nothing(t)))
            .collect();
        make(&cell, &more)
    };
    rows.iter().skip(1).filter_map(one).collect()
}

/// Questions and answers in lines: 问：… 答：…, or a question with its mark and the lines below it. None where it is neither.
pub fn asked(lines: &[(String, bool)]) -> Option<Vec<Tree>> {
    static MARK: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(?:(问题?|[QqＱ])|(答案?|[AaＡ]))\s*\d{0,2}\s*[：:.、．]\s*").ok());
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    for (line, heading) in lines {
        let text = without_number(line).0;
        let mark = MARK.as_ref().and_then(|m| m.captures(text));
        let rest = mark.as_ref().and_then(|m| m.get(0)).map_or(text, |m| text.get(m.end()..).unwrap_or_default());
        if mark.as_ref().is_some_and(|m| m.get(2).is_some()) {
            out.last_mut()?.1.push(rest.to_owned());
        } else if mark.is_some() || text.ends_with(['？', '?']) || *heading {
            out.push((rest.to_owned(), Vec::new()));
        } else {
            out.last_mut()?.1.push(text.to_owned());
        }
    }
    let whole = !out.is_empty() && out.iter().all(|(_, answers)| !answers.is_empty());
    whole.then(|| {
        let one = |(ask, answers): (String, Vec<String>)| {
            record(vec![("ask", Tree::text(&ask)), ("answer", Tree::text(&answers.concat()))])
        };
        out.into_iter().map(one).collect()
    })
}

/// The kind of a table by its head.
pub fn told(rows: &[Vec<GridCell>]) -> Option<(TableKind, Vec<Option<Column>>)> {
    let heads: Vec<String> = rows.first()?.iter().filter(|c| !c.left).map(|c| c.text.clone()).collect();
    TableKind::of_head(&heads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_as_guides_write_them() {
        for (text, unit, wanted) in [
            ("自受理之日起20个工作日内", "", Some("20个工作日内")),
            ("15", "工作日", Some("15工作日")),
            ("十五个工作日", "", Some("15个工作日")),
            ("20（工作日）", "", Some("20工作日")),
            ("即办件", "", Some("即时办结")),
            ("当场办结", "", Some("当场办结")),
            ("次月到账", "", None),
            ("20", "", None),
        ] {
            assert_eq!(limit(text, unit).as_deref(), wanted, "{text}");
        }
        assert_eq!(limits("法定时限：30个工作日；承诺时限：15天"), (Some("30个工作日".to_owned()), Some("15天".to_owned())));
        assert_eq!(limits("法定20个工作日，承诺即办"), (Some("20个工作日".to_owned()), Some("即办".to_owned())));
    }

    #[test]
    fn entries_in_one_line_are_apart() {
        let texts = |text| apart(text).into_iter().map(|(t, _)| t).collect::<Vec<_>>();
        assert_eq!(texts("1.甲；2.乙；3.丙。"), ["甲", "乙", "丙。"]);
        assert_eq!(texts("（1）甲。（2）乙"), ["甲。", "乙"]);
        assert_eq!(texts("1.符合第2、3条的"), ["符合第2、3条的"]);
        assert_eq!(texts("没有编号"), ["没有编号"]);
    }

    #[test]
    fn materials_in_lines_have_their_copies() {
        let word = |text: &str, key: &str| material_of_line(text).word(key).unwrap_or_default().to_owned();
        assert_eq!(
            [word("身份证（原件1份）；", "name"), word("身份证（原件1份）；", "copies"), word("身份证（原件1份）；", "form")],
            ["身份证", "1", "原件"]
        );
        assert_eq!(word("户口簿（非本地户籍提供）", "name"), "户口簿（非本地户籍提供）");
    }

    #[test]
    fn questions_in_lines() {
        let lines = |all: &[&str]| asked(&all.iter().map(|t| ((*t).to_owned(), false)).collect::<Vec<_>>());
        assert_eq!(lines(&["问：要带什么？", "答：身份证。", "Q2：多久？", "A2：当天。"]).map(|l| l.len()), Some(2));
        assert_eq!(
            lines(&["1.要带什么？", "身份证。", "还有户口簿。"]).map(|l| l[0].word("answer").map(ToOwned::to_owned)),
            Some(Some("身份证。还有户口簿。".to_owned()))
        );
        assert_eq!(lines(&["没有问题。"]), None);
    }
}
