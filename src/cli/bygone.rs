//! What happened too long ago for a report to need it.

use super::choice::Time;
use super::Order;
use crate::dataset::TableName;
use crate::facts::{Grain, Wanted};
use crate::time::DAY;

/// Conversations of which everything happened before this instant are in no figure of that time; `None`: they may be.
pub fn over_before(order: &Order, wanted: &Wanted, time: &Time) -> Option<i64> {
    let reaches_back = |grain: Grain| grain == Grain::Order || !grain.table().made_from.is_empty();
    if wanted.reading || !wanted.reads_of(TableName::Conversations) || wanted.grains.iter().any(reaches_back)
    {
        return None;
    }
    let compared = time.compared.as_ref().map_or(time.period.from, |(period, _)| period.from);
    let rules = order.config.rules(time.as_of);
    let limits = rules.live_limits.values().chain([&rules.ai_autoclose, &rules.window, &rules.case_gap]);
    // Some things happen because nothing did for so long, and a date alone is up to a day elsewhere.
    let silence = limits.max().copied().unwrap_or(0) + 2 * DAY;
    Some(time.period.from.min(compared).saturating_sub(silence))
}
