//! Orders that stand among other events: only rows that say so are orders.

use super::found::FoundColumns;
use crate::dataset::schema::orders;
use crate::profile::mark::Mark;
use crate::profile::model::Condition;
use crate::profile::synonyms::{fold, unwrapped};

/// What an order is called among other events.
const PLACED: [&str; 6] =
    ["Placed Order", "placed_order", "Order Placed", "order_placed", "Order Completed", "order_completed"];

/// Names of ids that may be those of events.
const OF_EVENTS: [&str; 4] = ["id", "uuid", "event id", "event uuid"];

/// Which rows of a table of events are orders; `None` where every row is one.
pub fn placed(found: &FoundColumns) -> Option<Condition> {
    let id = found.columns.iter().find(|column| found.schema(column).name == orders::ORDER_ID)?;
    let metric = found.marks.iter().find(|found| found.mark == Mark::Metric)?;
    let is_of_event = OF_EVENTS.contains(&fold(unwrapped(&id.header)).as_str());
    let is = PLACED.iter().map(|name| (*name).to_owned()).collect();
    is_of_event.then(|| Condition { field: metric.header.clone(), is, of: None, negated: false })
}
