//! Which language conversations are said to be in.

use crate::dataset::{ConversationCodes, Dictionary, NONE};

/// The languages of conversations by name.
pub struct KnownLanguages<'a> {
    /// Their codes.
    pub languages: &'a ConversationCodes,
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
