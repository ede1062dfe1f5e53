//! One conversation while it happens: what is said, what takes place, and the row that sums it up.

use super::calendar::OpeningHours;
use super::cast::{somebody, Agent, Channel, AI_AGENT, TOPICS};
use super::customers::Customer;
use super::filling::{fill, Filling};
use super::phrases::{Phrases, LANGUAGES};
use super::world::World;
use crate::dataset::TableName;
use std::io;

/// Who speaks, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaker {
    Customer,
    Agent,
    Ai,
    /// A note among agents.
    Note,
    /// An agent's name, but nobody pressed send.
    Automated,
    /// A template message: after the messaging window nothing else may be sent.
    Template,
    /// An activity line.
    System,
}

/// What is settled when a conversation begins.
pub(super) struct StoryOpening {
    pub(super) id: u64,
    pub(super) created: i64,
    pub(super) channel: &'static Channel,
    pub(super) customer: Customer,
}

/// Something that takes place in a conversation.
struct StoryEvent<'e> {
    at: i64,
    kind: &'e str,
    /// Who did it; empty if nobody in particular.
    agent: &'e str,
    value: &'e str,
}

/// A conversation while it happens.
pub(super) struct Story<'w> {
    pub(super) world: &'w mut World,
    pub(super) id: u64,
    pub(super) created: i64,
    /// Where the story has got to; nothing is written from the end of the last day on.
    pub(super) now: i64,
    pub(super) channel: &'static Channel,
    pub(super) customer: Customer,
    /// Place of the topic.
    pub(super) topic: usize,
    order: u64,
    /// Who is assigned.
    pub(super) agent: Option<&'static Agent>,
    pub(super) direction: &'static str,
    /// A status that the course of things does not tell.
    pub(super) status: &'static str,
    pub(super) ai_status: &'static str,
    pub(super) replies: u64,
    pub(super) closed: Option<i64>,
    pub(super) first_reply: Option<i64>,
    pub(super) reopens: u64,
    messages: u64,
    pub(super) public: u64,
    pub(super) first_assigned: Option<i64>,
    /// The latest instant of anything written.
    pub(super) last: i64,
    pub(super) question: String,
    pub(super) body: String,
}

impl<'w> Story<'w> {
    /// A conversation that begins.
    pub(super) fn begin(world: &'w mut World, opening: StoryOpening) -> Story<'w> {
        let StoryOpening { id, created, channel, customer } = opening;
        let topic = world.random.weighted(&TOPICS.each_ref().map(|topic| topic.share));
        let order = 500_000 + world.random.below(world.numbers.order + 1);
        Story {
            world,
            id,
            created,
            now: created,
            channel,
            customer,
            topic,
            order,
            agent: None,
            direction: "incoming",
            status: "",
            ai_status: "",
            replies: 0,
            closed: None,
            first_reply: None,
            reopens: 0,
            messages: 0,
            public: 0,
            first_assigned: None,
            last: created,
            question: String::new(),
            body: String::new(),
        }
    }

    /// Who is assigned; empty if nobody is.
    pub(super) fn agent_name(&self) -> &'static str {
        self.agent.map_or("", |agent| agent.name)
    }

    /// The sentences of the customer's language.
    pub(super) fn phrases(&self) -> &'static Phrases {
        &LANGUAGES[self.customer.language]
    }

    /// True in so many cases of a thousand.
    pub(super) fn chance(&mut self, permille: u32) -> bool {
        self.world.random.chance(permille)
    }

    /// Lets time go by: a skewed span around a median, milliseconds.
    pub(super) fn wait(&mut self, median: i64, spread: f64) {
        self.now += self.world.random.skewed(median, spread).max(700);
    }

    /// Lets time go by until somebody is there, and then what this agent needs.
    pub(super) fn wait_for_agent(&mut self, median: i64) {
        let hours = self.channel.hours;
        self.now = self.world.calendar.staffed(self.now, hours, &mut self.world.random);
        let pace = self.agent.map_or(100, |agent| agent.pace);
        self.wait(median * pace / 100, 1.25);
        self.now = self.world.calendar.staffed(self.now, hours, &mut self.world.random);
    }

    /// Somebody says something now.
    pub(super) fn say(&mut self, speaker: Speaker, sentence: &str, sentiment: &str) -> io::Result<()> {
        if self.now >= self.world.calendar.end {
            return Ok(());
        }
        self.compose(speaker, sentence);
        self.messages += 1;
        self.last = self.last.max(self.now);
        self.public += u64::from(!matches!(speaker, Speaker::Note | Speaker::System));
        match speaker {
            Speaker::Customer if self.question.is_empty() => self.question.push_str(&self.body),
            Speaker::Agent | Speaker::Template => {
                self.replies += 1;
                if !self.question.is_empty() {
                    self.first_reply.get_or_insert(self.now);
                }
            }
            _ => {}
        }
        let labelled = !sentiment.is_empty() && self.world.random.chance(620);
        self.write_message(speaker, if labelled { sentiment } else { "" })
    }

    fn write_message(&mut self, speaker: Speaker, sentiment: &str) -> io::Result<()> {
        let (kind, author) = match speaker {
            Speaker::Customer => ("customer", ""),
            Speaker::Ai => ("ai", AI_AGENT),
            Speaker::System => ("system", ""),
            _ => ("agent", self.agent_name()),
        };
        let messages = self.world.sheets.of(TableName::Messages);
        messages.id("m", self.messages).id("C", self.id).instant(self.now).text(kind).text(author);
        messages.flag(speaker == Speaker::Note).flag(matches!(speaker, Speaker::Automated | Speaker::System));
        messages.flag((speaker == Speaker::Template).then_some(true));
        messages.text(self.channel.name).text(&self.body).text(sentiment).end()
    }

    fn compose(&mut self, speaker: Speaker, sentence: &str) {
        self.body.clear();
        let phrases = self.phrases();
        let name = self.customer.first_name;
        let agent = self.agent_name();
        let letter = matches!(speaker, Speaker::Customer | Speaker::Agent)
            && self.channel.hours == OpeningHours::Office;
        if letter && speaker == Speaker::Customer && self.world.random.chance(450) {
            self.body.push_str(phrases.letter[0]);
            self.body.push_str("\n\n");
        }
        fill(&mut self.body, sentence, &Filling { order: self.order, name, agent });
        if letter && self.world.random.chance(350) {
            self.body.push_str("\n\n");
            self.body.push_str(phrases.letter[1]);
            self.body.push('\n');
            self.body.push_str(if speaker == Speaker::Agent { agent } else { name });
        } else if !letter && speaker == Speaker::Customer && self.world.random.chance(90) {
            self.body.push_str(self.world.random.pick(&[" 🙂", " 😡", " 🙏", " 👍", " 😢", "!!", " 🎉"]));
        }
    }

    /// Something takes place at an instant, by nobody's hand.
    pub(super) fn event(&mut self, at: i64, kind: &str, value: &str) -> io::Result<()> {
        self.write_event(&StoryEvent { at, kind, agent: "", value })
    }

    /// An agent does something now.
    pub(super) fn act(&mut self, kind: &str, agent: &str) -> io::Result<()> {
        self.write_event(&StoryEvent { at: self.now, kind, agent, value: "" })
    }

    /// An event past the last day is left out.
    fn write_event(&mut self, event: &StoryEvent) -> io::Result<()> {
        if !self.world.holds(event.at) {
            return Ok(());
        }
        self.last = self.last.max(event.at);
        let team = if event.kind == "assigned" { self.agent.map_or("", |agent| agent.team) } else { "" };
        let events = self.world.sheets.of(TableName::Events);
        events.id("C", self.id).instant(event.at).text(event.kind).text(event.agent);
        events.text(team).text(event.value).end()
    }

    /// The conversation is given to somebody, another than before.
    pub(super) fn assign(&mut self) -> io::Result<()> {
        if self.now >= self.world.calendar.end {
            return Ok(());
        }
        let agent = somebody(&mut self.world.random, self.customer.brand, self.channel, self.agent);
        self.assign_to(agent)
    }

    /// The conversation is given to an agent.
    pub(super) fn assign_to(&mut self, agent: &'static Agent) -> io::Result<()> {
        if self.now >= self.world.calendar.end {
            return Ok(());
        }
        self.agent = Some(agent);
        self.first_assigned.get_or_insert(self.now);
        self.act("assigned", agent.name)
    }

    /// It is closed now, in the manner of `kind`, by `agent` if somebody did it.
    pub(super) fn close(&mut self, kind: &str, agent: &str) -> io::Result<()> {
        if self.world.holds(self.now) {
            self.closed = Some(self.now);
        }
        self.act(kind, agent)
    }

    /// It is opened again now, in the manner of `kind`.
    pub(super) fn reopen(&mut self, kind: &str) -> io::Result<()> {
        if self.world.holds(self.now) {
            self.closed = None;
            self.reopens += 1;
        }
        self.act(kind, "")
    }

    /// Somebody answered now, and no message tells of it.
    pub(super) fn answered_unseen(&mut self) {
        if self.world.holds(self.now) {
            self.first_reply = Some(self.now);
            self.replies = 1 + self.world.random.below(self.channel.rounds);
            self.last = self.now;
        }
    }
}
