//! `summary`: everything at a glance, and the tags used most.

use super::speed::*;
use super::targets::*;
use super::volume::*;
use crate::kpi::definition::Kpi;
use crate::kpi::headline::{head, Headline};
use crate::kpi::section::{Family, Section, OF_CONVERSATIONS};
use crate::kpi::shapes::{grouped, ranked_tags};
use crate::kpi::table::Run;
use crate::report::Table;
use anyhow::Result;

/// The report.
pub static FAMILY: Family = Family {
    name: "summary",
    about: "The main figures at a glance, with their trend and the tags used most",
    dimensions: &[],
    has_rankings: true,
    own: OF_CONVERSATIONS,
    things: "conversations",
    sections: &[
        Section { name: "totals", at_first_sight: true, kpis: FIGURES, build: totals },
        Section {
            name: "top_tags",
            at_first_sight: true,
            kpis: &[&CONVERSATIONS, &MESSAGES],
            build: ranked_tags,
        },
    ],
};

/// Volume, speed, targets and satisfaction: what every overview shows.
pub static FIGURES: &[&Kpi] = &[
    &CONVERSATIONS,
    &INCOMING_CONVERSATIONS,
    &OUTGOING_CONVERSATIONS,
    &ANSWERED,
    &CLOSED_CONVERSATIONS,
    &REOPENED,
    &BACKLOG,
    &MESSAGES,
    &CUSTOMER_MESSAGES,
    &AGENT_MESSAGES,
    &AI_MESSAGES,
    &CUSTOMERS,
    &NEW_CUSTOMERS,
    &CUSTOMERS_HELPED,
    &TAGGED_CONVERSATIONS,
    &CASES,
    &CUSTOMER_REPLIES,
    &INQUIRIES,
    &REPLIES_PER_CASE,
    &CUSTOMER_REPLIES_PER_CASE,
    &REPEAT_CUSTOMERS,
    &REPEAT_RATE,
    &UNANSWERED_CONVERSATIONS,
    &UNANSWERED_STILL_OPEN,
    &UNANSWERED_AND_CLOSED,
    &FIRST_RESPONSE_TIME,
    &FIRST_RESPONSE_AFTER_HANDOFF,
    &RESPONSE_TIME,
    &WAITING_TIME,
    &RESOLUTION_TIME,
    &FIRST_RESOLUTION_TIME,
    &HANDLE_TIME,
    &WITHIN_OPTIMAL_RATE,
    &WITHIN_ACCEPTABLE_RATE,
    &LATE_RATE,
    &RESPONSE_WITHIN_OPTIMAL_RATE,
    &RESPONSE_WITHIN_ACCEPTABLE_RATE,
    &RESPONSE_LATE_RATE,
    &WINDOW_MISSED_COUNT,
    &WINDOW_MISSED_RATE,
    &WINDOW_CLOSING_COUNT,
    &SATISFACTION,
    &RATINGS,
];

/// What Belco and edrone put on top of their pages. A page of ours charts customers and lists every duration right below
/// its cards; these have room for what nothing else there says.
static HEADLINE: Headline = Headline {
    at_terminal: &[
        &CONVERSATIONS,
        &INCOMING_CONVERSATIONS,
        &ANSWERED,
        &CLOSED_CONVERSATIONS,
        &CUSTOMERS_HELPED,
        &FIRST_RESPONSE_TIME,
        &RESOLUTION_TIME,
        &HANDLE_TIME,
        &MESSAGES,
        &CUSTOMERS,
        &NEW_CUSTOMERS,
        &SATISFACTION,
    ],
    on_pages: &[
        &CONVERSATIONS,
        &INCOMING_CONVERSATIONS,
        &ANSWERED,
        &CLOSED_CONVERSATIONS,
        &CUSTOMERS_HELPED,
        &FIRST_RESPONSE_TIME,
        &RESOLUTION_TIME,
        &SATISFACTION,
        &MESSAGES,
        &NEW_CUSTOMERS,
        &TAGGED_CONVERSATIONS,
        &BACKLOG,
    ],
};

fn totals(run: &Run, section: &Section) -> Result<Table> {
    let mut table = grouped(run, section, &[])?;
    head(run, &mut table, &HEADLINE)?;
    Ok(table)
}
