//! Makes one of rows that stand in the input more than once; legs of one call are no such rows.

use super::intake::TableStore;
use super::name_counts::count_names;
use crate::account::counts::add;
use crate::account::{Book, Outcome, ProblemKind, Problems, Spot, Trouble, EXAMPLES};
use crate::archive::RepeatedRow;
use crate::dataset::lists;
use crate::dataset::merge::kept_rows;
use crate::dataset::{Origins, TableName};
use crate::fitting::numbered;

/// Drops the rows that stand in the input before and counts them; how many rows of which table and file told parts of
/// others.
pub fn merge(store: &mut TableStore, files: &[String]) -> Vec<JoinedRows> {
    let mut parts = Vec::new();
    store.tables[TableName::Calls as usize].number_legs(&store.leg_files);
    for name in TableName::ALL {
        let once = store.once_files.iter().filter(|(table, _)| *table == name);
        let repeating: Vec<u32> = once.map(|(_, file)| *file).collect();
        parts.extend(gather_parts(store, name, files));
        let table = &mut store.tables[name as usize];
        let before = table.rows;
        if let Some(keep) = kept_rows(name, table, &repeating) {
            let united = lists::unite(name, table, &keep);
            let again = (0..keep.len()).filter(|&row| !keep[row] && united.binary_search(&row).is_err());
            note_united(&mut store.book, (name, files), (&table.origins, MET_BEFORE), again);
            note_united(&mut store.book, (name, files), (&table.origins, SPREAD), united.iter().copied());
            count_names((name, table), |row| !keep[row], &mut store.dropped);
            table.retain(&keep);
        }
        let dropped = (before - table.rows) as u64;
        add(&mut store.book.counts.duplicates, name.schema().name, dropped);
        add(&mut store.book.counts.used, name.schema().name, table.rows as u64);
    }
    parts
}

/// How many rows of a file were no rows of a table, for they told parts of others.
pub struct JoinedRows {
    /// The table.
    pub table: TableName,
    /// The file's place.
    pub file: u32,
    /// The number.
    pub rows: u64,
}

/// Makes one row of those that tell parts of it, where a file is written so.
fn gather_parts(store: &mut TableStore, name: TableName, files: &[String]) -> Vec<JoinedRows> {
    let written_so = store.part_files.iter().filter(|(table, _)| *table == name);
    let written_so: Vec<u32> = written_so.map(|(_, file)| *file).collect();
    if written_so.is_empty() {
        return Vec::new();
    }
    let table = &mut store.tables[name as usize];
    let Some(keep) = table.gather_parts(name, &written_so) else { return Vec::new() };
    let told = (0..keep.len()).filter(|&row| !keep[row]);
    let by_file = rows_by_file(&table.origins, told, files.len());
    table.retain(&keep);
    let counts = &mut store.book.counts;
    let mut parts = Vec::new();
    for (file, rows) in by_file.into_iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
        let count = rows.len() as u64;
        // They are no rows of the table.
        *counts.rows.entry(name.schema().name).or_default() -= count;
        add(&mut counts.set_aside, PART_ROWS, count);
        parts.push(JoinedRows { table: name, file: numbered(file), rows: count });
        note_rows(&mut store.book.problems, (name, &files[file]), (Outcome::SetAside, PART), &rows);
    }
    parts
}

/// The name under which rows are counted that tell parts of others.
const PART_ROWS: &str = "further parts of rows";

const MET_BEFORE: Trouble = Trouble::new(
    "stands in the input more than once",
    "it counts once: the row changed last, else the later one",
);

const SPREAD: Trouble = Trouble::new(
    "a row that differs from another of its id only in its lists",
    "it is one with that row, which has the items of both",
);

/// Notes rows put aside that stood in the input more than once; they come by table, trouble and file.
pub fn note_repeated(book: &mut Book, files: &[String], repeated: &[RepeatedRow]) {
    let kind = |row: &RepeatedRow| (row.table, row.is_spread, row.file);
    for rows in repeated.chunk_by(|one, next| kind(one) == kind(next)) {
        let (table, is_spread, file) = kind(&rows[0]);
        let trouble = if is_spread { SPREAD } else { MET_BEFORE };
        let numbers: Vec<u64> = rows.iter().map(|row| row.row).collect();
        note_rows(&mut book.problems, (table, &files[file as usize]), (Outcome::United, trouble), &numbers);
    }
}

const PART: Trouble = Trouble::new("a row that tells a part of another", "it is one with that row");

/// Notes rows that are dropped, by file.
fn note_united(
    book: &mut Book,
    (table, files): (TableName, &[String]),
    (origins, trouble): (&Origins, Trouble),
    rows: impl Iterator<Item = usize>,
) {
    let dropped = rows_by_file(origins, rows, files.len());
    for (file, rows) in files.iter().zip(dropped).filter(|(_, rows)| !rows.is_empty()) {
        note_rows(&mut book.problems, (table, file), (Outcome::United, trouble.clone()), &rows);
    }
}

/// The numbers of rows in their files.
fn rows_by_file(origins: &Origins, rows: impl Iterator<Item = usize>, files: usize) -> Vec<Vec<u64>> {
    let mut by_file: Vec<Vec<u64>> = vec![Vec::new(); files];
    for (file, row) in rows.filter_map(origins.walk()) {
        by_file[file as usize].push(row);
    }
    by_file
}

/// Notes what became of rows of one file.
fn note_rows(
    problems: &mut Problems,
    (table, file): (TableName, &str),
    (outcome, trouble): (Outcome, Trouble),
    rows: &[u64],
) {
    let kind = ProblemKind { outcome, table: table.schema().name, column: String::new(), trouble };
    let spots = rows.iter().map(|&row| Spot { file: file.to_owned(), row, value: None });
    problems.note(kind, rows.len() as u64, spots.take(EXAMPLES));
}
