//! What was not read is not zero (rulings 37): the columns that have no value in a run, whatever the row.

use super::figures::Cells;
use super::rows::World;

/// Figures that stand on messages.
const OF_MESSAGES: [&str; 17] = [
    "messages",
    "customer_messages",
    "agent_messages",
    "ai_messages",
    "customers_helped",
    "customer_replies",
    "inquiries",
    "replies_per_case",
    "customer_replies_per_case",
    "window_missed",
    "window_missed_rate",
    "window_closing",
    "replies",
    "sentiment_positive",
    "sentiment_neutral",
    "sentiment_negative",
    "sentiment_unscored",
];
/// Figures that something has to tell of answers.
const OF_ANSWERS: [&str; 8] = [
    "answered",
    "unanswered",
    "unanswered_open",
    "unanswered_closed",
    "fcr",
    "fcr_rate",
    "unanswered_ended",
    "unanswered_live",
];
const OF_RATINGS: [&str; 17] = [
    "satisfaction",
    "ratings",
    "csat_rate",
    "rating_1",
    "rating_2",
    "rating_3",
    "rating_4",
    "rating_5",
    "feedback",
    "votes_up",
    "votes_down",
    "vote_rate",
    "nps",
    "nps_promoters",
    "nps_passives",
    "nps_detractors",
    "nps_n",
];
const OF_EVENTS: [&str; 6] = [
    "reopened",
    "inactivity_actions",
    "offline_reassigned",
    "offline_unassignable",
    "unanswered_live",
    "ai_handoffs",
];
/// Figures of conversations that an AI agent took part in.
const OF_AI: [&str; 8] = [
    "ai_conversations",
    "ai_resolved",
    "ai_resolved_rate",
    "ai_resolved_of_involved_rate",
    "ai_routed",
    "ai_closed",
    "ai_open",
    "ai_handoffs",
];
const OF_CALLS: [&str; 14] = [
    "calls",
    "calls_in",
    "calls_out",
    "answered_in",
    "missed",
    "abandoned",
    "short_abandoned",
    "voicemail",
    "answer_rate",
    "service_level",
    "followed_up",
    "callbacks",
    "repeat_callers",
    "follow_up_rate",
];
const OF_VIEWS: [&str; 9] = [
    "views",
    "visitors",
    "faq_visitors",
    "faq_votes_up",
    "faq_votes_down",
    "cases_after_faq",
    "case_after_faq_rate",
    "deflection_rate",
    "cases_per_faq_visitor",
];
/// Counts of conversations that stay 0 where other tables are missing, but not where this one is.
const OF_CONVERSATIONS: [&str; 22] = [
    "conversations",
    "incoming",
    "outgoing",
    "answered",
    "closed",
    "reopened",
    "backlog",
    "customers",
    "new_customers",
    "customers_helped",
    "tagged",
    "cases",
    "cases_mean",
    "inquiries",
    "repeat_customers",
    "repeat_rate",
    "handled",
    "cases_after_faq",
    "case_after_faq_rate",
    "deflection_rate",
    "cases_per_faq_visitor",
    "ai_conversations",
];

/// The columns without a value in this world; one that ends in `*` stands for all that begin so.
pub fn unread(world: &World) -> Vec<&'static str> {
    let rows = &world.conversations;
    let messages = !world.messages.is_empty();
    let events = !world.events.is_empty();
    let answers = messages
        || rows
            .iter()
            .any(|row| row.first_reply.is_some() || row.first_response.is_some() || row.replies.is_some());
    let ai = rows.iter().any(|row| row.ai_status.is_some());
    let mut columns: Vec<&'static str> = Vec::new();
    let mut without = |told: bool, of: &[&'static str]| {
        if !told {
            columns.extend(of);
        }
    };
    without(!rows.is_empty(), &OF_CONVERSATIONS);
    without(!rows.is_empty(), &OF_ANSWERS);
    without(!rows.is_empty(), &OF_AI);
    without(messages, &OF_MESSAGES);
    without(answers, &OF_ANSWERS);
    without(!world.ratings.is_empty(), &OF_RATINGS);
    without(events, &OF_EVENTS);
    without(messages || ai, &OF_AI);
    without(events || ai, &["ai_routed", "ai_closed"]);
    without(events && !world.orders.is_empty(), &["ai_orders", "ai_sales*"]);
    without(!world.calls.is_empty(), &OF_CALLS);
    without(!world.views.is_empty(), &OF_VIEWS);
    without(!world.searches.is_empty(), &["searches", "searches_without_result"]);
    columns
}

/// The cells with gaps where nothing was read.
pub fn with_gaps(cells: Cells, unread: &[&str]) -> Cells {
    let is_unread = |name: &str| {
        unread.iter().any(|column| match column.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == *column,
        })
    };
    cells
        .into_iter()
        .map(|(name, value)| {
            let value = value.filter(|_| !is_unread(&name));
            (name, value)
        })
        .collect()
}

/// The canonical tables without a row, in the order of the schema.
pub fn absent(world: &World) -> Vec<&'static str> {
    let tables = [
        ("conversations", world.conversations.is_empty()),
        ("messages", world.messages.is_empty()),
        ("events", world.events.is_empty()),
        ("ratings", world.ratings.is_empty()),
        ("calls", world.calls.is_empty()),
        ("faq_views", world.views.is_empty()),
        ("faq_searches", world.searches.is_empty()),
        ("orders", world.orders.is_empty()),
        ("posts", true),
        ("comments", world.comments.is_empty()),
        ("people", true),
    ];
    tables.into_iter().filter(|(_, empty)| *empty).map(|(name, _)| name).collect()
}
