//! Puts the rows of blocks behind each other, in the order of the file, under the codes of the dataset.

use super::batch::RowBatch;
use super::dictionaries::{Dictionaries, LOCAL};
use super::pending::PlacedBlock;
use super::plan::Plan;
use super::{questions, scoring};
use crate::account::counts::add;
use crate::account::{Book, ProblemKind, RowSet, Spot};
use crate::advice::Advised;
use crate::archive::{AsideRows, RowsAside};
use crate::dataset::schema::conversations::{CUSTOMER_ID, LANGUAGE};
use crate::dataset::{ConversationCodes, Data, DataTable, DateRows, Dictionary, Domain, TableName, NONE};
use crate::source::found::findings::{Finding, Findings};
use crate::verdicts::KnownLanguages;
use std::collections::BTreeMap;

/// The tables being filled.
#[derive(Default)]
pub struct TableStore {
    /// How often names stand in rows that were united with others.
    pub dropped: BTreeMap<(Domain, u32), u64>,
    /// Rows that there is no room for.
    pub aside: Option<RowsAside>,
    /// Tables and the files they come from; the dictionaries stand apart.
    pub tables: [DataTable; TableName::ALL.len()],
    /// What became of the rows.
    pub book: Book,
    /// Places of the files whose rows of one call id are legs.
    pub leg_files: Vec<u32>,
    /// Tables and places of the files whose equal rows are one.
    pub once_files: Vec<(TableName, u32)>,
    /// Places of the files whose conversations say something themselves, and the id of the message that is made of it.
    pub opening_files: Vec<(u32, String)>,
    /// Which language conversations are said to be in.
    pub languages: ConversationCodes,
    /// Whose conversations are, where roles of authors are asked for.
    pub customers: ConversationCodes,
    /// Whether they are: whom nobody knows is told by whose the conversation is.
    pub asks_roles: bool,
    /// Records of the file being read that its plans pass over, an entry a plan.
    pub passed: Vec<RowSet>,
    /// Tables and places of the files whose rows of one key are parts of one row.
    pub part_files: Vec<(TableName, u32)>,
}

impl TableStore {
    /// Puts rows of tables aside where there is no room for them.
    pub fn relieve(&mut self, tables: &[TableName], dictionaries: &Dictionaries) {
        if self.aside.is_some() && tables.contains(&TableName::Conversations) {
            self.remember();
        }
        if let Some(aside) = &mut self.aside {
            let ids = dictionaries.read(Domain::Conversation);
            for &table in tables {
                aside.relieve(table, &mut self.tables, &ids);
            }
            let rows = self.tables[TableName::Conversations as usize].rows;
            self.languages.keep(rows);
            self.customers.keep(rows);
        }
    }

    /// Remembers of the conversations at hand what later rows are told by.
    pub fn remember(&mut self) {
        let conversations = &self.tables[TableName::Conversations as usize];
        self.languages.learn(conversations, LANGUAGE);
        if self.asks_roles {
            self.customers.learn(conversations, CUSTOMER_ID);
        }
    }

    /// Goes on only while the disk takes the rows that there is no room for.
    ///
    /// # Errors
    /// If it does not.
    pub fn check_room(&self) -> Result<(), Advised> {
        self.aside.as_ref().and_then(RowsAside::refusal).map_or(Ok(()), Err)
    }

    /// All rows put aside, with those that still stand in the tables, where there are any.
    pub fn take_aside(&mut self, dictionaries: &Dictionaries) -> Option<AsideRows> {
        let mut rows = self.aside.take().filter(RowsAside::has_rows)?;
        let ids = dictionaries.read(Domain::Conversation);
        for table in TableName::ALL {
            rows.take(table, &mut self.tables[table as usize], &ids);
        }
        Some(AsideRows { rows, repeating: self.once_files.clone(), legs: self.leg_files.clone() })
    }
}

/// A file being read.
#[derive(Clone, Copy)]
pub struct PlannedFile<'a> {
    /// Its place in the dataset.
    pub place: u32,
    /// Its name.
    pub name: &'a str,
    /// How its records become rows, one plan a table.
    pub plans: &'a [Plan],
    /// The dictionaries so far.
    pub dictionaries: &'a Dictionaries,
}

/// Blocks that room is made for at most where rows may be put aside.
const ROOM_AHEAD: f64 = 256.0;

/// Takes the rows of one file.
pub struct Intake<'a> {
    store: &'a mut TableStore,
    file: PlannedFile<'a>,
    /// Row number of the next block's first record.
    first_row: u64,
}

impl<'a> Intake<'a> {
    /// Begins a file whose first record is row `first_row`.
    pub fn new(store: &'a mut TableStore, file: PlannedFile<'a>, first_row: u64) -> Self {
        Intake { store, file, first_row }
    }

    /// Tells a finished batch what was found out about its records before they reached it.
    pub fn note_found(&self, batch: &mut RowBatch, findings: &mut Findings) {
        for (finding, row) in findings.take_before(self.first_row + batch.records) {
            let number = row.saturating_sub(self.first_row);
            batch.note_found(number, finding);
            if let Some(text) = findings.take_text(row) {
                batch.rejects.give_text(number, text);
            }
        }
        batch.settle_repaired();
    }

    /// Notes that the file ends with half a record.
    pub fn note_cut(&mut self) {
        let Some(plan) = self.file.plans.first() else { return };
        let table = plan.table.schema().name;
        let (outcome, trouble) = (Finding::Cut.outcome(), Finding::Cut.trouble());
        let kind = ProblemKind { outcome, table, column: String::new(), trouble };
        add(&mut self.store.book.counts.rows, table, 1);
        let spot = Spot { file: self.file.name.to_owned(), row: self.first_row, value: None };
        self.store.book.note_rows(kind, [spot].into_iter());
    }

    /// Adds a finished batch; room is made for `times` times its rows.
    pub fn append(&mut self, at: usize, batch: &mut RowBatch, times: f64) {
        let times = if self.store.aside.is_some() { times.min(ROOM_AHEAD) } else { times };
        let recoded = self.recode(&batch.locals, times);
        let plan = &self.file.plans[at];
        if let Some(scorer) = &plan.scorer {
            self.store.remember();
            let known = KnownLanguages {
                languages: &self.store.languages,
                names: &self.file.dictionaries.read(Domain::Language),
            };
            let of_dataset = |code| of_dataset(code, &recoded[Domain::Conversation as usize]);
            scoring::score(plan, batch, scorer, &|conversation| known.of(of_dataset(conversation)));
        }
        if plan.first_questions {
            questions::thin(plan, batch);
        }
        let table = &mut self.store.tables[plan.table as usize];
        let schema = plan.table.schema();
        table.columns.resize_with(schema.columns.len(), || None);
        for (column, data) in plan.columns.iter().zip(&batch.columns).filter(|(column, _)| column.is_kept) {
            let kind = schema.columns[column.place].kind;
            let own = table.columns[column.place].get_or_insert_with(|| Data::new(kind));
            own.pad(table.rows - own.len());
            own.reserve(data, times);
            let domain = column.reader.domain().map_or(0, |domain| domain as usize);
            if recoded[domain].is_empty() {
                own.append(data, |code| code);
            } else {
                own.append(data, |code| of_dataset(code, &recoded[domain]));
            }
        }
        let dated = plan.columns.iter().zip(&batch.dates);
        for (column, dates) in dated.filter(|(column, dates)| column.is_kept && !dates.is_empty()) {
            table.dates.resize_with(schema.columns.len(), DateRows::default);
            table.dates[column.place].append(dates, table.rows);
        }
        for run in batch.numbers.chunk_by(|number, next| number + 1 == *next) {
            table.origins.note(table.rows, self.file.place, self.first_row + run[0]);
            table.rows += run.len();
        }
        self.account(at, batch);
        self.first_row += batch.records;
        // Rows of other plans are put right when their file is read.
        if !plan.is_settled_at_end() {
            let is_alone = self.file.plans.len() == 1 && !plan.table.is_of_conversations();
            let tables = if is_alone { &TableName::ALL[..] } else { &[plan.table] };
            self.store.relieve(tables, self.file.dictionaries);
        }
    }

    /// As [`TableStore::check_room`].
    ///
    /// # Errors
    /// The same.
    pub fn check_room(&self) -> Result<(), Advised> {
        self.store.check_room()
    }

    /// Notes what became of the records of a batch.
    fn account(&mut self, at: usize, batch: &mut RowBatch) {
        let plan = &self.file.plans[at];
        let schema = plan.table.schema();
        let book = &mut self.store.book;
        let counts = &mut book.counts;
        add(&mut counts.rows, schema.name, batch.rows + batch.lost);
        add(&mut counts.rejected, schema.name, batch.rejected + batch.lost);
        add(&mut counts.set_aside, schema.name, batch.set_aside);
        for (name, count) in &batch.no_rows {
            add(&mut counts.set_aside, name, *count);
        }
        if !batch.repaired.is_empty() {
            let rows = batch.repaired.iter().map(|number| self.first_row + number);
            book.repair(schema.name, self.file.name, rows);
        }
        if !batch.passed.is_empty() {
            self.store.passed.resize_with(self.file.plans.len(), RowSet::default);
            let own = &mut self.store.passed[at];
            for number in &batch.passed {
                own.insert(self.first_row + number);
            }
        }
        let block = PlacedBlock { plan, file: self.file.name, first_row: self.first_row };
        batch.rejects.settle(&block, book);
        batch.pending.settle(&block, &mut book.problems);
    }

    /// The dataset's codes of the texts of a batch; those that are new are added.
    fn recode(&self, locals: &[Dictionary], times: f64) -> Vec<Vec<u32>> {
        let mut recoded = vec![Vec::new(); locals.len()];
        for (domain, local) in locals.iter().enumerate().filter(|(_, local)| !local.is_empty()) {
            let mut own = self.file.dictionaries.write(domain);
            own.reserve(local, times);
            recoded[domain] = local.texts().map(|text| own.intern(text)).collect();
        }
        recoded
    }

    /// Ends the file: every column has as many values as its table rows.
    pub fn finish(self) {
        for plan in self.file.plans {
            let table = &mut self.store.tables[plan.table as usize];
            for data in table.columns.iter_mut().flatten() {
                data.pad(table.rows - data.len());
            }
        }
    }
}

/// The dataset's code for one of a block, whose own texts have become `recoded`.
#[inline]
fn of_dataset(code: u32, recoded: &[u32]) -> u32 {
    // The code of nothing has every bit set, the one of local codes too.
    if code == NONE || code & LOCAL == 0 {
        return code;
    }
    recoded[(code & !LOCAL) as usize]
}
