//! What the lines above a table say of all its columns: in which zone their moments are.

use super::Decisions;
use crate::account::Outcome;
use crate::dataset::ColumnKind;
use crate::load::file::FileForm;
use crate::profile::recognise::Recognised;
use crate::values::{zone_of, Zone};

/// Moments of columns that name no zone are in that of a line above the table, if one tells.
pub fn take_zone(one: &mut Recognised, form: &FileForm, decisions: &mut Decisions) {
    let FileForm::Csv(dialect) = form else { return };
    let Some(zone) = dialect.form.above.iter().find_map(|line| zone_in(line)) else { return };
    let table = one.mapping.into;
    let mut first = None;
    for (place, rule) in &mut one.mapping.columns {
        let kind = table.schema().columns.get(*place).map(|own| own.kind);
        let is_moment = matches!(kind, Some(ColumnKind::Instant));
        let mut is_open = is_moment;
        rule.each_mut(&mut |rule| is_open &= rule.zone.is_none());
        if is_open {
            rule.each_mut(&mut |rule| rule.zone = Some(zone.clone()));
            first = first.or_else(|| rule.take.fields().first().map(|field| (*field).to_owned()));
        }
    }
    let Some(header) = first else { return };
    let what = format!("its moments are in {zone}, as a line above the table says");
    let advice = "zone in a profile says it otherwise";
    decisions.add(Outcome::Noted, table, &header, what, advice);
}

/// The zone that a line of words names for all times: `Time zone: Europe/Berlin`, `All times in UTC`.
fn zone_in(line: &str) -> Option<String> {
    const WORDS: [&str; 15] = [
        "zone", "time", "tz", "zeit", "tijd", "heure", "hora", "huso", "fuso", "orari", "tid", "czas",
        "aika", "saat", "čas",
    ];
    let lower = line.to_lowercase();
    let says_zone = lower.contains("zone") || lower.contains("fuso") || lower.contains("huso");
    // A line with a date of its own tells when it was written.
    let is_dated = line.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    if !WORDS.iter().any(|word| lower.contains(word)) || is_dated && !says_zone {
        return None;
    }
    let behind = line.split_once(':').map(|(_, rest)| rest.trim_matches([' ', '"', ',', ';', '\t']));
    let words = line.split([' ', '\t', ',', ';', ':', '"', '=', '(', ')', '.', '#']);
    let named = words.filter(|word| word.contains('/') || word.len() > 2 && is_upper(word));
    let found = behind.filter(|_| says_zone).into_iter().chain(named).find(|text| zone_of(text).is_some())?;
    Some(match zone_of(found) {
        Some(Zone::Named(zone)) => zone.name().to_owned(),
        _ => found.to_owned(),
    })
}

/// `CET`, `UTC+2`: in small letters many of them are words of some language.
fn is_upper(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase()) && !word.contains(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_name_zones() {
        for (line, zone) in [
            ("All times in Europe/Berlin", Some("Europe/Berlin")),
            ("Time zone: UTC+2", Some("UTC+2")),
            ("\"Timezone\",\"Europe/Oslo\"", Some("Europe/Oslo")),
            ("Zeitzone: CET", Some("CET")),
            ("Fuseau : heure de Paris (CET)", Some("CET")),
            ("Alle tijden met opmerkingen", None),
            ("Generated at 2026-03-02 10:00 UTC", None),
            ("Report time: 2026-03-02 10:00 CET", None),
            ("Sales in Europe/Berlin", None),
        ] {
            assert_eq!(zone_in(line).as_deref(), zone, "{line}");
        }
    }
}
