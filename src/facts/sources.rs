//! What figures are told by: where nothing of it was read they are unknown, not 0.

use super::Rules;
use crate::dataset::schema::conversations;
use crate::dataset::{Dataset, TableName, MISSING, UNKNOWN};
use serde::{Deserialize, Serialize};

/// Something that figures are told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// Rows of a canonical table.
    Table(TableName),
    /// Whether people answered: messages, or a first reply, first response or number of replies of any conversation.
    Answers,
    /// In which conversations an AI agent took part: messages, or the AI status of any conversation.
    AiParts,
    /// Where AI agents handed over: events, or the AI status of any conversation.
    Handovers,
    /// When reply time limits passed: events, or limits of the configuration.
    LiveLimits,
}

impl Source {
    /// The table that tells of it wherever it is read.
    pub fn table(self) -> TableName {
        match self {
            Source::Table(table) => table,
            Source::Answers | Source::AiParts => TableName::Messages,
            Source::Handovers | Source::LiveLimits => TableName::Events,
        }
    }
}

/// What nothing was read of.
pub fn untold(dataset: &Dataset, rules: &Rules) -> Vec<Source> {
    let is_read = |table| !dataset.absent.contains(&table);
    let has_ai_status = || {
        let given = dataset.bytes(TableName::Conversations, conversations::AI_STATUS);
        given.iter().any(|&status| status != UNKNOWN)
    };
    let told = [
        (Source::Answers, is_read(TableName::Messages) || tells_of_answers(dataset)),
        (Source::AiParts, is_read(TableName::Messages) || has_ai_status()),
        (Source::Handovers, is_read(TableName::Events) || has_ai_status()),
        (Source::LiveLimits, is_read(TableName::Events) || !rules.live_limits.is_empty()),
    ];
    let tables = dataset.absent.iter().map(|&table| Source::Table(table));
    tables.chain(told.into_iter().filter(|(_, is_told)| !is_told).map(|(source, _)| source)).collect()
}

/// Whether any conversation row says something of a reply.
fn tells_of_answers(dataset: &Dataset) -> bool {
    let columns = [conversations::FIRST_REPLY_AT, conversations::FIRST_RESPONSE_S, conversations::REPLIES];
    let mut values = columns.iter().flat_map(|column| dataset.whole(TableName::Conversations, column));
    values.any(|&value| value != MISSING)
}
