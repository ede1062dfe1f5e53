//! The escapes of JSON texts.

/// The number of four hexadecimal digits.
pub fn unit(hex: &[u8]) -> Option<u16> {
    let mut unit = 0;
    for byte in hex {
        unit = unit * 16 + u16::try_from(char::from(*byte).to_digit(16)?).ok()?;
    }
    Some(unit)
}

/// The text of a key as it is written, with its quotes.
pub fn unquoted(key: &[u8]) -> String {
    let mut text = Vec::new();
    unescape(key.get(1..key.len().saturating_sub(1)).unwrap_or_default(), &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// Adds the text that `raw` (the inside of a valid JSON string) stands for; half a surrogate pair becomes U+FFFD.
pub fn unescape(raw: &[u8], into: &mut Vec<u8>) {
    let mut rest = raw;
    while let Some(length) = memchr::memchr(b'\\', rest) {
        into.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
        let taken = match rest.get(1) {
            Some(b'u') => {
                let (character, taken) = character(rest);
                into.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                taken
            }
            Some(escaped) => {
                into.push(match escaped {
                    b'b' => 0x08,
                    b'f' => 0x0c,
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    other => *other,
                });
                2
            }
            None => 1,
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    into.extend_from_slice(rest);
}

/// The character of the `\uXXXX` (or pair of them) at the front, and how many bytes it takes.
fn character(text: &[u8]) -> (char, usize) {
    let first = text.get(2..6).and_then(unit).unwrap_or(0xfffd);
    let second = match text.get(6..8) {
        Some(b"\\u") => text.get(8..12).and_then(unit),
        _ => None,
    };
    let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
    match (pair, char::from_u32(u32::from(first))) {
        (Some(character), None) => (character, 12),
        (_, Some(character)) => (character, 6),
        (None, None) => ('\u{fffd}', 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_characters() {
        for (raw, expected) in [
            (r"plain", "plain"),
            (r#"a\"b\\c\/d"#, "a\"b\\c/d"),
            (r"\b\f\n\r\t", "\u{8}\u{c}\n\r\t"),
            (r"\u0041\u00e9\u20AC", "Aé€"),
            (r"\ud83d\ude00!", "😀!"),
            (r"\ud83d!", "\u{fffd}!"),
            (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"\u0041\ude00", "A\u{fffd}"),
        ] {
            let mut text = Vec::new();
            unescape(raw.as_bytes(), &mut text);
            assert_eq!(String::from_utf8(text).unwrap(), expected, "{raw}");
        }
    }
}
