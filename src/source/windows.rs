//! What stands in 64 bytes of a text, a bit a byte.

use wide::u8x16;

/// The bytes that give a file its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Stands between fields.
    pub delimiter: u8,
    /// Ends a record: LF, or CR where a file has no LF.
    pub line_end: u8,
}

impl Default for Marks {
    fn default() -> Self {
        Marks { delimiter: b',', line_end: b'\n' }
    }
}

/// Bytes looked at together.
pub const WINDOW: usize = 64;

/// What stands in a window, a bit a byte.
pub struct WindowMarks {
    /// Delimiters and line ends.
    pub marks: u64,
    /// Line ends.
    pub line_ends: u64,
    /// Quotes.
    pub quotes: u64,
}

impl WindowMarks {
    /// What stands at some of the places.
    fn among(self, places: u64) -> WindowMarks {
        WindowMarks {
            marks: self.marks & places,
            line_ends: self.line_ends & places,
            quotes: self.quotes & places,
        }
    }
}

/// What stands in the last window of a text, which is no whole one.
#[inline(never)]
pub fn found_at_end(rest: &[u8], marks: Marks) -> WindowMarks {
    let mut window = [0; WINDOW];
    window[..rest.len()].copy_from_slice(rest);
    // What stands behind the text is no mark, also where the mark is the byte 0.
    found_in(&window, marks).among((1 << rest.len()) - 1)
}

/// What stands in a window.
#[inline(always)]
pub fn found_in(window: &[u8; WINDOW], marks: Marks) -> WindowMarks {
    let [delimiter, line_end, quote] = [marks.delimiter, marks.line_end, b'"'].map(u8x16::splat);
    let mut found = WindowMarks { marks: 0, line_ends: 0, quotes: 0 };
    for (place, part) in window.as_chunks::<16>().0.iter().enumerate() {
        let part = u8x16::new(*part);
        let line_ends = part.simd_eq(line_end);
        let marks = part.simd_eq(delimiter) | line_ends;
        let at = 16 * place;
        found.marks |= u64::from(marks.to_bitmask()) << at;
        found.line_ends |= u64::from(line_ends.to_bitmask()) << at;
        found.quotes |= u64::from(part.simd_eq(quote).to_bitmask()) << at;
    }
    found
}

/// A bit for every place with an odd number of bits at it and before.
#[inline]
pub fn from_odd_to_even(bits: u64) -> u64 {
    [1, 2, 4, 8, 16, 32].into_iter().fold(bits, |bits, by| bits ^ bits << by)
}

/// A bit for each quote in the window that begins there.
#[inline(always)]
pub fn quotes_at(at: usize, text: &[u8]) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(window) => quotes_in(window),
        None => {
            let mut window = [0; WINDOW];
            window[..rest.len()].copy_from_slice(rest);
            quotes_in(&window)
        }
    }
}

#[inline(always)]
fn quotes_in(window: &[u8; WINDOW]) -> u64 {
    let quote = u8x16::splat(b'"');
    let mut found = [u8x16::splat(0); WINDOW / 16];
    for (found, part) in found.iter_mut().zip(window.as_chunks::<16>().0) {
        *found = u8x16::new(*part).simd_eq(quote);
    }
    let [a, b, c, d] = found;
    if !(a | b | c | d).any() {
        return 0;
    }
    let bits = found.map(|part| u64::from(part.to_bitmask()));
    bits[0] | bits[1] << 16 | bits[2] << 32 | bits[3] << 48
}
