//! A section of one row as a list: a figure a row, what stands beside it in columns of their own.

use super::cells::width;
use super::forms::judge;
use super::OpenWorkbook;
use crate::render::escape;
use crate::render::figures::{self, ShownFigure};
use crate::report::Table;
use rust_xlsxwriter::XlsxError;

/// Where a figure's id stands: behind its name and six values.
const ID: u16 = 7;
/// Where its change stands.
const CHANGE: u16 = 3;

/// Writes the figures one under the other; how many texts were cut.
pub fn write(table: &Table, book: &mut OpenWorkbook) -> Result<u64, XlsxError> {
    let words = book.words;
    book.add_sheet(&words.title(&table.name), 0)?;
    let mut writer = book.writer()?;
    let [figure, value, previous, change] = words.figures;
    let heads = [figure, value, previous, change, words.count, words.mean, words.p90, "id"];
    for (place, head_text) in (0u16..).zip(heads) {
        let head = writer.forms.head(place > 0 && place < ID);
        writer.styled((0, place), head_text, &head)?;
    }
    let shown = figures::of(table);
    let mut names = Vec::with_capacity(shown.len());
    for (row, figure) in (1u32..).zip(&shown) {
        let main = &table.columns[figure.main];
        let label = words.label(main);
        writer.text((row, 0), &label)?;
        for (place, part) in (1u16..).zip(parts(figure)) {
            if let Some(part) = part {
                writer.cell((row, place), &table.rows[0][part], &table.columns[part])?;
            }
        }
        let id = writer.forms.id();
        writer.styled((row, ID), &main.name(), &id)?;
        judge(writer.sheet, (row, CHANGE), (row, CHANGE), main.better)?;
        names.push((escape::width(&label), main.name().len()));
    }
    let cut = writer.cut;
    writer.sheet.set_repeat_rows(0, 0)?.set_freeze_panes(1, 1)?.set_print_fit_to_pages(1, 0);
    writer.sheet.set_column_width(0, width(names.iter().map(|(label, _)| *label), figure))?;
    for place in 1..ID {
        writer.sheet.set_column_width(place, 13)?;
    }
    writer.sheet.set_column_width(ID, width(names.iter().map(|(_, id)| *id), "id"))?;
    writer.sheet.autofilter(0, 0, u32::try_from(shown.len()).unwrap_or(0), ID)?;
    Ok(cut)
}

/// The places of the values of a figure, in the order of their heads.
fn parts(figure: &ShownFigure) -> [Option<usize>; 6] {
    [Some(figure.main), figure.previous, figure.change, figure.count, figure.mean, figure.p90]
}
