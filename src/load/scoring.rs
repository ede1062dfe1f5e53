//! Texts that are judged while they are read and not kept: how messages and comments by customers sound.

use super::batch::RowBatch;
use super::cleaning::Cleaning;
use super::plan::{ColumnPart, Plan, PlannedColumn, ValueReader};
use super::scorer::{TextScorer, UnlabelledText};
use crate::dataset::schema::{comments, messages};
use crate::dataset::vocabulary::author;
use crate::dataset::{Data, DataTable, TableName, Texts, UNKNOWN};

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

/// The language that the conversation of a code is said to be in.
type LanguageOf<'l> = dyn Fn(u32) -> Option<&'l str> + 'l;

/// Judges the customers' texts without a label in a finished batch.
pub fn score<'l>(plan: &Plan, batch: &mut RowBatch, scorer: &TextScorer, language_of: &LanguageOf<'l>) {
    let Some(label) = plan.find(messages::SENTIMENT) else { return };
    let column = |name: &str| plan.find(name).map(|at| &batch.columns[at]);
    let Some(rows) = JudgedRows::of(plan.table, &column) else { return };
    let verdicts = rows.judged(batch.numbers.len(), scorer, language_of);
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
        let verdicts = judged.map(|judged| judged.judged(count, scorer, language_of));
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

/// What tells which texts are to be judged; empty where the export does not say.
struct JudgedRows<'a> {
    table: TableName,
    conversations: &'a [u32],
    labels: &'a [u8],
    at: &'a [i64],
    texts: &'a Texts,
    authors: &'a [u8],
    private: &'a [u8],
    ours: &'a [u8],
}

impl<'a> JudgedRows<'a> {
    fn of(table: TableName, column: &dyn Fn(&str) -> Option<&'a Data>) -> Option<JudgedRows<'a>> {
        let Data::Texts(texts) = column(messages::BODY)? else { return None };
        let bytes = |name: &str| column(name).map_or(&[][..], Data::bytes);
        Some(JudgedRows {
            table,
            conversations: column(messages::CONVERSATION_ID).map_or(&[][..], Data::codes),
            labels: bytes(messages::SENTIMENT),
            at: column(messages::AT)?.whole(),
            texts,
            authors: bytes(messages::AUTHOR_TYPE),
            private: bytes(messages::PRIVATE),
            ours: bytes(comments::OURS),
        })
    }

    /// Rows with the verdicts on their texts.
    fn judged<'l>(&self, rows: usize, scorer: &TextScorer, language_of: &LanguageOf<'l>) -> Vec<(usize, u8)>
    where
        'l: 'a,
    {
        let mut open = Vec::new();
        for row in (0..rows).filter(|&row| self.is_unlabelled(row) && self.is_by_customer(row)) {
            if let Some(text) = self.texts.get(row) {
                let language =
                    self.conversations.get(row).and_then(|&conversation| language_of(conversation));
                open.push(UnlabelledText { row, at: self.at[row], language, text });
            }
        }
        let verdicts = scorer.ask(&open);
        open.iter().map(|text| text.row).zip(verdicts).collect()
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
