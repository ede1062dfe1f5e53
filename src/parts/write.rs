//! Facts of some conversations, and the tables that are not about any → the file of a part.

use super::blocks::BlockWriter;
use super::head::{PartHead, PartOrigin};
use super::numbers::Number;
use super::rest::{block_of, RestTables};
use crate::dataset::{Domain, Texts};
use crate::facts::{FactChunk, Facts, Grain, NameCounts, StoredColumn, NEW_CUSTOMER};
use crate::fitting::{numbered, signed};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// What goes into a part.
pub struct PartContents {
    /// What it was made of.
    pub origin: PartOrigin,
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
    let PartContents { origin, mut facts, names, emails, rest } = contents;
    let mut blocks = BlockWriter::new(out);
    let chunks = facts.chunks();
    put_columns(&mut blocks, &mut facts, &chunks)?;
    put_first(&mut blocks, &facts)?;
    put_tags(&mut blocks, &facts, &chunks)?;
    if let Some(emails) = &emails {
        let (bytes, ends) = emails.stored();
        blocks.put("emails/bytes", bytes)?;
        blocks.put_numbers("emails/ends", &of_ends(ends))?;
    }
    put_texts(&mut blocks, &facts)?;
    let mut counted: BTreeMap<Domain, Vec<i64>> = BTreeMap::new();
    for ((domain, code), count) in names {
        counted.entry(domain).or_default().extend([i64::from(code), signed(count)]);
    }
    for (domain, counts) in counted {
        blocks.put_numbers(format!("names/{domain:?}"), &counts)?;
    }
    let mut tables = BTreeMap::new();
    for (table, (bytes, kept)) in rest.tables {
        blocks.put(block_of(table), &bytes)?;
        tables.insert(table, kept);
    }
    let conversations = numbered(facts.conversations.created_at.len());
    let (facts, files) = (facts.beside(), rest.files);
    let head = PartHead { origin, conversations, chunks, facts, files, tables };
    blocks.finish(&head)
}

/// Writes the columns of facts, chunk by chunk.
fn put_columns<W: Write>(
    blocks: &mut BlockWriter<W>,
    facts: &mut Facts,
    chunks: &[FactChunk],
) -> io::Result<()> {
    for table in facts.stored() {
        let firsts: Vec<usize> = chunks.iter().map(|chunk| chunk.first(table.name)).collect();
        for (column, values) in table.columns {
            let name = format!("{}/{column}", table.name);
            match values {
                StoredColumn::Whole(values) => put_pieces(blocks, &name, pieces(&firsts, values))?,
                StoredColumn::Codes(values, _) | StoredColumn::Plain(values) => {
                    put_pieces(blocks, &name, pieces(&firsts, values))?;
                }
            }
        }
    }
    Ok(())
}

/// Writes the tags of conversations, chunk by chunk.
fn put_tags<W: Write>(blocks: &mut BlockWriter<W>, facts: &Facts, chunks: &[FactChunk]) -> io::Result<()> {
    let (items, ends) = facts.tags.stored();
    if items.is_empty() {
        return Ok(());
    }
    let firsts: Vec<usize> =
        chunks.iter().map(|chunk| chunk.first(Grain::Conversation.table().name)).collect();
    let lengths: Vec<u32> =
        (0..facts.conversations.created_at.len()).map(|row| numbered(facts.tags.get(row).len())).collect();
    put_pieces(blocks, "tags/lengths", pieces(&firsts, &lengths))?;
    let first_items: Vec<usize> =
        firsts.iter().map(|&first| if first == 0 { 0 } else { ends[first - 1] }).collect();
    put_pieces(blocks, "tags/items", pieces(&first_items, items))
}

fn put_pieces<'a, W: Write, N: Number + 'a>(
    blocks: &mut BlockWriter<W>,
    name: &str,
    mut pieces: impl Iterator<Item = &'a [N]>,
) -> io::Result<()> {
    pieces.try_for_each(|piece| blocks.add_numbers(name, piece))
}

/// Writes what codes mean.
fn put_texts<W: Write>(blocks: &mut BlockWriter<W>, facts: &Facts) -> io::Result<()> {
    for domain in Domain::ALL {
        let (mut bytes, mut lengths) = (Vec::new(), Vec::new());
        for text in facts.dictionary(domain).texts() {
            bytes.extend_from_slice(text.as_bytes());
            lengths.push(numbered(text.len()));
        }
        blocks.put(format!("texts/{domain:?}/bytes"), &bytes)?;
        blocks.put_numbers(format!("texts/{domain:?}/lengths"), &lengths)?;
    }
    Ok(())
}

/// Writes which conversations are the first of their customers.
fn put_first<W: Write>(blocks: &mut BlockWriter<W>, facts: &Facts) -> io::Result<()> {
    let own = &facts.conversations;
    let rows: Vec<u32> = (0u32..)
        .zip(&own.flags)
        .filter(|(_, flags)| NEW_CUSTOMER.holds(**flags))
        .map(|(row, _)| row)
        .collect();
    let created: Vec<i64> = rows.iter().map(|&row| own.created_at[row as usize]).collect();
    let customers: Vec<u32> = rows.iter().map(|&row| own.customer[row as usize]).collect();
    blocks.put_numbers("first/rows", &rows)?;
    blocks.put_numbers("first/customers", &customers)?;
    blocks.put_numbers("first/created_at", &created)
}

/// The values of each chunk, where those that have no chunks are all of the last.
fn pieces<'a, T>(firsts: &'a [usize], values: &'a [T]) -> impl Iterator<Item = &'a [T]> {
    let ends = firsts.iter().skip(1).copied().chain([values.len()]);
    let is_empty = values.is_empty();
    let ranges = firsts.iter().copied().zip(ends).filter(move |_| !is_empty);
    ranges.map(|(first, end)| &values[first.min(end)..end])
}

fn of_ends(ends: &[usize]) -> Vec<i64> {
    ends.iter().map(|&end| (end as u64).cast_signed()).collect()
}
