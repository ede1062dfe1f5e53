//! The fact table of orders that followed an AI agent's touch.

use crate::dataset::{Domain, TableName};
use crate::facts::columns::{fact_table, TOUCHES};
use crate::facts::table::{Belongs, FactTable, OwnId};
use crate::facts::words::{measures, moments, Measure, Moment};
use crate::facts::{Grain, Source};

fact_table! {
    /// Orders, each at the latest touch that it followed; cancelled ones and those without a touch are none.
    OrderFacts {
        order_id: Code(Order), "its id";
        conversation: Conversation, "the conversation of the touch";
        at: Instant, "when it was placed";
        net: Number, "amount, what was paid back taken off";
        currency: Code(Currency), "its currency";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "order",
    compares: &[
        ("conversation", &["conversation_id", "created_at", "customer"]),
        (TOUCHES, &["conversation", "at", "window", "is_date"]),
    ],
    about: "an order that followed an AI agent's touch",
    belongs: Belongs::ToConversation(|facts| &facts.orders.conversation),
    measures: ORDER_MEASURES,
    moments: ORDER_MOMENTS,
    id: Some(OwnId { column: "order_id", domain: Domain::Order, of: |facts| &facts.orders.order_id }),
    reads: &[
        (
            TableName::Orders,
            &[
                "order_id",
                "at",
                "customer_id",
                "conversation_id",
                "customer_email",
                "amount",
                "refunded",
                "currency",
                "status",
            ],
        ),
        (TableName::Conversations, &["ai_status", "customer_email"]),
    ],
    told_by: &[Source::Table(TableName::Orders), Source::Table(TableName::Events)],
    ..FactTable::new(Grain::Order, |facts| facts.orders.columns(), |facts| &facts.orders.at)
};

measures! { ORDER_MEASURES of Order in orders:
    NET = net;
}

moments! { ORDER_MOMENTS of Order in orders:
    AT_ORDER = "order", at, assignee;
}
