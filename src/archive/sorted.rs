//! The one order in which rows stand in a file, whatever order they came in: equal rows give equal files.

use super::home::OF_CONVERSATIONS;
use super::runs::Tables;
use crate::dataset::schema::conversations::{self, CONVERSATION_ID};
use crate::dataset::vocabulary::{event, status};
use crate::dataset::{
    ColumnKind, ConversationCodes, Data, DataTable, Dataset, DateRows, Dictionary, Domain, Lists, TableName,
    DOMAINS, MISSING, NONE, UNDATED,
};
use crate::time::face::day_of;
use chrono::NaiveTime;
use chrono_tz::Tz;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Conversations of a row group, at most.
const GROUP: u32 = 4_096;
/// Rows of a row group of what belongs to no conversation, at most.
pub const ROWS: usize = 1 << 16;
/// The last moment of a conversation that is still open.
pub const OPEN: i64 = i64::MAX;

/// Rows of one file, by row group; `chunks` says which conversations of the part each group is about.
#[derive(Debug, Default, PartialEq)]
pub struct HomeRows {
    /// The rows of each group.
    pub groups: Vec<Vec<u32>>,
    /// The place of each group's conversations among those of the part; empty where it is about none.
    pub chunks: Vec<u32>,
}

/// What is compared, and in which zone dates without a time begin.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    /// The tables.
    pub tables: &'a Tables,
    /// The texts that codes stand for.
    pub dictionaries: &'a [Dictionary; DOMAINS],
    /// The zone.
    pub zone: Tz,
}

/// The moments of one column, as they are stored.
#[derive(Clone, Copy)]
pub struct Moments<'a> {
    values: &'a [i64],
    dates: Option<&'a DateRows>,
    zone: Tz,
}

impl Moments<'_> {
    /// The moment of a row: of a date without a time the midnight of UTC, so that no zone matters.
    pub fn at(self, row: usize) -> Option<i64> {
        let at = *self.values.get(row)?;
        if at == MISSING || at == UNDATED {
            return None;
        }
        let is_date = self.dates.is_some_and(|dates| dates.is(row));
        Some(if is_date {
            day_of(self.zone, at).and_time(NaiveTime::MIN).and_utc().timestamp_millis()
        } else {
            at
        })
    }
}

impl<'a> Rows<'a> {
    /// The rows of a dataset.
    pub fn of(dataset: &'a Dataset, zone: Tz) -> Rows<'a> {
        Rows { tables: &dataset.tables, dictionaries: &dataset.dictionaries, zone }
    }

    /// A table.
    pub fn table(self, table: TableName) -> &'a DataTable {
        &self.tables[table as usize]
    }

    /// A column of codes; empty where it was not loaded.
    pub fn codes(self, table: TableName, name: &str) -> &'a [u32] {
        self.table(table).column(table, name).map_or(&[], Data::codes)
    }

    fn bytes(self, table: TableName, name: &str) -> &'a [u8] {
        self.table(table).column(table, name).map_or(&[], Data::bytes)
    }

    /// The dictionary of a domain.
    pub fn dictionary(self, domain: Domain) -> &'a Dictionary {
        &self.dictionaries[domain as usize]
    }

    /// Which language conversations are said to be in.
    pub fn languages(self) -> ConversationCodes {
        let mut languages = ConversationCodes::default();
        languages.learn(self.table(TableName::Conversations), conversations::LANGUAGE);
        languages
    }

    /// The moments of a column.
    pub fn moments(self, table: TableName, place: usize) -> Moments<'a> {
        let own = self.table(table);
        let values = own.columns.get(place).and_then(Option::as_ref).map_or(&[][..], Data::whole);
        let dates = own.dates.get(place).filter(|dates| !dates.is_empty());
        Moments { values, dates, zone: self.zone }
    }

    /// The rows' own moments: the required ones.
    fn own_moments(self, table: TableName) -> Moments<'a> {
        let mut columns = table.schema().columns.iter();
        let place = columns.position(|column| column.required && is_instant(column.kind));
        match place {
            Some(place) => self.moments(table, place),
            None => Moments { values: &[], dates: None, zone: self.zone },
        }
    }

    /// Compares two rows by all they hold.
    fn compare(self, table: TableName, one: u32, other: u32) -> Ordering {
        let own = self.table(table);
        let (one, other) = (one as usize, other as usize);
        for (column, data) in table.schema().columns.iter().zip(&own.columns) {
            let Some(data) = data else { continue };
            let order = match (data, column.kind) {
                (Data::Whole(values), _) => values[one].cmp(&values[other]),
                (Data::Bytes(values), _) => values[one].cmp(&values[other]),
                (Data::Texts(texts), _) => texts.get_bytes(one).cmp(&texts.get_bytes(other)),
                (Data::Codes(codes), ColumnKind::Code(domain)) => {
                    by_text(self.dictionary(domain), codes[one], codes[other])
                }
                (Data::Lists(lists), ColumnKind::List(domain)) => {
                    by_texts(self.dictionary(domain), lists, (one, other))
                }
                (Data::Codes(_) | Data::Lists(_), _) => Ordering::Equal,
            };
            if order != Ordering::Equal {
                return order;
            }
        }
        let leg = |row: usize| own.legs.get(row).copied().unwrap_or(1);
        leg(one).cmp(&leg(other))
    }

    /// The last moment of each conversation row and of all that belongs to it; [`OPEN`] where that is not known to be
    /// the last.
    pub fn last_moments(self) -> Vec<i64> {
        let table = TableName::Conversations;
        let codes = self.codes(table, CONVERSATION_ID);
        let mut ends = self.ends_of_rows(codes.len());
        let mut place = vec![NONE; self.dictionary(Domain::Conversation).len()];
        for (row, &code) in (0..).zip(codes) {
            place[code as usize] = row;
        }
        for table in OF_CONVERSATIONS.into_iter().skip(1) {
            let kinds = self.bytes(table, "kind");
            let moments = self.own_moments(table);
            for (row, &code) in self.codes(table, CONVERSATION_ID).iter().enumerate() {
                let own = place.get(code as usize).and_then(|&place| ends.get_mut(place as usize));
                let (Some(own), Some(at)) = (own, moments.at(row)) else { continue };
                own.last = own.last.max(at);
                if table == TableName::Events {
                    own.meet(kinds.get(row).copied(), at);
                }
            }
        }
        ends.iter().map(LifeEnd::settled).collect()
    }

    /// How far the columns of each conversation row reach.
    fn ends_of_rows(self, rows: usize) -> Vec<LifeEnd> {
        let table = TableName::Conversations;
        let statuses = self.bytes(table, conversations::STATUS);
        let created = self.own_moments(table);
        let created: Vec<i64> = (0..rows).map(|row| created.at(row).unwrap_or(0)).collect();
        let mut ends = Vec::with_capacity(rows);
        for (row, &last) in created.iter().enumerate() {
            let is_open = matches!(statuses.get(row), Some(&(status::OPEN | status::PENDING)));
            ends.push(LifeEnd { last, closed: None, reopened: None, is_open });
        }
        for (place, column) in table.schema().columns.iter().enumerate() {
            let closes = [conversations::CLOSED_AT, conversations::RESOLUTION_S].contains(&column.name);
            let moments = self.moments(table, place);
            for (row, end) in ends.iter_mut().enumerate() {
                let at = match column.kind {
                    ColumnKind::Instant if column.name == conversations::UPDATED_AT => None,
                    ColumnKind::Instant => moments.at(row),
                    ColumnKind::Duration => {
                        let length = moments.values.get(row).filter(|&&length| length != MISSING);
                        length.map(|&length| created[row].saturating_add(length))
                    }
                    ColumnKind::Number
                    | ColumnKind::Choice(_)
                    | ColumnKind::Flag
                    | ColumnKind::Code(_)
                    | ColumnKind::List(_)
                    | ColumnKind::Text
                    | ColumnKind::Prose => break,
                };
                end.last = end.last.max(at.unwrap_or(end.last));
                if closes {
                    end.closed = end.closed.max(at);
                }
            }
        }
        ends
    }

    /// The rows of each table of a part in order and in groups, and the places of its conversations in `ranks`.
    pub fn arrange(
        self,
        rows: &BTreeMap<TableName, Vec<u32>>,
        last: &[i64],
        ranks: &mut Ranks,
    ) -> BTreeMap<TableName, HomeRows> {
        let ids = self.dictionary(Domain::Conversation);
        let codes = self.codes(TableName::Conversations, CONVERSATION_ID);
        let mut own = rows.get(&TableName::Conversations).cloned().unwrap_or_default();
        let id = |row: u32| ids.text(codes[row as usize]);
        own.sort_unstable_by(|&a, &b| (last[a as usize], id(a)).cmp(&(last[b as usize], id(b))));
        ranks.set(ids.len(), own.iter().map(|&row| codes[row as usize]));
        let mut arranged = BTreeMap::new();
        for (&table, rows) in rows {
            let of: &[u32] =
                if table.is_of_conversations() { self.codes(table, CONVERSATION_ID) } else { &[] };
            let moments = self.own_moments(table);
            let mut keys: Vec<RowKey> = Vec::with_capacity(rows.len());
            for &row in rows {
                let rank = of.get(row as usize).map_or(NONE, |&code| ranks.of(code));
                // Those of no conversation come first, as do those without a moment.
                keys.push((rank.wrapping_add(1), moments.at(row as usize).unwrap_or(MISSING), row));
            }
            keys.sort_unstable();
            self.settle_ties(table, &mut keys);
            arranged.insert(table, grouped(&keys));
        }
        arranged
    }

    /// Brings rows of one conversation and moment into the order of what they hold.
    fn settle_ties(self, table: TableName, keys: &mut [RowKey]) {
        for ties in keys.chunk_by_mut(|one, other| (one.0, one.1) == (other.0, other.1)) {
            if ties.len() > 1 {
                ties.sort_by(|one, other| self.compare(table, one.2, other.2));
            }
        }
    }
}

/// What rows are ordered by, and the row: the place of the conversation, counted from 1, 0 where there is none; its own
/// moment.
type RowKey = (u32, i64, u32);

/// The row of each conversation among those of its part, by its code: one list for part after part.
#[derive(Debug, Default)]
pub struct Ranks {
    of_code: Vec<u32>,
    set: Vec<u32>,
}

impl Ranks {
    /// Begins a part with these conversations.
    fn set(&mut self, codes: usize, conversations: impl Iterator<Item = u32>) {
        for code in self.set.drain(..) {
            self.of_code[code as usize] = NONE;
        }
        self.of_code.resize(codes, NONE);
        self.set.extend(conversations);
        for (rank, &code) in (0..).zip(&self.set) {
            self.of_code[code as usize] = rank;
        }
    }

    /// The row of a conversation; [`NONE`] of those that the part has no row of.
    pub fn of(&self, code: u32) -> u32 {
        self.of_code.get(code as usize).copied().unwrap_or(NONE)
    }
}

/// How far a conversation reaches.
struct LifeEnd {
    last: i64,
    closed: Option<i64>,
    reopened: Option<i64>,
    is_open: bool,
}

impl LifeEnd {
    fn meet(&mut self, kind: Option<u8>, at: i64) {
        match kind {
            Some(event::CLOSED | event::ENDED | event::AUTOCLOSE) => self.closed = self.closed.max(Some(at)),
            Some(event::REOPENED | event::RESUMED) => self.reopened = self.reopened.max(Some(at)),
            Some(_) | None => {}
        }
    }

    fn settled(&self) -> i64 {
        let is_closed = self.closed.is_some() && self.reopened <= self.closed && !self.is_open;
        if is_closed {
            self.last
        } else {
            OPEN
        }
    }
}

fn is_instant(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Instant)
}

/// Cuts rows into groups: those of conversations by these, all others by number.
fn grouped(keys: &[RowKey]) -> HomeRows {
    let mut grouped = HomeRows::default();
    let mut last = None;
    for &(rank, _, row) in keys {
        let chunk = rank.checked_sub(1).map(|rank| rank / GROUP);
        let is_full = chunk.is_none() && grouped.groups.last().is_some_and(|group| group.len() >= ROWS);
        if last != Some(chunk) || is_full {
            grouped.groups.push(Vec::new());
            grouped.chunks.extend(chunk);
            last = Some(chunk);
        }
        if let Some(group) = grouped.groups.last_mut() {
            group.push(row);
        }
    }
    grouped
}

/// By text, a missing one last.
fn by_text(dictionary: &Dictionary, one: u32, other: u32) -> Ordering {
    if one == other {
        return Ordering::Equal;
    }
    (one == NONE).cmp(&(other == NONE)).then_with(|| dictionary.text(one).cmp(dictionary.text(other)))
}

fn by_texts(dictionary: &Dictionary, lists: &Lists, (one, other): (usize, usize)) -> Ordering {
    let texts = |row| lists.get(row).iter().map(|&code| dictionary.text(code));
    texts(one).cmp(texts(other))
}
