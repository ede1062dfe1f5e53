//! What the texts of one column look like, all together.

use crate::load::cleaning::without_guards;
use crate::values::{is_null, shape, short_date, two_parts, DayOrderEvidence, DecimalEvidence, ValueShape};

/// Counts over the texts of a column.
#[derive(Debug, Clone, Default)]
pub struct Portrait {
    /// Texts that are values.
    pub filled: usize,
    /// Dates with a time of day.
    pub moments: usize,
    /// Dates alone.
    pub dates: usize,
    /// Times of day, or lengths of time written alike.
    pub clocks: usize,
    /// Lengths of time in words.
    pub spans: usize,
    /// Bare numbers.
    pub numbers: usize,
    /// Numbers that are seconds (or parts of them) since 1970 for any moment of this century.
    pub epochs: usize,
    /// Numbers that a spreadsheet writes for a day of 1954 to 2119.
    pub day_numbers: usize,
    /// Of these, those with a time of day.
    pub day_fractions: usize,
    /// Numbers of six digits that are a date of this century.
    pub short_dates: usize,
    /// Values with a minus sign.
    pub negatives: usize,
    /// Clocks of two parts.
    pub two_parts: usize,
    /// The greatest first part of these.
    pub first_part: i64,
    /// Values behind a spreadsheet's guard.
    pub guarded: usize,
    /// Numbers that a spreadsheet rounded: `3.60012E+11`.
    pub rounded: usize,
    /// Of texts that are ids, those that are there, and those written as quantities: `101.0`.
    pub ids: usize,
    /// See `ids`.
    pub quantities: usize,
    /// Numbers of six digits that are a time of day: `101500`.
    pub short_times: usize,
    /// What the dates say of day and month.
    pub order: DayOrderEvidence,
    /// What the numbers say of comma and point.
    pub decimal: DecimalEvidence,
}

impl Portrait {
    /// Looks at one more text.
    pub fn look_at(&mut self, text: &str) {
        let bytes = self.unguarded(text);
        if is_plain_moment(bytes) {
            self.filled += 1;
            self.moments += 1;
            return;
        }
        let found = shape(bytes);
        self.filled += usize::from(found != ValueShape::Nothing);
        match found {
            ValueShape::Nothing | ValueShape::Text => {}
            ValueShape::Moment | ValueShape::Date => {
                self.moments += usize::from(found == ValueShape::Moment);
                self.dates += usize::from(found == ValueShape::Date);
                self.order.look_at(bytes);
            }
            ValueShape::Clock | ValueShape::Span => {
                self.clocks += usize::from(found == ValueShape::Clock);
                self.spans += usize::from(found == ValueShape::Span);
                self.negatives += usize::from(bytes.starts_with(b"-"));
                if let Some(first) = two_parts(bytes) {
                    self.two_parts += 1;
                    self.first_part = self.first_part.max(first);
                }
            }
            ValueShape::Number => self.look_at_number(bytes),
        }
    }

    /// Looks at one more text that is an id or words, whatever it looks like: of these only guards and rounding matter.
    pub fn look_at_id(&mut self, text: &str) {
        let bytes = self.unguarded(text);
        self.rounded += usize::from(is_rounded(bytes) && shape(bytes) == ValueShape::Number);
        self.ids += usize::from(!is_null(bytes));
        let whole = bytes.strip_suffix(b".0").unwrap_or_default();
        self.quantities += usize::from(!whole.is_empty() && whole.iter().all(u8::is_ascii_digit));
    }

    /// A text without a spreadsheet's guard and blanks.
    fn unguarded<'t>(&mut self, text: &'t str) -> &'t [u8] {
        let bare = without_guards(text);
        self.guarded += usize::from(bare.len() != text.len());
        bare.as_bytes().trim_ascii()
    }

    fn look_at_number(&mut self, bytes: &[u8]) {
        self.numbers += 1;
        self.negatives += usize::from(bytes.starts_with(b"-"));
        self.decimal.look_at(bytes);
        self.rounded += usize::from(is_rounded(bytes));
        let whole = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let Some(value) = (whole > 0 && whole <= 19).then(|| number_of(&bytes[..whole])) else { return };
        let rest = &bytes[whole..];
        let is_bare =
            rest.is_empty() || (b".,".contains(&rest[0]) && rest[1..].iter().all(u8::is_ascii_digit));
        if !is_bare {
            return;
        }
        // 2001-09-09 to 2096-10-02 in seconds, milli-, micro- and nanoseconds.
        let is_epoch = [1, 1_000, 1_000_000, 1_000_000_000].into_iter().any(|unit| {
            (1_000_000_000..4_000_000_000).contains(&(value / unit))
                && (unit == 1 || value / unit > 999_999_999)
        });
        self.epochs += usize::from(is_epoch);
        if (20_000..80_000).contains(&value) {
            self.day_numbers += 1;
            self.day_fractions += usize::from(!rest.is_empty());
        }
        self.short_dates += usize::from(rest.is_empty() && is_short_date(bytes));
        let is_time = whole == 6 && rest.is_empty() && value < 240_000 && value / 100 % 100 < 60;
        self.short_times += usize::from(is_time && value % 100 < 60);
    }

    /// Values that are moments, in whatever form.
    pub fn instants(&self) -> usize {
        let numbers = if self.are_day_numbers() {
            self.day_numbers
        } else if self.are_short_dates() {
            self.short_dates
        } else {
            self.epochs
        };
        self.moments + self.dates + numbers
    }

    /// Values that are lengths of time.
    pub fn lengths(&self) -> usize {
        self.clocks + self.spans + self.numbers - self.epochs.min(self.numbers)
    }

    /// Whether all its bare numbers are days of a spreadsheet.
    pub fn are_day_numbers(&self) -> bool {
        self.day_numbers > 0 && self.day_numbers == self.numbers
    }

    /// Whether all its bare numbers are dates of six digits.
    pub fn are_short_dates(&self) -> bool {
        self.short_dates > 0 && self.short_dates == self.numbers
    }

    /// Whether so many of its values are more than half of them; of none, none is.
    pub fn are_most(&self, count: usize) -> bool {
        count * 2 > self.filled
    }
}

/// `2026-03-01T09:00:00Z`: what most exports write.
fn is_plain_moment(text: &[u8]) -> bool {
    let Some(head) = text.first_chunk::<19>() else { return false };
    let [b'1' | b'2', _, _, _, b'-', _, _, b'-', _, _, b'T' | b' ', _, _, b':', _, _, b':', _, _] = head
    else {
        return false;
    };
    matches!(&text[19..], [] | [b'Z'])
}

/// `3.60012E+11`, `3,6E+11`
pub fn is_rounded(text: &[u8]) -> bool {
    let Some(at) = text.iter().position(|byte| matches!(byte, b'E' | b'e')) else { return false };
    let (body, power) = (&text[..at], &text[at + 1..]);
    let power = power.strip_prefix(b"+").unwrap_or(power);
    let are_digits = (1..=2).contains(&power.len()) && power.iter().all(u8::is_ascii_digit);
    let is_body = !body.is_empty()
        && body[0].is_ascii_digit()
        && body.iter().all(|byte| byte.is_ascii_digit() || b".,".contains(byte));
    are_digits && is_body && number_of(power) >= 9
}

fn number_of(digits: &[u8]) -> i128 {
    digits.iter().fold(0, |value, byte| value * 10 + i128::from(byte - b'0'))
}

/// A date of 2010 to 2039 as six digits.
fn is_short_date(text: &[u8]) -> bool {
    matches!(text.first(), Some(b'1' | b'2' | b'3')) && short_date(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn portrait(texts: &[&str]) -> Portrait {
        let mut portrait = Portrait::default();
        for text in texts {
            portrait.look_at(text);
        }
        portrait
    }

    #[test]
    fn columns_look_like_what_they_hold() {
        let moments = portrait(&["2026-09-01 08:00:00", "1788249600", "", "2026-09-01"]);
        assert_eq!((moments.filled, moments.instants(), moments.lengths()), (3, 3, 0));
        let days = portrait(&["46266", "46267.5", "n/a"]);
        assert!(days.are_day_numbers() && days.day_fractions == 1);
        let seconds = portrait(&["46266", "120", "-5"]);
        assert!(!seconds.are_day_numbers() && seconds.negatives == 1 && seconds.instants() == 0);
        assert!(portrait(&["260901", "260930"]).are_short_dates());
        assert_eq!(portrait(&["75:10", "5:30"]).first_part, 75);
        assert_eq!(portrait(&["=\"00123\"", "'+31612345678", "'t Hart"]).guarded, 2);
        assert_eq!(portrait(&["3.60012E+11", "3,6E+11", "1E+2"]).rounded, 2);
    }
}
