//! What a page needs of a table of many rows: those that it shows, and those that its columns are judged and drawn by.

use super::{Cell, Column, MakeRows, RowSource, Table, Unit, PIECE};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

impl Table {
    /// The same table with few of its rows made, in their order: so many of the first, so many with the greatest of each
    /// count, all sums, and for each column the greatest value and one of any kind. The others stand behind them, unmade.
    pub fn excerpt(&self, most: usize) -> Cow<'_, Table> {
        let Some(later) = self.later.as_ref().filter(|_| self.rows.is_empty()) else {
            return Cow::Borrowed(self);
        };
        let mut columns: Vec<ColumnRows> =
            self.columns.iter().map(|column| ColumnRows::of(column, most)).collect();
        let mut chosen = BTreeSet::new();
        let mut own = 0;
        for (place, row) in self.pieces(PIECE).flat_map(Cow::into_owned).enumerate() {
            let is_sum = row.iter().any(|cell| matches!(cell, Cell::Row(_)));
            own += usize::from(!is_sum);
            if is_sum || own <= most {
                chosen.insert(place);
            }
            for (column, cell) in columns.iter_mut().zip(&row) {
                column.look_at(cell, place, is_sum);
            }
        }
        for column in columns {
            chosen.extend(column.places());
        }
        let rows = chosen.iter().flat_map(|&place| later.rows(place..place + 1)).collect();
        let later = RowSource::new(OtherRows::than(later.clone(), chosen));
        Cow::Owned(Table { rows, later: Some(later), ..self.clone() })
    }
}

/// The rows that a page needs for one column.
struct ColumnRows {
    /// The first row without a value, with one, and with one that is not 0.
    firsts: [Option<usize>; 3],
    greatest: GreatestRows,
}

impl ColumnRows {
    fn of(column: &Column, most: usize) -> ColumnRows {
        // Pages sort by counts.
        let is_sorted_by = column.is_main() && column.unit == Unit::Count;
        let most = if is_sorted_by { most } else { 1 };
        ColumnRows { firsts: [None; 3], greatest: GreatestRows { most, found: Vec::new(), least: None } }
    }

    fn look_at(&mut self, cell: &Cell, place: usize, is_sum: bool) {
        let amount = cell.amount();
        let is_missing = *cell == Cell::Missing;
        let is_something = amount.is_some_and(|amount| amount != 0.0);
        for (first, is_it) in self.firsts.iter_mut().zip([is_missing, !is_missing, is_something]) {
            if is_it && first.is_none() {
                *first = Some(place);
            }
        }
        if let Some(amount) = amount.filter(|_| !is_sum) {
            self.greatest.add(amount, place);
        }
    }

    fn places(mut self) -> impl Iterator<Item = usize> {
        self.greatest.settle();
        self.firsts.into_iter().flatten().chain(self.greatest.found.into_iter().map(|(_, place)| place))
    }
}

/// The rows of the greatest values, of equal ones the first.
struct GreatestRows {
    most: usize,
    found: Vec<(f64, usize)>,
    /// What a value must be greater than, once there are as many as there may be.
    least: Option<f64>,
}

impl GreatestRows {
    fn add(&mut self, amount: f64, place: usize) {
        if self.least.is_some_and(|least| amount <= least) {
            return;
        }
        self.found.push((amount, place));
        if self.found.len() >= 2 * self.most {
            self.settle();
        }
    }

    /// Leaves as many as there may be, the greatest first.
    fn settle(&mut self) {
        self.found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        self.found.truncate(self.most);
        self.least = self.found.last().filter(|_| self.found.len() == self.most).map(|(least, _)| *least);
    }
}

/// All rows but some.
struct OtherRows {
    rows: RowSource,
    /// How many rows stand before each of those that are left out, without these.
    before: Vec<usize>,
}

impl OtherRows {
    fn than(rows: RowSource, chosen: BTreeSet<usize>) -> OtherRows {
        let before = chosen.into_iter().enumerate().map(|(nth, place)| place - nth).collect();
        OtherRows { rows, before }
    }
}

impl MakeRows for OtherRows {
    fn count(&self) -> usize {
        self.rows.count() - self.before.len()
    }

    fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
        let places = which.map(|nth| nth + self.before.partition_point(|&before| before <= nth));
        places.flat_map(|place| self.rows.rows(place..place + 1)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{RowName, Theme};

    /// So many agents with what they closed, how well they were rated, and a total.
    struct Agents(Vec<(i64, Option<f64>)>);

    impl MakeRows for Agents {
        fn count(&self) -> usize {
            self.0.len() + 1
        }

        fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
            let row = |place: usize| match self.0.get(place) {
                Some((closed, stars)) => {
                    let stars = stars.map_or(Cell::Missing, Cell::Number);
                    vec![Cell::Text(format!("{place}")), Cell::Whole(*closed), stars]
                }
                None => vec![Cell::Row(RowName::Total), Cell::Whole(1_000), Cell::Missing],
            };
            which.map(row).collect()
        }
    }

    fn table(agents: Vec<(i64, Option<f64>)>) -> Table {
        let named = |name| [name; 5];
        let columns = vec![
            Column::dimension("agent", named("Agent"), Unit::Text),
            Column::of_figure("closed", named("Closed"), Unit::Count, Theme::Volume),
            Column::of_figure("stars", named("Stars"), Unit::Score, Theme::Volume),
        ];
        Table { later: Some(RowSource::new(Agents(agents))), ..Table::new("agents", columns, Vec::new()) }
    }

    fn names(rows: &[Vec<Cell>]) -> Vec<String> {
        rows.iter().map(|row| row[0].text().unwrap_or_default().into_owned()).collect()
    }

    #[test]
    fn the_first_rows_the_greatest_and_sums_are_made_and_no_others() {
        let mut agents = vec![(3, None); 12];
        agents[4] = (9, None);
        agents[7] = (8, None);
        agents[9] = (5, Some(4.5));
        let table = table(agents);
        let excerpt = table.excerpt(2);
        assert_eq!(names(&excerpt.rows), ["0", "1", "4", "7", "9", "(total)"]);
        assert_eq!(excerpt.row_count(), 13);
        let mut all = excerpt.into_owned();
        all.settle(usize::MAX);
        assert_eq!(names(&all.rows)[6..], ["2", "3", "5", "6", "8", "10", "11"]);
    }

    proptest::proptest! {
        #[test]
        fn sorted_by_a_count_an_excerpt_begins_as_all_rows_do(closed in proptest::collection::vec(0i64..9, 0..60), most in 1usize..9) {
            let table = table(closed.into_iter().map(|closed| (closed, None)).collect());
            let first = |mut table: Table| {
                table.rows.retain(|row| !matches!(row[0], Cell::Row(_)));
                table.rows.sort_by(|a, b| b[1].amount().unwrap().total_cmp(&a[1].amount().unwrap()));
                table.rows.into_iter().take(most).collect::<Vec<_>>()
            };
            let mut all = table.clone();
            all.settle(usize::MAX);
            proptest::prop_assert_eq!(first(table.excerpt(most).into_owned()), first(all));
        }
    }
}
