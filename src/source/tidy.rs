//! Tells quickly that all records at the beginning of a file are rows as they should be, which most files' are.

use super::blocks::whole_records;
use super::cells::Cells;
use super::csv::{CsvFault, CsvLayout, Marks, Splitter, Watch};
use super::found::{is_no_row, is_odd, starts, Form};
use std::borrow::Cow;
use std::sync::Arc;

/// Whether all records of `rows`, which stand behind the header, are rows whose quotes stand as they should; a last one
/// may be cut off unless this is the `whole` file. Where it says no, a careful look at each may still say yes.
pub fn is_tidy(form: &Arc<Form>, marks: Marks, rows: &str, whole: bool) -> bool {
    let end = if whole { rows.len() } else { whole_records(rows.as_bytes(), marks) };
    let rows = &rows[..end];
    let slots = (0..form.width).map(Some).collect();
    let watch = Some(Arc::new(Watch::new(&starts(form), form.clone(), is_odd)));
    let layout = CsvLayout { marks, slots, watch };
    let mut splitter = Splitter::new(&layout, rows);
    let mut cells = Cells::new(form.width);
    loop {
        splitter.fill(&mut cells);
        if cells.is_empty() {
            return true;
        }
        if !splitter.is_tidy() || splitter.faults.iter().any(|(_, fault)| *fault != CsvFault::Blank) {
            return false;
        }
        let read = cells.rows(rows);
        for row in 0..read.len() {
            let texts = (0..form.width).map(|slot| read.text(slot, row).unwrap_or_default());
            let filled = texts.clone().filter(|text| is_filled(text)).count();
            let begins = texts.clone().next().is_some_and(is_filled);
            // Sums, lines of text and second headers have an empty first cell, one that is filled, or no hole at all.
            let is_doubtful = filled > 0 && (!begins || filled == 1 || filled == form.width);
            if is_doubtful && is_no_row(&texts.map(Cow::Borrowed).collect::<Vec<_>>(), form) {
                return false;
            }
        }
    }
}

/// Whether anything but blanks stands in a text.
fn is_filled(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_graphic) || !text.trim().is_empty()
}
