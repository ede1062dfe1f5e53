//! What the moments of a row say about its other columns: what ends does not begin later, and what lasts fits in between.

use super::survey::Survey;
use crate::dataset::schema::{calls, conversations};
use crate::dataset::TableName;
use crate::load::plan::{Plan, ValueReader};
use crate::values::{DayOrder, SpanReader};

/// Moments of a row, each no later than the next, where the row has them.
const IN_ORDER: [(TableName, &[&str]); 2] = [
    (
        TableName::Conversations,
        &[conversations::CREATED_AT, conversations::FIRST_REPLY_AT, conversations::CLOSED_AT],
    ),
    (TableName::Calls, &[calls::STARTED_AT, calls::ANSWERED_AT, calls::ENDED_AT]),
];

/// A length of time and the moments it lies between; of the first ones that which the row has.
struct Between {
    table: TableName,
    length: &'static str,
    from: &'static [&'static str],
    to: &'static [&'static str],
}

const BETWEEN: [Between; 6] = [
    Between {
        table: TableName::Calls,
        length: calls::TALK_S,
        from: &[calls::ANSWERED_AT, calls::STARTED_AT],
        to: &[calls::ENDED_AT],
    },
    Between {
        table: TableName::Calls,
        length: calls::WAIT_S,
        from: &[calls::STARTED_AT],
        to: &[calls::ANSWERED_AT, calls::ENDED_AT],
    },
    Between { table: TableName::Calls, length: "hold_s", from: &[calls::STARTED_AT], to: &[calls::ENDED_AT] },
    Between {
        table: TableName::Conversations,
        length: conversations::FIRST_RESPONSE_S,
        from: &[conversations::CREATED_AT],
        to: &[conversations::FIRST_REPLY_AT, conversations::CLOSED_AT],
    },
    Between {
        table: TableName::Conversations,
        length: conversations::RESOLUTION_S,
        from: &[conversations::CREATED_AT],
        to: &[conversations::CLOSED_AT],
    },
    Between {
        table: TableName::Conversations,
        length: "handle_s",
        from: &[conversations::CREATED_AT],
        to: &[conversations::CLOSED_AT],
    },
];

/// Milliseconds by which a length may exceed what it lies between: both were rounded.
pub const TOLERANCE: i64 = 2_000;

/// The columns of a plan between which a length of time of it lies: where it begins and ends, the first that a row has.
pub fn between(plan: &Plan, length: &str) -> Option<(Vec<usize>, Vec<usize>)> {
    let own = BETWEEN.iter().find(|between| between.table == plan.table && between.length == length)?;
    let places = |names: &[&str]| -> Vec<usize> { names.iter().filter_map(|name| plan.find(name)).collect() };
    let (from, to) = (places(own.from), places(own.to));
    (!from.is_empty() && !to.is_empty()).then_some((from, to))
}

/// The order of day and month that the rows allow, if they allow only one: nothing ends before it begins, and a file that
/// is sorted in one order and not in the other is sorted.
pub fn order_by_rows(plan: &Plan, undecided: &[usize], survey: &Survey) -> Option<DayOrder> {
    let mut turned = Vec::new();
    let mut descents = Vec::new();
    for order in [DayOrder::DayFirst, DayOrder::MonthFirst] {
        let read = OrderedReading { plan, undecided, order, survey };
        turned.push(read.turned());
        descents.push(read.descents());
    }
    match (turned[0], turned[1]) {
        (0, 1..) => return Some(DayOrder::DayFirst),
        (1.., 0) => return Some(DayOrder::MonthFirst),
        _ => {}
    }
    match (descents[0], descents[1]) {
        (Some(0), Some(1..)) => Some(DayOrder::DayFirst),
        (Some(1..), Some(0)) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

/// The rows of a survey with one order for the columns that are undecided.
struct OrderedReading<'a> {
    plan: &'a Plan,
    undecided: &'a [usize],
    order: DayOrder,
    survey: &'a Survey,
}

impl OrderedReading<'_> {
    fn instant(&self, at: usize, row: usize) -> Option<i64> {
        let column = &self.plan.columns[at];
        let ValueReader::Instant(mut reader) = column.reader else { return None };
        if self.undecided.contains(&at) {
            reader.order = self.order;
        }
        let rows = self.survey.rows();
        let text = column.cleaning.text(rows, row)?;
        reader.read(text.as_bytes()).ok().flatten().map(|at| at.millis)
    }

    /// Rows in which something ends before it begins, or is no day at all.
    fn turned(&self) -> usize {
        let own = IN_ORDER.iter().find(|(table, _)| *table == self.plan.table);
        let names = own.map_or(&[][..], |(_, names)| names);
        let places: Vec<usize> = names.iter().filter_map(|name| self.plan.find(name)).collect();
        let rows = 0..self.survey.rows().len();
        rows.filter(|&row| {
            let mut moments = places.iter().filter_map(|&at| self.instant(at, row));
            let Some(first) = moments.next() else { return false };
            moments.any(|later| later < first)
        })
        .count()
    }

    /// How often the first column of moments goes back from row to row or forth, whichever is less; nothing where a few
    /// rows tell little.
    fn descents(&self) -> Option<usize> {
        let at = *self.undecided.first()?;
        let moments: Vec<i64> =
            (0..self.survey.rows().len()).filter_map(|row| self.instant(at, row)).collect();
        let back = moments.windows(2).filter(|pair| pair[1] < pair[0]).count();
        let forth = moments.windows(2).filter(|pair| pair[1] > pair[0]).count();
        (moments.len() >= 4).then_some(back.min(forth))
    }
}

/// How many rows can be compared, and in how many a reading of a column of lengths fits between the row's moments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fitting {
    /// Rows that have the length and both moments.
    pub rows: usize,
    /// Rows in which it fits.
    pub fits: usize,
    /// Rows in which it is what lies between, to a fiftieth.
    pub matches: usize,
}

/// Compares a reading of a plan's column with the row's moments.
pub fn fitting(plan: &Plan, at: usize, reader: SpanReader, survey: &Survey) -> Fitting {
    let mut found = Fitting::default();
    let name = plan.table.schema().columns[plan.columns[at].place].name;
    let Some((from, to)) = between(plan, name) else { return found };
    let read = OrderedReading { plan, undecided: &[], order: DayOrder::Undecided, survey };
    let rows = survey.rows();
    for row in 0..rows.len() {
        let Some(text) = plan.columns[at].cleaning.text(rows, row) else { continue };
        let Ok(Some(length)) = reader.read(text.as_bytes()) else { continue };
        let first = |places: &[usize]| places.iter().find_map(|&at| read.instant(at, row));
        let (Some(from), Some(to)) = (first(&from), first(&to)) else { continue };
        if length <= 0 || to < from {
            continue;
        }
        found.rows += 1;
        let fits = length <= to - from + TOLERANCE;
        found.fits += usize::from(fits);
        found.matches += usize::from((length - (to - from)).abs() <= TOLERANCE.max((to - from) / 50));
    }
    found
}
