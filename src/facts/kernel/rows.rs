//! The conversation rows, column by column.

use crate::dataset::vocabulary::{status, STATUS};
use crate::dataset::{Data, Dataset, DateRows, Lists, TableName, MISSING, UNKNOWN};
use crate::facts::occasion::Occasion;
use crate::facts::rules::Rules;
use crate::facts::state::RowState;
use crate::facts::{known, known_code};
use std::collections::BTreeMap;

/// The conversation rows, column by column.
pub struct ConversationRows<'a> {
    pub created_at: &'a [i64],
    pub closed_at: &'a [i64],
    pub first_reply_at: &'a [i64],
    pub first_response: &'a [i64],
    pub resolution: &'a [i64],
    pub handle: &'a [i64],
    pub reopens: &'a [i64],
    pub replies: &'a [i64],
    status: &'a [u8],
    pub direction: &'a [u8],
    pub live: &'a [u8],
    pub ai_status: &'a [u8],
    agent: &'a [u32],
    pub customer: &'a [u32],
    pub id: &'a [u32],
    pub tags: Option<&'a Lists>,
    created_dates: Option<&'a DateRows>,
    closed_dates: Option<&'a DateRows>,
    reply_dates: Option<&'a DateRows>,
    as_of: i64,
}

impl<'a> ConversationRows<'a> {
    pub fn of(dataset: &'a Dataset, rules: &Rules) -> ConversationRows<'a> {
        let table = TableName::Conversations;
        ConversationRows {
            created_at: dataset.whole(table, "created_at"),
            closed_at: dataset.whole(table, "closed_at"),
            first_reply_at: dataset.whole(table, "first_reply_at"),
            first_response: dataset.whole(table, "first_response_s"),
            resolution: dataset.whole(table, "resolution_s"),
            handle: dataset.whole(table, "handle_s"),
            reopens: dataset.whole(table, "reopens"),
            replies: dataset.whole(table, "replies"),
            status: dataset.bytes(table, "status"),
            direction: dataset.bytes(table, "direction"),
            live: dataset.bytes(table, "live"),
            ai_status: dataset.bytes(table, "ai_status"),
            agent: dataset.codes(table, "agent"),
            customer: dataset.codes(table, "customer_id"),
            id: dataset.codes(table, "conversation_id"),
            tags: dataset.lists(table, "tags"),
            created_dates: dataset.dates(table, "created_at"),
            closed_dates: dataset.dates(table, "closed_at"),
            reply_dates: dataset.dates(table, "first_reply_at"),
            as_of: rules.as_of,
        }
    }

    pub fn status(&self, row: usize) -> Option<u8> {
        self.status.get(row).copied().filter(|&status| status != UNKNOWN)
    }

    pub fn is_used(&self, row: usize) -> bool {
        let excluded = self.status(row).is_some_and(|status| status >= status::SPAM);
        self.created_at[row] <= self.as_of && !excluded
    }

    pub fn excluded(&self) -> BTreeMap<&'static str, u64> {
        let mut reasons = BTreeMap::new();
        for row in (0..self.id.len()).filter(|&row| self.created_at[row] <= self.as_of) {
            if let Some(status) = self.status(row).filter(|&status| status >= status::SPAM) {
                *reasons.entry(STATUS.value(status)).or_default() += 1;
            }
        }
        reasons
    }

    /// A duration the product gives; a negative one is not used.
    pub fn given(column: &[i64], row: usize) -> Option<i64> {
        column.get(row).copied().and_then(known).filter(|&lasted| lasted >= 0)
    }

    pub fn instant(column: &[i64], row: usize) -> Option<i64> {
        column.get(row).copied().and_then(known)
    }

    /// When it was opened.
    pub fn created(&self, row: usize) -> Occasion {
        Occasion::of(self.created_at[row], self.created_dates, row)
    }

    /// The first reply that the row gives.
    pub fn first_reply(&self, row: usize) -> Option<Occasion> {
        Self::instant(self.first_reply_at, row).map(|at| Occasion::of(at, self.reply_dates, row))
    }

    pub fn agent(&self, row: usize) -> Option<u32> {
        self.agent.get(row).copied().and_then(known_code)
    }

    pub fn state(&self, row: usize) -> RowState {
        RowState {
            created: self.created(row),
            status: self.status(row),
            closed: Self::instant(self.closed_at, row).map(|at| Occasion::of(at, self.closed_dates, row)),
            resolution: Self::given(self.resolution, row),
            agent: self.agent(row),
        }
    }
}

/// Drops what only the reading needed and columns without a single value, before facts need the room.
pub fn lighten(dataset: &mut Dataset) {
    dataset.take(TableName::Conversations, "updated_at");
    let table = &mut dataset.tables[TableName::Conversations as usize];
    for column in &mut table.columns {
        if let Some(Data::Whole(values)) = column {
            if values.iter().all(|&value| value == MISSING) {
                *column = None;
            }
        }
    }
}
