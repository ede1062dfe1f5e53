//! Zones and weekdays by name.

use crate::suggest::nearest;
use anyhow::{anyhow, Result};
use chrono::Weekday;
use chrono_tz::Tz;

/// A zone by its IANA name, in any case.
///
/// # Errors
/// If there is none of that name; the nearest are named.
pub fn parse_zone(text: &str) -> Result<Tz> {
    let text = text.trim();
    let known = chrono_tz::TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(text));
    known.copied().ok_or_else(|| {
        let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        match nearest(text, names).as_slice() {
            [] => {
                anyhow!("{text:?} is no time zone\nhint: write an IANA name such as Europe/Amsterdam or UTC")
            }
            near => anyhow!("{text:?} is no time zone\nhint: did you mean {}?", near.join(", ")),
        }
    })
}

/// A weekday: `monday` or `mon`, in any case.
///
/// # Errors
/// If the text is none.
pub fn parse_week_start(text: &str) -> Result<Weekday> {
    text.trim().parse().map_err(|_| anyhow!("{text:?} is no weekday\nhint: monday … sunday"))
}

/// The weekday's English name in lower case.
pub fn weekday_name(day: Weekday) -> &'static str {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        [day.num_days_from_monday() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_any_case() {
        assert_eq!(parse_zone("europe/amsterdam").unwrap(), chrono_tz::Europe::Amsterdam);
        assert_eq!(parse_week_start("Sunday").unwrap(), Weekday::Sun);
        assert_eq!(weekday_name(parse_week_start("sat").unwrap()), "saturday");
        assert!(parse_week_start("zaterdag").is_err());
        let near = parse_zone("Europe/Brussel").unwrap_err().to_string();
        assert_eq!(near, "\"Europe/Brussel\" is no time zone\nhint: did you mean Europe/Brussels?");
        assert!(parse_zone("+02:00")
            .unwrap_err()
            .to_string()
            .ends_with("hint: write an IANA name such as Europe/Amsterdam or UTC"));
    }
}
