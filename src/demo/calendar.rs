//! When things happen: the days of the demonstration, how busy each hour is, and when the desks are staffed.

use super::random::Random;
use crate::advice::Advised;
use crate::fitting::{index, signed};
use anyhow::Result;
use chrono::{Datelike, Days, LocalResult, NaiveDate, NaiveTime, Offset, TimeZone};
use chrono_tz::Europe::Amsterdam;

/// One second in milliseconds.
pub(super) const SECOND: i64 = 1000;
/// One minute in milliseconds.
pub(super) const MINUTE: i64 = 60 * SECOND;
/// One hour in milliseconds.
pub(super) const HOUR: i64 = 60 * MINUTE;
/// A day of 24 hours in milliseconds.
pub(super) const DAY: i64 = 24 * HOUR;

/// Monday first: the week starts busy and ends quiet.
const BUSY_DAYS: [u64; 7] = [150, 126, 117, 112, 106, 66, 55];
/// Local hours of a working day.
const BUSY_HOURS: [u32; 24] =
    [5, 3, 2, 1, 1, 3, 9, 24, 52, 84, 96, 92, 78, 80, 82, 76, 70, 62, 58, 66, 68, 52, 28, 12];
/// Local hours of Saturday and Sunday.
const QUIET_HOURS: [u32; 24] =
    [9, 6, 3, 2, 1, 2, 4, 9, 22, 46, 66, 74, 70, 68, 66, 62, 58, 52, 50, 60, 64, 52, 34, 18];

/// When people are there to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OpeningHours {
    /// 08:00–22:00 every day.
    Extended,
    /// 08:30–18:00 from Monday to Friday, 09:00–13:00 on Saturday.
    Office,
}

impl OpeningHours {
    /// Opening and closing minute of a weekday, Monday = 0.
    fn of_weekday(self, weekday: i64) -> (i64, i64) {
        match (self, weekday) {
            (OpeningHours::Extended, _) => (8 * 60, 22 * 60),
            (OpeningHours::Office, 0..=4) => (8 * 60 + 30, 18 * 60),
            (OpeningHours::Office, 5) => (9 * 60, 13 * 60),
            (OpeningHours::Office, _) => (0, 0),
        }
    }
}

/// The days of the demonstration in Amsterdam's local time.
pub(super) struct Calendar {
    /// First instant, UTC milliseconds.
    pub(super) start: i64,
    /// The first instant after the last day.
    pub(super) end: i64,
    first: NaiveDate,
    /// How much falls on the days up to and including each.
    cumulated: Vec<u64>,
    /// Offset from UTC of every hour from `start` on.
    offsets: Vec<i64>,
}

impl Calendar {
    /// The `days` days up to and including `until`.
    ///
    /// # Errors
    /// If the days do not lie between 1971 and 2200, or there are none.
    pub(super) fn new(until: NaiveDate, days: u32) -> Result<Calendar> {
        let advice = "choose a last day and a number of days between 1971 and 2200";
        let first = until
            .checked_sub_days(Days::new(u64::from(days.max(1)) - 1))
            .filter(|first| days > 0 && first.year() >= 1971 && until.year() <= 2200)
            .ok_or_else(|| Advised::new(format!("{days} days up to {until} can not be made up"), advice))?;
        let (start, end) = (midnight(first), midnight(until + Days::new(1)));
        let hours = (end - start) / HOUR + 1;
        let offsets = (0..hours).map(|hour| offset_at(start + hour * HOUR)).collect();
        let mut sum = 0;
        let weighed = first.iter_days().take(days as usize).enumerate().map(|(place, day)| {
            sum += weight(day, place as u64, u64::from(days));
            sum
        });
        Ok(Calendar { start, end, first, cumulated: weighed.collect(), offsets })
    }

    /// Number of days.
    pub(super) fn days(&self) -> usize {
        self.cumulated.len()
    }

    /// How many of `total` things happen up to and including a day.
    pub(super) fn so_far(&self, day: usize, total: u64) -> u64 {
        let all = self.cumulated.last().copied().unwrap_or(1);
        let so_far = u128::from(total) * u128::from(self.cumulated[day]) / u128::from(all);
        u64::try_from(so_far).unwrap_or(u64::MAX)
    }

    /// An instant of a day, more likely in its busy hours.
    pub(super) fn moment(&self, day: usize, random: &mut Random) -> i64 {
        let date = self.first + Days::new(day as u64);
        let busy = if date.weekday().num_days_from_monday() < 5 { &BUSY_HOURS } else { &QUIET_HOURS };
        let local =
            days_since_1970(date) * DAY + signed(random.weighted(busy)) * HOUR + random.between(0, HOUR);
        self.utc(local).clamp(self.start, self.end - 1)
    }

    /// An instant of the same local day as `at`, more likely in its busy hours; past the last day, `at` itself.
    pub(super) fn same_day(&self, at: i64, random: &mut Random) -> i64 {
        let day = (at + self.offset(at)).div_euclid(DAY) - days_since_1970(self.first);
        if (0..signed(self.days())).contains(&day) {
            return self.moment(index(day), random);
        }
        at
    }

    /// Whether nobody is at the desk.
    pub(super) fn closed(&self, at: i64, hours: OpeningHours) -> bool {
        let local = at + self.offset(at);
        let (open, close) = hours.of_weekday((local.div_euclid(DAY) + 3).rem_euclid(7));
        !(open..close).contains(&(local.rem_euclid(DAY) / MINUTE))
    }

    /// The first instant from `at` on when the desk is staffed; after a closed night the queue takes its time.
    pub(super) fn staffed(&self, at: i64, hours: OpeningHours, random: &mut Random) -> i64 {
        let local = at + self.offset(at);
        let minute = local.rem_euclid(DAY) / MINUTE;
        let day = local.div_euclid(DAY);
        for ahead in 0..8 {
            let (open, close) = hours.of_weekday((day + ahead + 3).rem_euclid(7));
            if ahead == 0 && (open..close).contains(&minute) {
                return at;
            }
            if open < close && (ahead > 0 || minute < open) {
                let queue = random.skewed(20 * MINUTE, 1.4).min(3 * HOUR);
                return self.utc((day + ahead) * DAY + open * MINUTE).max(at) + queue;
            }
        }
        at
    }

    fn offset(&self, at: i64) -> i64 {
        let hour = (at - self.start).max(0) / HOUR;
        self.offsets.get(index(hour)).or(self.offsets.last()).copied().unwrap_or(0)
    }

    fn utc(&self, local: i64) -> i64 {
        // Off by the offset itself, which is wrong only within hours of a clock change; the second look is right.
        let near = local - self.offset(local);
        local - self.offset(near)
    }
}

/// Slowly growing, with a peak before Christmas, returns in January and a quiet summer.
fn weight(date: NaiveDate, place: u64, days: u64) -> u64 {
    let weekday = BUSY_DAYS[date.weekday().num_days_from_monday() as usize];
    let season = match (date.month(), date.day()) {
        (11, 20..) | (12, 1..=23) => 150,
        (12, 25..=26) | (1, 1) => 45,
        (1, _) => 122,
        (7 | 8, _) => 88,
        _ => 100,
    };
    weekday * season * (1000 + 250 * place / days)
}

fn days_since_1970(date: NaiveDate) -> i64 {
    date.and_time(NaiveTime::MIN).and_utc().timestamp() / 86_400
}

fn midnight(date: NaiveDate) -> i64 {
    match Amsterdam.from_local_datetime(&date.and_time(NaiveTime::MIN)) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.timestamp_millis(),
        LocalResult::None => days_since_1970(date) * DAY,
    }
}

fn offset_at(at: i64) -> i64 {
    chrono::DateTime::from_timestamp_millis(at).map_or(0, |instant| {
        let local = Amsterdam.offset_from_utc_datetime(&instant.naive_utc());
        i64::from(local.fix().local_minus_utc()) * 1000
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        Calendar::new(NaiveDate::from_ymd_opt(2026, 3, 31).unwrap(), 10).unwrap()
    }

    fn utc(text: &str) -> i64 {
        chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    #[test]
    fn days_are_local_and_the_short_one_has_23_hours() {
        let calendar = calendar();
        assert_eq!(calendar.start, utc("2026-03-21T23:00:00Z"));
        assert_eq!(calendar.end, utc("2026-03-31T22:00:00Z"));
        assert_eq!(calendar.end - calendar.start, 10 * DAY - HOUR);
    }

    #[test]
    fn a_closed_desk_answers_when_it_opens() {
        let (calendar, mut random) = (calendar(), Random::new(1));
        let monday_noon = utc("2026-03-23T11:00:00Z");
        assert_eq!(calendar.staffed(monday_noon, OpeningHours::Office, &mut random), monday_noon);
        // Saturday 28 March 14:00 local; Monday 30 March opens at 08:30 in summer time.
        let answered = calendar.staffed(utc("2026-03-28T13:00:00Z"), OpeningHours::Office, &mut random);
        let opening = utc("2026-03-30T06:30:00Z");
        assert!((opening..=opening + 3 * HOUR).contains(&answered));
    }

    #[test]
    fn the_shares_of_the_days_add_up() {
        let calendar = calendar();
        assert_eq!(calendar.so_far(9, 1_000_003), 1_000_003);
        assert!(Calendar::new(NaiveDate::MIN, 5).is_err());
        assert!(Calendar::new(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), 0).is_err());
    }
}
