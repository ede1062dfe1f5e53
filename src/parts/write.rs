//! Facts of some conversations, and the tables that are not about any → the file of a part.

use super::blocks::{of_codes, of_wholes, BlockWriter};
use super::head::{GreatestInstant, PartAccount, PartHead, PartPlace, Terms};
use super::rest::{block_of, RestTables};
use crate::dataset::{Domain, Texts};
use crate::facts::{Facts, NameCounts, StoredColumn};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// What goes into a part.
pub struct PartContents {
    /// Under what its facts were derived.
    pub terms: Terms,
    /// Which part of which plan it is, where there is one.
    pub place: Option<PartPlace>,
    /// As of when else the same facts come out: from one instant to before another.
    pub holds: (i64, i64),
    /// The greatest instants that were read.
    pub greatest: Vec<GreatestInstant>,
    /// Whether it tells how texts sound.
    pub has_sentiment: bool,
    /// What was read for it.
    pub account: PartAccount,
    /// Facts of its conversations.
    pub facts: Facts,
    /// How names are spelled in what they were derived from.
    pub names: NameCounts,
    /// The addresses of the customers of its conversations, where there are any.
    pub emails: Option<Texts>,
    /// The tables that are not about conversations.
    pub rest: RestTables,
}

/// Writes a part.
///
/// # Errors
/// If it can't be written.
pub fn write(out: &mut dyn Write, contents: PartContents) -> io::Result<()> {
    let PartContents { terms, place, holds, greatest, has_sentiment, account, mut facts, names, emails, rest } =
        contents;
    let mut blocks = BlockWriter::new(out);
    for table in facts.stored() {
        for (column, values) in table.columns {
            let name = format!("{}/{column}", table.name);
            match values {
                StoredColumn::Whole(values) => blocks.put(name, &of_wholes(values))?,
                StoredColumn::Codes(values, _) | StoredColumn::Plain(values) => {
                    blocks.put(name, &of_codes(values))?;
                }
            }
        }
    }
    let (tags, ends) = facts.tags.stored();
    blocks.put("tags/items", &of_codes(tags))?;
    blocks.put("tags/ends", &of_ends(ends))?;
    if let Some(emails) = &emails {
        let (bytes, ends) = emails.stored();
        blocks.put("emails/bytes", bytes)?;
        blocks.put("emails/ends", &of_ends(ends))?;
    }
    for domain in Domain::ALL {
        let (mut bytes, mut lengths) = (Vec::new(), Vec::new());
        for text in facts.dictionary(domain).texts() {
            bytes.extend_from_slice(text.as_bytes());
            lengths.push(text.len() as u32);
        }
        blocks.put(format!("texts/{domain:?}/bytes"), &bytes)?;
        blocks.put(format!("texts/{domain:?}/lengths"), &of_codes(&lengths))?;
    }
    let mut counted: BTreeMap<Domain, Vec<i64>> = BTreeMap::new();
    for ((domain, code), count) in names {
        counted.entry(domain).or_default().extend([i64::from(code), count as i64]);
    }
    for (domain, counts) in counted {
        blocks.put(format!("names/{domain:?}"), &of_wholes(&counts))?;
    }
    let mut tables = BTreeMap::new();
    for (table, (bytes, kept)) in rest.tables {
        blocks.put(block_of(table), &bytes)?;
        tables.insert(table, kept);
    }
    let conversations = facts.conversations.created_at.len() as u32;
    let beside = facts.beside();
    let head = PartHead {
        terms,
        place,
        holds,
        greatest,
        has_sentiment,
        conversations,
        account,
        facts: beside,
        files: rest.files,
        tables,
    };
    blocks.finish(&head)
}

fn of_ends(ends: &[usize]) -> Vec<u8> {
    ends.iter().flat_map(|&end| (end as u64).to_le_bytes()).collect()
}
