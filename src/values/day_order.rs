//! Which of day and month comes first, decided on a whole column.

use super::calendar::{self, DayOrder};
use super::day_names;

/// What the dates of a column have shown so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayOrderEvidence {
    day: bool,
    month: bool,
    open: bool,
}

impl DayOrderEvidence {
    /// Looks at one more date, as it is written.
    pub fn look_at(&mut self, text: &[u8]) {
        let text = text.trim_ascii();
        // What most exports write tells nothing.
        if text.get(4) == Some(&b'-') {
            return;
        }
        let dated = day_names::without_weekday(text);
        let Some((first, second, dotted)) = parts(dated) else { return };
        let told = day_names::english_weekday(text).filter(|_| dated.len() < text.len());
        if let Some(day_is_first) = told.and_then(|weekday| day_is_first(dated, weekday)) {
            self.day |= day_is_first;
            self.month |= !day_is_first;
            return;
        }
        match (first > 12, second > 12) {
            (true, _) => self.day = true,
            (false, true) => self.month = true,
            _ if dotted => self.day = true,
            _ => self.open |= first != second,
        }
    }

    /// The order that all of them allow.
    pub fn order(self) -> DayOrder {
        match (self.day, self.month, self.open) {
            (true, true, _) => DayOrder::Contradicted,
            (true, false, _) => DayOrder::DayFirst,
            (false, true, _) => DayOrder::MonthFirst,
            (false, false, true) => DayOrder::Undecided,
            (false, false, false) => DayOrder::Iso,
        }
    }
}

/// What two columns, or two files, say together.
pub fn both(one: DayOrder, other: DayOrder) -> DayOrder {
    use DayOrder::{Contradicted, DayFirst, Iso, MonthFirst, Undecided};
    match (one, other) {
        (DayFirst, MonthFirst) | (MonthFirst, DayFirst) | (Contradicted, _) | (_, Contradicted) => {
            Contradicted
        }
        (Iso, order) | (Undecided, order @ (DayFirst | MonthFirst)) => order,
        (order, _) => order,
    }
}

/// Whether the day comes first in a date that lies on a day of the week (Monday is 0); `None` where it could be either.
fn day_is_first(text: &[u8], weekday: i64) -> Option<bool> {
    // 1 January 1970 was a Thursday.
    let is_on = |order| calendar::date(text, order).is_ok_and(|(day, _)| (day + 3).rem_euclid(7) == weekday);
    match (is_on(DayOrder::DayFirst), is_on(DayOrder::MonthFirst)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        (true, true) | (false, false) => None,
    }
}

/// The first two numbers of a date that ends with the year, and whether dots stand between them.
fn parts(text: &[u8]) -> Option<(i64, i64, bool)> {
    let (first, rest) = calendar::digits(text, 2)?;
    let separator = *rest.first().filter(|byte| b"-/.".contains(byte))?;
    let (second, rest) = calendar::digits(rest[1..].trim_ascii_start(), 2)?;
    let rest = rest.strip_prefix(&[separator])?.trim_ascii_start();
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (length == 4 || length == 2).then_some((first, second, separator == b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(samples: &[&str]) -> DayOrder {
        let mut evidence = DayOrderEvidence::default();
        for sample in samples {
            evidence.look_at(sample.as_bytes());
        }
        evidence.order()
    }

    #[test]
    fn one_clear_date_decides_for_the_column() {
        assert_eq!(order(&["01/02/2026", "13/02/2026 10:00", ""]), DayOrder::DayFirst);
        assert_eq!(order(&["01/02/2026 1:00 PM", "1/13/2026"]), DayOrder::MonthFirst);
        assert_eq!(order(&["Mon 05/04/2026"]), DayOrder::MonthFirst);
        assert_eq!(order(&["Sun 05/04/2026"]), DayOrder::DayFirst);
        assert_eq!(order(&["01.02.2026"]), DayOrder::DayFirst);
        assert_eq!(order(&["01/02/2026", "03-04-2026"]), DayOrder::Undecided);
        assert_eq!(order(&["2026-01-02", "1772355600", "n/a"]), DayOrder::Iso);
        assert_eq!(order(&["13/02/2026", "02/13/2026"]), DayOrder::Contradicted);
    }
}
