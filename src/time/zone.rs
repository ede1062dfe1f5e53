//! Zones by name.

use crate::nearest::nearest;
use anyhow::{anyhow, Result};
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_in_any_case() {
        assert_eq!(parse_zone("europe/amsterdam").unwrap(), chrono_tz::Europe::Amsterdam);
        let near = parse_zone("Europe/Brussel").unwrap_err().to_string();
        assert_eq!(near, "\"Europe/Brussel\" is no time zone\nhint: did you mean Europe/Brussels?");
        assert!(parse_zone("+02:00")
            .unwrap_err()
            .to_string()
            .ends_with("hint: write an IANA name such as Europe/Amsterdam or UTC"));
    }
}
