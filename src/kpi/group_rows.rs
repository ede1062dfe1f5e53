//! The rows of a table of buckets and groups, made while they are written: millions of groups need no memory for their cells.

use super::aside;
use super::asked::Asked;
use super::columns::{cells, Before};
use super::figures::{Grid, Group, EVERYTHING};
use crate::report::{Base, Cell, MakeRows, RowName};
use std::ops::Range;

/// A row a bucket and group, with a total at the end of each bucket if there is one.
pub struct GroupRows {
    /// The cells that say which stretch of time each bucket is.
    pub stretches: Vec<Vec<Cell>>,
    /// The groups, in the order of their rows.
    pub groups: Vec<Group>,
    /// The cells that name each group, one behind the other.
    pub names: Vec<Cell>,
    /// How many of these a group has.
    pub axes: usize,
    /// A row over everything at the end of each bucket.
    pub total: Option<RowName>,
    /// The figures shown.
    pub kpis: Vec<Asked>,
    /// What they come to.
    pub grids: Grids,
}

impl GroupRows {
    /// How many rows a bucket has.
    fn height(&self) -> usize {
        self.groups.len() + usize::from(self.total.is_some())
    }

    fn row(&self, number: usize) -> Vec<Cell> {
        let (bucket, place) = (number / self.height(), number % self.height());
        let mut row = self.stretches[bucket].clone();
        match (self.groups.get(place), self.total) {
            (Some(group), _) => {
                row.extend_from_slice(&self.names[place * self.axes..][..self.axes]);
                row.extend(self.grids.row(group, bucket, &self.kpis));
            }
            (None, total) => {
                row.extend(total.map(Cell::Row));
                row.extend(self.grids.total(bucket, &self.kpis));
            }
        }
        row
    }
}

impl MakeRows for GroupRows {
    fn count(&self) -> usize {
        self.stretches.len() * self.height()
    }

    fn rows(&self, which: Range<usize>) -> Vec<Vec<Cell>> {
        which.map(|number| self.row(number)).collect()
    }

    fn has_sums(&self) -> bool {
        self.total.is_some()
    }
}

/// The figures of both sides, and their totals.
pub struct Grids {
    /// By group.
    pub now: Grid,
    /// The same of the period compared with.
    pub before: Option<Grid>,
    /// Of everything, on both sides.
    pub total: Option<(Grid, Option<Grid>)>,
}

impl Grids {
    /// Groups of either side of which a figure at a place that `decides` says something, some of them twice.
    pub fn known(&self, decides: &dyn Fn(usize) -> bool) -> Vec<Group> {
        let mut groups = self.now.known_by(decides);
        groups.extend(self.before.iter().flat_map(|grid| grid.known_by(decides)));
        groups
    }

    /// Of how many the figures over everything are.
    pub fn bases(&self, kpis: &[Asked]) -> Vec<Base> {
        let before = opposite(self.before.as_ref(), &EVERYTHING, 0);
        aside::bases(kpis, &self.now.get(&EVERYTHING, 0), &before)
    }

    fn row(&self, group: &Group, bucket: usize, kpis: &[Asked]) -> Vec<Cell> {
        let before = opposite(self.before.as_ref(), group, bucket);
        cells(kpis, &self.now.get(group, bucket), &before)
    }

    fn total(&self, bucket: usize, kpis: &[Asked]) -> Vec<Cell> {
        let Some((now, before)) = &self.total else { return Vec::new() };
        let before = opposite(before.as_ref(), &EVERYTHING, bucket);
        cells(kpis, &now.get(&EVERYTHING, bucket), &before)
    }
}

/// What stands in a bucket of the period compared with.
fn opposite(grid: Option<&Grid>, group: &Group, bucket: usize) -> Before {
    match grid.map(|grid| grid.paired(group, bucket)) {
        None => Before::NotAsked,
        Some(None) => Before::Nothing,
        Some(Some(figures)) => Before::Figures(figures),
    }
}
