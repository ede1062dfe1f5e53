//! Columns of a single-row table gathered into figures: a main value and what stands small beside it.

use crate::report::{Column, Part, Table};

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

#[derive(Default)]
struct Gathered {
    stem: String,
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
        if !matches!(column.part, Part::Previous | Part::Change) {
            gather(&mut gathered, place, column);
        }
    }
    gathered.iter().filter_map(|parts| figure(parts, &table.columns)).collect()
}

fn gather(gathered: &mut Vec<Gathered>, place: usize, column: &Column) {
    let stem = stem(column);
    let known = match column.part {
        Part::Own => None,
        _ => gathered.iter().position(|parts| parts.own.is_none() && parts.stem == stem),
    };
    let known = known.unwrap_or_else(|| {
        gathered.push(Gathered { stem: stem.to_owned(), ..Gathered::default() });
        gathered.len() - 1
    });
    let parts = &mut gathered[known];
    match column.part {
        Part::Median => parts.median = Some(place),
        Part::Mean => parts.mean = Some(place),
        Part::P90 => parts.p90 = Some(place),
        Part::Count => parts.count = Some(place),
        Part::Own | Part::Previous | Part::Change => parts.own = Some(place),
    }
}

fn stem(column: &Column) -> &str {
    let ending = match column.part {
        Part::Count => "_n",
        Part::Mean => "_mean_s",
        Part::Median => "_median_s",
        Part::P90 => "_p90_s",
        Part::Own | Part::Previous | Part::Change => "",
    };
    column.name.strip_suffix(ending).unwrap_or(&column.name)
}

fn figure(parts: &Gathered, columns: &[Column]) -> Option<ShownFigure> {
    let main = parts.own.or(parts.median).or(parts.mean).or(parts.p90).or(parts.count)?;
    let beside = |part: Option<usize>| part.filter(|place| *place != main);
    let followers = columns[main + 1..]
        .iter()
        .take_while(|column| matches!(column.part, Part::Previous | Part::Change))
        .enumerate();
    let of_part = |wanted| {
        followers.clone().find(|(_, column)| column.part == wanted).map(|(after, _)| main + 1 + after)
    };
    Some(ShownFigure {
        main,
        count: beside(parts.count),
        mean: beside(parts.mean),
        p90: beside(parts.p90),
        previous: of_part(Part::Previous),
        change: of_part(Part::Change),
    })
}

/// Whether people see the table as figures one under the other: one row that is told apart by nothing.
pub fn is_single(table: &Table) -> bool {
    table.rows.len() == 1
        && table.columns.iter().all(|column| column.theme != crate::report::Theme::Dimension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

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
    fn a_part_alone_is_its_own_figure() {
        let mut table = sample::totals();
        table.columns.truncate(5);
        let main: Vec<usize> = of(&table).iter().map(|figure| figure.main).collect();
        assert_eq!(main, [0, 4]);
    }
}
