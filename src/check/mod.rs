//! What loaded exports say against each other and against themselves: contradictions, holes in time, overlaps.

mod contradictions;
mod coverage;
mod gaps;

pub use contradictions::contradictions;
pub use coverage::{covered, Covered};
pub use gaps::{gaps, Gap};
