//! Words of the program that come back from a file which it wrote: tables, reasons, kinds.

use crate::threads::lock;
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// A word of the program.
pub type Word = &'static str;

/// The words that came back so far; each is kept once, for as long as the run lasts.
static MET: Mutex<BTreeSet<Word>> = Mutex::new(BTreeSet::new());

/// Reads a word.
///
/// # Errors
/// If it is no text.
pub fn word<'de, D: Deserializer<'de>>(from: D) -> Result<Word, D::Error> {
    Ok(kept(String::deserialize(from)?))
}

/// Reads counts by word.
///
/// # Errors
/// If they are none.
pub fn counts<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<Word, u64>, D::Error> {
    let counts = BTreeMap::<String, u64>::deserialize(from)?;
    Ok(counts.into_iter().map(|(text, count)| (kept(text), count)).collect())
}

fn kept(text: String) -> Word {
    let mut met = lock(&MET);
    if let Some(known) = met.get(text.as_str()) {
        return known;
    }
    let word: Word = Box::leak(text.into_boxed_str());
    met.insert(word);
    word
}
