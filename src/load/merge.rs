//! Makes one of rows that stand in the input more than once; legs of one call are no such rows.

use super::intake::Store;
use crate::account::counts::add;
use crate::dataset::merge::kept_rows;
use crate::dataset::TableName;

/// Drops the rows that stand in the input before and counts them.
pub fn merge(store: &mut Store) {
    store.tables[TableName::Calls as usize].number_legs(&store.leg_files);
    for name in TableName::ALL {
        let once = store.once_files.iter().filter(|(table, _)| *table == name);
        let repeating: Vec<u32> = once.map(|(_, file)| *file).collect();
        let table = &mut store.tables[name as usize];
        let before = table.rows;
        if let Some(keep) = kept_rows(name, table, &repeating) {
            table.retain(&keep);
        }
        let dropped = (before - table.rows) as u64;
        add(&mut store.book.counts.duplicates, name.schema().name, dropped);
        add(&mut store.book.counts.used, name.schema().name, table.rows as u64);
    }
}
