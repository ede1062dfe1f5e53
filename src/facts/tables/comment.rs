//! The fact table of comments by customers under our own posts and ads.

use crate::dataset::{Domain, TableName};
use crate::facts::columns::fact_table;
use crate::facts::table::{FactTable, OwnId};
use crate::facts::words::{flags, moments, Flag, Moment};
use crate::facts::{Grain, Source};

fact_table! {
    /// Comments by customers.
    CommentFacts {
        at: Instant, "when it was written";
        post_id: Code(Post), "the post or ad it stands under";
        flags: Flags, "how it sounds";
    }
}

/// All that is true of them.
pub(super) static TABLE: FactTable = FactTable {
    name: "comment",
    about: "a comment by a customer",
    held: |facts| &facts.comments.flags,
    flags: COMMENT_FLAGS,
    moments: COMMENT_MOMENTS,
    id: Some(OwnId { column: "post_id", domain: Domain::Post, of: |facts| &facts.comments.post_id }),
    reads: &[(TableName::Comments, &["comment_id", "post_id", "at", "ours", "body", "sentiment"])],
    covers: &[(TableName::Comments, "at")],
    told_by: &[Source::Table(TableName::Comments)],
    ..FactTable::new(Grain::Comment, |facts| facts.comments.columns(), |facts| &facts.comments.at)
};

flags! { COMMENT_FLAGS of Comment:
    COMMENT_POSITIVE = 0, "positive", "sounds positive";
    COMMENT_NEUTRAL = 1, "neutral", "sounds neutral";
    COMMENT_NEGATIVE = 2, "negative", "sounds negative";
    COMMENT_UNSCORED = 3, "unscored", "nobody can tell how it sounds";
}

moments! { COMMENT_MOMENTS of Comment in comments:
    AT_COMMENT = "comment", at, nobody;
}
