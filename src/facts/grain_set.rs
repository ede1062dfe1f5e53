//! Sets of kinds of facts: asked for every message, so that a look must cost next to nothing.

use super::Grain;

/// Kinds of facts, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GrainSet(u64);

/// Every kind has its bit.
const _: () = assert!(Grain::ALL.len() <= u64::BITS as usize);

impl GrainSet {
    /// Adds a kind.
    pub fn insert(&mut self, grain: Grain) {
        self.0 |= bit(grain);
    }

    /// Whether a kind is among them.
    #[inline]
    pub fn contains(self, grain: Grain) -> bool {
        self.0 & bit(grain) != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// All of them, in their order.
    pub fn iter(self) -> impl Iterator<Item = Grain> {
        Grain::ALL.iter().copied().filter(move |&grain| self.contains(grain))
    }
}

impl Extend<Grain> for GrainSet {
    fn extend<T: IntoIterator<Item = Grain>>(&mut self, grains: T) {
        for grain in grains {
            self.insert(grain);
        }
    }
}

impl FromIterator<Grain> for GrainSet {
    fn from_iter<T: IntoIterator<Item = Grain>>(grains: T) -> Self {
        let mut set = GrainSet::default();
        set.extend(grains);
        set
    }
}

#[inline]
fn bit(grain: Grain) -> u64 {
    1 << grain as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_added() {
        let set: GrainSet = [Grain::Message, Grain::Case].into_iter().collect();
        assert!(set.contains(Grain::Case) && !set.contains(Grain::Rating) && !set.is_empty());
        assert_eq!(set.iter().count(), 2);
        assert_eq!(Grain::ALL.iter().copied().collect::<GrainSet>().iter().count(), Grain::ALL.len());
    }
}
