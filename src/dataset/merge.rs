//! Which rows stay where an input says the same more than once.

use super::dictionary::{hash_of, text_hasher};
use super::schema::conversations;
use super::{Data, DataTable, Dictionary, TableName, MISSING, NONE};
use crate::fitting::numbered;
use hashbrown::hash_table::{Entry, HashTable};
use std::collections::{BTreeSet, HashMap};
use std::hash::Hasher;

/// Which rows of a table stay; `None`: all of them.
///
/// Of rows with one key the one with the newest `updated_at` stays, else the later; legs of one call are told apart by
/// their number too. A row of a table without key stays as often as in the file that has it most, but once for the files
/// of `repeating`, which write rows more than once.
/// Messages all stay: they are one by their id within a conversation.
pub fn kept_rows(name: TableName, table: &DataTable, repeating: &[u32]) -> Option<Vec<bool>> {
    match (name, name.schema().key) {
        (TableName::Messages, _) => None,
        (_, Some(_)) => by_key(name, table),
        (_, None) => by_content(table, repeating),
    }
}

/// Which messages stay; `None`: all of them. Of those with one id in a conversation the last one read.
pub fn kept_messages(table: &DataTable) -> Option<Vec<bool>> {
    let conversations = table.column(TableName::Messages, "conversation_id").map_or(&[][..], Data::codes);
    let Some(Data::Texts(ids)) = table.column(TableName::Messages, "message_id") else { return None };
    let key = |row: u32| (conversations[row as usize], ids.get_bytes(row as usize).unwrap_or_default());
    let hash = |row: u32| {
        let (conversation, id) = key(row);
        let mut hasher = text_hasher();
        hasher.write_u32(conversation);
        hasher.write(id);
        hasher.finish()
    };
    let mut last: HashTable<u32> = HashTable::with_capacity(table.rows);
    let mut keep = Vec::new();
    for row in (0..).take(conversations.len()) {
        match last.entry(hash(row), |&other| key(other) == key(row), |&other| hash(other)) {
            Entry::Occupied(mut known) => {
                keep.resize(table.rows, true);
                keep[std::mem::replace(known.get_mut(), row) as usize] = false;
            }
            Entry::Vacant(new) => {
                new.insert(row);
            }
        }
    }
    (!keep.is_empty()).then_some(keep)
}

/// A small number for each row, equal where its key is; `None` for a table without one.
pub(super) fn codes(name: TableName, table: &DataTable) -> Option<Vec<u32>> {
    Some(leg_codes(key_codes(table.column(name, name.schema().key?)?), &table.legs))
}

fn by_key(name: TableName, table: &DataTable) -> Option<Vec<bool>> {
    let codes = codes(name, table)?;
    let updated = table.column(name, conversations::UPDATED_AT).map_or(&[][..], Data::whole);
    let highest = codes.iter().max().map_or(0, |&code| code as usize + 1);
    let mut newest = vec![NONE; highest];
    let mut keep = Vec::new();
    for (row, &code) in codes.iter().enumerate() {
        let standing = std::mem::replace(&mut newest[code as usize], numbered(row));
        if standing == NONE {
            continue;
        }
        // Most inputs repeat nothing and need no list.
        keep.resize(table.rows, true);
        let standing = standing as usize;
        if updated_at(updated, standing) > updated_at(updated, row) {
            newest[code as usize] = numbered(standing);
            keep[row] = false;
        } else {
            keep[standing] = false;
        }
    }
    (!keep.is_empty()).then_some(keep)
}

fn updated_at(updated: &[i64], row: usize) -> i64 {
    updated.get(row).copied().unwrap_or(MISSING)
}

/// A small number for each key, equal where the keys are.
pub(super) fn key_codes(keys: &Data) -> Vec<u32> {
    if let Data::Texts(keys) = keys {
        let mut known = Dictionary::default();
        return (0..keys.len()).map(|row| known.intern(keys.get(row).unwrap_or_default())).collect();
    }
    keys.codes().to_vec()
}

/// The codes of keys, with one of its own for each further leg of a key.
fn leg_codes(mut codes: Vec<u32>, legs: &[u32]) -> Vec<u32> {
    if legs.is_empty() {
        return codes;
    }
    let mut next = codes.iter().max().map_or(0, |&code| code + 1);
    let mut further = HashMap::new();
    for (code, &leg) in codes.iter_mut().zip(legs).filter(|(_, leg)| **leg > 1) {
        let own = *further.entry((*code, leg)).or_insert(next);
        next = next.max(own + 1);
        *code = own;
    }
    codes
}

/// Rows without a key can only be told apart by all they hold. The same one twice in a file may be two events of one
/// instant, so it counts twice; in two files it is most likely one export laid over another.
fn by_content(table: &DataTable, repeating: &[u32]) -> Option<Vec<bool>> {
    let files: BTreeSet<u32> =
        (0..table.rows).filter_map(table.origins.walk()).map(|(file, _)| file).collect();
    if files.len() < 2 && repeating.is_empty() {
        return None;
    }
    let mut contents = Dictionary::default();
    let mut seen: Vec<SeenRow> = Vec::new();
    let mut content = String::new();
    let mut origin = table.origins.walk();
    let mut keep = Vec::with_capacity(table.rows);
    for row in 0..table.rows {
        content.clear();
        for data in &table.columns {
            write(data.as_ref(), row, &mut content);
        }
        let code = contents.intern_hashed(hash_of(content.as_bytes()), &content) as usize;
        if code == seen.len() {
            seen.push(SeenRow::default());
        }
        let file = origin(row).map_or(0, |(file, _)| file);
        keep.push(seen[code].is_one_more(file, repeating.contains(&file)));
    }
    Some(keep)
}

/// How often a row was met.
#[derive(Default)]
struct SeenRow {
    file: u32,
    in_file: u64,
    kept: u64,
}

impl SeenRow {
    /// Whether the file now has the row more often than any before; a file that repeats its rows has each once.
    fn is_one_more(&mut self, file: u32, repeats: bool) -> bool {
        if self.file != file || repeats {
            self.file = file;
            self.in_file = 0;
        }
        self.in_file += 1;
        let more = self.in_file > self.kept;
        self.kept = self.kept.max(self.in_file);
        more
    }
}

/// Writes a value so that different values never read alike.
pub(super) fn write(data: Option<&Data>, row: usize, to: &mut String) {
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
            origins.note(row, numbered(row) / 3, row as u64 % 3 + 2);
        }
        let table = DataTable {
            rows: 9,
            columns: vec![None, Some(Data::Whole(values))],
            origins,
            ..DataTable::default()
        };
        let keep = by_content(&table, &[]).unwrap();
        assert_eq!(keep, [true, true, true, false, false, true, false, false, true]);
        // Where file 2 repeats its rows, its three a are one, and file 0 has more of them.
        let keep = by_content(&table, &[2]).unwrap();
        assert_eq!(keep, [true, true, true, false, false, true, false, false, false]);
    }
}
