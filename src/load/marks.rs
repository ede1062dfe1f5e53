//! Says at once which texts are not understood in the fields that mark rows.

use super::batch::{CellPlace, RowBatch};
use super::column::label;
use super::plan::Plan;
use super::recent::Recent;
use crate::source::cells::CellRows;

/// Says which of the records picked have a text that is not understood; `from` is the batch's row that the first is.
pub fn check(
    plan: &Plan,
    recents: &mut [Recent],
    (rows, picked): (CellRows<'_>, &[usize]),
    target: (&mut RowBatch, usize),
) {
    let (batch, from) = target;
    for (at, (mark, recent)) in plan.marks.iter().zip(recents).enumerate() {
        for (place, &row) in picked.iter().enumerate() {
            let text = rows.text(mark.slot, row).unwrap_or_default().trim();
            if recent.get(text, |text| mark.understands(text).then_some(0)).is_none() {
                let cell = CellPlace { row: from + place, column: Some(plan.columns.len() + at) };
                batch.warn(cell, &mark.trouble(), label(text));
            }
        }
    }
}
