//! One section as a sheet: heads that stay in sight, a row a row, filters, bars, and charts beside it.

use super::cells::{width, CellWriter};
use super::charts::{self, Plotted};
use super::forms::judge;
use super::{agents, figures, forms, OpenWorkbook};
use crate::fitting::{numbered, short};
use crate::render::figures::is_single;
use crate::render::Words;
use crate::report::{Cell, Column, Report, Table, Unit, Versus, PIECE};
use rust_xlsxwriter::{ConditionalFormatDataBar, ConditionalFormatType, IgnoreError, Worksheet, XlsxError};

/// Rows of a sheet, its head aside.
const MOST_ROWS: usize = 1_048_575;
/// Columns of a sheet.
const MOST_COLUMNS: usize = 16_384;
/// Columns that are still read if they stand on one page.
const FIT_ON_A_PAGE: usize = 14;
/// Columns at the beginning that stay in sight.
const MOST_REPEATED: usize = 3;
/// Rows that the widths of columns are taken from.
const MEASURED: usize = 2_000;

/// Writes a section, on further sheets what one has no room for; how many texts were cut.
pub fn write(table: &Table, report: &Report, book: &mut OpenWorkbook) -> Result<u64, XlsxError> {
    if is_single(table) {
        return figures::write(table, book);
    }
    let mut sheets = SectionSheets::begin(table, report, book)?;
    for piece in table.pieces(PIECE) {
        let mut rows = &*piece;
        while !rows.is_empty() {
            if sheets.rows == MOST_ROWS {
                sheets.end()?;
                sheets.add()?;
            }
            let (here, later) = rows.split_at(rows.len().min(MOST_ROWS - sheets.rows));
            sheets.write(here)?;
            rows = later;
        }
    }
    sheets.end()?;
    Ok(sheets.cut)
}

/// The sheets of a section, the last of them at hand.
struct SectionSheets<'s, 'b> {
    table: &'s Table,
    report: &'s Report,
    book: &'s mut OpenWorkbook<'b>,
    /// The columns there is room for.
    columns: &'s [Column],
    /// Rows of the section that stand on no sheet yet.
    left: usize,
    /// The sheet's name.
    name: String,
    /// Rows on the sheet, its head aside.
    rows: usize,
    /// Characters that the longest text of each column takes.
    widest: Vec<usize>,
    /// Texts that were cut, on all sheets.
    cut: u64,
}

impl<'s, 'b> SectionSheets<'s, 'b> {
    /// With the first sheet, on which are no rows yet.
    fn begin(
        table: &'s Table,
        report: &'s Report,
        book: &'s mut OpenWorkbook<'b>,
    ) -> Result<SectionSheets<'s, 'b>, XlsxError> {
        let columns = &table.columns[..table.columns.len().min(MOST_COLUMNS)];
        let (left, name, widest) = (table.row_count(), String::new(), Vec::new());
        let mut sheets = SectionSheets { table, report, book, columns, left, name, rows: 0, widest, cut: 0 };
        sheets.add()?;
        Ok(sheets)
    }

    /// Adds a sheet for the rows that are left.
    fn add(&mut self) -> Result<(), XlsxError> {
        let title = self.book.words.title(&self.table.name);
        let cells = self.left.min(MOST_ROWS) * self.columns.len();
        self.name = self.book.add_sheet(&title, cells)?;
        (self.rows, self.widest) = (0, vec![0; self.columns.len()]);
        let mut writer = self.book.writer()?;
        write_heads(&mut writer, self.columns)?;
        writer.sheet.set_repeat_rows(0, 0).map(drop)
    }

    /// Writes rows for which the sheet has room.
    fn write(&mut self, rows: &[Vec<Cell>]) -> Result<(), XlsxError> {
        let words = self.book.words;
        for cells in rows.iter().take(MEASURED.saturating_sub(self.rows)) {
            for ((cell, column), widest) in cells.iter().zip(self.columns).zip(&mut self.widest) {
                *widest = text_width(cell, column, words).max(*widest);
            }
        }
        let mut writer = self.book.writer()?;
        for (row, cells) in (numbered(self.rows) + 1..).zip(rows) {
            for (place, (cell, column)) in (0u16..).zip(cells.iter().zip(self.columns)) {
                writer.cell((row, place), cell, column)?;
            }
        }
        self.cut += writer.cut;
        self.rows += rows.len();
        self.left -= rows.len();
        Ok(())
    }

    /// Lays the sheet out and adds its charts.
    fn end(&mut self) -> Result<(), XlsxError> {
        let (last, columns) = (numbered(self.rows), self.columns);
        let words = self.book.words;
        lay_out(self.book.writer()?.sheet, &Shown { columns, widest: &self.widest, last }, words)?;
        charts::write(&self.name, &Plotted { columns, last }, self.book)?;
        let is_first = self.rows + self.left == self.table.row_count();
        if is_first {
            agents::write(&self.name, (self.table, self.report), self.book)?;
        }
        Ok(())
    }
}

fn write_heads(writer: &mut CellWriter, columns: &[Column]) -> Result<(), XlsxError> {
    for (place, column) in (0u16..).zip(columns) {
        let heading = writer.words.heading(column);
        let head = writer.forms.head(is_number(column.unit));
        writer.styled((0, place), &heading, &head)?;
    }
    writer.sheet.set_row_height(0, 31)?;
    Ok(())
}

/// Whether the values stand at the right of their column.
fn is_number(unit: Unit) -> bool {
    !matches!(unit, Unit::Text | Unit::Instant | Unit::Flag)
}

/// What stands on a sheet.
struct Shown<'a> {
    columns: &'a [Column],
    /// Characters that the longest text of each takes.
    widest: &'a [usize],
    /// The last row, 0 if there is the head alone.
    last: u32,
}

/// Widths, what stays in sight, filters, bars.
fn lay_out(sheet: &mut Worksheet, shown: &Shown, words: &Words) -> Result<(), XlsxError> {
    let told_apart = shown.columns.iter().take_while(|column| column.is_dimension()).count();
    sheet.set_freeze_panes(1, short(told_apart.min(MOST_REPEATED)))?;
    for ((place, column), widest) in (0u16..).zip(shown.columns).zip(shown.widest) {
        sheet.set_column_width(place, width([*widest].into_iter(), &words.heading(column)))?;
        if shown.last > 0 {
            mark(sheet, (place, shown.last), column)?;
        }
    }
    print_well(sheet, shown, told_apart)?;
    let last_column = short(shown.columns.len().saturating_sub(1));
    if !shown.columns.is_empty() {
        sheet.autofilter(0, 0, shown.last, last_column)?;
    }
    if shown.last > 0 {
        sheet.ignore_error_range(1, 0, shown.last, last_column, IgnoreError::NumberStoredAsText)?;
    }
    Ok(())
}

/// A page wide if it can be read so, else on several with the same beginning of every row.
fn print_well(sheet: &mut Worksheet, shown: &Shown, told_apart: usize) -> Result<(), XlsxError> {
    if shown.columns.len() <= FIT_ON_A_PAGE {
        sheet.set_print_fit_to_pages(1, 0);
    } else if let Some(last) = told_apart.min(MOST_REPEATED).checked_sub(1) {
        sheet.set_repeat_columns(0, short(last))?;
    }
    Ok(())
}

/// Characters that the cell takes as it is shown.
fn text_width(cell: &Cell, column: &Column, words: &Words) -> usize {
    match (cell, column.unit) {
        (Cell::Text(text), Unit::Text) => crate::render::escape::width(text.lines().next().unwrap_or("")),
        (Cell::Text(_), Unit::Instant) => forms::MOMENT.len(),
        (Cell::Whole(_) | Cell::Number(_), Unit::Seconds) => "1234:00:00".len(),
        _ => crate::render::escape::width(&words.cell(cell, column.unit)),
    }
}

/// Bars behind shares, and the colour of changes for the better and for the worse.
fn mark(sheet: &mut Worksheet, (place, last): (u16, u32), column: &Column) -> Result<(), XlsxError> {
    if column.unit == Unit::Rate && column.versus == Versus::Now {
        let bar = ConditionalFormatDataBar::new()
            .set_fill_color(forms::BAR)
            .set_solid_fill(true)
            .set_border_off(true)
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 1);
        sheet.add_conditional_format(1, place, last, place, &bar)?;
    }
    if column.versus == Versus::Change {
        judge(sheet, (1, place), (last, place), column.better)?;
    }
    Ok(())
}
