//! Rows that could not be used, one by one, where somebody wants to see each.

use super::kind::ProblemKind;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A row that could not be used.
#[derive(Debug, Clone, Copy)]
pub struct RejectedRow<'a> {
    /// Display name of the file.
    pub file: &'a str,
    /// Line or record number, from 1; 0 where it is not known.
    pub row: u64,
    /// Its table, the column at fault and why.
    pub kind: &'a ProblemKind,
    /// The record as it stands in the file, as JSON; `None` where it is not at hand any more.
    pub record: Option<&'a str>,
}

/// Takes every row that could not be used, in the order found.
#[derive(Clone)]
pub struct RejectSink(Arc<dyn Fn(RejectedRow) + Send + Sync>);

impl RejectSink {
    /// A sink that hands each row to `take`.
    pub fn new(take: impl Fn(RejectedRow) + Send + Sync + 'static) -> RejectSink {
        RejectSink(Arc::new(take))
    }

    /// Hands one over.
    pub fn take(&self, row: RejectedRow) {
        (self.0)(row);
    }
}

impl fmt::Debug for RejectSink {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("RejectSink")
    }
}

/// What a book does with rows that could not be used, besides counting them.
#[derive(Debug, Default, Clone)]
pub(super) enum RejectedRows {
    /// Nothing: nobody asked.
    #[default]
    Counted,
    /// Keeps their numbers, by what was wrong and file, until it is added to a book that tells them.
    Kept(BTreeMap<(ProblemKind, String), Vec<u64>>),
    /// Tells them at once.
    Told(RejectSink),
}

impl RejectedRows {
    /// Takes one more.
    pub(super) fn take(&mut self, row: RejectedRow) {
        match self {
            RejectedRows::Counted => {}
            RejectedRows::Kept(kept) => {
                kept.entry((row.kind.clone(), row.file.to_owned())).or_default().push(row.row);
            }
            RejectedRows::Told(sink) => sink.take(row),
        }
    }

    /// Takes those that another has kept.
    pub(super) fn take_kept(&mut self, other: RejectedRows) {
        let RejectedRows::Kept(kept) = other else { return };
        for ((kind, file), rows) in &kept {
            for &row in rows {
                self.take(RejectedRow { file, row, kind, record: None });
            }
        }
    }
}
