//! What columns can hold, and what a table says of itself.

use super::vocabulary::Vocabulary;

/// A family of texts that share one dictionary, so that equal codes mean equal things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Domain {
    /// Conversation ids.
    Conversation,
    /// Agents and authors.
    Person,
    /// Customer and visitor ids: a visitor may be a customer.
    Customer,
    /// Channels.
    Channel,
    /// Sub-channels.
    Subchannel,
    /// Shops, inboxes.
    Brand,
    /// Teams, groups.
    Team,
    /// Tags.
    Tag,
    /// Category paths `A > B`.
    Category,
    /// Languages.
    Language,
    /// Priorities.
    Priority,
    /// Telephone numbers, ours and the callers'.
    Number,
    /// Queues.
    Queue,
    /// Call ids.
    Call,
    /// Articles.
    Article,
    /// Orders.
    Order,
    /// Currencies.
    Currency,
    /// Posts.
    Post,
    /// What was searched.
    Query,
    /// What an event or order says of itself in free text.
    Value,
    /// Sources, by the names that the configuration gives them.
    Source,
}

/// How many dictionaries a dataset has.
pub const DOMAINS: usize = Domain::Source as usize + 1;

impl Domain {
    /// All there are, in their order.
    pub const ALL: [Domain; DOMAINS] = [
        Domain::Conversation,
        Domain::Person,
        Domain::Customer,
        Domain::Channel,
        Domain::Subchannel,
        Domain::Brand,
        Domain::Team,
        Domain::Tag,
        Domain::Category,
        Domain::Language,
        Domain::Priority,
        Domain::Number,
        Domain::Queue,
        Domain::Call,
        Domain::Article,
        Domain::Order,
        Domain::Currency,
        Domain::Post,
        Domain::Query,
        Domain::Value,
        Domain::Source,
    ];

    /// Whether its texts are ids, which join rows; of persons only some are.
    pub fn holds_ids(self) -> bool {
        match self {
            Domain::Conversation
            | Domain::Customer
            | Domain::Call
            | Domain::Article
            | Domain::Order
            | Domain::Post => true,
            Domain::Person
            | Domain::Channel
            | Domain::Subchannel
            | Domain::Brand
            | Domain::Team
            | Domain::Tag
            | Domain::Category
            | Domain::Language
            | Domain::Priority
            | Domain::Number
            | Domain::Queue
            | Domain::Currency
            | Domain::Query
            | Domain::Value
            | Domain::Source => false,
        }
    }

    /// Whether its texts are names that exports spell in several ways.
    pub fn holds_names(self) -> bool {
        matches!(self, Domain::Person | Domain::Team | Domain::Brand)
    }
}

impl ColumnKind {
    /// The dictionary that its texts stand in, if they stand in one.
    pub fn domain(self) -> Option<Domain> {
        match self {
            ColumnKind::Code(domain) | ColumnKind::List(domain) => Some(domain),
            ColumnKind::Instant
            | ColumnKind::Duration
            | ColumnKind::Number
            | ColumnKind::Choice(_)
            | ColumnKind::Flag
            | ColumnKind::Text
            | ColumnKind::Prose => None,
        }
    }
}

/// What a column holds and how a missing value is stored.
#[derive(Debug, Clone, Copy)]
pub enum ColumnKind {
    /// UTC milliseconds since 1970; missing is `i64::MIN`.
    Instant,
    /// Milliseconds (the text holds seconds unless it says otherwise); missing is `i64::MIN`.
    Duration,
    /// A number in ten-thousandths; missing is `i64::MIN`.
    Number,
    /// A value of a closed list; missing is 255.
    Choice(&'static Vocabulary),
    /// Yes (1), no (0) or missing (255).
    Flag,
    /// A text that stands in the dictionary of its domain; missing is `u32::MAX`.
    Code(Domain),
    /// Several texts of one domain.
    List(Domain),
    /// A text of its own; missing and empty are told apart.
    Text,
    /// The same, written for people: `-` and `none` say just that.
    Prose,
}

/// One canonical column.
#[derive(Debug)]
pub struct ColumnSchema {
    /// The name that files and profiles use.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether a row without it can't be used.
    pub required: bool,
}

/// One canonical table.
#[derive(Debug)]
pub struct TableSchema {
    /// The name that files and profiles use.
    pub name: &'static str,
    /// The column whose value tells rows apart, if the table has one.
    pub key: Option<&'static str>,
    /// Its columns.
    pub columns: &'static [ColumnSchema],
}

impl TableSchema {
    /// The place of a column in this table.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name)
    }
}
