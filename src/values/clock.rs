//! Times of day and the zone behind them: `09:05`, `9:05:30.123 PM`, `Z`, `+0200`, ` UTC`, ` Europe/Oslo`.

use super::calendar::digits;
use super::{beginning, Wrong};
use crate::time::zone::zone_named;
use crate::time::{HOUR, MINUTE, SECOND};

const NO_TIME: Wrong = Wrong::new("not a time of day", "write the instant as 2026-03-01T09:00:00Z");
const NO_ZONE: Wrong =
    Wrong::new("an unknown time zone", "write the instant as 2026-03-01T09:00:00Z or with +01:00");

/// The zone that a text names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Zone {
    /// None.
    Unnamed,
    /// Milliseconds that local time is ahead of UTC.
    Offset(i64),
    /// A zone of the IANA list.
    Named(chrono_tz::Tz),
}

/// Milliseconds since midnight at the front of a text, and the text behind; midnight where the text is a zone or empty.
pub fn time(text: &[u8]) -> Result<(i64, &[u8]), Wrong> {
    if !text.first().is_some_and(u8::is_ascii_digit) {
        return Ok((0, text));
    }
    let (hour, rest) = digits(text, 2).ok_or(NO_TIME)?;
    let (minute, rest, mark) = minutes(rest).ok_or(NO_TIME)?;
    let (second, rest) = part(rest, mark).unwrap_or((0, rest));
    let (fraction, rest) = fraction(rest);
    let rest = without_word(rest);
    let (afternoon, rest) = half_of_day(rest);
    let hour = match afternoon {
        None => hour,
        // Some count the first hour of a half from 0.
        Some(_) if !(0..=12).contains(&hour) => return Err(NO_TIME),
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    let millis = hour * HOUR + minute * MINUTE + second * SECOND + fraction;
    // 24:00 is the end of the day; a 60th second is a leap second.
    let valid = minute < 60 && second <= 60 && (hour < 24 || millis == 24 * HOUR);
    valid.then_some((millis, rest)).ok_or(NO_TIME)
}

/// The minutes behind the hours, and the mark between them: `:05`, `h05`, `.05`.
fn minutes(text: &[u8]) -> Option<(i64, &[u8], u8)> {
    for mark in *b":h." {
        if let Some((value, rest)) = part(text, mark) {
            return Some((value, rest, if mark == b'h' { b':' } else { mark }));
        }
    }
    None
}

/// `:05`
fn part(text: &[u8], mark: u8) -> Option<(i64, &[u8])> {
    let rest = text.strip_prefix(&[mark])?;
    let (value, after) = digits(rest, 2)?;
    (rest.len() - after.len() == 2).then_some((value, after))
}

/// The text behind the word for a clock: `10:15 Uhr`, `10:15 uur`.
fn without_word(text: &[u8]) -> &[u8] {
    let rest = text.trim_ascii_start();
    for word in ["uhr", "uur", "godz.", "hrs", "h"] {
        let found = rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()));
        if found && !rest.get(word.len()).is_some_and(u8::is_ascii_alphanumeric) {
            return &rest[word.len()..];
        }
    }
    text
}

/// `.7888252` in milliseconds, rounded.
pub fn fraction(text: &[u8]) -> (i64, &[u8]) {
    let Some(rest) = text.strip_prefix(b".").or_else(|| text.strip_prefix(b",")) else { return (0, text) };
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length == 0 {
        return (0, text);
    }
    let (digits, rest) = rest.split_at(length);
    let millis = digit(digits, 0) * 100 + digit(digits, 1) * 10 + digit(digits, 2);
    (millis + i64::from(digit(digits, 3) >= 5), rest)
}

/// The digit at a place; 0 behind the last.
fn digit(digits: &[u8], place: usize) -> i64 {
    digits.get(place).map_or(0, |byte| i64::from(byte - b'0'))
}

/// How the halves of a day are written, and whether it is the second.
const HALVES: [(&str, bool); 6] =
    [("am", false), ("pm", true), ("a.m.", false), ("p.m.", true), ("a. m.", false), ("p. m.", true)];

/// Whether `PM` stands there.
fn half_of_day(text: &[u8]) -> (Option<bool>, &[u8]) {
    let rest = text.trim_ascii_start();
    for (mark, afternoon) in HALVES {
        let found = rest.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark.as_bytes()));
        // `America/New_York` is no morning.
        if found && !rest.get(mark.len()).is_some_and(u8::is_ascii_alphabetic) {
            return (Some(afternoon), &rest[mark.len()..]);
        }
    }
    (None, text)
}

/// The zone that a text consists of.
pub fn zone(text: &[u8]) -> Result<Zone, Wrong> {
    let text = text.trim_ascii();
    match text {
        [] => Ok(Zone::Unnamed),
        b"Z" | b"z" => Ok(Zone::Offset(0)),
        [b'+' | b'-', ..] => offset(text).map(Zone::Offset),
        _ => named(text),
    }
}

/// `+02`, `+0200`, `+02:00`, also with the zone's name in brackets behind it.
fn offset(text: &[u8]) -> Result<i64, Wrong> {
    let name = text.iter().position(|byte| b"[( ".contains(byte)).unwrap_or(text.len());
    let body = &text[1..name];
    let (hours, minutes) = match body {
        [h] => (i64::from(h.wrapping_sub(b'0')), 0),
        [h, i] => (two(*h, *i)?, 0),
        [h, i, m, n] | [h, i, b':', m, n] => (two(*h, *i)?, two(*m, *n)?),
        _ => return Err(NO_ZONE),
    };
    if hours > 18 || minutes > 59 {
        return Err(NO_ZONE);
    }
    let ahead = hours * HOUR + minutes * MINUTE;
    Ok(if text[0] == b'-' { -ahead } else { ahead })
}

fn two(high: u8, low: u8) -> Result<i64, Wrong> {
    super::calendar::pair(high, low).ok_or(NO_ZONE)
}

/// Abbreviations that mean one offset wherever exports use them (RFC 2822, Europe, the Pacific), in hours.
const ABBREVIATIONS: &[(&str, i64)] = &[
    ("bst", 1),
    ("met", 1),
    ("mest", 2),
    ("msk", 3),
    ("sast", 2),
    ("sgt", 8),
    ("hkt", 8),
    ("jst", 9),
    ("kst", 9),
    ("aest", 10),
    ("aedt", 11),
    ("nzst", 12),
    ("nzdt", 13),
    ("akst", -9),
    ("akdt", -8),
    ("hst", -10),
    ("brt", -3),
    ("utc", 0),
    ("gmt", 0),
    ("ut", 0),
    ("wet", 0),
    ("cet", 1),
    ("mez", 1),
    ("west", 1),
    ("cest", 2),
    ("mesz", 2),
    ("eet", 2),
    ("eest", 3),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
];

fn named(text: &[u8]) -> Result<Zone, Wrong> {
    let text = text.strip_prefix(b"(").and_then(|t| t.strip_suffix(b")")).unwrap_or(text);
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (word, rest) = text.split_at(letters);
    let known = ABBREVIATIONS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name.as_bytes()));
    let trimmed = rest.trim_ascii_start();
    // `UTC +2`
    let rest = if matches!(trimmed.first(), Some(b'+' | b'-')) { trimmed } else { rest };
    match (known, rest.first()) {
        (Some((_, hours)), None | Some(b'[' | b'(' | b' ')) => Ok(Zone::Offset(hours * HOUR)),
        // `GMT+0100 (Central European Standard Time)`
        (Some((_, 0)), Some(b'+' | b'-')) => offset(rest).map(Zone::Offset),
        _ => {
            let name = std::str::from_utf8(text).map_err(|_| NO_ZONE)?;
            zone_named(name).or_else(|| zone_in_words(name)).map(Zone::Named).ok_or(NO_ZONE)
        }
    }
}

/// What some programs call zones, without `time` and what says the season: the clocks of all places of one are alike.
const ZONE_WORDS: &[(&str, chrono_tz::Tz)] = &[
    ("central european", chrono_tz::Europe::Berlin),
    ("central europe", chrono_tz::Europe::Budapest),
    ("w. europe", chrono_tz::Europe::Berlin),
    ("romance", chrono_tz::Europe::Paris),
    ("mitteleuropäische", chrono_tz::Europe::Berlin),
    ("eastern european", chrono_tz::Europe::Helsinki),
    ("fle", chrono_tz::Europe::Kiev),
    ("gtb", chrono_tz::Europe::Bucharest),
    ("western european", chrono_tz::Europe::Lisbon),
    ("greenwich mean", chrono_tz::Europe::London),
    ("british", chrono_tz::Europe::London),
    ("coordinated universal", chrono_tz::UTC),
    ("eastern", chrono_tz::America::New_York),
    ("us eastern", chrono_tz::America::New_York),
    ("central", chrono_tz::America::Chicago),
    ("mountain", chrono_tz::America::Denver),
    ("pacific", chrono_tz::America::Los_Angeles),
    ("tokyo", chrono_tz::Asia::Tokyo),
    ("japan", chrono_tz::Asia::Tokyo),
    ("china", chrono_tz::Asia::Shanghai),
    ("india", chrono_tz::Asia::Kolkata),
    ("turkey", chrono_tz::Europe::Istanbul),
];

/// The zone of a name in words that ends with `time`: `Central European Time`, `Pacific Time (US & Canada)`,
/// `W. Europe Standard Time`.
fn zone_in_words(name: &str) -> Option<chrono_tz::Tz> {
    let lower = name.to_lowercase();
    let bare = lower.split(" (").next().unwrap_or_default().trim();
    let bare = bare.strip_suffix(" time").or_else(|| bare.strip_suffix(" zeit"))?;
    let bare = [" standard", " summer", " daylight"]
        .iter()
        .find_map(|season| bare.strip_suffix(season))
        .unwrap_or(bare);
    ZONE_WORDS.iter().find(|(words, _)| *words == bare).map(|(_, zone)| *zone)
}

/// The zone that a setting or a part of a header names, whatever its form: `Europe/Amsterdam`, `UTC`, `GMT+02:00`,
/// `UTC-5`, `+0530`, `CET`, `(UTC+01:00) Amsterdam`. `None` where it names none.
pub fn zone_of(text: &str) -> Option<Zone> {
    let plain = text.trim().replace('−', "-");
    let plain = plain.trim_matches(['(', ')', '[', ']', ' ']);
    let bare = [plain.split_once([')', ']']).map_or(plain, |(front, _)| front), plain];
    let zones = bare.iter().filter_map(|text| zone(text.trim().as_bytes()).ok());
    zones.into_iter().find(|zone| *zone != Zone::Unnamed)
}

/// The text in a header that names its zone: in brackets (`Created (GMT+02:00)`, `Created [UTC-5]`) or as its last word
/// (`Created at UTC`, `created_at_utc`).
pub fn zone_text_in_header(header: &str) -> Option<&str> {
    let header = beginning(header).trim();
    let mut rest = header;
    while let Some((front, inside)) = rest.rsplit_once(['(', '[']) {
        let inside = inside.split([')', ']']).next().unwrap_or_default().trim();
        if zone_of(inside).is_some() {
            return Some(inside);
        }
        rest = front;
    }
    let at = header.rfind([' ', '_', '-', '.'])?;
    let last = &header[at + 1..];
    let is_word = last.len() <= 4 && last.bytes().all(|byte| byte.is_ascii_alphabetic());
    // `Met` and `met` are words of their own.
    let is_upper = last.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_named =
        is_word && (is_upper || last.eq_ignore_ascii_case("utc") || last.eq_ignore_ascii_case("gmt"));
    let offset_at = header.rfind(" UTC").or_else(|| header.rfind(" GMT")).map(|at| at + 1);
    let with_offset = offset_at.map(|at| &header[at..]);
    if let Some(text) = with_offset.filter(|text| zone_of(text).is_some()) {
        return Some(text);
    }
    (is_named && zone_of(last).is_some()).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_name_zones_in_every_form() {
        let hours = |hours: i64| Some(Zone::Offset(hours * HOUR));
        for (header, expected) in [
            ("Created (GMT+02:00)", hours(2)),
            ("Created [UTC-5]", hours(-5)),
            ("Created (CET)", hours(1)),
            ("Created (+02:00)", hours(2)),
            ("Created at (UTC)", hours(0)),
            ("Created at UTC", hours(0)),
            ("created_at_utc", hours(0)),
            ("Created UTC+2", hours(2)),
            ("Created at EST", hours(-5)),
            ("Created (UTC +3)", hours(3)),
            ("Created (GMT)", hours(0)),
            ("Created (UTC+05:30)", Some(Zone::Offset(5 * HOUR + 30 * MINUTE))),
            ("Created ((UTC+01:00) Amsterdam, Berlin)", hours(1)),
            ("Created (Europe/Oslo)", Some(Zone::Named(chrono_tz::Europe::Oslo))),
            ("Created (Central European Time)", Some(Zone::Named(chrono_tz::Europe::Berlin))),
            ("Created (Pacific Time (US & Canada))", Some(Zone::Named(chrono_tz::America::Los_Angeles))),
            ("Created (local)", None),
            ("Created (response time)", None),
            ("Created", None),
            ("Last met", None),
            ("Created at", None),
        ] {
            assert_eq!(zone_text_in_header(header).and_then(zone_of), expected, "{header}");
        }
    }
}
