//! What a profile says: which file is which table, and where each canonical column comes from.

use crate::dataset::TableName;

/// One export of one product.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its name for `--profile`.
    pub name: String,
    /// What export it reads, in one line.
    pub about: String,
    /// IANA zone of instants written without one; `None`: the run's source zone.
    pub zone: Option<String>,
    /// One entry a canonical table that the export feeds.
    pub tables: Vec<Mapping>,
}

/// How records of a file become rows of one canonical table.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// The table fed.
    pub into: TableName,
    /// Headers or JSON keys a file must have to be this one; `*` at the end takes any ending.
    pub recognise: Vec<String>,
    /// JSON path of the records (`data`, `_embedded.conversations`); `None`: the file's lines or largest array of objects.
    pub records: Option<String>,
    /// JSON path of a nested array whose elements are the rows; `parent.x` then is field x of the record around it.
    pub explode: Option<String>,
    /// A row must fulfil all of these.
    pub filter: Vec<Condition>,
    /// Place of the canonical column in its schema, and its rule.
    pub columns: Vec<(usize, Rule)>,
}

/// Where one value comes from and how it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Where the raw text comes from.
    pub take: Take,
    /// Raw text → canonical text; other texts go on as they are, unless `only_values`.
    pub values: Vec<(String, String)>,
    /// A text that `values` does not name counts as no value (so that `FirstOf` goes on).
    pub only_values: bool,
    /// Separator of a list in one cell.
    pub list: Option<String>,
    /// IANA zone of instants without one; `header`: the zone stands in brackets in the header.
    pub zone: Option<String>,
    /// `s`, `ms`, `min`, `h` or `d`: what a bare number of a duration counts.
    pub unit: Option<String>,
    /// The number 0 means "no value".
    pub zero_is_null: bool,
}

/// The source of a raw text.
#[derive(Debug, Clone, PartialEq)]
pub enum Take {
    /// A header, or a JSON path (`author.username`, `parent.id`, `.` for the element itself, `labels[].name` for a list).
    Field(String),
    /// The same text in every row.
    Constant(String),
    /// The first rule that gives a value.
    FirstOf(Vec<Rule>),
    /// `then`, where the field is there and not null.
    Exists {
        /// Header or JSON path.
        field: String,
        /// The text taken.
        then: String,
    },
    /// `then`, where both fields are there and equal.
    Equal {
        /// Headers or JSON paths.
        fields: [String; 2],
        /// The text taken.
        then: String,
    },
    /// Several fields with a text between them; no value if one of them is missing.
    Joined {
        /// Headers or JSON paths, in order.
        fields: Vec<String>,
        /// What stands between.
        with: String,
    },
    /// The place in the parent's list, from 0.
    Index,
}

/// A row filter.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Header or JSON path.
    pub field: String,
    /// The raw text must be one of these…
    pub is: Vec<String>,
    /// …or, if negated, none of them.
    pub negated: bool,
}
