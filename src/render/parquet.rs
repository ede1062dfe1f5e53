//! One section as Parquet: typed columns, missing values missing, packed with zstd.

use super::{Manuscript, WriteReport};
use crate::report::{Cell, Column, Table, Unit, PIECE};
use chrono::DateTime;
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use std::io::{self, Write};
use std::sync::Arc;

/// Rows of a group.
const GROUP: usize = 1 << 17;

/// Writes the first section.
pub fn write(manuscript: &Manuscript, out: &mut dyn Write) -> io::Result<WriteReport> {
    if let Some(table) = manuscript.sections.first() {
        out.write_all(&file(table).map_err(io::Error::other)?)?;
    }
    Ok(WriteReport::default())
}

/// What the values of a column are kept as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    /// Whole numbers.
    Whole,
    /// Any numbers.
    Number,
    /// Yes and no.
    Flag,
    /// Milliseconds since 1970, UTC.
    Instant,
    /// UTF-8.
    Text,
}

fn file(table: &Table) -> Result<Vec<u8>, ParquetError> {
    let mut kinds: Vec<ValueKind> = table.columns.iter().map(kind).collect();
    let is_open = kinds.iter().any(|kind| matches!(kind, ValueKind::Instant | ValueKind::Whole));
    for piece in table.pieces(PIECE).filter(|_| is_open) {
        for row in piece.iter() {
            for (kind, cell) in kinds.iter_mut().zip(row) {
                *kind = kind.of(cell);
            }
        }
    }
    let schema = schema(table, &kinds)?;
    let properties =
        WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    for rows in table.pieces(GROUP) {
        let mut group = writer.next_row_group()?;
        for (place, kind) in kinds.iter().enumerate() {
            write_column(&mut group, *kind, &rows, place)?;
        }
        group.close()?;
    }
    writer.into_inner()
}

impl ValueKind {
    /// The kind that has room for one more cell, too.
    fn of(self, cell: &Cell) -> ValueKind {
        match self {
            ValueKind::Instant if cell.text().is_some() && millis(cell).is_none() => ValueKind::Text,
            ValueKind::Whole if matches!(cell, Cell::Number(_)) => ValueKind::Number,
            ValueKind::Whole | ValueKind::Number | ValueKind::Flag | ValueKind::Instant | ValueKind::Text => {
                self
            }
        }
    }
}

/// The kind of a column as long as no cell says otherwise.
fn kind(column: &Column) -> ValueKind {
    match column.unit {
        Unit::Text => ValueKind::Text,
        Unit::Flag => ValueKind::Flag,
        Unit::Instant => ValueKind::Instant,
        Unit::Count => ValueKind::Whole,
        Unit::Seconds
        | Unit::Rate
        | Unit::Score
        | Unit::Nps
        | Unit::Ratio
        | Unit::Money
        | Unit::Change
        | Unit::Points
        | Unit::Difference => ValueKind::Number,
    }
}

/// A column a column, by its name in machine formats, each of which may miss values.
fn schema(table: &Table, kinds: &[ValueKind]) -> Result<TypePtr, ParquetError> {
    let mut fields = Vec::with_capacity(kinds.len());
    for (column, kind) in table.columns.iter().zip(kinds) {
        let (physical, logical) = match kind {
            ValueKind::Whole => (Physical::INT64, None),
            ValueKind::Number => (Physical::DOUBLE, None),
            ValueKind::Flag => (Physical::BOOLEAN, None),
            ValueKind::Instant => {
                let timestamp = LogicalType::timestamp(true, TimeUnit::MILLIS);
                (Physical::INT64, Some(timestamp))
            }
            ValueKind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let field = Type::primitive_type_builder(&column.name(), physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        fields.push(Arc::new(field));
    }
    Ok(Arc::new(Type::group_type_builder(&table.name).with_fields(fields).build()?))
}

type RowGroupWriter<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

fn write_column(
    group: &mut RowGroupWriter,
    kind: ValueKind,
    rows: &[Vec<Cell>],
    place: usize,
) -> Result<(), ParquetError> {
    let cells = rows.iter().map(|row| &row[place]);
    match kind {
        ValueKind::Whole => values::<Int64Type>(group, cells.map(whole)),
        ValueKind::Number => values::<DoubleType>(group, cells.map(Cell::amount)),
        ValueKind::Flag => values::<BoolType>(group, cells.map(flag)),
        ValueKind::Instant => values::<Int64Type>(group, cells.map(millis)),
        ValueKind::Text => values::<ByteArrayType>(group, cells.map(text)),
    }
}

/// Writes the values that are there, and for each row whether it has one.
fn values<T: DataType>(
    group: &mut RowGroupWriter,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    let (mut values, mut defined) = (Vec::new(), Vec::new());
    for value in cells {
        defined.push(i16::from(value.is_some()));
        values.extend(value);
    }
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(&values, Some(&defined), None)?;
        column.close()?;
    }
    Ok(())
}

fn whole(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Whole(whole) => Some(*whole),
        Cell::Missing
        | Cell::New
        | Cell::Number(_)
        | Cell::Flag(_)
        | Cell::Text(_)
        | Cell::Interval(_)
        | Cell::Row(_)
        | Cell::Class(_) => None,
    }
}

fn flag(cell: &Cell) -> Option<bool> {
    matches!(cell, Cell::Flag(_)).then_some(*cell == Cell::Flag(true))
}

fn millis(cell: &Cell) -> Option<i64> {
    Some(DateTime::parse_from_rfc3339(&cell.text()?).ok()?.timestamp_millis())
}

/// The words of a cell; a number among words is written out.
fn text(cell: &Cell) -> Option<ByteArray> {
    let number = || cell.amount().map(|number| number.to_string());
    let text = cell.text().map(|text| text.into_owned()).or_else(number)?;
    Some(ByteArray::from(text.into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{format, sample, write_section, Style};
    use crate::report::Theme;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    fn read(table: Table) -> (Vec<(String, Physical)>, Vec<Vec<Field>>) {
        let report = sample::report("facts", vec![table]);
        let mut bytes = Vec::new();
        write_section((&report, &report.sections[0]), format("parquet"), &Style::default(), &mut bytes)
            .unwrap();
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let fields = reader.metadata().file_metadata().schema().get_fields().to_vec();
        let heads = fields.iter().map(|field| (field.name().to_owned(), field.get_physical_type())).collect();
        let rows = reader.get_row_iter(None).unwrap();
        (
            heads,
            rows.map(|row| row.unwrap().into_columns().into_iter().map(|(_, field)| field).collect())
                .collect(),
        )
    }

    #[test]
    fn values_come_back_as_the_kinds_they_are() {
        let columns = vec![
            sample::dimension("agent", "Agent"),
            sample::figure(("at", "At"), Unit::Instant, Theme::Dimension, 0),
            sample::figure(("cases", "Cases"), Unit::Count, Theme::Volume, 0),
            sample::figure(("wait_s", "Wait"), Unit::Seconds, Theme::Speed, 0),
            sample::figure(("late", "Late"), Unit::Flag, Theme::Targets, 0),
        ];
        let rows = vec![
            vec![
                sample::text("=1+1|\u{0}ł"),
                sample::text("2026-11-19T10:49:47.421+01:00"),
                Cell::Whole(9_007_199_254_740_993),
                Cell::Number(49.765),
                Cell::Flag(true),
            ],
            vec![Cell::Missing; 5],
        ];
        let (heads, rows) = read(Table::new("facts", columns, rows));
        let expected = [
            ("agent", Physical::BYTE_ARRAY),
            ("at", Physical::INT64),
            ("cases", Physical::INT64),
            ("wait_s", Physical::DOUBLE),
            ("late", Physical::BOOLEAN),
        ];
        assert_eq!(heads, expected.map(|(name, kind)| (name.to_owned(), kind)));
        let first = vec![
            Field::Str("=1+1|\u{0}ł".to_owned()),
            Field::TimestampMillis(1_795_081_787_421),
            Field::Long(9_007_199_254_740_993),
            Field::Double(49.765),
            Field::Bool(true),
        ];
        assert_eq!(rows, [first, vec![Field::Null; 5]]);
    }

    #[test]
    fn sections_without_rows_have_their_columns() {
        let mut table = sample::tags();
        table.rows.clear();
        let (heads, rows) = read(table);
        assert_eq!((heads.len(), rows.len()), (3, 0));
    }
}
