//! The application form (申报表) of one point, as the bureau's document prints it: what the point's file and its application say is filled
//! in, the rest stays blank for the pen.

use std::iter::Peekable;
use std::slice::Iter;

use super::{Block, FormCell, FormRow, Paper};
use crate::model::application::{Application, Form, FormField};
use crate::model::{Bureau, Point};

/// Columns of a form.
const COLUMNS: u8 = 4;
/// Lines that a long answer gets at least, so that it can also be written by hand.
const LONG: u8 = 9;
/// Lines for an opinion with signature and seal.
const OPINION: u8 = 6;

/// The filled form.
#[must_use]
pub fn application(bureau: &Bureau, point: &Point, form: &Form, application: &Application) -> Paper {
    let answer = |field: &FormField| {
        let text = field.filled(bureau, point, application).unwrap_or_default();
        text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut blocks: Vec<Block> = form
        .fields
        .iter()
        .filter(|f| f.above)
        .map(|f| Block::paragraph(format!("{}：{}", f.label.value, answer(f).join("，"))))
        .collect();
    let inside: Vec<&FormField> = form.fields.iter().filter(|f| !f.above).collect();
    let mut rows = Vec::new();
    let mut rest = inside.iter().peekable();
    while let Some(field) = rest.next() {
        rows.extend(row(field, &mut rest, &answer));
    }
    blocks.push(Block::Form { rows });
    Paper {
        title: title(form, application),
        blocks,
        remark: if bureau.file.sample {
            "本件是示例，其中的服务点、人员和数字都是虚构的。".to_owned()
        } else {
            String::new()
        },
        ..Paper::default()
    }
}

/// The rows of a field, and of the next one where both take half a line.
fn row(
    field: &FormField,
    rest: &mut Peekable<Iter<'_, &FormField>>,
    answer: &impl Fn(&FormField) -> Vec<String>,
) -> Vec<FormRow> {
    let label = |f: &FormField, span| FormCell { text: vec![f.label.value.clone()], label: true, span, ..FormCell::default() };
    let value = |f: &FormField, span| FormCell { text: answer(f), span, ..FormCell::default() };
    if field.signed {
        let foot = ["主要负责人签字：　　　　　　", "（单位公章）　　", "年　　月　　日"].map(str::to_owned).into();
        let cell = FormCell { text: answer(field), foot, span: COLUMNS - 1, ..FormCell::default() };
        return vec![FormRow { cells: vec![label(field, 1), cell], lines: OPINION }];
    }
    if field.max_characters.is_some() {
        let cell = FormCell { title: field.label.value.clone(), text: answer(field), span: COLUMNS, ..FormCell::default() };
        return vec![FormRow { cells: vec![cell], lines: LONG }];
    }
    let cells = match rest.next_if(|next| field.half && next.half) {
        Some(next) => vec![label(field, 1), value(field, 1), label(next, 1), value(next, 1)],
        None => vec![label(field, 1), value(field, COLUMNS - 1)],
    };
    vec![FormRow { cells, lines: 1 }]
}

/// 2021年度市级… with the application's year.
fn title(form: &Form, application: &Application) -> String {
    let printed = form.title.value.as_str();
    let year = |text: &str| text.chars().count() == 4 && text.chars().all(|c| c.is_ascii_digit());
    let rest = printed.split_once("年度").filter(|(before, _)| year(before)).map_or(printed, |(_, rest)| rest);
    format!("{}年度{rest}", application.year.value.trim_end_matches("年度").trim_end_matches('年'))
}
