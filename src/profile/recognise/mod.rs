//! Which export a file is, told by its headers or keys.

mod found;
mod names;
mod nested;
mod resolve;
mod telling;

use super::model::{Mapping, Profile, Take};
use names::Guess;
use resolve::Headers;

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

/// Why no mapping was found: the cause in one line, then `hint:` lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unrecognised(pub String);

/// The tables a file feeds, by its headers.
///
/// Profiles of which all headers are there go before names and synonyms, unless every header is a canonical name.
/// `file_stem` only breaks ties between tables.
pub fn recognise(
    profiles: &[Profile],
    headers: &[String],
    file_stem: &str,
) -> Result<Vec<Recognised>, Unrecognised> {
    recognise_json(profiles, &[(String::new(), headers.to_vec())], file_stem)
}

/// The same for a JSON file, whose records may lie in several places: `(records path, keys)` for each candidate,
/// an empty path for the file's own lines or elements; keys are paths such as `author.username`, `labels[].name`. The
/// mapping's `records` is set to the path chosen.
pub fn recognise_json(
    profiles: &[Profile],
    candidates: &[(String, Vec<String>)],
    file_stem: &str,
) -> Result<Vec<Recognised>, Unrecognised> {
    let guesses: Vec<Guess> = candidates.iter().map(|(_, keys)| names::guess(keys, file_stem)).collect();
    if let Some((place, guess)) = guesses.iter().enumerate().find(|(_, guess)| guess.all_exact()) {
        return Ok(from_names(guess, &candidates[place]));
    }
    let places = places(candidates);
    let found = by_profile(profiles, &places)?;
    if let Some(why) = refused(profiles, &places, found.as_ref().map_or(0, |found| found.0)) {
        return Err(why);
    }
    if let Some((_, found)) = found {
        return Ok(found);
    }
    let best = guesses.iter().enumerate().filter(|(_, guess)| guess.table.is_some());
    // The file's own records come first, and what lies inside them is theirs; of the rest the largest place does.
    let best = best.reduce(|best, next| match candidates[best.0].0.is_empty() {
        false if next.1.score > best.1.score => next,
        _ => best,
    });
    let near = near_miss(profiles, &places);
    match best {
        Some((_, guess)) if near.as_ref().is_some_and(|near| near.found > guess.mapped()) => {
            Err(near_message(near.as_ref()))
        }
        Some((_, guess)) if guess.is_doubtful() => Err(guess.message()),
        Some((place, guess)) => Ok(from_names(guess, &candidates[place])),
        None if near.is_some() => Err(near_message(near.as_ref())),
        None => Err(unrecognised(&guesses, candidates)),
    }
}

/// The tables that a profile the user named finds in a file.
pub fn with_profile(
    profile: &Profile,
    candidates: &[(String, Vec<String>)],
) -> Result<Vec<Recognised>, Unrecognised> {
    let places = places(candidates);
    let found = matches(profile, &places);
    if !found.is_empty() {
        return Ok(found.into_iter().map(|found| found.recognised).collect());
    }
    let near = near_miss(std::slice::from_ref(profile), &places);
    let missing = near.map(|near| format!("; {} is missing", near.missing)).unwrap_or_default();
    Err(Unrecognised(format!(
        "the file does not have the columns of profile {}{missing}\nhint: `insights inspect FILE` shows what it has",
        profile.name
    )))
}

/// The mapping by canonical names alone, where every header of a place is one: cheaper than [`recognise`], for it needs no profile.
pub fn canonical(candidates: &[(String, Vec<String>)], file_stem: &str) -> Option<Vec<Recognised>> {
    candidates.iter().find_map(|candidate| {
        let guess = names::guess(&candidate.1, file_stem);
        guess.all_exact().then(|| from_names(&guess, candidate))
    })
}

/// What a file that is not recognised has of the table it comes nearest to; a required column may be missing.
pub fn nearest(headers: &[String]) -> Option<Mapping> {
    let table = names::guess(headers, "").nearest()?;
    Some(names::mapping(table, names::columns(table, headers)))
}

fn from_names(guess: &Guess, (path, keys): &(String, Vec<String>)) -> Vec<Recognised> {
    let own = guess.mapping.iter().cloned();
    let all = own.chain(nested::mappings(guess, keys));
    all.map(|mapping| {
        let records = (!path.is_empty()).then(|| path.clone());
        Recognised { profile: None, zone: None, mapping: Mapping { records, ..mapping } }
    })
    .collect()
}

/// A place of records and its keys.
struct KeyedPlace<'c> {
    path: &'c str,
    keys: Headers<'c>,
}

fn places(candidates: &[(String, Vec<String>)]) -> Vec<KeyedPlace<'_>> {
    candidates.iter().map(|(path, keys)| KeyedPlace { path, keys: Headers::new(keys) }).collect()
}

struct Match {
    recognised: Recognised,
    score: usize,
}

/// The tables of the one profile that fits best; an error where two fit equally well.
fn by_profile(
    profiles: &[Profile],
    places: &[KeyedPlace],
) -> Result<Option<(usize, Vec<Recognised>)>, Unrecognised> {
    let mut best: Vec<(&str, usize, Vec<Match>)> = Vec::new();
    for profile in profiles {
        let found = matches(profile, places);
        let score = found.iter().map(|found| found.score).max().unwrap_or(0);
        let so_far = best.first().map_or(1, |best| best.1);
        if score > so_far {
            best.clear();
        }
        if score >= so_far {
            best.push((&profile.name, score, found));
        }
    }
    if best.len() > 1 {
        let names: Vec<&str> = best.iter().map(|(name, ..)| *name).collect();
        return Err(Unrecognised(format!(
            "the file may be an export of {}\nhint: say which with --profile {}",
            names.join(" or "),
            names[0]
        )));
    }
    let recognised = |found: Vec<Match>| found.into_iter().map(|found| found.recognised).collect();
    Ok(best.pop().map(|(_, score, found)| (score, recognised(found))))
}

/// Why a file that a product writes can not be used, if a profile knows it better than any table.
fn refused(profiles: &[Profile], places: &[KeyedPlace], score: usize) -> Option<Unrecognised> {
    let refusals =
        profiles.iter().flat_map(|profile| profile.refusals.iter().map(move |refusal| (profile, refusal)));
    let known = refusals.filter(|(_, refusal)| {
        let all_there = |place: &KeyedPlace| refusal.recognise.iter().all(|field| place.keys.has(field));
        refusal.recognise.len() > score && places.iter().any(all_there)
    });
    let (profile, refusal) = known.max_by_key(|(_, refusal)| refusal.recognise.len())?;
    Some(Unrecognised(format!(
        "the file holds {} ({})\nhint: {}",
        refusal.holds, profile.name, refusal.instead
    )))
}

/// The mappings of a profile whose headers are all there, each at the place of records where most of them are.
fn matches(profile: &Profile, places: &[KeyedPlace]) -> Vec<Match> {
    let mut found = Vec::new();
    for mapping in &profile.tables {
        let needed = needed(mapping);
        let fitting = places.iter().filter(|place| {
            mapping.records.as_ref().is_none_or(|records| records == place.path)
                && !needed.is_empty()
                && needed.iter().all(|field| place.keys.has(field))
        });
        for KeyedPlace { path, keys } in fitting.take(1) {
            let mut mapping = resolve::mapping(mapping, keys);
            mapping.records = (!path.is_empty()).then(|| path.to_string());
            let score = needed.len();
            let recognised =
                Recognised { profile: Some(profile.name.clone()), zone: profile.zone.clone(), mapping };
            found.push(Match { recognised, score });
        }
    }
    found
}

/// What a file must have for a mapping: what it says itself, else the fields of the required columns.
fn needed(mapping: &Mapping) -> Vec<&str> {
    if !mapping.recognise.is_empty() {
        return mapping.recognise.iter().map(String::as_str).collect();
    }
    let columns = mapping.into.schema().columns;
    let required = mapping.columns.iter().filter(|(column, _)| columns[*column].required);
    let fields = required.filter_map(|(_, rule)| match &rule.take {
        Take::Field(field) if mapping.explode.is_none() => Some(field.as_str()),
        _ => None,
    });
    fields.chain(mapping.explode.as_deref()).collect()
}

/// A profile of which all headers but one are there.
struct NearMiss {
    profile: String,
    missing: String,
    found: usize,
}

fn near_miss(profiles: &[Profile], places: &[KeyedPlace]) -> Option<NearMiss> {
    let mappings =
        profiles.iter().flat_map(|profile| profile.tables.iter().map(move |table| (profile, table)));
    let pairs = mappings.flat_map(|pair| places.iter().map(move |place| (pair, place)));
    let misses = pairs.filter_map(|((profile, mapping), place)| {
        let needed = needed(mapping);
        let mut missing = needed.iter().filter(|field| !place.keys.has(field));
        let (first, second) = (missing.next()?, missing.next());
        let near = second.is_none() && needed.len() >= 4;
        near.then(|| NearMiss {
            profile: profile.name.clone(),
            missing: first.to_string(),
            found: needed.len() - 1,
        })
    });
    misses.reduce(|best, next| if next.found > best.found { next } else { best })
}

fn near_message(near: Option<&NearMiss>) -> Unrecognised {
    let Some(near) = near else { return Unrecognised(String::new()) };
    Unrecognised(format!(
        "the file looks like an export of {}, but {} is missing\nhint: --profile FILE takes a profile of your own; `insights inspect FILE` writes one to begin with",
        near.profile, near.missing
    ))
}

/// Nothing fits: the nearest table, or that the figures are totals already.
fn unrecognised(guesses: &[Guess], candidates: &[(String, Vec<String>)]) -> Unrecognised {
    if candidates.iter().any(|(_, keys)| telling::are_totals(keys)) {
        return Unrecognised(
            "the file holds totals by period, agent or label, not single conversations\nhint: export the conversations (tickets) themselves, one row each, and their messages where the product can"
                .to_string(),
        );
    }
    match guesses.iter().max_by_key(|guess| guess.near_score()) {
        Some(guess) if guess.near_score() > 0 => guess.message(),
        _ => Unrecognised(format!(
            "no known export: no table has columns like {}\nhint: `insights inspect FILE` shows what was read; --profile FILE takes a profile of your own",
            first_columns(candidates)
        )),
    }
}

/// The first columns of a file, for a message.
fn first_columns(candidates: &[(String, Vec<String>)]) -> String {
    let keys = candidates.first().map_or(&[][..], |(_, keys)| keys);
    let shown: Vec<&str> = keys.iter().take(5).map(String::as_str).collect();
    let more = if keys.len() > shown.len() { "…" } else { "" };
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests;
