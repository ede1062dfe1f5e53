//! The facts of one conversation: cases, exchanges, first response, window, closing, handling.

use super::ai;
use super::dates::Dates;
use super::facts::{sound, Fact, KnownConversation, INACTIVITY};
use super::history::{Close, History};
use super::rows::{Conversation, Event, Message};

const DAY: i64 = 86_400_000;
const SPLIT: [&str; 4] = ["messenger", "whatsapp", "instagram", "telegram"];
const WINDOW: [&str; 2] = ["whatsapp", "messenger"];

/// Who speaks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuthorKind {
    Customer,
    Ai,
    Human,
}

fn author_kind(message: &Message) -> Option<AuthorKind> {
    if message.private == Some(true) {
        return None;
    }
    match message.author_type.as_str() {
        "customer" => Some(AuthorKind::Customer),
        "ai" => Some(AuthorKind::Ai),
        "agent" if message.automated != Some(true) => Some(AuthorKind::Human),
        _ => None,
    }
}

/// A message that counts.
#[derive(Clone)]
pub struct CountedMessage {
    pub at: i64,
    pub by: AuthorKind,
    id: String,
    author: Option<String>,
    sound: &'static str,
}

/// One run of customer messages and the human's answer, if one came.
struct Exchange {
    first: i64,
    last: i64,
    answer: Option<CountedMessage>,
}

fn exchanges(talk: &[CountedMessage]) -> Vec<Exchange> {
    let mut found = Vec::new();
    let mut run: Option<(i64, i64)> = None;
    for message in talk {
        match (message.by, run) {
            (AuthorKind::Customer, None) => run = Some((message.at, message.at)),
            (AuthorKind::Customer, Some((first, _))) => run = Some((first, message.at)),
            (AuthorKind::Human, Some((first, last))) => {
                found.push(Exchange { first, last, answer: Some(message.clone()) });
                run = None;
            }
            _ => {}
        }
    }
    found.extend(run.map(|(first, last)| Exchange { first, last, answer: None }));
    found
}

/// The facts of one conversation while they are collected.
struct Telling<'a> {
    row: &'a Conversation,
    place: usize,
    as_of: i64,
    dates: &'a Dates,
    incoming: bool,
    history: History,
    talk: Vec<CountedMessage>,
    /// Any message row, a note too: then the row's own figures do not count.
    talked: bool,
    facts: Vec<Fact>,
}

impl Telling<'_> {
    fn add(&mut self, what: &'static str, at: impl Into<Option<i64>>, agent: Option<String>, value: i64) {
        self.facts.push(Fact {
            what,
            at: at.into(),
            conversation: Some(self.place),
            agent,
            value,
            who: None,
        });
    }

    fn mine(&mut self, what: &'static str, at: impl Into<Option<i64>>) {
        self.add(what, at, self.row.agent.clone(), 0);
    }

    fn customer(&mut self, what: &'static str, at: i64) {
        let Some(customer) = self.row.customer.clone() else { return };
        self.mine(what, at);
        self.facts.last_mut().unwrap().who = Some(customer);
    }

    /// A duration; one that ends before it starts is not used.
    fn lasted(&mut self, what: &'static str, from: i64, to: i64, agent: &Option<String>) {
        if let Some(lasted) = self.dates.lasted(from, to) {
            self.add(what, to, agent.clone(), lasted);
        }
    }

    fn writer(&self, message: &CountedMessage) -> Option<String> {
        message.author.clone().or(self.row.agent.clone())
    }

    fn is_in(&self, channels: &[&str]) -> bool {
        self.row.channel.as_deref().is_some_and(|channel| channels.contains(&channel.to_lowercase().as_str()))
    }

    /// The first reply that the row tells of (rulings 4).
    fn row_reply(&self) -> Option<(i64, Option<i64>)> {
        self.row_reply_of_any().filter(|_| self.incoming)
    }

    /// The same whatever the direction; a first reply before the creation is as if it were missing (rulings 45, 51).
    fn row_reply_of_any(&self) -> Option<(i64, Option<i64>)> {
        let created = self.row.created;
        let told = self.row.first_reply.filter(|at| !self.dates.before(*at, created) && *at <= self.as_of);
        let given = self.row.first_response.filter(|ms| *ms >= 0);
        let after = given.map(|ms| (created + ms, Some(ms)));
        told.map(|at| (at, self.dates.lasted(created, at))).or(after).filter(|(at, _)| *at <= self.as_of)
    }

    fn humans(&self) -> i64 {
        self.talk.iter().filter(|message| message.by == AuthorKind::Human).count() as i64
    }

    fn has_human(&self) -> bool {
        if self.talked {
            self.humans() > 0
        } else {
            self.row_reply().is_some() || self.row.replies.is_some_and(|count| count > 0)
        }
    }

    fn creation(&mut self, first_of_customer: bool) {
        let at = self.row.created;
        self.mine("conversations", at);
        self.mine(if self.incoming { "incoming" } else { "outgoing" }, at);
        if !self.row.tags.is_empty() {
            self.mine("tagged", at);
        }
        if first_of_customer {
            self.mine("new_customers", at);
        }
        if !self.talked {
            self.customer("customers", at);
        }
        if self.incoming && !self.has_human() {
            self.mine("unanswered", at);
            self.mine(if self.history.closed { "unanswered_closed" } else { "unanswered_open" }, at);
        }
    }

    fn case(&mut self, at: i64) {
        self.mine("cases", at);
        if self.talked {
            self.mine("cases of conversations with messages", at);
        }
    }

    /// Messages, cases and what the customer said again.
    fn talking(&mut self) {
        self.customer("case", self.row.created);
        self.case(self.row.created);
        let mut before: Option<i64> = None;
        let mut opening_seen = !self.incoming;
        for message in self.talk.clone() {
            match message.by {
                AuthorKind::Ai => self.mine("ai_messages", message.at),
                AuthorKind::Human => self.add("agent_messages", message.at, self.writer(&message), 0),
                AuthorKind::Customer => {
                    self.mine("customer_messages", message.at);
                    self.mine(message.sound, message.at);
                    self.customer("customers", message.at);
                    let later = self.is_in(&SPLIT)
                        && before.is_some_and(|earlier| self.dates.further(earlier, message.at, DAY));
                    if later {
                        self.case(message.at);
                        self.customer("case", message.at);
                    } else if opening_seen {
                        self.mine("customer_replies", message.at);
                    }
                    opening_seen = true;
                }
            }
            before = Some(message.at);
        }
        let ends = |message: Option<&CountedMessage>| {
            message.is_some_and(|message| message.by == AuthorKind::Customer)
        };
        if ends(self.talk.first()) && ends(self.talk.last()) && self.humans() > 0 {
            let last = self.talk.last().unwrap().at;
            self.customer("customers_helped", last);
        }
    }

    /// First response, exchanges, waiting, the messaging window; returns when it was answered.
    fn answers(&mut self) -> Option<i64> {
        if !self.talked {
            let (reply, lasted) = self.row_reply()?;
            self.add("answered", reply, self.row.agent.clone(), 0);
            if let Some(lasted) = lasted {
                self.add("first_response", reply, self.row.agent.clone(), lasted);
            }
            return Some(reply);
        }
        let first_customer = self.talk.iter().position(|message| message.by == AuthorKind::Customer)?;
        let after: Vec<CountedMessage> = self.talk[first_customer..]
            .iter()
            .filter(|message| message.by == AuthorKind::Human)
            .cloned()
            .collect();
        if let Some(first) = after.first() {
            let agent = self.writer(first);
            self.add("answered", first.at, agent.clone(), 0);
            if self.incoming {
                self.lasted("first_response", self.talk[first_customer].at, first.at, &agent);
            }
        }
        let handoff = self.history.first("handoff").map(|event| event.at).filter(|_| self.incoming);
        if let Some((handoff, message)) = handoff.and_then(|at| {
            after.iter().find(|message| !self.dates.before(message.at, at)).map(|message| (at, message))
        }) {
            self.lasted("first_response_after_handoff", handoff, message.at, &self.writer(message));
        }
        let exchanges = exchanges(&self.talk);
        self.waits(&exchanges);
        if self.is_in(&WINDOW) {
            for exchange in &exchanges {
                self.window(exchange);
            }
        }
        after.first().map(|message| message.at)
    }

    fn waits(&mut self, exchanges: &[Exchange]) {
        let mut waited: Option<i64> = None;
        let mut last: Option<CountedMessage> = None;
        for exchange in exchanges {
            let Some(answer) = &exchange.answer else { continue };
            self.lasted("response", exchange.first, answer.at, &self.writer(answer));
            if let Some(lasted) = self.dates.lasted(exchange.first, answer.at) {
                waited = Some(waited.unwrap_or(0) + lasted);
            }
            last = Some(answer.clone());
        }
        if let (Some(message), Some(waited)) = (last, waited) {
            self.add("waiting", message.at, self.writer(&message), waited);
        }
    }

    fn window(&mut self, run: &Exchange) {
        self.mine("window_runs", run.last);
        let dates = self.dates;
        let until = run.answer.as_ref().map_or(self.as_of, |message| message.at);
        let late = dates.further(run.last, until, DAY);
        let in_time = |at: i64| !dates.before(at, run.last) && !dates.further(run.last, at, DAY);
        let closed = self.history.closes.iter().any(|close| close.at.is_some_and(in_time));
        if late && !closed {
            self.mine("window_missed", run.last);
        }
        let left = run.last + DAY - self.as_of;
        if run.answer.is_none()
            && !dates.is(run.last)
            && !self.history.closed
            && (0..4 * 3_600_000).contains(&left)
        {
            self.mine("window_closing", run.last);
        }
    }

    /// Closes, reopens, handling and first-contact resolution.
    fn ending(&mut self, any_event: bool) {
        if let Some(at) = self.history.last_reopen() {
            self.mine("reopened", at);
        }
        if let Some(first) = self.history.closes.first().cloned() {
            self.resolved("first_resolution", &first);
            self.unanswered_at_end(first.at);
        }
        let Some(close) = self.history.last_close().cloned() else { return };
        self.add("closed", close.at, close.agent.clone(), 0);
        self.resolved("resolution", &close);
        if let Some(handle) = self.row.handle.filter(|ms| *ms >= 0) {
            self.add("handle", close.at, close.agent.clone(), handle);
        }
        self.handled(close.at, close.agent.clone());
        self.handled(close.at, self.row.agent.clone());
        if !self.incoming {
            return;
        }
        self.add("closed_incoming", close.at, close.agent.clone(), 0);
        let reopened =
            self.history.last_reopen().is_some() || (!any_event && self.row.reopens.unwrap_or(0) > 0);
        let replies = if self.talked { self.humans() } else { self.row.replies.unwrap_or(0) };
        if replies == 1 && !reopened {
            self.add("fcr", close.at, close.agent, 0);
        }
    }

    /// The time from the creation to a close: as given in place of its instant, else between the two.
    fn resolved(&mut self, what: &'static str, close: &Close) {
        let Some(at) = close.at else { return };
        match close.given {
            Some(given) => self.add(what, at, close.agent.clone(), given),
            None => self.lasted(what, self.row.created, at, &close.agent),
        }
    }

    fn unanswered_at_end(&mut self, at: Option<i64>) {
        let answered = match (self.talked, at) {
            (true, Some(at)) => {
                let by_then = |message: &CountedMessage| !self.dates.before(at, message.at);
                self.talk.iter().any(|message| message.by == AuthorKind::Human && by_then(message))
            }
            _ => self.has_human(),
        };
        if !answered {
            self.mine("unanswered_ended", at);
        }
    }

    fn handled(&mut self, at: Option<i64>, agent: Option<String>) {
        self.add("handled", at, agent, 0);
        self.facts.last_mut().unwrap().who = Some(self.row.id.clone());
    }

    /// Replies as handling, forwards, time limits and inactivity.
    fn events(&mut self) {
        for message in self.talk.clone() {
            if message.by == AuthorKind::Human {
                self.handled(Some(message.at), self.writer(&message));
            }
        }
        for event in self.history.events.clone() {
            if event.kind == "forwarded" && self.row.agent.is_none() {
                self.handled(Some(event.at), None);
            }
            let known = INACTIVITY.iter().chain(&["offline_reassigned", "offline_unassignable"]);
            if let Some(kind) = known.copied().find(|kind| *kind == event.kind) {
                self.add(kind, event.at, event.agent.clone().or(self.row.agent.clone()), 0);
            }
        }
        if let Some(at) = self.history.first("live_timeout").map(|event| event.at) {
            let answered = if self.talked {
                let by_then = |message: &CountedMessage| !self.dates.before(at, message.at);
                self.talk.iter().any(|message| message.by == AuthorKind::Human && by_then(message))
            } else {
                self.row_reply_of_any().is_some_and(|(reply, _)| !self.dates.before(at, reply))
            };
            if !answered {
                self.mine("unanswered_live", at);
            }
        }
    }
}

fn talk(messages: &[Message]) -> Vec<CountedMessage> {
    let counted = |message: &Message| {
        let sound = sound(message.sentiment.as_deref());
        Some(CountedMessage {
            at: message.at,
            by: author_kind(message)?,
            id: message.id.clone(),
            author: message.author.clone(),
            sound,
        })
    };
    let mut talk: Vec<CountedMessage> = messages.iter().filter_map(counted).collect();
    talk.sort_by(|one, other| (one.at, one.by, &one.id).cmp(&(other.at, other.by, &other.id)));
    talk
}

fn direction(row: &Conversation, talk: &[CountedMessage]) -> String {
    let guess = if talk.first().is_some_and(|message| message.by == AuthorKind::Human) {
        "outgoing"
    } else {
        "incoming"
    };
    row.direction.clone().unwrap_or_else(|| guess.into())
}

/// Everything that happened in the conversation at a place in the list, by as-of. `messages` are read and united,
/// `events` are all there are; `first` says whether it is its customer's first one.
pub fn tell(
    row: &Conversation,
    place: usize,
    (messages, events): (&[Message], &[Event]),
    (as_of, dates): (i64, &Dates),
    first: bool,
) -> (KnownConversation, Vec<Fact>) {
    let talk = talk(messages);
    let direction = direction(row, &talk);
    let mut telling = Telling {
        row,
        place,
        as_of,
        dates,
        incoming: direction == "incoming",
        history: History::new(row, events, as_of, dates),
        talk,
        talked: !messages.is_empty(),
        facts: Vec::new(),
    };
    telling.creation(first);
    telling.talking();
    let answered = telling.answers();
    telling.ending(!events.is_empty());
    telling.events();
    let human = telling.has_human();
    let ai = ai::status(row, &telling.talk, telling.talked, &telling.history, (as_of, dates));
    let Telling { history, mut facts, talk, talked, .. } = telling;
    let conversation =
        KnownConversation { row: row.clone(), direction, history, answered, ai, human, talked };
    facts.extend(ai::facts(place, &conversation, &talk, talked, dates));
    (conversation, facts)
}
