//! The rows of an Excel file: the first sheet that is shown and isn't a template's explanation. Of a formula what it came to
//! is taken; a day or time as it stands on the wall.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use yuheng_definition::Label;

use super::inflated::{LARGEST_UNPACKED, broken, measured};
use super::moment::on_the_wall;
use crate::template::EXPLANATION;

/// The most cells of a sheet, counted up to the last that is filled of each row.
pub const MOST_CELLS: usize = 4_000_000;

/// How a compound file begins: Excel's until 2003, and any with a password.
pub const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";

/// The rows that have something in them, each with its number: the sheet's first is 1.
///
/// # Errors
/// With what is wrong, when nothing can be read.
pub fn rows(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, Label> {
    if bytes.starts_with(COMPOUND) {
        return Err(closed());
    }
    measured(bytes, LARGEST_UNPACKED)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let name = sheet(&book).ok_or_else(|| Label::new("文件中没有可读的工作表", "The file has no sheet to read"))?;
    let mut reader = book.worksheet_cells_reader(&name).map_err(|_| broken())?;
    let (mut rows, mut cells): (Vec<(usize, Vec<String>)>, usize) = (Vec::new(), 0);
    while let Some(cell) = reader.next_cell().map_err(|_| broken())? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.trim().is_empty() {
            continue;
        }
        let (row, column) = (row as usize + 1, column as usize);
        if rows.last().is_none_or(|(last, _)| *last != row) {
            rows.push((row, Vec::new()));
        }
        let Some((_, line)) = rows.last_mut() else { continue };
        cells += (column + 1).saturating_sub(line.len());
        if cells > MOST_CELLS {
            return Err(too_many());
        }
        line.resize(line.len().max(column + 1), String::new());
        line[column] = text;
    }
    Ok(rows)
}

/// The name of the sheet to be read.
fn sheet<R>(book: &Xlsx<R>) -> Option<String>
where
    R: std::io::Read + std::io::Seek,
{
    let is_it = |sheet: &&calamine::Sheet| {
        let is_explanation = [EXPLANATION.0, EXPLANATION.1].contains(&sheet.name.as_str());
        sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet && !is_explanation
    };
    book.sheets_metadata().iter().find(is_it).map(|sheet| sheet.name.clone())
}

/// A cell as CSV has it.
fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A number in fifteen digits, as Excel shows it: 0.1 + 0.2 is 0.3.
fn decimal(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded}") }
}

/// A day, a day with its time, or a time alone.
fn moment_text(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() || days < 1.0 {
        // No length of time is longer than Excel's calendar: 2,958,465 days.
        #[expect(clippy::cast_possible_truncation, reason = "bounded just above")]
        let seconds = (days.clamp(0.0, 2_958_466.0) * 86_400.0).round() as i64;
        return format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    match on_the_wall(moment.to_ymd_hms_milli()) {
        Some(moment) if moment.time() == jiff::civil::Time::midnight() => moment.date().to_string(),
        Some(moment) => format!("{} {}", moment.date(), moment.time()),
        None => decimal(days),
    }
}

fn closed() -> Label {
    Label::new(
        "文件有密码保护，或是旧的 .xls 格式：请去掉密码，另存为 .xlsx 后重试",
        "The file has a password or is of the older kind .xls: take the password off, save it as .xlsx and try again",
    )
}

fn too_many() -> Label {
    Label::new(
        &format!("工作表超过 {MOST_CELLS} 个单元格：请删去不需要的列，或拆分"),
        &format!("The sheet has more than {MOST_CELLS} cells: take columns out that aren't needed, or split it"),
    )
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use rust_xlsxwriter::{Formula, Workbook};

    use super::super::{Cell, Kind, Xlsx};
    use super::*;

    fn cell(kind: Kind, text: &str) -> Cell {
        Cell { text: text.to_owned(), kind }
    }

    #[test]
    fn what_was_written_is_read_again() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let header = ["标题", "数", "日", "时", "真"].map(str::to_owned);
        let mut book = Xlsx::begin("事件", &header, zone).unwrap();
        let texts = ["=1+1", "-12.5", "2026-11-22", "2026-11-21T23:30:00Z", "true"];
        let kinds = [Kind::Text, Kind::Number, Kind::Day, Kind::Instant, Kind::Truth];
        let row = |texts: [&str; 5]| std::iter::zip(kinds, texts).map(|(kind, text)| cell(kind, text)).collect();
        book.rows(&[row(texts), row(["", "0012", "1899-01-01", "soon", "perhaps"])]).unwrap();
        let found = rows(&book.end().unwrap()).unwrap();
        assert_eq!(found[0], (1, header.to_vec()));
        assert_eq!(found[1].1, ["=1+1", "-12.5", "2026-11-22", "2026-11-22 07:30:00", "true"]);
        assert_eq!(found[2], (3, ["", "0012", "1899-01-01", "soon", "perhaps"].map(str::to_owned).to_vec()));
    }

    #[test]
    fn formulas_say_what_they_came_to_and_hidden_sheets_nothing() {
        let mut book = Workbook::new();
        book.add_worksheet().set_hidden(true).write_string(0, 0, "hidden").unwrap();
        book.add_worksheet().set_name(EXPLANATION.0).unwrap().write_string(0, 0, "explained").unwrap();
        let sheet = book.add_worksheet();
        sheet.set_active(true).write_string(2, 1, "title").unwrap();
        sheet.write_formula(4, 1, Formula::new("=1+2").set_result("3")).unwrap();
        sheet.write_string(9, 1, "  ").unwrap();
        let found = rows(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(found, [(3, vec![String::new(), "title".to_owned()]), (5, vec![String::new(), "3".to_owned()])]);
    }

    #[test]
    fn what_is_no_workbook_is_told() {
        assert_eq!(rows(&[COMPOUND, b"rest"].concat()), Err(closed()));
        assert_eq!(rows(b"PK\x03\x04 and no more"), Err(broken()));
    }

    #[test]
    fn a_number_has_the_digits_that_excel_shows() {
        for (number, text) in [(0.1 + 0.2, "0.3"), (13_800_138_000.0, "13800138000"), (-0.0, "0"), (1e-7, "0.0000001")]
        {
            assert_eq!(decimal(number), text);
        }
    }
}
