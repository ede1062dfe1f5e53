//! Which canonical columns the facts of a run are made from, so that no other is read.

use super::dimension::{Place, AGENT};
use super::table::FactTable;
use super::tables::RATING_COLUMNS;
use super::{Dimension, Grain, Wanted};
use crate::dataset::schema::orders;
use crate::dataset::{ColumnKind, Reads, TableName};

/// Who people are.
static PEOPLE: Reads = (TableName::People, &["id", "name", "role", "team"]);

/// What every fact that has to do with conversations is made from.
static CONVERSATIONS: Reads = (
    TableName::Conversations,
    &[
        "conversation_id",
        "created_at",
        "channel",
        "team",
        "agent",
        "customer_id",
        "direction",
        "status",
        "closed_at",
        "first_reply_at",
        "updated_at",
        "tags",
        "reopens",
        "replies",
        "first_response_s",
        "resolution_s",
        "handle_s",
    ],
);

/// What people read in lists, and no figure needs.
static FOR_READING: &[Reads] = &[
    (
        TableName::Conversations,
        &[
            "customer_name",
            "customer_email",
            "customer_phone",
            "subject",
            "first_question",
            "first_assigned_at",
            "messages",
            "waiting_s",
        ],
    ),
    (TableName::Messages, &["body"]),
];

/// What tells how messages sound.
static FOR_SENTIMENT: &[Reads] =
    &[(TableName::Messages, &["body", "sentiment"]), (TableName::Conversations, &["language"])];

/// What tells feedback from an empty comment.
static FOR_TEXTS: &[Reads] = &[(TableName::Ratings, &["comment"])];

impl Wanted {
    /// Whether the AI agent's part is among what is asked.
    pub fn assisted(&self) -> bool {
        [Grain::Ai, Grain::Rating, Grain::Order].iter().any(|grain| self.grains.contains(*grain))
    }

    /// Whether any figure is made from conversations.
    pub fn is_of_conversations(&self) -> bool {
        self.grains.is_empty() || self.tables().any(|table| table.is_of_conversations())
    }

    fn tables(&self) -> impl Iterator<Item = &'static FactTable> + '_ {
        self.grains.iter().map(|grain| grain.table())
    }

    /// Whether anything of a table is read.
    pub fn reads_of(&self, table: TableName) -> bool {
        self.reads().iter().any(|(read, _)| *read == table)
    }

    /// Whether a column has to be read.
    pub fn needs(&self, table: TableName, column: &str) -> bool {
        self.needs_instant(table, column)
            || self.reads().iter().any(|(read, columns)| *read == table && columns.contains(&column))
    }

    /// Whether a column has to be read of rows of which each is known to stand there once: figures know no order by its id.
    pub fn needs_united(&self, table: TableName, column: &str) -> bool {
        let is_shown = !self.is_folded || (table, column) != (TableName::Orders, orders::ORDER_ID);
        is_shown && self.needs(table, column)
    }

    /// Whether it is an instant, and all of them are asked; when a row was last changed is none of their business.
    pub fn needs_instant(&self, table: TableName, column: &str) -> bool {
        let schema = table.schema();
        let kind = schema.column(column).map(|place| schema.columns[place].kind);
        self.every_instant && column != "updated_at" && matches!(kind, Some(ColumnKind::Instant))
    }

    /// Whether rows of a table are compared with all conversations.
    pub fn compares_with(&self, table: TableName) -> bool {
        self.comparing(table).next().is_some()
    }

    /// What is found by comparing rows of a table with all conversations.
    pub(super) fn comparing(&self, table: TableName) -> impl Iterator<Item = &'static FactTable> + '_ {
        let comparing = self.tables().filter(|own| !own.compares.is_empty());
        comparing.filter(move |own| own.reads.iter().any(|(read, _)| *read == table))
    }

    /// All that is read for fact tables, dimensions and texts asked for.
    fn reads(&self) -> Vec<Reads> {
        let mut reads = vec![PEOPLE];
        if self.is_of_conversations() {
            reads.extend(Grain::Conversation.table().reads);
            // ratings are never read in part: equal rows are one, and a part of two may be equal where they are not
            reads.extend(self.asks_for(&AGENT).then_some(RATING_COLUMNS));
        }
        for table in self.tables() {
            reads.extend(table.reads);
            let own = table.dimensions.iter().filter(|own| self.asks_for(own.dimension));
            reads.extend(own.flat_map(|own| own.reads));
        }
        let dimensions = self.dimensions.iter().filter_map(|id| Dimension::named(id));
        reads.extend(dimensions.flat_map(|dimension| dimension.reads));
        let texts = [(self.reading, FOR_READING), (self.sentiment, FOR_SENTIMENT), (self.texts, FOR_TEXTS)];
        reads.extend(texts.iter().filter(|(asked, _)| *asked).flat_map(|(_, reads)| *reads));
        let are_read = self.is_told_by_conversations()
            || reads.iter().any(|(table, _)| *table == TableName::Conversations);
        reads.extend(are_read.then_some(CONVERSATIONS));
        reads
    }

    /// Whether figures look at a column of facts: at dimensions of conversations that are not always read only where
    /// they are asked for.
    pub fn has_column(&self, grain: Grain, column: &str) -> bool {
        if grain != Grain::Conversation || !self.is_folded {
            return true;
        }
        let is_read = |dimension: &'static Dimension| match dimension.place {
            Place::Conversation(_) | Place::Sourced(..) | Place::Path(_) => {
                dimension.reads.is_empty() || self.asks_for(dimension)
            }
            Place::Credit | Place::Tags | Place::Row(..) => true,
        };
        Dimension::named(column).is_none_or(is_read)
    }

    /// Whether conversations tell anything of the rows: they may know a name that is asked for. Figures of calls and the
    /// like do without them else.
    fn is_told_by_conversations(&self) -> bool {
        let leads_to_cases = self.tables().any(|table| !table.made_from.is_empty());
        self.is_of_conversations() || leads_to_cases || self.every_instant || !self.dimensions.is_empty()
    }

    fn asks_for(&self, dimension: &Dimension) -> bool {
        self.dimensions.contains(&dimension.id)
    }
}
