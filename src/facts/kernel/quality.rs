//! What of a conversation tells of quality: inactivity actions, and limits reached without an answer.

use super::subject::{Desk, Subject};
use super::Kernel;
use crate::dataset::vocabulary::event;
use crate::facts::messages::Voice;
use crate::facts::occasion::Occasion;
use crate::facts::quality::{Heard, Watched};
use crate::facts::state::Close;
use crate::facts::{Facts, Grain};
use crate::fitting::numbered;

impl Kernel<'_> {
    pub fn push_quality(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) {
        let (row, agent) = (numbered(subject.row), subject.agent);
        if self.wanted.grains.contains(Grain::Action) {
            facts.add_actions(row, agent, &desk.events);
        }
        if self.wanted.grains.contains(Grain::Lapse) {
            facts.add_lapses(&Watched {
                conversation: row,
                assignee: agent,
                limit: self.live_limit(subject, desk),
                ended: desk.history.first_close,
                heard: heard(subject, desk),
                zone: self.rules.zone,
            });
        }
    }

    /// When the reply time limit of a live conversation passed: from its event, else from the rule of its channel.
    fn live_limit(&self, subject: &Subject, desk: &Desk) -> Option<Occasion> {
        if let Some(event) = desk.events.first(event::LIVE_TIMEOUT) {
            return Some(event.occasion());
        }
        let limit = subject.place.live_limit.filter(|_| self.rows.live.get(subject.row) != Some(&0))?;
        let asked = desk.thread.spoken.iter().find(|message| message.voice == Voice::Customer);
        let since = asked.map_or(self.rows.created(subject.row), |message| message.occasion());
        let zone = self.rules.zone;
        let passed = Occasion::moment(since.until(limit, zone));
        let end = desk.history.first_close.and_then(Close::occasion);
        let ended = end.is_some_and(|end| end.is_before(passed, zone));
        (subject.incoming && passed.at <= self.rules.as_of && !ended).then_some(passed)
    }
}

fn heard(subject: &Subject, desk: &Desk) -> Heard {
    if desk.thread.any {
        let first = desk.thread.spoken.iter().find(|message| message.voice == Voice::Human);
        Heard::InMessages(first.map(|message| message.at))
    } else {
        Heard::InRow(subject.replied_at, subject.has_human)
    }
}
