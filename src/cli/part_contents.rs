//! What was loaded for a part → what stands in its file.

use super::exports::spans;
use crate::dataset::schema::conversations::{CUSTOMER_EMAIL, UPDATED_AT};
use crate::dataset::{ColumnKind, Dataset, TableName, MISSING, UNDATED};
use crate::facts::{
    derive_part, holds, name_counts, put_people, unite_spellings, Grain, NameCounts, Rules, Wanted,
    DIMENSIONS,
};
use crate::load::Loaded;
use crate::parts::{
    GreatestInstant, PartAccount, PartContents, PartOrigin, PartPlace, Plan, RestTables, Terms,
};
use anyhow::Result;

/// Makes parts.
pub struct PartMaker<'a> {
    /// Under what facts are derived.
    pub rules: Rules,
    /// The plan of all parts, where there is one.
    pub plan: Option<&'a Plan>,
    /// Which facts are derived.
    pub wanted: Wanted,
    /// Threads that derive.
    pub threads: usize,
}

impl PartMaker<'_> {
    /// Makes a part.
    ///
    /// # Errors
    /// None that rows could cause.
    pub fn make(&self, loaded: Loaded, place: Option<PartPlace>) -> Result<PartContents> {
        let Loaded { mut dataset, aside: _, book, files, ignored: _ } = loaded;
        let (rules, has_sentiment) = (self.rules.clone(), self.wanted.sentiment);
        let (holds, greatest) = (holds(&dataset, &rules), greatest(&dataset, rules.as_of));
        let account = PartAccount { book, files, spans: spans(&dataset), absent: dataset.absent.clone() };
        let rest = RestTables::take(&mut dataset, rules.zone)?;
        if !rest.tables.is_empty() {
            // Their texts go with them.
            let texts = std::mem::take(&mut dataset.dictionaries);
            dataset.take_own_texts(&texts);
        }
        if let Some(plan) = self.plan {
            plan.put_people(&mut dataset);
        }
        let names = named(&mut dataset);
        let emails = dataset.texts(TableName::Conversations, CUSTOMER_EMAIL).cloned();
        let facts = derive_part(dataset, &rules, &self.wanted, self.threads);
        let terms = Terms::new(rules);
        let origin = PartOrigin { terms, place, holds, greatest, has_sentiment, account };
        Ok(PartContents { origin, facts, names, emails, rest })
    }
}

/// Every fact with all that can be told of it.
pub fn everything(has_sentiment: bool) -> Wanted {
    Wanted {
        grains: Grain::ALL.iter().copied().collect(),
        dimensions: DIMENSIONS.iter().map(|dimension| dimension.id).collect(),
        texts: true,
        sentiment: has_sentiment,
        ..Wanted::default()
    }
}

/// Names people as far as it is known here; how often names are spelled in a way before spellings are united.
fn named(dataset: &mut Dataset) -> NameCounts {
    put_people(dataset);
    let counts = name_counts(dataset);
    unite_spellings(dataset, &NameCounts::default());
    counts
}

/// The greatest instants of every column; when a row was last changed is none of their business.
fn greatest(dataset: &Dataset, as_of: i64) -> Vec<GreatestInstant> {
    let mut greatest = Vec::new();
    for table in TableName::ALL {
        for column in table.schema().columns {
            if !matches!(column.kind, ColumnKind::Instant) || column.name == UPDATED_AT {
                continue;
            }
            let instants = dataset.whole(table, column.name).iter().copied();
            let known = instants.filter(|&at| at != MISSING && at != UNDATED);
            let Some(of_all) = known.clone().max() else { continue };
            let so_far = known.filter(|&at| at <= as_of).max();
            greatest.push(GreatestInstant { table, column: column.name.to_owned(), of_all, so_far });
        }
    }
    greatest
}
