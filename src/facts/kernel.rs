//! The pass: conversation by conversation, over its messages, events and ratings, into all fact tables asked for.

use super::conversation::*;
use super::events::{EventColumns, Events};
use super::order::ByConversation;
use super::quality::Heard;
use super::ratings::RatingColumns;
use super::rules::{Rules, Target};
use super::state::{History, RowState};
use super::talk::{Answer, Manner, MessageColumns, Outline, Thread, Voice};
use super::{across, ai, known, known_code, sales, stored, Facts, Grain};
use crate::dataset::vocabulary::{direction, event, status, DIRECTION, STATUS};
use crate::dataset::{Dataset, Domain, Lists, TableName, MISSING, NONE, NUMBER_SCALE, UNKNOWN};
use std::collections::BTreeSet;
use std::ops::Range;

/// Which facts a run needs.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Fact tables besides the conversations.
    pub grains: BTreeSet<Grain>,
    /// Cases, messages, exchanges and contacts wholly outside this half-open range of instants may be left out, and
    /// spans of open conversations that end before it.
    pub range: Option<(i64, i64)>,
    /// Dimensions that rows are filtered by or told apart by.
    pub dimensions: Vec<&'static str>,
    /// Feedback is to be told from an empty comment.
    pub texts: bool,
    /// The greatest instant of all data is to be found.
    pub every_instant: bool,
}

impl Wanted {
    fn has(&self, grain: Grain, instants: &[i64]) -> bool {
        self.grains.contains(&grain)
            && self.range.is_none_or(|(from, to)| instants.iter().any(|&at| from <= at && at < to))
    }
}

/// A conversation that is known but not used: excluded by its status or opened after as-of.
const UNUSED: u32 = NONE - 1;

/// Derives all facts wanted, on up to `threads` threads; their number changes nothing in the result.
pub fn derive(mut dataset: Dataset, rules: &Rules, wanted: &Wanted, threads: usize) -> Facts {
    let threads = threads.max(1);
    // ids only order messages: they are gone before the facts need room
    let ids = dataset.take_texts(TableName::Messages, "message_id");
    let rows = Rows::of(&dataset, rules);
    let mut kernel = Kernel::new(&dataset, rules, wanted, &rows);
    let messages = &kernel.messages;
    let duplicates = kernel.messages_of.arrange(threads, |rows| messages.sort(ids.as_ref(), rows));
    drop(ids);
    let mut facts = kernel.run(threads);
    facts.duplicate_messages = duplicates;
    kernel.add_ratings_of_nobody(&mut facts);
    facts.orphans = kernel.orphans();
    facts.excluded = rows.excluded();
    if wanted.grains.contains(&Grain::Order) {
        sales::attribute(&dataset, rules, &mut facts);
    }
    drop(kernel);
    drop(rows);
    take_dimensions(dataset, &mut facts);
    across::mark_new_customers(&mut facts);
    facts
}

/// The conversation rows, column by column.
struct Rows<'a> {
    created_at: &'a [i64],
    closed_at: &'a [i64],
    first_reply_at: &'a [i64],
    first_response: &'a [i64],
    resolution: &'a [i64],
    handle: &'a [i64],
    reopens: &'a [i64],
    replies: &'a [i64],
    status: &'a [u8],
    direction: &'a [u8],
    ai_status: &'a [u8],
    live: &'a [u8],
    agent: &'a [u32],
    customer: &'a [u32],
    id: &'a [u32],
    tags: Option<&'a Lists>,
    as_of: i64,
}

impl<'a> Rows<'a> {
    fn of(dataset: &'a Dataset, rules: &Rules) -> Rows<'a> {
        let whole = |name| dataset.whole(TableName::Conversations, name);
        let bytes = |name| dataset.bytes(TableName::Conversations, name);
        let codes = |name| dataset.codes(TableName::Conversations, name);
        Rows {
            created_at: whole("created_at"),
            closed_at: whole("closed_at"),
            first_reply_at: whole("first_reply_at"),
            first_response: whole("first_response_s"),
            resolution: whole("resolution_s"),
            handle: whole("handle_s"),
            reopens: whole("reopens"),
            replies: whole("replies"),
            status: bytes("status"),
            direction: bytes("direction"),
            ai_status: bytes("ai_status"),
            live: bytes("live"),
            agent: codes("agent"),
            customer: codes("customer_id"),
            id: codes("conversation_id"),
            tags: dataset.lists(TableName::Conversations, "tags"),
            as_of: rules.as_of,
        }
    }

    fn status(&self, row: usize) -> Option<u8> {
        self.status.get(row).copied().filter(|&status| status != UNKNOWN)
    }

    fn is_used(&self, row: usize) -> bool {
        let excluded = self.status(row).is_some_and(|status| status >= status::SPAM);
        self.created_at[row] <= self.as_of && !excluded
    }

    fn excluded(&self) -> std::collections::BTreeMap<&'static str, u64> {
        let mut reasons = std::collections::BTreeMap::new();
        for row in (0..self.id.len()).filter(|&row| self.created_at[row] <= self.as_of) {
            if let Some(status) = self.status(row).filter(|&status| status >= status::SPAM) {
                *reasons.entry(STATUS.value(status)).or_default() += 1;
            }
        }
        reasons
    }

    /// A duration the product gives; a negative one is not used.
    fn given(column: &[i64], row: usize) -> Option<i64> {
        column.get(row).copied().and_then(known).filter(|&lasted| lasted >= 0)
    }

    fn instant(column: &[i64], row: usize) -> Option<i64> {
        column.get(row).copied().and_then(known)
    }

    fn agent(&self, row: usize) -> Option<u32> {
        self.agent.get(row).copied().and_then(known_code)
    }

    fn state(&self, row: usize) -> RowState {
        RowState {
            created_at: self.created_at[row],
            status: self.status(row),
            closed_at: Self::instant(self.closed_at, row),
            resolution: Self::given(self.resolution, row),
            agent: self.agent(row),
        }
    }
}

/// What a channel or team means for a conversation.
#[derive(Clone, Copy)]
struct Place {
    splits: bool,
    windowed: bool,
    target: Option<Target>,
    live_limit: Option<i64>,
}

struct Kernel<'a> {
    rules: &'a Rules,
    wanted: &'a Wanted,
    rows: &'a Rows<'a>,
    messages: MessageColumns<'a>,
    events: EventColumns<'a>,
    ratings: RatingColumns<'a>,
    messages_of: ByConversation,
    events_of: ByConversation,
    ratings_of: ByConversation,
    no_messages: bool,
    channel: &'a [u32],
    team: &'a [u32],
    channels: Vec<Place>,
    team_targets: Vec<Option<Target>>,
}

/// What one conversation is worked out with; kept from one to the next to spare allocations.
#[derive(Default)]
struct Desk {
    events: Events,
    thread: Thread,
    outline: Outline,
    history: History,
}

/// One conversation on the desk.
struct Subject {
    row: usize,
    place: Place,
    incoming: bool,
    agent: u32,
    answered: Option<Answer>,
    first_response: i64,
    has_human: bool,
}

impl<'a> Kernel<'a> {
    fn new(dataset: &'a Dataset, rules: &'a Rules, wanted: &'a Wanted, rows: &'a Rows<'a>) -> Kernel<'a> {
        let count = rows.id.len();
        let mut place = vec![NONE; dataset.dictionary(Domain::Conversation).len()];
        for (row, &code) in rows.id.iter().enumerate() {
            place[code as usize] = if rows.is_used(row) { row as u32 } else { UNUSED };
        }
        let by = |table| ByConversation::new(dataset.codes(table, "conversation_id"), &place, count);
        let ratings_of = ByConversation::new(&rating_conversations(dataset), &place, count);
        let channels =
            dataset.dictionary(Domain::Channel).texts().map(|name| place_of(name, rules)).collect();
        let teams = dataset.dictionary(Domain::Team).texts();
        Kernel {
            rules,
            wanted,
            rows,
            messages: MessageColumns::of(dataset),
            events: EventColumns::of(dataset),
            ratings: RatingColumns::of(dataset),
            messages_of: by(TableName::Messages),
            events_of: by(TableName::Events),
            ratings_of,
            no_messages: dataset.table(TableName::Messages).rows == 0,
            channel: dataset.codes(TableName::Conversations, "channel"),
            team: dataset.codes(TableName::Conversations, "team"),
            channels,
            team_targets: teams.map(|name| rules.team_targets.get(name).copied()).collect(),
        }
    }

    fn run(&self, threads: usize) -> Facts {
        let count = self.rows.id.len();
        let size = count.div_ceil(threads).max(1);
        let ranges = (0..threads).map(|at| (at * size).min(count)..((at + 1) * size).min(count));
        std::thread::scope(|scope| {
            let workers: Vec<_> = ranges.map(|range| scope.spawn(move || self.part(range))).collect();
            let mut facts = Facts::default();
            for worker in workers {
                match worker.join() {
                    Ok(part) => facts.append(part),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            facts
        })
    }

    fn part(&self, range: Range<usize>) -> Facts {
        let mut facts = Facts::default();
        self.make_room(&mut facts, &range);
        let mut desk = Desk::default();
        for row in range {
            if self.rows.is_used(row) {
                self.conversation(row, &mut desk, &mut facts);
            } else {
                facts.conversations.push_unused();
            }
        }
        facts.give_back_room();
        facts
    }

    /// Room for all there can be: what is not used costs nothing, and nothing has to move while tables grow.
    fn make_room(&self, facts: &mut Facts, range: &Range<usize>) {
        let room = |grain: Grain, rows: usize| if self.wanted.grains.contains(&grain) { rows } else { 0 };
        let messages = self.messages_of.count(range);
        facts.conversations.reserve(range.len());
        facts.messages.reserve(room(Grain::Message, messages));
        facts.contacts.reserve(room(Grain::Contact, messages));
        facts.exchanges.reserve(room(Grain::Exchange, messages));
        facts.handlings.reserve(room(Grain::Handling, messages));
        facts.cases.reserve(room(Grain::Case, range.len()));
        facts.passages.reserve(room(Grain::Passage, 2 * range.len()));
    }

    fn conversation(&self, row: usize, desk: &mut Desk, facts: &mut Facts) {
        self.events.read(self.events_of.of(row), self.rules.as_of, &mut desk.events);
        self.messages.read(self.messages_of.of(row), self.rules.as_of, &mut desk.thread);
        desk.history.replay(&desk.events, &self.rows.state(row), self.rules.as_of);
        let subject = self.subject(row, desk);
        *facts.derivation.entry(self.derivation(row, desk)).or_default() += 1;
        self.push_conversation(&subject, desk, facts);
        self.push_cases(&subject, desk, facts);
        self.push_messages(&subject, desk, facts);
        self.push_exchanges(&subject, desk, facts);
        self.push_handlings(&subject, desk, facts);
        self.push_passages(&subject, desk, facts);
        if self.wanted.grains.contains(&Grain::Action) {
            facts.actions.add(row as u32, subject.agent, &desk.events);
        }
        if self.wanted.grains.contains(&Grain::Lapse) {
            let limit = self.live_limit(&subject, desk);
            facts.lapses.add(row as u32, subject.agent, limit, &desk.history, heard(&subject, desk));
        }
        let whose = self.push_ai(&subject, desk, facts);
        for &rating in self.ratings_of.of(row) {
            let assignee = |at| desk.events.assignee_at(at, known_code(subject.agent));
            self.ratings.add(rating as usize, (row as u32, whose), self.rules.as_of, assignee, facts);
        }
    }

    /// Direction, first answer and who it was: from messages, else from the row.
    fn subject(&self, row: usize, desk: &mut Desk) -> Subject {
        let first_is_human = desk.thread.spoken.first().is_some_and(|first| first.voice == Voice::Human);
        let incoming = match self.rows.direction.get(row) {
            Some(&given) if given != UNKNOWN => given == direction::INCOMING,
            _ => !first_is_human,
        };
        let place = self.place(row);
        let agent = self.rows.agent(row).unwrap_or(NONE);
        let manner = Manner {
            incoming,
            case_gap: place.splits.then_some(self.rules.case_gap),
            handoff: desk.events.first(event::HANDOFF).map(|event| event.at),
            assignee: agent,
        };
        desk.outline.draw(&desk.thread.spoken, &manner);
        let mut subject = Subject {
            row,
            place,
            incoming,
            agent,
            answered: None,
            first_response: MISSING,
            has_human: false,
        };
        if desk.thread.any {
            subject.answered = desk.outline.answered;
            subject.has_human = desk.outline.humans > 0;
            subject.first_response = if incoming { desk.outline.first_response() } else { MISSING };
        } else {
            self.answer_from_row(&mut subject);
        }
        subject
    }

    fn answer_from_row(&self, subject: &mut Subject) {
        let (rows, row) = (self.rows, subject.row);
        let created_at = rows.created_at[row];
        let replied_at = Rows::instant(rows.first_reply_at, row).filter(|&at| at <= self.rules.as_of);
        let given = Rows::given(rows.first_response, row);
        let at = replied_at.or_else(|| given.map(|lasted| created_at + lasted));
        let at = at.filter(|&at| subject.incoming && at <= self.rules.as_of);
        subject.answered = at.map(|at| Answer { at, by: subject.agent });
        subject.has_human = at.is_some() || Rows::given(rows.replies, row).is_some_and(|replies| replies > 0);
        if let Some(at) = at {
            subject.first_response = span(created_at, at);
        }
    }

    fn place(&self, row: usize) -> Place {
        let channel = self.channel.get(row).copied().unwrap_or(NONE);
        let team = self.team.get(row).copied().unwrap_or(NONE);
        let unknown = Place { splits: false, windowed: false, target: None, live_limit: None };
        let mut place = self.channels.get(channel as usize).copied().unwrap_or(unknown);
        if let Some(target) = self.team_targets.get(team as usize).copied().flatten() {
            place.target = Some(target);
        }
        place
    }

    fn derivation(&self, row: usize, desk: &Desk) -> &'static str {
        let has = |column: &[i64]| Rows::instant(column, row).is_some();
        if desk.thread.any {
            "messages"
        } else if has(self.rows.first_reply_at) || has(self.rows.closed_at) {
            "timestamps"
        } else if has(self.rows.first_response) || has(self.rows.resolution) {
            "durations"
        } else {
            "none"
        }
    }

    fn push_conversation(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        let (row, history, outline) = (subject.row, &desk.history, &desk.outline);
        let created_at = self.rows.created_at[row];
        let table = &mut facts.conversations;
        table.created_at.push(created_at);
        table.push_answer(subject.answered);
        table.first_response.push(subject.first_response);
        let handed = outline.handed.filter(|_| subject.incoming);
        let handoff = desk.events.first(event::HANDOFF).map(|event| event.at);
        table.handed_at.push(stored(handed.map(|answer| answer.at)));
        table.handed_by.push(handed.map_or(NONE, |answer| answer.by));
        table.after_handoff.push(stored(handed.zip(handoff).map(|(answer, at)| answer.at - at)));
        let waited = outline.waiting();
        table.waited_at.push(stored(waited.map(|(_, answer)| answer.at)));
        table.waited_by.push(waited.map_or(NONE, |(_, answer)| answer.by));
        table.waiting.push(stored(waited.map(|(lasted, _)| lasted)));
        let last_close = history.last_close.filter(|_| history.is_closed);
        table.push_closes(created_at, history.first_close, last_close);
        let handle = Rows::given(self.rows.handle, row).filter(|_| history.is_closed);
        table.handle.push(stored(handle));
        table.reopened_at.push(stored(history.reopened_at));
        table.helped_at.push(helped_at(desk));
        table.flags.push(self.flags(subject, desk));
    }

    fn flags(&self, subject: &Subject, desk: &Desk) -> u32 {
        let (row, closed) = (subject.row, desk.history.is_closed);
        let unanswered = subject.incoming && !subject.has_human;
        let one_reply = match desk.thread.any {
            true => desk.outline.humans == 1,
            false => Rows::given(self.rows.replies, row) == Some(NUMBER_SCALE),
        };
        let row_reopened = !desk.events.any && Rows::given(self.rows.reopens, row).is_some_and(|n| n > 0);
        let reopened = desk.history.reopened_at.is_some() || row_reopened;
        let tagged = self.rows.tags.is_some_and(|tags| !tags.get(row).is_empty());
        let closed_incoming = closed && subject.incoming;
        let marks = [
            (&INCOMING, subject.incoming),
            (&OUTGOING, !subject.incoming),
            (&TAGGED, tagged),
            (&UNANSWERED, unanswered),
            (&UNANSWERED_OPEN, unanswered && !closed),
            (&UNANSWERED_CLOSED, unanswered && closed),
            (&CLOSED, closed),
            (&CLOSED_INCOMING, closed_incoming),
            (&FIRST_RESPONDED, subject.first_response != MISSING),
            (&FIRST_CONTACT, closed_incoming && one_reply && !reopened),
        ];
        let flags = marks.iter().filter(|(_, holds)| *holds).fold(0, |flags, (flag, _)| flags | flag.mask);
        flags | against_target(subject.first_response, subject.place.target, &FIRST_RESPONSE_TARGET)
    }

    fn push_cases(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        let first = std::iter::once(&self.rows.created_at[subject.row]);
        for &at in first.chain(&desk.outline.later_cases).filter(|at| self.wanted.has(Grain::Case, &[**at])) {
            facts.cases.conversation.push(subject.row as u32);
            facts.cases.started_at.push(at);
            facts.cases.agent.push(subject.agent);
        }
    }

    fn push_messages(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        let customer = self.rows.customer.get(subject.row).is_some_and(|&code| code != NONE);
        if self.no_messages && customer {
            push_contact(facts, subject, self.rows.created_at[subject.row]);
        }
        for (message, &opens) in desk.thread.spoken.iter().zip(&desk.outline.opens) {
            if message.voice == Voice::Customer && customer && self.wanted.has(Grain::Contact, &[message.at])
            {
                push_contact(facts, subject, message.at);
            }
            if !self.wanted.has(Grain::Message, &[message.at]) {
                continue;
            }
            let (flags, agent) = match message.voice {
                Voice::Customer if opens => (FROM_CUSTOMER.mask | SPOKEN.mask, subject.agent),
                Voice::Customer => (FROM_CUSTOMER.mask | SPOKEN.mask | CUSTOMER_REPLY.mask, subject.agent),
                Voice::Human => (FROM_AGENT.mask | SPOKEN.mask, message.author.unwrap_or(subject.agent)),
                Voice::Ai => (FROM_AI.mask, subject.agent),
            };
            facts.messages.conversation.push(subject.row as u32);
            facts.messages.at.push(message.at);
            facts.messages.agent.push(agent);
            facts.messages.flags.push(flags);
        }
    }

    fn push_exchanges(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        for exchange in &desk.outline.exchanges {
            let answered_at = stored(exchange.answer.map(|answer| answer.at));
            if !self.wanted.has(Grain::Exchange, &[answered_at, exchange.last_asked_at]) {
                continue;
            }
            let response = stored(exchange.answer.map(|answer| answer.at - exchange.first_asked_at));
            let mut flags = against_target(response, subject.place.target, &RESPONSE_TARGET);
            if subject.place.windowed {
                flags |= self.window(exchange.last_asked_at, answered_at, &desk.history);
            }
            let table = &mut facts.exchanges;
            table.conversation.push(subject.row as u32);
            table.first_asked_at.push(exchange.first_asked_at);
            table.last_asked_at.push(exchange.last_asked_at);
            table.answered_at.push(answered_at);
            table.response.push(response);
            table.answered_by.push(exchange.answer.map_or(NONE, |answer| answer.by));
            table.agent.push(subject.agent);
            table.flags.push(flags);
        }
    }

    fn window(&self, asked_at: i64, answered_at: i64, history: &History) -> u32 {
        let ends = asked_at + self.rules.window;
        let until = known(answered_at).unwrap_or(self.rules.as_of);
        let missed = until > ends && !history.closed_between(asked_at, ends);
        let left = ends - self.rules.as_of;
        let closing =
            answered_at == MISSING && !history.is_closed && (0..self.rules.window_closing).contains(&left);
        WINDOWED.mask
            | if missed { WINDOW_MISSED.mask } else { 0 }
            | if closing { WINDOW_CLOSING.mask } else { 0 }
    }

    fn push_handlings(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        if !self.wanted.grains.contains(&Grain::Handling) {
            return;
        }
        let mut push = |at: i64, agent: u32| {
            facts.handlings.conversation.push(subject.row as u32);
            facts.handlings.at.push(at);
            facts.handlings.agent.push(agent);
        };
        for message in desk.thread.spoken.iter().filter(|message| message.voice == Voice::Human) {
            push(message.at, message.author.unwrap_or(subject.agent));
        }
        if let Some(close) = desk.history.last_close.filter(|_| desk.history.is_closed) {
            push(close.at, close.by.unwrap_or(NONE));
            push(close.at, subject.agent);
        }
        if subject.agent == NONE {
            for event in desk.events.list.iter().filter(|event| event.kind == event::FORWARDED) {
                push(event.at, NONE);
            }
        }
    }

    fn push_passages(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        if !self.wanted.grains.contains(&Grain::Passage) {
            return;
        }
        let over = |to: Option<i64>| self.wanted.range.zip(to).is_some_and(|((from, _), to)| to < from);
        for &(from, to) in desk.history.open.iter().filter(|(_, to)| !over(*to)) {
            for (at, step) in std::iter::once((from, 1)).chain(to.map(|to| (to, -1))) {
                facts.passages.conversation.push(subject.row as u32);
                facts.passages.at.push(at);
                facts.passages.step.push(step * NUMBER_SCALE);
                facts.passages.agent.push(subject.agent);
            }
        }
    }

    /// When the reply time limit of a live conversation passed: from its event, else from the rule of its channel.
    fn live_limit(&self, subject: &Subject, desk: &Desk) -> Option<i64> {
        if let Some(event) = desk.events.first(event::LIVE_TIMEOUT) {
            return Some(event.at);
        }
        let limit = subject.place.live_limit.filter(|_| self.rows.live.get(subject.row) != Some(&0))?;
        let asked = desk.thread.spoken.iter().find(|message| message.voice == Voice::Customer);
        let since = asked.map_or(self.rows.created_at[subject.row], |message| message.at);
        let at = since + limit;
        let ended = desk.history.first_close.is_some_and(|close| close.at < at);
        (subject.incoming && at <= self.rules.as_of && !ended).then_some(at)
    }

    /// Adds the AI agent's part; gives back whom stars of this conversation are about.
    fn push_ai(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) -> u32 {
        if !self.wanted.assisted() {
            return 0;
        }
        let given = self.rows.ai_status.get(subject.row).copied().filter(|&status| status != UNKNOWN);
        let part = ai::Part::of(&desk.thread, &desk.events, &desk.history, given, self.rules);
        if let Some(part) = &part {
            part.add(subject.row, self.rows.created_at[subject.row], subject.agent, facts);
        }
        match subject.has_human {
            true => HUMAN_RATED.mask,
            false => part.map_or(0, |_| AI_RATED.mask),
        }
    }

    /// Ratings without a conversation, or of one that nobody knows, belong to the agent they name.
    fn add_ratings_of_nobody(&self, facts: &mut Facts) {
        for &rating in &self.ratings_of.orphans {
            self.ratings.add(rating as usize, (NONE, 0), self.rules.as_of, |_| None, facts);
        }
    }

    fn orphans(&self) -> std::collections::BTreeMap<&'static str, u64> {
        let counts = [("messages", &self.messages_of), ("events", &self.events_of)];
        let some = counts.into_iter().map(|(table, rows)| (table, rows.orphans.len() as u64));
        some.filter(|(_, count)| *count > 0).collect()
    }
}

fn heard(subject: &Subject, desk: &Desk) -> Heard {
    match desk.thread.any {
        true => {
            let first = desk.thread.spoken.iter().find(|message| message.voice == Voice::Human);
            Heard::InMessages(first.map(|message| message.at))
        }
        false => Heard::InRow(subject.answered.map(|answer| answer.at), subject.has_human),
    }
}

/// The conversation of each rating; where the export has no such column, none.
fn rating_conversations(dataset: &Dataset) -> std::borrow::Cow<'_, [u32]> {
    let codes = dataset.codes(TableName::Ratings, "conversation_id");
    match codes.is_empty() {
        true => vec![NONE; dataset.table(TableName::Ratings).rows].into(),
        false => codes.into(),
    }
}

fn place_of(channel: &str, rules: &Rules) -> Place {
    Place {
        splits: rules.case_channels.iter().any(|name| name == channel),
        windowed: rules.window_channels.iter().any(|name| name == channel),
        target: rules.targets.get(channel).copied(),
        live_limit: rules.live_limits.get(channel).copied(),
    }
}

/// From one instant to another; a negative duration is not used.
fn span(from: i64, to: i64) -> i64 {
    if to >= from {
        to - from
    } else {
        MISSING
    }
}

/// The flags of one kind of target.
struct TargetFlags {
    has_optimal: u32,
    within_optimal: u32,
    has_acceptable: u32,
    within_acceptable: u32,
    late: u32,
}

static FIRST_RESPONSE_TARGET: TargetFlags = TargetFlags {
    has_optimal: HAS_OPTIMAL.mask,
    within_optimal: WITHIN_OPTIMAL.mask,
    has_acceptable: HAS_ACCEPTABLE.mask,
    within_acceptable: WITHIN_ACCEPTABLE.mask,
    late: LATE.mask,
};

static RESPONSE_TARGET: TargetFlags = TargetFlags {
    has_optimal: RESPONSE_HAS_OPTIMAL.mask,
    within_optimal: RESPONSE_WITHIN_OPTIMAL.mask,
    has_acceptable: RESPONSE_HAS_ACCEPTABLE.mask,
    within_acceptable: RESPONSE_WITHIN_ACCEPTABLE.mask,
    late: RESPONSE_LATE.mask,
};

fn against_target(lasted: i64, target: Option<Target>, flags: &TargetFlags) -> u32 {
    let Some((lasted, target)) = known(lasted).zip(target) else { return 0 };
    let optimal = target
        .optimal
        .map_or(0, |limit| flags.has_optimal | if lasted <= limit { flags.within_optimal } else { 0 });
    let acceptable = target.acceptable.map_or(0, |limit| {
        flags.has_acceptable | if lasted <= limit { flags.within_acceptable } else { flags.late }
    });
    optimal | acceptable
}

/// The last message, if customers wrote the first and the last one and an agent one between.
fn helped_at(desk: &Desk) -> i64 {
    let spoken = &desk.thread.spoken;
    match (spoken.first(), spoken.last()) {
        (Some(first), Some(last))
            if first.voice == Voice::Customer && last.voice == Voice::Customer && desk.outline.humans > 0 =>
        {
            last.at
        }
        _ => MISSING,
    }
}

fn push_contact(facts: &mut Facts, subject: &Subject, at: i64) {
    facts.contacts.conversation.push(subject.row as u32);
    facts.contacts.at.push(at);
    facts.contacts.agent.push(subject.agent);
}

impl ConversationFacts {
    fn push_answer(&mut self, answer: Option<Answer>) {
        self.answered_at.push(stored(answer.map(|answer| answer.at)));
        self.answered_by.push(answer.map_or(NONE, |answer| answer.by));
    }

    fn push_closes(
        &mut self,
        created_at: i64,
        first: Option<super::state::Close>,
        last: Option<super::state::Close>,
    ) {
        let at = |close: Option<super::state::Close>| stored(close.map(|close| close.at));
        let by = |close: Option<super::state::Close>| close.and_then(|close| close.by).unwrap_or(NONE);
        let lasted =
            |close: Option<super::state::Close>| close.map_or(MISSING, |close| span(created_at, close.at));
        self.first_closed_at.push(at(first));
        self.first_closed_by.push(by(first));
        self.first_resolution.push(lasted(first));
        self.closed_at.push(at(last));
        self.closed_by.push(by(last));
        self.resolution.push(lasted(last));
    }

    fn push_unused(&mut self) {
        self.created_at.push(MISSING);
        self.push_answer(None);
        self.push_closes(0, None, None);
        for instants in [
            &mut self.first_response,
            &mut self.handed_at,
            &mut self.after_handoff,
            &mut self.waited_at,
            &mut self.waiting,
            &mut self.handle,
            &mut self.reopened_at,
            &mut self.helped_at,
        ] {
            instants.push(MISSING);
        }
        self.handed_by.push(NONE);
        self.waited_by.push(NONE);
        self.flags.push(0);
    }
}

/// The conversation's own columns go on as the dimensions of its facts.
fn take_dimensions(mut dataset: Dataset, facts: &mut Facts) {
    let mut dictionaries = std::mem::take(&mut dataset.dictionaries);
    let rows = dataset.table(TableName::Conversations).rows;
    let codes = |name| match dataset.codes(TableName::Conversations, name) {
        [] => vec![NONE; rows],
        codes => codes.to_vec(),
    };
    let choices = |name| dataset.bytes(TableName::Conversations, name);
    let values = &mut dictionaries[Domain::Value as usize];
    let table = &mut facts.conversations;
    let flags = &table.flags;
    let proactive = |row: usize| choices("direction").get(row) == Some(&direction::PROACTIVE);
    let direction_code = [direction::INCOMING, direction::OUTGOING, direction::PROACTIVE]
        .map(|code| values.intern(DIRECTION.value(code)));
    table.direction = (0..rows)
        .map(|row| match flags[row] {
            _ if proactive(row) => direction_code[2],
            held if INCOMING.holds(held) => direction_code[0],
            _ => direction_code[1],
        })
        .collect();
    let status_code: Vec<u32> = STATUS.values.iter().map(|value| values.intern(value)).collect();
    let status = choices("status");
    table.status = (0..rows)
        .map(|row| status.get(row).and_then(|&code| status_code.get(code as usize)).copied().unwrap_or(NONE))
        .collect();
    table.conversation_id = codes("conversation_id");
    table.channel = codes("channel");
    table.subchannel = codes("subchannel");
    table.brand = codes("brand");
    table.team = codes("team");
    table.agent = codes("agent");
    table.customer = codes("customer_id");
    table.category = codes("category");
    table.language = codes("language");
    table.priority = codes("priority");
    facts.tags = dataset.lists(TableName::Conversations, "tags").cloned().unwrap_or_default();
    facts.dictionaries = dictionaries;
}
