//! The one order in which rows stand in a file, whatever order they came in: equal rows give equal files.

use super::home::OF_CONVERSATIONS;
use crate::dataset::schema::conversations;
use crate::dataset::vocabulary::{event, status};
use crate::dataset::{ColumnKind, Data, Dataset, Dictionary, Lists, TableName, MISSING, NONE, UNDATED};
use crate::time::face::day_of;
use chrono::NaiveTime;
use chrono_tz::Tz;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

/// Conversations of a row group, at most.
const GROUP: usize = 4_096;
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
    /// The rows.
    pub dataset: &'a Dataset,
    /// The zone.
    pub zone: Tz,
}

impl Rows<'_> {
    /// A moment as it is stored: of a date without a time the midnight of UTC, so that no zone matters.
    pub fn moment(self, table: TableName, place: usize, row: usize) -> Option<i64> {
        let own = self.dataset.table(table);
        let at = *own.columns.get(place)?.as_ref()?.whole().get(row)?;
        if at == MISSING || at == UNDATED {
            return None;
        }
        let is_date = own.dates.get(place).is_some_and(|dates| dates.is(row));
        Some(if is_date {
            day_of(self.zone, at).and_time(NaiveTime::MIN).and_utc().timestamp_millis()
        } else {
            at
        })
    }

    /// The row's own moment: the required one.
    fn own_moment(self, table: TableName, row: usize) -> Option<i64> {
        let mut columns = table.schema().columns.iter();
        let place = columns.position(|column| column.required && is_instant(column.kind))?;
        self.moment(table, place, row)
    }

    /// Compares two rows by all they hold.
    fn compare(self, table: TableName, one: u32, other: u32) -> Ordering {
        let own = self.dataset.table(table);
        let (one, other) = (one as usize, other as usize);
        for (column, data) in table.schema().columns.iter().zip(&own.columns) {
            let Some(data) = data else { continue };
            let order = match (data, column.kind) {
                (Data::Whole(values), _) => values[one].cmp(&values[other]),
                (Data::Bytes(values), _) => values[one].cmp(&values[other]),
                (Data::Texts(texts), _) => texts.get_bytes(one).cmp(&texts.get_bytes(other)),
                (Data::Codes(codes), ColumnKind::Code(domain)) => {
                    by_text(self.dataset.dictionary(domain), codes[one], codes[other])
                }
                (Data::Lists(lists), ColumnKind::List(domain)) => {
                    by_texts(self.dataset.dictionary(domain), lists, (one, other))
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
        let codes = self.dataset.codes(table, "conversation_id");
        let mut ends: Vec<LifeEnd> = (0..codes.len()).map(|row| self.end_of_row(row)).collect();
        let mut place = vec![NONE; self.dataset.dictionary(crate::dataset::Domain::Conversation).len()];
        for (row, &code) in (0..).zip(codes) {
            place[code as usize] = row;
        }
        for table in OF_CONVERSATIONS.into_iter().skip(1) {
            let kinds = self.dataset.bytes(table, "kind");
            for (row, &code) in self.dataset.codes(table, "conversation_id").iter().enumerate() {
                let own = place.get(code as usize).and_then(|&place| ends.get_mut(place as usize));
                let (Some(own), Some(at)) = (own, self.own_moment(table, row)) else { continue };
                own.last = own.last.max(at);
                if table == TableName::Events {
                    own.meet(kinds.get(row).copied(), at);
                }
            }
        }
        ends.iter().map(LifeEnd::settled).collect()
    }

    /// How far the columns of a conversation row reach.
    fn end_of_row(self, row: usize) -> LifeEnd {
        let table = TableName::Conversations;
        let own = self.dataset.table(table);
        let created = self.own_moment(table, row).unwrap_or(0);
        let mut end = LifeEnd { last: created, closed: None, reopened: None, is_open: false };
        for (place, column) in table.schema().columns.iter().enumerate() {
            let value = || own.columns.get(place)?.as_ref()?.whole().get(row).copied();
            let at = match column.kind {
                ColumnKind::Instant if column.name == conversations::UPDATED_AT => None,
                ColumnKind::Instant => self.moment(table, place, row),
                ColumnKind::Duration => {
                    value().filter(|&length| length != MISSING).map(|length| created.saturating_add(length))
                }
                ColumnKind::Number
                | ColumnKind::Choice(_)
                | ColumnKind::Flag
                | ColumnKind::Code(_)
                | ColumnKind::List(_)
                | ColumnKind::Text
                | ColumnKind::Prose => None,
            };
            end.last = end.last.max(at.unwrap_or(end.last));
            if [conversations::CLOSED_AT, conversations::RESOLUTION_S].contains(&column.name) {
                end.closed = end.closed.max(at);
            }
        }
        let status = self.dataset.bytes(table, conversations::STATUS).get(row).copied();
        end.is_open = matches!(status, Some(status::OPEN | status::PENDING));
        end
    }

    /// The rows of each table of a part in order and in groups.
    pub fn arrange(
        self,
        rows: &BTreeMap<TableName, Vec<u32>>,
        last: &[i64],
    ) -> BTreeMap<TableName, HomeRows> {
        let ids = self.dataset.dictionary(crate::dataset::Domain::Conversation);
        let of = |table: TableName| self.dataset.codes(table, "conversation_id");
        let mut own = rows.get(&TableName::Conversations).cloned().unwrap_or_default();
        let codes = of(TableName::Conversations);
        let id = |row: u32| ids.text(codes[row as usize]);
        own.sort_unstable_by(|&a, &b| (last[a as usize], id(a)).cmp(&(last[b as usize], id(b))));
        let ranks: HashMap<u32, usize> = own.iter().map(|&row| codes[row as usize]).zip(0..).collect();
        let mut arranged = BTreeMap::new();
        for (&table, rows) in rows {
            let rank = |row: u32| {
                let code = of(table).get(row as usize).copied().filter(|_| table.is_of_conversations());
                code.and_then(|code| ranks.get(&code).copied())
            };
            let mut rows = rows.clone();
            rows.sort_by_cached_key(|&row| (rank(row), self.own_moment(table, row as usize)));
            self.settle_ties(table, &mut rows, rank);
            arranged.insert(table, grouped(rows, rank));
        }
        arranged
    }

    /// Brings rows of one conversation and moment into the order of what they hold.
    fn settle_ties(self, table: TableName, rows: &mut [u32], rank: impl Fn(u32) -> Option<usize>) {
        let key = |row: u32| (rank(row), self.own_moment(table, row as usize));
        let mut from = 0;
        while from < rows.len() {
            let own = key(rows[from]);
            let ties = rows[from..].iter().take_while(|&&row| key(row) == own).count();
            rows[from..from + ties].sort_by(|&one, &other| self.compare(table, one, other));
            from += ties;
        }
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
fn grouped(rows: Vec<u32>, rank: impl Fn(u32) -> Option<usize>) -> HomeRows {
    let mut grouped = HomeRows::default();
    let mut last = None;
    for row in rows {
        let chunk = rank(row).map(|rank| rank / GROUP);
        let is_full = chunk.is_none() && grouped.groups.last().is_some_and(|group| group.len() >= ROWS);
        if last != Some(chunk) || is_full {
            grouped.groups.push(Vec::new());
            grouped.chunks.extend(chunk.and_then(|chunk| u32::try_from(chunk).ok()));
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
