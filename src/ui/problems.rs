//! Trouble with rows in words: how much of it, or every kind with its first place.

use crate::account::{Book, Outcome, Problem};

/// What becomes of rows, the loudest first.
const IN_ORDER: [Outcome; 6] = [
    Outcome::Warned,
    Outcome::Rejected,
    Outcome::Repaired,
    Outcome::United,
    Outcome::SetAside,
    Outcome::Noted,
];

/// Kinds that are said at once; more are counted.
const LOUDEST: usize = 4;

/// What changes figures, the kinds with most rows first: `messages.csv row 12, column "at": not an instant … (and 8 more)`.
pub fn loudest(book: &Book) -> Vec<String> {
    let mut loud = book.problems.loudest(Outcome::Warned);
    loud.extend(book.problems.loudest(Outcome::Rejected));
    loud.iter().take(LOUDEST).map(described).collect()
}

/// `9 rows could not be used, 3 repaired; -v shows them, --rejects FILE keeps those not used`; nothing where all rows were fine.
pub fn summed_up(book: &Book) -> Vec<String> {
    let mut parts = Vec::new();
    let mut told = 0;
    for outcome in [Outcome::Warned, Outcome::Rejected, Outcome::Repaired, Outcome::Noted] {
        if book.cases(outcome) > 0 {
            parts.push(amount(book, outcome, parts.is_empty()));
            told += match outcome {
                Outcome::Noted => book.problems.ended(outcome).count() as u64,
                Outcome::Warned
                | Outcome::Rejected
                | Outcome::Repaired
                | Outcome::United
                | Outcome::SetAside => book.cases(outcome),
            };
        }
    }
    if parts.is_empty() {
        return Vec::new();
    }
    let them = if told == 1 { "it" } else { "them" };
    vec![format!("{}; -v shows {them}{}", parts.join(", "), kept(book, told))]
}

/// What keeps the rows that could not be used, where there are any and nothing does.
fn kept(book: &Book, told: u64) -> &'static str {
    match book.cases(Outcome::Rejected) {
        0 => "",
        _ if book.lists_rejected() => "",
        1 if told == 1 => ", --rejects FILE keeps it",
        lost if lost == told => ", --rejects FILE keeps them",
        _ => ", --rejects FILE keeps those not used",
    }
}

/// Every kind under what became of its rows, with its first place.
pub fn listed(book: &Book) -> Vec<String> {
    let mut lines = Vec::new();
    for outcome in IN_ORDER {
        if book.cases(outcome) > 0 {
            lines.push(format!("{}:", amount(book, outcome, true)));
        }
        lines
            .extend(book.problems.loudest(outcome).iter().map(|problem| format!("  {}", described(problem))));
    }
    lines
}

/// How many rows ended that way, and how many values where those are more: `1 row repaired (4 values)`.
fn amount(book: &Book, outcome: Outcome, is_first: bool) -> String {
    let rows = book.rows(outcome);
    let counted = if is_first { counted(rows, "row") } else { rows.to_string() };
    match outcome {
        Outcome::Rejected => format!("{counted} could not be used"),
        // A file cut short, or values of rows that could not be used.
        Outcome::Repaired if rows == 0 => counted_repairs(book),
        Outcome::Repaired if book.values(outcome) > rows => {
            format!("{counted} repaired ({})", self::counted(book.values(outcome), "value"))
        }
        Outcome::Repaired => format!("{counted} repaired"),
        Outcome::United => format!("{counted} met more than once"),
        Outcome::SetAside => format!("{counted} set aside"),
        Outcome::Warned => self::counted(rows, "warning"),
        Outcome::Noted => notes(book),
    }
}

/// `1 note`, or `2 notes (829 rows)`: what is said of many rows is one note.
fn notes(book: &Book) -> String {
    let (kinds, rows) = (book.problems.ended(Outcome::Noted).count() as u64, book.cases(Outcome::Noted));
    let notes = counted(kinds, "note");
    if rows > kinds {
        return format!("{notes} ({rows} rows)");
    }
    notes
}

fn counted_repairs(book: &Book) -> String {
    counted(book.cases(Outcome::Repaired), "repair")
}

fn counted(count: u64, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{ending}")
}

/// `messages.csv row 12, column "at": not an instant: "yesterday"; write it as … (and 8 more)`
fn described(problem: &Problem<'_>) -> String {
    let mut text = place(problem);
    if !text.is_empty() {
        text.push_str(": ");
    }
    let trouble = &problem.kind.trouble;
    text.push_str(&trouble.what);
    if let Some(value) = problem.spots.first().and_then(|spot| spot.value.as_deref()) {
        text.push_str(&format!(": \"{value}\""));
    }
    if !trouble.advice.is_empty() {
        text.push_str(&format!("; {}", trouble.advice));
    }
    if problem.cases > 1 {
        text.push_str(&format!(" (and {} more)", problem.cases - 1));
    }
    text
}

/// `messages.csv row 12, column "at"`; empty where neither is known.
fn place(problem: &Problem<'_>) -> String {
    let mut text = String::new();
    if let Some(spot) = problem.spots.first() {
        text.push_str(&spot.file);
        if spot.row > 0 {
            text.push_str(&format!(" row {}", spot.row));
        }
    }
    let column = &problem.kind.column;
    if !column.is_empty() {
        let joint = if text.is_empty() { "" } else { ", " };
        text.push_str(&format!("{joint}column \"{column}\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{ProblemKind, Spot, Trouble};

    fn kind(outcome: Outcome, column: &str, trouble: Trouble) -> ProblemKind {
        ProblemKind { outcome, table: "messages", column: column.into(), trouble }
    }

    fn spot(row: u64, value: Option<&str>) -> Spot {
        Spot { file: "messages.csv".into(), row, value: value.map(str::to_owned) }
    }

    fn faulty() -> Book {
        let mut book = Book::default();
        let instant = Trouble::new("not an instant", "write it as 2026-03-01T09:00:00Z");
        let rows = (12..21).map(|row| spot(row, Some("yester\u{1b}day")));
        book.note_rows(kind(Outcome::Rejected, "at", instant), rows);
        let padded = Trouble::plain("row has 3 cells instead of 4");
        book.note_rows(kind(Outcome::Repaired, "", padded), (30..33).map(|row| spot(row, None)));
        book.note(kind(Outcome::SetAside, "", Trouble::plain("empty file")), spot(0, None));
        book
    }

    #[test]
    fn trouble_is_summed_up_in_rows() {
        assert_eq!(
            summed_up(&faulty()),
            ["9 rows could not be used, 3 repaired; -v shows them, --rejects FILE keeps those not used"]
        );
        assert_eq!(summed_up(&Book::default()), [""; 0]);
    }

    #[test]
    fn every_kind_is_named_with_its_first_place() {
        let expected = [
            "9 rows could not be used:",
            "  messages.csv row 12, column \"at\": not an instant: \"yester\u{1b}day\"; write it as \
             2026-03-01T09:00:00Z (and 8 more)",
            "3 rows repaired:",
            "  messages.csv row 30: row has 3 cells instead of 4 (and 2 more)",
            "1 row set aside:",
            "  messages.csv: empty file",
        ];
        assert_eq!(listed(&faulty()), expected);
    }

    #[test]
    fn one_of_anything_is_said_as_one() {
        let mut book = Book::default();
        book.note_rows(
            kind(Outcome::Noted, "channel", Trouble::plain("unknown channel")),
            [spot(2, Some("fax"))].into_iter(),
        );
        assert_eq!(summed_up(&book), ["1 note; -v shows it"]);
        let mut cut = Book::default();
        cut.note(kind(Outcome::Repaired, "", Trouble::plain("cut short")), spot(0, None));
        assert_eq!(summed_up(&cut), ["1 repair; -v shows it"]);
    }
}
