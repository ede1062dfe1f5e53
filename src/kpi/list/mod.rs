//! The things behind a figure: `--list`.

mod columns;
mod condition;
mod head;
mod things;

pub use condition::{FigureCondition, Relation};
pub use things::unit_of_values;

use super::definition::{Calculation, Kpi};
use super::families::faq::is_known;
use super::table::Run;
use crate::facts::Facts;
use crate::report::Table;
use columns::ListColumns;
use things::things;

/// The things behind a figure, a row each.
pub struct KpiList {
    /// Them, the first in time first.
    pub table: Table,
    /// The place of each row's conversation; `NONE` where it has none.
    pub conversations: Vec<u32>,
}

/// Exactly the things that a figure counts, each once, as far as a condition holds of them; `as_of` is the "now" that they
/// are as old at.
///
/// A rate lists its denominator, and the value says what is in the numerator. Durations and means list their values. What
/// is divided by things of another kind, or added up, lists the things of both; a column says which is which. Things
/// that rows only give a number of, such as views, are listed by these rows: the values add up to the figure.
pub fn list(run: &Run, kpi: &'static Kpi, condition: Option<&FigureCondition>, as_of: i64) -> KpiList {
    let mut things = if is_told(kpi, run.facts) { things(run, kpi) } else { Vec::new() };
    let columns = ListColumns::of(run, kpi, as_of);
    if let Some(condition) = condition {
        things.retain(|thing| condition.holds(&columns, thing));
    }
    let mut named = Vec::with_capacity(things.len());
    for thing in things {
        named.push((columns.id(&thing), thing));
    }
    named.sort_by(|(id, thing), (other_id, other)| (thing.at, id).cmp(&(other.at, other_id)));
    let head = head::of(&columns, named.iter().map(|(_, thing)| thing));
    let mut rows = Vec::with_capacity(named.len());
    let mut conversations = Vec::with_capacity(named.len());
    for (id, thing) in named {
        conversations.push(thing.conversation);
        rows.push(columns.cells(id, &thing));
    }
    let table = Table { list: Some(head), ..Table::new(kpi.id, columns.heads(), rows) };
    KpiList { table, conversations }
}

/// Whether anything was read that a figure is told by, itself and whatever it is made from.
fn is_told(kpi: &Kpi, facts: &Facts) -> bool {
    let parts = match &kpi.calculation {
        Calculation::Of(_, parts) => *parts,
        Calculation::Fold { .. } => &[],
    };
    kpi.is_told(facts) && is_known(kpi, facts) && parts.iter().all(|part| is_told(part, facts))
}
