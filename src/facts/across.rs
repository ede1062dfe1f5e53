//! What no conversation knows by itself: facts that compare it with the customer's others.

use super::tables::{ConversationFacts, NEW_CUSTOMER};
use super::Facts;
use crate::dataset::{Dictionary, Domain, MISSING, NONE};

/// Marks each customer's first conversation: the earliest, of one instant the one with the smallest id.
pub fn mark_new_customers(facts: &mut Facts) {
    let ids = &facts.dictionaries[Domain::Conversation as usize];
    let customers = facts.dictionaries[Domain::Customer as usize].len();
    let table = &mut facts.conversations;
    let mut first = vec![NONE; customers];
    for (row, &customer) in table.customer.iter().enumerate() {
        if customer == NONE || table.created_at[row] == MISSING {
            continue;
        }
        let best = &mut first[customer as usize];
        if *best == NONE || start(table, ids, row) < start(table, ids, *best as usize) {
            *best = row as u32;
        }
    }
    for row in first.into_iter().filter(|&row| row != NONE) {
        table.flags[row as usize] |= NEW_CUSTOMER.mask;
    }
}

/// What conversations are compared by.
fn start<'a>(table: &ConversationFacts, ids: &'a Dictionary, row: usize) -> (i64, &'a str) {
    (table.created_at[row], ids.text(table.conversation_id[row]))
}
