//! Codes of a list, each once, in time that grows with the list alone.

use std::borrow::Cow;
use std::collections::HashSet;

/// So many codes are compared one by one.
const FEW: usize = 32;

/// Codes in the order in which they were first added.
#[derive(Debug)]
pub struct Distinct {
    codes: Vec<u32>,
    /// The same codes, once they are many.
    met: HashSet<u32>,
}

impl Distinct {
    /// An empty list with room for so many codes.
    pub fn of_up_to(many: usize) -> Distinct {
        Distinct { codes: Vec::with_capacity(many), met: HashSet::new() }
    }

    /// Adds a code that is new.
    pub fn add(&mut self, code: u32) {
        let is_new = if self.codes.len() < FEW {
            !self.codes.contains(&code)
        } else {
            if self.met.is_empty() {
                self.met.extend(&self.codes);
            }
            self.met.insert(code)
        };
        if is_new {
            self.codes.push(code);
        }
    }

    /// The codes.
    pub fn into_codes(self) -> Vec<u32> {
        self.codes
    }
}

/// A list with each code once.
pub fn each_once(codes: &[u32]) -> Cow<'_, [u32]> {
    let is_twice = |at: usize| codes[..at].contains(&codes[at]);
    if codes.len() <= FEW && !(1..codes.len()).any(is_twice) {
        return Cow::Borrowed(codes);
    }
    let mut once = Distinct::of_up_to(codes.len());
    for &code in codes {
        once.add(code);
    }
    if once.codes.len() == codes.len() {
        return Cow::Borrowed(codes);
    }
    Cow::Owned(once.into_codes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_lists_keep_the_first_of_each() {
        for many in [3, 31, 32, 33, 500] {
            let twice: Vec<u32> = (0..many).chain(0..many).chain([many]).collect();
            assert_eq!(each_once(&twice).into_owned(), (0..=many).collect::<Vec<_>>());
        }
        assert!(matches!(each_once(&[3, 1, 2]), Cow::Borrowed([3, 1, 2])));
    }
}
