//! The book of what became of the rows of a run.

pub mod counts;
mod kind;
mod problems;

pub use counts::Counts;
pub use kind::{Outcome, ProblemKind, Spot};
pub use problems::Problems;
