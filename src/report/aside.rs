//! What people are told beside the figures of a table; machines read the figures alone.

/// All that stands beside a table's figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Aside {
    /// Of how many the figures of a single row are; empty where there are more rows.
    pub bases: Vec<Base>,
    /// Durations, the rates that say how often they kept to a limit, and the limits.
    pub judged: Vec<Judged>,
    /// The days of each bucket that is a row; empty without buckets.
    pub spans: Vec<BucketSpan>,
    /// Ids of the dimensions whose values tell rows apart: a row without one is of all that have none.
    pub groups: Vec<String>,
}

/// Of how many a figure is: the values of a median, what a rate is a fraction of, a count itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The figure's id.
    pub figure: String,
    /// How many there are in the period.
    pub now: i64,
    /// How many there were in the period compared with; `None` without a comparison.
    pub before: Option<i64>,
}

/// A duration and the rate that says how often it kept to its limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The duration's id.
    pub figure: String,
    /// The rate's id.
    pub rate: String,
    /// The limits of the channels in scope that have one; empty where teams have limits of their own.
    pub limits: Vec<Limit>,
}

/// How long something may take on a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The channel.
    pub channel: String,
    /// Milliseconds.
    pub length: i64,
}

/// The days of a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketSpan {
    /// What the bucket is called: `2026-W36`.
    pub label: String,
    /// The first day of the whole bucket, ISO 8601, before the period cuts it.
    pub first: String,
    /// Days of it that lie in the period.
    pub days: i64,
    /// Days it has.
    pub whole: i64,
}

impl BucketSpan {
    /// Whether the period cuts it.
    pub fn is_cut(&self) -> bool {
        self.days < self.whole
    }
}

impl Aside {
    /// Of how many a figure is.
    pub fn base(&self, figure: &str) -> Option<&Base> {
        self.bases.iter().find(|base| base.figure == figure)
    }

    /// The days of the bucket of that name.
    pub fn span(&self, label: &str) -> Option<&BucketSpan> {
        self.spans.iter().find(|span| span.label == label)
    }
}
