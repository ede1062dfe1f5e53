//! The customers of all parts brought together: a code of the run for each, and the first conversation of each.
//!
//! Each part knows its own customers, and nothing but their texts says which of them are the same in two parts. Where the
//! same parts are brought together again and again, what comes of that is kept.

use super::blocks::{BlockWriter, Blocks};
use super::open::{OpenPart, PartIds};
use crate::account::RowSet;
use crate::dataset::{ColumnKind, Dictionary, Domain, TableName};
use crate::facts::Wanted;
use crate::source::fingerprint::checksum;
use anyhow::{bail, Result};
use std::collections::btree_map::Entry;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// The customers of all parts.
#[derive(Debug)]
pub struct PartCustomers {
    /// By part and code there the code of the run.
    pub codes: Vec<Vec<u32>>,
    /// By part the rows of conversations that are the first of their customers.
    pub first: Vec<RowSet>,
}

/// A first conversation of a customer, until an earlier one is met.
#[derive(Clone)]
struct FirstConversation {
    created_at: i64,
    part: usize,
    row: u32,
}

/// The ids of the conversations of parts, as far as they were read.
type IdsByPart = BTreeMap<usize, PartIds>;

impl PartCustomers {
    /// Brings the customers of parts together.
    ///
    /// # Errors
    /// If a part is damaged.
    pub fn of(parts: &[OpenPart]) -> Result<PartCustomers> {
        let (mut all, mut codes) = (Dictionary::default(), Vec::<Vec<u32>>::with_capacity(parts.len()));
        for part in parts {
            codes.push(part.texts(Domain::Customer)?.iter().map(|text| all.intern(text)).collect());
        }
        let first = first(parts, |part| codes[part].as_slice(), all.len())?;
        Ok(PartCustomers { codes, first })
    }

    /// What was kept of these parts; `None` if nothing was, or what was can't be read or is of others.
    pub fn read(path: &Path, parts: &[OpenPart]) -> Option<PartCustomers> {
        let (blocks, mark): (Blocks, String) = Blocks::open(path).ok()?;
        if mark != self::mark(parts) {
            return None;
        }
        let mut kept = PartCustomers { codes: Vec::new(), first: Vec::new() };
        for place in 0..parts.len() {
            kept.codes.push(blocks.numbers(&codes_of(place)).ok()?);
            let rows: Vec<u32> = blocks.numbers(&first_of(place)).ok()?;
            kept.first.push(rows.into_iter().map(u64::from).collect());
        }
        Some(kept)
    }

    /// Writes them as those of these parts.
    ///
    /// # Errors
    /// If they can't be written.
    pub fn write(&self, out: &mut dyn Write, parts: &[OpenPart]) -> io::Result<()> {
        let mut blocks = BlockWriter::new(out);
        for (place, (codes, first)) in self.codes.iter().zip(&self.first).enumerate() {
            let rows: Vec<u32> = first.iter().filter_map(|row| u32::try_from(row).ok()).collect();
            blocks.put_numbers(codes_of(place), codes)?;
            blocks.put_numbers(first_of(place), &rows)?;
        }
        blocks.finish(&mark(parts))
    }
}

fn codes_of(place: usize) -> String {
    format!("codes/{place}")
}

fn first_of(place: usize) -> String {
    format!("first/{place}")
}

/// What tells parts from others that have other customers or first conversations.
fn mark(parts: &[OpenPart]) -> String {
    let mut all = String::new();
    for part in parts {
        let texts = ["texts/Customer/bytes", "texts/Customer/lengths"];
        for block in texts.into_iter().chain(["first/rows", "first/customers", "first/created_at"]) {
            all.push_str(&part.blocks.print_of(block));
        }
        all.push('\n');
    }
    checksum(all.as_bytes())
}

/// Whether customers go by name, so that codes alone are not enough.
pub fn are_named(wanted: &Wanted) -> bool {
    let reads_names = |table: TableName| {
        let columns = table.schema().columns.iter();
        let mut own = columns.filter(|column| matches!(column.kind, ColumnKind::Code(Domain::Customer)));
        // What is compared with conversations is looked for among the names of each part.
        let is_named = !table.is_of_conversations() && !wanted.compares_with(table);
        is_named && own.any(|column| wanted.needs(table, column.name))
    };
    !wanted.is_folded
        || wanted.dimensions.contains(&"customer")
        || TableName::ALL.into_iter().any(reads_names)
}

/// The first conversation of each customer: each part knows the first of its own; of one instant, ids decide.
///
/// # Errors
/// If a part is damaged.
pub fn first<'c>(
    parts: &[OpenPart],
    codes: impl Fn(usize) -> &'c [u32],
    customers: usize,
) -> Result<Vec<RowSet>> {
    let mut first: Vec<Option<FirstConversation>> = vec![None; customers];
    let mut ids = IdsByPart::new();
    for (place, part) in parts.iter().enumerate() {
        for own in part.first_conversations()? {
            let customer = codes(place).get(own.customer as usize);
            let Some(known) = customer.and_then(|&code| first.get_mut(code as usize)) else {
                bail!(part.blocks.damaged());
            };
            let met = FirstConversation { created_at: own.created_at, part: place, row: own.row };
            let is_earlier = match known {
                Some(known) if known.created_at == met.created_at => {
                    id(parts, &met, &mut ids)? < id(parts, known, &mut ids)?
                }
                Some(known) => met.created_at < known.created_at,
                None => true,
            };
            if is_earlier {
                *known = Some(met);
            }
        }
    }
    let mut sets = vec![RowSet::default(); parts.len()];
    for met in first.into_iter().flatten() {
        sets[met.part].insert(u64::from(met.row));
    }
    Ok(sets)
}

/// The id of a conversation; ids of parts are read once, where they are needed.
fn id(parts: &[OpenPart], of: &FirstConversation, ids: &mut IdsByPart) -> Result<String> {
    let own = match ids.entry(of.part) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(unknown) => unknown.insert(parts[of.part].ids()?),
    };
    Ok(own.of(of.row).to_owned())
}
