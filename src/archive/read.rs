//! The bytes of a Parquet file of an archive → rows of a canonical table.

use super::form::{CONVERSATION_ROW, INEXACT, JUDGED, LAST_MOMENT, LEG};
use crate::dataset::schema::conversations::CONVERSATION_ID;
use crate::dataset::schema::messages::SENTIMENT;
use crate::dataset::vocabulary;
use crate::dataset::{
    ColumnKind, ColumnSchema, Data, DataTable, DateRows, Domain, Lists, TableName, MISSING, NONE, UNDATED,
    UNKNOWN,
};
use crate::guarded::guarded;
use crate::time::local::start_of_day;
use anyhow::{bail, Context, Result};
use bytes::Bytes;
use chrono::DateTime;
use chrono_tz::Tz;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::statistics::Statistics;

/// The code of a text in the dictionary of a domain, where texts are added that are new.
pub type Intern<'i> = dyn FnMut(Domain, &str) -> u32 + 'i;

/// What is said of a file over which the library that reads Parquet breaks down.
const BROKE_DOWN: &str = "it holds what no Parquet file holds";

/// What of a file is read.
pub struct RowSelection<'a> {
    /// The table that it holds.
    pub table: TableName,
    /// The columns to read.
    pub wanted: &'a dyn Fn(&'static str) -> bool,
    /// The row groups to read; `None`: all of them.
    pub groups: Option<&'a [bool]>,
    /// The codes of the part's conversations by their row, where they were read: then their ids need not be.
    pub conversations: Option<&'a [u32]>,
    /// Whether texts without a label have the verdicts that stand beside them.
    pub is_judged: bool,
    /// The zone whose midnights dates without a time of day become.
    pub zone: Tz,
}

impl<'a> RowSelection<'a> {
    /// All rows, as they were written.
    pub fn all(table: TableName, wanted: &'a dyn Fn(&'static str) -> bool, zone: Tz) -> RowSelection<'a> {
        RowSelection { table, wanted, groups: None, conversations: None, is_judged: false, zone }
    }
}

/// Reads a file. Errors: it is damaged, or no file of an archive.
pub fn rows(file: Bytes, selection: &RowSelection, intern: &mut Intern) -> Result<DataTable> {
    guarded(|| read_rows(file, selection, intern)).unwrap_or_else(|| bail!(BROKE_DOWN))
}

fn read_rows(file: Bytes, selection: &RowSelection, intern: &mut Intern) -> Result<DataTable> {
    let reader = SerializedFileReader::new(file)?;
    let columns = selection.table.schema().columns;
    let mut table = DataTable::default();
    table.columns.resize_with(columns.len(), || None);
    for group in 0..reader.num_row_groups() {
        if selection.groups.is_some_and(|groups| !groups.get(group).copied().unwrap_or(true)) {
            continue;
        }
        let rows = reader.get_row_group(group)?;
        read_group(&*rows, selection, intern, &mut table)?;
    }
    let is_lacking = |(column, data): &(&ColumnSchema, &Option<Data>)| {
        column.required && data.is_none() && (selection.wanted)(column.name)
    };
    match columns.iter().zip(&table.columns).find(is_lacking) {
        Some((column, _)) if table.rows > 0 => bail!("it has no column {}", column.name),
        Some(_) | None => Ok(table),
    }
}

/// What a row group of conversations is known by without reading it.
pub struct GroupOutline {
    /// Number of rows.
    pub rows: usize,
    /// The last moment of its conversations; `None` where one of them is still open.
    pub last: Option<i64>,
}

/// The row groups of a file of conversations.
///
/// # Errors
/// As [`rows`].
pub fn outlines(file: Bytes) -> Result<Vec<GroupOutline>> {
    guarded(|| read_outlines(file)).unwrap_or_else(|| bail!(BROKE_DOWN))
}

fn read_outlines(file: Bytes) -> Result<Vec<GroupOutline>> {
    let reader = SerializedFileReader::new(file)?;
    let mut outlines = Vec::new();
    for group in reader.metadata().row_groups() {
        let mut columns = group.columns().iter();
        let own = columns.find(|column| column.column_path().parts() == [LAST_MOMENT]);
        let known =
            own.and_then(|column| column.statistics()).filter(|known| known.null_count_opt() == Some(0));
        let last = match known {
            Some(Statistics::Int64(known)) => known.max_opt().copied(),
            Some(_) | None => None,
        };
        outlines.push(GroupOutline { rows: usize::try_from(group.num_rows())?, last });
    }
    Ok(outlines)
}

/// One row group and the table that its rows go to.
struct GroupReader<'a> {
    group: &'a dyn RowGroupReader,
    selection: &'a RowSelection<'a>,
    count: usize,
}

fn read_group(
    group: &dyn RowGroupReader,
    selection: &RowSelection,
    intern: &mut Intern,
    table: &mut DataTable,
) -> Result<()> {
    let schema = selection.table.schema();
    let count = usize::try_from(group.metadata().num_rows())?;
    let reader = GroupReader { group, selection, count };
    let first = table.rows;
    table.rows += count;
    let name =
        |at: usize| group.metadata().column(at).column_path().parts().first().map_or("", String::as_str);
    let numbered = (0..group.num_columns()).find(|&at| name(at) == CONVERSATION_ROW);
    let numbered = numbered.zip(selection.conversations);
    if let (Some((at, codes)), Some(place)) = (numbered, schema.column(CONVERSATION_ID)) {
        let data = table.columns[place].get_or_insert_with(|| Data::new(schema.columns[place].kind));
        reader.conversations(at, codes, data)?;
    }
    for at in 0..group.num_columns() {
        let path = name(at);
        if path == LEG {
            reader.legs(at, first, table)?;
        }
        if path == JUDGED && selection.is_judged {
            reader.verdicts(at, first, table)?;
        }
        // It stands behind the columns that it speaks of.
        if path == INEXACT {
            reader.inexact(at, first, table)?;
        }
        let is_numbered = numbered.is_some() && path == CONVERSATION_ID;
        let Some(place) = schema.column(path).filter(|_| !is_numbered) else { continue };
        let column = &schema.columns[place];
        if (selection.wanted)(column.name) {
            let data = table.columns[place].get_or_insert_with(|| Data::new(column.kind));
            reader.column(at, column.kind, data, intern).with_context(|| format!("column {path}"))?;
        }
    }
    Ok(())
}

impl GroupReader<'_> {
    /// Adds the values of a column.
    fn column(&self, at: usize, kind: ColumnKind, data: &mut Data, intern: &mut Intern) -> Result<()> {
        match (kind, data) {
            (ColumnKind::List(domain), Data::Lists(lists)) => self.lists(at, lists, domain, intern)?,
            (ColumnKind::Flag, Data::Bytes(flags)) => {
                self.each::<BoolType>(at, |flag| flags.push(flag.map_or(UNKNOWN, |&flag| u8::from(flag))))?;
            }
            (ColumnKind::Choice(vocabulary), Data::Bytes(choices)) => {
                let mut last = (ByteArray::from(""), UNKNOWN);
                self.each::<ByteArrayType>(at, |text| {
                    choices.push(text.map_or(UNKNOWN, |text| {
                        if last.0.data() != text.data() {
                            let code = text.as_utf8().ok().and_then(|text| vocabulary.code(text));
                            last = (text.clone(), code.unwrap_or(UNKNOWN));
                        }
                        last.1
                    }));
                })?;
            }
            (ColumnKind::Code(domain), Data::Codes(codes)) => {
                let mut coder = Coder { domain, last: None, intern };
                let values = self.all::<ByteArrayType>(at)?;
                for text in values.cells() {
                    codes.push(text.map_or(Ok(NONE), |text| coder.code(text))?);
                }
            }
            (ColumnKind::Text | ColumnKind::Prose, Data::Texts(texts)) => {
                let values = self.all::<ByteArrayType>(at)?;
                for text in values.cells() {
                    texts.push(text.map(ByteArray::as_utf8).transpose()?);
                }
            }
            (_, Data::Whole(whole)) => {
                self.each::<Int64Type>(at, |value| whole.push(value.copied().unwrap_or(MISSING)))?;
            }
            (_, data) => data.pad(self.count),
        }
        Ok(())
    }

    /// Adds the conversations of rows that say in which row of the part's conversations theirs stands.
    fn conversations(&self, at: usize, codes: &[u32], data: &mut Data) -> Result<()> {
        let Data::Codes(own) = data else { return Ok(()) };
        let rows = self.all::<Int32Type>(at)?;
        for row in rows.cells() {
            let row = row.and_then(|&row| usize::try_from(row).ok());
            own.push(*row.and_then(|row| codes.get(row)).context("a row belongs to no conversation")?);
        }
        Ok(())
    }

    fn lists(&self, at: usize, lists: &mut Lists, domain: Domain, intern: &mut Intern) -> Result<()> {
        let mut coder = Coder { domain, last: None, intern };
        let ReadValues { values, defined, repeated } = self.levels::<ByteArrayType>(at, true)?;
        let mut values = values.iter();
        let mut list = Vec::new();
        for (level, (defined, repeated)) in defined.iter().zip(&repeated).enumerate() {
            if *repeated == 0 && level > 0 {
                lists.push(&list);
                list.clear();
            }
            if let Some(text) = values.as_slice().first().filter(|_| *defined > 0) {
                list.push(coder.code(text)?);
                values.next();
            }
        }
        if !defined.is_empty() {
            lists.push(&list);
        }
        Ok(())
    }

    fn legs(&self, at: usize, first: usize, table: &mut DataTable) -> Result<()> {
        let mut legs = Vec::with_capacity(self.count);
        self.each::<Int32Type>(at, |leg| {
            legs.push(leg.and_then(|&leg| u32::try_from(leg).ok()).unwrap_or(1))
        })?;
        if !table.legs.is_empty() || legs.iter().any(|&leg| leg != 1) {
            table.legs.resize(first, 1);
            table.legs.extend(legs);
        }
        Ok(())
    }

    /// Puts verdicts where the export's own labels would be.
    fn verdicts(&self, at: usize, first: usize, table: &mut DataTable) -> Result<()> {
        let Some(place) = self.selection.table.schema().column(SENTIMENT) else { return Ok(()) };
        let labels = table.columns[place].get_or_insert_with(|| Data::Bytes(Vec::new()));
        labels.pad(table.rows - labels.len());
        let mut verdicts = Data::Bytes(Vec::new());
        self.column(at, ColumnKind::Choice(&vocabulary::SENTIMENT), &mut verdicts, &mut |_, _| NONE)?;
        if let Data::Bytes(labels) = labels {
            for (label, &verdict) in labels[first..].iter_mut().zip(verdicts.bytes()) {
                if *label == UNKNOWN {
                    *label = verdict;
                }
            }
        }
        Ok(())
    }

    /// Puts right the moments that are dates alone or unknown.
    fn inexact(&self, at: usize, first: usize, table: &mut DataTable) -> Result<()> {
        if self.has_no_value(at) {
            return Ok(());
        }
        let values = self.all::<ByteArrayType>(at)?;
        for (row, text) in values.cells().enumerate() {
            let Some(text) = text else { continue };
            for (column, what) in text.as_utf8()?.split(';').filter_map(|one| one.split_once('=')) {
                self.put_right(table, (column, first + row), what);
            }
        }
        Ok(())
    }

    fn put_right(&self, table: &mut DataTable, (column, row): (&str, usize), what: &str) {
        let schema = self.selection.table.schema();
        let Some(place) = schema.column(column) else { return };
        let Some(Some(Data::Whole(whole))) = table.columns.get_mut(place) else { return };
        if what == "unknown" {
            whole[row] = UNDATED;
            return;
        }
        if let Some(midnight) = DateTime::from_timestamp_millis(whole[row]) {
            whole[row] = start_of_day(self.selection.zone, midnight.date_naive());
            table.dates.resize_with(schema.columns.len(), DateRows::default);
            table.dates[place].mark(row);
        }
    }

    fn has_no_value(&self, at: usize) -> bool {
        let column = self.group.metadata().column(at);
        let missing = column.statistics().and_then(|known| known.null_count_opt());
        missing == u64::try_from(self.count).ok()
    }

    /// Hands out the values of a column, one a row.
    fn each<T: DataType>(&self, at: usize, mut take: impl FnMut(Option<&T::T>)) -> Result<()> {
        for cell in self.all::<T>(at)?.cells() {
            take(cell);
        }
        Ok(())
    }

    fn all<T: DataType>(&self, at: usize) -> Result<ReadValues<T::T>> {
        self.levels::<T>(at, false)
    }

    fn levels<T: DataType>(&self, at: usize, is_list: bool) -> Result<ReadValues<T::T>> {
        let reader = T::get_column_reader(self.group.get_column_reader(at)?);
        let mut reader = reader.context("a column is of another type")?;
        let mut read = ReadValues { values: Vec::new(), defined: Vec::new(), repeated: Vec::new() };
        let repeated = is_list.then_some(&mut read.repeated);
        let (rows, ..) =
            reader.read_records(self.count, Some(&mut read.defined), repeated, &mut read.values)?;
        if rows != self.count {
            bail!("a column has {rows} of {} values", self.count);
        }
        Ok(read)
    }
}

/// The values of a column that are there, and which those are.
struct ReadValues<T> {
    values: Vec<T>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

impl<T> ReadValues<T> {
    /// A value or none a row.
    fn cells(&self) -> impl Iterator<Item = Option<&T>> {
        let mut values = self.values.iter();
        self.defined.iter().map(move |&defined| if defined > 0 { values.next() } else { None })
    }
}

/// Gives texts their codes; neighbours are often equal.
struct Coder<'a, 'i> {
    domain: Domain,
    last: Option<(ByteArray, u32)>,
    intern: &'a mut Intern<'i>,
}

impl Coder<'_, '_> {
    fn code(&mut self, text: &ByteArray) -> Result<u32> {
        if let Some((_, code)) = self.last.as_ref().filter(|(last, _)| last.data() == text.data()) {
            return Ok(*code);
        }
        let code = (self.intern)(self.domain, text.as_utf8()?);
        self.last = Some((text.clone(), code));
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::table_file;
    use crate::dataset::Dataset;

    /// Fifty posts of three channels.
    fn posts() -> Vec<u8> {
        let mut dataset = Dataset::default();
        let (mut ids, mut channels) = (Vec::new(), Vec::new());
        for row in 0..50 {
            ids.push(dataset.dictionaries[Domain::Post as usize].intern(&format!("post {row}")));
            channels.push(
                dataset.dictionaries[Domain::Channel as usize]
                    .intern(["x", "facebook", "instagram"][row % 3]),
            );
        }
        let mut columns = vec![None; TableName::Posts.schema().columns.len()];
        columns[0] = Some(Data::Codes(ids));
        columns[1] = Some(Data::Whole((0..50).map(|row| 1_788_249_600_000 + row).collect()));
        columns[2] = Some(Data::Codes(channels));
        dataset.tables[TableName::Posts as usize] = DataTable { rows: 50, columns, ..DataTable::default() };
        table_file(&dataset, TableName::Posts, Tz::UTC).unwrap()
    }

    #[test]
    fn a_file_damaged_anywhere_is_an_error_or_a_table_but_never_the_end_of_the_run() {
        let whole = posts();
        let read = |bytes: &[u8]| {
            let selection = RowSelection::all(TableName::Posts, &|_| true, Tz::UTC);
            let bytes = Bytes::copy_from_slice(bytes);
            rows(bytes, &selection, &mut |_, text| u32::try_from(text.len()).unwrap()).map(|table| table.rows)
        };
        assert_eq!(read(&whole).unwrap(), 50);
        let mut broken = 0;
        for at in 0..whole.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut damaged = whole.clone();
                damaged[at] ^= change;
                let is_broken = |error: anyhow::Error| error.to_string() == BROKE_DOWN;
                broken += usize::from(read(&damaged).is_err_and(is_broken));
            }
        }
        assert!(broken > 0, "the library broke down over none of them");
    }
}
