//! Orders that follow an AI agent's touch: a product it showed or a text message it sent.

use super::events::{Event, Says};
use super::{code_at, known, known_code, Facts, Grain, Rules, Split};
use crate::dataset::vocabulary::event;
use crate::dataset::{Dataset, Domain, TableName, NONE};
use crate::time::clock::REAL_TIME;
use std::collections::BTreeSet;

/// A figure for each currency of the data.
pub static CURRENCY: Split = Split {
    of: Grain::Order,
    domain: Domain::Currency,
    codes: |facts| &facts.orders.currency,
    values: |facts| &facts.currencies,
};

/// Something of the AI agent's that an order may follow.
#[derive(Clone, Copy)]
pub struct Touch {
    at: i64,
    /// Until when an order counts as its own, inclusive.
    until: i64,
    conversation: u32,
}

impl Touch {
    /// An event of the conversation at that place, if it is a touch.
    pub fn of(event: &Event, conversation: usize, rules: &Rules) -> Option<Touch> {
        let window = match (event.kind, event.says) {
            (event::PRODUCT_CLICK, _) => rules.product_click,
            (event::SMS_TOUCH, Says::Click) => rules.sms_click,
            (event::SMS_TOUCH, _) => rules.sms_message,
            _ => return None,
        };
        let until = REAL_TIME.after(event.at, window);
        Some(Touch { at: event.at, until, conversation: conversation as u32 })
    }
}

/// Fills the orders; the AI conversations are there already.
pub fn attribute(dataset: &Dataset, rules: &Rules, facts: &mut Facts) {
    let table = TableName::Orders;
    let at = dataset.whole(table, "at");
    let orders: Vec<usize> = (0..at.len()).filter(|&row| at[row] <= rules.as_of).collect();
    let touches = Touches::of(dataset, rules, std::mem::take(&mut facts.touches));
    let (customers, conversations) =
        (dataset.codes(table, "customer_id"), dataset.codes(table, "conversation_id"));
    let currencies = dataset.codes(table, "currency");
    for &row in &orders {
        let status = Status::of(dataset, row);
        if status == Status::Cancelled {
            continue;
        }
        let (customer, conversation) = (code_at(customers, row), code_at(conversations, row));
        let Some(conversation) = touches.before(customer, conversation, at[row]) else { continue };
        let table = &mut facts.orders;
        table.order_id.push(dataset.codes(TableName::Orders, "order_id")[row]);
        table.conversation.push(conversation);
        table.at.push(at[row]);
        table.net.push(net(dataset, row, status));
        table.currency.push(code_at(currencies, row));
    }
    facts.currencies = in_order(dataset, orders.iter().map(|&row| code_at(currencies, row)));
}

/// By text, orders without a currency last.
fn in_order(dataset: &Dataset, codes: impl Iterator<Item = u32>) -> Vec<u32> {
    let names = dataset.dictionary(Domain::Currency);
    let met: BTreeSet<u32> = codes.collect();
    let mut currencies: Vec<u32> = met.into_iter().collect();
    currencies.sort_by_key(|&code| (code == NONE, names.text(code)));
    currencies
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Valid,
    Cancelled,
    Refunded,
}

impl Status {
    fn of(dataset: &Dataset, row: usize) -> Status {
        let code = dataset.codes(TableName::Orders, "status").get(row).copied().unwrap_or(NONE);
        let text = dataset.dictionary(Domain::Value).text(code).trim().to_lowercase();
        match text.as_str() {
            "cancelled" | "canceled" => Status::Cancelled,
            "refunded" => Status::Refunded,
            _ => Status::Valid,
        }
    }
}

fn money(dataset: &Dataset, column: &str, row: usize) -> Option<i64> {
    dataset.whole(TableName::Orders, column).get(row).copied().and_then(known)
}

/// What is left of an order's amount; a refund without an amount takes all of it.
fn net(dataset: &Dataset, row: usize, status: Status) -> i64 {
    match (money(dataset, "amount", row), money(dataset, "refunded", row)) {
        (Some(amount), Some(refunded)) => amount.saturating_sub(refunded),
        (Some(amount), None) if status != Status::Refunded => amount,
        _ => 0,
    }
}

/// All touches, by customer and by conversation: whose they are, then by instant and conversation id.
struct Touches {
    of_customers: Vec<(u32, Touch)>,
    of_conversations: Vec<(u32, Touch)>,
    longest: i64,
}

impl Touches {
    fn of(dataset: &Dataset, rules: &Rules, touches: Vec<Touch>) -> Touches {
        let table = TableName::Conversations;
        let customers = dataset.codes(table, "customer_id");
        Touches {
            of_customers: keyed(dataset, &touches, customers),
            of_conversations: keyed(dataset, &touches, dataset.codes(table, "conversation_id")),
            longest: rules.product_click.max(rules.sms_click).max(rules.sms_message),
        }
    }

    /// The conversation of the latest touch that an order may follow; of one instant the larger id.
    fn before(&self, customer: u32, conversation: u32, at: i64) -> Option<u32> {
        let (touches, whose) = match (known_code(customer), known_code(conversation)) {
            (Some(customer), _) => (&self.of_customers, customer),
            (None, Some(conversation)) => (&self.of_conversations, conversation),
            (None, None) => return None,
        };
        let until = touches.partition_point(|(own, touch)| (*own, touch.at) <= (whose, at));
        // no touch reaches further, so the walk back ends there
        let earliest = REAL_TIME.after(at, -self.longest);
        let near =
            touches[..until].iter().rev().take_while(|(own, touch)| *own == whose && touch.at >= earliest);
        near.map(|(_, touch)| touch).find(|touch| at <= touch.until).map(|touch| touch.conversation)
    }
}

/// Touches with the code that a column of conversations holds for theirs; without one they are left out.
fn keyed(dataset: &Dataset, touches: &[Touch], column: &[u32]) -> Vec<(u32, Touch)> {
    let ids = dataset.codes(TableName::Conversations, "conversation_id");
    let names = dataset.dictionary(Domain::Conversation);
    let mut keyed = Vec::new();
    for touch in touches {
        let whose = known_code(code_at(column, touch.conversation as usize));
        keyed.extend(whose.map(|whose| (whose, *touch)));
    }
    keyed.sort_by_key(|(whose, touch)| {
        (*whose, touch.at, names.text(ids[touch.conversation as usize]), touch.until)
    });
    keyed
}
