//! Rows of a canonical table → the bytes of a Parquet file; equal rows in equal order give equal bytes.

use super::form::{extras, schema, Extra};
use super::sorted::{Ranks, Rows, OPEN, ROWS};
use crate::dataset::schema::conversations::CONVERSATION_ID;
use crate::dataset::vocabulary::{Vocabulary, SENTIMENT};
use crate::dataset::{
    ColumnKind, ConversationCodes, Data, DataTable, Dataset, Dictionary, Domain, Lists, TableName, MISSING,
    NONE, UNDATED, UNKNOWN,
};
use crate::fitting::numbered;
use crate::verdicts::{JudgedRows, KnownLanguages, TextScorer};
use bytes::Bytes;
use chrono_tz::Tz;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::ColumnPath;
use std::ops::Range;
use std::sync::Arc;

/// What is to be written, and where it comes from.
pub struct PartSource<'a> {
    /// The rows.
    pub rows: Rows<'a>,
    /// Last moment of each conversation row; [`OPEN`] where it is still open.
    pub last: &'a [i64],
    /// The row of each conversation in its part, by its code; of those without a row none.
    pub ranks: &'a Ranks,
    /// What tells how texts sound, and the language of each conversation; `None`: that is not told.
    pub judge: Option<(&'a TextScorer, &'a ConversationCodes)>,
}

/// The bytes of a file of these rows, group by group. Errors: none that rows could cause.
pub fn file(source: &PartSource, table: TableName, groups: &[Vec<u32>]) -> Result<Vec<u8>, ParquetError> {
    let schema = schema(table)?;
    let properties = Arc::new(properties(table)?);
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    for rows in groups {
        let mut group = writer.next_row_group()?;
        let mut sheet = GroupInProgress { source, table, rows, group: &mut group };
        sheet.write()?;
        group.close()?;
    }
    writer.into_inner()
}

/// The bytes of a file of a whole table, rows in their order.
///
/// # Errors
/// None that rows could cause.
pub fn table_file(dataset: &Dataset, table: TableName, zone: Tz) -> Result<Vec<u8>, ParquetError> {
    let source =
        PartSource { rows: Rows::of(dataset, zone), last: &[], ranks: &Ranks::default(), judge: None };
    let all: Vec<u32> = (0..numbered(dataset.table(table).rows)).collect();
    let groups: Vec<Vec<u32>> = all.chunks(ROWS).map(<[u32]>::to_vec).collect();
    file(&source, table, &groups)
}

fn properties(table: TableName) -> Result<WriterProperties, ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_created_by("insights".to_owned());
    for (name, _) in extras(table).iter().filter(|(_, extra)| *extra == Extra::ConversationRow) {
        properties = properties
            .set_column_dictionary_enabled(ColumnPath::from(*name), false)
            .set_column_encoding(ColumnPath::from(*name), Encoding::DELTA_BINARY_PACKED);
    }
    for column in table.schema().columns {
        let path = ColumnPath::from(column.name);
        properties = match column.kind {
            ColumnKind::Instant => properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED),
            // Texts of their own are seldom equal.
            ColumnKind::Text | ColumnKind::Prose => properties.set_column_dictionary_enabled(path, false),
            ColumnKind::Duration
            | ColumnKind::Number
            | ColumnKind::Choice(_)
            | ColumnKind::Flag
            | ColumnKind::Code(_)
            | ColumnKind::List(_) => properties,
        };
    }
    Ok(properties.build())
}

type ParquetGroup<'w> = SerializedRowGroupWriter<'w, Vec<u8>>;

/// One row group on its way.
struct GroupInProgress<'a, 'w> {
    source: &'a PartSource<'a>,
    table: TableName,
    rows: &'a [u32],
    group: &'a mut ParquetGroup<'w>,
}

impl<'a> GroupInProgress<'a, '_> {
    fn own(&self) -> &'a DataTable {
        self.source.rows.table(self.table)
    }

    fn write(&mut self) -> Result<(), ParquetError> {
        for (place, column) in self.table.schema().columns.iter().enumerate() {
            self.column(place, column.kind)?;
        }
        let rows = self.rows;
        for (_, extra) in extras(self.table) {
            match extra {
                Extra::Inexact => {
                    let texts = self.inexact();
                    self.texts(texts.iter().map(|text| text.as_deref().map(str::as_bytes)))?;
                }
                Extra::LastMoment => {
                    let last = self.source.last;
                    let at = |row: &u32| last.get(*row as usize).copied().filter(|&at| at != OPEN);
                    self.put::<Int64Type>(rows.iter().map(at))?;
                }
                Extra::ConversationRow => {
                    let (ranks, codes) = (self.source.ranks, self.codes());
                    let rank = |row: &u32| ranks.of(codes.get(*row as usize).copied().unwrap_or(NONE));
                    self.put::<Int32Type>(rows.iter().map(|row| i32::try_from(rank(row)).ok()))?;
                }
                Extra::Leg => {
                    let legs = &self.own().legs;
                    let leg = |row: &u32| i32::try_from(legs.get(*row as usize).copied().unwrap_or(1)).ok();
                    self.put::<Int32Type>(rows.iter().map(leg))?;
                }
                Extra::Judged => {
                    let verdicts = self.verdicts();
                    let told = |at| choice(&SENTIMENT, &verdicts, at);
                    self.put::<ByteArrayType>((0..numbered(rows.len())).map(told))?;
                }
            }
        }
        Ok(())
    }

    /// How the text of each row sounds.
    fn verdicts(&self) -> Vec<u8> {
        let mut verdicts = vec![UNKNOWN; self.rows.len()];
        let (table, own) = (self.table, self.own());
        let judged = JudgedRows::of(table, &|name| own.column(table, name));
        if let (Some((scorer, languages)), Some(judged)) = (self.source.judge, judged) {
            let names = self.source.rows.dictionary(Domain::Language);
            let known = KnownLanguages { languages, names };
            let rows = self.rows.iter().map(|&row| row as usize);
            for (at, verdict) in judged.verdicts(rows, scorer, &|conversation| known.of(conversation)) {
                verdicts[at] = verdict;
            }
        }
        verdicts
    }

    /// The conversation of each row.
    fn codes(&self) -> &'a [u32] {
        self.source.rows.codes(self.table, CONVERSATION_ID)
    }

    fn column(&mut self, place: usize, kind: ColumnKind) -> Result<(), ParquetError> {
        let source = self.source;
        let data = source.rows.table(self.table).columns.get(place).and_then(Option::as_ref);
        let rows = self.rows;
        match (kind, data) {
            (ColumnKind::Instant, _) => {
                let moments = source.rows.moments(self.table, place);
                self.put::<Int64Type>(rows.iter().map(|&row| moments.at(row as usize)))
            }
            (ColumnKind::Duration | ColumnKind::Number, data) => {
                let values = data.map_or(&[][..], Data::whole);
                let value = |row: &u32| values.get(*row as usize).copied().filter(|&value| value != MISSING);
                self.put::<Int64Type>(rows.iter().map(value))
            }
            (ColumnKind::Flag, data) => {
                let values = data.map_or(&[][..], Data::bytes);
                let value = |row: &u32| values.get(*row as usize).filter(|&&value| value != UNKNOWN);
                self.put::<BoolType>(rows.iter().map(value).map(|value| value.map(|&value| value == 1)))
            }
            (ColumnKind::Choice(vocabulary), data) => {
                let values = data.map_or(&[][..], Data::bytes);
                self.put::<ByteArrayType>(rows.iter().map(|&row| choice(vocabulary, values, row)))
            }
            (ColumnKind::Code(domain), data) => {
                let (codes, dictionary) = (data.map_or(&[][..], Data::codes), source.rows.dictionary(domain));
                self.coded(codes, dictionary)
            }
            (ColumnKind::Text | ColumnKind::Prose, Some(Data::Texts(texts))) => {
                self.texts(rows.iter().map(|&row| texts.get_bytes(row as usize)))
            }
            (ColumnKind::List(domain), Some(Data::Lists(lists))) => self.lists(lists, domain),
            (ColumnKind::List(domain), _) => self.lists(&Lists::default(), domain),
            (ColumnKind::Text | ColumnKind::Prose, _) => self.put::<ByteArrayType>(rows.iter().map(|_| None)),
        }
    }

    /// Which moments of each row are not what they seem.
    fn inexact(&self) -> Vec<Option<String>> {
        let own = self.own();
        let mut said: Vec<Option<String>> = vec![None; self.rows.len()];
        for (place, column) in self.table.schema().columns.iter().enumerate() {
            if !matches!(column.kind, ColumnKind::Instant) {
                continue;
            }
            let values = own.columns.get(place).and_then(Option::as_ref).map_or(&[][..], Data::whole);
            let dates = own.dates.get(place).filter(|dates| !dates.is_empty());
            for (&row, said) in self.rows.iter().zip(&mut said) {
                let what = if values.get(row as usize) == Some(&UNDATED) {
                    "unknown"
                } else if dates.is_some_and(|dates| dates.is(row as usize)) {
                    "date"
                } else {
                    continue;
                };
                let said = said.get_or_insert_default();
                let comma = if said.is_empty() { "" } else { ";" };
                said.push_str(&format!("{comma}{}={what}", column.name));
            }
        }
        said
    }

    /// Writes the values that are there, and for each row whether it has one.
    fn put<T: DataType>(&mut self, cells: impl Iterator<Item = Option<T::T>>) -> Result<(), ParquetError> {
        let (mut values, mut defined) = (Vec::new(), Vec::with_capacity(self.rows.len()));
        for value in cells {
            defined.push(i16::from(value.is_some()));
            values.extend(value);
        }
        self.levels::<T>(&values, &defined, None)
    }

    /// Writes texts: all stand in one piece of memory.
    fn texts<'t>(&mut self, cells: impl Iterator<Item = Option<&'t [u8]>>) -> Result<(), ParquetError> {
        let (mut texts, mut defined) = (JoinedTexts::default(), Vec::with_capacity(self.rows.len()));
        for text in cells {
            defined.push(i16::from(text.is_some()));
            if let Some(text) = text {
                texts.push(text);
            }
        }
        self.levels::<ByteArrayType>(&texts.values(), &defined, None)
    }

    /// Writes texts that have codes: neighbours are often equal.
    fn coded(&mut self, codes: &[u32], dictionary: &Dictionary) -> Result<(), ParquetError> {
        let (mut texts, mut defined) = (JoinedTexts::default(), Vec::with_capacity(self.rows.len()));
        let mut last = NONE;
        for &row in self.rows {
            let code = codes.get(row as usize).copied().unwrap_or(NONE);
            defined.push(i16::from(code != NONE));
            if code == NONE {
                continue;
            }
            if code == last {
                texts.again();
            } else {
                texts.push(dictionary.text(code).as_bytes());
                last = code;
            }
        }
        self.levels::<ByteArrayType>(&texts.values(), &defined, None)
    }

    fn lists(&mut self, lists: &Lists, domain: Domain) -> Result<(), ParquetError> {
        let dictionary = self.source.rows.dictionary(domain);
        let (mut texts, mut defined, mut repeated) = (JoinedTexts::default(), Vec::new(), Vec::new());
        for &row in self.rows {
            let list = lists.get(row as usize);
            if list.is_empty() {
                defined.push(0);
                repeated.push(0);
            }
            for (at, &code) in list.iter().enumerate() {
                defined.push(1);
                repeated.push(i16::from(at > 0));
                texts.push(dictionary.text(code).as_bytes());
            }
        }
        self.levels::<ByteArrayType>(&texts.values(), &defined, Some(&repeated))
    }

    fn levels<T: DataType>(
        &mut self,
        values: &[T::T],
        defined: &[i16],
        repeated: Option<&[i16]>,
    ) -> Result<(), ParquetError> {
        if let Some(mut column) = self.group.next_column()? {
            column.typed::<T>().write_batch(values, Some(defined), repeated)?;
            column.close()?;
        }
        Ok(())
    }
}

/// Texts in one piece of memory: where each of them is.
#[derive(Default)]
struct JoinedTexts {
    bytes: Vec<u8>,
    places: Vec<Range<usize>>,
}

impl JoinedTexts {
    fn push(&mut self, text: &[u8]) {
        let from = self.bytes.len();
        self.bytes.extend_from_slice(text);
        self.places.push(from..self.bytes.len());
    }

    /// Adds the last text once more.
    fn again(&mut self) {
        self.places.extend(self.places.last().cloned());
    }

    fn values(self) -> Vec<ByteArray> {
        let bytes = Bytes::from(self.bytes);
        self.places.into_iter().map(|place| ByteArray::from(bytes.slice(place))).collect()
    }
}

fn choice(vocabulary: &Vocabulary, values: &[u8], row: u32) -> Option<ByteArray> {
    let value = values.get(row as usize).copied().filter(|&value| value != UNKNOWN)?;
    Some(ByteArray::from(Bytes::from_static(vocabulary.value(value).as_bytes())))
}
