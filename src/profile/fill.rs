//! Fills typed columns from the texts of records, column by column.

use super::batch::Batch;
use super::convert::{self, is_null, Doubt, InstantReader, Wrong};
use super::memo::{Channels, Memo};
use super::plan::{Column, Plan, Reader};
use super::{checks, list, synonyms};
use crate::dataset::dictionary::hash_of;
use crate::dataset::vocabulary::Vocabulary;
use crate::dataset::{Data, Dictionary, Domain, MISSING, NONE, UNKNOWN};
use crate::source::grid::Rows;
use std::borrow::Cow;

/// Turns records into rows of one table.
pub struct Filler<'a> {
    plan: &'a Plan,
    groups: Vec<Vec<usize>>,
    /// The dataset's dictionaries as they were when the file was begun.
    base: &'a [Dictionary],
    memos: Vec<Memo>,
    channels: Channels,
    /// What was filled.
    pub batch: Batch,
}

const NEEDED: Cow<'static, str> =
    Cow::Borrowed("no value, and a row needs one; fill it in or leave the row out");

impl<'a> Filler<'a> {
    /// A filler with an empty batch.
    pub fn new(plan: &'a Plan, base: &'a [Dictionary]) -> Filler<'a> {
        let memos = plan.columns.iter().map(|_| Memo::default()).collect();
        Filler {
            plan,
            groups: plan.groups(),
            base,
            memos,
            channels: Channels::default(),
            batch: Batch::new(plan),
        }
    }

    /// Adds the rows of a grid.
    pub fn fill(&mut self, rows: Rows<'_>) {
        let from = self.batch.numbers.len();
        let picked: Vec<usize> = (0..rows.len()).filter(|&row| self.passes(rows, row)).collect();
        picked.iter().for_each(|&row| self.batch.begin_row(rows.number(row)));
        for group in 0..self.groups.len() {
            if self.groups[group].len() == 1 {
                self.fill_column(self.groups[group][0], rows, &picked, from);
                continue;
            }
            for (at, &row) in picked.iter().enumerate() {
                for member in 0..self.groups[group].len() {
                    self.fill_column(self.groups[group][member], rows, &[row], from + at);
                }
            }
        }
        checks::check(self.plan, &mut self.batch, from);
    }

    fn passes(&self, rows: Rows<'_>, row: usize) -> bool {
        self.plan.filter.iter().all(|filter| {
            let text = rows.text(filter.slot, row).unwrap_or_default().trim();
            let named = filter.condition.is.iter().any(|value| value.eq_ignore_ascii_case(text));
            named != filter.condition.negated
        })
    }

    /// Adds the values of one column for the rows picked; the first of them is row `from` of the batch.
    fn fill_column(&mut self, at: usize, rows: Rows<'_>, picked: &[usize], from: usize) {
        let plan = self.plan;
        let column = &plan.columns[at];
        let mut data = std::mem::replace(&mut self.batch.columns[at], Data::Bytes(Vec::new()));
        let mut entry = Entry { batch: &mut self.batch, column, at, row: from };
        match (&column.reader, &mut data) {
            (Reader::Instant(reader), Data::Whole(values)) => {
                each(column, rows, picked, |text| values.push(entry.instant(reader, text)));
            }
            (Reader::Duration(unit), Data::Whole(values)) => {
                let read = |text: &[u8]| convert::duration(text, *unit);
                each(column, rows, picked, |text| values.push(entry.whole(read, text)));
            }
            (Reader::Number, Data::Whole(values)) => {
                each(column, rows, picked, |text| values.push(entry.whole(convert::number, text)));
            }
            (Reader::Choice(vocabulary), Data::Bytes(values)) => {
                let memo = &mut self.memos[at];
                each(column, rows, picked, |text| values.push(entry.choice(vocabulary, memo, text)));
            }
            (Reader::Flag, Data::Bytes(values)) => {
                let memo = &mut self.memos[at];
                each(column, rows, picked, |text| values.push(entry.flag(memo, text)));
            }
            (Reader::Channel, Data::Codes(values)) => {
                let base = &self.base[Domain::Channel as usize];
                let channels = &mut self.channels;
                each(column, rows, picked, |text| values.push(entry.channel(channels, base, text)));
            }
            (Reader::Code(domain), Data::Codes(values)) => match column.step.plain_slot() {
                Some(slot) if picked.len() > 1 => {
                    entry.codes(*domain, &self.base[*domain as usize], slot, rows, picked, values);
                }
                _ => {
                    let base = &self.base[*domain as usize];
                    each(column, rows, picked, |text| values.push(entry.code(*domain, base, text)));
                }
            },
            (Reader::List(domain, separator), Data::Lists(values)) => {
                let base = &self.base[*domain as usize];
                for &row in picked {
                    let raw = column.step.raw(rows, row);
                    let items = list::items(raw.as_deref().unwrap_or_default(), separator.as_deref());
                    values.push(&entry.list(*domain, base, &items));
                }
            }
            (Reader::Text { prose }, Data::Texts(values)) => {
                each(column, rows, picked, |text| values.push(entry.text(*prose, text)));
            }
            (_, data) => picked.iter().for_each(|_| data.push_missing()),
        }
        self.batch.columns[at] = data;
    }
}

/// Calls `take` with the text of each row picked.
#[inline]
fn each<'t>(column: &'t Column, rows: Rows<'t>, picked: &[usize], mut take: impl FnMut(Option<&str>)) {
    match column.step.plain_slot() {
        Some(slot) => picked.iter().for_each(|&row| take(rows.text(slot, row))),
        None => picked.iter().for_each(|&row| take(column.step.text(rows, row).as_deref())),
    }
}

/// Whether a text means "no value".
#[inline]
fn absent(text: &str) -> bool {
    text.as_bytes().first().is_none_or(|first| !first.is_ascii_digit() && is_null(text.as_bytes()))
}

/// The value being read: its column and row, and where trouble goes.
struct Entry<'a> {
    batch: &'a mut Batch,
    column: &'a Column,
    at: usize,
    /// Row of the batch that the next value belongs to.
    row: usize,
}

impl Entry<'_> {
    fn missing(&mut self) {
        if self.column.required {
            self.batch.reject(self.row, Some(self.at), &NEEDED, None);
        }
    }

    #[cold]
    fn wrong(&mut self, what: Cow<'static, str>, text: &str) {
        if self.column.required {
            self.batch.reject(self.row, Some(self.at), &what, Some(text));
        } else {
            self.batch.repair(self.row, Some(self.at), &what, Some(text));
        }
    }

    #[inline]
    fn instant(&mut self, reader: &InstantReader, text: Option<&str>) -> i64 {
        let read = text.map_or(Ok(None), |text| reader.read(text.as_bytes()));
        let value = match read {
            Ok(Some(instant)) => {
                if let Some(doubt) = instant.doubtful {
                    self.doubtful(doubt, text.unwrap_or_default());
                }
                instant.millis
            }
            Ok(None) => {
                self.missing();
                MISSING
            }
            Err(Wrong(what)) => {
                self.wrong(Cow::Borrowed(what), text.unwrap_or_default());
                MISSING
            }
        };
        self.row += 1;
        value
    }

    #[cold]
    fn doubtful(&mut self, doubt: Doubt, text: &str) {
        let what = match doubt {
            Doubt::Gap => "the clocks went forward over this local time; it was moved forward by as much",
            Doubt::Fold => "the clocks went back over this local time; the first of the two was taken",
        };
        self.batch.repair(self.row, Some(self.at), &Cow::Borrowed(what), Some(text));
    }

    fn whole(&mut self, read: impl Fn(&[u8]) -> Result<Option<i64>, Wrong>, text: Option<&str>) -> i64 {
        let value = match text.map_or(Ok(None), |text| read(text.as_bytes())) {
            Ok(Some(value)) => value,
            Ok(None) => {
                self.missing();
                MISSING
            }
            Err(Wrong(what)) => {
                self.wrong(Cow::Borrowed(what), text.unwrap_or_default());
                MISSING
            }
        };
        self.row += 1;
        value
    }

    #[inline]
    fn choice(&mut self, vocabulary: &'static Vocabulary, memo: &mut Memo, text: Option<&str>) -> u8 {
        let text = text.unwrap_or_default();
        let code = memo.get(text, |text| {
            let text = text.trim();
            let code = vocabulary.code(text).or_else(|| synonyms::value(vocabulary, text));
            code.or(absent(text).then_some(UNKNOWN))
        });
        let value = code.unwrap_or(UNKNOWN);
        if code.is_none() {
            let known = vocabulary.values.join(", ");
            self.wrong(Cow::Owned(format!("no {} that is known; known are {known}", vocabulary.name)), text);
        } else if value == UNKNOWN {
            self.missing();
        }
        self.row += 1;
        value
    }

    #[inline]
    fn flag(&mut self, memo: &mut Memo, text: Option<&str>) -> u8 {
        let text = text.unwrap_or_default();
        let code = memo.get(text, |text| {
            let flag = convert::flag(text.as_bytes()).ok()?;
            Some(flag.map_or(UNKNOWN, u8::from))
        });
        if code.is_none() {
            let what = convert::flag(text.as_bytes()).err().map_or("neither yes nor no", |Wrong(what)| what);
            self.wrong(Cow::Borrowed(what), text);
        }
        self.row += 1;
        code.unwrap_or(UNKNOWN)
    }

    fn channel(&mut self, channels: &mut Channels, base: &Dictionary, text: Option<&str>) -> u32 {
        let text = text.unwrap_or_default().trim();
        let mut code = NONE;
        if absent(text) {
            self.missing();
        } else {
            let (channel, known) = channels.get(text);
            let channel = channel.to_owned();
            if !known {
                let what = Cow::Borrowed("a channel of its own; a profile can map it to a known one");
                self.batch.remark(self.row, Some(self.at), &what, Some(text));
            }
            code = self.look_up(Domain::Channel, base, hash_of(channel.as_bytes()), &channel);
        }
        self.row += 1;
        code
    }

    fn code(&mut self, domain: Domain, base: &Dictionary, text: Option<&str>) -> u32 {
        let text = text.unwrap_or_default().trim_ascii();
        let mut code = NONE;
        if absent(text) {
            self.missing();
        } else {
            code = self.look_up(domain, base, hash_of(text.as_bytes()), text);
        }
        self.row += 1;
        code
    }

    fn look_up(&mut self, domain: Domain, base: &Dictionary, hash: u64, text: &str) -> u32 {
        base.find_hashed(hash, text.as_bytes()).unwrap_or_else(|| {
            base.len() as u32 + self.batch.locals[domain as usize].intern_hashed(hash, text)
        })
    }

    /// Adds the codes of many rows in three passes, so that the waits for memory of one row overlap with the next ones'.
    fn codes(
        &mut self,
        domain: Domain,
        base: &Dictionary,
        slot: usize,
        rows: Rows<'_>,
        picked: &[usize],
        values: &mut Vec<u32>,
    ) {
        let texts: Vec<&str> =
            picked.iter().map(|&row| rows.text(slot, row).unwrap_or_default().trim_ascii()).collect();
        let hashes: Vec<u64> = texts.iter().map(|text| hash_of(text.as_bytes())).collect();
        let from = values.len();
        if base.is_empty() {
            values.resize(from + texts.len(), NONE);
        } else {
            values.extend(hashes.iter().map(|&hash| base.candidate(hash).unwrap_or(NONE)));
        }
        for ((value, text), &hash) in values[from..].iter_mut().zip(&texts).zip(&hashes) {
            if *value == NONE || !base.is(*value, text.as_bytes()) {
                *value = NONE;
                if absent(text) {
                    self.missing();
                } else {
                    *value = self.look_up(domain, base, hash, text);
                }
            }
            self.row += 1;
        }
    }

    fn list(&mut self, domain: Domain, base: &Dictionary, items: &[Cow<'_, str>]) -> Vec<u32> {
        let mut codes = Vec::with_capacity(items.len());
        for item in items {
            let Some(text) = self.column.step.value(item) else { continue };
            let text = text.trim();
            if absent(text) {
                continue;
            }
            let code = self.look_up(domain, base, hash_of(text.as_bytes()), text);
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        self.row += 1;
        codes
    }

    fn text<'t>(&mut self, prose: bool, text: Option<&'t str>) -> Option<&'t str> {
        let none =
            |text: &&str| if prose { !text.trim_ascii().is_empty() } else { !absent(text.trim_ascii()) };
        let text = text.filter(none);
        if text.is_none() {
            self.missing();
        }
        self.row += 1;
        if prose {
            text
        } else {
            text.map(str::trim_ascii)
        }
    }
}
