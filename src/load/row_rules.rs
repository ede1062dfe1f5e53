//! What a row must fulfil beyond having readable values.

use super::batch::{CellPlace, RowBatch};
use super::evidence::{between, TOLERANCE};
use super::plan::{Plan, ValueReader};
use super::scales;
use crate::account::Trouble;
use crate::dataset::schema::{calls, conversations, orders, ratings};
use crate::dataset::vocabulary::rating;
use crate::dataset::{Data, DateRows, TableName, MISSING, NONE, NUMBER_SCALE};
use crate::time::MINUTE;

const TURNED: Trouble = Trouble::new("ends before it begins", "the duration between is not used");
const TOO_LONG: Trouble = Trouble::new(
    "a length of time that does not fit between the moments of its row",
    "unit = \"s\", \"ms\", \"min\", \"mm:ss\" or \"hh:mm\" in a profile says what it counts",
);
const DATE_ALONE: Trouble = Trouble::new(
    "a date without a time of day beside a moment",
    "it counts by day; no duration between the two and no hour of the day is had from it",
);
const NO_CURRENCY: Trouble =
    Trouble::new("an order without currency", "its amount is kept apart from those of all currencies");
const NO_REPLY: Trouble =
    Trouble::new("a response of no length where no reply stands beside it", "it counts as none");
const UNANSWERED: Trouble = Trouble::new("a rating without a score: asked, but not answered", "");

/// Checks the batch's rows from `from` on.
pub fn check(plan: &Plan, batch: &mut RowBatch, from: usize) {
    let mut rows = NewRows { plan, batch, from };
    rows.check_dates();
    rows.check_lengths();
    match plan.table {
        TableName::Ratings => rows.check_scores(),
        TableName::Conversations => {
            rows.check_order(conversations::CREATED_AT, conversations::CLOSED_AT);
            rows.drop_empty_responses();
        }
        TableName::Calls => rows.check_order(calls::STARTED_AT, calls::ENDED_AT),
        TableName::Orders => rows.check_currencies(),
        TableName::Messages
        | TableName::Events
        | TableName::FaqViews
        | TableName::FaqSearches
        | TableName::Posts
        | TableName::Comments
        | TableName::People => {}
    }
}

/// The rows of a batch from `from` on.
struct NewRows<'a> {
    plan: &'a Plan,
    batch: &'a mut RowBatch,
    from: usize,
}

impl NewRows<'_> {
    fn check_order(&mut self, start: &str, end: &str) {
        let (Some(start), Some(end)) = (self.plan.find(start), self.plan.find(end)) else { return };
        for row in self.from..self.batch.numbers.len() {
            let starts = self.batch.columns[start].whole()[row];
            let ends = self.batch.columns[end].whole()[row];
            if starts != MISSING && ends != MISSING && ends < starts {
                self.batch.warn(CellPlace { row, column: Some(end) }, &TURNED, None);
            }
        }
    }

    /// A program that knows of no reply writes 0 for how long it took; whoever writes our own column means it.
    fn drop_empty_responses(&mut self) {
        let (reply, length) = (conversations::FIRST_REPLY_AT, conversations::FIRST_RESPONSE_S);
        let (Some(reply), Some(length)) = (self.plan.find(reply), self.plan.find(length)) else { return };
        if self.plan.columns[length].header == conversations::FIRST_RESPONSE_S {
            return;
        }
        for row in self.from..self.batch.numbers.len() {
            let is_empty = self.batch.columns[reply].whole()[row] == MISSING;
            if !is_empty || self.batch.columns[length].whole()[row] != 0 {
                continue;
            }
            if let Data::Whole(lengths) = &mut self.batch.columns[length] {
                lengths[row] = MISSING;
            }
            self.batch.remark(CellPlace { row, column: Some(length) }, &NO_REPLY, None);
        }
    }

    /// Notes dates without a time in rows that have moments too: nothing is measured between them.
    fn check_dates(&mut self) {
        if self.batch.dates.iter().all(DateRows::is_empty) {
            return;
        }
        let schema = self.plan.table.schema();
        let columns = self.plan.columns.iter().enumerate();
        let instants = columns.filter(|(_, column)| matches!(column.reader, ValueReader::Instant(_)));
        let known =
            instants.filter(|(_, column)| schema.columns[column.place].name != conversations::UPDATED_AT);
        let places: Vec<usize> = known.map(|(at, _)| at).collect();
        for row in self.from..self.batch.numbers.len() {
            let (dates, moments): (Vec<usize>, Vec<usize>) = places
                .iter()
                .filter(|&&at| self.batch.columns[at].whole()[row] != MISSING)
                .partition(|&&at| self.batch.dates[at].is(row));
            if moments.is_empty() {
                continue;
            }
            for at in dates {
                self.batch.warn(CellPlace { row, column: Some(at) }, &DATE_ALONE, None);
            }
        }
    }

    /// Notes lengths of time that do not fit between the moments of their row.
    fn check_lengths(&mut self) {
        let schema = self.plan.table.schema();
        for at in 0..self.plan.columns.len() {
            let column = &self.plan.columns[at];
            if !matches!(column.reader, ValueReader::Duration(_)) {
                continue;
            }
            let Some((from, to)) = between(self.plan, schema.columns[column.place].name) else { continue };
            for row in self.from..self.batch.numbers.len() {
                let length = self.batch.columns[at].whole()[row];
                if length == MISSING {
                    continue;
                }
                let (Some(from), Some(to)) = (self.moment(&from, row), self.moment(&to, row)) else {
                    continue;
                };
                // To the minute or the hundredth of an hour is as exact as some products are.
                let allowed = TOLERANCE.max(MINUTE).max((to - from) / 100);
                if from <= to && length > to - from + allowed {
                    self.batch.remark(CellPlace { row, column: Some(at) }, &TOO_LONG, None);
                }
            }
        }
    }

    /// The first of some columns that has a moment in a row, if that is no date alone.
    fn moment(&self, places: &[usize], row: usize) -> Option<i64> {
        let is_there = |&&at: &&usize| self.batch.columns[at].whole()[row] != MISSING;
        let at = *places.iter().find(is_there)?;
        (!self.batch.dates[at].is(row)).then(|| self.batch.columns[at].whole()[row])
    }

    fn check_currencies(&mut self) {
        let Some(currency) = self.plan.find(orders::CURRENCY) else { return };
        for row in self.from..self.batch.numbers.len() {
            if self.batch.columns[currency].codes()[row] == NONE {
                self.batch.remark(CellPlace { row, column: Some(currency) }, &NO_CURRENCY, None);
            }
        }
    }

    fn check_scores(&mut self) {
        let Some(kinds) = self.plan.find(ratings::KIND) else { return };
        let score_place = self.plan.find(ratings::SCORE);
        let scale_place = self.plan.find(ratings::SCALE);
        for row in self.from..self.batch.numbers.len() {
            let kind = self.batch.columns[kinds].bytes()[row];
            let score = self.number(score_place, row);
            let scale = self.number(scale_place, row);
            // Scores without a scale are settled all together once the file is read.
            if kind >= rating::FEEDBACK || (scale.is_none() && score.is_some()) {
                continue;
            }
            let score = score.filter(|score| *score != scales::ODD);
            let score = score.map(|score| self.in_numbers(score_place, row, score));
            match verdict(kind, score, scale) {
                RatingVerdict::Fine(expected) => fill_scale(self.batch, scale_place, row, expected),
                RatingVerdict::Unanswered => {
                    self.batch.set_aside(CellPlace { row, column: score_place }, &UNANSWERED);
                }
                RatingVerdict::Outside(trouble) => {
                    let shown = score.map(|score| (score as f64 / NUMBER_SCALE as f64).to_string());
                    self.batch.reject(CellPlace { row, column: score_place }, &trouble, shown.as_deref());
                }
            }
        }
    }

    /// The score that a word is: 2 for a good one, 1 for a bad one.
    fn in_numbers(&mut self, place: Option<usize>, row: usize, score: i64) -> i64 {
        let number = match score {
            scales::GOOD => 2 * NUMBER_SCALE,
            scales::BAD => NUMBER_SCALE,
            number => return number,
        };
        if let Some(Data::Whole(scores)) = place.map(|at| &mut self.batch.columns[at]) {
            scores[row] = number;
        }
        number
    }

    /// The number in a column of the plan, if there is one.
    fn number(&self, column: Option<usize>, row: usize) -> Option<i64> {
        let number = *self.batch.columns[column?].whole().get(row)?;
        (number != MISSING).then_some(number)
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
