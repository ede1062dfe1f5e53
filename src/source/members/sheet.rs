//! The cells of one sheet, written as CSV: every value as the sheet means it, in a form that needs no guess.

use crate::fitting::{numbered, truncated, truncated_size};
use calamine::{CellErrorType, DataRef, ExcelDateTime, ExcelDateTimeType};

/// Bytes of cells of a sheet at most.
const LARGEST: usize = 1 << 30;

/// Cells of a rectangle that is written whole; sparser sheets are written row by row as they are.
const RECTANGLE: u64 = 1 << 26;

/// Most digits that a spreadsheet keeps of a number.
const DIGITS: f64 = 1e15;

/// What a cell holds.
#[derive(Clone, Copy)]
enum Value {
    /// A text of `SheetText::texts`, from and to.
    Text(usize, usize),
    /// A day and a moment of it, in milliseconds.
    Moment(Day, u32),
}

/// Year, month and day.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Day(u16, u8, u8);

/// A cell with something in it.
struct PlacedCell {
    row: u32,
    column: u32,
    value: Value,
}

/// Cells with anything in them, in the order read.
#[derive(Default)]
pub struct SheetCells {
    texts: String,
    cells: Vec<PlacedCell>,
    /// Whole numbers of more digits than a spreadsheet keeps.
    pub long_numbers: u64,
    /// Cells that hold an error such as `#N/A`.
    pub errors: u64,
}

/// The sheet is larger than what is held in memory.
#[derive(Debug)]
pub struct TooLarge;

impl SheetCells {
    /// Adds a cell. Errors: the sheet is too large.
    pub fn add(&mut self, row: u32, column: u32, cell: &DataRef<'_>) -> Result<(), TooLarge> {
        let from = self.texts.len();
        let moment = match cell {
            DataRef::Empty => return Ok(()),
            DataRef::Error(error) => {
                // Values that are still on their way are no error of a formula.
                self.errors += u64::from(*error != CellErrorType::GettingData);
                return Ok(());
            }
            DataRef::Int(number) => return self.put(row, column, &number.to_string()),
            DataRef::Float(number) => {
                self.long_numbers += u64::from(number.abs() >= DIGITS && number.fract() == 0.0);
                return self.put(row, column, &number_text(*number));
            }
            DataRef::String(text) | DataRef::DateTimeIso(text) => return self.put(row, column, text),
            DataRef::SharedString(text) => return self.put(row, column, text),
            DataRef::Bool(is) => return self.put(row, column, if *is { "true" } else { "false" }),
            DataRef::DurationIso(text) => return self.put(row, column, &iso_duration(text)),
            DataRef::DateTime(moment) => moment,
        };
        match day_of(moment) {
            Some((day, time)) => self.cells.push(PlacedCell { row, column, value: Value::Moment(day, time) }),
            None => {
                self.texts.push_str(&clock(moment.as_f64()));
                let value = Value::Text(from, self.texts.len());
                self.cells.push(PlacedCell { row, column, value });
            }
        }
        Ok(())
    }

    fn put(&mut self, row: u32, column: u32, text: &str) -> Result<(), TooLarge> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let from = self.texts.len();
        self.texts.push_str(text);
        if self.texts.len() + self.cells.len() * size_of::<PlacedCell>() > LARGEST {
            return Err(TooLarge);
        }
        self.cells.push(PlacedCell { row, column, value: Value::Text(from, self.texts.len()) });
        Ok(())
    }

    /// Whether no cell holds anything.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The sheet as CSV, a line a row: empty rows are empty lines, columns that are empty in front are left out.
    pub fn csv(mut self) -> Vec<u8> {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        let first = self.cells.iter().map(|cell| cell.column).min().unwrap_or(0);
        let last = self.cells.iter().map(|cell| cell.column).max().unwrap_or(0);
        let width = (last - first + 1) as usize;
        let timed = self.timed(first, width);
        let rows = self.cells.last().map_or(0, |cell| u64::from(cell.row)) + 1;
        let is_padded = rows * width as u64 <= RECTANGLE;
        let mut csv = Vec::with_capacity(self.texts.len() + self.cells.len() * 8);
        let mut line = 0;
        for cells in self.cells.chunk_by(|one, next| one.row == next.row) {
            let row = cells[0].row;
            csv.resize(csv.len() + (row - line) as usize, b'\n');
            line = row + 1;
            let mut column = 0;
            for cell in cells {
                let at = (cell.column - first) as usize;
                csv.resize(csv.len() + (at - column), b',');
                column = at;
                self.write(&mut csv, cell.value, timed[at]);
            }
            // A single cell is a title or a remark, not a row of the table.
            if is_padded && (cells.len() > 1 || width < 3) {
                csv.resize(csv.len() + (width - 1 - column), b',');
            }
            csv.push(b'\n');
        }
        csv
    }

    /// Whether any moment of a column has a time of day, by column from the first.
    fn timed(&self, first: u32, width: usize) -> Vec<bool> {
        let mut timed = vec![false; width];
        for cell in &self.cells {
            if matches!(cell.value, Value::Moment(_, time) if time > 0) {
                timed[(cell.column - first) as usize] = true;
            }
        }
        timed
    }

    fn write(&self, csv: &mut Vec<u8>, value: Value, timed: bool) {
        match value {
            Value::Text(from, to) => quoted(csv, &self.texts[from..to]),
            Value::Moment(Day(year, month, day), time) => {
                csv.extend_from_slice(format!("{year:04}-{month:02}-{day:02}").as_bytes());
                if timed {
                    csv.push(b'T');
                    csv.extend_from_slice(time_text(u64::from(time), 2).as_bytes());
                }
            }
        }
    }
}

/// A text in quotes where it needs them.
fn quoted(csv: &mut Vec<u8>, text: &str) {
    if !text.contains([',', '"', '\n', '\r', ';', '\t', '|']) && text.trim() == text {
        csv.extend_from_slice(text.as_bytes());
        return;
    }
    csv.push(b'"');
    csv.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    csv.push(b'"');
}

/// A number as a spreadsheet shows it at its best: 15 digits, without an exponent.
pub fn number_text(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    format!("{rounded}")
}

const DAY: f64 = 86_400_000.0;

/// A value below is a time of day or a duration: no export is of 1900.
const FIRST_DAY: f64 = 366.0;

/// The day and the milliseconds of it; `None` for durations and times of day.
fn day_of(moment: &ExcelDateTime) -> Option<(Day, u32)> {
    let value = moment.as_f64();
    if moment.is_duration() || value < FIRST_DAY || !value.is_finite() {
        return None;
    }
    let mut time = (value.fract() * DAY).round();
    let mut moment = *moment;
    if time >= DAY {
        // Rounded up to midnight.
        let plain = ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false);
        let is_1904 = plain.to_ymd_hms_milli() != moment.to_ymd_hms_milli();
        moment = ExcelDateTime::new(value.floor() + 1.0, ExcelDateTimeType::DateTime, is_1904);
        time = 0.0;
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    Some((Day(year, month, day), numbered(truncated_size(time))))
}

/// Days as hours, minutes and seconds: `26:30:00`.
fn clock(days: f64) -> String {
    let sign = if days < 0.0 { "-" } else { "" };
    format!("{sign}{}", time_text(truncated((days.abs() * DAY).round()).cast_unsigned(), 1))
}

fn time_text(milliseconds: u64, hour_digits: usize) -> String {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = if rest == 0 { String::new() } else { format!(".{rest:03}") };
    format!("{hours:0hour_digits$}:{minutes:02}:{seconds:02}{fraction}")
}

/// `PT26H30M00S` as `26:30:00`; what is no such duration stays as it is.
fn iso_duration(text: &str) -> String {
    let Some(rest) = text.strip_prefix("PT") else { return text.to_owned() };
    let mut milliseconds = 0.0;
    let mut digits = String::new();
    for letter in rest.chars() {
        let unit = match letter {
            'H' => 3_600_000.0,
            'M' => 60_000.0,
            'S' => 1000.0,
            _ => {
                digits.push(if letter == ',' { '.' } else { letter });
                continue;
            }
        };
        let Ok(number) = digits.parse::<f64>() else { return text.to_owned() };
        milliseconds += number * unit;
        digits.clear();
    }
    time_text(truncated(milliseconds.round()).cast_unsigned(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(value: f64) -> DataRef<'static> {
        DataRef::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false))
    }

    fn csv(rows: &[&[DataRef<'_>]]) -> String {
        let mut cells = SheetCells::default();
        for (row, columns) in rows.iter().enumerate() {
            for (column, cell) in columns.iter().enumerate() {
                cells.add(numbered(row), numbered(column) + 1, cell).unwrap();
            }
        }
        String::from_utf8(cells.csv()).unwrap()
    }

    #[test]
    fn values_are_written_as_the_sheet_means_them() {
        let text = |text| DataRef::SharedString(text);
        let long = ExcelDateTime::new(1.104_166_666_666_667, ExcelDateTimeType::TimeDelta, false);
        // Day 46083 is 2 March 2026; 0.1 + 0.2 and a third of a day are not exact.
        let rows: [&[DataRef]; 4] = [
            &[text("Export of \"March\"")],
            &[text("id"), text("at"), text("took"), text("score"), text("day")],
            &[
                DataRef::Float(123456789012345.0),
                moment(46083.0),
                DataRef::DateTime(long),
                DataRef::Float(0.1 + 0.2),
                moment(46083.0),
            ],
            &[
                DataRef::Float(7.0),
                moment(46083.0 + 1.0 / 3.0),
                moment(0.5),
                DataRef::Bool(true),
                DataRef::Empty,
            ],
        ];
        assert_eq!(
            csv(&rows),
            "\"Export of \"\"March\"\"\"\nid,at,took,score,day\n\
             123456789012345,2026-03-02T00:00:00,26:30:00,0.3,2026-03-02\n7,2026-03-02T08:00:00,12:00:00,true,\n"
        );
    }

    #[test]
    fn what_a_sheet_loses_is_counted() {
        let mut cells = SheetCells::default();
        cells.add(0, 0, &DataRef::Float(1_234_567_890_123_456_800.0)).unwrap();
        cells.add(0, 1, &DataRef::Error(CellErrorType::NA)).unwrap();
        assert_eq!((cells.long_numbers, cells.errors), (1, 1));
        assert_eq!(iso_duration("PT26H30M01,5S"), "26:30:01.500");
        assert_eq!(iso_duration("P1D"), "P1D");
    }

    #[test]
    fn a_cell_far_away_makes_no_large_file() {
        let mut cells = SheetCells::default();
        cells.add(0, 0, &DataRef::Bool(true)).unwrap();
        cells.add(1_048_575, 16_383, &DataRef::Bool(true)).unwrap();
        assert!(cells.csv().len() < 2_000_000);
    }
}
