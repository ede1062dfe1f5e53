//! The fact table of calls.

use crate::dataset::{Domain, TableName};
use crate::facts::calls;
use crate::facts::columns::fact_table;
use crate::facts::dimension::{AGENT, CHANNEL, SOURCE, TAG, TEAM};
use crate::facts::table::{FactTable, HeldIn, OwnDimension, OwnId};
use crate::facts::words::{flags, measures, moments, Credit, Flag, Measure, Moment};
use crate::facts::{Grain, Source};

fact_table! {
    /// Calls: one row each, whatever the number of its legs.
    CallFacts {
        call_id: Code(Call), "id of its root leg";
        started_at: Instant, "start of its earliest leg";
        number: Code(Number), "our line";
        caller: Code(Number), "the customer's number";
        queue: Code(Queue), "queue";
        team: Code(Team), "team";
        agent: Code(Person), "who picked it up first, else the agent of the root leg";
        wait: Duration, "until a person picked up (answered incoming calls)";
        talk: Duration, "talk of all legs picked up";
        wrap: Duration, "after-call work of all legs picked up";
        handle: Duration, "talk, hold and wrap together; empty without talk";
        flags: Flags, "how it went";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "call",
    about: "a call with all its legs",
    credit: Credit::Own(|facts| &facts.calls.agent),
    held: |facts| &facts.calls.flags,
    flags: CALL_FLAGS,
    measures: CALL_MEASURES,
    moments: CALL_MOMENTS,
    id: Some(OwnId { column: "call_id", domain: Domain::Call, of: |facts| &facts.calls.call_id }),
    dimensions: &[
        OwnDimension { dimension: &CHANNEL, held: HeldIn::Value(calls::CHANNEL), reads: &[] },
        OwnDimension { dimension: &TEAM, held: HeldIn::Codes(|facts| &facts.calls.team), reads: &[] },
        OwnDimension { dimension: &AGENT, held: HeldIn::Credit, reads: &[] },
        OwnDimension {
            dimension: &TAG,
            held: HeldIn::Lists(|facts| &facts.call_tags),
            reads: &[(TableName::Calls, &["tags"])],
        },
        OwnDimension { dimension: &SOURCE, held: HeldIn::Codes(|facts| &facts.call_sources), reads: &[] },
    ],
    reads: &[(
        TableName::Calls,
        &[
            "call_id",
            "parent_id",
            "started_at",
            "direction",
            "number",
            "customer_number",
            "agent",
            "queue",
            "team",
            "answered_at",
            "ended_at",
            "wait_s",
            "talk_s",
            "hold_s",
            "wrap_s",
            "outcome",
            "conversation_id",
        ],
    )],
    covers: &[(TableName::Calls, "started_at")],
    told_by: &[Source::Table(TableName::Calls)],
    ..FactTable::new(Grain::Call, |facts| facts.calls.columns(), |facts| &facts.calls.started_at)
};

flags! { CALL_FLAGS of Call:
    CALL_IN = 0, "call_in", "the customer called";
    CALL_OUT = 1, "call_out", "we called";
    ANSWERED_IN = 2, "answered_in", "incoming, picked up by a person";
    MISSED_IN = 3, "missed", "incoming, not picked up, no voicemail";
    ABANDONED_IN = 4, "abandoned", "the caller hung up while waiting";
    SHORT_ABANDONED = 5, "short_abandoned", "the caller hung up within a few seconds";
    VOICEMAIL_IN = 6, "voicemail", "incoming, ended in voicemail";
    OFFERED = 7, "offered", "incoming, not hung up within a few seconds";
    OFFERED_OPTIMAL = 8, "has_optimal", "offered, with an optimal target";
    CALL_WITHIN_OPTIMAL = 9, "within_optimal", "answered within the optimal target";
    OFFERED_ACCEPTABLE = 10, "has_acceptable", "offered, with an acceptable target";
    CALL_WITHIN_ACCEPTABLE = 11, "within_acceptable", "answered within the acceptable target";
    WITHIN_SERVICE_LEVEL = 12, "within_service_level", "answered within the time of the service level";
    FOLLOWED_UP = 13, "followed_up", "a conversation was made of it";
    CALLED_BACK = 14, "called_back", "missed, then called back in time";
}

measures! { CALL_MEASURES of Call in calls:
    CALL_WAIT = wait;
    CALL_TALK = talk;
    CALL_WRAP = wrap;
    CALL_HANDLE = handle;
}

moments! { CALL_MOMENTS of Call in calls:
    AT_CALL = "call start", started_at, agent;
}
