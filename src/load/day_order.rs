//! Decides for each column of dates whether the day or the month comes first.

use super::file::HEAD;
use super::plan::{Plan, ValueReader};
use super::read_csv::layout;
use crate::source::blocks::{Block, Blocks, BLOCK};
use crate::source::cells::{CellRows, Cells};
use crate::source::csv::Splitter;
use crate::source::dialect::Dialect;
use crate::source::json;
use crate::values::{day_order, DayOrder, Wrong};
use anyhow::{bail, Result};
use memchr::memrchr;
use std::io::Read;

/// Decides by the head of a CSV file; `true` if a column needs more than that.
pub fn by_csv_head(plan: &mut Plan, dialect: &Dialect, head: &[u8]) -> Result<bool> {
    let layout = layout(dialect, plan);
    // A record that the head cuts off could show half a date.
    let whole = if head.len() as u64 >= HEAD { memrchr(dialect.marks.line_end, head) } else { None };
    let end = whole.unwrap_or(head.len());
    let text = String::from_utf8_lossy(&head[dialect.start.min(end)..end]);
    let mut splitter = Splitter::new(&layout, &text);
    let mut cells = Cells::new(plan.selection.fields.len());
    let mut orders = Orders::new(plan);
    loop {
        splitter.fill(&mut cells);
        if cells.is_empty() {
            return orders.settle(plan);
        }
        orders.look_at(plan, cells.rows(&text));
    }
}

/// Decides by the head of a JSON file.
pub fn by_json_head(plan: &mut Plan, head: &[u8]) -> Result<bool> {
    let mut cells = Cells::new(plan.selection.fields.len());
    let lists = plan.list_slots();
    let mut orders = Orders::new(plan);
    let selections = [plan.selection.clone()];
    json::read(
        &mut &head[..],
        &selections,
        &mut |_, number, record| {
            if !cells.is_full() {
                cells.copy(number, record, &lists);
            }
        },
        &mut |_| {},
    )?;
    orders.look_at(plan, cells.rows(""));
    orders.settle(plan)
}

/// Reads a whole CSV file until every column of dates is decided.
pub fn by_whole_csv(plan: &mut Plan, dialect: &Dialect, head: &[u8], stream: impl Read) -> Result<()> {
    let layout = layout(dialect, plan);
    let mut blocks =
        Blocks::new(head[dialect.start.min(head.len())..].to_vec(), stream, dialect.marks, BLOCK);
    let mut block = Block::default();
    let mut cells = Cells::new(plan.selection.fields.len());
    let mut orders = Orders::new(plan);
    while orders.open() && blocks.next(&mut block)? {
        let text = String::from_utf8_lossy(block.bytes());
        let mut splitter = Splitter::new(&layout, &text);
        loop {
            splitter.fill(&mut cells);
            if cells.is_empty() {
                break;
            }
            orders.look_at(plan, cells.rows(&text));
        }
    }
    orders.settle(plan).map(|_| ())
}

/// What was found out so far, a column of the plan each.
struct Orders {
    orders: Vec<Option<Result<DayOrder, Wrong>>>,
}

impl Orders {
    fn new(plan: &Plan) -> Orders {
        let mut orders = Vec::new();
        for column in &plan.columns {
            let holds_instants = matches!(column.reader, ValueReader::Instant(_));
            orders.push(holds_instants.then_some(Ok(DayOrder::Iso)));
        }
        Orders { orders }
    }

    fn look_at(&mut self, plan: &Plan, rows: CellRows<'_>) {
        for (column, order) in plan.columns.iter().zip(&mut self.orders) {
            let Some(Ok(known)) = order else { continue };
            let texts: Vec<_> = (0..rows.len()).filter_map(|row| column.cleaning.text(rows, row)).collect();
            let found = day_order(texts.iter().map(|text| text.as_bytes()));
            *order = Some(found.and_then(|found| both(*known, found)));
        }
    }

    /// Whether a column has dates that do not tell.
    fn open(&self) -> bool {
        self.orders.iter().flatten().any(|order| matches!(order, Ok(DayOrder::Undecided | DayOrder::Iso)))
    }

    /// Writes the orders into the plan; `true` if one is undecided.
    fn settle(self, plan: &mut Plan) -> Result<bool> {
        let mut undecided = false;
        for (column, order) in plan.columns.iter_mut().zip(self.orders) {
            let (ValueReader::Instant(reader), Some(order)) = (&mut column.reader, order) else { continue };
            match order {
                Ok(order) => {
                    reader.order = order;
                    undecided |= order == DayOrder::Undecided;
                }
                Err(Wrong { what, advice }) => bail!("column {:?}: {what}; {advice}", column.header),
            }
        }
        Ok(undecided)
    }
}

/// What two stretches of a column say together.
fn both(one: DayOrder, other: DayOrder) -> Result<DayOrder, Wrong> {
    use DayOrder::{DayFirst, Iso, MonthFirst, Undecided};
    match (one, other) {
        (DayFirst, MonthFirst) | (MonthFirst, DayFirst) => {
            Err(Wrong::new("some dates have the day first, others the month", "write them as 2026-03-31"))
        }
        (Iso, order) | (Undecided, order @ (DayFirst | MonthFirst)) => Ok(order),
        (order, _) => Ok(order),
    }
}
