//! Which canonical columns the facts of a run are made from, so that no other is read.

use super::{Grain, Wanted};
use crate::dataset::{ColumnKind, TableName};

/// Conversation columns that only a dimension of the same name needs.
const ON_DEMAND: [&str; 5] = ["subchannel", "brand", "category", "language", "priority"];

/// Conversation columns that people read in lists, and that no figure needs.
const FOR_READING: [&str; 8] = [
    "customer_name",
    "customer_email",
    "customer_phone",
    "subject",
    "first_question",
    "first_assigned_at",
    "messages",
    "waiting_s",
];

impl Wanted {
    /// Whether the AI agent's part is among what is asked.
    pub fn assisted(&self) -> bool {
        [Grain::Ai, Grain::Rating, Grain::Order].iter().any(|grain| self.grains.contains(grain))
    }

    /// Whether any figure is made from conversations.
    fn is_of_conversations(&self) -> bool {
        self.grains.is_empty() || self.grains.iter().any(|grain| grain.is_of_conversations())
    }

    /// Whether a column has to be read.
    pub fn needs(&self, table: TableName, column: &str) -> bool {
        if self.every_instant && is_instant(table, column) && column != "updated_at" {
            return true;
        }
        // a value of --agent is known if any row names it
        if !self.is_of_conversations() && table != TableName::Conversations && table.is_of_conversations() {
            return ["agent", "author"].contains(&column) && self.dimensions.contains(&"agent");
        }
        if self.reading && is_for_reading(table, column) {
            return true;
        }
        match table {
            TableName::Conversations if ON_DEMAND.contains(&column) => self.dimensions.contains(&column),
            TableName::Conversations if column == "live" => self.grains.contains(&Grain::Lapse),
            TableName::Conversations if column == "ai_status" => self.assisted(),
            TableName::Conversations => !FOR_READING.contains(&column),
            TableName::Messages if ["body", "sentiment"].contains(&column) => self.sentiment,
            TableName::Messages => {
                ["message_id", "conversation_id", "at", "author_type", "author", "private", "automated"]
                    .contains(&column)
            }
            TableName::Events => column != "team",
            TableName::Ratings => match column {
                "comment" => self.texts,
                // a value of --agent is known if any row names it
                _ if self.dimensions.contains(&"agent") => true,
                _ => self.grains.contains(&Grain::Rating),
            },
            TableName::Comments => column != "author" && self.grains.contains(&Grain::Comment),
            TableName::Orders => self.grains.contains(&Grain::Order),
            TableName::Calls => {
                self.grains.contains(&Grain::Call) && (column != "tags" || self.dimensions.contains(&"tag"))
            }
            TableName::FaqViews => self.grains.contains(&Grain::FaqView) && column != "title",
            TableName::FaqSearches => self.grains.contains(&Grain::FaqSearch),
            TableName::People => column != "email",
            _ => false,
        }
    }
}

fn is_for_reading(table: TableName, column: &str) -> bool {
    match table {
        TableName::Conversations => FOR_READING.contains(&column),
        TableName::Messages => column == "body",
        _ => false,
    }
}

fn is_instant(table: TableName, column: &str) -> bool {
    let schema = table.schema();
    schema.column(column).is_some_and(|place| matches!(schema.columns[place].kind, ColumnKind::Instant))
}
