//! How a canonical table stands in a Parquet file: its columns, their types, and what they carry besides.

use crate::dataset::schema::messages::{BODY, SENTIMENT};
use crate::dataset::{ColumnKind, ColumnSchema, TableName};
use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::errors::ParquetError;
use parquet::schema::types::{Type, TypePtr};
use std::sync::Arc;

/// The column that says which moments of a row are dates alone (`created_at=date`) or unknown (`closed_at=unknown`).
pub const INEXACT: &str = "inexact_moments";
/// The column that says which leg of its call a row is.
pub const LEG: &str = "leg";
/// The column of conversations that holds the last moment of theirs and of all that belongs to them; none: still open.
pub const LAST_MOMENT: &str = "last_moment";

/// The column of what belongs to a conversation that says in which row of its part's conversations that stands.
pub const CONVERSATION_ROW: &str = "conversation_row";

/// The column that says how a text sounds that has no label of its own.
pub const JUDGED: &str = "judged_sentiment";

/// What a column beside the canonical ones holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    /// [`INEXACT`].
    Inexact,
    /// [`LEG`].
    Leg,
    /// [`LAST_MOMENT`].
    LastMoment,
    /// [`CONVERSATION_ROW`].
    ConversationRow,
    /// [`JUDGED`].
    Judged,
}

/// The columns of a table beside the canonical ones, in their order.
pub fn extras(table: TableName) -> Vec<(&'static str, Extra)> {
    let mut extras = Vec::new();
    if table.schema().columns.iter().any(|column| matches!(column.kind, ColumnKind::Instant)) {
        extras.push((INEXACT, Extra::Inexact));
    }
    match table {
        TableName::Conversations => extras.push((LAST_MOMENT, Extra::LastMoment)),
        TableName::Calls => extras.push((LEG, Extra::Leg)),
        TableName::Messages | TableName::Events | TableName::Ratings => {
            extras.push((CONVERSATION_ROW, Extra::ConversationRow));
        }
        TableName::FaqViews
        | TableName::FaqSearches
        | TableName::Orders
        | TableName::Posts
        | TableName::Comments
        | TableName::People => {}
    }
    if is_judged(table) {
        extras.push((JUDGED, Extra::Judged));
    }
    extras
}

/// Whether it is told of the texts of a table how they sound.
pub fn is_judged(table: TableName) -> bool {
    let schema = table.schema();
    schema.column(BODY).is_some() && schema.column(SENTIMENT).is_some()
}

/// Every column of the table, canonical ones first; the same for every file of a table, so that many are read as one.
pub fn schema(table: TableName) -> Result<TypePtr, ParquetError> {
    let mut fields = Vec::new();
    for column in table.schema().columns {
        fields.push(Arc::new(field(column)?));
    }
    for (name, extra) in extras(table) {
        fields.push(Arc::new(match extra {
            Extra::Inexact | Extra::Judged => {
                optional(name, Physical::BYTE_ARRAY, Some(LogicalType::String))?
            }
            Extra::LastMoment => optional(name, Physical::INT64, Some(moment()))?,
            Extra::Leg | Extra::ConversationRow => optional(name, Physical::INT32, None)?,
        }));
    }
    Ok(Arc::new(Type::group_type_builder(table.schema().name).with_fields(fields).build()?))
}

/// Digits that a number may have in all.
const DIGITS: i32 = 18;

fn field(column: &ColumnSchema) -> Result<Type, ParquetError> {
    match column.kind {
        ColumnKind::Instant => optional(column.name, Physical::INT64, Some(moment())),
        ColumnKind::Duration => decimal(column.name, 3),
        ColumnKind::Number => decimal(column.name, 4),
        ColumnKind::Flag => optional(column.name, Physical::BOOLEAN, None),
        ColumnKind::Choice(_) | ColumnKind::Code(_) | ColumnKind::Text | ColumnKind::Prose => {
            optional(column.name, Physical::BYTE_ARRAY, Some(LogicalType::String))
        }
        ColumnKind::List(_) => list(column.name),
    }
}

fn moment() -> LogicalType {
    LogicalType::timestamp(true, TimeUnit::MILLIS)
}

fn optional(name: &str, physical: Physical, logical: Option<LogicalType>) -> Result<Type, ParquetError> {
    Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

fn decimal(name: &str, scale: i32) -> Result<Type, ParquetError> {
    Type::primitive_type_builder(name, Physical::INT64)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(Some(LogicalType::decimal(scale, DIGITS)))
        .with_precision(DIGITS)
        .with_scale(scale)
        .build()
}

/// A list of texts, never missing as a whole.
fn list(name: &str) -> Result<Type, ParquetError> {
    let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::String))
        .build()?;
    let repeated = Type::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![Arc::new(element)])
        .build()?;
    Type::group_type_builder(name)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(repeated)])
        .build()
}
