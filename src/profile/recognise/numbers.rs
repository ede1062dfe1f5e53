//! The two numbers of a call where their columns do not say whose they are: our line, and the customer's number.

use super::found::{FoundColumn, FoundColumns};
use crate::dataset::schema::calls;
use crate::dataset::vocabulary::DIRECTION;
use crate::dataset::TableName;
use crate::profile::mark::Mark;
use crate::profile::model::{Condition, Rule, Take};
use crate::profile::synonyms::fold;

/// Headers that say a number and not whose.
const ANYBODYS: [&str; 16] = [
    "number",
    "phone number",
    "phone",
    "telefoonnummer",
    "nummer",
    "numer",
    "rufnummer",
    "telefon",
    "numéro",
    "numéro de téléphone",
    "téléphone",
    "número",
    "número de teléfono",
    "teléfono",
    "telefone",
    "numero",
];
/// How sure it is that a number beside our line is the customer's.
const BESIDE: usize = 1;

/// Where a header names our line and another just a number, that number is the customer's.
///
/// `meaning` gives the column that a header stands for.
pub fn tell_apart(
    headers: &[String],
    meaning: fn(TableName, &str) -> Option<FoundColumn>,
    columns: &mut Vec<FoundColumn>,
) {
    let schema = TableName::Calls.schema();
    let place = |name| schema.column(name);
    let (Some(ours), Some(theirs)) = (place(calls::NUMBER), place(calls::CUSTOMER_NUMBER)) else { return };
    if columns.iter().any(|column| column.place == theirs) {
        return;
    }
    let is_ours = |header: &&String| {
        meaning(TableName::Calls, header).is_some_and(|found| found.place == ours) && !is_anybodys(header)
    };
    let line = headers.iter().find(is_ours);
    let number = headers.iter().find(|header| is_anybodys(header));
    if let (Some(line), Some(number)) = (line, number) {
        columns.retain(|column| column.place != ours);
        columns.push(FoundColumn { place: ours, rank: BESIDE, header: line.clone() });
        columns.push(FoundColumn { place: theirs, rank: BESIDE, header: number.clone() });
    }
}

/// Our line or the customer's number, where columns say who called whom: whom we call is the customer.
pub fn by_direction(found: &FoundColumns, name: &str) -> Option<Rule> {
    if found.count(&[calls::NUMBER, calls::CUSTOMER_NUMBER]) > 0 {
        return None;
    }
    let direction = found.columns.iter().find(|column| found.schema(column).name == calls::DIRECTION)?;
    let header = |mark: Mark| found.marks.iter().find(|found| found.mark == mark).map(|found| &found.header);
    let (from, to) = (header(Mark::FromNumber), header(Mark::ToNumber));
    let (out, back) = if name == calls::NUMBER { (from, to) } else { (to, from) };
    let rule = |header: Option<&String>, value: &str| {
        let header = header?;
        let (field, is) = (direction.header.clone(), vec![value.to_owned()]);
        let when = vec![Condition { field, is, of: Some(&DIRECTION), negated: false }];
        Some(Rule { when, ..Rule::plain(Take::Field(header.clone())) })
    };
    let rules: Vec<Rule> = rule(out, "outgoing").into_iter().chain(rule(back, "incoming")).collect();
    (!rules.is_empty()).then(|| Rule::plain(Take::FirstOf(rules)))
}

fn is_anybodys(header: &str) -> bool {
    ANYBODYS.contains(&fold(header).as_str())
}
