//! What kind of thing a text looks like, before anything is known of its column.

use super::number::Decimal;
use super::{is_null, BareNumbers, DayOrder, InstantReader, SpanReader, SpanUnit, Zone, NEVER};
use crate::time::Doubt;

/// What a text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
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
pub fn shape(text: &[u8]) -> Shape {
    let text = text.trim_ascii();
    if is_null(text) {
        return Shape::Nothing;
    }
    if is_clock(text) {
        return Shape::Clock;
    }
    if let Ok(Some(_)) = Decimal::read(text) {
        return if text.len() == 8 && moment(text) == Some(Shape::Date) {
            Shape::Date
        } else {
            Shape::Number
        };
    }
    if let Some(shape) = moment(text) {
        return shape;
    }
    match SpanReader::plain(SpanUnit::Seconds).read(text) {
        Ok(Some(_)) => Shape::Span,
        Ok(None) => Shape::Nothing,
        Err(_) => Shape::Text,
    }
}

fn moment(text: &[u8]) -> Option<Shape> {
    let utc = chrono_tz::Tz::UTC;
    for order in [DayOrder::DayFirst, DayOrder::MonthFirst] {
        let (zone, numbers) = (Zone::Offset(0), BareNumbers::Epoch);
        let reader = InstantReader { zone, date_zone: utc, order, numbers, zero_is_null: false };
        match reader.read(text) {
            Ok(Some(at)) if at.doubtful == Some(Doubt::Date) => return Some(Shape::Date),
            Ok(Some(_)) => return Some(Shape::Moment),
            Err(NEVER) => return Some(Shape::Moment),
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
            ("", Shape::Nothing),
            ("n/a", Shape::Nothing),
            ("2026-03-01 09:00", Shape::Moment),
            ("14/Sep/26 3:42 PM", Shape::Moment),
            ("09/14/2026 3:42 PM", Shape::Moment),
            ("1/2/2026", Shape::Date),
            ("20260301", Shape::Date),
            ("02:15", Shape::Clock),
            ("2:15:30", Shape::Clock),
            ("-0:45", Shape::Clock),
            ("2:15 PM", Shape::Clock),
            ("1h 3m", Shape::Span),
            ("PT5M", Shape::Span),
            ("2 days", Shape::Span),
            ("46266", Shape::Number),
            ("1,5", Shape::Number),
            ("1788249600", Shape::Number),
            ("Canal Street 5", Shape::Text),
            ("today", Shape::Text),
        ] {
            assert_eq!(shape(text.as_bytes()), expected, "{text}");
        }
    }
}
