//! Every single thing that happened, as a plain list: what, when, in which conversation, whose, how much.

use super::ai;
use super::conversation::tell;
use super::dates::Dates;
use super::history::History;
use super::rows::{Comment, Conversation, Event, Message, Rating, World};
use super::scales::scaled;
use super::unread::unread;
use std::collections::BTreeMap;

const EXCLUDED: [&str; 4] = ["spam", "deleted", "merged", "test"];

/// The eight kinds of inactivity-protection actions.
pub const INACTIVITY: [&str; 8] = [
    "unassigned",
    "reassigned",
    "reassign_failed",
    "message_sent",
    "live_reassigned",
    "live_reassign_failed",
    "resumed_reassigned",
    "resumed_reassign_failed",
];

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Fact {
    pub what: &'static str,
    /// Missing where it is true but in no period.
    pub at: Option<i64>,
    /// The place of its conversation in [`Known::conversations`]; missing for a rating without one.
    pub conversation: Option<usize>,
    pub agent: Option<String>,
    /// Milliseconds or a score.
    pub value: i64,
    /// The customer or conversation that is counted once.
    pub who: Option<String>,
}

/// A conversation with what follows from its facts for period, groups and backlog.
#[derive(Clone, Debug)]
pub struct KnownConversation {
    pub row: Conversation,
    pub direction: String,
    pub history: History,
    pub answered: Option<i64>,
    /// Its status as the AI's: `ai_resolved`…; missing where no AI took part.
    pub ai: Option<&'static str>,
    /// A person answered, by its messages or by its row.
    pub human: bool,
    /// Any message of it was written by as-of, a note too.
    pub talked: bool,
}

/// All there is to know at as-of.
pub struct Known {
    pub conversations: Vec<KnownConversation>,
    pub facts: Vec<Fact>,
    /// Currencies of the orders; orders without one last.
    pub currencies: Vec<Option<String>>,
    /// Columns of which nothing was read.
    pub unread: Vec<&'static str>,
    pub dates: Dates,
}

/// One row per id: the newest `updated_at`, else the later row.
fn conversations(world: &World) -> Vec<Conversation> {
    let mut kept: Vec<Conversation> = Vec::new();
    for row in &world.conversations {
        match kept.iter_mut().find(|other| other.id == row.id) {
            Some(old) if old.updated > row.updated => {}
            Some(old) => *old = row.clone(),
            None => kept.push(row.clone()),
        }
    }
    kept
}

/// The messages of one conversation that were written by as-of; of rows with one id the last.
fn messages(world: &World, conversation: &str, as_of: i64) -> Vec<Message> {
    let mut kept: Vec<Message> = Vec::new();
    for message in world.messages.iter().filter(|message| message.conversation == conversation) {
        kept.retain(|other| other.id != message.id);
        kept.push(message.clone());
    }
    kept.retain(|message| message.at <= as_of);
    kept
}

/// How a text sounds by the label of the export; without one this computation cannot tell.
pub fn sound(label: Option<&str>) -> &'static str {
    match label {
        Some("positive") => "sentiment_positive",
        Some("neutral") => "sentiment_neutral",
        Some("negative") => "sentiment_negative",
        _ => "sentiment_unscored",
    }
}

/// The comments that customers had written by as-of; of rows with one id the last.
pub fn comments(world: &World, as_of: i64) -> Vec<Comment> {
    let mut kept: Vec<Comment> = Vec::new();
    for comment in &world.comments {
        kept.retain(|other| other.id != comment.id);
        kept.push(comment.clone());
    }
    kept.retain(|comment| comment.at <= as_of && comment.ours != Some(true));
    kept
}

fn rating_facts(rating: &Rating, conversations: &[KnownConversation]) -> Vec<Fact> {
    let conversation = rating
        .conversation
        .as_ref()
        .and_then(|id| conversations.iter().position(|known| known.row.id == *id));
    let agent = match (&rating.agent, conversation) {
        (Some(agent), _) => Some(agent.clone()),
        (None, Some(conversation)) => conversations[conversation].history.assignee_at(rating.at),
        (None, None) => None,
    };
    let assigned = rating.assigned.unwrap_or(agent.is_some());
    let scored = |low, high| {
        let whole = rating.scale.is_none_or(|scale| scale == high);
        rating.score.is_some_and(|score| whole && (low..=high).contains(&score))
    };
    let what = match rating.kind.as_str() {
        "stars" if scored(1, 5) && assigned => Some("stars"),
        "thumbs" if scored(1, 2) => Some("thumbs"),
        "three" if scored(1, 3) => Some("three"),
        "nps" if scored(0, 10) => Some("nps"),
        "feedback" if assigned && rating.comment.is_some() => Some("feedback"),
        _ => None,
    };
    let score = rating.score.unwrap_or(0);
    let by_voice =
        ai::rating(rating, &agent, conversation.map(|place| (place, &conversations[place])), what.is_some());
    let plain = |what| Fact { what, at: Some(rating.at), conversation, agent, value: score, who: None };
    what.map(plain).into_iter().chain(by_voice).collect()
}

/// How many conversations are left out, by status; each id once.
pub fn left_out(world: &World, as_of: i64) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for row in conversations(world).iter().filter(|row| row.created <= as_of) {
        if let Some(status) = EXCLUDED.iter().find(|status| row.status.as_deref() == Some(status)) {
            *counts.entry(*status).or_default() += 1;
        }
    }
    counts
}

/// Derives everything that is known at as-of.
pub fn know(world: &World, as_of: i64) -> Known {
    let all: Vec<Conversation> =
        conversations(world).into_iter().filter(|row| row.created <= as_of).collect();
    let excluded =
        |row: &Conversation| row.status.as_deref().is_some_and(|status| EXCLUDED.contains(&status));
    let rows: Vec<&Conversation> = all.iter().filter(|row| !excluded(row)).collect();
    let currencies = ai::currencies(world, as_of);
    let mut known = Known {
        conversations: Vec::new(),
        facts: Vec::new(),
        currencies,
        unread: unread(world),
        dates: world.dates.clone(),
    };
    for (place, row) in rows.iter().enumerate() {
        let events: Vec<Event> =
            world.events.iter().filter(|event| event.conversation == row.id).cloned().collect();
        let messages = messages(world, &row.id, as_of);
        let first = row.customer.is_some()
            && !rows.iter().any(|other| {
                other.customer == row.customer && (other.created, &other.id) < (row.created, &row.id)
            });
        let (conversation, facts) = tell(row, place, (&messages, &events), (as_of, &world.dates), first);
        known.facts.extend(facts);
        known.conversations.push(conversation);
    }
    for rating in scaled(&world.ratings).iter().filter(|rating| rating.at <= as_of) {
        let gone = all.iter().any(|row| excluded(row) && rating.conversation.as_ref() == Some(&row.id));
        if !gone {
            known.facts.extend(rating_facts(rating, &known.conversations));
        }
    }
    known.facts.extend(ai::sales(world, &known.conversations, as_of));
    known
}
