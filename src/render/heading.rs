//! What stands above figures for people: the scope of the report and the titles of its parts.

use super::{escape, number};
use crate::report::{Column, Part, Scope, Theme};
use chrono::{Datelike, NaiveDate};

/// The scope in short pieces, hidden characters written out: period, zone, anchor, as-of, filters…
pub fn scope(scope: &Scope) -> Vec<String> {
    let mut pieces =
        vec![period(&scope.from, &scope.to), scope.tz.clone(), format!("anchor {}", scope.anchor)];
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
    pieces
        .extend(scope.filters.iter().map(|(dimension, values)| format!("{dimension} {}", values.join(", "))));
    pieces.extend(comparison(scope));
    pieces.iter().map(|piece| escape::visible(piece).into_owned()).collect()
}

fn comparison(scope: &Scope) -> Option<String> {
    match (&scope.compare, &scope.compared_with) {
        (_, Some((from, to))) => Some(format!("compared with {}", period(from, to))),
        (Some(kind), None) => Some(format!("compared with {kind}")),
        (None, None) => None,
    }
}

/// First and last day as people write a period: `1–30 Sep 2026`.
fn period(from: &str, to: &str) -> String {
    let (Ok(first), Ok(last)) = (day(from), day(to)) else {
        return format!("{from} – {to}");
    };
    let end = last.format("%-d %b %Y");
    if first == last {
        end.to_string()
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}–{end}", first.day())
    } else if first.year() == last.year() {
        format!("{} – {end}", first.format("%-d %b"))
    } else {
        format!("{} – {end}", first.format("%-d %b %Y"))
    }
}

fn day(text: &str) -> chrono::ParseResult<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
}

/// A range of durations in words: `[5m,15m)` is `5m to 15m`.
pub fn interval(text: &str) -> Option<String> {
    let (from, to) = text.strip_prefix('[')?.strip_suffix(')')?.split_once(',')?;
    Some(match (from, to) {
        ("0", to) => format!("under {to}"),
        (from, "∞") => format!("{from} or more"),
        (from, to) => format!("{from} to {to}"),
    })
}

/// An id as a title: `top_tags` is `Top tags`.
pub fn title(name: &str) -> String {
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

/// The title of a group of cards.
pub fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Dimension => "Rows",
        Theme::Volume => "Volume",
        Theme::Speed => "Speed",
        Theme::Targets => "Targets",
        Theme::Quality => "Quality",
        Theme::Ai => "AI and sales",
    }
}

/// What people read above or beside a column; a median goes by the name of its figure.
pub fn label(column: &Column) -> String {
    let label = escape::visible(&column.label).into_owned();
    match (column.part, label.rsplit_once(", ")) {
        (Part::Median, Some((figure, _))) => figure.to_owned(),
        _ => label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_say_no_month_twice() {
        assert_eq!(period("2026-09-01", "2026-09-30"), "1–30 Sep 2026");
        assert_eq!(period("2026-09-30", "2026-09-30"), "30 Sep 2026");
        assert_eq!(period("2026-08-31", "2026-09-30"), "31 Aug – 30 Sep 2026");
        assert_eq!(period("2025-12-15", "2026-01-14"), "15 Dec 2025 – 14 Jan 2026");
        assert_eq!(period("start", "end"), "start – end");
    }

    #[test]
    fn ids_become_titles() {
        assert_eq!(title("top_tags"), "Top tags");
        assert_eq!(title("heatmap"), "Heat map");
        assert_eq!(title("nps"), "NPS");
        assert_eq!(title(""), "");
    }

    #[test]
    fn ranges_are_said_in_words() {
        assert_eq!(interval("[0,5m)").as_deref(), Some("under 5m"));
        assert_eq!(interval("[30s,90s)").as_deref(), Some("30s to 90s"));
        assert_eq!(interval("[24h,∞)").as_deref(), Some("24h or more"));
        assert_eq!(interval("email"), None);
    }

    #[test]
    fn the_scope_names_all_that_narrows_it() {
        let mut given = crate::render::sample::scope();
        assert_eq!(
            scope(&given).join(" · "),
            "1–30 Sep 2026 · Europe/Amsterdam · anchor event · as of 2026-09-30 23:59 · channel whatsapp"
        );
        given.clock = "business".into();
        given.week_start = "sunday".into();
        given.by = vec!["channel".into(), "agent".into()];
        given.every = Some("week".into());
        given.compare = Some("previous".into());
        given.filters.insert("tag".into(), vec!["!spam".into(), "a\u{202e}b".into()]);
        assert_eq!(
            scope(&given)[3..].join(" · "),
            "business clock · as of 2026-09-30 23:59 · weeks from sunday · by channel, agent · every week · \
             channel whatsapp · tag !spam, a\\u{202e}b · compared with previous"
        );
        given.compared_with = Some(("2026-08-01".into(), "2026-08-31".into()));
        assert_eq!(scope(&given).pop().as_deref(), Some("compared with 1–31 Aug 2026"));
    }
}
