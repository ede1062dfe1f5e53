//! Says where what is taken for the numbers of tickets counts the rows of the file.

use super::survey::Survey;
use super::Decisions;
use crate::account::Outcome;
use crate::dataset::schema::conversations;
use crate::dataset::TableName;
use crate::profile::recognise::{is_bare_number, Recognised};

/// Rows that are counted by no chance.
const ROWS: usize = 3;

/// Looks at conversations that were told by the names of their columns alone.
pub fn say(one: &Recognised, survey: &Survey, decisions: &mut Decisions) {
    let table = one.mapping.into;
    let place = table.schema().column(conversations::CONVERSATION_ID);
    let rule = one.mapping.columns.iter().find(|(other, _)| Some(*other) == place).map(|(_, rule)| rule);
    let header = rule.and_then(|rule| rule.take.own_field()).filter(|header| is_bare_number(header));
    let Some(header) = header.filter(|_| one.profile.is_none() && table == TableName::Conversations) else {
        return;
    };
    let counted =
        survey.texts(header).zip(1..).take_while(|(text, row)| text.trim() == row.to_string()).count();
    if counted >= ROWS && counted == survey.rows().len() {
        let what = "counts the rows of the file: rows of several files with one number are taken for one conversation";
        decisions.add(Outcome::Warned, table, header, what, "export the number of the ticket too");
    }
}
