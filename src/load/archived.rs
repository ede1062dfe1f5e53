//! Archives among the inputs: their rows are typed already and go straight to the others.

use super::dictionaries::Dictionaries;
use super::loader::{feeds, Loader, RecognisedFile};
use super::name_counts::name_domain;
use super::options::{FedTable, FileRecord, LoadOptions};
use super::plan::is_always_read;
use super::scoring::score_rows;
use super::unread::{UnreadGroups, UnreadRows};
use crate::account::{Cause, LeftOut, Trouble};
use crate::archive::{outlines, rows, Archive, ArchiveFile, GroupOutline, RowSelection};
use crate::dataset::schema::conversations::{CONVERSATION_ID, LANGUAGE};
use crate::dataset::schema::messages::{BODY, MESSAGE_ID};
use crate::dataset::{ConversationCodes, Data, DataTable, Domain, TableName, NONE};
use crate::verdicts::KnownLanguages;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// How often an archive is opened anew because it was changed while it was read.
const TRIES: usize = 5;

/// What was read of an archive.
#[derive(Default)]
struct ArchivedRows {
    tables: BTreeMap<TableName, DataTable>,
    left_out: Vec<LeftOut>,
    /// Rows that are not needed.
    unread: UnreadRows,
    /// Whether a file was missing that another run may have taken away.
    is_torn: bool,
}

/// Reads archives in front of all files, whose rows are later ones; what each was taken for.
///
/// # Errors
/// If a manifest can't be read; parts that can't be are left out.
pub fn read(loader: &mut Loader, archives: &[PathBuf], files: &[RecognisedFile]) -> Result<Vec<FileRecord>> {
    let options = loader.options;
    let mut records = Vec::new();
    for folder in archives {
        let (mut archive, mut read) = (Archive::open(folder)?, ArchivedRows::default());
        for _ in 0..TRIES {
            let feeding = |table: TableName| {
                archives.len() > 1 || files.iter().any(|file| feeds(&file.recognised, table))
            };
            let reading = ArchiveReading { archive: &archive, options, feeding: &feeding };
            read = reading.read(&loader.dictionaries);
            if !(read.is_torn && archive.has_changed()) {
                break;
            }
            archive = Archive::open(folder)?;
        }
        for left_out in read.left_out {
            loader.leave_out(left_out);
        }
        let record = record(&archive, options);
        loader.add_archive(&record, read.tables);
        loader.pass_over(read.unread);
        records.push(record);
    }
    Ok(records)
}

/// What an archive is taken for.
fn record(archive: &Archive, options: &LoadOptions) -> FileRecord {
    let mut tables = Vec::new();
    for table in TableName::ALL {
        let files = archive.manifest.files.iter().filter(|file| file.table == table.schema().name);
        let rows: u64 = files.filter(|file| is_of_part(file, options)).map(|file| file.rows).sum();
        if rows > 0 {
            let is_read = is_asked(table, options);
            let rows = if is_read { rows } else { 0 };
            tables.push(FedTable { table, profile: None, rows, renamed: Vec::new(), is_read });
        }
    }
    let name = archive.folder.display().to_string();
    FileRecord { name, source: None, form: "an archive".to_owned(), zone: chrono_tz::Tz::UTC, tables }
}

/// Whether any column of a table is asked for.
fn is_asked(table: TableName, options: &LoadOptions) -> bool {
    table == TableName::People
        || table.schema().columns.iter().any(|column| (options.wanted)(table, column.name))
}

/// Whether a file is in the part that is read.
fn is_of_part(file: &ArchiveFile, options: &LoadOptions) -> bool {
    options.part.as_ref().is_none_or(|part| *part == file.part)
}

/// One archive, and what of it is read.
struct ArchiveReading<'a> {
    archive: &'a Archive,
    options: &'a LoadOptions,
    /// Whether something else feeds a table too.
    feeding: &'a dyn Fn(TableName) -> bool,
}

impl ArchiveReading<'_> {
    /// Reads all parts; one of which a file is damaged is left out as a whole, so that no figure is of half of it.
    fn read(&self, dictionaries: &Dictionaries) -> ArchivedRows {
        let mut read = ArchivedRows::default();
        let mut later: Vec<(&ArchiveFile, UnreadGroups)> = Vec::new();
        let parts: BTreeSet<&str> = self
            .archive
            .manifest
            .files
            .iter()
            .filter(|file| is_of_part(file, self.options))
            .map(|file| file.part.as_str())
            .collect();
        for part in parts {
            let mut rows = PartRead::default();
            match self.part(part, dictionaries, &mut rows) {
                Ok(()) => {
                    for (table, rows) in rows.tables {
                        read.tables.entry(table).or_default().append(table, rows);
                    }
                    read.unread.add(rows.unread);
                    later.extend(rows.later);
                }
                Err((file, error)) => read.leave_out(self.archive, file, &error),
            }
        }
        let wanted = |column: &'static str| self.is_wanted(TableName::Conversations, column);
        for (file, groups) in later {
            let around = (dictionaries, self.options.zone);
            if let Err(error) = read.unread.look_at(&groups, &wanted, around) {
                read.leave_out(self.archive, file, &error.context("the file is damaged"));
            }
        }
        read
    }

    /// Reads the rows of a part, conversations first: they tell what of the others is needed. The error comes with the
    /// file at fault.
    fn part<'a>(
        &'a self,
        part: &str,
        dictionaries: &Dictionaries,
        rows: &mut PartRead<'a>,
    ) -> Result<(), (&'a ArchiveFile, anyhow::Error)> {
        for table in TableName::ALL.into_iter().filter(|&table| is_asked(table, self.options)) {
            let is_own = |file: &&ArchiveFile| file.part == part && file.table == table.schema().name;
            for file in self.archive.manifest.files.iter().filter(is_own) {
                self.file((file, table), dictionaries, rows).map_err(|error| (file, error))?;
            }
        }
        Ok(())
    }

    fn file<'a>(
        &'a self,
        (file, table): (&'a ArchiveFile, TableName),
        dictionaries: &Dictionaries,
        part: &mut PartRead<'a>,
    ) -> Result<()> {
        let bytes = self.archive.bytes(file)?;
        if table == TableName::Conversations {
            part.outline = outlines(bytes.clone()).context("the file is damaged")?;
            let since = self.options.since;
            let is_needed =
                |group: &GroupOutline| group.last.zip(since).is_none_or(|(last, since)| last >= since);
            part.needed = part.outline.iter().map(is_needed).collect();
        }
        let needed = |chunk: &u32| part.needed.get(*chunk as usize).copied().unwrap_or(true);
        let may_prune = table != TableName::Conversations || !(self.feeding)(table);
        let is_pruned = may_prune && !file.chunks.iter().all(needed);
        let groups: Option<Vec<bool>> = is_pruned.then(|| file.chunks.iter().map(needed).collect());
        let scorer = self.options.scorer.as_ref();
        let is_judged = scorer.is_some_and(|scorer| file.judged_by.as_deref() == Some(scorer.mark()));
        let wanted = |column: &'static str| {
            self.archive.manifest.has_column(table, column)
                && self.is_wanted(table, column)
                // Texts are read to be judged alone.
                && !(is_judged && column == BODY)
        };
        let zone = self.options.zone;
        let conversations = Some(part.conversations.as_slice()).filter(|codes| !codes.is_empty());
        let all = RowSelection::all(table, &wanted, zone);
        let selection = RowSelection { groups: groups.as_deref(), conversations, is_judged, ..all };
        let mut intern = |domain, text: &str| dictionaries.write(domain as usize).intern(text);
        let mut read = rows(bytes.clone(), &selection, &mut intern).context("the file is damaged")?;
        if table == TableName::Conversations {
            part.note_codes(&read, groups.as_deref());
        }
        if let Some(groups) = groups {
            let others: Vec<bool> = groups.iter().map(|needed| !needed).collect();
            if table == TableName::Conversations {
                part.later.push((file, UnreadGroups { bytes, groups: others }));
            } else {
                let names = |column: &'static str| wanted(column) && name_domain(table, column).is_some();
                let groups = Some(others.as_slice());
                let selection = RowSelection { groups, ..RowSelection::all(table, &names, zone) };
                let unread = rows(bytes, &selection, &mut intern).context("the file is damaged")?;
                part.unread.count(table, &unread);
            }
        }
        if let Some(scorer) = scorer {
            if table == TableName::Conversations {
                part.languages.learn(&read, LANGUAGE);
            }
            let names = dictionaries.read(Domain::Language);
            let known = KnownLanguages { languages: &part.languages, names: &names };
            score_rows(table, &mut read, scorer, &|conversation| known.of(conversation));
        }
        part.tables.push((table, read));
        Ok(())
    }

    fn is_wanted(&self, table: TableName, column: &'static str) -> bool {
        let schema = table.schema();
        let is_merged = schema.key.is_none() && (self.feeding)(table);
        // Rows of an archive are others, and stand in the order of their ids.
        let is_order_alone = (table, column) == (TableName::Messages, MESSAGE_ID)
            && self.options.since.is_some()
            && !(self.feeding)(table);
        if is_order_alone {
            return false;
        }
        table == TableName::People
            || is_merged
            || is_always_read(table, column)
            || (self.options.wanted)(table, column)
    }
}

/// What was read of one part.
#[derive(Default)]
struct PartRead<'a> {
    tables: Vec<(TableName, DataTable)>,
    /// The groups of its conversations.
    outline: Vec<GroupOutline>,
    /// Which of them are needed: of the others nothing that belongs to them is.
    needed: Vec<bool>,
    /// The codes of its conversations by their row; [`NONE`] of those that are not needed.
    conversations: Vec<u32>,
    /// Which language its conversations are said to be in.
    languages: ConversationCodes,
    /// Rows that are not needed.
    unread: UnreadRows,
    /// Conversations that are not needed, to be looked at when all others were read.
    later: Vec<(&'a ArchiveFile, UnreadGroups)>,
}

impl PartRead<'_> {
    /// Keeps the codes of the conversations read: of all groups, or of those that are said.
    fn note_codes(&mut self, read: &DataTable, groups: Option<&[bool]>) {
        let codes = read.column(TableName::Conversations, CONVERSATION_ID).map_or(&[][..], Data::codes);
        let mut codes = codes.iter().copied();
        for (at, group) in self.outline.iter().enumerate() {
            if groups.is_none_or(|groups| groups[at]) {
                self.conversations.extend(codes.by_ref().take(group.rows));
            } else {
                self.conversations.resize(self.conversations.len() + group.rows, NONE);
            }
        }
    }
}

impl ArchivedRows {
    /// Leaves a part out of which a file can't be read.
    fn leave_out(&mut self, archive: &Archive, file: &ArchiveFile, error: &anyhow::Error) {
        self.is_torn |= error.downcast_ref::<std::io::Error>().is_some();
        let name = archive.path(file).display().to_string();
        let trouble = Trouble::of_error(error, &name);
        self.left_out.push(LeftOut { file: name, named: true, cause: Cause::Damaged, trouble });
    }
}
