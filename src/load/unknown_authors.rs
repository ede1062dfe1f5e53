//! Messages that name their author by a number which no table of people explains.

use super::dictionaries::Dictionaries;
use super::intake::TableStore;
use super::plan::Plan;
use crate::account::{Outcome, ProblemKind, Spot, Trouble};
use crate::dataset::schema::{messages, people};
use crate::dataset::vocabulary::author;
use crate::dataset::{Data, Domain, TableName, NONE};
use std::collections::HashSet;

const ALONE: Trouble = Trouble::new(
    "names its authors by numbers, and no file says who they are: whoever asked is the customer, anybody else an agent",
    "load the export of users too",
);
const SOME: Trouble = Trouble::new(
    "names authors by numbers that no user has: whoever asked is the customer, the others count for nobody",
    "load a later export of users",
);

/// Tells who wrote the messages of a file by who its conversations are of, where roles were asked for and not found. Whom
/// the users do not name beside others may be anybody.
pub fn settle(store: &mut TableStore, dictionaries: &Dictionaries, plan: &Plan, (place, name): (u32, &str)) {
    if !plan.asks_roles || plan.table != TableName::Messages {
        return;
    }
    let known = people(store, dictionaries);
    store.remember();
    let customers = &store.customers;
    let table = &mut store.tables[plan.table as usize];
    let column = |name| plan.table.schema().column(name);
    let (Some(of), Some(by), Some(kind)) =
        (column(messages::CONVERSATION_ID), column(messages::AUTHOR), column(messages::AUTHOR_TYPE))
    else {
        return;
    };
    let rows: Vec<usize> = table
        .origins
        .files(table.rows)
        .filter(|(_, file)| *file == place)
        .flat_map(|(rows, _)| rows)
        .collect();
    let codes = |at: usize| table.columns.get(at).and_then(Option::as_ref).map_or(&[][..], Data::codes);
    let (of, by) = (codes(of), codes(by));
    let persons = dictionaries.read(Domain::Person);
    let ids = dictionaries.read(Domain::Customer);
    let unknown = |row: &usize| {
        let text = by.get(*row).filter(|code| **code != NONE).map(|code| persons.text(*code));
        text.is_some_and(|text| !text.starts_with('-') && !known.contains(text))
    };
    let mut told = Vec::new();
    for row in rows.into_iter().filter(unknown) {
        let customer = of.get(row).map(|&code| customers.of(code)).filter(|customer| *customer != NONE);
        let asked = customer.is_some_and(|customer| ids.text(customer) == persons.text(by[row]));
        let role = if asked { Some(author::CUSTOMER) } else { known.is_empty().then_some(author::AGENT) };
        told.push((row, role));
    }
    if told.is_empty() {
        return;
    }
    if let Some(Data::Bytes(kinds)) = table.columns.get_mut(kind).and_then(Option::as_mut) {
        for (row, role) in &told {
            kinds[*row] = role.filter(|_| kinds[*row] == author::SYSTEM).unwrap_or(kinds[*row]);
        }
    }
    let trouble = if known.is_empty() { ALONE } else { SOME };
    let table = plan.table.schema().name;
    let column = messages::AUTHOR.to_owned();
    store.book.note(ProblemKind { outcome: Outcome::Warned, table, column, trouble }, Spot::whole(name));
}

/// The ids of all people.
fn people(store: &TableStore, dictionaries: &Dictionaries) -> HashSet<String> {
    let table = &store.tables[TableName::People as usize];
    let ids = table.column(TableName::People, people::ID).map_or(&[][..], Data::codes);
    let persons = dictionaries.read(Domain::Person);
    ids.iter().filter(|id| **id != NONE).map(|id| persons.text(*id).to_owned()).collect()
}
