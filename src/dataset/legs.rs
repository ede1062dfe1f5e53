//! Exports that write one call as several rows of one id: which leg of it each row is.

use super::schema::calls;
use super::{Data, DataTable, TableName};

impl DataTable {
    /// Numbers the legs among the calls that `files` gave: within a file the rows of one id by start, then as they stand.
    /// The calls of other files keep their numbers.
    pub fn number_legs(&mut self, files: &[u32]) {
        let column = |name| self.column(TableName::Calls, name);
        let (Some(Data::Codes(ids)), Some(Data::Whole(starts))) =
            (column("call_id"), column(calls::STARTED_AT))
        else {
            return;
        };
        let mut origin = self.origins.walk();
        let mut rows = Vec::new();
        for row in 0..self.rows {
            let file = origin(row).map(|(file, _)| file).filter(|file| files.contains(file));
            rows.extend(file.map(|file| (file, ids[row], starts[row], row)));
        }
        rows.sort_unstable();
        let mut legs = std::mem::take(&mut self.legs);
        if !legs.is_empty() {
            legs.resize(self.rows, 1);
        }
        for call in rows.chunk_by(|one, next| (one.0, one.1) == (next.0, next.1)) {
            for (leg, number) in call.iter().zip(1..).skip(1) {
                // Most exports have a row a call and need no list.
                legs.resize(self.rows, 1);
                legs[leg.3] = number;
            }
        }
        self.legs = legs;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::merge::kept_rows;

    /// Calls of these files, ids and starts; the rows of file 9 are no legs.
    fn numbered(rows: &[(u32, u32, i64)]) -> DataTable {
        let schema = TableName::Calls.schema();
        let mut table = DataTable { rows: rows.len(), ..DataTable::default() };
        table.columns = vec![None; schema.columns.len()];
        for (row, (file, _, _)) in rows.iter().enumerate() {
            table.origins.note(row, *file, row as u64);
        }
        let place = |name| schema.column(name).unwrap();
        table.columns[place("call_id")] = Some(Data::Codes(rows.iter().map(|row| row.1).collect()));
        table.columns[place("started_at")] = Some(Data::Whole(rows.iter().map(|row| row.2).collect()));
        table.number_legs(&[0, 1]);
        table
    }

    #[test]
    fn the_earliest_row_of_an_id_in_a_file_is_the_first_leg() {
        let table = numbered(&[(0, 0, 20), (0, 1, 5), (0, 0, 10), (0, 0, 30), (9, 0, 1), (9, 0, 2)]);
        assert_eq!(table.legs, [2, 1, 1, 3, 1, 1]);
        // Two that start at once stand as in the file.
        assert_eq!(numbered(&[(0, 0, 20), (0, 0, 20)]).legs, [1, 2]);
    }

    #[test]
    fn a_leg_is_one_with_the_same_leg_of_another_file_and_with_no_other() {
        // File 1 repeats the first two legs of call 0; what file 9 says of call 1 stands for its first leg.
        let mut table =
            numbered(&[(0, 0, 10), (0, 0, 20), (0, 0, 30), (0, 1, 5), (1, 0, 20), (1, 0, 10), (9, 1, 5)]);
        let keep = kept_rows(TableName::Calls, &table, &[]).unwrap();
        assert_eq!(keep, [false, false, true, false, true, true, true]);
        table.retain(&keep);
        assert_eq!(table.legs, [3, 2, 1, 1]);
    }
}
