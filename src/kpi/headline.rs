//! The figures that head a table, and how they went over the period.

use super::definition::Kpi;
use super::figures::EVERYTHING;
use super::fold::Figure;
use super::table::{HeadlinePlace, Run, Side};
use crate::report::{Table, Trend};
use crate::scope::bucket::{cut_buckets, Every};
use crate::scope::period::Period;
use anyhow::Result;
use chrono::{Days, Weekday};

/// The figures that head a table.
pub struct Headline {
    /// In boxes at a terminal.
    pub at_terminal: &'static [&'static Kpi],
    /// On the cards of a page.
    pub on_pages: &'static [&'static Kpi],
}

impl Headline {
    /// The same figures wherever they are read.
    pub const fn everywhere(figures: &'static [&'static Kpi]) -> Headline {
        Headline { at_terminal: figures, on_pages: figures }
    }
}

/// Heads a table with figures and follows them over the period, where people are to see it undivided; a figure that is
/// split has a place for each value and is not followed.
///
/// # Errors
/// If the period has too many buckets.
pub fn head(run: &Run, table: &mut Table, headline: &Headline) -> Result<()> {
    let headline = match run.drawn {
        HeadlinePlace::Nowhere => return Ok(()),
        HeadlinePlace::AtTerminal => headline.at_terminal,
        HeadlinePlace::OnPages => headline.on_pages,
    };
    if run.question.by.is_empty() && run.question.every.is_none() {
        let followed: Vec<&Kpi> = headline.iter().copied().filter(|kpi| kpi.split().is_none()).collect();
        table.headline = headline.iter().map(|kpi| kpi.id.to_string()).collect();
        table.trends = trends(run, &followed)?;
    }
    Ok(())
}

fn trends(run: &Run, kpis: &[&'static Kpi]) -> Result<Vec<Trend>> {
    let (every, week_start) = (trend_bucket(&run.now.period), run.question.week_start);
    let period = drawn_period(&run.now.period, every, week_start);
    let side = Side::new(period, Some(every), week_start)?;
    let grid = run.grid(&side, &[], kpis);
    let mut trends = Vec::new();
    for (at, kpi) in kpis.iter().enumerate() {
        let buckets = 0..side.buckets.len();
        let values = buckets.map(|bucket| height(&grid.get(&EVERYTHING, bucket)[at])).collect();
        trends.push(Trend { figure: kpi.id.to_string(), values });
    }
    Ok(trends)
}

/// Bucket size of a trend: the smallest that leaves at most so many buckets as the narrowest card can draw apart.
fn trend_bucket(period: &Period) -> Every {
    match period.days() {
        0..=32 => Every::Day,
        33..=217 => Every::Week,
        218..=930 => Every::Month,
        931..=2_830 => Every::Quarter,
        _ => Every::Year,
    }
}

/// The period of a trend: whole buckets alone, as one that the period cuts would look like a collapse; all of it where
/// there are too few of them.
fn drawn_period(period: &Period, every: Every, week_start: Weekday) -> Period {
    let mut whole = cut_buckets(period, every, week_start);
    whole.retain(|bucket| bucket.days == bucket.whole);
    match whole.as_slice() {
        [first, _, .., last] => {
            let end = last.first.checked_add_days(Days::new(last.whole.unsigned_abs().saturating_sub(1)));
            Period::new(period.zone, first.first, end.unwrap_or(period.last))
        }
        _ => *period,
    }
}

/// What a trend shows of a figure.
fn height(figure: &Figure) -> Option<f64> {
    match figure {
        Figure::Empty => None,
        Figure::Count(count) => Some(*count as f64),
        Figure::Duration { median, .. } => Some(*median),
        Figure::Fraction { part, whole } => Some(*part as f64 / *whole as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use chrono_tz::Europe::Amsterdam;

    fn period(first: &str, last: &str) -> Period {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        Period::new(Amsterdam, day(first), day(last))
    }

    #[test]
    fn trends_have_no_more_buckets_than_the_narrowest_card_draws() {
        for days in 1..4_000_u64 {
            let last = NaiveDate::from_ymd_opt(2030, 6, 15).unwrap();
            let first = last.checked_sub_days(Days::new(days - 1)).unwrap();
            let period = Period::new(Amsterdam, first, last);
            let every = trend_bucket(&period);
            let side = Side::new(drawn_period(&period, every, Weekday::Mon), Some(every), Weekday::Mon);
            assert!(side.unwrap().buckets.len() <= 32, "{days}");
        }
    }

    #[test]
    fn trends_leave_out_weeks_that_the_period_cuts() {
        // Thursday to Wednesday.
        let drawn = drawn_period(&period("2026-09-03", "2026-10-07"), Every::Week, Weekday::Mon);
        assert_eq!(
            (drawn.first.to_string(), drawn.last.to_string()),
            ("2026-09-07".into(), "2026-10-04".into())
        );
        let short = period("2026-09-03", "2026-09-16");
        assert_eq!(drawn_period(&short, Every::Week, Weekday::Mon), short);
        assert_eq!(drawn_period(&short, Every::Day, Weekday::Mon), short);
    }
}
