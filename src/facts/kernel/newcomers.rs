//! What no conversation knows by itself: facts that compare it with the customer's others.

use super::rows::ConversationRows;
use crate::account::RowSet;
use crate::dataset::{Dataset, Domain, MISSING, NONE};
use crate::facts::known_code;
use crate::fitting::numbered;

/// Each customer's first conversation: the earliest that counts, of one instant the one with the smallest id.
/// Conversations that were passed over count with the others.
pub fn first_of_customers(rows: &ConversationRows, dataset: &Dataset) -> RowSet {
    let ids = dataset.dictionary(Domain::Conversation);
    let mut first = vec![NONE; dataset.dictionary(Domain::Customer).len()];
    let start = |row: usize| (rows.created_at[row], ids.text(rows.id[row]));
    for row in (0..rows.id.len()).filter(|&row| rows.is_used(row) && rows.created_at[row] != MISSING) {
        let Some(customer) = rows.customer.get(row).copied().and_then(known_code) else { continue };
        let best = &mut first[customer as usize];
        if *best == NONE || start(row) < start(*best as usize) {
            *best = numbered(row);
        }
    }
    let mut newcomers = RowSet::default();
    for (customer, row) in (0..).zip(first).filter(|(_, row)| *row != NONE) {
        let before = dataset.passed_over.first.get(&customer);
        if before.is_none_or(|(at, id)| start(row as usize) < (*at, id.as_str())) {
            newcomers.insert(u64::from(row));
        }
    }
    newcomers
}
