//! The period a report is compared with: `--compare previous|year`.

use super::period::{before, Period, PeriodUnit};
use chrono::{Days, Months, NaiveDate, Weekday};

/// What to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// As many days just before; the whole month, quarter or year before a whole one.
    Previous,
    /// The same dates a year before, 29 February on the 28th.
    Year,
}

impl Comparison {
    /// Its name for `--compare`.
    pub fn name(self) -> &'static str {
        match self {
            Comparison::Previous => "previous",
            Comparison::Year => "year",
        }
    }

    /// The other period.
    pub fn period(self, of: &Period) -> Period {
        let (first, last) = match self {
            Comparison::Previous => previous(of),
            Comparison::Year => (year_before(of.first), year_before(of.last)),
        };
        Period::new(of.zone, first, last)
    }
}

fn previous(of: &Period) -> (NaiveDate, NaiveDate) {
    let last = before(of.first);
    // A whole week needs no rule of its own: the seven days before it are the week before.
    let whole = [PeriodUnit::Month, PeriodUnit::Quarter, PeriodUnit::Year].into_iter().find(|unit| {
        unit.start(of.first, Weekday::Mon) == of.first && Some(unit.next(of.first)) == of.last.succ_opt()
    });
    let first = match whole {
        Some(unit) => unit.start(last, Weekday::Mon),
        None => of.first.checked_sub_days(Days::new(of.days())).unwrap_or(last),
    };
    (first, last)
}

fn year_before(day: NaiveDate) -> NaiveDate {
    day.checked_sub_months(Months::new(12)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::period::parse_date;
    use chrono_tz::Europe::Amsterdam;

    #[test]
    fn whole_units_meet_whole_units() {
        for (first, last, previous, year) in [
            ("2026-03-01", "2026-03-31", "2026-02-01..2026-02-28", "2025-03-01..2025-03-31"),
            ("2026-01-01", "2026-03-31", "2025-10-01..2025-12-31", "2025-01-01..2025-03-31"),
            ("2025-01-01", "2025-12-31", "2024-01-01..2024-12-31", "2024-01-01..2024-12-31"),
            ("2026-03-16", "2026-03-22", "2026-03-09..2026-03-15", "2025-03-16..2025-03-22"),
            ("2026-03-02", "2026-03-31", "2026-01-31..2026-03-01", "2025-03-02..2025-03-31"),
            ("2026-01-01", "2026-02-28", "2025-11-03..2025-12-31", "2025-01-01..2025-02-28"),
            ("2024-02-29", "2024-02-29", "2024-02-28..2024-02-28", "2023-02-28..2023-02-28"),
            ("2024-02-01", "2024-02-29", "2024-01-01..2024-01-31", "2023-02-01..2023-02-28"),
        ] {
            let of = Period::new(Amsterdam, parse_date(first).unwrap(), parse_date(last).unwrap());
            let days = |comparison: Comparison| {
                let other = comparison.period(&of);
                format!("{}..{}", other.first, other.last)
            };
            assert_eq!(days(Comparison::Previous), previous, "{first}..{last}");
            assert_eq!(days(Comparison::Year), year, "{first}..{last}");
        }
    }

    #[test]
    fn the_previous_period_ends_where_this_one_starts() {
        let day = parse_date("2026-03-30").unwrap();
        let of = Period::new(Amsterdam, day, day);
        let other = Comparison::Previous.period(&of);
        assert_eq!(other.to, of.from);
        assert_eq!(other.to - other.from, 23 * 3_600_000); // the spring change
    }
}
