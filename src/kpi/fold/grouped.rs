//! The chosen rows group by group.

use crate::kpi::select::Selection;
use std::ops::Range;

/// Chosen rows, those of one group beside each other.
pub struct GroupedRows {
    /// Places in the fact table.
    rows: Vec<u32>,
    /// Each group that has rows, with where they stand.
    groups: Vec<(usize, Range<usize>)>,
}

impl GroupedRows {
    /// Brings rows into the order of their groups by counting; rows of one group keep theirs.
    pub fn new(chosen: Selection, groups: usize) -> GroupedRows {
        let mut ends = vec![0usize; groups + 1];
        for &group in &chosen.groups {
            ends[group as usize + 1] += 1;
        }
        for group in 0..groups {
            ends[group + 1] += ends[group];
        }
        let known = (0..groups).map(|group| (group, ends[group]..ends[group + 1]));
        let groups: Vec<(usize, Range<usize>)> = known.filter(|(_, rows)| !rows.is_empty()).collect();
        if groups.len() == 1 {
            return GroupedRows { rows: chosen.rows, groups };
        }
        let mut rows = vec![0; chosen.rows.len()];
        for (&row, &group) in chosen.rows.iter().zip(&chosen.groups) {
            let next = &mut ends[group as usize];
            rows[*next] = row;
            *next += 1;
        }
        GroupedRows { rows, groups }
    }

    /// Each group that has rows, with their places in the fact table.
    pub fn each(&self) -> impl Iterator<Item = (usize, &[u32])> {
        self.groups.iter().map(|(group, rows)| (*group, &self.rows[rows.clone()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_beside_those_of_their_group() {
        let chosen = Selection { rows: vec![10, 11, 12, 13, 14], groups: vec![3, 0, 3, 1, 0] };
        let rows = GroupedRows::new(chosen, 5);
        let each: Vec<(usize, &[u32])> = rows.each().collect();
        assert_eq!(each, [(0, &[11, 14][..]), (1, &[13]), (3, &[10, 12])]);
    }

    #[test]
    fn rows_of_one_group_stay_where_they_are() {
        let chosen = Selection { rows: vec![7, 5, 6], groups: vec![1, 1, 1] };
        let rows = GroupedRows::new(chosen, 2);
        assert_eq!(rows.each().collect::<Vec<_>>(), [(1, &[7, 5, 6][..])]);
    }
}
