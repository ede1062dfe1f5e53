//! Rows of a canonical table → the bytes of a Parquet file; equal rows in equal order give equal bytes.

use super::form::{extras, schema, Extra};
use super::sorted::{Rows, OPEN, ROWS};
use crate::dataset::vocabulary::Vocabulary;
use crate::dataset::{
    ColumnKind, Data, DataTable, Dataset, Domain, Lists, TableName, Texts, MISSING, NONE, UNDATED, UNKNOWN,
};
use chrono_tz::Tz;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::ColumnPath;
use std::collections::HashMap;
use std::sync::Arc;

/// What is to be written, and where it comes from.
pub struct PartSource<'a> {
    /// The rows.
    pub rows: Rows<'a>,
    /// Last moment of each conversation row; [`OPEN`] where it is still open.
    pub last: &'a [i64],
    /// The row of each conversation in its part, by its code; of those without a row none.
    pub ranks: &'a HashMap<u32, u32>,
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
    let source = PartSource { rows: Rows { dataset, zone }, last: &[], ranks: &HashMap::new() };
    let all: Vec<u32> = (0..dataset.table(table).rows as u32).collect();
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

impl GroupInProgress<'_, '_> {
    fn own(&self) -> &DataTable {
        self.source.rows.dataset.table(self.table)
    }

    fn write(&mut self) -> Result<(), ParquetError> {
        for (place, column) in self.table.schema().columns.iter().enumerate() {
            self.column(place, column.kind)?;
        }
        for (_, extra) in extras(self.table) {
            match extra {
                Extra::Inexact => {
                    let texts = self.rows.iter().map(|&row| self.inexact(row as usize)).collect::<Vec<_>>();
                    self.put::<ByteArrayType>(texts.iter().map(|text| text.as_deref().map(bytes)))?;
                }
                Extra::LastMoment => {
                    let last = self.source.last;
                    let at = |row: &u32| last.get(*row as usize).copied().filter(|&at| at != OPEN);
                    self.put::<Int64Type>(self.rows.iter().map(at))?;
                }
                Extra::ConversationRow => {
                    let ranks: Vec<Option<i32>> = self.rows.iter().map(|&row| self.rank(row)).collect();
                    self.put::<Int32Type>(ranks.into_iter())?;
                }
                Extra::Leg => {
                    let legs: Vec<Option<i32>> = self.rows.iter().map(|&row| self.leg(row)).collect();
                    self.put::<Int32Type>(legs.into_iter())?;
                }
            }
        }
        Ok(())
    }

    fn column(&mut self, place: usize, kind: ColumnKind) -> Result<(), ParquetError> {
        let source = self.source;
        let own = source.rows.dataset.table(self.table);
        let data = own.columns.get(place).and_then(Option::as_ref);
        let rows = self.rows;
        match (kind, data) {
            (ColumnKind::Instant, _) => {
                let moments: Vec<Option<i64>> =
                    rows.iter().map(|&row| source.rows.moment(self.table, place, row as usize)).collect();
                self.put::<Int64Type>(moments.into_iter())
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
                let codes = data.map_or(&[][..], Data::codes);
                self.put::<ByteArrayType>(rows.iter().map(|&row| coded(source, domain, codes, row)))
            }
            (ColumnKind::Text | ColumnKind::Prose, Some(Data::Texts(texts))) => {
                self.put::<ByteArrayType>(rows.iter().map(|&row| text(texts, row)))
            }
            (ColumnKind::List(domain), Some(Data::Lists(lists))) => self.lists(lists, domain),
            (ColumnKind::List(domain), _) => self.lists(&Lists::default(), domain),
            (ColumnKind::Text | ColumnKind::Prose, _) => self.put::<ByteArrayType>(rows.iter().map(|_| None)),
        }
    }

    /// Which moments of a row are not what they seem.
    fn inexact(&self, row: usize) -> Option<String> {
        let own = self.own();
        let mut said = Vec::new();
        for (place, column) in self.table.schema().columns.iter().enumerate() {
            if !matches!(column.kind, ColumnKind::Instant) {
                continue;
            }
            let at = own.columns.get(place).and_then(Option::as_ref).map_or(&[][..], Data::whole).get(row);
            if at == Some(&UNDATED) {
                said.push(format!("{}=unknown", column.name));
            } else if own.dates.get(place).is_some_and(|dates| dates.is(row)) {
                said.push(format!("{}=date", column.name));
            }
        }
        (!said.is_empty()).then(|| said.join(";"))
    }

    fn rank(&self, row: u32) -> Option<i32> {
        let codes = self.source.rows.dataset.codes(self.table, "conversation_id");
        let rank = self.source.ranks.get(codes.get(row as usize)?)?;
        i32::try_from(*rank).ok()
    }

    fn leg(&self, row: u32) -> Option<i32> {
        i32::try_from(self.own().legs.get(row as usize).copied().unwrap_or(1)).ok()
    }

    /// Writes the values that are there, and for each row whether it has one.
    fn put<T: DataType>(&mut self, cells: impl Iterator<Item = Option<T::T>>) -> Result<(), ParquetError> {
        let (mut values, mut defined) = (Vec::new(), Vec::new());
        for value in cells {
            defined.push(i16::from(value.is_some()));
            values.extend(value);
        }
        self.levels::<T>(&values, &defined, None)
    }

    fn lists(&mut self, lists: &Lists, domain: Domain) -> Result<(), ParquetError> {
        let dictionary = self.source.rows.dataset.dictionary(domain);
        let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
        for &row in self.rows {
            let list = lists.get(row as usize);
            if list.is_empty() {
                defined.push(0);
                repeated.push(0);
            }
            for (at, &code) in list.iter().enumerate() {
                defined.push(1);
                repeated.push(i16::from(at > 0));
                values.push(bytes(dictionary.text(code)));
            }
        }
        self.levels::<ByteArrayType>(&values, &defined, Some(&repeated))
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

fn bytes(text: &str) -> ByteArray {
    ByteArray::from(text.as_bytes().to_vec())
}

fn choice(vocabulary: &Vocabulary, values: &[u8], row: u32) -> Option<ByteArray> {
    let value = values.get(row as usize).copied().filter(|&value| value != UNKNOWN)?;
    Some(bytes(vocabulary.value(value)))
}

fn coded(source: &PartSource, domain: Domain, codes: &[u32], row: u32) -> Option<ByteArray> {
    let code = codes.get(row as usize).copied().filter(|&code| code != NONE)?;
    Some(bytes(source.rows.dataset.dictionary(domain).text(code)))
}

fn text(texts: &Texts, row: u32) -> Option<ByteArray> {
    texts.get_bytes(row as usize).map(|text| ByteArray::from(text.to_vec()))
}
