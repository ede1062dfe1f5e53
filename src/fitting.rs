//! Numbers of one kind as another: what does not fit becomes the nearest that does, so that nothing wraps around.

/// The number of a row, a code or another thing of which there are fewer than 2³².
#[inline]
pub fn numbered(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A number to reckon with.
#[inline]
pub fn signed(many: impl TryInto<i64>) -> i64 {
    many.try_into().unwrap_or(i64::MAX)
}

/// A size or a place in memory.
#[inline]
pub fn index(length: impl TryInto<usize>) -> usize {
    length.try_into().unwrap_or(usize::MAX)
}

/// A number that a byte holds.
#[inline]
pub fn small(number: impl TryInto<u8>) -> u8 {
    number.try_into().unwrap_or(u8::MAX)
}

/// A number that two bytes hold.
#[inline]
pub fn short(number: impl TryInto<u16>) -> u16 {
    number.try_into().unwrap_or(u16::MAX)
}

/// The whole part; what is no number is 0.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "from a fraction to a whole number no other way leads")]
pub fn truncated(number: f64) -> i64 {
    number as i64
}

/// The same, as a size: what is below 0 is 0.
#[inline]
pub fn truncated_size(number: f64) -> usize {
    index(truncated(number).max(0))
}

/// As drawings have it.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "no other way leads to fewer digits")]
pub fn narrowed(number: f64) -> f32 {
    number as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_the_nearest_that_does() {
        assert_eq!((numbered(7), numbered(1 << 32)), (7, u32::MAX));
        assert_eq!((signed(7usize), signed(u64::MAX)), (7, i64::MAX));
        assert_eq!((index(7u64), index(7i64)), (7, 7));
        assert_eq!((small(255u32), small(256u32)), (255, 255));
        assert_eq!([2.9, -2.9, 1e30, -1e30, f64::NAN].map(truncated), [2, -2, i64::MAX, i64::MIN, 0]);
        assert_eq!((truncated_size(2.9), truncated_size(-2.9)), (2, 0));
        assert_eq!(narrowed(0.5), 0.5);
    }
}
