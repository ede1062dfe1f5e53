//! Texts that are judged while they are read and not kept: how messages and comments by customers sound.

use super::batch::RowBatch;
use super::cleaning::Cleaning;
use super::plan::{ColumnPart, Plan, PlannedColumn, ValueReader};
use super::scorer::{TextScorer, UnlabelledText};
use crate::dataset::schema::{comments, messages};
use crate::dataset::vocabulary::author;
use crate::dataset::{Data, TableName, Texts, UNKNOWN};

impl Plan {
    /// Lets texts be judged: they are not kept, and what they are judged to be goes where the export's own label would.
    pub fn with_scorer(&mut self, scorer: &TextScorer) {
        let schema = self.table.schema();
        let (Some(body), Some(label)) = (schema.column(messages::BODY), schema.column(messages::SENTIMENT))
        else {
            return;
        };
        let Some(texts) = self.columns.iter_mut().find(|column| column.place == body) else { return };
        texts.is_kept = false;
        self.scorer = Some(scorer.clone());
        if self.columns.iter().all(|column| column.place != label) {
            let column = PlannedColumn {
                place: label,
                header: messages::SENTIMENT.to_owned(),
                required: false,
                is_kept: true,
                is_rounded: false,
                cleaning: Cleaning::nothing(),
                reader: ValueReader::Choice(&crate::dataset::vocabulary::SENTIMENT),
                part: ColumnPart::Whole,
            };
            self.columns.push(column);
            self.columns.sort_by_key(|column| column.place);
        }
    }
}

/// Judges the customers' texts without a label among the batch's rows from `from` on.
pub fn score(plan: &Plan, batch: &mut RowBatch, from: usize) {
    let Some(scorer) = &plan.scorer else { return };
    let Some(label) = plan.find(messages::SENTIMENT) else { return };
    let Some(rows) = JudgedRows::of(plan, batch) else { return };
    let mut open = Vec::new();
    for row in (from..batch.numbers.len()).filter(|&row| rows.is_unlabelled(row) && rows.is_by_customer(row))
    {
        if let Some(text) = rows.texts.get(row) {
            open.push(UnlabelledText { row, at: rows.at[row], text });
        }
    }
    let verdicts = scorer.ask(&open);
    let judged: Vec<usize> = open.iter().map(|text| text.row).collect();
    if let Data::Bytes(labels) = &mut batch.columns[label] {
        for (row, verdict) in judged.into_iter().zip(verdicts) {
            labels[row] = verdict;
        }
    }
}

/// What of a batch tells which texts are to be judged; empty where the export does not say.
struct JudgedRows<'a> {
    table: TableName,
    labels: &'a [u8],
    at: &'a [i64],
    texts: &'a Texts,
    authors: &'a [u8],
    private: &'a [u8],
    ours: &'a [u8],
}

impl<'a> JudgedRows<'a> {
    fn of(plan: &Plan, batch: &'a RowBatch) -> Option<JudgedRows<'a>> {
        let Data::Texts(texts) = &batch.columns[plan.find(messages::BODY)?] else { return None };
        Some(JudgedRows {
            table: plan.table,
            labels: bytes(plan, batch, messages::SENTIMENT),
            at: batch.columns[plan.find(messages::AT)?].whole(),
            texts,
            authors: bytes(plan, batch, messages::AUTHOR_TYPE),
            private: bytes(plan, batch, messages::PRIVATE),
            ours: bytes(plan, batch, comments::OURS),
        })
    }

    fn is_unlabelled(&self, row: usize) -> bool {
        self.labels.get(row) == Some(&UNKNOWN)
    }

    fn is_by_customer(&self, row: usize) -> bool {
        match self.table {
            TableName::Messages => {
                self.authors.get(row) == Some(&author::CUSTOMER) && self.private.get(row) != Some(&1)
            }
            _ => self.ours.get(row) != Some(&1),
        }
    }
}

/// A column of choices or flags; empty where the plan has none of the name.
fn bytes<'a>(plan: &Plan, batch: &'a RowBatch, name: &str) -> &'a [u8] {
    plan.find(name).map_or(&[], |at| batch.columns[at].bytes())
}
