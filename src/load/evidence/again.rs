//! Says where rows of one conversation begin at different moments: they may be its messages or events.

use super::survey::Survey;
use super::Decisions;
use crate::account::Outcome;
use crate::dataset::schema::conversations;
use crate::dataset::TableName;
use crate::profile::model::Take;
use crate::profile::recognise::Recognised;
use crate::values::is_null;
use std::collections::HashMap;

/// One row in so many that begins anew what another began is no chance.
const ONE_IN: usize = 4;

/// Looks at conversations that were told by the names of their columns alone.
pub fn say(one: &Recognised, survey: &Survey, decisions: &mut Decisions) {
    let fields = (field(one, conversations::CONVERSATION_ID), field(one, conversations::CREATED_AT));
    let (Some(id), Some(created)) = fields else { return };
    let (Some(id_slot), Some(created_slot)) = (survey.slot(id), survey.slot(created)) else { return };
    // The newer of two versions of a row is told by its last change.
    if one.profile.is_some() || field(one, conversations::UPDATED_AT).is_some() {
        return;
    }
    let rows = survey.rows();
    let mut begun: HashMap<&str, &str> = HashMap::new();
    let mut again = 0;
    for row in 0..rows.len() {
        let (Some(id), Some(created)) = (rows.text(id_slot, row), rows.text(created_slot, row)) else {
            continue;
        };
        if !is_null(id.as_bytes()) && !is_null(created.as_bytes()) {
            again += usize::from(*begun.entry(id).or_insert(created) != created);
        }
    }
    if again * ONE_IN > rows.len() {
        let what = "rows of one id differ in when they began: they may be messages or events of it, and one of them counts";
        let advice = "a profile can say what they are; `insights inspect FILE` writes one to begin with";
        decisions.add(Outcome::Warned, one.mapping.into, created, what, advice);
    }
}

/// The field that a column of conversations is read from, where it is one.
fn field<'m>(one: &'m Recognised, name: &str) -> Option<&'m str> {
    let place = TableName::Conversations
        .schema()
        .column(name)
        .filter(|_| one.mapping.into == TableName::Conversations)?;
    let (_, rule) = one.mapping.columns.iter().find(|(other, _)| *other == place)?;
    match &rule.take {
        Take::Field(field) => Some(field),
        _ => None,
    }
}
