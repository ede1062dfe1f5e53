//! Which sets of keys the objects of a file have had so far, so that a new key is noticed wherever it first appears.

use std::collections::HashSet;

/// Shapes remembered in the quick table.
const QUICK: usize = 1 << 12;

/// Shapes remembered at all; a file with more names its keys by data, and nothing more is learnt of it.
const MOST: usize = 1 << 16;

/// An odd number without pattern.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Shapes met: each the hash of the place of an object and of its keys in their order.
#[derive(Debug)]
pub struct Shapes {
    quick: Vec<u64>,
    all: HashSet<u64>,
}

impl Default for Shapes {
    fn default() -> Self {
        Shapes { quick: vec![0; QUICK], all: HashSet::new() }
    }
}

impl Shapes {
    /// Notes a shape; whether it is new.
    #[inline]
    pub fn meet(&mut self, shape: u64) -> bool {
        let slot = &mut self.quick[(shape >> 52) as usize];
        if *slot == shape {
            return false;
        }
        *slot = shape;
        self.meet_rarely(shape)
    }

    fn meet_rarely(&mut self, shape: u64) -> bool {
        self.all.len() < MOST && self.all.insert(shape)
    }
}

/// The hash of a key.
#[inline]
pub fn hash(key: &[u8]) -> u64 {
    let mut hash = key.len() as u64;
    let mut words = key.chunks_exact(8);
    for word in words.by_ref() {
        let word = word.try_into().map_or(0, u64::from_le_bytes);
        hash = mixed(hash, word);
    }
    let mut last = [0; 8];
    let rest = words.remainder();
    last[..rest.len()].copy_from_slice(rest);
    mixed(hash, u64::from_le_bytes(last))
}

/// A hash that goes on by another.
#[inline]
pub fn mixed(hash: u64, next: u64) -> u64 {
    (hash.rotate_left(5) ^ next).wrapping_mul(SPREAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(keys: &[&str]) -> u64 {
        keys.iter().fold(0, |shape, key| mixed(shape, hash(key.as_bytes())))
    }

    #[test]
    fn a_shape_is_new_once() {
        let mut shapes = Shapes::default();
        let both = shape(&["conversation_id", "closed_at"]);
        let other = shape(&["conversation_id", "clased_at"]);
        assert_ne!(both, other);
        assert_ne!(shape(&["ab", "c"]), shape(&["a", "bc"]));
        assert!(shapes.meet(both));
        assert!(!shapes.meet(both));
        assert!(shapes.meet(other));
        assert!(!shapes.meet(both));
    }
}
