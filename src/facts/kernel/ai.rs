//! What an AI agent did in a conversation: its part, and what orders may follow.

use super::subject::{Desk, Subject};
use super::Kernel;
use crate::dataset::UNKNOWN;
use crate::facts::ai::{AiPart, Course};
use crate::facts::sales::Touch;
use crate::facts::tables::{AI_RATED, HUMAN_RATED};
use crate::facts::{Facts, Grain};

impl Kernel<'_> {
    /// Writes its part down; gives back the flags of this conversation's stars: whom they are about.
    pub fn push_ai(&self, subject: &Subject, desk: &Desk, facts: &mut Facts) -> u32 {
        if !self.wanted.assisted() {
            return 0;
        }
        let given = self.rows.ai_status.get(subject.row).copied().filter(|&status| status != UNKNOWN);
        let course = Course { thread: &desk.thread, events: &desk.events, history: &desk.history };
        let part = AiPart::of(&course, given, self.rules);
        if let Some(part) = &part {
            part.add(subject.row, self.rows.created(subject.row), facts);
            if self.wanted.grains.contains(Grain::Order) {
                for event in &desk.events.list {
                    if let Some(touch) = Touch::of(event, subject.row, self.rules) {
                        facts.touches.push(touch);
                    }
                }
            }
        }
        if subject.has_human {
            HUMAN_RATED.mask
        } else {
            part.map_or(0, |_| AI_RATED.mask)
        }
    }
}
