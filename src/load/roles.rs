//! Roles of the people of a run, for exports whose messages name their author by id alone.

use super::dictionaries::Dictionaries;
use super::intake::Store;
use crate::dataset::{Data, Domain, TableName, NONE};
use crate::profile::model::{Mapping, Take};

/// Whether a mapping asks for the role of somebody.
pub fn asks(mapping: &Mapping) -> bool {
    let mut asks = false;
    mapping.columns.clone().iter_mut().for_each(|(_, rule)| {
        rule.each_mut(&mut |rule| asks |= matches!(rule.take, Take::Role(_)));
    });
    asks
}

/// Lets a mapping take the roles of the people read so far.
pub fn settle(mapping: &mut Mapping, roles: &[(String, String)]) {
    mapping.columns.iter_mut().for_each(|(_, rule)| {
        rule.each_mut(&mut |rule| {
            if let Take::Role(field) = &rule.take {
                rule.take = Take::Field(field.clone());
                rule.values = roles.to_vec();
                rule.only_values = true;
            }
        });
    });
}

/// Id and role of the people read so far; of one who comes twice the later.
pub fn roles(store: &Store, dictionaries: &Dictionaries) -> Vec<(String, String)> {
    let people = &store.tables[TableName::People as usize];
    let codes = |name: &str| {
        let place = TableName::People.schema().column(name)?;
        match people.columns.get(place)?.as_ref()? {
            Data::Codes(codes) => Some(codes),
            _ => None,
        }
    };
    let (Some(ids), Some(roles)) = (codes("id"), codes("role")) else { return Vec::new() };
    let (persons, values) =
        (dictionaries.read(Domain::Person as usize), dictionaries.read(Domain::Value as usize));
    let named = ids.iter().zip(roles).filter(|(&id, &role)| id != NONE && role != NONE);
    named.map(|(&id, &role)| (persons.text(id).to_owned(), values.text(role).to_owned())).collect()
}
