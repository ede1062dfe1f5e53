//! The facts of all parts of a run, with the codes of the run.

use super::open::OpenPart;
use crate::account::RowSet;
use crate::dataset::{Domain, DOMAINS, NONE};
use crate::facts::{ComparedBy, FactColumns, Facts, Spellings, StoredFacts, TOUCHES};
use crate::fitting::numbered;
use anyhow::Result;
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
    /// By part what conversations are compared by; none where they are not.
    looked_for: Vec<LookedForCodes>,
    /// The first conversations of their customers, by part.
    first: Vec<RowSet>,
    /// Conversations of which everything happened before this instant may be left out.
    since: Option<i64>,
}

/// By code of a part the code under which something is looked for; [`NONE`]: it is not.
pub struct LookedForCodes {
    /// Of customers.
    pub customers: Vec<u32>,
    /// Of the ids of conversations.
    pub ids: Vec<u32>,
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

    fn compare(
        &mut self,
        columns: &FactColumns,
        mut see: impl FnMut(&Facts, &ComparedBy, usize),
    ) -> Result<()> {
        let (mut facts, all_looked_for) = (Facts::default(), std::mem::take(&mut self.looked_for));
        let looked_for = |codes: &[u32], by: &[u32]| -> Vec<u32> {
            codes.iter().map(|&code| by.get(code as usize).copied().unwrap_or(NONE)).collect()
        };
        // Orders, which follow touches, are joined by ids and addresses too.
        let are_of_orders = columns.has(TOUCHES, "conversation");
        let (mut emails, mut names) = (None, None);
        for (number, PartPortion { part: place, chunks }) in self.portions.iter().enumerate() {
            let part = &self.parts[*place];
            if are_of_orders && chunks.start == 0 {
                (emails, names) = (part.emails()?, Some(part.texts(Domain::Conversation)?));
            }
            part.fill(chunks, columns, &mut facts)?;
            let (own, by) = (&facts.conversations, &all_looked_for[*place]);
            let customers = looked_for(&own.customer, &by.customers);
            let (ids, codes) = (looked_for(&own.conversation_id, &by.ids), own.conversation_id.clone());
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
    /// Parts with the codes of the run and those that are looked for, and the first conversations of customers.
    pub fn new(
        parts: &Arc<Vec<OpenPart>>,
        (codes, looked_for): (Vec<[Vec<u32>; DOMAINS]>, Vec<LookedForCodes>),
        first: Vec<RowSet>,
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
        UnitedParts { parts: Arc::clone(parts), portions, sizes, codes, looked_for, first, since: None }
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
