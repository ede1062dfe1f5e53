//! Sizes as people write them: `500MB`, `2 GiB`, `1000000`.

use crate::fitting::truncated;

/// The bytes that a size means: k, M, G and T are powers of 1000, Ki, Mi, Gi and Ti of 1024.
///
/// # Errors
/// If it is no such size; the text says how to write one.
pub fn parse_size(text: &str) -> Result<u64, String> {
    let written = text.trim().replace(['_', ' '], "");
    let digits =
        written.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(written.len());
    let (number, unit) = written.split_at(digits);
    let unit = unit.to_lowercase();
    let unit = unit.strip_suffix('b').unwrap_or(&unit);
    let (prefix, base) = match unit.strip_suffix('i') {
        Some(prefix) => (prefix, 1024_u64),
        None => (unit, 1000),
    };
    let power = ["", "k", "m", "g", "t"].iter().position(|known| *known == prefix);
    let bytes = |power: usize| {
        let number: f64 = number.parse().ok()?;
        let bytes = number * base.pow(u32::try_from(power).ok()?) as f64;
        (1.0..1e18).contains(&bytes).then_some(truncated(bytes).cast_unsigned())
    };
    let wrong = || format!("{text:?} is no size; write 500MB, 2GB or a number of bytes");
    power.and_then(bytes).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, bytes) in
            [("100", 100), ("500MB", 500_000_000), ("2 GiB", 2 << 30), ("1.5k", 1500), ("1_000B", 1000)]
        {
            assert_eq!(parse_size(text), Ok(bytes), "{text}");
        }
        for text in ["", "MB", "0", "-1", "5 apples", "1e3"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }
}
