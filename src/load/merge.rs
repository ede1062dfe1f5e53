//! Makes one of rows that stand in the input more than once.

use super::intake::Store;
use crate::account::counts::add;
use crate::dataset::dictionary::hash_of;
use crate::dataset::{Data, DataTable, Dictionary, TableName, MISSING, NONE};
use std::collections::BTreeSet;

/// Drops duplicates from every table but messages, which are one by their id within a conversation.
///
/// Of rows with one key the one with the newest `updated_at` stays, else the later; a row of a table without key stays as
/// often as in the file that has it most.
pub fn merge(store: &mut Store, conversations: usize) {
    for name in TableName::ALL {
        let table = &mut store.tables[name as usize];
        let keep = match (name, name.schema().key) {
            (TableName::Messages, _) => None,
            (_, Some(key)) => by_key(name, table, key, conversations),
            (_, None) => by_content(table, &once(&store.once_files, name)),
        };
        let counts = &mut store.counts;
        if let Some(keep) = keep {
            let before = table.rows;
            table.retain(&keep);
            add(&mut counts.duplicates, name.schema().name, (before - table.rows) as u64);
        }
        add(&mut counts.used, name.schema().name, table.rows as u64);
    }
}

/// Which rows stay; `None`: all of them.
fn by_key(name: TableName, table: &DataTable, key: &str, conversations: usize) -> Option<Vec<bool>> {
    let column = |column: &str| name.schema().column(column).and_then(|at| table.columns.get(at)?.as_ref());
    let updated = match column("updated_at") {
        Some(Data::Whole(values)) => values.as_slice(),
        _ => &[],
    };
    let mut texts = Dictionary::default();
    let codes: Vec<u32> = match column(key)? {
        Data::Codes(codes) => codes.clone(),
        Data::Texts(values) => {
            (0..values.len()).map(|row| texts.intern(values.get(row).unwrap_or_default())).collect()
        }
        _ => return None,
    };
    let mut best: Vec<u32> = vec![NONE; conversations.max(texts.len())];
    let mut keep = Vec::new();
    for (row, &code) in codes.iter().enumerate() {
        let code = code as usize;
        if code >= best.len() {
            best.resize(code + 1, NONE);
        }
        let other = best[code] as usize;
        best[code] = row as u32;
        if other == NONE as usize {
            continue;
        }
        keep.resize(table.rows, true);
        let time = |row: usize| updated.get(row).copied().unwrap_or(MISSING);
        let loser = if time(other) > time(row) { row } else { other };
        keep[loser] = false;
        best[code] = (other + row - loser) as u32;
    }
    (!keep.is_empty()).then_some(keep)
}

/// The files of a table whose equal rows are one.
fn once(files: &[(TableName, u32)], table: TableName) -> Vec<u32> {
    files.iter().filter(|(other, _)| *other == table).map(|(_, file)| *file).collect()
}

fn by_content(table: &DataTable, once: &[u32]) -> Option<Vec<bool>> {
    let files: BTreeSet<u32> =
        (0..table.rows).filter_map(table.origins.walk()).map(|(file, _)| file).collect();
    if files.len() < 2 && once.is_empty() {
        return None;
    }
    let mut contents = Dictionary::default();
    let mut seen: Vec<Seen> = Vec::new();
    let mut content = String::new();
    let mut origin = table.origins.walk();
    let mut keep = Vec::with_capacity(table.rows);
    for row in 0..table.rows {
        content.clear();
        table.columns.iter().for_each(|data| write(data.as_ref(), row, &mut content));
        let code = contents.intern_hashed(hash_of(content.as_bytes()), &content) as usize;
        if code == seen.len() {
            seen.push(Seen::default());
        }
        let file = origin(row).map_or(0, |(file, _)| file);
        keep.push(seen[code].once_more(file, once.contains(&file)));
    }
    Some(keep)
}

/// How often a row was met.
#[derive(Default)]
struct Seen {
    file: u32,
    in_file: u64,
    kept: u64,
}

impl Seen {
    /// Whether this one is more than any file before had.
    fn once_more(&mut self, file: u32, once: bool) -> bool {
        if self.file != file || once {
            (self.file, self.in_file) = (file, 0);
        }
        self.in_file += 1;
        let more = self.in_file > self.kept;
        self.kept = self.kept.max(self.in_file);
        more
    }
}

/// Writes a value so that different values never read alike.
fn write(data: Option<&Data>, row: usize, to: &mut String) {
    match data {
        None => to.push('\u{0}'),
        Some(Data::Whole(values)) if values[row] == MISSING => to.push('\u{0}'),
        Some(Data::Whole(values)) => to.push_str(&format!("{};", values[row])),
        Some(Data::Bytes(values)) => to.push_str(&format!("{};", values[row])),
        Some(Data::Codes(values)) => to.push_str(&format!("{};", values[row])),
        Some(Data::Lists(values)) => to.push_str(&format!("{:?};", values.get(row))),
        Some(Data::Texts(values)) => match values.get(row) {
            None => to.push('\u{0}'),
            Some(text) => to.push_str(&format!("{}:{text}", text.len())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Origins;

    #[test]
    fn a_row_without_key_stays_as_often_as_in_the_file_that_has_it_most() {
        // file 0: a a b – file 1: a b b – file 2: a a a: three a and two b stay
        let mut origins = Origins::default();
        let values = vec![1, 1, 2, 1, 2, 2, 1, 1, 1];
        for row in 0..9 {
            origins.note(row, row as u32 / 3, row as u64 % 3 + 2);
        }
        let table = DataTable { rows: 9, columns: vec![None, Some(Data::Whole(values))], origins };
        let keep = by_content(&table, &[]).unwrap();
        assert_eq!(keep, [true, true, true, false, false, true, false, false, true]);
        // Where file 2 repeats its rows, its three a are one, and file 0 has more of them.
        let keep = by_content(&table, &[2]).unwrap();
        assert_eq!(keep, [true, true, true, false, false, true, false, false, false]);
    }
}
