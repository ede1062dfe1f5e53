//! Fills typed columns from the texts of records, column by column.

use super::batch::RowBatch;
use super::column::ColumnWriter;
use super::dictionaries::Dictionaries;
use super::plan::{Plan, PlannedColumn, ValueReader};
use super::recent::{Channels, Recent};
use super::{list, row_rules, scoring};
use crate::dataset::{Data, Domain};
use crate::source::cells::CellRows;
use crate::values;

/// Turns records into rows of one table.
pub struct Filler<'a> {
    plan: &'a Plan,
    groups: Vec<Vec<usize>>,
    dictionaries: &'a Dictionaries,
    recents: Vec<Recent>,
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
            dictionaries,
            recents,
            channels: Channels::default(),
            batch: RowBatch::new(plan),
        }
    }

    /// Adds the rows of cells.
    pub fn fill(&mut self, rows: CellRows<'_>) {
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
        row_rules::check(self.plan, &mut self.batch, from);
        scoring::score(self.plan, &mut self.batch, from);
    }

    fn passes(&self, rows: CellRows<'_>, row: usize) -> bool {
        self.plan.filter.iter().all(|filter| {
            let text = rows.text(filter.slot, row).unwrap_or_default().trim();
            let named = filter.condition.is.iter().any(|value| value.eq_ignore_ascii_case(text));
            named != filter.condition.negated
        })
    }

    /// Adds the values of one column for the rows picked; the first of them is row `from` of the batch.
    fn fill_column(&mut self, at: usize, rows: CellRows<'_>, picked: &[usize], from: usize) {
        let plan = self.plan;
        let column = &plan.columns[at];
        let mut data = std::mem::replace(&mut self.batch.columns[at], Data::Bytes(Vec::new()));
        let mut writer = ColumnWriter { batch: &mut self.batch, column, at, row: from };
        match (&column.reader, &mut data) {
            (ValueReader::Instant(reader), Data::Whole(values)) => {
                each(column, rows, picked, |text| values.push(writer.instant(reader, text)));
            }
            (ValueReader::Duration(unit), Data::Whole(values)) => {
                let read = |text: &[u8]| values::duration(text, *unit);
                each(column, rows, picked, |text| values.push(writer.whole(read, text)));
            }
            (ValueReader::Number, Data::Whole(values)) => {
                each(column, rows, picked, |text| values.push(writer.whole(values::number, text)));
            }
            (ValueReader::Choice(vocabulary), Data::Bytes(values)) => {
                let recent = &mut self.recents[at];
                each(column, rows, picked, |text| values.push(writer.choice(vocabulary, recent, text)));
            }
            (ValueReader::Flag, Data::Bytes(values)) => {
                let recent = &mut self.recents[at];
                each(column, rows, picked, |text| values.push(writer.flag(recent, text)));
            }
            (ValueReader::Channel, Data::Codes(values)) => {
                let base = &*self.dictionaries.read(Domain::Channel);
                let channels = &mut self.channels;
                each(column, rows, picked, |text| values.push(writer.channel(channels, base, text)));
            }
            (ValueReader::Code(domain), Data::Codes(values)) => match column.cleaning.plain_slot() {
                Some(slot) if picked.len() > 1 => {
                    writer.codes(*domain, &self.dictionaries.read(*domain), slot, rows, picked, values);
                }
                _ => {
                    let base = &*self.dictionaries.read(*domain);
                    each(column, rows, picked, |text| values.push(writer.code(*domain, base, text)));
                }
            },
            (ValueReader::List(domain, separator), Data::Lists(values)) => {
                let base = &*self.dictionaries.read(*domain);
                for &row in picked {
                    let raw = column.cleaning.raw(rows, row);
                    let items = list::items(raw.as_deref().unwrap_or_default(), separator.as_deref());
                    values.push(&writer.list(*domain, base, &items));
                }
            }
            (ValueReader::Text { prose }, Data::Texts(values)) => {
                each(column, rows, picked, |text| values.push(writer.text(*prose, text)));
            }
            (_, data) => data.pad(picked.len()),
        }
        self.batch.columns[at] = data;
    }
}

/// Calls `take` with the text of each row picked.
#[inline]
fn each<'t>(
    column: &'t PlannedColumn,
    rows: CellRows<'t>,
    picked: &[usize],
    mut take: impl FnMut(Option<&str>),
) {
    match column.cleaning.plain_slot() {
        Some(slot) => picked.iter().for_each(|&row| take(rows.text(slot, row))),
        None => picked.iter().for_each(|&row| take(column.cleaning.text(rows, row).as_deref())),
    }
}
