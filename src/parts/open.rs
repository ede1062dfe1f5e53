//! One part that was opened: its blocks, and what they hold.

use super::blocks::Blocks;
use super::head::PartHead;
use crate::dataset::{Domain, Lists, Texts};
use crate::facts::{FactChunk, FactColumns, Facts, StoredColumn};
use crate::fitting::{index, numbered};
use anyhow::{bail, Result};
use std::fs::File;
use std::ops::Range;
use std::path::Path;

/// One part that was opened.
#[derive(Debug)]
pub struct OpenPart {
    /// Its blocks.
    pub blocks: Blocks,
    /// What it says of itself.
    pub head: PartHead,
}

/// What the codes of a domain mean in a part.
pub struct PartTexts {
    texts: String,
    ends: Vec<usize>,
}

/// The ids of the conversations of a part.
pub struct PartIds {
    codes: Vec<u32>,
    texts: PartTexts,
}

impl PartIds {
    /// The id of the conversation in a row.
    pub fn of(&self, row: u32) -> &str {
        let code = self.codes.get(row as usize);
        code.and_then(|&code| self.texts.get(code as usize)).unwrap_or_default()
    }
}

/// The first conversation of a customer, as far as a part knows.
pub struct FirstInPart {
    /// The code of the customer in the part.
    pub customer: u32,
    /// The row of the conversation.
    pub row: u32,
    /// When it was created.
    pub created_at: i64,
}

impl PartTexts {
    /// The text of a code.
    pub fn get(&self, code: usize) -> Option<&str> {
        let from = if code == 0 { 0 } else { *self.ends.get(code - 1)? };
        self.texts.get(from..*self.ends.get(code)?)
    }

    /// All of them, by code.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).filter_map(|code| self.get(code))
    }
}

impl OpenPart {
    /// Opens the file of a part.
    ///
    /// # Errors
    /// If it can't be read, or is damaged.
    pub fn open(path: &Path) -> Result<OpenPart> {
        let (blocks, head) = Blocks::open(path)?;
        Ok(OpenPart { blocks, head })
    }

    /// Takes over a part in a file without a name, which goes with the run.
    ///
    /// # Errors
    /// As [`OpenPart::open`].
    pub fn hold(file: File) -> Result<OpenPart> {
        let (blocks, head) = Blocks::hold(file, "a part kept on the way")?;
        Ok(OpenPart { blocks, head })
    }

    /// What the codes of a domain mean.
    ///
    /// # Errors
    /// If the part is damaged.
    pub fn texts(&self, domain: Domain) -> Result<PartTexts> {
        let damaged = || self.blocks.damaged();
        let texts = String::from_utf8(self.blocks.get(&format!("texts/{domain:?}/bytes"))?);
        let (texts, mut ends, mut end) = (texts.map_err(|_| damaged())?, Vec::new(), 0usize);
        for length in self.blocks.numbers::<u32>(&format!("texts/{domain:?}/lengths"))? {
            end += length as usize;
            ends.push(end);
            if !texts.is_char_boundary(end) {
                bail!(damaged());
            }
        }
        Ok(PartTexts { texts, ends })
    }

    /// The first conversations of customers, as far as the part knows.
    ///
    /// # Errors
    /// As [`OpenPart::texts`].
    pub fn first_conversations(&self) -> Result<Vec<FirstInPart>> {
        let customers: Vec<u32> = self.blocks.numbers("first/customers")?;
        let rows: Vec<u32> = self.blocks.numbers("first/rows")?;
        let created: Vec<i64> = self.blocks.numbers("first/created_at")?;
        if (customers.len(), customers.len()) != (rows.len(), created.len()) {
            bail!(self.blocks.damaged());
        }
        let of_customers = customers.into_iter().zip(rows).zip(created);
        Ok(of_customers
            .map(|((customer, row), created_at)| FirstInPart { customer, row, created_at })
            .collect())
    }

    /// The ids of its conversations.
    ///
    /// # Errors
    /// As [`OpenPart::texts`].
    pub fn ids(&self) -> Result<PartIds> {
        let codes = self.blocks.numbers("conversation/conversation_id")?;
        Ok(PartIds { codes, texts: self.texts(Domain::Conversation)? })
    }

    /// How often names of a domain are spelled in a way, by code.
    ///
    /// # Errors
    /// As [`OpenPart::texts`].
    pub fn names(&self, domain: Domain) -> Result<Vec<(u32, u64)>> {
        let counts: Vec<i64> = self.blocks.numbers(&format!("names/{domain:?}"))?;
        let (pairs, _) = counts.as_chunks::<2>();
        Ok(pairs.iter().map(|&[code, count]| (numbered(index(code)), count.cast_unsigned())).collect())
    }

    /// The addresses of the customers of its conversations, if it has any.
    ///
    /// # Errors
    /// As [`OpenPart::texts`].
    pub fn emails(&self) -> Result<Option<Texts>> {
        let ends = self.ends("emails/ends")?;
        if ends.is_empty() {
            return Ok(None);
        }
        let emails = Texts::of_stored(self.blocks.get("emails/bytes")?, ends);
        Ok(Some(emails.ok_or_else(|| self.blocks.damaged())?))
    }

    fn ends(&self, name: &str) -> Result<Vec<usize>> {
        let ends: Vec<i64> = self.blocks.numbers(name)?;
        Ok(ends.into_iter().map(|end| index(end.cast_unsigned())).collect())
    }

    /// The first chunk of which something happened at or after an instant; none: their number.
    pub fn chunk_since(&self, since: Option<i64>) -> usize {
        let chunks = &self.head.chunks;
        let is_met = |chunk: &FactChunk| since.is_none_or(|since| chunk.last >= since);
        chunks.iter().position(is_met).unwrap_or(chunks.len())
    }

    /// Puts the columns of kinds of facts into empty ones, of some chunks, codes as they are in the part; places of
    /// conversations count from the first of these.
    ///
    /// # Errors
    /// As [`OpenPart::texts`]; also if columns of a kind are not of one length.
    pub fn fill(&self, chunks: &Range<usize>, columns: &FactColumns, facts: &mut Facts) -> Result<()> {
        let Some(first) = self.head.chunks.get(chunks.start) else { return Ok(()) };
        for table in facts.stored() {
            let mut rows = None;
            for (column, values) in
                table.columns.into_iter().filter(|(column, _)| columns.has(table.name, column))
            {
                let name = format!("{}/{column}", table.name);
                let length = match values {
                    StoredColumn::Whole(values) => {
                        self.blocks.fill((&name, chunks), values)?;
                        values.len()
                    }
                    StoredColumn::Codes(values, _) | StoredColumn::Plain(values) => {
                        self.blocks.fill((&name, chunks), values)?;
                        values.len()
                    }
                };
                // A dimension that was not read has no values at all.
                if length > 0 && *rows.get_or_insert(length) != length {
                    bail!(self.blocks.damaged());
                }
            }
        }
        facts.move_places(u32::try_from(self.head.before(chunks.start))?, 0);
        facts.tags = self.tags(chunks)?;
        facts.put_dates(&self.head.facts, first, self.head.chunks.get(chunks.end));
        Ok(())
    }

    fn tags(&self, chunks: &Range<usize>) -> Result<Lists> {
        let (mut items, mut lengths): (Vec<u32>, Vec<u32>) = Default::default();
        self.blocks.fill(("tags/items", chunks), &mut items)?;
        self.blocks.fill(("tags/lengths", chunks), &mut lengths)?;
        let ends = lengths.into_iter().scan(0, |end, length| {
            *end += length as usize;
            Some(*end)
        });
        Ok(Lists::of_stored(items, ends.collect()).ok_or_else(|| self.blocks.damaged())?)
    }
}
