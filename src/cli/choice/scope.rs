//! What is looked at: the question, the "now" and the days.

use crate::advice::Advised;
use crate::cli::args::{PeriodArgs, ScopeArgs};
use crate::cli::environment::Surroundings;
use crate::config::Config;
use crate::facts::Rules;
use crate::kpi::MOST_DIMENSIONS;
use crate::report;
use crate::scope::as_of::AsOf;
use crate::scope::bucket::Buckets;
use crate::scope::period::{Period, Request};
use crate::scope::question::Question;
use crate::time::face::iso;
use crate::time::weekday::weekday_name;
use anyhow::{bail, Result};
use chrono::{NaiveDate, Weekday};
use std::collections::BTreeMap;

/// The clock that durations are measured by, as reports name it.
const CLOCK: &str = "calendar";

/// What to look at; instants wait for the as-of, which `latest` leaves to the data.
#[derive(Debug, Clone, PartialEq)]
pub struct ScopeChoice {
    /// What is asked of the facts.
    pub question: Question,
    /// The "now".
    pub as_of: AsOf,
    /// The clock, for [`AsOf::Latest`] without data; milliseconds.
    pub now: i64,
    /// The days asked for.
    pub request: Request,
    /// Whether nobody asked for days or a "now": then the period may move to where the data end.
    pub may_move: bool,
    /// The KPI whose rows are wanted instead of the report.
    pub list: Option<String>,
}

/// The time of a run, once the as-of is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Time {
    /// The "now", milliseconds.
    pub as_of: i64,
    /// The days looked at.
    pub period: Period,
    /// Whether they were moved to where the data end.
    pub is_moved: bool,
    /// Their buckets; one for all of them without `--every`.
    pub buckets: Buckets,
    /// The period compared with, and its buckets.
    pub compared: Option<(Period, Buckets)>,
}

impl ScopeChoice {
    /// Flags before configuration before surroundings.
    ///
    /// # Errors
    /// If too many dimensions are asked for.
    pub fn resolve(args: &ScopeArgs, config: &Config, surroundings: &Surroundings) -> Result<Self> {
        let (period, shape) = (&args.period, &args.shape);
        let mut by = Vec::new();
        for &dimension in &shape.by {
            if !by.contains(&dimension) {
                by.push(dimension);
            }
        }
        if by.len() > MOST_DIMENSIONS {
            let advice = format!("{MOST_DIMENSIONS} in all, the command's own among them");
            bail!(Advised::new(format!("--by has {} dimensions", by.len()), advice));
        }
        let question = Question {
            zone: period.tz.or(config.tz).unwrap_or_else(|| surroundings.system_zone()),
            week_start: period.week_start.or(config.week_start).unwrap_or(Weekday::Mon),
            anchor: shape.anchor,
            by,
            every: shape.every,
            compare: shape.compare,
            filters: args.filters.filters.clone(),
        };
        Ok(ScopeChoice {
            question,
            as_of: period.as_of.or(config.as_of).unwrap_or(AsOf::Instant(surroundings.now)),
            now: surroundings.now,
            request: period.period.map_or(Request::Range(period.since, period.until), Request::Named),
            may_move: period.period.is_none()
                && period.since.is_none()
                && period.until.is_none()
                && period.as_of.or(config.as_of).is_none(),
            list: shape.list.clone(),
        })
    }

    /// Takes the "now" and the zone of facts that were derived before.
    ///
    /// # Errors
    /// If others were asked for.
    pub fn settle_on(
        &mut self,
        rules: &Rules,
        (period, config): (&PeriodArgs, &Config),
    ) -> Result<(), Advised> {
        if let Some(zone) = period.tz.or(config.tz).filter(|zone| *zone != rules.zone) {
            let what = format!("the parts were made in the zone {}, not in {zone}", rules.zone);
            return Err(Advised::new(what, "leave --tz out, or make the parts anew"));
        }
        self.question.zone = rules.zone;
        let asked = period.as_of.or(config.as_of).map(|as_of| as_of.instant(rules.zone));
        if asked.is_some_and(|asked| asked != Some(rules.as_of)) {
            let what = format!("the parts were made as of {}", iso(rules.zone, rules.as_of));
            return Err(Advised::new(what, "leave --as-of out, or make the parts anew"));
        }
        self.as_of = AsOf::Instant(rules.as_of);
        self.may_move = false;
        Ok(())
    }

    /// The instants meant, where `latest` is the greatest one of the data, if there is any.
    ///
    /// # Errors
    /// If the period is empty, or has too many buckets.
    pub fn time(&self, latest: Option<i64>) -> Result<Time> {
        let question = &self.question;
        let as_of = self.as_of.instant(question.zone).or(latest).unwrap_or(self.now);
        let period = self.request.resolve(question.zone, as_of, question.week_start)?;
        let compared = match question.compare.map(|comparison| comparison.period(&period)) {
            Some(other) => Some((other, question.buckets(&other)?)),
            None => None,
        };
        Ok(Time { as_of, period, is_moved: false, buckets: question.buckets(&period)?, compared })
    }

    /// The same "now" with as many days as nobody chose, up to this one.
    ///
    /// # Errors
    /// As [`ScopeChoice::time`].
    pub fn moved_to(&self, last: NaiveDate, as_of: i64) -> Result<Time> {
        let request = Request::Range(None, Some(last));
        let there = ScopeChoice { as_of: AsOf::Instant(as_of), request, ..self.clone() };
        Ok(Time { is_moved: true, ..there.time(None)? })
    }

    /// What the report says about its scope.
    pub fn described(&self, time: &Time) -> report::Scope {
        let question = &self.question;
        let mut filters: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for clause in &question.filters {
            let name = clause.dimension.id;
            for (name, values) in
                [(name.to_string(), clause.as_given()), (format!("{name}_all"), clause.all.clone())]
            {
                if !values.is_empty() {
                    filters.insert(name, values);
                }
            }
        }
        report::Scope {
            from: time.period.first.to_string(),
            to: time.period.last.to_string(),
            moved: time.is_moved,
            tz: question.zone.name().to_string(),
            anchor: question.anchor.name().to_string(),
            clock: CLOCK.to_string(),
            as_of: iso(question.zone, time.as_of),
            week_start: weekday_name(question.week_start).to_string(),
            by: question.by.iter().map(|dimension| dimension.id.to_string()).collect(),
            every: question.every.map(|every| every.name().to_string()),
            compare: question.compare.map(|comparison| comparison.name().to_string()),
            compared_with: time
                .compared
                .as_ref()
                .map(|(days, _)| (days.first.to_string(), days.last.to_string())),
            filters,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::ShapeArgs;
    use crate::facts::dimension;
    use crate::scope::bucket::Every;
    use crate::scope::compare::Comparison;
    use crate::scope::filter::Clause;
    use chrono_tz::Europe::{Amsterdam, Oslo};
    use chrono_tz::Tz;

    /// 2026-03-31T22:30:00Z, in Amsterdam half past midnight of 1 April.
    const NOW: i64 = 1_774_996_200_000;

    fn surroundings() -> Surroundings {
        Surroundings { now: NOW, zone: Some("Europe/Amsterdam".into()), ..Surroundings::default() }
    }

    #[test]
    fn flags_go_before_the_configuration_and_that_before_the_system() {
        let zone = |flag: Option<Tz>, config: Option<Tz>| {
            let args =
                ScopeArgs { period: PeriodArgs { tz: flag, ..Default::default() }, ..Default::default() };
            let config = Config { tz: config, ..Config::default() };
            ScopeChoice::resolve(&args, &config, &surroundings()).unwrap().question.zone
        };
        assert_eq!(zone(Some(Tz::UTC), Some(Oslo)), Tz::UTC);
        assert_eq!(zone(None, Some(Oslo)), Oslo);
        assert_eq!(zone(None, None), Amsterdam);
    }

    #[test]
    fn the_scope_is_described_as_it_was_asked() {
        let clause = Clause {
            dimension: &dimension::TAG,
            any: vec!["a".into()],
            none: vec!["b".into()],
            all: vec!["c".into()],
        };
        let mut args = ScopeArgs {
            shape: ShapeArgs { every: Some(Every::Week), ..Default::default() },
            ..Default::default()
        };
        args.filters.filters.push(clause);
        args.shape.compare = Some(Comparison::Previous);
        args.shape.by = vec![&dimension::AGENT, &dimension::AGENT];
        let choice = ScopeChoice::resolve(&args, &Config::default(), &surroundings()).unwrap();
        let time = choice.time(None).unwrap();
        let scope = choice.described(&time);
        assert_eq!((scope.from.as_str(), scope.to.as_str()), ("2026-03-03", "2026-04-01"));
        assert_eq!(scope.compared_with, Some(("2026-02-01".to_string(), "2026-03-02".to_string())));
        assert_eq!(scope.as_of, "2026-04-01T00:30:00+02:00");
        assert_eq!((scope.anchor.as_str(), scope.clock.as_str()), ("event", "calendar"));
        assert_eq!((scope.week_start.as_str(), scope.every.as_deref()), ("monday", Some("week")));
        assert_eq!(scope.by, ["agent"]);
        assert_eq!(scope.filters["tag"], ["a", "!b"]);
        assert_eq!(scope.filters["tag_all"], ["c"]);
        assert_eq!(time.buckets.labels, ["2026-W10", "2026-W11", "2026-W12", "2026-W13", "2026-W14"]);
    }

    #[test]
    fn latest_waits_for_the_data() {
        let args = ScopeArgs {
            period: PeriodArgs { as_of: Some(AsOf::Latest), ..Default::default() },
            ..Default::default()
        };
        let choice = ScopeChoice::resolve(&args, &Config::default(), &surroundings()).unwrap();
        assert_eq!(choice.time(Some(NOW - 86_400_000)).unwrap().period.last.to_string(), "2026-03-31");
        assert_eq!(choice.time(None).unwrap().period.last.to_string(), "2026-04-01");
    }

    #[test]
    fn only_days_that_nobody_asked_for_move() {
        let choice = |period: PeriodArgs| {
            let args = ScopeArgs { period, ..Default::default() };
            ScopeChoice::resolve(&args, &Config::default(), &surroundings()).unwrap()
        };
        let since = PeriodArgs { since: Some("90d".parse().unwrap()), ..Default::default() };
        let as_of = PeriodArgs { as_of: Some(AsOf::Latest), ..Default::default() };
        assert!(!choice(since).may_move && !choice(as_of).may_move);
        let free = choice(PeriodArgs::default());
        assert!(free.may_move);
        // the thirty days that end with 14 February; the "now" stays
        let time = free.moved_to(NaiveDate::from_ymd_opt(2026, 2, 14).unwrap(), NOW).unwrap();
        let days = (time.period.first.to_string(), time.period.last.to_string());
        assert_eq!(days, ("2026-01-16".to_owned(), "2026-02-14".to_owned()));
        assert_eq!((time.as_of, time.is_moved), (NOW, true));
        assert!(free.described(&time).moved);
    }

    #[test]
    fn more_than_three_dimensions_are_refused() {
        let by = vec![&dimension::CHANNEL, &dimension::AGENT, &dimension::TAG, &dimension::TEAM];
        let args = ScopeArgs { shape: ShapeArgs { by, ..Default::default() }, ..Default::default() };
        assert!(ScopeChoice::resolve(&args, &Config::default(), &surroundings()).is_err());
    }
}
