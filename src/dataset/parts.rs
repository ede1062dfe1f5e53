//! Exports that write one thing as several rows of one key, each of which tells a part: a call as its events.

use super::merge::key_codes;
use super::{ColumnKind, Data, DataTable, DateRows, TableName, MISSING, NONE, UNKNOWN};

impl DataTable {
    /// Gives the earliest row of each key in each of some files what only later rows of that key say; which rows stay, the
    /// others being told in full. `None`: no row is a part of another.
    pub fn gather_parts(&mut self, name: TableName, files: &[u32]) -> Option<Vec<bool>> {
        let schema = name.schema();
        let keys = key_codes(self.column(name, schema.key?)?);
        let moment = schema.columns.iter().position(|column| matches!(column.kind, ColumnKind::Instant));
        let moments = self.columns.get(moment?)?.as_ref().map_or(&[][..], Data::whole);
        let mut origin = self.origins.walk();
        let mut rows = Vec::new();
        for (row, key) in keys.into_iter().enumerate() {
            let file = origin(row).map(|(file, _)| file).filter(|file| files.contains(file));
            rows.extend(file.map(|file| (file, key, moments.get(row).copied(), row)));
        }
        rows.sort_unstable();
        let wholes: Vec<Vec<usize>> = rows
            .chunk_by(|one, next| (one.0, one.1) == (next.0, next.1))
            .filter(|parts| parts.len() > 1)
            .map(|parts| parts.iter().map(|part| part.3).collect())
            .collect();
        let mut keep = vec![true; self.rows];
        for row in wholes.iter().flat_map(|rows| &rows[1..]) {
            keep[*row] = false;
        }
        self.dates.resize_with(if self.dates.is_empty() { 0 } else { self.columns.len() }, DateRows::default);
        for (place, data) in self.columns.iter_mut().enumerate() {
            let Some(data) = data else { continue };
            let mut from: Vec<usize> = (0..self.rows).collect();
            for parts in &wholes {
                let filled = parts.iter().find(|row| is_filled(data, **row));
                from[parts[0]] = *filled.unwrap_or(&parts[0]);
            }
            if let Some(dates) = self.dates.get_mut(place) {
                let marked: Vec<usize> = (0..self.rows).filter(|&row| dates.is(from[row])).collect();
                dates.clear();
                marked.into_iter().for_each(|row| dates.mark(row));
            }
            *data = taken(data, &from);
        }
        (!wholes.is_empty()).then_some(keep)
    }
}

/// Whether a row has a value.
fn is_filled(data: &Data, row: usize) -> bool {
    match data {
        Data::Whole(values) => values[row] != MISSING,
        Data::Bytes(values) => values[row] != UNKNOWN,
        Data::Codes(values) => values[row] != NONE,
        Data::Lists(lists) => !lists.get(row).is_empty(),
        Data::Texts(texts) => texts.get(row).is_some(),
    }
}

/// The values of a column, each from another row.
fn taken(data: &Data, from: &[usize]) -> Data {
    match data {
        Data::Whole(values) => Data::Whole(from.iter().map(|&row| values[row]).collect()),
        Data::Bytes(values) => Data::Bytes(from.iter().map(|&row| values[row]).collect()),
        Data::Codes(values) => Data::Codes(from.iter().map(|&row| values[row]).collect()),
        Data::Lists(lists) => {
            let mut taken = super::Lists::default();
            from.iter().for_each(|&row| taken.push(lists.get(row)));
            Data::Lists(taken)
        }
        Data::Texts(texts) => {
            let mut taken = super::Texts::default();
            from.iter().for_each(|&row| taken.push(texts.get(row)));
            Data::Texts(taken)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_row_of_a_key_takes_what_later_ones_say() {
        let schema = TableName::Calls.schema();
        let mut table =
            DataTable { rows: 5, columns: vec![None; schema.columns.len()], ..DataTable::default() };
        let place = |name: &str| schema.column(name).unwrap();
        // Call 7: answered at 20 by 1, entered at 10; the row of file 1 is none of its parts.
        for (row, file) in [0, 0, 0, 0, 1].into_iter().enumerate() {
            table.origins.note(row, file, row as u64);
        }
        let mut put = |name: &str, data| table.columns[place(name)] = Some(data);
        put("call_id", Data::Codes(vec![7, 7, 8, 7, 7]));
        put("started_at", Data::Whole(vec![20, 10, 5, 30, 1]));
        put("answered_at", Data::Whole(vec![20, MISSING, MISSING, 31, 2]));
        put("agent", Data::Codes(vec![1, NONE, NONE, 2, 3]));
        let keep = table.gather_parts(TableName::Calls, &[0]).unwrap();
        assert_eq!(keep, [false, true, true, false, true]);
        table.retain(&keep);
        let whole = |name| table.column(TableName::Calls, name).unwrap().whole().to_vec();
        assert_eq!(whole("started_at"), [10, 5, 1]);
        assert_eq!(whole("answered_at"), [20, MISSING, 2]);
        assert_eq!(table.column(TableName::Calls, "agent").unwrap().codes(), [1, NONE, 3]);
    }
}
