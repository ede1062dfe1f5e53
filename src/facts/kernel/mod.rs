//! The pass: conversation by conversation, over its messages, events and ratings, into all fact tables asked for.

mod ai;
mod conversations;
mod dimensions;
mod newcomers;
mod place;
mod portions;
mod quality;
mod rows;
mod subject;
mod threads;

use super::compared::FactComparison;
use super::compared_by::ComparedBy;
use super::events::{EventColumns, Events};
use super::messages::Messages;
use super::order::ByConversation;
use super::ratings::{RatedConversation, RatingColumns};
use super::rules::{of_team, Rules, Target};
use super::sales::TouchRows;
use super::sources::{untold, Source};
use super::tables::CommentFacts;
use super::{calls, faq, known_code, Facts, Wanted};
use crate::account::counts::add;
use crate::account::RowSet;
use crate::dataset::{Dataset, Dictionary, Domain, TableName, DOMAINS, NONE};
use crate::fitting::numbered;
use anyhow::Result;
use dimensions::{ChoiceCodes, DimensionColumns};
use newcomers::first_of_customers;
use place::{place_of, ChannelRules};
use portions::KernelPortions;
pub use portions::{fold_portions, Portions};
use rows::ConversationRows;
use subject::Desk;

/// A conversation that is known but not used: excluded by its status or opened after as-of.
const UNUSED: u32 = NONE - 1;

/// Derives all facts wanted, on up to `threads` threads; their number changes nothing in the result.
pub fn derive(dataset: Dataset, rules: &Rules, wanted: &Wanted, threads: usize) -> Facts {
    let (mut dataset, mut facts) = of_conversations(dataset, rules, wanted, threads);
    facts.count_left_out(wanted);
    for table in TableName::ALL {
        add_alone(table, &mut dataset, (rules, wanted), &mut facts);
        let begun = FactComparison::begin(table, (&dataset, &mut facts), (rules, wanted));
        let Some(mut comparison) = begun else { continue };
        let names = dataset.dictionary(Domain::Conversation);
        let ids = dataset.codes(TableName::Conversations, "conversation_id");
        comparison.meet(&facts, &ComparedBy::of(&dataset, &|row| names.text(ids[row])), 0);
        comparison.finish(&mut facts);
    }
    facts.touches = TouchRows::default();
    dimensions::take_dimensions(dataset, &mut facts);
    calls::name_channel(&mut facts);
    facts
}

/// Derives what is known of conversations by their own rows alone, so that facts of others can be added.
pub fn derive_part(dataset: Dataset, rules: &Rules, wanted: &Wanted, threads: usize) -> Facts {
    let (dataset, mut facts) = of_conversations(dataset, rules, wanted, threads);
    dimensions::take_dimensions(dataset, &mut facts);
    facts
}

/// The facts of conversations, and what is left of the dataset.
fn of_conversations(dataset: Dataset, rules: &Rules, wanted: &Wanted, threads: usize) -> (Dataset, Facts) {
    let (dataset, ground) = Ground::of(dataset, rules, threads);
    let mut facts = Facts::begun(wanted);
    let kernel = Kernel::new((&dataset, &dataset.dictionaries), (rules, wanted), &ground);
    kernel.run(threads, &mut facts);
    kernel.add_ratings_of_nobody(&dataset, &mut facts);
    facts.tell_left_out(&dataset);
    ground.tell(&dataset, rules, &mut facts);
    facts.untold = ground.untold;
    (dataset, facts)
}

/// Adds the facts of a table that knows of no conversation.
pub fn add_alone(
    table: TableName,
    dataset: &mut Dataset,
    (rules, wanted): (&Rules, &Wanted),
    facts: &mut Facts,
) {
    match table {
        TableName::Comments => facts.comments = CommentFacts::take(dataset, rules.as_of),
        TableName::Calls => calls::add(dataset, rules, wanted, facts),
        TableName::FaqViews => faq::add_views(dataset, rules, wanted, facts),
        TableName::FaqSearches => faq::add_searches(dataset, rules, wanted, facts),
        // Orders are none until they are compared.
        TableName::Orders | TableName::Posts | TableName::People => {}
        TableName::Conversations | TableName::Messages | TableName::Events | TableName::Ratings => {}
    }
}

/// Facts of conversations that are had portion by portion, to be folded and dropped.
pub trait Conversations {
    /// Hands each portion to `fold` with the number of conversations before it and one of the shares; there is a thread a
    /// share. `facts` are those of no conversation; they hear what is known once all are folded.
    ///
    /// # Errors
    /// If facts can't be read.
    fn each<T: Send>(
        &mut self,
        facts: &mut Facts,
        shares: &mut [T],
        fold: impl Fn(&Facts, u32, &mut T) + Sync,
    ) -> Result<()>;
}

/// Facts of conversations that are made of a dataset.
pub struct Derivation {
    dataset: Dataset,
    rules: Rules,
    wanted: Wanted,
    ground: Ground,
    choices: ChoiceCodes,
    /// Whether the facts at hand were told of what is known only when all conversations were gone through.
    is_told: bool,
}

impl Derivation {
    /// The facts that belong to no conversation, at once, and the derivation of all others.
    pub fn begin(dataset: Dataset, rules: &Rules, wanted: &Wanted, threads: usize) -> (Facts, Derivation) {
        let (mut dataset, mut ground) = Ground::of(dataset, rules, threads);
        let mut facts = Facts::begun(wanted);
        let kernel = Kernel::new((&dataset, &dataset.dictionaries), (rules, wanted), &ground);
        kernel.add_ratings_of_nobody(&dataset, &mut facts);
        ground.tell(&dataset, rules, &mut facts);
        facts.untold = std::mem::take(&mut ground.untold);
        for table in TableName::ALL {
            add_alone(table, &mut dataset, (rules, wanted), &mut facts);
        }
        facts.dictionaries = std::mem::take(&mut dataset.dictionaries);
        calls::name_channel(&mut facts);
        let choices = ChoiceCodes::of(&mut facts.dictionaries[Domain::Value as usize]);
        let (rules, wanted) = (rules.clone(), wanted.clone());
        (facts, Derivation { dataset, rules, wanted, ground, choices, is_told: false })
    }
}

impl Conversations for Derivation {
    fn each<T: Send>(
        &mut self,
        facts: &mut Facts,
        shares: &mut [T],
        fold: impl Fn(&Facts, u32, &mut T) + Sync,
    ) -> Result<()> {
        let Derivation { dataset, rules, wanted, ground, choices, .. } = &*self;
        let kernel = Kernel::new((dataset, &facts.dictionaries), (rules, wanted), ground);
        let columns = DimensionColumns::of(dataset, choices);
        let portions = KernelPortions { kernel: &kernel, columns: &columns };
        let told = fold_portions(&portions, wanted, shares, fold)?;
        if !std::mem::replace(&mut self.is_told, true) {
            facts.hear(told);
            facts.tell_left_out(&self.dataset);
            facts.count_left_out(&self.wanted);
        }
        Ok(())
    }
}

/// What facts of conversations are made of: messages, events and ratings by conversation, and what is known of all.
struct Ground {
    messages: Messages,
    events: ByConversation,
    ratings: ByConversation,
    /// Each customer's first conversation.
    newcomers: RowSet,
    untold: Vec<Source>,
}

impl Ground {
    /// Brings everything to its conversation; the dataset is left with what is not taken over.
    fn of(mut dataset: Dataset, rules: &Rules, threads: usize) -> (Dataset, Ground) {
        let threads = threads.max(1);
        rows::lighten(&mut dataset);
        let untold = untold(&dataset, rules);
        let places = places(&dataset, rules);
        let count = dataset.table(TableName::Conversations).rows;
        let messages = Messages::arrange(&mut dataset, &places, count, threads);
        let events = ByConversation::new(dataset.codes(TableName::Events, "conversation_id"), &places, count);
        dataset.take(TableName::Events, "conversation_id");
        let ratings = ByConversation::new(&rating_conversations(&dataset), &places, count);
        drop(places);
        let newcomers = first_of_customers(&ConversationRows::of(&dataset, rules), &dataset);
        (dataset, Ground { messages, events, ratings, newcomers, untold })
    }

    /// Tells the facts which rows belong to no conversation, or to one that is excluded.
    fn tell(&self, dataset: &Dataset, rules: &Rules, facts: &mut Facts) {
        add(&mut facts.book.counts.duplicates, "messages", self.messages.duplicates);
        facts.note_orphans(dataset, TableName::Messages, &self.messages.orphans);
        facts.note_orphans(dataset, TableName::Events, &self.events.orphans);
        facts.book.counts.excluded = ConversationRows::of(dataset, rules).excluded();
        facts.folded.pass_over(&dataset.passed_over);
    }
}

/// The row of each conversation code.
fn places(dataset: &Dataset, rules: &Rules) -> Vec<u32> {
    let rows = ConversationRows::of(dataset, rules);
    let mut places = vec![NONE; dataset.dictionary(Domain::Conversation).len()];
    for (row, &code) in rows.id.iter().enumerate() {
        places[code as usize] = if rows.is_used(row) { numbered(row) } else { UNUSED };
    }
    places
}

struct Kernel<'a> {
    rules: &'a Rules,
    wanted: &'a Wanted,
    rows: ConversationRows<'a>,
    messages: &'a Messages,
    events_of: &'a ByConversation,
    ratings_of: &'a ByConversation,
    newcomers: &'a RowSet,
    events: EventColumns<'a>,
    ratings: RatingColumns<'a>,
    channel: &'a [u32],
    team: &'a [u32],
    channels: Vec<ChannelRules>,
    team_targets: Vec<Option<Target>>,
}

impl<'a> Kernel<'a> {
    fn new(
        (dataset, dictionaries): (&'a Dataset, &'a [Dictionary; DOMAINS]),
        (rules, wanted): (&'a Rules, &'a Wanted),
        ground: &'a Ground,
    ) -> Kernel<'a> {
        let channels = dictionaries[Domain::Channel as usize].texts();
        let teams = dictionaries[Domain::Team as usize].texts();
        Kernel {
            rules,
            wanted,
            rows: ConversationRows::of(dataset, rules),
            messages: &ground.messages,
            events_of: &ground.events,
            ratings_of: &ground.ratings,
            newcomers: &ground.newcomers,
            events: EventColumns::of(dataset, dictionaries),
            ratings: RatingColumns::of(dataset, rules),
            channel: dataset.codes(TableName::Conversations, "channel"),
            team: dataset.codes(TableName::Conversations, "team"),
            channels: channels.map(|name| place_of(name, rules)).collect(),
            team_targets: teams.map(|name| of_team(&rules.team_targets, name)).collect(),
        }
    }

    fn conversation(&self, row: usize, desk: &mut Desk, facts: &mut Facts) {
        self.events.read(self.events_of.of(row), self.rules.as_of, &mut desk.events);
        self.messages.read(row, self.rules.as_of, &mut desk.thread);
        desk.history.replay(&desk.events, &self.rows.state(row), self.rules);
        let subject = self.subject(row, desk);
        if self.wanted.is_of_conversations() {
            *facts.derivation.entry(self.derivation(row, desk)).or_default() += 1;
        }
        self.push_conversation(&subject, desk, facts);
        self.push_cases(&subject, desk, facts);
        self.push_messages(&subject, desk, facts);
        self.push_exchanges(&subject, desk, facts);
        self.push_handlings(&subject, desk, facts);
        self.push_passages(&subject, desk, facts);
        self.push_quality(&subject, desk, facts);
        let whose = self.push_ai(&subject, desk, facts);
        let agent = known_code(subject.agent);
        let rated = RatedConversation { place: numbered(row), whose, agent, events: &desk.events };
        for &rating in self.ratings_of.of(row) {
            self.ratings.add(rating as usize, &rated, facts);
        }
    }

    /// Ratings without a conversation, or of one that nobody knows, belong to the agent they name.
    fn add_ratings_of_nobody(&self, dataset: &Dataset, facts: &mut Facts) {
        let sources = dataset.sources_of(TableName::Ratings);
        let nobody = RatedConversation { place: NONE, whose: 0, agent: None, events: &Events::default() };
        for &rating in &self.ratings_of.orphans {
            let before = facts.ratings.at.len();
            self.ratings.add(rating as usize, &nobody, facts);
            if facts.ratings.at.len() > before {
                let Some(source) = sources.get(rating as usize) else { continue };
                facts.sources_of_nobodys.push(*source);
                facts.brands_of_nobodys.push(dataset.brands.get(*source as usize).copied().unwrap_or(NONE));
            }
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
