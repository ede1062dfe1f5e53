//! Reads the files of a run into one store, in an order that lets later files find the ids of earlier ones.

use super::dictionaries::Dictionaries;
use super::file::{FileForm, KnownFile};
use super::intake::TableStore;
use super::layout::place_of;
use super::options::{FedTable, FileRecord, LoadOptions, Loaded};
use super::plan::Plan;
use super::unread::UnreadRows;
use super::{evidence, merge, openings, questions, roles};
use crate::account::counts::{add, Counts};
use crate::account::Book;
use crate::archive::RowsAside;
use crate::dataset::schema::people;
use crate::dataset::{DataTable, Dataset, Origins, TableName};
use crate::fitting::numbered;
use crate::profile::catalog::Catalog;
use crate::profile::recognise::Recognised;
use crate::source::json::{self};
use crate::values::DayOrder;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};

/// A file to be read, and what it is taken for.
pub struct RecognisedFile {
    /// The file.
    pub known: KnownFile,
    /// The tables it feeds.
    pub recognised: Vec<Recognised>,
}

/// A file being read, among all.
pub struct FileAtHand<'f> {
    /// Its place in the dataset.
    pub place: u32,
    /// Its name.
    pub name: &'f str,
    /// How many files feed each table.
    pub feeding: &'f [usize],
}

/// Reads recognised files one by one.
pub struct Loader<'a> {
    /// How to load.
    pub options: &'a LoadOptions,
    pub(super) catalog: &'a Catalog,
    pub(super) store: TableStore,
    /// The texts met so far.
    pub dictionaries: Dictionaries,
    dataset: Dataset,
    /// How many archives feed each table.
    archived: [usize; TableName::ALL.len()],
}

impl<'a> Loader<'a> {
    /// A loader that has read nothing yet.
    pub fn new(options: &'a LoadOptions, catalog: &'a Catalog) -> Loader<'a> {
        Loader {
            options,
            catalog,
            store: TableStore {
                book: Book::telling(options.rejects.clone()),
                aside: options.aside.as_ref().map(RowsAside::new),
                ..TableStore::default()
            },
            dictionaries: Dictionaries::default(),
            dataset: Dataset::default(),
            archived: [0; TableName::ALL.len()],
        }
    }

    /// Adds what was read of an archive, before any file is read.
    pub fn add_archive(&mut self, record: &FileRecord, tables: BTreeMap<TableName, DataTable>) {
        let place = numbered(self.dataset.files.len());
        self.dataset.files.push(record.name.clone());
        for fed in &record.tables {
            self.archived[fed.table as usize] += 1;
            add(&mut self.store.book.counts.rows, fed.table.schema().name, fed.rows);
        }
        for (table, mut rows) in tables {
            if rows.rows > 0 {
                rows.origins = Origins::of_one_file(place);
            }
            self.store.tables[table as usize].append(table, rows);
        }
        self.store.relieve(&TableName::ALL, &self.dictionaries);
        self.store.book.counts.files += 1;
    }

    /// Counts rows of the archive added last that need not be read, and keeps what is known of them.
    pub fn pass_over(&mut self, unread: UnreadRows) {
        for (table, count) in unread.rows {
            add(&mut self.store.book.counts.used, table.schema().name, count);
        }
        for (reason, count) in unread.excluded {
            add(&mut self.store.book.counts.excluded, reason, count);
        }
        for (name, count) in unread.names {
            *self.store.dropped.entry(name).or_default() += count;
        }
        let file = numbered(self.dataset.files.len() - 1);
        self.dataset.passed_over.created.extend(unread.created.map(|created| (file, created)));
        for (customer, (at, id)) in unread.first {
            self.dataset.passed_over.meet(customer, at, &id);
        }
    }

    /// Reads the files, those with conversations first: the others then find their ids known.
    pub fn read_all(&mut self, mut files: Vec<RecognisedFile>) -> Result<Vec<FileRecord>> {
        self.ask_values(&mut files)?;
        let mut feeding = self.archived;
        for file in &files {
            for table in TableName::ALL.into_iter().filter(|table| feeds(&file.recognised, *table)) {
                feeding[table as usize] += 1;
            }
        }
        let archives = self.dataset.files.len();
        self.dataset.files.extend(files.iter().map(|file| file.known.file.name.clone()));
        let mut mappings = files.iter().flat_map(|file| &file.recognised).map(|one| &one.mapping);
        self.store.asks_roles = mappings.any(roles::asks);
        // Rows that tell parts of others, or count only beside others, are put together when all are read.
        if files.iter().flat_map(|file| &file.recognised).any(|one| one.mapping.parts || one.mapping.opening)
        {
            self.store.aside = None;
        }
        let mut files: Vec<_> = (archives..).zip(files).collect();
        // People first: the roles of authors come from them.
        files.sort_by_key(|(_, RecognisedFile { recognised, .. })| {
            (!feeds(recognised, TableName::People), !feeds(recognised, TableName::Conversations))
        });
        let mut records = Vec::new();
        for (place, RecognisedFile { known, recognised }) in files {
            let name = known.file.name.clone();
            for mapping in recognised.iter().map(|one| &one.mapping) {
                self.store.leg_files.extend(mapping.legs.then_some(numbered(place)));
                self.store.part_files.extend(mapping.parts.then_some((mapping.into, numbered(place))));
                self.store.opening_files.extend(openings::of(mapping).map(|id| (numbered(place), id)));
                self.store.once_files.extend(mapping.once.then_some((mapping.into, numbered(place))));
            }
            let mut record = self.record(&known, &recognised);
            let before = self.store.book.counts.rows.clone();
            let file = FileAtHand { place: numbered(place), name: &name, feeding: &feeding };
            let read = self.read(&file, known, recognised)?;
            self.store.relieve(&TableName::ALL, &self.dictionaries);
            self.store.check_room()?;
            record.tables = read;
            for table in &mut record.tables {
                let name = table.table.schema().name;
                table.rows = rows_of(&self.store.book.counts.rows, name) - rows_of(&before, name);
            }
            self.store.book.counts.files += 1;
            records.push((place, record));
        }
        records.sort_by_key(|(place, _)| *place);
        Ok(records.into_iter().map(|(_, record)| record).collect())
    }

    /// Tries what the files are taken for on their values, and notes what that decides.
    fn ask_values(&mut self, files: &mut [RecognisedFile]) -> Result<()> {
        let mut of_run = DayOrder::Iso;
        for file in files.iter_mut() {
            let name = file.known.file.name.clone();
            let decisions =
                named(&name, evidence::decide(&mut file.known, &mut file.recognised, self.options))?;
            self.note_decisions(&name, decisions);
            of_run = evidence::day_order(&file.recognised, of_run);
        }
        let recognised = files.iter_mut().map(|file| (file.known.file.name.as_str(), &mut file.recognised));
        for (name, decisions) in evidence::take_hashes(recognised) {
            self.note_decisions(name, decisions);
        }
        let is_rated = files.iter().any(|file| evidence::rates_of_its_own(&file.recognised));
        for file in files.iter_mut() {
            if is_rated {
                let decisions = evidence::leave_ratings(&mut file.recognised);
                self.note_decisions(&file.known.file.name, decisions);
            }
            let decisions = evidence::take_day_order(&mut file.recognised, of_run);
            self.note_decisions(&file.known.file.name, decisions);
        }
        Ok(())
    }

    /// What a file is taken for, before any of it is read.
    fn record(&self, known: &KnownFile, recognised: &[Recognised]) -> FileRecord {
        let form = match (known.file.origin.container(), &known.form) {
            (Some(container), _) => container.to_owned(),
            (None, FileForm::Csv(dialect)) => dialect.described(),
            (None, FileForm::Json(_)) => {
                let names = known.wrappings.iter().map(json::Wrapping::name);
                let encoding = known.encoding.map(|encoding| encoding.encoding.name());
                std::iter::once("JSON").chain(names).chain(encoding).collect::<Vec<_>>().join(", ")
            }
        };
        let named = recognised.iter().find_map(|one| one.zone.as_deref()?.parse().ok());
        FileRecord {
            name: known.file.name.clone(),
            source: None,
            form,
            zone: named.unwrap_or(self.options.source_zone),
            tables: recognised.iter().map(fed_by).collect(),
        }
    }

    /// How the records of a file become rows, a plan a table that is wanted.
    pub(super) fn plans(
        &self,
        form: &FileForm,
        recognised: Vec<Recognised>,
        feeding: &[usize],
    ) -> Result<Vec<Plan>> {
        let mut plans = Vec::new();
        for mut one in recognised {
            let table = one.mapping.into;
            let are_roles = self.store.asks_roles && table == TableName::People;
            let schema = table.schema();
            let is_asked = schema.columns.iter().any(|column| (self.options.wanted)(table, column.name));
            if !are_roles && !is_asked {
                continue;
            }
            // Rows without a key are told apart by all they hold.
            let is_merged = schema.key.is_none() && feeding[table as usize] > 1;
            let asks_roles = roles::asks(&one.mapping);
            if asks_roles {
                roles::settle(&mut one.mapping, &roles::roles(&self.store, &self.dictionaries));
            }
            let wanted = &|column: &str| {
                is_merged
                    || (self.options.wanted)(table, column)
                    || (are_roles && column == people::ROLE)
                    || (self.store.asks_roles && roles::needs(table, column))
            };
            let first_questions =
                self.options.first_questions && questions::are_known(&one.mapping, asks_roles);
            let mut plan = Plan::new(one, wanted, self.options.zones())?;
            if let FileForm::Csv(dialect) = form {
                let fields = plan.selection.fields.iter();
                let has: Vec<bool> = fields.map(|field| place_of(&dialect.header, field).is_some()).collect();
                plan.leave_out(&has);
            }
            plan.asks_roles = asks_roles;
            plan.first_questions = first_questions;
            plan.lists_rejected = self.options.rejects.is_some();
            plan.row_slot = self.options.row_key.as_ref().map(|key| plan.selection.slot(key));
            if let Some(scorer) = &self.options.scorer {
                plan.with_scorer(scorer);
            }
            plans.push(plan);
        }
        plans.sort_by_key(|plan| plan.table);
        Ok(plans)
    }

    /// Merges what stands in the input more than once.
    pub fn finish(mut self, ignored: Vec<String>, mut files: Vec<FileRecord>) -> Loaded {
        let aside = self.store.take_aside(&self.dictionaries);
        for (own, read) in self.dataset.dictionaries.iter_mut().zip(self.dictionaries.into_dictionaries()) {
            *own = read;
        }
        let openings = openings::settle(&mut self.store);
        for parts in openings.into_iter().chain(merge::merge(&mut self.store, &self.dataset.files)) {
            let fed = files.get_mut(parts.file as usize).into_iter().flat_map(|file| &mut file.tables);
            for table in fed.filter(|fed| fed.table == parts.table) {
                table.rows = table.rows.saturating_sub(parts.rows);
            }
        }
        self.dataset.tables = self.store.tables;
        self.dataset.dropped = self.store.dropped;
        self.dataset.absent = absent(&files, &self.store.book.counts);
        Loaded { dataset: self.dataset, aside, book: self.store.book, ignored, files }
    }
}

/// A table that a file feeds, before any of it is read.
pub fn fed_by(one: &Recognised) -> FedTable {
    let mut renamed = Vec::new();
    let schema = one.mapping.into.schema();
    for (place, rule) in one.mapping.columns.iter().filter(|_| one.profile.is_none()) {
        let name = schema.columns[*place].name;
        let fields: Vec<String> = rule.take.fields().into_iter().map(str::to_owned).collect();
        if !fields.is_empty() && fields != [name] {
            renamed.push((name.to_owned(), fields));
        }
    }
    FedTable { table: one.mapping.into, profile: one.profile.clone(), rows: 0, renamed, is_read: false }
}

/// The tables of which no file holds a row; of one that nobody asked for, a file that feeds it tells enough.
fn absent(files: &[FileRecord], counts: &Counts) -> BTreeSet<TableName> {
    let fed = |table: TableName| {
        let name = table.schema().name;
        let unasked =
            files.iter().flat_map(|file| &file.tables).any(|fed| fed.table == table && !fed.is_read);
        unasked || rows_of(&counts.rows, name) > rows_of(&counts.set_aside, name)
    };
    TableName::ALL.into_iter().filter(|&table| !fed(table)).collect()
}

fn rows_of(counts: &BTreeMap<&'static str, u64>, table: &str) -> u64 {
    counts.get(table).copied().unwrap_or(0)
}

/// An error says in which file.
pub fn named<T>(name: &str, result: Result<T>) -> Result<T> {
    result.with_context(|| name.to_owned())
}

/// Whether something feeds a table.
pub fn feeds(recognised: &[Recognised], table: TableName) -> bool {
    recognised.iter().any(|one| one.mapping.into == table)
}
