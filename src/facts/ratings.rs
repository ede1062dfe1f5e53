//! Ratings, votes and feedback: which of them count, whose they are, and what they say.

use super::tables::{
    AI_RATED, DETRACTOR, FEEDBACK, JUDGED, NPS, PASSIVE, PROMOTER, SATISFIED, STARS, STARS_1, STARS_2,
    STARS_3, STARS_4, STARS_5, VOTE, VOTE_DOWN, VOTE_UP,
};
use super::{known_code, Facts};
use crate::dataset::vocabulary::rating;
use crate::dataset::{Dataset, TableName, Texts, MISSING, NONE, NUMBER_SCALE};

/// The rating columns that facts need.
pub struct RatingColumns<'a> {
    at: &'a [i64],
    kind: &'a [u8],
    score: &'a [i64],
    agent: &'a [u32],
    assigned: &'a [u8],
    comment: Option<&'a Texts>,
}

impl<'a> RatingColumns<'a> {
    /// The columns of a dataset.
    pub fn of(dataset: &'a Dataset) -> RatingColumns<'a> {
        let table = TableName::Ratings;
        RatingColumns {
            at: dataset.whole(table, "at"),
            kind: dataset.bytes(table, "kind"),
            score: dataset.whole(table, "score"),
            agent: dataset.codes(table, "agent"),
            assigned: dataset.bytes(table, "assigned"),
            comment: dataset.texts(table, "comment"),
        }
    }

    /// Adds one rating to the facts, if it counts. `conversation` is its place ([`NONE`]: unknown) and `assignee`
    /// says who was assigned at an instant; stars also hold the flags of `whose`, those of the AI agent's even while
    /// nobody is assigned.
    pub fn add(
        &self,
        row: usize,
        (conversation, whose): (u32, u32),
        as_of: i64,
        assignee: impl Fn(i64) -> Option<u32>,
        facts: &mut Facts,
    ) {
        let (at, kind) = (self.at[row], self.kind[row]);
        if at > as_of {
            return;
        }
        let agent = self.agent.get(row).copied().and_then(known_code).or_else(|| assignee(at));
        let assigned = match self.assigned.get(row) {
            Some(1) => true,
            Some(0) => false,
            _ => agent.is_some(),
        };
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
            ratings.conversation.push(conversation);
            ratings.at.push(at);
            ratings.agent.push(agent.unwrap_or(NONE));
            ratings.score.push(score);
            ratings.flags.push(flags);
        }
    }

    fn feedback(&self, row: usize) -> u32 {
        let text = self.comment.and_then(|comments| comments.get(row));
        text.map_or(0, |text| if text.trim().is_empty() { 0 } else { FEEDBACK.mask })
    }
}

fn judge(kind: u8, score: i64) -> u32 {
    let at_least = |limit: i64| score >= limit * NUMBER_SCALE;
    let happy = |yes: bool| JUDGED.mask | if yes { SATISFIED.mask } else { 0 };
    match kind {
        rating::STARS => {
            let one = [&STARS_1, &STARS_2, &STARS_3, &STARS_4, &STARS_5];
            let exact = one.iter().zip(1..).find(|(_, stars)| score == stars * NUMBER_SCALE);
            STARS.mask | exact.map_or(0, |(flag, _)| flag.mask) | happy(at_least(4))
        }
        rating::THUMBS => {
            let up = at_least(2);
            VOTE.mask | if up { VOTE_UP.mask } else { VOTE_DOWN.mask } | happy(up)
        }
        rating::THREE => happy(at_least(3)),
        rating::NPS if at_least(9) => NPS.mask | PROMOTER.mask,
        rating::NPS if at_least(7) => NPS.mask | PASSIVE.mask,
        rating::NPS => NPS.mask | DETRACTOR.mask,
        _ => 0,
    }
}
