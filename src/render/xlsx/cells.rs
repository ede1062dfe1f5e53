//! One value into one cell, by its kind: nothing that is text is ever read as anything else.

use super::forms::{self, kept, number_format, Forms, DAY, MOMENT};
use crate::render::escape;
use crate::render::spreadsheet::Dated;
use crate::render::Words;
use crate::report::{Cell, Column};
use chrono::{NaiveDate, NaiveDateTime};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use std::borrow::Cow;

/// UTF-16 units that a cell holds.
const LONGEST_TEXT: usize = 32_767;
/// Days of which spreadsheets agree which number they are: 1900-03-01 …
const FIRST_DAY: f64 = 61.0;
/// … to 9999-12-31.
const LAST_DAY: f64 = 2_958_465.0;
/// Milliseconds of a day.
const DAY_MILLIS: f64 = 86_400_000.0;

/// Where a cell stands: row, column.
pub type CellAddress = (u32, u16);

/// Writes cells into a sheet, and counts the texts that were too long.
pub struct CellWriter<'a> {
    /// The sheet.
    pub sheet: &'a mut Worksheet,
    /// The formats of its workbook.
    pub forms: &'a mut Forms,
    /// The language.
    pub words: &'a Words,
    /// Texts that a cell could not hold as a whole.
    pub cut: u64,
}

impl CellWriter<'_> {
    /// Writes the value of a column; what is missing stays empty.
    pub fn cell(&mut self, spot: CellAddress, cell: &Cell, column: &Column) -> Result<(), XlsxError> {
        match cell {
            Cell::Missing => Ok(()),
            Cell::Whole(whole) => self.number(spot, *whole as f64, true, column),
            Cell::Number(number) if number.is_finite() => self.number(spot, *number, false, column),
            Cell::Number(_) => Ok(()),
            Cell::Flag(flag) => self.sheet.write_boolean(spot.0, spot.1, *flag).map(drop),
            Cell::New | Cell::Interval(_) | Cell::Row(_) | Cell::Class(_) => {
                self.text(spot, &self.words.cell(cell, column.unit))
            }
            Cell::Text(text) => match Dated::of(cell, column).and_then(dated) {
                Some((days, number)) => self.formatted(spot, days, number),
                None => self.text(spot, text),
            },
        }
    }

    fn number(
        &mut self,
        spot: CellAddress,
        number: f64,
        is_whole: bool,
        column: &Column,
    ) -> Result<(), XlsxError> {
        let format = number_format(column.unit, column.of.as_deref(), is_whole);
        self.formatted(spot, kept(number, column.unit), &format)
    }

    /// Writes a number in a number format.
    pub fn formatted(&mut self, spot: CellAddress, number: f64, format: &str) -> Result<(), XlsxError> {
        self.sheet.write_number_with_format(spot.0, spot.1, number, self.forms.of(format)).map(drop)
    }

    /// Writes a count.
    pub fn count(&mut self, spot: CellAddress, count: u64) -> Result<(), XlsxError> {
        self.formatted(spot, count as f64, forms::COUNT)
    }

    /// Writes a text as it is.
    pub fn text(&mut self, spot: CellAddress, text: &str) -> Result<(), XlsxError> {
        let format = self.forms.text().clone();
        self.styled(spot, text, &format)
    }

    /// Writes a text in a format of its own.
    pub fn styled(&mut self, spot: CellAddress, text: &str, format: &Format) -> Result<(), XlsxError> {
        let held = held(text);
        self.cut += u64::from(held.len() < text.len());
        self.sheet.write_string_with_format(spot.0, spot.1, held.as_ref(), format).map(drop)
    }
}

/// The text, or what of it a cell holds and `…`.
fn held(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let mut end = 0;
    for character in text.chars() {
        units += character.len_utf16();
        if units >= LONGEST_TEXT {
            break;
        }
        end += character.len_utf8();
    }
    Cow::Owned(format!("{}…", &text[..end]))
}

/// The number of a day or moment and its format; `None`: spreadsheets have no such day.
fn dated(dated: Dated) -> Option<(f64, &'static str)> {
    let (days, format) = match dated {
        Dated::Day(day) => (serial(day.into()), DAY),
        Dated::Moment(moment) => (serial(moment), MOMENT),
    };
    (FIRST_DAY..LAST_DAY + 1.0).contains(&days).then_some((days, format))
}

/// Days since the day before 1900 began, as spreadsheets count them.
fn serial(moment: NaiveDateTime) -> f64 {
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    let since = moment - NaiveDateTime::from(zero);
    since.num_milliseconds() as f64 / DAY_MILLIS
}

/// How wide a column has to be for the texts that people see in it.
pub fn width(texts: impl Iterator<Item = usize>, head: &str) -> f64 {
    let longest_word = head.split(' ').map(escape::width).max().unwrap_or(0);
    let head = longest_word.max(escape::width(head).div_ceil(2));
    let widest = texts.chain([head]).max().unwrap_or(0);
    widest.clamp(6, 60) as f64 + 3.0
}
