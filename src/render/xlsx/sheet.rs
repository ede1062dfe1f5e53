//! One section as a sheet: heads that stay in sight, a row a row, filters, bars, and charts beside it.

use super::cells::{width, CellWriter};
use super::charts::{self, Plotted};
use super::forms::judge;
use super::{agents, figures, forms, OpenWorkbook};
use crate::render::figures::is_single;
use crate::render::Words;
use crate::report::{Cell, Column, Table, Unit, Versus};
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
pub fn write(table: &Table, book: &mut OpenWorkbook) -> Result<u64, XlsxError> {
    if is_single(table) {
        return figures::write(table, book);
    }
    let mut cut = 0;
    let title = book.words.title(&table.name);
    let mut rows = table.rows.as_slice();
    loop {
        let (here, rest) = rows.split_at(rows.len().min(MOST_ROWS));
        cut += write_sheet(table, &title, here, book)?;
        rows = rest;
        if rows.is_empty() {
            return Ok(cut);
        }
    }
}

fn write_sheet(
    table: &Table,
    title: &str,
    rows: &[Vec<Cell>],
    book: &mut OpenWorkbook,
) -> Result<u64, XlsxError> {
    let columns = &table.columns[..table.columns.len().min(MOST_COLUMNS)];
    let words = book.words;
    let name = book.add_sheet(title, rows.len() * columns.len())?;
    let mut writer = book.writer()?;
    write_heads(&mut writer, columns)?;
    writer.sheet.set_repeat_rows(0, 0)?;
    for (row, cells) in (1u32..).zip(rows) {
        for (place, (cell, column)) in (0u16..).zip(cells.iter().zip(columns)) {
            writer.cell((row, place), cell, column)?;
        }
    }
    let cut = writer.cut;
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX - 1);
    lay_out(writer.sheet, &Shown { columns, rows, last }, words)?;
    charts::write(&name, &Plotted { columns, last }, book)?;
    agents::write(&name, table, book)?;
    Ok(cut)
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
    rows: &'a [Vec<Cell>],
    /// The last row, 0 if there is the head alone.
    last: u32,
}

/// Widths, what stays in sight, filters, bars.
fn lay_out(sheet: &mut Worksheet, shown: &Shown, words: &Words) -> Result<(), XlsxError> {
    let told_apart = shown.columns.iter().take_while(|column| column.is_dimension()).count();
    sheet.set_freeze_panes(1, u16::try_from(told_apart.min(MOST_REPEATED)).unwrap_or(0))?;
    for (place, column) in (0u16..).zip(shown.columns) {
        let texts =
            shown.rows.iter().take(MEASURED).map(|row| text_width(&row[usize::from(place)], column, words));
        sheet.set_column_width(place, width(texts, &words.heading(column)))?;
        if shown.last > 0 {
            mark(sheet, (place, shown.last), column)?;
        }
    }
    print_well(sheet, shown, told_apart)?;
    let last_column = u16::try_from(shown.columns.len().saturating_sub(1)).unwrap_or(0);
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
        sheet.set_repeat_columns(0, u16::try_from(last).unwrap_or(0))?;
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
