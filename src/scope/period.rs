//! The days a report covers: `--since`, `--until`, `--period`, and the same days as a range of instants.

use super::repair;
use crate::advice::Advised;
use crate::fitting::index;
use crate::nearest;
use crate::time::face::day_of;
use crate::time::local::{end_of_day, start_of_day};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use chrono_tz::Tz;
use std::str::FromStr;

/// Whole local days, both ends inclusive, and the instants they span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The zone the days are days of.
    pub zone: Tz,
    /// First day.
    pub first: NaiveDate,
    /// Last day, inclusive.
    pub last: NaiveDate,
    /// First instant, milliseconds since 1970, UTC.
    pub from: i64,
    /// First instant after it.
    pub to: i64,
}

impl Period {
    /// The days from `first` to `last`, both inclusive.
    pub fn new(zone: Tz, first: NaiveDate, last: NaiveDate) -> Self {
        Period { zone, first, last, from: start_of_day(zone, first), to: end_of_day(zone, last) }
    }

    /// How many days.
    pub fn days(&self) -> u64 {
        u64::try_from((self.last - self.first).num_days() + 1).unwrap_or(0)
    }

    /// Whether an instant falls into it.
    pub fn contains(&self, instant: i64) -> bool {
        self.from <= instant && instant < self.to
    }

    /// How often each weekday occurs, Monday first.
    pub fn weekdays(&self) -> [u64; 7] {
        let (weeks, rest) = (self.days() / 7, self.days() % 7);
        let mut counts = [weeks; 7];
        for step in 0..rest {
            counts[(self.first.weekday().num_days_from_monday() as usize + index(step)) % 7] += 1;
        }
        counts
    }
}

/// Where a period starts: `90d`, `12w`, `3m`, `1y` or a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// So many days, the last one among them; weeks are seven.
    Days(u32),
    /// From the day after the same date so many months ago; years are twelve.
    Months(u32),
    /// A given day.
    Date(NaiveDate),
}

/// A period by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Today alone.
    Today,
    /// The day before today.
    Yesterday,
    /// Today and the days before it, so many in all.
    LastDays(u32),
    /// From the start of today's unit to today.
    This(PeriodUnit),
    /// The whole unit before today's.
    Last(PeriodUnit),
    /// A given day to a given day.
    Dates(NaiveDate, NaiveDate),
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodUnit {
    /// Seven days from the week's first.
    Week,
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// A calendar year.
    Year,
}

impl PeriodUnit {
    /// The first day of the unit that `day` lies in.
    pub fn start(self, day: NaiveDate, week_start: Weekday) -> NaiveDate {
        match self {
            PeriodUnit::Week => {
                let back = u64::from(day.weekday().days_since(week_start));
                day.checked_sub_days(Days::new(back)).unwrap_or(day)
            }
            PeriodUnit::Month => first_of(day, day.month()),
            PeriodUnit::Quarter => first_of(day, (day.month() - 1) / 3 * 3 + 1),
            PeriodUnit::Year => first_of(day, 1),
        }
    }

    /// The first day of the unit after the one that starts at `start`.
    pub fn next(self, start: NaiveDate) -> NaiveDate {
        let next = match self {
            PeriodUnit::Week => start.checked_add_days(Days::new(7)),
            PeriodUnit::Month => start.checked_add_months(Months::new(1)),
            PeriodUnit::Quarter => start.checked_add_months(Months::new(3)),
            PeriodUnit::Year => start.checked_add_months(Months::new(12)),
        };
        next.unwrap_or(NaiveDate::MAX)
    }
}

/// The first day of a month of that day's year.
fn first_of(day: NaiveDate, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
}

/// The day before.
pub(super) fn before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// From a day to a day; 30 days and today where they are not given.
    Range(Option<Since>, Option<NaiveDate>),
    /// By name.
    Named(Named),
}

/// Days of a period that nobody chose.
const DEFAULT_DAYS: u32 = 30;

impl Request {
    /// The days meant, where now is `as_of` (milliseconds).
    ///
    /// # Errors
    /// If the first day lies after the last, or outside the calendar.
    pub fn resolve(&self, zone: Tz, as_of: i64, week_start: Weekday) -> Result<Period, Advised> {
        let (first, last) = self.dates(day_of(zone, as_of), week_start)?;
        if first > last {
            return Err(Advised::new(
                format!("the period starts on {first}, after its end on {last}"),
                "give a later --until or an earlier --since",
            ));
        }
        Ok(Period::new(zone, first, last))
    }

    fn dates(&self, today: NaiveDate, week_start: Weekday) -> Result<(NaiveDate, NaiveDate), Advised> {
        match *self {
            Request::Range(since, until) => {
                let last = until.unwrap_or(today);
                Ok((since.unwrap_or(Since::Days(DEFAULT_DAYS)).first(last)?, last))
            }
            Request::Named(named) => named.dates(today, week_start),
        }
    }
}

impl Since {
    /// `90d`, `12w`, `3m` or `1y`.
    fn counted(text: &str) -> Option<Since> {
        let number: u32 = digits(text.get(..text.len().checked_sub(1)?)?, 0).filter(|number| *number > 0)?;
        match text.as_bytes()[text.len() - 1] {
            b'd' => Some(Since::Days(number)),
            b'w' => number.checked_mul(7).map(Since::Days),
            b'm' => Some(Since::Months(number)),
            b'y' => number.checked_mul(12).map(Since::Months),
            _ => None,
        }
    }

    fn first(self, today: NaiveDate) -> Result<NaiveDate, Advised> {
        let first = match self {
            Since::Days(days) => today.checked_sub_days(Days::new(u64::from(days.max(1)) - 1)),
            Since::Months(months) => {
                today.checked_sub_months(Months::new(months)).and_then(|day| day.succ_opt())
            }
            Since::Date(day) => Some(day),
        };
        first
            .filter(|day| day.year() >= 1)
            .ok_or_else(|| Advised::new("the period starts before the year 1", "give a shorter --since"))
    }
}

impl Named {
    fn dates(self, today: NaiveDate, week_start: Weekday) -> Result<(NaiveDate, NaiveDate), Advised> {
        Ok(match self {
            Named::Today => (today, today),
            Named::Yesterday => (before(today), before(today)),
            Named::LastDays(days) => (Since::Days(days).first(today)?, today),
            Named::This(unit) => (unit.start(today, week_start), today),
            Named::Last(unit) => {
                let end = before(unit.start(today, week_start));
                (unit.start(end, week_start), end)
            }
            Named::Dates(first, last) => (first, last),
        })
    }

    fn whole(unit: PeriodUnit, start: NaiveDate) -> Option<Self> {
        Some(Named::Dates(start, unit.next(start).pred_opt()?))
    }

    /// `last-30-days`, whatever the number.
    fn days(text: &str) -> Option<Self> {
        let days = text.strip_prefix("last-")?.strip_suffix("-days")?;
        digits(days, 0).filter(|days| *days > 0).map(Named::LastDays)
    }

    /// `2026`, `2026-03`, `2026-W12`, `2026-Q1` or `2026-03-05`.
    fn calendar(text: &str) -> Option<Self> {
        let (year, rest) = text.split_once('-').unwrap_or((text, ""));
        let year: i32 = digits(year, 4)?;
        if rest.is_empty() {
            return Self::whole(PeriodUnit::Year, NaiveDate::from_ymd_opt(year, 1, 1)?)
                .filter(|_| text.len() == 4);
        }
        match rest.as_bytes()[0] {
            b'W' | b'w' => {
                let monday = NaiveDate::from_isoywd_opt(year, digits(&rest[1..], 2)?, Weekday::Mon)?;
                Self::whole(PeriodUnit::Week, monday)
            }
            b'Q' | b'q' => {
                let quarter: u32 = digits(&rest[1..], 1).filter(|quarter| (1..=4).contains(quarter))?;
                Self::whole(PeriodUnit::Quarter, NaiveDate::from_ymd_opt(year, quarter * 3 - 2, 1)?)
            }
            _ if rest.len() == 2 => {
                Self::whole(PeriodUnit::Month, NaiveDate::from_ymd_opt(year, digits(rest, 2)?, 1)?)
            }
            _ => date(text).map(|day| Named::Dates(day, day)),
        }
    }
}

/// The names of periods that do not speak of a date.
pub const NAMES: [(&str, Named); 11] = [
    ("today", Named::Today),
    ("yesterday", Named::Yesterday),
    ("last-7-days", Named::LastDays(7)),
    ("this-week", Named::This(PeriodUnit::Week)),
    ("last-week", Named::Last(PeriodUnit::Week)),
    ("this-month", Named::This(PeriodUnit::Month)),
    ("last-month", Named::Last(PeriodUnit::Month)),
    ("this-quarter", Named::This(PeriodUnit::Quarter)),
    ("last-quarter", Named::Last(PeriodUnit::Quarter)),
    ("this-year", Named::This(PeriodUnit::Year)),
    ("last-year", Named::Last(PeriodUnit::Year)),
];

impl FromStr for Named {
    type Err = Advised;

    fn from_str(text: &str) -> Result<Self, Advised> {
        let text = text.trim();
        let by_name = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, named)| *named);
        by_name.or_else(|| Named::days(text)).or_else(|| Named::calendar(text)).ok_or_else(|| {
            let names = NAMES.map(|(name, _)| name);
            let advice = repair::period(text, names).unwrap_or_else(|| {
                let near = nearest::nearest(text, names);
                match near.first() {
                    Some(name) => format!("did you mean {name}?"),
                    None => format!("{}, 2026-03-05, 2026-03, 2026-W12, 2026-Q1 or 2026", names.join(", ")),
                }
            });
            Advised::new(format!("{text:?} is no period"), advice)
        })
    }
}

impl FromStr for Since {
    type Err = Advised;

    fn from_str(text: &str) -> Result<Self, Advised> {
        let text = text.trim();
        Since::counted(text).or_else(|| date(text).map(Since::Date)).ok_or_else(|| {
            let forms = || "90d, 12w, 3m, 1y or a date such as 2026-03-01".to_owned();
            let advice = repair::since(text, NAMES.map(|(name, _)| name)).unwrap_or_else(forms);
            Advised::new(format!("{text:?} is no start of a period"), advice)
        })
    }
}

/// A day written `2026-03-01`.
///
/// # Errors
/// If the text is anything else, or no day of the calendar.
pub fn parse_date(text: &str) -> Result<NaiveDate, Advised> {
    let text = text.trim();
    date(text).ok_or_else(|| {
        let advice = repair::day(text).unwrap_or_else(|| "write it as 2026-03-01".to_owned());
        Advised::new(format!("{text:?} is no date"), advice)
    })
}

fn date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let day = NaiveDate::from_ymd_opt(digits(year, 4)?, digits(month, 2)?, digits(day, 2)?)?;
    parts.next().is_none().then_some(day)
}

/// A number written in digits alone, `length` of them unless that is 0.
fn digits<T: FromStr>(text: &str, length: usize) -> Option<T> {
    let fits = (length == 0 || text.len() == length) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use chrono_tz::Europe::Amsterdam;

    fn utc(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    fn noon(day: &str) -> i64 {
        utc(&format!("{day}T12:00:00Z"))
    }

    fn days(request: Request, today: &str, week_start: Weekday) -> String {
        let period = request.resolve(Tz::UTC, noon(today), week_start).unwrap();
        format!("{}..{}", period.first, period.last)
    }

    #[test]
    fn since_counts_back_from_today() {
        for (since, today, expected) in [
            ("90d", "2026-03-31", "2026-01-01..2026-03-31"),
            ("1d", "2026-03-31", "2026-03-31..2026-03-31"),
            ("2w", "2026-03-14", "2026-03-01..2026-03-14"),
            ("1m", "2026-03-31", "2026-03-01..2026-03-31"),
            ("1m", "2024-03-30", "2024-03-01..2024-03-30"),
            ("1m", "2026-03-15", "2026-02-16..2026-03-15"),
            ("3m", "2026-05-31", "2026-03-01..2026-05-31"),
            ("1y", "2024-02-29", "2023-03-01..2024-02-29"),
            ("1y", "2026-12-31", "2026-01-01..2026-12-31"),
            ("2026-02-28", "2026-03-01", "2026-02-28..2026-03-01"),
        ] {
            let request = Request::Range(Some(since.parse().unwrap()), None);
            assert_eq!(days(request, today, Weekday::Mon), expected, "{since} on {today}");
        }
    }

    #[test]
    fn until_stands_for_today() {
        let until = Some(parse_date("2026-03-31").unwrap());
        let since = Some("3m".parse().unwrap());
        assert_eq!(days(Request::Range(since, until), "2026-07-01", Weekday::Mon), "2026-01-01..2026-03-31");
        assert_eq!(days(Request::Range(None, until), "2026-07-01", Weekday::Mon), "2026-03-02..2026-03-31");
        assert_eq!(days(Request::Range(None, None), "2026-01-30", Weekday::Mon), "2026-01-01..2026-01-30");
    }

    #[test]
    fn every_name_has_its_days() {
        // 2026-06-10 is a Wednesday.
        for (name, week_start, expected) in [
            ("today", Weekday::Mon, "2026-06-10..2026-06-10"),
            ("yesterday", Weekday::Mon, "2026-06-09..2026-06-09"),
            ("last-7-days", Weekday::Mon, "2026-06-04..2026-06-10"),
            ("this-week", Weekday::Mon, "2026-06-08..2026-06-10"),
            ("this-week", Weekday::Sun, "2026-06-07..2026-06-10"),
            ("this-week", Weekday::Wed, "2026-06-10..2026-06-10"),
            ("last-week", Weekday::Mon, "2026-06-01..2026-06-07"),
            ("last-week", Weekday::Sat, "2026-05-30..2026-06-05"),
            ("this-month", Weekday::Mon, "2026-06-01..2026-06-10"),
            ("last-month", Weekday::Mon, "2026-05-01..2026-05-31"),
            ("this-quarter", Weekday::Mon, "2026-04-01..2026-06-10"),
            ("last-quarter", Weekday::Mon, "2026-01-01..2026-03-31"),
            ("this-year", Weekday::Mon, "2026-01-01..2026-06-10"),
            ("last-year", Weekday::Mon, "2025-01-01..2025-12-31"),
            ("2026-02", Weekday::Mon, "2026-02-01..2026-02-28"),
            ("2024-02", Weekday::Mon, "2024-02-01..2024-02-29"),
            ("2026-W12", Weekday::Sun, "2026-03-16..2026-03-22"),
            ("2020-W53", Weekday::Mon, "2020-12-28..2021-01-03"),
            ("2025-W01", Weekday::Mon, "2024-12-30..2025-01-05"),
            ("2026-Q1", Weekday::Mon, "2026-01-01..2026-03-31"),
            ("2026-q4", Weekday::Mon, "2026-10-01..2026-12-31"),
            ("2026", Weekday::Mon, "2026-01-01..2026-12-31"),
            ("2026-03-05", Weekday::Mon, "2026-03-05..2026-03-05"),
        ] {
            let request = Request::Named(name.parse().unwrap());
            assert_eq!(days(request, "2026-06-10", week_start), expected, "{name}");
        }
        let january = Request::Named("last-quarter".parse().unwrap());
        assert_eq!(days(january, "2026-01-15", Weekday::Mon), "2025-10-01..2025-12-31");
    }

    #[test]
    fn today_is_the_local_day() {
        let late = utc("2026-03-31T22:30:00Z");
        let period = Request::Named(Named::Today).resolve(Amsterdam, late, Weekday::Mon).unwrap();
        assert_eq!(period.first.to_string(), "2026-04-01");
        assert_eq!((period.from, period.to), (utc("2026-03-31T22:00:00Z"), utc("2026-04-01T22:00:00Z")));
    }

    #[test]
    fn days_of_a_change_are_an_hour_shorter_or_longer() {
        for (day, hours) in [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)] {
            let period = Request::Named(day.parse().unwrap()).resolve(Amsterdam, 0, Weekday::Mon).unwrap();
            assert_eq!(period.to - period.from, hours * 3_600_000, "{day}");
        }
    }

    #[test]
    fn weekdays_are_counted_by_occurrence() {
        let march = Request::Named("2026-03".parse().unwrap()).resolve(Amsterdam, 0, Weekday::Mon).unwrap();
        assert_eq!(march.weekdays(), [5, 5, 4, 4, 4, 4, 5]); // Sunday the 1st to Tuesday the 31st
        assert_eq!(march.days(), 31);
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in ["0d", "d", "", "-3d", "1h", "99999999999d", "é"] {
            let error = text.parse::<Since>().unwrap_err().text();
            assert!(error.contains("hint: 90d, 12w, 3m, 1y"), "{text}: {error}");
        }
        for text in ["5", "3 m", "90D", "2026-2-3", "2026-02-30"] {
            assert!(text.parse::<Since>().unwrap_err().text().contains("try --since "), "{text}");
        }
        for text in
            ["2026-13", "2026-W54", "2026-W1", "2025-W53", "2026-Q5", "26", "2026-", "last-weeks", "2026-é"]
        {
            assert!(text.parse::<Named>().is_err(), "{text}");
        }
        let backwards =
            Request::Range(Some("2026-04-01".parse().unwrap()), Some(parse_date("2026-03-31").unwrap()));
        let error = backwards.resolve(Tz::UTC, 0, Weekday::Mon).unwrap_err().text();
        assert!(error.starts_with("the period starts on 2026-04-01, after its end on 2026-03-31"), "{error}");
        let endless = Request::Range(Some("4000000000d".parse().unwrap()), None);
        assert!(endless.resolve(Tz::UTC, 0, Weekday::Mon).is_err());
    }
}
