//! How many codes a group met, and how many more than once.

/// Which codes were met by the group at hand. A code's mark is odd where its group met it once and even where it met it
/// again; marks of later groups are greater, so nothing has to be cleared in between.
#[derive(Default)]
pub struct CodeMarks {
    marks: Vec<u32>,
    groups: u32,
}

/// Codes of one group.
#[derive(Default)]
pub struct Met {
    /// How many there are.
    pub once: i64,
    /// How many of them more than once.
    pub again: i64,
}

impl CodeMarks {
    /// The codes of the next group.
    pub fn count(&mut self, codes: &[u32]) -> Met {
        let (first, again) = (2 * self.groups + 1, 2 * self.groups + 2);
        self.groups += 1;
        let greatest = codes.iter().max().map_or(0, |&code| code as usize + 1);
        if self.marks.len() < greatest {
            self.marks.resize(greatest, 0);
        }
        let mut met = Met::default();
        for &code in codes {
            let mark = &mut self.marks[code as usize];
            if *mark < first {
                *mark = first;
                met.once += 1;
            } else if *mark == first {
                *mark = again;
                met.again += 1;
            }
        }
        met
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_counted_once_and_again_in_each_group() {
        let mut marks = CodeMarks::default();
        let met = marks.count(&[7, 3, 7, 7, 0, 3]);
        assert_eq!((met.once, met.again), (3, 2));
        let met = marks.count(&[7, 9]);
        assert_eq!((met.once, met.again), (2, 0));
        let met = marks.count(&[]);
        assert_eq!((met.once, met.again), (0, 0));
    }
}
