//! The fact table of ratings, votes and feedback.

use crate::dataset::{Reads, TableName};
use crate::facts::columns::fact_table;
use crate::facts::table::{Belongs, FactTable};
use crate::facts::words::{flags, measures, moments, Credit, Flag, Measure, Moment};
use crate::facts::{Grain, Source};

fact_table! {
    /// Ratings, votes and feedback that count.
    RatingFacts {
        conversation: Conversation, "its conversation, if one is known";
        at: Instant, "when it was given";
        agent: Code(Person), "the agent assigned at that moment";
        score: Number, "the score given";
        flags: Flags, "what kind of rating it is";
    }
}

/// What is read for ratings; texts of feedback only where a figure asks for them.
pub const RATING_COLUMNS: Reads =
    (TableName::Ratings, &["conversation_id", "at", "kind", "score", "scale", "agent", "assigned"]);

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "rating",
    about: "a rating, vote or piece of feedback",
    belongs: Belongs::ToConversation(|facts| &facts.ratings.conversation),
    credit: Credit::Own(|facts| &facts.ratings.agent),
    held: |facts| &facts.ratings.flags,
    flags: RATING_FLAGS,
    measures: RATING_MEASURES,
    moments: RATING_MOMENTS,
    reads: &[RATING_COLUMNS, (TableName::Conversations, &["ai_status"])],
    told_by: &[Source::Table(TableName::Ratings)],
    ..FactTable::new(Grain::Rating, |facts| facts.ratings.columns(), |facts| &facts.ratings.at)
};

flags! { RATING_FLAGS of Rating:
    STARS = 0, "stars", "1 to 5 stars";
    STARS_1 = 1, "rating_1", "1 star";
    STARS_2 = 2, "rating_2", "2 stars";
    STARS_3 = 3, "rating_3", "3 stars";
    STARS_4 = 4, "rating_4", "4 stars";
    STARS_5 = 5, "rating_5", "5 stars";
    JUDGED = 6, "judged", "stars, thumbs or one of three";
    SATISFIED = 7, "satisfied", "4 or 5 stars, thumb up, best of three";
    FEEDBACK = 8, "feedback", "a piece of feedback text", Texts;
    VOTE = 9, "vote", "a thumb";
    VOTE_UP = 10, "vote_up", "thumb up";
    VOTE_DOWN = 11, "vote_down", "thumb down";
    NPS = 12, "nps", "an answer 0 to 10";
    PROMOTER = 13, "promoter", "9 or 10";
    PASSIVE = 14, "passive", "7 or 8";
    DETRACTOR = 15, "detractor", "0 to 6";
    AI_RATED = 20, "ai_rated", "stars in an AI conversation without any message by a human agent";
    HUMAN_RATED = 21, "human_rated", "stars that count in a conversation with a message by a human agent";
}

measures! { RATING_MEASURES of Rating in ratings:
    SCORE = score;
}

moments! { RATING_MOMENTS of Rating in ratings:
    AT_RATING = "rating", at, agent;
}
