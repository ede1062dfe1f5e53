//! Which export a file is, told by its headers or keys.

mod beside;
mod found;
mod late;
mod marks;
mod names;
mod nested;
mod numbers;
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

pub use names::kind_of_scores;
pub use numbers::is_anybodys as is_anybodys_number;

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
        return Ok(fit.tables);
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
    candidates.iter().map(|candidate| names::guess(&candidate.keys, file_stem)).collect()
}

/// What a file that is not recognised has of the table it comes nearest to; a required column may be missing.
pub fn nearest_table(headers: &[String]) -> Option<Mapping> {
    let table = names::guess(headers, "").nearest()?;
    Some(names::mapping(names::columns(table, headers)))
}

/// The column of a table that a header stands for by its name: its place in the schema, and how sure that is (0 is surest).
pub fn meaning_of(table: TableName, header: &str) -> Option<(usize, usize)> {
    names::column(table, header).map(|found| (found.place, found.rank))
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

/// A place of records and its keys.
struct KeyedPlace<'c> {
    path: &'c str,
    keys: Headers<'c>,
}

fn places(candidates: &[KeyedRecords]) -> Vec<KeyedPlace<'_>> {
    candidates.iter().map(|one| KeyedPlace { path: &one.path, keys: Headers::new(&one.keys) }).collect()
}

/// What a profile makes of a file.
struct ProfileFit<'p> {
    name: &'p str,
    /// Most headers that one of its tables is told by; 0 where none fits.
    score: usize,
    tables: Vec<Recognised>,
}

/// The one profile that fits best; an error where two fit equally well.
fn best_profile<'p>(
    profiles: &'p [Profile],
    places: &[KeyedPlace],
) -> Result<Option<ProfileFit<'p>>, Advised> {
    let mut best: Vec<ProfileFit> = Vec::new();
    for profile in profiles {
        let fit = fit(profile, places);
        let so_far = best.first().map_or(1, |best| best.score);
        if fit.score > so_far {
            best.clear();
        }
        if fit.score >= so_far {
            best.push(fit);
        }
    }
    if best.len() > 1 {
        let names: Vec<&str> = best.iter().map(|fit| fit.name).collect();
        return Err(Advised::new(
            format!("the file may be an export of {}", names.join(" or ")),
            format!("say which with --profile {}", names[0]),
        ));
    }
    Ok(best.pop())
}

/// Why a file that a product writes can not be used, if a profile knows it better than any table.
fn refused(profiles: &[Profile], places: &[KeyedPlace], score: usize) -> Option<Advised> {
    let refusals =
        profiles.iter().flat_map(|profile| profile.refusals.iter().map(move |refusal| (profile, refusal)));
    // A file that a table tells by as many headers is that table.
    let known = refusals.filter(|(_, refusal)| {
        refusal.recognise.len() > score && places.iter().any(|place| place.keys.have_all(&refusal.recognise))
    });
    let (profile, refusal) = known.max_by_key(|(_, refusal)| refusal.recognise.len())?;
    Some(Advised::new(format!("the file holds {} ({})", refusal.holds, profile.name), &refusal.instead))
}

/// The tables of a profile whose headers are all there, each at the first place of records that has them.
fn fit<'p>(profile: &'p Profile, places: &[KeyedPlace]) -> ProfileFit<'p> {
    let mut fit = ProfileFit { name: &profile.name, score: 0, tables: Vec::new() };
    for mapping in &profile.tables {
        let needed = needed(mapping);
        let place = places.iter().find(|place| {
            mapping.records.as_ref().is_none_or(|records| records == place.path)
                && !needed.is_empty()
                && !mapping.unless.iter().any(|header| place.keys.has(header))
                && place.keys.have_all(&needed)
                && has_required(mapping, &place.keys)
        });
        let Some(KeyedPlace { path, keys }) = place else { continue };
        let mut mapping = resolve::mapping(mapping, keys);
        mapping.records = (!path.is_empty()).then(|| path.to_string());
        fit.score = fit.score.max(needed.len());
        fit.tables.push(Recognised {
            profile: Some(profile.name.clone()),
            zone: profile.zone.clone(),
            mapping,
        });
    }
    fit
}

/// Whether there is something to take each required column from.
fn has_required(mapping: &Mapping, keys: &Headers) -> bool {
    let columns = mapping.into.schema().columns;
    let mut required = mapping.columns.iter().filter(|(column, _)| columns[*column].required);
    required.all(|(_, rule)| {
        let fields = rule.take.fields();
        // What stands inside lists has other names, and a text of its own needs no field.
        let is_sure = mapping.explode.is_some() || needs_no_field(rule);
        is_sure || fields.iter().any(|field| keys.has(field))
    })
}

/// Whether a rule, or one of those it chooses from, takes a text from no field: the same in every row, or the file's date.
fn needs_no_field(rule: &Rule) -> bool {
    let mut needs_none = false;
    rule.each(&mut |rule| needs_none |= rule.take.fields().is_empty());
    needs_none
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
        // A key that picks records by what it holds tells nothing by its name; three headers and fewer are alike by chance.
        let picks = |field: &&&str| mapping.filter.iter().any(|condition| condition.field == **field);
        let telling = needed.len() - needed.iter().filter(picks).count();
        let near = second.is_none() && telling >= 4;
        near.then(|| NearMiss {
            profile: profile.name.clone(),
            missing: first.to_string(),
            found: telling - usize::from(!picks(&first)),
        })
    });
    misses.reduce(|best, next| if next.found > best.found { next } else { best })
}

impl NearMiss {
    fn message(&self) -> Advised {
        Advised::new(
            format!("the file looks like an export of {}, but {} is missing", self.profile, self.missing),
            "--profile FILE takes a profile of your own; `insights inspect FILE` writes one to begin with",
        )
    }
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
