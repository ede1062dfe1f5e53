//! Names that differ only in case or white space are one name, shown as it is spelled most.

use crate::dataset::{text_hasher, ColumnKind, Data, Dataset, Domain, TableName, DOMAINS, NONE};
use crate::fitting::numbered;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hasher;
use unicode_normalization::UnicodeNormalization;

/// Whose names are united.
const UNITED: [Domain; 3] = [Domain::Person, Domain::Team, Domain::Brand];

/// A name whose letters and their marks are one character each where they can be: some systems write `é` as two.
fn composed(name: &str) -> Cow<'_, str> {
    if name.contains(|letter| ('\u{300}'..='\u{36f}').contains(&letter)) {
        return Cow::Owned(name.nfc().collect());
    }
    Cow::Borrowed(name)
}

/// What a name is compared by: lower case, trimmed, runs of white space one space, letters with their marks.
pub fn folded(name: &str) -> String {
    let lower = composed(name).to_lowercase();
    let mut words = lower.split_whitespace();
    let mut folded = words.next().unwrap_or_default().to_owned();
    for word in words {
        folded.push(' ');
        folded.push_str(word);
    }
    folded
}

/// A hash that is equal where names are, without making texts.
fn fold_hash(name: &str) -> u64 {
    let mut hasher = text_hasher();
    for word in composed(name).split_whitespace() {
        for letter in word.chars().flat_map(char::to_lowercase) {
            // the one letter whose lower case depends on where it stands
            hasher.write_u32(u32::from(if letter == 'ς' { 'σ' } else { letter }));
        }
        hasher.write_u32(u32::from(' '));
    }
    hasher.finish()
}

/// Whether names of that domain are compared folded.
pub fn is_folded(domain: Domain) -> bool {
    UNITED.contains(&domain)
}

/// How often names are spelled in a way, by domain and code.
pub type NameCounts = BTreeMap<(Domain, u32), u64>;

/// By domain the code shown in the place of each code; `None` where every name has one spelling.
pub type Spellings = [Option<Vec<u32>>; DOMAINS];

/// Puts one spelling in the place of all of a name, in every table but `people`; `elsewhere` says how names are spelled
/// in rows that are not here.
pub fn unite_spellings(dataset: &mut Dataset, elsewhere: &NameCounts) -> Spellings {
    let mut spellings: Spellings = Default::default();
    for domain in UNITED {
        let Some(groups) = groups(dataset, domain) else { continue };
        let shown = shown(dataset, (domain, elsewhere), &groups);
        each_column(dataset, domain, |codes| {
            for code in codes {
                *code = shown.get(*code as usize).copied().unwrap_or(*code);
            }
        });
        if domain == Domain::Brand {
            for code in &mut dataset.brands {
                *code = shown.get(*code as usize).copied().unwrap_or(*code);
            }
        }
        spellings[domain as usize] = Some(shown);
    }
    spellings
}

/// How names are spelled in all rows, those that were united with others too.
pub fn name_counts(dataset: &mut Dataset) -> NameCounts {
    let mut counts = dataset.dropped.clone();
    for domain in UNITED {
        each_column(dataset, domain, |codes| {
            for &code in codes.iter().filter(|code| **code != NONE) {
                *counts.entry((domain, code)).or_default() += 1;
            }
        });
    }
    counts
}

/// For each code the first code of the same name; nothing where every name has one spelling.
fn groups(dataset: &Dataset, domain: Domain) -> Option<Vec<u32>> {
    let names = dataset.dictionary(domain);
    let mut met = HashSet::with_capacity(names.len());
    // most exports spell every name in one way, and need no more than this
    if names.texts().all(|name| met.insert(fold_hash(name))) {
        return None;
    }
    let mut first: HashMap<String, u32> = HashMap::with_capacity(names.len());
    let groups: Vec<u32> =
        names.texts().zip(0..).map(|(name, code)| *first.entry(folded(name)).or_insert(code)).collect();
    (first.len() < names.len()).then_some(groups)
}

/// For each code the one that its name is spelled by most often, of equals the smallest text.
fn shown(dataset: &mut Dataset, (domain, elsewhere): (Domain, &NameCounts), groups: &[u32]) -> Vec<u32> {
    let mut votes = vec![0u64; groups.len()];
    each_column(dataset, domain, |codes| {
        for &mut code in codes.iter_mut().filter(|code| **code != NONE) {
            votes[code as usize] += 1;
        }
    });
    let others = dataset.dropped.iter().chain(elsewhere);
    for (&(_, code), count) in others.filter(|((of, _), _)| *of == domain) {
        votes[code as usize] += count;
    }
    let names = dataset.dictionary(domain);
    let mut best: Vec<u32> = (0..numbered(groups.len())).collect();
    for (code, &group) in (0..).zip(groups) {
        let own = &mut best[group as usize];
        let (now, before) = (votes[code as usize], votes[*own as usize]);
        if now > before || (now == before && names.text(code) < names.text(*own)) {
            *own = code;
        }
    }
    groups.iter().map(|&group| best[group as usize]).collect()
}

/// Hands out every column of a domain but those of `people`, whose ids are no names.
pub(super) fn each_column(dataset: &mut Dataset, domain: Domain, mut take: impl FnMut(&mut [u32])) {
    for table in TableName::ALL.into_iter().filter(|table| *table != TableName::People) {
        let columns = table.schema().columns.iter().zip(&mut dataset.tables[table as usize].columns);
        for (column, data) in columns {
            match data {
                Some(Data::Codes(codes)) if matches!(column.kind, ColumnKind::Code(of) if of == domain) => {
                    take(codes);
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{fold_hash, folded};

    #[test]
    fn case_and_white_space_make_no_other_name() {
        for name in ["Ása  Dal", " ása dal", "ÁSA\u{a0}DAL ", "ása\tdal"] {
            assert_eq!(folded(name), "ása dal", "{name:?}");
        }
        assert_ne!(folded("Asa Dal"), folded("Ása Dal"));
        for (one, other) in [("ΣΆΣ  Χ", "σάς χ"), ("İpek", "i\u{307}pek"), ("Ann\tB", " ANN b ")] {
            assert_eq!(fold_hash(one), fold_hash(other), "{one}");
        }
        assert_ne!(fold_hash("Ann B"), fold_hash("AnnB"));
    }
}
