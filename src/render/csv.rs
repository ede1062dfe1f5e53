//! One section as CSV or TSV: base units, unrounded, empty where there is no value.

use super::{escape, number, CsvDialect, Manuscript, Style, WriteReport};
use crate::report::{Cell, Table};
use ::csv::{ErrorKind, Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io::{self, Write};

/// What sets one kind of delimited text apart from another.
struct DelimitedForm {
    delimiter: u8,
    decimal_comma: bool,
    marked: bool,
    terminator: Terminator,
    guard: bool,
    visible: bool,
}

impl DelimitedForm {
    /// CSV in the dialect asked for.
    fn csv(style: &Style) -> DelimitedForm {
        match style.csv_dialect {
            CsvDialect::Rfc => DelimitedForm { delimiter: b',', ..DelimitedForm::plain(style) },
            CsvDialect::ExcelEu => DelimitedForm {
                delimiter: b';',
                decimal_comma: true,
                marked: true,
                terminator: Terminator::CRLF,
                guard: true,
                ..DelimitedForm::plain(style)
            },
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
            guard: style.formula_guard,
            visible: style.width.is_some(),
        }
    }

    fn number(&self, value: f64) -> String {
        let text = number::machine(value).unwrap_or_default();
        if self.decimal_comma {
            text.replace('.', ",")
        } else {
            text
        }
    }

    /// The text, and whether it had to be guarded. On a terminal hidden characters are written out.
    fn text<'a>(&self, text: &'a str) -> (Cow<'a, str>, bool) {
        let shown = if self.visible { escape::visible(text) } else { Cow::Borrowed(text) };
        if self.guard && is_formula(text) {
            (Cow::Owned(format!("'{shown}")), true)
        } else {
            (shown, false)
        }
    }

    /// Writes a text, and says how many cells had to be guarded.
    fn write_text<W: Write>(&self, text: &str, writer: &mut Writer<W>) -> ::csv::Result<u64> {
        let (text, guarded) = self.text(text);
        writer.write_field(text.as_bytes())?;
        Ok(u64::from(guarded))
    }
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
    Ok(WriteReport { guarded })
}

fn write_table<W: Write>(table: &Table, form: &DelimitedForm, writer: &mut Writer<W>) -> ::csv::Result<u64> {
    let mut guarded = 0;
    for column in &table.columns {
        guarded += form.write_text(&column.name(), writer)?;
    }
    writer.write_record(None::<&[u8]>)?;
    for row in &table.rows {
        for cell in row {
            match cell {
                Cell::Missing | Cell::New => writer.write_field("")?,
                Cell::Whole(whole) => writer.write_field(whole.to_string())?,
                Cell::Number(value) => writer.write_field(form.number(*value))?,
                Cell::Flag(flag) => writer.write_field(flag.to_string())?,
                Cell::Text(_) | Cell::Interval(_) | Cell::Row(_) => {
                    guarded += form.write_text(&cell.text().unwrap_or_default(), writer)?;
                }
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
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

/// Whether a spreadsheet would take the text for a formula: `=`, `+`, `-`, `@` or a full-width form
/// of them at its beginning, blanks, quotes and marks aside, or a tab or line break there. Plain
/// numbers are none.
fn is_formula(text: &str) -> bool {
    let rest = text.trim_start_matches(is_passed_over);
    let start = &text[..text.len() - rest.len()];
    if start.contains(['\t', '\r', '\n']) {
        return true;
    }
    rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        && !(start.is_empty() && is_plain_number(rest))
}

/// Whether a spreadsheet may still see a formula behind the character.
fn is_passed_over(character: char) -> bool {
    character.is_whitespace()
        || escape::is_hidden(character)
        || matches!(character, '"' | '\'' | '`' | '‘' | '’' | '“' | '”' | '„' | '«' | '»')
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    is_all_digits(whole) && is_all_digits(fraction)
}

fn is_all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_formula, plain_error};
    use std::io;

    #[test]
    fn formulas_are_known_in_their_disguises() {
        for text in ["=1+1", "+cmd", "-2+3", "@SUM(A1)", " =1", "\"=1", "\u{feff}=1", "＝1", "\tx", "\0=1"] {
            assert!(is_formula(text), "{text:?}");
        }
        for text in ["", "a=1", "-5", "+31612345678", "-1.5", "+1,5", "tag", "'quoted'", "–"] {
            assert!(!is_formula(text), "{text:?}");
        }
    }

    #[test]
    fn a_broken_pipe_stays_one() {
        let error = ::csv::Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(plain_error(error).kind(), io::ErrorKind::BrokenPipe);
    }
}
