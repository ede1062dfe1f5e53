//! A small generator of random numbers that gives the same sequence on every machine.

use crate::fitting::{index, truncated, truncated_size};

/// xoshiro256** (Blackman and Vigna), seeded through splitmix64.
pub(super) struct Random {
    state: [u64; 4],
}

impl Random {
    /// The generator of a seed.
    pub(super) fn new(seed: u64) -> Random {
        let mut at = seed;
        Random { state: [0; 4].map(|_: u64| split(&mut at)) }
    }

    fn next(&mut self) -> u64 {
        let state = &mut self.state;
        let result = state[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = state[3].rotate_left(45);
        result
    }

    /// A number from 0 up to, not including, `limit`; 0 where the limit is 0.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(limit)) >> 64) as u64
    }

    /// A number from `low` up to, not including, `high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high.saturating_sub(low).max(1).cast_unsigned()).cast_signed()
    }

    /// True in so many cases of a thousand.
    pub(super) fn chance(&mut self, permille: u32) -> bool {
        self.below(1000) < u64::from(permille)
    }

    /// One of the items, each as likely as another.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[index(self.below(items.len() as u64))]
    }

    /// The place of one of the weights, as likely as it is heavy.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> usize {
        let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        let mut left = self.below(total);
        for (place, weight) in weights.iter().enumerate() {
            if left < u64::from(*weight) {
                return place;
            }
            left -= u64::from(*weight);
        }
        0
    }

    /// A skewed amount around `median`: half are smaller, few are far larger. About two of three lie within a
    /// factor of 2 to the `spread`. Only exact arithmetic is used, no library's `exp` or `ln`.
    pub(super) fn skewed(&mut self, median: i64, spread: f64) -> i64 {
        // Four numbers of 16 bits add up to a bell curve: 131,070 in the middle, 37,837 is its standard deviation.
        let bits = self.next();
        let sum = (0..4).map(|part| (bits >> (16 * part)) & 0xffff).sum::<u64>() as f64;
        let power = (sum - 131_070.0) / 37_837.0 * spread;
        let whole = power.floor();
        let rest = power - whole;
        let stretch = (1_u64 << truncated_size(whole.abs()).min(30)) as f64;
        let factor = if whole < 0.0 { 1.0 / stretch } else { stretch };
        // A parabola through 1, √2 and 2 stands for the power of two of the rest.
        truncated(median as f64 * factor * (1.0 + rest * (0.6565 + 0.3435 * rest)))
    }
}

fn split(at: &mut u64) -> u64 {
    *at = at.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *at;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seeding_is_splitmix64() {
        // The first outputs of splitmix64 for seed 0, as published with the algorithm.
        let random = Random::new(0);
        assert_eq!(random.state[0], 0xe220_a839_7b1d_cdaf);
        assert_eq!(random.state[1], 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn half_of_the_skewed_amounts_are_below_the_median() {
        let mut random = Random::new(3);
        let below = (0..10_000).filter(|_| random.skewed(60_000, 1.5) < 60_000).count();
        assert!((4_700..5_300).contains(&below), "{below}");
    }

    #[test]
    fn weights_of_zero_are_never_drawn() {
        let mut random = Random::new(1);
        assert!((0..1000).all(|_| random.weighted(&[0, 3, 0, 1]) % 2 == 1));
    }
}
