//! Exports that write one call as several rows of one id: the earliest row is the call, the others become its legs.

use crate::dataset::{Data, DataTable, Dictionary, TableName, NONE};
use std::collections::HashMap;

/// Gives the rows of `files` that share a call id ids of their own (`id#2`, `id#3`…) and the first one as parent.
pub fn part(calls: &mut DataTable, ids: &mut Dictionary, files: &[u32]) {
    let schema = TableName::Calls.schema();
    let place = |name: &str| schema.column(name);
    let (Some(id), Some(parent), Some(start)) = (place("call_id"), place("parent_id"), place("started_at"))
    else {
        return;
    };
    let (Some(Some(Data::Codes(codes))), Some(Some(Data::Whole(starts)))) =
        (calls.columns.get(id), calls.columns.get(start))
    else {
        return;
    };
    let mut origin = calls.origins.walk();
    let mut rows: Vec<(u32, u32, i64, usize)> = Vec::new();
    for row in 0..calls.rows {
        if let Some((file, _)) = origin(row).filter(|(file, _)| files.contains(file)) {
            rows.push((file, codes[row], starts[row], row));
        }
    }
    rows.sort_unstable();
    let (mut codes, mut legs) = (codes.clone(), HashMap::new());
    for same in rows.chunk_by(|one, next| (one.0, one.1) == (next.0, next.1)) {
        let call = same[0].1;
        for (place, leg) in same.iter().enumerate().skip(1) {
            let text = format!("{}#{}", ids.text(call), place + 1);
            codes[leg.3] = ids.intern(&text);
            legs.insert(leg.3, call);
        }
    }
    calls.columns[id] = Some(Data::Codes(codes));
    if legs.is_empty() {
        return;
    }
    let mut parents = match calls.columns[parent].take() {
        Some(Data::Codes(parents)) => parents,
        _ => vec![NONE; calls.rows],
    };
    legs.into_iter().for_each(|(row, call)| parents[row] = call);
    calls.columns[parent] = Some(Data::Codes(parents));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_row_of_an_id_is_the_call() {
        let schema = TableName::Calls.schema();
        let mut ids = Dictionary::default();
        let (a, b) = (ids.intern("a"), ids.intern("b"));
        let mut calls =
            DataTable { rows: 5, columns: vec![None; schema.columns.len()], ..DataTable::default() };
        // Rows of file 0 are legs, the one of file 1 is not.
        for (row, file) in [0, 0, 0, 0, 1].into_iter().enumerate() {
            calls.origins.note(row, file, row as u64);
        }
        calls.columns[schema.column("call_id").unwrap()] = Some(Data::Codes(vec![a, b, a, a, a]));
        calls.columns[schema.column("started_at").unwrap()] = Some(Data::Whole(vec![20, 5, 10, 30, 1]));
        part(&mut calls, &mut ids, &[0]);
        let texts = |name: &str| {
            let Some(Data::Codes(codes)) = &calls.columns[schema.column(name).unwrap()] else { panic!() };
            let text = |&code: &u32| if code == NONE { "" } else { ids.text(code) };
            codes.iter().map(text).collect::<Vec<_>>()
        };
        assert_eq!(texts("call_id"), ["a#2", "b", "a", "a#3", "a"]);
        assert_eq!(texts("parent_id"), ["a", "", "", "a", ""]);
    }
}
