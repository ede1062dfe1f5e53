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

/// Words for who calls.
const CALLING: &[&str] =
    &["caller", "calling", "beller", "anrufer", "appelant", "dzwoniący", "innringer", "llamante"];
/// Words for who is called.
const CALLED: &[&str] = &["called", "dialled", "dialed", "gebeld", "appelé", "marcado", "chiamato"];

fn says(header: &str, words: &[&str]) -> bool {
    fold(header).split(' ').any(|word| words.contains(&word))
}

/// Our line or the customer's number, where columns say who called whom: whom we call is the customer.
pub fn by_direction(found: &FoundColumns, name: &str) -> Option<Rule> {
    let own = |name: &str| found.columns.iter().find(|column| found.schema(column).name == name);
    let header = |mark: Mark| found.marks.iter().find(|found| found.mark == mark).map(|found| &found.header);
    let (mut from, mut to) = (header(Mark::FromNumber), header(Mark::ToNumber));
    // Who calls and who is called are customer and line only of a call that comes in.
    match (own(calls::CUSTOMER_NUMBER), own(calls::NUMBER)) {
        (None, None) => {}
        (Some(theirs), None) if says(&theirs.header, CALLING) && to.is_some() => from = Some(&theirs.header),
        (None, Some(ours)) if says(&ours.header, CALLED) && from.is_some() => to = Some(&ours.header),
        (Some(theirs), Some(ours)) if says(&theirs.header, CALLING) && says(&ours.header, CALLED) => {
            (from, to) = (Some(&theirs.header), Some(&ours.header));
        }
        _ => return None,
    }
    let direction = own(calls::DIRECTION)?;
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

/// Whether a header says a number and not whose.
pub fn is_anybodys(header: &str) -> bool {
    ANYBODYS.contains(&fold(header).as_str())
}
