//! Lengths of time in the configuration, all in milliseconds.

use super::fault::carried;
use crate::advice::Advised;
use crate::fitting::truncated;
use crate::time::HOUR;
use crate::values::span_setting;
use serde::de::{Deserializer, Error as _};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A length of time on its way in; above 0.
#[derive(PartialEq, PartialOrd)]
struct Length(i64);

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        span(&String::deserialize(from)?).map(Length).map_err(carried)
    }
}

/// A length written `30s`, `2m`, `1h 30m` or `2d`.
fn span(text: &str) -> Result<i64, Advised> {
    span_setting(text)
        .filter(|milliseconds| *milliseconds > 0)
        .ok_or_else(|| Advised::new(format!("{text:?} is no length of time"), "write 30s, 2m, 1h 30m or 2d"))
}

/// A length that is given.
pub fn length<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    Length::deserialize(from).map(|length| Some(length.0))
}

/// A number of hours.
pub fn hours<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    let hours = f64::deserialize(from)?;
    if !(hours > 0.0 && hours <= 1_000_000.0) {
        return Err(D::Error::custom("the number of hours must be above 0"));
    }
    Ok(Some(truncated((hours * HOUR as f64).round())))
}

/// Lengths by channel, in lower case.
pub fn by_channel<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, i64>, D::Error> {
    let lengths = BTreeMap::<String, Length>::deserialize(from)?;
    Ok(lengths.into_iter().map(|(channel, length)| (channel.to_lowercase(), length.0)).collect())
}

/// Limits of groups, each above the one before.
pub fn ascending<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<i64>>, D::Error> {
    let limits = Vec::<Length>::deserialize(from)?;
    if limits.is_empty() || !limits.is_sorted_by(|one, next| one < next) {
        return Err(D::Error::custom("the limits must be given, and rise"));
    }
    Ok(Some(limits.into_iter().map(|length| length.0).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_exact() {
        for (text, milliseconds) in
            [("30s", 30_000), ("2m", 120_000), ("1h30m", 5_400_000), (" 2 d ", 172_800_000)]
        {
            assert_eq!(span(text).unwrap(), milliseconds, "{text}");
        }
        for text in ["", "0s", "5", "m", "-5m", "1.5h", "5 x", "99999999999999999d", "5é"] {
            assert!(span(text).is_err(), "{text}");
        }
    }
}
