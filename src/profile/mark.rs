//! Marks: columns that are no value of their own but say what a row is – a note, spam, written by a bot, a change.

/// What a marking column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Yes: it is closed; no: it is open.
    Done,
    /// Yes: the conversation is spam.
    Spam,
    /// Yes: it is a test.
    Test,
    /// Yes: it was deleted.
    Deleted,
    /// A moment: it was deleted then.
    DeletedAt,
    /// Yes: it was merged into another.
    Merged,
    /// The other conversation that it was merged into.
    MergedInto,
    /// When it was opened again for the last time.
    ReopenedAt,
    /// Note, reply, incoming, activity…: what kind of entry a message is.
    Kind,
    /// Who may read a message.
    Visibility,
    /// Yes: the customer may read it.
    Public,
    /// Yes: a bot wrote it.
    Bot,
    /// The rule or campaign that sent it.
    Rule,
    /// Yes: the customer wrote it; no: an agent did.
    FromCustomer,
    /// Yes: an agent wrote it; no: the customer did.
    FromAgent,
    /// Incoming or outgoing.
    Direction,
    /// The status before a change.
    OldStatus,
    /// The status after it.
    NewStatus,
    /// Which field was changed.
    ChangedField,
    /// The number that calls.
    FromNumber,
    /// The number called.
    ToNumber,
    /// Yes: the call went to the voicemail.
    Voicemail,
    /// Yes: the caller hung up before anybody answered.
    Abandoned,
    /// Yes: nobody answered the call.
    Missed,
    /// What an event is, of which a placed order is one.
    Metric,
}

/// Every mark by its key in the table of words.
pub const MARKS: &[(&str, Mark)] = &[
    ("done", Mark::Done),
    ("spam", Mark::Spam),
    ("test", Mark::Test),
    ("deleted", Mark::Deleted),
    ("deleted_at", Mark::DeletedAt),
    ("merged", Mark::Merged),
    ("merged_into", Mark::MergedInto),
    ("reopened_at", Mark::ReopenedAt),
    ("kind", Mark::Kind),
    ("visibility", Mark::Visibility),
    ("public", Mark::Public),
    ("bot", Mark::Bot),
    ("rule", Mark::Rule),
    ("from_customer", Mark::FromCustomer),
    ("from_agent", Mark::FromAgent),
    ("direction", Mark::Direction),
    ("old_status", Mark::OldStatus),
    ("new_status", Mark::NewStatus),
    ("changed_field", Mark::ChangedField),
    ("from_number", Mark::FromNumber),
    ("to_number", Mark::ToNumber),
    ("voicemail", Mark::Voicemail),
    ("abandoned", Mark::Abandoned),
    ("missed", Mark::Missed),
    ("metric", Mark::Metric),
];
