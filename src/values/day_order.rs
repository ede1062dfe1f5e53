//! Which of day and month comes first, decided on a whole column.

use super::calendar::{self, DayOrder};
use super::Wrong;

/// The order that all samples allow; an error where some allow only the one and some only the other.
pub fn day_order<'a>(samples: impl IntoIterator<Item = &'a [u8]>) -> Result<DayOrder, Wrong> {
    let (mut day, mut month, mut open) = (false, false, false);
    for sample in samples {
        let Some((first, second, dotted)) = parts(sample.trim_ascii()) else { continue };
        match (first > 12, second > 12) {
            (true, _) => day = true,
            (false, true) => month = true,
            _ if dotted => day = true,
            _ => open |= first != second,
        }
    }
    match (day, month, open) {
        (true, true, _) => Err(Wrong::new(
            "some dates have the day first and some the month",
            "write all of them as 2026-12-31",
        )),
        (true, false, _) => Ok(DayOrder::DayFirst),
        (false, true, _) => Ok(DayOrder::MonthFirst),
        (false, false, true) => Ok(DayOrder::Undecided),
        (false, false, false) => Ok(DayOrder::Iso),
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

    fn order(samples: &[&str]) -> Result<DayOrder, Wrong> {
        day_order(samples.iter().map(|sample| sample.as_bytes()))
    }

    #[test]
    fn one_clear_date_decides_for_the_column() {
        assert_eq!(order(&["01/02/2026", "13/02/2026 10:00", ""]), Ok(DayOrder::DayFirst));
        assert_eq!(order(&["01/02/2026 1:00 PM", "1/13/2026"]), Ok(DayOrder::MonthFirst));
        assert_eq!(order(&["01.02.2026"]), Ok(DayOrder::DayFirst));
        assert_eq!(order(&["01/02/2026", "03-04-2026"]), Ok(DayOrder::Undecided));
        assert_eq!(order(&["2026-01-02", "1772355600", "n/a"]), Ok(DayOrder::Iso));
        assert!(order(&["13/02/2026", "02/13/2026"]).is_err());
    }
}
