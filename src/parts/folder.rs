//! A folder of parts brought together: what they were made under is compared, their texts get codes of one run, and what
//! no part knows by itself is found out.
#![allow(clippy::disallowed_methods)] // Lists a folder of parts.

use super::customers::{are_named, first, PartCustomers};
use super::head::{PartAccount, Terms};
use super::open::OpenPart;
use super::plan::Plan;
use super::united::{RestOfParts, UnitedParts};
use crate::account::counts::grow;
use crate::advice::Advised;
use crate::dataset::{Dataset, Domain, TableName, DOMAINS};
use crate::facts::{FactColumns, FactsBeside, NameCounts, StoredFacts, Wanted};
use crate::fitting::numbered;
use anyhow::{bail, Context, Result};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The ending of parts.
const ENDING: &str = "part";
/// The plan of parts, where it lies among them.
const PLAN: &str = "plan.json";

/// Parts that go together.
#[derive(Debug)]
pub struct PartFolder {
    /// Under what their facts were derived.
    pub terms: Terms,
    /// By the names of their files.
    parts: Arc<Vec<OpenPart>>,
    /// Their customers, where they were brought together before.
    customers: Option<PartCustomers>,
}

impl PartFolder {
    /// Opens the parts of a folder.
    ///
    /// # Errors
    /// If there are none; if one is damaged or cut, was made under other terms or another plan than the others, stands
    /// there twice, or one of the plan is missing.
    pub fn open(folder: &Path) -> Result<PartFolder> {
        let mut paths = Vec::new();
        let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
            paths.extend((path.extension().is_some_and(|ending| ending == ENDING)).then_some(path));
        }
        paths.sort();
        let mut parts: Vec<OpenPart> = Vec::with_capacity(paths.len());
        for path in &paths {
            let part = OpenPart::open(path)?;
            // Whoever made it, perhaps on another machine: what a report does not need would not be missed otherwise.
            part.blocks.verify()?;
            if let Some(first) = parts.first() {
                part.head.origin.terms.check(&first.head.origin.terms, (&name(path), &name(&paths[0])))?;
            }
            parts.push(part);
        }
        let Some(first) = parts.first() else {
            let what = format!("{} holds no parts of facts", folder.display());
            bail!(Advised::new(what, "`insights facts PATH --part FOLDER/1.part` makes one"));
        };
        let terms = first.head.origin.terms.clone();
        check_places(folder, &paths, &parts)?;
        Ok(PartFolder { terms, parts: Arc::new(parts), customers: None })
    }

    /// Parts that are known to go together, perhaps with their customers.
    pub fn of(terms: Terms, parts: Vec<OpenPart>, customers: Option<PartCustomers>) -> PartFolder {
        PartFolder { terms, parts: Arc::new(parts), customers }
    }

    /// Whether all of them tell how texts sound.
    pub fn tell_sentiment(&self) -> bool {
        self.parts.iter().all(|part| part.head.origin.has_sentiment)
    }

    /// What was read for all of them, as far as tables are meant.
    pub fn account(&self, is_meant: impl Fn(TableName) -> bool) -> PartAccount {
        let mut parts = self.parts.iter().map(|part| {
            let mut account = part.head.origin.account.clone();
            account.book.append(part.head.facts.book().clone());
            account
        });
        let mut all = parts.next().unwrap_or_default();
        let mut is_ordered = true;
        for account in parts {
            is_ordered &= account.files.is_empty();
            all.unite(account);
        }
        // Several parts that were made of some files each know of no order among all.
        if !is_ordered {
            all.files.sort_by(|one, other| one.name.cmp(&other.name));
        }
        all.retain(is_meant);
        all
    }

    /// What is kept beside the columns of facts, part by part.
    pub fn beside(&self) -> Vec<FactsBeside> {
        self.parts.iter().map(|part| part.head.facts.clone()).collect()
    }

    /// The tables that are not about conversations and hold names, with what all codes mean, and how names are spelled in
    /// all that is. The codes of each part's facts are found out too.
    ///
    /// # Errors
    /// If a part is damaged, or a conversation stands in two.
    pub fn unite(&self, wanted: &Wanted) -> Result<(Dataset, NameCounts, UnitedParts)> {
        let mut all = Dataset { absent: TableName::ALL.into(), ..Dataset::default() };
        let (mut names, mut codes) = (NameCounts::default(), Vec::with_capacity(self.parts.len()));
        let mut read = FactColumns::of(wanted).domains();
        for table in TableName::ALL {
            read.extend(FactColumns::compared(wanted, table).domains());
        }
        read.insert(Domain::Tag);
        let known = self.customers.as_ref().filter(|_| !are_named(wanted));
        for (place, part) in self.parts.iter().enumerate() {
            let mut recoded: [Vec<u32>; DOMAINS] = Default::default();
            for domain in Domain::ALL {
                let is_idle = !(read.contains(&domain) || domain.holds_names());
                // No figure is made of ids of conversations.
                if is_idle || domain == Domain::Conversation && wanted.words.is_some() {
                    continue;
                }
                if let Some(known) = known.filter(|_| domain == Domain::Customer) {
                    recoded[domain as usize].clone_from(&known.codes[place]);
                    continue;
                }
                let own = &mut all.dictionaries[domain as usize];
                recoded[domain as usize] = part.texts(domain)?.iter().map(|text| own.intern(text)).collect();
                for (code, count) in part.names(domain)? {
                    let Some(&code) = recoded[domain as usize].get(code as usize) else {
                        bail!(part.blocks.damaged());
                    };
                    grow(names.entry((domain, code)).or_default(), count);
                }
            }
            all.absent.retain(|table| part.head.origin.account.absent.contains(table));
            codes.push(recoded);
        }
        let first = match known {
            Some(known) => known.first.clone(),
            None => {
                let customers = all.dictionaries[Domain::Customer as usize].len();
                first(&self.parts, |part| &codes[part][Domain::Customer as usize], customers)?
            }
        };
        self.check_ids()?;
        let files = self.parts.iter().map(|part| places(&part.head.files, &mut all.files)).collect();
        let rest = RestOfParts { wanted: wanted.clone(), zone: self.terms.rules.zone, files };
        let united = UnitedParts::new(&self.parts, codes, first, rest);
        // How often they spell names in a way is known before anything is made of them.
        for table in TableName::ALL.into_iter().filter(|table| table.holds_names()) {
            united.add_rest(table, &mut all)?;
        }
        Ok((all, names, united))
    }

    /// Refuses parts that share a conversation, where no plan says that they can't.
    fn check_ids(&self) -> Result<()> {
        if self.parts.len() < 2 || self.parts.iter().all(|part| part.head.origin.place.is_some()) {
            return Ok(());
        }
        let mut met: HashSet<String> = HashSet::new();
        for part in self.parts.iter() {
            let ids = part.ids()?;
            for id in (0..part.head.conversations).map(|row| ids.of(row)).filter(|id| !id.is_empty()) {
                if !met.insert(id.to_owned()) {
                    let what = format!("conversation {id} stands in two parts");
                    let advice = "divide the rows by conversation id, as `insights parts plan` says, and make the parts anew";
                    bail!(Advised::new(what, advice));
                }
            }
        }
        Ok(())
    }
}

/// Where names stand among all, to which new ones are added.
fn places(names: &[String], all: &mut Vec<String>) -> Vec<u32> {
    let mut places = Vec::with_capacity(names.len());
    for name in names {
        let known = all.iter().position(|own| own == name);
        places.push(numbered(known.unwrap_or_else(|| {
            all.push(name.clone());
            all.len() - 1
        })));
    }
    places
}

/// Refuses parts of several plans, one that stands there twice, and a plan of which one is missing.
fn check_places(folder: &Path, paths: &[PathBuf], parts: &[OpenPart]) -> Result<()> {
    let mut met: BTreeMap<&str, &PathBuf> = BTreeMap::new();
    let first = parts[0].head.origin.place.as_ref();
    for (path, part) in paths.iter().zip(parts) {
        let place = part.head.origin.place.as_ref();
        if place.map(|place| &place.plan) != first.map(|first| &first.plan) {
            let what = format!("{} and {} are parts of different plans", name(&paths[0]), name(path));
            bail!(Advised::new(what, "a folder holds the parts of one plan"));
        }
        let Some(place) = place else { continue };
        if let Some(other) = met.insert(&place.name, path) {
            let what = format!("{} and {} are both part {}", name(other), name(path), place.name);
            bail!(Advised::new(what, "take one of them out of the folder"));
        }
    }
    let Some(first) = first else { return Ok(()) };
    let path = folder.join(PLAN);
    let text = fs::read_to_string(&path).with_context(|| {
        format!("cannot read {}, the plan that says which parts there are", path.display())
    })?;
    let plan = Plan::parse(&text, &name(&path))?;
    if plan.checksum()? != first.plan {
        let what = format!("the parts in {} are of another plan than {PLAN} there", folder.display());
        bail!(Advised::new(what, "put the plan that they were made by beside them"));
    }
    let missing: Vec<String> =
        plan.parts().into_iter().filter(|name| !met.contains_key(name.as_str())).collect();
    if let Some(one) = missing.first() {
        let what = format!("part {one} of the plan is missing ({} of {})", missing.len(), plan.parts().len());
        bail!(Advised::new(what, "`insights facts PATH --part FILE --plan PLAN --bucket NAME` makes it"));
    }
    Ok(())
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
