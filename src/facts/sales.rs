//! Orders that follow an AI agent's touch: a product it showed or a text message it sent.

use super::columns::stored_rows;
use super::events::{Event, Says};
use super::occasion::Occasion;
use super::{code_at, known, known_code, Facts, Grain, Rules, Split, AT_ORDER};
use crate::dataset::schema::orders;
use crate::dataset::vocabulary::event;
use crate::dataset::{Dataset, Dictionary, Domain, TableName, MISSING, NONE};
use crate::fitting::numbered;
use crate::time::clock::REAL_TIME;
use crate::time::DAY;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A figure for each currency of the data.
pub static CURRENCY: Split = Split {
    of: Grain::Order,
    domain: Domain::Currency,
    codes: |facts| &facts.orders.currency,
    values: |facts| &facts.currencies,
};

stored_rows! {
    /// What orders may follow: no facts of their own, but kept as those are.
    TouchRows {
        conversation: Conversation, "where it happened";
        at: Instant, "when";
        window: Duration, "how long an order may follow";
        is_date: Flags, "1: the instant is a date without a time of day";
    }
}

impl TouchRows {
    /// Adds one.
    pub fn push(&mut self, touch: Touch) {
        self.conversation.push(touch.conversation);
        self.at.push(touch.at);
        self.window.push(touch.window);
        self.is_date.push(u32::from(touch.is_date));
    }

    fn all(&self) -> impl Iterator<Item = Touch> + '_ {
        let is_date = |row: usize| self.is_date[row] == 1;
        self.conversation.iter().enumerate().map(move |(row, &conversation)| Touch {
            at: self.at[row],
            is_date: is_date(row),
            window: self.window[row],
            conversation,
        })
    }
}

/// Something of the AI agent's that an order may follow.
#[derive(Clone, Copy)]
pub struct Touch {
    at: i64,
    /// Whether that is a date without a time of day.
    is_date: bool,
    /// How long an order may follow.
    window: i64,
    conversation: u32,
}

impl Touch {
    /// Whether an order may follow from it; between a date and a moment no time is known.
    fn leads_to(&self, order: Occasion) -> bool {
        let touched = Occasion { at: self.at, is_date: self.is_date };
        touched.lasted(order, REAL_TIME).is_some_and(|lasted| lasted <= self.window)
    }

    /// An event of the conversation at that place, if it is a touch.
    pub fn of(event: &Event, conversation: usize, rules: &Rules) -> Option<Touch> {
        let window = match (event.kind, event.says) {
            (event::PRODUCT_CLICK, _) => rules.product_click,
            (event::SMS_TOUCH, Says::Click) => rules.sms_click,
            (event::SMS_TOUCH, _) => rules.sms_message,
            _ => return None,
        };
        Some(Touch { at: event.at, is_date: event.is_date, window, conversation: numbered(conversation) })
    }
}

/// Fills the orders; the AI conversations are there already.
pub fn attribute(dataset: &Dataset, rules: &Rules, facts: &mut Facts) {
    let table = TableName::Orders;
    let at = dataset.whole(table, "at");
    let orders: Vec<usize> = (0..at.len()).filter(|&row| at[row] <= rules.as_of).collect();
    let dates = dataset.dates(table, "at");
    let joins = Joins::of(dataset, &facts.conversations.created_at);
    let touches = Touches::of(&joins, rules, &std::mem::take(&mut facts.touches));
    let currencies = dataset.codes(table, "currency");
    for &row in &orders {
        let status = Status::of(dataset, row);
        if status == Status::Cancelled {
            continue;
        }
        let ordered = Occasion::of(at[row], dates, row);
        let touch = joins.of_order(row).and_then(|join| touches.before(join, ordered));
        let Some(conversation) = touch else { continue };
        let table = &mut facts.orders;
        table.order_id.push(dataset.codes(TableName::Orders, "order_id")[row]);
        table.conversation.push(conversation);
        table.at.push(at[row]);
        table.net.push(net(dataset, row, status));
        table.currency.push(code_at(currencies, row));
        facts.mark_date(&AT_ORDER, Some(ordered));
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

/// What is left of an order's amount; a refund without an amount takes all of it, and some write what is given back as a
/// negative amount.
fn net(dataset: &Dataset, row: usize, status: Status) -> i64 {
    match (money(dataset, "amount", row), money(dataset, "refunded", row)) {
        (Some(amount), Some(refunded)) => amount.saturating_sub(refunded.saturating_abs()),
        (Some(amount), None) if status != Status::Refunded => amount,
        _ => 0,
    }
}

/// What an order and conversations have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Join {
    /// Code of the customer.
    Customer(u32),
    /// Code of the conversation.
    Conversation(u32),
    /// Code of the folded address among [`Joins::emails`].
    Email(u32),
}

impl Join {
    /// Its kind, and its code.
    fn place(self) -> (usize, usize) {
        match self {
            Join::Customer(code) => (0, code as usize),
            Join::Conversation(code) => (1, code as usize),
            Join::Email(code) => (2, code as usize),
        }
    }
}

/// By what orders and conversations can be joined.
struct Joins<'a> {
    dataset: &'a Dataset,
    /// By kind and code whether any conversation that counts is found by it.
    found: [Vec<bool>; 3],
    /// The folded addresses of orders.
    emails: Dictionary,
}

impl<'a> Joins<'a> {
    fn of(dataset: &'a Dataset, created_at: &[i64]) -> Joins<'a> {
        let mut emails = Dictionary::default();
        let of_orders = dataset.texts(TableName::Orders, orders::CUSTOMER_EMAIL);
        for row in 0..dataset.table(TableName::Orders).rows {
            let email = of_orders.and_then(|emails| emails.get(row)).map(email_key);
            emails.intern(email.as_deref().unwrap_or_default());
        }
        let codes = [dataset.dictionary(Domain::Customer), dataset.dictionary(Domain::Conversation), &emails];
        let found = codes.map(|codes| vec![false; codes.len()]);
        let mut joins = Joins { dataset, found, emails };
        // conversations that do not count have no instants
        for (row, _) in created_at.iter().enumerate().filter(|(_, at)| **at != MISSING) {
            let of_row = joins.of_row(TableName::Conversations, row);
            for (kind, code) in of_row.into_iter().flatten().map(Join::place) {
                joins.found[kind][code] = true;
            }
        }
        joins
    }

    /// What a row can be joined by, the first first.
    fn of_row(&self, table: TableName, row: usize) -> [Option<Join>; 3] {
        let code = |name| known_code(code_at(self.dataset.codes(table, name), row));
        let email = self.dataset.texts(table, orders::CUSTOMER_EMAIL).and_then(|emails| emails.get(row));
        let email = email.map(email_key).filter(|email| !email.is_empty());
        [
            code("customer_id").map(Join::Customer),
            code("conversation_id").map(Join::Conversation),
            email.and_then(|email| self.emails.find(&email)).map(Join::Email),
        ]
    }

    /// The first by which a conversation is found at all.
    fn of_order(&self, row: usize) -> Option<Join> {
        let mut own = self.of_row(TableName::Orders, row).into_iter().flatten();
        own.find(|join| {
            let (kind, code) = join.place();
            self.found[kind][code]
        })
    }
}

/// What an address is compared by.
fn email_key(email: &str) -> Cow<'_, str> {
    let email = email.trim();
    let is_small = email.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_small {
        Cow::Borrowed(email)
    } else {
        Cow::Owned(email.to_lowercase())
    }
}

/// All touches by what orders can be joined by: whose they are, then by instant and conversation id.
struct Touches {
    joined: Vec<(Join, Touch)>,
    longest: i64,
}

impl Touches {
    fn of(joins: &Joins, rules: &Rules, touches: &TouchRows) -> Touches {
        let ids = joins.dataset.codes(TableName::Conversations, "conversation_id");
        let names = joins.dataset.dictionary(Domain::Conversation);
        let mut joined = Vec::new();
        for touch in touches.all() {
            let own = joins.of_row(TableName::Conversations, touch.conversation as usize);
            joined.extend(own.into_iter().flatten().map(|join| (join, touch)));
        }
        joined.sort_by_key(|(join, touch)| {
            (*join, touch.at, names.text(ids[touch.conversation as usize]), touch.window)
        });
        Touches { joined, longest: rules.product_click.max(rules.sms_click).max(rules.sms_message) }
    }

    /// The conversation of the latest touch that an order may follow; of one instant the larger id.
    fn before(&self, join: Join, order: Occasion) -> Option<u32> {
        let until = self.joined.partition_point(|(own, touch)| (*own, touch.at) <= (join, order.at));
        // no touch reaches further, so the walk back ends there
        let earliest = REAL_TIME.after(order.at, -self.longest - DAY);
        let near =
            self.joined[..until].iter().rev().take_while(|(own, touch)| *own == join && touch.at >= earliest);
        near.map(|(_, touch)| touch).find(|touch| touch.leads_to(order)).map(|touch| touch.conversation)
    }
}
