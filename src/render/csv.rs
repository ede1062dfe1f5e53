//! One section as CSV or TSV: base units, empty where there is no value, digits that no spreadsheet takes for others.

use super::spreadsheet::{self, Dated};
use super::{escape, CsvDialect, Manuscript, Style, WriteReport};
use crate::fitting::truncated;
use crate::report::{Cell, Column, Table, Unit, PIECE};
use ::csv::{ErrorKind, Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, Write};

/// What sets one kind of delimited text apart from another.
struct DelimitedForm {
    delimiter: u8,
    decimal_comma: bool,
    marked: bool,
    terminator: Terminator,
    guard: Guard,
    visible: bool,
}

/// Which texts are given a `'`, the one sign that every spreadsheet keeps a cell as text for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guard {
    /// None.
    Nothing,
    /// Those that would be run.
    Formulas,
    /// Those that would not be kept as they are; instants are written as spreadsheets read them.
    Conversions,
}

impl DelimitedForm {
    /// CSV in the dialect asked for.
    fn csv(style: &Style) -> DelimitedForm {
        let plain = DelimitedForm::plain(style);
        let excel = DelimitedForm {
            marked: true,
            terminator: Terminator::CRLF,
            guard: Guard::Conversions,
            ..DelimitedForm::plain(style)
        };
        match style.csv_dialect {
            CsvDialect::Rfc => plain,
            CsvDialect::ExcelEu => DelimitedForm { delimiter: b';', decimal_comma: true, ..excel },
            CsvDialect::ExcelEn => excel,
        }
    }

    /// TSV, whatever the dialect.
    fn tsv(style: &Style) -> DelimitedForm {
        DelimitedForm { delimiter: b'\t', ..DelimitedForm::plain(style) }
    }

    fn plain(style: &Style) -> DelimitedForm {
        DelimitedForm {
            delimiter: b',',
            decimal_comma: false,
            marked: false,
            terminator: Terminator::Any(b'\n'),
            guard: if style.formula_guard { Guard::Formulas } else { Guard::Nothing },
            visible: style.width.is_some(),
        }
    }

    fn number(&self, value: f64, unit: Unit) -> String {
        let text = digits(value, unit);
        if self.decimal_comma {
            return text.replace('.', ",");
        }
        // Where dates are written `4.5.`, a spreadsheet takes `4.5` for one.
        let is_short = text.split_once('.').is_some_and(|(_, decimals)| decimals.len() < DECIMALS);
        if is_short && self.guard == Guard::Conversions {
            return format!("{value:.DECIMALS$}");
        }
        text
    }

    /// Whether the text is no cell as it stands.
    fn must_guard(&self, text: &str) -> bool {
        match self.guard {
            Guard::Nothing => false,
            Guard::Formulas => spreadsheet::is_formula(text),
            Guard::Conversions => spreadsheet::is_converted(text),
        }
    }

    /// Writes a text, on a terminal with its hidden characters written out, and says how many cells had to be guarded.
    fn write_text<W: Write>(&self, text: &str, writer: &mut Writer<W>) -> ::csv::Result<u64> {
        let guarded = self.must_guard(text);
        let mut shown = if self.visible { escape::visible(text) } else { Cow::Borrowed(text) };
        if guarded {
            shown = Cow::Owned(format!("'{shown}"));
        }
        writer.write_field(shown.as_bytes())?;
        Ok(u64::from(guarded))
    }

    /// Writes a cell of words, and says how many cells had to be guarded.
    fn write_words<W: Write>(
        &self,
        cell: &Cell,
        column: &Column,
        writer: &mut Writer<W>,
    ) -> ::csv::Result<u64> {
        let text = cell.text().unwrap_or_default();
        if self.guard != Guard::Conversions {
            return self.write_text(&text, writer);
        }
        match Dated::of(cell, column) {
            Some(Dated::Moment(moment)) => {
                writer.write_field(moment.format("%Y-%m-%d %H:%M:%S").to_string())?;
            }
            Some(Dated::Day(_)) => writer.write_field(text.as_bytes())?,
            None if column.is_bucket() => writer.write_field(text.as_bytes())?,
            None => return self.write_text(&text, writer),
        }
        Ok(0)
    }
}

/// Decimals of seconds and of what would have three otherwise.
const DECIMALS: usize = 6;

/// The number without an exponent, whole ones without decimals, never with exactly three of them: where the comma
/// stands before decimals, `49.765` is read as a number of thousands.
fn digits(value: f64, unit: Unit) -> String {
    if !value.is_finite() {
        return String::new();
    }
    if value.fract() == 0.0 {
        return format!("{:.0}", value + 0.0);
    }
    if unit == Unit::Seconds {
        return milliseconds(value).unwrap_or_else(|| format!("{value:.DECIMALS$}"));
    }
    let text = value.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if decimals == 3 {
        format!("{value:.DECIMALS$}")
    } else {
        text
    }
}

/// Seconds that are whole milliseconds, as most of a list are, and few enough to be exact to the last decimal.
fn milliseconds(seconds: f64) -> Option<String> {
    let whole = (seconds * 1000.0).round();
    let is_exact = (0.0..1e12).contains(&whole) && whole / 1000.0 == seconds;
    is_exact.then(|| {
        format!(
            "{}.{:03}000",
            truncated(whole).cast_unsigned() / 1000,
            truncated(whole).cast_unsigned() % 1000
        )
    })
}

/// Writes comma separated values, or what the dialect has in their place.
pub fn write_csv(manuscript: &Manuscript, out: &mut dyn Write) -> io::Result<WriteReport> {
    write(manuscript, &DelimitedForm::csv(manuscript.style), out)
}

/// Writes tab separated values.
pub fn write_tsv(manuscript: &Manuscript, out: &mut dyn Write) -> io::Result<WriteReport> {
    write(manuscript, &DelimitedForm::tsv(manuscript.style), out)
}

/// Writes the sections one under the other, each with its header.
fn write(manuscript: &Manuscript, form: &DelimitedForm, out: &mut dyn Write) -> io::Result<WriteReport> {
    if form.marked {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut guarded = 0;
    for table in &manuscript.sections {
        let mut writer =
            WriterBuilder::new().delimiter(form.delimiter).terminator(form.terminator).from_writer(&mut *out);
        guarded += write_table(table, form, &mut writer).map_err(plain_error)?;
        writer.flush()?;
    }
    Ok(WriteReport { guarded, ..WriteReport::default() })
}

fn write_table<W: Write>(table: &Table, form: &DelimitedForm, writer: &mut Writer<W>) -> ::csv::Result<u64> {
    let mut guarded = 0;
    for column in &table.columns {
        guarded += form.write_text(&column.name(), writer)?;
    }
    writer.write_record(None::<&[u8]>)?;
    for piece in table.pieces(PIECE) {
        for row in piece.iter() {
            guarded += write_row(&table.columns, row, form, writer)?;
        }
    }
    Ok(guarded)
}

/// Writes a row; the number of texts guarded.
fn write_row<W: Write>(
    columns: &[Column],
    row: &[Cell],
    form: &DelimitedForm,
    writer: &mut Writer<W>,
) -> ::csv::Result<u64> {
    let mut guarded = 0;
    for (cell, column) in row.iter().zip(columns) {
        match cell {
            Cell::Missing | Cell::New => writer.write_field("")?,
            Cell::Whole(whole) => writer.write_field(whole.to_string())?,
            Cell::Number(value) => writer.write_field(form.number(*value, column.unit))?,
            Cell::Flag(flag) => writer.write_field(if *flag { "true" } else { "false" })?,
            Cell::Text(_) | Cell::Interval(_) | Cell::Row(_) | Cell::Class(_) => {
                guarded += form.write_words(cell, column, writer)?;
            }
        }
    }
    writer.write_record(None::<&[u8]>)?;
    Ok(guarded)
}

/// The stream's own error where there is one, so that a broken pipe stays known as such.
fn plain_error(error: ::csv::Error) -> io::Error {
    if !error.is_io_error() {
        return io::Error::other(error);
    }
    match error.into_kind() {
        ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{digits, plain_error, DelimitedForm};
    use crate::render::{CsvDialect, Style};
    use crate::report::Unit;
    use std::io;

    #[test]
    fn no_number_has_exactly_three_decimals() {
        for (number, unit, expected) in [
            (49.765, Unit::Seconds, "49.765000"),
            (412.0, Unit::Seconds, "412"),
            (0.5, Unit::Seconds, "0.500000"),
            (1.0 / 3.0, Unit::Seconds, "0.333333"),
            (-0.0, Unit::Seconds, "0"),
            (1e-9, Unit::Seconds, "0.000000"),
            (0.125, Unit::Rate, "0.125000"),
            (0.75, Unit::Rate, "0.75"),
            (2.0 / 3.0, Unit::Rate, "0.6666666666666666"),
            (1.0, Unit::Rate, "1"),
            (-111.957, Unit::Money, "-111.957000"),
            (1.125e-7, Unit::Ratio, "0.0000001125"),
            (1e20, Unit::Ratio, "100000000000000000000"),
            (f64::NAN, Unit::Ratio, ""),
        ] {
            assert_eq!(digits(number, unit), expected, "{number} {unit:?}");
        }
    }

    #[test]
    fn whole_milliseconds_are_written_as_all_other_seconds() {
        for whole in (0..2_000_000u64).step_by(37).chain((999_999_900_000..1_000_000_100_000).step_by(7)) {
            let seconds = whole as f64 / 1000.0;
            let expected =
                if seconds.fract() == 0.0 { format!("{seconds:.0}") } else { format!("{seconds:.6}") };
            assert_eq!(digits(seconds, Unit::Seconds), expected);
        }
    }

    #[test]
    fn no_number_for_spreadsheets_looks_like_a_day_and_a_month() {
        let number = |csv_dialect, value| {
            DelimitedForm::csv(&Style { csv_dialect, ..Style::default() }).number(value, Unit::Score)
        };
        assert_eq!(number(CsvDialect::ExcelEn, 4.5), "4.500000");
        assert_eq!(number(CsvDialect::ExcelEn, 3.12), "3.120000");
        assert_eq!(number(CsvDialect::ExcelEn, 2.0 / 3.0), "0.6666666666666666");
        assert_eq!(number(CsvDialect::ExcelEn, 4.0), "4");
        assert_eq!(number(CsvDialect::ExcelEu, 4.5), "4,5");
        assert_eq!(number(CsvDialect::Rfc, 4.5), "4.5");
    }

    #[test]
    fn a_broken_pipe_stays_one() {
        let error = ::csv::Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(plain_error(error).kind(), io::ErrorKind::BrokenPipe);
    }
}
