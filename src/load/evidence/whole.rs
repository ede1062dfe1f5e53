//! All of a file, where its head leaves two readings open.

use super::portrait::Portrait;
use crate::load::file::{FileForm, KnownFile};
use crate::load::layout::layout;
use crate::load::plan::{Plan, ValueReader};
use crate::source::blocks::{Block, CutsBlocks, RecordBlocks, BLOCK};
use crate::source::cells::Cells;
use crate::source::csv::Splitter;
use crate::source::dialect::CleanStream;
use crate::source::encoding::lossy;
use crate::source::packed::ReadProgress;
use anyhow::{Context, Result};
use std::sync::Arc;

/// What day order and decimals of every column of the plan look like in the whole file, and nothing else; only CSV is read.
pub fn portraits(known: &mut KnownFile, plan: &Plan) -> Result<Vec<Portrait>> {
    let mut portraits = vec![Portrait::default(); plan.columns.len()];
    let FileForm::Csv(dialect) = &known.form else { return Ok(portraits) };
    let dialect = dialect.clone();
    let silent: ReadProgress = Arc::new(|_| {});
    let CleanStream { head, stream, .. } = known.open_clean(&silent, true)?;
    let layout = layout(&dialect, plan);
    let start = head[dialect.start.min(head.len())..].to_vec();
    let mut blocks = RecordBlocks::new(start, stream, dialect.marks, BLOCK);
    let mut block = Block::default();
    let mut cells = Cells::new(plan.selection.fields.len());
    while blocks.next(&mut block).with_context(|| format!("cannot read {}", known.file.name))? {
        let text = lossy(block.bytes());
        let mut splitter = Splitter::new(&layout, &text);
        loop {
            splitter.fill(&mut cells);
            if cells.is_empty() {
                break;
            }
            let rows = cells.rows(&text);
            for (column, portrait) in plan.columns.iter().zip(&mut portraits) {
                for row in 0..rows.len() {
                    let Some(text) = column.cleaning.text(rows, row) else { continue };
                    match column.reader {
                        ValueReader::Instant(_) => portrait.order.look_at(text.as_bytes()),
                        ValueReader::Duration(_) | ValueReader::Number(_) | ValueReader::Score(_) => {
                            portrait.decimal.look_at(text.as_bytes())
                        }
                        _ => break,
                    }
                }
            }
        }
    }
    Ok(portraits)
}
