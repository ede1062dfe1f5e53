//! Rows of an archive and new ones that were put aside, brought together: each row once.

use super::aside::Divisions;
use super::home::{Month, OF_CONVERSATIONS};
use super::known_months::KnownMonths;
use super::runs::{Runs, Tables};
use super::stored::unite;
use crate::dataset::merge::kept_rows;
use crate::dataset::{lists, DataTable, TableName};
use crate::threads::lock;
use anyhow::Result;
use std::sync::Mutex;

/// A row that stood in the exports before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RepeatedRow {
    /// Its table.
    pub table: TableName,
    /// Whether it differs from the one that stays in its lists, which that has now.
    pub is_spread: bool,
    /// Its file.
    pub file: u32,
    /// Its number there.
    pub row: u64,
}

/// Rows by the month of their conversation, none where that is not known, and by division.
pub type MonthRuns = Runs<(Option<Month>, u32)>;

/// Where the rows of parts lie.
pub struct PartSources {
    /// Those that were brought under their months.
    pub runs: Mutex<MonthRuns>,
    /// Those that came under them.
    pub meeting: Meeting,
    /// Rows of these that stood in the exports more than once.
    pub repeated: Mutex<Vec<RepeatedRow>>,
}

impl PartSources {
    /// The rows of a month and some divisions, each once. Errors: they can't be read.
    pub fn tables(&self, month: Option<Month>, divisions: impl Iterator<Item = u32>) -> Result<Tables> {
        let (mut tables, mut given) = (Tables::default(), Tables::default());
        for division in divisions {
            let key = (month, division);
            lock(&self.runs).add_to(&mut tables, key..=key)?;
            if let Some(month) = month.filter(|_| self.meeting.is_settled(division)) {
                self.meeting.new.add_month(&mut given, division, month)?;
            }
        }
        let mut repeated = Vec::new();
        for table in OF_CONVERSATIONS {
            let (mut given, mut own) = (std::mem::take(&mut given[table as usize]), DataTable::default());
            self.meeting.drop_repeated(table, &mut given, &mut repeated);
            unite(table, &mut own, given);
            let all = &mut tables[table as usize];
            if all.rows == 0 {
                *all = own;
            } else {
                all.append(table, own);
            }
        }
        lock(&self.repeated).append(&mut repeated);
        Ok(tables)
    }
}

/// Rows of the archive and new ones, by division.
pub struct Meeting {
    /// Those of the archive.
    pub old: Divisions,
    /// The new ones.
    pub new: Divisions,
    /// The months under which the new ones came.
    pub months: KnownMonths,
    /// Tables and places of the files whose equal rows are one.
    pub repeating: Vec<(TableName, u32)>,
}

impl Meeting {
    /// Whether all rows of a division are new ones that came under the month of their conversation.
    pub fn is_settled(&self, division: u32) -> bool {
        self.months.are_sure(division) && !self.old.has_rows(division)
    }

    /// All rows of a division, each once: first what the exports say more than once, then what the archive says too.
    /// Errors: they can't be read.
    pub fn united(&self, division: u32, repeated: &mut Vec<RepeatedRow>) -> Result<Tables> {
        let (mut new, mut all) = (self.new.tables(division)?, self.old.tables(division)?);
        for table in OF_CONVERSATIONS {
            let mut given = std::mem::take(&mut new[table as usize]);
            self.drop_repeated(table, &mut given, repeated);
            unite(table, &mut all[table as usize], given);
        }
        Ok(all)
    }

    /// Drops new rows that the exports say more than once.
    fn drop_repeated(&self, table: TableName, own: &mut DataTable, repeated: &mut Vec<RepeatedRow>) {
        let of_table = self.repeating.iter().filter(|(of, _)| *of == table);
        let repeating: Vec<u32> = of_table.map(|(_, file)| *file).collect();
        let Some(keep) = kept_rows(table, own, &repeating) else { return };
        let spread = lists::unite(table, own, &keep);
        for row in (0..own.rows).filter(|&row| !keep[row]) {
            let is_spread = spread.binary_search(&row).is_ok();
            let origin = own.origins.of(row);
            repeated.extend(origin.map(|(file, row)| RepeatedRow { table, is_spread, file, row }));
        }
        own.retain(&keep);
    }
}
