//! Every word and sign that people read, and how headings are put together: another language is another `Words`.

use super::escape;
use super::number::{self, NumberSigns};
use super::page_words::{PageWords, ENGLISH_PAGE};
use crate::language::Language;
use crate::report::{
    length, Cell, Column, Coverage, Export, Interval, Part, RowName, Scope, Theme, Unit, Versus,
};
use chrono::{Datelike, NaiveDate};

/// A language for people. What depends on it and is no word, such as the order of a phrase, is a method of this file.
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
    /// A mean.
    pub mean: &'static str,
    /// A 90th percentile.
    pub p90: &'static str,
    /// Short names of the weekdays, Monday first.
    pub days: [&'static str; 7],
    /// Short names of the months.
    pub months: [&'static str; 12],
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
    /// The phrases of a page.
    pub page: &'static PageWords,
}

/// The language there is.
pub static ENGLISH: Words = Words {
    language: Language::En,
    numbers: NumberSigns { thousands: ',', point: '.', missing: "–" },
    new: "new",
    flags: ["no", "yes"],
    count: "n",
    mean: "mean",
    p90: "p90",
    days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    sum: "sum",
    none: "none",
    no_rows: "no rows",
    no_data: "no data: ",
    moved: " (the last of the data)",
    figures: ["Figure", "Value", "Previous", "Change"],
    page: &ENGLISH_PAGE,
};

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
            Part::Count => Some("number"),
            Part::Mean => Some(self.mean),
            Part::Median => Some("median"),
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
            Versus::Previous => Some("before"),
            Versus::Change => Some("change"),
        }
    }

    /// The title of a group of cards.
    pub fn theme(&self, theme: Theme) -> &'static str {
        match theme {
            Theme::Dimension => "Rows",
            Theme::Volume => "Volume",
            Theme::Speed => "Speed",
            Theme::Targets => "Targets",
            Theme::Quality => "Quality",
            Theme::Ai => "AI and sales",
        }
    }

    /// An id as a title: `top_tags` is `Top tags`.
    pub fn title(&self, name: &str) -> String {
        match name {
            "heatmap" => return "Heat map".to_owned(),
            "nps" => return "NPS".to_owned(),
            _ => {}
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
            Cell::Text(text) if unit == Unit::Instant => number::instant(text),
            Cell::Text(text) => escape::visible(text).into_owned(),
            Cell::Interval(interval) => self.interval(*interval),
            Cell::Row(RowName::Team) => "(team)".to_owned(),
            Cell::Row(RowName::Total) => "(total)".to_owned(),
        }
    }

    /// A range of durations: `5m to 15m`.
    fn interval(&self, Interval { from, to }: Interval) -> String {
        match to {
            Some(to) if from == 0 => format!("under {}", length(to)),
            Some(to) => format!("{} to {}", length(from), length(to)),
            None => format!("{} or more", length(from)),
        }
    }
}

/// Phrases.
impl Words {
    /// How many columns found no room, and how to see them.
    pub fn left_out(&self, columns: usize) -> String {
        let (noun, verb) = if columns == 1 { ("column", "it") } else { ("columns", "them") };
        format!("{columns} more {noun}: --columns or --format csv shows {verb}")
    }

    /// What a shade of a heat map stands for.
    pub fn up_to(&self, shade: char, count: &str) -> String {
        format!("{shade} up to {count}")
    }

    /// The busiest hour; weekday 0 is Monday.
    pub fn busiest(&self, weekday: usize, hour: usize, count: &str) -> String {
        format!("busiest: {} {hour:02}–{:02} h with {count}", self.days[weekday], hour + 1)
    }

    /// The scope in short pieces, hidden characters written out: period, zone, anchor, as-of, filters…
    pub fn scope(&self, scope: &Scope) -> Vec<String> {
        let mut period = self.period(&scope.from, &scope.to);
        if scope.moved {
            period.push_str(self.moved);
        }
        let mut pieces = vec![period, scope.tz.clone(), format!("anchor {}", scope.anchor)];
        if scope.clock != "calendar" {
            pieces.push(format!("{} clock", scope.clock));
        }
        pieces.push(format!("as of {}", number::instant(&scope.as_of)));
        if scope.week_start != "monday" {
            pieces.push(format!("weeks from {}", scope.week_start));
        }
        if !scope.by.is_empty() {
            pieces.push(format!("by {}", scope.by.join(", ")));
        }
        pieces.extend(scope.every.iter().map(|every| format!("every {every}")));
        for (dimension, values) in &scope.filters {
            pieces.push(format!("{dimension} {}", values.join(", ")));
        }
        pieces.extend(self.comparison(scope));
        pieces.iter().map(|piece| escape::visible(piece).into_owned()).collect()
    }

    /// What the files of an export are and hold, hidden characters written out: `zendesk`, `400 conversations`, `1–30 Sep 2026`.
    pub fn export(&self, export: &Export) -> Vec<String> {
        let name = export.profile.clone().unwrap_or_else(|| file_names(&export.files));
        let mut tables: Vec<(&str, u64)> = export.rows.iter().map(|(table, rows)| (*table, *rows)).collect();
        // What everything else belongs to comes first, then what there is most of.
        tables.sort_by_key(|&(table, rows)| (table != "conversations", std::cmp::Reverse(rows)));
        let rows = tables.iter().map(|(table, rows)| {
            format!("{} {}", number::whole(*rows as i64, Unit::Count, &self.numbers), table.replace('_', " "))
        });
        let days = export.from.iter().zip(&export.to).map(|(from, to)| self.period(from, to));
        let pieces = std::iter::once(name).chain(rows).chain(days);
        pieces.map(|piece| escape::visible(&piece).into_owned()).collect()
    }

    /// Of how many conversations figures of messages are.
    pub fn coverage(&self, coverage: Coverage) -> String {
        let [covered, all] =
            [coverage.covered, coverage.all].map(|count| number::whole(count, Unit::Count, &self.numbers));
        format!("messages, exchanges and cases: from {covered} of {all} conversations")
    }

    fn comparison(&self, scope: &Scope) -> Option<String> {
        match (&scope.compare, &scope.compared_with) {
            (_, Some((from, to))) => Some(format!("compared with {}", self.period(from, to))),
            (Some(kind), None) => Some(format!("compared with {kind}")),
            (None, None) => None,
        }
    }

    /// First and last day as people write a period: `1–30 Sep 2026`.
    pub fn period(&self, from: &str, to: &str) -> String {
        let (Some(first), Some(last)) = (day(from), day(to)) else {
            return format!("{from} – {to}");
        };
        let end = format!("{} {}", self.day_and_month(last), last.year());
        if first == last {
            end
        } else if (first.year(), first.month()) == (last.year(), last.month()) {
            format!("{}–{end}", first.day())
        } else if first.year() == last.year() {
            format!("{} – {end}", self.day_and_month(first))
        } else {
            format!("{} {} – {end}", self.day_and_month(first), first.year())
        }
    }

    /// A day without its year: `30 Sep`.
    pub fn day_and_month(&self, day: NaiveDate) -> String {
        format!("{} {}", day.day(), self.months[day.month0() as usize])
    }
}

/// `tickets.csv`, `tickets.csv and 3 more files`.
fn file_names(files: &[String]) -> String {
    match files {
        [] => String::new(),
        [only] => only.clone(),
        [first, other] => format!("{first} and {other}"),
        [first, more @ ..] => format!("{first} and {} more files", more.len()),
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Label;
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
        let sales = Column::of_figure("sales", Label::Named("Sales, net".to_owned()), Unit::Money, Theme::Ai);
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
