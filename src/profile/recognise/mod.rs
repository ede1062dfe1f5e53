//! Which export a file is, told by its headers or keys.

mod beside;
mod columns;
mod fitting;
mod found;
mod inside;
mod lacking;
mod late;
mod marks;
mod names;
mod nested;
mod numbers;
mod placed;
mod rated;
mod resolve;
mod telling;
mod wording;

use super::model::{Mapping, Profile, Rule, Take};
use crate::advice::Advised;
use crate::dataset::{ColumnKind, TableName};
use crate::source::KeyedRecords;
use crate::values::{are_values, is_personal};
pub use late::extend;
pub use rated::is_beside;

pub use columns::is_bare_number;
pub use lacking::kind_of_scores;
pub use names::lacks;
pub use numbers::is_anybodys as is_anybodys_number;

use fitting::{best_profile, fit, near_miss, places, refused};
use names::Guess;

/// One canonical table that a file feeds, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognised {
    /// The profile; `None` where canonical names and synonyms alone decided.
    pub profile: Option<String>,
    /// IANA zone of instants without one, if the profile says so.
    pub zone: Option<String>,
    /// The mapping: every field that was matched by `*`, case or spelling is named as in the file; zones and units that
    /// stand in headers are filled in.
    pub mapping: Mapping,
}

/// The tables a file feeds, by the places where its records may lie; a mapping's `records` is set to the path chosen.
///
/// Profiles of which all headers are there go before names and synonyms, unless every header is a canonical name.
/// `file_stem` only breaks ties between tables.
pub fn recognise(
    profiles: &[Profile],
    candidates: &[KeyedRecords],
    file_stem: &str,
) -> Result<Vec<Recognised>, Advised> {
    let guesses = guesses(candidates, file_stem);
    if let Some((place, guess)) = guesses.iter().enumerate().find(|(_, guess)| guess.all_exact()) {
        return Ok(with_others(place, guess, &guesses, candidates));
    }
    let places = places(candidates);
    let fit = best_profile(profiles, &places)?;
    if let Some(why) = refused(profiles, &places, fit.as_ref().map_or(0, |fit| fit.score)) {
        return Err(why);
    }
    if let Some(fit) = fit {
        return Ok(with_rated(fit.tables, candidates));
    }
    let best = guesses.iter().enumerate().filter(|(_, guess)| guess.table.is_some());
    // The file's own records come first, and what lies inside them is theirs; of the rest the largest place does.
    let best = best.reduce(|best, next| match candidates[best.0].path.is_empty() {
        false if next.1.score > best.1.score => next,
        _ => best,
    });
    match (best, near_miss(profiles, &places)) {
        (Some((_, guess)), Some(near)) if near.found > guess.mapped() => Err(near.message()),
        (Some((_, guess)), _) if guess.is_doubtful() => Err(guess.message()),
        (Some((place, guess)), _) => Ok(with_others(place, guess, &guesses, candidates)),
        (None, near) => match (nested::alone(candidates), near) {
            (inside, _) if !inside.is_empty() => Ok(inside),
            (_, Some(near)) => Err(near.message()),
            (_, None) => Err(unrecognised(&guesses, candidates)),
        },
    }
}

/// The tables that a profile the user named finds in a file.
pub fn with_profile(profile: &Profile, candidates: &[KeyedRecords]) -> Result<Vec<Recognised>, Advised> {
    let places = places(candidates);
    let fit = fit(profile, &places);
    if !fit.tables.is_empty() {
        return Ok(fit.tables);
    }
    let near = near_miss(std::slice::from_ref(profile), &places);
    let missing = near.map(|near| format!("; {} is missing", near.missing)).unwrap_or_default();
    Err(Advised::new(
        format!("the file does not have the columns of profile {}{missing}", profile.name),
        "`insights inspect FILE` shows what it has",
    ))
}

/// The mapping by canonical names alone, where every header of a place is one: cheaper than [`recognise`], for it needs no profile.
pub fn canonical(candidates: &[KeyedRecords], file_stem: &str) -> Option<Vec<Recognised>> {
    let guesses = guesses(candidates, file_stem);
    let place = guesses.iter().position(Guess::all_exact)?;
    Some(with_others(place, &guesses[place], &guesses, candidates))
}

/// What the names of every place say alone.
fn guesses(candidates: &[KeyedRecords], file_stem: &str) -> Vec<Guess> {
    candidates.iter().map(|candidate| names::guess(&candidate.keys, name_of(candidate, file_stem))).collect()
}

/// What records are called: as the list in which they stand, where that is named after a table, else as the file.
fn name_of<'n>(records: &'n KeyedRecords, file_stem: &'n str) -> &'n str {
    let list = records.path.rsplit('.').next().unwrap_or_default();
    let is_told = !list.is_empty() && TableName::ALL.iter().any(|table| telling::named_after(*table, list));
    if is_told {
        list
    } else {
        file_stem
    }
}

/// What a file that is not recognised has of the table it comes nearest to; a required column may be missing.
pub fn nearest_table(headers: &[String]) -> Option<Mapping> {
    let table = names::guess(headers, "").nearest()?;
    Some(columns::mapping(columns::columns(table, headers)))
}

/// The column of a table that a header stands for by its name: its place in the schema, and how sure that is (0 is surest).
pub fn meaning_of(table: TableName, header: &str) -> Option<(usize, usize)> {
    columns::column(table, header).map(|found| (found.place, found.rank))
}

/// The rule of a column that is read from one header: zone and unit that stand in the header are filled in.
pub fn rule_of(header: &str, kind: ColumnKind) -> Rule {
    let mut rule = Rule::plain(Take::Field(header.to_owned()));
    resolve::from_header(&mut rule, Some(kind));
    rule
}

/// What the names of the place chosen say, and those of the places beside it.
fn with_others(
    place: usize,
    guess: &Guess,
    guesses: &[Guess],
    candidates: &[KeyedRecords],
) -> Vec<Recognised> {
    let mut found = from_names(guess, &candidates[place]);
    beside::add(&mut found, guesses, candidates);
    found
}

/// The tables of a profile, and the ratings that its conversations hold beside what it reads where it reads none.
fn with_rated(mut tables: Vec<Recognised>, candidates: &[KeyedRecords]) -> Vec<Recognised> {
    if tables.iter().any(|one| one.mapping.into == TableName::Ratings) {
        return tables;
    }
    let rated = |one: &Recognised| {
        let path = one.mapping.records.as_deref().unwrap_or_default();
        let keys = &candidates.iter().find(|candidate| candidate.path == path)?.keys;
        let mut mapping = rated::beside(&one.mapping, keys)?;
        mapping.records.clone_from(&one.mapping.records);
        mapping.filter.extend(one.mapping.filter.iter().cloned());
        Some(Recognised { profile: None, zone: one.zone.clone(), mapping })
    };
    let added: Vec<Recognised> = tables.iter().filter_map(rated).collect();
    tables.extend(added);
    tables
}

fn from_names(guess: &Guess, candidate: &KeyedRecords) -> Vec<Recognised> {
    let own = guess.mapping.iter().cloned();
    let inside = guess.mapping.iter().flat_map(|own| nested::mappings(own, &candidate.keys));
    let rated = guess.mapping.iter().filter_map(|own| rated::beside(own, &candidate.keys));
    own.chain(inside)
        .chain(rated)
        .map(|mapping| {
            let records = (!candidate.path.is_empty()).then(|| candidate.path.clone());
            Recognised { profile: None, zone: None, mapping: Mapping { records, ..mapping } }
        })
        .collect()
}

/// Nothing fits: the nearest table, or that the figures are totals already.
fn unrecognised(guesses: &[Guess], candidates: &[KeyedRecords]) -> Advised {
    if candidates.iter().any(|candidate| telling::are_totals(&candidate.keys)) {
        return Advised::new(
            "the file holds totals by period, agent or label, not single conversations",
            "export the conversations (tickets) themselves, one row each, and their messages where the product can",
        );
    }
    match guesses.iter().max_by_key(|guess| guess.near_score()) {
        Some(guess) if guess.near_score() > 0 => guess.message(),
        _ => Advised::new(
            format!("no known export: {}", first_columns(candidates)),
            "`insights inspect FILE` shows what was read; --profile FILE takes a profile of your own",
        ),
    }
}

/// That no table has the first columns of a file, as far as they may be named.
fn first_columns(candidates: &[KeyedRecords]) -> String {
    let keys = candidates.first().map_or(&[][..], |candidate| &candidate.keys);
    if are_values(keys.iter().map(String::as_str)) {
        return "its first row holds values and no names of columns".to_owned();
    }
    let shown = keys.iter().take(5).filter(|name| !is_personal(name) && name.len() <= LONGEST_NAME);
    let shown: Vec<&str> = shown.map(String::as_str).collect();
    let more = if keys.len() > shown.len() { "…" } else { "" };
    format!("no table has columns like {}{more}", shown.join(", "))
}

/// The longest name of a column that a message shows, in bytes.
const LONGEST_NAME: usize = 80;

#[cfg(test)]
mod tests;
