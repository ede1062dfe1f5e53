//! The book of what became of the rows of a run.

mod book;
pub mod counts;
mod kind;
mod left_out;
mod problems;
mod rejected;
mod rows;
pub mod words;

pub use book::Book;
pub use kind::{Outcome, ProblemKind, Spot, Trouble};
pub use left_out::{Cause, LeftOut};
pub use problems::{keep_earliest, Problem, Problems, EXAMPLES};
pub use rejected::{RejectSink, RejectedRow};
pub use rows::RowSet;
