//! Fills typed columns from the texts of records, column by column.

use super::batch::RowBatch;
use super::column::{ColumnWriter, KnownTexts};
use super::dictionaries::Dictionaries;
use super::plan::{Plan, PlannedColumn, ValueReader};
use super::recent::{Channels, Recent};
use super::{ends, list, marks, row_rules, scales};
use crate::dataset::{Data, Domain};
use crate::source::cells::CellRows;
use crate::values;

/// Turns records into rows of one table.
pub struct Filler<'a> {
    plan: &'a Plan,
    groups: Vec<Vec<usize>>,
    key_place: Option<usize>,
    dictionaries: &'a Dictionaries,
    recents: Vec<Recent>,
    /// Texts met in the fields that mark rows.
    marks: Vec<Recent>,
    channels: Channels,
    /// What was filled.
    pub batch: RowBatch,
}

impl<'a> Filler<'a> {
    /// A filler with an empty batch.
    pub fn new(plan: &'a Plan, dictionaries: &'a Dictionaries) -> Filler<'a> {
        let recents = plan.columns.iter().map(|_| Recent::default()).collect();
        Filler {
            plan,
            groups: plan.groups(),
            key_place: plan.key_place(),
            dictionaries,
            recents,
            marks: plan.marks.iter().map(|_| Recent::default()).collect(),
            channels: Channels::default(),
            batch: RowBatch::new(plan),
        }
    }

    /// Adds the rows of cells.
    pub fn fill(&mut self, rows: CellRows<'_>) {
        let from = self.batch.numbers.len();
        let picked: Vec<usize> = (0..rows.len()).filter(|&row| self.passes(rows, row)).collect();
        if picked.len() < rows.len() {
            let passed = (0..rows.len()).filter(|row| picked.binary_search(row).is_err());
            self.batch.passed.extend(passed.map(|row| rows.number(row)));
        }
        for &row in &picked {
            self.batch.begin_row(rows.number(row));
        }
        for group in 0..self.groups.len() {
            if let [column] = self.groups[group][..] {
                self.fill_column(column, PickedRows { rows, picked: &picked, from });
                continue;
            }
            // Columns of one dictionary go row by row: their codes are given in the order of the file.
            for (at, row) in picked.iter().enumerate() {
                let row = PickedRows { rows, picked: std::slice::from_ref(row), from: from + at };
                for member in 0..self.groups[group].len() {
                    self.fill_column(self.groups[group][member], row);
                }
            }
        }
        let picked = (rows, &picked[..]);
        marks::check(self.plan, &mut self.marks, picked, (&mut self.batch, from));
        ends::settle(self.plan, &mut self.batch, from);
        row_rules::check(self.plan, &mut self.batch, from);
        self.batch.rejects.place(from, picked.1);
    }

    fn passes(&self, rows: CellRows<'_>, row: usize) -> bool {
        self.plan.filter.iter().all(|filter| filter.passes(rows, row))
    }

    /// Adds the values of one column for the rows picked.
    fn fill_column(&mut self, at: usize, rows: PickedRows<'_>) {
        let plan = self.plan;
        let column = &plan.columns[at];
        let mut data = std::mem::replace(&mut self.batch.columns[at], Data::Bytes(Vec::new()));
        let mut writer =
            ColumnWriter { batch: &mut self.batch, column, at, row: rows.from, key_place: self.key_place };
        match (&column.reader, &mut data) {
            (ValueReader::Instant(reader), Data::Whole(values)) => {
                rows.each(column, |text| values.push(writer.instant(reader, text)));
            }
            (ValueReader::Duration(reader), Data::Whole(values)) => {
                rows.each(column, |text| {
                    values.push(writer.whole(|text| reader.read(text), text));
                });
            }
            (ValueReader::Number(mark), Data::Whole(values)) => {
                rows.each(column, |text| values.push(writer.whole(|text| values::number(text, *mark), text)));
            }
            (ValueReader::Score(mark), Data::Whole(values)) => {
                rows.each(column, |text| values.push(writer.whole(|text| scales::score(text, *mark), text)));
            }
            (ValueReader::Choice(vocabulary), Data::Bytes(values)) => {
                let recent = &mut self.recents[at];
                rows.each(column, |text| values.push(writer.choice(vocabulary, recent, text)));
            }
            (ValueReader::Flag, Data::Bytes(values)) => {
                let recent = &mut self.recents[at];
                rows.each(column, |text| values.push(writer.flag(recent, text)));
            }
            (ValueReader::Channel, Data::Codes(values)) => {
                let domain = Domain::Channel;
                let known = KnownTexts { domain, dictionary: &self.dictionaries.read(domain) };
                let channels = &mut self.channels;
                rows.each(column, |text| values.push(writer.channel(channels, known, text)));
            }
            (ValueReader::Code(domain), Data::Codes(values)) => {
                let known = KnownTexts { domain: *domain, dictionary: &self.dictionaries.read(*domain) };
                match column.cleaning.plain_slot() {
                    Some(slot) if rows.picked.len() > 1 && !column.is_rounded => {
                        writer.codes(known, rows.texts(slot), values)
                    }
                    _ => rows.each(column, |text| values.push(writer.code(known, text))),
                }
            }
            (ValueReader::List(domain, separator), Data::Lists(values)) => {
                let known = KnownTexts { domain: *domain, dictionary: &self.dictionaries.read(*domain) };
                for &row in rows.picked {
                    let raw = column.cleaning.raw(rows.rows, row);
                    let items = list::items(raw.as_deref().unwrap_or_default(), separator.as_deref());
                    values.push(&writer.list(known, &items));
                }
            }
            (ValueReader::Text, Data::Texts(values)) => {
                rows.each(column, |text| values.push(writer.text(text)));
            }
            (ValueReader::Prose, Data::Texts(values)) => {
                rows.each(column, |text| values.push(writer.prose(text)));
            }
            (_, data) => data.pad(rows.picked.len()),
        }
        self.batch.columns[at] = data;
    }
}

/// The records that become rows.
#[derive(Clone, Copy)]
struct PickedRows<'r> {
    rows: CellRows<'r>,
    /// Their places among the cells' rows.
    picked: &'r [usize],
    /// The batch's row that the first of them is.
    from: usize,
}

impl<'r> PickedRows<'r> {
    /// Calls `take` with the text of each.
    #[inline]
    fn each(self, column: &PlannedColumn, mut take: impl FnMut(Option<&str>)) {
        if let Some(slot) = column.cleaning.plain_slot() {
            for &row in self.picked {
                take(self.rows.text(slot, row));
            }
            return;
        }
        for &row in self.picked {
            take(column.cleaning.text(self.rows, row).as_deref());
        }
    }

    /// The text of each in one slot.
    #[inline]
    fn texts(self, slot: usize) -> impl ExactSizeIterator<Item = Option<&'r str>> {
        self.picked.iter().map(move |&row| self.rows.text(slot, row))
    }
}
