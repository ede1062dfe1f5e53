//! Every word and sign that people read, and how headings are put together: another language is another `Words`.

mod beside;
mod dutch;
mod english;
mod german;
mod norwegian;
mod polish;
mod scope;

pub use english::ENGLISH;

use super::escape;
use super::fill::fill;
use super::number::{self, NumberSigns};
use super::page_words::PageWords;
use super::titles;
use crate::language::{Counted, Language};
use crate::report::{Cell, Column, Interval, Part, RowName, Theme, Unit, Versus};
use beside::BesideWords;
use dutch::DUTCH;
use german::GERMAN;
use norwegian::NORWEGIAN;
use polish::POLISH;
use scope::{ScopeWords, TABLES};

/// The name of the report that is several others in one document.
const DOCUMENT: &str = "report";

/// A language for people. What depends on it and is no word, such as the order of a heading, is a method of this file.
#[derive(Debug, PartialEq, Eq)]
pub struct Words {
    /// Which language it is.
    pub language: Language,
    /// How numbers are written.
    pub numbers: NumberSigns,
    /// Stands for a change from nothing.
    pub new: &'static str,
    /// No and yes.
    pub flags: [&'static str; 2],
    /// How many, in small print.
    pub count: &'static str,
    /// How many, in a heading.
    pub number: &'static str,
    /// A mean.
    pub mean: &'static str,
    /// A median.
    pub median: &'static str,
    /// A 90th percentile.
    pub p90: &'static str,
    /// The value in the period compared with.
    pub before: &'static str,
    /// The change against it.
    pub change: &'static str,
    /// Titles of groups of cards, in the order of [`Theme`].
    pub themes: [&'static str; 6],
    /// The row of what belongs to nobody.
    pub team: &'static str,
    /// The row of everything.
    pub total: &'static str,
    /// Durations below `{to}`.
    pub under: &'static str,
    /// Durations from `{from}` to `{to}`.
    pub range: &'static str,
    /// Durations of `{from}` and above.
    pub or_more: &'static str,
    /// Short names of the weekdays, Monday first.
    pub days: [&'static str; 7],
    /// Names of the weekdays, Monday first.
    pub days_in_full: [&'static str; 7],
    /// Short names of the months.
    pub months: [&'static str; 12],
    /// Names of the months as they stand behind a day: `30 września`.
    pub months_of_dates: [&'static str; 12],
    /// Names of the months as they stand alone: `wrzesień 2026`.
    pub months_alone: [&'static str; 12],
    /// Week `{n}` of a `{year}`.
    pub week: &'static str,
    /// Quarter `{n}` of a `{year}`.
    pub quarter: &'static str,
    /// Stands behind the day of a date.
    pub after_day: &'static str,
    /// A day's sum.
    pub sum: &'static str,
    /// Nothing happened.
    pub none: &'static str,
    /// A table without rows.
    pub no_rows: &'static str,
    /// Stands before the names of figures without a value.
    pub no_data: &'static str,
    /// Stands behind a period that was moved to where the data end.
    pub moved: &'static str,
    /// What stands above a list of figures.
    pub figures: [&'static str; 4],
    /// How many columns `{n}` found no room, and how to see them; their names follow.
    pub left_out: Counted,
    /// What a `{shade}` of a heat map stands for.
    pub up_to: &'static str,
    /// The busiest hour.
    pub busiest: &'static str,
    /// Of how many conversations figures of messages are.
    pub coverage: &'static str,
    /// The names of two files.
    pub two_files: &'static str,
    /// The name of the `{first}` of several files, and how many `{n}` more there are.
    pub more_files: Counted,
    /// What rows of each of [`TABLES`] are called.
    pub tables: [Counted; TABLES.len()],
    /// What is said beside figures.
    pub beside: BesideWords,
    /// What a report covers.
    pub scope: ScopeWords,
    /// The phrases of a page.
    pub page: &'static PageWords,
}

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Words {
        match language {
            Language::En => &ENGLISH,
            Language::Nl => &DUTCH,
            Language::Pl => &POLISH,
            Language::Nb => &NORWEGIAN,
            Language::De => &GERMAN,
        }
    }
}

/// Headings of columns.
impl Words {
    /// All that sets a column apart: `First response, median, before`.
    pub fn heading(&self, column: &Column) -> String {
        let part = self.part(column.part);
        let pieces = [Some(column.label.of(self.language)), part, column.of.as_deref(), self.versus(column)];
        pieces.into_iter().flatten().collect::<Vec<&str>>().join(", ")
    }

    /// What sets a number of a figure apart from its others.
    pub fn part(&self, part: Part) -> Option<&'static str> {
        match part {
            Part::Own => None,
            Part::Count => Some(self.number),
            Part::Mean => Some(self.mean),
            Part::Median => Some(self.median),
            Part::P90 => Some(self.p90),
        }
    }

    /// What people read beside a figure: its main number goes by the figure's name.
    pub fn label(&self, column: &Column) -> String {
        let plain = Column { part: Part::Own, ..column.clone() };
        let heading = self.heading(if column.is_main() { &plain } else { column });
        escape::visible(&heading).into_owned()
    }

    /// What people read above a column of a grid: one that is set against the column before need not name it again.
    pub fn above(&self, column: &Column) -> String {
        self.versus(column).map_or_else(|| self.label(column), str::to_owned)
    }

    fn versus(&self, column: &Column) -> Option<&'static str> {
        match column.versus {
            Versus::Now => None,
            Versus::Previous => Some(self.before),
            Versus::Change => Some(self.change),
        }
    }

    /// The title of a group of cards.
    pub fn theme(&self, theme: Theme) -> &'static str {
        let place = match theme {
            Theme::Dimension => 0,
            Theme::Volume => 1,
            Theme::Speed => 2,
            Theme::Targets => 3,
            Theme::Quality => 4,
            Theme::Ai => 5,
        };
        self.themes[place]
    }

    /// The title of a report or section; an id without one says itself: `top_tags` is `Top tags`.
    pub fn title(&self, name: &str) -> String {
        if name == DOCUMENT {
            return self.page.report.to_owned();
        }
        if let Some(title) = titles::title(name) {
            return self.language.of(title).to_owned();
        }
        let words = name.replace('_', " ");
        let mut letters = words.chars();
        let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        escape::visible(&title).into_owned()
    }
}

/// Values.
impl Words {
    /// The value as people read it, hidden characters written out: `2m 30s`, `66.7%`, `12,345`, `–`.
    pub fn cell(&self, cell: &Cell, unit: Unit) -> String {
        match cell {
            Cell::Missing => self.numbers.missing.to_owned(),
            Cell::New => self.new.to_owned(),
            Cell::Whole(whole) => number::whole(*whole, unit, &self.numbers),
            Cell::Number(value) => number::measured(*value, unit, &self.numbers),
            Cell::Flag(flag) => self.flags[usize::from(*flag)].to_owned(),
            Cell::Text(text) if unit == Unit::Instant => number::instant(text, &self.numbers),
            Cell::Text(text) => escape::visible(text).into_owned(),
            Cell::Interval(interval) => self.interval(**interval),
            Cell::Row(RowName::Team) => self.team.to_owned(),
            Cell::Row(RowName::Total) => self.total.to_owned(),
            Cell::Class(class) => self.language.of(&class.label).to_owned(),
        }
    }

    /// A range of durations: `5m to 15m`.
    fn interval(&self, Interval { from, to }: Interval) -> String {
        let length = |millis| number::length(millis, &self.numbers);
        match to {
            Some(to) if from == 0 => fill(self.under, &[("to", &length(to))]),
            Some(to) => fill(self.range, &[("from", &length(from)), ("to", &length(to))]),
            None => fill(self.or_more, &[("from", &length(from))]),
        }
    }
}

/// Phrases.
impl Words {
    /// How many columns found no room, and how to see them.
    pub fn left_out(&self, columns: usize) -> String {
        fill(self.left_out.of(self.language, columns as u64), &[("n", &columns.to_string())])
    }

    /// What a shade of a heat map stands for.
    pub fn up_to(&self, shade: char, count: &str) -> String {
        fill(self.up_to, &[("shade", &shade.to_string()), ("n", count)])
    }

    /// The busiest hour; weekday 0 is Monday.
    pub fn busiest(&self, weekday: usize, hour: usize, count: &str) -> String {
        let (from, to) = (format!("{hour:02}"), format!("{:02}", hour + 1));
        fill(self.busiest, &[("day", self.days[weekday]), ("from", &from), ("to", &to), ("n", count)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Caption, LANGUAGES};
    use crate::render::sample;

    #[test]
    fn periods_say_no_month_twice() {
        let period = |from, to| ENGLISH.period(from, to);
        assert_eq!(period("2026-09-01", "2026-09-30"), "1–30 Sep 2026");
        assert_eq!(period("2026-09-30", "2026-09-30"), "30 Sep 2026");
        assert_eq!(period("2026-08-31", "2026-09-30"), "31 Aug – 30 Sep 2026");
        assert_eq!(period("2025-12-15", "2026-01-14"), "15 Dec 2025 – 14 Jan 2026");
        assert_eq!(period("start", "end"), "start – end");
    }

    #[test]
    fn periods_are_said_as_in_each_language() {
        let period = |language| Words::of(language).period("2026-08-31", "2026-09-30");
        let said = LANGUAGES.map(period);
        assert_eq!(said[0], "31 Aug – 30 Sep 2026");
        assert_eq!(said[1], "31 aug – 30 sep 2026");
        assert_eq!(said[2], "31 sie – 30 wrz 2026");
        assert_eq!(said[3], "31. aug. – 30. sep. 2026");
        assert_eq!(said[4], "31. Aug. – 30. Sept. 2026");
        assert_eq!(GERMAN.period("2026-09-01", "2026-09-30"), "1.–30. Sept. 2026");
        assert_eq!(POLISH.period_in_full("2026-09-01", "2026-09-30"), "1–30 września 2026");
        assert_eq!(POLISH.bucket("2026-09"), "wrzesień 2026");
        assert_eq!(POLISH.bucket("2026-W36"), "tydz. 36 2026");
        assert_eq!(NORWEGIAN.bucket("2026-Q3"), "3. kv. 2026");
    }

    #[test]
    fn ids_become_titles() {
        assert_eq!(ENGLISH.title("top_tags"), "Top tags");
        assert_eq!(ENGLISH.title("heatmap"), "Heat map");
        assert_eq!(ENGLISH.title("nps"), "NPS");
        assert_eq!(ENGLISH.title(""), "");
    }

    #[test]
    fn headings_say_what_sets_a_column_apart() {
        let median = sample::duration("first_response", "First response", 0).swap_remove(2);
        assert_eq!(ENGLISH.heading(&median), "First response, median");
        assert_eq!(ENGLISH.label(&median), "First response");
        let change = median.change(Unit::Change);
        assert_eq!(ENGLISH.heading(&change), "First response, median, change");
        assert_eq!(ENGLISH.above(&change), "change");
        assert_eq!(ENGLISH.above(&median), "First response");
        let sales =
            Column::of_figure("sales", Caption::Named("Sales, net".to_owned()), Unit::Money, Theme::Ai);
        let sales = Column { of: Some("E\u{202e}R".into()), ..sales };
        assert_eq!(ENGLISH.heading(&sales.previous()), "Sales, net, E\u{202e}R, before");
        assert_eq!(ENGLISH.label(&sales), "Sales, net, E\\u{202e}R");
    }

    #[test]
    fn ranges_are_said_in_words() {
        let said = |from, to| ENGLISH.interval(Interval { from, to });
        assert_eq!(said(0, Some(300_000)), "under 5m");
        assert_eq!(said(30_000, Some(90_000)), "30s to 90s");
        assert_eq!(said(86_400_000, None), "24h or more");
    }

    #[test]
    fn the_scope_names_all_that_narrows_it() {
        let mut given = sample::scope();
        assert_eq!(
            ENGLISH.scope(&given).join(" · "),
            "1–30 Sep 2026 · Europe/Amsterdam · anchor event · as of 2026-09-30 23:59 · channel whatsapp"
        );
        given.clock = "business".into();
        given.week_start = "sunday".into();
        given.by = vec!["channel".into(), "agent".into()];
        given.every = Some("week".into());
        given.compare = Some("previous".into());
        given.filters.insert("tag".into(), vec!["!spam".into(), "a\u{202e}b".into()]);
        assert_eq!(
            ENGLISH.scope(&given)[3..].join(" · "),
            "business clock · as of 2026-09-30 23:59 · weeks from sunday · by channel, agent · every week · \
             channel whatsapp · tag !spam, a\\u{202e}b · compared with previous"
        );
        given.compared_with = Some(("2026-08-01".into(), "2026-08-31".into()));
        assert_eq!(ENGLISH.scope(&given).pop().as_deref(), Some("compared with 1–31 Aug 2026"));
    }
}
