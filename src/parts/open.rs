//! One part that was opened: its blocks, and what they hold.

use super::blocks::Blocks;
use super::head::PartHead;
use crate::dataset::{Domain, Lists, Texts};
use crate::facts::{Facts, Grain, StoredColumn};
use anyhow::{bail, Result};
use std::path::{Path, PathBuf};

/// One part that was opened.
#[derive(Debug)]
pub struct OpenPart {
    /// Its blocks.
    pub blocks: Blocks,
    /// What it says of itself.
    pub head: PartHead,
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

    /// Takes the bytes of a part that is on no disk; `path` is what it is called.
    ///
    /// # Errors
    /// As [`OpenPart::open`].
    pub fn of_bytes(bytes: Vec<u8>, path: PathBuf) -> Result<OpenPart> {
        let (blocks, head) = Blocks::of_bytes(bytes, path)?;
        Ok(OpenPart { blocks, head })
    }

    /// What the codes of a domain mean.
    ///
    /// # Errors
    /// If the part is damaged.
    pub fn texts(&self, domain: Domain) -> Result<Vec<String>> {
        let bytes = self.blocks.get(&format!("texts/{domain:?}/bytes"))?;
        let mut texts = Vec::new();
        let mut rest = bytes.as_slice();
        for length in self.blocks.codes(&format!("texts/{domain:?}/lengths"))? {
            let Some((text, others)) = rest.split_at_checked(length as usize) else {
                bail!(self.blocks.damaged());
            };
            texts.push(String::from_utf8(text.to_vec()).map_err(|_| self.blocks.damaged())?);
            rest = others;
        }
        Ok(texts)
    }

    /// How often names of a domain are spelled in a way, by code.
    ///
    /// # Errors
    /// As [`OpenPart::texts`].
    pub fn names(&self, domain: Domain) -> Result<Vec<(u32, u64)>> {
        let counts = self.blocks.wholes(&format!("names/{domain:?}"))?;
        let (pairs, _) = counts.as_chunks::<2>();
        Ok(pairs.iter().map(|&[code, count]| (code as u32, count as u64)).collect())
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
        Ok(self.blocks.wholes(name)?.into_iter().map(|end| end as u64 as usize).collect())
    }

    /// Puts the columns of kinds of facts into empty ones, codes as they are in the part.
    ///
    /// # Errors
    /// As [`OpenPart::texts`]; also if columns of a kind are not of one length.
    pub fn fill(&self, is_read: impl Fn(Grain) -> bool, facts: &mut Facts) -> Result<()> {
        for table in facts.stored().into_iter().filter(|table| is_read(table.grain)) {
            let mut rows = None;
            for (column, values) in table.columns {
                let name = format!("{}/{column}", table.name);
                let length = match values {
                    StoredColumn::Whole(values) => {
                        *values = self.blocks.wholes(&name)?;
                        values.len()
                    }
                    StoredColumn::Codes(values, _) | StoredColumn::Plain(values) => {
                        *values = self.blocks.codes(&name)?;
                        values.len()
                    }
                };
                // A dimension that was not read has no values at all.
                if length > 0 && *rows.get_or_insert(length) != length {
                    bail!(self.blocks.damaged());
                }
            }
        }
        let tags = Lists::of_stored(self.blocks.codes("tags/items")?, self.ends("tags/ends")?);
        facts.tags = tags.ok_or_else(|| self.blocks.damaged())?;
        facts.put_dates(&self.head.facts);
        Ok(())
    }
}
