//! Which profile a file fits: all the headers that it is told by are there, or all but one.

use super::resolve::{self, Headers};
use super::Recognised;
use crate::advice::Advised;
use crate::profile::model::{Mapping, Profile, Rule, Take};
use crate::source::KeyedRecords;

/// A place of records and its keys.
pub struct KeyedPlace<'c> {
    /// JSON path of the records.
    pub path: &'c str,
    /// Their keys.
    pub keys: Headers<'c>,
}

pub fn places(candidates: &[KeyedRecords]) -> Vec<KeyedPlace<'_>> {
    candidates.iter().map(|one| KeyedPlace { path: &one.path, keys: Headers::new(&one.keys) }).collect()
}

/// What a profile makes of a file.
pub struct ProfileFit<'p> {
    /// Its name.
    pub name: &'p str,
    /// Most headers that one of its tables is told by; 0 where none fits.
    pub score: usize,
    /// What it reads.
    pub tables: Vec<Recognised>,
}

/// The one profile that fits best; an error where two fit equally well.
pub fn best_profile<'p>(
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
pub fn refused(profiles: &[Profile], places: &[KeyedPlace], score: usize) -> Option<Advised> {
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
pub fn fit<'p>(profile: &'p Profile, places: &[KeyedPlace]) -> ProfileFit<'p> {
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
pub fn needed(mapping: &Mapping) -> Vec<&str> {
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
pub struct NearMiss {
    profile: String,
    /// The header that is not there.
    pub missing: String,
    /// How many are.
    pub found: usize,
}

pub fn near_miss(profiles: &[Profile], places: &[KeyedPlace]) -> Option<NearMiss> {
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
    /// What is said of it.
    pub fn message(&self) -> Advised {
        Advised::new(
            format!("the file looks like an export of {}, but {} is missing", self.profile, self.missing),
            "--profile FILE takes a profile of your own; `insights inspect FILE` writes one to begin with",
        )
    }
}
