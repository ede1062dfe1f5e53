//! One canonical table in memory.

use super::column::Data;
use super::dates::DateRows;
use super::origins::Origins;
use super::schema::TableName;

/// One canonical table: a column is `None` where no file gave it or nobody asked for it.
#[derive(Default, Clone)]
pub struct DataTable {
    /// Number of rows; every present column has as many values.
    pub rows: usize,
    /// One entry a column of the schema, in its order.
    pub columns: Vec<Option<Data>>,
    /// Where each row came from.
    pub origins: Origins,
    /// Which instants are dates without a time of day: one entry a column of the schema, or none at all.
    pub dates: Vec<DateRows>,
    /// Which leg of those with its id in its file each call is, counting from 1; empty: all are 1.
    pub legs: Vec<u32>,
}

impl DataTable {
    /// A column by name; `None` where it was not loaded.
    pub fn column(&self, table: TableName, name: &str) -> Option<&Data> {
        self.columns.get(table.schema().column(name)?)?.as_ref()
    }

    /// Bytes that its values take.
    pub fn size(&self) -> usize {
        self.columns.iter().flatten().map(Data::size).sum()
    }

    /// Gives every column a value for each row.
    pub fn pad(&mut self) {
        for data in self.columns.iter_mut().flatten() {
            data.pad(self.rows - data.len());
        }
    }

    /// Adds all rows of `other`, a table of the same schema and dictionaries, behind the own ones.
    pub fn append(&mut self, name: TableName, other: DataTable) {
        if self.rows == 0 && self.columns.iter().all(Option::is_none) {
            *self = other;
            self.columns.resize_with(name.schema().columns.len(), || None);
            return;
        }
        let columns = name.schema().columns;
        self.columns.resize_with(columns.len(), || None);
        let mut given = other.columns;
        given.resize_with(columns.len(), || None);
        for ((own, given), column) in self.columns.iter_mut().zip(&given).zip(columns) {
            if own.is_none() && given.is_none() {
                continue;
            }
            let own = own.get_or_insert_with(|| Data::new(column.kind));
            own.pad(self.rows - own.len());
            match given {
                Some(given) => own.append(given, |code| code),
                None => own.pad(other.rows),
            }
        }
        if !other.dates.is_empty() {
            self.dates.resize_with(columns.len(), DateRows::default);
        }
        for (own, given) in self.dates.iter_mut().zip(&other.dates) {
            own.append(given, self.rows);
        }
        if !(self.legs.is_empty() && other.legs.is_empty()) {
            self.legs.resize(self.rows, 1);
            self.legs.extend(&other.legs);
            self.legs.resize(self.rows + other.rows, 1);
        }
        for (first, file, row) in other.origins.runs() {
            self.origins.note(self.rows + first, file, row);
        }
        self.rows += other.rows;
    }

    /// Drops every row that is not to be kept.
    pub fn retain(&mut self, keep: &[bool]) {
        for data in self.columns.iter_mut().flatten() {
            data.retain(keep);
        }
        for dates in &mut self.dates {
            dates.retain(keep);
        }
        let mut kept = keep.iter().copied();
        self.legs.retain(|_| kept.next().unwrap_or(true));
        let before = std::mem::take(&mut self.origins);
        let mut walk = before.walk();
        for (index, row) in (0..self.rows).filter(|&row| keep[row]).enumerate() {
            if let Some((file, number)) = walk(row) {
                self.origins.note(index, file, number);
            }
        }
        self.rows = keep.iter().filter(|keep| **keep).count();
    }
}
