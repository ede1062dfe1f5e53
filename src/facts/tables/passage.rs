//! The fact table of passages between open and closed.

use crate::facts::columns::fact_table;
use crate::facts::table::{Belongs, FactTable};
use crate::facts::words::{measures, moments, Measure, Moment};
use crate::facts::Grain;

fact_table! {
    /// Passages between open and closed: the number of open conversations is the sum of the steps so far.
    PassageFacts {
        conversation: Conversation, "its conversation";
        at: Instant, "when";
        step: Number, "1: opened, −1: closed";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "passage",
    about: "a passage between open and closed",
    belongs: Belongs::ToConversation(|facts| &facts.passages.conversation),
    measures: PASSAGE_MEASURES,
    moments: PASSAGE_MOMENTS,
    room: |data| 2 * data.conversations,
    ..FactTable::new(Grain::Passage, |facts| facts.passages.columns(), |facts| &facts.passages.at)
};

measures! { PASSAGE_MEASURES of Passage in passages:
    STEP = step;
}

moments! { PASSAGE_MOMENTS of Passage in passages:
    AT_PASSAGE = "end of the bucket", at, assignee;
}
