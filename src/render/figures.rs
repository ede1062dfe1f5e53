//! Columns of a single-row table gathered into figures: a main value and what stands small beside it.

use super::Words;
use crate::report::{Cell, Column, Part, Table, Unit, Versus};

/// One figure of a single-row table; every field is a column's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownFigure {
    /// What people see first: a duration's median, else the only value.
    pub main: usize,
    /// `_n`, where it is not the main value.
    pub count: Option<usize>,
    /// `_mean_s`, where it is not the main value.
    pub mean: Option<usize>,
    /// `_p90_s`, where it is not the main value.
    pub p90: Option<usize>,
    /// The main value in the period compared with.
    pub previous: Option<usize>,
    /// The main value's change against it.
    pub change: Option<usize>,
}

impl ShownFigure {
    /// Of how many values the main one is the median or mean, where it is one and that is known.
    pub fn of_how_many(&self, table: &Table) -> Option<Cell> {
        let column = &table.columns[self.main];
        match (self.count, column.unit) {
            (Some(place), Unit::Seconds) if column.part == Part::Median => Some(table.rows[0][place].clone()),
            (None, Unit::Score | Unit::Nps) => {
                table.aside.base(&column.figure).map(|base| Cell::Whole(base.now))
            }
            _ => None,
        }
    }

    /// What stands small beside the main value, each with its name.
    pub fn small_print(&self, words: &Words) -> [(&'static str, Option<usize>); 3] {
        [(words.count, self.count), (words.mean, self.mean), (words.p90, self.p90)]
    }
}

#[derive(Default)]
struct Gathered {
    figure: String,
    own: Option<usize>,
    median: Option<usize>,
    mean: Option<usize>,
    p90: Option<usize>,
    count: Option<usize>,
}

/// The figures in order of their first column.
pub fn of(table: &Table) -> Vec<ShownFigure> {
    let mut gathered: Vec<Gathered> = Vec::new();
    for (place, column) in table.columns.iter().enumerate() {
        if column.versus == Versus::Now {
            gather(&mut gathered, place, column);
        }
    }
    gathered.iter().filter_map(|parts| figure(parts, &table.columns)).collect()
}

fn gather(gathered: &mut Vec<Gathered>, place: usize, column: &Column) {
    let mut known = None;
    if column.part != Part::Own {
        known = gathered.iter().position(|parts| parts.own.is_none() && parts.figure == column.figure);
    }
    let known = known.unwrap_or(gathered.len());
    if known == gathered.len() {
        gathered.push(Gathered { figure: column.figure.clone(), ..Gathered::default() });
    }
    let parts = &mut gathered[known];
    match column.part {
        Part::Median => parts.median = Some(place),
        Part::Mean => parts.mean = Some(place),
        Part::P90 => parts.p90 = Some(place),
        Part::Count => parts.count = Some(place),
        Part::Own => parts.own = Some(place),
    }
}

fn figure(parts: &Gathered, columns: &[Column]) -> Option<ShownFigure> {
    let main = parts.own.or(parts.median).or(parts.mean).or(parts.p90).or(parts.count)?;
    let [count, mean, p90] =
        [parts.count, parts.mean, parts.p90].map(|part| part.filter(|place| *place != main));
    Some(ShownFigure {
        main,
        count,
        mean,
        p90,
        previous: following(columns, main, Versus::Previous),
        change: following(columns, main, Versus::Change),
    })
}

/// The column after the main one that sets it against the period before.
fn following(columns: &[Column], main: usize, versus: Versus) -> Option<usize> {
    let followers = (main + 1..columns.len()).take_while(|place| columns[*place].versus != Versus::Now);
    followers.into_iter().find(|place| columns[*place].versus == versus)
}

/// Whether people see the table as figures one under the other: one row that is told apart by nothing.
pub fn is_single(table: &Table) -> bool {
    table.rows.len() == 1 && !table.columns.iter().any(Column::is_dimension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::report::Base;

    #[test]
    fn parts_of_a_duration_become_one_figure() {
        let table = sample::totals();
        let figures = of(&table);
        assert_eq!(figures.len(), 3);
        assert_eq!(
            figures[0],
            ShownFigure { main: 0, count: None, mean: None, p90: None, previous: Some(1), change: Some(2) }
        );
        assert_eq!(
            figures[1],
            ShownFigure {
                main: 5,
                count: Some(3),
                mean: Some(4),
                p90: Some(6),
                previous: None,
                change: None
            }
        );
    }

    #[test]
    fn a_median_and_a_mean_say_of_how_many_they_are() {
        let mut table = sample::totals();
        table.aside.bases = ["conversations", "satisfaction"]
            .map(|id| Base { figure: id.into(), now: 92, before: None })
            .into();
        let known: Vec<Option<Cell>> = of(&table).iter().map(|figure| figure.of_how_many(&table)).collect();
        assert_eq!(known, [None, Some(Cell::Whole(1180)), Some(Cell::Whole(92))]);
    }

    #[test]
    fn a_part_alone_is_its_own_figure() {
        let mut table = sample::totals();
        table.columns.truncate(5);
        let main: Vec<usize> = of(&table).iter().map(|figure| figure.main).collect();
        assert_eq!(main, [0, 4]);
    }
}
