//! Orders that follow an AI agent's touch: a product it showed or a text message it sent.

use super::table::fact_table;
use super::{known, known_code, Facts, Measure, Moment, Rules, Split};
use crate::dataset::vocabulary::event;
use crate::dataset::{Dataset, Domain, TableName, NONE};
use std::collections::BTreeSet;

fact_table! {
    /// Orders, each at the latest touch that it followed; cancelled ones and those without a touch are none.
    OrderFacts {
        order: Code(Order), "its id";
        conversation: Conversation, "the conversation of the touch";
        at: Instant, "when it was placed";
        net: Number, "amount, what was paid back taken off";
        currency: Code(Currency), "its currency";
        agent: Code(Person), "assignee of the conversation";
    }
}

/// When an order was placed.
pub static AT_ORDER: Moment =
    Moment { name: "order", at: |facts| &facts.orders.at, credit: |facts| &facts.orders.agent };
/// Money in ten-thousandths of the currency's unit.
pub static NET: Measure = Measure { name: "net", of: |facts| &facts.orders.net };
/// A figure for each currency of the data.
pub static CURRENCY: Split =
    Split { domain: Domain::Currency, of: |facts| &facts.orders.currency, values: |facts| &facts.currencies };

/// Something of the AI agent's that an order may follow.
struct Touch {
    /// Whose it was: a customer, or a conversation where customers are not compared.
    whose: u32,
    at: i64,
    /// Until when an order counts as its own, inclusive.
    until: i64,
    conversation: u32,
}

/// Fills the orders; the AI conversations are there already.
pub fn attribute(dataset: &Dataset, rules: &Rules, facts: &mut Facts) {
    let table = TableName::Orders;
    let at = dataset.whole(table, "at");
    let orders: Vec<usize> = (0..at.len()).filter(|&row| at[row] <= rules.as_of).collect();
    let touches = Touches::of(dataset, rules, facts);
    let (customers, conversations) =
        (dataset.codes(table, "customer_id"), dataset.codes(table, "conversation_id"));
    let currencies = dataset.codes(table, "currency");
    let agents = dataset.codes(TableName::Conversations, "agent");
    let code = |codes: &[u32], row: usize| codes.get(row).copied().unwrap_or(NONE);
    for &row in &orders {
        let status = Status::of(dataset, row);
        if status == Status::Cancelled {
            continue;
        }
        let (customer, conversation) = (code(customers, row), code(conversations, row));
        let Some(conversation) = touches.before(customer, conversation, at[row]) else { continue };
        let table = &mut facts.orders;
        table.order.push(dataset.codes(TableName::Orders, "order_id")[row]);
        table.conversation.push(conversation);
        table.at.push(at[row]);
        table.net.push(net(dataset, row, status));
        table.currency.push(code(currencies, row));
        table.agent.push(code(agents, conversation as usize));
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

/// All touches, by customer and by conversation; each list by whose they are, instant and conversation id.
struct Touches {
    of_customers: Vec<Touch>,
    of_conversations: Vec<Touch>,
    longest: i64,
}

impl Touches {
    fn of(dataset: &Dataset, rules: &Rules, facts: &Facts) -> Touches {
        let conversations = TableName::Conversations;
        let ids = dataset.codes(conversations, "conversation_id");
        let customers = dataset.codes(conversations, "customer_id");
        let mut place = vec![NONE; dataset.dictionary(Domain::Conversation).len()];
        for &row in &facts.ai.conversation {
            place[ids[row as usize] as usize] = row;
        }
        let (mut of_customers, mut of_conversations) = (Vec::new(), Vec::new());
        let at = dataset.whole(TableName::Events, "at");
        let codes = dataset.codes(TableName::Events, "conversation_id");
        for (event, (&at, &code)) in
            at.iter().zip(codes).enumerate().filter(|(_, (at, _))| **at <= rules.as_of)
        {
            let Some(window) = window(dataset, rules, event) else { continue };
            let Some(conversation) = place.get(code as usize).copied().and_then(known_code) else { continue };
            let touch = |whose| Touch { whose, at, until: at.saturating_add(window), conversation };
            of_conversations.push(touch(code));
            if let Some(customer) = customers.get(conversation as usize).copied().and_then(known_code) {
                of_customers.push(touch(customer));
            }
        }
        let names = dataset.dictionary(Domain::Conversation);
        let id = |touch: &Touch| names.text(ids[touch.conversation as usize]);
        for list in [&mut of_customers, &mut of_conversations] {
            list.sort_by(|a: &Touch, b: &Touch| {
                (a.whose, a.at, id(a), a.until).cmp(&(b.whose, b.at, id(b), b.until))
            });
        }
        let longest = rules.product_click.max(rules.sms_click).max(rules.sms_message);
        Touches { of_customers, of_conversations, longest }
    }

    /// The conversation of the latest touch that an order may follow; of one instant the larger id.
    fn before(&self, customer: u32, conversation: u32, at: i64) -> Option<u32> {
        let (touches, whose) = match (known_code(customer), known_code(conversation)) {
            (Some(customer), _) => (&self.of_customers, customer),
            (None, Some(conversation)) => (&self.of_conversations, conversation),
            (None, None) => return None,
        };
        let until = touches.partition_point(|touch| (touch.whose, touch.at) <= (whose, at));
        let earliest = at.saturating_sub(self.longest);
        let near =
            touches[..until].iter().rev().take_while(|touch| touch.whose == whose && touch.at >= earliest);
        near.filter(|touch| at <= touch.until).map(|touch| touch.conversation).next()
    }
}

/// How long an order may follow an event; nothing where it is no touch.
fn window(dataset: &Dataset, rules: &Rules, row: usize) -> Option<i64> {
    let table = TableName::Events;
    match *dataset.bytes(table, "kind").get(row)? {
        event::PRODUCT_CLICK => Some(rules.product_click),
        event::SMS_TOUCH => {
            let value = dataset.codes(table, "value").get(row).copied().unwrap_or(NONE);
            let value = dataset.dictionary(Domain::Value).text(value);
            Some(if value.eq_ignore_ascii_case("click") { rules.sms_click } else { rules.sms_message })
        }
        _ => None,
    }
}
