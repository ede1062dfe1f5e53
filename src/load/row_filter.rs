//! Which records of a file are rows of a table: conditions on what stands in their fields.

use crate::profile::model::Condition;
use crate::source::cells::CellRows;
use crate::source::FieldSelection;

/// A row filter.
#[derive(Debug)]
pub struct RowFilter {
    /// The field's slot.
    pub slot: usize,
    /// What it says.
    pub condition: Condition,
}

impl RowFilter {
    /// Conditions on the fields of a selection.
    pub fn all(conditions: &[Condition], selection: &mut FieldSelection) -> Vec<RowFilter> {
        let filter = |one: &Condition| RowFilter { slot: selection.slot(&one.field), condition: one.clone() };
        conditions.iter().map(filter).collect()
    }

    /// Whether a record is as it says.
    pub fn passes(&self, rows: CellRows<'_>, row: usize) -> bool {
        let text = rows.text(self.slot, row).unwrap_or_default().trim();
        let named = self.condition.is.iter().any(|value| value.eq_ignore_ascii_case(text));
        named != self.condition.negated
    }
}
