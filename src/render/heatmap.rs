//! The week as a grid: 168 rows of weekday and hour turned into seven rows of 24 cells.

use crate::language::Caption;
use crate::report::{Cell, Table};

/// Values by weekday (Monday first) and hour.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// The label of what is counted.
    pub label: Caption,
    /// Seven days of 24 hours; `None` where there is no value.
    pub days: [[Option<f64>; 24]; 7],
}

impl HeatMap {
    /// The map a table holds, if it is the section `heatmap` with one row for each weekday and hour.
    pub fn of(table: &Table) -> Option<HeatMap> {
        let (weekday, hour, value) = (table.place("weekday")?, table.place("hour")?, table.place("cases")?);
        if table.name != "heatmap" || table.rows.is_empty() || table.rows.len() > 168 {
            return None;
        }
        let mut days = [[None; 24]; 7];
        for row in &table.rows {
            let (Cell::Whole(weekday), Cell::Whole(hour)) = (&row[weekday], &row[hour]) else { return None };
            let day = days.get_mut(usize::try_from(*weekday).ok()?.checked_sub(1)?)?;
            *day.get_mut(usize::try_from(*hour).ok()?)? = row[value].amount();
        }
        Some(HeatMap { label: table.columns[value].label.clone(), days })
    }

    /// The greatest value, 0 where there is none.
    pub fn greatest(&self) -> f64 {
        self.days.iter().flatten().flatten().copied().fold(0.0, f64::max)
    }

    /// Weekday (0 is Monday) and hour of the greatest value, the earliest of equals; `None` where all is 0.
    pub fn busiest(&self) -> Option<(usize, usize)> {
        let greatest = self.greatest();
        let cells = self.days.iter().enumerate().flat_map(|(day, hours)| {
            hours.iter().enumerate().map(move |(hour, value)| (day, hour, value.unwrap_or(0.0)))
        });
        cells
            .filter(|(.., value)| *value > 0.0)
            .find(|(.., value)| *value >= greatest)
            .map(|(day, hour, _)| (day, hour))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn rows_become_days_and_hours() {
        let map = HeatMap::of(&sample::heatmap()).unwrap();
        assert_eq!(map.days[0][9], Some(18.0));
        assert_eq!(map.days[6][3], Some(0.0));
        assert_eq!(map.greatest(), 20.0);
        assert_eq!(map.busiest(), Some((0, 10)));
    }

    #[test]
    fn other_tables_are_no_map() {
        assert_eq!(HeatMap::of(&sample::totals()), None);
        let mut table = sample::heatmap();
        table.rows[0][0] = Cell::Whole(8);
        assert_eq!(HeatMap::of(&table), None);
    }
}
