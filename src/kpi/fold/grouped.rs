//! Values by the group they belong to, kept until all are there.

use crate::fitting::{short, small};
use std::ops::Range;

/// Values that are kept together: what was kept never has to move while more of them come.
const FULL: usize = 1 << 14;

/// Values, each with the number of its group.
#[derive(Default)]
pub struct Grouped<T> {
    pieces: Vec<ValuePiece<T>>,
    /// The group of each value of the piece at hand; empty while all belong to the first, as in a report that nothing is
    /// told apart in.
    groups: Vec<u32>,
    /// The piece at hand.
    values: Vec<T>,
}

/// Values that are kept, in as little room as there can be.
struct ValuePiece<T> {
    groups: PieceGroups,
    values: Vec<T>,
}

/// The group of each value of a piece.
enum PieceGroups {
    One(u32),
    Bytes(Vec<u8>),
    Shorts(Vec<u16>),
    Words(Vec<u32>),
}

impl PieceGroups {
    fn of(groups: &[u32]) -> PieceGroups {
        let (least, greatest) = (groups.iter().min(), groups.iter().max());
        match (least.copied().unwrap_or_default(), greatest.copied().unwrap_or_default()) {
            (least, greatest) if least == greatest => PieceGroups::One(greatest),
            (_, ..=0xff) => PieceGroups::Bytes(groups.iter().map(|&group| small(group)).collect()),
            (_, ..=0xffff) => PieceGroups::Shorts(groups.iter().map(|&group| short(group)).collect()),
            _ => PieceGroups::Words(groups.to_vec()),
        }
    }

    /// Writes them out for so many values.
    fn write(&self, values: usize, groups: &mut Vec<u32>) {
        groups.clear();
        match self {
            PieceGroups::One(group) => groups.resize(values, *group),
            PieceGroups::Bytes(bytes) => groups.extend(bytes.iter().map(|&group| u32::from(group))),
            PieceGroups::Shorts(shorts) => groups.extend(shorts.iter().map(|&group| u32::from(group))),
            PieceGroups::Words(words) => groups.extend_from_slice(words),
        }
    }
}

impl<T: Copy + Default> Grouped<T> {
    /// Adds a value.
    #[inline]
    pub fn push(&mut self, group: u32, value: T) {
        if group != 0 || !self.groups.is_empty() {
            self.groups.resize(self.values.len(), 0);
            self.groups.push(group);
        }
        self.values.push(value);
        if self.values.len() == FULL {
            self.keep();
        }
    }

    /// Keeps the piece at hand.
    fn keep(&mut self) {
        if !self.values.is_empty() {
            let groups = PieceGroups::of(&self.groups);
            self.pieces.push(ValuePiece { groups, values: std::mem::take(&mut self.values) });
            self.groups.clear();
        }
    }

    /// Adds the values of another; `numbers` says which group each of its groups is here.
    pub fn merge(&mut self, mut other: Grouped<T>, numbers: &[u32]) {
        other.keep();
        let mut groups = Vec::new();
        for piece in &mut other.pieces {
            piece.groups.write(piece.values.len(), &mut groups);
            groups.iter_mut().for_each(|group| *group = numbers[*group as usize]);
            piece.groups = PieceGroups::of(&groups);
        }
        self.pieces.append(&mut other.pieces);
    }

    /// The values group by group, of so many groups.
    pub fn arranged(mut self, groups: usize) -> Arranged<T> {
        self.keep();
        let (mut starts, mut of) = (Vec::new(), Vec::new());
        starts.resize(if self.pieces.is_empty() { 0 } else { groups + 1 }, 0usize);
        for piece in &self.pieces {
            piece.groups.write(piece.values.len(), &mut of);
            of.iter().for_each(|&group| starts[group as usize + 1] += 1);
        }
        for group in 1..starts.len() {
            starts[group] += starts[group - 1];
        }
        Arranged { pieces: self.pieces, starts, here: 0..0, values: Vec::new(), next: Vec::new(), of }
    }
}

/// So many values are brought together at once, or a part of all where that is more, so that all are gone through a limited
/// number of times; those of one group always are.
const ROOM: usize = 1 << 20;
/// The part.
const PASSES: usize = 16;

/// Values group by group, brought together for some groups at a time.
pub struct Arranged<T> {
    pieces: Vec<ValuePiece<T>>,
    /// How many values there are before each group, and in all. None where there are no values.
    starts: Vec<usize>,
    /// The groups whose values are brought together.
    here: Range<usize>,
    /// Their values.
    values: Vec<T>,
    /// Where the next value of each of them belongs.
    next: Vec<usize>,
    /// The groups of the values of a piece.
    of: Vec<u32>,
}

impl<T: Copy + Default> Arranged<T> {
    /// The values of a group, in any order; groups are best asked for in their own.
    pub fn of(&mut self, group: usize) -> &mut [T] {
        if group + 1 >= self.starts.len() {
            return &mut [];
        }
        if !self.here.contains(&group) {
            self.gather(group);
        }
        let first = self.starts[self.here.start];
        &mut self.values[self.starts[group] - first..self.starts[group + 1] - first]
    }

    /// Brings together the values of a group and of as many behind it as there is room for.
    fn gather(&mut self, first: usize) {
        let (before, all) = (self.starts[first], self.starts[self.starts.len() - 1]);
        let room = ROOM.max(all / PASSES);
        let fitting = self.starts[first + 1..].partition_point(|start| start - before <= room);
        self.here = first..first + fitting.max(1);
        self.next.clear();
        self.next.extend(self.starts[self.here.clone()].iter().map(|start| start - before));
        self.values.clear();
        self.values.resize(self.starts[self.here.end] - before, T::default());
        for piece in &self.pieces {
            piece.groups.write(piece.values.len(), &mut self.of);
            for (&value, &group) in piece.values.iter().zip(&self.of) {
                if let Some(next) = self.next.get_mut((group as usize).wrapping_sub(first)) {
                    self.values[*next] = value;
                    *next += 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fitting::numbered;

    fn grouped(pairs: &[(u32, i32)]) -> Grouped<i32> {
        let mut grouped = Grouped::default();
        pairs.iter().for_each(|&(group, value)| grouped.push(group, value));
        grouped
    }

    /// The values of each of so many groups, from the least on.
    fn each(grouped: Grouped<i32>, groups: usize) -> Vec<Vec<i32>> {
        let mut arranged = grouped.arranged(groups);
        let mut each: Vec<Vec<i32>> = (0..groups).map(|group| arranged.of(group).to_vec()).collect();
        each.iter_mut().for_each(|values| values.sort_unstable());
        each
    }

    #[test]
    fn values_stand_beside_those_of_their_group() {
        let pairs = [(0, 1), (3, 10), (0, 11), (3, 12), (1, 13), (0, 14)];
        assert_eq!(each(grouped(&pairs), 4), [&[1, 11, 14][..], &[13], &[], &[10, 12]]);
        assert_eq!(each(grouped(&[(2, 1), (1, 2), (0, 3)]), 3), [[3], [2], [1]]);
    }

    #[test]
    fn pieces_of_few_and_of_many_groups_come_back_as_they_were() {
        // In turn: groups of a byte, of two, of four.
        for groups in [200, 60_000, 70_000] {
            let mut all = Grouped::default();
            let mut expected = vec![Vec::new(); groups as usize];
            // More than are brought together at once; the last group alone has more than that.
            let values = numbered(ROOM) * 2 + 5;
            for value in 0..values + numbered(ROOM) * 5 / 4 {
                let group = if value < values { value.wrapping_mul(7) % groups } else { groups - 1 };
                all.push(group, value);
                expected[group as usize].push(value);
            }
            let mut arranged = all.arranged(groups as usize);
            for (group, expected) in expected.iter().enumerate() {
                let found = arranged.of(group);
                found.sort_unstable();
                assert_eq!(found, expected, "{group} of {groups}");
            }
        }
    }

    #[test]
    fn values_of_one_group_need_no_number() {
        let one = grouped(&[(0, 7), (0, 5), (0, 6)]);
        assert!(one.groups.is_empty());
        assert_eq!(each(one, 2), [&[5, 6, 7][..], &[]]);
    }

    #[test]
    fn groups_of_another_are_found_by_their_number_here() {
        let mut all = grouped(&[(0, 1), (1, 2)]);
        all.merge(grouped(&[(0, 3), (1, 4)]), &[1, 2]);
        all.merge(grouped(&[(0, 5)]), &[2]);
        assert_eq!(each(all, 3), [&[1][..], &[2, 3], &[4, 5]]);
    }
}
