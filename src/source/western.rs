//! Encodings that are mostly like another one: a letter inside a word tells what no letter of the other is.

use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH};

/// What files of small computers and of older Unix systems are in, which detectors take for something else.
const LIKE_OTHERS: [&Encoding; 2] = [MACINTOSH, ISO_8859_15];

/// The encoding in which every odd byte inside a word is a letter, if it is not so in the one that was guessed.
pub fn better_than(guessed: &'static Encoding, head: &[u8]) -> &'static Encoding {
    let odd = |encoding| misfits(encoding, head);
    if !guessed.is_single_byte() || odd(guessed) == 0 {
        return guessed;
    }
    LIKE_OTHERS.into_iter().find(|encoding| odd(encoding) == 0).unwrap_or(guessed)
}

/// Bytes inside words of small letters that are none in an encoding. Quotes and dashes of Windows-1252, which stand inside
/// words, tell nothing.
fn misfits(encoding: &'static Encoding, head: &[u8]) -> usize {
    let inside = head.windows(3).filter(|around| {
        let [before, byte, behind] = **around else { return false };
        let is_open = !byte.is_ascii() && !(0x91..=0x97).contains(&byte);
        is_open && (before.is_ascii_lowercase() || behind.is_ascii_lowercase() && !before.is_ascii_digit())
    });
    let is_misfit = |around: &&[u8]| {
        let is_behind = around[0].is_ascii_lowercase();
        let (text, is_faulty) = encoding.decode_without_bom_handling(&around[1..2]);
        let letter = text.chars().next().unwrap_or_default();
        is_faulty || !letter.is_alphabetic() || is_behind && letter.is_uppercase()
    };
    inside.filter(is_misfit).count()
}
