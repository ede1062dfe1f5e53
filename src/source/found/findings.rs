//! What was done to a file so that it could be read: which records, and why.

use crate::account::{Outcome, Trouble};
use std::collections::BTreeMap;

/// One thing done to a record, or the reason it is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// A line without anything in it, or with delimiters alone.
    Blank,
    /// A line above the header.
    Title,
    /// A line that begins with `#`.
    Comment,
    /// A row of sums or means.
    Total,
    /// The header once more.
    Header,
    /// A line below or between the rows that is no row.
    Footer,
    /// A line of another table behind the first.
    OtherTable,
    /// Fewer cells than the header.
    Short,
    /// More cells than the header.
    Long,
    /// A delimiter inside a text without quotes.
    LooseDelimiter,
    /// A quote that is neither doubled nor opens or closes a cell.
    LooseQuote,
    /// A quote that opens and is never closed, taken as text.
    StrayQuote,
    /// A quote that the end of the file leaves open.
    OpenQuote,
    /// A record that is written with another delimiter than the others.
    OtherDelimiter,
    /// Bytes that are no UTF-8.
    Encoding,
    /// A hole of NUL bytes.
    Hole,
    /// More cells than the header, and no way to tell which belong together.
    Shifted,
    /// The half of a record at which a packed file ends too early.
    Cut,
}

impl Finding {
    /// What became of the record.
    pub fn outcome(self) -> Outcome {
        use Finding::*;
        match self {
            Blank | Title | Comment | Total | Header | Footer | OtherTable => Outcome::SetAside,
            Short | Long | LooseDelimiter | LooseQuote | StrayQuote | OpenQuote | OtherDelimiter
            | Encoding => Outcome::Repaired,
            Hole | Shifted | Cut => Outcome::Rejected,
        }
    }

    /// What is said of it.
    pub fn trouble(self) -> Trouble {
        use Finding::*;
        let (what, advice) = match self {
            Blank => ("a blank line", ""),
            Title => ("a line above the table", "it is no row"),
            Comment => ("a comment line", "it is no row"),
            Total => ("a totals row", "it is no row"),
            Header => ("the header once more", "it is no row"),
            Footer => ("a line of text around the rows", "it is no row"),
            OtherTable => ("a line of a second table in the file", "save that table as a file of its own"),
            Short => ("fewer cells than the header", "those at the end count as empty"),
            Long => ("more cells than the header", "those at the end are not used"),
            LooseDelimiter => ("a delimiter inside a text without quotes", "the parts were put together"),
            LooseQuote => ("a quote inside quotes that is not doubled", "taken as text"),
            StrayQuote => ("a quote that opens a cell and never closes it", "taken as text"),
            OpenQuote => ("a quote that is opened and never closed", "the file may be cut off"),
            OtherDelimiter => ("cells separated in another way than in the other rows", "read in that way"),
            Encoding => ("bytes that are no UTF-8", "read as Windows-1252; save the file as UTF-8"),
            Cut => ("half a row at the end of a packed file that is cut off", "fetch the file again"),
            Hole => ("a hole of NUL bytes", "what stood there is lost; export the file again"),
            Shifted => (
                "more cells than the header, and which belong together cannot be told",
                "put texts with the delimiter into quotes",
            ),
        };
        Trouble::new(what, advice)
    }

    /// The name under which records that are no rows are counted.
    pub fn counted_as(self) -> Option<&'static str> {
        use Finding::*;
        match self {
            Blank => Some("blank lines"),
            Title => Some("title lines"),
            Comment => Some("comment lines"),
            Total => Some("totals rows"),
            Header => Some("repeated headers"),
            Footer => Some("footer lines"),
            OtherTable => Some("second tables"),
            Short | Long | LooseDelimiter | LooseQuote | StrayQuote | OpenQuote | OtherDelimiter
            | Encoding | Hole | Shifted | Cut => None,
        }
    }
}

/// All that was done, by kind.
#[derive(Debug, Default, Clone)]
pub struct Findings {
    records: BTreeMap<Finding, Vec<u64>>,
    /// The texts of records that are lost, as many as there is room for.
    texts: BTreeMap<u64, String>,
    /// Bytes of these texts.
    held: usize,
}

/// Bytes of lost records that are held until somebody takes them.
const HELD: usize = 4 << 20;

impl Findings {
    /// Notes something about a record, by its number from 0.
    pub fn note(&mut self, finding: Finding, record: u64) {
        self.records.entry(finding).or_default().push(record);
    }

    /// Keeps the text of a record that is lost, if there is room.
    pub fn keep_text(&mut self, record: u64, text: &str) {
        if self.held + text.len() <= HELD {
            self.held += text.len();
            self.texts.insert(record, text.to_owned());
        }
    }

    /// Takes out the text of a record that is lost, by its number from 0.
    pub fn take_text(&mut self, record: u64) -> Option<String> {
        let text = self.texts.remove(&record)?;
        self.held -= text.len();
        Some(text)
    }

    /// Takes out what is known of the records before that number.
    pub fn take_before(&mut self, end: u64) -> Vec<(Finding, u64)> {
        let mut taken = Vec::new();
        for (finding, records) in &mut self.records {
            let rest = records.partition_point(|record| *record < end);
            taken.extend(records.drain(..rest).map(|record| (*finding, record)));
        }
        taken
    }

    /// How many of each kind there are, and the first.
    pub fn summed_up(&self) -> Vec<(Finding, usize, u64)> {
        let first = |records: &Vec<u64>| records.first().copied().unwrap_or_default();
        let kinds = self.records.iter().filter(|(_, records)| !records.is_empty());
        kinds.map(|(finding, records)| (*finding, records.len(), first(records))).collect()
    }
}
