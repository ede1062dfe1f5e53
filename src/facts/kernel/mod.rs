//! The pass: conversation by conversation, over its messages, events and ratings, into all fact tables asked for.

mod ai;
mod conversations;
mod dimensions;
mod place;
mod quality;
mod rows;
mod subject;
mod threads;

use super::events::{EventColumns, Events};
use super::messages::Messages;
use super::order::ByConversation;
use super::ratings::{RatedConversation, RatingColumns};
use super::rules::{of_team, Rules, Target};
use super::sources::untold;
use super::table::Amounts;
use super::tables::CommentFacts;
use super::{across, calls, faq, known_code, sales, Facts, Grain, Wanted};
use crate::account::counts::add;
use crate::dataset::{Dataset, Domain, TableName, NONE};
use crate::threads::side_by_side;
use place::{place_of, ChannelRules};
use rows::ConversationRows;
use std::ops::Range;
use subject::Desk;

/// A conversation that is known but not used: excluded by its status or opened after as-of.
const UNUSED: u32 = NONE - 1;

/// Conversations that one thread works out before their facts are joined to the others.
const PORTION: usize = 1 << 14;

/// Derives all facts wanted, on up to `threads` threads; their number changes nothing in the result.
pub fn derive(mut dataset: Dataset, rules: &Rules, wanted: &Wanted, threads: usize) -> Facts {
    let threads = threads.max(1);
    rows::lighten(&mut dataset);
    let untold = untold(&dataset, rules);
    let comments = CommentFacts::take(&mut dataset, rules.as_of);
    let places = places(&dataset, rules);
    let count = dataset.table(TableName::Conversations).rows;
    let messages = Messages::arrange(&mut dataset, &places, count, threads);
    let events = ByConversation::new(dataset.codes(TableName::Events, "conversation_id"), &places, count);
    dataset.take(TableName::Events, "conversation_id");
    let ratings = ByConversation::new(&rating_conversations(&dataset), &places, count);
    drop(places);
    let kernel = Kernel::new(&dataset, rules, wanted, Grouped { messages, events, ratings });
    let mut facts = kernel.run(threads);
    kernel.add_ratings_of_nobody(&mut facts);
    facts.settle_left_out(&dataset, wanted);
    facts.comments = comments;
    facts.untold = untold;
    add(&mut facts.book.counts.duplicates, "messages", kernel.grouped.messages.duplicates);
    facts.note_orphans(TableName::Messages, kernel.grouped.messages.orphans);
    facts.note_orphans(TableName::Events, kernel.grouped.events.orphans.len() as u64);
    facts.book.counts.excluded = kernel.rows.excluded();
    if wanted.grains.contains(&Grain::Order) {
        sales::attribute(&dataset, rules, &mut facts);
    }
    calls::add(&dataset, rules, wanted, &mut facts);
    faq::add(&mut dataset, rules, wanted, &mut facts);
    // customers and cases are compared over all facts, which hold their ids from here on
    dimensions::take_dimensions(dataset, &mut facts);
    facts.dictionaries[Domain::Channel as usize].intern(calls::CHANNEL);
    across::mark_new_customers(&mut facts);
    faq::join(rules.faq_window, &mut facts);
    facts
}

/// The row of each conversation code.
fn places(dataset: &Dataset, rules: &Rules) -> Vec<u32> {
    let rows = ConversationRows::of(dataset, rules);
    let mut places = vec![NONE; dataset.dictionary(Domain::Conversation).len()];
    for (row, &code) in rows.id.iter().enumerate() {
        places[code as usize] = if rows.is_used(row) { row as u32 } else { UNUSED };
    }
    places
}

/// What conversations are made of, each kind by conversation.
struct Grouped {
    messages: Messages,
    events: ByConversation,
    ratings: ByConversation,
}

struct Kernel<'a> {
    rules: &'a Rules,
    wanted: &'a Wanted,
    rows: ConversationRows<'a>,
    grouped: Grouped,
    events: EventColumns<'a>,
    ratings: RatingColumns<'a>,
    channel: &'a [u32],
    team: &'a [u32],
    channels: Vec<ChannelRules>,
    team_targets: Vec<Option<Target>>,
}

/// What one thread works with, kept from one portion to the next to spare allocations.
#[derive(Default)]
struct Bench {
    desk: Desk,
    facts: Facts,
}

impl<'a> Kernel<'a> {
    fn new(dataset: &'a Dataset, rules: &'a Rules, wanted: &'a Wanted, grouped: Grouped) -> Kernel<'a> {
        let channels = dataset.dictionary(Domain::Channel).texts();
        let teams = dataset.dictionary(Domain::Team).texts();
        Kernel {
            rules,
            wanted,
            rows: ConversationRows::of(dataset, rules),
            grouped,
            events: EventColumns::of(dataset),
            ratings: RatingColumns::of(dataset, rules.as_of),
            channel: dataset.codes(TableName::Conversations, "channel"),
            team: dataset.codes(TableName::Conversations, "team"),
            channels: channels.map(|name| place_of(name, rules)).collect(),
            team_targets: teams.map(|name| of_team(&rules.team_targets, name)).collect(),
        }
    }

    /// Portions are worked out side by side and joined in their order, into tables that never have to move.
    fn run(&self, threads: usize) -> Facts {
        let count = self.rows.id.len();
        let mut facts = Facts::default();
        self.make_room(&mut facts, count);
        let mut benches: Vec<Bench> = (0..threads).map(|_| Bench::default()).collect();
        for from in (0..count).step_by(PORTION * threads) {
            let mut portions = Vec::with_capacity(threads);
            for (at, bench) in benches.iter_mut().enumerate() {
                let first = from + at * PORTION;
                portions.push((first.min(count)..(first + PORTION).min(count), bench));
            }
            side_by_side(portions, |(portion, bench)| self.portion(portion, bench));
            for bench in &mut benches {
                facts.append(&mut bench.facts);
            }
        }
        facts.give_back_room();
        facts
    }

    fn portion(&self, conversations: Range<usize>, bench: &mut Bench) {
        for row in conversations {
            if self.rows.is_used(row) {
                self.conversation(row, &mut bench.desk, &mut bench.facts);
            } else {
                bench.facts.conversations.push_unused();
            }
        }
    }

    /// Room for all there can be: what is not used costs nothing, and nothing has to move while tables grow.
    fn make_room(&self, facts: &mut Facts, conversations: usize) {
        let amounts = Amounts { conversations, messages: self.grouped.messages.len() };
        for &grain in self.wanted.grains.iter().chain([&Grain::Conversation]) {
            facts.reserve(grain, (grain.table().room)(&amounts));
        }
    }

    fn conversation(&self, row: usize, desk: &mut Desk, facts: &mut Facts) {
        self.events.read(self.grouped.events.of(row), self.rules.as_of, &mut desk.events);
        self.grouped.messages.read(row, self.rules.as_of, &mut desk.thread);
        desk.history.replay(&desk.events, &self.rows.state(row), self.rules.as_of);
        let subject = self.subject(row, desk);
        *facts.derivation.entry(self.derivation(row, desk)).or_default() += 1;
        self.push_conversation(&subject, desk, facts);
        self.push_cases(&subject, desk, facts);
        self.push_messages(&subject, desk, facts);
        self.push_exchanges(&subject, desk, facts);
        self.push_handlings(&subject, desk, facts);
        self.push_passages(&subject, desk, facts);
        self.push_quality(&subject, desk, facts);
        let whose = self.push_ai(&subject, desk, facts);
        let agent = known_code(subject.agent);
        let rated = RatedConversation { place: row as u32, whose, agent, events: &desk.events };
        for &rating in self.grouped.ratings.of(row) {
            self.ratings.add(rating as usize, &rated, facts);
        }
    }

    /// Ratings without a conversation, or of one that nobody knows, belong to the agent they name.
    fn add_ratings_of_nobody(&self, facts: &mut Facts) {
        let nobody = RatedConversation { place: NONE, whose: 0, agent: None, events: &Events::default() };
        for &rating in &self.grouped.ratings.orphans {
            self.ratings.add(rating as usize, &nobody, facts);
        }
    }
}

/// The conversation of each rating; where the export has no such column, none.
fn rating_conversations(dataset: &Dataset) -> std::borrow::Cow<'_, [u32]> {
    let codes = dataset.codes(TableName::Ratings, "conversation_id");
    if codes.is_empty() {
        vec![NONE; dataset.table(TableName::Ratings).rows].into()
    } else {
        codes.into()
    }
}
