//! Rows of conversations that were put aside, united with those of an archive and written part by part: never more of
//! them in memory than a few parts hold.

use super::aside::{divide, Divisions, RowsAside};
use super::folder::Writer;
use super::home::{
    enough_buckets, is_of_conversations, spread, Home, Month, MonthReader, DIVISIONS, OF_CONVERSATIONS,
};
use super::manifest::{ArchiveFile, Manifest};
use super::meeting::{Meeting, MonthRuns, PartSources, RepeatedRow};
use super::part_files::PartRows;
use super::runs::{Runs, Tables};
use super::sorted::{Ranks, Rows};
use super::stored::{holding, whole_file};
use crate::dataset::schema::conversations::{CONVERSATION_ID, CREATED_AT};
use crate::dataset::{Data, DataTable, Dataset, Dictionary, Domain, TableName, DOMAINS};
use crate::threads::lock;
use crate::threads::{side_by_side, side_by_side_on};
use anyhow::Result;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Rows put aside.
pub struct AsideRows {
    /// The rows.
    pub rows: RowsAside,
    /// Tables and places of the files whose equal rows are one.
    pub repeating: Vec<(TableName, u32)>,
    /// Places of the files whose rows of one call id are legs.
    pub legs: Vec<u32>,
}

/// What came of rows put aside.
#[derive(Default)]
pub struct WrittenApart {
    /// The files written, which count from the commit on.
    pub files: Vec<ArchiveFile>,
    /// The paths of the files that they stand for.
    pub read: BTreeSet<String>,
    /// Rows that stood in the exports more than once.
    pub repeated: Vec<RepeatedRow>,
}

/// Where rows put aside go.
#[derive(Clone, Copy)]
pub struct ApartRows<'a> {
    /// The archive.
    pub writer: &'a Writer,
    /// The zone whose midnights dates without a time of day are.
    pub zone: Tz,
    /// Threads; at least one.
    pub threads: usize,
}

/// Tells the month of the rows of a file that are to be added.
type MonthOf<'a> = &'a dyn Fn(&ArchiveFile) -> Option<Month>;

/// Rows on their way to their months.
struct Settling {
    runs: MonthRuns,
    /// What tells the bucket of each conversation, by month.
    spreads: BTreeMap<Month, Vec<u32>>,
    repeated: Vec<RepeatedRow>,
}

impl ApartRows<'_> {
    /// Writes the parts that rows put aside belong to; `others` are the rows that are not, with all dictionaries.
    ///
    /// # Errors
    /// If a part that is needed is damaged, or anything can't be written.
    pub fn written(
        self,
        aside: AsideRows,
        others: &mut Dataset,
        manifest: &mut Manifest,
    ) -> Result<WrittenApart> {
        for &(table, place) in &aside.rows.columns {
            let schema = table.schema();
            let columns = manifest.columns.entry(schema.name.to_owned()).or_default();
            columns.insert(schema.columns[place].name.to_owned());
        }
        let held = holding(&self.writer.archive, others.dictionary(Domain::Conversation))?;
        let (mut read, mut old) = (BTreeSet::new(), Runs::begin(&self.writer.archive.folder)?);
        for file in self.files(|file| held.contains(&file.part)) {
            let (table, mut rows) = self.rows(file, others)?;
            let ids = others.dictionary(Domain::Conversation);
            divide((table, &mut rows), ids, |division, _| (division, None), &mut old)?;
            read.insert(file.path.clone());
        }
        let AsideRows { mut rows, repeating, legs: _ } = aside;
        let months = std::mem::take(&mut rows.months);
        let (old, new) = (Divisions::of_runs(old), Divisions::of(rows)?);
        let meeting = Meeting { old, new, months, repeating };
        let mut settling = self.settled(&meeting, &others.dictionaries)?;
        self.add_untouched(&mut settling, (manifest, &mut read), others)?;
        let buckets: BTreeMap<Month, u32> =
            settling.spreads.iter().map(|(&month, _)| (month, manifest.buckets(&month.text()))).collect();
        let Settling { runs, mut repeated, .. } = settling;
        let sources = PartSources { runs: Mutex::new(runs), meeting, repeated: Mutex::default() };
        let files = self.parts(&sources, &buckets, &others.dictionaries)?;
        repeated.append(&mut lock(&sources.repeated));
        repeated.sort_unstable();
        // A division that several parts share is met more than once.
        repeated.dedup();
        Ok(WrittenApart { files, read, repeated })
    }

    /// The files of parts of conversations that are meant.
    fn files(&self, is_meant: impl Fn(&ArchiveFile) -> bool) -> impl Iterator<Item = &ArchiveFile> {
        let files = self.writer.archive.manifest.files.iter();
        files.filter(move |file| is_of_conversations(&file.part) && is_meant(file))
    }

    fn rows(&self, file: &ArchiveFile, others: &mut Dataset) -> Result<(TableName, DataTable)> {
        let table = TableName::from_name(&file.table).unwrap_or(TableName::Conversations);
        Ok((table, whole_file(&self.writer.archive, file, (table, self.zone), others)?))
    }

    /// Brings together what belongs to one conversation, each row once, and puts it under its month, where it does not
    /// stand there alone already.
    fn settled(&self, meeting: &Meeting, dictionaries: &[Dictionary; DOMAINS]) -> Result<Settling> {
        let runs = Runs::begin(&self.writer.archive.folder)?;
        let settling = Mutex::new(Settling { runs, spreads: BTreeMap::new(), repeated: Vec::new() });
        let work = |division| {
            let mut repeated = Vec::new();
            let tables = meeting.united(division, &mut repeated)?;
            let months = Months::of(&tables, dictionaries);
            let mut settling = lock(&settling);
            settling.repeated.append(&mut repeated);
            months.put(&tables, division, &mut settling)
        };
        let unsettled = (0..DIVISIONS).filter(|&division| !meeting.is_settled(division)).collect();
        side_by_side_on(self.threads, unsettled, work).into_iter().collect::<Result<()>>()?;
        let mut settling = settling.into_inner().unwrap_or_else(PoisonError::into_inner);
        let ids = &dictionaries[Domain::Conversation as usize];
        for (code, month) in meeting.months.conversations() {
            let spread = spread(ids.text(code));
            if meeting.is_settled(spread % DIVISIONS) {
                settling.spreads.entry(month).or_default().push(spread);
            }
        }
        Ok(settling)
    }

    /// Adds the rows of parts of the archive that hold no conversation of the new ones, but get some of them; and those
    /// of months that need more part files.
    fn add_untouched(
        &self,
        settling: &mut Settling,
        (manifest, read): (&mut Manifest, &mut BTreeSet<String>),
        others: &mut Dataset,
    ) -> Result<()> {
        let mut gaining = BTreeMap::new();
        for (&month, spreads) in &settling.spreads {
            let buckets = manifest.buckets(&month.text());
            for spread in spreads {
                gaining.entry(spread & (buckets - 1)).or_insert_with(BTreeSet::new).insert(month);
            }
        }
        let mut parts = BTreeMap::new();
        for (bucket, months) in gaining {
            parts
                .extend(months.into_iter().map(|month| (Home::OfConversations(month, bucket).name(), month)));
        }
        self.add_parts(settling, read, (&|file| parts.get(&file.part).copied(), others))?;
        let mut grown = BTreeMap::new();
        for (&month, spreads) in &settling.spreads {
            let text = month.text();
            let before = manifest.buckets(&text);
            if enough_buckets(&text, spreads, manifest) != before {
                grown.insert(text, month);
            }
        }
        let month_of = |file: &ArchiveFile| grown.get(file.part.split('/').next()?).copied();
        self.add_parts(settling, read, (&month_of, others))
    }

    /// Adds the rows of files that were not read yet, of those that have a month.
    fn add_parts(
        &self,
        settling: &mut Settling,
        read: &mut BTreeSet<String>,
        (month_of, others): (MonthOf, &mut Dataset),
    ) -> Result<()> {
        for file in self.files(|_| true) {
            let Some(month) = month_of(file).filter(|_| !read.contains(&file.path)) else { continue };
            let (table, rows) = self.rows(file, others)?;
            let ids = others.dictionary(Domain::Conversation);
            let codes = rows.column(table, CONVERSATION_ID).map_or(&[][..], Data::codes);
            let mut divisions: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            for (row, &code) in (0..).zip(codes) {
                let spread = spread(ids.text(code));
                divisions.entry(spread % DIVISIONS).or_default().push(row);
                if table == TableName::Conversations {
                    settling.spreads.entry(month).or_default().push(spread);
                }
            }
            for (division, own) in divisions {
                settling.runs.put((Some(month), division), table, (&rows, &own))?;
            }
            read.insert(file.path.clone());
        }
        Ok(())
    }

    /// Writes the parts, one a thread.
    fn parts(
        &self,
        sources: &PartSources,
        buckets: &BTreeMap<Month, u32>,
        dictionaries: &[Dictionary; DOMAINS],
    ) -> Result<Vec<ArchiveFile>> {
        let mut parts = vec![(Home::Stray, 1)];
        for (&month, &buckets) in buckets {
            parts.extend((0..buckets).map(|bucket| (Home::OfConversations(month, bucket), buckets)));
        }
        let next = AtomicUsize::new(0);
        let work = |_| {
            let (mut ranks, mut files) = (Ranks::default(), Vec::new());
            while let Some(&(home, buckets)) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
                let (month, bucket) = match home {
                    Home::OfConversations(month, bucket) => (Some(month), bucket),
                    Home::Stray | Home::Alone(_) | Home::Timeless => (None, 0),
                };
                let within = buckets.min(DIVISIONS);
                let divisions = (0..DIVISIONS).filter(|division| division % within == bucket % within);
                let tables = sources.tables(month, divisions)?;
                let rows = Rows { tables: &tables, dictionaries, zone: self.zone };
                files.extend(self.part(home, rows, (buckets, &mut ranks))?);
            }
            Ok(files)
        };
        let written: Result<Vec<Vec<ArchiveFile>>> =
            side_by_side((0..self.threads).collect(), work).into_iter().collect();
        Ok(written?.concat())
    }

    /// Writes a part of which the tables hold all rows, and perhaps those of other buckets.
    fn part(&self, home: Home, rows: Rows, (buckets, ranks): (u32, &mut Ranks)) -> Result<Vec<ArchiveFile>> {
        let ids = rows.dictionary(Domain::Conversation);
        let is_own = |code: u32| match home {
            Home::OfConversations(_, bucket) if buckets > DIVISIONS => {
                spread(ids.text(code)) & (buckets - 1) == bucket
            }
            Home::OfConversations(..) | Home::Stray | Home::Alone(_) | Home::Timeless => true,
        };
        let mut of_part = BTreeMap::new();
        for table in OF_CONVERSATIONS {
            let codes = (0..).zip(rows.codes(table, CONVERSATION_ID));
            let own: Vec<u32> = codes.filter(|(_, &code)| is_own(code)).map(|(row, _)| row).collect();
            if !own.is_empty() {
                of_part.insert(table, own);
            }
        }
        let (last, languages) = (&rows.last_moments(), &rows.languages());
        let part = PartRows { part: &home.name(), rows, of_part: &of_part, last, languages };
        part.written(self.writer, ranks)
    }
}

/// The months of the conversations of a division.
struct Months {
    by_code: HashMap<u32, Month, foldhash::fast::RandomState>,
    spreads: BTreeMap<Month, Vec<u32>>,
}

impl Months {
    fn of(tables: &Tables, dictionaries: &[Dictionary; DOMAINS]) -> Months {
        let table = TableName::Conversations;
        let ids = &dictionaries[Domain::Conversation as usize];
        let column = |name| tables[table as usize].column(table, name);
        let codes = column(CONVERSATION_ID).map_or(&[][..], Data::codes);
        let created = column(CREATED_AT).map_or(&[][..], Data::whole);
        let mut months = Months { by_code: HashMap::default(), spreads: BTreeMap::new() };
        let mut reader = MonthReader::default();
        for (&code, &at) in codes.iter().zip(created) {
            let month = reader.of(at);
            months.by_code.insert(code, month);
            months.spreads.entry(month).or_default().push(spread(ids.text(code)));
        }
        months
    }

    /// Puts the rows under their months.
    fn put(self, tables: &Tables, division: u32, settling: &mut Settling) -> Result<()> {
        for table in OF_CONVERSATIONS {
            let own = &tables[table as usize];
            let codes = own.column(table, CONVERSATION_ID).map_or(&[][..], Data::codes);
            let mut by_month: BTreeMap<Option<Month>, Vec<u32>> = BTreeMap::new();
            for (row, code) in (0..).zip(codes) {
                by_month.entry(self.by_code.get(code).copied()).or_default().push(row);
            }
            for (month, rows) in by_month {
                settling.runs.put((month, division), table, (own, &rows))?;
            }
        }
        for (month, mut spreads) in self.spreads {
            settling.spreads.entry(month).or_default().append(&mut spreads);
        }
        Ok(())
    }
}
