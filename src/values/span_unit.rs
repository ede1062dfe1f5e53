//! What numbers and clocks of durations count, and the words for it in headers and values.

use super::beginning;
use crate::time::{DAY, HOUR, MINUTE, SECOND};

/// What a bare number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SpanUnit {
    /// `ms`
    Milliseconds,
    /// `s`
    Seconds,
    /// `min`
    Minutes,
    /// `h`
    Hours,
    /// `d`
    Days,
}

/// The words for each unit, in lower case; `m` and `t` only count inside durations, not in headers.
const WORDS: &[(SpanUnit, &[&str])] = &[
    (
        SpanUnit::Milliseconds,
        &[
            "ms",
            "msec",
            "msecs",
            "millis",
            "millisecond",
            "milliseconds",
            "milliseconden",
            "millisekunden",
            "millisecondes",
        ],
    ),
    (
        SpanUnit::Seconds,
        &[
            "s", "sec", "secs", "second", "seconds", "seconde", "seconden", "sek", "sekunde", "sekunden",
            "sekunder", "sekunda", "sekundy", "sekund", "seg", "segundo", "segundos", "secondes", "secondi",
            "secondo", "sekunti", "sekuntia", "saniye", "sn", "秒",
        ],
    ),
    (
        SpanUnit::Minutes,
        &[
            "min",
            "mins",
            "minute",
            "minutes",
            "minuut",
            "minuten",
            "minutt",
            "minutter",
            "minuta",
            "minuty",
            "minut",
            "minuto",
            "minutos",
            "minuti",
            "minuter",
            "minutten",
            "minutu",
            "minuutti",
            "minuuttia",
            "dakika",
            "dk",
            "分",
            "分钟",
            "分間",
        ],
    ),
    (
        SpanUnit::Hours,
        &[
            "h", "hr", "hrs", "hour", "hours", "uur", "uren", "u", "std", "stunde", "stunden", "time",
            "timer", "godz", "godzina", "godziny", "godzin", "heure", "heures", "hora", "horas", "ore",
            "tim", "timme", "timmar", "hod", "hodina", "hodiny", "hodin", "hodinu", "tunti", "tuntia",
            "saat", "時間", "小时", "小時",
        ],
    ),
    (
        SpanUnit::Days,
        &[
            "d",
            "day",
            "days",
            "dag",
            "dagen",
            "tag",
            "tage",
            "tagen",
            "dager",
            "dzień",
            "dni",
            "dnia",
            "døgn",
            "jour",
            "jours",
            "día",
            "dia",
            "días",
            "dias",
            "giorno",
            "giorni",
            "dagar",
            "dygn",
            "den",
            "dní",
            "dnů",
            "päivä",
            "päivää",
            "pv",
            "gün",
            "日",
            "天",
        ],
    ),
];

impl SpanUnit {
    /// The unit of a word: `ms`, `s`, `min`, `h`, `d` and what people write for them.
    pub fn from_name(name: &str) -> Option<SpanUnit> {
        let name = name.to_lowercase();
        WORDS.iter().find(|(_, words)| words.contains(&name.as_str())).map(|(unit, _)| *unit)
    }

    /// Its name in profiles.
    pub fn name(self) -> &'static str {
        match self {
            SpanUnit::Milliseconds => "ms",
            SpanUnit::Seconds => "s",
            SpanUnit::Minutes => "min",
            SpanUnit::Hours => "h",
            SpanUnit::Days => "d",
        }
    }

    /// The unit that a header names: `Resolution time (in hrs)`, `duration_ms`, `First reply time in minutes`.
    pub fn in_header(header: &str) -> Option<SpanUnit> {
        let header = beginning(header);
        let inside = header.rsplit_once(['(', '[']).map_or("", |(_, inside)| inside);
        let words = words_of(inside);
        let alone = words.first().filter(|word| words.len() == 1 && *word == "timer");
        let in_brackets = words.iter().find_map(|word| SpanUnit::from_header_word(word));
        let in_brackets = in_brackets.or_else(|| alone.and_then(|word| SpanUnit::from_name(word)));
        if in_brackets.is_some() {
            return in_brackets;
        }
        let words = words_of(header);
        for pair in words.windows(2) {
            let unit = SpanUnit::from_header_word(&pair[1]);
            if pair[0] == "in" && unit.is_some() {
                return unit;
            }
        }
        // A header of one word is a name, whatever it is.
        let last = if words.len() > 1 { words.last() } else { None };
        last.and_then(|word| SpanUnit::from_header_word(word))
    }

    /// In a header `time`, `u` and `d` are words of their own.
    fn from_header_word(word: &str) -> Option<SpanUnit> {
        SpanUnit::from_name(word).filter(|_| !["time", "timer", "u", "d", "dag", "tag"].contains(&word))
    }

    /// How long one is, in milliseconds.
    pub fn millis(self) -> i64 {
        match self {
            SpanUnit::Milliseconds => 1,
            SpanUnit::Seconds => SECOND,
            SpanUnit::Minutes => MINUTE,
            SpanUnit::Hours => HOUR,
            SpanUnit::Days => DAY,
        }
    }
}

/// What a clock of two parts says: `02:15`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockForm {
    /// Hours and minutes.
    HoursMinutes,
    /// Minutes and seconds.
    MinutesSeconds,
}

impl ClockForm {
    /// Its name in profiles.
    pub fn name(self) -> &'static str {
        match self {
            ClockForm::HoursMinutes => "hh:mm",
            ClockForm::MinutesSeconds => "mm:ss",
        }
    }

    /// The form that a header names: `(mm:ss)`, `[min:sec]`, `hh:mm`; a unit in brackets tells it too: in `(min)` the
    /// first part counts minutes.
    pub fn in_header(header: &str) -> Option<ClockForm> {
        let header = beginning(header);
        let lower = if header.contains(':') { header.to_lowercase() } else { String::new() };
        let pattern = lower.split(|c: char| !c.is_alphabetic() && c != ':').find(|word| word.contains(':'));
        if let Some(pattern) = pattern {
            let parts: Vec<&str> = pattern.split(':').map(|part| part.get(..1).unwrap_or_default()).collect();
            return match parts[..] {
                ["m", "s"] => Some(ClockForm::MinutesSeconds),
                ["h" | "u" | "g" | "t", "m"] => Some(ClockForm::HoursMinutes),
                _ => None,
            };
        }
        let (_, inside) = header.rsplit_once(['(', '['])?;
        match words_of(inside).iter().find_map(|word| SpanUnit::from_header_word(word))? {
            SpanUnit::Minutes | SpanUnit::Seconds => Some(ClockForm::MinutesSeconds),
            SpanUnit::Hours => Some(ClockForm::HoursMinutes),
            SpanUnit::Milliseconds | SpanUnit::Days => None,
        }
    }
}

/// The words of a header, in lower case; `durationMs` is two.
fn words_of(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for character in text.chars() {
        if !character.is_alphanumeric() || (small && character.is_uppercase()) {
            words.push(String::new());
        }
        if character.is_alphanumeric() {
            if let Some(word) = words.last_mut() {
                word.extend(character.to_lowercase());
            }
        }
        small = character.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_name_units() {
        for (header, unit) in [
            ("First response time (in hrs)", Some(SpanUnit::Hours)),
            ("First response time (seconds)", Some(SpanUnit::Seconds)),
            ("First response time only within office hours (seconds)", Some(SpanUnit::Seconds)),
            ("First reply time in minutes within business hours", Some(SpanUnit::Minutes)),
            ("reply_time_in_minutes", Some(SpanUnit::Minutes)),
            ("duration_ms", Some(SpanUnit::Milliseconds)),
            ("durationMs", Some(SpanUnit::Milliseconds)),
            ("Wartezeit [Min]", Some(SpanUnit::Minutes)),
            ("talk_s", Some(SpanUnit::Seconds)),
            ("Talk time", None),
            ("First response time (mm:ss)", None),
            ("Wait (in minutes)", Some(SpanUnit::Minutes)),
            ("Gesprächsdauer (Sekunden)", Some(SpanUnit::Seconds)),
            ("handle_time_hours", Some(SpanUnit::Hours)),
            ("Resolution time", None),
            ("duration", None),
            ("Created at (Europe/Amsterdam)", None),
        ] {
            assert_eq!(SpanUnit::in_header(header), unit, "{header}");
        }
    }
}
