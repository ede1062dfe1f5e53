//! Canonical tables as data frames; also what makes frame columns of stored values.
//!
//! Instants and durations are whole milliseconds in columns that end in `_ms`, numbers are fractions, ids, names and
//! choices are texts, lists are texts joined by `;`. What is missing is null.

use super::column::Data;
use super::{
    ColumnKind, Dataset, Dictionary, Lists, TableName, MISSING, NONE, NUMBER_SCALE, UNDATED, UNKNOWN,
};
use polars::prelude::{
    polars_err, BooleanChunked, Column, DataFrame, Float64Chunked, Int64Chunked, IntoColumn, NewChunkedArray,
    PolarsResult, StringChunked,
};

impl Dataset {
    /// A canonical table: the columns of these names in their order, or all that were loaded.
    ///
    /// # Errors
    /// If there is no such column.
    pub fn frame(&self, table: TableName, wanted: &[&str]) -> PolarsResult<DataFrame> {
        let data = self.table(table);
        let mut columns = Vec::new();
        for (schema, values) in table.schema().columns.iter().zip(&data.columns) {
            let Some(values) = values else { continue };
            let name = frame_name(schema.name, schema.kind);
            let is_wanted = wanted.is_empty() || wanted.contains(&name.as_str());
            columns.extend(is_wanted.then(|| self.frame_column(&name, schema.kind, values)));
        }
        in_order(data.rows, columns, wanted)
    }

    fn frame_column(&self, name: &str, kind: ColumnKind, values: &Data) -> Column {
        let rows = values.len();
        match (values, kind) {
            (Data::Whole(values), ColumnKind::Number) => fractions(name, values, rows),
            (Data::Whole(values), _) => wholes(name, values, rows),
            (Data::Bytes(values), ColumnKind::Choice(vocabulary)) => {
                texts(name, values.iter().map(|&code| (code != UNKNOWN).then(|| vocabulary.value(code))))
            }
            (Data::Bytes(values), _) => {
                booleans(name, values.iter().map(|&code| (code != UNKNOWN).then_some(code == 1)))
            }
            (Data::Codes(codes), ColumnKind::Code(domain)) => {
                coded(name, codes, self.dictionary(domain), rows)
            }
            (Data::Lists(lists), ColumnKind::List(domain)) => {
                lists_of(name, lists, self.dictionary(domain), rows)
            }
            (Data::Texts(values), _) => texts(name, (0..rows).map(|row| values.get(row))),
            (Data::Codes(_) | Data::Lists(_), _) => texts(name, (0..rows).map(|_| None)),
        }
    }
}

/// Canonical durations are named by the seconds that files hold; frames hold milliseconds.
fn frame_name(name: &str, kind: ColumnKind) -> String {
    match kind {
        ColumnKind::Instant => format!("{name}_ms"),
        ColumnKind::Duration => format!("{}_ms", name.trim_end_matches("_s")),
        ColumnKind::Number
        | ColumnKind::Choice(_)
        | ColumnKind::Flag
        | ColumnKind::Code(_)
        | ColumnKind::List(_)
        | ColumnKind::Text
        | ColumnKind::Prose => name.to_owned(),
    }
}

/// A frame of columns, those wanted in the order wanted.
///
/// # Errors
/// If one that is wanted is not among them.
pub fn in_order(rows: usize, columns: Vec<Column>, wanted: &[&str]) -> PolarsResult<DataFrame> {
    if wanted.is_empty() {
        return DataFrame::new(rows, columns);
    }
    let mut chosen = Vec::new();
    for name in wanted {
        let column = columns.iter().find(|column| column.name() == *name);
        chosen.push(column.ok_or_else(|| polars_err!(ColumnNotFound: "{name}"))?.clone());
    }
    DataFrame::new(rows, chosen)
}

/// Instants or durations; all null where the column was not loaded.
pub fn wholes(name: &str, values: &[i64], rows: usize) -> Column {
    Int64Chunked::from_iter_options(name.into(), (0..rows).map(|row| known(values, row))).into_column()
}

/// Numbers.
pub fn fractions(name: &str, values: &[i64], rows: usize) -> Column {
    let numbers = (0..rows).map(|row| known(values, row).map(|number| number as f64 / NUMBER_SCALE as f64));
    Float64Chunked::from_iter_options(name.into(), numbers).into_column()
}

fn known(values: &[i64], row: usize) -> Option<i64> {
    values.get(row).copied().filter(|&value| value != MISSING && value != UNDATED)
}

/// Texts.
pub fn texts<'a>(name: &str, texts: impl Iterator<Item = Option<&'a str>>) -> Column {
    StringChunked::from_iter_options(name.into(), texts).into_column()
}

/// The texts of codes.
pub fn coded(name: &str, codes: &[u32], names: &Dictionary, rows: usize) -> Column {
    let code = |row: usize| codes.get(row).copied().filter(|&code| code != NONE);
    texts(name, (0..rows).map(|row| code(row).map(|code| names.text(code))))
}

/// The texts of lists, joined.
pub fn lists_of(name: &str, lists: &Lists, names: &Dictionary, rows: usize) -> Column {
    let joined = (0..rows).map(|row| names.joined(lists.get(row)));
    StringChunked::from_iter_options(name.into(), joined).into_column()
}

/// What holds or not.
pub fn booleans(name: &str, values: impl Iterator<Item = Option<bool>>) -> Column {
    BooleanChunked::from_iter_options(name.into(), values).into_column()
}
