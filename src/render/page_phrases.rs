//! What is put together from the words of a page: names of buckets, values at an axis, cells of the week.

use super::fill::fill;
use super::number::{self, NumberSigns};
use super::page_words::{BucketUnit, ChapterName};
use super::words::Words;
use crate::report::Unit;
use chrono::{Datelike, NaiveDate, Weekday};

/// A word as it stands alone above a column.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Puts a value into a phrase.
pub fn filled(phrase: &str, value: &str) -> String {
    phrase.replacen("{}", value, 1)
}

impl Words {
    /// The name of a chapter.
    pub fn chapter(&self, chapter: ChapterName) -> &'static str {
        self.page.chapters[chapter as usize]
    }

    /// What a bucket is called in full, from its label in machine formats: `W36 2026`, `September 2026`, `1 Sep 2026`.
    pub fn bucket(&self, label: &str) -> String {
        if let Ok(day) = label.parse::<NaiveDate>() {
            return format!("{} {}", self.day_and_month(day), day.year());
        }
        let Some((year, rest)) = label.split_once('-') else { return label.to_owned() };
        match rest.parse::<usize>().ok().and_then(|month| self.months_alone.get(month.wrapping_sub(1))) {
            Some(month) if rest.len() == 2 => format!("{month} {year}"),
            _ => self.part_of_year(year, rest).unwrap_or_else(|| label.replace('T', " ")),
        }
    }

    /// What a bucket is called below an axis: a week by its Monday, a day or month without its year.
    pub fn bucket_tick(&self, label: &str) -> String {
        let monday = label.split_once("-W").and_then(|(year, week)| {
            NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)
        });
        if let Some(day) = monday.or_else(|| label.parse::<NaiveDate>().ok()) {
            return self.day_and_month(day);
        }
        let short = label.split_once('-').filter(|(_, month)| month.len() == 2).and_then(|(year, month)| {
            let name = self.months.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
            Some(format!("{name} {year}"))
        });
        short.unwrap_or_else(|| self.bucket(label))
    }

    /// A week or quarter of a year.
    fn part_of_year(&self, year: &str, part: &str) -> Option<String> {
        let (phrase, number) = match part.strip_prefix('W') {
            Some(week) => (self.week, week),
            None => (self.quarter, part.strip_prefix('Q')?),
        };
        Some(fill(phrase, &[("n", number), ("year", year)]))
    }

    /// A day with its weekday: `Tue 1 Sep`.
    pub fn weekday_and_day(&self, day: NaiveDate) -> String {
        let weekday = self.days[day.weekday().num_days_from_monday() as usize];
        format!("{weekday} {}", self.day_and_month(day))
    }

    /// What a series is of: `Messages by day`.
    pub fn series(&self, label: &str, unit: BucketUnit) -> String {
        format!("{label} {}", self.page.by[unit as usize])
    }

    /// What a cell of the week says: `Mon 09–10: 4.3`; weekday 0 is Monday.
    pub fn in_hour(&self, weekday: usize, hour: usize, count: &str) -> String {
        format!("{} {hour:02}–{:02}: {count}", self.days[weekday], hour + 1)
    }

    /// A number of cases as a cell of the week says it.
    pub fn heat_count(&self, value: f64) -> String {
        number::measured(value, Unit::Count, &self.numbers)
    }

    /// A value below an axis, as short as it can be said: `20`, `2.5`, `50%`, `10 min`.
    pub fn tick(&self, value: f64, unit: Unit) -> String {
        tick(value, unit, &self.numbers)
    }
}

fn tick(value: f64, unit: Unit, signs: &NumberSigns) -> String {
    let places = if value.fract() == 0.0 { 0 } else { usize::from((value * 10.0).fract().abs() > 1e-9) + 1 };
    match unit {
        Unit::Rate => format!("{}{}", number::decimal(value * 100.0, 0, signs), signs.percent),
        Unit::Seconds => short_duration(value, signs),
        Unit::Count
        | Unit::Score
        | Unit::Nps
        | Unit::Ratio
        | Unit::Money
        | Unit::Change
        | Unit::Points
        | Unit::Difference
        | Unit::Instant
        | Unit::Flag
        | Unit::Text => number::decimal(value, places, signs),
    }
}

/// A round duration in one step: `10 s`, `1 min`, `6 h`, `1 d`.
fn short_duration(seconds: f64, signs: &NumberSigns) -> String {
    let steps = [(86_400.0, signs.durations.day), (3_600.0, signs.durations.hour), (60.0, "min")];
    let (size, unit) = steps.into_iter().find(|(size, _)| seconds >= *size).unwrap_or((1.0, "s"));
    let amount = seconds / size;
    format!("{} {unit}", number::decimal(amount, usize::from(amount.fract() != 0.0), signs))
}

#[cfg(test)]
mod tests {
    use super::capital;
    use crate::render::ENGLISH;
    use crate::report::Unit;

    #[test]
    fn buckets_are_named_in_full() {
        let named = ["2026-09-01", "2026-W36", "2026-09", "2026-Q3", "2026", "2026-09-01T14"]
            .map(|label| ENGLISH.bucket(label));
        assert_eq!(named, ["1 Sep 2026", "W36 2026", "September 2026", "Q3 2026", "2026", "2026-09-01 14"]);
    }

    #[test]
    fn a_word_alone_begins_with_a_capital() {
        assert_eq!(["change", "ändring", "p90", ""].map(capital), ["Change", "Ändring", "P90", ""]);
    }

    #[test]
    fn a_week_is_named_by_its_monday_below_an_axis() {
        let named = ["2026-W36", "2026-W01", "2026-09-06", "2026-09"].map(|label| ENGLISH.bucket_tick(label));
        assert_eq!(named, ["31 Aug", "29 Dec", "6 Sep", "Sep 2026"]);
    }

    #[test]
    fn values_at_an_axis_are_short() {
        let tick = |value, unit| ENGLISH.tick(value, unit);
        assert_eq!(tick(2_000.0, Unit::Count), "2,000");
        assert_eq!(tick(2.5, Unit::Score), "2.5");
        assert_eq!(tick(0.25, Unit::Rate), "25%");
        assert_eq!(
            [10.0, 60.0, 21_600.0, 86_400.0].map(|s| tick(s, Unit::Seconds)),
            ["10 s", "1 min", "6 h", "1 d"]
        );
    }
}
