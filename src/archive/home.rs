//! Where rows live: the part of an archive that a conversation, a call, an order… belongs to.

use super::manifest::{Manifest, MOST_BUCKETS};
use crate::dataset::{ColumnKind, Data, Dataset, Domain, TableName, MISSING, NONE, UNDATED};
use crate::time::DAY;
use chrono::{DateTime, Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;

/// Conversations of a part, at most.
pub const MOST: usize = 64_000;
/// Divisions of conversations while they are put aside: what belongs to those of one of them is in memory at once.
pub const DIVISIONS: u32 = 64;
/// The part of what belongs to conversations of which no row is known.
const STRAY: &str = "stray";
/// The part of what belongs to no month.
const TIMELESS: &str = "all";

/// The tables of what belongs to conversations, they first.
pub const OF_CONVERSATIONS: [TableName; 4] =
    [TableName::Conversations, TableName::Messages, TableName::Events, TableName::Ratings];

/// Rows of each table by the part they belong to.
pub type Homes = BTreeMap<String, BTreeMap<TableName, Vec<u32>>>;

/// A part: small, for there is one for each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// Of a month's conversations those of one bucket.
    OfConversations(Month, u32),
    /// What belongs to conversations of which no row is known.
    Stray,
    /// What belongs to no conversation, of a month.
    Alone(Month),
    /// What belongs to no month.
    Timeless,
}

impl Home {
    /// Its name: `2026-03/00`.
    pub fn name(self) -> String {
        match self {
            Home::OfConversations(month, bucket) => format!("{}/{bucket:02}", month.text()),
            Home::Stray => format!("{STRAY}/00"),
            Home::Alone(month) => format!("{}/{ALONE}", month.text()),
            Home::Timeless => format!("{TIMELESS}/{ALONE}"),
        }
    }
}

/// A month in UTC, counted from the year 0; small, for an import knows one for each conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(NonZeroU16);

const _: () = assert!(size_of::<Option<Month>>() == 2);

impl Month {
    /// The month of a moment.
    fn of(at: i64) -> Month {
        let day = DateTime::from_timestamp_millis(at).unwrap_or_default().date_naive();
        let months = day.year() * 12 + day.month0().cast_signed();
        Month(u16::try_from(months).ok().and_then(NonZeroU16::new).unwrap_or(NonZeroU16::MIN))
    }

    /// As parts and the manifest call it: `2026-03`.
    pub fn text(self) -> String {
        let months = self.0.get();
        let first = NaiveDate::from_ymd_opt(i32::from(months / 12), u32::from(months % 12) + 1, 1);
        first.unwrap_or_default().format("%Y-%m").to_string()
    }
}

/// Tells months; neighbours are often of one day.
#[derive(Debug, Default)]
pub struct MonthReader {
    last: Option<(i64, Month)>,
}

impl MonthReader {
    /// The month of a moment.
    pub fn of(&mut self, at: i64) -> Month {
        let day = at.div_euclid(DAY);
        if let Some((_, month)) = self.last.filter(|(last, _)| *last == day) {
            return month;
        }
        let month = Month::of(at);
        self.last = Some((day, month));
        month
    }
}

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

/// What tells which part file of a month a conversation belongs to.
pub fn spread(id: &str) -> u32 {
    crc32fast::hash(id.as_bytes())
}

/// The parts of new rows, as the months of an archive are divided now.
pub fn of_rows(new: &Dataset, manifest: &Manifest) -> BTreeSet<String> {
    let mut homes = BTreeSet::new();
    let ids = new.dictionary(Domain::Conversation);
    let created = new.whole(TableName::Conversations, "created_at");
    let (mut reader, mut buckets) = (MonthReader::default(), BTreeMap::new());
    for (&code, &at) in new.codes(TableName::Conversations, "conversation_id").iter().zip(created) {
        let month = reader.of(at);
        let buckets = *buckets.entry(month).or_insert_with(|| manifest.buckets(&month.text()));
        let bucket = if buckets > 1 { spread(ids.text(code)) & (buckets - 1) } else { 0 };
        homes.insert(Home::OfConversations(month, bucket));
    }
    for table in TableName::ALL {
        let conversations = new.codes(table, "conversation_id");
        let mut alone = Alone::of(new, table);
        for row in 0..new.table(table).rows {
            let is_alone = conversations.get(row).is_none_or(|&code| code == NONE);
            if !table.is_of_conversations() || is_alone {
                homes.insert(alone.home(row));
            }
        }
    }
    homes.into_iter().map(Home::name).collect()
}

/// Gives every row its part; months get more part files in the manifest where that keeps parts small.
pub fn settle(dataset: &Dataset, manifest: &mut Manifest) -> Homes {
    let homes = of_codes(dataset, manifest);
    let mut parts = Parts::new();
    let places: Vec<usize> = homes.iter().map(|&home| place(&mut parts, home)).collect();
    let mut named: BTreeMap<usize, BTreeMap<TableName, Vec<u32>>> = BTreeMap::new();
    for table in TableName::ALL {
        let mut of_parts: Vec<Vec<u32>> = vec![Vec::new(); parts.len()];
        let codes = dataset.codes(table, "conversation_id");
        let mut alone = Alone::of(dataset, table);
        for row in 0..dataset.table(table).rows {
            let conversation = codes.get(row).copied().filter(|&code| code != NONE);
            let at = match conversation.filter(|_| table.is_of_conversations()) {
                Some(code) => places[code as usize],
                None => place(&mut parts, alone.home(row)),
            };
            if at >= of_parts.len() {
                of_parts.resize(at + 1, Vec::new());
            }
            of_parts[at].push(dictionary_code(row));
        }
        for (at, rows) in of_parts.into_iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
            named.entry(at).or_default().insert(table, rows);
        }
    }
    let mut homes = Homes::new();
    for (home, at) in parts {
        homes.extend(named.remove(&at).map(|rows| (home.name(), rows)));
    }
    homes
}

/// The place of each part among those met so far.
type Parts = BTreeMap<Home, usize>;

fn place(parts: &mut Parts, home: Home) -> usize {
    let next = parts.len();
    *parts.entry(home).or_insert(next)
}

/// A row or code as it is stored.
fn dictionary_code(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}

/// Tells the parts of rows of a table that belong to no conversation.
struct Alone<'a> {
    moments: &'a [i64],
    reader: MonthReader,
}

impl<'a> Alone<'a> {
    fn of(dataset: &'a Dataset, table: TableName) -> Alone<'a> {
        let mut columns = table.schema().columns.iter().zip(&dataset.table(table).columns);
        let own = columns.find(|(column, _)| column.required && matches!(column.kind, ColumnKind::Instant));
        let moments = own.and_then(|(_, data)| data.as_ref()).map_or(&[][..], Data::whole);
        Alone { moments, reader: MonthReader::default() }
    }

    fn home(&mut self, row: usize) -> Home {
        match self.moments.get(row).filter(|&&at| at != MISSING && at != UNDATED) {
            Some(&at) => Home::Alone(self.reader.of(at)),
            None => Home::Timeless,
        }
    }
}

/// The part of each conversation, by its code.
fn of_codes(dataset: &Dataset, manifest: &mut Manifest) -> Vec<Home> {
    let table = TableName::Conversations;
    let ids = dataset.dictionary(Domain::Conversation);
    let mut homes = vec![Home::Stray; ids.len()];
    let created = dataset.whole(table, "created_at");
    let mut reader = MonthReader::default();
    let mut of_month: BTreeMap<Month, Vec<u32>> = BTreeMap::new();
    for (&code, &at) in dataset.codes(table, "conversation_id").iter().zip(created) {
        let month = reader.of(at);
        let spread = spread(ids.text(code));
        // The bucket is the lower part of it, once that is known.
        homes[code as usize] = Home::OfConversations(month, spread);
        of_month.entry(month).or_default().push(spread);
    }
    let mut buckets = BTreeMap::new();
    for (month, spreads) in of_month {
        buckets.insert(month, enough_buckets(&month.text(), &spreads, manifest));
    }
    for home in &mut homes {
        if let Home::OfConversations(month, spread) = home {
            *spread &= buckets.get(month).map_or(0, |buckets| buckets - 1);
        }
    }
    homes
}

/// Doubles the part files of a month until none holds too many conversations; ids made to lie together do so in any number.
pub fn enough_buckets(month: &str, spreads: &[u32], manifest: &mut Manifest) -> u32 {
    while manifest.buckets(month) < MOST_BUCKETS && is_crowded(spreads, manifest.buckets(month)) {
        manifest.buckets.insert(month.to_owned(), manifest.buckets(month) * 2);
    }
    manifest.buckets(month)
}

/// Whether any part of a month has too many conversations.
fn is_crowded(spreads: &[u32], buckets: u32) -> bool {
    if spreads.len() <= MOST {
        return false;
    }
    let mut held = vec![0; buckets as usize];
    for spread in spreads {
        held[(spread & (buckets - 1)) as usize] += 1;
    }
    held.into_iter().any(|held| held > MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_divided_until_no_part_is_crowded_or_nothing_helps() {
        let apart: Vec<u32> = (0..).take(MOST * 3).collect();
        assert_eq!(enough_buckets("2026-03", &apart, &mut Manifest::default()), 4);
        assert_eq!(enough_buckets("2026-03", &apart[..MOST], &mut Manifest::default()), 1);
        assert_eq!(enough_buckets("2026-03", &vec![7; MOST + 1], &mut Manifest::default()), MOST_BUCKETS);
    }
}
