//! The tables of a part that are not about conversations: kept as Parquet, row by row where they came from.

use super::blocks::Blocks;
use super::head::RestTable;
use crate::archive::{rows, table_file, RowSelection};
use crate::dataset::{DataTable, Dataset, Dictionary, Domain, Origins, TableName, DOMAINS};
use crate::facts::Wanted;
use anyhow::Result;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// The name of a table's block.
pub fn block_of(table: TableName) -> String {
    format!("rows/{}", table.schema().name)
}

/// The tables of a part that are not about conversations, as they are kept.
#[derive(Default)]
pub struct RestTables {
    /// The files that rows come from.
    pub files: Vec<String>,
    /// The bytes of each table, and what is kept beside them.
    pub tables: BTreeMap<TableName, (Vec<u8>, RestTable)>,
}

impl RestTables {
    /// Takes them out of a dataset, which keeps `people`.
    ///
    /// # Errors
    /// None that rows could cause.
    pub fn take(dataset: &mut Dataset, zone: Tz) -> Result<RestTables> {
        let mut rest = RestTables { files: dataset.files.clone(), ..RestTables::default() };
        for table in TableName::ALL.into_iter().filter(|table| !table.is_of_conversations()) {
            if dataset.table(table).rows > 0 {
                rest.tables.insert(table, packed(dataset, table, zone)?);
            }
            if table != TableName::People {
                dataset.tables[table as usize] = DataTable::default();
            }
        }
        Ok(rest)
    }
}

fn packed(dataset: &Dataset, table: TableName, zone: Tz) -> Result<(Vec<u8>, RestTable)> {
    let own = dataset.table(table);
    let names = table.schema().columns.iter().zip(&own.columns);
    let given = names.filter(|(_, data)| data.is_some());
    let columns: BTreeSet<String> = given.map(|(column, _)| column.name.to_owned()).collect();
    Ok((table_file(dataset, table, zone)?, RestTable { columns, origins: own.origins.runs().collect() }))
}

/// What is read of the tables of a part.
pub struct RestReading<'a> {
    /// The part.
    pub blocks: &'a Blocks,
    /// What is wanted of them.
    pub wanted: &'a Wanted,
    /// The zone whose midnights dates without a time of day are.
    pub zone: Tz,
    /// Which files of the run those of the part are.
    pub files: &'a [u32],
}

impl RestReading<'_> {
    /// Reads a table; its texts go to the dictionaries.
    ///
    /// # Errors
    /// If the part is damaged.
    pub fn table(
        &self,
        (table, kept): (TableName, &RestTable),
        dictionaries: &mut [Dictionary; DOMAINS],
    ) -> Result<DataTable> {
        let bytes = self.blocks.get(&block_of(table))?;
        let is_read =
            |column: &'static str| kept.columns.contains(column) && self.wanted.needs_united(table, column);
        let selection = RowSelection::all(table, &is_read, self.zone);
        let mut intern = |domain: Domain, text: &str| dictionaries[domain as usize].intern(text);
        let mut read = rows(bytes.into(), &selection, &mut intern).map_err(|_| self.blocks.damaged())?;
        let mut origins = Origins::default();
        for &(first, file, row) in &kept.origins {
            origins.note(first, self.files.get(file as usize).copied().unwrap_or_default(), row);
        }
        read.origins = origins;
        Ok(read)
    }
}
