//! Rows of a table brought together by conversation, without moving them: a counting sort of their places.

use crate::dataset::NONE;
use crate::fitting::numbered;
use crate::threads::side_by_side;

/// The rows of each conversation, in the order in which they were read.
pub struct ByConversation {
    starts: Vec<u32>,
    rows: Vec<u32>,
    /// Rows whose conversation is not among the known ones.
    pub orphans: Vec<u32>,
}

impl ByConversation {
    /// Groups rows by conversation: `codes` are the rows' conversation codes, `place` maps a code to a
    /// place in the conversation table ([`NONE`]: unknown, skipped and listed under `orphans`;
    /// `conversations` and above: known but not used, skipped without a word).
    pub fn new(codes: &[u32], place: &[u32], conversations: usize) -> ByConversation {
        // counted two places on: filling moves each start to its end, which is where the next one starts
        let mut starts = vec![0u32; conversations + 2];
        let mut orphans = Vec::new();
        for (row, &code) in codes.iter().enumerate() {
            match place.get(code as usize).copied().unwrap_or(NONE) {
                NONE => orphans.push(numbered(row)),
                at if (at as usize) < conversations => starts[at as usize + 2] += 1,
                _ => {}
            }
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut rows = vec![0u32; starts[conversations + 1] as usize];
        for (row, &code) in codes.iter().enumerate() {
            let at = place.get(code as usize).copied().unwrap_or(NONE) as usize;
            if at < conversations {
                let next = &mut starts[at + 1];
                rows[*next as usize] = numbered(row);
                *next += 1;
            }
        }
        ByConversation { starts, rows, orphans }
    }

    /// Hands the rows of each conversation to `arrange`, on several threads; gives back the sum of its answers.
    pub fn arrange(&mut self, threads: usize, arrange: impl Fn(&mut [u32]) -> usize + Sync) -> u64 {
        let conversations = self.starts.len() - 2;
        let size = conversations.div_ceil(threads).max(1);
        let (starts, arrange) = (&self.starts, &arrange);
        let mut rest = self.rows.as_mut_slice();
        let mut portions = Vec::new();
        for first in (0..conversations).step_by(size) {
            let last = (first + size).min(conversations);
            let (mine, others) = rest.split_at_mut((starts[last] - starts[first]) as usize);
            rest = others;
            portions.push((first..last, mine));
        }
        let sums = side_by_side(portions, |(range, mine)| {
            let first = starts[range.start];
            let slices = range.map(|at| (starts[at] - first, starts[at + 1] - first));
            slices.map(|(from, to)| arrange(&mut mine[from as usize..to as usize]) as u64).sum::<u64>()
        });
        sums.into_iter().sum()
    }

    /// The rows of the conversation at that place.
    #[inline]
    pub fn of(&self, conversation: usize) -> &[u32] {
        &self.rows[self.starts[conversation] as usize..self.starts[conversation + 1] as usize]
    }

    /// Where each conversation's rows begin (and, last, end), and all rows behind each other; places that hold
    /// [`NONE`] are left out.
    pub fn into_order(mut self) -> (Vec<u32>, Vec<u32>) {
        self.starts.pop();
        let (mut kept, mut from) = (0, 0);
        for start in &mut self.starts[1..] {
            let to = *start as usize;
            for at in from..to {
                if self.rows[at] != NONE {
                    self.rows[kept] = self.rows[at];
                    kept += 1;
                }
            }
            from = to;
            *start = numbered(kept);
        }
        self.rows.truncate(kept);
        (self.starts, self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_order_within_a_conversation() {
        // codes 0 and 2 are conversations 1 and 0, code 1 is unknown, code 3 is excluded
        let grouped = ByConversation::new(&[0, 2, 1, 0, 3, 2, 9], &[1, NONE, 0, NONE - 1], 2);
        assert_eq!(grouped.of(0), [1, 5]);
        assert_eq!(grouped.of(1), [0, 3]);
        assert_eq!(grouped.orphans, [2, 6]);
    }

    #[test]
    fn places_left_over_make_room() {
        // conversations 0 and 1 of three rows each, without one of them after the last was left over
        let mut grouped = ByConversation::new(&[0, 1, 0, 1, 0, 1], &[0, 1], 3);
        let left_over = grouped.arrange(2, |rows| match rows {
            [.., last] if *last == 4 => {
                *last = NONE;
                1
            }
            _ => 0,
        });
        assert_eq!(left_over, 1);
        assert_eq!(grouped.into_order(), (vec![0, 2, 5, 5], vec![0, 2, 1, 3, 5]));
    }
}
