//! What a profile says: which file is which table, and where each canonical column comes from.

use super::layout::ColumnLayout;
use crate::dataset::vocabulary::Vocabulary;
use crate::dataset::TableName;
use crate::values::{BareNumbers, ClockForm, DayOrder, DecimalMark};

/// One export of one product.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its name for `--profile`.
    pub name: String,
    /// What export it reads, in one line.
    pub about: String,
    /// IANA zone of instants written without one; `None`: the run's source zone.
    pub zone: Option<String>,
    /// What a person needs to know of the export; for reading alone.
    pub page: Page,
    /// One entry a canonical table that the export feeds.
    pub tables: Vec<Mapping>,
    /// Files of the product that hold nothing of use here.
    pub refusals: Vec<Refusal>,
    /// Files that the product writes without a header.
    pub layouts: Vec<ColumnLayout>,
}

/// What a person needs to know of an export, in sentences.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Where in the product the file comes from.
    pub from: Option<String>,
    /// What it does not hold, though one might look for it.
    pub lacks: Option<String>,
    /// How sure its columns are, and what else is worth knowing.
    pub note: Option<String>,
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
    /// Headers or JSON keys that make a file another one.
    pub unless: Vec<String>,
    /// JSON path of the records (`data`, `_embedded.conversations`); `None`: the file's lines or largest array of objects.
    pub records: Option<String>,
    /// JSON path of a nested array whose elements are the rows; `parent.x` then is field x of the record around it.
    pub explode: Option<String>,
    /// Rows of one call id are its legs: the earliest is the call, the others belong to it.
    pub legs: bool,
    /// Equal rows count once even inside one file: the product repeats them.
    pub once: bool,
    /// Rows of one key in one file are parts of one row: the earliest says what it can, the later ones the rest.
    pub parts: bool,
    /// Rows are what conversations themselves say: their first message where the run has messages, else none.
    pub opening: bool,
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
    /// Zone of instants without one, an IANA name or an offset; `header`: the zone stands in the header.
    pub zone: Option<String>,
    /// `s`, `ms`, `min`, `h` or `d`: what a bare number of a duration counts.
    pub unit: Option<String>,
    /// The number 0 means "no value"; for `Exists` so does a text that says no.
    pub zero_is_null: bool,
    /// Only what stands behind the first occurrence of this counts; a text without it is no value.
    pub after: Option<String>,
    /// Only what stands in front of the first occurrence of this counts; a text without it counts whole.
    pub before: Option<String>,
    /// Only in records that fulfil all of these is there a value.
    pub when: Vec<Condition>,
    /// How the column is written, as far as it is known.
    pub writing: Writing,
}

/// How the values of a column are written: what a profile says, or the column as a whole has shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Writing {
    /// The order of day and month.
    pub date_order: Option<DayOrder>,
    /// What stands before the decimals.
    pub decimal: Option<DecimalMark>,
    /// What clocks of two parts say.
    pub clock: Option<ClockForm>,
    /// What bare numbers mean among moments.
    pub numbers: Option<BareNumbers>,
    /// Values stand behind a spreadsheet's guards: `="00123"`, `'+31612`.
    pub is_guarded: bool,
    /// Ids were rounded by a spreadsheet: `3.60012E+11`.
    pub is_rounded: bool,
    /// Ids stand behind a `#`.
    pub is_hashed: bool,
    /// Nobody says what kind of rating it is: its scores tell.
    pub is_derived: bool,
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
            when: Vec::new(),
            writing: Writing::default(),
        }
    }

    /// Calls `change` with this rule and those it chooses from.
    pub fn each_mut(&mut self, change: &mut dyn FnMut(&mut Rule)) {
        for rule in self.take.choices_mut() {
            rule.each_mut(change);
        }
        change(self);
    }

    /// Calls `see` with this rule and those it chooses from.
    pub fn each<'r>(&'r self, see: &mut dyn FnMut(&'r Rule)) {
        for rule in self.take.choices() {
            rule.each(see);
        }
        see(self);
    }
}

impl Mapping {
    /// A mapping that says nothing but which table and columns.
    pub fn plain(into: TableName, columns: Vec<(usize, Rule)>) -> Mapping {
        Mapping {
            into,
            recognise: Vec::new(),
            unless: Vec::new(),
            records: None,
            explode: None,
            legs: false,
            once: false,
            parts: false,
            opening: false,
            filter: Vec::new(),
            columns,
        }
    }

    /// Every header or JSON path it reads, as often as it reads it.
    pub fn fields(&self) -> Vec<&str> {
        let mut fields: Vec<&str> = self.filter.iter().map(|condition| condition.field.as_str()).collect();
        for (_, rule) in &self.columns {
            fields.extend(rule.take.fields());
            rule.each(&mut |rule| fields.extend(rule.when.iter().map(|condition| condition.field.as_str())));
        }
        fields
    }
}

impl Take {
    /// The headers or JSON paths it reads, in order.
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Take::Field(field)
            | Take::Role(field)
            | Take::OppositeOf(field)
            | Take::Exists { field, .. }
            | Take::Flag { field, .. }
            | Take::Holds { field, .. }
            | Take::Word { field, .. } => vec![field],
            Take::Equal { fields, .. } | Take::Chain(fields) => fields.iter().map(String::as_str).collect(),
            Take::Joined { fields, .. } | Take::Passage(fields) | Take::Lists(fields) => {
                fields.iter().map(String::as_str).collect()
            }
            Take::FirstOf(rules) | Take::AnyOf(rules) => {
                rules.iter().flat_map(|rule| rule.take.fields()).collect()
            }
            Take::EarliestOf { ends, since } => {
                let ends = ends.iter().flat_map(|rule| rule.take.fields());
                ends.chain(since.as_deref()).collect()
            }
            Take::Constant(_) | Take::Index | Take::FileDate => Vec::new(),
        }
    }

    /// The header or JSON path that the texts stand in, before those that only say what a row is; else the first.
    pub fn own_field(&self) -> Option<&str> {
        let is_said =
            |rule: &&Rule| matches!(rule.take, Take::Flag { .. } | Take::Exists { .. } | Take::Holds { .. });
        let own = self.choices().iter().filter(|rule| !is_said(rule)).find_map(|rule| rule.take.own_field());
        own.or_else(|| self.fields().first().copied())
    }

    /// The same, to be changed.
    pub fn fields_mut(&mut self) -> Vec<&mut String> {
        match self {
            Take::Field(field)
            | Take::Role(field)
            | Take::OppositeOf(field)
            | Take::Exists { field, .. }
            | Take::Flag { field, .. }
            | Take::Holds { field, .. }
            | Take::Word { field, .. } => vec![field],
            Take::Equal { fields, .. } | Take::Chain(fields) => fields.iter_mut().collect(),
            Take::Joined { fields, .. } | Take::Passage(fields) | Take::Lists(fields) => {
                fields.iter_mut().collect()
            }
            Take::FirstOf(rules) | Take::AnyOf(rules) => {
                rules.iter_mut().flat_map(|rule| rule.take.fields_mut()).collect()
            }
            Take::EarliestOf { ends, since } => {
                let ends = ends.iter_mut().flat_map(|rule| rule.take.fields_mut());
                ends.chain(since.as_mut()).collect()
            }
            Take::Constant(_) | Take::Index | Take::FileDate => Vec::new(),
        }
    }

    /// The rules it chooses from.
    pub fn choices(&self) -> &[Rule] {
        match self {
            Take::FirstOf(rules) | Take::AnyOf(rules) | Take::EarliestOf { ends: rules, .. } => rules,
            _ => &[],
        }
    }

    /// The same, to be changed.
    pub fn choices_mut(&mut self) -> &mut [Rule] {
        match self {
            Take::FirstOf(rules) | Take::AnyOf(rules) | Take::EarliestOf { ends: rules, .. } => rules,
            _ => &mut [],
        }
    }
}

/// Stands between the name of a column and which of those of that name it is: not in any header.
pub const NTH: char = '\u{1f}';

/// The source of a raw text.
#[derive(Debug, Clone, PartialEq)]
pub enum Take {
    /// A header, or a JSON path (`author.username`, `parent.id`, `.` for the element itself, `labels[].name` for a list).
    Field(String),
    /// The same text in every row.
    Constant(String),
    /// The first rule that gives a value.
    FirstOf(Vec<Rule>),
    /// Yes if one of the rules says yes; no if none does and one says no.
    AnyOf(Vec<Rule>),
    /// The earliest of several ends of one conversation that is neither before its creation nor before it was opened
    /// again: what a timer closes later was over by then.
    EarliestOf {
        /// Where the instants stand.
        ends: Vec<Rule>,
        /// Header or JSON path of the last opening again.
        since: Option<String>,
    },
    /// `then`, where the field is there and not null.
    Exists {
        /// Header or JSON path.
        field: String,
        /// The text taken.
        then: String,
    },
    /// `then`, where the field says yes in any of its spellings (`true`, `1`, `ja`, `x`…).
    Flag {
        /// Header or JSON path.
        field: String,
        /// The text taken.
        then: String,
        /// The text taken where the field says no.
        otherwise: Option<String>,
    },
    /// Yes where the field says no, and the other way round: `public` for notes.
    OppositeOf(String),
    /// `then`, where the list in the field holds one of some items.
    Holds {
        /// Header or JSON path of the list.
        field: String,
        /// The items, in any case.
        any: Vec<String>,
        /// The text taken.
        then: String,
    },
    /// The value of a closed list that the field's text is or has as a word: `Missed call`, `Inbound answered`.
    Word {
        /// Header or JSON path.
        field: String,
        /// The list; `None`: that of the column fed.
        of: Option<&'static Vocabulary>,
    },
    /// What a change of status means for an event: `closed` or `reopened`. The fields are the status before (may be left
    /// out) and after; a change that does neither is no event.
    Passage(Vec<String>),
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
    /// The items of several fields, each a list. Of several columns of one name the second is called `name`, [`NTH`], `2`.
    Lists(Vec<String>),
    /// The first of the chain of replies that a record belongs to. The fields are its own id and that of the record it
    /// answers.
    Chain([String; 2]),
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
    /// …or mean one of these values of a closed list…
    pub of: Option<&'static Vocabulary>,
    /// …or, if negated, none of them.
    pub negated: bool,
}
