//! What shells need to finish what is typed: a script for each, and the names that stand in the data.

mod candidates;
mod completions;
mod typed_line;

pub use completions::CompletionsArgs;
