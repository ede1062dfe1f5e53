//! Texts that are judged while they are read and not kept: how messages and comments by customers sound.

use super::batch::Batch;
use super::plan::{Column, Plan, Reader};
use super::step::Step;
use crate::dataset::vocabulary::author;
use crate::dataset::{Data, TableName, UNKNOWN};
use std::sync::Arc;

/// Says how a text of that instant (UTC ms) sounds, as a code of [`crate::dataset::vocabulary::SENTIMENT`]; `None`
/// where it can't tell.
type Verdict = dyn Fn(i64, &str) -> Option<u8> + Send + Sync;

/// Judges texts that the export itself says nothing about.
#[derive(Clone)]
pub struct Judge {
    verdict: Arc<Verdict>,
    threads: usize,
}

impl std::fmt::Debug for Judge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Judge")
    }
}

/// Fewer texts than these are not worth a thread of their own.
const PORTION: usize = 32;

impl Judge {
    /// A judge that is asked by up to `threads` threads at once.
    pub fn new(threads: usize, verdict: impl Fn(i64, &str) -> Option<u8> + Send + Sync + 'static) -> Judge {
        Judge { verdict: Arc::new(verdict), threads: threads.max(1) }
    }

    /// The verdicts on texts, in their order.
    fn ask(&self, texts: &[(usize, i64, &str)]) -> Vec<u8> {
        let each = |part: &[(usize, i64, &str)]| -> Vec<u8> {
            part.iter().map(|(_, at, text)| (self.verdict)(*at, text).unwrap_or(UNKNOWN)).collect()
        };
        let size = texts.len().div_ceil(self.threads).max(PORTION);
        if texts.len() <= size {
            return each(texts);
        }
        std::thread::scope(|scope| {
            let workers: Vec<_> = texts.chunks(size).map(|part| scope.spawn(move || each(part))).collect();
            let join = |worker: std::thread::ScopedJoinHandle<'_, Vec<u8>>| match worker.join() {
                Ok(verdicts) => verdicts,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            workers.into_iter().flat_map(join).collect()
        })
    }
}

impl Plan {
    /// Lets texts be judged: they are not kept, and what they are judged to be goes where the export's own label would.
    pub fn with_judge(&mut self, judge: &Judge) {
        let schema = self.table.schema();
        let (Some(body), Some(label)) = (schema.column("body"), schema.column("sentiment")) else { return };
        let Some(texts) = self.columns.iter_mut().find(|column| column.place == body) else { return };
        texts.is_kept = false;
        self.judge = Some(judge.clone());
        if self.columns.iter().all(|column| column.place != label) {
            let column = Column {
                place: label,
                header: "sentiment".to_owned(),
                required: false,
                is_kept: true,
                step: Step::nothing(),
                reader: Reader::Choice(&crate::dataset::vocabulary::SENTIMENT),
            };
            self.columns.push(column);
            self.columns.sort_by_key(|column| column.place);
        }
    }
}

/// Judges the customers' texts without a label among the batch's rows from `from` on.
pub fn judge(plan: &Plan, batch: &mut Batch, from: usize) {
    let Some(judge) = &plan.judge else { return };
    let schema = plan.table.schema();
    let place = |name: &str| {
        let at = schema.column(name)?;
        plan.columns.iter().position(|column| column.place == at)
    };
    let bytes = |name: &str| match place(name).map(|at| &batch.columns[at]) {
        Some(Data::Bytes(values)) => values.as_slice(),
        _ => &[],
    };
    let (labels, private, ours) = (bytes("sentiment"), bytes("private"), bytes("ours"));
    let authors = bytes("author_type");
    let by_customer = |row: usize| match plan.table {
        TableName::Messages => authors.get(row) == Some(&author::CUSTOMER) && private.get(row) != Some(&1),
        _ => ours.get(row) != Some(&1),
    };
    let (Some(Data::Whole(at)), Some(Data::Texts(texts))) =
        (place("at").map(|at| &batch.columns[at]), place("body").map(|at| &batch.columns[at]))
    else {
        return;
    };
    let silent = |row: &usize| labels.get(*row) == Some(&UNKNOWN) && by_customer(*row);
    let open: Vec<(usize, i64, &str)> = (from..batch.numbers.len())
        .filter(silent)
        .filter_map(|row| Some((row, at[row], texts.get(row)?)))
        .collect();
    let verdicts = judge.ask(&open);
    let rows: Vec<usize> = open.iter().map(|(row, ..)| *row).collect();
    if let Some(Data::Bytes(labels)) = place("sentiment").map(|at| &mut batch.columns[at]) {
        rows.into_iter().zip(verdicts).for_each(|(row, verdict)| labels[row] = verdict);
    }
}
