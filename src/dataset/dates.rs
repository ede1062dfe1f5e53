//! Which instants of a column are dates without a time of day.

/// Rows of one column, a bit each; most columns have none and need no room.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct DateRows {
    words: Vec<u64>,
}

impl DateRows {
    /// Notes that the instant of a row is a date alone, and its value the midnight that the date begins with.
    pub fn mark(&mut self, row: usize) {
        let (word, bit) = place(row);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= bit;
    }

    /// Whether the instant of a row is a date alone.
    #[inline]
    pub fn is(&self, row: usize) -> bool {
        let (word, bit) = place(row);
        self.words.get(word).is_some_and(|own| own & bit != 0)
    }

    /// Whether every instant has its time of day.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The rows, ascending.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.words.len() * BITS).filter(|&row| self.is(row))
    }

    /// Adds the rows of `other`, whose first row is the own row `from`.
    pub fn append(&mut self, other: &DateRows, from: usize) {
        for row in other.rows() {
            self.mark(from + row);
        }
    }

    /// Drops every row that is not to be kept; the others move up.
    pub fn retain(&mut self, keep: &[bool]) {
        if self.is_empty() {
            return;
        }
        let before = std::mem::take(self);
        for (row, old) in (0..keep.len()).filter(|&row| keep[row]).enumerate() {
            if before.is(old) {
                self.mark(row);
            }
        }
    }

    /// Forgets all rows.
    pub fn clear(&mut self) {
        self.words.clear();
    }
}

const BITS: usize = u64::BITS as usize;

/// The word a row stands in, and its bit.
fn place(row: usize) -> (usize, u64) {
    (row / BITS, 1 << (row % BITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_move_with_their_table() {
        let mut dates = DateRows::default();
        let mut more = DateRows::default();
        dates.mark(1);
        more.mark(0);
        more.mark(70);
        dates.append(&more, 10);
        assert_eq!(dates.rows().collect::<Vec<_>>(), [1, 10, 80]);
        let mut keep = vec![true; 81];
        keep[0] = false;
        keep[10] = false;
        dates.retain(&keep);
        assert_eq!(dates.rows().collect::<Vec<_>>(), [0, 78]);
        assert!(dates.is(78) && !dates.is(80) && !dates.is(1_000));
        dates.clear();
        assert!(dates.is_empty());
    }
}
