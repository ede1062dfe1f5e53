//! Fills typed columns from the texts of records, column by column.

use super::batch::Batch;
use super::entry::Entry;
use super::memo::{Channels, Memo};
use super::plan::{Column, Plan, Reader};
use super::shared::Shared;
use super::{checks, convert, judge, list};
use crate::dataset::{Data, Domain};
use crate::source::grid::Rows;

/// Turns records into rows of one table.
pub struct Filler<'a> {
    plan: &'a Plan,
    groups: Vec<Vec<usize>>,
    shared: &'a Shared,
    memos: Vec<Memo>,
    channels: Channels,
    /// What was filled.
    pub batch: Batch,
}

impl<'a> Filler<'a> {
    /// A filler with an empty batch.
    pub fn new(plan: &'a Plan, shared: &'a Shared) -> Filler<'a> {
        let memos = plan.columns.iter().map(|_| Memo::default()).collect();
        Filler {
            plan,
            groups: plan.groups(),
            shared,
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
        judge::judge(self.plan, &mut self.batch, from);
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
                let base = &*self.shared.read(Domain::Channel as usize);
                let channels = &mut self.channels;
                each(column, rows, picked, |text| values.push(entry.channel(channels, base, text)));
            }
            (Reader::Code(domain), Data::Codes(values)) => match column.step.plain_slot() {
                Some(slot) if picked.len() > 1 => {
                    entry.codes(*domain, &self.shared.read(*domain as usize), slot, rows, picked, values);
                }
                _ => {
                    let base = &*self.shared.read(*domain as usize);
                    each(column, rows, picked, |text| values.push(entry.code(*domain, base, text)));
                }
            },
            (Reader::List(domain, separator), Data::Lists(values)) => {
                let base = &*self.shared.read(*domain as usize);
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
