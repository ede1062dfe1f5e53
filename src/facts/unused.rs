//! Values that figures leave out, each with the reason: counted by figure, and told to the book.

use crate::account::{Outcome, Trouble};
use crate::dataset::schema::{conversations, ratings};
use crate::dataset::TableName;
use serde::{Deserialize, Serialize};

/// Counts by figure, then by reason.
pub type UnusedCounts =
    std::collections::BTreeMap<&'static str, std::collections::BTreeMap<&'static str, u64>>;

/// A reason for which a figure leaves values out.
#[derive(Debug)]
pub struct UnusedKind {
    /// The figure.
    pub figure: &'static str,
    /// The reason, as machines read it.
    pub reason: &'static str,
    /// Where the value stands.
    pub table: TableName,
    /// The column there.
    pub column: &'static str,
    /// What people are told; `None`: they were told when it was read.
    pub told: Option<(Outcome, Trouble)>,
}

/// The end lies before the start.
pub const NEGATIVE: &str = "negative";
/// It happened, but nobody knows when.
const UNDATED: &str = "undated";
/// One end is a date without a time of day, the other is not.
const DATE_ONLY: &str = "date_only";
/// Nobody was assigned.
const UNASSIGNED: &str = "unassigned";

const GIVEN: Option<(Outcome, Trouble)> =
    Some((Outcome::Warned, Trouble::new("a negative duration", "it is not used")));

macro_rules! unused {
    ($($name:ident = $figure:literal, $reason:expr, $table:ident, $column:expr, $told:expr;)*) => {
        $(static $name: UnusedKind = UnusedKind {
            figure: $figure, reason: $reason, table: TableName::$table, column: $column, told: $told,
        };)*
    };
}

unused! {
    EARLY_REPLY = "first_response", NEGATIVE, Conversations, conversations::FIRST_REPLY_AT,
        Some((Outcome::Warned, Trouble::new("a first reply before the conversation was created: negative", "it counts as missing")));
    NEGATIVE_RESPONSE = "first_response", NEGATIVE, Conversations, conversations::FIRST_RESPONSE_S, GIVEN;
    EARLY_CLOSE = "resolution", NEGATIVE, Conversations, conversations::CLOSED_AT, None;
    EARLY_FIRST_CLOSE = "first_resolution", NEGATIVE, Conversations, conversations::CLOSED_AT, None;
    DATED_REPLY = "first_response", DATE_ONLY, Conversations, conversations::FIRST_REPLY_AT, None;
    DATED_CLOSE = "resolution", DATE_ONLY, Conversations, conversations::CLOSED_AT, None;
    NEGATIVE_RESOLUTION = "resolution", NEGATIVE, Conversations, conversations::RESOLUTION_S, GIVEN;
    NEGATIVE_HANDLE = "handle", NEGATIVE, Conversations, conversations::HANDLE_S, GIVEN;
    UNDATED_CLOSE = "closed", UNDATED, Conversations, conversations::CLOSED_AT,
        Some((Outcome::Warned, Trouble::new(
            "closed, but without the instant of its close",
            "it counts as closed with --anchor created or answered, else in no period",
        )));
    UNASSIGNED_STARS = "satisfaction", UNASSIGNED, Ratings, ratings::SCORE,
        Some((Outcome::Noted, Trouble::new("a rating given while nobody was assigned", "it does not count")));
    UNASSIGNED_FEEDBACK = "feedback", UNASSIGNED, Ratings, ratings::COMMENT,
        Some((Outcome::Noted, Trouble::new("feedback given while nobody was assigned", "it does not count")));
}

/// What a conversation or rating is left out by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unused {
    /// The first reply lies before the creation.
    EarlyReply,
    /// The first response given is negative.
    NegativeResponse,
    /// Of creation and first reply one is a date, the other a moment.
    DatedReply,
    /// Of creation and last close one is a date, the other a moment.
    DatedClose,
    /// The last close lies before the creation.
    EarlyClose,
    /// The first close lies before the creation.
    EarlyFirstClose,
    /// The resolution time given is negative.
    NegativeResolution,
    /// The handle time given is negative.
    NegativeHandle,
    /// It is closed, but nobody knows since when.
    UndatedClose,
    /// Stars while nobody was assigned.
    UnassignedStars,
    /// Feedback while nobody was assigned.
    UnassignedFeedback,
}

impl Unused {
    /// What is true of it.
    pub fn kind(self) -> &'static UnusedKind {
        match self {
            Unused::EarlyReply => &EARLY_REPLY,
            Unused::NegativeResponse => &NEGATIVE_RESPONSE,
            Unused::DatedReply => &DATED_REPLY,
            Unused::DatedClose => &DATED_CLOSE,
            Unused::EarlyClose => &EARLY_CLOSE,
            Unused::EarlyFirstClose => &EARLY_FIRST_CLOSE,
            Unused::NegativeResolution => &NEGATIVE_RESOLUTION,
            Unused::NegativeHandle => &NEGATIVE_HANDLE,
            Unused::UndatedClose => &UNDATED_CLOSE,
            Unused::UnassignedStars => &UNASSIGNED_STARS,
            Unused::UnassignedFeedback => &UNASSIGNED_FEEDBACK,
        }
    }
}
