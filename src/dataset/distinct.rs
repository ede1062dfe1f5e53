//! Codes of a list, each once, in time that grows with the list alone.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hash;

/// So many codes are compared one by one.
const FEW: usize = 32;

/// Codes in the order in which they were first added.
#[derive(Debug)]
pub struct Distinct<C = u32> {
    codes: Vec<C>,
    /// The same codes, once they are many.
    met: HashSet<C>,
}

impl<C: Copy + Eq + Hash> Distinct<C> {
    /// An empty list with room for so many codes.
    pub fn of_up_to(many: usize) -> Distinct<C> {
        Distinct { codes: Vec::with_capacity(many), met: HashSet::new() }
    }

    /// Adds a code that is new.
    pub fn add(&mut self, code: C) {
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
    pub fn into_codes(self) -> Vec<C> {
        self.codes
    }
}

/// A list with each code once.
pub fn each_once<C: Copy + Eq + Hash>(codes: &[C]) -> Cow<'_, [C]> {
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
    use std::cell::Cell;
    use std::hash::Hasher;

    thread_local!(static COMPARED: Cell<usize> = const { Cell::new(0) });

    /// A code that counts how often it is compared.
    #[derive(Clone, Copy, Debug, Eq)]
    struct Counted(u32);

    impl PartialEq for Counted {
        fn eq(&self, other: &Counted) -> bool {
            COMPARED.set(COMPARED.get() + 1);
            self.0 == other.0
        }
    }

    impl Hash for Counted {
        fn hash<H: Hasher>(&self, to: &mut H) {
            self.0.hash(to);
        }
    }

    #[test]
    fn a_list_is_compared_as_often_as_it_is_long() {
        for many in [100_000, 400_000] {
            let codes: Vec<Counted> = (0..many).map(Counted).collect();
            COMPARED.set(0);
            assert_eq!(each_once(&codes).len(), codes.len());
            assert!(COMPARED.get() < FEW * FEW + codes.len(), "{many}: {}", COMPARED.get());
        }
    }

    #[test]
    fn short_and_long_lists_keep_the_first_of_each() {
        for many in [3, 31, 32, 33, 500] {
            let twice: Vec<u32> = (0..many).chain(0..many).chain([many]).collect();
            assert_eq!(each_once(&twice).into_owned(), (0..=many).collect::<Vec<_>>());
        }
        assert!(matches!(each_once(&[3, 1, 2]), Cow::Borrowed([3, 1, 2])));
    }
}
