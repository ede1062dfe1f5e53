//! Ids that a spreadsheet rounded (`3.60012E+11`): rows that share one are still different things.

use super::dictionaries::Dictionaries;
use super::evidence::is_rounded;
use super::intake::TableStore;
use super::plan::Plan;
use crate::dataset::{ColumnKind, Data, NONE};

/// Gives every row of a file whose key was rounded a key of its own: the text with the file and the row behind it.
pub fn part(store: &mut TableStore, dictionaries: &Dictionaries, plan: &Plan, (place, name): (u32, &str)) {
    let schema = plan.table.schema();
    let Some(key) = plan.key_place() else { return };
    let is_rounded_key = plan.columns.iter().any(|column| column.place == key && column.is_rounded);
    let ColumnKind::Code(domain) = schema.columns[key].kind else { return };
    let table = &mut store.tables[plan.table as usize];
    let Some(Some(Data::Codes(codes))) = table.columns.get_mut(key).filter(|_| is_rounded_key) else {
        return;
    };
    let mut texts = dictionaries.write(domain as usize);
    let mut origin = table.origins.walk();
    for (row, code) in codes.iter_mut().enumerate() {
        let Some((_, number)) = origin(row).filter(|(file, _)| *file == place && *code != NONE) else {
            continue;
        };
        if is_rounded(texts.text(*code).as_bytes()) {
            let own = format!("{} ({name} row {number})", texts.text(*code));
            *code = texts.intern(&own);
        }
    }
}
