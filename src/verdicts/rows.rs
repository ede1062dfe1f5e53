//! The rows of messages and comments whose texts are judged: those by customers that have no label.

use super::scorer::{TextScorer, UnlabelledText};
use crate::dataset::schema::{comments, messages};
use crate::dataset::vocabulary::author;
use crate::dataset::{Data, TableName, Texts, UNKNOWN};

/// The language that the conversation of a code is said to be in.
pub type LanguageOf<'l> = dyn Fn(u32) -> Option<&'l str> + 'l;

/// What tells which texts are to be judged; empty where the export does not say.
pub struct JudgedRows<'a> {
    table: TableName,
    conversations: &'a [u32],
    labels: &'a [u8],
    at: &'a [i64],
    texts: &'a Texts,
    authors: &'a [u8],
    private: &'a [u8],
    ours: &'a [u8],
}

impl<'a> JudgedRows<'a> {
    /// The rows of a table, by its columns; `None` where it has no texts or no instants.
    pub fn of(table: TableName, column: &dyn Fn(&str) -> Option<&'a Data>) -> Option<JudgedRows<'a>> {
        let Data::Texts(texts) = column(messages::BODY)? else { return None };
        let bytes = |name: &str| column(name).map_or(&[][..], Data::bytes);
        Some(JudgedRows {
            table,
            conversations: column(messages::CONVERSATION_ID).map_or(&[][..], Data::codes),
            labels: bytes(messages::SENTIMENT),
            at: column(messages::AT)?.whole(),
            texts,
            authors: bytes(messages::AUTHOR_TYPE),
            private: bytes(messages::PRIVATE),
            ours: bytes(comments::OURS),
        })
    }

    /// The verdicts on those of these rows whose texts are to be judged, by their place among them.
    pub fn verdicts<'l>(
        &self,
        rows: impl Iterator<Item = usize>,
        scorer: &TextScorer,
        language_of: &LanguageOf<'l>,
    ) -> Vec<(usize, u8)>
    where
        'l: 'a,
    {
        let mut open = Vec::new();
        for (place, row) in rows.enumerate() {
            if !(self.is_unlabelled(row) && self.is_by_customer(row)) {
                continue;
            }
            if let Some(text) = self.texts.get(row) {
                let language =
                    self.conversations.get(row).and_then(|&conversation| language_of(conversation));
                open.push(UnlabelledText { place, at: self.at[row], language, text });
            }
        }
        let verdicts = scorer.ask(&open);
        open.iter().map(|text| text.place).zip(verdicts).collect()
    }

    fn is_unlabelled(&self, row: usize) -> bool {
        self.labels.get(row).is_none_or(|&label| label == UNKNOWN)
    }

    fn is_by_customer(&self, row: usize) -> bool {
        match self.table {
            TableName::Messages => {
                self.authors.get(row) == Some(&author::CUSTOMER) && self.private.get(row) != Some(&1)
            }
            _ => self.ours.get(row) != Some(&1),
        }
    }
}
