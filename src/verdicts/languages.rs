//! Which language conversations are said to be in, by their code.

use crate::dataset::schema::conversations::{CONVERSATION_ID, LANGUAGE};
use crate::dataset::{Data, DataTable, Dictionary, TableName, NONE};

/// The languages of the conversations read so far.
#[derive(Default)]
pub struct ConversationLanguages {
    /// Rows of conversations that were looked at.
    rows: usize,
    /// Code of the language by code of the conversation.
    of: Vec<u32>,
}

impl ConversationLanguages {
    /// Looks at the conversations that are new since the last time; of two rows of one conversation the later one counts
    /// that says a language.
    pub fn learn(&mut self, conversations: &DataTable) {
        let codes = |name| conversations.column(TableName::Conversations, name).map_or(&[][..], Data::codes);
        let (ids, languages) = (codes(CONVERSATION_ID), codes(LANGUAGE));
        for (&id, &language) in ids.iter().zip(languages).skip(self.rows) {
            if id != NONE && language != NONE {
                let place = id as usize;
                if place >= self.of.len() {
                    self.of.resize(place + 1, NONE);
                }
                self.of[place] = language;
            }
        }
        self.rows = conversations.rows;
    }

    /// Of the conversations looked at so many still stand in their table, before those that come.
    pub fn count(&mut self, rows: usize) {
        self.rows = self.rows.min(rows);
    }

    /// The code of the language of a conversation; [`NONE`]: none is known.
    pub fn of(&self, conversation: u32) -> u32 {
        self.of.get(conversation as usize).copied().unwrap_or(NONE)
    }
}

/// The languages of conversations by name.
pub struct KnownLanguages<'a> {
    /// Their codes.
    pub languages: &'a ConversationLanguages,
    /// What the codes mean.
    pub names: &'a Dictionary,
}

impl<'a> KnownLanguages<'a> {
    /// The language that a conversation is said to be in.
    pub fn of(&self, conversation: u32) -> Option<&'a str> {
        match self.languages.of(conversation) {
            NONE => None,
            code => Some(self.names.text(code)),
        }
    }
}
