//! The facts of all parts of a run, with the codes of the run.

use super::open::OpenPart;
use crate::account::RowSet;
use crate::dataset::schema::conversations::{CONVERSATION_ID, CUSTOMER_EMAIL, CUSTOMER_ID};
use crate::dataset::{Data, DataTable, Dataset, TableName, Texts, DOMAINS};
use crate::facts::{FactColumns, Facts, Spellings, StoredFacts};
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
    /// The first conversations of their customers, by part.
    first: Vec<RowSet>,
    /// Conversations of which everything happened before this instant may be left out.
    since: Option<i64>,
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
}

impl UnitedParts {
    /// Parts with the codes of the run, and the first conversations of customers.
    pub fn new(
        parts: &Arc<Vec<OpenPart>>,
        codes: Vec<[Vec<u32>; DOMAINS]>,
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
        UnitedParts { parts: Arc::clone(parts), portions, sizes, codes, first, since: None }
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

    /// Leaves out conversations of which everything happened before an instant; `facts` keep what is known of them.
    pub fn leave_out_before(&mut self, since: Option<i64>, facts: &mut Facts) {
        self.since = since;
        for part in self.parts.iter() {
            let (head, from) = (&part.head, part.chunk_since(since));
            facts.pass_over(&head.chunks[..from], &head.facts, head.chunks.get(from));
        }
    }

    /// What orders are joined to conversations by: their ids, customers and addresses, for the facts of all parts.
    ///
    /// # Errors
    /// If a part is damaged.
    pub fn joined(&self, facts: &Facts, dataset: &mut Dataset) -> Result<()> {
        let schema = TableName::Conversations.schema();
        let rows = facts.conversations.created_at.len();
        let mut emails = Texts::default();
        for part in self.parts.iter() {
            match part.emails()? {
                Some(own) => emails.append(&own, |byte| byte),
                None => (0..part.head.conversations).for_each(|_| emails.push(None)),
            }
        }
        let mut table = DataTable { rows, ..DataTable::default() };
        table.columns.resize_with(schema.columns.len(), || None);
        for (name, data) in [
            (CONVERSATION_ID, Data::Codes(facts.conversations.conversation_id.clone())),
            (CUSTOMER_ID, Data::Codes(facts.conversations.customer.clone())),
            (CUSTOMER_EMAIL, Data::Texts(emails)),
        ] {
            if let Some(place) = schema.column(name).filter(|_| data.len() == rows) {
                table.columns[place] = Some(data);
            }
        }
        dataset.tables[TableName::Conversations as usize] = table;
        Ok(())
    }
}
