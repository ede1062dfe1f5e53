//! Orders that follow an AI agent's touch: a product it showed or a text message it sent.

use super::columns::stored_rows;
use super::compared_by::{ComparedBy, LookedFor};
use super::events::{Event, Says};
use super::occasion::Occasion;
use super::{code_at, known, known_code, Facts, Grain, Rules, Split, AT_ORDER};
use crate::dataset::schema::orders;
use crate::dataset::vocabulary::event;
use crate::dataset::{hash_of, Dataset, Dictionary, Domain, TableName, Texts, MISSING, NONE};
use crate::fitting::numbered;
use crate::time::clock::REAL_TIME;
use hashbrown::HashTable;
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

/// Orders that wait for the touches that they may follow.
pub struct WaitingOrders<'a> {
    rules: &'a Rules,
    joins: Joins<'a>,
    /// The rows of those that were placed by now.
    rows: Vec<usize>,
    touches: Vec<JoinedTouch>,
    /// The ids of the conversations of touches.
    ids: Dictionary,
}

/// A touch by what an order can be joined to it by.
struct JoinedTouch {
    join: Join,
    touch: Touch,
    /// Code of the conversation's id.
    id: u32,
}

impl JoinedTouch {
    fn kind(&self) -> TouchKind {
        (self.join, self.touch.is_date, self.touch.window)
    }
}

impl<'a> WaitingOrders<'a> {
    /// Those of a dataset, before any conversation was met.
    pub fn of(dataset: &'a Dataset, rules: &'a Rules) -> WaitingOrders<'a> {
        let at = dataset.whole(TableName::Orders, "at");
        let rows: Vec<usize> = (0..at.len()).filter(|&row| at[row] <= rules.as_of).collect();
        WaitingOrders {
            rules,
            joins: Joins::of(dataset),
            rows,
            touches: Vec::new(),
            ids: Dictionary::default(),
        }
    }

    /// Looks at more conversations, before which there were so many: which orders are joined to any, and what they may
    /// follow.
    pub fn meet(&mut self, facts: &Facts, by: &ComparedBy, before: u32) {
        // conversations that do not count have no instants
        let created = &facts.conversations.created_at;
        for (row, _) in created.iter().enumerate().filter(|(_, at)| **at != MISSING) {
            let own = self.joins.of_conversation(by, row);
            own.into_iter().flatten().for_each(|join| self.joins.meet(join));
        }
        for touch in facts.touches.all() {
            let row = touch.conversation as usize;
            for join in self.joins.of_conversation(by, row).into_iter().flatten() {
                let touch = Touch { conversation: before + touch.conversation, ..touch };
                let id = self.ids.intern((by.id)(row));
                self.touches.push(JoinedTouch { join, touch, id });
            }
        }
    }

    /// Adds those that follow a touch to facts, and the currencies of all.
    pub fn attribute(self, facts: &mut Facts) {
        let dataset = self.joins.dataset;
        let table = TableName::Orders;
        let (at, dates) = (dataset.whole(table, "at"), dataset.dates(table, "at"));
        let (ids, currencies) = (dataset.codes(table, "order_id"), dataset.codes(table, "currency"));
        let touches = Touches::of(&self.ids, self.rules, self.touches);
        for &row in &self.rows {
            let status = Status::of(dataset, row);
            if status == Status::Cancelled {
                continue;
            }
            let ordered = Occasion::of(at[row], dates, row);
            let touch = self.joins.of_order(row).and_then(|join| touches.before(join, ordered));
            let Some(conversation) = touch else { continue };
            let table = &mut facts.orders;
            table.order_id.push(code_at(ids, row));
            table.conversation.push(conversation);
            table.at.push(at[row]);
            table.net.push(net(dataset, row, status));
            table.currency.push(code_at(currencies, row));
            facts.mark_date(&AT_ORDER, Some(ordered));
        }
        facts.currencies = in_order(dataset, self.rows.iter().map(|&row| code_at(currencies, row)));
    }
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
    /// The first order with the address.
    Email(u32),
}

impl Join {
    /// Its kind, and its code.
    fn place(self) -> (usize, u32) {
        match self {
            Join::Customer(code) => (0, code),
            Join::Conversation(code) => (1, code),
            Join::Email(code) => (2, code),
        }
    }
}

/// The addresses of orders.
struct OrderEmails<'a> {
    texts: Option<&'a Texts>,
    /// Of equal ones the first row.
    rows: HashTable<u32>,
}

impl<'a> OrderEmails<'a> {
    fn of(dataset: &'a Dataset) -> OrderEmails<'a> {
        let texts = dataset.texts(TableName::Orders, orders::CUSTOMER_EMAIL);
        let (mut emails, mut rows) = (OrderEmails { texts, rows: HashTable::new() }, HashTable::new());
        for row in 0..numbered(texts.map_or(0, Texts::len)) {
            let key = emails.key(row);
            let entry = rows.entry(
                hash_of(key.as_bytes()),
                |&other| emails.key(other) == key,
                |&other| hash_of(emails.key(other).as_bytes()),
            );
            if !key.is_empty() {
                entry.or_insert(row);
            }
        }
        emails.rows = rows;
        emails
    }

    /// What the address of a row is compared by; empty where it has none.
    fn key(&self, row: u32) -> Cow<'a, str> {
        self.texts.and_then(|texts| texts.get(row as usize)).map(email_key).unwrap_or_default()
    }

    /// The first row with an address.
    fn find(&self, key: &str) -> Option<u32> {
        self.rows.find(hash_of(key.as_bytes()), |&row| self.key(row) == key).copied()
    }
}

/// By what orders and conversations can be joined.
struct Joins<'a> {
    dataset: &'a Dataset,
    /// What orders name, by kind and code; found are those of any conversation that counts.
    asked: [LookedFor; 3],
    emails: OrderEmails<'a>,
}

impl<'a> Joins<'a> {
    fn of(dataset: &'a Dataset) -> Joins<'a> {
        let (emails, rows) = (OrderEmails::of(dataset), dataset.table(TableName::Orders).rows);
        let customers = dataset.dictionary(Domain::Customer).len();
        let ids = dataset.dictionary(Domain::Conversation).len();
        let asked = [customers, ids, rows].map(LookedFor::new);
        let mut joins = Joins { dataset, asked, emails };
        for row in 0..rows {
            for (kind, code) in joins.of_row(row).into_iter().flatten().map(Join::place) {
                joins.asked[kind].ask(code);
            }
        }
        joins
    }

    /// What an order can be joined by, the first first.
    fn of_row(&self, row: usize) -> [Option<Join>; 3] {
        let code = |name| code_at(self.dataset.codes(TableName::Orders, name), row);
        let email = self.emails.texts.and_then(|emails| emails.get(row));
        self.all(code("customer_id"), code("conversation_id"), email)
    }

    /// What a conversation can be joined by that any order names.
    fn of_conversation(&self, by: &ComparedBy, row: usize) -> [Option<Join>; 3] {
        let own = self.all(code_at(by.customers, row), code_at(by.ids, row), by.email(row));
        own.map(|join| {
            join.filter(|join| {
                let (kind, code) = join.place();
                self.asked[kind].is_asked(code)
            })
        })
    }

    fn all(&self, customer: u32, conversation: u32, email: Option<&str>) -> [Option<Join>; 3] {
        let email = email.map(email_key).filter(|email| !email.is_empty());
        [
            known_code(customer).map(Join::Customer),
            known_code(conversation).map(Join::Conversation),
            email.and_then(|email| self.emails.find(&email)).map(Join::Email),
        ]
    }

    fn meet(&mut self, join: Join) {
        let (kind, code) = join.place();
        self.asked[kind].meet(code);
    }

    /// The first by which a conversation is found at all.
    fn of_order(&self, row: usize) -> Option<Join> {
        self.of_row(row).into_iter().flatten().find(|join| {
            let (kind, code) = join.place();
            self.asked[kind].is_found(code)
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

/// All touches by what orders can be joined by, in the order of their keys.
struct Touches<'a> {
    joined: Vec<JoinedTouch>,
    ids: &'a Dictionary,
    windows: BTreeSet<i64>,
}

/// Touches of which the last before an order leads to it, if any does: whose they are, whether they are dates, how long an
/// order may follow.
type TouchKind = (Join, bool, i64);

impl<'a> Touches<'a> {
    fn of(ids: &'a Dictionary, rules: &Rules, mut joined: Vec<JoinedTouch>) -> Touches<'a> {
        joined.sort_by_key(|own| (own.kind(), own.touch.at, ids.text(own.id)));
        Touches { joined, ids, windows: [rules.product_click, rules.sms_click, rules.sms_message].into() }
    }

    /// The conversation of the latest touch that an order may follow; of one instant the larger id.
    fn before(&self, join: Join, order: Occasion) -> Option<u32> {
        let last = |&window: &i64| {
            let kind = (join, order.is_date, window);
            let until = self.joined.partition_point(|own| (own.kind(), own.touch.at) <= (kind, order.at));
            let last = self.joined[..until].last()?;
            (last.kind() == kind && last.touch.leads_to(order)).then_some(last)
        };
        let latest = self.windows.iter().filter_map(last);
        latest.max_by_key(|own| (own.touch.at, self.ids.text(own.id))).map(|own| own.touch.conversation)
    }
}
