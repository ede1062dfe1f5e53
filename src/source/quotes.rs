//! Finds the quotes of a text, one after the other.

use super::windows::{quotes_at, Marks, WINDOW};

/// Whether the quote at `at` opens a quoted field: only at the start of one.
pub fn opens(bytes: &[u8], at: usize, marks: Marks) -> bool {
    at == 0 || bytes[at - 1] == marks.delimiter || bytes[at - 1] == marks.line_end
}

/// Whether the quote at `at`, which is no doubled one, closes its field: only before a delimiter or line end.
pub fn closes(bytes: &[u8], at: usize, marks: Marks) -> bool {
    match bytes.get(at + 1) {
        None => true,
        Some(&b'\r') => {
            bytes.get(at + 2).is_none_or(|&next| next == marks.line_end) || marks.line_end == b'\r'
        }
        Some(&next) => next == marks.delimiter || next == marks.line_end,
    }
}

/// The quotes of a text, one after the other.
pub struct Quotes {
    /// Where the window at hand begins.
    window: usize,
    /// Those in it, a bit each.
    bits: u64,
}

impl Quotes {
    /// Those from there on.
    pub fn from(at: usize, text: &[u8]) -> Quotes {
        Quotes { window: at, bits: quotes_at(at, text) }
    }

    /// The place of the first at or behind `at`, which does not move back; the length of the text if there is none.
    #[inline]
    pub fn next(&mut self, at: usize, text: &[u8]) -> usize {
        let passed = at.saturating_sub(self.window);
        self.bits = if passed < WINDOW { self.bits & u64::MAX << passed } else { 0 };
        while self.bits == 0 {
            self.window = at.max(self.window + WINDOW);
            if self.window >= text.len() {
                return text.len();
            }
            self.bits = quotes_at(self.window, text);
        }
        self.window + self.bits.trailing_zeros() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_found_one_after_the_other() {
        let text: Vec<u8> =
            (0..300).map(|at| if at % 67 == 3 || at % 90 == 0 { b'"' } else { b'x' }).collect();
        for from in 0..text.len() {
            let mut quotes = Quotes::from(from, &text);
            let (mut at, mut found) = (from, Vec::new());
            while at < text.len() {
                at = quotes.next(at, &text) + 1;
                found.push(at - 1);
            }
            let expected = (from..text.len()).filter(|&at| text[at] == b'"').chain([text.len()]);
            let expected: Vec<usize> = expected.take(found.len()).collect();
            assert_eq!(found, expected, "{from}");
            assert!(text[found.last().map_or(0, |last| last + 1).min(text.len())..]
                .iter()
                .all(|byte| *byte != b'"'));
        }
    }
}
