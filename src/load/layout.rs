//! Which columns of a CSV file go into which slots of a plan.

use super::plan::Plan;
use crate::profile::model::NTH;
use crate::source::csv::CsvLayout;
use crate::source::dialect::Dialect;

/// The place of the column that a field means; of several columns of one name the first, unless the field says which.
pub fn place_of(header: &[String], field: &str) -> Option<usize> {
    let (name, nth) = field.split_once(NTH).unwrap_or((field, "1"));
    let nth: usize = nth.parse().ok()?;
    let mut places = (0..header.len()).filter(|&place| header[place] == name);
    places.nth(nth.checked_sub(1)?)
}

/// The columns of a file that go into the slots of a plan.
pub fn layout(dialect: &Dialect, plan: &Plan) -> CsvLayout {
    let mut slots = vec![None; dialect.header.len()];
    for (slot, field) in plan.selection.fields.iter().enumerate() {
        if let Some(column) = place_of(&dialect.header, field) {
            slots[column] = Some(slot);
        }
    }
    CsvLayout { marks: dialect.marks, slots, watch: dialect.watch() }
}
