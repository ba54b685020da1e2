//! The tables of a file as people laid them out: below one another, side by side, going on on the next sheet, with titles of groups between the rows, sums
//! and notes. What is a row, what is a title, and what is neither.

use std::collections::{HashMap, HashSet};

use super::find::{self, Column, Found, squeezed, tidy, unnumbered};
use super::heads::{is_number, plain};
use super::{Sheet, Uncertain};
use crate::say;

/// One block of rows under one head.
#[derive(Debug, Clone)]
pub struct Section<'s> {
    /// Where it stands.
    pub sheet: &'s Sheet,
    /// What stands above its head, or the title of the first one.
    pub title: String,
    /// First row of the head and first row below it.
    pub head: (usize, usize),
    /// Its columns with a head.
    pub columns: Vec<Column>,
    /// Its rows, in order.
    pub lines: Vec<Line>,
}

/// A row of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A record.
    Row(usize),
    /// The title of a group, with the row that it stands in.
    Group(usize, String),
    /// A row of one text that stands under the head of a name and may be one.
    Name(usize, usize),
}

/// The sections of the sheets. `known` knows heads, `needed` the ones without which nothing can be read. What was not read is a doubt.
pub fn sections<'s>(
    sheets: &'s [Sheet],
    wanted: Option<&str>,
    known: &dyn Fn(&str) -> bool,
    needed: &dyn Fn(&Column) -> bool,
    doubts: &mut Vec<Uncertain>,
) -> Vec<Section<'s>> {
    let mut found: Vec<Section<'s>> = Vec::new();
    for sheet in sheets.iter().filter(|s| wanted.is_none_or(|name| s.name == name)) {
        doubts.extend(sheet.doubts.iter().cloned());
        let words = words_of_heads(sheet, known);
        let known = &|name: &str| words.contains(name);
        let mut heads = find::tables(sheet, known, &mut Vec::new());
        for one in &mut heads {
            with_row_above(sheet, one);
        }
        let others: Vec<Found> = heads.iter().filter(|f| !f.columns.iter().any(needed)).cloned().collect();
        heads.retain(|f| f.columns.iter().any(needed));
        if heads.is_empty() {
            go_on(sheet, &mut found, doubts);
            continue;
        }
        // Without a head a column is none, whatever stands in it.
        for one in &heads {
            unheaded(sheet, one, doubts);
        }
        for one in &others {
            doubts.push(Uncertain {
                place: sheet.place(one.head.0, 0),
                message: say!(
                    "这里开始另一张表，没有读；要读就分成两个工作表",
                    "another table begins here and was not read: give it a sheet of its own"
                ),
            });
        }
        let mut starts: Vec<usize> = heads.iter().chain(&others).map(|f| f.head.0).collect();
        starts.sort_unstable();
        let mut group = above_head(sheet, heads.first().map_or(0, |f| f.head.0));
        for one in &heads {
            let end = starts.iter().find(|start| **start > one.head.0).copied().unwrap_or(sheet.rows.len());
            let (mut lines, notes) = lines(sheet, one, end, known);
            // What ends one table is the title of the next.
            let trailing = match lines.last() {
                Some(Line::Group(row, title)) if end < sheet.rows.len() => Some(Line::Group(*row, title.clone())),
                _ => None,
            };
            if trailing.is_some() {
                lines.pop();
            }
            if let Some(own) = group.take() {
                lines.insert(0, own);
            }
            group = trailing;
            doubts.extend(notes);
            let title = found.first().map_or_else(|| title(sheet, one.head.0), |first| first.title.clone());
            for columns in blocks(&one.columns) {
                let lines = if columns.len() == one.columns.len() { lines.clone() } else { within(sheet, &columns, &lines) };
                found.push(Section { sheet, title: title.clone(), head: one.head, columns, lines });
            }
        }
    }
    super::nested::nest(&mut found);
    found
}

/// The texts that are heads in this sheet: those of the row that has most of them, and of rows that are mostly made of them. A cell of a table may say
/// by chance what a head says.
fn words_of_heads(sheet: &Sheet, known: &dyn Fn(&str) -> bool) -> HashSet<String> {
    let mut cache: HashMap<String, bool> = HashMap::new();
    // What a row says as a head may, and how many texts it has.
    let mut rows: Vec<(Vec<String>, usize)> = Vec::new();
    for row in &sheet.rows {
        let mut all: Vec<String> =
            row.iter().filter(|c| !c.left && !c.above && !c.text.is_empty()).map(|c| squeezed(&c.text)).collect();
        let count = all.len();
        all.retain(|text| *cache.entry(text.clone()).or_insert_with(|| is_head(text, known)));
        rows.push((all, count));
    }
    let mostly = |(heads, count): &&(Vec<String>, usize)| heads.len() >= 2 && heads.len() * 2 >= *count;
    // What stands in rows of other texts is a value there, and no head further down: the class of every point.
    let values: HashSet<&String> = rows.iter().filter(|row| !mostly(row)).flat_map(|(heads, _)| heads).collect();
    let mut words: HashSet<String> = HashSet::new();
    let mut best: &[String] = &[];
    for (at, (heads, count)) in rows.iter().enumerate() {
        if heads.len() > best.len() && at < find::DEEPEST_HEAD {
            best = heads;
        }
        let own: Vec<String> = heads.iter().filter(|text| !values.contains(text)).cloned().collect();
        if mostly(&&(own.clone(), *count)) {
            words.extend(own);
        }
    }
    words.extend(best.iter().cloned());
    words
}

/// No head has a number in it but that of a list.
fn is_head(text: &str, known: &dyn Fn(&str) -> bool) -> bool {
    known(text) && !unnumbered(text).chars().any(|c| c.is_ascii_digit())
}

/// Heads over several columns, in the row above those that have names: 联系方式 over 咨询电话 and 监督电话.
fn with_row_above(sheet: &Sheet, one: &mut Found) {
    let Some(row) = one.head.0.checked_sub(1) else { return };
    let spans = sheet.rows.get(row).is_some_and(|cells| cells.iter().any(|c| c.left && !c.text.is_empty()));
    if texts(sheet, row).len() < 2 || !spans {
        return;
    }
    one.head.0 = row;
    for column in &mut one.columns {
        let over = squeezed(sheet.text(row, column.at));
        if !over.is_empty() && over != column.name && column.above.first() != Some(&over) {
            column.above.insert(0, over);
        }
    }
}

/// A sheet without a head of its own goes on from the one before, if it is as wide and counts on; otherwise it is said that it was not read.
fn go_on<'s>(sheet: &'s Sheet, found: &mut Vec<Section<'s>>, doubts: &mut Vec<Uncertain>) {
    let filled =
        |row: &usize| sheet.rows.get(*row).is_some_and(|r| r.iter().filter(|c| !c.left && !c.text.is_empty()).count() > 1);
    let Some(first) = (0..sheet.rows.len()).find(filled) else { return };
    let goes_on = found.last().filter(|last| {
        let number = last.columns.iter().find(|c| is_number(&plain(&c.name)));
        let rows: Vec<usize> = last.lines.iter().filter_map(|l| if let Line::Row(row) = l { Some(*row) } else { None }).collect();
        let counts_on = number.zip(rows.last()).is_some_and(|(column, row)| {
            let before: Option<u32> = last.sheet.text(*row, column.at).trim().parse().ok();
            let next: Option<u32> = sheet.text(first, column.at).trim().parse().ok();
            before.zip(next).is_some_and(|(before, next)| next == before + 1)
        });
        counts_on && sheet.width() <= last.sheet.width()
    });
    if let Some(last) = goes_on {
        let one =
            Found { title: String::new(), head: (first, first), columns: last.columns.clone(), rows: Vec::new(), next: None };
        let (lines, notes) = lines(sheet, &one, sheet.rows.len(), &|_| false);
        let section = Section { sheet, title: last.title.clone(), head: (first, first), columns: last.columns.clone(), lines };
        doubts.extend(notes);
        doubts.push(Uncertain {
            place: sheet.place(first, 0),
            message: say!(
                "这里没有表头，序号接着前一张表，照前一张表的表头读",
                "there is no head here; the numbers go on from the table before, whose heads are taken"
            ),
        });
        found.push(section);
    } else {
        doubts.push(Uncertain {
            place: sheet.name.clone(),
            message: say!("这张表里没有认得的表头，没有读", "no head on this sheet is known: it was not read"),
        });
    }
}

/// A column without a head that holds something.
fn unheaded(sheet: &Sheet, one: &Found, doubts: &mut Vec<Uncertain>) {
    for at in (0..sheet.width()).filter(|at| !one.columns.iter().any(|c| c.at == *at)) {
        let row = one.rows.iter().find(|row| sheet.cell(**row, at).is_some_and(|c| !c.left && !c.text.is_empty()));
        if let Some(row) = row {
            doubts.push(Uncertain {
                place: sheet.place(*row, at),
                message: say!("这一列没有表头，没有读", "the column has no head and was not read"),
            });
        }
    }
}

/// The texts of a row that stand there themselves, with their columns.
fn texts(sheet: &Sheet, row: usize) -> Vec<(usize, &str)> {
    let cells = sheet.rows.get(row).map_or(&[][..], Vec::as_slice);
    cells.iter().enumerate().filter(|(_, c)| !c.left && !c.text.is_empty()).map(|(at, c)| (at, c.text.as_str())).collect()
}

/// Whether a text ends a table: 合计, 合计：4项.
#[must_use]
pub fn is_sum(text: &str) -> bool {
    let text = squeezed(text);
    ["合计", "总计", "小计", "共计", "累计", "总数"].iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            rest.is_empty()
                || rest.starts_with([':', '：', '('])
                || rest.starts_with(|c: char| c.is_ascii_digit())
                || rest == "数"
                || rest == "项"
                || rest == "个"
        })
    })
}

/// Whether a text is a note below a table.
fn is_note(text: &str) -> bool {
    let text = squeezed(text);
    let marked = [
        "注:",
        "注1",
        "注2",
        "注释",
        "备注",
        "说明:",
        "说明1",
        "附注",
        "*",
        "※",
        "★注",
        "填表说明",
        "温馨提示",
        "提示:",
        "特别说明",
    ];
    marked.iter().any(|mark| text.starts_with(mark)) || is_footer(&text)
}

/// Whether a text says who made the table, or where to ask: 制表人：…, 咨询电话：….
fn is_footer(text: &str) -> bool {
    let Some((before, _)) = squeezed(text).split_once(':').map(|(b, a)| (b.to_owned(), a.to_owned())) else { return false };
    before.chars().count() <= 10
        && super::heads::has(
            &before,
            &[
                "制表",
                "填表",
                "审核",
                "编制",
                "填报",
                "单位",
                "日期",
                "联系人",
                "电话",
                "统计",
                "报送",
                "负责人",
                "经办人",
                "复核",
                "时间",
                "监制",
                "主办",
                "来源",
                "地址",
                "盖章",
            ],
        )
}

/// Whether a text counts what the table has: 共35项.
fn is_count(text: &str) -> bool {
    let text = squeezed(text);
    let text = text.trim_start_matches('(').trim_end_matches(')');
    let rest = text.strip_prefix('共').or_else(|| text.strip_prefix("总共")).or_else(|| text.strip_prefix("合计"));
    rest.is_some_and(|rest| {
        rest.trim_start_matches([':', '计', '有']).starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
            && rest.chars().count() < 40
    }) || (text.starts_with('第') && text.contains('页'))
}

/// Every row below a head: what it is. Notes are doubts, so that nothing is lost in silence.
fn lines(sheet: &Sheet, one: &Found, end: usize, known: &dyn Fn(&str) -> bool) -> (Vec<Line>, Vec<Uncertain>) {
    let (mut lines, mut notes, mut below) = (Vec::new(), Vec::new(), false);
    let count = |row: usize| {
        texts(sheet, row)
            .iter()
            .filter(|(at, text)| !sheet.cell(row, *at).is_some_and(|c| c.above) && known(&squeezed(text)))
            .count()
    };
    let mut row = one.head.1;
    while row < end {
        let here = row;
        row += 1;
        let texts = texts(sheet, here);
        let Some((at, first)) = texts.first().copied() else { continue };
        // The head of the next page.
        if one.head.1 > one.head.0 && count(here) >= 2 {
            let same =
                one.columns.iter().filter(|c| squeezed(sheet.text(here, c.at)) == squeezed(sheet.text(one.head.0, c.at))).count();
            if same * 2 > one.columns.len() {
                row = here + (one.head.1 - one.head.0);
                continue;
            }
        }
        if texts.iter().take(2).any(|(_, text)| is_sum(text)) {
            continue;
        }
        let footer = texts.len() < 5 && texts.iter().all(|(_, text)| is_footer(text));
        if footer || (texts.len() == 1 && (below || is_note(first) || is_count(first))) {
            below = true;
            if !is_count(first) {
                let words: Vec<String> = texts.iter().map(|(_, text)| tidy(text)).collect();
                let words = words.join("　");
                notes.push(Uncertain {
                    place: format!("{}!{}", sheet.name, here + 1),
                    message: say!("表下的话，没有读进来：{words}", "a note below the table, which was not taken over: {words}"),
                });
            }
            continue;
        }
        if texts.len() == 1 && one.columns.len() > 2 {
            // A form with its numbers printed and nothing filled in.
            if squeezed(first).chars().all(|c| c.is_ascii_digit()) {
                continue;
            }
            let merged = sheet.cell(here, at + 1).is_some_and(|c| c.left);
            let leading = one.columns.iter().take_while(|c| c.at <= at).count() <= 1;
            let numbered = unnumbered(first) != first;
            lines.push(if merged || leading || numbered { Line::Group(here, tidy(first)) } else { Line::Name(here, at) });
            continue;
        }
        below = false;
        lines.push(Line::Row(here));
    }
    (lines, notes)
}

/// The columns of each block where a head says the same several times side by side; what stands once belongs to all of them.
fn blocks(columns: &[Column]) -> Vec<Vec<Column>> {
    let name = |c: &Column| (c.name.clone(), c.above.clone());
    let same = |a: &Column, b: &Column| {
        a.name == b.name && (a.above == b.above || a.above.is_empty() == b.above.is_empty() && is_block_head(a, b))
    };
    for period in 2..=columns.len() / 2 {
        let (Some(first), mut times) = (columns.get(..period), 1) else { continue };
        while columns
            .get(period * times..period * (times + 1))
            .is_some_and(|next| next.iter().zip(first).all(|(a, b)| same(a, b)))
        {
            times += 1;
        }
        let distinct = first.iter().enumerate().all(|(at, c)| !first.iter().take(at).any(|other| name(other) == name(c)));
        let shared = columns.get(period * times..).unwrap_or_default();
        if times > 1 && distinct && !shared.iter().any(|c| first.iter().any(|f| f.name == c.name)) {
            return (0..times)
                .filter_map(|n| columns.get(period * n..period * (n + 1)))
                .map(|own| own.iter().chain(shared).cloned().collect())
                .collect();
        }
    }
    vec![columns.to_vec()]
}

/// Two columns of the same name under different heads are two channels, unless the heads name two halves of one table.
fn is_block_head(a: &Column, b: &Column) -> bool {
    let halves = |c: &Column| c.above.last().is_some_and(|h| super::heads::has(h, &["镇", "乡", "街道", "区", "片", "栏", "组"]));
    halves(a) && halves(b)
}

/// The rows that hold something in a block.
fn within(sheet: &Sheet, columns: &[Column], lines: &[Line]) -> Vec<Line> {
    let own = |row: usize| columns.iter().filter(|c| !sheet.text(row, c.at).is_empty()).count() > 1;
    lines.iter().filter(|line| if let Line::Row(row) = line { own(*row) } else { true }).cloned().collect()
}

/// The lines above a head, from the top: in a Word file what stands above the table.
fn lines_above(sheet: &Sheet, head: usize) -> Vec<(Option<usize>, String)> {
    let caption = sheet.above.iter().map(|text| (None, tidy(text)));
    let rows = (0..head).filter_map(|row| {
        let texts = texts(sheet, row);
        let text = texts.first().filter(|_| texts.len() == 1).map(|(_, text)| tidy(text))?;
        Some((Some(row), text))
    });
    caption.chain(rows).collect()
}

/// The title of a group right above the head, where a title of the whole stands above that.
fn above_head(sheet: &Sheet, head: usize) -> Option<Line> {
    let lines: Vec<_> = lines_above(sheet, head).into_iter().filter(|(_, text)| is_title(text)).collect();
    let (row, text) = lines.last().filter(|_| lines.len() > 1)?;
    (unnumbered(text) != text).then(|| Line::Group(row.unwrap_or(0), text.clone()))
}

/// Whether a line above a table may be its title: no number of an annex, no unit, no count, no date.
fn is_title(text: &str) -> bool {
    let plain = squeezed(text);
    let annex = plain.starts_with("附件") || plain.starts_with("附表") || plain.starts_with("附录");
    let short_annex = annex && plain.chars().count() <= 6;
    let aside = plain.starts_with('(') && plain.ends_with(')');
    let date = plain.starts_with(|c: char| c.is_ascii_digit()) && plain.ends_with(['日', '月', '年'])
        || plain.starts_with("截至")
        || plain.starts_with("截止");
    let continued = matches!(plain.as_str(), "续表" | "(续)" | "接上表");
    !(plain.is_empty() || short_annex || aside || date || continued || is_count(text) || is_footer(text) || is_note(text))
}

/// The title above a head.
fn title(sheet: &Sheet, head: usize) -> String {
    let lines: Vec<String> = lines_above(sheet, head).into_iter().map(|(_, text)| text).filter(|text| is_title(text)).collect();
    let named = |text: &&String| {
        let plain = squeezed(text);
        let bare = plain
            .trim_end_matches(')')
            .rsplit_once('(')
            .filter(|_| plain.ends_with(')'))
            .map_or(plain.as_str(), |(before, _)| before);
        plain.chars().count() < 60
            && super::heads::ends(
                bare,
                &[
                    "表",
                    "清单",
                    "目录",
                    "名单",
                    "一览",
                    "计划",
                    "台账",
                    "安排",
                    "汇总",
                    "公示",
                    "通讯录",
                    "名录",
                    "事项",
                    "措施",
                    "方案",
                    "任务",
                    "明细",
                    "信息",
                    "情况",
                    "名册",
                ],
            )
    };
    let whole: Vec<&String> = lines.iter().filter(|text| unnumbered(text) == text.as_str()).collect();
    let best = whole.iter().rev().copied().find(named).or_else(|| whole.last().copied()).or(lines.last());
    best.cloned().unwrap_or_default()
}

impl Section<'_> {
    /// The texts of a column, without blanks and without what is covered from above.
    #[must_use]
    pub fn values(&self, at: usize) -> Vec<&str> {
        let row = |line: &Line| if let Line::Row(row) = line { self.sheet.cell(*row, at) } else { None };
        self.lines.iter().filter_map(row).filter(|c| !c.above && !c.text.trim().is_empty()).map(|c| c.text.as_str()).collect()
    }

    /// Some different texts of a column, to know it by.
    #[must_use]
    pub fn samples(&self, at: usize) -> Vec<&str> {
        let mut some: Vec<&str> = Vec::new();
        for text in self.values(at) {
            if some.len() < 3 && !some.contains(&text) {
                some.push(text);
            }
        }
        some
    }
}

/// The tables whose heads nobody knows: the first row of several short words that stands over rows of as many.
#[must_use]
pub fn guessed<'s>(sheets: &'s [Sheet], wanted: Option<&str>) -> Vec<Section<'s>> {
    let mut found = Vec::new();
    for sheet in sheets.iter().filter(|s| wanted.is_none_or(|name| s.name == name)) {
        let is_head = |row: &usize| {
            let texts = texts(sheet, *row);
            let below = self::texts(sheet, row + 1);
            let words = |text: &str| {
                text.chars().count() <= 14 && !text.chars().all(|c| c.is_ascii_digit() || ".-/".contains(c)) && !is_footer(text)
            };
            texts.len() >= 2 && below.len() * 2 >= texts.len() && texts.iter().all(|(_, text)| words(text))
        };
        let Some(row) = (0..sheet.rows.len().min(find::DEEPEST_HEAD)).find(is_head) else { continue };
        let one = find::of_row(sheet, row);
        let (lines, _) = lines(sheet, &one, sheet.rows.len(), &|_| false);
        let title = title(sheet, row);
        found.push(Section { sheet, title, head: one.head, columns: one.columns, lines });
    }
    found
}
