//! Comments by customers under our own posts and ads, each with how it sounds.

use super::tables::{CommentFacts, COMMENT_NEGATIVE, COMMENT_NEUTRAL, COMMENT_POSITIVE, COMMENT_UNSCORED};
use super::{taken, Flag};
use crate::dataset::vocabulary::sentiment;
use crate::dataset::{Data, Dataset, TableName};

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
        let ours = taken::bytes(dataset, table, "ours");
        let sentiments = taken::bytes(dataset, table, "sentiment");
        let by_customers = (0..at.len()).filter(|&row| at[row] <= as_of && ours.get(row) != Some(&1));
        for row in by_customers {
            facts.at.push(at[row]);
            facts.post_id.push(posts[row]);
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
