//! What a run looks at: the period and its buckets, the local clock, the period compared with.

pub mod as_of;
pub mod bucket;
pub mod clockface;
pub mod compare;
pub mod filter;
pub mod names;
pub mod period;
