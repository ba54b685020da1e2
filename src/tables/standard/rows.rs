//! The rows of a score sheet: titles of groups, criteria, rows that go on from the one above, sums, signatures.

use rust_decimal::Decimal;

use super::super::find::{Found, squeezed, tidy, unnumbered};
use super::super::{Sheet, Uncertain};
use super::around::{aside, is_aside};
use super::columns::{Field, Roles, field};
use super::grammar::{Parts, Reading, parts};
use super::marks::{bracketed, heading, is_heading, number};
use super::own_rows::own;
use super::ways::ways;
use super::wording::{LONGEST_HEADING, evidence, flat, in_words, short, signature, sum_word};
use super::{Row, Section, Table};
use crate::diagnostic::Bilingual;
use crate::say;

/// A longer text is no number of a list.
const LONGEST_NUMBER: usize = 6;

/// The title of a group, where a row is one: its text, the marks beside it, and its column.
pub fn group(sheet: &Sheet, row: usize, found: &Found) -> Option<(String, Option<Decimal>, usize)> {
    let cells = sheet.rows.get(row)?;
    if cells.iter().any(|c| c.above && !c.text.is_empty()) {
        return None;
    }
    let own: Vec<(usize, &str)> =
        cells.iter().enumerate().filter(|(_, c)| !c.left && !c.text.is_empty()).map(|(at, c)| (at, c.text.as_str())).collect();
    let chinese = |text: &str| text.chars().all(|c| "一二三四五六七八九十（）()、.".contains(c));
    // 一 | 场所建设: the number stands in a cell of its own.
    let (first, rest) = match own.as_slice() {
        [(_, number), first, rest @ ..] if chinese(number) => (first, rest),
        [first, rest @ ..] => (first, rest),
        [] => return None,
    };
    let (at, text) = (first.0, tidy(first.1));
    let beside = rest.iter().find_map(|(_, text)| number(text));
    if rest.len() > usize::from(beside.is_some())
        || sum_word(&text).is_some()
        || signature(&text)
        || text.chars().count() > LONGEST_HEADING
    {
        return None;
    }
    let words = found.columns.iter().any(|c| c.at == at && matches!(field(&c.name), Some(Field::Wording | Field::Scoring)));
    let merged = cells.get(at + 1).is_some_and(|c| c.left);
    let numbered = own.len() > 1 + usize::from(beside.is_some());
    let titled = is_heading(&text) || merged || numbered || (heading(&text).1.is_some() && !words);
    titled.then_some((text, beside, at))
}

/// Reads rows of a table into the sections of what was understood.
pub fn read_rows(sheet: &Sheet, rows: &[usize], found: &Found, roles: &Roles, table: &mut Table) {
    let wide = sheet.width();
    for row in rows.iter().copied() {
        if table.own {
            own(sheet, row, roles, table);
            continue;
        }
        if is_aside(sheet, row) {
            continue;
        }
        if let Some((text, beside, at)) = group(sheet, row, found) {
            let (title, marks) = heading(&text);
            if roles.section.is_some() {
                table.doubts.push(Uncertain {
                    place: sheet.place(row, at),
                    message: say!(
                        "“{title}”是项目之上的分组，标准只有项目一级，没有写入",
                        "“{title}” groups sections, which a standard cannot: it is not written"
                    ),
                });
            } else {
                let title = unnumbered(&title).to_owned();
                table.sections.push(Section {
                    title,
                    marks: marks.or(beside),
                    place: sheet.place(row, at),
                    criteria: Vec::new(),
                });
            }
            continue;
        }
        let own: Vec<(usize, &str)> = (0..wide)
            .filter_map(|at| Some((at, sheet.cell(row, at)?)))
            .filter(|(_, c)| !c.left && !c.above && !c.text.is_empty())
            .map(|(at, c)| (at, c.text.as_str()))
            .collect();
        if let Some(whole) = own.iter().take(3).find_map(|(_, text)| sum_word(text)) {
            sum(sheet, row, &own, roles, whole, table);
            continue;
        }
        if own.first().is_some_and(|(_, text)| signature(text)) {
            table.doubts.push(Uncertain {
                place: sheet.place(row, own.first().map_or(0, |(at, _)| *at)),
                message: say!("当作签字栏，没有读", "taken for a place to sign and not read"),
            });
            continue;
        }
        section(sheet, row, roles, table);
        criterion(sheet, row, roles, table);
    }
}

/// Text that stands in this row, and is not merged down from above.
fn text(sheet: &Sheet, row: usize, at: Option<usize>) -> &str {
    at.and_then(|at| sheet.cell(row, at)).filter(|c| !c.above).map_or("", |c| c.text.as_str())
}

fn sum(sheet: &Sheet, row: usize, own: &[(usize, &str)], roles: &Roles, whole: bool, table: &mut Table) {
    let column = roles.marks.or(roles.section_marks);
    let inside = own.iter().find_map(|(_, text)| {
        let text = squeezed(text);
        let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
        number(digits.trim_end_matches([')', '。']))
    });
    let Some(marks) = number(text(sheet, row, column)).or(inside) else { return };
    let place = sheet.place(row, own.first().map_or(0, |(at, _)| *at));
    if whole {
        if let Some(other) = table.total.filter(|other| *other != marks) {
            table.doubts.push(Uncertain {
                place,
                message: say!("合计是 {marks}，前面写的是 {other}", "the sum is {marks}, and {other} before"),
            });
        }
        table.total = Some(marks);
        return;
    }
    let Some(section) = table.sections.last_mut() else { return };
    let sum: Decimal = section.criteria.iter().filter_map(|c| c.marks).sum();
    match section.marks {
        None => section.marks = Some(marks),
        // Where they differ from the section's criteria, the check of sums says so.
        Some(stated) if stated != marks && sum == stated => table.doubts.push(Uncertain {
            place,
            message: say!(
                "小计是 {marks}，项目和各项相加是 {stated}",
                "the sum of the section is given as {marks}, and is {stated}"
            ),
        }),
        Some(_) => {}
    }
}

/// Begins a section where the column of sections names another one.
fn section(sheet: &Sheet, row: usize, roles: &Roles, table: &mut Table) {
    if let Some(at) = roles.section {
        let (title, marks) = heading(sheet.text(row, at));
        let title = unnumbered(&title).to_owned();
        let same = table.sections.last().is_some_and(|s| squeezed(&s.title) == squeezed(&title));
        if !title.is_empty() && !same {
            table.sections.push(Section { title, marks, place: sheet.place(row, at), criteria: Vec::new() });
        }
    }
    if table.sections.is_empty() {
        table.sections.push(Section { place: sheet.place(row, 0), ..Section::default() });
    }
    let beside = number(text(sheet, row, roles.section_marks));
    if let Some(section) = table.sections.last_mut().filter(|s| s.criteria.is_empty() && s.marks.is_none()) {
        section.marks = beside;
    }
}

fn criterion(sheet: &Sheet, row: usize, roles: &Roles, table: &mut Table) {
    let words: Vec<(usize, &str)> =
        roles.wording.iter().map(|(at, _)| (*at, text(sheet, row, Some(*at)))).filter(|(_, t)| !t.is_empty()).collect();
    let item = text(sheet, row, roles.item);
    let above = |at: Option<usize>| at.and_then(|at| sheet.cell(row, at)).is_some_and(|c| c.above && !c.text.is_empty());
    let place = sheet.place(row, words.first().map(|(at, _)| *at).or(roles.item).or(roles.marks).unwrap_or(0));
    let cell = text(sheet, row, roles.marks);
    let mut own = number(cell);
    if own.is_none() && !matches!(cell, "" | "-" | "—" | "/") {
        table.doubts.push(Uncertain {
            place: sheet.place(row, roles.marks.unwrap_or(0)),
            message: say!("分值“{cell}”不是一个数，没有读", "the marks “{cell}” are no number and were not read"),
        });
    }
    if words.is_empty() && item.is_empty() {
        if own.is_some() {
            table
                .doubts
                .push(Uncertain {
                    place, message: say!("有分值，没有评分项，没有读", "marks without a criterion: not read")
                });
        } else if let Some((at, text)) = aside(sheet, row).filter(|(_, text)| text.chars().count() > LONGEST_NUMBER) {
            table
                .doubts
                .push(Uncertain {
                    place: sheet.place(row, at), message: say!("“{text}”没有读", "“{text}” was not read")
                });
        }
        return;
    }
    let raw = words.iter().map(|(_, t)| *t).collect::<Vec<_>>().join("\n");
    let inside = bracketed(&raw);
    let (printed, of_item) = heading(sheet.text(row, roles.item.unwrap_or(usize::MAX)));
    // Marks for several rows at once: they are one criterion.
    let shared = above(roles.marks) || (above(roles.item) && of_item.is_some() && own.is_none() && inside.is_empty());
    let blank = roles.marks.is_some()
        && own.is_none()
        && cell.is_empty()
        && inside.is_empty()
        && item.is_empty()
        && text(sheet, row, roles.number).is_empty();
    let last = table.sections.last_mut().and_then(|s| s.criteria.last_mut());
    if let Some(last) = last.filter(|_| shared || (blank && (above(roles.item) || !above(roles.section)))) {
        let more = words.iter().map(|(_, t)| flat(t)).collect::<Vec<_>>().join(" ");
        last.quote = flat(&format!("{}\n{more}", last.quote));
        last.scoring = format!("{}\n{raw}", last.scoring);
        if !shared {
            table.doubts.push(Uncertain {
                place,
                message: say!(
                    "没有序号、名称和分值，接在上一条后面",
                    "without number, title and marks: it goes on from the criterion above"
                ),
            });
        }
        return;
    }
    let quote = |texts: &mut dyn Iterator<Item = String>| flat(&texts.collect::<Vec<_>>().join("\n"));
    let printed = unnumbered(&printed).to_owned();
    let mut one = Row { place: place.clone(), printed: printed.clone(), ..Row::default() };
    one.note = note(sheet, row, roles);
    one.clause = flat(sheet.text(row, roles.clause.unwrap_or(usize::MAX)));
    one.evidence = evidence(sheet, row, roles.evidence, &mut table.doubts);
    if raw.contains("一票否决") {
        table.doubts.push(Uncertain {
            place: place.clone(),
            message: say!(
                "原文写“一票否决”：要的话在标准里给这一条写 veto: true",
                "it speaks of a veto: write `veto: true` if that is meant"
            ),
        });
    }
    // Several sentences with marks of their own are several criteria.
    let mut split = None;
    let mut common = None;
    for (at, t) in words.iter().rev() {
        match parts(t) {
            Parts::Several(list) if split.is_none() => split = Some((*at, list)),
            Parts::Common(list, tail) if common.is_none() => common = Some((*at, list, tail)),
            Parts::Open(why) => table.doubts.push(Uncertain {
                place: place.clone(),
                message: Bilingual {
                    zh: format!("原文有几处分数，没有拆开：{}", why.zh),
                    en: format!("the wording has several marks and was not taken apart: {}", why.en),
                },
            }),
            Parts::One | Parts::Several(_) | Parts::Common(..) => {}
        }
    }
    let sum = |list: &[(String, Decimal)]| list.iter().map(|(_, n)| *n).sum::<Decimal>();
    let mut rows: Vec<Row> = Vec::new();
    match split {
        Some((at, list)) if own.or(of_item).is_none_or(|own| own == sum(&list)) => {
            for (part, marks) in &list {
                let texts = words.iter().map(|(own, t)| if *own == at { part.clone() } else { (*t).to_owned() });
                let texts: Vec<String> = texts.collect();
                let title = short(part);
                rows.push(Row {
                    title,
                    marks: Some(*marks),
                    quote: quote(&mut texts.iter().cloned()),
                    scoring: texts.join("\n"),
                    ..one.clone()
                });
            }
        }
        other => {
            if let (Some((_, list)), Some(own)) = (&other, own.or(of_item)) {
                let sum = sum(list);
                table.doubts.push(Uncertain {
                    place: place.clone(),
                    message: say!(
                        "分值是 {own}，原文里的分数相加是 {sum}，没有拆开",
                        "the marks are {own}, those in the wording add up to {sum}: it was not taken apart"
                    ),
                });
            }
            if let ([(.., marks)], Some(own)) = (inside.as_slice(), own)
                && *marks != own
            {
                table.doubts.push(Uncertain {
                    place: place.clone(),
                    message: say!(
                        "分值是 {own}，原文里写 {marks} 分，照分值读",
                        "the marks are {own}, the wording says {marks}: the former count"
                    ),
                });
            }
            if own.is_none() {
                own = match inside.as_slice() {
                    [(.., marks)] => Some(*marks),
                    _ => of_item.or_else(|| in_words(&raw, &place, &mut table.doubts)),
                };
            }
            let title = words.first().map_or(String::new(), |(_, t)| short(&flat(t)));
            let ways = match &common {
                Some((at, list, tail)) if own.or(of_item).is_none_or(|own| own == sum(list)) => {
                    own = own.or(of_item).or_else(|| Some(sum(list)));
                    let others = words.iter().filter(|(own, _)| own != at).map(|(_, t)| *t).collect::<Vec<_>>().join("\n");
                    ways(&Row { title: title.clone(), ..one.clone() }, &others, list, tail)
                }
                _ => Vec::new(),
            };
            if ways.is_empty() && common.is_some() {
                table.doubts.push(Uncertain {
                    place: place.clone(),
                    message: say!(
                        "原文有几处分数，没有拆开：后面的扣分是对最后一样，还是对每一样，看不出来",
                        "the wording has several marks and was not taken apart: whether the deduction at the end is for the last part or for each cannot be told"
                    ),
                });
            }
            rows.push(Row {
                title,
                marks: own,
                quote: quote(&mut words.iter().map(|(_, t)| (*t).to_owned())),
                scoring: raw.clone(),
                reading: (!ways.is_empty()).then(Reading::manual),
                ways,
                ..one
            });
        }
    }
    for mut row in rows {
        if !row.printed.is_empty() {
            row.title.clone_from(&row.printed);
            for own in row.ways.iter_mut().flat_map(|way| &mut way.rows) {
                own.title.clone_from(&row.printed);
            }
        }
        if let Some(section) = table.sections.last_mut() {
            section.criteria.push(row);
        }
    }
}

/// The remark, and what stands in columns that have no field: 责任部门：基金科.
fn note(sheet: &Sheet, row: usize, roles: &Roles) -> String {
    let mut parts: Vec<String> = vec![flat(text(sheet, row, roles.note))];
    parts.extend(roles.kept.iter().filter_map(|(at, head)| {
        let own = flat(sheet.text(row, *at));
        (!own.is_empty()).then(|| format!("{head}：{own}"))
    }));
    parts.retain(|p| !p.is_empty());
    parts.join("；")
}
