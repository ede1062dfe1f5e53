//! The usual form of a moment, `2026-03-01T09:00:00Z`, read eight bytes at a time.

use super::calendar::{self, pair};
use super::clock;
use crate::time::{DAY, HOUR, MINUTE, SECOND};

/// `2026-03-01T09:00:00` with its fraction, local milliseconds, and the text behind.
#[inline]
pub fn iso(text: &[u8]) -> Option<(i64, &[u8])> {
    let (head, rest) = text.split_first_chunk::<19>()?;
    let (date, behind) = head.split_first_chunk()?;
    let ([d, e, b'T' | b' ', ..], Some(time)) = (behind, behind.last_chunk()) else { return None };
    let [century, _, year, _, _, month, ..] = DATE.pairs(date)?;
    let of_day = time_of_day(time)?;
    let [century, year, month] = [century, year, month].map(i64::from);
    let day = calendar::days(century * 100 + year, month, pair(*d, *e)?)?;
    let local = day * DAY + of_day;
    if let [b'Z'] | [] = rest {
        return Some((local, rest));
    }
    if let Some((fraction, zone @ ([b'Z'] | []))) = rest.split_first_chunk() {
        if let Some(millis) = thousandths(fraction) {
            return Some((local + millis, zone));
        }
    }
    let (fraction, rest) = clock::fraction(rest);
    // ` PM` is for the slow way.
    let half_of_day = matches!(rest, [b' ', b'a' | b'A' | b'p' | b'P', ..] | [b'a' | b'A' | b'p' | b'P', ..]);
    (!half_of_day).then_some((local + fraction, rest))
}

/// Milliseconds of `09:00:00`.
#[inline]
pub fn time_of_day(time: &[u8; 8]) -> Option<i64> {
    let [hour, _, _, minute, _, _, second, _] = TIME.pairs(time)?;
    let is_time = hour < 24 && minute < 60 && second < 60;
    let [hour, minute, second] = [hour, minute, second].map(i64::from);
    is_time.then_some(hour * HOUR + minute * MINUTE + second * SECOND)
}

/// Milliseconds of `.123`.
#[inline]
pub fn thousandths(fraction: &[u8; 4]) -> Option<i64> {
    let [b'.', tens, ones, last @ b'0'..=b'9'] = fraction else { return None };
    Some(pair(*tens, *ones)? * 10 + i64::from(last - b'0'))
}

/// How eight bytes are written: digits at some places, certain bytes at the others.
struct DigitForm {
    /// The bytes, `0` for a digit.
    bytes: u64,
    /// All bits of the places of digits.
    digits: u64,
}

impl DigitForm {
    const fn new(text: &[u8; 8]) -> DigitForm {
        let (mut digits, mut place) = ([0; 8], 0);
        while place < text.len() {
            digits[place] = if text[place] == b'0' { u8::MAX } else { 0 };
            place += 1;
        }
        DigitForm { bytes: u64::from_le_bytes(*text), digits: u64::from_le_bytes(digits) }
    }

    /// Each digit with the one behind it as a number of two, at the place of the first; `None` for another form.
    #[inline]
    fn pairs(&self, text: &[u8; 8]) -> Option<[u8; 8]> {
        const HIGH_HALVES: u64 = 0xf0f0_f0f0_f0f0_f0f0;
        const SIXES: u64 = 0x0606_0606_0606_0606;
        // The number of each digit, and 0 at the other places.
        let numbers = u64::from_le_bytes(*text) ^ self.bytes;
        // Six more take what is over 9 beyond 15.
        let beyond = (numbers | numbers.wrapping_add(SIXES & self.digits)) & HIGH_HALVES;
        if beyond | (numbers & !self.digits) != 0 {
            return None;
        }
        // Ten times a digit and one more stay in their byte.
        Some((numbers * 10 + (numbers >> 8)).to_le_bytes())
    }
}

const DATE: DigitForm = DigitForm::new(b"0000-00-");
const TIME: DigitForm = DigitForm::new(b"00:00:00");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_digits_are_read_at_once_and_nothing_else_is() {
        assert_eq!(TIME.pairs(b"09:58:07"), Some([9, 90, 5, 58, 80, 0, 7, 70]));
        assert_eq!(DATE.pairs(b"2026-03-").map(|pairs| [pairs[0], pairs[2], pairs[5]]), Some([20, 26, 3]));
        for place in 0..8 {
            for byte in 0..=u8::MAX {
                let mut text = *b"09:58:07";
                text[place] = byte;
                let is_time = if [2, 5].contains(&place) { byte == b':' } else { byte.is_ascii_digit() };
                assert_eq!(TIME.pairs(&text).is_some(), is_time, "{byte} at {place}");
            }
        }
    }
}
