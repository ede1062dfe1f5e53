//! What a record must be for a row to be made of it, or a value.

use super::word;
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
        let text = match self.condition.of {
            Some(of) => word::of(of, text).unwrap_or_default(),
            None => text,
        };
        let named = self.condition.is.iter().any(|value| value.eq_ignore_ascii_case(text));
        named != self.condition.negated
    }
}
