//! Weekdays by name.

use crate::advice::Advised;
use chrono::Weekday;

/// A weekday: `monday` or `mon`, in any case.
///
/// # Errors
/// If the text is none.
pub fn parse_week_start(text: &str) -> Result<Weekday, Advised> {
    text.trim().parse().map_err(|_| Advised::new(format!("{text:?} is no weekday"), "monday … sunday"))
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
    fn weekdays_are_read_in_any_case() {
        assert_eq!(parse_week_start("Sunday").unwrap(), Weekday::Sun);
        assert_eq!(weekday_name(parse_week_start("sat").unwrap()), "saturday");
        assert!(parse_week_start("zaterdag").is_err());
    }
}
