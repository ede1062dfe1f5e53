//! Whole numbers in as few bits as they need: small in the file, and had again about as fast as they are copied.
//!
//! ```text
//! form   1 byte    what the codes are
//! width  1 byte    bits a code: 1 to 56, or 64
//! base   8 bytes   the least value, the first, or how many values there are
//! values 8 bytes each, where the form is a list of few
//! codes  bit behind bit, the lowest first; seven bytes behind them
//! ```

use self::CodeForm::{Few, Near, Rising};
use crate::dataset::{MISSING, NONE};
use crate::fitting::{index, signed, small};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// Form, width and base.
const HEADER: usize = 10;
/// A code is read out of eight bytes that begin where it does.
const BEHIND: usize = 7;
/// So many codes are read together: they begin and end with a word.
const AT_ONCE: usize = u64::BITS as usize;
/// Of so many values a list is made at most.
const FEW: usize = 256;

/// What the codes are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum CodeForm {
    /// How far values are from the least one, and one more: 0 is a missing value.
    Near,
    /// How far each value is from the one before; none is missing, none less than the one before.
    Rising,
    /// Places in a list of values.
    Few,
}

/// A number that can be kept: an instant, a duration, a code, a place, a set of flags.
pub trait Number: Copy {
    /// The number, where a missing one is [`MISSING`].
    fn whole(self) -> i64;
    /// The number again.
    fn of(whole: i64) -> Self;
}

impl Number for i64 {
    fn whole(self) -> i64 {
        self
    }

    #[inline]
    fn of(whole: i64) -> i64 {
        whole
    }
}

impl Number for u32 {
    fn whole(self) -> i64 {
        if self == NONE {
            MISSING
        } else {
            i64::from(self)
        }
    }

    #[inline]
    fn of(whole: i64) -> u32 {
        u32::try_from(whole).unwrap_or(NONE)
    }
}

/// The bytes that keep some numbers.
pub fn pack<N: Number>(numbers: &[N]) -> Vec<u8> {
    let wholes = || numbers.iter().map(|number| number.whole());
    let (least, greatest) = wholes()
        .filter(|&whole| whole != MISSING)
        .fold((i64::MAX, i64::MIN), |(least, greatest), whole| (least.min(whole), greatest.max(whole)));
    let least = if least > greatest { 0 } else { least };
    let near = |whole: i64| if whole == MISSING { 0 } else { whole.wrapping_sub(least).cast_unsigned() + 1 };
    let widest = if greatest < least { 0 } else { near(greatest) };
    let mut best = (Near, width(widest), 0);
    let steps = steps(numbers);
    if let Some(greatest) = steps.filter(|step| width(*step) < best.1) {
        best = (Rising, width(greatest), 0);
    }
    let few = if best.1 > 1 { FewValues::of(wholes()) } else { None };
    if let Some(few) = &few {
        let bits = width(few.list.len() as u64 - 1);
        if bits as usize * numbers.len() + 64 * few.list.len() < best.1 as usize * numbers.len() {
            best = (Few, bits, few.list.len());
        }
    }
    let (form, width, values) = best;
    let mut bytes =
        Vec::with_capacity(HEADER + 8 * values + (numbers.len() * width as usize).div_ceil(8) + BEHIND);
    bytes.extend([form as u8, small(width)]);
    match (form, few) {
        (Few, Some(few)) => {
            bytes.extend(signed(few.list.len()).to_le_bytes());
            few.list.iter().for_each(|value| bytes.extend(value.to_le_bytes()));
            put_codes(&mut bytes, width, wholes().map(|whole| few.places.get(&whole).copied().unwrap_or(0)));
        }
        (Rising, _) => {
            let mut before = wholes().next().unwrap_or(0);
            bytes.extend(before.to_le_bytes());
            let steps = wholes()
                .map(|whole| whole.wrapping_sub(std::mem::replace(&mut before, whole)).cast_unsigned());
            put_codes(&mut bytes, width, steps);
        }
        (Near | Few, _) => {
            bytes.extend(least.to_le_bytes());
            put_codes(&mut bytes, width, wholes().map(near));
        }
    }
    bytes
}

/// Puts as many numbers as are said to be there behind others; `None`: the bytes do not hold them, or more.
pub fn unpack<N: Number>(bytes: &[u8], count: usize, numbers: &mut Vec<N>) -> Option<()> {
    let (&[form, width], rest) = bytes.split_first_chunk()?;
    let (base, rest) = rest.split_first_chunk()?;
    let base = i64::from_le_bytes(*base);
    let codes = (u32::from(width), count);
    match form {
        form if form == Near as u8 => {
            let whole = |code: u64| match code {
                0 => MISSING,
                code => base.wrapping_add((code - 1).cast_signed()),
            };
            each_codes(rest, codes, |codes| numbers.extend(codes.iter().map(|&code| N::of(whole(code)))))
        }
        form if form == Rising as u8 => {
            let mut whole = base;
            each_codes(rest, codes, |steps| {
                numbers.extend(steps.iter().map(|&step| {
                    whole = whole.wrapping_add(step.cast_signed());
                    N::of(whole)
                }));
            })
        }
        form if form == Few as u8 => {
            let (list, rest) = rest.split_at_checked(usize::try_from(base).ok()?.checked_mul(8)?)?;
            let values: Vec<i64> =
                list.as_chunks().0.iter().map(|value| i64::from_le_bytes(*value)).collect();
            let value = |&code: &u64| N::of(values.get(index(code)).copied().unwrap_or(MISSING));
            each_codes(rest, codes, |codes| numbers.extend(codes.iter().map(value)))
        }
        _ => None,
    }
}

/// The greatest step from a number to the next; `None`: one is missing, or less than the one before.
fn steps<N: Number>(numbers: &[N]) -> Option<u64> {
    let mut before = numbers.first()?.whole();
    let mut greatest = 0;
    for number in numbers {
        let whole = number.whole();
        if whole == MISSING || whole < before {
            return None;
        }
        greatest = greatest.max(whole.wrapping_sub(std::mem::replace(&mut before, whole)).cast_unsigned());
    }
    Some(greatest)
}

/// The values of numbers, each once.
struct FewValues {
    list: Vec<i64>,
    places: HashMap<i64, u64, RandomState>,
}

impl FewValues {
    /// Those of some numbers; `None`: there are none, or too many.
    fn of(wholes: impl Iterator<Item = i64>) -> Option<FewValues> {
        let mut values = FewValues { list: Vec::new(), places: HashMap::default() };
        let mut last = None;
        for whole in wholes {
            if last.replace(whole) == Some(whole) {
                continue;
            }
            let next = values.list.len() as u64;
            if *values.places.entry(whole).or_insert(next) == next {
                values.list.push(whole);
            }
            if values.list.len() > FEW {
                return None;
            }
        }
        (!values.list.is_empty()).then_some(values)
    }
}

/// How many bits hold every code up to one.
fn width(greatest: u64) -> u32 {
    match u64::BITS - greatest.leading_zeros() {
        0 => 1,
        57.. => 64,
        bits => bits,
    }
}

fn put_codes(bytes: &mut Vec<u8>, width: u32, codes: impl Iterator<Item = u64>) {
    let (mut waiting, mut bits) = (0u128, 0);
    for code in codes {
        waiting |= u128::from(code) << bits;
        bits += width;
        if bits >= u64::BITS {
            bytes.extend(&waiting.to_le_bytes()[..size_of::<u64>()]);
            waiting >>= u64::BITS;
            bits -= u64::BITS;
        }
    }
    bytes.extend(&waiting.to_le_bytes()[..bits.div_ceil(8) as usize]);
    bytes.extend([0; BEHIND]);
}

/// Hands on so many codes, some at a time; `None`: the bytes hold fewer, or more.
fn each_codes(bytes: &[u8], (width, count): (u32, usize), mut take: impl FnMut(&[u64])) -> Option<()> {
    let read_whole = reader_of(width)?;
    let width = width as usize;
    let held = bytes.len().checked_sub(BEHIND)?;
    if count.checked_mul(width)?.div_ceil(8) != held {
        return None;
    }
    let mut codes = [0; AT_ONCE];
    let whole = count / AT_ONCE * width;
    let (words, _) = bytes.as_chunks().0.split_at_checked(whole)?;
    for words in words.chunks_exact(width) {
        read_whole(words, &mut codes);
        take(&codes);
    }
    let mask = u64::MAX >> (u64::BITS as usize - width);
    let last = &mut codes[..count % AT_ONCE];
    for (place, code) in last.iter_mut().enumerate() {
        let bit = place * width;
        let word = bytes[8 * whole..].get(bit / 8..)?.first_chunk()?;
        *code = u64::from_le_bytes(*word) >> (bit % 8) & mask;
    }
    take(last);
    Some(())
}

/// Reads as many codes of a width as stand in that many words.
type CodeReader = fn(&[[u8; 8]], &mut [u64; AT_ONCE]);

/// The reader of codes of one width, with every shift in it a constant.
fn reader_of(width: u32) -> Option<CodeReader> {
    macro_rules! readers {
        ($($width:literal)*) => {
            match width {
                $($width => Some(read_codes::<$width>),)*
                _ => None,
            }
        };
    }
    readers!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40
        41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 64)
}

fn read_codes<const WIDTH: usize>(words: &[[u8; 8]], codes: &mut [u64; AT_ONCE]) {
    let Ok(words) = <&[[u8; 8]; WIDTH]>::try_from(words) else { return };
    let word = |place: usize| u64::from_le_bytes(words[place]);
    for (place, code) in codes.iter_mut().enumerate() {
        let (first, shift) = (place * WIDTH / AT_ONCE, place * WIDTH % AT_ONCE);
        let begun = word(first) >> shift;
        let whole =
            if shift + WIDTH > AT_ONCE { begun | word(first + 1) << (AT_ONCE - shift) } else { begun };
        *code = whole & (u64::MAX >> (AT_ONCE - WIDTH));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The numbers come back, in at most so many bytes.
    #[track_caller]
    fn assert_kept<N: Number + PartialEq + std::fmt::Debug>(numbers: &[N], form: CodeForm, most: usize) {
        let bytes = pack(numbers);
        assert_eq!(bytes[0], form as u8, "{numbers:?}");
        assert!(bytes.len() <= most, "{} bytes", bytes.len());
        let mut again: Vec<N> = Vec::new();
        unpack(&bytes, numbers.len(), &mut again).unwrap();
        assert_eq!(again, numbers);
    }

    #[test]
    fn each_form_is_taken_where_it_is_smallest() {
        // ten bits each: 1,000 steps and the missing one
        let instants: Vec<i64> =
            (0..1000).map(|at| if at == 7 { MISSING } else { 1_700_000_000_000 - at }).collect();
        assert_kept(&instants, Near, 10 + 1250 + 7);
        // steps of 0 and 1: one bit each
        let places: Vec<u32> = (0..1000).map(|row| 5000 + row / 3).collect();
        assert_kept(&places, Rising, 10 + 125 + 7);
        // three values far apart: two bits each
        let agents: Vec<u32> = (0..1000).map(|row| [7, NONE, 4_000_000][row % 3]).collect();
        assert_kept(&agents, Few, 10 + 24 + 250 + 7);
        assert_kept(&[i64::MIN + 1, i64::MAX, MISSING, 0], Near, 10 + 32 + 7);
        assert_kept::<i64>(&[], Near, 17);
        assert_kept(&[NONE; 9], Near, 10 + 2 + 7);
        assert_kept(&[u32::MAX - 1; 9], Near, 10 + 2 + 7);
    }

    #[test]
    fn fewer_bytes_than_numbers_are_refused() {
        let bytes = pack(&[1i64, 900, 17]);
        let mut numbers: Vec<i64> = Vec::new();
        for length in 0..bytes.len() {
            assert!(unpack(&bytes[..length], 3, &mut numbers).is_none(), "{length}");
        }
        assert!(unpack(&bytes, 0, &mut numbers).is_none());
        assert!(unpack(&bytes, 4, &mut numbers).is_none());
        assert!(unpack(&bytes, usize::MAX, &mut numbers).is_none());
        for (at, wrong) in [(0, 3), (1, 0), (1, 57), (1, 65), (1, 255)] {
            let mut bytes = bytes.clone();
            bytes[at] = wrong;
            assert!(unpack(&bytes, 3, &mut numbers).is_none(), "{at} {wrong}");
        }
        let mut few = pack(&(0..1000).map(|row| [7i64, 1 << 40][row % 2]).collect::<Vec<_>>());
        assert_eq!(few[0], Few as u8);
        few[2..10].copy_from_slice(&i64::MAX.to_le_bytes());
        assert!(unpack(&few, 1000, &mut numbers).is_none());
    }

    proptest! {
        #[test]
        fn all_numbers_come_back(
            base in any::<i64>(),
            bits in 0u32..64,
            steps in prop::collection::vec(any::<u64>(), 0..300),
            is_rising in any::<bool>(),
            missing in any::<bool>(),
        ) {
            let mut wholes: Vec<i64> = steps.iter().map(|step| base.wrapping_add((step >> bits).cast_signed())).collect();
            if is_rising {
                wholes.sort_unstable();
            }
            if missing {
                wholes.push(MISSING);
            }
            let codes: Vec<u32> = wholes.iter().map(|&whole| u32::try_from(whole & 0xffff_ffff).unwrap()).collect();
            let (mut own_wholes, mut own_codes) = (vec![3i64], vec![3u32]);
            prop_assert!(unpack(&pack(&wholes), wholes.len(), &mut own_wholes).is_some());
            prop_assert!(unpack(&pack(&codes), codes.len(), &mut own_codes).is_some());
            prop_assert_eq!(&own_wholes[1..], &wholes);
            prop_assert_eq!(&own_codes[1..], &codes);
        }
    }
}
