//! What is asked of the facts, whatever the report: how they are placed, cut, told apart, compared and filtered.

use super::bucket::{Buckets, Every};
use super::compare::Comparison;
use super::filter::Clause;
use super::period::Period;
use crate::facts::{Dimension, Facts, Moment, AT_ANSWER, AT_CLOSE, AT_CREATION};
use anyhow::Result;
use chrono::Weekday;
use chrono_tz::Tz;

/// Which instant puts a fact into the period and its buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Anchor {
    /// Its own moment.
    #[default]
    Event,
    /// The creation of its conversation.
    Created,
    /// The last close of its conversation.
    Closed,
    /// The first answer in its conversation.
    Answered,
}

impl Anchor {
    /// Its name for `--anchor`.
    pub fn name(self) -> &'static str {
        match self {
            Anchor::Event => "event",
            Anchor::Created => "created",
            Anchor::Closed => "closed",
            Anchor::Answered => "answered",
        }
    }

    /// The moment of conversations that places their facts; `None`: each fact's own.
    pub fn moment(self) -> Option<&'static Moment> {
        match self {
            Anchor::Event => None,
            Anchor::Created => Some(&AT_CREATION),
            Anchor::Closed => Some(&AT_CLOSE),
            Anchor::Answered => Some(&AT_ANSWER),
        }
    }

    /// The instants of conversations that place their facts; `None`: each fact's own.
    pub fn instants(self, facts: &Facts) -> Option<&[i64]> {
        match self {
            Anchor::Event => None,
            Anchor::Created => Some(&facts.conversations.created_at),
            Anchor::Closed => Some(&facts.conversations.closed_at),
            Anchor::Answered => Some(&facts.conversations.answered_at),
        }
    }
}

/// What is asked, but for the days, which can wait for the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Zone of days and hours.
    pub zone: Tz,
    /// First day of the week.
    pub week_start: Weekday,
    /// What places facts.
    pub anchor: Anchor,
    /// Dimensions to split by, each once.
    pub by: Vec<&'static Dimension>,
    /// Size of buckets.
    pub every: Option<Every>,
    /// What to compare with.
    pub compare: Option<Comparison>,
    /// One entry a dimension filtered.
    pub filters: Vec<Clause>,
}

impl Question {
    /// A period cut as asked.
    ///
    /// # Errors
    /// If there would be too many buckets.
    pub fn buckets(&self, period: &Period) -> Result<Buckets> {
        match self.every {
            Some(every) => Ok(Buckets::new(period, every, self.week_start)?),
            None => Ok(Buckets::whole(period)),
        }
    }

    /// The same of facts that belong to no conversation: their own moment places them, and nothing tells them apart.
    pub fn of_lone_facts(&self) -> Question {
        Question { anchor: Anchor::Event, by: Vec::new(), ..self.clone() }
    }
}
