//! The canonical tables: which columns each has, of which kind, and which of them a row can't do without.

use super::kind::{ColumnKind, ColumnSchema, Domain, TableSchema};
use super::vocabulary;
use serde::{Deserialize, Serialize};

/// A canonical table, by its place in `TABLES`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// Columns of a canonical table that something is made from.
pub type Reads = (TableName, &'static [&'static str]);

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

    /// Whether its rows hold names that exports spell in several ways.
    pub fn holds_names(self) -> bool {
        let mut domains = self.schema().columns.iter().filter_map(|column| column.kind.domain());
        domains.any(Domain::holds_names)
    }

    /// The table of that name.
    pub fn from_name(name: &str) -> Option<TableName> {
        Self::ALL.into_iter().find(|t| t.schema().name == name)
    }
}

const fn optional(name: &'static str, kind: ColumnKind) -> ColumnSchema {
    ColumnSchema { name, kind, required: false }
}

const fn required(name: &'static str, kind: ColumnKind) -> ColumnSchema {
    ColumnSchema { name, kind, required: true }
}

use ColumnKind::{Choice, Code, Duration, Flag, Instant, List, Number, Prose, Text};
use Domain as D;

/// The tables, and a module each with the names of the columns that the program asks for: `"name" as NAME`.
macro_rules! tables {
    ($($table:ident $(key $key:literal)? {
        $($need:ident $column:literal $(as $constant:ident)?: $kind:expr,)*
    })*) => {
        /// The canonical tables in the order of [`TableName`].
        pub static TABLES: [TableSchema; TableName::ALL.len()] = [$(TableSchema {
            name: stringify!($table),
            key: tables!(@key $($key)?),
            columns: &[$($need($column, $kind)),*],
        }),*];
        $(
            #[doc = concat!("Names of columns of `", stringify!($table), "`.")]
            pub mod $table {
                $($(
                    #[doc = concat!("`", $column, "`")]
                    pub const $constant: &str = $column;
                )?)*
            }
        )*
    };
    (@key) => { None };
    (@key $key:literal) => { Some($key) };
}

tables! {
    conversations key "conversation_id" {
        required "conversation_id" as CONVERSATION_ID: Code(D::Conversation),
        required "created_at" as CREATED_AT: Instant,
        optional "channel" as CHANNEL: Code(D::Channel),
        optional "subchannel": Code(D::Subchannel),
        optional "brand" as BRAND: Code(D::Brand),
        optional "team": Code(D::Team),
        optional "agent" as AGENT: Code(D::Person),
        optional "customer_id" as CUSTOMER_ID: Code(D::Customer),
        optional "customer_name" as CUSTOMER_NAME: Text,
        optional "customer_email" as CUSTOMER_EMAIL: Text,
        optional "customer_phone" as CUSTOMER_PHONE: Text,
        optional "direction" as DIRECTION: Choice(&vocabulary::DIRECTION),
        optional "status" as STATUS: Choice(&vocabulary::STATUS),
        optional "subject": Prose,
        optional "first_question" as FIRST_QUESTION: Prose,
        optional "language" as LANGUAGE: Code(D::Language),
        optional "priority": Code(D::Priority),
        optional "closed_at" as CLOSED_AT: Instant,
        optional "first_reply_at" as FIRST_REPLY_AT: Instant,
        optional "first_assigned_at": Instant,
        optional "updated_at" as UPDATED_AT: Instant,
        optional "tags" as TAGS: List(D::Tag),
        optional "category": Code(D::Category),
        optional "live": Flag,
        optional "ai_status" as AI_STATUS: Choice(&vocabulary::AI_STATUS),
        optional "reopens": Number,
        optional "replies" as REPLIES: Number,
        optional "messages": Number,
        optional "first_response_s" as FIRST_RESPONSE_S: Duration,
        optional "resolution_s" as RESOLUTION_S: Duration,
        optional "handle_s" as HANDLE_S: Duration,
        optional "waiting_s": Duration,
    }
    messages key "message_id" {
        required "message_id" as MESSAGE_ID: Text,
        required "conversation_id" as CONVERSATION_ID: Code(D::Conversation),
        required "at" as AT: Instant,
        required "author_type" as AUTHOR_TYPE: Choice(&vocabulary::AUTHOR),
        optional "author" as AUTHOR: Code(D::Person),
        optional "private" as PRIVATE: Flag,
        optional "automated" as AUTOMATED: Flag,
        optional "template": Flag,
        optional "channel" as CHANNEL: Code(D::Channel),
        optional "body" as BODY: Prose,
        optional "sentiment" as SENTIMENT: Choice(&vocabulary::SENTIMENT),
    }
    events {
        required "conversation_id": Code(D::Conversation),
        required "at": Instant,
        required "kind" as KIND: Choice(&vocabulary::EVENT),
        optional "agent": Code(D::Person),
        optional "team": Code(D::Team),
        optional "value": Code(D::Value),
    }
    ratings {
        optional "conversation_id": Code(D::Conversation),
        required "at": Instant,
        required "kind" as KIND: Choice(&vocabulary::RATING),
        optional "score" as SCORE: Number,
        optional "scale" as SCALE: Number,
        optional "comment" as COMMENT: Prose,
        optional "agent": Code(D::Person),
        optional "assigned": Flag,
    }
    calls key "call_id" {
        required "call_id" as CALL_ID: Code(D::Call),
        optional "parent_id": Code(D::Call),
        required "started_at" as STARTED_AT: Instant,
        required "direction" as DIRECTION: Choice(&vocabulary::DIRECTION),
        optional "number" as NUMBER: Code(D::Number),
        optional "customer_number" as CUSTOMER_NUMBER: Code(D::Number),
        optional "agent" as AGENT: Code(D::Person),
        optional "queue" as QUEUE: Code(D::Queue),
        optional "team": Code(D::Team),
        optional "answered_at" as ANSWERED_AT: Instant,
        optional "ended_at" as ENDED_AT: Instant,
        optional "wait_s" as WAIT_S: Duration,
        optional "talk_s" as TALK_S: Duration,
        optional "hold_s" as HOLD_S: Duration,
        optional "wrap_s": Duration,
        optional "outcome" as OUTCOME: Choice(&vocabulary::OUTCOME),
        optional "conversation_id": Code(D::Conversation),
        optional "tags": List(D::Tag),
    }
    faq_views {
        required "at": Instant,
        required "article_id" as ARTICLE_ID: Code(D::Article),
        optional "title": Prose,
        optional "category": Code(D::Category),
        optional "visitor_id": Code(D::Customer),
        optional "customer_id": Code(D::Customer),
        optional "views" as VIEWS: Number,
        optional "vote": Choice(&vocabulary::VOTE),
    }
    faq_searches {
        required "at" as AT: Instant,
        required "query" as QUERY: Code(D::Query),
        optional "results": Number,
        optional "visitor_id": Code(D::Customer),
        optional "searches" as SEARCHES: Number,
    }
    orders key "order_id" {
        required "order_id" as ORDER_ID: Code(D::Order),
        required "at": Instant,
        optional "customer_id": Code(D::Customer),
        optional "conversation_id": Code(D::Conversation),
        optional "customer_email" as CUSTOMER_EMAIL: Text,
        required "amount" as AMOUNT: Number,
        optional "refunded": Number,
        optional "currency" as CURRENCY: Code(D::Currency),
        optional "status": Code(D::Value),
    }
    posts key "post_id" {
        required "post_id": Code(D::Post),
        required "at": Instant,
        optional "channel" as CHANNEL: Code(D::Channel),
        optional "kind" as KIND: Choice(&vocabulary::POST),
        optional "title": Prose,
    }
    comments key "comment_id" {
        required "comment_id": Text,
        required "post_id": Code(D::Post),
        required "at": Instant,
        optional "author": Code(D::Customer),
        optional "ours" as OURS: Flag,
        optional "body": Prose,
        optional "sentiment": Choice(&vocabulary::SENTIMENT),
    }
    people key "id" {
        required "id" as ID: Code(D::Person),
        optional "name" as NAME: Text,
        optional "email" as EMAIL: Text,
        optional "role" as ROLE: Code(D::Value),
        optional "team": Code(D::Team),
    }
}

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
