//! Zones by name.

use crate::advice::Advised;
use crate::nearest::nearest;
use chrono_tz::Tz;

/// The zone of an IANA name, in any case.
pub fn zone_named(name: &str) -> Option<Tz> {
    let name = name.trim();
    // The list is searched only for names in another case: looking one up as it is written takes no search.
    name.parse().ok().or_else(|| {
        let mut zones = chrono_tz::TZ_VARIANTS.iter();
        zones.find(|zone| zone.name().eq_ignore_ascii_case(name)).copied()
    })
}

/// A zone by its IANA name, in any case, as it is given by hand.
///
/// # Errors
/// If there is none of that name; the nearest are named.
pub fn parse_zone(text: &str) -> Result<Tz, Advised> {
    let text = text.trim();
    zone_named(text).ok_or_else(|| {
        let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let advice = match nearest(text, names).as_slice() {
            [] => "write an IANA name such as Europe/Amsterdam or UTC".to_owned(),
            near => format!("did you mean {}?", near.join(", ")),
        };
        Advised::new(format!("{text:?} is no time zone"), advice)
    })
}

/// Zones in files, by name.
pub mod by_name {
    use super::zone_named;
    use chrono_tz::Tz;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes the name.
    ///
    /// # Errors
    /// As the writer.
    pub fn serialize<S: Serializer>(zone: &Tz, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(zone.name())
    }

    /// Reads a name.
    ///
    /// # Errors
    /// If there is no zone of that name.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Tz, D::Error> {
        let name = String::deserialize(from)?;
        zone_named(&name).ok_or_else(|| D::Error::custom(format!("{name:?} is no time zone")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_in_any_case() {
        assert_eq!(parse_zone("europe/amsterdam").unwrap(), chrono_tz::Europe::Amsterdam);
        let near = parse_zone("Europe/Brussel").unwrap_err().text();
        assert_eq!(near, "\"Europe/Brussel\" is no time zone\nhint: did you mean Europe/Brussels?");
        assert!(parse_zone("+02:00")
            .unwrap_err()
            .text()
            .ends_with("hint: write an IANA name such as Europe/Amsterdam or UTC"));
    }
}
