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
    /// Files of the product that hold nothing of use here.
    pub refusals: Vec<Refusal>,
}

/// A file of the product that is known but can not be read as rows, such as a report with totals.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// Headers or JSON keys that tell it.
    pub recognise: Vec<String>,
    /// What the file holds, in one line.
    pub holds: String,
    /// Which export is needed instead.
    pub instead: String,
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
    /// Rows of one call id are its legs: the earliest becomes the call, the others point to it.
    pub legs: bool,
    /// Equal rows count once even inside one file: the product repeats them.
    pub once: bool,
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
    /// Only what stands behind the first occurrence of this counts; a text without it is no value.
    pub after: Option<String>,
    /// Only what stands in front of the first occurrence of this counts; a text without it counts whole.
    pub before: Option<String>,
}

impl Rule {
    /// A rule that says nothing but where the text comes from.
    pub fn plain(take: Take) -> Rule {
        Rule {
            take,
            values: Vec::new(),
            only_values: false,
            list: None,
            zone: None,
            unit: None,
            zero_is_null: false,
            after: None,
            before: None,
        }
    }

    /// Calls `change` with this rule and those it chooses from.
    pub fn each_mut(&mut self, change: &mut dyn FnMut(&mut Rule)) {
        if let Take::FirstOf(rules) = &mut self.take {
            rules.iter_mut().for_each(|rule| rule.each_mut(change));
        }
        change(self);
    }
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
    /// The role that the people of the run give the id in this field.
    Role(String),
    /// The first date in the file's name, for reports that carry none in their rows.
    FileDate,
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
