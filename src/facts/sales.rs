//! Orders that follow an AI agent's touch: a product it showed or a text message it sent.

use super::events::{Event, Says};
use super::{known, known_code, Facts, Grain, Rules, Split};
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
    let code = |codes: &[u32], row: usize| codes.get(row).copied().unwrap_or(NONE);
    for &row in &orders {
        let status = Status::of(dataset, row);
        if status == Status::Cancelled {
            continue;
        }
        let (customer, conversation) = (code(customers, row), code(conversations, row));
        let Some(conversation) = touches.before(customer, conversation, at[row]) else { continue };
        let table = &mut facts.orders;
        table.order_id.push(dataset.codes(TableName::Orders, "order_id")[row]);
        table.conversation.push(conversation);
        table.at.push(at[row]);
        table.net.push(net(dataset, row, status));
        table.currency.push(code(currencies, row));
    }
    facts.currencies = in_order(dataset, orders.iter().map(|&row| code(currencies, row)));
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

fn net(dataset: &Dataset, row: usize, status: Status) -> i64 {
    let value = |name| dataset.whole(TableName::Orders, name).get(row).copied().and_then(known);
    match (value("amount"), value("refunded")) {
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
        let codes = |name| dataset.codes(TableName::Conversations, name);
        let (ids, customers) = (codes("conversation_id"), codes("customer_id"));
        let names = dataset.dictionary(Domain::Conversation);
        let keyed = |codes: &[u32]| {
            let whose = |touch: &Touch| codes.get(touch.conversation as usize).copied().and_then(known_code);
            let mut keyed: Vec<(u32, Touch)> =
                touches.iter().filter_map(|touch| Some((whose(touch)?, *touch))).collect();
            let id = |touch: &Touch| names.text(ids[touch.conversation as usize]);
            keyed.sort_by(|(a, first), (b, second)| {
                (a, first.at, id(first), first.until).cmp(&(b, second.at, id(second), second.until))
            });
            keyed
        };
        let longest = rules.product_click.max(rules.sms_click).max(rules.sms_message);
        Touches { of_customers: keyed(customers), of_conversations: keyed(ids), longest }
    }

    /// The conversation of the latest touch that an order may follow; of one instant the larger id.
    fn before(&self, customer: u32, conversation: u32, at: i64) -> Option<u32> {
        let (touches, whose) = match (known_code(customer), known_code(conversation)) {
            (Some(customer), _) => (&self.of_customers, customer),
            (None, Some(conversation)) => (&self.of_conversations, conversation),
            (None, None) => return None,
        };
        let until = touches.partition_point(|(own, touch)| (*own, touch.at) <= (whose, at));
        let earliest = REAL_TIME.after(at, -self.longest);
        let near =
            touches[..until].iter().rev().take_while(|(own, touch)| *own == whose && touch.at >= earliest);
        near.map(|(_, touch)| touch).find(|touch| at <= touch.until).map(|touch| touch.conversation)
    }
}
