//! The fact table of views of help articles.

use crate::dataset::{Domain, TableName};
use crate::facts::columns::fact_table;
use crate::facts::dimension::SOURCE;
use crate::facts::table::{FactTable, HeldIn, OwnDimension, OwnId};
use crate::facts::words::{flags, measures, moments, Flag, Measure, Moment};
use crate::facts::{Grain, Source};

fact_table! {
    /// Views of articles; some exports count several in one row.
    FaqViewFacts {
        at: Instant, "when";
        article: Code(Article), "the article";
        category: Code(Category), "category path of the article";
        visitor: Code(Customer), "who read it: visitor id, else customer id";
        customer: Code(Customer), "customer id of the reader";
        views: Number, "how many views the row counts";
        flags: Flags, "vote, and what came after";
    }
}

/// Views and searches say together which days the data cover.
pub const FAQ_INSTANTS: &[(TableName, &str)] = &[(TableName::FaqViews, "at"), (TableName::FaqSearches, "at")];

/// What tells which cases readers of articles opened.
pub const CASES_COMPARED: &[(&str, &[&str])] = &[
    ("conversation", &["created_at", "customer", "flags"]),
    ("case", &["conversation", "started_at", "agent"]),
];

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "faq-view",
    compares: CASES_COMPARED,
    about: "views of a help article",
    held: |facts| &facts.faq_views.flags,
    flags: FAQ_VIEW_FLAGS,
    measures: FAQ_VIEW_MEASURES,
    moments: FAQ_VIEW_MOMENTS,
    id: Some(OwnId { column: "article_id", domain: Domain::Article, of: |facts| &facts.faq_views.article }),
    made_from: &[Grain::Case],
    dimensions: &[OwnDimension {
        dimension: &SOURCE,
        held: HeldIn::Codes(|facts| &facts.view_sources),
        reads: &[],
    }],
    reads: &[(
        TableName::FaqViews,
        &["at", "article_id", "title", "category", "visitor_id", "customer_id", "views", "vote"],
    )],
    covers: FAQ_INSTANTS,
    told_by: &[Source::Table(TableName::FaqViews)],
    ..FactTable::new(Grain::FaqView, |facts| facts.faq_views.columns(), |facts| &facts.faq_views.at)
};

flags! { FAQ_VIEW_FLAGS of FaqView:
    FAQ_VOTE_UP = 0, "vote_up", "thumb up";
    FAQ_VOTE_DOWN = 1, "vote_down", "thumb down";
    LED_TO_CASE = 2, "led_to_case", "its reader opened a case soon after";
}

measures! { FAQ_VIEW_MEASURES of FaqView in faq_views:
    VIEW_COUNT = views;
}

moments! { FAQ_VIEW_MOMENTS of FaqView in faq_views:
    AT_VIEW = "view", at, assignee;
}
