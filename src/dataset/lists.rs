//! Rows of one key in one file that differ only in their lists: a join has spread the list over rows, so it is put together.

use super::distinct::each_once;
use super::merge::{codes, write};
use super::{Data, DataTable, Lists, TableName};
use std::collections::{BTreeMap, HashMap};

/// Gives each row that is to be kept the list items of those that say the same but for their lists; the rows that were so
/// united, ascending.
pub fn unite(name: TableName, table: &mut DataTable, keep: &[bool]) -> Vec<usize> {
    let has_lists = table.columns.iter().flatten().any(|data| matches!(data, Data::Lists(_)));
    let Some(codes) = codes(name, table).filter(|_| has_lists) else { return Vec::new() };
    let dropped: Vec<usize> = (0..table.rows).filter(|&row| !keep[row]).collect();
    let mut staying: HashMap<u32, usize> = dropped.iter().map(|&row| (codes[row], row)).collect();
    for row in (0..table.rows).filter(|&row| keep[row]) {
        if let Some(stays) = staying.get_mut(&codes[row]) {
            *stays = row;
        }
    }
    let file = |row: usize| table.origins.of(row).map(|(file, _)| file);
    let mut sharing: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in dropped {
        let stays = staying[&codes[row]];
        if file(row) == file(stays) && contents(table, row) == contents(table, stays) {
            sharing.entry(stays).or_default().push(row);
        }
    }
    for data in table.columns.iter_mut().flatten() {
        if let Data::Lists(lists) = data {
            *lists = united(lists, &sharing);
        }
    }
    let mut rows: Vec<usize> = sharing.into_values().flatten().collect();
    rows.sort_unstable();
    rows
}

/// All that a row says but its lists.
fn contents(table: &DataTable, row: usize) -> String {
    let mut content = String::new();
    for data in table.columns.iter().filter(|data| !matches!(data, Some(Data::Lists(_)))) {
        write(data.as_ref(), row, &mut content);
    }
    content
}

/// The lists, those of some rows with the items of others in front; each item once.
fn united(lists: &Lists, sharing: &BTreeMap<usize, Vec<usize>>) -> Lists {
    let mut all = Lists::default();
    for row in 0..lists.len() {
        let Some(others) = sharing.get(&row) else {
            all.push(lists.get(row));
            continue;
        };
        let items: Vec<u32> = others.iter().chain([&row]).flat_map(|&row| lists.get(row)).copied().collect();
        all.push(&each_once(&items));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::merge::kept_rows;
    use crate::dataset::Origins;

    #[test]
    fn rows_that_differ_only_in_lists_are_one_with_all_items() {
        let schema = TableName::Conversations.schema();
        let mut origins = Origins::default();
        (0..5).for_each(|row| origins.note(row, u32::from(row == 4), row as u64 + 2));
        let mut tags = Lists::default();
        for list in [&[7][..], &[8, 7], &[9], &[1], &[2]] {
            tags.push(list);
        }
        let mut table =
            DataTable { rows: 5, columns: vec![None; schema.columns.len()], origins, ..DataTable::default() };
        let place = |name: &str| schema.column(name).unwrap();
        // Rows 0 and 1 are one but for the list; row 3 has another instant; row 4 stands in another file.
        table.columns[place("conversation_id")] = Some(Data::Codes(vec![0, 0, 1, 1, 0]));
        table.columns[place("created_at")] = Some(Data::Whole(vec![10, 10, 20, 21, 10]));
        table.columns[place("tags")] = Some(Data::Lists(tags));
        let mut alone = table.clone();
        alone.retain(&[true, true, true, true, false]);
        let keep = kept_rows(TableName::Conversations, &alone, &[]).unwrap();
        assert_eq!(keep, [false, true, false, true]);
        assert_eq!(unite(TableName::Conversations, &mut alone, &keep), [0]);
        let Some(Data::Lists(tags)) = alone.column(TableName::Conversations, "tags") else { panic!() };
        assert_eq!(tags.get(1), [7, 8]);
        assert_eq!(tags.get(3), [1]);
        let keep = kept_rows(TableName::Conversations, &table, &[]).unwrap();
        assert_eq!(unite(TableName::Conversations, &mut table, &keep), Vec::<usize>::new());
    }
}
