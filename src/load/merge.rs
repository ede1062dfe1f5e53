//! Makes one of rows that stand in the input more than once; legs of one call are no such rows.

use super::intake::Store;
use crate::account::counts::add;
use crate::account::{Book, Outcome, ProblemKind, Spot, Trouble, EXAMPLES};
use crate::dataset::lists;
use crate::dataset::merge::kept_rows;
use crate::dataset::{ColumnKind, Data, DataTable, Domain, Origins, TableName, NONE};
use std::collections::BTreeMap;

/// Drops the rows that stand in the input before and counts them.
pub fn merge(store: &mut Store, files: &[String]) {
    store.tables[TableName::Calls as usize].number_legs(&store.leg_files);
    for name in TableName::ALL {
        let once = store.once_files.iter().filter(|(table, _)| *table == name);
        let repeating: Vec<u32> = once.map(|(_, file)| *file).collect();
        let table = &mut store.tables[name as usize];
        let before = table.rows;
        if let Some(keep) = kept_rows(name, table, &repeating) {
            let united = lists::unite(name, table, &keep);
            let again = (0..keep.len()).filter(|&row| !keep[row] && united.binary_search(&row).is_err());
            note_united(&mut store.book, (name, files), (&table.origins, MET_BEFORE), again);
            note_united(&mut store.book, (name, files), (&table.origins, SPREAD), united.iter().copied());
            count_dropped(name, table, &keep, &mut store.dropped);
            table.retain(&keep);
        }
        let dropped = (before - table.rows) as u64;
        add(&mut store.book.counts.duplicates, name.schema().name, dropped);
        add(&mut store.book.counts.used, name.schema().name, table.rows as u64);
    }
}

/// Counts how names are spelled in rows that are dropped.
fn count_dropped(
    name: TableName,
    table: &DataTable,
    keep: &[bool],
    dropped: &mut BTreeMap<(Domain, u32), u64>,
) {
    for (column, data) in name.schema().columns.iter().zip(&table.columns) {
        let ColumnKind::Code(domain @ (Domain::Person | Domain::Team | Domain::Brand)) = column.kind else {
            continue;
        };
        let codes = data.as_ref().map_or(&[][..], Data::codes).iter().zip(keep);
        for (&code, _) in codes.filter(|(code, keep)| !**keep && **code != NONE) {
            *dropped.entry((domain, code)).or_default() += 1;
        }
    }
}

const MET_BEFORE: Trouble = Trouble::new(
    "stands in the input more than once",
    "it counts once: the row changed last, else the later one",
);

const SPREAD: Trouble = Trouble::new(
    "a row that differs from another of its id only in its lists",
    "it is one with that row, which has the items of both",
);

/// Notes rows that are dropped, by file.
fn note_united(
    book: &mut Book,
    (table, files): (TableName, &[String]),
    (origins, trouble): (&Origins, Trouble),
    rows: impl Iterator<Item = usize>,
) {
    let mut dropped: Vec<Vec<u64>> = vec![Vec::new(); files.len()];
    for (file, row) in rows.filter_map(origins.walk()) {
        dropped[file as usize].push(row);
    }
    for (file, rows) in files.iter().zip(dropped).filter(|(_, rows)| !rows.is_empty()) {
        let (outcome, column) = (Outcome::United, String::new());
        let kind = ProblemKind { outcome, table: table.schema().name, column, trouble: trouble.clone() };
        let spots = rows.iter().map(|&row| Spot { file: file.clone(), row, value: None });
        book.problems.note(kind, rows.len() as u64, spots.take(EXAMPLES));
    }
}
