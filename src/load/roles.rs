//! Roles of the people of a run, for exports whose messages name their author by id alone.

use super::dictionaries::Dictionaries;
use super::intake::TableStore;
use crate::dataset::schema::{conversations, messages, people};
use crate::dataset::{Data, Domain, TableName, NONE};
use crate::profile::model::{Mapping, Rule, Take};

/// Whether a mapping asks for the role of somebody.
pub fn asks(mapping: &Mapping) -> bool {
    mapping.columns.iter().any(|(_, rule)| takes_role(rule))
}

fn takes_role(rule: &Rule) -> bool {
    matches!(rule.take, Take::Role(_)) || rule.take.choices().iter().any(takes_role)
}

/// Whether a column tells who wrote where the role of its author is not known.
pub fn needs(table: TableName, column: &str) -> bool {
    match table {
        TableName::Messages => column == messages::AUTHOR,
        TableName::Conversations => column == conversations::CUSTOMER_ID,
        _ => false,
    }
}

/// Lets a mapping take the roles of the people read so far.
pub fn settle(mapping: &mut Mapping, roles: &[(String, String)]) {
    for (_, rule) in &mut mapping.columns {
        rule.each_mut(&mut |rule| {
            if let Take::Role(field) = &rule.take {
                rule.take = Take::Field(field.clone());
                rule.values = roles.to_vec();
                rule.only_values = true;
            }
        });
    }
}

/// Id and role of the people read so far; of one who comes twice the later.
pub fn roles(store: &TableStore, dictionaries: &Dictionaries) -> Vec<(String, String)> {
    let table = &store.tables[TableName::People as usize];
    let ids = table.column(TableName::People, people::ID).map_or(&[][..], Data::codes);
    let roles = table.column(TableName::People, people::ROLE).map_or(&[][..], Data::codes);
    let persons = dictionaries.read(Domain::Person);
    let values = dictionaries.read(Domain::Value);
    let known = ids.iter().zip(roles).filter(|(&id, &role)| id != NONE && role != NONE);
    known.map(|(&id, &role)| (persons.text(id).to_owned(), values.text(role).to_owned())).collect()
}
