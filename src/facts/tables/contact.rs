//! The fact table of customers who got in touch.

use crate::facts::columns::fact_table;
use crate::facts::table::{Belongs, FactTable};
use crate::facts::words::{moments, Moment};
use crate::facts::Grain;

fact_table! {
    /// Customers who got in touch.
    ContactFacts {
        conversation: Conversation, "where";
        at: Instant, "when";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "contact",
    about: "a customer who got in touch, at an instant",
    belongs: Belongs::ToConversation(|facts| &facts.contacts.conversation),
    moments: CONTACT_MOMENTS,
    room: |data| data.messages + data.conversations,
    ..FactTable::new(Grain::Contact, |facts| facts.contacts.columns(), |facts| &facts.contacts.at)
};

moments! { CONTACT_MOMENTS of Contact in contacts:
    AT_CONTACT = "customer message", at, assignee;
}
