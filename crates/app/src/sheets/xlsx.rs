//! A sheet of Excel's, written row by row: what was written waits in a file without a name, not in memory. A text is a text,
//! whatever it begins with; only what reads as a number, a day or an instant becomes one.

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use rust_xlsxwriter::{Format, FormatBorder, Workbook, Worksheet, XlsxError};
use yuheng_engine::failpoint;

use super::moment::serial;
use super::{Cell, Kind};
use crate::{Error, Result};

/// The longest text in a cell, in UTF-16 units.
const LONGEST: usize = 32_767;

/// What stands behind a text that was cut.
const CUT: &str = "……（已截断 / cut）";

/// The most digits that Excel keeps of a number.
const DIGITS: usize = 15;

/// The longest name of a sheet, in UTF-16 units.
const LONGEST_NAME: usize = 31;

/// How wide a column may be, in narrow characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 9..=50;

/// So many rows say how wide the columns are.
const MEASURED: u32 = 200;

/// A workbook with one sheet.
pub struct Xlsx {
    book: Workbook,
    zone: TimeZone,
    /// The row to be written next.
    row: u32,
    widths: Vec<usize>,
    day: Format,
    instant: Format,
}

impl Xlsx {
    /// A workbook with its header, which stays in sight.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn begin(name: &str, header: &[String], zone: TimeZone) -> Result<Self> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(named(name)).map_err(failed)?;
        heading(sheet, header).map_err(failed)?;
        Ok(Self {
            book,
            zone,
            row: 1,
            // The button of the filter takes room too.
            widths: header.iter().map(|text| width(text) + 3).collect(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            instant: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        })
    }

    /// Writes rows.
    ///
    /// # Errors
    /// When there is no room for them, or there are more than a sheet has.
    pub fn rows(&mut self, rows: &[Vec<Cell>]) -> Result<()> {
        let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
        for cells in rows {
            for (column, cell) in (0..).zip(cells) {
                let written = match content(cell, &self.zone) {
                    Content::Nothing => Ok(()),
                    Content::Text(text) => sheet.write_string(self.row, column, text).map(drop),
                    Content::Number(number) => sheet.write_number(self.row, column, number).map(drop),
                    Content::Truth(truth) => sheet.write_boolean(self.row, column, truth).map(drop),
                    Content::Day(day) => sheet.write_number_with_format(self.row, column, day, &self.day).map(drop),
                    Content::Instant(instant) => {
                        sheet.write_number_with_format(self.row, column, instant, &self.instant).map(drop)
                    }
                };
                written.map_err(failed)?;
                if self.row <= MEASURED
                    && let Some(widest) = self.widths.get_mut(usize::from(column))
                {
                    *widest = (*widest).max(shown(cell));
                }
            }
            self.row += 1;
        }
        Ok(())
    }

    /// The file.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn end(mut self) -> Result<Vec<u8>> {
        let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
        for (column, widest) in (0..).zip(&self.widths) {
            sheet.set_column_width(column, columns_wide(*widest)).map_err(failed)?;
        }
        let last = u16::try_from(self.widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, self.row - 1, last).map_err(failed)?;
        self.book.save_to_buffer().map_err(failed)
    }
}

/// What goes into a cell.
enum Content {
    Nothing,
    Text(String),
    Number(f64),
    Truth(bool),
    Day(f64),
    Instant(f64),
}

fn content(cell: &Cell, zone: &TimeZone) -> Content {
    let text = cell.text.as_str();
    let read = match cell.kind {
        _ if text.is_empty() => Some(Content::Nothing),
        _ if failpoint::armed("sheets.knows_texts_only") => None,
        Kind::Text => None,
        Kind::Number => number(text).map(Content::Number),
        Kind::Truth => text.parse().ok().map(Content::Truth),
        Kind::Day => text.parse::<civil::Date>().ok().and_then(|day| serial(day.into())).map(Content::Day),
        Kind::Instant => {
            let instant = text.parse::<Timestamp>().ok().map(|instant| instant.to_zoned(zone.clone()).datetime());
            instant.and_then(serial).map(Content::Instant)
        }
    };
    read.unwrap_or_else(|| Content::Text(within(text)))
}

/// The number that a text writes, if Excel keeps it as it is written.
fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = [whole, part].iter().all(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()));
    let is_plain = whole == "0" || !whole.starts_with('0');
    (is_number && is_plain && whole.len() + part.len() <= DIGITS).then(|| text.parse().ok())?
}

/// The text as far as a cell holds it.
fn within(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST {
        return text.to_owned();
    }
    let (mut kept, mut room) = (String::new(), LONGEST - CUT.encode_utf16().count());
    for character in text.chars() {
        let Some(left) = room.checked_sub(character.len_utf16()) else { break };
        room = left;
        kept.push(character);
    }
    kept + CUT
}

/// How wide a cell is shown.
fn shown(cell: &Cell) -> usize {
    match cell.kind {
        Kind::Day => 10,
        Kind::Instant => 19,
        Kind::Text | Kind::Number | Kind::Truth => width(&cell.text),
    }
}

/// How wide the first line of a text is, in narrow characters: those of Chinese, Japanese and Korean take two.
pub fn width(text: &str) -> usize {
    let is_wide = |character: char| {
        matches!(character, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}'
            | '\u{20000}'..='\u{3fffd}')
    };
    text.lines().next().unwrap_or_default().chars().map(|it| if is_wide(it) { 2 } else { 1 }).sum()
}

/// The width of a column whose widest cell has so many narrow characters.
pub fn columns_wide(widest: usize) -> f64 {
    let widest = widest.clamp(*WIDTHS.start(), *WIDTHS.end());
    u32::try_from(widest).map_or(9.0, f64::from) + 1.0
}

/// Writes the header, which stays in sight.
pub fn heading(sheet: &mut Worksheet, header: &[String]) -> std::result::Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
    for (column, name) in (0..).zip(header) {
        sheet.write_string_with_format(0, column, within(name), &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// The format in which what is typed stays the text that it is: a number of a telephone is no number.
pub fn text_format() -> Format {
    Format::new().set_num_format("@")
}

/// A name that a sheet can have.
pub fn named(name: &str) -> String {
    let mut kept = String::new();
    let possible =
        name.chars().filter(|it| !it.is_control() && !matches!(it, '[' | ']' | ':' | '*' | '?' | '/' | '\\'));
    for character in possible {
        if kept.encode_utf16().count() + character.len_utf16() > LONGEST_NAME {
            break;
        }
        kept.push(character);
    }
    let kept = kept.trim_matches(['\'', ' ']);
    if kept.is_empty() || kept.eq_ignore_ascii_case("history") { "Sheet".to_owned() } else { kept.to_owned() }
}

/// What is wrong is the room to write in.
pub fn failed(error: XlsxError) -> Error {
    Error::Unwritten(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_only_if_it_stays_as_it_is_written() {
        for (text, expected) in [("12", Some(12.0)), ("-12.50", Some(-12.5)), ("0.1", Some(0.1)), ("0", Some(0.0))] {
            assert_eq!(number(text), expected, "{text}");
        }
        for text in ["0012", "12345678901234567890", "1e5", "", "-", "1.", ".5", "NaN", "inf", "1,000"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_sheet_is_named_as_excel_allows() {
        assert_eq!(named("事件/请求: [全部]"), "事件请求 全部");
        assert_eq!(named("名".repeat(40).as_str()).chars().count(), 31);
        assert_eq!((named("***"), named("History")), ("Sheet".to_owned(), "Sheet".to_owned()));
    }

    #[test]
    fn a_text_is_cut_where_a_cell_ends_and_says_so() {
        let cut = within(&"🙂".repeat(20_000));
        assert!(cut.ends_with(CUT) && cut.encode_utf16().count() <= LONGEST);
        assert_eq!(within("short"), "short");
    }

    #[test]
    fn the_header_stays_in_sight_and_filters_and_nothing_is_a_formula() {
        let mut book = Xlsx::begin("事件", &["标题", "数"].map(str::to_owned), TimeZone::UTC).unwrap();
        let text = |text: &str| Cell { text: text.to_owned(), kind: Kind::Text };
        book.rows(&[vec![text("=1+1"), text("很长的中文标题很长的中文标题")]]).unwrap();
        let bytes = book.end().unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let sheet = std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
        for part in
            ["<pane ySplit=\"1\"", "state=\"frozen\"", "<autoFilter ref=\"A1:B2\"/>", "<t>=1+1</t>", "width=\"29"]
        {
            assert!(sheet.contains(part), "{part}: {sheet}");
        }
        assert!(!sheet.contains("<f>"), "{sheet}");
        let book = std::io::read_to_string(archive.by_name("xl/workbook.xml").unwrap()).unwrap();
        assert!(book.contains("<sheet name=\"事件\""), "{book}");
    }

    #[test]
    fn wide_characters_take_two() {
        assert_eq!((width("事件A"), width("a\nlonger"), columns_wide(500), columns_wide(1)), (5, 1, 51.0, 10.0));
    }
}
