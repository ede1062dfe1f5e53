//! Ratings, votes and feedback: which of them count, whose they are, and what they say.

use super::events::Events;
use super::occasion::Occasion;
use super::rules::Rules;
use super::tables::{
    AI_RATED, AT_RATING, DETRACTOR, FEEDBACK, JUDGED, NPS, PASSIVE, PROMOTER, SATISFIED, STARS, STARS_1,
    STARS_2, STARS_3, STARS_4, STARS_5, VOTE, VOTE_DOWN, VOTE_UP,
};
use super::unused::Unused;
use super::{known_code, Facts};
use crate::dataset::vocabulary::rating;
use crate::dataset::{Dataset, DateRows, TableName, Texts, MISSING, NONE, NUMBER_SCALE};
use chrono_tz::Tz;

/// The rating columns that facts need.
pub struct RatingColumns<'a> {
    at: &'a [i64],
    dates: Option<&'a DateRows>,
    kind: &'a [u8],
    score: &'a [i64],
    agent: &'a [u32],
    assigned: &'a [u8],
    comment: Option<&'a Texts>,
    as_of: i64,
    zone: Tz,
}

/// The conversation that ratings are about.
pub struct RatedConversation<'a> {
    /// Its place ([`NONE`]: unknown).
    pub place: u32,
    /// Flags that its stars hold besides their own, those of the AI agent's even while nobody is assigned.
    pub whose: u32,
    /// Its assignee, where no event says who was assigned.
    pub agent: Option<u32>,
    /// Its events.
    pub events: &'a Events,
}

impl<'a> RatingColumns<'a> {
    /// The columns of a dataset; ratings later than as-of do not count.
    pub fn of(dataset: &'a Dataset, rules: &Rules) -> RatingColumns<'a> {
        let table = TableName::Ratings;
        RatingColumns {
            at: dataset.whole(table, "at"),
            dates: dataset.dates(table, "at"),
            kind: dataset.bytes(table, "kind"),
            score: dataset.whole(table, "score"),
            agent: dataset.codes(table, "agent"),
            assigned: dataset.bytes(table, "assigned"),
            comment: dataset.texts(table, "comment"),
            as_of: rules.as_of,
            zone: rules.zone,
        }
    }

    /// Adds one rating to the facts, if it counts: to the agent it names, else to who was assigned at its instant.
    pub fn add(&self, row: usize, rated: &RatedConversation, facts: &mut Facts) {
        let (at, kind, whose) = (self.at[row], self.kind[row], rated.whose);
        if at > self.as_of {
            return;
        }
        let named = self.agent.get(row).copied().and_then(known_code);
        let rated_at = Occasion::of(at, self.dates, row);
        let agent = named.or_else(|| rated.events.assignee_at(rated_at.latest(self.zone), rated.agent));
        let assigned = match self.assigned.get(row) {
            Some(1) => true,
            Some(0) => false,
            _ => agent.is_some(),
        };
        if !assigned {
            facts.leave_out_unassigned(row, kind);
        }
        let score = self.score.get(row).copied().unwrap_or(MISSING);
        let flags = match kind {
            rating::FEEDBACK if assigned => self.feedback(row),
            rating::FEEDBACK => 0,
            _ if score == MISSING => 0,
            rating::STARS if assigned => judge(kind, score) | whose,
            rating::STARS => whose & AI_RATED.mask,
            _ => judge(kind, score),
        };
        if flags != 0 {
            let ratings = &mut facts.ratings;
            ratings.conversation.push(rated.place);
            ratings.at.push(at);
            ratings.agent.push(agent.unwrap_or(NONE));
            ratings.score.push(score);
            ratings.flags.push(flags);
            facts.mark_date(&AT_RATING, Some(rated_at));
        }
    }

    fn feedback(&self, row: usize) -> u32 {
        let text = self.comment.and_then(|comments| comments.get(row));
        text.map_or(0, |text| if text.trim().is_empty() { 0 } else { FEEDBACK.mask })
    }
}

impl Facts {
    /// Remembers stars and feedback given while nobody was assigned.
    fn leave_out_unassigned(&mut self, row: usize, kind: u8) {
        match kind {
            rating::STARS => self.leave_out(row, Unused::UnassignedStars),
            rating::FEEDBACK => self.leave_out(row, Unused::UnassignedFeedback),
            _ => {}
        }
    }
}

fn judge(kind: u8, score: i64) -> u32 {
    match kind {
        rating::STARS => {
            let one = [&STARS_1, &STARS_2, &STARS_3, &STARS_4, &STARS_5];
            let exact = one.iter().zip(1..).find(|(_, stars)| score == stars * NUMBER_SCALE);
            STARS.mask | exact.map_or(0, |(flag, _)| flag.mask) | satisfied(at_least(score, 4))
        }
        rating::THUMBS => {
            let up = at_least(score, 2);
            VOTE.mask | if up { VOTE_UP.mask } else { VOTE_DOWN.mask } | satisfied(up)
        }
        rating::THREE => satisfied(at_least(score, 3)),
        rating::NPS if at_least(score, 9) => NPS.mask | PROMOTER.mask,
        rating::NPS if at_least(score, 7) => NPS.mask | PASSIVE.mask,
        rating::NPS => NPS.mask | DETRACTOR.mask,
        _ => 0,
    }
}

fn at_least(score: i64, limit: i64) -> bool {
    score >= limit * NUMBER_SCALE
}

/// The flags of a rating that says whether its author is satisfied.
fn satisfied(is_satisfied: bool) -> u32 {
    JUDGED.mask | if is_satisfied { SATISFIED.mask } else { 0 }
}
