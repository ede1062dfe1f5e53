//! Texts that are judged while they are read and not kept: how messages and comments by customers sound.

use super::batch::RowBatch;
use super::cleaning::Cleaning;
use super::plan::{ColumnPart, Plan, PlannedColumn, ValueReader};
use crate::dataset::schema::messages;
use crate::dataset::{Data, DataTable, TableName};
use crate::verdicts::{JudgedRows, LanguageOf, TextScorer};

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

/// Judges the customers' texts without a label in a finished batch.
pub fn score<'l>(plan: &Plan, batch: &mut RowBatch, scorer: &TextScorer, language_of: &LanguageOf<'l>) {
    let Some(label) = plan.find(messages::SENTIMENT) else { return };
    let column = |name: &str| plan.find(name).map(|at| &batch.columns[at]);
    let Some(rows) = JudgedRows::of(plan.table, &column) else { return };
    let verdicts = rows.verdicts(0..batch.numbers.len(), scorer, language_of);
    if let Data::Bytes(labels) = &mut batch.columns[label] {
        put(labels, verdicts);
    }
}

/// Judges the customers' texts without a label in rows read from an archive; no text is kept.
pub fn score_rows<'l>(
    table: TableName,
    rows: &mut DataTable,
    scorer: &TextScorer,
    language_of: &LanguageOf<'l>,
) {
    let schema = table.schema();
    let (Some(body), Some(label)) = (schema.column(messages::BODY), schema.column(messages::SENTIMENT))
    else {
        return;
    };
    let count = rows.rows;
    if rows.columns[body].is_some() {
        let labels = rows.columns[label].get_or_insert_with(|| Data::Bytes(Vec::new()));
        labels.pad(count - labels.len());
        let column = |name: &str| rows.column(table, name);
        let judged = JudgedRows::of(table, &column);
        let verdicts = judged.map(|judged| judged.verdicts(0..count, scorer, language_of));
        if let (Some(Data::Bytes(labels)), Some(verdicts)) = (&mut rows.columns[label], verdicts) {
            put(labels, verdicts);
        }
        rows.columns[body] = None;
    }
}

/// Puts verdicts where the export's own labels would be.
fn put(labels: &mut [u8], verdicts: Vec<(usize, u8)>) {
    for (row, verdict) in verdicts {
        labels[row] = verdict;
    }
}
