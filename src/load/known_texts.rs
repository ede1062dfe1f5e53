//! Texts that have a code already, and quick guesses which one.

use super::recent::KnownShort;
use crate::dataset::{Dictionary, Domain, NONE};
use crate::source::cells::{CellRows, ShortText};
use std::ops::Range;

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
    /// Adds the codes that are known at once; the other texts, with the places left open for their codes.
    pub fn codes(
        self,
        memory: &mut KnownShort<u32>,
        dictionary: &Dictionary,
        codes: &mut Vec<u32>,
    ) -> Vec<OpenRun<'t>> {
        let mut guess = RunGuess::new(dictionary);
        let mut open: Vec<OpenRun> = Vec::new();
        // The text and code of the row before; equal ones mostly stand together.
        let mut last = LastText { short: None, text: "", code: None };
        for &row in self.picked {
            let short = self.rows.short(self.slot, row);
            if short.is_none() || short != last.short {
                last = match short.and_then(|short| memory.get(short)) {
                    Some(code) => LastText { short, text: "", code: Some(code) },
                    None => {
                        let looked = self.look(row, short, &last, &mut guess);
                        if let (Some(short), Some(code)) = (short, looked.code) {
                            memory.learn(short, code);
                        }
                        looked
                    }
                };
            }
            if last.code.is_none() {
                let (text, at) = (last.text, codes.len());
                match open.last_mut().filter(|run| run.places.end == at && run.text == text) {
                    Some(run) => run.places.end += 1,
                    None => open.push(OpenRun { text, short, places: at..at + 1 }),
                }
            }
            codes.push(last.code.unwrap_or(NONE));
        }
        open
    }

    /// Looks at a text that is not remembered.
    #[inline]
    fn look(
        self,
        row: usize,
        short: Option<ShortText>,
        last: &LastText<'t>,
        guess: &mut RunGuess<'_, 't>,
    ) -> LastText<'t> {
        let text = self.rows.text(self.slot, row).unwrap_or_default().trim_ascii();
        let is_same = !text.is_empty() && text == last.text;
        LastText { short, text, code: if is_same { last.code } else { guess.code(text) } }
    }
}

/// The text of the row before.
struct LastText<'t> {
    short: Option<ShortText>,
    /// Empty where it was remembered.
    text: &'t str,
    /// Its code, if it is known.
    code: Option<u32>,
}

/// A text whose code is not known, and where it belongs: places one after the other.
pub struct OpenRun<'t> {
    /// The text.
    pub text: &'t str,
    /// The same as one number, if it is short.
    pub short: Option<ShortText>,
    /// Places among the codes.
    pub places: Range<usize>,
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
