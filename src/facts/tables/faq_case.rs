//! The fact table of cases opened soon after reading an article.

use super::faq_view::{CASES_COMPARED, FAQ_INSTANTS};
use crate::dataset::TableName;
use crate::facts::columns::fact_table;
use crate::facts::table::{Belongs, FactTable};
use crate::facts::words::{moments, Credit, Moment};
use crate::facts::{Grain, Source};

fact_table! {
    /// Cases that a customer opened soon after reading an article.
    FaqCaseFacts {
        conversation: Conversation, "the conversation the case is a part of";
        started_at: Instant, "start of the case";
        agent: Code(Person), "assignee of the conversation";
        article: Code(Article), "the last article read before it";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "faq-case",
    compares: CASES_COMPARED,
    about: "a case that a customer opened soon after reading an article",
    belongs: Belongs::ToConversation(|facts| &facts.faq_cases.conversation),
    credit: Credit::Own(|facts| &facts.faq_cases.agent),
    moments: FAQ_CASE_MOMENTS,
    made_from: &[Grain::Case, Grain::FaqView],
    covers: FAQ_INSTANTS,
    told_by: &[Source::Table(TableName::Conversations), Source::Table(TableName::FaqViews)],
    ..FactTable::new(Grain::FaqCase, |facts| facts.faq_cases.columns(), |facts| &facts.faq_cases.started_at)
};

moments! { FAQ_CASE_MOMENTS of FaqCase in faq_cases:
    AT_FAQ_CASE = "case start", started_at, agent;
}
