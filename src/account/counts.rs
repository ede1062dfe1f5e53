//! How many rows were read and what became of them, by table.

use super::words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was read and what became of it, by table: rows = used + duplicates + rejected + set aside, and of
/// conversations + excluded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// Files read.
    pub files: u64,
    /// Records found.
    #[serde(deserialize_with = "words::counts")]
    pub rows: BTreeMap<&'static str, u64>,
    /// Records used.
    #[serde(deserialize_with = "words::counts")]
    pub used: BTreeMap<&'static str, u64>,
    /// Records that stood in the input before.
    #[serde(deserialize_with = "words::counts")]
    pub duplicates: BTreeMap<&'static str, u64>,
    /// Of those read, used only after a repair or without a value that could not be read.
    #[serde(deserialize_with = "words::counts")]
    pub repaired: BTreeMap<&'static str, u64>,
    /// Records that could not be used.
    #[serde(deserialize_with = "words::counts")]
    pub rejected: BTreeMap<&'static str, u64>,
    /// Records that say nothing, by table; also `blank lines` and `files`.
    #[serde(deserialize_with = "words::counts")]
    pub set_aside: BTreeMap<&'static str, u64>,
    /// Conversations left out by a rule, by reason.
    #[serde(deserialize_with = "words::counts")]
    pub excluded: BTreeMap<&'static str, u64>,
}

impl Counts {
    /// Adds what a later stage found out about rows that were used until then.
    pub fn append(&mut self, later: Counts) {
        let excluded = later.excluded.values().sum();
        let lost = later.duplicates.iter().chain(&later.rejected).map(|(table, count)| (*table, *count));
        for (table, count) in lost.chain([("conversations", excluded)]).filter(|(_, count)| *count > 0) {
            let used = self.used.entry(table).or_default();
            *used = used.saturating_sub(count);
        }
        self.unite(later);
    }

    /// Forgets the tables that are not meant; what is counted under no table stays.
    pub fn retain(&mut self, is_meant: impl Fn(&str) -> bool) {
        for counts in [
            &mut self.rows,
            &mut self.used,
            &mut self.duplicates,
            &mut self.repaired,
            &mut self.rejected,
            &mut self.set_aside,
        ] {
            counts.retain(|table, _| is_meant(table));
        }
        self.excluded.retain(|_, _| is_meant("conversations"));
    }

    /// Adds the counts of another reading, of other rows.
    pub fn unite(&mut self, later: Counts) {
        grow(&mut self.files, later.files);
        for (own, later) in [
            (&mut self.rows, later.rows),
            (&mut self.used, later.used),
            (&mut self.duplicates, later.duplicates),
            (&mut self.repaired, later.repaired),
            (&mut self.rejected, later.rejected),
            (&mut self.set_aside, later.set_aside),
            (&mut self.excluded, later.excluded),
        ] {
            for (key, count) in later {
                // None of what was read is left: that is an entry.
                grow(own.entry(key).or_default(), count);
            }
        }
    }
}

/// Adds to a count, which ends at the greatest there is: files of parts may say any.
pub fn grow(count: &mut u64, by: u64) {
    *count = count.saturating_add(by);
}

/// Adds to a count; a count of nothing is no entry.
pub fn add(counts: &mut BTreeMap<&'static str, u64>, key: &'static str, count: u64) {
    if count > 0 {
        grow(counts.entry(key).or_default(), count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_that_files_say_end_at_the_greatest_there_is() {
        let of =
            |count: u64| Counts { files: count, rows: [("messages", count)].into(), ..Counts::default() };
        let mut all = of(u64::MAX);
        all.unite(of(2));
        assert_eq!((all.files, all.rows["messages"]), (u64::MAX, u64::MAX));
        let mut few = of(1);
        few.unite(of(2));
        assert_eq!((few.files, few.rows["messages"]), (3, 3));
    }
}
