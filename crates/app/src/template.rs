//! A file to fill in: a column for each field that the caller may set when it opens a record, what must be filled first and
//! marked. In Excel's, choices are lists to choose from, and a second sheet says what each column takes.

use jiff::tz::TimeZone;
use rust_xlsxwriter::{
    DataValidation, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError, column_number_to_name,
};
use yuheng_definition::{Action, Definitions, Field, FieldKind, Label, Language, Process};
use yuheng_engine::access;

use crate::import::MOST_READ;
use crate::sheets::{FileKind, columns_wide, failed, heading, named, text_format, width};
use crate::{App, Caller, Error, Result, csv};

/// The sheet that explains the columns, in Chinese and in English: an import passes over it.
pub const EXPLANATION: (&str, &str) = ("填写说明", "How to fill in");

/// The hidden sheet of the choices that are too long to stand with their column.
const OPTIONS: (&str, &str) = ("选项", "Options");

/// What stands behind the label of a column that must be filled.
const MARK: &str = " *";

/// The longest list of choices that Excel keeps with a column, in characters with the commas between.
const LONGEST_LIST: usize = 255;

/// How wide the columns of the explanation are: name, whether it must be filled, what it takes, what it is for.
const EXPLAINED: [f64; 4] = [24.0, 10.0, 48.0, 60.0];

impl App {
    /// A file to fill in, in the caller's language; of `only` these fields, if any are named.
    ///
    /// # Errors
    /// When the right to create is missing, a field can't be set, or there is no room to write in.
    pub fn template(
        &self,
        caller: &Caller,
        process: &str,
        only: &[&str],
        (kind, language): (FileKind, Language),
    ) -> Result<Vec<u8>> {
        let process = self.process(caller, process)?;
        access::may(&self.context(caller, None), &process, None, Action::Create).map_err(Error::forbidden)?;
        let given_later = self.masked_at_creation(caller, &process);
        let settable = |field: &&Field| !field.derived && !field.retired && !given_later.contains(&field.id);
        let mut fields: Vec<&Field> = process.fields.values().filter(settable).collect();
        if let Some(unknown) = only.iter().find(|id| !fields.iter().any(|field| field.id.as_str() == **id)) {
            let (zh, en) = (format!("没有可填的字段 {unknown}"), format!("there is no field {unknown} to fill in"));
            return Err(Error::parameter("fields", &zh, &en));
        }
        fields.retain(|field| only.is_empty() || only.contains(&field.id.as_str()));
        fields.sort_by_key(|field| !must_be_filled(field));
        let header: Vec<String> = fields.iter().map(|field| marked(field, language)).collect();
        match kind {
            FileKind::Csv => csv::write(&[header]),
            FileKind::Xlsx => {
                let words = Words { definitions: &caller.in_force.definitions, language, zone: self.zone() };
                workbook(&process, (&fields, &header), &words).map_err(failed)
            }
        }
    }
}

fn must_be_filled(field: &Field) -> bool {
    field.required && field.default.is_none()
}

fn marked(field: &Field, language: Language) -> String {
    let label = field.label.text(language);
    if must_be_filled(field) { format!("{label}{MARK}") } else { label.to_owned() }
}

/// What words are made from.
struct Words<'a> {
    definitions: &'a Definitions,
    language: Language,
    zone: TimeZone,
}

fn workbook(
    process: &Process,
    (fields, header): (&[&Field], &[String]),
    words: &Words<'_>,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (mut sheet, mut explanation, mut options) = (Worksheet::new(), Worksheet::new(), Worksheet::new());
    sheet.set_name(named(words.of(&process.label)))?;
    heading(&mut sheet, header)?;
    options.set_name(words.either(OPTIONS))?.set_hidden(true);
    let mut lists = 0;
    for (column, (field, name)) in (0..).zip(fields.iter().zip(header)) {
        sheet.set_column_width(column, columns_wide((width(name) + 3).max(room(field))))?;
        sheet.set_column_format(column, &format(field))?;
        let choices = words.choices(field);
        if choices.is_empty() {
            continue;
        }
        let list = if stands_with_column(&choices) {
            DataValidation::new().allow_list_strings(&choices)?
        } else {
            lists += 1;
            DataValidation::new().allow_list_formula(set_down(&mut options, lists - 1, &choices)?)
        };
        let list = list.ignore_blank(true).set_error_message(words.none_of_them())?;
        let last = u32::try_from(MOST_READ).unwrap_or(u32::MAX);
        sheet.add_data_validation(1, column, last, column, &list)?;
    }
    explain(&mut explanation, fields, words)?;
    book.push_worksheet(sheet);
    book.push_worksheet(explanation);
    if lists > 0 {
        book.push_worksheet(options);
    }
    book.save_to_buffer()
}

/// Sets choices down in a column of the hidden sheet; where they stand.
fn set_down(options: &mut Worksheet, column: u16, choices: &[&str]) -> std::result::Result<Formula, XlsxError> {
    for (row, choice) in (0..).zip(choices) {
        options.write_string(row, column, *choice)?;
    }
    let (name, letters) = (options.name(), column_number_to_name(column));
    Ok(Formula::new(format!("='{name}'!${letters}$1:${letters}${}", choices.len())))
}

/// Whether Excel keeps the choices with the column: it tells them apart by commas.
fn stands_with_column(choices: &[&str]) -> bool {
    let length: usize = choices.iter().map(|choice| choice.encode_utf16().count() + 1).sum();
    length <= LONGEST_LIST && !choices.iter().any(|choice| choice.contains([',', '"']))
}

/// How wide a column is at least, in narrow characters: what is written by hand wants to be read.
const fn room(field: &Field) -> usize {
    match field.kind {
        FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Table { .. } => 30,
        FieldKind::Reference { .. } | FieldKind::Timestamp => 18,
        _ => 0,
    }
}

/// The format of a column's cells, so that what is typed becomes what the field holds.
fn format(field: &Field) -> Format {
    match field.kind {
        FieldKind::Date => Format::new().set_num_format("yyyy-mm-dd"),
        FieldKind::Timestamp => Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        FieldKind::Integer { .. } => Format::new().set_num_format("0"),
        FieldKind::Decimal | FieldKind::Boolean => Format::new(),
        FieldKind::Text { .. }
        | FieldKind::LongText { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Reference { .. }
        | FieldKind::Table { .. } => text_format(),
    }
}

/// The sheet that says of each column what it is.
fn explain(sheet: &mut Worksheet, fields: &[&Field], words: &Words<'_>) -> std::result::Result<(), XlsxError> {
    sheet.set_name(words.either(EXPLANATION))?;
    let header = [("列", "Column"), ("必填", "Required"), ("填什么", "What it takes"), ("说明", "What it is for")];
    heading(sheet, &header.map(|pair| words.either(pair).to_owned()))?;
    for (column, wide) in (0..).zip(EXPLAINED) {
        sheet.set_column_width(column, wide)?;
    }
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, field) in (1..).zip(fields) {
        let required = if must_be_filled(field) { words.either(("是", "yes")) } else { "" };
        let help = field.help.as_ref().map(|help| words.of(help)).unwrap_or_default();
        let cells = [words.of(&field.label).to_owned(), required.to_owned(), words.takes(field), help.to_owned()];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string_with_format(row, column, cell, &wrapped)?;
        }
    }
    Ok(())
}

impl Words<'_> {
    fn of<'l>(&self, label: &'l Label) -> &'l str {
        label.text(self.language)
    }

    fn either<'l>(&self, (zh, en): (&'l str, &'l str)) -> &'l str {
        if self.language == Language::Zh { zh } else { en }
    }

    fn none_of_them(&self) -> &'static str {
        if self.language == Language::Zh { "请从列表中选择" } else { "Choose one from the list" }
    }

    /// What a column's cell is chosen from; nothing: it isn't chosen.
    fn choices<'f>(&self, field: &'f Field) -> Vec<&'f str> {
        match &field.kind {
            FieldKind::Choice { options } => options.values().map(|label| label.text(self.language)).collect(),
            FieldKind::Boolean => match self.language {
                Language::Zh => vec!["是", "否"],
                Language::En => vec!["yes", "no"],
            },
            _ => Vec::new(),
        }
    }

    /// What a column's cells hold.
    fn takes(&self, field: &Field) -> String {
        let told = |zh: String, en: String| if self.language == Language::Zh { zh } else { en };
        let comma = self.either(("、", ", "));
        match &field.kind {
            FieldKind::Text { max } | FieldKind::LongText { max } => {
                told(format!("文字，最多 {max} 字"), format!("Text, at most {max} characters"))
            }
            FieldKind::Integer { min, max } => {
                let bound = |bound: &Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
                let range = match (min, max) {
                    (None, None) => String::new(),
                    (min, max) => format!(" {}…{}", bound(min), bound(max)),
                };
                told(format!("整数{range}"), format!("Whole number{range}"))
            }
            FieldKind::Decimal => told("数字".to_owned(), "Number".to_owned()),
            FieldKind::Boolean | FieldKind::Choice { .. } => self.choices(field).join(" / "),
            FieldKind::Date => told("日期，如 2026-11-22".to_owned(), "Day, such as 2026-11-22".to_owned()),
            FieldKind::Timestamp => {
                let zone = self.zone.iana_name().unwrap_or("UTC");
                told(
                    format!("日期和时间，如 2026-11-22 15:30（{zone}）"),
                    format!("Day and time, such as 2026-11-22 15:30 ({zone})"),
                )
            }
            FieldKind::Reference { to } => {
                let called = to.iter().filter_map(|id| self.definitions.process(id.as_str()));
                let called: Vec<_> = called.map(|process| self.of(&process.label)).collect();
                told(format!("{}的编号或名称", called.join(comma)), format!("{}: number or name", called.join(comma)))
            }
            FieldKind::Table { columns } => {
                let ids: Vec<_> = columns.keys().map(|id| id.as_str()).collect();
                let ids = ids.join(comma);
                told(format!("行的列表，JSON，列：{ids}"), format!("List of rows, JSON, with the columns {ids}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_too_long_for_its_column_stands_on_a_sheet_of_its_own() {
        assert!(stands_with_column(&["高", "中", "低"]));
        assert!(!stands_with_column(&["a,b"]) && !stands_with_column(&["\"a\""]));
        let long: Vec<String> = (0..100).map(|n| format!("选项 {n}")).collect();
        let long: Vec<&str> = long.iter().map(String::as_str).collect();
        assert!(!stands_with_column(&long));
        let mut options = Worksheet::new();
        options.set_name(OPTIONS.0).unwrap().set_hidden(true);
        set_down(&mut options, 0, &["a,b"]).unwrap();
        let list = DataValidation::new().allow_list_formula(set_down(&mut options, 1, &long).unwrap());
        let mut book = Workbook::new();
        book.add_worksheet().add_data_validation(1, 0, 9, 0, &list).unwrap();
        book.push_worksheet(options);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book.save_to_buffer().unwrap())).unwrap();
        let mut part = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
        let sheet = part("xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<formula1>'选项'!$B$1:$B$100</formula1>"), "{sheet}");
        assert!(part("xl/workbook.xml").contains("name=\"选项\" sheetId=\"2\" state=\"hidden\""));
    }
}
