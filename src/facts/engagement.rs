//! Comments by customers under our own posts and ads, each with how it sounds.

use super::table::fact_table;
use super::{Credit, Flag, Moment};
use crate::dataset::vocabulary::sentiment;
use crate::dataset::{Data, Dataset, TableName};

fact_table! {
    /// Comments by customers.
    CommentFacts {
        at: Instant, "when it was written";
        post: Code(Post), "the post or ad it stands under";
        flags: Flags, "how it sounds";
    }
}

/// Sounds positive.
pub static COMMENT_POSITIVE: Flag = Flag { name: "positive", about: "sounds positive", mask: 1 };
/// Sounds neutral.
pub static COMMENT_NEUTRAL: Flag = Flag { name: "neutral", about: "sounds neutral", mask: 2 };
/// Sounds negative.
pub static COMMENT_NEGATIVE: Flag = Flag { name: "negative", about: "sounds negative", mask: 4 };
/// Nobody can tell how it sounds.
pub static COMMENT_UNSCORED: Flag =
    Flag { name: "unscored", about: "nobody can tell how it sounds", mask: 8 };

/// When a comment was written.
pub static AT_COMMENT: Moment =
    Moment { name: "comment", at: |facts| &facts.comments.at, credit: Credit::Own(|_| &[]) };

impl CommentFacts {
    /// Takes the comments by customers up to as-of out of a dataset.
    pub fn take(dataset: &mut Dataset, as_of: i64) -> CommentFacts {
        let table = TableName::Comments;
        let mut facts = CommentFacts::default();
        let (Some(Data::Whole(at)), Some(Data::Codes(posts))) =
            (dataset.take(table, "at"), dataset.take(table, "post_id"))
        else {
            return facts;
        };
        let mut bytes = |name| match dataset.take(table, name) {
            Some(Data::Bytes(values)) => values,
            _ => Vec::new(),
        };
        let (ours, sentiments) = (bytes("ours"), bytes("sentiment"));
        let by_customers = (0..at.len()).filter(|&row| at[row] <= as_of && ours.get(row) != Some(&1));
        for row in by_customers {
            facts.at.push(at[row]);
            facts.post.push(posts[row]);
            facts.flags.push(flag_of(sentiments.get(row).copied()).mask);
        }
        facts
    }
}

fn flag_of(code: Option<u8>) -> &'static Flag {
    match code {
        Some(sentiment::POSITIVE) => &COMMENT_POSITIVE,
        Some(sentiment::NEUTRAL) => &COMMENT_NEUTRAL,
        Some(sentiment::NEGATIVE) => &COMMENT_NEGATIVE,
        _ => &COMMENT_UNSCORED,
    }
}
