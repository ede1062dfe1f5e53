//! A Parquet file as text, written while it is read: CSV where its columns are plain, else a line of JSON a row.
#![allow(clippy::disallowed_methods)] // The room that opens files.

use super::pipe::{Pipe, PipeWriter, DAMAGED};
use crate::advice::Advised;
use crate::guarded::guarded;
use crate::source::packed::{EarlyEnd, Stream};
use crate::source::store::Store;
use anyhow::{bail, Result};
use bytes::Bytes;
use chrono::DateTime;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::Field;
use parquet::schema::types::Type;
use std::fs::File;
use std::io::{self, Write};

/// Rows decoded at a time.
const BATCH: usize = 1024;

/// How the values of a column are meant, where their plain text does not tell.
#[derive(Debug, PartialEq)]
enum Meaning {
    /// As it stands.
    Plain,
    /// Nanoseconds since 1970.
    Nanoseconds,
    /// An instant; else the time of a clock somewhere.
    Instant,
    /// A moment of a clock in an unknown place.
    Local,
    /// 16 bytes that are a UUID.
    Uuid,
    /// Named columns.
    Group(Vec<ParquetColumn>),
    /// A list of them.
    List(Box<ParquetColumn>),
    /// Values by key.
    Map(Box<ParquetColumn>),
}

/// One column.
#[derive(Debug, PartialEq)]
struct ParquetColumn {
    name: String,
    meaning: Meaning,
    /// Whether its moments are instants; nanoseconds have no type of their own.
    utc: bool,
}

/// Opens the rows. Errors: the file is damaged, or uses what is not known here.
pub fn open(store: &Store) -> Result<Stream> {
    let reader = guarded(|| reader(store)).unwrap_or_else(|| bail!(DAMAGED))?;
    let columns = columns(reader.metadata().file_metadata().schema());
    let is_empty = reader.metadata().file_metadata().num_rows() == 0;
    let is_flat = !columns.iter().any(ParquetColumn::is_nested);
    let pipe = Pipe::of(move |to| {
        if is_flat || is_empty {
            header(to, &columns)?;
        }
        for row in RowIter::from_file_into(reader).with_batch_size(BATCH) {
            let row = row.map_err(|error| io::Error::other(unreadable(error)))?;
            let cells = row.get_column_iter().zip(&columns);
            if is_flat {
                csv_row(to, cells.map(|((_, field), column)| (field, column)))?;
            } else {
                json_object(to, cells.map(|((_, field), column)| (field, column)))?;
                to.write_all(b"\n")?;
            }
        }
        Ok(())
    });
    Ok(Stream::of(pipe, EarlyEnd::default()))
}

fn reader(store: &Store) -> Result<Box<dyn FileReader>> {
    Ok(match store {
        Store::Disk(path) => Box::new(SerializedFileReader::new(File::open(path)?).map_err(unreadable)?),
        Store::Held(bytes) => {
            let bytes = Bytes::copy_from_slice(bytes);
            Box::new(SerializedFileReader::new(bytes).map_err(unreadable)?)
        }
    })
}

fn unreadable(error: parquet::errors::ParquetError) -> Advised {
    Advised::new(format!("the Parquet file can not be read ({error})"), "export it again, or as CSV")
}

/// The columns of a group.
fn columns(group: &Type) -> Vec<ParquetColumn> {
    let mut columns = Vec::new();
    for kind in group.get_fields() {
        let column = column(kind);
        let info = kind.get_basic_info();
        // A repeated column without more is a list of it.
        let is_annotated = matches!(column.meaning, Meaning::List(_) | Meaning::Map(_));
        if info.has_repetition() && info.repetition() == parquet::basic::Repetition::REPEATED && !is_annotated
        {
            let name = column.name.clone();
            columns.push(ParquetColumn { name, meaning: Meaning::List(Box::new(column)), utc: false });
        } else {
            columns.push(column);
        }
    }
    columns
}

fn column(kind: &Type) -> ParquetColumn {
    let info = kind.get_basic_info();
    let mut utc = true;
    let meaning = match (info.logical_type_ref(), info.converted_type()) {
        (Some(LogicalType::List), _) | (_, ConvertedType::LIST) => list(kind),
        (Some(LogicalType::Map), _) | (_, ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE) => map(kind),
        (Some(LogicalType::Timestamp(stamp)), _) => {
            utc = stamp.is_adjusted_to_u_t_c;
            match stamp.unit {
                TimeUnit::NANOS => Meaning::Nanoseconds,
                _ if utc => Meaning::Instant,
                _ => Meaning::Local,
            }
        }
        (Some(LogicalType::Uuid), _) => Meaning::Uuid,
        _ if kind.is_group() => Meaning::Group(columns(kind)),
        _ => Meaning::Plain,
    };
    ParquetColumn { name: info.name().to_owned(), meaning, utc }
}

fn list(kind: &Type) -> Meaning {
    let Some(repeated) = kind.is_group().then(|| kind.get_fields()).and_then(|fields| fields.first()) else {
        return Meaning::Plain;
    };
    let is_element = repeated.is_primitive()
        || repeated.get_fields().len() != 1
        || repeated.name() == "array"
        || repeated.name().ends_with("_tuple");
    let element = if is_element { repeated } else { &repeated.get_fields()[0] };
    Meaning::List(Box::new(column(element)))
}

fn map(kind: &Type) -> Meaning {
    let pairs = kind.is_group().then(|| kind.get_fields()).and_then(|fields| fields.first());
    match pairs.filter(|pairs| pairs.is_group()).and_then(|pairs| pairs.get_fields().get(1)) {
        Some(value) => Meaning::Map(Box::new(column(value))),
        None => Meaning::Plain,
    }
}

impl ParquetColumn {
    fn is_nested(&self) -> bool {
        matches!(self.meaning, Meaning::Group(_) | Meaning::List(_) | Meaning::Map(_))
    }

    /// A single value as text; `None` where there is none.
    fn text(&self, field: &Field) -> Option<String> {
        Some(match (field, &self.meaning) {
            (Field::Null, _) => return None,
            (Field::Long(nanoseconds), Meaning::Nanoseconds) => {
                self.moment(Some(DateTime::from_timestamp_nanos(*nanoseconds)))?
            }
            (Field::TimestampMillis(time), _) => self.moment(DateTime::from_timestamp_millis(*time))?,
            (Field::TimestampMicros(time), _) => self.moment(DateTime::from_timestamp_micros(*time))?,
            (Field::Date(days), _) => {
                DateTime::from_timestamp(i64::from(*days) * 86_400, 0)?.date_naive().to_string()
            }
            (Field::TimeMillis(time), _) => clock(i64::from(*time) * 1000),
            (Field::TimeMicros(time), _) => clock(*time),
            (Field::Float(number), _) if !number.is_finite() => return None,
            (Field::Double(number), _) if !number.is_finite() => return None,
            (Field::Float(number), _) => number.to_string(),
            (Field::Double(number), _) => number.to_string(),
            (Field::Str(text), _) => text.clone(),
            (Field::Bytes(bytes), Meaning::Uuid) => uuid(bytes.data()),
            // Many writers leave out that bytes are text.
            (Field::Bytes(bytes), _) => String::from_utf8(bytes.data().to_vec()).ok()?,
            (other, _) => other.to_string(),
        })
    }

    fn moment(&self, moment: Option<DateTime<chrono::Utc>>) -> Option<String> {
        let zone = if self.utc { "Z" } else { "" };
        moment.map(|moment| format!("{}{zone}", moment.naive_utc().format("%Y-%m-%dT%H:%M:%S%.f")))
    }
}

fn clock(microseconds: i64) -> String {
    let (seconds, rest) = (microseconds / 1_000_000, microseconds % 1_000_000);
    let fraction = if rest == 0 { String::new() } else { format!(".{rest:06}") };
    format!("{:02}:{:02}:{:02}{fraction}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn uuid(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(36);
    for (place, byte) in bytes.iter().enumerate() {
        if [4, 6, 8, 10].contains(&place) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

fn header(to: &mut PipeWriter, columns: &[ParquetColumn]) -> io::Result<()> {
    let names = columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>();
    writeln!(to, "{}", names.join(","))
}

fn csv_row<'a>(
    to: &mut PipeWriter,
    cells: impl Iterator<Item = (&'a Field, &'a ParquetColumn)>,
) -> io::Result<()> {
    for (place, (field, column)) in cells.enumerate() {
        if place > 0 {
            to.write_all(b",")?;
        }
        if let Some(text) = column.text(field) {
            to.write_all(quoted(&text).as_bytes())?;
        }
    }
    to.write_all(b"\n")
}

fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) || text.trim() != text {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn json_object<'a>(
    to: &mut PipeWriter,
    cells: impl Iterator<Item = (&'a Field, &'a ParquetColumn)>,
) -> io::Result<()> {
    to.write_all(b"{")?;
    for (place, (field, column)) in cells.enumerate() {
        if place > 0 {
            to.write_all(b",")?;
        }
        serde_json::to_writer(&mut *to, &column.name)?;
        to.write_all(b":")?;
        json_value(to, field, column)?;
    }
    to.write_all(b"}")
}

fn json_value(to: &mut PipeWriter, field: &Field, column: &ParquetColumn) -> io::Result<()> {
    match (field, &column.meaning) {
        (Field::Group(row), Meaning::Group(columns)) => {
            json_object(to, row.get_column_iter().map(|(_, field)| field).zip(columns))
        }
        (Field::ListInternal(list), Meaning::List(element)) => {
            to.write_all(b"[")?;
            for (place, field) in list.elements().iter().enumerate() {
                if place > 0 {
                    to.write_all(b",")?;
                }
                json_value(to, field, element)?;
            }
            to.write_all(b"]")
        }
        (Field::MapInternal(map), Meaning::Map(value)) => {
            to.write_all(b"{")?;
            for (place, (key, field)) in map.entries().iter().enumerate() {
                if place > 0 {
                    to.write_all(b",")?;
                }
                let key = if let Field::Str(key) = key { key.clone() } else { key.to_string() };
                serde_json::to_writer(&mut *to, &key)?;
                to.write_all(b":")?;
                json_value(to, field, value)?;
            }
            to.write_all(b"}")
        }
        _ => json_text(to, field, column),
    }
}

/// A single value: numbers and booleans as they are, all else in quotes.
fn json_text(to: &mut PipeWriter, field: &Field, column: &ParquetColumn) -> io::Result<()> {
    let Some(text) = column.text(field) else { return to.write_all(b"null") };
    let is_bare = match field {
        Field::Bool(_)
        | Field::Byte(_)
        | Field::Short(_)
        | Field::Int(_)
        | Field::UByte(_)
        | Field::UShort(_)
        | Field::UInt(_)
        | Field::ULong(_)
        | Field::Float(_)
        | Field::Double(_)
        | Field::Decimal(_) => true,
        Field::Long(_) => column.meaning != Meaning::Nanoseconds,
        _ => false,
    };
    if is_bare {
        return to.write_all(text.as_bytes());
    }
    serde_json::to_writer(&mut *to, &text)?;
    Ok(())
}
