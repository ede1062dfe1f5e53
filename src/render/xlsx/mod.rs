//! The report as a workbook: a sheet a section, values of their own kinds, charts of what goes over time.

mod about;
mod agents;
mod cells;
mod charts;
mod figures;
mod forms;
mod names;
mod sheet;

use super::{Manuscript, WriteReport};
use crate::fitting::small;
use crate::report::Scope;
use cells::CellWriter;
use chrono::{DateTime, Datelike, Timelike};
use forms::Forms;
use names::SheetNames;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::io::{self, BufWriter, Seek, Write};

/// Cells of a section above which a sheet is written row by row and packed on the disk, so that it is never in memory as a
/// whole.
const MANY_CELLS: usize = 200_000;
/// The paper's number.
const A4: u8 = 9;

/// Writes every section as a sheet, then what the figures stand on.
pub fn write(manuscript: &Manuscript, out: &mut dyn Write) -> io::Result<WriteReport> {
    let mut written = WriteReport::default();
    let mut book = workbook(manuscript, &mut written).map_err(io::Error::other)?;
    let cells = manuscript.sections.iter().map(|table| table.row_count() * table.columns.len()).max();
    if cells.is_some_and(|cells| cells > MANY_CELLS) {
        let mut packed = tempfile::tempfile()?;
        book.save_to_writer(BufWriter::new(&mut packed)).map_err(io::Error::other)?;
        packed.rewind()?;
        io::copy(&mut packed, out)?;
    } else {
        out.write_all(&book.save_to_buffer().map_err(io::Error::other)?)?;
    }
    Ok(written)
}

fn workbook(manuscript: &Manuscript, written: &mut WriteReport) -> Result<Workbook, XlsxError> {
    let Manuscript { report, sections, style } = manuscript;
    let words = style.words;
    let mut book =
        OpenWorkbook { workbook: Workbook::new(), forms: Forms::new(), names: SheetNames::default(), words };
    book.workbook.set_properties(&properties(&words.title(&report.name), &report.scope)?);
    for table in sections {
        written.cut += sheet::write(table, report, &mut book)?;
    }
    written.cut += about::write(report, sections, &mut book)?;
    Ok(book.workbook)
}

/// The title, and the "now" of the run as the time of writing, so that the same report is the same file.
fn properties(title: &str, scope: &Scope) -> Result<DocProperties, XlsxError> {
    let now = DateTime::parse_from_rfc3339(&scope.as_of).unwrap_or_default().naive_utc();
    let year = u16::try_from(now.year()).unwrap_or(1970);
    let (month, day) = (small(now.month()), small(now.day()));
    let (hour, minute) = (u16::from(small(now.hour())), small(now.minute()));
    let now = ExcelDateTime::from_ymd(year, month, day)?.and_hms(hour, minute, f64::from(now.second()))?;
    Ok(DocProperties::new().set_title(title).set_author("insights").set_creation_datetime(&now))
}

/// A workbook while it is written.
struct OpenWorkbook<'a> {
    workbook: Workbook,
    forms: Forms,
    names: SheetNames,
    words: &'a super::Words,
}

impl OpenWorkbook<'_> {
    /// Adds a sheet of about that name, for so many cells, laid out for A4; its name as it is now.
    fn add_sheet(&mut self, name: &str, cells: usize) -> Result<String, XlsxError> {
        let name = self.names.free(name);
        let sheet = if cells > MANY_CELLS {
            self.workbook.add_worksheet_with_constant_memory()?
        } else {
            self.workbook.add_worksheet()
        };
        sheet.set_name(&name)?;
        sheet.set_landscape().set_paper_size(A4);
        sheet.set_footer("&L&A&R&P / &N");
        Ok(name)
    }

    /// The sheet added last, to write into.
    fn writer(&mut self) -> Result<CellWriter<'_>, XlsxError> {
        let last = self.workbook.worksheets_mut().last_mut();
        let sheet = last.ok_or_else(|| XlsxError::ParameterError("no sheet".to_owned()))?;
        Ok(CellWriter { sheet, forms: &mut self.forms, words: self.words, cut: 0 })
    }
}

#[cfg(test)]
mod tests;
