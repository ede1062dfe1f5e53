//! Texts that have a code already, and quick guesses which one.

use crate::dataset::{Dictionary, Domain, NONE};

/// The texts of a domain that the dataset has a code for.
#[derive(Clone, Copy)]
pub struct KnownTexts<'a> {
    /// The domain.
    pub domain: Domain,
    /// Its dictionary as it is now; other threads wait to add to it.
    pub dictionary: &'a Dictionary,
}

impl KnownTexts<'_> {
    /// The code that a text of each hash most probably has.
    pub fn candidates(self, hashes: &[u64]) -> Vec<u32> {
        if self.dictionary.is_empty() {
            return vec![NONE; hashes.len()];
        }
        hashes.iter().map(|&hash| self.dictionary.candidate(hash).unwrap_or(NONE)).collect()
    }
}

/// A text that stands in several rows, one after the other.
pub struct TextRun<'t> {
    /// The text.
    pub text: &'t str,
    /// In how many rows it stands.
    pub times: usize,
    /// Its code; `None`: not yet known.
    pub code: Option<u32>,
}

/// Guesses codes of texts by those met before: most tables are in one order with the one that their ids come from.
pub struct RunGuess<'d, 't> {
    dictionary: &'d Dictionary,
    /// The text guessed or found last, and its code.
    last: (&'t str, u32),
    /// How many texts may still be looked up at once, to guess those behind them.
    chances: usize,
}

/// Chances before the first right guess.
const CHANCES: usize = 8;

impl<'d, 't> RunGuess<'d, 't> {
    /// No text was met yet.
    pub fn new(dictionary: &'d Dictionary) -> RunGuess<'d, 't> {
        RunGuess { dictionary, last: ("", NONE), chances: CHANCES }
    }

    /// The code of a text; `None` where a guess is wrong.
    #[inline]
    pub fn code(&mut self, text: &'t str) -> Option<u32> {
        if text.is_empty() {
            return Some(NONE);
        }
        if self.last.0 == text {
            self.chances += 1;
            return Some(self.last.1);
        }
        if self.chances == 0 {
            return None;
        }
        let next = self.last.1.wrapping_add(1);
        if (next as usize) < self.dictionary.len() && self.dictionary.is(next, text.as_bytes()) {
            self.last = (text, next);
            self.chances += 1;
            return Some(next);
        }
        self.chances -= 1;
        let code = self.dictionary.find(text)?;
        self.last = (text, code);
        Some(code)
    }
}
