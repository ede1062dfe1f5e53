//! The table that a file's headers resemble, by canonical names and synonyms.

use super::found::FoundColumns;
use super::resolve::from_header;
use super::telling::{hold_messages, is_anything, is_telling, named_after};
use super::Unrecognised;
use crate::dataset::{ColumnKind, TableName};
use crate::profile::model::{Mapping, Rule, Take};
use crate::profile::synonyms::{exact, fold, synonym};
use crate::values::SpanUnit;

/// What names and synonyms make of a set of headers.
pub struct Guess {
    /// The table all of whose required columns were found, and most of the others.
    pub table: Option<TableName>,
    /// How sure that is.
    pub score: usize,
    /// Its columns.
    pub mapping: Option<Mapping>,
    exact: bool,
    /// Another table as likely as the one chosen.
    tie: Option<TableName>,
    /// The likeliest table with a required column missing.
    near: Option<Near>,
}

struct Near {
    table: TableName,
    score: usize,
    missing: &'static str,
    /// Whether it has a column that no other table would have.
    telling: bool,
}

impl Guess {
    /// Whether every header is a canonical name of the one table chosen.
    pub fn all_exact(&self) -> bool {
        self.exact && self.tie.is_none()
    }

    /// How many columns were found.
    pub fn mapped(&self) -> usize {
        self.mapping.as_ref().map_or(0, |mapping| mapping.columns.len())
    }

    /// Whether another table is as likely or likelier.
    pub fn is_doubtful(&self) -> bool {
        self.tie.is_some() || self.near.as_ref().is_some_and(|near| near.telling && near.score > self.score)
    }

    /// The table chosen, else the likeliest incomplete one.
    pub fn nearest(&self) -> Option<TableName> {
        self.table.or(self.near.as_ref().map(|near| near.table))
    }

    /// How near the likeliest incomplete table came.
    pub fn near_score(&self) -> usize {
        self.near.as_ref().map_or(0, |near| near.score)
    }

    /// Why the headers decide nothing.
    pub fn message(&self) -> Unrecognised {
        Unrecognised(match (self.table, self.tie, &self.near) {
            (Some(table), Some(other), _) => format!(
                "the file may hold {} or {}\nhint: name the file after the table, {}.csv, or give a profile with --profile FILE",
                table.schema().name,
                other.schema().name,
                table.schema().name
            ),
            (_, _, Some(near)) => format!(
                "the file looks like {}, but no column says {}\nhint: name the column {}, or say where it is with --profile FILE; `insights inspect FILE` writes one to begin with",
                near.table.schema().name,
                near.missing,
                near.missing
            ),
            _ => "no known export".to_string(),
        })
    }
}

/// The table that headers (or the keys of JSON records) resemble most.
pub fn guess(headers: &[String], file_stem: &str) -> Guess {
    let mut guess = Guess { table: None, score: 0, mapping: None, exact: false, tie: None, near: None };
    let mut chosen = FoundColumns::new();
    for table in TableName::ALL {
        let found = columns(table, headers);
        let score = score(&found);
        let named = named_after(table, file_stem);
        let sure = named || (table == TableName::Conversations && hold_messages(headers));
        match missing(table, &found, sure) {
            Some(missing) => {
                let nearer = guess.near.as_ref().is_none_or(|near| score > near.score);
                if found.len() > 1 && nearer {
                    guess.near = Some(Near { table, score, missing, telling: is_telling(table, &found) });
                }
            }
            None if score > guess.score => {
                (guess.table, guess.score, guess.tie, chosen) = (Some(table), score, None, found);
            }
            None if score == guess.score && guess.table.is_some() => {
                let other_is_named = guess.table.is_some_and(|table| named_after(table, file_stem));
                match (named, other_is_named) {
                    (true, false) => (guess.table, chosen) = (Some(table), found),
                    (false, true) => {}
                    _ => guess.tie = Some(table),
                }
            }
            None => {}
        }
    }
    if let Some(table) = guess.table {
        guess.exact = chosen.len() == headers.len() && chosen.iter().all(|(_, rank, _)| *rank == 0);
        guess.mapping = Some(mapping(table, chosen));
    }
    guess
}

/// The columns of a table that headers stand for: for each the header with the best rank, the first of equals.
pub fn columns(table: TableName, headers: &[String]) -> FoundColumns {
    let mut found: FoundColumns = Vec::new();
    for header in headers {
        let Some((column, rank)) = column(table, header) else { continue };
        match found.iter_mut().find(|(other, ..)| *other == column) {
            Some(other) if rank < other.1 => *other = (column, rank, header.clone()),
            Some(_) => {}
            None => found.push((column, rank, header.clone())),
        }
    }
    found.sort();
    found
}

/// The column a header stands for, and the rank of that meaning.
fn column(table: TableName, header: &str) -> Option<(usize, usize)> {
    // Objects that only wrap the fields, and the names inside a list of tags.
    let name = header.strip_prefix("attributes.").unwrap_or(header);
    let (name, list) = match name.split_once("[]") {
        Some((name, "" | ".name" | ".title" | ".label")) => (name, true),
        Some(_) => return None,
        None => (name, false),
    };
    let folded = fold(name);
    let meaning = |folded: &str| {
        exact(table, folded)
            .map(|column| (column, 0))
            .or_else(|| synonym(table, folded).map(|(c, r)| (c, r + 1)))
    };
    let found = meaning(&folded).or_else(|| {
        // `Created (Europe/Oslo)`, `Resolution time (in hrs)`, `talk_time_ms`
        let bare = name.split(['(', '[']).next().map(fold).filter(|bare| !bare.is_empty() && *bare != folded);
        let unit = SpanUnit::in_header(name).and_then(|_| folded.rsplit_once(' '));
        let found = bare.as_deref().and_then(meaning).or_else(|| unit.and_then(|(bare, _)| meaning(bare)));
        found.map(|(column, rank)| (column, rank + 1))
    });
    let is_list = |column: usize| matches!(table.schema().columns[column].kind, ColumnKind::List(_));
    found.filter(|(column, _)| !list || is_list(*column))
}

fn score(found: &FoundColumns) -> usize {
    found.iter().map(|(_, rank, _)| if *rank == 0 { 3 } else { 2 }).sum()
}

/// The first required column that is missing. Of some tables a row says nothing with the required ones alone: events have
/// the same as ratings, and every list of tags has an id and a name.
fn missing(table: TableName, found: &FoundColumns, named: bool) -> Option<&'static str> {
    let columns = table.schema().columns;
    let has = |name: &str| found.iter().any(|(column, ..)| columns[*column].name == name);
    let first = columns.iter().find(|column| column.required && !has(column.name)).map(|column| column.name);
    // A type is a role only of people.
    let role =
        found.iter().any(|(column, _, header)| columns[*column].name == "role" && fold(header) != "type");
    let bare = match table {
        TableName::People if !named && !(has("name") && (has("email") || role)) => Some("email"),
        TableName::Conversations if !named && is_anything(table, found) => Some("channel"),
        TableName::Calls if !named && is_anything(table, found) => Some("customer_number"),
        TableName::Posts if !named && is_anything(table, found) => Some("channel"),
        TableName::Ratings if !named && !has("score") && !has("comment") => Some("score"),
        _ => None,
    };
    first.or(bare)
}

/// The mapping of the columns found.
pub fn mapping(table: TableName, found: FoundColumns) -> Mapping {
    let columns = found.into_iter().map(|(column, _, header)| {
        let mut rule = plain(Take::Field(header));
        from_header(&mut rule, Some(table.schema().columns[column].kind));
        (column, rule)
    });
    let columns = columns.collect();
    Mapping {
        into: table,
        recognise: Vec::new(),
        records: None,
        explode: None,
        legs: false,
        once: false,
        filter: Vec::new(),
        columns,
    }
}

/// A rule without anything but its source.
pub fn plain(take: Take) -> Rule {
    Rule::plain(take)
}
