//! Texts that are judged while they are read and not kept: how messages and comments by customers sound.

use super::batch::RowBatch;
use super::cleaning::Cleaning;
use super::plan::{Plan, PlannedColumn, ValueReader};
use super::scorer::TextScorer;
use crate::dataset::vocabulary::author;
use crate::dataset::{Data, TableName, UNKNOWN};

impl Plan {
    /// Lets texts be judged: they are not kept, and what they are judged to be goes where the export's own label would.
    pub fn with_scorer(&mut self, scorer: &TextScorer) {
        let schema = self.table.schema();
        let (Some(body), Some(label)) = (schema.column("body"), schema.column("sentiment")) else { return };
        let Some(texts) = self.columns.iter_mut().find(|column| column.place == body) else { return };
        texts.is_kept = false;
        self.scorer = Some(scorer.clone());
        if self.columns.iter().all(|column| column.place != label) {
            let column = PlannedColumn {
                place: label,
                header: "sentiment".to_owned(),
                required: false,
                is_kept: true,
                cleaning: Cleaning::nothing(),
                reader: ValueReader::Choice(&crate::dataset::vocabulary::SENTIMENT),
            };
            self.columns.push(column);
            self.columns.sort_by_key(|column| column.place);
        }
    }
}

/// Judges the customers' texts without a label among the batch's rows from `from` on.
pub fn score(plan: &Plan, batch: &mut RowBatch, from: usize) {
    let Some(scorer) = &plan.scorer else { return };
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
    let verdicts = scorer.ask(&open);
    let rows: Vec<usize> = open.iter().map(|(row, ..)| *row).collect();
    if let Some(Data::Bytes(labels)) = place("sentiment").map(|at| &mut batch.columns[at]) {
        rows.into_iter().zip(verdicts).for_each(|(row, verdict)| labels[row] = verdict);
    }
}
