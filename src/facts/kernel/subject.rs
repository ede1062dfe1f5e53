//! One conversation before its facts are written down: its messages, events and history read together.

use super::place::ChannelRules;
use super::rows::ConversationRows;
use super::Kernel;
use crate::dataset::vocabulary::{direction, event};
use crate::dataset::{MISSING, NONE, UNKNOWN};
use crate::facts::events::Events;
use crate::facts::messages::{Thread, Voice};
use crate::facts::occasion::Occasion;
use crate::facts::state::History;
use crate::facts::stored;
use crate::facts::talk::{Answer, Manner, Outline};
use crate::facts::unused::Unused;
use crate::time::clock::REAL_TIME;

/// What one conversation is worked out with; kept from one to the next to spare allocations.
#[derive(Default)]
pub struct Desk {
    pub events: Events,
    pub thread: Thread,
    pub outline: Outline,
    pub history: History,
}

/// One conversation on the desk.
pub struct Subject {
    pub row: usize,
    pub place: ChannelRules,
    pub incoming: bool,
    pub agent: u32,
    pub answered: Option<Answer>,
    pub first_response: i64,
    pub has_human: bool,
    /// Without messages, the first reply that the row tells of, whatever the direction.
    pub replied_at: Option<i64>,
    /// What of the row's first response no figure is made of.
    pub left_out: [Option<Unused>; 3],
}

impl Kernel<'_> {
    /// Direction, first answer and who it was: from messages, else from the row.
    pub fn subject(&self, row: usize, desk: &mut Desk) -> Subject {
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
            handoff: desk.events.first(event::HANDOFF).map(|event| event.occasion()),
            assignee: agent,
            zone: self.rules.zone,
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
            replied_at: None,
            left_out: [None, None, None],
        };
        if desk.thread.any {
            subject.answered = desk.outline.answered;
            subject.has_human = desk.outline.humans > 0;
            let first_response = desk.outline.first_response(place.clock);
            subject.first_response = stored(first_response.filter(|_| incoming));
        } else {
            self.answer_from_row(&mut subject);
        }
        subject
    }

    /// The first reply that the row tells of: its instant, unless that lies before the creation, else the duration given.
    fn answer_from_row(&self, subject: &mut Subject) {
        let (rows, row, as_of) = (&self.rows, subject.row, self.rules.as_of);
        let (created, zone) = (rows.created(row), self.rules.zone);
        let told = rows.first_reply(row).filter(|reply| reply.at <= as_of);
        let replied = told.filter(|reply| !reply.is_before(created, zone));
        let given = ConversationRows::instant(rows.first_response, row).filter(|_| replied.is_none());
        let lasted = given.filter(|&lasted| lasted >= 0);
        let after = lasted.map(|lasted| Occasion::moment(REAL_TIME.after(created.at, lasted)));
        let replied_at = replied.or(after).filter(|reply| reply.at <= as_of);
        subject.replied_at = replied_at.map(|reply| reply.at);
        let reply = replied_at.filter(|_| subject.incoming);
        subject.answered =
            reply.map(|reply| Answer { at: reply.at, is_date: reply.is_date, by: subject.agent });
        subject.has_human =
            reply.is_some() || ConversationRows::given(rows.replies, row).is_some_and(|replies| replies > 0);
        if let Some(reply) = reply {
            let clock = subject.place.clock;
            subject.first_response = stored(lasted.or_else(|| created.lasted(reply, clock)));
        }
        if subject.incoming {
            let is_early = told.is_some() && replied.is_none();
            let is_negative = given.is_some_and(|lasted| lasted < 0);
            let is_apart = reply.is_some_and(|reply| lasted.is_none() && reply.is_date != created.is_date);
            subject.left_out = [
                is_early.then_some(Unused::EarlyReply),
                is_negative.then_some(Unused::NegativeResponse),
                is_apart.then_some(Unused::DatedReply),
            ];
        }
    }

    fn place(&self, row: usize) -> ChannelRules {
        let channel = self.channel.get(row).copied().unwrap_or(NONE);
        let team = self.team.get(row).copied().unwrap_or(NONE);
        let clock = self.rules.clock;
        let unknown = ChannelRules { splits: false, windowed: false, clock, target: None, live_limit: None };
        let mut place = self.channels.get(channel as usize).copied().unwrap_or(unknown);
        if let Some(target) = self.team_targets.get(team as usize).copied().flatten() {
            place.target = Some(target);
        }
        place
    }

    /// What its figures are derived from.
    pub fn derivation(&self, row: usize, desk: &Desk) -> &'static str {
        if desk.thread.any {
            "messages"
        } else if [self.rows.first_reply_at, self.rows.closed_at].iter().any(|column| has(column, row)) {
            "timestamps"
        } else if [self.rows.first_response, self.rows.resolution].iter().any(|column| has(column, row)) {
            "durations"
        } else {
            "none"
        }
    }
}

/// Whether a row has an instant or a duration.
fn has(column: &[i64], row: usize) -> bool {
    ConversationRows::instant(column, row).is_some()
}
