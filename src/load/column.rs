//! Reads single values: text → stored form, with whatever is wrong about it.

use super::batch::{CellPlace, RowBatch};
use super::plan::PlannedColumn;
use super::recent::Recent;
use super::word;
use crate::account::Trouble;
use crate::dataset::vocabulary::Vocabulary;
use crate::dataset::{MISSING, UNKNOWN};
use crate::profile::synonyms;
use crate::time::{Doubt, Instant};
use crate::values::{self, is_label, is_mistyped, is_null, InstantReader, RecentDays, Wrong};

const NEEDED: Trouble = Trouble::new("no value, and a row needs one", "fill it in or leave the row out");
const GAP: Trouble =
    Trouble::new("the clocks went forward over this local time", "it was moved forward by as much");
const FOLD: Trouble =
    Trouble::new("the clocks went back over this local time", "the first of the two was taken");
const NO_PASSAGE: Trouble = Trouble::new("a change of status that neither closes nor reopens", "");

/// Whether a text means "no value"; most ids end with a digit, which no such text does.
#[inline]
pub fn absent(text: &str) -> bool {
    text.as_bytes().last().is_none_or(|last| !last.is_ascii_digit() && is_null(text.as_bytes()))
}

/// What stands where a value of a closed list should, as far as it may be shown.
pub fn label(text: &str) -> Option<&str> {
    Some(text).filter(|text| is_label(text))
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
    /// Notes that there is no value, where a row needs one.
    pub fn missing(&mut self) {
        if !self.column.required {
            return;
        }
        if self.column.cleaning.picks_rows() {
            self.batch.set_aside(self.cell(), &NO_PASSAGE);
        } else {
            self.batch.reject(self.cell(), &NEEDED, None);
        }
    }

    /// Notes a text that is no value.
    #[cold]
    pub fn wrong(&mut self, trouble: &Trouble, text: &str) {
        if self.column.required {
            self.batch.reject(self.cell(), trouble, Some(text));
        } else {
            self.batch.repair(self.cell(), trouble, Some(text));
        }
    }

    /// Where the value stands.
    pub fn cell(&self) -> CellPlace {
        CellPlace { row: self.row, column: Some(self.at) }
    }

    /// An instant.
    #[inline]
    pub fn instant(&mut self, reader: &InstantReader, days: &mut RecentDays, text: Option<&str>) -> i64 {
        if let Some(at) = text.and_then(|text| days.read(text.as_bytes())) {
            self.row += 1;
            return at;
        }
        self.new_instant(reader, days, text)
    }

    /// An instant of a day or a form that was not met.
    #[inline(never)]
    fn new_instant(&mut self, reader: &InstantReader, days: &mut RecentDays, text: Option<&str>) -> i64 {
        let read = text.map_or(Ok(None), |text| reader.read(text.as_bytes()));
        match read {
            Ok(Some(Instant { doubtful: Some(doubt), .. })) => self.doubtful(doubt, text.unwrap_or_default()),
            Ok(Some(Instant { millis, doubtful: None })) => {
                days.learn(text.unwrap_or_default().as_bytes(), reader.zone, millis);
            }
            Ok(None) | Err(_) => {}
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
