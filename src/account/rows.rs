//! Which rows of a file something is true of: a bit a row where they stand close, little where they are few.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Bits of a block, as a power of two.
const BLOCK: u32 = 9;
/// Words of a block.
const WORDS: usize = (1 << BLOCK) / u64::BITS as usize;

/// Row numbers of one file.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowSet {
    /// The blocks that hold any, by their place.
    blocks: BTreeMap<u64, [u64; WORDS]>,
}

impl RowSet {
    /// Adds a row; false if it was there before.
    pub fn insert(&mut self, row: u64) -> bool {
        let (block, word, bit) = place(row);
        let word = &mut self.blocks.entry(block).or_default()[word];
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// Whether a row is among them.
    pub fn contains(&self, row: u64) -> bool {
        let (block, word, bit) = place(row);
        self.blocks.get(&block).is_some_and(|own| own[word] & bit != 0)
    }

    /// Keeps the rows that are among others too.
    pub fn meet(&mut self, others: &RowSet) {
        self.blocks.retain(|block, own| {
            let Some(other) = others.blocks.get(block) else { return false };
            own.iter_mut().zip(other).for_each(|(own, other)| *own &= other);
            own.iter().any(|word| *word != 0)
        });
    }

    /// Adds the rows of others.
    pub fn unite(&mut self, others: &RowSet) {
        for (block, other) in &others.blocks {
            let own = self.blocks.entry(*block).or_default();
            own.iter_mut().zip(other).for_each(|(own, other)| *own |= other);
        }
    }

    /// All rows, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        let rows =
            self.blocks.keys().flat_map(|block| (block << BLOCK)..=(block << BLOCK | ((1 << BLOCK) - 1)));
        rows.filter(|&row| self.contains(row))
    }
}

impl FromIterator<u64> for RowSet {
    fn from_iter<T: IntoIterator<Item = u64>>(rows: T) -> RowSet {
        let mut set = RowSet::default();
        for row in rows {
            set.insert(row);
        }
        set
    }
}

/// The block a row stands in, the word of it and its bit.
fn place(row: u64) -> (u64, usize, u64) {
    let within = row & ((1 << BLOCK) - 1);
    (row >> BLOCK, (within / u64::from(u64::BITS)) as usize, 1 << (within % u64::from(u64::BITS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_in_the_set_once() {
        let mut rows = RowSet::default();
        let added: Vec<bool> = [64, 3, 64, 200, 0].into_iter().map(|row| rows.insert(row)).collect();
        assert_eq!(added, [true, true, false, true, true]);
        assert_eq!(rows.iter().collect::<Vec<_>>(), [0, 3, 64, 200]);
        assert!(!rows.contains(65) && !rows.contains(100_000));
    }

    #[test]
    fn the_greatest_row_costs_no_more_than_the_first() {
        let mut rows = RowSet::default();
        assert!(rows.insert(u64::MAX) && rows.insert(0) && !rows.insert(u64::MAX));
        assert_eq!((rows.blocks.len(), rows.iter().collect::<Vec<_>>()), (2, vec![0, u64::MAX]));
    }

    #[test]
    fn what_two_sets_share_is_left() {
        let of = |numbers: &[u64]| {
            let mut rows = RowSet::default();
            numbers.iter().for_each(|number| assert!(rows.insert(*number)));
            rows
        };
        let mut left = of(&[1, 63, 64, 200]);
        left.meet(&of(&[63, 64, 65]));
        assert_eq!(left.iter().collect::<Vec<_>>(), [63, 64]);
        left.meet(&RowSet::default());
        assert_eq!(left.iter().count(), 0);
    }

    #[test]
    fn two_sets_are_one_with_the_rows_of_both() {
        let set = |rows: &[u64]| {
            let mut set = RowSet::default();
            rows.iter().for_each(|&row| assert!(set.insert(row)));
            set
        };
        let mut rows = set(&[1, 600]);
        rows.unite(&set(&[1, 2, 70_000]));
        assert_eq!(rows.iter().collect::<Vec<_>>(), [1, 2, 600, 70_000]);
    }
}
