//! The facts of all parts of a run, with the codes of the run.

use super::open::{OpenPart, PartTexts};
use super::rest::RestReading;
use crate::account::RowSet;
use crate::dataset::{Dataset, Dictionary, Domain, TableName, DOMAINS, NONE};
use crate::facts::{ComparedBy, FactColumns, Facts, Spellings, StoredFacts, Wanted, TOUCHES};
use crate::fitting::numbered;
use anyhow::Result;
use chrono_tz::Tz;
use std::ops::Range;
use std::sync::Arc;

/// So many conversations, and not many more, are had at once: their facts find room in a processor's caches.
const PORTION: usize = 4_096;

/// The facts of all parts of a run.
pub struct UnitedParts {
    /// The parts.
    parts: Arc<Vec<OpenPart>>,
    portions: Vec<PartPortion>,
    /// The number of conversations of each portion.
    sizes: Vec<u32>,
    /// By part and domain the code of the run for each code.
    codes: Vec<[Vec<u32>; DOMAINS]>,
    /// The first conversations of their customers, by part.
    first: Vec<RowSet>,
    /// Conversations of which everything happened before this instant may be left out.
    since: Option<i64>,
    rest: RestOfParts,
}

/// What is read of the tables of parts that are not about conversations.
pub struct RestOfParts {
    /// What is wanted of them.
    pub wanted: Wanted,
    /// The zone whose midnights dates without a time of day are.
    pub zone: Tz,
    /// By part which files of the run its own are.
    pub files: Vec<Vec<u32>>,
}

/// Chunks of a part that are had together.
struct PartPortion {
    /// The place of the part.
    part: usize,
    chunks: Range<usize>,
}

impl StoredFacts for UnitedParts {
    fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    fn read(&self, portion: usize, columns: &FactColumns, facts: &mut Facts) -> Result<()> {
        let PartPortion { part: place, chunks } = &self.portions[portion];
        let part = &self.parts[*place];
        let chunks = part.chunk_since(self.since).clamp(chunks.start, chunks.end)..chunks.end;
        if chunks.is_empty() {
            return Ok(());
        }
        part.fill(&chunks, columns, facts)?;
        facts.recode(&self.codes[*place]);
        facts.mark_newcomers(&self.first[*place], part.head.before(chunks.start));
        Ok(())
    }

    fn leave_out_before(&mut self, since: Option<i64>, facts: &mut Facts) {
        self.since = since;
        for part in self.parts.iter() {
            let (head, from) = (&part.head, part.chunk_since(since));
            facts.pass_over(&head.chunks[..from], &head.facts, head.chunks.get(from));
        }
    }

    fn add_rest(&self, table: TableName, to: &mut Dataset) -> Result<()> {
        let RestOfParts { wanted, zone, files } = &self.rest;
        if !wanted.reads_of(table) {
            return Ok(());
        }
        for (part, files) in self.parts.iter().zip(files) {
            let reading = RestReading { blocks: &part.blocks, wanted, zone: *zone, files };
            if let Some(kept) = part.head.tables.get(&table) {
                let read = reading.table((table, kept), &mut to.dictionaries)?;
                to.tables[table as usize].append(table, read);
            }
        }
        Ok(())
    }

    fn compare(
        &self,
        columns: &FactColumns,
        dictionaries: &[Dictionary; DOMAINS],
        mut see: impl FnMut(&Facts, &ComparedBy, usize),
    ) -> Result<()> {
        let (mut facts, domains) = (Facts::default(), columns.domains());
        // What the other tables do not name is not looked for.
        let named = |texts: Option<&PartTexts>, domain: Domain| -> Vec<u32> {
            let texts = texts.into_iter().flat_map(PartTexts::iter);
            texts.map(|text| dictionaries[domain as usize].find(text).unwrap_or(NONE)).collect()
        };
        let looked_for = |codes: &[u32], by: &[u32]| -> Vec<u32> {
            codes.iter().map(|&code| by.get(code as usize).copied().unwrap_or(NONE)).collect()
        };
        // Orders, which follow touches, are joined by ids and addresses too.
        let are_of_orders = columns.has(TOUCHES, "conversation");
        let (mut emails, mut names, mut of_customers, mut of_ids) = (None, None, Vec::new(), Vec::new());
        for (number, PartPortion { part: place, chunks }) in self.portions.iter().enumerate() {
            let part = &self.parts[*place];
            if chunks.start == 0 {
                let texts = |domain| domains.contains(&domain).then(|| part.texts(domain)).transpose();
                of_customers = named(texts(Domain::Customer)?.as_ref(), Domain::Customer);
                names = texts(Domain::Conversation)?;
                of_ids = named(names.as_ref(), Domain::Conversation);
                if are_of_orders {
                    emails = part.emails()?;
                }
            }
            part.fill(chunks, columns, &mut facts)?;
            let own = &facts.conversations;
            let customers = looked_for(&own.customer, &of_customers);
            let (ids, codes) = (looked_for(&own.conversation_id, &of_ids), own.conversation_id.clone());
            facts.recode(&self.codes[*place]);
            let name = |row: usize| names.as_ref().and_then(|names| names.get(codes[row] as usize));
            let by = ComparedBy {
                ids: &ids,
                customers: &customers,
                id: &|row| name(row).unwrap_or_default(),
                emails: emails.as_ref().map(|emails| (emails, part.head.before(chunks.start))),
            };
            see(&facts, &by, number);
            facts.drop_rows();
        }
        Ok(())
    }
}

impl UnitedParts {
    /// Parts with the codes of the run, the first conversations of customers, and what else is read of them.
    pub fn new(
        parts: &Arc<Vec<OpenPart>>,
        codes: Vec<[Vec<u32>; DOMAINS]>,
        first: Vec<RowSet>,
        rest: RestOfParts,
    ) -> UnitedParts {
        let (mut portions, mut sizes) = (Vec::new(), Vec::new());
        for (part, OpenPart { head, .. }) in parts.iter().enumerate() {
            let mut start = 0;
            for end in 1..=head.chunks.len() {
                let size = head.before(end).saturating_sub(head.before(start));
                if size >= PORTION || end == head.chunks.len() {
                    portions.push(PartPortion { part, chunks: start..end });
                    sizes.push(numbered(size));
                    start = end;
                }
            }
        }
        UnitedParts { parts: Arc::clone(parts), portions, sizes, codes, first, since: None, rest }
    }

    /// Puts the codes that are shown in the place of others, once it is known how names are shown.
    pub fn show(&mut self, spellings: &Spellings) {
        for recoded in &mut self.codes {
            for (codes, shown) in recoded.iter_mut().zip(spellings) {
                let Some(shown) = shown else { continue };
                for code in codes {
                    *code = shown.get(*code as usize).copied().unwrap_or(*code);
                }
            }
        }
    }
}
