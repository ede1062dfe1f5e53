//! What a part says of itself: under what its facts were derived, which part of what it is, and what was read for it.

use crate::account::Book;
use crate::advice::Advised;
use crate::dataset::TableName;
use crate::facts::{FactChunk, FactsBeside, Grain, Rules};
use crate::load::FileRecord;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The form of the file; it counts up when that changes.
const FORM: u32 = 8;

/// Under what facts are derived: those of other terms are not brought together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    form: u32,
    /// The version of the program.
    program: String,
    /// The rules, with the "now" and the zone.
    pub rules: Rules,
}

impl Terms {
    /// Those of this program.
    pub fn new(rules: Rules) -> Terms {
        Terms { form: FORM, program: env!("CARGO_PKG_VERSION").to_owned(), rules }
    }

    /// Refuses others than these.
    ///
    /// # Errors
    /// If they differ; the first rule that does is named.
    pub fn check(&self, own: &Terms, (name, own_name): (&str, &str)) -> Result<(), Advised> {
        if (self.form, &self.program) != (own.form, &own.program) {
            let made = |terms: &Terms| format!("version {} (form {} of parts)", terms.program, terms.form);
            let what = format!("{name} was made by {}, {own_name} by {}", made(self), made(own));
            return Err(Advised::new(what, "make all parts with one version of the program"));
        }
        let (rules, own_rules) = (listed(&self.rules), listed(&own.rules));
        for (rule, value) in &rules {
            let other = own_rules.get(rule).unwrap_or(&serde_json::Value::Null);
            if value != other {
                let what = format!("{name} was made with {rule} {value}, {own_name} with {other}");
                let advice = "make all parts, and reports from them, under the same rules: one --as-of, --tz and configuration";
                return Err(Advised::new(what, advice));
            }
        }
        Ok(())
    }
}

/// The rules by name.
fn listed(rules: &Rules) -> serde_json::Map<String, serde_json::Value> {
    match serde_json::to_value(rules) {
        Ok(serde_json::Value::Object(rules)) => rules,
        Ok(_) | Err(_) => serde_json::Map::new(),
    }
}

/// What was read for a part, and what became of it.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct PartAccount {
    /// What became of the rows.
    pub book: Book,
    /// What the files were taken for.
    pub files: Vec<FileRecord>,
    /// First and last instant of the rows of each table of each file.
    pub spans: Vec<FileSpan>,
    /// Tables of which no file holds a row.
    pub absent: BTreeSet<TableName>,
}

impl PartAccount {
    /// Adds what was read for another part; a file that both were read from is one.
    pub fn unite(&mut self, other: PartAccount) {
        let PartAccount { mut book, files, spans, absent } = other;
        for file in files {
            let Some(own) = self.files.iter_mut().find(|own| own.name == file.name) else {
                self.files.push(file);
                continue;
            };
            book.counts.files = book.counts.files.saturating_sub(1);
            own.add_rows(&file);
        }
        let files: Vec<String> = self.files.iter().map(|file| file.name.clone()).collect();
        self.book.unite(book, &files);
        self.spans.extend(spans);
        self.absent.retain(|table| absent.contains(table));
    }

    /// Calls a file otherwise.
    pub fn rename(&mut self, file: &str, name: &str) {
        let records = self.files.iter_mut().map(|record| &mut record.name);
        let spans = self.spans.iter_mut().map(|span| &mut span.file);
        for own in records.chain(spans).filter(|own| *own == file) {
            name.clone_into(own);
        }
        self.book.rename(file, name);
    }

    /// Forgets the tables that are not meant, as if nobody had asked for them.
    pub fn retain(&mut self, is_meant: impl Fn(TableName) -> bool) {
        let others: Vec<TableName> = TableName::ALL.into_iter().filter(|table| !is_meant(*table)).collect();
        self.book.retain(|name| !others.iter().any(|table| table.schema().name == name));
        self.spans.retain(|span| is_meant(span.table));
        for fed in self.files.iter_mut().flat_map(|file| &mut file.tables) {
            if !is_meant(fed.table) {
                (fed.rows, fed.is_read) = (0, false);
                self.absent.remove(&fed.table);
            }
        }
    }
}

/// First and last instant of the rows of a table in a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FileSpan {
    /// The file.
    pub file: String,
    /// The table.
    pub table: TableName,
    /// The instants.
    pub span: (i64, i64),
}

/// The greatest instants of a column.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GreatestInstant {
    /// The table.
    pub table: TableName,
    /// The column.
    pub column: String,
    /// Of all.
    pub of_all: i64,
    /// Of those up to the "now", if there are any.
    pub so_far: Option<i64>,
}

/// Which part of a plan it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartPlace {
    /// The checksum of the plan.
    pub plan: String,
    /// The part's name in it.
    pub name: String,
}

/// What is kept of a table without conversations beside its Parquet file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct RestTable {
    /// The columns that any file gave.
    pub columns: BTreeSet<String>,
    /// Where rows come from: the first of a run, the file, its row there.
    pub origins: Vec<(usize, u32, u64)>,
}

impl PartHead {
    /// Calls a file that it was read from otherwise.
    pub fn rename(&mut self, file: &str, name: &str) {
        self.origin.account.rename(file, name);
        self.facts.rename(file, name);
        self.files.iter_mut().filter(|own| *own == file).for_each(|own| name.clone_into(own));
    }

    /// How many conversations stand before a chunk, or in all of them.
    pub fn before(&self, chunk: usize) -> usize {
        let first = |chunk: &FactChunk| chunk.first(Grain::Conversation.table().name);
        self.chunks.get(chunk).map_or(self.conversations as usize, first)
    }

    /// Takes the facts for those of another "now".
    pub fn look_from(&mut self, as_of: i64) -> bool {
        let does_hold = (self.origin.holds.0..self.origin.holds.1).contains(&as_of);
        if does_hold {
            self.origin.terms.rules.as_of = as_of;
        }
        does_hold
    }
}

/// What a part was made of, and under what.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PartOrigin {
    /// Under what its facts were derived.
    pub terms: Terms,
    /// Which part of which plan it is, where there is one.
    pub place: Option<PartPlace>,
    /// As of when else the same facts come out: from one instant to before another.
    pub holds: (i64, i64),
    /// The greatest instants that were read.
    pub greatest: Vec<GreatestInstant>,
    /// Whether it tells how texts sound.
    pub has_sentiment: bool,
    /// What was read for it.
    pub account: PartAccount,
}

/// All that a part says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PartHead {
    /// What it was made of.
    pub origin: PartOrigin,
    /// How many conversations it has.
    pub conversations: u32,
    /// How they are kept.
    pub chunks: Vec<FactChunk>,
    /// What is kept beside the columns of facts.
    pub facts: FactsBeside,
    /// The files that rows come from.
    pub files: Vec<String>,
    /// Other tables.
    pub tables: BTreeMap<TableName, RestTable>,
}
