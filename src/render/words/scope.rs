//! What a report covers and stands on, said in short pieces: period, zone, anchor, filters, exports.

use super::Words;
use crate::fitting::signed;
use crate::render::escape;
use crate::render::fill::fill;
use crate::render::number;
use crate::report::{Coverage, Export, Scope, Unit};
use chrono::{Datelike, NaiveDate};

/// The phrases that say what a report covers.
#[derive(Debug, PartialEq, Eq)]
pub struct ScopeWords {
    /// When figures count in a word, one for each of [`ANCHORS`].
    pub counted_at: [&'static str; 4],
    /// What durations are measured by, one word for each of [`CLOCKS`].
    pub clocks: [&'static str; 2],
    /// When figures count, one phrase for each of [`ANCHORS`].
    pub anchors: [&'static str; 4],
    /// Durations are measured in business hours.
    pub business: &'static str,
    /// The "now", `{at}`.
    pub as_of: &'static str,
    /// The first day of the week, one phrase for each of [`WEEKDAYS`].
    pub weeks_from: [&'static str; 7],
    /// The dimensions `{names}` that rows are told apart by.
    pub by: &'static str,
    /// The size of buckets, one phrase for each of [`SIZES`].
    pub every: [&'static str; 6],
    /// The comparison asked for, one phrase for each of [`COMPARISONS`].
    pub compared: [&'static str; 2],
    /// The `{period}` compared with.
    pub compared_with: &'static str,
}

/// Anchors as scopes name them.
const ANCHORS: [&str; 4] = ["event", "created", "closed", "answered"];
/// Clocks as scopes name them.
const CLOCKS: [&str; 2] = ["calendar", "business"];
/// Weekdays as scopes name them.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Sizes of buckets as scopes name them.
const SIZES: [&str; 6] = ["hour", "day", "week", "month", "quarter", "year"];
/// Comparisons as scopes name them.
const COMPARISONS: [&str; 2] = ["previous", "year"];
/// Tables of exports, as they are called there; [`Words::tables`] has a word for each.
pub const TABLES: [&str; 11] = [
    "conversations",
    "messages",
    "events",
    "ratings",
    "calls",
    "faq_views",
    "faq_searches",
    "orders",
    "posts",
    "comments",
    "people",
];

/// The phrase that stands at the place of an id; the id itself where there is none.
fn phrase(ids: &[&str], phrases: &[&'static str], id: &str) -> String {
    let place = ids.iter().position(|known| *known == id);
    place.and_then(|place| phrases.get(place)).map_or_else(|| id.to_owned(), |phrase| (*phrase).to_owned())
}

/// Phrases.
impl Words {
    /// The scope in short pieces, hidden characters written out: period, zone, anchor, as-of, filters…
    pub fn scope(&self, scope: &Scope) -> Vec<String> {
        let words = &self.scope;
        let mut period = self.period(&scope.from, &scope.to);
        if scope.moved {
            period.push_str(self.moved);
        }
        let mut pieces = vec![period, scope.tz.clone(), phrase(&ANCHORS, &words.anchors, &scope.anchor)];
        if scope.clock != "calendar" {
            pieces.push(phrase(&["business"], &[words.business], &scope.clock));
        }
        pieces.push(fill(words.as_of, &[("at", &number::instant(&scope.as_of, &self.numbers))]));
        if scope.week_start != "monday" {
            pieces.push(phrase(&WEEKDAYS, &words.weeks_from, &scope.week_start));
        }
        if !scope.by.is_empty() {
            pieces.push(fill(words.by, &[("names", &scope.by.join(", "))]));
        }
        pieces.extend(scope.every.iter().map(|every| phrase(&SIZES, &words.every, every)));
        for (dimension, values) in &scope.filters {
            pieces.push(format!("{dimension} {}", values.join(", ")));
        }
        pieces.extend(self.comparison(scope));
        pieces.iter().map(|piece| escape::visible(piece).into_owned()).collect()
    }

    /// When figures count, in a word.
    pub fn counted_at(&self, scope: &Scope) -> String {
        phrase(&ANCHORS, &self.scope.counted_at, &scope.anchor)
    }

    /// What durations are measured by.
    pub fn clock(&self, scope: &Scope) -> String {
        phrase(&CLOCKS, &self.scope.clocks, &scope.clock)
    }

    /// The first day of its weeks.
    pub fn first_weekday(&self, scope: &Scope) -> String {
        phrase(&WEEKDAYS, &self.days_in_full, &scope.week_start)
    }

    /// What the files of an export are and hold, hidden characters written out: `zendesk`, `400 conversations`, `1–30 Sep 2026`.
    pub fn export(&self, export: &Export) -> Vec<String> {
        let mut name = export.profile.clone().unwrap_or_else(|| self.file_names(&export.files));
        if let Some(source) = &export.source {
            name = format!("{source}: {name}");
        }
        let mut tables: Vec<(&str, u64)> = export.rows.iter().map(|(table, rows)| (*table, *rows)).collect();
        // What everything else belongs to comes first, then what there is most of.
        tables.sort_by_key(|&(table, rows)| (table != "conversations", std::cmp::Reverse(rows)));
        let rows = tables.into_iter().map(|(table, rows)| self.rows_of(table, rows));
        let days = export.from.iter().zip(&export.to).map(|(from, to)| self.period(from, to));
        let pieces = std::iter::once(name).chain(rows).chain(days);
        pieces.map(|piece| escape::visible(&piece).into_owned()).collect()
    }

    /// So many rows of a table: `1,203 conversations`.
    fn rows_of(&self, table: &str, rows: u64) -> String {
        let count = number::whole(signed(rows), Unit::Count, &self.numbers);
        match TABLES.iter().position(|known| *known == table) {
            Some(place) => format!("{count} {}", self.tables[place].of(self.language, rows)),
            None => format!("{count} {table}"),
        }
    }

    /// `tickets.csv`, `tickets.csv and 3 more files`.
    fn file_names(&self, files: &[String]) -> String {
        match files {
            [] => String::new(),
            [only] => only.clone(),
            [first, other] => fill(self.two_files, &[("first", first), ("other", other)]),
            [first, more @ ..] => {
                let phrase = self.more_files.of(self.language, more.len() as u64);
                fill(phrase, &[("first", first), ("n", &more.len().to_string())])
            }
        }
    }

    /// Of how many conversations figures of messages are.
    pub fn coverage(&self, coverage: Coverage) -> String {
        let [covered, all] =
            [coverage.covered, coverage.all].map(|count| number::whole(count, Unit::Count, &self.numbers));
        fill(self.coverage, &[("covered", &covered), ("all", &all)])
    }

    fn comparison(&self, scope: &Scope) -> Option<String> {
        match (&scope.compare, &scope.compared_with) {
            (_, Some((from, to))) => {
                Some(fill(self.scope.compared_with, &[("period", &self.period(from, to))]))
            }
            (Some(kind), None) => Some(phrase(&COMPARISONS, &self.scope.compared, kind)),
            (None, None) => None,
        }
    }

    /// First and last day as people write a period: `1–30 Sep 2026`.
    pub fn period(&self, from: &str, to: &str) -> String {
        self.between(from, to, &self.months)
    }

    /// First and last day with the names of their months: `1–30 September 2026`.
    pub fn period_in_full(&self, from: &str, to: &str) -> String {
        self.between(from, to, &self.months_of_dates)
    }

    fn between(&self, from: &str, to: &str, months: &[&str; 12]) -> String {
        let day_and_month =
            |day: NaiveDate| format!("{}{} {}", day.day(), self.after_day, months[day.month0() as usize]);
        let (Some(first), Some(last)) = (day(from), day(to)) else {
            return format!("{from} – {to}");
        };
        let end = format!("{} {}", day_and_month(last), last.year());
        if first == last {
            end
        } else if (first.year(), first.month()) == (last.year(), last.month()) {
            format!("{}{}–{end}", first.day(), self.after_day)
        } else if first.year() == last.year() {
            format!("{} – {end}", day_and_month(first))
        } else {
            format!("{} {} – {end}", day_and_month(first), first.year())
        }
    }

    /// A day without its year: `30 Sep`.
    pub fn day_and_month(&self, day: NaiveDate) -> String {
        format!("{}{} {}", day.day(), self.after_day, self.months[day.month0() as usize])
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}
