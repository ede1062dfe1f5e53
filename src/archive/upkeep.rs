//! An archive looked through, packed anew, and rid of a customer.

use super::folder::{Archive, Writer};
use super::home;
use super::manifest::{ArchiveFile, Manifest};
use super::merging::{put, united, Changed, ImportOutcome};
use super::stored::whole_file;
use crate::dataset::schema::{calls, conversations};
use crate::dataset::{ColumnKind, Data, Dataset, Domain, TableName, NONE};
use anyhow::{bail, Result};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Reads every file to its end; those that are damaged or missing, each with what is wrong.
pub fn verify(archive: &Archive) -> Vec<(&ArchiveFile, anyhow::Error)> {
    let mut faults = Vec::new();
    for file in &archive.manifest.files {
        if let Err(error) = verify_file(archive, file) {
            faults.push((file, error));
        }
    }
    faults
}

fn verify_file(archive: &Archive, file: &ArchiveFile) -> Result<()> {
    let Some(table) = TableName::from_name(&file.table) else { bail!("no table is called {}", file.table) };
    let rows = whole_file(archive, file, (table, Tz::UTC), &mut Dataset::default())?.rows;
    if rows as u64 != file.rows {
        bail!("it holds {rows} rows, not {}", file.rows);
    }
    Ok(())
}

/// Writes every part as if all had been imported at once, with no more files than are needed.
///
/// # Errors
/// If a file is damaged, or anything can't be written; the archive is then as it was.
pub fn compact(writer: &mut Writer) -> Result<ImportOutcome> {
    let (dataset, read) = everything(&writer.archive)?;
    let mut manifest = Manifest { buckets: BTreeMap::new(), ..writer.archive.manifest.clone() };
    let homes = home::settle(&dataset, &mut manifest);
    put(writer, manifest, &Changed { dataset: &dataset, homes, read, zone: Tz::UTC, threads: 1 })
}

/// Erases a customer: their conversations with all that belongs to them, and what else bears their id or calls from
/// their number. Gives back the rows erased, by table.
///
/// # Errors
/// As [`compact`].
pub fn forget(writer: &mut Writer, customer: &str) -> Result<BTreeMap<TableName, u64>> {
    let (mut dataset, read) = everything(&writer.archive)?;
    let gone = Erasure::of(&dataset, customer);
    let mut erased = BTreeMap::new();
    for table in TableName::ALL {
        let keep: Vec<bool> =
            (0..dataset.table(table).rows).map(|row| !gone.takes(&dataset, table, row)).collect();
        let count = keep.iter().filter(|keep| !**keep).count() as u64;
        if count > 0 {
            dataset.tables[table as usize].retain(&keep);
            erased.insert(table, count);
        }
    }
    if !erased.is_empty() {
        let mut manifest = writer.archive.manifest.clone();
        let homes = home::settle(&dataset, &mut manifest);
        put(writer, manifest, &Changed { dataset: &dataset, homes, read, zone: Tz::UTC, threads: 1 })?;
    }
    let (left, _) = everything(&writer.archive)?;
    if left.dictionary(Domain::Customer).find(customer).is_some() {
        bail!("the customer is still in the archive");
    }
    Ok(erased)
}

/// All rows of an archive, and the paths of all its files.
fn everything(archive: &Archive) -> Result<(Dataset, BTreeSet<String>)> {
    let read: BTreeSet<String> = archive.manifest.files.iter().map(|file| file.path.clone()).collect();
    Ok((united(archive, &read, Dataset::default(), Tz::UTC)?, read))
}

/// What is known of a customer who is to be erased.
struct Erasure {
    customer: u32,
    conversations: HashSet<u32>,
    /// The digits of their numbers.
    numbers: HashSet<String>,
}

/// Digits that a number must have to be anyone's own.
const DIGITS: usize = 7;

impl Erasure {
    fn of(dataset: &Dataset, customer: &str) -> Erasure {
        let table = TableName::Conversations;
        let customer = dataset.dictionary(Domain::Customer).find(customer).unwrap_or(NONE);
        let mut gone = Erasure { customer, conversations: HashSet::new(), numbers: HashSet::new() };
        let ids = dataset.codes(table, "conversation_id");
        let phones = dataset.texts(table, conversations::CUSTOMER_PHONE);
        for (row, &own) in dataset.codes(table, conversations::CUSTOMER_ID).iter().enumerate() {
            if own == customer && customer != NONE {
                gone.conversations.insert(ids[row]);
                gone.numbers.extend(phones.and_then(|phones| phones.get(row)).and_then(digits));
            }
        }
        gone
    }

    /// Whether a row is one of the customer's.
    fn takes(&self, dataset: &Dataset, table: TableName, row: usize) -> bool {
        let own = dataset.table(table);
        for (column, data) in table.schema().columns.iter().zip(&own.columns) {
            let (ColumnKind::Code(domain), Some(Data::Codes(codes))) = (column.kind, data) else { continue };
            let code = codes[row];
            if code == NONE {
                continue;
            }
            let is_theirs = if domain == Domain::Customer {
                code == self.customer
            } else if domain == Domain::Conversation {
                self.conversations.contains(&code)
            } else {
                column.name == calls::CUSTOMER_NUMBER
                    && digits(dataset.dictionary(Domain::Number).text(code))
                        .is_some_and(|own| self.numbers.contains(&own))
            };
            if is_theirs {
                return true;
            }
        }
        false
    }
}

/// The digits of a number, without what stands in front of those that tell people apart.
fn digits(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= DIGITS).then(|| digits[digits.len().saturating_sub(9)..].to_owned())
}
