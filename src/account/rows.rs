//! Which rows of a file something is true of, a bit a row: a file of ten million bad rows costs a megabyte.

use serde::{Deserialize, Serialize};

/// Row numbers of one file.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowSet {
    words: Vec<u64>,
}

impl RowSet {
    /// Adds a row; false if it was there before.
    pub fn insert(&mut self, row: u64) -> bool {
        let (word, bit) = place(row);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        let is_new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        is_new
    }

    /// Whether a row is among them.
    pub fn contains(&self, row: u64) -> bool {
        let (word, bit) = place(row);
        self.words.get(word).is_some_and(|own| own & bit != 0)
    }

    /// Keeps the rows that are among others too.
    pub fn meet(&mut self, others: &RowSet) {
        self.words.truncate(others.words.len());
        self.words.iter_mut().zip(&others.words).for_each(|(own, other)| *own &= other);
    }

    /// All rows, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        (0..self.words.len() as u64 * u64::from(u64::BITS)).filter(|&row| self.contains(row))
    }
}

/// The word a row stands in, and its bit.
fn place(row: u64) -> (usize, u64) {
    ((row / u64::from(u64::BITS)) as usize, 1 << (row % u64::from(u64::BITS)))
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
}
