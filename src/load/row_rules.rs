//! What a row must fulfil beyond having readable values.

use super::batch::{CellPlace, RowBatch};
use super::plan::Plan;
use crate::account::Trouble;
use crate::dataset::vocabulary::rating;
use crate::dataset::{Data, TableName, MISSING, NONE, NUMBER_SCALE};

const TURNED: Trouble = Trouble::new("ends before it begins", "the duration between is not used");
const NO_CURRENCY: Trouble =
    Trouble::new("an order without currency", "its amount is kept apart from those of all currencies");
const UNANSWERED: Trouble = Trouble::new("a rating without a score: asked, but not answered", "");

/// Checks the batch's rows from `from` on.
pub fn check(plan: &Plan, batch: &mut RowBatch, from: usize) {
    match plan.table {
        TableName::Ratings => ratings(plan, batch, from),
        TableName::Conversations => order(plan, batch, from, "created_at", "closed_at"),
        TableName::Calls => order(plan, batch, from, "started_at", "ended_at"),
        TableName::Orders => currencies(plan, batch, from),
        _ => {}
    }
}

/// Place of a column in the plan.
fn place(plan: &Plan, name: &str) -> Option<usize> {
    let schema = plan.table.schema().column(name)?;
    plan.columns.iter().position(|column| column.place == schema)
}

fn order(plan: &Plan, batch: &mut RowBatch, from: usize, start: &str, end: &str) {
    let (Some(start), Some(end)) = (place(plan, start), place(plan, end)) else { return };
    let (Data::Whole(starts), Data::Whole(ends)) = (&batch.columns[start], &batch.columns[end]) else {
        return;
    };
    let turned = |&row: &usize| starts[row] != MISSING && ends[row] != MISSING && ends[row] < starts[row];
    let rows: Vec<usize> = (from..starts.len()).filter(turned).collect();
    for row in rows {
        batch.remark(CellPlace { row, column: Some(end) }, &TURNED, None);
    }
}

fn currencies(plan: &Plan, batch: &mut RowBatch, from: usize) {
    let Some(place) = place(plan, "currency") else { return };
    let Data::Codes(codes) = &batch.columns[place] else { return };
    let rows: Vec<usize> = (from..codes.len()).filter(|&row| codes[row] == NONE).collect();
    for row in rows {
        batch.remark(CellPlace { row, column: Some(place) }, &NO_CURRENCY, None);
    }
}

fn ratings(plan: &Plan, batch: &mut RowBatch, from: usize) {
    let (kind, score, scale) = (place(plan, "kind"), place(plan, "score"), place(plan, "scale"));
    let Some(kind) = kind else { return };
    for row in from..batch.numbers.len() {
        let Data::Bytes(kinds) = &batch.columns[kind] else { return };
        let number = |at: Option<usize>| match at.map(|at| &batch.columns[at]) {
            Some(Data::Whole(values)) if values[row] != MISSING => Some(values[row]),
            _ => None,
        };
        let (kind, given, by) = (kinds[row], number(score), number(scale));
        if kind >= rating::FEEDBACK {
            continue;
        }
        match verdict(kind, given, by) {
            RatingVerdict::Fine(expected) => fill_scale(batch, scale, row, expected),
            RatingVerdict::Unanswered => batch.set_aside(CellPlace { row, column: score }, &UNANSWERED),
            RatingVerdict::Outside(trouble) => {
                let shown = given.map(|score| (score as f64 / NUMBER_SCALE as f64).to_string());
                batch.reject(CellPlace { row, column: score }, &trouble, shown.as_deref());
            }
        }
    }
}

enum RatingVerdict {
    Fine(i64),
    Unanswered,
    Outside(Trouble),
}

/// Scores run from 1 to the scale, nps from 0 to 10; stars have five.
fn verdict(kind: u8, score: Option<i64>, scale: Option<i64>) -> RatingVerdict {
    let (lowest, highest, what, advice) = match kind {
        rating::STARS => (1, 5, "stars run from 1 to 5", "a profile can convert other scales"),
        rating::THUMBS => (1, 2, "thumbs are 1 (down) or 2 (up)", ""),
        rating::THREE => (1, 3, "ratings of three steps run from 1 to 3", ""),
        _ => (0, 10, "answers to the NPS question run from 0 to 10", ""),
    };
    let Some(score) = score else { return RatingVerdict::Unanswered };
    let other_scale = kind == rating::STARS && scale.is_some_and(|scale| scale != 5 * NUMBER_SCALE);
    if other_scale || score < lowest * NUMBER_SCALE || score > highest * NUMBER_SCALE {
        return RatingVerdict::Outside(Trouble::new(what, advice));
    }
    RatingVerdict::Fine(highest * NUMBER_SCALE)
}

fn fill_scale(batch: &mut RowBatch, scale: Option<usize>, row: usize, expected: i64) {
    if let Some(Data::Whole(values)) = scale.map(|at| &mut batch.columns[at]) {
        if values[row] == MISSING {
            values[row] = expected;
        }
    }
}
