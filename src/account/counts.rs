//! How many rows were read and what became of them, by table.

use std::collections::BTreeMap;

/// What was read and what became of it, by table: rows = used + duplicates + rejected + set aside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counts {
    /// Files read.
    pub files: u64,
    /// Records found.
    pub rows: BTreeMap<&'static str, u64>,
    /// Records used.
    pub used: BTreeMap<&'static str, u64>,
    /// Records that stood in the input before.
    pub duplicates: BTreeMap<&'static str, u64>,
    /// Of those read, used only after a repair or without a value that could not be read.
    pub repaired: BTreeMap<&'static str, u64>,
    /// Records that could not be used.
    pub rejected: BTreeMap<&'static str, u64>,
    /// Records that say nothing, by table; also `blank lines` and `files`.
    pub set_aside: BTreeMap<&'static str, u64>,
}

/// Adds to a count; a count of nothing is no entry.
pub fn add(counts: &mut BTreeMap<&'static str, u64>, key: &'static str, count: u64) {
    if count > 0 {
        *counts.entry(key).or_default() += count;
    }
}
