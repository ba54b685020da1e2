//! How the cells of the sheet of answers look and what may be written into them. It must not know rules.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign, FormatBorder, Formula, Note,
    ProtectionOptions, Worksheet, XlsxError,
};

use super::{HEADS, NOT_APPLICABLE, column, float};
use crate::audit::answer_fields::AnswerField;
use crate::audit::show;

/// Widths in characters, and what the head's note says.
const COLUMNS: [(f64, &str); 14] = [
    (12.0, "导入时按这一列认行。行可以移动，这一列不要改。"),
    (6.0, ""),
    (46.0, ""),
    (34.0, ""),
    (20.0, "服务点填报的，以及前几轮查到的。"),
    (12.0, "黄色的格子填写。空着是没有查到，不算零分，也不算通过。"),
    (9.0, ""),
    (9.0, "能算的自动算。黄色的是算不了的，照“怎样评”算好填上；导入时程序重新计算，不一样的会指出来。"),
    (16.0, "这一项不适用于这个服务点才写，写原因。"),
    (28.0, "扣了分的写原因。"),
    (20.0, "几样用顿号隔开。"),
    (22.0, "写了才有整改通知，才列入待整改。"),
    (12.0, "写成 2026-12-31。"),
    (20.0, "把照片插入到这一行，左上角在这一行里就行；WPS 的“嵌入单元格”也可以。"),
];

const TINT: Color = Color::RGB(0x00FF_F8E1);
const QUIET: Color = Color::RGB(0x0056_6074);

/// The formats, and the sheet that they are written to.
pub struct Writer<'a> {
    sheet: &'a mut Worksheet,
    plain: Format,
    bold: Format,
    quiet: Format,
    input: Format,
    section: Format,
    computed: Format,
}

fn base() -> Format {
    Format::new().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00B8_BFCA)).set_align(FormatAlign::Top)
}

impl<'a> Writer<'a> {
    /// Writes the head.
    pub fn new(sheet: &'a mut Worksheet) -> Result<Self, XlsxError> {
        // What a program shows that does not calculate when it opens a file: nothing, not 0.
        sheet.set_formula_result_default("");
        let head = base()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00E6_EEF7));
        for ((at, (width, help)), title) in (0_u16..).zip(COLUMNS).zip(HEADS) {
            sheet.set_column_width(at, width)?;
            sheet.write_with_format(0, at, title, &head)?;
            if !help.is_empty() {
                sheet.insert_note(0, at, &Note::new(help).add_author_prefix(false).set_width(260).set_height(90))?;
            }
        }
        sheet.set_row_height(0, 32)?;
        sheet.set_freeze_panes(1, column::HOW)?;
        let centre = || base().set_align(FormatAlign::Center).set_unlocked().set_background_color(TINT);
        Ok(Self {
            sheet,
            plain: base().set_text_wrap(),
            bold: base().set_text_wrap().set_bold(),
            quiet: base().set_text_wrap().set_font_color(QUIET).set_font_size(9),
            input: centre(),
            section: base().set_bold().set_background_color(Color::RGB(0x00F1_F3F6)),
            computed: base().set_align(FormatAlign::Center),
        })
    }

    /// The heading of a section.
    pub fn section(&mut self, row: u32, title: &str) -> Result<(), XlsxError> {
        for at in 0..=column::PHOTO {
            self.sheet.write_blank(row, at, &self.section)?;
        }
        self.sheet.write_string_with_format(row, column::WHAT, title, &self.section)?;
        self.sheet.set_row_height(row, 20)?;
        Ok(())
    }

    /// The row of a criterion: its key, number, words, rule, and what is known.
    pub fn question(&mut self, row: u32, key: &str, [number, what, quote, how, known]: [&str; 5]) -> Result<(), XlsxError> {
        self.blank_row(row)?;
        self.sheet.write_string_with_format(row, column::KEY, key, &self.quiet)?;
        self.sheet.write_string_with_format(row, column::NUMBER, number, &self.bold)?;
        if quote.is_empty() {
            self.sheet.write_string_with_format(row, column::WHAT, what, &self.bold)?;
        } else {
            // The document's words below the title, not as loud.
            let (strong, plain) = (Format::new().set_bold(), Format::new());
            let (what, quote) = (format!("{what}\n"), quote.trim());
            self.sheet.write_rich_string_with_format(row, column::WHAT, &[(&strong, &what), (&plain, quote)], &self.plain)?;
        }
        self.sheet.write_string_with_format(row, column::HOW, how, &self.quiet)?;
        self.sheet.write_string_with_format(row, column::KNOWN, known, &self.quiet)?;
        let words = if quote.is_empty() { what.to_owned() } else { format!("{what}\n{quote}") };
        self.height(row, &[(&words, 44.0, 1.0), (how, 38.0, 0.85), (known, 22.0, 0.85)])
    }

    /// The row of one answer below its criterion.
    pub fn answer(&mut self, row: u32, key: &str, [what, how, known, unit]: [&str; 4]) -> Result<(), XlsxError> {
        self.blank_row(row)?;
        self.sheet.write_string_with_format(row, column::KEY, key, &self.quiet)?;
        let indented = self.plain.clone().set_indent(1);
        self.sheet.write_string_with_format(row, column::WHAT, what, &indented)?;
        self.sheet.write_string_with_format(row, column::HOW, how, &self.quiet)?;
        self.sheet.write_string_with_format(row, column::KNOWN, known, &self.quiet)?;
        self.text(row, column::UNIT, unit)?;
        self.height(row, &[(what, 42.0, 1.0), (how, 38.0, 0.85), (known, 22.0, 0.85)])
    }

    fn blank_row(&mut self, row: u32) -> Result<(), XlsxError> {
        for at in 0..=column::PHOTO {
            self.sheet.write_blank(row, at, &self.plain)?;
        }
        Ok(())
    }

    /// Not every program fits rows by itself when it opens a file.
    fn height(&mut self, row: u32, texts: &[(&str, f64, f64)]) -> Result<(), XlsxError> {
        let lines =
            |text: &str, width: f64| text.lines().map(|l| (super::super::book::width(l) / width).ceil().max(1.0)).sum::<f64>();
        let most = texts.iter().map(|(text, width, size)| lines(text, *width) * size).fold(1.0, f64::max);
        // 409 points is the most that a row can have.
        self.sheet.set_row_height(row, (15.5 * most + 3.0).min(400.0))?;
        Ok(())
    }

    /// A plain text in the middle of its cell.
    pub fn text(&mut self, row: u32, at: u16, text: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(row, at, text, &self.computed)?;
        Ok(())
    }

    /// A criterion that is not for this point.
    pub fn out(&mut self, row: u32, why: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(row, column::MARKS, NOT_APPLICABLE, &self.computed)?;
        self.sheet.write_string_with_format(row, column::KNOWN, why, &self.quiet)?;
        Ok(())
    }

    /// The cells for words beside a criterion.
    pub fn notes(&mut self, row: u32) -> Result<(), XlsxError> {
        let words = base().set_text_wrap().set_unlocked().set_background_color(TINT);
        for at in [column::NOT_APPLICABLE, column::REASON, column::EVIDENCE, column::MEND, column::PHOTO] {
            self.sheet.write_blank(row, at, &words)?;
        }
        self.sheet.write_blank(row, column::DEADLINE, &words.clone().set_num_format("yyyy-mm-dd"))?;
        Ok(())
    }

    /// The cell of an answer, with its choices or limits. `marks` are the full marks of the criterion.
    pub fn input(&mut self, row: u32, field: &AnswerField<'_>, marks: Option<Decimal>) -> Result<(), XlsxError> {
        self.sheet.write_blank(row, column::ANSWER, &self.input)?;
        let rule = match field {
            AnswerField::Met | AnswerField::Fact { yes_no: true, .. } => choice(&["是", "否"])?,
            AnswerField::Clean => choice(&["是"])?,
            AnswerField::Thing { .. } => choice(&["有", "缺"])?,
            AnswerField::Marks => match marks {
                Some(marks) => limit(0.0, Some(float(marks)), &format!("0 到 {} 的数", show(marks)))?,
                None => choice(&["是", "否"])?,
            },
            AnswerField::Fault { .. } | AnswerField::Checked | AnswerField::Failed => whole()?,
            // A fact may also be a word or a list: it is asked about, and allowed.
            AnswerField::Fact { .. } => limit(0.0, None, "0 或以上的数")?.set_error_style(DataValidationErrorStyle::Warning),
        };
        self.sheet.add_data_validation(row, column::ANSWER, row, column::ANSWER, &rule)?;
        Ok(())
    }

    /// A fact in per cent: what is typed as 96% would become 0.96, which this format shows at once as 0.96%.
    pub fn percent(&mut self, row: u32, percent: bool) -> Result<(), XlsxError> {
        if percent {
            let format = self.input.clone().set_num_format("General\"%\"");
            self.sheet.write_blank(row, column::ANSWER, &format)?;
        }
        Ok(())
    }

    /// Marks that the sheet reckons, or 不适用.
    pub fn formula(&mut self, row: u32, marks: &str) -> Result<(), XlsxError> {
        let at = row + 1;
        let whole = Formula::new(format!("=IF($I${at}<>\"\",\"{NOT_APPLICABLE}\",{marks})")).set_result("");
        self.sheet.write_formula_with_format(row, column::MARKS, whole, &self.computed)?;
        Ok(())
    }

    /// Marks that no formula can reckon: they are worked out by hand.
    pub fn by_hand(&mut self, row: u32, marks: Decimal) -> Result<(), XlsxError> {
        self.sheet.write_blank(row, column::MARKS, &self.input)?;
        let rule = limit(0.0, Some(float(marks)), &format!("0 到 {} 的数，照“怎样评”算", show(marks)))?;
        // 不适用 may stand there too.
        let rule = rule.set_error_style(DataValidationErrorStyle::Warning);
        self.sheet.add_data_validation(row, column::MARKS, row, column::MARKS, &rule)?;
        Ok(())
    }

    /// Whether it is met, where no formula can tell.
    pub fn judged(&mut self, row: u32) -> Result<(), XlsxError> {
        self.sheet.write_blank(row, column::MARKS, &self.input)?;
        self.sheet.add_data_validation(row, column::MARKS, row, column::MARKS, &choice(&["符合", "不符合", NOT_APPLICABLE])?)?;
        Ok(())
    }

    /// What holds for the whole sheet.
    pub fn finish(self, rows: u32) -> Result<(), XlsxError> {
        let sheet = self.sheet;
        sheet.set_landscape();
        sheet.set_paper_size(8);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_print_area(0, column::NUMBER, rows.saturating_sub(1), column::PHOTO)?;
        protect(sheet);
        Ok(())
    }
}

/// Without a password: it guards against a slip, not against a person. Photos may be put in.
pub fn protect(sheet: &mut Worksheet) {
    let allowed = ProtectionOptions {
        edit_objects: true,
        format_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    };
    sheet.protect_with_options(&allowed);
}

/// Only these words.
pub fn choice(words: &[&str]) -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_strings(words)?
        .set_error_title("请选一个")?
        .set_error_message(format!("只能填：{}", words.join("、")))
}

fn limit(least: f64, most: Option<f64>, words: &str) -> Result<DataValidation, XlsxError> {
    let rule = match most {
        Some(most) => DataValidationRule::Between(least, most),
        None => DataValidationRule::GreaterThanOrEqualTo(least),
    };
    DataValidation::new().allow_decimal_number(rule).set_error_title("数不对")?.set_error_message(format!("填{words}"))
}

fn whole() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_whole_number(DataValidationRule::Between(0, 1_000_000))
        .set_error_title("数不对")?
        .set_error_message("填 0 或以上的整数")
}
