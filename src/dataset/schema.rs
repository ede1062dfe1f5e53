//! The canonical tables: which columns each has, of which kind, and which of them a row can't do without.

use super::vocabulary::{self, Vocabulary};

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
}

/// How many dictionaries a dataset has.
pub const DOMAINS: usize = Domain::Value as usize + 1;

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

/// A canonical table, by its place in [`TABLES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum TableName {
    /// Conversations, a row each.
    Conversations,
    /// Their messages.
    Messages,
    /// What happened to them: assigned, closed, reopened…
    Events,
    /// Ratings, votes and feedback.
    Ratings,
    /// Calls, a row a leg.
    Calls,
    /// Views of help articles.
    FaqViews,
    /// Searches in the help centre.
    FaqSearches,
    /// Orders of the shop.
    Orders,
    /// Posts on social media.
    Posts,
    /// Comments under them.
    Comments,
    /// Agents and authors: their ids and names.
    People,
}

impl TableName {
    /// All tables, conversations first: the others refer to them.
    pub const ALL: [TableName; 11] = [
        TableName::Conversations,
        TableName::Messages,
        TableName::Events,
        TableName::Ratings,
        TableName::Calls,
        TableName::FaqViews,
        TableName::FaqSearches,
        TableName::Orders,
        TableName::Posts,
        TableName::Comments,
        TableName::People,
    ];

    /// Its columns and name.
    pub fn schema(self) -> &'static TableSchema {
        &TABLES[self as usize]
    }

    /// Whether it holds conversations or what belongs to one.
    pub fn is_of_conversations(self) -> bool {
        use TableName as T;
        matches!(self, T::Conversations | T::Messages | T::Events | T::Ratings)
    }

    /// The table of that name.
    pub fn from_name(name: &str) -> Option<TableName> {
        Self::ALL.into_iter().find(|t| t.schema().name == name)
    }
}

const fn column(name: &'static str, kind: ColumnKind) -> ColumnSchema {
    ColumnSchema { name, kind, required: false }
}

const fn required(name: &'static str, kind: ColumnKind) -> ColumnSchema {
    ColumnSchema { name, kind, required: true }
}

use ColumnKind::{Choice, Code, Duration, Flag, Instant, List, Number, Text};
use Domain as D;

/// The canonical tables in the order of [`TableName`].
pub static TABLES: [TableSchema; 11] = [
    TableSchema {
        name: "conversations",
        key: Some("conversation_id"),
        columns: &[
            required("conversation_id", Code(D::Conversation)),
            required("created_at", Instant),
            column("channel", Code(D::Channel)),
            column("subchannel", Code(D::Subchannel)),
            column("brand", Code(D::Brand)),
            column("team", Code(D::Team)),
            column("agent", Code(D::Person)),
            column("customer_id", Code(D::Customer)),
            column("customer_name", Text),
            column("customer_email", Text),
            column("customer_phone", Text),
            column("direction", Choice(&vocabulary::DIRECTION)),
            column("status", Choice(&vocabulary::STATUS)),
            column("subject", Text),
            column("first_question", Text),
            column("language", Code(D::Language)),
            column("priority", Code(D::Priority)),
            column("closed_at", Instant),
            column("first_reply_at", Instant),
            column("first_assigned_at", Instant),
            column("updated_at", Instant),
            column("tags", List(D::Tag)),
            column("category", Code(D::Category)),
            column("live", Flag),
            column("ai_status", Choice(&vocabulary::AI_STATUS)),
            column("reopens", Number),
            column("replies", Number),
            column("messages", Number),
            column("first_response_s", Duration),
            column("resolution_s", Duration),
            column("handle_s", Duration),
            column("waiting_s", Duration),
        ],
    },
    TableSchema {
        name: "messages",
        key: Some("message_id"),
        columns: &[
            required("message_id", Text),
            required("conversation_id", Code(D::Conversation)),
            required("at", Instant),
            required("author_type", Choice(&vocabulary::AUTHOR)),
            column("author", Code(D::Person)),
            column("private", Flag),
            column("automated", Flag),
            column("template", Flag),
            column("channel", Code(D::Channel)),
            column("body", Text),
            column("sentiment", Choice(&vocabulary::SENTIMENT)),
        ],
    },
    TableSchema {
        name: "events",
        key: None,
        columns: &[
            required("conversation_id", Code(D::Conversation)),
            required("at", Instant),
            required("kind", Choice(&vocabulary::EVENT)),
            column("agent", Code(D::Person)),
            column("team", Code(D::Team)),
            column("value", Code(D::Value)),
        ],
    },
    TableSchema {
        name: "ratings",
        key: None,
        columns: &[
            column("conversation_id", Code(D::Conversation)),
            required("at", Instant),
            required("kind", Choice(&vocabulary::RATING)),
            column("score", Number),
            column("scale", Number),
            column("comment", Text),
            column("agent", Code(D::Person)),
            column("assigned", Flag),
        ],
    },
    TableSchema {
        name: "calls",
        key: Some("call_id"),
        columns: &[
            required("call_id", Code(D::Call)),
            column("parent_id", Code(D::Call)),
            required("started_at", Instant),
            required("direction", Choice(&vocabulary::DIRECTION)),
            column("number", Code(D::Number)),
            column("customer_number", Code(D::Number)),
            column("agent", Code(D::Person)),
            column("queue", Code(D::Queue)),
            column("team", Code(D::Team)),
            column("answered_at", Instant),
            column("ended_at", Instant),
            column("wait_s", Duration),
            column("talk_s", Duration),
            column("hold_s", Duration),
            column("wrap_s", Duration),
            column("outcome", Choice(&vocabulary::OUTCOME)),
            column("conversation_id", Code(D::Conversation)),
            column("tags", List(D::Tag)),
        ],
    },
    TableSchema {
        name: "faq_views",
        key: None,
        columns: &[
            required("at", Instant),
            required("article_id", Code(D::Article)),
            column("title", Text),
            column("category", Code(D::Category)),
            column("visitor_id", Code(D::Customer)),
            column("customer_id", Code(D::Customer)),
            column("views", Number),
            column("vote", Choice(&vocabulary::VOTE)),
        ],
    },
    TableSchema {
        name: "faq_searches",
        key: None,
        columns: &[
            required("at", Instant),
            required("query", Code(D::Query)),
            column("results", Number),
            column("visitor_id", Code(D::Customer)),
            column("searches", Number),
        ],
    },
    TableSchema {
        name: "orders",
        key: Some("order_id"),
        columns: &[
            required("order_id", Code(D::Order)),
            required("at", Instant),
            column("customer_id", Code(D::Customer)),
            column("conversation_id", Code(D::Conversation)),
            required("amount", Number),
            column("refunded", Number),
            column("currency", Code(D::Currency)),
            column("status", Code(D::Value)),
        ],
    },
    TableSchema {
        name: "posts",
        key: Some("post_id"),
        columns: &[
            required("post_id", Code(D::Post)),
            required("at", Instant),
            column("channel", Code(D::Channel)),
            column("kind", Choice(&vocabulary::POST)),
            column("title", Text),
        ],
    },
    TableSchema {
        name: "comments",
        key: Some("comment_id"),
        columns: &[
            required("comment_id", Text),
            required("post_id", Code(D::Post)),
            required("at", Instant),
            column("author", Code(D::Customer)),
            column("ours", Flag),
            column("body", Text),
            column("sentiment", Choice(&vocabulary::SENTIMENT)),
        ],
    },
    TableSchema {
        name: "people",
        key: Some("id"),
        columns: &[
            required("id", Code(D::Person)),
            column("name", Text),
            column("email", Text),
            column("role", Code(D::Value)),
            column("team", Code(D::Team)),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_find_their_tables() {
        for table in TableName::ALL {
            assert_eq!(TableName::from_name(table.schema().name), Some(table));
            if let Some(key) = table.schema().key {
                assert!(table.schema().column(key).is_some(), "{key}");
            }
        }
        assert_eq!(TableName::from_name("tickets"), None);
    }
}
