//! The "now" of a run: `--as-of INSTANT|DATE|latest`.

use crate::advice::Advised;
use crate::time::local::{end_of_day, instant_of};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use std::str::FromStr;

/// What the run takes for now; nothing later is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// The greatest instant of the data.
    Latest,
    /// An instant, milliseconds since 1970, UTC.
    Instant(i64),
    /// A wall-clock time in the run's zone.
    Local(NaiveDateTime),
    /// The end of a day in the run's zone.
    EndOf(NaiveDate),
}

impl AsOf {
    /// The instant in milliseconds; `None` for [`AsOf::Latest`], which only the data can tell.
    pub fn instant(self, zone: Tz) -> Option<i64> {
        match self {
            AsOf::Latest => None,
            AsOf::Instant(instant) => Some(instant),
            AsOf::Local(local) => Some(instant_of(zone, local)),
            AsOf::EndOf(day) => Some(end_of_day(zone, day) - 1),
        }
    }
}

impl FromStr for AsOf {
    type Err = Advised;

    fn from_str(text: &str) -> Result<Self, Advised> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("latest") {
            return Ok(AsOf::Latest);
        }
        if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return Ok(AsOf::EndOf(day));
        }
        if let Ok(at) = DateTime::parse_from_rfc3339(&text.replacen(' ', "T", 1)) {
            return Ok(AsOf::Instant(at.timestamp_millis()));
        }
        for format in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"] {
            if let Ok(local) = NaiveDateTime::parse_from_str(text, format) {
                return Ok(AsOf::Local(local));
            }
        }
        Err(Advised::new(
            format!("{text:?} is no instant"),
            "write 2026-03-01 (the end of that day), 2026-03-01T17:00:00+01:00, or latest",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Amsterdam;

    #[test]
    fn every_form_becomes_an_instant() {
        for (text, expected) in [
            ("latest", None),
            ("2026-03-01", Some("2026-03-01T22:59:59.999Z")),
            // The day of the spring change has 23 hours and ends in summer time.
            ("2026-03-29", Some("2026-03-29T21:59:59.999Z")),
            ("2026-03-01T12:00:00Z", Some("2026-03-01T12:00:00Z")),
            ("2026-03-01 12:00:00+01:00", Some("2026-03-01T11:00:00Z")),
            ("2026-03-01T12:00", Some("2026-03-01T11:00:00Z")),
            ("2026-10-25 02:30:00", Some("2026-10-25T00:30:00Z")),
            ("2026-03-29T02:30", Some("2026-03-29T01:30:00Z")),
        ] {
            let expected = expected.map(|at| DateTime::parse_from_rfc3339(at).unwrap().timestamp_millis());
            assert_eq!(text.parse::<AsOf>().unwrap().instant(Amsterdam), expected, "{text}");
        }
    }

    #[test]
    fn other_texts_say_what_is_possible() {
        let error = "yesterday-ish".parse::<AsOf>().unwrap_err().text();
        assert!(error.contains("\"yesterday-ish\" is no instant\nhint: write 2026-03-01"), "{error}");
    }
}
