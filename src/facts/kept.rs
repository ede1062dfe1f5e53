//! Facts of some conversations as they are kept in a file and brought together with those of others.

use super::calls::name_channel;
use super::columns::{self, StoredColumn, StoredTable};
use super::compared::{FactComparison, FoundFacts};
use super::compared_by::ComparedBy;
use super::kernel::{add_alone, fold_portions, Portions};
use super::left_out::LeftOutCases;
use super::unused::Unused;
use super::{Conversations, FactChunk, FactColumns, Facts, Grain, Rules, Source, Wanted, NEW_CUSTOMER};
use crate::account::counts::grow;
use crate::account::words::{self, Word};
use crate::account::{Book, RowSet};
use crate::dataset::{DataTable, Dataset, DateRows, Dictionary, Domain, TableName, DOMAINS, MISSING, NONE};
use crate::fitting::index;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is kept of facts beside their columns.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct FactsBeside {
    dates: Vec<DatedRows>,
    left_out: BTreeMap<Unused, LeftOutCases>,
    #[serde(deserialize_with = "words::counts")]
    derivation: BTreeMap<Word, u64>,
    untold: Vec<Source>,
    book: Book,
}

/// Which rows are placed by a date without a time of day.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct DatedRows {
    grain: String,
    moment: String,
    /// From one row to before another.
    runs: Vec<(usize, usize)>,
}

/// A moment of a kind of fact.
type DatedMoment = (Grain, &'static str);

/// Facts of conversations in files, a portion each.
pub trait StoredFacts: Sync {
    /// How many conversations each portion has.
    fn sizes(&self) -> &[u32];

    /// Puts the facts of a portion into empty ones; codes are those of the run, places count from the portion's first
    /// conversation.
    ///
    /// # Errors
    /// If they can't be read.
    fn read(&self, portion: usize, columns: &FactColumns, facts: &mut Facts) -> Result<()>;

    /// Leaves out conversations of which everything happened before an instant; `facts` keep what is known of them.
    fn leave_out_before(&mut self, since: Option<i64>, facts: &mut Facts);

    /// Adds what is wanted of a table that is not about conversations to a dataset.
    ///
    /// # Errors
    /// If it can't be read.
    fn add_rest(&self, table: TableName, to: &mut Dataset) -> Result<()>;

    /// Hands the facts of each portion to `see`, one after the other, with what they are compared by and the portion's
    /// number: codes are those of the dictionaries given.
    ///
    /// # Errors
    /// If they can't be read.
    fn compare(
        &self,
        columns: &FactColumns,
        dictionaries: &[Dictionary; DOMAINS],
        see: impl FnMut(&Facts, &ComparedBy, usize),
    ) -> Result<()>;
}

/// Stored facts as they are had for folding.
pub struct StoredConversations<S> {
    stored: S,
    wanted: Wanted,
    columns: FactColumns,
    /// The number of conversations before each portion.
    before: Vec<u32>,
    /// Facts found by comparing all, until those of their conversations are had.
    found: FoundFacts,
    /// Whether the facts at hand were told of what is known only when all conversations were gone through.
    is_told: bool,
}

impl<S: StoredFacts> StoredConversations<S> {
    /// The facts that belong to no conversation, at once, and all others where they are stored: without conversations of
    /// which everything happened before an instant. The dataset holds the tables with names, and what codes mean.
    ///
    /// # Errors
    /// If they can't be read.
    pub fn begin(
        mut stored: S,
        mut dataset: Dataset,
        (rules, wanted): (&Rules, &Wanted),
        since: Option<i64>,
    ) -> Result<(Facts, StoredConversations<S>)> {
        let mut facts = Facts::begun(wanted);
        stored.leave_out_before(since, &mut facts);
        let mut before = Vec::with_capacity(stored.sizes().len());
        let mut all = 0u32;
        for size in stored.sizes() {
            before.push(all);
            all = all.saturating_add(*size);
        }
        // One after the other, so that few of them stand there as rows: first those that do already, views, the most, last.
        let rest = TableName::ALL.into_iter().filter(|table| !table.is_of_conversations());
        let (named, others): (Vec<_>, Vec<_>) = rest.partition(|table| table.holds_names());
        for table in named.into_iter().chain(others.into_iter().rev()) {
            if !table.holds_names() {
                stored.add_rest(table, &mut dataset)?;
            }
            add_alone(table, &mut dataset, (rules, wanted), &mut facts);
            if let Some(mut comparison) =
                FactComparison::begin(table, (&dataset, &mut facts), (rules, wanted))
            {
                let columns = FactColumns::compared(wanted, table);
                stored.compare(&columns, &dataset.dictionaries, |portion, by, number| {
                    comparison.meet(portion, by, before[number]);
                })?;
                comparison.finish(&mut facts);
            }
            dataset.tables[table as usize] = DataTable::default();
            // Figures know no call and no conversation by its id.
            for domain in [Domain::Call, Domain::Conversation].into_iter().filter(|_| wanted.is_folded) {
                dataset.dictionaries[domain as usize] = Dictionary::default();
            }
        }
        let found = FoundFacts::take(&mut facts);
        facts.dictionaries = dataset.dictionaries;
        name_channel(&mut facts);
        if wanted.is_folded && !wanted.tells_apart_by(Domain::Customer) {
            facts.dictionaries[Domain::Customer as usize] = Dictionary::default();
        }
        let (wanted, columns) = (wanted.clone(), FactColumns::of(wanted));
        Ok((facts, StoredConversations { stored, wanted, columns, before, found, is_told: false }))
    }

    /// Adds all of them to facts of no conversation, at once.
    ///
    /// # Errors
    /// If they can't be read.
    pub fn add_to(&self, facts: &mut Facts) -> Result<()> {
        let mut one = Facts::default();
        for ((portion, &before), &size) in self.before.iter().enumerate().zip(self.stored.sizes()) {
            self.make(portion, &mut (), &mut one)?;
            one.move_places(0, before);
            columns::append((&mut facts.sources, &mut one.sources), (index(before), index(size)));
            facts.tags.append_from(index(before), &one.tags);
            facts.append(&mut one);
        }
        Ok(())
    }
}

impl<S: StoredFacts> Conversations for StoredConversations<S> {
    fn each<T: Send>(
        &mut self,
        facts: &mut Facts,
        shares: &mut [T],
        fold: impl Fn(&Facts, u32, &mut T) + Sync,
    ) -> Result<()> {
        let told = fold_portions(&*self, &self.wanted, shares, fold)?;
        if !std::mem::replace(&mut self.is_told, true) {
            facts.hear(told);
        }
        Ok(())
    }
}

impl<S: StoredFacts> Portions for StoredConversations<S> {
    type Desk = ();

    fn count(&self) -> usize {
        self.before.len()
    }

    fn before(&self, portion: usize) -> u32 {
        self.before[portion]
    }

    fn make(&self, portion: usize, (): &mut (), facts: &mut Facts) -> Result<()> {
        self.stored.read(portion, &self.columns, facts)?;
        self.found.put((self.before[portion], self.stored.sizes()[portion]), facts);
        Ok(())
    }
}

impl Facts {
    /// A row in every table, so that columns can be told apart by where they stand.
    pub fn with_a_row_each() -> Facts {
        let mut facts = Facts::default();
        for (_, column) in facts.stored_tables().into_iter().flat_map(|table| table.columns) {
            match column {
                StoredColumn::Whole(values) => values.push(MISSING),
                StoredColumn::Codes(values, _) | StoredColumn::Plain(values) => values.push(NONE),
            }
        }
        facts
    }

    /// The columns that are kept, where they are stored: those of conversations and of what belongs to them.
    pub fn stored(&mut self) -> Vec<StoredTable<'_>> {
        let mut tables = self.stored_tables();
        tables.retain(|table| {
            let kind = table.grain.table();
            kind.is_of_conversations() && (kind.compares.is_empty() || table.name != kind.name)
        });
        tables
    }

    /// What is kept beside the columns; the untold and the book are taken out.
    pub fn beside(&mut self) -> FactsBeside {
        let mut dates = Vec::new();
        for ((grain, moment), rows) in &self.placed_by_date {
            let runs = runs(rows);
            dates.push(DatedRows {
                grain: grain.table().name.to_owned(),
                moment: (*moment).to_owned(),
                runs,
            });
        }
        FactsBeside {
            dates,
            left_out: std::mem::take(&mut self.left_out_cases),
            derivation: std::mem::take(&mut self.derivation),
            untold: std::mem::take(&mut self.untold),
            book: std::mem::take(&mut self.book),
        }
    }

    /// Marks which rows are placed by dates, of those from a chunk on to before another, if there is one.
    pub fn put_dates(&mut self, beside: &FactsBeside, from: &FactChunk, until: Option<&FactChunk>) {
        for (moment, runs) in beside.dated() {
            let (grain, mut rows) = (moment.0, DateRows::default());
            let table = grain.table().name;
            let (first, end) = (from.first(table), until.map_or(usize::MAX, |until| until.first(table)));
            let dated = runs.iter().flat_map(|&(from, to)| from.max(first)..to.min(end));
            dated.for_each(|row| rows.mark(row - first));
            self.placed_by_date.insert(moment, rows);
        }
    }

    /// Notes what chunks hold that are not read: all before one, of facts that these are kept beside.
    pub fn pass_over(&mut self, chunks: &[FactChunk], beside: &FactsBeside, until: Option<&FactChunk>) {
        for chunk in chunks {
            for (table, range) in &chunk.placed {
                if let Some(grain) = Grain::named(table) {
                    self.folded.widen(grain, *range);
                }
            }
        }
        self.folded.count_dates(beside.dates_before(until).into_iter());
    }

    /// Adds what is known of facts of others, and counts what the figures wanted leave out.
    pub fn hear_of(&mut self, others: &[FactsBeside], (wanted, files): (&Wanted, &[String])) {
        for beside in others {
            self.add_left_out(&beside.left_out, files);
            for (&kind, count) in beside.derivation.iter().filter(|_| wanted.is_of_conversations()) {
                grow(self.derivation.entry(kind).or_default(), *count);
            }
        }
        self.count_left_out(wanted);
    }

    /// Puts other codes in the place of all: by domain, then by the code that stands there.
    pub fn recode(&mut self, codes: &[Vec<u32>; DOMAINS]) {
        let recoded = |code: u32, domain: Domain| codes[domain as usize].get(code as usize).copied();
        for table in self.stored_tables() {
            for (_, column) in table.columns {
                if let StoredColumn::Codes(values, domain) = column {
                    values.iter_mut().for_each(|code| *code = recoded(*code, domain).unwrap_or(NONE));
                }
            }
        }
        self.tags.recode(|code| recoded(code, Domain::Tag).unwrap_or(NONE));
    }

    /// Says which conversations are the first of their customers: `first` counts them with so many that are not here.
    pub fn mark_newcomers(&mut self, first: &RowSet, before: usize) {
        for (row, flags) in (before..).zip(&mut self.conversations.flags) {
            *flags &= !NEW_CUSTOMER.mask;
            if first.contains(row as u64) {
                *flags |= NEW_CUSTOMER.mask;
            }
        }
    }
}

impl FactsBeside {
    /// Rows that a moment places by a date.
    fn dated(&self) -> impl Iterator<Item = (DatedMoment, &[(usize, usize)])> {
        self.dates.iter().filter_map(|DatedRows { grain, moment, runs }| {
            let grain = Grain::named(grain)?;
            let moment = grain.table().moments.iter().find(|own| own.name == *moment)?;
            Some(((grain, moment.name), runs.as_slice()))
        })
    }

    /// How many rows before a chunk, or of all, each moment places by a date.
    fn dates_before(&self, chunk: Option<&FactChunk>) -> Vec<(DatedMoment, usize)> {
        let mut counts = Vec::new();
        for (moment, runs) in self.dated() {
            let first = chunk.map_or(usize::MAX, |chunk| chunk.first(moment.0.table().name));
            counts.push((moment, runs.iter().map(|(from, to)| (*to).min(first).saturating_sub(*from)).sum()));
        }
        counts
    }

    /// What became of the rows since they were read.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Calls a file that rows were read from otherwise.
    pub fn rename(&mut self, file: &str, name: &str) {
        self.book.rename(file, name);
        self.left_out.values_mut().for_each(|cases| cases.rename(file, name));
    }

    /// What nothing of was read in any of several.
    pub fn untold_in_all(several: &[FactsBeside]) -> Vec<Source> {
        let Some((first, others)) = several.split_first() else { return Vec::new() };
        let is_untold = |source: &&Source| others.iter().all(|other| other.untold.contains(source));
        first.untold.iter().filter(is_untold).copied().collect()
    }
}

/// Runs of rows that follow each other.
fn runs(rows: &DateRows) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for row in rows.rows() {
        match runs.last_mut() {
            Some((_, to)) if *to == row => *to += 1,
            Some(_) | None => runs.push((row, row + 1)),
        }
    }
    runs
}
