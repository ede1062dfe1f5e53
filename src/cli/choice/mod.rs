//! Flags, configuration and surroundings resolved into one validated value each.

mod input;
mod output;
mod scope;

pub use input::InputChoice;
pub use output::OutputChoice;
pub use scope::{ScopeChoice, Time};
