//! What kind of thing a text looks like, before anything is known of its column.

use super::number::Decimal;
use super::{is_null, BareNumbers, DayOrder, InstantReader, SpanReader, SpanUnit, Zone, NEVER};
use crate::time::Doubt;

/// What a text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueShape {
    /// No value.
    Nothing,
    /// A date with a time of day, in any form but a bare number.
    Moment,
    /// A date alone.
    Date,
    /// `02:15`, `26:10:00`, `2:15 PM`: a time of day or a length of time.
    Clock,
    /// A length of time in words or as ISO 8601.
    Span,
    /// A number.
    Number,
    /// Anything else.
    Text,
}

/// What a text looks like.
pub fn shape(text: &[u8]) -> ValueShape {
    let text = text.trim_ascii();
    if is_null(text) {
        return ValueShape::Nothing;
    }
    if is_clock(text) {
        return ValueShape::Clock;
    }
    if let Ok(Some(_)) = Decimal::read(text) {
        return if text.len() == 8 && moment(text) == Some(ValueShape::Date) {
            ValueShape::Date
        } else {
            ValueShape::Number
        };
    }
    if let Some(shape) = moment(text) {
        return shape;
    }
    match SpanReader::plain(SpanUnit::Seconds).read(text) {
        Ok(Some(_)) => ValueShape::Span,
        Ok(None) => ValueShape::Nothing,
        Err(_) => ValueShape::Text,
    }
}

fn moment(text: &[u8]) -> Option<ValueShape> {
    let utc = chrono_tz::Tz::UTC;
    for order in [DayOrder::DayFirst, DayOrder::MonthFirst] {
        let (zone, numbers) = (Zone::Offset(0), BareNumbers::Epoch);
        let reader = InstantReader { zone, date_zone: utc, order, numbers, zero_is_null: false };
        match reader.read(text) {
            Ok(Some(at)) if at.doubtful == Some(Doubt::Date) => return Some(ValueShape::Date),
            Ok(Some(_)) => return Some(ValueShape::Moment),
            Err(NEVER) => return Some(ValueShape::Moment),
            Ok(None) | Err(_) => {}
        }
    }
    None
}

/// `2:15`, `02:15:30.5`, `-0:45`, `2:15 PM`.
fn is_clock(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let end =
        text.iter().position(|byte| !(byte.is_ascii_digit() || b":.,".contains(byte))).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let rest = rest.trim_ascii();
    let is_half_day =
        ["am", "pm", "a.m.", "p.m."].iter().any(|half| rest.eq_ignore_ascii_case(half.as_bytes()));
    let colons = digits.iter().filter(|byte| **byte == b':').count();
    (1..=2).contains(&colons) && digits[0] != b':' && (rest.is_empty() || is_half_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_look_like_what_they_are() {
        for (text, expected) in [
            ("", ValueShape::Nothing),
            ("n/a", ValueShape::Nothing),
            ("2026-03-01 09:00", ValueShape::Moment),
            ("14/Sep/26 3:42 PM", ValueShape::Moment),
            ("09/14/2026 3:42 PM", ValueShape::Moment),
            ("1/2/2026", ValueShape::Date),
            ("20260301", ValueShape::Date),
            ("02:15", ValueShape::Clock),
            ("2:15:30", ValueShape::Clock),
            ("-0:45", ValueShape::Clock),
            ("2:15 PM", ValueShape::Clock),
            ("1h 3m", ValueShape::Span),
            ("PT5M", ValueShape::Span),
            ("2 days", ValueShape::Span),
            ("46266", ValueShape::Number),
            ("1,5", ValueShape::Number),
            ("1788249600", ValueShape::Number),
            ("Canal Street 5", ValueShape::Text),
            ("today", ValueShape::Text),
        ] {
            assert_eq!(shape(text.as_bytes()), expected, "{text}");
        }
    }
}
