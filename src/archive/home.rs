//! Where rows live: the part of an archive that a conversation, a call, an order… belongs to.

use super::manifest::Manifest;
use crate::dataset::{ColumnKind, Data, Dataset, Domain, TableName, MISSING, NONE, UNDATED};
use crate::time::face::day_of;
use chrono_tz::Tz;
use flate2::Crc;
use std::collections::BTreeMap;

/// Conversations of a part, at most.
pub const MOST: usize = 64_000;
/// The part of what belongs to conversations of which no row is known.
const STRAY: &str = "stray";
/// The part of what belongs to no month.
const TIMELESS: &str = "all";

/// The tables of what belongs to conversations, they first.
pub const OF_CONVERSATIONS: [TableName; 4] =
    [TableName::Conversations, TableName::Messages, TableName::Events, TableName::Ratings];

/// Rows of each table by the part they belong to.
pub type Homes = BTreeMap<String, BTreeMap<TableName, Vec<u32>>>;

/// Whether a part holds conversations, or what belongs to some that are not known.
pub fn is_of_conversations(part: &str) -> bool {
    part.split_once('/').is_some_and(|(_, place)| place != ALONE)
}

/// Whether a part holds what belongs to conversations that are not known.
pub fn is_stray(part: &str) -> bool {
    part.starts_with(STRAY)
}

/// The name, inside a month, of what belongs to no conversation.
const ALONE: &str = "alone";

/// The part of conversations of a month that one with this id belongs to.
pub fn of_conversation(month: &str, id: &str, buckets: u32) -> String {
    let mut crc = Crc::new();
    crc.update(id.as_bytes());
    format!("{month}/{:02}", crc.sum() & (buckets - 1))
}

/// The month of a moment, in UTC.
pub fn month(at: i64) -> String {
    day_of(Tz::UTC, at).format("%Y-%m").to_string()
}

/// Gives every row its part; months get more part files in the manifest where that keeps parts small.
pub fn settle(dataset: &Dataset, manifest: &mut Manifest) -> Homes {
    let months = months(dataset);
    enlarge(dataset, &months, manifest);
    let ids = dataset.dictionary(Domain::Conversation);
    let parts: Vec<Option<String>> = months
        .iter()
        .enumerate()
        .map(|(code, month)| {
            let month = month.as_ref()?;
            Some(of_conversation(month, ids.text(dictionary_code(code)), manifest.buckets(month)))
        })
        .collect();
    let mut homes = Homes::new();
    for table in TableName::ALL {
        let codes = dataset.codes(table, "conversation_id");
        for row in 0..dataset.table(table).rows {
            let conversation = codes.get(row).copied().filter(|&code| code != NONE);
            let part = match conversation.filter(|_| table.is_of_conversations()) {
                Some(code) => parts[code as usize].clone().unwrap_or_else(|| format!("{STRAY}/00")),
                None => alone(dataset, table, row),
            };
            homes.entry(part).or_default().entry(table).or_default().push(dictionary_code(row));
        }
    }
    homes
}

/// A row or code as it is stored.
fn dictionary_code(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}

/// The part of a row that belongs to no conversation.
pub fn alone(dataset: &Dataset, table: TableName, row: usize) -> String {
    let own = dataset.table(table);
    let mut columns = table.schema().columns.iter().zip(&own.columns);
    let moments = columns.find(|(column, _)| column.required && matches!(column.kind, ColumnKind::Instant));
    let at = moments.and_then(|(_, data)| data.as_ref().map_or(&[][..], Data::whole).get(row).copied());
    match at.filter(|&at| at != MISSING && at != UNDATED) {
        Some(at) => format!("{}/{ALONE}", month(at)),
        None => format!("{TIMELESS}/{ALONE}"),
    }
}

/// The month that each conversation was created in, by its code; `None` where no row tells.
fn months(dataset: &Dataset) -> Vec<Option<String>> {
    let table = TableName::Conversations;
    let mut months = vec![None; dataset.dictionary(Domain::Conversation).len()];
    let created = dataset.whole(table, "created_at");
    for (&code, &at) in dataset.codes(table, "conversation_id").iter().zip(created) {
        months[code as usize] = Some(month(at));
    }
    months
}

/// Doubles the part files of months until none holds too many conversations.
fn enlarge(dataset: &Dataset, months: &[Option<String>], manifest: &mut Manifest) {
    let ids = dataset.dictionary(Domain::Conversation);
    let mut of_month: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (code, month) in months.iter().enumerate() {
        if let Some(month) = month {
            of_month.entry(month).or_default().push(dictionary_code(code));
        }
    }
    for (month, codes) in of_month {
        while is_crowded(month, codes.iter().map(|&code| ids.text(code)), manifest.buckets(month)) {
            manifest.buckets.insert(month.to_owned(), manifest.buckets(month) * 2);
        }
    }
}

/// Whether any part of a month has too many of these conversations.
fn is_crowded<'a>(month: &str, ids: impl Iterator<Item = &'a str>, buckets: u32) -> bool {
    let mut held: BTreeMap<String, usize> = BTreeMap::new();
    for id in ids {
        *held.entry(of_conversation(month, id, buckets)).or_default() += 1;
    }
    held.values().any(|&held| held > MOST)
}
