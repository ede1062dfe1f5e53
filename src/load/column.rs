//! Reads single values: text → stored form, with whatever is wrong about it.

use super::batch::{CellPlace, RowBatch};
use super::dictionaries::LOCAL;
use super::evidence::is_rounded;
use super::plan::PlannedColumn;
use super::recent::{Channels, Recent};
use super::word;
use crate::account::Trouble;
use crate::dataset::dictionary::hash_of;
use crate::dataset::distinct::Distinct;
use crate::dataset::vocabulary::Vocabulary;
use crate::dataset::{Dictionary, Domain, MISSING, NONE, UNKNOWN};
use crate::profile::synonyms;
use crate::time::{Doubt, Instant};
use crate::values::{self, is_label, is_mistyped, is_null, InstantReader, Wrong};
use std::borrow::Cow;

const NEEDED: Trouble = Trouble::new("no value, and a row needs one", "fill it in or leave the row out");
const GAP: Trouble =
    Trouble::new("the clocks went forward over this local time", "it was moved forward by as much");
const FOLD: Trouble =
    Trouble::new("the clocks went back over this local time", "the first of the two was taken");
const NO_PASSAGE: Trouble = Trouble::new("a change of status that neither closes nor reopens", "");
const ROUNDED: Trouble = Trouble::new(
    "an id that a spreadsheet rounded: what it belongs to can not be told",
    "export it again with the column as text",
);
const OWN_CHANNEL: Trouble = Trouble::new("a channel of its own", "a profile can map it to a known one");

/// Whether a text means "no value"; most ids end with a digit, which no such text does.
#[inline]
fn absent(text: &str) -> bool {
    text.as_bytes().last().is_none_or(|last| !last.is_ascii_digit() && is_null(text.as_bytes()))
}

/// What stands where a value of a closed list should, as far as it may be shown.
pub fn label(text: &str) -> Option<&str> {
    Some(text).filter(|text| is_label(text))
}

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
    fn candidates(self, hashes: &[u64]) -> Vec<u32> {
        if self.dictionary.is_empty() {
            return vec![NONE; hashes.len()];
        }
        hashes.iter().map(|&hash| self.dictionary.candidate(hash).unwrap_or(NONE)).collect()
    }
}

/// The value being read: its column and row, and where trouble goes.
pub struct ColumnWriter<'a> {
    /// The rows being filled; the column itself is taken out.
    pub batch: &'a mut RowBatch,
    /// The column.
    pub column: &'a PlannedColumn,
    /// Its place in the plan.
    pub at: usize,
    /// Row of the batch that the next value belongs to.
    pub row: usize,
    /// The place in the schema of the column that tells the table's rows apart.
    pub key_place: Option<usize>,
}

impl ColumnWriter<'_> {
    fn missing(&mut self) {
        if !self.column.required {
            return;
        }
        if self.column.cleaning.picks_rows() {
            self.batch.set_aside(self.cell(), &NO_PASSAGE);
        } else {
            self.batch.reject(self.cell(), &NEEDED, None);
        }
    }

    #[cold]
    fn wrong(&mut self, trouble: &Trouble, text: &str) {
        if self.column.required {
            self.batch.reject(self.cell(), trouble, Some(text));
        } else {
            self.batch.repair(self.cell(), trouble, Some(text));
        }
    }

    fn cell(&self) -> CellPlace {
        CellPlace { row: self.row, column: Some(self.at) }
    }

    /// An instant.
    #[inline]
    pub fn instant(&mut self, reader: &InstantReader, text: Option<&str>) -> i64 {
        let read = text.map_or(Ok(None), |text| reader.read(text.as_bytes()));
        if let Ok(Some(Instant { doubtful: Some(doubt), .. })) = read {
            self.doubtful(doubt, text.unwrap_or_default());
        }
        self.stored(read.map(|instant| instant.map(|instant| instant.millis)), text)
    }

    #[cold]
    fn doubtful(&mut self, doubt: Doubt, text: &str) {
        let trouble = match doubt {
            Doubt::Gap => GAP,
            Doubt::Fold => FOLD,
            Doubt::Date => {
                self.batch.dates[self.at].mark(self.row);
                return;
            }
        };
        self.batch.repair(self.cell(), &trouble, Some(text));
    }

    /// A duration or number, by `read`.
    pub fn whole(&mut self, read: impl Fn(&[u8]) -> Result<Option<i64>, Wrong>, text: Option<&str>) -> i64 {
        self.stored(text.map_or(Ok(None), |text| read(text.as_bytes())), text)
    }

    /// What is stored of a value read; whatever is wrong with it is noted.
    #[inline]
    fn stored(&mut self, read: Result<Option<i64>, Wrong>, text: Option<&str>) -> i64 {
        let value = match read {
            Ok(Some(value)) => value,
            Ok(None) => {
                self.missing();
                MISSING
            }
            // A moment that can not be says "never".
            Err(wrong) if wrong == values::NEVER && !self.column.required => {
                self.batch.remark(self.cell(), &Trouble::new(wrong.what, wrong.advice), text);
                MISSING
            }
            Err(Wrong { what, advice }) => {
                let shown = text.filter(|text| is_mistyped(text));
                self.wrong(&Trouble::new(what, advice), shown.unwrap_or_default());
                MISSING
            }
        };
        self.row += 1;
        value
    }

    /// A value of a closed list.
    #[inline]
    pub fn choice(&mut self, vocabulary: &'static Vocabulary, recent: &mut Recent, text: Option<&str>) -> u8 {
        let text = text.unwrap_or_default();
        let code = recent.get(text, |text| {
            let text = text.trim();
            let code = vocabulary.code(text).or_else(|| synonyms::value(vocabulary, text));
            let code = code.or_else(|| word::in_text(vocabulary, text));
            code.or(absent(text).then_some(UNKNOWN))
        });
        let value = code.unwrap_or(UNKNOWN);
        if code.is_none() {
            let trouble = Trouble {
                what: format!("no {} that is known", vocabulary.name).into(),
                advice: format!("known are {}", vocabulary.values.join(", ")).into(),
            };
            self.wrong(&trouble, label(text).unwrap_or_default());
        } else if value == UNKNOWN {
            self.missing();
        }
        self.row += 1;
        value
    }

    /// Yes or no.
    #[inline]
    pub fn flag(&mut self, recent: &mut Recent, text: Option<&str>) -> u8 {
        let text = text.unwrap_or_default();
        let code = recent.get(text, |text| {
            let flag = values::flag(text.as_bytes()).ok()?;
            Some(flag.map_or(UNKNOWN, u8::from))
        });
        if code.is_none() {
            self.no_flag(text);
        }
        self.row += 1;
        code.unwrap_or(UNKNOWN)
    }

    /// Whether a message is a note or automated decides what answers: that is worth more than a repair.
    #[cold]
    fn no_flag(&mut self, text: &str) {
        let Err(Wrong { what, advice }) = values::flag(text.as_bytes()) else { return };
        self.batch.warn(self.cell(), &Trouble::new(what, advice), label(text));
        self.batch.repaired.push(self.batch.numbers[self.row]);
    }

    /// A channel, by its name.
    pub fn channel(&mut self, channels: &mut Channels, known: KnownTexts, text: Option<&str>) -> u32 {
        let text = text.unwrap_or_default().trim();
        let mut code = NONE;
        if absent(text) {
            self.missing();
        } else {
            let (channel, is_known) = channels.get(text);
            if !is_known {
                self.batch.remark(self.cell(), &OWN_CHANNEL, Some(text));
            }
            code = self.look_up(known, hash_of(channel.as_bytes()), channel);
        }
        self.row += 1;
        code
    }

    /// Whether a text is an id that a spreadsheet rounded, and the column joins rows: no two of them are known to be one.
    fn is_lost(&self, text: &str) -> bool {
        let key = self.key_place;
        self.column.is_rounded && key != Some(self.column.place) && is_rounded(text.as_bytes())
    }

    /// A text of a dictionary.
    pub fn code(&mut self, known: KnownTexts, text: Option<&str>) -> u32 {
        let text = text.unwrap_or_default().trim_ascii();
        let mut code = NONE;
        if absent(text) {
            self.missing();
        } else if self.is_lost(text) {
            self.wrong(&ROUNDED, text);
        } else {
            code = self.look_up(known, hash_of(text.as_bytes()), text);
        }
        self.row += 1;
        code
    }

    /// The code of a text: the dataset's, else one of this block until its turn comes.
    fn look_up(&mut self, known: KnownTexts, hash: u64, text: &str) -> u32 {
        let code = known.dictionary.find_hashed(hash, text.as_bytes());
        code.unwrap_or_else(|| LOCAL | self.batch.locals[known.domain as usize].intern_hashed(hash, text))
    }

    /// Adds the codes of the texts of many rows.
    ///
    /// Equal texts often stand together: a run of them is looked up once. Three passes over all runs – hashes, candidates,
    /// comparisons – let the waits for memory of one overlap with the next ones'.
    pub fn codes<'t>(
        &mut self,
        known: KnownTexts,
        texts: impl ExactSizeIterator<Item = Option<&'t str>>,
        values: &mut Vec<u32>,
    ) {
        let mut runs: Vec<(&str, usize)> = Vec::with_capacity(texts.len());
        for text in texts {
            let text = text.unwrap_or_default().trim_ascii();
            match runs.last_mut() {
                Some((same, times)) if *same == text => *times += 1,
                _ => runs.push((text, 1)),
            }
        }
        let hashes: Vec<u64> = runs.iter().map(|(text, _)| hash_of(text.as_bytes())).collect();
        let candidates = known.candidates(&hashes);
        for ((&(text, times), &hash), mut code) in runs.iter().zip(&hashes).zip(candidates) {
            if code == NONE || !known.dictionary.is(code, text.as_bytes()) {
                code = NONE;
                if !absent(text) {
                    code = self.look_up(known, hash, text);
                }
            }
            for _ in 0..times {
                if code == NONE {
                    self.missing();
                }
                self.row += 1;
            }
            values.extend(std::iter::repeat_n(code, times));
        }
    }

    /// The codes of a list, each once.
    pub fn list(&mut self, known: KnownTexts, items: &[Cow<'_, str>]) -> Vec<u32> {
        let mut codes = Distinct::of_up_to(items.len());
        for item in items {
            let Some(text) = self.column.cleaning.value(item) else { continue };
            let text = text.trim();
            if absent(text) {
                continue;
            }
            codes.add(self.look_up(known, hash_of(text.as_bytes()), text));
        }
        self.row += 1;
        codes.into_codes()
    }

    /// A text, without blanks around it.
    pub fn text<'t>(&mut self, text: Option<&'t str>) -> Option<&'t str> {
        self.present(text.map(str::trim_ascii).filter(|text| !absent(text)))
    }

    /// A text for people, as it stands.
    pub fn prose<'t>(&mut self, text: Option<&'t str>) -> Option<&'t str> {
        self.present(text.filter(|text| !text.trim_ascii().is_empty()))
    }

    fn present<'t>(&mut self, text: Option<&'t str>) -> Option<&'t str> {
        if text.is_none() {
            self.missing();
        }
        self.row += 1;
        text
    }
}
