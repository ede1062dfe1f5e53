//! Values by the group they belong to, kept until all are there.

/// Values, each with the number of its group.
#[derive(Default)]
pub struct Grouped<T> {
    /// The group of each; empty while all belong to the first, as in a report that nothing is told apart in.
    groups: Vec<u32>,
    values: Vec<T>,
}

impl<T: Copy> Grouped<T> {
    /// Adds a value.
    #[inline]
    pub fn push(&mut self, group: u32, value: T) {
        if group != 0 || !self.groups.is_empty() {
            self.groups.resize(self.values.len(), 0);
            self.groups.push(group);
        }
        self.values.push(value);
    }

    /// Adds the values of another; `numbers` says which group each of its groups is here.
    pub fn merge(&mut self, mut other: Grouped<T>, numbers: &[u32]) {
        if self.values.is_empty() && (!other.groups.is_empty() || numbers.first().is_none_or(|to| *to == 0)) {
            other.groups.iter_mut().for_each(|group| *group = numbers[*group as usize]);
            *self = other;
            return;
        }
        let all_first = other.groups.is_empty();
        self.values.reserve_exact(other.values.len());
        self.groups.reserve_exact(if self.groups.is_empty() { 0 } else { other.values.len() });
        for (at, value) in other.values.into_iter().enumerate() {
            let group = if all_first { 0 } else { other.groups[at] };
            self.push(numbers[group as usize], value);
        }
    }

    /// The values group by group, of so many groups: all values, and where those of each group end.
    pub fn arranged(self, groups: usize) -> Arranged<T> {
        if self.values.is_empty() {
            return Arranged { values: Vec::new(), ends: Vec::new() };
        }
        let mut ends = vec![0usize; groups + 1];
        if self.groups.is_empty() {
            ends.iter_mut().skip(1).for_each(|end| *end = self.values.len());
            return Arranged { values: self.values, ends };
        }
        for &group in &self.groups {
            ends[group as usize + 1] += 1;
        }
        for group in 0..groups {
            ends[group + 1] += ends[group];
        }
        let mut next = ends.clone();
        let mut values = self.values.clone();
        for (&value, &group) in self.values.iter().zip(&self.groups) {
            let next = &mut next[group as usize];
            values[*next] = value;
            *next += 1;
        }
        Arranged { values, ends }
    }
}

/// Values group by group.
pub struct Arranged<T> {
    values: Vec<T>,
    /// Where each group starts; one more is the end of the last. None where there are no values.
    ends: Vec<usize>,
}

impl<T> Arranged<T> {
    /// The values of a group.
    pub fn of(&self, group: usize) -> &[T] {
        match self.ends.get(group..group + 2) {
            Some(&[from, to]) => &self.values[from..to],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(pairs: &[(u32, i32)]) -> Grouped<i32> {
        let mut grouped = Grouped::default();
        pairs.iter().for_each(|&(group, value)| grouped.push(group, value));
        grouped
    }

    #[test]
    fn values_stand_beside_those_of_their_group() {
        let arranged = grouped(&[(0, 1), (3, 10), (0, 11), (3, 12), (1, 13)]).arranged(4);
        let each: Vec<&[i32]> = (0..4).map(|group| arranged.of(group)).collect();
        assert_eq!(each, [&[1, 11][..], &[13], &[], &[10, 12]]);
    }

    #[test]
    fn values_of_one_group_need_no_number() {
        let one = grouped(&[(0, 7), (0, 5), (0, 6)]);
        assert!(one.groups.is_empty());
        let arranged = one.arranged(2);
        assert_eq!((arranged.of(0), arranged.of(1)), (&[7, 5, 6][..], &[][..]));
    }

    #[test]
    fn groups_of_another_are_found_by_their_number_here() {
        let mut all = grouped(&[(0, 1), (1, 2)]);
        all.merge(grouped(&[(0, 3), (1, 4)]), &[1, 2]);
        all.merge(grouped(&[(0, 5)]), &[2]);
        let arranged = all.arranged(3);
        let each: Vec<&[i32]> = (0..3).map(|group| arranged.of(group)).collect();
        assert_eq!(each, [&[1][..], &[2, 3], &[4, 5]]);
    }
}
