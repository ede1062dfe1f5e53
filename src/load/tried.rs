//! Tries what a file is taken for on its first records: an export of which no record is one is another's.

use super::evidence;
use super::file::KnownFile;
use crate::profile::catalog::Catalog;
use crate::profile::recognise::Recognised;
use anyhow::Result;

/// What a file is. Where none of its first records is what the profile picks by its conditions, it is what it would be
/// without that profile, if that is anything. The error says why it is not known.
pub fn recognised(known: &mut KnownFile, catalog: &Catalog) -> Result<Vec<Recognised>> {
    let first = known.recognise(catalog, &[])?;
    let mut found = first.clone();
    let mut except = Vec::new();
    while let Some(profile) = found.iter().find_map(|one| one.profile.clone()) {
        if catalog.is_forced() || !evidence::picks_nothing(known, &found)? {
            return evidence::of_known_authors(known, found);
        }
        except.push(profile);
        match known.recognise(catalog, &except) {
            Ok(next) => found = next,
            Err(_) => return Ok(first),
        }
    }
    evidence::of_known_authors(known, found)
}
