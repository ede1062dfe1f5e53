//! What shells need to finish what is typed: a script for each, and the names that stand in the data.

mod candidates;
mod completions;
mod known;
mod name_to_find;
mod typed_line;

pub use completions::CompletionsArgs;
