//! How customers' texts sound, where the export itself does not say: which of them are judged, each equal text once.

mod languages;
mod rows;
mod scorer;

pub use languages::KnownLanguages;
pub use rows::{JudgedRows, LanguageOf};
pub use scorer::TextScorer;
