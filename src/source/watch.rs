//! Looks closely at records by their first two bytes: few begin as totals and headers do.

use super::found::Form;
use std::sync::Arc;

/// Words of 64 bits that hold one bit for every pair of bytes.
const PAIRS: usize = 1 << 10;

/// What begins records that may be none: a mark, a word for totals, the header once more.
#[derive(Debug)]
pub struct Watch {
    /// By first and second byte, a bit each: whether a record that begins so is looked at.
    starts: Box<[u64; PAIRS]>,
    /// Tells whether the rest of a text begins with such a record.
    is_odd: fn(&Form, &str) -> bool,
    form: Arc<Form>,
}

impl Watch {
    /// Looks at records that begin with one of `starts`: a byte, and the one behind it unless any may stand there.
    pub fn new(starts: &[(u8, Option<u8>)], form: Arc<Form>, is_odd: fn(&Form, &str) -> bool) -> Watch {
        let mut bits = Box::new([0; PAIRS]);
        for &(first, second) in starts {
            for second in second.map_or(0..=u8::MAX, |second| second..=second) {
                let pair = usize::from(first) << 8 | usize::from(second);
                bits[pair / 64] |= 1_u64 << (pair % 64);
            }
        }
        Watch { starts: bits, is_odd, form }
    }

    /// Whether the record at the start of a text may be none.
    #[inline]
    pub fn finds(&self, rest: &str) -> bool {
        let Some([first, second]) = rest.as_bytes().first_chunk() else { return self.is_odd(rest) };
        let pair = usize::from(*first) << 8 | usize::from(*second);
        self.starts[pair / 64] & 1_u64 << (pair % 64) != 0 && self.is_odd(rest)
    }

    #[cold]
    fn is_odd(&self, rest: &str) -> bool {
        (self.is_odd)(&self.form, rest)
    }
}
