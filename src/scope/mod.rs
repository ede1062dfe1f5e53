//! What a run looks at: the question, the period and its buckets, the period compared with, the filters.

pub mod as_of;
pub mod bucket;
pub mod compare;
pub mod filter;
mod known_values;
pub mod period;
pub mod question;
mod repair;
