//! The months of conversations as far as their rows were met, so that what belongs to them can be put under them at once.

use super::home::{spread, Month, MonthReader, DIVISIONS};
use crate::dataset::schema::conversations::{CONVERSATION_ID, CREATED_AT};
use crate::dataset::{Data, DataTable, Dictionary, TableName, NONE};

/// What is known of months.
#[derive(Debug, Default)]
pub struct KnownMonths {
    /// By the code of the conversation.
    of_code: Vec<Option<Month>>,
    /// Rows of the table of conversations at hand that were looked at.
    learnt: usize,
    reader: MonthReader,
    /// A bit for each division in which rows may stand under another month than that of their conversation.
    doubtful: u64,
}

const _: () = assert!(DIVISIONS <= u64::BITS);

impl KnownMonths {
    /// Looks at the rows of conversations that came since the last time.
    pub fn learn(&mut self, own: &DataTable, ids: &Dictionary) {
        let column = |name| own.column(TableName::Conversations, name);
        let codes = column(CONVERSATION_ID).map_or(&[][..], Data::codes);
        let created = column(CREATED_AT).map_or(&[][..], Data::whole);
        self.of_code.resize(self.of_code.len().max(ids.len()), None);
        for (&code, &at) in codes.iter().zip(created).skip(self.learnt).filter(|(code, _)| **code != NONE) {
            let month = self.reader.of(at);
            let known = &mut self.of_code[code as usize];
            if known.is_some_and(|known| known != month) {
                self.doubtful |= 1 << (spread(ids.text(code)) % DIVISIONS);
            }
            *known = Some(month);
        }
        self.learnt = own.rows;
    }

    /// Begins a table of conversations anew, of whose rows that many were looked at.
    pub fn begin_table(&mut self, learnt: usize) {
        self.learnt = learnt;
    }

    /// The month under which a row of a conversation goes; of one that was not met, the row goes under none.
    pub fn of_row(&mut self, code: u32, division: u32) -> Option<Month> {
        let month = self.of_code.get(code as usize).copied().flatten();
        if month.is_none() {
            self.doubtful |= 1 << division;
        }
        month
    }

    /// Whether all rows of a division stand under the month of their conversation.
    pub fn are_sure(&self, division: u32) -> bool {
        self.doubtful & (1 << division) == 0
    }

    /// The conversations met, by their codes, with their months.
    pub fn conversations(&self) -> impl Iterator<Item = (u32, Month)> + '_ {
        (0..).zip(&self.of_code).filter_map(|(code, month)| Some((code, (*month)?)))
    }
}
