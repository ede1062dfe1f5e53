//! What is known of conversations by their code, while their rows come and perhaps go again.

use super::schema::conversations::CONVERSATION_ID;
use super::{Data, DataTable, TableName, NONE};

/// A code of each of the conversations read so far, of a column of theirs.
#[derive(Default)]
pub struct ConversationCodes {
    /// Rows of conversations that were looked at.
    rows: usize,
    /// By code of the conversation.
    of: Vec<u32>,
}

impl ConversationCodes {
    /// Looks at the conversations that are new since the last time; of two rows of one conversation the later one counts
    /// that says something.
    pub fn learn(&mut self, conversations: &DataTable, column: &str) {
        let codes = |name| conversations.column(TableName::Conversations, name).map_or(&[][..], Data::codes);
        let (ids, told) = (codes(CONVERSATION_ID), codes(column));
        for (&id, &code) in ids.iter().zip(told).skip(self.rows) {
            if id != NONE && code != NONE {
                let place = id as usize;
                if place >= self.of.len() {
                    self.of.resize(place + 1, NONE);
                }
                self.of[place] = code;
            }
        }
        self.rows = conversations.rows;
    }

    /// Of the conversations looked at so many still stand in their table, before those that come.
    pub fn keep(&mut self, rows: usize) {
        self.rows = self.rows.min(rows);
    }

    /// The code of a conversation; [`NONE`]: none is known.
    pub fn of(&self, conversation: u32) -> u32 {
        self.of.get(conversation as usize).copied().unwrap_or(NONE)
    }
}
