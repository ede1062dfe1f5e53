//! Texts that have a code already, and quick guesses which one.

use super::recent::KnownShort;
use crate::dataset::{Dictionary, Domain, NONE};
use crate::source::cells::{CellRows, ShortText};

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

/// The texts of one slot of picked rows.
#[derive(Clone, Copy)]
pub struct SlotTexts<'t> {
    /// The records.
    pub rows: CellRows<'t>,
    /// The rows picked of them.
    pub picked: &'t [usize],
    /// The slot.
    pub slot: usize,
}

impl<'t> SlotTexts<'t> {
    /// The runs of equal texts, with the codes that are known at once.
    pub fn runs(self, memory: &mut KnownShort<u32>, dictionary: &Dictionary) -> Vec<TextRun<'t>> {
        let mut guess = RunGuess::new(dictionary);
        let mut runs: Vec<TextRun> = Vec::with_capacity(self.picked.len());
        for &row in self.picked {
            let short = self.rows.short(self.slot, row);
            if let Some(run) = runs.last_mut().filter(|run| short.is_some() && run.short == short) {
                run.times += 1;
                continue;
            }
            if let (Some(short), Some(code)) = (short, short.and_then(|short| memory.get(short))) {
                runs.push(TextRun { text: "", short: Some(short), times: 1, code: Some(code) });
                continue;
            }
            let text = self.rows.text(self.slot, row).unwrap_or_default().trim_ascii();
            match runs.last_mut().filter(|run| run.text == text && !text.is_empty()) {
                Some(run) => run.times += 1,
                None => {
                    let code = guess.code(text);
                    if let (Some(short), Some(code)) = (short, code) {
                        memory.learn(short, code);
                    }
                    runs.push(TextRun { text, short, times: 1, code });
                }
            }
        }
        runs
    }
}

/// A text that stands in several rows, one after the other.
pub struct TextRun<'t> {
    /// The text; empty where it need not be looked at.
    pub text: &'t str,
    /// The same as one number, if it is short.
    pub short: Option<ShortText>,
    /// In how many rows it stands.
    pub times: usize,
    /// Its code; `None`: not yet known.
    pub code: Option<u32>,
}

/// Guesses codes of texts by those met before: most tables are in one order with the one that their ids come from.
struct RunGuess<'d, 't> {
    dictionary: &'d Dictionary,
    /// The text guessed or found last, and its code.
    last: (&'t str, u32),
    /// How many texts may still be looked up at once, to guess those behind them.
    chances: usize,
}

/// Chances before the first right guess.
const CHANCES: usize = 8;

impl<'d, 't> RunGuess<'d, 't> {
    fn new(dictionary: &'d Dictionary) -> RunGuess<'d, 't> {
        RunGuess { dictionary, last: ("", NONE), chances: CHANCES }
    }

    /// The code of a text; `None` where a guess is wrong.
    #[inline]
    fn code(&mut self, text: &'t str) -> Option<u32> {
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
