//! The fact table of inactivity actions and of returning contacts whose agent was away.

use crate::dataset::TableName;
use crate::facts::columns::fact_table;
use crate::facts::table::{Belongs, FactTable};
use crate::facts::words::{flags, moments, Credit, Flag, Moment};
use crate::facts::{Grain, Source};

fact_table! {
    /// Actions of the inactivity protection, and returning contacts whose agent was away.
    ActionFacts {
        conversation: Conversation, "its conversation";
        at: Instant, "when";
        agent: Code(Person), "agent of the event, else the assignee";
        flags: Flags, "what kind of action it is";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "action",
    about: "an action of the inactivity protection, or a returning contact whose agent was away",
    belongs: Belongs::ToConversation(|facts| &facts.actions.conversation),
    credit: Credit::Own(|facts| &facts.actions.agent),
    held: |facts| &facts.actions.flags,
    flags: ACTION_FLAGS,
    moments: ACTION_MOMENTS,
    told_by: &[Source::Table(TableName::Events)],
    ..FactTable::new(Grain::Action, |facts| facts.actions.columns(), |facts| &facts.actions.at)
};

flags! { ACTION_FLAGS of Action:
    UNASSIGNED = 0, "unassigned", "the conversation was taken from its agent";
    REASSIGNED = 1, "reassigned", "given to another agent";
    REASSIGN_FAILED = 2, "reassign_failed", "nobody to give it to";
    MESSAGE_SENT = 3, "message_sent", "the contact was sent a message";
    LIVE_REASSIGNED = 4, "live_reassigned", "a live conversation was given to another agent";
    LIVE_REASSIGN_FAILED = 5, "live_reassign_failed", "nobody to give a live conversation to";
    RESUMED_REASSIGNED = 6, "resumed_reassigned", "a resumed conversation was given to another agent";
    RESUMED_REASSIGN_FAILED = 7, "resumed_reassign_failed", "nobody to give a resumed conversation to";
    ACTED = 8, "inactivity", "any inactivity action";
    OFFLINE_REASSIGNED = 9, "offline_reassigned", "a returning contact was given to an available agent";
    OFFLINE_UNASSIGNABLE = 10, "offline_unassignable", "nobody was available for a returning contact";
}

moments! { ACTION_MOMENTS of Action in actions:
    AT_ACTION = "event", at, agent;
}
