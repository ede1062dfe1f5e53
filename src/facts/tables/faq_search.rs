//! The fact table of searches in the help centre.

use super::faq_view::FAQ_INSTANTS;
use crate::dataset::{Domain, TableName};
use crate::facts::columns::fact_table;
use crate::facts::dimension::SOURCE;
use crate::facts::table::{FactTable, HeldIn, OwnDimension, OwnId};
use crate::facts::words::{flags, measures, moments, Flag, Measure, Moment};
use crate::facts::{Grain, Source};

fact_table! {
    /// Searches; some exports count several in one row.
    FaqSearchFacts {
        at: Instant, "when";
        query: Code(Query), "what was searched";
        folded: Code(Query), "the same without case, accents and punctuation";
        results: Number, "how many articles were found";
        searches: Number, "how many searches the row counts";
        flags: Flags, "what came of it";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "faq-search",
    about: "searches",
    held: |facts| &facts.faq_searches.flags,
    flags: FAQ_SEARCH_FLAGS,
    measures: FAQ_SEARCH_MEASURES,
    moments: FAQ_SEARCH_MOMENTS,
    id: Some(OwnId { column: "query", domain: Domain::Query, of: |facts| &facts.faq_searches.query }),
    dimensions: &[OwnDimension {
        dimension: &SOURCE,
        held: HeldIn::Codes(|facts| &facts.search_sources),
        reads: &[],
    }],
    reads: &[(TableName::FaqSearches, &["at", "query", "results", "visitor_id", "searches"])],
    covers: FAQ_INSTANTS,
    told_by: &[Source::Table(TableName::FaqSearches)],
    ..FactTable::new(Grain::FaqSearch, |facts| facts.faq_searches.columns(), |facts| &facts.faq_searches.at)
};

flags! { FAQ_SEARCH_FLAGS of FaqSearch:
    WITHOUT_RESULT = 0, "without_result", "nothing was found";
}

measures! { FAQ_SEARCH_MEASURES of FaqSearch in faq_searches:
    SEARCH_COUNT = searches;
}

moments! { FAQ_SEARCH_MOMENTS of FaqSearch in faq_searches:
    AT_SEARCH = "search", at, assignee;
}
