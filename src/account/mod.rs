//! The book of what became of the rows of a run.

mod book;
pub mod counts;
mod kind;
mod problems;
mod rows;

pub use book::Book;
pub use kind::{Outcome, ProblemKind, Spot, Trouble};
pub use problems::{Problem, Problems, EXAMPLES};
